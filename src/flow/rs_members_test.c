#include "base/testkit.h"

#include "flow/rs_members.h"
#include "flow/test_reference.h"

static const char SETS[] = "route: 192.0.2.0/24\norigin: AS64500\nsource: RADB\n\n"
			   "as-set: AS-A\nmembers: AS64510, AS-DEEP\nsource: RADB\n\n"
			   "as-set: AS-A\nmembers: AS64511\nsource: RIPE\n\n"
			   "as-set: AS-DEEP\nmembers: AS64509\nsource: RADB\n\n"
			   "as-set: AS-HOLE\nmembers: AS64510, AS-MISSING\nsource: RADB\n\n"
			   "as-set: AS-ALL\nmembers: ANY\nsource: RADB\n";

#define NET(id, asn, sets)                                                                         \
	"{\"id\":" id ",\"asn\":" asn ",\"name\":\"\",\"irr_as_set\":\"" sets                      \
	"\",\"updated\":\"2026-02-22T00:00:00Z\",\"status\":\"ok\"}"

/* clang-format off */
static const char NETS[] =
	"{\"data\":["
	NET("1", "64496", "RADB::AS-A") ","
	NET("2", "64497", "AS-A@RIPE AS-DEEP") ","
	NET("3", "64498", "AS-HOLE") ","
	NET("4", "64499", "AS-NOWHERE") ","
	NET("5", "64501", "RS-ROUTES") ","
	NET("6", "64502", "AS-ALL") ","
	NET("7", "64503", "") ","
	NET("8", "64504", "RADB::AS-A, AS-NOWHERE")
	"],\"meta\":{\"generated\":1771718400.0}}";
/* clang-format on */

static void members_may_announce_what_their_sets_lead_to(void **state)
{
	static const struct {
		asn_t member, origin;
		bool denied;
	} cases[] = {
		{ 64496, 64510, false },
		{ 64496, 64509, false }, /* by a set in the set */
		{ 64496, 64496, false }, /* itself */
		{ 64496, 64511, true },  /* in the set of another source */
		{ 64496, ASN_NONE, false },
		{ 64497, 64511, false },
		{ 64497, 64509, false },
		{ 64497, 64510, true },
		{ 64498, 64510, false },
		{ 64498, 64511, false }, /* not all of the set is known */
		{ 64499, 64511, false }, /* nothing is */
		{ 64501, 64511, false }, /* no as-set */
		{ 64502, 64511, false }, /* anything goes */
		{ 64503, 64511, false },
		{ 64504, 64511, false }, /* one of two is not known */
		{ 64505, 64511, false }, /* PeeringDB does not know it */
	};
	struct reference reference;
	struct authority authority;
	struct rs_members members;
	struct arena session;
	(void)state;

	arena_init(&session, 8 << 20);
	reference_init(&reference, &session);
	(void)test_load(&reference, 0, SETS);
	(void)test_load(&reference, 1, NETS);
	reference_freeze(&reference);
	assert_int_equal(authority_from_reference(&reference, 0, &authority), 0);
	rs_members_init(&members, &reference, &authority);
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < COUNT_OF(cases); i++)
			if (rs_member_denies(&members, cases[i].member, cases[i].origin) !=
			    cases[i].denied)
				fail_msg("AS%u, origin AS%u", cases[i].member, cases[i].origin);
	assert_int_equal(members.count, 9);
	rs_members_clear(&members);
	authority_clear(&authority);
	reference_clear(&reference);
	arena_clear(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_may_announce_what_their_sets_lead_to),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
