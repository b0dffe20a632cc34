#include "wire/slurm_member.h"

#include <stdio.h>

static const struct slurm_member members[] = {
	{ "slurmVersion", BIT(TOP), NUMBER, VERSION, OUTSIDE },
	{ "validationOutputFilters", BIT(TOP), OBJECT, FILTERS_OBJECT, FILTERS },
	{ "locallyAddedAssertions", BIT(TOP), OBJECT, ASSERTIONS_OBJECT, ASSERTIONS },
	{ "prefixFilters", BIT(FILTERS), ARRAY, PREFIX_LIST, PREFIX_FILTERS },
	{ "bgpsecFilters", BIT(FILTERS), ARRAY, KEY_LIST, KEY_FILTERS },
	{ "aspaFilters", BIT(FILTERS), ARRAY, ASPA_LIST, ASPA_FILTERS },
	{ "prefixAssertions", BIT(ASSERTIONS), ARRAY, PREFIX_LIST, PREFIX_ASSERTIONS },
	{ "bgpsecAssertions", BIT(ASSERTIONS), ARRAY, KEY_LIST, KEY_ASSERTIONS },
	{ "aspaAssertions", BIT(ASSERTIONS), ARRAY, ASPA_LIST, ASPA_ASSERTIONS },
	{ "prefix", BIT(PREFIX_FILTERS) | BIT(PREFIX_ASSERTIONS), STRING, PREFIX, OUTSIDE },
	{ "asn",
	  BIT(PREFIX_FILTERS) | BIT(KEY_FILTERS) | BIT(PREFIX_ASSERTIONS) | BIT(KEY_ASSERTIONS),
	  NUMBER, ASN, OUTSIDE },
	{ "maxPrefixLength", BIT(PREFIX_ASSERTIONS), NUMBER, MAX_LENGTH, OUTSIDE },
	{ "SKI", BIT(KEY_FILTERS) | BIT(KEY_ASSERTIONS), STRING, SKI, OUTSIDE },
	{ "routerPublicKey", BIT(KEY_ASSERTIONS), STRING, PUBLIC_KEY, OUTSIDE },
	{ "customerAsn", BIT(ASPA_FILTERS) | BIT(ASPA_ASSERTIONS), NUMBER, CUSTOMER, OUTSIDE },
	{ "customerAsid", BIT(ASPA_FILTERS) | BIT(ASPA_ASSERTIONS), NUMBER, CUSTOMER, OUTSIDE },
	{ "providerAsns", BIT(ASPA_ASSERTIONS), ARRAY, PROVIDER_LIST, PROVIDERS },
	{ "comment",
	  BIT(PREFIX_FILTERS) | BIT(KEY_FILTERS) | BIT(ASPA_FILTERS) | BIT(PREFIX_ASSERTIONS) |
		  BIT(KEY_ASSERTIONS) | BIT(ASPA_ASSERTIONS),
	  STRING, COMMENT, OUTSIDE },
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

static const struct slurm_wanted wanted[SLURM_PLACES] = {
	[TOP] = { BIT(VERSION) | BIT(FILTERS_OBJECT) | BIT(ASSERTIONS_OBJECT), 0 },
	[FILTERS] = { BIT(PREFIX_LIST) | BIT(KEY_LIST), 0 },
	[ASSERTIONS] = { BIT(PREFIX_LIST) | BIT(KEY_LIST), 0 },
	/* RFC 8416 sections 3.3.1 and 3.3.2: one or both */
	[PREFIX_FILTERS] = { 0, BIT(PREFIX) | BIT(ASN) },
	[KEY_FILTERS] = { 0, BIT(ASN) | BIT(SKI) },
	[ASPA_FILTERS] = { BIT(CUSTOMER), 0 },
	[PREFIX_ASSERTIONS] = { BIT(PREFIX) | BIT(ASN), 0 },
	[KEY_ASSERTIONS] = { BIT(ASN) | BIT(SKI) | BIT(PUBLIC_KEY), 0 },
	[ASPA_ASSERTIONS] = { BIT(CUSTOMER) | BIT(PROVIDER_LIST), 0 },
};

const char *slurm_shape_name(enum slurm_shape shape)
{
	static const char *const names[] = { "a number", "a string", "an object", "an array" };
	return names[shape];
}

struct slurm_wanted slurm_wanted_in(enum slurm_place in)
{
	return wanted[in];
}

const struct slurm_member *slurm_member_find(enum slurm_place in, struct text name)
{
	for (size_t i = 0; i < MEMBERS; i++)
		if ((members[i].in & BIT(in)) != 0 && text_equal(text_of(members[i].name), name))
			return &members[i];
	return NULL;
}

void slurm_member_names(enum slurm_place in, unsigned fields, char *out_names, size_t size)
{
	size_t used = 0;

	out_names[0] = '\0';
	for (size_t i = 0; i < MEMBERS && used < size; i++) {
		bool is_alias =
			i > 0 && members[i].field == CUSTOMER && members[i - 1].field == CUSTOMER;
		if (is_alias || (members[i].in & BIT(in)) == 0 ||
		    (fields & BIT(members[i].field)) == 0)
			continue;
		used += (size_t)snprintf(out_names + used, size - used, "%s%s",
					 used > 0 ? ", " : "", members[i].name);
	}
}
