#include "base/testkit.h"

#include "wire/ixf_json.h"
#include "wire/test_participants.h"

static int put_exchange(void *context, const struct ixf_exchange *exchange, struct place place)
{
	buffer_format(context, "ix%u=%s/%s/%s@%llu ", exchange->id, exchange->name,
		      exchange->country, exchange->contact, (unsigned long long)place.offset);
	return 0;
}

static int put_member(void *context, const struct ixf_member *member, struct place place)
{
	struct buffer *out = context;

	buffer_format(out, "AS%u%s", member->asn, member->has_contact ? "!" : "");
	for (size_t i = 0; i < member->connection_count; i++)
		buffer_format(out, " ix%u/%s%s", member->connections[i].exchange,
			      participant_asn_role_name(member->connections[i].role),
			      member->connections[i].uses_route_server ? "+" : "");
	buffer_format(out, "@%llu ", (unsigned long long)place.offset);
	return 0;
}

static int read_all(struct text input, size_t piece, struct buffer *out)
{
	struct ixf_sink sink = { out, put_exchange, put_member };
	static struct ixf_json json;
	int result = 0;

	ixf_json_init(&json, &sink);
	for (; result == 0 && input.len > 0; input = text_from(input, piece))
		result = ixf_json_feed(&json, text_upto(input, piece));
	if (result == 0)
		result = ixf_json_finish(&json);
	assert_true(result == 0 || json.stream.fault_message[0] != '\0');
	test_refusals_put(out, &json.refusals);
	ixf_json_clear(&json);
	return result;
}

static void check(const char *input, int want_result, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 7) {
		struct buffer got;
		buffer_init(&got);
		int result = read_all(test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		assert_int_equal(result, want_result);
		buffer_clear(&got);
	}
}

#define EXCHANGES(list) "{\"version\":\"1.0\",\"ixp_list\":[" list "]}"
#define MEMBERS(list)   "{\"member_list\":[" list "]}"

static void reads_exchanges(void **state)
{
	(void)state;
	check(EXCHANGES(
		      "{\"ixp_id\":3,\"shortname\":\"X\",\"name\":\"Exchange\",\"country\":\"de\","
		      "\"support_email\":\"noc@example.net\",\"vlan\":[{\"name\":\"no\",\"id\":9}]"
		      "}"),
	      0, "ix3=Exchange/DE/noc@example.net@29 ");
	check(EXCHANGES("{\"shortname\":\"X\",\"country\":\"Germany\",\"ixp_id\":0}"), 0,
	      "ix0=X//@29 ");
	check(EXCHANGES("{\"shortname\":\"X\"},{\"ixp_id\":\"3\",\"name\":\"X\"},{\"ixp_id\":1}"),
	      0, "refused 2@29 refused 3@73 ");
}

static void reads_members(void **state)
{
	(void)state;
	/* 0.6: the type tells, wherever it stands. */
	check(MEMBERS("{\"asnum\":64500,\"connection_list\":[{\"ixp_id\":3,\"vlan_list\":["
		      "{\"ipv4\":{\"routeserver\":true,\"address\":\"192.0.2.1\"}},"
		      "{\"ipv6\":{\"routeserver\":false}}]},{\"ixp_id\":4}],"
		      "\"contact_email\":[\"noc@example.net\"]},"
		      "{\"connection_list\":[{\"ixp_id\":3}],\"asnum\":64510,"
		      "\"member_type\":\"routeserver\"},{\"asnum\":64511,\"member_type\":\"ixp\","
		      "\"connection_list\":[{\"ixp_id\":3}],\"contact_email\":[\"\"]}"),
	      0,
	      "AS64500! ix3/member+ ix4/member@16 AS64510 ix3/route-server@211 "
	      "AS64511 ix3/network@288 ");
	/* 0.7 and 1.0: a service of the address does. */
	check(MEMBERS("{\"asnum\":64510,\"member_type\":\"ixp\",\"connection_list\":[{\"ixp_id\":1,"
		      "\"vlan_list\":[{\"ipv4\":{\"services\":[{\"os\":\"x\",\"type\":"
		      "\"ixrouteserver\"}]}}]},{\"ixp_id\":2,\"vlan_list\":[{\"ipv6\":"
		      "{\"service_type\":[\"ixroutecollector\",\"ixrouteserver\"]}}]},"
		      "{\"ixp_id\":3,\"vlan_list\":[{\"ipv4\":{\"services\":"
		      "[{\"type\":\"ixroutecollector\"}]}}]}]}"),
	      0, "AS64510 ix1/route-server ix2/route-server ix3/network@16 ");
	check(MEMBERS("{\"asnum\":64500}"), 0, "AS64500@16 ");
	check(MEMBERS("{\"asnum\":0},{\"asnum\":\"64500\"},{}"), 0, "refused 1@16 ");
	check(MEMBERS("{\"asnum\":1,\"connection_list\":[{\"ixp_id\":-1}]}"), 0, "refused 2@16 ");
}

static void reads_no_other_shape(void **state)
{
	(void)state;
	check("[]", 0, "");
	check("7", 0, "");
	check("{\"x\":[{\"asnum\":1}]}", 0, "");
	check("{\"member_list\":{\"asnum\":1}}", 0, "");
	check("[{\"member_list\":[{\"asnum\":1}]}]", 0, "");
	check(MEMBERS("{\"asnum\":64500,\"connection_list\":[[7,true,[{\"routeserver\":true}]]]}"),
	      0, "AS64500@16 ");
	check("{\"member_list\":[", ERR_TRUNCATED, "");
	check("{\"member_list\"]", ERR_MALFORMED, "");
	check("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", ERR_LIMIT, "");
}

static void limits_connections(void **state)
{
	struct buffer input;

	(void)state;
	buffer_init(&input);
	buffer_string(&input, "{\"member_list\":[{\"asnum\":1,\"connection_list\":[{\"ixp_id\":1}");
	for (unsigned i = 0; i < IXF_CONNECTIONS_MAX; i++)
		buffer_string(&input, ",{\"ixp_id\":1}");
	buffer_string(&input, "]}]}");
	buffer_char(&input, '\0');
	check(input.bytes, 0, "refused 5@16 ");
	buffer_clear(&input);
}

static void survive(struct reader in)
{
	struct buffer whole, cut;
	struct text input = { (const char *)in.at, reader_left(&in) };

	buffer_init(&whole);
	buffer_init(&cut);
	assert_int_equal(read_all(input, SIZE_MAX, &whole), read_all(input, 1, &cut));
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char list[] =
		"{\"ixp_list\":[{\"ixp_id\":3,\"name\":\"X\",\"country\":\"DE\"}],\"member_list\":["
		"{\"asnum\":64500,\"member_type\":\"ixp\",\"contact_email\":[\"a\"],"
		"\"connection_list\":[{\"ixp_id\":3,\"vlan_list\":[{\"ipv4\":{\"routeserver\":true,"
		"\"services\":[{\"type\":\"ixrouteserver\"}]}}]}]}]}";

	(void)state;
	test_every_truncation(list, sizeof(list) - 1, survive);
	test_every_bit_flip(list, sizeof(list) - 1, survive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_exchanges),      cmocka_unit_test(reads_members),
		cmocka_unit_test(reads_no_other_shape), cmocka_unit_test(limits_connections),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
