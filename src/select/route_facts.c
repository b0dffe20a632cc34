#include "select/route_facts.h"

#include <stdlib.h>

#include "base/memory.h"

void route_facts_init(struct route_facts *facts)
{
	*facts = (struct route_facts){ .path_room = memory_alloc(1, AS_PATH_ROOM) };
	hops_init(&facts->hops);
}

void route_facts_clear(struct route_facts *facts)
{
	free(facts->copy);
	free(facts->path_room);
	hops_clear(&facts->hops);
	*facts = (struct route_facts){ 0 };
}

static bool is_same(const struct route_facts *facts, const struct attr_block *block, size_t size)
{
	return facts->taken && facts->block.asn_size == block->asn_size &&
	       facts->block.next_hop == block->next_hop &&
	       reader_left(&facts->block.bytes) == size &&
	       (size == 0 || memcmp(facts->copy, block->bytes.at, size) == 0);
}

bool route_facts_take(struct route_facts *facts, const struct attr_block *block)
{
	size_t size = reader_left(&block->bytes);

	if (is_same(facts, block, size))
		return false;
	if (size > facts->copy_room)
		facts->copy = memory_grow(facts->copy, &facts->copy_room, size, 1);
	if (size > 0)
		memcpy(facts->copy, block->bytes.at, size);
	facts->block = *block;
	facts->block.bytes = reader_over(facts->copy, size);
	facts->taken = true;
	facts->path_state = PATH_UNREAD;
	/* A broken block still says what stands before the break (RFC 7606 section 3). */
	(void)!bgp_attrs_read(facts->block.bytes, &facts->attrs);
	return true;
}

const struct hops *route_facts_hops(struct route_facts *facts)
{
	if (facts->path_state == PATH_UNREAD) {
		bool sound = bgp_attrs_path(&facts->attrs, facts->block.asn_size, facts->path_room,
					    &facts->path) == 0 &&
			     hops_read(&facts->hops, facts->path) == 0;
		facts->path_state = sound ? PATH_READ : PATH_BROKEN;
	}
	return facts->path_state == PATH_READ ? &facts->hops : NULL;
}

bool route_facts_origin(struct route_facts *facts, asn_t own, asn_t *out_origin)
{
	return route_facts_hops(facts) != NULL && as_path_origin(facts->path, own, out_origin) == 0;
}

struct communities route_facts_communities(const struct route_facts *facts)
{
	const struct bgp_attrs *attrs = &facts->attrs;
	struct communities communities = { 0 };

	if (bgp_attrs_has(attrs, BGP_ATTR_COMMUNITIES))
		communities.plain = attrs->values[BGP_ATTR_COMMUNITIES];
	if (bgp_attrs_has(attrs, BGP_ATTR_LARGE_COMMUNITIES))
		communities.large = attrs->values[BGP_ATTR_LARGE_COMMUNITIES];
	if (bgp_attrs_has(attrs, BGP_ATTR_EXT_COMMUNITIES))
		communities.extended = attrs->values[BGP_ATTR_EXT_COMMUNITIES];
	return communities;
}
