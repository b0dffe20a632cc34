#include "wire/kind_json.h"

#include "wire/kind_reports.h"
#include "wire/participant_record.h"
#include "wire/peeringdb.h"

/* What the first object of a JSON text, alone or in a list, has for keys. */
struct json_keys {
	bool rpki_list;               /* "roas": [ and the like */
	bool asn, prefix, max_length; /* of a bare list of VRPs */
	bool organisation, type;      /* of a line of as2org */
	bool ris_message;             /* "type": "ris_message" */
	bool ixf_list;                /* "ixp_list": [ or "member_list": [ */
	bool name, participant; /* of a list of participants: a name, and what only they have */
};

static void json_key_note(struct json_keys *keys, struct text key, struct text value)
{
	static const char *const lists[] = {
		"roas",        "aspas",      "aspa",        "provider_authorizations",
		"bgpsec_keys", "routerKeys", "router-keys", "locallyAddedAssertions",
		NULL,
	};
	static const char *const max_lengths[] = { "maxLength", "maxPrefixLength", NULL };

	if (text_starts(value, TEXT("[")) || text_starts(value, TEXT("{")))
		keys->rpki_list = keys->rpki_list || kind_is_one_of(key, lists);
	keys->ixf_list =
		keys->ixf_list ||
		((text_equal(key, TEXT("member_list")) || text_equal(key, TEXT("ixp_list"))) &&
		 text_starts(value, TEXT("[")));
	enum participant_field field = participant_field_find(key);
	keys->name = keys->name || field == FIELD_NAME;
	keys->participant = keys->participant || field == FIELD_ASNS ||
			    field == FIELD_ROUTE_SERVERS || field == FIELD_ECONOMIES ||
			    field == FIELD_ACTION;
	keys->asn = keys->asn || text_equal(key, TEXT("asn"));
	keys->prefix = keys->prefix || text_equal(key, TEXT("prefix"));
	keys->max_length = keys->max_length || kind_is_one_of(key, max_lengths);
	keys->organisation = keys->organisation || text_equal(key, TEXT("organizationId"));
	bool is_type = text_equal(key, TEXT("type"));
	keys->type = keys->type || is_type;
	keys->ris_message =
		keys->ris_message || (is_type && text_starts(value, TEXT("\"ris_message\"")));
}

/* Notes the keys of the object at depth `wanted`, up to its end or the end of what is there. */
static struct json_keys json_skim(struct text rest, unsigned wanted)
{
	struct json_keys keys = { 0 };
	unsigned depth = 0;

	while (rest.len > 0) {
		struct text string;
		char c = rest.at[0];
		if (c == '"') {
			if (!kind_string_cut(&rest, &string))
				break;
			struct text next = kind_skip_blanks(rest);
			if (depth == wanted && text_starts(next, TEXT(":")))
				json_key_note(&keys, string, kind_skip_blanks(text_from(next, 1)));
			continue;
		}
		rest = text_from(rest, 1);
		if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']') {
			if (depth <= wanted)
				break;
			depth--;
		}
	}
	return keys;
}

/* RIS Live, one JSON object a line; others (errors, pongs) may come before the first message. */
static bool is_ris_live(struct text rest)
{
	struct text line;

	for (unsigned lines = 0; lines < KIND_LINES_MAX && text_line(&rest, &line); lines++) {
		line = kind_skip_blanks(line);
		if (line.len > 0 && line.at[0] != '{')
			return false;
		if (json_skim(line, 1).ris_message)
			return true;
	}
	return false;
}

/* What an object of PeeringDB's API has, whatever it is of, and what one of them has at least. */
static unsigned peeringdb_sign(struct text key)
{
	static const char *const common[] = { "id", "updated", "status", NULL };
	static const char *const own[] = { "net_id",    "ix_id",      "ixlan_id",
					   "org_id",    "carrier_id", "asn",
					   "name_long", "address1",   NULL };

	for (unsigned i = 0; common[i] != NULL; i++)
		if (text_equal(key, text_of(common[i])))
			return 1U << i;
	return kind_is_one_of(key, own) ? 8 : 0;
}

/* Does a list of the classes that PeeringDB has, or one that stands alone, hold such an object? It
 * is enough that the first one does. */
static bool is_peeringdb(struct text rest)
{
	enum { DEPTH_MAX = 4, ALL_SIGNS = 15 }; /* {"net":{"data":[{ */
	unsigned depth = 0, signs[DEPTH_MAX + 1] = { 0 };
	bool in_list = rest.at[0] == '[';
	enum peeringdb_class class;
	struct text string;

	while (rest.len > 0) {
		char c = rest.at[0];
		if (c == '"') {
			if (!kind_string_cut(&rest, &string))
				return false;
			bool is_key = text_starts(kind_skip_blanks(rest), TEXT(":"));
			if (is_key && depth == 1)
				in_list = text_equal(string, TEXT("data")) ||
					  peeringdb_class_find(string, &class);
			if (is_key && depth > 1 && depth <= DEPTH_MAX)
				signs[depth] |= peeringdb_sign(string);
			if (in_list && depth <= DEPTH_MAX && signs[depth] == ALL_SIGNS)
				return true;
			continue;
		}
		rest = text_from(rest, 1);
		if (c == '{' || c == '[') {
			if (++depth <= DEPTH_MAX)
				signs[depth] = 0;
		} else if ((c == '}' || c == ']') && depth-- <= 1) {
			return false;
		}
	}
	return false;
}

enum kind kind_of_json(struct text text)
{
	if (is_ris_live(text))
		return KIND_RIS_LIVE;
	if (is_peeringdb(text))
		return KIND_PEERINGDB;
	bool is_list = text.at[0] == '[';
	struct json_keys keys = json_skim(text, is_list ? 2 : 1);

	/* A bare list without maxLength may be routes that somebody saw, and no VRPs. */
	if (is_list ? keys.asn && keys.prefix && keys.max_length : keys.rpki_list)
		return KIND_RPKI_JSON;
	if (!is_list && keys.ixf_list)
		return KIND_IXF_JSON;
	if (!is_list && keys.organisation && keys.type)
		return KIND_AS_ORG;
	enum kind kind = kind_of_json_reports(text);
	if (kind != KINDS)
		return kind;
	if (!is_list)
		keys = json_skim(text, 3); /* the first object of a list inside of the first */
	return keys.name && keys.participant ? KIND_PARTICIPANTS_JSON : KIND_JSON_UNKNOWN;
}
