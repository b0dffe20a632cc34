#include "base/testkit.h"

#include "wire/kind.h"
#include "wire/test_unpack.h"

static enum kind check(const char *bytes, size_t size, bool whole)
{
	return kind_check(test_text(bytes, size), whole);
}

static void names_every_kind(void **state)
{
	(void)state;
	for (unsigned a = 0; a < KINDS; a++) {
		assert_non_null(kind_name((enum kind)a));
		assert_non_null(kind_says((enum kind)a));
		for (unsigned b = 0; b < a; b++)
			assert_string_not_equal(kind_name((enum kind)a), kind_name((enum kind)b));
	}
	assert_true(kind_is_usable(KIND_RTR));
	assert_true(kind_is_usable(KIND_PEERINGDB));
	assert_true(kind_is_usable(KIND_ASN_DROP));
	assert_false(kind_is_usable(KIND_PCAP));
	assert_false(kind_is_usable(KIND_EMPTY));
}

static const struct {
	const char *input;
	enum kind want;
} texts[] = {
	{ "", KIND_EMPTY },
	{ "\xef\xbb\xbf \r\n\t\n", KIND_EMPTY },
	{ "<!DOCTYPE html>\n<title>404</title>", KIND_HTML },
	{ "\n  <HTML><body>Not here", KIND_HTML },
	{ "<?xml version='1.0'?><!-- x --><!doctype html><p>", KIND_HTML },
	{ "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", KIND_XML },
	{ "404 page not found\n", KIND_TEXT_UNKNOWN },
	{ "1\n", KIND_TEXT_UNKNOWN },
	{ "# only remarks\n", KIND_TEXT_UNKNOWN },
	{ "%ERROR:201: access denied for 192.0.2.1\n%\n", KIND_WHOIS_ERROR },
	{ "%  No entries found for the selected source(s).\n\n", KIND_WHOIS_ERROR },

	{ "{\"error\":\"rate limit\"}", KIND_JSON_UNKNOWN },
	{ "[]", KIND_JSON_UNKNOWN },
	{ "{}", KIND_JSON_UNKNOWN },
	{ "{\"roas\":[]}", KIND_RPKI_JSON },
	{ " \n{ \"metadata\" : {\"roas\": 3, \"x\": \"}\\\"\"},\n \"aspas\" :\t[ ",
	  KIND_RPKI_JSON },
	{ "{\"metadata\":{\"roas\":[1]},\"roas\":7}", KIND_JSON_UNKNOWN },
	{ "{\"x\":{\"roas\":[]}}", KIND_JSON_UNKNOWN },
	{ "{\"x\":\"\\\"roas\\\":[\"}", KIND_JSON_UNKNOWN },
	{ "{\"aspa\":{\"64515\":[1]}}", KIND_RPKI_JSON },
	{ "{\"slurmVersion\":1,\"locallyAddedAssertions\":{}}", KIND_RPKI_JSON },
	{ "[{\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"asn\":\"0\"}]", KIND_RPKI_JSON },
	{ "[{\"prefix\":\"192.0.2.0/24\",\"asn\":1}]", KIND_JSON_UNKNOWN },
	{ "[{\"prefix\":\"192.0.2.0/24\"},{\"maxLength\":24,\"asn\":\"0\"}]", KIND_JSON_UNKNOWN },
	{ "[{\"asn\":1,\"network_name\":\"prefix\"}]", KIND_JSON_UNKNOWN },
	{ "{\"asn\":\"1\",\"organizationId\":\"X\",\"type\":\"ASN\"}\n", KIND_AS_ORG },
	{ "{\"organizationId\":\"X\",\"type\":\"Organization\"", KIND_AS_ORG },

	{ "{\"data\":[{\"id\":7,\"asn\":64496,\"updated\":\"\",\"status\":\"ok\"", KIND_PEERINGDB },
	{ "{\"meta\":{\"generated\":1.5},\"net\":{\"data\":[{\"id\":7,\"org_id\":1,"
	  "\"poc_set\":[1],\"updated\":\"\",\"status\":\"ok\"}]}}",
	  KIND_PEERINGDB },
	{ "{\"ix\":[{\"status\":\"ok\",\"id\":1,\"name_long\":\"\",\"updated\":\"\"}]}",
	  KIND_PEERINGDB },
	{ " [{\"id\":1,\"ix_id\":1,\"updated\":null,\"status\":\"\"}]", KIND_PEERINGDB },
	{ "{\"org\":{\"meta\":{},\"data\":[{\"id\":1,\"address1\":\"\",\"updated\":\"\",\"status\":"
	  "\"\"",
	  KIND_PEERINGDB },
	/* Nearly: nothing inside, members that others have too, another list. */
	{ "{\"data\":[],\"meta\":{}}", KIND_JSON_UNKNOWN },
	{ "[{\"id\":1,\"updated\":\"\",\"status\":\"ok\"}]", KIND_JSON_UNKNOWN },
	{ "[{\"id\":1,\"asn\":1,\"updated\":\"\"},{\"status\":\"ok\"}]", KIND_JSON_UNKNOWN },
	{ "{\"users\":[{\"id\":1,\"asn\":1,\"updated\":\"\",\"status\":\"ok\"}]}",
	  KIND_JSON_UNKNOWN },
	{ "{\"id\":1,\"asn\":1,\"updated\":\"\",\"status\":\"ok\"}", KIND_JSON_UNKNOWN },
	{ "{\"net\":{\"x\":{\"data\":[{\"id\":1,\"asn\":1,\"updated\":\"\",\"status\":\"\"}]}}}",
	  KIND_JSON_UNKNOWN },

	{ "{\"version\":\"1.0\",\"ixp_list\":[", KIND_IXF_JSON },
	{ "{\"member_list\": [{\"asnum\":1}]}", KIND_IXF_JSON },
	{ "{\"member_list\":7}", KIND_JSON_UNKNOWN },
	{ "[{\"name\":\"X\",\"ASNs\":[64500]}]", KIND_PARTICIPANTS_JSON },
	{ "{\"count\":1,\"participants\":[{\"areas_served\":[],\"name\":\"X\"}]}",
	  KIND_PARTICIPANTS_JSON },
	{ "[{\"name\":\"X\",\"asn\":1}]", KIND_JSON_UNKNOWN },
	{ "{\"x\":{\"y\":{\"name\":\"X\"},\"ASNs\":[]}}", KIND_JSON_UNKNOWN },
	{ "\xef\xbb\xbfOrganization Name,Areas,ASNs,Action 1: Filtering\nX,NL,64500,Yes\n",
	  KIND_PARTICIPANTS },
	{ "asns,name\n", KIND_PARTICIPANTS },
	{ "Organization Name,Areas\nX,NL\n", KIND_TEXT_UNKNOWN },

	{ "{\"type\":\"ris_message\",\"data\":{}}\n", KIND_RIS_LIVE },
	{ "{\"type\":\"ris_error\"}\r\n\n {\"data\":{},\"type\": \"ris_message\"", KIND_RIS_LIVE },
	{ "{\"type\":\"ris_messages\"}\n", KIND_JSON_UNKNOWN },
	{ "{\"data\":{\"type\":\"ris_message\"}}\n", KIND_JSON_UNKNOWN },
	{ "{\"x\":1}\nno JSON\n{\"type\":\"ris_message\"}\n", KIND_JSON_UNKNOWN },
	{ "[{\"type\":\"ris_message\"}]\n", KIND_JSON_UNKNOWN },

	{ "{\"data\":[{\"id\":\"x\",\"event_type\":\"moas\",\"view_ts\":1}]}", KIND_GRIP },
	{ "{\"pfx_events\":[{\"view_ts\" : 1}],\"event_type\"\n:\"moas\"", KIND_GRIP },
	{ "{\"data\":[],\"recordsTotal\":0}", KIND_JSON_UNKNOWN },
	{ "{\"data\":[{\"event_type\":\"view_ts\"}]}", KIND_JSON_UNKNOWN },
	{ "{\"result\":{\"asn_info\":[],\"events\":[]}}", KIND_RADAR },
	{ "{\"result\":{\"events\":[{\"hijacker_asn\":1}]}}", KIND_RADAR },
	{ "{\"leak_asn\":1,\"leak_seg\":[]}", KIND_RADAR },
	{ "{\"success\":false,\"result\":null}", KIND_JSON_UNKNOWN },
	{ "{\"events\":[{\"event_type\":\"bgp_leak\",\"event_id\":1,\"leaker_asn\":1}]}",
	  KIND_BGPSTREAM_JSON },
	{ "[{\"event_type\":\"x\",\"Description\":\"\",\"detail_url\":\"\"}]",
	  KIND_BGPSTREAM_JSON },
	{ "{\"events\":[{\"event_type\":\"x\",\"event_id\":1}]}", KIND_JSON_UNKNOWN },
	{ "{\"hydra:member\":[{\"routedspoof\":null,\"privatespoof\":null,\"session\":1}]}",
	  KIND_SPOOFER },
	{ "{\"hydra:member\":[{\"session\":1}]}", KIND_JSON_UNKNOWN },
	{ "{\"asn\":1,\"rir\":\"\",\"domain\":\"\",\"cc\":\"\",\"asname\":\"\"}\n", KIND_ASN_DROP },
	{ "{\"asn\":1,\"rir\":\"\",\"domain\":\"\"}\n", KIND_JSON_UNKNOWN },
	{ "; Spamhaus\nAS64496 ; EU | EXAMPLE\n", KIND_ASN_DROP },
	{ "AS64496 | EU ; EXAMPLE\n", KIND_TEXT_UNKNOWN },
	{ "64496;EU\n", KIND_TEXT_UNKNOWN },
	{ "x,victim_AS,start_time,event_type,label,hijacker_AS\n1,2\n", KIND_BGPSTREAM_CSV },
	{ "event_type,\"hijacker_as\",timestamp\n", KIND_BGPSTREAM_CSV },
	{ "event_type,hijacker_as\n", KIND_TEXT_UNKNOWN },
	{ "event_type,start_time,asn\n", KIND_TEXT_UNKNOWN },

	{ "URI,ASN,IP Prefix,Max Length,Not Before,Not After\n", KIND_RPKI_CSV },
	{ "\"ASN\",\"IP Prefix\",\"Max Length\",\"Trust Anchor\"\n", KIND_RPKI_CSV },
	{ "ASN,Prefix,Max prefix length\n", KIND_RPKI_CSV },
	{ "AS1,192.0.2.0/24,24,ripe\n", KIND_RPKI_CSV },
	{ "junk\n1,192.0.2.0/24,24\n2,192.0.2.0/24,\n", KIND_RPKI_CSV },
	{ "rsync://x/y.roa,AS1,2001:db8::/32,48,2026-01-01\n", KIND_RPKI_CSV },
	{ "asn,prefix\n", KIND_TEXT_UNKNOWN },
	{ "192.0.2.0/24,AS1,24\n", KIND_TEXT_UNKNOWN },
	{ "asn,hege\n1,2.5\n", KIND_TEXT_UNKNOWN },
	{ "name,type,details,status,asn,rank\n", KIND_TEXT_UNKNOWN },
	{ "asn,name,source\n", KIND_AS_ORG },
	{ "\xef\xbb\xbf\"asn\",\"name\",\"source\"\n1,\"x\",\"y\"\n", KIND_AS_ORG },

	{ "# format:org_id|changed|org_name|country|source\nX|1|N|US|R\n", KIND_AS_ORG },
	{ "# name: AS Org\n# format:aut|changed|aut_name|org_id|source\n", KIND_AS_ORG },
	{ "X|1|N|US|R\n", KIND_TEXT_UNKNOWN },
	{ "1|2|-1\n", KIND_AS_REL },
	{ "# IXP ASes: 1\r\n\r\n1|2|0|bgp\r\n3|4|-1\r\n", KIND_AS_REL },
	{ "# source:topology|BGP|20220501|ripe|rrc00\n", KIND_AS_REL },
	{ "1|2|9\n", KIND_TEXT_UNKNOWN },
	{ "1|2\n", KIND_TEXT_UNKNOWN },
	{ "2|afrinic|20220502|13832|00000000|20220502|00000\n", KIND_DELEGATED },
	{ "######\n# terms\n\n2.3|apnic|20160131|73407||20160130|+1000\n", KIND_DELEGATED },
	{ "2|nro|20230914|626172|19820701|20230914|+0000\n", KIND_DELEGATED },
	{ "ripencc|FR|ipv4|2.0.0.0|1048576|20100712|allocated\n", KIND_DELEGATED },
	{ "lacnic|*|asn|*|13595|summary\n", KIND_DELEGATED },
	{ "TABLE_DUMP2|1|B|192.0.2.1|64500|192.0.2.0/24|64500|IGP\n", KIND_TEXT_UNKNOWN },
	{ "BGP4MP|1|A|192.0.2.1|64500|192.0.2.0/24|64500|IGP|x|0|0||NAG||\n", KIND_TEXT_UNKNOWN },

	{ "route: 192.0.2.0/24\norigin: AS1\n", KIND_RPSL },
	{ "% whois\n\nROUTE6:\t2001:db8::/32\r\n", KIND_RPSL },
	{ "# terms\n\nas-set:  AS-X\n# why\nmembers: AS1,\n+AS2\n\nroute-set: RS-X\n", KIND_RPSL },
	{ "mntner: M\nsource: RIPE\n", KIND_RPSL },
	{ "schema: X\nsource: D\naut-num: AS1\nsource: D\n", KIND_RPSL },
	{ "#\n# ARIN\n\nASNumber:       64496 - 64499\nASName: X\nASHandle: AS64496\n", KIND_RPSL },
	{ "ASHandle: AS64496\nOrgID: X-1\nSource: ARIN\n", KIND_RPSL },
	{ "OrgID: X-1\nState/Prov: NY\nSource: ARIN\n\n", KIND_TEXT_UNKNOWN },
	{ "OrgID: X-1\nOrgName: X\nCountry: NL\nOrgTechHandle: A1-ARIN\nSource: ARIN\n",
	  KIND_RPSL },
	{ "OrgID: X-1\nOrgName: X\n", KIND_TEXT_UNKNOWN },
	{ "ASNumber: many\nASName: X\n", KIND_TEXT_UNKNOWN },
	{ "route:\n  receiver: team\n", KIND_TEXT_UNKNOWN },
	{ "role: admin\nname: x\n", KIND_TEXT_UNKNOWN },
	{ "openapi: 3.0.0\ninfo:\n  title: x\n", KIND_TEXT_UNKNOWN },
	{ "From: a@b.example\nSource: x\n\nroute 66\n", KIND_TEXT_UNKNOWN },
	{ "The aut-num: AS1\nis mine, he said.\n", KIND_TEXT_UNKNOWN },
};

static void tells_texts_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		enum kind got = check(texts[i].input, strlen(texts[i].input), true);
		if (got != texts[i].want)
			print_message("%s\n", texts[i].input);
		assert_string_equal(kind_name(got), kind_name(texts[i].want));
	}
}

static enum kind check_hex(const char *hex, bool whole)
{
	struct reader in = test_hex(hex);
	return kind_check((struct text){ (const char *)in.at, reader_left(&in) }, whole);
}

struct binary {
	const char *hex;
	bool whole;
	enum kind want;
};

static void check_binaries(const struct binary *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum kind got = check_hex(cases[i].hex, cases[i].whole);
		if (got != cases[i].want)
			print_message("%s\n", cases[i].hex);
		assert_string_equal(kind_name(got), kind_name(cases[i].want));
	}
}

static void tells_binaries_apart(void **state)
{
	static const struct binary cases[] = {
		{ "56017060 000d 0001 00000004 01020304", true, KIND_MRT },
		{ "56017060 0010 0004 00000000", true, KIND_MRT },
		{ "ffffffff 0011 000b 01000000", true, KIND_MRT }, /* cut off */
		{ "00000000 000c 0001 00000002 ffff ffffffffffffffffffffffff", true, KIND_MRT },
		{ "56017060 000d 0001 01000001", true, KIND_BINARY_UNKNOWN }, /* too long */
		{ "56017060 000d 0101 00000000", true, KIND_BINARY_UNKNOWN },
		{ "56017060 000e 0001 00000000", true, KIND_BINARY_UNKNOWN },
		{ "56017060 000d 0001 000000", true, KIND_BINARY_UNKNOWN },
		/* Types that others must confirm. */
		{ "3c000000 0005 0001 00000002 abcd", true, KIND_MRT },
		{ "3c000000 0005 0001 00000002 abcd", false, KIND_BINARY_UNKNOWN },
		{ "3c000000 0005 0001 00000002 abcd 3c000000 0010 0001 00000000", false, KIND_MRT },
		{ "3c000000 0005 0001 00000002 abcd 3c000000 0110 0001 00000000", false,
		  KIND_BINARY_UNKNOWN },
		{ "3c000000 0020 0001 000000ff abcd", true, KIND_BINARY_UNKNOWN },
		{ "1f8b08", true, KIND_ARCHIVE },
		{ "425a68 39", true, KIND_ARCHIVE },
		{ "28b52ffd", false, KIND_ARCHIVE },
		{ "fd377a585a00", false, KIND_ARCHIVE },
		{ "d4c3b2a1 02000400", false, KIND_PCAP },
		{ "a1b2c3d4 00020004", false, KIND_PCAP },
		{ "4d3cb2a1 02000400", false, KIND_PCAP },
		{ "a1b23c4d 00020004", false, KIND_PCAP },
		{ "4d3cb2a1 000d 0001 00000004 01020304", true, KIND_MRT }, /* of January 2011 */
		{ "d4c3b2a2 02000400", false, KIND_BINARY_UNKNOWN },
		{ "0a0d0d0a 6c000000 4d3c2b1a 0100", false, KIND_PCAP },
		{ "0a0d0d0a 0000006c 1a2b3c4d 0001", false, KIND_PCAP },
		{ "0a0d0d0a 6c000000 1a2b4d3c 0100", false, KIND_BINARY_UNKNOWN },
		{ "0a0d0d0a 6c000000", false, KIND_BINARY_UNKNOWN },
		{ "ffffffffffffffffffffffffffffffff 0013 04", true, KIND_BGP },
		{ "ffffffffffffffffffffffffffffffff ffff 02 0000", false, KIND_BGP },
		{ "ffffffffffffffffffffffffffffffff 0012 04", true, KIND_BINARY_UNKNOWN },
		{ "ffffffffffffffffffffffffffffffff 0013 06", true, KIND_BINARY_UNKNOWN },
		{ "ffffffffffffffffffffffffffffffff 0013 00", true, KIND_BINARY_UNKNOWN },
		{ "fffffffffffffffffffffffffffffffe 0013 04", true, KIND_BINARY_UNKNOWN },
		{ "ffffffffffffffffffffffffffffffff 0013", true, KIND_BINARY_UNKNOWN },
		{ "030000000c04 00010002 7231", true, KIND_BMP },
		{ "030000000c05 00010002 0000 030000000c04 00010002 7231", false, KIND_BMP },
		{ "030000000c05 00010002 0000", false, KIND_BINARY_UNKNOWN },
		{ "030000000c05 00010002 0000 020000000c04 00010002 7231", true,
		  KIND_BINARY_UNKNOWN },
		{ "030000000c07 00010002 7231", true, KIND_BINARY_UNKNOWN },
		{ "030000000c04 00010003 7231", true, KIND_BINARY_UNKNOWN },
		{ "030004000104 00010002 7231", true, KIND_BINARY_UNKNOWN }, /* too long */
		{ "030000000604", true, KIND_BINARY_UNKNOWN },               /* says nothing */
		{ "7f454c46 02010100", false, KIND_BINARY_UNKNOWN },
		{ "01020304 05060708", true, KIND_BINARY_UNKNOWN },
		{ "41004200", true, KIND_BINARY_UNKNOWN }, /* UTF-16 */
	};

	(void)state;
	check_binaries(cases, COUNT_OF(cases));
}

static void tells_answers_of_rtr(void **state)
{
	static const struct binary cases[] = {
		{ "0103abcd00000008 0107abcd00000018 00000001 00000e10 00000258 00001c20", true,
		  KIND_RTR },
		{ "0003000000000008 0004000000000014 01181800 c0000200 0000fbf4", false, KIND_RTR },
		{ "0003000000000008 0004000000000014 01", true, KIND_RTR }, /* cut off */
		{ "0203ffff00000008 020b01000000fff8 00000001", false, KIND_RTR },
		{ "0103000000000008 010a000200000010 00000000 00000000", true, KIND_RTR },
		{ "010a000200000010 00000000 00000000", true, KIND_RTR },
		/* RTR, but no answer: a query, an end, a notice */
		{ "0102000000000008", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008 01070000000000", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008 0108000000000008", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008 0103000000000008", true, KIND_BINARY_UNKNOWN },
		{ "010000010000000c 00000001", true, KIND_BINARY_UNKNOWN },
		/* nearly RTR: versions, types and lengths that do not fit */
		{ "0303000000000008 0304000000000014 01181800 c0000200 0000fbf4", true,
		  KIND_BINARY_UNKNOWN },
		{ "0103000000000009 00 0104000000000014", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008 0004000000000014", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008 0104000000000015", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008 0105000000000008", true, KIND_BINARY_UNKNOWN },
		{ "0103000000000008 010b01000000000c 0000fc03", true, KIND_BINARY_UNKNOWN },
		{ "010a00ff00000010 00000000 00000000", true, KIND_BINARY_UNKNOWN },
		{ "010a000200000010 00000001 00000000", true, KIND_BINARY_UNKNOWN },
	};

	(void)state;
	check_binaries(cases, COUNT_OF(cases));
}

/* An as-rel file of some lines, one of which was cut in the middle by the window. */
static void ignores_the_cut_line(void **state)
{
	(void)state;
	assert_int_equal(check("1|2|0\nwho", 9, false), KIND_AS_REL);
	assert_int_equal(check("1|2|0\nwho", 9, true), KIND_TEXT_UNKNOWN);
	assert_int_equal(check("1|2|0", 5, false), KIND_TEXT_UNKNOWN);
}

/* An octet that somebody smuggled into a registry's dump does not hide the dump. */
static void sees_through_damage(void **state)
{
	static const char rpsl[] = "route: 192.0.2.0/24\norigin: AS1\nremarks: \0\x01\x02 x\n";
	static const char links[] = "1|2|0\n3|4|\0\n5|6|-1\n";
	static const char words[] = "word \0 word\n";

	(void)state;
	assert_int_equal(check(rpsl, sizeof(rpsl) - 1, true), KIND_RPSL);
	assert_int_equal(check(links, sizeof(links) - 1, true), KIND_AS_REL);
	assert_int_equal(check(words, sizeof(words) - 1, true), KIND_BINARY_UNKNOWN);
}

static void survive(struct reader in)
{
	struct text start = { (const char *)in.at, reader_left(&in) };

	assert_true(kind_check(start, true) < KINDS);
	assert_true(kind_check(start, false) < KINDS);
}

static void survives_damage(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		test_every_truncation(texts[i].input, strlen(texts[i].input), survive);
		test_every_bit_flip(texts[i].input, strlen(texts[i].input), survive);
	}
}

static const struct {
	const char *path;
	enum kind want;
} REAL_FILES[] = {
	{ "bmp/akvorado/bmp-reach.pcap", KIND_PCAP },
	{ "bmp/pmacct/tests__203-BMP-HUAWEI-dump__output-bmp-dump-00.json", KIND_JSON_UNKNOWN },
	{ "imc2022/action4-counts.tsv", KIND_TEXT_UNKNOWN },
	{ "incidents/bgpwatch-events-2021.json.zst", KIND_BGPSTREAM_JSON },
	{ "incidents/bgpstream-com-events-2019..2021.tar.zst", KIND_ARCHIVE },
	{ "incidents/rov-deploying-asns-20250310.json.zst", KIND_JSON_UNKNOWN },
	{ "incidents/serial-hijackers-groundtruth.csv.zst", KIND_TEXT_UNKNOWN },
	{ "incidents/stealthy-hijack-incidents-to-20250711.json.zst", KIND_JSON_UNKNOWN },
	{ "irr/arin-whois-originas-20220925.json.zst", KIND_JSON_UNKNOWN },
	{ "irr/dn42-registry-rpsl-20231022.tar.zst", KIND_ARCHIVE },
	{ "irr/ripe-nonauth.db.aut-num-202401.zst", KIND_RPSL },
	{ "irr/ripe-nonauth.db.route-202401.zst", KIND_RPSL },
	{ "irr/ripe-nonauth.db.route6-202401.zst", KIND_RPSL },
	{ "irr/ripe.db.as-set-202401.zst", KIND_RPSL },
	{ "irr/rpsl-AS3257-autnum.txt.zst", KIND_RPSL },
	{ "mrt/ixp-185.186.nlix.mrt", KIND_MRT },
	{ "mrt/ixp-namex-bgpd-rib-inet.mrt", KIND_MRT },
	{ "mrt/small-bird-mrtdump_rib.mrt", KIND_MRT },
	{ "mrt/small-quagga_rib.mrt", KIND_MRT },
	{ "observatory2018/manrs-observatory-pilot-201804..07.sql.zst", KIND_TEXT_UNKNOWN },
	{ "participants/isbgpsafeyet-operators-20260801.csv", KIND_TEXT_UNKNOWN },
	{ "pcap/bgp-orf.pcapng", KIND_PCAP },
	{ "peering/alice-lg-rs-neighbors-linx-20230315.json.zst", KIND_JSON_UNKNOWN },
	{ "peering/peeringdb-api-schema.yaml.zst", KIND_TEXT_UNKNOWN },
	{ "peering/peeringdb-asn-network-types-20250516.json.zst", KIND_JSON_UNKNOWN },
	{ "peering/peeringdb-ix+ixlan+ixpfx-20221006.json.zst", KIND_PEERINGDB },
	{ "peering/peeringdb-netixlan-20221006.json.zst", KIND_PEERINGDB },
	{ "registry/delegated-afrinic-extended-202605.zst", KIND_DELEGATED },
	{ "registry/delegated-apnic-extended-201602.zst", KIND_DELEGATED },
	{ "registry/delegated-lacnic-extended-20220502.zst", KIND_DELEGATED },
	{ "registry/delegated-ripencc-extended-20130418.zst", KIND_DELEGATED },
	{ "registry/nro-delegated-reconstructed-20221006.txt.zst", KIND_DELEGATED },
	{ "registry/fullbogons-ipv4-202403.txt.zst", KIND_TEXT_UNKNOWN },
	{ "registry/fullbogons-ipv6-202403.txt.zst", KIND_TEXT_UNKNOWN },
	{ "relations/20160101.as-rel.txt.zst", KIND_AS_REL },
	{ "relations/20220501.as-rel.txt.zst", KIND_AS_REL },
	{ "relations/20160101.ppdc-ases.txt.zst", KIND_TEXT_UNKNOWN },
	{ "relations/20220401.as-org2info.txt.zst", KIND_AS_ORG },
	{ "relations/asn2org-asns-20220501.csv.zst", KIND_AS_ORG },
	{ "relations/asn2org-asns-20250715.csv.zst", KIND_AS_ORG },
	{ "participants/manrs_isps.csv", KIND_PARTICIPANTS },
	{ "participants/manrs_cdns.csv", KIND_PARTICIPANTS },
	{ "relations/asmap-prefix2as-20250814.txt.zst", KIND_TEXT_UNKNOWN },
	{ "relations/ihr-AS_hegemony_20220329.csv.zst", KIND_TEXT_UNKNOWN },
	{ "relations/prefix2as-20151101.dat.zst", KIND_TEXT_UNKNOWN },
	{ "replay/labels.jsonl", KIND_JSON_UNKNOWN },
	{ "replay/updates.france_1.mrt", KIND_MRT },
	{ "rpki/afrinic-roas-ripe-archive-format-202201.csv.zst", KIND_RPKI_CSV },
	{ "rpki/dn42-export_dn42.json.zst", KIND_RPKI_JSON },
	{ "rpki/dn42-export_rfc8416_dn42.json.zst", KIND_RPKI_JSON },
	{ "rpki/roa-2016-02.csv.zst", KIND_RPKI_CSV },
	{ "rpki/rpki-client-20250720T100145Z.json.zst", KIND_RPKI_JSON },
	{ "rpki/rpki-client-ripe-prepdev-20230504.json.zst", KIND_RPKI_JSON },
	{ "rpki/rpki-client-vrpdiff-20250720T100145Z.json.zst", KIND_JSON_UNKNOWN },
	{ "rpki/vrps-massimocandela-test.json.zst", KIND_RPKI_JSON },
};

static void knows_real_files(void **state)
{

	(void)state;
	for (size_t i = 0; i < COUNT_OF(REAL_FILES); i++) {
		struct text start;
		char *owned = test_unpack(REAL_FILES[i].path, KIND_WINDOW, &start);
		if (owned == NULL)
			skip();
		enum kind got = kind_check(start, start.len < KIND_WINDOW);
		if (got != REAL_FILES[i].want)
			print_message("%s\n", REAL_FILES[i].path);
		assert_string_equal(kind_name(got), kind_name(REAL_FILES[i].want));
		free(owned);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_every_kind),     cmocka_unit_test(tells_texts_apart),
		cmocka_unit_test(tells_binaries_apart), cmocka_unit_test(tells_answers_of_rtr),
		cmocka_unit_test(ignores_the_cut_line), cmocka_unit_test(sees_through_damage),
		cmocka_unit_test(survives_damage),      cmocka_unit_test(knows_real_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
