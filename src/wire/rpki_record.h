/*
 * RPKI record: one object or line of an export, put together value by value, then checked and
 * delivered. Shared by rpki_json.c and rpki_csv.c, of no use to others.
 *
 * In:      values as text, in any spelling of the dialects: "AS64496", "64496"; 24; 1753453058,
 *          "2025-07-20 09:31:33"; octets of a key in hexadecimal or base64.
 * Out:     calls of the sink; what is refused is counted.
 * Promise: a value given twice counts as it was given last.
 */
#ifndef WIRE_RPKI_RECORD_H
#define WIRE_RPKI_RECORD_H

#include "wire/rpki_payload.h"

enum rpki_field {
	RPKI_ASN,
	RPKI_PREFIX,
	RPKI_MAX_LENGTH,
	RPKI_TRUST_ANCHOR,
	RPKI_EXPIRES,
	RPKI_CUSTOMER,
	RPKI_PROVIDERS, /* set by rpki_record_providers() */
	RPKI_SKI,
	RPKI_SPKI,
	RPKI_FAMILY, /* an ASPA for one address family only: see rpki_record_aspa() */
	RPKI_FIELD_COUNT
};

enum {
	/* The names of the five registries have seven letters; a name is shown to people. */
	RPKI_TRUST_ANCHOR_MAX = 64,
	/* 6 MiB. The layout died in 2023 with 30 000 pairs at its biggest. */
	RPKI_HELD_MAX = 1 << 18,
};

/* A provider in one address family, waiting for the other family. Names the customer itself as the
 * provider when the customer's record was refused, which no accepted record does. */
struct rpki_held {
	asn_t customer, provider;
	uint64_t expires_us;
	uint64_t offset;
};

struct rpki_record {
	struct rpki_sink sink;
	struct rpki_counts *counts; /* borrowed */

	struct place place;
	uint32_t seen; /* a bit for each field */
	enum rpki_vrp_refusal asn_fault, prefix_fault, max_length_fault;
	enum rpki_aspa_refusal customer_fault, providers_fault;
	enum rpki_key_refusal ski_fault, spki_fault;
	struct vrp vrp;
	uint32_t max_length;
	asn_t customer;
	uint64_t expires_us;
	size_t trust_anchor_len;
	char trust_anchor[RPKI_TRUST_ANCHOR_MAX];

	uint8_t ski[ROUTER_KEY_SKI_SIZE];
	size_t spki_size;
	uint8_t spki[ROUTER_KEY_SPKI_MAX];

	asn_t *providers; /* owned, like the rest below */
	size_t provider_count, provider_room;
	bool providers_ascend; /* and are unique */

	struct rpki_held *held;
	size_t held_count, held_room;
	bool held_overflow;
};

void rpki_record_init(struct rpki_record *record, const struct rpki_sink *sink,
		      struct rpki_counts *counts);
void rpki_record_clear(struct rpki_record *record);

/* Forgets the values of the record before. */
void rpki_record_start(struct rpki_record *record, struct place place);
void rpki_record_set(struct rpki_record *record, enum rpki_field field, struct text value);
void rpki_record_unset(struct rpki_record *record, enum rpki_field field);
/* Starts the list of providers anew. */
void rpki_record_providers(struct rpki_record *record);
void rpki_record_provider(struct rpki_record *record, struct text value);

static inline bool rpki_record_has(const struct rpki_record *record, enum rpki_field field)
{
	return record->seen >> field & 1;
}

/* Delivers the record, or counts why not. Returns 0 or what the sink said. */
MUST_CHECK int rpki_record_vrp(struct rpki_record *record);
MUST_CHECK int rpki_record_key(struct rpki_record *record);
/*
 * The same for an ASPA. One for a single address family (`family_only`; until aspa-profile-17) is
 * held until rpki_record_unite(), which delivers the union of both families, ascending by
 * customer; of a customer refused in either family it delivers nothing, because a shortened list
 * would make honest routes look leaked. When there are too many to hold, none is delivered.
 */
MUST_CHECK int rpki_record_aspa(struct rpki_record *record, bool family_only);
MUST_CHECK int rpki_record_unite(struct rpki_record *record);

/* Reads seconds since 1970, or a date as of base/utc.h. */
MUST_CHECK int rpki_time_parse(struct text text, uint64_t *out_time_us);

#endif
