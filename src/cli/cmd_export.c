/* decorum export: everything a store holds, as JSON lines, in one fixed order. */
#include "base/utc.h"
#include "cli/answer.h"

enum { OPTION_STORE, OPTION_MONTH, OPTION_JSONL };

/* Every line: {"type":..,"month":..,...}. Returns what the store said last. */
struct exporting {
	struct store *store;
	uint32_t month;
	char month_name[UTC_TEXT_MAX];
	struct buffer out;
};

static void line_begin(struct exporting *export, const char *type)
{
	buffer_char(&export->out, '{');
	json_string(&export->out, "type", type);
	json_string(&export->out, "month", export->month_name);
}

static bool line_end(struct exporting *export)
{
	buffer_string(&export->out, "}\n");
	return answer_piece(&export->out);
}

static void put_prefix(struct buffer *out, const struct prefix *prefix)
{
	char text[PREFIX_TEXT_MAX];
	json_string(out, "prefix", prefix_print(prefix, text));
}

static void put_sighting(struct buffer *out, const struct sighting *sighting)
{
	json_time(out, "first_seen", sighting->time_us);
	json_number(out, "input", sighting->input);
	json_number(out, "offset", sighting->offset);
	json_number(out, "peer", sighting->peer);
}

static int export_month(struct exporting *export, const struct stored_month *month)
{
	struct buffer *out = &export->out;

	export->month = month->month;
	(void)utc_month_print(month->month, export->month_name);
	line_begin(export, "month");
	json_time(out, "first_time", month->first_time_us);
	json_time(out, "last_time", month->last_time_us);
	json_time(out, "judged_at", month->judged_at_us);
	json_number(out, "routes", month->routes);
	json_number(out, "vrps", month->vrps);
	json_number(out, "route_objects", month->route_objects);
	json_number(out, "given", month->given);
	return line_end(export) ? 0 : ERR_IO;
}

static int export_inputs(struct exporting *export)
{
	struct store_cursor *cursor = store_inputs(export->store, export->month);
	struct stored_input input;
	struct buffer *out = &export->out;
	int got;

	while ((got = store_input_next(cursor, &input)) > 0) {
		line_begin(export, "input");
		json_number(out, "number", input.number);
		json_string(out, "path", input.path);
		json_string(out, "kind", input.kind);
		json_string(out, "compression", input.compression);
		json_string(out, "sha256", input.digest);
		json_number(out, "size_bytes", input.size_bytes);
		json_number(out, "unpacked_bytes", input.unpacked_bytes);
		json_time(out, "date", input.date_us);
		json_string(out, "collector", input.collector);
		json_string(out, "note", input.note);
		json_key(out, "counts");
		buffer_char(out, '{');
		for (size_t i = 0; i < input.count_count; i++)
			json_number(out, input.counts[i].name, input.counts[i].value);
		buffer_char(out, '}');
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_sources(struct exporting *export)
{
	struct store_cursor *cursor = store_sources(export->store, export->month);
	struct stored_source source;
	int got;

	while ((got = store_source_next(cursor, &source)) > 0) {
		line_begin(export, "source");
		json_number(&export->out, "number", source.number);
		json_number(&export->out, "input", source.input);
		json_string(&export->out, "kind", source.kind);
		json_string(&export->out, "name", source.name);
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_peers(struct exporting *export)
{
	struct store_cursor *cursor = store_peers(export->store, export->month);
	struct stored_peer peer;
	char address[ADDRESS_TEXT_MAX];
	int got;

	while ((got = store_peer_next(cursor, &peer)) > 0) {
		line_begin(export, "peer");
		json_number(&export->out, "number", peer.number);
		json_string(&export->out, "collector", peer.collector);
		json_string(&export->out, "address", address_print(&peer.address, address));
		json_number(&export->out, "asn", peer.asn);
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_vrps(struct exporting *export)
{
	struct store_cursor *cursor = store_vrps(export->store, export->month);
	struct stored_vrp vrp;
	int got;

	while ((got = store_vrp_next(cursor, &vrp)) > 0) {
		line_begin(export, "vrp");
		put_prefix(&export->out, &vrp.vrp.prefix);
		json_number(&export->out, "max_length", vrp.vrp.max_length);
		json_number(&export->out, "asn", vrp.vrp.asn);
		json_number(&export->out, "source", vrp.source);
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_route_objects(struct exporting *export)
{
	struct store_cursor *cursor = store_route_objects(export->store, export->month);
	struct route_object object;
	int got;

	while ((got = store_route_object_next(cursor, &object)) > 0) {
		line_begin(export, "route_object");
		put_prefix(&export->out, &object.prefix);
		json_number(&export->out, "origin", object.origin);
		json_number(&export->out, "source", object.source);
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_routes(struct exporting *export)
{
	struct store_cursor *cursor = store_routes(export->store, export->month);
	struct judged_route route;
	struct buffer *out = &export->out;
	int got;

	while ((got = store_route_next(cursor, &route)) > 0) {
		line_begin(export, "route");
		put_prefix(out, &route.prefix);
		json_number(out, "origin", route.origin);
		json_number(out, "peers", route.peers);
		json_number(out, "peers_last", route.peers_last);
		json_number(out, "collectors", route.collectors);
		json_number(out, "days", route.days);
		json_string(out, "rpki", rov_state_name(route.rov));
		json_string(out, "irr", irr_state_name(route.irr));
		json_string(out, "bogon", bogon_kind_name(route.bogon));
		json_string(out, "bogon_origin", bogon_kind_name(route.bogon_origin));
		put_sighting(out, &route.first);
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_path_bogons(struct exporting *export)
{
	struct store_cursor *cursor = store_path_bogons(export->store, export->month);
	struct path_bogon bogon;
	int got;

	while ((got = store_path_bogon_next(cursor, &bogon)) > 0) {
		line_begin(export, "path_bogon");
		json_number(&export->out, "announcer", bogon.announcer);
		json_number(&export->out, "bogon", bogon.bogon);
		put_prefix(&export->out, &bogon.prefix);
		json_number(&export->out, "routes", bogon.routes);
		json_number(&export->out, "days", bogon.days);
		put_sighting(&export->out, &bogon.first);
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_scores(struct exporting *export)
{
	struct store_cursor *cursor = store_scores(export->store, export->month);
	struct stored_score score;
	struct buffer *out = &export->out;
	int got;

	while ((got = store_score_next(cursor, &score)) > 0) {
		const struct measure *measure = &score.measure;
		line_begin(export, "score");
		json_number(out, "asn", score.asn);
		json_string(out, "metric", score.metric->id);
		for (size_t i = 0; score.metric->count_names[i] != NULL; i++)
			json_number(out, score.metric->count_names[i], measure->counts[i]);
		json_real(out, "raw", measure->raw, measure->measured);
		json_real(out, "score", measure->score, measure->measured);
		json_string(out, "band", band_name(measure->band));
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

static int export_networks(struct exporting *export)
{
	struct store_cursor *cursor = store_networks(export->store, export->month);
	struct network as;
	int got;

	while ((got = store_network_next(cursor, &as)) > 0) {
		line_begin(export, "network");
		json_number(&export->out, "asn", as.asn);
		json_string(&export->out, "name", as.name);
		json_string(&export->out, "organisation", as.organisation);
		json_string(&export->out, "economy", as.economy);
		if (!line_end(export))
			break;
	}
	store_cursor_close(cursor);
	return got > 0 ? ERR_IO : got;
}

/* Everything of one month, kind after kind. */
static int export_all(struct exporting *export, const struct stored_month *month)
{
	static int (*const kinds[])(struct exporting *) = {
		export_inputs,      export_sources,       export_peers,
		export_vrps,        export_route_objects, export_routes,
		export_path_bogons, export_scores,        export_networks,
	};
	int result = export_month(export, month);

	for (size_t i = 0; result == 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		result = kinds[i](export);
	return result;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct exporting export = { 0 };
	struct opened opened;
	struct stored_month month;
	uint32_t at = 0;
	int result = 0;

	if (args->word_count > 0) {
		complain(command, "takes no words, only options");
		return EXIT_USAGE;
	}
	if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &opened))
		return EXIT_WORLD;
	export.store = opened.store;
	buffer_init(&export.out);
	if (has(args, OPTION_MONTH))
		result = export_all(&export, &opened.month);
	while (!has(args, OPTION_MONTH) && result >= 0 &&
	       (result = store_month_next(opened.store, &at, &month)) > 0)
		result = export_all(&export, &month);
	enum exit_code code = EXIT_YES;
	if (result < 0 && result != ERR_IO)
		code = store_failed(command, opened.store);
	close_month(&opened);
	return answer(command, &export.out, code);
}

static const char DESCRIBES[] =
	"One JSON object a line, in one fixed order: the month, its inputs, sources, peers,\n"
	"VRPs, route objects, routes, bogon AS numbers in paths, scores and names. The same\n"
	"inputs give the same lines, byte for byte. docs/store-schema.md explains each.";

const struct command command_export = {
	.name = "export",
	.says = "print everything that a store holds, as JSON lines",
	.synopsis = "[--store FILE] [--month YYYY-MM] [--jsonl]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "one month only (default: all)" },
		[OPTION_JSONL] = { "jsonl", 'l', NULL, "as JSON lines, the only form so far" },
	},
	.examples = { { "decorum export | jq -c 'select(.type==\"score\")'", "all scores" } },
	.run = run,
};
