/*
 * RPKI CSV: VRPs out of the CSV export of a relying party, as its bytes arrive.
 *
 * Dialects: rpki-client, Routinator csv, csvcompat and csvext, FORT, the RIPE validator, the
 * roas.csv of RIPE's archive, and lists without a header. Columns are found by the names in the
 * header, or else by the shape of the first line that holds an AS number and a prefix.
 *
 * In:       pieces of any size, cut anywhere.
 * Out:      calls of the sink (rpki_payload.h), `counts`, and after an error `fault`.
 * Promise:  holds one line of at most 4 KiB; longer lines are skipped and counted. Damage costs the
 *           line that it stands in. Blank lines and lines that start with # are comments.
 * Standard: RFC 4180, without line breaks inside of quotes; the dialects have no standard.
 */
#ifndef WIRE_RPKI_CSV_H
#define WIRE_RPKI_CSV_H

#include "wire/rpki_payload.h"

enum {
	/* The longest lines of today, with the URI of a ROA, have 250 bytes. */
	RPKI_CSV_LINE_MAX = 4096,
	RPKI_CSV_COLUMNS_MAX = 16,
};

struct rpki_csv {
	struct rpki_counts counts;
	struct rpki_fault fault;
	struct csv_state *state; /* owned */
};

/* From here to the clear, `csv` must stay where it is. Copies `sink`, whose on_aspa() and
 * on_metadata() are never called. */
void rpki_csv_init(struct rpki_csv *csv, const struct rpki_sink *sink);
void rpki_csv_clear(struct rpki_csv *csv);

/* The next piece of the input. Fails only as the sink said; then all later calls do. */
MUST_CHECK int rpki_csv_feed(struct rpki_csv *csv, struct text piece);
/* The input is complete. ERR_MALFORMED: not one line of it had an AS number and a prefix, nor was
 * there a header. */
MUST_CHECK int rpki_csv_finish(struct rpki_csv *csv);

#endif
