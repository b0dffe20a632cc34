/* Inside rs_reading.c: the members of an exchange, and whose routes each may announce there. */
#ifndef FLOW_RS_MEMBERS_H
#define FLOW_RS_MEMBERS_H

#include "flow/authority.h"

enum {
	/* Ten times the largest exchange; all as-sets of one such come to some millions of ASes. */
	RS_MEMBERS_MAX = 1 << 16,
	RS_MEMBER_ASNS_MAX = 1 << 26,
};

struct rs_member {
	asn_t asn;
	/* Its as-sets are known, and so is all that they lead to. */
	bool is_whole;
	asn_t *asns; /* owned; of all its as-sets, ascending */
	size_t count, room;
};

struct rs_members {
	const struct reference *reference; /* borrowed, like the next */
	const struct authority *authority;
	struct index by_asn;
	struct rs_member *all; /* owned */
	size_t count, room;
	size_t asn_count; /* of all members */
};

void rs_members_init(struct rs_members *members, const struct reference *reference,
		     const struct authority *authority);
void rs_members_clear(struct rs_members *members);

/*
 * Is it known that the member may not announce routes of this origin: it is neither the member nor
 * in the as-sets that PeeringDB has of it? Where one of them is not in the data, or leads to a set
 * that is not, nothing is known. An AS met for the first time becomes a member; false when there
 * are too many.
 */
bool rs_member_denies(struct rs_members *members, asn_t member, asn_t origin);

#endif
