#include "base/testkit.h"

#include "flow/reference_registrations.h"
#include "flow/test_registrations.h"

static void networks_say_what_they_are(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(
		&desk,
		"{\"data\":[{\"id\":7,\"asn\":64496,\"name\":\"Example\",\"info_type\":\"Route "
		"Server\",\"irr_as_set\":\"RIPE::AS-EXAMPLE, AS-B RS-C AS64496 AS-B@RADB n/a\","
		"\"updated\":\"2022-10-06T01:02:03Z\",\"status\":\"ok\"},"
		"{\"id\":8,\"asn\":64497,\"name\":\"\",\"irr_as_set\":\"\",\"status\":\"ok\"},"
		"{\"id\":9,\"asn\":0,\"irr_as_set\":\"\",\"status\":\"ok\"},"
		"{\"id\":10,\"asn\":1,\"irr_as_set\":\"\",\"status\":\"deleted\"}],"
		"\"meta\":{\"generated\":1665014400.459}}",
		"peeringdb used of 2022-10-06T00:00:00Z; net 2; deleted 1; names of sets that are "
		"none 2; a network or port without an AS number from 1 to 4294967295 1 at byte "
		"247;");
	assert_registrations(&desk, "64496 network peeringdb Example x1 20221006 #0@9\n"
				    "64496 as-set peeringdb AS-B x1 20221006 #0@9\n"
				    "64496 as-set peeringdb AS-B@RADB x1 20221006 #0@9\n"
				    "64496 as-set peeringdb RIPE::AS-EXAMPLE x1 20221006 #0@9\n"
				    "64496 as-set peeringdb RS-C x1 20221006 #0@9\n"
				    "64497 network peeringdb  x1 0 #0@186\n");
	assert_int_equal(reference_network_types(&desk.reference, 64496),
			 1U << NETWORK_ROUTE_SERVER);
	assert_int_equal(reference_network_types(&desk.reference, 64497), 0);
	desk_clear(&desk);
}

#define OK "\"updated\":\"\",\"status\":\"ok\"}"

static void ports_and_exchanges_are_kept(void **state)
{
	struct desk desk;
	struct address v4, v6;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    "[{\"id\":2,\"net_id\":1,\"ix_id\":5,\"ixlan_id\":5,\"asn\":64497,"
		    "\"ipaddr4\":\"192.0.2.1\",\"is_rs_peer\":true,\"operational\":true," OK
		    ",{\"id\":1,\"net_id\":1,\"ix_id\":4,\"ixlan_id\":4,\"asn\":64496,"
		    "\"ipaddr6\":\"2001:db8::1\"}]",
		    "peeringdb used; netixlan 2;");
	assert_read(&desk,
		    "{\"ix\":[{\"id\":5,\"org_id\":1,\"name\":\"EX-IX\",\"country\":\"DE\"," OK
		    ",{\"id\":4,\"name\":\"\"}],\"fac\":[{}]}",
		    "peeringdb used; ix 2; fac 1;");
	reference_freeze(&desk.reference);
	const struct ix_port *ports = desk.reference.ports;
	assert_int_equal(desk.reference.port_count, 2);
	assert_int_equal(address_parse(TEXT("192.0.2.1"), &v4), 0);
	assert_int_equal(address_parse(TEXT("2001:db8::1"), &v6), 0);
	assert_int_equal(ports[0].asn, 64496);
	assert_int_equal(ports[0].v4.family, 0);
	assert_true(address_equal(&ports[0].v6, &v6));
	assert_int_equal(ports[1].asn, 64497);
	assert_int_equal(ports[1].ix_id, 5);
	assert_true(address_equal(&ports[1].v4, &v4));
	assert_true(ports[1].is_rs_peer && ports[1].operational && !ports[0].is_rs_peer);
	assert_int_equal(desk.reference.ix_count, 2);
	assert_string_equal(desk.reference.ixes[1].name, "EX-IX");
	assert_string_equal(desk.reference.ixes[1].country, "DE");
	assert_int_equal(desk.reference.ixes[1].input, 1);
	desk_clear(&desk);
}

static void damage_is_said(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk, "{\"net\":[{\"id\":7,\"asn\":64496," OK ",",
		    "peeringdb used; net 1; parse error: premature EOF at byte 56");
	desk_clear(&desk);
}

/* The figures are jq's. */
static void reads_real_tables(void **state)
{
	size_t at_servers = 0, operational = 0, v4 = 0, v6 = 0;
	uint64_t asns = 0;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	if (!test_read_real(&desk, "peering/peeringdb-netixlan-20221006.json.zst") ||
	    !test_read_real(&desk, "peering/peeringdb-ix+ixlan+ixpfx-20221006.json.zst")) {
		desk_clear(&desk);
		skip();
	}
	reference_freeze(&desk.reference);
	assert_int_equal(desk.reference.port_count, 46038);
	for (size_t i = 0; i < desk.reference.port_count; i++) {
		const struct ix_port *port = &desk.reference.ports[i];
		at_servers += port->is_rs_peer;
		operational += port->operational;
		v4 += port->v4.family == FAMILY_V4;
		v6 += port->v6.family == FAMILY_V6;
		asns += port->asn;
	}
	assert_int_equal(at_servers, 30324);
	assert_int_equal(operational, 45538);
	assert_int_equal(v4, 44400);
	assert_int_equal(v6, 36967);
	assert_int_equal(asns, 3915175613);
	assert_int_equal(desk.reference.ix_count, 1041);
	assert_string_equal(desk.reference.ixes[0].name, "Equinix Ashburn");
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(networks_say_what_they_are),
		cmocka_unit_test(ports_and_exchanges_are_kept),
		cmocka_unit_test(damage_is_said),
		cmocka_unit_test(reads_real_tables),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
