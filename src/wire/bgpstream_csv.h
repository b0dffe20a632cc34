/*
 * Tables of incidents: the events of bgpstream.com as researchers keep them.
 *
 * In:       text in pieces of any size; the first line names the columns, in any order: event_type,
 *           victim_AS, hijacker_AS (who leaked, of a leak), start_time, end_time, timestamp
 * (seconds, where start_time is missing), event_id, title; others are not read. Out:      leaks and
 * hijacks, one by one; counts of what is passed over and refused, by reason. Such a table knows no
 * accomplices and no prefixes. A row without an id is called by what it says:
 * "leak-1566982748-64496-64500" (start, culprit, victim). Times:    UTC. A row without an end is
 * told as an instant: nobody says when it was over. Promise:  any bytes are safe; no memory but two
 * lines of at most BGPSTREAM_CSV_LINE_MAX bytes. A row is refused whole. Standard: RFC 4180; the
 * layouts have none.
 */
#ifndef WIRE_BGPSTREAM_CSV_H
#define WIRE_BGPSTREAM_CSV_H

#include "wire/csv.h"
#include "wire/incident_sink.h"
#include "wire/lines.h"

struct incident_reading;

enum { BGPSTREAM_CSV_LINE_MAX = 64 << 10, BGPSTREAM_CSV_COLUMNS_MAX = 24 };

struct bgpstream_csv {
	struct incident_counts counts;
	struct incident_sink sink;
	struct lines lines;
	struct csv_plain plain;
	unsigned columns;                          /* 0 before the heading */
	uint8_t column[BGPSTREAM_CSV_COLUMNS_MAX]; /* what each is about */
	struct incident_reading *reading;          /* owned */
};

void bgpstream_csv_init(struct bgpstream_csv *csv, const struct incident_sink *sink);
void bgpstream_csv_clear(struct bgpstream_csv *csv);
/* Return 0, or what the sink said; then only bgpstream_csv_clear() may follow. */
MUST_CHECK int bgpstream_csv_feed(struct bgpstream_csv *csv, struct text piece);
MUST_CHECK int bgpstream_csv_finish(struct bgpstream_csv *csv);

/* Do these columns make such a table? */
bool bgpstream_csv_is_heading(const struct text *fields, unsigned count);

#endif
