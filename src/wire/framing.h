/*
 * Framing: how the cutting of a byte stream into records or messages stands, whatever their format:
 * where we are, how much was good, how much was lost to damage, and where first.
 */
#ifndef WIRE_FRAMING_H
#define WIRE_FRAMING_H

#include "base/reader.h"

struct framing {
	uint64_t offset; /* of the next byte to be read, in the stream */
	uint64_t records;
	uint64_t lost_records; /* places of damage, each of at least one record */
	uint64_t lost_bytes;
	uint64_t first_loss; /* offset of the first lost byte; meaningful when lost_records > 0 */
	size_t want;         /* bytes to have at hand before the next call, after it returned 0 */
	size_t credit; /* of MRT: bytes of bodies that may still be looked into, so that time is
			  bounded */
	bool seeking;  /* between damage and the next good record */
};

/* Passes over bytes that are of no use; within damage. */
static inline void framing_lose(struct framing *framing, struct reader *in, size_t size)
{
	read_skip(in, size);
	framing->offset += size;
	framing->lost_bytes += size;
}

/* Damage begins here, or goes on. */
static inline void framing_damage(struct framing *framing, struct reader *in, size_t size)
{
	if (!framing->seeking && framing->lost_records++ == 0)
		framing->first_loss = framing->offset;
	framing->seeking = true;
	framing_lose(framing, in, size);
}

#endif
