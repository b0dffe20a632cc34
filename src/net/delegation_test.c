#include "net/delegation.h"

#include "base/testkit.h"

static void registries_have_names(void **state)
{
	(void)state;
	assert_string_equal(registry_name(REGISTRY_AFRINIC), "AFRINIC");
	assert_string_equal(registry_name(REGISTRY_RIPENCC), "RIPE NCC");
	assert_string_equal(registry_name(REGISTRY_IETF), "IETF");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registries_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
