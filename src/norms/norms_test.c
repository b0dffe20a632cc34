#include "norms/norms.h"

#include "base/testkit.h"

static const struct norm_check checks[] = { { .id = "one-check" }, { .id = "two" } };
static const struct norm_action actions[] = {
	{ .number = 1, .checks = checks, .check_count = 1 },
	{ .number = 6, .checks = checks + 1, .check_count = 1 },
};
static const struct norm_programme programmes[] = {
	{ .id = "netops", .actions = actions, .action_count = 2 },
	{ .id = "ixp" },
};
static const struct norms norms = { .programmes = programmes, .programme_count = 2 };

static void finds_by_id_and_number(void **state)
{
	(void)state;
	assert_ptr_equal(norms_find(&norms, TEXT("netops")), programmes);
	assert_ptr_equal(norms_find(&norms, TEXT("IXP")), programmes + 1);
	assert_null(norms_find(&norms, TEXT("net")));
	assert_ptr_equal(norm_action_find(programmes, 6), actions + 1);
	assert_null(norm_action_find(programmes, 2));
	assert_ptr_equal(norm_check_find(programmes, TEXT("Two")), checks + 1);
	assert_null(norm_check_find(programmes, TEXT("three")));
	assert_null(norm_check_find(programmes + 1, TEXT("two")));
}

static void all_enums_have_words(void **state)
{
	(void)state;
	assert_string_equal(norm_level_name(NORM_RECOMMENDED), "recommended");
	assert_string_equal(norm_basis_name(NORM_ATTESTED), "attested");
	assert_string_equal(norm_subject_name(NORM_OF_ROUTE_SERVER), "route-server");
	assert_string_equal(norm_subject_name(NORM_OF_ORGANISATION), "organisation");
	assert_string_equal(norm_combine_name(NORM_SUM), "sum");
	assert_string_equal(norm_decides_name(NORM_ANY), "any");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_by_id_and_number),
		cmocka_unit_test(all_enums_have_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
