/*
 * IP prefixes and addresses, v4 and v6 in one type. Plain values: copy them freely.
 *
 * The address stands left-aligned in two words of host order, so that comparing, cutting and
 * covering are a mask and a compare; a v4 address fills the upper half of `hi`.
 */
#ifndef NET_PREFIX_H
#define NET_PREFIX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/reader.h"
#include "base/text.h"

enum family { FAMILY_V4 = 4, FAMILY_V6 = 6 };

enum { PREFIX_TEXT_MAX = 52, ADDRESS_TEXT_MAX = 48 };

struct prefix {
	uint64_t hi, lo; /* bits past `len` are zero */
	uint8_t len;
	uint8_t family; /* enum family */
};

struct address {
	uint64_t hi, lo;
	uint8_t family;
};

static inline unsigned family_bits(unsigned family)
{
	return family == FAMILY_V4 ? 32 : 128;
}

/* The first `len` bits of a word set; 0 <= len <= 64. */
static inline uint64_t word_mask(unsigned len)
{
	return len == 0 ? 0 : ~UINT64_C(0) << (64 - len);
}

static inline uint64_t mask_hi(unsigned len)
{
	return word_mask(len < 64 ? len : 64);
}

static inline uint64_t mask_lo(unsigned len)
{
	return word_mask(len > 64 ? len - 64 : 0);
}

static inline bool prefix_equal(const struct prefix *a, const struct prefix *b)
{
	return a->hi == b->hi && a->lo == b->lo && a->len == b->len && a->family == b->family;
}

/* Is every address of `inner` in `outer`? A prefix covers itself. */
static inline bool prefix_covers(const struct prefix *outer, const struct prefix *inner)
{
	return outer->family == inner->family && outer->len <= inner->len &&
	       (inner->hi & mask_hi(outer->len)) == outer->hi &&
	       (inner->lo & mask_lo(outer->len)) == outer->lo;
}

/* The first `len` bits of `prefix`; `len` must not exceed its own. */
static inline struct prefix prefix_cut(const struct prefix *prefix, unsigned len)
{
	return (struct prefix){ prefix->hi & mask_hi(len), prefix->lo & mask_lo(len), (uint8_t)len,
				prefix->family };
}

/* Total order: v4 before v6, then address, then shorter first. So whatever covers a prefix stands
 * before it. */
int prefix_compare(const struct prefix *a, const struct prefix *b);

uint64_t prefix_hash(const struct prefix *prefix);

/* Reads "192.0.2.0/24". Refuses host bits, so that one prefix has one spelling. */
MUST_CHECK int prefix_parse(struct text text, struct prefix *out_prefix);
/* The same, but clears host bits and says so: for what people type. */
MUST_CHECK int prefix_parse_loose(struct text text, struct prefix *out_prefix, bool *out_cut);
/* Both in RFC 5952 spelling, NUL-terminated. Return the position of the NUL. */
char *prefix_put(char *at, const struct prefix *prefix);
char *address_put(char *at, const struct address *address);
/* The same, for use inside an expression. */
const char *prefix_print(const struct prefix *prefix, char out_text[PREFIX_TEXT_MAX]);
const char *address_print(const struct address *address, char out_text[ADDRESS_TEXT_MAX]);

MUST_CHECK int address_parse(struct text text, struct address *out_address);
bool address_equal(const struct address *a, const struct address *b);
int address_compare(const struct address *a, const struct address *b);

/* The next 4 or 16 octets of `in`; ERR_TRUNCATED when they are not there. */
MUST_CHECK int address_read(struct reader *in, unsigned family, struct address *out_address);
/*
 * A prefix as BGP writes it (RFC 4271 section 4.3): a length in bits, then as few octets as hold
 * it. Bits past the length are ignored (RFC 4271: "irrelevant") and cleared. ERR_MALFORMED when the
 * length exceeds the family's, ERR_TRUNCATED when octets are missing.
 */
MUST_CHECK int prefix_read(struct reader *in, unsigned family, struct prefix *out_prefix);

#endif
