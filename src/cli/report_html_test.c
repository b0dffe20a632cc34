#include "base/testkit.h"

#include "cli/test_report.h"

enum { DEPTH_MAX = 64 };

static bool is_void(struct text name)
{
	return text_equal(name, TEXT("meta")) || text_equal(name, TEXT("br")) ||
	       text_equal(name, TEXT("!DOCTYPE"));
}

/* The name behind '<' or '</', and what is left behind the '>' of the tag. */
static struct text tag_name(struct text *rest)
{
	size_t end = 0, name = 0;

	while (name < rest->len && strchr(" >", rest->at[name]) == NULL)
		name++;
	for (bool is_quoted = false; end < rest->len && (is_quoted || rest->at[end] != '>'); end++)
		is_quoted ^= rest->at[end] == '"';
	assert_true(end < rest->len);
	struct text result = text_upto(*rest, name);
	*rest = text_from(*rest, end + 1);
	return result;
}

/* Every element that is opened is closed, in the order in which it was opened. */
static void assert_well_formed(const struct buffer *page)
{
	struct text open[DEPTH_MAX], rest = { page->bytes, page->used };
	size_t depth = 0;

	for (; text_find(rest, '<') < rest.len;) {
		rest = text_from(rest, text_find(rest, '<') + 1);
		bool closes = rest.len > 0 && rest.at[0] == '/';
		if (closes)
			rest = text_from(rest, 1);
		struct text name = tag_name(&rest);
		if (is_void(name))
			continue;
		if (closes) {
			assert_true(depth > 0);
			assert_true(text_equal(open[--depth], name));
		} else {
			assert_true(depth < DEPTH_MAX);
			open[depth++] = name;
		}
	}
	assert_int_equal(depth, 0);
}

static bool holds(const struct buffer *page, const char *piece)
{
	return memmem(page->bytes, page->used, piece, strlen(piece)) != NULL;
}

static void is_well_formed(void **state)
{
	const struct report *const reports[] = { &test_report, &test_report_empty };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		struct buffer page;
		buffer_init(&page);
		report_put_html(&page, reports[i]);
		assert_well_formed(&page);
		buffer_clear(&page);
	}
}

/* What strangers wrote is text, and asks nobody for anything. */
static void lets_nothing_in(void **state)
{
	static const char *const never[] = {
		"<script",           "'",     "\x1b",  "\xe2\x80\xae", "\xff", "\x01",
		"href=\"javascript", " src=", "<link", "<img",         "url(", "@import"
	};
	struct buffer page;

	(void)state;
	buffer_init(&page);
	report_put_html(&page, &test_report);
	/* Behind the policy, which has quotes of its own. */
	size_t head = (size_t)((char *)memmem(page.bytes, page.used, "<title>", 7) - page.bytes);
	struct buffer body = { .bytes = page.bytes + head, .used = page.used - head };
	for (size_t i = 0; i < COUNT_OF(never); i++)
		assert_false(holds(&body, never[i]));
	assert_true(holds(&page, "default-src 'none'"));
	assert_true(holds(&page, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=x"));
	assert_true(holds(&page, "<dd>javascript:alert(1)</dd>")); /* a text, not a link */
	assert_true(holds(&page, "href=\"https://example.net/?a=&lt;b&gt;&amp;&quot;c&quot;\""));
	buffer_clear(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_well_formed),
		cmocka_unit_test(lets_nothing_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
