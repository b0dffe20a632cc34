#include "base/testkit.h"

#include "net/test_prefix.h"
#include "select/value_list.h"

static struct arena arena;

static struct value_list list_of(const char *lines, unsigned accepts)
{
	struct value_builder builder;
	struct complaint complaint;
	struct value_list list;

	value_builder_init(&builder);
	if (value_add_lines(&builder, text_of(lines), accepts, &complaint) < 0)
		fail_msg("%s", complaint.says);
	assert_int_equal(value_list_build(&arena, &builder, accepts, (struct text){ 0 }, &list), 0);
	value_builder_clear(&builder);
	return list;
}

static void finds_asns(void **state)
{
	struct value_list list =
		list_of("5\n1-3\n\n  AS4 # joins\n4294967295\n10-20\n12-15\n", VALUE_ASN);
	static const asn_t in[] = { 1, 2, 3, 4, 5, 10, 20, 15, UINT32_MAX };
	static const asn_t out[] = { 0, 6, 9, 21, UINT32_MAX - 1 };

	(void)state;
	assert_int_equal(list.asn_count, 3);
	for (size_t i = 0; i < COUNT_OF(in); i++)
		assert_true(value_list_asn(&list, in[i]));
	for (size_t i = 0; i < COUNT_OF(out); i++)
		assert_false(value_list_asn(&list, out[i]));
	list = list_of("", VALUE_ASN);
	assert_false(value_list_asn(&list, 0));
}

static void finds_names(void **state)
{
	static const struct {
		const char *pattern, *name;
		bool same;
	} cases[] = {
		{ "rrc00", "rrc00", true },
		{ "rrc00", "rrc01", false },
		{ "rrc*", "rrc", true },
		{ "rrc*", "rrc01", true },
		{ "rrc*", "rr", false },
		{ "*", "a", true },
		{ "*views*", "route-views2", true },
		{ "*views", "route-views2", false },
		{ "a*b*c", "abbc", true },
		{ "a*b*c", "acb", false },
		{ "**a**", "a", true },
		{ "a*ab", "aab", true },
		{ "a*ab", "aaab", true },
		{ "a*ab", "aaa", false },
		{ "A", "a", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct value_list list = list_of(cases[i].pattern, VALUE_NAME);
		if (value_list_name(&list, text_of(cases[i].name)) != cases[i].same)
			fail_msg("%s, %s", cases[i].pattern, cases[i].name);
	}
}

static void finds_addresses(void **state)
{
	struct value_list list = list_of("192.0.2.1\n198.51.100.0/24\n2001:db8::1\n64496\n",
					 VALUE_ADDRESS | VALUE_PREFIX | VALUE_ASN);
	static const struct {
		const char *address;
		bool is_there;
	} cases[] = {
		{ "192.0.2.1", true },   { "192.0.2.2", false },   { "198.51.100.7", true },
		{ "2001:db8::1", true }, { "2001:db8::2", false },
	};
	struct address address, none = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(address_parse(text_of(cases[i].address), &address), 0);
		assert_int_equal(value_list_address(&list, &address), cases[i].is_there);
	}
	assert_false(value_list_address(&list, &none));
	assert_true(value_list_asn(&list, 64496));
}

/* Sets of every size answer as a look at each of their prefixes does. */
static void agrees_with_a_look_at_all(void **state)
{
	enum { ROUNDS = 200, MOST = 40, QUESTIONS = 60 };
	struct prefix prefixes[MOST];
	char line[PREFIX_TEXT_MAX];
	struct complaint complaint;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint32_t count = random_below(MOST);
		struct value_builder builder;
		struct value_list list;
		value_builder_init(&builder);
		for (uint32_t i = 0; i < count; i++) {
			prefixes[i] = random_prefix(random_below(2) ? FAMILY_V4 : FAMILY_V6);
			struct text text = text_of(prefix_print(&prefixes[i], line));
			assert_int_equal(value_add(&builder, text, VALUE_PREFIX, &complaint), 0);
		}
		assert_int_equal(
			value_list_build(&arena, &builder, VALUE_PREFIX, (struct text){ 0 }, &list),
			0);
		for (unsigned q = 0; q < QUESTIONS; q++) {
			struct prefix asked = random_prefix(q % 2 ? FAMILY_V4 : FAMILY_V6);
			bool exact = false, within = false, covers = false;
			if (count > 0)
				asked = random_relative(&prefixes[random_below(count)]);
			for (uint32_t i = 0; i < count; i++) {
				exact |= prefix_equal(&prefixes[i], &asked);
				within |= prefix_covers(&prefixes[i], &asked);
				covers |= prefix_covers(&asked, &prefixes[i]);
			}
			assert_int_equal(value_list_exact(&list, &asked), exact);
			assert_int_equal(value_list_within(&list, &asked), within);
			assert_int_equal(value_list_covers(&list, &asked), covers);
		}
		value_builder_clear(&builder);
		arena_clear(&arena);
	}
}

static void says_which_line(void **state)
{
	struct value_builder builder;
	struct complaint complaint;

	(void)state;
	value_builder_init(&builder);
	assert_int_equal(value_add_lines(&builder, TEXT("1\n# 2\n\nx"), VALUE_ASN, &complaint),
			 ERR_USAGE);
	assert_string_equal(complaint.says, "line 4: 'x' is not an AS number; write it like "
					    "64496, AS64496 or 64512-65534");
	value_builder_clear(&builder);
}

static void patterns_are_bounded(void **state)
{
	struct value_builder builder;
	struct complaint complaint;
	int err = 0;

	(void)state;
	value_builder_init(&builder);
	for (unsigned i = 0; err == 0 && i <= VALUE_PATTERNS_MAX; i++)
		err = value_add(&builder, TEXT("1:1"), VALUE_COMMUNITY, &complaint);
	assert_int_equal(builder.community_count, VALUE_PATTERNS_MAX);
	assert_string_equal(complaint.says, "a list of communities has at most 1024");
	value_builder_clear(&builder);
}

static int start(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 24);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_asns),      cmocka_unit_test(finds_names),
		cmocka_unit_test(finds_addresses), cmocka_unit_test(agrees_with_a_look_at_all),
		cmocka_unit_test(says_which_line), cmocka_unit_test(patterns_are_bounded),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
