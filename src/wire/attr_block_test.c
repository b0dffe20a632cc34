#include "base/testkit.h"

#include "wire/attr_block.h"

#define V6(last) "20010db800000000000000000000000" last

static struct bgp_attrs attrs_of(const char *hex)
{
	struct bgp_attrs attrs;
	assert_int_equal(bgp_attrs_read(test_hex(hex), &attrs), 0);
	return attrs;
}

static void finds_next_hops(void **state)
{
	static const struct {
		const char *hex;
		const char *any, *plain, *mp; /* NULL: none */
	} cases[] = {
		{ "", NULL, NULL, NULL },
		{ "400304 c0000201", "192.0.2.1", "192.0.2.1", "192.0.2.1" },
		/* MP_REACH goes first, cut down or in full, but not for an update's own NLRI. */
		{ "400304 c0000201 800e11 10" V6("1"), "2001:db8::1", "192.0.2.1", "2001:db8::1" },
		{ "400304 c0000201 800e1a 0002 01 10" V6("1") "00 2020010db8", "2001:db8::1",
		  "192.0.2.1", "2001:db8::1" },
		{ "800e11 10" V6("1"), "2001:db8::1", NULL, "2001:db8::1" },
		/* Of two the global one; IPv4 inside MP_REACH. */
		{ "800e21 20" V6("1") "fe800000000000000000000000000001", "2001:db8::1", NULL,
		  "2001:db8::1" },
		{ "800e09 0001 02 04 c0000203 00", "192.0.2.3", NULL, "192.0.2.3" },
		/* Too short to be one. */
		{ "400303 c00002", NULL, NULL, NULL },
		{ "400304 c0000201 800e05 0002 01 00 00", NULL, "192.0.2.1", NULL },
		{ "400304 c0000201 800e02 1020", "192.0.2.1", "192.0.2.1", "192.0.2.1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *wants[] = { [ATTR_NEXT_HOP_ANY] = cases[i].any,
					[ATTR_NEXT_HOP_PLAIN] = cases[i].plain,
					[ATTR_NEXT_HOP_MP] = cases[i].mp };
		struct bgp_attrs attrs = attrs_of(cases[i].hex);
		for (unsigned from = 0; from < COUNT_OF(wants); from++) {
			struct address next_hop;
			char text[ADDRESS_TEXT_MAX];
			bool found = attr_next_hop(&attrs, (enum attr_next_hop)from, &next_hop);
			assert_int_equal(found, wants[from] != NULL);
			if (found)
				assert_string_equal(address_print(&next_hop, text), wants[from]);
		}
	}
}

static void finds_aggregators(void **state)
{
	static const struct {
		const char *hex;
		asn_t asn; /* 0: none */
		const char *address;
	} cases[] = {
		{ "", 0, NULL },
		{ "c00706 fbf0 c0000201", 64496, "192.0.2.1" },
		{ "c00708 fa56ea00 c0000201", 4200000000, "192.0.2.1" },
		/* AS4_AGGREGATOR stands for AS_TRANS, for nothing else, and not alone. */
		{ "c00706 5ba0 c0000201 c01208 fa56ea00 c0000202", 4200000000, "192.0.2.2" },
		{ "c00706 fbf0 c0000201 c01208 fa56ea00 c0000202", 64496, "192.0.2.1" },
		{ "c00706 5ba0 c0000201", ASN_TRANS, "192.0.2.1" },
		{ "c00706 5ba0 c0000201 c01206 ea00 c0000202", ASN_TRANS, "192.0.2.1" },
		{ "c00708 00005ba0 c0000201 c01208 fa56ea00 c0000202", ASN_TRANS, "192.0.2.1" },
		{ "c01208 fa56ea00 c0000202", 0, NULL },
		{ "c00707 fbf0 c000020100", 0, NULL },
		{ "c00700", 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bgp_attrs attrs = attrs_of(cases[i].hex);
		struct aggregator aggregator;
		char text[ADDRESS_TEXT_MAX];
		bool found = attr_aggregator(&attrs, &aggregator);
		assert_int_equal(found, cases[i].asn != 0);
		if (!found)
			continue;
		assert_int_equal(aggregator.asn, cases[i].asn);
		assert_string_equal(address_print(&aggregator.address, text), cases[i].address);
	}
}

static void finds_numbers(void **state)
{
	struct bgp_attrs attrs = attrs_of("800404 00000064 400503 000001 c02304 ffffffff");
	uint32_t number = 7;

	(void)state;
	assert_false(attr_number(&attrs, BGP_ATTR_LOCAL_PREF, &number));
	assert_false(attr_number(&attrs, BGP_ATTR_ORIGINATOR_ID, &number));
	assert_int_equal(number, 7);
	assert_true(attr_number(&attrs, BGP_ATTR_MED, &number));
	assert_int_equal(number, 100);
	assert_true(attr_number(&attrs, BGP_ATTR_OTC, &number));
	assert_int_equal(number, UINT32_MAX);
}

static void find_all(struct reader in)
{
	struct aggregator aggregator;
	struct bgp_attrs attrs;
	struct address next_hop;
	uint32_t number;

	(void)!bgp_attrs_read(in, &attrs);
	for (unsigned from = 0; from <= ATTR_NEXT_HOP_MP; from++)
		if (attr_next_hop(&attrs, (enum attr_next_hop)from, &next_hop))
			assert_true(next_hop.family == FAMILY_V4 || next_hop.family == FAMILY_V6);
	(void)attr_aggregator(&attrs, &aggregator);
	(void)attr_number(&attrs, BGP_ATTR_MED, &number);
}

static void survives_damage(void **state)
{
	struct reader in = test_hex("400304 c0000201 800e1a 0002 01 10" V6(
		"1") "00 2020010db8"
		     "c00706 5ba0 c0000201 c01208 fa56ea00 c0000202 80040400000064");
	uint8_t copy[128];
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, find_all);
	test_every_bit_flip(copy, size, find_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_next_hops),
		cmocka_unit_test(finds_aggregators),
		cmocka_unit_test(finds_numbers),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
