/*
 * RPKI JSON: VRPs, ASPAs and router keys out of the JSON export of a relying party, as its bytes
 * arrive.
 *
 * The dialects are told apart by their shape, never by a name, and may be mixed: rpki-client now
 * and before 2023 (`provider_authorizations`), Routinator json, jsonext and slurm, FORT, the RIPE
 * validator, Krill, StayRTR, the assertions of an RFC 8416 file (its filters are not read), and a
 * bare array of such objects. Objects under keys that we do not know are not looked into.
 *
 * In:       pieces of any size; how the input is cut changes nothing (json_stream.h).
 * Out:      calls of the sink (rpki_payload.h), up to 16 KiB of input late; `counts`; after an
 *           error, `fault`.
 * Promise:  memory stays within 1 MiB besides ASPAs by address family (rpki_record.h), work is
 *           linear in the input. What stands before damage has been delivered; whether that is of
 *           any use is the caller's to decide. ASPAs by address family are delivered once both
 *           lists are complete.
 *           A key given twice in one object counts as it was given last, except that payloads in
 *           lists are delivered as they come. UTF-8 is not checked: no byte in a string is an error
 *           but the control characters of RFC 8259 section 7.
 * Standard: RFC 8259 (JSON), RFC 8416 section 3.4; the dialects have no standard.
 */
#ifndef WIRE_RPKI_JSON_H
#define WIRE_RPKI_JSON_H

#include "wire/rpki_payload.h"

/* Real exports nest seven deep (Routinator jsonext). */
enum { RPKI_JSON_DEPTH_MAX = 32 };

struct rpki_json {
	struct rpki_counts counts;
	struct rpki_fault fault;
	struct json_state *state; /* owned */
};

/* Copies `sink`. From here to the clear, `json` must stay where it is. */
void rpki_json_init(struct rpki_json *json, const struct rpki_sink *sink);
void rpki_json_clear(struct rpki_json *json);

/*
 * The next piece of the input. ERR_MALFORMED: not JSON, from `fault` on. ERR_LIMIT: nested too
 * deep, or a number without end. Or what the sink said. Anything but 0 stays: all later calls
 * return it.
 */
MUST_CHECK int rpki_json_feed(struct rpki_json *json, struct text piece);
/* The input is complete. ERR_TRUNCATED: it ends in the middle; else as rpki_json_feed(). */
MUST_CHECK int rpki_json_finish(struct rpki_json *json);

#endif
