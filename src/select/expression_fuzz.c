/* Any text is a filter or a complaint with its place. A filter answers every event, the same
 * however it is asked, and its one spelling is a filter that is spelled and answers the same. */
#include "base/fuzz.h"

#include <stdlib.h>

#include "select/selection.h"

/* The text behind a '\0', if there is one, is what every file holds. */
struct files {
	struct text text;
};

static bool load(void *context, struct text path, struct text *out_text, const char **out_reason)
{
	const struct files *files = context;

	(void)path;
	*out_reason = "no file is here";
	*out_text = files->text;
	return files->text.at != NULL;
}

static const char ATTRIBUTES[] = "\x40\x01\x01\x00"
				 "\x40\x02\x14\x02\x03\x00\x00\xfb\xf0\x00\x00\xfb\xf1\x00\x00\xfb"
				 "\xf4\x01\x01\x00\x00\xfb\xf5"
				 "\x80\x04\x04\x00\x00\x00\x0a"
				 "\xc0\x08\x04\xfb\xf0\x00\x64";

enum { EVENTS = 4 };

static void events_make(struct bgp_event events[EVENTS])
{
	struct reader bytes = reader_over(ATTRIBUTES, sizeof(ATTRIBUTES) - 1);
	struct bgp_event route = {
		.kind = BGP_ANNOUNCES,
		.format = FORMAT_BGP4MP,
		.time_us = UINT64_C(1771774200000000),
		.collector = TEXT("rrc00"),
		.peer.asn = 64496,
		.peer.address = { UINT64_C(0xc6336401) << 32, 0, FAMILY_V4 },
		.afi = 1,
		.safi = 1,
		.has_prefix = true,
		.prefix = { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 },
		.attributes = { bytes, 4, ATTR_NEXT_HOP_ANY },
	};

	for (unsigned i = 0; i < EVENTS; i++)
		events[i] = route;
	events[1].attributes.asn_size = 2;
	events[2].kind = BGP_WITHDRAWS;
	events[3] = (struct bgp_event){ .kind = BGP_STATE_CHANGES, .format = FORMAT_BMP };
}

static void validators_make(struct arena *arena, struct select_validators *validators)
{
	struct vrp vrp = { { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 }, 24, 64500 };
	struct route_object object = { vrp.prefix, 64500, 0, 0 };
	int err = rov_build(arena, &vrp, 1, &validators->rov) |
		  irr_build(arena, &object, 1, &validators->irr) |
		  bogons_build(arena, NULL, 0, 0, &validators->bogons);

	assert(err == 0);
}

/* Bit i: event i is selected. */
static unsigned ask(const struct expression *expression, const struct select_validators *validators)
{
	struct bgp_event events[EVENTS];
	struct selection selection;
	unsigned answers = 0;

	events_make(events);
	selection_init(&selection, expression, validators);
	for (unsigned i = 0; i < EVENTS; i++) {
		enum selection_answer all = selection_check(&selection, &events[i], BGP_KNOWS_ALL);
		assert(all != SELECT_OPEN);
		for (unsigned known = 0; known < BGP_KNOWS_ALL; known++) {
			enum selection_answer part = selection_check(&selection, &events[i], known);
			assert(part == all || part == SELECT_OPEN);
		}
		answers |= (all == SELECT_YES ? 1U : 0U) << i;
	}
	selection_clear(&selection);
	return answers;
}

static void check_spelling(struct arena *arena, const struct expression *expression,
			   const struct expression_world *world,
			   const struct select_validators *validators)
{
	const struct expression *again;
	struct complaint complaint;
	struct buffer first, second;

	buffer_init(&first);
	buffer_init(&second);
	expression_print(expression, &first);
	struct text text = { first.bytes, first.used };
	if (text.len <= EXPRESSION_TEXT_MAX) {
		int err = expression_parse(arena, text, world, &again, &complaint);
		assert(err == 0);
		expression_print(again, &second);
		assert(text_equal(text, (struct text){ second.bytes, second.used }));
		assert(ask(again, validators) == ask(expression, validators));
	}
	buffer_clear(&first);
	buffer_clear(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena sets;
	static struct select_validators validators;
	struct text all = { (const char *)bytes, size };
	struct text text = text_upto(all, text_find(all, '\0'));
	struct files files = { { NULL, 0 } };
	struct expression_world world = { &files, load, true, true, true };
	const struct expression *expression;
	struct complaint complaint;
	struct arena arena;
	struct buffer out;

	if (validators.rov == NULL) {
		arena_init(&sets, 1 << 24);
		validators_make(&sets, &validators);
	}
	if (text.len < size)
		files.text = text_from(all, text.len + 1);
	arena_init(&arena, 1 << 24);
	int err = expression_parse(&arena, text, &world, &expression, &complaint);
	if (err < 0) {
		assert(complaint.at <= text.len && strlen(complaint.says) > 0);
		buffer_init(&out);
		complaint_put(&out, text, &complaint);
		assert(out.used > 0 && out.bytes[out.used - 1] == '\n');
		buffer_clear(&out);
	} else {
		check_spelling(&arena, expression, &world, &validators);
	}
	arena_clear(&arena);
	return 0;
}
