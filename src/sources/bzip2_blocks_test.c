#include "base/testkit.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "sources/bzip2_blocks.h"
#include "sources/bzip2_joining.h"
#include "sources/packing.h"

enum { THREADS = 4 };

static struct alike check_with(const struct buffer *packed, unsigned threads)
{
	struct alike alike = { .room = 1 << 18 };

	check_alike(packed->bytes, packed->used, threads, &alike);
	return alike;
}

static void pack_level(struct buffer *packed, uint8_t *bytes, size_t size, int level)
{
	unsigned room = (unsigned)(size + size / 8 + 1024);
	char *to = buffer_room(packed, room);

	assert_int_equal(
		BZ2_bzBuffToBuffCompress(to, &room, (char *)bytes, (unsigned)size, level, 0, 0),
		BZ_OK);
	buffer_commit(packed, to + room);
}

static void unpacks_any_number_of_blocks(void **state)
{
	static const size_t sizes[] = { 0,      1,      5000,   99980,  99981,   99990,
					100000, 100001, 250000, 899981, 1000000, 2 << 20 };
	uint8_t *bytes = memory_alloc(2 << 20, 1);

	(void)state;
	packing_sample(bytes, 2 << 20, 1);
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		for (int level = 1; level <= 9; level += 8) {
			struct buffer packed;
			buffer_init(&packed);
			pack_level(&packed, bytes, sizes[i], level);
			for (unsigned threads = 1; threads <= THREADS; threads++) {
				struct alike alike = check_with(&packed, threads);
				assert_int_equal(alike.verdict, 0);
				assert_int_equal(alike.unpacked_bytes, sizes[i]);
			}
			buffer_clear(&packed);
		}
	free(bytes);
}

/* `blocks` of some dozen bytes each in one stream. */
static void join_small(struct buffer *packed, unsigned blocks, uint32_t seed)
{
	struct joining joining;
	uint8_t bytes[64];

	join_start(&joining, packed, 1);
	for (unsigned i = 0; i < blocks; i++) {
		packing_sample(bytes, sizeof(bytes), seed + i);
		join_block(&joining, bytes, sizeof(bytes) - (seed + i) % 50);
	}
	join_end(&joining);
}

/* Streams, one behind the other, with padding or not, and garbage at the end that looks like more.
 */
static void unpacks_streams_in_a_row(void **state)
{
	static const size_t pads[] = { 0, 1, 15, 16, 17, 4096 };
	uint8_t bytes[3000];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 5);
	for (size_t i = 0; i < COUNT_OF(pads); i++)
		for (size_t read_size = 0; read_size < 60; read_size += 17) {
			struct buffer packed;
			struct alike alike = { .read_size = read_size, .room = 77 };
			buffer_init(&packed);
			for (int stream = 0; stream < 12; stream++) {
				pack_level(&packed, bytes, stream % 3 ? sizeof(bytes) : 0,
					   1 + stream % 9);
				join_small(&packed, (unsigned)stream % 4, 3);
				for (size_t n = 0; n < pads[i]; n++)
					buffer_char(&packed, '\0');
			}
			check_alike(packed.bytes, packed.used, 3, &alike);
			assert_int_equal(alike.verdict, 0);
			buffer_string(&packed, "xBZh91AY&SYxxBZh9\x17\x72\x45\x38\x50\x90 BZh");
			check_alike(packed.bytes, packed.used, 2, &alike);
			assert_int_equal(alike.verdict, 0);
			buffer_clear(&packed);
		}
}

static void check_damage(struct reader in)
{
	struct alike alike = { .room = 100, .read_size = 90 };
	check_alike(in.at, reader_left(&in), 2, &alike);
}

static void takes_damage_as_libbz2_does(void **state)
{
	struct buffer packed;

	(void)state;
	buffer_init(&packed);
	join_small(&packed, 3, 11);
	join_small(&packed, 1, 21);
	test_every_bit_flip(packed.bytes, packed.used, check_damage);
	test_every_truncation(packed.bytes, packed.used, check_damage);
	buffer_clear(&packed);
}

/* The bits of an odd block, made from those of a good one. */
typedef void make_odd(struct joining *joining, const uint8_t *good, uint64_t end, uint64_t mark);

enum { AT_CRC = 32 + 48, AT_RANDOM = AT_CRC + 32, AT_MAP = AT_RANDOM + 25 };

static unsigned bits_of(const uint8_t *bytes, uint64_t at, unsigned count)
{
	return bzip2_u32(bytes, at) >> (32 - count);
}

/* Selectors that nobody needs may say anything: `mark`, for one. */
static void plant_mark(struct joining *joining, const uint8_t *good, uint64_t end, uint64_t mark)
{
	unsigned maps = (unsigned)__builtin_popcount(bits_of(good, AT_MAP, 16));
	uint64_t at = AT_MAP + 16 + 16 * maps;
	unsigned groups = bits_of(good, at, 3), selectors = bits_of(good, at + 3, 15);
	unsigned more = 1 + BZIP2_MARK_BITS - (unsigned)__builtin_popcountll(mark);

	assert_int_equal(groups, 6);
	join_bits(joining, good, 32, at + 3);
	join_number(joining, selectors + more, 15);
	uint64_t behind = at + 18;
	for (unsigned i = 0; i < selectors; behind++)
		i += bits_of(good, behind, 1) == 0;
	join_bits(joining, good, at + 18, behind);
	join_number(joining, mark << 1, BZIP2_MARK_BITS + 1);
	join_bits(joining, good, behind, end);
}

static void set_random(struct joining *joining, const uint8_t *good, uint64_t end, uint64_t mark)
{
	(void)mark;
	join_bits(joining, good, 32, AT_RANDOM);
	join_number(joining, 1, 1);
	join_bits(joining, good, AT_RANDOM + 1, end);
}

static void put_garbage_behind(struct joining *joining, const uint8_t *good, uint64_t end,
			       uint64_t mark)
{
	(void)mark;
	join_bits(joining, good, 32, end);
	join_number(joining, 0x314159, 24);
}

static void spoil_crc(struct joining *joining, const uint8_t *good, uint64_t end, uint64_t mark)
{
	join_bits(joining, good, 32, AT_CRC);
	join_number(joining, mark, 32);
	join_bits(joining, good, AT_CRC + 32, end);
}

static void takes_odd_blocks_as_libbz2_does(void **state)
{
	static const struct {
		const char *says;
		make_odd *make;
		uint64_t mark;
		size_t size;
		int verdict;
	} cases[] = {
		{ "a block's mark by chance", plant_mark, UINT64_C(0x314159265359), 6000, 0 },
		{ "an end's mark by chance", plant_mark, UINT64_C(0x177245385090), 6000, 0 },
		{ "randomised, too short to matter", set_random, 0, 600, 0 },
		{ "randomised, and it matters", set_random, 0, 6000, ERR_MALFORMED },
		{ "garbage behind a block", put_garbage_behind, 0, 6000, ERR_MALFORMED },
		{ "another CRC", spoil_crc, 7, 6000, ERR_MALFORMED },
	};
	uint8_t bytes[6000];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 31);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (unsigned place = 0; place < 12; place++) {
			uint64_t end = 0;
			uint8_t *good = joining_pack(bytes, cases[i].size, 9, &end);
			struct joining joining;
			struct buffer packed;
			buffer_init(&packed);
			join_start(&joining, &packed, 9);
			for (unsigned n = 0; n < place; n++)
				join_block(&joining, bytes + n, 100 + n);
			cases[i].make(&joining, good, end, cases[i].mark);
			joining.combined = bzip2_combine(joining.combined, bzip2_u32(good, AT_CRC));
			join_block(&joining, bytes, 1000);
			join_end(&joining);
			join_small(&packed, 3, place);
			struct alike alike = check_with(&packed, 2 + place % 3);
			if (alike.verdict != cases[i].verdict)
				fail_msg("%s: %d", cases[i].says, alike.verdict);
			buffer_clear(&packed);
			free(good);
		}
}

/* A block that was packed with a higher level than the header says. */
static void takes_a_wrong_level_as_libbz2_does(void **state)
{
	uint8_t *bytes = memory_alloc(300000, 1);
	struct buffer packed;

	(void)state;
	packing_sample(bytes, 300000, 9);
	for (int level = '0' - 1; level <= '9' + 1; level++) {
		buffer_init(&packed);
		join_small(&packed, 2, 1);
		size_t second = packed.used;
		pack_level(&packed, bytes, 300000, 9);
		packed.bytes[second + 3] = (char)level;
		struct alike alike = check_with(&packed, 2);
		assert_int_equal(alike.verdict, level >= '3' && level <= '9' ? 0 : ERR_MALFORMED);
		buffer_clear(&packed);
	}
	free(bytes);
}

/* Blocks that become large, by the first run-length coding or by the block sorting. */
static void refuses_bombs_where_libbz2_alone_would(void **state)
{
	enum { ZEROS = 40 << 20, PATTERN = 890000, BLOCKS = 120 };
	uint8_t *bytes = memory_alloc(ZEROS, 1);
	struct joining joining;
	struct buffer packed;

	(void)state;
	buffer_init(&packed);
	join_start(&joining, &packed, 9);
	for (int i = 0; i < 3; i++)
		join_block(&joining, bytes, ZEROS);
	join_end(&joining);
	struct alike alike = check_with(&packed, 3);
	assert_int_equal(alike.verdict, ERR_LIMIT);
	buffer_clear(&packed);

	for (size_t i = 0; i < PATTERN; i++)
		bytes[i] = (uint8_t)("decompression bomb"[i % 18]);
	uint64_t end = 0;
	uint8_t *block = joining_pack(bytes, PATTERN, 9, &end);
	buffer_init(&packed);
	join_start(&joining, &packed, 9);
	for (int i = 0; i < BLOCKS; i++)
		join_bits(&joining, block, 8 * BZIP2_HEADER_SIZE, end);
	alike = check_with(&packed, 2);
	assert_int_equal(alike.verdict, ERR_LIMIT);
	assert_in_range(alike.unpacked_bytes, STREAM_RATIO_FREE, STREAM_RATIO_FREE + (4 << 20));
	buffer_clear(&packed);
	free(block);
	free(bytes);
}

/* Whether the first block is given; 40 MB of zeros take 40 MB nowhere. */
static void doubts_what_grows_too_much(void **state)
{
	static const struct {
		size_t size;
		int verdict;
	} cases[] = { { 600, 1 },
		      { BZIP2_BLOCK_OUT_MAX, 1 },
		      { BZIP2_BLOCK_OUT_MAX + 1, BZIP2_TAKE_OVER },
		      { 40 << 20, BZIP2_TAKE_OVER } };
	uint8_t *zeros = memory_alloc(40 << 20, 1), *out = memory_alloc(BZIP2_BLOCK_OUT_MAX, 1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bzip2_blocks *blocks = bzip2_blocks_new(2);
		struct joining joining;
		struct buffer packed;
		buffer_init(&packed);
		join_start(&joining, &packed, 9);
		join_block(&joining, zeros, cases[i].size);
		join_end(&joining);
		uint8_t *in = (uint8_t *)packed.bytes;
		struct unpacking io = { in, packed.used, out, BZIP2_BLOCK_OUT_MAX, 0, NULL };
		bzip2_blocks_start(blocks);
		assert_int_equal(bzip2_blocks_look(blocks, in, packed.used, 0), UNPACK_EATING);
		assert_int_equal(bzip2_blocks_step(blocks, &io), cases[i].verdict);
		assert_int_equal(BZIP2_BLOCK_OUT_MAX - io.out_size,
				 cases[i].verdict == 1 ? cases[i].size : 0);
		assert_int_equal(io.in_size, cases[i].verdict == 1 ? 0 : packed.used);
		assert_false(bzip2_blocks_place(blocks).behind_blocks);
		bzip2_blocks_free(blocks);
		buffer_clear(&packed);
	}
	free(out);
	free(zeros);
}

static void lets_go_at_any_moment(void **state)
{
	uint8_t *bytes = memory_alloc(2 << 20, 1);
	struct buffer packed;

	(void)state;
	packing_sample(bytes, 2 << 20, 6);
	buffer_init(&packed);
	pack_level(&packed, bytes, 2 << 20, 1);
	for (unsigned i = 0; i < 60; i++) {
		struct stream_options options = { .threads = 2 + i % 3 };
		struct stream *stream = stream_open_memory(packed.bytes, packed.used, &options);
		for (unsigned reads = i; reads > 0; reads--) {
			size_t size = 0;
			assert_int_equal(stream_read(stream, bytes, 30000, &size), 1);
		}
		stream_close(stream);
	}
	buffer_clear(&packed);
	free(bytes);
}

/* What is there is given, though the pipe stays open and the writer is silent. */
static void waits_for_nothing_that_is_not_needed(void **state)
{
	uint8_t *bytes = memory_alloc(250000, 1), *room = memory_alloc(250000, 1);
	const struct stream_options options = { .threads = 2 };
	struct buffer packed;
	char path[32];
	int ends[2];
	size_t made = 0;

	(void)state;
	packing_sample(bytes, 250000, 8);
	buffer_init(&packed);
	pack_level(&packed, bytes, 250000, 1);
	assert_true(packed.used < 1 << 19);
	assert_int_equal(pipe(ends), 0);
	assert_true(fcntl(ends[1], F_SETPIPE_SZ, 1 << 19) >= 1 << 19);
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	struct stream *stream = stream_open(path, &options);
	for (size_t at = 0; at < packed.used; at += 50000) {
		size_t piece = packed.used - at < 50000 ? packed.used - at : 50000;
		assert_int_equal(write(ends[1], packed.bytes + at, piece), piece);
		size_t size = 0;
		if (at < 100000) /* not yet a whole block and the mark behind it */
			continue;
		assert_int_equal(stream_read(stream, room + made, 100, &size), 1);
		made += size;
	}
	for (size_t size = 0; made < 250000; made += size)
		assert_int_equal(stream_read(stream, room + made, 250000 - made, &size), 1);
	assert_memory_equal(room, bytes, made);
	stream_close(stream); /* while the writer may have more to say */
	(void)close(ends[0]);
	(void)close(ends[1]);
	buffer_clear(&packed);
	free(room);
	free(bytes);
}

static void reads_real_tables(void **state)
{
	static const char *const files[] = { "mrt/rib.20150922.bz2",
					     "mrt/updates.20260222.1530.bz2" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const char *path = test_data(files[i]);
		if (path == NULL)
			skip();
		FILE *file = fopen(path, "rb");
		struct buffer packed;
		buffer_init(&packed);
		size_t got;
		do {
			char *at = buffer_room(&packed, 1 << 20);
			got = fread(at, 1, 1 << 20, file);
			buffer_commit(&packed, at + got);
		} while (got > 0);
		(void)fclose(file);
		assert_int_equal(check_with(&packed, 2).verdict, 0);
		buffer_clear(&packed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unpacks_any_number_of_blocks),
		cmocka_unit_test(unpacks_streams_in_a_row),
		cmocka_unit_test(takes_damage_as_libbz2_does),
		cmocka_unit_test(takes_odd_blocks_as_libbz2_does),
		cmocka_unit_test(takes_a_wrong_level_as_libbz2_does),
		cmocka_unit_test(refuses_bombs_where_libbz2_alone_would),
		cmocka_unit_test(doubts_what_grows_too_much),
		cmocka_unit_test(lets_go_at_any_moment),
		cmocka_unit_test(waits_for_nothing_that_is_not_needed),
		cmocka_unit_test(reads_real_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
