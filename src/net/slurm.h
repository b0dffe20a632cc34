/*
 * SLURM: what an operator wants left out of the RPKI's payloads, and what added to them.
 *
 * In:   filters and assertions of one file or of several joined, and a set of payloads.
 * Out:  another set: what no filter matches, and all assertions.
 * Pure: no I/O, no clock.
 * Standard: RFC 8416; ASPAs as draft-ietf-sidrops-aspa-slurm has them.
 */
#ifndef NET_SLURM_H
#define NET_SLURM_H

#include "base/arena.h"
#include "net/payload_set.h"

/* Of one kind, in all files. Somebody writes them, or a program of theirs. */
enum { SLURM_ENTRIES_MAX = 1 << 20, SLURM_MESSAGE_MAX = 160 };

/* At least one of the two is there; what is there must match (RFC 8416 section 3.3.1). */
struct slurm_prefix_filter {
	bool has_prefix, has_asn;
	struct prefix prefix; /* equal to it or inside */
	asn_t asn;
};

/* Likewise (RFC 8416 section 3.3.2). */
struct slurm_key_filter {
	bool has_asn, has_ski;
	asn_t asn;
	uint8_t ski[ROUTER_KEY_SKI_SIZE];
};

struct slurm {
	struct slurm_prefix_filter *prefix_filters; /* owned, like all here */
	struct slurm_key_filter *key_filters;
	asn_t *aspa_filters; /* customers */
	struct vrp *vrps;    /* assertions, from here on */
	struct router_key *keys;
	struct aspa *aspas;
	size_t prefix_filter_count, key_filter_count, aspa_filter_count;
	size_t vrp_count, key_count, aspa_count;
	size_t prefix_filter_room, key_filter_room, aspa_filter_room;
	size_t vrp_room, key_room, aspa_room;
	struct arena arena; /* SPKIs and providers */
};

void slurm_init(struct slurm *slurm);
void slurm_clear(struct slurm *slurm);

/* Each copies an entry. ERR_LIMIT: more than SLURM_ENTRIES_MAX of its kind, or more of SPKIs and
 * providers than 256 MiB. */
MUST_CHECK int slurm_filter_prefix(struct slurm *slurm, const struct slurm_prefix_filter *filter);
MUST_CHECK int slurm_filter_key(struct slurm *slurm, const struct slurm_key_filter *filter);
MUST_CHECK int slurm_filter_aspa(struct slurm *slurm, asn_t customer);
MUST_CHECK int slurm_assert_vrp(struct slurm *slurm, const struct vrp *vrp);
MUST_CHECK int slurm_assert_key(struct slurm *slurm, const struct router_key *key);
MUST_CHECK int slurm_assert_aspa(struct slurm *slurm, const struct aspa *aspa);

/*
 * Do two files speak of the same resources? Then neither may be used (RFC 8416 section 4.2):
 * prefixes of filters or assertions where one covers the other, the same AS in those of router
 * keys, the same customer in those of ASPAs. Fills `out_message` with the first such pair.
 */
bool slurm_overlaps(const struct slurm *a, const struct slurm *b,
		    char out_message[SLURM_MESSAGE_MAX]);

/* Adds all entries of another file, with which it does not overlap. ERR_LIMIT: as above; `to` is
 * then good for slurm_clear() only. */
MUST_CHECK int slurm_join(struct slurm *to, const struct slurm *from);

/* What an ASPA assertion does to what the RPKI says of its customer. The draft does not say. */
enum slurm_aspas {
	SLURM_ASPAS_REPLACE, /* stands in its place */
	SLURM_ASPAS_ADD,     /* is united with it */
};

/* What slurm_apply() did. An assertion counts as added when the payload was not there, or was
 * filtered. */
struct slurm_effect {
	size_t vrps_filtered, keys_filtered, aspas_filtered;
	size_t vrps_added, keys_added, aspas_added;
	size_t aspas_changed; /* that an assertion stands in place of, or was united with */
};

/* First the filters, then the assertions, which no filter touches (RFC 8416 section 4.1).
 * ERR_LIMIT: with the assertions the set would be greater than sets may be. */
MUST_CHECK int slurm_apply(const struct slurm *slurm, enum slurm_aspas aspas,
			   const struct payload_set *in, struct payload_set **out_set,
			   struct slurm_effect *out_effect);

#endif
