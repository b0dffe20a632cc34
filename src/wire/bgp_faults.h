/*
 * BGP faults: what a speaker must do with an UPDATE that is not as it should be.  RFC 7606; with it
 * RFC 4271 section 6.3, RFC 6793 section 6 (AS4_PATH), RFC 7607 (AS 0), RFC 9774 (AS_SET) and the
 * RFC of each attribute (bgp_attr_names.h).
 *
 * In:   an UPDATE cut into its parts, and what the session agreed on.
 * Out:  the strongest treatment that any fault asks for, how many faults there are, and the first
 *       of them with reason and rule. Nothing is changed; what to do is for others to do.
 * Pure: no allocation. Costs nothing where it is not called.
 *
 * A collector does not record whether a session is internal. Unless told so, it is taken as
 * external, as collectors' mostly are: then a malformed LOCAL_PREF, ORIGINATOR_ID or CLUSTER_LIST
 * is discarded where an internal one withdraws the route (RFC 7606 sections 7.5, 7.9, 7.10). That
 * they are there at all is never a fault, though an external peer's would be discarded.
 */
#ifndef WIRE_BGP_FAULTS_H
#define WIRE_BGP_FAULTS_H

#include "wire/bgp_attr_names.h"
#include "wire/bgp_codec.h"
#include "wire/bgp_message.h"

struct bgp_update_terms {
	struct bgp_codec codec;
	bool is_internal;     /* with a peer of the same AS */
	bool refuses_as_sets; /* RFC 9774: AS_SET and AS_CONFED_SET withdraw the route */
};

struct bgp_fault {
	uint8_t attr_type;  /* 0: of the message */
	uint8_t treatment;  /* enum bgp_treatment */
	const char *reason; /* "a length that is not 4" */
	const char *rule;   /* "RFC 7606 section 7.3" */
};

enum { BGP_FAULTS_KEPT = 4 };

struct bgp_faults {
	enum bgp_treatment treatment;
	unsigned count;
	unsigned kept;
	struct bgp_fault first[BGP_FAULTS_KEPT]; /* in the order found; one that decides the
						    treatment is always among them */
};

void bgp_faults_check(const struct bgp_update *update, const struct bgp_update_terms *session,
		      struct bgp_faults *out_faults);

/* Of a message's body: the same, and a reset when it cannot be cut into its parts. */
void bgp_faults_check_body(struct reader body, const struct bgp_update_terms *session,
			   struct bgp_faults *out_faults);

#endif
