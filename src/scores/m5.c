#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "scores/incident_score.h"
#include "scores/metric.h"

enum { LEAKED, TESTED, TESTS };

/* NAT in between puts a true source in: then source validation was not put to the test. */
static bool is_test(const struct spoof_test *test)
{
	return test->routed == SPOOF_RECEIVED || test->routed == SPOOF_BLOCKED ||
	       test->private_space == SPOOF_RECEIVED || test->private_space == SPOOF_BLOCKED;
}

static bool got_out(const struct spoof_test *test)
{
	return test->routed == SPOOF_RECEIVED || test->private_space == SPOOF_RECEIVED;
}

static int by_client(const void *a, const void *b)
{
	const struct spoof_test *const *x = a, *const *y = b;

	return prefix_compare(&(*x)->client, &(*y)->client);
}

static void measure(const struct as_month *in, struct measure *out_measure)
{
	const struct spoof_test **tests = memory_alloc(in->spoof_test_count, sizeof(*tests));
	uint64_t tested = 0, leaked = 0;
	size_t count = 0;

	for (size_t i = 0; i < in->spoof_test_count; i++)
		if (is_test(&in->spoof_tests[i]))
			tests[count++] = &in->spoof_tests[i];
	sort_items(tests, count, sizeof(struct spoof_test *), by_client);
	for (size_t i = 0, next; i < count; i = next) {
		bool out = false;
		for (next = i;
		     next < count && prefix_equal(&tests[next]->client, &tests[i]->client); next++)
			out = out || got_out(tests[next]);
		tested++;
		leaked += out;
	}
	free(tests);
	if (count == 0)
		return;
	*out_measure = measure_of((double)leaked, incident_score((double)leaked));
	out_measure->counts[LEAKED] = leaked;
	out_measure->counts[TESTED] = tested;
	out_measure->counts[TESTS] = count;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out,
		      "%llu of %llu tested prefixes let spoofed packets out; "
		      "0.6 ^ sqrt(%.9g / 0.5) = %.6g",
		      (unsigned long long)measured->counts[LEAKED],
		      (unsigned long long)measured->counts[TESTED], measured->raw, measured->score);
}

const struct metric metric_m5 = {
	.id = "M5",
	.title = "No spoofed packets got out",
	.rule = "Distinct prefixes from which packets with false source addresses arrived in a "
		"public test of the month, each an incident of weight 1. The score is "
		"0.6 ^ sqrt(raw / 0.5). Without a test there is no score; a test behind a NAT that "
		"put the true source in is none.",
	.source = "docs.manrs.org/docs/scores/anti-spoofing/; our rule: that of NAT",
	.raw_unit = "prefixes",
	.count_names = { [LEAKED] = "leaking prefixes",
			 [TESTED] = "tested prefixes",
			 [TESTS] = "tests" },
	.measure = measure,
	.arithmetic = arithmetic,
};
