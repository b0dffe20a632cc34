#include "base/testkit.h"

#include "store/store_blocks.h"

static struct prefix prefix(const char *text)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(text_of(text), &prefix), 0);
	return prefix;
}

static struct stored_vrp row(const char *text, uint8_t max_length, asn_t asn)
{
	return (struct stored_vrp){ { prefix(text), max_length, asn }, 7 };
}

static void keys_sort_as_prefixes_do(void **state)
{
	static const char *const sorted[] = {
		"0.0.0.0/0",       "1.0.0.0/8", "1.0.0.0/24", "1.0.0.1/32",    "10.0.0.0/8",
		"255.0.0.0/8",     "::/0",      "::/128",     "2001:db8::/32", "2001:db8::/48",
		"2001:db8::1/128", "ffff::/16",
	};
	uint8_t before[PREFIX_KEY_MAX] = { 0 }, key[PREFIX_KEY_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sorted); i++) {
		struct prefix in = prefix(sorted[i]), out = { 0 };
		size_t size = prefix_key_write(&in, key);
		assert_int_equal(size, in.family == FAMILY_V4 ? 6 : 18);
		assert_int_equal(prefix_key_read(test_bytes(key, size), &out), 0);
		assert_true(prefix_equal(&in, &out));
		assert_true(memcmp(before, key, size) < 0);
		memcpy(before, key, sizeof(before));
	}
}

static void refuses_keys_that_are_none(void **state)
{
	static const char *const bad[] = {
		"",                  /* nothing */
		"05 0a000000 08",    /* no such family */
		"04 0a000000",       /* no length */
		"04 0a000000 21",    /* a length of 33 */
		"04 0a000001 08",    /* host bits */
		"04 0a000000 08 00", /* more than a key */
		"06 0a000000 08",    /* a short address */
		"06 20010db8000000000000000000000000 81",
		"06 20010db8000000000000000000000001 7f",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct prefix out = { .len = 99 };
		assert_int_equal(prefix_key_read(test_hex(bad[i]), &out), ERR_MALFORMED);
		assert_int_equal(out.len, 99);
	}
}

static void writes_what_the_docs_draw(void **state)
{
	struct stored_vrp rows[] = { row("192.0.2.0/24", 25, 64496),
				     row("198.51.100.0/24", 24, 0) };
	struct reader want = test_hex("04"
				      "c0000200 18 19 0000fbf0 0007"
				      "c6336400 18 18 00000000 0007"
				      "5221edd407191c41"); /* XXH3-64 of the 25 bytes before */
	uint8_t bytes[BLOCK_SIZE_MAX];
	size_t size;

	(void)state;
	assert_int_equal(block_write(rows, 2, bytes, &size), 2);
	assert_int_equal(size, reader_left(&want));
	assert_memory_equal(bytes, want.at, size);
}

/* 1500 of v4 and 1500 of v6, in as many blocks as that takes. */
static void packs_and_unpacks(void **state)
{
	static struct stored_vrp rows[3000];
	static const size_t expected[] = { 1000, 500, 1000, 500 };
	struct block block = { 0 };
	size_t done = 0, blocks = 0;

	(void)state;
	for (uint32_t i = 0; i < COUNT_OF(rows); i++) {
		rows[i] = row(i < 1500 ? "10.0.0.0/24" : "2001:db8::/48", i < 1500 ? 32 : 128, i);
		rows[i].vrp.prefix.hi |= (uint64_t)(i / 3) << (i < 1500 ? 40 : 16); /* three each */
		rows[i].source = (uint16_t)~i;
	}
	while (done < COUNT_OF(rows)) {
		uint8_t bytes[BLOCK_SIZE_MAX];
		size_t size, taken = block_write(rows + done, COUNT_OF(rows) - done, bytes, &size);
		struct stored_vrp out;
		assert_int_equal(taken, expected[blocks++]);
		assert_int_equal(block_open(&block, test_bytes(bytes, size)), taken);
		for (size_t i = 0; i < taken; i++) {
			assert_int_equal(block_next(&block, &out), 1);
			assert_true(prefix_equal(&out.vrp.prefix, &rows[done + i].vrp.prefix));
			assert_int_equal(out.vrp.max_length, rows[done + i].vrp.max_length);
			assert_int_equal(out.vrp.asn, rows[done + i].vrp.asn);
			assert_int_equal(out.source, rows[done + i].source);
		}
		assert_int_equal(block_next(&block, &out), 0);
		done += taken;
	}
	assert_int_equal(blocks, COUNT_OF(expected));
}

static void takes_no_damaged_block(struct reader in)
{
	struct block block = { 0 };
	assert_int_equal(block_open(&block, in), ERR_MALFORMED);
}

static void notices_every_damaged_bit(void **state)
{
	struct stored_vrp rows[] = { row("192.0.2.0/24", 25, 64496),
				     row("198.51.100.0/24", 24, 0) };
	uint8_t bytes[BLOCK_SIZE_MAX];
	size_t size;

	(void)state;
	assert_int_equal(block_write(rows, 2, bytes, &size), 2);
	test_every_bit_flip(bytes, size, takes_no_damaged_block);
	test_every_truncation(bytes, size - 1, takes_no_damaged_block);
}

/* A checksum keeps out damage, not an enemy, who can make one. */
static void refuses_forged_blocks(void **state)
{
	static const struct {
		const char *why, *hex;
		int rows; /* that block_open() promises */
	} cases[] = {
		{ "nothing at all", "", ERR_MALFORMED },
		{ "no rows", "04", ERR_MALFORMED },
		{ "no family", "05 c0000200 18 18 00000001 0000", ERR_MALFORMED },
		{ "a cut row", "04 c0000200 18 18 00000001 00", ERR_MALFORMED },
		{ "v4 rows called v6", "06 c0000200 18 18 00000001 0000", ERR_MALFORMED },
		{ "host bits", "04 c0000201 18 18 00000001 0000", 1 },
		{ "a length of 33", "04 c0000200 21 21 00000001 0000", 1 },
		{ "max_length above 32", "04 c0000200 18 21 00000001 0000", 1 },
		{ "max_length below the length", "04 c0000200 18 17 00000001 0000", 1 },
		{ "max_length above 128", "06 20010db8000000000000000000000000 20 81 00000001 0000",
		  1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct block block = { 0 };
		struct stored_vrp out = { .source = 99 };
		uint8_t bytes[64] = { 0 };
		struct reader body = test_hex(cases[i].hex);
		size_t size = reader_left(&body);
		memcpy(bytes, body.at, size);
		block_seal(bytes, size + 8);
		int got = block_open(&block, test_bytes(bytes, size + 8));
		if (got != cases[i].rows)
			fail_msg("%s: opened with %d", cases[i].why, got);
		if (got > 0 && block_next(&block, &out) != ERR_MALFORMED)
			fail_msg("%s: accepted", cases[i].why);
		assert_int_equal(out.source, 99);
	}
}

static void refuses_a_block_of_too_many_rows(void **state)
{
	static uint8_t bytes[1 + (BLOCK_ROWS_MAX + 1) * 12 + 8] = { FAMILY_V4 };
	struct block block = { 0 };

	(void)state;
	block_seal(bytes, sizeof(bytes));
	assert_int_equal(block_open(&block, test_bytes(bytes, sizeof(bytes))), ERR_MALFORMED);
	block_seal(bytes, sizeof(bytes) - 12);
	assert_int_equal(block_open(&block, test_bytes(bytes, sizeof(bytes) - 12)), BLOCK_ROWS_MAX);
}

/* Within a block, and from one block to the next. */
static void refuses_rows_out_of_order(void **state)
{
	struct stored_vrp sorted[] = { row("192.0.2.0/24", 24, 2), row("192.0.2.0/24", 24, 3),
				       row("192.0.2.0/24", 25, 1), row("192.0.2.0/25", 25, 1),
				       row("2001:db8::/32", 32, 0) };
	uint8_t bytes[COUNT_OF(sorted)][BLOCK_SIZE_MAX];
	size_t size[COUNT_OF(sorted)];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sorted); i++)
		assert_int_equal(block_write(&sorted[i], 1, bytes[i], &size[i]), 1);
	for (size_t i = 0; i < COUNT_OF(sorted); i++) {
		for (size_t j = 0; j < COUNT_OF(sorted); j++) {
			struct block block = { 0 };
			struct stored_vrp out;
			assert_int_equal(block_open(&block, test_bytes(bytes[i], size[i])), 1);
			assert_int_equal(block_next(&block, &out), 1);
			assert_int_equal(block_open(&block, test_bytes(bytes[j], size[j])), 1);
			assert_int_equal(block_next(&block, &out), i <= j ? 1 : ERR_MALFORMED);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_sort_as_prefixes_do),
		cmocka_unit_test(refuses_keys_that_are_none),
		cmocka_unit_test(writes_what_the_docs_draw),
		cmocka_unit_test(packs_and_unpacks),
		cmocka_unit_test(notices_every_damaged_bit),
		cmocka_unit_test(refuses_forged_blocks),
		cmocka_unit_test(refuses_a_block_of_too_many_rows),
		cmocka_unit_test(refuses_rows_out_of_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
