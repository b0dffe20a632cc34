#include "wire/interval_list.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"

static const char *const says[INTERVAL_LIST_REASONS] = {
	[INTERVAL_LIST_LINE_LONG] = "a line longer than 1 MiB",
	[INTERVAL_LIST_NAME] = "a line that does not begin with a name, which begins with a letter",
	[INTERVAL_LIST_START] = "an interval that does not start with a time",
	[INTERVAL_LIST_NO_END] = "a time alone, which only a day may be: an interval needs an end",
	[INTERVAL_LIST_END] = "an interval whose end is neither a time, nor a duration, nor open",
	[INTERVAL_LIST_ORDER] = "an interval that ends before it begins",
	[INTERVAL_LIST_WEIGHT] = "a weight that is no decimal number above 0 and up to 1",
};

enum { UNIT_HOUR = 1, UNITS = 4, WEIGHT_DIGITS_MAX = 6 };

/* 10000-01-01: seconds since 1970 reach farther than a calendar does. */
static const uint64_t TIME_MAX = UINT64_C(253402300800) * UTC_SECOND;
static const uint64_t SECONDS_MAX = UINT32_MAX; /* 136 years */

void interval_list_init(struct interval_list *list, const struct interval_list_sink *sink)
{
	*list = (struct interval_list){ .sink = *sink };
	lines_init(&list->lines, INTERVAL_LIST_LINE_MAX);
	refusals_init(&list->refusals, says, INTERVAL_LIST_REASONS);
}

void interval_list_clear(struct interval_list *list)
{
	lines_clear(&list->lines);
	free(list->found);
	*list = (struct interval_list){ 0 };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool separates(char c)
{
	return is_blank(c) || c == ',' || c == ';';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip(struct text *rest, bool (*skipped)(char c))
{
	while (rest->len > 0 && skipped(rest->at[0]))
		*rest = text_from(*rest, 1);
}

/* A '/' or '*', with any blanks in front of it. */
static bool take_mark(struct text *rest, char mark)
{
	struct text behind = *rest;

	skip(&behind, is_blank);
	if (behind.len == 0 || behind.at[0] != mark)
		return false;
	*rest = text_from(behind, 1);
	return true;
}

/* The blank in "2018-04-03 10:00". */
static bool is_before_clock(struct text text, size_t at)
{
	return (at == 8 || at == 10) && text.len - at > 3 && text.at[at] == ' ' &&
	       is_digit(text.at[at + 1]) && is_digit(text.at[at + 2]) && text.at[at + 3] == ':';
}

/* What stands before the next separator or mark, which a clock's blank is not. */
static struct text take_word(struct text *rest)
{
	size_t len = 0;

	skip(rest, is_blank);
	while (len < rest->len && rest->at[len] != '/' && rest->at[len] != '*' &&
	       (!separates(rest->at[len]) || is_before_clock(*rest, len)))
		len++;
	struct text word = text_upto(*rest, len);
	*rest = text_from(*rest, len);
	return word;
}

static bool time_parse(struct text word, uint64_t *out_time_us)
{
	uint64_t time_us;

	if (utc_parse(word, &time_us) < 0 || time_us >= TIME_MAX)
		return false;
	*out_time_us = time_us;
	return true;
}

/* Of a time: it has no clock, and is no number of seconds. */
static bool is_day(struct text word)
{
	return word.len == 8 || (word.len == 10 && word.at[4] == '-');
}

static bool is_open(struct text word)
{
	return text_equal_fold(word, TEXT("open")) || text_equal(word, TEXT("..")) ||
	       text_starts(word, TEXT("0000-00-00"));
}

/* "12h", of a unit from `io_unit` on; moves that on behind it. */
static bool take_amount(struct text *rest, size_t *io_unit, size_t unit_end, uint64_t *io_seconds)
{
	static const struct {
		const char *name;
		uint32_t seconds;
	} units[UNITS] = { { "d", 86400 }, { "h", 3600 }, { "m", 60 }, { "s", 1 } };
	size_t digits = 0, unit = *io_unit;
	uint32_t number;

	while (digits < rest->len && is_digit(rest->at[digits]))
		digits++;
	if (text_u32(text_upto(*rest, digits), &number) < 0)
		return false;
	*rest = text_from(*rest, digits);
	while (unit < unit_end && !text_starts_fold(*rest, text_of(units[unit].name)))
		unit++;
	if (unit == unit_end)
		return false;
	*io_seconds += (uint64_t)number * units[unit].seconds;
	*io_unit = unit + 1;
	*rest = text_from(*rest, 1);
	return true;
}

/* "1d12h", or "P1DT12H": days in front of the T, for "P1M" is a month, and the others behind it. */
static bool duration_parse(struct text word, uint64_t *out_us)
{
	bool iso = text_starts_fold(word, TEXT("p"));
	size_t unit = 0, unit_end = iso ? UNIT_HOUR : UNITS;
	uint64_t seconds = 0;

	word = text_from(word, iso);
	do {
		if (unit_end == UNIT_HOUR && text_starts_fold(word, TEXT("t"))) {
			word = text_from(word, 1);
			unit = UNIT_HOUR;
			unit_end = UNITS;
		}
		if (!take_amount(&word, &unit, unit_end, &seconds))
			return false;
	} while (word.len > 0);
	*out_us = seconds * UTC_SECOND;
	return seconds <= SECONDS_MAX;
}

static enum interval_list_refusal end_parse(struct text word, struct interval *interval)
{
	uint64_t duration_us;

	if (is_open(word)) {
		interval->end_us = UINT64_MAX;
		return INTERVAL_LIST_TAKEN;
	}
	if (duration_parse(word, &duration_us))
		interval->end_us = interval->start_us + duration_us;
	else if (!time_parse(word, &interval->end_us))
		return INTERVAL_LIST_END;
	return interval->end_us < interval->start_us ? INTERVAL_LIST_ORDER : INTERVAL_LIST_TAKEN;
}

/* "0.25": a whole number divided by a power of ten, both small enough to be exact. */
static bool weight_parse(struct text word, double *out_weight)
{
	double tenths = 1;
	struct text whole;
	uint32_t digits, number;

	if (!text_cut(&word, '.', &whole) || text_u32(whole, &number) < 0 || number > 1)
		return false;
	double value = number;
	if (word.at != NULL) {
		if (word.len > WEIGHT_DIGITS_MAX || text_u32(word, &digits) < 0)
			return false;
		for (size_t i = 0; i < word.len; i++)
			tenths *= 10;
		value = (value * tenths + digits) / tenths;
	}
	if (!(value > 0 && value <= 1))
		return false;
	*out_weight = value;
	return true;
}

static enum interval_list_refusal take_interval(struct text *rest, struct interval *out_interval)
{
	struct interval interval = { .weight = 1 };
	struct text start = take_word(rest);

	if (!time_parse(start, &interval.start_us))
		return INTERVAL_LIST_START;
	if (take_mark(rest, '/')) {
		enum interval_list_refusal reason = end_parse(take_word(rest), &interval);
		if (reason != INTERVAL_LIST_TAKEN)
			return reason;
	} else if (is_day(start)) {
		interval.end_us = interval.start_us + UTC_DAY;
	} else {
		return INTERVAL_LIST_NO_END;
	}
	if (take_mark(rest, '*') && !weight_parse(take_word(rest), &interval.weight))
		return INTERVAL_LIST_WEIGHT;
	*out_interval = interval;
	return INTERVAL_LIST_TAKEN;
}

/* "M1" or "M1:" */
static bool take_name(struct text *rest, struct text *out_name)
{
	size_t len = 0;

	while (len < rest->len && !separates(rest->at[len]))
		len++;
	struct text name = text_upto(*rest, len);
	*rest = text_from(*rest, len);
	if (name.len > 1 && name.at[name.len - 1] == ':')
		name.len--;
	*out_name = name;
	return name.len > 0 && is_letter(name.at[0]);
}

static enum interval_list_refusal line_parse(struct interval_list *list, struct text line,
					     struct intervals *out_intervals)
{
	size_t count = 0;
	struct text name;

	if (!take_name(&line, &name))
		return INTERVAL_LIST_NAME;
	for (skip(&line, separates); line.len > 0; skip(&line, separates)) {
		list->found =
			memory_grow(list->found, &list->room, count + 1, sizeof(*list->found));
		enum interval_list_refusal reason = take_interval(&line, &list->found[count++]);
		if (reason != INTERVAL_LIST_TAKEN)
			return reason;
	}
	*out_intervals = (struct intervals){ name, list->found, count };
	return INTERVAL_LIST_TAKEN;
}

static int take_line(struct interval_list *list, const struct line *line)
{
	const struct interval_list_sink *sink = &list->sink;
	size_t said = text_find(line->text, '#');
	struct text text = text_trim(text_upto(line->text, said));
	bool whole = !line->cut || said < line->text.len; /* a remark may be long */
	struct intervals intervals;

	if (text.len == 0 && whole)
		return 0;
	enum interval_list_refusal reason =
		whole ? line_parse(list, text, &intervals) : INTERVAL_LIST_LINE_LONG;
	refusals_count(&list->refusals, reason, line->place);
	if (reason != INTERVAL_LIST_TAKEN)
		return sink->on_refusal != NULL
			       ? sink->on_refusal(sink->context, says[reason], line->place)
			       : 0;
	return sink->on_list != NULL ? sink->on_list(sink->context, &intervals, line->place) : 0;
}

static int take_lines(struct interval_list *list)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&list->lines, &line);)
		done = take_line(list, &line);
	return done;
}

int interval_list_feed(struct interval_list *list, struct text piece)
{
	lines_feed(&list->lines, piece);
	return take_lines(list);
}

int interval_list_finish(struct interval_list *list)
{
	lines_finish(&list->lines);
	return take_lines(list);
}
