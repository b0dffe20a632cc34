/* decorum audit: how one network fared in a month, metric by metric. */
#include "base/utc.h"
#include "cli/answer.h"

enum { OPTION_STORE, OPTION_MONTH, OPTION_JSON };

enum {
	COLUMN_TITLE = 10,
	COLUMN_RAW = 41,
	COLUMN_SCORE = 49,
	COLUMN_BAND = 58,
	COLUMN_COUNTED = 72
};

/* One score, or what stands for it where the month has none of this AS. */
static struct stored_score score_of(const struct stored_score *scores, size_t count,
				    const struct metric *metric)
{
	for (size_t i = 0; i < count; i++)
		if (scores[i].metric == metric)
			return scores[i];
	return (struct stored_score){ .metric = metric };
}

static void put_counts(struct buffer *out, const struct stored_score *score)
{
	for (size_t i = 0; score->metric->count_names[i] != NULL; i++) {
		if (i > 0)
			buffer_string(out, ", ");
		buffer_thousands(out, score->measure.counts[i]);
		buffer_format(out, " %s", score->metric->count_names[i]);
	}
}

static void put_titles(struct buffer *out)
{
	static const struct {
		size_t column;
		const char *title;
	} titles[] = { { COLUMN_TITLE, "what it asks" },
		       { COLUMN_RAW, "raw" },
		       { COLUMN_SCORE, "  score" },
		       { COLUMN_BAND, "band" },
		       { COLUMN_COUNTED, "counted" } };
	size_t start = out->used;

	buffer_string(out, "  metric");
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		put_column(out, start, titles[i].column);
		buffer_string(out, titles[i].title);
	}
	buffer_char(out, '\n');
}

static void put_row(struct buffer *out, const struct stored_score *score)
{
	size_t start = out->used;

	buffer_format(out, "  %s", score->metric->id);
	put_column(out, start, COLUMN_TITLE);
	buffer_string(out, score->metric->title);
	put_column(out, start, COLUMN_RAW);
	if (score->measure.measured)
		buffer_format(out, "%.4g", score->measure.raw);
	else
		buffer_char(out, '-');
	put_column(out, start, COLUMN_SCORE);
	if (score->measure.measured)
		buffer_format(out, "%5.1f %%", 100 * score->measure.score);
	else
		buffer_string(out, "    -");
	put_column(out, start, COLUMN_BAND);
	buffer_string(out, band_name(score->measure.band));
	put_column(out, start, COLUMN_COUNTED);
	if (score->measure.measured)
		put_counts(out, score);
	else
		buffer_string(out, "no data to measure it by");
	buffer_char(out, '\n');
}

static void put_heading(struct buffer *out, const struct network *as,
			const struct stored_month *month)
{
	char name[UTC_TEXT_MAX], at[UTC_TEXT_MAX];

	buffer_format(out, "AS%u", as->asn);
	if (as->name[0] != '\0') {
		buffer_string(out, "  ");
		buffer_printable(out, text_of(as->name));
	}
	if (as->organisation[0] != '\0') {
		buffer_string(out, ", ");
		buffer_printable(out, text_of(as->organisation));
	}
	if (as->economy[0] != '\0') {
		buffer_string(out, " (");
		buffer_printable(out, text_of(as->economy));
		buffer_char(out, ')');
	}
	buffer_format(
		out, "\nMonth %s, data to %s\n\n", utc_month_print(month->month, name),
		utc_print(month->last_time_us != 0 ? month->last_time_us : month->judged_at_us,
			  at));
}

static void put_table(struct buffer *out, const struct network *as,
		      const struct stored_month *month, const struct stored_score *scores,
		      size_t count, const char *store_path)
{
	put_heading(out, as, month);
	if (count == 0)
		buffer_format(out, "  AS%u announced nothing that was seen this month.\n\n",
			      as->asn);
	put_titles(out);
	for (size_t i = 0; metrics[i] != NULL; i++) {
		struct stored_score score = score_of(scores, count, metrics[i]);
		put_row(out, &score);
	}
	buffer_string(out, "\nIt rests on ");
	buffer_thousands(out, month->routes);
	buffer_string(out, " routes seen, ");
	buffer_thousands(out, month->vrps);
	buffer_string(out, " VRPs and ");
	buffer_thousands(out, month->route_objects);
	buffer_format(
		out,
		" route objects.\nOpen a score down to its records: decorum explain AS%u M7RPKI",
		as->asn);
	if (store_path != NULL)
		buffer_format(out, " --store %s", store_path);
	buffer_char(out, '\n');
}

static void put_json_score(struct buffer *out, const struct stored_score *score)
{
	const struct measure *measure = &score->measure;

	json_key(out, score->metric->id);
	buffer_char(out, '{');
	for (size_t i = 0; score->metric->count_names[i] != NULL; i++)
		json_number(out, score->metric->count_names[i], measure->counts[i]);
	json_real(out, "raw", measure->raw, measure->measured);
	json_real(out, "score", measure->score, measure->measured);
	json_string(out, "band", band_name(measure->band));
	buffer_char(out, '}');
}

static void put_json(struct buffer *out, const struct network *as, const struct stored_month *month,
		     const struct stored_score *scores, size_t count)
{
	char name[UTC_TEXT_MAX];

	buffer_char(out, '{');
	json_number(out, "asn", as->asn);
	json_string(out, "month", utc_month_print(month->month, name));
	json_string(out, "name", as->name);
	json_string(out, "organisation", as->organisation);
	json_string(out, "economy", as->economy);
	json_time(out, "data_time", month->last_time_us);
	json_time(out, "judged_at", month->judged_at_us);
	json_key(out, "metrics");
	buffer_char(out, '{');
	for (size_t i = 0; metrics[i] != NULL; i++) {
		struct stored_score score = score_of(scores, count, metrics[i]);
		put_json_score(out, &score);
	}
	buffer_string(out, "}}\n");
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct stored_score scores[32];
	size_t count = 0;
	struct opened opened;
	struct network as;
	struct buffer out;
	asn_t asn;
	int got;

	if (args->word_count != 1) {
		complain(command, "name one network: decorum audit AS64500");
		return EXIT_USAGE;
	}
	if (!asn_of_word(command, args->words[0], &asn))
		return EXIT_USAGE;
	if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &opened))
		return EXIT_WORLD;
	struct store_cursor *cursor = store_scores_of(opened.store, opened.month.month, asn);
	while (count < sizeof(scores) / sizeof(scores[0]) &&
	       (got = store_score_next(cursor, &scores[count])) > 0)
		count++;
	store_cursor_close(cursor);
	if (got >= 0)
		got = store_network_find(opened.store, opened.month.month, asn, &as);
	buffer_init(&out);
	enum exit_code code = EXIT_YES;
	if (got < 0)
		code = store_failed(command, opened.store);
	else if (has(args, OPTION_JSON))
		put_json(&out, &as, &opened.month, scores, count);
	else
		put_table(&out, &as, &opened.month, scores, count, args->values[OPTION_STORE]);
	close_month(&opened);
	return answer(command, &out, code);
}

static const char DESCRIBES[] =
	"One line a metric: its score, the band it falls in (ready from 80 %, aspiring from\n"
	"60 %, lagging below), and the counts behind it. What could not be measured says so\n"
	"and is no good score. `decorum explain` opens each of them.";

const struct command command_audit = {
	.name = "audit",
	.says = "show a network's scores of a month, and what they rest on",
	.synopsis = "AS [--store FILE] [--month YYYY-MM] [--json]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
	},
	.examples = {
		{ "decorum audit AS3333", "the newest month of ./" STORE_DEFAULT },
		{ "decorum audit 3333 --month 2026-02 --json", "for a script" },
	},
	.run = run,
};
