/*
 * IRR, judged: a route is registered, but where, and is that worth anything?
 *
 * In:   a frozen set of route objects and one route, and what else is known: VRPs, the registries'
 *       statistics, what each source is, the day.
 * Out:  in the database that speaks for the space or only in another; what speaks against an
 *       object: its space changed hands since, nobody holds it, the RPKI says otherwise, its age.
 * Pure: no allocation; safe from any thread.
 * Standard: RFC 2622 section 4; RFC 2725 (who may register); RFC 6811 (objects against VRPs).
 */
#ifndef VALIDATION_IRR_JUDGE_H
#define VALIDATION_IRR_JUDGE_H

#include "validation/delegations.h"
#include "validation/irr.h"
#include "validation/rov.h"

/* What the name of a registry's database is worth. */
struct irr_source {
	bool authoritative;     /* has it only objects of those who hold the space? */
	enum registry registry; /* whose space that is */
	char economy[3];        /* and only of this economy; empty: of all */
};

/* "RIPE" is the RIPE NCC's own; "RIPE-NONAUTH", "RADB", "NTTCOM" are nobody's. The databases of
 * national registries ("JPIRR") speak for APNIC's space in their economy. */
struct irr_source irr_source_find(struct text name);

/* The names of the authoritative ones, regional registries first; static. */
enum { IRR_SOURCES = 12 };
const char *irr_source_name(size_t number);

/* What is known beside route objects; any of it may be missing. */
struct irr_context {
	const struct rov *rov;                 /* or NULL */
	const struct delegations *delegations; /* or NULL: then by IANA's space (iana_space.h) */
	const struct irr_source *sources;      /* by route_object.source */
	size_t source_count;                   /* sources beyond it are not authoritative */
	uint32_t now;                          /* 20260222; 0: no object is old */
	uint32_t old_years; /* how long ago an object must have been touched last to be old */
};

enum {
	/* Nobody's standard. Age proves nothing by itself: an object may be old and right, but
	 * nobody has looked at it in a time in which most networks changed hands, peers or
	 * prefixes. */
	IRR_OLD_YEARS = 10,
};

/* How many faults there are: 1 << 0 to 1 << (IRR_FAULTS - 1). */
enum { IRR_FAULTS = 4 };

/* What may speak against an object; bits of a set. */
enum irr_fault {
	IRR_OUTDATED = 1 << 0, /* last touched before its space was delegated to who holds it now */
	IRR_UNDELEGATED = 1 << 1,  /* the registry says that nobody holds the space */
	IRR_RPKI_INVALID = 1 << 2, /* as a route it would be invalid (RFC 6811 section 2) */
	IRR_OLD = 1 << 3,          /* not touched for many years */
};

/* The set of faults of an object; 0: it is sound as far as is known. Whatever an object or the
 * context does not say is not held against it. */
unsigned irr_standing(const struct irr_context *context, const struct route_object *object);
/* "rpki-invalid" of one fault. */
const char *irr_fault_name(enum irr_fault fault);

/* Where objects name this origin. Kindest last. */
enum irr_registration {
	IRR_NOWHERE,
	IRR_ELSEWHERE,     /* only in databases that do not speak for the space */
	IRR_UNATTRIBUTED,  /* somewhere, but nobody says whose space it is */
	IRR_AUTHORITATIVE, /* in the database of the registry that looks after the space */
};

struct irr_verdict {
	enum irr_state state;
	enum irr_registration registration;
	bool has_registry;
	enum registry registry; /* that looks after the space of the prefix */
	uint32_t naming;        /* objects that cover the prefix and name the origin */
	uint32_t sound;         /* of them, without a fault; none of many: registered, but stale */
	uint32_t others;        /* objects that cover the prefix for other origins */
	/* Of the naming ones the best: authoritative first, then sound, longest, newest. Its source
	 * says where, when it is elsewhere. All 0 when there is none. */
	struct route_object best;
	unsigned standing;          /* its faults */
	uint32_t more_specific;     /* objects for more specifics of the prefix */
	uint32_t more_specific_own; /* of them, for this origin */
};

struct irr_verdict irr_judge(const struct irr *irr, const struct prefix *prefix, asn_t origin,
			     const struct irr_context *context);

/* "authoritative", "elsewhere", "unattributed", "nowhere". */
const char *irr_registration_name(enum irr_registration registration);

#endif
