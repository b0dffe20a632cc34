/*
 * Incident: something that went wrong, as whoever found it tells it: who did it, who passed it on,
 * to whom it was done, from when to when. What somebody says of it later is a judgement of people,
 * and kept apart: see participant.h.
 */
#ifndef NET_INCIDENT_H
#define NET_INCIDENT_H

#include <stddef.h>

#include "net/asn.h"
#include "net/prefix.h"

/* Stores hold the numbers of all enums here. */
enum incident_kind {
	INCIDENT_LEAK,   /* a route was passed on that should not have been: RFC 7908 */
	INCIDENT_HIJACK, /* announced by who is not its origin, or with a forged origin */
	INCIDENT_KINDS,
};

enum incident_role {
	INCIDENT_CULPRIT,
	INCIDENT_ACCOMPLICE, /* the network beside the culprit that accepted it and passed it on */
	INCIDENT_VICTIM,
	INCIDENT_ROLES,
};

struct incident_party {
	asn_t asn;
	enum incident_role role;
};

enum {
	/* Of one incident; the largest leaks have touched more, and then say how many. */
	INCIDENT_PARTIES_MAX = 256,
	INCIDENT_PREFIXES_MAX = 64,
	INCIDENT_CONFIDENCE_UNKNOWN = 255,
};

#define INCIDENT_OPEN UINT64_MAX

/* Texts and arrays are borrowed. */
struct incident {
	struct text source; /* "grip", "bgpstream", "radar": whose word it is */
	struct text id;     /* as the source calls it; unique within the source */
	enum incident_kind kind;
	uint64_t start_us, end_us; /* INCIDENT_OPEN: not over yet */
	uint8_t confidence;        /* 0 to 100, or INCIDENT_CONFIDENCE_UNKNOWN */
	struct text says;          /* a sentence or label of the source; empty when there is none */
	struct text url;           /* where the source shows it; empty when it does not say */
	const struct incident_party *parties; /* culprits first, then accomplices, then victims */
	size_t party_count;
	const struct prefix *prefixes; /* the first of them */
	size_t prefix_count;
	uint64_t prefix_total; /* how many there are in all; at least prefix_count */
};

/* "leak", "hijack"; "culprit", "accomplice", "victim". Static. */
const char *incident_kind_name(enum incident_kind kind);
const char *incident_role_name(enum incident_role role);

#endif
