/*
 * Judgement: one route, asked of every validator that has something to say about it.
 *
 * In:   an authority (what has been published, and when), the moment to judge at, and a question: a
 *       prefix, its origin, and, where known, the path, who sent it and what we are to them.
 * Out:  what each validator says, how that bears on the route, and one verdict of it all.
 */
#ifndef FLOW_JUDGEMENT_H
#define FLOW_JUDGEMENT_H

#include "flow/authority.h"
#include "net/role.h"
#include "validation/as_set_expansion.h"
#include "validation/aspas.h"
#include "validation/leak.h"
#include "validation/otc.h"
#include "validation/verdict.h"

struct question {
	struct prefix prefix;
	asn_t origin;            /* ASN_NONE: the path ends in an AS_SET */
	const struct hops *path; /* borrowed; NULL: not known */
	enum bgp_role role;      /* ours; BGP_ROLE_NONE: a collector's, or not known */
	asn_t neighbour;         /* who sent it; ASN_NONE: the first of the path */
	bool has_otc;
	asn_t otc; /* RFC 9234 section 5 */
};

/* Where the bogon stands. */
enum bogon_place {
	BOGON_NOWHERE,
	BOGON_IN_PREFIX,
	BOGON_IN_ORIGIN,
	BOGON_IN_PATH,
};

struct judgement {
	enum rov_state rov;
	struct irr_verdict irr;              /* only with route objects */
	const struct as_set_asn *membership; /* of the origin in the as-set, or NULL */
	struct bogon_verdict bogon;          /* the worst of the route */
	enum bogon_place bogon_place;
	asn_t bogon_asn;          /* BOGON_IN_ORIGIN, BOGON_IN_PATH */
	bool documentation;       /* numbers for examples stand in it; not held against it */
	struct aspa_verdict aspa; /* like the next two: only with a path */
	struct otc_verdict otc;   /* only with a role */
	struct leak_verdict leak;
	struct finding findings[CHECKS];
	struct verdict verdict;
};

struct judge {
	const struct authority *authority; /* borrowed */
	uint64_t at_us;
	struct irr_context irr; /* what route objects are judged by */
	/* The as-set of those from whom the route may come, expanded; borrowed; NULL: not asked. */
	const struct as_set_expansion *as_set;
	bool has[DATA_KINDS];
	struct freshness freshness[DATA_KINDS]; /* where `has` */
};

void judge_init(struct judge *judge, const struct authority *authority, uint64_t at_us);

/* Was there anything to judge by? What was not measured is neither good nor bad. */
static inline bool judgement_measured(const struct judgement *judgement, enum check check)
{
	return judgement->findings[check].bearing != BEARING_NOT_MEASURED;
}

void judge_route(const struct judge *judge, const struct question *question,
		 struct judgement *out_judgement);

/* What a check said, for a person: its state, a sentence, and the rule it follows. Static. */
struct reason {
	const char *state, *says, *rule;
};

struct reason judgement_reason(const struct judgement *judgement, enum check check);

/* The kind of data that a check rests on; false: on none that has a date. */
bool judgement_data(const struct judgement *judgement, enum check check, enum data_kind *out_kind);

#endif
