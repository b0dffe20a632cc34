/*
 * BGP4MP: a BGP message or a change of session state, as a collector heard it.
 * RFC 6396 sections 4.4 and 4.5, appendix B; RFC 8050 section 3.
 *
 * In:   a BGP4MP or BGP4MP_ET record, or one of the types that these replaced: BGP, BGP4PLUS and
 *       BGP4PLUS_01, which have no message headers and call their fields the same.
 * Out:  who spoke to whom, and the message's bytes or the two states.
 * Pure: no allocation; readers borrow the record's bytes.
 */
#ifndef WIRE_BGP4MP_H
#define WIRE_BGP4MP_H

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/bgp_message.h"
#include "wire/mrt.h"

struct bgp4mp {
	asn_t peer_asn, local_asn;
	struct address peer, local;
	uint16_t interface;
	bool is_state_change;
	bool is_local;      /* sent by the collector, not received */
	bool has_path_ids;  /* ADD-PATH was negotiated (RFC 7911) */
	bool has_addresses; /* else both are 0.0.0.0: Zebra left them out before a session was up */
	bool is_bare;       /* the message stands without its header: the types before BGP4MP */
	unsigned asn_size;  /* of AS numbers in the message: 2 or 4 */
	unsigned message_type;         /* as its header or the subtype says; 0 if it has none */
	uint16_t old_state, new_state; /* 1 Idle .. 6 Established; only for a state change */
	struct reader message; /* with its header unless bare; nothing is left for a state change */
};

enum { BGP_STATE_ESTABLISHED = 6 };

/* ERR_UNSUPPORTED for other subtypes and address families. */
MUST_CHECK int bgp4mp_read(const struct mrt_record *record, struct bgp4mp *out_bgp4mp);

/* The message, be it bare or not; not of a state change. Errors are those of bgp_message_read(). */
MUST_CHECK int bgp4mp_message(const struct bgp4mp *bgp4mp, struct bgp_message *out_message);

#endif
