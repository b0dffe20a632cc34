#include "net/economy.h"

#include "base/testkit.h"

static void the_table_is_whole(void **state)
{
	(void)state;
	static const char *const regions[] = { "Africa", "Americas", "Antarctica",
					       "Asia",   "Europe",   "Oceania" };
	size_t iso = 0, all = 0;
	const struct economy *last = NULL;

	for (const struct economy *at = economy_next(NULL); at != NULL; at = economy_next(at)) {
		size_t known = 0;
		for (size_t i = 0; i < COUNT_OF(regions); i++)
			known += strcmp(at->region, regions[i]) == 0;
		/* Sorted, or some would not be found. */
		assert_true(last == NULL || strcmp(last->code, at->code) < 0);
		assert_ptr_equal(economy_find(text_of(at->code)), at);
		assert_true(at->name[0] != '\0');
		assert_int_equal(known, strcmp(at->code, "AP") != 0);
		assert_true(at->registry <= REGISTRY_RIPENCC);
		if (at->is_iso && strcmp(at->code, "AQ") != 0)
			assert_true(at->sub_region[0] != '\0');
		iso += at->is_iso;
		all++;
		last = at;
	}
	assert_int_equal(iso, 249);
	assert_int_equal(all, 252);
}

/* Regions of registries follow no map: each of these is an exception to some rule of thumb. */
static void places_and_registries_are_those_published(void **state)
{
	(void)state;
	static const struct {
		const char *code, *region, *sub_region;
		enum registry registry;
	} cases[] = {
		{ "SN", "Africa", "Western Africa", REGISTRY_AFRINIC },
		{ "RE", "Africa", "Eastern Africa", REGISTRY_AFRINIC },
		{ "SH", "Africa", "Western Africa", REGISTRY_ARIN },
		{ "IO", "Africa", "Eastern Africa", REGISTRY_APNIC },
		{ "JM", "Americas", "Caribbean", REGISTRY_ARIN },
		{ "TT", "Americas", "Caribbean", REGISTRY_LACNIC },
		{ "GL", "Americas", "Northern America", REGISTRY_RIPENCC },
		{ "MX", "Americas", "Central America", REGISTRY_LACNIC },
		{ "AQ", "Antarctica", "", REGISTRY_ARIN },
		{ "AF", "Asia", "Southern Asia", REGISTRY_APNIC },
		{ "IR", "Asia", "Southern Asia", REGISTRY_RIPENCC },
		{ "TW", "Asia", "Eastern Asia", REGISTRY_APNIC },
		{ "CY", "Asia", "Western Asia", REGISTRY_RIPENCC },
		{ "UM", "Oceania", "Micronesia", REGISTRY_ARIN },
		{ "XK", "Europe", "Southern Europe", REGISTRY_RIPENCC },
		{ "EU", "Europe", "", REGISTRY_RIPENCC },
		{ "AP", "", "", REGISTRY_APNIC },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct economy *economy = economy_find(text_of(cases[i].code));
		assert_non_null(economy);
		assert_string_equal(economy->region, cases[i].region);
		assert_string_equal(economy->sub_region, cases[i].sub_region);
		assert_int_equal(economy->registry, cases[i].registry);
	}
}

static void codes_have_no_case_and_two_letters(void **state)
{
	(void)state;
	static const char *const none[] = { "", "D", "DEU", "ZZ", "UK", "D ", "\x80\xff", "{}" };

	assert_string_equal(economy_find(TEXT("de"))->name, "Germany");
	assert_ptr_equal(economy_find(TEXT("De")), economy_find(TEXT("DE")));
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_null(economy_find(text_of(none[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_whole),
		cmocka_unit_test(places_and_registries_are_those_published),
		cmocka_unit_test(codes_have_no_case_and_two_letters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
