#include "flow/test_porting.h"

#include <sys/stat.h>

enum { WHOLE = 1 << 30 };

static void assert_same(const struct buffer *a, const struct buffer *b)
{
	size_t at = 0;

	while (at < a->used && at < b->used && a->bytes[at] == b->bytes[at])
		at++;
	if (a->used != b->used || at < a->used)
		fail_msg("differ at byte %zu: %.*s", at, 200,
			 at < b->used ? b->bytes + (at > 100 ? at - 100 : 0) : "(end)");
}

/* Writes it out, reads it into another store, and writes that out. */
static void comes_back(const char *from, size_t piece_size)
{
	struct buffer first, second, said;
	char path[SAMPLE_PATH_MAX];

	buffer_init(&first);
	buffer_init(&second);
	buffer_init(&said);
	(void)snprintf(path, sizeof(path), "%s", sample_path("again"));
	(void)unlink(path);
	port_export(from, &first);
	port_import_to(path, port_text(&first), piece_size, &said);
	assert_null(memmem(said.bytes, said.used, " x", 2));
	port_export(path, &second);
	assert_same(&first, &second);
	buffer_clear(&first);
	buffer_clear(&second);
	buffer_clear(&said);
}

static void what_was_exported_comes_back(void **state)
{
	char path[SAMPLE_PATH_MAX];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s", sample_path("first"));
	register_write(path, 1);
	comes_back(path, WHOLE); /* no months */
	for (uint32_t month = 0; month < 3; month++) {
		static const uint32_t rows[] = { 40, 0, 2500 };
		const struct sample sample = { SAMPLE_MONTH + month, 4 + month, rows[month] };
		sample_write(path, &sample);
		comes_back(path, month == 0 ? 7 : WHOLE);
	}
}

/* A month with VRPs and route objects only. */
static void write_packed(const char *path, uint32_t rows)
{
	const struct sample sample = { SAMPLE_MONTH, 3, rows };
	const struct stored_month month = sample_month(&sample);
	struct stored_vrp *vrps = calloc(rows, sizeof(*vrps));
	struct route_object *objects = calloc(rows, sizeof(*objects));
	struct store *store = sample_open(path, STORE_WRITE);

	for (uint32_t i = 0; i < rows; i++) {
		vrps[i] = sample_vrp(&sample, i);
		objects[i] = sample_object(&sample, i);
	}
	assert_int_equal(store_begin(store, &month), 0);
	assert_int_equal(store_put_vrps(store, vrps, rows), 0);
	assert_int_equal(store_put_route_objects(store, objects, rows), 0);
	assert_int_equal(store_commit(store), 0);
	store_close(store);
	free(vrps);
	free(objects);
}

static void blocks_are_those_of_one_call(void **state)
{
	char path[SAMPLE_PATH_MAX], again[SAMPLE_PATH_MAX];
	struct buffer text;
	struct stat a, b;

	(void)state;
	buffer_init(&text);
	(void)snprintf(path, sizeof(path), "%s", sample_path("many"));
	(void)snprintf(again, sizeof(again), "%s", sample_path("many again"));
	write_packed(path, 70001);
	port_export(path, &text);
	port_import_to(again, port_text(&text), WHOLE, NULL);
	assert_int_equal(stat(path, &a), 0);
	assert_int_equal(stat(again, &b), 0);
	assert_int_equal(a.st_size, b.st_size);
	comes_back(path, WHOLE);
	buffer_clear(&text);
}

static void feedback_is_put_once(void **state)
{
	struct buffer first, second;
	char path[SAMPLE_PATH_MAX];

	(void)state;
	buffer_init(&first);
	buffer_init(&second);
	(void)snprintf(path, sizeof(path), "%s", sample_path("twice"));
	register_write(path, 2);
	port_export(path, &first);
	port_import_to(path, port_text(&first), WHOLE, NULL);
	port_export(path, &second);
	assert_same(&first, &second);
	buffer_clear(&first);
	buffer_clear(&second);
}

/* `from` becomes `to` in the first place; a line is taken out if `to` is NULL. */
static void change(const struct buffer *text, const char *from, const char *to, struct buffer *out)
{
	const char *at = memmem(text->bytes, text->used, from, strlen(from));
	const char *end = text->bytes + text->used;

	assert_non_null(at);
	const char *rest = at + strlen(from);
	if (to == NULL) {
		while (at > text->bytes && at[-1] != '\n')
			at--;
		rest = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
	}
	buffer_text(out, (struct text){ text->bytes, (size_t)(at - text->bytes) });
	buffer_string(out, to != NULL ? to : "");
	buffer_text(out, (struct text){ rest, (size_t)(end - rest) });
}

static const struct {
	const char *from, *to, *says;
	unsigned line; /* without the metrics'; 0: not looked at */
	const char *what;
} wrong[] = {
	{ "{\"type\":\"peer\"", "{\"type\":\"peer\",\"new\":[{}]", "24313 stored\n", 0, "" },
	{ "{\"type\":\"peer\"", "{\"type\":peer", "2 x1 at ", 7, " .\n" },
	{ "{\"type\":\"peer\"", "{\"type\":\"pear\"", "3 x1 at ", 7, " .\n" },
	{ "{\"type\":\"peer\"", "{\"typ\":\"peer\"", "6 x1 at ", 7, " .type\n" },
	{ "\"peer\",\"month\":\"2026-02\"", "\"peer\",\"month\":\"2026-03\"", "4 x1 at ", 7,
	  " peer.month\n" },
	{ "\"peer\",\"month\":\"2026-02\"", "\"peer\",\"month\":\"soon\"", "7 x1 at ", 7,
	  " peer.month\n" },
	{ "\"collector\":\"rrc00\",\"address\"", "\"address\"", "6 x1 at ", 7,
	  " peer.collector\n" },
	{ "\"max_length\":27", "\"max_length\":23", "10 x1 at ", 10, " vrp.\n" },
	{ "\"max_length\":27", "\"max_length\":256", "7 x1 at ", 10, " vrp.max_length\n" },
	{ "\"relation\":\"unknown\"", "\"relation\":\"friend\"", "neighbour.relation\n", 0, "" },
	{ "\"invalid\":0,", "\"invalid\":99,", "neighbour.\n", 0, "" },
	{ "\"metric\":\"M3\"", "\"metric\":\"M99\"", "score.metric\n", 0, "" },
	{ "\"metric\":\"RSBOGON\"", "\"metric\":\"rsbogon\"", "rs_score.metric\n", 0, "" },
	{ "\"metric\":\"RSBOGON\"", "\"metric\":\"M3\"", "rs_score.metric\n", 0, "" },
	{ "\"server\":\"ix rs1\"", "\"server\":\"iw\"", "5 x1 at ", 295, " rs_score.\n" },
	{ "\"too-long\",", "\"long\",", "rs_finding.faults\n", 0, "" },
	{ "\"server\":\"ix\",\"number\":1", "\"server\":\"ix\",\"number\":0", "5 x1 at ", 306,
	  " rs_finding.\n" },
	{ "\"raw_unit\":\"", "\"raw_unit\":\"x", "9 x1 at 2 metric.\n", 0, "" },
	{ "\"type\":\"month\",", "\"type\":\"month\",\"a\":[[[[[[[[[", "4 x", 0, "" },
	{ "\"type\":\"vrp\"", NULL, "12 x1 at ", 324, " end.lines\n" },
	{ "\"type\":\"end\"", NULL, "13 x1 at ", 325, " .\n" },
	{ "\"number\":1,\"coll", "\"number\":0,\"coll", "5 x1 at ", 8, " peer.\n" },
	{ "\"first_seen\":\"2023", "\"first_seen\":\"1023", "route.first_seen\n", 0, "" },
	{ "\"path\":\"data", "\"path\":\"\\u0000", "7 x1 at ", 2, " input.path\n" },
};

static void what_is_wrong_costs_its_month(void **state)
{
	const struct sample sample = { SAMPLE_MONTH, 3, 20 };
	struct buffer text, changed, said, want;
	unsigned metric_count = 0;
	char path[SAMPLE_PATH_MAX];

	(void)state;
	buffer_init(&text);
	(void)snprintf(path, sizeof(path), "%s", sample_path("sample"));
	sample_write(path, &sample);
	register_write(path, 1);
	port_export(path, &text);
	while (metrics[metric_count] != NULL)
		metric_count++;
	metric_count += RS_METRICS;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		buffer_init(&changed);
		buffer_init(&said);
		change(&text, wrong[i].from, wrong[i].to, &changed);
		(void)snprintf(path, sizeof(path), "%s", sample_path("changed"));
		(void)unlink(path);
		port_import_to(path, port_text(&changed), WHOLE, &said);
		buffer_char(&said, '\0');
		buffer_init(&want);
		buffer_string(&want, wrong[i].says);
		if (wrong[i].line != 0)
			buffer_format(&want, "%u%s", wrong[i].line + metric_count, wrong[i].what);
		buffer_char(&want, '\0');
		if (strstr(said.bytes, want.bytes) == NULL ||
		    strstr(said.bytes, "0 stored\n") == NULL)
			fail_msg("%s -> %s: %s", wrong[i].from, wrong[i].to, said.bytes);
		struct store *store = sample_open(path, STORE_READ);
		struct stored_month month;
		assert_int_equal(store_month_find(store, SAMPLE_MONTH, &month),
				 i == 0 ? 0 : ERR_NOT_FOUND);
		store_close(store);
		buffer_clear(&changed);
		buffer_clear(&said);
		buffer_clear(&want);
	}
	buffer_clear(&text);
}

/* Whatever was done to it: what the store holds can be read, and is a whole month or none. */
static size_t whole_lines;

static void import_damaged(struct reader in)
{
	const struct text text = { (const char *)in.at, reader_left(&in) };
	char path[SAMPLE_PATH_MAX];
	struct buffer again;
	size_t lines = 0;

	buffer_init(&again);
	(void)snprintf(path, sizeof(path), "%s", sample_path("damaged"));
	struct store *store = sample_open(path, STORE_WRITE);
	port_import(store, text, WHOLE, NULL);
	port_export(path, &again);
	for (size_t i = 0; i < again.used; i++)
		lines += again.bytes[i] == '\n';
	assert_true(lines == 1 || lines == whole_lines);
	buffer_clear(&again);
	(void)unlink(path);
}

static void damage_never_stores_half_a_month(void **state)
{
	const struct sample sample = { SAMPLE_MONTH, 3, 1 };
	char path[SAMPLE_PATH_MAX];
	struct text rest, line;
	struct buffer text;

	(void)state;
	buffer_init(&text);
	(void)snprintf(path, sizeof(path), "%s", sample_path("small"));
	sample_write(path, &sample);
	port_export(path, &text);
	whole_lines = 0;
	for (rest = port_text(&text); text_line(&rest, &line);)
		whole_lines++;
	for (size_t cut = 0; cut < text.used; cut += cut < 300 || cut + 300 > text.used ? 7 : 611)
		import_damaged(test_bytes(text.bytes, cut));
	for (size_t at = 0; at < text.used * 8; at += 2003) {
		text.bytes[at / 8] ^= (char)(1 << at % 8);
		import_damaged(test_bytes(text.bytes, text.used));
		text.bytes[at / 8] ^= (char)(1 << at % 8);
	}
	buffer_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_exported_comes_back, sample_setup,
						sample_teardown),
		cmocka_unit_test_setup_teardown(blocks_are_those_of_one_call, sample_setup,
						sample_teardown),
		cmocka_unit_test_setup_teardown(feedback_is_put_once, sample_setup,
						sample_teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_costs_its_month, sample_setup,
						sample_teardown),
		cmocka_unit_test_setup_teardown(damage_never_stores_half_a_month, sample_setup,
						sample_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
