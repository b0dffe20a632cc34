#include "base/testkit.h"

#include "routes/peers.h"

static struct peer peer_of(const char *address, asn_t asn, uint16_t collector)
{
	struct peer peer = { .asn = asn, .collector = collector };

	assert_int_equal(address_parse(text_of(address), &peer.address), 0);
	return peer;
}

static uint32_t intern(struct peers *peers, const char *address, asn_t asn, uint16_t collector)
{
	struct peer peer = peer_of(address, asn, collector);
	uint32_t number = 0;

	assert_int_equal(peers_intern(peers, &peer, &number), 0);
	assert_in_range(number, 0, peers->count - 1);
	return number;
}

/* A session is told by collector, address and AS number, all three. */
static void each_session_has_one_number(void **state)
{
	static const struct {
		const char *address;
		asn_t asn;
		uint16_t collector;
	} sessions[] = {
		{ "192.0.2.1", 64500, 1 },      { "192.0.2.2", 64500, 1 },
		{ "192.0.2.1", 64501, 1 },      { "192.0.2.1", 64500, 2 },
		{ "c000:201::", 64500, 1 },     { "2001:db8::1", 64500, 1 },
		{ "2001:db8::1", 64500, 1023 }, { "2001:db8::2", 4200000000, 1 },
	};
	struct peers peers;
	(void)state;

	peers_init(&peers);
	for (unsigned round = 0; round < 2; round++)
		for (uint32_t i = 0; i < COUNT_OF(sessions); i++)
			assert_int_equal(intern(&peers, sessions[i].address, sessions[i].asn,
						sessions[i].collector),
					 i);
	assert_int_equal(peers.count, COUNT_OF(sessions));
	for (uint32_t i = 0; i < COUNT_OF(sessions); i++) {
		struct peer wanted = peer_of(sessions[i].address, sessions[i].asn, 0);
		assert_true(address_equal(&peers.all[i].address, &wanted.address));
		assert_int_equal(peers.all[i].asn, sessions[i].asn);
		assert_int_equal(peers.all[i].collector, sessions[i].collector);
	}
	peers_clear(&peers);
}

/* Updates that do not say whose they are belong to the collector with that session, if it is the
 * only one. */
static void an_unknown_collector_is_the_one_that_has_the_session(void **state)
{
	struct peers peers;
	(void)state;

	peers_init(&peers);
	uint32_t known = intern(&peers, "192.0.2.1", 64500, 5);
	assert_int_equal(intern(&peers, "192.0.2.1", 64500, COLLECTOR_UNKNOWN), known);
	assert_int_not_equal(intern(&peers, "192.0.2.1", 64501, COLLECTOR_UNKNOWN), known);
	assert_int_not_equal(intern(&peers, "192.0.2.9", 64500, COLLECTOR_UNKNOWN), known);

	uint32_t second = intern(&peers, "192.0.2.1", 64500, 6);
	uint32_t ambiguous = intern(&peers, "192.0.2.1", 64500, COLLECTOR_UNKNOWN);
	assert_int_not_equal(ambiguous, known);
	assert_int_not_equal(ambiguous, second);
	assert_int_equal(peers.all[ambiguous].collector, COLLECTOR_UNKNOWN);
	assert_int_equal(intern(&peers, "192.0.2.1", 64500, COLLECTOR_UNKNOWN), ambiguous);
	assert_int_equal(intern(&peers, "192.0.2.1", 64500, 5), known);
	peers_clear(&peers);
}

static void there_is_a_limit(void **state)
{
	struct peer peer = peer_of("2001:db8::", 64500, 1);
	uint32_t number = 0, untouched = 99;
	struct peers peers;
	(void)state;

	peers_init(&peers);
	for (uint32_t i = 0; i < PEERS_MAX; i++) {
		peer.address.lo = i;
		assert_int_equal(peers_intern(&peers, &peer, &number), 0);
		assert_int_equal(number, i);
	}
	peer.address.lo = PEERS_MAX;
	assert_int_equal(peers_intern(&peers, &peer, &untouched), ERR_LIMIT);
	assert_int_equal(untouched, 99);
	peer.address.lo = 77; /* those that are there are still found */
	assert_int_equal(peers_intern(&peers, &peer, &number), 0);
	assert_int_equal(number, 77);
	peers_clear(&peers);
	assert_int_equal(peers.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_session_has_one_number),
		cmocka_unit_test(an_unknown_collector_is_the_one_that_has_the_session),
		cmocka_unit_test(there_is_a_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
