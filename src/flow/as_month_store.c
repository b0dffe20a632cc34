#include "flow/as_month_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utc.h"

/* The largest aut-nums have some thousands of lines, but each kind of them is one registration. */
enum { TEXTS_BUDGET = 1 << 24 };

/* Defines read_NAMES(): what a store holds just as the metrics take it, one after another. */
#define DEFINE_READ(names, name, cursor_of, next)                                                  \
	static int read_##names(struct store *store, uint32_t month, asn_t asn,                    \
				struct as_month_room *room, struct as_month *out)                  \
	{                                                                                          \
		struct store_cursor *cursor = cursor_of(store, month, asn);                        \
		size_t count = 0;                                                                  \
		int got;                                                                           \
                                                                                                   \
		do {                                                                               \
			room->names = memory_grow(room->names, &room->name##_room, count + 1,      \
						  sizeof(*room->names));                           \
			got = next(cursor, &room->names[count]);                                   \
			count += got > 0;                                                          \
		} while (got > 0);                                                                 \
		store_cursor_close(cursor);                                                        \
		out->names = room->names;                                                          \
		out->name##_count = count;                                                         \
		return got;                                                                        \
	}

DEFINE_READ(routes, route, store_routes_of, store_route_next)
DEFINE_READ(path_bogons, path_bogon, store_path_bogons_of, store_path_bogon_next)
DEFINE_READ(neighbours, neighbour, store_neighbours_of, store_neighbour_next)
DEFINE_READ(carried, carried, store_carried_of, store_carried_next)
DEFINE_READ(charges, charge, store_charges_of, store_charge_next)
DEFINE_READ(loose_vrps, loose_vrp, store_loose_vrps_of, store_loose_vrp_next)

static bool keep_text(struct arena *texts, struct text *io_text)
{
	io_text->at = arena_text(texts, io_text->at, io_text->len);
	return io_text->at != NULL;
}

static int read_network(struct store *store, uint32_t month, asn_t asn, struct as_month_room *room,
			struct as_month *out)
{
	struct network *network = &out->network;
	int result = store_network_find(store, month, asn, network);

	if (result < 0)
		return result;
	const char **const texts[] = { &network->name, &network->organisation,
				       &network->organisation_id, &network->economy,
				       &network->registry };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		*texts[i] = arena_text(&room->texts, *texts[i], strlen(*texts[i]));
		if (*texts[i] == NULL)
			return ERR_LIMIT;
	}
	return 0;
}

/* The texts live until the cursor's next step only. */
static int next_registration(struct store_cursor *cursor, struct arena *texts,
			     struct stored_registration *out)
{
	int got = store_registration_next(cursor, out);

	if (got <= 0)
		return got;
	return keep_text(texts, &out->registration.source) &&
			       keep_text(texts, &out->registration.value)
		       ? 1
		       : ERR_LIMIT;
}

static int read_registrations(struct store *store, uint32_t month, asn_t asn,
			      struct as_month_room *room, struct as_month *out)
{
	struct store_cursor *cursor = store_registrations_of(store, month, asn);
	struct stored_registration next;
	size_t count = 0;
	int got;

	while ((got = next_registration(cursor, &room->texts, &next)) > 0) {
		room->stored_registrations =
			memory_grow(room->stored_registrations, &room->stored_registration_room,
				    count + 1, sizeof(next));
		room->registrations = memory_grow(room->registrations, &room->registration_room,
						  count + 1, sizeof(next.registration));
		room->stored_registrations[count] = next;
		room->registrations[count++] = next.registration;
	}
	store_cursor_close(cursor);
	out->registrations = room->registrations;
	out->registration_count = count;
	return got;
}

static int read_spoof_tests(struct store *store, uint32_t month, asn_t asn,
			    struct as_month_room *room, struct as_month *out)
{
	struct store_cursor *cursor = store_spoof_tests_of(store, month, asn);
	struct stored_spoof_test next;
	size_t count = 0;
	int got;

	while ((got = store_spoof_test_next(cursor, &next)) > 0) {
		room->stored_tests = memory_grow(room->stored_tests, &room->stored_test_room,
						 count + 1, sizeof(next));
		room->spoof_tests = memory_grow(room->spoof_tests, &room->spoof_test_room,
						count + 1, sizeof(next.test));
		room->stored_tests[count] = next;
		room->spoof_tests[count++] = next.test;
	}
	store_cursor_close(cursor);
	out->spoof_tests = room->spoof_tests;
	out->spoof_test_count = count;
	return got;
}

/* Up to the end of the data, which lies in the month. */
static int find_period(struct store *store, const struct stored_month *month, struct as_month *out)
{
	uint64_t end_us = utc_month_start(month->month + 1);

	if (utc_month_of(month->judged_at_us) != month->month)
		return store_damaged(store, "the month was judged at a time outside of it");
	out->start_us = utc_month_start(month->month);
	out->end_us = month->judged_at_us + 1 < end_us ? month->judged_at_us + 1 : end_us;
	return 0;
}

int as_month_read(struct store *store, const struct stored_month *month, asn_t asn,
		  struct as_month_room *room, struct as_month *out)
{
	static int (*const readers[])(struct store *, uint32_t, asn_t, struct as_month_room *,
				      struct as_month *) = {
		read_network, read_routes,      read_path_bogons,   read_neighbours, read_carried,
		read_charges, read_spoof_tests, read_registrations, read_loose_vrps,
	};
	struct as_month as = { .month = month->month, .given = month->given };
	int result = find_period(store, month, &as);

	arena_clear(&room->texts);
	arena_init(&room->texts, TEXTS_BUDGET);
	for (size_t i = 0; result == 0 && i < sizeof(readers) / sizeof(readers[0]); i++)
		result = readers[i](store, month->month, asn, room, &as);
	if (result == 0)
		*out = as;
	return result;
}

void as_month_room_clear(struct as_month_room *room)
{
	void *const all[] = {
		room->routes,       room->path_bogons,
		room->neighbours,   room->carried,
		room->charges,      room->loose_vrps,
		room->spoof_tests,  room->registrations,
		room->stored_tests, room->stored_registrations,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		free(all[i]);
	arena_clear(&room->texts);
	*room = (struct as_month_room){ 0 };
}
