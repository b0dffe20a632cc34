/*
 * The model (R19): whatever the history of sets, a router that stopped at any serial and asks again
 * holds exactly the present set at its End of Data, in every version; and at no PDU on the way is
 * anything announced twice or withdrawn that is not there.
 *
 * The router is written anew here, and knows nothing of sets: it keeps PDUs as bytes.
 */
#include "serve/rtr_state.h"
#include "serve/test_rtr_lines.h"

enum {
	HISTORIES = 1000,
	STEPS_MAX = 12,
	STEPS_MANY = RTR_HISTORY_MAX + 8, /* in some: more than is retained */
	PDU_MAX = 64,
	THINGS_MAX = 128,
};

/* A payload as a router keeps it: its PDU, with the flags cleared. */
struct thing {
	size_t size;
	uint8_t bytes[PDU_MAX];
};

struct router {
	size_t count;
	struct thing things[THINGS_MAX];
};

static size_t flags_at(uint8_t type)
{
	return type == RTR_IPV4_PREFIX || type == RTR_IPV6_PREFIX ? 8 : 2;
}

/* The same payload? Of ASPAs a router has one for each customer. */
static bool same_thing(const struct thing *a, const struct thing *b)
{
	if (a->bytes[1] != b->bytes[1])
		return false;
	if (a->bytes[1] == RTR_ASPA)
		return memcmp(a->bytes + 8, b->bytes + 8, 4) == 0;
	return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static size_t find(const struct router *router, const struct thing *thing)
{
	size_t at = 0;

	while (at < router->count && !same_thing(&router->things[at], thing))
		at++;
	return at;
}

static void announce(struct router *router, const struct thing *thing)
{
	size_t at = find(router, thing);

	if (at < router->count) {
		/* Only an ASPA may be replaced, and only by another one. */
		assert_int_equal(thing->bytes[1], RTR_ASPA);
		assert_false(thing->size == router->things[at].size &&
			     memcmp(thing->bytes, router->things[at].bytes, thing->size) == 0);
	} else {
		assert_true(router->count < THINGS_MAX);
		router->count++;
	}
	router->things[at] = *thing;
}

static void withdraw(struct router *router, const struct thing *thing)
{
	size_t at = find(router, thing);

	assert_true(at < router->count);
	if (thing->bytes[1] == RTR_ASPA)
		assert_int_equal(thing->size, 12);
	router->things[at] = router->things[--router->count];
}

static uint32_t number_at(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Where a payload may stand in an answer, 8210bis-27 section 11.2. */
static unsigned rank_of(uint8_t type, bool announces)
{
	if (type == RTR_IPV4_PREFIX || type == RTR_IPV6_PREFIX)
		return announces ? 2 : 1;
	if (type == RTR_ROUTER_KEY)
		return announces ? 4 : 3;
	assert_int_equal(type, RTR_ASPA);
	return 5;
}

/* Follows an answer to its end; returns the serial. */
static uint32_t follow(struct router *router, unsigned version, struct reader in)
{
	unsigned rank = 0;
	uint64_t customer_before = 0;

	const uint8_t *response = read_bytes(&in, 8);
	assert_non_null(response);
	assert_int_equal(response[0], version);
	assert_int_equal(response[1], RTR_CACHE_RESPONSE);
	for (;;) {
		struct thing thing = { 0 };
		assert_true(reader_left(&in) >= 8);
		thing.size = number_at(in.at + 4);
		assert_true(thing.size <= PDU_MAX && thing.size <= reader_left(&in));
		memcpy(thing.bytes, read_bytes(&in, thing.size), thing.size);
		uint8_t type = thing.bytes[1];
		assert_int_equal(thing.bytes[0], version);
		if (type == RTR_END_OF_DATA) {
			assert_int_equal(reader_left(&in), 0);
			assert_int_equal(thing.size, version == 0 ? 12 : 24);
			return number_at(thing.bytes + 8);
		}
		assert_true(type != RTR_ROUTER_KEY || version >= 1);
		assert_true(type != RTR_ASPA || version >= 2);
		bool announces = thing.bytes[flags_at(type)] & 1;
		thing.bytes[flags_at(type)] = 0;
		assert_true(rank_of(type, announces) >= rank);
		rank = rank_of(type, announces);
		if (type == RTR_ASPA) {
			assert_true(number_at(thing.bytes + 8) + UINT64_C(1) > customer_before);
			customer_before = number_at(thing.bytes + 8) + UINT64_C(1);
		}
		if (announces)
			announce(router, &thing);
		else
			withdraw(router, &thing);
	}
}

/* What a router of this version holds that has all of the set: written PDU by PDU. */
static void load(struct router *router, unsigned version, const struct payload_set *set)
{
	struct buffer out;

	*router = (struct router){ 0 };
	buffer_init(&out);
	for (size_t i = 0; i < set->vrp_count; i++)
		rtr_write_vrp(&out, version, false, &set->vrps[i]);
	for (size_t i = 0; i < set->key_count; i++)
		rtr_write_key(&out, version, false, &set->keys[i]);
	for (size_t i = 0; i < set->aspa_count; i++)
		rtr_write_aspa(&out, version, true, &set->aspas[i]);
	for (struct reader in = reader_over(out.bytes, out.used); reader_left(&in) > 0;) {
		struct thing *thing = &router->things[router->count++];
		thing->size = number_at(in.at + 4);
		memcpy(thing->bytes, read_bytes(&in, thing->size), thing->size);
		thing->bytes[flags_at(thing->bytes[1])] = 0;
	}
	buffer_clear(&out);
}

static void expect_equal(const struct router *router, const struct router *want)
{
	assert_int_equal(router->count, want->count);
	for (size_t i = 0; i < want->count; i++) {
		size_t at = find(router, &want->things[i]);
		assert_true(at < router->count);
		assert_int_equal(router->things[at].size, want->things[i].size);
		assert_memory_equal(router->things[at].bytes, want->things[i].bytes,
				    want->things[i].size);
	}
}

/* One history: the set of each serial. */
struct history {
	struct rtr_cache *cache;
	uint32_t first;
	struct payload_set *sets[STEPS_MANY + 1];
	size_t count;
	size_t known; /* serials since the last restart, the present one among them */
};

static struct payload_set *set_of(const struct history *history, uint32_t serial)
{
	uint32_t at = serial - history->first;

	assert_true(at < history->count);
	return history->sets[at];
}

/* The rest of an answer, in pieces of any size, into `out`. */
static void finish(struct rtr_answer *answer, struct buffer *out)
{
	bool more = true;

	while (more)
		more = rtr_answer_write(answer, test_timers, out,
					out->used + PDU_MAX + random_below(100));
	rtr_answer_clear(answer);
}

static void follow_answer(const struct history *history, unsigned version,
			  struct rtr_answer *answer, struct router *router, struct buffer *out)
{
	struct router want;

	finish(answer, out);
	uint32_t serial = follow(router, version, reader_over(out->bytes, out->used));
	load(&want, version, set_of(history, serial));
	expect_equal(router, &want);
	buffer_clear(out);
}

/* PDUs that separate the two, at the least. */
static size_t distance(const struct router *older, const struct router *newer)
{
	size_t distance = 0;

	for (size_t i = 0; i < older->count; i++)
		distance += find(newer, &older->things[i]) == newer->count;
	for (size_t i = 0; i < newer->count; i++) {
		size_t at = find(older, &newer->things[i]);
		distance += at == older->count || older->things[at].size != newer->things[i].size ||
			    memcmp(older->things[at].bytes, newer->things[i].bytes,
				   newer->things[i].size) != 0;
	}
	return distance;
}

/* A router that stopped at this serial asks again. */
static void ask(struct history *history, unsigned version, uint32_t serial)
{
	uint16_t session = rtr_cache_session(history->cache, version);
	uint32_t behind = rtr_cache_serial(history->cache) - serial;
	struct rtr_answer answer;
	struct router router, present;
	struct buffer out;

	buffer_init(&out);
	load(&router, version, set_of(history, serial));
	load(&present, version, rtr_cache_set(history->cache));
	size_t pdus = distance(&router, &present);
	enum rtr_reply reply = rtr_cache_query(history->cache, version, session, serial, &answer);
	if (reply == RTR_REPLY_RESET) {
		/* Not retained, or more to tell than all there is. */
		assert_true(behind >= history->known || behind > RTR_HISTORY_MAX ||
			    pdus > present.count);
		assert_int_equal(rtr_cache_query_all(history->cache, version, &answer),
				 RTR_REPLY_DATA);
		router.count = 0;
	} else {
		assert_int_equal(reply, RTR_REPLY_DATA);
		assert_true(behind < history->known && pdus <= present.count);
		/* Minimal: not a PDU more. */
		struct buffer all;
		struct rtr_answer again = answer;
		buffer_init(&all);
		assert_false(rtr_answer_write(&again, test_timers, &all, 1 << 20));
		size_t sent = 0;
		for (size_t at = 0; at < all.used; sent++)
			at += number_at((const uint8_t *)all.bytes + at + 4);
		assert_int_equal(sent, pdus + 2);
		buffer_clear(&all);
	}
	assert_int_equal(answer.serial, rtr_cache_serial(history->cache));
	follow_answer(history, version, &answer, &router, &out);
}

/* The next set: another one altogether, the same, or the same but for a few payloads. */
static struct payload_set *next_set(const struct payload_set *before)
{
	struct buffer text;

	if (random_below(4) == 0)
		return test_random_set();
	text = test_set_text(before);
	text.used--;
	/* Drops some of the items, adds some others. */
	struct text rest = { text.bytes, text.used }, item;
	struct buffer items;
	buffer_init(&items);
	while (test_item(&rest, &item))
		if (random_below(8) != 0) {
			buffer_text(&items, item);
			buffer_char(&items, ';');
		}
	for (uint32_t more = random_below(3); more > 0; more--) {
		struct buffer one;
		buffer_init(&one);
		test_put_random(&one);
		buffer_text(&items, (struct text){ one.bytes, one.used });
		buffer_char(&items, ';');
		buffer_clear(&one);
	}
	buffer_char(&items, '\0');
	struct payload_set *set = test_set(items.bytes);
	buffer_clear(&items);
	buffer_clear(&text);
	return set;
}

static void keep(struct history *history, struct payload_set *set)
{
	assert_true(history->count < COUNT_OF(history->sets));
	history->sets[history->count++] = set;
	history->known++;
}

/* The cache moves on while a router is being answered. */
static void step(struct history *history)
{
	struct payload_set *set = next_set(history->sets[history->count - 1]);
	unsigned version = random_below(RTR_VERSIONS);
	uint32_t serial = rtr_cache_serial(history->cache) - random_below((uint32_t)history->known);
	struct rtr_answer answer;
	struct router router;
	struct buffer out;

	buffer_init(&out);
	load(&router, version, set_of(history, serial));
	bool asked =
		rtr_cache_query(history->cache, version, rtr_cache_session(history->cache, version),
				serial, &answer) == RTR_REPLY_DATA;
	if (asked)
		(void)rtr_answer_write(&answer, test_timers, &out, PDU_MAX);
	if (rtr_cache_update(history->cache, set))
		keep(history, set);
	else
		payload_set_release(set);
	if (asked)
		follow_answer(history, version, &answer, &router, &out);
}

/* Ends, and starts again from the state kept. */
static void restart(struct history *history)
{
	struct rtr_state state = { .serial = rtr_cache_serial(history->cache), .saved_us = 1 };
	struct payload_set *set;
	struct buffer kept;

	for (unsigned version = 0; version < RTR_VERSIONS; version++)
		state.sessions[version] = rtr_cache_session(history->cache, version);
	buffer_init(&kept);
	rtr_state_put(&kept, &state, rtr_cache_set(history->cache));
	rtr_cache_free(history->cache);
	state = (struct rtr_state){ 0 };
	assert_int_equal(rtr_state_parse((struct text){ kept.bytes, kept.used }, &state, &set), 0);
	history->cache = rtr_cache_new(state.sessions, state.serial);
	assert_false(rtr_cache_update(history->cache, set));
	payload_set_release(set);
	buffer_clear(&kept);
	history->known = 1;
}

static void ask_all(struct history *history)
{
	for (size_t i = 0; i < history->count; i++)
		for (unsigned version = 0; version < RTR_VERSIONS; version++)
			ask(history, version, history->first + (uint32_t)i);
}

static void run_history(size_t number)
{
	struct history history = { .first = number % 2 == 0 ? UINT32_MAX - random_below(8)
							    : (uint32_t)random() };
	size_t steps = number % 50 == 0 ? STEPS_MANY : 1 + random_below(STEPS_MAX);

	history.cache = rtr_cache_new(test_sessions, history.first);
	struct payload_set *first = test_random_set();
	assert_false(rtr_cache_update(history.cache, first));
	keep(&history, first);
	for (size_t i = 0; i < steps; i++) {
		step(&history);
		if (random_below(16) == 0)
			restart(&history);
		if (number % 4 == 1)
			ask_all(&history);
	}
	ask_all(&history);
	rtr_cache_free(history.cache);
	for (size_t i = 0; i < history.count; i++) {
		assert_int_equal(history.sets[i]->references, 1);
		payload_set_release(history.sets[i]);
	}
}

static void every_serial_converges(void **state)
{
	(void)state;
	srandom(8210);
	for (size_t i = 0; i < HISTORIES; i++)
		run_history(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_serial_converges) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
