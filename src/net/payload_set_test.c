#include "base/testkit.h"

#include "net/test_payload.h"

static void check(const char *items, const char *want)
{
	struct payload_set *set = test_set(items);
	struct buffer text = test_set_text(set);

	assert_string_equal(text.bytes, want);
	assert_int_equal(set->references, 1);
	buffer_clear(&text);
	payload_set_release(set);
}

static void sets_are_ordered_and_each_payload_is_once(void **state)
{
	static const struct {
		const char *items, *want;
	} cases[] = {
		{ "", "" },
		{ "v 10.0.0.0/8 8 1", "v 10.0.0.0/8 8 1; " },
		{ "v 10.0.0.0/8 8 1;v 10.0.0.0/8 8 1", "v 10.0.0.0/8 8 1; " },
		{ "v 2001:db8::/32 32 1;v 10.0.0.0/8 9 1;v 10.0.0.0/8 8 2;v 10.0.0.0/8 8 0",
		  "v 10.0.0.0/8 8 0; v 10.0.0.0/8 8 2; v 10.0.0.0/8 9 1; v 2001:db8::/32 32 1; " },
		{ "v 10.0.0.0/9 9 1;v 10.0.0.0/8 32 1;v 9.0.0.0/8 8 4294967295",
		  "v 9.0.0.0/8 8 4294967295; v 10.0.0.0/8 32 1; v 10.0.0.0/9 9 1; " },
		{ "k 2 a x;k 1 b x;k 1 a y;k 1 a xy;k 1 a x;k 2 a x",
		  "k 1 a x; k 1 a xy; k 1 a y; k 1 b x; k 2 a x; " },
		{ "a 2 1;a 1 3 4;k 1 a x;v 10.0.0.0/8 8 1",
		  "v 10.0.0.0/8 8 1; k 1 a x; a 1 3 4; a 2 1; " },
		{ "a 1 2 4;a 1 3 4 5", "a 1 2 3 4 5; " },
		{ "a 1 2;a 1 2", "a 1 2; " },
		/* U-SPAS: AS0 stays only where there is nothing else */
		{ "a 1 0", "a 1 0; " },
		{ "a 1 0;a 1 0", "a 1 0; " },
		{ "a 1 0;a 1 2", "a 1 2; " },
		{ "a 1 2 3;a 2 0;a 1 0;a 1 4", "a 1 2 3 4; a 2 0; " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check(cases[i].items, cases[i].want);
}

static void impossible_payloads_are_refused(void **state)
{
	static const char *const cases[] = {
		"v 10.0.0.0/8 7 1",
		"v 10.0.0.0/8 33 1",
		"v 2001:db8::/32 129 1",
		"v 2001:db8::/32 0 1",
		"a 1",
		"a 1 3 2",
		"a 1 2 2",
		"a 1 0 2",
	};
	struct payload_builder *builder = payload_builder_new();
	static const uint8_t spki[ROUTER_KEY_SPKI_MAX + 1];
	struct router_key key = { .asn = 1, .spki = spki };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct test_payload p = test_payload(text_of(cases[i]));
		assert_int_equal(test_payload_give(builder, &p), ERR_MALFORMED);
	}
	assert_int_equal(payload_builder_key(builder, &key), ERR_MALFORMED);
	key.spki_size = ROUTER_KEY_SPKI_MAX + 1;
	assert_int_equal(payload_builder_key(builder, &key), ERR_MALFORMED);
	key.spki_size = ROUTER_KEY_SPKI_MAX;
	assert_int_equal(payload_builder_key(builder, &key), 0);
	struct payload_set *set = payload_builder_finish(builder);
	assert_int_equal(payload_set_count(set), 1);
	payload_set_release(set);
	payload_builder_free(NULL);
	payload_set_release(NULL);
}

static void builders_copy(void **state)
{
	char spki[] = "spki";
	asn_t providers[] = { 2, 3 };
	struct payload_builder *builder = payload_builder_new();
	struct router_key key = { 1, { 0 }, (const uint8_t *)spki, 4 };
	struct aspa aspa = { 1, providers, 2 };

	(void)state;
	memset(key.ski, 'a', sizeof(key.ski));
	assert_int_equal(payload_builder_key(builder, &key), 0);
	assert_int_equal(payload_builder_aspa(builder, &aspa), 0);
	memset(spki, '-', sizeof(spki));
	providers[0] = 9;
	struct payload_set *set = payload_builder_finish(builder);
	struct buffer text = test_set_text(set);
	assert_string_equal(text.bytes, "k 1 a spki; a 1 2 3; ");
	buffer_clear(&text);
	payload_set_release(set);
}

static void give_range(struct payload_builder *builder, asn_t customer, asn_t first, size_t count)
{
	asn_t *providers = calloc(count, sizeof(*providers));
	struct aspa aspa = { customer, providers, count };

	for (size_t i = 0; i < count; i++)
		providers[i] = first + (asn_t)i;
	assert_int_equal(payload_builder_aspa(builder, &aspa), 0);
	free(providers);
}

static void customers_with_too_many_providers_are_left_out_whole(void **state)
{
	struct payload_builder *builder = payload_builder_new();

	(void)state;
	give_range(builder, 5, 1, ASPA_PROVIDERS_MAX); /* all but too many */
	give_range(builder, 4, 1, ASPA_PROVIDERS_MAX + 1);
	give_range(builder, 4, 1, 1);
	give_range(builder, 3, 1, ASPA_PROVIDERS_MAX);
	give_range(builder, 3, 2, ASPA_PROVIDERS_MAX);
	give_range(builder, 2, 0, 1); /* AS0 goes before the rest is counted */
	give_range(builder, 2, 1, ASPA_PROVIDERS_MAX);
	give_range(builder, 1, 7, 1);
	assert_int_equal(payload_builder_too_long(builder, 1), 0);
	struct payload_set *set = payload_builder_finish(builder);

	assert_int_equal(set->aspa_count, 2);
	assert_int_equal(set->aspas[0].customer, 2);
	assert_int_equal(set->aspas[0].provider_count, ASPA_PROVIDERS_MAX);
	assert_int_equal(set->aspas[0].providers[0], 1);
	assert_int_equal(set->aspas[1].customer, 5);
	assert_int_equal(set->aspas_too_long, 3);
	for (asn_t i = 0; i < 3; i++)
		assert_int_equal(set->too_long[i], i == 0 ? 1 : i + 2);

	/* what another source says of such a customer does not bring it back */
	builder = payload_builder_new();
	give_range(builder, 4, 1, 2);
	give_range(builder, 6, 1, 2);
	assert_int_equal(payload_builder_set(builder, set), 0);
	struct payload_set *both = payload_builder_finish(builder);
	assert_int_equal(both->aspa_count, 3);
	assert_int_equal(both->aspas[2].customer, 6);
	assert_int_equal(both->aspas_too_long, 3);
	payload_set_release(both);
	payload_set_release(set);
}

static void ceilings_hold(void **state)
{
	struct payload_builder *builder = payload_builder_new();
	static const uint8_t spki[1] = { 0 };
	struct router_key key = { 1, { 0 }, spki, 1 };
	struct test_payload vrp = test_payload(TEXT("v 10.0.0.0/8 8 1"));

	(void)state;
	for (size_t i = 0; i < PAYLOAD_KEYS_MAX; i++)
		assert_int_equal(payload_builder_key(builder, &key), 0);
	assert_int_equal(payload_builder_key(builder, &key), ERR_LIMIT);
	for (size_t i = 0; i < PAYLOAD_CUSTOMERS_MAX; i++)
		assert_int_equal(payload_builder_too_long(builder, 7), 0);
	assert_int_equal(payload_builder_too_long(builder, 7), ERR_LIMIT);
	for (size_t i = 0; i < PAYLOAD_VRPS_MAX; i++)
		if (payload_builder_vrp(builder, &vrp.vrp) != 0)
			fail();
	assert_int_equal(payload_builder_vrp(builder, &vrp.vrp), ERR_LIMIT);
	struct payload_set *set = payload_builder_finish(builder);
	assert_int_equal(payload_set_count(set), 2);
	assert_int_equal(set->aspas_too_long, 1);

	builder = payload_builder_new();
	for (size_t i = 0; i < PAYLOAD_PROVIDERS_MAX / ASPA_PROVIDERS_MAX; i++)
		give_range(builder, 1, 1, ASPA_PROVIDERS_MAX);
	give_range(builder, 2, 1, PAYLOAD_PROVIDERS_MAX % ASPA_PROVIDERS_MAX);
	struct test_payload aspa = test_payload(TEXT("a 3 1"));
	assert_int_equal(test_payload_give(builder, &aspa), ERR_LIMIT);
	payload_builder_free(builder);
	payload_set_release(set);
}

/* The same union, found by asking for each customer and provider. */
static void put_slowly(struct buffer *out, const char *items)
{
	bool says[16][16] = { 0 };
	struct text rest = text_of(items), item;

	while (test_item(&rest, &item)) {
		struct test_payload p = test_payload(item);
		for (size_t i = 0; i < p.aspa.provider_count; i++)
			says[p.aspa.customer][p.providers[i]] = true;
	}
	for (unsigned customer = 0; customer < 16; customer++) {
		bool others = false;
		for (unsigned provider = 1; provider < 16; provider++)
			others |= says[customer][provider];
		if (!others && !says[customer][0])
			continue;
		buffer_format(out, "a %u", customer);
		for (unsigned provider = others; provider < 16; provider++)
			if (says[customer][provider])
				buffer_format(out, " %u", provider);
		buffer_string(out, "; ");
	}
}

static bool is_same(const struct test_payload *a, const struct test_payload *b)
{
	if (a->kind != b->kind)
		return false;
	return a->kind == 'v' ? vrp_compare(&a->vrp, &b->vrp) == 0
			      : router_key_compare(&a->key, &b->key) == 0;
}

static bool set_has(const struct payload_set *set, const struct test_payload *p)
{
	struct test_payload other = { .kind = p->kind };
	bool has = false;

	for (size_t i = 0; p->kind == 'v' && i < set->vrp_count; i++) {
		other.vrp = set->vrps[i];
		has |= is_same(p, &other);
	}
	for (size_t i = 0; p->kind == 'k' && i < set->key_count; i++) {
		other.key = set->keys[i];
		has |= is_same(p, &other);
	}
	return has;
}

/* Every VRP and key that went in is in it; it holds as many as there were distinct ones. */
static void check_singles(const char *items, const struct payload_set *set)
{
	struct test_payload distinct[32];
	struct text rest = text_of(items), item;
	size_t count = 0;

	while (test_item(&rest, &item)) {
		struct test_payload p = test_payload(item);
		bool known = p.kind == 'a';
		for (size_t i = 0; i < count; i++)
			known |= is_same(&distinct[i], &p);
		if (p.kind != 'a')
			assert_true(set_has(set, &p));
		if (!known)
			distinct[count++] = p;
	}
	assert_int_equal(set->vrp_count + set->key_count, count);
	for (size_t i = 1; i < set->vrp_count; i++)
		assert_true(vrp_compare(&set->vrps[i - 1], &set->vrps[i]) < 0);
	for (size_t i = 1; i < set->key_count; i++)
		assert_true(router_key_compare(&set->keys[i - 1], &set->keys[i]) < 0);
}

static void check_random(const char *items, const struct payload_set *set)
{
	struct buffer got, want;

	check_singles(items, set);
	buffer_init(&got);
	buffer_init(&want);
	for (size_t i = 0; i < set->aspa_count; i++)
		test_put_aspa(&got, &set->aspas[i]);
	put_slowly(&want, items);
	buffer_char(&got, '\0');
	buffer_char(&want, '\0');
	assert_string_equal(got.bytes, want.bytes);
	buffer_clear(&got);
	buffer_clear(&want);
}

static void random_sets_are_what_went_in(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 3000; round++) {
		struct buffer items = test_random_items();
		struct payload_set *set = test_set(items.bytes);
		check_random(items.bytes, set);
		buffer_clear(&items);
		payload_set_release(set);
	}
}

static void sets_unite(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 1000; round++) {
		struct buffer a = test_random_items(), b = test_random_items(), both;
		struct payload_set *first = test_set(a.bytes), *second = test_set(b.bytes);
		struct payload_builder *builder = payload_builder_new();

		buffer_init(&both);
		buffer_string(&both, a.bytes);
		if (a.used > 1 && b.used > 1)
			buffer_string(&both, "; ");
		buffer_string(&both, b.bytes);
		buffer_char(&both, '\0');
		assert_int_equal(payload_builder_set(builder, second), 0);
		assert_int_equal(payload_builder_set(builder, first), 0);
		struct payload_set *united = payload_builder_finish(builder);
		struct payload_set *want = test_set(both.bytes);
		assert_true(payload_set_equal(united, want));
		buffer_clear(&a);
		buffer_clear(&b);
		buffer_clear(&both);
		payload_set_release(first);
		payload_set_release(second);
		payload_set_release(united);
		payload_set_release(want);
	}
}

static void equality_sees_every_part(void **state)
{
	static const char *const different[] = {
		"",
		"v 10.0.0.0/8 8 1",
		"v 10.0.0.0/8 8 2",
		"v 10.0.0.0/8 9 1",
		"v 10.0.0.0/9 9 1",
		"k 1 a x",
		"k 2 a x",
		"k 1 b x",
		"k 1 a y",
		"k 1 a xx",
		"a 1 2",
		"a 2 3",
		"a 1 3",
		"a 1 2 3",
		"v 10.0.0.0/8 8 1;a 1 2",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(different); i++) {
		for (size_t k = 0; k < COUNT_OF(different); k++) {
			struct payload_set *a = test_set(different[i]), *b = test_set(different[k]);
			assert_int_equal(payload_set_equal(a, b), i == k);
			payload_set_release(a);
			payload_set_release(b);
		}
	}
}

static void a_set_lives_as_long_as_its_references(void **state)
{
	struct payload_set *set = test_set("k 1 a x"), *held = payload_set_hold(set);

	(void)state;
	assert_ptr_equal(held, set);
	payload_set_release(set);
	assert_int_equal(held->references, 1);
	assert_int_equal(held->keys[0].spki[0], 'x');
	payload_set_release(held);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_are_ordered_and_each_payload_is_once),
		cmocka_unit_test(impossible_payloads_are_refused),
		cmocka_unit_test(builders_copy),
		cmocka_unit_test(customers_with_too_many_providers_are_left_out_whole),
		cmocka_unit_test(ceilings_hold),
		cmocka_unit_test(random_sets_are_what_went_in),
		cmocka_unit_test(sets_unite),
		cmocka_unit_test(equality_sees_every_part),
		cmocka_unit_test(a_set_lives_as_long_as_its_references),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
