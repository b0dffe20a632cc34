/*
 * A small collector's day, written with wire/mrt_write.h: peers, a RIB of both families, updates,
 * withdrawals, changes of state, another table of peers. For tests only.
 */
#ifndef WIRE_TEST_MRT_SAMPLE_H
#define WIRE_TEST_MRT_SAMPLE_H

#include <assert.h>

#include "base/utc.h"
#include "wire/mrt_write.h"

enum { MRT_SAMPLE_PREFIXES = 40 };
#define MRT_SAMPLE_TIME (1700000000 * UTC_SECOND)

static struct address mrt_sample_address(const char *spelling)
{
	struct address address = { 0 };
	int got = address_parse(text_of(spelling), &address);
	assert(got == 0);
	return address;
}

/* Of AS 64511 with a peer. */
static struct mrt_session mrt_sample_session(asn_t peer_asn, const char *peer, const char *local)
{
	return (struct mrt_session){ .peer_asn = peer_asn,
				     .local_asn = 64511,
				     .peer = mrt_sample_address(peer),
				     .local = mrt_sample_address(local) };
}

/* Number i of the sample: 10.i.0.0/16, or for odd i 2001:db8:i::/48. */
static struct prefix mrt_sample_prefix(unsigned i)
{
	return i % 2 == 0 ? (struct prefix){ (uint64_t)(10 << 8 | i) << 48, 0, 16, FAMILY_V4 }
			  : (struct prefix){ UINT64_C(0x20010db8) << 32 | (uint64_t)i << 16, 0, 48,
					     FAMILY_V6 };
}

static void mrt_sample_rib(struct buffer *out, uint32_t first_peer_asn)
{
	struct address v4 = mrt_sample_address("192.0.2.1");
	struct address v6 = mrt_sample_address("2001:db8::1");
	const struct bgp_peer peers[] = {
		{ 1, v4, first_peer_asn },
		{ 2, v6, 4200000000 },
	};
	const asn_t path[] = { 64496, 4200000001, 64499 };
	const uint32_t communities[] = { 64496U << 16 | 100, 0xffffff01 };

	mrt_write_peers(out, MRT_SAMPLE_TIME, 7, TEXT("sample"), peers, 2);
	for (unsigned i = 0; i < MRT_SAMPLE_PREFIXES; i++) {
		struct mrt_route route = { .path = path,
					   .path_count = 1 + i % 3,
					   .origin = (uint8_t)(i % 3),
					   .next_hop = i % 2 == 0 ? v4 : v6,
					   .communities = communities,
					   .community_count = i % 2 };
		struct mrt_route_of_peer routes[] = { { 0, 1699999999, &route },
						      { 1, 1699999990, &route } };
		struct prefix prefix = mrt_sample_prefix(i);
		int got = mrt_write_rib(out, MRT_SAMPLE_TIME, i, &prefix, routes, 1 + i % 2);
		assert(got == 0);
	}
}

static void mrt_sample_updates(struct buffer *out)
{
	const struct mrt_session sessions[] = {
		mrt_sample_session(64496, "192.0.2.1", "192.0.2.9"),
		mrt_sample_session(4200000000, "2001:db8::1", "2001:db8::9"),
	};
	const asn_t path[] = { 64496, 64500 };

	for (unsigned i = 0; i < MRT_SAMPLE_PREFIXES; i++) {
		const struct mrt_session *session = &sessions[i % 2];
		struct mrt_route route = { .path = path,
					   .path_count = 2,
					   .next_hop = session->peer };
		struct prefix prefix = mrt_sample_prefix(i);
		uint64_t time_us = MRT_SAMPLE_TIME + i / 4 * (UTC_SECOND + 5);
		int got = mrt_write_update(out, time_us, session, i % 4 < 3 ? &route : NULL,
					   &prefix, 1);
		assert(got == 0);
		if (i % 8 == 0)
			mrt_write_state_change(out, time_us, session, 6, 1);
	}
}

/* Fills an empty buffer. */
static inline void mrt_sample(struct buffer *out)
{
	mrt_sample_rib(out, 64496);
	mrt_sample_updates(out);
	mrt_sample_rib(out, 65551);
}

static inline struct reader mrt_sample_reader(const struct buffer *sample)
{
	return reader_over(sample->bytes, sample->used);
}

#endif
