#include "wire/ris_line.h"

#include <assert.h>
#include <stdlib.h>
#include <yajl/yajl_parse.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/bgp_message.h"

enum {
	FRAMES_MAX = 8,
	SEGMENT_MAX = 255, /* ASes: the count of a segment has one octet */
	NO_SEGMENT = -1,
};

/* What a container is to us. */
enum where {
	NOWHERE,
	TOP,
	DATA,
	PATH,
	PATH_SET,
	COMMUNITIES,
	COMMUNITY,
	ANNOUNCEMENTS,
	ANNOUNCEMENT,
	PREFIXES,
	WITHDRAWALS,
	NOTIFICATION,
};

static const struct {
	bool is_object;
	enum ris_refusal refusal; /* of a list: when something else than it holds stands in it */
} shapes[] = {
	[NOWHERE] = { false, RIS_NOT_RIS },
	[TOP] = { true, RIS_NOT_RIS },
	[DATA] = { true, RIS_NOT_RIS },
	[PATH] = { false, RIS_BAD_ATTRIBUTE },
	[PATH_SET] = { false, RIS_BAD_ATTRIBUTE },
	[COMMUNITIES] = { false, RIS_BAD_ATTRIBUTE },
	[COMMUNITY] = { false, RIS_BAD_ATTRIBUTE },
	[ANNOUNCEMENTS] = { false, RIS_BAD_PREFIX },
	[ANNOUNCEMENT] = { true, RIS_BAD_PREFIX },
	[PREFIXES] = { false, RIS_BAD_PREFIX },
	[WITHDRAWALS] = { false, RIS_BAD_PREFIX },
	[NOTIFICATION] = { true, RIS_BAD_FIELD },
};

enum field {
	NO_FIELD,
	TYPE,
	TIMESTAMP,
	PEER,
	PEER_ASN,
	HOST,
	RAW,
	ORIGIN,
	MED,
	AGGREGATOR,
	NEXT_HOP,
	STATE,
	DIRECTION,
	OPEN_ASN,
	HOLD_TIME,
	ROUTER_ID,
	CODE,
	SUBCODE,
};

struct rule {
	enum where in;
	struct text key;
	enum field field;         /* what a plain value is */
	enum where opens;         /* what a container is */
	enum ris_refusal refusal; /* when it is neither, or cannot be read */
};

#define KEY(literal)                                                                               \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}

/* Those of DATA hold at the top too: lines may be bare. */
static const struct rule rules[] = {
	{ TOP, KEY("data"), NO_FIELD, DATA, RIS_NOT_RIS },
	{ DATA, KEY("timestamp"), TIMESTAMP, NOWHERE, RIS_BAD_TIME },
	{ DATA, KEY("peer"), PEER, NOWHERE, RIS_BAD_PEER },
	{ DATA, KEY("peer_asn"), PEER_ASN, NOWHERE, RIS_BAD_PEER },
	{ DATA, KEY("host"), HOST, NOWHERE, RIS_NOT_RIS },
	{ DATA, KEY("type"), TYPE, NOWHERE, RIS_UNKNOWN_TYPE },
	{ DATA, KEY("path"), NO_FIELD, PATH, RIS_BAD_ATTRIBUTE },
	{ DATA, KEY("community"), NO_FIELD, COMMUNITIES, RIS_BAD_ATTRIBUTE },
	{ DATA, KEY("origin"), ORIGIN, NOWHERE, RIS_BAD_ATTRIBUTE },
	{ DATA, KEY("med"), MED, NOWHERE, RIS_BAD_ATTRIBUTE },
	{ DATA, KEY("aggregator"), AGGREGATOR, NOWHERE, RIS_BAD_ATTRIBUTE },
	{ DATA, KEY("announcements"), NO_FIELD, ANNOUNCEMENTS, RIS_BAD_PREFIX },
	{ ANNOUNCEMENT, KEY("next_hop"), NEXT_HOP, NOWHERE, RIS_BAD_NEXT_HOP },
	{ ANNOUNCEMENT, KEY("prefixes"), NO_FIELD, PREFIXES, RIS_BAD_PREFIX },
	{ DATA, KEY("withdrawals"), NO_FIELD, WITHDRAWALS, RIS_BAD_PREFIX },
	{ DATA, KEY("raw"), RAW, NOWHERE, RIS_BAD_RAW },
	{ DATA, KEY("state"), STATE, NOWHERE, RIS_BAD_FIELD },
	{ DATA, KEY("direction"), DIRECTION, NOWHERE, RIS_BAD_FIELD },
	{ DATA, KEY("asn"), OPEN_ASN, NOWHERE, RIS_BAD_FIELD },
	{ DATA, KEY("hold_time"), HOLD_TIME, NOWHERE, RIS_BAD_FIELD },
	{ DATA, KEY("router_id"), ROUTER_ID, NOWHERE, RIS_BAD_FIELD },
	{ DATA, KEY("notification"), NO_FIELD, NOTIFICATION, RIS_BAD_FIELD },
	{ NOTIFICATION, KEY("code"), CODE, NOWHERE, RIS_BAD_FIELD },
	{ NOTIFICATION, KEY("subcode"), SUBCODE, NOWHERE, RIS_BAD_FIELD },
};

enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

static const struct {
	struct text name;
	unsigned type;
} types[] = {
	{ KEY("UPDATE"), BGP_UPDATE },
	{ KEY("KEEPALIVE"), BGP_KEEPALIVE },
	{ KEY("OPEN"), BGP_OPEN },
	{ KEY("NOTIFICATION"), BGP_NOTIFICATION },
	{ KEY("RIS_PEER_STATE"), RIS_PEER_STATE }, /* in the manual */
	{ KEY("STATE"), RIS_PEER_STATE },          /* in the stream of 2026 */
	{ KEY("ris_message"), RIS_ENVELOPE },
	{ KEY("ris_error"), RIS_SAYS_ERROR },
	{ KEY("pong"), RIS_SAYS_CONTROL },
	{ KEY("ris_rrc_list"), RIS_SAYS_CONTROL },
	{ KEY("ris_subscribe_ok"), RIS_SAYS_CONTROL },
};

/* A line being read. */
struct reading {
	struct ris_line *line;
	enum where frames[FRAMES_MAX];
	unsigned depth;
	unsigned ignored;        /* containers open that mean nothing to us, above all frames */
	const struct rule *rule; /* of the last key; NULL: unknown */
	size_t pair_count;       /* numbers in the community that is open */
	int64_t segment;         /* where the open one begins in the path */
};

enum { GO_ON = 1 }; /* what a callback tells yajl */

void ris_line_clear(struct ris_line *line)
{
	free(line->announced.array);
	free(line->withdrawn.array);
	free(line->groups);
	free(line->communities);
	buffer_clear(&line->path);
	buffer_clear(&line->raw);
	*line = (struct ris_line){ 0 };
}

static enum where inside(const struct reading *r)
{
	return r->depth > 0 ? r->frames[r->depth - 1] : NOWHERE;
}

static void fault(struct reading *r, enum ris_refusal refusal)
{
	r->line->faults |= 1U << refusal;
}

/* The lowest `size` octets of a number, the highest of them first. */
static void put_number(struct buffer *out, uint32_t number, size_t size)
{
	for (size_t i = size; i > 0; i--)
		buffer_char(out, (char)(number >> (i - 1) * 8 & 0xff));
}

static void open_segment(struct reading *r, enum as_segment_type type)
{
	r->segment = (int64_t)r->line->path.used;
	put_number(&r->line->path, type << 8, 2);
}

static void add_asn(struct reading *r, enum where in, struct text value)
{
	struct buffer *path = &r->line->path;
	uint32_t asn;

	if (text_u32(value, &asn) < 0) {
		fault(r, RIS_BAD_ATTRIBUTE);
		return;
	}
	bool is_full =
		r->segment != NO_SEGMENT && (uint8_t)path->bytes[r->segment + 1] == SEGMENT_MAX;
	if (in == PATH_SET && is_full) {
		fault(r, RIS_BAD_ATTRIBUTE);
		return;
	}
	if (r->segment == NO_SEGMENT || is_full)
		open_segment(r, AS_SEQUENCE);
	path->bytes[r->segment + 1]++;
	put_number(path, asn, 4);
}

static void add_community_part(struct reading *r, struct text value)
{
	struct ris_line *line = r->line;
	uint32_t part;

	if (text_u32(value, &part) < 0 || part > UINT16_MAX || r->pair_count >= 2) {
		fault(r, RIS_BAD_ATTRIBUTE);
		return;
	}
	if (r->pair_count++ == 0) {
		line->communities =
			memory_grow(line->communities, &line->community_room,
				    line->community_count + 1, sizeof(*line->communities));
		line->communities[line->community_count++] = part << 16;
	} else {
		line->communities[line->community_count - 1] |= part;
	}
}

/* "eor" stands for the end of a table and no prefix. */
static void add_prefix(struct reading *r, struct ris_prefixes *prefixes, struct text value)
{
	struct prefix prefix;
	bool cut;

	if (text_equal(value, TEXT("eor")))
		return;
	if (prefix_parse_loose(value, &prefix, &cut) < 0) {
		fault(r, RIS_BAD_PREFIX);
		return;
	}
	prefixes->array = memory_grow(prefixes->array, &prefixes->room, prefixes->count + 1,
				      sizeof(*prefixes->array));
	prefixes->array[prefixes->count++] = prefix;
}

/* "192.0.2.1", or an IPv6 address with a link-local one: "2001:db8::1,fe80::1". */
static int next_hop_parse(struct text value, struct ris_group *group)
{
	struct text first;

	if (!text_cut(&value, ',', &first) || address_parse(first, &group->next_hop) < 0)
		return ERR_MALFORMED;
	return value.len > 0 ? address_parse(value, &group->link_local) : 0;
}

/* "1789019601.670" in microseconds. */
static int time_parse(struct text value, uint64_t *out_time_us)
{
	size_t point = text_find(value, '.');
	struct text fraction = text_from(value, point + 1);
	uint32_t seconds;
	uint64_t time_us = 0;

	if (text_u32(text_upto(value, point), &seconds) < 0)
		return ERR_MALFORMED;
	for (uint64_t unit = UTC_SECOND / 10; fraction.len > 0; unit /= 10) {
		if (fraction.at[0] < '0' || fraction.at[0] > '9')
			return ERR_MALFORMED;
		time_us += unit * (uint64_t)(fraction.at[0] - '0');
		fraction = text_from(fraction, 1);
	}
	*out_time_us = seconds * UTC_SECOND + time_us;
	return 0;
}

static int origin_parse(struct text value, uint8_t *out_origin)
{
	static const struct text names[] = { KEY("igp"), KEY("egp"), KEY("incomplete") };

	for (uint8_t i = 0; i < 3; i++)
		if (text_equal_fold(value, names[i])) {
			*out_origin = i;
			return 0;
		}
	return ERR_MALFORMED;
}

/* "64496:192.0.2.1" */
static int aggregator_parse(struct text value, struct aggregator *out_aggregator)
{
	struct aggregator aggregator;
	struct text asn;

	if (!text_cut(&value, ':', &asn) || text_u32(asn, &aggregator.asn) < 0 ||
	    address_parse(value, &aggregator.address) < 0 || aggregator.address.family != FAMILY_V4)
		return ERR_MALFORMED;
	*out_aggregator = aggregator;
	return 0;
}

static int state_parse(struct reading *r, struct text value)
{
	r->line->new_state = text_equal(value, TEXT("connected")) ? BGP_STATE_ESTABLISHED : 1;
	return r->line->new_state == 1 && !text_equal(value, TEXT("down")) ? ERR_MALFORMED : 0;
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

static int raw_parse(struct reading *r, struct text value)
{
	struct buffer *raw = &r->line->raw;
	raw->used = 0;
	char *at = buffer_room(raw, value.len / 2 + 1);
	if (value.len % 2 != 0)
		return ERR_MALFORMED;
	for (; value.len > 0; value = text_from(value, 2)) {
		int high = digit_of(value.at[0]), low = digit_of(value.at[1]);
		if (high < 0 || low < 0)
			return ERR_MALFORMED;
		*at++ = (char)(high << 4 | low);
	}
	buffer_commit(raw, at);
	return 0;
}

static int host_parse(struct reading *r, struct text value)
{
	static const struct text domain = KEY(".ripe.net");
	struct ris_line *line = r->line;

	if (value.len >= domain.len && text_equal(text_from(value, value.len - domain.len), domain))
		value.len -= domain.len;
	if (value.len > sizeof(line->host))
		return ERR_LIMIT;
	memcpy(line->host, value.at, value.len);
	line->host_size = value.len;
	return 0;
}

static void set_type(struct reading *r, struct text value)
{
	unsigned type = RIS_OTHER;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (text_equal(value, types[i].name))
			type = types[i].type;
	if (inside(r) == TOP)
		r->line->outer_type = type;
	else
		r->line->type = type;
}

static int set_field(struct reading *r, struct text value)
{
	struct ris_line *line = r->line;
	struct mrt_route *route = &line->route;

	switch (r->rule->field) {
	case TYPE:
		set_type(r, value);
		return 0;
	case TIMESTAMP:
		return time_parse(value, &line->time_us);
	case PEER:
		return address_parse(value, &line->peer);
	case PEER_ASN:
		return text_u32(value, &line->peer_asn);
	case HOST:
		return host_parse(r, value);
	case RAW:
		return raw_parse(r, value);
	case ORIGIN:
		return origin_parse(value, &route->origin);
	case MED:
		route->has_med = true;
		return text_u32(value, &route->med);
	case AGGREGATOR:
		route->has_aggregator = true;
		return aggregator_parse(value, &route->aggregator);
	case NEXT_HOP:
		return next_hop_parse(value, &line->groups[line->group_count - 1]);
	case STATE:
		return state_parse(r, value);
	case DIRECTION:
		line->is_local = text_equal(value, TEXT("sent"));
		return 0;
	case OPEN_ASN:
		return text_u32(value, &line->open_asn);
	case HOLD_TIME:
		return text_u32(value, &line->hold_time);
	case ROUTER_ID:
		return address_parse(value, &line->router_id);
	case CODE:
		return text_u32(value, &line->code);
	case SUBCODE:
		return text_u32(value, &line->subcode);
	case NO_FIELD:
	default:
		return ERR_MALFORMED; /* a container was wanted */
	}
}

/* A container or a value of another kind than is wanted. */
static void fault_of_kind(struct reading *r)
{
	enum where in = inside(r);

	if (!shapes[in].is_object)
		fault(r, shapes[in].refusal);
	else if (r->rule != NULL)
		fault(r, r->rule->refusal);
}

/* A string or a number. */
static int on_value(struct reading *r, struct text value)
{
	struct ris_line *line = r->line;
	enum where in = inside(r);

	if (r->ignored > 0)
		return GO_ON;
	switch (in) {
	case PATH:
	case PATH_SET:
		add_asn(r, in, value);
		break;
	case COMMUNITY:
		add_community_part(r, value);
		break;
	case PREFIXES:
		add_prefix(r, &line->announced, value);
		break;
	case WITHDRAWALS:
		add_prefix(r, &line->withdrawn, value);
		break;
	case NOWHERE:
	case TOP:
	case DATA:
	case COMMUNITIES:
	case ANNOUNCEMENTS:
	case ANNOUNCEMENT:
	case NOTIFICATION:
	default:
		if (!shapes[in].is_object || (r->rule != NULL && set_field(r, value) < 0))
			fault_of_kind(r);
	}
	return GO_ON;
}

/* What the container that begins is; NOWHERE when it means nothing here. */
static enum where opened(const struct reading *r, bool is_map)
{
	enum where in = inside(r), opens = NOWHERE;

	if (in == NOWHERE)
		opens = TOP;
	else if (in == PATH)
		opens = PATH_SET;
	else if (in == COMMUNITIES)
		opens = COMMUNITY;
	else if (in == ANNOUNCEMENTS)
		opens = ANNOUNCEMENT;
	else if (shapes[in].is_object && r->rule != NULL)
		opens = r->rule->opens;
	return opens != NOWHERE && shapes[opens].is_object == is_map ? opens : NOWHERE;
}

static void begin_announcement(struct reading *r)
{
	struct ris_line *line = r->line;

	line->groups = memory_grow(line->groups, &line->group_room, line->group_count + 1,
				   sizeof(*line->groups));
	line->groups[line->group_count++] = (struct ris_group){ .first = line->announced.count };
}

static int on_start(struct reading *r, bool is_map)
{
	enum where opens = opened(r, is_map);

	if (r->ignored > 0 || opens == NOWHERE) {
		if (r->ignored++ == 0)
			fault_of_kind(r);
		return GO_ON;
	}
	r->segment = NO_SEGMENT;
	if (opens == PATH_SET)
		open_segment(r, AS_SET);
	else if (opens == COMMUNITY)
		r->pair_count = 0;
	else if (opens == ANNOUNCEMENT)
		begin_announcement(r);
	r->line->has_data = r->line->has_data || opens == DATA;
	assert(r->depth < FRAMES_MAX);
	r->frames[r->depth++] = opens;
	return GO_ON;
}

static int on_end(void *context)
{
	struct reading *r = context;
	struct ris_line *line = r->line;
	enum where in = inside(r);

	if (r->ignored > 0) {
		r->ignored--;
		return GO_ON;
	}
	if (in == COMMUNITY && r->pair_count != 2)
		fault(r, RIS_BAD_ATTRIBUTE);
	if (in == ANNOUNCEMENT) {
		struct ris_group *group = &line->groups[line->group_count - 1];
		group->count = line->announced.count - group->first;
		if (group->next_hop.family == 0 && group->count > 0)
			fault(r, RIS_BAD_NEXT_HOP);
	}
	r->segment = NO_SEGMENT;
	r->depth--;
	return GO_ON;
}

static int on_number(void *context, const char *digits, size_t len)
{
	return on_value(context, (struct text){ digits, len });
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	return on_value(context, (struct text){ (const char *)at, len });
}

static int on_map(void *context)
{
	return on_start(context, true);
}

static int on_array(void *context)
{
	return on_start(context, false);
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct text key = { (const char *)at, len };
	struct reading *r = context;
	enum where in = inside(r);

	if (r->ignored > 0)
		return GO_ON;
	r->rule = NULL;
	for (size_t i = 0; i < RULE_COUNT && r->rule == NULL; i++)
		if ((rules[i].in == in || (rules[i].in == DATA && in == TOP)) &&
		    text_equal(rules[i].key, key))
			r->rule = &rules[i];
	return GO_ON;
}

/* What is null, true or false counts as absent. */
static const yajl_callbacks callbacks = {
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_end,
};

/* Empties what the line before has left, but for the memory. */
static void restart(struct ris_line *line)
{
	*line = (struct ris_line){
		.announced = { line->announced.array, 0, line->announced.room },
		.withdrawn = { line->withdrawn.array, 0, line->withdrawn.room },
		.groups = line->groups,
		.group_room = line->group_room,
		.communities = line->communities,
		.community_room = line->community_room,
		.path = { line->path.bytes, 0, line->path.size },
		.raw = { line->raw.bytes, 0, line->raw.size },
	};
}

/* The text is there whole, so yajl keeps nothing of it but a byte for each level, and strings that
 * have escapes. */
int ris_line_parse(struct ris_line *line, struct text text)
{
	struct reading r = { .line = line, .segment = NO_SEGMENT };

	restart(line);
	yajl_handle yajl = yajl_alloc(&callbacks, NULL, &r);
	assert(yajl != NULL);
	(void)yajl_config(yajl, yajl_dont_validate_strings, 1);
	bool parsed =
		yajl_parse(yajl, (const unsigned char *)text.at, text.len) == yajl_status_ok &&
		yajl_complete_parse(yajl) == yajl_status_ok;
	yajl_free(yajl);
	line->route.segments = reader_over(line->path.bytes, line->path.used);
	line->route.communities = line->communities;
	line->route.community_count = line->community_count;
	return parsed ? 0 : ERR_MALFORMED;
}
