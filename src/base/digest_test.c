#include "base/testkit.h"

#include "base/digest.h"

/* FIPS 180-2, appendix B, and the digest of nothing. */
static void agrees_with_the_standard(void **state)
{
	static const struct {
		const char *bytes;
		const char *sum;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[DIGEST_TEXT_MAX];
		struct digest digest;
		digest_init(&digest);
		digest_add(&digest, cases[i].bytes, strlen(cases[i].bytes));
		digest_finish(&digest, text);
		assert_string_equal(text, cases[i].sum);
		assert_null(digest.context);
	}
}

static void pieces_make_the_same_sum(void **state)
{
	char piece[1000];
	char text[DIGEST_TEXT_MAX];
	struct digest digest;

	(void)state;
	memset(piece, 'a', sizeof(piece));
	digest_init(&digest);
	for (size_t i = 0; i < 1000; i++) { /* a million times "a", cut unevenly */
		digest_add(&digest, piece, i);
		digest_add(&digest, piece, sizeof(piece) - i);
	}
	digest_finish(&digest, text);
	assert_string_equal(text,
			    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void may_be_given_up(void **state)
{
	struct digest digest;

	(void)state;
	digest_init(&digest);
	digest_add(&digest, "half", 4);
	digest_clear(&digest);
	digest_clear(&digest);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_standard),
		cmocka_unit_test(pieces_make_the_same_sum),
		cmocka_unit_test(may_be_given_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
