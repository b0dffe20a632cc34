#include "norms/norms.h"

#include "base/testkit.h"

#include <stdio.h>

enum { BUDGET = 4 << 20 };

static const char scoring[] = "ready: 0.8\naspiring: 0.6\naggregate: mean\npeers_min: 2\n"
			      "small_max: 2\nmedium_max: 179\nsays: s\nsource: ours\n";

#define HEAD "id: lab\ntitle: Lab\nsays: s\nsource: ours\n"
#define JOIN "join: {at_least: 1, says: s, source: ours}\n"
#define CHECK(id)                                                                                  \
	"  - {id: " id                                                                             \
	", title: t, says: s, basis: attested, of: members, required: true, source: s}\n"
#define ACTION(number)                                                                             \
	"- number: " number "\n  title: t\n  level: recommended\n  must: m\n  mend: m\n"           \
	"  source: s\n  decides: all\n  checks:\n"
#define LAB HEAD JOIN "actions:\n" ACTION("1") CHECK("a") ACTION("3") CHECK("b")

static int read_with(struct arena *arena, struct text programme, struct norms *out_norms,
		     char *out_message)
{
	const struct norms_text texts[] = {
		{ "scoring.yaml", text_of(scoring) },
		{ "lab.yaml", programme },
	};

	out_message[0] = '\0';
	return norms_read(arena, texts, COUNT_OF(texts), out_norms, out_message);
}

/* The metrics that exist, or are about to. */
static bool is_metric(const char *id)
{
	static const char *const known[] = {
		"M1",    "M1C",     "M2",      "M2C",         "M3",     "M3C",   "M4",
		"M4C",   "M5",      "M6",      "M7IRR",       "M7RPKI", "M8",    "DREG",
		"DCUST", "DROV",    "DMAXLEN", "DASPA",       "DFRESH", "DLEAK", "RSRPKI",
		"RSIRR", "RSBOGON", "RSPATH",  "RSBLACKHOLE",
	};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(id, known[i]) == 0)
			return true;
	return false;
}

static void what_is_built_in_is_sound(void **state)
{
	(void)state;
	static const char *const order[] = { "netops", "ixp", "cdn", "vendor", "plus" };
	static const size_t action_counts[] = { 4, 5, 6, 2, 4 };
	struct norms norms;
	struct arena arena;
	char message[NORMS_MESSAGE_MAX] = "";

	arena_init(&arena, BUDGET);
	assert_int_equal(norms_read(&arena, norms_built_in, norms_built_in_count, &norms, message),
			 0);
	assert_string_equal(message, "");
	assert_int_equal(norms.programme_count, COUNT_OF(order));
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		const struct norm_programme *programme = &norms.programmes[i];
		assert_string_equal(programme->id, order[i]);
		assert_int_equal(programme->action_count, action_counts[i]);
		for (size_t a = 0; a < programme->action_count; a++) {
			const struct norm_action *action = &programme->actions[a];
			for (size_t c = 0; c < action->check_count; c++)
				for (const char *const *id = action->checks[c].metrics; *id; id++)
					assert_true(is_metric(*id));
		}
	}
	assert_true(norms.scoring.ready == 0.8);
	assert_true(norms.scoring.aspiring == 0.6);
	assert_int_equal(norms.scoring.medium_max, 179);

	const struct norm_programme *netops = norms_find(&norms, TEXT("netops"));
	assert_int_equal(netops->join_at_least, 3);
	const struct norm_check *check = norm_check_find(netops, TEXT("registration-routes"));
	assert_string_equal(check->metrics[0], "DREG");
	assert_true(check->at_least == 0.9);
	assert_true(check->share == 1);
	assert_true(check->is_ours);
	assert_string_equal(norm_action_find(norms_find(&norms, TEXT("plus")), 6)->id, "RS-06");
	arena_clear(&arena);
}

static void a_later_text_replaces_an_earlier_one(void **state)
{
	(void)state;
	static const char *const order[] = { "lab", "ixp", "netops", "cdn", "lab" };
	struct norms_text texts[6] = { { "scoring.yaml", text_of(scoring) } };
	char yaml[5][2048], message[NORMS_MESSAGE_MAX];
	struct norms norms;
	struct arena arena;

	for (size_t i = 0; i < 5; i++) {
		(void)snprintf(yaml[i], sizeof(yaml[i]), "id: %s\ntitle: t%zu\n%s", order[i], i,
			       strstr(LAB, "says:"));
		texts[i + 1] = (struct norms_text){ "x.yaml", text_of(yaml[i]) };
	}
	arena_init(&arena, BUDGET);
	assert_int_equal(norms_read(&arena, texts, 6, &norms, message), 0);
	assert_int_equal(norms.programme_count, 4);
	assert_string_equal(norms.programmes[0].id, "netops");
	assert_string_equal(norms.programmes[1].id, "ixp");
	assert_string_equal(norms.programmes[2].id, "cdn");
	assert_string_equal(norms.programmes[3].title, "t4");
	assert_int_equal(norms_read(&arena, texts + 1, 5, &norms, message), ERR_MALFORMED);
	assert_string_equal(message, "there is no scoring.yaml");
	arena_clear(&arena);
}

static void what_contradicts_itself_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ HEAD "join: {at_least: 1, says: s, sorce: s}\n",
		  "line 5: unknown key 'sorce'; did you mean 'source'?" },
		{ HEAD JOIN "actions: []\n", "line 6: there are no Actions" },
		{ HEAD "since: 2014\n" JOIN "actions: []\n",
		  "line 5: 'since' must be a month: 2014-11" },
		{ HEAD "since: 2014-13\n" JOIN "actions: []\n",
		  "line 5: 'since' must be a month: 2014-11" },
		{ "id: Lab\ntitle: Lab\nsays: s\nsource: s\n" JOIN "actions: []\n",
		  "line 1: 'id' must be of small letters, digits and '-'" },
		{ HEAD JOIN "actions:\n" ACTION("0") CHECK("a"),
		  "line 7: Actions must be in the order of their numbers, from 1" },
		{ HEAD JOIN "actions:\n" ACTION("2") CHECK("a") ACTION("2") CHECK("b"),
		  "line 16: Actions must be in the order of their numbers, from 1" },
		{ HEAD JOIN "actions:\n" ACTION("1") CHECK("a") ACTION("2") CHECK("a"),
		  "line 24: check 'a' is there twice" },
		{ HEAD JOIN "actions:\n- id: X\n"
			    "  number: 1\n  title: t\n  level: mandatory\n"
			    "  must: m\n  mend: m\n  source: s\n  decides: all\n  checks: []\n",
		  "line 7: Action 1 has no required check: nothing would decide it" },
		{ HEAD "join: {at_least: 3, says: s, source: s}\nactions:\n" ACTION("1") CHECK("a")
			  ACTION("2") CHECK("b"),
		  "line 5: to join takes from 0 Actions, the mandatory ones, to 2, all" },
		{ HEAD JOIN "actions:\n" ACTION(
			  "1") "  - {id: a, title: t, says: s, "
			       "basis: measured, of: networks, required: true, source: s}\n",
		  "line 15: check 'a' is measured, and needs metrics" },
		{ HEAD JOIN "actions:\n" ACTION("1") "  - {id: a, title: t, says: s, "
						     "basis: measured, metrics: [M8], of: "
						     "networks, required: true, source: s}\n",
		  "line 15: check 'a' is measured, and needs 'at_least'" },
		{ HEAD JOIN "actions:\n" ACTION("1") "  - {id: a, title: t, says: s, "
						     "basis: tested, at_least: 1, of: networks, "
						     "required: true, source: s}\n",
		  "line 15: check 'a' is tested, and cannot have 'at_least'" },
	};
	struct norms norms;
	struct arena arena;
	char message[NORMS_MESSAGE_MAX];

	arena_init(&arena, BUDGET);
	assert_int_equal(read_with(&arena, TEXT(LAB), &norms, message), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int result = read_with(&arena, text_of(cases[i].text), &norms, message);
		assert_int_equal(result, ERR_MALFORMED);
		assert_memory_equal(message, "lab.yaml, ", 10);
		assert_string_equal(message + 10, cases[i].says);
	}
	arena_clear(&arena);
}

static void scoring_contradicts_itself(void **state)
{
#define REST "small_max: 2\nmedium_max: 179\nsays: s\nsource: ours\n"
	static const struct {
		const char *yaml;
		const char *says;
	} wrong[] = {
		{ "ready: 0.6\naspiring: 0.6\naggregate: mean\npeers_min: 2\n" REST,
		  "scoring.yaml, line 2: 'aspiring' must be below 'ready'" },
		{ "ready: 0.8\naspiring: 0.6\naggregate: sum\npeers_min: 2\n" REST,
		  "scoring.yaml, line 3: 'aggregate' cannot be sum: scores do not add up" },
	};
#undef REST
	struct norms norms;
	struct arena arena;
	char message[NORMS_MESSAGE_MAX];
	(void)state;

	arena_init(&arena, BUDGET);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const struct norms_text text = { "scoring.yaml", text_of(wrong[i].yaml) };
		assert_int_equal(norms_read(&arena, &text, 1, &norms, message), ERR_MALFORMED);
		assert_string_equal(message, wrong[i].says);
	}
	arena_clear(&arena);
}

/* Whole and consistent, or refused with a sentence. */
static void read_any(struct reader in)
{
	struct norms norms;
	struct arena arena;
	char message[NORMS_MESSAGE_MAX];
	const struct text text = { (const char *)in.at, (size_t)(in.end - in.at) };

	arena_init(&arena, BUDGET);
	int result = read_with(&arena, text, &norms, message);
	assert_int_equal(result == 0, message[0] == '\0');
	if (result == 0) {
		assert_int_equal(norms.programme_count, 1);
		assert_true(norms.programmes[0].action_count > 0);
		assert_true(norms.programmes[0].actions[0].checks[0].source[0] != '\0');
	}
	arena_clear(&arena);
}

static void any_bytes_are_safe(void **state)
{
	(void)state;
	test_every_truncation(LAB, sizeof(LAB) - 1, read_any);
	test_every_bit_flip(LAB, sizeof(LAB) - 1, read_any);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_built_in_is_sound),
		cmocka_unit_test(a_later_text_replaces_an_earlier_one),
		cmocka_unit_test(what_contradicts_itself_is_refused),
		cmocka_unit_test(scoring_contradicts_itself),
		cmocka_unit_test(any_bytes_are_safe),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
