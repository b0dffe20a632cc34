#include "validation/bogon.h"

#include <assert.h>

#include "net/cover.h"
#include "validation/special_purpose.h"

struct bogons {
	const struct cover *specials; /* its numbers are those of special_prefixes[] */
	const struct delegations *delegations;
};

static int specials_build(struct arena *snapshot, struct bogons *bogons)
{
	struct prefix prefixes[SPECIAL_PREFIXES];

	for (size_t i = 0; i < SPECIAL_PREFIXES; i++) {
		int err = prefix_parse(text_of(special_prefixes[i].prefix), &prefixes[i]);
		assert(err == 0);
	}
	return cover_build(snapshot, prefixes, SPECIAL_PREFIXES, &bogons->specials);
}

int bogons_build(struct arena *snapshot, const struct delegation *lines, size_t count, uint32_t day,
		 const struct bogons **out_bogons)
{
	struct bogons *bogons = arena_alloc(snapshot, 1, sizeof(*bogons));

	if (bogons == NULL || specials_build(snapshot, bogons) < 0 ||
	    delegations_build(snapshot, lines, count, day, &bogons->delegations) < 0)
		return ERR_LIMIT;
	*out_bogons = bogons;
	return 0;
}

const struct delegations *bogons_delegations(const struct bogons *bogons)
{
	return bogons->delegations;
}

static struct bogon_verdict administrative(const struct delegation *line, struct prefix within)
{
	static const char *const registries[] = {
		[REGISTRY_AFRINIC] = "AFRINIC statistics",  [REGISTRY_APNIC] = "APNIC statistics",
		[REGISTRY_ARIN] = "ARIN statistics",        [REGISTRY_LACNIC] = "LACNIC statistics",
		[REGISTRY_RIPENCC] = "RIPE NCC statistics", [REGISTRY_IANA] = "IANA statistics",
		[REGISTRY_IETF] = "IETF statistics",
	};
	bool available = line->status == DELEGATION_AVAILABLE;

	return (struct bogon_verdict){
		.kind = BOGON_ADMINISTRATIVE,
		.name = available ? "Available, held by nobody" : "Reserved by the registry",
		.reference = registries[line->registry],
		.within = within,
		.since = line->date,
		.as_of = line->as_of,
	};
}

struct bogon_verdict bogon_check_prefix(const struct bogons *bogons, const struct prefix *prefix)
{
	const struct bogon_verdict no = { .kind = BOGON_NO };
	uint32_t at = cover_find(bogons->specials, prefix);
	struct delegation line;

	if (at != COVER_NONE) {
		const struct special_prefix *row = &special_prefixes[at];
		if (row->reachable)
			return no;
		return (struct bogon_verdict){ .kind = BOGON_FULL,
					       .name = row->name,
					       .reference = row->reference,
					       .within = cover_prefix(bogons->specials, at),
					       .since = row->since };
	}
	if (!delegations_find_prefix(bogons->delegations, prefix, &line) ||
	    !delegation_is_free(&line))
		return no;
	return administrative(&line, line.prefix);
}

struct bogon_verdict bogon_check_asn(const struct bogons *bogons, asn_t asn)
{
	const struct prefix nowhere = { 0 };
	struct delegation line;

	for (size_t i = 0; i < SPECIAL_ASNS; i++) {
		const struct special_asns *row = &special_asns[i];
		if (asn >= row->first && asn <= row->last)
			return (struct bogon_verdict){ .kind = BOGON_FULL,
						       .name = row->name,
						       .reference = row->reference,
						       .since = row->since };
	}
	if (!delegations_find_asn(bogons->delegations, asn, &line) || !delegation_is_free(&line))
		return (struct bogon_verdict){ .kind = BOGON_NO };
	return administrative(&line, nowhere);
}

const char *bogon_kind_name(enum bogon_kind kind)
{
	static const char *const names[] = {
		[BOGON_NO] = "no",
		[BOGON_ADMINISTRATIVE] = "administrative",
		[BOGON_FULL] = "full",
	};
	return names[kind];
}
