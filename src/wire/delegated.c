#include "wire/delegated.h"

#include "base/utc.h"

static const char *const says[DELEGATED_REASONS] = {
	[DELEGATED_LINE_LONG] = "a line longer than 16 KiB",
	[DELEGATED_FIELDS] = "fewer than seven fields between '|'",
	[DELEGATED_REGISTRY] = "an unknown registry",
	[DELEGATED_ECONOMY] = "an economy that is no two-letter code",
	[DELEGATED_TYPE] = "a type other than asn, ipv4, ipv6",
	[DELEGATED_START] = "a start that is no number or address of its type",
	[DELEGATED_VALUE] = "a value that leads outside the number space",
	[DELEGATED_HOST_BITS] = "an IPv6 prefix with bits past its length",
	[DELEGATED_DATE] = "a date that is not like 20260222",
	[DELEGATED_STATUS] = "an unknown status",
};

static const char *const type_names[] = {
	[DELEGATED_ASN] = "asn",
	[DELEGATED_IPV4] = "ipv4",
	[DELEGATED_IPV6] = "ipv6",
};

static const char *const registry_names[] = {
	[REGISTRY_AFRINIC] = "afrinic", [REGISTRY_APNIC] = "apnic",     [REGISTRY_ARIN] = "arin",
	[REGISTRY_LACNIC] = "lacnic",   [REGISTRY_RIPENCC] = "ripencc", [REGISTRY_IANA] = "iana",
	[REGISTRY_IETF] = "ietf",
};

/* The NRO wrote IANA's free pool as "ianapool" until 2019. */
static const struct {
	const char *name;
	enum delegation_status status;
} statuses[] = {
	{ "allocated", DELEGATION_ALLOCATED }, { "assigned", DELEGATION_ASSIGNED },
	{ "available", DELEGATION_AVAILABLE }, { "reserved", DELEGATION_RESERVED },
	{ "ianapool", DELEGATION_AVAILABLE },
};

#define IPV4_SPACE (UINT64_C(1) << 32)

enum { FIELDS = 8 };

enum field {
	REGISTRY,
	ECONOMY,
	TYPE,
	START,
	VALUE,
	DATE,
	STATUS,
	HOLDER,
};

void delegated_init(struct delegated *delegated, const struct delegated_sink *sink)
{
	*delegated = (struct delegated){ .sink = *sink };
	lines_init(&delegated->lines, DELEGATED_LINE_MAX);
	refusals_init(&delegated->refusals, says, DELEGATED_REASONS);
}

void delegated_clear(struct delegated *delegated)
{
	lines_clear(&delegated->lines);
}

bool delegated_is_complete(const struct delegated *delegated)
{
	for (unsigned type = 0; type < DELEGATED_TYPES; type++)
		if (delegated->records[type].said &&
		    delegated->records[type].claimed != delegated->records[type].present)
			return false;
	return true;
}

/* Position of `text` in a list of names, or `count`. */
static unsigned name_find(struct text text, const char *const *names, unsigned count)
{
	unsigned at = 0;

	while (at < count && !text_equal_fold(text, text_of(names[at])))
		at++;
	return at;
}

static bool status_parse(struct text text, enum delegation_status *out_status)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (text_equal_fold(text, text_of(statuses[i].name))) {
			*out_status = statuses[i].status;
			return true;
		}
	return false;
}

static bool economy_parse(struct text text, char out_economy[3])
{
	memset(out_economy, 0, 3);
	if (text.len == 0 || text_equal(text, TEXT("ZZ")))
		return true;
	if (text.len != 2)
		return false;
	for (size_t i = 0; i < 2; i++) {
		if (text.at[i] < 'A' || text.at[i] > 'Z')
			return false;
		out_economy[i] = text.at[i];
	}
	return true;
}

static bool date_parse(struct text text, uint32_t *out_date)
{
	uint64_t time_us;

	*out_date = 0;
	if (text.len == 0 || text_equal(text, TEXT("00000000")))
		return true;
	return text.len == 8 && utc_parse(text, &time_us) == 0 && text_u32(text, out_date) == 0;
}

static void claim(struct delegated *delegated, unsigned type, struct text count)
{
	uint32_t claimed;

	if (text_u32(count, &claimed) < 0)
		return;
	delegated->records[type].said = true;
	delegated->records[type].claimed += claimed;
}

/* "2.3|apnic|20160131|73407||20160130|+1000" */
static void take_version(struct delegated *delegated, const struct text fields[FIELDS])
{
	uint32_t day;

	claim(delegated, DELEGATED_ALL, fields[3]);
	delegated->as_of = date_parse(fields[5], &day) ? day : 0;
	if (delegated->as_of != 0)
		delegated->last_day = day;
}

/* A record, decoded. */
struct record {
	struct delegation delegation;
	uint64_t first, count; /* of an IPv4 range, which is still to be cut into prefixes */
};

static enum delegated_refusal asns_parse(struct text start, struct text value,
					 struct record *out_record)
{
	asn_t first;
	uint32_t count;

	if (text_u32(start, &first) < 0)
		return DELEGATED_START;
	if (text_u32(value, &count) < 0 || count == 0 || count - 1 > UINT32_MAX - first)
		return DELEGATED_VALUE;
	out_record->delegation.kind = DELEGATION_ASN;
	out_record->delegation.asns.first = first;
	out_record->delegation.asns.last = first + (count - 1);
	return DELEGATED_TAKEN;
}

static enum delegated_refusal ipv4_parse(struct text start, struct text value,
					 struct record *out_record)
{
	struct address address;

	if (address_parse(start, &address) < 0 || address.family != FAMILY_V4)
		return DELEGATED_START;
	out_record->first = address.hi >> 32;
	if (text_u64(value, &out_record->count) < 0 || out_record->count == 0 ||
	    out_record->count > IPV4_SPACE - out_record->first)
		return DELEGATED_VALUE;
	out_record->delegation.kind = DELEGATION_PREFIX;
	return DELEGATED_TAKEN;
}

static enum delegated_refusal ipv6_parse(struct text start, struct text value,
					 struct record *out_record)
{
	struct address address;
	uint32_t len;

	if (address_parse(start, &address) < 0 || address.family != FAMILY_V6)
		return DELEGATED_START;
	if (text_u32(value, &len) < 0 || len > 128)
		return DELEGATED_VALUE;
	struct prefix whole = { address.hi, address.lo, (uint8_t)len, FAMILY_V6 };
	out_record->delegation.kind = DELEGATION_PREFIX;
	out_record->delegation.prefix = prefix_cut(&whole, len);
	return prefix_equal(&whole, &out_record->delegation.prefix) ? DELEGATED_TAKEN
								    : DELEGATED_HOST_BITS;
}

static enum delegated_refusal record_parse(const struct text fields[FIELDS], unsigned count,
					   unsigned type, uint32_t as_of, struct record *out_record)
{
	static enum delegated_refusal (*const parse[])(struct text, struct text,
						       struct record *) = {
		[DELEGATED_ASN] = asns_parse,
		[DELEGATED_IPV4] = ipv4_parse,
		[DELEGATED_IPV6] = ipv6_parse,
	};
	struct delegation *delegation = &out_record->delegation;

	if (count <= STATUS)
		return DELEGATED_FIELDS;
	if (type == DELEGATED_ALL)
		return DELEGATED_TYPE;
	unsigned registry = name_find(fields[REGISTRY], registry_names, REGISTRY_IETF + 1);
	if (registry > REGISTRY_IETF)
		return DELEGATED_REGISTRY;
	delegation->registry = (enum registry)registry;
	delegation->holder = fields[HOLDER];
	delegation->as_of = as_of;
	if (!economy_parse(fields[ECONOMY], delegation->economy))
		return DELEGATED_ECONOMY;
	if (!date_parse(fields[DATE], &delegation->date))
		return DELEGATED_DATE;
	if (!status_parse(fields[STATUS], &delegation->status))
		return DELEGATED_STATUS;
	return parse[type](fields[START], fields[VALUE], out_record);
}

/* Cuts an IPv4 range, greatest prefixes first: each starts where its own size divides its address,
 * and does not reach past the end. */
static int deliver(struct delegated *delegated, struct record *record, struct place place)
{
	struct delegation *delegation = &record->delegation;
	int done = 0;

	if (delegated->sink.on_delegation == NULL)
		return 0;
	if (record->count == 0)
		return delegated->sink.on_delegation(delegated->sink.context, delegation, place);
	while (record->count > 0 && done == 0) {
		uint64_t size = record->first == 0 ? IPV4_SPACE : record->first & -record->first;
		while (size > record->count)
			size /= 2;
		uint8_t len = (uint8_t)(32 - __builtin_ctzll(size));
		delegation->prefix = (struct prefix){ record->first << 32, 0, len, FAMILY_V4 };
		done = delegated->sink.on_delegation(delegated->sink.context, delegation, place);
		record->first += size;
		record->count -= size;
	}
	return done;
}

static int take_record(struct delegated *delegated, const struct line *line,
		       const struct text fields[FIELDS], unsigned count)
{
	struct record record = { 0 };
	unsigned type = name_find(fields[TYPE], type_names, DELEGATED_ALL);
	enum delegated_refusal reason =
		line->cut ? DELEGATED_LINE_LONG
			  : record_parse(fields, count, type, delegated->as_of, &record);

	delegated->records[DELEGATED_ALL].present++;
	if (type < DELEGATED_ALL)
		delegated->records[type].present++;
	refusals_count(&delegated->refusals, reason, line->place);
	return reason == DELEGATED_TAKEN ? deliver(delegated, &record, line->place) : 0;
}

static int take_line(struct delegated *delegated, const struct line *line)
{
	struct text text = text_trim(line->text);
	struct text fields[FIELDS] = { 0 };
	unsigned count = line_fields(text, '|', fields, FIELDS);

	if (text.len == 0 || text.at[0] == '#')
		return 0;
	if (count == 6 && text_equal_fold(fields[5], TEXT("summary"))) {
		unsigned type = name_find(fields[TYPE], type_names, DELEGATED_ALL);
		if (type < DELEGATED_ALL)
			claim(delegated, type, fields[VALUE]);
		return 0;
	}
	if (count > 5 && text.at[0] >= '0' && text.at[0] <= '9') {
		take_version(delegated, fields);
		return 0;
	}
	return take_record(delegated, line, fields, count);
}

static int take_lines(struct delegated *delegated)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&delegated->lines, &line);)
		done = take_line(delegated, &line);
	return done;
}

int delegated_feed(struct delegated *delegated, struct text piece)
{
	lines_feed(&delegated->lines, piece);
	return take_lines(delegated);
}

int delegated_finish(struct delegated *delegated)
{
	lines_finish(&delegated->lines);
	return take_lines(delegated);
}
