/*
 * Record: one thing that a store holds, as it stands on a line of an export. Each kind of thing is
 * described once, as a table of members, and printing, reading and the manual all go by that table.
 *
 * In:   values of store.h and store_register.h; or a line, as a tree.
 * Out:  a line of JSON, a row of CSV; or the values.
 * Promise: what is printed and read again is the same, but for bytes of texts that are no UTF-8 and
 *       for counts that the metric has no name for. Members keep name, type and meaning from
 * version to version; new ones may come, so those that are not known are passed over. Pure: no I/O.
 *
 * To add a kind: a row of enum record_id, its table in record_kinds.c, its place in record_value,
 * its functions in record_store.c.
 */
#ifndef FLOW_RECORD_H
#define FLOW_RECORD_H

#include "store/store_register.h"
#include "wire/json_line.h"

/* In the order in which an export has them, which is that of a store. */
enum record_id {
	RECORD_MONTH,
	RECORD_METRIC,
	RECORD_INPUT,
	RECORD_SOURCE,
	RECORD_PEER,
	RECORD_VRP,
	RECORD_ROUTE_OBJECT,
	RECORD_ASPA,
	RECORD_ROUTE,
	RECORD_PATH_BOGON,
	RECORD_NEIGHBOUR,
	RECORD_CARRIED,
	RECORD_INCIDENT,
	RECORD_CHARGE,
	RECORD_SPOOF_TEST,
	RECORD_REGISTRATION,
	RECORD_LOOSE_VRP,
	RECORD_NETWORK,
	RECORD_SCORE,
	RECORD_RS_SCORE,
	RECORD_RS_FINDING,
	RECORD_PARTICIPANT, /* from here on the register, which has no months */
	RECORD_ATTESTATION,
	RECORD_FEEDBACK,
	RECORD_KINDS,
};

/* How a member stands in memory and in JSON. */
enum record_form {
	FORM_NUMBER,    /* of 1, 2, 4 or 8 bytes */
	FORM_REAL,      /* double; the shortest text that reads back as the same */
	FORM_TRUTH,     /* bool */
	FORM_TEXT,      /* const char * */
	FORM_PIECE,     /* struct text */
	FORM_TIME,      /* uint64_t, microseconds; past year 9999 a number */
	FORM_DAY,       /* uint32_t, 20260222; what is no day a number */
	FORM_NAME,      /* an enum, by the name of its value */
	FORM_NAMES,     /* a set of bits, by their names */
	FORM_PREFIX,    /* struct prefix */
	FORM_ADDRESS,   /* struct address */
	FORM_METRIC,    /* const struct metric *, by its id */
	FORM_RS_METRIC, /* const struct rs_metric *, by its id */
	FORM_WORDS,     /* const char *, words between blanks; a list */
	FORM_MEASURE,   /* struct measure of the metric that the record names: several members */
	FORM_NOW,       /* the same, in an object */
	/* Of one kind each. */
	FORM_COUNT_NAMES, /* struct stored_metric */
	FORM_COUNTS,      /* struct stored_input */
	FORM_COUNT_PLACES,
	FORM_PREFIXES, /* struct stored_incident */
	FORM_ASNS,     /* struct participant: those of one role */
	FORMS,
};

struct record_field {
	const char *name;
	enum record_form form;
	uint16_t offset, size;               /* of the member of the struct */
	const char *(*name_of)(unsigned at); /* of a value, or a bit */
	unsigned names;                      /* how many values or bits have one */
	bool has_none;
	uint64_t none; /* this value is null */
	uint8_t rank;  /* its place in the order of the records, from 1; 0: none */
	bool is_about; /* the AS number that it is about */
	unsigned role; /* of FORM_ASNS */
	const char *says;
};

struct record_kind {
	const char *name; /* "route": the member `type` of each line */
	const char *says;
	const struct record_field *fields; /* ends with a NULL name */
	size_t size;                       /* of the struct */
	bool may_repeat;                   /* records may be equal in all that orders them */
	/* What no member shows by itself: do the members agree? Or NULL. */
	bool (*agrees)(const void *value);
};

extern const struct record_kind record_kinds[RECORD_KINDS];

static inline bool record_is_of_month(enum record_id id)
{
	return id < RECORD_PARTICIPANT;
}

/* false: there is no kind of this name. */
bool record_find(struct text name, enum record_id *out_id);

/* Room for a value of any kind. */
union record_value {
	struct stored_month month;
	struct stored_metric metric;
	struct stored_input input;
	struct stored_source source;
	struct stored_peer peer;
	struct stored_vrp vrp;
	struct route_object route_object;
	struct stored_aspa aspa;
	struct judged_route route;
	struct path_bogon path_bogon;
	struct neighbour neighbour;
	struct carried_route carried;
	struct stored_incident incident;
	struct charge charge;
	struct stored_spoof_test spoof_test;
	struct stored_registration registration;
	struct loose_vrp loose_vrp;
	struct network network;
	struct stored_score score;
	struct stored_rs_score rs_score;
	struct stored_rs_finding rs_finding;
	struct participant participant;
	struct attestation attestation;
	struct feedback feedback;
};

/* Is it about this network? Of kinds that are about none: false. */
bool record_is_about(enum record_id id, const void *value, asn_t asn);
/* Less than, equal to or greater than zero, as `a` stands before, beside or behind `b`. */
int record_compare(enum record_id id, const void *a, const void *b);

enum { RECORD_TEXT_MAX = 4096 }; /* what a store keeps of a text */

/* What record_compare() looks at of a value; it borrows nothing. Not to be moved. */
struct record_key {
	union record_value value;
	char text[RECORD_TEXT_MAX + 1];
};

/* No text of `value` is longer than a store keeps. */
void record_key_of(enum record_id id, const void *value, struct record_key *out_key);

/*
 * Printing. `month` is as utc_month_print() has it; not used for the register.
 */

void record_put_json(struct buffer *out, enum record_id id, const char *month, const void *value);
/* The line of names, and a row: null is nothing, lists have blanks between their items. */
void record_put_csv_names(struct buffer *out, enum record_id id);
void record_put_csv(struct buffer *out, enum record_id id, const char *month, const void *value);
/* Every kind and member, for people. */
void record_put_schema(struct buffer *out);

/* The member's name of a count: "dated entries" is dated_entries. */
enum { COUNT_NAME_MAX = 64 };
const char *record_count_name(const char *name, char out_name[COUNT_NAME_MAX]);

/*
 * Reading
 */

enum record_fault {
	RECORD_GOOD,
	RECORD_MISSING,  /* a member is not there */
	RECORD_WRONG,    /* a member has a value that it cannot have */
	RECORD_TOO_LONG, /* a text or list is longer than a store keeps */
	RECORD_UNKNOWN,  /* a metric, or what it is said to mean, that this program does not know */
	RECORD_CONTRADICTS, /* members do not agree */
};

/* What a value read borrows beside the line. */
struct record_room {
	struct participant_asn asns[REGISTER_ASNS_MAX];
	char words[RECORD_TEXT_MAX + 1];
};

/* Reads `line`, whose texts the value borrows, and `room`. `month` is what its member says, not of
 * the register. Else `out_name` is the member that is at fault, or NULL. */
enum record_fault record_read(enum record_id id, const struct json_line *line, uint32_t month,
			      struct record_room *room, union record_value *out_value,
			      const char **out_name);

#endif
