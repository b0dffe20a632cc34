/*
 * Base64 of strangers, read strictly.
 *
 * In:   text in the alphabet of section 4 or of section 5 ("URL safe") of RFC 4648; no blanks.
 * Out:  bytes. One row of bytes has one spelling in an alphabet: bits that belong to no octet must
 *       be zero, and padding, where it may stand, must be whole or absent.
 * Standard: RFC 4648 sections 3.5, 4, 5, 12.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/text.h"

/* Into `room` bytes at `out`, which are undefined on failure. ERR_MALFORMED: not base64, or padded
 * though `may_pad` is not set. ERR_LIMIT: longer than `room`. */
MUST_CHECK int base64_read(struct text text, bool may_pad, uint8_t *out, size_t room,
			   size_t *out_size);

/* The same for hexadecimal digits, of either case. ERR_MALFORMED unless they are of `size` bytes.
 */
MUST_CHECK int hex_read(struct text text, uint8_t *out, size_t size);

#endif
