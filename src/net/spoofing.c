#include "net/spoofing.h"

const char *spoof_outcome_name(enum spoof_outcome outcome)
{
	static const char *const names[SPOOF_OUTCOMES] = {
		[SPOOF_UNKNOWN] = "unknown",
		[SPOOF_BLOCKED] = "blocked",
		[SPOOF_REWRITTEN] = "rewritten",
		[SPOOF_RECEIVED] = "received",
	};

	return names[outcome];
}
