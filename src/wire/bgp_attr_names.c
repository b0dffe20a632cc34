#include "wire/bgp_attr_names.h"

#include <stddef.h>

#include "wire/bgp_attrs.h"

enum {
	WELL_KNOWN = BGP_ATTR_TRANSITIVE,
	TRANSITIVE = BGP_ATTR_OPTIONAL | BGP_ATTR_TRANSITIVE,
	LOCAL = BGP_ATTR_OPTIONAL,

	DISCARD = BGP_ATTRIBUTE_DISCARD,
	WITHDRAW = BGP_TREAT_AS_WITHDRAW,
	DISABLE = BGP_AFI_SAFI_DISABLE,
};

/* Where nobody says what to do with a malformed one, RFC 7606 section 8 prefers this to a reset. */
#define NOT_SAID  "RFC 7606 section 8"
#define CLEARED   "deprecated by RFC 8093"
#define NO_LONGER "RFC 7606 section 7, not discussed"

static const struct bgp_attr_name NAMES[] = {
	{ 1, WELL_KNOWN, false, WITHDRAW, "ORIGIN", "origin", "origin", "RFC 7606 section 7.1" },
	{ 2, WELL_KNOWN, false, WITHDRAW, "AS_PATH", "path", "path", "RFC 7606 section 7.2" },
	{ 3, WELL_KNOWN, false, WITHDRAW, "NEXT_HOP", "next_hop", "next hop",
	  "RFC 7606 section 7.3" },
	{ 4, LOCAL, false, WITHDRAW, "MULTI_EXIT_DISC", "med", "MED", "RFC 7606 section 7.4" },
	{ 5, WELL_KNOWN, false, DISCARD, "LOCAL_PREF", "local_pref", "local preference",
	  "RFC 7606 section 7.5" },
	{ 6, WELL_KNOWN, false, DISCARD, "ATOMIC_AGGREGATE", "atomic_aggregate", "atomic aggregate",
	  "RFC 7606 section 7.6" },
	{ 7, TRANSITIVE, false, DISCARD, "AGGREGATOR", "aggregator", "aggregator",
	  "RFC 7606 section 7.7" },
	{ 8, TRANSITIVE, false, WITHDRAW, "COMMUNITY", "communities", "communities",
	  "RFC 7606 section 7.8" },
	{ 9, LOCAL, false, DISCARD, "ORIGINATOR_ID", "originator_id", "originator",
	  "RFC 7606 section 7.9" },
	{ 10, LOCAL, false, DISCARD, "CLUSTER_LIST", "cluster_list", "clusters",
	  "RFC 7606 section 7.10" },
	{ 11, TRANSITIVE, true, WITHDRAW, "DPA", "dpa", "DPA", NO_LONGER },
	{ 12, TRANSITIVE, true, WITHDRAW, "ADVERTISER", "advertiser", "advertiser", NO_LONGER },
	{ 13, TRANSITIVE, true, WITHDRAW, "RCID_PATH / CLUSTER_ID", "rcid_path", "RCID path",
	  NO_LONGER },
	{ 14, LOCAL, false, DISABLE, "MP_REACH_NLRI", "mp_reach_nlri", "reachable routes",
	  "RFC 7606 section 7.11" },
	{ 15, LOCAL, false, DISABLE, "MP_UNREACH_NLRI", "mp_unreach_nlri", "unreachable routes",
	  "RFC 7606 section 7.12" },
	{ 16, TRANSITIVE, false, WITHDRAW, "EXTENDED COMMUNITIES", "extended_communities",
	  "extended communities", "RFC 7606 section 7.14" },
	{ 17, TRANSITIVE, false, DISCARD, "AS4_PATH", "as4_path", "AS4 path",
	  "RFC 6793 section 6" },
	{ 18, TRANSITIVE, false, DISCARD, "AS4_AGGREGATOR", "as4_aggregator", "AS4 aggregator",
	  "RFC 6793 section 6" },
	{ 19, TRANSITIVE, true, WITHDRAW, "SAFI Specific Attribute (SSA)", "safi_specific",
	  "SAFI specific", NO_LONGER },
	{ 20, TRANSITIVE, true, WITHDRAW, "Connector Attribute", "connector", "connector",
	  NO_LONGER },
	{ 21, TRANSITIVE, true, WITHDRAW, "AS_PATHLIMIT", "as_pathlimit", "path limit", NO_LONGER },
	{ 22, TRANSITIVE, false, WITHDRAW, "PMSI_TUNNEL", "pmsi_tunnel", "PMSI tunnel",
	  "RFC 6514 section 5" },
	{ 23, TRANSITIVE, false, WITHDRAW, "Tunnel Encapsulation", "tunnel_encapsulation",
	  "tunnel encapsulation", "RFC 9012 section 13" },
	{ 24, LOCAL, false, WITHDRAW, "Traffic Engineering", "traffic_engineering",
	  "traffic engineering", "RFC 7606 section 7.13" },
	{ 25, TRANSITIVE, false, WITHDRAW, "IPv6 Address Specific Extended Community",
	  "ipv6_extended_communities", "IPv6 extended communities", "RFC 7606 section 7.15" },
	{ 26, LOCAL, false, DISCARD, "AIGP", "aigp", "AIGP", "RFC 7311 section 3.2" },
	{ 27, TRANSITIVE, false, WITHDRAW, "PE Distinguisher Labels", "pe_distinguisher_labels",
	  "PE distinguisher labels", "RFC 6514 section 8" },
	{ 28, TRANSITIVE, true, DISCARD, "BGP Entropy Label Capability Attribute",
	  "entropy_label_capability", "entropy label capability", "RFC 7447" },
	{ 29, LOCAL, false, DISCARD, "BGP-LS Attribute", "bgp_ls", "link state",
	  "RFC 9552 section 8.2.2" },
	{ 30, TRANSITIVE, true, WITHDRAW, "Deprecated", "deprecated_30", "attribute 30", CLEARED },
	{ 31, TRANSITIVE, true, WITHDRAW, "Deprecated", "deprecated_31", "attribute 31", CLEARED },
	{ 32, TRANSITIVE, false, WITHDRAW, "LARGE_COMMUNITY", "large_communities",
	  "large communities", "RFC 8092 section 6" },
	{ 33, LOCAL, false, WITHDRAW, "BGPsec_Path", "bgpsec_path", "BGPsec path",
	  "RFC 8205 section 5.2" },
	{ 34, TRANSITIVE, true, WITHDRAW, "BGP Community Container Attribute",
	  "community_container", "community container", NOT_SAID },
	{ 35, TRANSITIVE, false, WITHDRAW, "Only to Customer (OTC)", "otc", "only to customer AS",
	  "RFC 9234 section 5" },
	{ 36, TRANSITIVE, false, WITHDRAW, "BGP Domain Path (D-PATH)", "d_path", "domain path",
	  "RFC 10039 section 4" },
	{ 37, TRANSITIVE, false, WITHDRAW, "SFP attribute", "sfp", "service function path",
	  "RFC 9015 section 3.2.1" },
	{ 38, TRANSITIVE, false, DISCARD, "BFD Discriminator", "bfd_discriminator",
	  "BFD discriminator", "RFC 9026 section 3.1.6" },
	{ 39, TRANSITIVE, true, DISCARD, "BGP Next Hop Dependent Characteristics Attribute (NHC)",
	  "next_hop_characteristics", "next hop characteristics", NOT_SAID },
	{ 40, TRANSITIVE, false, DISCARD, "BGP Prefix-SID", "prefix_sid", "prefix SID",
	  "RFC 8669 section 6" },
	{ 41, TRANSITIVE, false, DISCARD, "BIER", "bier", "BIER", "RFC 9793 section 4" },
	{ 128, TRANSITIVE, false, WITHDRAW, "ATTR_SET", "attr_set", "attribute set",
	  "RFC 7606 section 7.16" },
	{ 129, TRANSITIVE, true, WITHDRAW, "Deprecated", "deprecated_129", "attribute 129",
	  CLEARED },
	{ 241, TRANSITIVE, true, WITHDRAW, "Deprecated", "deprecated_241", "attribute 241",
	  CLEARED },
	{ 242, TRANSITIVE, true, WITHDRAW, "Deprecated", "deprecated_242", "attribute 242",
	  CLEARED },
	{ 243, TRANSITIVE, true, WITHDRAW, "Deprecated", "deprecated_243", "attribute 243",
	  CLEARED },
	{ 255, TRANSITIVE, true, WITHDRAW, "Reserved for development", "reserved_255",
	  "attribute 255", NOT_SAID },
};

enum {
	COUNT = sizeof(NAMES) / sizeof(NAMES[0]),
	DENSE = 41, /* the first rows are the types 1 to 41 */
};

const struct bgp_attr_name *bgp_attr_name_find(unsigned type)
{
	if (type - 1 < DENSE)
		return &NAMES[type - 1];
	for (size_t i = DENSE; i < COUNT; i++)
		if (NAMES[i].type == type)
			return &NAMES[i];
	return NULL;
}

const char *bgp_treatment_name(enum bgp_treatment treatment)
{
	switch (treatment) {
	case BGP_ATTRIBUTE_DISCARD:
		return "attribute discard";
	case BGP_TREAT_AS_WITHDRAW:
		return "treat as withdraw";
	case BGP_AFI_SAFI_DISABLE:
		return "AFI/SAFI disable";
	case BGP_SESSION_RESET:
		return "session reset";
	case BGP_TREAT_NONE:
	default:
		return "none";
	}
}
