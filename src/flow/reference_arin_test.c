#include "base/testkit.h"

#include "flow/test_registrations.h"

/* In bulk, in two files: by organisation. */
static void arin_has_contacts_with_organisations(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    "OrgID: EX-1\nOrgName: Example\nState/Prov: NY\nUpdated: 2021-02-03\n"
		    "OrgTechHandle: A1-ARIN\nOrgNOCHandle: B1-ARIN\nSource: ARIN\n\n"
		    "OrgID: EX-2\nOrgAbuseHandle: C1-ARIN\nOrgAdminHandle: D1-ARIN\nSource: ARIN\n",
		    "rpsl used; other 2;");
	assert_read(
		&desk,
		"ASHandle: AS64496\nOrgID: EX-1\nASName: EXAMPLE\nASNumber: 64496 - 64497\n"
		"RegDate: 2001-01-01\nUpdated: 2022-01-01\nTechHandle: T1-ARIN\nSource: ARIN\n\n"
		"ASHandle: AS65536\nOrgID: EX-2\nSource: ARIN\n\n"
		"ASHandle: AS65540\nOrgID: RIPE\nASNumber: 65540\nSource: ARIN\n\n"
		"ASHandle: AS1\nASNumber: 1 - 4294967295\nSource: ARIN\n",
		"rpsl used; other 4; AS numbers of ARIN's that are none 1;");
	assert_registrations(&desk, "64496 network ARIN EXAMPLE x1 20220101 #1@0\n"
				    "64496 tech ARIN A1-ARIN x1 20210203 #0@0\n"
				    "64496 tech ARIN T1-ARIN x1 20220101 #1@0\n"
				    "64496 noc ARIN B1-ARIN x1 20210203 #0@0\n"
				    "64497 network ARIN EXAMPLE x1 20220101 #1@0\n"
				    "64497 tech ARIN A1-ARIN x1 20210203 #0@0\n"
				    "64497 tech ARIN T1-ARIN x1 20220101 #1@0\n"
				    "64497 noc ARIN B1-ARIN x1 20210203 #0@0\n"
				    "65536 network ARIN  x1 0 #1@144\n"
				    "65536 admin ARIN D1-ARIN x1 0 #0@123\n"
				    "65536 abuse ARIN C1-ARIN x1 0 #0@123\n");
	desk_clear(&desk);
}

/* By whois: of the AS before them. */
static void arin_answers_one_after_another(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    "#\n# ARIN\n#\n\nASNumber:       64496\nASName:         EXAMPLE\n"
		    "ASHandle:       AS64496\nUpdated:        2022-01-01\n\n"
		    "OrgName:        Example\nOrgId:          EX-1\n\n"
		    "OrgTechHandle: A1-ARIN\nOrgTechName:   Doe, Jane\n\n"
		    "OrgNOCHandle: B1-ARIN\n\n"
		    "NetRange: 192.0.2.0 - 192.0.2.255\n\nOrgTechHandle: C1-ARIN\n",
		    "rpsl used; other 6;");
	assert_registrations(&desk, "64496 network ARIN EXAMPLE x1 20220101 #0@12\n"
				    "64496 tech ARIN A1-ARIN x1 0 #0@156\n"
				    "64496 noc ARIN B1-ARIN x1 0 #0@205\n");
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arin_has_contacts_with_organisations),
		cmocka_unit_test(arin_answers_one_after_another),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
