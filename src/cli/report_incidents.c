#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/utc.h"
#include "cli/answer.h"
#include "cli/report_work.h"
#include "scores/incident_score.h"
#include "store/store_register.h"

enum {
	PREFIXES_SHOWN = 8,
	PARTIES_SHOWN = 12,
	DIGEST_SHOWN = 16, /* of 64: enough to tell files apart; `decorum inputs` has all */
};

/* A network's part in an incident, on the way into the report. */
struct part {
	struct report_work *work;
	const struct audit_network *network;
	const struct charge *charge;
	const struct stored_incident *stored;
	const char *name;
	struct report_incident *out;
};

/* As one word of a shell's command line, whatever it holds. */
static void put_shell_word(struct buffer *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-.,:/@+=%";

	if (word[0] != '\0' && strspn(word, plain) == strlen(word)) {
		buffer_string(out, word);
		return;
	}
	buffer_char(out, '\'');
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			buffer_string(out, "'\\'");
		buffer_char(out, *word);
	}
	buffer_char(out, '\'');
}

/* As a piece of a URI: all but what RFC 3986 2.3 calls unreserved, and '@', as %NN. */
static void put_uri_piece(struct buffer *out, const char *piece)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-._~@";

	for (; *piece != '\0'; piece++)
		if (strchr(plain, *piece) != NULL)
			buffer_char(out, *piece);
		else
			buffer_format(out, "%%%02X", (unsigned char)*piece);
}

static void say_when(struct part *part)
{
	const struct as_month *month = part->network->month;
	const struct charge *charge = part->charge;
	struct buffer *out = &part->work->line;
	bool is_open = charge->end_us == INCIDENT_OPEN;
	uint64_t end_us = is_open ? month->end_us : charge->end_us;
	char from[UTC_TEXT_MAX], to[UTC_TEXT_MAX];

	buffer_format(out, "%s%s", is_open ? "since " : "", utc_print(charge->start_us, from));
	if (!is_open)
		buffer_format(out, " to %s", utc_print(charge->end_us, to));
	buffer_string(out, ", ");
	buffer_age(out, end_us > charge->start_us ? (end_us - charge->start_us) / 1000 : 0);
	if (is_open)
		buffer_string(out, " so far: not over at the end of the data");
	part->out->when = report_take(part->work);
}

static void say_weight(struct part *part)
{
	const struct as_month *month = part->network->month;
	struct incident_event event = { part->charge->start_us, part->charge->end_us, 1.0 };
	struct buffer *out = &part->work->line;

	if (part->charge->role == INCIDENT_VICTIM)
		buffer_string(out, "none: who it was done to is not charged");
	else
		buffer_format(out,
			      "%.4g by itself; those of one kind and role that touch in time count "
			      "as one",
			      incident_raw(&event, 1, month->start_us, month->end_us));
	part->out->weight = report_take(part->work);
}

static void say_prefixes(struct part *part)
{
	const struct incident *incident = &part->stored->incident;
	struct buffer *out = &part->work->line;
	char text[PREFIX_TEXT_MAX];
	size_t shown = 0;

	for (; shown < incident->prefix_count && shown < PREFIXES_SHOWN; shown++)
		buffer_format(out, "%s%s", shown > 0 ? ", " : "",
			      prefix_print(&incident->prefixes[shown], text));
	if (incident->prefix_total > shown) {
		buffer_string(out, shown > 0 ? " and " : "");
		buffer_thousands(out, incident->prefix_total - shown);
		buffer_string(out, shown > 0 ? " more" : ", which the source does not name");
	}
	if (incident->prefix_total == 0)
		buffer_string(out, "the source names none");
	part->out->prefixes = report_take(part->work);
}

/* Who else: culprits, accomplices and victims are charges of other networks of the month. */
static void say_parties(struct part *part)
{
	const struct report_work *work = part->work;
	struct buffer *out = &part->work->line;
	size_t count = 0;

	for (size_t i = 0; i < work->party_count; i++) {
		const struct charge *other = &work->parties[i];
		if (other->incident != part->charge->incident ||
		    (other->asn == part->charge->asn && other->role == part->charge->role))
			continue;
		if (count++ < PARTIES_SHOWN)
			buffer_format(out, "%sAS%u (%s)", count > 1 ? ", " : "", other->asn,
				      incident_role_name(other->role));
	}
	if (count > PARTIES_SHOWN)
		buffer_format(out, " and %zu more", count - PARTIES_SHOWN);
	if (count == 0)
		buffer_string(out, "the source names nobody else");
	part->out->parties = report_take(part->work);
}

static int say_record(struct part *part)
{
	const struct report_order *order = part->work->order;
	const struct stored_place *place = &part->stored->place;
	struct buffer *out = &part->work->line;
	struct stored_input input;
	int got = store_input_find(order->store, order->month->month, place->input, &input);

	if (got < 0)
		return got;
	buffer_string(out, input.path);
	if (place->line != 0)
		buffer_format(out, ", line %llu", (unsigned long long)place->line);
	buffer_format(out, ", byte %llu; SHA-256 %.*s...", (unsigned long long)place->offset,
		      DIGEST_SHOWN, input.digest);
	part->out->record = report_take(part->work);
	return 0;
}

static const char *feedback_says(struct part *part, const struct feedback *feedback)
{
	struct buffer *out = &part->work->line;
	char time[UTC_TEXT_MAX];

	buffer_format(out, "%s, %s calls it %s", utc_print(feedback->time_us, time), feedback->who,
		      feedback_class_name(feedback->class));
	if (feedback->asn != ASN_NONE)
		buffer_format(out, " for AS%u", feedback->asn);
	buffer_format(out, ": %s", feedback->why);
	return report_take(part->work);
}

enum { FEEDBACK_SHOWN = 16 };

static int say_feedback(struct part *part)
{
	const struct incident *incident = &part->stored->incident;
	const char **says = report_room(part->work, FEEDBACK_SHOWN, sizeof(*says));
	/* Texts out of a store are terminated. */
	struct register_cursor *cursor =
		store_feedback_on(part->work->order->store, incident->source.at, incident->id.at);
	struct feedback feedback;
	int got;

	while ((got = store_feedback_next(cursor, &feedback)) > 0) {
		if (says == NULL || (feedback.asn != part->charge->asn && feedback.asn != ASN_NONE))
			continue;
		if (part->out->feedback_count == FEEDBACK_SHOWN) /* the latest say most */
			memmove(says, says + 1, (FEEDBACK_SHOWN - 1) * sizeof(*says));
		else
			part->out->feedback_count++;
		says[part->out->feedback_count - 1] = feedback_says(part, &feedback);
	}
	register_cursor_close(cursor);
	part->out->feedback = says;
	return got < 0 ? got : 0;
}

/* The audit that heeds feedback does not have it. */
static bool is_excused(const struct part *part)
{
	const struct audit_network *network =
		report_network_in(&part->work->excused, part->charge->asn);

	for (size_t i = 0; network != NULL && i < network->month->charge_count; i++)
		if (network->month->charges[i].incident == part->charge->incident)
			return false;
	return true;
}

static void say_mail(struct part *part)
{
	struct report_work *work = part->work;
	const char *to = work->order->disputes;
	struct buffer *out = &work->line;

	buffer_format(out, "Dispute of %s for AS%u in %s", part->name, part->charge->asn,
		      work->report->month);
	const char *subject = report_take(work);
	buffer_string(out, "mailto:");
	put_uri_piece(out, to);
	buffer_string(out, "?subject=");
	put_uri_piece(out, subject);
	part->out->mail = report_take(work);
	buffer_format(out, "%s, subject: %s", to, subject);
	part->out->mail_says = report_take(work);
}

static void say_dispute(struct part *part)
{
	struct report_work *work = part->work;
	const struct report_order *order = work->order;
	struct buffer *out = &work->line;

	buffer_string(out, "decorum feedback ");
	put_shell_word(out, part->name);
	buffer_format(out, " --asn AS%u --class legitimate --who ", part->charge->asn);
	put_shell_word(out, work->contact[0] != '\0' ? work->contact : "YOU");
	buffer_string(out, " --why WHY");
	if (order->store_path != NULL) {
		buffer_string(out, " --store ");
		put_shell_word(out, order->store_path);
	}
	part->out->command = report_take(work);
	if (order->disputes != NULL)
		say_mail(part);
}

static const char *take_text(struct report_work *work, struct text text)
{
	buffer_text(&work->line, text);
	return report_take(work);
}

static int add_incident(struct part *part)
{
	const struct incident *incident = &part->stored->incident;

	*part->out = (struct report_incident){
		.name = report_keep(part->work, part->name),
		.kind = part->charge->kind,
		.role = part->charge->role,
		.says = take_text(part->work, incident->says),
		.url = take_text(part->work, incident->url),
		.is_excused = is_excused(part),
		.mail = "",
		.mail_says = "",
	};
	say_when(part);
	say_weight(part);
	say_prefixes(part);
	say_parties(part);
	say_dispute(part);
	int got = say_feedback(part);
	/* The last, for it ends the life of the incident's texts. */
	return got == 0 ? say_record(part) : got;
}

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The charges of one month are many, and not found by incident: once over all of them. */
int report_read_parties(struct report_work *work)
{
	const struct audit_subject *subject = work->now.audit.subject;
	const struct report_order *order = work->order;
	uint32_t *ours = NULL;
	size_t count = 0, room = 0, party_room = 0;
	struct charge charge;
	int got = 0;

	for (size_t n = 0; n < subject->network_count; n++)
		for (size_t i = 0; i < subject->networks[n].month->charge_count; i++) {
			ours = memory_grow(ours, &room, count + 1, sizeof(*ours));
			ours[count++] = subject->networks[n].month->charges[i].incident;
		}
	if (count == 0)
		return 0;
	sort_items(ours, count, sizeof(*ours), compare_numbers);
	struct store_cursor *cursor = store_charges(order->store, order->month->month);
	while ((got = store_charge_next(cursor, &charge)) > 0) {
		if (bsearch(&charge.incident, ours, count, sizeof(*ours), compare_numbers) == NULL)
			continue;
		work->parties = memory_grow(work->parties, &party_room, work->party_count + 1,
					    sizeof(*work->parties));
		work->parties[work->party_count++] = charge;
	}
	store_cursor_close(cursor);
	free(ours);
	return got;
}

int report_add_incidents(struct report_work *work, const struct audit_network *network,
			 struct report_network *out)
{
	const struct as_month *month = network->month;
	struct report_incident *incidents =
		report_room(work, month->charge_count, sizeof(*incidents));
	int got = 0;

	for (size_t i = 0; incidents != NULL && got == 0 && i < month->charge_count; i++) {
		struct stored_incident stored;
		struct part part = {
			work,         network, &month->charges[i], &stored, network->incidents[i],
			&incidents[i]
		};
		got = store_incident_find(work->order->store, work->order->month->month,
					  month->charges[i].incident, &stored);
		if (got == 0)
			got = add_incident(&part);
		work->report->any_excused = work->report->any_excused || incidents[i].is_excused;
	}
	out->incidents = incidents;
	out->incident_count = incidents != NULL ? month->charge_count : 0;
	return got;
}
