#include "validation/as_sets.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

struct set_row {
	uint32_t name, source; /* words */
	uint32_t first_member; /* they end where the next row's begin */
};

struct as_sets {
	const char *bytes;
	const struct as_set_word *words; /* in the order of their texts */
	const uint32_t *ranks;           /* by word: how far down the order of sources it stands */
	const uint32_t *first_sets;      /* by word: the first set of this name, or of one behind */
	const struct set_row *sets;      /* by name, then rank of the source; and one to end them */
	const struct as_set_member *members;
	uint32_t word_count, set_count;
};

/* What is needed while a draft becomes a collection. */
struct building {
	const struct as_set_draft *draft;
	uint32_t *word_of;    /* by the draft's number of a word: its number here */
	uint32_t *said;       /* by number of a set: the draft's number */
	struct set_row *rows; /* the arena's: what becomes as_sets.sets */
	struct by_ref *refs;  /* members by reference, sorted */
	size_t ref_count, ref_room;
};

struct by_ref {
	uint32_t set;
	asn_t asn;
};

static int by_text(const void *a, const void *b, void *context)
{
	const struct as_set_draft *draft = context;

	return text_compare(as_set_draft_word(draft, *(const uint32_t *)a),
			    as_set_draft_word(draft, *(const uint32_t *)b));
}

/* Copies the words in the order of their texts, so that one can be found. */
static int words_build(struct arena *snapshot, struct building *building, struct as_sets *sets)
{
	struct as_set_draft draft = *building->draft;
	uint32_t count = (uint32_t)draft.word_count;
	struct as_set_word *words = arena_alloc(snapshot, count, sizeof(*words));
	const char *bytes = arena_text(snapshot, draft.used > 0 ? draft.bytes : "", draft.used);

	if (words == NULL || bytes == NULL)
		return ERR_LIMIT;
	uint32_t *order = memory_alloc(count, sizeof(*order));
	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	if (count > 0)
		qsort_r(order, count, sizeof(*order), by_text, &draft);
	building->word_of = memory_alloc(count, sizeof(*building->word_of));
	for (uint32_t i = 0; i < count; i++) {
		words[i] = draft.words[order[i]];
		building->word_of[order[i]] = i;
	}
	free(order);
	sets->words = words;
	sets->bytes = bytes;
	sets->word_count = count;
	return 0;
}

struct text as_sets_word(const struct as_sets *sets, uint32_t word)
{
	return (struct text){ sets->bytes + sets->words[word].start, sets->words[word].len };
}

/* -1, 0, 1 as the word, without regard to case of `text`, stands before, at, or behind it. */
static int word_compare(struct text word, struct text text)
{
	size_t both = word.len < text.len ? word.len : text.len;

	for (size_t i = 0; i < both; i++) {
		char c = text.at[i];
		uint8_t a = (uint8_t)word.at[i];
		uint8_t b = (uint8_t)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
		if (a != b)
			return a < b ? -1 : 1;
	}
	return (word.len > text.len) - (word.len < text.len);
}

static uint32_t word_find(const struct as_sets *sets, struct text text)
{
	uint32_t from = 0, to = sets->word_count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (word_compare(as_sets_word(sets, middle), text) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = from < sets->word_count && word_compare(as_sets_word(sets, from), text) == 0;
	return found ? from : AS_SET_WORD_NONE;
}

/* Ranks every word as if it were a source: the preferred ones, then all others by name. */
static int ranks_build(struct arena *snapshot, const struct text *preference, size_t preferences,
		       struct as_sets *sets)
{
	uint32_t *ranks = arena_alloc(snapshot, sets->word_count, sizeof(*ranks));
	uint32_t rank = 0;

	if (ranks == NULL)
		return ERR_LIMIT;
	for (uint32_t word = 0; word < sets->word_count; word++)
		ranks[word] = UINT32_MAX;
	for (size_t i = 0; i < preferences; i++) {
		uint32_t word = word_find(sets, preference[i]);
		if (word != AS_SET_WORD_NONE && ranks[word] == UINT32_MAX)
			ranks[word] = rank++;
	}
	for (uint32_t word = 0; word < sets->word_count; word++)
		if (ranks[word] == UINT32_MAX)
			ranks[word] = rank++;
	sets->ranks = ranks;
	return 0;
}

/* A set of the draft, to be sorted. */
struct sortable {
	uint32_t name, rank, source, said;
};

/* The later of two of one name and source stands first. */
static int by_name_and_rank(const void *a, const void *b)
{
	const struct sortable *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->said < y->said) - (x->said > y->said);
}

static uint32_t sets_sort(const struct building *building, const struct as_sets *sets,
			  struct sortable *rows)
{
	uint32_t count = (uint32_t)building->draft->set_count, kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct as_set_said *said = &building->draft->sets[i];
		uint32_t source = building->word_of[said->source];
		rows[i] = (struct sortable){ building->word_of[said->name], sets->ranks[source],
					     source, i };
	}
	sort_items(rows, count, sizeof(*rows), by_name_and_rank);
	for (uint32_t i = 0; i < count; i++)
		if (kept == 0 || rows[kept - 1].name != rows[i].name ||
		    rows[kept - 1].rank != rows[i].rank)
			rows[kept++] = rows[i];
	return kept;
}

/* The sets in order, still without members, and where those of each name begin. */
static int sets_build(struct arena *snapshot, struct building *building, struct as_sets *sets)
{
	struct sortable *sorted = memory_alloc(building->draft->set_count, sizeof(*sorted));
	uint32_t count = sets_sort(building, sets, sorted);
	struct set_row *rows = arena_alloc(snapshot, (size_t)count + 1, sizeof(*rows));
	uint32_t *first_sets =
		arena_alloc(snapshot, (size_t)sets->word_count + 1, sizeof(*first_sets));

	building->said = memory_alloc(count, sizeof(*building->said));
	for (uint32_t i = 0; rows != NULL && i < count; i++) {
		rows[i] = (struct set_row){ .name = sorted[i].name, .source = sorted[i].source };
		building->said[i] = sorted[i].said;
	}
	free(sorted);
	if (rows == NULL || first_sets == NULL)
		return ERR_LIMIT;
	for (uint32_t word = 0, i = 0; word <= sets->word_count; word++) {
		while (i < count && rows[i].name < word)
			i++;
		first_sets[word] = i;
	}
	sets->sets = building->rows = rows;
	sets->set_count = count;
	sets->first_sets = first_sets;
	return 0;
}

/* The set of this very source among those of a name. */
static uint32_t set_find(const struct as_sets *sets, uint32_t source, uint32_t name)
{
	uint32_t from = sets->first_sets[name], to = sets->first_sets[name + 1];
	uint32_t end = to;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (sets->ranks[sets->sets[middle].source] < sets->ranks[source])
			from = middle + 1;
		else
			to = middle;
	}
	return from < end && sets->sets[from].source == source ? from : AS_SET_NONE;
}

/* Does the set let in what one of these maintainers keeps? */
static bool lets_in(const struct building *building, uint32_t said, const uint32_t *maintainers,
		    uint32_t count)
{
	const struct as_set_draft *draft = building->draft;
	uint32_t end = said + 1 < draft->set_count ? draft->sets[said + 1].first_by_ref
						   : (uint32_t)draft->by_ref_count;

	for (uint32_t i = draft->sets[said].first_by_ref; i < end; i++) {
		if (text_equal(as_set_draft_word(draft, draft->by_refs[i]), TEXT("ANY")))
			return true;
		for (uint32_t m = 0; m < count; m++)
			if (maintainers[m] == draft->by_refs[i])
				return true;
	}
	return false;
}

static void refs_of(struct building *building, const struct as_sets *sets, uint32_t number)
{
	const struct as_set_draft *draft = building->draft;
	const struct as_set_as *as = &draft->ases[number];
	bool is_last = number + 1 == draft->as_count;
	uint32_t claims_end = is_last ? (uint32_t)draft->claim_count : as[1].first_claim;
	uint32_t end = is_last ? (uint32_t)draft->maintainer_count : as[1].first_maintainer;

	for (uint32_t i = as->first_claim; i < claims_end; i++) {
		const struct as_set_claim *claim = &draft->claims[i];
		uint32_t source = claim->source != AS_SET_WORD_NONE ? claim->source : as->source;
		/* A source speaks for its own sets only. */
		if (source != as->source)
			continue;
		uint32_t set =
			set_find(sets, building->word_of[source], building->word_of[claim->name]);
		if (set == AS_SET_NONE ||
		    !lets_in(building, building->said[set],
			     draft->maintainers + as->first_maintainer, end - as->first_maintainer))
			continue;
		building->refs = memory_grow(building->refs, &building->ref_room,
					     building->ref_count + 1, sizeof(*building->refs));
		building->refs[building->ref_count++] = (struct by_ref){ set, as->asn };
	}
}

static int by_set(const void *a, const void *b)
{
	const struct by_ref *x = a, *y = b;

	if (x->set != y->set)
		return x->set < y->set ? -1 : 1;
	return (x->asn > y->asn) - (x->asn < y->asn);
}

static void refs_find(struct building *building, const struct as_sets *sets)
{
	size_t kept = 0;

	for (uint32_t i = 0; i < building->draft->as_count; i++)
		refs_of(building, sets, i);
	sort_items(building->refs, building->ref_count, sizeof(*building->refs), by_set);
	for (size_t i = 0; i < building->ref_count; i++)
		if (kept == 0 || by_set(&building->refs[kept - 1], &building->refs[i]) != 0)
			building->refs[kept++] = building->refs[i];
	building->ref_count = kept;
}

static struct as_set_member member_of(const struct building *building, struct as_set_member member)
{
	if (member.kind == AS_MEMBER_SET)
		member.value = building->word_of[member.value];
	if (member.source != AS_SET_WORD_NONE)
		member.source = building->word_of[member.source];
	return member;
}

/* The members of every set side by side: what it says, then what it lets in. */
static int members_build(struct arena *snapshot, const struct building *building,
			 struct as_sets *sets)
{
	const struct as_set_draft *draft = building->draft;
	size_t room = draft->member_count + building->ref_count, ref = 0;
	struct as_set_member *members = arena_alloc(snapshot, room, sizeof(*members));
	uint32_t count = 0;

	if (members == NULL)
		return ERR_LIMIT;
	for (uint32_t set = 0; set < sets->set_count; set++) {
		uint32_t said = building->said[set];
		uint32_t end = said + 1 < draft->set_count ? draft->sets[said + 1].first_member
							   : (uint32_t)draft->member_count;
		building->rows[set].first_member = count;
		for (uint32_t i = draft->sets[said].first_member; i < end; i++)
			members[count++] = member_of(building, draft->members[i]);
		for (; ref < building->ref_count && building->refs[ref].set == set; ref++)
			members[count++] =
				(struct as_set_member){ building->refs[ref].asn, AS_SET_WORD_NONE,
							AS_MEMBER_ASN, true };
	}
	building->rows[sets->set_count].first_member = count;
	sets->members = members;
	return 0;
}

int as_sets_build(struct arena *snapshot, const struct as_set_draft *draft,
		  const struct text *preference, size_t preferences,
		  const struct as_sets **out_sets)
{
	struct as_sets *sets = arena_alloc(snapshot, 1, sizeof(*sets));
	struct building building = { .draft = draft };

	if (sets == NULL)
		return ERR_LIMIT;
	int err = words_build(snapshot, &building, sets);
	if (err == 0)
		err = ranks_build(snapshot, preference, preferences, sets);
	if (err == 0)
		err = sets_build(snapshot, &building, sets);
	if (err == 0) {
		refs_find(&building, sets);
		err = members_build(snapshot, &building, sets);
	}
	free(building.word_of);
	free(building.said);
	free(building.refs);
	if (err < 0)
		return err;
	*out_sets = sets;
	return 0;
}

uint32_t as_sets_count(const struct as_sets *sets)
{
	return sets->set_count;
}

struct as_set as_sets_get(const struct as_sets *sets, uint32_t number)
{
	const struct set_row *row = &sets->sets[number];

	return (struct as_set){ .source = as_sets_word(sets, row->source),
				.name = as_sets_word(sets, row->name),
				.source_word = row->source,
				.members = sets->members + row->first_member,
				.member_count = row[1].first_member - row->first_member };
}

uint32_t as_sets_find(const struct as_sets *sets, const struct text *source, struct text name)
{
	uint32_t name_word = word_find(sets, name);

	if (name_word == AS_SET_WORD_NONE)
		return AS_SET_NONE;
	if (source != NULL) {
		uint32_t source_word = word_find(sets, *source);
		return source_word != AS_SET_WORD_NONE ? set_find(sets, source_word, name_word)
						       : AS_SET_NONE;
	}
	uint32_t first = sets->first_sets[name_word];
	return first < sets->first_sets[name_word + 1] ? first : AS_SET_NONE;
}

uint32_t as_sets_named(const struct as_sets *sets, uint32_t number)
{
	uint32_t name = sets->sets[number].name;

	return sets->first_sets[name + 1] - sets->first_sets[name];
}

uint32_t as_sets_resolve(const struct as_sets *sets, const struct as_set_member *member,
			 uint32_t said_in, uint32_t *out_homonyms)
{
	uint32_t name = member->value;
	uint32_t first = sets->first_sets[name], count = sets->first_sets[name + 1] - first;

	*out_homonyms = 0;
	if (member->source != AS_SET_WORD_NONE)
		return set_find(sets, member->source, name);
	if (count == 0)
		return AS_SET_NONE;
	*out_homonyms = count - 1;
	uint32_t own = set_find(sets, said_in, name);
	return own != AS_SET_NONE ? own : first;
}
