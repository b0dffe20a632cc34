#include "flow/reference_incidents.h"

#include "base/memory.h"
#include "base/sort.h"
#include "flow/loading.h"
#include "wire/asn_drop.h"
#include "wire/bgpstream_csv.h"
#include "wire/incident_json.h"
#include "wire/spoofer_json.h"

/* False when the session's budget is spent. */
static bool copy_text(struct loading *loading, struct text *text)
{
	text->at =
		arena_text(loading->reference->session, text->len > 0 ? text->at : "", text->len);
	return text->at != NULL;
}

static bool copy_items(struct loading *loading, const void *items, size_t count, size_t size,
		       void *out_items)
{
	void *copy = arena_alloc(loading->reference->session, count > 0 ? count : 1, size);

	if (copy == NULL)
		return false;
	if (count > 0)
		memcpy(copy, items, count * size);
	memcpy(out_items, &copy, sizeof(copy));
	return true;
}

static bool copy_incident(struct loading *loading, struct incident *incident)
{
	return copy_text(loading, &incident->source) && copy_text(loading, &incident->id) &&
	       copy_text(loading, &incident->says) && copy_text(loading, &incident->url) &&
	       copy_items(loading, incident->parties, incident->party_count,
			  sizeof(*incident->parties), &incident->parties) &&
	       copy_items(loading, incident->prefixes, incident->prefix_count,
			  sizeof(*incident->prefixes), &incident->prefixes);
}

static int keep_incident(void *context, const struct incident *incident, struct place place)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;
	struct kept_incident kept = { *incident, loading->input->stored.number, place };

	if (reference->incident_count == REFERENCE_INCIDENTS_MAX ||
	    !copy_incident(loading, &kept.incident)) {
		loading->dropped++;
		return 0;
	}
	reference->incidents =
		memory_grow(reference->incidents, &reference->incident_room,
			    reference->incident_count + 1, sizeof(*reference->incidents));
	reference->incidents[reference->incident_count++] = kept;
	return 0;
}

static void note_incidents(struct loading *loading, const struct incident_counts *counts,
			   bool has_lines)
{
	struct input_record *input = loading->input;

	loading->reference->has_leaks |= counts->has[INCIDENT_LEAK];
	loading->reference->has_hijacks |= counts->has[INCIDENT_HIJACK];
	input_count(input, "leaks", counts->told[INCIDENT_LEAK], NULL);
	input_count(input, "hijacks", counts->told[INCIDENT_HIJACK], NULL);
	input_count(input, "outages", counts->outages, NULL);
	input_count(input, "not held to be wrong", counts->benign, NULL);
	input_count(input, "AS numbers and prefixes left out", counts->unread, NULL);
	input_refusals(input, &counts->refusals, has_lines);
	input->stored.date_us = counts->last_us;
	input->used = counts->has[INCIDENT_LEAK] || counts->has[INCIDENT_HIJACK];
}

static int load_incidents(struct loading *loading, struct window *window,
			  enum incident_json_kind kind)
{
	const struct incident_sink sink = { loading, keep_incident };
	struct text piece = { NULL, 0 };
	struct incident_json parser;
	int result = 0;

	incident_json_init(&parser, kind, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = incident_json_feed(&parser, piece);
	if (result == 0)
		result = incident_json_finish(&parser);
	note_incidents(loading, &parser.counts, false);
	incident_json_clear(&parser);
	return result;
}

int load_grip(struct loading *loading, struct window *window)
{
	return load_incidents(loading, window, INCIDENT_JSON_GRIP);
}

int load_radar(struct loading *loading, struct window *window)
{
	return load_incidents(loading, window, INCIDENT_JSON_RADAR);
}

int load_bgpstream_json(struct loading *loading, struct window *window)
{
	return load_incidents(loading, window, INCIDENT_JSON_BGPSTREAM);
}

int load_bgpstream_csv(struct loading *loading, struct window *window)
{
	const struct incident_sink sink = { loading, keep_incident };
	struct text piece = { NULL, 0 };
	struct bgpstream_csv parser;
	int result = 0;

	bgpstream_csv_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = bgpstream_csv_feed(&parser, piece);
	if (result == 0)
		result = bgpstream_csv_finish(&parser);
	note_incidents(loading, &parser.counts, true);
	bgpstream_csv_clear(&parser);
	return result;
}

static int keep_spoof_test(void *context, const struct spoof_test *test, struct place place)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;

	if (reference->spoof_test_count == REFERENCE_SPOOF_TESTS_MAX) {
		loading->dropped++;
		return 0;
	}
	reference->spoof_tests =
		memory_grow(reference->spoof_tests, &reference->spoof_test_room,
			    reference->spoof_test_count + 1, sizeof(*reference->spoof_tests));
	reference->spoof_tests[reference->spoof_test_count++] =
		(struct kept_spoof_test){ *test, loading->input->stored.number, place };
	loading->second[0] +=
		test->routed == SPOOF_RECEIVED || test->private_space == SPOOF_RECEIVED;
	return 0;
}

int load_spoofer(struct loading *loading, struct window *window)
{
	const struct spoofer_sink sink = { loading, keep_spoof_test };
	struct text piece = { NULL, 0 };
	struct spoofer_json parser;
	int result = 0;

	spoofer_json_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = spoofer_json_feed(&parser, piece);
	if (result == 0)
		result = spoofer_json_finish(&parser);
	loading->reference->has_spoofer = true;
	input_count(loading->input, "tests", parser.refusals.taken, NULL);
	input_count(loading->input, "spoofed packets received", loading->second[0], NULL);
	input_refusals(loading->input, &parser.refusals, false);
	loading->input->stored.date_us = parser.last_us;
	loading->input->used = parser.refusals.taken > 0;
	spoofer_json_clear(&parser);
	return result;
}

static int keep_dropped(void *context, const struct asn_drop_entry *entry, struct place place)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;

	if (reference->dropped_as_count == REFERENCE_DROPPED_ASES_MAX) {
		loading->dropped++;
		return 0;
	}
	reference->dropped_ases =
		memory_grow(reference->dropped_ases, &reference->dropped_as_room,
			    reference->dropped_as_count + 1, sizeof(*reference->dropped_ases));
	reference->dropped_ases[reference->dropped_as_count++] =
		(struct dropped_as){ entry->asn, loading->input->stored.number, place };
	return 0;
}

int load_asn_drop(struct loading *loading, struct window *window)
{
	const struct asn_drop_sink sink = { loading, keep_dropped };
	struct text piece = { NULL, 0 };
	struct asn_drop parser;
	int result = 0;

	asn_drop_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = asn_drop_feed(&parser, piece);
	if (result == 0)
		result = asn_drop_finish(&parser);
	loading->reference->has_asn_drop = true;
	input_count(loading->input, "ases", parser.refusals.taken, NULL);
	input_refusals(loading->input, &parser.refusals, !parser.is_json);
	loading->input->stored.date_us = parser.made_us;
	loading->input->used = parser.refusals.taken > 0;
	asn_drop_clear(&parser);
	return result;
}

static int order_of(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int by_name(const struct kept_incident *a, const struct kept_incident *b)
{
	int order = text_compare(a->incident.source, b->incident.source);
	return order != 0 ? order : text_compare(a->incident.id, b->incident.id);
}

/* Of one incident, the one that counts first. */
static int by_name_best_first(const void *a, const void *b)
{
	const struct kept_incident *x = a, *y = b;
	bool x_open = x->incident.end_us == INCIDENT_OPEN;
	bool y_open = y->incident.end_us == INCIDENT_OPEN;
	int order = by_name(x, y);

	if (order == 0)
		order = order_of(x_open, y_open);
	if (order == 0)
		order = order_of(y->incident.end_us, x->incident.end_us);
	if (order == 0)
		order = order_of(y->input, x->input);
	return order != 0 ? order : order_of(y->place.offset, x->place.offset);
}

static int by_start(const void *a, const void *b)
{
	const struct kept_incident *x = a, *y = b;
	int order = order_of(x->incident.start_us, y->incident.start_us);
	return order != 0 ? order : by_name(x, y);
}

static int by_test(const struct kept_spoof_test *a, const struct kept_spoof_test *b)
{
	int order = order_of(a->test.asn, b->test.asn);

	if (order == 0)
		order = order_of(a->test.time_us, b->test.time_us);
	if (order == 0)
		order = order_of(a->test.session, b->test.session);
	return order != 0 ? order : order_of(a->test.client.family, b->test.client.family);
}

static int by_test_last_first(const void *a, const void *b)
{
	const struct kept_spoof_test *x = a, *y = b;
	int order = by_test(x, y);

	if (order == 0)
		order = order_of(y->input, x->input);
	return order != 0 ? order : order_of(y->place.offset, x->place.offset);
}

static int by_asn_last_first(const void *a, const void *b)
{
	const struct dropped_as *x = a, *y = b;
	int order = order_of(x->asn, y->asn);

	if (order == 0)
		order = order_of(y->input, x->input);
	return order != 0 ? order : order_of(y->place.offset, x->place.offset);
}

static void freeze_incidents(struct reference *reference)
{
	struct kept_incident *all = reference->incidents;
	size_t kept = 0;

	sort_items(all, reference->incident_count, sizeof(*all), by_name_best_first);
	for (size_t i = 0; i < reference->incident_count; i++)
		if (kept == 0 || by_name(&all[kept - 1], &all[i]) != 0)
			all[kept++] = all[i];
	reference->incident_count = kept;
	sort_items(all, kept, sizeof(*all), by_start);
}

void reference_incidents_freeze(struct reference *reference)
{
	struct kept_spoof_test *tests = reference->spoof_tests;
	struct dropped_as *ases = reference->dropped_ases;
	size_t kept = 0;

	freeze_incidents(reference);
	sort_items(tests, reference->spoof_test_count, sizeof(*tests), by_test_last_first);
	for (size_t i = 0; i < reference->spoof_test_count; i++)
		if (kept == 0 || by_test(&tests[kept - 1], &tests[i]) != 0)
			tests[kept++] = tests[i];
	reference->spoof_test_count = kept;

	kept = 0;
	sort_items(ases, reference->dropped_as_count, sizeof(*ases), by_asn_last_first);
	for (size_t i = 0; i < reference->dropped_as_count; i++)
		if (kept == 0 || ases[kept - 1].asn != ases[i].asn)
			ases[kept++] = ases[i];
	reference->dropped_as_count = kept;
}
