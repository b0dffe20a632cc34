#include "base/testkit.h"

#include "select/test_filter.h"

static struct arena arena;

static int parse(struct text text, const struct expression_world *world,
		 const struct expression **out_expression, struct complaint *out_complaint)
{
	arena_clear(&arena);
	return expression_parse(&arena, text, world, out_expression, out_complaint);
}

/* An expression and its one spelling, which is its own; NULL when there is none. */
static const struct {
	const char *text, *want;
} SPELLINGS[] = {
	{ "origin 64496", "origin 64496" },
	{ "ORIGIN As64496", "origin 64496" },
	{ "origin{3,1,2,AS5}", "origin {1-3, 5}" },
	{ "origin 1-5", "origin 1-5" },
	{ "origin in asns", "origin in \"asns\"" },
	{ "origin in 'asns'", "origin in \"asns\"" },
	{ "origin in \"it's\"", "origin in \"it's\"" },
	{ "origin in empty", "origin in \"empty\"" },
	{ "origin set", "origin set" },
	{ "prefix exact 192.0.2.1/32", "prefix exact 192.0.2.1/32" },
	{ "prefix covers 192.0.2.1/32", "prefix covers 192.0.2.1" },
	{ "prefix covers 2001:DB8:0::1", "prefix covers 2001:db8::1" },
	{ "prefix within { 2001:db8::/32 , 192.0.2.0/24,192.0.2.0/24 }",
	  "prefix within {192.0.2.0/24, 2001:db8::/32}" },
	{ "prefix exact in prefixes", "prefix exact in \"prefixes\"" },
	{ "prefix length>=25", "prefix length >= 25" },
	{ "prefix length==25", "prefix length = 25" },
	{ "path has 1 {3,2} in asns AS4", "path has 1 2-3 in \"asns\" 4" },
	{ "path matches '^1 (2|3)* $'", "path matches \"^1 (2|3)* $\"" },
	{ "path matches ^1$", "path matches \"^1$\"" },
	{ "path length != 0 and path loop", "path length != 0 and path loop" },
	{ "peer {2001:db8::1, 64496, 192.0.2.0/24}", "peer {192.0.2.0/24, 2001:db8::1, 64496}" },
	{ "peer in peers", "peer in \"peers\"" },
	{ "community 4294901762", NULL },
	{ "community {NO-EXPORT, 65535:65283, 1:2:3, *:666, 64496:*}",
	  "community {64496:*, no-export, no-export-subconfed, *:666, 1:2:3}" },
	{ "community 0xffffff01", "community no-export" },
	{ "community 0x0002FBF000000001", "community 0x0002fbf000000001" },
	{ "community soo:192.0.2.1:*", "community soo:192.0.2.1:*" },
	{ "type {withdraw, announce}", "type {announce, withdraw}" },
	{ "type {state}", "type state" },
	{ "time >= 2026-02-22", "time >= 2026-02-22T00:00:00Z" },
	{ "time < 1771774200", "time < 2026-02-22T15:30:00Z" },
	{ "time from 1771774200 to '2026-02-22 15:31:00'",
	  "time >= 2026-02-22T15:30:00Z and time < 2026-02-22T15:31:00Z" },
	{ "not time from 1771774200 to 1771774201",
	  "not (time >= 2026-02-22T15:30:00Z and time < 2026-02-22T15:30:01Z)" },
	{ "rpki {invalid-asn, invalid-length}", "rpki invalid" },
	{ "rpki {valid, invalid-asn}", "rpki {valid, invalid-asn}" },
	{ "irr registered or irr exact", "irr registered or irr exact" },
	{ "bogon prefix", "bogon prefix {full, administrative}" },
	{ "bogon full", "bogon prefix full or bogon asn full" },
	{ "bogon full and type route", "type route and (bogon prefix full or bogon asn full)" },
	{ "next-hop within 192.0.2.0/24", "next-hop 192.0.2.0/24" },
	{ "collector {rrc*, 'route views'}", "collector {\"route views\", \"rrc*\"}" },
	{ "afi 1 and safi 1", "afi 1 and safi 1" },
	{ "afi 1 safi 1", "afi 1 and safi 1" },
	{ "not afi 1 safi 1", "not (afi 1 and safi 1)" },
	/* Structure: cheap first, groups of one kind are one, "and" binds tighter. */
	{ "origin 1 and type route", "type route and origin 1" },
	{ "med > 1 or (origin 1 or type route)", "type route or med > 1 or origin 1" },
	{ "type route or type state and atomic or malformed",
	  "type route or malformed or type state and atomic" },
	{ "(type route or type state) and atomic", "(type route or type state) and atomic" },
	{ "not (type route and atomic) and not not atomic",
	  "not (type route and atomic) and atomic" },
	{ "not(not(atomic))", "atomic" },
	{ " ( ( atomic ) ) ", "atomic" },
};

static void prints_in_one_spelling(void **state)
{
	const struct expression *expression;
	struct complaint complaint;
	struct buffer out;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(SPELLINGS); i++) {
		struct text text = test_text(SPELLINGS[i].text, strlen(SPELLINGS[i].text));
		for (unsigned again = 0; again < 2; again++) {
			int err = parse(text, &test_world, &expression, &complaint);
			if ((err < 0) != (SPELLINGS[i].want == NULL))
				fail_msg("%s: %s", SPELLINGS[i].text, complaint.says);
			if (err < 0)
				break;
			buffer_init(&out);
			expression_print(expression, &out);
			assert_string_equal((buffer_char(&out, '\0'), out.bytes),
					    SPELLINGS[i].want);
			text = test_text(out.bytes, out.used - 1);
			buffer_clear(&out);
		}
	}
}

#define NOT_A_COMMUNITY                                                                            \
	" is not a community; write it like 64496:100, 64496:*, 64496:1:2, rt:64496:1, "           \
	"no-export or 0xfbf00064"

static const struct {
	const char *text;
	size_t at, length;
	const char *says;
} MISTAKES[] = {
	{ "orgin 64496", 0, 5, "there is no term 'orgin'; did you mean 'origin'?" },
	{ "type route and pear 1", 15, 4, "there is no term 'pear'; did you mean 'peer'?" },
	{ "xyzzy 1", 0, 5, "there is no term 'xyzzy'" },
	{ "", 0, 0, "a term is missing at the end" },
	{ "  ", 2, 0, "a term is missing at the end" },
	{ "origin", 6, 0, "a value is missing at the end" },
	{ "origin and atomic", 7, 3,
	  "'and' is not an AS number; write it like 64496, AS64496 or 64512-65534" },
	{ "origin 64496,", 12, 1, "'and' or 'or' is missing before ','" },
	{ "origin 64496 64497", 13, 5, "'and' or 'or' is missing before '64497'" },
	{ "origin {64496", 13, 0, "',' or '}' is missing at the end" },
	{ "origin {64496 64497}", 14, 5, "',' or '}' is missing before '64497'" },
	{ "origin {}", 8, 1, "a value is missing before '}'" },
	{ "origin 9-1", 7, 3,
	  "'9-1' is not an AS number; write it like 64496, AS64496 or 64512-65534" },
	{ "origin 4294967296", 7, 10,
	  "'4294967296' is not an AS number; write it like 64496, AS64496 or "
	  "64512-65534" },
	{ "and atomic", 0, 3, "a term is missing before 'and'" },
	{ "atomic or", 9, 0, "a term is missing at the end" },
	{ "not", 3, 0, "a term is missing at the end" },
	{ "atomic adn malformed", 7, 3,
	  "'and' or 'or' is missing before 'adn'; did you mean 'and'?" },
	{ "(atomic ro malformed)", 8, 2, "'and', 'or' or ')' is missing before 'ro'" },
	{ "afi 1 safi 256", 11, 3, "'256' is not a number from 0 to 255" },
	{ "(atomic", 0, 1, "'(' without its ')'" },
	{ "(atomic atomic)", 8, 6, "'and', 'or' or ')' is missing before 'atomic'" },
	{ "atomic)", 6, 1, "')' without its '('" },
	{ "()", 1, 1, "a term is missing before ')'" },
	{ "atomic && malformed", 7, 2, "'and' or 'or' is missing before '&&'" },
	{ "!atomic", 0, 1, "a term is missing before '!'" },
	{ "prefix", 0, 6, "'prefix' goes with one of: exact, within, covers, length" },
	{ "prefix exakt 192.0.2.0/24", 7, 5,
	  "'exakt' does not go with 'prefix', but one of: exact, within, covers, length; "
	  "did you mean 'exact'?" },
	{ "prefix exact 192.0.2.1/24", 13, 12,
	  "'192.0.2.1/24' has bits behind its prefix length; write 192.0.2.0/24" },
	{ "prefix exact 192.0.2.1", 13, 9,
	  "'192.0.2.1' has no prefix length; write it like 192.0.2.1/32" },
	{ "prefix exact 192.0.2.0/33", 13, 12,
	  "'192.0.2.0/33' is not a prefix; write it like 192.0.2.0/24" },
	{ "prefix exact {192.0.2.0/24, x}", 28, 1,
	  "'x' is not a prefix; write it like 192.0.2.0/24" },
	{ "prefix length 24", 14, 2, "one of = != < <= > >= is missing before '24'" },
	{ "prefix length < 129", 16, 3, "'129' is not a number from 0 to 128" },
	{ "prefix length < -1", 16, 2, "'-1' is not a number from 0 to 128" },
	{ "peer x", 5, 1, "'x' is neither an AS number nor an address" },
	{ "peer 1.2.3", 5, 5, "'1.2.3' is not a prefix; write it like 192.0.2.0/24" },
	{ "community 65536:1", 10, 7, "'65536:1'" NOT_A_COMMUNITY },
	{ "community 'a b'", 11, 3, "'a b'" NOT_A_COMMUNITY },
	{ "type anounce", 5, 7, "'anounce' does not go with type; did you mean 'announce'?" },
	{ "type 3", 5, 1, "'3' does not go with type" },
	{ "rpki {valid, bad}", 13, 3, "'bad' does not go with rpki" },
	{ "rpki {valid", 11, 0, "',' or '}' is missing at the end" },
	{ "time > noon", 7, 4, "'noon' is not a time; write it like 2026-02-22T15:30:00Z" },
	{ "time > 253402300800", 7, 12,
	  "'253402300800' is not a time; write it like 2026-02-22T15:30:00Z" },
	{ "time from 2026-02-22", 20, 0, "'to' and a second time is missing at the end" },
	{ "time from 2026-02-22 to 2026-02-22", 24, 10, "the second time is not behind the first" },
	{ "origin in nowhere", 10, 7, "nowhere: no such file" },
	{ "origin in bad", 10, 3,
	  "bad line 3: '64501 64502' is not an AS number; write it like 64496, AS64496 or "
	  "64512-65534" },
	{ "origin in", 9, 0, "the name of a file is missing at the end" },
	{ "collector 'x", 10, 1, "a quote without its end" },
	{ "path matches '^ 64496 x'", 22, 1,
	  "'x' is not part of a pattern: AS numbers, ranges, . ( ) | * + ? and ^ $ at its "
	  "ends" },
	{ "path matches '(1'", 14, 1, "'(' without its ')'" },
	{ "path matches ''", 14, 1, "an AS number, '.' or '(' is missing here" },
	{ "path", 0, 4, "'path' goes with one of: has, matches, length, loop" },
	{ "bogon foo", 6, 3, "'and' or 'or' is missing before 'foo'" },
};

static void says_what_is_wrong(void **state)
{
	const struct expression *expression;
	struct complaint complaint;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(MISTAKES); i++) {
		expression = NULL;
		assert_int_equal(
			parse(text_of(MISTAKES[i].text), &test_world, &expression, &complaint),
			ERR_USAGE);
		assert_null(expression);
		assert_string_equal(complaint.says, MISTAKES[i].says);
		if (complaint.at != MISTAKES[i].at || complaint.length != MISTAKES[i].length)
			fail_msg("%s: at %zu, %zu", MISTAKES[i].text, complaint.at,
				 complaint.length);
	}
}

static void says_what_is_not_given(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "rpki valid", "rpki needs VRPs; give a file of them, --with vrps.json" },
		{ "irr exact", "irr needs route objects; give a file of them, --with irr.db.gz" },
		{ "bogon", "bogon needs bogon lists, which are not given here" },
		{ "origin in asns", "files cannot be used here; write {a, b}" },
	};
	static const struct expression_world nothing;
	const struct expression *expression;
	struct complaint complaint;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(parse(text_of(cases[i].text), &nothing, &expression, &complaint),
				 ERR_USAGE);
		assert_string_equal(complaint.says, cases[i].says);
	}
}

/* `count` times `piece`, then `end`. */
static struct text repeated(struct buffer *out, const char *piece, unsigned count, const char *end)
{
	out->used = 0;
	for (unsigned i = 0; i < count; i++)
		buffer_string(out, piece);
	buffer_string(out, end);
	return (struct text){ out->bytes, out->used };
}

static void is_bounded(void **state)
{
	static const struct {
		const char *piece;
		unsigned count;
		const char *end, *says;
	} cases[] = {
		{ "(", 65, "atomic", "groups are nested more than 64 deep" },
		{ "(", 64, "bogon", "groups are nested more than 64 deep" },
		{ "not ", 5000, "atomic", NULL },
		{ "atomic or ", 4094, "atomic", NULL },
		{ "atomic or ", 4095, "atomic", "an expression has at most 4096 terms and groups" },
		{ " ", 65536, "atomic", "an expression has at most 65536 octets" },
		{ "path has", 1, " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
		  "more than 16 ASes in a row; use path matches" },
		{ "community {", 1, "", "a value is missing at the end" },
	};
	const struct expression *expression;
	struct complaint complaint;
	struct buffer out;

	(void)state;
	buffer_init(&out);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text text = repeated(&out, cases[i].piece, cases[i].count, cases[i].end);
		int err = parse(text, &test_world, &expression, &complaint);
		assert_int_equal(err, cases[i].says == NULL ? 0 : ERR_USAGE);
		if (cases[i].says != NULL)
			assert_string_equal(complaint.says, cases[i].says);
	}
	buffer_clear(&out);
}

static void small_arenas_are_no_danger(void **state)
{
	static const char text[] = "prefix within {192.0.2.0/24, 2001:db8::/32} and collector a "
				   "and path matches 1 and community 1:1 and peer in peers";
	const struct expression *expression;
	struct complaint complaint;
	struct arena small;
	int err = ERR_LIMIT;

	(void)state;
	for (size_t budget = 0; err < 0 && budget < 1 << 20; budget += 64) {
		arena_init(&small, budget);
		err = expression_parse(&small, TEXT(text), &test_world, &expression, &complaint);
		assert_true(err == 0 || err == ERR_LIMIT);
		arena_clear(&small);
	}
	assert_int_equal(err, 0);
}

static void parse_anything(struct reader in)
{
	struct text text = { (const char *)in.at, reader_left(&in) };
	const struct expression *expression;
	struct complaint complaint;
	struct buffer out;

	if (parse(text, &test_world, &expression, &complaint) == 0)
		return;
	assert_in_range(complaint.at, 0, text.len);
	buffer_init(&out);
	complaint_put(&out, text, &complaint);
	buffer_clear(&out);
}

static void survives_damage(void **state)
{
	static const char text[] =
		"not (prefix within {192.0.2.0/24, 2001:db8::/32} or origin in asns) and "
		"path matches '^1 (2|.)* 3-4$' and time from 2026-02-22 to 2026-02-23 and "
		"community {rt:1:2, 1:*, 0xffffff01, 1:2:3} and rpki {invalid, valid} and bogon";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, parse_anything);
	test_every_bit_flip(text, sizeof(text) - 1, parse_anything);
}

static int start(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 24);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_in_one_spelling),     cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(says_what_is_not_given),     cmocka_unit_test(is_bounded),
		cmocka_unit_test(small_arenas_are_no_danger), cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
