#include "select/term.h"

#include "select/value_list.h"
#include "validation/bogon.h"
#include "validation/irr.h"
#include "validation/rov.h"

#define BIT(number) (UINT32_C(1) << (number))

static const struct term_word TYPES[] = {
	{ "announce", BIT(BGP_ANNOUNCES) },
	{ "withdraw", BIT(BGP_WITHDRAWS) },
	{ "route", BIT(BGP_HAS) },
	{ "state", BIT(BGP_STATE_CHANGES) },
	{ "message", BIT(BGP_SAYS) },
	{ "report", BIT(BGP_REPORTS) },
	{ "peers", BIT(BGP_LISTS_PEERS) },
	{ "unread", BIT(BGP_UNREAD) },
	{ NULL, 0 },
};

static const struct term_word RIBS[] = {
	{ "in-pre", BIT(RIB_IN_PRE) },   { "in-post", BIT(RIB_IN_POST) },
	{ "out-pre", BIT(RIB_OUT_PRE) }, { "out-post", BIT(RIB_OUT_POST) },
	{ "loc", BIT(RIB_LOC) },         { NULL, 0 },
};

static const struct term_word RPKI_STATES[] = {
	{ "valid", BIT(ROV_VALID) },
	{ "invalid", BIT(ROV_INVALID_ASN) | BIT(ROV_INVALID_LENGTH) },
	{ "invalid-asn", BIT(ROV_INVALID_ASN) },
	{ "invalid-length", BIT(ROV_INVALID_LENGTH) },
	{ "not-found", BIT(ROV_NOT_FOUND) },
	{ NULL, 0 },
};

static const struct term_word IRR_STATES[] = {
	{ "registered", BIT(IRR_EXACT) | BIT(IRR_COVERED) },
	{ "exact", BIT(IRR_EXACT) },
	{ "covered", BIT(IRR_COVERED) },
	{ "origin-mismatch", BIT(IRR_ORIGIN_MISMATCH) },
	{ "not-found", BIT(IRR_NOT_FOUND) },
	{ NULL, 0 },
};

static const struct term_word BOGON_KINDS[] = {
	{ "full", BIT(BOGON_FULL) },
	{ "administrative", BIT(BOGON_ADMINISTRATIVE) },
	{ NULL, 0 },
};

static const struct term_word FAMILIES[] = {
	{ "ipv4", BIT(0) },    { "ipv6", BIT(1) },
	{ "unicast", BIT(2) }, { "multicast", BIT(3) },
	{ "labeled", BIT(4) }, { "vpn", BIT(5) },
	{ "mvpn", BIT(6) },    { "vpls", BIT(7) },
	{ "evpn", BIT(8) },    { "flowspec", BIT(9) },
	{ "bgp-ls", BIT(10) }, { "rt-constraint", BIT(11) },
	{ NULL, 0 },
};

/* What the bits above stand for, in their order: IANA's Address Family Numbers and SAFI Values.
 * SAFI 3 is unicast and multicast (RFC 2858). */
static const struct {
	unsigned afi; /* 0: any */
	uint8_t safis[3];
} FAMILY_NUMBERS[] = {
	{ 1, { 1, 2, 3 } },    /* IPv4 */
	{ 2, { 1, 2, 3 } },    /* IPv6 */
	{ 0, { 1, 3 } },       /* unicast */
	{ 0, { 2, 3 } },       /* multicast */
	{ 0, { 4 } },          /* labeled: RFC 8277 */
	{ 0, { 128, 129 } },   /* VPN: RFC 4364, RFC 6514 */
	{ 0, { 5 } },          /* MCAST-VPN: RFC 6514 */
	{ 25, { 65 } },        /* VPLS: RFC 4761 */
	{ 25, { 70 } },        /* EVPN: RFC 7432 */
	{ 0, { 133, 134 } },   /* flow specification: RFC 8955 */
	{ 16388, { 71, 72 } }, /* BGP-LS: RFC 9552 */
	{ 0, { 132 } },        /* route target constraints: RFC 4684 */
};

uint32_t family_mask(unsigned afi, unsigned safi)
{
	uint32_t mask = 0;

	for (unsigned i = 0; i < sizeof(FAMILY_NUMBERS) / sizeof(FAMILY_NUMBERS[0]); i++) {
		if (FAMILY_NUMBERS[i].afi != 0 && FAMILY_NUMBERS[i].afi != afi)
			continue;
		for (unsigned k = 0; k < sizeof(FAMILY_NUMBERS[i].safis); k++)
			if (safi != 0 && FAMILY_NUMBERS[i].safis[k] == safi)
				mask |= BIT(i);
	}
	return mask;
}

void term_words_put(struct buffer *out, const struct term *term, uint32_t mask)
{
	const struct term_word *chosen[32];
	unsigned count = 0;

	for (const struct term_word *word = term->words; word->name != NULL; word++) {
		if ((mask & word->mask) == word->mask) {
			chosen[count++] = word;
			mask &= ~word->mask; /* "invalid" says "invalid-asn" too */
		}
	}
	if (count > 1)
		buffer_char(out, '{');
	for (unsigned i = 0; i < count; i++) {
		buffer_string(out, i > 0 ? ", " : "");
		buffer_string(out, chosen[i]->name);
	}
	if (count > 1)
		buffer_char(out, '}');
}

#define PREFIXES "P | {P, ...} | in FILE"
#define ASNS     "AS | {AS, ...} | in FILE"
#define NUMBERS  "= | != | < | <= | > | >= N"
#define TIMES    "= | != | < | <= | > | >= TIME"

const struct term terms[TERMS] = {
	[TERM_PREFIX_EXACT] = {
		"prefix exact", PREFIXES, "The route is for this very prefix.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_PREFIX, .needs = BGP_KNOWS_PREFIX,
		.cost = 2,
		.examples = { { "prefix exact 192.0.2.0/24", "one prefix, from any peer", 2 } },
	},
	[TERM_PREFIX_WITHIN] = {
		"prefix within", PREFIXES,
		"The route's prefix is this one or a more specific one.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_PREFIX, .needs = BGP_KNOWS_PREFIX,
		.cost = 2,
		.examples = { { "prefix within {192.0.2.0/24, 2001:db8::/32}",
				"the prefixes of a network, and hijacks of parts of them", 6 } },
	},
	[TERM_PREFIX_COVERS] = {
		"prefix covers", "P | ADDRESS | {P, ...} | in FILE",
		"The route's prefix is this one or a less specific one, or holds this address.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_PREFIX | VALUE_ADDRESS,
		.needs = BGP_KNOWS_PREFIX, .cost = 2,
		.examples = { { "prefix covers 192.0.2.200",
				"whatever could carry traffic to an address", 4 } },
	},
	[TERM_PREFIX_LENGTH] = {
		"prefix length", NUMBERS, "The length of the route's prefix, in bits.",
		.argument = ARGUMENT_COMPARISON, .most = 128, .needs = BGP_KNOWS_PREFIX,
		.cost = 1,
		.examples = { { "prefix length > 24 and family ipv4",
				"IPv4 routes that are longer than most networks accept", 3 } },
	},
	[TERM_ORIGIN] = {
		"origin", ASNS,
		"The AS that originates the route, by RFC 6811: the last of its path; the peer's "
		"own for an empty path; none when the path ends in an AS_SET.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_ASN, .needs = KNOWS_EVERYTHING,
		.cost = 20,
		.examples = { { "origin 64500", "the routes of one network", 3 },
			      { "origin {AS64500, 64510-64511}", "of several", 5 } },
	},
	[TERM_ORIGIN_SET] = {
		"origin set", "", "The path ends in an AS_SET, so that the route has no origin.",
		.needs = KNOWS_EVERYTHING, .cost = 20,
		.examples = { { "origin set", "routes that RPKI can never find valid", 1 } },
	},
	[TERM_PATH_HAS] = {
		"path has", ASNS " ...",
		"These ASes stand in the path, next to each other and in this order, with prepends "
		"(an AS that repeats itself) taken as one.",
		.argument = ARGUMENT_SEQUENCE, .accepts = VALUE_ASN, .needs = KNOWS_EVERYTHING,
		.cost = 21,
		.examples = { { "path has 64497", "what passes through one network", 2 },
			      { "path has 64499 64500", "what 64499 heard from 64500", 2 } },
	},
	[TERM_PATH_MATCHES] = {
		"path matches", "\"PATTERN\"",
		"The path, with prepends taken as one, matches a pattern of AS numbers, ranges "
		"(64512-65534) and '.' for any AS, each followed by '*', '+' or '?' for repeats; "
		"of (one|another); between '^', the peer's end, and '$', the origin's. A member of "
		"an AS_SET counts as the whole set.",
		.argument = ARGUMENT_PATTERN, .needs = KNOWS_EVERYTHING, .cost = 24,
		.examples = { { "path matches \"^64496 .* 64500$\"",
				"from 64500 by way of 64496", 2 },
			      { "path matches \"(64512-65534|4200000000-4294967294)\"",
				"private AS numbers anywhere", 1 } },
	},
	[TERM_PATH_LENGTH] = {
		"path length", NUMBERS,
		"How many hops the path has, with prepends taken as one, an AS_SET as one, and "
		"those of confederations not at all.",
		.argument = ARGUMENT_COMPARISON, .most = UINT16_MAX, .needs = KNOWS_EVERYTHING,
		.cost = 20,
		.examples = { { "path length = 0", "routes of the peers themselves", 1 } },
	},
	[TERM_PATH_LOOP] = {
		"path loop", "", "An AS comes back in the path after another one.",
		.needs = KNOWS_EVERYTHING, .cost = 26,
		.examples = { { "path loop", "poisoned or damaged paths", 1 } },
	},
	[TERM_PEER] = {
		"peer", "AS | ADDRESS | P | {...} | in FILE",
		"The event is of a session with this AS, with an address or from within a prefix.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_ASN | VALUE_ADDRESS | VALUE_PREFIX,
		.needs = BGP_KNOWS_PEER, .cost = 2,
		.examples = { { "peer 64499", "all that one peer says", 4 },
			      { "peer {64499, 198.51.100.1}", "one by AS, one by address", 10 } },
	},
	[TERM_COMMUNITY] = {
		"community", "C | {C, ...} | in FILE",
		"The route carries this community: 64496:100, with '*' for any number 64496:* or "
		"*:666, by name no-export, no-advertise, no-export-subconfed, no-peer, blackhole, "
		"graceful-shutdown, accept-own, llgr-stale, no-llgr; a large one 64496:1:2; an "
		"extended one rt:64496:1 or soo:192.0.2.1:1; or 0x and eight or sixteen "
		"hexadecimal digits.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_COMMUNITY, .needs = KNOWS_EVERYTHING,
		.cost = 22,
		.examples = { { "community 64496:*", "all communities of one network", 1 },
			      { "community {blackhole, *:666}", "requests to drop traffic", 1 },
			      { "community {64499:1:2, rt:*:1}", "a large one, an extended one",
				2 } },
	},
	[TERM_TYPE] = {
		"type", "WORD | {WORD, ...}",
		"announce, withdraw: of an update; route: a row of a table; state: a session "
		"changes; message: one without any prefix; report: BMP of a router; peers: MRT's "
		"PEER_INDEX_TABLE; unread: a record that we have no words for.",
		.argument = ARGUMENT_WORDS, .words = TYPES, .needs = BGP_KNOWS_PREFIX, .cost = 1,
		.examples = { { "type withdraw", "withdrawals", 1 },
			      { "type {announce, withdraw}", "all that updates say", 6 } },
	},
	[TERM_TIME] = {
		"time", TIMES,
		"When it was heard: 2026-02-22T15:30:00Z, 2026-02-22, or seconds since 1970. "
		"Always UTC. Events without a time have none of these.",
		.argument = ARGUMENT_TIME, .needs = BGP_KNOWS_RECORD, .cost = 1,
		.examples = { { "time >= 2026-02-22T15:31:00Z", "from then on", 6 } },
	},
	[TERM_TIME_FROM] = {
		"time from", "TIME to TIME", "Not before the first and before the second.",
		.argument = ARGUMENT_TIMES, .needs = BGP_KNOWS_RECORD, .cost = 1,
		.examples = { { "time from 2026-02-22T15:30:00Z to 2026-02-22T15:31:00Z",
				"one minute", 3 } },
	},
	[TERM_FAMILY] = {
		"family", "WORD | {WORD, ...}",
		"ipv4, ipv6 (unicast and multicast); unicast, multicast, labeled, vpn, mvpn, "
		"flowspec, rt-constraint of either; vpls, evpn, bgp-ls.",
		.argument = ARGUMENT_WORDS, .words = FAMILIES, .needs = BGP_KNOWS_PREFIX,
		.cost = 2,
		.examples = { { "family ipv6", "IPv6 routes", 1 },
			      { "family {evpn, vpls}", "layer 2", 1 } },
	},
	[TERM_AFI] = {
		"afi", "N [safi M]", "The route's address family, by its number.",
		.argument = ARGUMENT_NUMBER, .most = UINT16_MAX, .needs = BGP_KNOWS_PREFIX,
		.cost = 1,
		.examples = { { "afi 25 safi 70", "EVPN, by numbers", 1 } },
	},
	[TERM_SAFI] = {
		"safi", "N", "Its subsequent address family.",
		.argument = ARGUMENT_NUMBER, .most = UINT8_MAX, .needs = BGP_KNOWS_PREFIX,
		.cost = 1,
		.examples = { { "not safi 1 and type announce", "what is not unicast", 1 } },
	},
	[TERM_COLLECTOR] = {
		"collector", "NAME | {NAME, ...} | in FILE",
		"The collector or router that heard it; '*' in a name stands for any letters.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_NAME, .needs = BGP_KNOWS_RECORD,
		.cost = 3,
		.examples = { { "collector rrc*", "RIPE RIS", 11 } },
	},
	[TERM_RIB] = {
		"rib", "WORD | {WORD, ...}",
		"Which table of the router, in BMP: in-pre or in-post (before or after its import "
		"policy), out-pre, out-post, loc.",
		.argument = ARGUMENT_WORDS, .words = RIBS, .needs = BGP_KNOWS_PEER, .cost = 1,
		.examples = { { "rib {in-post, loc}", "what import policy let pass", 1 } },
	},
	[TERM_NEXT_HOP] = {
		"next-hop", "ADDRESS | [within] P | {...} | in FILE",
		"The next hop is this address or lies within a prefix.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_ADDRESS | VALUE_PREFIX,
		.needs = KNOWS_EVERYTHING, .cost = 20,
		.examples = { { "next-hop within 198.51.100.0/24", "by way of one exchange", 2 },
			      { "next-hop 2001:db8::1", "by way of one router", 1 } },
	},
	[TERM_MED] = {
		"med", NUMBERS, "MULTI_EXIT_DISC. A route without it has none of these.",
		.argument = ARGUMENT_COMPARISON, .most = UINT32_MAX, .needs = KNOWS_EVERYTHING,
		.cost = 20,
		.examples = { { "med > 0", "routes with a metric", 1 } },
	},
	[TERM_LOCAL_PREF] = {
		"local-pref", NUMBERS, "LOCAL_PREF. A route without it has none of these.",
		.argument = ARGUMENT_COMPARISON, .most = UINT32_MAX, .needs = KNOWS_EVERYTHING,
		.cost = 20,
		.examples = { { "local-pref >= 200", "preferred routes", 1 } },
	},
	[TERM_OTC] = {
		"otc", ASNS, "Only to Customer (RFC 9234) names this AS.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_ASN, .needs = KNOWS_EVERYTHING,
		.cost = 20,
		.examples = { { "otc 0-4294967295", "routes that carry the attribute", 1 } },
	},
	[TERM_AGGREGATOR] = {
		"aggregator", ASNS, "This AS has aggregated the route.",
		.argument = ARGUMENT_LIST, .accepts = VALUE_ASN, .needs = KNOWS_EVERYTHING,
		.cost = 20,
		.examples = { { "aggregator 64500", "what one network has aggregated", 1 } },
	},
	[TERM_ATOMIC] = {
		"atomic", "", "ATOMIC_AGGREGATE is there.",
		.needs = KNOWS_EVERYTHING, .cost = 20,
		.examples = { { "atomic", "aggregates that hide paths", 1 } },
	},
	[TERM_MALFORMED] = {
		"malformed", "", "Something is wrong with the message (RFC 7606).",
		.needs = BGP_KNOWS_ALL, .cost = 1,
		.examples = { { "malformed", "messages with faults", 1 } },
	},
	[TERM_RPKI] = {
		"rpki", "STATE | {STATE, ...}",
		"Route Origin Validation (RFC 6811): valid, invalid, not-found; or of the invalid "
		"ones invalid-asn, invalid-length.",
		.argument = ARGUMENT_WORDS, .input = INPUT_VRPS, .words = RPKI_STATES,
		.needs = KNOWS_EVERYTHING, .cost = 30,
		.examples = { { "rpki invalid", "what RPKI refutes", 3 },
			      { "rpki {invalid-length, not-found}", "or leaves open", 3 } },
	},
	[TERM_IRR] = {
		"irr", "STATE | {STATE, ...}",
		"The route's objects in the routing registries: exact, covered (both are "
		"registered), origin-mismatch, not-found.",
		.argument = ARGUMENT_WORDS, .input = INPUT_ROUTE_OBJECTS, .words = IRR_STATES,
		.needs = KNOWS_EVERYTHING, .cost = 30,
		.examples = { { "irr registered", "routes with an object", 4 } },
	},
	[TERM_BOGON_PREFIX] = {
		"bogon prefix", "[full | administrative]",
		"A prefix that nobody should announce: special-purpose and reserved space (full), "
		"or what a registry says that nobody holds (administrative).",
		.argument = ARGUMENT_OPTIONAL_WORD, .input = INPUT_BOGONS, .words = BOGON_KINDS,
		.needs = BGP_KNOWS_PREFIX, .cost = 12,
		.examples = { { "bogon prefix full", "private and special space", 8 } },
	},
	[TERM_BOGON_ASN] = {
		"bogon asn", "[full | administrative]",
		"Such an AS number stands in the path.",
		.argument = ARGUMENT_OPTIONAL_WORD, .input = INPUT_BOGONS, .words = BOGON_KINDS,
		.needs = KNOWS_EVERYTHING, .cost = 28,
		.examples = { { "bogon asn", "private and special AS numbers", 7 } },
	},
	[TERM_BOGON] = {
		"bogon", "[full | administrative]", "Either of these two.",
		.argument = ARGUMENT_OPTIONAL_WORD, .input = INPUT_BOGONS, .words = BOGON_KINDS,
		.needs = KNOWS_EVERYTHING, .cost = 28,
		.examples = { { "bogon", "routes that should not be there", 8 } },
	},
};

const struct term_example whole_examples[] = {
	{ "prefix within 192.0.2.0/24 and not origin 64500 and type {announce, route}",
	  "somebody else announces my prefix, or a part of it", 1 },
	{ "type announce and (community blackhole or prefix length = 32)",
	  "requests to drop traffic", 2 },
	{ "prefix within 192.0.2.0/24 and type withdraw", "my prefix disappears", 1 },
	{ "peer 64496 and time from 2026-02-22T15:00:00Z to 2026-02-22T16:00:00Z",
	  "an hour of one peer", 5 },
	{ "path has 64497 and not path matches \"64497 64500$\"",
	  "through 64497, but not straight from 64500", 1 },
	{ NULL, NULL, 0 },
};
