/*
 * AS path: the ASes that a route came through, from the neighbour to the origin. RFC 4271 section
 * 4.3 (AS_PATH), RFC 6793 (four-octet AS numbers), RFC 5065 (confederations).
 *
 * In:   an AS_PATH as it stands on the wire, or as people and looking glasses write it.
 * Out:  one segment after another; the origin.
 * Form: wherever a path is handed on, it is a reader over the wire form with four octets an AS.
 * Pure: no allocation.
 */
#ifndef NET_AS_PATH_H
#define NET_AS_PATH_H

#include "base/err.h"
#include "base/reader.h"
#include "net/asn.h"

enum as_segment_type {
	AS_SET = 1,
	AS_SEQUENCE = 2,
	AS_CONFED_SEQUENCE = 3, /* RFC 5065 */
	AS_CONFED_SET = 4,
};

struct as_segment {
	enum as_segment_type type;
	unsigned count;
	struct reader asns;
};

/* The next segment of a path with AS numbers of `asn_size` octets: 1, 0 at the end, ERR_MALFORMED
 * for an unknown type, ERR_TRUNCATED for a segment that reaches past the path. */
MUST_CHECK int as_path_next(struct reader *path, unsigned asn_size, struct as_segment *out_segment);

static inline asn_t as_segment_asn(struct as_segment *segment, unsigned asn_size)
{
	return asn_size == 4 ? read_u32(&segment->asns) : read_u16(&segment->asns);
}

/* Room for a path widened to four octets: an attribute holds at most 65,535. */
enum { AS_PATH_ROOM = 2 * 65536 };

/*
 * The AS that originates the route, of a four-octet path (RFC 6811 section 2, RFC 8481): the
 * rightmost of a last AS_SEQUENCE; `own` for an empty path or one that ends in a confederation;
 * ASN_NONE when it ends in an AS_SET. ERR_MALFORMED, ERR_TRUNCATED.
 */
MUST_CHECK int as_path_origin(struct reader path, asn_t own, asn_t *out_origin);

/*
 * Reads a path as wire/bgp_text.h prints it, and as other programs do: "64496 64497", "AS64496,
 * AS64497"; sets as "{64500,64501}" or "{64500 64501}"; a confederation's sequences as "(64512
 * 64513)", its sets as "[64512,64513]". Nothing but blanks is the empty path. `out_path` borrows
 * `room`. ERR_MALFORMED; ERR_LIMIT for a set of more than 255 ASes, which no segment can hold, and
 * for a path that does not fit the room.
 */
MUST_CHECK int as_path_parse(struct text text, uint8_t room[AS_PATH_ROOM], struct reader *out_path);

#endif
