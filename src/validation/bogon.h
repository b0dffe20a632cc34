/*
 * Bogons: prefixes and AS numbers that nobody should announce.
 *
 * Full bogons stand in the IANA special-purpose registries (not globally reachable), multicast and
 * reserved space, and the special AS numbers. Administrative bogons are numbers that a registry's
 * statistics show as available or reserved; they are routed now and then for good reason, so only
 * full ones count in a score (our rule, docs/decisions/0005).
 * An absent record proves nothing: only an explicit "available" or "reserved" does.
 *
 * In:   the built-in table with the RFC beside each row, and optional registry statistics.
 * Out:  a verdict with its reason, and since when where that is known.
 * Pure: no allocation once built; safe from any thread.
 */
#ifndef VALIDATION_BOGON_H
#define VALIDATION_BOGON_H

#include "base/arena.h"
#include "validation/delegations.h"

enum bogon_kind {
	BOGON_NO,
	BOGON_ADMINISTRATIVE,
	BOGON_FULL,
};

struct bogon_verdict {
	enum bogon_kind kind;
	const char *name;      /* "Documentation (TEST-NET-1)"; static; NULL when not a bogon */
	const char *reference; /* "RFC 5737", or the registry, "RIPE NCC statistics"; static */
	struct prefix within;  /* the row that decided; for prefixes only */
	/* Since when it is one: 20100700 where only the month is known, for utc_day_print(); 0
	 * where nobody says, as most registries do of what they keep. */
	uint32_t since;
	uint32_t as_of; /* the day of the registry's statistics; 0: not said, or a full bogon */
};

struct bogons;

/* `lines` and `day` as of delegations_build(). `snapshot` owns the result. ERR_LIMIT when the arena
 * is full. */
MUST_CHECK int bogons_build(struct arena *snapshot, const struct delegation *lines, size_t count,
			    uint32_t day, const struct bogons **out_bogons);
/* What the registries' statistics say; borrowed. */
const struct delegations *bogons_delegations(const struct bogons *bogons);

/* By longest match: 192.0.0.9/32 is reachable though 192.0.0.0/24 is not. A prefix that merely
 * contains special space (10.0.0.0/7, 0.0.0.0/0) is not a bogon itself. */
struct bogon_verdict bogon_check_prefix(const struct bogons *bogons, const struct prefix *prefix);
struct bogon_verdict bogon_check_asn(const struct bogons *bogons, asn_t asn);

/* The fast path: can this AS number be a full bogon? Exact, no table. Also true for AS_TRANS, which
 * must not stand in a four-octet path (RFC 6793 section 9). */
static inline bool asn_is_full_bogon(asn_t asn)
{
	return asn == ASN_NONE || asn == ASN_TRANS || (asn >= 64496 && asn <= 131071) ||
	       asn >= UINT32_C(4200000000);
}

const char *bogon_kind_name(enum bogon_kind kind); /* "no", "administrative", "full" */

#endif
