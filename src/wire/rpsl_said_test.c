/* What registries and their servers say that is odd, dated, doubled, or no object at all. */
#include "wire/test_rpsl.h"

static int print_date(void *context, const struct rpsl_object *object, struct place place)
{
	(void)place;
	assert_true(object->class == RPSL_ROUTE || object->class == RPSL_ROUTE6);
	buffer_format(context, "%u", object->route.date);
	return 0;
}

static void tells_when_a_route_was_touched(void **state)
{
	static const struct {
		const char *attributes, *date;
	} cases[] = {
		{ "", "0" },
		{ "last-modified: 2018-09-04T19:04:46Z", "20180904" },
		{ "Last-Modified:\t2018-09-04 # really", "20180904" },
		{ "last-modified: 20180904", "20180904" },
		{ "created: 2001-09-21T21:49:51Z\nlast-modified: 2018-09-04T19:04:46Z",
		  "20180904" },
		{ "created: 2001-09-21T21:49:51Z", "20010921" },
		{ "created: 1970-01-01T00:00:00Z", "0" }, /* the RIPE NCC's "not known" */
		{ "changed: noc@example.net 20101231", "20101231" },
		{ "changed: noc@example.net 20101231 #07:12:01Z", "20101231" },
		/* Of several the newest, wherever it stands. */
		{ "changed: a@b 20101231\nchanged: a@b 20120229\nchanged: a@b 19990101",
		  "20120229" },
		{ "changed: a@b 20101231\n c@d 20130101", "20130101" },
		{ "changed: a@b 20101231\ncreated: 2001-09-21", "20101231" },
		{ "changed: a@b 20101231\nlast-modified: 2001-09-21", "20010921" },
		/* What is no day says nothing, and the next says it. */
		{ "last-modified: yesterday\nchanged: a@b 20101231", "20101231" },
		{ "last-modified:\ncreated: 2001-09-21", "20010921" },
		{ "changed: a@b 970214", "0" },
		{ "changed: a@b 20101301", "0" },
		{ "changed: a@b 20100230", "0" },
		{ "changed: a@b 00000000", "0" },
		{ "changed: a@b 201012311", "0" },
		{ "changed: 20101231@example.net", "0" },
		{ "changed: a@b", "0" },
		{ "changed: \x1b[2J\xf6 <script>", "0" },
		{ "last-modified: 2018-9-4", "0" },
		{ "last-modified: 9999-99-99T99:99:99Z", "0" },
		{ "last-modified: 1536087886", "0" },
		{ "last-modified: -018-09-04", "0" },
		{ "last-modified: 2018", "0" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer got;
		struct rpsl rpsl;
		struct text attributes =
			test_text(cases[i].attributes, strlen(cases[i].attributes));
		buffer_init(&got);
		rpsl_init(&rpsl, &(struct rpsl_sink){ &got, print_date });
		print_message("# %u\n", (unsigned)i);
		assert_int_equal(rpsl_feed(&rpsl, TEXT("route: 192.0.2.0/24\norigin: AS1\n")), 0);
		assert_int_equal(rpsl_feed(&rpsl, attributes), 0);
		assert_int_equal(rpsl_finish(&rpsl), 0);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, cases[i].date);
		buffer_clear(&got);
		rpsl_clear(&rpsl);
	}
}

static int print_value(void *context, const struct rpsl_object *object, struct place place)
{
	(void)place;
	buffer_text(context, object->key);
	return 0;
}

/* Bytes that a terminal, a page or a query could take for its own stay bytes of a value. */
static void values_keep_their_bytes(void **state)
{
	static const char odd[] = "J\xf6rg \x1b[31m <script>\"'& \x00 \xff\xfe \x85 end";
	struct buffer got;
	struct rpsl rpsl;
	(void)state;

	buffer_init(&got);
	rpsl_init(&rpsl, &(struct rpsl_sink){ &got, print_value });
	assert_int_equal(rpsl_feed(&rpsl, TEXT("person: ")), 0);
	assert_int_equal(rpsl_feed(&rpsl, test_text(odd, sizeof(odd) - 1)), 0);
	assert_int_equal(rpsl_feed(&rpsl, TEXT("\r\nsource: X\r\n")), 0);
	assert_int_equal(rpsl_finish(&rpsl), 0);
	assert_int_equal(got.used, sizeof(odd) - 1);
	assert_memory_equal(got.bytes, odd, sizeof(odd) - 1);
	assert_int_equal(refusals_total(&rpsl.refusals), 0);
	buffer_clear(&got);
	rpsl_clear(&rpsl);
}

/* Line ends of all kinds in one file; a CR inside a line is no line end. */
static void mixes_line_ends(void **state)
{
	(void)state;
	check("route: 192.0.2.0/24\r\norigin: AS1\nsource: A\r\n\nroute: 192.0.3.0/24\n"
	      "origin: AS2\r\n \r\nmntner: M\r\n",
	      "route 192.0.2.0/24 AS1 A[3]@1:0 route 192.0.3.0/24 AS2 [2]@5:45 "
	      "mntner M [1]@8:81 ");
	check("mntner: M\rsource: A\n", "mntner M\rsource: A [1]@1:0 ");
	check("mntner: M\r\r\n\r\r\nmntner: N\r\n+\r\n\r", "mntner M [1]@1:0 mntner N [1]@3:15 ");
}

/* What a whois server says instead of objects is none of them. */
static void a_whois_answer_is_no_data(void **state)
{
	(void)state;
	check("%ERROR:201: access denied for 192.0.2.1\n%\n% Queries from your address\n", "");
	check("%ERROR:101: no entries found\n\n\n", "");
	check("% Information related to '192.0.2.0/24'\n\nroute: 192.0.2.0/24\norigin: AS1\n\n"
	      "%ERROR:306: connections exceeded\n",
	      "route 192.0.2.0/24 AS1 [2]@3:41 ");
	check("D\n", "refused 2@1 ");
	check("F Missing required set name for A query\n", "refused 2@1 ");
	check("A15\nAS64500 AS64501\nC\n", "refused 2@1 ");
	check("<html><head><title>503</title></head>\n", "refused 2@1 ");
	/* It costs the object that it cuts into, never the next. */
	check("route: 192.0.2.0/24\nERROR timeout\norigin: AS1\n\nmntner: M\n",
	      "mntner M [1]@5:47 refused 2@1 ");
}

/* The same route of several registries, or twice of one: all are given, and who asks decides. */
static void gives_duplicates(void **state)
{
	(void)state;
	check("route: 192.0.2.0/24\norigin: AS1\nsource: RIPE\n\n"
	      "route: 192.0.2.0/24\norigin: AS1\nsource: RADB\n\n"
	      "route: 192.0.2.0/24\norigin: AS1\nsource: RADB\n",
	      "route 192.0.2.0/24 AS1 RIPE[3]@1:0 route 192.0.2.0/24 AS1 RADB[3]@5:46 "
	      "route 192.0.2.0/24 AS1 RADB[3]@9:92 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_when_a_route_was_touched),
		cmocka_unit_test(values_keep_their_bytes),
		cmocka_unit_test(mixes_line_ends),
		cmocka_unit_test(a_whois_answer_is_no_data),
		cmocka_unit_test(gives_duplicates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
