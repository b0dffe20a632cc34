#include "select/selection.h"

#include <assert.h>

void selection_init(struct selection *selection, const struct expression *expression,
		    const struct select_validators *validators)
{
	*selection = (struct selection){ .expression = expression, .validators = *validators };
	route_facts_init(&selection->facts);
}

void selection_clear(struct selection *selection)
{
	route_facts_clear(&selection->facts);
}

static bool has_bit(uint64_t mask, unsigned bit)
{
	return (mask >> bit & 1) != 0;
}

/* The kinds that events of a record of this format can have. */
static uint32_t possible_kinds(enum bgp_format format)
{
	uint32_t all = (UINT32_C(2) << BGP_UNREAD) - 1;

	if (format == FORMAT_TABLE_DUMP || format == FORMAT_TABLE_DUMP_V2)
		return UINT32_C(1) << BGP_HAS | UINT32_C(1) << BGP_LISTS_PEERS |
		       UINT32_C(1) << BGP_UNREAD;
	if (format != FORMAT_BMP)
		all &= ~(UINT32_C(1) << BGP_REPORTS);
	return all & ~(UINT32_C(1) << BGP_LISTS_PEERS);
}

static enum selection_answer answer_of(bool yes)
{
	return yes ? SELECT_YES : SELECT_NO;
}

static enum selection_answer type_check(const struct node *node, const struct bgp_event *event,
					unsigned known)
{
	if ((known & BGP_KNOWS_PREFIX) != 0)
		return answer_of(has_bit(node->number, event->kind));
	if ((known & BGP_KNOWS_RECORD) == 0)
		return SELECT_OPEN;
	uint32_t possible = possible_kinds(event->format);
	if ((possible & node->number) == 0)
		return SELECT_NO;
	return (possible & ~node->number) == 0 ? SELECT_YES : SELECT_OPEN;
}

static bool is_verdict_of(const struct verdict *verdict, const struct prefix *prefix, asn_t origin)
{
	return verdict->origin == origin && prefix_equal(&verdict->prefix, prefix);
}

static bool bogon_prefix(struct selection *selection, const struct node *node,
			 const struct prefix *prefix)
{
	struct verdict *verdict = &selection->bogon;

	if (!is_verdict_of(verdict, prefix, ASN_NONE)) {
		unsigned kind = bogon_check_prefix(selection->validators.bogons, prefix).kind;
		*verdict = (struct verdict){ *prefix, ASN_NONE, kind };
	}
	return has_bit(node->number, verdict->state);
}

/* Terms on what stands outside of the attributes, of which all that they need is known. */
static bool plain_term(struct selection *selection, const struct node *node,
		       const struct bgp_event *event)
{
	const struct value_list *list = node->lists;
	bool is_route = (node->needs & BGP_KNOWS_PREFIX) != 0 && bgp_event_is_route(event);
	bool has_prefix = is_route && event->has_prefix;

	switch (node->term) {
	case TERM_PREFIX_EXACT:
		return has_prefix && value_list_exact(list, &event->prefix);
	case TERM_PREFIX_WITHIN:
		return has_prefix && value_list_within(list, &event->prefix);
	case TERM_PREFIX_COVERS:
		return has_prefix && value_list_covers(list, &event->prefix);
	case TERM_PREFIX_LENGTH:
		return has_prefix && compare(event->prefix.len, node->comparison, node->number);
	case TERM_BOGON_PREFIX:
		return has_prefix && bogon_prefix(selection, node, &event->prefix);
	case TERM_FAMILY:
		return is_route && (family_mask(event->afi, event->safi) & node->number) != 0;
	case TERM_AFI:
		return is_route && event->afi == node->number;
	case TERM_SAFI:
		return is_route && event->safi == node->number;
	case TERM_PEER:
		return value_list_asn(list, event->peer.asn) ||
		       value_list_address(list, &event->peer.address);
	case TERM_RIB:
		return has_bit(node->number, event->rib);
	case TERM_TIME:
		return event->time_us != 0 &&
		       compare(event->time_us, node->comparison, node->number);
	case TERM_COLLECTOR:
		return value_list_name(list, event->collector);
	case TERM_MALFORMED:
		return event->faults != NULL;
	default:
		assert(false); /* the others need attributes */
		return false;
	}
}

/* Do the lists match hops side by side, from hop `at` on? */
static bool sequence_at(const struct node *node, const struct hops *hops, uint32_t at)
{
	for (uint32_t i = 0; i < node->count; i++) {
		const struct hop *hop = &hops->all[at + i];
		bool found = false;
		for (uint32_t k = 0; k < hop->count && !found; k++)
			found = value_list_asn(&node->lists[i], hops->asns[hop->first + k]);
		if (!found)
			return false;
	}
	return true;
}

static bool path_has(const struct node *node, const struct hops *hops)
{
	for (uint32_t at = 0; at + node->count <= hops->count; at++)
		if (sequence_at(node, hops, at))
			return true;
	return false;
}

static bool bogon_asn(const struct selection *selection, const struct node *node,
		      const struct hops *hops)
{
	for (uint32_t i = 0; i < hops->asn_count; i++)
		if (has_bit(node->number,
			    bogon_check_asn(selection->validators.bogons, hops->asns[i]).kind))
			return true;
	return false;
}

static bool path_term(struct selection *selection, const struct node *node)
{
	const struct hops *hops = route_facts_hops(&selection->facts);

	if (hops == NULL)
		return false;
	switch (node->term) {
	case TERM_PATH_HAS:
		return path_has(node, hops);
	case TERM_PATH_MATCHES:
		return as_pattern_match(node->path.pattern, hops);
	case TERM_PATH_LENGTH:
		return compare(hops->length, node->comparison, node->number);
	case TERM_PATH_LOOP:
		return hops_loop(hops);
	case TERM_ORIGIN_SET:
		return hops->ends_in_set;
	default:
		return bogon_asn(selection, node, hops);
	}
}

static bool community_term(const struct selection *selection, const struct value_list *list)
{
	struct communities communities = route_facts_communities(&selection->facts);

	for (uint32_t i = 0; i < list->community_count; i++)
		if (community_pattern_match(&list->communities[i], &communities))
			return true;
	return false;
}

/* Terms that the attribute block alone decides. */
static bool block_term(struct selection *selection, const struct node *node)
{
	const struct bgp_attrs *attrs = &selection->facts.attrs;
	struct aggregator aggregator;
	struct address next_hop;
	uint32_t number;

	switch (node->term) {
	case TERM_COMMUNITY:
		return community_term(selection, node->lists);
	case TERM_NEXT_HOP:
		return attr_next_hop(attrs, selection->facts.block.next_hop, &next_hop) &&
		       value_list_address(node->lists, &next_hop);
	case TERM_MED:
		return attr_number(attrs, BGP_ATTR_MED, &number) &&
		       compare(number, node->comparison, node->number);
	case TERM_LOCAL_PREF:
		return attr_number(attrs, BGP_ATTR_LOCAL_PREF, &number) &&
		       compare(number, node->comparison, node->number);
	case TERM_OTC:
		return attr_number(attrs, BGP_ATTR_OTC, &number) &&
		       value_list_asn(node->lists, number);
	case TERM_AGGREGATOR:
		return attr_aggregator(attrs, &aggregator) &&
		       value_list_asn(node->lists, aggregator.asn);
	case TERM_ATOMIC:
		return bgp_attrs_has(attrs, BGP_ATTR_ATOMIC_AGGREGATE);
	default:
		return path_term(selection, node);
	}
}

/* The same, asked once a block. */
static bool block_term_kept(struct selection *selection, const struct node *node)
{
	uint64_t bit = UINT64_C(1) << node->answer % 64, *yes = &selection->yes[node->answer / 64];
	uint64_t *asked = &selection->asked[node->answer / 64];

	if ((*asked & bit) == 0) {
		*asked |= bit;
		*yes = block_term(selection, node) ? *yes | bit : *yes & ~bit;
	}
	return (*yes & bit) != 0;
}

/* Terms on the route's prefix together with its origin. */
static bool verdict_term(struct selection *selection, const struct node *node,
			 const struct bgp_event *event, asn_t origin)
{
	bool rpki = node->term == TERM_RPKI;
	struct verdict *verdict = rpki ? &selection->rpki : &selection->irr;

	if (!event->has_prefix)
		return false;
	if (!is_verdict_of(verdict, &event->prefix, origin)) {
		const struct select_validators *by = &selection->validators;
		unsigned state = rpki ? (unsigned)rov_check(by->rov, &event->prefix, origin)
				      : (unsigned)irr_check(by->irr, &event->prefix, origin);
		*verdict = (struct verdict){ event->prefix, origin, state };
	}
	return has_bit(node->number, verdict->state);
}

static bool attribute_term(struct selection *selection, const struct node *node,
			   const struct bgp_event *event)
{
	asn_t origin;

	/* A withdrawal has none, a message no route. */
	if (!bgp_event_is_route(event) || event->kind == BGP_WITHDRAWS)
		return false;
	if (route_facts_take(&selection->facts, &event->attributes))
		memset(selection->asked, 0, (selection->expression->count + 63) / 64 * 8);
	if (node->term != TERM_ORIGIN && node->term != TERM_RPKI && node->term != TERM_IRR)
		return block_term_kept(selection, node);
	if (!route_facts_origin(&selection->facts, event->peer.asn, &origin))
		return false;
	if (node->term == TERM_ORIGIN)
		return !selection->facts.hops.ends_in_set && value_list_asn(node->lists, origin);
	return verdict_term(selection, node, event, origin);
}

static enum selection_answer term_check(struct selection *selection, const struct node *node,
					const struct bgp_event *event, unsigned known)
{
	if (node->term == TERM_TYPE)
		return type_check(node, event, known);
	if ((node->needs & ~known) != 0)
		return SELECT_OPEN;
	return answer_of((node->needs & KNOWS_ATTRIBUTES) != 0
				 ? attribute_term(selection, node, event)
				 : plain_term(selection, node, event));
}

static enum selection_answer negate(enum selection_answer answer)
{
	return answer == SELECT_OPEN ? SELECT_OPEN : answer_of(answer == SELECT_NO);
}

/* As deep as the expression is nested. */
static enum selection_answer node_check(struct selection *selection, const struct node *node,
					const struct bgp_event *event, unsigned known)
{
	enum selection_answer decides = node->kind == NODE_AND ? SELECT_NO : SELECT_YES;
	enum selection_answer answer = negate(decides);

	if (node->kind == NODE_TERM) {
		answer = term_check(selection, node, event, known);
	} else {
		const struct node *child = &selection->expression->nodes[node->first];
		for (uint32_t i = 0; i < node->count && answer != decides; i++) {
			enum selection_answer one = node_check(selection, child + i, event, known);
			if (one == decides || one == SELECT_OPEN)
				answer = one;
		}
	}
	return node->negated ? negate(answer) : answer;
}

enum selection_answer selection_check(struct selection *selection, const struct bgp_event *event,
				      unsigned known)
{
	const struct expression *expression = selection->expression;
	enum selection_answer answer = SELECT_OPEN;

	if (expression->asks_others || known != BGP_KNOWS_ALL)
		answer = node_check(selection, expression->nodes, event, known);
	/* Only when nothing else decides are the attributes looked at. */
	if (answer == SELECT_OPEN && known == BGP_KNOWS_ALL)
		answer = node_check(selection, expression->nodes, event, KNOWS_EVERYTHING);
	return answer;
}
