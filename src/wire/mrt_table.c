#include "wire/mrt_table.h"

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

int peer_index_next(struct peer_index *index, struct mrt_peer *out_peer)
{
	struct reader *in = &index->peers;

	if (index->count == 0)
		return 0;
	unsigned type = read_u8(in); /* bit 0: IPv6 address, bit 1: four-octet AS number */
	struct mrt_peer peer = { .bgp_id = read_u32(in) };
	int got = address_read(in, (type & 1) != 0 ? FAMILY_V6 : FAMILY_V4, &peer.address);
	peer.asn = (type & 2) != 0 ? read_u32(in) : read_u16(in);
	if (got < 0 || in->failed)
		return ERR_TRUNCATED;
	index->count--;
	*out_peer = peer;
	return 1;
}

/* Family and SAFI of a row; RIB_GENERIC (section 4.3.3) says them in its body. */
static int row_kind(unsigned subtype, struct reader *body, struct rib *rib, unsigned *out_family)
{
	unsigned afi = 1;

	rib->has_path_ids = subtype >= MRT_RIB_IPV4_UNICAST_ADDPATH;
	switch (subtype) {
	case MRT_RIB_IPV4_UNICAST:
	case MRT_RIB_IPV4_UNICAST_ADDPATH:
		rib->safi = 1;
		break;
	case MRT_RIB_IPV4_MULTICAST:
	case MRT_RIB_IPV4_MULTICAST_ADDPATH:
		rib->safi = 2;
		break;
	case MRT_RIB_IPV6_UNICAST:
	case MRT_RIB_IPV6_UNICAST_ADDPATH:
		rib->safi = 1;
		afi = 2;
		break;
	case MRT_RIB_IPV6_MULTICAST:
	case MRT_RIB_IPV6_MULTICAST_ADDPATH:
		rib->safi = 2;
		afi = 2;
		break;
	case MRT_RIB_GENERIC:
	case MRT_RIB_GENERIC_ADDPATH:
		afi = read_u16(body);
		rib->safi = read_u8(body);
		if (subtype == MRT_RIB_GENERIC_ADDPATH) { /* the id stands in the NLRI (RFC 8050) */
			rib->has_path_ids = false;
			(void)read_u32(body);
		}
		break;
	default:
		return ERR_UNSUPPORTED;
	}
	if (body->failed)
		return ERR_TRUNCATED;
	if ((afi != 1 && afi != 2) || (rib->safi != 1 && rib->safi != 2))
		return ERR_UNSUPPORTED;
	*out_family = afi == 1 ? FAMILY_V4 : FAMILY_V6;
	return 0;
}

int rib_read(const struct mrt_record *record, struct rib *out_rib)
{
	struct reader body = record->body;
	struct rib rib = { .sequence = read_u32(&body) };
	unsigned family;

	if (record->type != MRT_TABLE_DUMP_V2)
		return ERR_UNSUPPORTED;
	int kind = row_kind(record->subtype, &body, &rib, &family);
	if (kind < 0)
		return body.failed ? ERR_TRUNCATED : kind;
	int got = prefix_read(&body, family, &rib.prefix);
	if (got < 0)
		return got;
	rib.count = read_u16(&body);
	if (body.failed)
		return ERR_TRUNCATED;
	rib.entries = body;
	*out_rib = rib;
	return 0;
}

int rib_entry_next(struct rib *rib, struct rib_entry *out_entry)
{
	struct reader *in = &rib->entries;

	if (rib->count == 0)
		return 0;
	unsigned peer = read_u16(in);
	uint32_t originated = read_u32(in);
	uint32_t path_id = rib->has_path_ids ? read_u32(in) : 0;
	size_t size = read_u16(in);
	const uint8_t *attributes = read_bytes(in, size);
	if (attributes == NULL)
		return ERR_TRUNCATED;
	rib->count--;
	out_entry->peer = peer;
	out_entry->originated = originated;
	out_entry->path_id = path_id;
	out_entry->attributes = reader_over(attributes, size);
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

int table_dump_read(const struct mrt_record *record, struct table_dump *out_dump)
{
	struct reader in = record->body;
	bool v6 = record->subtype == 2 || record->subtype == 4;
	struct address address;

	if (record->type != MRT_TABLE_DUMP || record->subtype < 1 || record->subtype > 4)
		return ERR_UNSUPPORTED;
	/* Subtypes 3 and 4, the same with four-octet AS numbers, were written by a few tools. */
	struct table_dump dump = { .asn_size = record->subtype > 2 ? 4 : 2 };
	dump.view = read_u16(&in);
	dump.sequence = read_u16(&in);
	int got = address_read(&in, v6 ? FAMILY_V6 : FAMILY_V4, &address);
	unsigned len = read_u8(&in);
	dump.status = read_u8(&in);
	dump.originated = read_u32(&in);
	if (got < 0 || address_read(&in, address.family, &dump.peer) < 0)
		return ERR_TRUNCATED;
	dump.peer_asn = dump.asn_size == 4 ? read_u32(&in) : read_u16(&in);
	dump.attributes = read_inner(&in, read_u16(&in));
	if (in.failed)
		return ERR_TRUNCATED;
	if (len > family_bits(address.family))
		return ERR_MALFORMED;
	struct prefix whole = { address.hi, address.lo, (uint8_t)len, address.family };
	dump.prefix = prefix_cut(&whole, len);
	*out_dump = dump;
	return 0;
}
