/*
 * Record member: inside: a member of a struct, as its field describes it.
 */
#ifndef FLOW_RECORD_MEMBER_H
#define FLOW_RECORD_MEMBER_H

#include <assert.h>

#include "base/utc.h"
#include "flow/record.h"

union record_member {
	uint64_t number; /* of any size; a truth, a name, names, a time, a day */
	double real;
	const char *text;
	struct text piece;
	struct prefix prefix;
	struct address address;
	const struct metric *metric;
	const struct rs_metric *rs_metric;
};

/* Is it kept as a number? */
static inline bool record_is_number(const struct record_field *field)
{
	return field->form == FORM_NUMBER || field->form == FORM_TRUTH ||
	       field->form == FORM_TIME || field->form == FORM_DAY || field->form == FORM_NAME ||
	       field->form == FORM_NAMES;
}

/* Of those forms that have no member of their own nothing is taken. */
static inline union record_member record_member(const struct record_field *field, const void *value)
{
	const char *at = (const char *)value + field->offset;
	union record_member member = { .number = 0 };
	uint16_t two;
	uint32_t four;

	assert(field->size <= sizeof(member));
	if (!record_is_number(field) || field->size == sizeof(member.number)) {
		memcpy(&member, at, field->size);
	} else if (field->size == sizeof(four)) {
		memcpy(&four, at, sizeof(four));
		member.number = four;
	} else if (field->size == sizeof(two)) {
		memcpy(&two, at, sizeof(two));
		member.number = two;
	} else {
		member.number = *(const uint8_t *)at;
	}
	return member;
}

/* A number must fit. */
static inline void record_set(const struct record_field *field, void *value,
			      const union record_member *member)
{
	char *at = (char *)value + field->offset;

	if (!record_is_number(field) || field->size == sizeof(member->number))
		memcpy(at, member, field->size);
	else if (field->size == sizeof(uint32_t))
		memcpy(at, &(uint32_t){ (uint32_t)member->number }, sizeof(uint32_t));
	else if (field->size == sizeof(uint16_t))
		memcpy(at, &(uint16_t){ (uint16_t)member->number }, sizeof(uint16_t));
	else
		*(uint8_t *)at = (uint8_t)member->number;
}

/* The one that a record names; its kind has such a member. */
static inline const struct metric *record_metric(enum record_id id, const void *value)
{
	const struct record_field *field = record_kinds[id].fields;

	while (field->form != FORM_METRIC && field->form != FORM_RS_METRIC)
		field++;
	const union record_member member = record_member(field, value);
	return field->form == FORM_METRIC ? member.metric : &member.rs_metric->is;
}

/* Of FORM_MEASURE or FORM_NOW. */
static inline const struct measure *record_measure(const struct record_field *field,
						   const void *value)
{
	return (const void *)((const char *)value + field->offset);
}

/* RFC 3339 has four digits for a year. */
static inline bool record_time_has_words(uint64_t time_us)
{
	return utc_date_of(time_us).year <= 9999;
}

/* 20260222, 20260200, 20260000. */
static inline bool record_day_has_words(uint64_t day)
{
	return day >= 10000 && day <= 99991231 && day / 100 % 100 <= 12 && day % 100 <= 31 &&
	       (day / 100 % 100 != 0 || day % 100 == 0);
}

#endif
