#include "cli/answer.h"
#include "cli/report_out.h"
#include "cli/report_page.h"

static const char *class_of_state(enum audit_state state)
{
	static const char *const classes[] = {
		[AUDIT_NOT_MEASURED] = "none",
		[AUDIT_NON_CONFORMANT] = "no",
		[AUDIT_CONFORMANT] = "yes",
	};

	return classes[state];
}

static const char *class_of_band(enum band band)
{
	static const char *const classes[] = {
		[BAND_NOT_MEASURED] = "none",
		[BAND_LAGGING] = "no",
		[BAND_ASPIRING] = "nearly",
		[BAND_READY] = "yes",
	};

	return classes[band];
}

static void put_basis(struct buffer *out, const char *basis)
{
	bool is_known = strcmp(basis, "not measured") != 0;

	/* The three words of a basis are classes too. */
	page_badge(out, is_known ? basis : "none", basis);
}

/*
 * Sections, in the order in which they stand
 */

static void put_head(struct buffer *out, const struct report *report)
{
	buffer_string(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			   "<meta name=\"viewport\" content=\"width=device-width, "
			   "initial-scale=1\">\n"
			   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
			   "'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action "
			   "'none'\">\n"
			   "<meta name=\"referrer\" content=\"no-referrer\">\n"
			   "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	page_text(out, report->subject);
	buffer_string(out, ", ");
	page_text(out, report->month);
	buffer_string(out, ": conformance report</title>\n<style>\n");
	for (size_t i = 0; page_style[i] != NULL; i++)
		buffer_string(out, page_style[i]);
	buffer_string(out, "</style>\n</head>\n<body>\n");
}

static void put_top(struct buffer *out, const struct report *report)
{
	buffer_string(out, "<header>\n<p class=\"over\">Conformance report, ");
	page_text(out, report->programme);
	buffer_string(out, "</p>\n<h1><bdi>");
	page_text(out, report->subject);
	buffer_string(out, "</bdi></h1>\n<p class=\"over\">");
	page_text(out, report->month);
	buffer_string(out, ", data to ");
	page_text(out, report->data_time);
	buffer_string(out, "</p>\n</header>\n<main>\n");
	buffer_format(out,
		      "<section id=\"verdict\" class=\"verdict %s\" "
		      "aria-labelledby=\"verdict-title\">\n<h2 id=\"verdict-title\">",
		      class_of_state(report->verdict));
	page_badge(out, class_of_state(report->verdict), report_state_says(report->verdict));
	buffer_string(out, "</h2>\n");
	page_element(out, "p class=\"lead\"", report->verdict_says);
	buffer_string(out, "<p><strong>Do first:</strong> ");
	page_text(out, report->first);
	buffer_string(out, "</p>\n");
	for (size_t i = 0; i < report->other_count; i++) {
		buffer_string(out, "<p>Also in ");
		page_text(out, report->others[i].programme);
		buffer_string(out, ": ");
		page_badge(out, class_of_state(report->others[i].state),
			   report_state_says(report->others[i].state));
		buffer_string(out, "</p>\n");
	}
	page_section_close(out);
}

static void put_contents(struct buffer *out)
{
	static const struct {
		const char *id, *title;
	} sections[] = {
		{ "actions", "Actions" },   { "scores", "Scores" }, { "incidents", "Incidents" },
		{ "feedback", "Feedback" }, { "routes", "Routes" }, { "gaps", "Not measured" },
		{ "data", "Data" },         { "rules", "Rules" },
	};

	buffer_string(out, "<nav aria-label=\"Contents\"><ul>\n");
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		buffer_format(out, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id,
			      sections[i].title);
	buffer_string(out, "</ul></nav>\n");
}

static void put_checks(struct buffer *out, const struct report_action *action)
{
	buffer_string(out, "<ul class=\"checks\">\n");
	for (size_t i = 0; i < action->check_count; i++) {
		const struct report_check *check = &action->checks[i];
		buffer_string(out, "<li>");
		page_text(out, check->title);
		buffer_char(out, ' ');
		page_badge(out, class_of_state(check->state), report_state_says(check->state));
		if (check->state != AUDIT_NOT_MEASURED)
			put_basis(out, check->basis);
		if (!check->decides)
			buffer_string(out, " <small>informs only</small>");
		buffer_char(out, '\n');
		page_list(out, "ul class=\"proofs\"", check->proofs, check->proof_count);
		buffer_string(out, "</li>\n");
	}
	buffer_string(out, "</ul>\n");
}

static void put_action_row(struct page_table *table, const struct report_action *action)
{
	struct buffer *out = table->out;

	page_row_open(table);
	page_cell_open(table);
	buffer_format(out, "%u. ", action->number);
	page_text(out, action->title);
	buffer_string(out, " <small>");
	page_text(out, action->level);
	buffer_string(out, "</small>");
	page_cell_close(table);
	page_badge_cell(table, class_of_state(action->state), report_state_says(action->state));
	page_cell_open(table);
	put_basis(out, action->basis);
	page_cell_close(table);
	page_cell(table, action->change);
	page_row_close(table);
}

static void put_action_details(struct buffer *out, const struct report_action *action)
{
	bool is_open = action->state != AUDIT_CONFORMANT;

	buffer_format(out, "<details%s><summary>Action %u, ", is_open ? " open" : "",
		      action->number);
	page_text(out, action->title);
	buffer_string(out, is_open ? ": what to do, and why</summary>\n" : ": why</summary>\n");
	page_list(out, "ol class=\"mends\"", action->mends, action->mend_count);
	if (action->claim[0] != '\0') {
		buffer_string(out, "<p>Claimed when joining: ");
		page_text(out, action->claim);
		buffer_string(out, "</p>\n");
	}
	put_checks(out, action);
	buffer_string(out, "</details>\n");
}

static void put_actions(struct buffer *out, const struct report *report)
{
	const char *const headings[] = { "Action", "State", "Rests on what is", "Change", NULL };
	struct page_table table = { .out = out, .headings = headings };

	page_section_open(out, "actions", "Actions");
	page_table_open(&table, "actions", report->before_says);
	for (size_t i = 0; i < report->action_count; i++)
		put_action_row(&table, &report->actions[i]);
	page_table_close(&table);
	for (size_t i = 0; i < report->action_count; i++)
		put_action_details(out, &report->actions[i]);
	page_section_close(out);
}

static void put_meter(struct buffer *out, const struct measure *measure)
{
	char percent[REPORT_PERCENT_MAX];

	page_text(out, report_percent(measure, percent));
	if (measure->measured)
		buffer_format(out,
			      "<span class=\"bar %s\" aria-hidden=\"true\"><i "
			      "style=\"width:%.1f%%\"></i></span>",
			      class_of_band(measure->band), 100 * measure->score);
}

static void put_score_row(struct page_table *table, const struct report_score *score)
{
	struct buffer *out = table->out;
	bool is_open = score->month.measured && score->month.band != BAND_READY;
	char percent[REPORT_PERCENT_MAX];

	page_row_open(table);
	page_cell_open(table);
	buffer_format(out, "<details%s><summary>%s <b>", is_open ? " open" : "", score->metric->id);
	page_text(out, score->metric->title);
	buffer_string(out, "</b></summary>\n");
	for (size_t i = 0; i < score->line_count; i++)
		page_element(out, "p", score->lines[i]);
	buffer_string(out, "</details>");
	page_cell_close(table);
	page_cell_open(table);
	put_meter(out, &score->month);
	page_cell_close(table);
	page_cell(table, report_percent(&score->now, percent));
	page_cell(table, report_percent(&score->before, percent));
	page_cell(table, score->change);
	page_badge_cell(table, class_of_band(score->month.band),
			score->month.measured ? band_name(score->month.band) : "not measured");
	page_row_close(table);
}

static void put_scores(struct buffer *out, const struct report *report)
{
	const char *before = report->before[0] != '\0' ? report->before : "Before";
	const char *const headings[] = { "Metric", report->month, "At the end", before,
					 "Change", "Band",        NULL };
	struct page_table table = { .out = out, .headings = headings };

	page_section_open(out, "scores", "Scores");
	page_element(out, "p",
		     "Each of the whole month, of what still stood at the end of the data, and of "
		     "the month before. Changes are in points of the percentage.");
	for (size_t i = 0; i < report->network_count; i++) {
		const struct report_network *network = &report->networks[i];
		page_element(out, "h3", network->title);
		page_table_open(&table, "scores", network->seen);
		for (size_t s = 0; s < network->score_count; s++)
			put_score_row(&table, &network->scores[s]);
		page_table_close(&table);
	}
	page_section_close(out);
}

static void put_field(struct buffer *out, const char *label, const char *says)
{
	if (says[0] == '\0')
		return;
	buffer_format(out, "<dt>%s</dt>", label);
	page_element(out, "dd", says);
}

/* Only what a browser fetches from elsewhere is a link: no javascript:, no file:. */
static bool is_link(const char *url)
{
	return text_starts_fold(text_of(url), TEXT("https://")) ||
	       text_starts_fold(text_of(url), TEXT("http://"));
}

static void put_link(struct buffer *out, const char *url)
{
	if (!is_link(url)) {
		put_field(out, "Shown at", url);
		return;
	}
	buffer_string(out, "<dt>Shown at</dt><dd><a rel=\"noopener noreferrer\" href=\"");
	page_text(out, url);
	buffer_string(out, "\">");
	page_text(out, url);
	buffer_string(out, "</a></dd>\n");
}

static void put_dispute(struct buffer *out, const struct report_incident *incident)
{
	buffer_string(out, "<dt>Dispute it</dt><dd><code>");
	page_text(out, incident->command);
	buffer_string(out, "</code>");
	if (incident->mail[0] != '\0') {
		buffer_string(out, " <a class=\"button\" href=\"");
		page_text(out, incident->mail);
		buffer_string(out, "\">or by mail</a>");
	}
	buffer_string(out, "</dd>\n");
}

static void put_incident(struct buffer *out, asn_t asn, const struct report_incident *incident)
{
	buffer_string(out, "<article class=\"incident\">\n<h3>");
	page_text(out, incident->name);
	buffer_string(out, "</h3>\n<p>");
	page_badge(out, incident->role == INCIDENT_VICTIM || incident->is_excused ? "none" : "no",
		   incident_kind_name(incident->kind));
	buffer_format(out, " AS%u as %s", asn, incident_role_name(incident->role));
	if (incident->is_excused) {
		buffer_char(out, ' ');
		page_badge(out, "attested", "feedback calls it legitimate");
	}
	buffer_string(out, "</p>\n<dl>\n");
	put_field(out, "When", incident->when);
	put_field(out, "Weight", incident->weight);
	put_field(out, "Prefixes", incident->prefixes);
	put_field(out, "Others", incident->parties);
	put_field(out, "Source", incident->says);
	put_field(out, "Record", incident->record);
	if (incident->url[0] != '\0')
		put_link(out, incident->url);
	for (size_t i = 0; i < incident->feedback_count; i++)
		put_field(out, "Feedback", incident->feedback[i]);
	put_dispute(out, incident);
	buffer_string(out, "</dl>\n</article>\n");
}

static void put_incidents(struct buffer *out, const struct report *report)
{
	size_t count = 0;

	page_section_open(out, "incidents", "Incidents");
	for (size_t n = 0; n < report->network_count; n++)
		for (size_t i = 0; i < report->networks[n].incident_count; i++, count++)
			put_incident(out, report->networks[n].asn,
				     &report->networks[n].incidents[i]);
	if (count == 0)
		page_element(out, "p", "No incident of the month names one of its networks.");
	page_section_close(out);
}

static void put_feedback(struct buffer *out, const struct report *report)
{
	const char *const headings[] = { "Score", "As it counts", "Without", NULL };
	struct page_table table = { .out = out, .headings = headings };
	char percent[REPORT_PERCENT_MAX];

	page_section_open(out, "feedback", "With and without feedback");
	page_element(out, "p", report->feedback_says);
	if (report->any_excused)
		page_table_open(&table, "feedback", "Scores that feedback would change");
	for (size_t n = 0; n < report->network_count && report->any_excused; n++)
		for (size_t s = 0; s < report->networks[n].score_count; s++) {
			const struct report_score *score = &report->networks[n].scores[s];
			if (!report_is_turned(score))
				continue;
			page_row_open(&table);
			page_cell_open(&table);
			buffer_format(out, "AS%u %s", report->networks[n].asn, score->metric->id);
			page_cell_close(&table);
			page_cell(&table, report_percent(&score->month, percent));
			page_cell(&table, report_percent(&score->without, percent));
			page_row_close(&table);
		}
	if (report->any_excused)
		page_table_close(&table);
	page_section_close(out);
}

static void put_routes(struct buffer *out, const struct report_network *network)
{
	const char *const headings[] = { "Route", "RPKI", "Registry", "Seen by", NULL };
	struct page_table table = { .out = out, .headings = headings };

	page_table_open(&table, "routes", network->title);
	for (size_t i = 0; i < network->route_count; i++) {
		const struct report_route *route = &network->routes[i];
		page_row_open(&table);
		page_cell(&table, route->prefix);
		page_badge_cell(&table, route->is_wrong ? "no" : "none", route->rpki);
		page_cell(&table, route->registry);
		page_cell(&table, route->seen);
		page_row_close(&table);
	}
	page_table_close(&table);
	if (network->route_total > network->route_count)
		buffer_format(out,
			      "<p>... and %zu more: <code>decorum explain AS%u M7RPKI</code></p>\n",
			      network->route_total - network->route_count, network->asn);
	page_list(out, "ul class=\"mends\"", network->mends, network->mend_count);
}

static void put_all_routes(struct buffer *out, const struct report *report)
{
	bool any = false;

	page_section_open(out, "routes", "Routes that need work");
	for (size_t n = 0; n < report->network_count; n++)
		if (report->networks[n].route_total > 0) {
			any = true;
			put_routes(out, &report->networks[n]);
		}
	if (!any)
		page_element(out, "p", "None.");
	page_section_close(out);
}

static void put_gaps(struct buffer *out, const struct report *report)
{
	page_section_open(out, "gaps", "Not measured");
	if (report->gap_count == 0)
		page_element(out, "p", "Everything was measured.");
	buffer_string(out, report->gap_count > 0 ? "<dl class=\"gaps\">\n" : "");
	for (size_t i = 0; i < report->gap_count; i++) {
		const struct report_gap *gap = &report->gaps[i];
		page_element(out, "dt", gap->what);
		buffer_string(out, "<dd>");
		page_text(out, gap->why);
		buffer_string(out, gap->change[0] != '\0' ? "<br>&rarr; " : "");
		page_text(out, gap->change);
		buffer_string(out, "</dd>\n");
	}
	buffer_string(out, report->gap_count > 0 ? "</dl>\n" : "");
	page_section_close(out);
}

static void put_data(struct buffer *out, const struct report *report)
{
	const char *const headings[] = {
		"Input", "Kind", "Date of its own", "SHA-256", "Note", NULL
	};
	struct page_table table = { .out = out, .headings = headings };

	page_section_open(out, "data", "Data");
	page_list(out, "ul", report->data, report->data_count);
	page_table_open(&table, "inputs", "What was read");
	for (size_t i = 0; i < report->input_count; i++) {
		const struct report_input *input = &report->inputs[i];
		page_row_open(&table);
		page_cell(&table, input->path);
		page_cell(&table, input->kind);
		page_cell(&table, input->date[0] != '\0' ? input->date : "-");
		page_cell_open(&table);
		page_text(out, input->digest);
		buffer_string(out, "...");
		page_cell_close(&table);
		page_cell(&table, input->note[0] != '\0' ? input->note : "-");
		page_row_close(&table);
	}
	page_table_close(&table);
	if (report->input_total > report->input_count)
		buffer_format(out, "<p>... and %zu more: <code>decorum inputs</code></p>\n",
			      report->input_total - report->input_count);
	page_section_close(out);
}

static void put_rules(struct buffer *out)
{
	page_section_open(out, "rules", "How every score is computed");
	buffer_string(out, "<dl class=\"rules\">\n");
	for (size_t i = 0; metrics[i] != NULL; i++) {
		buffer_format(out, "<dt>%s ", metrics[i]->id);
		page_text(out, metrics[i]->title);
		buffer_string(out, "</dt><dd>");
		page_text(out, metrics[i]->rule);
		buffer_string(out, "<br><small>Source: ");
		page_text(out, metrics[i]->source);
		buffer_string(out, "</small></dd>\n");
	}
	buffer_string(out, "</dl>\n");
	page_section_close(out);
}

void report_put_html(struct buffer *out, const struct report *report)
{
	put_head(out, report);
	put_top(out, report);
	put_contents(out);
	put_actions(out, report);
	put_scores(out, report);
	put_incidents(out, report);
	put_feedback(out, report);
	put_all_routes(out, report);
	put_gaps(out, report);
	put_data(out, report);
	put_rules(out);
	buffer_string(out, "</main>\n</body>\n</html>\n");
}
