/*
 * Spoof test: somebody inside a network sent packets with false source addresses, and either they
 * got out or they did not. One of CAIDA's Spoofer sessions, one address family of it.
 */
#ifndef NET_SPOOFING_H
#define NET_SPOOFING_H

#include <stdbool.h>

#include "net/asn.h"
#include "net/prefix.h"

/* What became of the packets. Stores hold these numbers. */
enum spoof_outcome {
	SPOOF_UNKNOWN,   /* not tried, or no answer */
	SPOOF_BLOCKED,   /* they did not arrive */
	SPOOF_REWRITTEN, /* they arrived with a true source address: a NAT stood between */
	SPOOF_RECEIVED,  /* they arrived as they were: source addresses are not validated */
	SPOOF_OUTCOMES,
};

struct spoof_test {
	asn_t asn;
	struct prefix client; /* where the test was run; /24 or /40 as a rule, for privacy */
	uint64_t time_us;
	uint64_t session; /* its number at the Spoofer project */
	bool is_nat;
	enum spoof_outcome routed;        /* source: an address that somebody announces */
	enum spoof_outcome private_space; /* source: a private address */
};

/* "unknown", "blocked", "rewritten", "received". Static. */
const char *spoof_outcome_name(enum spoof_outcome outcome);

#endif
