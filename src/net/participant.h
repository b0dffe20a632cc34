/*
 * What people say: who takes part in which programme, what they attest, and what they think of an
 * incident. Not measured, and never mixed with what is: it stands in the store beside the months.
 */
#ifndef NET_PARTICIPANT_H
#define NET_PARTICIPANT_H

#include <stddef.h>
#include <stdint.h>

#include "net/asn.h"

/* What an AS number is to a participant. Stores hold these numbers. */
enum participant_asn_role {
	PARTICIPANT_NETWORK,      /* it runs this network, and enrolled it */
	PARTICIPANT_ROUTE_SERVER, /* an IXP's route server */
	PARTICIPANT_MEMBER,       /* a member of the IXP */
	PARTICIPANT_ASN_ROLES,
};

struct participant_asn {
	asn_t asn;
	enum participant_asn_role role;
};

/* Puts them in order, each once. Returns how many are left. */
size_t participant_asns_sort(struct participant_asn *asns, size_t count);

/* All texts are borrowed and terminated; "" where nobody says. */
struct participant {
	const char *programme; /* "netops", "ixp", "cdn", "vendor": the id of a programme */
	const char *name;      /* unique within the programme, without regard to case */
	const char *economies; /* ISO 3166, separated by blanks: "DE AT" */
	const char *contact;   /* a role's address for reports: "noc@example.net" */
	uint32_t since;        /* 20260222; 0 when nobody says */
	const struct participant_asn *asns; /* by number, then role */
	size_t asn_count;
};

/* A claim with its proof: "Action 2 is done, see there, checked by". */
struct attestation {
	const char *programme, *name; /* whose: of a participant */
	const char *check;            /* the id of a check of the programme's norms */
	const char *says;             /* in words */
	const char *link;             /* where the proof stands */
	const char *auditor;          /* who looked at it; "" for who only claims it */
	const char *product;          /* of a vendor: which; "" for all */
	bool is_tested;               /* a test was run, rather than a text read */
	bool holds;                   /* false: it was looked at, and does not hold */
	uint32_t date, expires;       /* 20260222; expires 0: never */
};

/* What somebody says an incident really was. Stores hold these numbers. */
enum feedback_class {
	FEEDBACK_DISPUTED,   /* it did not happen like that; not decided yet: it still counts */
	FEEDBACK_LEGITIMATE, /* intended, and by who may */
	FEEDBACK_TYPO,       /* it happened, by a slip; it counts */
	FEEDBACK_INCIDENT,   /* confirmed */
	FEEDBACK_CLASSES,
};

/* The latest about one incident and network counts; all are kept. */
struct feedback {
	const char *source, *incident; /* as in incident.h */
	asn_t asn;                     /* whose score it is about; 0: everybody's */
	enum feedback_class class;
	const char *who, *why;
	uint64_t time_us;
};

/* "network", "route-server", "member"; "disputed", "legitimate", "typo", "incident". Static. */
const char *participant_asn_role_name(enum participant_asn_role role);
const char *feedback_class_name(enum feedback_class class);
/* Without regard to case. */
bool feedback_class_find(struct text word, enum feedback_class *out_class);

#endif
