#include "base/utc.h"
#include "cli/answer.h"
#include "cli/report_work.h"

enum { SENTENCES_MAX = 8, DIGEST_SHOWN = 16 };

static void add_sentence(struct report_work *work, const char **data)
{
	data[work->report->data_count++] = report_take(work);
}

static void put_given(struct buffer *out, uint32_t given, bool want)
{
	size_t count = 0;

	for (unsigned bit = 0; given_name(bit) != NULL; bit++)
		if (((given >> bit & 1) != 0) == want)
			buffer_format(out, "%s%s", count++ > 0 ? ", " : "", given_name(bit));
	if (count == 0)
		buffer_string(out, "nothing");
}

static void say_dates(struct report_work *work, const char **data)
{
	const struct stored_month *month = work->order->month;
	struct buffer *out = &work->line;
	char from[UTC_TEXT_MAX], to[UTC_TEXT_MAX];

	buffer_format(out, "Month %s", work->report->month);
	if (month->last_time_us != 0)
		buffer_format(out, "; routes from %s to %s", utc_print(month->first_time_us, from),
			      utc_print(month->last_time_us, to));
	buffer_format(out, "; judged as of %s.", utc_print(month->judged_at_us, to));
	add_sentence(work, data);
}

static void say_amounts(struct report_work *work, const char **data)
{
	const struct stored_month *month = work->order->month;
	struct buffer *out = &work->line;

	buffer_string(out, "It rests on ");
	buffer_number_of(out, month->routes, "route");
	buffer_string(out, " (prefix and origin), ");
	buffer_number_of(out, month->vrps, "VRP");
	buffer_string(out, " and ");
	buffer_number_of(out, month->route_objects, "route object");
	buffer_string(out, ". Given: ");
	put_given(out, month->given, true);
	buffer_string(out, ". Not given: ");
	put_given(out, month->given, false);
	buffer_char(out, '.');
	add_sentence(work, data);
}

static void say_rules(struct report_work *work, const char **data)
{
	const struct report_order *order = work->order;
	const struct stored_month *month = order->month;
	struct buffer *out = &work->line;

	buffer_format(out, "Rules: %s, ", order->programme->source);
	if (order->norms_path != NULL)
		buffer_format(out, "as in %s", order->norms_path);
	else
		buffer_string(out, "as built in");
	buffer_format(out,
		      "; Decorum %s. A score is ready from %.4g %%, aspiring from %.4g %%, else "
		      "lagging. A network that fewer than %u peers see is not judged by its "
		      "routes. What was not measured is never good.",
		      DECORUM_VERSION, 100 * month->bands.ready, 100 * month->bands.aspiring,
		      month->peers_min);
	add_sentence(work, data);
	buffer_format(out,
		      "Whoever has the store opens every figure down to the bytes that it rests "
		      "on: decorum explain AS METRIC, decorum audit, decorum inputs; the rules "
		      "are decorum norms %s.",
		      order->programme->id);
	add_sentence(work, data);
}

static void add_input(struct report_work *work, const struct stored_input *input,
		      struct report_input *out)
{
	char date[UTC_TEXT_MAX];

	out->path = report_keep(work, input->path);
	out->kind = report_keep(work, input->kind);
	buffer_format(&work->line, "%.*s", DIGEST_SHOWN, input->digest);
	out->digest = report_take(work);
	out->date = input->date_us != 0 ? report_keep(work, utc_print(input->date_us, date)) : "";
	out->note = report_keep(work, input->note);
}

static int add_inputs(struct report_work *work)
{
	struct report *report = work->report;
	struct report_input *inputs = report_room(work, REPORT_INPUTS_MAX, sizeof(*inputs));
	struct store_cursor *cursor = store_inputs(work->order->store, work->order->month->month);
	struct stored_input input;
	int got;

	while ((got = store_input_next(cursor, &input)) > 0) {
		if (inputs != NULL && report->input_count < REPORT_INPUTS_MAX)
			add_input(work, &input, &inputs[report->input_count++]);
		report->input_total++;
	}
	store_cursor_close(cursor);
	report->inputs = inputs;
	return got;
}

int report_add_data(struct report_work *work)
{
	const char **data = report_room(work, SENTENCES_MAX, sizeof(*data));

	if (data == NULL)
		return ERR_LIMIT;
	work->report->data = data;
	say_dates(work, data);
	say_amounts(work, data);
	say_rules(work, data);
	return add_inputs(work);
}
