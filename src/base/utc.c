#include "base/utc.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/buffer.h"

/* Howard Hinnant's civil-calendar arithmetic: days since 1970-01-01, in eras of 400 years. */
enum { DAYS_PER_ERA = 146097, EPOCH_SHIFT = 719468, YEAR_MAX = 9999 };

static int64_t days_from_date(struct utc_date date)
{
	int64_t year = (int64_t)date.year - (date.month <= 2);
	int64_t era = year / 400;
	int64_t year_of_era = year - era * 400;
	int64_t month_from_march = ((int64_t)date.month + 9) % 12;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + (int64_t)date.day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * DAYS_PER_ERA + day_of_era - EPOCH_SHIFT;
}

struct utc_date utc_date_of(uint64_t time_us)
{
	uint64_t days = time_us / UTC_DAY + EPOCH_SHIFT;
	uint64_t era = days / DAYS_PER_ERA;
	uint64_t day_of_era = days % DAYS_PER_ERA;
	uint64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
				day_of_era / (DAYS_PER_ERA - 1)) /
			       365;
	uint64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	uint64_t month_from_march = (5 * day_of_year + 2) / 153;
	uint32_t month =
		(uint32_t)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
	return (struct utc_date){
		.year = (uint32_t)(year_of_era + era * 400 + (month <= 2)),
		.month = month,
		.day = (uint32_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};
}

uint32_t utc_month_of(uint64_t time_us)
{
	struct utc_date date = utc_date_of(time_us);
	return date.year * 12 + date.month - 1;
}

uint64_t utc_month_start(uint32_t month)
{
	struct utc_date date = { .year = month / 12, .month = month % 12 + 1, .day = 1 };
	int64_t days = days_from_date(date);
	return days > 0 ? (uint64_t)days * UTC_DAY : 0;
}

char *utc_fraction_put(char *at, uint64_t time_us)
{
	/* Six digits, by way of a seventh in front of them that becomes the point. */
	char *end = put_u64(at, time_us % UTC_SECOND + UTC_SECOND);
	*at = '.';
	return end;
}

const char *utc_print(uint64_t time_us, char out_text[UTC_TEXT_MAX])
{
	struct utc_date date = utc_date_of(time_us);
	unsigned second = (unsigned)(time_us % UTC_DAY / UTC_SECOND);
	unsigned fraction = (unsigned)(time_us % UTC_SECOND);
	char dot[8] = "";

	if (fraction != 0)
		(void)snprintf(dot, sizeof(dot), ".%06u", fraction % 1000000);
	(void)snprintf(out_text, UTC_TEXT_MAX, "%04u-%02u-%02uT%02u:%02u:%02u%sZ",
		       date.year % 100000, date.month % 100, date.day % 100, second / 3600 % 100,
		       second / 60 % 60, second % 60, dot);
	return out_text;
}

const char *utc_month_print(uint32_t month, char out_text[UTC_TEXT_MAX])
{
	(void)snprintf(out_text, UTC_TEXT_MAX, "%04u-%02u", month / 12, month % 12 + 1);
	return out_text;
}

uint32_t utc_day_of(uint64_t time_us)
{
	struct utc_date date = utc_date_of(time_us);

	return date.year > YEAR_MAX ? YEAR_MAX * 10000 + 1231
				    : date.year * 10000 + date.month * 100 + date.day;
}

const char *utc_day_print(uint32_t day, char out_text[UTC_TEXT_MAX])
{
	uint32_t year = day / 10000, month = day / 100 % 100, of_month = day % 100;

	if (of_month != 0)
		(void)snprintf(out_text, UTC_TEXT_MAX, "%04u-%02u-%02u", year, month, of_month);
	else if (month != 0)
		(void)snprintf(out_text, UTC_TEXT_MAX, "%04u-%02u", year, month);
	else
		(void)snprintf(out_text, UTC_TEXT_MAX, "%04u", year);
	return out_text;
}

/* Takes exactly `digits` digits off the front. */
static bool take_number(struct text *rest, size_t digits, uint32_t *out_value)
{
	if (rest->len < digits || text_u32(text_upto(*rest, digits), out_value) < 0)
		return false;
	*rest = text_from(*rest, digits);
	return true;
}

static bool take_char(struct text *rest, char c)
{
	if (rest->len == 0 || rest->at[0] != c)
		return false;
	*rest = text_from(*rest, 1);
	return true;
}

/* Takes the digits behind the point, at least one; those past microseconds do not count. */
static bool take_fraction(struct text *rest, uint32_t *out_us)
{
	size_t before = rest->len;
	uint32_t us = 0, scale = 100000;

	for (uint32_t digit; take_number(rest, 1, &digit); scale /= 10)
		us += digit * scale;
	*out_us = us;
	return rest->len < before;
}

static bool is_date(struct utc_date date)
{
	static const uint32_t days[12] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;

	if (date.year < 1970 || date.year > YEAR_MAX || date.month < 1 || date.month > 12)
		return false;
	return date.day >= 1 && date.day <= days[date.month - 1] &&
	       (leap || date.month != 2 || date.day < 29);
}

uint64_t utc_day_start(uint32_t day)
{
	struct utc_date date = { day / 10000, day / 100 % 100, day % 100 };

	return is_date(date) ? (uint64_t)days_from_date(date) * UTC_DAY : 0;
}

/* What follows the date: "T15:30", "T15:30:00", "T15:30:00.123456Z". */
static int time_of_day_parse(struct text rest, uint64_t *out_time_us)
{
	uint32_t hour, minute, second = 0, fraction = 0;

	if (!take_char(&rest, 'T') && !take_char(&rest, ' '))
		return ERR_MALFORMED;
	if (!take_number(&rest, 2, &hour) || !take_char(&rest, ':') ||
	    !take_number(&rest, 2, &minute))
		return ERR_MALFORMED;
	bool seconds = take_char(&rest, ':');
	if (seconds && !take_number(&rest, 2, &second))
		return ERR_MALFORMED;
	if (seconds && take_char(&rest, '.') && !take_fraction(&rest, &fraction))
		return ERR_MALFORMED;
	(void)take_char(&rest, 'Z');
	if (rest.len != 0 || hour > 23 || minute > 59 || second > 60)
		return ERR_MALFORMED;
	*out_time_us =
		((uint64_t)hour * 3600 + (uint64_t)minute * 60 + second) * UTC_SECOND + fraction;
	return 0;
}

int utc_parse(struct text text, uint64_t *out_time_us)
{
	struct text rest = text_trim(text);
	struct utc_date date;
	uint64_t seconds, time_of_day = 0;

	if (rest.len >= 9 && text_u64(rest, &seconds) == 0) {
		if (seconds > UINT64_MAX / UTC_SECOND)
			return ERR_MALFORMED;
		*out_time_us = seconds * UTC_SECOND;
		return 0;
	}
	if (!take_number(&rest, 4, &date.year))
		return ERR_MALFORMED;
	bool dashes = take_char(&rest, '-');
	if (!take_number(&rest, 2, &date.month) || dashes != take_char(&rest, '-') ||
	    !take_number(&rest, 2, &date.day) || !is_date(date))
		return ERR_MALFORMED;
	if (rest.len > 0 && time_of_day_parse(rest, &time_of_day) < 0)
		return ERR_MALFORMED;
	*out_time_us = (uint64_t)days_from_date(date) * UTC_DAY + time_of_day;
	return 0;
}

int utc_month_parse(struct text text, uint32_t *out_month)
{
	struct text rest = text_trim(text);
	struct utc_date date = { .day = 1 };

	if (!take_number(&rest, 4, &date.year) || !take_char(&rest, '-') ||
	    !take_number(&rest, 2, &date.month) || rest.len != 0 || !is_date(date))
		return ERR_MALFORMED;
	*out_month = date.year * 12 + date.month - 1;
	return 0;
}
