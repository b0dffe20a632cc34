/*
 * Validity: what Routinator's API answers on origin validation, member for member, so that scripts
 * made for it understand us.
 */
#ifndef CLI_VALIDITY_H
#define CLI_VALIDITY_H

#include "base/buffer.h"
#include "validation/rov.h"

/* "validity":{"state":..,"reason":..,"description":..,"VRPs":{..}}, as json_key() puts members. */
void validity_put(struct buffer *out, const struct rov *rov, const struct prefix *prefix,
		  asn_t origin);

#endif
