#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/answer.h"
#include "cli/report_out.h"

enum {
	COLUMN_TITLE = 10,
	COLUMN_MONTH = 44,
	COLUMN_NOW = 53,
	COLUMN_BEFORE = 62,
	COLUMN_CHANGE = 71,
	INDENT = 4,
	INDENT_SAYS = 13, /* behind the longest label of an incident */
};

/* Characters rather than bytes: a continuation of UTF-8 takes no column. */
static size_t columns_of(struct text text)
{
	size_t columns = 0;

	for (size_t i = 0; i < text.len; i++)
		columns += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	return columns;
}

/* How many bytes of a word fit into `columns` of them. */
static size_t fitting(struct text word, size_t columns)
{
	size_t at = 0;

	for (; at < word.len; at++)
		if (((unsigned char)word.at[at] & 0xc0) != 0x80 && columns-- == 0)
			break;
	return at;
}

/* A line that is being filled. */
struct filling {
	struct buffer *out;
	size_t column, indent;
	bool is_command; /* of a shell: words in quotes are one, and lines go on behind a '\\' */
};

static size_t width_of(const struct filling *filling)
{
	return REPORT_COLUMNS - (filling->is_command ? 2 : 0);
}

static void break_line(struct filling *filling)
{
	buffer_format(filling->out, "%s\n%*s", filling->is_command ? " \\" : "",
		      (int)filling->indent, "");
	filling->column = filling->indent;
}

/* A word longer than a line is cut where the line ends: nothing may be wider. */
static void put_word(struct filling *filling, struct text word)
{
	size_t width = width_of(filling);

	if (filling->column > filling->indent) {
		if (filling->column + 1 + columns_of(word) > width) {
			break_line(filling);
		} else {
			buffer_char(filling->out, ' ');
			filling->column++;
		}
	}
	while (filling->column + columns_of(word) > width) {
		size_t len = fitting(word, width - filling->column);
		buffer_text(filling->out, text_upto(word, len));
		word = text_from(word, len);
		break_line(filling);
	}
	buffer_text(filling->out, word);
	filling->column += columns_of(word);
}

/* The next piece that stays on one line: a word, with the unit of percent behind it; of a command
 * what the shell takes for one. */
static bool next_piece(const struct filling *filling, struct text *rest, struct text *out_piece)
{
	struct text first, next, after;
	bool is_quoted = false;
	size_t len = 0;

	if (!text_word(rest, &first))
		return false;
	*out_piece = first;
	for (struct text more = *rest; filling->is_command;) {
		for (; len < out_piece->len; len++)
			/* As put_shell_word() writes it: \' stands between two quotations. */
			is_quoted ^= out_piece->at[len] == '\'' &&
				     (len == 0 || out_piece->at[len - 1] != '\\');
		if (!is_quoted || !text_word(&more, &next))
			return true;
		out_piece->len = (size_t)(next.at + next.len - first.at);
		*rest = more;
	}
	after = *rest;
	if (text_word(&after, &next) && next.at[0] == '%') {
		out_piece->len = (size_t)(next.at + next.len - first.at);
		*rest = after;
	}
	return true;
}

static void fill(struct filling *filling, size_t at, const char *mark, const char *says)
{
	size_t start = filling->out->used;
	struct buffer clean;
	struct text piece;

	buffer_format(filling->out, "%*s%s", (int)at, "", mark);
	if (filling->out->used - start < filling->indent)
		put_column(filling->out, start, filling->indent);
	buffer_init(&clean);
	buffer_printable(&clean, text_of(says));
	for (struct text rest = { clean.bytes, clean.used }; next_piece(filling, &rest, &piece);)
		put_word(filling, piece);
	buffer_clear(&clean);
	buffer_char(filling->out, '\n');
}

/* `mark` stands at `at`, the words behind it at `indent`, on the first line and all others. */
static void put_item(struct buffer *out, size_t at, const char *mark, size_t indent,
		     const char *says)
{
	struct filling filling = { .out = out, .column = indent, .indent = indent };

	fill(&filling, at, mark, says);
}

/* An item that is put together of several texts. */
static void put_words(struct buffer *out, size_t at, const char *mark, size_t indent,
		      const char *format, ...) __attribute__((format(printf, 5, 6)));

static void put_words(struct buffer *out, size_t at, const char *mark, size_t indent,
		      const char *format, ...)
{
	char *says = NULL;
	va_list values;

	va_start(values, format);
	int len = vasprintf(&says, format, values);
	va_end(values);
	assert(len >= 0);
	put_item(out, at, mark, indent, says);
	free(says);
}

static void put_line(struct buffer *out, size_t indent, const char *says)
{
	put_item(out, 0, "", indent, says);
}

/* With as many characters as the line that began at `start`. */
static void underline(struct buffer *out, size_t start, char with)
{
	size_t columns = columns_of((struct text){ out->bytes + start, out->used - start - 1 });

	for (size_t i = 0; i < columns && i < REPORT_COLUMNS; i++)
		buffer_char(out, with);
	buffer_char(out, '\n');
}

static void put_heading(struct buffer *out, const char *says)
{
	buffer_char(out, '\n');
	size_t start = out->used;
	put_line(out, 0, says);
	underline(out, start, '-');
}

static void put_list(struct buffer *out, size_t at, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_item(out, at, "-", at + 2, items[i]);
}

static void put_top(struct buffer *out, const struct report *report)
{
	put_words(out, 0, "", 0, "%s: %s, %s", report->subject, report->programme, report->month);
	underline(out, 0, '=');
	put_words(out, 0, "", 0, "Data to %s.", report->data_time);
	buffer_format(out, "\nVerdict: %s.\n", report_state_says(report->verdict));
	put_line(out, 0, report->verdict_says);
	put_item(out, 0, "Do first:", 10, report->first);
	for (size_t i = 0; i < report->other_count; i++)
		put_words(out, 0, "Also in", 10, "%s: %s", report->others[i].programme,
			  report_state_says(report->others[i].state));
}

static void put_check(struct buffer *out, const struct report_check *check)
{
	bool is_known = check->state != AUDIT_NOT_MEASURED;

	put_words(out, INDENT, check->decides ? "*" : "-", INDENT + 2, "%s: %s%s%s%s", check->title,
		  report_state_says(check->state), is_known ? ", " : "",
		  is_known ? check->basis : "", check->decides ? "" : " (informs only)");
	for (size_t i = 0; i < check->proof_count; i++)
		put_line(out, INDENT + 4, check->proofs[i]);
}

static void put_action(struct buffer *out, const struct report_action *action)
{
	bool is_known = action->state != AUDIT_NOT_MEASURED;
	bool is_compared = strcmp(action->change, "-") != 0;

	buffer_char(out, '\n');
	put_words(out, 0, "", 0, "%u  %s (%s): %s%s%s%s%s%s", action->number, action->title,
		  action->level, report_state_says(action->state), is_known ? ", " : "",
		  is_known ? action->basis : "", is_compared ? " [" : "",
		  is_compared ? action->change : "", is_compared ? "]" : "");
	if (action->claim[0] != '\0')
		put_item(out, INDENT, "Claimed when joining:", INDENT + 22, action->claim);
	for (size_t i = 0; i < action->check_count; i++)
		put_check(out, &action->checks[i]);
	for (size_t i = 0; i < action->mend_count; i++)
		put_item(out, INDENT, "->", INDENT + 3, action->mends[i]);
}

static void put_actions(struct buffer *out, const struct report *report)
{
	put_heading(out, "Actions");
	put_line(out, 0, report->before_says);
	put_line(out, 0, "* decides the Action, - informs only, -> is what to do.");
	for (size_t i = 0; i < report->action_count; i++)
		put_action(out, &report->actions[i]);
}

static void put_cell(struct buffer *out, size_t start, size_t column, const char *says)
{
	put_column(out, start, column);
	buffer_string(out, says);
}

static void put_score(struct buffer *out, const struct report_score *score)
{
	char percent[REPORT_PERCENT_MAX];
	size_t start = out->used;

	buffer_format(out, "  %s", score->metric->id);
	put_cell(out, start, COLUMN_TITLE, score->metric->title);
	put_cell(out, start, COLUMN_MONTH, report_percent(&score->month, percent));
	put_cell(out, start, COLUMN_NOW, report_percent(&score->now, percent));
	put_cell(out, start, COLUMN_BEFORE, report_percent(&score->before, percent));
	put_cell(out, start, COLUMN_CHANGE, score->change);
	buffer_char(out, '\n');
	for (size_t i = 0; i < score->line_count; i++)
		put_line(out, COLUMN_TITLE + 2, score->lines[i]);
}

static void put_score_titles(struct buffer *out, const struct report *report)
{
	size_t start = out->used;

	buffer_string(out, "  metric");
	put_cell(out, start, COLUMN_TITLE, "what it asks");
	put_cell(out, start, COLUMN_MONTH, report->month);
	put_cell(out, start, COLUMN_NOW, "at end");
	put_cell(out, start, COLUMN_BEFORE, report->before[0] != '\0' ? report->before : "before");
	put_cell(out, start, COLUMN_CHANGE, "change");
	buffer_char(out, '\n');
}

static void put_scores(struct buffer *out, const struct report *report)
{
	put_heading(out, "Scores");
	put_line(out, 0,
		 "Each of the whole month, of what still stood at the end of the data, and of the "
		 "month before. Changes are in points of the percentage.");
	for (size_t i = 0; i < report->network_count; i++) {
		const struct report_network *network = &report->networks[i];
		buffer_char(out, '\n');
		put_line(out, 0, network->title);
		put_line(out, 2, network->seen);
		put_score_titles(out, report);
		for (size_t s = 0; s < network->score_count; s++)
			put_score(out, &network->scores[s]);
	}
}

static void put_field(struct buffer *out, const char *label, const char *says)
{
	if (says[0] != '\0')
		put_item(out, 2, label, INDENT_SAYS, says);
}

static void put_incident(struct buffer *out, asn_t asn, const struct report_incident *incident)
{
	struct filling command = {
		.out = out, .column = INDENT_SAYS, .indent = INDENT_SAYS, .is_command = true
	};

	buffer_char(out, '\n');
	put_words(out, 0, "", 0, "%s: %s, AS%u as %s%s", incident->name,
		  incident_kind_name(incident->kind), asn, incident_role_name(incident->role),
		  incident->is_excused ? "; feedback calls it legitimate" : "");
	put_field(out, "when", incident->when);
	put_field(out, "weight", incident->weight);
	put_field(out, "prefixes", incident->prefixes);
	put_field(out, "others", incident->parties);
	put_field(out, "source", incident->says);
	put_field(out, "record", incident->record);
	put_field(out, "see", incident->url);
	for (size_t i = 0; i < incident->feedback_count; i++)
		put_field(out, "feedback", incident->feedback[i]);
	fill(&command, 2, "dispute", incident->command);
	put_field(out, "or mail", incident->mail_says);
}

static void put_incidents(struct buffer *out, const struct report *report)
{
	size_t count = 0;

	put_heading(out, "Incidents");
	for (size_t n = 0; n < report->network_count; n++)
		for (size_t i = 0; i < report->networks[n].incident_count; i++, count++)
			put_incident(out, report->networks[n].asn,
				     &report->networks[n].incidents[i]);
	if (count == 0)
		put_line(out, 0, "No incident of the month names one of its networks.");
}

static void put_feedback(struct buffer *out, const struct report *report)
{
	char percent[REPORT_PERCENT_MAX];

	put_heading(out, "With and without feedback");
	put_line(out, 0, report->feedback_says);
	for (size_t n = 0; n < report->network_count; n++)
		for (size_t s = 0; s < report->networks[n].score_count; s++) {
			const struct report_score *score = &report->networks[n].scores[s];
			if (!report->any_excused || !report_is_turned(score))
				continue;
			buffer_format(out, "  AS%u %s: %s", report->networks[n].asn,
				      score->metric->id, report_percent(&score->month, percent));
			buffer_format(out, ", without %s\n",
				      report_percent(&score->without, percent));
		}
}

static void put_routes(struct buffer *out, const struct report_network *network)
{
	for (size_t i = 0; i < network->route_count; i++) {
		const struct report_route *route = &network->routes[i];
		put_words(out, 2, route->is_wrong ? "!" : "-", INDENT,
			  "%s: RPKI %s, registry %s; seen by %s", route->prefix, route->rpki,
			  route->registry, route->seen);
	}
	if (network->route_total > network->route_count)
		buffer_format(out, "    ... and %zu more: decorum explain AS%u M7RPKI\n",
			      network->route_total - network->route_count, network->asn);
	for (size_t i = 0; i < network->mend_count; i++)
		put_item(out, 2, "->", 5, network->mends[i]);
}

static void put_all_routes(struct buffer *out, const struct report *report)
{
	bool any = false;

	put_heading(out, "Routes that need work");
	for (size_t n = 0; n < report->network_count; n++) {
		const struct report_network *network = &report->networks[n];
		if (network->route_total == 0)
			continue;
		any = true;
		put_line(out, 0, network->title);
		put_routes(out, network);
	}
	if (!any)
		put_line(out, 0, "None.");
}

static void put_gaps(struct buffer *out, const struct report *report)
{
	put_heading(out, "Not measured");
	for (size_t i = 0; i < report->gap_count; i++) {
		put_line(out, 0, report->gaps[i].what);
		put_line(out, INDENT, report->gaps[i].why);
		if (report->gaps[i].change[0] != '\0')
			put_item(out, INDENT, "->", INDENT + 3, report->gaps[i].change);
	}
	if (report->gap_count == 0)
		put_line(out, 0, "Everything was measured.");
}

static void put_data(struct buffer *out, const struct report *report)
{
	put_heading(out, "Data");
	put_list(out, 0, report->data, report->data_count);
	buffer_char(out, '\n');
	for (size_t i = 0; i < report->input_count; i++) {
		const struct report_input *input = &report->inputs[i];
		put_words(out, 2, "-", INDENT, "%s, %s%s%s; SHA-256 %s...%s%s", input->path,
			  input->kind, input->date[0] != '\0' ? " of " : "", input->date,
			  input->digest, input->note[0] != '\0' ? "; " : "", input->note);
	}
	if (report->input_total > report->input_count)
		buffer_format(out, "    ... and %zu more: decorum inputs\n",
			      report->input_total - report->input_count);
}

static void put_rules(struct buffer *out)
{
	put_heading(out, "How every score is computed");
	for (size_t i = 0; metrics[i] != NULL; i++) {
		put_item(out, 0, metrics[i]->id, COLUMN_TITLE, metrics[i]->title);
		put_line(out, COLUMN_TITLE, metrics[i]->rule);
		put_item(out, COLUMN_TITLE, "Source:", COLUMN_TITLE + 8, metrics[i]->source);
	}
}

void report_put_text(struct buffer *out, const struct report *report)
{
	put_top(out, report);
	put_actions(out, report);
	put_scores(out, report);
	put_incidents(out, report);
	put_feedback(out, report);
	put_all_routes(out, report);
	put_gaps(out, report);
	put_data(out, report);
	put_rules(out);
}
