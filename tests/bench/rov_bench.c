/*
 * How fast is origin validation, beside rtrlib with the same VRPs and routes in the same run, and
 * beside what the machine's memory allows?
 *
 *	rov_bench OLDER NEWER ROUTES
 *
 * OLDER and NEWER have lines "prefix maxlen asn", ROUTES lines "prefix asn". Every figure is the
 * median of several rounds, in processor time. Exit 1 when the two programs disagree on any route.
 */
#include <inttypes.h>
#include <malloc.h>
#include <rtrlib/rtrlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "validation/rov.h"
#include "validation/rov_change.h"

enum { ARENA_BUDGET = 1 << 30, ROUNDS = 5, LINE_SIZE = 128, CHASES = 1 << 21 };

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

/* One of the two programs. `build` makes its table anew and returns it, `check` asks it. */
struct validator {
	const char *name;
	const void *(*build)(const struct vrp *vrps, size_t count);
	enum verdict (*check)(const void *table, const struct route *route);
};

static struct arena snapshot;

static const void *decorum_build(const struct vrp *vrps, size_t count)
{
	const struct rov *rov;

	arena_clear(&snapshot);
	arena_init(&snapshot, ARENA_BUDGET);
	if (rov_build(&snapshot, vrps, count, &rov) < 0)
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

static const void *rtrlib_build(const struct vrp *vrps, size_t count)
{
	static bool built;

	if (built)
		pfx_table_free(&pfx_table);
	built = true;
	pfx_table_init(&pfx_table, NULL);
	for (size_t i = 0; i < count; i++) {
		const struct vrp *vrp = &vrps[i];
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

/* xorshift64: the same order in every run. */
static size_t random_below(size_t limit)
{
	static uint64_t state = UINT64_C(88172645463325252);

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % limit;
}

static void *mixed_copy(const void *items, size_t count, size_t size)
{
	const char *from = items;
	char *mixed = memory_alloc(count, size);

	for (size_t i = 0; i < count; i++) {
		size_t j = random_below(i + 1);
		memcpy(mixed + i * size, mixed + j * size, size);
		memcpy(mixed + j * size, from + i * size, size);
	}
	return mixed;
}

/* Of this process: others may be busy on the same machine. */
static double cpu_time_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double memory_in_use_mib(void)
{
	struct mallinfo2 info = mallinfo2();
	return (double)(info.uordblks + info.hblkhd) / (1 << 20);
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static double median(double values[ROUNDS])
{
	qsort(values, ROUNDS, sizeof(*values), by_size);
	return values[ROUNDS / 2];
}

static double build_s(const struct validator *validator, const struct vrp *vrps, size_t count)
{
	double took_s[ROUNDS];

	for (int round = 0; round < ROUNDS; round++) {
		double start_s = cpu_time_s();
		(void)validator->build(vrps, count);
		took_s[round] = cpu_time_s() - start_s;
	}
	return median(took_s);
}

/* Millions of checks per second; the verdicts of one round. */
static double checks_per_us(const struct validator *validator, const void *table,
			    const struct route *routes, size_t count, size_t out_verdicts[VERDICTS])
{
	double rates[ROUNDS];

	for (int round = 0; round < ROUNDS; round++) {
		size_t verdicts[VERDICTS] = { 0 };
		double start_s = cpu_time_s();
		for (size_t i = 0; i < count; i++)
			verdicts[validator->check(table, &routes[i])]++;
		rates[round] = (double)count / (cpu_time_s() - start_s) / 1e6;
		memcpy(out_verdicts, verdicts, sizeof(verdicts));
	}
	return median(rates);
}

/* What a read costs whose address the read before it gave, in random order over `size` bytes. */
static double read_ns(size_t size)
{
	size_t count = size / sizeof(uint32_t);
	uint32_t *next = memory_alloc(count, sizeof(*next));
	volatile uint32_t end;
	uint32_t at = 0;

	/* One cycle through all, by Sattolo. */
	for (size_t i = 0; i < count; i++)
		next[i] = (uint32_t)i;
	for (size_t i = count - 1; i > 0; i--) {
		size_t j = random_below(i);
		uint32_t swap = next[i];
		next[i] = next[j];
		next[j] = swap;
	}
	double start_s = cpu_time_s();
	for (size_t i = 0; i < CHASES; i++)
		at = next[at];
	end = at;
	double took_s = cpu_time_s() - start_s;
	(void)end;
	free(next);
	return took_s * 1e9 / CHASES;
}

struct workload {
	const struct inputs *inputs;
	struct vrp *mixed_vrps;
	struct route *mixed_routes;
};

struct figures {
	double build_s, mixed_build_s, mib, in_order, mixed; /* the last two in checks a us */
};

static struct figures race(const struct validator *validator, const struct workload *load,
			   const void **out_table, size_t out_verdicts[VERDICTS])
{
	const struct inputs *inputs = load->inputs;
	double before_mib = memory_in_use_mib();
	struct figures figures = { 0 };

	*out_table = validator->build(inputs->vrps, inputs->vrp_count);
	figures.mib = memory_in_use_mib() - before_mib;
	figures.mixed_build_s = build_s(validator, load->mixed_vrps, inputs->vrp_count);
	figures.build_s = build_s(validator, inputs->vrps, inputs->vrp_count);
	*out_table = validator->build(inputs->vrps, inputs->vrp_count);
	figures.in_order = checks_per_us(validator, *out_table, inputs->routes, inputs->route_count,
					 out_verdicts);
	figures.mixed = checks_per_us(validator, *out_table, load->mixed_routes,
				      inputs->route_count, out_verdicts);
	return figures;
}

/* Returns on how many routes the two disagree. */
static size_t race_both(const struct workload *load)
{
	const struct inputs *inputs = load->inputs;
	const void *tables[2];
	struct figures figures[2];
	size_t differ = 0;

	printf("%-8s %8s %8s %8s %9s %9s %9s %9s %9s\n", "", "build s", "mixed s", "MiB", "M/s",
	       "M/s mixed", "valid", "not-found", "invalid");
	for (int i = 0; i < 2; i++) {
		size_t verdicts[VERDICTS];
		figures[i] = race(&validators[i], load, &tables[i], verdicts);
		printf("%-8s %8.2f %8.2f %8.1f %9.2f %9.2f %9zu %9zu %9zu\n", validators[i].name,
		       figures[i].build_s, figures[i].mixed_build_s, figures[i].mib,
		       figures[i].in_order, figures[i].mixed, verdicts[VALID], verdicts[NOT_FOUND],
		       verdicts[INVALID]);
	}
	printf("%-8s %8.2f %8.2f %8.2f %9.1f %9.1f\n", "ratio",
	       figures[0].build_s / figures[1].build_s,
	       figures[0].mixed_build_s / figures[1].mixed_build_s, figures[0].mib / figures[1].mib,
	       figures[0].in_order / figures[1].in_order, figures[0].mixed / figures[1].mixed);
	for (size_t i = 0; i < inputs->route_count; i++)
		differ += validators[0].check(tables[0], &inputs->routes[i]) !=
			  validators[1].check(tables[1], &inputs->routes[i]);
	printf("they disagree on %zu routes\n", differ);

	double size_mib = figures[0].mib;
	printf("\none random read that waits for the one before, in %.1f MiB: %.1f ns; "
	       "a mixed check: %.1f ns\n",
	       size_mib, read_ns((size_t)(size_mib * (1 << 20))), 1e3 / figures[0].mixed);
	return differ;
}

/* The same with every eighth, fourth, second VRP. */
static void grow(const struct workload *load)
{
	const struct inputs *inputs = load->inputs;
	struct vrp *some = memory_alloc(inputs->vrp_count, sizeof(*some));

	printf("\n%-8s %8s %8s %9s %9s\n", "VRPs", "mixed s", "MiB", "M/s", "M/s mixed");
	for (size_t part = 8; part > 0; part /= 2) {
		size_t count = inputs->vrp_count / part;
		memcpy(some, load->mixed_vrps, count * sizeof(*some));
		struct inputs less = *inputs;
		less.vrps = some;
		less.vrp_count = count;
		struct workload lighter = { &less, some, load->mixed_routes };
		size_t verdicts[VERDICTS];
		const void *table;
		arena_clear(&snapshot);
		struct figures figures = race(&validators[0], &lighter, &table, verdicts);
		printf("%-8zu %8.2f %8.1f %9.2f %9.2f\n", count, figures.mixed_build_s, figures.mib,
		       figures.in_order, figures.mixed);
	}
	free(some);
}

/* Routes of which `change` touches one; NULL: of all. Adds up the states, so that all are asked. */
static size_t judge(const struct rov *rov, const struct rov_change *change,
		    const struct inputs *routes, size_t *out_judged)
{
	size_t sum = 0;

	*out_judged = 0;
	for (size_t i = 0; i < routes->route_count; i++) {
		const struct route *route = &routes->routes[i];
		if (change != NULL && !rov_change_touches(change, &route->prefix))
			continue;
		sum += rov_check(rov, &route->prefix, route->origin);
		++*out_judged;
	}
	return sum;
}

static void change(const struct inputs *older, const struct inputs *newer)
{
	const struct rov *rov = decorum_build(newer->vrps, newer->vrp_count);
	double difference_s[ROUNDS], touched_s[ROUNDS], all_s[ROUNDS];
	size_t touched = 0, all = 0, sum = 0;
	struct rov_change change = { 0 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena batch;
		double start_s = cpu_time_s();
		arena_init(&batch, ARENA_BUDGET);
		if (rov_change_build(&batch, older->vrps, older->vrp_count, newer->vrps,
				     newer->vrp_count, &change) < 0)
			abort();
		difference_s[round] = cpu_time_s() - start_s;
		start_s = cpu_time_s();
		sum += judge(rov, &change, older, &touched);
		touched_s[round] = cpu_time_s() - start_s;
		start_s = cpu_time_s();
		sum += judge(rov, NULL, older, &all);
		all_s[round] = cpu_time_s() - start_s;
		arena_clear(&batch);
	}
	printf("\na change: %zu VRPs withdrawn, %zu announced; the difference takes %.1f ms\n"
	       "judging the %zu routes it touches: %.2f ms, all %zu: %.2f ms (states add up to "
	       "%zu)\n",
	       change.withdrawn_count, change.announced_count, median(difference_s) * 1e3, touched,
	       median(touched_s) * 1e3, all, median(all_s) * 1e3, sum);
}

int main(int argc, char **argv)
{
	struct inputs inputs = { 0 }, newer = { 0 };

	if (argc != 4) {
		(void)fprintf(stderr, "usage: rov_bench OLDER NEWER ROUTES\n");
		return 2;
	}
	read_file(argv[1], true, &inputs);
	read_file(argv[2], true, &newer);
	read_file(argv[3], false, &inputs);
	printf("%zu VRPs, %zu routes\n\n", inputs.vrp_count, inputs.route_count);

	struct workload load = {
		&inputs, mixed_copy(inputs.vrps, inputs.vrp_count, sizeof(*inputs.vrps)),
		mixed_copy(inputs.routes, inputs.route_count, sizeof(*inputs.routes))
	};
	size_t differ = race_both(&load);
	grow(&load);
	change(&inputs, &newer);
	return differ > 0;
}
