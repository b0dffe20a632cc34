#include "serve/rtr_news.h"

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

void rtr_put_size(struct buffer *out, const struct payload_set *set)
{
	buffer_number_of(out, set->vrp_count, "VRP");
	buffer_string(out, ", ");
	buffer_number_of(out, set->key_count, "router key");
	buffer_string(out, ", ");
	buffer_number_of(out, set->aspa_count, "ASPA");
	if (set->aspas_too_long == 0)
		return;
	buffer_string(out, ", without those of ");
	buffer_number_of(out, set->aspas_too_long, "customer");
	buffer_format(out, " with more than %d providers", ASPA_PROVIDERS_MAX);
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
