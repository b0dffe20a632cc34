#include "serve/rtr_feed.h"

#include <assert.h>

/* "sentence AGE rest" as a line. */
static void tell_age(struct buffer *out, const char *sentence, uint64_t age_ms, const char *rest)
{
	buffer_string(out, sentence);
	buffer_age(out, age_ms);
	buffer_string(out, rest);
	buffer_char(out, '\n');
}

void rtr_feed_init(struct rtr_feed *feed, const struct rtr_feed_options *options)
{
	*feed = (struct rtr_feed){ .options = *options };
}

static void replace(struct payload_set **set, struct payload_set *by)
{
	if (by != NULL)
		payload_set_hold(by);
	payload_set_release(*set);
	*set = by;
}

void rtr_feed_clear(struct rtr_feed *feed)
{
	replace(&feed->good, NULL);
	replace(&feed->held, NULL);
}

uint64_t rtr_feed_age_ms(const struct rtr_feed *feed, uint64_t now_ms)
{
	return feed->age_ms + (now_ms - feed->seen_ms);
}

uint64_t rtr_feed_left_ms(const struct rtr_feed *feed, uint64_t now_ms)
{
	return feed->good != NULL && now_ms < feed->ends_ms ? feed->ends_ms - now_ms : 0;
}

struct rtr_timers rtr_feed_timers(struct rtr_timers timers, uint64_t left_s)
{
	enum { EXPIRE_MIN = 600 };

	if (left_s >= timers.expire)
		return timers;
	timers.expire = left_s > EXPIRE_MIN ? (uint32_t)left_s : EXPIRE_MIN;
	if (timers.refresh >= timers.expire)
		timers.refresh = timers.expire / 2;
	if (timers.retry >= timers.expire)
		timers.retry = timers.expire / 2;
	return timers;
}

enum rtr_feed_state rtr_feed_state(const struct rtr_feed *feed)
{
	if (feed->good == NULL)
		return RTR_FEED_NONE;
	if (feed->expired)
		return RTR_FEED_EXPIRED;
	if (feed->held != NULL)
		return RTR_FEED_HELD;
	return feed->late ? RTR_FEED_LATE : RTR_FEED_FRESH;
}

struct payload_set *rtr_feed_set(const struct rtr_feed *feed)
{
	return feed->expired ? NULL : feed->good;
}

/* How old data made then are; what is not known, or lies ahead of our clock, was made now. */
static uint64_t age_of(uint64_t built_us, struct rtr_time now)
{
	return built_us > 0 && built_us < now.utc_us ? (now.utc_us - built_us) / 1000 : 0;
}

static void look_ahead(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news)
{
	uint64_t limit_us = now.utc_us + UINT64_C(1000000) * RTR_GUARD_FUTURE_S;
	bool ahead = feed->good_built_us > limit_us;

	if (ahead && !feed->ahead)
		tell_age(&news->alarms, "the data say that they were made ",
			 (feed->good_built_us - now.utc_us) / 1000,
			 " from now: is this machine's clock right?");
	feed->ahead = ahead;
}

static void look_late(struct rtr_feed *feed, uint64_t now_ms, bool fresh, struct rtr_news *news)
{
	uint64_t age_ms = rtr_feed_age_ms(feed, now_ms);
	bool late = age_ms > feed->options.late_ms;

	if (late && !feed->late)
		tell_age(&news->alarms, fresh ? "the data were already " : "the data are ", age_ms,
			 fresh ? " old when they came; they are served" : " old by now");
	if (!late && feed->late)
		buffer_string(&news->notes, "the data are fresh again\n");
	feed->late = late;
}

/* The source gave or confirmed `good`. With `news_of_life` they count from now if they were too
 * old to be told: the source lives, and knows nothing newer. */
static bool sighted(struct rtr_feed *feed, bool news_of_life, struct rtr_time now,
		    struct rtr_news *news)
{
	uint64_t max_age_ms = feed->options.max_age_ms;
	uint64_t ends_ms = 0;
	bool was_expired = feed->expired;

	feed->seen_ms = now.now_ms;
	feed->age_ms = age_of(feed->good_built_us, now);
	if (feed->age_ms < max_age_ms)
		ends_ms = now.now_ms + (max_age_ms - feed->age_ms);
	else if (news_of_life)
		ends_ms = now.now_ms + max_age_ms;
	if (ends_ms > feed->ends_ms)
		feed->ends_ms = ends_ms;
	feed->expired = now.now_ms >= feed->ends_ms;
	if (feed->lost || (was_expired && !feed->expired))
		buffer_string(&news->notes, "the source is back\n");
	feed->lost = false;
	look_ahead(feed, now, news);
	look_late(feed, now.now_ms, news_of_life, news);
	return was_expired && !feed->expired;
}

static void take(struct rtr_feed *feed, struct payload_set *set, uint64_t built_us,
		 struct rtr_time now, struct rtr_news *news)
{
	if (feed->good != NULL && rtr_guard_doubled(feed->good, set))
		buffer_format(&news->alarms, "the set has grown from %zu to %zu payloads; taken\n",
			      payload_set_count(feed->good), payload_set_count(set));
	replace(&feed->good, set);
	feed->good_built_us = built_us;
	(void)sighted(feed, true, now, news);
}

/* Until when the old set is served instead. */
static void say_until(const struct rtr_feed *feed, uint64_t now_ms, struct rtr_news *news)
{
	uint64_t until_ms = feed->held_since_ms + feed->options.hold_ms;

	if (rtr_doubt_passes(feed->doubt) && until_ms < feed->ends_ms) {
		buffer_string(&news->alarms, "for ");
		buffer_age(&news->alarms, until_ms > now_ms ? until_ms - now_ms : 0);
		buffer_string(&news->alarms, " at most");
	} else {
		buffer_string(&news->alarms, "until it is too old");
	}
}

static void hold(struct rtr_feed *feed, struct payload_set *set, uint64_t built_us,
		 enum rtr_doubt doubt, struct rtr_time now, struct rtr_news *news)
{
	bool is_news = feed->held == NULL || feed->doubt != doubt;

	if (feed->held == NULL)
		feed->held_since_ms = now.now_ms;
	replace(&feed->held, set);
	feed->held_built_us = built_us;
	feed->doubt = doubt;
	if (!is_news)
		return;
	buffer_format(&news->alarms, "held: %s (%zu payloads after %zu); the old set is served, ",
		      rtr_doubt_says(doubt), payload_set_count(set), payload_set_count(feed->good));
	say_until(feed, now.now_ms, news);
	buffer_string(&news->alarms, "; SIGUSR1 accepts the new one\n");
}

static void release(struct rtr_feed *feed, const char *why, struct rtr_news *news)
{
	if (feed->held == NULL)
		return;
	replace(&feed->held, NULL);
	feed->doubt = RTR_DOUBT_NONE;
	buffer_format(&news->notes, "no longer held: %s\n", why);
}

bool rtr_feed_offer(struct rtr_feed *feed, struct payload_set *set, uint64_t built_us,
		    struct rtr_time now, struct rtr_news *news)
{
	if (feed->good == NULL) {
		take(feed, set, built_us, now, news);
		return true;
	}
	if (payload_set_equal(feed->good, set)) {
		bool newer = built_us > feed->good_built_us;
		release(feed, "the source has the old set again", news);
		if (newer)
			feed->good_built_us = built_us;
		return sighted(feed, newer, now, news);
	}
	enum rtr_doubt doubt = rtr_guard_check(feed->good, feed->good_built_us, set, built_us);
	if (doubt != RTR_DOUBT_NONE) {
		hold(feed, set, built_us, doubt, now, news);
		return false;
	}
	release(feed, "the source has been set right", news);
	take(feed, set, built_us, now, news);
	return true;
}

bool rtr_feed_seen(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news)
{
	/* What is held was seen, then, and says nothing of `good`. */
	if (feed->good == NULL || feed->held != NULL)
		return false;
	return sighted(feed, false, now, news);
}

void rtr_feed_lost(struct rtr_feed *feed, const char *reason, struct rtr_news *news)
{
	if (!feed->lost)
		buffer_format(&news->alarms, "%s; %s\n", reason,
			      feed->good != NULL ? "the last good set is served"
						 : "there is no set yet");
	feed->lost = true;
}

static void take_held(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news)
{
	struct payload_set *set = payload_set_hold(feed->held);

	replace(&feed->held, NULL);
	feed->doubt = RTR_DOUBT_NONE;
	take(feed, set, feed->held_built_us, now, news);
	payload_set_release(set);
}

bool rtr_feed_accept(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news)
{
	if (feed->held == NULL)
		return false;
	buffer_string(&news->notes, "what was held is accepted\n");
	take_held(feed, now, news);
	return true;
}

bool rtr_feed_tick(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news)
{
	if (feed->good == NULL)
		return false;
	if (feed->held != NULL && rtr_doubt_passes(feed->doubt) &&
	    now.now_ms - feed->held_since_ms >= feed->options.hold_ms) {
		tell_age(&news->alarms, "held for ", now.now_ms - feed->held_since_ms,
			 " without being set right: taken for the truth");
		take_held(feed, now, news);
		return true;
	}
	if (feed->expired)
		return false;
	if (now.now_ms >= feed->ends_ms) {
		feed->expired = true;
		tell_age(&news->alarms, "the data are ", rtr_feed_age_ms(feed, now.now_ms),
			 " old and may no longer be told");
		return true;
	}
	look_late(feed, now.now_ms, false, news);
	return false;
}
