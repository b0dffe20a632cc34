#include "base/testkit.h"

#include <stdio.h>

#include "validation/test_as_sets.h"

static void assert_word(const struct as_set_draft *draft, uint32_t word, const char *expected)
{
	assert_true(word < draft->word_count);
	assert_true(text_equal(as_set_draft_word(draft, word), text_of(expected)));
}

static void words_become_numbers(void **state)
{
	struct as_set_draft draft;
	(void)state;

	as_set_draft_init(&draft);
	assert_int_equal(
		test_as_sets_draft(&draft, TEXT("set ripe as-a AS1 as-A RADB::AS-B by Maint-X any\n"
						"set RADB AS-B\n"
						"as RIPE 64500 AS-A RIPE::as-b by MAINT-X\n")),
		0);
	assert_int_equal(draft.set_count, 2);
	assert_word(&draft, draft.sets[0].source, "RIPE");
	assert_word(&draft, draft.sets[0].name, "AS-A");
	assert_int_equal(draft.member_count, 3);
	assert_int_equal(draft.members[0].kind, AS_MEMBER_ASN);
	assert_int_equal(draft.members[0].value, 1);
	/* Without regard to case it is the same word, so the same number. */
	assert_int_equal(draft.members[1].value, draft.sets[0].name);
	assert_int_equal(draft.members[1].source, AS_SET_WORD_NONE);
	assert_int_equal(draft.members[2].value, draft.sets[1].name);
	assert_int_equal(draft.members[2].source, draft.sets[1].source);
	assert_int_equal(draft.sets[1].first_member, 3);
	assert_int_equal(draft.by_ref_count, 2);
	assert_word(&draft, draft.by_refs[0], "MAINT-X");
	assert_word(&draft, draft.by_refs[1], "ANY");
	assert_int_equal(draft.as_count, 1);
	assert_int_equal(draft.ases[0].asn, 64500);
	assert_int_equal(draft.claim_count, 2);
	assert_int_equal(draft.claims[0].source, AS_SET_WORD_NONE);
	assert_int_equal(draft.claims[1].source, draft.sets[0].source);
	assert_int_equal(draft.maintainers[0], draft.by_refs[0]);
	as_set_draft_clear(&draft);
}

static void what_is_no_name_is_refused(void **state)
{
	char long_word[RPSL_NAME_MAX + 2];
	struct as_set_draft draft;
	(void)state;

	memset(long_word, 'A', sizeof(long_word));
	struct text too_long = { long_word, sizeof(long_word) - 1 };
	as_set_draft_init(&draft);
	assert_int_equal(as_set_draft_set(&draft, TEXT("RIPE"), TEXT("RS-A")), ERR_MALFORMED);
	assert_int_equal(as_set_draft_set(&draft, TEXT("RIPE"), TEXT("RIPE::AS-A")), ERR_MALFORMED);
	assert_int_equal(as_set_draft_set(&draft, too_long, TEXT("AS-A")), ERR_MALFORMED);
	assert_int_equal(as_set_draft_as(&draft, TEXT("RIPE"), ASN_NONE), ERR_MALFORMED);
	assert_int_equal(draft.set_count + draft.as_count, 0);

	assert_int_equal(as_set_draft_set(&draft, TEXT(""), TEXT("AS-A")), 0);
	assert_int_equal(as_set_draft_by_ref(&draft, too_long), ERR_MALFORMED);
	/* A member is kept whatever it is: somebody should know of it. */
	assert_int_equal(as_set_draft_member(&draft, too_long), 0);
	assert_int_equal(as_set_draft_member(&draft, TEXT("\xff\x00\x1b")), 0);
	assert_int_equal(as_set_draft_member(&draft, TEXT("AS0")), 0);
	assert_int_equal(as_set_draft_member(&draft, TEXT("as-any")), 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(draft.members[i].kind, AS_MEMBER_BAD);
	assert_int_equal(draft.members[3].kind, AS_MEMBER_ANY);
	assert_int_equal(as_set_draft_as(&draft, TEXT("RIPE"), 64500), 0);
	assert_int_equal(as_set_draft_member_of(&draft, TEXT("AS1")), ERR_MALFORMED);
	assert_int_equal(as_set_draft_member_of(&draft, TEXT("ANY")), ERR_MALFORMED);
	as_set_draft_clear(&draft);
}

static void an_object_has_few_maintainers(void **state)
{
	struct as_set_draft draft;
	char word[32];
	(void)state;

	as_set_draft_init(&draft);
	for (unsigned object = 0; object < 2; object++) {
		assert_int_equal(as_set_draft_set(&draft, TEXT("RIPE"), TEXT("AS-A")), 0);
		assert_int_equal(as_set_draft_as(&draft, TEXT("RIPE"), 64500), 0);
		for (unsigned i = 0; i < AS_SET_MAINTAINERS_MAX + 3; i++) {
			int expected = i < AS_SET_MAINTAINERS_MAX ? 0 : ERR_LIMIT;
			(void)snprintf(word, sizeof(word), "MAINT-%u", i);
			assert_int_equal(as_set_draft_by_ref(&draft, text_of(word)), expected);
			assert_int_equal(as_set_draft_maintainer(&draft, text_of(word)), expected);
		}
	}
	assert_int_equal(draft.by_ref_count, 2 * AS_SET_MAINTAINERS_MAX);
	assert_int_equal(draft.maintainer_count, 2 * AS_SET_MAINTAINERS_MAX);
	as_set_draft_clear(&draft);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_become_numbers),
		cmocka_unit_test(what_is_no_name_is_refused),
		cmocka_unit_test(an_object_has_few_maintainers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
