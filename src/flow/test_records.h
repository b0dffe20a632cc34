/*
 * Records for tests, written as a script: a few peers of one collector, what they say and when.
 *
 *	0     table a b                        the peers that rows refer to
 *	0     rib 192.0.2.0/24 a 64500 b 64499 64500
 *	60    announce c 2001:db8::/48 64500
 *	2d60  withdraw c 2001:db8::/48         two days and a minute later
 *	2d61  down a
 *
 * Times count from TEST_EPOCH. A peer's own AS number stands in front of its paths unsaid.
 */
#ifndef FLOW_TEST_RECORDS_H
#define FLOW_TEST_RECORDS_H

#include <assert.h>

#include "base/utc.h"
#include "wire/mrt_write.h"

/* 2026-02-01T00:00:00Z */
#define TEST_EPOCH (UINT64_C(1769904000) * UTC_SECOND)

enum { TEST_PEER_COUNT = 4, TEST_PATH_MAX = 300, TEST_LOCAL_ASN = 64511 };

static const struct {
	const char *address;
	asn_t asn;
} TEST_PEERS[TEST_PEER_COUNT] = {
	{ "192.0.2.1", 64496 },    /* a */
	{ "198.51.100.2", 64497 }, /* b */
	{ "2001:db8::3", 64498 },  /* c */
	{ "203.0.113.4", 64496 },  /* d: the AS of a, another router */
};

static inline struct address test_address(const char *spelling)
{
	struct address address = { 0 };
	int got = address_parse(text_of(spelling), &address);
	assert(got == 0);
	return address;
}

static inline struct prefix test_prefix(struct text spelling)
{
	struct prefix prefix = { 0 };
	int got = prefix_parse(spelling, &prefix);
	assert(got == 0);
	return prefix;
}

static inline unsigned test_peer_number(struct text letter)
{
	assert(letter.len == 1 && letter.at[0] >= 'a' && letter.at[0] < 'a' + TEST_PEER_COUNT);
	return (unsigned)(letter.at[0] - 'a');
}

static inline bool test_is_peer(struct text word)
{
	return word.len == 1 && word.at[0] >= 'a' && word.at[0] <= 'z';
}

static inline struct bgp_peer test_mrt_peer(unsigned number)
{
	return (struct bgp_peer){ number + 1, test_address(TEST_PEERS[number].address),
				  TEST_PEERS[number].asn };
}

static inline struct mrt_session test_session(unsigned number)
{
	struct address address = test_address(TEST_PEERS[number].address);
	const char *local = address.family == FAMILY_V4 ? "192.0.2.254" : "2001:db8::fe";
	return (struct mrt_session){ .peer_asn = TEST_PEERS[number].asn,
				     .local_asn = TEST_LOCAL_ASN,
				     .peer = address,
				     .local = test_address(local) };
}

/* "60", "2d" or "2d60". */
static inline uint64_t test_time(struct text word)
{
	uint32_t days = 0, seconds = 0;
	size_t day_end = text_find(word, 'd');
	int got = 0;

	if (day_end < word.len) {
		got = text_u32(text_upto(word, day_end), &days);
		word = text_from(word, day_end + 1);
	}
	if (got == 0 && word.len > 0)
		got = text_u32(word, &seconds);
	assert(got == 0);
	return TEST_EPOCH + days * UTC_DAY + seconds * UTC_SECOND;
}

/* Takes numbers off the front of `rest` as a path behind the peer's own AS. */
static inline struct mrt_route test_route(unsigned peer, unsigned family, struct text *rest,
					  asn_t path[TEST_PATH_MAX])
{
	struct mrt_route route = { .path = path,
				   .next_hop = test_address(family == FAMILY_V4 ? "192.0.2.1"
										: "2001:db8::1") };
	struct text ahead = *rest, word;

	path[route.path_count++] = TEST_PEERS[peer].asn;
	while (text_word(&ahead, &word) && !test_is_peer(word)) {
		int got = asn_parse(word, &path[route.path_count++]);
		assert(got == 0 && route.path_count < TEST_PATH_MAX);
		*rest = ahead;
	}
	return route;
}

static inline void test_table(struct buffer *out, uint64_t time_us, struct text rest)
{
	struct bgp_peer peers[TEST_PEER_COUNT];
	struct text word;
	size_t count = 0;

	while (text_word(&rest, &word))
		peers[count++] = test_mrt_peer(test_peer_number(word));
	mrt_write_peers(out, time_us, 1, TEXT("test"), peers, count);
}

/* Peers in a row are numbered as in a table of all of them: a is 0. */
static inline void test_rib(struct buffer *out, uint64_t time_us, struct text rest)
{
	struct mrt_route_of_peer entries[TEST_PEER_COUNT];
	struct mrt_route routes[TEST_PEER_COUNT];
	asn_t paths[TEST_PEER_COUNT][TEST_PATH_MAX];
	struct text word = { NULL, 0 };
	size_t count = 0;

	(void)text_word(&rest, &word);
	struct prefix prefix = test_prefix(word);
	for (; text_word(&rest, &word); count++) {
		unsigned peer = test_peer_number(word);
		routes[count] = test_route(peer, prefix.family, &rest, paths[count]);
		entries[count] = (struct mrt_route_of_peer){ peer, 0, &routes[count] };
	}
	int got = mrt_write_rib(out, time_us, 0, &prefix, entries, count);
	assert(got == 0);
}

static inline void test_update(struct buffer *out, uint64_t time_us, bool announces,
			       struct text rest)
{
	struct text word = { NULL, 0 };
	asn_t path[TEST_PATH_MAX];

	(void)text_word(&rest, &word);
	unsigned peer = test_peer_number(word);
	struct mrt_session session = test_session(peer);
	(void)text_word(&rest, &word);
	struct prefix prefix = test_prefix(word);
	struct mrt_route route = test_route(peer, prefix.family, &rest, path);
	int got = mrt_write_update(out, time_us, &session, announces ? &route : NULL, &prefix, 1);
	assert(got == 0);
}

static inline void test_record(struct buffer *out, struct text line)
{
	struct text time, verb, rest = line, word;

	if (!text_word(&rest, &time) || !text_word(&rest, &verb))
		return;
	uint64_t time_us = test_time(time);
	if (text_equal(verb, TEXT("table"))) {
		test_table(out, time_us, rest);
	} else if (text_equal(verb, TEXT("rib"))) {
		test_rib(out, time_us, rest);
	} else if (text_equal(verb, TEXT("announce"))) {
		test_update(out, time_us, true, rest);
	} else if (text_equal(verb, TEXT("withdraw"))) {
		test_update(out, time_us, false, rest);
	} else {
		bool up = text_equal(verb, TEXT("up"));
		bool known = (up || text_equal(verb, TEXT("down"))) && text_word(&rest, &word);
		assert(known);
		struct mrt_session session = test_session(test_peer_number(word));
		mrt_write_state_change(out, time_us, &session, up ? 1 : 6, up ? 6 : 1);
	}
}

/* Appends the script's records. */
static inline void test_records(struct buffer *out, const char *script)
{
	struct text rest = text_of(script), line;

	while (text_line(&rest, &line))
		test_record(out, line);
}

#endif
