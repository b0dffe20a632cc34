/*
 * How fast are paths judged: by ASPA, up and down, and for leaks?
 *
 *	aspa_bench LINKS PATHS [ORGANISATIONS]
 *
 * LINKS is an as-rel file, PATHS has a path on every line, ORGANISATIONS lines "asn number". The
 * ASPAs are those of a world in which everybody has attested the providers that LINKS says. Prints
 * checks per second of processor time and how many paths are what, leaks by type and confidence.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "validation/leak.h"
#include "wire/as_rel.h"

enum { ARENA_BUDGET = 1 << 28, LINE_SIZE = 1 << 16, ROUNDS = 3 };

struct inputs {
	struct as_link *links;
	struct as_membership *members;
	struct hops *paths; /* each with arrays of its own size */
	size_t link_count, link_room, member_count, member_room, path_count, path_room;
};

static _Noreturn void give_up(const char *what)
{
	(void)fprintf(stderr, "aspa_bench: %s\n", what);
	exit(2);
}

static int keep_link(void *context, const struct as_link *link, struct place place)
{
	struct inputs *inputs = context;

	(void)place;
	inputs->links = memory_grow(inputs->links, &inputs->link_room, inputs->link_count + 1,
				    sizeof(*inputs->links));
	inputs->links[inputs->link_count++] = *link;
	return 0;
}

static void take_links(struct inputs *inputs, FILE *file)
{
	struct as_rel_sink sink = { inputs, keep_link };
	static char piece[1 << 16];
	struct as_rel rel;
	size_t size;

	as_rel_init(&rel, &sink);
	while ((size = fread(piece, 1, sizeof(piece), file)) > 0)
		if (as_rel_feed(&rel, (struct text){ piece, size }) < 0)
			give_up("the links cannot be read");
	if (as_rel_finish(&rel) < 0 || inputs->link_count == 0)
		give_up("there are no links");
	as_rel_clear(&rel);
}

/* A copy no larger than it must be. */
static struct hops shrunk(const struct hops *from)
{
	struct hops hops = *from;

	hops.asns = memory_alloc(from->asn_count, sizeof(*hops.asns));
	hops.all = memory_alloc(from->count, sizeof(*hops.all));
	for (uint32_t i = 0; i < from->asn_count; i++)
		hops.asns[i] = from->asns[i];
	for (uint32_t i = 0; i < from->count; i++)
		hops.all[i] = from->all[i];
	return hops;
}

static void take_path(struct inputs *inputs, struct text line, struct hops *scratch)
{
	static uint8_t room[AS_PATH_ROOM];
	struct reader path;

	if (as_path_parse(line, room, &path) < 0 || hops_read(scratch, path) < 0)
		give_up("a line is not a path");
	inputs->paths = memory_grow(inputs->paths, &inputs->path_room, inputs->path_count + 1,
				    sizeof(*inputs->paths));
	inputs->paths[inputs->path_count++] = shrunk(scratch);
}

static void take_member(struct inputs *inputs, struct text line)
{
	struct as_membership member;
	struct text asn, number;

	if (!text_word(&line, &asn) || !text_word(&line, &number) ||
	    asn_parse(asn, &member.asn) < 0 || text_u32(number, &member.organisation) < 0)
		give_up("a line is not a membership");
	inputs->members = memory_grow(inputs->members, &inputs->member_room,
				      inputs->member_count + 1, sizeof(*inputs->members));
	inputs->members[inputs->member_count++] = member;
}

static void take_lines(struct inputs *inputs, FILE *file, bool are_paths)
{
	static char line[LINE_SIZE];
	struct hops scratch;

	hops_init(&scratch);
	while (fgets(line, sizeof(line), file) != NULL) {
		struct text rest = text_of(line), row = TEXT("");
		(void)text_line(&rest, &row);
		if (are_paths)
			take_path(inputs, row, &scratch);
		else
			take_member(inputs, row);
	}
	hops_clear(&scratch);
}

static FILE *opened(const char *path)
{
	FILE *file = fopen(path, "r");

	if (file == NULL)
		give_up(path);
	return file;
}

/* Everybody attests the providers that the links say. */
static const struct aspas *attest(const struct inputs *inputs, struct arena *arena)
{
	struct aspa *said = memory_alloc(inputs->link_count, sizeof(*said));
	const struct aspas *aspas;
	size_t count = 0;

	for (size_t i = 0; i < inputs->link_count; i++) {
		const struct as_link *link = &inputs->links[i];
		if (link->relation == AS_PROVIDER_TO_CUSTOMER)
			said[count++] = (struct aspa){ link->b, &link->a, 1 };
	}
	if (aspas_build(arena, said, count, &aspas) < 0)
		give_up("the ASPAs do not fit");
	free(said);
	return aspas;
}

/* Of this process: others may be busy on the same machine. */
static double cpu_time_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct world {
	const struct aspas *aspas;
	const struct relations *relations;
};

static unsigned check_up(const struct world *world, const struct hops *hops)
{
	return aspa_check(world->aspas, hops, BGP_ROLE_PROVIDER, ASN_NONE).state;
}

static unsigned check_down(const struct world *world, const struct hops *hops)
{
	return aspa_check(world->aspas, hops, BGP_ROLE_CUSTOMER, ASN_NONE).state;
}

static unsigned check_leak(const struct world *world, const struct hops *hops)
{
	return leak_check(world->relations, hops, NULL).state;
}

static const struct check {
	const char *name;
	unsigned (*check)(const struct world *world, const struct hops *hops);
	const char *states[3];
} checks[] = {
	{ "aspa up", check_up, { "invalid", "unknown", "valid" } },
	{ "aspa down", check_down, { "invalid", "unknown", "valid" } },
	{ "leak", check_leak, { "leak", "undecided", "none" } },
};

static void measure(const struct check *check, const struct world *world,
		    const struct inputs *inputs)
{
	size_t states[3] = { 0 };
	double best_s = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		double start_s = cpu_time_s();
		memset(states, 0, sizeof(states));
		for (size_t i = 0; i < inputs->path_count; i++)
			states[check->check(world, &inputs->paths[i])]++;
		double took_s = cpu_time_s() - start_s;
		best_s = took_s < best_s ? took_s : best_s;
	}
	printf("%-10s %6.2f M/s", check->name, (double)inputs->path_count / best_s / 1e6);
	for (size_t i = 0; i < 3; i++)
		printf("  %s %zu", check->states[i], states[i]);
	printf("\n");
}

/* Leaks by type, confidence and evidence. */
static void print_leaks(const struct world *world, const struct inputs *inputs)
{
	size_t counts[LEAK_INTERNAL_PREFIXES + 1][CONFIDENCE_HIGH + 1] = { 0 };

	for (size_t i = 0; i < inputs->path_count; i++) {
		struct leak_verdict leak = leak_check(world->relations, &inputs->paths[i], NULL);
		if (leak.state == LEAK_FOUND)
			counts[leak.type][leak.confidence]++;
	}
	for (unsigned type = 0; type <= LEAK_PEER_TO_PROVIDER; type++)
		printf("type %u      low %zu  medium %zu  high %zu\n", type,
		       counts[type][CONFIDENCE_LOW], counts[type][CONFIDENCE_MEDIUM],
		       counts[type][CONFIDENCE_HIGH]);
}

int main(int argc, char **argv)
{
	static struct arena arena;
	struct inputs inputs = { 0 };
	struct world world;
	size_t tier1s;

	if (argc < 3 || argc > 4)
		give_up("usage: aspa_bench LINKS PATHS [ORGANISATIONS]");
	FILE *links = opened(argv[1]), *paths = opened(argv[2]);
	take_links(&inputs, links);
	take_lines(&inputs, paths, true);
	if (argc == 4)
		take_lines(&inputs, opened(argv[3]), false);
	arena_init(&arena, ARENA_BUDGET);
	world.aspas = attest(&inputs, &arena);
	size_t before = arena.used;
	double start_s = cpu_time_s();
	if (relations_build(&arena, inputs.links, inputs.link_count, inputs.members,
			    inputs.member_count, NULL, &world.relations) < 0)
		give_up("the relations do not fit");
	const asn_t *tier1 = relations_tier1(world.relations, &tier1s);
	printf("%zu links: %.1f MiB in %.2f s; %zu customers attest: %.1f MiB; %zu paths\nTier 1:",
	       relations_link_count(world.relations), (double)(arena.used - before) / (1 << 20),
	       cpu_time_s() - start_s, aspas_count(world.aspas), (double)before / (1 << 20),
	       inputs.path_count);
	for (size_t i = 0; i < tier1s; i++)
		printf(" %u", tier1[i]);
	printf("\n\n");
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		measure(&checks[i], &world, &inputs);
	print_leaks(&world, &inputs);
	return 0;
}
