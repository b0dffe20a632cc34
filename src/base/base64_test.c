#include "base/testkit.h"

#include "base/base64.h"

#include <openssl/evp.h>
#include <stdlib.h>

static void reads_every_spelling(void **state)
{
	static const struct {
		const char *text, *unpadded,
			*padded; /* what it says when padding may not, may stand */
	} cases[] = {
		/* RFC 4648 section 10 */
		{ "", "", "" },
		{ "Zg", "f", "f" },
		{ "Zg==", NULL, "f" },
		{ "Zm8", "fo", "fo" },
		{ "Zm8=", NULL, "fo" },
		{ "Zm9v", "foo", "foo" },
		{ "Zm9vYg==", NULL, "foob" },
		{ "Zm9vYmFy", "foobar", "foobar" },
		{ "+/+/", "\xfb\xff\xbf", "\xfb\xff\xbf" },
		{ "-_-_", "\xfb\xff\xbf", "\xfb\xff\xbf" },
		{ "+_+/", NULL, NULL },
		/* what is not base64 */
		{ "Z", NULL, NULL },
		{ "Zm9vY", NULL, NULL },
		{ "Zg=", NULL, NULL },
		{ "Zg===", NULL, NULL },
		{ "Z===", NULL, NULL },
		{ "=", NULL, NULL },
		{ "====", NULL, NULL },
		{ "Zm9=v", NULL, NULL },
		{ "Zm9v====", NULL, NULL },
		{ "Zh", NULL, NULL }, /* bits of no octet */
		{ "Zm9", NULL, NULL },
		{ "Zh==", NULL, NULL },
		{ " Zm9v", NULL, NULL },
		{ "Zm9v\n", NULL, NULL },
		{ "Zm 9v", NULL, NULL },
		{ "Zm9\x80", NULL, NULL },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (int may_pad = 0; may_pad < 2; may_pad++) {
			const char *want = may_pad ? cases[i].padded : cases[i].unpadded;
			struct text text = test_text(cases[i].text, strlen(cases[i].text));
			uint8_t bytes[16];
			size_t size = 99;
			int result = base64_read(text, may_pad, bytes, sizeof(bytes), &size);
			print_message("# %s\n", cases[i].text);
			assert_int_equal(result, want != NULL ? 0 : ERR_MALFORMED);
			assert_int_equal(size, want != NULL ? strlen(want) : 99);
			if (want != NULL)
				assert_memory_equal(bytes, want, size);
		}
	}
}

static void room_is_kept(void **state)
{
	uint8_t bytes[4] = { 0, 0, 0, 0x55 };
	size_t size;
	(void)state;

	assert_int_equal(base64_read(TEXT("Zm9vYg"), false, bytes, 3, &size), ERR_LIMIT);
	assert_int_equal(base64_read(TEXT("Zm9v"), false, bytes, 3, &size), 0);
	assert_int_equal(bytes[3], 0x55);
	assert_int_equal(base64_read(TEXT(""), false, bytes, 0, &size), 0);
}

static void agrees_with_libcrypto(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		uint8_t bytes[48], back[48];
		char text[80];
		size_t size = (size_t)random() % sizeof(bytes), got;

		for (size_t i = 0; i < size; i++)
			bytes[i] = (uint8_t)random();
		int len = EVP_EncodeBlock((unsigned char *)text, bytes, (int)size);
		struct text padded = { text, (size_t)len };
		assert_int_equal(base64_read(padded, true, back, sizeof(back), &got), 0);
		assert_int_equal(got, size);
		assert_memory_equal(back, bytes, size);
		struct text bare = text_upto(padded, text_find(padded, '='));
		assert_int_equal(base64_read(bare, false, back, sizeof(back), &got), 0);
		assert_int_equal(got, size);
		assert_memory_equal(back, bytes, size);
	}
}

static void reads_hexadecimal(void **state)
{
	static const char *const bad[] = { "",     "0",    "0aF",  "0aFf0", "0aFf00",
					   "0aFg", "0a f", "0x0a", "-aFf",  "0a:f" };
	uint8_t bytes[2];
	(void)state;

	assert_int_equal(hex_read(TEXT("0aFf"), bytes, 2), 0);
	assert_int_equal(bytes[0], 0x0a);
	assert_int_equal(bytes[1], 0xff);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(hex_read(test_text(bad[i], strlen(bad[i])), bytes, 2),
				 ERR_MALFORMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_spelling),
		cmocka_unit_test(room_is_kept),
		cmocka_unit_test(agrees_with_libcrypto),
		cmocka_unit_test(reads_hexadecimal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
