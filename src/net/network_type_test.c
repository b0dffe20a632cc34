#include "base/testkit.h"

#include "net/network_type.h"

static void every_type_is_found_by_its_name(void **state)
{
	enum network_type found;
	(void)state;

	for (unsigned type = 0; type < NETWORK_TYPES; type++) {
		assert_true(network_type_find(text_of(network_type_name(type)), &found));
		assert_int_equal(found, type);
	}
	assert_true(network_type_find(TEXT("route SERVER"), &found));
	assert_int_equal(found, NETWORK_ROUTE_SERVER);
	assert_true(network_type_find(TEXT("Not Disclosed"), &found));
	assert_int_equal(found, NETWORK_UNKNOWN);
}

static void other_words_are_no_type(void **state)
{
	static const char *const words[] = { "Route", "Route Servers", " NSP", "Not" };
	enum network_type found = NETWORK_NSP;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(words); i++)
		assert_false(network_type_find(text_of(words[i]), &found));
	assert_int_equal(found, NETWORK_NSP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_found_by_its_name),
		cmocka_unit_test(other_words_are_no_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
