#include "base/testkit.h"

#include <stdio.h>

#include "wire/test_rtr.h"

/* What stands at the front of `in`, in words; "incomplete"; "error 5: no PDU has this type". */
static void read_one(struct buffer *got, struct reader *in)
{
	struct rtr_fault fault = { RTR_FINE, NULL };
	struct rtr_pdu pdu;
	int result = rtr_pdu_next(in, &pdu, &fault);

	if (result > 0)
		test_put_rtr(got, &pdu);
	else if (result == 0)
		buffer_string(got, "incomplete");
	else
		buffer_format(got, "error %u: %s", fault.code, fault.says);
	buffer_char(got, '\0');
}

#define SKI      "000102030405060708090a0b0c0d0e0f10111213"
#define V4(rest) "01040000 00000014 " rest
#define V6(rest) "01060000 00000020 " rest

static const struct {
	const char *hex, *want;
} cases[] = {
	{ "", "incomplete" },
	{ "01000007 000000", "incomplete" },
	{ "01000007 0000000c 0000002a", "1 Serial Notify 7: 42" },
	{ "0201ffff 0000000c ffffffff", "2 Serial Query 65535: 4294967295" },
	{ "00020000 00000008", "0 Reset Query 0" },
	{ "00020001 00000008", "0 Reset Query 1" }, /* reserved: ignored */
	{ "01030007 00000008", "1 Cache Response 7" },
	{ "02080000 00000008", "2 Cache Reset 0" },
	{ "00070007 0000000c 0000002a", "0 End of Data 7: 42" },
	{ "01070007 00000018 0000002a 00000e10 00000258 00001c20",
	  "1 End of Data 7: 42 3600 600 7200" },
	{ "02070007 00000018 0000002a 00000000 ffffffff 00000001",
	  "2 End of Data 7: 42 0 4294967295 1" }, /* for the caller to judge */
	{ "00070007 00000018 0000002a 00000e10 00000258 00001c20",
	  "error 0: the length is not one of this type" },
	{ "01070007 0000000c 0000002a", "error 0: the length is not one of this type" },
	/* lengths */
	{ "01000007 0000000b 0000002a", "error 0: the length is not one of this type" },
	{ "01000007 0000000d 0000002a", "error 0: the length is not one of this type" },
	{ "01000007 00000007", "error 0: the length is less than that of a header" },
	{ "01000007 00000000", "error 0: the length is less than that of a header" },
	{ "01ff0007 00010000", "error 0: the length is more than 65535" },
	{ "010a0000 ffffffff", "error 0: the length is more than 65535" },
	/* versions and types */
	{ "03020000 00000008", "error 4: the version is above 2" },
	{ "ff020000 0000ffff", "error 4: the version is above 2" },
	{ "01050000 00000008", "error 5: no PDU has this type" },
	{ "010c0000 0000000a ffff", "error 5: no PDU has this type" },
	{ "010c0000 0000000a ff", "incomplete" },
	{ "00090100 00000021" SKI "00000001 30", "error 5: this version has no PDU of this type" },
	/* prefixes */
	{ V4("01 18 18 00 c0000200 0000fbf4"), "1 IPv4 Prefix 0: + 192.0.2.0/24-24 AS64500" },
	{ V4("00 18 20 00 c0000200 00000000"), "1 IPv4 Prefix 0: - 192.0.2.0/24-32 AS0" },
	{ V4("ff 00 00 ff 00000000 ffffffff"), "1 IPv4 Prefix 0: + 0.0.0.0/0-0 AS4294967295" },
	{ V4("01 20 20 00 c0000201 00000001"), "1 IPv4 Prefix 0: + 192.0.2.1/32-32 AS1" },
	{ V4("01 21 21 00 c0000200 00000001"), "error 0: the prefix is longer than an address" },
	{ V4("01 18 21 00 c0000200 00000001"),
	  "error 0: the max length is longer than an address" },
	{ V4("01 18 17 00 c0000200 00000001"),
	  "error 0: the max length is shorter than the prefix" },
	{ V4("01 18 18 00 c0000201 00000001"), "error 0: the prefix has bits past its length" },
	{ V4("01 00 00 00 80000000 00000001"), "error 0: the prefix has bits past its length" },
	{ V4("01 18 18 00 c0000200 000000"), "incomplete" },
	{ V6("01 20 30 00 20010db8 00000000 00000000 00000000 0000fbf4"),
	  "1 IPv6 Prefix 0: + 2001:db8::/32-48 AS64500" },
	{ V6("00 80 80 00 20010db8 00000000 00000000 00000001 0000fbf4"),
	  "1 IPv6 Prefix 0: - 2001:db8::1/128-128 AS64500" },
	{ V6("01 81 81 00 20010db8 00000000 00000000 00000000 0000fbf4"),
	  "error 0: the prefix is longer than an address" },
	{ V6("01 20 81 00 20010db8 00000000 00000000 00000000 0000fbf4"),
	  "error 0: the max length is longer than an address" },
	{ V6("01 7f 80 00 20010db8 00000000 00000000 00000001 0000fbf4"),
	  "error 0: the prefix has bits past its length" },
	{ V6("01 20 30 00 20010db8 00000001 00000000 00000000 0000fbf4"),
	  "error 0: the prefix has bits past its length" },
	/* router keys */
	{ "01090100 00000021" SKI "0000fbf4 30", "1 Router Key 256: + AS64500 " SKI " 30" },
	{ "02090000 00000022" SKI "0000fbf4 3059", "2 Router Key 0: - AS64500 " SKI " 3059" },
	{ "01090100 00000020" SKI "0000fbf4", "error 0: the length is not one of this type" },
	{ "01090100 00001021" SKI "0000fbf4", "error 0: the length is not one of this type" },
	{ "01090100 00001020" SKI "0000fbf4", "incomplete" },
	/* Error Reports */
	{ "010a0002 00000010 00000000 00000000", "1 Error Report 2: No Data Available <> " },
	{ "000a0063 0000001a 00000008 00020000 00000008 00000002 6f1b",
	  "0 Error Report 99: Error <0002000000000008> o\\x1b" },
	{ "010a0000 0000000f 00000000 000000", "error 0: the length is not one of this type" },
	{ "010a0000 00000010 00000001 00000000",
	  "error 0: what the Error Report quotes or says reaches past its end" },
	{ "010a0000 00000010 00000000 00000001",
	  "error 0: what the Error Report quotes or says reaches past its end" },
	{ "010a0000 00000010 ffffffff ffffffff",
	  "error 0: what the Error Report quotes or says reaches past its end" },
	{ "010a0000 00000012 00000003 0000 0000 0000",
	  "error 0: what the Error Report quotes or says reaches past its end" },
	{ "010a0000 00000011 00000000 00000000 00",
	  "error 0: the Error Report goes on behind its text" },
	/* ASPAs: announce, AS0, withdraw, and what the field has sent instead */
	{ "020b0100 00000014 0000fc03 0000fbff 0000fc00", "2 ASPA 256: + AS64515 64511 64512" },
	{ "020b0100 00000010 0000fbf0 00000000", "2 ASPA 256: + AS64496 0" },
	{ "020b0000 0000000c 0000fc03", "2 ASPA 0: - AS64515" },
	{ "020bfeff 0000000c 0000fc03", "2 ASPA 65279: - AS64515" }, /* reserved: ignored */
	{ "020b0100 00000010 00000000 00000001", "2 ASPA 256: + AS0 1" },
	{ "020b0100 00000010 00000001 00000001", "2 ASPA 256: + AS1 1" },
	{ "020b0100 0000000c 0000fc03", "error 9: an ASPA without providers" },
	{ "020b0000 00000020 0000fbf0 0000fbf1 0000fbf2 0000fbf3 0000fbf4 0000fbf5",
	  "error 9: a withdrawal of an ASPA names providers" },
	{ "020b0100 00000014 0000fc03 0000fc00 0000fbff", "error 9: the providers do not ascend" },
	{ "020b0100 00000014 0000fc03 0000fbff 0000fbff", "error 9: a provider named twice" },
	{ "020b0100 00000014 0000fc03 00000000 0000fbff", "error 9: AS0 among other providers" },
	{ "020b0100 00000014 0000fc03 00000000 00000000", "error 9: AS0 among other providers" },
	{ "020b0100 00000013 0000fc03 0000fbff 0000fc",
	  "error 0: the length is not one of this type" },
	{ "020b0000 00000018 01000002 0000fc03 0000fbff 0000fc00", /* draft -10 */
	  "error 9: a withdrawal of an ASPA names providers" },
	{ "010b0100 00000014 0000fc03 0000fbff 0000fc00",
	  "error 5: this version has no PDU of this type" },
};

static void reads_what_a_pdu_says(void **state)
{
	struct buffer got;
	(void)state;

	buffer_init(&got);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader in = test_hex(cases[i].hex);
		got.used = 0;
		read_one(&got, &in);
		if (strcmp(got.bytes, cases[i].want) != 0)
			print_message("of %s\n", cases[i].hex);
		assert_string_equal(got.bytes, cases[i].want);
	}
	buffer_clear(&got);
}

/* What the shared vectors say; their hexadecimal and the start of their verdict. */
static void agrees_with_the_vectors(void **state)
{
	const char *path = test_vectors("rtr/aspa-pdu.tsv");
	char line[512], hex[256], want[256];
	unsigned seen = 0;
	struct buffer got;
	(void)state;

	if (path == NULL)
		skip();
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	buffer_init(&got);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '#' || sscanf(line, "%*[^\t]\t%255s\t%255[^\n]", hex, want) != 2)
			continue;
		struct reader in = test_hex(hex);
		got.used = 0;
		read_one(&got, &in);
		print_message("# %s: %s\n", want, got.bytes);
		bool is_error = strncmp(got.bytes, "error ", 6) == 0;
		if (strncmp(want, "error ", 6) == 0)
			assert_memory_equal(got.bytes, want, 7);
		else
			assert_int_equal(is_error, strcmp(want, "ok") != 0);
		seen++;
	}
	assert_true(seen > 10);
	buffer_clear(&got);
	(void)fclose(file);
}

/* G1, G2: what the standards say of each version and type, asked anew. */
static bool size_is_right(unsigned version, unsigned type, uint32_t size)
{
	switch (type) {
	case RTR_SERIAL_NOTIFY:
	case RTR_SERIAL_QUERY:
		return size == 12;
	case RTR_RESET_QUERY:
	case RTR_CACHE_RESPONSE:
	case RTR_CACHE_RESET:
		return size == 8;
	case RTR_IPV4_PREFIX:
		return size == 20;
	case RTR_IPV6_PREFIX:
		return size == 32;
	case RTR_END_OF_DATA:
		return version == 0 ? size == 12 : size == 24;
	case RTR_ROUTER_KEY:
		return size > 32 && size <= 32 + ROUTER_KEY_SPKI_MAX;
	case RTR_ERROR_REPORT:
		return size >= 16;
	default:
		return size >= 12 && size % 4 == 0;
	}
}

static bool version_knows(unsigned version, unsigned type)
{
	return type <= RTR_ERROR_REPORT ? type != 5 && (type != RTR_ROUTER_KEY || version > 0)
					: type == RTR_ASPA && version == 2;
}

/* The codes that may answer it: a bit for each; bit 31: none, it is fine. */
static uint32_t allowed(unsigned version, unsigned type, uint32_t size)
{
	if (size < 8 || size > RTR_PDU_MAX)
		return 1U << RTR_CORRUPT_DATA;
	if (version > 2)
		return 1U << RTR_UNSUPPORTED_VERSION;
	if (!version_knows(version, type))
		return 1U << RTR_UNSUPPORTED_PDU;
	if (!size_is_right(version, type, size))
		return 1U << RTR_CORRUPT_DATA;
	if (type == RTR_ASPA) /* the body is zeros: withdraws, of no providers */
		return size == 12 ? 1U << 31 : 1U << RTR_ASPA_PROVIDERS;
	if (type == RTR_ERROR_REPORT) /* zeros: quotes nothing, says nothing */
		return size == 16 ? 1U << 31 : 1U << RTR_CORRUPT_DATA;
	return 1U << 31;
}

static void check_header(unsigned version, unsigned type, uint32_t size)
{
	static uint8_t zeros[RTR_PDU_MAX + 64];
	uint8_t header[] = { (uint8_t)version,
			     (uint8_t)type,
			     0,
			     0,
			     (uint8_t)(size >> 24),
			     (uint8_t)(size >> 16),
			     (uint8_t)(size >> 8),
			     (uint8_t)size };
	struct rtr_fault fault = { RTR_FINE, NULL };
	struct rtr_pdu pdu = { .version = 99 };

	memcpy(zeros, header, sizeof(header));
	struct reader in = reader_over(zeros, sizeof(zeros));
	int got = rtr_pdu_next(&in, &pdu, &fault);
	assert_int_equal(got, fault.code == RTR_FINE ? 1 : ERR_MALFORMED);
	uint32_t bit = fault.code == RTR_FINE ? 1U << 31 : 1U << fault.code;
	if ((allowed(version, type, size) & bit) == 0)
		print_message("version %u type %u size %u: %u\n", version, type, size, fault.code);
	assert_true((allowed(version, type, size) & bit) != 0);
	assert_int_equal(pdu.version, version);
	assert_int_equal(pdu.type, type);
	assert_int_equal(in.at - zeros, size >= 8 && size <= RTR_PDU_MAX ? size : 0);

	/* the header alone: no verdict but one that all of it would also get */
	struct reader alone = reader_over(zeros, sizeof(header));
	struct rtr_fault early = { RTR_FINE, NULL };
	got = rtr_pdu_next(&alone, &pdu, &early);
	if (got < 0)
		assert_int_equal(early.code, fault.code);
	else
		assert_int_equal(got, size == 8 && fault.code == RTR_FINE);
}

static void every_type_version_and_length(void **state)
{
	static const unsigned versions[] = { 0, 1, 2, 3, 255 };
	static const uint32_t sizes[] = { 4127,  4128,  4129,  4131,       32767,     32768,
					  65532, 65535, 65536, 0x80000000, UINT32_MAX };
	(void)state;

	for (size_t v = 0; v < COUNT_OF(versions); v++) {
		for (unsigned type = 0; type < 256; type++) {
			for (uint32_t size = 0; size <= 64; size++)
				check_header(versions[v], type, size);
			for (size_t i = 0; i < COUNT_OF(sizes); i++)
				check_header(versions[v], type, sizes[i]);
		}
	}
}

static const struct rtr_timers timers = { 1, 2, 600 };

/* One of every kind, as `version` writes it. */
static struct buffer sample(unsigned version)
{
	static const uint8_t spki[] = { 0x30, 0x59 };
	static const asn_t providers[] = { 64511, 64512 };
	const struct vrp v4 = { { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 }, 25, 64500 };
	const struct vrp v6 = { { UINT64_C(0x20010db8) << 32, 1, 128, FAMILY_V6 }, 128, 0 };
	const struct router_key key = { 64500, { 1, 2, 3 }, spki, sizeof(spki) };
	const struct aspa aspa = { 64515, providers, COUNT_OF(providers) };
	struct buffer out;

	buffer_init(&out);
	rtr_write_serial_notify(&out, version, 7, 42);
	rtr_write_serial_query(&out, version, 7, 42);
	rtr_write_reset_query(&out, version);
	rtr_write_cache_response(&out, version, 7);
	for (int announces = 0; announces < 2; announces++) {
		rtr_write_vrp(&out, version, announces, &v4);
		rtr_write_vrp(&out, version, announces, &v6);
		rtr_write_key(&out, version, announces, &key);
		rtr_write_aspa(&out, version, announces, &aspa);
	}
	rtr_write_end_of_data(&out, version, 7, 42, timers);
	rtr_write_cache_reset(&out, version);
	uint8_t first[12];
	memcpy(first, out.bytes, sizeof(first));
	rtr_write_error(&out, version, RTR_CORRUPT_DATA, reader_over(first, sizeof(first)),
			"h\xc3\xa4");
	return out;
}

#define FIRST(v)                                                                                   \
	v " Serial Notify 7: 42|" v " Serial Query 7: 42|" v " Reset Query 0|" v                   \
	  " Cache Response 7|"
#define VRPS(v, sign)                                                                              \
	v " IPv4 Prefix 0: " sign " 192.0.2.0/24-25 AS64500|" v " IPv6 Prefix 0: " sign            \
	  " 2001:db8::1/128-128 AS0|"
#define SKI_123 "0102030000000000000000000000000000000000"
#define LAST(v)                                                                                    \
	v " Cache Reset 0|" v " Error Report 0: Corrupt Data <"                                    \
	  "0" v "0000070000000c0000002a> h\xc3\xa4|"

static void writes_what_it_reads(void **state)
{
	static const char *const want[RTR_VERSIONS] = {
		FIRST("0") VRPS("0", "-") VRPS("0", "+") "0 End of Data 7: 42|" LAST("0"),
		FIRST("1") VRPS("1", "-") "1 Router Key 0: - AS64500 " SKI_123 " 3059|" VRPS(
			"1", "+") "1 Router Key 256: + AS64500 " SKI_123 " 3059|"
				  "1 End of Data 7: 42 1 2 600|" LAST("1"),
		FIRST("2")
			VRPS("2", "-") "2 Router Key 0: - AS64500 " SKI_123 " 3059|"
				       "2 ASPA 0: - AS64515|" VRPS(
					       "2", "+") "2 Router Key 256: + AS64500 " SKI_123
							 " 3059|"
							 "2 ASPA 256: + AS64515 64511 64512|"
							 "2 End of Data 7: 42 1 2 600|" LAST("2"),
	};
	(void)state;

	for (unsigned version = 0; version < RTR_VERSIONS; version++) {
		struct buffer bytes = sample(version), got, again;
		struct reader in = test_bytes(bytes.bytes, bytes.used);
		struct rtr_fault fault;
		struct rtr_pdu pdu;

		buffer_init(&got);
		buffer_init(&again);
		while (rtr_pdu_next(&in, &pdu, &fault) > 0) {
			test_put_rtr(&got, &pdu);
			buffer_char(&got, '|');
			assert_true(test_rtr_rewrite(&again, &pdu));
		}
		assert_int_equal(reader_left(&in), 0);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want[version]);
		assert_int_equal(again.used, bytes.used);
		assert_memory_equal(again.bytes, bytes.bytes, bytes.used);
		buffer_clear(&bytes);
		buffer_clear(&got);
		buffer_clear(&again);
	}
}

/* However it is damaged: each step makes progress or ends. */
static void walk(struct reader in)
{
	struct rtr_fault fault;
	struct rtr_pdu pdu;
	const uint8_t *before;

	do {
		before = in.at;
		int got = rtr_pdu_next(&in, &pdu, &fault);
		assert_in_range(got + 2, 0, 3);
		assert_int_equal(got > 0 ? (int)(in.at > before) : 1, 1);
		assert_false(in.failed);
	} while (in.at > before);
}

/* A stream cut short never ends in a fault: more may come. */
static void walk_cut(struct reader in)
{
	struct rtr_fault fault;
	struct rtr_pdu pdu;
	int got;

	while ((got = rtr_pdu_next(&in, &pdu, &fault)) > 0)
		;
	assert_int_equal(got, 0);
}

static void damage_is_survived(void **state)
{
	(void)state;
	for (unsigned version = 0; version < RTR_VERSIONS; version++) {
		struct buffer bytes = sample(version);
		test_every_truncation(bytes.bytes, bytes.used, walk_cut);
		test_every_bit_flip(bytes.bytes, bytes.used, walk);
		buffer_clear(&bytes);
	}
}

static void long_lists_of_providers_are_not_cut(void **state)
{
	static uint8_t bytes[RTR_PDU_MAX];
	static asn_t room[ASPA_PROVIDERS_MAX];
	static const size_t counts[] = { 1, ASPA_PROVIDERS_MAX, ASPA_PROVIDERS_MAX + 1, 16380 };
	(void)state;

	for (size_t c = 0; c < COUNT_OF(counts); c++) {
		uint32_t size = 12 + 4 * (uint32_t)counts[c];
		const uint8_t header[12] = {
			2, 11, 1, 0, 0, 0, (uint8_t)(size >> 8), (uint8_t)size
		};
		memcpy(bytes, header, sizeof(header));
		for (size_t i = 0; i < counts[c]; i++) {
			bytes[12 + 4 * i + 2] = (uint8_t)((i + 1) >> 8);
			bytes[12 + 4 * i + 3] = (uint8_t)(i + 1);
		}
		struct reader in = test_bytes(bytes, size);
		struct rtr_fault fault;
		struct rtr_pdu pdu;
		assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
		assert_int_equal(reader_left(&pdu.aspa.providers), 4 * counts[c]);
		size_t got = rtr_pdu_providers(&pdu, room);
		assert_int_equal(got, counts[c] <= ASPA_PROVIDERS_MAX ? counts[c] : 0);
		for (size_t i = 0; i < got; i++)
			assert_int_equal(room[i], i + 1);
	}
}

static void error_reports_are_cut_to_fit(void **state)
{
	static const uint8_t quoted[RTR_PDU_MAX];
	static char text[2001];
	struct rtr_fault fault;
	struct rtr_pdu pdu;
	struct buffer out;
	(void)state;

	memset(text, 'x', sizeof(text) - 1);
	memcpy(text + 1022, "\xe2\x82\xac", 3); /* a character across the end */
	buffer_init(&out);
	rtr_write_error(&out, 1, RTR_INTERNAL_ERROR, reader_over(quoted, sizeof(quoted)), text);
	assert_int_equal(out.used, RTR_PDU_MAX);
	struct reader in = reader_over(out.bytes, out.used);
	assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
	assert_int_equal(pdu.error.text.len, 1022);
	assert_int_equal(reader_left(&pdu.error.pdu), RTR_PDU_MAX - 16 - 1022);
	buffer_clear(&out);
}

static void timers_have_bounds(void **state)
{
	static const struct {
		struct rtr_timers timers;
		bool sound;
	} sets[] = {
		{ { 3600, 600, 7200 }, true },     { { 1, 1, 600 }, true },
		{ { 86400, 7200, 172800 }, true }, { { 0, 1, 600 }, false },
		{ { 86401, 1, 172800 }, false },   { { 1, 0, 600 }, false },
		{ { 1, 7201, 172800 }, false },    { { 1, 1, 599 }, false },
		{ { 1, 1, 172801 }, false },       { { 600, 1, 600 }, false },
		{ { 1, 600, 600 }, false },        { { 599, 599, 600 }, true },
	};
	(void)state;

	assert_true(rtr_timers_are_sound(rtr_timers_default));
	for (size_t i = 0; i < COUNT_OF(sets); i++)
		assert_int_equal(rtr_timers_are_sound(sets[i].timers), sets[i].sound);
}

/* G6: RFC 1982 */
static void serials_wrap(void **state)
{
	static const struct {
		uint32_t a, b;
		bool later;
	} pairs[] = {
		{ 0, 0, false },          { 1, 0, true },           { 0, 1, false },
		{ 0, UINT32_MAX, true },  { UINT32_MAX, 0, false }, { 0x7fffffff, 0, true },
		{ 0x80000000, 0, false }, { 0, 0x80000000, false }, { 0x80000001, 0, false },
		{ 0, 0x80000001, true },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		assert_int_equal(rtr_serial_is_later(pairs[i].a, pairs[i].b), pairs[i].later);
}

static void errors_have_names_and_weights(void **state)
{
	(void)state;
	for (unsigned code = 0; code < 20; code++) {
		assert_int_equal(rtr_error_is_fatal(code),
				 code != RTR_NO_DATA && code != RTR_CACHE_RESTART);
		assert_int_equal(strcmp(rtr_error_name(code), "Error") == 0, code >= RTR_ERRORS);
	}
	assert_true(rtr_error_is_fatal(RTR_FINE));
	assert_string_equal(rtr_error_name(65535), "Error");
	assert_string_equal(rtr_type_name(5), "PDU");
	assert_string_equal(rtr_type_name(255), "PDU");
	assert_string_equal(rtr_type_name(RTR_SERIAL_QUERY), "Serial Query");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_a_pdu_says),
		cmocka_unit_test(agrees_with_the_vectors),
		cmocka_unit_test(every_type_version_and_length),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(damage_is_survived),
		cmocka_unit_test(long_lists_of_providers_are_not_cut),
		cmocka_unit_test(error_reports_are_cut_to_fit),
		cmocka_unit_test(timers_have_bounds),
		cmocka_unit_test(serials_wrap),
		cmocka_unit_test(errors_have_names_and_weights),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
