#include "wire/bmp_body.h"

#include "wire/bgp_message.h"

static int address16_read(struct reader *in, bool is_v6, struct address *out_address)
{
	if (!is_v6)
		read_skip(in, 12); /* section 4.2: IPv4 stands in the last four octets */
	return address_read(in, is_v6 ? FAMILY_V6 : FAMILY_V4, out_address);
}

static bool is_v6(const struct bmp_peer *peer)
{
	return peer->type != BMP_PEER_LOC_RIB && (peer->flags & BMP_FLAG_V6) != 0;
}

int bmp_peer_read(struct reader *in, struct bmp_peer *out_peer)
{
	unsigned type = read_u8(in);
	struct bmp_peer peer = { .type = type, .flags = read_u8(in) };

	peer.distinguisher = read_u64(in);
	if (address16_read(in, is_v6(&peer), &peer.address) < 0)
		return ERR_TRUNCATED;
	peer.asn = read_u32(in);
	peer.bgp_id = read_u32(in);
	peer.time_us = read_u32(in) * UINT64_C(1000000);
	peer.time_us += read_u32(in) % 1000000;
	if (in->failed)
		return ERR_TRUNCATED;
	if (type > BMP_PEER_LOC_RIB)
		return ERR_UNSUPPORTED;
	if (peer.type == BMP_PEER_LOC_RIB) /* RFC 9069 section 4.2: zero-filled */
		peer.address = (struct address){ .family = FAMILY_V4 };
	*out_peer = peer;
	return 0;
}

enum bmp_rib bmp_peer_rib(const struct bmp_peer *peer)
{
	bool is_post = (peer->flags & BMP_FLAG_POST_POLICY) != 0;

	if (peer->type == BMP_PEER_LOC_RIB)
		return BMP_LOC_RIB;
	if ((peer->flags & BMP_FLAG_OUT) != 0)
		return is_post ? BMP_ADJ_RIB_OUT_POST : BMP_ADJ_RIB_OUT_PRE;
	return is_post ? BMP_ADJ_RIB_IN_POST : BMP_ADJ_RIB_IN_PRE;
}

bool bmp_peer_is_router(const struct bmp_peer *peer)
{
	return peer->type != BMP_PEER_LOC_RIB && peer->address.hi == 0 && peer->address.lo == 0;
}

int bmp_tlv_next(struct reader *in, struct bmp_tlv *out_tlv)
{
	if (reader_left(in) == 0)
		return in->failed ? ERR_TRUNCATED : 0;
	struct bmp_tlv tlv = { .type = read_u16(in) };
	tlv.value = read_inner(in, read_u16(in));
	if (in->failed)
		return ERR_TRUNCATED;
	*out_tlv = tlv;
	return 1;
}

bool bmp_tlv_text(struct reader tlvs, unsigned type, struct text *out_text)
{
	struct bmp_tlv tlv;

	while (bmp_tlv_next(&tlvs, &tlv) > 0) {
		if (tlv.type != type)
			continue;
		size_t size = reader_left(&tlv.value);
		*out_text = (struct text){ (const char *)read_bytes(&tlv.value, size), size };
		return true;
	}
	return false;
}

int bmp_stats_read(struct reader in, struct bmp_stats *out_stats)
{
	struct bmp_stats stats = { .left = read_u32(&in) };

	if (in.failed)
		return ERR_TRUNCATED;
	stats.in = in;
	*out_stats = stats;
	return 0;
}

int bmp_stat_next(struct bmp_stats *stats, struct bmp_stat *out_stat)
{
	struct bmp_tlv tlv;

	if (stats->left == 0)
		return reader_left(&stats->in) == 0 ? 0 : ERR_MALFORMED;
	if (bmp_tlv_next(&stats->in, &tlv) <= 0)
		return ERR_TRUNCATED;
	stats->left--;

	struct reader value = tlv.value;
	size_t size = reader_left(&value);
	struct bmp_stat stat = { .type = tlv.type, .data = tlv.value };
	stat.has_family = size == 11; /* section 4.8: AFI, SAFI, gauge */
	if (stat.has_family) {
		stat.afi = read_u16(&value);
		stat.safi = read_u8(&value);
	}
	stat.has_value = size == 4 || size == 8 || size == 11;
	if (stat.has_value)
		stat.value = size == 4 ? read_u32(&value) : read_u64(&value);
	*out_stat = stat;
	return 1;
}

int bmp_take_message(struct reader *in, unsigned type, struct reader *out_message)
{
	struct reader ahead = *in;
	struct bgp_message message;
	int got = bgp_message_read(&ahead, &message);

	if (got < 0)
		return got;
	if (message.type != type)
		return ERR_MALFORMED;
	*out_message = read_inner(in, reader_left(in) - reader_left(&ahead));
	return 0;
}

int bmp_peer_up_read(struct reader in, const struct bmp_peer *peer, struct bmp_peer_up *out_up)
{
	struct bmp_peer_up up = { 0 };

	if (address16_read(&in, is_v6(peer), &up.local) < 0)
		return ERR_TRUNCATED;
	if (peer->type == BMP_PEER_LOC_RIB) /* RFC 9069 section 5.1 */
		up.local = (struct address){ .family = FAMILY_V4 };
	up.local_port = read_u16(&in);
	up.remote_port = read_u16(&in);
	if (in.failed)
		return ERR_TRUNCATED;
	int got = bmp_take_message(&in, BGP_OPEN, &up.sent);
	if (got == 0)
		got = bmp_take_message(&in, BGP_OPEN, &up.received);
	if (got < 0)
		return got;
	up.tlvs = in;
	*out_up = up;
	return 0;
}

int bmp_peer_down_read(struct reader in, struct bmp_peer_down *out_down)
{
	struct bmp_peer_down down = { .reason = read_u8(&in) };
	struct reader nothing = reader_over(NULL, 0);

	if (in.failed)
		return ERR_TRUNCATED;
	down.notification = down.tlvs = nothing;
	switch (down.reason) {
	case BMP_DOWN_LOCAL_NOTIFICATION:
	case BMP_DOWN_REMOTE_NOTIFICATION:
		down.is_damaged = bmp_take_message(&in, BGP_NOTIFICATION, &down.notification) < 0;
		break;
	case BMP_DOWN_LOCAL_EVENT:
		down.event = read_u16(&in);
		down.is_damaged = in.failed;
		break;
	case BMP_DOWN_LOCAL_TLVS:
		down.tlvs = in;
		break;
	default:
		break;
	}
	*out_down = down;
	return 0;
}

/* ---- Names ---- */

#define NAME_OF(names, number)                                                                     \
	((number) < sizeof(names) / sizeof((names)[0]) ? (names)[number] : NULL)

/* Of TLV types, reasons and statistics (65,535 is reserved). */
static const char *experimental(unsigned number)
{
	return number >= 65531 && number <= 65534 ? "Experimental" : NULL;
}

const char *bmp_type_name(unsigned type)
{
	static const char *const NAMES[] = {
		[BMP_ROUTE_MONITORING] = "Route Monitoring",
		[BMP_STATISTICS] = "Statistics Report",
		[BMP_PEER_DOWN] = "Peer Down Notification",
		[BMP_PEER_UP] = "Peer Up Notification",
		[BMP_INITIATION] = "Initiation",
		[BMP_TERMINATION] = "Termination",
		[BMP_ROUTE_MIRRORING] = "Route Mirroring",
	};
	return NAME_OF(NAMES, type);
}

const char *bmp_peer_type_name(unsigned type)
{
	static const char *const NAMES[] = {
		[BMP_PEER_GLOBAL] = "Global Instance Peer",
		[BMP_PEER_RD] = "RD Instance Peer",
		[BMP_PEER_LOCAL] = "Local Instance Peer",
		[BMP_PEER_LOC_RIB] = "Loc-RIB Instance Peer",
	};
	return NAME_OF(NAMES, type);
}

const char *bmp_rib_name(enum bmp_rib rib)
{
	static const char *const NAMES[] = {
		[BMP_ADJ_RIB_IN_PRE] = "pre-policy Adj-RIB-In",
		[BMP_ADJ_RIB_IN_POST] = "post-policy Adj-RIB-In",
		[BMP_ADJ_RIB_OUT_PRE] = "pre-policy Adj-RIB-Out",
		[BMP_ADJ_RIB_OUT_POST] = "post-policy Adj-RIB-Out",
		[BMP_LOC_RIB] = "Loc-RIB",
	};
	return NAME_OF(NAMES, rib);
}

#define PER "per-AFI/SAFI "

const char *bmp_stat_name(unsigned type)
{
	static const char *const NAMES[] = {
		"prefixes rejected by inbound policy",
		"duplicate prefix advertisements",
		"duplicate withdraws",
		"updates invalidated due to CLUSTER_LIST loop",
		"updates invalidated due to AS_PATH loop",
		"updates invalidated due to ORIGINATOR_ID",
		"updates invalidated due to AS_CONFED loop",
		"routes in Adj-RIBs-In",
		"routes in Loc-RIB",
		PER "routes in Adj-RIB-In",
		PER "routes in Loc-RIB",
		"updates subjected to treat-as-withdraw", /* 11 */
		"prefixes subjected to treat-as-withdraw",
		"duplicate update messages received",
		"routes in pre-policy Adj-RIB-Out", /* 14: RFC 8671 section 6.2 */
		"routes in post-policy Adj-RIB-Out",
		PER "routes in pre-policy Adj-RIB-Out",
		PER "routes in post-policy Adj-RIB-Out",
		"routes in pre-policy Adj-RIB-In", /* 18: RFC 9972 */
		PER "routes in pre-policy Adj-RIB-In",
		"routes in post-policy Adj-RIB-In",
		PER "routes in post-policy Adj-RIB-In",
		PER "routes in pre-policy Adj-RIB-In rejected by inbound policy",
		PER "routes in post-policy Adj-RIB-In accepted by inbound policy",
		PER "routes selected as primary",
		PER "routes selected as backup",
		PER "routes suppressed by damping",
		PER "routes marked stale by graceful restart",
		PER "routes marked stale by long-lived graceful restart",
		"routes left before the received-route threshold",
		PER "routes left before the received-route threshold",
		"routes left before the license-customized threshold",
		PER "routes left before the license-customized threshold",
		"routes in pre-policy Adj-RIB-In rejected due to AS_PATH length",
		PER "routes in pre-policy Adj-RIB-In rejected due to AS_PATH length",
		PER "routes in post-policy Adj-RIB-In invalid by RPKI origin validation",
		PER "routes in post-policy Adj-RIB-In valid by RPKI origin validation",
		PER "routes in post-policy Adj-RIB-In not found by RPKI origin validation",
		PER "routes in pre-policy Adj-RIB-Out rejected by outbound policy",
		"routes in pre-policy Adj-RIB-Out filtered due to AS_PATH length",
		PER "routes in pre-policy Adj-RIB-Out filtered due to AS_PATH length",
		PER "routes in post-policy Adj-RIB-Out invalid by RPKI origin validation",
		PER "routes in post-policy Adj-RIB-Out valid by RPKI origin validation",
		PER
		"routes in post-policy Adj-RIB-Out not found by RPKI origin validation", /* 43 */
	};
	const char *name = NAME_OF(NAMES, type);
	return name != NULL ? name : experimental(type);
}

const char *bmp_down_name(unsigned reason)
{
	static const char *const NAMES[] = {
		[BMP_DOWN_LOCAL_NOTIFICATION] = "Local system closed, NOTIFICATION PDU follows",
		[BMP_DOWN_LOCAL_EVENT] = "Local system closed, FSM Event follows",
		[BMP_DOWN_REMOTE_NOTIFICATION] = "Remote system closed, NOTIFICATION PDU follows",
		[BMP_DOWN_REMOTE] = "Remote system closed, no data",
		[BMP_DOWN_DECONFIGURED] = "Peer de-configured",
		[BMP_DOWN_LOCAL_TLVS] = "Local system closed, TLV data follows",
	};
	return reason >= 251 && reason <= 254 ? "Experimental" : NAME_OF(NAMES, reason);
}

const char *bmp_initiation_name(unsigned tlv_type)
{
	static const char *const NAMES[] = { "String", "sysDescr", "sysName" };
	const char *name = NAME_OF(NAMES, tlv_type);
	return name != NULL ? name : experimental(tlv_type);
}

const char *bmp_peer_tlv_name(unsigned tlv_type)
{
	static const char *const NAMES[] = {
		[BMP_PEER_STRING] = "String",
		[BMP_PEER_TABLE_NAME] = "VRF/Table Name",
		[BMP_PEER_ADMIN_LABEL] = "Admin Label",
	};
	const char *name = NAME_OF(NAMES, tlv_type);
	return name != NULL ? name : experimental(tlv_type);
}

const char *bmp_termination_name(unsigned reason)
{
	static const char *const NAMES[] = {
		"Administratively closed",
		"Unspecified reason",
		"Out of resources",
		"Redundant connection",
		"Permanently administratively closed",
	};
	const char *name = NAME_OF(NAMES, reason);
	return name != NULL ? name : experimental(reason);
}

const char *bmp_mirroring_name(unsigned information)
{
	static const char *const NAMES[] = { "Errored PDU", "Messages Lost" };
	const char *name = NAME_OF(NAMES, information);
	return name != NULL ? name : experimental(information);
}
