#include "serve/rtr_cache.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

struct rtr_cache {
	uint16_t sessions[RTR_VERSIONS];
	uint32_t serial;
	struct payload_set *set; /* NULL before the first */
	bool withheld;
	/* changes[i] leads from the serial `count - i` before now to the next; merged[i] from there
	 * to now, once somebody has asked for it. */
	struct payload_change *changes[RTR_HISTORY_MAX], *merged[RTR_HISTORY_MAX];
	size_t count;
	size_t payloads;        /* in all changes */
	size_t merged_payloads; /* in all that is merged */
};

struct rtr_cache *rtr_cache_new(const uint16_t sessions[RTR_VERSIONS], uint32_t serial)
{
	struct rtr_cache *cache = memory_alloc(1, sizeof(*cache));

	memcpy(cache->sessions, sessions, sizeof(cache->sessions));
	cache->serial = serial;
	return cache;
}

static void forget_merged(struct rtr_cache *cache)
{
	for (size_t i = 0; i < cache->count; i++) {
		payload_change_release(cache->merged[i]);
		cache->merged[i] = NULL;
	}
	cache->merged_payloads = 0;
}

/* The oldest changes, so that `kept` are left. Nothing must be merged. */
static void forget_oldest(struct rtr_cache *cache, size_t kept)
{
	size_t gone = cache->count - kept;

	for (size_t i = 0; i < gone; i++) {
		cache->payloads -= payload_change_count(cache->changes[i]);
		payload_change_release(cache->changes[i]);
	}
	for (size_t i = 0; i < kept; i++)
		cache->changes[i] = cache->changes[i + gone];
	cache->count = kept;
}

static void forget_history(struct rtr_cache *cache)
{
	forget_merged(cache);
	forget_oldest(cache, 0);
}

void rtr_cache_free(struct rtr_cache *cache)
{
	if (cache == NULL)
		return;
	forget_history(cache);
	payload_set_release(cache->set);
	free(cache);
}

static void keep_set(struct rtr_cache *cache, struct payload_set *set)
{
	payload_set_hold(set);
	payload_set_release(cache->set);
	cache->set = set;
}

void rtr_cache_advance(struct rtr_cache *cache, struct payload_set *set,
		       struct payload_change *change)
{
	size_t payloads_max = payload_set_count(set) / 2;

	assert(cache->set != NULL && payload_change_count(change) > 0);
	forget_merged(cache);
	if (cache->count == RTR_HISTORY_MAX)
		forget_oldest(cache, RTR_HISTORY_MAX - 1);
	cache->changes[cache->count++] = payload_change_hold(change);
	cache->payloads += payload_change_count(change);
	if (payloads_max < RTR_HISTORY_PAYLOADS)
		payloads_max = RTR_HISTORY_PAYLOADS;
	while (cache->payloads > payloads_max)
		forget_oldest(cache, cache->count - 1);
	keep_set(cache, set);
	cache->serial++; /* modulo 2^32, RFC 8210 section 2 and RFC 1982 */
}

bool rtr_cache_update(struct rtr_cache *cache, struct payload_set *set)
{
	if (cache->set == NULL) {
		keep_set(cache, set);
		return false;
	}
	struct payload_change *change = payload_change_between(cache->set, set);
	bool changed = payload_change_count(change) > 0;
	if (changed)
		rtr_cache_advance(cache, set, change);
	payload_change_release(change);
	return changed;
}

void rtr_cache_renew(struct rtr_cache *cache, const uint16_t sessions[RTR_VERSIONS])
{
	forget_history(cache);
	memcpy(cache->sessions, sessions, sizeof(cache->sessions));
}

void rtr_cache_withhold(struct rtr_cache *cache, bool withheld)
{
	cache->withheld = withheld;
}

bool rtr_cache_has_data(const struct rtr_cache *cache)
{
	return cache->set != NULL && !cache->withheld;
}

uint32_t rtr_cache_serial(const struct rtr_cache *cache)
{
	return cache->serial;
}

uint16_t rtr_cache_session(const struct rtr_cache *cache, unsigned version)
{
	return cache->sessions[version];
}

struct payload_set *rtr_cache_set(const struct rtr_cache *cache)
{
	return cache->set;
}

size_t rtr_cache_history(const struct rtr_cache *cache)
{
	return cache->count;
}

/* All from changes[at] on as one, borrowed. Goes back from the present, or from where somebody has
 * been already. */
static struct payload_change *merge(struct rtr_cache *cache, size_t at)
{
	size_t from = at;

	while (from < cache->count - 1 && cache->merged[from] == NULL)
		from++;
	struct payload_change *all = payload_change_hold(
		cache->merged[from] != NULL ? cache->merged[from] : cache->changes[from]);
	while (from > at) {
		struct payload_change *longer = payload_change_join(cache->changes[--from], all);
		payload_change_release(all);
		all = longer;
	}
	if (cache->merged[at] == NULL) {
		/* All of them together take no more than the set does. */
		size_t payloads = payload_change_count(all);
		if (cache->merged_payloads + payloads > payload_set_count(cache->set))
			forget_merged(cache);
		cache->merged[at] = payload_change_hold(all);
		cache->merged_payloads += payloads;
	}
	payload_change_release(all);
	return cache->merged[at];
}

/* How much of a set, of a change, has PDUs in this version? */
static size_t visible_set(const struct payload_set *set, unsigned version)
{
	return set->vrp_count + (version >= 1 ? set->key_count : 0) +
	       (version >= 2 ? set->aspa_count : 0);
}

static size_t visible_change(const struct payload_change *change, unsigned version)
{
	return change->vrps_withdrawn_count + change->vrps_announced_count +
	       (version >= 1 ? change->keys_withdrawn_count + change->keys_announced_count : 0) +
	       (version >= 2 ? change->aspa_count : 0);
}

static struct rtr_answer answer_start(const struct rtr_cache *cache, unsigned version)
{
	return (struct rtr_answer){ .version = version,
				    .session = cache->sessions[version],
				    .serial = cache->serial };
}

enum rtr_reply rtr_cache_query_all(struct rtr_cache *cache, unsigned version,
				   struct rtr_answer *out_answer)
{
	if (!rtr_cache_has_data(cache))
		return RTR_REPLY_NO_DATA;
	*out_answer = answer_start(cache, version);
	out_answer->set = payload_set_hold(cache->set);
	return RTR_REPLY_DATA;
}

enum rtr_reply rtr_cache_query(struct rtr_cache *cache, unsigned version, uint16_t session,
			       uint32_t serial, struct rtr_answer *out_answer)
{
	/* Serials behind us; one from the future, or at the distance of 2^31 that RFC 1982 leaves
	 * undefined, is far more of them than we retain. */
	uint32_t behind = cache->serial - serial;

	if (!rtr_cache_has_data(cache))
		return RTR_REPLY_NO_DATA;
	/* RFC 8210 section 5.3: another session's serial says nothing to us. */
	if (session != cache->sessions[version] || behind > cache->count)
		return RTR_REPLY_RESET;
	struct payload_change *change = behind > 0 ? merge(cache, cache->count - behind) : NULL;
	if (change != NULL && visible_change(change, version) > visible_set(cache->set, version))
		return RTR_REPLY_RESET;
	*out_answer = answer_start(cache, version);
	if (change != NULL)
		out_answer->change = payload_change_hold(change);
	return RTR_REPLY_DATA;
}

enum stage {
	STAGE_RESPONSE,
	STAGE_VRPS_WITHDRAWN,
	STAGE_VRPS_ANNOUNCED,
	STAGE_KEYS_WITHDRAWN,
	STAGE_KEYS_ANNOUNCED,
	STAGE_ASPAS,
	STAGE_END,
	STAGE_DONE,
};

/* What a stage sends: one of these lists, or a single PDU. */
struct items {
	const struct vrp *vrps;
	const struct router_key *keys;
	const struct aspa *aspas;
	const struct aspa_change *changes;
	size_t count;
};

static struct items items_of_set(const struct payload_set *set, unsigned version, enum stage stage)
{
	if (stage == STAGE_VRPS_ANNOUNCED)
		return (struct items){ .vrps = set->vrps, .count = set->vrp_count };
	if (stage == STAGE_KEYS_ANNOUNCED && version >= 1)
		return (struct items){ .keys = set->keys, .count = set->key_count };
	if (stage == STAGE_ASPAS && version >= 2)
		return (struct items){ .aspas = set->aspas, .count = set->aspa_count };
	return (struct items){ 0 };
}

static struct items items_of_change(const struct payload_change *change, unsigned version,
				    enum stage stage)
{
	if (stage == STAGE_VRPS_WITHDRAWN)
		return (struct items){ .vrps = change->vrps_withdrawn,
				       .count = change->vrps_withdrawn_count };
	if (stage == STAGE_VRPS_ANNOUNCED)
		return (struct items){ .vrps = change->vrps_announced,
				       .count = change->vrps_announced_count };
	if (stage == STAGE_KEYS_WITHDRAWN && version >= 1)
		return (struct items){ .keys = change->keys_withdrawn,
				       .count = change->keys_withdrawn_count };
	if (stage == STAGE_KEYS_ANNOUNCED && version >= 1)
		return (struct items){ .keys = change->keys_announced,
				       .count = change->keys_announced_count };
	if (stage == STAGE_ASPAS && version >= 2)
		return (struct items){ .changes = change->aspas, .count = change->aspa_count };
	return (struct items){ 0 };
}

static struct items items_of(const struct rtr_answer *answer)
{
	enum stage stage = (enum stage)answer->stage;

	if (stage == STAGE_RESPONSE || stage == STAGE_END)
		return (struct items){ .count = 1 };
	if (answer->set != NULL)
		return items_of_set(answer->set, answer->version, stage);
	if (answer->change != NULL)
		return items_of_change(answer->change, answer->version, stage);
	return (struct items){ 0 };
}

/* Where item `at` stands: prefixes announced go backwards through their order, in which what covers
 * another stands before it. */
static size_t place_of(const struct items *items, bool backwards, size_t at)
{
	return backwards ? items->count - 1 - at : at;
}

static const struct aspa *aspa_of(const struct items *items, size_t at, bool *out_announces)
{
	*out_announces = true;
	if (items->aspas != NULL)
		return &items->aspas[at];
	assert(items->changes != NULL);
	const struct aspa_change *change = &items->changes[at];
	*out_announces = change->after.provider_count > 0;
	return *out_announces ? &change->after : &change->before;
}

/* At least as large as the PDU of the item. */
static size_t item_size(const struct items *items, size_t at)
{
	bool announces;

	if (items->keys != NULL)
		return 32 + items->keys[at].spki_size;
	if (items->aspas != NULL || items->changes != NULL)
		return 12 + 4 * aspa_of(items, at, &announces)->provider_count;
	return 32; /* an IPv6 prefix; End of Data has 24 */
}

static void write_item(const struct rtr_answer *answer, const struct items *items, size_t at,
		       struct rtr_timers timers, struct buffer *out)
{
	unsigned version = answer->version;
	bool announces =
		answer->stage == STAGE_VRPS_ANNOUNCED || answer->stage == STAGE_KEYS_ANNOUNCED;

	if (items->vrps != NULL) {
		rtr_write_vrp(out, version, announces, &items->vrps[at]);
	} else if (items->keys != NULL) {
		rtr_write_key(out, version, announces, &items->keys[at]);
	} else if (answer->stage == STAGE_ASPAS) {
		const struct aspa *aspa = aspa_of(items, at, &announces);
		rtr_write_aspa(out, version, announces, aspa);
	} else if (answer->stage == STAGE_RESPONSE) {
		rtr_write_cache_response(out, version, answer->session);
	} else {
		rtr_write_end_of_data(out, version, answer->session, answer->serial, timers);
	}
}

bool rtr_answer_write(struct rtr_answer *answer, struct rtr_timers timers, struct buffer *out,
		      size_t size_max)
{
	for (; answer->stage < STAGE_DONE; answer->stage++) {
		struct items items = items_of(answer);
		bool backwards = answer->stage == STAGE_VRPS_ANNOUNCED;
		for (; answer->at < items.count; answer->at++) {
			size_t at = place_of(&items, backwards, answer->at);
			if (out->used + item_size(&items, at) > size_max)
				return true;
			write_item(answer, &items, at, timers, out);
		}
		answer->at = 0;
	}
	return false;
}

void rtr_answer_clear(struct rtr_answer *answer)
{
	payload_set_release(answer->set);
	payload_change_release(answer->change);
	*answer = (struct rtr_answer){ .stage = STAGE_DONE };
}
