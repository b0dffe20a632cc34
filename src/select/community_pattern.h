/*
 * Community pattern: which BGP communities are meant, in the spelling of operators.
 * RFC 1997 (communities), RFC 8092 (large), RFC 4360 and 5668 (extended).
 *
 *	64496:100  64496:*  *:666  no-export  blackhole   a community
 *	64496:1:2  64496:*:*                              a large one
 *	rt:64496:1  soo:192.0.2.1:*  rt:*:*               an extended one
 *	0xfbf00064  0x0002fbf000000001                    any value of four or eight octets
 */
#ifndef SELECT_COMMUNITY_PATTERN_H
#define SELECT_COMMUNITY_PATTERN_H

#include "base/buffer.h"
#include "base/reader.h"

enum community_kind {
	COMMUNITY_PLAIN,
	COMMUNITY_LARGE,
	COMMUNITY_TARGET, /* rt: */
	COMMUNITY_ORIGIN, /* soo: */
	COMMUNITY_RAW,    /* extended, eight octets as they are */
};

struct community_pattern {
	uint8_t kind;
	bool any[3];
	bool is_address; /* the first number of an extended one, written as an address */
	uint32_t numbers[3];
};

/* ERR_MALFORMED. */
MUST_CHECK int community_pattern_parse(struct text text, struct community_pattern *out_pattern);
void community_pattern_put(struct buffer *out, const struct community_pattern *pattern);
int community_pattern_compare(const struct community_pattern *a, const struct community_pattern *b);

/* The communities of a route; empty readers for attributes that are not there. */
struct communities {
	struct reader plain, large, extended;
};

bool community_pattern_match(const struct community_pattern *pattern,
			     const struct communities *communities);

#endif
