#include "base/testkit.h"

#include "serve/rtr_address.h"

static void addresses_are_read_and_written(void **state)
{
	static const struct {
		const char *text;
		bool loopback;
	} cases[] = {
		{ "127.0.0.1:3323", true },
		{ "127.255.0.9:1", true },
		{ "[::1]:3323", true },
		{ "0.0.0.0:323", false },
		{ "[::]:323", false },
		{ "192.0.2.1:0", false },
		{ "[2001:db8::1]:65535", false },
		{ "128.0.0.1:3323", false },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rtr_address address, again;
		struct sockaddr_storage socket;
		char text[RTR_ADDRESS_TEXT_MAX];
		assert_int_equal(rtr_address_parse(test_text(cases[i].text, strlen(cases[i].text)),
						   &address),
				 0);
		assert_string_equal(rtr_address_print(&address, text), cases[i].text);
		assert_int_equal(rtr_address_is_loopback(&address), cases[i].loopback);
		rtr_address_to_socket(&address, &socket);
		again = rtr_address_of_socket(&socket);
		assert_string_equal(rtr_address_print(&again, text), cases[i].text);
	}
}

static void what_is_no_address_is_refused(void **state)
{
	static const char *const cases[] = {
		"",
		"127.0.0.1",
		":3323",
		"127.0.0.1:",
		"127.0.0.1:65536",
		"127.0.0.1:-1",
		"127.0.0.1:x",
		"::1:3323",
		"[::1]",
		"[::1]3323",
		"[::1",
		"[127.0.0.1]:1",
		"localhost:3323",
		"[::1]:3323 ",
		"256.0.0.1:1",
		"[",
		"[]:1",
		"127.0.0.1:3323:1",
		"]:1",
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rtr_address address;
		assert_int_equal(rtr_address_parse(test_text(cases[i], strlen(cases[i])), &address),
				 ERR_MALFORMED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_read_and_written),
		cmocka_unit_test(what_is_no_address_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
