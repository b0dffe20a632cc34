/* The rules of norms/scoring.yaml as they stand, for tests. */
#ifndef FLOW_TEST_SCORING_H
#define FLOW_TEST_SCORING_H

#include "norms/norms.h"

static const struct norm_scoring TEST_SCORING = {
	.ready = 0.8,
	.aspiring = 0.6,
	.aggregate = NORM_MEAN,
	.peers_min = 5,
	.small_max = 2,
	.medium_max = 179,
};

#endif
