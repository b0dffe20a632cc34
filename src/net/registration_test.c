#include "net/registration.h"

#include "base/testkit.h"

/* In the order of the numbers, which stores hold. */
static void names(void **state)
{
	static const char *const expected[] = { "network", "admin",  "tech",   "noc",   "abuse",
						"other",   "import", "export", "as-set" };
	(void)state;

	assert_int_equal(REGISTRATION_KINDS, COUNT_OF(expected));
	for (unsigned kind = 0; kind < REGISTRATION_KINDS; kind++)
		assert_string_equal(registration_kind_name((enum registration_kind)kind),
				    expected[kind]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
