/*
 * The register: what people say. Who takes part in which programme and with which networks, what
 * they attest, and what somebody thinks of an incident. It stands beside the months: it belongs to
 * none of them, and observing leaves it alone.
 *
 * In:   values of net/participant.h.
 * Out:  the same values, by cursors: 1 and a value, 0 at the end, or a negative error. What a
 *       cursor hands out lives until its next step.
 * Promise: as of the months in store.h. A change is there whole or not at all, and stays once it is
 *       committed; who opened the store for reading sees one moment; what is damaged or forged is
 *       ERR_MALFORMED with a sentence. Texts are kept up to 4,096 bytes.
 */
#ifndef STORE_STORE_REGISTER_H
#define STORE_STORE_REGISTER_H

#include "net/participant.h"
#include "store/store.h"

/* Networks and members of one participant; the largest exchanges have some 1,000 members. */
enum { REGISTER_ASNS_MAX = 1 << 14 };

/*
 * Writing: begin, any number of changes, commit. Nothing is visible before the commit. Negative on
 * failure; then only store_rollback() or store_close() may follow, which leave all as it was.
 * ERR_NOT_FOUND is no failure: nothing was changed, and more changes may follow.
 */
MUST_CHECK int store_register_begin(struct store *store);
/* Replaces the participant of that programme and name, if there is one, and all its networks; its
 * attestations stay. At most REGISTER_ASNS_MAX networks, in the order of participant.h, each once.
 */
MUST_CHECK int store_put_participant(struct store *store, const struct participant *participant);
/* And its attestations. ERR_NOT_FOUND when there is none. */
MUST_CHECK int store_remove_participant(struct store *store, const char *programme,
					const char *name);
/* Replaces what the same auditor said of the same check and product. ERR_NOT_FOUND when there is no
 * such participant. */
MUST_CHECK int store_put_attestation(struct store *store, const struct attestation *attestation);
/* All are kept, those of one incident in the order in which they came. */
MUST_CHECK int store_put_feedback(struct store *store, const struct feedback *feedback);
MUST_CHECK int store_register_commit(struct store *store);

/* Close it with register_cursor_close(), also after an error; several may be open at once. */
struct register_cursor;

/* By programme and name. Of one programme, or of all when it is NULL. */
struct register_cursor *store_participants(struct store *store, const char *programme);
/* One or none, without regard to the case of ASCII letters. */
struct register_cursor *store_participant_named(struct store *store, const char *programme,
						const char *name);
MUST_CHECK int store_participant_next(struct register_cursor *cursor,
				      struct participant *out_participant);

/* Who has an AS number, and as what. */
struct register_holder {
	const char *programme, *name;
	enum participant_asn_role role;
};

/* By programme, name and role. */
struct register_cursor *store_holders(struct store *store, asn_t asn);
MUST_CHECK int store_holder_next(struct register_cursor *cursor,
				 struct register_holder *out_holder);

/* By programme, name, check, product and auditor. Of one participant; of all when it is NULL. */
struct register_cursor *store_attestations(struct store *store, const char *programme,
					   const char *name);
MUST_CHECK int store_attestation_next(struct register_cursor *cursor,
				      struct attestation *out_attestation);

/* By source, incident, and as they came. */
struct register_cursor *store_feedback(struct store *store);
struct register_cursor *store_feedback_on(struct store *store, const char *source,
					  const char *incident);
/* On this network's score; not what is on everybody's. */
struct register_cursor *store_feedback_about(struct store *store, asn_t asn);
MUST_CHECK int store_feedback_next(struct register_cursor *cursor, struct feedback *out_feedback);

void register_cursor_close(struct register_cursor *cursor);

#endif
