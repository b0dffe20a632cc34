#include "base/testkit.h"

#include <sys/mman.h>
#include <unistd.h>

#include "sources/packing.h"
#include "sources/unpack.h"

static struct text mark_of(struct buffer *packed)
{
	size_t size = packed->used < UNPACK_MARK_MAX ? packed->used : UNPACK_MARK_MAX;
	return test_text(packed->bytes, size);
}

static void tells_by_content(void **state)
{
	uint8_t bytes[100];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 1);
	for (size_t i = 0; i < PACKING_COUNT; i++) {
		for (size_t size = 0; size <= sizeof(bytes); size += sizeof(bytes)) {
			struct buffer packed;
			buffer_init(&packed);
			pack(&packed, PACKINGS[i], bytes, size);
			const struct unpacker *unpacker = unpack_find(mark_of(&packed));
			assert_string_equal(unpacker != NULL ? unpacker->name : "none",
					    PACKINGS[i]);
			buffer_clear(&packed);
		}
	}
}

static void tells_marks_from_what_looks_like_them(void **state)
{
	static const struct {
		const char *says;
		struct text front;
		const char *name; /* NULL: none */
	} cases[] = {
		{ "MRT of 2005-04-11", { "BZh9\0\x0d\0\2\0\0\0\x26\0\0\0\0", 16 }, NULL },
		{ "MRT of 2012-08-14",
		  { "\x50\x2a\x4d\x18\0\x10\0\4\0\0\0\x26\0\0\0\0", 16 },
		  NULL },
		{ "pzstd", { "\x50\x2a\x4d\x18\4\0\0\0abcd\x28\xb5\x2f\xfd", 16 }, "zstd" },
		{ "bzip2 of nothing", { "BZh5\x17\x72\x45\x38\x50\x90", 10 }, "bzip2" },
		{ "gzip", { "\x1f\x8b\x08", 3 }, "gzip" },
		{ "pack, not gzip", { "\x1f\x1e\x08", 3 }, NULL },
		{ "too short for xz", { "\xfd\x37zXZ", 5 }, NULL },
		{ "too short for zstd", { "\x28\xb5\x2f", 3 }, NULL },
		{ "nothing", { "", 0 }, NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text front = test_text(cases[i].front.at, cases[i].front.len);
		const struct unpacker *found = unpack_find(front);
		if (cases[i].name == NULL
			    ? found != NULL
			    : found == NULL || strcmp(found->name, cases[i].name) != 0)
			fail_msg("%s: %s", cases[i].says, found != NULL ? found->name : "none");
	}
}

static void knows_a_mark_that_is_cut_off(void **state)
{
	static const struct text whole[] = {
		{ "\x1f\x8b\x08", 3 },
		{ "BZh91AY&SY", 10 },
		{ "\xfd\x37zXZ\0", 6 },
		{ "\x28\xb5\x2f\xfd", 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(whole); i++) {
		const struct unpacker *unpacker = unpack_find(whole[i]);
		assert_int_equal(unpack_begins(unpacker, whole[i]), 1);
		for (size_t len = 1; len < whole[i].len; len++)
			assert_int_equal(unpack_begins(unpacker, test_text(whole[i].at, len)),
					 ERR_TRUNCATED);
		assert_int_equal(unpack_begins(unpacker, TEXT("")), 0);
		assert_int_equal(unpack_begins(unpacker, TEXT("garbage")), 0);
	}
}

/* The end of a piece of memory behind which nobody may read or write. */
static uint8_t *cliff(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *base =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(base != MAP_FAILED);
	assert_int_equal(mprotect(base + page, page, PROT_NONE), 0);
	return base + page;
}

/* Feeds `in_step` bytes at a time and gives room for `out_step`. */
static void check_steps(const struct unpacker *unpacker, struct buffer *packed,
			const uint8_t *bytes, size_t size, size_t in_step, size_t out_step)
{
	static uint8_t *in_end, *out_end;
	size_t fed = 0, made = 0;
	int got = 0;

	if (in_end == NULL) {
		in_end = cliff();
		out_end = cliff();
	}
	void *state = unpacker->open(0);
	while (got == 0) {
		size_t in_size = packed->used - fed < in_step ? packed->used - fed : in_step;
		memcpy(in_end - in_size, packed->bytes + fed, in_size);
		struct unpacking io = { in_end - in_size, in_size, out_end - out_step,
					out_step,         fed,     "" };
		got = unpacker->step(state, &io);
		assert_true(io.in + io.in_size == in_end && io.out + io.out_size == out_end);
		size_t done = out_step - io.out_size;
		assert_true(made + done <= size);
		assert_memory_equal(out_end - out_step, bytes + made, done);
		assert_true(done > 0 || io.in_size < in_size || got == 1);
		fed += in_size - io.in_size;
		made += done;
	}
	assert_int_equal(got, 1);
	assert_int_equal(made, size);
	assert_int_equal(fed, packed->used);
	unpacker->close(state);
}

static void takes_pieces_of_any_size(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 7, 13, 64 };
	uint8_t bytes[3000];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 2);
	for (size_t i = 1; i < PACKING_COUNT; i++) {
		struct buffer packed;
		buffer_init(&packed);
		pack(&packed, PACKINGS[i], bytes, sizeof(bytes));
		const struct unpacker *unpacker = unpack_find(mark_of(&packed));
		for (size_t in = 0; in < COUNT_OF(steps); in++)
			for (size_t out = 0; out < COUNT_OF(steps); out++)
				check_steps(unpacker, &packed, bytes, sizeof(bytes), steps[in],
					    steps[out]);
		buffer_clear(&packed);
	}
}

/* What one whole piece of input leads to. */
static int verdict_on(const char *packed, size_t size)
{
	uint8_t in[256], out[256];
	struct unpacking io = { in, size, out, sizeof(out), 0, "" };

	assert(size <= sizeof(in));
	memcpy(in, packed, size);
	const struct unpacker *unpacker = unpack_find((struct text){ packed, size });
	assert_non_null(unpacker);
	void *unpacking = unpacker->open(0);
	int got = unpacker->step(unpacking, &io);
	unpacker->close(unpacking);
	return got;
}

/* Bytes made by hand: what the packers of the libraries do not write. */
static void knows_the_odd_members(void **state)
{
#define ODD(says, packed, verdict)                                                                 \
	{                                                                                          \
		says, packed, sizeof(packed) - 1, verdict                                          \
	}
#define GZIP(flags) "\x1f\x8b\x08" flags "\0\0\0\0\0\x03"
#define HI          "\1\2\0\xfd\xffhi\xac\x2a\x93\xd8\2\0\0\0" /* a stored block, CRC, ISIZE */
	static const struct {
		const char *says, *packed;
		size_t size;
		int verdict;
	} cases[] = {
		ODD("a stored block", GZIP("\0") HI, 1),
		ODD("name, comment, extra field", GZIP("\x1c") "\4\0abcdname\0comment\0" HI, 1),
		ODD("header CRC that fits", GZIP("\2") "\xa7\x77" HI, 1),
		ODD("header CRC that does not", GZIP("\2") "\xa7\x78" HI, ERR_MALFORMED),
		ODD("reserved flags", GZIP("\x20") HI, ERR_UNSUPPORTED),
		ODD("wrong CRC", GZIP("\0") "\1\2\0\xfd\xffhi\xac\x2a\x93\xd9\2\0\0\0",
		    ERR_MALFORMED),
		ODD("wrong ISIZE", GZIP("\0") "\1\2\0\xfd\xffhi\xac\x2a\x93\xd8\3\0\0\0",
		    ERR_MALFORMED),
		ODD("block type 3", GZIP("\0") "\7\0\0\0\0\0\0\0\0", ERR_MALFORMED),
		ODD("length and its complement differ", GZIP("\0") "\1\2\0\xfd\xfehi",
		    ERR_MALFORMED),
		ODD("bzip2 block of size 0", "BZh01AY&SY\0\0\0\0\0\0\0\0\0\0\0", ERR_MALFORMED),
		ODD("zstd window of 256 MiB", "\x28\xb5\x2f\xfd\0\x90\1\0\0", ERR_LIMIT),
		ODD("zstd window of 128 MiB", "\x28\xb5\x2f\xfd\0\x88\1\0\0", 1),
		ODD("zstd with a dictionary", "\x28\xb5\x2f\xfd\1\x58\7\1\0\0", ERR_UNSUPPORTED),
		ODD("zstd with a reserved bit", "\x28\xb5\x2f\xfd\x08\x58\1\0\0", ERR_MALFORMED),
		ODD("xz with reserved flags", "\xfd\x37zXZ\0\1\1\x28\x13\xc5\x2f", ERR_UNSUPPORTED),
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int got = verdict_on(cases[i].packed, cases[i].size);
		if (got != cases[i].verdict)
			fail_msg("%s: %d instead of %d", cases[i].says, got, cases[i].verdict);
	}
}

/* `xz -9 --lzma2=dict=1GiB` asks for more memory than there may be; `xz -9` must be read. */
static void bounds_the_memory_of_xz(void **state)
{
	static const struct {
		uint32_t dictionary;
		int verdict;
	} cases[] = { { 64 << 20, 1 }, { 1 << 30, ERR_LIMIT } };
	uint8_t hi[] = "hi";

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		lzma_options_lzma options;
		assert_false(lzma_lzma_preset(&options, 0));
		options.dict_size = cases[i].dictionary;
		lzma_filter filters[] = { { LZMA_FILTER_LZMA2, &options },
					  { LZMA_VLI_UNKNOWN, NULL } };
		uint8_t packed[256];
		size_t size = 0;
		assert_int_equal(lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, NULL, hi,
							   sizeof(hi), packed, &size,
							   sizeof(packed)),
				 LZMA_OK);
		assert_int_equal(verdict_on((char *)packed, size), cases[i].verdict);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_by_content),
		cmocka_unit_test(tells_marks_from_what_looks_like_them),
		cmocka_unit_test(knows_a_mark_that_is_cut_off),
		cmocka_unit_test(takes_pieces_of_any_size),
		cmocka_unit_test(knows_the_odd_members),
		cmocka_unit_test(bounds_the_memory_of_xz),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
