/* What explain says of neighbours, of the bad routes of theirs that a network passed on, and of
 * whom its ASPA names. */
#include "cli/explain.h"
#include "scores/metric.h"

static bool is_metric(const struct explaining *about, const struct metric *metric)
{
	return about->explained->metric == metric;
}

static const struct neighbour *neighbour_of(const struct explaining *about, asn_t asn)
{
	const struct neighbour *all = about->as.neighbours;
	size_t from = 0, to = about->as.neighbour_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (all[middle].neighbour < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from < about->as.neighbour_count && all[from].neighbour == asn ? &all[from] : NULL;
}

static enum as_rel_kind relation_to(const struct explaining *about, asn_t asn)
{
	const struct neighbour *neighbour = neighbour_of(about, asn);

	return neighbour != NULL ? neighbour->relation : AS_REL_UNKNOWN;
}

/* The faults that the metric is about. */
static uint32_t faults_of(const struct explaining *about)
{
	if (is_metric(about, &metric_m3c))
		return CARRIED_BOGON_PREFIX;
	if (is_metric(about, &metric_m4c))
		return CARRIED_BOGON_ASN;
	if (is_metric(about, &metric_dleak))
		return CARRIED_LEAK;
	return is_metric(about, &metric_drov) ? CARRIED_RPKI_INVALID : CARRIED_UNREGISTERED;
}

static bool find_carried(struct explaining *about)
{
	for (size_t i = 0; i < about->as.carried_count; i++) {
		const struct carried_route *route = &about->as.carried[i];
		bool of_customer = relation_to(about, route->neighbour) == AS_REL_CUSTOMER;
		if ((route->faults & faults_of(about)) != 0 &&
		    (of_customer || !is_metric(about, &metric_dcust)))
			explain_add(about, i, 0);
	}
	return true;
}

static void put_json_faults(struct buffer *out, uint32_t faults)
{
	bool first = true;

	json_key(out, "faults");
	buffer_char(out, '[');
	for (unsigned bit = 0; carried_fault_name(bit) != NULL; bit++) {
		if ((faults >> bit & 1) == 0)
			continue;
		json_item(out, &first);
		buffer_json_string(out, text_of(carried_fault_name(bit)));
	}
	buffer_char(out, ']');
}

/* What is RPKI-invalid is unregistered too, which need not be said. */
static void put_faults(struct buffer *out, uint32_t faults)
{
	static const struct {
		uint32_t mask, fault;
		const char *says;
	} words[] = {
		{ CARRIED_RPKI_INVALID, CARRIED_RPKI_INVALID, "RPKI-invalid" },
		{ CARRIED_RPKI_INVALID | CARRIED_UNREGISTERED, CARRIED_UNREGISTERED,
		  "registered for other origins only" },
		{ CARRIED_BOGON_PREFIX, CARRIED_BOGON_PREFIX, "a bogon prefix" },
		{ CARRIED_BOGON_ASN, CARRIED_BOGON_ASN, "a bogon AS number in its path" },
	};
	bool first = true;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if ((faults & words[i].mask) != words[i].fault)
			continue;
		buffer_format(out, "%s%s", first ? "" : ", ", words[i].says);
		first = false;
	}
}

static bool put_carried(struct explaining *about, size_t at)
{
	const struct carried_route *route = &about->as.carried[at];
	const char *relation = as_rel_kind_name(relation_to(about, route->neighbour));
	struct buffer *out = &about->out;
	char prefix[PREFIX_TEXT_MAX];

	(void)prefix_print(&route->prefix, prefix);
	if (about->json) {
		json_string(out, "prefix", prefix);
		json_number(out, "origin", route->origin);
		json_number(out, "neighbour", route->neighbour);
		json_string(out, "relation", relation);
		put_json_faults(out, route->faults);
		explain_days(about, route->days);
	} else {
		buffer_format(out, "  %-22s AS%u: ", prefix, route->origin);
		put_faults(out, route->faults);
		buffer_format(out, "; from AS%u (%s) ", route->neighbour, relation);
		explain_days(about, route->days);
		buffer_char(out, '\n');
	}
	if (route->faults & (CARRIED_RPKI_INVALID | CARRIED_UNREGISTERED))
		explain_vrps(about, &route->prefix);
	if (route->faults & CARRIED_UNREGISTERED)
		explain_objects(about, &route->prefix);
	return explain_sighting(about, &route->first);
}

static const struct prefix *prefix_of_carried(const struct explaining *about, size_t at)
{
	return &about->as.carried[at].prefix;
}

/* The neighbours whose numbers are summed. */
static bool find_neighbours(struct explaining *about)
{
	for (size_t i = 0; i < about->as.neighbour_count; i++) {
		const struct neighbour *neighbour = &about->as.neighbours[i];
		if (neighbour->carried == 0)
			continue;
		if (is_metric(about, &metric_dcust) && neighbour->relation == AS_REL_CUSTOMER)
			explain_add(about, i, neighbour->unregistered > 0 ? 0 : 1);
		if (is_metric(about, &metric_drov) && neighbour->offered > 0)
			explain_add(about, i, neighbour->invalid > 0 ? 0 : 1);
	}
	return true;
}

static bool put_neighbour(struct explaining *about, size_t at)
{
	const struct neighbour *neighbour = &about->as.neighbours[at];
	struct buffer *out = &about->out;

	if (about->json) {
		json_number(out, "neighbour", neighbour->neighbour);
		json_string(out, "relation", as_rel_kind_name(neighbour->relation));
		json_number(out, "carried", neighbour->carried);
		json_number(out, "invalid", neighbour->invalid);
		json_number(out, "unregistered", neighbour->unregistered);
		json_number(out, "offered", neighbour->offered);
		return true;
	}
	buffer_format(out, "  AS%-10u %s; ", neighbour->neighbour,
		      as_rel_kind_name(neighbour->relation));
	buffer_number_of(out, neighbour->carried, "route");
	if (is_metric(about, &metric_dcust)) {
		buffer_string(out, " passed on, of which bad: ");
		buffer_thousands(out, neighbour->unregistered);
	} else {
		buffer_string(out, " passed on; invalid ones seen of it anywhere: ");
		buffer_thousands(out, neighbour->offered);
		buffer_string(out, ", passed on: ");
		buffer_thousands(out, neighbour->invalid);
	}
	buffer_char(out, '\n');
	return true;
}

/* As metric DASPA counts them. */
static bool find_upstreams(struct explaining *about)
{
	for (size_t i = 0; i < about->as.neighbour_count; i++)
		if (neighbour_is_upstream(&about->as.neighbours[i]))
			explain_add(about, i, about->as.neighbours[i].is_attested);
	return true;
}

static bool put_upstream(struct explaining *about, size_t at)
{
	const struct neighbour *neighbour = &about->as.neighbours[at];
	struct buffer *out = &about->out;

	if (about->json) {
		json_number(out, "neighbour", neighbour->neighbour);
		json_string(out, "relation", as_rel_kind_name(neighbour->relation));
		json_key(out, "attested");
		buffer_string(out, neighbour->is_attested ? "true" : "false");
		json_number(out, "sent", neighbour->sent);
		return true;
	}
	buffer_format(out, "  AS%-10u %s; %s; passed on ", neighbour->neighbour,
		      neighbour->is_attested ? "attested" : "not attested",
		      neighbour->relation == AS_REL_PROVIDER ? "known as a provider"
							     : "relation unknown");
	buffer_number_of(out, neighbour->sent, "route");
	buffer_char(out, '\n');
	return true;
}

/* Items are numbered through all ASPAs of the network. */
static const struct sourced_aspa *aspa_at(const struct explaining *about, size_t *io_at)
{
	size_t count;
	const struct sourced_aspa *aspas =
		authority_aspas_of(&about->authority, about->asn, &count);

	for (size_t i = 0; i < count; i++) {
		if (*io_at < aspas[i].aspa.provider_count)
			return &aspas[i];
		*io_at -= aspas[i].aspa.provider_count;
	}
	return NULL;
}

static bool find_providers(struct explaining *about)
{
	for (size_t i = 0, at = 0; aspa_at(about, &at) != NULL; at = ++i)
		explain_add(about, i, 0);
	return true;
}

static bool put_provider(struct explaining *about, size_t at)
{
	const struct sourced_aspa *aspa = aspa_at(about, &at);
	const struct stored_source *source = authority_source(&about->authority, aspa->source);
	struct buffer *out = &about->out;

	if (about->json) {
		json_number(out, "provider", aspa->aspa.providers[at]);
		json_string(out, "trust_anchor", source->name);
	} else {
		buffer_format(out, "  AS%-10u trust anchor ", aspa->aspa.providers[at]);
		buffer_printable(out, text_of(source->name[0] != '\0' ? source->name : "-"));
		buffer_char(out, '\n');
	}
	return explain_input(about, source->input);
}

const struct explain_list explain_carried = {
	.key = "evidence",
	.find = find_carried,
	.put = put_carried,
	.prefix_of = prefix_of_carried,
};

const struct explain_list explain_neighbours = {
	.key = "neighbours",
	.title = "whose routes it passed on",
	.find = find_neighbours,
	.put = put_neighbour,
};

const struct explain_list explain_upstreams = {
	.key = "evidence",
	.title = "upstreams",
	.find = find_upstreams,
	.put = put_upstream,
};

const struct explain_list explain_providers = {
	.key = "providers",
	.title = "its ASPA names",
	.find = find_providers,
	.put = put_provider,
};
