#include "base/testkit.h"

#include "wire/rpki_csv.h"
#include "wire/rpki_transcript.h"

/* Feeds in pieces of `size`; the transcript is NUL-terminated. */
static int run(struct text input, size_t size, struct rpki_transcript *t)
{
	struct rpki_sink sink = transcript_sink(t);
	struct rpki_csv csv;
	int result = 0;

	buffer_init(&t->text);
	rpki_csv_init(&csv, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, size))
		result = rpki_csv_feed(&csv, text_upto(input, size));
	result = rpki_csv_finish(&csv);
	transcript_finish(t, result, &csv.counts, &csv.fault);
	buffer_char(&t->text, '\0');
	rpki_csv_clear(&csv);
	return result;
}

struct example {
	const char *input, *want;
};

static void check_all(const struct example *examples, size_t count)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 64, SIZE_MAX };

	for (size_t i = 0; i < count; i++) {
		struct text input = test_text(examples[i].input, strlen(examples[i].input));
		for (size_t j = 0; j < COUNT_OF(sizes); j++) {
			struct rpki_transcript t = { 0 };
			(void)run(input, sizes[j], &t);
			assert_string_equal(t.text.bytes, examples[i].want);
			buffer_clear(&t.text);
		}
	}
}

#define FINE "0 \n0 router keys\n"

static const struct example dialects[] = {
	/* rpki-client */
	{ "ASN,IP Prefix,Max Length,Trust Anchor,Expires\n"
	  "AS13335,1.0.0.0/24,24,apnic,1753453058\n"
	  "AS0,2001:db8::/32,48,ripe,1753453059\n",
	  "1.0.0.0/24-24 AS13335 apnic until 1753453058\n"
	  "2001:db8::/32-48 AS0 ripe until 1753453059\n" FINE },
	/* Routinator csv, with the line ends of another world and a byte order mark */
	{ "\xef\xbb\xbf"
	  "ASN,IP Prefix,Max Length,Trust Anchor\r\nAS196615,93.175.147.0/24,24,ripe\r\n",
	  "93.175.147.0/24-24 AS196615 ripe\n" FINE },
	/* csvcompat, and the RIPE validator */
	{ "\"ASN\",\"IP Prefix\",\"Max Length\",\"Trust Anchor\"\n"
	  "\"196615\",\"2001:7fb:fd03::/48\",\"48\",\"RIPE NCC, root\"\n",
	  "2001:7fb:fd03::/48-48 AS196615 RIPE NCC, root\n" FINE },
	/* csvext, and RIPE's archive */
	{ "URI,ASN,IP Prefix,Max Length,Not Before,Not After\n"
	  "rsync://x/1.roa,AS0,2001:43f8::/48,128,2019-07-18 11:40:32,2029-07-18 11:40:32\n"
	  "\"rsync://x/a,b.roa\",AS1,10.0.0.0/8,,2019-07-18 11:40:32,2029-07-18 11:40:32\n"
	  "N/A,AS1234,12.34.56.0/24,24,N/A,N/A\n",
	  "2001:43f8::/48-128 AS0 until 1879069232\n"
	  "10.0.0.0/8-8 AS1 until 1879069232\n"
	  "12.34.56.0/24-24 AS1234\n" FINE },
	/* FORT */
	{ "ASN,Prefix,Max prefix length\nAS64515,192.0.2.0/24,25\n",
	  "192.0.2.0/24-25 AS64515\n" FINE },
	/* columns in another order, names spelled otherwise */
	{ "ta,max_length,x,IP_PREFIX,origin-as\nripe,9,y,10.0.0.0/8,7\n",
	  "10.0.0.0/8-9 AS7 ripe\n" FINE },
	/* of two columns for one thing the first one counts */
	{ "asn,prefix,asn,prefix\n1,10.0.0.0/8,2,11.0.0.0/8\n", "10.0.0.0/8-8 AS1\n" FINE },
	/* a header and nothing else */
	{ "ASN,IP Prefix,Max Length,Trust Anchor\n", FINE },
	/* no header */
	{ "16079,194.209.159.0/24,24,True\n16078,80.89.147.0/24,25,False\n",
	  "194.209.159.0/24-24 AS16079\n80.89.147.0/24-25 AS16078\n" FINE },
	{ "AS1,10.0.0.0/8,9,ripe\nAS2,11.0.0.0/8,,arin", "10.0.0.0/8-9 AS1 ripe\n"
							 "11.0.0.0/8-8 AS2 arin\n" FINE },
	{ "AS1,10.0.0.0/8,9,ripe,1753453058\n", "10.0.0.0/8-9 AS1 ripe until 1753453058\n" FINE },
	{ "rsync://x,AS1,10.0.0.0/8,9,2019-07-18 11:40:32,2029-07-18 11:40:32\n",
	  "10.0.0.0/8-9 AS1 until 1879069232\n" FINE },
	{ "1,10.0.0.0/8\n", "10.0.0.0/8-8 AS1\n" FINE },
	{ "1,10.0.0.0/8,9,7\n", "10.0.0.0/8-9 AS1 7\n" FINE },
	{ "# made by hand\n\n \t\r\n AS1 , 10.0.0.0/8 , 9 \n", "10.0.0.0/8-9 AS1\n" FINE },
};

static void reads_every_dialect(void **state)
{
	(void)state;
	check_all(dialects, COUNT_OF(dialects));
}

#define HEAD "ASN,IP Prefix,Max Length,Trust Anchor,Expires\n"

static void refuses_lines(void **state)
{
	static const struct example examples[] = {
		{ HEAD "AS4294967296,10.0.0.0/8,8,ripe,1\nAS-1,10.0.0.0/8,8,ripe,1\n",
		  FINE "2 a VRP whose AS number is not one of 0..4294967295 (RFC 9582 4.2)\n" },
		{ HEAD ",10.0.0.0/8,8,ripe,1\n\"\",10.0.0.0/8\n",
		  FINE "2 a VRP without AS number (RFC 9582 4.2)\n" },
		{ HEAD "AS1,,8,ripe,1\nAS1\n", FINE "2 a VRP without prefix (RFC 9582 4.3)\n" },
		{ HEAD "AS1,10.0.0.0,8,ripe,1\nAS1,10.0.0.0/33,33,ripe,1\n",
		  FINE "2 a VRP whose prefix is not an address and a length (RFC 9582 4.3)\n" },
		{ HEAD "AS1,10.0.0.1/8,8,ripe,1\n",
		  FINE "1 a VRP whose prefix has bits past its length (RFC 9582 4.3)\n" },
		{ HEAD "AS1,10.0.0.0/8,x,ripe,1\n",
		  FINE "1 a VRP whose maxLength is no number (RFC 9582 4.3)\n" },
		{ HEAD "AS1,10.0.0.0/8,7,ripe,1\nAS1,10.0.0.0/8,8,ripe,2\n",
		  "10.0.0.0/8-8 AS1 ripe until 2\n" FINE
		  "1 a VRP whose maxLength is shorter than its prefix (RFC 9582 4.3)\n" },
		{ HEAD "AS1,10.0.0.0/8,33,ripe,1\n",
		  FINE "1 a VRP whose maxLength is longer than an address (RFC 9582 4.3)\n" },
		{ HEAD "AS1,10.0.0.0/8,8,ripe,soon\n",
		  "10.0.0.0/8-8 AS1 ripe\n" FINE "1 a time that is none\n" },
		/* quotes that do not close, close early, or stand in the middle */
		{ HEAD "AS1,\"10.0.0.0/8,8,ripe\nAS2,\"10.0.0.0/8\"x,8,a\"b\n",
		  "10.0.0.0/8-8 AS2 a\"b\n" FINE
		  "1 a VRP whose prefix is not an address and a length (RFC 9582 4.3)\n" },
		/* columns beyond those that the header has, and beyond all measure */
		{ "AS1,10.0.0.0/8\nAS1,10.0.0.0/8,9,ripe\n,,,,,,,,,,,,,,,,,,,,,,,\n",
		  "10.0.0.0/8-8 AS1\n10.0.0.0/8-8 AS1\n" FINE
		  "1 a VRP without AS number (RFC 9582 4.2)\n" },
		{ "ASN,Prefix\nAS1,10.0.0.0/8,9\n", "10.0.0.0/8-8 AS1\n" FINE },
		/* lines before the first of use */
		{ "exported by x\nAS1,300.0.0.0/8,8\nAS1,10.0.0.0/8,9\n",
		  "10.0.0.0/8-9 AS1\n" FINE "2 a VRP without prefix (RFC 9582 4.3)\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

#define BAD_ASN FINE "1 a VRP whose AS number is not one of 0..4294967295 (RFC 9582 4.2)\n"

/* F3, F8, F12, F15, F20 */
static void survives_odd_values(void **state)
{
	static const struct example examples[] = {
		{ HEAD "AS1.5,10.0.0.0/8,8,ripe,1\n", BAD_ASN },
		{ HEAD "1e9,10.0.0.0/8,8,ripe,1\n", BAD_ASN },
		{ HEAD "1e400,10.0.0.0/8,8,ripe,1\n", BAD_ASN },
		{ HEAD "NaN,10.0.0.0/8,8,ripe,1\n", BAD_ASN },
		{ HEAD "1234567890123456789,10.0.0.0/8,8,ripe,1\n", BAD_ASN },
		{ HEAD "AS1,10.0.0.0/8,8,ripe,0\nAS1,10.0.0.0/8,8,ripe,9223372036854775808\n",
		  "10.0.0.0/8-8 AS1 ripe\n10.0.0.0/8-8 AS1 ripe\n" FINE "1 a time that is none\n" },
		{ HEAD "AS1,10.0.0.0/8,8,a,1\nAS1,10.0.0.0/8,8,a,1\nAS1,10.0.0.0/8,8,b,1\n",
		  "10.0.0.0/8-8 AS1 a until 1\n10.0.0.0/8-8 AS1 a until 1\n"
		  "10.0.0.0/8-8 AS1 b until 1\n" FINE },
		{ HEAD "AS1,10.0.0.0/8,8,../../\xff\xc0\xaf\x1b[2J,1\n",
		  "10.0.0.0/8-8 AS1 ../../\\xff\\xc0\\xaf\\x1b[2J until 1\n" FINE },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* F1, F19 */
static void refuses_what_is_no_list(void **state)
{
#define NO_LIST "-2 no line with an AS number and a prefix\n0 router keys\n"
	static const struct example examples[] = {
		{ "", NO_LIST },
		{ "\n\n# nothing\n", NO_LIST },
		{ "<!DOCTYPE html>\n<p>moved, 404</p>\n",
		  NO_LIST "2 a VRP without prefix (RFC 9582 4.3)\n" },
		{ "{\"roas\":[{\"asn\":1,\"prefix\":\"10.0.0.0/8\"}]}",
		  NO_LIST "1 a VRP without prefix (RFC 9582 4.3)\n" },
		{ "10.0.0.0/8,AS1\n", NO_LIST "1 a VRP without prefix (RFC 9582 4.3)\n" },
		{ "ASN,Name\n1,x\n", NO_LIST "2 a VRP without prefix (RFC 9582 4.3)\n" },
	};

	(void)state;
	check_all(examples, COUNT_OF(examples));
}

static void skips_long_lines(void **state)
{
	static const struct {
		size_t size;
		bool fits;
	} cases[] = { { RPKI_CSV_LINE_MAX, true },
		      { RPKI_CSV_LINE_MAX + 1, false },
		      { 1000000, false } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rpki_transcript t = { .with_places = true };
		struct buffer input;
		buffer_init(&input);
		buffer_string(&input, "x,AS1,10.0.0.0/8\n");
		for (size_t at = 0; at < cases[i].size - 13; at++)
			buffer_char(&input, 'x');
		buffer_string(&input, ",1,10.0.0.0/8\ny,AS2,10.0.0.0/8\n");
		assert_int_equal(run((struct text){ input.bytes, input.used }, 1000, &t), 0);
		assert_int_equal(t.payloads, cases[i].fits ? 3 : 2);
		bool refused = strstr(t.text.bytes, "1 a line longer than 4 KiB @17:2\n") != NULL;
		assert_int_equal(refused, !cases[i].fits);
		buffer_clear(&t.text);
		buffer_clear(&input);
	}
}

static void says_where(void **state)
{
	struct rpki_transcript t = { .with_places = true };
	static const char input[] = "\xef\xbb\xbf" HEAD "\r\nAS1,10.0.0.0/8,8\r\nAS1,x\nAS1,y";

	(void)state;
	assert_int_equal(run(test_text(input, strlen(input)), 1, &t), 0);
	assert_string_equal(
		t.text.bytes,
		"10.0.0.0/8-8 AS1 @51:3\n0  @0:0\n0 router keys\n2 a VRP whose prefix is "
		"not an address and a length (RFC 9582 4.3) @69:4\n");
	buffer_clear(&t.text);
}

static void the_receiver_can_stop_it(void **state)
{
	struct rpki_transcript t = { .stop_after = 2, .with_places = true };
	static const char input[] = "1,10.0.0.0/8\n2,10.0.0.0/8\n3,10.0.0.0/8\n4,10.0.0.0/8";
	struct rpki_sink sink = transcript_sink(&t);
	struct rpki_csv csv;

	(void)state;
	rpki_csv_init(&csv, &sink);
	assert_int_equal(rpki_csv_feed(&csv, text_of(input)), TRANSCRIPT_STOPPED);
	assert_int_equal(rpki_csv_feed(&csv, text_of(input)), TRANSCRIPT_STOPPED);
	assert_int_equal(rpki_csv_finish(&csv), TRANSCRIPT_STOPPED);
	assert_int_equal(t.payloads, 2);
	assert_int_equal(csv.fault.place.line, 2);
	assert_string_equal(csv.fault.message, "stopped by the receiver");
	rpki_csv_clear(&csv);
	rpki_csv_clear(&csv);
	buffer_clear(&t.text);
}

static void survive(struct reader in)
{
	struct rpki_transcript t = { 0 };
	struct text input = { (const char *)in.at, reader_left(&in) };

	(void)run(input, SIZE_MAX, &t); /* the transcript checks the payloads */
	buffer_clear(&t.text);
}

static void survives_damage(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects); i++) {
		size_t size = strlen(dialects[i].input);
		test_every_truncation(dialects[i].input, size, survive);
		test_every_bit_flip(dialects[i].input, size, survive);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_dialect),
		cmocka_unit_test(refuses_lines),
		cmocka_unit_test(survives_odd_values),
		cmocka_unit_test(refuses_what_is_no_list),
		cmocka_unit_test(skips_long_lines),
		cmocka_unit_test(says_where),
		cmocka_unit_test(the_receiver_can_stop_it),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
