/*
 * RPKI payloads: what a relying party concluded from the RPKI, as it exports it to the world.
 *
 * The vocabulary that the parsers of the two families of exports share (rpki_json.h, rpki_csv.h):
 * where payloads go, and what was refused and why.
 *
 * In:       an export, in pieces of any size.
 * Out:      VRPs, ASPAs and router keys that keep the promises of net/vrp.h, net/aspa.h and
 *           net/router_key.h, as they stand in the input. No key is looked into. The same payload
 * may come more than once, and so may a customer: whoever builds a set drops the former and unites
 * the latter (aspa-profile-29). Promise:  bad input is refused record by record, counted by reason,
 * with the place of the first. The clock plays no part: an expired payload is delivered with its
 * expiry. Standard: RFC 6811 (VRP), RFC 9582 (ROA), draft-ietf-sidrops-aspa-profile-29, RFC 8209
 * (keys).
 */
#ifndef WIRE_RPKI_PAYLOAD_H
#define WIRE_RPKI_PAYLOAD_H

#include "base/text.h"
#include "net/aspa.h"
#include "net/router_key.h"
#include "net/vrp.h"
#include "wire/refusals.h"

/* What came with a payload. */
struct rpki_about {
	struct place place;       /* where its record starts; line 0 in JSON */
	struct text trust_anchor; /* any bytes; borrowed for the call; empty: not said */
	uint64_t expires_us;      /* 0: not said */
};

/* Where payloads go. A callback may be NULL; what it returns but 0 ends the parse. */
struct rpki_sink {
	void *context; /* borrowed */
	int (*on_vrp)(void *context, const struct vrp *vrp, const struct rpki_about *about);
	int (*on_aspa)(void *context, const struct aspa *aspa, const struct rpki_about *about);
	/* When the export was made; 0: its metadata does not say. Not called without metadata. */
	int (*on_metadata)(void *context, uint64_t build_time_us);
	int (*on_router_key)(void *context, const struct router_key *key,
			     const struct rpki_about *about);
};

enum rpki_vrp_refusal {
	RPKI_VRP_TAKEN,
	RPKI_ASN_MISSING,
	RPKI_ASN_BAD,
	RPKI_PREFIX_MISSING,
	RPKI_PREFIX_BAD,
	RPKI_HOST_BITS,
	RPKI_MAX_LENGTH_BAD,
	RPKI_MAX_LENGTH_SHORT,
	RPKI_MAX_LENGTH_LONG,
	RPKI_LINE_LONG,
	RPKI_VRP_REASONS,
};

enum rpki_aspa_refusal {
	RPKI_ASPA_TAKEN,
	RPKI_CUSTOMER_MISSING,
	RPKI_CUSTOMER_BAD,
	RPKI_PROVIDERS_NONE,
	RPKI_PROVIDER_BAD,
	RPKI_PROVIDER_IS_CUSTOMER,
	RPKI_AS0_WITH_OTHERS,
	RPKI_PROVIDERS_TOO_MANY,
	RPKI_FAMILIES_TOO_MANY,
	RPKI_ASPA_REASONS,
};

enum rpki_key_refusal {
	RPKI_KEY_TAKEN,
	RPKI_KEY_ASN_MISSING,
	RPKI_KEY_ASN_BAD,
	RPKI_SKI_MISSING,
	RPKI_SKI_BAD,
	RPKI_SPKI_MISSING,
	RPKI_SPKI_BAD,
	RPKI_SPKI_LONG,
	RPKI_KEY_REASONS,
};

/* A value was passed over; the record that it stands in, if any, went on without it. */
enum rpki_oddity {
	RPKI_NOTHING_ODD,
	RPKI_TRUST_ANCHOR_LONG,
	RPKI_TIME_BAD,
	RPKI_PROVIDER_TWICE,
	RPKI_KEY_TWICE,
	RPKI_KEY_UNKNOWN,
	RPKI_TYPE_WRONG,
	RPKI_STRING_LONG,
	RPKI_ODDITIES,
};

struct rpki_counts {
	struct refusals vrps, aspas, keys; /* in records; those taken were delivered */
	struct refusals oddities;
};

void rpki_counts_init(struct rpki_counts *counts);

enum { RPKI_MESSAGE_MAX = 80 };

/* What ended a parse before its time. */
struct rpki_fault {
	struct place place;
	char message[RPKI_MESSAGE_MAX]; /* "" while there is none */
};

#endif
