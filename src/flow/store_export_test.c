#include "flow/test_porting.h"

static struct store *open_two_months(void)
{
	const struct sample first = { SAMPLE_MONTH, 2, 3 }, second = { SAMPLE_MONTH + 1, 2, 4 };
	char path[SAMPLE_PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s", sample_path("exported"));
	sample_write(path, &first);
	sample_write(path, &second);
	register_write(path, 1);
	return sample_open(path, STORE_READ);
}

/* How often `word` stands in what the query yields. */
static size_t count_of(struct store *store, const struct export_query *query, const char *word)
{
	struct buffer out;
	size_t count = 0;

	buffer_init(&out);
	assert_int_equal(store_export(store, query, &out, port_keep), 0);
	buffer_char(&out, '\0');
	for (const char *at = out.bytes; (at = strstr(at, word)) != NULL; at++)
		count++;
	buffer_clear(&out);
	return count;
}

static void parts_have_no_end(void **state)
{
	struct store *store = open_two_months();
	const bool only[RECORD_KINDS] = { [RECORD_ROUTE] = true, [RECORD_FEEDBACK] = true };
	const asn_t asn = 64500;
	const struct export_query all = { 0 }, month = { .month = SAMPLE_MONTH },
				  kinds = { .only = only }, network = { .asn = &asn };

	(void)state;
	assert_int_equal(count_of(store, &all, "{\"type\":\"end\""), 3);
	assert_int_equal(count_of(store, &all, "{\"type\":\"route\""), 7);
	assert_int_equal(count_of(store, &month, "{\"type\":\"end\""), 1);
	assert_int_equal(count_of(store, &month, "{\"type\":\"route\""), 3);
	assert_int_equal(count_of(store, &month, "{\"type\":\"participant\""), 0);
	assert_int_equal(count_of(store, &kinds, "{"), 7 + REGISTER_FEEDBACK);
	assert_int_equal(count_of(store, &network, "{\"type\":\"end\""), 0);
	assert_int_equal(count_of(store, &network, "{\"type\":\"month\""), 0);
	store_close(store);
}

static void csv_has_one_head(void **state)
{
	struct store *store = open_two_months();
	const bool only[RECORD_KINDS] = { [RECORD_ROUTE] = true };
	const struct export_query csv = { .only = only, .csv = true };

	(void)state;
	assert_int_equal(count_of(store, &csv, "\n"), 8);
	assert_int_equal(count_of(store, &csv, "month,prefix,origin,"), 1);
	store_close(store);
}

static bool refuse(struct buffer *out)
{
	return out->used < 1000;
}

static void who_takes_no_more_ends_it(void **state)
{
	struct store *store = open_two_months();
	const struct export_query all = { 0 }, nowhen = { .month = SAMPLE_MONTH + 9 };
	struct buffer out;

	(void)state;
	buffer_init(&out);
	assert_int_equal(store_export(store, &all, &out, refuse), ERR_IO);
	assert_true(out.used >= 1000 && out.used < 4000);
	assert_int_equal(store_export(store, &nowhen, &out, port_keep), ERR_NOT_FOUND);
	buffer_clear(&out);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(parts_have_no_end, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(csv_has_one_head, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(who_takes_no_more_ends_it, sample_setup,
						sample_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
