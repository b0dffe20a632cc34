#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "wire/slurm_json.h"
#include "wire/test_slurm.h"

/* What the file says; or "line 3 a.b[0].c: sentence". The caller clears it. */
static struct buffer run(struct text input, size_t piece, int *out_result)
{
	struct slurm_json json;
	struct slurm slurm;
	struct buffer out;
	int result = 0;

	buffer_init(&out);
	slurm_json_init(&json);
	for (; input.len > 0 && result == 0; input = text_from(input, piece))
		result = slurm_json_feed(&json, text_upto(input, piece));
	result = slurm_json_finish(&json, &slurm);
	if (result == 0) {
		test_put_slurm(&out, &slurm);
		slurm_clear(&slurm);
	} else {
		assert_int_equal(slurm_json_feed(&json, TEXT("{}")), result); /* it stays */
		buffer_format(&out, "line %llu %s: %s", (unsigned long long)json.fault.line,
			      json.fault.path, json.fault.says);
	}
	slurm_json_clear(&json);
	buffer_char(&out, '\0');
	*out_result = result;
	return out;
}

/* Examples stand here with ' for ". */
static struct text quoted(const char *input)
{
	static char bytes[4096];
	size_t size = 0;

	for (; input[size] != '\0'; size++) {
		assert_in_range(size, 0, sizeof(bytes) - 1);
		bytes[size] = input[size] == '\'' ? '"' : input[size];
	}
	return test_text(bytes, size);
}

static void check(const char *input, int want_result, const char *want)
{
	int result;
	struct buffer got = run(quoted(input), SIZE_MAX, &result);

	if (strcmp(got.bytes, want) != 0)
		print_message("of %s\n", input);
	assert_string_equal(got.bytes, want);
	assert_int_equal(result, want_result);
	buffer_clear(&got);
}

#define SKI_TEXT "AAECAwQFBgcICQoLDA0ODxAREhM"
#define SKI_HEX  "000102030405060708090a0b0c0d0e0f10111213"

/* A file with these lists. */
#define V1(filters, assertions)                                                                    \
	"{'slurmVersion':1,'validationOutputFilters':{" filters                                    \
	"},'locallyAddedAssertions':{" assertions "}}"
#define NO_FILTERS    "'prefixFilters':[],'bgpsecFilters':[]"
#define NO_ASSERTIONS "'prefixAssertions':[],'bgpsecAssertions':[]"
#define V2(filter, assertion)                                                                      \
	"{'slurmVersion':2,'validationOutputFilters':{" NO_FILTERS ",'aspaFilters':[" filter       \
	"]},'locallyAddedAssertions':{" NO_ASSERTIONS ",'aspaAssertions':[" assertion "]}}"
#define PREFIX_FILTER(item)    V1("'prefixFilters':[" item "],'bgpsecFilters':[]", NO_ASSERTIONS)
#define KEY_FILTER(item)       V1("'prefixFilters':[],'bgpsecFilters':[" item "]", NO_ASSERTIONS)
#define PREFIX_ASSERTION(item) V1(NO_FILTERS, "'prefixAssertions':[" item "],'bgpsecAssertions':[]")
#define KEY_ASSERTION(item)    V1(NO_FILTERS, "'prefixAssertions':[],'bgpsecAssertions':[" item "]")

static void reads_what_the_standard_has(void **state)
{
	static const struct {
		const char *input, *want;
	} cases[] = {
		{ V1(NO_FILTERS, NO_ASSERTIONS), "" },
		{ "{'locallyAddedAssertions':{" NO_ASSERTIONS "},\n 'validationOutputFilters':"
		  "{" NO_FILTERS "}, 'slurmVersion':2 }\n",
		  "" },
		{ "\xef\xbb\xbf" V1(NO_FILTERS, NO_ASSERTIONS), "" },
		/* RFC 8416 section 3.5, with identifiers that are some */
		{ V1("'prefixFilters':[{'prefix':'192.0.2.0/24','comment':'All VRPs'},"
		     "{'asn':64496,'comment':'x'},{'prefix':'198.51.100.0/24','asn':64497,"
		     "'comment':'\\u00e4'}],"
		     "'bgpsecFilters':[{'asn':64496,'comment':'x'},{'SKI':'" SKI_TEXT "'},"
		     "{'asn':64497,'SKI':'" SKI_TEXT "','comment':''}]",
		     "'prefixAssertions':[{'asn':64496,'prefix':'198.51.100.0/24','comment':'x'},"
		     "{'asn':64496,'prefix':'2001:DB8::/32','maxPrefixLength':48}],"
		     "'bgpsecAssertions':[{'asn':64496,'comment':'x','SKI':'" SKI_TEXT "',"
		     "'routerPublicKey':'MFk'}]"),
		  "-v 192.0.2.0/24 *;-v * 64496;-v 198.51.100.0/24 64497;-k 64496 *;-k * " SKI_HEX
		  ";-k 64497 " SKI_HEX ";v 198.51.100.0/24-24 64496;v 2001:db8::/32-48 64496;"
		  "k 64496 " SKI_HEX " 3059;" },
		/* what other validators were given */
		{ V1("'prefixFilters':[{'prefix':'198.51.100.0/22'}],'bgpsecFilters':[]",
		     "'prefixAssertions':[{'asn':64520,'prefix':'198.51.100.0/24'},{'asn':64520,"
		     "'prefix':'192.0.2.0/24','maxPrefixLength':25}],'bgpsecAssertions':[]"),
		  "-v 198.51.100.0/22 *;v 198.51.100.0/24-24 64520;v 192.0.2.0/24-25 64520;" },
		{ V2("{'customerAsn':64496,'comment':'x'},{'customerAsid':64497}",
		     "{'customerAsn':1,'providerAsns':[3,2],'comment':'x'},"
		     "{'customerAsid':2,'providerAsns':[0]}"),
		  "-a 64496;-a 64497;a 1 2 3;a 2 0;" },
		{ PREFIX_FILTER("{'asn':0}"), "-v * 0;" },
		{ PREFIX_FILTER("{'prefix':'0.0.0.0/0'}"), "-v 0.0.0.0/0 *;" },
		{ KEY_FILTER("{'asn':4294967295}"), "-k 4294967295 *;" },
		{ PREFIX_ASSERTION("{'prefix':'10.0.0.0/8','asn':0,'maxPrefixLength':32}"),
		  "v 10.0.0.0/8-32 0;" },
		/* the other alphabet */
		{ KEY_ASSERTION("{'asn':1,'SKI':'-_ECAwQFBgcICQoLDA0ODxAREhM',"
				"'routerPublicKey':'+/+_'}"),
		  "line 1 locallyAddedAssertions.bgpsecAssertions[0].routerPublicKey: not base64 "
		  "of "
		  "at most 4096 octets" },
		{ KEY_ASSERTION("{'asn':1,'SKI':'" SKI_TEXT "','routerPublicKey':'+/+/'}"),
		  "k 1 " SKI_HEX " fbffbf;" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check(cases[i].input, cases[i].want[0] == 'l' ? ERR_MALFORMED : 0, cases[i].want);
}

#define AT_FILTERS    "line 1 validationOutputFilters"
#define AT_ASSERTIONS "line 1 locallyAddedAssertions"
#define BAD_PREFIX    ".prefix: not a prefix such as 192.0.2.0/24 or 2001:db8::/32"
#define BAD_NUMBER    ": not a whole number of 0 to 4294967295, written in digits"

static const struct {
	const char *input, *want;
} deviating[] = {
	/* the file */
	{ "[]", "line 1 : an array where the file's object should stand" },
	{ "1", "line 1 : a number where the file's object should stand" },
	{ "''", "line 1 : a string where the file's object should stand" },
	{ "null", "line 1 : null says nothing here: leave it out" },
	{ "{}", "line 1 : missing: slurmVersion, validationOutputFilters, "
		"locallyAddedAssertions" },
	{ "{'slurmVersion':1,\n'validationOutputFilters':{" NO_FILTERS "}\n}",
	  "line 3 : missing: locallyAddedAssertions" },
	{ "{'slurmversion':1}", "line 1 : no member may be called \"slurmversion\" here; "
				"these may: slurmVersion, "
				"validationOutputFilters, locallyAddedAssertions" },
	{ "{'slurmVersion':1,\n\n'slurmVersion':1}",
	  "line 3 slurmVersion: the member stands here twice" },
	{ "{'slurmVersion':'1'}", "line 1 slurmVersion: a string where a number should stand" },
	{ "{'slurmVersion':1.0}", "line 1 slurmVersion" BAD_NUMBER },
	{ "{'slurmVersion':null}", "line 1 slurmVersion: null says nothing here: leave it out" },
	{ V1(NO_FILTERS, NO_ASSERTIONS) "{}", "line 1 : parse error: trailing garbage" },
	/* the sections */
	{ V1("'prefixFilters':[]", NO_ASSERTIONS),
	  AT_FILTERS ": missing: bgpsecFilters; an empty list, [], will do" },
	{ V1(NO_FILTERS, ""), AT_ASSERTIONS ": missing: prefixAssertions, bgpsecAssertions; an "
					    "empty list, [], will do" },
	{ V1("'prefixFilters':{}", ""),
	  AT_FILTERS ".prefixFilters: an object where an array should stand" },
	{ V1("'prefixFilters':[],'prefixAssertions':[]", ""),
	  AT_FILTERS ": no member may be called \"prefixAssertions\" here; these may: "
		     "prefixFilters, bgpsecFilters, aspaFilters" },
	{ V1("'aspaFilters':[]", ""), AT_FILTERS ".aspaFilters: version 1 does not know ASPAs: "
						 "say \"slurmVersion\": 2" },
	{ "{'validationOutputFilters':{'prefixFilters':[],'bgpsecFilters':[],"
	  "'aspaFilters':[]},'slurmVersion':1}",
	  "line 1 slurmVersion: the file has ASPAs, which version 1 does not know: say 2" },
	/* filters */
	{ PREFIX_FILTER("{}"),
	  AT_FILTERS ".prefixFilters[0]: a filter of nothing; it needs one of prefix, asn" },
	{ PREFIX_FILTER("{'asn':1},{'comment':'x'}"),
	  AT_FILTERS ".prefixFilters[1]: a filter of nothing; it needs one of prefix, asn" },
	{ PREFIX_FILTER("{'asn':1},{'asn':'AS1'}"),
	  AT_FILTERS ".prefixFilters[1].asn: a string where a number should stand" },
	{ PREFIX_FILTER("{'asn':4294967296}"), AT_FILTERS ".prefixFilters[0].asn" BAD_NUMBER },
	{ PREFIX_FILTER("{'asn':-1}"), AT_FILTERS ".prefixFilters[0].asn" BAD_NUMBER },
	{ PREFIX_FILTER("{'asn':1e2}"), AT_FILTERS ".prefixFilters[0].asn" BAD_NUMBER },
	{ PREFIX_FILTER("{'asn':[1]}"),
	  AT_FILTERS ".prefixFilters[0].asn: an array where a number should stand" },
	{ PREFIX_FILTER("{'prefix':'10.0.0.0'}"), AT_FILTERS ".prefixFilters[0]" BAD_PREFIX },
	{ PREFIX_FILTER("{'prefix':'10.0.0.0/33'}"), AT_FILTERS ".prefixFilters[0]" BAD_PREFIX },
	{ PREFIX_FILTER("{'prefix':''}"), AT_FILTERS ".prefixFilters[0]" BAD_PREFIX },
	{ PREFIX_FILTER("{'prefix':'10.0.0.1/8'}"),
	  AT_FILTERS ".prefixFilters[0].prefix: an address with bits behind the length of the "
		     "prefix: write zeros there, or a longer prefix" },
	{ PREFIX_FILTER("{'prefix':8}"),
	  AT_FILTERS ".prefixFilters[0].prefix: a number where a string should stand" },
	{ PREFIX_FILTER("{'asn':1,'maxPrefixLength':9}"),
	  AT_FILTERS ".prefixFilters[0]: no member may be called \"maxPrefixLength\" here; "
		     "these may: prefix, asn, comment" },
	{ PREFIX_FILTER("{'asn':1,'\\u001b[2J':9}"),
	  AT_FILTERS ".prefixFilters[0]: no member may be called \"\\x1b[2J\" here; these may: "
		     "prefix, asn, comment" },
	{ PREFIX_FILTER("1"), AT_FILTERS ".prefixFilters[0]: a number where an object should "
					 "stand" },
	{ PREFIX_FILTER("{'asn':1},'x'"),
	  AT_FILTERS ".prefixFilters[1]: a string where an object should stand" },
	{ PREFIX_FILTER("[]"), AT_FILTERS ".prefixFilters[0]: an array where an object should "
					  "stand" },
	{ PREFIX_FILTER("{'asn':1,'comment':1}"),
	  AT_FILTERS ".prefixFilters[0].comment: a number where a string should stand" },
	{ PREFIX_FILTER("{'asn':true}"),
	  AT_FILTERS ".prefixFilters[0].asn: true says nothing here: leave it out" },
	{ KEY_FILTER("{}"),
	  AT_FILTERS ".bgpsecFilters[0]: a filter of nothing; it needs one of asn, SKI" },
	{ KEY_FILTER("{'SKI':'" SKI_TEXT "='}"),
	  AT_FILTERS ".bgpsecFilters[0].SKI: base64 stands here without '=' at its end: cut it "
		     "off" },
	{ KEY_FILTER("{'SKI':'Zm9v'}"), AT_FILTERS ".bgpsecFilters[0].SKI: 3 octets, but a key "
						   "identifier has 20 (RFC 6487 4.8.2)" },
	{ KEY_FILTER("{'SKI':'" SKI_TEXT SKI_TEXT "'}"),
	  AT_FILTERS ".bgpsecFilters[0].SKI: not base64 of at most 20 octets" },
	{ KEY_FILTER("{'SKI':''}"),
	  AT_FILTERS ".bgpsecFilters[0].SKI: not base64 of at most 20 octets" },
	{ KEY_FILTER("{'ski':'" SKI_TEXT "'}"),
	  AT_FILTERS ".bgpsecFilters[0]: no member may be called \"ski\" here; these may: asn, "
		     "SKI, comment" },
	/* assertions */
	{ PREFIX_ASSERTION("{'prefix':'10.0.0.0/8'}"),
	  AT_ASSERTIONS ".prefixAssertions[0]: missing: asn" },
	{ PREFIX_ASSERTION("{'prefix':'10.0.0.0/8','asn':1,'maxPrefixLength':7}"),
	  AT_ASSERTIONS ".prefixAssertions[0]: maxPrefixLength must be one of 8 to 32 here" },
	{ PREFIX_ASSERTION("{'prefix':'10.0.0.0/8','asn':1,'maxPrefixLength':33}"),
	  AT_ASSERTIONS ".prefixAssertions[0]: maxPrefixLength must be one of 8 to 32 here" },
	{ PREFIX_ASSERTION("{'maxPrefixLength':129,'prefix':'2001:db8::/32','asn':1}"),
	  AT_ASSERTIONS ".prefixAssertions[0]: maxPrefixLength must be one of 32 to 128 here" },
	{ PREFIX_ASSERTION("{'prefix':'10.0.0.0/8','asn':1,'maxLength':9}"),
	  AT_ASSERTIONS ".prefixAssertions[0]: no member may be called \"maxLength\" here; these "
			"may: prefix, asn, maxPrefixLength, comment" },
	{ KEY_ASSERTION("{'asn':1,'SKI':'" SKI_TEXT "'}"),
	  AT_ASSERTIONS ".bgpsecAssertions[0]: missing: routerPublicKey" },
	{ KEY_ASSERTION("{'asn':1,'SKI':'" SKI_TEXT "','routerPublicKey':'M'}"),
	  AT_ASSERTIONS ".bgpsecAssertions[0].routerPublicKey: not base64 of at most 4096 "
			"octets" },
	/* ASPAs */
	{ V2("{}", ""), AT_FILTERS ".aspaFilters[0]: missing: customerAsn" },
	{ V2("{'customerAsn':0}", ""),
	  AT_FILTERS ".aspaFilters[0].customerAsn: AS0 is nobody's customer (aspa-profile 3.2)" },
	{ V2("{'customerAsn':1,'customerAsid':1}", ""),
	  AT_FILTERS ".aspaFilters[0].customerAsid: the member stands here twice" },
	{ V2("{'customerAsn':1,'providerAsns':[]}", ""),
	  AT_FILTERS ".aspaFilters[0]: no member may be called \"providerAsns\" here; these may: "
		     "customerAsn, comment" },
	{ V2("", "{'customerAsn':1}"), AT_ASSERTIONS ".aspaAssertions[0]: missing: providerAsns" },
	{ V2("", "{'customerAsn':1,'providerAsns':[]}"),
	  AT_ASSERTIONS ".aspaAssertions[0]: no providers: [0] says that the AS has none" },
	{ V2("", "{'customerAsn':1,'providerAsns':[2,3,2]}"),
	  AT_ASSERTIONS ".aspaAssertions[0]: provider AS2 stands here twice" },
	{ V2("", "{'customerAsn':1,'providerAsns':[2,1]}"),
	  AT_ASSERTIONS ".aspaAssertions[0]: AS1 cannot be its own provider" },
	{ V2("", "{'customerAsn':1,'providerAsns':[2,0]}"),
	  AT_ASSERTIONS ".aspaAssertions[0]: AS0 among other providers: it says that there are "
			"none" },
	{ V2("", "{'customerAsn':1,'providerAsns':[2,'AS3']}"),
	  AT_ASSERTIONS ".aspaAssertions[0].providerAsns[1]: a string where a number should "
			"stand" },
	{ V2("", "{'customerAsn':1,'providerAsns':[{}]}"),
	  AT_ASSERTIONS ".aspaAssertions[0].providerAsns[0]: an object where a number should "
			"stand" },
	{ V2("", "{'customerAsn':1,'providerAsns':2}"),
	  AT_ASSERTIONS ".aspaAssertions[0].providerAsns: a number where an array should "
			"stand" },
};

static void refuses_all_that_deviates(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(deviating); i++)
		check(deviating[i].input, ERR_MALFORMED, deviating[i].want);
}

static void other_versions_are_refused_aloud(void **state)
{
	static const char says[] =
		" is none that is read (1 and 2 are); nothing of this file is used";
	static const char *const versions[] = { "0", "3", "4294967295" };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		char input[64], want[160];
		(void)snprintf(input, sizeof(input), "\n{'slurmVersion': %s\n}", versions[i]);
		(void)snprintf(want, sizeof(want), "line 2 slurmVersion: version %s%s", versions[i],
			       says);
		check(input, ERR_UNSUPPORTED, want);
	}
}

static const char sample[] =
	V1("'prefixFilters':[{'prefix':'192.0.2.0/24','comment':'\\u00e4 \\\\'},\n{'asn':64496}],"
	   "'bgpsecFilters':[{'asn':1,'SKI':'" SKI_TEXT "'}]",
	   "'prefixAssertions':[{'asn':64496,'prefix':'2001:db8::/32','maxPrefixLength':48}],\n"
	   "'bgpsecAssertions':[{'asn':64496,'SKI':'" SKI_TEXT "','routerPublicKey':'MFk'}]");

static void pieces_change_nothing(void **state)
{
	struct text input = quoted(sample);
	int whole_result, result;
	struct buffer whole = run(input, SIZE_MAX, &whole_result);
	(void)state;

	assert_int_equal(whole_result, 0);
	for (size_t piece = 1; piece < 40; piece++) {
		struct buffer cut = run(input, piece, &result);
		assert_string_equal(cut.bytes, whole.bytes);
		buffer_clear(&cut);
	}
	buffer_clear(&whole);
}

static void check_cut(struct reader in)
{
	struct text input = { (const char *)in.at, reader_left(&in) };
	int result;
	struct buffer got = run(input, SIZE_MAX, &result);

	/* nothing of a part, wherever it ends */
	assert_int_equal(result, input.len == sizeof(sample) - 1 ? 0 : ERR_TRUNCATED);
	buffer_clear(&got);
}

static void check_flipped(struct reader in)
{
	struct text input = { (const char *)in.at, reader_left(&in) };
	int result, again;
	struct buffer got = run(input, SIZE_MAX, &result), cut = run(input, 3, &again);

	assert_int_equal(result, again);
	assert_string_equal(got.bytes, cut.bytes);
	buffer_clear(&got);
	buffer_clear(&cut);
}

static void damage_is_survived(void **state)
{
	char input[sizeof(sample)];
	size_t size = sizeof(sample) - 1;
	(void)state;

	memcpy(input, quoted(sample).at, size);
	test_every_truncation(input, size, check_cut);
	test_every_bit_flip(input, size, check_flipped);
}

static void limits_hold(void **state)
{
	struct slurm_json json;
	struct slurm slurm;
	char piece[1 << 16];
	(void)state;

	memset(piece, ' ', sizeof(piece));
	slurm_json_init(&json);
	for (size_t size = 0; size < SLURM_JSON_SIZE_MAX; size += sizeof(piece))
		assert_int_equal(slurm_json_feed(&json, (struct text){ piece, sizeof(piece) }), 0);
	assert_int_equal(slurm_json_feed(&json, TEXT("{")), ERR_LIMIT);
	assert_string_equal(json.fault.says, "larger than 32 MiB: no list of exceptions");
	assert_int_equal(slurm_json_finish(&json, &slurm), ERR_LIMIT);
	slurm_json_clear(&json);

	/* a comment may be long, nothing else */
	static const char *const keys[] = { "comment", "SKI" };
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		slurm_json_init(&json);
		char start[128];
		int len = snprintf(start, sizeof(start),
				   "{\"validationOutputFilters\":{\"bgpsecFilters\":[{\"%s\":\"",
				   keys[i]);
		memset(piece, 'A', sizeof(piece));
		int result = slurm_json_feed(&json, (struct text){ start, (size_t)len });
		for (unsigned k = 0; k < 8 && result == 0; k++)
			result = slurm_json_feed(&json, (struct text){ piece, sizeof(piece) });
		if (result == 0)
			result = slurm_json_feed(&json, TEXT("\""));
		assert_true(result == 0 || i == 1); /* it may wait in a stage */
		assert_int_equal(slurm_json_finish(&json, &slurm),
				 i == 0 ? ERR_TRUNCATED : ERR_LIMIT);
		slurm_json_clear(&json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_the_standard_has),
		cmocka_unit_test(refuses_all_that_deviates),
		cmocka_unit_test(other_versions_are_refused_aloud),
		cmocka_unit_test(pieces_change_nothing),
		cmocka_unit_test(damage_is_survived),
		cmocka_unit_test(limits_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
