/*
 * BGP NOTIFICATION: why a session ended.  RFC 4271 section 4.5; RFC 4486 and RFC 9003 (Cease),
 * RFC 7313, 8538, 9234, 9687, 9815.
 *
 * In:   the body of a NOTIFICATION.
 * Out:  code, subcode, and what goes with them, borrowed. Texts in it are whatever the other side
 *       sent; who prints them must make them harmless.
 * Pure: no allocation.
 */
#ifndef WIRE_BGP_NOTIFICATION_H
#define WIRE_BGP_NOTIFICATION_H

#include "base/err.h"
#include "base/reader.h"
#include "base/text.h"

enum {
	BGP_CEASE = 6,
	BGP_CEASE_SHUTDOWN = 2,
	BGP_CEASE_RESET = 4,
	BGP_CEASE_HARD_RESET = 9,
};

struct bgp_notification {
	uint8_t code, subcode;
	struct reader data;
};

MUST_CHECK int bgp_notification_read(struct reader body, struct bgp_notification *out_notification);
/* In the words of IANA's registry; NULL for what it does not have. */
const char *bgp_error_name(unsigned code);
const char *bgp_error_subcode_name(unsigned code, unsigned subcode);
/*
 * What the operator wrote (RFC 9003 section 2): at most 255 octets. ERR_NOT_FOUND when this kind of
 * NOTIFICATION has no text or nothing was written; ERR_MALFORMED when its length contradicts the
 * message's.
 */
MUST_CHECK int bgp_shutdown_text(const struct bgp_notification *notification,
				 struct text *out_text);

#endif
