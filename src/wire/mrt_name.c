#include "wire/mrt_name.h"

#include <stddef.h>

#include "wire/mrt.h"

enum { SUBTYPES_MAX = 16 };

static const char *const TYPES[] = {
	[MRT_NULL] = "NULL",
	[MRT_START] = "START",
	[MRT_DIE] = "DIE",
	[MRT_I_AM_DEAD] = "I_AM_DEAD",
	[MRT_PEER_DOWN] = "PEER_DOWN",
	[MRT_BGP] = "BGP",
	[MRT_RIP] = "RIP",
	[MRT_IDRP] = "IDRP",
	[MRT_RIPNG] = "RIPNG",
	[MRT_BGP4PLUS] = "BGP4PLUS",
	[MRT_BGP4PLUS_01] = "BGP4PLUS_01",
	[MRT_OSPFV2] = "OSPFv2",
	[MRT_TABLE_DUMP] = "TABLE_DUMP",
	[MRT_TABLE_DUMP_V2] = "TABLE_DUMP_V2",
	[MRT_BGP4MP] = "BGP4MP",
	[MRT_BGP4MP_ET] = "BGP4MP_ET",
	[MRT_ISIS] = "ISIS",
	[MRT_ISIS_ET] = "ISIS_ET",
	[MRT_OSPFV3] = "OSPFv3",
	[MRT_OSPFV3_ET] = "OSPFv3_ET",
};

static const char *const BGP[SUBTYPES_MAX] = {
	[MRT_BGP_NULL] = "BGP_NULL",
	[MRT_BGP_UPDATE] = "BGP_UPDATE",
	[MRT_BGP_PREF_UPDATE] = "BGP_PREF_UPDATE",
	[MRT_BGP_STATE_CHANGE] = "BGP_STATE_CHANGE",
	[MRT_BGP_SYNC] = "BGP_SYNC",
	[MRT_BGP_OPEN] = "BGP_OPEN",
	[MRT_BGP_NOTIFY] = "BGP_NOTIFY",
	[MRT_BGP_KEEPALIVE] = "BGP_KEEPALIVE",
};

static const char *const TABLE_DUMP[SUBTYPES_MAX] = {
	[1] = "AFI_IPv4",
	[2] = "AFI_IPv6",
	/* No standard knows these two; the names are those of bgpdump. */
	[3] = "AFI_IP_32BIT_AS",
	[4] = "AFI_IP6_32BIT_AS",
};

static const char *const TABLE_DUMP_V2[SUBTYPES_MAX] = {
	[MRT_PEER_INDEX_TABLE] = "PEER_INDEX_TABLE",
	[MRT_RIB_IPV4_UNICAST] = "RIB_IPV4_UNICAST",
	[MRT_RIB_IPV4_MULTICAST] = "RIB_IPV4_MULTICAST",
	[MRT_RIB_IPV6_UNICAST] = "RIB_IPV6_UNICAST",
	[MRT_RIB_IPV6_MULTICAST] = "RIB_IPV6_MULTICAST",
	[MRT_RIB_GENERIC] = "RIB_GENERIC",
	[MRT_GEO_PEER_TABLE] = "GEO_PEER_TABLE",
	[MRT_RIB_IPV4_UNICAST_ADDPATH] = "RIB_IPV4_UNICAST_ADDPATH",
	[MRT_RIB_IPV4_MULTICAST_ADDPATH] = "RIB_IPV4_MULTICAST_ADDPATH",
	[MRT_RIB_IPV6_UNICAST_ADDPATH] = "RIB_IPV6_UNICAST_ADDPATH",
	[MRT_RIB_IPV6_MULTICAST_ADDPATH] = "RIB_IPV6_MULTICAST_ADDPATH",
	[MRT_RIB_GENERIC_ADDPATH] = "RIB_GENERIC_ADDPATH",
};

static const char *const BGP4MP[SUBTYPES_MAX] = {
	[MRT_STATE_CHANGE] = "BGP4MP_STATE_CHANGE",
	[MRT_MESSAGE] = "BGP4MP_MESSAGE",
	[MRT_ENTRY] = "BGP4MP_ENTRY",
	[MRT_SNAPSHOT] = "BGP4MP_SNAPSHOT",
	[MRT_MESSAGE_AS4] = "BGP4MP_MESSAGE_AS4",
	[MRT_STATE_CHANGE_AS4] = "BGP4MP_STATE_CHANGE_AS4",
	[MRT_MESSAGE_LOCAL] = "BGP4MP_MESSAGE_LOCAL",
	[MRT_MESSAGE_AS4_LOCAL] = "BGP4MP_MESSAGE_AS4_LOCAL",
	[MRT_MESSAGE_ADDPATH] = "BGP4MP_MESSAGE_ADDPATH",
	[MRT_MESSAGE_AS4_ADDPATH] = "BGP4MP_MESSAGE_AS4_ADDPATH",
	[MRT_MESSAGE_LOCAL_ADDPATH] = "BGP4MP_MESSAGE_LOCAL_ADDPATH",
	[MRT_MESSAGE_AS4_LOCAL_ADDPATH] = "BGP4MP_MESSAGE_AS4_LOCAL_ADDPATH",
};

const char *mrt_name_of_type(unsigned type)
{
	return type < sizeof(TYPES) / sizeof(TYPES[0]) ? TYPES[type] : NULL;
}

/* NULL for a type without subtypes. */
static const char *const *subtypes_of(unsigned type)
{
	switch (type) {
	case MRT_BGP:
	case MRT_BGP4PLUS:
	case MRT_BGP4PLUS_01:
		return BGP;
	case MRT_TABLE_DUMP:
		return TABLE_DUMP;
	case MRT_TABLE_DUMP_V2:
		return TABLE_DUMP_V2;
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		return BGP4MP;
	default:
		return NULL;
	}
}

const char *mrt_type_name(unsigned type, unsigned subtype)
{
	const char *const *subtypes = subtypes_of(type);

	if (subtypes == NULL)
		return mrt_name_of_type(type);
	return subtype < SUBTYPES_MAX ? subtypes[subtype] : NULL;
}
