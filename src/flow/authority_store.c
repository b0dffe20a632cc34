#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "flow/authority_freeze.h"

/* The texts of a stored source live only until the cursor's next step. */
static struct stored_source keep_source(struct arena *snapshot, struct stored_source source)
{
	source.kind = arena_text(snapshot, source.kind, strlen(source.kind));
	source.name = arena_text(snapshot, source.name, strlen(source.name));
	assert(source.kind != NULL && source.name != NULL);
	return source;
}

static int read_sources(struct store *store, uint32_t month, struct authority *authority)
{
	struct store_cursor *cursor = store_sources(store, month);
	struct stored_source source;
	size_t room = 0;
	int got;

	while ((got = store_source_next(cursor, &source)) > 0) {
		authority->sources = memory_grow(authority->sources, &room,
						 authority->source_count + 1, sizeof(source));
		authority->sources[authority->source_count++] =
			keep_source(&authority->snapshot, source);
	}
	store_cursor_close(cursor);
	return got;
}

static int read_vrps(struct store *store, uint32_t month, struct authority *authority)
{
	struct store_cursor *cursor = store_vrps(store, month);
	struct stored_vrp vrp;
	size_t room = 0;
	int got;

	while ((got = store_vrp_next(cursor, &vrp)) > 0) {
		authority->vrps =
			memory_grow(authority->vrps, &room, authority->vrp_count + 1, sizeof(vrp));
		authority->vrps[authority->vrp_count++] = vrp;
	}
	store_cursor_close(cursor);
	return got;
}

static int read_objects(struct store *store, uint32_t month, struct authority *authority)
{
	struct store_cursor *cursor = store_route_objects(store, month);
	struct route_object object;
	size_t room = 0;
	int got;

	while ((got = store_route_object_next(cursor, &object)) > 0) {
		authority->objects = memory_grow(authority->objects, &room,
						 authority->object_count + 1, sizeof(object));
		authority->objects[authority->object_count++] = object;
	}
	store_cursor_close(cursor);
	return got;
}

/* Rows of ASPAs as they are read. */
struct aspa_rows {
	struct stored_aspa *all; /* owned */
	size_t count, room;
};

static int read_aspa_rows(struct store_cursor *cursor, struct aspa_rows *rows)
{
	int got;

	do {
		rows->all =
			memory_grow(rows->all, &rows->room, rows->count + 1, sizeof(*rows->all));
		got = store_aspa_next(cursor, &rows->all[rows->count]);
		rows->count += got > 0;
	} while (got > 0);
	store_cursor_close(cursor);
	return got;
}

static int by_customer_source_provider(const void *a, const void *b)
{
	const struct stored_aspa *x = a, *y = b;

	if (x->customer != y->customer)
		return x->customer < y->customer ? -1 : 1;
	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	return (x->provider > y->provider) - (x->provider < y->provider);
}

/* As many rows as an ASPA has providers: those of one customer and source are one again. */
static int keep_aspas(struct authority *authority, struct aspa_rows *rows)
{
	size_t room = 0, end;

	sort_items(rows->all, rows->count, sizeof(*rows->all), by_customer_source_provider);
	asn_t *providers = arena_alloc(&authority->snapshot, rows->count, sizeof(*providers));
	if (providers == NULL)
		return ERR_LIMIT;
	for (size_t i = 0; i < rows->count; i++)
		providers[i] = rows->all[i].provider;
	for (size_t i = 0; i < rows->count; i = end) {
		const struct stored_aspa *first = &rows->all[i];
		for (end = i + 1; end < rows->count; end++)
			if (rows->all[end].customer != first->customer ||
			    rows->all[end].source != first->source)
				break;
		authority->aspas = memory_grow(authority->aspas, &room, authority->aspa_count + 1,
					       sizeof(*authority->aspas));
		authority->aspas[authority->aspa_count++] =
			(struct sourced_aspa){ { first->customer, &providers[i], end - i },
					       first->source };
	}
	return 0;
}

/* Those of some customers, or all. */
static int read_aspas(struct store *store, uint32_t month, const struct authority_reach *reach,
		      struct authority *authority)
{
	struct aspa_rows rows = { 0 };
	int result = 0;

	if (reach == NULL)
		result = read_aspa_rows(store_aspas(store, month), &rows);
	for (size_t i = 0; reach != NULL && result == 0 && i < reach->customer_count; i++)
		if (i == 0 || reach->customers[i] != reach->customers[i - 1])
			result = read_aspa_rows(store_aspas_of(store, month, reach->customers[i]),
						&rows);
	if (result == 0)
		result = keep_aspas(authority, &rows);
	free(rows.all);
	return result;
}

/* What can be said of some prefixes, or all. */
static int read_payloads(struct store *store, uint32_t month, const struct authority_reach *reach,
			 struct authority *authority)
{
	int result;

	if (reach == NULL) {
		result = read_vrps(store, month, authority);
		return result < 0 ? result : read_objects(store, month, authority);
	}
	result = store_vrps_covering(store, month, reach->prefixes, reach->prefix_count,
				     &authority->vrps, &authority->vrp_count);
	if (result < 0)
		return result;
	return store_route_objects_covering(store, month, reach->prefixes, reach->prefix_count,
					    &authority->objects, &authority->object_count);
}

static int read_inputs(struct store *store, uint32_t month, struct authority *authority)
{
	struct store_cursor *cursor = store_inputs(store, month);
	struct stored_input stored;
	size_t room = 0;
	int got;

	while ((got = store_input_next(cursor, &stored)) > 0) {
		struct reference_input input = { .number = stored.number,
						 .date_us = stored.date_us };
		if (!reference_data_kind(stored.kind, &input.kind))
			continue;
		input.path = arena_text(&authority->snapshot, stored.path, strlen(stored.path));
		assert(input.path != NULL);
		authority->inputs = memory_grow(authority->inputs, &room,
						authority->input_count + 1, sizeof(input));
		authority->inputs[authority->input_count++] = input;
	}
	store_cursor_close(cursor);
	return got;
}

/* A store is not believed: its sources stand by number, and who is named must be among them. */
static int check_sources(struct store *store, const struct authority *authority)
{
	bool sound = true;

	for (size_t i = 0; i < authority->source_count; i++)
		sound = sound && authority->sources[i].number == i;
	for (size_t i = 0; i < authority->vrp_count; i++)
		sound = sound && authority->vrps[i].source < authority->source_count;
	for (size_t i = 0; i < authority->object_count; i++)
		sound = sound && authority->objects[i].source < authority->source_count;
	for (size_t i = 0; i < authority->aspa_count; i++)
		sound = sound && authority->aspas[i].source < authority->source_count;
	return sound ? 0 : store_damaged(store, "sources are missing");
}

/* `reach` NULL: all. */
static int read_authority(struct store *store, uint32_t month, const struct authority_reach *reach,
			  struct authority *out_authority)
{
	struct stored_month stored;
	int result = store_month_find(store, month, &stored);

	if (result < 0)
		return result;
	struct authority authority = { .has_rpki = (stored.given & GIVEN_RPKI) != 0,
				       .has_aspa = (stored.given & GIVEN_ASPA) != 0,
				       .has_irr = (stored.given & GIVEN_IRR) != 0 };
	arena_init(&authority.snapshot, AUTHORITY_BUDGET);
	result = read_inputs(store, month, &authority);
	if (result == 0)
		result = read_sources(store, month, &authority);
	if (result == 0)
		result = read_payloads(store, month, reach, &authority);
	if (result == 0)
		result = read_aspas(store, month, reach, &authority);
	if (result == 0)
		result = check_sources(store, &authority);
	if (result == 0)
		result = authority_freeze(&authority, NULL, 0);
	if (result < 0) {
		authority_clear(&authority);
		return result;
	}
	*out_authority = authority;
	return 0;
}

int authority_from_store(struct store *store, uint32_t month, struct authority *out_authority)
{
	return read_authority(store, month, NULL, out_authority);
}

int authority_from_store_near(struct store *store, uint32_t month,
			      const struct authority_reach *reach, struct authority *out_authority)
{
	return read_authority(store, month, reach, out_authority);
}
