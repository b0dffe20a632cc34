#include "scores/registered.h"

#include "base/testkit.h"

static void lines_of_all_sources_are_summed(void **state)
{
	const struct registration registrations[] = {
		{ .kind = REGISTRATION_IMPORT, .source = TEXT("RIPE"), .count = 3 },
		{ .kind = REGISTRATION_EXPORT, .source = TEXT("RIPE"), .count = 1 },
		{ .kind = REGISTRATION_IMPORT, .source = TEXT("RADB"), .count = 4 },
	};
	struct as_month in = { .registrations = registrations, .registration_count = 3 };
	(void)state;

	assert_int_equal(registered_count(&in, REGISTRATION_IMPORT), 7);
	assert_int_equal(registered_count(&in, REGISTRATION_EXPORT), 1);
	assert_int_equal(registered_count(&in, REGISTRATION_NOC), 0);
}

static void peeringdb_is_no_registry(void **state)
{
	const struct {
		struct registration registration;
		bool is;
	} cases[] = {
		{ { .kind = REGISTRATION_NETWORK, .source = TEXT("peeringdb") }, false },
		{ { .kind = REGISTRATION_NETWORK, .source = TEXT("RIPE") }, true },
		{ { .kind = REGISTRATION_NETWORK, .source = TEXT("") }, true },
		{ { .kind = REGISTRATION_TECH, .source = TEXT("RIPE") }, false },
	};
	struct as_month in = { 0 };
	(void)state;

	assert_false(registered_in_registry(&in));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		in.registrations = &cases[i].registration;
		in.registration_count = 1;
		assert_int_equal(registered_in_registry(&in), cases[i].is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_all_sources_are_summed),
		cmocka_unit_test(peeringdb_is_no_registry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
