#include "base/fuzz.h"

#include <string.h>

#include "store/store_blocks.h"

static void check_row(const struct vrp *vrp)
{
	struct prefix cut = prefix_cut(&vrp->prefix, vrp->prefix.len);

	assert(vrp->prefix.len <= vrp->max_length);
	assert(vrp->max_length <= family_bits(vrp->prefix.family));
	assert(prefix_equal(&cut, &vrp->prefix));
}

/* Returns how many rows the block yields, or an error. */
static int rows_of(struct reader in, struct stored_vrp *rows)
{
	struct block block = { 0 };
	int count = block_open(&block, in), got, at = 0;

	if (count < 0)
		return count;
	for (; (got = block_next(&block, &rows[at])) > 0; at++) {
		check_row(&rows[at].vrp);
		assert(at == 0 ||
		       prefix_compare(&rows[at - 1].vrp.prefix, &rows[at].vrp.prefix) <= 0);
	}
	assert(got == ERR_MALFORMED || (got == 0 && at == count && count <= BLOCK_ROWS_MAX));
	return got < 0 ? got : count;
}

static void check_key(const uint8_t *bytes, size_t size)
{
	struct prefix prefix;
	uint8_t key[PREFIX_KEY_MAX];

	if (prefix_key_read(reader_over(bytes, size), &prefix) < 0)
		return;
	size_t key_size = prefix_key_write(&prefix, key);
	assert(key_size == size && memcmp(key, bytes, size) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct stored_vrp rows[BLOCK_ROWS_MAX];
	static uint8_t sealed[BLOCK_SIZE_MAX + 64], again[BLOCK_SIZE_MAX];
	size_t again_size;

	check_key(bytes, size);
	(void)rows_of(reader_over(bytes, size), rows);

	/* No luck finds a checksum, so give it one. Then a block that reads writes as itself. */
	if (size > sizeof(sealed) - 8)
		return 0;
	if (size > 0)
		memcpy(sealed, bytes, size);
	block_seal(sealed, size + 8);
	int count = rows_of(reader_over(sealed, size + 8), rows);
	if (count < 0)
		return 0;
	size_t taken = block_write(rows, (size_t)count, again, &again_size);
	assert(taken == (size_t)count && again_size == size + 8);
	assert(memcmp(again, sealed, again_size) == 0);
	return 0;
}
