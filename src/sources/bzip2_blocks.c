#include "sources/bzip2_blocks.h"

#include <assert.h>
#include <bzlib.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sources/bzip2_bits.h"

/* For each thread one block being unpacked and one waiting; one being given, one being found. */
enum { PIECES_PER_THREAD = 2, PIECES_MORE = 2 };

enum state { WAITING, TAKEN, SOUND, DOUBTFUL };

/* A block, or the end of a member. */
struct piece {
	uint64_t from, to; /* bits of the file */
	unsigned level;
	bool is_end;
	uint32_t crc; /* the block's, or at the end that of all blocks */
	uint8_t *packed, *out;
	size_t packed_size, packed_room, out_size, out_room;
	enum state state; /* under the lock */
};

/* What the bytes that were seen end in. */
enum open { OPEN_NOTHING, OPEN_BLOCK, OPEN_END };

struct bzip2_blocks {
	/* Finding blocks. Whatever follows `open_at` is not in a piece yet. */
	struct bzip2_seeker seeker;
	uint64_t seek_from;
	enum open open;
	uint64_t open_at;
	uint8_t open_first; /* the byte in which it begins */
	unsigned level;

	/* Giving them. */
	bool blind;         /* there was no block in what was seen */
	bool in_member;     /* behind its header and perhaps some blocks */
	unsigned level_due; /* as the header said */
	uint32_t combined;  /* CRC of the blocks given */
	uint64_t at;        /* the bit at which the next piece must begin */
	uint8_t edge;       /* the last byte that was used */
	bool begun;         /* the first piece is being given */
	size_t given;       /* so much of it */

	/* Piece number n is pieces[n % piece_count]: `first` is given next, `next` unpacked next,
	 * `end` found next. The caller moves the outer ones and the threads the middle one. */
	struct piece *pieces;
	unsigned piece_count;
	uint64_t first, next, end;
	unsigned threads_max, threads, idle;
	bool stop;
	pthread_mutex_t lock;
	pthread_cond_t found; /* there is a piece to unpack, or it is time to stop */
	pthread_cond_t done;
	pthread_t thread[BZIP2_THREADS_MAX];
};

static struct piece *piece_of(struct bzip2_blocks *b, uint64_t number)
{
	return &b->pieces[number % b->piece_count];
}

/* For some more output; false when it has become too much. */
static bool make_room(struct piece *piece)
{
	if (piece->out_size < piece->out_room)
		return true;
	if (piece->out_room >= BZIP2_BLOCK_OUT_MAX)
		return false;
	size_t want =
		piece->out_room == 0 ? (size_t)piece->level * 100000 + 1 : 2 * piece->out_room;
	if (want > BZIP2_BLOCK_OUT_MAX)
		want = BZIP2_BLOCK_OUT_MAX;
	piece->out = memory_grow(piece->out, &piece->out_room, want, 1);
	return true;
}

/*
 * True when it is sound and ends at its end, not before and not behind: then the packed bytes, made
 * by bzip2_single(), are used up at the end of their stream. Were there more of the block behind
 * `to`, the end mark that stands there would have been taken for some of it, and there are not
 * enough bits for another one; were there less, the first mark would have been found there.
 */
static bool unpack_piece(struct piece *piece)
{
	bz_stream bzip2 = { .next_in = (char *)piece->packed,
			    .avail_in = (unsigned)piece->packed_size };
	int got = BZ2_bzDecompressInit(&bzip2, 0, 0);

	piece->out_size = 0;
	while (got == BZ_OK && make_room(piece)) {
		size_t room = piece->out_room - piece->out_size;
		bzip2.next_out = (char *)piece->out + piece->out_size;
		bzip2.avail_out = (unsigned)room;
		got = BZ2_bzDecompress(&bzip2);
		piece->out_size += room - bzip2.avail_out;
		if (got == BZ_OK && bzip2.avail_out > 0)
			break; /* it asks for what is not there */
	}
	(void)BZ2_bzDecompressEnd(&bzip2);
	return got == BZ_STREAM_END && bzip2.avail_in == 0;
}

/* The ends of members, which need no unpacking, are never next. */
static void skip_ends(struct bzip2_blocks *b)
{
	while (b->next < b->end && piece_of(b, b->next)->is_end)
		b->next++;
}

static struct piece *take_piece(struct bzip2_blocks *b)
{
	struct piece *piece = NULL;

	pthread_mutex_lock(&b->lock);
	b->idle++;
	while (!b->stop && b->next == b->end)
		pthread_cond_wait(&b->found, &b->lock);
	b->idle--;
	if (!b->stop) {
		piece = piece_of(b, b->next++);
		piece->state = TAKEN;
		skip_ends(b);
	}
	pthread_mutex_unlock(&b->lock);
	return piece;
}

static void *unpack_pieces(void *blocks)
{
	struct bzip2_blocks *b = blocks;

	for (struct piece *piece = take_piece(b); piece != NULL; piece = take_piece(b)) {
		bool sound = unpack_piece(piece);
		pthread_mutex_lock(&b->lock);
		piece->state = sound ? SOUND : DOUBTFUL;
		pthread_cond_signal(&b->done);
		pthread_mutex_unlock(&b->lock);
	}
	return NULL;
}

/* One more, which takes no signals; see window.c. */
static void start_thread(struct bzip2_blocks *b)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&b->thread[b->threads], NULL, unpack_pieces, b) == 0)
		b->threads++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct bzip2_blocks *bzip2_blocks_new(unsigned threads)
{
	struct bzip2_blocks *b = memory_alloc(1, sizeof(*b));

	bzip2_seeker_init(&b->seeker);
	b->threads_max = threads < BZIP2_THREADS_MAX ? threads : BZIP2_THREADS_MAX;
	b->piece_count = PIECES_PER_THREAD * b->threads_max + PIECES_MORE;
	b->pieces = memory_alloc(b->piece_count, sizeof(*b->pieces));
	(void)pthread_mutex_init(&b->lock, NULL);
	(void)pthread_cond_init(&b->found, NULL);
	(void)pthread_cond_init(&b->done, NULL);
	return b;
}

void bzip2_blocks_free(struct bzip2_blocks *b)
{
	pthread_mutex_lock(&b->lock);
	b->stop = true;
	pthread_cond_broadcast(&b->found);
	pthread_mutex_unlock(&b->lock);
	for (unsigned i = 0; i < b->threads; i++)
		(void)pthread_join(b->thread[i], NULL);
	(void)pthread_cond_destroy(&b->done);
	(void)pthread_cond_destroy(&b->found);
	(void)pthread_mutex_destroy(&b->lock);
	for (unsigned i = 0; i < b->piece_count; i++) {
		free(b->pieces[i].packed);
		free(b->pieces[i].out);
	}
	free(b->pieces);
	free(b);
}

/* What lies ready, and where in the file. */
struct view {
	const uint8_t *bytes;
	size_t size;
	uint64_t offset;
};

/* Bits of the file that are seen end here. */
static uint64_t view_end(const struct view *view)
{
	return 8 * (view->offset + view->size);
}

static void add_piece(struct bzip2_blocks *b, bool is_end)
{
	struct piece *piece = piece_of(b, b->end);

	piece->is_end = is_end;
	piece->state = is_end ? SOUND : WAITING;
	pthread_mutex_lock(&b->lock);
	b->end++;
	skip_ends(b);
	bool more = b->threads < b->threads_max && b->end - b->next > b->idle;
	pthread_cond_signal(&b->found);
	pthread_mutex_unlock(&b->lock);
	if (more)
		start_thread(b);
}

/* The block that was open ends at `to`. */
static void close_block(struct bzip2_blocks *b, const struct view *view, uint64_t to)
{
	struct piece *piece = piece_of(b, b->end);
	const struct bzip2_block block = {
		.first = b->open_first,
		.shift = b->open_at % 8,
		.rest = view->bytes + (b->open_at / 8 + 1 - view->offset),
		.bits = to - b->open_at,
		.level = b->level,
	};

	piece->from = b->open_at;
	piece->to = to;
	piece->level = b->level;
	piece->packed = memory_grow(piece->packed, &piece->packed_room,
				    (size_t)(block.bits / 8) + 1 + BZIP2_AROUND_MAX, 1);
	piece->packed_size = bzip2_single(&block, piece->packed);
	piece->crc = bzip2_u32(piece->packed, 8 * BZIP2_HEADER_SIZE + BZIP2_MARK_BITS);
	add_piece(b, false);
}

/* The end of a member, with the CRC that follows the mark. False when that is not there yet. */
static bool close_end(struct bzip2_blocks *b, const struct view *view)
{
	struct piece *piece = piece_of(b, b->end);

	if (view_end(view) < b->open_at + BZIP2_END_BITS)
		return false;
	piece->from = b->open_at;
	piece->to = b->open_at + BZIP2_END_BITS;
	piece->level = b->level;
	piece->crc = bzip2_u32(view->bytes, b->open_at + BZIP2_MARK_BITS - 8 * view->offset);
	b->seek_from = piece->to;
	b->open = OPEN_NOTHING;
	add_piece(b, true);
	return true;
}

/* If a header stands in front of the mark at `bit`, it says the level for this member. */
static void read_level(struct bzip2_blocks *b, const struct view *view, uint64_t bit)
{
	uint64_t at = bit / 8 - view->offset;

	if (bit % 8 > 0 || at < BZIP2_HEADER_SIZE)
		return;
	const uint8_t *header = view->bytes + at - BZIP2_HEADER_SIZE;
	if (memcmp(header, "BZh", 3) == 0 && header[3] >= '1' && header[3] <= '9')
		b->level = header[3] - (unsigned)'0';
}

/* Goes on to the next mark. False when it is not there yet. */
static bool find_next(struct bzip2_blocks *b, const struct view *view)
{
	uint64_t shown = 8 * view->offset, bit = 0;
	uint64_t from = b->seek_from > shown ? b->seek_from - shown : 0;
	bool is_end = false;

	if (!bzip2_find_mark(&b->seeker, view->bytes, view->size, from, &bit, &is_end)) {
		if (view_end(view) >= b->seek_from + BZIP2_MARK_BITS)
			b->seek_from = view_end(view) - BZIP2_MARK_BITS + 1;
		return false;
	}
	if (b->open == OPEN_BLOCK)
		close_block(b, view, shown + bit);
	read_level(b, view, shown + bit);
	b->open = is_end ? OPEN_END : OPEN_BLOCK;
	b->open_at = shown + bit;
	b->open_first = view->bytes[bit / 8];
	b->seek_from = b->open_at + BZIP2_MARK_BITS;
	return true;
}

enum unpack_hunger bzip2_blocks_look(struct bzip2_blocks *b, const uint8_t *bytes, size_t size,
				     uint64_t offset)
{
	const struct view view = { bytes, size, offset };
	bool more = true;

	while (more && b->end - b->first < b->piece_count)
		more = b->open == OPEN_END ? close_end(b, &view) : find_next(b, &view);
	if (b->end - b->first == b->piece_count)
		return UNPACK_FULL;
	b->blind = b->end == b->first;
	return b->blind ? UNPACK_HUNGRY : UNPACK_EATING;
}

void bzip2_blocks_start(struct bzip2_blocks *b)
{
	b->in_member = false;
	b->combined = 0;
}

/* Waits until the first piece is through. */
static bool is_sound(struct bzip2_blocks *b)
{
	const struct piece *piece = piece_of(b, b->first);

	pthread_mutex_lock(&b->lock);
	/* Without a thread to be had nothing is sound. */
	while (b->threads > 0 && (piece->state == WAITING || piece->state == TAKEN))
		pthread_cond_wait(&b->done, &b->lock);
	bool sound = piece->state == SOUND;
	pthread_mutex_unlock(&b->lock);
	return sound;
}

/* A member's header fits what was unpacked on its account. */
static bool fits_header(const struct piece *piece, const struct unpacking *io)
{
	return io->in_size >= BZIP2_HEADER_SIZE && memcmp(io->in, "BZh", 3) == 0 &&
	       io->in[3] == '0' + piece->level;
}

/* Makes the first piece the one that is due. 0, UNPACK_LOOK, or BZIP2_TAKE_OVER without a change.
 */
static int begin_piece(struct bzip2_blocks *b, const struct unpacking *io)
{
	uint64_t from = b->in_member ? b->at : 8 * (io->offset + BZIP2_HEADER_SIZE);
	struct piece *piece;

	/* Whatever was taken for blocks between two members. */
	for (; b->first < b->end && piece_of(b, b->first)->from < from; b->first++)
		(void)is_sound(b);
	if (b->first == b->end)
		return b->blind ? BZIP2_TAKE_OVER : UNPACK_LOOK;
	piece = piece_of(b, b->first);
	if (piece->from != from || !is_sound(b))
		return BZIP2_TAKE_OVER;
	if (b->in_member ? piece->level != b->level_due : !fits_header(piece, io))
		return BZIP2_TAKE_OVER;
	b->level_due = piece->level;
	b->in_member = true;
	b->begun = true;
	b->given = 0;
	return 0;
}

/* True when all of the piece's input is used. */
static bool use_input(struct bzip2_blocks *b, const struct piece *piece, struct unpacking *io)
{
	uint64_t left = (piece->to + 7) / 8 - io->offset;
	size_t size = left < io->in_size ? (size_t)left : io->in_size;

	if (size > 0)
		b->edge = io->in[size - 1];
	unpacking_move(io, size, 0);
	return size == left;
}

/* True when all of the piece's output is given. */
static bool give_output(struct bzip2_blocks *b, const struct piece *piece, struct unpacking *io)
{
	size_t left = piece->out_size - b->given;
	size_t size = left < io->out_size ? left : io->out_size;

	if (size > 0)
		memcpy(io->out, piece->out + b->given, size);
	b->given += size;
	unpacking_move(io, 0, size);
	return size == left;
}

static void end_piece(struct bzip2_blocks *b, const struct piece *piece)
{
	b->at = piece->to;
	b->begun = false;
	b->first++;
}

int bzip2_blocks_step(struct bzip2_blocks *b, struct unpacking *io)
{
	for (;;) {
		int err = b->begun ? 0 : begin_piece(b, io);
		if (err != 0)
			return err;
		struct piece *piece = piece_of(b, b->first);
		if (!use_input(b, piece, io))
			return 0;
		if (piece->is_end) {
			end_piece(b, piece);
			b->in_member = false;
			if (b->combined == piece->crc)
				return 1;
			io->reason = BZIP2_DAMAGED;
			return ERR_MALFORMED;
		}
		if (!give_output(b, piece, io))
			return 0;
		b->combined = bzip2_combine(b->combined, piece->crc);
		end_piece(b, piece);
	}
}

struct bzip2_place bzip2_blocks_place(const struct bzip2_blocks *b)
{
	return (struct bzip2_place){ b->in_member, b->level_due, b->combined, b->at % 8, b->edge };
}
