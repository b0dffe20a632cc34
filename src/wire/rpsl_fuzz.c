/* Whatever the bytes: objects keep their promises, items are words, and every object is counted. */
#include "base/fuzz.h"
#include "wire/rpsl.h"

static void check_items(const struct rpsl_object *object, struct text name)
{
	char terminated[64];
	struct text item;

	if (name.len >= sizeof(terminated))
		return;
	memcpy(terminated, name.at, name.len);
	terminated[name.len] = '\0';
	assert(rpsl_find(object, terminated) != NULL);
	for (struct rpsl_items items = rpsl_items(object, terminated); rpsl_next(&items, &item);)
		assert(item.len > 0 && text_find(item, ',') == item.len &&
		       text_find(item, '\n') == item.len && text_find(item, '#') == item.len &&
		       text_find(item, ' ') == item.len);
}

static int check_object(void *context, const struct rpsl_object *object, struct place place)
{
	enum { LOOKED_AT = 8 }; /* so that the work stays linear */
	uint64_t *objects = context;

	assert(object->class < RPSL_CLASSES && object->key.len > 0 && place.line > 0);
	assert(object->attribute_count > 0 && object->attribute_count <= RPSL_ATTRIBUTES_MAX);
	for (size_t i = 0; i < object->attribute_count && i < LOOKED_AT; i++)
		check_items(object, object->attributes[i].name);
	if (object->class == RPSL_ROUTE || object->class == RPSL_ROUTE6) {
		struct prefix prefix = object->route.prefix;
		struct prefix cut = prefix_cut(&prefix, prefix.len);
		assert(prefix_equal(&prefix, &cut));
		assert((prefix.family == FAMILY_V4) == (object->class == RPSL_ROUTE));
		uint32_t date = object->route.date;
		assert(date == 0 ||
		       (date > 19700101 && date / 100 % 100 - 1 < 12 && date % 100 - 1 < 31));
	}
	if (object->class == RPSL_INETNUM || object->class == RPSL_INET6NUM)
		assert(address_compare(&object->range.first, &object->range.last) <= 0);
	(*objects)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint64_t objects = 0;
	struct rpsl_sink sink = { &objects, check_object };
	struct text input = { (const char *)bytes, size };
	size_t half = size / 2;
	struct rpsl rpsl;

	rpsl_init(&rpsl, &sink);
	int done = rpsl_feed(&rpsl, text_upto(input, half));
	assert(done == 0);
	done = rpsl_feed(&rpsl, text_from(input, half));
	assert(done == 0);
	done = rpsl_finish(&rpsl);
	assert(done == 0);
	assert(objects == rpsl.refusals.taken && rpsl.without_source <= objects);
	assert(objects + refusals_total(&rpsl.refusals) <= size);
	rpsl_clear(&rpsl);
	return 0;
}
