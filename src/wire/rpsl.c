#include "wire/rpsl.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "net/rpsl_name.h"

static const char *const says[RPSL_REASONS] = {
	[RPSL_TOO_LARGE] = "an object of more than 8 MiB or 262144 attributes",
	[RPSL_LINE_BAD] = "a line that is no attribute and continues none (RFC 2622 section 2)",
	[RPSL_KEY_MISSING] = "an object whose first attribute is empty",
	[RPSL_PREFIX_BAD] = "a route whose key is no prefix of its family",
	[RPSL_HOST_BITS] = "a route whose prefix has bits past its length",
	[RPSL_ORIGIN_MISSING] = "a route without origin (RFC 2622 section 4)",
	[RPSL_ORIGIN_MANY] = "a route with more than one origin (RFC 2622 section 4)",
	[RPSL_ORIGIN_BAD] = "a route whose origin is not \"AS\" and a number up to 4294967295",
	[RPSL_ASN_BAD] = "an aut-num whose key is not \"AS\" and a number up to 4294967295",
	[RPSL_SET_NAME_BAD] = "an as-set or route-set whose name is none (RFC 2622 section 5)",
	[RPSL_RANGE_BAD] = "an inetnum or inet6num whose key is no range of its family",
};

static const char *const class_names[RPSL_CLASSES] = {
	[RPSL_OTHER] = "other",
	[RPSL_ROUTE] = "route",
	[RPSL_ROUTE6] = "route6",
	[RPSL_AS_SET] = "as-set",
	[RPSL_ROUTE_SET] = "route-set",
	[RPSL_AUT_NUM] = "aut-num",
	[RPSL_INETNUM] = "inetnum",
	[RPSL_INET6NUM] = "inet6num",
	[RPSL_ORGANISATION] = "organisation",
	[RPSL_ROLE] = "role",
	[RPSL_PERSON] = "person",
	[RPSL_MNTNER] = "mntner",
	[RPSL_AS_BLOCK] = "as-block",
	[RPSL_DOMAIN] = "domain",
	[RPSL_FILTER_SET] = "filter-set",
	[RPSL_INET_RTR] = "inet-rtr",
	[RPSL_IRT] = "irt",
	[RPSL_KEY_CERT] = "key-cert",
	[RPSL_PEERING_SET] = "peering-set",
	[RPSL_POEM] = "poem",
	[RPSL_POETIC_FORM] = "poetic-form",
	[RPSL_RTR_SET] = "rtr-set",
};

const char *rpsl_class_name(enum rpsl_class class)
{
	return class_names[class];
}

enum rpsl_class rpsl_class_find(struct text name)
{
	for (unsigned class = RPSL_OTHER + 1; class < RPSL_CLASSES; class ++)
		if (text_equal_fold(name, text_of(class_names[class])))
			return (enum rpsl_class) class;
	return RPSL_OTHER;
}

void rpsl_init(struct rpsl *rpsl, const struct rpsl_sink *sink)
{
	*rpsl = (struct rpsl){ .sink = *sink };
	lines_init(&rpsl->lines, RPSL_OBJECT_MAX);
	refusals_init(&rpsl->refusals, says, RPSL_REASONS);
}

void rpsl_clear(struct rpsl *rpsl)
{
	lines_clear(&rpsl->lines);
	free(rpsl->bytes);
	free(rpsl->attributes);
	*rpsl = (struct rpsl){ 0 };
}

const struct rpsl_attribute *rpsl_find(const struct rpsl_object *object, const char *name)
{
	struct text wanted = text_of(name);

	for (size_t i = 0; i < object->attribute_count; i++)
		if (text_equal_fold(object->attributes[i].name, wanted))
			return &object->attributes[i];
	return NULL;
}

/* Takes the next line of a value off, without its comment. */
static bool value_cut(struct text *rest, struct text *out_line)
{
	if (!text_cut(rest, '\n', out_line))
		return false;
	*out_line = text_trim(text_upto(*out_line, text_find(*out_line, '#')));
	return true;
}

struct text rpsl_line(struct text value)
{
	struct text line = TEXT("");

	while (line.len == 0 && value_cut(&value, &line))
		;
	return line;
}

struct rpsl_items rpsl_items(const struct rpsl_object *object, const char *name)
{
	return (struct rpsl_items){ .object = object, .name = name, .words = TEXT("") };
}

bool rpsl_next(struct rpsl_items *items, struct text *out_item)
{
	for (;;) {
		if (text_word(&items->words, out_item))
			return true;
		if (text_cut(&items->pieces, ',', &items->words) ||
		    value_cut(&items->lines, &items->pieces))
			continue;
		if (items->next == items->object->attribute_count)
			return false;
		const struct rpsl_attribute *attribute = &items->object->attributes[items->next++];
		if (text_equal_fold(attribute->name, text_of(items->name)))
			items->lines = attribute->value;
	}
}

/* What stands at the front of a text: "20260222" or "2026-02-22"; 0 for what is no day. The
 * registries write 1970-01-01 where they do not know. */
static uint32_t day_parse(struct text text)
{
	struct text day = text_upto(text, text_find(text, '-') == 4 ? 10 : 8);
	uint64_t time_us;

	/* No more than a day, so that this is no count of seconds. */
	if (day.len < 8 || utc_parse(day, &time_us) < 0 || time_us < UTC_DAY)
		return 0;
	return utc_day_of(time_us);
}

/* "changed: noc@example.net 20101231", once for each change; RFC 2622 section 3.1. */
static uint32_t changed_date(const struct rpsl_object *object)
{
	struct rpsl_items items = rpsl_items(object, "changed");
	uint32_t newest = 0;
	struct text word;

	while (rpsl_next(&items, &word)) {
		uint32_t day = word.len == 8 || word.len == 10 ? day_parse(word) : 0;
		newest = day > newest ? day : newest;
	}
	return newest;
}

uint32_t rpsl_day(const struct rpsl_object *object, const char *name)
{
	const struct rpsl_attribute *attribute = rpsl_find(object, name);

	return attribute != NULL ? day_parse(rpsl_line(attribute->value)) : 0;
}

uint32_t rpsl_date(const struct rpsl_object *object)
{
	uint32_t date = rpsl_day(object, "last-modified");

	if (date == 0)
		date = changed_date(object);
	return date != 0 ? date : rpsl_day(object, "created");
}

static enum rpsl_refusal route_parse(const struct rpsl_object *object, unsigned family,
				     struct route_object *out_route)
{
	struct rpsl_items origins = rpsl_items(object, "origin");
	struct route_object route = { 0 };
	struct text origin, another;
	bool cut;

	if (prefix_parse_loose(object->key, &route.prefix, &cut) < 0 ||
	    route.prefix.family != family)
		return RPSL_PREFIX_BAD;
	if (cut)
		return RPSL_HOST_BITS;
	if (!rpsl_next(&origins, &origin))
		return RPSL_ORIGIN_MISSING;
	if (rpsl_next(&origins, &another))
		return RPSL_ORIGIN_MANY;
	if (rpsl_asn_parse(origin, &route.origin) < 0)
		return RPSL_ORIGIN_BAD;
	route.date = rpsl_date(object);
	*out_route = route;
	return RPSL_TAKEN;
}

/* "192.0.2.0 - 192.0.2.130", or a prefix as inet6num has it. */
static enum rpsl_refusal range_parse(struct rpsl_object *object, unsigned family)
{
	struct text key = object->key;
	size_t dash = text_find(key, '-');
	struct address first, last;
	struct prefix prefix;

	if (dash < key.len) {
		if (address_parse(text_trim(text_upto(key, dash)), &first) < 0 ||
		    address_parse(text_trim(text_from(key, dash + 1)), &last) < 0)
			return RPSL_RANGE_BAD;
	} else {
		if (prefix_parse(key, &prefix) < 0)
			return RPSL_RANGE_BAD;
		first = (struct address){ prefix.hi, prefix.lo, prefix.family };
		last = first;
		last.hi |= ~mask_hi(prefix.len);
		last.lo |= ~mask_lo(prefix.len);
		if (prefix.family == FAMILY_V4) {
			last.hi &= mask_hi(32);
			last.lo = 0;
		}
	}
	if (first.family != family || last.family != family || address_compare(&first, &last) > 0)
		return RPSL_RANGE_BAD;
	object->range.first = first;
	object->range.last = last;
	return RPSL_TAKEN;
}

/* RFC 2622 section 5 */
static enum rpsl_refusal set_name_check(struct text key, struct text start)
{
	return rpsl_is_set_name(key, start) ? RPSL_TAKEN : RPSL_SET_NAME_BAD;
}

/* What the class says that the object is about. */
static enum rpsl_refusal subject_decode(struct rpsl_object *object)
{
	if (object->class == RPSL_ROUTE)
		return route_parse(object, FAMILY_V4, &object->route);
	if (object->class == RPSL_ROUTE6)
		return route_parse(object, FAMILY_V6, &object->route);
	if (object->class == RPSL_INETNUM)
		return range_parse(object, FAMILY_V4);
	if (object->class == RPSL_INET6NUM)
		return range_parse(object, FAMILY_V6);
	if (object->class == RPSL_AS_SET)
		return set_name_check(object->key, TEXT("as-"));
	if (object->class == RPSL_ROUTE_SET)
		return set_name_check(object->key, TEXT("rs-"));
	if (object->class == RPSL_AUT_NUM)
		return rpsl_asn_parse(object->key, &object->asn) == 0 ? RPSL_TAKEN : RPSL_ASN_BAD;
	return RPSL_TAKEN;
}

static enum rpsl_refusal object_decode(struct rpsl_object *object)
{
	const struct rpsl_attribute *source = rpsl_find(object, "source");

	object->class = rpsl_class_find(object->attributes[0].name);
	object->key = rpsl_line(object->attributes[0].value);
	object->source = source != NULL ? rpsl_line(source->value) : TEXT("");
	return object->key.len > 0 ? subject_decode(object) : RPSL_KEY_MISSING;
}

/* The bytes will not move any more: says where in them each name and value is. */
static void attributes_place(struct rpsl *rpsl)
{
	struct text rest = { rpsl->bytes, rpsl->used };

	for (size_t i = 0; i < rpsl->attribute_count; i++) {
		struct rpsl_attribute *attribute = &rpsl->attributes[i];
		attribute->name = text_upto(rest, attribute->name.len);
		rest = text_from(rest, attribute->name.len);
		attribute->value = text_upto(rest, attribute->value.len);
		rest = text_from(rest, attribute->value.len);
	}
	assert(rest.len == 0);
}

/* Ends the object that is being put together, if there is one. */
static int object_end(struct rpsl *rpsl)
{
	if (!rpsl->open)
		return 0;
	rpsl->open = false;
	attributes_place(rpsl);

	struct rpsl_object object = {
		.attributes = rpsl->attributes,
		.attribute_count = rpsl->attribute_count,
	};
	if (rpsl->reason == RPSL_TAKEN)
		rpsl->reason = object_decode(&object);
	refusals_count(&rpsl->refusals, rpsl->reason, rpsl->place);
	if (rpsl->reason != RPSL_TAKEN)
		return 0;
	rpsl->objects[object.class]++;
	rpsl->without_source += object.source.len == 0;
	if (rpsl->sink.on_object == NULL)
		return 0;
	return rpsl->sink.on_object(rpsl->sink.context, &object, rpsl->place);
}

static void object_start(struct rpsl *rpsl, struct place place)
{
	rpsl->open = true;
	rpsl->has_source = false;
	rpsl->reason = RPSL_TAKEN;
	rpsl->place = place;
	rpsl->used = 0;
	rpsl->attribute_count = 0;
}

static void object_refuse(struct rpsl *rpsl, enum rpsl_refusal reason, struct place place)
{
	if (!rpsl->open)
		object_start(rpsl, place);
	if (rpsl->reason == RPSL_TAKEN)
		rpsl->reason = reason;
}

/* Copies to where the object is put together; the caller has checked the limit. */
static void object_keep(struct rpsl *rpsl, struct text text)
{
	if (text.len == 0)
		return;
	rpsl->bytes = memory_grow(rpsl->bytes, &rpsl->room, rpsl->used + text.len, 1);
	memcpy(rpsl->bytes + rpsl->used, text.at, text.len);
	rpsl->used += text.len;
}

static void take_continuation(struct rpsl *rpsl, const struct line *line)
{
	if (!rpsl->open || rpsl->reason != RPSL_TAKEN) {
		object_refuse(rpsl, RPSL_LINE_BAD, line->place);
		return;
	}
	if (line->cut || line->text.len > RPSL_OBJECT_MAX - rpsl->used) {
		object_refuse(rpsl, RPSL_TOO_LARGE, line->place);
		return;
	}
	/* The value stands last in `bytes`, so it grows by what is put behind it. The line end
	 * takes the place of the character that says "continued". */
	object_keep(rpsl, TEXT("\n"));
	object_keep(rpsl, text_from(line->text, 1));
	rpsl->attributes[rpsl->attribute_count - 1].value.len += line->text.len;
}

/* RFC 2622 section 2; ARIN's whois data has "State/Prov" besides. */
static bool is_attribute_name(struct text name)
{
	size_t slash = text_find(name, '/');

	return rpsl_is_name(text_upto(name, slash)) &&
	       (slash == name.len || rpsl_is_name(text_from(name, slash + 1)));
}

/* Does an attribute of this name open the next object, without a blank line before it? */
static bool starts_object(const struct rpsl *rpsl, struct text name)
{
	if (!rpsl->open)
		return false;
	size_t class_len = rpsl->attribute_count > 0 ? rpsl->attributes[0].name.len : 0;
	if (class_len > 0 && text_equal_fold(name, (struct text){ rpsl->bytes, class_len }))
		return true;
	return rpsl->has_source && rpsl_class_find(name) != RPSL_OTHER;
}

static void attribute_add(struct rpsl *rpsl, struct text name, struct text value)
{
	rpsl->attributes = memory_grow(rpsl->attributes, &rpsl->attribute_room,
				       rpsl->attribute_count + 1, sizeof(*rpsl->attributes));
	object_keep(rpsl, name);
	object_keep(rpsl, value);
	rpsl->attributes[rpsl->attribute_count++] = (struct rpsl_attribute){
		.name.len = name.len,
		.value.len = value.len,
	};
}

static int take_attribute(struct rpsl *rpsl, const struct line *line)
{
	size_t colon = text_find(line->text, ':');
	struct text name = text_trim(text_upto(line->text, colon));
	int done = 0;

	if (colon == line->text.len || !is_attribute_name(name)) {
		object_refuse(rpsl, line->cut ? RPSL_TOO_LARGE : RPSL_LINE_BAD, line->place);
		return 0;
	}
	if (starts_object(rpsl, name))
		done = object_end(rpsl);
	if (!rpsl->open)
		object_start(rpsl, line->place);
	rpsl->has_source = rpsl->has_source || text_equal_fold(name, TEXT("source"));
	if (line->cut || line->text.len > RPSL_OBJECT_MAX - rpsl->used ||
	    rpsl->attribute_count == RPSL_ATTRIBUTES_MAX)
		object_refuse(rpsl, RPSL_TOO_LARGE, line->place);
	if (rpsl->reason == RPSL_TAKEN)
		attribute_add(rpsl, name, text_from(line->text, colon + 1));
	return done;
}

static int take_line(struct rpsl *rpsl, const struct line *line)
{
	char first = line->text.len > 0 ? line->text.at[0] : '\n';

	if (first == '#' || first == '%')
		return 0;
	if (text_trim(line->text).len == 0)
		return object_end(rpsl);
	if (first != ' ' && first != '\t' && first != '+')
		return take_attribute(rpsl, line);
	take_continuation(rpsl, line);
	return 0;
}

static int take_lines(struct rpsl *rpsl)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&rpsl->lines, &line);)
		done = take_line(rpsl, &line);
	return done;
}

int rpsl_feed(struct rpsl *rpsl, struct text piece)
{
	lines_feed(&rpsl->lines, piece);
	return take_lines(rpsl);
}

int rpsl_finish(struct rpsl *rpsl)
{
	lines_finish(&rpsl->lines);
	int done = take_lines(rpsl);
	return done != 0 ? done : object_end(rpsl);
}
