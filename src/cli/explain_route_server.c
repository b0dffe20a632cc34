#include "cli/explain_route_server.h"

#include "base/utc.h"
#include "cli/answer.h"

enum {
	INDENT = 10,
	WIDTH = 100,
	COUNT_COLUMN = 19,
	SHOWN_MAX = 100, /* findings, for a person; JSON has all that are kept */
};

/* Calls `put` for every score that is asked for. Their texts live for the call. */
static int each_score(const struct rs_explained *about, struct buffer *out,
		      void (*put)(struct buffer *out, const struct stored_rs_score *score,
				  bool is_first))
{
	struct store_cursor *cursor =
		store_rs_scores_of(about->store, about->month->month, about->server);
	struct stored_rs_score score;
	bool found = false;
	int got;

	while ((got = store_rs_score_next(cursor, &score)) > 0) {
		if (about->metric != NULL && about->metric != score.metric)
			continue;
		put(out, &score, !found);
		found = true;
	}
	store_cursor_close(cursor);
	return got < 0 ? got : found ? 0 : ERR_NOT_FOUND;
}

static bool is_asked_for(const struct rs_explained *about, const struct rs_route *route)
{
	return about->metric == NULL || (route->faults & about->metric->faults) != 0;
}

static void put_heading(struct buffer *out, const struct stored_rs_score *score)
{
	buffer_number_of(out, score->routes, "route");
	buffer_string(out, " of ");
	buffer_number_of(out, score->members, "member");
	buffer_string(out, ", told by ");
	buffer_number_of(out, score->peers, "peer");
	buffer_string(out, " in ");
	buffer_number_of(out, score->inputs, "input");
	buffer_string(out, "; ");
	buffer_thousands(out, score->findings);
	buffer_string(out, " with faults, ");
	buffer_thousands(out, score->stopped);
	buffer_string(out, " marked as filtered\n");
}

static void put_counts(struct buffer *out, const struct stored_rs_score *score)
{
	for (size_t i = 0; score->metric->is.count_names[i] != NULL; i++) {
		size_t start = out->used;
		buffer_format(out, "  %s", score->metric->is.count_names[i]);
		put_column(out, start, COUNT_COLUMN);
		buffer_thousands(out, score->measure.counts[i]);
		buffer_char(out, '\n');
	}
}

static void put_score(struct buffer *out, const struct stored_rs_score *score, bool is_first)
{
	const struct metric *metric = &score->metric->is;
	const struct measure *measure = &score->measure;

	if (is_first)
		put_heading(out, score);
	buffer_format(out, "\n%s: %s\n\n", metric->id, metric->title);
	if (measure->measured) {
		put_counts(out, score);
		buffer_string(out, "  score            ");
		metric->arithmetic(measure, out);
		buffer_format(out, "\n                   %.1f %%, %s\n", 100 * measure->score,
			      band_name(measure->band));
	} else {
		buffer_string(out, "  not measured: no such route, or no data to judge it by\n");
	}
	buffer_string(out, "\n  rule    ");
	put_wrapped(out, text_of(metric->rule), INDENT, WIDTH);
	buffer_string(out, "  source  ");
	put_wrapped(out, text_of(metric->source), INDENT, WIDTH);
}

static int put_finding(const struct rs_explained *about, const struct rs_route *route,
		       struct buffer *out)
{
	char prefix[PREFIX_TEXT_MAX], at[UTC_TEXT_MAX];
	struct stored_input input;
	int err = store_input_find(about->store, about->month->month, route->input, &input);

	if (err < 0)
		return err;
	buffer_format(out, "  %-22s AS%u by AS%u:", prefix_print(&route->prefix, prefix),
		      route->origin, route->member);
	for (unsigned bit = 0; rs_fault_name(bit) != NULL; bit++)
		if ((route->faults >> bit & 1) != 0)
			buffer_format(out, " %s", rs_fault_name(bit));
	buffer_format(out, "%s%s\n      path   ", route->is_blackhole ? "; a blackhole" : "",
		      route->is_stopped ? "; marked as filtered" : "");
	buffer_printable(out, text_of(route->path));
	buffer_format(out, "\n      seen   %s in ", utc_print(route->time_us, at));
	buffer_printable(out, text_of(input.path));
	buffer_format(out, ", byte %llu\n", (unsigned long long)route->offset);
	return 0;
}

/* Goes through the findings that are asked for. */
static int each_finding(const struct rs_explained *about, struct buffer *out,
			int (*put)(const struct rs_explained *about, const struct rs_route *route,
				   struct buffer *out),
			uint64_t shown_max, uint64_t *out_more)
{
	struct store_cursor *cursor =
		store_rs_findings_of(about->store, about->month->month, about->server);
	struct stored_rs_finding finding;
	uint64_t count = 0;
	int got;

	while ((got = store_rs_finding_next(cursor, &finding)) > 0) {
		if (!is_asked_for(about, &finding.route) || count++ >= shown_max)
			continue;
		int err = put(about, &finding.route, out);
		if (err < 0) {
			got = err;
			break;
		}
	}
	store_cursor_close(cursor);
	*out_more = count > shown_max ? count - shown_max : 0;
	return got;
}

int explain_route_server_text(const struct rs_explained *about, struct buffer *out)
{
	char month[UTC_TEXT_MAX];
	uint64_t more;

	buffer_string(out, "Route server ");
	buffer_printable(out, text_of(about->server));
	buffer_format(out, ", month %s\n", utc_month_print(about->month->month, month));
	int err = each_score(about, out, put_score);
	if (err < 0)
		return err;
	buffer_char(out, '\n');
	err = each_finding(about, out, put_finding, SHOWN_MAX, &more);
	if (err < 0)
		return err;
	if (more > 0) {
		buffer_string(out, "  and ");
		buffer_thousands(out, more);
		buffer_string(out, " more: --json has them\n");
	}
	return 0;
}

static void json_score(struct buffer *out, const struct stored_rs_score *score, bool is_first)
{
	const struct metric *metric = &score->metric->is;
	const struct measure *measure = &score->measure;

	if (is_first) {
		json_number(out, "inputs", score->inputs);
		json_number(out, "peers", score->peers);
		json_number(out, "members", score->members);
		json_number(out, "routes", score->routes);
		json_number(out, "stopped", score->stopped);
		json_number(out, "faulty", score->findings);
		json_key(out, "metrics");
		buffer_char(out, '{');
	}
	json_key(out, metric->id);
	buffer_char(out, '{');
	for (size_t i = 0; metric->count_names[i] != NULL; i++)
		json_number(out, metric->count_names[i], measure->counts[i]);
	json_real(out, "raw", measure->raw, measure->measured);
	json_real(out, "score", measure->score, measure->measured);
	json_string(out, "band", band_name(measure->band));
	json_string(out, "rule", metric->rule);
	json_string(out, "source", metric->source);
	buffer_char(out, '}');
}

static int json_finding(const struct rs_explained *about, const struct rs_route *route,
			struct buffer *out)
{
	char prefix[PREFIX_TEXT_MAX];
	struct stored_input input;
	bool first = true;
	int err = store_input_find(about->store, about->month->month, route->input, &input);

	if (err < 0)
		return err;
	buffer_string(out, out->bytes[out->used - 1] == '[' ? "{" : ",{");
	json_string(out, "prefix", prefix_print(&route->prefix, prefix));
	json_number(out, "origin", route->origin);
	json_number(out, "member", route->member);
	json_key(out, "faults");
	buffer_char(out, '[');
	for (unsigned bit = 0; rs_fault_name(bit) != NULL; bit++) {
		if ((route->faults >> bit & 1) == 0)
			continue;
		json_item(out, &first);
		buffer_json_string(out, text_of(rs_fault_name(bit)));
	}
	buffer_char(out, ']');
	json_string(out, "rpki", rov_state_name(route->rov));
	json_key(out, "blackhole");
	buffer_string(out, route->is_blackhole ? "true" : "false");
	json_key(out, "stopped");
	buffer_string(out, route->is_stopped ? "true" : "false");
	json_string(out, "path", route->path);
	json_time(out, "time", route->time_us);
	json_string(out, "file", input.path);
	json_string(out, "sha256", input.digest);
	json_number(out, "offset", route->offset);
	buffer_char(out, '}');
	return 0;
}

int explain_route_server_json(const struct rs_explained *about, struct buffer *out)
{
	char month[UTC_TEXT_MAX];
	uint64_t more;

	buffer_char(out, '{');
	json_string(out, "route_server", about->server);
	json_string(out, "month", utc_month_print(about->month->month, month));
	int err = each_score(about, out, json_score);
	if (err < 0)
		return err;
	buffer_char(out, '}');
	json_key(out, "findings");
	buffer_char(out, '[');
	err = each_finding(about, out, json_finding, UINT64_MAX, &more);
	buffer_string(out, "]}\n");
	return err;
}
