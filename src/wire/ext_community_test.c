#include "base/testkit.h"

#include "wire/ext_community.h"

static void puts_communities(void **state)
{
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ "0002fbf000000064", "rt:64496:100" },
		{ "0103c00002010005", "soo:192.0.2.1:5" },
		{ "02020001000000c8", "rt:65536:200" },
		{ "4004fbf049989680", "bandwidth:64496:1250000" },
		{ "4004fbf0ffc00000", "bandwidth:64496:0xffc00000" }, /* NaN */
		{ "8006000000000000", "rate:0:0" },
		{ "8007000000000001", "action:1" },
		{ "8008fbf000000007", "redirect:64496:7" },
		{ "8108c00002010005", "redirect:192.0.2.1:5" },
		{ "800900000000002e", "mark:46" },
		{ "4300000000000000", "ovs:valid" },
		{ "4300000000000001", "ovs:not-found" },
		{ "4300000000000002", "ovs:invalid" },
		{ "4300000000000003", "ovs:3" },
		{ "030c000000000008", "encapsulation:8" },
		{ "030b000000000064", "color:100" },
		{ "030d000000000000", "default-gateway" },
		{ "0600010000000003", "mac-mobility:3" },
		{ "0601010000000010", "esi-label:16" },
		{ "060200005e005301", "es-import:00:00:5e:00:53:01" },
		{ "060300005e005301", "router-mac:00:00:5e:00:53:01" },
		{ "010700000a0b0000", "ospf-router:0.0.10.11" },
		{ "9902fbf000000064", "0x9902fbf000000064" },
		{ "ffffffffffffffff", "0xffffffffffffffff" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader in = test_hex(cases[i].hex);
		char text[EXT_COMMUNITY_TEXT_MAX];
		*ext_community_put(text, read_u64(&in)) = '\0';
		assert_string_equal(text, cases[i].want);
	}
}

static void puts_those_with_ipv6(void **state)
{
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ "0002 20010db8000000000000000000000001 0064", "rt:[2001:db8::1]:100" },
		{ "0003 20010db8000000000000000000000001 0064", "soo:[2001:db8::1]:100" },
		{ "000c 20010db8000000000000000000000001 0000", "redirect-ip:[2001:db8::1]:0" },
		{ "9999 20010db8000000000000000000000002 0007",
		  "0x999920010db80000000000000000000000020007" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader in = test_hex(cases[i].hex);
		char text[EXT_COMMUNITY_TEXT_MAX];
		*ipv6_ext_community_put(text, &in) = '\0';
		assert_string_equal(text, cases[i].want);
		assert_int_equal(reader_left(&in), 0);
	}
}

/* One word each, within the room, whatever the type and the value. */
static void keeps_within_its_room(void **state)
{
	(void)state;
	for (uint64_t type = 0; type <= UINT16_MAX; type++) {
		for (unsigned fill = 0; fill <= UINT8_MAX; fill += 51) {
			char text[EXT_COMMUNITY_TEXT_MAX];
			uint64_t community = type << 48 | UINT64_C(0x010101010101) * fill;
			char *end = ext_community_put(text, community);
			assert_in_range(end - text, 4, EXT_COMMUNITY_TEXT_MAX - 1);
			for (const char *at = text; at < end; at++)
				assert_true(*at > ' ' && *at <= '~' && *at != '"' && *at != '\\');
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_communities),
		cmocka_unit_test(puts_those_with_ipv6),
		cmocka_unit_test(keeps_within_its_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
