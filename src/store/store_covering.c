/*
 * What covers some prefixes, without reading all there is. Rows are sorted by prefix through all
 * blocks, and each block stands under the first of its prefixes: so where a prefix would stand is
 * known from these keys alone, which are an index of the file.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "store/store_read.h"

struct block_key {
	struct prefix first;
	uint32_t number;
	bool is_wanted;
};

struct covering {
	struct store *store; /* borrowed */
	enum store_table table;
	uint32_t month;
	struct prefix *prefixes; /* owned; sorted */
	size_t prefix_count;
	struct block_key *keys; /* owned; in order */
	size_t key_count, key_room;
	struct stored_vrp *rows; /* owned */
	size_t row_count, row_room;
};

static int prefix_order(const void *a, const void *b)
{
	return prefix_compare(a, b);
}

static int prepare(struct covering *covering, const char *columns, const char *rest,
		   sqlite3_stmt **out_statement)
{
	char sql[STORE_SQL_MAX];

	(void)snprintf(sql, sizeof(sql), "SELECT %s FROM %s WHERE month = ?1 %s", columns,
		       store_tables[covering->table].name, rest);
	return sqlite_prepare(covering->store, sql, out_statement);
}

static int read_keys(struct covering *covering)
{
	sqlite3_stmt *statement;
	int got = prepare(covering, "first, number", "ORDER BY first, number", &statement);

	if (got < 0)
		return got;
	struct binding key = binding_start(statement);
	bind_u64(&key, (uint64_t)month_key(covering->month));
	while ((got = sqlite_step(covering->store, statement)) > 0) {
		struct row row = row_start(covering->store, statement, NULL);
		covering->keys = memory_grow(covering->keys, &covering->key_room,
					     covering->key_count + 1, sizeof(*covering->keys));
		struct block_key *next = &covering->keys[covering->key_count++];
		*next = (struct block_key){ row_prefix(&row), row_u32(&row), false };
		if (row.failed) {
			got = read_damaged(covering->store, covering->table);
			break;
		}
	}
	sqlite3_finalize(statement);
	if (got == 0)
		got = sqlite_check_seal(covering->store);
	if (got == 0)
		got = read_check_tally(covering->store, covering->table, covering->month,
				       covering->key_count);
	return got;
}

/* The first block whose key is not before `prefix`. */
static size_t find_key(const struct covering *covering, const struct prefix *prefix)
{
	size_t from = 0, to = covering->key_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (prefix_compare(&covering->keys[middle].first, prefix) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Rows of `prefix` stand at the end of the last block that starts before it, and may fill several
 * that start with it. */
static void want(struct covering *covering, const struct prefix *prefix)
{
	size_t at = find_key(covering, prefix);

	if (at > 0 && covering->keys[at - 1].first.family == prefix->family)
		covering->keys[at - 1].is_wanted = true;
	for (; at < covering->key_count && prefix_equal(&covering->keys[at].first, prefix); at++)
		covering->keys[at].is_wanted = true;
}

static void find_blocks(struct covering *covering)
{
	for (size_t i = 0; i < covering->prefix_count; i++) {
		const struct prefix *prefix = &covering->prefixes[i];
		for (unsigned len = 0; len <= prefix->len; len++) {
			struct prefix shorter = prefix_cut(prefix, len);
			want(covering, &shorter);
		}
	}
}

/* What a prefix covers stands right behind it in order. */
static bool covers_any(const struct covering *covering, const struct prefix *prefix)
{
	size_t from = 0, to = covering->prefix_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (prefix_compare(&covering->prefixes[middle], prefix) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < covering->prefix_count && prefix_covers(prefix, &covering->prefixes[from]);
}

static int take_rows(struct covering *covering, struct block *block)
{
	struct stored_vrp row;
	int got;

	while ((got = block_next(block, &row)) > 0) {
		if (!covers_any(covering, &row.vrp.prefix))
			continue;
		covering->rows = memory_grow(covering->rows, &covering->row_room,
					     covering->row_count + 1, sizeof(row));
		covering->rows[covering->row_count++] = row;
	}
	return got;
}

static int read_wanted(struct covering *covering, sqlite3_stmt *statement,
		       const struct block_key *wanted, struct block *block)
{
	struct binding key = binding_start(statement);

	bind_u64(&key, (uint64_t)month_key(covering->month));
	bind_prefix(&key, &wanted->first);
	bind_u64(&key, wanted->number);
	int got = sqlite_step(covering->store, statement);
	if (got < 0)
		return got;
	struct row row = row_start(covering->store, statement, NULL);
	if (got == 0 || !read_block(&row, block) || take_rows(covering, block) < 0)
		return read_damaged(covering->store, covering->table);
	return 0;
}

static int read_blocks(struct covering *covering)
{
	struct block block = { 0 };
	sqlite3_stmt *statement;
	int err = prepare(covering, "*", "AND first = ?2 AND number = ?3", &statement);

	if (err < 0)
		return err;
	for (size_t i = 0; err == 0 && i < covering->key_count; i++) {
		if (!covering->keys[i].is_wanted)
			continue;
		err = read_wanted(covering, statement, &covering->keys[i], &block);
		(void)sqlite3_reset(statement); /* says again what the step said */
	}
	sqlite3_finalize(statement);
	return err < 0 ? err : sqlite_check_seal(covering->store);
}

static int read_covering(struct covering *covering, const struct prefix *prefixes, size_t count)
{
	if (count == 0)
		return 0;
	covering->prefixes = memory_alloc(count, sizeof(*prefixes));
	covering->prefix_count = count;
	for (size_t i = 0; i < count; i++)
		covering->prefixes[i] = prefixes[i];
	sort_items(covering->prefixes, count, sizeof(*prefixes), prefix_order);
	int err = read_keys(covering);
	if (err == 0) {
		find_blocks(covering);
		err = read_blocks(covering);
	}
	free(covering->prefixes);
	free(covering->keys);
	if (err < 0)
		free(covering->rows);
	return err;
}

int store_vrps_covering(struct store *store, uint32_t month, const struct prefix *prefixes,
			size_t count, struct stored_vrp **out_vrps, size_t *out_count)
{
	struct covering covering = { .store = store, .table = TABLE_VRP_BLOCK, .month = month };
	int err = read_covering(&covering, prefixes, count);

	if (err < 0)
		return err;
	*out_vrps = covering.rows;
	*out_count = covering.row_count;
	return 0;
}

int store_route_objects_covering(struct store *store, uint32_t month, const struct prefix *prefixes,
				 size_t count, struct route_object **out_objects, size_t *out_count)
{
	struct covering covering = { .store = store,
				     .table = TABLE_ROUTE_OBJECT_BLOCK,
				     .month = month };
	int err = read_covering(&covering, prefixes, count);

	if (err < 0)
		return err;
	struct route_object *objects = memory_alloc(covering.row_count, sizeof(*objects));
	for (size_t i = 0; err == 0 && i < covering.row_count; i++)
		err = read_object(&covering.rows[i], &objects[i]);
	free(covering.rows);
	if (err < 0) {
		free(objects);
		return read_damaged(store, covering.table);
	}
	*out_objects = objects;
	*out_count = covering.row_count;
	return 0;
}
