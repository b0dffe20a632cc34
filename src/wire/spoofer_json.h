/*
 * Spoofer sessions: CAIDA's public results of tests whether packets with false sources get out.
 *
 * In:       pieces of any size (json_records.h): pages of api.spoofer.caida.org,
 *           {"hydra:member":[...]}, an array of sessions, or one a line.
 * Out:      a test for each address family of a session that names its AS, IPv4 first; refusals.
 * Promise:  any bytes are safe; memory stays that of json_records.h, work is linear in the input.
 *           What stands before damage has been told. A key given twice counts as it was given last.
 *           An outcome that is null, missing or not known to us is SPOOF_UNKNOWN.
 * Standard: RFC 8259; github.com/CAIDA/catalog-data, "how to check if an ASN supports SAV".
 */
#ifndef WIRE_SPOOFER_JSON_H
#define WIRE_SPOOFER_JSON_H

#include "base/text.h"
#include "net/spoofing.h"
#include "wire/refusals.h"

/* Why a session is refused as a whole; SPOOFER_CLIENT costs only the family that it is in. */
enum spoofer_refusal {
	SPOOFER_TAKEN,
	SPOOFER_NO_SESSION,
	SPOOFER_TIME,
	SPOOFER_NO_ASN,
	SPOOFER_ASN,
	SPOOFER_CLIENT,
	SPOOFER_REASONS,
};

/* What is returned but 0 ends the parse. */
struct spoofer_sink {
	void *context; /* borrowed */
	int (*on_test)(void *context, const struct spoof_test *test, struct place place);
};

struct spoofer_json {
	struct refusals refusals;         /* `taken`: tests */
	uint64_t last_us;                 /* of the latest test; 0: none */
	struct spoofer_json_state *state; /* owned */
};

/* Copies `sink`. From here to the clear, `json` must stay where it is. */
void spoofer_json_init(struct spoofer_json *json, const struct spoofer_sink *sink);
void spoofer_json_clear(struct spoofer_json *json);

/* ERR_MALFORMED: not JSON. ERR_LIMIT: nested too deep, or a number without end. Or what the sink
 * said. Anything but 0 stays. */
MUST_CHECK int spoofer_json_feed(struct spoofer_json *json, struct text piece);
/* The input is complete. ERR_TRUNCATED: it ends in the middle; else as spoofer_json_feed(). */
MUST_CHECK int spoofer_json_finish(struct spoofer_json *json);

#endif
