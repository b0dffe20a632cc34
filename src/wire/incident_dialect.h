/*
 * Incident dialects: how each source of incidents puts them into JSON. Inside of incident_json.c
 * and *_json.c.
 */
#ifndef WIRE_INCIDENT_DIALECT_H
#define WIRE_INCIDENT_DIALECT_H

#include "wire/incident_draft.h"
#include "wire/json_records.h"

/* What a source says of an event. */
enum incident_class {
	INCIDENT_CLASS_UNKNOWN,
	INCIDENT_CLASS_LEAK,
	INCIDENT_CLASS_HIJACK,
	INCIDENT_CLASS_OUTAGE,
	INCIDENT_CLASS_BENIGN,
};

/* An event while it is read. */
struct incident_reading {
	struct incident_draft draft;
	struct incident_counts *counts; /* borrowed */
	struct text source;             /* static */
	void *own;                      /* of the dialect; zeroed at the start of each event */
};

struct incident_dialect {
	const char *source;
	const struct json_rule *rules;
	unsigned rule_count;
	size_t own_size;
	void (*on_value)(struct incident_reading *reading, unsigned place,
			 const struct json_value *value);
	enum incident_class (*on_end)(struct incident_reading *reading);
	/* The input is complete: what has it been about, if it held no event? May be NULL. */
	void (*on_finish)(struct incident_counts *counts);
};

extern const struct incident_dialect incident_dialect_grip;
extern const struct incident_dialect incident_dialect_radar;
extern const struct incident_dialect incident_dialect_bgpstream;

/* Counts and tells the event, or counts why not. */
MUST_CHECK int incident_settle(struct incident_reading *reading, enum incident_class class,
			       struct place place, const struct incident_sink *sink);

/* "BGP Leak", "bgp_leak", "Possible Hijack", "Outage", "Benign MOAS"...: in the words of
 * bgpstream.com and of those who list its events. */
enum incident_class incident_class_find(struct text type);

/* An element of a list of AS numbers; the list itself starts it anew. */
void incident_read_asn(struct incident_reading *reading, enum incident_role role,
		       const struct json_value *value);
void incident_read_asn_text(struct incident_reading *reading, enum incident_role role,
			    struct text text);
void incident_read_prefix(struct incident_reading *reading, const struct json_value *value);
/* 0 when there is none before the year 10000. */
uint64_t incident_time(struct text text);
/* When it ended, in words: a time; "0000-00-00 00:00:00" or "ongoing": not yet; nothing, or what
 * cannot be read: nobody says. */
uint64_t incident_end(struct text text);
/* A number within 0 to `max`, or `otherwise`; what stands behind a point is cut. */
uint64_t incident_number(const struct json_value *value, uint64_t max, uint64_t otherwise);

/*
 * The AS that stands before `of` in a path that reads from the collector to the origin; before the
 * origin if `of` is ASN_NONE. False when there is none but the collector's peer, or a set. Prepends
 * count once.
 */
bool incident_beside(struct text path, asn_t of, asn_t *out_of, asn_t *out_beside);

#endif
