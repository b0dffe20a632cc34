/* What a parser of RPKI payloads delivers, as text. For tests and fuzzers only, which also check
 * here, with every payload, that it keeps its promises. */
#ifndef WIRE_RPKI_TRANSCRIPT_H
#define WIRE_RPKI_TRANSCRIPT_H

#include <assert.h>

#include "base/buffer.h"
#include "wire/rpki_payload.h"

struct rpki_transcript {
	struct buffer text;
	bool with_places;
	uint64_t payloads;
	uint64_t stop_after; /* payloads; 0: never */
};

enum { TRANSCRIPT_STOPPED = -77 };

static inline void transcript_place(struct rpki_transcript *t, struct place place)
{
	if (t->with_places)
		buffer_format(&t->text, " @%llu:%llu", (unsigned long long)place.offset,
			      (unsigned long long)place.line);
}

static inline int transcript_end(struct rpki_transcript *t, const struct rpki_about *about)
{
	assert(about->trust_anchor.len <= 64);
	if (about->trust_anchor.len > 0) {
		buffer_char(&t->text, ' ');
		buffer_printable(&t->text, about->trust_anchor);
	}
	if (about->expires_us > 0)
		buffer_format(&t->text, " until %llu",
			      (unsigned long long)(about->expires_us / 1000000));
	transcript_place(t, about->place);
	buffer_char(&t->text, '\n');
	return ++t->payloads == t->stop_after ? TRANSCRIPT_STOPPED : 0;
}

/* "192.0.2.0/24-24 AS64496 ripe until 1753453058" */
static inline int transcript_vrp(void *context, const struct vrp *vrp,
				 const struct rpki_about *about)
{
	struct rpki_transcript *t = context;
	struct prefix cut = prefix_cut(&vrp->prefix, vrp->prefix.len);
	char prefix[PREFIX_TEXT_MAX];

	assert(prefix_equal(&cut, &vrp->prefix));
	assert(vrp->prefix.len <= vrp->max_length);
	assert(vrp->max_length <= family_bits(vrp->prefix.family));
	buffer_format(&t->text, "%s-%u AS%u", prefix_print(&vrp->prefix, prefix), vrp->max_length,
		      vrp->asn);
	return transcript_end(t, about);
}

/* "AS64496 < 64501 64502 until 1753453058" */
static inline int transcript_aspa(void *context, const struct aspa *aspa,
				  const struct rpki_about *about)
{
	struct rpki_transcript *t = context;

	assert(aspa->customer != ASN_NONE);
	assert(aspa->provider_count > 0 && aspa->provider_count <= ASPA_PROVIDERS_MAX);
	buffer_format(&t->text, "AS%u <", aspa->customer);
	for (size_t i = 0; i < aspa->provider_count; i++) {
		asn_t provider = aspa->providers[i];
		assert(provider != aspa->customer);
		assert(i == 0 || aspa->providers[i - 1] < provider);
		assert(provider != ASN_NONE || aspa->provider_count == 1);
		buffer_format(&t->text, " %u", provider);
	}
	return transcript_end(t, about);
}

/* "key AS15562 5d4250e2d81d4448d8a29efce91d29ff075ec9e2 3059 ripe until 1781212587" */
static inline int transcript_key(void *context, const struct router_key *key,
				 const struct rpki_about *about)
{
	struct rpki_transcript *t = context;

	assert(key->spki_size > 0 && key->spki_size <= ROUTER_KEY_SPKI_MAX);
	buffer_format(&t->text, "key AS%u ", key->asn);
	for (size_t i = 0; i < sizeof(key->ski); i++)
		buffer_format(&t->text, "%02x", key->ski[i]);
	buffer_char(&t->text, ' ');
	for (size_t i = 0; i < key->spki_size; i++)
		buffer_format(&t->text, "%02x", key->spki[i]);
	return transcript_end(t, about);
}

/* "built 1753003893" */
static inline int transcript_metadata(void *context, uint64_t build_time_us)
{
	struct rpki_transcript *t = context;

	buffer_format(&t->text, "built %llu\n", (unsigned long long)(build_time_us / 1000000));
	return 0;
}

static inline struct rpki_sink transcript_sink(struct rpki_transcript *t)
{
	return (struct rpki_sink){ t, transcript_vrp, transcript_aspa, transcript_metadata,
				   transcript_key };
}

/* How it ended, "-2 parse error: trailing garbage @17:0", and all that was counted. */
static inline void transcript_finish(struct rpki_transcript *t, int result,
				     const struct rpki_counts *counts,
				     const struct rpki_fault *fault)
{
	const struct refusals *all[] = { &counts->vrps, &counts->aspas, &counts->keys,
					 &counts->oddities };

	buffer_format(&t->text, "%d %s", result, fault->message);
	transcript_place(t, fault->place);
	buffer_format(&t->text, "\n%llu router keys\n", (unsigned long long)counts->keys.taken);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		for (unsigned reason = 1; reason < all[i]->reasons; reason++) {
			if (all[i]->count[reason] == 0)
				continue;
			buffer_format(&t->text, "%llu %s",
				      (unsigned long long)all[i]->count[reason],
				      all[i]->says[reason]);
			transcript_place(t, all[i]->first[reason]);
			buffer_char(&t->text, '\n');
		}
	}
}

#endif
