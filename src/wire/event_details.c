#include "wire/event_details.h"

#include "wire/bgp_families.h"
#include "wire/bgp_faults.h"
#include "wire/bgp_message.h"
#include "wire/bgp_notification.h"
#include "wire/bgp_open.h"
#include "wire/bmp_peers.h"

static void put_name(struct attr_out *out, struct attr_label label, const char *name)
{
	if (name != NULL)
		attr_out_text(out, label, text_of(name));
}

static void put_family(struct attr_out *out, unsigned afi, unsigned safi)
{
	static const struct attr_label family = ATTR_LABEL("family", "family");
	static const struct attr_label inner = ATTR_LABEL("family", "");
	char text[BGP_FAMILY_TEXT_MAX];
	const char *end = bgp_family_put(text, afi, safi);

	attr_out_text(out, out->depth == 0 ? family : inner,
		      (struct text){ text, (size_t)(end - text) });
}

static void put_id(struct attr_out *out, struct attr_label label, uint32_t id)
{
	struct address address = { (uint64_t)id << 32, 0, FAMILY_V4 };
	attr_out_address(out, label, &address);
}

static void put_capabilities(struct attr_out *out, struct bgp_capabilities each)
{
	static const struct attr_label capabilities = ATTR_LABEL("capabilities", "capabilities ");
	static const struct attr_label code = ATTR_LABEL("code", "");
	static const struct attr_label name = ATTR_LABEL("name", "");
	static const struct attr_label value = ATTR_LABEL("value", "0x");
	struct bgp_capabilities ahead = each;
	struct bgp_capability capability;

	if (bgp_capability_next(&ahead, &capability) <= 0)
		return;
	attr_out_begin(out, capabilities, '[');
	while (bgp_capability_next(&each, &capability) > 0) {
		attr_out_begin(out, ATTR_ITEM, '{');
		attr_out_number(out, code, capability.code);
		put_name(out, name, bgp_capability_name(capability.code));
		if (reader_left(&capability.value) > 0)
			attr_out_hex(out, value, capability.value);
		attr_out_end(out, '}');
	}
	attr_out_end(out, ']');
}

static void put_open(struct attr_out *out, struct reader body)
{
	static const struct attr_label label = ATTR_LABEL("open", "with");
	static const struct attr_label asn = ATTR_LABEL("asn", "AS");
	static const struct attr_label hold = ATTR_LABEL("hold_time", "hold time ");
	static const struct attr_label id = ATTR_LABEL("bgp_id", "identifier ");
	static const struct attr_label role = ATTR_LABEL("role", "role ");
	static const struct attr_label host = ATTR_LABEL("host", "host ");
	static const struct attr_label software = ATTR_LABEL("software", "software ");
	struct bgp_open open;

	if (bgp_open_read(body, &open) < 0)
		return;
	attr_out_begin(out, label, '{');
	attr_out_number(out, asn, open.asn);
	attr_out_number(out, hold, open.hold_time);
	put_id(out, id, open.bgp_id);
	put_name(out, role, bgp_role_name(open.role));
	if (open.host.len > 0)
		attr_out_foreign(out, host, open.host);
	if (open.software.len > 0)
		attr_out_foreign(out, software, open.software);
	put_capabilities(out, open.each);
	attr_out_end(out, '}');
}

static void put_notification(struct attr_out *out, struct reader body)
{
	static const struct attr_label label = ATTR_LABEL("notification", "of");
	static const struct attr_label code = ATTR_LABEL("code", "code ");
	static const struct attr_label subcode = ATTR_LABEL("subcode", "subcode ");
	static const struct attr_label name = ATTR_LABEL("name", "");
	static const struct attr_label subname = ATTR_LABEL("subcode_name", "");
	static const struct attr_label says = ATTR_LABEL("text", "saying ");
	static const struct attr_label data = ATTR_LABEL("data", "data 0x");
	struct bgp_notification notification;
	struct text text;

	if (bgp_notification_read(body, &notification) < 0)
		return;
	attr_out_begin(out, label, '{');
	attr_out_number(out, code, notification.code);
	attr_out_number(out, subcode, notification.subcode);
	put_name(out, name, bgp_error_name(notification.code));
	put_name(out, subname, bgp_error_subcode_name(notification.code, notification.subcode));
	if (bgp_shutdown_text(&notification, &text) == 0 && text.len > 0)
		attr_out_foreign(out, says, text);
	else if (reader_left(&notification.data) > 0)
		attr_out_hex(out, data, notification.data);
	attr_out_end(out, '}');
}

static void put_route_refresh(struct attr_out *out, struct reader body)
{
	static const struct attr_label label = ATTR_LABEL("route_refresh", "of");
	static const struct attr_label subtype = ATTR_LABEL("subtype", "");
	struct bgp_route_refresh refresh;

	if (bgp_route_refresh_read(body, &refresh) < 0)
		return;
	attr_out_begin(out, label, '{');
	put_family(out, refresh.afi, refresh.safi);
	put_name(out, subtype, bgp_route_refresh_name(refresh.subtype));
	attr_out_end(out, '}');
}

static void put_message(struct attr_out *out, const struct bgp_event *event)
{
	struct reader in = event->message;
	struct bgp_message message;

	if (event->is_end_of_rib) {
		put_family(out, event->afi, event->safi);
		return;
	}
	if (bgp_message_read(&in, &message) < 0)
		return;
	switch (message.type) {
	case BGP_OPEN:
		put_open(out, message.body);
		break;
	case BGP_NOTIFICATION:
		put_notification(out, message.body);
		break;
	case BGP_ROUTE_REFRESH:
		put_route_refresh(out, message.body);
		break;
	default:
		break;
	}
}

static void put_statistics(struct attr_out *out, struct reader body)
{
	static const struct attr_label label = ATTR_LABEL("statistics", "statistics");
	static const struct attr_label type = ATTR_LABEL("type", "");
	static const struct attr_label name = ATTR_LABEL("name", "");
	static const struct attr_label value = ATTR_LABEL("value", "= ");
	static const struct attr_label data = ATTR_LABEL("data", "0x");
	struct bmp_stats stats;
	struct bmp_stat stat;

	if (bmp_stats_read(body, &stats) < 0)
		return;
	attr_out_begin(out, label, '[');
	while (bmp_stat_next(&stats, &stat) > 0) {
		attr_out_begin(out, ATTR_ITEM, '{');
		attr_out_number(out, type, stat.type);
		put_name(out, name, bmp_stat_name(stat.type));
		if (stat.has_family)
			put_family(out, stat.afi, stat.safi);
		if (stat.has_value)
			attr_out_number(out, value, stat.value);
		else
			attr_out_hex(out, data, stat.data);
		attr_out_end(out, '}');
	}
	attr_out_end(out, ']');
}

/* TLVs whose values are texts, but for those of `numbers`, which are two octets with a name. */
static void put_tlvs(struct attr_out *out, struct reader tlvs, const char *(*tlv_name)(unsigned),
		     unsigned number_type, const char *(*number_name)(unsigned))
{
	static const struct attr_label label = ATTR_LABEL("tlvs", "TLVs");
	static const struct attr_label type = ATTR_LABEL("type", "");
	static const struct attr_label name = ATTR_LABEL("name", "");
	static const struct attr_label says = ATTR_LABEL("value", "");
	struct bmp_tlv tlv;

	if (reader_left(&tlvs) == 0)
		return;
	attr_out_begin(out, label, '[');
	while (bmp_tlv_next(&tlvs, &tlv) > 0) {
		struct text text = { (const char *)tlv.value.at, reader_left(&tlv.value) };
		attr_out_begin(out, ATTR_ITEM, '{');
		attr_out_number(out, type, tlv.type);
		put_name(out, name, tlv_name != NULL ? tlv_name(tlv.type) : NULL);
		if (tlv.type == number_type && number_name != NULL && text.len == 2)
			put_name(out, says, number_name(read_u16(&tlv.value)));
		else if (number_name == bmp_mirroring_name)
			attr_out_hex(out, says, tlv.value);
		else
			attr_out_foreign(out, says, text);
		attr_out_end(out, '}');
	}
	attr_out_end(out, ']');
}

static void put_down(struct attr_out *out, const struct bmp_peer_down *down)
{
	static const struct attr_label reason = ATTR_LABEL("reason_code", "reason");
	static const struct attr_label name = ATTR_LABEL("reason", "");
	static const struct attr_label event =
		ATTR_LABEL("fsm_event", "event of the state machine");

	attr_out_number(out, reason, down->reason);
	put_name(out, name, bmp_down_name(down->reason));
	if (down->event != 0)
		attr_out_number(out, event, down->event);
	put_tlvs(out, down->tlvs, bmp_peer_tlv_name, BMP_PEER_STRING, NULL);
}

static void put_up(struct attr_out *out, const struct bmp_peer_up *up)
{
	static const struct attr_label local = ATTR_LABEL("local_port", "local port");
	static const struct attr_label remote = ATTR_LABEL("remote_port", "remote port");

	attr_out_number(out, local, up->local_port);
	attr_out_number(out, remote, up->remote_port);
	put_tlvs(out, up->tlvs, bmp_peer_tlv_name, BMP_PEER_STRING, NULL);
}

static void put_report(struct attr_out *out, const struct bmp_heard *heard)
{
	switch (heard->kind) {
	case BMP_HEARD_STATISTICS:
		put_statistics(out, heard->body);
		break;
	case BMP_HEARD_INITIATION:
		put_tlvs(out, heard->body, bmp_initiation_name, BMP_INIT_STRING, NULL);
		break;
	case BMP_HEARD_TERMINATION:
		put_tlvs(out, heard->body, NULL, BMP_TERM_REASON, bmp_termination_name);
		break;
	case BMP_HEARD_MIRRORED:
		put_tlvs(out, heard->body, NULL, BMP_MIRROR_INFORMATION, bmp_mirroring_name);
		break;
	case BMP_HEARD_UP:
		put_up(out, &heard->up);
		break;
	case BMP_HEARD_DOWN:
		put_down(out, &heard->down);
		break;
	case BMP_HEARD_ROUTES:
		break;
	}
}

void event_details_put(struct attr_out *out, const struct bgp_event *event)
{
	switch (event->kind) {
	case BGP_SAYS:
		put_message(out, event);
		break;
	case BGP_STATE_CHANGES:
	case BGP_REPORTS:
		if (event->bmp != NULL)
			put_report(out, event->bmp);
		break;
	case BGP_HAS:
	case BGP_ANNOUNCES:
	case BGP_WITHDRAWS:
	case BGP_LISTS_PEERS:
	case BGP_UNREAD:
		break;
	}
}

void event_faults_put(struct attr_out *out, const struct bgp_event *event)
{
	static const struct attr_label label = ATTR_LABEL("malformed", "malformed:");
	static const struct attr_label treatment = ATTR_LABEL("treatment", "");
	static const struct attr_label faults = ATTR_LABEL("faults", "because of ");
	static const struct attr_label attr = ATTR_LABEL("attribute", "");
	static const struct attr_label reason = ATTR_LABEL("reason", "");
	static const struct attr_label rule = ATTR_LABEL("rule", "");
	const struct bgp_faults *found = event->faults;

	if (found == NULL)
		return;
	attr_out_begin(out, label, '{');
	attr_out_text(out, treatment, text_of(bgp_treatment_name(found->treatment)));
	attr_out_begin(out, faults, '[');
	for (unsigned i = 0; i < found->kept; i++) {
		const struct bgp_fault *fault = &found->first[i];
		const struct bgp_attr_name *name = bgp_attr_name_find(fault->attr_type);
		attr_out_begin(out, ATTR_ITEM, '{');
		if (fault->attr_type != 0 && name != NULL)
			attr_out_text(out, attr, text_of(name->name));
		else if (fault->attr_type != 0)
			attr_out_number(out, attr, fault->attr_type);
		attr_out_text(out, reason, text_of(fault->reason));
		attr_out_text(out, rule, text_of(fault->rule));
		attr_out_end(out, '}');
	}
	attr_out_end(out, ']');
	attr_out_end(out, '}');
}
