/*
 * The fields of a line of RIS Live, as they stand there; wire/ris_live.h makes messages of them.
 *
 * In:   one line of JSON.
 * Out:  its fields, and what was wrong with any of them, as bits: whether that matters depends on
 *       what is made of the line.
 * Promise: work is linear in the line, memory is bounded by it.
 * Pure but for memory.
 */
#ifndef WIRE_RIS_LINE_H
#define WIRE_RIS_LINE_H

#include "base/buffer.h"
#include "wire/mrt_write.h"

enum { RIS_HOST_MAX = 64 };

enum ris_refusal {
	RIS_TAKEN,
	RIS_LINE_LONG,
	RIS_NOT_JSON,
	RIS_CONTROL, /* the stream speaks of itself: pong, ris_rrc_list, ris_subscribe_ok */
	RIS_ERROR,   /* and says that something is wrong */
	RIS_NOT_RIS, /* JSON, but no object of RIS Live */
	RIS_BAD_TIME,
	RIS_BAD_PEER,
	RIS_UNKNOWN_TYPE,
	RIS_BAD_RAW,
	RIS_BAD_PREFIX,
	RIS_BAD_NEXT_HOP,
	RIS_BAD_ATTRIBUTE,
	RIS_BAD_FIELD,       /* of another message than UPDATE */
	RIS_ATTRIBUTES_LONG, /* no message has room for them */
	RIS_REFUSALS,
};

/* What a line is, besides the types of BGP messages. */
enum ris_line_type {
	RIS_UNTOLD,
	RIS_PEER_STATE = 100,
	RIS_ENVELOPE, /* ris_message: the message stands in its "data" */
	RIS_SAYS_CONTROL,
	RIS_SAYS_ERROR,
	RIS_OTHER,
};

/* Prefixes that are announced together. */
struct ris_group {
	size_t first, count;
	struct address next_hop, link_local;
};

struct ris_prefixes {
	struct prefix *array; /* owned */
	size_t count, room;
};

struct ris_line {
	uint32_t faults; /* bits of enum ris_refusal */

	unsigned outer_type, type; /* beside and inside "data" */
	bool has_data;
	uint64_t time_us;        /* 0: not told */
	struct address peer;     /* family 0: not told */
	asn_t peer_asn;          /* 0: not told */
	char host[RIS_HOST_MAX]; /* without ".ripe.net" */
	size_t host_size;
	bool is_local;      /* of an OPEN: the collector sent it */
	uint16_t new_state; /* 0: not told */
	uint32_t open_asn, hold_time, code, subcode;
	struct address router_id;

	struct ris_prefixes announced, withdrawn;
	struct ris_group *groups; /* owned; of those announced */
	size_t group_count, group_room;
	uint32_t *communities; /* owned */
	size_t community_count, community_room;
	struct buffer path;     /* segments with four octets per AS */
	struct mrt_route route; /* the attributes but the next hop; borrows the two above */
	struct buffer raw;      /* decoded */
};

/* `line` is zeroed before the first. ERR_MALFORMED: not JSON. */
MUST_CHECK int ris_line_parse(struct ris_line *line, struct text text);
void ris_line_clear(struct ris_line *line);

#endif
