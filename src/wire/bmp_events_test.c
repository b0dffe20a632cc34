#include "base/testkit.h"

#include "base/utc.h"
#include "wire/bgp_message.h"
#include "wire/bmp_events.h"
#include "wire/test_bmp.h"
#include "wire/test_event_log.h"

#define NEW         "04 fde8 00b4 c0000201 08 0206 4104 0000fde8"
#define PATHS(mode) "04 fde8 00b4 c0000201 0e 020c 4104 0000fde8 4504 000101" mode
#define ANNOUNCES   "0000 000d 40020a 0202 0000fde8 0000fde9 080a"
#define WITH_ID     "0000 000d 40020a 0202 0000fde8 0000fde9 00000007 080a"
#define END_OF_RIB  "0000 0000"

enum { OUT = BMP_FLAG_OUT, POST = BMP_FLAG_POST_POLICY, V6 = BMP_FLAG_V6, LOC = BMP_PEER_LOC_RIB };

/* A router's connection, what it says and what we tell of it. */
struct router {
	struct bmp_events events;
	struct event_log log;
	struct buffer body;
	uint64_t offset, time_us;
};

static void router_init(struct router *router)
{
	*router = (struct router){ 0 };
	event_log_init(&router->log);
	buffer_init(&router->body);
	struct bgp_sink sink = event_log_sink(&router->log);
	bmp_events_init(&router->events, &sink, TEXT("192.0.2.254"));
}

static void router_clear(struct router *router)
{
	bmp_events_clear(&router->events);
	event_log_clear(&router->log);
	buffer_clear(&router->body);
}

/* Says what is in `body`, and gives what was told of it. */
static const char *says(struct router *router, unsigned type)
{
	struct bmp_message message = { .offset = router->offset,
				       .version = BMP_VERSION,
				       .type = type,
				       .body = test_bytes(router->body.bytes, router->body.used) };

	router->offset += BMP_HEADER_SIZE + router->body.used;
	router->body.used = 0;
	bmp_events_tell(&router->events, &message, router->time_us);
	return event_log_text(&router->log);
}

static const char *says_hex(struct router *router, unsigned type, unsigned peer_type,
			    unsigned flags, const char *hex)
{
	test_put_peer(&router->body, peer_type, flags);
	test_put_hex(&router->body, hex);
	return says(router, type);
}

static const char *says_routes(struct router *router, unsigned peer_type, unsigned flags,
			       const char *update)
{
	test_put_peer(&router->body, peer_type, flags);
	test_put_bgp(&router->body, BGP_UPDATE, update);
	return says(router, BMP_ROUTE_MONITORING);
}

static const char *says_up(struct router *router, unsigned peer_type, unsigned flags,
			   const char *sent, const char *received)
{
	test_put_peer(&router->body, peer_type, flags);
	test_put_hex(&router->body, "000000000000000000000000c0000209 00b3 c001");
	test_put_bgp(&router->body, BGP_OPEN, sent);
	test_put_bgp(&router->body, BGP_OPEN, received);
	return says(router, BMP_PEER_UP);
}

static const char *says_tlvs(struct router *router, unsigned type, const char *hex)
{
	test_put_hex(&router->body, hex);
	return says(router, type);
}

static void tells_a_session(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_string_equal(says_tlvs(&r, BMP_INITIATION, "0002 0002 7231"), "AS0 reports; ");
	assert_string_equal(says_up(&r, 0, 0, NEW, PATHS("02")),
			    "AS65000 in-pre out says 1; AS65000 in-pre says 1; "
			    "AS65000 in-pre state 1-6; ");
	assert_string_equal(says_routes(&r, 0, 0, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	assert_string_equal(says_routes(&r, 0, 0, "0002 080a 0000"),
			    "AS65000 in-pre withdraws 10.0.0.0/8; ");
	assert_string_equal(says_routes(&r, 0, 0, END_OF_RIB),
			    "AS65000 in-pre says 2 end of rib; ");
	assert_string_equal(says_hex(&r, BMP_STATISTICS, 0, 0, "00000000"),
			    "AS65000 in-pre reports; ");
	test_put_peer(&r.body, 0, 0);
	test_put_hex(&r.body, "03");
	test_put_bgp(&r.body, BGP_NOTIFICATION, "0602");
	assert_string_equal(says(&r, BMP_PEER_DOWN),
			    "AS65000 in-pre says 3; AS65000 in-pre state 6-1; ");
	/* 1: the router has sent the NOTIFICATION itself. */
	test_put_peer(&r.body, 0, 0);
	test_put_hex(&r.body, "01");
	test_put_bgp(&r.body, BGP_NOTIFICATION, "0602");
	assert_string_equal(says(&r, BMP_PEER_DOWN),
			    "AS65000 in-pre out says 3; AS65000 in-pre state 6-1; ");
	assert_string_equal(says_hex(&r, BMP_PEER_DOWN, 0, 0, "04"), "AS65000 in-pre state 6-1; ");
	assert_string_equal(says_tlvs(&r, BMP_TERMINATION, "0001 0002 0000"), "AS0 reports; ");
	assert_int_equal(refusals_total(&r.events.peers.refusals), 0);
	assert_int_equal(r.log.records, 10);
	router_clear(&r);
}

/* E5: the second means that the session was lost and came back. */
static void e5_two_peer_ups(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	(void)says_up(&r, 0, 0, PATHS("03"), PATHS("03"));
	assert_string_equal(says_routes(&r, 0, 0, WITH_ID),
			    "AS65000 in-pre announces 10.0.0.0/8#7; ");
	assert_string_equal(says_up(&r, 0, 0, NEW, NEW),
			    "AS65000 in-pre out says 1; AS65000 in-pre says 1; "
			    "AS65000 in-pre state 6-6; ");
	assert_string_equal(says_routes(&r, 0, 0, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	assert_int_equal(r.events.peers.count, 1);
	router_clear(&r);
}

/* E5: a Peer Up without its second OPEN is refused, and no session comes of it. */
static void e5_peer_up_without_an_open(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	test_put_peer(&r.body, 0, 0);
	test_put_hex(&r.body, "000000000000000000000000c0000209 00b3 c001");
	test_put_bgp(&r.body, BGP_OPEN, PATHS("03"));
	assert_string_equal(says(&r, BMP_PEER_UP), "");
	assert_int_equal(r.events.peers.refusals.count[BMP_DAMAGED], 1);
	assert_string_equal(says_routes(&r, 0, 0, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	router_clear(&r);
}

/* E9: a message may be mirrored just because it is malformed (RFC 7854 section 4.7). */
static void e9_mirrored_is_never_a_route(void **state)
{
	static const char *const pdus[] = { ANNOUNCES, "ffff", "0000 0001 40", "" };
	struct router r;

	(void)state;
	router_init(&r);
	for (size_t i = 0; i < COUNT_OF(pdus); i++) {
		struct buffer pdu;
		buffer_init(&pdu);
		test_put_bgp(&pdu, BGP_UPDATE, pdus[i]);
		test_put_peer(&r.body, 0, 0);
		test_put(&r.body, BMP_MIRROR_MESSAGE, 2);
		test_put(&r.body, pdu.used, 2);
		buffer_text(&r.body, (struct text){ pdu.bytes, pdu.used });
		assert_string_equal(says(&r, BMP_ROUTE_MIRRORING), "AS65000 in-pre reports; ");
		buffer_clear(&pdu);
	}
	assert_int_equal(r.log.routes, 0);
	assert_int_equal(refusals_total(&r.events.bgp.refusals), 0);
	router_clear(&r);
}

/* E10: nobody said that the peer is up; its routes count, and that it is unknown is counted. */
static void e10_routes_of_an_unknown_peer(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_string_equal(says_routes(&r, 0, 0, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	assert_string_equal(says_routes(&r, 0, V6, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	assert_int_equal(r.events.peers.without_session, 2);
	assert_int_equal(r.events.peers.count, 0);
	router_clear(&r);
}

/* E11: behind a Termination only an Initiation makes sense. */
static void e11_nothing_is_heard_after_termination(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	(void)says_up(&r, 0, 0, PATHS("03"), PATHS("03"));
	(void)says_tlvs(&r, BMP_TERMINATION, "");
	assert_string_equal(says_routes(&r, 0, 0, ANNOUNCES), "");
	assert_string_equal(says_up(&r, 0, 0, NEW, NEW), "");
	assert_int_equal(r.events.peers.refusals.count[BMP_AFTER_TERMINATION], 2);
	assert_string_equal(says_tlvs(&r, BMP_INITIATION, ""), "AS0 reports; ");
	/* All sessions were over. */
	assert_string_equal(says_routes(&r, 0, 0, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	assert_int_equal(r.events.peers.without_session, 1);
	router_clear(&r);
}

/* E13: one router, two connections: what one has agreed on is nothing to the other. */
static void e13_the_same_router_twice(void **state)
{
	struct router a, b;

	(void)state;
	router_init(&a);
	router_init(&b);
	(void)says_tlvs(&a, BMP_INITIATION, "0002 0002 7231");
	(void)says_tlvs(&b, BMP_INITIATION, "0002 0002 7231");
	(void)says_up(&a, 0, 0, PATHS("03"), PATHS("03"));
	(void)says_up(&b, 0, 0, NEW, NEW);
	assert_string_equal(says_routes(&a, 0, 0, WITH_ID),
			    "AS65000 in-pre announces 10.0.0.0/8#7; ");
	assert_string_equal(says_routes(&b, 0, 0, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	(void)says_tlvs(&a, BMP_TERMINATION, "");
	assert_string_equal(says_routes(&b, 0, 0, ANNOUNCES),
			    "AS65000 in-pre announces 10.0.0.0/8; ");
	assert_int_equal(b.events.peers.without_session, 0);
	router_clear(&a);
	router_clear(&b);
}

/* E15: each table is its own, with the codec of its direction; Adj-RIB-Out is said to the peer
 * (RFC 8671), Loc-RIB has neither peer nor path ids of a session (RFC 9069). */
static void e15_all_five_tables_mixed(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	/* It sends path ids and takes none. */
	(void)says_up(&r, 0, 0, PATHS("02"), PATHS("01"));
	for (unsigned i = 0; i < 2; i++) {
		assert_string_equal(says_routes(&r, 0, 0, ANNOUNCES),
				    "AS65000 in-pre announces 10.0.0.0/8; ");
		assert_string_equal(says_routes(&r, 0, OUT, WITH_ID),
				    "AS65000 out-pre out announces 10.0.0.0/8#7; ");
		assert_string_equal(says_routes(&r, 0, POST, ANNOUNCES),
				    "AS65000 in-post announces 10.0.0.0/8; ");
		assert_string_equal(says_routes(&r, 0, OUT | POST, WITH_ID),
				    "AS65000 out-post out announces 10.0.0.0/8#7; ");
		assert_string_equal(says_routes(&r, LOC, 0, ANNOUNCES),
				    "AS65000 loc announces 10.0.0.0/8; ");
	}
	assert_int_equal(refusals_total(&r.events.bgp.refusals), 0);
	router_clear(&r);
}

struct looking {
	struct bgp_event event;
	char collector[BMP_ROUTER_NAME_MAX + 1];
};

static void look(void *context, const struct bgp_event *event)
{
	struct looking *looking = context;

	looking->event = *event;
	memcpy(looking->collector, event->collector.at, event->collector.len);
	looking->collector[event->collector.len] = '\0';
}

static void look_through(struct router *router, struct looking *looking)
{
	router_init(router);
	router->events.bgp.sink = (struct bgp_sink){ .context = looking, .take = look };
}

static void the_router_is_called_by_its_name(void **state)
{
	struct looking looking;
	struct router r;

	(void)state;
	look_through(&r, &looking);
	(void)says_routes(&r, 0, 0, ANNOUNCES);
	assert_string_equal(looking.collector, "192.0.2.254");
	/* None, and one without length (E8), change nothing. */
	(void)says_tlvs(&r, BMP_INITIATION, "0001 0001 41");
	(void)says_tlvs(&r, BMP_INITIATION, "0002 0000");
	assert_string_equal(looking.collector, "192.0.2.254");
	(void)says_tlvs(&r, BMP_INITIATION, "0001 0001 41 0002 0002 7231");
	assert_string_equal(looking.collector, "r1");
	(void)says_routes(&r, 0, 0, ANNOUNCES);
	assert_string_equal(looking.collector, "r1");
	assert_int_equal(looking.event.offset, r.offset - 6 - 42 - 19 - 19);
	/* E8: of 64 KiB no more is kept than there is room for. */
	test_put_hex(&r.body, "0002 ffff");
	for (unsigned i = 0; i < 0xffff; i++)
		test_put(&r.body, 'x', 1);
	(void)says(&r, BMP_INITIATION);
	assert_int_equal(looking.event.collector.len, BMP_ROUTER_NAME_MAX);
	router_clear(&r);
}

static void times_are_the_routers_own(void **state)
{
	struct looking looking;
	struct router r;

	(void)state;
	look_through(&r, &looking);
	(void)says_tlvs(&r, BMP_INITIATION, "");
	assert_int_equal(looking.event.time_us, 0);
	(void)says_routes(&r, 0, 0, ANNOUNCES);
	assert_int_equal(looking.event.time_us, UINT64_C(0x65000000) * UTC_SECOND + 7);
	/* E12: who tells none has that of the message before, or when it was seen. */
	test_put_hex(&r.body, "00 00 0000000000000000 000000000000000000000000c0000201"
			      "0000fde8 c00002fe 00000000 00000000");
	test_put_bgp(&r.body, BGP_UPDATE, ANNOUNCES);
	(void)says(&r, BMP_ROUTE_MONITORING);
	assert_int_equal(looking.event.time_us, UINT64_C(0x65000000) * UTC_SECOND + 7);
	r.time_us = 5;
	(void)says_tlvs(&r, BMP_TERMINATION, "");
	assert_int_equal(looking.event.time_us, 5);

	struct bmp_message message = { .version = 3, .type = BMP_STATISTICS };
	test_put_peer(&r.body, 0, 0);
	message.body = test_buffer(&r.body);
	assert_int_equal(bmp_message_time(&message, 9), UINT64_C(0x65000000) * UTC_SECOND + 7);
	message.type = BMP_INITIATION;
	assert_int_equal(bmp_message_time(&message, 9), 9);
	message.body = test_hex("00");
	message.type = BMP_PEER_DOWN;
	assert_int_equal(bmp_message_time(&message, 9), 9);
	router_clear(&r);
}

static void both_ends_are_named(void **state)
{
	struct looking looking;
	struct router r;

	(void)state;
	look_through(&r, &looking);
	(void)says_up(&r, 0, 0, NEW, NEW);
	(void)says_routes(&r, 0, 0, ANNOUNCES);
	assert_int_equal(looking.event.format, FORMAT_BMP);
	assert_non_null(looking.event.bmp);
	assert_int_equal(looking.event.peer.bgp_id, 0xc00002fe);
	assert_true(looking.event.has_local);
	assert_int_equal(looking.event.local.hi >> 32, 0xc0000209);
	/* Of a peer whose Peer Up was not seen ours is not known. */
	(void)says_routes(&r, 0, V6, ANNOUNCES);
	assert_int_equal(looking.event.peer.address.family, FAMILY_V6);
	assert_false(looking.event.has_local);
	router_clear(&r);
}

static void tell_one(void *context, const struct bmp_message *message)
{
	bmp_events_tell(context, message, 0);
}

static void tell_all(struct reader in)
{
	struct event_log log = { .is_silent = true };
	struct bgp_sink sink = event_log_sink(&log);
	struct bmp_events events;

	bmp_events_init(&events, &sink, TEXT(""));
	struct bmp_walk walk = bmp_walk(in, 0, tell_one, &events);
	assert_int_equal(events.peers.messages, walk.framing.records);
	assert_true(events.bgp.records <= walk.framing.records);
	bmp_events_clear(&events);
}

static void survives_damage(void **state)
{
	struct buffer bytes, body;

	(void)state;
	buffer_init(&bytes);
	buffer_init(&body);
	test_put_peer(&body, 0, 0);
	test_put_hex(&body, "000000000000000000000000c0000209 00b3 c001");
	test_put_bgp(&body, BGP_OPEN, PATHS("03"));
	test_put_bgp(&body, BGP_OPEN, PATHS("03"));
	test_put_bmp(&bytes, BMP_VERSION, BMP_PEER_UP, test_buffer(&body));
	body.used = 0;
	test_put_peer(&body, 0, 0);
	test_put_bgp(&body, BGP_UPDATE, WITH_ID);
	test_put_bmp(&bytes, BMP_VERSION, BMP_ROUTE_MONITORING, test_buffer(&body));
	body.used = 0;
	test_put_hex(&body, "0002 0002 7231");
	test_put_bmp(&bytes, BMP_VERSION, BMP_INITIATION, test_buffer(&body));
	test_every_truncation(bytes.bytes, bytes.used, tell_all);
	test_every_bit_flip(bytes.bytes, bytes.used, tell_all);
	buffer_clear(&bytes);
	buffer_clear(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_a_session),
		{ "E5 two Peer Ups", e5_two_peer_ups, NULL, NULL, NULL },
		{ "E5 a Peer Up without an OPEN", e5_peer_up_without_an_open, NULL, NULL, NULL },
		{ "E9 mirrored is never a route", e9_mirrored_is_never_a_route, NULL, NULL, NULL },
		{ "E10 routes of an unknown peer", e10_routes_of_an_unknown_peer, NULL, NULL,
		  NULL },
		{ "E11 nothing is heard after Termination", e11_nothing_is_heard_after_termination,
		  NULL, NULL, NULL },
		{ "E13 the same router twice", e13_the_same_router_twice, NULL, NULL, NULL },
		{ "E15 all five tables mixed", e15_all_five_tables_mixed, NULL, NULL, NULL },
		cmocka_unit_test(the_router_is_called_by_its_name),
		cmocka_unit_test(times_are_the_routers_own),
		cmocka_unit_test(both_ends_are_named),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
