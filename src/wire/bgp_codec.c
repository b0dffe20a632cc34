#include "wire/bgp_codec.h"

uint32_t bgp_family_bit(unsigned afi, unsigned safi)
{
	return afi >= 1 && afi <= 2 && safi >= 1 && safi <= 4 ? UINT32_C(1) << (afi * 4 + safi) : 0;
}
