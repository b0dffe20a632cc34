#include "flow/test_porting.h"

#include "flow/record_store.h"

/* How many of each kind; `only` if they are all about that network. */
struct seen {
	uint64_t count[RECORD_KINDS];
	const asn_t *only;
	uint64_t stop_at;
};

static int see(void *context, enum record_id id, const void *value)
{
	struct seen *seen = context;

	if (seen->only != NULL && id != RECORD_INCIDENT)
		assert_true(record_is_about(id, value, *seen->only));
	return ++seen->count[id] == seen->stop_at ? 7 : 0;
}

static struct store *open_sample(void)
{
	const struct sample sample = { SAMPLE_MONTH, 2, 20 };
	char path[SAMPLE_PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s", sample_path("walked"));
	sample_write(path, &sample);
	register_write(path, 1);
	return sample_open(path, STORE_READ);
}

static void all_are_seen(void **state)
{
	struct seen seen = { 0 };
	const struct record_visitor visitor = { &seen, see };
	struct store *store = open_sample();

	(void)state;
	for (enum record_id id = RECORD_METRIC; id < RECORD_KINDS; id++)
		assert_int_equal(record_walk(store, id, SAMPLE_MONTH, NULL, &visitor), 0);
	assert_int_equal(seen.count[RECORD_INPUT], SAMPLE_INPUTS);
	for (enum record_id id = RECORD_VRP; id < RECORD_PARTICIPANT; id++)
		assert_int_equal(seen.count[id], id == RECORD_RS_SCORE ? SAMPLE_RS_SCORES : 20);
	assert_int_equal(seen.count[RECORD_PARTICIPANT], REGISTER_PARTICIPANTS);
	assert_int_equal(seen.count[RECORD_FEEDBACK], REGISTER_FEEDBACK);
	seen = (struct seen){ .stop_at = 3 };
	assert_int_equal(record_walk(store, RECORD_ROUTE, SAMPLE_MONTH, NULL, &visitor), 7);
	assert_int_equal(seen.count[RECORD_ROUTE], 3);
	store_close(store);
}

static void those_of_one_network_are_seen(void **state)
{
	const asn_t asn = 1;
	struct seen seen = { .only = &asn };
	const struct record_visitor visitor = { &seen, see };
	struct store *store = open_sample();

	(void)state;
	for (enum record_id id = RECORD_METRIC; id < RECORD_KINDS; id++)
		assert_int_equal(record_walk(store, id, SAMPLE_MONTH, &asn, &visitor), 0);
	assert_int_equal(seen.count[RECORD_SOURCE], 0);
	assert_int_equal(seen.count[RECORD_ROUTE], 8);
	assert_int_equal(seen.count[RECORD_NEIGHBOUR], 4);
	assert_int_equal(seen.count[RECORD_CHARGE], 3);
	assert_int_equal(seen.count[RECORD_INCIDENT], 1);
	assert_int_equal(seen.count[RECORD_RS_SCORE], 0);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_are_seen, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(those_of_one_network_are_seen, sample_setup,
						sample_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
