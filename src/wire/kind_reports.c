#include "wire/kind_reports.h"

#include "net/asn.h"
#include "wire/kind_json.h"

/* Each key that tells something. */
enum clue {
	VIEW_TS,
	EVENT_TYPE,
	HIJACKER_ASN,
	LEAK_ASN,
	LEAK_SEG,
	ASN_INFO,
	EVENTS,
	EVENT_ID,
	LEAKER_ASN,
	OUTAGE_PREFIXES,
	HIJACK_PREFIX,
	DESCRIPTION,
	DETAIL_URL,
	ROUTED_SPOOF,
	PRIVATE_SPOOF,
	SESSION,
	ASN,
	RIR,
	AS_NAME,
	DOMAIN,
	CLUES,
};

static const char *const names[CLUES] = {
	[VIEW_TS] = "view_ts",
	[EVENT_TYPE] = "event_type",
	[HIJACKER_ASN] = "hijacker_asn",
	[LEAK_ASN] = "leak_asn",
	[LEAK_SEG] = "leak_seg",
	[ASN_INFO] = "asn_info",
	[EVENTS] = "events",
	[EVENT_ID] = "event_id",
	[LEAKER_ASN] = "leaker_asn",
	[OUTAGE_PREFIXES] = "outage_count_prefix",
	[HIJACK_PREFIX] = "hijack_announced_prefix",
	[DESCRIPTION] = "Description",
	[DETAIL_URL] = "detail_url",
	[ROUTED_SPOOF] = "routedspoof",
	[PRIVATE_SPOOF] = "privatespoof",
	[SESSION] = "session",
	[ASN] = "asn",
	[RIR] = "rir",
	[AS_NAME] = "asname",
	[DOMAIN] = "domain",
};

#define CLUE(name) (UINT64_C(1) << (name))

/* What must be there, all of it. The first that fits counts. */
static const struct {
	uint64_t clues;
	enum kind kind;
} rules[] = {
	{ CLUE(VIEW_TS) | CLUE(EVENT_TYPE), KIND_GRIP },
	{ CLUE(HIJACKER_ASN) | CLUE(EVENTS), KIND_RADAR },
	{ CLUE(LEAK_ASN) | CLUE(LEAK_SEG), KIND_RADAR },
	{ CLUE(ASN_INFO) | CLUE(EVENTS), KIND_RADAR },
	{ CLUE(EVENT_TYPE) | CLUE(EVENT_ID) | CLUE(LEAKER_ASN), KIND_BGPSTREAM_JSON },
	{ CLUE(EVENT_TYPE) | CLUE(EVENT_ID) | CLUE(HIJACK_PREFIX), KIND_BGPSTREAM_JSON },
	{ CLUE(EVENT_TYPE) | CLUE(EVENT_ID) | CLUE(OUTAGE_PREFIXES), KIND_BGPSTREAM_JSON },
	{ CLUE(EVENT_TYPE) | CLUE(DESCRIPTION) | CLUE(DETAIL_URL), KIND_BGPSTREAM_JSON },
	{ CLUE(SESSION) | CLUE(ROUTED_SPOOF) | CLUE(PRIVATE_SPOOF), KIND_SPOOFER },
	{ CLUE(ASN) | CLUE(RIR) | CLUE(AS_NAME) | CLUE(DOMAIN), KIND_ASN_DROP },
};

static uint64_t clue_of(struct text key)
{
	for (unsigned clue = 0; clue < CLUES; clue++)
		if (text_equal(key, text_of(names[clue])))
			return CLUE(clue);
	return 0;
}

bool kind_string_cut(struct text *rest, struct text *out_string)
{
	struct text inside = text_from(*rest, 1);

	for (size_t len = 0; len < inside.len; len++) {
		if (inside.at[len] == '\\') {
			len++;
		} else if (inside.at[len] == '"') {
			*out_string = text_upto(inside, len);
			*rest = text_from(inside, len + 1);
			return true;
		}
	}
	return false;
}

enum kind kind_of_json_reports(struct text text)
{
	uint64_t clues = 0;
	struct text string;

	for (text = text_from(text, text_find(text, '"')); kind_string_cut(&text, &string);
	     text = text_from(text, text_find(text, '"')))
		if (text_starts(kind_skip_blanks(text), TEXT(":")))
			clues |= clue_of(string);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if ((clues & rules[i].clues) == rules[i].clues)
			return rules[i].kind;
	return KINDS;
}

bool kind_is_asn_drop_line(struct text line)
{
	struct text asn, rest = text_trim(line);
	asn_t number;

	return text_starts_fold(rest, TEXT("AS")) && text_find(rest, ';') < rest.len &&
	       text_cut(&rest, ';', &asn) && asn_parse(text_trim(asn), &number) == 0;
}
