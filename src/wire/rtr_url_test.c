#include "base/testkit.h"

#include "wire/rtr_url.h"

static void reads_hosts_and_ports(void **state)
{
	static const struct {
		const char *name, *host, *port;
	} cases[] = {
		{ "rtr://cache.example.net", "cache.example.net", "323" },
		{ "rtr://cache.example.net/", "cache.example.net", "323" },
		{ "RTR://127.0.0.1:3323", "127.0.0.1", "3323" },
		{ "rtr://[2001:db8::1]", "2001:db8::1", "323" },
		{ "rtr://[fe80::1%eth0]:65535", "fe80::1%eth0", "65535" },
		{ "rtr://rtr_1:1", "rtr_1", "1" },
	};
	const char *reason;
	struct rtr_url url;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text name = test_text(cases[i].name, strlen(cases[i].name));
		assert_true(rtr_url_is(name));
		assert_int_equal(rtr_url_parse(name, &url, &reason), 0);
		assert_string_equal(url.host, cases[i].host);
		assert_string_equal(url.port, cases[i].port);
	}
}

static void refuses_what_is_none(void **state)
{
	static const struct {
		const char *name, *word;
	} cases[] = {
		{ "rtr://", "write" },
		{ "rtr:///", "write" },
		{ "rtr://:323", "write" },
		{ "rtr://[::1", "write" },
		{ "rtr://[]:323", "write" },
		{ "rtr://a b", "write" },
		{ "rtr://a/b", "write" },
		{ "rtr://user@host", "write" },
		{ "rtr://2001:db8::1", "brackets" },
		{ "rtr://[::1]323", "port" },
		{ "rtr://host:", "port" },
		{ "rtr://host:0", "port" },
		{ "rtr://host:65536", "port" },
		{ "rtr://host:12a", "port" },
		{ "http://host", "write" },
		{ "rtr:/", "write" },
		{ "", "write" },
	};
	struct rtr_url url = { "untouched", "" };
	char name[2000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *reason = "";
		struct text text = test_text(cases[i].name, strlen(cases[i].name));
		assert_int_equal(rtr_url_parse(text, &url, &reason), ERR_USAGE);
		assert_non_null(strstr(reason, cases[i].word));
	}
	memset(name, 'a', sizeof(name));
	memcpy(name, "rtr://", 6);
	const char *reason = "";
	assert_int_equal(rtr_url_parse(test_text(name, 6 + RTR_HOST_MAX), &url, &reason),
			 ERR_USAGE);
	assert_string_equal(url.host, "untouched");
	assert_int_equal(rtr_url_parse(test_text(name, 6 + RTR_HOST_MAX - 1), &url, &reason), 0);
	assert_false(rtr_url_is(TEXT("rtr:/x")));
	assert_false(rtr_url_is(TEXT("./rtr://x")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_hosts_and_ports),
		cmocka_unit_test(refuses_what_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
