#include "base/testkit.h"

#include "select/route_facts.h"

static struct route_facts facts;

static bool take(const char *hex, unsigned asn_size, enum attr_next_hop next_hop)
{
	struct attr_block block = { test_hex(hex), asn_size, next_hop };
	return route_facts_take(&facts, &block);
}

#define PATH "40020a 0202 0000fbf0 0000fbf4"

/* Blocks are told apart by what is in them and how it is read, wherever they stand. */
static void knows_the_block_again(void **state)
{
	(void)state;
	assert_true(take(PATH, 4, ATTR_NEXT_HOP_ANY));
	assert_false(take(PATH, 4, ATTR_NEXT_HOP_ANY));
	assert_true(take(PATH, 4, ATTR_NEXT_HOP_MP));
	assert_true(take(PATH, 2, ATTR_NEXT_HOP_MP));
	assert_true(take(PATH "400600", 2, ATTR_NEXT_HOP_MP));
	assert_true(take("", 2, ATTR_NEXT_HOP_MP));
	assert_false(take("", 2, ATTR_NEXT_HOP_MP));
	assert_true(take(PATH, 4, ATTR_NEXT_HOP_ANY));
}

static void finds_origins(void **state)
{
	static const struct {
		const char *hex;
		unsigned asn_size;
		bool has_path;
		asn_t origin;
		uint32_t hops;
	} cases[] = {
		{ PATH, 4, true, 64500, 2 },
		{ "", 4, true, 65551, 0 },
		{ "400200", 4, true, 65551, 0 },
		{ "40020c 0201 0000fbf0 0101 0000fbf4", 4, true, ASN_NONE, 2 },
		{ "400206 0202 fbf0 fbf4", 2, true, 64500, 2 },
		{ "400206 0202 fbf0 5ba0 c01106 0201 00010000", 2, true, 65536, 2 },
		{ "400206 0202 fbf0 fbf4", 4, false, 0, 0 },
		/* What stands before a break counts. */
		{ PATH "4003ff", 4, true, 64500, 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		asn_t origin = 0;
		(void)take(cases[i].hex, cases[i].asn_size, ATTR_NEXT_HOP_ANY);
		const struct hops *hops = route_facts_hops(&facts);
		assert_int_equal(hops != NULL, cases[i].has_path);
		assert_int_equal(route_facts_origin(&facts, 65551, &origin), cases[i].has_path);
		assert_int_equal(origin, cases[i].origin);
		assert_int_equal(hops != NULL ? hops->count : 0, cases[i].hops);
	}
}

static void finds_communities(void **state)
{
	(void)state;
	(void)take("c00804 fbf00064 c01008 0002fbf000000001 c0200c 0000fbf0 00000001 00000002", 4,
		   ATTR_NEXT_HOP_ANY);
	struct communities communities = route_facts_communities(&facts);
	assert_int_equal(reader_left(&communities.plain), 4);
	assert_int_equal(reader_left(&communities.extended), 8);
	assert_int_equal(reader_left(&communities.large), 12);
	(void)take("", 4, ATTR_NEXT_HOP_ANY);
	communities = route_facts_communities(&facts);
	assert_int_equal(reader_left(&communities.plain) + reader_left(&communities.large) +
				 reader_left(&communities.extended),
			 0);
}

static void read_any(struct reader in)
{
	asn_t origin;

	for (unsigned asn_size = 2; asn_size <= 4; asn_size += 2) {
		struct attr_block block = { in, asn_size, ATTR_NEXT_HOP_ANY };
		(void)route_facts_take(&facts, &block);
		bool found = route_facts_origin(&facts, 1, &origin);
		assert_int_equal(found, route_facts_hops(&facts) != NULL);
	}
}

static void survives_damage(void **state)
{
	struct reader in = test_hex(PATH "c00804 fbf00064 c01106 0201 00010000");
	uint8_t copy[64];
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, read_any);
	test_every_bit_flip(copy, size, read_any);
}

static int start(void **state)
{
	(void)state;
	route_facts_init(&facts);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	route_facts_clear(&facts);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_the_block_again),
		cmocka_unit_test(finds_origins),
		cmocka_unit_test(finds_communities),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
