/*
 * Loading: one reference input on its way into the reference. Shared by reference.c and
 * reference_*.c, of no use to others.
 */
#ifndef FLOW_LOADING_H
#define FLOW_LOADING_H

#include "flow/reference.h"

/* What every callback of a parser needs to know. */
struct loading {
	struct reference *reference;
	struct input_record *input;
	uint16_t last_source;        /* most payloads have the source of the one before */
	uint64_t kept, dropped;      /* taken by the parser; dropped at one of our ceilings */
	uint64_t second[2];          /* counts of other things, as the kind wants them */
	struct text registry;        /* the source of the last registration; most have the same */
	asn_t arin_first, arin_last; /* whose contacts may come next, or ASN_NONE */
};

/* A copy that the session owns. */
const char *loading_text(struct loading *loading, struct text text);
/* The number of this signer or registry in this input. ERR_LIMIT. */
MUST_CHECK int loading_source(struct loading *loading, const char *kind, struct text name,
			      uint16_t *out_number);

/* What an AS is called, and the id of its organisation, or "". */
void loading_name(struct loading *loading, asn_t asn, struct text name, struct text id);

/* A loader reads the whole window and notes in the input what it found. */
int load_rpki_json(struct loading *loading, struct window *window);
int load_rpki_csv(struct loading *loading, struct window *window);
int load_rtr(struct loading *loading, struct window *window);
int load_as_rel(struct loading *loading, struct window *window);
int load_as_org(struct loading *loading, struct window *window);
int load_peeringdb(struct loading *loading, struct window *window);
int load_grip(struct loading *loading, struct window *window);
int load_radar(struct loading *loading, struct window *window);
int load_bgpstream_json(struct loading *loading, struct window *window);
int load_bgpstream_csv(struct loading *loading, struct window *window);
int load_spoofer(struct loading *loading, struct window *window);
int load_asn_drop(struct loading *loading, struct window *window);

#endif
