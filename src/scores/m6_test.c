#include "scores/test_measure.h"

static const struct registration NETWORK = { .kind = REGISTRATION_NETWORK, .count = 1 };

/* All three of the same network. */
static struct as_month month_of(struct registration room[3], const char *source, uint32_t imports,
				uint32_t exports)
{
	size_t count = 0;

	room[count] = NETWORK;
	room[count++].source = text_of(source);
	if (imports > 0)
		room[count++] =
			(struct registration){ .kind = REGISTRATION_IMPORT, .count = imports };
	if (exports > 0)
		room[count++] =
			(struct registration){ .kind = REGISTRATION_EXPORT, .count = exports };
	return (struct as_month){ .registrations = room, .registration_count = count };
}

static void a_policy_has_both_directions(void **state)
{
	static const struct {
		uint32_t imports, exports;
		double documented;
	} cases[] = { { 0, 0, 0 }, { 3, 0, 0 }, { 0, 1, 0 }, { 1, 1, 1 }, { 40, 2, 1 } };
	struct registration room[3];
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		double score = cases[i].documented;
		struct as_month in = month_of(room, "RIPE", cases[i].imports, cases[i].exports);
		assert_measure(&metric_m6, &in,
			       &(struct measure){ true,
						  { cases[i].imports, cases[i].exports },
						  score,
						  score,
						  score > 0 ? BAND_READY : BAND_LAGGING });
	}
}

/* An entry in PeeringDB has no place for a policy, so that it lacks one says nothing. */
static void needs_an_aut_num(void **state)
{
	struct registration room[3];
	struct as_month in = month_of(room, "peeringdb", 0, 0);
	(void)state;

	assert_measure(&metric_m6, &in, &NOTHING);
	in.registration_count = 0;
	assert_measure(&metric_m6, &in, &NOTHING);
}

static void says_how(void **state)
{
	struct registration room[3];
	struct as_month in = month_of(room, "RIPE", 3, 1);
	(void)state;

	assert_arithmetic(&metric_m6, &in, "3 import and 1 export: there is a policy");
	in = month_of(room, "RIPE", 3, 0);
	assert_arithmetic(&metric_m6, &in, "3 import and 0 export: no policy without one of each");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_policy_has_both_directions),
		cmocka_unit_test(needs_an_aut_num),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
