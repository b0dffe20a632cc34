#include "base/testkit.h"

#include "flow/payload_input.h"
#include "flow/test_folder.h"
#include "net/test_payload.h"

static void expect_set(const char *file, const char *items, uint64_t refused)
{
	struct payload_set *want = test_set(items);
	struct payload_input input;

	assert_int_equal(payload_input_load(file, &input), 0);
	assert_true(payload_set_equal(input.set, want));
	assert_int_equal(input.set->references, 1);
	assert_int_equal(input.refused, refused);
	assert_true(input.built_us > 0);
	payload_set_release(input.set);
	payload_set_release(want);
}

static void exports_of_both_families_are_read(void **state)
{
	struct payload_input input;
	(void)state;

	test_text_file(
		"a.json",
		"{\"metadata\":{\"buildtime\":\"2025-07-20T09:31:33Z\"},\"roas\":["
		"{\"asn\":1,\"prefix\":\"10.0.0.0/8\",\"maxLength\":9,\"ta\":\"x\",\"expires\":1},"
		"{\"asn\":2,\"prefix\":\"2001:db8::/32\",\"maxLength\":48,\"ta\":\"x\"},"
		"{\"asn\":2,\"prefix\":\"2001:db8::/32\",\"maxLength\":31,\"ta\":\"x\"}],"
		"\"aspas\":[{\"customer_asid\":5,\"providers\":[7,6]}],"
		"\"bgpsec_keys\":[{\"asn\":1,\"ski\":"
		"\"6161616161616161616161616161616161616161\",\"pubkey\":\"eHk=\"}]}");
	/* A payload past its expiry is in the set. */
	expect_set("a.json", "v 10.0.0.0/8 9 1; v 2001:db8::/32 48 2; k 1 a xy; a 5 6 7", 1);
	assert_int_equal(payload_input_load("a.json", &input), 0);
	assert_int_equal(input.built_us, UINT64_C(1753003893000000));
	assert_non_null(strstr(input.note, "first at byte "));
	payload_set_release(input.set);
	test_text_file("b.csv", "ASN,IP Prefix,Max Length,Trust Anchor\n"
				"AS1,10.0.0.0/8,9,x\nAS1,10.0.0.1/8,9,x\n");
	expect_set("b.csv", "v 10.0.0.0/8 9 1", 1);
	assert_int_equal(payload_input_load("b.csv", &input), 0);
	assert_non_null(strstr(input.note, "first at line 3"));
	payload_set_release(input.set);
	test_text_file("c.json", "{\"roas\":[]}");
	expect_set("c.json", "", 0);
}

static void what_is_no_whole_export_gives_nothing(void **state)
{
	static const struct {
		const char *content, *note;
		int error;
	} cases[] = {
		{ "{\"roas\":[{\"asn\":1,\"prefix\":\"10.0.0.0/8\",\"maxLength\":9}", " at byte ",
		  ERR_TRUNCATED },
		{ "{\"roas\":[{\"asn\":1,\"prefix\":\"10.0.0.0/8\",\"maxLength\":9}]} x",
		  " at byte ", ERR_MALFORMED },
		{ "<html><body>404</body></html>", "no export of VRPs, but an HTML page",
		  ERR_UNSUPPORTED },
		{ "", "is empty", ERR_TRUNCATED },
		{ "route: 10.0.0.0/8\norigin: AS1\nsource: X\n", "no export of VRPs, but ",
		  ERR_UNSUPPORTED },
	};
	struct payload_input input;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		test_text_file("x", cases[i].content);
		assert_int_equal(payload_input_load("x", &input), cases[i].error);
		assert_non_null(strstr(input.note, cases[i].note));
	}
	assert_int_equal(payload_input_load("nowhere", &input), ERR_IO);
	assert_string_equal(input.note, "No such file or directory");
	assert_int_equal(payload_input_load(".", &input), ERR_UNSUPPORTED);
	/* Packed, and cut off. */
	int fd = open("y.gz", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "\x1f\x8b\x08\0\0\0\0\0\0\3", 10), 10);
	assert_int_equal(close(fd), 0);
	assert_true(payload_input_load("y.gz", &input) < 0);
	assert_true(input.note[0] != '\0');
}

static void real_exports_are_read_whole(void **state)
{
	const char *path = test_data("rpki/rpki-client-20250720T093135Z.json.zst");
	struct payload_input input;
	(void)state;

	if (path == NULL) {
		skip();
		return;
	}
	assert_int_equal(payload_input_load(path, &input), 0);
	assert_int_equal(input.set->vrp_count, 723521);
	assert_int_equal(input.set->aspa_count, 100);
	assert_int_equal(input.refused, 0);
	payload_set_release(input.set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exports_of_both_families_are_read),
		cmocka_unit_test(what_is_no_whole_export_gives_nothing),
		cmocka_unit_test(real_exports_are_read_whole),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
