/* Printing for tests: the values of a month, one line each, all that is in them. */
#ifndef STORE_STORE_SAMPLE_PRINT_TEST_H
#define STORE_STORE_SAMPLE_PRINT_TEST_H

#include "base/buffer.h"
#include "store/store.h"

static inline const char *sample_prefix_text(const struct prefix *prefix)
{
	static char text[PREFIX_TEXT_MAX];
	return prefix_print(prefix, text);
}

static inline void sample_print_sighting(struct buffer *out, const struct sighting *first)
{
	buffer_format(out, " first %lu %lu %u %u\n", first->time_us, first->offset, first->input,
		      first->peer);
}

static inline void sample_print_month(struct buffer *out, const struct stored_month *month)
{
	buffer_format(out, "month %u %lu %lu %lu %lu %lu %lu %u %a %a %u\n", month->month,
		      month->first_time_us, month->last_time_us, month->judged_at_us, month->routes,
		      month->vrps, month->route_objects, month->given, month->bands.aspiring,
		      month->bands.ready, month->peers_min);
}

static inline void sample_print_input(struct buffer *out, const struct stored_input *input)
{
	buffer_format(out, "input %u %s|%s|%s|%s|%lu %lu %lu|%s|%s\n", input->number, input->path,
		      input->kind, input->compression, input->digest, input->size_bytes,
		      input->unpacked_bytes, input->date_us, input->collector, input->note);
	for (size_t i = 0; i < input->count_count; i++) {
		const struct stored_count *count = &input->counts[i];
		buffer_format(out, "  count %s %lu %s\n", count->name, count->value,
			      count->first_at != NULL ? count->first_at : "(nowhere)");
	}
}

static inline void sample_print_source(struct buffer *out, const struct stored_source *source)
{
	buffer_format(out, "source %u %u %s %s\n", source->number, source->input, source->kind,
		      source->name);
}

static inline void sample_print_peer(struct buffer *out, const struct stored_peer *peer)
{
	char text[ADDRESS_TEXT_MAX];
	buffer_format(out, "peer %u %s %s %u\n", peer->number, peer->collector,
		      address_print(&peer->address, text), peer->asn);
}

static inline void sample_print_vrp(struct buffer *out, const struct stored_vrp *vrp)
{
	buffer_format(out, "vrp %s %u %u %u\n", sample_prefix_text(&vrp->vrp.prefix),
		      vrp->vrp.max_length, vrp->vrp.asn, vrp->source);
}

static inline void sample_print_object(struct buffer *out, const struct route_object *object)
{
	buffer_format(out, "object %s %u %u\n", sample_prefix_text(&object->prefix), object->origin,
		      object->source);
}

static inline void sample_print_route(struct buffer *out, const struct judged_route *route)
{
	buffer_format(out, "route %u %s %u %u %u %u %u %u %u %u", route->origin,
		      sample_prefix_text(&route->prefix), route->peers, route->peers_last,
		      route->collectors, route->days, route->rov, route->irr, route->bogon,
		      route->bogon_origin);
	sample_print_sighting(out, &route->first);
}

static inline void sample_print_bogon(struct buffer *out, const struct path_bogon *bogon)
{
	buffer_format(out, "bogon %u %u %s %u %u", bogon->announcer, bogon->bogon,
		      sample_prefix_text(&bogon->prefix), bogon->days, bogon->routes);
	sample_print_sighting(out, &bogon->first);
}

static inline void sample_print_measure(struct buffer *out, const struct measure *m)
{
	buffer_format(out, " %lu %lu %lu %lu %a %a %d %u", m->counts[0], m->counts[1], m->counts[2],
		      m->counts[3], m->raw, m->score, m->measured, m->band);
}

static inline void sample_print_score(struct buffer *out, const struct stored_score *score)
{
	buffer_format(out, "score %u %s", score->asn, score->metric->id);
	sample_print_measure(out, &score->measure);
	sample_print_measure(out, &score->now);
	buffer_char(out, '\n');
}

static inline void sample_print_rs_score(struct buffer *out, const struct stored_rs_score *score)
{
	buffer_format(out, "rs %s %s %lu %lu %lu %lu %lu %lu", score->server, score->metric->is.id,
		      score->inputs, score->peers, score->members, score->routes, score->stopped,
		      score->findings);
	sample_print_measure(out, &score->measure);
	buffer_char(out, '\n');
}

static inline void sample_print_rs_finding(struct buffer *out,
					   const struct stored_rs_finding *finding)
{
	const struct rs_route *route = &finding->route;

	buffer_format(out, "rs finding %s %u %s %u %u %u %u %d %d|%s| %lu %lu %u\n",
		      finding->server, finding->number, sample_prefix_text(&route->prefix),
		      route->origin, route->member, route->faults, route->rov, route->is_blackhole,
		      route->is_stopped, route->path, route->time_us, route->offset, route->input);
}

static inline void sample_print_network(struct buffer *out, const struct network *network)
{
	buffer_format(out, "network %u %s|%s|%s|%s|%s %u %u %u %u %u\n", network->asn,
		      network->name, network->organisation, network->organisation_id,
		      network->economy, network->registry, network->size, network->customers,
		      network->peers, network->marks, network->vrps);
}

static inline void sample_print_aspa(struct buffer *out, const struct stored_aspa *aspa)
{
	buffer_format(out, "aspa %u %u %u\n", aspa->customer, aspa->provider, aspa->source);
}

static inline void sample_print_neighbour(struct buffer *out, const struct neighbour *n)
{
	buffer_format(out, "neighbour %u %u %u %d %u %u %u %u %u %u\n", n->asn, n->neighbour,
		      n->relation, n->is_attested, n->sent, n->carried, n->invalid, n->unregistered,
		      n->bogons, n->offered);
}

static inline void sample_print_carried(struct buffer *out, const struct carried_route *carried)
{
	buffer_format(out, "carried %u %u %s %u %u %u", carried->carrier, carried->neighbour,
		      sample_prefix_text(&carried->prefix), carried->origin, carried->faults,
		      carried->days);
	sample_print_sighting(out, &carried->first);
}

static inline void sample_print_place(struct buffer *out, const struct stored_place *place)
{
	buffer_format(out, " at %u %lu %lu\n", place->input, place->line, place->offset);
}

static inline void sample_print_incident(struct buffer *out, const struct stored_incident *stored)
{
	const struct incident *incident = &stored->incident;

	buffer_format(out, "incident %u ", stored->number);
	buffer_text(out, incident->source);
	buffer_char(out, '|');
	buffer_text(out, incident->id);
	buffer_char(out, '|');
	buffer_text(out, incident->says);
	buffer_char(out, '|');
	buffer_text(out, incident->url);
	buffer_format(out, " %u %lu %lu %u %lu", incident->kind, incident->start_us,
		      incident->end_us, incident->confidence, incident->prefix_total);
	for (size_t i = 0; i < incident->prefix_count; i++)
		buffer_format(out, " %s", sample_prefix_text(&incident->prefixes[i]));
	sample_print_place(out, &stored->place);
}

static inline void sample_print_charge(struct buffer *out, const struct charge *charge)
{
	buffer_format(out, "charge %u %u %u %u %lu %lu\n", charge->asn, charge->incident,
		      charge->kind, charge->role, charge->start_us, charge->end_us);
}

static inline void sample_print_spoof_test(struct buffer *out,
					   const struct stored_spoof_test *stored)
{
	const struct spoof_test *test = &stored->test;

	buffer_format(out, "spoof test %u %s %lu %lu %d %u %u", test->asn,
		      sample_prefix_text(&test->client), test->time_us, test->session, test->is_nat,
		      test->routed, test->private_space);
	sample_print_place(out, &stored->place);
}

static inline void sample_print_registration(struct buffer *out,
					     const struct stored_registration *stored)
{
	const struct registration *registration = &stored->registration;

	buffer_format(out, "registration %u %u ", registration->asn, registration->kind);
	buffer_text(out, registration->source);
	buffer_char(out, '|');
	buffer_text(out, registration->value);
	buffer_format(out, " %u %u", registration->count, registration->date);
	sample_print_place(out, &stored->place);
}

static inline void sample_print_loose_vrp(struct buffer *out, const struct loose_vrp *loose)
{
	buffer_format(out, "loose %s %u %u %lu\n", sample_prefix_text(&loose->vrp.prefix),
		      loose->vrp.max_length, loose->vrp.asn, loose->announced);
}

#endif
