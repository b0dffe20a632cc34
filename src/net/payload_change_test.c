#include "base/testkit.h"

#include "net/test_payload.h"

/* "- withdrawn; + announced; customer: providers before > after; " */
static struct buffer change_text(const struct payload_change *change)
{
	struct buffer out;

	buffer_init(&out);
	buffer_string(&out, "- ");
	test_put_vrps(&out, change->vrps_withdrawn, change->vrps_withdrawn_count);
	test_put_keys(&out, change->keys_withdrawn, change->keys_withdrawn_count);
	buffer_string(&out, "+ ");
	test_put_vrps(&out, change->vrps_announced, change->vrps_announced_count);
	test_put_keys(&out, change->keys_announced, change->keys_announced_count);
	for (size_t i = 0; i < change->aspa_count; i++) {
		buffer_string(&out, "> ");
		test_put_aspa(&out, &change->aspas[i].before);
		test_put_aspa(&out, &change->aspas[i].after);
	}
	buffer_char(&out, '\0');
	return out;
}

static void assert_change_is(const struct payload_change *change, const char *want)
{
	struct buffer text = change_text(change);

	assert_string_equal(text.bytes, want);
	buffer_clear(&text);
}

static void changes_are_minimal(void **state)
{
	static const struct {
		const char *older, *newer, *want;
		size_t count;
	} cases[] = {
		{ "", "", "- + ", 0 },
		{ "v 10.0.0.0/8 8 1;k 1 a x;a 1 2", "v 10.0.0.0/8 8 1;k 1 a x;a 1 2", "- + ", 0 },
		{ "", "v 10.0.0.0/8 8 1;k 1 a x;a 1 2",
		  "- + v 10.0.0.0/8 8 1; k 1 a x; > a 1; a 1 2; ", 3 },
		{ "v 10.0.0.0/8 8 1;k 1 a x;a 1 2", "",
		  "- v 10.0.0.0/8 8 1; k 1 a x; + > a 1 2; a 1; ", 3 },
		{ "v 10.0.0.0/8 8 1;v 10.0.0.0/8 8 2", "v 10.0.0.0/8 8 2;v 10.0.0.0/8 8 3",
		  "- v 10.0.0.0/8 8 1; + v 10.0.0.0/8 8 3; ", 2 },
		{ "k 1 a x;k 1 b x", "k 1 a y;k 1 b x", "- k 1 a x; + k 1 a y; ", 2 },
		{ "a 1 2;a 2 3;a 4 5", "a 1 2 3;a 3 3;a 4 5",
		  "- + > a 1 2; a 1 2 3; > a 2 3; a 2; > a 3; a 3 3; ", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct payload_set *older = test_set(cases[i].older);
		struct payload_set *newer = test_set(cases[i].newer);
		struct payload_change *change = payload_change_between(older, newer);
		payload_set_release(older); /* a change owns all that it says */
		payload_set_release(newer);
		assert_change_is(change, cases[i].want);
		assert_int_equal(payload_change_count(change), cases[i].count);
		payload_change_release(change);
	}
}

static bool has_item(const char *set, const char *item, size_t len)
{
	for (const char *at = set, *end; (end = strstr(at, "; ")) != NULL; at = end + 2)
		if (strncmp(at, item, len) == 0)
			return true;
	return false;
}

/* VRPs and keys of one set that the other lacks, by looking for each. */
static size_t lacking(const char *set, const char *other)
{
	size_t count = 0;

	for (const char *at = set, *end; (end = strstr(at, "; ")) != NULL; at = end + 2)
		count += at[0] != 'a' && !has_item(other, at, (size_t)(end + 2 - at));
	return count;
}

static void check_between(const struct payload_set *a, const struct payload_set *b,
			  const struct payload_change *change)
{
	struct buffer older = test_set_text(a), newer = test_set_text(b);
	size_t aspas = 0;

	assert_int_equal(change->vrps_withdrawn_count + change->keys_withdrawn_count,
			 lacking(older.bytes, newer.bytes));
	assert_int_equal(change->vrps_announced_count + change->keys_announced_count,
			 lacking(newer.bytes, older.bytes));
	for (size_t i = 0; i < a->aspa_count; i++) {
		bool same = false;
		for (size_t k = 0; k < b->aspa_count; k++)
			same |= aspa_equal(&a->aspas[i], &b->aspas[k]);
		aspas += !same;
	}
	for (size_t k = 0; k < b->aspa_count; k++) {
		bool was = false;
		for (size_t i = 0; i < a->aspa_count; i++)
			was |= a->aspas[i].customer == b->aspas[k].customer;
		aspas += !was;
	}
	assert_int_equal(change->aspa_count, aspas);
	buffer_clear(&older);
	buffer_clear(&newer);
}

static void check_applied(const struct payload_change *change, const struct payload_set *set,
			  const struct payload_set *want)
{
	struct payload_set *got = NULL;

	assert_int_equal(payload_change_apply(change, set, &got), 0);
	assert_true(payload_set_equal(got, want));
	payload_set_release(got);
}

enum { STEPS = 6 };

static void histories_keep_the_laws(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 500; round++) {
		struct payload_set *sets[STEPS];
		struct payload_change *all = NULL;

		for (unsigned i = 0; i < STEPS; i++)
			sets[i] = i > 0 && random_below(8) == 0 ? payload_set_hold(sets[0])
								: test_random_set();
		for (unsigned i = 1; i < STEPS; i++) {
			struct payload_change *step = payload_change_between(sets[i - 1], sets[i]);
			struct payload_change *direct = payload_change_between(sets[0], sets[i]);
			struct payload_change *joined = all != NULL ? payload_change_join(all, step)
								    : payload_change_hold(step);
			struct buffer want = change_text(direct);

			check_between(sets[i - 1], sets[i], step);
			check_applied(step, sets[i - 1], sets[i]);
			check_applied(joined, sets[0], sets[i]);
			assert_change_is(joined, want.bytes);
			assert_int_equal(payload_change_count(joined) == 0,
					 payload_set_equal(sets[0], sets[i]));
			buffer_clear(&want);
			payload_change_release(direct);
			payload_change_release(step);
			payload_change_release(all);
			all = joined;
		}
		payload_change_release(all);
		for (unsigned i = 0; i < STEPS; i++)
			payload_set_release(sets[i]);
	}
}

static void a_change_for_another_set_is_refused(void **state)
{
	static const struct {
		const char *older, *newer, *set;
	} cases[] = {
		{ "v 10.0.0.0/8 8 1", "", "" },
		{ "v 10.0.0.0/8 8 1", "", "v 10.0.0.0/8 8 2" },
		{ "", "v 10.0.0.0/8 8 1", "v 10.0.0.0/8 8 1" },
		{ "k 1 a x", "", "k 1 a y" },
		{ "", "k 1 a x", "k 1 a x" },
		{ "a 1 2", "a 1 3", "" },
		{ "a 1 2", "a 1 3", "a 1 3" },
		{ "a 1 2", "", "a 2 2" },
		{ "", "a 1 2", "a 1 2" },
		{ "", "a 2 2", "a 1 2;a 2 3" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct payload_set *older = test_set(cases[i].older), *newer, *set, *out = NULL;
		newer = test_set(cases[i].newer);
		set = test_set(cases[i].set);
		struct payload_change *change = payload_change_between(older, newer);
		assert_int_equal(payload_change_apply(change, set, &out), ERR_MALFORMED);
		assert_null(out);
		payload_change_release(change);
		payload_set_release(older);
		payload_set_release(newer);
		payload_set_release(set);
	}
	payload_change_release(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_minimal),
		cmocka_unit_test(histories_keep_the_laws),
		cmocka_unit_test(a_change_for_another_set_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
