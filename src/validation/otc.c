#include "validation/otc.h"

static struct otc_verdict verdict_with(enum otc_action action, asn_t otc)
{
	return (struct otc_verdict){ action, true, otc };
}

static struct otc_verdict verdict_as_is(enum otc_action action, bool has_otc, asn_t otc)
{
	return (struct otc_verdict){ action, has_otc, has_otc ? otc : ASN_NONE };
}

struct otc_verdict otc_receive(enum bgp_role local_role, asn_t remote, bool has_otc, asn_t otc)
{
	switch (local_role) {
	case BGP_ROLE_PROVIDER:
	case BGP_ROLE_RS:
		/* Section 5, ingress 1: who may send to customers only has sent to us. */
		return verdict_as_is(has_otc ? OTC_LEAK : OTC_ACCEPT, has_otc, otc);
	case BGP_ROLE_PEER:
		/* Ingress 2: only the peer itself may have marked it; else 3. */
		if (has_otc && otc != remote)
			return verdict_with(OTC_LEAK, otc);
		return verdict_with(OTC_ACCEPT, remote);
	case BGP_ROLE_CUSTOMER:
	case BGP_ROLE_RS_CLIENT:
		/* Ingress 3: from here on it goes to customers only. */
		return verdict_with(OTC_ACCEPT, has_otc ? otc : remote);
	case BGP_ROLE_NONE:
	case BGP_ROLE_MANY:
	default:
		return verdict_as_is(OTC_ACCEPT, has_otc, otc);
	}
}

struct otc_verdict otc_send(enum bgp_role local_role, asn_t local, bool has_otc, asn_t otc)
{
	switch (local_role) {
	case BGP_ROLE_PROVIDER:
	case BGP_ROLE_RS:
		/* Section 5, egress 1; an OTC that is there stays as it is. */
		return verdict_with(OTC_SEND, has_otc ? otc : local);
	case BGP_ROLE_PEER:
		/* Egress 1 and 2. */
		if (has_otc)
			return verdict_as_is(OTC_SUPPRESS, false, ASN_NONE);
		return verdict_with(OTC_SEND, local);
	case BGP_ROLE_CUSTOMER:
	case BGP_ROLE_RS_CLIENT:
		/* Egress 2. */
		return verdict_as_is(has_otc ? OTC_SUPPRESS : OTC_SEND, false, ASN_NONE);
	case BGP_ROLE_NONE:
	case BGP_ROLE_MANY:
	default:
		return verdict_as_is(OTC_SEND, has_otc, otc);
	}
}

const char *otc_action_name(enum otc_action action)
{
	static const char *const names[] = {
		[OTC_LEAK] = "leak",
		[OTC_ACCEPT] = "accept",
		[OTC_SUPPRESS] = "suppress",
		[OTC_SEND] = "send",
	};
	return names[action];
}
