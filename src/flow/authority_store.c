#include <assert.h>
#include <string.h>

#include "base/memory.h"
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
	return sound ? 0 : store_damaged(store, "sources are missing");
}

int authority_from_store(struct store *store, uint32_t month, struct authority *out_authority)
{
	struct stored_month stored;
	int result = store_month_find(store, month, &stored);

	if (result < 0)
		return result;
	struct authority authority = { .has_rpki = (stored.given & GIVEN_RPKI) != 0,
				       .has_irr = (stored.given & GIVEN_IRR) != 0 };
	arena_init(&authority.snapshot, AUTHORITY_BUDGET);
	result = read_inputs(store, month, &authority);
	if (result == 0)
		result = read_sources(store, month, &authority);
	if (result == 0)
		result = read_vrps(store, month, &authority);
	if (result == 0)
		result = read_objects(store, month, &authority);
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
