#include "base/testkit.h"

#include "net/hops.h"

static struct hops hops;

static void flattens(void **state)
{
	static const struct {
		const char *hex;
		int err;
		uint32_t count, asn_count, length;
		bool ends_in_set, loops;
	} cases[] = {
		{ "", 0, 0, 0, 0, false, false },
		{ "0203 00000001 00000002 00000003", 0, 3, 3, 3, false, false },
		{ "0204 00000001 00000001 00000002 00000002", 0, 2, 2, 2, false, false },
		/* A prepend across segments. */
		{ "0201 00000001 0201 00000001", 0, 1, 1, 1, false, false },
		{ "0203 00000001 00000002 00000001", 0, 3, 3, 3, false, true },
		{ "0201 00000001 0102 00000002 00000003", 0, 2, 3, 2, true, false },
		/* A member of a set is no loop; a set is never a prepend. */
		{ "0201 00000002 0101 00000002", 0, 2, 2, 2, true, false },
		{ "0101 00000002 0201 00000003", 0, 2, 2, 2, false, false },
		/* Confederations do not count. */
		{ "0302 0000fde8 0000fde9 0201 00000001", 0, 3, 3, 1, false, false },
		{ "0402 0000fde8 0000fde9", 0, 1, 2, 0, false, false },
		/* A member is not the AS outside that has the same number. */
		{ "0302 0000fde8 0000fde8 0202 0000fde8 0000fde8", 0, 2, 2, 1, false, true },
		/* Empty segments are nothing. */
		{ "0201 00000001 0100", 0, 1, 1, 1, false, false },
		{ "0201 00000001 0501 00000001", ERR_MALFORMED, 0, 0, 0, false, false },
		{ "0201 00000001 0201 000000", ERR_TRUNCATED, 0, 0, 0, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(hops_read(&hops, test_hex(cases[i].hex)), cases[i].err);
		assert_int_equal(hops.count, cases[i].count);
		assert_int_equal(hops.asn_count, cases[i].asn_count);
		assert_int_equal(hops.length, cases[i].length);
		assert_int_equal(hops.ends_in_set, cases[i].ends_in_set);
		assert_int_equal(hops_loop(&hops), cases[i].loops);
	}
}

static void tells_kinds_of_hops(void **state)
{
	static const struct {
		bool is_set, is_confed;
		uint32_t count;
	} want[] = {
		{ false, true, 1 }, { true, true, 2 }, { false, false, 1 }, { true, false, 2 }
	};

	(void)state;
	assert_int_equal(hops_read(&hops, test_hex("0301 00000001 0402 00000002 00000003 "
						   "0201 00000004 0102 00000005 00000006")),
			 0);
	assert_int_equal(hops.count, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		assert_int_equal(hops.all[i].is_set, want[i].is_set);
		assert_int_equal(hops.all[i].is_confed, want[i].is_confed);
		assert_int_equal(hops.all[i].count, want[i].count);
	}
}

/* As many AS numbers as an attribute can hold, all different. */
static void takes_the_longest(void **state)
{
	enum { SEGMENTS = 128, IN_SEGMENT = 255 };
	static uint8_t path[SEGMENTS * (2 + 4 * IN_SEGMENT)];
	size_t at = 0;
	uint32_t asn = 0;

	(void)state;
	for (unsigned s = 0; s < SEGMENTS; s++) {
		path[at++] = 2;
		path[at++] = IN_SEGMENT;
		for (unsigned i = 0; i < IN_SEGMENT; i++, asn++)
			for (unsigned shift = 32; shift > 0; shift -= 8)
				path[at++] = (uint8_t)(asn >> (shift - 8));
	}
	assert_int_equal(hops_read(&hops, test_bytes(path, at)), 0);
	assert_int_equal(hops.count, SEGMENTS * IN_SEGMENT);
	assert_false(hops_loop(&hops));
}

static void read_any(struct reader in)
{
	if (hops_read(&hops, in) == 0)
		(void)hops_loop(&hops);
	assert_in_range(hops.count, 0, hops.asn_count);
}

static void survives_damage(void **state)
{
	struct reader in = test_hex("0302 0000fde8 0000fde9 0203 00000001 00000001 00000002 0102 "
				    "00000003 00000004");
	uint8_t copy[64];
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, read_any);
	test_every_bit_flip(copy, size, read_any);
}

static int start(void **state)
{
	(void)state;
	hops_init(&hops);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	hops_clear(&hops);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flattens),
		cmocka_unit_test(tells_kinds_of_hops),
		cmocka_unit_test(takes_the_longest),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
