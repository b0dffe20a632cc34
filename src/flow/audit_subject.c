#include "flow/audit_subject.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "flow/as_month_store.h"
#include "store/store_register.h"

enum {
	/* Names of incidents, attestations and networks; an exchange of a thousand members takes a
	 * hundredth of it. */
	DESK_BUDGET = 256 << 20,
};

/* A network with all that it points to. */
struct seat {
	struct as_month_room room;
	struct as_month month;
	struct what_if_month tried;
	struct charge *charges; /* owned; those that count, when feedback is heeded */
	struct audit_score scores[METRICS_MAX];
	const char **incidents; /* owned by the desk's arena */
};

struct audit_desk {
	struct arena arena;
	struct store *store; /* borrowed */
	const struct stored_month *month;
	const struct audit_options *options;
	struct audit_subject subject;
	struct seat *seats; /* owned; of the networks */
	size_t seat_count;
	struct as_month *members_months;          /* owned */
	struct audit_score *member_scores;        /* owned; METRICS_MAX a member */
	struct audit_network *networks, *members; /* owned */
	struct attestation *attestations;         /* owned */
	size_t attestation_room;
	struct audit_server *servers;      /* owned */
	struct audit_score *server_scores; /* owned; those of a server side by side */
	size_t server_room, server_score_room;
};

static const char *keep(struct audit_desk *desk, const char *text)
{
	const char *kept = arena_text(&desk->arena, text, strlen(text));
	return kept != NULL ? kept : "";
}

static int read_scores(struct audit_desk *desk, asn_t asn, struct audit_score *scores,
		       size_t *out_count)
{
	struct store_cursor *cursor = store_scores_of(desk->store, desk->month->month, asn);
	struct stored_score stored;
	size_t count = 0;
	int got;

	while ((got = store_score_next(cursor, &stored)) > 0 && count < METRICS_MAX)
		scores[count++] =
			(struct audit_score){ stored.metric->id, stored.measure, stored.now };
	store_cursor_close(cursor);
	*out_count = count;
	return got < 0 ? got : 0;
}

/* What the metrics make of a month that is not the stored one. */
static size_t measure_again(const struct audit_desk *desk, const struct as_month *month,
			    struct audit_score *scores)
{
	struct as_now room = { 0 };
	struct as_month now = as_month_now(month, &room);
	size_t count = 0;

	for (size_t i = 0; metrics[i] != NULL; i++) {
		struct audit_score score = {
			metrics[i]->id,
			metric_measure(metrics[i], month, &desk->month->bands),
			metric_measure(metrics[i], &now, &desk->month->bands),
		};
		if (score.measure.measured || score.now.measured)
			scores[count++] = score;
	}
	as_now_clear(&room);
	return count;
}

/* Does the latest word on the incident, of this network or of everybody's, call it legitimate? */
static int is_excused(struct audit_desk *desk, const struct stored_incident *incident, asn_t asn,
		      bool *out_excused)
{
	struct feedback feedback;
	int got;

	*out_excused = false;
	/* Texts out of a store are terminated. */
	struct register_cursor *cursor = store_feedback_on(
		desk->store, incident->incident.source.at, incident->incident.id.at);
	while ((got = store_feedback_next(cursor, &feedback)) > 0)
		if (feedback.asn == asn || feedback.asn == ASN_NONE)
			*out_excused = feedback.class == FEEDBACK_LEGITIMATE;
	register_cursor_close(cursor);
	return got;
}

/* Names the incidents of the charges; leaves those out that are excused, if they are to be. */
static int read_incidents(struct audit_desk *desk, struct seat *seat)
{
	struct as_month *month = &seat->month;
	size_t kept = 0;

	seat->charges = memory_alloc(month->charge_count, sizeof(*seat->charges));
	seat->incidents = arena_alloc(&desk->arena, month->charge_count + 1, sizeof(char *));
	if (seat->incidents == NULL)
		return ERR_LIMIT;
	for (size_t i = 0; i < month->charge_count; i++) {
		struct stored_incident incident;
		bool excused = false;
		struct buffer name;
		int got = store_incident_find(desk->store, desk->month->month,
					      month->charges[i].incident, &incident);
		if (got < 0)
			return got;
		buffer_init(&name);
		buffer_text(&name, incident.incident.source);
		buffer_char(&name, ':');
		buffer_text(&name, incident.incident.id);
		buffer_char(&name, '\0');
		const char *kept_name = keep(desk, name.bytes);
		buffer_clear(&name);
		if (desk->options->with_feedback)
			got = is_excused(desk, &incident, month->network.asn, &excused);
		if (got < 0)
			return got;
		if (excused)
			continue;
		seat->charges[kept] = month->charges[i];
		seat->incidents[kept++] = kept_name;
	}
	month->charges = seat->charges;
	month->charge_count = kept;
	return 0;
}

static int take_seat(struct audit_desk *desk, asn_t asn, struct audit_network *out_network)
{
	struct seat *seat = &desk->seats[desk->seat_count++];
	const struct audit_options *options = desk->options;
	size_t count = 0;
	int got = as_month_read(desk->store, desk->month, asn, &seat->room, &seat->month);

	if (got == 0)
		got = read_incidents(desk, seat);
	if (got < 0)
		return got;
	if (options->what_if_count > 0) {
		what_if_begin(&seat->month, options->what_if_count, &seat->tried);
		for (size_t i = 0; i < options->what_if_count; i++)
			what_if_apply(&options->what_ifs[i], &seat->tried);
		seat->month = seat->tried.month;
	}
	if (options->what_if_count > 0 || options->with_feedback)
		count = measure_again(desk, &seat->month, seat->scores);
	else
		got = read_scores(desk, asn, seat->scores, &count);
	*out_network = (struct audit_network){ &seat->month, seat->scores, count, seat->incidents };
	return got;
}

/* Of members only the scores matter, and whether anybody has seen them. */
static int take_member(struct audit_desk *desk, asn_t asn, size_t number)
{
	struct as_month *month = &desk->members_months[number];
	struct audit_score *scores = desk->member_scores + number * METRICS_MAX;
	size_t count;
	int got = store_network_find(desk->store, desk->month->month, asn, &month->network);

	if (got == 0)
		got = read_scores(desk, asn, scores, &count);
	if (got < 0)
		return got;
	month->network.name = month->network.organisation = month->network.organisation_id = "";
	month->network.economy = month->network.registry = "";
	month->month = desk->month->month;
	month->given = desk->month->given;
	desk->members[number] = (struct audit_network){ month, scores, count, NULL };
	return 0;
}

static struct audit_desk *desk_new(struct store *store, const struct stored_month *month,
				   const struct audit_options *options)
{
	struct audit_desk *desk = memory_alloc(1, sizeof(*desk));

	*desk = (struct audit_desk){ .store = store, .month = month, .options = options };
	arena_init(&desk->arena, DESK_BUDGET);
	desk->subject.today = utc_day_of(month->judged_at_us);
	return desk;
}

void audit_desk_free(struct audit_desk *desk)
{
	if (desk == NULL)
		return;
	for (size_t i = 0; i < desk->seat_count; i++) {
		as_month_room_clear(&desk->seats[i].room);
		what_if_clear(&desk->seats[i].tried);
		free(desk->seats[i].charges);
	}
	free(desk->seats);
	free(desk->members_months);
	free(desk->member_scores);
	free(desk->networks);
	free(desk->members);
	free(desk->attestations);
	free(desk->servers);
	free(desk->server_scores);
	arena_clear(&desk->arena);
	free(desk);
}

int audit_subject_of_as(struct store *store, const struct stored_month *month, asn_t asn,
			const struct audit_options *options, struct audit_desk **out_desk,
			const struct audit_subject **out_subject)
{
	struct audit_desk *desk = desk_new(store, month, options);
	char name[16];

	(void)snprintf(name, sizeof(name), "AS%u", asn);
	desk->subject.name = keep(desk, name);
	desk->seats = memory_alloc(1, sizeof(*desk->seats));
	desk->networks = memory_alloc(1, sizeof(*desk->networks));
	int got = take_seat(desk, asn, &desk->networks[0]);
	if (got < 0) {
		audit_desk_free(desk);
		return got;
	}
	desk->subject.networks = desk->networks;
	desk->subject.network_count = 1;
	*out_desk = desk;
	*out_subject = &desk->subject;
	return 0;
}

static int read_attestations(struct audit_desk *desk, const char *programme, const char *name)
{
	struct register_cursor *cursor = store_attestations(desk->store, programme, name);
	struct attestation attestation;
	size_t count = 0;
	int got;

	while ((got = store_attestation_next(cursor, &attestation)) > 0) {
		attestation.programme = keep(desk, attestation.programme);
		attestation.name = keep(desk, attestation.name);
		attestation.check = keep(desk, attestation.check);
		attestation.says = keep(desk, attestation.says);
		attestation.link = keep(desk, attestation.link);
		attestation.auditor = keep(desk, attestation.auditor);
		attestation.product = keep(desk, attestation.product);
		desk->attestations = memory_grow(desk->attestations, &desk->attestation_room,
						 count + 1, sizeof(attestation));
		desk->attestations[count++] = attestation;
	}
	register_cursor_close(cursor);
	desk->subject.attestations = desk->attestations;
	desk->subject.attestation_count = count;
	return got;
}

/* Is this one of the exchange's? It is called as the exchange, or so with a colon and more. */
static bool is_server_of(const char *server, const char *name)
{
	size_t len = strlen(name);

	return text_starts_fold(text_of(server), text_of(name)) &&
	       (server[len] == '\0' || server[len] == ':');
}

static int read_servers(struct audit_desk *desk)
{
	struct audit_subject *subject = &desk->subject;
	struct store_cursor *cursor = store_rs_scores(desk->store, desk->month->month);
	struct stored_rs_score stored;
	size_t count = 0;
	int got;

	while ((got = store_rs_score_next(cursor, &stored)) > 0) {
		if (!is_server_of(stored.server, subject->name))
			continue;
		bool same =
			subject->server_count > 0 &&
			strcmp(desk->servers[subject->server_count - 1].name, stored.server) == 0;
		if (!same) {
			desk->servers =
				memory_grow(desk->servers, &desk->server_room,
					    subject->server_count + 1, sizeof(*desk->servers));
			desk->servers[subject->server_count++].name = keep(desk, stored.server);
		}
		desk->server_scores = memory_grow(desk->server_scores, &desk->server_score_room,
						  count + 1, sizeof(*desk->server_scores));
		desk->server_scores[count++] =
			(struct audit_score){ stored.metric->is.id, stored.measure,
					      stored.measure };
		desk->servers[subject->server_count - 1].score_count++;
	}
	store_cursor_close(cursor);
	/* Now that they stay where they are. */
	for (size_t i = 0, at = 0; i < subject->server_count; i++) {
		desk->servers[i].scores = desk->server_scores + at;
		at += desk->servers[i].score_count;
	}
	subject->servers = desk->servers;
	return got;
}

static int take_participant(struct audit_desk *desk, const struct participant *participant)
{
	struct audit_subject *subject = &desk->subject;
	int got = 0;

	subject->name = keep(desk, participant->name);
	subject->is_participant = true;
	desk->seats = memory_alloc(participant->asn_count, sizeof(*desk->seats));
	desk->networks = memory_alloc(participant->asn_count, sizeof(*desk->networks));
	desk->members = memory_alloc(participant->asn_count, sizeof(*desk->members));
	desk->members_months = memory_alloc(participant->asn_count, sizeof(*desk->members_months));
	desk->member_scores =
		memory_alloc(participant->asn_count * METRICS_MAX, sizeof(*desk->member_scores));
	for (size_t i = 0; got == 0 && i < participant->asn_count; i++) {
		const struct participant_asn *own = &participant->asns[i];
		if (own->role == PARTICIPANT_NETWORK)
			got = take_seat(desk, own->asn, &desk->networks[subject->network_count++]);
		else if (own->role == PARTICIPANT_MEMBER)
			got = take_member(desk, own->asn, subject->member_count++);
	}
	subject->networks = desk->networks;
	subject->members = desk->members;
	return got;
}

int audit_subject_of_participant(struct store *store, const struct stored_month *month,
				 const char *programme, const char *name,
				 const struct audit_options *options, struct audit_desk **out_desk,
				 const struct audit_subject **out_subject)
{
	struct audit_desk *desk = desk_new(store, month, options);
	struct register_cursor *cursor = store_participant_named(store, programme, name);
	struct participant participant;
	int got = store_participant_next(cursor, &participant);

	if (got == 0)
		got = ERR_NOT_FOUND;
	if (got > 0)
		got = take_participant(desk, &participant);
	register_cursor_close(cursor);
	if (got == 0)
		got = read_attestations(desk, programme, desk->subject.name);
	if (got == 0)
		got = read_servers(desk);
	if (got < 0) {
		audit_desk_free(desk);
		return got;
	}
	*out_desk = desk;
	*out_subject = &desk->subject;
	return 0;
}

int audit_participant_with(struct store *store, const char *programme, asn_t asn,
			   struct arena *arena, const char **out_name)
{
	struct register_cursor *cursor = store_holders(store, asn);
	struct register_holder holder;
	bool found = false;
	int got;

	while ((got = store_holder_next(cursor, &holder)) > 0 && !found) {
		if (holder.role != PARTICIPANT_NETWORK || strcmp(holder.programme, programme) != 0)
			continue;
		*out_name = arena_text(arena, holder.name, strlen(holder.name));
		found = *out_name != NULL;
	}
	register_cursor_close(cursor);
	return got < 0 ? got : found;
}

int audit_subject_of_word(struct store *store, const struct stored_month *month,
			  const char *programme, const char *word, struct arena *arena,
			  const struct audit_options *options, struct audit_desk **out_desk,
			  const struct audit_subject **out_subject)
{
	const char *name = word;
	asn_t asn;

	if (asn_parse(text_of(word), &asn) == 0) {
		int got = audit_participant_with(store, programme, asn, arena, &name);
		if (got < 0)
			return got;
		if (got == 0)
			return audit_subject_of_as(store, month, asn, options, out_desk,
						   out_subject);
	}
	return audit_subject_of_participant(store, month, programme, name, options, out_desk,
					    out_subject);
}
