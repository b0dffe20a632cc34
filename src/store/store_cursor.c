#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/store_read.h"

struct store_cursor {
	struct store *store; /* borrowed */
	enum store_table table;
	bool whole; /* all rows of the month, not those of one key */
	uint32_t month;
	sqlite3_stmt *statement; /* owns; NULL after the end and after a failure */
	int err;
	uint64_t rows; /* seen so far */
	struct texts texts;
	struct block block; /* of the tables that hold blocks */
};

/*
 * Finding
 */

static int find_row(struct store *store, enum store_table table, uint32_t month, uint32_t number,
		    void *out_value)
{
	struct binding key;
	int err = read_by_key(store, table, month, &key);

	if (err < 0)
		return err;
	bind_u64(&key, number);
	store->texts.used = 0;
	struct row row = row_start(store, key.statement, &store->texts);
	int got = sqlite_step(store, key.statement);
	if (got == 0)
		got = ERR_NOT_FOUND;
	else if (got > 0)
		got = read_row(&row, table, out_value);
	(void)sqlite3_reset(key.statement);
	return got;
}

int store_input_find(struct store *store, uint32_t month, uint32_t number,
		     struct stored_input *out_input)
{
	return find_row(store, TABLE_INPUT, month, number, out_input);
}

int store_peer_find(struct store *store, uint32_t month, uint32_t number,
		    struct stored_peer *out_peer)
{
	return find_row(store, TABLE_PEER, month, number, out_peer);
}

int store_network_find(struct store *store, uint32_t month, asn_t asn, struct network *out_network)
{
	int err = find_row(store, TABLE_NETWORK, month, asn, out_network);

	if (err != ERR_NOT_FOUND)
		return err;
	*out_network = (struct network){ asn, "", "", "", "", "", SIZE_UNKNOWN, 0, 0, 0, 0 };
	return 0;
}

int store_incident_find(struct store *store, uint32_t month, uint32_t number,
			struct stored_incident *out_incident)
{
	int err = find_row(store, TABLE_INCIDENT, month, number, out_incident);

	if (err == 0)
		out_incident->incident.prefixes = out_incident->prefixes;
	return err;
}

/* The first month that `sql` yields for ?1: 1, 0 or an error. */
static int find_month(struct store *store, const char *sql, int64_t key,
		      struct stored_month *out_month)
{
	sqlite3_stmt *statement;
	int got = sqlite_prepare(store, sql, &statement);

	if (got < 0)
		return got;
	(void)sqlite3_bind_int64(statement, 1, key);
	got = sqlite_step(store, statement);
	if (got > 0) {
		struct row row = row_start(store, statement, NULL);
		int err = read_row(&row, TABLE_MONTH, out_month);
		got = err < 0 ? err : 1;
	}
	sqlite3_finalize(statement);
	return got;
}

int store_month_next(struct store *store, uint32_t *io_month, struct stored_month *out_month)
{
	int got = find_month(store, "SELECT * FROM month WHERE month > ?1 ORDER BY month LIMIT 1",
			     month_key(*io_month), out_month);
	if (got > 0)
		*io_month = out_month->month;
	return got;
}

int store_month_latest(struct store *store, struct stored_month *out_month)
{
	int got = find_month(store,
			     "SELECT * FROM month WHERE month > ?1 ORDER BY month DESC LIMIT 1", 0,
			     out_month);
	return got > 0 ? 0 : got < 0 ? got : ERR_NOT_FOUND;
}

int store_month_find(struct store *store, uint32_t month, struct stored_month *out_month)
{
	int got = find_month(store, "SELECT * FROM month WHERE month = ?1", month_key(month),
			     out_month);
	return got > 0 ? 0 : got < 0 ? got : ERR_NOT_FOUND;
}

/*
 * Cursors
 */

/* `whole`: of no key. Otherwise the caller binds it, if there is a statement. */
static struct store_cursor *cursor_prepare(struct store *store, enum store_table table,
					   uint32_t month, bool whole, struct binding *out_key)
{
	struct store_cursor *cursor = memory_alloc(1, sizeof(*cursor));
	char sql[STORE_SQL_MAX];

	*cursor = (struct store_cursor){
		.store = store, .table = table, .whole = whole, .month = month
	};
	store->cursors++;
	store_select_sql(table, !whole, sql);
	cursor->err = sqlite_prepare(store, sql, &cursor->statement);
	if (cursor->err < 0)
		return cursor;
	*out_key = binding_start(cursor->statement);
	bind_u64(out_key, (uint64_t)month_key(month));
	return cursor;
}

static struct store_cursor *cursor_open(struct store *store, enum store_table table, uint32_t month,
					const asn_t *key)
{
	struct binding row;
	struct store_cursor *cursor = cursor_prepare(store, table, month, key == NULL, &row);

	if (key != NULL && cursor->statement != NULL)
		bind_u64(&row, *key);
	return cursor;
}

/* `name` lives as long as the cursor. */
static struct store_cursor *cursor_open_name(struct store *store, enum store_table table,
					     uint32_t month, const char *name)
{
	struct binding row;
	struct store_cursor *cursor = cursor_prepare(store, table, month, false, &row);

	if (cursor->statement != NULL)
		bind_text(&row, name);
	return cursor;
}

/* Nothing more will come: lets go of the statement, and thereby of its hold on the file. */
static int cursor_end(struct store_cursor *cursor, int err)
{
	(void)sqlite3_finalize(cursor->statement);
	cursor->statement = NULL;
	return cursor->err = err;
}

void store_cursor_close(struct store_cursor *cursor)
{
	if (cursor == NULL)
		return;
	(void)cursor_end(cursor, 0);
	assert(cursor->store->cursors > 0);
	cursor->store->cursors--;
	texts_clear(&cursor->texts);
	free(cursor);
}

/* 1 and a row, 0, or an error; the last two for ever. */
static int cursor_step(struct store_cursor *cursor, enum store_table table, struct row *out_row)
{
	assert(cursor->table == table);
	if (cursor->statement == NULL)
		return cursor->err;
	int got = sqlite_step(cursor->store, cursor->statement);
	if (got < 0)
		return cursor_end(cursor, got);
	if (got == 0) {
		int err = sqlite_check_seal(cursor->store);
		if (err == 0 && cursor->whole)
			err = read_check_tally(cursor->store, cursor->table, cursor->month,
					       cursor->rows);
		return cursor_end(cursor, err);
	}
	cursor->rows++;
	cursor->texts.used = 0;
	*out_row = row_start(cursor->store, cursor->statement, &cursor->texts);
	return 1;
}

static int cursor_damaged(struct store_cursor *cursor)
{
	return cursor_end(cursor, read_damaged(cursor->store, cursor->table));
}

static int cursor_next(struct store_cursor *cursor, enum store_table table, void *out_value)
{
	struct row row;
	int got = cursor_step(cursor, table, &row);

	if (got <= 0)
		return got;
	int err = read_row(&row, table, out_value);
	return err < 0 ? cursor_end(cursor, err) : 1;
}

static int packed_next(struct store_cursor *cursor, enum store_table table,
		       struct stored_vrp *out_row)
{
	int got = block_next(&cursor->block, out_row);

	if (got == 0) {
		struct row row;
		got = cursor_step(cursor, table, &row);
		if (got <= 0)
			return got;
		if (!read_block(&row, &cursor->block))
			return cursor_damaged(cursor);
		got = block_next(&cursor->block, out_row);
	}
	return got > 0 ? 1 : cursor_damaged(cursor);
}

struct store_cursor *store_metrics(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_METRIC, month, NULL);
}

int store_metric_next(struct store_cursor *cursor, struct stored_metric *out_metric)
{
	return cursor_next(cursor, TABLE_METRIC, out_metric);
}

struct store_cursor *store_inputs(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_INPUT, month, NULL);
}

int store_input_next(struct store_cursor *cursor, struct stored_input *out_input)
{
	return cursor_next(cursor, TABLE_INPUT, out_input);
}

struct store_cursor *store_sources(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_SOURCE, month, NULL);
}

int store_source_next(struct store_cursor *cursor, struct stored_source *out_source)
{
	return cursor_next(cursor, TABLE_SOURCE, out_source);
}

struct store_cursor *store_peers(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_PEER, month, NULL);
}

int store_peer_next(struct store_cursor *cursor, struct stored_peer *out_peer)
{
	return cursor_next(cursor, TABLE_PEER, out_peer);
}

struct store_cursor *store_vrps(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_VRP_BLOCK, month, NULL);
}

int store_vrp_next(struct store_cursor *cursor, struct stored_vrp *out_vrp)
{
	return packed_next(cursor, TABLE_VRP_BLOCK, out_vrp);
}

struct store_cursor *store_route_objects(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_ROUTE_OBJECT_BLOCK, month, NULL);
}

int store_route_object_next(struct store_cursor *cursor, struct route_object *out_object)
{
	struct stored_vrp packed;
	int got = packed_next(cursor, TABLE_ROUTE_OBJECT_BLOCK, &packed);

	if (got <= 0)
		return got;
	return read_object(&packed, out_object) < 0 ? cursor_damaged(cursor) : 1;
}

struct store_cursor *store_routes(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_ROUTE, month, NULL);
}

struct store_cursor *store_routes_of(struct store *store, uint32_t month, asn_t origin)
{
	return cursor_open(store, TABLE_ROUTE, month, &origin);
}

int store_route_next(struct store_cursor *cursor, struct judged_route *out_route)
{
	return cursor_next(cursor, TABLE_ROUTE, out_route);
}

struct store_cursor *store_path_bogons(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_PATH_BOGON, month, NULL);
}

struct store_cursor *store_path_bogons_of(struct store *store, uint32_t month, asn_t announcer)
{
	return cursor_open(store, TABLE_PATH_BOGON, month, &announcer);
}

int store_path_bogon_next(struct store_cursor *cursor, struct path_bogon *out_bogon)
{
	return cursor_next(cursor, TABLE_PATH_BOGON, out_bogon);
}

struct store_cursor *store_scores(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_SCORE, month, NULL);
}

struct store_cursor *store_scores_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_SCORE, month, &asn);
}

int store_score_next(struct store_cursor *cursor, struct stored_score *out_score)
{
	return cursor_next(cursor, TABLE_SCORE, out_score);
}

struct store_cursor *store_rs_scores(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_ROUTE_SERVER, month, NULL);
}

struct store_cursor *store_rs_scores_of(struct store *store, uint32_t month, const char *server)
{
	return cursor_open_name(store, TABLE_ROUTE_SERVER, month, server);
}

int store_rs_score_next(struct store_cursor *cursor, struct stored_rs_score *out_score)
{
	return cursor_next(cursor, TABLE_ROUTE_SERVER, out_score);
}

struct store_cursor *store_rs_findings(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_RS_FINDING, month, NULL);
}

struct store_cursor *store_rs_findings_of(struct store *store, uint32_t month, const char *server)
{
	return cursor_open_name(store, TABLE_RS_FINDING, month, server);
}

int store_rs_finding_next(struct store_cursor *cursor, struct stored_rs_finding *out_finding)
{
	return cursor_next(cursor, TABLE_RS_FINDING, out_finding);
}

struct store_cursor *store_aspas(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_ASPA, month, NULL);
}

struct store_cursor *store_aspas_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_ASPA, month, &asn);
}

int store_aspa_next(struct store_cursor *cursor, struct stored_aspa *out_aspa)
{
	return cursor_next(cursor, TABLE_ASPA, out_aspa);
}

struct store_cursor *store_neighbours(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_NEIGHBOUR, month, NULL);
}

struct store_cursor *store_neighbours_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_NEIGHBOUR, month, &asn);
}

int store_neighbour_next(struct store_cursor *cursor, struct neighbour *out_neighbour)
{
	return cursor_next(cursor, TABLE_NEIGHBOUR, out_neighbour);
}

struct store_cursor *store_carried(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_CARRIED, month, NULL);
}

struct store_cursor *store_carried_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_CARRIED, month, &asn);
}

int store_carried_next(struct store_cursor *cursor, struct carried_route *out_carried)
{
	return cursor_next(cursor, TABLE_CARRIED, out_carried);
}

struct store_cursor *store_charges(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_CHARGE, month, NULL);
}

struct store_cursor *store_charges_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_CHARGE, month, &asn);
}

int store_charge_next(struct store_cursor *cursor, struct charge *out_charge)
{
	return cursor_next(cursor, TABLE_CHARGE, out_charge);
}

struct store_cursor *store_spoof_tests(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_SPOOF_TEST, month, NULL);
}

struct store_cursor *store_spoof_tests_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_SPOOF_TEST, month, &asn);
}

int store_spoof_test_next(struct store_cursor *cursor, struct stored_spoof_test *out_test)
{
	return cursor_next(cursor, TABLE_SPOOF_TEST, out_test);
}

struct store_cursor *store_registrations(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_REGISTRATION, month, NULL);
}

struct store_cursor *store_registrations_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_REGISTRATION, month, &asn);
}

int store_registration_next(struct store_cursor *cursor,
			    struct stored_registration *out_registration)
{
	return cursor_next(cursor, TABLE_REGISTRATION, out_registration);
}

struct store_cursor *store_loose_vrps(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_LOOSE_VRP, month, NULL);
}

struct store_cursor *store_loose_vrps_of(struct store *store, uint32_t month, asn_t asn)
{
	return cursor_open(store, TABLE_LOOSE_VRP, month, &asn);
}

int store_loose_vrp_next(struct store_cursor *cursor, struct loose_vrp *out_vrp)
{
	return cursor_next(cursor, TABLE_LOOSE_VRP, out_vrp);
}

struct store_cursor *store_networks(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_NETWORK, month, NULL);
}

int store_network_next(struct store_cursor *cursor, struct network *out_network)
{
	return cursor_next(cursor, TABLE_NETWORK, out_network);
}

struct store_cursor *store_incidents(struct store *store, uint32_t month)
{
	return cursor_open(store, TABLE_INCIDENT, month, NULL);
}

int store_incident_next(struct store_cursor *cursor, struct stored_incident *out_incident)
{
	int got = cursor_next(cursor, TABLE_INCIDENT, out_incident);

	if (got > 0)
		out_incident->incident.prefixes = out_incident->prefixes;
	return got;
}
