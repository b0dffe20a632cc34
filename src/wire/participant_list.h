/*
 * Participant list: who takes part in a programme, as a table.
 *
 * In:   comma-separated values in pieces of any size. The first line names the columns:
 * "Organization Name" or "name", "Areas" or "economies", "ASNs", "route_servers", "members",
 * "contact", "since", and "Action 1: Filtering" and so on, in any order and with others between
 * them. Out:  participants, one by one, with what they claimed; refused rows by reason. Promise:
 * any bytes are safe; no memory but two lines of 64 KiB and one record. Standard: RFC 4180; the
 * tables of https://manrs.org/netops/participants/.
 */
#ifndef WIRE_PARTICIPANT_LIST_H
#define WIRE_PARTICIPANT_LIST_H

#include "wire/csv.h"
#include "wire/lines.h"
#include "wire/participant_record.h"

enum { PARTICIPANT_LINE_MAX = 64 << 10, PARTICIPANT_COLUMNS_MAX = 32 };

struct participant_column {
	enum participant_field field;
	unsigned action;
	char title[64]; /* of the Action; longer ones are cut */
};

struct participant_list {
	struct lines lines;
	struct participant_sink sink;
	struct refusals refusals;
	struct csv_plain plain;
	struct participant_record record;
	bool met_heading, has_heading; /* a first line was there; it named what we need */
	unsigned columns;
	struct participant_column column[PARTICIPANT_COLUMNS_MAX];
};

void participant_list_init(struct participant_list *list, const struct participant_sink *sink);
void participant_list_clear(struct participant_list *list);
/* Return 0, or what the sink said; then only participant_list_clear() may follow. */
MUST_CHECK int participant_list_feed(struct participant_list *list, struct text piece);
MUST_CHECK int participant_list_finish(struct participant_list *list);

/* Is this line the heading of such a table? */
bool participant_heading_check(const struct text *fields, unsigned count);

#endif
