/* What exports must not do to us, and router keys: F11 to F20 of the list that reliability is
 * tested against. The rest of it is in rpki_json_test.c. */
#include "base/testkit.h"

#include <malloc.h>

#include "wire/test_rpki_json.h"

#define KEYS(rest) "{'bgpsec_keys':[{'asn':1," rest "}]}"
#define GOOD_SKI   "'ski':'" SKI_HEX "'"
#define TAKEN      "key AS1 " KEY "\n0 \n1 router keys\n"
#define BAD_SKI    FINE "1 a router key whose identifier is no SHA-1 in hexadecimal or base64\n"
#define BAD_SPKI   FINE "1 a router key that is not base64 (RFC 4648)\n"

/* F17 */
static void reads_router_keys(void **state)
{
	static const struct example examples[] = {
		{ KEYS(GOOD_SKI ",'pubkey':'MFk='"), TAKEN },
		{ KEYS(GOOD_SKI ",'pubkey':'MFk'"), TAKEN },
		{ KEYS("'ski':'5d4250e2d81d4448d8a29efce91d29ff075ec9e2','pubkey':'MFk'"), TAKEN },
		{ KEYS("'SKI':'" SKI_BASE64 "','routerPublicKey':'MFk'"), TAKEN },
		{ KEYS("'SKI':'" SKI_BASE64 "=','routerPublicKey':'MFk='"), TAKEN },
		{ KEYS("'SKI':'XUJQ4tgdREjYop786R0p_wdeyeI','spki':'MFk'"), TAKEN },
		{ "{'routerKeys':[{'asn':'AS1','SKI':'" SKI_HEX
		  "','routerPublicKey':'MFk=','source':"
		  "[{'type':'router-cert','tal':'ripe','chainValidity':{'notAfter':9}}]}]}",
		  "key AS1 " KEY " ripe until 9\n0 \n1 router keys\n" },
		/* identifiers */
		{ KEYS("'pubkey':'MFk='"),
		  FINE "1 a router key without identifier (RFC 6487 4.8.2)\n" },
		{ KEYS("'ski':null,'pubkey':'MFk='"),
		  FINE "1 a router key without identifier (RFC 6487 4.8.2)\n" },
		{ KEYS("'ski':'','pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':'5D4250','pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':'" SKI_HEX "00','pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':'5G4250E2D81D4448D8A29EFCE91D29FF075EC9E2','pubkey':'MFk='"),
		  BAD_SKI },
		{ KEYS("'ski':'5D:42:50','pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':'" SKI_BASE64 "==','pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':'" SKI_BASE64 "A','pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':'" SKI_BASE64 "\\u0000','pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':['" SKI_HEX "'],'pubkey':'MFk='"), BAD_SKI },
		{ KEYS("'ski':17,'pubkey':'MFk='"), BAD_SKI },
		/* keys */
		{ KEYS(GOOD_SKI), FINE "1 a router key without the key (RFC 8209 3.1)\n" },
		{ KEYS(GOOD_SKI ",'pubkey':''"), BAD_SPKI },
		{ KEYS(GOOD_SKI ",'pubkey':'M'"), BAD_SPKI },
		{ KEYS(GOOD_SKI ",'pubkey':'MFl'"), BAD_SPKI },
		{ KEYS(GOOD_SKI ",'pubkey':'MFk=\\n'"), BAD_SPKI },
		{ KEYS(GOOD_SKI ",'pubkey':{}"), BAD_SPKI },
		/* AS numbers */
		{ "{'bgpsec_keys':[{" GOOD_SKI ",'pubkey':'MFk='}]}",
		  FINE "1 a router key without AS number (RFC 8209 3.1.1)\n" },
		{ "{'bgpsec_keys':[{'asn':-1," GOOD_SKI ",'pubkey':'MFk='}]}",
		  FINE "1 a router key whose AS number is not one of 0..4294967295\n" },
		/* what stains one does not stain the next; a list of keys holds nothing else */
		{ "{'bgpsec_keys':[{'asn':'x','ski':'x','pubkey':'x'},{'asn':1," GOOD_SKI
		  ",'pubkey':'MFk='}]}",
		  "key AS1 " KEY "\n0 \n1 router keys\n"
		  "1 a router key whose AS number is not one of 0..4294967295\n" },
		{ "{'bgpsec_keys':[{'asn':1,'prefix':'10.0.0.0/8'}]}",
		  FINE "1 a router key without identifier (RFC 6487 4.8.2)\n" },
		{ "{'roas':[{'asn':1," GOOD_SKI ",'pubkey':'MFk='}]}",
		  FINE "1 a VRP without prefix (RFC 9582 4.3)\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* `count` times `middle` between the ends; runs it, and returns the transcript. */
static struct rpki_transcript run_long(const char *start, const char *middle, size_t count,
				       const char *end, int want)
{
	struct rpki_transcript t = { 0 };
	struct buffer input;

	buffer_init(&input);
	buffer_text(&input, quoted(start));
	struct text repeated = quoted(middle);
	for (size_t i = 0; i < count; i++)
		buffer_text(&input, repeated);
	buffer_text(&input, quoted(end));
	assert_int_equal(run((struct text){ input.bytes, input.used }, 1 << 20, &t), want);
	buffer_clear(&input);
	return t;
}

static void check_long(const char *start, const char *middle, size_t count, const char *end,
		       const char *want)
{
	struct rpki_transcript t = run_long(start, middle, count, end, 0);

	assert_string_equal(t.text.bytes, want);
	buffer_clear(&t.text);
}

static void keys_have_an_end(void **state)
{
	/* 4096 octets are 5461 digits and one of four bits */
	struct rpki_transcript t = run_long("{'bgpsec_keys':[{'asn':1," GOOD_SKI ",'pubkey':'",
					    "AAAA", 1365, "AA=='}]}", 0);
	(void)state;

	assert_int_equal(t.payloads, 1);
	buffer_clear(&t.text);
	check_long("{'bgpsec_keys':[{'asn':1," GOOD_SKI ",'pubkey':'", "AAAA", 1366, "'}]}",
		   FINE "1 a router key longer than 4096 octets\n");
	check_long("{'bgpsec_keys':[{'asn':1," GOOD_SKI ",'pubkey':'", "AAAA", 100000, "'}]}",
		   FINE "1 a router key longer than 4096 octets\n1 a string longer than 64 KiB\n");
}

/* F11: 100 MB; F6: a trust anchor of 10 MB */
static void long_strings_cost_nothing(void **state)
{
	static const char middle[] =
		"0123456789012345678901234567890123456789012345678901234567890123";
	struct mallinfo2 before = mallinfo2();
	(void)state;

	check_long("{'x':'", middle, 100000000 / 64, "','roas':[{'asn':1,'prefix':'10.0.0.0/8'}]}",
		   "10.0.0.0/8-8 AS1\n" FINE
		   "1 a key that is not read\n1 a string longer than 64 KiB\n");
	check_long("{'roas':[{'asn':1,'prefix':'10.0.0.0/8','ta':'", middle, 10000000 / 64, "'}]}",
		   "10.0.0.0/8-8 AS1\n" FINE
		   "1 a trust anchor's name longer than 64 bytes\n1 a string longer than 64 KiB\n");
	assert_in_range(mallinfo2().uordblks, 0, before.uordblks + (1 << 20));
}

/* F12 */
static void strings_hold_any_bytes(void **state)
{
	static const struct example examples[] = {
		/* no UTF-8, overlong, cut short, surrogates, beyond Unicode */
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8','ta':'\xff\xc0\xaf\xe2\x82'}]}",
		  "10.0.0.0/8-8 AS1 \\xff\\xc0\\xaf\\xe2\\x82\n" FINE },
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8','ta':'\xed\xa0\x80\xf4\x90\x80\x80'}]}",
		  "10.0.0.0/8-8 AS1 \\xed\\xa0\\x80\\xf4\\x90\\x80\\x80\n" FINE },
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8','ta':'\\ud800'}]}",
		  "10.0.0.0/8-8 AS1 ?\n" FINE },
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8','ta':'a\\u0000b'}]}",
		  "10.0.0.0/8-8 AS1 a\\x00b\n" FINE },
		{ "{'ro\\u0000as':[{'asn':1,'prefix':'10.0.0.0/8'}]}",
		  FINE "1 a key that is not read\n" },
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8\\u0000'}]}",
		  FINE "1 a VRP whose prefix is not an address and a length (RFC 9582 4.3)\n" },
		{ "{'\xff':[]}", FINE "1 a key that is not read\n" },
		/* a byte order mark anywhere but at the start */
		{ "\xef\xbb\xbf\xef\xbb\xbf{}",
		  "-2 lexical error: invalid char in json text.\n0 router keys\n" },
		{ "\xff\xfe{}", "-2 lexical error: invalid char in json text.\n0 router keys\n" },
		{ "{'roas':'\x01'}", "-2 lexical error: invalid character inside string.\n0 router "
				     "keys\n" },
		{ "{'roas':'\\x'}", "-2 lexical error: inside a string, '\\' occurs before a "
				    "character which it may not.\n"
				    "0 router keys\n" },
	};
	(void)state;

	check_all(examples, COUNT_OF(examples));
}

/* F13 */
static void garbage_ends_it(void **state)
{
	static const char *const inputs[] = {
		"{}x",   "{} {}",    "[]]",       "{}\\0", "[1,]",        "{'roas':[],}",
		"{,}",   "{'roas'}", "{'a':1 2}", "[1 2]", "{'roas':[}]", "{'a':1,,'b':2}",
		"{1:2}", "//x\n{}",  "{'a':01}",  "+1",    "{'a':.5}",    "{'a':tru}",
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(inputs); i++) {
		struct rpki_transcript t = { 0 };
		print_message("# %s\n", inputs[i]);
		assert_int_equal(run(quoted(inputs[i]), SIZE_MAX, &t), ERR_MALFORMED);
		buffer_clear(&t.text);
	}
	/* what stands before has been delivered */
	struct rpki_transcript t = { 0 };
	assert_int_equal(run(quoted("{'roas':[{'asn':1,'prefix':'10.0.0.0/8'},]}"), SIZE_MAX, &t),
			 ERR_MALFORMED);
	assert_int_equal(t.payloads, 1);
	buffer_clear(&t.text);
}

/* F16: more providers than a PDU holds, and than there may be */
static void long_lists_of_providers_are_refused_whole(void **state)
{
	static const size_t counts[] = { ASPA_PROVIDERS_MAX, ASPA_PROVIDERS_MAX + 1, 16381, 50000 };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		struct rpki_transcript t = { 0 };
		struct buffer input;
		buffer_init(&input);
		buffer_string(&input, "{\"aspas\":[{\"customer_asid\":70000,\"providers\":[");
		for (size_t provider = 1; provider <= counts[i]; provider++)
			buffer_format(&input, "%s%zu", provider > 1 ? "," : "", provider);
		buffer_string(&input, "]}]}");
		assert_int_equal(run((struct text){ input.bytes, input.used }, 1000, &t), 0);
		bool fits = counts[i] <= ASPA_PROVIDERS_MAX;
		assert_int_equal(t.payloads, fits);
		if (!fits)
			assert_string_equal(t.text.bytes,
					    FINE "1 an ASPA with more than 10000 providers\n");
		buffer_clear(&t.text);
		buffer_clear(&input);
	}
}

static int count_vrp(void *context, const struct vrp *vrp, const struct rpki_about *about)
{
	uint64_t *count = context;

	(void)about;
	*count += vrp->asn;
	return 0;
}

/* F18: ten times the world of 2025, in the memory of one record */
static void millions_of_vrps_pass(void **state)
{
	static const char item[] = "{\"asn\":1,\"prefix\":\"10.0.0.0/8\",\"maxLength\":24,"
				   "\"ta\":\"ripe\",\"expires\":1753453058},";
	enum { PER_PIECE = 1000, PIECES = 10000 };
	struct rpki_sink sink = { .on_vrp = count_vrp };
	struct mallinfo2 before = mallinfo2();
	struct rpki_json json;
	struct buffer piece;
	uint64_t count = 0;
	(void)state;

	buffer_init(&piece);
	for (unsigned i = 0; i < PER_PIECE; i++)
		buffer_string(&piece, item);
	sink.context = &count;
	rpki_json_init(&json, &sink);
	assert_int_equal(rpki_json_feed(&json, TEXT("{\"roas\":[")), 0);
	for (unsigned i = 0; i < PIECES; i++)
		assert_int_equal(rpki_json_feed(&json, (struct text){ piece.bytes, piece.used }),
				 0);
	assert_in_range(mallinfo2().uordblks, 0, before.uordblks + (2 << 20));
	assert_int_equal(rpki_json_feed(&json, TEXT("{}]}")), 0);
	assert_int_equal(rpki_json_finish(&json), 0);
	assert_int_equal(count, (uint64_t)PER_PIECE * PIECES);
	rpki_json_clear(&json);
	buffer_clear(&piece);
}

/* F20: names stay what they are: text, shown in a form that commands nothing */
static void names_are_only_shown(void **state)
{
	static const struct example examples[] = {
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8','ta':'../../etc/passwd'}]}",
		  "10.0.0.0/8-8 AS1 ../../etc/passwd\n" FINE },
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8','ta':'a\\u0000/../b\\r\\n'}]}",
		  "10.0.0.0/8-8 AS1 a\\x00/../b\\x0d\\x0a\n" FINE },
		{ "{'roas':[{'asn':1,'prefix':'10.0.0.0/8','source':[{'uri':'file:///../x\\u0000',"
		  "'tal':'../x'}]}]}",
		  "10.0.0.0/8-8 AS1 ../x\n" FINE },
		{ "{'../../x\\u0000':1,'metadata':{'talfiles':['../x']}}",
		  "built 0\n" FINE "1 a key that is not read\n" },
	};
	(void)state;

	check_all(examples, COUNT_OF(examples));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_router_keys),
		cmocka_unit_test(keys_have_an_end),
		cmocka_unit_test(long_strings_cost_nothing),
		cmocka_unit_test(strings_hold_any_bytes),
		cmocka_unit_test(garbage_ends_it),
		cmocka_unit_test(long_lists_of_providers_are_refused_whole),
		cmocka_unit_test(millions_of_vrps_pass),
		cmocka_unit_test(names_are_only_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
