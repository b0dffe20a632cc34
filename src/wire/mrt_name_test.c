#include "base/testkit.h"

#include "wire/mrt_name.h"

static void names(void **state)
{
	static const struct {
		unsigned type, subtype;
		const char *of_type, *want;
	} cases[] = {
		{ 0, 0, "NULL", "NULL" },
		{ 4, 7, "PEER_DOWN", "PEER_DOWN" },
		{ 5, 1, "BGP", "BGP_UPDATE" },
		{ 5, 8, "BGP", NULL },
		{ 9, 3, "BGP4PLUS", "BGP_STATE_CHANGE" },
		{ 10, 7, "BGP4PLUS_01", "BGP_KEEPALIVE" },
		{ 11, 0, "OSPFv2", "OSPFv2" },
		{ 12, 2, "TABLE_DUMP", "AFI_IPv6" },
		{ 12, 0, "TABLE_DUMP", NULL },
		{ 13, 7, "TABLE_DUMP_V2", "GEO_PEER_TABLE" },
		{ 13, 12, "TABLE_DUMP_V2", "RIB_GENERIC_ADDPATH" },
		{ 13, 13, "TABLE_DUMP_V2", NULL },
		{ 14, 0, NULL, NULL },
		{ 16, 2, "BGP4MP", "BGP4MP_ENTRY" },
		{ 17, 11, "BGP4MP_ET", "BGP4MP_MESSAGE_AS4_LOCAL_ADDPATH" },
		{ 17, 65535, "BGP4MP_ET", NULL },
		{ 33, 0, "ISIS_ET", "ISIS_ET" },
		{ 49, 0, "OSPFv3_ET", "OSPFv3_ET" },
		{ 50, 0, NULL, NULL },
		{ 65535, 65535, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *of_type = mrt_name_of_type(cases[i].type);
		const char *got = mrt_type_name(cases[i].type, cases[i].subtype);
		assert_string_equal(of_type != NULL ? of_type : "none",
				    cases[i].of_type != NULL ? cases[i].of_type : "none");
		assert_string_equal(got != NULL ? got : "none",
				    cases[i].want != NULL ? cases[i].want : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
