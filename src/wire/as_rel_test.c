#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/as_rel.h"
#include "wire/test_unpack.h"

static int print_link(void *context, const struct as_link *link, struct place place)
{
	static const char *const relations[] = { ">", "=", "~" };
	struct buffer *out = context;

	buffer_format(out, "%u%s%u", link->a, relations[link->relation], link->b);
	buffer_format(out, "@%u ", (unsigned)place.offset);
	return 0;
}

/* Links and refusals as text: "1>2@0 4=5mlp@8 refused 3@16". */
static void read_all(struct text input, size_t piece, struct buffer *out)
{
	struct as_rel_sink sink = { out, print_link };
	struct as_rel rel;

	as_rel_init(&rel, &sink);
	for (; input.len > 0; input = text_from(input, piece))
		assert_int_equal(as_rel_feed(&rel, text_upto(input, piece)), 0);
	assert_int_equal(as_rel_finish(&rel), 0);
	for (unsigned reason = 1; reason < AS_REL_REASONS; reason++) {
		assert_non_null(rel.refusals.says[reason]);
		if (rel.refusals.count[reason] > 0)
			buffer_format(out, "refused %u@%u ", reason,
				      (unsigned)rel.refusals.first[reason].offset);
	}
	if (rel.first_day != 0)
		buffer_format(out, "from %u to %u ", rel.first_day, rel.last_day);
	as_rel_clear(&rel);
}

static void reads_and_refuses(void **state)
{
	static const struct {
		const char *input, *want;
	} cases[] = {
		{ "", "" },
		{ "1|2|-1", "1>2@0 " },
		{ "1|2|-1\n3|4|0\r\n\n5|6|1\n7|8|2\n", "1>2@0 3=4@7 5~6@15 7~8@21 " },
		{ "1|2|-1|bgp\n4|5|0|mlp\n", "1>2@0 4=5@11 " },
		{ "\xef\xbb\xbf# c1: 174\n4294967295|1|-1\n", "4294967295>1@13 " },
		{ "# source:topology|BGP|20220503|ripe|rrc00\n# source:topology|BGP|20220501|x\n",
		  "from 20220501 to 20220503 " },
		{ "# input clique: 1|2|20220501\n# source:topology|BGP|2022-501\n", "" },
		{ "1|2\n", "refused 2@0 " },
		{ "1|2|0|a|b\n", "refused 2@0 " },
		{ "1 2 -1\n", "refused 2@0 " },
		{ "AS1|2|0\n", "refused 3@0 " },
		{ "1|4294967296|0\n", "refused 3@0 " },
		{ "0|2|0\n", "refused 3@0 " },
		{ "1|2|-2\n2|1|-1\n", "2>1@7 refused 4@0 " },
		{ "1|2|3\n1|2|\n", "refused 4@0 " },
		{ "7|7|0\n", "refused 5@0 " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (size_t piece = 1; piece < 100; piece += 7) {
			struct buffer got;
			buffer_init(&got);
			read_all(test_text(cases[i].input, strlen(cases[i].input)), piece, &got);
			buffer_char(&got, '\0');
			assert_string_equal(got.bytes, cases[i].want);
			buffer_clear(&got);
		}
	}
}

static void survive(struct reader in)
{
	struct buffer whole, cut;
	struct text input = { (const char *)in.at, reader_left(&in) };

	buffer_init(&whole);
	buffer_init(&cut);
	read_all(input, SIZE_MAX, &whole);
	read_all(input, 1, &cut);
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char input[] = "# source:topology|BGP|20220501|ripe|rrc00\n"
				    "1|2|-1\n3356|65536|0|bgp\r\n# end\n7|8|2";

	(void)state;
	test_every_truncation(input, sizeof(input) - 1, survive);
	test_every_bit_flip(input, sizeof(input) - 1, survive);
}

static void refuses_long_lines(void **state)
{
	static char input[AS_REL_LINE_MAX + 16];
	struct buffer got;

	(void)state;
	memset(input, '1', sizeof(input));
	memcpy(input + AS_REL_LINE_MAX + 8, "\n1|2|0\n", 8);
	buffer_init(&got);
	read_all((struct text){ input, AS_REL_LINE_MAX + 15 }, 1000, &got);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "1=2@65545 refused 1@0 ");
	buffer_clear(&got);

	input[0] = '#'; /* remarks may be long */
	buffer_init(&got);
	read_all((struct text){ input, AS_REL_LINE_MAX + 15 }, 1000, &got);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "1=2@65545 ");
	buffer_clear(&got);
}

static int stop_at_second(void *context, const struct as_link *link, struct place place)
{
	unsigned *seen = context;

	(void)link;
	(void)place;
	return ++*seen == 2 ? ERR_LIMIT : 0;
}

static void stops_when_the_sink_says_so(void **state)
{
	unsigned seen = 0;
	struct as_rel_sink sink = { &seen, stop_at_second };
	struct as_rel rel;

	(void)state;
	as_rel_init(&rel, &sink);
	assert_int_equal(as_rel_feed(&rel, TEXT("1|2|0\n1|3|0\n1|4|0\n")), ERR_LIMIT);
	assert_int_equal(seen, 2);
	as_rel_clear(&rel);
}

struct counts {
	uint64_t links[3];
};

static int count_link(void *context, const struct as_link *link, struct place place)
{
	struct counts *counts = context;

	(void)place;
	counts->links[link->relation]++;
	return 0;
}

/* The counts are those of: grep -v '^#' FILE | cut -d'|' -f3 | sort | uniq -c */
static void reads_real_files(void **state)
{
	static const struct {
		const char *path;
		uint64_t provider, peer;
		uint32_t first_day, last_day;
	} files[] = {
		{ "relations/20220501.as-rel.txt.zst", 147622, 230237, 20220501, 20220505 },
		{ "relations/20160101.as-rel.txt.zst", 103848, 106564, 20160101, 20160105 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct text input;
		char *owned = test_unpack(files[i].path, SIZE_MAX, &input);
		if (owned == NULL)
			skip();
		struct counts counts = { 0 };
		struct as_rel_sink sink = { &counts, count_link };
		struct as_rel rel;
		as_rel_init(&rel, &sink);
		assert_int_equal(as_rel_feed(&rel, input), 0);
		assert_int_equal(as_rel_finish(&rel), 0);
		assert_int_equal(counts.links[AS_PROVIDER_TO_CUSTOMER], files[i].provider);
		assert_int_equal(counts.links[AS_PEER], files[i].peer);
		assert_int_equal(counts.links[AS_SIBLING], 0);
		assert_int_equal(rel.refusals.taken, files[i].provider + files[i].peer);
		assert_int_equal(refusals_total(&rel.refusals), 0);
		assert_int_equal(rel.first_day, files[i].first_day);
		assert_int_equal(rel.last_day, files[i].last_day);
		as_rel_clear(&rel);
		free(owned);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_refuses),  cmocka_unit_test(survives_damage),
		cmocka_unit_test(refuses_long_lines), cmocka_unit_test(stops_when_the_sink_says_so),
		cmocka_unit_test(reads_real_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
