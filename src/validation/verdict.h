/*
 * Verdict: what all the validators together say of one route.
 *
 * In:   for each check how it bears on the route and how far it can be trusted, and whether the
 *       data behind it is fresh.
 * Out:  authorised, unauthorised or unproven, with a confidence, and which checks decided.
 * Rule: ours. Whatever speaks against a route with more than low confidence makes it unauthorised,
 *       whatever else speaks for it: a route whose origin is valid may still be leaked. Old data
 *       never changes a verdict, but lowers the confidence in it by one step.
 * Pure.
 */
#ifndef VALIDATION_VERDICT_H
#define VALIDATION_VERDICT_H

#include <stdbool.h>

#include "validation/confidence.h"

enum check {
	CHECK_RPKI,
	CHECK_IRR,
	CHECK_AS_SET,
	CHECK_BOGON,
	CHECK_ASPA,
	CHECK_LEAK,
	CHECKS,
};

enum bearing {
	BEARING_NOT_MEASURED, /* there was no data, or no path to look at */
	BEARING_OPEN,         /* there was, and it says nothing either way */
	BEARING_FOR,
	BEARING_AGAINST,
};

struct finding {
	enum bearing bearing;
	enum confidence confidence; /* were the data fresh */
	bool stale;                 /* it is not, or nobody knows */
};

/* Kindest last. */
enum verdict_state {
	VERDICT_UNAUTHORISED,
	VERDICT_UNPROVEN, /* nobody has said so, and nobody has said no */
	VERDICT_AUTHORISED,
};

struct verdict {
	enum verdict_state state;
	enum confidence confidence; /* CONFIDENCE_NONE when unproven */
	unsigned decided_by;        /* bit c: check c */
};

struct verdict verdict_of(const struct finding findings[CHECKS]);
/* Of one finding, lowered when its data is not fresh. */
enum confidence finding_confidence(const struct finding *finding);

const char *check_name(enum check check);       /* "rpki", "irr", "as-set"... */
const char *bearing_name(enum bearing bearing); /* "not-measured", "open", "for", "against" */
const char *verdict_state_name(enum verdict_state state);

#endif
