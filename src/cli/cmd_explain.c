/* decorum explain: opens a score: its arithmetic, and every route and record that it rests on. */
#include "base/utc.h"
#include "cli/answer.h"
#include "flow/authority.h"

enum { OPTION_STORE, OPTION_MONTH, OPTION_JSON };

enum { INDENT = 10, WIDTH = 100 }; /* of the rule and its source */

struct explaining {
	const struct command *command;
	struct opened opened;
	struct authority authority;
	asn_t asn;
	const struct metric *metric;
	struct stored_score score;
	bool json;
	bool first; /* no evidence has been put out yet */
	struct buffer out;
};

static bool failed(struct explaining *about)
{
	(void)store_failed(about->command, about->opened.store);
	return false;
}

/* Who saw it, and when. */
static bool put_peer(struct explaining *about, const struct sighting *sighting)
{
	struct buffer *out = &about->out;
	struct stored_peer peer;
	char address[ADDRESS_TEXT_MAX], at[UTC_TEXT_MAX];

	if (store_peer_find(about->opened.store, about->opened.month.month, sighting->peer, &peer) <
	    0)
		return failed(about);
	if (about->json) {
		json_string(out, "collector", peer.collector);
		json_string(out, "peer", address_print(&peer.address, address));
		json_number(out, "peer_asn", peer.asn);
		json_time(out, "time", sighting->time_us);
		return true;
	}
	buffer_format(out, "      seen   %s at collector ", utc_print(sighting->time_us, at));
	buffer_printable(out, text_of(peer.collector));
	buffer_format(out, " from %s AS%u\n", address_print(&peer.address, address), peer.asn);
	return true;
}

/* The bytes that a person can go and look at. */
static bool put_place(struct explaining *about, const struct sighting *sighting)
{
	struct buffer *out = &about->out;
	struct stored_input input;

	if (store_input_find(about->opened.store, about->opened.month.month, sighting->input,
			     &input) < 0)
		return failed(about);
	if (about->json) {
		json_string(out, "file", input.path);
		json_string(out, "sha256", input.digest);
		json_number(out, "offset", sighting->offset);
		return true;
	}
	buffer_string(out, "             in ");
	buffer_printable(out, text_of(input.path));
	buffer_format(out, ", byte %llu\n", (unsigned long long)sighting->offset);
	return true;
}

static bool put_sighting(struct explaining *about, const struct sighting *sighting)
{
	if (about->json) {
		json_key(&about->out, "record");
		buffer_char(&about->out, '{');
	}
	bool done = put_peer(about, sighting) && put_place(about, sighting);
	if (about->json)
		buffer_char(&about->out, '}');
	return done;
}

static void put_vrps(struct explaining *about, const struct judged_route *route)
{
	struct buffer *out = &about->out;
	struct vrp vrp;
	char prefix[PREFIX_TEXT_MAX];
	bool first = true;

	if (about->json) {
		json_key(out, "vrps");
		buffer_char(out, '[');
	}
	for (struct rov_walk walk = rov_covering(about->authority.rov, &route->prefix);
	     rov_walk_next(&walk, &vrp);) {
		const struct stored_source *signer = authority_signer(&about->authority, &vrp);
		if (!about->json) {
			buffer_format(out, "      VRP    %s max %u AS%u, trust anchor ",
				      prefix_print(&vrp.prefix, prefix), vrp.max_length, vrp.asn);
			buffer_printable(out,
					 text_of(signer->name[0] != '\0' ? signer->name : "-"));
			buffer_char(out, '\n');
			continue;
		}
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "prefix", prefix_print(&vrp.prefix, prefix));
		json_number(out, "max_length", vrp.max_length);
		json_number(out, "asn", vrp.asn);
		json_string(out, "trust_anchor", signer->name);
		buffer_char(out, '}');
	}
	if (about->json)
		buffer_char(out, ']');
}

static void put_objects(struct explaining *about, const struct judged_route *route)
{
	struct buffer *out = &about->out;
	struct route_object object;
	char prefix[PREFIX_TEXT_MAX];
	bool first = true;

	if (about->json) {
		json_key(out, "route_objects");
		buffer_char(out, '[');
	}
	for (struct irr_walk walk = irr_covering(about->authority.irr, &route->prefix);
	     irr_walk_next(&walk, &object);) {
		const char *source = authority_source(&about->authority, object.source)->name;
		if (!about->json) {
			buffer_format(out, "      route  %s AS%u, registry ",
				      prefix_print(&object.prefix, prefix), object.origin);
			buffer_printable(out, text_of(source[0] != '\0' ? source : "-"));
			buffer_char(out, '\n');
			continue;
		}
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "prefix", prefix_print(&object.prefix, prefix));
		json_number(out, "origin", object.origin);
		json_string(out, "source", source);
		buffer_char(out, '}');
	}
	if (about->json)
		buffer_char(out, ']');
}

/* The state that this metric counts the route by. */
static const char *state_of(const struct explaining *about, const struct judged_route *route)
{
	if (about->metric == &metric_m7rpki)
		return rov_state_name(route->rov);
	if (about->metric == &metric_m7irr)
		return irr_state_name(route->irr);
	return bogon_kind_name(route->bogon);
}

/* ", since 2010-01", and for a registry's word the day of its statistics, as far as they are known.
 */
static void put_since(struct buffer *out, const struct bogon_verdict *verdict)
{
	char day[UTC_TEXT_MAX];

	if (verdict->as_of != 0)
		buffer_format(out, " of %s", utc_day_print(verdict->as_of, day));
	if (verdict->since != 0)
		buffer_format(out, ", since %s", utc_day_print(verdict->since, day));
}

static void put_json_since(struct buffer *out, const struct bogon_verdict *verdict)
{
	char day[UTC_TEXT_MAX];

	if (verdict->as_of != 0)
		json_string(out, "as_of", utc_day_print(verdict->as_of, day));
	if (verdict->since != 0)
		json_string(out, "since", utc_day_print(verdict->since, day));
}

static void put_days(struct buffer *out, uint32_t days)
{
	bool first = true;

	for (unsigned day = 0; day < 31; day++) {
		if ((days >> day & 1) == 0)
			continue;
		buffer_format(out, first ? "%u" : ",%u", day + 1);
		first = false;
	}
}

static bool put_route(struct explaining *about, const struct judged_route *route)
{
	struct buffer *out = &about->out;
	char prefix[PREFIX_TEXT_MAX];
	struct bogon_verdict bogon = bogon_check_prefix(about->authority.bogons, &route->prefix);
	bool is_bogon = route->bogon != BOGON_NO && about->metric == &metric_m3;

	if (about->json) {
		json_item(out, &about->first);
		buffer_char(out, '{');
		json_string(out, "prefix", prefix_print(&route->prefix, prefix));
		json_string(out, "state", state_of(about, route));
		json_number(out, "peers", route->peers);
		json_number(out, "peers_last", route->peers_last);
		json_number(out, "collectors", route->collectors);
	} else {
		buffer_format(out, "  %-22s %s; seen by ", prefix_print(&route->prefix, prefix),
			      state_of(about, route));
		buffer_number_of(out, route->peers, "peer");
		buffer_format(out, " (%u at the end) at ", route->peers_last);
		buffer_number_of(out, route->collectors, "collector");
		buffer_char(out, '\n');
	}
	if (is_bogon && about->json) {
		json_string(out, "reason", bogon.name != NULL ? bogon.name : "held by a registry");
		json_string(out, "reference", bogon.name != NULL ? bogon.reference : "");
		put_json_since(out, &bogon);
	} else if (is_bogon) {
		buffer_format(out, "      bogon  %s, %s",
			      bogon.name != NULL ? bogon.name : "space that a registry holds back",
			      bogon.name != NULL ? bogon.reference : "registry statistics");
		put_since(out, &bogon);
		buffer_string(out, "; on days ");
		put_days(out, route->days);
		buffer_char(out, '\n');
	}
	if (about->metric == &metric_m7rpki)
		put_vrps(about, route);
	if (about->metric == &metric_m7irr)
		put_objects(about, route);
	bool done = put_sighting(about, &route->first);
	if (about->json)
		buffer_char(out, '}');
	return done && answer_piece(out);
}

/* M3 and M4 rest on what is wrong; M7 on every route. */
static bool counts(const struct explaining *about, const struct judged_route *route)
{
	return about->metric == &metric_m7rpki || about->metric == &metric_m7irr ||
	       (about->metric == &metric_m3 && route->bogon != BOGON_NO);
}

static bool put_routes(struct explaining *about)
{
	struct judged_route route;
	int got = 0;
	bool done = true;
	struct store_cursor *cursor =
		store_routes_of(about->opened.store, about->opened.month.month, about->asn);

	while (done && (got = store_route_next(cursor, &route)) > 0)
		if (counts(about, &route))
			done = put_route(about, &route);
	store_cursor_close(cursor);
	return got < 0 ? failed(about) : done;
}

static bool put_bogon(struct explaining *about, const struct path_bogon *bogon)
{
	struct buffer *out = &about->out;
	struct bogon_verdict why = bogon_check_asn(about->authority.bogons, bogon->bogon);
	char prefix[PREFIX_TEXT_MAX];

	if (about->json) {
		json_item(out, &about->first);
		buffer_char(out, '{');
		json_number(out, "bogon", bogon->bogon);
		json_string(out, "reason", why.name != NULL ? why.name : "");
		json_string(out, "reference", why.name != NULL ? why.reference : "");
		put_json_since(out, &why);
		json_number(out, "routes", bogon->routes);
		json_string(out, "prefix", prefix_print(&bogon->prefix, prefix));
	} else {
		buffer_format(out, "  AS%u  %s, %s", bogon->bogon,
			      why.name != NULL ? why.name : "bogon",
			      why.name != NULL ? why.reference : "-");
		put_since(out, &why);
		buffer_format(out, "; behind AS%u in ", bogon->announcer);
		buffer_number_of(out, bogon->routes, "route");
		buffer_format(out, ", first %s; on days ", prefix_print(&bogon->prefix, prefix));
		put_days(out, bogon->days);
		buffer_char(out, '\n');
	}
	bool done = put_sighting(about, &bogon->first);
	if (about->json)
		buffer_char(out, '}');
	return done && answer_piece(out);
}

static bool put_bogons(struct explaining *about)
{
	struct path_bogon bogon;
	int got = 0;
	bool done = true;
	struct store_cursor *cursor =
		store_path_bogons_of(about->opened.store, about->opened.month.month, about->asn);

	while (done && (got = store_path_bogon_next(cursor, &bogon)) > 0)
		done = put_bogon(about, &bogon);
	store_cursor_close(cursor);
	return got < 0 ? failed(about) : done;
}

static void put_arithmetic(struct explaining *about)
{
	struct buffer *out = &about->out;
	const struct metric *metric = about->metric;
	const struct measure *measure = &about->score.measure;
	char month[UTC_TEXT_MAX];

	buffer_format(out, "AS%u, %s: %s, month %s\n\n", about->asn, metric->id, metric->title,
		      utc_month_print(about->opened.month.month, month));
	for (size_t i = 0; metric->count_names[i] != NULL; i++) {
		buffer_format(out, "  %-16s ", metric->count_names[i]);
		buffer_thousands(out, measure->counts[i]);
		buffer_char(out, '\n');
	}
	buffer_format(out, "  %-16s ", "score");
	if (measure->measured) {
		metric->arithmetic(measure, out);
		buffer_format(out, "\n  %-16s %.1f %%, %s\n", "", 100 * measure->score,
			      band_name(measure->band));
	} else {
		buffer_string(out, "not measured\n");
	}
	buffer_string(out, "\n  rule    ");
	put_wrapped(out, text_of(metric->rule), INDENT, WIDTH);
	buffer_string(out, "  source  ");
	put_wrapped(out, text_of(metric->source), INDENT, WIDTH);
	buffer_char(out, '\n');
}

static void put_json_arithmetic(struct explaining *about)
{
	struct buffer *out = &about->out;
	const struct metric *metric = about->metric;
	const struct measure *measure = &about->score.measure;
	char month[UTC_TEXT_MAX];

	buffer_char(out, '{');
	json_number(out, "asn", about->asn);
	json_string(out, "month", utc_month_print(about->opened.month.month, month));
	json_string(out, "metric", metric->id);
	json_string(out, "title", metric->title);
	json_string(out, "rule", metric->rule);
	json_string(out, "source", metric->source);
	for (size_t i = 0; metric->count_names[i] != NULL; i++)
		json_number(out, metric->count_names[i], measure->counts[i]);
	if (measure->measured) {
		struct buffer arithmetic;
		buffer_init(&arithmetic);
		metric->arithmetic(measure, &arithmetic);
		json_key(out, "arithmetic");
		buffer_json_string(out, (struct text){ arithmetic.bytes, arithmetic.used });
		buffer_clear(&arithmetic);
	}
	json_real(out, "raw", measure->raw, measure->measured);
	json_real(out, "score", measure->score, measure->measured);
	json_string(out, "band", band_name(measure->band));
	json_key(out, "evidence");
	buffer_char(out, '[');
}

static bool find_score(struct explaining *about)
{
	struct stored_score score;
	int got;
	struct store_cursor *cursor =
		store_scores_of(about->opened.store, about->opened.month.month, about->asn);

	about->score = (struct stored_score){ .asn = about->asn, .metric = about->metric };
	while ((got = store_score_next(cursor, &score)) > 0)
		if (score.metric == about->metric)
			about->score = score;
	store_cursor_close(cursor);
	return got < 0 ? failed(about) : true;
}

static bool explain(struct explaining *about)
{
	if (!find_score(about))
		return false;
	if (about->json)
		put_json_arithmetic(about);
	else
		put_arithmetic(about);
	bool done = about->metric == &metric_m4 ? put_bogons(about) : put_routes(about);
	if (about->json)
		buffer_string(&about->out, "]}\n");
	return done;
}

static bool read_words(const struct command *command, const struct arguments *args,
		       struct explaining *about)
{
	if (args->word_count != 2) {
		complain(command, "name a network and a metric: decorum explain AS64500 M7RPKI");
		return false;
	}
	if (!asn_of_word(command, args->words[0], &about->asn))
		return false;
	about->metric = metric_of_word(command, args->words[1]);
	return about->metric != NULL;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct explaining about = { .command = command,
				    .json = has(args, OPTION_JSON),
				    .first = true };

	if (!read_words(command, args, &about))
		return EXIT_USAGE;
	if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &about.opened))
		return EXIT_WORLD;
	if (authority_from_store(about.opened.store, about.opened.month.month, &about.authority) <
	    0) {
		enum exit_code code = store_failed(command, about.opened.store);
		close_month(&about.opened);
		return code;
	}
	buffer_init(&about.out);
	enum exit_code code = explain(&about) ? EXIT_YES : EXIT_WORLD;
	authority_clear(&about.authority);
	close_month(&about.opened);
	return answer(command, &about.out, code);
}

static const char DESCRIBES[] =
	"Prints the counts, the rule and its source, then every route behind the score: its\n"
	"state, the VRPs or route objects that cover it, how many peers and collectors saw\n"
	"it, and the very record in which it was seen first: file, byte offset in the\n"
	"unpacked stream, collector, peer, time.";

const struct command command_explain = {
	.name = "explain",
	.says = "open a score: its arithmetic, rule, and every record that it rests on",
	.synopsis = "AS METRIC [--store FILE] [--month YYYY-MM] [--json]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
	},
	.examples = { { "decorum explain AS3333 M7RPKI", "why is the RPKI score what it is?" } },
	.run = run,
};
