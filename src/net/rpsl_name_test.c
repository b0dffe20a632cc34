#include "base/testkit.h"

#include "net/rpsl_name.h"

static void as_numbers(void **state)
{
	static const char *const wrong[] = { "",     "AS",     "1",    "AS-1",         "AS1.10",
					     "AS 1", "AS1 ",   "ASN1", "AS4294967296", "AS+1",
					     "A",    "AS0x10", "SA1" };
	asn_t asn = 77;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(rpsl_asn_parse(text_of(wrong[i]), &asn), ERR_MALFORMED);
	assert_int_equal(asn, 77);
	assert_int_equal(rpsl_asn_parse(TEXT("as4294967295"), &asn), 0);
	assert_int_equal(asn, UINT32_MAX);
	assert_int_equal(rpsl_asn_parse(TEXT("AS0"), &asn), 0);
	assert_int_equal(asn, 0);
}

static void members(void **state)
{
	static const struct {
		const char *word;
		enum as_member_kind kind;
		asn_t asn;
		const char *source, *name;
	} cases[] = {
		{ "AS64500", AS_MEMBER_ASN, 64500, NULL, NULL },
		{ "as4294967295", AS_MEMBER_ASN, UINT32_MAX, NULL, NULL },
		{ "AS0", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS4294967296", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS1.10", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "64500", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS-1", AS_MEMBER_SET, 0, "", "AS-1" },
		{ "AS-EXAMPLE", AS_MEMBER_SET, 0, "", "AS-EXAMPLE" },
		{ "as64500:as-x:AS64501", AS_MEMBER_SET, 0, "", "as64500:as-x:AS64501" },
		{ "RIPE::AS-EXAMPLE", AS_MEMBER_SET, 0, "RIPE", "AS-EXAMPLE" },
		{ "RIPE-NONAUTH::AS1:AS-X", AS_MEMBER_SET, 0, "RIPE-NONAUTH", "AS1:AS-X" },
		{ "ANY", AS_MEMBER_ANY, 0, NULL, NULL },
		{ "as-any", AS_MEMBER_ANY, 0, NULL, NULL },
		{ "AS-ANYTHING", AS_MEMBER_SET, 0, "", "AS-ANYTHING" },
		{ "", AS_MEMBER_BAD, 0, NULL, NULL },
		{ ":", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "::", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "RIPE::", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "::AS-X", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "RIPE:::AS-X", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "A::B::AS-X", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "RIPE::AS64500", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS1:AS2", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS-X:", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "RS-ROUTES", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS-X@RIPE", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS-<script>", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS-J\xf6RG", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "AS-\x1b[2J", AS_MEMBER_BAD, 0, NULL, NULL },
		{ "192.0.2.0/24", AS_MEMBER_BAD, 0, NULL, NULL },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text word = test_text(cases[i].word, strlen(cases[i].word));
		struct as_member member = as_member_parse(word);
		print_message("# %u\n", (unsigned)i);
		assert_int_equal(member.kind, cases[i].kind);
		if (member.kind == AS_MEMBER_ASN)
			assert_int_equal(member.asn, cases[i].asn);
		if (cases[i].source != NULL && cases[i].name != NULL) {
			assert_true(text_equal(member.source, text_of(cases[i].source)));
			assert_true(text_equal(member.name, text_of(cases[i].name)));
		}
	}
}

static void a_name_has_an_end(void **state)
{
	char word[RPSL_NAME_MAX + 2];
	(void)state;

	memset(word, 'X', sizeof(word));
	memcpy(word, "AS-", 3);
	assert_int_equal(as_member_parse(test_text(word, RPSL_NAME_MAX)).kind, AS_MEMBER_SET);
	assert_int_equal(as_member_parse(test_text(word, RPSL_NAME_MAX + 1)).kind, AS_MEMBER_BAD);
	word[3] = '\0'; /* NUL is a letter like others: a wrong one */
	assert_int_equal(as_member_parse(test_text(word, 8)).kind, AS_MEMBER_BAD);
}

static void survive(struct reader in)
{
	struct text word = { (const char *)in.at, reader_left(&in) };
	struct as_member member = as_member_parse(word);

	assert_true(member.name.len <= word.len && member.source.len <= word.len);
}

static void survives_damage(void **state)
{
	static const char input[] = "RIPE::AS64500:AS-X:AS64501";
	(void)state;

	test_every_truncation(input, sizeof(input) - 1, survive);
	test_every_bit_flip(input, sizeof(input) - 1, survive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_numbers),
		cmocka_unit_test(members),
		cmocka_unit_test(a_name_has_an_end),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
