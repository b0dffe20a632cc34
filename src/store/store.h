/*
 * Store: what was observed, month by month, with the evidence behind every figure.
 *
 * A month is the unit: it is written whole, in one transaction, and replaces what the store held of
 * that month; the others stay. So a reader never sees half a month, and observing the same inputs
 * again leaves the same store. Everything is written in one fixed order, free of names and numbers
 * that depend on the machine.
 *
 * In:   values of net/, validation/ and scores/.
 * Out:  the same values, by iterators: 1 and a value, 0 at the end, or a negative error. Texts
 *       handed out by an iterator live until its next step. A store is believed in nothing: what
 *       is damaged or forged is ERR_MALFORMED with a sentence.
 * Part: SQLite (sqlite.c). docs/store-schema.md describes the file, docs/decisions/0004 why it is
 * so.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>

#include "net/route_object.h"
#include "net/vrp.h"
#include "scores/judged_route.h"
#include "scores/metric.h"
#include "scores/route_server.h"

struct store;

enum store_mode {
	STORE_READ,  /* must exist */
	STORE_WRITE, /* created when missing */
};

/* The sentence that explains the last failure of the store to a person. */
enum { STORE_MESSAGE_MAX = 256 };

/*
 * Opens `path`. ERR_NOT_FOUND, ERR_UNSUPPORTED (not a store, or written by a newer Decorum: never
 * modified), ERR_MALFORMED (damaged), ERR_IO. On failure `out_message` says why and what to do. The
 * caller owns the store.
 *
 * A store opened for reading stays as it was at that moment, whatever is written meanwhile; open it
 * again to see more. One process writes at a time; another waits for it, up to 15 s.
 */
MUST_CHECK int store_open(const char *path, enum store_mode mode, struct store **out_store,
			  char out_message[STORE_MESSAGE_MAX]);
void store_close(struct store *store);
/* Why the last call that returned a negative value did so. */
const char *store_message(const struct store *store);
/* What was read contradicts itself, `what` says how: ERR_MALFORMED, with a sentence. */
int store_damaged(struct store *store, const char *what);

/* One month as a whole. */
struct stored_month {
	uint32_t month;         /* see base/utc.h */
	uint64_t first_time_us; /* of the earliest route record, or 0: no routes given */
	uint64_t last_time_us;  /* of the latest */
	uint64_t judged_at_us;  /* the moment of judgement: --time, or the latest record */
	uint64_t routes;        /* distinct (prefix, origin) */
	uint64_t vrps;          /* distinct; 0 may also mean that none were given, see `given` */
	uint64_t route_objects;
	uint32_t given;     /* bits of enum data_given */
	struct bands bands; /* of the scores */
	uint32_t peers_min; /* a network that fewer peers have seen is not judged */
};

/* What a metric meant when the month was scored: as in metric.h. */
struct stored_metric {
	const char *id, *title, *rule, *source, *raw_unit;
	const char *count_names[METRIC_COUNTS_MAX + 1]; /* NULL-terminated */
};

enum { INPUT_COUNTS_MAX = 24 };

struct stored_count {
	const char *name; /* "routes", "vrps", "lost_records", "refused: host bits set" */
	uint64_t value;
	const char *first_at; /* where the first one stands: "line 12", "byte 4096"; or NULL */
};

struct stored_input {
	uint32_t number;         /* in the month, from 0, by path */
	const char *path;        /* as the person gave it */
	const char *kind;        /* "mrt", "rpki-json"... */
	const char *compression; /* "none", "gzip"... */
	const char *digest;      /* SHA-256 of the file as it is, 64 hexadecimal digits */
	uint64_t size_bytes;     /* of the file as it is */
	uint64_t unpacked_bytes;
	uint64_t date_us;      /* that the data itself states, or 0 */
	const char *collector; /* for routes, or "" */
	const char *note;      /* a sentence when something is to be said, or "" */
	struct stored_count counts[INPUT_COUNTS_MAX];
	size_t count_count;
};

/* Who signed or registered: a trust anchor or a registry. Referred to by number. */
struct stored_source {
	uint32_t number; /* in the month, from 0 */
	uint32_t input;
	const char *kind; /* "rpki" or "irr" */
	const char *name; /* "ripe", "RADB" */
};

struct stored_peer {
	uint32_t number; /* in the month, from 0 */
	const char *collector;
	struct address address;
	asn_t asn;
};

struct stored_vrp {
	struct vrp vrp;
	uint16_t source; /* number of a stored_source */
};

/* Who says who its providers are. */
struct stored_aspa {
	asn_t customer, provider;
	uint16_t source; /* number of a stored_source */
};

/* Where in an input something stands that is no route. */
struct stored_place {
	uint32_t input;
	uint64_t line; /* from 1, or 0 */
	uint64_t offset;
};

struct stored_incident {
	uint32_t number;          /* in the month, from 0 */
	struct incident incident; /* without its parties, which are charges */
	struct prefix
		prefixes[INCIDENT_PREFIXES_MAX]; /* where incident.prefixes points, when read */
	struct stored_place place;
};

struct stored_spoof_test {
	struct spoof_test test;
	struct stored_place place;
};

struct stored_registration {
	struct registration registration;
	struct stored_place place;
};

/* A metric that was measured, of the month or at its end. */
struct stored_score {
	asn_t asn;
	const struct metric *metric;
	struct measure measure;
	struct measure now; /* as of the end of the data */
};

/* A measure of a route server, measured or not, and what it is of. */
struct stored_rs_score {
	const char *server; /* as it was named to us */
	const struct rs_metric *metric;
	uint64_t inputs, peers, members;
	uint64_t routes, stopped, findings; /* of all; more findings than are kept, it may be */
	struct measure measure;
};

struct stored_rs_finding {
	const char *server;
	uint32_t number; /* of the server's, from 0 */
	struct rs_route route;
};

/*
 * Writing one month: begin, then each kind in this order and each sorted as stated, then commit.
 * Nothing is visible before store_commit(), and after it the month is on the disk. Negative on
 * failure; the month can then not be committed any more, and store_rollback() or store_close()
 * leaves all as it was. What is put is borrowed for the call. Texts are kept up to 4,096 bytes.
 */
MUST_CHECK int store_begin(struct store *store, const struct stored_month *month);
MUST_CHECK int store_put_input(struct store *store, const struct stored_input *input);
MUST_CHECK int store_put_source(struct store *store, const struct stored_source *source);
MUST_CHECK int store_put_peer(struct store *store, const struct stored_peer *peer);
/* Sorted by prefix, max_length, ASN; in as many calls as you like. They are packed into blocks of
 * one family each, which a call always closes: multiples of STORE_BLOCK_ROWS leave no block half
 * full. */
enum { STORE_BLOCK_ROWS = 1000 };
MUST_CHECK int store_put_vrps(struct store *store, const struct stored_vrp *vrps, size_t count);
/* Sorted by prefix, origin, source; as VRPs. */
MUST_CHECK int store_put_route_objects(struct store *store, const struct route_object *objects,
				       size_t count);
/* Sorted by customer, provider, source. */
MUST_CHECK int store_put_aspa(struct store *store, const struct stored_aspa *aspa);
/* Sorted by origin, then prefix. */
MUST_CHECK int store_put_route(struct store *store, const struct judged_route *route);
/* Sorted by announcer, then bogon. */
MUST_CHECK int store_put_path_bogon(struct store *store, const struct path_bogon *bogon);
/* Sorted by ASN, then neighbour. */
MUST_CHECK int store_put_neighbour(struct store *store, const struct neighbour *neighbour);
/* Sorted by carrier, neighbour, prefix, origin. */
MUST_CHECK int store_put_carried(struct store *store, const struct carried_route *carried);
/* Sorted by number. */
MUST_CHECK int store_put_incident(struct store *store, const struct stored_incident *incident);
/* Sorted by ASN, incident, role. */
MUST_CHECK int store_put_charge(struct store *store, const struct charge *charge);
/* Both sorted by ASN; those of one are numbered as they come. */
MUST_CHECK int store_put_spoof_test(struct store *store, const struct stored_spoof_test *test);
MUST_CHECK int store_put_registration(struct store *store,
				      const struct stored_registration *registration);
/* Sorted by ASN, prefix, max_length. */
MUST_CHECK int store_put_loose_vrp(struct store *store, const struct loose_vrp *vrp);
/* Sorted by ASN. */
MUST_CHECK int store_put_network(struct store *store, const struct network *network);
/* Sorted by ASN. */
MUST_CHECK int store_put_score(struct store *store, const struct stored_score *score);
/* Sorted by server, then metric. */
MUST_CHECK int store_put_rs_score(struct store *store, const struct stored_rs_score *score);
/* Sorted by server, then number. */
MUST_CHECK int store_put_rs_finding(struct store *store, const struct stored_rs_finding *finding);
MUST_CHECK int store_commit(struct store *store);
void store_rollback(struct store *store);

/* The months that are there, ascending; start with *io_month 0. 1, 0 or negative. */
MUST_CHECK int store_month_next(struct store *store, uint32_t *io_month,
				struct stored_month *out_month);
/* The newest month, or ERR_NOT_FOUND for an empty store. */
MUST_CHECK int store_month_latest(struct store *store, struct stored_month *out_month);
MUST_CHECK int store_month_find(struct store *store, uint32_t month,
				struct stored_month *out_month);

/*
 * Reading. A cursor walks over one kind of thing of one month, in the order in which it was
 * written. Close it with store_cursor_close(), also after an error; several may be open at once.
 *
 *	struct store_cursor *cursor = store_routes_of(store, month, asn);
 *	while ((got = store_route_next(cursor, &route)) > 0)
 */
struct store_cursor;

struct store_cursor *store_inputs(struct store *store, uint32_t month);
MUST_CHECK int store_input_next(struct store_cursor *cursor, struct stored_input *out_input);
/* By id. */
struct store_cursor *store_metrics(struct store *store, uint32_t month);
MUST_CHECK int store_metric_next(struct store_cursor *cursor, struct stored_metric *out_metric);
struct store_cursor *store_sources(struct store *store, uint32_t month);
MUST_CHECK int store_source_next(struct store_cursor *cursor, struct stored_source *out_source);
struct store_cursor *store_peers(struct store *store, uint32_t month);
MUST_CHECK int store_peer_next(struct store_cursor *cursor, struct stored_peer *out_peer);
struct store_cursor *store_vrps(struct store *store, uint32_t month);
MUST_CHECK int store_vrp_next(struct store_cursor *cursor, struct stored_vrp *out_vrp);
struct store_cursor *store_route_objects(struct store *store, uint32_t month);
MUST_CHECK int store_route_object_next(struct store_cursor *cursor,
				       struct route_object *out_object);
/* Of the VRPs and the route objects those that cover at least one of `prefixes`, which may come in
 * any order: found by the keys of their blocks, a few of which are read. The caller owns them. */
MUST_CHECK int store_vrps_covering(struct store *store, uint32_t month,
				   const struct prefix *prefixes, size_t count,
				   struct stored_vrp **out_vrps, size_t *out_count);
MUST_CHECK int store_route_objects_covering(struct store *store, uint32_t month,
					    const struct prefix *prefixes, size_t count,
					    struct route_object **out_objects, size_t *out_count);
/* All routes, or those of one origin: a range of the file, found at once. */
struct store_cursor *store_routes(struct store *store, uint32_t month);
struct store_cursor *store_routes_of(struct store *store, uint32_t month, asn_t origin);
MUST_CHECK int store_route_next(struct store_cursor *cursor, struct judged_route *out_route);
struct store_cursor *store_path_bogons(struct store *store, uint32_t month);
struct store_cursor *store_path_bogons_of(struct store *store, uint32_t month, asn_t announcer);
MUST_CHECK int store_path_bogon_next(struct store_cursor *cursor, struct path_bogon *out_bogon);
struct store_cursor *store_scores(struct store *store, uint32_t month);
struct store_cursor *store_scores_of(struct store *store, uint32_t month, asn_t asn);
MUST_CHECK int store_score_next(struct store_cursor *cursor, struct stored_score *out_score);
/* The name of a server must live as long as the cursor. */
struct store_cursor *store_rs_scores(struct store *store, uint32_t month);
struct store_cursor *store_rs_scores_of(struct store *store, uint32_t month, const char *server);
MUST_CHECK int store_rs_score_next(struct store_cursor *cursor, struct stored_rs_score *out_score);
struct store_cursor *store_rs_findings(struct store *store, uint32_t month);
struct store_cursor *store_rs_findings_of(struct store *store, uint32_t month, const char *server);
MUST_CHECK int store_rs_finding_next(struct store_cursor *cursor,
				     struct stored_rs_finding *out_finding);
struct store_cursor *store_aspas(struct store *store, uint32_t month);
struct store_cursor *store_aspas_of(struct store *store, uint32_t month, asn_t customer);
MUST_CHECK int store_aspa_next(struct store_cursor *cursor, struct stored_aspa *out_aspa);
struct store_cursor *store_neighbours(struct store *store, uint32_t month);
struct store_cursor *store_neighbours_of(struct store *store, uint32_t month, asn_t asn);
MUST_CHECK int store_neighbour_next(struct store_cursor *cursor, struct neighbour *out_neighbour);
struct store_cursor *store_carried(struct store *store, uint32_t month);
struct store_cursor *store_carried_of(struct store *store, uint32_t month, asn_t carrier);
MUST_CHECK int store_carried_next(struct store_cursor *cursor, struct carried_route *out_carried);
/* The prefixes of an incident live as long as its texts. */
struct store_cursor *store_incidents(struct store *store, uint32_t month);
MUST_CHECK int store_incident_next(struct store_cursor *cursor,
				   struct stored_incident *out_incident);
struct store_cursor *store_charges(struct store *store, uint32_t month);
struct store_cursor *store_charges_of(struct store *store, uint32_t month, asn_t asn);
MUST_CHECK int store_charge_next(struct store_cursor *cursor, struct charge *out_charge);
struct store_cursor *store_spoof_tests(struct store *store, uint32_t month);
struct store_cursor *store_spoof_tests_of(struct store *store, uint32_t month, asn_t asn);
MUST_CHECK int store_spoof_test_next(struct store_cursor *cursor,
				     struct stored_spoof_test *out_test);
struct store_cursor *store_registrations(struct store *store, uint32_t month);
struct store_cursor *store_registrations_of(struct store *store, uint32_t month, asn_t asn);
MUST_CHECK int store_registration_next(struct store_cursor *cursor,
				       struct stored_registration *out_registration);
struct store_cursor *store_loose_vrps(struct store *store, uint32_t month);
struct store_cursor *store_loose_vrps_of(struct store *store, uint32_t month, asn_t asn);
MUST_CHECK int store_loose_vrp_next(struct store_cursor *cursor, struct loose_vrp *out_vrp);
struct store_cursor *store_networks(struct store *store, uint32_t month);
MUST_CHECK int store_network_next(struct store_cursor *cursor, struct network *out_network);
/* What is known of one AS; empty when nothing is. Texts live until the next call. */
MUST_CHECK int store_network_find(struct store *store, uint32_t month, asn_t asn,
				  struct network *out_network);
MUST_CHECK int store_incident_find(struct store *store, uint32_t month, uint32_t number,
				   struct stored_incident *out_incident);
MUST_CHECK int store_input_find(struct store *store, uint32_t month, uint32_t number,
				struct stored_input *out_input);
MUST_CHECK int store_peer_find(struct store *store, uint32_t month, uint32_t number,
			       struct stored_peer *out_peer);
void store_cursor_close(struct store_cursor *cursor);

#endif
