#include "flow/test_porting.h"

static void what_is_about_a_network_is_known(void **state)
{
	const struct participant_asn asns[] = { { 64500, PARTICIPANT_MEMBER } };
	const struct participant participant = { .asns = asns, .asn_count = 1 };
	const struct judged_route route = { .origin = 64500 };
	const struct stored_source source = { .number = 64500 };

	(void)state;
	assert_true(record_is_about(RECORD_PARTICIPANT, &participant, 64500));
	assert_false(record_is_about(RECORD_PARTICIPANT, &participant, 64501));
	assert_true(record_is_about(RECORD_ROUTE, &route, 64500));
	assert_false(record_is_about(RECORD_ROUTE, &route, 0));
	assert_false(record_is_about(RECORD_SOURCE, &source, 64500));
}

static void records_have_an_order(void **state)
{
	const struct judged_route a = { .origin = 1, .prefix = { 1, 0, 64, FAMILY_V6 } };
	struct judged_route b = a;
	const struct charge victim = { .asn = 1, .role = INCIDENT_VICTIM }, culprit = { .asn = 1 };

	(void)state;
	assert_int_equal(record_compare(RECORD_ROUTE, &a, &b), 0);
	b.prefix.family = FAMILY_V4;
	assert_true(record_compare(RECORD_ROUTE, &a, &b) > 0);
	b.origin = 2;
	assert_true(record_compare(RECORD_ROUTE, &a, &b) < 0);
	assert_true(record_compare(RECORD_CHARGE, &culprit, &victim) < 0);
}

static void a_key_outlives_what_it_is_of(void **state)
{
	char server[] = "ix";
	const struct stored_rs_score at = { .server = server, .metric = &rs_metrics[1] };
	const struct stored_rs_score next = { .server = "ix", .metric = &rs_metrics[2] };
	const struct stored_rs_score behind = { .server = "ix rs1", .metric = &rs_metrics[0] };
	static struct record_key key;

	(void)state;
	record_key_of(RECORD_RS_SCORE, &at, &key);
	assert_int_equal(record_compare(RECORD_RS_SCORE, &key.value, &at), 0);
	server[0] = 'z';
	assert_true(record_compare(RECORD_RS_SCORE, &key.value, &at) < 0);
	assert_true(record_compare(RECORD_RS_SCORE, &key.value, &next) < 0);
	assert_true(record_compare(RECORD_RS_SCORE, &behind, &key.value) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_about_a_network_is_known),
		cmocka_unit_test(records_have_an_order),
		cmocka_unit_test(a_key_outlives_what_it_is_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
