#include "base/testkit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sources/packing.h"
#include "sources/stream.h"

/* All that a stream had to say. */
struct outcome {
	struct buffer bytes;
	int err;
	char reason[200];
	struct stream_totals totals;
};

static struct outcome read_all(struct stream *stream, size_t room)
{
	struct outcome all = { .err = 1 };

	while (all.err > 0) {
		size_t size = 0;
		char *at = buffer_room(&all.bytes, room);
		all.err = stream_read(stream, at, room, &size);
		assert_true(all.err > 0 ? size > 0 && size <= room : size == 0);
		buffer_commit(&all.bytes, at + size);
	}
	size_t untouched = 77;
	char nothing;
	assert_int_equal(stream_read(stream, &nothing, 1, &untouched), all.err);
	assert_int_equal(untouched, 77);
	assert_true((all.err < 0) == (stream_reason(stream)[0] != '\0'));
	assert_int_equal(stream_drain(stream), all.err == ERR_IO ? ERR_IO : 0);
	(void)snprintf(all.reason, sizeof(all.reason), "%s", stream_reason(stream));
	all.totals = stream_totals(stream);
	assert_int_equal(all.totals.unpacked_bytes, all.bytes.used);
	stream_close(stream);
	return all;
}

static void digest_of(const void *bytes, size_t size, char out_text[DIGEST_TEXT_MAX])
{
	struct digest digest;

	digest_init(&digest);
	digest_add(&digest, bytes, size);
	digest_finish(&digest, out_text);
}

static void assert_totals(const struct outcome *all, const struct buffer *packed)
{
	char sha256[DIGEST_TEXT_MAX];

	digest_of(packed->bytes, packed->used, sha256);
	assert_string_equal(all->totals.sha256, sha256);
	assert_int_equal(all->totals.size_bytes, packed->used);
}

/* Two members, one of nothing, padding, one more; then garbage. */
static void pack_several(struct buffer *out, const char *packing, uint8_t *bytes, size_t size)
{
	uint8_t padding[44] = { 0 };

	pack(out, packing, bytes, size / 2);
	pack(out, packing, bytes + size / 2, size / 4);
	pack(out, packing, bytes, 0);
	pack(out, "none", padding, sizeof(padding));
	pack(out, packing, bytes + size / 2 + size / 4, size - size / 2 - size / 4);
}

static void unpacks_several_members_in_pieces_of_any_size(void **state)
{
	static const size_t reads[] = { 1, 5, 64, 0 }, rooms[] = { 1, 100, 1 << 16 };
	uint8_t bytes[5000], garbage[] = "Garbage", padding[3] = { 0 };

	(void)state;
	packing_sample(bytes, sizeof(bytes), 3);
	for (size_t i = 1; i < PACKING_COUNT; i++) {
		for (size_t n = 0; n < COUNT_OF(reads) * COUNT_OF(rooms) * 2; n++) {
			bool trailing = n % 2 == 1;
			size_t room = rooms[n / 2 % COUNT_OF(rooms)];
			struct stream_options options = {
				.read_size = reads[n / 2 / COUNT_OF(rooms)],
			};
			struct buffer packed;
			buffer_init(&packed);
			pack_several(&packed, PACKINGS[i], bytes, sizeof(bytes));
			pack(&packed, "none", padding, sizeof(padding));
			if (trailing)
				pack(&packed, "none", garbage, sizeof(garbage));
			struct outcome all = read_all(
				stream_open_memory(packed.bytes, packed.used, &options), room);
			assert_int_equal(all.err, 0);
			assert_int_equal(all.bytes.used, sizeof(bytes));
			assert_memory_equal(all.bytes.bytes, bytes, sizeof(bytes));
			assert_string_equal(all.totals.compression, PACKINGS[i]);
			assert_int_equal(all.totals.trailing_bytes, trailing ? sizeof(garbage) : 0);
			assert_totals(&all, &packed);
			buffer_clear(&all.bytes);
			buffer_clear(&packed);
		}
	}
}

static void reads_plain_bytes(void **state)
{
	static const size_t sizes[] = { 1, 15, 16, 17, 5000, (1 << 20) - 1, 1 << 20, 3000000 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct buffer plain;
		buffer_init(&plain);
		uint8_t *bytes = memory_alloc(sizes[i], 1);
		packing_sample(bytes, sizes[i], 4);
		pack(&plain, "none", bytes, sizes[i]);
		struct outcome all =
			read_all(stream_open_memory(plain.bytes, plain.used, NULL), 70000);
		assert_int_equal(all.err, 0);
		assert_int_equal(all.bytes.used, sizes[i]);
		assert_memory_equal(all.bytes.bytes, bytes, sizes[i]);
		assert_string_equal(all.totals.compression, "none");
		assert_totals(&all, &plain);
		buffer_clear(&all.bytes);
		buffer_clear(&plain);
		free(bytes);
	}
}

static void delivers_all_that_came_before_a_cut(void **state)
{
	static const size_t reads[] = { 1, 0 };
	uint8_t bytes[700];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 5);
	for (size_t i = 1; i < PACKING_COUNT; i++) {
		struct buffer packed;
		buffer_init(&packed);
		pack(&packed, PACKINGS[i], bytes, 400);
		size_t first = packed.used;
		pack(&packed, PACKINGS[i], bytes + 400, 300);
		for (size_t n = COUNT_OF(reads); n < COUNT_OF(reads) * packed.used; n++) {
			struct stream_options options = { .read_size = reads[n % COUNT_OF(reads)] };
			struct buffer cut = { packed.bytes, n / COUNT_OF(reads), packed.size };
			struct outcome all =
				read_all(stream_open_memory(cut.bytes, cut.used, &options), 100);
			assert_totals(&all, &cut);
			if (strcmp(all.totals.compression, "none") == 0) {
				assert_true(cut.used < 10); /* too short to tell what it is */
				assert_int_equal(all.err, 0);
			} else {
				assert_int_equal(all.err, cut.used == first ? 0 : ERR_TRUNCATED);
				assert_true(all.bytes.used >= (cut.used < first ? 0U : 400U));
				assert_true(all.bytes.used <= sizeof(bytes));
				assert_memory_equal(all.bytes.bytes, bytes, all.bytes.used);
			}
			buffer_clear(&all.bytes);
		}
		buffer_clear(&packed);
	}
}

/* All formats carry checksums, so that damage is either harmless or noticed. */
static void notices_every_flipped_bit(void **state)
{
	uint8_t bytes[300];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 6);
	for (size_t i = 1; i < PACKING_COUNT; i++) {
		struct buffer packed;
		size_t refused = 0;
		buffer_init(&packed);
		pack(&packed, PACKINGS[i], bytes, sizeof(bytes));
		for (size_t bit = 0; bit < packed.used * 8; bit++) {
			packed.bytes[bit / 8] ^= (char)(1 << bit % 8);
			struct outcome all =
				read_all(stream_open_memory(packed.bytes, packed.used, NULL), 1000);
			assert_totals(&all, &packed);
			refused += all.err < 0;
			if (all.err == 0 && strcmp(all.totals.compression, "none") != 0) {
				assert_int_equal(all.bytes.used, sizeof(bytes));
				assert_memory_equal(all.bytes.bytes, bytes, sizeof(bytes));
			}
			packed.bytes[bit / 8] ^= (char)(1 << bit % 8);
			buffer_clear(&all.bytes);
		}
		assert_true(refused > packed.used * 4);
		buffer_clear(&packed);
	}
}

static int count_only(struct stream *stream, uint64_t *out_bytes)
{
	static uint8_t room[1 << 20];
	size_t size = 0;
	int got;

	for (*out_bytes = 0; (got = stream_read(stream, room, sizeof(room), &size)) > 0;)
		*out_bytes += size;
	return got;
}

/* Zeros, as tightly as gzip can: one bit for "258 times", one for "the byte before". */
static void pack_gzip_bomb(struct buffer *out, uint8_t *zeros, size_t size)
{
	struct isal_huff_histogram *histogram = memory_alloc(1, sizeof(*histogram));
	struct isal_hufftables *tables = memory_alloc(1, sizeof(*tables));
	struct isal_zstream *gzip = memory_alloc(1, sizeof(*gzip));
	size_t room = size / 500;
	uint8_t *to = (uint8_t *)buffer_room(out, room);

	histogram->lit_len_histogram[285] = 1 << 20;
	histogram->dist_histogram[0] = 1 << 20;
	assert_int_equal(isal_create_hufftables_subset(tables, histogram), 0);
	isal_deflate_stateless_init(gzip);
	gzip->gzip_flag = IGZIP_GZIP;
	gzip->end_of_stream = 1;
	gzip->hufftables = tables;
	gzip->next_in = zeros;
	gzip->avail_in = (uint32_t)size;
	gzip->next_out = to;
	gzip->avail_out = (uint32_t)room;
	assert_int_equal(isal_deflate_stateless(gzip), COMP_OK);
	buffer_commit(out, (char *)to + gzip->total_out);
	free(gzip);
	free(tables);
	free(histogram);
}

static void refuses_bombs(void **state)
{
	const size_t size = 80 << 20;
	uint8_t *zeros = memory_alloc(size, 1);

	(void)state;
	for (size_t i = 1; i < PACKING_COUNT; i++) {
		struct buffer packed;
		uint64_t bytes;
		buffer_init(&packed);
		if (strcmp(PACKINGS[i], "gzip") == 0)
			pack_gzip_bomb(&packed, zeros, size);
		else
			pack(&packed, PACKINGS[i], zeros, size);
		assert_true(packed.used < size / STREAM_RATIO_MAX);
		struct stream *stream = stream_open_memory(packed.bytes, packed.used, NULL);
		assert_int_equal(count_only(stream, &bytes), ERR_LIMIT);
		assert_non_null(strstr(stream_reason(stream), "bomb"));
		assert_in_range(bytes, STREAM_RATIO_FREE + 1, STREAM_RATIO_FREE + (16 << 20));
		assert_int_equal(stream_drain(stream), 0);
		assert_int_equal(strlen(stream_totals(stream).sha256), 64);
		stream_close(stream);
		buffer_clear(&packed);
	}
	free(zeros);
}

static void allows_what_is_merely_well_packed(void **state)
{
	const size_t size = STREAM_RATIO_FREE;
	uint8_t *zeros = memory_alloc(size, 1);
	struct buffer packed;
	uint64_t bytes;

	(void)state;
	buffer_init(&packed);
	pack(&packed, "zstd", zeros, size);
	struct stream *stream = stream_open_memory(packed.bytes, packed.used, NULL);
	assert_int_equal(count_only(stream, &bytes), 0);
	assert_int_equal(bytes, size);
	stream_close(stream);
	buffer_clear(&packed);
	free(zeros);
}

static void delivers_up_to_the_limit(void **state)
{
	uint8_t bytes[3000];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 7);
	for (size_t i = 0; i < PACKING_COUNT; i++) {
		struct buffer packed;
		buffer_init(&packed);
		pack(&packed, PACKINGS[i], bytes, sizeof(bytes));
		for (uint64_t max = sizeof(bytes) - 2; max <= sizeof(bytes) + 1; max++) {
			struct stream_options options = { .unpacked_max = max };
			struct outcome all = read_all(
				stream_open_memory(packed.bytes, packed.used, &options), 1000);
			bool fits = max >= sizeof(bytes);
			assert_int_equal(all.err, fits ? 0 : ERR_LIMIT);
			assert_int_equal(all.bytes.used, fits ? sizeof(bytes) : max);
			assert_memory_equal(all.bytes.bytes, bytes, all.bytes.used);
			buffer_clear(&all.bytes);
		}
		buffer_clear(&packed);
	}
}

static void digests_what_nobody_wanted(void **state)
{
	const size_t size = 4 << 20;
	uint8_t *bytes = memory_alloc(size, 1), some[10];

	(void)state;
	packing_sample(bytes, size, 8);
	for (size_t i = 0; i < PACKING_COUNT; i++) {
		struct buffer packed;
		char sha256[DIGEST_TEXT_MAX];
		size_t got;
		buffer_init(&packed);
		pack(&packed, PACKINGS[i], bytes, size);
		digest_of(packed.bytes, packed.used, sha256);
		struct stream *stream = stream_open_memory(packed.bytes, packed.used, NULL);
		if (i % 2 == 0) /* or before anything was read */
			assert_int_equal(stream_read(stream, some, sizeof(some), &got), 1);
		assert_string_equal(stream_totals(stream).sha256, "");
		assert_int_equal(stream_drain(stream), 0);
		assert_string_equal(stream_totals(stream).sha256, sha256);
		assert_string_equal(stream_totals(stream).compression, PACKINGS[i]);
		assert_int_equal(stream_totals(stream).size_bytes, packed.used);
		assert_int_equal(stream_read(stream, some, sizeof(some), &got), 0);
		stream_close(stream);
		buffer_clear(&packed);
	}
	free(bytes);
}

static void does_without_a_digest(void **state)
{
	struct stream_options options = { .without_digest = true };

	(void)state;
	struct outcome all = read_all(stream_open_memory("plain", 5, &options), 10);
	assert_int_equal(all.err, 0);
	assert_string_equal(all.totals.sha256, "");
	assert_int_equal(all.totals.size_bytes, 5);
	buffer_clear(&all.bytes);
}

static void says_why_it_cannot_be_opened(void **state)
{
	static const struct {
		const char *path;
		int err;
		const char *reason;
	} cases[] = {
		{ "/", ERR_USAGE, "is a directory" },
		{ "/dev/null", ERR_TRUNCATED, "is empty" },
		{ "/nobody/has/this", ERR_NOT_FOUND,
		  "cannot be opened: No such file or directory" },
		{ "/dev/null/x", ERR_IO, "cannot be opened: Not a directory" },
		{ "/proc/self/mem", ERR_IO, "cannot be read: Input/output error" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct outcome all = read_all(stream_open(cases[i].path, NULL), 100);
		assert_int_equal(all.err, cases[i].err);
		assert_string_equal(all.reason, cases[i].reason);
		if (all.err != ERR_TRUNCATED)
			assert_string_equal(all.totals.sha256, "");
		buffer_clear(&all.bytes);
	}
}

/* A child that writes `packed` to a pipe, `step` bytes at a time; the path to read it from. */
static const char *drip(const struct buffer *packed, size_t step, int out_ends[2], pid_t *out_child)
{
	static char path[32];

	assert_int_equal(pipe(out_ends), 0);
	*out_child = fork();
	assert_true(*out_child >= 0);
	if (*out_child == 0) {
		for (size_t at = 0; at < packed->used; at += step) {
			size_t left = packed->used - at;
			if (write(out_ends[1], packed->bytes + at, left < step ? left : step) < 0)
				_exit(1);
		}
		_exit(0);
	}
	(void)close(out_ends[1]);
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", out_ends[0]);
	return path;
}

static void reads_pipes(void **state)
{
	static const size_t steps[] = { 1, 1000 };
	uint8_t bytes[20000];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 9);
	for (size_t i = 0; i < PACKING_COUNT * COUNT_OF(steps); i++) {
		struct buffer packed;
		int ends[2], status;
		pid_t child;
		uint64_t read_bytes, size_bytes;
		buffer_init(&packed);
		pack_several(&packed, PACKINGS[i % PACKING_COUNT], bytes, sizeof(bytes));
		struct stream *stream =
			stream_open(drip(&packed, steps[i / PACKING_COUNT], ends, &child), NULL);
		stream_progress(stream, &read_bytes, &size_bytes);
		assert_true(read_bytes == 0 && size_bytes == 0);
		struct outcome all = read_all(stream, 100000);
		assert_int_equal(all.err, 0);
		assert_totals(&all, &packed);
		if (i % PACKING_COUNT > 0)
			assert_memory_equal(all.bytes.bytes, bytes, sizeof(bytes));
		assert_int_equal(waitpid(child, &status, 0), child);
		(void)close(ends[0]);
		buffer_clear(&all.bytes);
		buffer_clear(&packed);
	}
}

static void reads_stdin(void **state)
{
	struct buffer packed;
	int ends[2], status;
	pid_t child;
	uint8_t bytes[] = "what came in";

	(void)state;
	buffer_init(&packed);
	pack(&packed, "xz", bytes, sizeof(bytes));
	int before = dup(STDIN_FILENO);
	(void)drip(&packed, 3, ends, &child);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0); /* as some parents leave it */
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	struct outcome all = read_all(stream_open("-", NULL), 100);
	assert_int_equal(all.err, 0);
	assert_memory_equal(all.bytes.bytes, bytes, sizeof(bytes));
	assert_totals(&all, &packed);
	assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); /* it is not ours to close */
	assert_int_equal(waitpid(child, &status, 0), child);
	if (before >= 0)
		(void)dup2(before, STDIN_FILENO);
	(void)close(before);
	(void)close(ends[0]);
	buffer_clear(&all.bytes);
	buffer_clear(&packed);
}

static void *stop_soon(void *stream)
{
	(void)usleep(20000);
	stream_stop(stream);
	return NULL;
}

static void stops_waiting_when_told(void **state)
{
	int ends[2];
	char path[32];
	pthread_t thread;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	struct stream *stream = stream_open(path, NULL);
	assert_int_equal(pthread_create(&thread, NULL, stop_soon, stream), 0);
	char nothing;
	size_t size;
	assert_int_equal(stream_read(stream, &nothing, 1, &size), ERR_IO);
	assert_string_equal(stream_reason(stream), "cannot be read: Operation canceled");
	assert_int_equal(pthread_join(thread, NULL), 0);
	stream_close(stream);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

/* What a tool prints about a file. */
static void run_tool(const char *tool, const char *option, const char *path, struct buffer *out)
{
	int ends[2], status;
	ssize_t got;

	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)close(ends[0]);
		(void)execlp(tool, tool, option, path, NULL);
		_exit(1);
	}
	(void)close(ends[1]);
	buffer_init(out);
	do {
		char *at = buffer_room(out, 1 << 20);
		got = read(ends[0], at, 1 << 20);
		assert_true(got >= 0);
		buffer_commit(out, at + got);
	} while (got > 0);
	(void)close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* Files as collectors and registries publish them, against the tools that everybody uses. */
static void agrees_with_the_usual_tools(void **state)
{
	static const struct {
		const char *path, *tool;
	} cases[] = {
		{ "mrt/rib.20150922.bz2", "bzip2" },
		{ "mrt/updates.20150922.bz2", "bzip2" },
		{ "mrt/updates.20260222.1530.bz2", "bzip2" },
		{ "mrt/routeviews.jinx.updates.1427846400.bz2", "bzip2" },
		{ "mrt/updates.20190101.0000.gz", "gzip" },
		{ "mrt/ris.rrc06.updates.1427846400.gz", "gzip" },
		{ "mrt/bgpdump/bview.20020722.2337.gz", "gzip" },
		{ "mrt/bgpdump/bview.64k_stream_overflow.gz", "gzip" },
		{ "mrt/bgpdump/bview.ipv4_unicast_add_path.gz", "gzip" },
		{ "mrt/bgpdump/bview.ipv6_unicast_add_path.gz", "gzip" },
		{ "mrt/bgpdump/updates.20020722.2238.gz", "gzip" },
		{ "mrt/bgpdump/updates.20070211.0141.gz", "gzip" },
		{ "mrt/bgpdump/updates.20071015.1505.gz", "gzip" },
		{ "mrt/bgpdump/updates.20100722.2015.gz", "gzip" },
		{ "mrt/bgpdump/updates.20160811.1600.gz", "gzip" },
		{ "mrt/bgpdump/updates.et-header.2015.gz", "gzip" },
		{ "mrt/bgpdump/updates.long_withdrawal.gz", "gzip" },
		{ "mrt/bgpdump/updates.nlri_mask_trailing_bits.gz", "gzip" },
		{ "mrt/ixp-namex-bgpd-rib-inet.mrt", "cat" },
		{ "mrt/small-bird-mrtdump_rib.mrt", "cat" },
		{ "relations/20220501.as-rel.txt.zst", "zstd" },
		{ "irr/ripe.db.as-set-202401.zst", "zstd" },
		{ "rpki/rpki-client-20250720T093135Z.json.zst", "zstd" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *path = test_data(cases[i].path);
		if (path == NULL)
			skip();
		struct buffer unpacked, digest;
		struct outcome all = read_all(stream_open(path, NULL), 1 << 20);
		assert_int_equal(all.err, 0);
		run_tool(cases[i].tool, strcmp(cases[i].tool, "cat") == 0 ? "-u" : "-dc", path,
			 &unpacked);
		run_tool("sha256sum", "-b", path, &digest);
		assert_int_equal(all.bytes.used, unpacked.used);
		assert_memory_equal(all.bytes.bytes, unpacked.bytes, unpacked.used);
		assert_true(digest.used > 64);
		assert_memory_equal(all.totals.sha256, digest.bytes, 64);
		buffer_clear(&digest);
		buffer_clear(&unpacked);
		buffer_clear(&all.bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "B22 unpacks several members in pieces of any size",
		  unpacks_several_members_in_pieces_of_any_size, NULL, NULL, NULL },
		cmocka_unit_test(reads_plain_bytes),
		{ "B24 delivers all that came before a cut", delivers_all_that_came_before_a_cut,
		  NULL, NULL, NULL },
		{ "B22 notices every flipped bit", notices_every_flipped_bit, NULL, NULL, NULL },
		cmocka_unit_test(refuses_bombs),
		cmocka_unit_test(allows_what_is_merely_well_packed),
		cmocka_unit_test(delivers_up_to_the_limit),
		cmocka_unit_test(digests_what_nobody_wanted),
		cmocka_unit_test(does_without_a_digest),
		cmocka_unit_test(says_why_it_cannot_be_opened),
		cmocka_unit_test(reads_pipes),
		cmocka_unit_test(reads_stdin),
		cmocka_unit_test(stops_waiting_when_told),
		cmocka_unit_test(agrees_with_the_usual_tools),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
