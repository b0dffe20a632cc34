#include "flow/network_facts.h"

#include "flow/test_desk.h"
#include "flow/test_scoring.h"

/* In a laboratory or outside. */
static struct network network_where(struct desk *desk, asn_t asn, bool is_lab)
{
	struct network_facts facts;

	reference_freeze(&desk->reference);
	assert_int_equal(network_facts_build(&desk->reference, utc_day_start(20260222),
					     &TEST_SCORING, is_lab, &facts),
			 0);
	struct network network = network_facts_of(&facts, asn);
	network_facts_clear(&facts);
	return network;
}

static struct network network_of(struct desk *desk, asn_t asn)
{
	return network_where(desk, asn, true);
}

static void load(struct desk *desk, const char *text)
{
	struct input_record input = test_load(&desk->reference, desk->inputs++, text);
	assert_true(input.used);
}

/* The limits of norms/scoring.yaml. Each provider has customers of its own. */
static void sizes_go_by_customers(void **state)
{
	static const struct {
		asn_t asn;
		unsigned customers;
		enum network_size size;
	} cases[] = {
		{ 64496, 0, SIZE_STUB },   { 64497, 1, SIZE_SMALL },    { 64498, 2, SIZE_SMALL },
		{ 64499, 3, SIZE_MEDIUM }, { 64500, 179, SIZE_MEDIUM }, { 64501, 180, SIZE_LARGE },
	};
	struct desk desk;
	struct buffer links;
	(void)state;

	desk_init(&desk);
	buffer_init(&links);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		buffer_format(&links, "%u|64511|0\n", cases[i].asn); /* a peer is no customer */
		for (unsigned c = 0; c < cases[i].customers; c++)
			buffer_format(&links, "%u|%u|-1\n", cases[i].asn,
				      4200000000U + (unsigned)i * 1000 + c);
	}
	(void)test_load_bytes(&desk.reference, 0, &links);
	load(&desk, "64498|4200002000|-1\n"); /* said again by another */
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct network network = network_of(&desk, cases[i].asn);
		assert_int_equal(network.customers, cases[i].customers);
		assert_int_equal(network.size, cases[i].size);
	}
	/* Who is on no link has no customers that anybody saw. */
	assert_int_equal(network_of(&desk, 64510).size, SIZE_STUB);
	desk_clear(&desk);
}

static void without_links_no_size(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_int_equal(network_of(&desk, 64496).size, SIZE_UNKNOWN);
	assert_int_equal(network_of(&desk, 64496).marks, 0);
	assert_string_equal(network_of(&desk, 64496).economy, "");
	desk_clear(&desk);
}

static void assert_place(struct desk *desk, asn_t asn, const char *registry, const char *economy,
			 uint32_t marks)
{
	struct network network = network_of(desk, asn);

	assert_string_equal(network.registry, registry);
	assert_string_equal(network.economy, economy);
	assert_int_equal(network.marks, marks);
}

static void the_registry_and_the_economy(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load(&desk, "2|ripencc|20260222|4|19830705|20260222|+0000\n"
		    "ripencc|*|asn|*|4|summary\n"
		    "ripencc|DE|asn|64496|2|20200101|allocated|a\n"
		    "ripencc|ZZ|asn|64498|1||reserved|\n"
		    "ripencc|EU|asn|64499|1|20200101|allocated|b\n");
	load(&desk, "# format:org_id|changed|org_name|country|source\n"
		    "ORG-A|20260101|Example|NL|SAMPLE\n"
		    "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
		    "64497|20260101|EXAMPLE|ORG-A||SAMPLE\n");
	assert_place(&desk, 64496, "RIPE NCC", "DE", 0);
	assert_place(&desk, 64497, "RIPE NCC", "NL", 0); /* the organisation knows better */
	assert_place(&desk, 64498, "", "", MARK_UNDELEGATED);
	assert_place(&desk, 64500, "", "", MARK_UNDELEGATED);
	desk_clear(&desk);
}

/* Statistics of prefixes only say nothing of AS numbers. */
static void without_as_numbers_nobody_is_undelegated(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load(&desk, "2|ripencc|20260222|1|19830705|20260222|+0000\n"
		    "ripencc|*|ipv4|*|1|summary\n"
		    "ripencc|NL|ipv4|192.0.2.0|256|20200101|allocated|a\n");
	assert_place(&desk, 64500, "", "", 0);
	desk_clear(&desk);
}

static void marks(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load(&desk, "{\"data\":[{\"id\":7,\"asn\":64496,\"name\":\"Example\","
		    "\"info_type\":\"Route Server\",\"updated\":\"\",\"status\":\"ok\"},"
		    "{\"id\":8,\"asn\":64497,\"name\":\"Other\",\"info_type\":\"NSP\","
		    "\"updated\":\"\",\"status\":\"ok\"}]}");
	load(&desk, "{\"asn\":64498,\"rir\":\"ripencc\",\"domain\":\"example.net\",\"cc\":\"NL\","
		    "\"asname\":\"BAD\"}\n");
	assert_int_equal(network_of(&desk, 64496).marks, MARK_ROUTE_SERVER);
	assert_int_equal(network_of(&desk, 64497).marks, 0);
	assert_int_equal(network_of(&desk, 64498).marks, MARK_ASN_DROP);
	assert_int_equal(network_of(&desk, 64512).marks, MARK_BOGON);
	assert_int_equal(network_where(&desk, 64497, false).marks, MARK_BOGON);
	assert_int_equal(network_of(&desk, 0).marks, MARK_BOGON);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_go_by_customers),
		cmocka_unit_test(without_links_no_size),
		cmocka_unit_test(the_registry_and_the_economy),
		cmocka_unit_test(without_as_numbers_nobody_is_undelegated),
		cmocka_unit_test(marks),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
