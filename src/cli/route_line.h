/*
 * Route line: a route as people and other programs write it, one a line:
 *
 *	192.0.2.0/24,64500              prefix and origin
 *	192.0.2.0/24 AS64500
 *	192.0.2.0/24,64496 64499 64500  prefix and path, the neighbour first
 */
#ifndef CLI_ROUTE_LINE_H
#define CLI_ROUTE_LINE_H

#include "net/hops.h"
#include "net/prefix.h"

struct route_line {
	struct prefix prefix;
	asn_t origin;  /* ASN_NONE: the path ends in an AS_SET */
	bool has_path; /* more than the origin was said; then `hops` hold it */
	struct hops hops;
	uint8_t room[AS_PATH_ROOM];
};

void route_line_init(struct route_line *route);
void route_line_clear(struct route_line *route);

/* Reads a line. False, and what the line holds is undefined: it is no route. */
bool route_line_read(struct route_line *route, struct text line);
/* Reads a path; a single AS is one as well. */
bool route_line_path(struct route_line *route, struct text path);

#endif
