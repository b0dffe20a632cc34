/*
 * One item of PeeringDB while it is read: which members it has, what they say, and what is wrong
 * with them. Inside of peeringdb.c.
 */
#ifndef WIRE_PEERINGDB_RECORD_H
#define WIRE_PEERINGDB_RECORD_H

#include "wire/peeringdb.h"

/* The members that are read, and those that only tell the class. */
enum peeringdb_field {
	ID,
	ORG_ID,
	NET_ID,
	IX_ID,
	FAC_ID,
	ASN,
	LOCAL_ASN,
	SPEED,
	NUMBERS, /* so many of them */
	NAME = NUMBERS,
	COUNTRY,
	IRR_AS_SET,
	ADDRESS4,
	ADDRESS6,
	INFO_TYPE,
	ROLE,
	VISIBLE,
	EMAIL,
	PHONE,
	URL,
	STATUS,
	UPDATED,
	INFO_TYPES,
	IS_RS_PEER,
	OPERATIONAL,
	IXLAN_ID, /* from here on, whatever they hold */
	CARRIER_ID,
	INFO_SCOPE,
	RS_ASN,
	PREFIX,
	MEDIA,
	CLLI,
	ADDRESS1,
	CAMPUS_ID,
	FAC_SET,
	FIELDS,
};

enum { TEXTS = IRR_AS_SET - NAME + 1 };

/* What a value is. */
enum peeringdb_type { NUMBER, STRING, FLAG, LIST, ANYTHING };

enum peeringdb_status { STATUS_OK, STATUS_PENDING, STATUS_DELETED, STATUSES };

struct kept_text {
	size_t len;
	char bytes[PEERINGDB_TEXT_MAX];
};

struct peeringdb_record {
	struct refusals *oddities; /* borrowed */
	uint64_t named, has;       /* members that are there; those of them that say something */
	unsigned next_field;       /* where the next key is looked for first */
	enum peeringdb_refusal reason;
	struct place place;
	uint64_t numbers[NUMBERS];
	struct kept_text texts[TEXTS]; /* from NAME on */
	uint32_t type, types;          /* of info_type, of info_types */
	enum peeringdb_status status;
	struct peeringdb_item item;
};

/* The next item; `place` is where it starts. */
void peeringdb_record_start(struct peeringdb_record *record, struct place place);
/* The member of this name, which is there from now on, or FIELDS. */
enum peeringdb_field peeringdb_record_key(struct peeringdb_record *record, struct text key);
/* What it says. Of flags, "" is false. */
void peeringdb_record_set(struct peeringdb_record *record, enum peeringdb_field field,
			  enum peeringdb_type is, struct text value);
void peeringdb_record_unset(struct peeringdb_record *record, enum peeringdb_field field);
/* A list for info_types begins; one of its elements. */
void peeringdb_record_types(struct peeringdb_record *record);
void peeringdb_record_add_type(struct peeringdb_record *record, enum peeringdb_type is,
			       struct text value);

enum peeringdb_status peeringdb_record_status(const struct peeringdb_record *record);
/* What its members tell; PEERINGDB_CLASSES: nothing. */
enum peeringdb_class peeringdb_record_class(const struct peeringdb_record *record);
/* It is complete, and of this class: PEERINGDB_TAKEN when `item` can be told. */
enum peeringdb_refusal peeringdb_record_end(struct peeringdb_record *record,
					    enum peeringdb_class class);

#endif
