#include "wire/peeringdb.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/peeringdb_record.h"

static const char *const says[PEERINGDB_REASONS] = {
	[PEERINGDB_NO_OBJECT] = "an item that is no object",
	[PEERINGDB_NO_CLASS] = "an item whose members tell no class that we know",
	[PEERINGDB_TYPE_WRONG] = "an item with a member of another type than it has",
	[PEERINGDB_TEXT_LONG] = "an item with a text longer than 4 KiB",
	[PEERINGDB_NUMBER_BAD] = "an item with a number that is no whole one, or too large",
	[PEERINGDB_ADDRESS_BAD] = "a port whose address is none of its family",
	[PEERINGDB_ID_MISSING] = "an item without id",
	[PEERINGDB_ASN_BAD] = "a network or port without an AS number from 1 to 4294967295",
	[PEERINGDB_NET_MISSING] = "a contact, port or presence without net_id",
	[PEERINGDB_IX_MISSING] = "a port without ix_id",
};

static const char *const oddities_say[PEERINGDB_ODDITIES] = {
	[PEERINGDB_TIME_BAD] = "a time that cannot be read",
	[PEERINGDB_WORD_UNKNOWN] = "a type, role, visibility or status of a name that is not known",
	[PEERINGDB_LIST_UNKNOWN] = "a list of a name that is not known",
};

static const char *const CLASS_NAMES[PEERINGDB_CLASSES] = {
	[PEERINGDB_NET] = "net",
	[PEERINGDB_ORG] = "org",
	[PEERINGDB_POC] = "poc",
	[PEERINGDB_IX] = "ix",
	[PEERINGDB_NETIXLAN] = "netixlan",
	[PEERINGDB_NETFAC] = "netfac",
	[PEERINGDB_IXLAN] = "ixlan",
	[PEERINGDB_IXPFX] = "ixpfx",
	[PEERINGDB_IXFAC] = "ixfac",
	[PEERINGDB_FAC] = "fac",
	[PEERINGDB_CAMPUS] = "campus",
	[PEERINGDB_CARRIER] = "carrier",
	[PEERINGDB_CARRIERFAC] = "carrierfac",
	[PEERINGDB_AS_SET] = "as_set",
};

/* What a container is to us. */
enum shape { NOTHING, TOP, ENDPOINT, META, ITEMS, ITEM, TYPES };

/* What stands under the last key outside of items. */
enum under { UNDER_NOTHING, UNDER_CLASS, UNDER_DATA, UNDER_META, UNDER_GENERATED };

enum { FRAMES_MAX = 6 };

struct peeringdb_state {
	struct json_stream stream;
	struct peeringdb_sink sink;
	struct peeringdb *owner; /* borrowed */

	enum shape frames[FRAMES_MAX];
	unsigned frame_count;
	unsigned ignored; /* containers open that mean nothing to us; they stand above all frames */
	enum under under;
	enum peeringdb_class class; /* of the list; PEERINGDB_CLASSES: its members tell */
	enum peeringdb_field field; /* of the last key in an item; FIELDS: another */
	struct peeringdb_record record;
	uint64_t generated_us, newest_us;
};

/* What a callback tells yajl, unless it stops the stream. */
enum { GO_ON = 1 };

const char *peeringdb_class_name(enum peeringdb_class class)
{
	return CLASS_NAMES[class];
}

bool peeringdb_class_find(struct text word, enum peeringdb_class *out_class)
{
	for (unsigned class = 0; class < PEERINGDB_CLASSES; class ++)
		if (text_equal(word, text_of(CLASS_NAMES[class]))) {
			*out_class = (enum peeringdb_class) class;
			return true;
		}
	return false;
}

static enum shape inside(const struct peeringdb_state *s)
{
	return s->frame_count > 0 ? s->frames[s->frame_count - 1] : NOTHING;
}

/* Behind the token that has just been read. */
static struct place place_behind(const struct peeringdb_state *s)
{
	return (struct place){ .offset = json_stream_offset(&s->stream) };
}

static void note(struct peeringdb_state *s, enum peeringdb_oddity oddity)
{
	refusals_count(&s->owner->oddities, oddity, place_behind(s));
}

/* "1456121358.6301942": of a fraction we have no use. */
static void set_generated(struct peeringdb_state *s, struct text value)
{
	uint64_t time_us;

	if (utc_parse(text_upto(value, text_find(value, '.')), &time_us) < 0)
		note(s, PEERINGDB_TIME_BAD);
	else if (time_us > s->generated_us)
		s->generated_us = time_us;
}

/* A value that is no list and no object. */
static int on_plain(struct peeringdb_state *s, enum peeringdb_type is, struct text value)
{
	enum shape in = inside(s);

	if (s->ignored > 0)
		return GO_ON;
	if (in == ITEM && s->field != FIELDS)
		peeringdb_record_set(&s->record, s->field, is, value);
	else if (in == TYPES)
		peeringdb_record_add_type(&s->record, is, value);
	else if (in == ITEMS)
		refusals_count(&s->owner->refusals, PEERINGDB_NO_OBJECT, place_behind(s));
	else if (in == META && s->under == UNDER_GENERATED)
		set_generated(s, value);
	return GO_ON;
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	return on_plain(context, STRING, (struct text){ (const char *)at, len });
}

static int on_number(void *context, const char *at, size_t len)
{
	return on_plain(context, NUMBER, (struct text){ at, len });
}

static int on_boolean(void *context, int value)
{
	return on_plain(context, FLAG, value ? TEXT("true") : TEXT(""));
}

/* In an item, null is as good as no such member. */
static int on_null(void *context)
{
	struct peeringdb_state *s = context;

	if (s->ignored > 0 || inside(s) != ITEM)
		return on_plain(s, ANYTHING, TEXT(""));
	if (s->field != FIELDS)
		peeringdb_record_unset(&s->record, s->field);
	return GO_ON;
}

static enum under under_find(struct peeringdb_state *s, enum shape in, struct text key)
{
	if (in == META)
		return text_equal(key, TEXT("generated")) ? UNDER_GENERATED : UNDER_NOTHING;
	if (text_equal(key, TEXT("meta")))
		return UNDER_META;
	if (text_equal(key, TEXT("data"))) {
		if (in == TOP)
			s->class = PEERINGDB_CLASSES;
		return UNDER_DATA;
	}
	return in == TOP && peeringdb_class_find(key, &s->class) ? UNDER_CLASS : UNDER_NOTHING;
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct peeringdb_state *s = context;
	struct text key = { (const char *)at, len };

	if (s->ignored > 0)
		return GO_ON;
	if (inside(s) == ITEM)
		s->field = peeringdb_record_key(&s->record, key);
	else
		s->under = under_find(s, inside(s), key);
	return GO_ON;
}

static enum shape shape_of_next(const struct peeringdb_state *s, bool is_array)
{
	enum shape in = inside(s);

	if (in == NOTHING)
		return is_array ? ITEMS : TOP;
	if (in == ITEMS)
		return is_array ? NOTHING : ITEM;
	if (in == ITEM)
		return is_array && s->field == INFO_TYPES ? TYPES : NOTHING;
	if (in == META)
		return NOTHING;
	if (s->under == UNDER_DATA || (s->under == UNDER_CLASS && is_array))
		return is_array ? ITEMS : NOTHING;
	if (is_array || s->under == UNDER_NOTHING)
		return NOTHING;
	return s->under == UNDER_CLASS ? ENDPOINT : META;
}

/* Notes a container where none can be read. */
static void ignore(struct peeringdb_state *s)
{
	enum shape in = inside(s);

	if (in == TOP || in == ENDPOINT)
		note(s, PEERINGDB_LIST_UNKNOWN);
	else
		(void)on_plain(s, LIST, TEXT(""));
	s->ignored = 1;
}

static int open_container(struct peeringdb_state *s, bool is_array)
{
	if (s->ignored + s->frame_count == PEERINGDB_DEPTH_MAX)
		return json_stream_stop(&s->stream, ERR_LIMIT, TEXT("nested more than 32 deep"));
	if (s->ignored > 0) {
		s->ignored++;
		return GO_ON;
	}
	enum shape shape = shape_of_next(s, is_array);
	if (shape == NOTHING) {
		ignore(s);
		return GO_ON;
	}
	assert(s->frame_count < FRAMES_MAX);
	s->frames[s->frame_count++] = shape;
	if (shape == ITEM) {
		struct place place = place_behind(s);
		place.offset--;
		peeringdb_record_start(&s->record, place);
	} else if (shape == TYPES) {
		peeringdb_record_types(&s->record);
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

static int end_item(struct peeringdb_state *s)
{
	struct peeringdb *owner = s->owner;
	const struct peeringdb_item *item = &s->record.item;
	enum peeringdb_status status = peeringdb_record_status(&s->record);
	enum peeringdb_class class = s->class;
	enum peeringdb_refusal reason = PEERINGDB_NO_CLASS;

	owner->deleted += status == STATUS_DELETED;
	owner->pending += status == STATUS_PENDING;
	if (status != STATUS_OK)
		return GO_ON;
	if (class == PEERINGDB_CLASSES)
		class = peeringdb_record_class(&s->record);
	if (class >= PEERINGDB_IXLAN && class < PEERINGDB_CLASSES) {
		owner->items[class]++;
		return GO_ON;
	}
	if (class != PEERINGDB_CLASSES)
		reason = peeringdb_record_end(&s->record, class);
	refusals_count(&owner->refusals, reason, s->record.place);
	if (reason != PEERINGDB_TAKEN)
		return GO_ON;
	owner->items[class]++;
	s->newest_us = item->updated_us > s->newest_us ? item->updated_us : s->newest_us;
	if (s->sink.on_item == NULL)
		return GO_ON;
	int result = s->sink.on_item(s->sink.context, item, s->record.place);
	return result == 0 ? GO_ON
			   : json_stream_stop(&s->stream, result, TEXT("stopped by the receiver"));
}

static int on_end(void *context)
{
	struct peeringdb_state *s = context;

	if (s->ignored > 0) {
		s->ignored--;
		return GO_ON;
	}
	return s->frames[--s->frame_count] == ITEM ? end_item(s) : GO_ON;
}

/* What comes of it is more than the longest text that is told, or of no matter. */
static void on_long_string(void *context)
{
	static_assert(PEERINGDB_TEXT_MAX < 10 << 10, "json_stream.h gives at least that much");
	(void)context;
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

void peeringdb_init(struct peeringdb *peeringdb, const struct peeringdb_sink *sink)
{
	struct peeringdb_state *s = memory_alloc(1, sizeof(*s));

	*peeringdb = (struct peeringdb){ .state = s };
	refusals_init(&peeringdb->refusals, says, PEERINGDB_REASONS);
	refusals_init(&peeringdb->oddities, oddities_say, PEERINGDB_ODDITIES);
	s->sink = *sink;
	s->owner = peeringdb;
	s->class = PEERINGDB_CLASSES;
	s->record.oddities = &peeringdb->oddities;
	json_stream_init(&s->stream, &callbacks, s, on_long_string);
}

void peeringdb_clear(struct peeringdb *peeringdb)
{
	if (peeringdb->state != NULL) {
		json_stream_clear(&peeringdb->state->stream);
		free(peeringdb->state);
	}
	*peeringdb = (struct peeringdb){ 0 };
}

/* Tells the caller of a fault, once there is one. */
static int result_of(struct peeringdb *peeringdb, int result)
{
	const struct json_stream *stream = &peeringdb->state->stream;

	static_assert(sizeof(peeringdb->fault) == sizeof(stream->fault_message), "a copy");
	peeringdb->fault_offset = stream->fault_offset;
	memcpy(peeringdb->fault, stream->fault_message, sizeof(peeringdb->fault));
	return result;
}

int peeringdb_feed(struct peeringdb *peeringdb, struct text piece)
{
	return result_of(peeringdb, json_stream_feed(&peeringdb->state->stream, piece));
}

int peeringdb_finish(struct peeringdb *peeringdb)
{
	return result_of(peeringdb, json_stream_finish(&peeringdb->state->stream));
}

uint64_t peeringdb_date_us(const struct peeringdb *peeringdb)
{
	const struct peeringdb_state *s = peeringdb->state;

	return s->generated_us != 0 ? s->generated_us : s->newest_us;
}
