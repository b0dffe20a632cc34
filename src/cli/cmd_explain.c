/* decorum explain: opens a score: its arithmetic, and every record that it rests on. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/utc.h"
#include "cli/explain.h"
#include "cli/explain_route_server.h"

enum { OPTION_STORE, OPTION_MONTH, OPTION_ROUTE_SERVER, OPTION_LIMIT, OPTION_JSON };

enum { INDENT = 10, WIDTH = 100 }; /* of the rule and its source */
enum { COLUMN_SCORE = 11, COLUMN_BAND = 20, COLUMN_ARITHMETIC = 30 };
enum { LIMIT_DEFAULT = 50 };

void explain_add(struct explaining *about, size_t at, unsigned rank)
{
	about->items = memory_grow(about->items, &about->item_room, about->item_count + 1,
				   sizeof(*about->items));
	about->items[about->item_count++] = (struct explain_item){ at, rank };
}

static int by_rank(const void *a, const void *b)
{
	const struct explain_item *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* What is known of these items' prefixes and of the network itself. */
static bool load_authority(struct explaining *about, size_t item_count)
{
	struct prefix *prefixes = memory_alloc(item_count, sizeof(*prefixes));
	const struct authority_reach reach = { prefixes, item_count, &about->asn, 1 };
	struct authority authority;

	for (size_t i = 0; i < item_count; i++)
		prefixes[i] = *about->list->prefix_of(about, about->items[i].at);
	int result = authority_from_store_near(about->opened.store, about->opened.month.month,
					       &reach, &authority);
	free(prefixes);
	if (result < 0)
		return explain_failed(about);
	authority_clear(&about->authority);
	about->authority = authority;
	return true;
}

static bool put_items(struct explaining *about, size_t count)
{
	struct buffer *out = &about->out;
	bool done = true;

	about->first = true;
	for (size_t i = 0; done && i < count; i++) {
		if (about->json) {
			json_item(out, &about->first);
			buffer_char(out, '{');
		}
		done = about->list->put(about, about->items[i].at);
		if (about->json)
			buffer_char(out, '}');
		done = done && answer_piece(out);
	}
	return done;
}

static bool put_list(struct explaining *about, const struct explain_list *list)
{
	struct buffer *out = &about->out;

	about->list = list;
	about->item_count = 0;
	if (!list->find(about))
		return false;
	sort_items(about->items, about->item_count, sizeof(*about->items), by_rank);
	bool all = about->json || about->limit == 0 || about->item_count <= about->limit;
	size_t shown = all ? about->item_count : (size_t)about->limit;
	if (shown > 0 && list->prefix_of != NULL && !load_authority(about, shown))
		return false;
	if (about->json) {
		json_key(out, list->key);
		buffer_char(out, '[');
	} else if (shown > 0) {
		buffer_format(out, "\n%s%s%s", list->title != NULL ? "  " : "",
			      list->title != NULL ? list->title : "",
			      list->title != NULL ? ":\n" : "");
	}
	if (!put_items(about, shown))
		return false;
	if (about->json)
		buffer_char(out, ']');
	if (shown < about->item_count) {
		buffer_string(out, "  and ");
		buffer_thousands(out, about->item_count - shown);
		buffer_string(out, " more: --limit 0\n");
	}
	return true;
}

static void put_json_measure(struct buffer *out, const struct metric *metric,
			     const struct measure *measure)
{
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
}

static void put_measure(struct buffer *out, const struct metric *metric,
			const struct measure *measure, const char *label)
{
	buffer_format(out, "  %-16s ", label);
	if (!measure->measured) {
		buffer_string(out, "not measured\n");
		return;
	}
	metric->arithmetic(measure, out);
	buffer_format(out, "\n  %-16s %.1f %%, %s\n", "", 100 * measure->score,
		      band_name(measure->band));
}

void explain_measure(struct explaining *about, const char *key, const struct measure *measure)
{
	if (!about->json) {
		put_measure(&about->out, about->explained->metric, measure, "score");
		return;
	}
	json_key(&about->out, key);
	buffer_char(&about->out, '{');
	put_json_measure(&about->out, about->explained->metric, measure);
	buffer_char(&about->out, '}');
}

/* The kinds of data without which the metric cannot be measured, of those that were not given. */
static uint32_t missing(const struct explaining *about, const struct explain_metric *explained)
{
	uint32_t given = about->as.given;

	if (explained->any && (given & explained->needs) != 0)
		return 0;
	return explained->needs & ~given;
}

/* "routes, rpki" or "routes","rpki". */
static void put_missing(struct explaining *about, const struct explain_metric *explained)
{
	struct buffer *out = &about->out;
	uint32_t bits = missing(about, explained);
	bool first = true;

	for (unsigned bit = 0; given_name(bit) != NULL; bit++) {
		if ((bits >> bit & 1) == 0)
			continue;
		if (about->json) {
			json_item(out, &first);
			buffer_json_string(out, text_of(given_name(bit)));
			continue;
		}
		buffer_string(out, first ? "" : explained->any ? " or " : ", ");
		buffer_string(out, given_name(bit));
		first = false;
	}
}

static void put_why_not(struct explaining *about, const struct explain_metric *explained)
{
	struct buffer *out = &about->out;

	if (missing(about, explained) == 0) {
		buffer_string(out, "there is nothing of this network to measure it by");
		return;
	}
	buffer_string(out, "it needs data that was not given: ");
	put_missing(about, explained);
}

static struct measure measure_of_month(const struct explaining *about, const struct as_month *as,
				       const struct explain_metric *explained)
{
	return metric_measure(explained->metric, as, &about->opened.month.bands);
}

static bool measures_equal(const struct measure *a, const struct measure *b)
{
	if (a->measured != b->measured || a->band != b->band)
		return false;
	if (!a->measured)
		return true;
	return memcmp(a->counts, b->counts, sizeof(a->counts)) == 0 &&
	       memcmp(&a->raw, &b->raw, sizeof(a->raw)) == 0 &&
	       memcmp(&a->score, &b->score, sizeof(a->score)) == 0;
}

/* What is computed here from the evidence must be what the month was scored: else one of the two
 * is not what was written. */
static bool check_score(struct explaining *about, const struct explain_metric *explained)
{
	struct stored_score next, stored = { .metric = explained->metric };
	struct store_cursor *cursor =
		store_scores_of(about->opened.store, about->opened.month.month, about->asn);
	int got;

	while ((got = store_score_next(cursor, &next)) > 0)
		if (next.metric == explained->metric)
			stored = next;
	store_cursor_close(cursor);
	if (got < 0)
		return explain_failed(about);
	struct measure month = measure_of_month(about, &about->as, explained);
	struct measure now = measure_of_month(about, &about->now, explained);
	if (measures_equal(&stored.measure, &month) && measures_equal(&stored.now, &now))
		return true;
	complain(about->command,
		 "the store's score of AS%u in %s differs from what its evidence gives; the store "
		 "is damaged or forged",
		 about->asn, explained->metric->id);
	return false;
}

static void put_head(struct explaining *about)
{
	struct buffer *out = &about->out;
	const struct metric *metric = about->explained->metric;
	struct measure month = measure_of_month(about, &about->as, about->explained);
	struct measure now = measure_of_month(about, &about->now, about->explained);
	char text[UTC_TEXT_MAX];

	buffer_format(out, "AS%u, %s: %s, month %s\n\n", about->asn, metric->id, metric->title,
		      utc_month_print(about->opened.month.month, text));
	for (size_t i = 0; month.measured && metric->count_names[i] != NULL; i++) {
		buffer_format(out, "  %-16s ", metric->count_names[i]);
		buffer_thousands(out, month.counts[i]);
		if (now.measured && now.counts[i] != month.counts[i]) {
			buffer_string(out, "; at the end of the data ");
			buffer_thousands(out, now.counts[i]);
		}
		buffer_char(out, '\n');
	}
	put_measure(out, metric, &month, "score");
	if (!month.measured) {
		buffer_format(out, "  %-16s ", "");
		put_why_not(about, about->explained);
		buffer_char(out, '\n');
	} else {
		put_measure(out, metric, &now, "now");
	}
	buffer_string(out, "\n  rule    ");
	put_wrapped(out, text_of(metric->rule), INDENT, WIDTH);
	buffer_string(out, "  source  ");
	put_wrapped(out, text_of(metric->source), INDENT, WIDTH);
}

static void put_json_measures(struct explaining *about, const struct explain_metric *explained)
{
	struct buffer *out = &about->out;
	const struct metric *metric = explained->metric;
	struct measure month = measure_of_month(about, &about->as, explained);
	struct measure now = measure_of_month(about, &about->now, explained);

	json_string(out, "metric", metric->id);
	json_string(out, "title", metric->title);
	json_string(out, "rule", metric->rule);
	json_string(out, "source", metric->source);
	put_json_measure(out, metric, &month);
	json_key(out, "now");
	buffer_char(out, '{');
	put_json_measure(out, metric, &now);
	buffer_char(out, '}');
	json_key(out, "missing");
	buffer_char(out, '[');
	put_missing(about, explained);
	buffer_char(out, ']');
}

static void put_json_head(struct explaining *about)
{
	struct buffer *out = &about->out;
	char text[UTC_TEXT_MAX];

	buffer_char(out, '{');
	json_number(out, "asn", about->asn);
	json_string(out, "month", utc_month_print(about->opened.month.month, text));
	json_time(out, "judged_at", about->opened.month.judged_at_us);
}

static bool explain(struct explaining *about)
{
	const struct explain_metric *explained = about->explained;
	bool done = load_authority(about, 0);

	if (about->json) {
		put_json_head(about);
		put_json_measures(about, explained);
	} else {
		put_head(about);
	}
	for (size_t i = 0; done && i < EXPLAIN_LISTS_MAX && explained->lists[i] != NULL; i++)
		done = put_list(about, explained->lists[i]);
	if (done && explained->close != NULL)
		done = explained->close(about);
	done = done && put_list(about, &explain_inputs);
	if (about->json)
		buffer_string(&about->out, "}\n");
	return done && check_score(about, explained);
}

static void put_overview_line(struct explaining *about, const struct explain_metric *explained)
{
	struct buffer *out = &about->out;
	size_t start = out->used;
	struct measure month = measure_of_month(about, &about->as, explained);
	struct measure now = measure_of_month(about, &about->now, explained);

	buffer_format(out, "  %s", explained->metric->id);
	put_column(out, start, COLUMN_SCORE);
	if (!month.measured) {
		buffer_string(out, "not measured: ");
		put_why_not(about, explained);
		buffer_char(out, '\n');
		return;
	}
	buffer_format(out, "%5.1f %%", 100 * month.score);
	put_column(out, start, COLUMN_BAND);
	buffer_string(out, band_name(month.band));
	put_column(out, start, COLUMN_ARITHMETIC);
	explained->metric->arithmetic(&month, out);
	if (!now.measured)
		buffer_string(out, "; now not measured");
	else if (!measures_equal(&month, &now))
		buffer_format(out, "; now %.1f %%", 100 * now.score);
	buffer_char(out, '\n');
}

static bool overview(struct explaining *about)
{
	struct buffer *out = &about->out;
	char text[UTC_TEXT_MAX], end[UTC_TEXT_MAX];
	bool sound = true;

	if (about->json) {
		put_json_head(about);
		json_key(out, "metrics");
		buffer_char(out, '[');
	} else {
		buffer_format(out, "AS%u, month %s, up to %s\n\n", about->asn,
			      utc_month_print(about->opened.month.month, text),
			      utc_print(about->opened.month.judged_at_us, end));
	}
	about->first = true;
	for (size_t i = 0; metrics[i] != NULL; i++) {
		const struct explain_metric *explained = explain_metric_of(metrics[i]);
		sound = check_score(about, explained) && sound;
		if (!about->json) {
			put_overview_line(about, explained);
			continue;
		}
		json_item(out, &about->first);
		buffer_char(out, '{');
		put_json_measures(about, explained);
		buffer_char(out, '}');
	}
	if (about->json)
		buffer_string(out, "]}\n");
	return sound;
}

static bool read_limit(const struct command *command, const struct arguments *args,
		       uint64_t *out_limit)
{
	const char *word = args->values[OPTION_LIMIT];

	*out_limit = LIMIT_DEFAULT;
	if (word == NULL || text_u64(text_of(word), out_limit) == 0)
		return true;
	complain(command, "'%s' is not a number of lines; 0 shows all", word);
	return false;
}

static bool read_words(const struct command *command, const struct arguments *args,
		       struct explaining *about)
{
	if (args->word_count != 1 && args->word_count != 2) {
		complain(command, "name a network, and a metric for its evidence: decorum explain "
				  "AS64500 M7RPKI");
		return false;
	}
	if (!asn_of_word(command, args->words[0], &about->asn) ||
	    !read_limit(command, args, &about->limit))
		return false;
	if (args->word_count == 1)
		return true;
	const struct metric *metric = metric_of_word(command, args->words[1]);
	if (metric != NULL)
		about->explained = explain_metric_of(metric);
	return metric != NULL;
}

/* `explain --route-server NAME [METRIC]`: of an exchange instead of a network. */
static enum exit_code explain_server(const struct command *command, const struct arguments *args)
{
	const char *server = args->values[OPTION_ROUTE_SERVER];
	const struct rs_metric *metric = NULL;
	struct opened opened;
	struct buffer out;

	if (args->word_count > 0)
		metric = rs_metric_find(text_of(args->words[0]));
	if (args->word_count > 1 || (args->word_count == 1 && metric == NULL)) {
		complain(command, "a route server has the metrics RSBLACKHOLE, RSBOGON, RSIRR, "
				  "RSPATH and RSRPKI; name one of them, or none for all");
		return EXIT_USAGE;
	}
	if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &opened))
		return EXIT_WORLD;
	const struct rs_explained about = { opened.store, &opened.month, server, metric };
	buffer_init(&out);
	int got = has(args, OPTION_JSON) ? explain_route_server_json(&about, &out)
					 : explain_route_server_text(&about, &out);
	enum exit_code code = EXIT_YES;
	if (got == ERR_NOT_FOUND) {
		complain(command,
			 "the month has no route server '%s'; decorum observe "
			 "--route-server NAME=FILE reads one",
			 server);
		code = EXIT_WORLD;
	} else if (got < 0) {
		code = store_failed(command, opened.store);
	}
	close_month(&opened);
	return answer(command, &out, code);
}

static bool read_month(struct explaining *about)
{
	int result = as_month_read(about->opened.store, &about->opened.month, about->asn,
				   &about->room, &about->as);

	if (result == ERR_LIMIT)
		complain(about->command, "the store says more of AS%u than of any network",
			 about->asn);
	else if (result < 0)
		return explain_failed(about);
	else
		about->now = as_month_now(&about->as, &about->now_room);
	return result == 0;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct explaining about = { .command = command, .json = has(args, OPTION_JSON) };

	if (has(args, OPTION_ROUTE_SERVER))
		return explain_server(command, args);
	if (!read_words(command, args, &about))
		return EXIT_USAGE;
	if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &about.opened))
		return EXIT_WORLD;
	buffer_init(&about.out);
	bool done = read_month(&about) &&
		    (about.explained != NULL ? explain(&about) : overview(&about));
	authority_clear(&about.authority);
	as_now_clear(&about.now_room);
	as_month_room_clear(&about.room);
	free(about.items);
	free(about.parties);
	free(about.merged);
	close_month(&about.opened);
	return answer(command, &about.out, done ? EXIT_YES : EXIT_WORLD);
}

static const char DESCRIBES[] =
	"With a metric: the counts, the rule and its source, the score of the month and as it\n"
	"stands at the end of the data, then everything that it rests on, what costs first:\n"
	"routes with the VRPs or route objects that cover them, incidents with who had a part\n"
	"in them, tests, registrations, and the very record of each: file, byte offset in the\n"
	"unpacked stream, and of routes the collector, peer and time. Without a metric: all\n"
	"scores with their arithmetic, and what was lacking for those that are not there.\n"
	"The score is computed anew from what the store holds, and compared with the stored\n"
	"one: if they differ, that is said, and the exit status is 3.";

const struct command command_explain = {
	.name = "explain",
	.says = "open a score: its arithmetic, rule, and every record that it rests on",
	.synopsis = "AS|--route-server NAME [METRIC] [--store FILE] [--month YYYY-MM] [--json]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_ROUTE_SERVER] = { "route-server", 0, "NAME",
					  "of this route server, instead of a network" },
		[OPTION_LIMIT] = { "limit", 0, "N", "show N of each list (50; 0: all)" },
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON, always with all" },
	},
	.examples = { { "decorum explain AS3333", "how do its scores come about?" },
		      { "decorum explain AS3333 M7RPKI", "why is the RPKI score what it is?" } },
	.run = run,
};
