#include "base/testkit.h"

#include <unistd.h>

#include "wire/mrt.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

static void append_record(void *context, const struct mrt_record *record)
{
	buffer_format(context, "%u:%u.%u+%u ", (unsigned)record->offset, record->type,
		      record->subtype, (unsigned)reader_left(&record->body));
}

/* A state change of 20 octets, which is the smallest record whose body can be checked. */
#define STATE(time) time "0010 0000 00000014 0001 0002 0000 0001 c0000201 c0000202 0006 0001 "
#define OSPF(time)  time "000b 0000 00000002 0102 "
#define JUNK        "ffffffffffffffffffff"

struct framing_case {
	const char *hex, *want;
	uint64_t lost_records, lost_bytes;
};

static void check_cases(const struct framing_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buffer got;
		buffer_init(&got);
		struct reader in = test_hex(cases[i].hex);
		struct mrt_walk walk = mrt_walk(in, 0, append_record, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, cases[i].want);
		assert_int_equal(walk.framing.lost_records, cases[i].lost_records);
		assert_int_equal(walk.framing.lost_bytes, cases[i].lost_bytes);
		for (size_t piece = 1; piece < 40; piece++) {
			struct mrt_walk pieces = mrt_walk(in, piece, NULL, NULL);
			assert_true(mrt_walk_equal(&walk, &pieces));
		}
		buffer_clear(&got);
	}
}

static void cuts_and_finds_back(void **state)
{
	static const struct framing_case cases[] = {
		{ "", "", 0, 0 },
		{ STATE("00000001"), "0:16.0+20 ", 0, 0 },
		{ STATE("00000001") STATE("00000000"), "0:16.0+20 32:16.0+20 ", 0, 0 },
		/* Types that we do not read are records all the same. */
		{ "00000001 000b 0000 00000002 0102", "0:11.0+2 ", 0, 0 },
		/* Cut short: inside the header, inside the body. */
		{ "00000001 0010", "", 1, 6 },
		{ STATE("00000001") "00000001 0010 00", "0:16.0+20 ", 1, 7 },
		{ STATE("00000001") "00000001 0010 0000 00000014 0001", "0:16.0+20 ", 1, 14 },
		/* Junk before, between and behind. */
		{ JUNK STATE("00000001") STATE("00000002"), "10:16.0+20 42:16.0+20 ", 1, 10 },
		{ STATE("00000001") JUNK STATE("00000002"), "0:16.0+20 42:16.0+20 ", 1, 10 },
		{ STATE("00000001") JUNK, "0:16.0+20 ", 1, 10 },
		/* A length too large by one bit swallows nothing: only its record is lost. */
		{ "00000001 0010 0000 00000034 0001 0002 0000 0001 c0000201 c0000202 0006 "
		  "0001" STATE("00000002") STATE("00000003"),
		  "32:16.0+20 64:16.0+20 ", 1, 32 },
		/* Nor does one too small. */
		{ "00000001 0010 0000 00000010 0001 0002 0000 0001 c0000201 c0000202 0006 "
		  "0001" STATE("00000002") STATE("00000003"),
		  "32:16.0+20 64:16.0+20 ", 1, 32 },
		/* The length of a record before junk is believed when the body fills it. */
		{ STATE("00000001") JUNK JUNK STATE("00000002"), "0:16.0+20 52:16.0+20 ", 1, 20 },
		/* Chains of headers a year apart are not believed, unless a body says the same. */
		{ JUNK OSPF("00000001") OSPF("02000000"), "24:11.0+2 ", 1, 24 },
		{ JUNK STATE("00000001") STATE("02000000"), "10:16.0+20 42:16.0+20 ", 1, 10 },
		/* Damage closer to damage than a chain: bodies that bear out their lengths. */
		{ STATE("00000001") JUNK STATE("00000002") JUNK STATE("00000003") JUNK,
		  "0:16.0+20 42:16.0+20 84:16.0+20 ", 3, 30 },
		/* More than MRT_BODY_MAX. */
		{ "00000001 000d 0002 01000001 00000000", "", 1, 16 },
		/* A row with more behind its entries is believed when the next row follows. */
		{ "00000001 000d 0002 00000013 00000005 00 0000 00000001 000b 0000 00000000"
		  "00000001 000d 0002 00000007 00000006 00 0000",
		  "0:13.2+19 31:13.2+7 ", 0, 0 },
	};

	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* What nobody knows is a record when three headers follow; else it is damage. */
static void unknown_types(void **state)
{
	static const struct framing_case cases[] = {
		{ "00000001 0063 0007 00000002 0102" OSPF("00000001") OSPF("00000001")
			  OSPF("00000001"),
		  "0:99.7+2 14:11.0+2 28:11.0+2 42:11.0+2 ", 0, 0 },
		{ "00000001 0010 000c 00000002 0102" OSPF("00000001"), "0:16.12+2 14:11.0+2 ", 0,
		  0 },
		{ "00000001 0004 0000 00000000" OSPF("00000001"), "0:4.0+0 12:11.0+2 ", 0, 0 },
		{ STATE("00000001") "00000001 0063 0007 00000002 0102", "0:16.0+20 ", 1, 14 },
		{ "00000001 0063 0007 00000002 0102" OSPF("00000001") OSPF("02000000"),
		  "28:11.0+2 ", 1, 28 },
		{ "00000001 0063 0007 00010040 0102" OSPF("00000001"), "14:11.0+2 ", 1, 14 },
		/* Zeros are no empty records. */
		{ STATE("00000001") "000000000000000000000000 000000000000000000000000",
		  "0:16.0+20 ", 1, 24 },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* BGP4MP_ET without room for its microseconds is a record without a body, if others follow. */
static void times_without_room(void **state)
{
	static const struct framing_case cases[] = {
		{ "00000001 0011 0004 00000003 000000", "", 1, 15 },
		{ "00000001 0011 0004 00000003 000000" OSPF("00000001"), "0:17.4+0 15:11.0+2 ", 0,
		  0 },
		{ "00000001 0011 0004 00000000" OSPF("00000001"), "0:17.4+0 12:11.0+2 ", 0, 0 },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* A TABLE_DUMP of one prefix, with four octets of attributes, and what its length says. */
#define DUMP(length)                                                                               \
	"00000001 000c 0001 000000" length "0000 0000 c0000200 18 01 00000009 c0000201 fde8 0004"  \
	"40010100 "

static void lengths_four_short(void **state)
{
	static const struct framing_case cases[] = {
		{ DUMP("1a") DUMP("1a"), "0:12.1+26 38:12.1+26 ", 0, 0 },
		{ DUMP("16") DUMP("16"), "0:12.1+26 38:12.1+26 ", 0, 0 },
		{ DUMP("16") JUNK DUMP("16") DUMP("16"), "48:12.1+26 86:12.1+26 ", 1, 48 },
		{ JUNK DUMP("16") DUMP("16"), "10:12.1+26 48:12.1+26 ", 1, 10 },
		{ DUMP("15") DUMP("16"), "38:12.1+26 ", 1, 38 },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* Framing does not care for the order of times. */
static void times_of_any_kind(void **state)
{
	static const struct framing_case cases[] = {
		{ OSPF("00000000") OSPF("80000000") OSPF("ffffffff") OSPF("00000001")
			  OSPF("01e13381"),
		  "0:11.0+2 14:11.0+2 28:11.0+2 42:11.0+2 56:11.0+2 ", 0, 0 },
	};
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

/* The largest bodies: a RIB row of 16 MiB, a message of 64 KiB; one octet more is damage. */
static void bodies_of_any_size(void **state)
{
	static const struct {
		uint16_t type, subtype;
		size_t size;
		unsigned records;
	} cases[] = {
		{ MRT_TABLE_DUMP_V2, MRT_RIB_IPV4_UNICAST, MRT_BODY_MAX, 2 },
		{ MRT_TABLE_DUMP_V2, MRT_RIB_IPV4_UNICAST, MRT_BODY_MAX + 1, 1 },
		{ MRT_OSPFV2, 0, MRT_MESSAGE_BODY_MAX, 2 },
		{ MRT_OSPFV2, 0, MRT_MESSAGE_BODY_MAX + 1, 1 },
		{ 99, 0, MRT_MESSAGE_BODY_MAX, 2 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		size_t size = cases[i].size;
		struct buffer out;
		buffer_init(&out);
		size_t start = mrt_write_begin(&out, UTC_SECOND, cases[i].type, cases[i].subtype);
		memset(buffer_room(&out, size), 0, size);
		out.used += size;
		mrt_write_end(&out, start);
		mrt_write_end(&out, mrt_write_begin(&out, UTC_SECOND, MRT_OSPFV2, 0));
		struct mrt_walk walk = mrt_walk(mrt_sample_reader(&out), 0, NULL, NULL);
		assert_int_equal(walk.framing.records, cases[i].records);
		assert_int_equal(walk.framing.lost_records, 2 - cases[i].records);
		buffer_clear(&out);
	}
}

static void keep_time(void *context, const struct mrt_record *record)
{
	*(uint64_t *)context = record->time_us;
}

static void reads_times(void **state)
{
	static const struct {
		const char *hex;
		uint64_t time_us;
	} cases[] = {
		{ "65000000 000b 0000 00000000", 0x65000000 * UTC_SECOND },
		{ "ffffffff 000b 0000 00000000", UINT32_MAX * UTC_SECOND },
		{ "65000000 0011 0004 00000008 000f423f 00000000",
		  0x65000000 * UTC_SECOND + 999999 },
		/* More than a second of microseconds is no later second. */
		{ "65000000 0011 0004 00000008 000f4241 00000000", 0x65000000 * UTC_SECOND + 1 },
		{ "65000000 0021 0000 00000004 00000002", 0x65000000 * UTC_SECOND + 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t time_us = 0;
		struct mrt_walk walk = mrt_walk(test_hex(cases[i].hex), 0, keep_time, &time_us);
		assert_int_equal(walk.framing.records, 1);
		assert_int_equal(time_us, cases[i].time_us);
	}
}

static const size_t PIECES[] = { 1, 7, 4096 };

static void same_in_pieces(struct reader in)
{
	struct mrt_walk whole = mrt_walk(in, 0, NULL, NULL);

	for (size_t i = 0; i < COUNT_OF(PIECES); i++) {
		struct mrt_walk pieces = mrt_walk(in, PIECES[i], NULL, NULL);
		assert_true(mrt_walk_equal(&whole, &pieces));
	}
}

static void pieces_change_nothing(void **state)
{
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	struct reader in = mrt_sample_reader(&sample);
	same_in_pieces(in);
	assert_int_equal(mrt_walk(in, 0, NULL, NULL).framing.lost_bytes, 0);
	test_every_truncation(in.at, 1500, same_in_pieces);
	test_every_bit_flip(in.at, 1500, same_in_pieces);
	buffer_clear(&sample);
}

enum { RECORDS_MAX = 4096 };

struct places {
	uint64_t offsets[RECORDS_MAX];
	size_t count;
};

static void keep_place(void *context, const struct mrt_record *record)
{
	struct places *places = context;
	assert_in_range(places->count, 0, RECORDS_MAX - 1);
	places->offsets[places->count++] = record->offset;
}

/* How many of the records at `want` are also at `got`; both ascend. */
static size_t survivors(const struct places *want, const struct places *got)
{
	size_t found = 0;

	for (size_t i = 0, j = 0; i < want->count && j < got->count; j++) {
		while (i < want->count && want->offsets[i] < got->offsets[j])
			i++;
		found += i < want->count && want->offsets[i] == got->offsets[j];
	}
	return found;
}

/* Every bit of every length, one at a time: no other record is lost. */
static void damage_costs_one_record(void **state)
{
	static struct places clean, damaged;
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	struct reader in = mrt_sample_reader(&sample);
	(void)mrt_walk(in, 0, keep_place, &clean);
	size_t kept = 0, undamaged = 0;
	for (size_t i = 0; i < clean.count; i++) {
		for (unsigned bit = 0; bit < 32; bit++) {
			char *octet = &sample.bytes[clean.offsets[i] + 8 + bit / 8];
			*octet ^= (char)(1 << bit % 8);
			damaged.count = 0;
			(void)mrt_walk(in, 0, keep_place, &damaged);
			*octet ^= (char)(1 << bit % 8);
			kept += survivors(&clean, &damaged);
			undamaged += clean.count - 1;
		}
	}
	assert_true(kept >= undamaged - undamaged / 1000);
	buffer_clear(&sample);
}

/* Headers that all lead to headers, from bodies that have to be walked over: eight megabytes of
 * them would take minutes if each was looked into. */
static void nobody_keeps_us_busy(void **state)
{
	enum { SIZE = 8 << 20, LENGTH = MRT_HEADER_SIZE * 80000 };
	struct buffer out;

	(void)state;
	buffer_init(&out);
	while (out.used < SIZE) {
		size_t start = mrt_write_begin(&out, 0, MRT_TABLE_DUMP_V2, MRT_RIB_IPV4_UNICAST);
		uint32_t length = __builtin_bswap32(LENGTH);
		memcpy(out.bytes + start - sizeof(length), &length, sizeof(length));
	}
	(void)alarm(30); /* with sanitizers two */
	(void)mrt_walk(mrt_sample_reader(&out), 0, NULL, NULL);
	(void)alarm(0);
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_and_finds_back),
		{ "B1 unknown types and subtypes", unknown_types, NULL, NULL, NULL },
		{ "B2 TABLE_DUMP whose length is four short", lengths_four_short, NULL, NULL,
		  NULL },
		{ "B11 BGP4MP_ET without room for microseconds", times_without_room, NULL, NULL,
		  NULL },
		{ "B11 B17 microseconds, times 0 and 2^32-1", reads_times, NULL, NULL, NULL },
		{ "B16 bodies of 64 KiB and 16 MiB", bodies_of_any_size, NULL, NULL, NULL },
		{ "B17 times of any kind and order", times_of_any_kind, NULL, NULL, NULL },
		cmocka_unit_test(pieces_change_nothing),
		cmocka_unit_test(damage_costs_one_record),
		{ "X1 nobody keeps us busy", nobody_keeps_us_busy, NULL, NULL, NULL },
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
