#include "wire/spoofer_json.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/json_records.h"

static const char *const says[SPOOFER_REASONS] = {
	[SPOOFER_NO_SESSION] = "no session: it has no number",
	[SPOOFER_TIME] = "a session without the time of its test",
	[SPOOFER_NO_ASN] = "a session that names no AS",
	[SPOOFER_ASN] = "an AS that is no number from 1 to 4294967295",
	[SPOOFER_CLIENT] = "a client that is no prefix of its family",
};

/* Those of IPv6 stand behind those of IPv4 in the same order. */
enum place_of_spoofer {
	SESSION = JSON_PLACE_FIRST,
	TIMESTAMP,
	ASN,
	CLIENT,
	NAT,
	PRIVATE,
	ROUTED,
	OF_IPV6, /* add to those of IPv4 */
	ASN_6 = ASN + OF_IPV6,
	CLIENT_6,
	NAT_6,
	PRIVATE_6,
	ROUTED_6,
};

static const struct json_rule rules[] = {
	{ JSON_RECORD, "hydra:member", JSON_RECORD },
	{ JSON_RECORD, "member", JSON_RECORD },
	{ JSON_RECORD, "asn4", ASN },
	{ JSON_RECORD, "asn6", ASN_6 },
	{ JSON_RECORD, "client4", CLIENT },
	{ JSON_RECORD, "client6", CLIENT_6 },
	{ JSON_RECORD, "nat4", NAT },
	{ JSON_RECORD, "nat6", NAT_6 },
	{ JSON_RECORD, "privatespoof", PRIVATE },
	{ JSON_RECORD, "privatespoof6", PRIVATE_6 },
	{ JSON_RECORD, "routedspoof", ROUTED },
	{ JSON_RECORD, "routedspoof6", ROUTED_6 },
	{ JSON_RECORD, "session", SESSION },
	{ JSON_RECORD, "timestamp", TIMESTAMP },
};

enum { FAMILIES = 2 };

/* One family of a session. */
struct half {
	bool has_asn, has_client;
	enum spoofer_refusal wrong; /* what cannot be read in it */
	struct spoof_test test;
};

struct spoofer_json_state {
	struct json_records records;
	struct spoofer_sink sink;
	struct spoofer_json *json; /* borrowed */

	struct place place;
	bool has_session;
	uint64_t session, time_us;
	struct half halves[FAMILIES];
};

static void on_start(void *context, struct place place)
{
	struct spoofer_json_state *s = context;

	s->place = place;
	s->has_session = false;
	s->session = s->time_us = 0;
	memset(s->halves, 0, sizeof(s->halves));
}

static enum spoof_outcome outcome_find(struct text name)
{
	for (enum spoof_outcome outcome = SPOOF_BLOCKED; outcome < SPOOF_OUTCOMES; outcome++)
		if (text_equal_fold(name, text_of(spoof_outcome_name(outcome))))
			return outcome;
	return SPOOF_UNKNOWN;
}

/* "2020-05-07T14:34:59+00:00", or as base/utc.h reads it. */
static uint64_t read_time(struct text text)
{
	struct text zone = text_from(text, text_find(text, '+'));
	uint64_t time_us;

	if (text_equal(zone, TEXT("+00:00")))
		text = text_upto(text, text.len - zone.len);
	return utc_parse(text, &time_us) == 0 ? time_us : 0;
}

static void read_asn(struct half *half, const struct json_value *value)
{
	half->has_asn = value->type != JSON_NULL;
	half->wrong = half->wrong == SPOOFER_ASN ? SPOOFER_TAKEN : half->wrong;
	if (half->has_asn &&
	    (asn_parse(value->text, &half->test.asn) < 0 || half->test.asn == ASN_NONE))
		half->wrong = SPOOFER_ASN;
}

static void read_client(struct half *half, const struct json_value *value, enum family family)
{
	bool cut;

	half->has_client = value->type == JSON_STRING &&
			   prefix_parse_loose(value->text, &half->test.client, &cut) == 0 &&
			   half->test.client.family == family;
}

static void on_half_value(struct half *half, unsigned place, const struct json_value *value,
			  enum family family)
{
	if (place == ASN)
		read_asn(half, value);
	else if (place == CLIENT)
		read_client(half, value, family);
	else if (place == NAT)
		half->test.is_nat = value->type == JSON_TRUE;
	else if (place == PRIVATE)
		half->test.private_space = outcome_find(value->text);
	else if (place == ROUTED)
		half->test.routed = outcome_find(value->text);
}

static void on_value(void *context, unsigned place, const struct json_value *value)
{
	struct spoofer_json_state *s = context;

	if (place == SESSION)
		s->has_session = text_u64(value->text, &s->session) == 0;
	else if (place == TIMESTAMP)
		s->time_us = read_time(value->text);
	else if (place < OF_IPV6)
		on_half_value(&s->halves[0], place, value, FAMILY_V4);
	else
		on_half_value(&s->halves[1], place - OF_IPV6, value, FAMILY_V6);
}

static enum spoofer_refusal check(const struct spoofer_json_state *s)
{
	if (!s->has_session)
		return SPOOFER_NO_SESSION;
	if (s->time_us == 0)
		return SPOOFER_TIME;
	return s->halves[0].has_asn || s->halves[1].has_asn ? SPOOFER_TAKEN : SPOOFER_NO_ASN;
}

static int tell(struct spoofer_json_state *s, struct half *half)
{
	enum spoofer_refusal reason = half->wrong;

	if (reason == SPOOFER_TAKEN && !half->has_client)
		reason = SPOOFER_CLIENT;
	refusals_count(&s->json->refusals, reason, s->place);
	if (reason != SPOOFER_TAKEN)
		return 0;
	half->test.session = s->session;
	half->test.time_us = s->time_us;
	if (s->time_us > s->json->last_us)
		s->json->last_us = s->time_us;
	return s->sink.on_test(s->sink.context, &half->test, s->place);
}

static int on_end(void *context)
{
	struct spoofer_json_state *s = context;
	enum spoofer_refusal reason = check(s);
	int result = 0;

	if (reason != SPOOFER_TAKEN) {
		refusals_count(&s->json->refusals, reason, s->place);
		return 0;
	}
	for (unsigned i = 0; i < FAMILIES && result == 0; i++)
		if (s->halves[i].has_asn)
			result = tell(s, &s->halves[i]);
	return result;
}

void spoofer_json_init(struct spoofer_json *json, const struct spoofer_sink *sink)
{
	struct spoofer_json_state *s = memory_alloc(1, sizeof(*s));
	const struct json_records_sink records = { s, on_start, on_value, on_end };

	*json = (struct spoofer_json){ .state = s };
	refusals_init(&json->refusals, says, SPOOFER_REASONS);
	s->json = json;
	s->sink = *sink;
	json_records_init(&s->records, rules, sizeof(rules) / sizeof(rules[0]), &records);
}

void spoofer_json_clear(struct spoofer_json *json)
{
	if (json->state != NULL) {
		json_records_clear(&json->state->records);
		free(json->state);
	}
	*json = (struct spoofer_json){ 0 };
}

int spoofer_json_feed(struct spoofer_json *json, struct text piece)
{
	return json_records_feed(&json->state->records, piece);
}

int spoofer_json_finish(struct spoofer_json *json)
{
	return json_records_finish(&json->state->records);
}
