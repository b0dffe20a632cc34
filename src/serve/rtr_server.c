#include "serve/rtr_server.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "base/memory.h"
#include "serve/rtr_job.h"
#include "serve/rtr_state.h"

struct source {
	char *name; /* owned */
	struct rtr_feed feed;
	bool reported; /* it has said something since the start */
};

struct rtr_server {
	uv_loop_t *loop;
	struct rtr_server_options options;
	struct rtr_cache *cache;
	struct rtr_clients *clients;
	struct source sources[RTR_SOURCES_MAX];
	size_t source_count;
	struct slurm *slurm, *replaced; /* owned, or NULL; replaced: a job may still use it */
	bool slurm_lost;
	/* After a restart, what was served before is the good set, and what comes first is judged
	 * by it, all sources together. */
	struct rtr_feed whole;
	bool restored; /* `whole` counts */
	uv_timer_t timer;
	uv_work_t work;
	struct rtr_job job;
	bool working, again; /* a job is under way; and then another is due */
	bool stopping, started, ready;
	bool unsaved; /* the sessions are others than those of the state file */
	bool withheld;
	uint64_t started_ms;
};

static struct rtr_time time_of(const struct rtr_server *server)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (struct rtr_time){
		.now_ms = uv_now(server->loop) + 1,
		.utc_us = (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000,
	};
}

static void say(const struct rtr_server *server, bool alarm, const char *line)
{
	server->options.say(server->options.context, alarm, line);
}

static void say_alarm(void *context, const char *line)
{
	say(context, true, line);
}

/* "NAME: line" for each line. */
static void say_lines(const struct rtr_server *server, bool alarm, const char *name,
		      const struct buffer *lines)
{
	struct text rest = { lines->bytes, lines->used }, line;
	struct buffer whole;

	while (text_line(&rest, &line)) {
		buffer_init(&whole);
		if (name != NULL)
			buffer_format(&whole, "%s: ", name);
		buffer_text(&whole, line);
		buffer_char(&whole, '\0');
		say(server, alarm, whole.bytes);
		buffer_clear(&whole);
	}
}

/* Tells the news, and forgets them. */
static void tell(const struct rtr_server *server, const char *name, struct rtr_news *news)
{
	say_lines(server, true, name, &news->alarms);
	say_lines(server, false, name, &news->notes);
	rtr_news_clear(news);
}

/* RFC 8210 section 5.1: versions have different sessions; 8.1: a session must not come again after
 * a restart, so it is drawn, and the clock has no part in it. */
static void draw_sessions(uint16_t sessions[RTR_VERSIONS])
{
	size_t size = RTR_VERSIONS * sizeof(sessions[0]);

	do {
		ssize_t got = getrandom(sessions, size, 0);
		assert(got == (ssize_t)size); /* which the kernel promises up to 256 bytes */
	} while (sessions[0] == sessions[1] || sessions[1] == sessions[2] ||
		 sessions[0] == sessions[2]);
}

/* Takes up what was kept. False: there is nothing, or nothing that can be used. */
static bool restore(struct rtr_server *server)
{
	const char *path = server->options.state_path;
	struct rtr_state state;
	struct payload_set *set;
	struct rtr_news news;
	char line[512];

	int result = rtr_state_load(path, &state, &set);
	if (result < 0) {
		(void)snprintf(line, sizeof(line), "state %s: %s; a new session starts", path,
			       result == ERR_IO ? strerror(errno) : err_name(result));
		say(server, result != ERR_NOT_FOUND, line);
		return false;
	}
	server->cache = rtr_cache_new(state.sessions, state.serial);
	(void)rtr_cache_update(server->cache, set);
	rtr_news_init(&news);
	struct rtr_time now = time_of(server);
	(void)rtr_feed_offer(&server->whole, set, state.saved_us, now, &news);
	tell(server, "the state kept", &news);
	payload_set_release(set);
	(void)snprintf(line, sizeof(line), "state %s: the session goes on at serial %u", path,
		       state.serial);
	say(server, false, line);
	server->restored = true;
	/* Nothing lives yet that would vouch for them. */
	server->withheld =
		rtr_feed_age_ms(&server->whole, now.now_ms) >= server->options.feeds.max_age_ms;
	rtr_cache_withhold(server->cache, server->withheld);
	return true;
}

static void on_tick(uv_timer_t *timer);

struct rtr_server *rtr_server_new(uv_loop_t *loop, const struct rtr_server_options *options)
{
	struct rtr_server *server = memory_alloc(1, sizeof(*server));
	const struct rtr_clients_options clients = { options->clients_max, server, say_alarm };
	uint16_t sessions[RTR_VERSIONS];

	server->loop = loop;
	server->options = *options;
	server->started_ms = uv_now(loop);
	rtr_feed_init(&server->whole, &options->feeds);
	if (options->state_path == NULL || !restore(server)) {
		draw_sessions(sessions);
		server->cache = rtr_cache_new(sessions, 1);
	}
	server->clients = rtr_clients_new(loop, server->cache, &clients);
	rtr_clients_timers(server->clients, options->timers);
	int result = uv_timer_init(loop, &server->timer);
	assert(result == 0);
	server->timer.data = server;
	result = uv_timer_start(&server->timer, on_tick, 1000, 1000);
	assert(result == 0);
	return server;
}

static void drop_slurm(struct slurm **slurm)
{
	if (*slurm != NULL)
		slurm_clear(*slurm);
	free(*slurm);
	*slurm = NULL;
}

void rtr_server_free(struct rtr_server *server)
{
	if (server == NULL)
		return;
	assert(!server->working);
	for (size_t i = 0; i < server->source_count; i++) {
		rtr_feed_clear(&server->sources[i].feed);
		free(server->sources[i].name);
	}
	rtr_feed_clear(&server->whole);
	drop_slurm(&server->slurm);
	drop_slurm(&server->replaced);
	rtr_clients_free(server->clients);
	rtr_cache_free(server->cache);
	free(server);
}

int rtr_server_listen(struct rtr_server *server, const struct rtr_address *address,
		      const char **out_reason)
{
	return rtr_clients_listen(server->clients, address, out_reason);
}

int rtr_server_source(struct rtr_server *server, const char *name,
		      const struct rtr_feed_options *options)
{
	if (server->source_count == RTR_SOURCES_MAX)
		return ERR_LIMIT;
	struct source *source = &server->sources[server->source_count];
	size_t size = strlen(name) + 1;
	source->name = memory_alloc(size, 1);
	memcpy(source->name, name, size);
	rtr_feed_init(&source->feed, options != NULL ? options : &server->options.feeds);
	return (int)server->source_count++;
}

/* For how long all that is served may be told, in seconds. */
static uint64_t left_s(const struct rtr_server *server)
{
	uint64_t now_ms = time_of(server).now_ms, least_ms = UINT64_MAX;

	for (size_t i = 0; i < server->source_count; i++) {
		const struct rtr_feed *feed = &server->sources[i].feed;
		uint64_t left_ms = rtr_feed_left_ms(feed, now_ms);
		if (rtr_feed_set(feed) != NULL && left_ms < least_ms)
			least_ms = left_ms;
	}
	if (server->restored) {
		uint64_t left_ms = rtr_feed_left_ms(&server->whole, now_ms);
		if (least_ms == UINT64_MAX || left_ms < least_ms)
			least_ms = left_ms;
	}
	return least_ms / 1000;
}

static struct rtr_timers timers_now(const struct rtr_server *server)
{
	return rtr_feed_timers(server->options.timers, left_s(server));
}

static void withhold(struct rtr_server *server, bool withheld)
{
	if (server->withheld == withheld)
		return;
	server->withheld = withheld;
	rtr_cache_withhold(server->cache, withheld);
	if (withheld) {
		say(server, true,
		    "nothing is served any more: routers are sent away to other caches");
		rtr_clients_stop(server->clients, RTR_STOP_EXPIRED);
	} else {
		say(server, false, "data are served again");
	}
}

static void say_ready(struct rtr_server *server)
{
	struct buffer line;

	if (server->ready || !rtr_cache_has_data(server->cache))
		return;
	server->ready = true;
	buffer_init(&line);
	buffer_string(&line, "ready on ");
	rtr_clients_put_addresses(server->clients, &line);
	buffer_string(&line, ": ");
	rtr_put_size(&line, rtr_cache_set(server->cache));
	buffer_format(&line, ", serial %u", rtr_cache_serial(server->cache));
	buffer_char(&line, '\0');
	say(server, false, line.bytes);
	buffer_clear(&line);
}

static void say_change(const struct rtr_server *server, const struct payload_change *change)
{
	struct buffer line;

	buffer_init(&line);
	buffer_format(&line, "serial %u: ", rtr_cache_serial(server->cache));
	rtr_put_change(&line, change);
	buffer_string(&line, ": ");
	rtr_put_size(&line, rtr_cache_set(server->cache));
	buffer_char(&line, '\0');
	say(server, false, line.bytes);
	buffer_clear(&line);
}

/* The state could not be written: on disk the session goes on from an older serial. So those who
 * are served now belong to another one. */
static void leave_session(struct rtr_server *server, const char *reason)
{
	uint16_t sessions[RTR_VERSIONS];
	char line[512];

	(void)snprintf(line, sizeof(line), "state %s: cannot be written: %s",
		       server->options.state_path, reason);
	say(server, true, line);
	if (server->unsaved)
		return;
	server->unsaved = true;
	draw_sessions(sessions);
	rtr_cache_renew(server->cache, sessions);
	rtr_clients_stop(server->clients, RTR_STOP_SHUTDOWN);
}

/* What is doubted of all together: a restart brought too little, or a source has expired. True: it
 * is not to be served. */
static bool refuse_whole(struct rtr_server *server, const struct rtr_job *job)
{
	struct rtr_news news;

	if (server->restored) {
		rtr_news_init(&news);
		bool taken = rtr_feed_offer(&server->whole, job->set, 0, time_of(server), &news);
		bool held = server->whole.held != NULL;
		tell(server, "all sources together", &news);
		server->restored = held;
		return held && !taken;
	}
	if (job->doubt == RTR_DOUBT_NONE)
		return false;
	withhold(server, true);
	return true;
}

static void take_result(struct rtr_server *server, struct rtr_job *job)
{
	if (job->too_much) {
		say(server, true, "all sources together are more than can be held; kept as it was");
		return;
	}
	if (refuse_whole(server, job))
		return;
	if (job->save_error != 0)
		leave_session(server, strerror(job->save_error));
	else if (job->saved)
		server->unsaved = false;
	if (job->change == NULL) {
		(void)rtr_cache_update(server->cache, job->set);
	} else if (payload_change_count(job->change) > 0) {
		rtr_cache_advance(server->cache, job->set, job->change);
		say_change(server, job->change);
	}
	withhold(server, false);
	rtr_clients_timers(server->clients, timers_now(server));
	say_ready(server);
	rtr_clients_tick(server->clients);
}

static void rebuild(struct rtr_server *server);

static void run_job(uv_work_t *work)
{
	struct rtr_server *server = work->data;
	rtr_job_run(&server->job);
}

static void end_job(uv_work_t *work, int status)
{
	struct rtr_server *server = work->data;

	server->working = false;
	if (status == 0 && !server->stopping)
		take_result(server, &server->job);
	rtr_job_clear(&server->job);
	drop_slurm(&server->replaced);
	if (server->again && !server->stopping)
		rebuild(server);
}

/* Has every source said something, or been waited for long enough? */
static bool may_start(struct rtr_server *server)
{
	uint64_t waited_ms = uv_now(server->loop) - server->started_ms;
	bool all = true;

	for (size_t i = 0; i < server->source_count; i++)
		all = all && server->sources[i].reported;
	server->started = server->started || all || waited_ms >= UINT64_C(1000) * RTR_START_S;
	return server->started;
}

/* Puts together anew what is served, by another thread. */
static void rebuild(struct rtr_server *server)
{
	struct rtr_job *job = &server->job;
	bool expired = false;

	if (!may_start(server) || server->stopping)
		return;
	server->again = server->working;
	if (server->working)
		return;
	*job = (struct rtr_job){ .slurm = server->slurm,
				 .slurm_aspas = server->options.slurm_aspas,
				 .state_path = server->options.state_path };
	for (size_t i = 0; i < server->source_count; i++) {
		const struct rtr_feed *feed = &server->sources[i].feed;
		struct payload_set *set = rtr_feed_set(feed);
		if (set != NULL)
			job->sets[job->set_count++] = payload_set_hold(set);
		expired = expired || rtr_feed_state(feed) == RTR_FEED_EXPIRED;
	}
	if (job->set_count == 0) {
		if (expired)
			withhold(server, true);
		return;
	}
	struct payload_set *present = rtr_cache_set(server->cache);
	if (present != NULL)
		job->present = payload_set_hold(present);
	job->check = present != NULL && (server->restored || expired);
	job->save_anyway = server->unsaved || present == NULL;
	job->state.serial = rtr_cache_serial(server->cache);
	for (unsigned version = 0; version < RTR_VERSIONS; version++)
		job->state.sessions[version] = rtr_cache_session(server->cache, version);
	job->state.saved_us = time_of(server).utc_us;
	server->work.data = server;
	server->working = true;
	int result = uv_queue_work(server->loop, &server->work, run_job, end_job);
	assert(result == 0);
}

static struct source *source_of(struct rtr_server *server, int number)
{
	assert(number >= 0 && (size_t)number < server->source_count);
	return &server->sources[number];
}

/* A source has reported; `changed` what may be told. */
static void report(struct rtr_server *server, struct source *source, bool changed,
		   struct rtr_news *news)
{
	bool first = !server->started;

	source->reported = true;
	tell(server, source->name, news);
	if (changed || first)
		rebuild(server);
	rtr_clients_timers(server->clients, timers_now(server));
}

void rtr_server_offer(struct rtr_server *server, int number, struct payload_set *set,
		      uint64_t built_us)
{
	struct source *source = source_of(server, number);
	struct rtr_news news;

	rtr_news_init(&news);
	bool changed = rtr_feed_offer(&source->feed, set, built_us, time_of(server), &news);
	report(server, source, changed, &news);
}

void rtr_server_keep(struct rtr_server *server, int number, uint64_t max_age_ms)
{
	source_of(server, number)->feed.options.max_age_ms = max_age_ms;
}

void rtr_server_seen(struct rtr_server *server, int number)
{
	struct source *source = source_of(server, number);
	struct rtr_news news;

	rtr_news_init(&news);
	bool changed = rtr_feed_seen(&source->feed, time_of(server), &news);
	report(server, source, changed, &news);
}

void rtr_server_lost(struct rtr_server *server, int number, const char *reason)
{
	struct source *source = source_of(server, number);
	struct rtr_news news;

	rtr_news_init(&news);
	rtr_feed_lost(&source->feed, reason, &news);
	report(server, source, false, &news);
}

void rtr_server_note(struct rtr_server *server, int number, const char *format, ...)
{
	char note[512], line[1024];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(note, sizeof(note), format, args);
	va_end(args);
	(void)snprintf(line, sizeof(line), "%s: %s", source_of(server, number)->name, note);
	say(server, false, line);
}

void rtr_server_slurm(struct rtr_server *server, struct slurm *slurm)
{
	/* A job under way uses the oldest; what came between has never been used. */
	if (server->working && server->replaced == NULL)
		server->replaced = server->slurm;
	else
		drop_slurm(&server->slurm);
	server->slurm = slurm;
	if (server->slurm_lost)
		say(server, false, "SLURM: can be read again");
	server->slurm_lost = false;
	rebuild(server);
}

void rtr_server_slurm_lost(struct rtr_server *server, const char *reason)
{
	struct rtr_news news;

	if (server->slurm_lost)
		return;
	server->slurm_lost = true;
	rtr_news_init(&news);
	buffer_format(&news.alarms, "%s; what was read before stays in force\n", reason);
	tell(server, "SLURM", &news);
}

void rtr_server_accept(struct rtr_server *server)
{
	struct rtr_time now = time_of(server);
	struct rtr_news news;
	bool changed = false;

	for (size_t i = 0; i < server->source_count; i++) {
		rtr_news_init(&news);
		bool taken = rtr_feed_accept(&server->sources[i].feed, now, &news);
		changed = changed || taken;
		tell(server, server->sources[i].name, &news);
	}
	if (server->restored && server->whole.held != NULL) {
		say(server, false, "what was held of all sources together is accepted");
		server->restored = false;
		changed = true;
	}
	if (changed)
		rebuild(server);
	else
		say(server, false, "nothing is held");
}

static void tick_whole(struct rtr_server *server, struct rtr_time now)
{
	struct rtr_news news;

	rtr_news_init(&news);
	bool changed = rtr_feed_tick(&server->whole, now, &news);
	tell(server, "the state kept", &news);
	if (!changed)
		return;
	if (rtr_feed_state(&server->whole) == RTR_FEED_EXPIRED) {
		withhold(server, true);
		return;
	}
	server->restored = false;
	rebuild(server);
}

static void on_tick(uv_timer_t *timer)
{
	struct rtr_server *server = timer->data;
	struct rtr_time now = time_of(server);
	struct rtr_news news;
	bool changed = false;

	if (server->stopping) {
		rtr_clients_tick(server->clients);
		if (rtr_clients_count(server->clients) == 0)
			uv_close((uv_handle_t *)timer, NULL);
		return;
	}
	for (size_t i = 0; i < server->source_count; i++) {
		rtr_news_init(&news);
		bool one = rtr_feed_tick(&server->sources[i].feed, now, &news);
		changed = changed || one;
		tell(server, server->sources[i].name, &news);
	}
	if (server->restored)
		tick_whole(server, now);
	if (changed || !server->started)
		rebuild(server);
	rtr_clients_timers(server->clients, timers_now(server));
	say_ready(server);
	rtr_clients_tick(server->clients);
}

void rtr_server_stop(struct rtr_server *server)
{
	if (server->stopping)
		return;
	server->stopping = true;
	rtr_clients_close(server->clients);
	/* Soon, and then often: nobody likes to wait for the end. */
	int result = uv_timer_start(&server->timer, on_tick, 10, 50);
	assert(result == 0);
}

uint32_t rtr_server_serial(const struct rtr_server *server)
{
	return rtr_cache_serial(server->cache);
}

size_t rtr_server_clients(const struct rtr_server *server)
{
	return rtr_clients_count(server->clients);
}
