#include "wire/rpki_payload.h"

static const char *const vrp_says[RPKI_VRP_REASONS] = {
	[RPKI_ASN_MISSING] = "a VRP without AS number (RFC 9582 4.2)",
	[RPKI_ASN_BAD] = "a VRP whose AS number is not one of 0..4294967295 (RFC 9582 4.2)",
	[RPKI_PREFIX_MISSING] = "a VRP without prefix (RFC 9582 4.3)",
	[RPKI_PREFIX_BAD] = "a VRP whose prefix is not an address and a length (RFC 9582 4.3)",
	[RPKI_HOST_BITS] = "a VRP whose prefix has bits past its length (RFC 9582 4.3)",
	[RPKI_MAX_LENGTH_BAD] = "a VRP whose maxLength is no number (RFC 9582 4.3)",
	[RPKI_MAX_LENGTH_SHORT] = "a VRP whose maxLength is shorter than its prefix (RFC 9582 4.3)",
	[RPKI_MAX_LENGTH_LONG] = "a VRP whose maxLength is longer than an address (RFC 9582 4.3)",
	[RPKI_LINE_LONG] = "a line longer than 4 KiB",
};

static const char *const aspa_says[RPKI_ASPA_REASONS] = {
	[RPKI_CUSTOMER_MISSING] = "an ASPA without customer (aspa-profile 3.2)",
	[RPKI_CUSTOMER_BAD] = "an ASPA whose customer is not one of 1..4294967295 "
			      "(aspa-profile 3.2)",
	[RPKI_PROVIDERS_NONE] = "an ASPA without providers (aspa-profile 3.3)",
	[RPKI_PROVIDER_BAD] = "an ASPA with a provider that is not one of 0..4294967295 "
			      "(aspa-profile 3.3)",
	[RPKI_PROVIDER_IS_CUSTOMER] = "an ASPA whose customer is its own provider "
				      "(aspa-profile 3.3)",
	[RPKI_AS0_WITH_OTHERS] = "an ASPA with AS0 among other providers (aspa-profile 3.3)",
	[RPKI_PROVIDERS_TOO_MANY] = "an ASPA with more than 10000 providers",
	[RPKI_FAMILIES_TOO_MANY] = "an ASPA by address family beyond the 262144 that are united",
};

static const char *const key_says[RPKI_KEY_REASONS] = {
	[RPKI_KEY_ASN_MISSING] = "a router key without AS number (RFC 8209 3.1.1)",
	[RPKI_KEY_ASN_BAD] = "a router key whose AS number is not one of 0..4294967295",
	[RPKI_SKI_MISSING] = "a router key without identifier (RFC 6487 4.8.2)",
	[RPKI_SKI_BAD] = "a router key whose identifier is no SHA-1 in hexadecimal or base64",
	[RPKI_SPKI_MISSING] = "a router key without the key (RFC 8209 3.1)",
	[RPKI_SPKI_BAD] = "a router key that is not base64 (RFC 4648)",
	[RPKI_SPKI_LONG] = "a router key longer than 4096 octets",
};

static const char *const oddity_says[RPKI_ODDITIES] = {
	[RPKI_TRUST_ANCHOR_LONG] = "a trust anchor's name longer than 64 bytes",
	[RPKI_TIME_BAD] = "a time that is none",
	[RPKI_PROVIDER_TWICE] = "a provider named twice (aspa-profile 3.3)",
	[RPKI_KEY_TWICE] = "a key twice in one object (RFC 8259 4): the last one counts",
	[RPKI_KEY_UNKNOWN] = "a key that is not read",
	[RPKI_TYPE_WRONG] = "a value of another type than is read there",
	[RPKI_STRING_LONG] = "a string longer than 64 KiB",
};

void rpki_counts_init(struct rpki_counts *counts)
{
	refusals_init(&counts->vrps, vrp_says, RPKI_VRP_REASONS);
	refusals_init(&counts->aspas, aspa_says, RPKI_ASPA_REASONS);
	refusals_init(&counts->keys, key_says, RPKI_KEY_REASONS);
	refusals_init(&counts->oddities, oddity_says, RPKI_ODDITIES);
}
