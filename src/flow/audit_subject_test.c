#include "base/testkit.h"

#include "base/utc.h"
#include "flow/audit_subject.h"
#include "flow/test_folder.h"
#include "store/store_register.h"
#include "store/store_sample_test.h"

enum { WITNESS_DAYS = 21 };

/* A store with one month of two networks: 64500, which had a part in a hijack, and 64501. */
struct desk {
	struct store *store;
	struct stored_month month;
	struct audit_options options;
	struct audit_desk *audit_desk;
	const struct audit_subject *subject;
};

static void put_network(struct store *store, asn_t asn)
{
	const struct network network = { asn, "", "", "", "", "", SIZE_STUB, 0, 3, 0, 0 };
	const struct judged_route route = {
		.prefix = { (uint64_t)asn << 40, 0, 24, FAMILY_V4 },
		.origin = asn,
		.peers = 3,
		.peers_last = 3,
		.days = 1,
	};
	const struct stored_score score = {
		.asn = asn,
		.metric = &metric_m2,
		.measure = { true, { 1 }, 1, 0.485, BAND_LAGGING },
		.now = { true, { 0 }, 0, 1, BAND_READY },
	};

	assert_int_equal(store_put_route(store, &route), 0);
	assert_int_equal(store_put_network(store, &network), 0);
	assert_int_equal(store_put_score(store, &score), 0);
}

static void put_month(struct desk *desk)
{
	const uint64_t start_us = utc_month_start(SAMPLE_MONTH);
	const struct stored_incident incident = {
		.number = 0,
		.incident = { .source = TEXT("grip"),
			      .id = TEXT("moas-1"),
			      .kind = INCIDENT_HIJACK,
			      .start_us = start_us + UTC_DAY,
			      .end_us = start_us + UTC_DAY + 7200 * UTC_SECOND },
	};
	const struct charge charge = { .asn = 64500,
				       .kind = INCIDENT_HIJACK,
				       .role = INCIDENT_CULPRIT,
				       .start_us = incident.incident.start_us,
				       .end_us = incident.incident.end_us };

	desk->month = (struct stored_month){ .month = SAMPLE_MONTH,
					     .last_time_us = start_us + WITNESS_DAYS * UTC_DAY,
					     .judged_at_us = start_us + WITNESS_DAYS * UTC_DAY,
					     .given = GIVEN_ROUTES | GIVEN_RPKI | GIVEN_HIJACKS,
					     .bands = { 0.6, 0.8 },
					     .peers_min = 2 };
	assert_int_equal(store_begin(desk->store, &desk->month), 0);
	put_network(desk->store, 64500);
	put_network(desk->store, 64501);
	assert_int_equal(store_put_incident(desk->store, &incident), 0);
	assert_int_equal(store_put_charge(desk->store, &charge), 0);
	assert_int_equal(store_commit(desk->store), 0);
}

static void put_register(struct store *store)
{
	static const struct participant_asn asns[] = { { 64500, PARTICIPANT_NETWORK },
						       { 64501, PARTICIPANT_MEMBER },
						       { 64502, PARTICIPANT_MEMBER } };
	const struct participant exchange = {
		"ixp", "Example IX", "", "", 0, asns, COUNT_OF(asns)
	};
	const struct attestation attestation = { "ixp",
						 "Example IX",
						 "tools-looking-glass",
						 "There is one",
						 "https://example.net/",
						 "",
						 "",
						 false,
						 true,
						 20260101,
						 0 };
	const struct feedback feedback = {
		"grip", "moas-1", 64500, FEEDBACK_LEGITIMATE, "noc@example.net", "an agreed test", 1
	};

	assert_int_equal(store_register_begin(store), 0);
	assert_int_equal(store_put_participant(store, &exchange), 0);
	assert_int_equal(store_put_attestation(store, &attestation), 0);
	assert_int_equal(store_put_feedback(store, &feedback), 0);
	assert_int_equal(store_register_commit(store), 0);
}

static void desk_init(struct desk *desk)
{
	*desk = (struct desk){ 0 };
	(void)unlink("subject.db");
	desk->store = sample_open("subject.db", STORE_WRITE);
	put_month(desk);
	put_register(desk->store);
}

static void desk_clear(struct desk *desk)
{
	audit_desk_free(desk->audit_desk);
	store_close(desk->store);
}

static double score_of(const struct audit_network *network, const char *metric)
{
	const struct audit_score *score =
		audit_score_find(network->scores, network->score_count, metric);

	return score != NULL && score->measure.measured ? score->measure.score : -1;
}

static void take_as(struct desk *desk, asn_t asn)
{
	assert_int_equal(audit_subject_of_as(desk->store, &desk->month, asn, &desk->options,
					     &desk->audit_desk, &desk->subject),
			 0);
	assert_int_equal(desk->subject->network_count, 1);
	assert_int_equal(desk->subject->today, 20260222);
}

static void a_network_has_its_stored_scores(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	take_as(&desk, 64500);
	const struct audit_network *network = &desk.subject->networks[0];
	assert_string_equal(desk.subject->name, "AS64500");
	assert_false(desk.subject->is_participant);
	assert_true(score_of(network, "M2") == 0.485);
	assert_int_equal(network->month->charge_count, 1);
	assert_string_equal(network->incidents[0], "grip:moas-1");
	desk_clear(&desk);
}

/* Two hours weigh 1: 0.6 ^ sqrt(2). What is called legitimate weighs nothing. */
static void feedback_is_heeded_on_request(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	desk.options.with_feedback = true;
	take_as(&desk, 64500);
	assert_int_equal(desk.subject->networks[0].month->charge_count, 0);
	assert_true(score_of(&desk.subject->networks[0], "M2") == 1);
	desk_clear(&desk);
}

static void changes_are_tried_out(void **state)
{
	struct what_if what;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_int_equal(what_if_parse(TEXT("roa 0.251.244.0/24"), &what), 0);
	desk.options.what_ifs = &what;
	desk.options.what_if_count = 1;
	take_as(&desk, 64500);
	assert_true(score_of(&desk.subject->networks[0], "M7RPKI") == 1);
	assert_int_equal(desk.subject->networks[0].month->routes[0].rov, ROV_VALID);
	desk_clear(&desk);
}

static void an_exchange_has_networks_and_members(void **state)
{
	struct desk desk;
	struct arena arena;
	const char *name = NULL;
	(void)state;

	desk_init(&desk);
	assert_int_equal(audit_subject_of_participant(desk.store, &desk.month, "ixp", "example ix",
						      &desk.options, &desk.audit_desk,
						      &desk.subject),
			 0);
	assert_true(desk.subject->is_participant);
	assert_string_equal(desk.subject->name, "Example IX");
	assert_int_equal(desk.subject->network_count, 1);
	assert_int_equal(desk.subject->member_count, 2);
	assert_true(score_of(&desk.subject->members[0], "M2") == 0.485);
	assert_int_equal(desk.subject->members[1].score_count, 0);
	assert_int_equal(desk.subject->attestation_count, 1);
	assert_string_equal(desk.subject->attestations[0].link, "https://example.net/");
	audit_desk_free(desk.audit_desk);
	desk.audit_desk = NULL;
	assert_int_equal(audit_subject_of_participant(desk.store, &desk.month, "netops",
						      "Example IX", &desk.options, &desk.audit_desk,
						      &desk.subject),
			 ERR_NOT_FOUND);
	arena_init(&arena, 4096);
	assert_int_equal(audit_participant_with(desk.store, "ixp", 64500, &arena, &name), 1);
	assert_string_equal(name, "Example IX");
	assert_int_equal(audit_participant_with(desk.store, "ixp", 64501, &arena, &name), 0);
	arena_clear(&arena);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_network_has_its_stored_scores),
		cmocka_unit_test(feedback_is_heeded_on_request),
		cmocka_unit_test(changes_are_tried_out),
		cmocka_unit_test(an_exchange_has_networks_and_members),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
