#include "wire/rtr_url.h"

#include "base/buffer.h"
#include "wire/rtr_pdu.h"

static const struct text SCHEME = { "rtr://", 6 };

bool rtr_url_is(struct text name)
{
	return text_starts_fold(name, SCHEME);
}

static int refuse(const char *reason, const char **out_reason)
{
	*out_reason = reason;
	return ERR_USAGE;
}

/* Letters of names and addresses; '%' for the zone of a link-local one. */
static bool is_host(struct text host)
{
	static const struct text others = { "-._:%", 5 };

	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      text_find(others, c) < others.len))
			return false;
	}
	return host.len > 0 && host.len < RTR_HOST_MAX;
}

/* Takes "host" or "[address]" off the front. False when a bracket is missing. */
static bool cut_host(struct text *rest, struct text *out_host)
{
	size_t end;

	if (rest->len > 0 && rest->at[0] == '[') {
		end = text_find(*rest, ']');
		*out_host = text_from(text_upto(*rest, end), 1);
		*rest = text_from(*rest, end + 1);
		return rest->at[-1] == ']';
	}
	end = text_find(*rest, ':');
	*out_host = text_upto(*rest, end);
	*rest = text_from(*rest, end);
	return true;
}

int rtr_url_parse(struct text name, struct rtr_url *out_url, const char **out_reason)
{
	struct text rest = text_from(name, SCHEME.len), host;
	struct rtr_url url = { "", "" };
	uint32_t port = RTR_PORT;

	if (rest.len > 0 && rest.at[rest.len - 1] == '/')
		rest.len--;
	if (!rtr_url_is(name) || !cut_host(&rest, &host) || !is_host(host))
		return refuse("is no address of a cache; write rtr://HOST, rtr://HOST:PORT or "
			      "rtr://[IPV6]:PORT",
			      out_reason);
	if (rest.len > 0 && rest.at[0] == ':' && text_find(text_from(rest, 1), ':') < rest.len - 1)
		return refuse("has an IPv6 address without brackets; write rtr://[IPV6]:PORT",
			      out_reason);
	if (rest.len > 0 && (rest.at[0] != ':' || text_u32(text_from(rest, 1), &port) < 0 ||
			     port == 0 || port > UINT16_MAX))
		return refuse("has no port from 1 to 65535 behind its host", out_reason);
	memcpy(url.host, host.at, host.len);
	*put_u32(url.port, port) = '\0';
	*out_url = url;
	return 0;
}
