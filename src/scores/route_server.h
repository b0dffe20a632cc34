/*
 * Route server: is what an exchange's route server passes on clean? One route of its table is
 * judged after the other, and five measures say which share is clean, and in which respect.
 *
 * In:   what validators and the table itself say of a route.
 * Out:  its faults, a set of bits; of all routes counts, score and band, as metric.h has them.
 * Rule: a route is a prefix as one member announces it, with an origin and with faults. Those that
 *       the server marks as filtered are stopped: they are counted, and no measure takes them.
 * Standard: MANRS IXP Implementation Guide, Action 1; RFC 7999 (blackholes); RFC 7607, 7300, 6996,
 *       6793, 5398 (AS numbers in paths); RFC 7947 (a route server does not stand in the path).
 * Pure.
 */
#ifndef SCORES_ROUTE_SERVER_H
#define SCORES_ROUTE_SERVER_H

#include "scores/metric.h"
#include "validation/aspas.h"
#include "validation/leak.h"

/* What is wrong with a route; a set of bits. Stores hold them. */
enum rs_fault {
	RS_RPKI_INVALID = 1 << 0,
	RS_UNREGISTERED = 1 << 1,   /* no route object of its origin covers it */
	RS_OUTSIDE_AS_SET = 1 << 2, /* the origin is neither the member nor in its as-set */
	RS_BOGON_PREFIX = 1 << 3,
	RS_TOO_LONG = 1 << 4,
	RS_TOO_SHORT = 1 << 5,
	RS_BOGON_ASN = 1 << 6,
	RS_AS_SET = 1 << 7,      /* RFC 9774 */
	RS_OTHER_FIRST = 1 << 8, /* the path does not begin with the member: RFC 4271 section 6.3 */
	RS_TIER1 = 1 << 9,       /* behind the member stands who is nobody's customer */
	RS_LEAK = 1 << 10,       /* RFC 7908, by relations; RFC 9234 */
	RS_ASPA_INVALID = 1 << 11,
	RS_BLACKHOLE_WIDE = 1 << 12,      /* a whole network, not a host or a few */
	RS_BLACKHOLE_FOREIGN = 1 << 13,   /* asked for by who may not originate the prefix */
	RS_BLACKHOLE_EXPORTED = 1 << 14,  /* neither NO_EXPORT nor NO_ADVERTISE: RFC 7999 3.2 */
	RS_BLACKHOLE_FORWARDED = 1 << 15, /* the next hop still is a member */
	RS_FAULTS_ALL = (1 << 16) - 1,
};

/* "rpki-invalid"...; NULL past the last bit. Static. */
const char *rs_fault_name(unsigned bit);

/*
 * What is known of one route. Of the validators only those count whose data was given. What a place
 * in the network cannot show is not held against the route: a server adds NO_EXPORT when it
 * exports, so that its own table does not show whether it does.
 */
struct rs_facts {
	uint32_t given; /* bits of enum data_given */
	struct prefix prefix;
	enum rov_state rov;
	enum irr_state irr;
	bool is_outside_as_set; /* known to be */
	enum bogon_kind bogon;  /* the prefix */
	bool has_bogon_asn, has_as_set, has_other_first, has_tier1;
	struct leak_verdict leak;
	struct aspa_verdict aspa;
	bool is_blackhole;        /* RFC 7999: 65535:666 */
	bool is_exported;         /* as a member hears it, not as the server holds it */
	bool is_kept_in;          /* NO_EXPORT or NO_ADVERTISE */
	bool has_member_next_hop; /* a member's, or one that ordinary routes have too */
};

uint32_t rs_faults_of(const struct rs_facts *facts);

/* A route of the server, judged. */
struct rs_route {
	struct prefix prefix;
	asn_t origin; /* ASN_NONE: the path ends in an AS_SET */
	asn_t member; /* who told the server */
	uint32_t faults;
	enum rov_state rov;
	bool is_blackhole, is_stopped;
	/* The earliest record that shows it, as struct sighting has it, and the path in it. */
	uint64_t time_us, offset;
	uint32_t input;
	const char *path; /* "64500 64501"; kept of routes with faults only, else "" */
};

/* All that one route server has in one month. */
struct rs_month {
	uint32_t given; /* bits of enum data_given */
	const struct rs_route *routes;
	size_t count;
};

/* A metric of route servers: described as those of networks are, but its `measure` is NULL. */
struct rs_metric {
	struct metric is;
	uint32_t needs;  /* of enum data_given: any of them; 0: none */
	uint32_t faults; /* of enum rs_fault, that it asks after */
	/* Which of the counts the route is one of; RS_NOT_COUNTED: of none. */
	int (*count_of)(const struct rs_route *route);
	unsigned clean; /* so many of the counts, from the first on, are of clean routes */
};

enum { RS_NOT_COUNTED = -1, RS_METRICS = 5 };

/* By their ids: RSBLACKHOLE, RSBOGON, RSIRR, RSPATH, RSRPKI. */
extern const struct rs_metric rs_metrics[RS_METRICS];

const struct rs_metric *rs_metric_find(struct text id); /* without regard to case, or NULL */
struct measure rs_measure(const struct rs_metric *metric, const struct rs_month *in,
			  const struct bands *bands);

#endif
