#include "base/testkit.h"

#include <sqlite3.h>

#include "base/sort.h"
#include "net/payload_set.h"
#include "store/store_sample_test.h"

enum { ROUNDS = 8, PREFIXES = 60 };

static uint64_t seed = 20260201;

static uint32_t random_below(uint32_t limit)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((seed >> 33) % limit);
}

/* Few addresses and all lengths, so that much covers much. */
static struct prefix random_prefix(void)
{
	bool is_v6 = random_below(2) == 1;
	struct prefix whole = { (uint64_t)random_below(8) << 61 | (uint64_t)random_below(8) << 45,
				is_v6 ? (uint64_t)random_below(4) << 30 : 0, 0,
				is_v6 ? FAMILY_V6 : FAMILY_V4 };

	return prefix_cut(&whole, random_below(family_bits(whole.family) + 1));
}

static int by_vrp(const void *a, const void *b)
{
	const struct stored_vrp *x = a, *y = b;

	return vrp_compare(&x->vrp, &y->vrp);
}

/* Some prefixes have more VRPs than a block holds. */
static size_t random_vrps(struct stored_vrp *vrps, size_t count)
{
	struct prefix prefix = random_prefix();
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (random_below(i % 5000 < 3000 ? 4000 : 3) == 0)
			prefix = random_prefix();
		vrps[i] = (struct stored_vrp){ { prefix, prefix.len, random_below(1U << 30) }, 0 };
	}
	sort_items(vrps, count, sizeof(*vrps), by_vrp);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || by_vrp(&vrps[kept - 1], &vrps[i]) != 0)
			vrps[kept++] = vrps[i];
	return kept;
}

static struct store *store_of(const struct stored_vrp *vrps, size_t count)
{
	struct route_object *objects = calloc(count + 1, sizeof(*objects));
	struct stored_month month = { .month = SAMPLE_MONTH };
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);

	for (size_t i = 0; i < count; i++)
		objects[i] = (struct route_object){ vrps[i].vrp.prefix, vrps[i].vrp.asn, 0, 0 };
	assert_int_equal(store_begin(store, &month), 0);
	assert_int_equal(store_put_vrps(store, vrps, count), 0);
	assert_int_equal(store_put_route_objects(store, objects, count), 0);
	assert_int_equal(store_commit(store), 0);
	store_close(store);
	free(objects);
	return sample_open(sample_path("store.db"), STORE_READ);
}

static bool covers_any(const struct prefix *prefix, const struct prefix *inner, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (prefix_covers(prefix, &inner[i]))
			return true;
	return false;
}

static void assert_covering(struct store *store, const struct stored_vrp *vrps, size_t vrp_count,
			    const struct prefix *prefixes, size_t count)
{
	struct stored_vrp *got;
	struct route_object *objects;
	size_t got_count, object_count, at = 0;

	assert_int_equal(
		store_vrps_covering(store, SAMPLE_MONTH, prefixes, count, &got, &got_count), 0);
	assert_int_equal(store_route_objects_covering(store, SAMPLE_MONTH, prefixes, count,
						      &objects, &object_count),
			 0);
	for (size_t i = 0; i < vrp_count; i++) {
		if (!covers_any(&vrps[i].vrp.prefix, prefixes, count))
			continue;
		assert_true(at < got_count && at < object_count);
		assert_int_equal(by_vrp(&got[at], &vrps[i]), 0);
		assert_true(prefix_equal(&objects[at].prefix, &vrps[i].vrp.prefix));
		assert_int_equal(objects[at].origin, vrps[i].vrp.asn);
		at++;
	}
	assert_int_equal(got_count, at);
	assert_int_equal(object_count, at);
	free(got);
	free(objects);
}

/* As slow a search as can be says the same. */
static void all_that_covers_is_found(void **state)
{
	enum { VRPS = 20000 };
	struct stored_vrp *vrps = calloc(VRPS, sizeof(*vrps));
	struct prefix prefixes[PREFIXES];
	(void)state;

	for (unsigned round = 0; round < ROUNDS; round++) {
		size_t count = random_vrps(vrps, round == 0 ? 0 : VRPS);
		struct store *store = store_of(vrps, count);
		for (size_t n = 0; n <= PREFIXES; n = n * 3 + 1) {
			for (size_t i = 0; i < n; i++)
				prefixes[i] =
					i % 4 == 3 && count > 0
						? vrps[random_below((uint32_t)count)].vrp.prefix
						: random_prefix();
			assert_covering(store, vrps, count, prefixes, n);
		}
		store_close(store);
	}
	free(vrps);
}

/* Changes the store behind our back. */
static void sql(const char *statement)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(sample_path("store.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, statement, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_store_that_lost_a_block_is_refused(void **state)
{
	const struct sample sample = { SAMPLE_MONTH, 0, 2500 };
	const struct prefix prefix = { 0, 0, 32, FAMILY_V4 };
	struct stored_vrp *vrps;
	struct route_object *objects;
	size_t count;
	(void)state;

	sample_write(sample_path("store.db"), &sample);
	sql("DELETE FROM vrp_block WHERE number = 1");
	sql("UPDATE route_object_block SET bytes = zeroblob(20)");
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	assert_int_equal(store_vrps_covering(store, SAMPLE_MONTH, &prefix, 1, &vrps, &count),
			 ERR_MALFORMED);
	assert_non_null(strstr(store_message(store), "vrp_block"));
	assert_int_equal(
		store_route_objects_covering(store, SAMPLE_MONTH, &prefix, 1, &objects, &count),
		ERR_MALFORMED);
	assert_non_null(strstr(store_message(store), "route_object_block"));
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_that_covers_is_found, sample_setup,
						sample_teardown),
		cmocka_unit_test_setup_teardown(a_store_that_lost_a_block_is_refused, sample_setup,
						sample_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
