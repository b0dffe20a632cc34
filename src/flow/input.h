/*
 * Input: one file that was given, and what became of it. This is the book that `decorum inputs`
 * shows and that every figure's evidence refers to.
 */
#ifndef FLOW_INPUT_H
#define FLOW_INPUT_H

#include "base/arena.h"
#include "routes/peers.h"
#include "sources/window.h"
#include "store/store.h"
#include "wire/kind.h"
#include "wire/refusals.h"

struct input_record {
	struct stored_input stored; /* texts owned by `session` */
	struct arena *session;      /* borrowed */
	enum kind kind;
	bool used;              /* something of it could be used */
	bool once;              /* a pipe: what has been read cannot be read again */
	uint16_t collector;     /* for routes */
	uint64_t first_time_us; /* of the first record; for routes */
};

void input_init(struct input_record *input, struct arena *session, const char *path);

/* Notes a figure; `name` is static, `first_at` is copied and may be NULL. A zero is not noted. */
void input_count(struct input_record *input, const char *name, uint64_t value,
		 const char *first_at);
/* Notes every reason of refusal that occurred, with its first place: a line, or else a byte. */
void input_refusals(struct input_record *input, const struct refusals *refusals, bool has_lines);
/* Adds a sentence for the person to read. */
void input_note(struct input_record *input, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Opens the input and recognises what it is by its first bytes; notes why when it is of no use. The
 * window stands at the first byte; give it to input_close(). */
struct window *input_open(struct input_record *input, const struct window_options *options);

/* What is available in the window, behind the piece given before; start with an empty one. False at
 * the end. */
bool input_piece(struct window *window, struct text *io_piece);

/* Closes the window and notes size, digest and what went wrong with the bytes. Returns 0 or the
 * window's error. */
int input_close(struct input_record *input, struct window *window);

/*
 * The name of the collector that a path of the public archives shows: "rrc00" of
 * ".../rrc00/2026.02/bview...", "route-views.linx" of ".../route-views.linx/bgpdata/...". False
 * when it shows none.
 */
bool input_collector_of_path(struct text path, struct text *out_name);

#endif
