#include "flow/test_month.h"

/* "ASN NEIGHBOUR RELATION[ attested] sent N carried N: INVALID UNREGISTERED BOGONS of OFFERED" */
static void print_neighbour(struct buffer *out, const struct neighbour *row)
{
	static const char *const relations[] = { "unknown", "provider", "customer", "peer",
						 "sibling" };

	buffer_format(out, "%u %u %s%s sent %u carried %u: %u %u %u of %u\n", row->asn,
		      row->neighbour, relations[row->relation], row->is_attested ? " attested" : "",
		      row->sent, row->carried, row->invalid, row->unregistered, row->bogons,
		      row->offered);
}

/* "CARRIER NEIGHBOUR PREFIX ORIGIN FAULTS days MASK first on DAY by PEER" */
static void print_carried(struct buffer *out, const struct carried_route *row)
{
	buffer_format(out, "%u %u %s %u", row->carrier, row->neighbour,
		      sample_prefix_text(&row->prefix), row->origin);
	for (unsigned bit = 0; carried_fault_name(bit) != NULL; bit++)
		if ((row->faults >> bit & 1) != 0)
			buffer_format(out, " %s", carried_fault_name(bit));
	buffer_format(out, " days %x first on %u by %u\n", row->days,
		      (unsigned)((row->first.time_us - TEST_EPOCH) / UTC_DAY) + 1, row->first.peer);
}

static void assert_neighbours(struct test_month *month, const char *expected)
{
	assert_rows(month, struct neighbour, store_neighbours, store_neighbour_next,
		    print_neighbour, expected);
}

static void assert_carried(struct test_month *month, const char *expected)
{
	assert_rows(month, struct carried_route, store_carried, store_carried_next, print_carried,
		    expected);
}

static void each_side_has_a_row(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	fold_script(&month.bench, "0 announce a 192.0.2.0/24 64500 64500 64500\n"
				  "0 announce b 192.0.2.0/24 64510 64500\n"
				  "0 announce b 198.51.100.0/24 64500\n"
				  /* the peer's own: nobody passed it on */
				  "0 announce a 203.0.113.0/24\n"
				  /* and one passed on by its customer, on the same link */
				  "0 announce c 2001:db8:96::/48 64500 64496\n");
	test_month_finish(&month);
	assert_neighbours(&month, "64496 64500 unknown sent 1 carried 1: 0 0 0 of 0\n"
				  "64497 64500 unknown sent 0 carried 1: 0 0 0 of 0\n"
				  "64500 64496 unknown sent 1 carried 1: 0 0 0 of 0\n"
				  "64500 64497 unknown sent 1 carried 0: 0 0 0 of 0\n"
				  "64500 64510 unknown sent 1 carried 0: 0 0 0 of 0\n"
				  "64510 64500 unknown sent 0 carried 1: 0 0 0 of 0\n");
	assert_carried(&month, "");
	/* 64496, 64497, 64500, 64510; of 64498 nobody knows more than that it is a peer */
	assert_int_equal(month.summary.networks, 4);
	test_month_clear(&month);
}

/* A route counts once, however many peers and days show it. */
static void a_route_is_carried_once(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	fold_script(&month.bench, "0 announce a 10.0.0.0/8 64500\n"
				  "60 announce d 10.0.0.0/8 64500\n"
				  "2d withdraw a 10.0.0.0/8\n"
				  "4d announce a 10.0.0.0/8 64500\n");
	test_month_finish(&month);
	assert_neighbours(&month, "64496 64500 unknown sent 0 carried 1: 0 0 1 of 0\n"
				  "64500 64496 unknown sent 1 carried 0: 0 0 0 of 0\n");
	assert_carried(&month,
		       "64496 64500 10.0.0.0/8 64500 bogon-prefix days 11 first on 1 by 0\n");
	test_month_clear(&month);
}

static void relations_and_attestations(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	test_month_load(&month, "64496|64500|-1\n64497|64501|0\n");
	test_month_load(&month, "{\"roas\":[],\"aspas\":["
				"{\"customer_asid\":64500,\"providers\":[64496]}]}");
	fold_script(&month.bench, "0 announce a 192.0.2.0/24 64500\n"
				  "0 announce b 192.0.2.0/24 64500\n"
				  "0 announce b 198.51.100.0/24 64501\n");
	test_month_finish(&month);
	assert_neighbours(&month, "64496 64500 customer sent 0 carried 1: 0 0 0 of 0\n"
				  "64497 64500 unknown sent 0 carried 1: 0 0 0 of 0\n"
				  "64497 64501 peer sent 0 carried 1: 0 0 0 of 0\n"
				  "64500 64496 provider attested sent 1 carried 0: 0 0 0 of 0\n"
				  "64500 64497 unknown sent 1 carried 0: 0 0 0 of 0\n"
				  "64501 64497 peer sent 1 carried 0: 0 0 0 of 0\n");
	test_month_clear(&month);
}

/* b passes on all that 64500 announces, a only what it should; d is another router of a. */
static void faults_are_counted(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	test_month_load(&month, "ASN,IP Prefix,Max Length,Trust Anchor\n"
				"AS64500,192.0.2.0/24,24,ripe\nAS64501,198.51.100.0/24,24,ripe\n");
	test_month_load(&month, "route: 203.0.113.0/24\norigin: AS64502\nsource: RIPE\n\n"
				/* what the RPKI calls valid needs no route object */
				"route: 192.0.2.0/24\norigin: AS64502\nsource: RIPE\n");
	fold_script(&month.bench, "0 announce a 192.0.2.0/24 64500\n"
				  "0 announce b 192.0.2.0/24 64500\n"
				  "1d announce b 192.0.2.128/25 64500\n"
				  "2d announce b 198.51.100.0/24 64500\n"
				  "3d announce b 203.0.113.0/24 64500\n"
				  "3d announce b 10.0.0.0/8 64500\n"
				  "3d announce b 2001:db8::/32 64500\n");
	test_month_finish(&month);
	assert_neighbours(&month, "64496 64500 unknown sent 0 carried 1: 0 0 0 of 2\n"
				  "64497 64500 unknown sent 0 carried 6: 2 3 1 of 2\n"
				  "64500 64496 unknown sent 1 carried 0: 0 0 0 of 0\n"
				  "64500 64497 unknown sent 6 carried 0: 0 0 0 of 0\n");
	assert_carried(
		&month,
		"64497 64500 10.0.0.0/8 64500 bogon-prefix days 8 first on 4 by 1\n"
		"64497 64500 192.0.2.128/25 64500 rpki-invalid unregistered days 2 first on 2 by "
		"1\n"
		"64497 64500 198.51.100.0/24 64500 rpki-invalid unregistered days 4 first on 3 by "
		"1\n"
		"64497 64500 203.0.113.0/24 64500 unregistered days 8 first on 4 by 1\n");
	test_month_clear(&month);
}

/* 64503 let a private number through, and AS0; who passed that on could have seen it. AS0 is nobody
 * to stand beside. */
static void who_passes_on_bogon_numbers(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	fold_script(&month.bench, "0 announce a 192.0.2.0/24 64503 64512\n"
				  "1d announce a 198.51.100.0/24 64503 64512\n"
				  "1d announce b 203.0.113.0/24 64512\n"
				  "2d announce a 203.0.113.0/24 64503 0\n");
	test_month_finish(&month);
	assert_carried(&month, "64496 64503 192.0.2.0/24 64512 bogon-asn days 3 first on 1 by 0\n"
			       "64496 64503 203.0.113.0/24 0 bogon-asn days 4 first on 3 by 0\n");
	assert_neighbours(&month, "64497 64512 unknown sent 0 carried 1: 0 0 0 of 0\n"
				  "64503 64512 unknown sent 0 carried 2: 0 0 0 of 0\n"
				  "64512 64497 unknown sent 1 carried 0: 0 0 0 of 0\n"
				  "64512 64503 unknown sent 2 carried 0: 0 0 0 of 0\n");
	/* 64496, 64497, 64503, 64512: nobody is none */
	assert_int_equal(month.summary.networks, 4);
	test_month_clear(&month);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_side_has_a_row),
		cmocka_unit_test(a_route_is_carried_once),
		cmocka_unit_test(relations_and_attestations),
		cmocka_unit_test(faults_are_counted),
		cmocka_unit_test(who_passes_on_bogon_numbers),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
