/* A neighbour whose routes somebody tells us: a collector's, a router's. A plain value. */
#ifndef WIRE_BGP_PEER_H
#define WIRE_BGP_PEER_H

#include "net/asn.h"
#include "net/prefix.h"

struct bgp_peer {
	uint32_t bgp_id; /* 0: not known */
	struct address address;
	asn_t asn;
};

#endif
