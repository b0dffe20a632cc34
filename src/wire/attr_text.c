#include "wire/attr_text.h"

#include <assert.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory.h"
#include "wire/attr_json.h"
#include "wire/bgp_text.h"
#include "wire/ext_community.h"

enum {
	/* Up to 16,384 blocks with their texts. On a RIB with 60 peers 62 of 100 are found; twice
	 * the memory finds 2 more, and they are lost again to the processor's cache. */
	SLOTS = 1 << 14,
	RING_SIZE = 4 << 20,
	/* What stands around the path and the communities: bars or commas, quotes, a word for the
	 * origin, three numbers, a next hop, AG or NAG, the aggregator. */
	FRAME_MAX = 176,
	CSV_PER_BYTE = EXT_COMMUNITY_TEXT_MAX / 8 + 1, /* the longest there is, and a blank */
	TEXT_MAX = BGP_TEXT_PER_BYTE * ATTR_TEXT_BLOCK_MAX + FRAME_MAX + BGP_TEXT_SLACK,
};

/* Where a block and its text stand in the ring. */
struct attr_text_slot {
	uint64_t at; /* as attr_text.written */
	uint32_t text_size;
	uint16_t block_size;
	uint16_t kind; /* what besides the bytes decides the text; never 0 in a slot in use */
};

void attr_text_init(struct attr_text *texts, enum attr_text_style style)
{
	*texts = (struct attr_text){
		.style = style,
		.slots = memory_alloc(SLOTS, sizeof(struct attr_text_slot)),
		/* The last entry of a lap may reach beyond the ring's end. */
		.ring = memory_alloc(1,
				     RING_SIZE + ATTR_TEXT_BLOCK_MAX + TEXT_MAX + ATTR_TEXT_SLACK),
		.path_room = memory_alloc(1, AS_PATH_ROOM),
		.numbers = memory_alloc(1, sizeof(struct number_texts)),
	};
	number_texts_init(texts->numbers);
}

void attr_text_clear(struct attr_text *texts)
{
	free(texts->slots);
	free(texts->ring);
	free(texts->path_room);
	free(texts->numbers);
	buffer_clear(&texts->made);
	*texts = (struct attr_text){ 0 };
}

static char *put_path(const struct attr_text *texts, char *at, const struct bgp_attrs *attrs,
		      unsigned asn_size)
{
	struct reader path;

	if (bgp_attrs_path(attrs, asn_size, texts->path_room, &path) < 0)
		path = (struct reader){ .failed = true };
	return as_path_put(at, path, texts->numbers);
}

static char *put_origin(char *at, const struct bgp_attrs *attrs)
{
	struct reader value = { 0 };
	unsigned origin = 2;

	if (bgp_attrs_has(attrs, BGP_ATTR_ORIGIN)) {
		value = attrs->values[BGP_ATTR_ORIGIN];
		origin = read_u8(&value);
	}
	return origin == 0   ? put_bytes(at, "IGP", 3)
	       : origin == 1 ? put_bytes(at, "EGP", 3)
			     : put_bytes(at, "INCOMPLETE", 10);
}

static char *put_next_hop(char *at, const struct bgp_attrs *attrs, enum attr_next_hop from)
{
	struct address next_hop;

	if (attr_next_hop(attrs, from, &next_hop))
		return bgpdump_address_put(at, &next_hop);
	return put_bytes(at, "255.255.255.255", 15);
}

/* 0 when it is absent. */
static char *put_metric(char *at, const struct bgp_attrs *attrs, enum bgp_attr_type type)
{
	uint32_t metric = 0;

	(void)attr_number(attrs, type, &metric);
	return put_u32(at, metric);
}

/* Nothing for 255.255.255.255, bgpdump's own mark for "absent". */
static char *put_aggregator(char *at, const struct bgp_attrs *attrs)
{
	struct aggregator aggregator;

	if (!attr_aggregator(attrs, &aggregator) || aggregator.address.hi >> 32 == UINT32_MAX)
		return at;
	at = put_u32(at, aggregator.asn);
	*at++ = ' ';
	return bgpdump_address_put(at, &aggregator.address);
}

/* RFC 4180 section 2: a set has commas. */
static char *quote_if_needed(char *start, char *end)
{
	if (memchr(start, ',', (size_t)(end - start)) == NULL)
		return end;
	memmove(start + 1, start, (size_t)(end - start));
	*start = '"';
	end[1] = '"';
	return end + 2;
}

static char *put_csv_number(char *at, const struct bgp_attrs *attrs, enum bgp_attr_type type)
{
	uint32_t number;

	*at++ = ',';
	return attr_number(attrs, type, &number) ? put_u32(at, number) : at;
}

static char *put_csv_communities(const struct attr_text *texts, char *at,
				 const struct bgp_attrs *attrs)
{
	*at++ = ',';
	if (bgp_attrs_has(attrs, BGP_ATTR_COMMUNITIES))
		at = communities_put(at, attrs->values[BGP_ATTR_COMMUNITIES], texts->numbers);
	*at++ = ',';
	if (bgp_attrs_has(attrs, BGP_ATTR_LARGE_COMMUNITIES))
		at = large_communities_put(at, attrs->values[BGP_ATTR_LARGE_COMMUNITIES],
					   texts->numbers);
	*at++ = ',';
	if (!bgp_attrs_has(attrs, BGP_ATTR_EXT_COMMUNITIES))
		return at;
	struct reader value = attrs->values[BGP_ATTR_EXT_COMMUNITIES];
	for (bool apart = false; reader_left(&value) >= 8; apart = true) {
		if (apart)
			*at++ = ' ';
		at = ext_community_put(at, read_u64(&value));
	}
	return at;
}

static char *put_csv(const struct attr_text *texts, char *at, const struct attr_block *block)
{
	struct bgp_attrs attrs __attribute__((uninitialized)); /* as in put_text() */
	struct aggregator aggregator;
	struct address next_hop;

	(void)!bgp_attrs_read(block->bytes, &attrs);
	at = quote_if_needed(at, put_path(texts, at, &attrs, block->asn_size));
	*at++ = ',';
	if (bgp_attrs_has(&attrs, BGP_ATTR_ORIGIN))
		at = put_origin(at, &attrs);
	*at++ = ',';
	if (attr_next_hop(&attrs, block->next_hop, &next_hop))
		at = address_put(at, &next_hop);
	at = put_csv_number(at, &attrs, BGP_ATTR_MED);
	at = put_csv_number(at, &attrs, BGP_ATTR_LOCAL_PREF);
	at = put_csv_communities(texts, at, &attrs);
	at = bgp_attrs_has(&attrs, BGP_ATTR_ATOMIC_AGGREGATE) ? put_bytes(at, ",1,", 3)
							      : put_bytes(at, ",0,", 3);
	if (attr_aggregator(&attrs, &aggregator)) {
		at = put_u32(at, aggregator.asn);
		*at++ = ' ';
		at = address_put(at, &aggregator.address);
	}
	at = put_csv_number(at, &attrs, BGP_ATTR_OTC);
	return put_bytes(at, ",,\n", 3); /* the states */
}

static char *put_text(const struct attr_text *texts, char *at, const struct attr_block *block)
{
	/* Kilobyte that bgp_attrs_read() fills as far as it is looked at; zeroing it first would
	 * cost as much as reading the block. */
	struct bgp_attrs attrs __attribute__((uninitialized));

	/* A broken block still says what stands before the break. */
	(void)!bgp_attrs_read(block->bytes, &attrs);
	at = put_path(texts, at, &attrs, block->asn_size);
	*at++ = '|';
	at = put_origin(at, &attrs);
	if (texts->style == ATTR_TEXT_LINE_SHORT)
		return put_bytes(at, "\n", 1);
	*at++ = '|';
	at = put_next_hop(at, &attrs, block->next_hop);
	*at++ = '|';
	at = put_metric(at, &attrs, BGP_ATTR_LOCAL_PREF);
	*at++ = '|';
	at = put_metric(at, &attrs, BGP_ATTR_MED);
	*at++ = '|';
	if (bgp_attrs_has(&attrs, BGP_ATTR_COMMUNITIES))
		at = communities_put(at, attrs.values[BGP_ATTR_COMMUNITIES], texts->numbers);
	if (texts->style == ATTR_TEXT_LINE_LARGE) {
		*at++ = '|';
		if (bgp_attrs_has(&attrs, BGP_ATTR_LARGE_COMMUNITIES))
			at = large_communities_put(at, attrs.values[BGP_ATTR_LARGE_COMMUNITIES],
						   texts->numbers);
	}
	at = bgp_attrs_has(&attrs, BGP_ATTR_ATOMIC_AGGREGATE) ? put_bytes(at, "|AG|", 4)
							      : put_bytes(at, "|NAG|", 5);
	at = put_aggregator(at, &attrs);
	return put_bytes(at, "|\n", 2);
}

/* Notes that block and text stand at the ring's front, and leads the slot there. */
static struct text keep(struct attr_text *texts, size_t size, size_t text_size,
			struct attr_text_slot *slot)
{
	const char *text = texts->ring + texts->written % RING_SIZE + size;

	slot->at = texts->written;
	slot->block_size = (uint16_t)size;
	slot->text_size = (uint32_t)text_size;
	uint64_t next = texts->written + size + text_size;
	if (next / RING_SIZE != texts->written / RING_SIZE)
		next -= next % RING_SIZE; /* a new lap begins at the ring's start */
	texts->written = next;
	return (struct text){ text, text_size };
}

/* Puts block and text into the ring, over the oldest. */
static struct text render(struct attr_text *texts, const struct attr_block *block, size_t size,
			  struct attr_text_slot *slot)
{
	char *start = texts->ring + texts->written % RING_SIZE;

	if (size > 0)
		memcpy(start, block->bytes.at, size);
	char *end = put_text(texts, start + size, block);
	size_t text_size = (size_t)(end - start) - size;
	assert(text_size <= TEXT_MAX);
	return keep(texts, size, text_size, slot);
}

/* JSON and CSV have no such bound, so they are made elsewhere, and what is too long for the ring is
 * not kept. */
static struct text render_made(struct attr_text *texts, const struct attr_block *block, size_t size,
			       struct attr_text_slot *slot)
{
	struct buffer *made = &texts->made;

	made->used = 0;
	if (texts->style == ATTR_TEXT_JSON) {
		attr_json_put(made, block, texts->path_room, texts->numbers);
		buffer_string(made, "}\n");
	} else {
		char *at = buffer_room(made, size * CSV_PER_BYTE + FRAME_MAX + BGP_TEXT_SLACK);
		buffer_commit(made, put_csv(texts, at, block));
	}
	(void)buffer_room(made, ATTR_TEXT_SLACK);
	if (made->used > TEXT_MAX) {
		slot->kind = 0;
		return (struct text){ made->bytes, made->used };
	}
	char *start = texts->ring + texts->written % RING_SIZE;
	if (size > 0)
		memcpy(start, block->bytes.at, size);
	memcpy(start + size, made->bytes, made->used);
	return keep(texts, size, made->used, slot);
}

struct text attr_text_find(struct attr_text *texts, const struct attr_block *block)
{
	size_t size = reader_left(&block->bytes);
	uint16_t kind = (uint16_t)(block->asn_size << 4 | block->next_hop);

	assert(size <= ATTR_TEXT_BLOCK_MAX);
	uint64_t hash = XXH3_64bits_withSeed(block->bytes.at, size, kind);
	struct attr_text_slot *slot = &texts->slots[hash % SLOTS];
	if (slot->kind == kind && slot->block_size == size &&
	    texts->written - slot->at <= RING_SIZE) {
		const char *kept = texts->ring + slot->at % RING_SIZE;
		if (size == 0 || memcmp(kept, block->bytes.at, size) == 0)
			return (struct text){ kept + size, slot->text_size };
	}
	slot->kind = kind;
	return texts->style >= ATTR_TEXT_JSON ? render_made(texts, block, size, slot)
					      : render(texts, block, size, slot);
}
