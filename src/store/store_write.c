#include <assert.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "store/sqlite.h"

/* Starts a row of the month that is being written. */
static struct binding put_start(struct store *store, enum store_table table)
{
	assert(store->writing);
	struct binding row = binding_start(store->inserts[table]);
	bind_u64(&row, (uint64_t)month_key(store->month));
	return row;
}

/* Once a row has failed, SQLite may have rolled the month back by itself, and what came after would
 * be stored outside of it. So the first failure stays until store_rollback(). */
static int put_finish(struct store *store, enum store_table table, const struct binding *row)
{
	assert(row->code != SQLITE_OK || row->at == store_tables[table].columns);
	if (store->failure < 0)
		return store->failure;
	if (row->code != SQLITE_OK)
		return store->failure = sqlite_fail(store, row->code);
	int got = sqlite_step(store, row->statement);
	(void)sqlite3_reset(row->statement); /* says again what the step said */
	if (got < 0)
		return store->failure = got;
	store->rows[table]++;
	return 0;
}

static void bind_sighting(struct binding *row, const struct sighting *first)
{
	bind_u64(row, first->time_us);
	bind_u64(row, first->offset);
	bind_u64(row, first->input);
	bind_u64(row, first->peer);
}

static int put_month(struct store *store, const struct stored_month *month)
{
	struct binding row = put_start(store, TABLE_MONTH);

	bind_u64(&row, month->first_time_us);
	bind_u64(&row, month->last_time_us);
	bind_u64(&row, month->judged_at_us);
	bind_u64(&row, month->routes);
	bind_u64(&row, month->vrps);
	bind_u64(&row, month->route_objects);
	bind_u64(&row, month->given);
	bind_real(&row, month->bands.aspiring);
	bind_real(&row, month->bands.ready);
	bind_u64(&row, month->peers_min);
	return put_finish(store, TABLE_MONTH, &row);
}

/* The rules as they are now, so that old scores stay explained when a rule changes. */
static int put_metric(struct store *store, const struct metric *metric)
{
	struct binding row = put_start(store, TABLE_METRIC);
	const char *const *count_name = metric->count_names;

	bind_text(&row, metric->id);
	bind_text(&row, metric->title);
	bind_text(&row, metric->rule);
	bind_text(&row, metric->source);
	bind_text(&row, metric->raw_unit);
	for (size_t i = 0; i < METRIC_COUNTS_MAX; i++)
		bind_text(&row, *count_name != NULL ? *count_name++ : NULL);
	return put_finish(store, TABLE_METRIC, &row);
}

static int prepare_inserts(struct store *store)
{
	char sql[STORE_SQL_MAX];
	int err = 0;

	for (enum store_table table = 0; err == 0 && table < TABLE_COUNT; table++) {
		if (store->inserts[table] != NULL)
			continue;
		store_insert_sql(table, sql);
		err = sqlite_prepare(store, sql, &store->inserts[table]);
	}
	return err;
}

static int delete_month(struct store *store, enum store_table table)
{
	sqlite3_stmt *statement;
	char sql[STORE_SQL_MAX];

	store_delete_sql(table, sql);
	int err = sqlite_prepare(store, sql, &statement);
	if (err < 0)
		return err;
	struct binding row = binding_start(statement);
	bind_u64(&row, (uint64_t)month_key(store->month));
	err = sqlite_step(store, statement);
	sqlite3_finalize(statement);
	return err;
}

int store_begin(struct store *store, const struct stored_month *month)
{
	assert(store->mode == STORE_WRITE && !store->writing);
	int err = sqlite_exec(store, "BEGIN IMMEDIATE");
	if (err < 0)
		return err;
	store->writing = true;
	store->failure = 0;
	store->month = month->month;
	memset(store->rows, 0, sizeof(store->rows));
	err = prepare_inserts(store);
	for (enum store_table table = 0; err == 0 && table < TABLE_COUNT; table++)
		err = delete_month(store, table);
	if (err < 0)
		return store->failure = err;
	err = put_month(store, month);
	for (size_t i = 0; err == 0 && metrics[i] != NULL; i++)
		err = put_metric(store, metrics[i]);
	for (size_t i = 0; err == 0 && i < RS_METRICS; i++)
		err = put_metric(store, &rs_metrics[i].is);
	return err;
}

static int put_input_count(struct store *store, uint32_t input, size_t number,
			   const struct stored_count *count)
{
	struct binding row = put_start(store, TABLE_INPUT_COUNT);

	bind_u64(&row, input);
	bind_u64(&row, number);
	bind_text(&row, count->name);
	bind_u64(&row, count->value);
	bind_text(&row, count->first_at);
	return put_finish(store, TABLE_INPUT_COUNT, &row);
}

int store_put_input(struct store *store, const struct stored_input *input)
{
	struct binding row = put_start(store, TABLE_INPUT);

	assert(input->count_count <= INPUT_COUNTS_MAX);
	bind_u64(&row, input->number);
	bind_text(&row, input->path);
	bind_text(&row, input->kind);
	bind_text(&row, input->compression);
	bind_text(&row, input->digest);
	bind_u64(&row, input->size_bytes);
	bind_u64(&row, input->unpacked_bytes);
	bind_u64(&row, input->date_us);
	bind_text(&row, input->collector);
	bind_text(&row, input->note);
	bind_u64(&row, input->count_count);
	int err = put_finish(store, TABLE_INPUT, &row);
	for (size_t i = 0; err == 0 && i < input->count_count; i++)
		err = put_input_count(store, input->number, i, &input->counts[i]);
	return err;
}

int store_put_source(struct store *store, const struct stored_source *source)
{
	struct binding row = put_start(store, TABLE_SOURCE);

	bind_u64(&row, source->number);
	bind_u64(&row, source->input);
	bind_text(&row, source->kind);
	bind_text(&row, source->name);
	return put_finish(store, TABLE_SOURCE, &row);
}

int store_put_peer(struct store *store, const struct stored_peer *peer)
{
	struct binding row = put_start(store, TABLE_PEER);
	char address[ADDRESS_TEXT_MAX];

	bind_u64(&row, peer->number);
	bind_text(&row, peer->collector);
	bind_text(&row, address_print(&peer->address, address));
	bind_u64(&row, peer->asn);
	return put_finish(store, TABLE_PEER, &row);
}

/* Puts the first rows in one block; how many is written to `out_taken`. */
static int put_block(struct store *store, enum store_table table, const struct stored_vrp *rows,
		     size_t count, size_t *out_taken)
{
	struct binding row = put_start(store, table);
	uint8_t bytes[BLOCK_SIZE_MAX];
	size_t size;
	size_t taken = block_write(rows, count, bytes, &size);

	bind_prefix(&row, &rows[0].vrp.prefix);
	bind_u64(&row, store->rows[table]);
	bind_u64(&row, taken);
	bind_blob(&row, bytes, size);
	*out_taken = taken;
	return put_finish(store, table, &row);
}

int store_put_vrps(struct store *store, const struct stored_vrp *vrps, size_t count)
{
	int err = 0;

	for (size_t done = 0, taken; err == 0 && done < count; done += taken)
		err = put_block(store, TABLE_VRP_BLOCK, vrps + done, count - done, &taken);
	return err;
}

int store_put_route_objects(struct store *store, const struct route_object *objects, size_t count)
{
	struct stored_vrp *rows = memory_alloc(BLOCK_ROWS_MAX, sizeof(*rows));
	int err = 0;

	for (size_t done = 0, taken; err == 0 && done < count; done += taken) {
		size_t some = count - done < BLOCK_ROWS_MAX ? count - done : BLOCK_ROWS_MAX;
		for (size_t i = 0; i < some; i++) {
			const struct route_object *object = &objects[done + i];
			rows[i].vrp =
				(struct vrp){ object->prefix, object->prefix.len, object->origin };
			rows[i].source = object->source;
		}
		err = put_block(store, TABLE_ROUTE_OBJECT_BLOCK, rows, some, &taken);
	}
	free(rows);
	return err;
}

int store_put_route(struct store *store, const struct judged_route *route)
{
	struct binding row = put_start(store, TABLE_ROUTE);

	bind_u64(&row, route->origin);
	bind_prefix(&row, &route->prefix);
	bind_u64(&row, route->peers);
	bind_u64(&row, route->peers_last);
	bind_u64(&row, route->collectors);
	bind_u64(&row, route->days);
	bind_u64(&row, route->rov);
	bind_u64(&row, route->irr);
	bind_u64(&row, route->bogon);
	bind_u64(&row, route->bogon_origin);
	bind_sighting(&row, &route->first);
	return put_finish(store, TABLE_ROUTE, &row);
}

int store_put_path_bogon(struct store *store, const struct path_bogon *bogon)
{
	struct binding row = put_start(store, TABLE_PATH_BOGON);
	char prefix[PREFIX_TEXT_MAX];

	bind_u64(&row, bogon->announcer);
	bind_u64(&row, bogon->bogon);
	bind_text(&row, prefix_print(&bogon->prefix, prefix));
	bind_u64(&row, bogon->days);
	bind_u64(&row, bogon->routes);
	bind_sighting(&row, &bogon->first);
	return put_finish(store, TABLE_PATH_BOGON, &row);
}

int store_put_aspa(struct store *store, const struct stored_aspa *aspa)
{
	struct binding row = put_start(store, TABLE_ASPA);

	bind_u64(&row, aspa->customer);
	bind_u64(&row, aspa->provider);
	bind_u64(&row, aspa->source);
	return put_finish(store, TABLE_ASPA, &row);
}

int store_put_neighbour(struct store *store, const struct neighbour *neighbour)
{
	struct binding row = put_start(store, TABLE_NEIGHBOUR);

	bind_u64(&row, neighbour->asn);
	bind_u64(&row, neighbour->neighbour);
	bind_u64(&row, neighbour->relation);
	bind_u64(&row, neighbour->is_attested);
	bind_u64(&row, neighbour->sent);
	bind_u64(&row, neighbour->carried);
	bind_u64(&row, neighbour->invalid);
	bind_u64(&row, neighbour->unregistered);
	bind_u64(&row, neighbour->bogons);
	bind_u64(&row, neighbour->offered);
	return put_finish(store, TABLE_NEIGHBOUR, &row);
}

int store_put_carried(struct store *store, const struct carried_route *carried)
{
	struct binding row = put_start(store, TABLE_CARRIED);

	bind_u64(&row, carried->carrier);
	bind_u64(&row, carried->neighbour);
	bind_prefix(&row, &carried->prefix);
	bind_u64(&row, carried->origin);
	bind_u64(&row, carried->faults);
	bind_u64(&row, carried->days);
	bind_sighting(&row, &carried->first);
	return put_finish(store, TABLE_CARRIED, &row);
}

static void bind_place(struct binding *row, const struct stored_place *place)
{
	bind_u64(row, place->input);
	bind_u64(row, place->line);
	bind_u64(row, place->offset);
}

int store_put_incident(struct store *store, const struct stored_incident *stored)
{
	struct binding row = put_start(store, TABLE_INCIDENT);
	const struct incident *incident = &stored->incident;
	char prefix[PREFIX_TEXT_MAX];
	struct buffer prefixes;

	assert(incident->prefix_count <= INCIDENT_PREFIXES_MAX);
	buffer_init(&prefixes);
	for (size_t i = 0; i < incident->prefix_count; i++)
		buffer_format(&prefixes, "%s%s", i > 0 ? " " : "",
			      prefix_print(&incident->prefixes[i], prefix));
	bind_u64(&row, stored->number);
	bind_piece(&row, incident->source);
	bind_piece(&row, incident->id);
	bind_u64(&row, incident->kind);
	bind_u64(&row, incident->start_us);
	bind_u64(&row, incident->end_us);
	bind_u64(&row, incident->confidence);
	bind_piece(&row, incident->says);
	bind_piece(&row, incident->url);
	bind_piece(&row, (struct text){ prefixes.bytes, prefixes.used });
	bind_u64(&row, incident->prefix_total);
	bind_place(&row, &stored->place);
	int err = put_finish(store, TABLE_INCIDENT, &row);
	buffer_clear(&prefixes);
	return err;
}

int store_put_charge(struct store *store, const struct charge *charge)
{
	struct binding row = put_start(store, TABLE_CHARGE);

	bind_u64(&row, charge->asn);
	bind_u64(&row, charge->incident);
	bind_u64(&row, charge->role);
	bind_u64(&row, charge->kind);
	bind_u64(&row, charge->start_us);
	bind_u64(&row, charge->end_us);
	return put_finish(store, TABLE_CHARGE, &row);
}

/* The number of this row among those of `asn`, which come one after another. */
static uint64_t number_of(struct store *store, enum store_table table, asn_t asn)
{
	struct run *run = &store->runs[table];

	if (store->rows[table] == 0 || run->asn != asn)
		*run = (struct run){ asn, 0 };
	return run->next++;
}

int store_put_spoof_test(struct store *store, const struct stored_spoof_test *stored)
{
	struct binding row = put_start(store, TABLE_SPOOF_TEST);
	const struct spoof_test *test = &stored->test;
	char client[PREFIX_TEXT_MAX];

	bind_u64(&row, test->asn);
	bind_u64(&row, number_of(store, TABLE_SPOOF_TEST, test->asn));
	bind_text(&row, prefix_print(&test->client, client));
	bind_u64(&row, test->time_us);
	bind_u64(&row, test->session);
	bind_u64(&row, test->is_nat);
	bind_u64(&row, test->routed);
	bind_u64(&row, test->private_space);
	bind_place(&row, &stored->place);
	return put_finish(store, TABLE_SPOOF_TEST, &row);
}

int store_put_registration(struct store *store, const struct stored_registration *stored)
{
	struct binding row = put_start(store, TABLE_REGISTRATION);
	const struct registration *registration = &stored->registration;

	bind_u64(&row, registration->asn);
	bind_u64(&row, number_of(store, TABLE_REGISTRATION, registration->asn));
	bind_u64(&row, registration->kind);
	bind_piece(&row, registration->source);
	bind_piece(&row, registration->value);
	bind_u64(&row, registration->count);
	bind_u64(&row, registration->date);
	bind_place(&row, &stored->place);
	return put_finish(store, TABLE_REGISTRATION, &row);
}

int store_put_loose_vrp(struct store *store, const struct loose_vrp *loose)
{
	struct binding row = put_start(store, TABLE_LOOSE_VRP);

	bind_u64(&row, loose->vrp.asn);
	bind_prefix(&row, &loose->vrp.prefix);
	bind_u64(&row, loose->vrp.max_length);
	bind_u64(&row, loose->announced);
	return put_finish(store, TABLE_LOOSE_VRP, &row);
}

int store_put_network(struct store *store, const struct network *network)
{
	struct binding row = put_start(store, TABLE_NETWORK);

	bind_u64(&row, network->asn);
	bind_text(&row, network->name);
	bind_text(&row, network->organisation);
	bind_text(&row, network->organisation_id);
	bind_text(&row, network->economy);
	bind_text(&row, network->registry);
	bind_u64(&row, network->size);
	bind_u64(&row, network->customers);
	bind_u64(&row, network->peers);
	bind_u64(&row, network->marks);
	bind_u64(&row, network->vrps);
	return put_finish(store, TABLE_NETWORK, &row);
}

static void bind_measure(struct binding *row, const struct measure *measure)
{
	assert(measure->measured == (measure->band != BAND_NOT_MEASURED));
	for (size_t i = 0; i < METRIC_COUNTS_MAX; i++)
		bind_u64(row, measure->counts[i]);
	bind_real(row, measure->raw);
	if (measure->measured)
		bind_real(row, measure->score);
	else
		bind_text(row, NULL);
	bind_u64(row, measure->band);
}

int store_put_score(struct store *store, const struct stored_score *score)
{
	struct binding row = put_start(store, TABLE_SCORE);

	bind_u64(&row, score->asn);
	bind_text(&row, score->metric->id);
	bind_measure(&row, &score->measure);
	bind_measure(&row, &score->now);
	return put_finish(store, TABLE_SCORE, &row);
}

int store_put_rs_score(struct store *store, const struct stored_rs_score *score)
{
	struct binding row = put_start(store, TABLE_ROUTE_SERVER);

	bind_text(&row, score->server);
	bind_text(&row, score->metric->is.id);
	bind_u64(&row, score->inputs);
	bind_u64(&row, score->peers);
	bind_u64(&row, score->members);
	bind_u64(&row, score->routes);
	bind_u64(&row, score->stopped);
	bind_u64(&row, score->findings);
	bind_measure(&row, &score->measure);
	return put_finish(store, TABLE_ROUTE_SERVER, &row);
}

int store_put_rs_finding(struct store *store, const struct stored_rs_finding *finding)
{
	struct binding row = put_start(store, TABLE_RS_FINDING);
	const struct rs_route *route = &finding->route;

	bind_text(&row, finding->server);
	bind_u64(&row, finding->number);
	bind_prefix(&row, &route->prefix);
	bind_u64(&row, route->origin);
	bind_u64(&row, route->member);
	bind_u64(&row, route->faults);
	bind_u64(&row, route->rov);
	bind_u64(&row, route->is_blackhole);
	bind_u64(&row, route->is_stopped);
	bind_text(&row, route->path);
	bind_u64(&row, route->time_us);
	bind_u64(&row, route->offset);
	bind_u64(&row, route->input);
	return put_finish(store, TABLE_RS_FINDING, &row);
}

static int put_tally(struct store *store, enum store_table table)
{
	struct binding row = put_start(store, TABLE_TALLY);

	bind_text(&row, store_tables[table].name);
	bind_u64(&row, store->rows[table]);
	return put_finish(store, TABLE_TALLY, &row);
}

int store_commit(struct store *store)
{
	int err = store->failure;

	for (enum store_table table = 0; err == 0 && table < TABLE_TALLY; table++)
		err = put_tally(store, table);
	if (err == 0)
		err = store->failure = sqlite_exec(store, "COMMIT");
	if (err == 0)
		store->writing = false;
	return err;
}

void store_rollback(struct store *store)
{
	/* Nothing can be done if this fails, and nothing need be: what was not committed is not
	 * there for the next one who opens the store. */
	if (store->writing && sqlite3_get_autocommit(store->db) == 0)
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	store->writing = false;
}
