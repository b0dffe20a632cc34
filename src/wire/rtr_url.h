/*
 * RTR URL: the cache that a person means: "rtr://cache.example.net", "rtr://[2001:db8::1]:3323".
 *
 * In:  a name as typed. Out: host and port; 323 when no port is named. Pure.
 */
#ifndef WIRE_RTR_URL_H
#define WIRE_RTR_URL_H

#include <stdbool.h>

#include "base/text.h"

enum { RTR_HOST_MAX = 256 }; /* more than the 253 characters of the longest name, RFC 1035 */

struct rtr_url {
	char host[RTR_HOST_MAX]; /* a name, or an address without its brackets */
	char port[8];            /* digits, as getaddrinfo() wants it */
};

/* Does it begin with "rtr://"? Whatever does is no file. */
bool rtr_url_is(struct text name);
/* ERR_USAGE, with what is wrong, to stand behind "NAME: "; static. */
MUST_CHECK int rtr_url_parse(struct text name, struct rtr_url *out_url, const char **out_reason);

#endif
