#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/bgp_events.h"
#include "wire/bgp_message.h"

#define MARKER "ffffffffffffffffffffffffffffffff"

struct listening {
	struct bgp_events events;
	struct buffer got;
	unsigned unwanted; /* bits of enum bgp_known: asked with exactly these, it says no */
	unsigned asked, ends;
};

/* "withdraws 10.0.0.0/8 #7 1/1 first prefix; " */
static void take(void *context, const struct bgp_event *event)
{
	static const char *const kinds[] = { "has",  "announces", "withdraws", "changes",
					     "says", "reports",   "lists",     "unread" };
	struct listening *l = context;
	char text[PREFIX_TEXT_MAX];

	assert_int_equal(event->time_us, 5);
	assert_int_equal(event->offset, 6);
	assert_true(text_equal(event->collector, TEXT("rrc00")));
	buffer_string(&l->got, kinds[event->kind]);
	if (bgp_event_is_route(event)) {
		buffer_format(&l->got, " %s", prefix_print(&event->prefix, text));
		if (event->has_path_id)
			buffer_format(&l->got, " #%u", event->path_id);
		buffer_format(&l->got, " %u/%u", event->afi, event->safi);
	} else {
		buffer_format(&l->got, " %u", event->message_type);
	}
	if (event->is_end_of_rib)
		buffer_format(&l->got, " end of %u/%u", event->afi, event->safi);
	if (event->kind == BGP_ANNOUNCES)
		buffer_format(&l->got, " +%u/%u/%u",
			      (unsigned)reader_left(&event->attributes.bytes),
			      event->attributes.asn_size, event->attributes.next_hop);
	buffer_string(&l->got, event->is_first ? " first" : "");
	if (bgp_event_is_route(event))
		buffer_format(&l->got, "%s%s", event->has_new_prefix ? " prefix" : "",
			      event->has_new_attributes ? " attributes" : "");
	buffer_string(&l->got, "; ");
}

static bool wants(void *context, const struct bgp_event *event, unsigned known)
{
	struct listening *l = context;

	(void)event;
	l->asked++;
	return known != l->unwanted;
}

static void end(void *context, const struct bgp_event *last)
{
	struct listening *l = context;

	(void)last;
	l->ends++;
}

static void listening_init(struct listening *l)
{
	struct bgp_sink sink = { .context = l, .take = take, .wants = wants, .end = end };

	*l = (struct listening){ 0 };
	buffer_init(&l->got);
	bgp_events_init(&l->events, &sink, TEXT("rrc00"));
}

/* Returns whether it was passed over. */
static bool hear(struct listening *l, struct reader message, const struct bgp_codec *codec)
{
	struct bgp_telling telling = bgp_telling_begin(&l->events, FORMAT_BGP, 5, 6);

	bgp_tell_message(&telling, message, codec);
	bgp_telling_end(&telling);
	return telling.passed_over;
}

static const struct {
	const char *hex, *want;
	struct bgp_codec codec;
	enum bgp_refusal refusal;
} CASES[] = {
	{ MARKER "001d 01 04 5ba0 00b4 c0000207 00", "says 1 first; ", { 4, 0 }, BGP_TAKEN },
	{ MARKER "0015 03 0605", "says 3 first; ", { 4, 0 }, BGP_TAKEN },
	{ MARKER "0013 04", "says 4 first; ", { 4, 0 }, BGP_TAKEN },
	{ MARKER "0017 05 00010001", "says 5 first; ", { 4, 0 }, BGP_TAKEN },
	{ MARKER "0013 ff", "says 255 first; ", { 4, 0 }, BGP_TAKEN },
	/* What follows the message is no part of it. */
	{ MARKER "0013 04 00", "says 4 first; ", { 4, 0 }, BGP_TAKEN },
	{ MARKER "0017 02 0000 0000", "says 2 end of 1/1 first; ", { 4, 0 }, BGP_TAKEN },
	{ MARKER "001e 02 0000 0007 900f0003 0002 01",
	  "says 2 end of 2/1 first; ",
	  { 4, 0 },
	  BGP_TAKEN },
	{ MARKER "001d 02 0000 0006 800f03 0001 04",
	  "says 2 end of 1/4 first; ",
	  { 4, 0 },
	  BGP_TAKEN },
	{ MARKER "001b 02 0000 0004 40010100", "says 2 first; ", { 4, 0 }, BGP_TAKEN },
	/* The order of the two families and directions. */
	{ MARKER "0035 02 0004 080a 080b 0016 800f05 0002 01 0820 "
		 "800e0b 0001 02 04 c0000201 00 080c 080d 080e",
	  "withdraws 10.0.0.0/8 1/1 first prefix; withdraws 11.0.0.0/8 1/1 prefix; "
	  "withdraws 2000::/8 2/1 prefix; "
	  "announces 13.0.0.0/8 1/1 +22/2/1 prefix attributes; "
	  "announces 14.0.0.0/8 1/1 +22/2/1 prefix; "
	  "announces 12.0.0.0/8 1/2 +22/2/2 prefix attributes; ",
	  { 2, 0 },
	  BGP_TAKEN },
	/* Path ids of one family only. */
	{ MARKER "002a 02 0006 00000007 080a 000d 800e0a 0002 01 01 00 00 0820 0820",
	  "withdraws 10.0.0.0/8 #7 1/1 first prefix; "
	  "announces 2000::/8 2/1 +13/4/2 prefix attributes; "
	  "announces 2000::/8 2/1 +13/4/2 prefix; ",
	  { 4, BGP_IPV4_UNICAST },
	  BGP_TAKEN },
	{ MARKER "0023 02 0000 000a 800e07 0001 80 00 00 080b 080a",
	  "announces 10.0.0.0/8 1/1 +10/4/1 first prefix attributes; ",
	  { 4, 0 },
	  BGP_DAMAGED },
	/* Damage: what stands before it counts. */
	{ MARKER "001b 02 0004 080a 21ff 0000",
	  "withdraws 10.0.0.0/8 1/1 first prefix; ",
	  { 4, 0 },
	  BGP_DAMAGED },
	{ MARKER "001c 02 0000 0003 800e02 080a",
	  "announces 10.0.0.0/8 1/1 +3/4/1 first prefix attributes; ",
	  { 4, 0 },
	  BGP_DAMAGED },
	{ MARKER "0017 02 0100 0000", "", { 4, 0 }, BGP_DAMAGED },
	{ MARKER "0018 04", "", { 4, 0 }, BGP_DAMAGED },
	{ MARKER "0012 04", "", { 4, 0 }, BGP_DAMAGED },
	{ "00" MARKER "0013 04", "", { 4, 0 }, BGP_DAMAGED },
	{ "", "", { 4, 0 }, BGP_DAMAGED },
};

static void tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct listening l;
		listening_init(&l);
		assert_false(hear(&l, test_hex(CASES[i].hex), &CASES[i].codec));
		buffer_char(&l.got, '\0');
		assert_string_equal(l.got.bytes, CASES[i].want);
		assert_int_equal(l.ends, CASES[i].want[0] != '\0');
		assert_int_equal(refusals_total(&l.events.refusals), CASES[i].refusal != BGP_TAKEN);
		if (CASES[i].refusal != BGP_TAKEN) {
			assert_int_equal(l.events.refusals.count[CASES[i].refusal], 1);
			assert_int_equal(l.events.refusals.first[CASES[i].refusal].line, 1);
			assert_int_equal(l.events.refusals.first[CASES[i].refusal].offset, 6);
		}
		buffer_clear(&l.got);
	}
}

static void passes_over_what_is_not_wanted(void **state)
{
	struct bgp_codec codec = { 4, 0 };
	struct listening l;

	(void)state;
	listening_init(&l);
	l.unwanted = BGP_KNOWS_RECORD | BGP_KNOWS_PEER;
	/* It is not even looked at: nobody learns that it is damaged. */
	assert_true(hear(&l, test_hex(MARKER "0017 02 0100 0000"), &codec));
	assert_true(hear(&l, test_hex(MARKER "0013 04"), &codec));
	assert_int_equal(l.asked, 2);
	assert_int_equal(l.ends, 0);
	assert_int_equal(l.got.used, 0);
	assert_int_equal(l.events.records, 2);
	assert_int_equal(refusals_total(&l.events.refusals), 0);
	l.unwanted = 0;
	assert_false(hear(&l, test_hex(MARKER "0013 04"), &codec));
	assert_int_equal(l.ends, 1);
	buffer_clear(&l.got);
}

static void tells_bodies_without_a_header(void **state)
{
	struct bgp_codec codec = { 2, 0 };
	struct listening l;

	(void)state;
	listening_init(&l);
	struct bgp_telling telling = bgp_telling_begin(&l.events, FORMAT_BGP4MP, 5, 6);
	bgp_tell_body(&telling, BGP_UPDATE, test_hex("0000 0000 080a"), &codec);
	bgp_telling_end(&telling);
	assert_int_equal(reader_left(&telling.event.message), 0);
	assert_int_equal(telling.event.codec.asn_size, 2);
	buffer_char(&l.got, '\0');
	assert_string_equal(l.got.bytes,
			    "announces 10.0.0.0/8 1/1 +0/2/1 first prefix attributes; ");
	buffer_clear(&l.got);
}

static struct listening survivor;

static void hear_bytes(struct reader in)
{
	struct bgp_codec codec = { 4, BGP_IPV4_UNICAST };

	survivor.got.used = 0;
	(void)hear(&survivor, in, &codec);
}

static void survives_damage(void **state)
{
	(void)state;
	listening_init(&survivor);
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct reader bytes = test_hex(CASES[i].hex);
		test_every_truncation(bytes.at, reader_left(&bytes), hear_bytes);
		test_every_bit_flip(bytes.at, reader_left(&bytes), hear_bytes);
	}
	buffer_clear(&survivor.got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells),
		cmocka_unit_test(passes_over_what_is_not_wanted),
		cmocka_unit_test(tells_bodies_without_a_header),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
