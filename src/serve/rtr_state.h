/*
 * RTR state: session, serial and the complete set, kept in a file, so that a cache that is started
 * again goes on where it stopped and routers need not load everything anew.
 *
 * In/Out:  a file: four lines of text, then the set as PDUs of version 2.
 *
 *		decorum rtr state 1
 *		sessions 4711 815 99
 *		serial 17 saved 1753453058000000 size 14470480
 *		sha256 ...
 *
 * Promise: the file is there whole or not at all, whatever fails at whatever moment: written
 *beside, synchronised, renamed, its folder synchronised. A digest over all but its own line tells
 *          damage; damaged state is refused, never repaired: a serial must not mean two sets.
 */
#ifndef SERVE_RTR_STATE_H
#define SERVE_RTR_STATE_H

#include "net/payload_set.h"
#include "wire/rtr_pdu.h"

/* Several times what all of the RPKI takes. */
#define RTR_STATE_SIZE_MAX ((size_t)1 << 30)

struct rtr_state {
	uint16_t sessions[RTR_VERSIONS];
	uint32_t serial;
	uint64_t saved_us; /* since 1970 */
};

/* The file's bytes. */
void rtr_state_put(struct buffer *out, const struct rtr_state *state,
		   const struct payload_set *set);
/* ERR_UNSUPPORTED: no state of ours, or of another version; ERR_MALFORMED: damaged. The caller
 * holds the set's one reference. */
MUST_CHECK int rtr_state_parse(struct text bytes, struct rtr_state *out_state,
			       struct payload_set **out_set);

/* Once this has returned 0, the state stays. ERR_IO, errno kept: the file is as it was. */
MUST_CHECK int rtr_state_save(const char *path, const struct rtr_state *state,
			      const struct payload_set *set);
/* ERR_NOT_FOUND, ERR_IO, ERR_LIMIT (larger than RTR_STATE_SIZE_MAX), or as rtr_state_parse(). */
MUST_CHECK int rtr_state_load(const char *path, struct rtr_state *out_state,
			      struct payload_set **out_set);

#endif
