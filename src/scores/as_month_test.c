#include "base/testkit.h"

#include "base/utc.h"
#include "scores/as_month.h"

#define DAY(d) (UINT32_C(1) << ((d)-1))

/* 2026-02; the data ends on the evening of the 22nd. */
enum { MONTH = 2026 * 12 + 1, LAST = 22 };

static struct as_month month_of(void)
{
	uint64_t start_us = utc_month_start(MONTH);

	return (struct as_month){
		.network = { .asn = 64500 },
		.month = MONTH,
		.start_us = start_us,
		.end_us = start_us + 21 * UTC_DAY + 20 * 3600 * UTC_SECOND,
		.given = GIVEN_ROUTES,
	};
}

static void routes_that_still_stand(void **state)
{
	static const struct judged_route routes[] = {
		{ .origin = 1, .peers = 3, .peers_last = 0, .days = DAY(LAST) },
		{ .origin = 2, .peers = 3, .peers_last = 1, .days = DAY(3) | DAY(LAST) },
		/* no record told of it that day, but nobody has withdrawn it */
		{ .origin = 3, .peers = 3, .peers_last = 3, .days = DAY(3) },
	};
	struct as_month in = month_of();
	struct as_now room = { 0 };
	(void)state;

	in.routes = routes;
	in.route_count = COUNT_OF(routes);
	struct as_month now = as_month_now(&in, &room);
	assert_int_equal(now.route_count, 2);
	assert_int_equal(now.routes[0].origin, 2);
	assert_int_equal(now.routes[0].days, DAY(LAST));
	assert_int_equal(now.routes[1].origin, 3);
	assert_int_equal(now.routes[1].days, 0);
	assert_int_equal(routes[1].days, DAY(3) | DAY(LAST)); /* the month itself is left alone */
	as_now_clear(&room);
}

static void bogons_of_the_last_day(void **state)
{
	static const struct path_bogon bogons[] = {
		{ .bogon = 23456, .days = DAY(LAST - 1) },
		{ .bogon = 64512, .days = DAY(LAST - 1) | DAY(LAST) },
	};
	static const struct carried_route carried[] = {
		{ .neighbour = 64501, .days = DAY(LAST) },
		{ .neighbour = 64502, .days = DAY(1) | DAY(LAST + 1) },
		{ .neighbour = 64503, .days = DAY(1) | DAY(LAST) },
	};
	struct as_month in = month_of();
	struct as_now room = { 0 };
	(void)state;

	in.path_bogons = bogons;
	in.path_bogon_count = COUNT_OF(bogons);
	in.carried = carried;
	in.carried_count = COUNT_OF(carried);
	struct as_month now = as_month_now(&in, &room);
	assert_int_equal(now.path_bogon_count, 1);
	assert_int_equal(now.path_bogons[0].bogon, 64512);
	assert_int_equal(now.path_bogons[0].days, DAY(LAST));
	assert_int_equal(now.carried_count, 2);
	assert_int_equal(now.carried[0].neighbour, 64501);
	assert_int_equal(now.carried[1].neighbour, 64503);
	assert_int_equal(now.carried[1].days, DAY(LAST));
	as_now_clear(&room);
}

static void incidents_that_are_open(void **state)
{
	struct as_month in = month_of();
	struct as_now room = { 0 };
	const struct charge charges[] = {
		{ .incident = 0, .start_us = in.start_us, .end_us = in.end_us - 1 },
		{ .incident = 1, .start_us = in.start_us, .end_us = in.end_us },
		{ .incident = 2, .start_us = in.start_us, .end_us = INCIDENT_OPEN },
		{ .incident = 3, .start_us = in.end_us, .end_us = INCIDENT_OPEN },
		{ .incident = 4, .start_us = in.end_us - 1, .end_us = in.end_us + 1 },
	};
	(void)state;

	in.charges = charges;
	in.charge_count = COUNT_OF(charges);
	struct as_month now = as_month_now(&in, &room);
	assert_int_equal(now.charge_count, 3);
	assert_int_equal(now.charges[0].incident, 1);
	assert_int_equal(now.charges[1].incident, 2);
	assert_int_equal(now.charges[2].incident, 4);
	as_now_clear(&room);
}

/* The room is filled anew by every network; all else goes over as it is. */
static void one_network_after_another(void **state)
{
	static const struct judged_route routes[] = { { .peers_last = 1 }, { .peers_last = 1 } };
	static const struct registration registrations[] = { { .asn = 64500 } };
	static const struct neighbour neighbours[] = { { .asn = 64500 } };
	struct as_month in = month_of(), other = month_of();
	struct as_now room = { 0 };
	(void)state;

	in.routes = routes;
	in.route_count = COUNT_OF(routes);
	assert_int_equal(as_month_now(&in, &room).route_count, 2);
	other.registrations = registrations;
	other.registration_count = 1;
	other.neighbours = neighbours;
	other.neighbour_count = 1;
	struct as_month now = as_month_now(&other, &room);
	assert_int_equal(now.route_count + now.carried_count + now.charge_count, 0);
	assert_ptr_equal(now.registrations, registrations);
	assert_ptr_equal(now.neighbours, neighbours);
	assert_int_equal(now.neighbour_count, 1);
	as_now_clear(&room);
	assert_null(room.routes);
}

/* A month that is over ends with its last day, whatever it is; so does one without an hour of data.
 */
static void the_last_day(void **state)
{
	static const struct judged_route route = { .peers_last = 1, .days = 0x7fffffff };
	static const struct {
		uint32_t month;
		uint64_t us; /* after its start */
		uint32_t days;
	} cases[] = {
		{ MONTH, 28 * UTC_DAY, DAY(28) },
		{ MONTH, 27 * UTC_DAY + 1, DAY(28) },
		{ MONTH, 27 * UTC_DAY, DAY(27) },
		{ MONTH, 1, DAY(1) },
		{ MONTH, 0, DAY(1) },
		{ MONTH + 1, 31 * UTC_DAY, DAY(31) },
	};
	struct as_now room = { 0 };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t start_us = utc_month_start(cases[i].month);
		const struct as_month in = { .month = cases[i].month,
					     .start_us = start_us,
					     .end_us = start_us + cases[i].us,
					     .routes = &route,
					     .route_count = 1 };
		assert_int_equal(as_month_now(&in, &room).routes[0].days, cases[i].days);
	}
	as_now_clear(&room);
}

static void assert_set(const char *(*name)(unsigned bit), uint32_t all, const char *first)
{
	unsigned bit = 0;

	assert_string_equal(name(0), first);
	for (; (all >> bit & 1) != 0; bit++) {
		assert_non_null(name(bit));
		for (unsigned i = 0; i < bit; i++)
			assert_string_not_equal(name(i), name(bit));
	}
	assert_null(name(bit));
	assert_null(name(31));
}

static void every_bit_has_a_name(void **state)
{
	(void)state;
	assert_set(given_name, GIVEN_ALL, "routes");
	assert_set(network_mark_name, MARKS_ALL, "few-peers");
	assert_set(carried_fault_name, CARRIED_FAULTS_ALL, "rpki-invalid");
	assert_string_equal(given_name(__builtin_ctz(GIVEN_ORGANISATIONS)), "organisations");
	assert_string_equal(network_mark_name(__builtin_ctz(MARK_HAS_ASPA)), "has-aspa");
	assert_string_equal(carried_fault_name(__builtin_ctz(CARRIED_BOGON_ASN)), "bogon-asn");
	assert_string_equal(network_size_name(SIZE_UNKNOWN), "unknown");
	assert_string_equal(network_size_name(SIZE_STUB), "stub");
	assert_string_equal(network_size_name(SIZE_LARGE), "large");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(routes_that_still_stand),
		cmocka_unit_test(bogons_of_the_last_day),
		cmocka_unit_test(incidents_that_are_open),
		cmocka_unit_test(one_network_after_another),
		cmocka_unit_test(the_last_day),
		cmocka_unit_test(every_bit_has_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
