#include "norms/yaml_tree.h"

#include "base/testkit.h"

enum { BUDGET = 16 << 20 };

static void reads_what_is_plain(void **state)
{
	(void)state;
	static const char text[] = "id: netops # a remark\n"
				   "list:\n"
				   "- a\n"
				   "- \"b c\"\n"
				   "- {x: 1, y: }\n"
				   "says: >-\n"
				   "  two\n"
				   "  lines\n";
	const struct yaml_node *root, *at;
	struct yaml_mistake mistake;
	struct arena scratch;

	arena_init(&scratch, BUDGET);
	assert_int_equal(yaml_tree_read(&scratch, text_of(text), &root, &mistake), 0);
	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->children, 3);
	assert_null(root->key);
	at = yaml_child(root, "id");
	assert_string_equal(at->word, "netops");
	assert_int_equal(at->line, 1);
	assert_string_equal(yaml_child(root, "says")->word, "two lines");
	assert_int_equal(yaml_child(root, "says")->key_line, 6);
	assert_null(yaml_child(root, "sais"));
	at = yaml_child(root, "list");
	assert_int_equal(at->kind, YAML_LIST);
	assert_int_equal(at->children, 3);
	assert_string_equal(at->child->next->word, "b c");
	assert_int_equal(at->child->next->line, 4);
	assert_string_equal(yaml_child(at->child->next->next, "x")->word, "1");
	assert_string_equal(yaml_child(at->child->next->next, "y")->word, "");
	arena_clear(&scratch);
}

static void expect(struct text text, int result, unsigned line, const char *says)
{
	const struct yaml_node *root = NULL;
	struct yaml_mistake mistake = { 0 };
	struct arena scratch;

	arena_init(&scratch, BUDGET);
	assert_int_equal(yaml_tree_read(&scratch, text, &root, &mistake), result);
	assert_null(root);
	assert_int_equal(mistake.line, line);
	if (says != NULL)
		assert_string_equal(mistake.says, says);
	assert_non_null(mistake.says);
	arena_clear(&scratch);
}

static void refuses_what_multiplies_or_surprises(void **state)
{
	(void)state;
	static const char multiplies[] = "anchors, aliases and tags are not read";
	static const struct {
		const char *text;
		unsigned line;
		const char *says;
	} cases[] = {
		{ "", 1, "the text is empty" },
		{ "# nothing\n", 1, "the text is empty" },
		{ "a: &x 1\n", 1, multiplies },
		{ "a: 1\nb: &x [1]\n", 2, multiplies },
		{ "a: *x\n", 1, multiplies },
		{ "*x : 1\n", 1, multiplies },
		{ "&x a: 1\n", 1, multiplies },
		{ "a: !!str 1\n", 1, multiplies },
		{ "a: !!map {}\n", 1, multiplies },
		{ "a: 1\n---\nb: 2\n", 2, "a second document begins" },
		{ "a: 1\nb: 2\na: 3\n", 3, "a key is given twice" },
		{ "? [a]\n: 1\n", 1, "a key is not a word" },
		{ "a: \"x\\0y\"\n", 1, "a text holds a NUL" },
		{ "a: [[[[[[[[1]]]]]]]]\n", 1, "lists and mappings are nested too deep" },
		{ "a: 1\n b: 2\n", 2, "mapping values are not allowed in this context" },
		{ "a: \x01\n", 1, "control characters are not allowed" },
		{ "a: \xff\n", 1, "invalid leading UTF-8 octet" },
		{ "a: [1\n", 2, "did not find expected ',' or ']'" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect(text_of(cases[i].text), ERR_MALFORMED, cases[i].line, cases[i].says);
}

/* The root, and seven below it. */
static void eight_levels_are_read(void **state)
{
	(void)state;
	const struct yaml_node *root;
	struct yaml_mistake mistake;
	struct arena scratch;

	arena_init(&scratch, BUDGET);
	assert_int_equal(yaml_tree_read(&scratch, TEXT("a: [[[[[[[1]]]]]]]"), &root, &mistake), 0);
	arena_clear(&scratch);
}

static void sizes_are_bounded(void **state)
{
	(void)state;
	char *text = test_malloc(YAML_TEXT_MAX + 1);
	const struct yaml_node *root;
	struct yaml_mistake mistake;
	struct arena scratch;

	memset(text, '#', YAML_TEXT_MAX + 1);
	expect((struct text){ text, YAML_TEXT_MAX + 1 }, ERR_LIMIT, 1, "the text is too large");
	expect((struct text){ text, YAML_TEXT_MAX }, ERR_MALFORMED, 1, "the text is empty");
	/* "[[[[..." ends at the limit of levels, however long; so do lists with many parts. */
	memset(text, '[', YAML_TEXT_MAX);
	expect((struct text){ text, YAML_TEXT_MAX }, ERR_MALFORMED, 1, NULL);
	for (size_t i = 0; i + 2 <= YAML_TEXT_MAX; i += 2)
		memcpy(text + i, i == 0 ? "[a" : ",a", 2);
	expect((struct text){ text, YAML_TEXT_MAX }, ERR_MALFORMED, 1,
	       "a list or mapping has more than 256 parts");
	arena_init(&scratch, 64);
	assert_int_equal(yaml_tree_read(&scratch, TEXT("a: b"), &root, &mistake), ERR_LIMIT);
	arena_clear(&scratch);
	test_free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_plain),
		cmocka_unit_test(refuses_what_multiplies_or_surprises),
		cmocka_unit_test(eight_levels_are_read),
		cmocka_unit_test(sizes_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
