/*
 * Attribute text: the part of a printed line that a route's attributes alone decide. Of bgpdump's
 * that is everything from the path to the end of the line:
 *
 *	64496 64497|IGP|192.0.2.1|100|0|64496:1 no-export|NAG||
 *
 * In:   attribute blocks of any quality. What cannot be read is taken as absent (RFC 7606 section
 *       7), and what stands before a break in the block is used.
 * Out:  their text. Blocks repeat, so what was put together lately is kept and found again by the
 *       block's bytes; memory is fixed, whatever comes.
 */
#ifndef WIRE_ATTR_TEXT_H
#define WIRE_ATTR_TEXT_H

#include "base/buffer.h"
#include "wire/attr_block.h"

struct attr_text_slot;
struct number_texts;

enum attr_text_style {
	ATTR_TEXT_LINE,       /* bgpdump -m */
	ATTR_TEXT_LINE_LARGE, /* bgpdump -m -l: large communities in a field of their own */
	ATTR_TEXT_LINE_SHORT, /* bgpdump -M: path and origin only */
	/* From here on texts have no useful bound. */
	ATTR_TEXT_JSON, /* wire/attr_json.h: ,"path":... and the object's end */
	/* event_csv: from the path to the end of the line. Absent is empty, addresses are those of
	 * RFC 5952, a path with sets stands in quotes. */
	ATTR_TEXT_CSV,
};

struct attr_text {
	enum attr_text_style style;
	struct attr_text_slot *slots; /* owns */
	char *ring;                   /* owns; block, text, block, text... */
	uint64_t written;             /* where the next goes: laps times the ring's size, and on */
	uint8_t *path_room;           /* owns; for paths that must be widened */
	struct number_texts *numbers; /* owns */
	struct buffer made;           /* owns; where JSON and CSV are put together */
};

/* Takes the memory at once. */
void attr_text_init(struct attr_text *texts, enum attr_text_style style);
void attr_text_clear(struct attr_text *texts);

/* The text of a block of at most 65,535 octets, "\n" included. Borrowed until the next call; the
 * ATTR_TEXT_SLACK octets behind it may be read, whatever they are. */
struct text attr_text_find(struct attr_text *texts, const struct attr_block *block);

enum {
	ATTR_TEXT_BLOCK_MAX = 65535, /* the length of a block has 16 bits on the wire */
	ATTR_TEXT_SLACK = 64,        /* so that a copy can go in steps of this size */
};

#endif
