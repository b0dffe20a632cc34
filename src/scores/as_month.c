#include "scores/as_month.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"

#define NAME_OF(names, bit) ((bit) < sizeof(names) / sizeof((names)[0]) ? (names)[bit] : NULL)

const char *network_size_name(enum network_size size)
{
	static const char *const names[NETWORK_SIZES] = {
		[SIZE_UNKNOWN] = "unknown", [SIZE_STUB] = "stub",   [SIZE_SMALL] = "small",
		[SIZE_MEDIUM] = "medium",   [SIZE_LARGE] = "large",
	};

	return names[size];
}

const char *network_mark_name(unsigned bit)
{
	static const char *const names[] = { "few-peers", "route-server", "asn-drop",
					     "bogon",     "undelegated",  "has-aspa" };

	return NAME_OF(names, bit);
}

const char *carried_fault_name(unsigned bit)
{
	static const char *const names[] = { "rpki-invalid", "unregistered", "bogon-prefix",
					     "bogon-asn", "leaked" };

	return NAME_OF(names, bit);
}

const char *given_name(unsigned bit)
{
	static const char *const names[] = {
		"routes",   "rpki",        "irr",           "aspa",     "relations",
		"leaks",    "hijacks",     "spoofer",       "registry", "peering",
		"asn-drop", "delegations", "organisations",
	};

	return NAME_OF(names, bit);
}

/* Of the days of a month, the one on which the data ends. */
static uint32_t last_day(const struct as_month *in)
{
	uint64_t end_us = in->end_us > in->start_us ? in->end_us - 1 : in->start_us;
	unsigned day = (unsigned)((end_us - utc_month_start(in->month)) / UTC_DAY);

	return UINT32_C(1) << (day < 31 ? day : 30);
}

static void keep_routes(const struct as_month *in, struct as_month *now, struct as_now *room)
{
	room->routes = memory_grow(room->routes, &room->route_room, in->route_count,
				   sizeof(*room->routes));
	now->route_count = 0;
	for (size_t i = 0; i < in->route_count; i++) {
		struct judged_route route = in->routes[i];
		if (route.peers_last == 0)
			continue;
		route.days &= last_day(in);
		room->routes[now->route_count++] = route;
	}
	now->routes = room->routes;
}

static void keep_path_bogons(const struct as_month *in, struct as_month *now, struct as_now *room)
{
	room->path_bogons = memory_grow(room->path_bogons, &room->path_bogon_room,
					in->path_bogon_count, sizeof(*room->path_bogons));
	now->path_bogon_count = 0;
	for (size_t i = 0; i < in->path_bogon_count; i++) {
		struct path_bogon bogon = in->path_bogons[i];
		bogon.days &= last_day(in);
		if (bogon.days != 0)
			room->path_bogons[now->path_bogon_count++] = bogon;
	}
	now->path_bogons = room->path_bogons;
}

static void keep_carried(const struct as_month *in, struct as_month *now, struct as_now *room)
{
	room->carried = memory_grow(room->carried, &room->carried_room, in->carried_count,
				    sizeof(*room->carried));
	now->carried_count = 0;
	for (size_t i = 0; i < in->carried_count; i++) {
		struct carried_route route = in->carried[i];
		route.days &= last_day(in);
		if (route.days != 0)
			room->carried[now->carried_count++] = route;
	}
	now->carried = room->carried;
}

static void keep_charges(const struct as_month *in, struct as_month *now, struct as_now *room)
{
	room->charges = memory_grow(room->charges, &room->charge_room, in->charge_count,
				    sizeof(*room->charges));
	now->charge_count = 0;
	for (size_t i = 0; i < in->charge_count; i++)
		if (in->charges[i].end_us >= in->end_us && in->charges[i].start_us < in->end_us)
			room->charges[now->charge_count++] = in->charges[i];
	now->charges = room->charges;
}

struct as_month as_month_now(const struct as_month *in, struct as_now *room)
{
	struct as_month now = *in;

	keep_routes(in, &now, room);
	keep_path_bogons(in, &now, room);
	keep_carried(in, &now, room);
	keep_charges(in, &now, room);
	return now;
}

void as_now_clear(struct as_now *room)
{
	free(room->routes);
	free(room->path_bogons);
	free(room->carried);
	free(room->charges);
	*room = (struct as_now){ 0 };
}
