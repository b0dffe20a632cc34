#include "net/role.h"

#include "base/testkit.h"

static void words_and_values_belong_together(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		enum bgp_role role;
	} cases[] = {
		{ "provider", BGP_ROLE_PROVIDER },   { "rs", BGP_ROLE_RS },
		{ "RS-Client", BGP_ROLE_RS_CLIENT }, { "Customer", BGP_ROLE_CUSTOMER },
		{ "peer", BGP_ROLE_PEER },           { "collector", BGP_ROLE_NONE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum bgp_role role = BGP_ROLE_MANY;
		assert_true(bgp_role_find(text_of(cases[i].word), &role));
		assert_int_equal(role, cases[i].role);
	}
}

static void other_words_are_no_role(void **state)
{
	(void)state;
	static const char *const words[] = { "", "r", "rsclient", "rs-", "providers", "5", "none" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		enum bgp_role role = BGP_ROLE_MANY;
		assert_false(bgp_role_find(text_of(words[i]), &role));
		assert_int_equal(role, BGP_ROLE_MANY);
	}
	assert_null(bgp_role_name(5));
	assert_null(bgp_role_name(BGP_ROLE_NONE));
	assert_string_equal(bgp_role_name(BGP_ROLE_PEER), "Peer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_values_belong_together),
		cmocka_unit_test(other_words_are_no_role),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
