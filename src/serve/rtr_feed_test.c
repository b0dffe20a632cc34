#include "base/testkit.h"

#include "net/test_payload.h"
#include "serve/rtr_feed.h"

/* 2026-11-27, and the monotonic clock somewhere. */
#define NOW_US UINT64_C(1795800000000000)
enum { START_MS = 1000000, HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS };
#define HOUR_US (UINT64_C(1000) * HOUR_MS)

static const struct rtr_feed_options options = { .hold_ms = 2 * HOUR_MS,
						 .late_ms = 2 * HOUR_MS,
						 .max_age_ms = DAY_MS };

/* A feed, and what it says. */
struct scene {
	struct rtr_feed feed;
	struct rtr_news news;
	uint64_t passed_ms;
	int64_t clock_us; /* how wrong the clock has become */
};

static struct rtr_time now_of(const struct scene *scene)
{
	return (struct rtr_time){ START_MS + scene->passed_ms,
				  NOW_US + scene->passed_ms * 1000 + (uint64_t)scene->clock_us };
}

static void begin(struct scene *scene)
{
	*scene = (struct scene){ 0 };
	rtr_feed_init(&scene->feed, &options);
	rtr_news_init(&scene->news);
}

static void end(struct scene *scene)
{
	rtr_feed_clear(&scene->feed);
	rtr_news_clear(&scene->news);
}

/* What has been said since the last look, exactly. */
static void expect_news(struct scene *scene, const char *alarms, const char *notes)
{
	buffer_char(&scene->news.alarms, '\0');
	buffer_char(&scene->news.notes, '\0');
	assert_string_equal(scene->news.alarms.bytes, alarms);
	assert_string_equal(scene->news.notes.bytes, notes);
	rtr_news_clear(&scene->news);
}

static void expect_state(const struct scene *scene, enum rtr_feed_state state, const char *items)
{
	assert_int_equal(rtr_feed_state(&scene->feed), state);
	struct payload_set *set = rtr_feed_set(&scene->feed);
	if (items == NULL) {
		assert_null(set);
		return;
	}
	struct payload_set *want = test_set(items);
	assert_non_null(set);
	assert_true(payload_set_equal(set, want));
	payload_set_release(want);
}

static bool offer(struct scene *scene, const char *items, uint64_t built_us)
{
	struct payload_set *set = test_set(items);
	bool changed = rtr_feed_offer(&scene->feed, set, built_us, now_of(scene), &scene->news);

	payload_set_release(set);
	return changed;
}

static bool seen(struct scene *scene)
{
	return rtr_feed_seen(&scene->feed, now_of(scene), &scene->news);
}

static bool pass(struct scene *scene, uint64_t ms)
{
	scene->passed_ms += ms;
	return rtr_feed_tick(&scene->feed, now_of(scene), &scene->news);
}

#define FOUR  "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1; v 12.0.0.0/8 8 1; v 13.0.0.0/8 8 1"
#define THREE "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1; v 12.0.0.0/8 8 1"
#define TWO   "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1"

static void a_source_is_believed_while_it_is_sound(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	expect_state(&scene, RTR_FEED_NONE, NULL);
	assert_false(pass(&scene, 1000));
	assert_false(seen(&scene));
	assert_int_equal(rtr_feed_left_ms(&scene.feed, START_MS), 0);
	assert_true(offer(&scene, FOUR, NOW_US - HOUR_US));
	expect_state(&scene, RTR_FEED_FRESH, FOUR);
	assert_false(offer(&scene, FOUR, NOW_US - HOUR_US));
	assert_true(offer(&scene, THREE, NOW_US - HOUR_US / 2));
	expect_state(&scene, RTR_FEED_FRESH, THREE);
	expect_news(&scene, "", "");
	end(&scene);
}

/* F33, R22 */
static void what_is_doubted_is_held(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	assert_true(offer(&scene, FOUR, NOW_US));
	assert_false(pass(&scene, 1000));
	assert_false(offer(&scene, TWO, NOW_US + 1));
	expect_state(&scene, RTR_FEED_HELD, FOUR);
	expect_news(&scene,
		    "held: half or more is gone (2 payloads after 4); the old set is served, for 2 "
		    "hours at most; SIGUSR1 accepts the new one\n",
		    "");
	/* The same again is no news; the time runs from the first doubt. */
	assert_false(pass(&scene, HOUR_MS));
	assert_false(offer(&scene, TWO, NOW_US + 2));
	assert_false(seen(&scene));
	expect_news(&scene, "", "");
	assert_false(pass(&scene, HOUR_MS - 1));
	expect_news(&scene, "the data are 2 hours old by now\n", "");
	expect_state(&scene, RTR_FEED_HELD, FOUR);
	assert_true(pass(&scene, 1));
	expect_state(&scene, RTR_FEED_LATE, TWO);
	expect_news(&scene, "held for 2 hours without being set right: taken for the truth\n", "");
	end(&scene);
}

/* Nothing makes an empty set the truth, nor an older one: the good one is told until its time is
 * over, and then none is. */
static void what_cannot_be_true_is_held_to_the_end(void **state)
{
	static const struct {
		const char *set, *alarm;
		uint64_t built_us;
	} cases[] = {
		{ "",
		  "held: it is empty (0 payloads after 4); the old set is served, until it is too "
		  "old; SIGUSR1 accepts the new one\n",
		  NOW_US + 1 },
		{ THREE,
		  "held: it was made before the last good one (3 payloads after 4); the old set is "
		  "served, until it is too old; SIGUSR1 accepts the new one\n",
		  NOW_US - 1 },
	};
	struct scene scene;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		begin(&scene);
		assert_true(offer(&scene, FOUR, NOW_US));
		assert_false(offer(&scene, cases[i].set, cases[i].built_us));
		expect_news(&scene, cases[i].alarm, "");
		assert_false(pass(&scene, options.max_age_ms - 1));
		expect_state(&scene, RTR_FEED_HELD, FOUR);
		assert_false(offer(&scene, cases[i].set, cases[i].built_us));
		assert_true(pass(&scene, 1));
		expect_state(&scene, RTR_FEED_EXPIRED, NULL);
		end(&scene);
	}
}

static void doubts_end_when_all_is_well_again(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	assert_true(offer(&scene, FOUR, NOW_US));
	assert_false(offer(&scene, TWO, NOW_US + 1));
	assert_false(offer(&scene, FOUR, NOW_US + 2));
	expect_state(&scene, RTR_FEED_FRESH, FOUR);
	assert_false(offer(&scene, TWO, NOW_US + 3));
	assert_true(offer(&scene, THREE, NOW_US + 4));
	expect_state(&scene, RTR_FEED_FRESH, THREE);
	rtr_news_clear(&scene.news);
	assert_false(pass(&scene, HOUR_MS));
	expect_news(&scene, "", "");
	end(&scene);
}

static void an_operator_may_believe(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	assert_false(rtr_feed_accept(&scene.feed, now_of(&scene), &scene.news));
	assert_true(offer(&scene, FOUR, NOW_US));
	assert_false(rtr_feed_accept(&scene.feed, now_of(&scene), &scene.news));
	assert_false(offer(&scene, "", NOW_US + 1));
	rtr_news_clear(&scene.news);
	assert_true(rtr_feed_accept(&scene.feed, now_of(&scene), &scene.news));
	expect_state(&scene, RTR_FEED_FRESH, "");
	expect_news(&scene, "", "what was held is accepted\n");
	end(&scene);
}

/* F30, F35 */
static void rollback_is_held_and_growth_told(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	assert_true(offer(&scene, FOUR, NOW_US));
	assert_false(offer(&scene, THREE, NOW_US - 1));
	expect_state(&scene, RTR_FEED_HELD, FOUR);
	rtr_news_clear(&scene.news);
	assert_true(offer(&scene,
			  FOUR "; v 14.0.0.0/8 8 1; v 15.0.0.0/8 8 1; v 16.0.0.0/8 8 1; a 1 2",
			  NOW_US + 1));
	expect_news(&scene, "the set has grown from 4 to 8 payloads; taken\n",
		    "no longer held: the source has been set right\n");
	end(&scene);
}

/* R21: fail-static, said once, until the end. */
static void a_source_that_stops_is_served_on(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	rtr_feed_lost(&scene.feed, "No such file or directory", &scene.news);
	expect_news(&scene, "No such file or directory; there is no set yet\n", "");
	assert_true(offer(&scene, FOUR, NOW_US - HOUR_US));
	expect_news(&scene, "", "the source is back\n");
	rtr_feed_lost(&scene.feed, "gone", &scene.news);
	rtr_feed_lost(&scene.feed, "gone", &scene.news);
	expect_news(&scene, "gone; the last good set is served\n", "");
	assert_false(pass(&scene, HOUR_MS));
	expect_state(&scene, RTR_FEED_FRESH, FOUR);
	assert_false(pass(&scene, 1));
	assert_false(pass(&scene, 1));
	expect_state(&scene, RTR_FEED_LATE, FOUR);
	expect_news(&scene, "the data are 2 hours old by now\n", "");
	assert_int_equal(rtr_feed_left_ms(&scene.feed, now_of(&scene).now_ms),
			 DAY_MS - 2 * HOUR_MS - 2);
	assert_false(pass(&scene, DAY_MS - 2 * HOUR_MS - 3));
	assert_true(pass(&scene, 1));
	expect_state(&scene, RTR_FEED_EXPIRED, NULL);
	assert_int_equal(rtr_feed_left_ms(&scene.feed, now_of(&scene).now_ms), 0);
	assert_false(pass(&scene, HOUR_MS));
	expect_news(&scene, "the data are 24 hours old and may no longer be told\n", "");
	/* The old file comes back: too old. A new one: well. */
	assert_false(offer(&scene, FOUR, NOW_US - HOUR_US));
	expect_state(&scene, RTR_FEED_EXPIRED, NULL);
	rtr_news_clear(&scene.news);
	assert_true(offer(&scene, FOUR, NOW_US + 24 * HOUR_US));
	expect_state(&scene, RTR_FEED_FRESH, FOUR);
	expect_news(&scene, "", "the source is back\nthe data are fresh again\n");
	end(&scene);
}

/* F32: a file that never changes grows old, however often it is seen. */
static void the_same_file_forever_expires(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	assert_true(offer(&scene, FOUR, NOW_US));
	for (unsigned hour = 1; hour < 24; hour++) {
		assert_false(pass(&scene, HOUR_MS));
		assert_false(seen(&scene));
	}
	assert_true(pass(&scene, HOUR_MS));
	expect_state(&scene, RTR_FEED_EXPIRED, NULL);
	end(&scene);
	/* One that does not say how old it is counts from when it was last seen. */
	begin(&scene);
	assert_true(offer(&scene, FOUR, 0));
	for (unsigned hour = 1; hour < 100; hour++) {
		assert_false(pass(&scene, HOUR_MS));
		assert_false(seen(&scene));
	}
	expect_state(&scene, RTR_FEED_FRESH, FOUR);
	end(&scene);
}

static void what_was_old_already_is_served_with_an_alarm(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene);
	assert_true(offer(&scene, FOUR, NOW_US - 72 * HOUR_US));
	expect_state(&scene, RTR_FEED_LATE, FOUR);
	expect_news(&scene, "the data were already 3 days old when they came; they are served\n",
		    "");
	assert_int_equal(rtr_feed_left_ms(&scene.feed, START_MS), DAY_MS);
	for (unsigned hour = 1; hour < 24; hour++) {
		assert_false(pass(&scene, HOUR_MS));
		assert_false(seen(&scene));
	}
	expect_news(&scene, "", "");
	assert_true(pass(&scene, HOUR_MS));
	expect_state(&scene, RTR_FEED_EXPIRED, NULL);
	end(&scene);
}

/* F31, R23: clocks that are wrong or are set neither expire nor refresh anything. */
static void the_clock_may_be_set(void **state)
{
	static const int64_t steps_us[] = { -3600, -86400, -86400 * 3650LL, 3600, 86400 * 3650LL };
	struct scene scene;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(steps_us); i++) {
		begin(&scene);
		assert_true(offer(&scene, FOUR, NOW_US));
		scene.clock_us = steps_us[i] * 1000000;
		assert_false(pass(&scene, 1000));
		assert_false(seen(&scene));
		assert_false(pass(&scene, HOUR_MS));
		expect_state(&scene, rtr_feed_state(&scene.feed), FOUR);
		assert_false(pass(&scene, 22 * HOUR_MS));
		expect_state(&scene, RTR_FEED_LATE, FOUR);
		end(&scene);
	}
	begin(&scene);
	assert_true(offer(&scene, FOUR, NOW_US + 2 * HOUR_US));
	expect_state(&scene, RTR_FEED_FRESH, FOUR);
	assert_false(seen(&scene));
	expect_news(&scene,
		    "the data say that they were made 2 hours from now: is this machine's clock "
		    "right?\n",
		    "");
	end(&scene);
}

static void routers_are_told_an_ever_shorter_expire(void **state)
{
	static const struct {
		struct rtr_timers timers;
		uint64_t left_s;
		struct rtr_timers want;
	} cases[] = {
		{ { 3600, 600, 7200 }, 86400, { 3600, 600, 7200 } },
		{ { 3600, 600, 7200 }, 7200, { 3600, 600, 7200 } },
		{ { 3600, 600, 7200 }, 7199, { 3600, 600, 7199 } },
		{ { 3600, 600, 7200 }, 3601, { 3600, 600, 3601 } },
		{ { 3600, 600, 7200 }, 3600, { 1800, 600, 3600 } },
		{ { 3600, 600, 7200 }, 601, { 300, 600, 601 } },
		{ { 3600, 600, 7200 }, 600, { 300, 300, 600 } },
		{ { 3600, 600, 7200 }, 0, { 300, 300, 600 } },
		{ { 1, 1, 600 }, 0, { 1, 1, 600 } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rtr_timers got = rtr_feed_timers(cases[i].timers, cases[i].left_s);
		assert_true(rtr_timers_are_sound(got));
		assert_memory_equal(&got, &cases[i].want, sizeof(got));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_is_believed_while_it_is_sound),
		cmocka_unit_test(what_is_doubted_is_held),
		cmocka_unit_test(what_cannot_be_true_is_held_to_the_end),
		cmocka_unit_test(doubts_end_when_all_is_well_again),
		cmocka_unit_test(an_operator_may_believe),
		cmocka_unit_test(rollback_is_held_and_growth_told),
		cmocka_unit_test(a_source_that_stops_is_served_on),
		cmocka_unit_test(the_same_file_forever_expires),
		cmocka_unit_test(what_was_old_already_is_served_with_an_alarm),
		cmocka_unit_test(the_clock_may_be_set),
		cmocka_unit_test(routers_are_told_an_ever_shorter_expire),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
