#include "wire/rtr_pdu.h"

#include <assert.h>
#include <endian.h>

const struct rtr_timers rtr_timers_default = { 3600, 600, 7200 };

bool rtr_timers_are_sound(struct rtr_timers timers)
{
	return timers.refresh >= 1 && timers.refresh <= 86400 && timers.retry >= 1 &&
	       timers.retry <= 7200 && timers.expire >= 600 && timers.expire <= 172800 &&
	       timers.expire > timers.refresh && timers.expire > timers.retry;
}

enum {
	KEY_SIZE = RTR_HEADER_SIZE + ROUTER_KEY_SKI_SIZE + 4, /* without the SPKI */
	ASPA_SIZE = RTR_HEADER_SIZE + 4,                      /* without providers */
	ERROR_SIZE = RTR_HEADER_SIZE + 4 + 4,                 /* without PDU and text */
	ERROR_TEXT_MAX = 1024,                                /* that we write */
};

/* RFC 6810 and RFC 8210 section 5, 8210bis-27 section 5. */
static const struct {
	const char *name;
	uint32_t min, max; /* size of the whole; max 0: no such PDU */
	uint8_t since;     /* version */
} layouts[] = {
	[RTR_SERIAL_NOTIFY] = { "Serial Notify", 12, 12, 0 },
	[RTR_SERIAL_QUERY] = { "Serial Query", 12, 12, 0 },
	[RTR_RESET_QUERY] = { "Reset Query", 8, 8, 0 },
	[RTR_CACHE_RESPONSE] = { "Cache Response", 8, 8, 0 },
	[RTR_IPV4_PREFIX] = { "IPv4 Prefix", 20, 20, 0 },
	[RTR_IPV6_PREFIX] = { "IPv6 Prefix", 32, 32, 0 },
	[RTR_END_OF_DATA] = { "End of Data", 12, 24, 0 }, /* by version: see size_fits() */
	[RTR_CACHE_RESET] = { "Cache Reset", 8, 8, 0 },
	[RTR_ROUTER_KEY] = { "Router Key", KEY_SIZE + 1, KEY_SIZE + ROUTER_KEY_SPKI_MAX, 1 },
	[RTR_ERROR_REPORT] = { "Error Report", ERROR_SIZE, RTR_PDU_MAX, 0 },
	[RTR_ASPA] = { "ASPA", ASPA_SIZE, RTR_PDU_MAX, 2 },
};

enum { TYPES = sizeof(layouts) / sizeof(layouts[0]) };

static bool type_is_known(unsigned type)
{
	return type < TYPES && layouts[type].max > 0;
}

const char *rtr_type_name(unsigned type)
{
	return type_is_known(type) ? layouts[type].name : "PDU";
}

static const struct {
	const char *name;
	bool goes_on;
} errors[RTR_ERRORS] = {
	[RTR_CORRUPT_DATA] = { "Corrupt Data", false },
	[RTR_INTERNAL_ERROR] = { "Internal Error", false },
	[RTR_NO_DATA] = { "No Data Available", true },
	[RTR_INVALID_REQUEST] = { "Invalid Request", false },
	[RTR_UNSUPPORTED_VERSION] = { "Unsupported Protocol Version", false },
	[RTR_UNSUPPORTED_PDU] = { "Unsupported PDU Type", false },
	[RTR_UNKNOWN_WITHDRAWAL] = { "Withdrawal of Unknown Record", false },
	[RTR_DUPLICATE_ANNOUNCEMENT] = { "Duplicate Announcement Received", false },
	[RTR_UNEXPECTED_VERSION] = { "Unexpected Protocol Version", false },
	[RTR_ASPA_PROVIDERS] = { "ASPA Provider List Error", false },
	[RTR_TRANSPORT_FAILED] = { "Transport Failed", false },
	[RTR_ORDERING] = { "Ordering Error", false },
	[RTR_CACHE_RESTART] = { "Cache Restart", true },
	[RTR_CACHE_SHUTDOWN] = { "Cache Shutdown", false },
};

const char *rtr_error_name(unsigned code)
{
	return code < RTR_ERRORS ? errors[code].name : "Error";
}

bool rtr_error_is_fatal(unsigned code)
{
	return code >= RTR_ERRORS || !errors[code].goes_on;
}

static struct rtr_fault fault(enum rtr_error code, const char *says)
{
	return (struct rtr_fault){ code, says };
}

static const struct rtr_fault fine = { RTR_FINE, "" };

static struct rtr_fault corrupt(const char *says)
{
	return fault(RTR_CORRUPT_DATA, says);
}

static bool size_fits(const struct rtr_pdu *pdu, uint32_t size)
{
	if (pdu->type == RTR_END_OF_DATA) /* RFC 8210 section 5.8: timers since version 1 */
		return size == (pdu->version == 0 ? 12 : 24);
	if (pdu->type == RTR_ASPA && size % 4 != 0)
		return false;
	return size >= layouts[pdu->type].min && size <= layouts[pdu->type].max;
}

/* What the header alone breaks. */
static struct rtr_fault header_check(const struct rtr_pdu *pdu, uint32_t size)
{
	if (size < RTR_HEADER_SIZE)
		return corrupt("the length is less than that of a header");
	if (size > RTR_PDU_MAX)
		return corrupt("the length is more than 65535");
	if (pdu->version > RTR_VERSION_MAX)
		return fault(RTR_UNSUPPORTED_VERSION, "the version is above 2");
	if (!type_is_known(pdu->type))
		return fault(RTR_UNSUPPORTED_PDU, "no PDU has this type");
	if (pdu->version < layouts[pdu->type].since)
		return fault(RTR_UNSUPPORTED_PDU, "this version has no PDU of this type");
	if (!size_fits(pdu, size))
		return corrupt("the length is not one of this type");
	return fine;
}

/* RFC 8210 sections 5.6 and 5.7. What is reserved is ignored, as section 5 wants. */
static struct rtr_fault prefix_read_body(struct reader in, enum family family, struct rtr_pdu *pdu)
{
	struct vrp *vrp = &pdu->vrp;

	pdu->announces = read_u8(&in) & 1;
	vrp->prefix = (struct prefix){ .len = read_u8(&in), .family = (uint8_t)family };
	vrp->max_length = read_u8(&in);
	read_skip(&in, 1);
	vrp->prefix.hi = family == FAMILY_V4 ? (uint64_t)read_u32(&in) << 32 : read_u64(&in);
	vrp->prefix.lo = family == FAMILY_V4 ? 0 : read_u64(&in);
	vrp->asn = read_u32(&in);
	assert(!in.failed);
	if (vrp->prefix.len > family_bits(family))
		return corrupt("the prefix is longer than an address");
	if (vrp->max_length > family_bits(family))
		return corrupt("the max length is longer than an address");
	if (vrp->max_length < vrp->prefix.len)
		return corrupt("the max length is shorter than the prefix");
	if ((vrp->prefix.hi & ~mask_hi(vrp->prefix.len)) != 0 ||
	    (vrp->prefix.lo & ~mask_lo(vrp->prefix.len)) != 0)
		return corrupt("the prefix has bits past its length");
	return fine;
}

/* RFC 8210 section 5.10 */
static struct rtr_fault key_read(struct reader in, struct rtr_pdu *pdu)
{
	pdu->announces = pdu->field >> 8 & 1;
	const uint8_t *ski = read_bytes(&in, ROUTER_KEY_SKI_SIZE);
	assert(ski != NULL);
	memcpy(pdu->key.ski, ski, ROUTER_KEY_SKI_SIZE);
	pdu->key.asn = read_u32(&in);
	pdu->key.spki_size = reader_left(&in);
	pdu->key.spki = read_bytes(&in, pdu->key.spki_size);
	return fine;
}

/* RFC 8210 section 5.11 */
static struct rtr_fault error_read(struct reader in, struct rtr_pdu *pdu)
{
	pdu->error.pdu = read_inner(&in, read_u32(&in));
	size_t size = read_u32(&in);
	const uint8_t *text = read_bytes(&in, size);

	if (text == NULL)
		return corrupt("what the Error Report quotes or says reaches past its end");
	if (reader_left(&in) > 0)
		return corrupt("the Error Report goes on behind its text");
	pdu->error.text = (struct text){ (const char *)text, size };
	return fine;
}

/* 8210bis-27 section 5.12: an announcement names providers, ascending and each once, AS0 only
 * alone; a withdrawal names none. */
static struct rtr_fault aspa_read(struct reader in, struct rtr_pdu *pdu)
{
	pdu->announces = pdu->field >> 8 & 1;
	pdu->aspa.customer = read_u32(&in);
	pdu->aspa.providers = in;
	if (!pdu->announces)
		return reader_left(&in) == 0 ? fine
					     : fault(RTR_ASPA_PROVIDERS,
						     "a withdrawal of an ASPA names providers");
	if (reader_left(&in) == 0)
		return fault(RTR_ASPA_PROVIDERS, "an ASPA without providers");
	asn_t before = read_u32(&in);
	if (before == ASN_NONE && reader_left(&in) > 0)
		return fault(RTR_ASPA_PROVIDERS, "AS0 among other providers");
	while (reader_left(&in) > 0) {
		asn_t provider = read_u32(&in);
		if (provider <= before)
			return fault(RTR_ASPA_PROVIDERS, provider == before
								 ? "a provider named twice"
								 : "the providers do not ascend");
		before = provider;
	}
	return fine;
}

static struct rtr_fault body_read(struct reader in, struct rtr_pdu *pdu)
{
	switch (pdu->type) {
	case RTR_SERIAL_NOTIFY:
	case RTR_SERIAL_QUERY:
		pdu->serial = read_u32(&in);
		return fine;
	case RTR_IPV4_PREFIX:
		return prefix_read_body(in, FAMILY_V4, pdu);
	case RTR_IPV6_PREFIX:
		return prefix_read_body(in, FAMILY_V6, pdu);
	case RTR_END_OF_DATA:
		pdu->end.serial = read_u32(&in);
		pdu->end.has_timers = pdu->version > 0; /* zeros otherwise */
		pdu->end.timers.refresh = read_u32(&in);
		pdu->end.timers.retry = read_u32(&in);
		pdu->end.timers.expire = read_u32(&in);
		return fine;
	case RTR_ROUTER_KEY:
		return key_read(in, pdu);
	case RTR_ERROR_REPORT:
		return error_read(in, pdu);
	case RTR_ASPA:
		return aspa_read(in, pdu);
	default: /* a header is all they have */
		return fine;
	}
}

int rtr_pdu_next(struct reader *in, struct rtr_pdu *out_pdu, struct rtr_fault *out_fault)
{
	struct reader rest = *in, header = *in;
	struct rtr_pdu pdu = { .version = read_u8(&header) };

	pdu.type = read_u8(&header);
	pdu.field = read_u16(&header);
	uint32_t size = read_u32(&header);
	if (header.failed)
		return 0;
	struct rtr_fault found = header_check(&pdu, size);
	bool is_there = size >= RTR_HEADER_SIZE && size <= reader_left(&rest);
	/* What is wrong already need not be waited for, but that only its type is. */
	if (!is_there && (found.code == RTR_FINE || found.code == RTR_UNSUPPORTED_PDU))
		return 0;
	pdu.whole = read_inner(&rest, is_there ? size : reader_left(&rest));
	if (found.code == RTR_FINE) {
		struct reader body = pdu.whole;
		read_skip(&body, RTR_HEADER_SIZE);
		found = body_read(body, &pdu);
	}
	if (is_there && size <= RTR_PDU_MAX)
		*in = rest;
	*out_pdu = pdu;
	if (found.code == RTR_FINE)
		return 1;
	*out_fault = found;
	return ERR_MALFORMED;
}

size_t rtr_pdu_providers(const struct rtr_pdu *pdu, asn_t *room)
{
	struct reader in = pdu->aspa.providers;
	size_t count = reader_left(&in) / 4;

	assert(pdu->type == RTR_ASPA);
	if (count > ASPA_PROVIDERS_MAX)
		return 0;
	for (size_t i = 0; i < count; i++)
		room[i] = read_u32(&in);
	return count;
}

static void put_header(struct buffer *out, unsigned version, enum rtr_type type, unsigned field,
		       size_t size)
{
	assert(version <= RTR_VERSION_MAX && size <= RTR_PDU_MAX);
	buffer_number(out, version, 1);
	buffer_number(out, type, 1);
	buffer_number(out, field, 2);
	buffer_number(out, size, 4);
}

static void put_bytes_of(struct buffer *out, const uint8_t *bytes, size_t size)
{
	buffer_text(out, (struct text){ (const char *)bytes, size });
}

void rtr_write_serial_notify(struct buffer *out, unsigned version, uint16_t session,
			     uint32_t serial)
{
	put_header(out, version, RTR_SERIAL_NOTIFY, session, 12);
	buffer_number(out, serial, 4);
}

void rtr_write_serial_query(struct buffer *out, unsigned version, uint16_t session, uint32_t serial)
{
	put_header(out, version, RTR_SERIAL_QUERY, session, 12);
	buffer_number(out, serial, 4);
}

void rtr_write_reset_query(struct buffer *out, unsigned version)
{
	put_header(out, version, RTR_RESET_QUERY, 0, 8);
}

void rtr_write_cache_response(struct buffer *out, unsigned version, uint16_t session)
{
	put_header(out, version, RTR_CACHE_RESPONSE, session, 8);
}

void rtr_write_cache_reset(struct buffer *out, unsigned version)
{
	put_header(out, version, RTR_CACHE_RESET, 0, 8);
}

void rtr_write_end_of_data(struct buffer *out, unsigned version, uint16_t session, uint32_t serial,
			   struct rtr_timers timers)
{
	put_header(out, version, RTR_END_OF_DATA, session, version == 0 ? 12 : 24);
	buffer_number(out, serial, 4);
	if (version == 0)
		return;
	buffer_number(out, timers.refresh, 4);
	buffer_number(out, timers.retry, 4);
	buffer_number(out, timers.expire, 4);
}

/* By hand and in one piece: a cache writes as many of them as it has VRPs times routers. */
void rtr_write_vrp(struct buffer *out, unsigned version, bool announces, const struct vrp *vrp)
{
	bool is_v4 = vrp->prefix.family == FAMILY_V4;
	uint32_t size = is_v4 ? 20 : 32, type = is_v4 ? RTR_IPV4_PREFIX : RTR_IPV6_PREFIX;
	struct {
		uint32_t head, size, lengths, words[5];
	} pdu = {
		htobe32(version << 24 | type << 16),
		htobe32(size),
		htobe32((uint32_t)announces << 24 | (uint32_t)vrp->prefix.len << 16 |
			(uint32_t)vrp->max_length << 8),
		{ htobe32((uint32_t)(vrp->prefix.hi >> 32)), htobe32((uint32_t)vrp->prefix.hi),
		  htobe32((uint32_t)(vrp->prefix.lo >> 32)), htobe32((uint32_t)vrp->prefix.lo),
		  htobe32(vrp->asn) },
	};

	assert(version <= RTR_VERSION_MAX);
	if (is_v4)
		pdu.words[1] = pdu.words[4];
	buffer_commit(out, put_bytes(buffer_room(out, sizeof(pdu)), (const char *)&pdu, size));
}

static unsigned flags(bool announces)
{
	return announces ? 1U << 8 : 0;
}

void rtr_write_key(struct buffer *out, unsigned version, bool announces,
		   const struct router_key *key)
{
	if (version < layouts[RTR_ROUTER_KEY].since)
		return;
	assert(key->spki_size > 0 && key->spki_size <= ROUTER_KEY_SPKI_MAX);
	put_header(out, version, RTR_ROUTER_KEY, flags(announces), KEY_SIZE + key->spki_size);
	put_bytes_of(out, key->ski, sizeof(key->ski));
	buffer_number(out, key->asn, 4);
	put_bytes_of(out, key->spki, key->spki_size);
}

void rtr_write_aspa(struct buffer *out, unsigned version, bool announces, const struct aspa *aspa)
{
	size_t count = announces ? aspa->provider_count : 0;

	if (version < layouts[RTR_ASPA].since)
		return;
	assert(announces == (count > 0) && count <= ASPA_PROVIDERS_MAX);
	put_header(out, version, RTR_ASPA, flags(announces), ASPA_SIZE + 4 * count);
	buffer_number(out, aspa->customer, 4);
	for (size_t i = 0; i < count; i++)
		buffer_number(out, aspa->providers[i], 4);
}

/* The start of UTF-8 that is too long, without a part of a character at its end. */
static struct text text_cut_to(struct text text, size_t max)
{
	struct text cut = text_upto(text, max);

	while (cut.len < text.len && cut.len > 0 &&
	       ((unsigned char)text.at[cut.len] & 0xc0) == 0x80)
		cut.len--;
	return cut;
}

void rtr_write_error(struct buffer *out, unsigned version, enum rtr_error code, struct reader pdu,
		     const char *text)
{
	struct text says = text_cut_to(text_of(text), ERROR_TEXT_MAX);
	size_t room = RTR_PDU_MAX - ERROR_SIZE - says.len;
	size_t quoted = reader_left(&pdu) < room ? reader_left(&pdu) : room;

	assert(code < RTR_ERRORS);
	put_header(out, version, RTR_ERROR_REPORT, code, ERROR_SIZE + quoted + says.len);
	buffer_number(out, quoted, 4);
	put_bytes_of(out, pdu.at, quoted);
	buffer_number(out, says.len, 4);
	buffer_text(out, says);
}
