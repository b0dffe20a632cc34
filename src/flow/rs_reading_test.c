#include "base/testkit.h"

#include <assert.h>

#include "base/utc.h"
#include "flow/rs_reading.h"
#include "flow/test_reference.h"
#include "flow/test_scoring.h"
#include "store/store_sample_test.h"
#include "wire/mrt_write.h"

/* 2026-02-22 */
#define NOW (UINT64_C(1771718400) * UTC_SECOND)

/* 64510 and 64511 buy from nobody. The as-set of 64497 leads to one that nobody has. */
static const char RPKI[] = "{\"metadata\":{\"buildtime\":\"2026-02-22T00:00:00Z\"},\"roas\":["
			   "{\"asn\":64500,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24},"
			   "{\"asn\":64501,\"prefix\":\"2001:db8::/32\",\"maxLength\":48}],"
			   "\"aspas\":[{\"customer_asid\":64503,\"providers\":[64497]}]}";
static const char REGISTERED[] = "route: 192.0.2.0/24\norigin: AS64500\nsource: RADB\n\n"
				 "route: 198.51.100.0/23\norigin: AS64501\nsource: RADB\n\n"
				 "route: 203.0.113.0/24\norigin: AS64503\nsource: RADB\n\n"
				 "route: 8.0.0.0/7\norigin: AS64500\nsource: RADB\n\n"
				 "route: 10.0.0.0/8\norigin: AS64500\nsource: RADB\n\n"
				 "route6: 2001:db8::/32\norigin: AS64501\nsource: RADB\n\n"
				 "as-set: AS-A\nmembers: AS64500\nsource: RADB\n\n"
				 "as-set: AS-B\nmembers: AS64500, AS-MISSING\nsource: RADB\n";
static const char PEERING[] =
	"{\"data\":[{\"id\":1,\"asn\":64496,\"name\":\"A\",\"irr_as_set\":\"RADB::AS-A\","
	"\"updated\":\"2026-02-22T00:00:00Z\",\"status\":\"ok\"},"
	"{\"id\":2,\"asn\":64497,\"name\":\"B\",\"irr_as_set\":\"AS-B\","
	"\"updated\":\"2026-02-22T00:00:00Z\",\"status\":\"ok\"},"
	"{\"id\":3,\"asn\":64509,\"name\":\"RS\",\"info_type\":\"Route Server\","
	"\"updated\":\"2026-02-22T00:00:00Z\",\"status\":\"ok\"}],"
	"\"meta\":{\"generated\":1771718400.0}}";
static const char RELATIONS[] = "64510|64496|-1\n64511|64497|-1\n64510|64511|0\n64505|64498|-1\n";

static const struct {
	const char *address;
	asn_t asn;
} PEERS[] = {
	{ "192.0.2.1", 64496 }, /* a: its as-set is known */
	{ "192.0.2.2", 64497 }, /* b: its as-set is not whole */
	{ "192.0.2.3", 64498 }, /* c: nobody knows an as-set */
	{ "192.0.2.4", 23456 }, /* d: has no number that fits */
	{ "192.0.2.9", 64509 }, /* r: the server */
};

enum { COMMUNITIES_MAX = 2 };

/* One route of a table. */
struct told {
	unsigned peer;
	const char *prefix, *path, *next_hop;
	uint32_t communities[COMMUNITIES_MAX];
};

#define BLACKHOLE UINT32_C(0xffff029a)
#define NO_EXPORT UINT32_C(0xffffff01)
#define FILTERED  UINT32_C(0xfbfd0001) /* 64509:1 */

static struct address address_of(const char *spelling)
{
	struct address address = { 0 };
	int got = address_parse(text_of(spelling), &address);
	assert(got == 0);
	return address;
}

static void put_route(struct buffer *out, const struct told *told)
{
	static uint8_t room[AS_PATH_ROOM];
	struct mrt_route route = { .next_hop = address_of(told->next_hop != NULL
								  ? told->next_hop
								  : PEERS[told->peer].address),
				   .communities = told->communities };
	const struct mrt_route_of_peer entry = { told->peer, 0, &route };
	struct prefix prefix;

	while (route.community_count < COMMUNITIES_MAX &&
	       told->communities[route.community_count] != 0)
		route.community_count++;
	assert_int_equal(prefix_parse(text_of(told->prefix), &prefix), 0);
	assert_int_equal(as_path_parse(text_of(told->path), room, &route.segments), 0);
	assert_int_equal(mrt_write_rib(out, NOW, 0, &prefix, &entry, 1), 0);
}

static void write_table(const char *path, const struct told *told, size_t count)
{
	struct bgp_peer peers[COUNT_OF(PEERS)];
	struct buffer out;

	for (size_t i = 0; i < COUNT_OF(PEERS); i++)
		peers[i] = (struct bgp_peer){ 0, address_of(PEERS[i].address), PEERS[i].asn };
	buffer_init(&out);
	mrt_write_peers(&out, NOW, 1, TEXT("rs"), peers, COUNT_OF(PEERS));
	for (size_t i = 0; i < count; i++)
		put_route(&out, &told[i]);
	test_file(path, &out);
}

struct bench {
	struct arena session;
	struct reference reference;
	struct authority authority;
	struct input_record inputs[2];
	struct input_record *all[2];
	struct rs_case of;
	struct community_pattern filtered;
	struct rs_result result;
};

/* `texts` up to a NULL. */
static void bench_init(struct bench *bench, const char *const *texts)
{
	*bench = (struct bench){ 0 };
	arena_init(&bench->session, 1 << 24);
	reference_init(&bench->reference, &bench->session);
	for (uint32_t i = 0; texts[i] != NULL; i++)
		(void)test_load(&bench->reference, i, texts[i]);
	reference_freeze(&bench->reference);
	assert_int_equal(authority_from_reference(&bench->reference, NOW, &bench->authority), 0);
	assert_int_equal(community_pattern_parse(TEXT("64509:1"), &bench->filtered), 0);
	for (size_t i = 0; i < COUNT_OF(bench->inputs); i++)
		bench->all[i] = &bench->inputs[i];
	bench->of = (struct rs_case){ .name = "ix",
				      .inputs = bench->all,
				      .authority = &bench->authority,
				      .reference = &bench->reference,
				      .filtered = &bench->filtered,
				      .filtered_count = 1,
				      .scoring = &TEST_SCORING,
				      .judged_at_us = NOW,
				      .is_lab = true };
}

static void bench_clear(struct bench *bench)
{
	rs_result_clear(&bench->result);
	authority_clear(&bench->authority);
	reference_clear(&bench->reference);
	arena_clear(&bench->session);
}

static void bench_judge(struct bench *bench, const char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		input_init(&bench->inputs[i], &bench->session, paths[i]);
		bench->inputs[i].stored.number = (uint32_t)i;
		bench->inputs[i].kind = KIND_MRT;
	}
	bench->of.input_count = count;
	rs_judge(&bench->of, &bench->result);
}

static const char *const WORLD[] = { RPKI, REGISTERED, PEERING, RELATIONS, NULL };
static const char *const NO_WORLD[] = { NULL };

static void print_route(struct buffer *out, const struct rs_route *route)
{
	buffer_format(out, "%s %u by %u", sample_prefix_text(&route->prefix), route->origin,
		      route->member);
	for (unsigned bit = 0; rs_fault_name(bit) != NULL; bit++)
		if ((route->faults >> bit & 1) != 0)
			buffer_format(out, " %s", rs_fault_name(bit));
	buffer_format(out, "%s%s\n", route->is_blackhole ? " BLACKHOLE" : "",
		      route->is_stopped ? " STOPPED" : "");
}

/* Judges one table, and compares what is said of its only route, or of all. */
static void assert_judged(const char *const *world, const struct told *told, size_t count,
			  const char *expected)
{
	static const char *const paths[] = { "table" };
	struct bench bench;
	struct buffer said;

	write_table("table", told, count);
	bench_init(&bench, world);
	bench_judge(&bench, paths, 1);
	buffer_init(&said);
	for (size_t i = 0; i < bench.result.month.count; i++)
		print_route(&said, &bench.result.routes[i]);
	buffer_char(&said, '\0');
	assert_string_equal(said.bytes, expected);
	buffer_clear(&said);
	bench_clear(&bench);
}

enum { A, B, C, D, R };

/* Beside each route stands another member's, so that the table is seen to be the server's own. */
static void every_rule_has_its_case(void **state)
{
	static const struct {
		const struct told told;
		const char *says;
	} cases[] = {
		{ { A, "192.0.2.0/24", "64496 64500", NULL, { 0 } },
		  "192.0.2.0/24 64500 by 64496" },
		{ { A, "192.0.2.0/24", "64496 64496 64500 64500", NULL, { 0 } },
		  "192.0.2.0/24 64500 by 64496" },
		{ { C, "192.0.2.0/25", "64498 64500", NULL, { 0 } },
		  "192.0.2.0/25 64500 by 64498 rpki-invalid too-long" },
		{ { C, "192.0.2.0/24", "64498 64501", NULL, { 0 } },
		  "192.0.2.0/24 64501 by 64498 rpki-invalid unregistered" },
		{ { A, "198.51.100.0/24", "64496 64501", NULL, { 0 } },
		  "198.51.100.0/24 64501 by 64496 outside-as-set" },
		{ { A, "10.0.0.0/24", "64496 64500", NULL, { 0 } },
		  "10.0.0.0/24 64500 by 64496 bogon-prefix" },
		{ { A, "8.0.0.0/7", "64496 64500", NULL, { 0 } },
		  "8.0.0.0/7 64500 by 64496 too-short" },
		/* What 64497 may announce is not known to the end. */
		{ { B, "198.51.100.0/24", "64497 64501", NULL, { 0 } },
		  "198.51.100.0/24 64501 by 64497" },
		{ { A, "192.0.2.0/24", "64496 65551 4200000000 64500", NULL, { 0 } },
		  "192.0.2.0/24 64500 by 64496 bogon-asn" },
		{ { A, "192.0.2.0/24", "64496 23456 64500", NULL, { 0 } },
		  "192.0.2.0/24 64500 by 64496 bogon-asn" },
		{ { C, "198.51.100.0/24", "64498 {64501}", NULL, { 0 } },
		  "198.51.100.0/24 0 by 64498 unregistered as-set" },
		{ { C, "198.51.100.0/24", "64496 64501", NULL, { 0 } },
		  "198.51.100.0/24 64501 by 64498 other-first-as" },
		{ { D, "198.51.100.0/24", "65550 64501", NULL, { 0 } },
		  "198.51.100.0/24 64501 by 65550" },
		/* A member passes on what a Tier 1, or who sells to it, has told it. */
		{ { C, "198.51.100.0/24", "64498 64511 64501", NULL, { 0 } },
		  "198.51.100.0/24 64501 by 64498 tier1-behind leak" },
		{ { C, "198.51.100.0/24", "64498 64505 64501", NULL, { 0 } },
		  "198.51.100.0/24 64501 by 64498 leak" },
		{ { C, "203.0.113.0/24", "64498 64503", NULL, { 0 } },
		  "203.0.113.0/24 64503 by 64498 leak aspa-invalid" },
		{ { B, "203.0.113.0/24", "64497 64503", NULL, { 0 } },
		  "203.0.113.0/24 64503 by 64497" },
		/* Blackholes; 192.0.2.66 is where they are led. */
		{ { A, "192.0.2.7/32", "64496 64500", "192.0.2.66", { BLACKHOLE } },
		  "192.0.2.7/32 64500 by 64496 BLACKHOLE" },
		{ { A, "192.0.2.7/32", "64496 64500", "192.0.2.66", { BLACKHOLE, NO_EXPORT } },
		  "192.0.2.7/32 64500 by 64496 BLACKHOLE" },
		{ { A, "192.0.2.7/32", "64496 64500", NULL, { BLACKHOLE } },
		  "192.0.2.7/32 64500 by 64496 blackhole-forwarded BLACKHOLE" },
		{ { A, "192.0.2.7/32", "64496 64500", "192.0.2.3", { BLACKHOLE } },
		  "192.0.2.7/32 64500 by 64496 blackhole-forwarded BLACKHOLE" },
		{ { A, "192.0.2.0/24", "64496 64500", "192.0.2.66", { BLACKHOLE } },
		  "192.0.2.0/24 64500 by 64496 blackhole-wide BLACKHOLE" },
		{ { C, "192.0.2.7/32", "64498", "192.0.2.66", { BLACKHOLE } },
		  "192.0.2.7/32 64498 by 64498 rpki-invalid unregistered blackhole-foreign "
		  "BLACKHOLE" },
		{ { C, "192.0.2.0/24", "64498 64501", NULL, { FILTERED } },
		  "192.0.2.0/24 64501 by 64498 rpki-invalid unregistered STOPPED" },
	};
	static const struct told beside = { C, "2001:db8::/48", "64498 64501", NULL, { 0 } };
	char expected[256];
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct told both[] = { cases[i].told, beside };
		/* Findings come first; of the others 192.0.2.0 comes before 2001:db8::. */
		(void)snprintf(expected, sizeof(expected), "%s\n2001:db8::/48 64501 by 64498\n",
			       cases[i].says);
		assert_judged(WORLD, both, COUNT_OF(both), expected);
	}
}

/* A server that does not stand in its paths, heard by a member. */
static void a_transparent_server_is_seen_through(void **state)
{
	static const struct told told[] = {
		{ R, "192.0.2.0/24", "64496 64500", "192.0.2.1", { 0 } },
		{ R, "192.0.2.7/32", "64496 64500", "192.0.2.66", { BLACKHOLE } },
		{ R, "192.0.2.8/32", "64496 64500", "192.0.2.66", { BLACKHOLE, NO_EXPORT } },
		{ R, "192.0.2.9/32", "64496 64500", "192.0.2.1", { BLACKHOLE, NO_EXPORT } },
		{ R, "198.51.100.0/24", "64496 64501", "192.0.2.1", { 0 } },
	};
	(void)state;

	assert_judged(WORLD, told, COUNT_OF(told),
		      "192.0.2.7/32 64500 by 64496 blackhole-exported BLACKHOLE\n"
		      "192.0.2.9/32 64500 by 64496 blackhole-forwarded BLACKHOLE\n"
		      "198.51.100.0/24 64501 by 64496 outside-as-set\n"
		      "192.0.2.0/24 64500 by 64496\n"
		      "192.0.2.8/32 64500 by 64496 BLACKHOLE\n");
	/* Without PeeringDB it is known by being alone and never first. */
	assert_judged(NO_WORLD, told, 1, "192.0.2.0/24 64500 by 64496\n");
}

/* One that stands in its paths is cut off them, if PeeringDB says what it is; its own routes are
 * nobody's. */
static void a_server_in_the_path_is_cut_off(void **state)
{
	static const struct told told[] = {
		{ R, "192.0.2.0/24", "64509 64496 64500", "192.0.2.1", { 0 } },
		{ R, "198.51.100.0/24", "64509", "192.0.2.9", { 0 } },
		{ R, "203.0.113.0/24", "", "192.0.2.9", { 0 } },
	};
	(void)state;

	assert_judged(WORLD, told, COUNT_OF(told), "192.0.2.0/24 64500 by 64496\n");
	assert_judged(NO_WORLD, told, 1, "192.0.2.0/24 64500 by 64509\n");
}

/* The same route of two tables counts once, by its earliest record. */
static void what_is_said_twice_counts_once(void **state)
{
	static const struct told told[] = {
		{ C, "192.0.2.0/24", "64498 64501", NULL, { 0 } },
		{ C, "192.0.2.0/24", "64498 64498 64501", NULL, { 0 } },
		{ A, "192.0.2.0/24", "64496 64500", NULL, { 0 } },
	};
	static const char *const paths[] = { "one", "two" };
	struct bench bench;
	(void)state;

	write_table("one", told, 3);
	write_table("two", told, 2);
	bench_init(&bench, WORLD);
	bench_judge(&bench, paths, 2);
	assert_int_equal(bench.result.month.count, 2);
	assert_int_equal(bench.result.peers, 2);
	assert_int_equal(bench.result.members, 2);
	assert_int_equal(bench.result.findings, 1);
	assert_int_equal(bench.result.kept, 1);
	assert_string_equal(bench.result.routes[0].path, "64498 64501");
	assert_int_equal(bench.result.routes[0].input, 0);
	assert_int_equal(bench.inputs[0].stored.digest[64], 0);
	assert_string_equal(bench.inputs[0].stored.counts[1].name, "routes of a route server");
	assert_int_equal(bench.inputs[0].stored.counts[1].value, 3);
	struct measure rpki = bench.result.measures[RS_METRICS - 1];
	assert_true(rpki.measured && rpki.score == 0.5);
	bench_clear(&bench);
}

static struct bench *damaged_bench;

static void judge_damaged(struct reader in)
{
	static const char *const paths[] = { "table" };
	struct buffer bytes;

	buffer_init(&bytes);
	buffer_text(&bytes, (struct text){ (const char *)in.at, reader_left(&in) });
	test_file("table", &bytes);
	rs_result_clear(&damaged_bench->result);
	bench_judge(damaged_bench, paths, 1);
	const struct rs_result *result = &damaged_bench->result;
	assert_true(result->kept <= result->findings);
	assert_true(result->findings <= result->month.count);
	for (size_t i = 0; i < result->month.count; i++)
		assert_int_equal(result->routes[i].path[0] != '\0', i < result->kept);
}

static void damage_is_survived(void **state)
{
	static const struct told told[] = {
		{ C, "192.0.2.0/24", "64498 {64501,64502}", NULL, { BLACKHOLE, NO_EXPORT } },
	};
	struct bench bench;
	struct buffer bytes;
	(void)state;

	bench_init(&bench, WORLD);
	damaged_bench = &bench;
	write_table("table", told, COUNT_OF(told));
	buffer_init(&bytes);
	FILE *file = fopen("table", "rb");
	assert_non_null(file);
	size_t size = fread(buffer_room(&bytes, 4096), 1, 4096, file);
	buffer_commit(&bytes, bytes.bytes + size);
	assert_int_equal(fclose(file), 0);
	test_every_truncation(bytes.bytes, bytes.used, judge_damaged);
	test_every_bit_flip(bytes.bytes, bytes.used, judge_damaged);
	buffer_clear(&bytes);
	bench_clear(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_has_its_case),
		cmocka_unit_test(a_transparent_server_is_seen_through),
		cmocka_unit_test(a_server_in_the_path_is_cut_off),
		cmocka_unit_test(what_is_said_twice_counts_once),
		cmocka_unit_test(damage_is_survived),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
