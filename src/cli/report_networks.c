#include "audit/audit_mends.h"
#include "cli/answer.h"
#include "cli/report_work.h"

static const struct measure NOTHING = { .measured = false };

static const struct audit_score *score_of(const struct audit_network *network, const char *metric)
{
	return network != NULL ? audit_score_find(network->scores, network->score_count, metric)
			       : NULL;
}

/* A network in the three audits of the report. */
struct seen {
	struct report_work *work;
	const struct audit_network *now;
	const struct audit_network *excused, *before; /* or NULL */
};

static const char *title_of(struct report_work *work, const struct network *network)
{
	struct buffer *out = &work->line;

	buffer_format(out, "AS%u", network->asn);
	if (network->name[0] != '\0')
		buffer_format(out, " %s", network->name);
	if (network->organisation[0] != '\0')
		buffer_format(out, ", %s", network->organisation);
	if (network->economy[0] != '\0')
		buffer_format(out, " (%s)", network->economy);
	return report_take(work);
}

static const char *seen_says(struct report_work *work, const struct as_month *month)
{
	const struct network *network = &month->network;
	struct buffer *out = &work->line;

	if (network->peers == 0 && month->neighbour_count == 0)
		buffer_string(out, "It announced nothing that was seen this month.");
	else {
		buffer_number_of(out, month->route_count, "route");
		buffer_string(out, " originated, seen by at most ");
		buffer_number_of(out, network->peers, "peer");
		buffer_string(out, " of the collectors");
		if (network->size != SIZE_UNKNOWN) {
			buffer_format(out, "; %s, ", network_size_name(network->size));
			buffer_number_of(out, network->customers, "customer");
		}
		for (unsigned bit = 0; network_mark_name(bit) != NULL; bit++)
			if ((network->marks >> bit & 1) != 0)
				buffer_format(out, "; %s", network_mark_name(bit));
		buffer_char(out, '.');
	}
	return report_take(work);
}

static const char *change_says(struct report_work *work, const struct report_score *score)
{
	double points = 100 * (score->month.score - score->before.score);

	if (!work->before.is_there || (!score->month.measured && !score->before.measured))
		return "-";
	if (!score->before.measured)
		return "new";
	if (!score->month.measured)
		return "gone";
	if (points > -0.05 && points < 0.05)
		return "same";
	buffer_format(&work->line, "%+.1f", points);
	return report_take(work);
}

/* "2 valid, 2 invalid: 2/4 - 10 x 2/4 = -4.5, bounded at 0; that is 0.0 %, lagging." */
static const char *arithmetic_says(struct report_work *work, const struct report_score *score)
{
	struct buffer *out = &work->line;
	char percent[REPORT_PERCENT_MAX];

	for (size_t i = 0; score->metric->count_names[i] != NULL; i++) {
		buffer_string(out, i > 0 ? ", " : "");
		buffer_thousands(out, score->month.counts[i]);
		buffer_format(out, " %s", score->metric->count_names[i]);
	}
	buffer_string(out, ": ");
	score->metric->arithmetic(&score->month, out);
	buffer_format(out, "; that is %s, %s.", report_percent(&score->month, percent),
		      band_name(score->month.band));
	return report_take(work);
}

/* What was mended still counts until the month ends: who mended it asks why. */
static const char *now_says(struct report_work *work, const struct report_score *score)
{
	char percent[REPORT_PERCENT_MAX];

	(void)report_percent(&score->now, percent);
	if (score->now.score > score->month.score)
		buffer_format(&work->line,
			      "Mended: what still stood at the end of the data scores %s. The "
			      "month counts all that happened in it; the next begins afresh.",
			      percent);
	else
		buffer_format(&work->line,
			      "What still stood at the end of the data scores less: %s.", percent);
	return report_take(work);
}

enum { LINES_MAX = 3 };

static void explain_score(const struct seen *seen, struct report_score *score)
{
	struct report_work *work = seen->work;
	const char **lines = report_room(work, LINES_MAX, sizeof(*lines));
	char why[AUDIT_GAP_MAX], percent[REPORT_PERCENT_MAX];

	if (lines == NULL)
		return;
	score->lines = lines;
	if (!score->month.measured) {
		(void)audit_gap_of(seen->now, score->metric->id, why);
		lines[score->line_count++] = report_keep(work, why);
		return;
	}
	lines[score->line_count++] = arithmetic_says(work, score);
	if (score->now.measured && score->now.score != score->month.score)
		lines[score->line_count++] = now_says(work, score);
	if (report_is_turned(score)) {
		buffer_format(&work->line,
			      "Without the incidents that feedback calls legitimate: %s.",
			      report_percent(&score->without, percent));
		lines[score->line_count++] = report_take(work);
	}
}

static void add_scores(const struct seen *seen, struct report_network *out)
{
	struct report_score *scores = report_room(seen->work, METRICS_MAX, sizeof(*scores));

	for (size_t i = 0; scores != NULL && metrics[i] != NULL; i++) {
		const struct audit_score *now = score_of(seen->now, metrics[i]->id);
		const struct audit_score *before = score_of(seen->before, metrics[i]->id);
		const struct audit_score *without = score_of(seen->excused, metrics[i]->id);
		scores[i] = (struct report_score){
			.metric = metrics[i],
			.month = now != NULL ? now->measure : NOTHING,
			.now = now != NULL ? now->now : NOTHING,
			.before = before != NULL ? before->measure : NOTHING,
			.without = without != NULL ? without->measure : NOTHING,
		};
		scores[i].change = change_says(seen->work, &scores[i]);
		explain_score(seen, &scores[i]);
		out->score_count++;
	}
	out->scores = scores;
}

/*
 * Routes that need work
 */

enum need { NEED_NOTHING, NEED_REGISTRATION, NEED_ANY_REGISTRATION, NEED_REPAIR };

/* The worst first: invalid or a bogon; registered nowhere; not in one of the two. */
static enum need need_of(const struct judged_route *route, uint32_t given)
{
	bool rpki = (given & GIVEN_RPKI) != 0, irr = (given & GIVEN_IRR) != 0;
	bool valid = rpki && route->rov == ROV_VALID;
	bool registered = irr && irr_is_registered(route->irr);

	if (route->bogon == BOGON_FULL ||
	    (rpki && (route->rov == ROV_INVALID_ASN || route->rov == ROV_INVALID_LENGTH)))
		return NEED_REPAIR;
	if ((rpki || irr) && !valid && !registered)
		return NEED_ANY_REGISTRATION;
	return (rpki && !valid) || (irr && !registered) ? NEED_REGISTRATION : NEED_NOTHING;
}

static void add_route(struct report_work *work, const struct judged_route *route, uint32_t given,
		      struct report_route *out)
{
	char text[PREFIX_TEXT_MAX];
	struct buffer *line = &work->line;

	buffer_format(line, "%s%s", prefix_print(&route->prefix, text),
		      route->bogon == BOGON_FULL ? " (bogon)" : "");
	out->prefix = report_take(work);
	out->rpki = (given & GIVEN_RPKI) != 0 ? rov_state_name(route->rov) : "not given";
	out->registry = (given & GIVEN_IRR) != 0 ? irr_state_name(route->irr) : "not given";
	out->is_wrong = need_of(route, given) == NEED_REPAIR;
	buffer_number_of(line, route->peers, "peer");
	if (route->peers_last == 0)
		buffer_string(line, ", gone at the end");
	else if (route->peers_last != route->peers)
		buffer_format(line, ", %u at the end", route->peers_last);
	out->seen = report_take(work);
}

static void add_routes(const struct seen *seen, struct report_network *out)
{
	const struct as_month *month = seen->now->month;
	struct report_route *routes = report_room(seen->work, REPORT_ROUTES_MAX, sizeof(*routes));

	for (enum need need = NEED_REPAIR; routes != NULL && need > NEED_NOTHING; need--)
		for (size_t i = 0; i < month->route_count; i++) {
			if (need_of(&month->routes[i], month->given) != need)
				continue;
			if (out->route_count < REPORT_ROUTES_MAX)
				add_route(seen->work, &month->routes[i], month->given,
					  &routes[out->route_count++]);
			out->route_total++;
		}
	out->routes = routes;
}

static bool is_said(const struct report *report, const char *sentence)
{
	for (size_t i = 0; i < report->action_count; i++)
		for (size_t m = 0; m < report->actions[i].mend_count; m++)
			if (strcmp(report->actions[i].mends[m], sentence) == 0)
				return true;
	return false;
}

/* What would mend its routes and stands below no Action, since that is kept as it is. */
static void add_mends(const struct seen *seen, struct report_network *out)
{
	struct mends mends = { .arena = seen->work->arena };

	mends_add(&mends, seen->now, "M3");
	mends_add(&mends, seen->now, "M7RPKI");
	mends_add(&mends, seen->now, "M7IRR");
	seen->work->failed = seen->work->failed || mends.failed;
	for (size_t i = 0; i < mends.count; i++)
		if (!is_said(seen->work->report, mends.all[i]))
			mends.all[out->mend_count++] = mends.all[i];
	out->mends = mends.all;
}

/*
 * What was not measured
 */

static const char *gap_change(struct report_work *work, const struct audit_network *network,
			      const char *metric, enum audit_gap gap)
{
	struct mends mends = { .arena = work->arena };

	switch (gap) {
	case AUDIT_GAP_UNSEEN:
		return "It counts as soon as it announces a route that a collector sees.";
	case AUDIT_GAP_FEW_PEERS:
		return "More peers of the route collectors must see its routes.";
	case AUDIT_GAP_NOT_GIVEN:
		return "Whoever runs this observatory can give them to decorum observe.";
	case AUDIT_GAP_NOTHING:
		break;
	}
	mends_add(&mends, network, metric);
	work->failed = work->failed || mends.failed;
	if (mends.count == 0)
		return "Nothing need be done: it counts as soon as there is something to measure.";
	for (size_t i = 0; i < mends.count; i++)
		buffer_format(&work->line, "%s%s", i > 0 ? " " : "", mends.all[i]);
	return report_take(work);
}

static bool has_gap(const struct report *report, const struct report_gap *gaps, const char *why)
{
	for (size_t i = 0; i < report->gap_count; i++)
		if (strcmp(gaps[i].why, why) == 0)
			return true;
	return false;
}

static void add_gap(struct report_work *work, const struct audit_network *network,
		    const struct metric *metric, struct report_gap *gaps)
{
	char why[AUDIT_GAP_MAX];
	enum audit_gap gap = audit_gap_of(network, metric->id, why);
	bool all = gap == AUDIT_GAP_UNSEEN || gap == AUDIT_GAP_FEW_PEERS;

	if (has_gap(work->report, gaps, why))
		return;
	if (all)
		buffer_string(&work->line, "All that goes by routes");
	else
		buffer_format(&work->line, "%s, %s", metric->id, metric->title);
	gaps[work->report->gap_count++] = (struct report_gap){
		.what = report_take(work),
		.why = report_keep(work, why),
		.change = gap_change(work, network, metric->id, gap),
	};
}

static void add_attested_gaps(struct report_work *work, struct report_gap *gaps)
{
	const struct audit *audit = &work->now.audit;

	for (size_t i = 0; i < audit->action_count; i++)
		for (size_t c = 0; c < audit->actions[i].check_count; c++) {
			const struct audit_check *check = &audit->actions[i].checks[c];
			if (check->norm->basis == NORM_MEASURED || check->missing[0] == '\0')
				continue;
			buffer_format(&work->line, "Action %u, %s", audit->actions[i].norm->number,
				      check->norm->title);
			gaps[work->report->gap_count++] = (struct report_gap){
				.what = report_take(work), .why = check->missing, .change = ""
			};
		}
}

static size_t check_count(const struct audit *audit)
{
	size_t count = 0;

	for (size_t i = 0; i < audit->action_count; i++)
		count += audit->actions[i].check_count;
	return count;
}

static void add_gaps(struct report_work *work)
{
	const struct audit *audit = &work->now.audit;
	const struct audit_subject *subject = audit->subject;
	struct report_gap *gaps = report_room(
		work, subject->network_count * METRICS_MAX + check_count(audit), sizeof(*gaps));

	for (size_t n = 0; gaps != NULL && n < subject->network_count; n++)
		for (size_t i = 0; metrics[i] != NULL; i++) {
			const struct audit_score *score =
				score_of(&subject->networks[n], metrics[i]->id);
			if (score == NULL || !score->measure.measured)
				add_gap(work, &subject->networks[n], metrics[i], gaps);
		}
	if (gaps != NULL)
		add_attested_gaps(work, gaps);
	work->report->gaps = gaps;
}

static void say_feedback(struct report_work *work)
{
	struct buffer *out = &work->line;
	enum audit_state without = work->excused.audit.verdict;

	if (!work->report->any_excused)
		buffer_string(out, "Nobody has called an incident of the month legitimate.");
	else if (without == work->report->verdict)
		buffer_string(out, "With what feedback calls legitimate left out, the verdict "
				   "would be the same.");
	else
		buffer_format(out,
			      "With what feedback calls legitimate left out, the verdict would be "
			      "%s.",
			      report_state_says(without));
	work->report->feedback_says = report_take(work);
}

int report_add_networks(struct report_work *work)
{
	const struct audit_subject *subject = work->now.audit.subject;
	struct report_network *networks =
		report_room(work, subject->network_count, sizeof(*networks));
	int got = 0;

	for (size_t i = 0; networks != NULL && got == 0 && i < subject->network_count; i++) {
		const struct audit_network *network = &subject->networks[i];
		asn_t asn = network->month->network.asn;
		const struct seen seen = { work, network, report_network_in(&work->excused, asn),
					   report_network_in(&work->before, asn) };
		networks[i] = (struct report_network){
			.asn = asn,
			.title = title_of(work, &network->month->network),
			.seen = seen_says(work, network->month),
		};
		add_scores(&seen, &networks[i]);
		add_routes(&seen, &networks[i]);
		add_mends(&seen, &networks[i]);
		got = report_add_incidents(work, network, &networks[i]);
		work->report->network_count++;
	}
	work->report->networks = networks;
	add_gaps(work);
	say_feedback(work);
	return got;
}
