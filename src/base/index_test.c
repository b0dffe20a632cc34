#include "base/testkit.h"

#include "base/index.h"

/* How many candidates carry this hash, and whether `wanted` is one of them. */
static unsigned candidates(const struct index *index, uint64_t hash, uint32_t wanted,
			   bool *out_found)
{
	unsigned count = 0;

	*out_found = false;
	for (struct probe p = index_probe(index, hash); index_next(index, &p); count++)
		*out_found |= p.id == wanted;
	return count;
}

static void empty_finds_nothing(void **state)
{
	struct index index;
	bool found;

	(void)state;
	index_init(&index);
	assert_int_equal(candidates(&index, 0, 0, &found), 0);
	index_add(&index, 0, 0);
	assert_int_equal(candidates(&index, 0, 0, &found), 1);
	assert_true(found);
	index_clear(&index);
	assert_int_equal(candidates(&index, 0, 0, &found), 0);
	index_clear(&index);
}

static void finds_each_of_a_million(void **state)
{
	enum { COUNT = 1000000 };
	struct index index;
	unsigned long extra = 0;

	(void)state;
	index_init(&index);
	for (uint32_t i = 0; i < COUNT; i++)
		index_add(&index, hash_words(i, 7), i);
	assert_int_equal(index.count, COUNT);
	for (uint32_t i = 0; i < COUNT; i++) {
		bool found;
		extra += candidates(&index, hash_words(i, 7), i, &found) - 1;
		assert_true(found);
	}
	/* 32 bits of hash for 10^6 things: about n^2 / 2^32 = 233 strangers among the candidates.
	 */
	assert_true(extra < 1000);
	for (uint32_t i = 0; i < COUNT; i++) {
		bool found;
		(void)candidates(&index, hash_words(i, 8), UINT32_MAX, &found);
		assert_false(found);
	}
	index_clear(&index);
}

static void keeps_all_that_collide(void **state)
{
	enum { COUNT = 1000 };
	static const uint64_t hashes[] = { 0, 63, UINT64_MAX, UINT64_C(0x0000000100000001) };
	struct index index;
	bool found;

	(void)state;
	index_init(&index);
	for (uint32_t i = 0; i < COUNT; i++)
		for (uint32_t j = 0; j < 2; j++)
			index_add(&index, hashes[j], i * 2 + j);
	assert_int_equal(candidates(&index, 63, COUNT * 2 - 1, &found), COUNT);
	assert_true(found);
	/* These two fold to 0 as well: candidates, which the caller tells apart. */
	assert_int_equal(candidates(&index, UINT64_MAX, 0, &found), COUNT);
	assert_true(found);
	assert_int_equal(candidates(&index, hashes[3], 1, &found), COUNT);
	assert_false(found);
	index_clear(&index);
}

static void largest_id_is_allowed(void **state)
{
	struct index index;
	bool found;

	(void)state;
	index_init(&index);
	index_add(&index, 5, UINT32_MAX - 1);
	assert_int_equal(candidates(&index, 5, UINT32_MAX - 1, &found), 1);
	assert_true(found);
	index_clear(&index);
}

/* Every bit of the input moves about half of the bits of the hash. */
static void hash_avalanches(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < 128; bit++) {
		unsigned moved = 0;
		for (uint64_t i = 0; i < 256; i++) {
			uint64_t a = i * 0x10001, b = i << 32;
			uint64_t other_a = bit < 64 ? a ^ UINT64_C(1) << bit : a;
			uint64_t other_b = bit < 64 ? b : b ^ UINT64_C(1) << (bit - 64);
			moved += (unsigned)__builtin_popcountll(hash_words(a, b) ^
								hash_words(other_a, other_b));
		}
		assert_in_range(moved, 256 * 28, 256 * 36);
	}
}

static void key_changes_every_hash(void **state)
{
	uint64_t before = hash_words(1, 2);
	(void)state;

	index_draw_key();
	assert_true(hash_words(1, 2) != before);
	hash_avalanches(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_finds_nothing),    cmocka_unit_test(finds_each_of_a_million),
		cmocka_unit_test(keeps_all_that_collide), cmocka_unit_test(largest_id_is_allowed),
		cmocka_unit_test(hash_avalanches),        cmocka_unit_test(key_changes_every_hash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
