#include "net/spoofing.h"

#include "base/testkit.h"

/* In the order of the numbers, which stores hold; what was not filled in is not known. */
static void names(void **state)
{
	static const char *const expected[] = { "unknown", "blocked", "rewritten", "received" };
	static const struct spoof_test untried;
	(void)state;

	assert_int_equal(SPOOF_OUTCOMES, COUNT_OF(expected));
	for (unsigned outcome = 0; outcome < SPOOF_OUTCOMES; outcome++)
		assert_string_equal(spoof_outcome_name((enum spoof_outcome)outcome),
				    expected[outcome]);
	assert_string_equal(spoof_outcome_name(untried.routed), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
