#include "base/memory.h"
#include "flow/loading.h"
#include "wire/rpki_csv.h"
#include "wire/rpki_json.h"
#include "wire/rtr_payloads.h"

static int keep_vrp(void *context, const struct vrp *vrp, const struct rpki_about *about)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;
	uint16_t source;

	if (reference->vrp_count == REFERENCE_VRPS_MAX ||
	    loading_source(loading, "rpki", about->trust_anchor, &source) < 0) {
		loading->dropped++;
		return 0;
	}
	reference->vrps = memory_grow(reference->vrps, &reference->vrp_room,
				      reference->vrp_count + 1, sizeof(*reference->vrps));
	reference->vrps[reference->vrp_count++] = (struct stored_vrp){ *vrp, source };
	return 0;
}

/* Providers and all, or it is not kept: a shortened list would make honest routes look leaked. */
static int keep_aspa(void *context, const struct aspa *aspa, const struct rpki_about *about)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;
	asn_t *providers =
		arena_alloc(reference->session, aspa->provider_count, sizeof(*aspa->providers));
	uint16_t source;

	if (providers == NULL || reference->aspa_count == REFERENCE_ASPAS_MAX ||
	    loading_source(loading, "rpki", about->trust_anchor, &source) < 0) {
		loading->dropped++;
		return 0;
	}
	memcpy(providers, aspa->providers, aspa->provider_count * sizeof(*providers));
	reference->aspas = memory_grow(reference->aspas, &reference->aspa_room,
				       reference->aspa_count + 1, sizeof(*reference->aspas));
	reference->aspas[reference->aspa_count++] = (struct sourced_aspa){
		{ aspa->customer, providers, aspa->provider_count },
		source,
	};
	return 0;
}

static int keep_build_time(void *context, uint64_t build_time_us)
{
	struct loading *loading = context;
	loading->input->stored.date_us = build_time_us;
	return 0;
}

static void note_rpki(struct input_record *input, const struct rpki_counts *counts,
		      const struct rpki_fault *fault, bool has_lines)
{
	input_count(input, "vrps", counts->vrps.taken, NULL);
	input_count(input, "aspas", counts->aspas.taken, NULL);
	input_count(input, "router_keys", counts->keys.taken, NULL);
	input_refusals(input, &counts->vrps, has_lines);
	input_refusals(input, &counts->aspas, has_lines);
	input_refusals(input, &counts->keys, has_lines);
	if (fault->message[0] != '\0')
		input_note(input, "%s at byte %llu", fault->message,
			   (unsigned long long)fault->place.offset);
	input->used = counts->vrps.taken + counts->aspas.taken > 0;
}

int load_rpki_json(struct loading *loading, struct window *window)
{
	struct rpki_json parser;
	struct text piece = { NULL, 0 };
	int result = 0;

	const struct rpki_sink sink = { .context = loading,
					.on_vrp = keep_vrp,
					.on_aspa = keep_aspa,
					.on_metadata = keep_build_time };

	rpki_json_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = rpki_json_feed(&parser, piece);
	if (result == 0)
		result = rpki_json_finish(&parser);
	note_rpki(loading->input, &parser.counts, &parser.fault, false);
	rpki_json_clear(&parser);
	return result;
}

int load_rpki_csv(struct loading *loading, struct window *window)
{
	struct rpki_csv parser;
	struct text piece = { NULL, 0 };
	int result = 0;

	const struct rpki_sink sink = { .context = loading,
					.on_vrp = keep_vrp,
					.on_aspa = keep_aspa };

	rpki_csv_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = rpki_csv_feed(&parser, piece);
	if (result == 0)
		result = rpki_csv_finish(&parser);
	note_rpki(loading->input, &parser.counts, &parser.fault, true);
	rpki_csv_clear(&parser);
	return result;
}

int load_rtr(struct loading *loading, struct window *window)
{
	struct rtr_payloads parser;
	struct text piece = { NULL, 0 };
	int result = 0;

	const struct rpki_sink sink = { .context = loading,
					.on_vrp = keep_vrp,
					.on_aspa = keep_aspa };

	rtr_payloads_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = rtr_payloads_feed(&parser, piece);
	if (result == 0)
		result = rtr_payloads_finish(&parser);
	note_rpki(loading->input, &parser.counts, &parser.fault, false);
	loading->input->stored.date_us = window_totals(window).received_us;
	rtr_payloads_clear(&parser);
	return result;
}
