/*
 * Registration: what a registry or PeeringDB says of a network, beside its routes: that it exists,
 * whom to call, what its routing policy is. Of people no names, addresses or numbers are kept: that
 * there is a contact, of what kind, under which handle, and since when.
 */
#ifndef NET_REGISTRATION_H
#define NET_REGISTRATION_H

#include "net/asn.h"

/* Stores hold these numbers. */
enum registration_kind {
	REGISTRATION_NETWORK, /* there is an aut-num, or an entry in PeeringDB */
	REGISTRATION_ADMIN,   /* admin-c; LACNIC's owner-c */
	REGISTRATION_TECH,    /* tech-c, ARIN's OrgTech; PeeringDB's role Technical */
	REGISTRATION_NOC,     /* ARIN's OrgNOC; PeeringDB's role NOC */
	REGISTRATION_ABUSE,   /* counts for no metric: who answers there runs no router */
	REGISTRATION_OTHER,   /* PeeringDB's other roles: Policy, Sales, Maintenance... */
	REGISTRATION_IMPORT,  /* import:, mp-import: lines of an aut-num */
	REGISTRATION_EXPORT,  /* export:, mp-export: */
	REGISTRATION_AS_SET,  /* PeeringDB's "IRR as-set/route-set" */
	REGISTRATION_KINDS,
};

/* Texts are borrowed. */
struct registration {
	asn_t asn;
	enum registration_kind kind;
	struct text source; /* "RIPE", "ARIN", "peeringdb" */
	struct text value;  /* the handle, the as-set, the name of the network; or empty */
	uint32_t count;     /* how many lines or contacts of this kind it stands for; at least 1 */
	uint32_t date;      /* when it was last touched, 20260222; 0 when nobody says */
};

/* "network", "admin", "tech", "noc", "abuse", "other", "import", "export", "as-set". Static. */
const char *registration_kind_name(enum registration_kind kind);

#endif
