#include "sources/window.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* With a thread that reads ahead, one block is being parsed, one is full, one is being filled. */
enum { BLOCKS_MAX = 3, HEADROOM_SHARE = 4 };

/*
 * Blocks are filled and parsed in turn; number n lives in blocks[n % block_count]. The last bytes
 * of one, a record cut in two, are copied into the headroom in front of the next: that is all the
 * copying there is, unless a record is larger than the headroom. Then it is put together in the
 * spill, until what remains of it fits into a headroom again.
 */
struct block {
	uint8_t *bytes; /* in front of them lies headroom */
	size_t size;    /* filled so far */
};

struct window {
	struct stream *stream; /* owned; the reader's alone while it runs */
	unsigned block_count;
	size_t block_size;
	size_t headroom;
	size_t record_max;

	/* The caller's side. */
	uint8_t *at; /* what is available: in a block, with its headroom, or in the spill */
	size_t left;
	size_t taken; /* how much of the current block has been made available */
	uint64_t offset;
	uint8_t *spill;
	size_t spill_size;
	bool spilled; /* `at` is in the spill; otherwise in front of what the block has new */
	bool no_more; /* `left` is all there is */
	int err;      /* and why, if not because the input has ended */

	/* Between both sides, under the lock. */
	pthread_mutex_t lock;
	pthread_cond_t filled; /* the reader has put something there, or ended */
	pthread_cond_t freed;  /* the caller is through with a block, or stops */
	struct block blocks[BLOCKS_MAX];
	uint64_t current; /* number of the block being parsed; moved by the caller */
	uint64_t filling; /* number of the block being filled; moved by the reader */
	int got;          /* the last answer of stream_read(): 1 while there is more */
	bool stop;

	pthread_t reader;
	bool threaded;
	bool may_thread; /* begin to read ahead when that pays off */
};

static struct block *block_of(struct window *w, uint64_t number)
{
	return &w->blocks[number % w->block_count];
}

/* The reader's work, whoever does it: one piece more. The block being filled is never full, and
 * nobody else moves its size. */
static void read_on(struct window *w)
{
	struct block *block = block_of(w, w->filling);
	size_t size = 0;
	int got = stream_read(w->stream, block->bytes + block->size, w->block_size - block->size,
			      &size);

	pthread_mutex_lock(&w->lock);
	w->got = got;
	if (got > 0)
		block->size += size;
	if (block->size == w->block_size)
		w->filling++;
	pthread_cond_signal(&w->filled);
	pthread_mutex_unlock(&w->lock);
}

/* Waits until there is a block to fill. False when there is nothing more to do. */
static bool may_read(struct window *w)
{
	pthread_mutex_lock(&w->lock);
	while (!w->stop && w->filling - w->current >= w->block_count)
		pthread_cond_wait(&w->freed, &w->lock);
	bool may = !w->stop && w->got > 0;
	pthread_mutex_unlock(&w->lock);
	return may;
}

static void *read_ahead(void *window)
{
	while (may_read(window))
		read_on(window);
	return NULL;
}

/* The thread takes no signals: they are for those who know what to do about them. Without a thread
 * to be had we do without. */
static void start_reader(struct window *w)
{
	sigset_t all, before;

	w->may_thread = false;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	w->threaded = pthread_create(&w->reader, NULL, read_ahead, w) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* From here on all is done inside window_fill(). */
static void stop_reader(struct window *w)
{
	w->may_thread = false;
	if (!w->threaded)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->freed);
	pthread_mutex_unlock(&w->lock);
	(void)pthread_join(w->reader, NULL);
	w->threaded = false;
}

struct window *window_over(struct stream *stream, const struct window_options *options)
{
	static const struct window_options usual;
	struct window *w = memory_alloc(1, sizeof(*w));

	if (options == NULL)
		options = &usual;
	w->stream = stream;
	w->block_size = options->block_size > 0 ? options->block_size : WINDOW_BLOCK_SIZE;
	w->record_max = options->record_max > 0 ? options->record_max : WINDOW_RECORD_MAX;
	w->headroom = w->block_size / HEADROOM_SHARE;
	w->block_count = options->threads > 1 ? BLOCKS_MAX : 1;
	for (size_t i = 0; i < w->block_count; i++)
		w->blocks[i].bytes =
			(uint8_t *)memory_alloc(w->headroom + w->block_size, 1) + w->headroom;
	w->at = w->blocks[0].bytes;
	w->got = 1;
	(void)pthread_mutex_init(&w->lock, NULL);
	(void)pthread_cond_init(&w->filled, NULL);
	(void)pthread_cond_init(&w->freed, NULL);
	w->may_thread = options->threads > 1;
	return w;
}

struct window *window_open(const char *path, const struct window_options *options)
{
	struct stream_options stream = { 0 };

	if (options != NULL) {
		stream = options->stream;
		stream.threads = options->threads;
	}
	return window_over(stream_open(path, &stream), options);
}

void window_close(struct window *w)
{
	stream_stop(w->stream);
	stop_reader(w);
	stream_close(w->stream);
	(void)pthread_cond_destroy(&w->freed);
	(void)pthread_cond_destroy(&w->filled);
	(void)pthread_mutex_destroy(&w->lock);
	for (size_t i = 0; i < w->block_count; i++)
		free(w->blocks[i].bytes - w->headroom);
	free(w->spill);
	free(w);
}

/* News: bytes in the current block that the caller has not seen, or that there will be none. */
static bool has_news(struct window *w)
{
	return block_of(w, w->current)->size > w->taken || w->current < w->filling || w->got <= 0;
}

/* Bytes of the current block that the caller has not seen; 0 when it is used up. */
static size_t wait_for_news(struct window *w)
{
	for (;;) {
		pthread_mutex_lock(&w->lock);
		while (w->threaded && !has_news(w))
			pthread_cond_wait(&w->filled, &w->lock);
		bool news = has_news(w);
		size_t size = block_of(w, w->current)->size - w->taken;
		w->no_more = size == 0 && w->current == w->filling && news;
		if (w->no_more)
			w->err = w->got;
		pthread_mutex_unlock(&w->lock);
		if (news)
			return size;
		read_on(w);
		if (w->may_thread && w->filling > 0 && stream_takes_work(w->stream))
			start_reader(w);
	}
}

/* Moves what is available to the front of a spill with room for `size` more. It has twice that, so
 * that a record that comes in crumbs is not moved for each. */
static void spill(struct window *w, size_t size)
{
	size_t need = 2 * (w->left + size);

	if (need <= w->spill_size) {
		memmove(w->spill, w->at, w->left);
	} else {
		uint8_t *larger = memory_alloc(need, 1);
		memcpy(larger, w->at, w->left);
		free(w->spill);
		w->spill = larger;
		w->spill_size = need;
	}
	w->at = w->spill;
	w->spilled = true;
}

/* Moves what is available in front of `fresh`, where there must be room. */
static void put_before(struct window *w, uint8_t *fresh)
{
	memmove(fresh - w->left, w->at, w->left);
	w->at = fresh - w->left;
	w->spilled = false;
}

/* Makes the next `size` bytes of the current block available, behind those that are. */
static void take(struct window *w, size_t size)
{
	uint8_t *fresh = block_of(w, w->current)->bytes + w->taken;

	if (w->spilled && w->left <= w->headroom + w->taken)
		put_before(w, fresh);
	if (w->spilled) {
		if (size > (size_t)(w->spill + w->spill_size - w->at) - w->left)
			spill(w, size);
		memcpy(w->at + w->left, fresh, size);
	}
	w->left += size;
	w->taken += size;
}

/* Gives the current block, all of it taken, back to the reader and goes on to the next. */
static void next_block(struct window *w)
{
	if (w->left <= w->headroom)
		put_before(w, block_of(w, w->current + 1)->bytes);
	else if (!w->spilled)
		spill(w, w->block_size);
	w->taken = 0;
	pthread_mutex_lock(&w->lock);
	block_of(w, w->current)->size = 0;
	w->current++;
	pthread_cond_signal(&w->freed);
	pthread_mutex_unlock(&w->lock);
}

int window_fill(struct window *w, size_t want)
{
	if (want > w->record_max)
		return ERR_LIMIT;
	while (w->left < want) {
		if (w->no_more)
			return w->err;
		size_t size = wait_for_news(w);
		if (size > 0)
			take(w, size);
		else if (!w->no_more)
			next_block(w);
	}
	return 1;
}

struct reader window_bytes(const struct window *w)
{
	return reader_over(w->at, w->left);
}

static void move_on(struct window *w, size_t size)
{
	w->at += size;
	w->left -= size;
	w->offset += size;
}

void window_skip(struct window *w, uint64_t size)
{
	while (size > w->left) {
		size -= w->left;
		move_on(w, w->left);
		if (window_fill(w, 1) <= 0)
			return;
	}
	move_on(w, (size_t)size);
}

uint64_t window_offset(const struct window *w)
{
	return w->offset;
}

bool window_ended(const struct window *w)
{
	return w->no_more && w->left == 0;
}

int window_error(const struct window *w)
{
	return w->err;
}

const char *window_reason(const struct window *w)
{
	return w->err < 0 ? stream_reason(w->stream) : "";
}

int window_drain(struct window *w)
{
	stop_reader(w);
	w->left = 0;
	w->no_more = true;
	return stream_drain(w->stream);
}

struct stream_totals window_totals(struct window *w)
{
	stop_reader(w);
	struct stream_totals totals = stream_totals(w->stream);
	totals.unpacked_bytes = w->offset + w->left; /* not what was only read ahead */
	return totals;
}

void window_progress(const struct window *w, uint64_t *out_read_bytes, uint64_t *out_size_bytes)
{
	stream_progress(w->stream, out_read_bytes, out_size_bytes);
}
