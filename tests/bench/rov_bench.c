/*
 * How fast is origin validation, beside rtrlib with the same VRPs and routes in the same run?
 *
 *	rov_bench VRPS ROUTES
 *
 * VRPS has lines "prefix maxlen asn", ROUTES lines "prefix asn". Prints the time to build, memory,
 * checks per second in the order of the file and in random order, and how many routes are what.
 * Exit 1 when the two disagree on any route.
 */
#include <inttypes.h>
#include <malloc.h>
#include <rtrlib/rtrlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "validation/rov.h"

enum { ARENA_BUDGET = 1 << 30, ROUNDS = 5, LINE_SIZE = 128 };

struct route {
	struct prefix prefix;
	asn_t origin;
	struct lrtr_ip_addr address; /* of the prefix, in rtrlib's form */
};

struct inputs {
	struct vrp *vrps;
	struct route *routes;
	size_t vrp_count, vrp_room, route_count, route_room;
};

enum verdict { VALID, NOT_FOUND, INVALID, VERDICTS };

/* One of the two programs. `build` returns its table, `check` asks it. */
struct validator {
	const char *name;
	const void *(*build)(const struct inputs *inputs);
	enum verdict (*check)(const void *table, const struct route *route);
};

static const void *decorum_build(const struct inputs *inputs)
{
	static struct arena snapshot;
	const struct rov *rov;

	arena_init(&snapshot, ARENA_BUDGET);
	if (rov_build(&snapshot, inputs->vrps, inputs->vrp_count, &rov) < 0)
		abort();
	return rov;
}

static enum verdict decorum_check(const void *table, const struct route *route)
{
	static const enum verdict verdicts[] = {
		[ROV_NOT_FOUND] = NOT_FOUND,
		[ROV_INVALID_ASN] = INVALID,
		[ROV_INVALID_LENGTH] = INVALID,
		[ROV_VALID] = VALID,
	};
	return verdicts[rov_check(table, &route->prefix, route->origin)];
}

static struct lrtr_ip_addr rtrlib_address(const struct prefix *prefix)
{
	struct lrtr_ip_addr address = { .ver = LRTR_IPV6 };

	if (prefix->family == FAMILY_V4)
		return (struct lrtr_ip_addr){ LRTR_IPV4,
					      { .addr4 = { (uint32_t)(prefix->hi >> 32) } } };
	address.u.addr6.addr[0] = (uint32_t)(prefix->hi >> 32);
	address.u.addr6.addr[1] = (uint32_t)prefix->hi;
	address.u.addr6.addr[2] = (uint32_t)(prefix->lo >> 32);
	address.u.addr6.addr[3] = (uint32_t)prefix->lo;
	return address;
}

/* Outside, because asking it takes its lock. */
static struct pfx_table pfx_table;

static const void *rtrlib_build(const struct inputs *inputs)
{
	pfx_table_init(&pfx_table, NULL);
	for (size_t i = 0; i < inputs->vrp_count; i++) {
		const struct vrp *vrp = &inputs->vrps[i];
		struct pfx_record record = {
			.asn = vrp->asn,
			.prefix = rtrlib_address(&vrp->prefix),
			.min_len = vrp->prefix.len,
			.max_len = vrp->max_length,
		};
		if (pfx_table_add(&pfx_table, &record) == PFX_ERROR)
			abort();
	}
	return &pfx_table;
}

static enum verdict rtrlib_check(const void *table, const struct route *route)
{
	static const enum verdict verdicts[] = {
		[BGP_PFXV_STATE_VALID] = VALID,
		[BGP_PFXV_STATE_NOT_FOUND] = NOT_FOUND,
		[BGP_PFXV_STATE_INVALID] = INVALID,
	};
	enum pfxv_state state;
	(void)table;

	if (pfx_table_validate(&pfx_table, route->origin, &route->address, route->prefix.len,
			       &state) != PFX_SUCCESS)
		abort();
	return verdicts[state];
}

static const struct validator validators[] = {
	{ "decorum", decorum_build, decorum_check },
	{ "rtrlib", rtrlib_build, rtrlib_check },
};

static void take_line(struct inputs *inputs, bool is_vrp, const struct prefix *prefix,
		      const uint32_t numbers[2])
{
	if (is_vrp) {
		inputs->vrps = memory_grow(inputs->vrps, &inputs->vrp_room, inputs->vrp_count + 1,
					   sizeof(*inputs->vrps));
		inputs->vrps[inputs->vrp_count++] =
			(struct vrp){ *prefix, (uint8_t)numbers[0], numbers[1] };
		return;
	}
	inputs->routes = memory_grow(inputs->routes, &inputs->route_room, inputs->route_count + 1,
				     sizeof(*inputs->routes));
	inputs->routes[inputs->route_count++] =
		(struct route){ *prefix, numbers[0], rtrlib_address(prefix) };
}

static void read_file(const char *path, bool is_vrps, struct inputs *inputs)
{
	FILE *file = fopen(path, "r");
	char line[LINE_SIZE], text[PREFIX_TEXT_MAX];
	size_t number = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		uint32_t numbers[2];
		struct prefix prefix;
		int fields =
			sscanf(line, "%51s %" SCNu32 " %" SCNu32, text, &numbers[0], &numbers[1]);
		number++;
		if (fields != (is_vrps ? 3 : 2) || prefix_parse(text_of(text), &prefix) < 0) {
			(void)fprintf(stderr, "rov_bench: %s, line %zu is not one\n", path, number);
			exit(2);
		}
		take_line(inputs, is_vrps, &prefix, numbers);
	}
	if (file == NULL || number == 0 || fclose(file) != 0) {
		(void)fprintf(stderr, "rov_bench: nothing to read in %s\n", path);
		exit(2);
	}
}

static void shuffle(struct route *routes, size_t count)
{
	uint64_t state = UINT64_C(88172645463325252);

	for (size_t i = count; i > 1; i--) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		struct route swap = routes[i - 1];
		routes[i - 1] = routes[state % i];
		routes[state % i] = swap;
	}
}

/* Of this process: others may be busy on the same machine. */
static double cpu_time_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t memory_in_use(void)
{
	struct mallinfo2 info = mallinfo2();
	return info.uordblks + info.hblkhd;
}

/* Millions of checks per second, of the best round. Adds up the verdicts of one. */
static double measure(const struct validator *validator, const void *table,
		      const struct inputs *inputs, size_t out_verdicts[VERDICTS])
{
	double best_s = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		size_t verdicts[VERDICTS] = { 0 };
		double start_s = cpu_time_s();
		for (size_t i = 0; i < inputs->route_count; i++)
			verdicts[validator->check(table, &inputs->routes[i])]++;
		double took_s = cpu_time_s() - start_s;
		best_s = took_s < best_s ? took_s : best_s;
		memcpy(out_verdicts, verdicts, sizeof(verdicts));
	}
	return (double)inputs->route_count / best_s / 1e6;
}

static size_t disagreements(const void *const tables[2], const struct inputs *inputs)
{
	size_t differ = 0;

	for (size_t i = 0; i < inputs->route_count; i++)
		if (validators[0].check(tables[0], &inputs->routes[i]) !=
		    validators[1].check(tables[1], &inputs->routes[i]))
			differ++;
	return differ;
}

int main(int argc, char **argv)
{
	struct inputs inputs = { 0 };
	const void *tables[2];

	if (argc != 3) {
		(void)fprintf(stderr, "usage: rov_bench VRPS ROUTES\n");
		return 2;
	}
	read_file(argv[1], true, &inputs);
	read_file(argv[2], false, &inputs);
	printf("%zu VRPs, %zu routes\n\n%-8s %8s %8s %9s %9s %9s %9s %9s\n", inputs.vrp_count,
	       inputs.route_count, "", "build s", "MiB", "M/s", "M/s mixed", "valid", "not-found",
	       "invalid");

	struct inputs mixed = inputs;
	mixed.routes = memory_alloc(inputs.route_count, sizeof(*mixed.routes));
	memcpy(mixed.routes, inputs.routes, inputs.route_count * sizeof(*mixed.routes));
	shuffle(mixed.routes, mixed.route_count);
	for (int i = 0; i < 2; i++) {
		size_t verdicts[VERDICTS], before = memory_in_use();
		double start_s = cpu_time_s();
		tables[i] = validators[i].build(&inputs);
		double build_s = cpu_time_s() - start_s;
		double memory = (double)(memory_in_use() - before) / (1 << 20);
		double in_order = measure(&validators[i], tables[i], &inputs, verdicts);
		double random = measure(&validators[i], tables[i], &mixed, verdicts);
		printf("%-8s %8.2f %8.1f %9.2f %9.2f %9zu %9zu %9zu\n", validators[i].name, build_s,
		       memory, in_order, random, verdicts[VALID], verdicts[NOT_FOUND],
		       verdicts[INVALID]);
	}
	size_t differ = disagreements(tables, &inputs);
	printf("\nthey disagree on %zu routes\n", differ);
	return differ > 0;
}
