#include "serve/rtr_address.h"

#include <endian.h>
#include <stdio.h>

int rtr_address_parse(struct text text, struct rtr_address *out_address)
{
	struct rtr_address address = { 0 };
	struct text host, port;
	uint32_t number;
	bool bracketed = text.len > 0 && text.at[0] == '[';
	size_t colon = bracketed ? text_find(text, ']') + 1 : text_find(text, ':');

	if (colon >= text.len || text.at[colon] != ':')
		return ERR_MALFORMED;
	host = bracketed ? text_from(text_upto(text, colon - 1), 1) : text_upto(text, colon);
	port = text_from(text, colon + 1);
	if (address_parse(host, &address.address) < 0 ||
	    bracketed != (address.address.family == FAMILY_V6) || text_u32(port, &number) < 0 ||
	    number > UINT16_MAX)
		return ERR_MALFORMED;
	address.port = (uint16_t)number;
	*out_address = address;
	return 0;
}

const char *rtr_address_print(const struct rtr_address *address,
			      char out_text[RTR_ADDRESS_TEXT_MAX])
{
	char host[ADDRESS_TEXT_MAX];
	bool v6 = address->address.family == FAMILY_V6;

	(void)snprintf(out_text, RTR_ADDRESS_TEXT_MAX, "%s%s%s:%u", v6 ? "[" : "",
		       address_print(&address->address, host), v6 ? "]" : "", address->port);
	return out_text;
}

void rtr_address_to_socket(const struct rtr_address *address, struct sockaddr_storage *out_socket)
{
	memset(out_socket, 0, sizeof(*out_socket));
	if (address->address.family == FAMILY_V4) {
		struct sockaddr_in *v4 = (struct sockaddr_in *)out_socket;
		v4->sin_family = AF_INET;
		v4->sin_port = htobe16(address->port);
		v4->sin_addr.s_addr = htobe32((uint32_t)(address->address.hi >> 32));
		return;
	}
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out_socket;
	const uint64_t words[] = { htobe64(address->address.hi), htobe64(address->address.lo) };
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htobe16(address->port);
	memcpy(&v6->sin6_addr, words, sizeof(words));
}

struct rtr_address rtr_address_of_socket(const struct sockaddr_storage *socket)
{
	struct rtr_address address = { 0 };

	if (socket->ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)socket;
		address.address.family = FAMILY_V4;
		address.address.hi = (uint64_t)be32toh(v4->sin_addr.s_addr) << 32;
		address.port = be16toh(v4->sin_port);
	} else if (socket->ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)socket;
		struct reader in = reader_over(&v6->sin6_addr, sizeof(v6->sin6_addr));
		address.address.family = FAMILY_V6;
		address.address.hi = read_u64(&in);
		address.address.lo = read_u64(&in);
		address.port = be16toh(v6->sin6_port);
	}
	return address;
}

bool rtr_address_is_loopback(const struct rtr_address *address)
{
	if (address->address.family == FAMILY_V4)
		return address->address.hi >> 56 == 127; /* RFC 1122 section 3.2.1.3 */
	return address->address.hi == 0 && address->address.lo == 1;
}
