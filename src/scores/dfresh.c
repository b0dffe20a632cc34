#include "base/utc.h"
#include "scores/metric.h"

enum { DAYS, CONTACTS };
/* What is looked after is touched at least once a year. */
enum { DAYS_FRESH = 365, DAYS_STALE = 5 * 365 };

static bool is_contact(const struct registration *registration)
{
	return registration->kind == REGISTRATION_NETWORK ||
	       registration->kind == REGISTRATION_ADMIN ||
	       registration->kind == REGISTRATION_TECH || registration->kind == REGISTRATION_NOC;
}

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t newest_us = 0, contacts = 0;

	for (size_t i = 0; i < in->registration_count; i++) {
		const struct registration *registration = &in->registrations[i];
		uint64_t day_us = utc_day_start(registration->date);
		if (!is_contact(registration) || day_us == 0)
			continue;
		contacts += registration->count;
		newest_us = day_us > newest_us ? day_us : newest_us;
	}
	if (contacts == 0)
		return;
	uint64_t days = in->end_us > newest_us ? (in->end_us - newest_us) / UTC_DAY : 0;
	double score = days <= DAYS_FRESH ? 1
		       : days >= DAYS_STALE
			       ? 0
			       : (double)(DAYS_STALE - days) / (DAYS_STALE - DAYS_FRESH);
	*out_measure = measure_of((double)days, score);
	out_measure->counts[DAYS] = days;
	out_measure->counts[CONTACTS] = contacts;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	unsigned long long days = measured->counts[DAYS];

	buffer_format(out, "%llu days: ", days);
	if (days <= DAYS_FRESH)
		buffer_format(out, "within %d", DAYS_FRESH);
	else if (days >= DAYS_STALE)
		buffer_format(out, "%d or more", DAYS_STALE);
	else
		buffer_format(out, "(%d - %llu) / (%d - %d) = %.6g", DAYS_STALE, days, DAYS_STALE,
			      DAYS_FRESH, measured->score);
}

const struct metric metric_dfresh = {
	.id = "DFRESH",
	.title = "Contacts looked after",
	.rule = "Days since the AS's aut-num, its entry in PeeringDB or one of its contacts was "
		"last touched, at the end of the data: 1 up to 365 days, then down to 0 at 1,825. "
		"Measured where any of them says its date.",
	.source = "our rule",
	.raw_unit = "days",
	.count_names = { [DAYS] = "days", [CONTACTS] = "dated entries" },
	.measure = measure,
	.arithmetic = arithmetic,
};
