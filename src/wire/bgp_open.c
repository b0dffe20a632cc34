#include "wire/bgp_open.h"

enum {
	PARAMETER_CAPABILITIES = 2, /* RFC 5492 section 4 */
	PARAMETER_EXTENDED = 255,   /* RFC 9072 section 2 */
	MESSAGE_MAX = 4096,         /* RFC 4271 section 4.1 */
	MESSAGE_MAX_EXTENDED = 65535,
};

static const char *const CAPABILITY_NAMES[256] = {
	[0] = "Reserved",
	[BGP_CAP_MULTIPROTOCOL] = "Multiprotocol Extensions for BGP-4",
	[BGP_CAP_ROUTE_REFRESH] = "Route Refresh Capability for BGP-4",
	[BGP_CAP_ORF] = "Outbound Route Filtering Capability",
	[4] = "Multiple routes to a destination capability (deprecated)",
	[BGP_CAP_EXTENDED_NEXT_HOP] = "Extended Next Hop Encoding",
	[BGP_CAP_EXTENDED_MESSAGE] = "BGP Extended Message",
	[BGP_CAP_BGPSEC] = "BGPsec Capability",
	[BGP_CAP_MULTIPLE_LABELS] = "Multiple Labels Capability",
	[BGP_CAP_ROLE] = "BGP Role",
	[BGP_CAP_GRACEFUL_RESTART] = "Graceful Restart Capability",
	[BGP_CAP_AS4] = "Support for 4-octet AS number capability",
	[66] = "Deprecated",
	[67] = "Support for Dynamic Capability (capability specific)",
	[68] = "Multisession BGP Capability",
	[BGP_CAP_ADD_PATH] = "ADD-PATH Capability",
	[BGP_CAP_ENHANCED_REFRESH] = "Enhanced Route Refresh Capability",
	[BGP_CAP_LLGR] = "Long-Lived Graceful Restart (LLGR) Capability",
	[72] = "Routing Policy Distribution",
	[BGP_CAP_FQDN] = "FQDN Capability",
	[74] = "BFD Capability",
	[BGP_CAP_SOFTWARE_VERSION] = "Software Version Capability",
	[BGP_CAP_PATHS_LIMIT] = "PATHS-LIMIT Capability",
	[77] = "Link-Local Next Hop Capability",
	[128] = "Prestandard Route Refresh (deprecated)",
	[129] = "Prestandard Outbound Route Filtering (deprecated)",
	[130] = "Prestandard Outbound Route Filtering (deprecated)",
	[131] = "Prestandard Multisession (deprecated)",
	[184] = "Prestandard FQDN (deprecated)",
	[185] = "Prestandard OPERATIONAL message (deprecated)",
	[255] = "Reserved",
};

const char *bgp_capability_name(unsigned code)
{
	if (code >= 239 && code <= 254)
		return "Reserved for Experimental Use"; /* RFC 8810 */
	return code < 256 ? CAPABILITY_NAMES[code] : NULL;
}

const char *bgp_route_refresh_name(unsigned subtype)
{
	static const char *const NAMES[] = { "Normal", "BoRR", "EoRR" };
	return subtype < sizeof(NAMES) / sizeof(NAMES[0]) ? NAMES[subtype] : NULL;
}

int bgp_capability_next(struct bgp_capabilities *capabilities,
			struct bgp_capability *out_capability)
{
	struct reader *parameters = &capabilities->parameters;
	struct reader *inside = &capabilities->inside;

	while (!inside->failed && reader_left(inside) == 0) {
		if (reader_left(parameters) == 0)
			return parameters->failed ? ERR_TRUNCATED : 0;
		unsigned type = read_u8(parameters);
		size_t size =
			capabilities->is_extended ? read_u16(parameters) : read_u8(parameters);
		struct reader value = read_inner(parameters, size);
		if (parameters->failed)
			return ERR_TRUNCATED;
		if (type == PARAMETER_CAPABILITIES)
			*inside = value;
	}
	struct bgp_capability capability = { .code = read_u8(inside) };
	capability.value = read_inner(inside, read_u8(inside));
	if (inside->failed)
		return ERR_TRUNCATED;
	*out_capability = capability;
	return 1;
}

/* Several entries of <AFI, reserved, SAFI, count, count pairs> (RFC 5291 section 5). */
static bool orf_is_well_formed(struct reader value)
{
	while (reader_left(&value) > 0 && !value.failed) {
		read_skip(&value, 4);
		read_skip(&value, 2 * (size_t)read_u8(&value));
	}
	return !value.failed;
}

/* A mode but 1, 2, 3 makes the whole capability one that is not understood (RFC 7911 section 4). */
static bool add_path_is_well_formed(struct reader value)
{
	size_t size = reader_left(&value);

	while (reader_left(&value) > 0 && !value.failed) {
		read_skip(&value, 3);
		unsigned mode = read_u8(&value);
		if (mode < 1 || mode > 3)
			return false;
	}
	return size > 0 && !value.failed;
}

static struct text text_inside(struct reader *in, size_t size)
{
	const uint8_t *bytes = read_bytes(in, size);
	return (struct text){ bytes != NULL ? (const char *)bytes : "", bytes != NULL ? size : 0 };
}

static bool fqdn_read(struct reader value, struct text *out_host, struct text *out_domain)
{
	struct text host = text_inside(&value, read_u8(&value));
	/* Some leave out a domain that they do not have, with its length. */
	struct text domain =
		reader_left(&value) > 0 ? text_inside(&value, read_u8(&value)) : TEXT("");

	if (value.failed || reader_left(&value) > 0)
		return false;
	*out_host = host;
	*out_domain = domain;
	return true;
}

bool bgp_capability_is_well_formed(const struct bgp_capability *capability)
{
	struct text host, domain;
	size_t size = reader_left(&capability->value);

	switch (capability->code) {
	case BGP_CAP_ROUTE_REFRESH:
	case BGP_CAP_EXTENDED_MESSAGE:
	case BGP_CAP_ENHANCED_REFRESH:
		return size == 0;
	case BGP_CAP_ROLE:
		return size == 1; /* RFC 9234 section 4.1 */
	case BGP_CAP_BGPSEC:
		return size == 3; /* RFC 8205 section 2.1 */
	case BGP_CAP_MULTIPROTOCOL:
	case BGP_CAP_AS4:
		return size == 4;
	case BGP_CAP_ORF:
		return size > 0 && orf_is_well_formed(capability->value);
	case BGP_CAP_EXTENDED_NEXT_HOP:
		return size > 0 && size % 6 == 0; /* RFC 8950 section 4: the SAFI has two octets */
	case BGP_CAP_MULTIPLE_LABELS:
		return size > 0 && size % 4 == 0; /* RFC 8277 section 2.1 */
	case BGP_CAP_GRACEFUL_RESTART:
		return size >= 2 && (size - 2) % 4 == 0; /* RFC 4724 section 3 */
	case BGP_CAP_ADD_PATH:
		return add_path_is_well_formed(capability->value);
	case BGP_CAP_LLGR:
		return size % 7 == 0; /* RFC 9494 section 3.1 */
	case BGP_CAP_FQDN:
		return fqdn_read(capability->value, &host, &domain);
	case BGP_CAP_PATHS_LIMIT:
		return size % 5 == 0;
	default:
		return true;
	}
}

/* Early drafts put a length before the text, later ones do not. Both are about. */
static struct text software_read(struct reader value)
{
	struct reader rest = value;
	size_t length = read_u8(&rest);

	if (!rest.failed && length == reader_left(&rest))
		value = rest;
	return text_inside(&value, reader_left(&value));
}

static void take_families(struct bgp_open *open, struct reader value)
{
	while (reader_left(&value) > 0) {
		unsigned afi = read_u16(&value);
		unsigned safi = read_u8(&value);
		unsigned mode = read_u8(&value);
		if ((mode & 1) != 0)
			open->path_ids_received |= bgp_family_bit(afi, safi);
		if ((mode & 2) != 0)
			open->path_ids_sent |= bgp_family_bit(afi, safi);
	}
}

/* Of a capability that should be there once, the first counts; of roles that differ, none
 * (RFC 9234 section 4.2). */
static void take(struct bgp_open *open, const struct bgp_capability *capability)
{
	struct reader value = capability->value;

	switch (capability->code) {
	case BGP_CAP_MULTIPROTOCOL: {
		unsigned afi = read_u16(&value);
		read_skip(&value, 1); /* reserved */
		open->families |= bgp_family_bit(afi, read_u8(&value));
		break;
	}
	case BGP_CAP_EXTENDED_MESSAGE:
		open->has_extended_messages = true;
		break;
	case BGP_CAP_ROLE: {
		unsigned role = read_u8(&value);
		open->role =
			open->role == BGP_ROLE_NONE || open->role == role ? role : BGP_ROLE_MANY;
		break;
	}
	case BGP_CAP_AS4:
		open->asn = open->has_as4 ? open->asn : read_u32(&value);
		open->has_as4 = true;
		break;
	case BGP_CAP_ADD_PATH:
		take_families(open, value);
		break;
	case BGP_CAP_FQDN:
		if (open->host.len == 0)
			(void)fqdn_read(value, &open->host, &open->domain);
		break;
	case BGP_CAP_SOFTWARE_VERSION:
		if (open->software.len == 0)
			open->software = software_read(value);
		break;
	default:
		break;
	}
}

static int parameters_read(struct reader *body, struct bgp_capabilities *out_capabilities)
{
	struct bgp_capabilities capabilities = { 0 };
	size_t size = read_u8(body);
	struct reader ahead = *body;

	/* RFC 9072 section 2: with any length but 0 the type that follows tells the format. */
	capabilities.is_extended = size > 0 && read_u8(&ahead) == PARAMETER_EXTENDED;
	if (capabilities.is_extended) {
		read_skip(body, 1);
		size = read_u16(body);
	}
	capabilities.parameters = read_inner(body, size);
	if (body->failed)
		return ERR_TRUNCATED;
	*out_capabilities = capabilities;
	return 0;
}

static unsigned count_unknown(struct bgp_capabilities walk)
{
	unsigned unknown = 0;

	while (reader_left(&walk.parameters) > 0) {
		unknown += read_u8(&walk.parameters) != PARAMETER_CAPABILITIES;
		read_skip(&walk.parameters, walk.is_extended ? read_u16(&walk.parameters)
							     : read_u8(&walk.parameters));
	}
	return unknown;
}

int bgp_open_read(struct reader body, struct bgp_open *out_open)
{
	struct bgp_open open = { .role = BGP_ROLE_NONE };
	struct bgp_capability capability;
	bool has_families = false;
	unsigned version = read_u8(&body);
	int got;

	open.host = open.domain = open.software = TEXT("");
	open.asn = open.asn2 = read_u16(&body);
	open.hold_time = read_u16(&body);
	open.bgp_id = read_u32(&body);
	if (body.failed)
		return ERR_TRUNCATED;
	if (version != 4)
		return ERR_UNSUPPORTED;
	if (parameters_read(&body, &open.each) < 0)
		return ERR_TRUNCATED;

	struct bgp_capabilities walk = open.each;
	while ((got = bgp_capability_next(&walk, &capability)) > 0) {
		if (!bgp_capability_is_well_formed(&capability)) {
			open.bad_capabilities++;
			continue;
		}
		has_families |= capability.code == BGP_CAP_MULTIPROTOCOL;
		take(&open, &capability);
	}
	if (got < 0)
		return got;
	if (!has_families)
		open.families = BGP_IPV4_UNICAST; /* RFC 4760 section 8 */
	open.unknown_parameters = count_unknown(open.each);
	*out_open = open;
	return 0;
}

unsigned bgp_open_check(const struct bgp_open *open)
{
	if (open->asn == ASN_NONE)
		return 2; /* Bad Peer AS: RFC 7607 */
	if (open->bgp_id == 0)
		return 3; /* Bad BGP Identifier: RFC 6286 section 2.2 */
	if (open->unknown_parameters > 0)
		return 4; /* Unsupported Optional Parameter */
	if (open->hold_time == 1 || open->hold_time == 2)
		return 6; /* Unacceptable Hold Time */
	if (open->role == BGP_ROLE_MANY)
		return 11; /* Role Mismatch: RFC 9234 section 4.2 */
	return 0;
}

static struct bgp_direction direction(const struct bgp_open *from, const struct bgp_open *to)
{
	return (struct bgp_direction){
		/* RFC 6793 section 4.1: new speakers speak so among themselves only. */
		.codec.asn_size = from->has_as4 && to->has_as4 ? 4 : 2,
		/* RFC 7911 section 5 */
		.codec.path_id_families = from->path_ids_sent & to->path_ids_received,
		/* RFC 8654 section 4: it is who receives that must be able to. */
		.message_max = to->has_extended_messages ? MESSAGE_MAX_EXTENDED : MESSAGE_MAX,
	};
}

void bgp_session_init(struct bgp_session *session, const struct bgp_open *sent,
		      const struct bgp_open *received)
{
	*session = (struct bgp_session){ .received = direction(received, sent),
					 .sent = direction(sent, received) };
}

int bgp_route_refresh_read(struct reader body, struct bgp_route_refresh *out_refresh)
{
	struct bgp_route_refresh refresh = { .afi = read_u16(&body) };

	refresh.subtype = read_u8(&body); /* reserved before RFC 7313 */
	refresh.safi = read_u8(&body);
	if (body.failed)
		return ERR_TRUNCATED;
	/* RFC 7313 section 5: with a subtype but 0 nothing follows. */
	if (refresh.subtype != 0 && reader_left(&body) > 0)
		return ERR_MALFORMED;
	refresh.filters = body;
	*out_refresh = refresh;
	return 0;
}
