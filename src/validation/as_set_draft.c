#include "validation/as_set_draft.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

void as_set_draft_init(struct as_set_draft *draft)
{
	*draft = (struct as_set_draft){ 0 };
	index_init(&draft->by_word);
}

void as_set_draft_clear(struct as_set_draft *draft)
{
	free(draft->bytes);
	free(draft->words);
	free(draft->sets);
	free(draft->members);
	free(draft->by_refs);
	free(draft->ases);
	free(draft->maintainers);
	free(draft->claims);
	index_clear(&draft->by_word);
}

/* RFC 2622 section 2: names are not case sensitive. */
static struct text upper(struct text word, char out_bytes[RPSL_NAME_MAX])
{
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];
		out_bytes[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	return (struct text){ out_bytes, word.len };
}

static uint64_t word_hash(struct text word)
{
	uint64_t hash = word.len;

	for (size_t i = 0; i < word.len; i++)
		hash = hash_words(hash, (uint8_t)word.at[i]);
	return hash;
}

/* The number of a word. */
static int word_of(struct as_set_draft *draft, struct text word, uint32_t *out_word)
{
	char bytes[RPSL_NAME_MAX];

	if (word.len > RPSL_NAME_MAX)
		return ERR_MALFORMED;
	word = upper(word, bytes);
	uint64_t hash = word_hash(word);
	for (struct probe p = index_probe(&draft->by_word, hash); index_next(&draft->by_word, &p);)
		if (text_equal(as_set_draft_word(draft, p.id), word)) {
			*out_word = p.id;
			return 0;
		}
	if (draft->word_count == AS_SET_DRAFT_ROWS_MAX ||
	    draft->used + word.len > AS_SET_DRAFT_BYTES_MAX)
		return ERR_LIMIT;
	uint32_t number = (uint32_t)draft->word_count;
	draft->bytes = memory_grow(draft->bytes, &draft->room, draft->used + word.len + 1, 1);
	memcpy(draft->bytes + draft->used, word.at, word.len);
	draft->words =
		memory_grow(draft->words, &draft->word_room, number + 1, sizeof(*draft->words));
	draft->words[number] = (struct as_set_word){ (uint32_t)draft->used, (uint32_t)word.len };
	draft->used += word.len;
	draft->word_count++;
	index_add(&draft->by_word, hash, number);
	*out_word = number;
	return 0;
}

/* The words of a set's name and of its source, if it says one. */
static int set_words(struct as_set_draft *draft, const struct as_member *set, uint32_t *out_source,
		     uint32_t *out_name)
{
	uint32_t source = AS_SET_WORD_NONE, name;
	int err = word_of(draft, set->name, &name);

	if (err == 0 && set->source.len > 0)
		err = word_of(draft, set->source, &source);
	if (err < 0)
		return err;
	*out_source = source;
	*out_name = name;
	return 0;
}

int as_set_draft_set(struct as_set_draft *draft, struct text source, struct text name)
{
	struct as_set_said set = { .first_member = (uint32_t)draft->member_count,
				   .first_by_ref = (uint32_t)draft->by_ref_count };
	int err = rpsl_is_set_name(name, TEXT("as-")) ? word_of(draft, name, &set.name)
						      : ERR_MALFORMED;

	if (err == 0)
		err = word_of(draft, source, &set.source);
	if (err == 0 && draft->set_count == AS_SET_DRAFT_ROWS_MAX)
		err = ERR_LIMIT;
	if (err < 0)
		return err;
	draft->sets = memory_grow(draft->sets, &draft->set_room, draft->set_count + 1,
				  sizeof(*draft->sets));
	draft->sets[draft->set_count++] = set;
	return 0;
}

int as_set_draft_member(struct as_set_draft *draft, struct text word)
{
	struct as_member parsed = as_member_parse(word);
	struct as_set_member member = { .value = parsed.asn,
					.source = AS_SET_WORD_NONE,
					.kind = (uint8_t)parsed.kind };

	assert(draft->set_count > 0);
	if (draft->member_count == AS_SET_DRAFT_ROWS_MAX)
		return ERR_LIMIT;
	if (parsed.kind == AS_MEMBER_SET) {
		int err = set_words(draft, &parsed, &member.source, &member.value);
		if (err < 0)
			return err;
	}
	draft->members = memory_grow(draft->members, &draft->member_room, draft->member_count + 1,
				     sizeof(*draft->members));
	draft->members[draft->member_count++] = member;
	return 0;
}

/* Adds a word to a list of which at most AS_SET_MAINTAINERS_MAX belong to one object. */
static int maintainer_add(struct as_set_draft *draft, struct text word, uint32_t first,
			  uint32_t **list, size_t *count, size_t *room)
{
	uint32_t number;

	if (*count - first == AS_SET_MAINTAINERS_MAX || *count == AS_SET_DRAFT_ROWS_MAX)
		return ERR_LIMIT;
	int err = word_of(draft, word, &number);
	if (err < 0)
		return err;
	*list = memory_grow(*list, room, *count + 1, sizeof(**list));
	(*list)[(*count)++] = number;
	return 0;
}

int as_set_draft_by_ref(struct as_set_draft *draft, struct text maintainer)
{
	assert(draft->set_count > 0);
	return maintainer_add(draft, maintainer, draft->sets[draft->set_count - 1].first_by_ref,
			      &draft->by_refs, &draft->by_ref_count, &draft->by_ref_room);
}

int as_set_draft_as(struct as_set_draft *draft, struct text source, asn_t asn)
{
	struct as_set_as as = { .asn = asn,
				.first_maintainer = (uint32_t)draft->maintainer_count,
				.first_claim = (uint32_t)draft->claim_count };
	int err = asn != ASN_NONE ? word_of(draft, source, &as.source) : ERR_MALFORMED;

	if (err == 0 && draft->as_count == AS_SET_DRAFT_ROWS_MAX)
		err = ERR_LIMIT;
	if (err < 0)
		return err;
	draft->ases = memory_grow(draft->ases, &draft->as_room, draft->as_count + 1,
				  sizeof(*draft->ases));
	draft->ases[draft->as_count++] = as;
	return 0;
}

int as_set_draft_maintainer(struct as_set_draft *draft, struct text maintainer)
{
	assert(draft->as_count > 0);
	return maintainer_add(draft, maintainer, draft->ases[draft->as_count - 1].first_maintainer,
			      &draft->maintainers, &draft->maintainer_count,
			      &draft->maintainer_room);
}

int as_set_draft_member_of(struct as_set_draft *draft, struct text set)
{
	struct as_member parsed = as_member_parse(set);
	struct as_set_claim claim;

	assert(draft->as_count > 0);
	if (parsed.kind != AS_MEMBER_SET)
		return ERR_MALFORMED;
	if (draft->claim_count == AS_SET_DRAFT_ROWS_MAX)
		return ERR_LIMIT;
	int err = set_words(draft, &parsed, &claim.source, &claim.name);
	if (err < 0)
		return err;
	draft->claims = memory_grow(draft->claims, &draft->claim_room, draft->claim_count + 1,
				    sizeof(*draft->claims));
	draft->claims[draft->claim_count++] = claim;
	return 0;
}
