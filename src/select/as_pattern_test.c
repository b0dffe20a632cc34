#include "base/testkit.h"

#include "select/as_pattern.h"

/* "1 2 {3,4} 5" */
static void hops_make(struct hops *hops, const char *text)
{
	struct text rest = text_of(text), word, piece;

	hops->count = hops->asn_count = 0;
	while (text_word(&rest, &word)) {
		struct text members = word;
		if (word.at[0] == '{')
			members = (struct text){ word.at + 1, word.len - 2 };
		struct hop *hop = &hops->all[hops->count++];
		*hop = (struct hop){ .first = hops->asn_count };
		while (text_cut(&members, ',', &piece)) {
			assert_int_equal(asn_parse(piece, &hops->asns[hops->asn_count++]), 0);
			hop->count++;
		}
	}
}

static void matches(void **state)
{
	static const struct {
		const char *pattern, *yes[6], *no[6];
	} cases[] = {
		{ "2", { "2", "1 2 3", "1 {2,3}" }, { "", "1", "22" } },
		{ "^2", { "2", "2 1" }, { "", "1 2" } },
		{ "2$", { "2", "1 2" }, { "", "2 1" } },
		{ "^2$", { "2", "{2,3}" }, { "", "2 1", "1 2" } },
		{ "^$", { "" }, { "1" } },
		{ "1 2", { "1 2", "3 1 2 4", "1 1 2" }, { "1 3 2", "2 1", "1" } },
		{ "^1 .* 3$", { "1 3", "1 2 3", "1 2 4 3", "1 3 3" }, { "1", "3", "1 2", "3 1" } },
		{ "^1 .+ 3$", { "1 2 3" }, { "1 3" } },
		{ "^1 2? 3$", { "1 3", "1 2 3" }, { "1 2 2 3", "1 2" } },
		{ "^(1|2)+$", { "1", "1 2 1" }, { "", "1 3", "3" } },
		{ "^(1 2|3)* 4$", { "4", "1 2 4", "3 1 2 3 4" }, { "1 4", "1 3 4", "2 4" } },
		{ "^((1|2) 3)+ 4?$", { "1 3", "2 3 1 3 4" }, { "1", "1 3 2", "4" } },
		{ "64512-65534", { "1 65000", "64512", "65534" }, { "64511", "65535" } },
		{ "AS1 as2", { "1 2" }, { "2 1" } },
		{ "^.{2}", { NULL }, { NULL } },
		{ "1*", { "", "2" }, { NULL } },
		{ "^1*", { "", "2" }, { NULL } },
		{ "^1*$", { "", "1 1" }, { "1 2" } },
		{ "1|^2", { NULL }, { NULL } },
		{ ". . .", { "1 2 3", "1 2 3 4" }, { "1 2" } },
		{ " ^ 1 ( 2 | 3 ) * $ ", { "1", "1 2 3" }, { "2" } },
	};
	struct as_pattern pattern;
	struct complaint complaint;
	struct hops hops;

	(void)state;
	hops_init(&hops);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text text = test_text(cases[i].pattern, strlen(cases[i].pattern));
		if (as_pattern_parse(text, &pattern, &complaint) < 0) {
			assert_null(cases[i].yes[0]);
			continue;
		}
		for (size_t k = 0; k < 6 && cases[i].yes[k] != NULL; k++) {
			hops_make(&hops, cases[i].yes[k]);
			if (!as_pattern_match(&pattern, &hops))
				fail_msg("%s of %s", cases[i].pattern, cases[i].yes[k]);
		}
		for (size_t k = 0; k < 6 && cases[i].no[k] != NULL; k++) {
			hops_make(&hops, cases[i].no[k]);
			if (as_pattern_match(&pattern, &hops))
				fail_msg("%s of %s", cases[i].pattern, cases[i].no[k]);
		}
	}
	hops_clear(&hops);
}

static void refuses(void **state)
{
	static const struct {
		const char *pattern, *says;
		size_t at;
	} cases[] = {
		{ "", "an AS number, '.' or '(' is missing here", 0 },
		{ "1 |", "an AS number, '.' or '(' is missing here", 3 },
		{ "(|1)", "an AS number, '.' or '(' is missing here", 1 },
		{ "(1", "'(' without its ')'", 0 },
		{ "1)", "the pattern should end here", 1 },
		{ "^1$ 2",
		  "'$' is not part of a pattern: AS numbers, ranges, . ( ) | * + ? and ^ "
		  "$ at its ends",
		  2 },
		{ "  _64496_",
		  "'_' is not part of a pattern: AS numbers, ranges, . ( ) | * + ? "
		  "and ^ $ at its ends",
		  2 },
		{ "*",
		  "'*' is not part of a pattern: AS numbers, ranges, . ( ) | * + ? and ^ $ at "
		  "its ends",
		  0 },
		{ "3-1", "'3-1' is not a range; write it like 64512-65534", 0 },
		{ "((((((((((((((((1", "'(' without its ')'", 15 },
		{ "(((((((((((((((((1", "parentheses are nested more than 16 deep", 16 },
	};
	struct complaint complaint;
	struct as_pattern pattern;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text text = text_of(cases[i].pattern);
		assert_int_equal(as_pattern_parse(text, &pattern, &complaint), ERR_USAGE);
		assert_string_equal(complaint.says, cases[i].says);
		assert_int_equal(complaint.at, cases[i].at);
	}
}

/* A pattern that makes backtracking matchers take forever, over the longest path. */
static void takes_linear_time(void **state)
{
	static const char text[] = "^(.* .* .* .* .* .* .* .* .* .* .* .* .* .* .* .* .*)* 2$";
	struct complaint complaint;
	struct as_pattern pattern;
	struct hops hops;

	(void)state;
	hops_init(&hops);
	assert_int_equal(as_pattern_parse(TEXT(text), &pattern, &complaint), 0);
	for (uint32_t i = 0; i < HOPS_MAX; i++) {
		hops.asns[i] = 1;
		hops.all[i] = (struct hop){ .first = i, .count = 1 };
	}
	hops.count = hops.asn_count = HOPS_MAX;
	assert_false(as_pattern_match(&pattern, &hops));
	hops.asns[HOPS_MAX - 1] = 2;
	assert_true(as_pattern_match(&pattern, &hops));
	hops_clear(&hops);
}

static void parse(struct reader in)
{
	struct text text = { (const char *)in.at, reader_left(&in) };
	struct complaint complaint;
	struct as_pattern pattern;

	if (as_pattern_parse(text, &pattern, &complaint) < 0)
		assert_in_range(complaint.at, 0, text.len);
	else
		assert_in_range(pattern.count, 0, AS_PATTERN_POSITIONS);
}

static void survives_damage(void **state)
{
	static const char text[] = "^64496 (.* 64512-65534|AS1 (2 3)+)? 4$";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, parse);
	test_every_bit_flip(text, sizeof(text) - 1, parse);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(refuses),
		cmocka_unit_test(takes_linear_time),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
