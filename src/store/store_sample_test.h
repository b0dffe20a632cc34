/*
 * A sample month for tests: made values of every kind, written to a store, and printed both as they
 * were made and as they were read, so that two texts can be compared.
 */
#ifndef STORE_STORE_SAMPLE_TEST_H
#define STORE_STORE_SAMPLE_TEST_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/testkit.h"
#include "store/store.h"

/* 2026-02 */
enum { SAMPLE_MONTH = 2026 * 12 + 1 };

struct sample {
	uint32_t month;
	uint32_t variant; /* another one gives other values */
	uint32_t rows;    /* of each kind */
};

/* An empty folder for one test; "folder/name" of a file in it lives until the next call. */
static char sample_folder[64];
enum { SAMPLE_PATH_MAX = 512 };

static inline int sample_setup(void **state)
{
	(void)state;
	(void)snprintf(sample_folder, sizeof(sample_folder), "/tmp/decorum-store-XXXXXX");
	return mkdtemp(sample_folder) != NULL ? 0 : -1;
}

static inline int sample_teardown(void **state)
{
	char path[SAMPLE_PATH_MAX];
	DIR *folder = opendir(sample_folder);

	(void)state;
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		(void)snprintf(path, sizeof(path), "%s/%s", sample_folder, entry->d_name);
		if (unlink(path) < 0)
			(void)rmdir(path);
	}
	(void)closedir(folder);
	return rmdir(sample_folder);
}

static inline const char *sample_path(const char *name)
{
	static char path[SAMPLE_PATH_MAX];
	(void)snprintf(path, sizeof(path), "%s/%s", sample_folder, name);
	return path;
}

static inline struct store *sample_open(const char *path, enum store_mode mode)
{
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store = NULL;

	if (store_open(path, mode, &store, message) < 0)
		fail_msg("%s", message);
	return store;
}

/* v4 in the first half of the rows, v6 in the second; the last of all is as long as can be. */
static inline struct prefix sample_prefix(const struct sample *sample, uint32_t i)
{
	if (i + 1 == sample->rows)
		return (struct prefix){ UINT64_MAX, UINT64_MAX, 128, FAMILY_V6 };
	if (i >= sample->rows / 2)
		return (struct prefix){ UINT64_C(0x20010db800000000) | (uint64_t)i << 16, 0, 48,
					FAMILY_V6 };
	return (struct prefix){ (uint64_t)(i * 256) << 32, 0, 24, FAMILY_V4 };
}

static inline struct stored_vrp sample_vrp(const struct sample *sample, uint32_t i)
{
	struct prefix prefix = sample_prefix(sample, i);
	unsigned longer = (i + sample->variant) % 9;
	bool fits = prefix.len + longer <= family_bits(prefix.family);

	return (struct stored_vrp){
		.vrp = { prefix, (uint8_t)(prefix.len + (fits ? longer : 0)), i * 7919 },
		.source = (uint16_t)(i * 13),
	};
}

static inline struct route_object sample_object(const struct sample *sample, uint32_t i)
{
	return (struct route_object){ sample_prefix(sample, i), i + sample->variant, (uint16_t)i,
				      0 };
}

/* Eight of each origin, from "nobody" on. */
static inline struct judged_route sample_route(const struct sample *sample, uint32_t i)
{
	uint32_t x = i + sample->variant;

	return (struct judged_route){
		.prefix = sample_prefix(sample, i),
		.origin = i / 8 == 1 ? 1 : i / 8 * 64500,
		.peers = x + 3,
		.peers_last = x,
		.collectors = x % 5,
		.days = ~x,
		.rov = x % 4,
		.irr = x / 4 % 4,
		.bogon = x % 3,
		.bogon_origin = x / 3 % 3,
		.first = { 1700000000000000 + x, (uint64_t)x << 33, x % 2, x % 3 },
	};
}

static inline struct path_bogon sample_bogon(const struct sample *sample, uint32_t i)
{
	return (struct path_bogon){
		.announcer = i / 2,
		.bogon = i % 2 == 0 ? 64496 : UINT32_MAX,
		.prefix = sample_prefix(sample, i),
		.days = i + sample->variant,
		.routes = 1 + i,
		.first = { 1700000000000001 + i, i, i % 2, i % 3 },
	};
}

/* Four a network, every seventh not measured. */
static inline struct stored_score sample_score(const struct sample *sample, uint32_t i)
{
	struct stored_score score = {
		.asn = i / 4 * 3,
		.metric = metrics[i % 4],
		.measure = { .counts = { i, i + 1, UINT64_MAX - i, sample->variant },
			     .raw = i / 7.0 },
	};

	if (i % 7 != 0) {
		score.measure.measured = true;
		score.measure.score = 1.0 / i;
		score.measure.band = (enum band)(1 + i % 3);
	}
	return score;
}

static inline struct stored_as sample_as(const struct sample *sample, uint32_t i)
{
	static const char *const economies[] = { "NL", "", "BR" };
	return (struct stored_as){ i * 3, i % 2 == 0 ? "EXAMPLE-AS" : "", "Ex\xc3\xa4mple 'Org'",
				   economies[(i + sample->variant) % 3] };
}

static inline struct stored_peer sample_peer(const struct sample *sample, uint32_t i)
{
	struct address v6 = { UINT64_C(0x20010db8) << 32, i, FAMILY_V6 };
	struct address v4 = { (UINT64_C(0xc0000200) + i) << 32, 0, FAMILY_V4 };
	return (struct stored_peer){ i, "rrc00", i % 2 == 0 ? v4 : v6, 64500 + sample->variant };
}

static inline struct stored_source sample_source(const struct sample *sample, uint32_t i)
{
	(void)sample;
	return (struct stored_source){ i, i % 2, i % 2 == 0 ? "rpki" : "irr",
				       i % 2 == 0 ? "ripe" : "RADB" };
}

enum { SAMPLE_INPUTS = 2, SAMPLE_SOURCES = 3, SAMPLE_PEERS = 3 };

static inline struct stored_input sample_input(const struct sample *sample, uint32_t i)
{
	struct stored_input input = {
		.number = i,
		.path = i == 0 ? "data/rib 1.mrt" : "data/\xff?.json",
		.kind = i == 0 ? "mrt" : "rpki-json",
		.compression = i == 0 ? "none" : "gzip",
		.digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		.size_bytes = sample->variant,
		.unpacked_bytes = UINT64_MAX,
		.date_us = i * 1700000000000000,
		.collector = i == 0 ? "rrc00" : "",
		.note = i == 0 ? "" : "half of it",
		.count_count = i == 0 ? INPUT_COUNTS_MAX : 1,
	};

	for (size_t c = 0; c < input.count_count; c++)
		input.counts[c] = (struct stored_count){ "refused: host bits set", c,
							 c % 2 == 0 ? NULL : "byte 4096" };
	return input;
}

static inline struct stored_month sample_month(const struct sample *sample)
{
	return (struct stored_month){
		.month = sample->month,
		.first_time_us = 1,
		.last_time_us = sample->variant,
		.judged_at_us = UINT64_MAX,
		.routes = sample->rows,
		.vrps = sample->rows,
		.route_objects = 9,
		.has_rpki = sample->variant % 2 == 0,
		.has_irr = sample->variant % 2 != 0,
	};
}

/* Everything but the commit. Returns the first error. */
static inline int sample_put(struct store *store, const struct sample *sample)
{
	struct stored_month month = sample_month(sample);
	struct stored_vrp *vrps = calloc(sample->rows + 1, sizeof(*vrps));
	struct route_object *objects = calloc(sample->rows + 1, sizeof(*objects));
	int err = store_begin(store, &month);

#define SAMPLE_PUT(type, thing, rows)                                                              \
	for (uint32_t i = 0; err == 0 && i < (rows); i++) {                                        \
		type value = sample_##thing(sample, i);                                            \
		err = store_put_##thing(store, &value);                                            \
	}
#define store_put_bogon store_put_path_bogon
	SAMPLE_PUT(struct stored_input, input, SAMPLE_INPUTS)
	SAMPLE_PUT(struct stored_source, source, SAMPLE_SOURCES)
	SAMPLE_PUT(struct stored_peer, peer, SAMPLE_PEERS)
	for (uint32_t i = 0; i < sample->rows; i++) {
		vrps[i] = sample_vrp(sample, i);
		objects[i] = sample_object(sample, i);
	}
	if (err == 0)
		err = store_put_vrps(store, vrps, sample->rows);
	if (err == 0)
		err = store_put_route_objects(store, objects, sample->rows);
	SAMPLE_PUT(struct judged_route, route, sample->rows)
	SAMPLE_PUT(struct path_bogon, bogon, sample->rows)
	SAMPLE_PUT(struct stored_score, score, sample->rows)
	SAMPLE_PUT(struct stored_as, as, sample->rows)
#undef store_put_bogon
#undef SAMPLE_PUT
	free(vrps);
	free(objects);
	return err;
}

static inline void sample_write(const char *path, const struct sample *sample)
{
	struct store *store = sample_open(path, STORE_WRITE);

	assert_int_equal(sample_put(store, sample), 0);
	assert_int_equal(store_commit(store), 0);
	store_close(store);
}

/*
 * Printing: one line a value.
 */

static inline const char *sample_prefix_text(const struct prefix *prefix)
{
	static char text[PREFIX_TEXT_MAX];
	return prefix_print(prefix, text);
}

static inline void sample_print_sighting(struct buffer *out, const struct sighting *first)
{
	buffer_format(out, " first %lu %lu %u %u\n", first->time_us, first->offset, first->input,
		      first->peer);
}

static inline void sample_print_month(struct buffer *out, const struct stored_month *month)
{
	buffer_format(out, "month %u %lu %lu %lu %lu %lu %lu %d %d\n", month->month,
		      month->first_time_us, month->last_time_us, month->judged_at_us, month->routes,
		      month->vrps, month->route_objects, month->has_rpki, month->has_irr);
}

static inline void sample_print_input(struct buffer *out, const struct stored_input *input)
{
	buffer_format(out, "input %u %s|%s|%s|%s|%lu %lu %lu|%s|%s\n", input->number, input->path,
		      input->kind, input->compression, input->digest, input->size_bytes,
		      input->unpacked_bytes, input->date_us, input->collector, input->note);
	for (size_t i = 0; i < input->count_count; i++) {
		const struct stored_count *count = &input->counts[i];
		buffer_format(out, "  count %s %lu %s\n", count->name, count->value,
			      count->first_at != NULL ? count->first_at : "(nowhere)");
	}
}

static inline void sample_print_source(struct buffer *out, const struct stored_source *source)
{
	buffer_format(out, "source %u %u %s %s\n", source->number, source->input, source->kind,
		      source->name);
}

static inline void sample_print_peer(struct buffer *out, const struct stored_peer *peer)
{
	char text[ADDRESS_TEXT_MAX];
	buffer_format(out, "peer %u %s %s %u\n", peer->number, peer->collector,
		      address_print(&peer->address, text), peer->asn);
}

static inline void sample_print_vrp(struct buffer *out, const struct stored_vrp *vrp)
{
	buffer_format(out, "vrp %s %u %u %u\n", sample_prefix_text(&vrp->vrp.prefix),
		      vrp->vrp.max_length, vrp->vrp.asn, vrp->source);
}

static inline void sample_print_object(struct buffer *out, const struct route_object *object)
{
	buffer_format(out, "object %s %u %u\n", sample_prefix_text(&object->prefix), object->origin,
		      object->source);
}

static inline void sample_print_route(struct buffer *out, const struct judged_route *route)
{
	buffer_format(out, "route %u %s %u %u %u %u %u %u %u %u", route->origin,
		      sample_prefix_text(&route->prefix), route->peers, route->peers_last,
		      route->collectors, route->days, route->rov, route->irr, route->bogon,
		      route->bogon_origin);
	sample_print_sighting(out, &route->first);
}

static inline void sample_print_bogon(struct buffer *out, const struct path_bogon *bogon)
{
	buffer_format(out, "bogon %u %u %s %u %u", bogon->announcer, bogon->bogon,
		      sample_prefix_text(&bogon->prefix), bogon->days, bogon->routes);
	sample_print_sighting(out, &bogon->first);
}

static inline void sample_print_score(struct buffer *out, const struct stored_score *score)
{
	const struct measure *m = &score->measure;
	buffer_format(out, "score %u %s %lu %lu %lu %lu %a %a %d %u\n", score->asn,
		      score->metric->id, m->counts[0], m->counts[1], m->counts[2], m->counts[3],
		      m->raw, m->score, m->measured, m->band);
}

static inline void sample_print_as(struct buffer *out, const struct stored_as *as)
{
	buffer_format(out, "as %u %s|%s|%s\n", as->asn, as->name, as->organisation, as->economy);
}

/* What the month should say. */
static inline void sample_print(const struct sample *sample, struct buffer *out)
{
	struct stored_month month = sample_month(sample);
	sample_print_month(out, &month);

#define SAMPLE_PRINT(type, thing, rows)                                                            \
	for (uint32_t i = 0; i < (rows); i++) {                                                    \
		type value = sample_##thing(sample, i);                                            \
		sample_print_##thing(out, &value);                                                 \
	}
	SAMPLE_PRINT(struct stored_input, input, SAMPLE_INPUTS)
	SAMPLE_PRINT(struct stored_source, source, SAMPLE_SOURCES)
	SAMPLE_PRINT(struct stored_peer, peer, SAMPLE_PEERS)
	SAMPLE_PRINT(struct stored_vrp, vrp, sample->rows)
	SAMPLE_PRINT(struct route_object, object, sample->rows)
	SAMPLE_PRINT(struct judged_route, route, sample->rows)
	SAMPLE_PRINT(struct path_bogon, bogon, sample->rows)
	SAMPLE_PRINT(struct stored_score, score, sample->rows)
	SAMPLE_PRINT(struct stored_as, as, sample->rows)
#undef SAMPLE_PRINT
}

/* What the month does say. Returns the first error; what was read until then is printed. */
static inline int sample_read(struct store *store, uint32_t number, struct buffer *out)
{
	struct stored_month month;
	int got = store_month_find(store, number, &month);

	if (got < 0)
		return got;
	sample_print_month(out, &month);

#define SAMPLE_READ(type, thing, open, next)                                                       \
	if (got >= 0) {                                                                            \
		struct store_cursor *cursor = open(store, number);                                 \
		type value;                                                                        \
		while ((got = next(cursor, &value)) > 0)                                           \
			sample_print_##thing(out, &value);                                         \
		store_cursor_close(cursor);                                                        \
	}
	SAMPLE_READ(struct stored_input, input, store_inputs, store_input_next)
	SAMPLE_READ(struct stored_source, source, store_sources, store_source_next)
	SAMPLE_READ(struct stored_peer, peer, store_peers, store_peer_next)
	SAMPLE_READ(struct stored_vrp, vrp, store_vrps, store_vrp_next)
	SAMPLE_READ(struct route_object, object, store_route_objects, store_route_object_next)
	SAMPLE_READ(struct judged_route, route, store_routes, store_route_next)
	SAMPLE_READ(struct path_bogon, bogon, store_path_bogons, store_path_bogon_next)
	SAMPLE_READ(struct stored_score, score, store_scores, store_score_next)
	SAMPLE_READ(struct stored_as, as, store_ases, store_as_next)
#undef SAMPLE_READ
	return got;
}

/* Does the month say just what `sample` made it say? */
static inline bool sample_is(struct store *store, const struct sample *sample)
{
	struct buffer want, have;

	buffer_init(&want);
	buffer_init(&have);
	sample_print(sample, &want);
	int err = sample_read(store, sample->month, &have);
	bool same = err == 0 && want.used == have.used &&
		    memcmp(want.bytes, have.bytes, want.used) == 0;
	buffer_clear(&want);
	buffer_clear(&have);
	return same;
}

#endif
