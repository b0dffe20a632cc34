/*
 * For tests: participants in words, as the parsers of lists tell them.
 *
 *	Example|DE AT|noc@example.net|20260222|64500/network 64501/member|1+Filtering: Yes@3
 */
#ifndef WIRE_TEST_PARTICIPANTS_H
#define WIRE_TEST_PARTICIPANTS_H

#include "base/buffer.h"
#include "wire/participant_record.h"

/* A sink's; `context` is a buffer. */
static inline int test_participant_put(void *context, const struct participant_record *record,
				       struct place place)
{
	const struct participant *participant = &record->participant;
	struct buffer *out = context;

	buffer_format(out, "%s|%s|%s|%u|", participant->name, participant->economies,
		      participant->contact, participant->since);
	for (size_t i = 0; i < participant->asn_count; i++)
		buffer_format(out, "%s%u/%s", i > 0 ? " " : "", participant->asns[i].asn,
			      participant_asn_role_name(participant->asns[i].role));
	for (size_t i = 0; i < record->claim_count; i++)
		buffer_format(out, "|%u%c%s", record->claims[i].action,
			      record->claims[i].holds ? '+' : '-', record->claims[i].says);
	buffer_format(out, "@%llu ",
		      (unsigned long long)(place.line > 0 ? place.line : place.offset));
	return 0;
}

static inline void test_refusals_put(struct buffer *out, const struct refusals *refusals)
{
	for (unsigned reason = 1; reason < refusals->reasons; reason++) {
		const struct place *first = &refusals->first[reason];
		if (refusals->count[reason] > 0)
			buffer_format(out, "refused %u@%llu ", reason,
				      (unsigned long long)(first->line > 0 ? first->line
									   : first->offset));
	}
}

#endif
