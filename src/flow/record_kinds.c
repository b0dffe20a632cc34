#include "flow/record.h"

#define AT(of, member)                                                                             \
	.offset = offsetof(struct of, member), .size = sizeof(((struct of *)0)->member)
#define NONE(value)     .has_none = true, .none = (value)
#define NAME(of, count) .form = FORM_NAME, .name_of = (of), .names = (count)
#define NAMES(of)       .form = FORM_NAMES, .name_of = (of), .names = 32

/* The record that a finding rests on; `in` is where the struct keeps it. */
#define FIRST(of, in)                                                                              \
	{ "first_seen", FORM_TIME, AT(of, in.time_us), NONE(0),                                    \
	  .says = "when the earliest record that shows it was sent" },                             \
		{ "input", FORM_NUMBER, AT(of, in.input),                                          \
		  .says = "whose record it is: number of an "                                      \
			  "input" },                                                               \
		{ "offset", FORM_NUMBER, AT(of, in.offset),                                        \
		  .says = "where it begins in the unpacked input, bytes" },
#define SIGHTING(of)                                                                               \
	FIRST(of, first){ "peer", FORM_NUMBER, AT(of, first.peer),                                 \
			  .says = "who sent it: number of a peer" },

/* Where something stands that is no route. */
#define PLACE(of)                                                                                  \
	{ "input", FORM_NUMBER, AT(of, place.input), .says = "number of the input that says so" }, \
		{ "line", FORM_NUMBER, AT(of, place.line), NONE(0),                                \
		  .says = "where in the unpacked input, from 1; null: it has no lines" },          \
		{ "offset", FORM_NUMBER, AT(of, place.offset), .says = "and at which byte" },

#define DAYS "on which days of the month: bit d stands for day d+1, UTC"

static const struct record_field month_fields[] = {
	{ "first_time", FORM_TIME, AT(stored_month, first_time_us), NONE(0),
	  .says = "of the earliest route record; null: no routes were given" },
	{ "last_time", FORM_TIME, AT(stored_month, last_time_us), NONE(0),
	  .says = "of the latest" },
	{ "judged_at", FORM_TIME, AT(stored_month, judged_at_us), NONE(0),
	  .says = "the moment of judgement" },
	{ "routes", FORM_NUMBER, AT(stored_month, routes), .says = "distinct (prefix, origin)" },
	{ "vrps", FORM_NUMBER, AT(stored_month, vrps), .says = "distinct" },
	{ "route_objects", FORM_NUMBER, AT(stored_month, route_objects), .says = "distinct" },
	{ "given", NAMES(given_name), AT(stored_month, given),
	  .says = "kinds of data; what needs others is not measured" },
	{ "aspiring", FORM_REAL, AT(stored_month, bands.aspiring),
	  .says = "the least score of this band" },
	{ "ready", FORM_REAL, AT(stored_month, bands.ready), .says = "and of this one" },
	{ "peers_min", FORM_NUMBER, AT(stored_month, peers_min),
	  .says = "a network that fewer peers have seen is not judged" },
	{ 0 },
};

static const struct record_field metric_fields[] = {
	{ "id", FORM_TEXT, AT(stored_metric, id), .rank = 1, .says = "M7RPKI" },
	{ "title", FORM_TEXT, AT(stored_metric, title), .says = "what it is" },
	{ "rule", FORM_TEXT, AT(stored_metric, rule), .says = "how it is computed" },
	{ "source", FORM_TEXT, AT(stored_metric, source), .says = "where that is published" },
	{ "raw_unit", FORM_TEXT, AT(stored_metric, raw_unit), .says = "unit of its raw value" },
	{ "counts", FORM_COUNT_NAMES, .says = "what it counts" },
	{ 0 },
};

static const struct record_field input_fields[] = {
	{ "number", FORM_NUMBER, AT(stored_input, number), .rank = 1, .says = "from 0, by path" },
	{ "path", FORM_TEXT, AT(stored_input, path), .says = "as it was given" },
	{ "kind", FORM_TEXT, AT(stored_input, kind), .says = "mrt, rpki-json..." },
	{ "compression", FORM_TEXT, AT(stored_input, compression), .says = "none, gzip..." },
	{ "sha256", FORM_TEXT, AT(stored_input, digest), .says = "of the file as it is" },
	{ "size_bytes", FORM_NUMBER, AT(stored_input, size_bytes), .says = "of the file as it is" },
	{ "unpacked_bytes", FORM_NUMBER, AT(stored_input, unpacked_bytes), .says = "unpacked" },
	{ "date", FORM_TIME, AT(stored_input, date_us), NONE(0), .says = "that the data states" },
	{ "collector", FORM_TEXT, AT(stored_input, collector), .says = "of routes; else empty" },
	{ "note", FORM_TEXT, AT(stored_input, note),
	  .says = "a sentence when something is to be said; else empty" },
	{ "counts", FORM_COUNTS, .says = "what was read and what was refused" },
	{ "first_at", FORM_COUNT_PLACES,
	  .says = "where the first of each of these stands, in the same order" },
	{ 0 },
};

static const struct record_field source_fields[] = {
	{ "number", FORM_NUMBER, AT(stored_source, number), .rank = 1, .says = "from 0" },
	{ "input", FORM_NUMBER, AT(stored_source, input), .says = "number of the input" },
	{ "kind", FORM_TEXT, AT(stored_source, kind), .says = "rpki or irr" },
	{ "name", FORM_TEXT, AT(stored_source, name), .says = "a trust anchor, a registry" },
	{ 0 },
};

static const struct record_field peer_fields[] = {
	{ "number", FORM_NUMBER, AT(stored_peer, number), .rank = 1, .says = "from 0" },
	{ "collector", FORM_TEXT, AT(stored_peer, collector), .says = "whom it told" },
	{ "address", FORM_ADDRESS, AT(stored_peer, address), .says = "its own" },
	{ "asn", FORM_NUMBER, AT(stored_peer, asn), .is_about = true, .says = "its AS number" },
	{ 0 },
};

static const struct record_field vrp_fields[] = {
	{ "prefix", FORM_PREFIX, AT(stored_vrp, vrp.prefix), .rank = 1,
	  .says = "what may be announced" },
	{ "max_length", FORM_NUMBER, AT(stored_vrp, vrp.max_length), .rank = 2,
	  .says = "down to this length" },
	{ "asn", FORM_NUMBER, AT(stored_vrp, vrp.asn), .rank = 3, .is_about = true,
	  .says = "by whom; 0: by nobody" },
	{ "source", FORM_NUMBER, AT(stored_vrp, source), .says = "number of the source" },
	{ 0 },
};

static const struct record_field route_object_fields[] = {
	{ "prefix", FORM_PREFIX, AT(route_object, prefix), .rank = 1,
	  .says = "what is registered" },
	{ "origin", FORM_NUMBER, AT(route_object, origin), .rank = 2, .is_about = true,
	  .says = "for whom" },
	{ "source", FORM_NUMBER, AT(route_object, source), .rank = 3,
	  .says = "number of the source" },
	{ 0 },
};

static const struct record_field aspa_fields[] = {
	{ "customer", FORM_NUMBER, AT(stored_aspa, customer), .rank = 1, .is_about = true,
	  .says = "who says so" },
	{ "provider", FORM_NUMBER, AT(stored_aspa, provider), .rank = 2,
	  .says = "its provider; 0: it has none" },
	{ "source", FORM_NUMBER, AT(stored_aspa, source), .rank = 3,
	  .says = "number of the source" },
	{ 0 },
};

static const struct record_field route_fields[] = {
	{ "prefix", FORM_PREFIX, AT(judged_route, prefix), .rank = 2,
	  .says = "what was announced" },
	{ "origin", FORM_NUMBER, AT(judged_route, origin), .rank = 1, .is_about = true,
	  .says = "by whom; 0: the path ends in a set" },
	{ "peers", FORM_NUMBER, AT(judged_route, peers),
	  .says = "that announced it during the month" },
	{ "peers_last", FORM_NUMBER, AT(judged_route, peers_last),
	  .says = "of these, that still did at the end of the data" },
	{ "collectors", FORM_NUMBER, AT(judged_route, collectors), .says = "distinct" },
	{ "days", FORM_NUMBER, AT(judged_route, days), .says = DAYS },
	{ "rpki", NAME(rov_state_name, ROV_VALID + 1), AT(judged_route, rov),
	  .says = "by the VRPs" },
	{ "irr", NAME(irr_state_name, IRR_EXACT + 1), AT(judged_route, irr),
	  .says = "by the route objects" },
	{ "bogon", NAME(bogon_kind_name, BOGON_FULL + 1), AT(judged_route, bogon),
	  .says = "is the prefix one?" },
	{ "bogon_origin", NAME(bogon_kind_name, BOGON_FULL + 1), AT(judged_route, bogon_origin),
	  .says = "is the origin one?" },
	SIGHTING(judged_route){ 0 },
};

static const struct record_field path_bogon_fields[] = {
	{ "announcer", FORM_NUMBER, AT(path_bogon, announcer), .rank = 1, .is_about = true,
	  .says = "who let it through: the first AS on the collector's side that is none" },
	{ "bogon", FORM_NUMBER, AT(path_bogon, bogon), .rank = 2,
	  .says = "an AS number in a path that nobody may use in public" },
	{ "prefix", FORM_PREFIX, AT(path_bogon, prefix),
	  .says = "of the earliest route that showed it" },
	{ "routes", FORM_NUMBER, AT(path_bogon, routes), .says = "distinct prefixes" },
	{ "days", FORM_NUMBER, AT(path_bogon, days), .says = DAYS },
	SIGHTING(path_bogon){ 0 },
};

static const struct record_field neighbour_fields[] = {
	{ "asn", FORM_NUMBER, AT(neighbour, asn), .rank = 1, .is_about = true,
	  .says = "the network" },
	{ "neighbour", FORM_NUMBER, AT(neighbour, neighbour), .rank = 2,
	  .says = "the one beside it" },
	{ "relation", NAME(as_rel_kind_name, AS_REL_SIBLING + 1), AT(neighbour, relation),
	  .says = "what the neighbour is to the network" },
	{ "is_attested", FORM_TRUTH, AT(neighbour, is_attested),
	  .says = "the network's ASPA names the neighbour" },
	{ "sent", FORM_NUMBER, AT(neighbour, sent),
	  .says = "routes of the network that the neighbour passed on" },
	{ "carried", FORM_NUMBER, AT(neighbour, carried),
	  .says = "routes of the neighbour that the network passed on" },
	{ "invalid", FORM_NUMBER, AT(neighbour, invalid), .says = "of these: RPKI-invalid" },
	{ "unregistered", FORM_NUMBER, AT(neighbour, unregistered),
	  .says = "of these: RPKI-invalid, or unknown there and registered for others only" },
	{ "bogons", FORM_NUMBER, AT(neighbour, bogons), .says = "of these: full bogon prefixes" },
	{ "offered", FORM_NUMBER, AT(neighbour, offered),
	  .says = "RPKI-invalid routes of the neighbour that anybody has seen" },
	{ 0 },
};

static const struct record_field carried_fields[] = {
	{ "carrier", FORM_NUMBER, AT(carried_route, carrier), .rank = 1, .is_about = true,
	  .says = "who passed the route on" },
	{ "neighbour", FORM_NUMBER, AT(carried_route, neighbour), .rank = 2,
	  .says = "whose it is, or who let the bogon through" },
	{ "prefix", FORM_PREFIX, AT(carried_route, prefix), .rank = 3, .says = "the route's" },
	{ "origin", FORM_NUMBER, AT(carried_route, origin), .rank = 4,
	  .says = "the neighbour, or the bogon behind it" },
	{ "faults", NAMES(carried_fault_name), AT(carried_route, faults),
	  .says = "why it should not have been passed on" },
	{ "days", FORM_NUMBER, AT(carried_route, days), .says = DAYS },
	SIGHTING(carried_route){ 0 },
};

static const struct record_field incident_fields[] = {
	{ "number", FORM_NUMBER, AT(stored_incident, number), .rank = 1,
	  .says = "from 0, by time" },
	{ "source", FORM_PIECE, AT(stored_incident, incident.source), .says = "grip, radar..." },
	{ "id", FORM_PIECE, AT(stored_incident, incident.id), .says = "as the source calls it" },
	{ "kind", NAME(incident_kind_name, INCIDENT_KINDS), AT(stored_incident, incident.kind),
	  .says = "what happened" },
	{ "start", FORM_TIME, AT(stored_incident, incident.start_us), NONE(0),
	  .says = "when it began" },
	{ "end", FORM_TIME, AT(stored_incident, incident.end_us), NONE(INCIDENT_OPEN),
	  .says = "when it ended; null: not yet" },
	{ "confidence", FORM_NUMBER, AT(stored_incident, incident.confidence),
	  NONE(INCIDENT_CONFIDENCE_UNKNOWN), .says = "0 to 100; null: the source does not say" },
	{ "says", FORM_PIECE, AT(stored_incident, incident.says),
	  .says = "the source's words; else empty" },
	{ "url", FORM_PIECE, AT(stored_incident, incident.url),
	  .says = "where the source shows it; else empty" },
	{ "prefixes", FORM_PREFIXES, .says = "the first of those that it is about" },
	{ "prefix_total", FORM_NUMBER, AT(stored_incident, incident.prefix_total),
	  .says = "how many there are in all" },
	PLACE(stored_incident){ 0 },
};

static const struct record_field charge_fields[] = {
	{ "asn", FORM_NUMBER, AT(charge, asn), .rank = 1, .is_about = true,
	  .says = "who had a part in an incident" },
	{ "incident", FORM_NUMBER, AT(charge, incident), .rank = 2, .says = "its number" },
	{ "kind", NAME(incident_kind_name, INCIDENT_KINDS), AT(charge, kind),
	  .says = "what happened" },
	{ "role", NAME(incident_role_name, INCIDENT_ROLES), AT(charge, role), .rank = 3,
	  .says = "which part" },
	{ "start", FORM_TIME, AT(charge, start_us), NONE(0), .says = "when it began" },
	{ "end", FORM_TIME, AT(charge, end_us), NONE(INCIDENT_OPEN),
	  .says = "when it ended; null: not yet" },
	{ 0 },
};

static const struct record_field spoof_test_fields[] = {
	{ "asn", FORM_NUMBER, AT(stored_spoof_test, test.asn), .rank = 1, .is_about = true,
	  .says = "where it was made" },
	{ "client", FORM_PREFIX, AT(stored_spoof_test, test.client), .says = "whence" },
	{ "time", FORM_TIME, AT(stored_spoof_test, test.time_us), NONE(0), .says = "when" },
	{ "session", FORM_NUMBER, AT(stored_spoof_test, test.session),
	  .says = "its number at the Spoofer project" },
	{ "is_nat", FORM_TRUTH, AT(stored_spoof_test, test.is_nat),
	  .says = "the client stood behind a NAT" },
	{ "routed", NAME(spoof_outcome_name, SPOOF_OUTCOMES), AT(stored_spoof_test, test.routed),
	  .says = "what became of packets from an address that somebody announces" },
	{ "private", NAME(spoof_outcome_name, SPOOF_OUTCOMES),
	  AT(stored_spoof_test, test.private_space), .says = "and of those from a private one" },
	PLACE(stored_spoof_test){ 0 },
};

static const struct record_field registration_fields[] = {
	{ "asn", FORM_NUMBER, AT(stored_registration, registration.asn), .rank = 1,
	  .is_about = true, .says = "the network" },
	{ "kind", NAME(registration_kind_name, REGISTRATION_KINDS),
	  AT(stored_registration, registration.kind), .says = "what is registered" },
	{ "source", FORM_PIECE, AT(stored_registration, registration.source),
	  .says = "RIPE, peeringdb..." },
	{ "value", FORM_PIECE, AT(stored_registration, registration.value),
	  .says = "a handle, an as-set, a name; else empty" },
	{ "count", FORM_NUMBER, AT(stored_registration, registration.count),
	  .says = "how many lines or contacts it stands for" },
	{ "date", FORM_DAY, AT(stored_registration, registration.date), NONE(0),
	  .says = "when it was last touched; null: nobody says" },
	PLACE(stored_registration){ 0 },
};

static const struct record_field loose_vrp_fields[] = {
	{ "asn", FORM_NUMBER, AT(loose_vrp, vrp.asn), .rank = 1, .is_about = true,
	  .says = "whom the VRP names" },
	{ "prefix", FORM_PREFIX, AT(loose_vrp, vrp.prefix), .rank = 2, .says = "the VRP's" },
	{ "max_length", FORM_NUMBER, AT(loose_vrp, vrp.max_length), .rank = 3,
	  .says = "the greatest length that it permits" },
	{ "announced", FORM_NUMBER, AT(loose_vrp, announced),
	  .says = "routes of the network that are as long" },
	{ 0 },
};

static const struct record_field network_fields[] = {
	{ "asn", FORM_NUMBER, AT(network, asn), .rank = 1, .is_about = true, .says = "" },
	{ "name", FORM_TEXT, AT(network, name), .says = "as its registry has it; else empty" },
	{ "organisation", FORM_TEXT, AT(network, organisation), .says = "whose it is; else empty" },
	{ "organisation_id", FORM_TEXT, AT(network, organisation_id),
	  .says = "the same for all its networks" },
	{ "economy", FORM_TEXT, AT(network, economy), .says = "ISO 3166; else empty" },
	{ "registry", FORM_TEXT, AT(network, registry),
	  .says = "as its source calls it; else empty" },
	{ "size", NAME(network_size_name, NETWORK_SIZES), AT(network, size),
	  .says = "by customers" },
	{ "customers", FORM_NUMBER, AT(network, customers), .says = "direct ones" },
	{ "peers", FORM_NUMBER, AT(network, peers),
	  .says = "that saw the best seen of its routes" },
	{ "marks", NAMES(network_mark_name), AT(network, marks), .says = "what else it is" },
	{ "vrps", FORM_NUMBER, AT(network, vrps), .says = "that name it" },
	{ 0 },
};

static const struct record_field score_fields[] = {
	{ "asn", FORM_NUMBER, AT(stored_score, asn), .rank = 1, .is_about = true,
	  .says = "the network" },
	{ "metric", FORM_METRIC, AT(stored_score, metric), .rank = 2, .says = "id of the metric" },
	{ "", FORM_MEASURE, AT(stored_score, measure), .says = "of the month" },
	{ "now", FORM_NOW, AT(stored_score, now), .says = "the same, at the end of the data" },
	{ 0 },
};

static const struct record_field rs_score_fields[] = {
	{ "server", FORM_TEXT, AT(stored_rs_score, server), .rank = 1,
	  .says = "the route server, as it was named to us" },
	{ "metric", FORM_RS_METRIC, AT(stored_rs_score, metric), .rank = 2,
	  .says = "id of the metric" },
	{ "inputs", FORM_NUMBER, AT(stored_rs_score, inputs), .says = "its tables" },
	{ "peers", FORM_NUMBER, AT(stored_rs_score, peers), .says = "that speak in them" },
	{ "members", FORM_NUMBER, AT(stored_rs_score, members),
	  .says = "networks that announced anything to it" },
	{ "routes", FORM_NUMBER, AT(stored_rs_score, routes),
	  .says = "distinct (prefix, origin, member)" },
	{ "stopped", FORM_NUMBER, AT(stored_rs_score, stopped),
	  .says = "of these, marked as filtered: not measured" },
	{ "findings", FORM_NUMBER, AT(stored_rs_score, findings),
	  .says = "of these, with faults; more than are kept, it may be" },
	{ "", FORM_MEASURE, AT(stored_rs_score, measure), .says = "of the month" },
	{ 0 },
};

static const struct record_field rs_finding_fields[] = {
	{ "server", FORM_TEXT, AT(stored_rs_finding, server), .rank = 1,
	  .says = "the route server, as it was named to us" },
	{ "number", FORM_NUMBER, AT(stored_rs_finding, number), .rank = 2,
	  .says = "of the server's, from 0, by prefix, origin, member" },
	{ "prefix", FORM_PREFIX, AT(stored_rs_finding, route.prefix), .says = "the route's" },
	{ "origin", FORM_NUMBER, AT(stored_rs_finding, route.origin),
	  .says = "0: the path ends in a set" },
	{ "member", FORM_NUMBER, AT(stored_rs_finding, route.member), .is_about = true,
	  .says = "who announced it to the server" },
	{ "faults", NAMES(rs_fault_name), AT(stored_rs_finding, route.faults),
	  .says = "why it has no place there" },
	{ "rpki", NAME(rov_state_name, ROV_VALID + 1), AT(stored_rs_finding, route.rov),
	  .says = "by the VRPs" },
	{ "is_blackhole", FORM_TRUTH, AT(stored_rs_finding, route.is_blackhole),
	  .says = "it asks for blackholing" },
	{ "is_stopped", FORM_TRUTH, AT(stored_rs_finding, route.is_stopped),
	  .says = "the server marks it as filtered" },
	{ "path", FORM_TEXT, AT(stored_rs_finding, route.path),
	  .says = "AS numbers, as its record has them" },
	FIRST(stored_rs_finding, route){ 0 },
};

static const struct record_field participant_fields[] = {
	{ "programme", FORM_TEXT, AT(participant, programme), .says = "netops, ixp, cdn, vendor" },
	{ "name", FORM_TEXT, AT(participant, name), .says = "unique within the programme" },
	{ "economies", FORM_WORDS, AT(participant, economies), .says = "ISO 3166" },
	{ "contact", FORM_TEXT, AT(participant, contact), .says = "where reports go; else empty" },
	{ "since", FORM_DAY, AT(participant, since), NONE(0), .says = "null: nobody says" },
	{ "asns", FORM_ASNS, .role = PARTICIPANT_NETWORK, .says = "its networks" },
	{ "route_servers", FORM_ASNS, .role = PARTICIPANT_ROUTE_SERVER, .says = "an exchange's" },
	{ "members", FORM_ASNS, .role = PARTICIPANT_MEMBER, .says = "of the exchange" },
	{ 0 },
};

static const struct record_field attestation_fields[] = {
	{ "programme", FORM_TEXT, AT(attestation, programme), .says = "of the participant" },
	{ "name", FORM_TEXT, AT(attestation, name), .says = "whose it is" },
	{ "check", FORM_TEXT, AT(attestation, check), .says = "what is claimed: id of a check" },
	{ "product", FORM_TEXT, AT(attestation, product), .says = "of a vendor; empty: all" },
	{ "auditor", FORM_TEXT, AT(attestation, auditor),
	  .says = "who looked at it; empty: it is only claimed" },
	{ "says", FORM_TEXT, AT(attestation, says), .says = "in words" },
	{ "link", FORM_TEXT, AT(attestation, link), .says = "where the proof stands" },
	{ "tested", FORM_TRUTH, AT(attestation, is_tested),
	  .says = "a test was run, rather than a text read" },
	{ "holds", FORM_TRUTH, AT(attestation, holds), .says = "false: it does not" },
	{ "date", FORM_DAY, AT(attestation, date), NONE(0), .says = "null: nobody says" },
	{ "expires", FORM_DAY, AT(attestation, expires), NONE(0), .says = "null: never" },
	{ 0 },
};

static const struct record_field feedback_fields[] = {
	{ "source", FORM_TEXT, AT(feedback, source), .says = "of the incident" },
	{ "incident", FORM_TEXT, AT(feedback, incident), .says = "its id" },
	{ "asn", FORM_NUMBER, AT(feedback, asn), NONE(0), .is_about = true,
	  .says = "whose score it is about; null: everybody's" },
	{ "class", NAME(feedback_class_name, FEEDBACK_CLASSES), AT(feedback, class),
	  .says = "what the incident was" },
	{ "who", FORM_TEXT, AT(feedback, who), .says = "who says so" },
	{ "why", FORM_TEXT, AT(feedback, why), .says = "and why" },
	{ "time", FORM_TIME, AT(feedback, time_us), NONE(0), .says = "when it was said" },
	{ 0 },
};

static bool vrp_agrees(const void *value)
{
	const struct stored_vrp *stored = value;
	const struct vrp *vrp = &stored->vrp;

	return vrp->max_length >= vrp->prefix.len &&
	       vrp->max_length <= family_bits(vrp->prefix.family);
}

/* Shares are computed of these. */
static bool neighbour_agrees(const void *value)
{
	const struct neighbour *n = value;

	return n->invalid <= n->carried && n->unregistered <= n->carried &&
	       n->bogons <= n->carried && n->invalid <= n->offered;
}

#define KIND(of, type, words, ...)                                                                 \
	{                                                                                          \
		.name = #of, .says = (words), .fields = of##_fields, .size = sizeof(type),         \
		__VA_ARGS__                                                                        \
	}

const struct record_kind record_kinds[RECORD_KINDS] = {
	[RECORD_MONTH] = KIND(month, struct stored_month, "a month that was observed"),
	[RECORD_METRIC] = KIND(metric, struct stored_metric, "what the scores of the month mean"),
	[RECORD_INPUT] = KIND(input, struct stored_input, "a file that was read"),
	[RECORD_SOURCE] = KIND(source, struct stored_source, "who signed or registered"),
	[RECORD_PEER] = KIND(peer, struct stored_peer, "a router that told a collector"),
	[RECORD_VRP] = KIND(vrp, struct stored_vrp, "a validated ROA payload", .may_repeat = true,
			    .agrees = vrp_agrees),
	[RECORD_ROUTE_OBJECT] = KIND(route_object, struct route_object,
				     "a route object of a registry", .may_repeat = true),
	[RECORD_ASPA] = KIND(aspa, struct stored_aspa, "a provider, as its customer has signed"),
	[RECORD_ROUTE] = KIND(route, struct judged_route, "a prefix and who announced it, judged"),
	[RECORD_PATH_BOGON] = KIND(path_bogon, struct path_bogon, "a bogon AS number in paths"),
	[RECORD_NEIGHBOUR] =
		KIND(neighbour, struct neighbour, "what passed between a network and the next one",
		     .agrees = neighbour_agrees),
	[RECORD_CARRIED] = KIND(carried, struct carried_route,
				"a route that a network should not have passed on"),
	[RECORD_INCIDENT] =
		KIND(incident, struct stored_incident, "what went wrong, as its source tells it"),
	[RECORD_CHARGE] = KIND(charge, struct charge, "who had which part in an incident"),
	[RECORD_SPOOF_TEST] =
		KIND(spoof_test, struct stored_spoof_test,
		     "a test of source addresses, by CAIDA's Spoofer", .may_repeat = true),
	[RECORD_REGISTRATION] = KIND(registration, struct stored_registration,
				     "what a registry says of a network", .may_repeat = true),
	[RECORD_LOOSE_VRP] =
		KIND(loose_vrp, struct loose_vrp, "a VRP that permits more than is announced"),
	[RECORD_NETWORK] = KIND(network, struct network, "what is known of a network"),
	[RECORD_SCORE] = KIND(score, struct stored_score, "a metric of a network"),
	[RECORD_RS_SCORE] = KIND(rs_score, struct stored_rs_score,
				 "a metric of an exchange's route server, measured or not"),
	[RECORD_RS_FINDING] = KIND(rs_finding, struct stored_rs_finding,
				   "a route of a route server that has no place there"),
	[RECORD_PARTICIPANT] = KIND(participant, struct participant,
				    "who takes part in a programme, and with which networks"),
	[RECORD_ATTESTATION] = KIND(attestation, struct attestation, "a claim with its proof"),
	[RECORD_FEEDBACK] = KIND(feedback, struct feedback, "what somebody says an incident was"),
};
