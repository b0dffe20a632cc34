/*
 * BGP4MP: a BGP message or a change of session state, as a collector heard it.
 * RFC 6396 sections 4.4 and 4.5, RFC 8050 section 3.
 *
 * In:   a BGP4MP or BGP4MP_ET record.
 * Out:  who spoke to whom, and the message's bytes or the two states.
 * Pure: no allocation; readers borrow the record's bytes.
 */
#ifndef WIRE_BGP4MP_H
#define WIRE_BGP4MP_H

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/mrt.h"

struct bgp4mp {
	asn_t peer_asn, local_asn;
	struct address peer, local;
	uint16_t interface;
	bool is_state_change;
	bool is_local;                 /* sent by the collector, not received */
	bool has_path_ids;             /* ADD-PATH was negotiated (RFC 7911) */
	unsigned asn_size;             /* of AS numbers in the message: 2 or 4 */
	uint16_t old_state, new_state; /* 1 Idle .. 6 Established; only for a state change */
	struct reader message;         /* with its marker; nothing is left for a state change */
};

enum { BGP_STATE_ESTABLISHED = 6 };

/* ERR_UNSUPPORTED for other subtypes and address families. */
MUST_CHECK int bgp4mp_read(const struct mrt_record *record, struct bgp4mp *out_bgp4mp);

#endif
