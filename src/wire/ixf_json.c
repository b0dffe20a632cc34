#include "wire/ixf_json.h"

#include <assert.h>

#include "net/economy.h"

enum { GO_ON = 1 };

/* How deep things stand: the file's object, a list, an item of it, and so on inside a member. */
enum {
	IN_FILE = 1,
	IN_ITEM = 3,
	IN_CONTACTS,   /* contact_email: a list of texts */
	IN_CONNECTION, /* connection_list: objects */
	IN_VLAN = 7,   /* vlan_list: objects */
	IN_FAMILY,     /* ipv4, ipv6: an object */
	IN_SERVICES,   /* service_type (0.7): a list of texts */
	IN_SERVICE,    /* services (1.0): objects */
};

enum key {
	KEY_OTHER,
	KEY_EXCHANGES,
	KEY_MEMBERS,
	KEY_ID,
	KEY_NAME,
	KEY_SHORT_NAME,
	KEY_COUNTRY,
	KEY_SUPPORT,
	KEY_ASN,
	KEY_MEMBER_TYPE,
	KEY_CONTACT,
	KEY_CONNECTIONS,
	KEY_VLANS,
	KEY_FAMILY,
	KEY_ROUTE_SERVER,
	KEY_SERVICES,
	KEY_SERVICE_TYPE,
	KEY_TYPE,
};

static const struct {
	const char *name;
	enum key key;
} key_names[] = {
	{ "ixp_list", KEY_EXCHANGES },
	{ "member_list", KEY_MEMBERS },
	{ "ixp_id", KEY_ID },
	{ "name", KEY_NAME },
	{ "shortname", KEY_SHORT_NAME },
	{ "country", KEY_COUNTRY },
	{ "support_email", KEY_SUPPORT },
	{ "asnum", KEY_ASN },
	{ "member_type", KEY_MEMBER_TYPE },
	{ "contact_email", KEY_CONTACT },
	{ "connection_list", KEY_CONNECTIONS },
	{ "vlan_list", KEY_VLANS },
	{ "ipv4", KEY_FAMILY },
	{ "ipv6", KEY_FAMILY },
	{ "routeserver", KEY_ROUTE_SERVER },
	{ "services", KEY_SERVICES },
	{ "service_type", KEY_SERVICE_TYPE },
	{ "type", KEY_TYPE },
};

static const char *const says[IXF_REASONS] = {
	[IXF_ASN] = "a member whose asnum is no number from 1 to 4294967295",
	[IXF_ID] = "an exchange or a connection whose ixp_id is no number",
	[IXF_NAME] = "an exchange without a name",
	[IXF_TEXT] = "a text with a zero byte, or of more than 255 bytes",
	[IXF_MANY] = "a member with more than 256 connections",
};

static bool in_exchange(const struct ixf_json *json)
{
	return json->in_list && json->keys[IN_FILE] == KEY_EXCHANGES;
}

static bool in_member(const struct ixf_json *json)
{
	return json->in_list && json->keys[IN_FILE] == KEY_MEMBERS;
}

static bool in_connection(const struct ixf_json *json)
{
	return in_member(json) && json->depth >= IN_CONNECTION &&
	       json->keys[IN_ITEM] == KEY_CONNECTIONS;
}

static struct ixf_connection *connection_of(struct ixf_json *json)
{
	assert(json->member.connection_count > 0);
	return &json->connections[json->member.connection_count - 1];
}

static void refuse(struct ixf_json *json, enum ixf_refusal reason)
{
	if (json->reason == IXF_TAKEN)
		json->reason = reason;
}

static void set_text(struct ixf_json *json, struct text text, char out[IXF_TEXT_MAX])
{
	text = text_trim(text);
	if (json->is_cut || text.len >= IXF_TEXT_MAX || text_find(text, '\0') < text.len) {
		refuse(json, IXF_TEXT);
		return;
	}
	if (text.len > 0)
		memcpy(out, text.at, text.len);
	out[text.len] = '\0';
}

static void set_country(struct ixf_json *json, struct text text)
{
	const struct economy *economy = economy_find(text);
	memcpy(json->exchange.country, economy != NULL ? economy->code : "\0\0", 3);
}

static void take_exchange_text(struct ixf_json *json, struct text text)
{
	uint8_t key = json->keys[IN_ITEM];

	if (json->depth != IN_ITEM)
		return;
	if (key == KEY_NAME)
		set_text(json, text, json->exchange.name);
	else if (key == KEY_SHORT_NAME)
		set_text(json, text, json->short_name);
	else if (key == KEY_SUPPORT)
		set_text(json, text, json->exchange.contact);
	else if (key == KEY_COUNTRY)
		set_country(json, text);
}

/* Since 0.7 a service tells who is a route server; before, the member's type did. */
static bool is_service(const struct ixf_json *json)
{
	const uint8_t *keys = json->keys;

	if (!in_connection(json) || json->depth < IN_SERVICES || keys[IN_CONNECTION] != KEY_VLANS ||
	    keys[IN_VLAN] != KEY_FAMILY)
		return false;
	return (json->depth == IN_SERVICES && keys[IN_FAMILY] == KEY_SERVICE_TYPE) ||
	       (json->depth == IN_SERVICE && keys[IN_FAMILY] == KEY_SERVICES &&
		keys[IN_SERVICE] == KEY_TYPE);
}

static void take_member_text(struct ixf_json *json, struct text text)
{
	if (json->depth == IN_ITEM && json->keys[IN_ITEM] == KEY_MEMBER_TYPE) {
		json->role = PARTICIPANT_MEMBER;
		if (text_equal(text, TEXT("routeserver")))
			json->role = PARTICIPANT_ROUTE_SERVER;
		else if (text_equal(text, TEXT("ixp")))
			json->role = PARTICIPANT_NETWORK;
	} else if (json->depth == IN_CONTACTS && json->keys[IN_ITEM] == KEY_CONTACT) {
		json->member.has_contact = json->member.has_contact || text.len > 0;
	} else if (is_service(json) && text_equal(text, TEXT("ixrouteserver"))) {
		connection_of(json)->role = PARTICIPANT_ROUTE_SERVER;
	}
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	struct ixf_json *json = context;
	struct text text = { (const char *)at, len };

	if (in_exchange(json))
		take_exchange_text(json, text);
	else if (in_member(json))
		take_member_text(json, text);
	json->is_cut = false;
	return GO_ON;
}

static int on_number(void *context, const char *at, size_t len)
{
	struct ixf_json *json = context;
	struct text text = { at, len };
	uint8_t key = json->keys[json->depth];

	if (!json->in_list)
		return GO_ON;
	if (in_exchange(json) && json->depth == IN_ITEM && key == KEY_ID) {
		json->has_id = text_u32(text, &json->exchange.id) == 0;
	} else if (in_member(json) && json->depth == IN_ITEM && key == KEY_ASN) {
		if (text_u32(text, &json->member.asn) < 0)
			json->member.asn = ASN_NONE;
	} else if (in_connection(json) && json->depth == IN_CONNECTION && key == KEY_ID) {
		if (text_u32(text, &connection_of(json)->exchange) < 0)
			refuse(json, IXF_ID);
	}
	return GO_ON;
}

static int on_boolean(void *context, int value)
{
	struct ixf_json *json = context;

	if (in_connection(json) && json->depth == IN_FAMILY &&
	    json->keys[IN_CONNECTION] == KEY_VLANS && json->keys[IN_VLAN] == KEY_FAMILY &&
	    json->keys[IN_FAMILY] == KEY_ROUTE_SERVER && value != 0)
		connection_of(json)->uses_route_server = true;
	return GO_ON;
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct ixf_json *json = context;
	struct text name = { (const char *)at, len };
	uint8_t key = KEY_OTHER;

	for (size_t i = 0; i < sizeof(key_names) / sizeof(key_names[0]); i++)
		if (text_equal(name, text_of(key_names[i].name)))
			key = (uint8_t)key_names[i].key;
	json->keys[json->depth] = key;
	json->is_cut = false;
	return GO_ON;
}

static void start_item(struct ixf_json *json)
{
	json->in_list = true;
	json->place = (struct place){ .offset = json_stream_offset(&json->stream) - 1 };
	json->reason = IXF_TAKEN;
	json->has_id = false;
	json->short_name[0] = '\0';
	json->exchange = (struct ixf_exchange){ 0 };
	json->member = (struct ixf_member){ .connections = json->connections };
	json->role = PARTICIPANT_MEMBER;
}

/* Its role is the member's, which may come later: see end_member(). */
static void start_connection(struct ixf_json *json)
{
	if (json->member.connection_count == IXF_CONNECTIONS_MAX) {
		refuse(json, IXF_MANY);
		return;
	}
	json->connections[json->member.connection_count++] =
		(struct ixf_connection){ .role = PARTICIPANT_ASN_ROLES };
}

static int open_container(struct ixf_json *json, bool is_array)
{
	if (json->depth == IXF_DEPTH_MAX)
		return json_stream_stop(&json->stream, ERR_LIMIT, TEXT("nested too deep"));
	json->keys[++json->depth] = KEY_OTHER;
	uint8_t list = json->keys[IN_FILE];
	if (is_array)
		return GO_ON;
	if (json->depth == IN_ITEM && (list == KEY_EXCHANGES || list == KEY_MEMBERS))
		start_item(json);
	else if (json->depth == IN_CONNECTION && in_connection(json))
		start_connection(json);
	return GO_ON;
}

static int on_object(void *context)
{
	return open_container(context, false);
}

static int on_array(void *context)
{
	return open_container(context, true);
}

static enum ixf_refusal check_exchange(struct ixf_json *json)
{
	struct ixf_exchange *exchange = &json->exchange;

	if (!json->has_id)
		refuse(json, IXF_ID);
	if (exchange->name[0] == '\0')
		memcpy(exchange->name, json->short_name, sizeof(exchange->name));
	if (exchange->name[0] == '\0')
		refuse(json, IXF_NAME);
	return json->reason;
}

static enum ixf_refusal check_member(struct ixf_json *json)
{
	if (json->member.asn == ASN_NONE)
		refuse(json, IXF_ASN);
	for (size_t i = 0; i < json->member.connection_count; i++)
		if (json->connections[i].role == PARTICIPANT_ASN_ROLES)
			json->connections[i].role = json->role;
	return json->reason;
}

static int end_item(struct ixf_json *json)
{
	bool is_exchange = in_exchange(json);
	enum ixf_refusal reason = is_exchange ? check_exchange(json) : check_member(json);
	void *context = json->sink.context;

	json->in_list = false;
	refusals_count(&json->refusals, reason, json->place);
	if (reason != IXF_TAKEN)
		return GO_ON;
	int said = is_exchange ? json->sink.on_exchange(context, &json->exchange, json->place)
			       : json->sink.on_member(context, &json->member, json->place);
	return said == 0 ? GO_ON : json_stream_stop(&json->stream, said, TEXT("stopped"));
}

static int on_object_end(void *context)
{
	struct ixf_json *json = context;
	int result = json->in_list && json->depth == IN_ITEM ? end_item(json) : GO_ON;

	json->depth--;
	return result;
}

static int on_array_end(void *context)
{
	struct ixf_json *json = context;
	json->depth--;
	return GO_ON;
}

static void on_long_string(void *context)
{
	struct ixf_json *json = context;
	json->is_cut = true;
}

static const yajl_callbacks callbacks = {
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_object_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_array_end,
};

void ixf_json_init(struct ixf_json *json, const struct ixf_sink *sink)
{
	memset(json, 0, sizeof(*json));
	json->sink = *sink;
	refusals_init(&json->refusals, says, IXF_REASONS);
	json_stream_init(&json->stream, &callbacks, json, on_long_string);
}

void ixf_json_clear(struct ixf_json *json)
{
	json_stream_clear(&json->stream);
}

int ixf_json_feed(struct ixf_json *json, struct text piece)
{
	return json_stream_feed(&json->stream, piece);
}

int ixf_json_finish(struct ixf_json *json)
{
	return json_stream_finish(&json->stream);
}
