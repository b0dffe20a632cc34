#include "serve/rtr_news.h"

#include <stdio.h>

void rtr_news_init(struct rtr_news *news)
{
	buffer_init(&news->alarms);
	buffer_init(&news->notes);
}

void rtr_news_clear(struct rtr_news *news)
{
	buffer_clear(&news->alarms);
	buffer_clear(&news->notes);
}

void rtr_put_age(struct buffer *out, uint64_t age_ms)
{
	static const struct {
		const char *name;
		uint64_t ms;
	} units[] = { { "day", UINT64_C(86400000) }, { "hour", 3600000 }, { "minute", 60000 } };
	uint64_t number = age_ms / 1000;
	const char *name = "second";

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (age_ms >= 2 * units[i].ms) {
			number = age_ms / units[i].ms;
			name = units[i].name;
			break;
		}
	buffer_format(out, "%llu %s%s", (unsigned long long)number, name, number == 1 ? "" : "s");
}

void rtr_put_size(struct buffer *out, const struct payload_set *set)
{
	const struct {
		size_t count;
		const char *name;
	} kinds[] = { { set->vrp_count, "VRP" },
		      { set->key_count, "router key" },
		      { set->aspa_count, "ASPA" } };
	char digits[32];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int len = snprintf(digits, sizeof(digits), "%zu", kinds[i].count);
		buffer_string(out, i > 0 ? ", " : "");
		for (int k = 0; k < len; k++) {
			if (k > 0 && (len - k) % 3 == 0)
				buffer_char(out, ',');
			buffer_char(out, digits[k]);
		}
		buffer_format(out, " %s%s", kinds[i].name, kinds[i].count == 1 ? "" : "s");
	}
}

void rtr_put_change(struct buffer *out, const struct payload_change *change)
{
	size_t announced = change->vrps_announced_count + change->keys_announced_count;
	size_t withdrawn = change->vrps_withdrawn_count + change->keys_withdrawn_count;

	for (size_t i = 0; i < change->aspa_count; i++) {
		announced += change->aspas[i].after.provider_count > 0;
		withdrawn += change->aspas[i].after.provider_count == 0;
	}
	buffer_format(out, "+%zu -%zu", announced, withdrawn);
}
