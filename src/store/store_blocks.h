/*
 * Blocks: VRPs and route objects packed by the thousand, and prefixes as keys. The byte layouts of
 * a store; docs/store-schema.md draws them.
 *
 * In:   sorted rows, or bytes from a store that may be damaged or made by an enemy.
 * Out:  bytes, or the same rows. Every byte is checked: a checksum over all, and each row by
 * itself. Pure: no I/O, no allocation.
 */
#ifndef STORE_STORE_BLOCKS_H
#define STORE_STORE_BLOCKS_H

#include "base/reader.h"
#include "store/store.h"

/* Two blocks of v4, or one of v6, fill three pages of 8 KiB. */
enum { BLOCK_ROWS_MAX = STORE_BLOCK_ROWS };
enum {
	PREFIX_KEY_MAX = 1 + 16 + 1,
	BLOCK_ROW_MAX = 16 + 1 + 1 + 4 + 2,
	BLOCK_SIZE_MAX = 1 + BLOCK_ROWS_MAX * BLOCK_ROW_MAX + 8,
};

/* Keys compare by memcmp() as prefixes do by prefix_compare(). Returns the size. */
size_t prefix_key_write(const struct prefix *prefix, uint8_t out_key[PREFIX_KEY_MAX]);
/* ERR_MALFORMED unless all of `in` is one key. */
MUST_CHECK int prefix_key_read(struct reader in, struct prefix *out_prefix);

/* Packs the first rows of `rows`, sorted by prefix, max_length, ASN: those of one family, and
 * BLOCK_ROWS_MAX at most. Returns how many. A route object's max_length is its prefix's length. */
size_t block_write(const struct stored_vrp *rows, size_t count, uint8_t out_bytes[BLOCK_SIZE_MAX],
		   size_t *out_size);
/* Writes the checksum into the last eight bytes, over all that stand before them. */
void block_seal(uint8_t *bytes, size_t size);

/* Reads one block after another; start with { 0 }. The order is checked across them. */
struct block {
	struct reader rows;
	uint8_t family;
	bool has_last;
	struct stored_vrp last;
};

/* Opens the next block; its bytes are borrowed. Returns how many rows it has, or ERR_MALFORMED. */
MUST_CHECK int block_open(struct block *block, struct reader bytes);
MUST_CHECK int block_next(struct block *block, struct stored_vrp *out_row);

#endif
