#include "store/store_blocks.h"

#include <assert.h>
#include <xxhash.h>

enum { SEAL_SIZE = 8 };

static size_t row_size(unsigned family)
{
	return family_bits(family) / 8 + 1 + 1 + 4 + 2;
}

static uint8_t *put_u16_wire(uint8_t *at, uint16_t value)
{
	value = __builtin_bswap16(value);
	memcpy(at, &value, sizeof(value));
	return at + sizeof(value);
}

static uint8_t *put_u32_wire(uint8_t *at, uint32_t value)
{
	value = __builtin_bswap32(value);
	memcpy(at, &value, sizeof(value));
	return at + sizeof(value);
}

static uint8_t *put_u64_wire(uint8_t *at, uint64_t value)
{
	value = __builtin_bswap64(value);
	memcpy(at, &value, sizeof(value));
	return at + sizeof(value);
}

/* Address, then length; the family goes without saying. */
static uint8_t *put_prefix(uint8_t *at, const struct prefix *prefix)
{
	if (prefix->family == FAMILY_V4) {
		at = put_u32_wire(at, (uint32_t)(prefix->hi >> 32));
	} else {
		at = put_u64_wire(at, prefix->hi);
		at = put_u64_wire(at, prefix->lo);
	}
	*at++ = prefix->len;
	return at;
}

static int read_prefix(struct reader *in, uint8_t family, struct prefix *out_prefix)
{
	struct address address;

	if (address_read(in, family, &address) < 0)
		return ERR_MALFORMED;
	struct prefix whole = { address.hi, address.lo, read_u8(in), family };
	if (in->failed || whole.len > family_bits(family))
		return ERR_MALFORMED;
	struct prefix prefix = prefix_cut(&whole, whole.len);
	if (!prefix_equal(&prefix, &whole))
		return ERR_MALFORMED; /* host bits: the same prefix would have two keys */
	*out_prefix = prefix;
	return 0;
}

size_t prefix_key_write(const struct prefix *prefix, uint8_t out_key[PREFIX_KEY_MAX])
{
	out_key[0] = prefix->family;
	return (size_t)(put_prefix(out_key + 1, prefix) - out_key);
}

int prefix_key_read(struct reader in, struct prefix *out_prefix)
{
	uint8_t family = read_u8(&in);
	struct prefix prefix;

	if (family != FAMILY_V4 && family != FAMILY_V6)
		return ERR_MALFORMED;
	if (read_prefix(&in, family, &prefix) < 0 || reader_left(&in) > 0)
		return ERR_MALFORMED;
	*out_prefix = prefix;
	return 0;
}

static int row_compare(const struct stored_vrp *a, const struct stored_vrp *b)
{
	int order = prefix_compare(&a->vrp.prefix, &b->vrp.prefix);

	if (order == 0)
		order = (a->vrp.max_length > b->vrp.max_length) -
			(a->vrp.max_length < b->vrp.max_length);
	if (order == 0)
		order = (a->vrp.asn > b->vrp.asn) - (a->vrp.asn < b->vrp.asn);
	return order;
}

static uint8_t *put_row(uint8_t *at, const struct stored_vrp *row)
{
	at = put_prefix(at, &row->vrp.prefix);
	*at++ = row->vrp.max_length;
	at = put_u32_wire(at, row->vrp.asn);
	return put_u16_wire(at, row->source);
}

size_t block_write(const struct stored_vrp *rows, size_t count, uint8_t out_bytes[BLOCK_SIZE_MAX],
		   size_t *out_size)
{
	uint8_t *at = out_bytes;
	size_t taken = 0;

	assert(count > 0);
	*at++ = rows[0].vrp.prefix.family;
	while (taken < count && taken < BLOCK_ROWS_MAX &&
	       rows[taken].vrp.prefix.family == rows[0].vrp.prefix.family) {
		at = put_row(at, &rows[taken++]);
		assert(taken == count || row_compare(&rows[taken - 1], &rows[taken]) <= 0);
	}
	*out_size = (size_t)(at - out_bytes) + SEAL_SIZE;
	block_seal(out_bytes, *out_size);
	return taken;
}

void block_seal(uint8_t *bytes, size_t size)
{
	assert(size >= SEAL_SIZE);
	(void)put_u64_wire(bytes + size - SEAL_SIZE, XXH3_64bits(bytes, size - SEAL_SIZE));
}

int block_open(struct block *block, struct reader bytes)
{
	size_t size = reader_left(&bytes);

	if (size < 1 + SEAL_SIZE || size > BLOCK_SIZE_MAX)
		return ERR_MALFORMED;
	uint64_t sum = XXH3_64bits(bytes.at, size - SEAL_SIZE);
	uint8_t family = read_u8(&bytes);
	struct reader rows = read_inner(&bytes, size - 1 - SEAL_SIZE);
	if (read_u64(&bytes) != sum || (family != FAMILY_V4 && family != FAMILY_V6))
		return ERR_MALFORMED;
	size_t count = reader_left(&rows) / row_size(family);
	if (count == 0 || count > BLOCK_ROWS_MAX || reader_left(&rows) % row_size(family) != 0)
		return ERR_MALFORMED;
	block->rows = rows;
	block->family = family;
	return (int)count;
}

int block_next(struct block *block, struct stored_vrp *out_row)
{
	struct reader *in = &block->rows;
	struct stored_vrp row = { 0 };

	if (reader_left(in) == 0)
		return 0;
	if (read_prefix(in, block->family, &row.vrp.prefix) < 0)
		return ERR_MALFORMED;
	row.vrp.max_length = read_u8(in);
	row.vrp.asn = read_u32(in);
	row.source = read_u16(in);
	if (in->failed || row.vrp.max_length < row.vrp.prefix.len ||
	    row.vrp.max_length > family_bits(block->family) ||
	    (block->has_last && row_compare(&block->last, &row) > 0))
		return ERR_MALFORMED;
	block->last = row;
	block->has_last = true;
	*out_row = row;
	return 1;
}
