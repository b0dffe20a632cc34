#include "cli/route_line.h"

void route_line_init(struct route_line *route)
{
	hops_init(&route->hops);
}

void route_line_clear(struct route_line *route)
{
	hops_clear(&route->hops);
}

bool route_line_path(struct route_line *route, struct text path)
{
	struct reader octets;

	route->has_path = as_path_parse(path, route->room, &octets) == 0 &&
			  hops_read(&route->hops, octets) == 0 && route->hops.count > 0 &&
			  as_path_origin(octets, ASN_NONE, &route->origin) == 0;
	return route->has_path;
}

/* "PREFIX,rest", else "PREFIX rest": a path may have commas of its own. */
static bool cut_prefix(struct text line, struct prefix *out_prefix, struct text *out_rest)
{
	struct text first, rest = line;

	if (text_cut(&rest, ',', &first) && prefix_parse(text_trim(first), out_prefix) == 0) {
		*out_rest = text_trim(rest);
		return true;
	}
	rest = line;
	if (!text_word(&rest, &first) || prefix_parse(first, out_prefix) < 0)
		return false;
	*out_rest = text_trim(rest);
	return true;
}

bool route_line_read(struct route_line *route, struct text line)
{
	struct text rest;

	if (!cut_prefix(line, &route->prefix, &rest))
		return false;
	route->has_path = false;
	return asn_parse(rest, &route->origin) == 0 || route_line_path(route, rest);
}
