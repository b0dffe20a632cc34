#include "routes/announced.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* So many routes of a peer are remembered by name, so that one whose session comes and goes costs
 * no walk over the whole table each time. */
enum { RECENT_MAX = 255 };

struct announced_peer {
	uint32_t standing;     /* pairs */
	uint32_t recent_count; /* pairs that came to stand since none did; above RECENT_MAX: many */
	uint32_t recent[RECENT_MAX];
};

/* One path of a peer that sends several for a prefix. */
struct announced_path {
	uint32_t row, peer, path_id;
	uint32_t pair; /* PAIR_NONE: withdrawn */
};

void announced_init(struct announced *announced)
{
	*announced = (struct announced){ 0 };
	index_init(&announced->by_prefix);
	index_init(&announced->by_path);
}

void announced_clear(struct announced *announced)
{
	free(announced->rows);
	free(announced->pairs);
	free(announced->bits);
	free(announced->peers);
	free(announced->paths);
	index_clear(&announced->by_prefix);
	index_clear(&announced->by_path);
	announced_init(announced);
}

uint32_t announced_find(const struct announced *announced, const struct prefix *prefix)
{
	for (struct probe p = index_probe(&announced->by_prefix, prefix_hash(prefix));
	     index_next(&announced->by_prefix, &p);)
		if (prefix_equal(&announced->rows[p.id].prefix, prefix))
			return p.id;
	return PAIR_NONE;
}

int announced_row(struct announced *announced, const struct prefix *prefix, uint32_t *out_row)
{
	uint32_t row = announced_find(announced, prefix);

	if (row == PAIR_NONE) {
		if (announced->row_count == ANNOUNCED_PAIRS_MAX)
			return ERR_LIMIT;
		row = (uint32_t)announced->row_count++;
		announced->rows = memory_grow(announced->rows, &announced->row_room,
					      announced->row_count, sizeof(*announced->rows));
		announced->rows[row] = (struct announced_row){ *prefix, PAIR_NONE };
		index_add(&announced->by_prefix, prefix_hash(prefix), row);
	}
	*out_row = row;
	return 0;
}

static uint64_t *bits_of(struct announced *announced, uint32_t pair)
{
	return announced->bits + (size_t)pair * 2 * announced->stride;
}

static void bits_grow(struct announced *announced)
{
	announced->bits = memory_grow(announced->bits, &announced->bit_room,
				      announced->pair_count * 2 * announced->stride,
				      sizeof(*announced->bits));
}

/* Makes every pair's words wide enough for peer number `peer`. */
static void widen(struct announced *announced, uint32_t peer)
{
	size_t old = announced->stride, stride = old;

	while (peer / 64 >= stride)
		stride = stride > 0 ? stride * 2 : 1;
	announced->stride = stride;
	announced->peers = memory_grow(announced->peers, &announced->peer_room, stride * 64,
				       sizeof(*announced->peers));
	bits_grow(announced);
	for (size_t pair = announced->pair_count; pair-- > 0;) {
		/* From the last pair down, so that nothing is overwritten before it has moved. */
		uint64_t *from = announced->bits + pair * 2 * old;
		uint64_t *to = announced->bits + pair * 2 * stride;
		memmove(to + stride, from + old, old * sizeof(*to));
		memmove(to, from, old * sizeof(*to));
		memset(to + old, 0, (stride - old) * sizeof(*to));
		memset(to + stride + old, 0, (stride - old) * sizeof(*to));
	}
}

static int pair_of(struct announced *announced, uint32_t row, asn_t origin,
		   const struct witness *witness, uint32_t *out_pair)
{
	uint32_t *link = &announced->rows[row].pairs;
	unsigned others = 0;

	for (; *link != PAIR_NONE && announced->pairs[*link].origin != origin; others++)
		link = &announced->pairs[*link].next;
	if (*link == PAIR_NONE) {
		if (announced->pair_count == ANNOUNCED_PAIRS_MAX ||
		    others == ANNOUNCED_PER_PREFIX_MAX)
			return ERR_LIMIT;
		uint32_t pair = (uint32_t)announced->pair_count++;
		*link = pair; /* before growing moves what `link` points into */
		announced->pairs = memory_grow(announced->pairs, &announced->pair_room,
					       announced->pair_count, sizeof(*announced->pairs));
		announced->pairs[pair] = (struct pair){ row, origin, PAIR_NONE, 0, *witness };
		bits_grow(announced);
		memset(bits_of(announced, pair), 0, 2 * announced->stride * sizeof(uint64_t));
		*out_pair = pair;
		return 0;
	}
	*out_pair = *link;
	return 0;
}

static void set_now(struct announced *announced, uint32_t pair, uint32_t peer, bool stands)
{
	uint64_t *word = bits_of(announced, pair) + announced->stride + peer / 64;
	uint64_t bit = UINT64_C(1) << (peer % 64);

	if (((*word & bit) != 0) == stands)
		return;
	*word ^= bit;
	struct announced_peer *about = &announced->peers[peer];
	about->standing += stands ? 1 : UINT32_MAX;
	if (stands && about->recent_count <= RECENT_MAX) {
		if (about->recent_count < RECENT_MAX)
			about->recent[about->recent_count] = pair;
		about->recent_count++;
	}
}

/* The peer's route for the row no longer stands, unless it is for `but`. */
static void withdraw_others(struct announced *announced, uint32_t row, uint32_t peer, uint32_t but)
{
	for (uint32_t pair = announced->rows[row].pairs; pair != PAIR_NONE;
	     pair = announced->pairs[pair].next)
		if (pair != but)
			set_now(announced, pair, peer, false);
}

static int witness_pair(struct announced *announced, uint32_t row, asn_t origin, unsigned day,
			const struct witness *witness, uint32_t *out_pair)
{
	uint32_t pair;

	assert(row < announced->row_count && day < 31);
	if (__builtin_expect(witness->peer / 64 >= announced->stride, 0))
		widen(announced, witness->peer);
	int got = pair_of(announced, row, origin, witness, &pair);
	if (got < 0)
		return got;
	bits_of(announced, pair)[witness->peer / 64] |= UINT64_C(1) << (witness->peer % 64);
	set_now(announced, pair, witness->peer, true);
	announced->pairs[pair].days |= UINT32_C(1) << day;
	*out_pair = pair;
	return 0;
}

int announced_add(struct announced *announced, uint32_t row, asn_t origin, unsigned day,
		  const struct witness *witness)
{
	uint32_t pair;
	int got = witness_pair(announced, row, origin, day, witness, &pair);

	if (got == 0)
		withdraw_others(announced, row, witness->peer, pair);
	return got;
}

static uint64_t path_hash(uint32_t row, uint32_t peer)
{
	return hash_words(row, peer);
}

/* The peer's path with this identifier; else one that it has withdrawn, to be used again; else NULL
 * and how many it has. */
static struct announced_path *path_find(struct announced *announced, uint32_t row, uint32_t peer,
					uint32_t path_id, unsigned *out_count)
{
	struct announced_path *withdrawn = NULL;
	unsigned count = 0;

	for (struct probe p = index_probe(&announced->by_path, path_hash(row, peer));
	     index_next(&announced->by_path, &p);) {
		struct announced_path *path = &announced->paths[p.id];
		if (path->row != row || path->peer != peer)
			continue;
		if (path->path_id == path_id)
			return path;
		if (path->pair == PAIR_NONE)
			withdrawn = path;
		count++;
	}
	*out_count = count;
	return withdrawn;
}

static bool pair_has_path(const struct announced *announced, uint32_t row, uint32_t peer,
			  uint32_t pair)
{
	for (struct probe p = index_probe(&announced->by_path, path_hash(row, peer));
	     index_next(&announced->by_path, &p);) {
		const struct announced_path *path = &announced->paths[p.id];
		if (path->row == row && path->peer == peer && path->pair == pair)
			return true;
	}
	return false;
}

/* Lets the path stand for `pair`, and the pair that it stood for fall when nothing else holds it.
 */
static void path_move(struct announced *announced, struct announced_path *path, uint32_t pair)
{
	uint32_t before = path->pair;

	path->pair = pair;
	if (before != PAIR_NONE && !pair_has_path(announced, path->row, path->peer, before))
		set_now(announced, before, path->peer, false);
}

static void path_append(struct announced *announced, const struct announced_path *path)
{
	uint32_t number = (uint32_t)announced->path_count++;

	announced->paths = memory_grow(announced->paths, &announced->path_room,
				       announced->path_count, sizeof(*announced->paths));
	announced->paths[number] = *path;
	index_add(&announced->by_path, path_hash(path->row, path->peer), number);
}

int announced_add_path(struct announced *announced, uint32_t row, asn_t origin, unsigned day,
		       const struct witness *witness, uint32_t path_id)
{
	uint32_t pair;
	unsigned count;
	struct announced_path *path = path_find(announced, row, witness->peer, path_id, &count);

	if (path == NULL &&
	    (announced->path_count == ANNOUNCED_PAIRS_MAX || count == ANNOUNCED_PER_PREFIX_MAX))
		return ERR_LIMIT;
	int got = witness_pair(announced, row, origin, day, witness, &pair);
	if (got < 0)
		return got;
	if (path != NULL) {
		path->path_id = path_id;
		path_move(announced, path, pair);
		return 0;
	}
	path_append(announced, &(struct announced_path){ row, witness->peer, path_id, pair });
	return 0;
}

void announced_withdraw(struct announced *announced, uint32_t row, uint32_t peer)
{
	if (peer / 64 < announced->stride)
		withdraw_others(announced, row, peer, PAIR_NONE);
}

void announced_withdraw_path(struct announced *announced, uint32_t row, uint32_t peer,
			     uint32_t path_id)
{
	unsigned count;
	struct announced_path *path = path_find(announced, row, peer, path_id, &count);

	if (path != NULL && path->path_id == path_id)
		path_move(announced, path, PAIR_NONE);
}

uint32_t announced_find_pair(const struct announced *announced, uint32_t row, asn_t origin)
{
	uint32_t pair = announced->rows[row].pairs;

	while (pair != PAIR_NONE && announced->pairs[pair].origin != origin)
		pair = announced->pairs[pair].next;
	return pair;
}

uint32_t announced_standing(const struct announced *announced, uint32_t peer)
{
	return peer / 64 < announced->stride ? announced->peers[peer].standing : 0;
}

/* Few routes have come since the peer had none: these alone can stand. */
static void withdraw_recent(struct announced *announced, uint32_t peer)
{
	const struct announced_peer *about = &announced->peers[peer];

	for (uint32_t i = 0; i < about->recent_count; i++) {
		uint32_t row = announced->pairs[about->recent[i]].row;
		set_now(announced, about->recent[i], peer, false);
		for (struct probe p = index_probe(&announced->by_path, path_hash(row, peer));
		     index_next(&announced->by_path, &p);)
			if (announced->paths[p.id].row == row &&
			    announced->paths[p.id].peer == peer)
				announced->paths[p.id].pair = PAIR_NONE;
	}
}

static void withdraw_all(struct announced *announced, uint32_t peer)
{
	for (uint32_t pair = 0; pair < announced->pair_count; pair++)
		set_now(announced, pair, peer, false);
	for (size_t i = 0; i < announced->path_count; i++)
		if (announced->paths[i].peer == peer)
			announced->paths[i].pair = PAIR_NONE;
}

void announced_withdraw_peer(struct announced *announced, uint32_t peer)
{
	if (peer / 64 >= announced->stride)
		return;
	struct announced_peer *about = &announced->peers[peer];
	if (about->recent_count <= RECENT_MAX)
		withdraw_recent(announced, peer);
	else if (about->standing > 0)
		withdraw_all(announced, peer);
	assert(about->standing == 0);
	about->recent_count = 0;
}

bool announced_stands(const struct announced *announced, uint32_t pair)
{
	const uint64_t *now = announced_now(announced, pair);
	uint64_t any = 0;

	for (size_t i = 0; i < announced->stride; i++)
		any |= now[i];
	return any != 0;
}

void announced_begin_day(struct announced *announced, unsigned day)
{
	assert(day < 31);
	for (uint32_t pair = 0; pair < announced->pair_count; pair++)
		if (announced_stands(announced, pair))
			announced->pairs[pair].days |= UINT32_C(1) << day;
}

/* Carries a standing pair over into the new month; its number there. */
static uint32_t carry(struct announced *announced, const struct announced *old, uint32_t number)
{
	const struct pair *pair = &old->pairs[number];
	const uint64_t *now = announced_now(old, number);
	uint32_t row, carried;

	/* There was room for more than what is carried, so neither call can meet a limit. */
	int got = announced_row(announced, &old->rows[pair->row].prefix, &row);
	assert(got == 0);
	got = pair_of(announced, row, pair->origin, &pair->first, &carried);
	assert(got == 0);
	announced->pairs[carried].days = 1;
	memcpy(bits_of(announced, carried), now, old->stride * sizeof(*now));
	memcpy(bits_of(announced, carried) + old->stride, now, old->stride * sizeof(*now));
	return carried;
}

void announced_begin_month(struct announced *announced)
{
	struct announced old = *announced;
	uint32_t *carried = memory_alloc(old.pair_count, sizeof(*carried));

	announced_init(announced);
	announced->stride = old.stride;
	announced->peers = old.peers; /* what stands goes on standing, under new numbers */
	announced->peer_room = old.peer_room;
	old.peers = NULL;
	for (size_t peer = 0; peer < old.stride * 64; peer++)
		announced->peers[peer].recent_count = RECENT_MAX + 1;
	for (uint32_t i = 0; i < old.pair_count; i++)
		carried[i] = announced_stands(&old, i) ? carry(announced, &old, i) : PAIR_NONE;
	for (size_t i = 0; i < old.path_count; i++) {
		const struct announced_path *path = &old.paths[i];
		if (path->pair == PAIR_NONE || carried[path->pair] == PAIR_NONE)
			continue;
		uint32_t pair = carried[path->pair];
		path_append(announced, &(struct announced_path){ announced->pairs[pair].row,
								 path->peer, path->path_id, pair });
	}
	free(carried);
	announced_clear(&old);
}
