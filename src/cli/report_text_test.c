#include "base/testkit.h"

#include "cli/test_report.h"

/* No line is wider, whatever stands in it, and no byte is one that a terminal obeys. */
static void stays_within_its_columns(void **state)
{
	const struct report *const reports[] = { &test_report, &test_report_empty };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		struct buffer out;
		struct text line;
		buffer_init(&out);
		report_put_text(&out, reports[i]);
		for (struct text rest = { out.bytes, out.used }; text_line(&rest, &line);) {
			size_t columns = 0;
			for (size_t c = 0; c < line.len; c++) {
				unsigned char at = (unsigned char)line.at[c];
				assert_true(at >= 0x20 && at != 0x7f);
				columns += (at & 0xc0) != 0x80;
			}
			assert_in_range(columns, 0, REPORT_COLUMNS);
		}
		buffer_clear(&out);
	}
}

static bool holds(const struct buffer *out, const char *piece)
{
	return memmem(out->bytes, out->used, piece, strlen(piece)) != NULL;
}

static void keeps_pieces_together(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init(&out);
	report_put_text(&out, &test_report);
	/* A character is never cut, a percentage never parted from its sign. */
	assert_true(holds(&out, "\xe6\x97\xa5\xe6\x9c\xac"));
	assert_true(holds(&out, "10 % of it"));
	/* What is pasted into a shell is what it was: quotes stay whole, lines go on. */
	assert_true(holds(&out, "decorum feedback 'a b' --asn AS64496 --class legitimate"));
	assert_true(holds(&out, "'noc and others of a long name'"));
	assert_true(holds(&out, " \\\n             "));
	assert_true(holds(&out, "'a long name/of a store'"));
	buffer_clear(&out);
}

static void says_what_is_not_there(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init(&out);
	report_put_text(&out, &test_report_empty);
	assert_true(holds(&out, "No incident of the month names one of its networks."));
	assert_true(holds(&out, "Everything was measured."));
	assert_true(holds(&out, "Routes that need work\n---------------------\nNone.\n"));
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_within_its_columns),
		cmocka_unit_test(keeps_pieces_together),
		cmocka_unit_test(says_what_is_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
