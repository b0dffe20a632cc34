#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "net/payload_list.h"
#include "net/payload_set.h"

/* What callers hold, and the memory of all that it points to. */
struct owned_change {
	struct payload_change change; /* first */
	struct arena arena;
};

struct payload_change *payload_change_hold(struct payload_change *change)
{
	assert(change->references > 0);
	change->references++;
	return change;
}

void payload_change_release(struct payload_change *change)
{
	if (change == NULL)
		return;
	assert(change->references > 0);
	if (--change->references > 0)
		return;
	struct owned_change *owned = (struct owned_change *)change;
	arena_clear(&owned->arena);
	free(owned);
}

size_t payload_change_count(const struct payload_change *change)
{
	return change->vrps_withdrawn_count + change->vrps_announced_count +
	       change->keys_withdrawn_count + change->keys_announced_count + change->aspa_count;
}

/* The parts of a change while it is put together. */
struct parts {
	struct payload_list vrps_withdrawn, vrps_announced, keys_withdrawn, keys_announced;
	struct aspa_change *aspas; /* owned; what they point to is borrowed */
	size_t aspa_count;
};

/* Copies all, and frees the parts. */
static struct payload_change *change_freeze(struct parts *parts)
{
	struct owned_change *owned = memory_alloc(1, sizeof(*owned));
	struct arena *arena = &owned->arena;
	struct payload_change *change = &owned->change;

	arena_init(arena, payload_budget);
	change->references = 1;
	change->vrps_withdrawn_count = parts->vrps_withdrawn.count;
	change->vrps_announced_count = parts->vrps_announced.count;
	change->keys_withdrawn_count = parts->keys_withdrawn.count;
	change->keys_announced_count = parts->keys_announced.count;
	change->vrps_withdrawn =
		payload_keep_vrps(arena, parts->vrps_withdrawn.items, parts->vrps_withdrawn.count);
	change->vrps_announced =
		payload_keep_vrps(arena, parts->vrps_announced.items, parts->vrps_announced.count);
	change->keys_withdrawn =
		payload_keep_keys(arena, parts->keys_withdrawn.items, parts->keys_withdrawn.count);
	change->keys_announced =
		payload_keep_keys(arena, parts->keys_announced.items, parts->keys_announced.count);
	for (size_t i = 0; i < parts->aspa_count; i++) {
		parts->aspas[i].before = payload_keep_aspa(arena, &parts->aspas[i].before);
		parts->aspas[i].after = payload_keep_aspa(arena, &parts->aspas[i].after);
	}
	change->aspa_count = parts->aspa_count;
	change->aspas = payload_keep(arena, parts->aspas, parts->aspa_count, sizeof(*parts->aspas));
	free(parts->vrps_withdrawn.items);
	free(parts->vrps_announced.items);
	free(parts->keys_withdrawn.items);
	free(parts->keys_announced.items);
	free(parts->aspas);
	return change;
}

/* One more customer whose ASPA is another than it was. */
static void aspa_change_add(struct parts *parts, const struct aspa *before,
			    const struct aspa *after)
{
	if (!aspa_equal(before, after))
		parts->aspas[parts->aspa_count++] = (struct aspa_change){ *before, *after };
}

static void aspas_compare(const struct payload_set *older, const struct payload_set *newer,
			  struct parts *parts)
{
	size_t i = 0, k = 0;

	parts->aspas = memory_alloc(older->aspa_count + newer->aspa_count, sizeof(*parts->aspas));
	while (i < older->aspa_count || k < newer->aspa_count) {
		const struct aspa *before = older->aspas + i, *after = newer->aspas + k;
		bool has_before = i < older->aspa_count, has_after = k < newer->aspa_count;
		if (has_before && has_after && before->customer != after->customer) {
			has_before = before->customer < after->customer;
			has_after = !has_before;
		}
		struct aspa none = { .customer = has_before ? before->customer : after->customer };
		aspa_change_add(parts, has_before ? before : &none, has_after ? after : &none);
		i += has_before;
		k += has_after;
	}
}

struct payload_change *payload_change_between(const struct payload_set *older,
					      const struct payload_set *newer)
{
	struct parts parts = {
		.vrps_withdrawn = payload_list_minus(&payload_vrps, older->vrps, older->vrp_count,
						     newer->vrps, newer->vrp_count),
		.vrps_announced = payload_list_minus(&payload_vrps, newer->vrps, newer->vrp_count,
						     older->vrps, older->vrp_count),
		.keys_withdrawn = payload_list_minus(&payload_keys, older->keys, older->key_count,
						     newer->keys, newer->key_count),
		.keys_announced = payload_list_minus(&payload_keys, newer->keys, newer->key_count,
						     older->keys, older->key_count),
	};

	aspas_compare(older, newer, &parts);
	return change_freeze(&parts);
}

/* One direction of a change. */
struct side {
	const void *items;
	size_t count;
};

/* What goes one way in both steps, without what goes back in the other one. */
static struct payload_list sides_join(const struct payload_list_kind *kind, struct side first,
				      struct side first_back, struct side second,
				      struct side second_back)
{
	struct payload_list a = payload_list_minus(kind, first.items, first.count,
						   second_back.items, second_back.count);
	struct payload_list b = payload_list_minus(kind, second.items, second.count,
						   first_back.items, first_back.count);
	struct payload_list both = payload_list_merge(kind, a.items, a.count, b.items, b.count);

	free(a.items);
	free(b.items);
	return both;
}

static void aspas_join(const struct payload_change *first, const struct payload_change *second,
		       struct parts *parts)
{
	size_t i = 0, k = 0;

	parts->aspas = memory_alloc(first->aspa_count + second->aspa_count, sizeof(*parts->aspas));
	while (i < first->aspa_count || k < second->aspa_count) {
		const struct aspa_change *a = first->aspas + i, *b = second->aspas + k;
		bool in_first = i < first->aspa_count, in_second = k < second->aspa_count;
		if (in_first && in_second && a->before.customer != b->before.customer) {
			in_first = a->before.customer < b->before.customer;
			in_second = !in_first;
		}
		assert(!in_first || !in_second || aspa_equal(&a->after, &b->before));
		aspa_change_add(parts, in_first ? &a->before : &b->before,
				in_second ? &b->after : &a->after);
		i += in_first;
		k += in_second;
	}
}

struct payload_change *payload_change_join(const struct payload_change *first,
					   const struct payload_change *second)
{
	struct side vrps_out = { first->vrps_withdrawn, first->vrps_withdrawn_count };
	struct side vrps_in = { first->vrps_announced, first->vrps_announced_count };
	struct side vrps_then_out = { second->vrps_withdrawn, second->vrps_withdrawn_count };
	struct side vrps_then_in = { second->vrps_announced, second->vrps_announced_count };
	struct side keys_out = { first->keys_withdrawn, first->keys_withdrawn_count };
	struct side keys_in = { first->keys_announced, first->keys_announced_count };
	struct side keys_then_out = { second->keys_withdrawn, second->keys_withdrawn_count };
	struct side keys_then_in = { second->keys_announced, second->keys_announced_count };
	struct parts parts = {
		.vrps_withdrawn =
			sides_join(&payload_vrps, vrps_out, vrps_in, vrps_then_out, vrps_then_in),
		.vrps_announced =
			sides_join(&payload_vrps, vrps_in, vrps_out, vrps_then_in, vrps_then_out),
		.keys_withdrawn =
			sides_join(&payload_keys, keys_out, keys_in, keys_then_out, keys_then_in),
		.keys_announced =
			sides_join(&payload_keys, keys_in, keys_out, keys_then_in, keys_then_out),
	};

	aspas_join(first, second, &parts);
	return change_freeze(&parts);
}

/* `had` without what is withdrawn and with what is announced. ERR_MALFORMED when it does not have
 * the former, or has the latter. */
static int side_apply(const struct payload_list_kind *kind, struct side had, struct side withdrawn,
		      struct side announced, struct payload_list *out_has)
{
	struct payload_list left =
		payload_list_minus(kind, had.items, had.count, withdrawn.items, withdrawn.count);
	struct payload_list fresh =
		payload_list_minus(kind, announced.items, announced.count, had.items, had.count);
	bool fits = had.count - left.count == withdrawn.count && fresh.count == announced.count;

	if (fits)
		*out_has =
			payload_list_merge(kind, left.items, left.count, fresh.items, fresh.count);
	free(left.items);
	free(fresh.items);
	return fits ? 0 : ERR_MALFORMED;
}

static int aspas_apply(const struct payload_change *change, const struct payload_set *set,
		       struct payload_builder *builder)
{
	size_t i = 0, k = 0;
	int result = 0;

	while (result == 0 && (i < set->aspa_count || k < change->aspa_count)) {
		const struct aspa *had = set->aspas + i;
		const struct aspa_change *step = change->aspas + k;
		bool has_had = i < set->aspa_count, has_step = k < change->aspa_count;
		if (has_had && has_step && had->customer != step->before.customer) {
			has_had = had->customer < step->before.customer;
			has_step = !has_had;
		}
		const struct aspa none = { .customer = has_step ? step->before.customer : 0 };
		if (has_step && !aspa_equal(has_had ? had : &none, &step->before))
			return ERR_MALFORMED;
		const struct aspa *has = has_step ? &step->after : had;
		if (has->provider_count > 0)
			result = payload_builder_aspa(builder, has);
		i += has_had;
		k += has_step;
	}
	return result;
}

static int build_applied(struct payload_builder *builder, const struct payload_list *vrps,
			 const struct payload_list *keys)
{
	int result = 0;

	for (size_t i = 0; i < vrps->count && result == 0; i++)
		result = payload_builder_vrp(builder, (const struct vrp *)vrps->items + i);
	for (size_t i = 0; i < keys->count && result == 0; i++)
		result = payload_builder_key(builder, (const struct router_key *)keys->items + i);
	return result;
}

int payload_change_apply(const struct payload_change *change, const struct payload_set *set,
			 struct payload_set **out_set)
{
	struct side vrps_out = { change->vrps_withdrawn, change->vrps_withdrawn_count };
	struct side vrps_in = { change->vrps_announced, change->vrps_announced_count };
	struct side keys_out = { change->keys_withdrawn, change->keys_withdrawn_count };
	struct side keys_in = { change->keys_announced, change->keys_announced_count };
	struct side vrps_had = { set->vrps, set->vrp_count };
	struct side keys_had = { set->keys, set->key_count };
	struct payload_list vrps = { 0 }, keys = { 0 };
	struct payload_builder *builder = payload_builder_new();
	int result = side_apply(&payload_vrps, vrps_had, vrps_out, vrps_in, &vrps);

	if (result == 0)
		result = side_apply(&payload_keys, keys_had, keys_out, keys_in, &keys);
	if (result == 0)
		result = build_applied(builder, &vrps, &keys);
	if (result == 0)
		result = aspas_apply(change, set, builder);
	free(vrps.items);
	free(keys.items);
	if (result == 0)
		*out_set = payload_builder_finish(builder);
	else
		payload_builder_free(builder);
	return result;
}
