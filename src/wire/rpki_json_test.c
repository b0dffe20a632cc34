#include "base/testkit.h"

#include <stdio.h>

#include "wire/test_rpki_json.h"

static const struct example dialects[] = {
	/* rpki-client */
	{ "{'metadata':{'buildmachine':'a','buildtime':'2025-07-20T09:31:33Z',"
	  "'elapsedtime':91,'talfiles':['x']},'roas':["
	  "{'asn':13335,'prefix':'1.0.0.0/24','maxLength':24,'ta':'apnic',"
	  "'expires':1753453058},"
	  "{'asn':0,'prefix':'2001:db8::/32','maxLength':48,'ta':'ripe'}],"
	  "'bgpsec_keys':[{'asn':15562,'ski':'" SKI_HEX
	  "','pubkey':'MFk=','ta':'ripe','expires':1}],"
	  "'aspas':[{'customer_asid':945,'expires':1753052580,'providers':[1299,6939]},"
	  "{'customer_asid':174,'expires':1753052580,'providers':[0]}]}",
	  "built 1753003893\n"
	  "1.0.0.0/24-24 AS13335 apnic until 1753453058\n"
	  "2001:db8::/32-48 AS0 ripe\n"
	  "key AS15562 " KEY " ripe until 1\n"
	  "AS945 < 1299 6939 until 1753052580\n"
	  "AS174 < 0 until 1753052580\n"
	  "0 \n1 router keys\n" },
	/* Routinator json */
	{ "{'metadata':{'generated':1685455841,'generatedTime':'2023-05-30T14:10:41Z'},"
	  "'roas':[{'asn':'AS196615','prefix':'93.175.147.0/24','maxLength':24,"
	  "'ta':'N/A'}],'routerKeys':[{'asn':'AS211321',"
	  "'SKI':'" SKI_HEX "','routerPublicKey':'MFk=','ta':'ripe'}],"
	  "'aspas':[{'customer':'AS1','providers':['AS4','AS3'],'ta':'ripe'}]}",
	  "built 1685455841\n"
	  "93.175.147.0/24-24 AS196615\n"
	  "key AS211321 " KEY " ripe\n"
	  "AS1 < 3 4 ripe\n"
	  "0 \n1 router keys\n" },
	/* Routinator jsonext: of two sources the first one speaks */
	{ "{'roas':[{'asn':'AS1','prefix':'10.0.0.0/8','maxLength':8,'source':["
	  "{'type':'roa','tal':'ripe','uri':'rsync://x',"
	  "'validity':{'notBefore':'2022-07-25T20:47:37Z',"
	  "'notAfter':'2023-07-24T20:52:37Z'},"
	  "'chainValidity':{'notBefore':'2022-07-25T20:47:37Z',"
	  "'notAfter':'2023-02-24T12:31:01Z'}},"
	  "{'type':'roa','tal':'arin','chainValidity':{'notAfter':1}}]},"
	  "{'asn':'AS2','prefix':'11.0.0.0/8','maxLength':8,'source':["
	  "{'type':'exception','path':null,'tal':null}]}]}",
	  "10.0.0.0/8-8 AS1 ripe until 1677241861\n"
	  "11.0.0.0/8-8 AS2\n" FINE },
	/* Routinator until 2024: an ASPA for each address family */
	{ "{'aspas':[{'customer':'AS2','afi':'ipv6','providers':['AS9']},"
	  "{'customer':'AS1','afi':'ipv4','providers':['AS5','AS6']},"
	  "{'customer':'AS1','afi':'ipv6','providers':['AS4','AS5']}]}",
	  "AS1 < 4 5 6\nAS2 < 9\n" FINE },
	/* Routinator slurm, with ASPAs */
	{ "{'slurmVersion':2,'locallyAddedAssertions':{"
	  "'prefixAssertions':[{'asn':1234,'prefix':'12.34.56.0/24','comment':'x'}],"
	  "'bgpsecAssertions':[{'asn':1,'SKI':'" SKI_BASE64 "','routerPublicKey':'MFk'}],"
	  "'aspaAssertions':[{'customerAsid':1234,'providers':[1,2]},"
	  "{'customerAsn':1235,'providerAsns':[1,2]}]}}",
	  "12.34.56.0/24-24 AS1234\nkey AS1 " KEY "\nAS1234 < 1 2\nAS1235 < 1 2\n"
	  "0 \n1 router keys\n2 a key that is not read\n" },
	/* RFC 8416, as dn42 has it */
	{ "{'locallyAddedAssertions':{'prefixAssertions':[{'asn':4242420916,"
	  "'prefix':'fd00:114:514::/48','maxPrefixLength':64,'source':'DN42'}]}}",
	  "fd00:114:514::/48-64 AS4242420916 DN42\n" FINE },
	/* rpki-client 8.2 */
	{ "{'roas':[],'provider_authorizations':{"
	  "'ipv4':[{'customer_asid':7,'expires':30,'providers':[3,4]},"
	  "{'customer_asid':6,'expires':20,'providers':[0]}],"
	  "'ipv6':[{'customer_asid':6,'expires':10,'providers':[0]},"
	  "{'customer_asid':7,'expires':40,'providers':[0]},"
	  "{'customer_asid':5,'providers':[8]}]}}",
	  "AS5 < 8\nAS6 < 0 until 10\nAS7 < 3 4 until 30\n" FINE },
	/* FORT */
	{ "{ 'roas' : [\n  { 'asn' : 'AS64515', 'prefix' : '192.0.2.0/24' }\n]}",
	  "192.0.2.0/24-24 AS64515\n" FINE },
	{ "{ 'aspa' : {\n  '64515': [ 64500, 64501 ],\n  '64516': [ 1 ]\n}}",
	  "AS64515 < 64500 64501\nAS64516 < 1\n" FINE },
	{ "{ 'router-keys' : [ { 'asn' : 'AS1', 'ski' : '" SKI_BASE64 "=',"
	  "'spki' : 'MFk=' } ]}",
	  "key AS1 " KEY "\n0 \n1 router keys\n" },
	/* bare lists, and Krill */
	{ "[{'prefix':'103.10.112.0/22','maxLength':32,'asn':'0'},"
	  "{'customer':64496,'providers':['AS64500']}]",
	  "103.10.112.0/22-32 AS0\nAS64496 < 64500\n" FINE },
	{ "[{'customer':1,'afi':'ipv4','providers':[2]},"
	  "{'customer':1,'afi':'ipv6','providers':[3]}]",
	  "AS1 < 2 3\n" FINE },
	/* what only looks like one of them */
	{ "{'object_type':'diff','metadata':{'vrp_cache_new':{'metadata':"
	  "{'buildtime':'2025-07-20T10:01:43Z'}}},"
	  "'vrp_diffs':[{'old_roa':{'asn':1,'prefix':'10.0.0.0/8'}}]}",
	  "built 0\n" FINE "2 a key that is not read\n" },
};

static void reads_every_dialect(void **state)
{
	(void)state;
	check_all(dialects, COUNT_OF(dialects));
}

#define ROAS(rest)   "{'roas':[{'prefix':'10.0.0.0/8'," rest "}]}"
#define PREFIX(text) "{'roas':[{'asn':1,'prefix':'" text "'}]}"
#define ONE(number)  "10.0.0.0/8-8 AS" number "\n" FINE
#define BAD_ASN      FINE "1 a VRP whose AS number is not one of 0..4294967295 (RFC 9582 4.2)\n"
#define BAD_PREFIX   FINE "1 a VRP whose prefix is not an address and a length (RFC 9582 4.3)\n"
#define BAD_MAX      FINE "1 a VRP whose maxLength is no number (RFC 9582 4.3)\n"

/* F3, F15 */
static void reads_as_numbers(void **state)
{
	static const struct example examples[] = {
		{ ROAS("'asn':123"), ONE("123") },
		{ ROAS("'asn':'AS123'"), ONE("123") },
		{ ROAS("'asn':'as123'"), ONE("123") },
		{ ROAS("'asn':'123'"), ONE("123") },
		{ ROAS("'asn':0"), ONE("0") },
		{ ROAS("'asn':4294967295"), ONE("4294967295") },
		{ ROAS("'asn':4294967296"), BAD_ASN },
		{ ROAS("'asn':-1"), BAD_ASN },
		{ ROAS("'asn':-0"), BAD_ASN },
		{ ROAS("'asn':1.5"), BAD_ASN },
		{ ROAS("'asn':1e9"), BAD_ASN },
		{ ROAS("'asn':1e400"), BAD_ASN },
		{ ROAS("'asn':1234567890123456789"), BAD_ASN },
		{ ROAS("'asn':18446744073709551617"), BAD_ASN },
		{ ROAS("'asn':'AS'"), BAD_ASN },
		{ ROAS("'asn':''"), BAD_ASN },
		{ ROAS("'asn':'AS1.10'"), BAD_ASN },
		{ ROAS("'asn':' 1'"), BAD_ASN },
		{ ROAS("'asn':'AS1\\u0000'"), BAD_ASN },
		{ ROAS("'asn':true"), BAD_ASN },
		{ ROAS("'asn':[1]"), BAD_ASN },
		{ ROAS("'asn':{'asn':1}"), BAD_ASN },
		{ ROAS("'asn':null"), FINE "1 a VRP without AS number (RFC 9582 4.2)\n" },
		{ ROAS("'maxLength':8"), FINE "1 a VRP without AS number (RFC 9582 4.2)\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
	check(ROAS("'asn':NaN"), "-2 lexical error: invalid char in json text.\n0 router keys\n");
}

/* F4 */
static void reads_prefixes(void **state)
{
	static const struct example examples[] = {
		{ PREFIX("0.0.0.0/0"), "0.0.0.0/0-0 AS1\n" FINE },
		{ PREFIX("::/0"), "::/0-0 AS1\n" FINE },
		{ PREFIX("::ffff:192.0.2.0/120"), "::ffff:192.0.2.0/120-120 AS1\n" FINE },
		{ PREFIX("2001:DB8:0::/48"), "2001:db8::/48-48 AS1\n" FINE },
		{ PREFIX("10.0.0.0"), BAD_PREFIX },
		{ PREFIX("10.0.0.0/"), BAD_PREFIX },
		{ PREFIX("10.0.0.0/33"), BAD_PREFIX },
		{ PREFIX("2001:db8::/129"), BAD_PREFIX },
		{ PREFIX("010.0.0.0/8"), BAD_PREFIX },
		{ PREFIX("10.0.0.0/08"), BAD_PREFIX },
		{ PREFIX("10.0.0/8"), BAD_PREFIX },
		{ PREFIX(" 10.0.0.0/8"), BAD_PREFIX },
		{ PREFIX("10.0.0.0/8 "), BAD_PREFIX },
		{ PREFIX("fe80::%eth0/64"), BAD_PREFIX },
		{ PREFIX(""), BAD_PREFIX },
		{ PREFIX("10.0.0.1/8"),
		  FINE "1 a VRP whose prefix has bits past its length (RFC 9582 4.3)\n" },
		{ "{'roas':[{'asn':1,'prefix':10}]}", BAD_PREFIX },
		{ "{'roas':[{'asn':1,'prefix':null}]}",
		  FINE "1 a VRP without prefix (RFC 9582 4.3)\n" },
		{ "{'roas':[{}]}", FINE "1 a VRP without AS number (RFC 9582 4.2)\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* F5 */
static void reads_max_lengths(void **state)
{
	static const char too_short[] =
		FINE "1 a VRP whose maxLength is shorter than its prefix (RFC 9582 4.3)\n";
	static const char too_long[] =
		FINE "1 a VRP whose maxLength is longer than an address (RFC 9582 4.3)\n";
	static const struct example examples[] = {
		{ ROAS("'asn':1,'maxLength':8"), ONE("1") },
		{ ROAS("'asn':1,'maxLength':null"), ONE("1") },
		{ ROAS("'asn':1,'maxLength':32"), "10.0.0.0/8-32 AS1\n" FINE },
		{ ROAS("'asn':1,'maxLength':'24'"), "10.0.0.0/8-24 AS1\n" FINE },
		{ ROAS("'asn':1,'maxLength':7"), too_short },
		{ ROAS("'asn':1,'maxLength':0"), too_short },
		{ ROAS("'asn':1,'maxLength':33"), too_long },
		{ ROAS("'asn':1,'maxLength':264"), too_long },
		{ ROAS("'asn':1,'maxLength':4294967304"), BAD_MAX },
		{ ROAS("'asn':1,'maxLength':-8"), BAD_MAX },
		{ ROAS("'asn':1,'maxLength':8.0"), BAD_MAX },
		{ ROAS("'asn':1,'maxLength':1e400"), BAD_MAX },
		{ ROAS("'asn':1,'maxLength':''"), BAD_MAX },
		{ ROAS("'asn':1,'maxLength':'/24'"), BAD_MAX },
		{ ROAS("'asn':1,'maxLength':[]"), BAD_MAX },
		{ "{'roas':[{'asn':1,'prefix':'2001:db8::/32','maxLength':128}]}",
		  "2001:db8::/32-128 AS1\n" FINE },
		{ "{'roas':[{'asn':1,'prefix':'2001:db8::/32','maxLength':129}]}", too_long },
		/* a bad one does not stain the next record, which has none */
		{ "[{'asn':1,'prefix':'10.0.0.0/8','maxLength':'x'},"
		  "{'asn':1,'prefix':'10.0.0.0/8'}]",
		  "10.0.0.0/8-8 AS1\n" BAD_MAX },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* F6, F7 */
static void a_record_survives_what_only_describes_it(void **state)
{
	static const char bad_time[] = "10.0.0.0/8-8 AS1\n" FINE "1 a time that is none\n";
	static const struct example examples[] = {
		{ ROAS("'asn':1,'ta':''"), ONE("1") },
		{ ROAS("'asn':1,'ta':null,'expires':null"), ONE("1") },
		{ ROAS("'asn':1,'ta':'a\\tb\\u001b[0m'"),
		  "10.0.0.0/8-8 AS1 a\\x09b\\x1b[0m\n" FINE },
		{ ROAS("'asn':1,'ta':'0123456789012345678901234567890123456789012345678901"
		       "234567890123'"),
		  "10.0.0.0/8-8 AS1 01234567890123456789012345678901234567890123456789012345678901"
		  "23\n" FINE },
		{ ROAS("'asn':1,'ta':'0123456789012345678901234567890123456789012345678901"
		       "2345678901234'"),
		  "10.0.0.0/8-8 AS1\n" FINE "1 a trust anchor's name longer than 64 bytes\n" },
		{ ROAS("'asn':1,'ta':['ripe']"), ONE("1") },
		{ ROAS("'asn':1,'expires':0"), ONE("1") },
		{ ROAS("'asn':1,'expires':1"), "10.0.0.0/8-8 AS1 until 1\n" FINE },
		{ ROAS("'asn':1,'expires':'2023-02-24T12:31:01Z'"),
		  "10.0.0.0/8-8 AS1 until 1677241861\n" FINE },
		{ ROAS("'asn':1,'expires':9223372036854775808"), bad_time },
		{ ROAS("'asn':1,'expires':-1"), bad_time },
		{ ROAS("'asn':1,'expires':1e400"), bad_time },
		{ ROAS("'asn':1,'expires':1.5"), bad_time },
		{ ROAS("'asn':1,'expires':'soon'"), bad_time },
		{ "{'metadata':{'generated':'x'}}", "built 0\n" FINE "1 a time that is none\n" },
		{ "{'metadata':{'generated':null,'buildtime':{}}}",
		  "built 0\n" FINE "1 a time that is none\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* F8, F9 */
static void repeats(void **state)
{
	static const char twice[] =
		"1 a key twice in one object (RFC 8259 4): the last one counts\n";
	static const struct example examples[] = {
		{ "[{'asn':1,'prefix':'10.0.0.0/8','ta':'a'},"
		  "{'asn':1,'prefix':'10.0.0.0/8','ta':'a'},"
		  "{'asn':1,'prefix':'10.0.0.0/8','ta':'b'}]",
		  "10.0.0.0/8-8 AS1 a\n10.0.0.0/8-8 AS1 a\n10.0.0.0/8-8 AS1 b\n" FINE },
		{ "{'roas':[],'roas':[{'asn':1,'prefix':'10.0.0.0/8'}],'roas':[]}",
		  "10.0.0.0/8-8 AS1\n" FINE },
	};
	static const char *const last_wins[][2] = {
		{ ROAS("'asn':1,'asn':2"), "10.0.0.0/8-8 AS2\n" },
		{ ROAS("'asn':'x','asn':2"), "10.0.0.0/8-8 AS2\n" },
		{ ROAS("'asn':2,'prefix':'11.0.0.0/8'"), "11.0.0.0/8-8 AS2\n" },
		{ ROAS("'asn':2,'maxLength':99,'maxLength':9"), "10.0.0.0/8-9 AS2\n" },
		{ ROAS("'asn':2,'ta':'aaa','ta':'b'"), "10.0.0.0/8-8 AS2 b\n" },
		{ ROAS("'asn':2,'expires':5,'expires':0"), "10.0.0.0/8-8 AS2\n" },
		{ "{'aspas':[{'customer':1,'providers':[1,'x'],'providers':[3]}]}", "AS1 < 3\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
	for (size_t i = 0; i < COUNT_OF(last_wins); i++) {
		char want[300];
		(void)snprintf(want, sizeof(want), "%s%s%s", last_wins[i][1], FINE, twice);
		check(last_wins[i][0], want);
	}
	check(ROAS("'asn':2,'asn':null"), FINE "1 a VRP without AS number (RFC 9582 4.2)\n");
}

/* F1, F2 */
static void shapes_that_mean_nothing(void **state)
{
	static const char wrong[] = FINE "1 a value of another type than is read there\n";
	static const struct example examples[] = {
		{ "{}", FINE },
		{ "[]", FINE },
		{ " [ ]\r\n\t", FINE },
		{ "\xef\xbb\xbf{}", FINE },
		{ "null", wrong },
		{ "12", wrong },
		{ "'roas'", wrong },
		{ "{'roas':null}", wrong },
		{ "{'roas':{}}", wrong },
		{ "{'roas':{'roas':[{'asn':1,'prefix':'10.0.0.0/8'}]}}", wrong },
		{ "{'roas':3}", wrong },
		{ "{'roas':[3]}", wrong },
		{ "{'roas':[null]}", wrong },
		{ "{'roas':[[]]}", wrong },
		{ "[[]]", wrong },
		{ "{'metadata':[]}", wrong },
		{ "{'metadata':7}", wrong },
		{ "{'aspa':{'1':7}}", wrong },
		{ "{'aspa':{'1':null}}", wrong },
		{ "{'aspa':{'1':{}}}", wrong },
		{ "{'provider_authorizations':[]}", wrong },
		{ "{'bgpsec_keys':[7]}", wrong },
		{ "{'roas':false}", wrong },
		{ "{'routes':[{'asn':1,'prefix':'10.0.0.0/8'}],'data':{'roas':[{}]}}",
		  FINE "2 a key that is not read\n" },
		{ "{'':1,'r\\u006fas':[{'asn':1,'prefix':'10.0.0.0\\/8'}]}",
		  "10.0.0.0/8-8 AS1\n" FINE "1 a key that is not read\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

#define ASPAS(text) "{'aspas':[{'customer_asid':5," text "}]}"

/* F16 */
static void refuses_aspas(void **state)
{
	static const char none[] = FINE "1 an ASPA without providers (aspa-profile 3.3)\n";
	static const char bad[] = FINE "1 an ASPA with a provider that is not one of 0..4294967295 "
				       "(aspa-profile 3.3)\n";
	static const char customer[] =
		FINE "1 an ASPA whose customer is not one of 1..4294967295 (aspa-profile 3.2)\n";
	static const char missing[] = FINE "1 an ASPA without customer (aspa-profile 3.2)\n";
	static const struct example examples[] = {
		{ ASPAS("'providers':[9,7,8]"), "AS5 < 7 8 9\n" FINE },
		{ ASPAS("'providers':[9,7,9,9]"),
		  "AS5 < 7 9\n" FINE "2 a provider named twice (aspa-profile 3.3)\n" },
		{ ASPAS("'providers':['AS9',7,'8']"), "AS5 < 7 8 9\n" FINE },
		{ ASPAS("'providers':[0]"), "AS5 < 0\n" FINE },
		{ ASPAS("'providers':[0,0]"),
		  "AS5 < 0\n" FINE "1 a provider named twice (aspa-profile 3.3)\n" },
		{ ASPAS("'providers':[7,0]"),
		  FINE "1 an ASPA with AS0 among other providers (aspa-profile 3.3)\n" },
		{ ASPAS("'providers':[4,5,6]"),
		  FINE "1 an ASPA whose customer is its own provider (aspa-profile 3.3)\n" },
		{ ASPAS("'providers':[]"), none },
		{ ASPAS("'expires':1"), none },
		{ ASPAS("'providers':null"),
		  FINE "1 an ASPA without providers (aspa-profile 3.3)\n"
		       "1 a value of another type than is read there\n" },
		{ ASPAS("'providers':[7,4294967296]"), bad },
		{ ASPAS("'providers':[-7]"), bad },
		{ ASPAS("'providers':[7,null]"), bad },
		{ ASPAS("'providers':[[7]]"), bad },
		{ ASPAS("'providers':[{}]"), bad },
		{ ASPAS("'providers':[true,7]"), bad },
		{ ASPAS("'providers':['AS65001(v4)']"), bad },
		{ "{'aspas':[{'customer':0,'providers':[1]}]}", customer },
		{ "{'aspas':[{'customer':'AS4294967296','providers':[1]}]}", customer },
		{ "{'aspas':[{'customer':[5],'providers':[1]}]}", customer },
		{ "{'aspa':{'AS0':[1]}}", customer },
		{ "{'aspa':{'':[1],'6':[1]}}",
		  "AS6 < 1\n" FINE
		  "1 an ASPA whose customer is not one of 1..4294967295 (aspa-profile 3.2)\n" },
		{ "{'aspas':[{'providers':[1]}]}", missing },
		{ "{'aspas':[{'asn':1,'prefix':'10.0.0.0/8'}]}", missing },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* F10 */
static void limits_depth(void **state)
{
	static const unsigned depths[] = { 31, 32, 33, 10000 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(depths); i++) {
		struct rpki_transcript t = { 0 };
		struct buffer input;
		buffer_init(&input);
		for (unsigned at = 0; at < depths[i]; at++)
			buffer_char(&input, '[');
		for (unsigned at = 0; at < depths[i]; at++)
			buffer_char(&input, ']');
		bool fits = depths[i] <= RPKI_JSON_DEPTH_MAX;
		assert_int_equal(run((struct text){ input.bytes, input.used }, SIZE_MAX, &t),
				 fits ? 0 : ERR_LIMIT);
		buffer_clear(&t.text);
		buffer_clear(&input);
	}
	check("{'x':{'x':[{'x':[{'x':[{'x':[{'x':[{'x':[{'x':[{'x':[{'x':[{"
	      "'x':["
	      "{'x':[{'x':[{'x':[{'x':[{'x':[{'x':[{'x':[",
	      "-3 nested more than 32 deep\n0 router keys\n1 a key that is not read\n");
}

static void says_where(void **state)
{
	struct rpki_transcript t = { .with_places = true };
	static const char input[] = "\xef\xbb\xbf{ 'roas' : [ {'asn':1,'prefix':'10.0.0.0/8'},\n"
				    " {'asn':1, 'junk':2}, {'asn':1}, {'asn':1}], 'x':1 }";

	(void)state;
	assert_int_equal(run(quoted(input), 1, &t), 0);
	assert_string_equal(t.text.bytes, "10.0.0.0/8-8 AS1 @16:0\n0  @0:0\n0 router keys\n"
					  "3 a VRP without prefix (RFC 9582 4.3) @50:0\n"
					  "2 a key that is not read @50:0\n");
	buffer_clear(&t.text);
}

static void the_receiver_can_stop_it(void **state)
{
	struct rpki_transcript t = { .stop_after = 2 };
	static const char input[] = "[{'asn':1,'prefix':'10.0.0.0/8'},"
				    "{'customer':2,'providers':[3]},"
				    "{'asn':4,'prefix':'10.0.0.0/8'}]";

	(void)state;
	assert_int_equal(run(quoted(input), 7, &t), TRANSCRIPT_STOPPED);
	assert_string_equal(t.text.bytes, "10.0.0.0/8-8 AS1\nAS2 < 3\n-77 stopped by the receiver\n"
					  "0 router keys\n");
	buffer_clear(&t.text);
}

static void a_receiver_may_want_nothing(void **state)
{
	struct rpki_sink sink = { 0 };
	struct rpki_json json;

	(void)state;
	rpki_json_init(&json, &sink);
	assert_int_equal(rpki_json_feed(&json, quoted(dialects[0].input)), 0);
	assert_int_equal(rpki_json_finish(&json), 0);
	assert_int_equal(json.counts.vrps.taken, 2);
	assert_int_equal(json.counts.aspas.taken, 2);
	rpki_json_clear(&json);
	rpki_json_clear(&json);
}

/* How the input is cut changes nothing, not even where a fault is found. */
static void cuts_change_nothing(void **state)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 64, 1000 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects); i++) {
		struct rpki_transcript whole = { .with_places = true };
		struct text input = quoted(dialects[i].input);
		(void)run(input, SIZE_MAX, &whole);
		for (size_t j = 0; j < COUNT_OF(sizes); j++) {
			struct rpki_transcript cut = { .with_places = true };
			(void)run(input, sizes[j], &cut);
			assert_string_equal(whole.text.bytes, cut.text.bytes);
			buffer_clear(&cut.text);
		}
		buffer_clear(&whole.text);
	}
}

/* F14: what a shorter input delivers is what the whole delivers first. */
static void survives_truncation(void **state)
{
	char input[2048];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects); i++) {
		struct text whole = quoted(dialects[i].input);
		assert_in_range(whole.len, 0, sizeof(input));
		memcpy(input, whole.at, whole.len);
		for (size_t size = 0; size < whole.len; size++) {
			struct rpki_transcript t = { 0 };
			int result = run(test_text(input, size), SIZE_MAX, &t);
			assert_int_equal(result, ERR_TRUNCATED);
			size_t delivered = (size_t)(strstr(t.text.bytes, "-1 ") - t.text.bytes);
			assert_memory_equal(t.text.bytes, dialects[i].want, delivered);
			buffer_clear(&t.text);
		}
	}
}

static void survive(struct reader in)
{
	struct rpki_transcript t = { 0 };
	struct text input = { (const char *)in.at, reader_left(&in) };

	(void)run(input, SIZE_MAX, &t); /* the transcript checks the payloads */
	buffer_clear(&t.text);
}

static void survives_flips(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects); i++) {
		struct text input = quoted(dialects[i].input);
		test_every_bit_flip(input.at, input.len, survive);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_dialect),
		cmocka_unit_test(reads_as_numbers),
		cmocka_unit_test(reads_prefixes),
		cmocka_unit_test(reads_max_lengths),
		cmocka_unit_test(a_record_survives_what_only_describes_it),
		cmocka_unit_test(repeats),
		cmocka_unit_test(shapes_that_mean_nothing),
		cmocka_unit_test(refuses_aspas),
		cmocka_unit_test(limits_depth),
		cmocka_unit_test(says_where),
		cmocka_unit_test(the_receiver_can_stop_it),
		cmocka_unit_test(a_receiver_may_want_nothing),
		cmocka_unit_test(cuts_change_nothing),
		cmocka_unit_test(survives_truncation),
		cmocka_unit_test(survives_flips),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
