#include "base/testkit.h"

#include <stdio.h>

#include "base/buffer.h"
#include "wire/bgp4mp.h"

#define V6 "20010db800000000000000000000000"

/* "PEER > LOCAL if INTERFACE [OLD>NEW] what is set +SIZE/TYPE of the message". */
static void print(struct buffer *got, const struct mrt_record *record)
{
	char peer[ADDRESS_TEXT_MAX], local[ADDRESS_TEXT_MAX];
	struct bgp4mp bgp4mp;
	int result = bgp4mp_read(record, &bgp4mp);

	if (result < 0) {
		buffer_string(got, err_name(result));
		return;
	}
	buffer_format(got, "%s AS%u > %s AS%u if %u", address_print(&bgp4mp.peer, peer),
		      bgp4mp.peer_asn, address_print(&bgp4mp.local, local), bgp4mp.local_asn,
		      bgp4mp.interface);
	if (bgp4mp.is_state_change)
		buffer_format(got, " %u>%u", bgp4mp.old_state, bgp4mp.new_state);
	buffer_format(got, " asn%u%s%s%s%s +%u", bgp4mp.asn_size, bgp4mp.is_local ? " local" : "",
		      bgp4mp.has_path_ids ? " ids" : "", bgp4mp.is_bare ? " bare" : "",
		      bgp4mp.has_addresses ? "" : " nowhere",
		      (unsigned)reader_left(&bgp4mp.message));
	if (bgp4mp.message_type != 0)
		buffer_format(got, "/%u", bgp4mp.message_type);
}

static struct mrt_record record_of(unsigned type, unsigned subtype, const char *hex)
{
	return (struct mrt_record){ .type = (uint16_t)type,
				    .subtype = (uint16_t)subtype,
				    .body = test_hex(hex) };
}

struct case_of_type {
	unsigned type, subtype;
	const char *hex, *want;
};

static void check_cases(const struct case_of_type *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct mrt_record record = record_of(cases[i].type, cases[i].subtype, cases[i].hex);
		struct buffer got;
		buffer_init(&got);
		print(&got, &record);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, cases[i].want);
		buffer_clear(&got);
	}
}

#define MARKER    "ffffffffffffffffffffffffffffffff "
#define KEEPALIVE MARKER "0013 04"

/* Zebra left out interface, family and addresses of sessions that were not up. */
static void without_addresses(void **state)
{
	static const struct case_of_type cases[] = {
		{ 16, 0, "fde8 fde9 0006 0001",
		  "0.0.0.0 AS65000 > 0.0.0.0 AS65001 if 0 6>1 asn2 nowhere +0" },
		{ 17, 5, "fa56ea00 0000fde9 0001 0002",
		  "0.0.0.0 AS4200000000 > 0.0.0.0 AS65001 if 0 1>2 asn4 nowhere +0" },
		{ 16, 1, "fde8 fde9 " KEEPALIVE,
		  "0.0.0.0 AS65000 > 0.0.0.0 AS65001 if 0 asn2 nowhere +19/4" },
		{ 16, 4, "0000fde8 0000fde9 " KEEPALIVE,
		  "0.0.0.0 AS65000 > 0.0.0.0 AS65001 if 0 asn4 nowhere +19/4" },
		/* Nor are they there when less is. */
		{ 16, 0, "fde8 fde9 0006", "truncated" },
		{ 16, 0, "fde8 fde9 0006 0001 00", "truncated" },
		{ 16, 1, "fde8 fde9 0006 0001", "truncated" },
		{ 16, 1, "fde8 fde9 fffe ffff", "unsupported" },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* Families that we do not read. */
static void other_families(void **state)
{
	static const struct case_of_type cases[] = {
		{ 16, 1, "fde8 fde9 0000 0000 c0000201 c0000202", "unsupported" },
		{ 16, 0, "fde8 fde9 0000 0000 c0000201 c0000202 0006 0001", "unsupported" },
		{ 16, 1, "fde8 fde9 0000 0003 c0000201 c0000202", "unsupported" },
		{ 16, 1, "fde8 fde9 0000 4004 c0000201 c0000202", "unsupported" },
		{ 17, 4, "0000fde8 0000fde9 0000 4004 c0000201 c0000202", "unsupported" },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* States that no standard knows are kept as they are. */
static void states_of_any_kind(void **state)
{
	static const struct case_of_type cases[] = {
		{ 16, 0, "fde8 fde9 0000 0001 c0000201 c0000202 0000 ffff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 0>65535 asn2 +0" },
		{ 16, 0, "fde8 fde9 0000 0001 c0000201 c0000202 0007 0008 ffff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 7>8 asn2 +2" },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* The subtype says one size of AS numbers, the record has the other: the family is not where it
 * should be, or no message is. */
static void sizes_that_disagree(void **state)
{
	static const struct case_of_type cases[] = {
		{ 16, 4, "fde8 fde9 0000 0001 c0000201 c0000202" KEEPALIVE, "unsupported" },
		{ 16, 1, "0000fde8 0000fde9 0000 0001 c0000201 c0000202" KEEPALIVE, "unsupported" },
		{ 16, 5, "fde8 fde9 0000 0001 c0000201 c0000202 0006 0001", "unsupported" },
		{ 16, 0, "0000fde8 0000fde9 0000 0001 c0000201 c0000202 0006 0001", "unsupported" },
		{ 16, 1, "0000fde8 0001fde9 0000 0001 c0000201 c0000202" KEEPALIVE, "unsupported" },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* Messages whose header says what cannot be. */
static void wrong_messages(void **state)
{
	static const struct {
		const char *message;
		int want;
	} cases[] = {
		{ MARKER "0013 04", 0 },
		{ MARKER "1001 02", ERR_TRUNCATED }, /* more than 4096, and than the record */
		{ MARKER "ffff 02", ERR_TRUNCATED },
		{ MARKER "0014 04", ERR_TRUNCATED },
		{ MARKER "0012 04", ERR_MALFORMED },
		{ MARKER "0000 04", ERR_MALFORMED },
		{ "fffffffffffffffffffffffffffffffe 0013 04", ERR_MALFORMED },
		{ "00000000000000000000000000000000 0013 04", ERR_MALFORMED },
		{ MARKER "0013", ERR_TRUNCATED },
		{ "", ERR_TRUNCATED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bgp_message message;
		struct bgp4mp bgp4mp;
		char hex[200];
		(void)snprintf(hex, sizeof(hex), "fde8 fde9 0000 0001 c0000201 c0000202 %s",
			       cases[i].message);
		struct mrt_record record = record_of(MRT_BGP4MP, MRT_MESSAGE, hex);
		assert_int_equal(bgp4mp_read(&record, &bgp4mp), 0);
		assert_int_equal(bgp4mp_message(&bgp4mp, &message), cases[i].want);
	}
}

/* Before BGP4MP: messages without their headers. */
static void bare_messages(void **state)
{
#define IPV4    "fde8 c0000201 fde9 c0000202 "
#define IPV6    "fde8 " V6 "1 fde9 " V6 "2 "
#define V4_SAYS "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 bare "
#define V6_SAYS "2001:db8::1 AS65000 > 2001:db8::2 AS65001 if 0 asn2 bare "
	static const struct case_of_type cases[] = {
		{ 5, 1, IPV4 "0000 0000 18c00002", V4_SAYS "+8/2" },
		{ 5, 5, IPV4 "04 fde8 00b4 c0000201 00", V4_SAYS "+10/1" },
		{ 5, 6, IPV4 "0602", V4_SAYS "+2/3" },
		{ 5, 7, IPV4, V4_SAYS "+0/4" },
		{ 9, 1, IPV6 "0000 0000", V6_SAYS "+4/2" },
		{ 10, 7, IPV6, V6_SAYS "+0/4" },
		{ 5, 3, "fde8 c0000201 0006 0001",
		  "192.0.2.1 AS65000 > 0.0.0.0 AS0 if 0 6>1 asn2 bare +0" },
		{ 9, 3, "fde8 " V6 "1 0006 0001",
		  "2001:db8::1 AS65000 > :: AS0 if 0 6>1 asn2 bare +0" },
		/* Neither messages nor changes of state. */
		{ 5, 0, IPV4, "unsupported" },
		{ 5, 2, IPV4 "0000 0000", "unsupported" },
		{ 5, 4, "0001 6100", "unsupported" },
		{ 5, 8, IPV4, "unsupported" },
		{ 6, 1, IPV4, "unsupported" },
		/* Cut short. */
		{ 5, 3, "fde8 c0000201 0006 00", "truncated" },
		{ 5, 1, "fde8 c0000201 fde9 c00002", "truncated" },
		{ 9, 1, IPV4, "truncated" },
		{ 5, 1, "", "truncated" },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));

	struct mrt_record record = record_of(MRT_BGP, MRT_BGP_UPDATE, IPV4 "0000 0000 18c00002");
	struct bgp_message message;
	struct bgp4mp bgp4mp;
	assert_int_equal(bgp4mp_read(&record, &bgp4mp), 0);
	assert_int_equal(bgp4mp_message(&bgp4mp, &message), 0);
	assert_int_equal(message.type, BGP_UPDATE);
	assert_int_equal(reader_left(&message.body), 8);
}

static void reads(void **state)
{
	static const struct {
		unsigned subtype;
		const char *hex, *want;
	} cases[] = {
		{ 0, "fde8 fde9 0003 0001 c0000201 c0000202 0006 0001",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 3 6>1 asn2 +0" },
		{ 5, "fa56ea00 0000fde9 0000 0002 " V6 "1" V6 "2 0001 0003",
		  "2001:db8::1 AS4200000000 > 2001:db8::2 AS65001 if 0 1>3 asn4 +0" },
		{ 1, "fde8 fde9 0000 0001 c0000201 c0000202 ffff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 +2" },
		{ 4, "fa56ea00 0000fde9 0000 0001 c0000201 c0000202",
		  "192.0.2.1 AS4200000000 > 192.0.2.2 AS65001 if 0 asn4 +0" },
		{ 6, "fde8 fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 local +1" },
		{ 7, "0000fde8 0000fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn4 local +1" },
		{ 8, "fde8 fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 ids +1" },
		{ 9, "0000fde8 0000fde9 0000 0002 " V6 "1" V6 "2 ff",
		  "2001:db8::1 AS65000 > 2001:db8::2 AS65001 if 0 asn4 ids +1" },
		{ 10, "fde8 fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 local ids +1" },
		{ 11, "0000fde8 0000fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn4 local ids +1" },
		/* Subtypes: an entry (mrt_table.h), a snapshot, none. */
		{ 2, "fde8 fde9 0000 0001 c0000201 c0000202", "unsupported" },
		{ 3, "fde8 fde9 0000 0001 c0000201 c0000202", "unsupported" },
		{ 12, "fde8 fde9 0000 0001 c0000201 c0000202", "unsupported" },
		/* Cut short. */
		{ 0, "fde8 fde9 0000 0001 c0000201 c0000202 0006 00", "truncated" },
		{ 1, "fde8 fde9 0000 0001 c0000201 c00002", "truncated" },
		{ 1, "fde8 fde9 0000 0002 c0000201 c0000202", "truncated" },
		{ 4, "fde8 fde9 0000", "truncated" },
		{ 1, "", "truncated" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record = record_of(i % 2 == 0 ? MRT_BGP4MP : MRT_BGP4MP_ET,
						     cases[i].subtype, cases[i].hex);
		struct buffer got;
		buffer_init(&got);
		print(&got, &record);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, cases[i].want);
		buffer_clear(&got);
	}
	struct mrt_record other = { .type = MRT_TABLE_DUMP_V2, .subtype = 1 };
	struct bgp4mp bgp4mp;
	assert_int_equal(bgp4mp_read(&other, &bgp4mp), ERR_UNSUPPORTED);
}

static void read_as_all(struct reader in)
{
	static const unsigned types[] = { MRT_BGP, MRT_BGP4PLUS, MRT_BGP4MP, MRT_BGP4MP_ET };

	for (unsigned i = 0; i < 13 * COUNT_OF(types); i++) {
		struct mrt_record record = { .type = (uint16_t)types[i / 13],
					     .subtype = (uint16_t)(i % 13),
					     .body = in };
		struct bgp_message message;
		struct bgp4mp bgp4mp;
		if (bgp4mp_read(&record, &bgp4mp) < 0)
			continue;
		assert_true(reader_left(&bgp4mp.message) < reader_left(&in));
		if (bgp4mp_message(&bgp4mp, &message) == 0)
			assert_int_equal(message.type, bgp4mp.message_type);
	}
}

static void survives_damage(void **state)
{
	uint8_t copy[64];
	struct reader in = test_hex("0000fde8 0000fde9 0000 0002 " V6 "1" V6 "2 0001 0003");
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, read_as_all);
	test_every_bit_flip(copy, size, read_as_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(without_addresses),
		{ "B10 families 0, 3, 16388", other_families, NULL, NULL, NULL },
		{ "B12 states 0, 7, 8, 65535", states_of_any_kind, NULL, NULL, NULL },
		{ "B13 two and four octets of AS numbers confused", sizes_that_disagree, NULL, NULL,
		  NULL },
		{ "B14 B15 wrong lengths and markers of messages", wrong_messages, NULL, NULL,
		  NULL },
		{ "B21 types before BGP4MP", bare_messages, NULL, NULL, NULL },
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
