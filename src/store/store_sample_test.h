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
#include "store/store_sample_print_test.h"

/* 2026-02 */
enum { SAMPLE_MONTH = 2026 * 12 + 1 };

enum { SAMPLE_INPUTS = 2, SAMPLE_SOURCES = 3, SAMPLE_PEERS = 3, SAMPLE_RS_SCORES = 3 * RS_METRICS };

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

/* Four a network, in order of their ids as texts; every seventh not measured at the end. */
static inline struct stored_score sample_score(const struct sample *sample, uint32_t i)
{
	static const char *const ids[] = { "DREG", "M1C", "M3", "M7RPKI" };
	struct stored_score score = {
		.asn = i / 4 * 3,
		.metric = metric_find(text_of(ids[i % 4])),
		.measure = { .measured = true,
			     .counts = { i, i + 1, UINT64_MAX - i, sample->variant },
			     .raw = i / 7.0,
			     .score = 1.0 / (i + 1),
			     .band = (enum band)(1 + i % 3) },
	};

	if (i % 7 != 0)
		score.now = (struct measure){ true, { 1, i }, -1.0, 0.5, BAND_ASPIRING };
	return score;
}

/* All five of each server. */
static inline struct stored_rs_score sample_rs_score(const struct sample *sample, uint32_t i)
{
	static const char *const servers[] = { "ix", "ix rs1", "ix rs2" };
	struct stored_rs_score score = {
		.server = servers[i / RS_METRICS % COUNT_OF(servers)],
		.metric = &rs_metrics[i % RS_METRICS],
		.inputs = sample->variant,
		.peers = i,
		.members = i + 1,
		.routes = i + 2,
		.stopped = i + 3,
		.findings = UINT64_MAX - i,
	};

	if (i % 4 != 0)
		score.measure = (struct measure){ true, { 1, i }, 0.5, 0.5, BAND_LAGGING };
	return score;
}

static inline struct stored_rs_finding sample_rs_finding(const struct sample *sample, uint32_t i)
{
	return (struct stored_rs_finding){
		.server = i < sample->rows / 2 ? "ix" : "ix rs1",
		.number = i,
		.route = { .prefix = sample_prefix(sample, i),
			   .origin = i,
			   .member = UINT32_MAX - i,
			   .faults = i * 977 % (RS_FAULTS_ALL + 1),
			   .rov = i % 4,
			   .is_blackhole = i % 2 == 0,
			   .is_stopped = i % 3 == 0,
			   .time_us = 1700000000000003 + i,
			   .offset = UINT64_MAX - i,
			   .input = i % 2,
			   .path = i % 2 == 0 ? "64500 {64501,64502}" : "" },
	};
}

static inline struct network sample_network(const struct sample *sample, uint32_t i)
{
	static const char *const economies[] = { "NL", "", "BR" };
	return (struct network){ .asn = i * 3,
				 .name = i % 2 == 0 ? "EXAMPLE-AS" : "",
				 .organisation = "Ex\xc3\xa4mple 'Org'",
				 .organisation_id = "@org-1",
				 .economy = economies[(i + sample->variant) % 3],
				 .registry = i % 2 == 0 ? "ripencc" : "",
				 .size = i % NETWORK_SIZES,
				 .customers = i,
				 .peers = i + 1,
				 .marks = i % (MARKS_ALL + 1),
				 .vrps = i + sample->variant };
}

/* Three providers each. */
static inline struct stored_aspa sample_aspa(const struct sample *sample, uint32_t i)
{
	return (struct stored_aspa){ i / 3 * 5 + sample->variant % 5, i % 3,
				     (uint16_t)(i % SAMPLE_SOURCES) };
}

static inline struct neighbour sample_neighbour(const struct sample *sample, uint32_t i)
{
	return (struct neighbour){ .asn = i / 4,
				   .neighbour = i % 4,
				   .relation = i % 5,
				   .is_attested = i % 2 == 0,
				   .sent = i,
				   .carried = i + 7,
				   .invalid = i % 7,
				   .unregistered = i % 6,
				   .bogons = i % 5,
				   .offered = i + sample->variant + 7 };
}

static inline struct carried_route sample_carried(const struct sample *sample, uint32_t i)
{
	return (struct carried_route){
		.carrier = i / 4,
		.neighbour = i % 4,
		.prefix = sample_prefix(sample, i),
		.origin = UINT32_MAX - i,
		.faults = i % (CARRIED_FAULTS_ALL + 1),
		.days = i + sample->variant,
		.first = { 1700000000000002 + i, i, i % 2, i % 3 },
	};
}

static inline struct stored_incident sample_incident(const struct sample *sample, uint32_t i)
{
	static struct prefix prefixes[INCIDENT_PREFIXES_MAX];
	size_t count = i % (INCIDENT_PREFIXES_MAX + 1);

	for (size_t p = 0; p < count; p++)
		prefixes[p] = sample_prefix(sample, (uint32_t)p);
	return (struct stored_incident){
		.number = i,
		.incident = { .source = TEXT("grip"),
			      .id = TEXT("submoas-1-64500"),
			      .kind = i % INCIDENT_KINDS,
			      .start_us = 1700000000000000 + i,
			      .end_us = i % 3 == 0 ? INCIDENT_OPEN
						   : UINT64_C(1700000000000000) + 2 * i,
			      .confidence = (uint8_t)i,
			      .says = i % 2 == 0 ? TEXT("") : TEXT("Ex\xc3\xa4mple, \"said\""),
			      .url = TEXT("https://example.net/1"),
			      .prefixes = prefixes,
			      .prefix_count = count,
			      .prefix_total = count + sample->variant },
		.place = { i % 2, i, UINT64_MAX },
	};
}

static inline struct charge sample_charge(const struct sample *sample, uint32_t i)
{
	return (struct charge){ i / 3, sample->variant, i % INCIDENT_KINDS, i % INCIDENT_ROLES,
				i,     INCIDENT_OPEN };
}

/* Two a network. */
static inline struct stored_spoof_test sample_spoof_test(const struct sample *sample, uint32_t i)
{
	return (struct stored_spoof_test){
		.test = { .asn = i / 2,
			  .client = sample_prefix(sample, i),
			  .time_us = i,
			  .session = UINT64_MAX - i,
			  .is_nat = i % 2 == 0,
			  .routed = i % SPOOF_OUTCOMES,
			  .private_space = i / 2 % SPOOF_OUTCOMES },
		.place = { 1, 0, sample->variant },
	};
}

static inline struct stored_registration sample_registration(const struct sample *sample,
							     uint32_t i)
{
	return (struct stored_registration){
		.registration = { .asn = i / 5,
				  .kind = i % REGISTRATION_KINDS,
				  .source = TEXT("RIPE"),
				  .value = i % 2 == 0 ? TEXT("EX1-RIPE") : TEXT(""),
				  .count = i + 1,
				  .date = 20260222 },
		.place = { 0, i, sample->variant },
	};
}

static inline struct loose_vrp sample_loose_vrp(const struct sample *sample, uint32_t i)
{
	return (struct loose_vrp){ { sample_prefix(sample, i), 48, i / 2 }, i + sample->variant };
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
		.given = sample->variant % (GIVEN_ALL + 1),
		.bands = { 0.6, 0.8 },
		.peers_min = 5,
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
	SAMPLE_PUT(struct stored_aspa, aspa, sample->rows)
	SAMPLE_PUT(struct judged_route, route, sample->rows)
	SAMPLE_PUT(struct path_bogon, bogon, sample->rows)
	SAMPLE_PUT(struct neighbour, neighbour, sample->rows)
	SAMPLE_PUT(struct carried_route, carried, sample->rows)
	SAMPLE_PUT(struct stored_incident, incident, sample->rows)
	SAMPLE_PUT(struct charge, charge, sample->rows)
	SAMPLE_PUT(struct stored_spoof_test, spoof_test, sample->rows)
	SAMPLE_PUT(struct stored_registration, registration, sample->rows)
	SAMPLE_PUT(struct loose_vrp, loose_vrp, sample->rows)
	SAMPLE_PUT(struct network, network, sample->rows)
	SAMPLE_PUT(struct stored_score, score, sample->rows)
	SAMPLE_PUT(struct stored_rs_score, rs_score, SAMPLE_RS_SCORES)
	SAMPLE_PUT(struct stored_rs_finding, rs_finding, sample->rows)
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
	SAMPLE_PRINT(struct stored_aspa, aspa, sample->rows)
	SAMPLE_PRINT(struct judged_route, route, sample->rows)
	SAMPLE_PRINT(struct path_bogon, bogon, sample->rows)
	SAMPLE_PRINT(struct neighbour, neighbour, sample->rows)
	SAMPLE_PRINT(struct carried_route, carried, sample->rows)
	SAMPLE_PRINT(struct stored_incident, incident, sample->rows)
	SAMPLE_PRINT(struct charge, charge, sample->rows)
	SAMPLE_PRINT(struct stored_spoof_test, spoof_test, sample->rows)
	SAMPLE_PRINT(struct stored_registration, registration, sample->rows)
	SAMPLE_PRINT(struct loose_vrp, loose_vrp, sample->rows)
	SAMPLE_PRINT(struct network, network, sample->rows)
	SAMPLE_PRINT(struct stored_score, score, sample->rows)
	SAMPLE_PRINT(struct stored_rs_score, rs_score, SAMPLE_RS_SCORES)
	SAMPLE_PRINT(struct stored_rs_finding, rs_finding, sample->rows)
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
	SAMPLE_READ(struct stored_aspa, aspa, store_aspas, store_aspa_next)
	SAMPLE_READ(struct judged_route, route, store_routes, store_route_next)
	SAMPLE_READ(struct path_bogon, bogon, store_path_bogons, store_path_bogon_next)
	SAMPLE_READ(struct neighbour, neighbour, store_neighbours, store_neighbour_next)
	SAMPLE_READ(struct carried_route, carried, store_carried, store_carried_next)
	SAMPLE_READ(struct stored_incident, incident, store_incidents, store_incident_next)
	SAMPLE_READ(struct charge, charge, store_charges, store_charge_next)
	SAMPLE_READ(struct stored_spoof_test, spoof_test, store_spoof_tests, store_spoof_test_next)
	SAMPLE_READ(struct stored_registration, registration, store_registrations,
		    store_registration_next)
	SAMPLE_READ(struct loose_vrp, loose_vrp, store_loose_vrps, store_loose_vrp_next)
	SAMPLE_READ(struct network, network, store_networks, store_network_next)
	SAMPLE_READ(struct stored_score, score, store_scores, store_score_next)
	SAMPLE_READ(struct stored_rs_score, rs_score, store_rs_scores, store_rs_score_next)
	SAMPLE_READ(struct stored_rs_finding, rs_finding, store_rs_findings, store_rs_finding_next)
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
