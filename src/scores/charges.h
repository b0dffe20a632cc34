/*
 * Charges: the incidents of one kind in which a network has one part, as a measure. What M1, M1C,
 * M2 and M2C share.
 */
#ifndef SCORES_CHARGES_H
#define SCORES_CHARGES_H

#include "scores/metric.h"

/* The names of the counts of all four. */
#define CHARGES_COUNT_NAMES                                                                        \
	{                                                                                          \
		"incidents", "open", "hours"                                                       \
	}
#define CHARGES_RULE                                                                               \
	"Cut to the month, those that overlap or touch are one, which weighs 0.5 below 30 "        \
	"minutes, 1 below 24 hours, and 1 more for every further 24 hours. The score is "          \
	"0.6 ^ sqrt(raw / 0.5)."
#define CHARGES_SOURCE                                                                             \
	"MANRS measurement framework (manrs.org/manrs-observatory/measurement-framework); the "    \
	"curve is fitted to the points that docs.manrs.org publishes"

/* Is it of that kind and part, and within the time that was looked at? */
bool charge_counts(const struct as_month *in, const struct charge *charge, enum incident_kind kind,
		   enum incident_role role);
/* Not measured where nobody reported incidents of that kind (`given`), or the network did nothing
 * that could be one. */
void charges_measure(const struct as_month *in, enum data_given given, enum incident_kind kind,
		     enum incident_role role, struct measure *out_measure);
void charges_arithmetic(const struct measure *measure, struct buffer *out);

#endif
