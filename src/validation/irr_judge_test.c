#include "base/testkit.h"

#include "net/test_prefix.h"
#include "validation/irr_judge.h"

enum { BUDGET = 1 << 26, ROWS_MAX = 20 };

static struct prefix prefix(const char *terminated)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(text_of(terminated), &prefix), 0);
	return prefix;
}

static void names_of_sources(void **state)
{
	static const struct {
		const char *name;
		bool authoritative;
		enum registry registry;
		const char *economy;
	} cases[] = {
		{ "RIPE", true, REGISTRY_RIPENCC, "" },
		{ "ripe", true, REGISTRY_RIPENCC, "" },
		{ "AFRINIC", true, REGISTRY_AFRINIC, "" },
		{ "APNIC", true, REGISTRY_APNIC, "" },
		{ "ARIN", true, REGISTRY_ARIN, "" },
		{ "LACNIC", true, REGISTRY_LACNIC, "" },
		{ "JPIRR", true, REGISTRY_APNIC, "JP" },
		{ "KRNIC", true, REGISTRY_APNIC, "KR" },
		{ "RIPE-NONAUTH", false, 0, "" },
		{ "ARIN-NONAUTH", false, 0, "" },
		{ "RADB", false, 0, "" },
		{ "NTTCOM", false, 0, "" },
		{ "ALTDB", false, 0, "" },
		{ "LEVEL3", false, 0, "" },
		{ "TC", false, 0, "" },
		{ "BELL", false, 0, "" },
		{ "RPKI", false, 0, "" },
		{ "", false, 0, "" },
		{ "RIP", false, 0, "" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct irr_source source = irr_source_find(text_of(cases[i].name));
		print_message("# %s\n", cases[i].name);
		assert_int_equal(source.authoritative, cases[i].authoritative);
		assert_int_equal(source.registry, cases[i].registry);
		assert_string_equal(source.economy, cases[i].economy);
	}
	for (size_t i = 0; i < IRR_SOURCES; i++)
		assert_true(irr_source_find(text_of(irr_source_name(i))).authoritative);
}

/* Everything that can be known, and the frozen sets over it. */
struct world {
	struct route_object objects[ROWS_MAX];
	struct vrp vrps[ROWS_MAX];
	struct delegation lines[ROWS_MAX];
	size_t object_count, vrp_count, line_count;
	struct irr_source sources[4];
	struct irr_context context;
	struct arena arena;
	const struct irr *irr;
};

enum source { RIPE, RADB, ARIN, JPIRR };

static void world_init(struct world *world)
{
	*world = (struct world){ 0 };
	world->sources[RIPE] = irr_source_find(TEXT("RIPE"));
	world->sources[RADB] = irr_source_find(TEXT("RADB"));
	world->sources[ARIN] = irr_source_find(TEXT("ARIN"));
	world->sources[JPIRR] = irr_source_find(TEXT("JPIRR"));
	world->context.sources = world->sources;
	world->context.source_count = COUNT_OF(world->sources);
	world->context.now = 20260222;
	world->context.old_years = IRR_OLD_YEARS;
}

static void world_freeze(struct world *world)
{
	arena_init(&world->arena, BUDGET);
	assert_int_equal(irr_build(&world->arena, world->objects, world->object_count, &world->irr),
			 0);
	assert_int_equal(
		rov_build(&world->arena, world->vrps, world->vrp_count, &world->context.rov), 0);
	assert_int_equal(delegations_build(&world->arena, world->lines, world->line_count, 0,
					   &world->context.delegations),
			 0);
}

static void add_object(struct world *world, const char *text, asn_t origin, enum source source,
		       uint32_t date)
{
	world->objects[world->object_count++] =
		(struct route_object){ prefix(text), origin, (uint16_t)source, date };
}

static void add_line(struct world *world, const char *text, enum delegation_status status,
		     enum registry registry, const char *economy, uint32_t date)
{
	world->lines[world->line_count++] =
		(struct delegation){ .kind = DELEGATION_PREFIX,
				     .prefix = prefix(text),
				     .status = status,
				     .registry = registry,
				     .economy = { economy[0],
						  economy[0] != '\0' ? economy[1] : '\0' },
				     .date = date };
}

static struct irr_verdict judge(const struct world *world, const char *text, asn_t origin)
{
	struct prefix question = prefix(text);

	return irr_judge(world->irr, &question, origin, &world->context);
}

static void where_a_route_is_registered(void **state)
{
	static struct world world;
	static const struct {
		const char *prefix;
		asn_t origin;
		enum irr_state state;
		enum irr_registration registration;
		enum source best;
	} cases[] = {
		{ "193.0.0.0/21", 64500, IRR_EXACT, IRR_AUTHORITATIVE, RIPE },
		{ "193.0.0.0/21", 64501, IRR_EXACT, IRR_ELSEWHERE, RADB },
		{ "193.0.0.0/21", 64502, IRR_ORIGIN_MISMATCH, IRR_NOWHERE, 0 },
		{ "193.0.4.0/24", 64500, IRR_COVERED, IRR_AUTHORITATIVE, RIPE },
		/* This part of the RIPE NCC's space is ARIN's now, so RIPE is elsewhere. */
		{ "193.0.8.0/24", 64503, IRR_EXACT, IRR_ELSEWHERE, RIPE },
		{ "193.0.9.0/24", 64503, IRR_EXACT, IRR_AUTHORITATIVE, ARIN },
		/* No statistics here: by IANA. */
		{ "194.0.0.0/16", 64500, IRR_EXACT, IRR_AUTHORITATIVE, RIPE },
		{ "8.0.0.0/8", 64500, IRR_EXACT, IRR_ELSEWHERE, RIPE },
		/* A national registry speaks for its own economy. */
		{ "1.0.16.0/20", 64500, IRR_EXACT, IRR_AUTHORITATIVE, JPIRR },
		{ "1.0.0.0/24", 64500, IRR_EXACT, IRR_ELSEWHERE, JPIRR },
		/* Nobody's space. */
		{ "10.0.0.0/8", 64500, IRR_EXACT, IRR_UNATTRIBUTED, RIPE },
		{ "12.0.0.0/8", 64500, IRR_NOT_FOUND, IRR_NOWHERE, 0 },
		{ "193.0.0.0/21", ASN_NONE, IRR_ORIGIN_MISMATCH, IRR_NOWHERE, 0 },
	};
	(void)state;

	world_init(&world);
	add_object(&world, "193.0.0.0/21", 64500, RADB, 20250101);
	add_object(&world, "193.0.0.0/21", 64500, RIPE, 20240101);
	add_object(&world, "193.0.0.0/21", 64501, RADB, 20250101);
	add_object(&world, "193.0.8.0/24", 64503, RIPE, 20250101);
	add_object(&world, "193.0.9.0/24", 64503, ARIN, 20250101);
	add_object(&world, "194.0.0.0/16", 64500, RIPE, 20250101);
	add_object(&world, "8.0.0.0/8", 64500, RIPE, 20250101);
	add_object(&world, "1.0.16.0/20", 64500, JPIRR, 20250101);
	add_object(&world, "1.0.0.0/24", 64500, JPIRR, 20250101);
	add_object(&world, "10.0.0.0/8", 64500, RIPE, 20250101);
	add_line(&world, "193.0.0.0/21", DELEGATION_ALLOCATED, REGISTRY_RIPENCC, "NL", 20230101);
	add_line(&world, "193.0.8.0/23", DELEGATION_ALLOCATED, REGISTRY_ARIN, "US", 20230101);
	add_line(&world, "1.0.16.0/20", DELEGATION_ALLOCATED, REGISTRY_APNIC, "JP", 20110412);
	add_line(&world, "1.0.0.0/24", DELEGATION_ASSIGNED, REGISTRY_APNIC, "AU", 20110811);
	world_freeze(&world);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct irr_verdict verdict = judge(&world, cases[i].prefix, cases[i].origin);
		print_message("# %s %u\n", cases[i].prefix, cases[i].origin);
		assert_string_equal(irr_state_name(verdict.state), irr_state_name(cases[i].state));
		assert_string_equal(irr_registration_name(verdict.registration),
				    irr_registration_name(cases[i].registration));
		assert_int_equal(verdict.best.source, cases[i].best);
	}
	assert_int_equal(judge(&world, "193.0.0.0/21", 64500).naming, 2);
	assert_int_equal(judge(&world, "193.0.0.0/21", 64500).others, 1);
	assert_int_equal(judge(&world, "193.0.9.0/24", 64503).registry, REGISTRY_ARIN);
	assert_false(judge(&world, "10.0.0.0/8", 64500).has_registry);
	assert_int_equal(judge(&world, "192.0.0.0/7", 64503).more_specific, 5);
	assert_int_equal(judge(&world, "192.0.0.0/7", 64503).more_specific_own, 2);
	/* Nothing is authoritative for who does not know what the sources are. */
	world.context.source_count = 0;
	assert_int_equal(judge(&world, "193.0.0.0/21", 64500).registration, IRR_ELSEWHERE);
	arena_clear(&world.arena);
}

static void what_speaks_against_an_object(void **state)
{
	static struct world world;
	static const struct {
		const char *prefix;
		asn_t origin;
		unsigned standing;
	} cases[] = {
		{ "193.0.0.0/21", 64500, 0 },
		{ "193.0.0.0/21", 64501, IRR_OUTDATED | IRR_RPKI_INVALID },
		{ "193.0.0.0/21", 64502, IRR_RPKI_INVALID }, /* has no date */
		{ "193.0.8.0/24", 64500, IRR_UNDELEGATED },
		{ "193.0.9.0/24", 64500, IRR_UNDELEGATED | IRR_OLD },
		{ "193.0.10.0/24", 64500, IRR_OUTDATED | IRR_OLD },
		{ "193.0.10.0/24", 64501, 0 },      /* touched on the day of its delegation */
		{ "194.0.0.0/16", 64500, IRR_OLD }, /* a day too old */
		{ "194.0.0.0/16", 64501, 0 },       /* ten years to the day */
		{ "194.1.0.0/16", 64501, 0 },       /* written in the future */
	};
	static const char *const names[] = { "older-than-delegation", "not-delegated",
					     "rpki-invalid", "old" };
	(void)state;

	world_init(&world);
	add_object(&world, "193.0.0.0/21", 64500, RIPE, 20250101);
	add_object(&world, "193.0.0.0/21", 64501, RIPE, 20221231);
	add_object(&world, "193.0.0.0/21", 64502, RIPE, 0);
	add_object(&world, "193.0.0.0/22", 64500, RIPE, 20250101);
	add_object(&world, "193.0.8.0/24", 64500, RIPE, 20250101);
	add_object(&world, "193.0.9.0/24", 64500, RIPE, 19990101);
	add_object(&world, "193.0.10.0/24", 64500, RIPE, 20100630);
	add_object(&world, "193.0.10.0/24", 64501, RIPE, 20200701);
	add_object(&world, "194.0.0.0/16", 64500, RIPE, 20160221);
	add_object(&world, "194.0.0.0/16", 64501, RIPE, 20160222);
	add_object(&world, "194.1.0.0/16", 64501, RIPE, 20990101);
	add_line(&world, "193.0.0.0/21", DELEGATION_ALLOCATED, REGISTRY_RIPENCC, "NL", 20230101);
	add_line(&world, "193.0.8.0/24", DELEGATION_AVAILABLE, REGISTRY_RIPENCC, "", 0);
	add_line(&world, "193.0.9.0/24", DELEGATION_RESERVED, REGISTRY_RIPENCC, "", 20240101);
	add_line(&world, "193.0.10.0/24", DELEGATION_ASSIGNED, REGISTRY_RIPENCC, "NL", 20200701);
	add_line(&world, "194.0.0.0/16", DELEGATION_ALLOCATED, REGISTRY_RIPENCC, "NL", 0);
	world.vrps[world.vrp_count++] = (struct vrp){ prefix("193.0.0.0/21"), 21, 64500 };
	world_freeze(&world);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct irr_verdict verdict = judge(&world, cases[i].prefix, cases[i].origin);
		print_message("# %s %u\n", cases[i].prefix, cases[i].origin);
		assert_int_equal(verdict.standing, cases[i].standing);
		assert_int_equal(verdict.best.origin, cases[i].origin);
	}
	/* The sound object for a less specific is better than the invalid one for this very prefix.
	 */
	assert_int_equal(irr_standing(&world.context, &world.objects[3]), IRR_RPKI_INVALID);
	assert_int_equal(judge(&world, "193.0.0.0/22", 64500).standing, 0);
	assert_int_equal(judge(&world, "193.0.0.0/22", 64500).sound, 1);
	for (unsigned fault = 0; fault < IRR_FAULTS; fault++)
		assert_string_equal(irr_fault_name((enum irr_fault)(1 << fault)), names[fault]);

	/* What nobody knows is not held against an object. */
	world.context = (struct irr_context){ 0 };
	for (size_t i = 0; i < world.object_count; i++)
		assert_int_equal(irr_standing(&world.context, &world.objects[i]), 0);
	arena_clear(&world.arena);
}

static const struct delegation *line_slowly(const struct world *world, const struct prefix *prefix)
{
	const struct delegation *best = NULL;

	for (size_t i = 0; i < world->line_count; i++) {
		const struct delegation *line = &world->lines[i];
		if (prefix_covers(&line->prefix, prefix) &&
		    (best == NULL || line->prefix.len > best->prefix.len))
			best = line;
	}
	return best;
}

static bool invalid_slowly(const struct world *world, const struct route_object *object)
{
	bool covered = false;

	for (size_t i = 0; i < world->vrp_count; i++) {
		const struct vrp *vrp = &world->vrps[i];
		if (!prefix_covers(&vrp->prefix, &object->prefix))
			continue;
		covered = true;
		if (vrp->asn == object->origin && object->origin != ASN_NONE &&
		    object->prefix.len <= vrp->max_length)
			return false;
	}
	return covered;
}

static unsigned standing_slowly(const struct world *world, const struct route_object *object)
{
	const struct delegation *line = line_slowly(world, &object->prefix);
	unsigned faults = invalid_slowly(world, object) ? IRR_RPKI_INVALID : 0;

	if (line != NULL && line->status >= DELEGATION_AVAILABLE)
		faults |= IRR_UNDELEGATED;
	if (line != NULL && line->status < DELEGATION_AVAILABLE && object->date != 0 &&
	    object->date < line->date)
		faults |= IRR_OUTDATED;
	if (object->date != 0 && object->date < 20160222)
		faults |= IRR_OLD;
	return faults;
}

static void compare(const struct world *world, const struct prefix *question, asn_t origin)
{
	struct irr_verdict verdict = irr_judge(world->irr, question, origin, &world->context);
	const struct delegation *line = line_slowly(world, question);
	uint32_t naming = 0, sound = 0, others = 0, inside = 0, own = 0;
	bool authoritative = false;

	for (size_t i = 0; i < world->object_count; i++) {
		const struct route_object *object = &world->objects[i];
		bool named = object->origin == origin && origin != ASN_NONE;
		if (prefix_covers(question, &object->prefix) &&
		    question->len < object->prefix.len) {
			inside++;
			own += named;
		}
		if (!prefix_covers(&object->prefix, question))
			continue;
		naming += named;
		others += !named;
		if (!named)
			continue;
		sound += standing_slowly(world, object) == 0;
		authoritative |= line != NULL && line->registry == REGISTRY_RIPENCC &&
				 object->source == RIPE;
		authoritative |=
			line != NULL && line->registry == REGISTRY_ARIN && object->source == ARIN;
		authoritative |= line != NULL && line->registry == REGISTRY_APNIC &&
				 object->source == JPIRR && line->economy[0] == 'J';
	}
	assert_int_equal(verdict.state, irr_check(world->irr, question, origin));
	assert_int_equal(verdict.naming, naming);
	assert_int_equal(verdict.sound, sound);
	assert_int_equal(verdict.others, others);
	assert_int_equal(verdict.more_specific, inside);
	assert_int_equal(verdict.more_specific_own, own);
	assert_int_equal(naming > 0, verdict.registration != IRR_NOWHERE);
	if (line == NULL) /* then by IANA, which has its own test */
		return;
	assert_true(verdict.has_registry && verdict.registry == line->registry);
	assert_int_equal(verdict.registration == IRR_AUTHORITATIVE, authoritative);
	if (naming > 0) {
		assert_int_equal(verdict.standing, standing_slowly(world, &verdict.best));
		/* An authoritative one first; else a sound one, if there is any. */
		assert_true(authoritative || (verdict.standing == 0) == (sound > 0));
	}
}

/* Distinct rows, since the naive answer counts what it sees. */
static void world_draw(struct world *world)
{
	static const uint32_t dates[] = { 0, 19990101, 20160221, 20160222, 20200101 };
	static const enum registry registries[] = { REGISTRY_RIPENCC, REGISTRY_ARIN,
						    REGISTRY_APNIC };
	size_t drawn = random_below(ROWS_MAX + 1);

	world_init(world);
	for (size_t i = 0; i < drawn; i++) {
		struct route_object object = { random_prefix(FAMILY_V6), random_below(3),
					       (uint16_t)random_below(4),
					       dates[random_below(COUNT_OF(dates))] };
		bool twice = false;
		for (size_t k = 0; k < world->object_count; k++)
			twice |= prefix_equal(&world->objects[k].prefix, &object.prefix) &&
				 world->objects[k].origin == object.origin &&
				 world->objects[k].source == object.source;
		if (!twice)
			world->objects[world->object_count++] = object;
	}
	for (size_t i = 0; i < drawn; i++) {
		struct prefix row = random_prefix(FAMILY_V6);
		uint8_t max_length = (uint8_t)(row.len + random_below(129U - row.len));
		world->vrps[world->vrp_count++] = (struct vrp){ row, max_length, random_below(3) };
		row = random_prefix(FAMILY_V6);
		bool twice = false;
		for (size_t k = 0; k < world->line_count; k++)
			twice |= prefix_equal(&world->lines[k].prefix, &row);
		if (!twice)
			world->lines[world->line_count++] = (struct delegation){
				.kind = DELEGATION_PREFIX,
				.prefix = row,
				.status = (enum delegation_status)random_below(4),
				.registry = registries[random_below(COUNT_OF(registries))],
				.economy = { random_below(2) ? 'J' : 'K', 'P' },
				.date = dates[random_below(COUNT_OF(dates))],
			};
	}
	world_freeze(world);
}

static void random_worlds_agree_with_a_linear_search(void **state)
{
	static struct world world;
	(void)state;

	srandom(12);
	for (unsigned round = 0; round < 600; round++) {
		world_draw(&world);
		for (unsigned n = 0; n < 200 && world.object_count > 0; n++) {
			uint32_t near = random_below((uint32_t)world.object_count);
			struct prefix question = random_relative(&world.objects[near].prefix);
			compare(&world, &question, random_below(4));
		}
		arena_clear(&world.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_sources),
		cmocka_unit_test(where_a_route_is_registered),
		cmocka_unit_test(what_speaks_against_an_object),
		cmocka_unit_test(random_worlds_agree_with_a_linear_search),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
