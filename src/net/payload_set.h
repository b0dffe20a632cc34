/*
 * Payload set: all that a cache of the RPKI tells routers at one moment: VRPs, router keys, ASPAs.
 *
 * In:   payloads in any order and from several sources, duplicates among them.
 * Out:  a frozen set in one order, each payload once, one ASPA for each customer: the union of all
 *       that name it. What separates two sets, minimal and in the same order.
 * Idea: a set never changes. Who still answers from an older one holds a reference to it.
 * Pure: no I/O, no clock; a set and its references belong to one thread at a time.
 * Standard: RFC 8210 section 5; draft-ietf-sidrops-aspa-profile-29 (U-SPAS).
 */
#ifndef NET_PAYLOAD_SET_H
#define NET_PAYLOAD_SET_H

#include "net/aspa.h"
#include "net/router_key.h"
#include "net/vrp.h"

/* Several times what all of the RPKI holds. A builder refuses more. */
enum {
	PAYLOAD_VRPS_MAX = 1 << 24,
	PAYLOAD_KEYS_MAX = 1 << 20,
	PAYLOAD_CUSTOMERS_MAX = 1 << 20,
	PAYLOAD_PROVIDERS_MAX = 1 << 25, /* of all customers together */
};

struct payload_set {
	const struct vrp *vrps; /* owned, like all here; by prefix, then max_length, then ASN */
	const struct router_key *keys; /* by ASN, then SKI, then SPKI */
	const struct aspa *aspas;      /* by customer */
	size_t vrp_count, key_count, aspa_count;
	/* Customers whose united list was longer than ASPA_PROVIDERS_MAX, ascending: they are left
	 * out whole, here and in every set that this one is added to. */
	const asn_t *too_long;
	size_t aspas_too_long;
	size_t references;
};

struct payload_set *payload_set_hold(struct payload_set *set); /* returns it */
void payload_set_release(struct payload_set *set);             /* NULL is fine */
size_t payload_set_count(const struct payload_set *set);       /* all payloads */
bool payload_set_equal(const struct payload_set *a, const struct payload_set *b);

/* Two of the orders, and equality of customer and providers. */
int vrp_compare(const struct vrp *a, const struct vrp *b);
int router_key_compare(const struct router_key *a, const struct router_key *b);
bool aspa_equal(const struct aspa *a, const struct aspa *b);

struct payload_builder; /* owns copies of what it is given */

struct payload_builder *payload_builder_new(void);
void payload_builder_free(struct payload_builder *builder); /* NULL is fine */
/* Copy the payload. ERR_LIMIT: one of the ceilings above is reached, duplicates counted;
 * ERR_MALFORMED: an impossible max_length or size of a key, no provider, providers not ascending,
 * or AS0 beside others. More than ASPA_PROVIDERS_MAX providers are as payload_builder_too_long().
 */
MUST_CHECK int payload_builder_vrp(struct payload_builder *builder, const struct vrp *vrp);
MUST_CHECK int payload_builder_key(struct payload_builder *builder, const struct router_key *key);
MUST_CHECK int payload_builder_aspa(struct payload_builder *builder, const struct aspa *aspa);
/* This customer has more than ASPA_PROVIDERS_MAX providers, who were not read: whatever else is
 * said of it, it will be left out. */
MUST_CHECK int payload_builder_too_long(struct payload_builder *builder, asn_t customer);
/* Adds all of another set. */
MUST_CHECK int payload_builder_set(struct payload_builder *builder, const struct payload_set *set);
/* Sorts, unites, frees the builder. The caller holds the one reference. Where the union of several
 * ASPAs has two members or more, AS0 is not one of them (aspa-profile-29). */
struct payload_set *payload_builder_finish(struct payload_builder *builder);

/* What became of one customer. */
struct aspa_change {
	struct aspa before, after; /* provider_count 0: there was, there is none */
};

/* From an older set to a newer one. Minimal: nothing is in it that is equal on both sides. */
struct payload_change {
	const struct vrp *vrps_withdrawn, *vrps_announced; /* owned; in the order of sets */
	const struct router_key *keys_withdrawn, *keys_announced;
	const struct aspa_change *aspas;
	size_t vrps_withdrawn_count, vrps_announced_count;
	size_t keys_withdrawn_count, keys_announced_count;
	size_t aspa_count;
	size_t references;
};

/* The caller holds the one reference. */
struct payload_change *payload_change_between(const struct payload_set *older,
					      const struct payload_set *newer);
/* `first`, then `second`, which starts where `first` ends, as one. What comes and goes again is in
 * neither list. */
struct payload_change *payload_change_join(const struct payload_change *first,
					   const struct payload_change *second);
struct payload_change *payload_change_hold(struct payload_change *change);
void payload_change_release(struct payload_change *change);
size_t payload_change_count(const struct payload_change *change); /* payloads, as PDUs */
/* `set` after the change; of customers left out it knows nothing. ERR_MALFORMED when it withdraws
 * what is not there or announces what is: then the change was not made for this set. */
MUST_CHECK int payload_change_apply(const struct payload_change *change,
				    const struct payload_set *set, struct payload_set **out_set);

#endif
