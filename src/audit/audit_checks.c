#include "audit/audit_checks.h"

#include <stdio.h>

#include "scores/incident_score.h"

void *auditing_room(struct auditing *work, size_t count, size_t size)
{
	void *room = arena_alloc(work->arena, count > 0 ? count : 1, size);

	work->failed = work->failed || room == NULL;
	return room;
}

const char *auditing_sentence(struct auditing *work, const char *text)
{
	const char *kept = arena_text(work->arena, text, strlen(text));

	work->failed = work->failed || kept == NULL;
	return kept != NULL ? kept : "";
}

/*
 * Checks by measurement
 */

/* One figure out of several metrics. All of them must have been measured, but for the best of
 * several: who passes on what nobody looked at has not passed. */
struct combined {
	size_t wanted, measured;
	double worst, best, sum_of_scores, sum_of_raws;
};

static void combine_add(struct combined *combined, const struct audit_score *score)
{
	combined->wanted++;
	if (score == NULL || !score->measure.measured)
		return;
	const struct measure *measure = &score->measure;
	if (combined->measured == 0 || measure->score < combined->worst)
		combined->worst = measure->score;
	if (combined->measured == 0 || measure->score > combined->best)
		combined->best = measure->score;
	combined->sum_of_scores += measure->score;
	combined->sum_of_raws += measure->raw;
	combined->measured++;
}

static double combined_score(const struct combined *combined, enum norm_combine how)
{
	switch (how) {
	case NORM_WORST:
		return combined->worst;
	case NORM_BEST:
		return combined->best;
	case NORM_MEAN:
		return combined->sum_of_scores / (double)combined->measured;
	case NORM_SUM:
		return incident_score(combined->sum_of_raws);
	}
	return 0;
}

static enum audit_state combined_state(const struct combined *combined,
				       const struct norm_check *norm)
{
	if (combined->measured == 0)
		return AUDIT_NOT_MEASURED;
	bool passes = combined_score(combined, norm->combine) >= norm->at_least;
	bool whole = combined->measured == combined->wanted;
	/* The worst of some is no better than the worst of all, the best no worse. */
	bool decides = whole || (norm->combine == NORM_WORST && !passes) ||
		       (norm->combine == NORM_BEST && passes);
	if (!decides)
		return AUDIT_NOT_MEASURED;
	return passes ? AUDIT_CONFORMANT : AUDIT_NON_CONFORMANT;
}

static enum audit_state score_state(const struct audit_score *score, const struct norm_check *norm)
{
	if (score == NULL || !score->measure.measured)
		return AUDIT_NOT_MEASURED;
	return score->measure.score >= norm->at_least ? AUDIT_CONFORMANT : AUDIT_NON_CONFORMANT;
}

/* Whose scores a check looks at. */
struct scored {
	const struct audit_network *network; /* or NULL */
	const struct audit_server *server;   /* or NULL */
	const struct audit_score *scores;
	size_t count;
};

size_t auditing_metric_count(const struct norm_check *norm)
{
	size_t count = 0;

	while (norm->metrics[count] != NULL)
		count++;
	return count;
}

/* Too few have seen its routes, so that they say nothing of it. */
static bool is_hardly_seen(const struct audit_network *network)
{
	return (network->month->network.marks & MARK_FEW_PEERS) != 0;
}

static enum audit_state check_one(const struct norm_check *norm, const struct scored *scored,
				  struct audit_proof *io_proofs)
{
	struct combined combined = { 0 };

	for (size_t i = 0; norm->metrics[i] != NULL; i++) {
		const struct audit_score *score =
			audit_score_find(scored->scores, scored->count, norm->metrics[i]);
		combine_add(&combined, score);
		io_proofs[i] = (struct audit_proof){
			.state = score_state(score, norm),
			.network = scored->network,
			.server = scored->server,
			.score = score,
		};
	}
	if (scored->network != NULL && is_hardly_seen(scored->network))
		return AUDIT_NOT_MEASURED;
	return combined_state(&combined, norm);
}

bool auditing_is_seen(const struct audit_network *network)
{
	return network->month->network.peers > 0 || network->month->neighbour_count > 0;
}

static void note(struct audit_check *check, enum audit_state state)
{
	check->passed += state == AUDIT_CONFORMANT;
	check->failed += state == AUDIT_NON_CONFORMANT;
	check->unmeasured += state == AUDIT_NOT_MEASURED;
}

static void check_networks(struct auditing *work, const struct audit_network *networks,
			   size_t count, struct audit_check *check)
{
	size_t per_network = auditing_metric_count(check->norm);
	struct audit_proof *proofs = auditing_room(work, count * per_network, sizeof(*proofs));

	if (proofs == NULL)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct scored scored = { &networks[i], NULL, networks[i].scores,
					       networks[i].score_count };
		enum audit_state state = check_one(check->norm, &scored, proofs + i * per_network);
		if (state != AUDIT_NOT_MEASURED || auditing_is_seen(&networks[i]))
			note(check, state);
	}
	check->proofs = proofs;
	check->proof_count = count * per_network;
}

static void check_servers(struct auditing *work, struct audit_check *check)
{
	const struct audit_subject *subject = work->subject;
	size_t per_network = auditing_metric_count(check->norm), count = subject->server_count;
	struct audit_proof *proofs = auditing_room(work, count * per_network, sizeof(*proofs));

	if (proofs == NULL)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct scored scored = { NULL, &subject->servers[i],
					       subject->servers[i].scores,
					       subject->servers[i].score_count };
		note(check, check_one(check->norm, &scored, proofs + i * per_network));
	}
	check->proofs = proofs;
	check->proof_count = count * per_network;
}

/* Of many, so many must pass. What was not measured is neither; where it could turn the answer,
 * there is none. */
static enum audit_state shared_state(const struct audit_check *check)
{
	size_t all = check->passed + check->failed + check->unmeasured;
	double least = (double)check->passed / (double)(all > 0 ? all : 1);
	double most = (double)(check->passed + check->unmeasured) / (double)(all > 0 ? all : 1);

	if (check->passed + check->failed == 0)
		return AUDIT_NOT_MEASURED;
	if (least >= check->norm->share)
		return AUDIT_CONFORMANT;
	return most < check->norm->share ? AUDIT_NON_CONFORMANT : AUDIT_NOT_MEASURED;
}

static const char *nobody(const struct norm_check *norm)
{
	switch (norm->of) {
	case NORM_OF_ROUTE_SERVER:
		return "No route server's routes were given: decorum observe --route-server "
		       "NAME=FILE.";
	case NORM_OF_MEMBERS:
		return "No members are known: decorum participants import, of the exchange's IX-F "
		       "list.";
	case NORM_OF_NETWORKS:
	case NORM_OF_ORGANISATION:
		break;
	}
	return "No network of the participant is known: decorum participants add --asn.";
}

static const struct {
	const char *metric;
	uint32_t given; /* any of these suffices */
	const char *says;
} NEEDS[] = {
	{ "M1", GIVEN_LEAKS, "reports of route leaks (Radar, bgpstream)" },
	{ "M1C", GIVEN_LEAKS, "reports of route leaks (Radar, bgpstream)" },
	{ "M2", GIVEN_HIJACKS, "reports of misoriginations (GRIP, Radar, bgpstream)" },
	{ "M2C", GIVEN_HIJACKS, "reports of misoriginations (GRIP, Radar, bgpstream)" },
	{ "M5", GIVEN_SPOOFER, "Spoofer sessions" },
	{ "M6", GIVEN_REGISTRY, "aut-num objects of its registry" },
	{ "M7IRR", GIVEN_IRR, "route objects" },
	{ "M7RPKI", GIVEN_RPKI, "VRPs" },
	{ "M8", GIVEN_REGISTRY | GIVEN_PEERING, "aut-num objects or PeeringDB" },
	{ "DASPA", GIVEN_ASPA, "ASPAs" },
	{ "DCUST", GIVEN_RELATIONS, "AS relationships" },
	{ "DLEAK", GIVEN_RELATIONS, "AS relationships" },
	{ "DREG", GIVEN_RPKI | GIVEN_IRR, "VRPs or route objects" },
};

/* The data without which the metric is measured of nobody, or NULL when it was given. */
static const char *need_of(const char *metric, uint32_t given)
{
	for (size_t i = 0; i < sizeof(NEEDS) / sizeof(NEEDS[0]); i++)
		if (strcmp(NEEDS[i].metric, metric) == 0 && (NEEDS[i].given & given) == 0)
			return NEEDS[i].says;
	return (given & GIVEN_ROUTES) == 0 ? "routes" : NULL;
}

enum audit_gap audit_gap_of(const struct audit_network *network, const char *metric,
			    char out_says[AUDIT_GAP_MAX])
{
	const char *need = need_of(metric, network->month->given);
	asn_t asn = network->month->network.asn;

	if (!auditing_is_seen(network)) {
		(void)snprintf(out_says, AUDIT_GAP_MAX, "Nobody saw AS%u this month.", asn);
		return AUDIT_GAP_UNSEEN;
	}
	if (is_hardly_seen(network)) {
		(void)snprintf(out_says, AUDIT_GAP_MAX,
			       "Too few peers see AS%u to judge it by its routes.", asn);
		return AUDIT_GAP_FEW_PEERS;
	}
	if (need != NULL) {
		(void)snprintf(out_says, AUDIT_GAP_MAX, "Not given: %s, for %s.", need, metric);
		return AUDIT_GAP_NOT_GIVEN;
	}
	(void)snprintf(out_says, AUDIT_GAP_MAX, "Nothing of AS%u that %s measures.", asn, metric);
	return AUDIT_GAP_NOTHING;
}

/* Of a proof that is none: why not; NULL when another says more. */
static const char *why_unmeasured(struct auditing *work, const struct audit_proof *proof,
				  const char *metric)
{
	char text[AUDIT_GAP_MAX];

	if (proof->network == NULL) {
		(void)snprintf(text, sizeof(text), "%s was not measured.", metric);
		return auditing_sentence(work, text);
	}
	enum audit_gap gap = audit_gap_of(proof->network, metric, text);
	if (gap == AUDIT_GAP_UNSEEN ||
	    (gap != AUDIT_GAP_FEW_PEERS && proof->state != AUDIT_NOT_MEASURED))
		return NULL;
	return auditing_sentence(work, text);
}

/* Why the check has no answer: who is not there, what was not given, or what was not tried. */
static const char *missing_of_measured(struct auditing *work, const struct audit_check *check)
{
	if (check->proof_count == 0)
		return nobody(check->norm);
	for (size_t i = 0; i < check->proof_count; i++) {
		const char *why = why_unmeasured(
			work, &check->proofs[i],
			check->norm->metrics[i % auditing_metric_count(check->norm)]);
		if (why != NULL)
			return why;
	}
	return "None of its networks was seen this month.";
}

void auditing_check_measured(struct auditing *work, struct audit_check *check)
{
	const struct audit_subject *subject = work->subject;

	switch (check->norm->of) {
	case NORM_OF_NETWORKS:
	case NORM_OF_ORGANISATION:
		check_networks(work, subject->networks, subject->network_count, check);
		break;
	case NORM_OF_MEMBERS:
		check_networks(work, subject->members, subject->member_count, check);
		break;
	case NORM_OF_ROUTE_SERVER:
		check_servers(work, check);
		break;
	}
	check->state = shared_state(check);
	check->basis = NORM_MEASURED;
	if (check->state == AUDIT_NOT_MEASURED)
		check->missing = missing_of_measured(work, check);
}

/*
 * Checks by what people say
 */

static bool is_expired(const struct attestation *attestation, uint32_t today)
{
	return attestation->expires != 0 && attestation->expires < today;
}

/* The newest decides; of one day a test before a text, and who found fault before who did not. */
static bool is_stronger(const struct attestation *a, const struct attestation *b)
{
	if (a->date != b->date)
		return a->date > b->date;
	if (a->is_tested != b->is_tested)
		return a->is_tested;
	return !a->holds && b->holds;
}

void auditing_check_attested(struct auditing *work, struct audit_check *check)
{
	const struct audit_subject *subject = work->subject;
	struct audit_proof *proofs =
		auditing_room(work, subject->attestation_count, sizeof(*proofs));
	const struct attestation *decides = NULL;
	bool expired = false;

	if (proofs == NULL)
		return;
	for (size_t i = 0; i < subject->attestation_count; i++) {
		const struct attestation *attestation = &subject->attestations[i];
		if (strcmp(attestation->check, check->norm->id) != 0)
			continue;
		bool old = is_expired(attestation, subject->today);
		expired = expired || old;
		proofs[check->proof_count++] = (struct audit_proof){
			.state = old                  ? AUDIT_NOT_MEASURED
				 : attestation->holds ? AUDIT_CONFORMANT
						      : AUDIT_NON_CONFORMANT,
			.attestation = attestation,
		};
		if (!old && (decides == NULL || is_stronger(attestation, decides)))
			decides = attestation;
	}
	check->proofs = proofs;
	if (decides != NULL) {
		check->state = decides->holds ? AUDIT_CONFORMANT : AUDIT_NON_CONFORMANT;
		check->basis = decides->is_tested ? NORM_TESTED : NORM_ATTESTED;
		return;
	}
	check->missing =
		expired ? "What was attested has expired: decorum attest, with a new proof."
			: "Nobody has attested it: decorum attest, with a link to the "
			  "proof.";
}
