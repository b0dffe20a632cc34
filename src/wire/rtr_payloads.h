/*
 * RTR payloads: what a cache answers to a Reset Query, as a file: a Cache Response, the payloads,
 * an End of Data, of any version.
 *
 * In:       pieces of any size; how the input is cut changes nothing.
 * Out:      calls of the sink (rpki_payload.h), with the offset of the PDU as the place; `counts`;
 *           after the End of Data, what it and the Cache Response say; after an error, `fault`.
 * Promise:  what stands before a fault has been delivered, but only after rtr_payloads_finish()
 *           said 0 is it a set: an answer is a transaction (RFC 8210 section 8.1). A PDU that no
 *           router would take ends it; a sound one that says what no ASPA may say is refused alone.
 *           Memory: 192 KiB.
 * Standard: RFC 6810, 8210; draft-ietf-sidrops-8210bis-27; aspa-profile-29.
 */
#ifndef WIRE_RTR_PAYLOADS_H
#define WIRE_RTR_PAYLOADS_H

#include "wire/rpki_payload.h"
#include "wire/rtr_pdu.h"

struct rtr_payloads {
	struct rpki_counts counts;
	struct rpki_fault fault;
	/* Once there is a Cache Response. */
	unsigned version;
	uint16_t session;
	/* Once there is an End of Data; the timers of version 0 are rtr_timers_default. */
	uint32_t serial;
	struct rtr_timers timers;
	struct rtr_payloads_state *state; /* owned */
};

/* Copies `sink`; on_metadata is not called. */
void rtr_payloads_init(struct rtr_payloads *payloads, const struct rpki_sink *sink);
void rtr_payloads_clear(struct rtr_payloads *payloads);

/* ERR_MALFORMED: not such an answer, from `fault` on; where an Error Report stands in it, its text
 * is the message. Or what the sink said. Anything but 0 stays. */
MUST_CHECK int rtr_payloads_feed(struct rtr_payloads *payloads, struct text piece);
/* The input is complete. ERR_TRUNCATED: no End of Data; else as rtr_payloads_feed(). */
MUST_CHECK int rtr_payloads_finish(struct rtr_payloads *payloads);

#endif
