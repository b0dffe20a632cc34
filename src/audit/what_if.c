#include "audit/what_if.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"

/*
 * Reading
 */

static int parse_roa(struct text rest, struct what_if *what)
{
	struct text word;
	uint32_t max_length;

	if (!text_word(&rest, &word) || prefix_parse(word, &what->prefix) < 0)
		return ERR_MALFORMED;
	what->max_length = what->prefix.len;
	if (!text_word(&rest, &word))
		return 0;
	if (!text_equal_fold(word, TEXT("max")) || !text_word(&rest, &word) ||
	    text_u32(word, &max_length) < 0 || max_length < what->prefix.len ||
	    max_length > family_bits(what->prefix.family) || text_word(&rest, &word))
		return ERR_MALFORMED;
	what->max_length = (uint8_t)max_length;
	return 0;
}

static int parse_prefix(struct text rest, struct what_if *what)
{
	struct text word;

	if (!text_word(&rest, &word) || prefix_parse(word, &what->prefix) < 0 ||
	    text_word(&rest, &word))
		return ERR_MALFORMED;
	return 0;
}

static int parse_nothing(struct text rest, struct what_if *what)
{
	struct text word;

	(void)what;
	return text_word(&rest, &word) ? ERR_MALFORMED : 0;
}

static int parse_asns(struct text rest, struct what_if *what)
{
	struct text word;

	while (text_word(&rest, &word))
		if (what->asn_count == WHAT_IF_PROVIDERS_MAX ||
		    asn_parse(word, &what->asns[what->asn_count++]) < 0)
			return ERR_MALFORMED;
	return what->asn_count > 0 ? 0 : ERR_MALFORMED;
}

/*
 * Applying
 */

/* RFC 6811: a VRP more makes a route valid, or leaves it as it was, unless nothing covered it. */
static void apply_roa(const struct what_if *what, struct what_if_month *own)
{
	struct as_month *month = &own->month;
	uint64_t of_greatest_length = 0;

	for (size_t i = 0; i < month->route_count; i++) {
		struct judged_route *route = &own->routes[i];
		if (!prefix_covers(&what->prefix, &route->prefix))
			continue;
		of_greatest_length += route->prefix.len == what->max_length;
		if (route->prefix.len <= what->max_length)
			route->rov = ROV_VALID;
		else if (route->rov == ROV_NOT_FOUND || route->rov == ROV_INVALID_ASN)
			route->rov = ROV_INVALID_LENGTH;
	}
	month->given |= GIVEN_RPKI;
	month->network.vrps++;
	unsigned longer = (unsigned)what->max_length - what->prefix.len;
	if (longer > 0 && (longer >= 63 || of_greatest_length < UINT64_C(1) << longer))
		own->loose_vrps[month->loose_vrp_count++] =
			(struct loose_vrp){ { what->prefix, what->max_length, month->network.asn },
					    of_greatest_length };
}

static void apply_route(const struct what_if *what, struct what_if_month *own)
{
	struct as_month *month = &own->month;

	month->given |= GIVEN_IRR;
	for (size_t i = 0; i < month->route_count; i++) {
		struct judged_route *route = &own->routes[i];
		if (prefix_equal(&what->prefix, &route->prefix))
			route->irr = IRR_EXACT;
		else if (prefix_covers(&what->prefix, &route->prefix) && route->irr < IRR_COVERED)
			route->irr = IRR_COVERED;
	}
}

static void apply_stop(const struct what_if *what, struct what_if_month *own)
{
	struct as_month *month = &own->month;
	size_t kept = 0;

	for (size_t i = 0; i < month->route_count; i++)
		if (!prefix_equal(&what->prefix, &own->routes[i].prefix))
			own->routes[kept++] = own->routes[i];
	month->route_count = kept;
}

static void add_registration(struct what_if_month *own, struct text source,
			     enum registration_kind kind)
{
	struct as_month *month = &own->month;

	own->registrations[month->registration_count++] = (struct registration){
		.asn = month->network.asn,
		.kind = kind,
		.source = source,
		.value = TEXT(""),
		.count = 1,
		.date = utc_day_of(month->end_us),
	};
}

/* In PeeringDB: where nothing is known of an aut-num, nothing shall be said of it. */
static void apply_contact(const struct what_if *what, struct what_if_month *own)
{
	(void)what;
	add_registration(own, TEXT("peeringdb"), REGISTRATION_NETWORK);
	add_registration(own, TEXT("peeringdb"), REGISTRATION_TECH);
	own->month.given |= GIVEN_PEERING;
}

static void apply_policy(const struct what_if *what, struct what_if_month *own)
{
	(void)what;
	add_registration(own, TEXT("what-if"), REGISTRATION_NETWORK);
	add_registration(own, TEXT("what-if"), REGISTRATION_IMPORT);
	add_registration(own, TEXT("what-if"), REGISTRATION_EXPORT);
	own->month.given |= GIVEN_REGISTRY;
}

static bool names(const struct what_if *what, asn_t asn)
{
	for (size_t i = 0; i < what->asn_count; i++)
		if (what->asns[i] == asn)
			return true;
	return false;
}

static void apply_filter(const struct what_if *what, struct what_if_month *own)
{
	struct as_month *month = &own->month;
	size_t kept = 0;

	for (size_t i = 0; i < month->carried_count; i++)
		if (!names(what, own->carried[i].neighbour))
			own->carried[kept++] = own->carried[i];
	month->carried_count = kept;
	for (size_t i = 0; i < month->neighbour_count; i++) {
		struct neighbour *neighbour = &own->neighbours[i];
		if (!names(what, neighbour->neighbour))
			continue;
		/* A route may have several faults; at least the worst kind's are gone. */
		uint32_t gone = neighbour->unregistered > neighbour->bogons
					? neighbour->unregistered
					: neighbour->bogons;
		neighbour->carried -= gone < neighbour->carried ? gone : neighbour->carried;
		neighbour->invalid = neighbour->unregistered = neighbour->bogons = 0;
	}
}

static void apply_aspa(const struct what_if *what, struct what_if_month *own)
{
	struct as_month *month = &own->month;

	month->given |= GIVEN_ASPA;
	month->network.marks |= MARK_HAS_ASPA;
	for (size_t i = 0; i < month->neighbour_count; i++)
		own->neighbours[i].is_attested = names(what, own->neighbours[i].neighbour);
}

static const struct {
	const char *word;
	int (*parse)(struct text rest, struct what_if *what);
	void (*apply)(const struct what_if *what, struct what_if_month *own);
} FORMS[] = {
	[WHAT_IF_ROA] = { "roa", parse_roa, apply_roa },
	[WHAT_IF_ROUTE] = { "route", parse_prefix, apply_route },
	[WHAT_IF_CONTACT] = { "contact", parse_nothing, apply_contact },
	[WHAT_IF_POLICY] = { "policy", parse_nothing, apply_policy },
	[WHAT_IF_FILTER] = { "filter", parse_asns, apply_filter },
	[WHAT_IF_ASPA] = { "aspa", parse_asns, apply_aspa },
	[WHAT_IF_STOP] = { "stop", parse_prefix, apply_stop },
};

int what_if_parse(struct text text, struct what_if *out_what)
{
	struct text word;

	if (!text_word(&text, &word))
		return ERR_MALFORMED;
	for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++) {
		struct what_if what = { .kind = (enum what_if_kind)i };
		if (!text_equal_fold(word, text_of(FORMS[i].word)))
			continue;
		int result = FORMS[i].parse(text, &what);
		if (result == 0)
			*out_what = what;
		return result;
	}
	return ERR_MALFORMED;
}

/* A change adds at most so many rows. */
enum { ADDED_MAX = 3 };

static void *copy(const void *from, size_t count, size_t size, size_t changes)
{
	void *to = memory_alloc(count + ADDED_MAX * changes, size);

	if (count > 0)
		memcpy(to, from, count * size);
	return to;
}

void what_if_begin(const struct as_month *in, size_t changes, struct what_if_month *out_month)
{
	struct as_month *month = &out_month->month;

	*month = *in;
#define COPY(things, count)                                                                        \
	month->things = out_month->things = copy(in->things, count, sizeof(*in->things), changes)
	COPY(routes, in->route_count);
	COPY(neighbours, in->neighbour_count);
	COPY(carried, in->carried_count);
	COPY(registrations, in->registration_count);
	COPY(loose_vrps, in->loose_vrp_count);
#undef COPY
}

void what_if_clear(struct what_if_month *month)
{
	free(month->routes);
	free(month->neighbours);
	free(month->carried);
	free(month->registrations);
	free(month->loose_vrps);
	*month = (struct what_if_month){ 0 };
}

void what_if_apply(const struct what_if *what, struct what_if_month *month)
{
	FORMS[what->kind].apply(what, month);
}
