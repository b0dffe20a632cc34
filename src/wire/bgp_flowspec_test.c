#include "base/testkit.h"

#include "wire/bgp_flowspec.h"

static void judges_components(void **state)
{
	static const struct {
		unsigned afi;
		const char *hex;
		int want;
	} cases[] = {
		{ 1, "", 0 },
		{ 1, "01 18 c00002 03 81 06", 0 },
		{ 1, "04 01 50 12 1f90 c5 ff", 0 },
		{ 2, "01 20 00 20010db8 0d 81 07", 0 },
		{ 2, "01 00 00", 0 },
		{ 25, "ff", 0 },
		/* Out of order, twice, unknown: RFC 8955 section 4.2. */
		{ 1, "03 81 06 01 18 c00002", ERR_MALFORMED },
		{ 1, "03 81 06 03 81 06", ERR_MALFORMED },
		{ 1, "00 81 06", ERR_MALFORMED },
		{ 1, "0d 81 06", ERR_MALFORMED },
		{ 2, "0e 81 06", ERR_MALFORMED },
		/* D24: a prefix too long, cut short, an operator without an end. */
		{ 1, "01 21 c000020100", ERR_MALFORMED },
		{ 1, "01 18 c000", ERR_MALFORMED },
		{ 2, "01 81 00 00", ERR_MALFORMED },
		{ 2, "01 10 10", ERR_MALFORMED },
		{ 2, "01 00 05", ERR_MALFORMED },
		{ 1, "03 01 06", ERR_MALFORMED },
		{ 1, "03 b1 06", ERR_MALFORMED },
		{ 1, "03", ERR_MALFORMED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(bgp_flowspec_check(test_hex(cases[i].hex), cases[i].afi),
				 cases[i].want);
}

static void puts_comparisons(void **state)
{
	static const char *const wants[] = { "port false", "port =7",  "port >7",  "port >=7",
					     "port <7",    "port <=7", "port !=7", "port true" };
	struct buffer out = { 0 };

	(void)state;
	for (unsigned relation = 0; relation < COUNT_OF(wants); relation++) {
		uint8_t bytes[] = { 4, (uint8_t)(0x80 | relation), 7 };
		out.used = 0;
		bgp_flowspec_put(&out, test_bytes(bytes, sizeof(bytes)), 1);
		buffer_char(&out, '\0');
		assert_string_equal(out.bytes, wants[relation]);
	}
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_components),
		cmocka_unit_test(puts_comparisons),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
