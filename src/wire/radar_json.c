/* Cloudflare Radar's answers: developers.cloudflare.com/radar/investigate/bgp-anomalies. */
#include <stdio.h>

#include "base/buffer.h"
#include "wire/incident_dialect.h"

enum { SEGMENT_MAX = 8 }; /* three, as a rule */

enum place_of_radar {
	ID = JSON_PLACE_FIRST,
	HIJACKER,
	VICTIMS,
	PREFIXES,
	START,
	END,
	SCORE,
	IS_STALE,
	GOING_ON,
	TAGS,
	TAG,
	TAG_NAME,
	LEAKER,
	SEGMENT,
	DETECTED,
	FINISHED,
	PREFIX_COUNT,
	MONITORS,
};

static const struct json_rule rules[] = {
	{ JSON_RECORD, "result", JSON_RECORD },
	{ JSON_RECORD, "events", JSON_RECORD },
	{ JSON_RECORD, "id", ID },
	{ JSON_RECORD, "confidence_score", SCORE },
	{ JSON_RECORD, "hijacker_asn", HIJACKER },
	{ JSON_RECORD, "is_stale", IS_STALE },
	{ JSON_RECORD, "max_hijack_ts", END },
	{ JSON_RECORD, "min_hijack_ts", START },
	{ JSON_RECORD, "on_going_count", GOING_ON },
	{ JSON_RECORD, "prefixes", PREFIXES },
	{ JSON_RECORD, "tags", TAGS },
	{ JSON_RECORD, "victim_asns", VICTIMS },
	{ JSON_RECORD, "detected_ts", DETECTED },
	{ JSON_RECORD, "finished", FINISHED },
	{ JSON_RECORD, "leak_asn", LEAKER },
	{ JSON_RECORD, "leak_seg", SEGMENT },
	{ JSON_RECORD, "max_ts", END },
	{ JSON_RECORD, "min_ts", START },
	{ JSON_RECORD, "prefix_count", PREFIX_COUNT },
	{ JSON_RECORD, "total_monitors", MONITORS },
	{ VICTIMS, NULL, VICTIMS },
	{ PREFIXES, NULL, PREFIXES },
	{ SEGMENT, NULL, SEGMENT },
	{ TAGS, NULL, TAG },
	{ TAG, "name", TAG_NAME },
};

struct radar_event {
	bool has_hijacker, has_leaker;
	bool is_stale, is_finished;
	uint64_t going_on, detected_us;
	size_t segment_count;
	asn_t segment[SEGMENT_MAX];
};

static void read_segment(struct incident_reading *reading, const struct json_value *value)
{
	struct radar_event *event = reading->own;
	asn_t asn;

	if (value->type == JSON_CONTAINER)
		event->segment_count = 0;
	else if (asn_parse(value->text, &asn) < 0)
		reading->counts->unread++;
	else if (event->segment_count < SEGMENT_MAX)
		event->segment[event->segment_count++] = asn;
}

/* "irr_new_origin_invalid rpki_new_origin_invalid" */
static void add_tag(struct incident_text *says, struct text name)
{
	size_t room = INCIDENT_TEXT_MAX - says->len;

	if (room < name.len + 1 || name.len == 0)
		return;
	if (says->len > 0)
		says->bytes[says->len++] = ' ';
	(void)put_bytes(says->bytes + says->len, name.at, name.len);
	says->len += name.len;
}

static void on_list_value(struct incident_reading *reading, unsigned place,
			  const struct json_value *value)
{
	struct incident_draft *draft = &reading->draft;

	if (place == VICTIMS)
		incident_read_asn(reading, INCIDENT_VICTIM, value);
	else if (place == PREFIXES)
		incident_read_prefix(reading, value);
	else if (place == SEGMENT)
		read_segment(reading, value);
	else if (place == TAGS)
		draft->says.len = 0;
	else if (place == TAG_NAME)
		add_tag(&draft->says, value->text);
	else if (place == PREFIX_COUNT)
		draft->prefix_said = incident_number(value, UINT32_MAX, 0);
	else if (place == MONITORS) /* of answers about hijacks only */
		reading->counts->has[INCIDENT_HIJACK] = true;
}

static void on_value(struct incident_reading *reading, unsigned place,
		     const struct json_value *value)
{
	struct radar_event *event = reading->own;
	struct incident_draft *draft = &reading->draft;

	if (place == ID) {
		incident_draft_text(&draft->id, value->text);
	} else if (place == HIJACKER || place == LEAKER) {
		event->has_hijacker = event->has_hijacker || place == HIJACKER;
		event->has_leaker = event->has_leaker || place == LEAKER;
		draft->party_count[INCIDENT_CULPRIT] = 0;
		incident_read_asn(reading, INCIDENT_CULPRIT, value);
	} else if (place == START) {
		draft->start_us = incident_time(value->text);
	} else if (place == END) {
		draft->end_us = incident_time(value->text);
	} else if (place == DETECTED) {
		event->detected_us = incident_time(value->text);
	} else if (place == SCORE) {
		uint64_t score = incident_number(value, 10, INCIDENT_CONFIDENCE_UNKNOWN);
		draft->confidence = (uint8_t)(score <= 10 ? 10 * score : score);
	} else if (place == IS_STALE) {
		event->is_stale = value->type == JSON_TRUE;
	} else if (place == FINISHED) {
		event->is_finished = value->type == JSON_TRUE;
	} else if (place == GOING_ON) {
		event->going_on = incident_number(value, UINT32_MAX, 0);
	} else {
		on_list_value(reading, place, value);
	}
}

/* The AS to which it was leaked stands before the leaker, as in an AS path. */
static void take_segment(struct incident_draft *draft, const struct radar_event *event)
{
	for (size_t i = 1; i < event->segment_count; i++)
		if (event->segment[i] == draft->asns[INCIDENT_CULPRIT][0] &&
		    draft->party_count[INCIDENT_CULPRIT] > 0)
			incident_draft_party(draft, INCIDENT_ACCOMPLICE, event->segment[i - 1]);
}

/* Hijacks and leaks are numbered apart: "hijack-1234". */
static void name_kind(struct incident_text *id, const char *kind)
{
	char name[64];
	int len = snprintf(name, sizeof(name), "%s-%.*s", kind, (int)(id->len < 32 ? id->len : 32),
			   id->bytes);

	if (id->len > 0)
		incident_draft_text(id, (struct text){ name, (size_t)len });
}

static enum incident_class on_end(struct incident_reading *reading)
{
	struct radar_event *event = reading->own;
	struct incident_draft *draft = &reading->draft;
	bool is_open =
		event->has_leaker ? !event->is_finished : event->going_on > 0 && !event->is_stale;

	if (event->has_leaker == event->has_hijacker)
		return INCIDENT_CLASS_UNKNOWN;
	if (draft->start_us == 0)
		draft->start_us = event->detected_us;
	if (is_open)
		draft->end_us = INCIDENT_OPEN;
	name_kind(&draft->id, event->has_leaker ? "leak" : "hijack");
	if (event->has_hijacker)
		return INCIDENT_CLASS_HIJACK;
	take_segment(draft, event);
	return INCIDENT_CLASS_LEAK;
}

/* An empty answer about leaks has nothing of its own. */
static void on_finish(struct incident_counts *counts)
{
	counts->has[INCIDENT_LEAK] = counts->has[INCIDENT_LEAK] || !counts->has[INCIDENT_HIJACK];
}

const struct incident_dialect incident_dialect_radar = {
	.source = "radar",
	.rules = rules,
	.rule_count = sizeof(rules) / sizeof(rules[0]),
	.own_size = sizeof(struct radar_event),
	.on_value = on_value,
	.on_end = on_end,
	.on_finish = on_finish,
};
