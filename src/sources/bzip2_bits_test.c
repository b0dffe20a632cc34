#include "base/testkit.h"

#include "sources/bzip2_joining.h"
#include "sources/packing.h"

static const uint64_t MARKS[] = { UINT64_C(0x314159265359), UINT64_C(0x177245385090) };

/* Looks at every bit. */
static bool find_slowly(const uint8_t *bytes, size_t size, uint64_t from, uint64_t *out_bit,
			bool *out_is_end)
{
	uint64_t last = 0;

	for (uint64_t bit = 0; bit < 8 * (uint64_t)size; bit++) {
		last = (last << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1)) & 0xffffffffffff;
		if (bit + 1 < from + BZIP2_MARK_BITS || (last != MARKS[0] && last != MARKS[1]))
			continue;
		*out_bit = bit + 1 - BZIP2_MARK_BITS;
		*out_is_end = last == MARKS[1];
		return true;
	}
	return false;
}

static void plant(uint8_t *bytes, uint64_t bit, uint64_t mark)
{
	for (unsigned i = 0; i < BZIP2_MARK_BITS; i++, bit++) {
		uint8_t mask = (uint8_t)(0x80 >> bit % 8);
		bytes[bit / 8] =
			(uint8_t)((bytes[bit / 8] & ~mask) | (mark >> (47 - i) & 1 ? mask : 0));
	}
}

static void assert_found_alike(const struct bzip2_seeker *seeker, const uint8_t *bytes, size_t size,
			       uint64_t from)
{
	uint64_t bit = 0, bit_slowly = 0;
	bool is_end = false, is_end_slowly = false;
	struct reader in = test_bytes(bytes, size);
	bool found = bzip2_find_mark(seeker, in.at, size, from, &bit, &is_end);

	assert_int_equal(found, find_slowly(bytes, size, from, &bit_slowly, &is_end_slowly));
	assert_int_equal(bit, bit_slowly);
	assert_int_equal(is_end, is_end_slowly);
}

static void finds_marks_at_every_bit(void **state)
{
	struct bzip2_seeker seeker;
	uint8_t clean[40], bytes[40];

	(void)state;
	bzip2_seeker_init(&seeker);
	packing_sample(clean, sizeof(clean), 1);
	for (size_t mark = 0; mark < COUNT_OF(MARKS); mark++) {
		for (uint64_t at = 0; at + BZIP2_MARK_BITS <= 8 * sizeof(bytes); at++) {
			memcpy(bytes, clean, sizeof(bytes));
			plant(bytes, at, MARKS[mark]);
			for (uint64_t from = at > 9 ? at - 9 : 0; from < at + 9; from++)
				assert_found_alike(&seeker, bytes, sizeof(bytes), from);
			for (size_t size = at / 8; size < at / 8 + 9 && size < 40; size++)
				assert_found_alike(&seeker, bytes, size, 0);
		}
	}
	assert_found_alike(&seeker, bytes, 0, 0);
	assert_found_alike(&seeker, bytes, 8, 1000);
}

static void finds_the_first_of_several(void **state)
{
	struct bzip2_seeker seeker;
	uint8_t bytes[64];

	(void)state;
	bzip2_seeker_init(&seeker);
	for (uint32_t seed = 0; seed < 20000; seed++) {
		packing_sample(bytes, sizeof(bytes), seed);
		for (uint32_t i = 0; i < 3; i++)
			plant(bytes, (seed * (2 * i + 1) * 2654435761U >> 7) % 460,
			      MARKS[(seed >> i) & 1]);
		assert_found_alike(&seeker, bytes, sizeof(bytes), seed % 300);
	}
}

static bool unpacks_to(const uint8_t *packed, size_t size, const uint8_t *bytes, size_t wanted)
{
	uint8_t *copy = memory_alloc(size, 1), *out = memory_alloc(wanted + 1, 1);
	unsigned got = (unsigned)wanted + 1;

	memcpy(copy, packed, size);
	int err = BZ2_bzBuffToBuffDecompress((char *)out, &got, (char *)copy, (unsigned)size, 0, 0);
	bool same = err == BZ_OK && got == wanted && memcmp(out, bytes, wanted) == 0;
	free(out);
	free(copy);
	return same;
}

/* A block stands at any bit of a file, and the stream made of it ends at any bit. */
static void makes_streams_of_single_blocks(void **state)
{
	uint8_t bytes[300], single[1024];

	(void)state;
	for (size_t wanted = 1; wanted < sizeof(bytes); wanted += 7) {
		uint64_t end = 0;
		packing_sample(bytes, wanted, (uint32_t)wanted);
		uint8_t *packed = joining_pack(bytes, wanted, 3, &end);
		for (unsigned shift = 0; shift < 8; shift++) {
			struct buffer shifted;
			buffer_init(&shifted);
			struct joining joining = { .out = &shifted };
			join_number(&joining, 0x55, shift);
			join_bits(&joining, packed, 8 * BZIP2_HEADER_SIZE, end);
			join_end(&joining);
			struct reader in = test_bytes(shifted.bytes, shifted.used);
			const struct bzip2_block block = { .first = in.at[0],
							   .shift = shift,
							   .rest = in.at + 1,
							   .bits = end - 8 * BZIP2_HEADER_SIZE,
							   .level = 3 };
			size_t made = bzip2_single(&block, single);
			assert_true(made <= (block.bits + 7) / 8 + BZIP2_AROUND_MAX);
			assert_memory_equal(single, packed, made);
			assert_true(unpacks_to(single, made, bytes, wanted));
			buffer_clear(&shifted);
		}
		free(packed);
	}
}

/* Behind the prelude the end of the stream stands at any bit, and its CRC fits. */
static void leads_libbz2_to_the_middle_of_a_stream(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 200; i++) {
		uint32_t combined = i < 2 ? -i : i * 2654435761U;
		struct bzip2_prelude prelude;
		struct buffer packed;
		char unpacked[BZIP2_PRELUDE_MAX];
		unsigned size = sizeof(unpacked);

		bzip2_prelude_make(&prelude, 1 + i % 9, combined, i % 8);
		buffer_init(&packed);
		buffer_text(&packed, (struct text){ (char *)prelude.bytes, prelude.size });
		struct joining joining = { &packed, i % 8, combined };
		join_end(&joining);
		assert_int_equal(BZ2_bzBuffToBuffDecompress(unpacked, &size, packed.bytes,
							    (unsigned)packed.used, 0, 0),
				 BZ_OK);
		assert_int_equal(size, prelude.unpacked_size);
		buffer_clear(&packed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_marks_at_every_bit),
		cmocka_unit_test(finds_the_first_of_several),
		cmocka_unit_test(makes_streams_of_single_blocks),
		cmocka_unit_test(leads_libbz2_to_the_middle_of_a_stream),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
