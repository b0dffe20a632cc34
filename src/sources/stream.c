#include "sources/stream.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/reader.h"
#include "sources/rtr_source.h"
#include "sources/unpack.h"
#include "wire/rtr_url.h"

enum { REASON_MAX = RTR_SOURCE_REASON_MAX };

struct stream {
	int fd;               /* -1: over memory, or not open */
	int wake_fd;          /* makes a read that waits give up; -1: it never waits */
	struct reader memory; /* borrows what stream_open_memory() was given, or of `cache` */
	char *url;            /* owned; of a cache that has to be asked yet */
	struct rtr_source cache;
	uint64_t file_size; /* as the file system says; 0: it does not */
	struct stream_options options;

	/* What came in and is not unpacked yet lies at `in`, inside `raw`. Behind it lies what was
	 * read ahead of its time, so that others may look at it; nobody else knows of that. */
	uint8_t *raw;
	size_t raw_room;
	uint8_t *in;
	size_t in_size;
	size_t ahead_size;
	int read_errno; /* why no more can be read; told when what came before is used up */
	atomic_uint_fast64_t raw_bytes; /* read so far */
	bool raw_ended;
	struct digest digest;
	char sha256[DIGEST_TEXT_MAX];

	const struct unpacker *unpacker; /* NULL: plain, or nothing seen yet */
	void *state;
	bool started;
	bool between; /* a member has ended, and we have not looked at what follows */
	bool ended;
	uint64_t unpacked_bytes;
	uint64_t trailing_at; /* where the garbage begins; 0: there is none */

	int err;
	char reason[REASON_MAX];
};

__attribute__((format(printf, 3, 4))) static int fail(struct stream *s, int err, const char *format,
						      ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(s->reason, sizeof(s->reason), format, args);
	va_end(args);
	s->err = err;
	return err;
}

static int fail_errno(struct stream *s, int err, const char *what)
{
	char why[REASON_MAX];
	return fail(s, err, "%s: %s", what, strerror_r(errno, why, sizeof(why)));
}

static struct stream *stream_new(const struct stream_options *options)
{
	struct stream *s = memory_alloc(1, sizeof(*s));

	s->fd = -1;
	s->wake_fd = -1;
	if (options != NULL)
		s->options = *options;
	if (s->options.read_size == 0 || s->options.read_size > STREAM_READ_SIZE)
		s->options.read_size = STREAM_READ_SIZE;
	if (!s->options.without_digest)
		digest_init(&s->digest);
	rtr_source_init(&s->cache);
	s->raw_room = STREAM_READ_SIZE;
	s->raw = memory_alloc(s->raw_room, 1);
	s->in = s->raw;
	return s;
}

static int look_at_file(struct stream *s)
{
	struct stat st;

	if (fstat(s->fd, &st) < 0)
		return fail_errno(s, ERR_IO, "cannot be opened");
	if (S_ISDIR(st.st_mode))
		return fail(s, ERR_USAGE, "is a directory");
	if (S_ISREG(st.st_mode)) {
		s->file_size = (uint64_t)st.st_size;
		(void)posix_fadvise(s->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
		return 0;
	}
	s->wake_fd = eventfd(0, EFD_CLOEXEC);
	return s->wake_fd < 0 ? fail_errno(s, ERR_IO, "cannot be opened") : 0;
}

/* Asks nobody yet: that is for the first read. */
static struct stream *open_url(const char *url, const struct stream_options *options)
{
	struct stream *s = stream_new(options);
	size_t size = strlen(url) + 1;

	s->url = memory_alloc(size, 1);
	memcpy(s->url, url, size);
	s->wake_fd = eventfd(0, EFD_CLOEXEC);
	return s;
}

static int ask_cache(struct stream *s)
{
	int err = s->wake_fd < 0 ? fail_errno(s, ERR_IO, "cannot be opened")
				 : rtr_source_ask(&s->cache, s->url, s->wake_fd);

	free(s->url);
	s->url = NULL;
	s->memory = reader_over(s->cache.bytes.bytes, s->cache.bytes.used);
	s->raw_ended = err < 0;
	return err < 0 && s->err == 0 ? fail(s, err, "%s", s->cache.reason) : err;
}

struct stream *stream_open(const char *path, const struct stream_options *options)
{
	if (rtr_url_is(text_of(path)))
		return open_url(path, options);
	struct stream *s = stream_new(options);

	s->fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
				       : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0)
		(void)fail_errno(s, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot be opened");
	else
		(void)look_at_file(s);
	s->raw_ended = s->err < 0;
	return s;
}

struct stream *stream_open_memory(const void *bytes, size_t size,
				  const struct stream_options *options)
{
	struct stream *s = stream_new(options);

	s->memory = reader_over(bytes, size);
	s->file_size = size;
	return s;
}

void stream_close(struct stream *s)
{
	if (s->fd >= 0)
		(void)close(s->fd);
	if (s->wake_fd >= 0)
		(void)close(s->wake_fd);
	if (s->unpacker != NULL)
		s->unpacker->close(s->state);
	digest_clear(&s->digest);
	rtr_source_clear(&s->cache);
	free(s->url);
	free(s->raw);
	free(s);
}

void stream_stop(struct stream *s)
{
	if (s->wake_fd >= 0)
		(void)eventfd_write(s->wake_fd, 1);
}

/* Waits until there is something to read. False when stream_stop() came first. */
static bool wait_for_bytes(struct stream *s)
{
	struct pollfd fds[] = { { s->fd, POLLIN, 0 }, { s->wake_fd, POLLIN, 0 } };

	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		continue;
	return fds[1].revents == 0;
}

static ssize_t raw_read(struct stream *s, void *into, size_t room)
{
	ssize_t got;

	if (s->fd < 0) {
		size_t left = reader_left(&s->memory);
		size_t size = room < left ? room : left;
		if (size > 0)
			memcpy(into, read_bytes(&s->memory, size), size);
		return (ssize_t)size;
	}
	do {
		if (s->wake_fd >= 0 && !wait_for_bytes(s)) {
			errno = ECANCELED;
			return -1;
		}
		got = read(s->fd, into, room);
	} while (got < 0 && (errno == EINTR || (errno == EAGAIN && s->wake_fd >= 0)));
	return got;
}

/* Reads, counts and digests. 1, 0 at the end, or ERR_IO, for which see fail_read(). */
static int raw_next(struct stream *s, void *into, size_t room, size_t *out_size)
{
	if (s->read_errno != 0)
		return ERR_IO;
	if (s->raw_ended)
		return 0;
	ssize_t got = raw_read(s, into, room < s->options.read_size ? room : s->options.read_size);
	if (got < 0) {
		s->read_errno = errno;
		return ERR_IO;
	}
	s->raw_ended = got == 0;
	if (s->digest.context != NULL && s->raw_ended)
		digest_finish(&s->digest, s->sha256);
	else if (s->digest.context != NULL)
		digest_add(&s->digest, into, (size_t)got);
	atomic_fetch_add_explicit(&s->raw_bytes, (uint_fast64_t)got, memory_order_relaxed);
	*out_size = (size_t)got;
	return !s->raw_ended;
}

static int fail_read(struct stream *s)
{
	errno = s->read_errno;
	return fail_errno(s, ERR_IO, "cannot be read");
}

static uint64_t raw_bytes(const struct stream *s)
{
	return atomic_load_explicit(&s->raw_bytes, memory_order_relaxed);
}

/* Where in the file `in` stands. */
static uint64_t in_offset(const struct stream *s)
{
	return raw_bytes(s) - s->in_size - s->ahead_size;
}

/* All was read and is at `in`. */
static bool all_is_in(const struct stream *s)
{
	return s->raw_ended && s->ahead_size == 0;
}

/* Reads up to `room` bytes more ahead; moves `in` if they would not fit. As raw_next(). */
static int read_ahead(struct stream *s, size_t room)
{
	size_t used = s->in_size + s->ahead_size, got = 0;

	if ((size_t)(s->raw + s->raw_room - s->in) < used + room) {
		memmove(s->raw, s->in, used);
		s->in = s->raw;
	}
	int err = raw_next(s, s->in + used, room, &got);
	s->ahead_size += got;
	return err;
}

/* Makes at least `want` bytes stand at `in`; fewer only at the end. 0 or ERR_IO. What was read
 * ahead comes in the same pieces as without. */
static int refill(struct stream *s, size_t want)
{
	while (s->in_size < want && !all_is_in(s)) {
		size_t room = STREAM_READ_SIZE - s->in_size;
		if (room > s->options.read_size)
			room = s->options.read_size;
		if (s->ahead_size == 0 || (s->ahead_size < room && s->wake_fd < 0)) {
			int err = read_ahead(s, room - s->ahead_size);
			if (err < 0 && s->ahead_size == 0)
				return fail_read(s);
		}
		size_t size = room < s->ahead_size ? room : s->ahead_size;
		s->in_size += size;
		s->ahead_size -= size;
	}
	return 0;
}

static struct text front_of(const struct stream *s)
{
	return (struct text){ (const char *)s->in, s->in_size };
}

static bool works_ahead(const struct stream *s)
{
	return s->unpacker->look != NULL && s->options.threads > 1;
}

/* A small file needs no more than there is. */
static void make_room_ahead(struct stream *s)
{
	size_t want = STREAM_READ_SIZE + STREAM_AHEAD_MAX, at = (size_t)(s->in - s->raw);

	if (s->file_size > 0 && s->file_size < want)
		want = (size_t)s->file_size;
	s->raw = memory_grow(s->raw, &s->raw_room, want, 1);
	s->in = s->raw + at;
}

static int start(struct stream *s)
{
	s->started = true;
	int err = s->url != NULL ? ask_cache(s) : 0;
	if (err == 0)
		err = refill(s, UNPACK_MARK_MAX);
	if (err < 0)
		return err;
	if (s->in_size == 0)
		return fail(s, ERR_TRUNCATED, "is empty");
	s->unpacker = unpack_find(front_of(s));
	if (s->unpacker == NULL)
		return 0;
	s->state = s->unpacker->open(s->options.threads);
	if (works_ahead(s))
		make_room_ahead(s);
	return 0;
}

static int fail_truncated(struct stream *s)
{
	return fail(s, ERR_TRUNCATED,
		    "ends too early, after %" PRIu64 " bytes: the %s data is cut off", raw_bytes(s),
		    s->unpacker->name);
}

static int fail_packed(struct stream *s, int err, const char *why)
{
	return fail(s, err, "the %s data %s near byte %" PRIu64 ": %s", s->unpacker->name,
		    err == ERR_MALFORMED ? "is damaged" : "cannot be unpacked", in_offset(s), why);
}

/* Some packers, and tapes, pad with zeros. */
static int skip_padding(struct stream *s)
{
	do {
		int err = refill(s, UNPACK_MARK_MAX);
		if (err < 0)
			return err;
		for (; s->in_size > 0 && *s->in == 0; s->in_size--)
			s->in++;
	} while (s->in_size < UNPACK_MARK_MAX && !all_is_in(s));
	return 0;
}

/* Looks at what follows a member: 1 another, 0 nothing that is one. */
static int next_member(struct stream *s)
{
	int err = skip_padding(s);

	if (err < 0)
		return err;
	int begins = unpack_begins(s->unpacker, front_of(s));
	if (begins < 0)
		return fail_truncated(s);
	if (begins == 1) {
		s->unpacker->start(s->state);
		s->between = false;
		return 1;
	}
	if (s->in_size > 0)
		s->trailing_at = in_offset(s);
	return stream_drain(s);
}

/* Refuses what is too much; of that, only what is within `unpacked_max` is delivered. */
static void check_limits(struct stream *s, size_t *size)
{
	uint64_t max = s->options.unpacked_max;
	uint64_t used = in_offset(s);

	if (max > 0 && s->unpacked_bytes > max) {
		*size -= (size_t)(s->unpacked_bytes - max);
		s->unpacked_bytes = max;
		(void)fail(s, ERR_LIMIT, "holds more than the %" PRIu64 " bytes that are allowed",
			   max);
	} else if (s->unpacked_bytes > STREAM_RATIO_FREE &&
		   s->unpacked_bytes / STREAM_RATIO_MAX > used) {
		(void)fail(s, ERR_LIMIT,
			   "is a decompression bomb: %" PRIu64 " bytes became more than %" PRIu64,
			   used, s->unpacked_bytes);
	}
}

/* A read would not wait. */
static bool has_bytes(struct stream *s)
{
	struct pollfd fd = { s->fd, POLLIN, 0 };
	return s->wake_fd < 0 || poll(&fd, 1, 0) > 0;
}

/* Shows an unpacker that works ahead what it wants to see. */
static void look_ahead(struct stream *s)
{
	for (;;) {
		size_t size = s->in_size + s->ahead_size, most = s->raw_room - size;
		enum unpack_hunger hunger = s->unpacker->look(s->state, s->in, size, in_offset(s));
		if (hunger == UNPACK_FULL || (hunger == UNPACK_EATING && !has_bytes(s)))
			return;
		if (most == 0 ||
		    read_ahead(s, most < STREAM_READ_SIZE ? most : STREAM_READ_SIZE) <= 0)
			return;
	}
}

static int unpack_step(struct stream *s, void *into, size_t room, size_t *out_size)
{
	struct unpacking io = { .out = into, .out_size = room };
	size_t used = 0;
	int got;

	do {
		if (works_ahead(s))
			look_ahead(s);
		io.in = s->in;
		io.in_size = s->in_size;
		io.offset = in_offset(s);
		got = s->unpacker->step(s->state, &io);
		used += s->in_size - io.in_size;
		s->in = io.in;
		s->in_size = io.in_size;
	} while (got == UNPACK_LOOK);
	*out_size = room - io.out_size;
	s->between = got == 1;
	if (got == 0 && io.out_size == room && used == 0 && io.in_size > 0)
		return fail_packed(s, ERR_MALFORMED, "it leads nowhere");
	return got < 0 ? fail_packed(s, got, io.reason) : 0;
}

/* Until there is something to deliver. 1, 0 at the end, negative. */
static int read_packed(struct stream *s, void *into, size_t room, size_t *out_size)
{
	for (;;) {
		int got = s->between ? next_member(s) : 1;
		if (got <= 0)
			return got;
		got = unpack_step(s, into, room, out_size);
		if (got < 0 || *out_size > 0)
			return got < 0 ? got : 1;
		if (s->between)
			continue;
		got = refill(s, 1);
		if (got < 0)
			return got;
		if (s->in_size == 0)
			return fail_truncated(s);
	}
}

static int read_plain(struct stream *s, void *into, size_t room, size_t *out_size)
{
	if (s->in_size == 0) {
		int got = raw_next(s, into, room, out_size);
		return got < 0 ? fail_read(s) : got;
	}
	size_t size = room < s->in_size ? room : s->in_size;
	memcpy(into, s->in, size);
	s->in += size;
	s->in_size -= size;
	*out_size = size;
	return 1;
}

int stream_read(struct stream *s, void *into, size_t room, size_t *out_size)
{
	size_t size = 0;

	assert(room > 0);
	if (s->err == 0 && !s->started)
		(void)start(s);
	if (s->err < 0 || s->ended)
		return s->err;
	int got = s->unpacker != NULL ? read_packed(s, into, room, &size)
				      : read_plain(s, into, room, &size);
	s->ended = got == 0;
	s->unpacked_bytes += size;
	if (size > 0)
		check_limits(s, &size);
	if (size == 0)
		return s->err;
	*out_size = size;
	return 1;
}

bool stream_takes_work(const struct stream *s)
{
	return s->unpacker != NULL || s->digest.context != NULL;
}

const char *stream_reason(const struct stream *s)
{
	return s->reason;
}

int stream_drain(struct stream *s)
{
	size_t got;

	if (s->err == 0 && !s->started)
		(void)start(s);
	s->ended = true;
	while (s->err != ERR_IO && !s->raw_ended) {
		if (raw_next(s, s->raw, STREAM_READ_SIZE, &got) < 0)
			return fail_read(s);
		s->in_size = s->ahead_size = 0;
	}
	return s->err == ERR_IO ? ERR_IO : 0;
}

struct stream_totals stream_totals(const struct stream *s)
{
	struct stream_totals totals = {
		.compression = s->unpacker != NULL ? s->unpacker->name : "none",
		.size_bytes = raw_bytes(s),
		.unpacked_bytes = s->unpacked_bytes,
		.trailing_bytes = s->trailing_at > 0 ? raw_bytes(s) - s->trailing_at : 0,
		.received_us = s->cache.received_us,
	};
	memcpy(totals.sha256, s->sha256, sizeof(totals.sha256));
	return totals;
}

void stream_progress(const struct stream *s, uint64_t *out_read_bytes, uint64_t *out_size_bytes)
{
	*out_read_bytes = raw_bytes(s);
	*out_size_bytes = s->file_size;
}
