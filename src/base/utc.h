/*
 * UTC: times as the field writes them. Microseconds since 1970-01-01T00:00:00Z, never local time,
 * never the clock: a time is always an argument.
 */
#ifndef BASE_UTC_H
#define BASE_UTC_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

#define UTC_SECOND UINT64_C(1000000)
#define UTC_DAY    (UINT64_C(86400) * UTC_SECOND)

enum { UTC_TEXT_MAX = 32 };

struct utc_date {
	uint32_t year;
	uint32_t month; /* 1..12 */
	uint32_t day;   /* 1..31 */
};

struct utc_date utc_date_of(uint64_t time_us);

/* A calendar month as one number, year * 12 + month - 1: consecutive months are neighbours. */
uint32_t utc_month_of(uint64_t time_us);
/* First instant of the month. */
uint64_t utc_month_start(uint32_t month);

/* "2026-02-22T15:30:00Z", with ".123456" before the Z when there are microseconds. */
const char *utc_print(uint64_t time_us, char out_text[UTC_TEXT_MAX]);
/* ".692440": the microseconds past the second, seven characters; returns the end. */
char *utc_fraction_put(char *at, uint64_t time_us);
/* "2026-02" */
const char *utc_month_print(uint32_t month, char out_text[UTC_TEXT_MAX]);

/* Reads "2026-02-22T15:30:00Z" (fraction optional), "2026-02-22T15:30:00", "2026-02-22 15:30:00",
 * "2026-02-22T15:30", "2026-02-22", "20260222", or seconds since 1970 (9 digits and more). */
MUST_CHECK int utc_parse(struct text text, uint64_t *out_time_us);
/* A calendar day as registries write it, 20260222; day and month may be 00 where they are not
 * known. What lies beyond year 9999 is its last day. */
uint32_t utc_day_of(uint64_t time_us);
/* Its first instant; 0 for a day that does not exist or is not wholly known. */
uint64_t utc_day_start(uint32_t day);
/* "2026-02-22", "2026-02" or "2026", whatever of it is known. */
const char *utc_day_print(uint32_t day, char out_text[UTC_TEXT_MAX]);
/* Reads "2026-02". */
MUST_CHECK int utc_month_parse(struct text text, uint32_t *out_month);

#endif
