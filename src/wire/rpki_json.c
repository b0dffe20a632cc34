#include "wire/rpki_json.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/json_stream.h"
#include "wire/rpki_record.h"

enum { FRAMES_MAX = 8 };

/* What a container is to us. */
enum shape {
	NOTHING,
	TOP,
	BARE_LIST, /* of ROAs or ASPAs, without an object around it */
	ROAS,
	ASPAS,
	ROUTER_KEYS,
	FAMILIES,
	FAMILY, /* ASPAs of one of them */
	ASPA_MAP,
	ASSERTIONS,
	METADATA,
	RECORD, /* from here on, all stand in one */
	PROVIDERS,
	SOURCES,
	SOURCE,
	VALIDITY,
	SHAPES
};

static const struct {
	enum shape element; /* that its objects are */
	bool is_array;
	bool counts_unknown; /* keys; where we know all that matter */
} shapes[SHAPES] = {
	[TOP] = { .counts_unknown = true },
	[BARE_LIST] = { .is_array = true, .element = RECORD },
	[ROAS] = { .is_array = true, .element = RECORD },
	[ASPAS] = { .is_array = true, .element = RECORD },
	[ROUTER_KEYS] = { .is_array = true, .element = RECORD },
	[FAMILIES] = { .counts_unknown = true },
	[FAMILY] = { .is_array = true, .element = RECORD },
	[ASSERTIONS] = { .counts_unknown = true },
	[RECORD] = { .counts_unknown = true },
	[PROVIDERS] = { .is_array = true },
	[SOURCES] = { .is_array = true, .element = SOURCE },
};

/* Not a field of the record, but of the metadata. */
enum { NO_FIELD = RPKI_FIELD_COUNT, BUILD_TIME };

struct rule {
	enum shape in;
	const char *key;
	size_t key_len;
	enum shape opens; /* what a container under this key is */
	int field;        /* what a plain value under this key is */
};

#define KEY(literal) (literal), sizeof(literal) - 1

/* Those of a record stand in the order of rpki-client, so that the next key is the next rule. */
static const struct rule rules[] = {
	{ RECORD, KEY("asn"), NOTHING, RPKI_ASN },
	{ RECORD, KEY("prefix"), NOTHING, RPKI_PREFIX },
	{ RECORD, KEY("maxLength"), NOTHING, RPKI_MAX_LENGTH },
	{ RECORD, KEY("ta"), NOTHING, RPKI_TRUST_ANCHOR },
	{ RECORD, KEY("expires"), NOTHING, RPKI_EXPIRES },
	{ RECORD, KEY("maxPrefixLength"), NOTHING, RPKI_MAX_LENGTH }, /* RFC 8416 */
	{ RECORD, KEY("source"), SOURCES, RPKI_TRUST_ANCHOR },        /* jsonext; dn42 */
	{ RECORD, KEY("customer_asid"), NOTHING, RPKI_CUSTOMER },     /* rpki-client */
	{ RECORD, KEY("customer"), NOTHING, RPKI_CUSTOMER },          /* Routinator, Krill */
	{ RECORD, KEY("customerAsid"), NOTHING, RPKI_CUSTOMER },      /* Routinator's slurm */
	{ RECORD, KEY("customerAsn"), NOTHING, RPKI_CUSTOMER },       /* rfc8416bis */
	{ RECORD, KEY("providers"), PROVIDERS, NO_FIELD },
	{ RECORD, KEY("providerAsns"), PROVIDERS, NO_FIELD },   /* rfc8416bis */
	{ RECORD, KEY("ski"), NOTHING, RPKI_SKI },              /* rpki-client, FORT */
	{ RECORD, KEY("pubkey"), NOTHING, RPKI_SPKI },          /* rpki-client */
	{ RECORD, KEY("SKI"), NOTHING, RPKI_SKI },              /* Routinator, RFC 8416 */
	{ RECORD, KEY("routerPublicKey"), NOTHING, RPKI_SPKI }, /* Routinator, RFC 8416 */
	{ RECORD, KEY("spki"), NOTHING, RPKI_SPKI },            /* FORT */
	{ RECORD, KEY("afi"), NOTHING, RPKI_FAMILY },           /* Routinator before 2024 */
	{ SOURCE, KEY("tal"), NOTHING, RPKI_TRUST_ANCHOR },
	{ SOURCE, KEY("chainValidity"), VALIDITY, NO_FIELD },
	{ VALIDITY, KEY("notAfter"), NOTHING, RPKI_EXPIRES },
	{ TOP, KEY("metadata"), METADATA, NO_FIELD },
	{ TOP, KEY("roas"), ROAS, NO_FIELD },
	{ TOP, KEY("aspas"), ASPAS, NO_FIELD },
	{ TOP, KEY("aspa"), ASPA_MAP, NO_FIELD },                     /* FORT */
	{ TOP, KEY("provider_authorizations"), FAMILIES, NO_FIELD },  /* rpki-client 8.2 */
	{ TOP, KEY("bgpsec_keys"), ROUTER_KEYS, NO_FIELD },           /* rpki-client */
	{ TOP, KEY("routerKeys"), ROUTER_KEYS, NO_FIELD },            /* Routinator */
	{ TOP, KEY("router-keys"), ROUTER_KEYS, NO_FIELD },           /* FORT */
	{ TOP, KEY("locallyAddedAssertions"), ASSERTIONS, NO_FIELD }, /* RFC 8416 3.4 */
	{ ASSERTIONS, KEY("prefixAssertions"), ROAS, NO_FIELD },
	{ ASSERTIONS, KEY("aspaAssertions"), ASPAS, NO_FIELD },
	{ ASSERTIONS, KEY("bgpsecAssertions"), ROUTER_KEYS, NO_FIELD },
	{ FAMILIES, KEY("ipv4"), FAMILY, NO_FIELD },
	{ FAMILIES, KEY("ipv6"), FAMILY, NO_FIELD },
	{ METADATA, KEY("buildtime"), NOTHING, BUILD_TIME }, /* rpki-client */
	{ METADATA, KEY("generated"), NOTHING, BUILD_TIME }, /* Routinator */
	{ METADATA, KEY("generatedTime"), NOTHING, BUILD_TIME },
};

enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

struct json_state {
	struct json_stream stream;
	struct rpki_record record;

	enum shape frames[FRAMES_MAX];
	unsigned frame_count;
	unsigned ignored; /* containers open that mean nothing to us; they stand above all frames */
	const struct rule *rule; /* of the last key; NULL: unknown */
	unsigned next_rule;
	uint64_t build_time_us;
};

/* What a callback tells yajl, unless it stops the stream. */
enum { GO_ON = 1 };

static enum shape inside(const struct json_state *s)
{
	return s->frame_count > 0 ? s->frames[s->frame_count - 1] : NOTHING;
}

/* Behind the token that has just been read. */
static struct place place_behind(const struct json_state *s)
{
	return (struct place){ .offset = json_stream_offset(&s->stream) };
}

static void note(struct json_state *s, enum rpki_oddity oddity)
{
	refusals_count(&s->record.counts->oddities, oddity,
		       inside(s) >= RECORD ? s->record.place : place_behind(s));
}

static void on_long_string(void *context)
{
	note(context, RPKI_STRING_LONG);
}

static int go_on(struct json_state *s, int result_of_sink)
{
	if (result_of_sink == 0)
		return GO_ON;
	return json_stream_stop(&s->stream, result_of_sink, TEXT("stopped by the receiver"));
}

static const struct rule *find_rule(struct json_state *s, struct text key)
{
	enum shape in = inside(s);

	for (unsigned i = 0, at = s->next_rule; i < RULE_COUNT; i++, at++) {
		if (at >= RULE_COUNT)
			at = 0;
		if (rules[at].in == in && rules[at].key_len == key.len &&
		    memcmp(rules[at].key, key.at, key.len) == 0) {
			s->next_rule = at + 1;
			return &rules[at];
		}
	}
	return NULL;
}

static void set_field(struct json_state *s, int field, struct text value)
{
	if (field == BUILD_TIME) {
		if (rpki_time_parse(value, &s->build_time_us) < 0)
			note(s, RPKI_TIME_BAD);
	} else if (inside(s) == RECORD || !rpki_record_has(&s->record, (enum rpki_field)field)) {
		/* of several sources the first one speaks */
		rpki_record_set(&s->record, (enum rpki_field)field, value);
	}
}

/* Does the next value stand under a key that we have looked up? */
static bool under_key(const struct json_state *s)
{
	enum shape in = inside(s);
	return in != NOTHING && in != ASPA_MAP && !shapes[in].is_array;
}

/* Is a plain value wanted there? */
static bool under_field(const struct json_state *s)
{
	return under_key(s) && s->rule != NULL && s->rule->field != NO_FIELD;
}

/* A value that is no list and no object. */
static int on_plain(struct json_state *s, struct text value)
{
	if (s->ignored > 0)
		return GO_ON;
	if (inside(s) == PROVIDERS)
		rpki_record_provider(&s->record, value);
	else if (under_field(s))
		set_field(s, s->rule->field, value);
	else if (!under_key(s) || s->rule != NULL)
		note(s, RPKI_TYPE_WRONG);
	return GO_ON;
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	return on_plain(context, (struct text){ (const char *)at, len });
}

static int on_number(void *context, const char *at, size_t len)
{
	return on_plain(context, (struct text){ at, len });
}

static int on_boolean(void *context, int value)
{
	return on_plain(context, value ? TEXT("true") : TEXT("false"));
}

/* Under a key that wants a plain value, null is as good as no such key. */
static int on_null(void *context)
{
	struct json_state *s = context;

	if (s->ignored > 0 || !under_field(s))
		return on_plain(s, TEXT("null"));
	if (inside(s) == RECORD)
		rpki_record_unset(&s->record, (enum rpki_field)s->rule->field);
	return GO_ON;
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct json_state *s = context;
	struct text key = { (const char *)at, len };

	if (s->ignored > 0)
		return GO_ON;
	if (inside(s) == ASPA_MAP) {
		rpki_record_start(&s->record, place_behind(s));
		rpki_record_set(&s->record, RPKI_CUSTOMER, key);
		return GO_ON;
	}
	s->rule = find_rule(s, key);
	if (s->rule == NULL && shapes[inside(s)].counts_unknown)
		note(s, RPKI_KEY_UNKNOWN);
	return GO_ON;
}

static enum shape shape_of_next(const struct json_state *s, bool is_array)
{
	enum shape in = inside(s);

	if (in == NOTHING)
		return is_array ? BARE_LIST : TOP;
	if (shapes[in].is_array)
		return shapes[in].element;
	if (in == ASPA_MAP)
		return PROVIDERS;
	return s->rule != NULL ? s->rule->opens : NOTHING;
}

/* Where no container can be, it is like a plain value that cannot be read. */
static void ignore(struct json_state *s)
{
	(void)on_plain(s, TEXT(""));
	s->ignored = 1;
}

static int open_container(struct json_state *s, bool is_array)
{
	if (s->ignored + s->frame_count == RPKI_JSON_DEPTH_MAX)
		return json_stream_stop(&s->stream, ERR_LIMIT, TEXT("nested more than 32 deep"));
	if (s->ignored > 0) {
		s->ignored++;
		return GO_ON;
	}
	enum shape shape = shape_of_next(s, is_array);
	if (shape == NOTHING || shapes[shape].is_array != is_array) {
		ignore(s);
		return GO_ON;
	}
	assert(s->frame_count < FRAMES_MAX);
	s->frames[s->frame_count++] = shape;
	if (shape == RECORD) {
		struct place place = place_behind(s);
		place.offset--;
		rpki_record_start(&s->record, place);
		s->next_rule = 0;
	} else if (shape == PROVIDERS) {
		rpki_record_providers(&s->record);
	} else if (shape == METADATA) {
		s->build_time_us = 0;
	}
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

static int end_record(struct json_state *s)
{
	struct rpki_record *record = &s->record;
	enum shape in = inside(s);

	if (in == ROUTER_KEYS)
		return rpki_record_key(record);
	if (in == ASPAS || in == FAMILY ||
	    (rpki_record_has(record, RPKI_CUSTOMER) && !rpki_record_has(record, RPKI_PREFIX)))
		return rpki_record_aspa(record,
					in == FAMILY || rpki_record_has(record, RPKI_FAMILY));
	return rpki_record_vrp(record);
}

static int end_metadata(struct json_state *s)
{
	const struct rpki_sink *sink = &s->record.sink;
	return sink->on_metadata != NULL ? sink->on_metadata(sink->context, s->build_time_us) : 0;
}

static int on_end(void *context)
{
	struct json_state *s = context;

	if (s->ignored > 0) {
		s->ignored--;
		return GO_ON;
	}
	enum shape ended = inside(s);
	s->frame_count--;
	if (ended == RECORD)
		return go_on(s, end_record(s));
	if (ended == PROVIDERS && inside(s) == ASPA_MAP)
		return go_on(s, rpki_record_aspa(&s->record, false));
	if (ended == METADATA)
		return go_on(s, end_metadata(s));
	if (ended == FAMILIES || ended == ASPAS || ended == BARE_LIST)
		return go_on(s, rpki_record_unite(&s->record));
	return GO_ON;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_end,
};

void rpki_json_init(struct rpki_json *json, const struct rpki_sink *sink)
{
	struct json_state *s = memory_alloc(1, sizeof(*s));

	*json = (struct rpki_json){ .state = s };
	rpki_counts_init(&json->counts);
	json_stream_init(&s->stream, &callbacks, s, on_long_string);
	rpki_record_init(&s->record, sink, &json->counts);
}

void rpki_json_clear(struct rpki_json *json)
{
	if (json->state != NULL) {
		json_stream_clear(&json->state->stream);
		rpki_record_clear(&json->state->record);
		free(json->state);
	}
	*json = (struct rpki_json){ 0 };
}

/* Tells the caller of a fault, once there is one. */
static int result_of(struct rpki_json *json, int result)
{
	const struct json_stream *stream = &json->state->stream;

	static_assert(sizeof(json->fault.message) == sizeof(stream->fault_message), "a copy");
	json->fault.place.offset = stream->fault_offset;
	memcpy(json->fault.message, stream->fault_message, sizeof(json->fault.message));
	return result;
}

int rpki_json_feed(struct rpki_json *json, struct text piece)
{
	return result_of(json, json_stream_feed(&json->state->stream, piece));
}

int rpki_json_finish(struct rpki_json *json)
{
	return result_of(json, json_stream_finish(&json->state->stream));
}
