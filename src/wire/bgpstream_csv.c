#include "wire/bgpstream_csv.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/incident_dialect.h"

/* What a column is about. */
enum field {
	OTHER,
	TYPE,
	CULPRIT,
	VICTIM,
	START,
	END,
	TIMESTAMP,
	ID,
	SAYS,
	FIELD_KINDS,
};

static const char *const field_names[FIELD_KINDS] = {
	[TYPE] = "event_type",  [CULPRIT] = "hijacker_AS", [VICTIM] = "victim_AS",
	[START] = "start_time", [END] = "end_time",        [TIMESTAMP] = "timestamp",
	[ID] = "event_id",      [SAYS] = "title",
};

static enum field field_find(struct text name)
{
	for (unsigned field = TYPE; field < FIELD_KINDS; field++)
		if (text_equal_fold(text_trim(name), text_of(field_names[field])))
			return (enum field)field;
	return OTHER;
}

bool bgpstream_csv_is_heading(const struct text *fields, unsigned count)
{
	unsigned found = 0;

	for (unsigned i = 0; i < count; i++)
		found |= 1U << field_find(fields[i]);
	return (found & 1U << TYPE) != 0 && (found & 1U << CULPRIT) != 0 &&
	       (found & (1U << START | 1U << TIMESTAMP)) != 0;
}

void bgpstream_csv_init(struct bgpstream_csv *csv, const struct incident_sink *sink)
{
	*csv = (struct bgpstream_csv){ .sink = *sink };
	incident_counts_init(&csv->counts);
	lines_init(&csv->lines, BGPSTREAM_CSV_LINE_MAX);
	csv_plain_init(&csv->plain, BGPSTREAM_CSV_LINE_MAX);
	csv->reading = memory_alloc(1, sizeof(*csv->reading));
	csv->reading->counts = &csv->counts;
	csv->reading->source = TEXT("bgpstream");
}

void bgpstream_csv_clear(struct bgpstream_csv *csv)
{
	lines_clear(&csv->lines);
	csv_plain_clear(&csv->plain);
	free(csv->reading);
	*csv = (struct bgpstream_csv){ 0 };
}

static bool take_heading(struct bgpstream_csv *csv, const struct text *fields, unsigned count)
{
	if (count > BGPSTREAM_CSV_COLUMNS_MAX || !bgpstream_csv_is_heading(fields, count))
		return false;
	csv->columns = count;
	for (unsigned i = 0; i < count; i++)
		csv->column[i] = (uint8_t)field_find(fields[i]);
	csv->counts.has[INCIDENT_LEAK] = csv->counts.has[INCIDENT_HIJACK] = true;
	return true;
}

static asn_t first_asn(const struct incident_draft *draft, enum incident_role role)
{
	return draft->party_count[role] > 0 ? draft->asns[role][0] : ASN_NONE;
}

static void name_row(struct incident_draft *draft, enum incident_class class)
{
	char name[96];
	int len = snprintf(
		name, sizeof(name), "%s-%llu-%u-%u",
		incident_kind_name(class == INCIDENT_CLASS_LEAK ? INCIDENT_LEAK : INCIDENT_HIJACK),
		(unsigned long long)(draft->start_us / UTC_SECOND),
		first_asn(draft, INCIDENT_CULPRIT), first_asn(draft, INCIDENT_VICTIM));

	incident_draft_text(&draft->id, (struct text){ name, (size_t)len });
}

static int take_row(struct bgpstream_csv *csv, const struct text *fields, struct place place)
{
	struct incident_reading *reading = csv->reading;
	struct incident_draft *draft = &reading->draft;
	struct text row[FIELD_KINDS] = { 0 };

	for (unsigned i = 0; i < csv->columns; i++)
		row[csv->column[i]] = text_trim(fields[i]);
	incident_draft_start(draft);
	enum incident_class class = incident_class_find(row[TYPE]);
	bool is_told = class == INCIDENT_CLASS_LEAK || class == INCIDENT_CLASS_HIJACK;
	if (is_told && row[CULPRIT].len > 0)
		incident_read_asn_text(reading, INCIDENT_CULPRIT, row[CULPRIT]);
	if (is_told && row[VICTIM].len > 0)
		incident_read_asn_text(reading, INCIDENT_VICTIM, row[VICTIM]);
	draft->start_us = incident_time(row[START].len > 0 ? row[START] : row[TIMESTAMP]);
	draft->end_us = incident_end(row[END]);
	incident_draft_text(&draft->says, row[SAYS]);
	if (row[ID].len > 0)
		incident_draft_text(&draft->id, row[ID]);
	else
		name_row(draft, class);
	return incident_settle(reading, class, place, &csv->sink);
}

static int take_line(struct bgpstream_csv *csv, const struct line *line)
{
	struct text fields[BGPSTREAM_CSV_COLUMNS_MAX];
	enum incident_refusal reason = INCIDENT_TAKEN;

	if (text_trim(line->text).len == 0)
		return 0;
	csv->plain.used = 0;
	unsigned count = csv_fields(&csv->plain, line->text, fields, BGPSTREAM_CSV_COLUMNS_MAX);
	if (line->cut)
		reason = INCIDENT_LINE_LONG;
	else if (csv->columns == 0 && take_heading(csv, fields, count))
		return 0;
	else if (csv->columns == 0)
		reason = INCIDENT_NO_HEADING;
	else if (count != csv->columns)
		reason = INCIDENT_FIELDS;
	if (reason == INCIDENT_TAKEN)
		return take_row(csv, fields, line->place);
	refusals_count(&csv->counts.refusals, reason, line->place);
	return 0;
}

static int take_lines(struct bgpstream_csv *csv)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&csv->lines, &line);)
		done = take_line(csv, &line);
	return done;
}

int bgpstream_csv_feed(struct bgpstream_csv *csv, struct text piece)
{
	lines_feed(&csv->lines, piece);
	return take_lines(csv);
}

int bgpstream_csv_finish(struct bgpstream_csv *csv)
{
	lines_finish(&csv->lines);
	return take_lines(csv);
}
