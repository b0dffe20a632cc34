#include "flow/test_folder.h"

#include "flow/groups.h"
#include "net/participant.h"
#include "store/store_register.h"

/* 2026-01 */
enum { MONTH = 2026 * 12, M3_PLACE = 4, M7RPKI_PLACE = 11, NETWORKS_MAX = 16 };

static const char STORE[] = "s.db";

/* A network with its scores, less than 0 for none. */
struct made {
	struct network network;
	double m3, m7rpki;
};

#define NETWORK(number, org, org_id, where, rir, how_large, with)                                  \
	{                                                                                          \
		number, "", org, org_id, where, rir, how_large, 0, 9, with, 0                      \
	}

static const struct made made[] = {
	{ NETWORK(64496, "Example", "ORG-E", "NL", "RIPE NCC", SIZE_STUB, 0), 1, 0.5 },
	{ NETWORK(64497, "Example", "ORG-E", "DE", "RIPE NCC", SIZE_LARGE, 0), 0.6, -1 },
	{ NETWORK(64498, "Other", "ORG-O", "NL", "ARIN", SIZE_STUB, 0), 0.2, 1 },
	{ NETWORK(64499, "", "", "", "", SIZE_UNKNOWN, 0), 0.8, -1 },
	{ NETWORK(64500, "Exchange", "ORG-X", "NL", "RIPE NCC", SIZE_STUB, MARK_ROUTE_SERVER), 0,
	  0 },
	{ NETWORK(64501, "", "ORG-X", "EU", "", SIZE_SMALL, MARK_FEW_PEERS), 0, 0 },
	{ NETWORK(64502, "", "", "", "", SIZE_SMALL, MARK_BOGON), 0, 0 },
	{ NETWORK(64503, "Far", "ORG-F", "QQ", "APNIC", SIZE_MEDIUM, MARK_HAS_ASPA), 0.4, 0 },
};

static struct store *open_store(enum store_mode mode)
{
	char message[STORE_MESSAGE_MAX];
	struct store *store;

	if (store_open(STORE, mode, &store, message) < 0)
		fail_msg("%s", message);
	return store;
}

static void put_score(struct store *store, asn_t asn, const struct metric *metric, double score)
{
	struct stored_score stored = { .asn = asn, .metric = metric };

	if (score < 0)
		return;
	stored.measure = measure_of(score, score);
	stored.measure.band = BAND_LAGGING; /* the aggregate makes its own of the month's limits */
	assert_int_equal(store_put_score(store, &stored), 0);
}

/* Writes a month; each score times `factor`. */
static void write_month(uint32_t month, double factor)
{
	struct store *store = open_store(STORE_WRITE);
	const struct stored_month stored = { .month = month, .bands = { 0.6, 0.8 } };

	assert_int_equal(store_begin(store, &stored), 0);
	for (size_t i = 0; i < COUNT_OF(made); i++)
		assert_int_equal(store_put_network(store, &made[i].network), 0);
	for (size_t i = 0; i < COUNT_OF(made); i++) {
		put_score(store, made[i].network.asn, &metric_m3, made[i].m3 * factor);
		put_score(store, made[i].network.asn, &metric_m7rpki, made[i].m7rpki * factor);
	}
	assert_int_equal(store_commit(store), 0);
	store_close(store);
}

static int build(uint32_t month, const struct groups_wanted *wanted, struct groups *out_groups)
{
	struct store *store = open_store(STORE_READ);
	struct stored_month stored;

	assert_int_equal(store_month_find(store, month, &stored), 0);
	int result = groups_build(store, &stored, wanted, out_groups);
	store_close(store);
	return result;
}

static void put_metric(struct buffer *out, struct groups *groups, const struct group *group,
		       const struct metric *metric, size_t place)
{
	struct aggregate all = groups_aggregate(groups, group, place, NORM_MEAN);

	assert_ptr_equal(metrics[place], metric);
	assert_int_equal(groups_measured(groups, group, place), all.measured);
	buffer_format(out, ", %s", metric->id);
	if (all.measured == 0)
		buffer_string(out, " -");
	else
		buffer_format(out, " %.3g of %u", all.value, (unsigned)all.measured);
}

/* "NL (Netherlands) 2 networks, 1 out, M3 0.6 of 2, M7RPKI 0.75 of 2" */
static void put_groups(struct buffer *out, struct groups *groups)
{
	for (size_t i = 0; i < groups->count; i++) {
		const struct group *group = &groups->items[i];
		assert_ptr_equal(groups_find(groups, group), group);
		buffer_string(out, group->id);
		if (group->name[0] != '\0')
			buffer_format(out, " (%s)", group->name);
		buffer_format(out, " %u", (unsigned)group->networks);
		if (group->left_out > 0)
			buffer_format(out, ", %u out", (unsigned)group->left_out);
		if (group->unseen > 0)
			buffer_format(out, ", %u unseen", (unsigned)group->unseen);
		put_metric(out, groups, group, &metric_m3, M3_PLACE);
		put_metric(out, groups, group, &metric_m7rpki, M7RPKI_PLACE);
		buffer_char(out, '\n');
	}
	buffer_format(out, "of %u: %u out, %u in none\n", (unsigned)groups->networks,
		      (unsigned)groups->left_out, (unsigned)groups->without);
}

static void assert_groups(uint32_t month, const struct groups_wanted *wanted, const char *expected)
{
	struct groups groups;
	struct buffer out;

	buffer_init(&out);
	assert_int_equal(build(month, wanted, &groups), 0);
	put_groups(&out, &groups);
	buffer_char(&out, '\0');
	assert_string_equal(out.bytes, expected);
	buffer_clear(&out);
	groups_clear(&groups);
}

/* The same four, however they are grouped; those left out are counted and no more. */
static const struct grouping_case {
	struct groups_wanted wanted;
	const char *says;
} cases[] = {
	{ { BY_ECONOMY, NULL, UINT32_MAX, MARKS_LEFT_OUT },
	  "DE (Germany) 1, M3 0.6 of 1, M7RPKI -\n"
	  "EU (Europe, no one economy) 0, 1 out, M3 -, M7RPKI -\n"
	  "NL (Netherlands) 2, 1 out, M3 0.6 of 2, M7RPKI 0.75 of 2\n"
	  "QQ 1, M3 0.4 of 1, M7RPKI 0 of 1\n"
	  "of 8: 3 out, 1 in none\n" },
	{ { BY_REGION, NULL, UINT32_MAX, MARKS_LEFT_OUT },
	  "Europe 3, 2 out, M3 0.6 of 3, M7RPKI 0.75 of 2\n"
	  "of 8: 3 out, 2 in none\n" },
	{ { BY_SUB_REGION, NULL, UINT32_MAX, MARKS_LEFT_OUT },
	  "Western Europe 3, 1 out, M3 0.6 of 3, M7RPKI 0.75 of 2\n"
	  "of 8: 3 out, 2 in none\n" },
	{ { BY_RIR, NULL, UINT32_MAX, MARKS_LEFT_OUT },
	  "APNIC 1, M3 0.4 of 1, M7RPKI 0 of 1\n"
	  "ARIN 1, M3 0.2 of 1, M7RPKI 1 of 1\n"
	  "RIPE NCC 2, 1 out, M3 0.8 of 2, M7RPKI 0.5 of 1\n"
	  "of 8: 3 out, 1 in none\n" },
	{ { BY_ORGANISATION, NULL, UINT32_MAX, MARKS_LEFT_OUT },
	  "ORG-E (Example) 2, M3 0.8 of 2, M7RPKI 0.5 of 1\n"
	  "ORG-F (Far) 1, M3 0.4 of 1, M7RPKI 0 of 1\n"
	  "ORG-O (Other) 1, M3 0.2 of 1, M7RPKI 1 of 1\n"
	  "ORG-X (Exchange) 0, 2 out, M3 -, M7RPKI -\n"
	  "of 8: 3 out, 1 in none\n" },
	{ { BY_SIZE, NULL, UINT32_MAX, MARKS_LEFT_OUT },
	  "stub 2, 1 out, M3 0.6 of 2, M7RPKI 0.75 of 2\n"
	  "small 0, 2 out, M3 -, M7RPKI -\n"
	  "medium 1, M3 0.4 of 1, M7RPKI 0 of 1\n"
	  "large 1, M3 0.6 of 1, M7RPKI -\n"
	  "unknown 1, M3 0.8 of 1, M7RPKI -\n"
	  "of 8: 3 out, 0 in none\n" },
	{ { BY_SIZE, NULL, UINT32_MAX, 0 },
	  "stub 3, M3 0.4 of 3, M7RPKI 0.5 of 3\n"
	  "small 2, M3 0 of 2, M7RPKI 0 of 2\n"
	  "medium 1, M3 0.4 of 1, M7RPKI 0 of 1\n"
	  "large 1, M3 0.6 of 1, M7RPKI -\n"
	  "unknown 1, M3 0.8 of 1, M7RPKI -\n"
	  "of 8: 0 out, 0 in none\n" },
	{ { BY_ECONOMY, "nl", UINT32_MAX, MARKS_LEFT_OUT },
	  "NL (Netherlands) 2, 1 out, M3 0.6 of 2, M7RPKI 0.75 of 2\n"
	  "of 8: 3 out, 1 in none\n" },
	{ { BY_ORGANISATION, "EXAMPLE", 1 << M3_PLACE, MARKS_LEFT_OUT },
	  "ORG-E (Example) 2, M3 0.8 of 2, M7RPKI -\n"
	  "of 8: 3 out, 1 in none\n" },
	{ { BY_RIR, "nowhere", UINT32_MAX, MARKS_LEFT_OUT }, "of 8: 3 out, 1 in none\n" },
	{ { BY_PROGRAMME, NULL, UINT32_MAX, MARKS_LEFT_OUT },
	  "all 5, 3 out, M3 0.6 of 5, M7RPKI 0.5 of 3\n"
	  "of 8: 3 out, 0 in none\n" },
};

static void networks_stand_with_their_like(void **state)
{
	(void)state;
	write_month(MONTH, 1);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_groups(MONTH, &cases[i].wanted, cases[i].says);
}

static void enrol(struct store *store, const char *programme, const char *name,
		  const struct participant_asn *asns, size_t count)
{
	const struct participant participant = {
		.programme = programme,
		.name = name,
		.economies = "",
		.contact = "",
		.asns = asns,
		.asn_count = count,
	};
	assert_int_equal(store_put_participant(store, &participant), 0);
}

/* One number in two programmes, one of two participants of one, one that nobody has seen; a member
 * of an exchange has not enrolled. */
static void programmes_have_who_enrolled(void **state)
{
	static const struct participant_asn a[] = { { 64490, PARTICIPANT_NETWORK },
						    { 64496, PARTICIPANT_NETWORK },
						    { 64499, PARTICIPANT_NETWORK } },
					    b[] = { { 64496, PARTICIPANT_NETWORK },
						    { 64500, PARTICIPANT_NETWORK },
						    { 65551, PARTICIPANT_NETWORK } },
					    x[] = { { 64496, PARTICIPANT_NETWORK },
						    { 64498, PARTICIPANT_MEMBER },
						    { 64500, PARTICIPANT_ROUTE_SERVER } };
	const struct groups_wanted wanted = { BY_PROGRAMME, NULL, UINT32_MAX, MARKS_LEFT_OUT };
	const struct groups_wanted only = { BY_PROGRAMME, "IXP", UINT32_MAX, MARKS_LEFT_OUT };
	struct store *store;
	(void)state;

	write_month(MONTH, 1);
	store = open_store(STORE_WRITE);
	assert_int_equal(store_register_begin(store), 0);
	enrol(store, "netops", "A", a, COUNT_OF(a));
	enrol(store, "netops", "B", b, COUNT_OF(b));
	enrol(store, "ixp", "X", x, COUNT_OF(x));
	assert_int_equal(store_register_commit(store), 0);
	store_close(store);
	assert_groups(MONTH, &wanted,
		      "all 5, 3 out, M3 0.6 of 5, M7RPKI 0.5 of 3\n"
		      "ixp 1, M3 1 of 1, M7RPKI 0.5 of 1\n"
		      "netops 2, 1 out, 2 unseen, M3 0.9 of 2, M7RPKI 0.5 of 1\n"
		      "of 8: 3 out, 0 in none\n");
	assert_groups(MONTH, &only,
		      "ixp 1, M3 1 of 1, M7RPKI 0.5 of 1\n"
		      "of 8: 3 out, 0 in none\n");
}

/* Late data: the old month is observed again. */
static void a_month_written_again_changes_and_no_other(void **state)
{
	static const char first[] = "RIPE NCC 2, 1 out, M3 0.8 of 2, M7RPKI 0.5 of 1\n"
				    "of 8: 3 out, 1 in none\n";
	const struct groups_wanted wanted = { BY_RIR, "RIPE NCC", UINT32_MAX, MARKS_LEFT_OUT };
	(void)state;

	write_month(MONTH, 1);
	write_month(MONTH + 1, 1);
	assert_groups(MONTH, &wanted, first);
	assert_groups(MONTH + 1, &wanted, first);
	write_month(MONTH, 0.5);
	assert_groups(MONTH, &wanted,
		      "RIPE NCC 2, 1 out, M3 0.4 of 2, M7RPKI 0.25 of 1\n"
		      "of 8: 3 out, 1 in none\n");
	assert_groups(MONTH + 1, &wanted, first);
}

static void forged_scores_are_refused(void **state)
{
	const struct groups_wanted wanted = { BY_SIZE, NULL, UINT32_MAX, 0 };
	struct groups groups;
	(void)state;

	write_month(MONTH, 1.5);
	assert_int_equal(build(MONTH, &wanted, &groups), ERR_MALFORMED);
}

static int remove_store(void **state)
{
	(void)state;
	return remove(STORE);
}

static void kinds_have_names(void **state)
{
	enum group_by found;
	(void)state;

	for (unsigned by = 0; by < GROUP_KINDS; by++) {
		assert_true(group_by_find(text_of(group_by_name(by)), &found));
		assert_int_equal(found, by);
	}
	assert_true(group_by_find(TEXT("Sub-Region"), &found));
	assert_int_equal(found, BY_SUB_REGION);
	assert_false(group_by_find(TEXT("country"), &found));
	assert_false(group_by_find(TEXT(""), &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(networks_stand_with_their_like, remove_store),
		cmocka_unit_test_teardown(programmes_have_who_enrolled, remove_store),
		cmocka_unit_test_teardown(a_month_written_again_changes_and_no_other, remove_store),
		cmocka_unit_test_teardown(forged_scores_are_refused, remove_store),
		cmocka_unit_test(kinds_have_names),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
