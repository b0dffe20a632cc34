#include "flow/record.h"

#include "flow/record_member.h"

bool record_find(struct text name, enum record_id *out_id)
{
	for (unsigned id = 0; id < RECORD_KINDS; id++)
		if (text_equal(name, text_of(record_kinds[id].name))) {
			*out_id = (enum record_id)id;
			return true;
		}
	return false;
}

bool record_is_about(enum record_id id, const void *value, asn_t asn)
{
	const struct participant *participant = value;
	const struct record_field *field = record_kinds[id].fields;

	if (id == RECORD_PARTICIPANT) {
		for (size_t i = 0; i < participant->asn_count; i++)
			if (participant->asns[i].asn == asn)
				return true;
		return false;
	}
	while (field->name != NULL && !field->is_about)
		field++;
	return field->name != NULL && record_member(field, value).number == asn;
}

static int compare(const struct record_field *field, const void *a, const void *b)
{
	const union record_member x = record_member(field, a), y = record_member(field, b);

	if (field->form == FORM_PREFIX)
		return prefix_compare(&x.prefix, &y.prefix);
	if (field->form == FORM_METRIC)
		return strcmp(x.metric->id, y.metric->id);
	if (field->form == FORM_RS_METRIC)
		return strcmp(x.rs_metric->is.id, y.rs_metric->is.id);
	if (field->form == FORM_TEXT)
		return strcmp(x.text, y.text);
	assert(field->form == FORM_NUMBER || field->form == FORM_NAME);
	return (x.number > y.number) - (x.number < y.number);
}

int record_compare(enum record_id id, const void *a, const void *b)
{
	const struct record_field *field = record_kinds[id].fields;
	int order = 0;

	for (unsigned rank = 1; order == 0 && field->name != NULL; rank++) {
		for (field = record_kinds[id].fields; field->name != NULL && field->rank != rank;)
			field++;
		if (field->name != NULL)
			order = compare(field, a, b);
	}
	return order;
}

/* A kind has one text at most in its order. */
void record_key_of(enum record_id id, const void *value, struct record_key *out_key)
{
	memcpy(&out_key->value, value, record_kinds[id].size);
	for (const struct record_field *field = record_kinds[id].fields; field->name != NULL;
	     field++) {
		if (field->form != FORM_TEXT || field->rank == 0)
			continue;
		const char *text = record_member(field, value).text;
		const size_t size = strlen(text) + 1;
		assert(size <= sizeof(out_key->text));
		memcpy(out_key->text, text, size);
		record_set(field, &out_key->value, &(union record_member){ .text = out_key->text });
	}
}

/*
 * For people
 */

static void put_names(struct buffer *out, const struct record_field *field)
{
	const char *name;

	for (unsigned at = 0; at < field->names && (name = field->name_of(at)) != NULL; at++)
		buffer_format(out, "%s%s", at > 0 ? ", " : ": ", name);
}

static void put_field(struct buffer *out, const struct record_field *field)
{
	static const char *const forms[FORMS] = {
		[FORM_NUMBER] = "number",
		[FORM_REAL] = "number",
		[FORM_TRUTH] = "true or false",
		[FORM_TEXT] = "text",
		[FORM_PIECE] = "text",
		[FORM_TIME] = "time",
		[FORM_DAY] = "day",
		[FORM_NAME] = "one of",
		[FORM_NAMES] = "list of",
		[FORM_PREFIX] = "prefix",
		[FORM_ADDRESS] = "address",
		[FORM_METRIC] = "text",
		[FORM_RS_METRIC] = "text",
		[FORM_WORDS] = "list of texts",
		[FORM_COUNT_NAMES] = "list of texts",
		[FORM_COUNTS] = "object",
		[FORM_COUNT_PLACES] = "list of texts and nulls",
		[FORM_PREFIXES] = "list of prefixes",
		[FORM_NOW] = "object",
		[FORM_ASNS] = "list of numbers",
	};

	buffer_format(out, "  %-16s%s", field->name, forms[field->form]);
	if (field->has_none)
		buffer_string(out, " or null");
	put_names(out, field);
	if (field->says[0] != '\0')
		buffer_format(out, "; %s", field->says);
	buffer_char(out, '\n');
}

static void put_measure(struct buffer *out)
{
	buffer_string(out, "  (counts)        numbers, by the names that the metric has for them\n"
			   "  raw             number or null; null: not measured\n"
			   "  score           number or null; 0 to 1\n"
			   "  band            one of");
	for (enum band band = 0; band <= BAND_READY; band++)
		buffer_format(out, "%s%s", band > 0 ? ", " : ": ", band_name(band));
	buffer_char(out, '\n');
}

void record_put_schema(struct buffer *out)
{
	for (unsigned id = 0; id < RECORD_KINDS; id++) {
		const struct record_kind *kind = &record_kinds[id];
		buffer_format(out, "%s: %s\n", kind->name, kind->says);
		for (const struct record_field *field = kind->fields; field->name != NULL; field++)
			if (field->form == FORM_MEASURE)
				put_measure(out);
			else
				put_field(out, field);
	}
}
