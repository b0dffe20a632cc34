#include "cli/aggregate_out.h"

#include <stdio.h>

#include "base/utc.h"
#include "cli/register.h"
#include "wire/csv.h"

enum { INDENT = 2, WIDTH_MONTH = 9, WIDTH_GROUP = 27, WIDTH_METRIC = 9 };

/* A group by one metric, with what it is compared with. */
struct figures {
	const struct stored_month *month;
	const struct stored_month *since; /* of the trend; NULL: the store has none before */
	const struct group *group;
	const struct metric *metric;
	struct aggregate now;
	bool has_trend;
	double trend; /* of the value */
};

static bool is_asked(const struct aggregate_out *about, size_t place)
{
	return (about->wanted->metrics >> place & 1) != 0;
}

/* The trend is to the month before in the store, however long ago, where both have a value. */
static struct figures figures_of(const struct aggregate_out *about, struct groups *groups,
				 const struct group *group, size_t place, struct groups *before)
{
	enum norm_combine rule = about->scoring->aggregate;
	const struct group *was = before != NULL ? groups_find(before, group) : NULL;
	struct figures figures = {
		.month = &groups->month,
		.since = before != NULL ? &before->month : NULL,
		.group = group,
		.metric = metrics[place],
		.now = groups_aggregate(groups, group, place, rule),
	};

	if (was == NULL || figures.now.measured == 0)
		return figures;
	struct aggregate then = groups_aggregate(before, was, place, rule);
	figures.has_trend = then.measured > 0;
	figures.trend = figures.now.value - then.value;
	return figures;
}

static uint64_t data_time(const struct stored_month *month)
{
	return month->last_time_us != 0 ? month->last_time_us : month->judged_at_us;
}

static bool is_next(const struct stored_month *since, const struct stored_month *month)
{
	return since->month + 1 == month->month;
}

/*
 * For people.
 */

/* The front of a row, with those of the three that the table has. */
static void put_label(struct aggregate_out *about, const char *month, const char *group,
		      const char *metric)
{
	struct buffer *out = &about->out;
	size_t start = out->used, column = INDENT;

	buffer_format(out, "%*s", INDENT, "");
	if (about->history) {
		buffer_string(out, month);
		put_column(out, start, column += WIDTH_MONTH);
	}
	if (about->shows_group) {
		buffer_printable(out, text_of(group));
		put_column(out, start, column += WIDTH_GROUP);
	}
	if (about->shows_metric) {
		buffer_string(out, metric);
		put_column(out, start, column += WIDTH_METRIC);
	}
}

static void put_titles(struct aggregate_out *about)
{
	put_label(about, "month", group_by_name(about->wanted->by), "metric");
	buffer_format(&about->out, "%16s%8s%8s%7s%8s%7s%8s%10s%9s\n", "measured", "value", "trend",
		      "p10", "median", "p90", "ready", "aspiring", "lagging");
}

/* "Netherlands, 2 left out": what is to be said of the group beside its figures. */
static void put_notes(struct buffer *out, const struct group *group, const char *first)
{
	const char *between = first;

	if (group->name[0] != '\0') {
		buffer_string(out, between);
		buffer_printable(out, text_of(group->name));
		between = ", ";
	}
	if (group->left_out > 0) {
		buffer_string(out, between);
		buffer_thousands(out, group->left_out);
		buffer_string(out, " left out");
		between = ", ";
	}
	if (group->unseen > 0) {
		buffer_string(out, between);
		buffer_thousands(out, group->unseen);
		buffer_string(out, " enrolled but not seen");
	}
}

static void put_figures(struct buffer *out, const struct figures *figures)
{
	const struct aggregate *now = &figures->now;
	char measured[48], trend[16] = "-";

	(void)snprintf(measured, sizeof(measured), "%llu of %llu",
		       (unsigned long long)now->measured, (unsigned long long)now->networks);
	if (now->measured == 0) {
		buffer_format(out, "%16s%8s%8s%7s%8s%7s%8s%10s%9s", measured, "-", "-", "-", "-",
			      "-", "-", "-", "-");
		return;
	}
	if (figures->has_trend)
		(void)snprintf(trend, sizeof(trend), "%+.1f", 100 * figures->trend);
	double whole = (double)now->measured;
	buffer_format(out, "%16s%8.1f%8s%7.1f%8.1f%7.1f%8.1f%10.1f%9.1f", measured,
		      100 * now->value, trend, 100 * now->p10, 100 * now->median, 100 * now->p90,
		      100 * (double)now->bands[BAND_READY] / whole,
		      100 * (double)now->bands[BAND_ASPIRING] / whole,
		      100 * (double)now->bands[BAND_LAGGING] / whole);
}

static void put_row(struct aggregate_out *about, const struct figures *figures)
{
	struct buffer *out = &about->out;
	char month[UTC_TEXT_MAX];

	put_label(about, utc_month_print(figures->month->month, month), figures->group->id,
		  figures->metric->id);
	put_figures(out, figures);
	if (about->shows_group)
		put_notes(out, figures->group, "  ");
	if (about->history && figures->has_trend && !is_next(figures->since, figures->month))
		buffer_format(out, "  trend since %s",
			      utc_month_print(figures->since->month, month));
	buffer_char(out, '\n');
}

/* "few-peers, route-server, bogon" */
static void put_marks(struct buffer *out, uint32_t marks)
{
	const char *between = "";

	for (unsigned bit = 0; network_mark_name(bit) != NULL; bit++)
		if ((marks >> bit & 1) != 0) {
			buffer_format(out, "%s%s", between, network_mark_name(bit));
			between = ", ";
		}
}

static void put_month_heading(struct aggregate_out *about, const struct groups *groups)
{
	struct buffer *out = &about->out;
	char month[UTC_TEXT_MAX], at[UTC_TEXT_MAX];

	buffer_format(out, "Month %s, data to %s: ", utc_month_print(groups->month.month, month),
		      utc_print(data_time(&groups->month), at));
	buffer_number_of(out, groups->networks, "network");
	if (groups->left_out > 0) {
		buffer_string(out, ", ");
		buffer_thousands(out, groups->left_out);
		buffer_string(out, " left out (");
		put_marks(out, about->wanted->leave_out);
		buffer_char(out, ')');
	}
	if (groups->without > 0) {
		buffer_string(out, ", ");
		buffer_thousands(out, groups->without);
		buffer_format(out, " of no %s", group_by_name(about->wanted->by));
	}
	buffer_char(out, '\n');
}

static void put_rules(struct aggregate_out *about, const struct stored_month *month,
		      const struct groups *before)
{
	const struct norm_scoring *scoring = about->scoring;
	struct buffer *out = &about->out;
	char since[UTC_TEXT_MAX];

	buffer_format(out, "Value: %s of the networks measured; all in %%. Trend: ",
		      norm_combine_name(scoring->aggregate));
	if (about->history)
		buffer_string(out, "points since the month before.\n");
	else if (before == NULL)
		buffer_string(out, "none, the store has no month before.\n");
	else
		buffer_format(out, "points since %s%s.\n",
			      utc_month_print(before->month.month, since),
			      is_next(&before->month, month)
				      ? ""
				      : ", the last month before that the store has");
	if (about->wanted->by == BY_SIZE)
		buffer_format(out,
			      "Size by customers: stub 0, small 1 to %u, medium %u to %u, large "
			      "%u and more.\n",
			      scoring->small_max, scoring->small_max + 1, scoring->medium_max,
			      scoring->medium_max + 1);
	for (size_t i = 0; metrics[i] != NULL && !about->shows_metric; i++)
		if (is_asked(about, i))
			buffer_format(out, "%s: %s\n", metrics[i]->id, metrics[i]->title);
}

/* One table over all months, or a month with its heading; a row a group, or a block a group. */
static void put_table_opening(struct aggregate_out *about, const struct groups *groups,
			      const struct groups *before)
{
	if (about->history && !about->first)
		return;
	if (!about->history)
		put_month_heading(about, groups);
	put_rules(about, &groups->month, before);
	buffer_char(&about->out, '\n');
	put_titles(about);
}

static void put_group_heading(struct aggregate_out *about, const struct group *group)
{
	if (about->shows_group)
		return;
	buffer_char(&about->out, '\n');
	buffer_printable(&about->out, text_of(group->id));
	put_notes(&about->out, group, "  ");
	buffer_char(&about->out, '\n');
}

/* Below a block: what nobody of the group was measured by. */
static void put_not_measured(struct aggregate_out *about, struct groups *groups,
			     const struct group *group)
{
	const char *between = "  not measured: ";

	if (about->shows_group || group->networks == 0)
		return;
	for (size_t i = 0; metrics[i] != NULL; i++) {
		if (!is_asked(about, i) || groups_measured(groups, group, i) > 0)
			continue;
		buffer_format(&about->out, "%s%s", between, metrics[i]->id);
		between = ", ";
	}
	if (between[0] == ',')
		buffer_char(&about->out, '\n');
}

/*
 * For scripts.
 */

static void put_json_bands(struct buffer *out, const struct aggregate *now)
{
	bool first = true;

	json_key(out, "severities");
	buffer_char(out, '[');
	for (unsigned band = BAND_READY; band > BAND_NOT_MEASURED; band--) {
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "id", band_name((enum band)band));
		json_number(out, "count", now->bands[band]);
		json_real(out, "percentage", 100 * (double)now->bands[band] / (double)now->measured,
			  now->measured > 0);
		buffer_char(out, '}');
	}
	buffer_char(out, ']');
}

static void put_json_figures(struct buffer *out, const struct figures *figures)
{
	const struct aggregate *now = &figures->now;
	bool known = now->measured > 0, first = true;

	buffer_char(out, '{');
	json_string(out, "id", figures->metric->id);
	json_real(out, "value", now->value, known);
	json_real(out, "trend", figures->trend, figures->has_trend);
	put_json_bands(out, now);
	json_number(out, "measured", now->measured);
	json_real(out, "mean", now->mean, known);
	json_real(out, "median", now->median, known);
	json_real(out, "p10", now->p10, known);
	json_real(out, "p25", now->p25, known);
	json_real(out, "p75", now->p75, known);
	json_real(out, "p90", now->p90, known);
	json_key(out, "histogram");
	buffer_char(out, '[');
	for (size_t i = 0; i < AGGREGATE_BINS; i++) {
		json_item(out, &first);
		buffer_u64(out, now->bins[i]);
	}
	buffer_string(out, "]}");
}

static void put_json_class(struct buffer *out, bool *io_first, enum network_size size,
			   uint64_t least, uint64_t most)
{
	json_item(out, io_first);
	buffer_char(out, '{');
	json_string(out, "id", network_size_name(size));
	json_number(out, "customers_min", least);
	if (most != UINT64_MAX) {
		json_number(out, "customers_max", most);
	} else {
		json_key(out, "customers_max");
		buffer_string(out, "null");
	}
	buffer_char(out, '}');
}

static void put_json_opening(struct aggregate_out *about)
{
	const struct norm_scoring *scoring = about->scoring;
	struct buffer *out = &about->out;
	bool first = true;

	buffer_char(out, '{');
	json_string(out, "by", group_by_name(about->wanted->by));
	json_string(out, "rule", norm_combine_name(scoring->aggregate));
	json_key(out, "leaves_out");
	buffer_char(out, '[');
	for (unsigned bit = 0; network_mark_name(bit) != NULL; bit++)
		if ((about->wanted->leave_out >> bit & 1) != 0) {
			json_item(out, &first);
			buffer_json_string(out, text_of(network_mark_name(bit)));
		}
	buffer_char(out, ']');
	if (about->wanted->by == BY_SIZE) {
		first = true;
		json_key(out, "sizes");
		buffer_char(out, '[');
		put_json_class(out, &first, SIZE_STUB, 0, 0);
		put_json_class(out, &first, SIZE_SMALL, 1, scoring->small_max);
		put_json_class(out, &first, SIZE_MEDIUM, (uint64_t)scoring->small_max + 1,
			       scoring->medium_max);
		put_json_class(out, &first, SIZE_LARGE, (uint64_t)scoring->medium_max + 1,
			       UINT64_MAX);
		buffer_char(out, ']');
	}
	json_key(out, "months");
	buffer_char(out, '[');
}

static void put_json_month(struct aggregate_out *about, const struct groups *groups,
			   const struct groups *before)
{
	struct buffer *out = &about->out;
	char name[UTC_TEXT_MAX];

	json_item(out, &about->first);
	buffer_char(out, '{');
	json_string(out, "month", utc_month_print(groups->month.month, name));
	json_time(out, "data_time", data_time(&groups->month));
	json_key(out, "trend_since");
	if (before != NULL)
		buffer_json_string(out, text_of(utc_month_print(before->month.month, name)));
	else
		buffer_string(out, "null");
	json_number(out, "networks", groups->networks);
	json_number(out, "left_out", groups->left_out);
	json_number(out, "without_group", groups->without);
	json_key(out, "groups");
	buffer_char(out, '[');
}

static void put_json_group(struct buffer *out, const struct group *group, bool *io_first)
{
	json_item(out, io_first);
	buffer_char(out, '{');
	json_string(out, "id", group->id);
	json_string(out, "name", group->name);
	json_number(out, "networks", group->networks);
	json_number(out, "left_out", group->left_out);
	json_number(out, "unseen", group->unseen);
	json_key(out, "summary");
	buffer_char(out, '[');
}

static void put_csv_titles(struct buffer *out)
{
	buffer_string(out, "month,data_time,by,group,name,networks,left_out,unseen,metric,measured,"
			   "value,trend,trend_since,mean,median,p10,p25,p75,p90,ready,aspiring,"
			   "lagging");
	for (unsigned bin = 0; bin < AGGREGATE_BINS; bin++)
		buffer_format(out, ",bin_%u", bin);
	buffer_char(out, '\n');
}

static void put_csv_real(struct buffer *out, double value, bool known)
{
	buffer_char(out, ',');
	if (known)
		buffer_format(out, "%.9g", value);
}

static void put_csv_number(struct buffer *out, uint64_t value)
{
	buffer_char(out, ',');
	buffer_u64(out, value);
}

static void put_csv_group(struct aggregate_out *about, const struct figures *figures)
{
	const struct group *group = figures->group;
	struct buffer *out = &about->out;
	char month[UTC_TEXT_MAX], at[UTC_TEXT_MAX];

	buffer_format(out, "%s,%s,%s,", utc_month_print(figures->month->month, month),
		      utc_print(data_time(figures->month), at), group_by_name(about->wanted->by));
	csv_text(out, text_of(group->id));
	buffer_char(out, ',');
	csv_text(out, text_of(group->name));
	put_csv_number(out, group->networks);
	put_csv_number(out, group->left_out);
	put_csv_number(out, group->unseen);
}

static void put_csv(struct aggregate_out *about, const struct figures *figures)
{
	const struct aggregate *now = &figures->now;
	struct buffer *out = &about->out;
	bool known = now->measured > 0;
	char since[UTC_TEXT_MAX] = "";

	put_csv_group(about, figures);
	buffer_format(out, ",%s", figures->metric->id);
	put_csv_number(out, now->measured);
	put_csv_real(out, now->value, known);
	put_csv_real(out, figures->trend, figures->has_trend);
	if (figures->has_trend)
		(void)utc_month_print(figures->since->month, since);
	buffer_format(out, ",%s", since);
	put_csv_real(out, now->mean, known);
	put_csv_real(out, now->median, known);
	put_csv_real(out, now->p10, known);
	put_csv_real(out, now->p25, known);
	put_csv_real(out, now->p75, known);
	put_csv_real(out, now->p90, known);
	for (unsigned band = BAND_READY; band > BAND_NOT_MEASURED; band--)
		put_csv_number(out, now->bands[band]);
	for (size_t i = 0; i < AGGREGATE_BINS; i++)
		put_csv_number(out, now->bins[i]);
	buffer_char(out, '\n');
}

/*
 * All of it.
 */

void aggregate_begin(struct aggregate_out *about)
{
	uint32_t asked = about->wanted->metrics;
	bool one_metric = (asked & (asked - 1)) == 0;

	about->shows_group = about->history || one_metric;
	about->shows_metric = !one_metric;
	about->first = true;
	buffer_init(&about->out);
	if (about->form == AGGREGATE_JSON)
		put_json_opening(about);
	else if (about->form == AGGREGATE_CSV)
		put_csv_titles(&about->out);
}

static void put_group(struct aggregate_out *about, struct groups *groups, const struct group *group,
		      struct groups *before)
{
	bool first = true;

	if (about->form == AGGREGATE_TABLE)
		put_group_heading(about, group);
	for (size_t i = 0; metrics[i] != NULL; i++) {
		if (!is_asked(about, i))
			continue;
		struct figures figures = figures_of(about, groups, group, i, before);
		if (about->form == AGGREGATE_TABLE) {
			if (about->shows_group || figures.now.measured > 0)
				put_row(about, &figures);
		} else if (about->form == AGGREGATE_CSV) {
			put_csv(about, &figures);
		} else {
			json_item(&about->out, &first);
			put_json_figures(&about->out, &figures);
		}
	}
	if (about->form == AGGREGATE_TABLE)
		put_not_measured(about, groups, group);
}

bool aggregate_put_month(struct aggregate_out *about, struct groups *groups, struct groups *before)
{
	struct buffer *out = &about->out;
	bool first = true, done = true;

	if (about->form == AGGREGATE_TABLE)
		put_table_opening(about, groups, before);
	else if (about->form == AGGREGATE_JSON)
		put_json_month(about, groups, before);
	for (size_t i = 0; done && i < groups->count; i++) {
		if (about->form == AGGREGATE_JSON)
			put_json_group(out, &groups->items[i], &first);
		put_group(about, groups, &groups->items[i], before);
		if (about->form == AGGREGATE_JSON)
			buffer_string(out, "]}");
		done = answer_piece(out);
	}
	if (about->form == AGGREGATE_JSON)
		buffer_string(out, "]}");
	about->first = false;
	return done;
}

void aggregate_end(struct aggregate_out *about)
{
	if (about->form == AGGREGATE_JSON)
		buffer_string(&about->out, "]}\n");
}
