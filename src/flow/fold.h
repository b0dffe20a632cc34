/*
 * Fold: one MRT record after another, in time order, into what is announced.
 *
 * In:   a record, and from which input it comes.
 * Out:  peers, (prefix, origin) pairs, bogon AS numbers in paths; refusals by reason.
 * Rules: a table dump says all that its peers announce, so what stood of them before falls when it
 *       starts; updates change it; a session that ends takes its routes with it. What cannot be
 *       read is counted with its place and passed over.
 */
#ifndef FLOW_FOLD_H
#define FLOW_FOLD_H

#include "routes/announced.h"
#include "routes/bogon_paths.h"
#include "routes/carriers.h"
#include "routes/leak_paths.h"
#include "routes/peers.h"
#include "validation/leak.h"
#include "wire/mrt.h"
#include "wire/refusals.h"

enum fold_refusal {
	FOLD_TAKEN,
	FOLD_RECORD,     /* a record that does not decode */
	FOLD_TYPE,       /* a type or subtype that says nothing of routes */
	FOLD_NO_PEERS,   /* a RIB row before any PEER_INDEX_TABLE */
	FOLD_PEER,       /* a peer number outside the table */
	FOLD_ENTRY,      /* a RIB row that ends before its entries do */
	FOLD_ATTRIBUTES, /* an attribute reaches past its block */
	FOLD_AS_PATH,    /* a path that is missing or breaks RFC 4271 */
	FOLD_PREFIX,     /* a prefix longer than its family allows, or cut off */
	FOLD_MESSAGE,    /* a BGP message with a wrong marker or length */
	FOLD_MULTICAST,  /* routes of another table than the unicast one */
	FOLD_FULL,       /* beyond what we keep */
	FOLD_REASONS,
};

/* One input of routes, as the fold goes through it. */
struct fold_input {
	uint32_t number;
	uint16_t collector; /* COLLECTOR_UNKNOWN for updates that do not say */
	uint32_t *peers;    /* owned: our numbers of the latest PEER_INDEX_TABLE's peers */
	size_t peer_count, peer_room;
	bool has_table;                /* its first PEER_INDEX_TABLE has been read */
	uint64_t announced, withdrawn; /* routes */
	uint64_t state_changes;
	struct refusals refusals; /* `taken`: records */
};

struct fold {
	struct peers peers;
	struct announced announced;
	struct carriers carriers; /* by pair */
	struct bogon_paths bogon_paths;
	struct leak_paths leak_paths;
	const struct relations *relations; /* borrowed; NULL: leaks are not looked for */
	struct hops hops;                  /* of the path that is looked at for leaks */
	uint64_t month_start_us;
	uint64_t latest_us; /* time never runs backwards here: the latest record's time so far */
	unsigned day;
	bool is_lab;        /* documentation AS numbers are ordinary ones */
	uint8_t *path_room; /* owned: where two-octet paths are widened */
};

void fold_init(struct fold *fold, bool is_lab);
void fold_clear(struct fold *fold);
/* From now on paths are looked at for route leaks (RFC 7908) by these relations, which must live as
 * long as the fold. */
void fold_watch_leaks(struct fold *fold, const struct relations *relations);
void fold_input_init(struct fold_input *input, uint32_t number, uint16_t collector);
void fold_input_clear(struct fold_input *input);

/* Starts the month of `time_us`. What still stood then stays when `carry` is true. */
void fold_begin_month(struct fold *fold, uint64_t time_us, bool carry);

/* Makes the peers known that the input's first record lists, if it is a table of peers: so updates
 * of earlier times, which name no collector, find them. */
void fold_introduce(struct fold *fold, const struct fold_input *input,
		    const struct mrt_record *first);

/* Takes one record, whose time lies in the fold's month or before its latest record. */
void fold_record(struct fold *fold, struct fold_input *input, const struct mrt_record *record);

#endif
