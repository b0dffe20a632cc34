/*
 * The arithmetic of incidents, exactly as the first Observatory computed it: the rule of
 * manrs.org/manrs-observatory/measurement-framework, and for the curve docs.manrs.org/docs/scores/.
 *
 * Events of one metric that overlap or touch in time are one incident. An incident weighs 0.5 below
 * 30 minutes, 1 below 24 hours, and one more for every further whole day; the raw value is their
 * sum; the score decays as 0.6 ^ sqrt(raw / 0.5).
 */
#ifndef SCORES_INCIDENT_SCORE_H
#define SCORES_INCIDENT_SCORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct incident_event {
	uint64_t start_us;
	uint64_t end_us; /* UINT64_MAX: still open, ends with the period */
	double weight;   /* 1.0 for the culprit; events merge only with others of equal weight */
};

/* Leaves in `events`, in order, the incidents that they are within [start, end); returns how many.
 */
size_t incident_merge(struct incident_event *events, size_t count, uint64_t start_us,
		      uint64_t end_us);
double incident_weight(const struct incident_event *incident);
/* Raw value of the events within [start, end). Sorts `events` in place. */
double incident_raw(struct incident_event *events, size_t count, uint64_t start_us,
		    uint64_t end_us);

/* Raw value of days on which something was seen: each is an event of exactly 24 hours, and days
 * that touch are one incident. Bit d of `days` is day d+1. */
double incident_raw_of_days(uint32_t days);

/* 0..1 */
double incident_score(double raw);

/* "raw 2 from 1 day; 0.6 ^ sqrt(2 / 0.5) = 0.36": what a metric of incidents says of itself, with
 * the things that it counts. */
void incident_arithmetic(struct buffer *out, uint64_t count, const char *thing, double raw);

#endif
