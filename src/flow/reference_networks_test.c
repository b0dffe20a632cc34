#include "base/testkit.h"

#include "flow/test_desk.h"

static void links_are_kept_in_their_order(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk, "# input clique: 64496\n64496|64500|-1\n64496|64497|0\n64500|64500|0\n",
		    "as-rel used; links 2; provider-to-customer 1; peer 1; "
		    "an AS linked with itself 1 at line 4;");
	assert_read(&desk, "# source:topology|BGP|20220501|ris|rrc00\n64498|64499|0|bgp\n",
		    "as-rel used of 2022-05-01T00:00:00Z; links 1; peer 1;");
	assert_int_equal(desk.reference.link_count, 3);
	const struct as_link *links = desk.reference.links;
	assert_int_equal(links[0].a, 64496);
	assert_int_equal(links[0].b, 64500);
	assert_int_equal(links[0].relation, AS_PROVIDER_TO_CUSTOMER);
	assert_int_equal(links[1].relation, AS_PEER);
	assert_int_equal(links[2].b, 64499);
	assert_int_equal(desk.reference.source_count, 0);
	desk_clear(&desk);
}

static void assert_as(const struct desk *desk, asn_t asn, const char *name,
		      const char *organisation, const char *economy)
{
	struct network as = reference_network(&desk->reference, asn);

	assert_int_equal(as.asn, asn);
	assert_string_equal(as.name, name);
	assert_string_equal(as.organisation, organisation);
	assert_string_equal(as.economy, economy);
}

static void names_are_joined_with_organisations(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_as(&desk, 64500, "", "", "");
	assert_read(&desk,
		    "# format:org_id|changed|org_name|country|source\n"
		    "ORG-A|20260101|Example Networks|NL|RIPE\n"
		    "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
		    "64500|20260101|EXAMPLE-A|ORG-A||RIPE\n"
		    "64501|20260101|EXAMPLE-B|ORG-GONE||RIPE\n"
		    "sixty|20260101|EXAMPLE-C|ORG-A||RIPE\n",
		    "as-org used; organisations 1; ases 2; an AS that is no number from 1 to "
		    "4294967295 1 at line 6;");
	/* A registry's own objects name what nobody else does; of several the last. */
	assert_read(&desk,
		    "aut-num: AS64500\nas-name: FROM-RPSL\nsource: RIPE\n\n"
		    "aut-num: AS64502\nas-name: OLDER\nsource: RIPE\n",
		    "rpsl used; aut-num 2;");
	assert_read(&desk, "aut-num: AS64502\nas-name: NEWER # as of today\nsource: RADB\n",
		    "rpsl used; aut-num 1;");
	reference_freeze(&desk.reference);
	assert_as(&desk, 64500, "EXAMPLE-A", "Example Networks", "NL");
	assert_as(&desk, 64501, "EXAMPLE-B", "", "");
	assert_as(&desk, 64502, "NEWER", "", "");
	assert_as(&desk, 64503, "", "", "");
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_are_kept_in_their_order),
		cmocka_unit_test(names_are_joined_with_organisations),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
