#include "base/testkit.h"

#include "cli/explain_route_server.h"
#include "store/store_sample_test.h"

/* 2026-02-22T16:00:00Z */
static const uint64_t AT = UINT64_C(1771776000000000);

static struct measure measure_of_two(uint64_t clean, uint64_t bad)
{
	return (struct measure){ true,
				 { clean, 0, bad },
				 (double)clean / (double)(clean + bad),
				 (double)clean / (double)(clean + bad),
				 BAND_READY };
}

static void put_server(struct store *store, const char *server)
{
	for (size_t i = 0; i < RS_METRICS; i++) {
		struct stored_rs_score score = { .server = server,
						 .metric = &rs_metrics[i],
						 .inputs = 1,
						 .peers = 3,
						 .members = 2,
						 .routes = 1000,
						 .stopped = 1,
						 .findings = 2 };
		if (strcmp(rs_metrics[i].is.id, "RSRPKI") == 0)
			score.measure = measure_of_two(998, 1);
		assert_int_equal(store_put_rs_score(store, &score), 0);
	}
}

/* A month with a server that has two findings, and one that has none. */
static void write_store(const char *path)
{
	const struct stored_month month = { .month = SAMPLE_MONTH, .judged_at_us = AT };
	const struct stored_input input = { .path = "rs.mrt",
					    .kind = "mrt",
					    .compression = "none",
					    .digest = "00",
					    .collector = "ix",
					    .note = "" };
	const struct stored_rs_finding findings[] = {
		{ "ix",
		  0,
		  { .prefix = { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 },
		    .origin = 64501,
		    .member = 64496,
		    .faults = RS_RPKI_INVALID | RS_LEAK,
		    .rov = ROV_INVALID_ASN,
		    .time_us = AT,
		    .offset = 42,
		    .path = "64496 64501" } },
		{ "ix",
		  1,
		  { .prefix = { UINT64_C(0xc6336401) << 32, 0, 32, FAMILY_V4 },
		    .origin = ASN_NONE,
		    .member = 64497,
		    .faults = RS_AS_SET,
		    .rov = ROV_NOT_FOUND,
		    .is_blackhole = true,
		    .is_stopped = true,
		    .time_us = AT,
		    .offset = 99,
		    .path = "64497 {64502}" } },
	};
	struct store *store = sample_open(path, STORE_WRITE);

	assert_int_equal(store_begin(store, &month), 0);
	assert_int_equal(store_put_input(store, &input), 0);
	put_server(store, "ix");
	put_server(store, "other");
	for (size_t i = 0; i < COUNT_OF(findings); i++)
		assert_int_equal(store_put_rs_finding(store, &findings[i]), 0);
	assert_int_equal(store_commit(store), 0);
	store_close(store);
}

typedef int explain(const struct rs_explained *about, struct buffer *out);

static int explain_into(struct buffer *out, explain *how, const char *server, const char *metric)
{
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	struct stored_month month;
	struct rs_explained about = { store, &month, server, NULL };

	assert_int_equal(store_month_latest(store, &month), 0);
	if (metric != NULL)
		about.metric = rs_metric_find(text_of(metric));
	buffer_init(out);
	int result = how(&about, out);
	buffer_char(out, '\0');
	store_close(store);
	return result;
}

static void explains_one_measure_to_people(void **state)
{
	struct buffer out;
	(void)state;

	write_store(sample_path("store.db"));
	assert_int_equal(explain_into(&out, explain_route_server_text, "ix", "RSRPKI"), 0);
	assert_string_equal(
		out.bytes,
		"Route server ix, month 2026-02\n1,000 routes of 2 members, told by 3 peers in 1 "
		"input; 2 with faults, 1 marked as filtered\n"
		"\nRSRPKI: No RPKI-invalid routes\n\n"
		"  valid            998\n"
		"  unknown          0\n"
		"  invalid          1\n"
		"  score            (998 + 0)/999 = 0.998999\n"
		"                   99.9 %, ready\n"
		"\n  rule    Of a route server's routes, the share that RFC 6811 does not call "
		"invalid. A blackhole may\n"
		"          be longer than its ROA allows.\n"
		"  source  MANRS IXP Implementation Guide, Action 1; as manrs-ixp-validation-tool "
		"lists them; our\n"
		"          rule: the share\n"
		"\n  192.0.2.0/24           AS64501 by AS64496: rpki-invalid leak\n"
		"      path   64496 64501\n"
		"      seen   2026-02-22T16:00:00Z in rs.mrt, byte 42\n");
	buffer_clear(&out);
}

static void explains_all_to_scripts(void **state)
{
	static const char FINDINGS[] =
		"\"findings\":[{\"prefix\":\"192.0.2.0/24\",\"origin\":64501,\"member\":64496,"
		"\"faults\":[\"rpki-invalid\",\"leak\"],\"rpki\":\"invalid-asn\","
		"\"blackhole\":false,\"stopped\":false,\"path\":\"64496 64501\","
		"\"time\":\"2026-02-22T16:00:00Z\",\"file\":\"rs.mrt\",\"sha256\":\"00\","
		"\"offset\":42},{\"prefix\":\"198.51.100.1/32\",\"origin\":0,\"member\":64497,"
		"\"faults\":[\"as-set\"],\"rpki\":\"not-found\",\"blackhole\":true,"
		"\"stopped\":true,\"path\":\"64497 {64502}\",\"time\":\"2026-02-22T16:00:00Z\","
		"\"file\":\"rs.mrt\",\"sha256\":\"00\",\"offset\":99}]}\n";
	static const char START[] =
		"{\"route_server\":\"ix\",\"month\":\"2026-02\",\"inputs\":1,\"peers\":3,"
		"\"members\":2,\"routes\":1000,\"stopped\":1,\"faulty\":2,\"metrics\":{"
		"\"RSBLACKHOLE\":{\"clean\":0,\"foreign\":0,\"exported\":0,\"improper\":0,"
		"\"raw\":null,\"score\":null,\"band\":\"not-measured\",";
	struct buffer out;
	(void)state;

	write_store(sample_path("store.db"));
	assert_int_equal(explain_into(&out, explain_route_server_json, "ix", NULL), 0);
	assert_memory_equal(out.bytes, START, strlen(START));
	assert_string_equal(strstr(out.bytes, "\"findings\""), FINDINGS);
	assert_non_null(strstr(out.bytes, "\"RSRPKI\":{\"valid\":998,"));
	buffer_clear(&out);
}

static void says_when_there_is_nothing(void **state)
{
	struct buffer out;
	(void)state;

	write_store(sample_path("store.db"));
	assert_int_equal(explain_into(&out, explain_route_server_json, "other", "RSBOGON"), 0);
	assert_non_null(strstr(out.bytes, "\"findings\":[]}"));
	buffer_clear(&out);
	assert_int_equal(explain_into(&out, explain_route_server_text, "other", "RSBOGON"), 0);
	assert_non_null(strstr(out.bytes, "not measured"));
	buffer_clear(&out);
	assert_int_equal(explain_into(&out, explain_route_server_text, "nobody", NULL),
			 ERR_NOT_FOUND);
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, sample_setup, sample_teardown)
		TEST(explains_one_measure_to_people),
		TEST(explains_all_to_scripts),
		TEST(says_when_there_is_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
