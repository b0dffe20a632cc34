#include "base/testkit.h"

#include "wire/bgp_attr_names.h"

static bool is_assigned(unsigned type)
{
	return (type >= 1 && type <= 41) || type == 128 || type == 129 ||
	       (type >= 241 && type <= 243) || type == 255;
}

static void names_what_the_registry_has(void **state)
{
	(void)state;
	for (unsigned type = 0; type <= 300; type++) {
		const struct bgp_attr_name *name = bgp_attr_name_find(type);
		assert_int_equal(name != NULL, is_assigned(type));
		if (name == NULL)
			continue;
		assert_int_equal(name->type, type);
		assert_true(name->name[0] != '\0' && name->words[0] != '\0');
		assert_true(name->rule[0] != '\0');
		assert_in_range(name->treatment, BGP_ATTRIBUTE_DISCARD, BGP_AFI_SAFI_DISABLE);
		assert_int_equal(name->flags & ~(BGP_ATTR_OPTIONAL | BGP_ATTR_TRANSITIVE), 0);
	}
}

static void keys_are_unique_and_in_snake_case(void **state)
{
	(void)state;
	for (unsigned type = 1; type < 256; type++) {
		const struct bgp_attr_name *name = bgp_attr_name_find(type);
		if (name == NULL)
			continue;
		for (const char *at = name->key; *at != '\0'; at++)
			assert_true((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') ||
				    *at == '_');
		for (unsigned other = 1; other < type; other++)
			if (bgp_attr_name_find(other) != NULL)
				assert_string_not_equal(bgp_attr_name_find(other)->key, name->key);
	}
}

static void knows_flags_and_treatments(void **state)
{
	static const struct {
		unsigned type;
		unsigned flags;
		enum bgp_treatment treatment;
		const char *rule;
	} cases[] = {
		{ 1, 0x40, BGP_TREAT_AS_WITHDRAW, "RFC 7606 section 7.1" },
		{ 4, 0x80, BGP_TREAT_AS_WITHDRAW, "RFC 7606 section 7.4" },
		{ 6, 0x40, BGP_ATTRIBUTE_DISCARD, "RFC 7606 section 7.6" },
		{ 7, 0xc0, BGP_ATTRIBUTE_DISCARD, "RFC 7606 section 7.7" },
		{ 14, 0x80, BGP_AFI_SAFI_DISABLE, "RFC 7606 section 7.11" },
		{ 16, 0xc0, BGP_TREAT_AS_WITHDRAW, "RFC 7606 section 7.14" },
		{ 26, 0x80, BGP_ATTRIBUTE_DISCARD, "RFC 7311 section 3.2" },
		{ 32, 0xc0, BGP_TREAT_AS_WITHDRAW, "RFC 8092 section 6" },
		{ 35, 0xc0, BGP_TREAT_AS_WITHDRAW, "RFC 9234 section 5" },
		{ 40, 0xc0, BGP_ATTRIBUTE_DISCARD, "RFC 8669 section 6" },
		{ 128, 0xc0, BGP_TREAT_AS_WITHDRAW, "RFC 7606 section 7.16" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct bgp_attr_name *name = bgp_attr_name_find(cases[i].type);
		assert_non_null(name);
		assert_int_equal(name->flags, cases[i].flags);
		assert_int_equal(name->treatment, cases[i].treatment);
		assert_string_equal(name->rule, cases[i].rule);
	}
	for (unsigned i = 0; i < BGP_TREATMENTS; i++)
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(bgp_treatment_name((enum bgp_treatment)i),
						bgp_treatment_name((enum bgp_treatment)j));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_what_the_registry_has),
		cmocka_unit_test(keys_are_unique_and_in_snake_case),
		cmocka_unit_test(knows_flags_and_treatments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
