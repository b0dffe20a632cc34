/* An Autonomous System Provider Authorization: "these are all my providers". */
#ifndef NET_ASPA_H
#define NET_ASPA_H

#include <stddef.h>

#include "net/asn.h"

/* More providers than this and the whole customer record is refused, never cut short: a shortened
 * list would make honest routes look leaked (aspa-profile-29, the bound that rpki-client uses). */
enum { ASPA_PROVIDERS_MAX = 10000 };

struct aspa {
	asn_t customer;
	const asn_t *providers; /* borrowed; ascending, unique */
	size_t provider_count;
};

#endif
