#include "base/testkit.h"

#include "wire/bgp_nlri_text.h"

#define V6  "20010db8000000000000000000000001"
#define RD  "0000fbf000000001 "
#define ESI "00112233445566778899 "

static struct buffer out;

/* Texts of all items with blanks and bars between; "!" and the error at the end of a broken list.
 */
static const char *texts_of(struct reader in, unsigned afi, unsigned safi, bool has_path_id,
			    bool is_withdrawal)
{
	struct bgp_nlri nlri;
	int got;

	out.used = 0;
	while ((got = bgp_nlri_next(&in, afi, safi, has_path_id, is_withdrawal, &nlri)) > 0) {
		if (out.used > 0)
			buffer_string(&out, " | ");
		if (nlri.has_path_id)
			buffer_format(&out, "#%u ", nlri.path_id);
		bgp_nlri_put(&out, &nlri);
	}
	if (got < 0)
		buffer_format(&out, "!%s", err_name(got));
	buffer_char(&out, '\0');
	return out.bytes;
}

struct given {
	unsigned afi, safi;
	const char *hex, *want;
};

static void check(const struct given *cases, size_t count, bool has_path_id, bool is_withdrawal)
{
	for (size_t i = 0; i < count; i++) {
		print_message("# %s\n", cases[i].hex);
		assert_string_equal(texts_of(test_hex(cases[i].hex), cases[i].afi, cases[i].safi,
					     has_path_id, is_withdrawal),
				    cases[i].want);
	}
}

static void reads_prefixes(void **state)
{
	static const struct given cases[] = {
		{ 1, 1, "", "" },
		{ 1, 1, "18c00002 00 20c0000201", "192.0.2.0/24 | 0.0.0.0/0 | 192.0.2.1/32" },
		{ 2, 1, "2020010db8 00 80" V6, "2001:db8::/32 | ::/0 | 2001:db8::1/128" },
		{ 1, 2, "18c00002", "192.0.2.0/24" },
		{ 1, 3, "18c00002", "192.0.2.0/24" },
		/* D23: lengths past the family's, host bits, a partial prefix. */
		{ 1, 1, "21c0000201ff", "!malformed" },
		{ 1, 1, "ffc0000201", "!truncated" },
		{ 1, 1, "17c00003", "192.0.2.0/23" },
		{ 1, 1, "18c00002 18c000", "192.0.2.0/24!truncated" },
		{ 2, 1, "81" V6 "00", "!malformed" },
	};
	static const struct given with_ids[] = {
		{ 1, 1, "00000007 18c00002 00000008 00", "#7 192.0.2.0/24 | #8 0.0.0.0/0" },
		{ 1, 1, "000007", "!truncated" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), false, false);
	check(with_ids, COUNT_OF(with_ids), true, false);
}

static void reads_labels_and_distinguishers(void **state)
{
	static const struct given cases[] = {
		{ 1, 4, "30 000641 c00002", "192.0.2.0/24 label 100" },
		{ 1, 4, "48 000640 000c81 c00002", "192.0.2.0/24 label 100/200" },
		{ 2, 4, "38 000641 20010db8", "2001:db8::/32 label 100" },
		{ 1, 128, "70 000641" RD "c00002", "64496:1 192.0.2.0/24 label 100" },
		{ 1, 128, "70 000641 0001c00002010007 c00002",
		  "192.0.2.1:7 192.0.2.0/24 label 100" },
		{ 1, 128, "70 000641 0002fa56ea000007 c00002",
		  "4200000000:7 192.0.2.0/24 label 100" },
		{ 1, 128, "58 000641 0009fa56ea000007", "0x0009fa56ea000007 0.0.0.0/0 label 100" },
		{ 2, 128, "78 000641" RD "20010db8", "64496:1 2001:db8::/32 label 100" },
		/* RFC 6514 section 10: no label. */
		{ 1, 129, "58" RD "c00002", "64496:1 192.0.2.0/24" },
		/* D25: no bottom bit before the end, a label cut short, a length below labels. */
		{ 1, 4, "30 000640 c00002", "!malformed" },
		{ 1, 4, "10 0006", "!malformed" },
		{ 1, 4,
		  "ff 000640 000640 000640 000640 000640 000640 000640 000640 000640 000640 "
		  "0000",
		  "!malformed" },
		{ 1, 128, "38 000641 00000000", "!malformed" },
		{ 1, 4, "00", "!malformed" },
		{ 1, 4, "17 000641", "!malformed" },
	};
	static const struct given withdrawn[] = {
		{ 1, 4, "30 800000 c00002", "192.0.2.0/24" },
		{ 1, 4, "30 800001 c00002", "192.0.2.0/24" },
		{ 1, 4, "30 000000 c00002", "192.0.2.0/24" },
		{ 1, 4, "30 000641 c00002", "192.0.2.0/24 label 100" },
		{ 1, 128, "70 800000" RD "c00002", "64496:1 192.0.2.0/24" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), false, false);
	check(withdrawn, COUNT_OF(withdrawn), false, true);
	assert_string_equal(texts_of(test_hex("30 800000 c00002"), 1, 4, false, false),
			    "!malformed");
	assert_string_equal(texts_of(test_hex("39 000641 c000020100"), 1, 4, false, false),
			    "!malformed");
}

static void reads_evpn(void **state)
{
	static const struct given cases[] = {
		{ 25, 70, "01 19" RD ESI "00000005 000640",
		  "evpn type 1 rd 64496:1 esi 00112233445566778899 tag 5 label 100 or vni 1600" },
		{ 25, 70, "02 21" RD "00000000000000000000 00000000 30 00005e005301 00 000640",
		  "evpn type 2 rd 64496:1 esi 0 tag 0 mac 00:00:5e:00:53:01 label 100 or vni "
		  "1600" },
		{ 25, 70,
		  "02 25" RD "00000000000000000000 00000000 30 00005e005301 20 c0000201 "
		  "000640",
		  "evpn type 2 rd 64496:1 esi 0 tag 0 mac 00:00:5e:00:53:01 ip 192.0.2.1 "
		  "label 100 or vni 1600" },
		{ 25, 70,
		  "02 34" RD "00000000000000000000 00000000 30 00005e005301 80" V6 "000640 000c80",
		  "evpn type 2 rd 64496:1 esi 0 tag 0 mac 00:00:5e:00:53:01 ip 2001:db8::1 "
		  "label 100 or vni 1600 label 200 or vni 3200" },
		{ 25, 70, "03 11" RD "00000000 20 c0000201",
		  "evpn type 3 rd 64496:1 tag 0 ip 192.0.2.1" },
		{ 25, 70, "04 17" RD ESI "20 c0000201",
		  "evpn type 4 rd 64496:1 esi 00112233445566778899 ip 192.0.2.1" },
		{ 25, 70, "05 22" RD "00000000000000000000 00000000 18 c0000200 c0000201 000640",
		  "evpn type 5 rd 64496:1 esi 0 tag 0 192.0.2.0/24 gateway 192.0.2.1 label 100 or "
		  "vni 1600" },
		{ 25, 70, "05 3a" RD "00000000000000000000 00000000 20 " V6 V6 "000640",
		  "evpn type 5 rd 64496:1 esi 0 tag 0 2001:db8::/32 gateway 2001:db8::1 label "
		  "100 or vni 1600" },
		/* D26: unknown types, inner lengths. */
		{ 25, 70, "0b 02 abcd 63 00", "evpn type 11 raw abcd | evpn type 99 raw " },
		{ 25, 70, "01 00 02 01 ff 03 02 0102 04 00",
		  "evpn type 1 raw  | evpn type 2 raw ff | evpn type 3 raw 0102 | evpn type 4 "
		  "raw " },
		{ 25, 70, "05 22" RD "00000000000000000000 00000000 21 c0000200 c0000201 000640",
		  "!malformed" },
		{ 25, 70, "05 00", "!malformed" },
		{ 25, 70, "02 ff 00", "!truncated" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), false, false);
}

static void reads_flow_specifications(void **state)
{
	static const struct given cases[] = {
		{ 1, 133, "0b 01 18 c00002 03 81 06 05 81 50",
		  "flowspec dst 192.0.2.0/24 proto =6 dst-port =80" },
		{ 1, 133, "08 04 01 50 12 1f90 c5 ff", "flowspec port =80|>8080&<=255" },
		{ 1, 133, "04 09 02 12 0c", "flowspec 0x0902120c" },
		{ 1, 133, "03 09 81 12", "flowspec tcp-flags =syn+ack" },
		{ 1, 133, "03 09 82 04", "flowspec tcp-flags !rst" },
		{ 1, 133, "06 0c 80 02 0c 80 01", "flowspec fragment is fragment dont" },
		{ 1, 133, "06 0a a1 00000000", "flowspec length =0" },
		{ 1, 133, "00", "flowspec all" },
		{ 2, 133, "11 01 20 00 20010db8 02 40 20 00000001 0d 81 07",
		  "flowspec dst 2001:db8::/32 src 0:0:0:1::/64-from-bit-32 flow-label =7" },
		{ 1, 134, "0d" RD "01 18 c00002", "flowspec rd 64496:1 dst 192.0.2.0/24" },
		{ 25, 134, "0b" RD "0e 8155", "flowspec rd 64496:1 0x0e8155" },
		/* Two octets of length. */
		{ 1, 133, "f003 03 81 06", "flowspec proto =6" },
		/* D24 */
		{ 1, 133, "01 01", "flowspec 0x01" },
		{ 1, 133, "f0", "!truncated" },
		{ 1, 133, "ffff 00", "!truncated" },
		{ 1, 133, "02 01 21", "flowspec 0x0121" },
		{ 1, 133, "06 01 08 0a 03 01 06", "flowspec dst 10.0.0.0/8 0x030106" },
		{ 2, 133, "03 01 81 00", "flowspec 0x018100" },
		{ 2, 133, "03 01 10 10", "flowspec 0x011010" },
		{ 1, 133, "03 0d 81 01", "flowspec 0x0d8101" },
		{ 1, 134, "07 00000000000000", "!malformed" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), false, false);
}

static void reads_long_flow_specifications(void **state)
{
	static const size_t sizes[] = { 239, 240, 4095 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		static uint8_t bytes[2 + 4096];
		struct bgp_nlri nlri;
		size_t header = sizes[i] < 240 ? 1 : 2;
		bytes[0] = (uint8_t)(sizes[i] < 240 ? sizes[i] : 0xf0 | sizes[i] >> 8);
		bytes[1] = (uint8_t)sizes[i];
		struct reader in = test_bytes(bytes, header + sizes[i]);
		assert_int_equal(bgp_nlri_next(&in, 1, 133, false, false, &nlri), 1);
		assert_int_equal(reader_left(&nlri.value), sizes[i]);
		assert_int_equal(reader_left(&in), 0);
		in = test_bytes(bytes, header + sizes[i] - 1);
		assert_int_equal(bgp_nlri_next(&in, 1, 133, false, false, &nlri), ERR_TRUNCATED);
	}
}

static void reads_the_other_families(void **state)
{
	static const struct given cases[] = {
		{ 1, 132, "00 60 0000fbf0 0002fbf000000064 20 0000fbf0 30 0000fbf0 0002",
		  "rtc default | rtc as 64496 rt:64496:100 | rtc as 64496 | rtc as 64496 "
		  "rt:0x0002/16" },
		{ 1, 132, "1f 0000fbf0", "!malformed" },
		{ 1, 132, "61 00000000000000000000000000", "!malformed" },
		{ 1, 5, "01 0c" RD "c0000201", "mvpn type 1 rd 64496:1 router 192.0.2.1" },
		{ 1, 5, "02 0c" RD "0000fbf0", "mvpn type 2 rd 64496:1 as 64496" },
		{ 1, 5, "03 16" RD "20 c0000201 20 e0000001 c0000202",
		  "mvpn type 3 rd 64496:1 source 192.0.2.1 group 224.0.0.1 router 192.0.2.2" },
		{ 1, 5, "04 02 abcd", "mvpn type 4 raw abcd" },
		{ 1, 5, "05 12" RD "20 c0000201 20 e0000001",
		  "mvpn type 5 rd 64496:1 source 192.0.2.1 group 224.0.0.1" },
		{ 1, 5, "07 16" RD "0000fbf0 20 c0000201 20 e0000001",
		  "mvpn type 7 rd 64496:1 as 64496 source 192.0.2.1 group 224.0.0.1" },
		{ 1, 5, "07 08" RD "06 0a" RD "ffff",
		  "mvpn type 7 raw 0000fbf000000001 | mvpn type 6 raw 0000fbf000000001ffff" },
		{ 25, 8, "01 02 abcd", "mvpls type 1 raw abcd" },
		{ 25, 65, "0011" RD "0001 0002 0003 000640",
		  "vpls rd 64496:1 site 1 offset 2 size 3 base 100" },
		{ 25, 65, "000c" RD "c0000201 0001 ff",
		  "vpls rd 64496:1 router 192.0.2.1 | vpls raw ff" },
		{ 16388, 71, "0001 0002 abcd", "bgp-ls type 1 raw abcd" },
		{ 16388, 72, "0001 000a" RD "abcd", "bgp-ls type 1 rd 64496:1 raw abcd" },
		{ 16388, 72, "0001 0002 abcd", "!malformed" },
		{ 16388, 71, "0001 0003 abcd", "!truncated" },
		{ 1, 73, "60 00000001 00000064 c0000201",
		  "sr-policy distinguisher 1 color 100 endpoint 192.0.2.1" },
		{ 2, 73, "c0 00000001 00000064" V6,
		  "sr-policy distinguisher 1 color 100 endpoint 2001:db8::1" },
		{ 1, 73, "c0 00000001 00000064" V6, "!malformed" },
		/* D22: unknown families. */
		{ 1, 200, "0a0b0c", "raw 0a0b0c" },
		{ 9, 1, "18c00002", "raw 18c00002" },
		{ 0, 0, "00", "raw 00" },
		{ 65535, 255, "ff", "raw ff" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), false, false);
}

static const struct {
	unsigned afi, safi;
} FAMILIES[] = { { 1, 1 },  { 2, 1 },   { 1, 4 },   { 2, 128 },    { 1, 129 },    { 25, 70 },
		 { 1, 5 },  { 25, 65 }, { 1, 132 }, { 1, 133 },    { 2, 133 },    { 1, 134 },
		 { 1, 73 }, { 2, 73 },  { 25, 8 },  { 16388, 71 }, { 16388, 72 }, { 1, 200 } };

static void walk(struct reader in)
{
	for (size_t i = 0; i < COUNT_OF(FAMILIES) * 4; i++) {
		const char *text = texts_of(in, FAMILIES[i / 4].afi, FAMILIES[i / 4].safi,
					    i % 2 != 0, i / 2 % 2 != 0);
		for (; *text != '\0'; text++)
			assert_in_range(*text, ' ', '~');
	}
}

static void survives_damage(void **state)
{
	static const char *const lists[] = {
		"70 000641" RD "c00002 30 800000 c00002 18c00002",
		"02 25" RD
		"00000000000000000000 00000000 30 00005e005301 20 c0000201 000640 05 22" RD
		"00000000000000000000 00000000 18 c0000200 c0000201 000640",
		"0b 01 18 c00002 03 81 06 05 81 50 08 04 01 50 12 1f90 c5 ff",
		"03 16" RD "20 c0000201 20 e0000001 c0000202 07 16" RD
		"0000fbf0 20 c0000201 20 e0000001",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct reader in = test_hex(lists[i]);
		uint8_t copy[256];
		size_t size = reader_left(&in);
		memcpy(copy, in.at, size);
		test_every_truncation(copy, size, walk);
		test_every_bit_flip(copy, size, walk);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_prefixes),
		cmocka_unit_test(reads_labels_and_distinguishers),
		cmocka_unit_test(reads_evpn),
		cmocka_unit_test(reads_flow_specifications),
		cmocka_unit_test(reads_long_flow_specifications),
		cmocka_unit_test(reads_the_other_families),
		cmocka_unit_test(survives_damage),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	buffer_clear(&out);
	return failed;
}
