/*
 * IX-F JSON: an exchange's own list of its members, as it exports it for the Euro-IX databases.
 *
 * In:       pieces of any size; how the input is cut changes nothing (json_stream.h). Versions 0.4
 * to 1.0 of the schema, told apart by what they have, not by `version`. Out:      exchanges and
 * members, one by one, in the order of the file, which may have either first; each with the offset
 * of its '{'. A member tells at which exchanges it is, and as what. Refused ones by reason.
 * Promise:  any bytes are safe; less than 1 MiB of memory, work linear in the input. People's names
 *           and addresses are not kept: of a member only whether it has any contact.
 * Standard: https://github.com/euro-ix/json-schemas (ixp-member-list); RFC 8259.
 */
#ifndef WIRE_IXF_JSON_H
#define WIRE_IXF_JSON_H

#include "net/participant.h"
#include "wire/json_stream.h"
#include "wire/refusals.h"

enum { IXF_DEPTH_MAX = 32, IXF_CONNECTIONS_MAX = 256, IXF_TEXT_MAX = 256 };

struct ixf_exchange {
	uint32_t id;
	char name[IXF_TEXT_MAX];    /* the long one, or else the short one */
	char country[3];            /* "" when it is no code of ISO 3166 */
	char contact[IXF_TEXT_MAX]; /* support_email; or "" */
};

struct ixf_connection {
	uint32_t exchange; /* id */
	enum participant_asn_role role;
	bool uses_route_server;
};

struct ixf_member {
	asn_t asn;
	bool has_contact;
	const struct ixf_connection *connections;
	size_t connection_count;
};

enum ixf_refusal {
	IXF_TAKEN,
	IXF_ASN,
	IXF_ID,
	IXF_NAME,
	IXF_TEXT,
	IXF_MANY,
	IXF_REASONS,
};

/* What they return but 0 ends the parse. All is borrowed until they return. */
struct ixf_sink {
	void *context; /* borrowed */
	int (*on_exchange)(void *context, const struct ixf_exchange *exchange, struct place place);
	int (*on_member)(void *context, const struct ixf_member *member, struct place place);
};

struct ixf_json {
	struct json_stream stream;
	struct ixf_sink sink;
	struct refusals refusals;
	uint8_t keys[IXF_DEPTH_MAX + 1]; /* the last key at each depth */
	unsigned depth;
	bool in_list; /* in an item of ixp_list or member_list */
	struct place place;
	enum ixf_refusal reason; /* the first thing that is wrong with it */
	bool has_id, is_cut;
	char short_name[IXF_TEXT_MAX];
	struct ixf_exchange exchange;
	struct ixf_member member;
	enum participant_asn_role role; /* by its type */
	struct ixf_connection connections[IXF_CONNECTIONS_MAX];
};

/* From here to the clear, `json` must stay where it is. */
void ixf_json_init(struct ixf_json *json, const struct ixf_sink *sink);
void ixf_json_clear(struct ixf_json *json);
/* As participant_json_feed(). */
MUST_CHECK int ixf_json_feed(struct ixf_json *json, struct text piece);
MUST_CHECK int ixf_json_finish(struct ixf_json *json);

#endif
