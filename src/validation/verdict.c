#include "validation/verdict.h"

enum confidence finding_confidence(const struct finding *finding)
{
	return finding->stale && finding->confidence > CONFIDENCE_LOW
		       ? (enum confidence)(finding->confidence - 1)
		       : finding->confidence;
}

/* The strongest of those that bear so, were their data fresh. */
static enum confidence strongest(const struct finding findings[CHECKS], enum bearing bearing)
{
	enum confidence most = CONFIDENCE_NONE;

	for (unsigned check = 0; check < CHECKS; check++)
		if (findings[check].bearing == bearing && findings[check].confidence > most)
			most = findings[check].confidence;
	return most;
}

/* All that bear so decide; the one to be trusted most says how far. */
static struct verdict decide(const struct finding findings[CHECKS], enum bearing bearing,
			     enum verdict_state state)
{
	struct verdict verdict = { .state = state };

	for (unsigned check = 0; check < CHECKS; check++) {
		if (findings[check].bearing != bearing)
			continue;
		enum confidence confidence = finding_confidence(&findings[check]);
		if (confidence > verdict.confidence)
			verdict.confidence = confidence;
		verdict.decided_by |= 1U << check;
	}
	return verdict;
}

struct verdict verdict_of(const struct finding findings[CHECKS])
{
	enum confidence against = strongest(findings, BEARING_AGAINST);

	if (against > CONFIDENCE_LOW)
		return decide(findings, BEARING_AGAINST, VERDICT_UNAUTHORISED);
	if (strongest(findings, BEARING_FOR) == CONFIDENCE_NONE)
		return (struct verdict){ .state = VERDICT_UNPROVEN };

	struct verdict verdict = decide(findings, BEARING_FOR, VERDICT_AUTHORISED);
	/* A doubt is left. */
	if (against == CONFIDENCE_LOW && verdict.confidence > CONFIDENCE_LOW)
		verdict.confidence--;
	return verdict;
}

const char *check_name(enum check check)
{
	static const char *const names[CHECKS] = {
		[CHECK_RPKI] = "rpki",   [CHECK_IRR] = "irr",   [CHECK_AS_SET] = "as-set",
		[CHECK_BOGON] = "bogon", [CHECK_ASPA] = "aspa", [CHECK_LEAK] = "leak",
	};
	return names[check];
}

const char *bearing_name(enum bearing bearing)
{
	static const char *const names[] = {
		[BEARING_NOT_MEASURED] = "not-measured",
		[BEARING_OPEN] = "open",
		[BEARING_FOR] = "for",
		[BEARING_AGAINST] = "against",
	};
	return names[bearing];
}

const char *verdict_state_name(enum verdict_state state)
{
	static const char *const names[] = {
		[VERDICT_UNAUTHORISED] = "unauthorised",
		[VERDICT_UNPROVEN] = "unproven",
		[VERDICT_AUTHORISED] = "authorised",
	};
	return names[state];
}
