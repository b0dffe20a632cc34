#include "wire/rpki_csv.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/lines.h"
#include "wire/rpki_record.h"

/* For a column that means nothing to us. */
enum { NO_FIELD = RPKI_FIELD_COUNT };

struct csv_state {
	struct lines lines;
	struct rpki_record record;
	int result;
	uint8_t fields[RPKI_CSV_COLUMNS_MAX]; /* of each column: enum rpki_field, or NO_FIELD */
	size_t columns;                       /* 0: not found yet */
};

/* Takes the next field off, without its quotes. False at the end of the line. */
static bool take_field(struct text *rest, struct text *out_field)
{
	struct text line = text_trim(*rest);

	if (line.len == 0 || line.at[0] != '"') {
		if (!text_cut(rest, ',', out_field))
			return false;
		*out_field = text_trim(*out_field);
		return true;
	}
	struct text quoted = text_from(line, 1), behind;
	size_t end = text_find(quoted, '"');
	*out_field = text_upto(quoted, end);
	*rest = text_from(quoted, end + 1);
	return text_cut(rest, ',', &behind);
}

static size_t split(struct text line, struct text out_fields[RPKI_CSV_COLUMNS_MAX])
{
	size_t count = 0;
	while (count < RPKI_CSV_COLUMNS_MAX && take_field(&line, &out_fields[count]))
		count++;
	return count;
}

/* Are they the same letters? "IP Prefix", "ip_prefix" and "IPPrefix" are. */
static bool same_name(struct text title, const char *name)
{
	for (size_t i = 0; i < title.len; i++) {
		char c = title.at[i];
		if (c == ' ' || c == '_' || c == '-')
			continue;
		if (*name == '\0' || (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != *name)
			return false;
		name++;
	}
	return *name == '\0';
}

static uint8_t field_of_title(struct text title)
{
	static const struct {
		const char *name;
		uint8_t field;
	} titles[] = {
		{ "asn", RPKI_ASN },
		{ "originas", RPKI_ASN },
		{ "ipprefix", RPKI_PREFIX },
		{ "prefix", RPKI_PREFIX },
		{ "maxlength", RPKI_MAX_LENGTH },
		{ "maxprefixlength", RPKI_MAX_LENGTH }, /* FORT */
		{ "trustanchor", RPKI_TRUST_ANCHOR },
		{ "ta", RPKI_TRUST_ANCHOR },
		{ "expires", RPKI_EXPIRES },  /* rpki-client */
		{ "notafter", RPKI_EXPIRES }, /* csvext, RIPE's archive */
	};

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (same_name(title, titles[i].name))
			return titles[i].field;
	return NO_FIELD;
}

/* A header names at least the AS number and the prefix. */
static bool find_by_titles(struct csv_state *s, const struct text *titles, size_t count)
{
	uint32_t found = 0;

	for (size_t i = 0; i < count; i++) {
		s->fields[i] = field_of_title(titles[i]);
		if (found >> s->fields[i] & 1)
			s->fields[i] = NO_FIELD; /* the first of two such columns it is */
		found |= UINT32_C(1) << s->fields[i];
	}
	if (!(found >> RPKI_ASN & 1) || !(found >> RPKI_PREFIX & 1))
		return false;
	s->columns = count;
	return true;
}

static bool is_prefix(struct text field)
{
	struct prefix prefix;
	bool cut;
	return prefix_parse_loose(field, &prefix, &cut) == 0;
}

static bool is_asn(struct text field)
{
	asn_t asn;
	return asn_parse(field, &asn) == 0;
}

static bool is_time(struct text field)
{
	uint64_t time_us;
	return rpki_time_parse(field, &time_us) == 0 && time_us >= UTC_DAY;
}

/*
 * Without a header: ASN, prefix, maxLength, then either the two ends of the validity, or the trust
 * anchor and an expiry. Something else may stand before. True and False in place of the trust
 * anchor are neither.
 */
static bool find_by_shape(struct csv_state *s, const struct text *fields, size_t count)
{
	size_t at = 1;

	while (at < count && !(is_prefix(fields[at]) && is_asn(fields[at - 1])))
		at++;
	if (at >= count)
		return false;
	memset(s->fields, NO_FIELD, sizeof(s->fields));
	s->fields[at - 1] = RPKI_ASN;
	s->fields[at] = RPKI_PREFIX;
	if (at + 1 < count)
		s->fields[at + 1] = RPKI_MAX_LENGTH;
	if (at + 2 < count && !is_time(fields[at + 2]) &&
	    !text_equal_fold(fields[at + 2], TEXT("true")) &&
	    !text_equal_fold(fields[at + 2], TEXT("false")))
		s->fields[at + 2] = RPKI_TRUST_ANCHOR;
	if (at + 3 < count && is_time(fields[at + 3]))
		s->fields[at + 3] = RPKI_EXPIRES;
	s->columns = count;
	return true;
}

static int parse_row(struct csv_state *s, const struct text *fields, size_t count)
{
	for (size_t i = 0; i < count && i < s->columns; i++)
		if (s->fields[i] != NO_FIELD && fields[i].len > 0)
			rpki_record_set(&s->record, (enum rpki_field)s->fields[i], fields[i]);
	return rpki_record_vrp(&s->record);
}

static int parse_line(struct csv_state *s, const struct line *line)
{
	struct refusals *refusals = &s->record.counts->vrps;
	struct text fields[RPKI_CSV_COLUMNS_MAX];
	struct text text = text_trim(line->text);

	if (line->cut) {
		refusals_count(refusals, RPKI_LINE_LONG, line->place);
		return 0;
	}
	if (text.len == 0 || text.at[0] == '#')
		return 0;
	size_t count = split(text, fields);
	if (s->columns == 0 && find_by_titles(s, fields, count))
		return 0;
	if (s->columns == 0 && !find_by_shape(s, fields, count)) {
		refusals_count(refusals, RPKI_PREFIX_MISSING, line->place);
		return 0;
	}
	rpki_record_start(&s->record, line->place);
	return parse_row(s, fields, count);
}

void rpki_csv_init(struct rpki_csv *csv, const struct rpki_sink *sink)
{
	struct csv_state *s = memory_alloc(1, sizeof(*s));

	*csv = (struct rpki_csv){ .state = s };
	rpki_counts_init(&csv->counts);
	lines_init(&s->lines, RPKI_CSV_LINE_MAX);
	rpki_record_init(&s->record, sink, &csv->counts);
}

void rpki_csv_clear(struct rpki_csv *csv)
{
	if (csv->state != NULL) {
		rpki_record_clear(&csv->state->record);
		lines_clear(&csv->state->lines);
		free(csv->state);
	}
	*csv = (struct rpki_csv){ 0 };
}

static int parse_lines(struct rpki_csv *csv)
{
	struct csv_state *s = csv->state;
	struct line line;

	while (s->result == 0 && lines_next(&s->lines, &line)) {
		s->result = parse_line(s, &line);
		if (s->result != 0)
			csv->fault = (struct rpki_fault){ line.place, "stopped by the receiver" };
	}
	return s->result;
}

int rpki_csv_feed(struct rpki_csv *csv, struct text piece)
{
	struct csv_state *s = csv->state;

	if (s->result == 0)
		lines_feed(&s->lines, piece);
	return parse_lines(csv);
}

int rpki_csv_finish(struct rpki_csv *csv)
{
	struct csv_state *s = csv->state;

	if (s->result == 0)
		lines_finish(&s->lines);
	if (parse_lines(csv) == 0 && s->columns == 0) {
		csv->fault = (struct rpki_fault){ { .line = 1 },
						  "no line with an AS number and a prefix" };
		s->result = ERR_MALFORMED;
	}
	return s->result;
}
