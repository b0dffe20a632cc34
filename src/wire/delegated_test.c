#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/delegated.h"
#include "wire/test_unpack.h"

static int print_delegation(void *context, const struct delegation *delegation, struct place place)
{
	static const char statuses[] = "ASFR"; /* allocated, assigned, free, reserved */
	char text[PREFIX_TEXT_MAX];
	struct buffer *out = context;

	if (delegation->kind == DELEGATION_ASN)
		buffer_format(out, "AS%u-%u", delegation->asns.first, delegation->asns.last);
	else
		buffer_string(out, prefix_print(&delegation->prefix, text));
	buffer_format(out, "%c%d%s%u", statuses[delegation->status], (int)delegation->registry,
		      delegation->economy, delegation->date);
	buffer_text(out, delegation->holder);
	buffer_format(out, "@%u ", (unsigned)place.line);
	return 0;
}

static void read_all(struct text input, size_t piece, struct buffer *out)
{
	struct delegated_sink sink = { out, print_delegation };
	struct delegated delegated;

	delegated_init(&delegated, &sink);
	for (; input.len > 0; input = text_from(input, piece))
		assert_int_equal(delegated_feed(&delegated, text_upto(input, piece)), 0);
	assert_int_equal(delegated_finish(&delegated), 0);
	for (unsigned reason = 1; reason < DELEGATED_REASONS; reason++) {
		assert_non_null(delegated.refusals.says[reason]);
		if (delegated.refusals.count[reason] > 0)
			buffer_format(out, "refused %u@%u ", reason,
				      (unsigned)delegated.refusals.first[reason].line);
	}
	for (unsigned type = 0; type < DELEGATED_TYPES; type++)
		if (delegated.records[type].said)
			buffer_format(out, "%u of %u ", (unsigned)delegated.records[type].present,
				      (unsigned)delegated.records[type].claimed);
	if (delegated.last_day != 0)
		buffer_format(out, "day %u ", delegated.last_day);
	if (!delegated_is_complete(&delegated))
		buffer_string(out, "incomplete ");
	delegated_clear(&delegated);
}

static void check(const char *input, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 7) {
		struct buffer got;
		buffer_init(&got);
		read_all(test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

static int print_day(void *context, const struct delegation *delegation, struct place place)
{
	(void)place;
	buffer_format(context, "%u ", delegation->as_of);
	return 0;
}

/* Of several files one after another, each has its own day, or none. */
static void a_delegation_knows_the_day_of_its_file(void **state)
{
	static const char input[] = "lacnic||asn|1|1||reserved\n"
				    "2|apnic|20260131|2|19830613|20260130|+1000\n"
				    "apnic||asn|2|1||available|\n"
				    "apnic||ipv4|1.0.0.0|768||available|\n"
				    "2|arin|1|1|19830613||-0500\n"
				    "arin||ipv6|2600::|12||available|\n"
				    "2.3|ripencc|1|1|19830613|20260222|+0100\n"
				    "ripencc||ipv4|2.0.0.0|256|20100712|reserved|\n";
	struct delegated delegated;
	struct buffer got;
	(void)state;

	buffer_init(&got);
	delegated_init(&delegated, &(struct delegated_sink){ &got, print_day });
	assert_int_equal(delegated_feed(&delegated, TEXT(input)), 0);
	assert_int_equal(delegated_finish(&delegated), 0);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "0 20260130 20260130 20260130 0 20260222 ");
	assert_int_equal(delegated.last_day, 20260222);
	buffer_clear(&got);
	delegated_clear(&delegated);
}

static void reads_records(void **state)
{
	(void)state;
	check("", "");
	check("ripencc|FR|ipv4|2.0.0.0|1048576|20100712|allocated\n", "2.0.0.0/12A4FR20100712@1 ");
	check("apnic|AU|ipv4|1.0.0.0|256|20110811|assigned|A91872ED\r\n",
	      "1.0.0.0/24S1AU20110811A91872ED@1 ");
	check("lacnic||ipv6|2800::|13||available\nafrinic|ZZ|ipv6|2c0f:ffec::|30|00000000|reserved|"
	      "\n",
	      "2800::/13F30@1 2c0f:ffec::/30R00@2 ");
	check("apnic||asn|135062|519||available\narin|US|asn|1|1|20010920|assigned|h|e-stats",
	      "AS135062-135580F10@1 AS1-1S2US20010920h@2 ");
	check("iana|ZZ|asn|4294967295|1||reserved|ietf|iana\niana|ZZ|ipv6|4000::|2|20190101|"
	      "ianapool\n",
	      "AS4294967295-4294967295R50ietf@1 4000::/2F520190101@2 ");
}

/* A count need not be a power of two, nor its start a multiple of it. */
static void cuts_ranges_exactly(void **state)
{
	(void)state;
	check("arin|US|ipv4|192.0.2.0|768||allocated\n",
	      "192.0.2.0/23A2US0@1 192.0.4.0/24A2US0@1 ");
	check("arin|US|ipv4|192.0.1.0|768||allocated\n",
	      "192.0.1.0/24A2US0@1 192.0.2.0/23A2US0@1 ");
	check("arin|US|ipv4|10.0.0.1|6||allocated\n",
	      "10.0.0.1/32A2US0@1 10.0.0.2/31A2US0@1 10.0.0.4/31A2US0@1 10.0.0.6/32A2US0@1 ");
	check("iana||ipv4|0.0.0.0|4294967296||reserved\n", "0.0.0.0/0R50@1 ");
	check("iana||ipv4|0.0.0.0|2147483649||reserved\n", "0.0.0.0/1R50@1 128.0.0.0/32R50@1 ");
	check("iana||ipv4|255.255.255.254|2||reserved\n", "255.255.255.254/31R50@1 ");
}

static void compares_with_what_the_file_says(void **state)
{
	(void)state;
	check("2|lacnic|20220501|2|19870101|20220501|-0300\nlacnic|*|ipv4|*|0|summary\n"
	      "lacnic|*|asn|*|2|summary\n"
	      "lacnic|BR|asn|7|1|20200310|allocated|1\nlacnic|BR|asn|8|1|20200310|allocated|1\n",
	      "AS7-7A3BR202003101@4 AS8-8A3BR202003101@5 2 of 2 0 of 0 2 of 2 day 20220501 ");
	/* Refused records are there all the same. */
	check("2.3|nro|1|1||20160130|+1000\nnro|*|ipv6|*|1|summary\napnic|AU|ipv6|::1|64||"
	      "assigned\n",
	      "refused 8@3 1 of 1 1 of 1 day 20160130 ");
	check("2|ripencc|1|3|1|1|+0200\nripencc|FR|asn|7|1||assigned\n",
	      "AS7-7S4FR0@2 1 of 3 incomplete ");
	/* Several files in one. */
	check("2|arin|1|1||20220101|0\narin||asn|7|1||assigned\n2|apnic|1|1||20220102|0\n"
	      "apnic||asn|8|1||assigned\n",
	      "AS7-7S20@2 AS8-8S10@4 2 of 2 day 20220102 ");
}

static void refuses_by_reason(void **state)
{
	static const struct {
		const char *line;
		enum delegated_refusal want;
	} cases[] = {
		{ "word", DELEGATED_FIELDS },
		{ "arin|US|asn|1|1|20010920", DELEGATED_FIELDS },
		{ "nro|US|asn|1|1||assigned", DELEGATED_REGISTRY },
		{ "|US|asn|1|1||assigned", DELEGATED_REGISTRY },
		{ "arin|USA|asn|1|1||assigned", DELEGATED_ECONOMY },
		{ "arin|us|asn|1|1||assigned", DELEGATED_ECONOMY },
		{ "arin|US|ipv5|1|1||assigned", DELEGATED_TYPE },
		{ "arin|US|asn|AS1|1||assigned", DELEGATED_START },
		{ "arin|US|asn|4294967296|1||assigned", DELEGATED_START },
		{ "arin|US|ipv4|2001:db8::|1||assigned", DELEGATED_START },
		{ "arin|US|ipv4|1.2.3|256||assigned", DELEGATED_START },
		{ "arin|US|ipv6|1.2.3.4|32||assigned", DELEGATED_START },
		{ "arin|US|asn|1|0||assigned", DELEGATED_VALUE },
		{ "arin|US|asn|4294967295|2||assigned", DELEGATED_VALUE },
		{ "arin|US|ipv4|1.2.3.0|0||assigned", DELEGATED_VALUE },
		{ "arin|US|ipv4|1.2.3.0|-1||assigned", DELEGATED_VALUE },
		{ "arin|US|ipv4|255.255.255.0|257||assigned", DELEGATED_VALUE },
		{ "arin|US|ipv4|0.0.0.0|18446744073709551615||assigned", DELEGATED_VALUE },
		{ "arin|US|ipv6|2001:db8::|129||assigned", DELEGATED_VALUE },
		{ "arin|US|ipv6|2001:db9::|31||assigned", DELEGATED_HOST_BITS },
		{ "arin|US|asn|1|1|2001092|assigned", DELEGATED_DATE },
		{ "arin|US|asn|1|1|20010931|assigned", DELEGATED_DATE },
		{ "arin|US|asn|1|1||legacy", DELEGATED_STATUS },
		{ "arin|US|asn|1|1||", DELEGATED_STATUS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct delegated delegated;
		delegated_init(&delegated, &(struct delegated_sink){ 0 });
		assert_int_equal(delegated_feed(&delegated, text_of(cases[i].line)), 0);
		assert_int_equal(delegated_finish(&delegated), 0);
		assert_int_equal(delegated.refusals.count[cases[i].want], 1);
		assert_int_equal(refusals_total(&delegated.refusals), 1);
		assert_int_equal(delegated.refusals.taken, 0);
		delegated_clear(&delegated);
	}
}

static void refuses_long_lines(void **state)
{
	static char input[DELEGATED_LINE_MAX + 1];
	struct delegated delegated;

	(void)state;
	memset(input, 'x', sizeof(input));
	delegated_init(&delegated, &(struct delegated_sink){ 0 });
	assert_int_equal(delegated_feed(&delegated, (struct text){ input, sizeof(input) }), 0);
	assert_int_equal(delegated_finish(&delegated), 0);
	assert_int_equal(delegated.refusals.count[DELEGATED_LINE_LONG], 1);
	delegated_clear(&delegated);
}

static int stop_at_second(void *context, const struct delegation *delegation, struct place place)
{
	unsigned *seen = context;

	(void)delegation;
	(void)place;
	return ++*seen == 2 ? ERR_LIMIT : 0;
}

static void stops_when_the_sink_says_so(void **state)
{
	unsigned seen = 0;
	struct delegated_sink sink = { &seen, stop_at_second };
	struct delegated delegated;

	(void)state;
	delegated_init(&delegated, &sink);
	assert_int_equal(delegated_feed(&delegated, TEXT("arin|US|ipv4|1.0.0.0|7||assigned\n")),
			 ERR_LIMIT);
	assert_int_equal(seen, 2);
	delegated_clear(&delegated);
}

static void survive(struct reader in)
{
	struct buffer whole, cut;
	struct text input = { (const char *)in.at, reader_left(&in) };

	buffer_init(&whole);
	buffer_init(&cut);
	read_all(input, SIZE_MAX, &whole);
	read_all(input, 1, &cut);
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char input[] =
		"2|nro|1|3||20160130|+1000\nnro|*|ipv6|*|1|summary\n# remark\n"
		"arin|US|ipv4|1.2.3.0|768|20010920|assigned|h\n"
		"arin|US|ipv6|2001:db8::|32||reserved\r\nlacnic||asn|7|9||available";

	(void)state;
	test_every_truncation(input, sizeof(input) - 1, survive);
	test_every_bit_flip(input, sizeof(input) - 1, survive);
}

struct sums {
	uint64_t addresses; /* IPv4 */
	uint64_t sites;     /* IPv6 /64s; no delegation of today is longer */
	uint64_t asns;
	uint64_t prefixes;
	uint64_t statuses[4]; /* of lines */
	uint64_t no_economy, no_date, no_holder;
	uint64_t line;
};

static int add(void *context, const struct delegation *delegation, struct place place)
{
	struct sums *sums = context;

	if (delegation->kind == DELEGATION_ASN)
		sums->asns += delegation->asns.last - delegation->asns.first + 1;
	else if (delegation->prefix.family == FAMILY_V4)
		sums->addresses += UINT64_C(1) << (32 - delegation->prefix.len);
	else
		sums->sites += UINT64_C(1) << (64 - delegation->prefix.len);
	sums->prefixes += delegation->kind == DELEGATION_PREFIX;
	if (place.line == sums->line)
		return 0;
	sums->line = place.line;
	sums->statuses[delegation->status]++;
	sums->no_economy += delegation->economy[0] == '\0';
	sums->no_date += delegation->date == 0;
	sums->no_holder += delegation->holder.len == 0;
	return 0;
}

/* The figures are those of
 *	awk -F'|' '!/^#/ && NF >= 7 && $1 !~ /^[0-9]/ {
 *		if ($3 == "ipv4") { n4++; v4 += $5 } if ($3 == "asn") { na++; a += $5 }
 *		if ($3 == "ipv6") { n6++; v6 += 2 ^ (64 - $5) } s[$7]++
 *		if ($2 == "" || $2 == "ZZ") z++; if ($6 == "" || $6 == "00000000") u++
 *		if ($8 == "") h++ }' */
static const struct {
	const char *path;
	uint64_t records[3]; /* asn, ipv4, ipv6 */
	uint64_t asns, addresses, sites;
	uint64_t statuses[4];
	uint64_t no_economy, no_date, no_holder;
	uint32_t last_day;
} real_files[] = {
	{ "registry/delegated-afrinic-extended-20220502.zst",
	  { 3326, 4814, 5692 },
	  3326,
	  121250304,
	  4505798650626048,
	  { 5942, 1748, 2444, 3698 },
	  6142,
	  6142,
	  6142,
	  20220502 },
	{ "registry/delegated-afrinic-extended-202605.zst",
	  { 4350, 5958, 8978 },
	  4350,
	  121250304,
	  4505798650626048,
	  { 7725, 2008, 5565, 3988 },
	  9553,
	  9553,
	  9553,
	  20260505 },
	{ "registry/delegated-apnic-extended-201602.zst",
	  { 7283, 33141, 32983 },
	  12903,
	  877080320,
	  4582768759537664,
	  { 32410, 11061, 28848, 1088 },
	  29936,
	  29936,
	  29936,
	  20160130 },
	{ "registry/delegated-lacnic-extended-20220502.zst",
	  { 13595, 19415, 50348 },
	  14079,
	  190161664,
	  4505798650626048,
	  { 39685, 3905, 26185, 13583 },
	  39768,
	  39768,
	  39768,
	  20220501 },
	{ "registry/delegated-ripencc-extended-20130418.zst",
	  { 28184, 49504, 33535 },
	  28184,
	  780443648,
	  4648730867269632,
	  { 51405, 30044, 9014, 20760 },
	  29774,
	  29774,
	  111223,
	  20130418 },
	{ "registry/nro-delegated-reconstructed-20221006.txt.zst",
	  { 0, 179526, 28110 },
	  0,
	  3289369088,
	  937108188626944,
	  { 0, 207636, 0, 0 },
	  0,
	  207636,
	  0,
	  0 },
};

static void read_real_file(size_t i, struct text input)
{
	struct sums sums = { 0 };
	struct delegated_sink sink = { &sums, add };
	struct delegated delegated;

	delegated_init(&delegated, &sink);
	assert_int_equal(delegated_feed(&delegated, input), 0);
	assert_int_equal(delegated_finish(&delegated), 0);
	assert_int_equal(refusals_total(&delegated.refusals), 0);
	assert_true(delegated_is_complete(&delegated));
	assert_true(delegated.records[DELEGATED_ALL].said == (real_files[i].last_day != 0));
	for (unsigned type = 0; type < 3; type++)
		assert_int_equal(delegated.records[type].present, real_files[i].records[type]);
	assert_int_equal(sums.asns, real_files[i].asns);
	assert_int_equal(sums.addresses, real_files[i].addresses);
	assert_int_equal(sums.sites, real_files[i].sites);
	for (unsigned status = 0; status < 4; status++)
		assert_int_equal(sums.statuses[status], real_files[i].statuses[status]);
	assert_int_equal(sums.no_economy, real_files[i].no_economy);
	assert_int_equal(sums.no_date, real_files[i].no_date);
	assert_int_equal(sums.no_holder, real_files[i].no_holder);
	assert_int_equal(delegated.last_day, real_files[i].last_day);
	delegated_clear(&delegated);
}

static void reads_real_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(real_files); i++) {
		struct text input;
		char *owned = test_unpack(real_files[i].path, SIZE_MAX, &input);
		if (owned == NULL)
			skip();
		read_real_file(i, input);
		free(owned);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_records),
		cmocka_unit_test(a_delegation_knows_the_day_of_its_file),
		cmocka_unit_test(cuts_ranges_exactly),
		cmocka_unit_test(compares_with_what_the_file_says),
		cmocka_unit_test(refuses_by_reason),
		cmocka_unit_test(refuses_long_lines),
		cmocka_unit_test(stops_when_the_sink_says_so),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(reads_real_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
