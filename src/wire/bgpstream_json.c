/* bgpstream.com's events, and the lists of BGPWatch, which have no other standard than themselves.
 */
#include "wire/incident_dialect.h"

enum { PATH_MAX_SIZE = 2048 };

enum place_of_bgpstream {
	ID = JSON_PLACE_FIRST,
	TYPE,
	START,
	END,
	LEAKER,
	ORIGIN,
	BASE,
	LEAKED_TO,
	PATH,
	PREFIX,
	SAYS,
	DESCRIPTION,
	DETAIL,
	PREFIX_COUNT,
};

static const struct json_rule rules[] = {
	{ JSON_RECORD, "events", JSON_RECORD },
	{ JSON_RECORD, "event_id", ID },
	{ JSON_RECORD, "event_type", TYPE },
	{ JSON_RECORD, "start_time", START },
	{ JSON_RECORD, "end_time", END },
	{ JSON_RECORD, "leaker_asn", LEAKER },
	{ JSON_RECORD, "origin_asn", ORIGIN },
	{ JSON_RECORD, "base_asn", BASE },
	{ JSON_RECORD, "leaked_to", LEAKED_TO },
	{ JSON_RECORD, "leak_as_path", PATH },
	{ JSON_RECORD, "hijack_as_path", PATH },
	{ JSON_RECORD, "leaked_prefix", PREFIX },
	{ JSON_RECORD, "hijack_announced_prefix", PREFIX },
	{ JSON_RECORD, "hijack_type", SAYS },
	{ LEAKED_TO, NULL, LEAKED_TO },
	{ JSON_RECORD, "Description", DESCRIPTION }, /* BGPWatch from here on */
	{ JSON_RECORD, "detail_url", DETAIL },
	{ JSON_RECORD, "example_prefix", PREFIX },
	{ JSON_RECORD, "prefix_num", PREFIX_COUNT },
};

struct bgpstream_event {
	enum incident_class class;
	asn_t leaker, origin, base;
	size_t path_size;
	char path[PATH_MAX_SIZE]; /* what is longer is not kept */
};

/* "64496=EXAMPLE-A,64497=EXAMPLE-B"; a name may hold a comma. */
static void read_leaked_to(struct incident_reading *reading, const struct json_value *value)
{
	struct text rest = value->text, piece;
	asn_t asn;

	if (value->type == JSON_CONTAINER)
		reading->draft.party_count[INCIDENT_ACCOMPLICE] = 0;
	while (value->type >= JSON_NUMBER && text_cut(&rest, ',', &piece)) {
		piece = text_upto(piece, text_find(piece, '='));
		if (asn_parse(text_trim(piece), &asn) == 0)
			incident_draft_party(&reading->draft, INCIDENT_ACCOMPLICE, asn);
	}
}

static asn_t read_asn(struct incident_reading *reading, const struct json_value *value)
{
	asn_t asn = ASN_NONE;

	if (value->type >= JSON_NUMBER && value->text.len > 0 && asn_parse(value->text, &asn) < 0)
		reading->counts->unread++;
	return asn;
}

/* The number behind the first of these words: "Victim:AS64500 (NAME,CC)". */
static asn_t asn_behind(struct text text, struct text word)
{
	asn_t asn = ASN_NONE;

	while (text.len > 0 && !text_starts(text, word))
		text = text_from(text, 1);
	text = text_from(text, word.len);
	size_t digits = 0;
	while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
		digits++;
	return asn_parse(text_upto(text, digits), &asn) == 0 ? asn : ASN_NONE;
}

/* "Victim:AS64500 (A,CC)<br> Possible Hijacker:AS64501(B,CC)"; "Routing valley :
 * AS64496,AS64497,AS64498", whose middle leaks. It does not say which of the others received. */
static void read_description(struct incident_reading *reading, struct text text)
{
	struct bgpstream_event *event = reading->own;
	struct text piece;

	reading->source = TEXT("bgpwatch");
	incident_draft_text(&reading->draft.says, text);
	event->base = asn_behind(text, TEXT("Victim:AS"));
	event->origin = asn_behind(text, TEXT("Hijacker:AS"));
	event->leaker = ASN_NONE;
	if (text_starts(text, TEXT("Routing valley")) && text_cut(&text, ',', &piece) &&
	    text_cut(&text, ',', &piece))
		event->leaker = asn_behind(piece, TEXT("AS"));
}

/* There is one; of several the last. */
static void read_prefix(struct incident_reading *reading, const struct json_value *value)
{
	reading->draft.prefix_count = reading->draft.prefix_total = 0;
	incident_read_prefix(reading, value);
}

static void keep_path(struct bgpstream_event *event, struct text path)
{
	event->path_size = path.len <= PATH_MAX_SIZE ? path.len : 0;
	if (event->path_size > 0)
		memcpy(event->path, path.at, path.len);
}

static void on_party_value(struct incident_reading *reading, unsigned place,
			   const struct json_value *value)
{
	struct bgpstream_event *event = reading->own;

	if (place == LEAKER)
		event->leaker = read_asn(reading, value);
	else if (place == ORIGIN)
		event->origin = read_asn(reading, value);
	else if (place == BASE)
		event->base = read_asn(reading, value);
	else if (place == LEAKED_TO)
		read_leaked_to(reading, value);
	else if (place == PATH)
		keep_path(event, value->text);
	else if (place == PREFIX)
		read_prefix(reading, value);
	else if (place == PREFIX_COUNT)
		reading->draft.prefix_said = incident_number(value, UINT32_MAX, 0);
}

static void on_value(struct incident_reading *reading, unsigned place,
		     const struct json_value *value)
{
	struct bgpstream_event *event = reading->own;
	struct incident_draft *draft = &reading->draft;

	if (place == ID || place == DETAIL)
		incident_draft_text(&draft->id, value->text);
	else if (place == TYPE)
		event->class = incident_class_find(value->text);
	else if (place == START)
		draft->start_us = incident_time(value->text);
	else if (place == END)
		draft->end_us = incident_end(value->text);
	else if (place == SAYS)
		incident_draft_text(&draft->says, value->text);
	else if (place == DESCRIPTION)
		read_description(reading, value->text);
	else
		on_party_value(reading, place, value);
}

static enum incident_class on_end(struct incident_reading *reading)
{
	const struct bgpstream_event *event = reading->own;
	struct incident_draft *draft = &reading->draft;
	bool is_leak = event->class == INCIDENT_CLASS_LEAK;
	asn_t culprit = is_leak ? event->leaker : event->origin, beside, of;
	struct text path = { event->path, event->path_size };

	incident_draft_party(draft, INCIDENT_CULPRIT, culprit);
	incident_draft_party(draft, INCIDENT_VICTIM, is_leak ? event->origin : event->base);
	if (draft->party_count[INCIDENT_ACCOMPLICE] == 0 &&
	    incident_beside(path, culprit, &of, &beside))
		incident_draft_party(draft, INCIDENT_ACCOMPLICE, beside);
	return event->class;
}

static void on_finish(struct incident_counts *counts)
{
	counts->has[INCIDENT_LEAK] = counts->has[INCIDENT_HIJACK] = true;
}

const struct incident_dialect incident_dialect_bgpstream = {
	.source = "bgpstream",
	.rules = rules,
	.rule_count = sizeof(rules) / sizeof(rules[0]),
	.own_size = sizeof(struct bgpstream_event),
	.on_value = on_value,
	.on_end = on_end,
	.on_finish = on_finish,
};
