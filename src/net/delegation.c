#include "net/delegation.h"

const char *registry_name(enum registry registry)
{
	static const char *const names[] = {
		[REGISTRY_AFRINIC] = "AFRINIC",  [REGISTRY_APNIC] = "APNIC",
		[REGISTRY_ARIN] = "ARIN",        [REGISTRY_LACNIC] = "LACNIC",
		[REGISTRY_RIPENCC] = "RIPE NCC", [REGISTRY_IANA] = "IANA",
		[REGISTRY_IETF] = "IETF",
	};
	return names[registry];
}
