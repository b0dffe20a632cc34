/*
 * RTR client: the router's side of the RPKI-to-Router protocol, as a machine.
 *
 * In:   bytes from a cache, what becomes of the transport, and the time.
 * Out:  bytes to the cache, whether a transport is wanted, and the set of payloads that counts.
 * Promise: the set is always one that the cache once told whole: an answer counts from its End of
 *       Data on, or not at all. What was told is kept when the transport is lost, until it expires.
 *       Any bytes are safe; a cache that is silent, slow or endless is left. Pure.
 * Standard: RFC 6810 (version 0), RFC 8210 (1), draft-ietf-sidrops-8210bis-27 (2). Interop: some
 *       caches answer a query of version 2 with error 4 in version 0 though they speak 1 (FORT),
 *       so that we go down version by version; others answer it with version 1 (StayRTR).
 *
 * Whoever drives it calls rtr_client_tick() at first and when rtr_client_next_us() has come, and
 * then, as after every other call, does what the state says:
 *
 *	RTR_CLIENT_WAITS      nothing
 *	RTR_CLIENT_CONNECTS   connect; then rtr_client_connected() or rtr_client_lost()
 *	RTR_CLIENT_CLOSES     send what is in `out` if that can be done at once, close, then
 *	                      rtr_client_lost()
 *	the others            send what is in `out`, give what comes to rtr_client_receive(); when
 *	                      the transport is lost, rtr_client_lost()
 */
#ifndef WIRE_RTR_CLIENT_H
#define WIRE_RTR_CLIENT_H

#include "wire/rtr_table.h"

#define RTR_SECOND              UINT64_C(1000000)

/* How long we wait. */
#define RTR_CLIENT_CONNECT_US   (10 * RTR_SECOND)
#define RTR_CLIENT_SILENCE_US   (15 * RTR_SECOND)  /* inside a conversation */
#define RTR_CLIENT_ANSWER_US    (600 * RTR_SECOND) /* from query to End of Data */
#define RTR_CLIENT_RECONNECT_US RTR_SECOND         /* after the first failure; doubles with each */

enum {
	/* Bytes: fifty times what all of the RPKI takes today, and room for PAYLOAD_VRPS_MAX. */
	RTR_CLIENT_ANSWER_MAX = 1 << 30,
	RTR_CLIENT_REASON_MAX = 320,
};

enum rtr_client_state {
	RTR_CLIENT_WAITS,    /* until it is time to connect */
	RTR_CLIENT_CONNECTS, /* wants a transport */
	RTR_CLIENT_ASKS,     /* has sent a query */
	RTR_CLIENT_READS,    /* is inside an answer */
	RTR_CLIENT_RESTS,    /* is connected, and waits for news or its time */
	RTR_CLIENT_CLOSES,   /* wants to be rid of the transport */
};

struct rtr_client_counts {
	uint64_t commits, resets;         /* answers that counted; those of them to a Reset Query */
	uint64_t notifies_ignored;        /* before a version was agreed on, and inside answers */
	uint64_t downgrades;              /* connections that ended to be had in a lower version */
	uint64_t errors_sent[RTR_ERRORS]; /* by code */
	uint64_t errors_heard[RTR_ERRORS]; /* codes that we do not know are not in it */
	uint64_t expiries;
};

struct rtr_client {
	enum rtr_client_state state; /* for reading, as all here */
	struct buffer out;           /* to be sent; take from the front by rtr_client_sent() */
	struct rtr_table table;      /* table.set is what counts; NULL: nothing does */
	uint64_t generation;         /* grows whenever table.set is another */

	unsigned version_max;
	unsigned version;      /* of our queries on this connection */
	bool negotiated;       /* the cache has agreed to it */
	unsigned version_next; /* of the next connection, if it goes down */
	bool goes_down;

	/* One epoch: set together, and only at End of Data. */
	bool has_epoch;
	unsigned epoch_version;
	uint16_t session;
	uint32_t serial;

	bool asked_reset;        /* by the query that is out */
	uint16_t answer_session; /* of the answer being read */
	size_t answer_size;
	bool notified; /* while we could not ask */

	struct rtr_timers timers;
	uint64_t asked_us, heard_us; /* of the query that is out; of the last byte, or state */
	uint64_t next_query_us;      /* or connection */
	uint64_t expire_us;          /* of the set; UINT64_MAX without one */
	unsigned failures;           /* since the last commit */

	struct buffer in;                   /* a PDU that is not whole yet */
	char reason[RTR_CLIENT_REASON_MAX]; /* why the last conversation failed; printable */
	struct rtr_client_counts counts;
};

/* `version_max`: the first query's, 0 to RTR_VERSION_MAX. Lower ones are spoken with a cache that
 * knows no better. */
void rtr_client_init(struct rtr_client *client, unsigned version_max);
void rtr_client_clear(struct rtr_client *client);

/* Time has passed. Times never go back; any origin will do. */
void rtr_client_tick(struct rtr_client *client, uint64_t now_us);
/* When to be woken, if nothing else happens. */
uint64_t rtr_client_next_us(const struct rtr_client *client);

/* What would be asked at its time is asked at the next tick. */
void rtr_client_hurry(struct rtr_client *client, uint64_t now_us);

/* The transport is there, or it is gone, or could not be had; `why` for a person, NULL when we
 * wanted it closed. */
void rtr_client_connected(struct rtr_client *client, uint64_t now_us);
void rtr_client_lost(struct rtr_client *client, const char *why, uint64_t now_us);
/* Not more than RTR_PDU_MAX bytes make for one call that is quick. */
void rtr_client_receive(struct rtr_client *client, const void *bytes, size_t size, uint64_t now_us);
/* That many bytes of `out` are on their way. */
void rtr_client_sent(struct rtr_client *client, size_t size);

/* The interval as RFC 8210 section 6 allows it, each moved into its range, expire above both. */
struct rtr_timers rtr_client_clamp(struct rtr_timers timers);

#endif
