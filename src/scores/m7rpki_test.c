#include "scores/test_measure.h"

enum { ROUTES_MAX = 100 };

/* The examples of docs.manrs.org/docs/scores/routing-information/, and the ends of the bands. */
static void m7rpki_charges_invalids_tenfold(void **state)
{
	static const struct {
		size_t valid, invalid, unknown;
		double raw, score;
		enum band band;
	} cases[] = {
		{ 95, 0, 5, 0.95, 0.95, BAND_READY },     { 95, 1, 4, 0.85, 0.85, BAND_READY },
		{ 90, 9, 1, 0, 0, BAND_LAGGING },         { 90, 10, 0, -0.1, 0, BAND_LAGGING },
		{ 80, 0, 20, 0.8, 0.8, BAND_READY },      { 90, 1, 9, 0.8, 0.8, BAND_READY },
		{ 79, 0, 21, 0.79, 0.79, BAND_ASPIRING }, { 3, 0, 2, 0.6, 0.6, BAND_ASPIRING },
		{ 0, 0, 1, 0, 0, BAND_LAGGING },          { 1, 0, 0, 1, 1, BAND_READY },
	};
	struct judged_route routes[ROUTES_MAX];
	struct as_month in = { .routes = routes, .given = GIVEN_RPKI };
	(void)state;

	assert_measure(&metric_m7rpki, &in, &NOTHING);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		size_t valid = cases[i].valid, invalid = cases[i].invalid;
		in.route_count = valid + invalid + cases[i].unknown;
		for (size_t r = 0; r < in.route_count; r++)
			routes[r].rov = r < valid              ? ROV_VALID
					: r >= valid + invalid ? ROV_NOT_FOUND
					: r % 2 == 0           ? ROV_INVALID_ASN
							       : ROV_INVALID_LENGTH;
		assert_measure(&metric_m7rpki, &in,
			       &(struct measure){ true,
						  { valid, invalid, cases[i].unknown },
						  cases[i].raw,
						  cases[i].score,
						  cases[i].band });
	}
	in.given = GIVEN_IRR;
	assert_measure(&metric_m7rpki, &in, &NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(m7rpki_charges_invalids_tenfold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
