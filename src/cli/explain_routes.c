/* What explain says of routes that a network originates, and of bogons in the paths that it
 * announced.
 */
#include "cli/explain.h"
#include "scores/metric.h"

static bool is_metric(const struct explaining *about, const struct metric *metric)
{
	return about->explained->metric == metric;
}

static bool is_judged_by_rov(const struct explaining *about)
{
	return is_metric(about, &metric_m7rpki) ||
	       (is_metric(about, &metric_dreg) && (about->as.given & GIVEN_RPKI) != 0);
}

static bool is_judged_by_irr(const struct explaining *about)
{
	return is_metric(about, &metric_m7irr) ||
	       (is_metric(about, &metric_dreg) && (about->as.given & GIVEN_IRR) != 0);
}

/* M3 rests on bogons; the others on every route, of which those that cost come first. */
static unsigned rank_of(const struct explaining *about, const struct judged_route *route)
{
	bool is_valid = is_judged_by_rov(about) && route->rov == ROV_VALID;
	bool is_registered = is_judged_by_irr(about) && irr_is_registered(route->irr);

	if (is_metric(about, &metric_m3))
		return route->bogon == BOGON_FULL ? 0 : 1;
	if (is_metric(about, &metric_m7rpki) && route->rov == ROV_NOT_FOUND)
		return 1;
	return is_valid || is_registered ? 2 : 0;
}

static bool find_routes(struct explaining *about)
{
	for (size_t i = 0; i < about->as.route_count; i++) {
		const struct judged_route *route = &about->as.routes[i];
		if (!is_metric(about, &metric_m3) || route->bogon != BOGON_NO)
			explain_add(about, i, rank_of(about, route));
	}
	return true;
}

static void put_state(struct explaining *about, const struct judged_route *route)
{
	struct buffer *out = &about->out;
	bool by_rov = is_judged_by_rov(about), by_irr = is_judged_by_irr(about);
	const char *state = is_metric(about, &metric_m3) ? bogon_kind_name(route->bogon)
			    : by_rov                     ? rov_state_name(route->rov)
							 : irr_state_name(route->irr);

	if (about->json) {
		json_string(out, "state", state);
		if (by_rov && by_irr)
			json_string(out, "irr_state", irr_state_name(route->irr));
		return;
	}
	buffer_string(out, state);
	if (by_rov && by_irr)
		buffer_format(out, ", in registries %s", irr_state_name(route->irr));
}

static void put_seen(struct explaining *about, const struct judged_route *route)
{
	struct buffer *out = &about->out;

	if (about->json) {
		json_number(out, "peers", route->peers);
		json_number(out, "peers_last", route->peers_last);
		json_number(out, "collectors", route->collectors);
		explain_days(about, route->days);
		return;
	}
	buffer_string(out, "; seen by ");
	buffer_number_of(out, route->peers, "peer");
	buffer_format(out, " (%u at the end) at ", route->peers_last);
	buffer_number_of(out, route->collectors, "collector");
	buffer_char(out, '\n');
}

static void put_bogon(struct explaining *about, const struct judged_route *route)
{
	struct buffer *out = &about->out;
	struct bogon_verdict bogon = bogon_check_prefix(about->authority.bogons, &route->prefix);

	if (about->json) {
		json_string(out, "reason", bogon.name != NULL ? bogon.name : "held by a registry");
		json_string(out, "reference", bogon.name != NULL ? bogon.reference : "");
		explain_since(about, &bogon);
		return;
	}
	buffer_format(out, "      bogon  %s, %s",
		      bogon.name != NULL ? bogon.name : "space that a registry holds back",
		      bogon.name != NULL ? bogon.reference : "registry statistics");
	explain_since(about, &bogon);
	buffer_string(out, "; ");
	explain_days(about, route->days);
	buffer_char(out, '\n');
}

static bool put_route(struct explaining *about, size_t at)
{
	const struct judged_route *route = &about->as.routes[at];
	struct buffer *out = &about->out;
	char prefix[PREFIX_TEXT_MAX];

	if (about->json)
		json_string(out, "prefix", prefix_print(&route->prefix, prefix));
	else
		buffer_format(out, "  %-22s ", prefix_print(&route->prefix, prefix));
	put_state(about, route);
	put_seen(about, route);
	if (is_metric(about, &metric_m3))
		put_bogon(about, route);
	if (is_judged_by_rov(about))
		explain_vrps(about, &route->prefix);
	if (is_judged_by_irr(about))
		explain_objects(about, &route->prefix);
	return explain_sighting(about, &route->first);
}

static const struct prefix *prefix_of_route(const struct explaining *about, size_t at)
{
	return &about->as.routes[at].prefix;
}

static bool find_path_bogons(struct explaining *about)
{
	for (size_t i = 0; i < about->as.path_bogon_count; i++)
		explain_add(about, i, 0);
	return true;
}

static bool put_path_bogon(struct explaining *about, size_t at)
{
	const struct path_bogon *bogon = &about->as.path_bogons[at];
	struct buffer *out = &about->out;
	struct bogon_verdict why = bogon_check_asn(about->authority.bogons, bogon->bogon);
	char prefix[PREFIX_TEXT_MAX];

	if (about->json) {
		json_number(out, "bogon", bogon->bogon);
		json_string(out, "reason", why.name != NULL ? why.name : "");
		json_string(out, "reference", why.name != NULL ? why.reference : "");
		explain_since(about, &why);
		json_number(out, "routes", bogon->routes);
		json_string(out, "prefix", prefix_print(&bogon->prefix, prefix));
		explain_days(about, bogon->days);
	} else {
		buffer_format(out, "  AS%u  %s, %s", bogon->bogon,
			      why.name != NULL ? why.name : "bogon",
			      why.name != NULL ? why.reference : "-");
		explain_since(about, &why);
		buffer_format(out, "; behind AS%u in ", bogon->announcer);
		buffer_number_of(out, bogon->routes, "route");
		buffer_format(out, ", first %s; ", prefix_print(&bogon->prefix, prefix));
		explain_days(about, bogon->days);
		buffer_char(out, '\n');
	}
	return explain_sighting(about, &bogon->first);
}

const struct explain_list explain_routes = {
	.key = "evidence",
	.find = find_routes,
	.put = put_route,
	.prefix_of = prefix_of_route,
};

const struct explain_list explain_path_bogons = {
	.key = "evidence",
	.find = find_path_bogons,
	.put = put_path_bogon,
};
