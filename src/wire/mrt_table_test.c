#include "base/testkit.h"

#include <math.h>

#include "base/buffer.h"
#include "wire/mrt_table.h"

#define BUFFER_SAYS(got, want)                                                                     \
	do {                                                                                       \
		buffer_char(&(got), '\0');                                                         \
		assert_string_equal((got).bytes, (want));                                          \
		buffer_clear(&(got));                                                              \
	} while (0)

static void put_address(struct buffer *out, const struct address *address)
{
	char text[ADDRESS_TEXT_MAX];
	buffer_string(out, address_print(address, text));
}

static void reads_peers(void **state)
{
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ "00000007 0000 0000", "7  0:" },
		{ "00000007 0002 6869 0001 00 00000001 c0000201 fde8",
		  "7 hi 1: 1 192.0.2.1 AS65000;" },
		{ "00000007 0000 0003"
		  "02 00000001 c0000201 fa56ea00"
		  "01 00000002 20010db8000000000000000000000001 fde8"
		  "03 00000003 20010db8000000000000000000000002 fa56ea00",
		  "7  3: 1 192.0.2.1 AS4200000000; 2 2001:db8::1 AS65000;"
		  " 3 2001:db8::2 AS4200000000;" },
		/* Bits that have no meaning are ignored. */
		{ "00000007 0000 0001 fc 00000001 c0000201 fde8", "7  1: 1 192.0.2.1 AS65000;" },
		/* More octets than peers, more peers than octets. */
		{ "00000007 0000 0000 ffff", "7  0:" },
		{ "00000007 0000 0002 00 00000001 c0000201 fde8", "7  2: 1 192.0.2.1 AS65000;!" },
		{ "00000007 0000 ffff", "7  65535:!" },
		/* A name that reaches past the end, a header cut short. */
		{ "00000007 0003 6869", "!" },
		{ "00000007 ffff", "!" },
		{ "", "!" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct peer_index index;
		struct bgp_peer peer;
		struct buffer got;
		buffer_init(&got);
		int result = peer_index_read(test_hex(cases[i].hex), &index);
		if (result == 0) {
			buffer_format(&got, "%u ", index.collector_id);
			buffer_text(&got, index.view);
			buffer_format(&got, " %u:", index.count);
			while ((result = peer_index_next(&index, &peer)) > 0) {
				buffer_format(&got, " %u ", peer.bgp_id);
				put_address(&got, &peer.address);
				buffer_format(&got, " AS%u;", peer.asn);
			}
		}
		if (result == ERR_TRUNCATED)
			buffer_char(&got, '!');
		BUFFER_SAYS(got, cases[i].want);
	}
}

static struct mrt_record record_of(unsigned type, unsigned subtype, struct reader body)
{
	return (struct mrt_record){ .type = (uint16_t)type,
				    .subtype = (uint16_t)subtype,
				    .body = body };
}

/* "#sequence safi prefix count: peer@time/path-id+size..." */
static void print_rib(struct buffer *got, const struct mrt_record *record)
{
	char text[PREFIX_TEXT_MAX];
	struct rib rib, skipped;
	struct rib_entry entry;
	unsigned entries = 0;
	int result = rib_read(record, &rib);

	if (result == 0) {
		skipped = rib;
		buffer_format(got, "#%u %u %s %u:", rib.sequence, rib.safi,
			      prefix_print(&rib.prefix, text), rib.count);
		for (; (result = rib_entry_next(&rib, &entry)) > 0; entries++)
			buffer_format(got, " %u@%u/%u+%u", entry.peer, entry.originated,
				      entry.path_id, (unsigned)reader_left(&entry.attributes));
		assert_int_equal(rib_skip(&skipped), entries);
		assert_int_equal(skipped.count, rib.count);
		if (result == 0)
			assert_int_equal(reader_left(&skipped.entries), reader_left(&rib.entries));
	}
	if (result < 0)
		buffer_string(got, err_name(result));
}

static void reads_rows(void **state)
{
	static const struct {
		unsigned subtype;
		const char *hex, *want;
	} cases[] = {
		{ 2, "00000001 18 c00002 0000", "#1 1 192.0.2.0/24 0:" },
		{ 2, "00000001 00 0001 0003 00000009 0000", "#1 1 0.0.0.0/0 1: 3@9/0+0" },
		{ 3, "00000001 18 c00002 0002 0000 00000009 0001 ff 0001 00000008 0000",
		  "#1 2 192.0.2.0/24 2: 0@9/0+1 1@8/0+0" },
		{ 4, "00000001 20 20010db8 0001 ffff ffffffff 0000",
		  "#1 1 2001:db8::/32 1: 65535@4294967295/0+0" },
		{ 5, "00000001 00 0000", "#1 2 ::/0 0:" },
		/* Host bits are irrelevant (RFC 4271 section 4.3). */
		{ 2, "00000001 0d 0b0d 0000", "#1 1 11.8.0.0/13 0:" },
		/* ADD-PATH. */
		{ 8, "00000001 18 c00002 0001 0000 00000009 00000007 0002 ffff",
		  "#1 1 192.0.2.0/24 1: 0@9/7+2" },
		{ 9, "00000001 18 c00002 0000", "#1 2 192.0.2.0/24 0:" },
		{ 10, "00000001 20 20010db8 0001 0000 00000009 00000007 0000",
		  "#1 1 2001:db8::/32 1: 0@9/7+0" },
		{ 11, "00000001 00 0000", "#1 2 ::/0 0:" },
		/* The same octets read with and without. */
		{ 2, "00000001 18 c00002 0001 0000 00000009 00000007 0002 ffff",
		  "#1 1 192.0.2.0/24 1: 0@9/0+0" },
		{ 8, "00000001 18 c00002 0001 0000 00000009 0002 ffff",
		  "#1 1 192.0.2.0/24 1:truncated" },
		/* RIB_GENERIC of families that we read and others. */
		{ 6, "00000001 0001 01 18 c00002 0000", "#1 1 192.0.2.0/24 0:" },
		{ 6, "00000001 0002 02 00 0000", "#1 2 ::/0 0:" },
		{ 12, "00000001 0001 01 00000007 18 c00002 0000", "#1 1 192.0.2.0/24 0:" },
		{ 12, "00000001 0001 01 00000007 18 c00002 0001 0000 00000009 0000",
		  "#1 1 192.0.2.0/24 1: 0@9/7+0" },
		{ 6, "00000001 0001 80 18 c00002 0000", "unsupported" },
		{ 6, "00000001 4004 01 00 0000", "unsupported" },
		{ 6, "00000001 0001", "truncated" },
		/* Lengths that cannot be. */
		{ 2, "00000001 21 c000020101 0000", "malformed" },
		{ 4, "00000001 81 20010db8000000000000000000000000ff 0000", "malformed" },
		{ 2, "00000001 18 c000", "truncated" },
		/* More entries than octets, longer attributes than octets. */
		{ 2, "00000001 18 c00002 0002 0000 00000009 0000",
		  "#1 1 192.0.2.0/24 2: 0@9/0+0truncated" },
		{ 2, "00000001 18 c00002 ffff", "#1 1 192.0.2.0/24 65535:truncated" },
		{ 2, "00000001 18 c00002 0001 0000 00000009 0001",
		  "#1 1 192.0.2.0/24 1:truncated" },
		/* No rows at all. */
		{ 1, "00000001 18 c00002 0000", "unsupported" },
		{ 7, "00000001 18 c00002 0000", "unsupported" },
		{ 13, "00000001 18 c00002 0000", "unsupported" },
		{ 0, "00000001 18 c00002 0000", "unsupported" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record =
			record_of(MRT_TABLE_DUMP_V2, cases[i].subtype, test_hex(cases[i].hex));
		struct buffer got;
		buffer_init(&got);
		print_rib(&got, &record);
		BUFFER_SAYS(got, cases[i].want);
	}
	struct mrt_record other = record_of(MRT_BGP4MP, 2, test_hex("00000001 00 0000"));
	struct rib rib;
	assert_int_equal(rib_read(&other, &rib), ERR_UNSUPPORTED);
}

/* "AFI/SAFI +size of the NLRI, count: entries". */
static void rows_of_every_family(void **state)
{
	static const struct {
		unsigned subtype;
		const char *hex, *want;
	} cases[] = {
		{ 2, "00000001 18 c00002 0000", "1/1 +4 0" },
		{ 6, "00000001 0001 01 18 c00002 0000", "1/1 +4 0" },
		/* Labeled and VPN prefixes: bits. */
		{ 6, "00000001 0001 04 30 000011 c00002 0000", "1/4 +7 0" },
		{ 6, "00000001 0002 80 68 000011 0000fde800000001 0001 0000", "2/128 +14 0" },
		{ 12, "00000001 0001 80 00000007 68 000011 0000fde800000001 0001 0000",
		  "1/128 +14 id 7 0" },
		{ 6, "00000001 0001 84 60 0000fde8 0002fde800000001 0000", "1/132 +13 0" },
		{ 6, "00000001 0001 84 00 0000", "1/132 +1 0" },
		{ 6, "00000001 0002 49 c0 00000001 00000002 0000000000000000 0000000000000001 0000",
		  "2/73 +25 0" },
		/* A type and a length; two of each size; a length of two octets. */
		{ 6, "00000001 0019 46 03 02 aabb 0000", "25/70 +4 0" },
		{ 6, "00000001 0001 05 05 01 aa 0000", "1/5 +3 0" },
		{ 6, "00000001 4004 47 0001 0003 aabbcc 0000", "16388/71 +7 0" },
		{ 6, "00000001 4004 48 0001 0000 0000", "16388/72 +4 0" },
		{ 6, "00000001 0019 41 0002 aabb 0000", "25/65 +4 0" },
		/* Flow specifications: from 240 octets on the length has two. */
		{ 6, "00000001 0001 85 03 01 08 0a 0000", "1/133 +4 0" },
		{ 6, "00000001 0002 86 f003 010203 0000", "2/134 +5 0" },
		{ 6, "00000001 0019 86 00 0000", "25/134 +1 0" },
		/* Families that say no length; lengths that lead too far. */
		{ 6, "00000001 0001 42 18 c00002 0000", "unsupported" },
		{ 6, "00000001 4004 01 00 0000", "unsupported" },
		{ 6, "00000001 0000 01 00 0000", "unsupported" },
		{ 6, "00000001 0001 00 00 0000", "unsupported" },
		{ 6, "00000001 0019 46 03 ff aabb 0000", "truncated" },
		{ 6, "00000001 4004 47 0001 ffff aabbcc 0000", "truncated" },
		{ 6, "00000001 0001 80 ff 000011 0000", "truncated" },
		{ 6, "00000001 0001 85 ffff 000011 0000", "truncated" },
		{ 6, "00000001 0001 80", "truncated" },
		{ 7, "00000001 18 c00002 0000", "unsupported" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record =
			record_of(MRT_TABLE_DUMP_V2, cases[i].subtype, test_hex(cases[i].hex));
		struct rib rib;
		struct buffer got;
		buffer_init(&got);
		int result = rib_read_any(&record, &rib);
		if (result == 0) {
			buffer_format(&got, "%u/%u +%u", rib.afi, rib.safi,
				      (unsigned)reader_left(&rib.nlri));
			if (rib.path_id != 0)
				buffer_format(&got, " id %u", rib.path_id);
			buffer_format(&got, " %u", rib.count);
			assert_int_equal(reader_left(&rib.entries), 0);
			assert_int_equal(rib.prefix.family == 0, rib.safi > 2);
		} else {
			buffer_string(&got, err_name(result));
		}
		BUFFER_SAYS(got, cases[i].want);
	}
}

/* Path ids where the subtype says none, and none where it says some. */
static void path_ids_are_mended(void **state)
{
	static const struct {
		unsigned subtype;
		const char *hex;
		bool mended, has_path_ids;
	} cases[] = {
		{ 2, "00000001 18 c00002 0001 0000 00000009 0002 ffff", false, false },
		{ 8, "00000001 18 c00002 0001 0000 00000009 00000007 0002 ffff", false, true },
		{ 2, "00000001 18 c00002 0001 0000 00000009 00000007 0002 ffff", true, true },
		{ 8, "00000001 18 c00002 0001 0000 00000009 0002 ffff", true, false },
		{ 4, "00000001 00 0002 0000 00000009 00000001 0001 ff 0001 00000009 00000002 0000",
		  true, true },
		/* No entries say nothing; nor do entries that end with the row neither way. */
		{ 8, "00000001 18 c00002 0000", false, true },
		{ 8, "00000001 18 c00002 0001 0000 00000009 0003 ffff", false, true },
		{ 2, "00000001 18 c00002 0001 0000 00000009 0000 ff", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record =
			record_of(MRT_TABLE_DUMP_V2, cases[i].subtype, test_hex(cases[i].hex));
		struct rib rib;
		assert_int_equal(rib_read(&record, &rib), 0);
		unsigned count = rib.count;
		assert_int_equal(rib_mend_path_ids(&rib), cases[i].mended);
		assert_int_equal(rib.has_path_ids, cases[i].has_path_ids);
		assert_int_equal(rib.count, count);
	}
}

/* In thousandths of a degree; "?" is withheld. */
static void put_degrees(struct buffer *out, float degrees)
{
	if (isnan(degrees))
		buffer_char(out, '?');
	else
		buffer_format(out, "%.3f", (double)degrees);
}

static void reads_places(void **state)
{
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ "00000007 0002 6869 42517d71 40993333 0002"
		  "02 00000001 c0000201 fa56ea00 c2480000 7fc00000"
		  "01 00000002 20010db8000000000000000000000001 fde8 7fc00000 7fc00000",
		  "7 hi 52.373 4.787 2: 192.0.2.1 AS4200000000 -50.000 ?; 2001:db8::1 AS65000 ? "
		  "?;" },
		{ "00000007 0000 7fc00000 7fc00000 0000", "7  ? ? 0:" },
		{ "00000007 0000 00000000 00000000 0001 00 00000001 c0000201 fde8 00000000 0000",
		  "7  0.000 0.000 1:!" },
		{ "00000007 0000 00000000 000000", "!" },
		{ "00000007 ffff 00000000 00000000 0000", "!" },
		{ "", "!" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct geo_peer_table table;
		struct geo_peer peer;
		struct buffer got;
		buffer_init(&got);
		int result = geo_peer_read(test_hex(cases[i].hex), &table);
		if (result == 0) {
			buffer_format(&got, "%u ", table.collector_id);
			buffer_text(&got, table.view);
			buffer_char(&got, ' ');
			put_degrees(&got, table.latitude);
			buffer_char(&got, ' ');
			put_degrees(&got, table.longitude);
			buffer_format(&got, " %u:", table.count);
			while ((result = geo_peer_next(&table, &peer)) > 0) {
				buffer_char(&got, ' ');
				put_address(&got, &peer.peer.address);
				buffer_format(&got, " AS%u ", peer.peer.asn);
				put_degrees(&got, peer.latitude);
				buffer_char(&got, ' ');
				put_degrees(&got, peer.longitude);
				buffer_char(&got, ';');
			}
		}
		if (result == ERR_TRUNCATED)
			buffer_char(&got, '!');
		BUFFER_SAYS(got, cases[i].want);
	}
}

static void print_dump(struct buffer *got, const struct table_dump *dump)
{
	char prefix[PREFIX_TEXT_MAX];

	buffer_format(got, "%u %u %s/%u %u @%u ", dump->view, dump->sequence,
		      prefix_print(&dump->prefix, prefix), dump->safi, dump->status,
		      dump->originated);
	put_address(got, &dump->peer);
	buffer_format(got, " AS%u via +%u +%u;", dump->peer_asn,
		      (unsigned)reader_left(&dump->next_hop),
		      (unsigned)reader_left(&dump->attributes));
}

/* All prefixes of a record, then the error if there is one. */
static void check_dumps(const struct mrt_record *record, const char *want)
{
	struct table_dump dump;
	struct buffer got;
	buffer_init(&got);
	int result = table_dump_read(record, &dump);
	for (result = result == 0 ? 1 : result; result > 0; result = table_dump_next(&dump))
		print_dump(&got, &dump);
	if (result < 0)
		buffer_string(&got, err_name(result));
	BUFFER_SAYS(got, want);
}

/* MRTd put several prefixes behind one view and sequence number. */
static void reads_many_in_one(void **state)
{
#define FIRST  "0001 0002 c0000200 18 01 00000009 c0000201 fde8 0003 400600"
#define SECOND " c0000300 18 01 00000008 c0000202 fde9 0000"
#define SAYS   "1 2 192.0.2.0/24/1 1 @9 192.0.2.1 AS65000 via +0 +3;"
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ FIRST, SAYS },
		{ FIRST SECOND, SAYS "1 2 192.0.3.0/24/1 1 @8 192.0.2.2 AS65001 via +0 +0;" },
		{ FIRST " c0000300 18", SAYS "truncated" },
		{ FIRST " c0000300 21 01 00000008 c0000202 fde9 0000", SAYS "malformed" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record = record_of(MRT_TABLE_DUMP, 1, test_hex(cases[i].hex));
		check_dumps(&record, cases[i].want);
	}
}

/* A BGP4MP_ENTRY says the next hop beside the attributes. */
static void reads_entries(void **state)
{
#define SESSION "fde8 fde9 0000 0001 c0000201 c0000202 0001 0002 00000009 "
	static const struct {
		unsigned type, subtype;
		const char *hex, *want;
	} cases[] = {
		{ 16, 2, SESSION "0001 01 04 c0000203 18 c00002 0003 400600",
		  "1 0 192.0.2.0/24/1 2 @9 192.0.2.1 AS65000 via +4 +3;" },
		{ 17, 2, SESSION "0002 02 10 20010db8000000000000000000000001 20 20010db8 0000",
		  "1 0 2001:db8::/32/2 2 @9 192.0.2.1 AS65000 via +16 +0;" },
		{ 16, 2, SESSION "0001 01 04 c0000203 18 c00002 0000 ff",
		  "1 0 192.0.2.0/24/1 2 @9 192.0.2.1 AS65000 via +4 +0;malformed" },
		{ 16, 2, SESSION "0001 80 0c 0000000000000000c0000203 18 c00002 0000",
		  "unsupported" },
		{ 16, 2, SESSION "0003 01 04 c0000203 18 c00002 0000", "unsupported" },
		{ 16, 2, "fde8 fde9 0000 0003 c0000201 c0000202 0001 0002 00000009",
		  "unsupported" },
		{ 16, 2, SESSION "0001 01 04 c0000203 21 c0000201ff 0000", "malformed" },
		{ 16, 2, SESSION "0001 01 04 c0000203 18 c00002 0001", "truncated" },
		{ 16, 2, SESSION "0001 01 ff c0000203 18 c00002 0000", "truncated" },
		{ 16, 2, SESSION, "truncated" },
		{ 16, 2, "", "truncated" },
		{ 16, 3, "0001 6100", "unsupported" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record =
			record_of(cases[i].type, cases[i].subtype, test_hex(cases[i].hex));
		check_dumps(&record, cases[i].want);
	}
}

static void reads_table_dumps(void **state)
{
	static const struct {
		unsigned subtype;
		const char *hex, *want;
	} cases[] = {
		{ 1, "0001 0002 c0000200 18 01 00000009 c0000201 fde8 0000",
		  "1 2 192.0.2.0/24 1 @9 192.0.2.1 AS65000/2+0" },
		{ 2,
		  "0000 0000 20010db8000000000000000000000000 20 01 00000009"
		  "20010db8000000000000000000000001 fde8 0003 400600",
		  "0 0 2001:db8::/32 1 @9 2001:db8::1 AS65000/2+3" },
		{ 3, "0000 0000 c0000200 18 01 00000009 c0000201 fa56ea00 0000",
		  "0 0 192.0.2.0/24 1 @9 192.0.2.1 AS4200000000/4+0" },
		{ 4,
		  "0000 0000 20010db8000000000000000000000000 20 01 00000009"
		  "20010db8000000000000000000000001 fa56ea00 0000",
		  "0 0 2001:db8::/32 1 @9 2001:db8::1 AS4200000000/4+0" },
		{ 1, "0000 0000 c00002ff 18 01 00000009 c0000201 fde8 0000",
		  "0 0 192.0.2.0/24 1 @9 192.0.2.1 AS65000/2+0" },
		{ 1, "0000 0000 c0000200 21 01 00000009 c0000201 fde8 0000", "malformed" },
		{ 1, "0000 0000 c0000200 18 01 00000009 c0000201 fde8 0001", "truncated" },
		{ 1, "0000 0000 c0000200 18 01 00000009 c0000201", "truncated" },
		{ 2, "0000 0000 c0000200 18 01 00000009 c0000201 fde8 0000", "truncated" },
		{ 0, "0000 0000 c0000200 18 01 00000009 c0000201 fde8 0000", "unsupported" },
		{ 5, "0000 0000 c0000200 18 01 00000009 c0000201 fde8 0000", "unsupported" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record =
			record_of(MRT_TABLE_DUMP, cases[i].subtype, test_hex(cases[i].hex));
		char prefix[PREFIX_TEXT_MAX], peer[ADDRESS_TEXT_MAX];
		struct table_dump dump;
		struct buffer got;
		buffer_init(&got);
		int result = table_dump_read(&record, &dump);
		if (result == 0)
			buffer_format(&got, "%u %u %s %u @%u %s AS%u/%u+%u", dump.view,
				      dump.sequence, prefix_print(&dump.prefix, prefix),
				      dump.status, dump.originated, address_print(&dump.peer, peer),
				      dump.peer_asn, dump.asn_size,
				      (unsigned)reader_left(&dump.attributes));
		else
			buffer_string(&got, err_name(result));
		BUFFER_SAYS(got, cases[i].want);
	}
}

static void read_as_all(struct reader in)
{
	struct peer_index index;
	struct bgp_peer peer;
	struct buffer got;

	buffer_init(&got);
	if (peer_index_read(in, &index) == 0)
		while (peer_index_next(&index, &peer) > 0)
			continue;
	struct geo_peer_table table;
	struct geo_peer place;
	if (geo_peer_read(in, &table) == 0)
		while (geo_peer_next(&table, &place) > 0)
			continue;
	struct mrt_record entry = record_of(MRT_BGP4MP, MRT_ENTRY, in);
	struct table_dump of_entry;
	(void)!table_dump_read(&entry, &of_entry);
	for (unsigned subtype = 0; subtype < 14; subtype++) {
		struct mrt_record row = record_of(MRT_TABLE_DUMP_V2, subtype, in);
		struct mrt_record dump = record_of(MRT_TABLE_DUMP, subtype, in);
		struct table_dump out;
		struct rib rib;
		print_rib(&got, &row);
		if (rib_read_any(&row, &rib) == 0)
			(void)rib_mend_path_ids(&rib);
		if (table_dump_read(&dump, &out) == 0)
			while (table_dump_next(&out) > 0)
				continue;
	}
	buffer_clear(&got);
}

static void survives_damage(void **state)
{
	static const char *const bodies[] = {
		"00000007 0002 6869 0002 02 00000001 c0000201 fa56ea00"
		"01 00000002 20010db8000000000000000000000001 fde8",
		"00000001 18 c00002 0002 0000 00000009 0003 400101 0001 00000008 0000",
		"00000001 0001 01 18 c00002 0001 0000 00000009 00000007 0000",
		"0000 0000 20010db8000000000000000000000000 20 01 00000009"
		"20010db8000000000000000000000001 fde8 0003 400600",
		"00000007 0002 6869 42517d71 40993333 0001"
		"02 00000001 c0000201 fa56ea00 c2480000 7fc00000",
		"00000001 0019 46 03 02 aabb 0001 0000 00000009 0000",
		SESSION "0001 01 04 c0000203 18 c00002 0003 400600",
		FIRST SECOND,
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct reader body = test_hex(bodies[i]);
		uint8_t copy[128];
		size_t size = reader_left(&body);
		memcpy(copy, body.at, size);
		test_every_truncation(copy, size, read_as_all);
		test_every_bit_flip(copy, size, read_as_all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "B6 B7 reads peers, 0 to 65535, and long names", reads_peers, NULL, NULL, NULL },
		{ "B8 B9 reads rows, too many entries, too long prefixes", reads_rows, NULL, NULL,
		  NULL },
		{ "B18 path ids in the wrong subtype", path_ids_are_mended, NULL, NULL, NULL },
		{ "B19 RIB_GENERIC of every family", rows_of_every_family, NULL, NULL, NULL },
		cmocka_unit_test(reads_places),
		cmocka_unit_test(reads_table_dumps),
		cmocka_unit_test(reads_many_in_one),
		cmocka_unit_test(reads_entries),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
