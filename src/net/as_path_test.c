#include "base/testkit.h"

#include "base/buffer.h"
#include "net/as_path.h"

static uint8_t room[AS_PATH_ROOM];

static void finds_origins(void **state)
{
	enum { OWN = 7 };
	static const struct {
		const char *hex;
		int want;
		asn_t origin;
	} cases[] = {
		{ "", 0, OWN },
		{ "0200", 0, OWN },
		{ "0201 00000001", 0, 1 },
		{ "0203 00000001 00000002 00000003", 0, 3 },
		{ "0201 00000001 0201 00000002", 0, 2 },
		/* An empty last segment says nothing. */
		{ "0201 00000001 0200", 0, 1 },
		{ "0201 00000001 0100", 0, 1 },
		/* AS_SETs have no origin, not even of one (RFC 6811 section 2). */
		{ "0201 00000001 0102 00000002 00000003", 0, ASN_NONE },
		{ "0201 00000001 0101 00000002", 0, ASN_NONE },
		{ "0101 00000002 0201 00000001", 0, 1 },
		/* Inside a confederation the AS itself originates. */
		{ "0302 00000001 00000002", 0, OWN },
		{ "0401 00000001", 0, OWN },
		{ "0201 00000001 0301 00000002", 0, OWN },
		{ "0301 00000002 0201 00000001", 0, 1 },
		{ "0501 00000001", ERR_MALFORMED, 0 },
		{ "0001 00000001", ERR_MALFORMED, 0 },
		{ "0202 00000001", ERR_TRUNCATED, 0 },
		{ "0201 00000001 02", ERR_TRUNCATED, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		asn_t origin = 99;
		assert_int_equal(as_path_origin(test_hex(cases[i].hex), OWN, &origin),
				 cases[i].want);
		assert_int_equal(origin, cases[i].want < 0 ? 99 : cases[i].origin);
	}
}

/* In hexadecimal, as `wanted` without its blanks? */
static bool is_hex(struct reader path, const char *wanted)
{
	struct reader want = test_hex(wanted);
	size_t size = reader_left(&path);

	return size == reader_left(&want) && memcmp(path.at, want.at, size) == 0;
}

static void reads_text(void **state)
{
	static const struct {
		const char *text;
		const char *hex; /* NULL: malformed */
	} cases[] = {
		{ "", "" },
		{ " \t\r\n", "" },
		{ "0", "0201 00000000" },
		{ "64496", "0201 0000fbf0" },
		{ "AS64496 as64497", "0202 0000fbf0 0000fbf1" },
		{ "1 2,3, 4 ,5 , 6\t7",
		  "0207 00000001 00000002 00000003 00000004 00000005 00000006 "
		  "00000007" },
		{ "4294967295", "0201 ffffffff" },
		{ "1 1 1", "0203 00000001 00000001 00000001" },
		{ "1 {2,3}", "0201 00000001 0102 00000002 00000003" },
		{ "1 {2 3}", "0201 00000001 0102 00000002 00000003" },
		{ "1{ 2 , AS3 }4", "0201 00000001 0102 00000002 00000003 0201 00000004" },
		{ "{1} {2}", "0101 00000001 0101 00000002" },
		{ "{1},{2},3", "0101 00000001 0101 00000002 0201 00000003" },
		{ "(64512 64513) 1", "0302 0000fc00 0000fc01 0201 00000001" },
		{ "[64512,64513] 1", "0402 0000fc00 0000fc01 0201 00000001" },
		{ "(1) (2)[3]", "0301 00000001 0301 00000002 0401 00000003" },
		{ "4294967296", NULL },
		{ "-1", NULL },
		{ "1.10", NULL },
		{ "AS", NULL },
		{ "ASX", NULL },
		{ "1 AS-2", NULL },
		{ "1a", NULL },
		{ "! Error !", NULL },
		{ "1 i", NULL },
		{ ",1", NULL },
		{ "1,", NULL },
		{ "1,,2", NULL },
		{ "{,1}", NULL },
		{ "{1,}", NULL },
		{ "{1},", NULL },
		{ "{}", NULL },
		{ "1 ()", NULL },
		{ "{1", NULL },
		{ "1}", NULL },
		{ "{1)", NULL },
		{ "(1]", NULL },
		{ "({1})", NULL },
		{ "{1 {2}}", NULL },
		{ "1|2", NULL },
		{ "<1>", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text text = test_text(cases[i].text, strlen(cases[i].text));
		struct reader path = reader_over(NULL, 0);
		int err = as_path_parse(text, room, &path);
		print_message("# %s\n", cases[i].text);
		assert_int_equal(err, cases[i].hex == NULL ? ERR_MALFORMED : 0);
		/* Untouched after a failure. */
		assert_true(is_hex(path, cases[i].hex != NULL ? cases[i].hex : ""));
	}
}

/* `count` ASes with blanks between them, in brackets or not. Lives until the next call. */
static struct text many(size_t count, const char *open, const char *close)
{
	static struct buffer text;

	text.used = 0;
	buffer_string(&text, open);
	for (size_t i = 0; i < count; i++) {
		buffer_u64(&text, i % 10);
		buffer_char(&text, ' ');
	}
	buffer_string(&text, close);
	return (struct text){ text.bytes, text.used };
}

static void keeps_to_what_a_segment_can_hold(void **state)
{
	struct as_segment segment;
	struct reader path;

	(void)state;
	assert_int_equal(as_path_parse(many(256, "", ""), room, &path), 0);
	assert_int_equal(as_path_next(&path, 4, &segment), 1);
	assert_int_equal(segment.count, 255);
	assert_int_equal(as_path_next(&path, 4, &segment), 1);
	assert_int_equal(segment.count, 1);
	assert_int_equal(as_segment_asn(&segment, 4), 5);
	assert_int_equal(as_path_next(&path, 4, &segment), 0);

	assert_int_equal(as_path_parse(many(256, "(", ")"), room, &path), 0);
	assert_int_equal(as_path_next(&path, 4, &segment), 1);
	assert_int_equal(as_path_next(&path, 4, &segment), 1);
	assert_int_equal(segment.type, AS_CONFED_SEQUENCE);

	assert_int_equal(as_path_parse(many(255, "{", "}"), room, &path), 0);
	assert_int_equal(as_path_parse(many(256, "{", "}"), room, &path), ERR_LIMIT);
	assert_int_equal(as_path_parse(many(256, "[", "]"), room, &path), ERR_LIMIT);
}

static void keeps_to_the_room(void **state)
{
	/* Whole segments of 255, and one more with what is left. */
	enum { WHOLE = AS_PATH_ROOM / 1022, REST = (AS_PATH_ROOM % 1022 - 2) / 4 };
	struct reader path = { 0 };
	size_t most = (size_t)WHOLE * 255 + REST;

	(void)state;
	assert_int_equal(as_path_parse(many(most + 1, "", ""), room, &path), ERR_LIMIT);
	assert_null(path.at);
	assert_int_equal(as_path_parse(many(most, "", ""), room, &path), 0);
	assert_in_range(reader_left(&path), AS_PATH_ROOM - 5, AS_PATH_ROOM);
}

static void parse_any(struct reader in)
{
	struct text text = { (const char *)in.at, reader_left(&in) };
	struct as_segment segment;
	struct reader path;
	int got;

	if (as_path_parse(text, room, &path) < 0)
		return;
	while ((got = as_path_next(&path, 4, &segment)) > 0)
		assert_in_range(segment.count, 1, 255);
	assert_int_equal(got, 0);
}

static void survives_damage(void **state)
{
	static const char text[] = "(64512 64513) AS64496, 64497 {1,2} [3 4] 4294967295";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, parse_any);
	test_every_bit_flip(text, sizeof(text) - 1, parse_any);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_origins),
		cmocka_unit_test(reads_text),
		cmocka_unit_test(keeps_to_what_a_segment_can_hold),
		cmocka_unit_test(keeps_to_the_room),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
