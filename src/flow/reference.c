#include "flow/loading.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "flow/reference_irr.h"
#include "wire/delegated.h"

void reference_init(struct reference *reference, struct arena *session)
{
	*reference = (struct reference){ .session = session };
	index_init(&reference->by_source);
	as_set_draft_init(&reference->as_sets);
}

void reference_clear(struct reference *reference)
{
	free(reference->vrps);
	free(reference->inputs);
	free(reference->aspas);
	free(reference->objects);
	free(reference->delegations);
	free(reference->sources);
	free(reference->source_dates_us);
	free(reference->links);
	free(reference->names);
	free(reference->organisations);
	free(reference->registrations);
	free(reference->held);
	free(reference->contacts);
	free(reference->ports);
	free(reference->ixes);
	free(reference->types);
	free(reference->incidents);
	free(reference->spoof_tests);
	free(reference->dropped_ases);
	index_clear(&reference->by_source);
	as_set_draft_clear(&reference->as_sets);
}

const char *loading_text(struct loading *loading, struct text text)
{
	const char *kept = arena_text(loading->reference->session, text.at, text.len);
	return kept != NULL ? kept : "";
}

static uint64_t source_hash(uint32_t input, struct text name)
{
	uint64_t hash = input;
	for (size_t i = 0; i < name.len; i++)
		hash = hash_words(hash, (uint8_t)name.at[i]);
	return hash_words(hash, name.len);
}

int loading_source(struct loading *loading, const char *kind, struct text name,
		   uint16_t *out_number)
{
	struct reference *reference = loading->reference;
	uint32_t input = loading->input->stored.number;
	const struct stored_source *last = &reference->sources[loading->last_source];

	if (reference->source_count > 0 && last->input == input &&
	    text_equal(text_of(last->name), name)) {
		*out_number = loading->last_source;
		return 0;
	}
	uint64_t hash = source_hash(input, name);
	for (struct probe p = index_probe(&reference->by_source, hash);
	     index_next(&reference->by_source, &p);) {
		const struct stored_source *source = &reference->sources[p.id];
		if (source->input == input && text_equal(text_of(source->name), name)) {
			*out_number = loading->last_source = (uint16_t)p.id;
			return 0;
		}
	}
	if (reference->source_count == REFERENCE_SOURCES_MAX)
		return ERR_LIMIT;
	uint32_t number = (uint32_t)reference->source_count++;
	reference->sources = memory_grow(reference->sources, &reference->source_room,
					 reference->source_count, sizeof(*reference->sources));
	reference->source_dates_us =
		memory_grow(reference->source_dates_us, &reference->date_room,
			    reference->source_count, sizeof(*reference->source_dates_us));
	reference->sources[number] =
		(struct stored_source){ number, input, kind, loading_text(loading, name) };
	index_add(&reference->by_source, hash, number);
	*out_number = loading->last_source = (uint16_t)number;
	return 0;
}

static int keep_delegation(void *context, const struct delegation *delegation, struct place place)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;

	(void)place;
	if (reference->delegation_count == REFERENCE_DELEGATIONS_MAX) {
		loading->dropped++;
		return 0;
	}
	reference->delegations =
		memory_grow(reference->delegations, &reference->delegation_room,
			    reference->delegation_count + 1, sizeof(*reference->delegations));
	struct delegation kept = *delegation;
	kept.holder = TEXT(""); /* borrowed, and of no use here */
	reference->delegations[reference->delegation_count++] = kept;
	loading->kept++;
	return 0;
}

static int load_delegated(struct loading *loading, struct window *window)
{
	struct delegated parser;
	struct text piece = { NULL, 0 };
	const struct delegated_sink sink = { .context = loading, .on_delegation = keep_delegation };
	int result = 0;

	delegated_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = delegated_feed(&parser, piece);
	if (result == 0)
		result = delegated_finish(&parser);
	input_count(loading->input, "records", parser.refusals.taken, NULL);
	input_count(loading->input, "delegations", loading->kept, NULL);
	input_refusals(loading->input, &parser.refusals, true);
	if (!delegated_is_complete(&parser))
		input_note(loading->input, "holds another number of records than it says");
	loading->input->stored.date_us = utc_day_start(parser.last_day);
	loading->input->used = parser.refusals.taken > 0;
	delegated_clear(&parser);
	return result;
}

static const struct {
	int (*load)(struct loading *loading, struct window *window);
	enum data_kind kind;
} LOADERS[KINDS] = {
	[KIND_RPKI_JSON] = { load_rpki_json, DATA_RPKI },
	[KIND_RPKI_CSV] = { load_rpki_csv, DATA_RPKI },
	[KIND_RTR] = { load_rtr, DATA_RPKI },
	[KIND_RPSL] = { reference_load_rpsl, DATA_IRR },
	[KIND_DELEGATED] = { load_delegated, DATA_DELEGATED },
	[KIND_AS_REL] = { load_as_rel, DATA_RELATIONS },
	[KIND_AS_ORG] = { load_as_org, DATA_ORGANISATIONS },
	[KIND_PEERINGDB] = { load_peeringdb, DATA_PEERING },
	[KIND_GRIP] = { load_grip, DATA_INCIDENTS },
	[KIND_RADAR] = { load_radar, DATA_INCIDENTS },
	[KIND_BGPSTREAM_JSON] = { load_bgpstream_json, DATA_INCIDENTS },
	[KIND_BGPSTREAM_CSV] = { load_bgpstream_csv, DATA_INCIDENTS },
	[KIND_SPOOFER] = { load_spoofer, DATA_SPOOFER },
	[KIND_ASN_DROP] = { load_asn_drop, DATA_ASN_DROP },
};

bool reference_data_kind(const char *kind, enum data_kind *out_kind)
{
	for (unsigned k = 0; k < KINDS; k++)
		if (LOADERS[k].load != NULL && strcmp(kind_name(k), kind) == 0) {
			*out_kind = LOADERS[k].kind;
			return true;
		}
	return false;
}

static void note_input(struct reference *reference, const struct input_record *input)
{
	reference->inputs = memory_grow(reference->inputs, &reference->input_room,
					reference->input_count + 1, sizeof(*reference->inputs));
	reference->inputs[reference->input_count++] = (struct reference_input){
		.number = input->stored.number,
		.kind = LOADERS[input->kind].kind,
		.path = input->stored.path,
		.date_us = input->stored.date_us,
	};
}

void reference_load(struct reference *reference, struct input_record *input, struct window *window)
{
	struct loading loading = { .reference = reference, .input = input };
	size_t first_source = reference->source_count;

	if (LOADERS[input->kind].load == NULL)
		return;
	int result = LOADERS[input->kind].load(&loading, window);
	for (size_t i = first_source; i < reference->source_count; i++)
		reference->source_dates_us[i] = input->stored.date_us;
	reference->has_rpki = reference->vrp_count > 0;
	reference->has_aspa = reference->aspa_count > 0;
	reference->has_irr = reference->object_count > 0;
	reference->has_peering = reference->has_peering || input->kind == KIND_PEERINGDB;
	note_input(reference, input);
	input_count(input, "beyond what is kept", loading.dropped, NULL);
	if (result < 0 && input->stored.note[0] == '\0')
		input_note(input, "%s", err_name(result));
	if (!input->used && input->stored.note[0] == '\0')
		input_note(input, "nothing in it is of use here");
}
