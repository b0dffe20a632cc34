/*
 * What one network did in one month, and what is known of it: all that metrics are computed from,
 * and all that a store keeps of it. The same values out of the river or out of a store give the
 * same scores.
 */
#ifndef SCORES_AS_MONTH_H
#define SCORES_AS_MONTH_H

#include <stddef.h>

#include "net/incident.h"
#include "net/registration.h"
#include "net/spoofing.h"
#include "net/vrp.h"
#include "scores/judged_route.h"
#include "validation/relations.h"

/* Which kinds of data were given: without them nothing that needs them is measured. A set of bits;
 * stores hold them. */
enum data_given {
	GIVEN_ROUTES = 1 << 0,
	GIVEN_RPKI = 1 << 1,
	GIVEN_IRR = 1 << 2,
	GIVEN_ASPA = 1 << 3,
	GIVEN_RELATIONS = 1 << 4,
	GIVEN_LEAKS = 1 << 5,   /* reports of leaks, though there may be none */
	GIVEN_HIJACKS = 1 << 6, /* the same of hijacks */
	GIVEN_SPOOFER = 1 << 7,
	GIVEN_REGISTRY = 1 << 8, /* aut-nums */
	GIVEN_PEERING = 1 << 9,  /* PeeringDB */
	GIVEN_ASN_DROP = 1 << 10,
	GIVEN_DELEGATIONS = 1 << 11,
	GIVEN_ORGANISATIONS = 1 << 12,
	GIVEN_ALL = (1 << 13) - 1,
};

/* By number of customers; the limits stand in norms/scoring.yaml. Stores hold these numbers. */
enum network_size {
	SIZE_UNKNOWN, /* no relations were given */
	SIZE_STUB,    /* no customers */
	SIZE_SMALL,
	SIZE_MEDIUM,
	SIZE_LARGE,
	NETWORK_SIZES,
};

/* What it is, so that nothing is taken for what it is not. A set of bits; stores hold them. */
enum network_mark {
	MARK_FEW_PEERS = 1 << 0, /* seen by fewer peers than its routes can be judged by */
	MARK_ROUTE_SERVER =
		1 << 1,         /* of an exchange, as PeeringDB says: passes on for its members */
	MARK_ASN_DROP = 1 << 2, /* on Spamhaus' list of networks that criminals run */
	MARK_BOGON = 1 << 3,    /* a number that nobody may use in public */
	MARK_UNDELEGATED = 1 << 4, /* the registries' statistics do not know it */
	MARK_HAS_ASPA = 1 << 5,
	MARKS_ALL = (1 << 6) - 1,
};

struct network {
	asn_t asn;
	const char *name;            /* "" when not known, like all texts here */
	const char *organisation;    /* its name */
	const char *organisation_id; /* the same for all its networks */
	const char *economy;         /* ISO 3166 */
	const char *registry;        /* "ARIN", "RIPE NCC"... */
	enum network_size size;
	uint32_t customers; /* direct ones */
	uint32_t peers;     /* that saw the best seen of its routes */
	uint32_t marks;
	uint32_t vrps; /* that name it */
};

/* What passed between a network and the next one, over a month. Each pair of neighbours has two:
 * one of each side. Routes are (prefix, origin) pairs, and only the step from the origin to the
 * first network after it is counted. */
struct neighbour {
	asn_t asn, neighbour;
	enum as_rel_kind relation; /* what the neighbour is to the network */
	bool is_attested;          /* the network's ASPA names the neighbour */
	uint32_t sent;             /* routes of the network that the neighbour passed on */
	uint32_t carried;          /* routes of the neighbour that the network passed on */
	/* Of the carried ones. A route can be several. */
	uint32_t invalid;      /* RPKI-invalid */
	uint32_t unregistered; /* RPKI-invalid, or unknown there and registered for others only */
	uint32_t bogons;       /* full bogon prefixes */
	uint32_t offered;      /* RPKI-invalid routes of the neighbour that anybody has seen */
};

/* Who passed its routes on and is, for all that is known, neither customer, peer nor sibling. */
static inline bool neighbour_is_upstream(const struct neighbour *neighbour)
{
	return neighbour->sent > 0 &&
	       (neighbour->relation == AS_REL_PROVIDER || neighbour->relation == AS_REL_UNKNOWN);
}

/* Why a route should not have been passed on; a set of bits. Stores hold them. */
enum carried_fault {
	CARRIED_RPKI_INVALID = 1 << 0,
	CARRIED_UNREGISTERED = 1 << 1, /* see struct neighbour */
	CARRIED_BOGON_PREFIX = 1 << 2,
	CARRIED_BOGON_ASN = 1 << 3, /* a path with a bogon behind the neighbour */
	CARRIED_LEAK = 1 << 4,      /* the neighbour leaked it: RFC 7908 types 1 to 4 */
	CARRIED_FAULTS_ALL = (1 << 5) - 1,
};

/* A bad route of a neighbour that a network passed on. */
struct carried_route {
	asn_t carrier, neighbour;
	struct prefix prefix;
	asn_t origin; /* the neighbour itself, the bogon behind it, or of a leaked route */
	uint32_t faults;
	uint32_t days; /* bit d: passed on on day d+1 of the month */
	struct sighting first;
};

/* An incident in which a network has a part. */
struct charge {
	asn_t asn;
	uint32_t incident; /* its number in the month */
	enum incident_kind kind;
	enum incident_role role;
	uint64_t start_us, end_us;
};

/* A VRP of the network that permits more than the network announces. */
struct loose_vrp {
	struct vrp vrp;
	uint64_t announced; /* routes of the network with the greatest length that it permits */
};

/* One network in one month. All arrays are borrowed. */
struct as_month {
	struct network network;
	uint32_t month; /* see base/utc.h */
	/* The part of the month that was looked at: up to the end of the data. */
	uint64_t start_us, end_us;
	uint32_t given;                    /* bits of enum data_given */
	const struct judged_route *routes; /* that it originates, by prefix */
	size_t route_count;
	const struct path_bogon *path_bogons; /* that it announced */
	size_t path_bogon_count;
	const struct neighbour *neighbours; /* by number */
	size_t neighbour_count;
	const struct carried_route *carried; /* that it passed on */
	size_t carried_count;
	const struct charge *charges; /* by number of the incident */
	size_t charge_count;
	const struct spoof_test *spoof_tests; /* of this month */
	size_t spoof_test_count;
	const struct registration *registrations;
	size_t registration_count;
	const struct loose_vrp *loose_vrps;
	size_t loose_vrp_count;
};

/* "stub", "small", "medium", "large", "unknown". Static. */
const char *network_size_name(enum network_size size);
/* "few-peers", "route-server"...; NULL past the last bit. Static. */
const char *network_mark_name(unsigned bit);
/* "rpki-invalid", "unregistered", "bogon-prefix", "bogon-asn", "leaked"; NULL past the last bit.
 * Static. */
const char *carried_fault_name(unsigned bit);
/* "routes", "rpki"...; NULL past the last bit. Static. */
const char *given_name(unsigned bit);

/*
 * The month as it stands at the end of the data: routes that still stand, incidents that are still
 * open, bogons of the last day. What a mistake costs after it was mended is the difference between
 * the two. `room` is filled and must live as long as what is returned.
 */
struct as_now {
	struct judged_route *routes; /* owned; like the others */
	struct path_bogon *path_bogons;
	struct carried_route *carried;
	struct charge *charges;
	size_t route_room, path_bogon_room, carried_room, charge_room;
};

struct as_month as_month_now(const struct as_month *in, struct as_now *room);
void as_now_clear(struct as_now *room);

#endif
