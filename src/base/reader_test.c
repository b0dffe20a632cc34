#include "base/testkit.h"

static void reads_big_endian(void **state)
{
	static const uint8_t bytes[17] = {
		1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
	};
	struct reader r = reader_over(bytes, sizeof(bytes));

	(void)state;
	assert_int_equal(read_u8(&r), 0x01);
	assert_int_equal(read_u16(&r), 0x0203);
	assert_int_equal(read_u32(&r), 0x04050607);
	assert_int_equal(read_u64(&r), 0x08090a0b0c0d0e0f);
	assert_int_equal(reader_left(&r), 2);
	assert_memory_equal(read_bytes(&r, 2), "\x10\x11", 2);
	assert_int_equal(reader_left(&r), 0);
	assert_false(r.failed);
}

/* A field of every width at every length too short for it: zero, failed, and nothing taken. */
static void refuses_what_does_not_fit(void **state)
{
	static const uint8_t bytes[8] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	(void)state;
	for (size_t width = 1; width <= 8; width *= 2) {
		for (size_t size = 0; size < width; size++) {
			struct reader r = test_bytes(bytes, size);
			uint64_t value = width == 1   ? read_u8(&r)
					 : width == 2 ? read_u16(&r)
					 : width == 4 ? read_u32(&r)
						      : read_u64(&r);
			assert_int_equal(value, 0);
			assert_true(r.failed);
			assert_int_equal(reader_left(&r), size);
		}
	}
}

static void stays_failed(void **state)
{
	struct reader r = test_hex("0102");

	(void)state;
	assert_null(read_bytes(&r, SIZE_MAX)); /* a length that would wrap a pointer */
	assert_true(r.failed);
	assert_int_equal(read_u8(&r), 0);
	assert_null(read_bytes(&r, 0));
	read_skip(&r, 1);
	assert_int_equal(reader_left(&r), 2);
	assert_true(read_inner(&r, 1).failed);
}

static void inner_stays_inside(void **state)
{
	struct reader r = test_hex("aabbcc");
	struct reader inner = read_inner(&r, 2);

	(void)state;
	assert_int_equal(reader_left(&inner), 2);
	assert_int_equal(read_u32(&inner), 0);
	assert_true(inner.failed);
	assert_false(r.failed);
	assert_int_equal(read_u8(&r), 0xcc);
	assert_true(read_inner(&r, 1).failed);
	assert_true(r.failed);
}

static void nothing_may_be_nowhere(void **state)
{
	struct reader r = reader_over(NULL, 0);

	(void)state;
	assert_non_null(read_bytes(&r, 0));
	assert_false(read_inner(&r, 0).failed);
	assert_false(r.failed);
	assert_int_equal(read_u8(&r), 0);
	assert_true(r.failed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_big_endian),
		cmocka_unit_test(refuses_what_does_not_fit),
		cmocka_unit_test(stays_failed),
		cmocka_unit_test(inner_stays_inside),
		cmocka_unit_test(nothing_may_be_nowhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
