/* What each metric rests on: a row each. */
#include <assert.h>
#include <string.h>

#include "cli/explain.h"
#include "scores/metric.h"
#include "wire/kind.h"

static const struct explain_metric EXPLAINED[] = {
	{ &metric_m1,
	  GIVEN_LEAKS,
	  false,
	  { &explain_incidents, &explain_merged },
	  explain_feedback },
	{ &metric_m1c,
	  GIVEN_LEAKS,
	  false,
	  { &explain_incidents, &explain_merged },
	  explain_feedback },
	{ &metric_m2,
	  GIVEN_HIJACKS,
	  false,
	  { &explain_incidents, &explain_merged },
	  explain_feedback },
	{ &metric_m2c,
	  GIVEN_HIJACKS,
	  false,
	  { &explain_incidents, &explain_merged },
	  explain_feedback },
	{ &metric_m3, GIVEN_ROUTES, false, { &explain_routes }, NULL },
	{ &metric_m3c, GIVEN_ROUTES, false, { &explain_carried }, NULL },
	{ &metric_m4, GIVEN_ROUTES, false, { &explain_path_bogons }, NULL },
	{ &metric_m4c, GIVEN_ROUTES, false, { &explain_carried }, NULL },
	{ &metric_m5, GIVEN_SPOOFER, false, { &explain_spoof_tests }, NULL },
	{ &metric_m6, GIVEN_REGISTRY, false, { &explain_registrations }, NULL },
	{ &metric_m7irr, GIVEN_ROUTES | GIVEN_IRR, false, { &explain_routes }, NULL },
	{ &metric_m7rpki, GIVEN_ROUTES | GIVEN_RPKI, false, { &explain_routes }, NULL },
	{ &metric_m8, GIVEN_REGISTRY | GIVEN_PEERING, true, { &explain_registrations }, NULL },
	{ &metric_daspa,
	  GIVEN_ROUTES | GIVEN_ASPA,
	  false,
	  { &explain_upstreams, &explain_providers },
	  NULL },
	{ &metric_dcust,
	  GIVEN_ROUTES | GIVEN_RELATIONS | GIVEN_RPKI,
	  false,
	  { &explain_carried, &explain_neighbours },
	  NULL },
	{ &metric_dfresh, GIVEN_REGISTRY | GIVEN_PEERING, true, { &explain_registrations }, NULL },
	{ &metric_dleak, GIVEN_ROUTES | GIVEN_RELATIONS, false, { &explain_carried }, NULL },
	{ &metric_dmaxlen, GIVEN_RPKI, false, { &explain_loose_vrps }, NULL },
	{ &metric_dreg, GIVEN_RPKI | GIVEN_IRR, true, { &explain_routes }, NULL },
	{ &metric_drov,
	  GIVEN_ROUTES | GIVEN_RPKI,
	  false,
	  { &explain_carried, &explain_neighbours },
	  NULL },
};

const struct explain_metric *explain_metric_of(const struct metric *metric)
{
	for (size_t i = 0; i < sizeof(EXPLAINED) / sizeof(EXPLAINED[0]); i++)
		if (EXPLAINED[i].metric == metric)
			return &EXPLAINED[i];
	assert(false); /* a metric without a row: explain_metrics_test.c finds it */
	return NULL;
}

/* In which inputs each kind of data stands. */
static const struct {
	uint32_t given; /* bits of enum data_given */
	enum data_kind kind;
} STANDS_IN[] = {
	{ GIVEN_RPKI | GIVEN_ASPA, DATA_RPKI }, { GIVEN_IRR | GIVEN_REGISTRY, DATA_IRR },
	{ GIVEN_RELATIONS, DATA_RELATIONS },    { GIVEN_LEAKS | GIVEN_HIJACKS, DATA_INCIDENTS },
	{ GIVEN_SPOOFER, DATA_SPOOFER },        { GIVEN_PEERING, DATA_PEERING },
};

/* Does the metric rest on inputs of this kind? */
static bool rests_on(const struct explain_metric *explained, const char *kind)
{
	enum data_kind data;

	if (strcmp(kind, kind_name(KIND_MRT)) == 0)
		return (explained->needs & GIVEN_ROUTES) != 0;
	if (!reference_data_kind(kind, &data))
		return false;
	for (size_t i = 0; i < sizeof(STANDS_IN) / sizeof(STANDS_IN[0]); i++)
		if (STANDS_IN[i].kind == data)
			return (explained->needs & STANDS_IN[i].given) != 0;
	return false;
}

static bool find_inputs(struct explaining *about)
{
	struct store_cursor *cursor = store_inputs(about->opened.store, about->opened.month.month);
	struct stored_input input;
	int got;

	while ((got = store_input_next(cursor, &input)) > 0)
		if (rests_on(about->explained, input.kind))
			explain_add(about, input.number, 0);
	store_cursor_close(cursor);
	return got < 0 ? explain_failed(about) : true;
}

static bool put_input(struct explaining *about, size_t at)
{
	struct buffer *out = &about->out;
	struct stored_input input;

	if (store_input_find(about->opened.store, about->opened.month.month, (uint32_t)at, &input) <
	    0)
		return explain_failed(about);
	if (about->json) {
		json_string(out, "file", input.path);
		json_string(out, "kind", input.kind);
		json_string(out, "sha256", input.digest);
		json_time(out, "date", input.date_us);
		return true;
	}
	buffer_format(out, "  %-12s ", input.kind);
	buffer_printable(out, text_of(input.path));
	buffer_format(out, "\n               sha256 %s\n", input.digest);
	return true;
}

const struct explain_list explain_inputs = {
	.key = "inputs",
	.title = "it rests on",
	.find = find_inputs,
	.put = put_input,
};
