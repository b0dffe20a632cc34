#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "cli/report_work.h"
#include "store/store_register.h"

/* Texts of one participant; the largest has some hundred networks. */
enum { REPORT_BUDGET = 256 << 20 };

struct owned {
	struct report report; /* what the caller holds; first, so that it can be freed */
	struct arena arena;
};

const char *report_state_says(enum audit_state state)
{
	static const char *const says[] = {
		[AUDIT_NOT_MEASURED] = "not measured",
		[AUDIT_NON_CONFORMANT] = "not conformant",
		[AUDIT_CONFORMANT] = "conformant",
	};

	return says[state];
}

const char *report_percent(const struct measure *measure, char out_text[REPORT_PERCENT_MAX])
{
	if (measure->measured)
		(void)snprintf(out_text, REPORT_PERCENT_MAX, "%.1f %%", 100 * measure->score);
	else
		(void)snprintf(out_text, REPORT_PERCENT_MAX, "-");
	return out_text;
}

bool report_is_turned(const struct report_score *score)
{
	return score->without.measured != score->month.measured ||
	       score->without.score != score->month.score;
}

const char *report_keep(struct report_work *work, const char *text)
{
	const char *kept = arena_text(work->arena, text, strlen(text));

	work->failed = work->failed || kept == NULL;
	return kept != NULL ? kept : "";
}

const char *report_take(struct report_work *work)
{
	const char *kept = arena_text(work->arena, work->line.bytes, work->line.used);

	work->failed = work->failed || kept == NULL;
	work->line.used = 0;
	return kept != NULL ? kept : "";
}

void *report_room(struct report_work *work, size_t count, size_t size)
{
	void *room = arena_alloc(work->arena, count > 0 ? count : 1, size);

	work->failed = work->failed || room == NULL;
	return room;
}

const char *report_time(struct report_work *work, uint64_t time_us)
{
	char text[UTC_TEXT_MAX];

	return report_keep(work, utc_print(time_us, text));
}

const struct audit_network *report_network_in(const struct report_audit *audit, asn_t asn)
{
	const struct audit_subject *subject = audit->is_there ? audit->audit.subject : NULL;

	for (size_t i = 0; subject != NULL && i < subject->network_count; i++)
		if (subject->networks[i].month->network.asn == asn)
			return &subject->networks[i];
	return NULL;
}

static int do_audit(struct report_work *work, const struct norm_programme *programme,
		    struct report_audit *out)
{
	const struct report_order *order = work->order;
	const struct audit_subject *subject;
	int got = audit_subject_of_word(order->store, &out->month, programme->id, order->word,
					work->arena, &out->options, &out->desk, &subject);

	if (got == 0)
		got = audit_build(work->arena, programme, subject, &out->audit);
	out->is_there = got == 0;
	return got;
}

/* The month, the same with feedback heeded, and the month before if the store has it. */
static int do_audits(struct report_work *work)
{
	const struct report_order *order = work->order;

	work->now.month = work->excused.month = *order->month;
	work->excused.options.with_feedback = true;
	int got = do_audit(work, order->programme, &work->now);
	if (got == 0)
		got = do_audit(work, order->programme, &work->excused);
	if (got < 0)
		return got;
	got = store_month_find(order->store, order->month->month - 1, &work->before.month);
	if (got == ERR_NOT_FOUND)
		return 0;
	return got < 0 ? got : do_audit(work, order->programme, &work->before);
}

/* "mandatory Actions: 1 (Filtering), 4 (Routing information)" */
static void put_mandatory(struct buffer *out, const struct audit *audit, enum audit_state state)
{
	size_t count = 0, put = 0;

	for (size_t i = 0; i < audit->action_count; i++)
		count += audit->actions[i].norm->level == NORM_MANDATORY &&
			 audit->actions[i].state == state;
	buffer_format(out, "mandatory Action%s: ", count == 1 ? "" : "s");
	for (size_t i = 0; i < audit->action_count; i++) {
		const struct norm_action *norm = audit->actions[i].norm;
		if (norm->level == NORM_MANDATORY && audit->actions[i].state == state)
			buffer_format(out, "%s%u (%s)", put++ > 0 ? ", " : "", norm->number,
				      norm->title);
	}
}

static const char *verdict_says(struct report_work *work)
{
	const struct audit *audit = &work->now.audit;
	struct buffer *out = &work->line;

	buffer_string(out, audit->subject->name);
	switch (audit->verdict) {
	case AUDIT_CONFORMANT:
		buffer_string(out, " keeps all mandatory Actions of the programme");
		break;
	case AUDIT_NON_CONFORMANT:
		buffer_string(out, " does not keep ");
		put_mandatory(out, audit, AUDIT_NON_CONFORMANT);
		break;
	case AUDIT_NOT_MEASURED:
		buffer_string(out, " cannot be judged, for want of what would tell of ");
		put_mandatory(out, audit, AUDIT_NOT_MEASURED);
		break;
	}
	buffer_format(out, "; of all %zu Actions it keeps %u.", audit->action_count, audit->kept);
	return report_take(work);
}

/* What costs most comes first: a mandatory Action not kept, one recommended, one without answer. */
static const char *first_to_do(struct report_work *work)
{
	static const struct {
		enum audit_state state;
		enum norm_level level;
	} turns[] = {
		{ AUDIT_NON_CONFORMANT, NORM_MANDATORY },
		{ AUDIT_NON_CONFORMANT, NORM_RECOMMENDED },
		{ AUDIT_NOT_MEASURED, NORM_MANDATORY },
		{ AUDIT_NOT_MEASURED, NORM_RECOMMENDED },
	};
	const struct audit *audit = &work->now.audit;

	for (size_t t = 0; t < sizeof(turns) / sizeof(turns[0]); t++)
		for (size_t i = 0; i < audit->action_count; i++) {
			const struct audit_action *action = &audit->actions[i];
			if (action->state == turns[t].state &&
			    action->norm->level == turns[t].level && action->mend_count > 0)
				return action->mends[0];
		}
	return "Nothing: all Actions are kept. Keep it so.";
}

/* The verdicts of other programmes in which somebody of this name takes part. */
static int add_others(struct report_work *work)
{
	const struct report_order *order = work->order;
	struct report *report = work->report;
	struct report_verdict *others =
		report_room(work, order->norms->programme_count, sizeof(*others));

	for (size_t i = 0; others != NULL && i < order->norms->programme_count; i++) {
		const struct norm_programme *programme = &order->norms->programmes[i];
		struct report_audit other = { .month = *order->month };
		const struct audit_subject *subject;
		if (programme == order->programme)
			continue;
		int got = audit_subject_of_participant(order->store, &other.month, programme->id,
						       report->subject, &other.options, &other.desk,
						       &subject);
		if (got == ERR_NOT_FOUND)
			continue;
		if (got == 0)
			got = audit_build(work->arena, programme, subject, &other.audit);
		if (got == 0)
			others[report->other_count++] =
				(struct report_verdict){ programme->title, other.audit.verdict };
		audit_desk_free(other.desk);
		if (got < 0)
			return got;
	}
	report->others = others;
	return 0;
}

static int find_contact(struct report_work *work)
{
	struct register_cursor *cursor = store_participant_named(
		work->order->store, work->order->programme->id, work->report->subject);
	struct participant participant;
	int got = store_participant_next(cursor, &participant);

	work->contact = got > 0 ? report_keep(work, participant.contact) : "";
	register_cursor_close(cursor);
	return got < 0 ? got : 0;
}

static void say_before(struct report_work *work)
{
	struct report *report = work->report;
	char name[UTC_TEXT_MAX];

	(void)utc_month_print(work->order->month->month - 1, name);
	if (!work->before.is_there) {
		report->before = "";
		buffer_format(&work->line, "The store holds nothing of %s: no change can be shown.",
			      name);
	} else {
		report->before = report_keep(work, name);
		buffer_format(&work->line,
			      "Changes are since %s, audited with the networks and attestations "
			      "that are registered today.",
			      name);
	}
	report->before_says = report_take(work);
}

static int collect(struct report_work *work)
{
	struct report *report = work->report;
	const struct stored_month *month = work->order->month;
	char name[UTC_TEXT_MAX];
	int got = do_audits(work);

	if (got < 0)
		return got;
	report->subject = report_keep(work, work->now.audit.subject->name);
	report->programme = work->order->programme->title;
	report->month = report_keep(work, utc_month_print(month->month, name));
	report->data_time = report_time(work, month->last_time_us != 0 ? month->last_time_us
								       : month->judged_at_us);
	report->verdict = work->now.audit.verdict;
	report->verdict_says = verdict_says(work);
	report->first = report_keep(work, first_to_do(work));
	say_before(work);
	report_add_actions(work);
	got = add_others(work);
	if (got == 0)
		got = find_contact(work);
	if (got == 0)
		got = report_read_parties(work);
	if (got == 0)
		got = report_add_networks(work);
	if (got == 0)
		got = report_add_data(work);
	return got == 0 && work->failed ? ERR_LIMIT : got;
}

int report_build(const struct report_order *order, struct report **out_report)
{
	struct owned *owned = memory_alloc(1, sizeof(*owned));
	struct report_work work = {
		.order = order, .report = &owned->report, .arena = &owned->arena, .contact = ""
	};

	arena_init(&owned->arena, REPORT_BUDGET);
	buffer_init(&work.line);
	int got = collect(&work);
	buffer_clear(&work.line);
	free(work.parties);
	audit_desk_free(work.now.desk);
	audit_desk_free(work.excused.desk);
	audit_desk_free(work.before.desk);
	if (got < 0) {
		report_free(&owned->report);
		return got;
	}
	*out_report = &owned->report;
	return 0;
}

void report_free(struct report *report)
{
	if (report == NULL)
		return;
	/* Whoever built it has put it first. */
	struct owned *owned = (struct owned *)report;
	arena_clear(&owned->arena);
	free(owned);
}
