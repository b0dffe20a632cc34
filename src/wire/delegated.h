/*
 * Registry statistics: which numbers a registry has given out, to which economy, and which it
 * keeps.
 *
 * In:   text, in pieces of any size: "delegated", "delegated-extended", the combined file of the
 *       NRO, or several of them one after another:
 *         2|ripencc|20260222|111223|19830705|20260222|+0100
 *         ripencc|*|ipv4|*|49504|summary
 *         ripencc|FR|ipv4|2.0.0.0|1048576|20100712|allocated|holder
 * Out:  delegations, one by one; refused lines by reason; how many records the file says it has
 *       beside how many were there. Each delegation knows the day of the version line before it.
 * Promise: an IPv4 range is given as the fewest prefixes that are exactly the range; any bytes are
 *       safe; no memory but one line of at most DELEGATED_LINE_MAX bytes.
 * Standard: RIR Statistics Exchange Format, version 2 (ftp.ripe.net/ripe/stats/RIR-Statistics-
 *       Exchange-Format.txt).
 */
#ifndef WIRE_DELEGATED_H
#define WIRE_DELEGATED_H

#include "net/delegation.h"
#include "wire/lines.h"

/* Some hundred times an honest line. */
enum { DELEGATED_LINE_MAX = 16 << 10 };

enum delegated_type {
	DELEGATED_ASN,
	DELEGATED_IPV4,
	DELEGATED_IPV6,
	DELEGATED_ALL, /* what the version line counts */
	DELEGATED_TYPES,
};

enum delegated_refusal {
	DELEGATED_TAKEN,
	DELEGATED_LINE_LONG,
	DELEGATED_FIELDS,
	DELEGATED_REGISTRY,
	DELEGATED_ECONOMY,
	DELEGATED_TYPE,
	DELEGATED_START,
	DELEGATED_VALUE,
	DELEGATED_HOST_BITS,
	DELEGATED_DATE,
	DELEGATED_STATUS,
	DELEGATED_REASONS,
};

/* Where delegations go. The callback may be NULL; what it returns but 0 ends the parse. */
struct delegated_sink {
	void *context; /* borrowed */
	/* Several times for one line where an IPv4 range is no single prefix. */
	int (*on_delegation)(void *context, const struct delegation *delegation,
			     struct place place);
};

struct delegated {
	struct lines lines;
	struct delegated_sink sink;
	struct refusals refusals; /* counted in records, that is lines */
	/* Records by type: as version and summary lines state them, and as they were there, refused
	 * ones too. */
	struct {
		bool said;
		uint64_t claimed, present;
	} records[DELEGATED_TYPES];
	uint32_t last_day; /* of the latest version line, as 20260222; 0 when none says so */
	uint32_t as_of;    /* of the version line that stands before what is read now */
};

void delegated_init(struct delegated *delegated, const struct delegated_sink *sink);
void delegated_clear(struct delegated *delegated);
/* Return 0, or what the sink said; then only delegated_clear() may follow. */
MUST_CHECK int delegated_feed(struct delegated *delegated, struct text piece);
MUST_CHECK int delegated_finish(struct delegated *delegated);

/* Are there as many records as the file says? True as well for a file that does not say. */
bool delegated_is_complete(const struct delegated *delegated);

#endif
