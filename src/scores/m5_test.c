#include "scores/test_measure.h"

#define NET(third)                                                                                 \
	{                                                                                          \
		.hi = UINT64_C(0xc0000000) << 32 | UINT64_C(third) << 40, .len = 24,               \
		.family = FAMILY_V4                                                                \
	}

/* 0.5, 1 and 2 are the points of the published curve; a prefix that leaks weighs 1. */
static void m5_counts_prefixes(void **state)
{
	static const struct spoof_test tests[] = {
		{ .client = NET(1), .routed = SPOOF_BLOCKED, .private_space = SPOOF_BLOCKED },
		{ .client = NET(2), .routed = SPOOF_RECEIVED, .private_space = SPOOF_BLOCKED },
		{ .client = NET(1), .routed = SPOOF_BLOCKED, .private_space = SPOOF_RECEIVED },
		{ .client = NET(2), .routed = SPOOF_RECEIVED, .private_space = SPOOF_RECEIVED },
		{ .client = NET(2), .routed = SPOOF_BLOCKED },
		{ .client = NET(3), .routed = SPOOF_BLOCKED },
	};
	static const struct {
		size_t first, count;
		struct measure expected;
	} cases[] = {
		{ 0, 1, { true, { 0, 1, 1 }, 0, 1, BAND_READY } },
		{ 1, 1, { true, { 1, 1, 1 }, 1, 0.485577, BAND_LAGGING } },
		{ 0, 3, { true, { 2, 2, 3 }, 2, 0.36, BAND_LAGGING } },
		/* three sessions of one prefix: once, and it leaked even if it did not always */
		{ 3, 2, { true, { 1, 1, 2 }, 1, 0.485577, BAND_LAGGING } },
		{ 0, 6, { true, { 2, 3, 6 }, 2, 0.36, BAND_LAGGING } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct as_month in = { .given = GIVEN_SPOOFER,
				       .spoof_tests = tests + cases[i].first,
				       .spoof_test_count = cases[i].count };
		assert_measure(&metric_m5, &in, &cases[i].expected);
	}
}

/* Nobody tried, nothing came back, or a NAT put a true address in. */
static void without_a_test_there_is_no_score(void **state)
{
	static const struct spoof_test none[] = {
		{ .client = NET(1), .routed = SPOOF_REWRITTEN, .private_space = SPOOF_REWRITTEN },
		{ .client = NET(2), .routed = SPOOF_UNKNOWN, .private_space = SPOOF_UNKNOWN },
		{ .client = NET(3), .routed = SPOOF_REWRITTEN, .is_nat = true },
		{ .client = NET(4), .private_space = SPOOF_BLOCKED, .is_nat = true },
	};
	struct as_month in = { .given = GIVEN_SPOOFER, .spoof_tests = none, .spoof_test_count = 0 };
	(void)state;

	assert_measure(&metric_m5, &in, &NOTHING);
	in.spoof_test_count = 3;
	assert_measure(&metric_m5, &in, &NOTHING);
	/* What one kind of source address shows is a test, behind a NAT too. */
	in.spoof_test_count = 4;
	assert_measure(&metric_m5, &in, &(struct measure){ true, { 0, 1, 1 }, 0, 1, BAND_READY });
}

static void says_how(void **state)
{
	static const struct spoof_test test = { .client = NET(1), .routed = SPOOF_RECEIVED };
	struct as_month in = { .spoof_tests = &test, .spoof_test_count = 1 };
	(void)state;

	assert_arithmetic(&metric_m5, &in,
			  "1 of 1 tested prefixes let spoofed packets out; "
			  "0.6 ^ sqrt(1 / 0.5) = 0.485577");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(m5_counts_prefixes),
		cmocka_unit_test(without_a_test_there_is_no_score),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
