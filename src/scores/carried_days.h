/* Carried days: the days on which a network passed on routes with one fault. What M3C and M4C
 * share. */
#ifndef SCORES_CARRIED_DAYS_H
#define SCORES_CARRIED_DAYS_H

#include "scores/metric.h"

#define CARRIED_DAYS_COUNT_NAMES                                                                   \
	{                                                                                          \
		"routes", "networks", "days"                                                       \
	}
#define CARRIED_DAYS_SOURCE                                                                        \
	"MANRS measurement framework (manrs.org/manrs-observatory/measurement-framework) and the " \
	"first Observatory's arithmetic; our rule: the network next to the culprit on the "        \
	"collector's side is charged"

void carried_days_measure(const struct as_month *in, enum carried_fault fault,
			  struct measure *out_measure);
void carried_days_arithmetic(const struct measure *measure, struct buffer *out);

#endif
