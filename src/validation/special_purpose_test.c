#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "net/prefix.h"
#include "validation/bogon.h"
#include "validation/documentation.h"
#include "validation/special_purpose.h"

enum { LINE_SIZE = 256 };

static struct prefix prefix(const char *terminated)
{
	struct prefix prefix;

	if (prefix_parse(text_of(terminated), &prefix) < 0)
		fail_msg("not a prefix: %s", terminated);
	return prefix;
}

static void prefixes_ascend(void **state)
{
	(void)state;
	for (size_t i = 0; i < SPECIAL_PREFIXES; i++) {
		struct prefix row = prefix(special_prefixes[i].prefix);
		struct prefix before = prefix(special_prefixes[i > 0 ? i - 1 : 0].prefix);
		assert_true(i == 0 || prefix_compare(&before, &row) < 0);
		assert_true(strlen(special_prefixes[i].name) > 0);
		assert_true(strlen(special_prefixes[i].reference) > 0);
	}
}

/* 2000::/3 holds all global unicast there is: whatever lies beyond has a row, and is not reachable
 * but for the translation prefix. */
static void beyond_global_unicast_nothing_is_reachable(void **state)
{
	struct prefix unicast = prefix("2000::/3"), whole = prefix("::/0");
	unsigned reachable = 0, eighths = 0;
	(void)state;

	for (size_t i = 0; i < SPECIAL_PREFIXES; i++) {
		struct prefix row = prefix(special_prefixes[i].prefix);
		if (!prefix_covers(&whole, &row) || prefix_covers(&unicast, &row))
			continue;
		reachable += special_prefixes[i].reachable;
		eighths += row.len <= 3 ? 8U >> row.len : 0;
	}
	assert_int_equal(reachable, 1);
	assert_int_equal(eighths, 7);
}

static bool is_month(uint32_t since)
{
	uint32_t year = since / 10000, month = since / 100 % 100;

	return since % 100 == 0 && year >= 1981 && year <= 2025 && month >= 1 && month <= 12;
}

static void every_row_has_its_month(void **state)
{
	unsigned undated = 0;
	(void)state;

	for (size_t i = 0; i < SPECIAL_PREFIXES; i++)
		assert_true(is_month(special_prefixes[i].since));
	for (size_t i = 0; i < SPECIAL_ASNS; i++) {
		undated += special_asns[i].since == 0;
		assert_true(special_asns[i].since == 0 || is_month(special_asns[i].since));
	}
	assert_int_equal(undated, 1); /* IANA just reserves 65552 to 131071 */
}

static void as_numbers_ascend(void **state)
{
	(void)state;
	for (size_t i = 0; i < SPECIAL_ASNS; i++) {
		assert_true(special_asns[i].first <= special_asns[i].last);
		assert_true(i == 0 || special_asns[i - 1].last < special_asns[i].first);
	}
}

/* documentation.h repeats rows of the tables, for callers who want only these. */
static void documentation_is_what_the_tables_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < SPECIAL_PREFIXES; i++) {
		struct prefix row = prefix(special_prefixes[i].prefix);
		assert_int_equal(prefix_is_documentation(&row),
				 strncmp(special_prefixes[i].name, "Documentation", 13) == 0);
	}
	for (size_t i = 0; i < SPECIAL_ASNS; i++) {
		bool is = strcmp(special_asns[i].name, "Documentation") == 0;
		assert_int_equal(asn_is_documentation(special_asns[i].first), is);
		assert_int_equal(asn_is_documentation(special_asns[i].last), is);
	}
}

/* "first last class reference", separated by tabs. AS112 is special and allowed. */
static void as_numbers_are_the_shared_ones(void **state)
{
	const char *path = test_vectors("asn-special.tsv");
	char line[LINE_SIZE];
	size_t rows = 0;
	(void)state;

	if (path == NULL)
		skip();
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		char *end;
		unsigned long first = strtoul(line, &end, 10), last = strtoul(end, &end, 10);
		if (line[0] == '#' || first == 112)
			continue;
		assert_true(rows < SPECIAL_ASNS);
		assert_int_equal(special_asns[rows].first, first);
		assert_int_equal(special_asns[rows].last, last);
		rows++;
	}
	(void)fclose(file);
	assert_int_equal(rows, SPECIAL_ASNS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prefixes_ascend),
		cmocka_unit_test(beyond_global_unicast_nothing_is_reachable),
		cmocka_unit_test(every_row_has_its_month),
		cmocka_unit_test(as_numbers_ascend),
		cmocka_unit_test(documentation_is_what_the_tables_say),
		cmocka_unit_test(as_numbers_are_the_shared_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
