/* Whatever a cache goes through, a client of it ends with what the cache has. */
#include "base/testkit.h"

#include <stdio.h>

#include "net/test_prefix.h"
#include "wire/rtr_client.h"
#include "wire/test_rtr_script.h"

enum { THINGS = 24, GENERATIONS = 6, HISTORIES = 1000, EVENTS = 60 };

/* A cache with no cleverness: it keeps whole generations of what it has, and compares. Things are
 * VRPs, router keys and ASPAs; what is there has a value, which tells an ASPA's providers. */
struct cache {
	unsigned version; /* the highest that it speaks */
	bool implicit;    /* it answers higher ones in its own, and not with error 4 */
	uint16_t session;
	uint32_t serial;
	unsigned things[GENERATIONS][THINGS]; /* of `serial`, of the one before it, ... */
	unsigned generations;
	bool has_data;
	unsigned spoken;
};

struct world {
	struct cache cache;
	struct rtr_client client;
	uint64_t now_us;
	struct buffer says; /* on its way from the cache to the client */
	bool connected;
};

static unsigned kind_of(unsigned thing)
{
	return thing / 8;
}

static void write_thing(struct buffer *out, unsigned version, bool announces, unsigned thing,
			unsigned value)
{
	uint8_t spki[TEST_SPKI_SIZE];

	if (kind_of(thing) == 0) {
		struct vrp vrp = { { (uint64_t)thing << 56, 0, 8, FAMILY_V4 }, 9, thing };
		rtr_write_vrp(out, version, announces, &vrp);
	} else if (kind_of(thing) == 1) {
		struct router_key key = test_key(thing, thing, spki);
		rtr_write_key(out, version, announces, &key);
	} else {
		asn_t providers[] = { value, value + 1 };
		struct aspa aspa = { thing, providers, 2 };
		rtr_write_aspa(out, version, announces, &aspa);
	}
}

/* From one generation to another, in random order; sometimes with a detour. */
static void write_changes(struct buffer *out, unsigned version, const unsigned *from,
			  const unsigned *to)
{
	unsigned start = random_below(THINGS), step = random_below(2) == 0 ? 5 : 7;

	for (unsigned i = 0; i < THINGS; i++) {
		unsigned thing = (start + i * step) % THINGS;
		bool replaced = kind_of(thing) == 2 && from[thing] != to[thing];
		if (from[thing] != 0 && to[thing] == 0) {
			write_thing(out, version, false, thing, from[thing]);
		} else if ((from[thing] == 0 && to[thing] != 0) || replaced) {
			write_thing(out, version, true, thing, to[thing]);
		} else if (to[thing] != 0 && random_below(30) == 0) {
			write_thing(out, version, false, thing, to[thing]);
			write_thing(out, version, true, thing, to[thing]);
		}
	}
}

static void cache_answers(struct world *w, const struct rtr_pdu *query)
{
	static const unsigned nothing[THINGS];
	struct cache *c = &w->cache;
	uint32_t age = c->serial - query->serial;
	bool all = query->type == RTR_RESET_QUERY;

	if (query->version > c->version && !c->implicit) {
		/* Some say it in version 0. */
		rtr_write_error(&w->says, random_below(2) == 0 ? 0 : c->version,
				RTR_UNSUPPORTED_VERSION, query->whole, "no");
		return;
	}
	unsigned v = query->version < c->version ? query->version : c->version;
	c->spoken = v;
	if (!c->has_data) {
		rtr_write_error(&w->says, v, RTR_NO_DATA, query->whole, "not yet");
	} else if (!all && (query->field != c->session + v || age >= c->generations)) {
		rtr_write_cache_reset(&w->says, v);
	} else {
		rtr_write_cache_response(&w->says, v, (uint16_t)(c->session + v));
		write_changes(&w->says, v, all ? nothing : c->things[age], c->things[0]);
		rtr_write_end_of_data(&w->says, v, (uint16_t)(c->session + v), c->serial,
				      (struct rtr_timers){ 60, 30, 600 });
	}
}

static void cache_hears(struct world *w)
{
	struct reader in = reader_over(w->client.out.bytes, w->client.out.used);
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	while (reader_left(&in) > 0) {
		assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
		/* The cache keeps to the rules, so nobody complains of it, but of a session that
		 * went on in another version, or of its silence. */
		if (pdu.type == RTR_ERROR_REPORT)
			assert_true(pdu.field == RTR_CORRUPT_DATA ||
				    pdu.field == RTR_TRANSPORT_FAILED);
		else
			cache_answers(w, &pdu);
	}
	rtr_client_sent(&w->client, w->client.out.used);
}

static void hang_up(struct world *w)
{
	w->connected = false;
	w->says.used = 0;
	rtr_client_lost(&w->client, "lost", w->now_us);
}

static void settle_step(struct world *w)
{
	struct rtr_client *client = &w->client;

	rtr_client_tick(client, w->now_us);
	if (client->state == RTR_CLIENT_CONNECTS) {
		w->connected = true;
		w->says.used = 0;
		rtr_client_connected(client, w->now_us);
	}
	cache_hears(w);
	if (client->state == RTR_CLIENT_CLOSES)
		hang_up(w);
}

/* Some bytes arrive. */
static void arrive(struct world *w, size_t size)
{
	size = size < w->says.used ? size : w->says.used;
	if (!w->connected || size == 0)
		return;
	rtr_client_receive(&w->client, w->says.bytes, size, w->now_us);
	w->says.used -= size;
	memmove(w->says.bytes, w->says.bytes + size, w->says.used);
}

static bool has_all(const struct world *w)
{
	const struct payload_set *set = w->client.table.set;
	const unsigned *things = w->cache.things[0];
	size_t count = 0;

	for (unsigned i = 0; i < THINGS; i++)
		count += things[i] != 0 && kind_of(i) <= w->client.epoch_version;
	if (set == NULL || payload_set_count(set) != count)
		return false;
	for (size_t i = 0; i < set->vrp_count; i++)
		count -= things[set->vrps[i].asn] != 0;
	for (size_t i = 0; i < set->key_count; i++)
		count -= things[set->keys[i].asn] != 0;
	for (size_t i = 0; i < set->aspa_count; i++)
		count -= things[set->aspas[i].customer] == set->aspas[i].providers[0];
	return count == 0;
}

static void change(struct cache *c)
{
	memmove(c->things[1], c->things[0], sizeof(c->things) - sizeof(c->things[0]));
	for (unsigned i = random_below(8); i > 0; i--)
		c->things[0][random_below(THINGS)] = random_below(3);
	c->serial++;
	if (c->generations < GENERATIONS)
		c->generations++;
}

static void restart(struct world *w)
{
	struct cache *c = &w->cache;

	if (w->connected)
		hang_up(w);
	c->session = (uint16_t)(c->session + 3 + random_below(1000));
	c->serial = UINT32_MAX - random_below(20);
	c->generations = 1;
	c->version = random_below(RTR_VERSIONS);
	c->implicit = random_below(2) == 0;
	c->has_data = random_below(4) > 0;
}

static void happen(struct world *w)
{
	struct cache *c = &w->cache;

	switch (random_below(16)) {
	case 0:
		if (w->connected)
			hang_up(w);
		break;
	case 1:
		restart(w);
		break;
	case 2:
		c->generations = 1;
		break;
	case 3:
	case 4:
	case 5:
		c->has_data = true;
		change(c);
		break;
	case 6:
		/* Only between answers, and in the version that is spoken. */
		if (w->connected && w->says.used == 0 && w->client.state == RTR_CLIENT_RESTS)
			rtr_write_serial_notify(&w->says, c->spoken,
						(uint16_t)(c->session + c->spoken), c->serial);
		break;
	case 7:
		w->now_us += random_below(700) * RTR_SECOND;
		break;
	default:
		arrive(w, random_below(2) == 0 ? random_below(60) : SIZE_MAX);
		break;
	}
	settle_step(w);
}

static void converges(void **state)
{
	uint64_t commits = 0, resets = 0;

	(void)state;
	srandom(1);
	for (unsigned history = 0; history < HISTORIES; history++) {
		struct world w = { .now_us = 1 };
		rtr_client_init(&w.client, RTR_VERSION_MAX);
		buffer_init(&w.says);
		restart(&w);
		for (unsigned i = 0; i < EVENTS; i++)
			happen(&w);
		w.cache.has_data = true;
		/* Left alone, it has all after the longest refresh and retry, those of version 0.
		 */
		uint64_t end_us = w.now_us + 5000 * RTR_SECOND;
		while (w.now_us < end_us) {
			arrive(&w, SIZE_MAX);
			settle_step(&w);
			if (w.says.used == 0)
				w.now_us = rtr_client_next_us(&w.client);
		}
		if (!has_all(&w))
			fail_msg("history %u: client at %u of version %u, cache at %u of %u (%s)",
				 history, w.client.serial, w.client.version, w.cache.serial,
				 w.cache.version, w.client.reason);
		commits += w.client.counts.commits;
		resets += w.client.counts.resets;
		rtr_client_clear(&w.client);
		buffer_clear(&w.says);
	}
	/* It was not all resets. */
	printf("# %u commits, %u of them resets\n", (unsigned)commits, (unsigned)resets);
	assert_true(resets > HISTORIES && commits - resets > HISTORIES);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(converges) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
