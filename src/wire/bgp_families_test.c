#include "base/testkit.h"

#include "wire/bgp_families.h"

static void names_families(void **state)
{
	static const struct {
		unsigned afi, safi;
		const char *want;
	} cases[] = {
		{ 1, 1, "ipv4-unicast" },         { 2, 1, "ipv6-unicast" },
		{ 1, 2, "ipv4-multicast" },       { 1, 3, "ipv4-unicast-multicast" },
		{ 2, 4, "ipv6-labeled" },         { 2, 128, "ipv6-vpn" },
		{ 1, 129, "ipv4-vpn-multicast" }, { 25, 70, "l2vpn-evpn" },
		{ 25, 65, "l2vpn-vpls" },         { 1, 133, "ipv4-flowspec" },
		{ 2, 134, "ipv6-vpn-flowspec" },  { 25, 134, "l2vpn-vpn-flowspec" },
		{ 1, 73, "ipv4-sr-policy" },      { 1, 132, "rtc" },
		{ 2, 132, "ipv6-rtc" },           { 16388, 71, "bgp-ls" },
		{ 16388, 72, "bgp-ls-vpn" },      { 16388, 1, "bgp-ls-unicast" },
		{ 1, 200, "ipv4-safi-200" },      { 9, 1, "afi-9-unicast" },
		{ 0, 0, "afi-0-safi-0" },         { 65535, 255, "afi-65535-safi-255" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[BGP_FAMILY_TEXT_MAX + 1];
		*bgp_family_put(text, cases[i].afi, cases[i].safi) = '\0';
		assert_string_equal(text, cases[i].want);
	}
}

static void every_name_fits(void **state)
{
	(void)state;
	for (unsigned afi = 0; afi <= UINT16_MAX; afi++) {
		for (unsigned safi = 0; safi <= UINT8_MAX;
		     safi += afi < 32 || afi > 16380 ? 1 : 85) {
			char text[BGP_FAMILY_TEXT_MAX];
			char *end = bgp_family_put(text, afi, safi);
			assert_in_range(end - text, 3, BGP_FAMILY_TEXT_MAX);
			for (const char *at = text; at < end; at++)
				assert_true((*at >= 'a' && *at <= 'z') ||
					    (*at >= '0' && *at <= '9') || *at == '-');
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_families),
		cmocka_unit_test(every_name_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
