/*
 * What others report, out of the reference: incidents, spoofer tests, lists of criminal ASes.
 *
 * Out:  arrays in order, each thing once. Of an incident that several inputs tell, by its source
 *       and id, the one with an end counts, before those of whom it was not over yet; of several
 *       ends the latest, and else what the later input says. Of a test and of an AS, the later.
 */
#ifndef FLOW_REFERENCE_INCIDENTS_H
#define FLOW_REFERENCE_INCIDENTS_H

#include "flow/reference.h"

/* For reference_freeze(). */
void reference_incidents_freeze(struct reference *reference);

#endif
