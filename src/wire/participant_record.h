/*
 * Participant record: one participant of a list, put together field by field, whatever the list's
 * format: participant_list.h and participant_json.h fill it and hand it to a sink.
 *
 * In:   fields as the list has them.
 * Out:  the participant as net/participant.h knows it, without its programme, and what it claimed;
 *       or the first thing that is wrong with it. It is refused whole.
 * Promise: any bytes are safe; less than 512 KiB of memory.
 */
#ifndef WIRE_PARTICIPANT_RECORD_H
#define WIRE_PARTICIPANT_RECORD_H

#include "net/participant.h"
#include "wire/refusals.h"

enum {
	/* The largest exchanges have some 1,000 members. */
	PARTICIPANT_ASNS_MAX = 1 << 14,
	PARTICIPANT_TEXT_MAX =
		1024, /* bytes of a name or an address; the longest name seen has 86 */
	PARTICIPANT_CLAIMS_MAX = 16,      /* no programme has as many Actions */
	PARTICIPANT_ECONOMIES_MAX = 1024, /* bytes; all 252 that there are fit */
};

enum participant_refusal {
	PARTICIPANT_TAKEN,
	PARTICIPANT_LINE_LONG,
	PARTICIPANT_HEADING,
	PARTICIPANT_FIELDS,
	PARTICIPANT_NAME,
	PARTICIPANT_TEXT,
	PARTICIPANT_ASN,
	PARTICIPANT_ECONOMY,
	PARTICIPANT_DATE,
	PARTICIPANT_MANY,
	PARTICIPANT_REASONS,
};

/* What each is called, for refusals_init(). */
extern const char *const participant_refusals[PARTICIPANT_REASONS];

enum participant_field {
	FIELD_OTHER,
	FIELD_NAME,
	FIELD_ECONOMIES,
	FIELD_ASNS,
	FIELD_ROUTE_SERVERS,
	FIELD_MEMBERS,
	FIELD_CONTACT,
	FIELD_SINCE,
	FIELD_ACTION, /* a column of a table; in JSON the member `actions` holds them all */
};

/* "Organization Name", "name", "areas_served"...; without regard to case. */
enum participant_field participant_field_find(struct text name);
/* "Action 2: Anti-spoofing": the number, 1 to 99, and what stands behind the colon. */
bool participant_action_parse(struct text heading, unsigned *out_number, struct text *out_title);

/* What it said of itself when it joined. */
struct participant_claim {
	unsigned action;
	char says[PARTICIPANT_TEXT_MAX]; /* "Filtering: Yes" */
	bool holds;                      /* it did not say No */
};

struct participant_record {
	struct participant participant; /* complete behind record_end() */
	struct participant_claim claims[PARTICIPANT_CLAIMS_MAX];
	size_t claim_count;
	size_t asns_given; /* as many AS numbers as the list has, those given twice too */
	enum participant_refusal reason;

	/* Inside. */
	char name[PARTICIPANT_TEXT_MAX], contact[PARTICIPANT_TEXT_MAX];
	char economies[PARTICIPANT_ECONOMIES_MAX];
	struct participant_asn *asns; /* owns */
	size_t asn_room;
};

struct participant_sink {
	void *context; /* borrowed */
	/* What it returns but 0 ends the parse. The record is borrowed until it returns. */
	int (*on_participant)(void *context, const struct participant_record *record,
			      struct place place);
};

void record_init(struct participant_record *record);
void record_clear(struct participant_record *record);
/* An empty one. */
void record_start(struct participant_record *record);
/* One value, or several with ';', ',' or blanks between them where there can be several. */
void record_set(struct participant_record *record, enum participant_field field, struct text value);
/* An empty value claims nothing. `title` may be empty. */
void record_claim(struct participant_record *record, unsigned action, struct text title,
		  struct text value);
void record_refuse(struct participant_record *record, enum participant_refusal reason);
/* No more fields will come: PARTICIPANT_TAKEN, or the reason why not. */
enum participant_refusal record_end(struct participant_record *record);

#endif
