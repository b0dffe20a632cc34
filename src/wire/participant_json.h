/*
 * Participant JSON: who takes part in a programme, as JSON. The layout is ours and takes in that of
 * lists such as the MANRS API's:
 *
 *	[{"name":"Example","ASNs":[64500,"AS64501"],"areas_served":["DE","AT"],
 *	  "member_since":"2026-02-22"},
 *	 {"name":"Exchange","route_servers":[64502],"members":[64500],"contact":"noc@example.net",
 *	  "actions":{"1":"Yes","Action 2: Assistance":false}}]
 *
 * or the same list as a member of one object, whatever that is called. Names of members have no
 * case, `economies` and `since` may stand for the longer names, a value may stand for a list of
 *one, and members that we do not know are not looked into.
 *
 * In:       pieces of any size; how the input is cut changes nothing (json_stream.h).
 * Out:      participants, one by one, each with the offset of its '{'; refused ones by reason.
 * Promise:  any bytes are safe; less than 1 MiB of memory, work linear in the input. What stands
 *           before damage has been delivered.
 * Standard: RFC 8259.
 */
#ifndef WIRE_PARTICIPANT_JSON_H
#define WIRE_PARTICIPANT_JSON_H

#include "wire/json_stream.h"
#include "wire/participant_record.h"

struct participant_json {
	struct json_stream stream;
	struct participant_sink sink;
	struct refusals refusals;
	struct participant_record record;
	struct place place;
	uint64_t arrays; /* a bit for each container that is open: is it a list? */
	unsigned depth;
	unsigned item;                /* the depth inside the participant; 0: in none */
	enum participant_field field; /* of its last key */
	unsigned action;
	char title[64];
	bool is_cut; /* the string that comes is not all there */
};

/* From here to the clear, `json` must stay where it is. */
void participant_json_init(struct participant_json *json, const struct participant_sink *sink);
void participant_json_clear(struct participant_json *json);
/* ERR_MALFORMED, ERR_TRUNCATED, ERR_LIMIT as json_stream.h says, with words and offset in `stream`;
 * ERR_LIMIT also when nested deeper than 32. Or what the sink said. Anything but 0 stays. */
MUST_CHECK int participant_json_feed(struct participant_json *json, struct text piece);
MUST_CHECK int participant_json_finish(struct participant_json *json);

#endif
