/* What the fold makes of single records: odd paths, old formats, and all that it refuses. */
#include "flow/test_fold.h"

#include "wire/bgp_attrs.h"

/* Octets of an update with a path that wire/mrt_write.h does not write. */
static void put(struct buffer *out, uint64_t value, unsigned size)
{
	while (size-- > 0)
		buffer_char(out, (char)(value >> size * 8 & 0xff));
}

static void put_buffer(struct buffer *out, const struct buffer *from)
{
	buffer_text(out, (struct text){ from->bytes, from->used });
}

static unsigned segment_type(struct text bracket)
{
	return bracket.at[0] == '{'   ? AS_SET
	       : bracket.at[0] == '(' ? AS_CONFED_SEQUENCE
				      : AS_CONFED_SET;
}

/* "64496 { 64500 64501 } ( 65001 ) [ 65002 ]": sequences, sets, confederations. */
static void put_path(struct buffer *out, unsigned attribute, const char *path, unsigned asn_size)
{
	struct buffer value, segment;
	struct text rest = text_of(path), word = { NULL, 0 };
	unsigned type = AS_SEQUENCE;

	buffer_init(&value);
	buffer_init(&segment);
	for (bool more = true; more;) {
		asn_t asn = 0;
		more = text_word(&rest, &word);
		if (more && asn_parse(word, &asn) == 0) {
			put(&segment, asn, asn_size);
			continue;
		}
		bool closes = more && strchr("})]", word.at[0]) != NULL;
		if (segment.used > 0 || closes) {
			put(&value, type, 1);
			put(&value, segment.used / asn_size, 1);
			put_buffer(&value, &segment);
			segment.used = 0;
		}
		type = !more || closes ? AS_SEQUENCE : segment_type(word);
	}
	put(out, 0xc0, 1);
	put(out, attribute, 1);
	put(out, value.used, 1);
	put_buffer(out, &value);
	buffer_clear(&value);
	buffer_clear(&segment);
}

/* Folds an update of peer b about 20.0.0.0/16. `path4` may be NULL. */
static void fold_path(struct bench *bench, const char *path, unsigned asn_size, const char *path4)
{
	struct mrt_record record = { .time_us = TEST_EPOCH,
				     .type = MRT_BGP4MP,
				     .subtype = asn_size == 4 ? MRT_MESSAGE_AS4 : MRT_MESSAGE };
	struct buffer attributes, body;

	buffer_init(&attributes);
	buffer_init(&body);
	put_path(&attributes, BGP_ATTR_AS_PATH, path, asn_size);
	if (path4 != NULL)
		put_path(&attributes, BGP_ATTR_AS4_PATH, path4, 4);
	put(&body, 64497, asn_size);
	put(&body, TEST_LOCAL_ASN, asn_size);
	put(&body, 1, 4); /* interface 0, AFI 1 */
	put(&body, 0xc6336402, 4);
	put(&body, 0xc00002fe, 4);
	put(&body, UINT64_MAX, 8);
	put(&body, UINT64_MAX, 8);
	put(&body, 23 + attributes.used + 3, 2);
	put(&body, 2, 1); /* UPDATE */
	put(&body, 0, 2);
	put(&body, attributes.used, 2);
	put_buffer(&body, &attributes);
	put(&body, 0x101400, 3);
	record.body = test_bytes(body.bytes, body.used);
	fold_record(&bench->fold, &bench->input, &record);
	buffer_clear(&attributes);
	buffer_clear(&body);
}

/* RFC 6811 section 2, RFC 8481; `own` is AS64497. */
static void the_origin_of_a_path(void **state)
{
	static const struct {
		const char *path;
		asn_t origin;
	} cases[] = {
		{ "64497", 64497 },
		{ "64497 64499 64500", 64500 },
		{ "64497 64500 64500 64500", 64500 },
		{ "", 64497 },
		{ "{ 64500 }", ASN_NONE },
		{ "64497 { 64500 64501 }", ASN_NONE },
		{ "64497 { 64500 64501 } 64502", 64502 },
		{ "64497 { }", 64497 },
		{ "( 65001 65002 )", 64497 },
		{ "( 65001 ) 64499 64500", 64500 },
		{ "64499 64500 ( 65001 )", 64497 },
		{ "64499 { 64500 } [ 65001 ]", 64497 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bench bench;
		bench_init(&bench, true);
		fold_path(&bench, cases[i].path, 4, NULL);
		assert_int_equal(bench.fold.announced.pair_count, 1);
		assert_int_equal(bench.fold.announced.pairs[0].origin, cases[i].origin);
		assert_int_equal(refusals_total(&bench.input.refusals), 0);
		assert_int_equal(bench.fold.bogon_paths.count, 0);
		bench_clear(&bench);
	}
}

/* RFC 6793 section 4.2.3. */
static void two_octet_paths_are_widened(void **state)
{
	static const struct {
		const char *path, *path4;
		asn_t origin;
	} cases[] = {
		{ "64497 64500", NULL, 64500 },
		{ "64497 23456", "200000", 200000 },
		{ "64497 23456 23456", "64497 200000 200001", 200001 },
		{ "64497 23456", "64497 64499 200000", 23456 }, /* longer than AS_PATH: set aside */
		{ "64497 { 23456 64500 }", "64497 { 200000 64500 }", ASN_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bench bench;
		bench_init(&bench, true);
		fold_path(&bench, cases[i].path, 2, cases[i].path4);
		assert_int_equal(bench.fold.announced.pair_count, 1);
		assert_int_equal(bench.fold.announced.pairs[0].origin, cases[i].origin);
		/* AS_TRANS is at home in such a message, whoever it stands for. */
		assert_int_equal(bench.fold.bogon_paths.count, 0);
		bench_clear(&bench);
	}
}

/* Who could have dropped it: the AS beside the bogon nearest to us, on our side. */
static void bogon_numbers_are_charged_to_who_passed_them_on(void **state)
{
	static const struct {
		const char *path;
		bool is_lab;
		asn_t announcer, bogon; /* ASN_NONE: nobody is charged */
	} cases[] = {
		{ "100 200 300", false, ASN_NONE, 0 },
		{ "100 200 64512", false, 200, 64512 },
		{ "100 64512 300", false, 100, 64512 },
		{ "100 64512 64512 300", false, 100, 64512 },
		{ "100 64512 300 65000", false, 100, 64512 },
		{ "64512 100 200", false, ASN_NONE, 0 }, /* it is the peer itself */
		{ "64512 100 65000", false, 100, 65000 },
		{ "64512 65000", false, ASN_NONE, 0 },
		{ "100 0", false, 100, 0 },
		{ "100 23456 300", false, 100, 23456 },
		{ "100 65535", false, 100, 65535 },
		{ "100 4200000000", false, 100, 4200000000 },
		{ "100 4294967295", false, 100, 4294967295 },
		{ "100 64495", false, ASN_NONE, 0 },
		{ "100 131072", false, ASN_NONE, 0 },
		/* The members of a set have no order; they stand behind who made it. */
		{ "100 { 200 64512 }", false, 100, 64512 },
		{ "100 { 64512 200 }", false, 100, 64512 },
		{ "{ 200 64512 }", false, ASN_NONE, 0 },
		{ "100 { 200 300 } 64512", false, 100, 64512 },
		/* What happens inside of a confederation is its members' business. */
		{ "( 64512 65000 ) 100 200", false, ASN_NONE, 0 },
		{ "100 ( 64512 ) 65000", false, 100, 65000 },
		{ "100 [ 64512 ]", false, ASN_NONE, 0 },
		/* Numbers for documentation are bogons, but not in a laboratory. */
		{ "100 64496", false, 100, 64496 },
		{ "100 65551", false, 100, 65551 },
		{ "64496 65551 64511", true, ASN_NONE, 0 },
		{ "64496 64512", true, 64496, 64512 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bench bench;
		bench_init(&bench, cases[i].is_lab);
		fold_path(&bench, cases[i].path, 4, NULL);
		const struct bogon_paths *paths = &bench.fold.bogon_paths;
		assert_int_equal(paths->count, cases[i].announcer != ASN_NONE);
		for (size_t k = 0; k < paths->count; k++) {
			assert_int_equal(paths->all[k].announcer, cases[i].announcer);
			assert_int_equal(paths->all[k].bogon, cases[i].bogon);
			assert_int_equal(paths->all[k].routes, 1);
		}
		bench_clear(&bench);
	}
}

static void fold_hex(struct bench *bench, unsigned type, unsigned subtype, const char *hex)
{
	struct mrt_record record = { .time_us = TEST_EPOCH,
				     .offset = 77,
				     .type = (uint16_t)type,
				     .subtype = (uint16_t)subtype,
				     .body = test_hex(hex) };
	fold_record(&bench->fold, &bench->input, &record);
}

#define MARKER   "ffffffffffffffffffffffffffffffff"
#define ORIGIN_A "400101 00"
#define PATH_A   "40020a 0202 0000fbf0 0000fbf4" /* 64496 64500 */
#define PATH_B   "40020a 0202 0000fbf0 0000fbf5" /* 64496 64501 */
#define HOP_A    "400304 c0000201"
#define SESSION  "0000fbf0 0000fbff 0000 0001 c0000201 c00002fe "

/* RFC 6396 section 4.2, as archives of the nineties carry it. */
static void table_dump_of_the_first_version(void **state)
{
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	fold_hex(&bench, MRT_TABLE_DUMP, 1,
		 "0000 0001 14000000 10 01 3e000000 c0000201 fbf0 000d" ORIGIN_A
		 "400206 0202 fbf0 fbf4");
	fold_hex(&bench, MRT_TABLE_DUMP, 2,
		 "0000 0002 20010db8000000000000000000000000 20 01 3e000000 "
		 "20010db8000000000000000000000003 fbf2 000d" ORIGIN_A "400206 0202 fbf2 fbf5");
	assert_announced(&bench, "20.0.0.0/16 64500 a/a days 1\n"
				 "2001:db8::/32 64501 c/c days 1\n");
	assert_int_equal(refusals_total(&bench.input.refusals), 0);
	bench_clear(&bench);
}

/* RFC 7911, RFC 8050: two paths of one peer, then one of them falls. */
static void several_paths_of_one_peer(void **state)
{
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	fold_hex(&bench, MRT_TABLE_DUMP_V2, MRT_PEER_INDEX_TABLE,
		 "00000001 0000 0001 02 00000001 c0000201 0000fbf0");
	fold_hex(&bench, MRT_TABLE_DUMP_V2, MRT_RIB_IPV4_UNICAST_ADDPATH,
		 "00000000 101400 0002 "
		 "0000 00000000 00000001 0018" ORIGIN_A PATH_A HOP_A
		 "0000 00000000 00000002 0018" ORIGIN_A PATH_B HOP_A);
	assert_announced(&bench, "20.0.0.0/16 64500 a/a days 1\n"
				 "20.0.0.0/16 64501 a/a days 1\n");
	fold_hex(&bench, MRT_BGP4MP, MRT_MESSAGE_AS4_ADDPATH,
		 SESSION MARKER "001e 02 0007 00000001 101400 0000");
	assert_announced(&bench, "20.0.0.0/16 64500 a/ days 1\n"
				 "20.0.0.0/16 64501 a/a days 1\n");
	fold_hex(&bench, MRT_BGP4MP, MRT_MESSAGE_AS4_ADDPATH,
		 SESSION MARKER "0036 02 0000 0018" ORIGIN_A PATH_A HOP_A "00000002 101400");
	assert_announced(&bench, "20.0.0.0/16 64500 a/a days 1\n"
				 "20.0.0.0/16 64501 a/ days 1\n");
	assert_int_equal(refusals_total(&bench.input.refusals), 0);
	bench_clear(&bench);
}

static void what_is_no_observation_changes_nothing(void **state)
{
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	/* An update that the collector sent itself; KEEPALIVE, OPEN; an empty UPDATE. */
	fold_hex(&bench, MRT_BGP4MP, MRT_MESSAGE_AS4_LOCAL,
		 SESSION MARKER "0032 02 0000 0018" ORIGIN_A PATH_A HOP_A "101400");
	fold_hex(&bench, MRT_BGP4MP, MRT_MESSAGE_AS4, SESSION MARKER "0013 04");
	fold_hex(&bench, MRT_BGP4MP, MRT_MESSAGE_AS4, SESSION MARKER "0015 01 0000");
	fold_hex(&bench, MRT_BGP4MP, MRT_MESSAGE_AS4, SESSION MARKER "0017 02 0000 0000");
	assert_int_equal(bench.input.refusals.taken, 4);
	assert_int_equal(bench.fold.announced.row_count, 0);
	bench_clear(&bench);
}

/* Bodies of records that cannot be read, or not in full. */
static const struct {
	unsigned type, subtype;
	const char *hex;
	enum fold_refusal reason;
	uint64_t announced;
} REFUSED[] = {
	{ 13, 1, "00000001 0000 0002 02 00000001 c0000201 0000fbf0", FOLD_RECORD, 0 },
	{ 13, 2, "00000000 101400", FOLD_RECORD, 0 },
	{ 13, 2, "00000000 211400000000 0000", FOLD_RECORD, 0 },
	{ 12, 1, "0000 0001 14000000 10 01 3e000000 c0000201 fbf0 000d", FOLD_RECORD, 0 },
	{ 12, 1, "0000 0001 14000000 21 01 3e000000 c0000201 fbf0 0000", FOLD_RECORD, 0 },
	{ 16, 4, "0000fbf0 0000fbff 0000 0001 c0000201", FOLD_RECORD, 0 },
	{ 17, 5, SESSION "0006", FOLD_RECORD, 0 },
	{ 11, 0, "", FOLD_TYPE, 0 },
	{ 99, 0, "00", FOLD_TYPE, 0 },
	{ 13, 7, "00000000 0000", FOLD_TYPE, 0 },
	{ 12, 9, "", FOLD_TYPE, 0 },
	{ 16, 99, "", FOLD_TYPE, 0 },
	{ 16, 4, "0000fbf0 0000fbff 0000 0009 c0000201 c00002fe", FOLD_TYPE, 0 },
	/* The other entry of the row counts. */
	{ 13, 2,
	  "00000000 101400 0002 0001 00000000 0018" ORIGIN_A PATH_A HOP_A
	  "0000 00000000 0018" ORIGIN_A PATH_A HOP_A,
	  FOLD_PEER, 1 },
	{ 13, 2, "00000000 101400 0002 0000 00000000 0018" ORIGIN_A PATH_A HOP_A "0000", FOLD_ENTRY,
	  1 },
	{ 13, 2, "00000000 101400 0001 0000 00000000 0005 400205 0201", FOLD_ATTRIBUTES, 0 },
	{ 13, 2, "00000000 101400 0001 0000 00000000 0004" ORIGIN_A, FOLD_AS_PATH, 0 },
	{ 13, 2, "00000000 101400 0001 0000 00000000 0005 400202 0901", FOLD_AS_PATH, 0 },
	{ 13, 2, "00000000 101400 0001 0000 00000000 0005 400202 0201", FOLD_AS_PATH, 0 },
	{ 13, 3, "00000000 101400 0000", FOLD_MULTICAST, 0 },
	{ 12, 1, "0000 0001 14000000 10 01 3e000000 c0000201 fbf0 0003 400204", FOLD_ATTRIBUTES,
	  0 },
	{ 12, 1, "0000 0001 14000000 10 01 3e000000 c0000201 fbf0 0005 400202 0201", FOLD_AS_PATH,
	  0 },
	{ 16, 4, SESSION "fffffffffffffffffffffffffffffffe 0013 04", FOLD_MESSAGE, 0 },
	{ 16, 4, SESSION MARKER "0013", FOLD_MESSAGE, 0 },
	{ 16, 4, SESSION MARKER "0017 02 0001 0000", FOLD_MESSAGE, 0 },
	{ 16, 4, SESSION MARKER "0019 02 0000 0002 4002", FOLD_ATTRIBUTES, 0 },
	{ 16, 4, SESSION MARKER "001b 02 0000 0003 800f00 ", FOLD_MESSAGE, 0 },
	{ 16, 4, SESSION MARKER "001a 02 0000 0003 800f00", FOLD_ATTRIBUTES, 0 },
	{ 16, 4, SESSION MARKER "001a 02 0000 0003 800e00", FOLD_ATTRIBUTES, 0 },
	{ 16, 4, SESSION MARKER "001a 02 0000 0000 101400", FOLD_AS_PATH, 0 },
	{ 16, 4, SESSION MARKER "001f 02 0000 0005 400202 0901 101400", FOLD_AS_PATH, 0 },
	{ 16, 4, SESSION MARKER "001a 02 0003 211400 0000", FOLD_PREFIX, 0 },
	{ 16, 4, SESSION MARKER "0036 02 0000 0018" ORIGIN_A PATH_A HOP_A "101400 20010203",
	  FOLD_PREFIX, 1 },
	{ 16, 4, SESSION MARKER "001d 02 0000 0006 800f03 000102", FOLD_MULTICAST, 0 },
	{ 16, 4, SESSION MARKER "001d 02 0000 0006 800f03 001901", FOLD_MULTICAST, 0 },
	/* VPN routes beside ordinary ones: the ordinary ones count. */
	{ 16, 4,
	  SESSION MARKER "0041 02 0000 0027" ORIGIN_A PATH_A HOP_A
			 "800e0c 000180 04c0000201 00 101400 101400",
	  FOLD_MULTICAST, 1 },
};

static void what_cannot_be_read_is_counted_by_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
		struct bench bench;
		bench_init(&bench, true);
		fold_script(&bench, "0 table a");
		fold_hex(&bench, REFUSED[i].type, REFUSED[i].subtype, REFUSED[i].hex);
		const struct refusals *refusals = &bench.input.refusals;
		if (refusals->count[REFUSED[i].reason] != 1)
			fail_msg("case %zu is not refused for: %s", i,
				 refusals->says[REFUSED[i].reason]);
		assert_int_equal(refusals_total(refusals), 1);
		assert_int_equal(refusals->first[REFUSED[i].reason].offset, 77);
		assert_int_equal(bench.input.announced, REFUSED[i].announced);
		bench_clear(&bench);
	}
}

static void rows_before_any_table_are_refused(void **state)
{
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	fold_script(&bench, "0 rib 20.0.0.0/16 a 64500");
	assert_int_equal(bench.input.refusals.count[FOLD_NO_PEERS], 1);
	assert_int_equal(bench.fold.announced.row_count, 0);
	bench_clear(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_origin_of_a_path),
		cmocka_unit_test(two_octet_paths_are_widened),
		cmocka_unit_test(bogon_numbers_are_charged_to_who_passed_them_on),
		cmocka_unit_test(table_dump_of_the_first_version),
		cmocka_unit_test(several_paths_of_one_peer),
		cmocka_unit_test(what_is_no_observation_changes_nothing),
		cmocka_unit_test(what_cannot_be_read_is_counted_by_reason),
		cmocka_unit_test(rows_before_any_table_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
