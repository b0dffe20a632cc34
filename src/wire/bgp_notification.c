#include "wire/bgp_notification.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

static const char *const CODES[] = {
	[1] = "Message Header Error",         [2] = "OPEN Message Error",
	[3] = "UPDATE Message Error",         [4] = "Hold Timer Expired",
	[5] = "Finite State Machine Error",   [6] = "Cease",
	[7] = "ROUTE-REFRESH Message Error",  [8] = "Send Hold Timer Expired",
	[9] = "Loss of LSDB Synchronization",
};

static const char *const HEADER[] = {
	[0] = "Unspecific",
	[1] = "Connection Not Synchronized",
	[2] = "Bad Message Length",
	[3] = "Bad Message Type",
};

static const char *const OPEN[] = {
	[0] = "Unspecific",
	[1] = "Unsupported Version Number",
	[2] = "Bad Peer AS",
	[3] = "Bad BGP Identifier",
	[4] = "Unsupported Optional Parameter",
	[5] = "Authentication Failure (deprecated)",
	[6] = "Unacceptable Hold Time",
	[7] = "Unsupported Capability",
	[11] = "Role Mismatch",
};

static const char *const UPDATE[] = {
	[0] = "Unspecific",
	[1] = "Malformed Attribute List",
	[2] = "Unrecognized Well-known Attribute",
	[3] = "Missing Well-known Attribute",
	[4] = "Attribute Flags Error",
	[5] = "Attribute Length Error",
	[6] = "Invalid ORIGIN Attribute",
	[7] = "AS Routing Loop (deprecated)",
	[8] = "Invalid NEXT_HOP Attribute",
	[9] = "Optional Attribute Error",
	[10] = "Invalid Network Field",
	[11] = "Malformed AS_PATH",
};

static const char *const FSM[] = {
	[0] = "Unspecified Error",
	[1] = "Receive Unexpected Message in OpenSent State",
	[2] = "Receive Unexpected Message in OpenConfirm State",
	[3] = "Receive Unexpected Message in Established State",
};

static const char *const CEASE[] = {
	[1] = "Maximum Number of Prefixes Reached",
	[2] = "Administrative Shutdown",
	[3] = "Peer De-configured",
	[4] = "Administrative Reset",
	[5] = "Connection Rejected",
	[6] = "Other Configuration Change",
	[7] = "Connection Collision Resolution",
	[8] = "Out of Resources",
	[9] = "Hard Reset",
	[10] = "BFD Down",
};

static const char *const REFRESH[] = {
	[1] = "Invalid Message Length",
};

static const struct {
	const char *const *names;
	size_t count;
} SUBCODES[] = {
	[1] = { HEADER, LENGTH_OF(HEADER) }, [2] = { OPEN, LENGTH_OF(OPEN) },
	[3] = { UPDATE, LENGTH_OF(UPDATE) }, [5] = { FSM, LENGTH_OF(FSM) },
	[6] = { CEASE, LENGTH_OF(CEASE) },   [7] = { REFRESH, LENGTH_OF(REFRESH) },
};

int bgp_notification_read(struct reader body, struct bgp_notification *out_notification)
{
	struct bgp_notification notification = { .code = read_u8(&body) };

	notification.subcode = read_u8(&body);
	if (body.failed)
		return ERR_TRUNCATED;
	notification.data = body;
	*out_notification = notification;
	return 0;
}

const char *bgp_error_name(unsigned code)
{
	return code < LENGTH_OF(CODES) ? CODES[code] : NULL;
}

const char *bgp_error_subcode_name(unsigned code, unsigned subcode)
{
	if (code >= LENGTH_OF(SUBCODES) || subcode >= SUBCODES[code].count)
		return NULL;
	return SUBCODES[code].names[subcode];
}

int bgp_shutdown_text(const struct bgp_notification *notification, struct text *out_text)
{
	struct reader data = notification->data;

	if (notification->code != BGP_CEASE || (notification->subcode != BGP_CEASE_SHUTDOWN &&
						notification->subcode != BGP_CEASE_RESET))
		return ERR_NOT_FOUND;
	if (reader_left(&data) == 0)
		return ERR_NOT_FOUND;
	size_t length = read_u8(&data);
	if (length != reader_left(&data))
		return ERR_MALFORMED;
	if (length == 0)
		return ERR_NOT_FOUND;
	*out_text = (struct text){ (const char *)read_bytes(&data, length), length };
	return 0;
}
