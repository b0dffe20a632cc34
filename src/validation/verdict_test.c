#include "base/testkit.h"

#include "validation/verdict.h"

enum { BIT_RPKI = 1 << CHECK_RPKI, BIT_IRR = 1 << CHECK_IRR, BIT_LEAK = 1 << CHECK_LEAK };

#define FOR(level)                                                                                 \
	{                                                                                          \
		BEARING_FOR, CONFIDENCE_##level, false                                             \
	}
#define AGAINST(level)                                                                             \
	{                                                                                          \
		BEARING_AGAINST, CONFIDENCE_##level, false                                         \
	}
#define OPEN                                                                                       \
	{                                                                                          \
		BEARING_OPEN, CONFIDENCE_HIGH, false                                               \
	}

static void one_word_for_all_checks(void **state)
{
	static const struct {
		struct finding findings[CHECKS];
		struct verdict verdict;
	} cases[] = {
		/* Nothing was measured, or nothing said. */
		{ { { 0 } }, { VERDICT_UNPROVEN, CONFIDENCE_NONE, 0 } },
		{ { [CHECK_RPKI] = OPEN, [CHECK_IRR] = OPEN },
		  { VERDICT_UNPROVEN, CONFIDENCE_NONE, 0 } },
		/* One says yes; two say yes. */
		{ { [CHECK_RPKI] = FOR(HIGH) }, { VERDICT_AUTHORISED, CONFIDENCE_HIGH, BIT_RPKI } },
		{ { [CHECK_RPKI] = OPEN, [CHECK_IRR] = FOR(MEDIUM) },
		  { VERDICT_AUTHORISED, CONFIDENCE_MEDIUM, BIT_IRR } },
		{ { [CHECK_RPKI] = FOR(HIGH), [CHECK_IRR] = FOR(LOW) },
		  { VERDICT_AUTHORISED, CONFIDENCE_HIGH, BIT_RPKI | BIT_IRR } },
		/* Yes and no: no. */
		{ { [CHECK_RPKI] = FOR(HIGH), [CHECK_LEAK] = AGAINST(MEDIUM) },
		  { VERDICT_UNAUTHORISED, CONFIDENCE_MEDIUM, BIT_LEAK } },
		/* A faint no is a doubt, not a verdict. */
		{ { [CHECK_RPKI] = FOR(HIGH), [CHECK_LEAK] = AGAINST(LOW) },
		  { VERDICT_AUTHORISED, CONFIDENCE_MEDIUM, BIT_RPKI } },
		{ { [CHECK_IRR] = FOR(LOW), [CHECK_LEAK] = AGAINST(LOW) },
		  { VERDICT_AUTHORISED, CONFIDENCE_LOW, BIT_IRR } },
		{ { [CHECK_LEAK] = AGAINST(LOW) }, { VERDICT_UNPROVEN, CONFIDENCE_NONE, 0 } },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct verdict verdict = verdict_of(cases[i].findings);
		assert_int_equal(verdict.state, cases[i].verdict.state);
		assert_int_equal(verdict.confidence, cases[i].verdict.confidence);
		assert_int_equal(verdict.decided_by, cases[i].verdict.decided_by);
	}
}

/* For every mixture of findings: old data leaves the verdict and the reasons as they are, and
 * never raises the confidence. */
static void old_data_lowers_confidence_alone(void **state)
{
	enum { ONE = 4 * 4, ALL = ONE * ONE * ONE };
	static const enum check mixed[] = { CHECK_RPKI, CHECK_IRR, CHECK_LEAK };
	unsigned lowered = 0;

	(void)state;
	for (unsigned mixture = 0; mixture < ALL; mixture++) {
		struct finding findings[CHECKS] = { { 0 } };
		unsigned rest = mixture;
		for (size_t i = 0; i < COUNT_OF(mixed); i++, rest /= ONE)
			findings[mixed[i]] = (struct finding){ rest % 4, rest / 4 % 4, false };
		struct verdict fresh = verdict_of(findings);
		for (unsigned check = 0; check < CHECKS; check++)
			findings[check].stale = true;
		struct verdict old = verdict_of(findings);

		assert_int_equal(old.state, fresh.state);
		assert_int_equal(old.decided_by, fresh.decided_by);
		assert_true(old.confidence <= fresh.confidence);
		assert_true(fresh.confidence == CONFIDENCE_NONE ||
			    old.confidence >= CONFIDENCE_LOW);
		lowered += old.confidence < fresh.confidence;
	}
	assert_true(lowered > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_word_for_all_checks),
		cmocka_unit_test(old_data_lowers_confidence_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
