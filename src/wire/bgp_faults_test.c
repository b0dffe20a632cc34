#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/bgp_attrs.h"
#include "wire/bgp_faults.h"

#define V6          "20010db8000000000000000000000001"
#define SOUND       "40010100 400206 0201 0000fbf0 400304 c0000201"
#define SOUND2      "40010100 400204 0201 fbf0 400304 c0000201"
#define WITHOUT_HOP "40010100 400206 0201 0000fbf0"
#define ROUTE       "18c00002"

enum {
	NONE = BGP_TREAT_NONE,
	DISCARD = BGP_ATTRIBUTE_DISCARD,
	WITHDRAW = BGP_TREAT_AS_WITHDRAW,
	DISABLE = BGP_AFI_SAFI_DISABLE,
	RESET = BGP_SESSION_RESET,
};

static const struct bgp_update_terms WIDE = { .codec.asn_size = 4 };
static const struct bgp_update_terms NARROW = { .codec.asn_size = 2 };
static const struct bgp_update_terms INTERNAL = { .codec.asn_size = 4, .is_internal = true };
static const struct bgp_update_terms STRICT = { .codec.asn_size = 4, .refuses_as_sets = true };
static const struct bgp_update_terms WITH_IDS = { .codec = { 4, UINT32_MAX } };

struct given {
	const char *withdrawn, *attributes, *announced;
	unsigned treatment;
	unsigned count;
	/* Of the first fault. */
	unsigned attr_type;
	const char *rule;
};

static struct bgp_faults faults_of(const struct given *given,
				   const struct bgp_update_terms *session)
{
	struct bgp_update update = { test_hex(given->withdrawn), test_hex(given->attributes),
				     test_hex(given->announced) };
	struct bgp_faults faults;

	bgp_faults_check(&update, session, &faults);
	return faults;
}

static void check(const struct given *cases, size_t count, const struct bgp_update_terms *session)
{
	for (size_t i = 0; i < count; i++) {
		struct bgp_faults faults = faults_of(&cases[i], session);
		print_message("# %s: %s\n", cases[i].attributes,
			      faults.count > 0 ? faults.first[0].reason : "");
		assert_int_equal(faults.treatment, cases[i].treatment);
		assert_int_equal(faults.count, cases[i].count);
		if (cases[i].count == 0)
			continue;
		assert_int_equal(faults.first[0].attr_type, cases[i].attr_type);
		assert_string_equal(faults.first[0].rule, cases[i].rule);
	}
}

static void finds_nothing_wrong(void **state)
{
	static const struct given cases[] = {
		{ "", "", "", NONE, 0, 0, NULL }, /* end of RIB: RFC 4724 section 2 */
		{ "", "800f03 0002 01", "", NONE, 0, 0, NULL },
		{ ROUTE, "", "", NONE, 0, 0, NULL },
		{ "", SOUND, ROUTE, NONE, 0, 0, NULL },
		/* D31: announced and withdrawn in one message. */
		{ ROUTE, SOUND, ROUTE, NONE, 0, 0, NULL },
		/* D8 */
		{ "", SOUND "800f07 0002 01 18 200102", ROUTE, NONE, 0, 0, NULL },
		{ "", WITHOUT_HOP "800e1a 0002 01 10" V6 "00 2020010db8", "", NONE, 0, 0, NULL },
		{ "", WITHOUT_HOP "800e2a 0002 01 20" V6 V6 "00 2020010db8", "", NONE, 0, 0, NULL },
		/* D22: reserved octet, families that we do not know. */
		{ "", WITHOUT_HOP "800e1a 0002 01 10" V6 "ff 2020010db8", "", NONE, 0, 0, NULL },
		{ "", WITHOUT_HOP "800e08 0063 63 01 07 00 abcd", "", NONE, 0, 0, NULL },
		/* IPv6 for IPv4 routes: RFC 8950; a VPN's; none for flows. */
		{ "", WITHOUT_HOP "800e19 0001 01 10" V6 "00 18c00002", "", NONE, 0, 0, NULL },
		{ "",
		  WITHOUT_HOP "800e20 0001 80 0c 0000000000000000c0000201 00 70000641"
			      "0000fbf000000001c00002",
		  "", NONE, 0, 0, NULL },
		{ "", WITHOUT_HOP "800e09 0001 85 00 00 03 03 81 06", "", NONE, 0, 0, NULL },
		/* D5, D18, D19: unknown and optional; all communities. */
		{ "",
		  SOUND "c0c70101 c00808fbf00064ffffff01 c010080002fbf000000064 "
			"c0200c000000010000000200000003 c007080000fbf0c0000202 c023040000fbf0",
		  ROUTE, NONE, 0, 0, NULL },
		/* D6: partial, and extended length. */
		{ "", SOUND "e0c70101 d0080004 fbf00064", ROUTE, NONE, 0, 0, NULL },
		/* That an external peer sends them is no fault. */
		{ "", SOUND "40050400000064 8009040a000001 800a040a000002", ROUTE, NONE, 0, 0,
		  NULL },
		/* D14: AS_SET, confederations, AS_TRANS. */
		{ "", "40010100 400212 0101 00005ba0 0301 00000001 0401 00000002 400304c0000201",
		  ROUTE, NONE, 0, 0, NULL },
		{ "", "40010100 400200 400304c0000201", ROUTE, NONE, 0, 0, NULL },
		/* BGPsec_Path stands for AS_PATH. */
		{ "",
		  "40010100 802123 0008 0100 0000fbf0 001b 01 "
		  "0000000000000000000000000000000000000000 0002 abcd 400304c0000201",
		  ROUTE, NONE, 0, 0, NULL },
	};

	(void)state;
	check(cases, COUNT_OF(cases), &WIDE);
	static const struct given narrow[] = {
		{ "", SOUND2, ROUTE, NONE, 0, 0, NULL },
		/* D7: AS4_PATH before AS_PATH. */
		{ "", "c011060201fa56ea00 c00706 5ba0c0000201 c01208fa56ea00c0000202" SOUND2, ROUTE,
		  NONE, 0, 0, NULL },
	};
	check(narrow, COUNT_OF(narrow), &NARROW);
	static const struct given with_ids[] = {
		{ "00000007" ROUTE, SOUND, "00000008" ROUTE, NONE, 0, 0, NULL },
	};
	check(with_ids, COUNT_OF(with_ids), &WITH_IDS);
	/* Path ids were agreed on for IPv4 alone: those of IPv6 in MP_UNREACH have none. */
	static const struct bgp_update_terms ipv4_ids = { .codec = { 4, BGP_IPV4_UNICAST } };
	static const struct given mixed[] = {
		{ "00000007" ROUTE, "800f08 0002 01 2020010db8", "", NONE, 0, 0, NULL },
	};
	check(mixed, COUNT_OF(mixed), &ipv4_ids);
}

static void judges_what_is_missing_or_too_much(void **state)
{
	static const struct given cases[] = {
		/* D3, D4 */
		{ "", "", ROUTE, WITHDRAW, 3, 1, "RFC 7606 section 3.d" },
		{ "", "400206 0201 0000fbf0 400304c0000201", ROUTE, WITHDRAW, 1, 1,
		  "RFC 7606 section 3.d" },
		{ "", "40010100 400304c0000201", ROUTE, WITHDRAW, 1, 2, "RFC 7606 section 3.d" },
		{ "", WITHOUT_HOP, ROUTE, WITHDRAW, 1, 3, "RFC 7606 section 3.d" },
		{ "", "800e1a 0002 01 10" V6 "00 2020010db8", "", WITHDRAW, 2, 1,
		  "RFC 7606 section 3.d" },
		/* D6 */
		{ "", SOUND "40010100", ROUTE, DISCARD, 1, 1, "RFC 7606 section 3.g" },
		{ "", SOUND "c00804fbf00064 c00804fbf00065 c008 03 000000", ROUTE, DISCARD, 2, 8,
		  "RFC 7606 section 3.g" },
		{ "", "800f03000201 800f03000201", "", RESET, 1, 15, "RFC 7606 section 3.g" },
		{ "", WITHOUT_HOP "800e05 0001 85 00 00 800e05 0001 85 00 00", "", RESET, 1, 14,
		  "RFC 7606 section 3.g" },
		/* D2, D11: RFC 7606 section 4 */
		{ "", SOUND "c00808fbf00064", ROUTE, WITHDRAW, 1, 0, "RFC 7606 section 4" },
		{ "", SOUND "c0", ROUTE, WITHDRAW, 1, 0, "RFC 7606 section 4" },
		{ "", SOUND "d00804", ROUTE, WITHDRAW, 1, 0, "RFC 7606 section 4" },
		/* D9: something behind an end of RIB; no routes to withdraw. */
		{ "", "800f03 0002 01 00", "", RESET, 2, 0, "RFC 7606 section 4" },
		/* Section 5.2 */
		{ "", "40010103", "", RESET, 2, 1, "RFC 7606 section 7.1" },
		{ ROUTE, "40010103", "", RESET, 2, 1, "RFC 7606 section 7.1" },
		{ "", "40060100", "", DISCARD, 1, 6, "RFC 7606 section 7.6" },
		{ "", "80c70101 400101", "", RESET, 2, 0, "RFC 7606 section 4" },
		/* Well-known, but nobody knows it. */
		{ "", SOUND "40c70101", ROUTE, RESET, 1, 199, "RFC 4271 section 6.3" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), &WIDE);
}

static void judges_routes(void **state)
{
	static const struct given cases[] = {
		/* D23 */
		{ "21c0000201ff", "", "", RESET, 1, 0, "RFC 7606 section 5.3" },
		{ "18c000", "", "", RESET, 1, 0, "RFC 7606 section 5.3" },
		{ "", SOUND, "21c0000201ff", RESET, 1, 0, "RFC 7606 section 5.3" },
		{ "", SOUND, ROUTE "18c000", RESET, 1, 0, "RFC 7606 section 5.3" },
		{ "", WITHOUT_HOP "800e16 0002 01 10" V6 "00 81", "", DISABLE, 1, 14,
		  "RFC 7606 section 5.3" },
		{ "", "800f05 0002 01 20 20", "", DISABLE, 1, 15, "RFC 7606 section 5.3" },
		{ "", "800f02 0002", "", RESET, 1, 15, "RFC 7606 section 5.3" },
		/* D22 */
		{ "", "800e04 0002 01 00", "", RESET, 1, 14, "RFC 7606 section 7.11" },
		{ "", "800e06 0002 01 10 2001", "", RESET, 2, 14, "RFC 7606 section 7.11" },
		{ "", WITHOUT_HOP "800e0e 0002 01 04 c0000201 00 2020010db8", "", DISABLE, 1, 14,
		  "RFC 7606 section 7.11" },
		{ "", WITHOUT_HOP "800e09 0001 01 00 00 18c00002", "", DISABLE, 1, 14,
		  "RFC 7606 section 7.11" },
		/* D24, D25 */
		{ "", WITHOUT_HOP "800e09 0001 85 00 00 03 03 01 06", "", WITHDRAW, 1, 14,
		  "RFC 8955 section 4.2" },
		{ "", WITHOUT_HOP "800e10 0001 04 04 c0000201 00 30 000640 c00002", "", DISABLE, 1,
		  14, "RFC 7606 section 5.3" },
		/* D10: MP with the wrong flags. */
		{ "", WITHOUT_HOP "c00e1a 0002 01 10" V6 "00 2020010db8", "", DISABLE, 1, 14,
		  "RFC 7606 section 5.3" },
	};

	(void)state;
	check(cases, COUNT_OF(cases), &WIDE);
}

static void judges_what_depends_on_the_session(void **state)
{
	static const struct given wide[] = {
		{ "", "40010100 400304c0000201 400206 0201 00000000", ROUTE, WITHDRAW, 1, 2,
		  "RFC 7607 section 2" },
		{ "", SOUND "c0070800000000c0000202", ROUTE, DISCARD, 1, 7, "RFC 7607 section 2" },
		{ "", SOUND "c00706fbf0c0000202", ROUTE, DISCARD, 1, 7, "RFC 7606 section 7.7" },
		{ "", SOUND "c011060201fa56ea00", ROUTE, DISCARD, 1, 17, "RFC 6793 section 6" },
		{ "", SOUND "c01208fa56ea00c0000202", ROUTE, DISCARD, 1, 18, "RFC 6793 section 6" },
		{ "", SOUND "400503000064", ROUTE, DISCARD, 1, 5, "RFC 7606 section 7.5" },
		{ "", SOUND "8009030a0000", ROUTE, DISCARD, 1, 9, "RFC 7606 section 7.9" },
		{ "", SOUND "800a00", ROUTE, DISCARD, 1, 10, "RFC 7606 section 7.10" },
	};
	static const struct given narrow[] = {
		{ "", SOUND2 "c007080000fbf0c0000202", ROUTE, DISCARD, 1, 7,
		  "RFC 7606 section 7.7" },
		{ "", SOUND2 "c00706 0000c0000202", ROUTE, DISCARD, 1, 7, "RFC 7607 section 2" },
		{ "", SOUND2 "c01106020100000000", ROUTE, DISCARD, 1, 17, "RFC 7607 section 2" },
		{ "", SOUND2 "c0110402010000", ROUTE, DISCARD, 1, 17, "RFC 6793 section 6" },
		{ "", SOUND2 "c01206fbf0c0000202", ROUTE, DISCARD, 1, 18, "RFC 6793 section 6" },
		{ "", SOUND2 "c0120800000000c0000202", ROUTE, DISCARD, 1, 18,
		  "RFC 7607 section 2" },
	};
	static const struct given internal[] = {
		{ "", SOUND "400503000064", ROUTE, WITHDRAW, 1, 5, "RFC 7606 section 7.5" },
		{ "", SOUND "8009030a0000", ROUTE, WITHDRAW, 1, 9, "RFC 7606 section 7.9" },
		{ "", SOUND "800a00", ROUTE, WITHDRAW, 1, 10, "RFC 7606 section 7.10" },
	};
	static const struct given strict[] = {
		{ "", "40010100 400304c0000201 400206 0101 00000001", ROUTE, WITHDRAW, 1, 2,
		  "RFC 9774 section 3" },
	};

	(void)state;
	check(wide, COUNT_OF(wide), &WIDE);
	check(narrow, COUNT_OF(narrow), &NARROW);
	check(internal, COUNT_OF(internal), &INTERNAL);
	check(strict, COUNT_OF(strict), &STRICT);
}

/* D33, with D13, D14, D16 to D20, D26 to D28: a sound value and malformed ones of every type. */
static const struct {
	unsigned type, flags;
	unsigned treatment;
	const char *rule;
	const char *sound;
	const char *malformed[6];
} VALUES[] = {
	{ 1, 0x40, WITHDRAW, "RFC 7606 section 7.1", "02", { "", "03", "ff", "0000" } },
	{ 2,
	  0x40,
	  WITHDRAW,
	  "RFC 7606 section 7.2",
	  "020100000001",
	  { "000100000001", "050100000001", "0200", "0202 00000001", "020100000001 02",
	    "ff0100000001" } },
	{ 3,
	  0x40,
	  WITHDRAW,
	  "RFC 7606 section 7.3",
	  "c0000201",
	  { "", "c00002", "c000020100", V6 } },
	{ 4, 0x80, WITHDRAW, "RFC 7606 section 7.4", "00000001", { "", "000001", "0000000001" } },
	{ 5, 0x40, DISCARD, "RFC 7606 section 7.5", "00000001", { "", "000001", "0000000001" } },
	{ 6, 0x40, DISCARD, "RFC 7606 section 7.6", "", { "00" } },
	{ 7,
	  0xc0,
	  DISCARD,
	  "RFC 7606 section 7.7",
	  "0000fbf1c0000201",
	  { "", "fbf1c0000201", "0000fbf1c00002", "0000fbf1c000020100" } },
	{ 8, 0xc0, WITHDRAW, "RFC 7606 section 7.8", "fbf00001", { "", "fbf000", "fbf0000100" } },
	{ 9, 0x80, DISCARD, "RFC 7606 section 7.9", "0a000001", { "", "0a0000", "0a00000100" } },
	{ 10, 0x80, DISCARD, "RFC 7606 section 7.10", "0a000001", { "", "0a0000", "0a00000100" } },
	{ 16,
	  0xc0,
	  WITHDRAW,
	  "RFC 7606 section 7.14",
	  "0002fbf000000001",
	  { "", "0002fbf0000000", "0002fbf00000000100" } },
	{ 22,
	  0xc0,
	  WITHDRAW,
	  "RFC 6514 section 5",
	  "00 06 000640 c0000201",
	  { "", "00060006", "00 06 000640 c00002", "00 00 000640 00", "00 20 000640",
	    "00 01 000640 00" } },
	{ 23,
	  0xc0,
	  WITHDRAW,
	  "RFC 9012 section 13",
	  "0008 0002 06ff",
	  { "", "0008", "0008 0003 06ff", "0008 0002 06ff 00" } },
	{ 24, 0x80, WITHDRAW, "RFC 7606 section 7.13", "01" V6 V6 "000000", { "", "00", V6 V6 } },
	{ 25,
	  0xc0,
	  WITHDRAW,
	  "RFC 7606 section 7.15",
	  "0002" V6 "0001",
	  { "", V6, "0002" V6 "000100" } },
	{ 26,
	  0x80,
	  DISCARD,
	  "RFC 7311 section 3.2",
	  "01 000b 0000000000000001",
	  { "", "01", "01 0002", "01 000a 00000000000000", "01 000b 00000000000000", "02 0000" } },
	{ 27, 0xc0, WITHDRAW, "RFC 6514 section 8", "c0000201000640", { "" } },
	{ 29,
	  0x80,
	  DISCARD,
	  "RFC 9552 section 8.2.2",
	  "0400 0001 00",
	  { "", "0400", "0400 0002 00", "0400 0001 00 00" } },
	{ 32,
	  0xc0,
	  WITHDRAW,
	  "RFC 8092 section 6",
	  "000000010000000200000003",
	  { "", "0000000100000002", "00000001000000020000000300" } },
	{ 33,
	  0x80,
	  WITHDRAW,
	  "RFC 8205 section 5.2",
	  "0008 0100 0000fbf0 001b 01 0000000000000000000000000000000000000000 0002 abcd",
	  { "", "0008 0100 0000fbf0", "0002 0003 01", "0009 0100 0000fbf000 0003 01",
	    "0008 0100 0000fbf0 0002", "0008 0100 0000fbf0 0003 01" } },
	{ 35,
	  0xc0,
	  WITHDRAW,
	  "RFC 9234 section 5",
	  "0000fbf0",
	  { "", "00", "00fbf0", "0000fbf000" } },
	{ 36,
	  0xc0,
	  WITHDRAW,
	  "RFC 10039 section 4",
	  "01 0000fbf0 0001 80",
	  { "", "00", "01 0000fbf0 0001", "02 0000fbf0 0001 80", "01 0000fbf0 0001 80 00" } },
	{ 37, 0xc0, WITHDRAW, "RFC 9015 section 3.2.1", "02 0001 00", { "", "02", "02 0002 00" } },
	{ 38,
	  0xc0,
	  DISCARD,
	  "RFC 9026 section 3.1.6",
	  "01 00000007 0104c0000201",
	  { "", "01 00000007", "01 00000007 0105c0000201", "01 00000007 0104c0000201 01" } },
	{ 40,
	  0xc0,
	  DISCARD,
	  "RFC 8669 section 6",
	  "01 0007 00 0000 00000064",
	  { "", "01 00", "01 0006 00 0000 000000", "03 0002 0000", "03 0009 0000 01020304050607",
	    "00 0000 00" } },
	{ 41, 0xc0, DISCARD, "RFC 9793 section 4", "0001 0001 00", { "", "0001 0002 00" } },
	{ 128,
	  0xc0,
	  WITHDRAW,
	  "RFC 7606 section 7.16",
	  "0000fbf0 40010100",
	  { "", "0000fb", "0000fbf0 400101", "0000fbf0 40010103", "0000fbf0 800f03 000201",
	    "0000fbf0 c08003 000000" } },
};

static void d33_every_malformed_attribute_is_treated_as_its_rfc_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(VALUES); i++) {
		for (size_t j = 0; j <= COUNT_OF(VALUES[i].malformed); j++) {
			bool is_sound = j == COUNT_OF(VALUES[i].malformed);
			const char *value = is_sound ? VALUES[i].sound : VALUES[i].malformed[j];
			if (value == NULL)
				continue;
			struct reader content = test_hex(value);
			struct buffer hex = { 0 };
			buffer_format(&hex, "%02x%02x%02x %s", VALUES[i].flags, VALUES[i].type,
				      (unsigned)reader_left(&content), value);
			/* Before the sound ones, so that those of its type are the repeated. */
			buffer_string(&hex, SOUND);
			buffer_char(&hex, '\0');
			struct given given = { "", hex.bytes, ROUTE, NONE, 0, 0, NULL };
			struct bgp_faults faults = faults_of(&given, &WIDE);
			bool is_again = VALUES[i].type <= 3;
			print_message("# %u: %s\n", VALUES[i].type, value);
			assert_int_equal(faults.count, (is_sound ? 0 : 1) + (is_again ? 1 : 0));
			if (!is_sound) {
				assert_int_equal(faults.treatment, VALUES[i].treatment);
				assert_int_equal(faults.first[0].attr_type, VALUES[i].type);
				assert_string_equal(faults.first[0].rule, VALUES[i].rule);
			}
			buffer_clear(&hex);
		}
	}
}

/* Sound values but for the flags, so that nothing else is found. */
static void d10_all_flags_with_every_type(void **state)
{
	(void)state;
	for (unsigned type = 0; type <= UINT8_MAX; type++) {
		for (unsigned flags = 0; flags < 256; flags += 16) {
			const struct bgp_attr_name *name = bgp_attr_name_find(type);
			uint8_t bytes[8] = { (uint8_t)flags, (uint8_t)type, 4, 0, 0, 0, 1 };
			size_t size = 7;
			if ((flags & BGP_ATTR_EXTENDED_LENGTH) != 0) {
				memcpy(bytes + 2, (uint8_t[]){ 0, 4, 0, 0, 0, 1 }, 6);
				size = 8;
			}
			struct bgp_update update = { .attributes = test_bytes(bytes, size) };
			struct bgp_faults faults;
			bool is_wrong = false;
			bgp_faults_check(&update, &WIDE, &faults);
			for (unsigned i = 0; i < faults.kept; i++)
				is_wrong |= strstr(faults.first[i].reason, "flags") != NULL;
			assert_int_equal(is_wrong, name != NULL && !name->any_flags &&
							   (flags & 0xc0) != name->flags);
			if (name == NULL && (flags & BGP_ATTR_OPTIONAL) == 0)
				assert_int_equal(faults.treatment, RESET);
		}
	}
}

static void keeps_the_first_and_the_strongest(void **state)
{
	/* Five to discard, then one that withdraws, one that resets. */
	struct given given = { "",
			       SOUND "40060100 4006 00 400600 400600 40010100 400503000064 "
				     "c00803000000 40c70101",
			       ROUTE,
			       RESET,
			       8,
			       6,
			       "" };
	struct bgp_faults faults = faults_of(&given, &WIDE);

	(void)state;
	assert_int_equal(faults.count, 8);
	assert_int_equal(faults.kept, BGP_FAULTS_KEPT);
	assert_int_equal(faults.treatment, RESET);
	assert_int_equal(faults.first[0].treatment, DISCARD);
	assert_int_equal(faults.first[BGP_FAULTS_KEPT - 1].treatment, RESET);
	assert_int_equal(faults.first[BGP_FAULTS_KEPT - 1].attr_type, 199);
}

/* D1 */
static void d1_parts_that_reach_past_the_message(void **state)
{
	static const struct {
		const char *hex;
		unsigned treatment;
	} cases[] = {
		{ "0000 0000", NONE },  { "", RESET },
		{ "0000", RESET },      { "0005 18c00002", RESET },
		{ "0000 0001", RESET }, { "ffff 0000", RESET },
		{ "0000 ffff", RESET }, { "0004 18c00002 0000", NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bgp_faults faults;
		bgp_faults_check_body(test_hex(cases[i].hex), &WIDE, &faults);
		assert_int_equal(faults.treatment, cases[i].treatment);
		assert_int_equal(faults.count, cases[i].treatment == RESET ? 1 : 0);
	}
}

static void judge(struct reader in)
{
	static const struct bgp_update_terms *const sessions[] = { &WIDE, &NARROW, &INTERNAL,
								   &STRICT, &WITH_IDS };

	for (size_t i = 0; i < COUNT_OF(sessions); i++) {
		struct bgp_faults faults;
		enum bgp_treatment strongest = BGP_TREAT_NONE;
		bgp_faults_check_body(in, sessions[i], &faults);
		for (unsigned j = 0; j < faults.kept; j++)
			if (faults.first[j].treatment > strongest)
				strongest = (enum bgp_treatment)faults.first[j].treatment;
		assert_int_equal(strongest, faults.treatment);
	}
}

/* D12 */
static void d12_every_type_code_with_some_lengths_and_zeros(void **state)
{
	static const size_t sizes[] = { 0, 1, 4, 255, 1024 };
	static uint8_t bytes[8 + 1024];

	(void)state;
	for (unsigned type = 0; type <= UINT8_MAX; type++) {
		for (size_t i = 0; i < COUNT_OF(sizes); i++) {
			size_t all = 4 + sizes[i];
			memcpy(bytes,
			       (uint8_t[]){ 0, 0, (uint8_t)(all >> 8), (uint8_t)all, 0xd0,
					    (uint8_t)type, (uint8_t)(sizes[i] >> 8),
					    (uint8_t)sizes[i] },
			       8);
			judge(test_bytes(bytes, 4 + all));
		}
	}
}

static void survives_damage(void **state)
{
	static uint8_t copy[512];
	struct reader in = test_hex(
		"0004 18c00002 0067" SOUND "40060100 c00808fbf00064ffffff01 c010080002fbf000000064 "
		"800e1a 0002 01 10" V6 "00 2020010db8 c080080000fbf040010100 c023040000fbf0" ROUTE);
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, judge);
	test_every_bit_flip(copy, size, judge);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_nothing_wrong),
		cmocka_unit_test(judges_what_is_missing_or_too_much),
		cmocka_unit_test(judges_routes),
		cmocka_unit_test(judges_what_depends_on_the_session),
		cmocka_unit_test(d33_every_malformed_attribute_is_treated_as_its_rfc_says),
		cmocka_unit_test(d10_all_flags_with_every_type),
		cmocka_unit_test(keeps_the_first_and_the_strongest),
		cmocka_unit_test(d1_parts_that_reach_past_the_message),
		cmocka_unit_test(d12_every_type_code_with_some_lengths_and_zeros),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
