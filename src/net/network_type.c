#include "net/network_type.h"

static const char *const NAMES[NETWORK_TYPES] = {
	[NETWORK_UNKNOWN] = "",
	[NETWORK_NSP] = "NSP",
	[NETWORK_CONTENT] = "Content",
	[NETWORK_ACCESS] = "Cable/DSL/ISP",
	[NETWORK_ENTERPRISE] = "Enterprise",
	[NETWORK_EDUCATION] = "Educational/Research",
	[NETWORK_NON_PROFIT] = "Non-Profit",
	[NETWORK_ROUTE_SERVER] = "Route Server",
	[NETWORK_SERVICES] = "Network Services",
	[NETWORK_ROUTE_COLLECTOR] = "Route Collector",
	[NETWORK_GOVERNMENT] = "Government",
};

const char *network_type_name(enum network_type type)
{
	return NAMES[type];
}

bool network_type_find(struct text word, enum network_type *out_type)
{
	for (unsigned type = 0; type < NETWORK_TYPES; type++)
		if (text_equal_fold(word, text_of(NAMES[type]))) {
			*out_type = (enum network_type)type;
			return true;
		}
	if (!text_equal_fold(word, TEXT("Not Disclosed")))
		return false;
	*out_type = NETWORK_UNKNOWN;
	return true;
}
