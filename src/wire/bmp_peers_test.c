#include "base/testkit.h"

#include "wire/bgp_message.h"
#include "wire/bmp_peers.h"
#include "wire/test_bmp.h"

/* OPENs of AS65000: old; of four octets; with ADD-PATH of IPv4 and a mode. */
#define OLD         "04 fde8 00b4 c0000201 00"
#define NEW         "04 fde8 00b4 c0000201 08 0206 4104 0000fde8"
#define PATHS(mode) "04 fde8 00b4 c0000201 0e 020c 4104 0000fde8 4504 000101" mode
#define END_OF_RIB  "0000 0000"

enum {
	OUT = BMP_FLAG_OUT,
	POST = BMP_FLAG_POST_POLICY,
	ASN2 = BMP_FLAG_ASN2,
	LOC = BMP_PEER_LOC_RIB
};

/* A router's connection in a test: what it sends, and what we made of it. */
struct router {
	struct bmp_peers peers;
	struct bmp_heard heard; /* of the latest message; borrows `bytes` */
	struct buffer bytes, body;
	uint64_t offset;
};

static void router_init(struct router *router)
{
	*router = (struct router){ 0 };
	bmp_peers_init(&router->peers);
	buffer_init(&router->bytes);
	buffer_init(&router->body);
}

static void router_clear(struct router *router)
{
	bmp_peers_clear(&router->peers);
	buffer_clear(&router->bytes);
	buffer_clear(&router->body);
}

static int says(struct router *router, unsigned version, unsigned type)
{
	struct bmp_message message = { .offset = router->offset, .version = version, .type = type };

	router->bytes.used = 0;
	buffer_text(&router->bytes, (struct text){ router->body.bytes, router->body.used });
	router->body.used = 0;
	message.body = test_buffer(&router->bytes);
	router->offset += BMP_HEADER_SIZE + reader_left(&message.body);
	router->heard = (struct bmp_heard){ 0 };
	return bmp_peers_read(&router->peers, &message, &router->heard);
}

static int says_hex(struct router *router, unsigned type, unsigned peer_type, unsigned flags,
		    const char *hex)
{
	test_put_peer(&router->body, peer_type, flags);
	test_put_hex(&router->body, hex);
	return says(router, BMP_VERSION, type);
}

static int says_routes(struct router *router, unsigned peer_type, unsigned flags)
{
	test_put_peer(&router->body, peer_type, flags);
	test_put_bgp(&router->body, BGP_UPDATE, END_OF_RIB);
	return says(router, BMP_VERSION, BMP_ROUTE_MONITORING);
}

static int says_up(struct router *router, unsigned peer_type, unsigned flags, const char *sent,
		   const char *received)
{
	test_put_peer(&router->body, peer_type, flags);
	test_put_hex(&router->body, (flags & BMP_FLAG_V6) != 0
					    ? "20010db8000000000000000000000009 00b3 c001"
					    : "000000000000000000000000c0000209 00b3 c001");
	test_put_bgp(&router->body, BGP_OPEN, sent);
	test_put_bgp(&router->body, BGP_OPEN, received);
	return says(router, BMP_VERSION, BMP_PEER_UP);
}

static int says_down(struct router *router, unsigned peer_type, unsigned flags, const char *hex)
{
	return says_hex(router, BMP_PEER_DOWN, peer_type, flags, hex);
}

static int says_tlvs(struct router *router, unsigned type, const char *hex)
{
	test_put_hex(&router->body, hex);
	return says(router, BMP_VERSION, type);
}

/* What routes from this table look like now: "session asn4 ids1". */
static void check_codec(struct router *router, unsigned peer_type, unsigned flags, const char *want)
{
	char got[64];

	assert_int_equal(says_routes(router, peer_type, flags), 0);
	assert_int_equal(router->heard.kind, BMP_HEARD_ROUTES);
	(void)snprintf(got, sizeof(got), "%sasn%u ids%x",
		       router->heard.has_session ? "session " : "", router->heard.codec.asn_size,
		       router->heard.codec.path_id_families);
	assert_string_equal(got, want);
}

static void hears_a_session(void **state)
{
	struct router r;
	struct bgp_message message;

	(void)state;
	router_init(&r);
	assert_int_equal(says_tlvs(&r, BMP_INITIATION, "0002 0002 7231"), 0);
	assert_int_equal(r.heard.kind, BMP_HEARD_INITIATION);
	assert_int_equal(reader_left(&r.heard.body), 6);

	assert_int_equal(says_up(&r, 0, 0, NEW, PATHS("02")), 0);
	assert_int_equal(r.heard.kind, BMP_HEARD_UP);
	assert_false(r.heard.has_session);
	assert_int_equal(r.heard.local.hi >> 32, 0xc0000209);
	assert_int_equal(r.heard.up.remote_port, 49153);
	assert_int_equal(r.heard.sent.path_ids_sent, 0);
	assert_int_equal(r.heard.received.path_ids_sent, BGP_IPV4_UNICAST);

	assert_int_equal(says_routes(&r, 0, POST), 0);
	assert_int_equal(r.heard.kind, BMP_HEARD_ROUTES);
	assert_int_equal(r.heard.rib, BMP_ADJ_RIB_IN_POST);
	assert_int_equal(r.heard.peer.asn, 65000);
	assert_int_equal(r.heard.peer.bgp_id, 0xc00002fe);
	assert_int_equal(r.heard.peer.time_us, UINT64_C(0x65000000) * 1000000 + 7);
	assert_int_equal(r.heard.local.hi >> 32, 0xc0000209);
	assert_int_equal(bgp_message_read(&r.heard.message, &message), 0);
	assert_int_equal(message.type, BGP_UPDATE);
	assert_int_equal(reader_left(&message.body), 4);

	assert_int_equal(says_hex(&r, BMP_STATISTICS, 0, 0, "00000000"), 0);
	assert_int_equal(r.heard.kind, BMP_HEARD_STATISTICS);
	assert_true(r.heard.has_session);
	assert_int_equal(says_down(&r, 0, 0, "04"), 0);
	assert_int_equal(r.heard.kind, BMP_HEARD_DOWN);
	assert_true(r.heard.has_session);
	assert_int_equal(r.heard.down.reason, BMP_DOWN_REMOTE);
	check_codec(&r, 0, 0, "asn4 ids0");
	assert_int_equal(r.peers.without_session, 1);
	assert_int_equal(r.peers.refusals.taken, 6);
	router_clear(&r);
}

static void decodes_as_both_opens_say(void **state)
{
	static const struct {
		const char *sent, *received;
		unsigned flags;
		const char *want;
	} cases[] = {
		{ NEW, NEW, 0, "session asn4 ids0" },
		/* GoBGP sets the flag where it should not; the OPENs know better. */
		{ NEW, NEW, ASN2, "session asn4 ids0" },
		{ NEW, OLD, ASN2, "session asn2 ids0" },
		{ OLD, NEW, ASN2 | POST, "session asn2 ids0" },
		/* The router widened the paths of an old peer (RFC 7854 section 4.2). */
		{ NEW, OLD, 0, "session asn4 ids0" },
		{ PATHS("01"), PATHS("02"), 0, "session asn4 ids1" },
		{ PATHS("03"), PATHS("03"), POST, "session asn4 ids1" },
		{ PATHS("02"), PATHS("01"), 0, "session asn4 ids0" },
		{ PATHS("01"), PATHS("01"), 0, "session asn4 ids0" },
		{ PATHS("01"), NEW, 0, "session asn4 ids0" },
		/* What the router sends goes the other way. */
		{ PATHS("01"), PATHS("02"), OUT, "session asn4 ids0" },
		{ PATHS("02"), PATHS("01"), OUT, "session asn4 ids1" },
		{ PATHS("02"), PATHS("03"), OUT | POST, "session asn4 ids1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct router r;
		router_init(&r);
		assert_int_equal(says_up(&r, 0, 0, cases[i].sent, cases[i].received), 0);
		check_codec(&r, 0, cases[i].flags, cases[i].want);
		router_clear(&r);
	}
}

static void e1_e16_version_4(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	test_put_peer(&r.body, 0, 0);
	test_put_hex(&r.body, "0007 0017 0000");
	test_put_bgp(&r.body, BGP_UPDATE, END_OF_RIB);
	assert_int_equal(says(&r, BMP_VERSION_TLV, BMP_ROUTE_MONITORING), ERR_UNSUPPORTED);
	assert_int_equal(r.peers.refusals.count[BMP_UNKNOWN_VERSION], 1);
	assert_int_equal(says_tlvs(&r, BMP_INITIATION, ""), 0);
	router_clear(&r);
}

static void e3_unknown_types(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	for (unsigned type = 7; type < 256; type++)
		assert_int_equal(says_tlvs(&r, type, "00"), ERR_UNSUPPORTED);
	assert_int_equal(r.peers.refusals.count[BMP_UNKNOWN_TYPE], 249);
	assert_int_equal(r.peers.refusals.first[BMP_UNKNOWN_TYPE].line, 1);
	assert_int_equal(r.peers.refusals.first[BMP_UNKNOWN_TYPE].offset, 0);
	router_clear(&r);
}

static void e4_unknown_peer_types(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_routes(&r, 4, 0), ERR_UNSUPPORTED);
	assert_int_equal(says_routes(&r, 254, 0xff), ERR_UNSUPPORTED);
	assert_int_equal(r.peers.refusals.count[BMP_UNKNOWN_PEER_TYPE], 2);
	check_codec(&r, 2, 0xff, "asn2 ids0");
	router_clear(&r);
}

static void e5_damaged_peer_up(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_up(&r, 0, 0, PATHS("01"), PATHS("02")), 0);
	check_codec(&r, 0, 0, "session asn4 ids1");
	/* An OPEN whose capabilities are damaged: what was agreed upon before is over all the same.
	 */
	assert_int_equal(says_up(&r, 0, 0, NEW, "04 fde8 00b4 c0000201 08 0207 4104 0000fde8"),
			 ERR_TRUNCATED);
	check_codec(&r, 0, 0, "asn4 ids0");
	assert_int_equal(says_up(&r, 0, 0, NEW, "03 fde8 00b4 c0000201 00"), ERR_MALFORMED);
	assert_int_equal(says_hex(&r, BMP_PEER_UP, 0, 0, "0000"), ERR_TRUNCATED); /* no OPENs */
	assert_int_equal(r.peers.refusals.count[BMP_DAMAGED], 3);
	assert_int_equal(r.peers.refusals.first[BMP_DAMAGED].line, 3);
	router_clear(&r);
}

static void e5_two_peer_ups(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_up(&r, 0, 0, PATHS("01"), PATHS("02")), 0);
	assert_int_equal(says_up(&r, 0, 0, NEW, OLD), 0);
	assert_true(r.heard.has_session); /* so the caller ends the first */
	check_codec(&r, 0, ASN2, "session asn2 ids0");
	assert_int_equal(r.peers.count, 1);
	router_clear(&r);
}

static void e6_down_with_damaged_details(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_up(&r, 0, 0, NEW, NEW), 0);
	assert_int_equal(says_down(&r, 0, 0, "02 00"), 0); /* down all the same */
	assert_true(r.heard.has_session && r.heard.down.is_damaged);
	assert_int_equal(r.peers.refusals.count[BMP_DAMAGED], 1);
	check_codec(&r, 0, 0, "asn4 ids0");
	assert_int_equal(says_up(&r, 0, 0, NEW, NEW), 0);
	assert_int_equal(says_down(&r, 0, 0, ""), ERR_TRUNCATED); /* even without a reason */
	check_codec(&r, 0, 0, "asn4 ids0");
	assert_int_equal(says_down(&r, 0, 0, "04"), 0); /* of a session that is not up */
	assert_false(r.heard.has_session);
	router_clear(&r);
}

static void e9_mirrored_messages_are_no_routes(void **state)
{
	struct router r;
	struct bmp_tlv tlv;

	(void)state;
	router_init(&r);
	assert_int_equal(
		says_hex(&r, BMP_ROUTE_MIRRORING, 0, 0, "0001 0002 0000 0000 0005 ffffffff00"), 0);
	assert_int_equal(r.heard.kind, BMP_HEARD_MIRRORED);
	assert_int_equal(reader_left(&r.heard.message), 0);
	assert_int_equal(bmp_tlv_next(&r.heard.body, &tlv), 1);
	assert_int_equal(tlv.type, BMP_MIRROR_INFORMATION);
	assert_string_equal(bmp_mirroring_name(read_u16(&tlv.value)), "Errored PDU");
	assert_int_equal(bmp_tlv_next(&r.heard.body, &tlv), 1);
	assert_int_equal(tlv.type, BMP_MIRROR_MESSAGE);
	assert_int_equal(reader_left(&tlv.value), 5);
	router_clear(&r);
}

static void e10_routes_of_an_unknown_peer(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	check_codec(&r, 0, 0, "asn4 ids0");
	check_codec(&r, 0, ASN2, "asn2 ids0");
	check_codec(&r, LOC, 0, "asn4 ids0"); /* as GoBGP sends them */
	check_codec(&r, LOC, ASN2, "asn4 ids0");
	assert_int_equal(r.peers.without_session, 4);
	assert_int_equal(r.peers.count, 0);
	router_clear(&r);
}

static void refuses_what_is_no_update(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	test_put_peer(&r.body, 0, 0);
	test_put_bgp(&r.body, BGP_KEEPALIVE, "");
	assert_int_equal(says(&r, BMP_VERSION, BMP_ROUTE_MONITORING), ERR_MALFORMED);
	test_put_peer(&r.body, 0, 0);
	test_put_bgp(&r.body, BGP_UPDATE, END_OF_RIB);
	test_put(&r.body, 0, 1);
	assert_int_equal(says(&r, BMP_VERSION, BMP_ROUTE_MONITORING), ERR_MALFORMED);
	assert_int_equal(says_hex(&r, BMP_ROUTE_MONITORING, 0, 0, "ffff"), ERR_TRUNCATED);
	assert_int_equal(r.peers.refusals.count[BMP_DAMAGED], 3);
	assert_int_equal(r.peers.without_session, 0);
	router_clear(&r);
}

static void e11_termination_then_more(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_up(&r, 0, 0, NEW, PATHS("03")), 0);
	assert_int_equal(says_tlvs(&r, BMP_TERMINATION, "0001 0002 0003"), 0);
	assert_int_equal(r.heard.kind, BMP_HEARD_TERMINATION);
	assert_int_equal(says_routes(&r, 0, 0), ERR_MALFORMED);
	assert_int_equal(says_up(&r, 0, 0, NEW, NEW), ERR_MALFORMED);
	assert_int_equal(r.peers.refusals.count[BMP_AFTER_TERMINATION], 2);
	/* Two connections in one file. */
	assert_int_equal(says_tlvs(&r, BMP_INITIATION, ""), 0);
	check_codec(&r, 0, 0, "asn4 ids0");
	router_clear(&r);
}

static void initiation_again_ends_nothing(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_up(&r, 0, 0, PATHS("03"), PATHS("03")), 0);
	assert_int_equal(says_tlvs(&r, BMP_INITIATION, "0002 0002 7232"), 0);
	check_codec(&r, 0, 0, "session asn4 ids1");
	router_clear(&r);
}

static void e13_one_router_on_two_connections(void **state)
{
	struct router a, b;

	(void)state;
	router_init(&a);
	router_init(&b);
	assert_int_equal(says_up(&a, 0, 0, PATHS("03"), PATHS("03")), 0);
	assert_int_equal(says_up(&b, 0, 0, NEW, NEW), 0);
	check_codec(&a, 0, 0, "session asn4 ids1");
	check_codec(&b, 0, 0, "session asn4 ids0");
	assert_int_equal(says_down(&b, 0, 0, "04"), 0);
	check_codec(&a, 0, 0, "session asn4 ids1");
	router_clear(&a);
	router_clear(&b);
}

static void e14_connection_lost(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_up(&r, 0, 0, PATHS("03"), PATHS("03")), 0);
	bmp_peers_restart(&r.peers);
	check_codec(&r, 0, 0, "asn4 ids0");
	assert_int_equal(says_up(&r, 0, 0, PATHS("03"), PATHS("03")), 0);
	assert_false(r.heard.has_session);
	check_codec(&r, 0, 0, "session asn4 ids1");
	assert_int_equal(r.peers.messages, 4);
	router_clear(&r);
}

static void e15_tables_mixed(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	/* One address in four places: they are four sessions. */
	assert_int_equal(says_up(&r, 0, 0, PATHS("03"), PATHS("03")), 0);
	assert_int_equal(says_up(&r, 1, 0, NEW, NEW), 0);
	assert_int_equal(says_up(&r, 2, 0, NEW, OLD), 0);
	assert_int_equal(says_up(&r, LOC, 0, PATHS("03"), PATHS("03")), 0);
	assert_int_equal(r.peers.count, 4);
	check_codec(&r, 0, ASN2, "session asn4 ids1");
	check_codec(&r, 1, ASN2, "session asn4 ids0");
	check_codec(&r, 2, ASN2, "session asn2 ids0");
	check_codec(&r, LOC, BMP_FLAG_FILTERED | ASN2, "session asn4 ids1");
	check_codec(&r, 0, BMP_FLAG_V6, "asn4 ids0"); /* another address */
	assert_int_equal(says_down(&r, LOC, 0, "06 0003 0000"), 0);
	assert_int_equal(reader_left(&r.heard.down.tlvs), 4);
	check_codec(&r, LOC, 0, "asn4 ids0");
	check_codec(&r, 0, 0, "session asn4 ids1");
	router_clear(&r);
}

static void e15_adj_rib_out_announced_once_or_twice(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	assert_int_equal(says_up(&r, 0, OUT, NEW, NEW), 0);
	check_codec(&r, 0, 0, "asn4 ids0"); /* says nothing about Adj-RIB-In */
	assert_int_equal(says_up(&r, 0, 0, PATHS("03"), PATHS("03")), 0);
	assert_false(r.heard.has_session);
	check_codec(&r, 0, OUT, "session asn4 ids0");
	assert_int_equal(says_down(&r, 0, OUT, "05"), 0);
	/* Its own is gone; there is the session's. */
	check_codec(&r, 0, OUT, "session asn4 ids1");
	check_codec(&r, 0, 0, "session asn4 ids1");
	assert_int_equal(says_down(&r, 0, OUT, "04"), 0);
	check_codec(&r, 0, 0, "asn4 ids0");
	router_clear(&r);
}

static int up_of_vrf(struct router *r, unsigned vrf)
{
	test_put_peer(&r->body, 1, 0);
	r->body.bytes[8] = (char)(vrf >> 8);
	r->body.bytes[9] = (char)vrf;
	r->body.bytes[7] = (char)(vrf >> 16);
	test_put_hex(&r->body, "000000000000000000000000c0000209 00b3 c001");
	test_put_bgp(&r->body, BGP_OPEN, NEW);
	test_put_bgp(&r->body, BGP_OPEN, NEW);
	return says(r, BMP_VERSION, BMP_PEER_UP);
}

static void keeps_so_many_peers(void **state)
{
	struct router r;

	(void)state;
	router_init(&r);
	for (unsigned vrf = 0; vrf < BMP_PEERS_MAX; vrf++)
		assert_int_equal(up_of_vrf(&r, vrf), 0);
	assert_int_equal(up_of_vrf(&r, BMP_PEERS_MAX), ERR_LIMIT);
	assert_int_equal(up_of_vrf(&r, BMP_PEERS_MAX - 1), 0);
	assert_true(r.heard.has_session);
	assert_int_equal(r.peers.refusals.count[BMP_TOO_MANY_PEERS], 1);
	/* What it says is heard all the same, as of an unknown peer. */
	check_codec(&r, 0, 0, "asn4 ids0");
	bmp_peers_restart(&r.peers);
	assert_int_equal(up_of_vrf(&r, BMP_PEERS_MAX), 0);
	router_clear(&r);
}

/* E17 and E18 are about rate; here: a hundred routers that reconnect at once do not keep what the
 * connections before needed. */
static void e18_a_hundred_routers_reconnect(void **state)
{
	static struct router routers[100];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(routers); i++)
		router_init(&routers[i]);
	for (unsigned round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT_OF(routers); i++) {
			bmp_peers_restart(&routers[i].peers);
			for (unsigned vrf = 0; vrf < 100; vrf++)
				assert_int_equal(up_of_vrf(&routers[i], vrf), 0);
			assert_int_equal(routers[i].peers.count, 100);
			assert_true(routers[i].peers.room < 256);
		}
	}
	for (size_t i = 0; i < COUNT_OF(routers); i++)
		router_clear(&routers[i]);
}

static void hear(void *context, const struct bmp_message *message)
{
	struct bmp_heard heard;
	int got = bmp_peers_read(context, message, &heard);

	assert_true(got <= 0 && got >= ERR_UNSUPPORTED);
}

static void hear_all(struct reader in)
{
	struct bmp_peers peers;

	bmp_peers_init(&peers);
	struct bmp_walk walk = bmp_walk(in, 0, hear, &peers);
	assert_int_equal(walk.framing.records, peers.messages);
	assert_int_equal(peers.refusals.taken + refusals_total(&peers.refusals), peers.messages);
	bmp_peers_clear(&peers);
}

static void e14_survives_damage(void **state)
{
	struct buffer bytes, body;

	(void)state;
	buffer_init(&bytes);
	buffer_init(&body);
	test_put_bmp(&bytes, 3, BMP_INITIATION, test_hex("0002 0002 7231"));
	test_put_peer(&body, 0, 0);
	test_put_hex(&body, "000000000000000000000000c0000209 00b3 c001");
	test_put_bgp(&body, BGP_OPEN, PATHS("03"));
	test_put_bgp(&body, BGP_OPEN, PATHS("03"));
	test_put_bmp(&bytes, 3, BMP_PEER_UP, test_buffer(&body));
	body.used = 0;
	test_put_peer(&body, 0, POST);
	test_put_bgp(&body, BGP_UPDATE, END_OF_RIB);
	test_put_bmp(&bytes, 3, BMP_ROUTE_MONITORING, test_buffer(&body));
	body.used = 0;
	test_put_peer(&body, 0, 0);
	test_put_hex(&body, "03");
	test_put_bgp(&body, BGP_NOTIFICATION, "06 02 03 627965");
	test_put_bmp(&bytes, 3, BMP_PEER_DOWN, test_buffer(&body));
	test_put_bmp(&bytes, 3, BMP_TERMINATION, test_hex("0001 0002 0001"));
	test_every_truncation(bytes.bytes, bytes.used, hear_all);
	test_every_bit_flip(bytes.bytes, bytes.used, hear_all);
	buffer_clear(&bytes);
	buffer_clear(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hears_a_session),
		cmocka_unit_test(decodes_as_both_opens_say),
		cmocka_unit_test(e1_e16_version_4),
		cmocka_unit_test(e3_unknown_types),
		cmocka_unit_test(e4_unknown_peer_types),
		cmocka_unit_test(e5_damaged_peer_up),
		cmocka_unit_test(e5_two_peer_ups),
		cmocka_unit_test(e6_down_with_damaged_details),
		cmocka_unit_test(e9_mirrored_messages_are_no_routes),
		cmocka_unit_test(e10_routes_of_an_unknown_peer),
		cmocka_unit_test(refuses_what_is_no_update),
		cmocka_unit_test(e11_termination_then_more),
		cmocka_unit_test(initiation_again_ends_nothing),
		cmocka_unit_test(e13_one_router_on_two_connections),
		cmocka_unit_test(e14_connection_lost),
		cmocka_unit_test(e15_tables_mixed),
		cmocka_unit_test(e15_adj_rib_out_announced_once_or_twice),
		cmocka_unit_test(keeps_so_many_peers),
		cmocka_unit_test(e18_a_hundred_routers_reconnect),
		cmocka_unit_test(e14_survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
