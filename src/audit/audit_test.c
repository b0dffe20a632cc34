#include "base/testkit.h"

#include "audit/audit.h"

enum { ARENA_BUDGET = 1 << 20, NETWORKS_MAX = 4 };

/* One Action of the checks given, and a subject of networks that are each described in a word:
 * "M3=1.0,M4=0.3". */
struct desk {
	struct arena arena;
	struct norm_check checks[3];
	struct norm_action action;
	struct norm_programme programme;
	struct as_month months[NETWORKS_MAX];
	struct audit_score scores[NETWORKS_MAX][4];
	struct audit_network networks[NETWORKS_MAX];
	struct attestation attestations[4];
	struct audit_subject subject;
	struct audit audit;
};

static void desk_init(struct desk *desk)
{
	*desk = (struct desk){
		.action = { .number = 1,
			    .title = "Filtering",
			    .level = NORM_MANDATORY,
			    .mend = "Filter.",
			    .decides = NORM_ALL },
		.programme = { .id = "netops", .join_at_least = 1, .action_count = 1 },
		.subject = { .name = "Example", .today = 20260222 },
	};
	arena_init(&desk->arena, ARENA_BUDGET);
}

static struct norm_check *add_check(struct desk *desk, enum norm_basis basis,
				    const char *const *wanted, enum norm_combine combine)
{
	static const char *const ids[] = { "first", "second", "third" };
	static const char *const none[] = { NULL };
	struct norm_check *check = &desk->checks[desk->action.check_count];

	*check = (struct norm_check){ .id = ids[desk->action.check_count++],
				      .title = "A check",
				      .basis = basis,
				      .of = NORM_OF_NETWORKS,
				      .is_required = true,
				      .metrics = wanted != NULL ? wanted : none,
				      .combine = combine,
				      .at_least = 0.8,
				      .share = 1 };
	return check;
}

static void add_network(struct desk *desk, asn_t asn, const struct audit_score *scores,
			size_t count)
{
	size_t n = desk->subject.network_count++;

	desk->months[n] =
		(struct as_month){ .network = { .asn = asn, .peers = 5 }, .given = GIVEN_ALL };
	memcpy(desk->scores[n], scores, count * sizeof(*scores));
	desk->networks[n] =
		(struct audit_network){ &desk->months[n], desk->scores[n], count, NULL };
}

static struct audit_score scored(const char *metric, double raw, double score)
{
	return (struct audit_score){ metric,
				     { .measured = true, .raw = raw, .score = score },
				     { .measured = true, .raw = raw, .score = score } };
}

static const struct audit_action *audit_it(struct desk *desk)
{
	desk->action.checks = desk->checks;
	desk->programme.actions = &desk->action;
	desk->subject.networks = desk->networks;
	desk->subject.attestations = desk->attestations;
	assert_int_equal(audit_build(&desk->arena, &desk->programme, &desk->subject, &desk->audit),
			 0);
	return &desk->audit.actions[0];
}

static void desk_clear(struct desk *desk)
{
	arena_clear(&desk->arena);
}

static const char *const BOTH[] = { "M3", "M4", NULL };

/* Two metrics of one network; -1: not measured. A bar of 0.8. */
static void metrics_combine(void **state)
{
	static const struct {
		enum norm_combine combine;
		double m3, m4;
		enum audit_state state;
	} cases[] = {
		{ NORM_WORST, 1, 1, AUDIT_CONFORMANT },
		{ NORM_WORST, 1, 0.8, AUDIT_CONFORMANT },
		{ NORM_WORST, 1, 0.79, AUDIT_NON_CONFORMANT },
		{ NORM_WORST, 0.2, -1, AUDIT_NON_CONFORMANT }, /* no better, whatever the other */
		{ NORM_WORST, 1, -1, AUDIT_NOT_MEASURED },     /* nobody has looked */
		{ NORM_WORST, -1, -1, AUDIT_NOT_MEASURED },
		{ NORM_BEST, 0.2, 0.9, AUDIT_CONFORMANT },
		{ NORM_BEST, -1, 0.9, AUDIT_CONFORMANT },
		{ NORM_BEST, -1, 0.2, AUDIT_NOT_MEASURED },
		{ NORM_BEST, 0.1, 0.2, AUDIT_NON_CONFORMANT },
		{ NORM_MEAN, 0.6, 1, AUDIT_CONFORMANT },
		{ NORM_MEAN, 0.5, 1, AUDIT_NON_CONFORMANT },
		{ NORM_MEAN, 1, -1, AUDIT_NOT_MEASURED },
		{ NORM_SUM, 1, 1, AUDIT_CONFORMANT }, /* raw weights are 0 where the score is 1 */
		{ NORM_SUM, 0.6, 1, AUDIT_NON_CONFORMANT },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct audit_score scores[2];
		struct desk desk;
		size_t count = 0;
		desk_init(&desk);
		(void)add_check(&desk, NORM_MEASURED, BOTH, cases[i].combine);
		if (cases[i].m3 >= 0)
			scores[count++] = scored("M3", cases[i].m3 < 1 ? 0.5 : 0, cases[i].m3);
		if (cases[i].m4 >= 0)
			scores[count++] = scored("M4", cases[i].m4 < 1 ? 0.5 : 0, cases[i].m4);
		add_network(&desk, 64500, scores, count);
		if (audit_it(&desk)->state != cases[i].state)
			fail_msg("case %zu: %s", i, audit_state_name(desk.audit.actions[0].state));
		assert_int_equal(desk.audit.verdict, cases[i].state);
		assert_int_equal(desk.audit.may_join, cases[i].state == AUDIT_CONFORMANT);
		assert_int_equal(desk.audit.actions[0].mend_count > 0,
				 cases[i].state != AUDIT_CONFORMANT);
		desk_clear(&desk);
	}
}

static const char *const ONE[] = { "M3", NULL };

/* Four networks: how many pass, fail, are not measured; and the share that must pass. */
static void networks_are_counted(void **state)
{
	static const struct {
		unsigned passed, failed, unmeasured;
		double share;
		enum audit_state state;
	} cases[] = {
		{ 4, 0, 0, 1, AUDIT_CONFORMANT },        { 3, 1, 0, 1, AUDIT_NON_CONFORMANT },
		{ 3, 0, 1, 1, AUDIT_NOT_MEASURED },      { 0, 1, 3, 1, AUDIT_NON_CONFORMANT },
		{ 0, 0, 4, 1, AUDIT_NOT_MEASURED },      { 3, 1, 0, 0.75, AUDIT_CONFORMANT },
		{ 2, 1, 1, 0.75, AUDIT_NOT_MEASURED }, /* the fourth decides */
		{ 2, 2, 0, 0.75, AUDIT_NON_CONFORMANT }, { 0, 0, 0, 1, AUDIT_NOT_MEASURED },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct audit_score good = scored("M3", 0, 1), bad = scored("M3", 2, 0.36);
		struct desk desk;
		desk_init(&desk);
		add_check(&desk, NORM_MEASURED, ONE, NORM_WORST)->share = cases[i].share;
		for (unsigned n = 0; n < cases[i].passed; n++)
			add_network(&desk, 64500 + n, &good, 1);
		for (unsigned n = 0; n < cases[i].failed; n++)
			add_network(&desk, 64510 + n, &bad, 1);
		for (unsigned n = 0; n < cases[i].unmeasured; n++)
			add_network(&desk, 64520 + n, NULL, 0);
		const struct audit_check *check = &audit_it(&desk)->checks[0];
		if (check->state != cases[i].state)
			fail_msg("case %zu: %s", i, audit_state_name(check->state));
		assert_int_equal(check->passed, cases[i].passed);
		assert_int_equal(check->failed, cases[i].failed);
		assert_int_equal(check->unmeasured, cases[i].unmeasured);
		assert_int_equal(check->missing[0] != '\0', check->state == AUDIT_NOT_MEASURED);
		desk_clear(&desk);
	}
}

/* What is not announced has nothing to be measured; what few have seen is not judged. */
static void silence_and_few_witnesses_say_nothing(void **state)
{
	struct audit_score good = scored("M3", 0, 1), bad = scored("M3", 2, 0.36);
	struct desk desk;
	(void)state;

	desk_init(&desk);
	(void)add_check(&desk, NORM_MEASURED, ONE, NORM_WORST);
	add_network(&desk, 64500, &good, 1);
	add_network(&desk, 64501, NULL, 0);
	desk.months[1].network.peers = 0;
	assert_int_equal(audit_it(&desk)->state, AUDIT_CONFORMANT);
	add_network(&desk, 64502, &bad, 1);
	desk.months[2].network.marks = MARK_FEW_PEERS;
	assert_int_equal(audit_it(&desk)->state, AUDIT_NOT_MEASURED);
	assert_non_null(strstr(desk.audit.actions[0].checks[0].missing, "AS64502"));
	desk_clear(&desk);
}

static struct attestation attested(const char *check, uint32_t date, bool tested, bool holds,
				   uint32_t expires)
{
	return (struct attestation){ .check = check,
				     .says = "It is so",
				     .link = "",
				     .auditor = "",
				     .product = "",
				     .is_tested = tested,
				     .holds = holds,
				     .date = date,
				     .expires = expires };
}

static void the_newest_word_that_holds_decides(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	(void)add_check(&desk, NORM_ATTESTED, NULL, NORM_WORST);
	assert_int_equal(audit_it(&desk)->state, AUDIT_NOT_MEASURED);
	desk.attestations[0] = attested("first", 20250101, false, true, 0);
	desk.attestations[1] = attested("second", 20260101, false, false, 0); /* of another */
	desk.subject.attestation_count = 2;
	assert_int_equal(audit_it(&desk)->state, AUDIT_CONFORMANT);
	assert_int_equal(desk.audit.actions[0].basis, NORM_ATTESTED);
	desk.attestations[2] = attested("first", 20250601, true, false, 0);
	desk.subject.attestation_count = 3;
	assert_int_equal(audit_it(&desk)->state, AUDIT_NON_CONFORMANT);
	assert_int_equal(desk.audit.actions[0].basis, NORM_TESTED);
	desk.attestations[2].expires = 20260221; /* yesterday: the older word is left */
	assert_int_equal(audit_it(&desk)->state, AUDIT_CONFORMANT);
	desk.attestations[0].expires = 20260222; /* today is still good */
	assert_int_equal(audit_it(&desk)->state, AUDIT_CONFORMANT);
	desk.attestations[0].expires = 20260101;
	assert_int_equal(audit_it(&desk)->state, AUDIT_NOT_MEASURED);
	assert_non_null(strstr(desk.audit.actions[0].checks[0].missing, "expired"));
	desk_clear(&desk);
}

/* An attestation never outweighs a measurement, and an Action is as well founded as its weakest
 * check. */
static void checks_decide_together(void **state)
{
	struct audit_score good = scored("M3", 0, 1), bad = scored("M3", 2, 0.36);
	struct desk desk;
	(void)state;

	desk_init(&desk);
	(void)add_check(&desk, NORM_MEASURED, ONE, NORM_WORST);
	(void)add_check(&desk, NORM_ATTESTED, NULL, NORM_WORST);
	desk.attestations[0] = attested("second", 20260101, false, true, 0);
	desk.subject.attestation_count = 1;
	add_network(&desk, 64500, &good, 1);
	assert_int_equal(audit_it(&desk)->state, AUDIT_CONFORMANT);
	assert_int_equal(desk.audit.actions[0].basis, NORM_ATTESTED);
	desk.checks[1].is_required = false;
	assert_int_equal(audit_it(&desk)->basis, NORM_MEASURED);
	desk.checks[1].is_required = true;
	desk.scores[0][0] = bad;
	assert_int_equal(audit_it(&desk)->state, AUDIT_NON_CONFORMANT);
	assert_int_equal(desk.audit.actions[0].basis, NORM_MEASURED);
	desk.networks[0].score_count = 0;
	assert_int_equal(audit_it(&desk)->state, AUDIT_NOT_MEASURED);
	desk.action.decides = NORM_ANY;
	assert_int_equal(audit_it(&desk)->state, AUDIT_CONFORMANT);
	assert_int_equal(desk.audit.actions[0].basis, NORM_ATTESTED);
	desk_clear(&desk);
}

static void mends_name_what_is_wrong(void **state)
{
	struct judged_route routes[] = {
		{ .prefix = { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 }, .rov = ROV_VALID },
		{ .prefix = { UINT64_C(0xc6336400) << 32, 0, 24, FAMILY_V4 },
		  .rov = ROV_INVALID_ASN },
		{ .prefix = { UINT64_C(0xcb007100) << 32, 0, 24, FAMILY_V4 } },
	};
	static const char *const wanted[] = { "M7RPKI", NULL };
	struct audit_score bad = scored("M7RPKI", -3, 0);
	struct desk desk;
	(void)state;

	desk_init(&desk);
	(void)add_check(&desk, NORM_MEASURED, wanted, NORM_WORST);
	add_network(&desk, 64500, &bad, 1);
	desk.months[0].routes = routes;
	desk.months[0].route_count = COUNT_OF(routes);
	const struct audit_action *action = audit_it(&desk);
	assert_int_equal(action->mend_count, 3);
	assert_string_equal(action->mends[0],
			    "198.51.100.0/24 is RPKI-invalid (invalid-asn): sign a ROA for it, "
			    "maxLength 24, AS64500, or stop announcing it.");
	assert_string_equal(action->mends[1],
			    "Sign a ROA for 203.0.113.0/24, maxLength 24, AS64500.");
	assert_string_equal(action->mends[2], "Filter.");
	desk_clear(&desk);
}

static void a_full_arena_is_said(void **state)
{
	struct audit_score good = scored("M3", 0, 1);
	struct desk desk;
	(void)state;

	desk_init(&desk);
	(void)add_check(&desk, NORM_MEASURED, ONE, NORM_WORST);
	add_network(&desk, 64500, &good, 1);
	desk.action.checks = desk.checks;
	desk.programme.actions = &desk.action;
	desk.subject.networks = desk.networks;
	int got = ERR_LIMIT;
	for (size_t budget = 0; got < 0; budget += 16) {
		arena_clear(&desk.arena);
		arena_init(&desk.arena, budget);
		got = audit_build(&desk.arena, &desk.programme, &desk.subject, &desk.audit);
		assert_true(got == 0 || (got == ERR_LIMIT && budget < ARENA_BUDGET));
		assert_true(got < 0 || budget > sizeof(struct audit_action));
	}
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(metrics_combine),
		cmocka_unit_test(networks_are_counted),
		cmocka_unit_test(silence_and_few_witnesses_say_nothing),
		cmocka_unit_test(the_newest_word_that_holds_decides),
		cmocka_unit_test(checks_decide_together),
		cmocka_unit_test(mends_name_what_is_wrong),
		cmocka_unit_test(a_full_arena_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
