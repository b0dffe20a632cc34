/* GRIP's events: github.com/InetIntel/grip-api-legacy api-spec.md, and what its API answers. */
#include "wire/incident_dialect.h"

enum {
	SUSPICIOUS = 80, /* from this level on GRIP's own pages call an event suspicious */
	EDGES_MAX = 256, /* (origin, neighbour) pairs kept of an event */
};

enum place_of_grip {
	ID = JSON_PLACE_FIRST,
	TYPE,
	START,
	END,
	SUMMARY,
	ATTACKERS,
	NEWCOMERS,
	VICTIMS,
	PREFIXES,
	WORTHY,
	RESULT,
	PRIMARY,
	SUSPICION,
	CONFIDENCE,
	EXPLANATION,
	PREFIX_EVENTS,
	PREFIX_EVENT,
	DETAILS,
	PATHS,
};

static const struct json_rule rules[] = {
	{ JSON_RECORD, "data", JSON_RECORD },
	{ JSON_RECORD, "id", ID },
	{ JSON_RECORD, "event_type", TYPE },
	{ JSON_RECORD, "view_ts", START },
	{ JSON_RECORD, "finished_ts", END },
	{ JSON_RECORD, "summary", SUMMARY },
	{ JSON_RECORD, "pfx_events", PREFIX_EVENTS },
	{ SUMMARY, "attackers", ATTACKERS },
	{ SUMMARY, "newcomers", NEWCOMERS },
	{ SUMMARY, "victims", VICTIMS },
	{ SUMMARY, "prefixes", PREFIXES },
	{ SUMMARY, "tr_worthy", WORTHY },
	{ SUMMARY, "inference_result", RESULT },
	{ RESULT, "primary_inference", PRIMARY },
	{ PRIMARY, "suspicion_level", SUSPICION },
	{ PRIMARY, "confidence", CONFIDENCE },
	{ PRIMARY, "explanation", EXPLANATION },
	{ ATTACKERS, NULL, ATTACKERS },
	{ NEWCOMERS, NULL, NEWCOMERS },
	{ VICTIMS, NULL, VICTIMS },
	{ PREFIXES, NULL, PREFIXES },
	{ PREFIX_EVENTS, NULL, PREFIX_EVENT },
	{ PREFIX_EVENT, "details", DETAILS },
	{ DETAILS, "aspaths", PATHS },
	{ DETAILS, "sub_aspaths", PATHS },
	{ DETAILS, "super_aspaths", PATHS },
};

struct edge {
	asn_t origin, beside;
};

struct grip_event {
	bool is_known, is_unworthy;
	uint64_t suspicion;
	size_t newcomer_count, edge_count;
	asn_t newcomers[INCIDENT_PARTIES_MAX];
	struct edge edges[EDGES_MAX]; /* who did it is said behind the paths */
};

static void add_edge(struct grip_event *event, struct edge edge)
{
	for (size_t i = 0; i < event->edge_count; i++)
		if (event->edges[i].origin == edge.origin && event->edges[i].beside == edge.beside)
			return;
	if (event->edge_count < EDGES_MAX)
		event->edges[event->edge_count++] = edge;
}

/* "64496 64497 64500:64498 64500"; of one that is cut, all but the last. */
static void read_paths(struct grip_event *event, const struct json_value *value)
{
	struct text rest = value->text, path;
	struct edge edge;

	while (text_cut(&rest, ':', &path)) {
		bool is_whole = !value->is_cut || rest.at != NULL;
		if (is_whole && incident_beside(path, ASN_NONE, &edge.origin, &edge.beside))
			add_edge(event, edge);
	}
}

static void read_newcomer(struct incident_reading *reading, const struct json_value *value)
{
	struct grip_event *event = reading->own;
	asn_t asn;

	if (value->type == JSON_CONTAINER)
		event->newcomer_count = 0;
	else if (asn_parse(value->text, &asn) == 0 && event->newcomer_count < INCIDENT_PARTIES_MAX)
		event->newcomers[event->newcomer_count++] = asn;
}

static bool is_known_type(struct text type)
{
	static const char *const types[] = { "moas", "submoas", "defcon", "edges" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (text_equal(type, text_of(types[i])))
			return true;
	return false;
}

static void on_party_value(struct incident_reading *reading, unsigned place,
			   const struct json_value *value)
{
	if (place == ATTACKERS)
		incident_read_asn(reading, INCIDENT_CULPRIT, value);
	else if (place == NEWCOMERS)
		read_newcomer(reading, value);
	else if (place == VICTIMS)
		incident_read_asn(reading, INCIDENT_VICTIM, value);
	else if (place == PREFIXES)
		incident_read_prefix(reading, value);
	else if (place == PATHS)
		read_paths(reading->own, value);
}

static void on_value(struct incident_reading *reading, unsigned place,
		     const struct json_value *value)
{
	struct grip_event *event = reading->own;
	struct incident_draft *draft = &reading->draft;

	if (place == ID)
		incident_draft_text(&draft->id, value->text);
	else if (place == TYPE)
		event->is_known = is_known_type(value->text);
	else if (place == START)
		draft->start_us = incident_time(value->text);
	else if (place == END)
		draft->end_us =
			value->type == JSON_NULL ? INCIDENT_OPEN : incident_end(value->text);
	else if (place == WORTHY)
		event->is_unworthy = value->type == JSON_FALSE;
	else if (place == SUSPICION)
		event->suspicion = incident_number(value, UINT8_MAX, 0);
	else if (place == CONFIDENCE)
		draft->confidence =
			(uint8_t)incident_number(value, 100, INCIDENT_CONFIDENCE_UNKNOWN);
	else if (place == EXPLANATION)
		incident_draft_text(&draft->says, value->text);
	else
		on_party_value(reading, place, value);
}

static enum incident_class on_end(struct incident_reading *reading)
{
	struct grip_event *event = reading->own;
	struct incident_draft *draft = &reading->draft;

	reading->counts->has[INCIDENT_HIJACK] = true;
	if (!event->is_known)
		return INCIDENT_CLASS_UNKNOWN;
	if (event->suspicion < SUSPICIOUS || event->is_unworthy)
		return INCIDENT_CLASS_BENIGN;
	if (draft->party_count[INCIDENT_CULPRIT] == 0)
		for (size_t i = 0; i < event->newcomer_count; i++)
			incident_draft_party(draft, INCIDENT_CULPRIT, event->newcomers[i]);
	for (size_t i = 0; i < draft->party_count[INCIDENT_CULPRIT]; i++)
		for (size_t k = 0; k < event->edge_count; k++)
			if (event->edges[k].origin == draft->asns[INCIDENT_CULPRIT][i])
				incident_draft_party(draft, INCIDENT_ACCOMPLICE,
						     event->edges[k].beside);
	return INCIDENT_CLASS_HIJACK;
}

static void on_finish(struct incident_counts *counts)
{
	counts->has[INCIDENT_HIJACK] = true;
}

const struct incident_dialect incident_dialect_grip = {
	.source = "grip",
	.rules = rules,
	.rule_count = sizeof(rules) / sizeof(rules[0]),
	.own_size = sizeof(struct grip_event),
	.on_value = on_value,
	.on_end = on_end,
	.on_finish = on_finish,
};
