#include "net/incident.h"

#include "base/testkit.h"

static void names(void **state)
{
	(void)state;
	assert_string_equal(incident_kind_name(INCIDENT_LEAK), "leak");
	assert_string_equal(incident_kind_name(INCIDENT_HIJACK), "hijack");
	assert_string_equal(incident_role_name(INCIDENT_CULPRIT), "culprit");
	assert_string_equal(incident_role_name(INCIDENT_ACCOMPLICE), "accomplice");
	assert_string_equal(incident_role_name(INCIDENT_VICTIM), "victim");
}

/* Stores hold the numbers, and of two parts in an incident the lower one counts: the graver. */
static void numbers(void **state)
{
	(void)state;
	assert_int_equal(INCIDENT_LEAK, 0);
	assert_int_equal(INCIDENT_HIJACK, 1);
	assert_true(INCIDENT_CULPRIT < INCIDENT_ACCOMPLICE &&
		    INCIDENT_ACCOMPLICE < INCIDENT_VICTIM);
	assert_int_equal(INCIDENT_VICTIM, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
