#include "base/testkit.h"

#include "flow/as_month_store.h"
#include "flow/month.h"
#include "flow/test_desk.h"
#include "flow/test_fold.h"
#include "flow/test_scoring.h"
#include "store/store_sample_test.h"

/* AS64501 sells transit to 64502, which announces private space; to 64503, which lets a private
 * AS number through; and to 64504, which announces what is 64500's. On the second day all of that
 * is over. */
static const char ROUTES[] = "0 table a b c\n"
			     "0 rib 192.0.2.0/24 a 64500 b 64501 64500\n"
			     "0 rib 2001:db8::/48 c 64501 64500\n"
			     "0 rib 203.0.113.0/24 a 64501\n"
			     "0 announce a 10.0.0.0/8 64501 64502\n"
			     "0 announce a 198.51.100.0/24 64501 64503 64512\n"
			     "0 announce b 192.0.2.128/25 64501 64504\n"
			     "0 announce b 198.51.100.128/25 64501 64504\n"
			     "1d withdraw a 10.0.0.0/8\n"
			     "1d withdraw a 198.51.100.0/24\n"
			     "1d60 withdraw b 192.0.2.128/25\n";

static const char *const REFERENCES[] = {
	"{\"metadata\":{\"buildtime\":\"2026-02-01T00:00:00Z\"},\"roas\":["
	"{\"asn\":64500,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"ta\":\"ripe\"},"
	"{\"asn\":64500,\"prefix\":\"2001:db8::/32\",\"maxLength\":48,\"ta\":\"ripe\"},"
	"{\"asn\":64504,\"prefix\":\"198.51.100.0/24\",\"maxLength\":25,\"ta\":\"ripe\"}],"
	"\"aspas\":[{\"customer_asid\":64500,\"providers\":[64501,64510],\"ta\":\"ripe\"}]}",
	"route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n\n"
	"aut-num: AS64500\nas-name: EXAMPLE\nadmin-c: AA1-TEST\nimport: from AS64501 accept ANY\n"
	"export: to AS64501 announce AS64500\nlast-modified: 2023-03-31T00:00:00Z\n"
	"source: RIPE\n\naut-num: AS64504\nsource: RADB\n",
	"# input clique: 64501\n64501|64502|-1\n64501|64503|-1\n64501|64504|-1\n",
	"{\"data\":[{\"id\":7,\"asn\":64501,\"name\":\"Example\",\"info_type\":\"NSP\","
	"\"irr_as_set\":\"AS-EXAMPLE\",\"updated\":\"2022-10-06T01:02:03Z\",\"status\":\"ok\"}]}",
	"{\"success\":true,\"result\":{\"asn_info\":[],\"events\":[{\"id\":1,\"leak_asn\":64504,"
	"\"leak_seg\":[64505,64504,64501],\"min_ts\":\"2026-02-01T01:00:00\","
	"\"max_ts\":\"2026-02-01T03:00:00\",\"finished\":true}]}}",
	"{\"id\":\"m-1\",\"event_type\":\"moas\",\"view_ts\":1769904000,\"finished_ts\":null,"
	"\"summary\":{\"attackers\":[64504],\"victims\":[64500],\"prefixes\":[\"192.0.2.0/24\"],"
	"\"inference_result\":{\"primary_inference\":{\"suspicion_level\":90}}}}",
	"{\"asn4\":64500,\"client4\":\"192.0.2.0/24\",\"privatespoof\":\"blocked\","
	"\"routedspoof\":\"received\",\"session\":8,\"timestamp\":\"2026-02-01T04:00:00Z\"}\n",
};

/* A month of all that, in month.db. */
static void make_month(const char *routes)
{
	static const char *const collectors[] = { "unknown", "rrc00" };
	uint64_t judged_at_us = TEST_EPOCH + 27 * UTC_DAY;
	struct month_summary summary;
	struct authority authority;
	struct input_record input;
	struct bench bench;
	struct desk desk;

	desk_init(&desk);
	bench_init(&bench, true);
	fold_script(&bench, routes);
	input_init(&input, &desk.session, "routes");
	for (size_t i = 0; i < COUNT_OF(REFERENCES); i++)
		assert_true(test_load(&desk.reference, 0, REFERENCES[i]).used);
	reference_freeze(&desk.reference);
	assert_int_equal(authority_from_reference(&desk.reference, judged_at_us, &authority), 0);
	const struct month_facts facts = {
		.fold = &bench.fold,
		.authority = &authority,
		.reference = &desk.reference,
		.inputs = &input,
		.input_count = 1,
		.collectors = collectors,
		.first_time_us = TEST_EPOCH,
		.last_time_us = judged_at_us,
		.judged_at_us = judged_at_us,
		.scoring = &TEST_SCORING,
	};
	(void)unlink("month.db");
	struct store *store = sample_open("month.db", STORE_WRITE);
	assert_int_equal(month_finish(&facts, store, &summary), 0);
	store_close(store);
	authority_clear(&authority);
	bench_clear(&bench);
	desk_clear(&desk);
}

static void assert_measure(const struct measure *have, const struct measure *want)
{
	assert_int_equal(have->measured, want->measured);
	assert_int_equal(have->band, want->band);
	if (!want->measured)
		return;
	assert_memory_equal(have->counts, want->counts, sizeof(have->counts));
	assert_memory_equal(&have->raw, &want->raw, sizeof(have->raw));
	assert_memory_equal(&have->score, &want->score, sizeof(have->score));
}

static struct stored_score stored_score_of(struct store *store, asn_t asn,
					   const struct metric *metric)
{
	struct store_cursor *cursor = store_scores_of(store, SAMPLE_MONTH, asn);
	struct stored_score next, found = { .asn = asn, .metric = metric };
	int got;

	while ((got = store_score_next(cursor, &next)) > 0)
		if (next.metric == metric)
			found = next;
	assert_int_equal(got, 0);
	store_cursor_close(cursor);
	return found;
}

/* Notes in `measured` what the network has, by the place of the metric. */
static void assert_scores(struct store *store, const struct stored_month *month,
			  const struct as_month *as, bool measured[METRICS_MAX])
{
	struct as_now room = { 0 };
	struct as_month now = as_month_now(as, &room);

	for (size_t i = 0; metrics[i] != NULL; i++) {
		struct measure of_month = metric_measure(metrics[i], as, &month->bands);
		struct measure of_now = metric_measure(metrics[i], &now, &month->bands);
		struct stored_score stored = stored_score_of(store, as->network.asn, metrics[i]);
		assert_measure(&of_month, &stored.measure);
		assert_measure(&of_now, &stored.now);
		measured[i] = measured[i] || of_month.measured;
	}
	as_now_clear(&room);
}

static void what_is_read_is_what_was_scored(void **state)
{
	bool measured[METRICS_MAX] = { false };
	struct as_month_room room = { 0 };
	struct stored_month month;
	struct as_month as;
	(void)state;

	make_month(ROUTES);
	struct store *store = sample_open("month.db", STORE_READ);
	assert_int_equal(store_month_find(store, SAMPLE_MONTH, &month), 0);
	for (asn_t asn = 64496; asn <= 64512; asn++) {
		assert_int_equal(as_month_read(store, &month, asn, &room, &as), 0);
		assert_int_equal(as.network.asn, asn);
		assert_scores(store, &month, &as, measured);
	}
	for (size_t i = 0; metrics[i] != NULL; i++)
		if (!measured[i])
			fail_msg("nobody has a score in %s", metrics[i]->id);
	as_month_room_clear(&room);
	store_close(store);
}

static void texts_and_places_are_kept(void **state)
{
	struct as_month_room room = { 0 };
	struct stored_month month;
	struct as_month as;
	(void)state;

	make_month("");
	struct store *store = sample_open("month.db", STORE_READ);
	assert_int_equal(store_month_find(store, SAMPLE_MONTH, &month), 0);
	assert_int_equal(as_month_read(store, &month, 64501, &room, &as), 0);
	assert_int_equal(as_month_read(store, &month, 64500, &room, &as), 0);
	assert_string_equal(as.network.name, "EXAMPLE");
	assert_int_equal(as.start_us, TEST_EPOCH);
	assert_int_equal(as.end_us, TEST_EPOCH + 27 * UTC_DAY + 1);
	assert_int_equal(as.registration_count, 4);
	assert_true(text_equal(as.registrations[0].value, TEXT("EXAMPLE")));
	assert_true(text_equal(as.registrations[1].value, TEXT("AA1-TEST")));
	assert_true(text_equal(as.registrations[1].source, TEXT("RIPE")));
	assert_ptr_equal(room.stored_registrations[1].registration.value.at,
			 as.registrations[1].value.at);
	assert_int_equal(as.spoof_test_count, 1);
	assert_int_equal(room.stored_tests[0].test.session, 8);
	/* Behind the route object of the same input. */
	assert_int_equal(room.stored_registrations[1].place.offset, 50);
	assert_int_equal(as_month_read(store, &month, 65551, &room, &as), 0);
	assert_int_equal(as.network.asn, 65551);
	assert_string_equal(as.network.name, "");
	assert_int_equal(as.route_count + as.neighbour_count + as.registration_count, 0);
	as_month_room_clear(&room);
	store_close(store);
}

static void a_month_judged_at_another_time_is_refused(void **state)
{
	struct as_month_room room = { 0 };
	struct stored_month month;
	struct as_month as;
	(void)state;

	make_month("");
	struct store *store = sample_open("month.db", STORE_READ);
	assert_int_equal(store_month_find(store, SAMPLE_MONTH, &month), 0);
	month.judged_at_us += 2 * UTC_DAY;
	assert_int_equal(as_month_read(store, &month, 64500, &room, &as), ERR_MALFORMED);
	assert_non_null(strstr(store_message(store), "outside"));
	as_month_room_clear(&room);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_is_what_was_scored),
		cmocka_unit_test(texts_and_places_are_kept),
		cmocka_unit_test(a_month_judged_at_another_time_is_refused),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
