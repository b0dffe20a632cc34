#include "cli/audit_out.h"

enum {
	COLUMN_TITLE = 10,
	COLUMN_RAW = 42,
	COLUMN_SCORE = 50,
	COLUMN_NOW = 59,
	COLUMN_BAND = 68,
	COLUMN_COUNTED = 82
};

static const struct measure NOTHING = { .measured = false };

static void put_titles(struct buffer *out)
{
	static const struct {
		size_t column;
		const char *title;
	} titles[] = {
		{ COLUMN_TITLE, "what it asks" }, { COLUMN_RAW, "raw" },
		{ COLUMN_SCORE, "  month" },      { COLUMN_NOW, "    now" },
		{ COLUMN_BAND, "band" },          { COLUMN_COUNTED, "counted" },
	};
	size_t start = out->used;

	buffer_string(out, "  metric");
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		put_column(out, start, titles[i].column);
		buffer_string(out, titles[i].title);
	}
	buffer_char(out, '\n');
}

static void put_percent(struct buffer *out, const struct measure *measure)
{
	if (measure->measured)
		buffer_format(out, "%5.1f %%", 100 * measure->score);
	else
		buffer_string(out, "    -");
}

static void put_counts(struct buffer *out, const struct metric *metric,
		       const struct measure *measure)
{
	for (size_t i = 0; metric->count_names[i] != NULL; i++) {
		if (i > 0)
			buffer_string(out, ", ");
		buffer_thousands(out, measure->counts[i]);
		buffer_format(out, " %s", metric->count_names[i]);
	}
}

static void put_row(struct buffer *out, const struct metric *metric,
		    const struct audit_score *score)
{
	const struct measure *month = score != NULL ? &score->measure : &NOTHING;
	const struct measure *now = score != NULL ? &score->now : &NOTHING;
	size_t start = out->used;

	buffer_format(out, "  %s", metric->id);
	put_column(out, start, COLUMN_TITLE);
	buffer_string(out, metric->title);
	put_column(out, start, COLUMN_RAW);
	if (month->measured)
		buffer_format(out, "%.4g", month->raw);
	else
		buffer_char(out, '-');
	put_column(out, start, COLUMN_SCORE);
	put_percent(out, month);
	put_column(out, start, COLUMN_NOW);
	put_percent(out, now);
	put_column(out, start, COLUMN_BAND);
	buffer_string(out, band_name(month->band));
	if (month->measured) {
		put_column(out, start, COLUMN_COUNTED);
		put_counts(out, metric, month);
	}
	buffer_char(out, '\n');
}

void scores_put_table(struct buffer *out, const struct audit_network *network)
{
	put_titles(out);
	for (size_t i = 0; metrics[i] != NULL; i++)
		put_row(out, metrics[i],
			audit_score_find(network->scores, network->score_count, metrics[i]->id));
}

static void put_measure(struct buffer *out, const struct metric *metric,
			const struct measure *measure)
{
	for (size_t i = 0; metric->count_names[i] != NULL; i++)
		json_number(out, metric->count_names[i], measure->counts[i]);
	json_real(out, "raw", measure->raw, measure->measured);
	json_real(out, "score", measure->score, measure->measured);
	json_string(out, "band", band_name(measure->band));
}

void scores_put_json(struct buffer *out, const struct audit_network *network)
{
	json_key(out, "metrics");
	buffer_char(out, '{');
	for (size_t i = 0; metrics[i] != NULL; i++) {
		const struct audit_score *score =
			audit_score_find(network->scores, network->score_count, metrics[i]->id);
		json_key(out, metrics[i]->id);
		buffer_char(out, '{');
		put_measure(out, metrics[i], score != NULL ? &score->measure : &NOTHING);
		json_key(out, "now");
		buffer_char(out, '{');
		put_measure(out, metrics[i], score != NULL ? &score->now : &NOTHING);
		buffer_string(out, "}}");
	}
	buffer_char(out, '}');
}

static bool is_same(const struct measure *a, const struct measure *b)
{
	return a->measured == b->measured && a->score == b->score && a->raw == b->raw;
}

static void put_change(struct buffer *out, const struct metric *metric,
		       const struct measure *before, const struct measure *after)
{
	size_t start = out->used;

	buffer_format(out, "  %s", metric->id);
	put_column(out, start, COLUMN_TITLE);
	buffer_string(out, metric->title);
	put_column(out, start, COLUMN_RAW);
	put_percent(out, before);
	buffer_string(out, "  ->  ");
	put_percent(out, after);
	put_column(out, start, COLUMN_BAND);
	buffer_format(out, "%s -> %s", band_name(before->band), band_name(after->band));
	if (before->measured && after->measured && before->score == after->score)
		buffer_format(out, " (raw %.4g -> %.4g)", before->raw, after->raw);
	buffer_char(out, '\n');
}

void scores_put_changes(struct buffer *out, const struct audit_network *is,
			const struct audit_network *would_be)
{
	bool any = false;

	for (size_t i = 0; metrics[i] != NULL; i++) {
		const struct audit_score *a =
			audit_score_find(is->scores, is->score_count, metrics[i]->id);
		const struct audit_score *b =
			audit_score_find(would_be->scores, would_be->score_count, metrics[i]->id);
		const struct measure *before = a != NULL ? &a->measure : &NOTHING;
		const struct measure *after = b != NULL ? &b->measure : &NOTHING;
		if (is_same(before, after))
			continue;
		put_change(out, metrics[i], before, after);
		any = true;
	}
	if (!any)
		buffer_string(out, "  Nothing would change.\n");
}
