#include "base/testkit.h"

#include "validation/claims.h"
#include "validation/test_vrps.h"

enum { BUDGET = 1 << 28, VRPS_MAX = 400 };

static struct prefix prefix_of(struct text text)
{
	struct prefix prefix;

	if (prefix_parse(text, &prefix) < 0)
		fail_msg("not a prefix: %.*s", (int)text.len, text.at);
	return prefix;
}

static uint32_t number_of(struct text text)
{
	uint32_t number;

	if (text_u32(text, &number) < 0)
		fail_msg("not a number: %.*s", (int)text.len, text.at);
	return number;
}

static const struct rov *build(struct arena *arena, const struct vrp *vrps, size_t count)
{
	const struct rov *rov;

	arena_init(arena, BUDGET);
	assert_int_equal(rov_build(arena, vrps, count, &rov), 0);
	return rov;
}

/*
 * The situations of RFC 6907 section 7, with addresses of our own. ASN_NONE is a path that ends in
 * an AS_SET, of one AS or of many.
 */
static const struct situation {
	const char *about;
	struct {
		const char *prefix;
		uint8_t max_length;
		asn_t asn;
	} vrps[4];
	const char *prefix;
	asn_t origin;
	enum rov_state expected;
} situations[] = {
	{ "7.1.1 covered, length and AS match",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.1.0.0/17",
	  64496,
	  ROV_VALID },
	{ "7.1.2 covered, too long, AS matches",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.1.0.0/22",
	  64496,
	  ROV_INVALID_LENGTH },
	{ "7.1.3 covered, length matches, AS does not",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.1.0.0/17",
	  64511,
	  ROV_INVALID_ASN },
	{ "7.1.4 covered, neither matches",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.1.0.0/22",
	  64511,
	  ROV_INVALID_ASN },
	{ "7.1.5 not covered",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.2.0.0/16",
	  64496,
	  ROV_NOT_FOUND },
	{ "7.1.6 covered by an AS0 ROA",
	  { { "10.1.0.0/16", 32, ASN_NONE } },
	  "10.1.0.0/24",
	  64496,
	  ROV_INVALID_ASN },
	{ "7.1.6 an AS0 ROA beside a matching one",
	  { { "10.1.0.0/16", 32, ASN_NONE }, { "10.1.0.0/16", 24, 64496 } },
	  "10.1.0.0/24",
	  64496,
	  ROV_VALID },
	{ "7.1.7 not covered, though all its more specifics are",
	  { { "10.1.0.0/18", 18, 64496 },
	    { "10.1.64.0/18", 18, 64496 },
	    { "10.1.128.0/18", 18, 64496 },
	    { "10.1.192.0/18", 18, 64496 } },
	  "10.1.0.0/16",
	  64496,
	  ROV_NOT_FOUND },
	{ "7.1.8 AS_SET, not covered",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.2.0.0/16",
	  ASN_NONE,
	  ROV_NOT_FOUND },
	{ "7.1.9, 7.1.10, 7.1.11 AS_SET, covered",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.1.0.0/17",
	  ASN_NONE,
	  ROV_INVALID_ASN },
	{ "7.1.9 AS_SET, covered by an AS0 ROA only",
	  { { "10.1.0.0/16", 20, ASN_NONE } },
	  "10.1.0.0/17",
	  ASN_NONE,
	  ROV_INVALID_ASN },
	{ "7.1.12 AS_SET, not covered, though its more specifics are",
	  { { "10.1.0.0/17", 17, 64496 }, { "10.1.128.0/17", 17, 64511 } },
	  "10.1.0.0/16",
	  ASN_NONE,
	  ROV_NOT_FOUND },
	{ "the parent's ROA gone, its own still matches",
	  { { "10.1.4.0/24", 24, 64496 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_VALID },
	{ "the parent's ROA gone, the parent's route",
	  { { "10.1.4.0/24", 24, 64496 } },
	  "10.1.0.0/16",
	  64511,
	  ROV_NOT_FOUND },
	{ "the parent's ROA gone, the grandparent's names another AS",
	  { { "10.0.0.0/8", 24, 64511 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_INVALID_ASN },
	{ "7.2.4, 7.2.8 the grandparent's ROA gone, the parent's still matches",
	  { { "10.1.0.0/16", 24, 64496 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_VALID },
	{ "7.2.1, 7.2.5 the parent's ROA gone, nothing else covers it",
	  { { "10.2.0.0/16", 20, 64496 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_NOT_FOUND },
	{ "7.2.2, 7.2.6 its own ROA gone, the parent's names another AS",
	  { { "10.1.0.0/16", 24, 64511 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_INVALID_ASN },
	{ "its own ROA gone, the parent's is too short",
	  { { "10.1.0.0/16", 20, 64496 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_INVALID_LENGTH },
	{ "7.2.3, 7.2.7 its own ROA gone, the parent's still matches",
	  { { "10.1.0.0/16", 24, 64496 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_VALID },
	{ "the grandparent's matches, the parent's names another AS",
	  { { "10.0.0.0/8", 24, 64496 }, { "10.1.0.0/16", 24, 64511 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_VALID },
	{ "of several, the wrong length is nearer than the wrong AS",
	  { { "10.0.0.0/8", 8, 64496 }, { "10.1.0.0/16", 24, 64511 } },
	  "10.1.4.0/24",
	  64496,
	  ROV_INVALID_LENGTH },
	{ "everything is covered by a default route's ROA",
	  { { "0.0.0.0/0", 0, 64496 } },
	  "255.255.255.255/32",
	  64496,
	  ROV_INVALID_LENGTH },
	{ "v6 is not v4", { { "0.0.0.0/0", 32, 64496 } }, "::/0", 64496, ROV_NOT_FOUND },
	{ "v6, the longest length",
	  { { "2001:db8::/32", 128, 64496 } },
	  "2001:db8::1/128",
	  64496,
	  ROV_VALID },
};

static void rfc_6907(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(situations); i++) {
		const struct situation *s = &situations[i];
		struct prefix question = prefix_from(s->prefix);
		struct vrp vrps[COUNT_OF(s->vrps)];
		struct arena arena;
		size_t count = 0;
		for (; count < COUNT_OF(vrps) && s->vrps[count].prefix != NULL; count++)
			vrps[count] = (struct vrp){ prefix_from(s->vrps[count].prefix),
						    s->vrps[count].max_length, s->vrps[count].asn };
		print_message("# %s\n", s->about);
		const struct rov *rov = build(&arena, vrps, count);
		assert_string_equal(rov_state_name(rov_check(rov, &question, s->origin)),
				    rov_state_name(s->expected));
		arena_clear(&arena);
	}
}

/* The next column; an empty text at the end of the line. */
static struct text column(struct text *rest)
{
	struct text piece = TEXT("");

	(void)text_cut(rest, '\t', &piece);
	return piece;
}

/* The origin of a path in the words of the vector file: "-" is no path at all, braces enclose an
 * AS_SET, parentheses a segment of a confederation. RFC 6811 section 2, RFC 8481 section 3. */
static asn_t origin_of(struct text path, asn_t own)
{
	struct text last = path, word;

	if (path.len > 0 && path.at[path.len - 1] == '}')
		return ASN_NONE;
	if (path.len > 0 && path.at[path.len - 1] == ')')
		return own;
	while (text_word(&path, &word))
		last = word;
	return text_equal(last, TEXT("-")) ? own : number_of(last);
}

/* "192.0.2.0/24-24" */
static struct vrp vrp_of_range(struct text range, asn_t asn)
{
	size_t dash = text_find(range, '-');

	return (struct vrp){ prefix_of(text_upto(range, dash)),
			     (uint8_t)number_of(text_from(range, dash + 1)), asn };
}

/* A range, then the AS number. */
static struct vrp vrp_of(struct text line)
{
	struct text range = column(&line);

	return vrp_of_range(range, number_of(column(&line)));
}

/* What the vector file asks, in four states and with addresses of our own. The own AS is 64511 but
 * where the path is local. RFC 6811 section 2, RFC 8481 section 3, RFC 6907 section 7. */
static const struct {
	const char *range;
	asn_t asn;
} path_vrps[] = {
	{ "10.1.2.0/24-24", 64601 },   { "10.2.0.0/22-24", 64601 }, { "10.3.0.0/24-24", 64699 },
	{ "10.66.0.0/16-16", 0 },      { "11.0.0.0/8-8", 64602 },   { "11.0.0.0/8-24", 64603 },
	{ "2001:db8::/32-48", 64601 },
};

static const struct {
	const char *prefix, *path;
	asn_t own;
	enum rov_state expected;
} path_cases[] = {
	{ "10.1.2.0/24", "64601", 64511, ROV_VALID },
	{ "10.1.2.0/24", "64500 64601", 64511, ROV_VALID },
	{ "10.1.2.0/24", "64601 64500", 64511, ROV_INVALID_ASN },
	{ "10.1.2.0/25", "64601", 64511, ROV_INVALID_LENGTH },
	{ "10.1.0.0/16", "64601", 64511, ROV_NOT_FOUND },
	{ "10.2.0.0/22", "64601", 64511, ROV_VALID },
	{ "10.2.1.0/24", "64601", 64511, ROV_VALID },
	{ "10.2.1.0/25", "64601", 64511, ROV_INVALID_LENGTH },
	{ "10.2.1.0/24", "64601 {64601}", 64511, ROV_INVALID_ASN },
	{ "10.2.1.0/24", "{64601}", 64511, ROV_INVALID_ASN },
	{ "10.2.1.0/24", "64500 {64602} 64601", 64511, ROV_VALID },
	{ "10.67.0.0/16", "64500 {64602}", 64511, ROV_NOT_FOUND },
	{ "10.66.0.0/16", "64601", 64511, ROV_INVALID_ASN },
	{ "10.66.0.0/16", "0", 64511, ROV_INVALID_ASN },
	{ "11.1.0.0/16", "64602", 64511, ROV_INVALID_LENGTH },
	{ "11.1.0.0/16", "64603", 64511, ROV_VALID },
	{ "11.0.0.0/8", "64603", 64511, ROV_VALID },
	{ "11.0.0.0/8", "64602", 64511, ROV_VALID },
	{ "10.1.2.0/24", "-", 64601, ROV_VALID },
	{ "10.1.2.0/24", "-", 64511, ROV_INVALID_ASN },
	{ "10.1.2.0/24", "(64700 64701)", 64601, ROV_VALID },
	{ "10.1.2.0/24", "64500 (64700)", 64601, ROV_VALID },
	{ "2001:db8:1::/48", "64601", 64511, ROV_VALID },
	{ "2001:db8:1::/49", "64601", 64511, ROV_INVALID_LENGTH },
	{ "2001:db8::/31", "64601", 64511, ROV_NOT_FOUND },
	{ "0.0.0.0/0", "64601", 64511, ROV_NOT_FOUND },
};

static void origins_come_from_paths(void **state)
{
	struct vrp vrps[COUNT_OF(path_vrps)];
	struct arena arena;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(vrps); i++)
		vrps[i] = vrp_of_range(text_of(path_vrps[i].range), path_vrps[i].asn);
	const struct rov *rov = build(&arena, vrps, COUNT_OF(vrps));
	for (size_t i = 0; i < COUNT_OF(path_cases); i++) {
		struct prefix question = prefix_from(path_cases[i].prefix);
		asn_t origin = origin_of(text_of(path_cases[i].path), path_cases[i].own);
		print_message("# %s %s\n", path_cases[i].prefix, path_cases[i].path);
		assert_string_equal(rov_state_name(rov_check(rov, &question, origin)),
				    rov_state_name(path_cases[i].expected));
	}
	arena_clear(&arena);
}

static const char *three_states(enum rov_state state)
{
	return state == ROV_VALID ? "valid" : state == ROV_NOT_FOUND ? "notfound" : "invalid";
}

static void check_vector(struct text line, const struct rov *rov)
{
	struct text range = column(&line), path = column(&line);
	asn_t own = number_of(column(&line));
	struct prefix question = prefix_of(range);
	enum rov_state got = rov_check(rov, &question, origin_of(path, own));

	if (!text_equal(text_of(three_states(got)), column(&line)))
		fail_msg("%.*s %.*s is %s", (int)range.len, range.at, (int)path.len, path.at,
			 three_states(got));
}

static FILE *open_vectors(void)
{
	const char *path = test_vectors("rov.tsv");
	return path != NULL ? fopen(path, "r") : NULL;
}

static void shared_vectors(void **state)
{
	FILE *file = open_vectors();
	char line[TEST_LINE_SIZE];
	struct vrp vrps[VRPS_MAX];
	size_t count = 0, checked = 0;
	const struct rov *rov = NULL;
	struct arena arena;
	(void)state;

	if (file == NULL)
		skip();
	while (fgets(line, sizeof(line), file) != NULL) {
		struct text rest = text_of(line), row = TEXT("");
		assert_true(text_line(&rest, &row));
		struct text kind = column(&row);
		if (text_equal(kind, TEXT("V"))) {
			assert_true(count < VRPS_MAX);
			vrps[count++] = vrp_of(row);
		} else if (text_equal(kind, TEXT("T"))) {
			rov = rov != NULL ? rov : build(&arena, vrps, count);
			check_vector(row, rov);
			checked++;
		}
	}
	(void)fclose(file);
	assert_int_equal(checked, 26);
	arena_clear(&arena);
}

/* Longest first, then by ASN and max_length; never the same twice. */
static bool vrp_before(const struct vrp *a, const struct vrp *b)
{
	if (a->prefix.len != b->prefix.len)
		return a->prefix.len > b->prefix.len;
	return a->asn != b->asn ? a->asn < b->asn : a->max_length < b->max_length;
}

static void check_walk(const struct rov *rov, const struct vrp *vrps, size_t count,
		       const struct prefix *question)
{
	struct vrp vrp, before = { 0 };
	size_t walked = 0, distinct = 0;

	for (struct rov_walk walk = rov_covering(rov, question); rov_walk_next(&walk, &vrp);) {
		assert_true(walked == 0 || vrp_before(&before, &vrp));
		before = vrp;
		walked++;
	}
	for (size_t i = 0; i < count; i++) {
		bool repeated = false;
		for (size_t j = 0; j < i; j++)
			repeated |= vrp_equal(&vrps[i], &vrps[j]);
		distinct += !repeated && prefix_covers(&vrps[i].prefix, question);
	}
	assert_int_equal(walked, distinct);
}

static void random_sets_agree_with_a_linear_search(void **state)
{
	static struct vrp vrps[VRPS_MAX];
	size_t seen[ROV_VALID + 1] = { 0 };
	(void)state;

	srandom(4);
	for (unsigned round = 0; round < 500; round++) {
		size_t count = random_vrps(vrps, round < 400 ? 20 : VRPS_MAX);
		struct arena arena;
		const struct rov *rov = build(&arena, vrps, count);
		for (unsigned n = 0; n < 400; n++) {
			uint32_t near = random_below((uint32_t)count);
			struct prefix question = random_relative(&vrps[near].prefix);
			asn_t origin = random_below(5);
			enum rov_state expected = rov_slowly(vrps, count, &question, origin);
			assert_int_equal(rov_check(rov, &question, origin), expected);
			seen[expected]++;
			if (n < 10)
				check_walk(rov, vrps, count, &question);
		}
		arena_clear(&arena);
	}
	for (size_t i = 0; i < COUNT_OF(seen); i++)
		assert_true(seen[i] > 1000); /* else the test asks too little */
}

/* The same question to the set that `irr` uses, which finds what covers a route in another way. */
static enum rov_state by_claims(const struct claims *claims, const struct prefix *question,
				asn_t origin)
{
	enum rov_state kindest = ROV_NOT_FOUND;
	struct claim claim;
	uint32_t at, row;

	claims_begin(claims, question, &at, &row);
	while (claims_next(claims, &at, &row, &claim)) {
		struct vrp vrp = { claim.prefix, (uint8_t)claim.row.detail, claim.row.asn };
		enum rov_state one = rov_slowly(&vrp, 1, question, origin);
		kindest = one > kindest ? one : kindest;
	}
	return kindest;
}

static void compare_with_claims(const struct rov *rov, const struct claims *claims,
				const struct prefix *question, asn_t origin)
{
	struct claim claim;
	struct vrp vrp;
	uint32_t at, row;

	assert_int_equal(rov_check(rov, question, origin), by_claims(claims, question, origin));
	claims_begin(claims, question, &at, &row);
	for (struct rov_walk walk = rov_covering(rov, question); rov_walk_next(&walk, &vrp);) {
		assert_true(claims_next(claims, &at, &row, &claim));
		assert_true(prefix_equal(&vrp.prefix, &claim.prefix));
		assert_int_equal(vrp.asn, claim.row.asn);
		assert_int_equal(vrp.max_length, claim.row.detail);
	}
	assert_false(claims_next(claims, &at, &row, &claim));
}

static void real_vrps_agree_with_claims_and_a_linear_search(void **state)
{
	size_t count = 0;
	struct vrp *vrps = real_vrps(TEST_EXPORT_OLDER, &count);
	struct arena arena, other;
	struct claims set;
	(void)state;

	if (vrps == NULL) {
		skip();
		return; /* which skip() does; a reader of code cannot know */
	}
	const struct rov *rov = build(&arena, vrps, count);
	struct claim *claims = memory_alloc(count, sizeof(*claims));
	for (size_t i = 0; i < count; i++)
		claims[i] = (struct claim){ vrps[i].prefix, { vrps[i].asn, vrps[i].max_length } };
	arena_init(&other, BUDGET);
	assert_int_equal(claims_build(&other, claims, count, &set), 0);
	free(claims);
	assert_true(count > 700000 && rov_count(rov) == set.count);
	assert_true(arena.used < (size_t)25 << 20);

	srandom(6);
	for (size_t i = 0; i < count; i++) {
		struct prefix near = random_relative(&vrps[i].prefix);
		compare_with_claims(rov, &set, &vrps[i].prefix, vrps[i].asn);
		compare_with_claims(rov, &set, &near, vrps[i].asn);
		if (i % 10000 == 0)
			assert_int_equal(rov_check(rov, &near, vrps[i].asn),
					 rov_slowly(vrps, count, &near, vrps[i].asn));
	}
	arena_clear(&arena);
	arena_clear(&other);
	free(vrps);
}

static void duplicates_count_once(void **state)
{
	struct vrp vrps[] = {
		{ prefix_from("10.0.0.0/8"), 24, 64496 }, { prefix_from("10.0.0.0/8"), 24, 64497 },
		{ prefix_from("10.0.0.0/8"), 24, 64496 }, { prefix_from("10.0.0.0/8"), 16, 64496 },
		{ prefix_from("10.0.0.0/9"), 24, 64496 },
	};
	struct arena arena;
	(void)state;

	assert_int_equal(rov_count(build(&arena, vrps, COUNT_OF(vrps))), 4);
	arena_clear(&arena);
	assert_int_equal(rov_count(build(&arena, NULL, 0)), 0);
	arena_clear(&arena);
}

static void impossible_lengths_are_refused(void **state)
{
	const struct vrp bad[] = {
		{ prefix_from("10.0.0.0/8"), 7, 64496 },
		{ prefix_from("10.0.0.0/8"), 33, 64496 },
		{ prefix_from("2001:db8::/32"), 31, 64496 },
		{ prefix_from("2001:db8::/32"), 129, 64496 },
	};
	const struct rov *rov = NULL;
	struct arena arena;
	(void)state;

	arena_init(&arena, BUDGET);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(rov_build(&arena, &bad[i], 1, &rov), ERR_MALFORMED);
	assert_null(rov);
	arena_clear(&arena);
}

static void a_full_arena_is_an_error(void **state)
{
	struct vrp vrps[] = { { prefix_from("10.0.0.0/8"), 24, 64496 },
			      { prefix_from("2001:db8::/32"), 48, 64496 } };
	const struct rov *rov = NULL;
	struct arena arena;
	int err = ERR_LIMIT;
	(void)state;

	for (size_t budget = 0; err < 0; budget++) {
		arena_init(&arena, budget);
		err = rov_build(&arena, vrps, COUNT_OF(vrps), &rov);
		assert_true(err == 0 || (err == ERR_LIMIT && rov == NULL));
		arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc_6907),
		cmocka_unit_test(origins_come_from_paths),
		cmocka_unit_test(shared_vectors),
		cmocka_unit_test(random_sets_agree_with_a_linear_search),
		cmocka_unit_test(real_vrps_agree_with_claims_and_a_linear_search),
		cmocka_unit_test(duplicates_count_once),
		cmocka_unit_test(impossible_lengths_are_refused),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
