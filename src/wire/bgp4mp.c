#include "wire/bgp4mp.h"

enum {
	AFI_IPV4 = 1,
	AFI_IPV6 = 2,
	AFI_OF_MARKER = 0xffff, /* where the family should stand, a message begins */
	TYPE_AT = 18,           /* in a message */
};

static bool is_message(unsigned subtype)
{
	return subtype == MRT_MESSAGE || subtype == MRT_MESSAGE_AS4 ||
	       (subtype >= MRT_MESSAGE_LOCAL && subtype <= MRT_MESSAGE_AS4_LOCAL_ADDPATH);
}

/* What the subtype says: section 4.4 and RFC 8050 section 3. */
static int subtype_read(unsigned subtype, struct bgp4mp *bgp4mp)
{
	bgp4mp->is_state_change = subtype == MRT_STATE_CHANGE || subtype == MRT_STATE_CHANGE_AS4;
	if (!bgp4mp->is_state_change && !is_message(subtype))
		return ERR_UNSUPPORTED;
	bgp4mp->asn_size = subtype == MRT_MESSAGE_AS4 || subtype == MRT_STATE_CHANGE_AS4 ||
					   subtype == MRT_MESSAGE_AS4_LOCAL ||
					   subtype == MRT_MESSAGE_AS4_ADDPATH ||
					   subtype == MRT_MESSAGE_AS4_LOCAL_ADDPATH
				   ? 4
				   : 2;
	bgp4mp->is_local = subtype == MRT_MESSAGE_LOCAL || subtype == MRT_MESSAGE_AS4_LOCAL ||
			   subtype >= MRT_MESSAGE_LOCAL_ADDPATH;
	bgp4mp->has_path_ids = subtype >= MRT_MESSAGE_ADDPATH;
	return 0;
}

/*
 * Interface, family and both addresses. Zebra, and Quagga of a peer whose address it did not know
 * yet, wrote none of them: the states or the message follow at once.
 */
static int session_read(struct reader *in, struct bgp4mp *bgp4mp)
{
	struct reader start = *in;

	bgp4mp->peer.family = FAMILY_V4;
	bgp4mp->local.family = FAMILY_V4;
	if (bgp4mp->is_state_change && reader_left(in) == 4)
		return 0;
	bgp4mp->interface = read_u16(in);
	unsigned afi = read_u16(in);
	if (in->failed)
		return ERR_TRUNCATED;
	if (!bgp4mp->is_state_change && bgp4mp->interface == 0xffff && afi == AFI_OF_MARKER) {
		bgp4mp->interface = 0;
		*in = start;
		return 0;
	}
	if (afi != AFI_IPV4 && afi != AFI_IPV6)
		return ERR_UNSUPPORTED;
	unsigned family = afi == AFI_IPV4 ? FAMILY_V4 : FAMILY_V6;
	bgp4mp->has_addresses = true;
	return address_read(in, family, &bgp4mp->peer) < 0 ||
			       address_read(in, family, &bgp4mp->local) < 0
		       ? ERR_TRUNCATED
		       : 0;
}

static void states_read(struct reader *in, struct bgp4mp *bgp4mp)
{
	bgp4mp->old_state = read_u16(in);
	bgp4mp->new_state = read_u16(in);
}

static int session_and_more_read(struct reader *in, unsigned subtype, struct bgp4mp *bgp4mp)
{
	int got = subtype_read(subtype, bgp4mp);
	if (got < 0)
		return got;
	bgp4mp->peer_asn = bgp4mp->asn_size == 4 ? read_u32(in) : read_u16(in);
	bgp4mp->local_asn = bgp4mp->asn_size == 4 ? read_u32(in) : read_u16(in);
	got = session_read(in, bgp4mp);
	if (got < 0)
		return got;
	if (bgp4mp->is_state_change) {
		states_read(in, bgp4mp);
		return 0;
	}
	struct reader message = *in;
	read_skip(&message, TYPE_AT);
	bgp4mp->message_type = read_u8(&message);
	return 0;
}

/* Types 5, 9 and 10: appendix B.1. Their AS numbers have two octets. */
static int bare_read(struct reader *in, const struct mrt_record *record, struct bgp4mp *bgp4mp)
{
	static const unsigned message_types[] = {
		[MRT_BGP_UPDATE] = BGP_UPDATE,
		[MRT_BGP_OPEN] = BGP_OPEN,
		[MRT_BGP_NOTIFY] = BGP_NOTIFICATION,
		[MRT_BGP_KEEPALIVE] = BGP_KEEPALIVE,
	};
	unsigned family = record->type == MRT_BGP ? FAMILY_V4 : FAMILY_V6;

	bgp4mp->is_bare = true;
	bgp4mp->has_addresses = true;
	bgp4mp->asn_size = 2;
	bgp4mp->is_state_change = record->subtype == MRT_BGP_STATE_CHANGE;
	if (record->subtype < sizeof(message_types) / sizeof(message_types[0]))
		bgp4mp->message_type = message_types[record->subtype];
	if (!bgp4mp->is_state_change && bgp4mp->message_type == 0)
		return ERR_UNSUPPORTED;
	bgp4mp->peer_asn = read_u16(in);
	if (address_read(in, family, &bgp4mp->peer) < 0)
		return ERR_TRUNCATED;
	if (bgp4mp->is_state_change) { /* without the collector's side */
		bgp4mp->local.family = (uint8_t)family;
		states_read(in, bgp4mp);
		return 0;
	}
	bgp4mp->local_asn = read_u16(in);
	return address_read(in, family, &bgp4mp->local) < 0 ? ERR_TRUNCATED : 0;
}

int bgp4mp_read(const struct mrt_record *record, struct bgp4mp *out_bgp4mp)
{
	struct reader in = record->body;
	struct bgp4mp bgp4mp = { 0 };
	int got = ERR_UNSUPPORTED;

	if (record->type == MRT_BGP4MP || record->type == MRT_BGP4MP_ET)
		got = session_and_more_read(&in, record->subtype, &bgp4mp);
	else if (record->type == MRT_BGP || record->type == MRT_BGP4PLUS ||
		 record->type == MRT_BGP4PLUS_01)
		got = bare_read(&in, record, &bgp4mp);
	if (got < 0)
		return got;
	if (in.failed)
		return ERR_TRUNCATED;
	bgp4mp.message = in;
	*out_bgp4mp = bgp4mp;
	return 0;
}

int bgp4mp_message(const struct bgp4mp *bgp4mp, struct bgp_message *out_message)
{
	struct reader message = bgp4mp->message;

	if (!bgp4mp->is_bare)
		return bgp_message_read(&message, out_message);
	*out_message = (struct bgp_message){ .type = bgp4mp->message_type, .body = message };
	return 0;
}
