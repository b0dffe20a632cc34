#include "validation/rov_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
	VRPS_MAX = 1 << 24,    /* keeps the number of every cell, run and row in 31 bits */
	CELL_BITS = 5,         /* 32 pieces share a cell */
	MAP_BITS_MAX = 24,     /* pieces of the largest map: 4 MiB of cells */
	CELLS_PER_PREFIX = 2,  /* at most, when there are several */
	SKIP_MAX = 32,         /* bits that a map may skip */
	COPIED_ROWS_MAX = 8,   /* a parent's chain up to here is copied, a longer one linked */
	LEN_NEVER = UINT8_MAX, /* longer than any route: a row that covers none */
};

/* Runs are numbered in the order of their addresses. A run is the number of its chain's first row,
 * or with this bit the number of a map. */
#define RUN_IS_MAP (UINT32_C(1) << 31)
#define NO_NODE    UINT32_MAX
#define NO_ROW     UINT32_MAX

/* What stands behind a row. */
enum row_then { THEN_END, THEN_NEXT, THEN_LINK /* the row whose number is the next one's asn */ };

struct row {
	asn_t asn;
	uint8_t len, max_length;
	uint8_t then; /* enum row_then */
};

struct cell {
	uint32_t starts; /* bit i: a run starts at piece i of the 32 */
	uint32_t run;    /* number of the run that comes in from the left */
};

struct map {
	uint32_t first_cell;
	uint32_t outside; /* the run of addresses whose skipped bits differ from `skipped` */
	uint32_t skipped;
	uint8_t skip; /* bits, 0 to SKIP_MAX */
	uint8_t bits; /* that choose a piece, CELL_BITS to MAP_BITS_MAX */
};

struct rov_index {
	const struct map *maps; /* the first is IPv4's, the second IPv6's */
	const struct cell *cells;
	const uint32_t *runs;
	const struct row *rows; /* the first is the chain of an address that no VRP covers */
};

/* A distinct prefix of the VRPs. */
struct node {
	uint32_t vrp;    /* the first that has it */
	uint32_t parent; /* the longest node that covers it, or NO_NODE */
	uint32_t chain;
};

/* A map to be built: nodes first..end, which all begin with the same `from` bits. */
struct task {
	uint32_t first, end;
	unsigned from;
};

struct builder {
	const struct vrp *vrps;
	struct node *nodes;
	struct map *maps;
	struct task *tasks; /* beside the maps */
	struct cell *cells;
	uint32_t *runs;
	struct row *rows;
	size_t map_room, task_room, cell_room, run_room, row_room;
	uint32_t node_count, map_count, cell_count, run_count, row_count;
};

static const struct prefix *prefix_of(const struct builder *by, uint32_t node)
{
	return &by->vrps[by->nodes[node].vrp].prefix;
}

static uint32_t chain_of(const struct builder *by, uint32_t node)
{
	return node != NO_NODE ? by->nodes[node].chain : 0;
}

static void add_row(struct builder *to, struct row row)
{
	to->rows = memory_grow(to->rows, &to->row_room, (size_t)to->row_count + 1, sizeof(row));
	to->rows[to->row_count++] = row;
}

/* Rows side by side, a link not counted. */
static uint32_t rows_of(const struct row *chain)
{
	uint32_t count = 1;

	while (chain->then == THEN_NEXT) {
		chain++;
		count++;
	}
	return count;
}

/* Behind the rows of a prefix come those of its parent, so that a check finds all in one place; but
 * a long chain, of which many could stand below, is shared, so that nobody can make us square it.
 */
static void add_parents_rows(struct builder *to, uint32_t parent)
{
	struct row *last = &to->rows[to->row_count - 1];
	uint32_t chain = to->nodes[parent].chain;
	uint32_t count = rows_of(&to->rows[chain]);

	if (count > COPIED_ROWS_MAX) {
		last->then = THEN_LINK;
		add_row(to, (struct row){ .asn = chain, .len = LEN_NEVER });
		return;
	}
	last->then = THEN_NEXT;
	count += to->rows[chain + count - 1].then == THEN_LINK;
	for (uint32_t i = 0; i < count; i++)
		add_row(to, to->rows[chain + i]);
}

/* Do the last `count` rows say the same as the chain that begins at `chain`? */
static bool repeats(const struct builder *to, uint32_t chain, uint32_t count)
{
	const struct row *old = &to->rows[chain], *fresh = &to->rows[to->row_count - count];

	if (chain + count > to->row_count - count)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (old[i].asn != fresh[i].asn || old[i].len != fresh[i].len ||
		    old[i].max_length != fresh[i].max_length || old[i].then != fresh[i].then)
			return false;
	return true;
}

/* The chain of a new node, whose own VRPs are `vrps`. Where the sibling before it has the same, it
 * is shared: one holder's neighbouring prefixes are then one run. */
static uint32_t add_chain(struct builder *to, const struct vrp *vrps, uint32_t count,
			  uint32_t parent, uint32_t sibling)
{
	uint32_t chain = to->row_count;

	for (uint32_t i = 0; i < count; i++)
		add_row(to, (struct row){ vrps[i].asn, vrps[i].prefix.len, vrps[i].max_length,
					  i + 1 < count ? THEN_NEXT : THEN_END });
	if (parent != NO_NODE)
		add_parents_rows(to, parent);
	if (sibling == NO_NODE || !repeats(to, to->nodes[sibling].chain, to->row_count - chain))
		return chain;
	to->row_count = chain;
	return to->nodes[sibling].chain;
}

/* As many as a table of real VRPs is likely to need; it grows beyond. */
static void *reserve(size_t count, size_t size)
{
	void *items = memory_alloc(count, size);

	memory_fill_soon(items, count * size);
	return items;
}

static void add_nodes(struct builder *to, uint32_t count)
{
	const struct vrp *vrps = to->vrps;
	uint32_t end;

	to->nodes = reserve(count, sizeof(*to->nodes));
	to->rows = reserve(count, sizeof(*to->rows));
	to->row_room = count;
	add_row(to, (struct row){ .len = LEN_NEVER });
	for (uint32_t i = 0; i < count; i = end) {
		uint32_t above = to->node_count > 0 ? to->node_count - 1 : NO_NODE;
		uint32_t sibling = NO_NODE;
		for (end = i + 1; end < count; end++)
			if (!prefix_equal(&vrps[i].prefix, &vrps[end].prefix))
				break;
		while (above != NO_NODE && !prefix_covers(prefix_of(to, above), &vrps[i].prefix)) {
			sibling = above;
			above = to->nodes[above].parent;
		}
		uint32_t chain = add_chain(to, &vrps[i], end - i, above, sibling);
		to->nodes[to->node_count++] = (struct node){ i, above, chain };
	}
}

static inline uint32_t bits_set(uint32_t word)
{
	word -= word >> 1 & UINT32_C(0x55555555);
	word = (word & UINT32_C(0x33333333)) + (word >> 2 & UINT32_C(0x33333333));
	word = (word + (word >> 4)) & UINT32_C(0x0f0f0f0f);
	return word * UINT32_C(0x01010101) >> 24;
}

/* Drops the first `count` bits, fewer than 64. */
static inline void drop_bits(uint64_t *hi, uint64_t *lo, unsigned count)
{
	*hi = *hi << count | *lo >> 1 >> (63 - count);
	*lo <<= count;
}

static inline uint32_t first_bits(uint64_t hi, unsigned count)
{
	return (uint32_t)(hi >> 1 >> (63 - count));
}

/* `count` bits from bit `from` on; those behind the last are zero. */
static uint32_t bits_at(const struct prefix *prefix, unsigned from, unsigned count)
{
	uint64_t hi = prefix->hi, lo = prefix->lo;

	for (; from >= 32; from -= 32)
		drop_bits(&hi, &lo, 32);
	drop_bits(&hi, &lo, from);
	return first_bits(hi, count);
}

static unsigned common_bits(const struct prefix *a, const struct prefix *b)
{
	if (a->hi != b->hi)
		return (unsigned)__builtin_clzll(a->hi ^ b->hi);
	return a->lo != b->lo ? 64 + (unsigned)__builtin_clzll(a->lo ^ b->lo) : 128;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* How many bits the map of a task skips. Of nodes in order the first and the last differ earliest;
 * and when one is shorter than what they have in common, then so is the first. */
static unsigned skip_of(const struct builder *by, const struct task *task)
{
	const struct prefix *first = prefix_of(by, task->first);
	unsigned common = common_bits(first, prefix_of(by, task->end - 1));
	return least(least(common, first->len) - task->from, SKIP_MAX);
}

/* How many bits choose a piece: for the number of nodes, and no more than the longest has. */
static unsigned bits_of(const struct builder *by, const struct task *task, unsigned from)
{
	unsigned bits = CELL_BITS, longest = 0;

	for (uint32_t i = task->first; i < task->end; i++)
		if (prefix_of(by, i)->len > longest)
			longest = prefix_of(by, i)->len;
	while (bits < MAP_BITS_MAX && from + bits < longest &&
	       UINT64_C(2) << (bits - CELL_BITS) <=
		       (uint64_t)CELLS_PER_PREFIX * (task->end - task->first))
		bits++;
	return bits;
}

/* Adds a map for nodes first..end, to be filled when its turn comes. */
static uint32_t add_map(struct builder *to, uint32_t first, uint32_t end, unsigned from)
{
	struct task task = { first, end, from };
	struct map map = { .first_cell = to->cell_count, .bits = CELL_BITS };

	if (first < end) {
		map.outside = chain_of(to, to->nodes[first].parent);
		map.skip = (uint8_t)skip_of(to, &task);
		map.skipped = bits_at(prefix_of(to, first), from, map.skip);
		task.from += map.skip;
		map.bits = (uint8_t)bits_of(to, &task, task.from);
	}
	to->cell_count += UINT32_C(1) << (map.bits - CELL_BITS);
	to->cells = memory_grow(to->cells, &to->cell_room, to->cell_count, sizeof(*to->cells));
	to->maps = memory_grow(to->maps, &to->map_room, (size_t)to->map_count + 1, sizeof(map));
	to->tasks = memory_grow(to->tasks, &to->task_room, (size_t)to->map_count + 1, sizeof(task));
	to->maps[to->map_count] = map;
	to->tasks[to->map_count] = task;
	return to->map_count++;
}

/* A run from `piece` on. What stands there already it replaces; what comes in already needs no new
 * run. The first piece's has no bit: it comes in from the left. */
static void add_run(struct builder *to, const struct map *map, uint64_t piece, uint32_t run)
{
	uint32_t *starts;
	uint32_t bit = UINT32_C(1) << (piece & 31);

	if (piece >> map->bits != 0)
		return;
	starts = &to->cells[map->first_cell + (piece >> CELL_BITS)].starts;
	if (piece == 0 || (*starts & bit) != 0) {
		to->runs[to->run_count - 1] = run;
		return;
	}
	if (to->runs[to->run_count - 1] == run)
		return;
	*starts |= bit;
	to->runs = memory_grow(to->runs, &to->run_room, (size_t)to->run_count + 1, sizeof(run));
	to->runs[to->run_count++] = run;
}

/* The piece at which a prefix of the map starts, or the one behind its end. */
static uint64_t start_of(const struct map *map, unsigned from, const struct prefix *prefix)
{
	return bits_at(prefix, from, map->bits);
}

static uint64_t end_of(const struct map *map, unsigned from, const struct prefix *prefix)
{
	return start_of(map, from, prefix) + (UINT64_C(1) << (from + map->bits - prefix->len));
}

/* Ends the runs of `open` and of its parents, up to the one that covers node `next`. */
static uint32_t close_runs(struct builder *to, const struct map *map, const struct task *task,
			   uint32_t open, uint32_t next)
{
	while (open != NO_NODE && open >= task->first &&
	       (next == task->end || !prefix_covers(prefix_of(to, open), prefix_of(to, next)))) {
		uint64_t end = end_of(map, task->from, prefix_of(to, open));
		open = to->nodes[open].parent;
		add_run(to, map, end, chain_of(to, open));
	}
	return open;
}

/* Node `first` is longer than a piece: the piece, with all that follows in it, gets its own map.
 * Returns the node behind it. */
static uint32_t add_deeper(struct builder *to, const struct map *map, const struct task *task,
			   uint32_t first)
{
	uint64_t piece = start_of(map, task->from, prefix_of(to, first));
	uint32_t end = first + 1;

	while (end < task->end && start_of(map, task->from, prefix_of(to, end)) == piece)
		end++;
	add_run(to, map, piece, RUN_IS_MAP | add_map(to, first, end, task->from + map->bits));
	add_run(to, map, piece + 1, chain_of(to, to->nodes[first].parent));
	return end;
}

static void fill_map(struct builder *to, uint32_t number)
{
	const struct map map = to->maps[number];
	const struct task task = to->tasks[number];
	uint32_t open = task.first < task.end ? to->nodes[task.first].parent : NO_NODE;

	to->runs =
		memory_grow(to->runs, &to->run_room, (size_t)to->run_count + 1, sizeof(*to->runs));
	to->runs[to->run_count++] = map.outside;
	uint32_t run = to->run_count - 1;
	for (uint32_t i = task.first; i < task.end;) {
		open = close_runs(to, &map, &task, open, i);
		if (prefix_of(to, i)->len > task.from + map.bits) {
			i = add_deeper(to, &map, &task, i);
			continue;
		}
		add_run(to, &map, start_of(&map, task.from, prefix_of(to, i)), to->nodes[i].chain);
		open = i++;
	}
	(void)close_runs(to, &map, &task, open, task.end);
	struct cell *cells = &to->cells[map.first_cell];
	for (uint32_t i = 0; i >> (map.bits - CELL_BITS) == 0; i++) {
		cells[i].run = run;
		run += bits_set(cells[i].starts);
	}
}

static void *freeze(struct arena *snapshot, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc(snapshot, count, size);

	if (copy != NULL) {
		memory_fill_soon(copy, count * size);
		memcpy(copy, items, count * size);
	}
	return copy;
}

static int freeze_all(struct arena *snapshot, const struct builder *from,
		      const struct rov_index **out_index)
{
	struct rov_index *index = arena_alloc(snapshot, 1, sizeof(*index));

	if (index == NULL)
		return ERR_LIMIT;
	index->maps = freeze(snapshot, from->maps, from->map_count, sizeof(*from->maps));
	index->cells = freeze(snapshot, from->cells, from->cell_count, sizeof(*from->cells));
	index->runs = freeze(snapshot, from->runs, from->run_count, sizeof(*from->runs));
	index->rows = freeze(snapshot, from->rows, from->row_count, sizeof(*from->rows));
	if (index->maps == NULL || index->cells == NULL || index->runs == NULL ||
	    index->rows == NULL)
		return ERR_LIMIT;
	*out_index = index;
	return 0;
}

int rov_index_build(struct arena *snapshot, const struct vrp *vrps, size_t count,
		    const struct rov_index **out_index)
{
	struct builder builder = { .vrps = vrps };
	uint32_t v4_end = 0;

	if (count > VRPS_MAX)
		return ERR_LIMIT;
	add_nodes(&builder, (uint32_t)count);
	while (v4_end < builder.node_count && prefix_of(&builder, v4_end)->family == FAMILY_V4)
		v4_end++;
	builder.cell_room = (size_t)2 * CELLS_PER_PREFIX * builder.node_count;
	builder.cells = reserve(builder.cell_room, sizeof(*builder.cells));
	builder.run_room = (size_t)2 * builder.node_count;
	builder.runs = reserve(builder.run_room, sizeof(*builder.runs));
	(void)add_map(&builder, 0, v4_end, 0);
	(void)add_map(&builder, v4_end, builder.node_count, 0);
	for (uint32_t i = 0; i < builder.map_count; i++)
		fill_map(&builder, i);

	int err = freeze_all(snapshot, &builder, out_index);
	free(builder.nodes);
	free(builder.maps);
	free(builder.tasks);
	free(builder.cells);
	free(builder.runs);
	free(builder.rows);
	return err;
}

/* Number of the first row of the chain of the first address of `prefix`. */
static inline uint32_t chain_find(const struct rov_index *index, const struct prefix *prefix)
{
	const struct map *map = &index->maps[prefix->family == FAMILY_V4 ? 0 : 1];
	uint64_t hi = prefix->hi, lo = prefix->lo;

	for (;;) {
		if (first_bits(hi, map->skip) != map->skipped)
			return map->outside;
		drop_bits(&hi, &lo, map->skip);
		uint32_t piece = first_bits(hi, map->bits);
		const struct cell *cell = &index->cells[map->first_cell + (piece >> CELL_BITS)];
		uint32_t up_to = (UINT32_C(2) << (piece & 31)) - 1;
		uint32_t run = index->runs[cell->run + bits_set(cell->starts & up_to)];
		if ((run & RUN_IS_MAP) == 0)
			return run;
		drop_bits(&hi, &lo, map->bits);
		map = &index->maps[run & ~RUN_IS_MAP];
	}
}

static inline uint32_t next_row(const struct rov_index *index, uint32_t row)
{
	switch (index->rows[row].then) {
	case THEN_NEXT:
		return row + 1;
	case THEN_LINK:
		return index->rows[row + 1].asn;
	default:
		return NO_ROW;
	}
}

enum rov_state rov_index_check(const struct rov_index *index, const struct prefix *prefix,
			       asn_t origin)
{
	unsigned kindest = ROV_NOT_FOUND, len = prefix->len;

	for (uint32_t n = chain_find(index, prefix); n != NO_ROW; n = next_row(index, n)) {
		const struct row *row = &index->rows[n];
		/* RFC 6811 section 2 and RFC 6907 section 7.1.9: NONE matches nothing, and so does
		 * AS0. Each condition met is a state kinder; added, because in random order a
		 * processor could only guess at the branches. */
		unsigned covers = row->len <= len;
		unsigned names = covers & (row->asn == origin) & (origin != ASN_NONE);
		unsigned state = covers + names + (names & (len <= row->max_length));
		kindest = state > kindest ? state : kindest;
	}
	return (enum rov_state)kindest;
}

uint32_t rov_index_begin(const struct rov_index *index, const struct prefix *prefix)
{
	return chain_find(index, prefix);
}

bool rov_index_next(const struct rov_index *index, const struct prefix *prefix, uint32_t *io_row,
		    struct vrp *out_vrp)
{
	while (*io_row != NO_ROW) {
		const struct row *row = &index->rows[*io_row];
		*io_row = next_row(index, *io_row);
		if (row->len > prefix->len)
			continue;
		*out_vrp = (struct vrp){ prefix_cut(prefix, row->len), row->max_length, row->asn };
		return true;
	}
	return false;
}
