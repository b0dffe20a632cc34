#include "wire/as_org.h"

#include <yajl/yajl_parse.h>

static const char *const says[AS_ORG_REASONS] = {
	[AS_ORG_LINE_LONG] = "a line longer than 64 KiB",
	[AS_ORG_NO_FORMAT] = "a row before any line that names its fields",
	[AS_ORG_FIELDS] = "not as many fields as the format names",
	[AS_ORG_ASN] = "an AS that is no number from 1 to 4294967295",
	[AS_ORG_ID] = "an organisation without an id",
	[AS_ORG_JSON] = "a line that is no JSON object",
};

/* What a field is about. */
enum field {
	ASN,
	ORGANISATION,
	NAME,
	COUNTRY,
	SOURCE,
	OTHER,
	FIELD_KINDS,
};

/* The text layout changed some names over the years; JSON and tables have their own. */
static const struct {
	const char *name;
	enum field field;
} field_names[] = {
	{ "aut", ASN },
	{ "asn", ASN },
	{ "org_id", ORGANISATION },
	{ "organizationId", ORGANISATION },
	{ "aut_name", NAME },
	{ "org_name", NAME },
	{ "name", NAME },
	{ "country", COUNTRY },
	{ "source", SOURCE },
};

/* A row, by what its fields are about. */
struct row {
	struct text field[FIELD_KINDS];
	bool is_as; /* it has a field for the ASN */
	asn_t asn;
};

void as_org_init(struct as_org *org, const struct as_org_sink *sink)
{
	*org = (struct as_org){ .sink = *sink };
	csv_plain_init(&org->plain, AS_ORG_LINE_MAX);
	lines_init(&org->lines, AS_ORG_LINE_MAX);
	refusals_init(&org->refusals, says, AS_ORG_REASONS);
}

void as_org_clear(struct as_org *org)
{
	lines_clear(&org->lines);
	csv_plain_clear(&org->plain);
	*org = (struct as_org){ 0 };
}

static enum field field_find(struct text name)
{
	for (size_t i = 0; i < sizeof(field_names) / sizeof(field_names[0]); i++)
		if (text_equal_fold(name, text_of(field_names[i].name)))
			return field_names[i].field;
	return OTHER;
}

static unsigned split(struct as_org *org, struct text line, char separator, struct text *out_fields)
{
	return separator == ',' ? csv_fields(&org->plain, line, out_fields, AS_ORG_COLUMNS_MAX)
				: line_fields(line, separator, out_fields, AS_ORG_COLUMNS_MAX);
}

/* Learns the columns from a line that names them, if it names any that we know. */
static bool take_format(struct as_org *org, struct text names, char separator)
{
	struct text fields[AS_ORG_COLUMNS_MAX];
	uint8_t column[AS_ORG_COLUMNS_MAX] = { 0 };
	unsigned count = split(org, names, separator, fields);
	bool known = false;

	if (count == 0 || count > AS_ORG_COLUMNS_MAX)
		return false;
	for (unsigned i = 0; i < count; i++) {
		column[i] = (uint8_t)field_find(fields[i]);
		known = known || column[i] == ASN || column[i] == ORGANISATION;
	}
	if (!known)
		return false;
	org->separator = separator;
	org->columns = count;
	memcpy(org->column, column, sizeof(column));
	return true;
}

static void row_set(struct row *row, enum field field, struct text value)
{
	row->field[field] = value;
	row->is_as = row->is_as || field == ASN;
}

static enum as_org_refusal row_parse(struct as_org *org, struct text line, struct row *out_row)
{
	struct text fields[AS_ORG_COLUMNS_MAX];

	if (org->separator == 0)
		return AS_ORG_NO_FORMAT;
	if (split(org, line, org->separator, fields) != org->columns)
		return AS_ORG_FIELDS;
	for (unsigned i = 0; i < org->columns; i++)
		row_set(out_row, (enum field)org->column[i], fields[i]);
	return AS_ORG_TAKEN;
}

/* One line of JSON: the values of the outermost object that we know, as text. */
struct json {
	struct as_org *org;
	struct row *row;
	enum field field; /* of the last key */
	unsigned depth;
};

static int json_value(void *context, const char *bytes, size_t size)
{
	struct json *json = context;
	struct csv_plain *plain = &json->org->plain;
	size_t start = plain->used;

	if (json->depth == 1 && json->field != OTHER) {
		csv_plain_add(plain, (struct text){ bytes, size });
		row_set(json->row, json->field, csv_plain_from(plain, start));
	}
	return 1;
}

static int json_string(void *context, const unsigned char *bytes, size_t size)
{
	return json_value(context, (const char *)bytes, size);
}

static int json_key(void *context, const unsigned char *bytes, size_t size)
{
	struct json *json = context;

	if (json->depth == 1)
		json->field = field_find((struct text){ (const char *)bytes, size });
	return 1;
}

static int json_open(void *context)
{
	struct json *json = context;
	json->depth++;
	return 1;
}

static int json_close(void *context)
{
	struct json *json = context;
	json->depth--;
	return 1;
}

static const yajl_callbacks json_callbacks = {
	.yajl_number = json_value,
	.yajl_string = json_string,
	.yajl_start_map = json_open,
	.yajl_map_key = json_key,
	.yajl_end_map = json_close,
	.yajl_start_array = json_open,
	.yajl_end_array = json_close,
};

static enum as_org_refusal json_parse(struct as_org *org, struct text line, struct row *out_row)
{
	struct json json = { .org = org, .row = out_row };
	yajl_handle handle = yajl_alloc(&json_callbacks, NULL, &json);

	assert(handle != NULL);
	/* Names are handed on as they are; who shows them makes them safe. */
	(void)yajl_config(handle, yajl_dont_validate_strings, 1);
	bool well_formed =
		yajl_parse(handle, (const unsigned char *)line.at, line.len) == yajl_status_ok &&
		yajl_complete_parse(handle) == yajl_status_ok;
	yajl_free(handle);
	return well_formed ? AS_ORG_TAKEN : AS_ORG_JSON;
}

static int deliver_as(const struct as_org *org, const struct row *row, struct place place)
{
	const struct as_org_as as = {
		.asn = row->asn,
		.organisation = row->field[ORGANISATION],
		.name = row->field[NAME],
		.source = row->field[SOURCE],
	};

	return org->sink.on_as != NULL ? org->sink.on_as(org->sink.context, &as, place) : 0;
}

static int deliver_organisation(const struct as_org *org, const struct row *row, struct place place)
{
	const struct as_org_organisation organisation = {
		.id = row->field[ORGANISATION],
		.name = row->field[NAME],
		.country = row->field[COUNTRY],
		.source = row->field[SOURCE],
	};

	if (org->sink.on_organisation == NULL)
		return 0;
	return org->sink.on_organisation(org->sink.context, &organisation, place);
}

static enum as_org_refusal row_check(struct row *row)
{
	if (!row->is_as)
		return row->field[ORGANISATION].len > 0 ? AS_ORG_TAKEN : AS_ORG_ID;
	if (text_u32(row->field[ASN], &row->asn) < 0 || row->asn == ASN_NONE)
		return AS_ORG_ASN;
	return AS_ORG_TAKEN;
}

static int take_row(struct as_org *org, struct text text, const struct line *line)
{
	struct row row = { 0 };
	enum as_org_refusal reason;

	if (line->cut)
		reason = AS_ORG_LINE_LONG;
	else if (text.at[0] == '{')
		reason = json_parse(org, text, &row);
	else
		reason = row_parse(org, text, &row);
	if (reason == AS_ORG_TAKEN)
		reason = row_check(&row);
	refusals_count(&org->refusals, reason, line->place);
	if (reason != AS_ORG_TAKEN)
		return 0;
	return row.is_as ? deliver_as(org, &row, line->place)
			 : deliver_organisation(org, &row, line->place);
}

static int take_line(struct as_org *org, const struct line *line)
{
	struct text text = text_trim(line->text);

	org->plain.used = 0;
	if (text.len == 0)
		return 0;
	if (text.at[0] == '#') {
		text = text_trim(text_from(text, 1));
		if (text_starts(text, TEXT("format:")))
			(void)take_format(org, text_trim(text_from(text, strlen("format:"))), '|');
		return 0;
	}
	if (org->separator == 0 && text.at[0] != '{' && !line->cut && take_format(org, text, ','))
		return 0;
	return take_row(org, text, line);
}

static int take_lines(struct as_org *org)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&org->lines, &line);)
		done = take_line(org, &line);
	return done;
}

int as_org_feed(struct as_org *org, struct text piece)
{
	lines_feed(&org->lines, piece);
	return take_lines(org);
}

int as_org_finish(struct as_org *org)
{
	lines_finish(&org->lines);
	return take_lines(org);
}
