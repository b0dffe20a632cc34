#include "store/store_read.h"

#include <stdio.h>

int read_damaged(struct store *store, enum store_table table)
{
	char what[64];

	(void)snprintf(what, sizeof(what), "an impossible row of %s", store_tables[table].name);
	return store_damaged(store, what);
}

int read_by_key(struct store *store, enum store_table table, uint32_t month,
		struct binding *out_key)
{
	char sql[STORE_SQL_MAX];

	if (store->finds[table] == NULL) {
		store_select_sql(table, true, sql);
		int err = sqlite_prepare(store, sql, &store->finds[table]);
		if (err < 0)
			return err;
	}
	*out_key = binding_start(store->finds[table]);
	bind_u64(out_key, (uint64_t)month_key(month));
	return 0;
}

static void read_month(struct row *row, void *out_value)
{
	struct stored_month *month = out_value;

	month->month = row_month(row);
	month->first_time_us = row_u64(row);
	month->last_time_us = row_u64(row);
	month->judged_at_us = row_u64(row);
	month->routes = row_u64(row);
	month->vrps = row_u64(row);
	month->route_objects = row_u64(row);
	month->given = row_upto(row, GIVEN_ALL);
	month->bands.aspiring = row_real(row);
	month->bands.ready = row_real(row);
	month->peers_min = row_u32(row);
}

static void read_metric(struct row *row, void *out_value)
{
	struct stored_metric *metric = out_value;
	size_t count = 0;

	row_skip(row);
	metric->id = row_text(row);
	metric->title = row_text(row);
	metric->rule = row_text(row);
	metric->source = row_text(row);
	metric->raw_unit = row_text(row);
	memset(metric->count_names, 0, sizeof(metric->count_names));
	for (size_t i = 0; i < METRIC_COUNTS_MAX; i++) {
		const char *name = row_text_or_null(row);
		if (name != NULL)
			metric->count_names[count++] = name;
	}
}

static void read_count(struct row *row, struct stored_input *input)
{
	struct stored_count count;

	row_skip(row); /* month */
	row_skip(row); /* input */
	uint32_t number = row_u32(row);
	count.name = row_text(row);
	count.value = row_u64(row);
	count.first_at = row_text_or_null(row);
	if (number == input->count_count && number < INPUT_COUNTS_MAX)
		input->counts[input->count_count++] = count;
	else
		row->failed = true;
}

static void read_counts(struct row *row, uint32_t month, struct stored_input *input)
{
	struct store *store = row->store;
	struct binding key;

	if (row->failed || read_by_key(store, TABLE_INPUT_COUNT, month, &key) < 0) {
		row->failed = true;
		return;
	}
	bind_u64(&key, input->number);
	int got = 0;
	while (!row->failed && (got = sqlite_step(store, key.statement)) > 0) {
		struct row count = row_start(store, key.statement, row->texts);
		read_count(&count, input);
		row->failed = count.failed;
	}
	if (got < 0)
		row->failed = true;
	(void)sqlite3_reset(key.statement); /* says again what the step said */
}

static void read_input(struct row *row, void *out_value)
{
	struct stored_input *input = out_value;

	uint32_t month = row_month(row);
	input->number = row_u32(row);
	input->path = row_text(row);
	input->kind = row_text(row);
	input->compression = row_text(row);
	input->digest = row_text(row);
	input->size_bytes = row_u64(row);
	input->unpacked_bytes = row_u64(row);
	input->date_us = row_u64(row);
	input->collector = row_text(row);
	input->note = row_text(row);
	uint32_t counts = row_upto(row, INPUT_COUNTS_MAX);
	input->count_count = 0;
	read_counts(row, month, input);
	if (input->count_count != counts)
		row->failed = true;
}

static void read_source(struct row *row, void *out_value)
{
	struct stored_source *source = out_value;

	row_skip(row);
	source->number = row_u32(row);
	source->input = row_u32(row);
	source->kind = row_text(row);
	source->name = row_text(row);
}

static void read_peer(struct row *row, void *out_value)
{
	struct stored_peer *peer = out_value;

	row_skip(row);
	peer->number = row_u32(row);
	peer->collector = row_text(row);
	if (address_parse(text_of(row_text(row)), &peer->address) < 0)
		row->failed = true;
	peer->asn = row_u32(row);
}

static struct sighting read_sighting(struct row *row)
{
	struct sighting first;

	first.time_us = row_u64(row);
	first.offset = row_u64(row);
	first.input = row_u32(row);
	first.peer = row_u32(row);
	return first;
}

static void read_route(struct row *row, void *out_value)
{
	struct judged_route *route = out_value;

	row_skip(row);
	route->origin = row_u32(row);
	route->prefix = row_prefix(row);
	route->peers = row_u32(row);
	route->peers_last = row_u32(row);
	route->collectors = row_u32(row);
	route->days = row_u32(row);
	route->rov = row_upto(row, ROV_VALID);
	route->irr = row_upto(row, IRR_EXACT);
	route->bogon = row_upto(row, BOGON_FULL);
	route->bogon_origin = row_upto(row, BOGON_FULL);
	route->first = read_sighting(row);
}

static void read_path_bogon(struct row *row, void *out_value)
{
	struct path_bogon *bogon = out_value;

	row_skip(row);
	bogon->announcer = row_u32(row);
	bogon->bogon = row_u32(row);
	if (prefix_parse(text_of(row_text(row)), &bogon->prefix) < 0)
		row->failed = true;
	bogon->days = row_u32(row);
	bogon->routes = row_u32(row);
	bogon->first = read_sighting(row);
}

static void read_aspa(struct row *row, void *out_value)
{
	struct stored_aspa *aspa = out_value;

	row_skip(row);
	aspa->customer = row_u32(row);
	aspa->provider = row_u32(row);
	aspa->source = (uint16_t)row_upto(row, UINT16_MAX);
}

static void read_neighbour(struct row *row, void *out_value)
{
	struct neighbour *neighbour = out_value;

	row_skip(row);
	neighbour->asn = row_u32(row);
	neighbour->neighbour = row_u32(row);
	neighbour->relation = row_upto(row, AS_REL_SIBLING);
	neighbour->is_attested = row_upto(row, 1) == 1;
	neighbour->sent = row_u32(row);
	neighbour->carried = row_u32(row);
	/* Parts of what was carried: shares are computed of them. */
	neighbour->invalid = row_upto(row, neighbour->carried);
	neighbour->unregistered = row_upto(row, neighbour->carried);
	neighbour->bogons = row_upto(row, neighbour->carried);
	neighbour->offered = row_u32(row);
	if (neighbour->offered < neighbour->invalid)
		row->failed = true;
}

static void read_carried(struct row *row, void *out_value)
{
	struct carried_route *carried = out_value;

	row_skip(row);
	carried->carrier = row_u32(row);
	carried->neighbour = row_u32(row);
	carried->prefix = row_prefix(row);
	carried->origin = row_u32(row);
	carried->faults = row_upto(row, CARRIED_FAULTS_ALL);
	carried->days = row_u32(row);
	carried->first = read_sighting(row);
}

static struct stored_place read_place(struct row *row)
{
	struct stored_place place;

	place.input = row_u32(row);
	place.line = row_u64(row);
	place.offset = row_u64(row);
	return place;
}

static void read_prefixes(struct row *row, struct stored_incident *stored)
{
	struct text rest = text_of(row_text(row)), word;
	size_t count = 0;

	while (!row->failed && text_word(&rest, &word)) {
		if (count == INCIDENT_PREFIXES_MAX ||
		    prefix_parse(word, &stored->prefixes[count]) < 0)
			row->failed = true;
		else
			count++;
	}
	stored->incident.prefix_count = count;
}

static void read_incident(struct row *row, void *out_value)
{
	struct stored_incident *stored = out_value;
	struct incident *incident = &stored->incident;

	*stored = (struct stored_incident){ 0 };
	row_skip(row);
	stored->number = row_u32(row);
	incident->source = text_of(row_text(row));
	incident->id = text_of(row_text(row));
	incident->kind = row_upto(row, INCIDENT_KINDS - 1);
	incident->start_us = row_u64(row);
	incident->end_us = row_u64(row);
	incident->confidence = (uint8_t)row_upto(row, UINT8_MAX);
	incident->says = text_of(row_text(row));
	incident->url = text_of(row_text(row));
	read_prefixes(row, stored);
	incident->prefix_total = row_u64(row);
	stored->place = read_place(row);
}

static void read_charge(struct row *row, void *out_value)
{
	struct charge *charge = out_value;

	row_skip(row);
	charge->asn = row_u32(row);
	charge->incident = row_u32(row);
	charge->role = row_upto(row, INCIDENT_ROLES - 1);
	charge->kind = row_upto(row, INCIDENT_KINDS - 1);
	charge->start_us = row_u64(row);
	charge->end_us = row_u64(row);
}

static void read_spoof_test(struct row *row, void *out_value)
{
	struct stored_spoof_test *stored = out_value;
	struct spoof_test *test = &stored->test;

	row_skip(row);
	test->asn = row_u32(row);
	row_skip(row); /* number */
	if (prefix_parse(text_of(row_text(row)), &test->client) < 0)
		row->failed = true;
	test->time_us = row_u64(row);
	test->session = row_u64(row);
	test->is_nat = row_upto(row, 1) == 1;
	test->routed = row_upto(row, SPOOF_OUTCOMES - 1);
	test->private_space = row_upto(row, SPOOF_OUTCOMES - 1);
	stored->place = read_place(row);
}

static void read_registration(struct row *row, void *out_value)
{
	struct stored_registration *stored = out_value;
	struct registration *registration = &stored->registration;

	row_skip(row);
	registration->asn = row_u32(row);
	row_skip(row); /* number */
	registration->kind = row_upto(row, REGISTRATION_KINDS - 1);
	registration->source = text_of(row_text(row));
	registration->value = text_of(row_text(row));
	registration->count = row_u32(row);
	registration->date = row_u32(row);
	stored->place = read_place(row);
}

static void read_loose_vrp(struct row *row, void *out_value)
{
	struct loose_vrp *loose = out_value;

	row_skip(row);
	loose->vrp.asn = row_u32(row);
	loose->vrp.prefix = row_prefix(row);
	loose->vrp.max_length = (uint8_t)row_upto(row, UINT8_MAX);
	loose->announced = row_u64(row);
}

static void read_network(struct row *row, void *out_value)
{
	struct network *network = out_value;

	row_skip(row);
	network->asn = row_u32(row);
	network->name = row_text(row);
	network->organisation = row_text(row);
	network->organisation_id = row_text(row);
	network->economy = row_text(row);
	network->registry = row_text(row);
	network->size = row_upto(row, NETWORK_SIZES - 1);
	network->customers = row_u32(row);
	network->peers = row_u32(row);
	network->marks = row_upto(row, MARKS_ALL);
	network->vrps = row_u32(row);
}

static void read_measure(struct row *row, struct measure *measure)
{
	for (size_t i = 0; i < METRIC_COUNTS_MAX; i++)
		measure->counts[i] = row_u64(row);
	measure->raw = row_real(row);
	measure->measured = !row_is_null(row);
	measure->score = measure->measured ? row_real(row) : (row_skip(row), 0.0);
	measure->band = row_upto(row, BAND_READY);
	if (measure->measured != (measure->band != BAND_NOT_MEASURED))
		row->failed = true;
}

static void read_score(struct row *row, void *out_value)
{
	struct stored_score *score = out_value;

	row_skip(row);
	score->asn = row_u32(row);
	score->metric = metric_find(text_of(row_text(row)));
	read_measure(row, &score->measure);
	read_measure(row, &score->now);
	if (score->metric == NULL)
		row->failed = true;
}

static void read_rs_score(struct row *row, void *out_value)
{
	struct stored_rs_score *score = out_value;

	row_skip(row);
	score->server = row_text(row);
	score->metric = rs_metric_find(text_of(row_text(row)));
	score->inputs = row_u64(row);
	score->peers = row_u64(row);
	score->members = row_u64(row);
	score->routes = row_u64(row);
	score->stopped = row_u64(row);
	score->findings = row_u64(row);
	read_measure(row, &score->measure);
	if (score->metric == NULL)
		row->failed = true;
}

static void read_rs_finding(struct row *row, void *out_value)
{
	struct stored_rs_finding *finding = out_value;
	struct rs_route *route = &finding->route;

	row_skip(row);
	finding->server = row_text(row);
	finding->number = row_u32(row);
	route->prefix = row_prefix(row);
	route->origin = row_u32(row);
	route->member = row_u32(row);
	route->faults = row_upto(row, RS_FAULTS_ALL);
	route->rov = row_upto(row, ROV_VALID);
	route->is_blackhole = row_upto(row, 1) == 1;
	route->is_stopped = row_upto(row, 1) == 1;
	route->path = row_text(row);
	route->time_us = row_u64(row);
	route->offset = row_u64(row);
	route->input = row_u32(row);
}

/* How a row of each table that holds one value a row is read. */
static const struct reading {
	void (*read)(struct row *row, void *out_value);
	size_t size;
} readings[TABLE_COUNT] = {
	[TABLE_MONTH] = { read_month, sizeof(struct stored_month) },
	[TABLE_METRIC] = { read_metric, sizeof(struct stored_metric) },
	[TABLE_INPUT] = { read_input, sizeof(struct stored_input) },
	[TABLE_SOURCE] = { read_source, sizeof(struct stored_source) },
	[TABLE_PEER] = { read_peer, sizeof(struct stored_peer) },
	[TABLE_ROUTE] = { read_route, sizeof(struct judged_route) },
	[TABLE_PATH_BOGON] = { read_path_bogon, sizeof(struct path_bogon) },
	[TABLE_ASPA] = { read_aspa, sizeof(struct stored_aspa) },
	[TABLE_NEIGHBOUR] = { read_neighbour, sizeof(struct neighbour) },
	[TABLE_CARRIED] = { read_carried, sizeof(struct carried_route) },
	[TABLE_INCIDENT] = { read_incident, sizeof(struct stored_incident) },
	[TABLE_CHARGE] = { read_charge, sizeof(struct charge) },
	[TABLE_SPOOF_TEST] = { read_spoof_test, sizeof(struct stored_spoof_test) },
	[TABLE_REGISTRATION] = { read_registration, sizeof(struct stored_registration) },
	[TABLE_LOOSE_VRP] = { read_loose_vrp, sizeof(struct loose_vrp) },
	[TABLE_NETWORK] = { read_network, sizeof(struct network) },
	[TABLE_SCORE] = { read_score, sizeof(struct stored_score) },
	[TABLE_ROUTE_SERVER] = { read_rs_score, sizeof(struct stored_rs_score) },
	[TABLE_RS_FINDING] = { read_rs_finding, sizeof(struct stored_rs_finding) },
};

/* Room for any of them, so that the caller's value changes only when all of the row is good. */
union value {
	struct stored_month month;
	struct stored_metric metric;
	struct stored_input input;
	struct stored_source source;
	struct stored_peer peer;
	struct judged_route route;
	struct path_bogon bogon;
	struct stored_aspa aspa;
	struct neighbour neighbour;
	struct carried_route carried;
	struct stored_incident incident;
	struct charge charge;
	struct stored_spoof_test test;
	struct stored_registration registration;
	struct loose_vrp loose;
	struct network network;
	struct stored_score score;
	struct stored_rs_score rs_score;
	struct stored_rs_finding rs_finding;
};

int read_row(struct row *row, enum store_table table, void *out_value)
{
	union value value;

	readings[table].read(row, &value);
	if (row->failed)
		return read_damaged(row->store, table);
	memcpy(out_value, &value, readings[table].size);
	return 0;
}

int read_check_tally(struct store *store, enum store_table table, uint32_t month, uint64_t rows)
{
	struct binding key;
	uint64_t tally = 0;

	if (store->mode != STORE_READ)
		return 0;
	int got = read_by_key(store, TABLE_TALLY, month, &key);
	if (got < 0)
		return got;
	bind_text(&key, store_tables[table].name);
	got = sqlite_step(store, key.statement);
	if (got > 0) {
		struct row row = row_start(store, key.statement, NULL);
		row_skip(&row); /* month */
		row_skip(&row); /* name */
		tally = row_u64(&row);
	}
	(void)sqlite3_reset(key.statement);
	if (got < 0)
		return got;
	return tally == rows ? 0 : read_damaged(store, table);
}

bool read_block(struct row *row, struct block *block)
{
	struct stored_vrp first;

	row_skip(row); /* month */
	struct prefix key = row_prefix(row);
	row_skip(row); /* number */
	uint32_t rows = row_upto(row, BLOCK_ROWS_MAX);
	if (block_open(block, row_blob(row)) != (int)rows || row->failed)
		return false;
	struct block ahead = *block;
	return block_next(&ahead, &first) > 0 && prefix_equal(&first.vrp.prefix, &key);
}

int read_object(const struct stored_vrp *packed, struct route_object *out_object)
{
	if (packed->vrp.max_length != packed->vrp.prefix.len)
		return ERR_MALFORMED;
	*out_object =
		(struct route_object){ packed->vrp.prefix, packed->vrp.asn, packed->source, 0 };
	return 0;
}
