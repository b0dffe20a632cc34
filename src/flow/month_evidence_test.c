#include "flow/test_month.h"

#define HIJACK(id, start, end, attackers, victims)                                                 \
	"{\"id\":\"" id "\",\"event_type\":\"moas\",\"view_ts\":" start ",\"finished_ts\":" end    \
	",\"summary\":{\"attackers\":[" attackers "],\"victims\":[" victims                        \
	"],\"prefixes\":[\"192.0.2.0/24\"],\"inference_result\":{\"primary_inference\":"           \
	"{\"suspicion_level\":90}}}}"
#define SESSION(id, asn, time)                                                                     \
	"{\"asn4\":" asn ",\"client4\":\"192.0.2.0/24\",\"privatespoof\":\"blocked\","             \
	"\"routedspoof\":\"received\",\"session\":" id ",\"timestamp\":\"" time "\"}\n"

static void print_incident(struct buffer *out, const struct stored_incident *row)
{
	buffer_format(out, "%u ", row->number);
	buffer_text(out, row->incident.id);
	buffer_format(out, " #%u\n", row->place.input);
}

static void print_charge(struct buffer *out, const struct charge *row)
{
	buffer_format(out, "%u incident %u %s %s\n", row->asn, row->incident,
		      incident_kind_name(row->kind), incident_role_name(row->role));
}

/* Times are of 2026-02-01, 02-20, and past the end of the data, 02-28 at midnight. */
static void incidents_that_touch_the_month(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	test_month_load(
		&month,
		"[" HIJACK("over", "1700000000", "1769904000", "64501", "64500") "," HIJACK(
			"into", "1700000001", "1769904001", "64502",
			"64500") "," HIJACK("open", "1700000002", "null", "64503",
					    "64500") "," HIJACK("in", "1771545600", "1771545700",
								"64501",
								"64500") "," HIJACK("later",
										    "1772236801",
										    "null", "64504",
										    "64500") "]");
	test_month_finish(&month);
	assert_rows(&month, struct stored_incident, store_incidents, store_incident_next,
		    print_incident, "0 into #0\n1 open #0\n2 in #0\n");
	assert_rows(&month, struct charge, store_charges, store_charge_next, print_charge,
		    "64500 incident 0 hijack victim\n64500 incident 1 hijack victim\n"
		    "64500 incident 2 hijack victim\n64501 incident 2 hijack culprit\n"
		    "64502 incident 0 hijack culprit\n64503 incident 1 hijack culprit\n");
	assert_int_equal(month.summary.incidents, 3);
	assert_int_equal(month.summary.given, GIVEN_ROUTES | GIVEN_HIJACKS);
	test_month_clear(&month);
}

/* Incidents as somebody might tell them who names a network twice. */
static void the_gravest_part_counts(void **state)
{
	static const struct incident_party parties[] = {
		{ 64501, INCIDENT_CULPRIT }, { 64502, INCIDENT_ACCOMPLICE },
		{ 64501, INCIDENT_VICTIM },  { 64502, INCIDENT_VICTIM },
		{ 64503, INCIDENT_VICTIM },
	};
	struct kept_incident kept = { .incident = { .id = TEXT("x"),
						    .source = TEXT("grip"),
						    .kind = INCIDENT_LEAK,
						    .start_us = TEST_EPOCH,
						    .end_us = INCIDENT_OPEN,
						    .parties = parties,
						    .party_count = COUNT_OF(parties) } };
	struct test_month month;
	(void)state;

	test_month_init(&month);
	struct reference *reference = &month.reference;
	reference->incidents =
		memory_grow(reference->incidents, &reference->incident_room, 1, sizeof(kept));
	reference->incidents[reference->incident_count++] = kept;
	test_month_finish(&month);
	assert_rows(&month, struct charge, store_charges, store_charge_next, print_charge,
		    "64501 incident 0 leak culprit\n64502 incident 0 leak accomplice\n"
		    "64503 incident 0 leak victim\n");
	test_month_clear(&month);
}

static void print_test(struct buffer *out, const struct stored_spoof_test *row)
{
	buffer_format(out, "%u session %u\n", row->test.asn, (unsigned)row->test.session);
}

static void tests_of_the_month(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	test_month_load(&month,
			SESSION("1", "64500", "2026-01-31T23:59:59Z")
				SESSION("2", "64501", "2026-02-01T00:00:00Z")
					SESSION("3", "64500", "2026-02-20T00:00:00Z")
						SESSION("4", "64500", "2026-02-28T00:00:01Z"));
	test_month_finish(&month);
	assert_rows(&month, struct stored_spoof_test, store_spoof_tests, store_spoof_test_next,
		    print_test, "64500 session 3\n64501 session 2\n");
	/* Who was only tested is a network of the month. */
	assert_int_equal(month.summary.networks, 2);
	test_month_clear(&month);
}

static void print_registration(struct buffer *out, const struct stored_registration *row)
{
	buffer_format(out, "%u %s #%u@%u\n", row->registration.asn,
		      registration_kind_name(row->registration.kind), row->place.input,
		      (unsigned)row->place.offset);
}

static void registrations_of_who_was_seen(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	test_month_load(&month, "aut-num: AS64499\nadmin-c: A-TEST\nsource: RIPE\n\n"
				"aut-num: AS64500\ntech-c: B-TEST\nsource: RIPE\n\n"
				"aut-num: AS64501\nsource: RIPE\n\n"
				"aut-num: AS64509\nsource: RIPE\n");
	fold_script(&month.bench, "0 announce a 192.0.2.0/24 64501 64500\n");
	test_month_finish(&month);
	assert_rows(&month, struct stored_registration, store_registrations,
		    store_registration_next, print_registration,
		    "64500 network #0@47\n64500 tech #0@47\n64501 network #0@93\n");
	test_month_clear(&month);
}

static void print_loose(struct buffer *out, const struct loose_vrp *row)
{
	buffer_format(out, "%u %s-%u announced %u\n", row->vrp.asn,
		      sample_prefix_text(&row->vrp.prefix), row->vrp.max_length,
		      (unsigned)row->announced);
}

/* RFC 9319: every prefix of the greatest length is announced, or there is room for a forger. */
static void vrps_with_room(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	test_month_load(&month, "ASN,IP Prefix,Max Length,Trust Anchor\n"
				"AS64500,192.0.2.0/24,24,ripe\n"
				"AS64500,198.51.100.0/24,25,ripe\n"
				"AS64500,203.0.113.0/24,25,ripe\n"
				"AS64500,203.0.113.0/24,26,ripe\n"
				"AS64500,2001:db8::/32,128,ripe\n"
				"AS64501,192.0.2.0/24,32,ripe\n" /* was not seen */
				"AS0,192.0.2.0/24,32,ripe\n");
	fold_script(&month.bench, "0 announce a 203.0.113.0/25 64500\n"
				  "0 announce a 203.0.113.128/25 64500\n"
				  "0 announce a 203.0.113.0/26 64500\n"
				  "0 announce a 198.51.100.0/25 64500\n"
				  "0 announce a 198.51.100.128/25 64502\n" /* another's */
				  "0 announce a 2001:db8::1/128 64500\n");
	test_month_finish(&month);
	assert_rows(&month, struct loose_vrp, store_loose_vrps, store_loose_vrp_next, print_loose,
		    "64500 198.51.100.0/24-25 announced 1\n"
		    "64500 203.0.113.0/24-26 announced 1\n"
		    "64500 2001:db8::/32-128 announced 1\n");
	test_month_clear(&month);
}

static void print_marks(struct buffer *out, const struct network *row)
{
	buffer_format(out, "%u peers %u vrps %u", row->asn, row->peers, row->vrps);
	for (unsigned bit = 0; network_mark_name(bit) != NULL; bit++)
		if ((row->marks >> bit & 1) != 0)
			buffer_format(out, " %s", network_mark_name(bit));
	buffer_char(out, '\n');
}

static void assert_marks(struct test_month *month, const char *expected)
{
	assert_rows(month, struct network, store_networks, store_network_next, print_marks,
		    expected);
}

/* A link is enough to be a network of the month, a VRP or an ASPA is not. */
static void networks_and_their_marks(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	test_month_load(&month, "64505|64506|0\n");
	test_month_load(&month,
			"{\"roas\":[{\"asn\":64500,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,"
			"\"ta\":\"x\"}],\"aspas\":[{\"customer_asid\":64500,\"providers\":[64496]},"
			"{\"customer_asid\":64509,\"providers\":[64496]}]}");
	fold_script(&month.bench, "0 announce a 192.0.2.0/24 64500\n"
				  "0 announce b 192.0.2.0/24 64500\n"
				  "0 announce b 198.51.100.0/24 64500\n");
	test_month_finish(&month);
	/* Of two peers, two is not few. */
	assert_marks(&month, "64496 peers 0 vrps 0\n64497 peers 0 vrps 0\n"
			     "64500 peers 2 vrps 1 has-aspa\n"
			     "64505 peers 0 vrps 0\n64506 peers 0 vrps 0\n");
	test_month_clear(&month);
}

/* Five peers hear of 64500, one of them of 64501. */
static void few_peers_are_marked(void **state)
{
	struct test_month month;
	(void)state;

	test_month_init(&month);
	fold_script(&month.bench,
		    "0 announce a 192.0.2.0/24 64500\n0 announce b 192.0.2.0/24 64500\n"
		    "0 announce c 192.0.2.0/24 64500\n0 announce d 192.0.2.0/24 64500\n"
		    "0 announce a 198.51.100.0/24 64501\n");
	const struct peer fifth = { test_address("203.0.113.9"), 64510, 1 };
	struct witness witness = { TEST_EPOCH, 0, 0, 0 };
	struct prefix prefix = test_prefix(TEXT("192.0.2.0/24"));
	uint32_t row = announced_find(&month.bench.fold.announced, &prefix);
	assert_int_equal(peers_intern(&month.bench.fold.peers, &fifth, &witness.peer), 0);
	assert_int_equal(announced_add(&month.bench.fold.announced, row, 64500, 0, &witness), 0);
	test_month_finish(&month);
	assert_marks(&month, "64496 peers 0 vrps 0\n64497 peers 0 vrps 0\n64498 peers 0 vrps 0\n"
			     "64500 peers 5 vrps 0\n64501 peers 1 vrps 0 few-peers\n");
	test_month_clear(&month);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(incidents_that_touch_the_month),
		cmocka_unit_test(the_gravest_part_counts),
		cmocka_unit_test(tests_of_the_month),
		cmocka_unit_test(registrations_of_who_was_seen),
		cmocka_unit_test(vrps_with_room),
		cmocka_unit_test(networks_and_their_marks),
		cmocka_unit_test(few_peers_are_marked),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
