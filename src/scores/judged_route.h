/*
 * A judged route: one (prefix, origin) pair of one month, with what was seen of it and what the
 * validators said. The unit that metrics count and the store keeps.
 */
#ifndef SCORES_JUDGED_ROUTE_H
#define SCORES_JUDGED_ROUTE_H

#include "net/asn.h"
#include "net/prefix.h"
#include "validation/bogon.h"
#include "validation/irr.h"
#include "validation/rov.h"

/* The very record a finding rests on: the earliest one in which the route was seen. */
struct sighting {
	uint64_t time_us;
	uint64_t offset; /* of the record in the uncompressed input, in bytes */
	uint32_t input;  /* number of the input */
	uint32_t peer;   /* number of the collector's peer */
};

struct judged_route {
	struct prefix prefix;
	asn_t origin;        /* ASN_NONE: the path ends in an AS_SET, nobody is charged */
	uint32_t peers;      /* distinct peers that announced it during the month */
	uint32_t peers_last; /* of these, how many still did at the end of the data */
	uint32_t collectors; /* distinct collectors */
	uint32_t days;       /* bit d: seen on day d+1 of the month (UTC) */
	enum rov_state rov;
	enum irr_state irr;
	enum bogon_kind bogon;        /* the prefix */
	enum bogon_kind bogon_origin; /* the origin AS number */
	struct sighting first;
};

/* A bogon AS number in a path, and the AS that let it through: the one beside it on our side. */
struct path_bogon {
	asn_t announcer; /* first AS on the collector's side that is not a bogon itself */
	asn_t bogon;
	struct prefix prefix; /* of the earliest route that showed it */
	uint32_t days;
	uint32_t routes; /* distinct prefixes */
	struct sighting first;
};

#endif
