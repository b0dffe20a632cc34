#include "base/testkit.h"

#include "select/community_pattern.h"

static void matches(void **state)
{
	/* 64496:100, blackhole, 1:0 | 64496:1:2 | rt:64496:1 in short form, rt:65536:2, soo of an
	 * address, an opaque one */
	struct communities communities = {
		test_hex("fbf00064 ffff029a 00010000"),
		test_hex("0000fbf0 00000001 00000002"),
		test_hex("0002fbf000000001 0202000100000002 0103c00002010007 030b000000000001"),
	};
	static const struct {
		const char *text, *spelling; /* NULL: the same */
		bool is_there;
	} cases[] = {
		{ "64496:100", NULL, true },
		{ "64496:101", NULL, false },
		{ "64497:100", NULL, false },
		{ "64496:*", NULL, true },
		{ "64497:*", NULL, false },
		{ "*:0", NULL, true },
		{ "*:1", NULL, false },
		{ "*:*", NULL, true },
		{ "1:0", NULL, true },
		{ "blackhole", NULL, true },
		{ "65535:666", "blackhole", true },
		{ "BLACKHOLE", "blackhole", true },
		{ "0xffff029a", "blackhole", true },
		{ "no-export", NULL, false },
		{ "local-as", "no-export-subconfed", false },
		{ "64496:1:2", NULL, true },
		{ "64496:1:3", NULL, false },
		{ "64496:*:2", NULL, true },
		{ "*:*:*", NULL, true },
		{ "4294967295:0:0", NULL, false },
		{ "rt:64496:1", NULL, true },
		{ "RT:64496:1", "rt:64496:1", true },
		{ "rt:64496:*", NULL, true },
		{ "rt:65536:2", NULL, true },
		{ "rt:65536:1", NULL, false },
		{ "rt:*:2", NULL, true },
		{ "rt:*:7", NULL, false },
		{ "rt:192.0.2.1:7", NULL, false },
		{ "soo:192.0.2.1:7", NULL, true },
		{ "soo:192.0.2.1:*", NULL, true },
		{ "soo:3221225985:7", NULL, false }, /* the same number as an AS is another thing */
		{ "soo:*:7", NULL, true },
		{ "0x0002fbf000000001", NULL, true },
		{ "0x030b000000000001", NULL, true },
		{ "0x030B000000000002", "0x030b000000000002", false },
	};
	struct community_pattern pattern;
	struct buffer out;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text text = test_text(cases[i].text, strlen(cases[i].text));
		assert_int_equal(community_pattern_parse(text, &pattern), 0);
		if (community_pattern_match(&pattern, &communities) != cases[i].is_there)
			fail_msg("%s", cases[i].text);
		buffer_init(&out);
		community_pattern_put(&out, &pattern);
		buffer_char(&out, '\0');
		assert_string_equal(out.bytes,
				    cases[i].spelling ? cases[i].spelling : cases[i].text);
		buffer_clear(&out);
	}
}

static void refuses(void **state)
{
	static const char *const cases[] = {
		"",
		"1",
		":",
		"1:",
		":1",
		"65536:1",
		"1:65536",
		"1:2:3:4",
		"1:2:",
		"a:1",
		"1:**",
		"0x",
		"0x1",
		"0xfffffffg",
		"rt",
		"rt:",
		"rt:1",
		"rt:1:",
		"rt:1:2:3",
		"rt:65536:65536",
		"rt:1.2.3:4",
		"rt:1.2.3.4:65536",
		"rt:2001:db8::1:1",
		"no-exports",
		"-1:1",
		"4294967296:1:1",
	};
	struct community_pattern pattern;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (community_pattern_parse(text_of(cases[i]), &pattern) != ERR_MALFORMED)
			fail_msg("%s", cases[i]);
}

/* Values of a wrong length hold no more than whole communities. */
static void survives_damage(void **state)
{
	static const char *const texts[] = { "1:2", "1:2:3", "rt:1:2", "0x0000000000000001" };
	struct community_pattern pattern;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		assert_int_equal(community_pattern_parse(text_of(texts[i]), &pattern), 0);
		for (size_t size = 0; size < 12; size++) {
			struct reader bytes = test_bytes("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
							 "\xff",
							 size);
			struct communities communities = { bytes, bytes, bytes };
			assert_false(community_pattern_match(&pattern, &communities));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(refuses),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
