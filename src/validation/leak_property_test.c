/* Leaks against every choice of directions: a path is honest when some choice makes it so. */
#include "base/testkit.h"

#include <stdlib.h>

#include "net/test_prefix.h"
#include "validation/leak.h"
#include "validation/test_relations.h"

static struct test_relations made;
static struct hops hops;

/* Directions that the links, Tier 1 and OTC leave for a step, from their definitions. */
enum { UP = 1, LATERAL = 2, DOWN = 4, INSIDE = 8 };

static bool of_one_organisation(asn_t a, asn_t b)
{
	for (size_t i = 0; i < made.member_count; i++)
		for (size_t k = 0; k < made.member_count; k++)
			if (made.members[i].asn == a && made.members[k].asn == b &&
			    made.members[i].organisation == made.members[k].organisation)
				return true;
	return false;
}

static unsigned unless_none_is_left(unsigned may, bool rules_out, unsigned way)
{
	return rules_out && (may & ~way) != 0 ? may & ~way : may;
}

static unsigned slow_step(asn_t from, asn_t to, asn_t otc)
{
	unsigned may = 0;

	if (of_one_organisation(from, to))
		return INSIDE;
	for (size_t i = 0; i < made.link_count; i++) {
		const struct as_link *link = &made.links[i];
		if (link->a == from && link->b == to)
			may |= link->relation == AS_PEER ? LATERAL : DOWN;
		if (link->a == to && link->b == from)
			may |= link->relation == AS_PEER ? LATERAL : UP;
	}
	if (may == 0)
		may = UP | LATERAL | DOWN;
	bool from_top = relations_is_tier1(made.relations, from);
	bool to_top = relations_is_tier1(made.relations, to);
	/* Both at once, so that two at the top are on a level. */
	may = unless_none_is_left(may, from_top || to_top,
				  (from_top ? UP : 0) | (to_top ? DOWN : 0));
	return unless_none_is_left(may, otc == from, UP);
}

/* Is there a choice of directions that makes the steps up, at most one across, then down? */
static bool can_be_honest(const unsigned *steps, size_t count, bool has_turned)
{
	if (count == 0)
		return true;
	if (steps[0] == INSIDE)
		return can_be_honest(steps + 1, count - 1, has_turned);
	if (!has_turned && (steps[0] & UP) != 0 && can_be_honest(steps + 1, count - 1, false))
		return true;
	if (!has_turned && (steps[0] & LATERAL) != 0 && can_be_honest(steps + 1, count - 1, true))
		return true;
	return (steps[0] & DOWN) != 0 && can_be_honest(steps + 1, count - 1, true);
}

static void random_world(asn_t ases)
{
	size_t links = 20 + (size_t)random() % 120;

	arena_init(&made.arena, TEST_BUDGET);
	for (made.link_count = 0; made.link_count < links; made.link_count++) {
		asn_t a = 1 + (asn_t)random() % ases, b = 1 + (asn_t)random() % ases;
		/* Mostly the lower number sells to the higher, as it would at random nobody is at
		 * the top. */
		bool swaps = a > b && random() % 30 != 0;
		made.links[made.link_count] =
			(struct as_link){ swaps ? b : a, swaps ? a : b,
					  a != b && (a < 6 || random() % 3 == 0) && b < 12
						  ? AS_PEER
						  : AS_PROVIDER_TO_CUSTOMER };
	}
	made.member_count = (size_t)random() % 8;
	for (size_t i = 0; i < made.member_count; i++)
		made.members[i] = (struct as_membership){ 1 + (asn_t)i * 2 + (asn_t)random() % 2,
							  (uint32_t)random() % 4 };
	assert_int_equal(relations_build(&made.arena, made.links, made.link_count, made.members,
					 made.member_count, NULL, &made.relations),
			 0);
}

/* `count` different ASes; mostly they are linked. */
static uint32_t random_walk(asn_t ases)
{
	uint32_t wanted = 2 + (uint32_t)random() % 8, count = 0;

	for (unsigned tries = 0; count < wanted && tries < 200; tries++) {
		const struct as_link *link = &made.links[random_below((uint32_t)made.link_count)];
		asn_t next = 1 + (asn_t)random() % ases;
		if (count > 0 && random() % 6 != 0) {
			asn_t last = hops.asns[count - 1];
			if (link->a != last && link->b != last)
				continue;
			next = link->a == last ? link->b : link->a;
		}
		bool known = false;
		for (uint32_t i = 0; i < count; i++)
			known |= hops.asns[i] == next;
		if (known)
			continue;
		hops.asns[count] = next;
		hops.all[count] = (struct hop){ .first = count, .count = 1 };
		count++;
	}
	hops.count = hops.asn_count = count;
	return count;
}

/* The steps beside the leaker, past those inside its organisation, show what is claimed. */
static void check_place(const struct leak_verdict *got, const unsigned *steps, uint32_t count)
{
	uint32_t learned = count - 1 - got->from_at, sent = count - 1 - got->leaker_at;
	uint32_t between = 0;

	assert_true(got->from_at > got->leaker_at && got->to_at + 1 == got->leaker_at);
	assert_int_equal(steps[learned] & UP, 0);
	assert_int_equal(steps[sent] & DOWN, 0);
	for (uint32_t i = learned + 1; i < sent; i++)
		between += steps[i] != INSIDE;
	assert_int_equal(got->is_located, between == 0);
	if (got->type == LEAK_HAIRPIN)
		assert_true(steps[learned] == DOWN && steps[sent] == UP);
	if (got->type == LEAK_LATERAL)
		assert_true(steps[learned] == LATERAL && steps[sent] == LATERAL);
	if (got->type == LEAK_PROVIDER_TO_PEER)
		assert_true(steps[learned] == DOWN && steps[sent] == LATERAL);
	if (got->type == LEAK_PEER_TO_PROVIDER)
		assert_true(steps[learned] == LATERAL && steps[sent] == UP);
	/* These steps alone show it. */
	assert_false(can_be_honest(&steps[learned], sent - learned + 1, false));
}

static void random_paths_agree_with_all_choices(void **state)
{
	enum { WORLDS = 400, PATHS = 200, ASES = 24 };
	unsigned seen[LEAK_PEER_TO_PROVIDER + 1] = { 0 }, none = 0, not_located = 0;
	unsigned steps[16] = { 0 };

	(void)state;
	srandom(12);
	for (unsigned world = 0; world < WORLDS; world++) {
		random_world(ASES);
		for (unsigned n = 0; n < PATHS; n++) {
			uint32_t count = random_walk(ASES);
			struct leak_context context = { .has_otc = random() % 4 == 0,
							.otc = 1 + (asn_t)random() % ASES };
			for (uint32_t i = 0; i + 1 < count; i++)
				steps[i] = slow_step(hops.asns[count - 1 - i],
						     hops.asns[count - 2 - i],
						     context.has_otc ? context.otc : ASN_NONE);
			struct leak_verdict got = leak_check(made.relations, &hops, &context);
			bool honest = can_be_honest(steps, count - 1, false);
			assert_int_equal(got.state, honest ? LEAK_NONE : LEAK_FOUND);
			if (honest) {
				none++;
				continue;
			}
			check_place(&got, steps, count);
			seen[got.type]++;
			not_located += !got.is_located;
		}
		relations_drop(&made);
	}
	for (size_t i = 0; i < COUNT_OF(seen); i++)
		assert_in_range(seen[i], 200, WORLDS * PATHS); /* else it asks too little */
	assert_in_range(not_located, 200, WORLDS * PATHS);
	assert_in_range(none, 10000, WORLDS * PATHS);
}

static int start(void **state)
{
	(void)state;
	hops_init(&hops);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	hops_clear(&hops);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_paths_agree_with_all_choices),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
