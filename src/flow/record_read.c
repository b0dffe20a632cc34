#include <math.h>
#include <stdlib.h>

#include "flow/record.h"
#include "flow/record_member.h"

/* One record on its way out of a line. */
struct reading {
	enum record_id id;
	const struct json_line *line;
	const struct json_node *last; /* the member that was found last */
	struct record_room *room;
	union record_value *value;
};

static enum record_fault take_u64(const struct json_node *node, uint64_t max, uint64_t *out)
{
	if (node->type != NODE_NUMBER || text_u64(node->text, out) < 0 || *out > max)
		return RECORD_WRONG;
	return RECORD_GOOD;
}

static enum record_fault read_real(const struct json_node *node, double *out)
{
	if (node->type != NODE_NUMBER)
		return RECORD_WRONG;
	*out = strtod(node->text.at, NULL);
	return isfinite(*out) ? RECORD_GOOD : RECORD_WRONG;
}

/* A store keeps texts up to a NUL. */
static enum record_fault read_text(const struct json_node *node, struct text *out)
{
	if (node->type != NODE_TEXT || memchr(node->text.at, '\0', node->text.len) != NULL)
		return RECORD_WRONG;
	*out = node->text;
	return out->len <= RECORD_TEXT_MAX ? RECORD_GOOD : RECORD_TOO_LONG;
}

/* As utc_print() spells it, and no other way: what is printed again must be the same. */
static bool read_time(struct text text, uint64_t *out)
{
	char again[UTC_TEXT_MAX];

	return utc_parse(text, out) == 0 && text_equal(text, text_of(utc_print(*out, again)));
}

static bool read_day(struct text text, uint64_t *out)
{
	char again[UTC_TEXT_MAX];
	uint32_t parts[3] = { 0 };
	size_t count = 0;

	for (struct text rest = text, part; count < 3 && text_cut(&rest, '-', &part); count++)
		if (text_u32(part, &parts[count]) < 0 || parts[count] > 9999)
			return false;
	*out = (uint64_t)parts[0] * 10000 + (uint64_t)parts[1] * 100 + parts[2];
	return record_day_has_words(*out) &&
	       text_equal(text, text_of(utc_day_print((uint32_t)*out, again)));
}

/* A number, or in words. What has words is not taken as a number. */
static enum record_fault read_moment(const struct record_field *field, const struct json_node *node,
				     uint64_t max, uint64_t *out)
{
	bool is_time = field->form == FORM_TIME;

	if (node->type == NODE_TEXT)
		return (is_time ? read_time(node->text, out) : read_day(node->text, out))
			       ? RECORD_GOOD
			       : RECORD_WRONG;
	enum record_fault fault = take_u64(node, max, out);
	if (fault == RECORD_GOOD &&
	    (is_time ? record_time_has_words(*out) : record_day_has_words(*out)))
		fault = RECORD_WRONG;
	return fault;
}

/* The value or bit of this name; `field->names` when there is none. */
static unsigned find_name(const struct record_field *field, struct text name)
{
	const char *known;
	unsigned at = 0;

	while (at < field->names && (known = field->name_of(at)) != NULL &&
	       !text_equal(name, text_of(known)))
		at++;
	return at < field->names && field->name_of(at) != NULL ? at : field->names;
}

static enum record_fault read_name(const struct record_field *field, const struct json_node *node,
				   uint64_t *out)
{
	*out = node->type == NODE_TEXT ? find_name(field, node->text) : field->names;
	return *out < field->names ? RECORD_GOOD : RECORD_WRONG;
}

static enum record_fault read_names(const struct reading *reading, const struct record_field *field,
				    const struct json_node *node, uint64_t *out)
{
	uint64_t set = 0, bit;

	if (node->type != NODE_ARRAY)
		return RECORD_WRONG;
	for (node = json_line_first(reading->line, node); node != NULL;
	     node = json_line_next(reading->line, node)) {
		if (read_name(field, node, &bit) != RECORD_GOOD)
			return RECORD_WRONG;
		set |= UINT64_C(1) << bit;
	}
	*out = set;
	return RECORD_GOOD;
}

static enum record_fault read_number(const struct reading *reading,
				     const struct record_field *field, const struct json_node *node,
				     uint64_t *out)
{
	const uint64_t max = UINT64_MAX >> (64 - 8 * field->size);
	enum record_fault fault = RECORD_GOOD;

	if (field->has_none && node->type == NODE_NULL) {
		*out = field->none;
		return RECORD_GOOD;
	}
	if (field->form == FORM_NAME)
		return read_name(field, node, out);
	if (field->form == FORM_NAMES)
		return read_names(reading, field, node, out);
	if (field->form == FORM_TRUTH) {
		*out = node->type == NODE_TRUE;
		return *out != 0 || node->type == NODE_FALSE ? RECORD_GOOD : RECORD_WRONG;
	}
	if (field->form == FORM_TIME || field->form == FORM_DAY)
		fault = read_moment(field, node, max, out);
	else
		fault = take_u64(node, max, out);
	if (fault == RECORD_GOOD && field->has_none && *out == field->none)
		fault = RECORD_WRONG; /* it would be printed as null */
	return fault;
}

static enum record_fault read_metric(const struct json_node *node, const struct metric **out)
{
	if (node->type != NODE_TEXT)
		return RECORD_WRONG;
	*out = metric_find(node->text);
	if (*out == NULL || !text_equal(node->text, text_of((*out)->id)))
		return RECORD_UNKNOWN;
	return RECORD_GOOD;
}

static enum record_fault read_rs_metric(const struct json_node *node, const struct rs_metric **out)
{
	if (node->type != NODE_TEXT)
		return RECORD_WRONG;
	*out = rs_metric_find(node->text);
	if (*out == NULL || !text_equal(node->text, text_of((*out)->is.id)))
		return RECORD_UNKNOWN;
	return RECORD_GOOD;
}

static enum record_fault read_words(const struct reading *reading, const struct json_node *node,
				    const char **out)
{
	char *words = reading->room->words;
	size_t used = 0;
	struct text word, rest;

	if (node->type != NODE_ARRAY)
		return RECORD_WRONG;
	for (node = json_line_first(reading->line, node); node != NULL;
	     node = json_line_next(reading->line, node)) {
		enum record_fault fault = read_text(node, &rest);
		if (fault != RECORD_GOOD)
			return fault;
		if (!text_word(&rest, &word) || word.len != node->text.len)
			return RECORD_WRONG;
		if (used + 1 + word.len > RECORD_TEXT_MAX)
			return RECORD_TOO_LONG;
		if (used > 0)
			words[used++] = ' ';
		memcpy(words + used, word.at, word.len);
		used += word.len;
	}
	words[used] = '\0';
	*out = words;
	return RECORD_GOOD;
}

static enum record_fault read_count_names(const struct reading *reading,
					  const struct json_node *node)
{
	struct stored_metric *metric = &reading->value->metric;
	size_t count = 0;

	if (node->type != NODE_ARRAY)
		return RECORD_WRONG;
	for (node = json_line_first(reading->line, node); node != NULL;
	     node = json_line_next(reading->line, node)) {
		struct text name;
		enum record_fault fault = read_text(node, &name);
		if (fault != RECORD_GOOD || count == METRIC_COUNTS_MAX)
			return fault != RECORD_GOOD ? fault : RECORD_TOO_LONG;
		metric->count_names[count++] = name.at;
	}
	return RECORD_GOOD;
}

static enum record_fault read_counts(const struct reading *reading, const struct json_node *node)
{
	struct stored_input *input = &reading->value->input;

	if (node->type != NODE_OBJECT)
		return RECORD_WRONG;
	for (node = json_line_first(reading->line, node); node != NULL;
	     node = json_line_next(reading->line, node)) {
		struct stored_count *count = &input->counts[input->count_count];
		if (input->count_count == INPUT_COUNTS_MAX || node->key.len > RECORD_TEXT_MAX)
			return RECORD_TOO_LONG;
		count->name = node->key.at;
		if (memchr(node->key.at, '\0', node->key.len) != NULL ||
		    take_u64(node, UINT64_MAX, &count->value) != RECORD_GOOD)
			return RECORD_WRONG;
		input->count_count++;
	}
	return RECORD_GOOD;
}

static enum record_fault read_count_places(const struct reading *reading,
					   const struct json_node *node)
{
	struct stored_input *input = &reading->value->input;
	size_t at = 0;

	if (node->type != NODE_ARRAY)
		return RECORD_WRONG;
	for (node = json_line_first(reading->line, node); node != NULL;
	     node = json_line_next(reading->line, node), at++) {
		struct text place = { NULL, 0 };
		enum record_fault fault =
			node->type == NODE_NULL ? RECORD_GOOD : read_text(node, &place);
		if (fault != RECORD_GOOD || at == input->count_count)
			return fault != RECORD_GOOD ? fault : RECORD_CONTRADICTS;
		input->counts[at].first_at = place.at;
	}
	return at == input->count_count ? RECORD_GOOD : RECORD_CONTRADICTS;
}

static enum record_fault read_prefix(const struct json_node *node, struct prefix *out)
{
	return node->type == NODE_TEXT && prefix_parse(node->text, out) == 0 ? RECORD_GOOD
									     : RECORD_WRONG;
}

static enum record_fault read_prefixes(const struct reading *reading, const struct json_node *node)
{
	struct stored_incident *stored = &reading->value->incident;
	struct incident *incident = &stored->incident;

	if (node->type != NODE_ARRAY)
		return RECORD_WRONG;
	for (node = json_line_first(reading->line, node); node != NULL;
	     node = json_line_next(reading->line, node)) {
		if (incident->prefix_count == INCIDENT_PREFIXES_MAX)
			return RECORD_TOO_LONG;
		if (read_prefix(node, &stored->prefixes[incident->prefix_count]) != RECORD_GOOD)
			return RECORD_WRONG;
		incident->prefix_count++;
	}
	incident->prefixes = stored->prefixes;
	return RECORD_GOOD;
}

static enum record_fault read_asns(const struct reading *reading, const struct record_field *field,
				   const struct json_node *node)
{
	struct participant *participant = &reading->value->participant;
	struct participant_asn *asns = reading->room->asns;
	uint64_t asn;

	if (node->type != NODE_ARRAY)
		return RECORD_WRONG;
	for (node = json_line_first(reading->line, node); node != NULL;
	     node = json_line_next(reading->line, node)) {
		if (participant->asn_count == REGISTER_ASNS_MAX)
			return RECORD_TOO_LONG;
		if (take_u64(node, UINT32_MAX, &asn) != RECORD_GOOD)
			return RECORD_WRONG;
		asns[participant->asn_count++] =
			(struct participant_asn){ (asn_t)asn,
						  (enum participant_asn_role)field->role };
	}
	participant->asns = asns;
	participant->asn_count = participant_asns_sort(asns, participant->asn_count);
	return RECORD_GOOD;
}

static enum record_fault read_share(const struct reading *reading, const struct json_node *object,
				    const struct json_node **io_last, const char *name,
				    bool *io_measured, double *out)
{
	const struct json_node *node = json_line_member(reading->line, object, name, io_last);

	if (node == NULL)
		return RECORD_MISSING;
	*out = 0;
	if (node->type != NODE_NULL)
		return read_real(node, out);
	*io_measured = false;
	return RECORD_GOOD;
}

static enum record_fault read_measure(const struct reading *reading,
				      const struct record_field *field,
				      const struct json_node *object,
				      const struct json_node **io_last)
{
	static const struct record_field band = { .name_of = band_name, .names = BAND_READY + 1 };
	const struct metric *metric = record_metric(reading->id, reading->value);
	struct measure *out = (void *)((char *)reading->value + field->offset);
	char name[COUNT_NAME_MAX];
	const struct json_node *node;
	uint64_t number;

	if (object->type != NODE_OBJECT)
		return RECORD_WRONG;
	for (size_t i = 0; metric->count_names[i] != NULL; i++) {
		node = json_line_member(reading->line, object,
					record_count_name(metric->count_names[i], name), io_last);
		if (node == NULL || take_u64(node, UINT64_MAX, &out->counts[i]) != RECORD_GOOD)
			return node == NULL ? RECORD_MISSING : RECORD_WRONG;
	}
	bool has_raw = true, has_score = true;
	enum record_fault fault = read_share(reading, object, io_last, "raw", &has_raw, &out->raw);
	if (fault == RECORD_GOOD)
		fault = read_share(reading, object, io_last, "score", &has_score, &out->score);
	if (fault != RECORD_GOOD)
		return fault;
	node = json_line_member(reading->line, object, "band", io_last);
	if (node == NULL || read_name(&band, node, &number) != RECORD_GOOD)
		return node == NULL ? RECORD_MISSING : RECORD_WRONG;
	out->band = (enum band)number;
	out->measured = out->band != BAND_NOT_MEASURED;
	return has_raw == out->measured && has_score == out->measured ? RECORD_GOOD
								      : RECORD_CONTRADICTS;
}

static enum record_fault read_value(struct reading *reading, const struct record_field *field,
				    const struct json_node *node, union record_member *member)
{
	enum record_fault fault;

	switch (field->form) {
	case FORM_NUMBER:
	case FORM_TRUTH:
	case FORM_TIME:
	case FORM_DAY:
	case FORM_NAME:
	case FORM_NAMES:
		return read_number(reading, field, node, &member->number);
	case FORM_REAL:
		return read_real(node, &member->real);
	case FORM_PIECE:
		return read_text(node, &member->piece);
	case FORM_TEXT:
		fault = read_text(node, &member->piece);
		member->text = member->piece.at;
		return fault;
	case FORM_PREFIX:
		return read_prefix(node, &member->prefix);
	case FORM_ADDRESS:
		return node->type == NODE_TEXT && address_parse(node->text, &member->address) == 0
			       ? RECORD_GOOD
			       : RECORD_WRONG;
	case FORM_METRIC:
		return read_metric(node, &member->metric);
	case FORM_RS_METRIC:
		return read_rs_metric(node, &member->rs_metric);
	case FORM_WORDS:
		return read_words(reading, node, &member->text);
	case FORM_COUNT_NAMES:
		return read_count_names(reading, node);
	case FORM_COUNTS:
		return read_counts(reading, node);
	case FORM_COUNT_PLACES:
		return read_count_places(reading, node);
	case FORM_PREFIXES:
		return read_prefixes(reading, node);
	case FORM_ASNS:
		return read_asns(reading, field, node);
	case FORM_NOW:
		return read_measure(reading, field, node, &(const struct json_node *){ NULL });
	case FORM_MEASURE: /* it has no member of its own */
	case FORMS:
		break;
	}
	assert(false);
	return RECORD_WRONG;
}

static enum record_fault read_field(struct reading *reading, const struct record_field *field)
{
	const struct json_node *object = json_line_object(reading->line);
	union record_member member = { .number = 0 };

	if (field->form == FORM_MEASURE)
		return read_measure(reading, field, object, &reading->last);
	const struct json_node *node =
		json_line_member(reading->line, object, field->name, &reading->last);
	if (node == NULL)
		return RECORD_MISSING;
	enum record_fault fault = read_value(reading, field, node, &member);
	if (fault == RECORD_GOOD && field->size > 0 && field->form != FORM_NOW)
		record_set(field, reading->value, &member);
	return fault;
}

enum record_fault record_read(enum record_id id, const struct json_line *line, uint32_t month,
			      struct record_room *room, union record_value *out_value,
			      const char **out_name)
{
	const struct record_kind *kind = &record_kinds[id];
	struct reading reading = { .id = id, .line = line, .room = room, .value = out_value };

	memset(out_value, 0, kind->size);
	for (const struct record_field *field = kind->fields; field->name != NULL; field++) {
		enum record_fault fault = read_field(&reading, field);
		if (fault != RECORD_GOOD) {
			*out_name = field->name;
			return fault;
		}
	}
	if (id == RECORD_MONTH)
		out_value->month.month = month;
	*out_name = NULL;
	return kind->agrees == NULL || kind->agrees(out_value) ? RECORD_GOOD : RECORD_CONTRADICTS;
}
