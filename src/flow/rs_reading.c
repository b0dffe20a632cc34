#include "flow/rs_reading.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "flow/judgement.h"
#include "flow/reference_registrations.h"
#include "flow/rs_members.h"
#include "select/route_facts.h"
#include "sources/feed.h"
#include "validation/documentation.h"
#include "wire/bgp_text.h"

/* RFC 1997, RFC 7999. */
#define COMMUNITY_BLACKHOLE    UINT32_C(0xffff029a)
#define COMMUNITY_NO_EXPORT    UINT32_C(0xffffff01)
#define COMMUNITY_NO_ADVERTISE UINT32_C(0xffffff02)

/* Who speaks in the tables: a member to the server, or the server to a member. */
struct rs_peer {
	struct address address;
	asn_t asn;
	uint64_t own_first; /* routes whose path begins with its number */
	bool is_server;
};

struct desk {
	const struct rs_case *of;
	struct rs_result *result;
	struct rs_members members;
	struct judge judge;
	struct route_facts facts;
	struct number_texts *numbers; /* owned */
	bool is_second;               /* all peers and next hops are known: judge */
	struct rs_peer *peers;        /* owned */
	size_t peer_count, peer_room;
	struct index by_peer;
	struct address *next_hops; /* owned: of ordinary routes */
	size_t next_hop_count, next_hop_room;
	struct index by_next_hop;
	struct index by_route;
	/* Of the input that is read. */
	const struct input_record *input;
	uint64_t routes, own, pathless, beyond;
};

/* A route as its place in the network shows it: who told it, and the path from there on. */
struct view {
	asn_t member;
	struct hops path; /* shares what the path of the facts owns */
	bool is_exported, has_other_first;
};

static uint64_t address_hash(const struct address *address, asn_t asn)
{
	return hash_words(hash_words(address->hi, address->lo),
			  (uint64_t)asn << 8 | address->family);
}

static struct rs_peer *peer_of(struct desk *desk, const struct bgp_peer *peer)
{
	uint64_t hash = address_hash(&peer->address, peer->asn);

	for (struct probe p = index_probe(&desk->by_peer, hash); index_next(&desk->by_peer, &p);) {
		struct rs_peer *known = &desk->peers[p.id];
		if (known->asn == peer->asn && address_equal(&known->address, &peer->address))
			return known;
	}
	if (desk->peer_count == RS_PEERS_MAX)
		return NULL;
	desk->peers = memory_grow(desk->peers, &desk->peer_room, desk->peer_count + 1,
				  sizeof(*desk->peers));
	index_add(&desk->by_peer, hash, (uint32_t)desk->peer_count);
	struct rs_peer *added = &desk->peers[desk->peer_count++];
	*added = (struct rs_peer){ .address = peer->address, .asn = peer->asn };
	return added;
}

static bool is_ordinary_next_hop(const struct desk *desk, const struct address *address)
{
	uint64_t hash = address_hash(address, 0);

	for (struct probe p = index_probe(&desk->by_next_hop, hash);
	     index_next(&desk->by_next_hop, &p);)
		if (address_equal(&desk->next_hops[p.id], address))
			return true;
	return false;
}

static void add_next_hop(struct desk *desk, const struct address *address)
{
	if (desk->next_hop_count == RS_NEXT_HOPS_MAX || is_ordinary_next_hop(desk, address))
		return;
	desk->next_hops = memory_grow(desk->next_hops, &desk->next_hop_room,
				      desk->next_hop_count + 1, sizeof(*desk->next_hops));
	index_add(&desk->by_next_hop, address_hash(address, 0), (uint32_t)desk->next_hop_count);
	desk->next_hops[desk->next_hop_count++] = *address;
}

static bool has_community(const struct desk *desk, uint32_t community)
{
	struct reader plain = route_facts_communities(&desk->facts).plain;

	while (reader_left(&plain) >= 4)
		if (read_u32(&plain) == community)
			return true;
	return false;
}

static bool next_hop_of(const struct desk *desk, struct address *out_address)
{
	return attr_next_hop(&desk->facts.attrs, desk->facts.block.next_hop, out_address);
}

/* ASN_NONE for a set. */
static asn_t asn_at(const struct hops *hops, uint32_t at)
{
	return hops->all[at].is_set ? ASN_NONE : hops->asns[hops->all[at].first];
}

static void survey(struct desk *desk, const struct bgp_event *event, const struct hops *hops)
{
	struct rs_peer *peer = peer_of(desk, &event->peer);
	struct address next_hop;

	if (peer == NULL)
		return;
	peer->own_first += asn_at(hops, 0) == peer->asn;
	if (!has_community(desk, COMMUNITY_BLACKHOLE) && next_hop_of(desk, &next_hop))
		add_next_hop(desk, &next_hop);
}

/* Between the two readings: which peers are the server itself? */
static void find_servers(struct desk *desk)
{
	const struct reference *reference = desk->of->reference;
	bool is_alone = true;

	for (size_t i = 1; i < desk->peer_count; i++)
		is_alone = is_alone && desk->peers[i].asn == desk->peers[0].asn;
	for (size_t i = 0; i < desk->peer_count; i++) {
		struct rs_peer *peer = &desk->peers[i];
		bool is_said =
			(reference_network_types(reference, peer->asn) >> NETWORK_ROUTE_SERVER &
			 1) != 0;
		peer->is_server = is_said || (is_alone && peer->own_first == 0);
	}
}

/* False: a route of the server's own. AS_TRANS stands for a number that has no room in a table of
 * two octets (RFC 6793 section 9): then the path knows better. */
static bool view_of(const struct rs_peer *peer, const struct hops *hops, struct view *out_view)
{
	struct view view = { .path = *hops, .is_exported = peer->is_server };
	asn_t first = asn_at(hops, 0);

	if (peer->is_server && first == peer->asn) {
		view.path.all++;
		view.path.count--;
		view.path.length--;
		if (view.path.count == 0)
			return false;
		first = asn_at(&view.path, 0);
	}
	view.member = peer->is_server || peer->asn == ASN_TRANS ? first : peer->asn;
	view.has_other_first = first == ASN_NONE || first != view.member;
	*out_view = view;
	return true;
}

/* AS_TRANS is at home where AS numbers have two octets (RFC 6793 section 4.2.3). */
static bool is_bogon(const struct desk *desk, asn_t asn)
{
	return asn_is_full_bogon(asn) && !(desk->of->is_lab && asn_is_documentation(asn)) &&
	       !(asn == ASN_TRANS && desk->facts.block.asn_size == 2);
}

static void look_at_path(const struct desk *desk, const struct view *view, struct rs_facts *facts)
{
	const struct relations *relations = desk->of->authority->relations;
	const struct hops *path = &view->path;

	for (uint32_t at = 0; at < path->count; at++) {
		const struct hop *hop = &path->all[at];
		facts->has_as_set = facts->has_as_set || hop->is_set;
		for (uint32_t i = 0; i < hop->count; i++) {
			asn_t asn = path->asns[hop->first + i];
			if (is_bogon(desk, asn))
				facts->has_bogon_asn = true;
			if (at > 0 && asn != view->member && relations_is_tier1(relations, asn) &&
			    !relations_are_siblings(relations, view->member, asn))
				facts->has_tier1 = true;
		}
	}
	facts->has_other_first = view->has_other_first;
}

static void look_at_blackhole(const struct desk *desk, const struct bgp_event *event,
			      struct rs_facts *facts)
{
	struct address next_hop;

	facts->is_blackhole = has_community(desk, COMMUNITY_BLACKHOLE);
	facts->is_kept_in = has_community(desk, COMMUNITY_NO_EXPORT) ||
			    has_community(desk, COMMUNITY_NO_ADVERTISE);
	facts->has_member_next_hop =
		next_hop_of(desk, &next_hop) &&
		(is_ordinary_next_hop(desk, &next_hop) ||
		 (!facts->is_exported && address_equal(&next_hop, &event->peer.address)));
}

static uint32_t given_of(const struct authority *authority)
{
	return (authority->has_rpki ? GIVEN_RPKI : 0U) | (authority->has_irr ? GIVEN_IRR : 0U) |
	       (authority->has_aspa ? GIVEN_ASPA : 0U) |
	       (authority->has_relations ? GIVEN_RELATIONS : 0U);
}

/* A member marks no route for the server by OTC; the server does, for the members that hear it
 * (RFC 9234 section 5). */
static struct rs_facts facts_of(struct desk *desk, const struct bgp_event *event,
				const struct view *view, asn_t origin)
{
	const struct authority *authority = desk->of->authority;
	struct question question = { .prefix = event->prefix,
				     .origin = origin,
				     .path = &view->path,
				     .role = BGP_ROLE_RS,
				     .neighbour = view->member };
	struct judgement judgement;

	question.has_otc =
		!view->is_exported && attr_number(&desk->facts.attrs, BGP_ATTR_OTC, &question.otc);
	judge_route(&desk->judge, &question, &judgement);
	struct rs_facts facts = {
		.given = given_of(authority),
		.prefix = event->prefix,
		.rov = judgement.rov,
		.irr = judgement.irr.state,
		.is_outside_as_set = rs_member_denies(&desk->members, view->member, origin),
		.leak = judgement.leak,
		.aspa = judgement.aspa,
		.is_exported = view->is_exported,
	};
	if (!desk->of->is_lab || !prefix_is_documentation(&event->prefix))
		facts.bogon = bogon_check_prefix(authority->bogons, &event->prefix).kind;
	look_at_path(desk, view, &facts);
	look_at_blackhole(desk, event, &facts);
	return facts;
}

static bool is_stopped(const struct desk *desk)
{
	const struct communities communities = route_facts_communities(&desk->facts);

	for (size_t i = 0; i < desk->of->filtered_count; i++)
		if (community_pattern_match(&desk->of->filtered[i], &communities))
			return true;
	return false;
}

static int by_route(const void *a, const void *b)
{
	const struct rs_route *x = a, *y = b;
	int order = prefix_compare(&x->prefix, &y->prefix);

	if (order != 0)
		return order;
	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	if (x->member != y->member)
		return x->member < y->member ? -1 : 1;
	if (x->faults != y->faults)
		return x->faults < y->faults ? -1 : 1;
	return x->is_stopped != y->is_stopped ? x->is_stopped - y->is_stopped
					      : x->is_blackhole - y->is_blackhole;
}

static bool is_earlier(const struct rs_route *a, const struct rs_route *b)
{
	if (a->time_us != b->time_us)
		return a->time_us < b->time_us;
	return a->input != b->input ? a->input < b->input : a->offset < b->offset;
}

/* The path as text, or "" when there is no more room. */
static const char *path_text(struct desk *desk)
{
	struct buffer text;

	buffer_init(&text);
	char *at = buffer_room(&text,
			       reader_left(&desk->facts.path) * BGP_TEXT_PER_BYTE + BGP_TEXT_SLACK);
	buffer_commit(&text, as_path_put(at, desk->facts.path, desk->numbers));
	bool is_long = text.used > RS_PATH_TEXT_MAX;
	if (is_long)
		memcpy(text.bytes + RS_PATH_TEXT_MAX - 3, "...", 3);
	const char *kept = arena_text(&desk->result->paths, text.bytes,
				      is_long ? RS_PATH_TEXT_MAX : text.used);
	buffer_clear(&text);
	return kept != NULL ? kept : "";
}

/* The route that is known already, or NULL. */
static struct rs_route *route_find(struct desk *desk, const struct rs_route *route, uint64_t hash)
{
	for (struct probe p = index_probe(&desk->by_route, hash); index_next(&desk->by_route, &p);)
		if (by_route(&desk->result->routes[p.id], route) == 0)
			return &desk->result->routes[p.id];
	return NULL;
}

static void keep(struct desk *desk, struct rs_route *route)
{
	struct rs_result *result = desk->result;
	uint64_t hash = hash_words(prefix_hash(&route->prefix),
				   (uint64_t)route->origin << 32 | route->member);
	struct rs_route *known;

	hash = hash_words(hash, (uint64_t)route->faults << 2 | (route->is_stopped ? 2U : 0U) |
					(route->is_blackhole ? 1U : 0U));
	known = route_find(desk, route, hash);
	if (known != NULL) {
		if (is_earlier(route, known)) {
			route->path = known->path[0] != '\0' ? path_text(desk) : "";
			*known = *route;
		}
		return;
	}
	if (result->month.count == RS_ROUTES_MAX) {
		desk->beyond++;
		return;
	}
	if (route->faults != 0 && result->findings++ < RS_FINDINGS_MAX)
		route->path = path_text(desk);
	result->routes = memory_grow(result->routes, &result->room, result->month.count + 1,
				     sizeof(*result->routes));
	index_add(&desk->by_route, hash, (uint32_t)result->month.count);
	result->routes[result->month.count++] = *route;
	result->stopped += route->is_stopped;
}

static void judge(struct desk *desk, const struct bgp_event *event, const struct hops *hops)
{
	const struct rs_peer *peer = peer_of(desk, &event->peer);
	struct view view;
	asn_t origin;

	if (peer == NULL || !route_facts_origin(&desk->facts, event->peer.asn, &origin)) {
		desk->beyond++;
		return;
	}
	if (!view_of(peer, hops, &view)) {
		desk->own++;
		return;
	}
	const struct rs_facts facts = facts_of(desk, event, &view, origin);
	struct rs_route route = {
		.prefix = event->prefix,
		.origin = origin,
		.member = view.member,
		.faults = rs_faults_of(&facts),
		.rov = facts.rov,
		.is_blackhole = facts.is_blackhole,
		.is_stopped = is_stopped(desk),
		.time_us = event->time_us,
		.offset = event->offset,
		.input = desk->input->stored.number,
		.path = "",
	};
	desk->routes++;
	keep(desk, &route);
}

static void take(void *context, const struct bgp_event *event)
{
	struct desk *desk = context;

	if ((event->kind != BGP_HAS && event->kind != BGP_ANNOUNCES) || !event->has_prefix ||
	    event->safi != 1 || event->is_local)
		return;
	(void)route_facts_take(&desk->facts, &event->attributes);
	const struct hops *hops = route_facts_hops(&desk->facts);
	if (hops == NULL)
		desk->pathless++;
	else if (hops->count == 0)
		desk->own++;
	else if (desk->is_second)
		judge(desk, event, hops);
	else
		survey(desk, event, hops);
}

static void note(struct desk *desk, struct input_record *input, const struct feed_totals *totals)
{
	char at[48];

	(void)snprintf(at, sizeof(at), "byte %llu", (unsigned long long)totals->first_loss);
	input->stored.count_count = 0;
	input_count(input, "records", totals->steps, NULL);
	input_count(input, "routes of a route server", desk->routes, NULL);
	input_count(input, "routes of its own", desk->own, NULL);
	input_count(input, "routes without a path that can be read", desk->pathless, NULL);
	input_count(input, "beyond what is kept", desk->beyond, NULL);
	input_count(input, "lost_records", totals->lost_records, at);
	input_count(input, "lost_bytes", totals->lost_bytes, at);
	for (size_t i = 0; i < sizeof(totals->refusals) / sizeof(totals->refusals[0]); i++)
		if (totals->refusals[i] != NULL)
			input_refusals(input, totals->refusals[i], false);
	if (totals->lost_records > 0)
		input_note(input, "damaged: %llu bytes lost in %llu place(s), first at byte %llu",
			   (unsigned long long)totals->lost_bytes,
			   (unsigned long long)totals->lost_records,
			   (unsigned long long)totals->first_loss);
}

static void read_input(struct desk *desk, struct input_record *input)
{
	const struct feed_options options = { .sink = { .context = desk, .take = take },
					      .collector = TEXT(""),
					      .number = input->stored.number };
	struct feed *feed = feed_open(window_open(input->stored.path, NULL), input->kind, &options);
	uint64_t time_us;

	desk->input = input;
	desk->routes = desk->own = desk->pathless = desk->beyond = 0;
	while (feed_next(feed, &time_us) > 0)
		feed_tell(feed);
	if (!desk->is_second) {
		window_close(feed_close(feed));
		return;
	}
	const struct feed_totals totals = feed_totals(feed);
	note(desk, input, &totals);
	(void)input_close(input, feed_close(feed)); /* why it failed, if it did, is noted */
}

static int by_finding(const void *a, const void *b)
{
	const struct rs_route *x = a, *y = b;
	bool x_is_kept = x->path[0] != '\0', y_is_kept = y->path[0] != '\0';

	return x_is_kept != y_is_kept ? y_is_kept - x_is_kept : by_route(a, b);
}

static void sum_up(struct desk *desk)
{
	const struct norm_scoring *scoring = desk->of->scoring;
	const struct bands bands = { scoring->aspiring, scoring->ready };
	struct rs_result *result = desk->result;

	result->inputs = desk->of->input_count;
	result->peers = desk->peer_count;
	result->members = desk->members.count;
	sort_items(result->routes, result->month.count, sizeof(*result->routes), by_finding);
	while (result->kept < result->month.count && result->routes[result->kept].path[0] != '\0')
		result->kept++;
	result->month.routes = result->routes;
	result->month.given = given_of(desk->of->authority);
	for (size_t i = 0; i < RS_METRICS; i++)
		result->measures[i] = rs_measure(&rs_metrics[i], &result->month, &bands);
}

void rs_judge(const struct rs_case *what, struct rs_result *out_result)
{
	struct desk *desk = memory_alloc(1, sizeof(*desk));

	*out_result = (struct rs_result){ .name = what->name };
	arena_init(&out_result->paths, (size_t)RS_FINDINGS_MAX * 2 * RS_PATH_TEXT_MAX);
	*desk = (struct desk){ .of = what,
			       .result = out_result,
			       .numbers = memory_alloc(1, sizeof(*desk->numbers)) };
	rs_members_init(&desk->members, what->reference, what->authority);
	judge_init(&desk->judge, what->authority, what->judged_at_us);
	route_facts_init(&desk->facts);
	number_texts_init(desk->numbers);
	index_init(&desk->by_peer);
	index_init(&desk->by_next_hop);
	index_init(&desk->by_route);

	for (size_t i = 0; i < what->input_count; i++)
		read_input(desk, what->inputs[i]);
	find_servers(desk);
	desk->is_second = true;
	for (size_t i = 0; i < what->input_count; i++)
		read_input(desk, what->inputs[i]);
	sum_up(desk);

	index_clear(&desk->by_peer);
	index_clear(&desk->by_next_hop);
	index_clear(&desk->by_route);
	route_facts_clear(&desk->facts);
	rs_members_clear(&desk->members);
	free(desk->peers);
	free(desk->next_hops);
	free(desk->numbers);
	free(desk);
}

void rs_result_clear(struct rs_result *result)
{
	free(result->routes);
	arena_clear(&result->paths);
	*result = (struct rs_result){ 0 };
}
