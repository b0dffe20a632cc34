/*
 * MRT text: what records say, in plain words, one line per route:
 *
 *	2026-02-22T15:30:00Z AS64496 192.0.2.1 announces 198.51.100.0/24: path 64496 64497; origin
 *IGP; next hop 192.0.2.1; communities 64496:100  (on the same line) 2026-02-22T15:30:01Z AS64496
 *192.0.2.1 withdraws 198.51.100.0/24 2026-02-22T15:30:02Z AS64496 192.0.2.1 goes from Established
 *to Idle
 *
 * In:   records in the order of their file.
 * Out:  lines appended to a buffer. An attribute that is absent is not mentioned. Addresses are
 *       spelled as RFC 5952 has it.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_MRT_TEXT_H
#define WIRE_MRT_TEXT_H

#include "base/buffer.h"
#include "base/utc.h"
#include "wire/drain.h"
#include "wire/mrt_events.h"

struct number_texts;

struct mrt_text {
	struct mrt_events events;     /* its sink is ours; the refusals are for everybody */
	struct drain drain;           /* none, unless the caller sets one */
	struct buffer *out;           /* borrowed while a record is printed */
	uint8_t *path_room;           /* owned; for paths that must be widened */
	struct number_texts *numbers; /* owned */
	char time[UTC_TEXT_MAX];      /* of the record */
};

void mrt_text_init(struct mrt_text *text);
void mrt_text_clear(struct mrt_text *text);

/* A new file begins: forgets peers and refusals. */
void mrt_text_restart(struct mrt_text *text);

void mrt_text_print(struct mrt_text *text, const struct mrt_record *record, struct buffer *out);

#endif
