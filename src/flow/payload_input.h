/*
 * Payload input: one export of a relying party, read into a set of payloads (net/payload_set.h).
 *
 * In:      a file, packed or not, in any dialect of JSON or CSV that wire/ reads.
 * Out:     the set, and when it was made; or a sentence that says why there is none.
 * Promise: all or nothing: an export that is damaged or cut off gives no set. Single records that
 *          are refused are counted. Any thread may call this. The clock plays no part: payloads
 * past their own expiry are in the set, whose age is judged as a whole.
 */
#ifndef FLOW_PAYLOAD_INPUT_H
#define FLOW_PAYLOAD_INPUT_H

#include "net/payload_set.h"

enum { PAYLOAD_NOTE_MAX = 256 };

struct payload_input {
	struct payload_set *set;     /* the caller holds the one reference */
	uint64_t built_us;           /* as the export says, or else when the file was written */
	uint64_t refused;            /* records */
	char note[PAYLOAD_NOTE_MAX]; /* why there is none, or what was refused first; or "" */
};

/* ERR_IO, ERR_UNSUPPORTED (no such export), ERR_LIMIT, or as the parsers; then only `out->note`
 * counts. */
MUST_CHECK int payload_input_load(const char *path, struct payload_input *out);

#endif
