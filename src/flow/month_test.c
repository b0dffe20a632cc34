#include "base/testkit.h"

#include "flow/month.h"
#include "flow/test_records.h"
#include "flow/test_reference.h"
#include "flow/test_scoring.h"
#include "store/store_sample_test.h"

enum { SESSION_BUDGET = 1 << 20 };

static const char *const COLLECTORS[] = { "unknown", "rrc00", "route-views2" };

/* A month by hand, and the store that it ends up in. */
struct desk {
	struct arena session;
	struct reference reference;
	struct fold fold;
	struct month_summary summary;
	struct store *store;
	struct buffer said;
};

static void desk_init(struct desk *desk, bool is_lab)
{
	*desk = (struct desk){ 0 };
	arena_init(&desk->session, SESSION_BUDGET);
	reference_init(&desk->reference, &desk->session);
	fold_init(&desk->fold, is_lab);
	fold_begin_month(&desk->fold, TEST_EPOCH, false);
	buffer_init(&desk->said);
	(void)unlink("month.db");
	desk->store = sample_open("month.db", STORE_WRITE);
}

static void desk_clear(struct desk *desk)
{
	store_close(desk->store);
	buffer_clear(&desk->said);
	fold_clear(&desk->fold);
	reference_clear(&desk->reference);
	arena_clear(&desk->session);
}

static uint32_t add_peer(struct desk *desk, uint16_t collector, const char *address, asn_t asn)
{
	const struct peer peer = { test_address(address), asn, collector };
	uint32_t number;

	assert_int_equal(peers_intern(&desk->fold.peers, &peer, &number), 0);
	return number;
}

/* Seen on that day, in a record of its own whose offset tells which it is. */
static struct witness seen(uint32_t peer, unsigned day, uint64_t offset)
{
	return (struct witness){ TEST_EPOCH + day * UTC_DAY, offset, 0, peer };
}

static uint32_t row_of(struct desk *desk, const char *prefix)
{
	struct prefix parsed = test_prefix(text_of(prefix));
	uint32_t row;

	assert_int_equal(announced_row(&desk->fold.announced, &parsed, &row), 0);
	return row;
}

static void add(struct desk *desk, const char *prefix, asn_t origin, uint32_t peer, unsigned day,
		uint64_t offset)
{
	struct witness witness = seen(peer, day, offset);
	assert_int_equal(
		announced_add(&desk->fold.announced, row_of(desk, prefix), origin, day, &witness),
		0);
}

static void add_bogon(struct desk *desk, asn_t announcer, asn_t bogon, const char *prefix,
		      uint32_t peer, unsigned day, uint64_t offset)
{
	struct witness witness = seen(peer, day, offset);
	struct prefix parsed = test_prefix(text_of(prefix));
	struct bogon_hops hops = { bogon, announcer, ASN_NONE };
	assert_int_equal(bogon_paths_add(&desk->fold.bogon_paths, &hops, &parsed,
					 row_of(desk, prefix), day, &witness),
			 0);
}

static void finish(struct desk *desk)
{
	struct input_record input;
	struct authority authority;
	uint64_t judged_at_us = TEST_EPOCH + 27 * UTC_DAY;

	input_init(&input, &desk->session, "by hand");
	reference_freeze(&desk->reference);
	assert_int_equal(authority_from_reference(&desk->reference, judged_at_us, &authority), 0);
	const struct month_facts facts = {
		.fold = &desk->fold,
		.authority = &authority,
		.reference = &desk->reference,
		.inputs = &input,
		.input_count = 1,
		.collectors = COLLECTORS,
		.first_time_us = TEST_EPOCH,
		.last_time_us = judged_at_us,
		.judged_at_us = judged_at_us,
		.scoring = &TEST_SCORING,
	};
	assert_int_equal(month_finish(&facts, desk->store, &desk->summary), 0);
	authority_clear(&authority);
}

static void load(struct desk *desk, uint32_t number, const char *text)
{
	struct input_record input = test_load(&desk->reference, number, text);
	assert_true(input.used);
}

static void assert_said(struct desk *desk, const char *expected)
{
	buffer_char(&desk->said, '\0');
	assert_string_equal(desk->said.bytes, expected);
	desk->said.used = 0;
}

static void assert_peers(struct desk *desk, const char *expected)
{
	struct store_cursor *cursor = store_peers(desk->store, SAMPLE_MONTH);
	struct stored_peer peer;

	while (store_peer_next(cursor, &peer) > 0)
		sample_print_peer(&desk->said, &peer);
	store_cursor_close(cursor);
	assert_said(desk, expected);
}

/* "ORIGIN PREFIX peers EVER/NOW collectors N days MASK ROV IRR BOGON/BOGON first at OFFSET by PEER"
 */
static void assert_routes(struct desk *desk, const char *expected)
{
	struct store_cursor *cursor = store_routes(desk->store, SAMPLE_MONTH);
	struct judged_route route;

	while (store_route_next(cursor, &route) > 0)
		buffer_format(&desk->said,
			      "%u %s peers %u/%u collectors %u days %x %s %s %s/%s first at %llu "
			      "by %u\n",
			      route.origin, sample_prefix_text(&route.prefix), route.peers,
			      route.peers_last, route.collectors, route.days,
			      rov_state_name(route.rov), irr_state_name(route.irr),
			      bogon_kind_name(route.bogon), bogon_kind_name(route.bogon_origin),
			      (unsigned long long)route.first.offset, route.first.peer);
	store_cursor_close(cursor);
	assert_said(desk, expected);
}

/* "ANNOUNCER BOGON PREFIX routes N days MASK first at OFFSET by PEER" */
static void assert_bogons(struct desk *desk, const char *expected)
{
	struct store_cursor *cursor = store_path_bogons(desk->store, SAMPLE_MONTH);
	struct path_bogon bogon;

	while (store_path_bogon_next(cursor, &bogon) > 0)
		buffer_format(&desk->said, "%u %u %s routes %u days %x first at %llu by %u\n",
			      bogon.announcer, bogon.bogon, sample_prefix_text(&bogon.prefix),
			      bogon.routes, bogon.days, (unsigned long long)bogon.first.offset,
			      bogon.first.peer);
	store_cursor_close(cursor);
	assert_said(desk, expected);
}

/* "ASN METRIC COUNTS raw RAW score SCORE BAND"; what was not measured is not there. */
static void assert_scores(struct desk *desk, const char *expected)
{
	struct store_cursor *cursor = store_scores(desk->store, SAMPLE_MONTH);
	struct stored_score score;

	while (store_score_next(cursor, &score) > 0) {
		const struct measure *measure = &score.measure;
		buffer_format(&desk->said, "%u %s", score.asn, score.metric->id);
		for (size_t i = 0; score.metric->count_names[i] != NULL; i++)
			buffer_format(&desk->said, " %llu", (unsigned long long)measure->counts[i]);
		buffer_format(&desk->said, " raw %.4g score %.4f %s\n", measure->raw,
			      measure->score, band_name(measure->band));
	}
	store_cursor_close(cursor);
	assert_said(desk, expected);
}

static void assert_networks(struct desk *desk, const char *expected)
{
	struct store_cursor *cursor = store_networks(desk->store, SAMPLE_MONTH);
	struct network network;

	while (store_network_next(cursor, &network) > 0)
		sample_print_network(&desk->said, &network);
	store_cursor_close(cursor);
	assert_said(desk, expected);
}

static void load_example(struct desk *desk)
{
	load(desk, 0,
	     "ASN,IP Prefix,Max Length,Trust Anchor\n"
	     "AS64500,192.0.2.0/24,24,ripe\nAS64500,198.51.100.0/24,24,ripe\n");
	load(desk, 0,
	     "route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n\n"
	     "route: 198.51.100.0/24\norigin: AS64500\nsource: RIPE\n");
	load(desk, 0,
	     "# format:org_id|changed|org_name|country|source\nORG-A|1|Example|NL|RIPE\n"
	     "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
	     "64500|1|EXAMPLE|ORG-A||RIPE\n64503|1|TRANSIT|||RIPE\n64510|1|ELSEWHERE|||RIPE\n");
}

static void fill_example(struct desk *desk)
{
	uint32_t late = add_peer(desk, 1, "198.51.100.2", 64497);
	uint32_t early = add_peer(desk, 1, "192.0.2.1", 64498);
	(void)add_peer(desk, 1, "192.0.2.9", 64496); /* announces nothing */
	uint32_t other = add_peer(desk, 2, "203.0.113.4", 64496);

	(void)row_of(desk, "203.0.113.0/24"); /* withdrawn, never announced */
	add(desk, "198.51.100.0/24", ASN_NONE, early, 0, 1);
	add(desk, "198.51.100.0/24", 64501, late, 0, 2);
	add(desk, "192.0.2.0/24", 64500, late, 0, 3);
	add(desk, "192.0.2.0/24", 64500, other, 0, 4);
	add(desk, "192.0.2.0/24", 64500, early, 1, 5);
	add(desk, "2001:db8::/32", 64500, other, 1, 6);
	add(desk, "192.0.2.128/25", 64500, early, 2, 7);
	add(desk, "10.0.0.0/8", 64502, late, 4, 8);
	announced_withdraw(&desk->fold.announced, row_of(desk, "10.0.0.0/8"), late);
	add_bogon(desk, 64503, 4200000000, "192.0.2.0/24", other, 3, 9);
	add_bogon(desk, 64503, 4200000000, "2001:db8::/32", late, 5, 10);
	add_bogon(desk, 64500, 23456, "10.0.0.0/8", late, 4, 11);
	add_bogon(desk, 64500, 0, "10.0.0.0/8", early, 4, 12);
}

static void a_month_is_judged_and_stored_in_order(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk, true);
	load_example(&desk);
	fill_example(&desk);
	finish(&desk);
	/* By collector, then address, however they came. */
	assert_peers(&desk, "peer 0 route-views2 203.0.113.4 64496\n"
			    "peer 1 rrc00 192.0.2.1 64498\n"
			    "peer 2 rrc00 198.51.100.2 64497\n");
	assert_routes(
		&desk,
		"0 198.51.100.0/24 peers 1/1 collectors 1 days 1 invalid-asn origin-mismatch "
		"no/full "
		"first at 1 by 1\n"
		"64500 192.0.2.0/24 peers 3/3 collectors 2 days 3 valid exact no/no "
		"first at 3 by 2\n"
		"64500 192.0.2.128/25 peers 1/1 collectors 1 days 4 invalid-length covered no/no "
		"first at 7 by 1\n"
		"64500 2001:db8::/32 peers 1/1 collectors 1 days 2 not-found not-found no/no "
		"first at 6 by 0\n"
		"64501 198.51.100.0/24 peers 1/1 collectors 1 days 1 invalid-asn origin-mismatch "
		"no/no first at 2 by 2\n"
		"64502 10.0.0.0/8 peers 1/0 collectors 1 days 10 not-found not-found full/no "
		"first at 8 by 2\n");
	assert_bogons(&desk, "64500 0 10.0.0.0/8 routes 1 days 10 first at 12 by 1\n"
			     "64500 23456 10.0.0.0/8 routes 1 days 10 first at 11 by 2\n"
			     "64503 4200000000 192.0.2.0/24 routes 2 days 28 first at 9 by 0\n");
	assert_networks(&desk, "network 64500 EXAMPLE|Example|ORG-A|NL| 0 0 3 0 2\n"
			       "network 64501 |||| 0 0 1 0 0\n"
			       "network 64502 |||| 0 0 1 0 0\n"
			       "network 64503 TRANSIT|||| 0 0 0 0 0\n");
	desk_clear(&desk);
}

/* Each number counted by hand; the curve is 0.6 ^ sqrt(raw / 0.5). */
static void networks_are_scored(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk, true);
	load_example(&desk);
	fill_example(&desk);
	finish(&desk);
	assert_scores(&desk,
		      /* Two bogons on one day: one event of 24 hours. One route of three valid, one
		       * invalid: (1 - 10) / 3. */
		      "64500 DMAXLEN 0 2 raw 1 score 1.0000 ready\n"
		      "64500 DREG 2 3 raw 0.6667 score 0.6667 aspiring\n"
		      "64500 M3 0 0 0 raw 0 score 1.0000 ready\n"
		      "64500 M3C 0 0 0 raw 0 score 1.0000 ready\n"
		      "64500 M4 2 2 1 raw 2 score 0.3600 lagging\n"
		      "64500 M4C 0 0 0 raw 0 score 1.0000 ready\n"
		      "64500 M7IRR 2 3 raw 0.6667 score 0.6667 aspiring\n"
		      "64500 M7RPKI 1 1 1 raw -3 score 0.0000 lagging\n"
		      "64501 DREG 0 1 raw 0 score 0.0000 lagging\n"
		      "64501 M3 0 0 0 raw 0 score 1.0000 ready\n"
		      "64501 M3C 0 0 0 raw 0 score 1.0000 ready\n"
		      "64501 M4 0 0 0 raw 0 score 1.0000 ready\n"
		      "64501 M4C 0 0 0 raw 0 score 1.0000 ready\n"
		      "64501 M7IRR 0 1 raw 0 score 0.0000 lagging\n"
		      "64501 M7RPKI 0 1 0 raw -10 score 0.0000 lagging\n"
		      "64502 DREG 0 1 raw 0 score 0.0000 lagging\n"
		      "64502 M3 1 0 1 raw 2 score 0.3600 lagging\n"
		      "64502 M3C 0 0 0 raw 0 score 1.0000 ready\n"
		      "64502 M4 0 0 0 raw 0 score 1.0000 ready\n"
		      "64502 M4C 0 0 0 raw 0 score 1.0000 ready\n"
		      "64502 M7IRR 0 1 raw 0 score 0.0000 lagging\n"
		      "64502 M7RPKI 0 0 1 raw 0 score 0.0000 lagging\n"
		      /* Originates nothing, but let a bogon through on two days apart: 2 + 2. */
		      "64503 M4 1 2 2 raw 4 score 0.2358 lagging\n");
	desk_clear(&desk);
}

static void the_summary_counts(void **state)
{
	struct desk desk;
	struct stored_month month;
	(void)state;

	desk_init(&desk, true);
	load_example(&desk);
	fill_example(&desk);
	finish(&desk);
	const struct month_summary *summary = &desk.summary;
	assert_int_equal(summary->month, SAMPLE_MONTH);
	assert_int_equal(summary->routes, 6);
	assert_int_equal(summary->prefixes, 5);
	assert_int_equal(summary->origins, 3); /* nobody is none, nor is who originates nothing */
	assert_int_equal(summary->networks, 4);
	assert_int_equal(summary->peers, 3);
	assert_int_equal(summary->vrps, 2);
	assert_int_equal(summary->route_objects, 2);
	assert_int_equal(summary->rov[ROV_VALID], 1);
	assert_int_equal(summary->rov[ROV_INVALID_LENGTH], 1);
	assert_int_equal(summary->rov[ROV_INVALID_ASN], 2);
	assert_int_equal(summary->rov[ROV_NOT_FOUND], 2);
	assert_int_equal(summary->irr[IRR_EXACT], 1);
	assert_int_equal(summary->irr[IRR_COVERED], 1);
	assert_int_equal(summary->irr[IRR_ORIGIN_MISMATCH], 2);
	assert_int_equal(summary->irr[IRR_NOT_FOUND], 2);
	assert_int_equal(summary->bogon_prefixes[BOGON_FULL], 1);
	assert_int_equal(summary->bogon_prefixes[BOGON_NO], 5);
	assert_int_equal(summary->path_bogons, 3);
	assert_int_equal(store_month_find(desk.store, SAMPLE_MONTH, &month), 0);
	assert_int_equal(month.routes, 6);
	assert_int_equal(month.judged_at_us, summary->judged_at_us);
	desk_clear(&desk);
}

static void outside_a_laboratory_documentation_is_bogus(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk, false);
	add(&desk, "192.0.2.0/24", 64500, add_peer(&desk, 0, "192.0.2.1", 64496), 0, 1);
	finish(&desk);
	assert_routes(&desk, "64500 192.0.2.0/24 peers 1/1 collectors 1 days 1 not-found "
			     "not-found full/full first at 1 by 0\n");
	/* Nothing was given to judge by. */
	assert_scores(&desk, "64500 M3 1 0 1 raw 2 score 0.3600 lagging\n"
			     "64500 M3C 0 0 0 raw 0 score 1.0000 ready\n"
			     "64500 M4 0 0 0 raw 0 score 1.0000 ready\n"
			     "64500 M4C 0 0 0 raw 0 score 1.0000 ready\n");
	desk_clear(&desk);
}

/* A route goes on standing by a peer that was not the first; the first is still its witness. */
static void the_witness_of_an_earlier_month_is_kept(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk, true);
	uint32_t witness = add_peer(&desk, 1, "198.51.100.2", 64497);
	uint32_t follower = add_peer(&desk, 1, "192.0.2.1", 64496);
	uint32_t row = row_of(&desk, "192.0.2.0/24");
	add(&desk, "192.0.2.0/24", 64500, witness, 0, 1);
	add(&desk, "192.0.2.0/24", 64500, follower, 0, 2);
	announced_withdraw(&desk.fold.announced, row, witness);
	announced_begin_month(&desk.fold.announced);
	finish(&desk);
	assert_routes(&desk, "64500 192.0.2.0/24 peers 1/1 collectors 1 days 1 not-found "
			     "not-found no/no first at 1 by 1\n");
	assert_peers(&desk, "peer 0 rrc00 192.0.2.1 64496\npeer 1 rrc00 198.51.100.2 64497\n");
	desk_clear(&desk);
}

static void a_month_without_routes_is_a_month(void **state)
{
	struct desk desk;
	struct stored_month month;
	(void)state;

	desk_init(&desk, true);
	load_example(&desk);
	finish(&desk);
	assert_int_equal(store_month_find(desk.store, SAMPLE_MONTH, &month), 0);
	assert_int_equal(month.vrps, 2);
	assert_routes(&desk, "");
	assert_scores(&desk, "");
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_month_is_judged_and_stored_in_order),
		cmocka_unit_test(networks_are_scored),
		cmocka_unit_test(the_summary_counts),
		cmocka_unit_test(outside_a_laboratory_documentation_is_bogus),
		cmocka_unit_test(the_witness_of_an_earlier_month_is_kept),
		cmocka_unit_test(a_month_without_routes_is_a_month),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
