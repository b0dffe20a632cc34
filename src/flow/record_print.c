#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utc.h"
#include "flow/record.h"
#include "flow/record_member.h"
#include "wire/csv.h"

const char *record_count_name(const char *name, char out_name[COUNT_NAME_MAX])
{
	size_t i = 0;

	for (; name[i] != '\0' && i + 1 < COUNT_NAME_MAX; i++) {
		char c = name[i];
		out_name[i] = c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out_name[i] = '\0';
	return out_name;
}

/* In how many digits a number reads back as it is; most need the fewest. */
static void put_real(struct buffer *out, double value)
{
	static const int digits[] = { 9, 15, 16, 17 };
	char text[32] = "null"; /* what no number is */

	if (value == 1 || (value == 0 && !signbit(value))) {
		buffer_char(out, value == 1 ? '1' : '0');
		return;
	}
	for (size_t i = 0; isfinite(value) && i < sizeof(digits) / sizeof(digits[0]); i++) {
		(void)snprintf(text, sizeof(text), "%.*g", digits[i], value);
		if (strtod(text, NULL) == value)
			break;
	}
	buffer_string(out, text);
}

/* How texts and lists are spelled is all that differs between JSON and CSV. */
struct spelling {
	struct buffer *out;
	bool csv;
	bool first; /* of a list: no item has come yet */
};

/* A text of ours: nothing in it need be escaped. */
static void put_plain(const struct spelling *spelling, const char *text)
{
	size_t len = strlen(text);
	char *at = buffer_room(spelling->out, len + 2);

	if (!spelling->csv)
		*at++ = '"';
	at = put_bytes(at, text, len);
	if (!spelling->csv)
		*at++ = '"';
	buffer_commit(spelling->out, at);
}

static void put_text(const struct spelling *spelling, struct text text)
{
	if (spelling->csv)
		csv_text(spelling->out, text);
	else
		buffer_json_string(spelling->out, text);
}

static void put_null(const struct spelling *spelling)
{
	if (!spelling->csv)
		buffer_string(spelling->out, "null");
}

static void list_start(struct spelling *spelling)
{
	spelling->first = true;
	if (!spelling->csv)
		buffer_char(spelling->out, '[');
}

static void list_item(struct spelling *spelling)
{
	if (!spelling->first)
		buffer_char(spelling->out, spelling->csv ? ' ' : ',');
	spelling->first = false;
}

static void list_end(const struct spelling *spelling)
{
	if (!spelling->csv)
		buffer_char(spelling->out, ']');
}

static void put_prefix(const struct spelling *spelling, const struct prefix *prefix)
{
	char *at = buffer_room(spelling->out, PREFIX_TEXT_MAX + 2);

	if (!spelling->csv)
		*at++ = '"';
	at = prefix_put(at, prefix);
	if (!spelling->csv)
		*at++ = '"';
	buffer_commit(spelling->out, at);
}

static void put_time(const struct spelling *spelling, uint64_t time_us)
{
	char text[UTC_TEXT_MAX];

	if (record_time_has_words(time_us))
		put_plain(spelling, utc_print(time_us, text));
	else
		buffer_u64(spelling->out, time_us);
}

static void put_day(const struct spelling *spelling, uint64_t day)
{
	char text[UTC_TEXT_MAX];

	if (record_day_has_words(day))
		put_plain(spelling, utc_day_print((uint32_t)day, text));
	else
		buffer_u64(spelling->out, day);
}

static void put_names(struct spelling *spelling, const struct record_field *field, uint64_t set)
{
	const char *name;

	list_start(spelling);
	for (unsigned bit = 0; bit < field->names && (name = field->name_of(bit)) != NULL; bit++)
		if ((set >> bit & 1) != 0) {
			list_item(spelling);
			put_plain(spelling, name);
		}
	list_end(spelling);
}

/* In CSV all of it is one value. */
static void put_words(struct spelling *spelling, const char *words)
{
	struct text rest = text_of(words), word;

	if (spelling->csv) {
		csv_text(spelling->out, rest);
		return;
	}
	list_start(spelling);
	while (text_word(&rest, &word)) {
		list_item(spelling);
		put_text(spelling, word);
	}
	list_end(spelling);
}

static void put_count_names(struct spelling *spelling, const struct stored_metric *metric)
{
	struct buffer all;

	if (spelling->csv) {
		buffer_init(&all);
		for (size_t i = 0; metric->count_names[i] != NULL; i++)
			buffer_format(&all, "%s%s", i > 0 ? "; " : "", metric->count_names[i]);
		csv_text(spelling->out, (struct text){ all.bytes, all.used });
		buffer_clear(&all);
		return;
	}
	list_start(spelling);
	for (size_t i = 0; metric->count_names[i] != NULL; i++) {
		list_item(spelling);
		put_text(spelling, text_of(metric->count_names[i]));
	}
	list_end(spelling);
}

static void put_counts(const struct spelling *spelling, const struct stored_input *input)
{
	struct buffer all;

	buffer_init(&all);
	for (size_t i = 0; i < input->count_count; i++) {
		const struct stored_count *count = &input->counts[i];
		if (spelling->csv) {
			buffer_format(&all, "%s%s: ", i > 0 ? "; " : "", count->name);
		} else {
			buffer_char(&all, i > 0 ? ',' : '{');
			buffer_json_string(&all, text_of(count->name));
			buffer_char(&all, ':');
		}
		buffer_u64(&all, count->value);
	}
	if (spelling->csv) {
		csv_text(spelling->out, (struct text){ all.bytes, all.used });
	} else {
		buffer_text(spelling->out, (struct text){ all.bytes, all.used });
		buffer_string(spelling->out, input->count_count > 0 ? "}" : "{}");
	}
	buffer_clear(&all);
}

static void put_count_places(struct spelling *spelling, const struct stored_input *input)
{
	list_start(spelling);
	for (size_t i = 0; i < input->count_count; i++) {
		list_item(spelling);
		if (input->counts[i].first_at == NULL)
			put_null(spelling);
		else
			put_text(spelling, text_of(input->counts[i].first_at));
	}
	list_end(spelling);
}

/* One value, with the names, since most counts have no place. */
static void put_csv_count_places(const struct spelling *spelling, const struct stored_input *input)
{
	struct buffer all;

	buffer_init(&all);
	for (size_t i = 0; i < input->count_count; i++) {
		const struct stored_count *count = &input->counts[i];
		if (count->first_at != NULL)
			buffer_format(&all, "%s%s: %s", all.used > 0 ? "; " : "", count->name,
				      count->first_at);
	}
	csv_text(spelling->out, (struct text){ all.bytes, all.used });
	buffer_clear(&all);
}

static void put_prefixes(struct spelling *spelling, const struct incident *incident)
{
	list_start(spelling);
	for (size_t i = 0; i < incident->prefix_count; i++) {
		list_item(spelling);
		put_prefix(spelling, &incident->prefixes[i]);
	}
	list_end(spelling);
}

static void put_asns(struct spelling *spelling, const struct participant *participant,
		     unsigned role)
{
	list_start(spelling);
	for (size_t i = 0; i < participant->asn_count; i++)
		if (participant->asns[i].role == role) {
			list_item(spelling);
			buffer_u64(spelling->out, participant->asns[i].asn);
		}
	list_end(spelling);
}

static void put_number(const struct spelling *spelling, const struct record_field *field,
		       uint64_t number)
{
	if (field->has_none && number == field->none)
		put_null(spelling);
	else if (field->form == FORM_TIME)
		put_time(spelling, number);
	else if (field->form == FORM_DAY)
		put_day(spelling, number);
	else if (field->form == FORM_TRUTH)
		buffer_string(spelling->out, number != 0 ? "true" : "false");
	else if (field->form == FORM_NAME)
		put_plain(spelling, field->name_of((unsigned)number));
	else
		buffer_u64(spelling->out, number);
}

static void put_address(const struct spelling *spelling, const struct address *address)
{
	char text[ADDRESS_TEXT_MAX];
	put_plain(spelling, address_print(address, text));
}

/* Those forms that stand for more than a member of the struct. */
static void put_list(struct spelling *spelling, const struct record_field *field, const void *value)
{
	const struct stored_incident *incident = value;

	if (field->form == FORM_COUNT_NAMES)
		put_count_names(spelling, value);
	else if (field->form == FORM_COUNTS)
		put_counts(spelling, value);
	else if (field->form == FORM_COUNT_PLACES && spelling->csv)
		put_csv_count_places(spelling, value);
	else if (field->form == FORM_COUNT_PLACES)
		put_count_places(spelling, value);
	else if (field->form == FORM_PREFIXES)
		put_prefixes(spelling, &incident->incident);
	else
		put_asns(spelling, value, field->role);
}

static void put_value(struct spelling *spelling, const struct record_field *field,
		      const void *value)
{
	const union record_member member = record_member(field, value);

	switch (field->form) {
	case FORM_NUMBER:
	case FORM_TRUTH:
	case FORM_TIME:
	case FORM_DAY:
	case FORM_NAME:
		put_number(spelling, field, member.number);
		break;
	case FORM_NAMES:
		put_names(spelling, field, member.number);
		break;
	case FORM_REAL:
		put_real(spelling->out, member.real);
		break;
	case FORM_TEXT:
		put_text(spelling, text_of(member.text));
		break;
	case FORM_PIECE:
		put_text(spelling, member.piece);
		break;
	case FORM_PREFIX:
		put_prefix(spelling, &member.prefix);
		break;
	case FORM_ADDRESS:
		put_address(spelling, &member.address);
		break;
	case FORM_METRIC:
		put_plain(spelling, member.metric->id);
		break;
	case FORM_RS_METRIC:
		put_plain(spelling, member.rs_metric->is.id);
		break;
	case FORM_WORDS:
		put_words(spelling, member.text);
		break;
	case FORM_COUNT_NAMES:
	case FORM_COUNTS:
	case FORM_COUNT_PLACES:
	case FORM_PREFIXES:
	case FORM_ASNS:
		put_list(spelling, field, value);
		break;
	case FORM_MEASURE: /* more than a value: see put_measure() */
	case FORM_NOW:
	case FORMS:
		assert(false);
	}
}

/* "name": behind a comma, but for the first. */
static void put_key(struct buffer *out, const char *name)
{
	size_t len = strlen(name);
	char *at = buffer_room(out, len + 4);

	if (out->bytes[out->used - 1] != '{')
		*at++ = ',';
	*at++ = '"';
	at = put_bytes(at, name, len);
	*at++ = '"';
	*at++ = ':';
	buffer_commit(out, at);
}

static void put_measure(struct buffer *out, const struct metric *metric,
			const struct measure *measure)
{
	const struct spelling spelling = { .out = out };
	char name[COUNT_NAME_MAX];

	for (size_t i = 0; metric->count_names[i] != NULL; i++) {
		put_key(out, record_count_name(metric->count_names[i], name));
		buffer_u64(out, measure->counts[i]);
	}
	put_key(out, "raw");
	if (measure->measured)
		put_real(out, measure->raw);
	else
		put_null(&spelling);
	put_key(out, "score");
	if (measure->measured)
		put_real(out, measure->score);
	else
		put_null(&spelling);
	put_key(out, "band");
	put_plain(&spelling, band_name(measure->band));
}

void record_put_json(struct buffer *out, enum record_id id, const char *month, const void *value)
{
	struct spelling spelling = { .out = out };

	buffer_char(out, '{');
	put_key(out, "type");
	put_plain(&spelling, record_kinds[id].name);
	if (record_is_of_month(id)) {
		put_key(out, "month");
		put_plain(&spelling, month);
	}
	for (const struct record_field *field = record_kinds[id].fields; field->name != NULL;
	     field++) {
		if (field->form == FORM_MEASURE) {
			put_measure(out, record_metric(id, value), record_measure(field, value));
			continue;
		}
		put_key(out, field->name);
		if (field->form == FORM_NOW) {
			buffer_char(out, '{');
			put_measure(out, record_metric(id, value), record_measure(field, value));
			buffer_char(out, '}');
		} else {
			put_value(&spelling, field, value);
		}
	}
	buffer_string(out, "}\n");
}

static void put_csv_measure_names(struct buffer *out, const char *of)
{
	for (unsigned i = 1; i <= METRIC_COUNTS_MAX; i++)
		buffer_format(out, "%s%scount_%u", i > 1 ? "," : "", of, i);
	buffer_format(out, ",%sraw,%sscore,%sband", of, of, of);
}

void record_put_csv_names(struct buffer *out, enum record_id id)
{
	const struct record_field *first = record_kinds[id].fields;

	if (record_is_of_month(id))
		buffer_string(out, "month,");
	for (const struct record_field *field = first; field->name != NULL; field++) {
		if (field != first)
			buffer_char(out, ',');
		if (field->form == FORM_MEASURE)
			put_csv_measure_names(out, "");
		else if (field->form == FORM_NOW)
			put_csv_measure_names(out, "now_");
		else
			buffer_string(out, field->name);
	}
	buffer_char(out, '\n');
}

static void put_csv_measure(struct buffer *out, const struct metric *metric,
			    const struct measure *measure)
{
	bool named = true;

	for (size_t i = 0; i < METRIC_COUNTS_MAX; i++) {
		named = named && metric->count_names[i] != NULL;
		if (named)
			buffer_u64(out, measure->counts[i]);
		buffer_char(out, ',');
	}
	if (measure->measured)
		put_real(out, measure->raw);
	buffer_char(out, ',');
	if (measure->measured)
		put_real(out, measure->score);
	buffer_char(out, ',');
	buffer_string(out, band_name(measure->band));
}

void record_put_csv(struct buffer *out, enum record_id id, const char *month, const void *value)
{
	const struct record_field *first = record_kinds[id].fields;
	struct spelling spelling = { .out = out, .csv = true };

	if (record_is_of_month(id)) {
		buffer_string(out, month);
		buffer_char(out, ',');
	}
	for (const struct record_field *field = first; field->name != NULL; field++) {
		if (field != first)
			buffer_char(out, ',');
		if (field->form == FORM_MEASURE || field->form == FORM_NOW)
			put_csv_measure(out, record_metric(id, value),
					record_measure(field, value));
		else
			put_value(&spelling, field, value);
	}
	buffer_char(out, '\n');
}
