#include "scores/route_server.h"

#include <assert.h>

enum {
	/* What operators take from each other, by custom: RFC 7454 section 6.1.3. */
	LONGEST_V4 = 24,
	LONGEST_V6 = 48,
	/* No registry has given anybody more. */
	SHORTEST_V4 = 8,
	SHORTEST_V6 = 16,
};

const char *rs_fault_name(unsigned bit)
{
	static const char *const names[] = {
		"rpki-invalid",
		"unregistered",
		"outside-as-set",
		"bogon-prefix",
		"too-long",
		"too-short",
		"bogon-asn",
		"as-set",
		"other-first-as",
		"tier1-behind",
		"leak",
		"aspa-invalid",
		"blackhole-wide",
		"blackhole-foreign",
		"blackhole-exported",
		"blackhole-forwarded",
	};
	static_assert(1 << sizeof(names) / sizeof(names[0]) == RS_FAULTS_ALL + 1, "all have one");

	return bit < sizeof(names) / sizeof(names[0]) ? names[bit] : NULL;
}

static bool is_too_long(const struct prefix *prefix)
{
	return prefix->len > (prefix->family == FAMILY_V4 ? LONGEST_V4 : LONGEST_V6);
}

static bool is_too_short(const struct prefix *prefix)
{
	return prefix->len < (prefix->family == FAMILY_V4 ? SHORTEST_V4 : SHORTEST_V6);
}

/* May the origin originate what covers the prefix, whatever the length? */
static bool is_named(const struct rs_facts *facts)
{
	return ((facts->given & GIVEN_RPKI) != 0 && facts->rov >= ROV_INVALID_LENGTH) ||
	       ((facts->given & GIVEN_IRR) != 0 && irr_is_registered(facts->irr));
}

static bool is_foreign(const struct rs_facts *facts)
{
	bool is_denied = (facts->given & GIVEN_RPKI) != 0 && facts->rov == ROV_INVALID_ASN;
	return !is_named(facts) && (is_denied || (facts->given & GIVEN_IRR) != 0);
}

/* A blackhole is meant to be longer than any ROA allows (RFC 7999 section 3.3), so only the origin
 * is held against it. */
static uint32_t prefix_faults(const struct rs_facts *facts)
{
	uint32_t faults = 0;

	if ((facts->given & GIVEN_RPKI) != 0 &&
	    (facts->rov == ROV_INVALID_ASN ||
	     (facts->rov == ROV_INVALID_LENGTH && !facts->is_blackhole)))
		faults |= RS_RPKI_INVALID;
	if ((facts->given & GIVEN_IRR) != 0 && !irr_is_registered(facts->irr))
		faults |= RS_UNREGISTERED;
	if (facts->is_outside_as_set)
		faults |= RS_OUTSIDE_AS_SET;
	if (facts->bogon == BOGON_FULL)
		faults |= RS_BOGON_PREFIX;
	if (is_too_long(&facts->prefix) && !facts->is_blackhole)
		faults |= RS_TOO_LONG;
	if (is_too_short(&facts->prefix))
		faults |= RS_TOO_SHORT;
	return faults;
}

/* What is inferred with little confidence is held against nobody. Types 5 and 6 of RFC 7908 speak
 * of the origin, which has measures of its own. */
static bool is_leak(const struct leak_verdict *leak)
{
	return leak->state == LEAK_FOUND && leak->confidence >= CONFIDENCE_MEDIUM &&
	       leak->type <= LEAK_PEER_TO_PROVIDER;
}

/* A path with a set is counted as that, and not as one that ASPAs forbid as well. */
static uint32_t path_faults(const struct rs_facts *facts)
{
	uint32_t faults = 0;

	if (facts->has_bogon_asn)
		faults |= RS_BOGON_ASN;
	if (facts->has_as_set)
		faults |= RS_AS_SET;
	if (facts->has_other_first)
		faults |= RS_OTHER_FIRST;
	if (facts->has_tier1)
		faults |= RS_TIER1;
	if (is_leak(&facts->leak))
		faults |= RS_LEAK;
	if ((facts->given & GIVEN_ASPA) != 0 && facts->aspa.state == ASPA_INVALID &&
	    facts->aspa.reason == ASPA_HOP_NOT_PROVIDER)
		faults |= RS_ASPA_INVALID;
	return faults;
}

static uint32_t blackhole_faults(const struct rs_facts *facts)
{
	uint32_t faults = 0;

	if (!facts->is_blackhole)
		return 0;
	if (!is_too_long(&facts->prefix))
		faults |= RS_BLACKHOLE_WIDE;
	if (is_foreign(facts))
		faults |= RS_BLACKHOLE_FOREIGN;
	if (facts->is_exported && !facts->is_kept_in)
		faults |= RS_BLACKHOLE_EXPORTED;
	if (facts->has_member_next_hop)
		faults |= RS_BLACKHOLE_FORWARDED;
	return faults;
}

uint32_t rs_faults_of(const struct rs_facts *facts)
{
	return prefix_faults(facts) | path_faults(facts) | blackhole_faults(facts);
}

/* Which count the worst of a route's faults belongs to: `sets` by count, from 1 on; worst first. */
static int count_by(const struct rs_route *route, const uint32_t *sets, int count)
{
	for (int i = 0; i < count; i++)
		if ((route->faults & sets[i]) != 0)
			return i + 1;
	return 0;
}

static int rpki_of(const struct rs_route *route)
{
	enum { VALID, UNKNOWN, INVALID };

	if ((route->faults & RS_RPKI_INVALID) != 0)
		return INVALID;
	return route->rov == ROV_VALID ? VALID : UNKNOWN;
}

static int irr_of(const struct rs_route *route)
{
	static const uint32_t sets[] = { RS_UNREGISTERED, RS_OUTSIDE_AS_SET };
	return count_by(route, sets, 2);
}

static int bogon_of(const struct rs_route *route)
{
	static const uint32_t sets[] = { RS_BOGON_PREFIX, RS_TOO_LONG | RS_TOO_SHORT };
	return count_by(route, sets, 2);
}

static int path_of(const struct rs_route *route)
{
	static const uint32_t sets[] = { RS_BOGON_ASN, RS_OTHER_FIRST | RS_AS_SET,
					 RS_LEAK | RS_TIER1 | RS_ASPA_INVALID };
	return count_by(route, sets, 3);
}

static int blackhole_of(const struct rs_route *route)
{
	static const uint32_t sets[] = { RS_BLACKHOLE_FOREIGN, RS_BLACKHOLE_EXPORTED,
					 RS_BLACKHOLE_WIDE | RS_BLACKHOLE_FORWARDED };
	return route->is_blackhole ? count_by(route, sets, 3) : RS_NOT_COUNTED;
}

static unsigned long long sum(const uint64_t *counts, size_t count)
{
	unsigned long long all = 0;

	for (size_t i = 0; i < count; i++)
		all += counts[i];
	return all;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "%llu/%llu = %.6g", (unsigned long long)measured->counts[0],
		      sum(measured->counts, METRIC_COUNTS_MAX), measured->raw);
}

static void arithmetic_rpki(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "(%llu + %llu)/%llu = %.6g", (unsigned long long)measured->counts[0],
		      (unsigned long long)measured->counts[1],
		      sum(measured->counts, METRIC_COUNTS_MAX), measured->raw);
}

#define GUIDE "MANRS IXP Implementation Guide, Action 1"

const struct rs_metric rs_metrics[RS_METRICS] = {
	{ .is = { .id = "RSBLACKHOLE",
		  .title = "Blackholing is kept in",
		  .rule = "Of the routes that ask for blackholing (65535:666), the share that is "
			  "of an origin which a VRP or route object names for what covers it, "
			  "longer "
			  "than /24 or /48, kept in by NO_EXPORT or NO_ADVERTISE where the server "
			  "exports it, and led to another next hop than those of ordinary routes.",
		  .source = "RFC 7999 section 3; " GUIDE ", for the order; our rule: the share",
		  .raw_unit = "share",
		  .count_names = { "clean", "foreign", "exported", "improper" },
		  .arithmetic = arithmetic },
	  .needs = GIVEN_RPKI | GIVEN_IRR,
	  .faults = RS_BLACKHOLE_WIDE | RS_BLACKHOLE_FOREIGN | RS_BLACKHOLE_EXPORTED |
		    RS_BLACKHOLE_FORWARDED,
	  .count_of = blackhole_of,
	  .clean = 1 },
	{ .is = { .id = "RSBOGON",
		  .title = "No bogons on the route server",
		  .rule = "Of a route server's routes, the share whose prefix is no full bogon and "
			  "not longer than /24 or /48, nor shorter than /8 or /16. Blackholes may "
			  "be longer.",
		  .source = GUIDE "; RFC 7454 section 6.1 for the lengths; our rule: the share",
		  .raw_unit = "share",
		  .count_names = { "clean", "bogon", "length" },
		  .arithmetic = arithmetic },
	  .faults = RS_BOGON_PREFIX | RS_TOO_LONG | RS_TOO_SHORT,
	  .count_of = bogon_of,
	  .clean = 1 },
	{ .is = { .id = "RSIRR",
		  .title = "Routes of the IRR",
		  .rule = "Of a route server's routes, the share that a route object of their "
			  "origin "
			  "covers, and whose origin is the member or in its as-set; where that is "
			  "not "
			  "known, or not whole, the origin is not judged.",
		  .source = GUIDE "; our rule: a less specific object suffices",
		  .raw_unit = "share",
		  .count_names = { "registered", "unregistered", "outside" },
		  .arithmetic = arithmetic },
	  .needs = GIVEN_IRR,
	  .faults = RS_UNREGISTERED | RS_OUTSIDE_AS_SET,
	  .count_of = irr_of,
	  .clean = 1 },
	{ .is = { .id = "RSPATH",
		  .title = "Proper paths",
		  .rule = "Of a route server's routes, the share whose path begins with the "
			  "member, "
			  "has neither a bogon AS number nor an AS_SET, and no leak: no Tier 1 "
			  "behind "
			  "the member, no hop that ASPAs forbid, and none that relations show with "
			  "at "
			  "least medium confidence.",
		  .source = GUIDE ", with the RFCs it lists; RFC 9774; our rule: leaks",
		  .raw_unit = "share",
		  .count_names = { "clean", "bogon-asn", "improper", "leaked" },
		  .arithmetic = arithmetic },
	  .faults =
		  RS_BOGON_ASN | RS_AS_SET | RS_OTHER_FIRST | RS_TIER1 | RS_LEAK | RS_ASPA_INVALID,
	  .count_of = path_of,
	  .clean = 1 },
	{ .is = { .id = "RSRPKI",
		  .title = "No RPKI-invalid routes",
		  .rule = "Of a route server's routes, the share that RFC 6811 does not call "
			  "invalid. "
			  "A blackhole may be longer than its ROA allows.",
		  .source = GUIDE "; as manrs-ixp-validation-tool lists them; our rule: the share",
		  .raw_unit = "share",
		  .count_names = { "valid", "unknown", "invalid" },
		  .arithmetic = arithmetic_rpki },
	  .needs = GIVEN_RPKI,
	  .faults = RS_RPKI_INVALID,
	  .count_of = rpki_of,
	  .clean = 2 },
};

const struct rs_metric *rs_metric_find(struct text id)
{
	for (size_t i = 0; i < RS_METRICS; i++)
		if (text_equal_fold(text_of(rs_metrics[i].is.id), id))
			return &rs_metrics[i];
	return NULL;
}

struct measure rs_measure(const struct rs_metric *metric, const struct rs_month *in,
			  const struct bands *bands)
{
	uint64_t counts[METRIC_COUNTS_MAX] = { 0 };
	struct measure measure = { .measured = false };

	if (metric->needs != 0 && (metric->needs & in->given) == 0)
		return measure;
	for (size_t i = 0; i < in->count; i++) {
		int count = in->routes[i].is_stopped ? RS_NOT_COUNTED
						     : metric->count_of(&in->routes[i]);
		if (count != RS_NOT_COUNTED)
			counts[count]++;
	}
	uint64_t all = sum(counts, METRIC_COUNTS_MAX);
	if (all == 0)
		return measure;
	measure = measure_of_share(sum(counts, metric->clean), all);
	memcpy(measure.counts, counts, sizeof(counts));
	measure.band = band_of_score(bands, measure.score);
	return measure;
}
