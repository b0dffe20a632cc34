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
#ifndef WIRE_EVENT_TEXT_H
#define WIRE_EVENT_TEXT_H

#include "base/buffer.h"
#include "base/utc.h"
#include "wire/bgp_event.h"
#include "wire/drain.h"

struct number_texts;

struct event_text {
	struct buffer *out;           /* borrowed */
	struct drain drain;           /* none, unless the caller sets one */
	uint8_t *path_room;           /* owned; for paths that must be widened */
	struct number_texts *numbers; /* owned */
	char time[UTC_TEXT_MAX];      /* of the record */
};

void event_text_init(struct event_text *text, struct buffer *out);
void event_text_clear(struct event_text *text);

/* What takes events for the printer. */
struct bgp_sink event_text_sink(struct event_text *text);

#endif
