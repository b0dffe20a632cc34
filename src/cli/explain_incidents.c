/* What explain says of incidents: each as its source tells it, what they weigh once merged, and
 * what people said of them. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/utc.h"
#include "cli/explain.h"
#include "scores/charges.h"
#include "scores/incident_score.h"
#include "store/store_register.h"

static bool counts(const struct explaining *about, const struct charge *charge)
{
	const struct metric *metric = about->explained->metric;
	bool is_leak = metric == &metric_m1 || metric == &metric_m1c;
	bool is_culprit = metric == &metric_m1 || metric == &metric_m2;

	return charge_counts(&about->as, charge, is_leak ? INCIDENT_LEAK : INCIDENT_HIJACK,
			     is_culprit ? INCIDENT_CULPRIT : INCIDENT_ACCOMPLICE);
}

static int by_incident(const void *a, const void *b)
{
	const struct charge *x = a, *y = b;

	if (x->incident != y->incident)
		return x->incident < y->incident ? -1 : 1;
	if (x->role != y->role)
		return x->role < y->role ? -1 : 1;
	return (x->asn > y->asn) - (x->asn < y->asn);
}

static bool is_item(const struct explaining *about, uint32_t incident)
{
	const struct charge *charges = about->as.charges;
	size_t from = 0, to = about->item_count;

	while (from < to) { /* charges of one AS are in order of their incidents */
		size_t middle = from + (to - from) / 2;
		if (charges[about->items[middle].at].incident < incident)
			from = middle + 1;
		else
			to = middle;
	}
	return from < about->item_count && charges[about->items[from].at].incident == incident;
}

/* Who had a part in the incidents that are listed: they stand under each AS, so one walk over all
 * finds them. */
static bool find_parties(struct explaining *about)
{
	struct store_cursor *cursor = store_charges(about->opened.store, about->opened.month.month);
	struct charge charge;
	int got;

	about->party_count = 0;
	while ((got = store_charge_next(cursor, &charge)) > 0) {
		if (!is_item(about, charge.incident))
			continue;
		about->parties = memory_grow(about->parties, &about->party_room,
					     about->party_count + 1, sizeof(charge));
		about->parties[about->party_count++] = charge;
	}
	store_cursor_close(cursor);
	sort_items(about->parties, about->party_count, sizeof(charge), by_incident);
	return got < 0 ? explain_failed(about) : true;
}

static bool find_incidents(struct explaining *about)
{
	for (size_t i = 0; i < about->as.charge_count; i++)
		if (counts(about, &about->as.charges[i]))
			explain_add(about, i, 0);
	return about->item_count == 0 || find_parties(about);
}

static size_t first_party(const struct explaining *about, uint32_t incident)
{
	size_t from = 0, to = about->party_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (about->parties[middle].incident < incident)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void put_parties(struct explaining *about, uint32_t incident)
{
	struct buffer *out = &about->out;
	bool first = true;

	if (about->json) {
		json_key(out, "parties");
		buffer_char(out, '[');
	} else {
		buffer_string(out, "      who    ");
	}
	for (size_t i = first_party(about, incident);
	     i < about->party_count && about->parties[i].incident == incident; i++) {
		const struct charge *party = &about->parties[i];
		if (about->json) {
			json_item(out, &first);
			buffer_char(out, '{');
			json_number(out, "asn", party->asn);
			json_string(out, "role", incident_role_name(party->role));
			buffer_char(out, '}');
			continue;
		}
		buffer_format(out, "%sAS%u %s", first ? "" : ", ", party->asn,
			      incident_role_name(party->role));
		first = false;
	}
	buffer_char(out, about->json ? ']' : '\n');
}

static void put_prefixes(struct explaining *about, const struct incident *incident)
{
	struct buffer *out = &about->out;
	char prefix[PREFIX_TEXT_MAX];
	bool first = true;

	if (about->json) {
		json_number(out, "prefix_total", incident->prefix_total);
		json_key(out, "prefixes");
		buffer_char(out, '[');
	} else if (incident->prefix_count > 0) {
		buffer_string(out, "      what   ");
	} else {
		return;
	}
	for (size_t i = 0; i < incident->prefix_count; i++) {
		(void)prefix_print(&incident->prefixes[i], prefix);
		if (about->json) {
			json_item(out, &first);
			buffer_json_string(out, text_of(prefix));
			continue;
		}
		buffer_format(out, "%s%s", first ? "" : ", ", prefix);
		first = false;
	}
	if (about->json) {
		buffer_char(out, ']');
		return;
	}
	if (incident->prefix_total > incident->prefix_count) {
		buffer_string(out, " and ");
		buffer_thousands(out, incident->prefix_total - incident->prefix_count);
		buffer_string(out, " more");
	}
	buffer_char(out, '\n');
}

static void put_span(struct explaining *about, uint64_t start_us, uint64_t end_us)
{
	struct buffer *out = &about->out;
	char from[UTC_TEXT_MAX], to[UTC_TEXT_MAX];
	bool is_open = end_us == INCIDENT_OPEN;

	if (about->json) {
		json_time(out, "from", start_us);
		json_time(out, "to", is_open ? 0 : end_us);
		if (!is_open)
			json_number(out, "seconds", (end_us - start_us) / UTC_SECOND);
		return;
	}
	buffer_format(out, "%s to %s", utc_print(start_us, from),
		      is_open                      ? "now"
		      : end_us == about->as.end_us ? "the end of the data"
						   : utc_print(end_us, to));
	if (!is_open) {
		buffer_string(out, ", ");
		buffer_age(out, (end_us - start_us) / 1000);
	}
}

static void put_text_field(struct buffer *out, const char *key, struct text text)
{
	json_key(out, key);
	buffer_json_string(out, text);
}

static void put_incident(struct explaining *about, const struct incident *incident)
{
	struct buffer *out = &about->out;

	if (about->json) {
		put_text_field(out, "source", incident->source);
		put_text_field(out, "id", incident->id);
		put_text_field(out, "url", incident->url);
		put_text_field(out, "says", incident->says);
		json_string(out, "kind", incident_kind_name(incident->kind));
		if (incident->confidence != INCIDENT_CONFIDENCE_UNKNOWN)
			json_number(out, "confidence", incident->confidence);
	} else {
		buffer_format(out, "  %s ", incident_kind_name(incident->kind));
		buffer_printable(out, incident->source);
		buffer_char(out, ':');
		buffer_printable(out, incident->id);
		buffer_string(out, "; ");
	}
	put_span(about, incident->start_us, incident->end_us);
	if (about->json)
		return;
	if (incident->confidence != INCIDENT_CONFIDENCE_UNKNOWN)
		buffer_format(out, "; confidence %u %%", incident->confidence);
	buffer_char(out, '\n');
	if (incident->says.len > 0) {
		buffer_string(out, "      says   ");
		buffer_printable(out, incident->says);
		buffer_char(out, '\n');
	}
	if (incident->url.len > 0) {
		buffer_string(out, "      see    ");
		buffer_printable(out, incident->url);
		buffer_char(out, '\n');
	}
}

static void put_feedback(struct explaining *about, const struct feedback *feedback)
{
	struct buffer *out = &about->out;

	if (about->json) {
		json_item(out, &about->first_inside);
		buffer_char(out, '{');
		json_string(out, "class", feedback_class_name(feedback->class));
		json_string(out, "who", feedback->who);
		json_string(out, "why", feedback->why);
		json_time(out, "time", feedback->time_us);
		buffer_char(out, '}');
		return;
	}
	buffer_format(out, "      people call it %s: ", feedback_class_name(feedback->class));
	buffer_printable(out, text_of(feedback->who));
	buffer_string(out, ", ");
	buffer_printable(out, text_of(feedback->why));
	buffer_char(out, '\n');
}

/* What people said of the incident as far as this network's score goes; the last word counts.
 * Negative: what the store said. */
static int walk_feedback(struct explaining *about, const struct incident *incident, bool put,
			 bool *out_legitimate)
{
	struct buffer source, id;
	struct feedback feedback;
	int got;

	buffer_init(&source);
	buffer_init(&id);
	buffer_text(&source, incident->source);
	buffer_char(&source, '\0');
	buffer_text(&id, incident->id);
	buffer_char(&id, '\0');
	*out_legitimate = false;
	struct register_cursor *cursor =
		store_feedback_on(about->opened.store, source.bytes, id.bytes);
	while ((got = store_feedback_next(cursor, &feedback)) > 0) {
		if (feedback.asn != ASN_NONE && feedback.asn != about->asn)
			continue;
		*out_legitimate = feedback.class == FEEDBACK_LEGITIMATE;
		if (put)
			put_feedback(about, &feedback);
	}
	register_cursor_close(cursor);
	buffer_clear(&source);
	buffer_clear(&id);
	return got;
}

static bool put_charge(struct explaining *about, size_t at)
{
	uint32_t number = about->as.charges[at].incident;
	struct buffer *out = &about->out;
	struct stored_incident stored;
	bool legitimate;

	if (store_incident_find(about->opened.store, about->opened.month.month, number, &stored) <
	    0)
		return explain_failed(about);
	put_incident(about, &stored.incident);
	put_parties(about, number);
	put_prefixes(about, &stored.incident);
	if (about->json) {
		json_key(out, "feedback");
		buffer_char(out, '[');
		about->first_inside = true;
	}
	if (walk_feedback(about, &stored.incident, true, &legitimate) < 0)
		return explain_failed(about);
	if (about->json)
		buffer_char(out, ']');
	return explain_place(about, &stored.place);
}

/* The same events that the metric merges. */
static bool find_merged(struct explaining *about)
{
	size_t count = 0;

	free(about->merged);
	about->merged = memory_alloc(about->as.charge_count, sizeof(*about->merged));
	for (size_t i = 0; i < about->as.charge_count; i++) {
		const struct charge *charge = &about->as.charges[i];
		if (counts(about, charge))
			about->merged[count++] =
				(struct incident_event){ charge->start_us, charge->end_us, 1.0 };
	}
	count = incident_merge(about->merged, count, about->as.start_us, about->as.end_us);
	for (size_t i = 0; i < count; i++)
		explain_add(about, i, 0);
	return true;
}

static bool put_merged(struct explaining *about, size_t at)
{
	const struct incident_event *merged = &about->merged[at];
	struct buffer *out = &about->out;

	if (!about->json)
		buffer_string(out, "  ");
	put_span(about, merged->start_us, merged->end_us);
	if (about->json)
		json_real(out, "weight", incident_weight(merged), true);
	else
		buffer_format(out, ": weighs %.9g\n", incident_weight(merged));
	return true;
}

/* Drops from `charges`, which are those of the network, what people call legitimate. */
static bool drop_legitimate(struct explaining *about, struct charge *charges, size_t *io_count)
{
	size_t kept = 0;

	for (size_t i = 0; i < *io_count; i++) {
		struct stored_incident stored;
		bool legitimate = false;
		if (counts(about, &charges[i]) &&
		    (store_incident_find(about->opened.store, about->opened.month.month,
					 charges[i].incident, &stored) < 0 ||
		     walk_feedback(about, &stored.incident, false, &legitimate) < 0))
			return explain_failed(about);
		if (!legitimate)
			charges[kept++] = charges[i];
	}
	*io_count = kept;
	return true;
}

bool explain_feedback(struct explaining *about)
{
	struct as_month without = about->as;
	struct charge *charges = memory_alloc(without.charge_count, sizeof(*charges));

	for (size_t i = 0; i < without.charge_count; i++)
		charges[i] = about->as.charges[i];
	without.charges = charges;
	bool done = drop_legitimate(about, charges, &without.charge_count);
	if (done && without.charge_count < about->as.charge_count) {
		struct measure measure = metric_measure(about->explained->metric, &without,
							&about->opened.month.bands);
		if (!about->json)
			buffer_string(&about->out, "\n  Without what people call legitimate:\n");
		explain_measure(about, "without_legitimate", &measure);
	}
	free(charges);
	return done;
}

const struct explain_list explain_incidents = {
	.key = "evidence",
	.find = find_incidents,
	.put = put_charge,
};

const struct explain_list explain_merged = {
	.key = "merged",
	.title = "cut to the month and merged",
	.find = find_merged,
	.put = put_merged,
};
