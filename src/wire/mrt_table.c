#include "wire/mrt_table.h"

enum {
	AFI_IPV4 = 1,
	AFI_IPV6 = 2,
	AFI_L2VPN = 25,
	AFI_BGP_LS = 16388,
	SAFI_UNICAST = 1,
	SAFI_MULTICAST = 2,
	SAFI_LABELED = 4,
	SAFI_MVPN = 5,
	SAFI_VPLS = 65,
	SAFI_EVPN = 70,
	SAFI_BGP_LS = 71,
	SAFI_BGP_LS_VPN = 72,
	SAFI_SR_POLICY = 73,
	SAFI_VPN = 128,
	SAFI_VPN_MULTICAST = 129,
	SAFI_ROUTE_TARGET = 132,
	SAFI_FLOWSPEC = 133,
	SAFI_FLOWSPEC_VPN = 134,
};

int peer_index_read(struct reader body, struct peer_index *out_index)
{
	struct peer_index index = { .collector_id = read_u32(&body) };
	size_t view_size = read_u16(&body);
	const uint8_t *view = read_bytes(&body, view_size);

	index.view = (struct text){ (const char *)view, view != NULL ? view_size : 0 };
	index.count = read_u16(&body);
	if (body.failed)
		return ERR_TRUNCATED;
	index.peers = body;
	*out_index = index;
	return 0;
}

int peer_index_next(struct peer_index *index, struct bgp_peer *out_peer)
{
	struct reader *in = &index->peers;

	if (index->count == 0)
		return 0;
	unsigned type = read_u8(in); /* bit 0: IPv6 address, bit 1: four-octet AS number */
	struct bgp_peer peer = { .bgp_id = read_u32(in) };
	int got = address_read(in, (type & 1) != 0 ? FAMILY_V6 : FAMILY_V4, &peer.address);
	peer.asn = (type & 2) != 0 ? read_u32(in) : read_u16(in);
	if (got < 0 || in->failed)
		return ERR_TRUNCATED;
	index->count--;
	*out_peer = peer;
	return 1;
}

static float read_float(struct reader *in)
{
	uint32_t bits = read_u32(in);
	float value; /* IEEE 754 single, as RFC 6397 section 2 has it */

	memcpy(&value, &bits, sizeof(value));
	return value;
}

int geo_peer_read(struct reader body, struct geo_peer_table *out_table)
{
	struct geo_peer_table table = { .collector_id = read_u32(&body) };
	size_t view_size = read_u16(&body);
	const uint8_t *view = read_bytes(&body, view_size);

	table.view = (struct text){ (const char *)view, view != NULL ? view_size : 0 };
	table.latitude = read_float(&body);
	table.longitude = read_float(&body);
	table.count = read_u16(&body);
	if (body.failed)
		return ERR_TRUNCATED;
	table.peers = body;
	*out_table = table;
	return 0;
}

int geo_peer_next(struct geo_peer_table *table, struct geo_peer *out_peer)
{
	struct peer_index index = { .count = table->count, .peers = table->peers };
	struct geo_peer peer;
	int got = peer_index_next(&index, &peer.peer);

	if (got <= 0)
		return got;
	peer.latitude = read_float(&index.peers);
	peer.longitude = read_float(&index.peers);
	if (index.peers.failed)
		return ERR_TRUNCATED;
	table->count = index.count;
	table->peers = index.peers;
	*out_peer = peer;
	return 1;
}

static unsigned family_of(unsigned afi)
{
	return afi == AFI_IPV4 ? FAMILY_V4 : afi == AFI_IPV6 ? FAMILY_V6 : 0;
}

/* Family and SAFI of a row; RIB_GENERIC (section 4.3.3) says them in its body. */
static int row_kind(unsigned subtype, struct reader *body, struct rib *rib)
{
	rib->afi = AFI_IPV4;
	rib->safi = SAFI_UNICAST;
	rib->has_path_ids = subtype >= MRT_RIB_IPV4_UNICAST_ADDPATH;
	switch (subtype) {
	case MRT_RIB_IPV4_UNICAST:
	case MRT_RIB_IPV4_UNICAST_ADDPATH:
		break;
	case MRT_RIB_IPV4_MULTICAST:
	case MRT_RIB_IPV4_MULTICAST_ADDPATH:
		rib->safi = SAFI_MULTICAST;
		break;
	case MRT_RIB_IPV6_UNICAST:
	case MRT_RIB_IPV6_UNICAST_ADDPATH:
		rib->afi = AFI_IPV6;
		break;
	case MRT_RIB_IPV6_MULTICAST:
	case MRT_RIB_IPV6_MULTICAST_ADDPATH:
		rib->afi = AFI_IPV6;
		rib->safi = SAFI_MULTICAST;
		break;
	case MRT_RIB_GENERIC:
	case MRT_RIB_GENERIC_ADDPATH:
		rib->afi = read_u16(body);
		rib->safi = read_u8(body);
		rib->has_path_ids = false;
		if (subtype == MRT_RIB_GENERIC_ADDPATH) /* it stands in the NLRI (RFC 8050) */
			rib->path_id = read_u32(body);
		break;
	default:
		return ERR_UNSUPPORTED;
	}
	return body->failed ? ERR_TRUNCATED : 0;
}

/* Octets of the NLRI at the front, by what they say themselves; 0 if of a family unknown to us. */
static size_t nlri_size(struct reader in, unsigned afi, unsigned safi)
{
	bool is_ip = family_of(afi) != 0;

	if (afi == AFI_L2VPN && safi == SAFI_VPLS) /* RFC 4761 section 3.2.2 */
		return 2 + (size_t)read_u16(&in);
	if (afi == AFI_BGP_LS && (safi == SAFI_BGP_LS || safi == SAFI_BGP_LS_VPN)) {
		read_skip(&in, 2); /* type; RFC 9552 section 5.2 */
		return 4 + (size_t)read_u16(&in);
	}
	if ((afi == AFI_L2VPN && safi == SAFI_EVPN) || (is_ip && safi == SAFI_MVPN)) {
		read_skip(&in, 1); /* type; RFC 7432 section 7, RFC 6514 section 4 */
		return 2 + (size_t)read_u8(&in);
	}
	unsigned first = read_u8(&in);
	if ((is_ip || afi == AFI_L2VPN) && (safi == SAFI_FLOWSPEC || safi == SAFI_FLOWSPEC_VPN))
		return first < 0xf0 ? 1 + first /* RFC 8955 section 4.1 */
				    : 2 + (size_t)((first & 0xf) << 8 | read_u8(&in));
	bool is_in_bits = safi == SAFI_UNICAST || safi == SAFI_MULTICAST || safi == SAFI_LABELED ||
			  safi == SAFI_SR_POLICY || safi == SAFI_VPN ||
			  safi == SAFI_VPN_MULTICAST || safi == SAFI_ROUTE_TARGET;
	return is_ip && is_in_bits ? 1 + (first + 7) / 8 : 0;
}

int rib_read_any(const struct mrt_record *record, struct rib *out_rib)
{
	struct reader body = record->body;
	struct rib rib = { .sequence = read_u32(&body) };

	if (record->type != MRT_TABLE_DUMP_V2)
		return ERR_UNSUPPORTED;
	int kind = row_kind(record->subtype, &body, &rib);
	if (kind < 0)
		return body.failed ? ERR_TRUNCATED : kind;
	rib.nlri = body;
	if (family_of(rib.afi) != 0 && rib.safi <= SAFI_MULTICAST && rib.safi > 0) {
		int got = prefix_read(&body, family_of(rib.afi), &rib.prefix);
		if (got < 0)
			return got;
		rib.nlri.end = body.at;
	} else {
		size_t size = nlri_size(body, rib.afi, rib.safi);
		if (size == 0)
			return ERR_UNSUPPORTED;
		rib.nlri = read_inner(&body, size);
	}
	rib.count = read_u16(&body);
	if (body.failed)
		return ERR_TRUNCATED;
	rib.entries = body;
	*out_rib = rib;
	return 0;
}

int rib_read(const struct mrt_record *record, struct rib *out_rib)
{
	struct rib rib;
	int got = rib_read_any(record, &rib);

	if (got < 0)
		return got;
	if (rib.prefix.family == 0)
		return ERR_UNSUPPORTED;
	*out_rib = rib;
	return 0;
}

int rib_entry_next(struct rib *rib, struct rib_entry *out_entry)
{
	struct reader *in = &rib->entries;

	if (rib->count == 0)
		return 0;
	const uint8_t *start = in->at;
	unsigned peer = read_u16(in);
	uint32_t originated = read_u32(in);
	uint32_t path_id = rib->has_path_ids ? read_u32(in) : rib->path_id;
	size_t size = read_u16(in);
	const uint8_t *attributes = read_bytes(in, size);
	if (attributes == NULL)
		return ERR_TRUNCATED;
	rib->count--;
	out_entry->peer = peer;
	out_entry->originated = originated;
	out_entry->path_id = path_id;
	out_entry->attributes = reader_over(attributes, size);
	out_entry->whole = reader_over(start, (size_t)(in->at - start));
	return 1;
}

unsigned rib_skip(struct rib *rib)
{
	struct reader in = rib->entries; /* in registers */
	size_t fixed = rib->has_path_ids ? 10 : 6;
	unsigned left = rib->count;

	for (; left > 0; left--) {
		read_skip(&in, fixed);
		read_skip(&in, read_u16(&in));
		if (in.failed)
			break;
		rib->entries.at = in.at;
	}
	unsigned skipped = rib->count - left;
	rib->count = left;
	return skipped;
}

static bool ends_with_row(struct rib rib)
{
	(void)rib_skip(&rib);
	return rib.count == 0 && reader_left(&rib.entries) == 0;
}

bool rib_mend_path_ids(struct rib *io_rib)
{
	struct rib other = *io_rib;

	other.has_path_ids = !io_rib->has_path_ids;
	if (ends_with_row(*io_rib) || !ends_with_row(other))
		return false;
	*io_rib = other;
	return true;
}

/* One prefix of a TABLE_DUMP, from its address on. */
static int dump_read(struct reader *in, unsigned family, struct table_dump *dump)
{
	struct address address;
	int got = address_read(in, family, &address);
	unsigned len = read_u8(in);

	dump->status = read_u8(in);
	dump->originated = read_u32(in);
	if (got < 0 || address_read(in, family, &dump->peer) < 0)
		return ERR_TRUNCATED;
	dump->peer_asn = dump->asn_size == 4 ? read_u32(in) : read_u16(in);
	dump->attributes = read_inner(in, read_u16(in));
	if (in->failed)
		return ERR_TRUNCATED;
	if (len > family_bits(family))
		return ERR_MALFORMED;
	struct prefix whole = { address.hi, address.lo, (uint8_t)len, address.family };
	dump->prefix = prefix_cut(&whole, len);
	dump->rest = *in;
	return 0;
}

/* A BGP4MP_ENTRY names its session first. */
static int entry_read(struct reader in, struct table_dump *dump)
{
	dump->asn_size = 2;
	dump->peer_asn = read_u16(&in);
	read_skip(&in, 2 + 2); /* the collector's AS number, interface */
	unsigned family = family_of(read_u16(&in));
	struct address local;
	if (in.failed)
		return ERR_TRUNCATED;
	if (family == 0)
		return ERR_UNSUPPORTED;
	if (address_read(&in, family, &dump->peer) < 0 || address_read(&in, family, &local) < 0)
		return ERR_TRUNCATED;
	dump->view = read_u16(&in);
	dump->status = read_u16(&in);
	dump->originated = read_u32(&in);
	family = family_of(read_u16(&in));
	dump->safi = read_u8(&in);
	dump->next_hop = read_inner(&in, read_u8(&in));
	if (in.failed)
		return ERR_TRUNCATED;
	if (family == 0 || (dump->safi != SAFI_UNICAST && dump->safi != SAFI_MULTICAST))
		return ERR_UNSUPPORTED;
	int got = prefix_read(&in, family, &dump->prefix);
	if (got < 0)
		return got;
	dump->attributes = read_inner(&in, read_u16(&in));
	dump->rest = in;
	return in.failed ? ERR_TRUNCATED : 0;
}

static int table_dump_v1_read(const struct mrt_record *record, struct table_dump *dump)
{
	struct reader in = record->body;
	bool v6 = record->subtype == 2 || record->subtype == 4;

	if (record->subtype < 1 || record->subtype > 4)
		return ERR_UNSUPPORTED;
	/* Subtypes 3 and 4, the same with four-octet AS numbers, were written by a few tools. */
	dump->asn_size = record->subtype > 2 ? 4 : 2;
	dump->safi = SAFI_UNICAST;
	dump->view = read_u16(&in);
	dump->sequence = read_u16(&in);
	return dump_read(&in, v6 ? FAMILY_V6 : FAMILY_V4, dump);
}

int table_dump_read(const struct mrt_record *record, struct table_dump *out_dump)
{
	struct table_dump dump = { 0 };
	int got = ERR_UNSUPPORTED;

	if (record->type == MRT_TABLE_DUMP)
		got = table_dump_v1_read(record, &dump);
	else if ((record->type == MRT_BGP4MP || record->type == MRT_BGP4MP_ET) &&
		 record->subtype == MRT_ENTRY)
		got = entry_read(record->body, &dump);
	if (got < 0)
		return got;
	*out_dump = dump;
	return 0;
}

int table_dump_next(struct table_dump *io_dump)
{
	struct table_dump dump = *io_dump;

	if (reader_left(&dump.rest) == 0)
		return 0;
	if (reader_left(&dump.next_hop) > 0)
		return ERR_MALFORMED; /* nothing follows the route of a BGP4MP_ENTRY */
	int got = dump_read(&dump.rest, dump.prefix.family, &dump);
	if (got < 0)
		return got;
	*io_dump = dump;
	return 1;
}
