#include "wire/rtr_payloads.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"

enum stage { BEFORE, INSIDE, BEHIND };

struct rtr_payloads_state {
	struct rpki_sink sink;
	enum stage stage;
	int result;
	uint64_t offset; /* of the first byte held */
	size_t held;
	char bytes[2 * RTR_PDU_MAX];
	asn_t providers[ASPA_PROVIDERS_MAX];
};

void rtr_payloads_init(struct rtr_payloads *payloads, const struct rpki_sink *sink)
{
	*payloads = (struct rtr_payloads){ .timers = rtr_timers_default };
	payloads->state = memory_alloc(1, sizeof(*payloads->state));
	payloads->state->sink = *sink;
	rpki_counts_init(&payloads->counts);
}

void rtr_payloads_clear(struct rtr_payloads *payloads)
{
	free(payloads->state);
	*payloads = (struct rtr_payloads){ 0 };
}

static int fail(struct rtr_payloads *payloads, int result, uint64_t offset, struct text message)
{
	struct text shown = text_upto(message, RPKI_MESSAGE_MAX - 1);

	memcpy(payloads->fault.message, shown.at, shown.len);
	payloads->fault.message[shown.len] = '\0';
	payloads->fault.place.offset = offset;
	payloads->state->result = result;
	return result;
}

/* What the cache said instead. */
static int fail_as_told(struct rtr_payloads *payloads, const struct rtr_pdu *pdu, uint64_t offset)
{
	struct buffer shown;

	buffer_init(&shown);
	buffer_printable(&shown, text_upto(pdu->error.text, RPKI_MESSAGE_MAX));
	if (shown.used == 0)
		buffer_string(&shown, rtr_error_name(pdu->field));
	(void)fail(payloads, ERR_MALFORMED, offset, (struct text){ shown.bytes, shown.used });
	buffer_clear(&shown);
	return ERR_MALFORMED;
}

static int stopped(struct rtr_payloads *payloads, int result_of_sink, const struct place *place)
{
	if (result_of_sink == 0)
		return 0;
	return fail(payloads, result_of_sink, place->offset, TEXT("stopped by the receiver"));
}

static int take_vrp(struct rtr_payloads *payloads, const struct rtr_pdu *pdu, struct place place)
{
	const struct rpki_sink *sink = &payloads->state->sink;
	const struct rpki_about about = { .place = place, .trust_anchor = TEXT("") };

	refusals_count(&payloads->counts.vrps, RPKI_VRP_TAKEN, place);
	if (sink->on_vrp == NULL)
		return 0;
	return stopped(payloads, sink->on_vrp(sink->context, &pdu->vrp, &about), &place);
}

static int take_key(struct rtr_payloads *payloads, const struct rtr_pdu *pdu, struct place place)
{
	const struct rpki_sink *sink = &payloads->state->sink;
	const struct rpki_about about = { .place = place, .trust_anchor = TEXT("") };

	refusals_count(&payloads->counts.keys, RPKI_KEY_TAKEN, place);
	if (sink->on_router_key == NULL)
		return 0;
	return stopped(payloads, sink->on_router_key(sink->context, &pdu->key, &about), &place);
}

/* What RTR leaves to the profile: aspa-profile-29 sections 3.2 and 3.3. */
static enum rpki_aspa_refusal aspa_fault(const struct aspa *aspa)
{
	if (aspa->customer == ASN_NONE)
		return RPKI_CUSTOMER_BAD;
	if (aspa->provider_count == 0)
		return RPKI_PROVIDERS_TOO_MANY;
	for (size_t i = 0; i < aspa->provider_count; i++)
		if (aspa->providers[i] == aspa->customer)
			return RPKI_PROVIDER_IS_CUSTOMER;
	return RPKI_ASPA_TAKEN;
}

static int take_aspa(struct rtr_payloads *payloads, const struct rtr_pdu *pdu, struct place place)
{
	struct rtr_payloads_state *s = payloads->state;
	const struct rpki_about about = { .place = place, .trust_anchor = TEXT("") };
	const struct aspa aspa = { pdu->aspa.customer, s->providers,
				   rtr_pdu_providers(pdu, s->providers) };
	enum rpki_aspa_refusal refusal = aspa_fault(&aspa);

	refusals_count(&payloads->counts.aspas, refusal, place);
	if (refusal != RPKI_ASPA_TAKEN || s->sink.on_aspa == NULL)
		return 0;
	return stopped(payloads, s->sink.on_aspa(s->sink.context, &aspa, &about), &place);
}

static int begin(struct rtr_payloads *payloads, const struct rtr_pdu *pdu, uint64_t offset)
{
	if (pdu->type != RTR_CACHE_RESPONSE)
		return fail(payloads, ERR_MALFORMED, offset,
			    TEXT("not a Cache Response, with which an answer starts"));
	payloads->version = pdu->version;
	payloads->session = pdu->field;
	payloads->state->stage = INSIDE;
	return 0;
}

static int end(struct rtr_payloads *payloads, const struct rtr_pdu *pdu, uint64_t offset)
{
	if (pdu->field != payloads->session)
		return fail(payloads, ERR_MALFORMED, offset,
			    TEXT("the session of the End of Data is another"));
	payloads->serial = pdu->end.serial;
	if (pdu->end.has_timers)
		payloads->timers = pdu->end.timers;
	payloads->state->stage = BEHIND;
	return 0;
}

static int take(struct rtr_payloads *payloads, const struct rtr_pdu *pdu, uint64_t offset)
{
	struct place place = { .offset = offset };

	if (payloads->state->stage == BEHIND)
		return fail(payloads, ERR_MALFORMED, offset, TEXT("more behind the End of Data"));
	if (pdu->type == RTR_ERROR_REPORT)
		return fail_as_told(payloads, pdu, offset);
	if (payloads->state->stage == BEFORE)
		return begin(payloads, pdu, offset);
	if (pdu->version != payloads->version)
		return fail(payloads, ERR_MALFORMED, offset,
			    TEXT("the version is another than that of the Cache Response"));
	if (pdu->type == RTR_END_OF_DATA)
		return end(payloads, pdu, offset);
	if (pdu->type != RTR_IPV4_PREFIX && pdu->type != RTR_IPV6_PREFIX &&
	    pdu->type != RTR_ROUTER_KEY && pdu->type != RTR_ASPA)
		return fail(payloads, ERR_MALFORMED, offset,
			    TEXT("a PDU that is no part of an answer"));
	if (!pdu->announces)
		return fail(payloads, ERR_MALFORMED, offset,
			    TEXT("a withdrawal in an answer that starts anew"));
	if (pdu->type == RTR_ROUTER_KEY)
		return take_key(payloads, pdu, place);
	return pdu->type == RTR_ASPA ? take_aspa(payloads, pdu, place)
				     : take_vrp(payloads, pdu, place);
}

static void take_held(struct rtr_payloads *payloads)
{
	struct rtr_payloads_state *s = payloads->state;
	struct reader in = reader_over(s->bytes, s->held);
	const uint8_t *first = in.at;

	while (s->result == 0) {
		uint64_t offset = s->offset + (uint64_t)(in.at - first);
		struct rtr_fault fault;
		struct rtr_pdu pdu;
		int got = rtr_pdu_next(&in, &pdu, &fault);
		if (got == 0)
			break;
		if (got < 0)
			(void)fail(payloads, got, offset, text_of(fault.says));
		else
			(void)take(payloads, &pdu, offset);
	}
	s->held = reader_left(&in);
	s->offset += (uint64_t)(in.at - first);
	memmove(s->bytes, in.at, s->held);
}

int rtr_payloads_feed(struct rtr_payloads *payloads, struct text piece)
{
	struct rtr_payloads_state *s = payloads->state;

	while (piece.len > 0 && s->result == 0) {
		struct text part = text_upto(piece, sizeof(s->bytes) - s->held);
		memcpy(s->bytes + s->held, part.at, part.len);
		s->held += part.len;
		piece = text_from(piece, part.len);
		take_held(payloads);
	}
	return s->result;
}

int rtr_payloads_finish(struct rtr_payloads *payloads)
{
	struct rtr_payloads_state *s = payloads->state;

	if (s->result != 0)
		return s->result;
	if (s->stage == BEHIND && s->held == 0)
		return 0;
	return fail(payloads, s->stage == BEHIND ? ERR_MALFORMED : ERR_TRUNCATED,
		    s->offset + s->held,
		    s->stage == BEHIND ? TEXT("more behind the End of Data")
				       : TEXT("the input ends before the End of Data"));
}
