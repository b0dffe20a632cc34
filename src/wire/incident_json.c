#include "wire/incident_json.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/incident_dialect.h"

/* 9999-12-31T23:59:59Z */
#define TIME_MAX_US (UINT64_C(253402300799) * UTC_SECOND)

static const struct incident_dialect *const dialects[INCIDENT_JSON_KINDS] = {
	[INCIDENT_JSON_GRIP] = &incident_dialect_grip,
	[INCIDENT_JSON_RADAR] = &incident_dialect_radar,
	[INCIDENT_JSON_BGPSTREAM] = &incident_dialect_bgpstream,
};

struct incident_json_state {
	struct json_records records;
	const struct incident_dialect *dialect;
	struct incident_sink sink;
	struct incident_reading reading;
	struct place place;
};

enum incident_class incident_class_find(struct text type)
{
	static const struct {
		const char *name;
		enum incident_class class;
	} classes[] = {
		{ "BGP Leak", INCIDENT_CLASS_LEAK },
		{ "bgp_leak", INCIDENT_CLASS_LEAK },
		{ "Route Leak", INCIDENT_CLASS_LEAK },
		{ "Possible Hijack", INCIDENT_CLASS_HIJACK },
		{ "bgp_hijack", INCIDENT_CLASS_HIJACK },
		{ "Ongoing Possible Hijack", INCIDENT_CLASS_HIJACK }, /* BGPWatch */
		{ "Outage", INCIDENT_CLASS_OUTAGE },
		{ "Benign MOAS", INCIDENT_CLASS_BENIGN }, /* BGPWatch */
		{ "Ongoing Benign MOAS", INCIDENT_CLASS_BENIGN },
		{ "defcon", INCIDENT_CLASS_BENIGN }, /* seen by GRIP, and not weighed */
		{ "edges", INCIDENT_CLASS_BENIGN },
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (text_equal_fold(type, text_of(classes[i].name)))
			return classes[i].class;
	return INCIDENT_CLASS_UNKNOWN;
}

void incident_read_asn_text(struct incident_reading *reading, enum incident_role role,
			    struct text text)
{
	asn_t asn;

	if (asn_parse(text_trim(text), &asn) < 0)
		reading->counts->unread++;
	else
		incident_draft_party(&reading->draft, role, asn);
}

void incident_read_asn(struct incident_reading *reading, enum incident_role role,
		       const struct json_value *value)
{
	if (value->type == JSON_CONTAINER)
		reading->draft.party_count[role] = 0;
	else if (value->type != JSON_NULL)
		incident_read_asn_text(reading, role, value->text);
}

void incident_read_prefix(struct incident_reading *reading, const struct json_value *value)
{
	struct prefix prefix;
	bool cut;

	if (value->type == JSON_CONTAINER)
		reading->draft.prefix_count = reading->draft.prefix_total = 0;
	else if (value->type == JSON_STRING && prefix_parse_loose(value->text, &prefix, &cut) == 0)
		incident_draft_prefix(&reading->draft, &prefix);
	else if (value->type != JSON_NULL)
		reading->counts->unread++;
}

uint64_t incident_time(struct text text)
{
	uint64_t time_us;

	return utc_parse(text, &time_us) == 0 && time_us <= TIME_MAX_US ? time_us : 0;
}

uint64_t incident_end(struct text text)
{
	if (text_starts(text, TEXT("0000-00-00")) || text_equal_fold(text, TEXT("ongoing")))
		return INCIDENT_OPEN;
	return incident_time(text);
}

uint64_t incident_number(const struct json_value *value, uint64_t max, uint64_t otherwise)
{
	uint64_t number;

	if (text_u64(text_upto(value->text, text_find(value->text, '.')), &number) < 0)
		return otherwise;
	return number < max ? number : max;
}

bool incident_beside(struct text path, asn_t of, asn_t *out_of, asn_t *out_beside)
{
	asn_t before = ASN_NONE, last = ASN_NONE, asn;
	struct text word;
	unsigned hops = 0;

	while (text_word(&path, &word)) {
		if (asn_parse(word, &asn) < 0 || asn == ASN_NONE)
			return false;
		if (asn == last)
			continue;
		before = last;
		last = asn;
		hops++;
		if (of != ASN_NONE && asn == of)
			break;
	}
	if (hops < 3 || (of != ASN_NONE && last != of))
		return false;
	*out_of = last;
	*out_beside = before;
	return true;
}

int incident_settle(struct incident_reading *reading, enum incident_class class, struct place place,
		    const struct incident_sink *sink)
{
	struct incident_counts *counts = reading->counts;

	if (class == INCIDENT_CLASS_LEAK || class == INCIDENT_CLASS_HIJACK) {
		reading->draft.kind =
			class == INCIDENT_CLASS_LEAK ? INCIDENT_LEAK : INCIDENT_HIJACK;
		if (reading->draft.end_us == 0)
			reading->draft.end_us = reading->draft.start_us;
		return incident_draft_tell(&reading->draft, reading->source, place, counts, sink);
	}
	counts->outages += class == INCIDENT_CLASS_OUTAGE;
	counts->benign += class == INCIDENT_CLASS_BENIGN;
	refusals_count(&counts->refusals,
		       class == INCIDENT_CLASS_UNKNOWN ? INCIDENT_TYPE : INCIDENT_TAKEN, place);
	return 0;
}

static void on_start(void *context, struct place place)
{
	struct incident_json_state *s = context;

	s->place = place;
	s->reading.source = text_of(s->dialect->source);
	incident_draft_start(&s->reading.draft);
	memset(s->reading.own, 0, s->dialect->own_size);
}

static void on_value(void *context, unsigned place, const struct json_value *value)
{
	struct incident_json_state *s = context;
	s->dialect->on_value(&s->reading, place, value);
}

static int on_end(void *context)
{
	struct incident_json_state *s = context;
	return incident_settle(&s->reading, s->dialect->on_end(&s->reading), s->place, &s->sink);
}

void incident_json_init(struct incident_json *json, enum incident_json_kind kind,
			const struct incident_sink *sink)
{
	struct incident_json_state *s = memory_alloc(1, sizeof(*s));
	const struct json_records_sink records = { s, on_start, on_value, on_end };

	*json = (struct incident_json){ .state = s };
	incident_counts_init(&json->counts);
	s->dialect = dialects[kind];
	s->sink = *sink;
	s->reading.counts = &json->counts;
	s->reading.own = memory_alloc(1, s->dialect->own_size);
	json_records_init(&s->records, s->dialect->rules, s->dialect->rule_count, &records);
}

void incident_json_clear(struct incident_json *json)
{
	if (json->state != NULL) {
		json_records_clear(&json->state->records);
		free(json->state->reading.own);
		free(json->state);
	}
	*json = (struct incident_json){ 0 };
}

int incident_json_feed(struct incident_json *json, struct text piece)
{
	return json_records_feed(&json->state->records, piece);
}

int incident_json_finish(struct incident_json *json)
{
	int result = json_records_finish(&json->state->records);

	if (result == 0 && json->state->dialect->on_finish != NULL)
		json->state->dialect->on_finish(&json->counts);
	return result;
}
