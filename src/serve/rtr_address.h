/*
 * RTR address: where to listen, as a person writes it, and who has come, as we write it.
 *
 * In/Out: "127.0.0.1:3323", "[::1]:3323"; numbers only, no names. Pure.
 */
#ifndef SERVE_RTR_ADDRESS_H
#define SERVE_RTR_ADDRESS_H

#include <netinet/in.h>

#include "base/err.h"
#include "net/prefix.h"

struct rtr_address {
	struct address address;
	uint16_t port;
};

enum { RTR_ADDRESS_TEXT_MAX = ADDRESS_TEXT_MAX + 8 };

/* ERR_MALFORMED. Port 0 lets the system choose. */
MUST_CHECK int rtr_address_parse(struct text text, struct rtr_address *out_address);
const char *rtr_address_print(const struct rtr_address *address,
			      char out_text[RTR_ADDRESS_TEXT_MAX]);

/* To and from what the system wants. */
void rtr_address_to_socket(const struct rtr_address *address, struct sockaddr_storage *out_socket);
struct rtr_address rtr_address_of_socket(const struct sockaddr_storage *socket);

bool rtr_address_is_loopback(const struct rtr_address *address);

#endif
