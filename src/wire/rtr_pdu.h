/*
 * RPKI-to-Router PDUs, versions 0 to 2.
 * RFC 6810 (0), RFC 8210 (1), draft-ietf-sidrops-8210bis-27 (2).
 *
 * In:   bytes of a stream; or PDUs to be written.
 * Out:  PDUs one by one, borrowed from the bytes; or bytes. What a PDU breaks is told as the error
 *       code that answers it (RFC 8210 section 12), with a sentence.
 * Promise: no length is believed before it is compared with its type's and with RTR_PDU_MAX; a PDU
 *       of an unknown type is cut out whole. Pure; no allocation.
 *
 * Version 2 is a draft. All that depends on its revision is in this file and in rtr_pdu.c.
 */
#ifndef WIRE_RTR_PDU_H
#define WIRE_RTR_PDU_H

#include "base/buffer.h"
#include "base/reader.h"
#include "net/aspa.h"
#include "net/router_key.h"
#include "net/vrp.h"

#define RTR_V2_DRAFT "draft-ietf-sidrops-8210bis-27"

enum {
	RTR_VERSION_MAX = 2,
	RTR_VERSIONS = 3,
	RTR_HEADER_SIZE = 8,
	/* 8210bis-27 bounds every PDU; nothing in versions 0 and 1 comes near but an Error Report
	 * whose text nobody would read. */
	RTR_PDU_MAX = 65535,
	RTR_PORT = 323,
};

enum rtr_type {
	RTR_SERIAL_NOTIFY = 0,
	RTR_SERIAL_QUERY = 1,
	RTR_RESET_QUERY = 2,
	RTR_CACHE_RESPONSE = 3,
	RTR_IPV4_PREFIX = 4,
	RTR_IPV6_PREFIX = 6,
	RTR_END_OF_DATA = 7,
	RTR_CACHE_RESET = 8,
	RTR_ROUTER_KEY = 9,
	RTR_ERROR_REPORT = 10,
	RTR_ASPA = 11,
};

/* RFC 8210 section 12, 8210bis-27. */
enum rtr_error {
	RTR_CORRUPT_DATA = 0,
	RTR_INTERNAL_ERROR = 1,
	RTR_NO_DATA = 2, /* not fatal */
	RTR_INVALID_REQUEST = 3,
	RTR_UNSUPPORTED_VERSION = 4,
	RTR_UNSUPPORTED_PDU = 5,
	RTR_UNKNOWN_WITHDRAWAL = 6,
	RTR_DUPLICATE_ANNOUNCEMENT = 7,
	RTR_UNEXPECTED_VERSION = 8,
	RTR_ASPA_PROVIDERS = 9,
	RTR_TRANSPORT_FAILED = 10,
	RTR_ORDERING = 11,
	RTR_CACHE_RESTART = 12, /* not fatal */
	RTR_CACHE_SHUTDOWN = 13,
	RTR_ERRORS,
	RTR_FINE = 255, /* no error; never on the wire */
};

struct rtr_timers { /* seconds */
	uint32_t refresh, retry, expire;
};

/* RFC 8210 section 6: 1..86400, 1..7200, 600..172800, and expire above the other two. */
extern const struct rtr_timers rtr_timers_default; /* 3600, 600, 7200 */
bool rtr_timers_are_sound(struct rtr_timers timers);

struct rtr_pdu {
	uint8_t version;
	uint8_t type;        /* enum rtr_type, or what the stream says */
	uint16_t field;      /* session, error code, or flags in the upper octet */
	struct reader whole; /* with the header; borrowed, like all readers and pointers here */
	bool announces;      /* RTR_IPV4_PREFIX, RTR_IPV6_PREFIX, RTR_ROUTER_KEY, RTR_ASPA */
	union {
		uint32_t serial; /* RTR_SERIAL_NOTIFY, RTR_SERIAL_QUERY */
		struct vrp vrp;
		struct router_key key;
		struct {
			asn_t customer;
			struct reader providers; /* four octets each; empty in a withdrawal */
		} aspa;
		struct {
			uint32_t serial;
			bool has_timers; /* not in version 0 */
			struct rtr_timers timers;
		} end;
		struct {
			struct reader pdu; /* the one complained of */
			struct text text;  /* any bytes */
		} error;
	};
};

/* How a PDU is wrong. */
struct rtr_fault {
	enum rtr_error code;
	const char *says; /* static sentence */
};

/*
 * The next PDU off the front of `in`: 1; 0 when the bytes do not hold it whole yet, and `in` stays;
 * ERR_MALFORMED: `out_fault` says what code answers it, `out_pdu` has version, type, field and
 * `whole` (as much as is there), and `in` stands behind it if it is there whole and its length is
 * one of 8 to RTR_PDU_MAX.
 * A version above RTR_VERSION_MAX and a type that the version does not know are such faults. The
 * latter is told once it is there whole, what else is wrong in a header at once.
 */
MUST_CHECK int rtr_pdu_next(struct reader *in, struct rtr_pdu *out_pdu,
			    struct rtr_fault *out_fault);

/* The providers of an RTR_ASPA, into `room`, which holds ASPA_PROVIDERS_MAX. Ascending and unique,
 * which rtr_pdu_next() has checked. Returns how many: 0 in a withdrawal, and in an announcement of
 * more than `room` holds, which a PDU can (up to 16380): that customer is left out whole
 * (payload_builder_too_long() in net/payload_set.h). */
size_t rtr_pdu_providers(const struct rtr_pdu *pdu, asn_t *room);

/* Writers append one PDU. What a version has no PDU for (router keys in 0, ASPAs below 2) they do
 * not write. */
void rtr_write_serial_notify(struct buffer *out, unsigned version, uint16_t session,
			     uint32_t serial);
void rtr_write_serial_query(struct buffer *out, unsigned version, uint16_t session,
			    uint32_t serial);
void rtr_write_reset_query(struct buffer *out, unsigned version);
void rtr_write_cache_response(struct buffer *out, unsigned version, uint16_t session);
void rtr_write_cache_reset(struct buffer *out, unsigned version);
void rtr_write_end_of_data(struct buffer *out, unsigned version, uint16_t session, uint32_t serial,
			   struct rtr_timers timers);
void rtr_write_vrp(struct buffer *out, unsigned version, bool announces, const struct vrp *vrp);
void rtr_write_key(struct buffer *out, unsigned version, bool announces,
		   const struct router_key *key);
/* A withdrawal names the customer alone. */
void rtr_write_aspa(struct buffer *out, unsigned version, bool announces, const struct aspa *aspa);
/* `pdu` and `text`, which is UTF-8, are cut to fit. Neither may lie in `out`. */
void rtr_write_error(struct buffer *out, unsigned version, enum rtr_error code, struct reader pdu,
		     const char *text);

/* "Serial Query"; "PDU" for unknown ones. "Corrupt Data"; "Error". Static. */
const char *rtr_type_name(unsigned type);
const char *rtr_error_name(unsigned code);
/* Must the transport be closed after it? */
bool rtr_error_is_fatal(unsigned code);

/* RFC 1982 with 32 bits: is `a` later than `b`? Undefined at a distance of 2^31: then false both
 * ways round. */
static inline bool rtr_serial_is_later(uint32_t a, uint32_t b)
{
	return a != b && (uint32_t)(a - b) < UINT32_C(1) << 31;
}

#endif
