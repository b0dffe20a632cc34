#include "net/role.h"

static const char *const NAMES[] = { "Provider", "RS", "RS-Client", "Customer", "Peer" };

enum { NAMED = sizeof(NAMES) / sizeof(NAMES[0]) };

const char *bgp_role_name(unsigned role)
{
	return role < NAMED ? NAMES[role] : NULL;
}

bool bgp_role_find(struct text word, enum bgp_role *out_role)
{
	for (unsigned role = 0; role < NAMED; role++)
		if (text_equal_fold(word, text_of(NAMES[role]))) {
			*out_role = (enum bgp_role)role;
			return true;
		}
	if (!text_equal_fold(word, TEXT("collector")))
		return false;
	*out_role = BGP_ROLE_NONE;
	return true;
}
