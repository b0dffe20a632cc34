/*
 * MRT writing: the records of a collector, for samples, simulated worlds and journals.
 * RFC 6396 sections 4.2 to 4.5, RFC 4271 section 4.3, RFC 4760, RFC 1997.
 *
 * In:   peers, routes, sessions as plain values.
 * Out:  whole records appended to a buffer, which wire/mrt.h reads back equal, and so does every
 *       other tool of the field. AS numbers have four octets unless a session says otherwise.
 * Pure: no I/O; nothing is appended on failure.
 */
#ifndef WIRE_MRT_WRITE_H
#define WIRE_MRT_WRITE_H

#include "base/buffer.h"
#include "wire/attr_block.h"
#include "wire/bgp4mp.h"
#include "wire/mrt_table.h"

/* What a route's attributes say. Borrowed while it is being written. */
struct mrt_route {
	const asn_t *path; /* one AS_SEQUENCE, nearest AS first */
	size_t path_count;
	uint8_t origin; /* 0 IGP, 1 EGP, 2 incomplete */
	struct address next_hop;
	const uint32_t *communities;
	size_t community_count;

	struct reader segments; /* if any: the path as AS_PATH has it, instead of `path`, with four
				   octets per AS and only for sessions that have as many */
	struct address link_local; /* beside an IPv6 next hop (RFC 2545); family 0: none */
	bool has_med, has_aggregator;
	uint32_t med;
	struct aggregator aggregator;
};

/* "These are the peers that the rows below refer to." At most 65,535 of each. */
void mrt_write_peers(struct buffer *out, uint64_t time_us, uint32_t collector_id, struct text view,
		     const struct bgp_peer *peers, size_t count);

struct mrt_route_of_peer {
	unsigned peer; /* number in the table of peers */
	uint32_t originated;
	const struct mrt_route *route;
};

/* One row of a RIB. ERR_LIMIT when a route's attributes need more than 65,535 octets. */
MUST_CHECK int mrt_write_rib(struct buffer *out, uint64_t time_us, uint32_t sequence,
			     const struct prefix *prefix, const struct mrt_route_of_peer *routes,
			     size_t count);

/* A BGP session as the collector sees it. */
struct mrt_session {
	asn_t peer_asn, local_asn;
	struct address peer, local; /* of one family */
	unsigned asn_size;          /* of its AS numbers: 2 or 4; 0 means 4 */
	bool has_path_ids;          /* ADD-PATH was negotiated: its messages have them */
	bool is_local;              /* the collector speaks; of messages only */
};

/* A message as it came, marker included. Like the two below as BGP4MP_ET if the time has
 * microseconds, else as BGP4MP; which of the subtypes, the session says (RFC 8050 section 3). */
void mrt_write_message(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
		       struct reader message);

/*
 * Announces prefixes of one family with a route, or withdraws them when `route` is NULL, in as many
 * UPDATE messages as it takes, each of at most 4096 octets. ERR_LIMIT when the route's attributes
 * leave no room for a prefix. With path ids all prefixes have number 0.
 */
MUST_CHECK int mrt_write_update(struct buffer *out, uint64_t time_us,
				const struct mrt_session *session, const struct mrt_route *route,
				const struct prefix *prefixes, size_t count);

/* The messages alone, without records around them; `session` says only how they are encoded. With
 * no prefix at all one message, which has the attributes of the route if there is one. */
MUST_CHECK int mrt_write_bare_update(struct buffer *out, const struct mrt_session *session,
				     const struct mrt_route *route, const struct prefix *prefixes,
				     size_t count);

void mrt_write_state_change(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
			    uint16_t old_state, uint16_t new_state);

/*
 * A record of any type, whose body the caller appends between the two: say, a RIB row without some
 * of its entries. Types with microseconds get theirs. The body is no larger than MRT_BODY_MAX.
 */
MUST_CHECK size_t mrt_write_begin(struct buffer *out, uint64_t time_us, unsigned type,
				  unsigned subtype);
void mrt_write_end(struct buffer *out, size_t start);

#endif
