#include "base/testkit.h"

#include "flow/reference_irr.h"
#include "flow/test_reference.h"
#include "validation/as_set_expansion.h"

#define BUDGET ((size_t)1 << 30)

struct desk {
	struct arena session, snapshot;
	struct reference reference;
	const struct as_sets *sets;
};

static void desk_init(struct desk *desk)
{
	*desk = (struct desk){ 0 };
	arena_init(&desk->session, BUDGET);
	arena_init(&desk->snapshot, BUDGET);
	reference_init(&desk->reference, &desk->session);
}

static void desk_clear(struct desk *desk)
{
	reference_clear(&desk->reference);
	arena_clear(&desk->snapshot);
	arena_clear(&desk->session);
}

static uint64_t count_of(const struct input_record *input, const char *name)
{
	for (size_t i = 0; i < input->stored.count_count; i++)
		if (strcmp(input->stored.counts[i].name, name) == 0)
			return input->stored.counts[i].value;
	return 0;
}

static void objects_become_sets_and_dates(void **state)
{
	static const asn_t expected[] = { 64500, 64501, 64503 };
	struct as_set_expansion expansion;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	struct input_record input = test_load(
		&desk.reference, 0,
		"as-set: AS-EXAMPLE\nmembers: AS64500, RIPE::AS-OTHER # both\n"
		" AS-GONE\nmbrs-by-ref: MAINT-A\nsource: RADB\n\n"
		"as-set: AS-OTHER\nmembers: AS64502\nsource: ALTDB\n\n"
		"aut-num: AS64503\nmember-of: AS-EXAMPLE, AS1\nmnt-by: MAINT-B, MAINT-A\n"
		"source: RADB\n\n"
		"aut-num: AS64504\nmember-of: AS-EXAMPLE\nmnt-by: MAINT-C\nsource: RADB\n\n"
		"route: 192.0.2.0/24\norigin: AS64500\nlast-modified: "
		"2018-09-04T19:04:46Z\nsource: RADB\n");
	assert_int_equal(count_of(&input, "names of sets that are none"), 1);
	assert_int_equal(count_of(&input, "beyond what is kept"), 0);
	assert_int_equal(desk.reference.objects[0].date, 20180904);
	/* Sets of another input are of the same collection. */
	(void)test_load(&desk.reference, 1, "as-set: AS-OTHER\nmembers: AS64501\nsource: RIPE\n");
	assert_int_equal(reference_as_sets(&desk.reference, &desk.snapshot, &desk.sets), 0);
	assert_int_equal(as_sets_count(desk.sets), 3);
	assert_int_equal(as_sets_expand(desk.sets, NULL, TEXT("AS-EXAMPLE"), NULL, &expansion), 0);
	assert_int_equal(expansion.asn_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++)
		assert_int_equal(expansion.asns[i].asn, expected[i]);
	assert_int_equal(expansion.missing_count, 1);
	as_set_expansion_clear(&expansion);
	desk_clear(&desk);
}

/* The RIPE NCC's before RADB's, whichever comes first and whatever the alphabet says. */
static void authoritative_sources_are_preferred(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	(void)test_load(&desk.reference, 0,
			"as-set: AS-A\nsource: ALTDB\n\nas-set: AS-A\nsource: JPIRR\n\n"
			"as-set: AS-A\nsource: RIPE\n\nas-set: AS-B\nsource: RIPE-NONAUTH\n\n"
			"as-set: AS-B\nsource: NTTCOM\n\nas-set: AS-C\nsource: ALTDB\n\n"
			"as-set: AS-C\nsource: JPIRR\n");
	assert_int_equal(reference_as_sets(&desk.reference, &desk.snapshot, &desk.sets), 0);
	static const char *const cases[][2] = { { "AS-A", "RIPE" },
						{ "AS-B", "NTTCOM" },
						{ "AS-C", "JPIRR" } };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint32_t set = as_sets_find(desk.sets, NULL, text_of(cases[i][0]));
		assert_true(text_equal(as_sets_get(desk.sets, set).source, text_of(cases[i][1])));
	}
	desk_clear(&desk);
}

static void sources_are_weighed(void **state)
{
	static const struct stored_source sources[] = {
		{ 0, 0, "irr", "RIPE" },
		{ 1, 0, "irr", "RADB" },
		{ 2, 0, "rpki", "ripe" }, /* a trust anchor's name is no registry's */
		{ 3, 0, "irr", "" },
	};
	const struct irr_source *worth;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_int_equal(reference_irr_sources(sources, COUNT_OF(sources), &desk.snapshot, &worth),
			 0);
	for (size_t i = 0; i < COUNT_OF(sources); i++)
		assert_int_equal(worth[i].authoritative, i == 0);
	assert_int_equal(worth[0].registry, REGISTRY_RIPENCC);
	desk_clear(&desk);
}

/* What comes out of the sets of one input. */
struct measured {
	size_t widest, sets, missing, loops; /* of the widest set */
	uint32_t deepest;                    /* of all that have no limit reached */
	unsigned limited;
};

static struct measured measure(const struct as_sets *sets)
{
	struct measured measured = { 0 };

	for (uint32_t i = 0; i < as_sets_count(sets); i++) {
		struct as_set set = as_sets_get(sets, i);
		struct as_set_expansion expansion;
		/* The widest, the tower, and some of the others: all take eight seconds. */
		if (!text_starts(set.name, TEXT("AS3326:")) &&
		    !text_starts(set.name, TEXT("AS15562:")) && i % 16 != 0)
			continue;
		int err = as_sets_expand(sets, &set.source, set.name, NULL, &expansion);
		uint32_t depth = expansion.visits[expansion.visit_count - 1].depth;
		measured.limited += err < 0;
		if (err == 0 && depth > measured.deepest)
			measured.deepest = depth;
		if (expansion.asn_count > measured.widest) {
			measured.widest = expansion.asn_count;
			measured.sets = expansion.visit_count;
			measured.missing = expansion.missing_count;
			measured.loops = expansion.loop_count;
			print_message("# %.*s: %u ASes\n", (int)set.name.len, set.name.at,
				      (unsigned)expansion.asn_count);
		}
		as_set_expansion_clear(&expansion);
	}
	print_message("# in %u sets, %u missing, %u loops; deepest %u\n", (unsigned)measured.sets,
		      (unsigned)measured.missing, (unsigned)measured.loops, measured.deepest);
	return measured;
}

static void expands_the_ripe_database(void **state)
{
	const char *path = test_data("irr/ripe.db.as-set-202401.zst");
	struct input_record input;
	struct desk desk;
	(void)state;

	if (path == NULL)
		skip();
	desk_init(&desk);
	input_init(&input, &desk.session, path);
	struct window *window = input_open(&input, NULL);
	reference_load(&desk.reference, &input, window);
	assert_int_equal(input_close(&input, window), 0);
	assert_int_equal(desk.reference.as_sets.set_count, 25174);
	assert_int_equal(desk.reference.as_sets.member_count, 324477);
	assert_int_equal(reference_as_sets(&desk.reference, &desk.snapshot, &desk.sets), 0);
	assert_int_equal(as_sets_count(desk.sets), 25174);
	struct measured measured = measure(desk.sets);
	assert_int_equal(measured.widest, 51095);
	assert_int_equal(measured.limited, 171);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_become_sets_and_dates),
		cmocka_unit_test(authoritative_sources_are_preferred),
		cmocka_unit_test(sources_are_weighed),
		cmocka_unit_test(expands_the_ripe_database),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
