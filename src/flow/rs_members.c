#include "flow/rs_members.h"

#include <stdlib.h>

#include "base/memory.h"
#include "flow/reference_registrations.h"
#include "validation/as_set_expansion.h"

void rs_members_init(struct rs_members *members, const struct reference *reference,
		     const struct authority *authority)
{
	*members = (struct rs_members){ .reference = reference, .authority = authority };
	index_init(&members->by_asn);
}

void rs_members_clear(struct rs_members *members)
{
	for (size_t i = 0; i < members->count; i++)
		free(members->all[i].asns);
	free(members->all);
	index_clear(&members->by_asn);
}

/* "RIPE::AS-EXAMPLE" or "AS-EXAMPLE@RIPE"; else the source is empty. */
static struct as_member name_of(struct text word)
{
	size_t at = text_find(word, '@');
	struct as_member name = as_member_parse(text_upto(word, at));

	if (at < word.len)
		name.source = text_from(word, at + 1);
	return name;
}

/* False when the set is not there or not whole. */
static bool add_set(struct rs_members *members, struct rs_member *member, struct text word)
{
	struct as_member name = name_of(word);
	struct as_set_expansion expansion;

	if (name.kind != AS_MEMBER_SET)
		return false; /* a route-set, or ANY */
	int result = as_sets_expand(members->authority->as_sets,
				    name.source.len > 0 ? &name.source : NULL, name.name, NULL,
				    &expansion);
	if (result == ERR_NOT_FOUND)
		return false;
	bool fits = result == 0 && expansion.missing_count == 0 && expansion.any == 0 &&
		    expansion.asn_count <= RS_MEMBER_ASNS_MAX - members->asn_count;
	if (fits) {
		member->asns =
			memory_grow(member->asns, &member->room,
				    member->count + expansion.asn_count, sizeof(*member->asns));
		for (size_t i = 0; i < expansion.asn_count; i++)
			member->asns[member->count++] = expansion.asns[i].asn;
		members->asn_count += expansion.asn_count;
	}
	as_set_expansion_clear(&expansion);
	return fits;
}

static int by_asn(const void *a, const void *b)
{
	asn_t x = *(const asn_t *)a, y = *(const asn_t *)b;
	return (x > y) - (x < y);
}

static void find_sets(struct rs_members *members, struct rs_member *member)
{
	size_t count, sets = 0, whole = 0;
	const struct kept_registration *registered =
		reference_registrations(members->reference, member->asn, &count);

	for (size_t i = 0; i < count; i++) {
		if (registered[i].registration.kind != REGISTRATION_AS_SET)
			continue;
		sets++;
		whole += add_set(members, member, registered[i].registration.value);
	}
	member->is_whole = sets > 0 && whole == sets;
	if (member->count > 0)
		qsort(member->asns, member->count, sizeof(*member->asns), by_asn);
}

static struct rs_member *member_of(struct rs_members *members, asn_t asn)
{
	uint64_t hash = hash_words(asn, 0);

	for (struct probe p = index_probe(&members->by_asn, hash);
	     index_next(&members->by_asn, &p);)
		if (members->all[p.id].asn == asn)
			return &members->all[p.id];
	if (members->count == RS_MEMBERS_MAX)
		return NULL;
	members->all = memory_grow(members->all, &members->room, members->count + 1,
				   sizeof(*members->all));
	struct rs_member *member = &members->all[members->count];
	index_add(&members->by_asn, hash, (uint32_t)members->count++);
	member->asn = asn;
	find_sets(members, member);
	return member;
}

bool rs_member_denies(struct rs_members *members, asn_t asn, asn_t origin)
{
	const struct rs_member *member = member_of(members, asn);

	if (member == NULL || !member->is_whole || origin == ASN_NONE || origin == asn)
		return false;
	return bsearch(&origin, member->asns, member->count, sizeof(origin), by_asn) == NULL;
}
