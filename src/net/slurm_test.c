#include "base/testkit.h"

#include "net/slurm.h"
#include "net/test_payload.h"

/*
 * SLURM in few words: "-v PREFIX ASN" filters VRPs, "-k ASN SKI" router keys, "* " for what is not
 * said; "-a CUSTOMER" ASPAs; "v ...", "k ...", "a ..." are assertions, as in net/test_payload.h.
 */
static void give(struct slurm *slurm, struct text item)
{
	item = text_trim(item);
	if (text_starts(item, TEXT("-v"))) {
		struct slurm_prefix_filter filter = { 0 };
		(void)test_word(&item);
		struct text prefix = test_word(&item), asn = test_word(&item);
		filter.has_prefix = prefix_parse(prefix, &filter.prefix) == 0;
		filter.has_asn = text_u32(asn, &filter.asn) == 0;
		assert_int_equal(slurm_filter_prefix(slurm, &filter), 0);
	} else if (text_starts(item, TEXT("-k"))) {
		struct slurm_key_filter filter = { 0 };
		(void)test_word(&item);
		filter.has_asn = text_u32(test_word(&item), &filter.asn) == 0;
		struct text ski = test_word(&item);
		filter.has_ski = ski.at[0] != '*';
		memset(filter.ski, ski.at[0], sizeof(filter.ski));
		assert_int_equal(slurm_filter_key(slurm, &filter), 0);
	} else if (text_starts(item, TEXT("-a"))) {
		(void)test_word(&item);
		assert_int_equal(slurm_filter_aspa(slurm, test_number(&item)), 0);
	} else {
		struct test_payload p = test_payload(item);
		p.aspa.providers = p.providers;
		int result = p.kind == 'v'   ? slurm_assert_vrp(slurm, &p.vrp)
			     : p.kind == 'k' ? slurm_assert_key(slurm, &p.key)
					     : slurm_assert_aspa(slurm, &p.aspa);
		assert_int_equal(result, 0);
	}
}

static struct slurm slurm_of(const char *items)
{
	struct text rest = text_of(items), item;
	struct slurm slurm;

	slurm_init(&slurm);
	while (test_item(&rest, &item))
		give(&slurm, item);
	return slurm;
}

/* What comes of it, "filtered v k a, added v k a, changed". */
static void check(const char *items, enum slurm_aspas aspas, const char *in, const char *want,
		  const char *want_effect)
{
	struct slurm slurm = slurm_of(items);
	struct payload_set *before = test_set(in), *after;
	struct slurm_effect effect;
	char said[99];

	assert_int_equal(slurm_apply(&slurm, aspas, before, &after, &effect), 0);
	struct buffer text = test_set_text(after);
	print_message("# %s\n", items);
	assert_string_equal(text.bytes, want);
	(void)snprintf(said, sizeof(said), "-%zu%zu%zu +%zu%zu%zu %zu", effect.vrps_filtered,
		       effect.keys_filtered, effect.aspas_filtered, effect.vrps_added,
		       effect.keys_added, effect.aspas_added, effect.aspas_changed);
	assert_string_equal(said, want_effect);
	buffer_clear(&text);
	payload_set_release(before);
	payload_set_release(after);
	slurm_clear(&slurm);
}

#define V8  "v 10.0.0.0/8 8 1"
#define V9  "v 10.0.0.0/9 9 2"
#define V24 "v 10.1.1.0/24 24 1"
#define V6  "v 2001:db8::/32 48 1"
#define K1A "k 1 a x"
#define K1B "k 1 b x"
#define K2A "k 2 a x"

static void filters_match_what_rfc_8416_says(void **state)
{
	static const char all[] = V8 ";" V9 ";" V24 ";" V6 ";" K1A ";" K1B ";" K2A ";a 1 2;a 3 4";
	static const struct {
		const char *slurm, *want, *effect;
	} cases[] = {
		{ "", V8 "; " V9 "; " V24 "; " V6 "; " K1A "; " K1B "; " K2A "; a 1 2; a 3 4; ",
		  "-000 +000 0" },
		/* equal or inside, of any maxLength */
		{ "-v 10.0.0.0/8 *", V6 "; " K1A "; " K1B "; " K2A "; a 1 2; a 3 4; ",
		  "-300 +000 0" },
		{ "-v 10.0.0.0/9 *", V8 "; " V6 "; " K1A "; " K1B "; " K2A "; a 1 2; a 3 4; ",
		  "-200 +000 0" },
		{ "-v 10.1.1.0/25 *;-v 11.0.0.0/8 *;-v ::/0 7",
		  V8 "; " V9 "; " V24 "; " V6 "; " K1A "; " K1B "; " K2A "; a 1 2; a 3 4; ",
		  "-000 +000 0" },
		{ "-v * 1", V9 "; " K1A "; " K1B "; " K2A "; a 1 2; a 3 4; ", "-300 +000 0" },
		{ "-v 10.0.0.0/8 1", V9 "; " V6 "; " K1A "; " K1B "; " K2A "; a 1 2; a 3 4; ",
		  "-200 +000 0" },
		/* several filters; a narrow one does not hide a wide one */
		{ "-v 10.1.0.0/16 9;-v 10.0.0.0/8 1;-v 10.0.0.0/8 9",
		  V9 "; " V6 "; " K1A "; " K1B "; " K2A "; a 1 2; a 3 4; ", "-200 +000 0" },
		{ "-v ::/0 *;-v 0.0.0.0/0 *;-k 1 *;-a 3", K2A "; a 1 2; ", "-421 +000 0" },
		{ "-v ::/0 *;-v 0.0.0.0/0 *;-k * a", K1B "; a 1 2; a 3 4; ", "-420 +000 0" },
		{ "-v ::/0 *;-v 0.0.0.0/0 *;-k 1 a", K1B "; " K2A "; a 1 2; a 3 4; ",
		  "-410 +000 0" },
		{ "-v ::/0 *;-v 0.0.0.0/0 *;-k 2 b;-k 1 b;-a 1;-a 9", K1A "; " K2A "; a 3 4; ",
		  "-411 +000 0" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check(cases[i].slurm, SLURM_ASPAS_REPLACE, all, cases[i].want, cases[i].effect);
}

static void assertions_are_never_filtered(void **state)
{
	(void)state;
	check("-v 10.0.0.0/8 *;" V24 ";" K1A ";-k 1 *", SLURM_ASPAS_REPLACE, V8 ";" V24 ";" K1A,
	      V24 "; " K1A "; ", "-210 +110 0");
	/* what is there already is not added */
	check(V8 ";" K1A, SLURM_ASPAS_REPLACE, V8 ";" K1A, V8 "; " K1A "; ", "-000 +000 0");
	check(V8 ";" V8, SLURM_ASPAS_REPLACE, "", V8 "; ", "-000 +100 0");
	/* configuration that other validators were given */
	check("-v 198.51.100.0/22 *;v 198.51.100.0/24 24 64520;v 192.0.2.0/24 25 64520",
	      SLURM_ASPAS_REPLACE,
	      "v 198.51.100.0/24 24 1;v 198.51.101.0/24 24 2;v 192.0.2.0/24 24 3",
	      "v 192.0.2.0/24 24 3; v 192.0.2.0/24 25 64520; v 198.51.100.0/24 24 64520; ",
	      "-200 +200 0");
}

static void aspas_are_replaced_or_united(void **state)
{
	(void)state;
	check("a 1 5;a 2 6", SLURM_ASPAS_REPLACE, "a 1 2 3;a 4 5", "a 1 5; a 2 6; a 4 5; ",
	      "-000 +001 1");
	check("a 1 5;a 2 6", SLURM_ASPAS_ADD, "a 1 2 3;a 4 5", "a 1 2 3 5; a 2 6; a 4 5; ",
	      "-000 +001 1");
	check("a 1 5;a 1 6", SLURM_ASPAS_REPLACE, "a 1 2", "a 1 5 6; ", "-000 +000 1");
	check("a 1 0", SLURM_ASPAS_REPLACE, "a 1 2", "a 1 0; ", "-000 +000 1");
	check("a 1 0", SLURM_ASPAS_ADD, "a 1 2", "a 1 2; ", "-000 +000 1");
	/* filtered first */
	check("-a 1;a 1 5", SLURM_ASPAS_ADD, "a 1 2", "a 1 5; ", "-001 +001 0");
}

/* A customer left out for its many providers stays so, unless somebody decides otherwise. */
static void customers_left_out_stay_so(void **state)
{
	static const struct {
		const char *slurm;
		enum slurm_aspas aspas;
		size_t aspas_after, too_long_after;
	} cases[] = {
		{ "", SLURM_ASPAS_REPLACE, 0, 1 },       { "-a 1", SLURM_ASPAS_REPLACE, 0, 0 },
		{ "a 1 2", SLURM_ASPAS_REPLACE, 1, 0 },  { "a 1 2", SLURM_ASPAS_ADD, 0, 1 },
		{ "-a 1;a 1 2", SLURM_ASPAS_ADD, 1, 0 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct payload_builder *builder = payload_builder_new();
		assert_int_equal(payload_builder_too_long(builder, 1), 0);
		struct payload_set *before = payload_builder_finish(builder), *after;
		struct slurm slurm = slurm_of(cases[i].slurm);
		struct slurm_effect effect;
		assert_int_equal(slurm_apply(&slurm, cases[i].aspas, before, &after, &effect), 0);
		assert_int_equal(after->aspa_count, cases[i].aspas_after);
		assert_int_equal(after->aspas_too_long, cases[i].too_long_after);
		payload_set_release(before);
		payload_set_release(after);
		slurm_clear(&slurm);
	}
}

static void put_random_filter(struct buffer *items)
{
	static const char *const prefixes[] = { "10.0.0.0/8",    "10.0.0.0/9", "10.128.0.0/9",
						"2001:db8::/32", "0.0.0.0/0",  "10.0.0.0/24" };
	char asn[4];

	(void)snprintf(asn, sizeof(asn), "%u", random_below(3));
	if (items->used > 0)
		buffer_string(items, "; ");
	switch (random_below(5)) {
	case 0:
		buffer_format(items, "-a %s", asn);
		return;
	case 1:
		buffer_format(items, "-k %s %s", random_below(2) == 0 ? "*" : asn, "a");
		return;
	case 2:
		buffer_format(items, "-k %s *", asn);
		return;
	default:
		buffer_format(items, "-v %s %s", prefixes[random_below(6)],
			      random_below(2) == 0 ? "*" : asn);
	}
}

/* Whether some filter matches, by asking each. */
static bool matches(const struct slurm *slurm, const struct test_payload *p)
{
	bool match = false;

	for (size_t i = 0; p->kind == 'v' && i < slurm->prefix_filter_count; i++) {
		const struct slurm_prefix_filter *filter = &slurm->prefix_filters[i];
		match |= (!filter->has_asn || filter->asn == p->vrp.asn) &&
			 (!filter->has_prefix || prefix_covers(&filter->prefix, &p->vrp.prefix));
	}
	for (size_t i = 0; p->kind == 'k' && i < slurm->key_filter_count; i++) {
		const struct slurm_key_filter *filter = &slurm->key_filters[i];
		match |= (!filter->has_asn || filter->asn == p->key.asn) &&
			 (!filter->has_ski || filter->ski[0] == p->key.ski[0]);
	}
	for (size_t i = 0; p->kind == 'a' && i < slurm->aspa_filter_count; i++)
		match |= slurm->aspa_filters[i] == p->aspa.customer;
	return match;
}

static void agrees_with_asking_every_filter(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		struct buffer given = test_random_items(), filters;
		buffer_init(&filters);
		for (uint32_t count = random_below(4); count > 0; count--)
			put_random_filter(&filters);
		buffer_char(&filters, '\0');
		struct slurm slurm = slurm_of(filters.bytes);
		struct payload_builder *builder = payload_builder_new();
		struct text rest = text_of(given.bytes), item;
		while (test_item(&rest, &item)) {
			struct test_payload p = test_payload(item);
			if (!matches(&slurm, &p))
				assert_int_equal(test_payload_give(builder, &p), 0);
		}
		struct payload_set *want = payload_builder_finish(builder), *got;
		struct payload_set *before = test_set(given.bytes);
		struct slurm_effect effect;
		assert_int_equal(slurm_apply(&slurm, SLURM_ASPAS_REPLACE, before, &got, &effect),
				 0);
		assert_true(payload_set_equal(got, want));
		assert_int_equal(payload_set_count(before) - payload_set_count(got),
				 effect.vrps_filtered + effect.keys_filtered +
					 effect.aspas_filtered);
		payload_set_release(before);
		payload_set_release(got);
		payload_set_release(want);
		buffer_clear(&given);
		buffer_clear(&filters);
		slurm_clear(&slurm);
	}
}

/* RFC 8416 section 4.2 */
static void overlaps_are_found(void **state)
{
	static const struct {
		const char *a, *b, *message; /* NULL: no overlap */
	} cases[] = {
		{ "", "", NULL },
		{ V8, "", NULL },
		{ V8, V6, NULL },
		{ V8, "v 11.0.0.0/8 8 1", NULL },
		{ V8, V8, "one speaks of 10.0.0.0/8, another of 10.0.0.0/8" },
		{ V8, V24, "one speaks of 10.0.0.0/8, another of 10.1.1.0/24" },
		{ "-v 10.1.0.0/16 *", "-v 10.1.1.0/24 2",
		  "one speaks of 10.1.0.0/16, another of 10.1.1.0/24" },
		{ "-v * 1", "-v * 1", NULL }, /* no prefix, no overlap: as the RFC has it */
		{ "-v * 1", V8, NULL },
		{ "-v 11.0.0.0/8 *;-v 12.0.0.0/8 *", "v 12.1.0.0/16 16 1;v 9.0.0.0/8 8 1",
		  "one speaks of 12.0.0.0/8, another of 12.1.0.0/16" },
		{ K1A, "-k 1 *", "both speak of router keys of AS1" },
		{ "-k 1 a", "-k 1 b", "both speak of router keys of AS1" },
		{ "-k * a", "-k * a", NULL },
		{ K1A, K2A, NULL },
		{ K1A, "a 1 2;-v * 1", NULL },
		{ "-a 1", "a 1 2", "both speak of the ASPA of AS1" },
		{ "-a 1;a 5 6", "a 2 1;-a 6", NULL },
		{ "a 3 1;a 2 1", "-a 2", "both speak of the ASPA of AS2" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct slurm a = slurm_of(cases[i].a), b = slurm_of(cases[i].b);
		char said[SLURM_MESSAGE_MAX] = "", back[SLURM_MESSAGE_MAX];
		assert_int_equal(slurm_overlaps(&a, &b, said), cases[i].message != NULL);
		assert_int_equal(slurm_overlaps(&b, &a, back), cases[i].message != NULL);
		assert_string_equal(said, cases[i].message != NULL ? cases[i].message : "");
		slurm_clear(&a);
		slurm_clear(&b);
	}
}

static void files_are_joined(void **state)
{
	static const char first[] = "-v 10.0.0.0/8 *;" K1A ";a 1 2", second[] = "-k 2 *;-a 3;" V6;
	struct slurm a = slurm_of(first), b = slurm_of(second), both;
	(void)state;

	slurm_init(&both);
	assert_int_equal(slurm_join(&both, &a), 0);
	assert_int_equal(slurm_join(&both, &b), 0);
	slurm_clear(&a); /* `both` owns all that it says */
	slurm_clear(&b);
	struct payload_set *before = test_set(V8 ";" K2A ";a 3 4"), *after;
	struct slurm_effect effect;
	assert_int_equal(slurm_apply(&both, SLURM_ASPAS_REPLACE, before, &after, &effect), 0);
	struct buffer text = test_set_text(after);
	assert_string_equal(text.bytes, V6 "; " K1A "; a 1 2; ");
	buffer_clear(&text);
	payload_set_release(before);
	payload_set_release(after);
	slurm_clear(&both);
}

static void ceilings_hold(void **state)
{
	struct slurm slurm;
	(void)state;

	slurm_init(&slurm);
	for (asn_t i = 0; i < SLURM_ENTRIES_MAX; i++)
		assert_int_equal(slurm_filter_aspa(&slurm, i), 0);
	assert_int_equal(slurm_filter_aspa(&slurm, 1), ERR_LIMIT);
	slurm_clear(&slurm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_match_what_rfc_8416_says),
		cmocka_unit_test(assertions_are_never_filtered),
		cmocka_unit_test(aspas_are_replaced_or_united),
		cmocka_unit_test(customers_left_out_stay_so),
		cmocka_unit_test(agrees_with_asking_every_filter),
		cmocka_unit_test(overlaps_are_found),
		cmocka_unit_test(files_are_joined),
		cmocka_unit_test(ceilings_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
