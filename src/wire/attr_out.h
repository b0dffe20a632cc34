/*
 * Attribute output: fields go in once and come out as JSON members or as words.
 *
 *	JSON:  ,"aggregator":{"asn":64497,"address":"192.0.2.2"}
 *	words: ; aggregator AS64497 192.0.2.2
 *
 * In:   labels that need no escape, numbers, addresses, bytes, texts of our own making.
 * Out:  characters at a cursor into a buffer, which grows as need be. JSON nests as it was told to;
 *       in words what is inside an item stands in parentheses.
 * Pure but for the buffer.
 */
#ifndef WIRE_ATTR_OUT_H
#define WIRE_ATTR_OUT_H

#include "base/buffer.h"
#include "net/prefix.h"
#include "wire/bgp_text.h"

struct attr_label {
	struct text key;   /* in JSON, NULL for an item of an array */
	struct text words; /* what stands before the value, with its blank if there is to be one */
};

#define ATTR_LABEL(key, words)                                                                     \
	{                                                                                          \
		{ key, sizeof(key) - 1 },                                                          \
		{                                                                                  \
			words, sizeof(words) - 1                                                   \
		}                                                                                  \
	}
#define ATTR_ITEM ((struct attr_label){ { NULL, 0 }, { "", 0 } })

struct attr_out {
	struct buffer *buffer; /* borrowed */
	const struct number_texts *numbers;
	char *at;
	bool is_json;
	bool is_first;    /* of its array or object: nothing to be set apart from */
	unsigned depth;   /* 0: the members are the attributes themselves */
	const char *lead; /* words: what stands before the next attribute */
};

void attr_out_init(struct attr_out *out, struct buffer *buffer, const struct number_texts *numbers,
		   bool is_json);
/* Gives what was put to the buffer. */
void attr_out_commit(struct attr_out *out);

/* Room for `want` characters more at `out->at`. */
static inline void attr_out_room(struct attr_out *out, size_t want)
{
	struct buffer *buffer = out->buffer;

	if (want > (size_t)(buffer->bytes + buffer->size - out->at)) {
		buffer_commit(buffer, out->at);
		out->at = buffer_room(buffer, want);
	}
}

void attr_out_begin(struct attr_out *out, struct attr_label label, char bracket);
void attr_out_end(struct attr_out *out, char bracket);

void attr_out_number(struct attr_out *out, struct attr_label label, uint64_t number);
void attr_out_text(struct attr_out *out, struct attr_label label, struct text text);
/* A text that others made: escaped in JSON; in words between quotes, without control characters. */
void attr_out_foreign(struct attr_out *out, struct attr_label label, struct text text);
void attr_out_address(struct attr_out *out, struct attr_label label, const struct address *address);
void attr_out_hex(struct attr_out *out, struct attr_label label, struct reader value);
/* "true" in JSON; in words the label is enough. */
void attr_out_true(struct attr_out *out, struct attr_label label);
/* "null"; nothing in words. */
void attr_out_null(struct attr_out *out, struct attr_label label);

/* One item of an array that is put at a bare cursor, for which there is room: its text begins, its
 * text ends. */
static inline char *attr_item_open(const struct attr_out *out, char *at, bool is_first)
{
	if (!out->is_json) {
		*at++ = ' ';
		return at;
	}
	if (!is_first)
		*at++ = ',';
	*at++ = '"';
	return at;
}

static inline char *attr_item_close(const struct attr_out *out, char *at)
{
	if (out->is_json)
		*at++ = '"';
	return at;
}

#endif
