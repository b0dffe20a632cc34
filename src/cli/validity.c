#include "cli/validity.h"

#include "cli/answer.h"

/* The sentences of Routinator and of the RIPE NCC's validator, which scripts compare with. */
static const char VALID_SAYS[] = "At least one VRP Matches the Route Prefix";
static const char ASN_SAYS[] =
	"At least one VRP Covers the Route Prefix, but no VRP ASN matches the route origin ASN";
static const char LENGTH_SAYS[] =
	"At least one VRP Covers the Route Prefix, but the Route Prefix length is greater than the "
	"maximum length allowed by VRP(s) matching this route origin ASN";
static const char NOT_FOUND_SAYS[] = "No VRP Covers the Route Prefix";

/* In which of Routinator's three lists a covering VRP stands: it looks at the length first. */
enum vrp_list { VRP_MATCHED, VRP_UNMATCHED_AS, VRP_UNMATCHED_LENGTH };

static enum vrp_list list_of(const struct vrp *vrp, const struct prefix *prefix, asn_t origin)
{
	if (prefix->len > vrp->max_length)
		return VRP_UNMATCHED_LENGTH;
	return vrp->asn == origin && origin != ASN_NONE ? VRP_MATCHED : VRP_UNMATCHED_AS;
}

static void put_json_list(struct buffer *out, const struct rov *rov, const struct prefix *prefix,
			  asn_t origin, enum vrp_list list, const char *key)
{
	struct vrp vrp;
	char text[PREFIX_TEXT_MAX];
	bool first = true;

	json_key(out, key);
	buffer_char(out, '[');
	for (struct rov_walk walk = rov_covering(rov, prefix); rov_walk_next(&walk, &vrp);) {
		if (list_of(&vrp, prefix, origin) != list)
			continue;
		json_item(out, &first);
		buffer_format(out, "{\"asn\":\"AS%u\",\"prefix\":\"%s\",\"max_length\":\"%u\"}",
			      vrp.asn, prefix_print(&vrp.prefix, text), vrp.max_length);
	}
	buffer_char(out, ']');
}

/* Is any covering VRP of this list there? */
static bool has_list(const struct rov *rov, const struct prefix *prefix, asn_t origin,
		     enum vrp_list list)
{
	struct vrp vrp;

	for (struct rov_walk walk = rov_covering(rov, prefix); rov_walk_next(&walk, &vrp);)
		if (list_of(&vrp, prefix, origin) == list)
			return true;
	return false;
}

void validity_put(struct buffer *out, const struct rov *rov, const struct prefix *prefix,
		  asn_t origin)
{
	enum rov_state state = rov_check(rov, prefix, origin);

	json_key(out, "validity");
	buffer_char(out, '{');
	if (state == ROV_VALID) {
		json_string(out, "state", "valid");
		json_string(out, "description", VALID_SAYS);
	} else if (state == ROV_NOT_FOUND) {
		json_string(out, "state", "not-found");
		json_string(out, "description", NOT_FOUND_SAYS);
	} else {
		bool as = has_list(rov, prefix, origin, VRP_UNMATCHED_AS);
		json_string(out, "state", "invalid");
		json_string(out, "reason", as ? "as" : "length");
		json_string(out, "description", as ? ASN_SAYS : LENGTH_SAYS);
	}
	json_key(out, "VRPs");
	buffer_char(out, '{');
	put_json_list(out, rov, prefix, origin, VRP_MATCHED, "matched");
	put_json_list(out, rov, prefix, origin, VRP_UNMATCHED_AS, "unmatched_as");
	put_json_list(out, rov, prefix, origin, VRP_UNMATCHED_LENGTH, "unmatched_length");
	buffer_string(out, "}}");
}
