#include "wire/rpki_record.h"

#include <stdlib.h>

#include "base/base64.h"
#include "base/memory.h"
#include "base/utc.h"

void rpki_record_init(struct rpki_record *record, const struct rpki_sink *sink,
		      struct rpki_counts *counts)
{
	*record = (struct rpki_record){ .sink = *sink, .counts = counts };
}

void rpki_record_clear(struct rpki_record *record)
{
	free(record->providers);
	free(record->held);
	*record = (struct rpki_record){ 0 };
}

static void providers_forget(struct rpki_record *record)
{
	record->provider_count = 0;
	record->providers_ascend = true;
	record->providers_fault = RPKI_ASPA_TAKEN;
}

void rpki_record_start(struct rpki_record *record, struct place place)
{
	record->place = place;
	record->seen = 0;
	record->expires_us = 0;
	record->trust_anchor_len = 0;
	providers_forget(record);
}

int rpki_time_parse(struct text text, uint64_t *out_time_us)
{
	uint64_t seconds;

	if (text_u64(text, &seconds) < 0)
		return utc_parse(text, out_time_us);
	if (seconds > UINT64_MAX / UTC_SECOND)
		return ERR_MALFORMED;
	*out_time_us = seconds * UTC_SECOND;
	return 0;
}

static enum rpki_vrp_refusal prefix_fault(struct text value, struct prefix *out_prefix)
{
	bool cut;

	if (prefix_parse_loose(value, out_prefix, &cut) < 0)
		return RPKI_PREFIX_BAD;
	return cut ? RPKI_HOST_BITS : RPKI_VRP_TAKEN;
}

/* Routinator writes "N/A" for what it does not know. */
static bool says_nothing(struct text value)
{
	return value.len == 0 || text_equal(value, TEXT("N/A"));
}

static void note(struct rpki_record *record, enum rpki_oddity oddity)
{
	refusals_count(&record->counts->oddities, oddity, record->place);
}

static void trust_anchor_set(struct rpki_record *record, struct text value)
{
	record->trust_anchor_len = 0;
	if (says_nothing(value))
		return;
	if (value.len > sizeof(record->trust_anchor)) {
		note(record, RPKI_TRUST_ANCHOR_LONG);
		return;
	}
	memcpy(record->trust_anchor, value.at, value.len);
	record->trust_anchor_len = value.len;
}

static void expires_set(struct rpki_record *record, struct text value)
{
	record->expires_us = 0;
	if (!says_nothing(value) && rpki_time_parse(value, &record->expires_us) < 0)
		note(record, RPKI_TIME_BAD);
}

/* rpki-client writes hexadecimal, Routinator and RFC 8416 base64. */
static enum rpki_key_refusal ski_read(struct text value, uint8_t ski[ROUTER_KEY_SKI_SIZE])
{
	size_t size;

	if (hex_read(value, ski, ROUTER_KEY_SKI_SIZE) == 0)
		return RPKI_KEY_TAKEN;
	if (base64_read(value, true, ski, ROUTER_KEY_SKI_SIZE, &size) == 0 &&
	    size == ROUTER_KEY_SKI_SIZE)
		return RPKI_KEY_TAKEN;
	return RPKI_SKI_BAD;
}

static enum rpki_key_refusal spki_read(struct text value, uint8_t spki[ROUTER_KEY_SPKI_MAX],
				       size_t *out_size)
{
	int result = base64_read(value, true, spki, ROUTER_KEY_SPKI_MAX, out_size);

	if (result == ERR_LIMIT)
		return RPKI_SPKI_LONG;
	return result < 0 || *out_size == 0 ? RPKI_SPKI_BAD : RPKI_KEY_TAKEN;
}

static void mark_seen(struct rpki_record *record, enum rpki_field field)
{
	if (rpki_record_has(record, field))
		note(record, RPKI_KEY_TWICE);
	record->seen |= UINT32_C(1) << field;
}

void rpki_record_set(struct rpki_record *record, enum rpki_field field, struct text value)
{
	mark_seen(record, field);
	switch (field) {
	case RPKI_ASN:
		record->asn_fault =
			asn_parse(value, &record->vrp.asn) < 0 ? RPKI_ASN_BAD : RPKI_VRP_TAKEN;
		break;
	case RPKI_PREFIX:
		record->prefix_fault = prefix_fault(value, &record->vrp.prefix);
		break;
	case RPKI_MAX_LENGTH:
		record->max_length_fault = text_u32(value, &record->max_length) < 0
						   ? RPKI_MAX_LENGTH_BAD
						   : RPKI_VRP_TAKEN;
		break;
	case RPKI_TRUST_ANCHOR:
		trust_anchor_set(record, value);
		break;
	case RPKI_EXPIRES:
		expires_set(record, value);
		break;
	case RPKI_CUSTOMER:
		/* aspa-profile-29 3.2: CAS ::= INTEGER (1..4294967295) */
		record->customer_fault =
			asn_parse(value, &record->customer) < 0 || record->customer == ASN_NONE
				? RPKI_CUSTOMER_BAD
				: RPKI_ASPA_TAKEN;
		break;
	case RPKI_SKI:
		record->ski_fault = ski_read(value, record->ski);
		break;
	case RPKI_SPKI:
		record->spki_fault = spki_read(value, record->spki, &record->spki_size);
		break;
	case RPKI_PROVIDERS:
	case RPKI_FAMILY:
	case RPKI_FIELD_COUNT:
		break;
	}
}

void rpki_record_unset(struct rpki_record *record, enum rpki_field field)
{
	record->seen &= ~(UINT32_C(1) << field);
	if (field == RPKI_TRUST_ANCHOR)
		record->trust_anchor_len = 0;
	if (field == RPKI_EXPIRES)
		record->expires_us = 0;
}

void rpki_record_providers(struct rpki_record *record)
{
	mark_seen(record, RPKI_PROVIDERS);
	providers_forget(record);
}

static void provider_add(struct rpki_record *record, asn_t provider)
{
	size_t count = record->provider_count;

	if (count == ASPA_PROVIDERS_MAX) {
		record->providers_fault = RPKI_PROVIDERS_TOO_MANY;
		return;
	}
	if (count > 0 && record->providers[count - 1] >= provider)
		record->providers_ascend = false;
	record->providers = memory_grow(record->providers, &record->provider_room, count + 1,
					sizeof(*record->providers));
	record->providers[count] = provider;
	record->provider_count = count + 1;
}

void rpki_record_provider(struct rpki_record *record, struct text value)
{
	asn_t provider;

	if (asn_parse(value, &provider) == 0)
		provider_add(record, provider);
	else
		record->providers_fault = RPKI_PROVIDER_BAD;
}

static struct rpki_about about_record(const struct rpki_record *record)
{
	return (struct rpki_about){
		.place = record->place,
		.trust_anchor = { record->trust_anchor, record->trust_anchor_len },
		.expires_us = record->expires_us,
	};
}

static enum rpki_vrp_refusal vrp_fault(const struct rpki_record *record)
{
	if (!rpki_record_has(record, RPKI_ASN))
		return RPKI_ASN_MISSING;
	if (record->asn_fault != RPKI_VRP_TAKEN)
		return record->asn_fault;
	if (!rpki_record_has(record, RPKI_PREFIX))
		return RPKI_PREFIX_MISSING;
	if (record->prefix_fault != RPKI_VRP_TAKEN)
		return record->prefix_fault;
	if (record->max_length_fault != RPKI_VRP_TAKEN)
		return record->max_length_fault;
	/* RFC 9582 4.3.2: prefix length <= maxLength <= length of an address */
	if (record->max_length < record->vrp.prefix.len)
		return RPKI_MAX_LENGTH_SHORT;
	if (record->max_length > family_bits(record->vrp.prefix.family))
		return RPKI_MAX_LENGTH_LONG;
	return RPKI_VRP_TAKEN;
}

int rpki_record_vrp(struct rpki_record *record)
{
	if (!rpki_record_has(record, RPKI_MAX_LENGTH)) {
		/* RFC 9582 4.3.2: no maxLength means the length of the prefix */
		record->max_length = record->vrp.prefix.len;
		record->max_length_fault = RPKI_VRP_TAKEN;
	}
	enum rpki_vrp_refusal fault = vrp_fault(record);
	refusals_count(&record->counts->vrps, fault, record->place);
	if (fault != RPKI_VRP_TAKEN || record->sink.on_vrp == NULL)
		return 0;
	struct rpki_about about = about_record(record);
	record->vrp.max_length = (uint8_t)record->max_length;
	return record->sink.on_vrp(record->sink.context, &record->vrp, &about);
}

static enum rpki_key_refusal key_fault(const struct rpki_record *record)
{
	if (!rpki_record_has(record, RPKI_ASN))
		return RPKI_KEY_ASN_MISSING;
	if (record->asn_fault != RPKI_VRP_TAKEN)
		return RPKI_KEY_ASN_BAD;
	if (!rpki_record_has(record, RPKI_SKI))
		return RPKI_SKI_MISSING;
	if (record->ski_fault != RPKI_KEY_TAKEN)
		return record->ski_fault;
	if (!rpki_record_has(record, RPKI_SPKI))
		return RPKI_SPKI_MISSING;
	return record->spki_fault;
}

int rpki_record_key(struct rpki_record *record)
{
	enum rpki_key_refusal fault = key_fault(record);

	refusals_count(&record->counts->keys, fault, record->place);
	if (fault != RPKI_KEY_TAKEN || record->sink.on_router_key == NULL)
		return 0;
	struct rpki_about about = about_record(record);
	struct router_key key = { .asn = record->vrp.asn,
				  .spki = record->spki,
				  .spki_size = record->spki_size };
	memcpy(key.ski, record->ski, sizeof(key.ski));
	return record->sink.on_router_key(record->sink.context, &key, &about);
}

static int compare_asns(const void *a, const void *b)
{
	const asn_t *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

/* Leaves the providers ascending and unique. */
static void providers_sort(struct rpki_record *record)
{
	size_t kept = 0;

	if (record->providers_ascend)
		return;
	qsort(record->providers, record->provider_count, sizeof(*record->providers), compare_asns);
	for (size_t i = 0; i < record->provider_count; i++) {
		if (kept > 0 && record->providers[kept - 1] == record->providers[i])
			note(record, RPKI_PROVIDER_TWICE);
		else
			record->providers[kept++] = record->providers[i];
	}
	record->provider_count = kept;
	record->providers_ascend = true;
}

static enum rpki_aspa_refusal aspa_fault(struct rpki_record *record)
{
	if (!rpki_record_has(record, RPKI_CUSTOMER))
		return RPKI_CUSTOMER_MISSING;
	if (record->customer_fault != RPKI_ASPA_TAKEN)
		return record->customer_fault;
	if (record->providers_fault != RPKI_ASPA_TAKEN)
		return record->providers_fault;
	if (record->provider_count == 0)
		return RPKI_PROVIDERS_NONE;
	providers_sort(record);
	if (bsearch(&record->customer, record->providers, record->provider_count,
		    sizeof(*record->providers), compare_asns) != NULL)
		return RPKI_PROVIDER_IS_CUSTOMER;
	if (record->providers[0] == ASN_NONE && record->provider_count > 1)
		return RPKI_AS0_WITH_OTHERS;
	return RPKI_ASPA_TAKEN;
}

static int aspa_deliver(struct rpki_record *record, const struct rpki_about *about)
{
	struct aspa aspa = { record->customer, record->providers, record->provider_count };

	refusals_count(&record->counts->aspas, RPKI_ASPA_TAKEN, about->place);
	if (record->sink.on_aspa == NULL)
		return 0;
	return record->sink.on_aspa(record->sink.context, &aspa, about);
}

static void hold(struct rpki_record *record, asn_t provider)
{
	size_t count = record->held_count;

	record->held =
		memory_grow(record->held, &record->held_room, count + 1, sizeof(*record->held));
	record->held[count] = (struct rpki_held){ record->customer, provider, record->expires_us,
						  record->place.offset };
	record->held_count = count + 1;
}

/* Keeps one record of one address family, or that its customer has been refused. */
static void hold_record(struct rpki_record *record, enum rpki_aspa_refusal fault)
{
	size_t wanted = fault == RPKI_ASPA_TAKEN ? record->provider_count : 1;

	if (fault == RPKI_CUSTOMER_MISSING || fault == RPKI_CUSTOMER_BAD)
		return;
	if (wanted > RPKI_HELD_MAX - record->held_count) {
		record->held_overflow = true;
		if (fault == RPKI_ASPA_TAKEN)
			refusals_count(&record->counts->aspas, RPKI_FAMILIES_TOO_MANY,
				       record->place);
		return;
	}
	if (fault != RPKI_ASPA_TAKEN)
		hold(record, record->customer);
	else
		for (size_t i = 0; i < record->provider_count; i++)
			hold(record, record->providers[i]);
}

int rpki_record_aspa(struct rpki_record *record, bool family_only)
{
	enum rpki_aspa_refusal fault = aspa_fault(record);

	if (fault != RPKI_ASPA_TAKEN)
		refusals_count(&record->counts->aspas, fault, record->place);
	if (family_only) {
		hold_record(record, fault);
		return 0;
	}
	struct rpki_about about = about_record(record);
	return fault == RPKI_ASPA_TAKEN ? aspa_deliver(record, &about) : 0;
}

static int compare_held(const void *a, const void *b)
{
	const struct rpki_held *left = a, *right = b;

	if (left->customer != right->customer)
		return left->customer < right->customer ? -1 : 1;
	if (left->provider != right->provider)
		return left->provider < right->provider ? -1 : 1;
	return (left->offset > right->offset) - (left->offset < right->offset);
}

/* `held` are all the pairs of one customer, ascending by provider. */
static int unite_customer(struct rpki_record *record, const struct rpki_held *held, size_t count)
{
	struct rpki_about about = { .place.offset = held[0].offset };

	record->customer = held[0].customer;
	providers_forget(record);
	for (size_t i = 0; i < count; i++) {
		asn_t provider = held[i].provider;
		if (provider == record->customer)
			return 0; /* refused in one family, and counted there */
		if (held[i].offset < about.place.offset)
			about.place.offset = held[i].offset;
		if (about.expires_us == 0 ||
		    (held[i].expires_us != 0 && held[i].expires_us < about.expires_us))
			about.expires_us = held[i].expires_us;
		if (i > 0 && provider == held[i - 1].provider)
			continue;
		/* aspa-profile-29: AS0 leaves a union that has other members */
		if (provider != ASN_NONE || held[count - 1].provider == ASN_NONE)
			provider_add(record, provider);
	}
	if (record->providers_fault == RPKI_ASPA_TAKEN)
		return aspa_deliver(record, &about);
	refusals_count(&record->counts->aspas, record->providers_fault, about.place);
	return 0;
}

int rpki_record_unite(struct rpki_record *record)
{
	size_t count = record->held_overflow ? 0 : record->held_count;
	int result = 0;

	if (count > 0)
		qsort(record->held, count, sizeof(*record->held), compare_held);
	for (size_t first = 0, next; first < count && result == 0; first = next) {
		for (next = first + 1; next < count; next++)
			if (record->held[next].customer != record->held[first].customer)
				break;
		result = unite_customer(record, &record->held[first], next - first);
	}
	record->held_count = 0;
	record->held_overflow = false;
	return result;
}
