#include "wire/bgp4mp.h"

/* What the subtype says: section 4.4 and RFC 8050 section 3. */
static int subtype_read(unsigned subtype, struct bgp4mp *bgp4mp)
{
	switch (subtype) {
	case MRT_STATE_CHANGE:
	case MRT_STATE_CHANGE_AS4:
		bgp4mp->is_state_change = true;
		break;
	case MRT_MESSAGE:
	case MRT_MESSAGE_AS4:
	case MRT_MESSAGE_LOCAL:
	case MRT_MESSAGE_AS4_LOCAL:
	case MRT_MESSAGE_ADDPATH:
	case MRT_MESSAGE_AS4_ADDPATH:
	case MRT_MESSAGE_LOCAL_ADDPATH:
	case MRT_MESSAGE_AS4_LOCAL_ADDPATH:
		break;
	default:
		return ERR_UNSUPPORTED;
	}
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

int bgp4mp_read(const struct mrt_record *record, struct bgp4mp *out_bgp4mp)
{
	struct reader in = record->body;
	struct bgp4mp bgp4mp = { 0 };

	if (record->type != MRT_BGP4MP && record->type != MRT_BGP4MP_ET)
		return ERR_UNSUPPORTED;
	int known = subtype_read(record->subtype, &bgp4mp);
	if (known < 0)
		return known;
	bgp4mp.peer_asn = bgp4mp.asn_size == 4 ? read_u32(&in) : read_u16(&in);
	bgp4mp.local_asn = bgp4mp.asn_size == 4 ? read_u32(&in) : read_u16(&in);
	bgp4mp.interface = read_u16(&in);
	unsigned afi = read_u16(&in);
	if (in.failed)
		return ERR_TRUNCATED;
	if (afi != 1 && afi != 2)
		return ERR_UNSUPPORTED;
	unsigned family = afi == 1 ? FAMILY_V4 : FAMILY_V6;
	if (address_read(&in, family, &bgp4mp.peer) < 0 ||
	    address_read(&in, family, &bgp4mp.local) < 0)
		return ERR_TRUNCATED;
	if (bgp4mp.is_state_change) {
		bgp4mp.old_state = read_u16(&in);
		bgp4mp.new_state = read_u16(&in);
	}
	if (in.failed)
		return ERR_TRUNCATED;
	bgp4mp.message = in;
	*out_bgp4mp = bgp4mp;
	return 0;
}
