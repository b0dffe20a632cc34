/* Whatever the bytes: intervals keep their promises, and every line is told once. */
#include "base/fuzz.h"
#include "base/utc.h"
#include "wire/interval_list.h"

struct told {
	uint64_t lists, refusals, last_line;
};

static int check_list(void *context, const struct intervals *intervals, struct place place)
{
	struct told *told = context;

	assert(intervals->name.len > 0 && place.line > told->last_line);
	for (size_t i = 0; i < intervals->count; i++) {
		const struct interval *interval = &intervals->at[i];
		assert(interval->start_us <= interval->end_us);
		assert(utc_date_of(interval->start_us).year <= 9999);
		assert(interval->end_us == UINT64_MAX ||
		       utc_date_of(interval->end_us).year <= 9999 + 137);
		assert(interval->weight > 0 && interval->weight <= 1);
	}
	told->last_line = place.line;
	told->lists++;
	return 0;
}

static int check_refusal(void *context, const char *why, struct place place)
{
	struct told *told = context;

	assert(why != NULL && place.line > told->last_line);
	told->last_line = place.line;
	told->refusals++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct told told = { 0 };
	struct interval_list_sink sink = { &told, check_list, check_refusal };
	struct text input = { (const char *)bytes, size };
	size_t half = size / 2;
	struct interval_list list;

	interval_list_init(&list, &sink);
	int done = interval_list_feed(&list, text_upto(input, half));
	assert(done == 0);
	done = interval_list_feed(&list, text_from(input, half));
	assert(done == 0);
	done = interval_list_finish(&list);
	assert(done == 0);
	assert(told.lists == list.refusals.taken);
	assert(told.refusals == refusals_total(&list.refusals));
	interval_list_clear(&list);
	return 0;
}
