#include "wire/bgp_faults.h"

#include "wire/bgp_attr_check.h"
#include "wire/bgp_attrs.h"
#include "wire/bgp_families.h"
#include "wire/bgp_flowspec.h"
#include "wire/bgp_nlri.h"

struct check {
	const struct bgp_update_terms *session;
	struct bgp_faults faults;
	uint64_t seen[4]; /* bit t: an attribute of type t was met */
	bool has_reach;   /* an MP_REACH_NLRI with routes */
	bool has_other;   /* an attribute that is not MP_UNREACH_NLRI */
};

/* The kept ones are the first, but the last of them gives way to a stronger one, so that what
 * decides is shown. */
static void add(struct check *check, unsigned attr_type, enum bgp_treatment treatment,
		const char *reason, const char *rule)
{
	struct bgp_faults *faults = &check->faults;
	struct bgp_fault fault = { (uint8_t)attr_type, (uint8_t)treatment, reason, rule };

	faults->count++;
	if (faults->kept < BGP_FAULTS_KEPT)
		faults->first[faults->kept++] = fault;
	else if (treatment > faults->treatment)
		faults->first[BGP_FAULTS_KEPT - 1] = fault;
	if (treatment > faults->treatment)
		faults->treatment = treatment;
}

static bool has_seen(const struct check *check, unsigned type)
{
	return (check->seen[type / 64] >> type % 64 & 1) != 0;
}

/* RFC 7606 sections 5.3, 3.i: without all its routes nothing can be withdrawn (section 3.j). */
static void check_prefixes(struct check *check, struct reader field, const char *reason)
{
	struct prefix prefix;
	uint32_t path_id;
	bool has_path_ids =
		bgp_codec_has_path_ids(&check->session->codec, BGP_AFI_IPV4, BGP_SAFI_UNICAST);
	int got;

	while ((got = nlri_next(&field, FAMILY_V4, has_path_ids, &prefix, &path_id)) > 0)
		;
	if (got < 0)
		add(check, 0, BGP_SESSION_RESET, reason, "RFC 7606 section 5.3");
}

/* Which lengths a next hop may have, as bits of length / 4; 0: any. RFC 4760, 2545, 8950 (IPv6 for
 * IPv4 routes), 4364 and 4659 (behind a route distinguisher), 8955 section 4 (none for flows). */
static uint32_t next_hop_sizes(const struct mp_nlri *mp)
{
	enum { V4 = 1 << 1, V6 = 1 << 4 | 1 << 8, RD_V4 = 1 << 3, RD_V6 = 1 << 6 | 1 << 12 };

	if (mp->afi == BGP_AFI_IPV6 && mp->safi == BGP_SAFI_UNICAST)
		return V6;
	switch (mp->safi) {
	case BGP_SAFI_UNICAST:
	case BGP_SAFI_MULTICAST:
	case BGP_SAFI_LABELED:
		return mp->family != 0 ? V4 | V6 : 0;
	case BGP_SAFI_VPN:
	case BGP_SAFI_VPN_MULTICAST:
		return mp->family != 0 ? RD_V4 | RD_V6 : 0;
	case BGP_SAFI_EVPN:
	case BGP_SAFI_VPLS:
		return mp->afi == BGP_AFI_L2VPN ? V4 | V6 : 0;
	default:
		return 0;
	}
}

static bool next_hop_fits(const struct mp_nlri *mp)
{
	size_t size = reader_left(&mp->next_hop);
	uint32_t sizes = next_hop_sizes(mp);

	return sizes == 0 || (size % 4 == 0 && size <= 48 && (sizes >> size / 4 & 1) != 0);
}

static void check_routes(struct check *check, unsigned type, const struct mp_nlri *mp)
{
	struct reader list = mp->nlri;
	struct bgp_nlri nlri;
	bool has_path_ids = bgp_codec_has_path_ids(&check->session->codec, mp->afi, mp->safi);
	int got;

	while ((got = bgp_nlri_next(&list, mp->afi, mp->safi, has_path_ids,
				    type == BGP_ATTR_MP_UNREACH, &nlri)) > 0) {
		if (nlri.kind == BGP_NLRI_FLOWSPEC && bgp_flowspec_check(nlri.value, mp->afi) < 0) {
			/* RFC 8955 section 4.2: malformed, so RFC 7606 as a whole. */
			add(check, type, BGP_TREAT_AS_WITHDRAW, "a flow specification of no sense",
			    "RFC 8955 section 4.2");
			return;
		}
	}
	if (got < 0)
		add(check, type, BGP_AFI_SAFI_DISABLE, "routes that do not add up",
		    "RFC 7606 section 5.3");
}

static void check_reach(struct check *check, struct reader value)
{
	struct mp_nlri mp;

	if (mp_reach_read(value, &mp) < 0) {
		/* Without a family none can be disabled; otherwise it could be. */
		add(check, BGP_ATTR_MP_REACH,
		    reader_left(&value) < 5 ? BGP_SESSION_RESET : BGP_AFI_SAFI_DISABLE,
		    "a next hop that reaches past the attribute", "RFC 7606 section 7.11");
		return;
	}
	check->has_reach = reader_left(&mp.nlri) > 0;
	if (!next_hop_fits(&mp))
		add(check, BGP_ATTR_MP_REACH, BGP_AFI_SAFI_DISABLE,
		    "a next hop of a length that its family does not have",
		    "RFC 7606 section 7.11");
	check_routes(check, BGP_ATTR_MP_REACH, &mp);
}

static void check_unreach(struct check *check, struct reader value)
{
	struct mp_nlri mp;

	if (mp_unreach_read(value, &mp) < 0)
		add(check, BGP_ATTR_MP_UNREACH, BGP_SESSION_RESET, "a length below 3",
		    "RFC 7606 section 5.3");
	else
		check_routes(check, BGP_ATTR_MP_UNREACH, &mp);
}

/* RFC 7606 section 3.c; for MP attributes section 5.3, for AIGP RFC 7311 section 3.2. */
static void check_flags(struct check *check, const struct bgp_attr *attr,
			const struct bgp_attr_name *name)
{
	unsigned differing = attr->flags ^ name->flags;

	if (name->any_flags || (differing & (BGP_ATTR_OPTIONAL | BGP_ATTR_TRANSITIVE)) == 0)
		return;
	if (name->treatment == BGP_AFI_SAFI_DISABLE)
		add(check, attr->type, BGP_AFI_SAFI_DISABLE, "flags that its type does not have",
		    "RFC 7606 section 5.3");
	else if (attr->type == BGP_ATTR_AIGP)
		add(check, attr->type, BGP_ATTRIBUTE_DISCARD, "flags that its type does not have",
		    name->rule);
	else
		add(check, attr->type, BGP_TREAT_AS_WITHDRAW, "flags that its type does not have",
		    "RFC 7606 section 3.c");
}

static enum bgp_treatment treatment_of(const struct check *check, const struct bgp_attr_name *name)
{
	bool by_session = name->type == BGP_ATTR_LOCAL_PREF ||
			  name->type == BGP_ATTR_ORIGINATOR_ID ||
			  name->type == BGP_ATTR_CLUSTER_LIST;

	if (by_session && check->session->is_internal)
		return BGP_TREAT_AS_WITHDRAW;
	return (enum bgp_treatment)name->treatment;
}

/* Of a path that is sound: RFC 7607, RFC 9774. */
static void check_asns(struct check *check, const struct bgp_attr *attr, unsigned asn_size)
{
	struct reader path = attr->value;
	struct as_segment segment;
	bool has_zero = false, has_set = false;
	bool is_path = attr->type == BGP_ATTR_AS_PATH;

	while (as_path_next(&path, asn_size, &segment) > 0) {
		has_set |= segment.type == AS_SET || segment.type == AS_CONFED_SET;
		for (unsigned i = 0; i < segment.count; i++)
			has_zero |= as_segment_asn(&segment, asn_size) == ASN_NONE;
	}
	if (has_zero)
		add(check, attr->type, is_path ? BGP_TREAT_AS_WITHDRAW : BGP_ATTRIBUTE_DISCARD,
		    "AS 0", "RFC 7607 section 2");
	if (has_set && check->session->refuses_as_sets)
		add(check, attr->type, BGP_TREAT_AS_WITHDRAW, "a set of ASes",
		    "RFC 9774 section 3");
}

static void check_aggregator(struct check *check, const struct bgp_attr *attr, unsigned asn_size)
{
	struct reader value = attr->value;

	if (reader_left(&value) != asn_size + 4)
		add(check, attr->type, BGP_ATTRIBUTE_DISCARD,
		    "a length that is not that of the session's AS numbers",
		    "RFC 7606 section 7.7");
	else if ((asn_size == 4 ? read_u32(&value) : read_u16(&value)) == ASN_NONE)
		add(check, attr->type, BGP_ATTRIBUTE_DISCARD, "AS 0", "RFC 7607 section 2");
}

/* What a syntax alone does not say. */
static void check_meaning(struct check *check, const struct bgp_attr *attr)
{
	unsigned asn_size = check->session->codec.asn_size;

	switch (attr->type) {
	case BGP_ATTR_AS_PATH:
		check_asns(check, attr, asn_size);
		break;
	case BGP_ATTR_AS4_PATH:
		check_asns(check, attr, 4);
		break;
	case BGP_ATTR_AGGREGATOR:
		check_aggregator(check, attr, asn_size);
		break;
	case BGP_ATTR_AS4_AGGREGATOR:
		check_aggregator(check, attr, 4);
		break;
	default:
		break;
	}
	if (asn_size == 4 &&
	    (attr->type == BGP_ATTR_AS4_PATH || attr->type == BGP_ATTR_AS4_AGGREGATOR))
		add(check, attr->type, BGP_ATTRIBUTE_DISCARD,
		    "that it is there although AS numbers have four octets", "RFC 6793 section 6");
}

static void check_attr(struct check *check, const struct bgp_attr *attr)
{
	const struct bgp_attr_name *name = bgp_attr_name_find(attr->type);

	if (name == NULL) {
		/* RFC 7606 leaves this one as it was. */
		if ((attr->flags & BGP_ATTR_OPTIONAL) == 0)
			add(check, attr->type, BGP_SESSION_RESET,
			    "that it is well-known and nobody knows it", "RFC 4271 section 6.3");
		return;
	}
	check_flags(check, attr, name);
	if (attr->type == BGP_ATTR_MP_REACH) {
		check_reach(check, attr->value);
	} else if (attr->type == BGP_ATTR_MP_UNREACH) {
		check_unreach(check, attr->value);
	} else {
		const char *reason =
			bgp_attr_check(attr->type, attr->value, check->session->codec.asn_size, 0);
		if (reason != NULL)
			add(check, attr->type, treatment_of(check, name), reason, name->rule);
		else
			check_meaning(check, attr);
	}
}

/* RFC 7606 section 3.g. */
static void check_repeated(struct check *check, unsigned type)
{
	bool is_mp = type == BGP_ATTR_MP_REACH || type == BGP_ATTR_MP_UNREACH;

	add(check, type, is_mp ? BGP_SESSION_RESET : BGP_ATTRIBUTE_DISCARD,
	    "that it is there more than once", "RFC 7606 section 3.g");
}

static void check_attrs(struct check *check, struct reader block)
{
	struct bgp_attr attr;
	int got;

	while ((got = bgp_attr_next(&block, &attr)) > 0) {
		if (has_seen(check, attr.type)) {
			check_repeated(check, attr.type);
			continue;
		}
		check->seen[attr.type / 64] |= UINT64_C(1) << attr.type % 64;
		check->has_other |= attr.type != BGP_ATTR_MP_UNREACH;
		check_attr(check, &attr);
	}
	if (got < 0) {
		check->has_other = true;
		add(check, 0, BGP_TREAT_AS_WITHDRAW, "attributes that reach past their block",
		    "RFC 7606 section 4");
	}
}

/* RFC 7606 section 3.d. BGPsec_Path stands for AS_PATH (RFC 8205 section 4.1). */
static void check_mandatory(struct check *check, bool has_announced)
{
	static const char *const missing = "that it is missing";
	static const char *const rule = "RFC 7606 section 3.d";

	if (!has_seen(check, BGP_ATTR_ORIGIN))
		add(check, BGP_ATTR_ORIGIN, BGP_TREAT_AS_WITHDRAW, missing, rule);
	if (!has_seen(check, BGP_ATTR_AS_PATH) && !has_seen(check, BGP_ATTR_BGPSEC_PATH))
		add(check, BGP_ATTR_AS_PATH, BGP_TREAT_AS_WITHDRAW, missing, rule);
	if (has_announced && !has_seen(check, BGP_ATTR_NEXT_HOP))
		add(check, BGP_ATTR_NEXT_HOP, BGP_TREAT_AS_WITHDRAW, missing, rule);
}

void bgp_faults_check(const struct bgp_update *update, const struct bgp_update_terms *session,
		      struct bgp_faults *out_faults)
{
	struct check check = { .session = session };
	bool has_announced = reader_left(&update->announced) > 0;

	check_prefixes(&check, update->withdrawn, "withdrawn routes that do not add up");
	check_attrs(&check, update->attributes);
	check_prefixes(&check, update->announced, "routes that do not add up");
	if (has_announced || check.has_reach)
		check_mandatory(&check, has_announced);
	else if (check.has_other && check.faults.treatment > BGP_ATTRIBUTE_DISCARD &&
		 check.faults.treatment < BGP_SESSION_RESET)
		/* Then nobody knows what to withdraw. */
		add(&check, 0, BGP_SESSION_RESET, "faults, but no routes that could be withdrawn",
		    "RFC 7606 section 5.2");
	*out_faults = check.faults;
}

void bgp_faults_check_body(struct reader body, const struct bgp_update_terms *session,
			   struct bgp_faults *out_faults)
{
	struct check check = { .session = session };
	struct bgp_update update;

	if (bgp_update_read(body, &update) == 0) {
		bgp_faults_check(&update, session, out_faults);
		return;
	}
	add(&check, 0, BGP_SESSION_RESET, "parts that reach past the message",
	    "RFC 7606 section 3.b");
	*out_faults = check.faults;
}
