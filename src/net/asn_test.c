#include "base/testkit.h"

#include "net/asn.h"

static void parses(void **state)
{
	static const struct {
		const char *text;
		asn_t asn;
	} good[] = {
		{ "64500", 64500 },
		{ "AS64500", 64500 },
		{ "as64500", 64500 },
		{ "aS0", ASN_NONE },
		{ "0", ASN_NONE },
		{ "AS23456", ASN_TRANS },
		{ "AS4294967295", UINT32_MAX },
	};
	static const char *const bad[] = {
		"",   "A",  "AS",   "S1",           "ASAS1", "AS 1", "AS-1",
		" 1", "1 ", "1.10", "AS4294967296", "0x1",   "AS1a",
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		asn_t asn = 77;
		struct text text = test_text(good[i].text, strlen(good[i].text));
		assert_int_equal(asn_parse(text, &asn), 0);
		assert_int_equal(asn, good[i].asn);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		asn_t asn = 77;
		struct text text = test_text(bad[i], strlen(bad[i]));
		assert_int_equal(asn_parse(text, &asn), ERR_MALFORMED);
		assert_int_equal(asn, 77);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
