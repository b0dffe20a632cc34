/*
 * Feed: one input that carries BGP, of any format, step by step: MRT, BMP, RIS Live, bare messages,
 * captures of BGP or BMP. A step is what came at one moment: a record, a message, a line, a frame.
 *
 * In:   a window over the input, and its kind.
 * Out:  steps with their times; each told as events to a sink, or counted, or passed over.
 * Promise: that of the format's parser: damage costs what it hit and is counted; memory is bounded.
 */
#ifndef SOURCES_FEED_H
#define SOURCES_FEED_H

#include "sources/window.h"
#include "wire/bgp_event.h"
#include "wire/kind.h"
#include "wire/mrt.h"
#include "wire/refusals.h"

struct feed;

/* Does an input of this kind carry BGP? */
bool feed_reads(enum kind kind);

struct feed_options {
	struct bgp_sink sink;
	struct text collector; /* borrowed; "": nobody knows */
	uint32_t number;       /* of the input among those of a run */
	bool judges;           /* find what is wrong with UPDATEs (RFC 7606) */
};

/* Takes the window, from its first byte on; the kind must be one that feed_reads(). feed_close()
 * it. */
struct feed *feed_open(struct window *window, enum kind kind, const struct feed_options *options);
/* Gives the window back, for its totals; the caller then owns it. */
struct window *feed_close(struct feed *feed);

/* Reads the next step: 1, or 0 at the end, also of an input that failed there: see feed_error().
 * `out_time_us` is 0 in formats without times. */
int feed_next(struct feed *feed, uint64_t *out_time_us);
/* Tells the sink what the step says. At most once for each. */
void feed_tell(struct feed *feed);
/* How many routes the step has or announces, faster; the sink hears nothing. Instead of
 * feed_tell(). */
uint64_t feed_count(struct feed *feed);

/* The step as an MRT record, or NULL when the input is no MRT. Borrowed until the next step. */
const struct mrt_record *feed_record(const struct feed *feed);
/*
 * Of MRT, right after feed_next(): is the step's time wrong, so that one flipped bit would make it
 * belong to another year? Then gives that of its neighbours; `before_us` is that of the step before
 * (0: there is none). See mrt_reader_mend_time().
 */
bool feed_mend_time(const struct feed *feed, uint64_t before_us, uint64_t *out_time_us);

/* For progress and for the window's errors. Borrowed. */
const struct window *feed_window(const struct feed *feed);
/* 0, or why there is no more, and feed_reason() says it to a person. */
int feed_error(const struct feed *feed);
const char *feed_reason(const struct feed *feed);

/* The first loss stands nowhere: of captures, whose streams have no places of their own. */
#define FEED_NOWHERE UINT64_MAX

struct feed_totals {
	uint64_t steps;
	uint64_t unread;                   /* of them, of types that are not read */
	uint64_t lost_records, lost_bytes; /* by damage, or never captured */
	uint64_t first_loss;               /* offset in the unpacked input */
	uint64_t mended_rows; /* of tables, read with path ids against their subtype or without */
	const struct refusals
		*refusals[3]; /* of each parser that took part; NULL behind the last */
};

struct feed_totals feed_totals(const struct feed *feed);

#endif
