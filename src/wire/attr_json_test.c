#include "base/testkit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/attr_json.h"
#include "wire/bgp_text.h"
#include "wire/test_json.h"

#define V6 "20010db800000000000000000000000"
#define LL "fe80000000000000000000000000000"

static struct number_texts *numbers;
static uint8_t *path_room;
static struct buffer out;

static int setup(void **state)
{
	(void)state;
	numbers = memory_alloc(1, sizeof(*numbers));
	path_room = memory_alloc(1, AS_PATH_ROOM);
	number_texts_init(numbers);
	buffer_init(&out);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(numbers);
	free(path_room);
	buffer_clear(&out);
	return 0;
}

static const char *json_of(struct attr_block block)
{
	out.used = 0;
	attr_json_put(&out, &block, path_room, numbers);
	buffer_char(&out, '\0');
	return out.bytes;
}

static const char *words_of(struct attr_block block)
{
	out.used = 0;
	attr_words_put(&out, &block, path_room, numbers);
	buffer_char(&out, '\0');
	return out.bytes;
}

struct given {
	const char *name;
	const char *hex;
	const char *json, *words; /* words NULL: ": path empty" alone */
};

static void check(const struct given *cases, size_t count, unsigned asn_size)
{
	for (size_t i = 0; i < count; i++) {
		struct attr_block block = { test_hex(cases[i].hex), asn_size, ATTR_NEXT_HOP_ANY };
		const char *words = cases[i].words != NULL ? cases[i].words : ": path empty";
		print_message("# %s\n", cases[i].name);
		assert_string_equal(json_of(block), cases[i].json);
		assert_string_equal(words_of(block), words);
	}
}

static void puts_the_attributes_of_old(void **state)
{
	static const struct given cases[] = {
		{ "nothing", "", "", NULL },
		{ "path", "40020a 0202 0000fbf0 0000fbf1",
		  ",\"path\":[64496,64497],\"origin_asn\":64497", ": path 64496 64497" },
		{ "empty path", "400200", ",\"path\":[],\"origin_asn\":null", ": path empty" },
		{ "set at the end", "400210 0201 0000fbf0 0102 0000fbf2 0000fbf3",
		  ",\"path\":[64496,{\"set\":[64498,64499]}],\"origin_asn\":null",
		  ": path 64496 {64498,64499}" },
		{ "confederations",
		  "400218 0301 0000fbf0 0401 0000fbf1 0201 fa56ea00 0201 00000001",
		  ",\"path\":[{\"confed_sequence\":[64496]},{\"confed_set\":[64497]},4200000000,1],"
		  "\"origin_asn\":1",
		  ": path (64496) [64497] 4200000000 1" },
		{ "origins", "40010100", ",\"origin\":\"igp\"", ": path empty; origin IGP" },
		{ "origins", "40010101", ",\"origin\":\"egp\"", ": path empty; origin EGP" },
		{ "origins", "40010102", ",\"origin\":\"incomplete\"",
		  ": path empty; origin incomplete" },
		{ "next hop", "400304 c0000201", ",\"next_hop\":\"192.0.2.1\"",
		  ": path empty; next hop 192.0.2.1" },
		{ "MP next hop, cut down", "800e11 10" V6 "1", ",\"next_hop\":\"2001:db8::1\"",
		  ": path empty; next hop 2001:db8::1" },
		{ "MP next hops", "800e2a 0002 01 20" V6 "1" LL "2 00 2020010db8",
		  ",\"next_hop\":\"2001:db8::1\",\"next_hop_link_local\":\"fe80::2\"",
		  ": path empty; next hop 2001:db8::1; link-local next hop fe80::2" },
		{ "VPN next hop", "800e11 0001 80 0c 0000000000000000 c0000201 00",
		  ",\"next_hop\":\"192.0.2.1\"", ": path empty; next hop 192.0.2.1" },
		{ "VPN next hops",
		  "800e35 0002 80 30 0000000000000000" V6 "1 0000000000000000" LL "2 00",
		  ",\"next_hop\":\"2001:db8::1\",\"next_hop_link_local\":\"fe80::2\"",
		  ": path empty; next hop 2001:db8::1; link-local next hop fe80::2" },
		{ "no next hop of a flow", "800e05 0001 85 00 00", "", NULL },
		{ "numbers", "80040400000005 40050400000064 c02304 0000fbf0",
		  ",\"med\":5,\"local_pref\":100,\"otc\":64496",
		  ": path empty; MED 5; local preference 100; only to customer AS 64496" },
		{ "aggregates", "400600 c00708 0000fbf1 c0000202",
		  ",\"atomic_aggregate\":true,\"aggregator\":{\"asn\":64497,\"address\":"
		  "\"192.0.2.2\"}",
		  ": path empty; atomic aggregate; aggregator AS64497 192.0.2.2" },
		{ "reflection", "800904 0a000001 800a08 0a000002 0a000003",
		  ",\"originator_id\":\"10.0.0.1\",\"cluster_list\":[\"10.0.0.2\",\"10.0.0.3\"]",
		  ": path empty; originator 10.0.0.1; clusters 10.0.0.2 10.0.0.3" },
		{ "communities",
		  "c0081c fbf00064 ffffff01 ffffff02 ffffff03 ffff029a ffff0000 ffff000a",
		  ",\"communities\":[\"64496:100\",\"no-export\",\"no-advertise\","
		  "\"no-export-subconfed\",\"blackhole\",\"graceful-shutdown\",\"65535:10\"]",
		  ": path empty; communities 64496:100 no-export no-advertise local-AS blackhole "
		  "graceful-shutdown 65535:10" },
		{ "more communities", "c00814 ffffff04 ffff0001 ffff0006 ffff0007 00000000",
		  ",\"communities\":[\"no-peer\",\"accept-own\",\"llgr-stale\",\"no-llgr\",\"0:"
		  "0\"]",
		  ": path empty; communities no-peer accept-own llgr-stale no-llgr 0:0" },
		{ "large communities",
		  "c02018 00000001 00000002 00000003 ffffffff 00000000 00000005",
		  ",\"large_communities\":[\"1:2:3\",\"4294967295:0:5\"]",
		  ": path empty; large communities 1:2:3 4294967295:0:5" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), 4);
}

static void puts_narrow_paths(void **state)
{
	static const struct given cases[] = {
		{ "two octets", "400206 0202 fbf0 fbf1",
		  ",\"path\":[64496,64497],\"origin_asn\":64497", ": path 64496 64497" },
		{ "widened", "400206 0202 fbf0 5ba0 c01106 0201 fa56ea00",
		  ",\"path\":[64496,4200000000],\"origin_asn\":4200000000,"
		  "\"as4_path\":[4200000000]",
		  ": path 64496 4200000000" },
		{ "aggregator", "c00706 5ba0 c0000201 c01208 fa56ea00 c0000202",
		  ",\"aggregator\":{\"asn\":4200000000,\"address\":\"192.0.2.2\"},"
		  "\"as4_aggregator\":{\"asn\":4200000000,\"address\":\"192.0.2.2\"}",
		  ": path empty; aggregator AS4200000000 192.0.2.2" },
		{ "eight octets where six are due", "c00708 0000fbf1 c0000202",
		  ",\"aggregator\":{\"asn\":64497,\"address\":\"192.0.2.2\"}",
		  ": path empty; aggregator AS64497 192.0.2.2" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), 2);
}

static const struct given YOUNGER[] = {
	{ "IPv6 extended communities", "c01928 0002" V6 "1 0064 9999" V6 "2 0007",
	  ",\"ipv6_extended_communities\":[\"rt:[2001:db8::1]:100\","
	  "\"0x999920010db80000000000000000000000020007\"]",
	  ": path empty; IPv6 extended communities rt:[2001:db8::1]:100 "
	  "0x999920010db80000000000000000000000020007" },
	{ "PMSI tunnel", "c01609 00 06 000640 c0000201",
	  ",\"pmsi_tunnel\":{\"flags\":0,\"tunnel_type\":6,\"label\":100,"
	  "\"endpoint\":\"192.0.2.1\"}",
	  ": path empty; PMSI tunnel flags 0 type 6 label 100 endpoint 192.0.2.1" },
	{ "no tunnel", "c01605 01 00 000000",
	  ",\"pmsi_tunnel\":{\"flags\":1,\"tunnel_type\":0,\"label\":0}",
	  ": path empty; PMSI tunnel flags 1 type 0 label 0" },
	{ "tunnel encapsulation", "c0170d 0008 0009 0602abcd 80000201 02",
	  ",\"tunnel_encapsulation\":[{\"type\":8,\"sub_tlvs\":["
	  "{\"type\":6,\"value\":\"abcd\"},{\"type\":128,\"value\":\"0102\"}]}]",
	  ": path empty; tunnel encapsulation (type 8 ((type 6 0xabcd) (type 128 "
	  "0x0102)))" },
	{ "tunnel encapsulation inside out", "c01706 0008 0002 06ff",
	  ",\"tunnel_encapsulation\":[{\"type\":8,\"value\":\"06ff\"}]",
	  ": path empty; tunnel encapsulation (type 8 0x06ff)" },
	{ "traffic engineering",
	  "801824 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
	  "00000001",
	  ",\"traffic_engineering\":\"00000000000000000000000000000000000000000000000000000"
	  "0000000000000000001\"",
	  ": path empty; traffic engineering "
	  "000000000000000000000000000000000000000000000000000000000000000000000001" },
	{ "AIGP", "801a10 01 000b 0000000000000064 02 0005 abcd",
	  ",\"aigp\":[{\"type\":1,\"metric\":100},{\"type\":2,\"value\":\"abcd\"}]",
	  ": path empty; AIGP (type 1 metric 100) (type 2 0xabcd)" },
	{ "link state", "801d06 0400 0002 abcd", ",\"bgp_ls\":[{\"type\":1024,\"value\":\"abcd\"}]",
	  ": path empty; link state (type 1024 0xabcd)" },
	{ "BGPsec path",
	  "802123 0008 01 00 0000fbf0 001b 01 0000000000000000000000000000000000000000 "
	  "0002 "
	  "abcd",
	  ",\"bgpsec_path\":{\"segments\":[{\"pcount\":1,\"flags\":0,\"asn\":64496}],"
	  "\"signature_blocks\":[{\"algorithm\":1,\"signature_lengths\":[2]}]}",
	  ": path empty; BGPsec path ((times 1 flags 0 AS64496)) signed ((algorithm 1 "
	  "lengths (2)))" },
	{ "domain path", "c02408 01 0000fbf0 0001 80",
	  ",\"d_path\":[[{\"domain\":\"64496:1\",\"isf_safi\":128}]]",
	  ": path empty; domain path ((domain 64496:1 SAFI 128))" },
	{ "BFD discriminator", "c0260b 01 00000007 0104c0000201",
	  ",\"bfd_discriminator\":{\"mode\":1,\"discriminator\":7,\"tlvs\":[{\"type\":1,"
	  "\"value\":\"c0000201\"}]}",
	  ": path empty; BFD discriminator mode 1 discriminator 7 ((type 1 0xc0000201))" },
	{ "prefix SID",
	  "c0281b 01 0007 00 0000 00000064 03 0008 0000 003e80 001f40 05 0003 "
	  "abcdef",
	  ",\"prefix_sid\":[{\"type\":1,\"flags\":0,\"label_index\":100},{\"type\":3,"
	  "\"flags\":0,\"srgb\":[{\"base\":16000,\"range\":8000}]},{\"type\":5,\"value\":"
	  "\"abcdef\"}]",
	  ": path empty; prefix SID (type 1 flags 0 index 100) (type 3 flags 0 SRGB ((base "
	  "16000 range 8000))) (type 5 0xabcdef)" },
	{ "BIER", "c02905 0001 0001 07", ",\"bier\":[{\"type\":1,\"value\":\"07\"}]",
	  ": path empty; BIER (type 1 0x07)" },
	{ "attribute set", "c08018 0000fbf0 40010100 40020602010000fbf1 40050400000064",
	  ",\"attr_set\":{\"origin_as\":64496,\"path\":[64497],\"origin_asn\":64497,"
	  "\"origin\":\"igp\",\"local_pref\":100}",
	  ": path empty; attribute set of AS64496 (path 64497; origin IGP; local "
	  "preference "
	  "100)" },
	{ "attribute set of narrow AS numbers", "c0800b 0000fbf0 400204 0201fbf1",
	  ",\"attr_set\":{\"origin_as\":64496,\"path\":[64497],\"origin_asn\":64497}",
	  ": path empty; attribute set of AS64496 (path 64497)" },
	{ "unknown ones", "e0c702abcd c01e0101 c00b00",
	  ",\"attributes\":[{\"type\":11,\"flags\":192,\"value\":\"\"},{\"type\":30,"
	  "\"flags\":192,\"value\":\"01\"},{\"type\":199,\"flags\":224,\"value\":\"abcd\"}"
	  "]",
	  ": path empty; attribute 11 of 0 octets; attribute 30 of 1 octets; attribute 199 "
	  "of 2 octets" },
};

static void puts_the_younger_attributes(void **state)
{
	(void)state;
	check(YOUNGER, COUNT_OF(YOUNGER), 4);
}

/* In JSON by their bytes, with the reason; in words as much as can be read. */
static void shows_malformed_ones_raw(void **state)
{
	static const struct given cases[] = {
		{ "origin", "40010103",
		  ",\"attributes\":[{\"type\":1,\"flags\":64,\"value\":\"03\",\"fault\":\"an "
		  "undefined value\"}]",
		  ": path empty; origin unknown" },
		{ "path", "40020205 00",
		  ",\"attributes\":[{\"type\":2,\"flags\":64,\"value\":\"0500\",\"fault\":\"a "
		  "segment of an unknown type\"}]",
		  ": path ! Error !" },
		{ "OTC", "c02303 000001",
		  ",\"attributes\":[{\"type\":35,\"flags\":192,\"value\":\"000001\",\"fault\":\"a "
		  "length that is not 4\"}]",
		  NULL },
		{ "next hop", "800e02 1020",
		  ",\"attributes\":[{\"type\":14,\"flags\":128,\"value\":\"1020\",\"fault\":\"a "
		  "next hop that reaches past the attribute\"}]",
		  NULL },
		{ "tunnel", "e01700",
		  ",\"attributes\":[{\"type\":23,\"flags\":224,\"value\":\"\",\"fault\":\"no "
		  "content\"}]",
		  ": path empty; attribute 23 of 0 octets" },
		{ "break", "40010100 0040 03", ",\"origin\":\"igp\",\"attributes_break_off\":true",
		  ": path empty; origin IGP; the attributes break off" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), 4);
}

static struct attr_block block_of(struct reader in, unsigned asn_size, enum attr_next_hop from)
{
	return (struct attr_block){ in, asn_size, from };
}

/* Members only, so a brace and a member of our own make an object of them. */
static void is_sound(struct reader in)
{
	for (unsigned i = 0; i < 6; i++) {
		struct attr_block block =
			block_of(in, i % 2 == 0 ? 4 : 2, (enum attr_next_hop)(i / 2));
		out.used = 0;
		buffer_string(&out, "{\"a\":0");
		attr_json_put(&out, &block, path_room, numbers);
		buffer_char(&out, '}');
		assert_true(json_is_valid((struct text){ out.bytes, out.used }));
		out.used = 0;
		attr_words_put(&out, &block, path_room, numbers);
		for (size_t at = 0; at < out.used; at++)
			assert_in_range(out.bytes[at], ' ', '~');
	}
}

/* D12: OTC and Prefix-SID have brought down routers that way. */
static void d12_every_type_code_with_some_lengths_and_zeros(void **state)
{
	static const size_t sizes[] = { 0, 1, 4, 255, 1024 };
	static uint8_t bytes[4 + 1024];

	(void)state;
	for (unsigned type = 0; type <= UINT8_MAX; type++) {
		for (size_t i = 0; i < COUNT_OF(sizes); i++) {
			memset(bytes, 0, sizeof(bytes));
			bytes[0] = 0xd0;
			bytes[1] = (uint8_t)type;
			bytes[2] = (uint8_t)(sizes[i] >> 8);
			bytes[3] = (uint8_t)sizes[i];
			is_sound(test_bytes(bytes, 4 + sizes[i]));
		}
	}
}

static void d15_long_paths(void **state)
{
	static const unsigned lengths[] = { 255, 256, 750, 2048, 2049, 16000 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		static uint8_t bytes[65535];
		size_t at = 4;
		for (unsigned left = lengths[i]; left > 0;) {
			unsigned count = left < 255 ? left : 255;
			bytes[at++] = 2;
			bytes[at++] = (uint8_t)count;
			memset(bytes + at, 0xff, (size_t)count * 4);
			at += (size_t)count * 4;
			left -= count;
		}
		bytes[0] = 0x50;
		bytes[1] = 2;
		bytes[2] = (uint8_t)((at - 4) >> 8);
		bytes[3] = (uint8_t)(at - 4);
		struct attr_block block = block_of(test_bytes(bytes, at), 4, ATTR_NEXT_HOP_ANY);
		(void)json_of(block);
		assert_int_equal(out.used - 1, strlen(",\"path\":[],\"origin_asn\":4294967295") +
						       11 * lengths[i] - 1);
		is_sound(block.bytes);
	}
}

static void d19_many_communities(void **state)
{
	static const uint8_t types[] = { 8, 16, 32, 25 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		static uint8_t bytes[4 + 65520];
		memset(bytes, 0xff, sizeof(bytes));
		memcpy(bytes, (uint8_t[]){ 0xd0, types[i], 0xff, 0xf0 }, 4);
		is_sound(test_bytes(bytes, sizeof(bytes)));
		bytes[3] = 0xef; /* and one octet less than it should be */
		is_sound(test_bytes(bytes, sizeof(bytes)));
	}
}

/* D21: every set says that it holds all the rest. */
static void d21_sets_in_sets(void **state)
{
	static uint8_t bytes[8 * 1000];

	(void)state;
	for (size_t depth = 1; depth <= 1000; depth += depth < 10 ? 1 : 99) {
		for (size_t i = 0; i < depth; i++) {
			size_t left = 8 * (depth - i) - 4;
			memcpy(bytes + 8 * i,
			       (uint8_t[]){ 0xd0, 128, (uint8_t)(left >> 8), (uint8_t)left, 0, 0,
					    0xfb, 0xf0 },
			       8);
		}
		struct reader in = test_bytes(bytes, 8 * depth);
		is_sound(in);
		const char *json = json_of(block_of(in, 4, ATTR_NEXT_HOP_ANY));
		assert_int_equal(strstr(json, "too many") == NULL && strstr(json, "fault") == NULL,
				 depth <= 4);
	}
}

static const char *const EVERYTHING =
	"40010100 40020602010000fbf1 400304c0000201 80040400000005 40050400000064 400600 "
	"c007080000fbf1c0000202 c00808fbf00064ffffff01 8009040a000001 800a040a000002 "
	"800e110001800c0000000000000000c000020100 c010080002fbf000000064 "
	"c01106 0201fa56ea00 c0160900 06000640c0000201 c0170d0008000906 02abcd800002 0102 "
	"801a10 01000b0000000000000064020005abcd 801d0604000002abcd "
	"c0200c000000010000000200000003 c023040000fbf0 c02408010000fbf0000180 "
	"c0260b01000000070104c0000201 c0281b01000700000000000064030008000000 "
	"3e80001f40050003abcdef "
	"c080180000fbf04001010040020602010000fbf140050400000064 e0c702abcd";

static void survives_damage(void **state)
{
	static uint8_t copy[512];
	struct reader in = test_hex(EVERYTHING);
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	const char *json = json_of(block_of(in, 4, ATTR_NEXT_HOP_ANY));
	assert_null(strstr(json, "fault"));
	assert_null(strstr(json, "break_off"));
	test_every_truncation(copy, size, is_sound);
	test_every_bit_flip(copy, size, is_sound);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_the_attributes_of_old),
		cmocka_unit_test(puts_narrow_paths),
		cmocka_unit_test(puts_the_younger_attributes),
		cmocka_unit_test(shows_malformed_ones_raw),
		cmocka_unit_test(d12_every_type_code_with_some_lengths_and_zeros),
		cmocka_unit_test(d15_long_paths),
		cmocka_unit_test(d19_many_communities),
		cmocka_unit_test(d21_sets_in_sets),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
