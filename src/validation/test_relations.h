/* For tests: links between networks as a person writes them. */
#ifndef VALIDATION_TEST_RELATIONS_H
#define VALIDATION_TEST_RELATIONS_H

#include "validation/relations.h"
#include "validation/test_paths.h"

enum { TEST_LINKS_MAX = 256 };

struct test_relations {
	struct arena arena; /* owns all below */
	struct as_link links[TEST_LINKS_MAX];
	struct as_membership members[TEST_LINKS_MAX];
	size_t link_count, member_count;
	struct test_aspas said;
	const struct relations *relations;
};

/* "1>2" 1 provides transit to 2; "1=2" they peer; "1~2" siblings. Blanks between them. */
static inline size_t links_of_text(struct text text, struct as_link *links)
{
	static const char signs[] = { '>', '=', '~' };
	struct text word;
	size_t count = 0;

	while (text_word(&text, &word)) {
		size_t at = strcspn(word.at, ">=~");
		assert_in_range(at, 1, word.len - 1);
		assert_in_range(count, 0, TEST_LINKS_MAX - 1);
		const char *sign = memchr(signs, word.at[at], sizeof(signs));
		assert_non_null(sign);
		links[count++] = (struct as_link){ asn_of_text(text_upto(word, at)),
						   asn_of_text(text_from(word, at + 1)),
						   (enum as_relation)(sign - signs) };
	}
	return count;
}

/* "7:1 8:1" ASes and their organisations. */
static inline size_t members_of_text(struct text text, struct as_membership *members)
{
	struct text word;
	size_t count = 0;

	while (text_word(&text, &word)) {
		size_t colon = text_find(word, ':');
		assert_in_range(count, 0, TEST_LINKS_MAX - 1);
		members[count++] =
			(struct as_membership){ asn_of_text(text_upto(word, colon)),
						asn_of_text(text_from(word, colon + 1)) };
	}
	return count;
}

/* Lives until relations_drop(). The ASPAs as in aspas_of_text(); NULL for a set without any. */
static inline void relations_make(struct test_relations *made, const char *links,
				  const char *members, const char *aspas)
{
	const struct aspas *set = NULL;

	arena_init(&made->arena, TEST_BUDGET);
	made->link_count = links_of_text(text_of(links), made->links);
	made->member_count = members_of_text(text_of(members), made->members);
	made->said.count = 0;
	if (aspas != NULL) {
		aspas_of_text(text_of(aspas), &made->said);
		assert_int_equal(aspas_build(&made->arena, made->said.all, made->said.count, &set),
				 0);
	}
	assert_int_equal(relations_build(&made->arena, made->links, made->link_count, made->members,
					 made->member_count, set, &made->relations),
			 0);
}

static inline void relations_drop(struct test_relations *made)
{
	arena_clear(&made->arena);
}

#endif
