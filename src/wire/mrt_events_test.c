#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

#define V6     "20010db800000000000000000000000"
#define MARKER "ffffffffffffffffffffffffffffffff"
#define PEERS  "00000007 0000 0002 02 00000001 c0000201 0000fbf0 03 00000002 " V6 "1 fa56ea00"
#define SPEAKS "0000fbf0 0000fbff 0000 0001 c0000201 c0000209 "

struct told {
	struct mrt_events events;
	struct buffer got;
};

/* "AS64496 has 192.0.2.0/24 #7 +3 first prefix attributes; " */
static void tell(void *context, const struct bgp_event *event)
{
	static const char *const kinds[] = { "has",  "announces", "withdraws", "changes",
					     "says", "reports",   "lists",     "unread" };
	struct told *told = context;
	char text[PREFIX_TEXT_MAX];

	if (event->kind == BGP_LISTS_PEERS || event->kind == BGP_UNREAD)
		return;
	buffer_format(&told->got, "AS%u%s %s", event->peer.asn, event->is_local ? " hears" : "",
		      kinds[event->kind]);
	if (event->kind == BGP_STATE_CHANGES)
		buffer_format(&told->got, " %u>%u", event->old_state, event->new_state);
	else if (event->kind == BGP_SAYS)
		buffer_format(&told->got, " %u", event->message_type);
	else if (bgp_event_is_route(event))
		buffer_format(&told->got, " %s", prefix_print(&event->prefix, text));
	if (bgp_event_is_route(event) && event->safi > 1)
		buffer_format(&told->got, " safi%u", event->safi);
	if (bgp_event_is_route(event) && event->has_path_id)
		buffer_format(&told->got, " #%u", event->path_id);
	if (event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES)
		buffer_format(&told->got, " +%u/%u/%u",
			      (unsigned)reader_left(&event->attributes.bytes),
			      event->attributes.asn_size, event->attributes.next_hop);
	buffer_format(&told->got, "%s%s%s; ", event->is_first ? " first" : "",
		      event->has_new_prefix ? " prefix" : "",
		      event->has_new_attributes ? " attributes" : "");
}

static void told_init(struct told *told)
{
	struct bgp_sink sink = { .context = told, .take = tell };

	mrt_events_init(&told->events, &sink, TEXT(""), 0);
	buffer_init(&told->got);
}

static void told_clear(struct told *told)
{
	mrt_events_clear(&told->events);
	buffer_clear(&told->got);
}

struct step {
	unsigned type, subtype;
	const char *hex;
};

static struct mrt_record record_of(const struct step *step)
{
	return (struct mrt_record){ .type = (uint16_t)step->type,
				    .subtype = (uint16_t)step->subtype,
				    .body = test_hex(step->hex) };
}

static const struct {
	struct step steps[5];
	const char *want;
	uint64_t refused[BGP_REFUSALS];
} CASES[] = {
	{ { { 13, 1, PEERS },
	    { 13, 4, "00000000 2020010db8 0002 0001 00000005 0003 400600 0000 00000006 0000" } },
	  "AS4200000000 has 2001:db8::/32 +3/4/0 first prefix attributes; "
	  "AS64496 has 2001:db8::/32 +0/4/0 attributes; ",
	  { 0 } },
	{ { { 13, 1, PEERS }, { 13, 9, "00000000 00 0001 0000 00000005 00000007 0000" } },
	  "AS64496 has 0.0.0.0/0 safi2 #7 +0/4/0 first prefix attributes; ",
	  { 0 } },
	/* An unknown peer takes nothing from the next. */
	{ { { 13, 1, PEERS }, { 13, 2, "00000000 00 0002 0002 00000005 0000 0001 00000006 0000" } },
	  "AS4200000000 has 0.0.0.0/0 +0/4/0 first prefix attributes; ",
	  { [BGP_UNKNOWN_PEER] = 1 } },
	{ { { 13, 2, "00000000 00 0001 0000 00000005 0000" } }, "", { [BGP_NO_PEERS] = 1 } },
	{ { { 12, 1, "0000 0000 c0000200 18 01 00000005 c0000201 fbf0 0003 400600" } },
	  "AS64496 has 192.0.2.0/24 +3/2/0 first prefix attributes; ",
	  { 0 } },
	/* Two withdrawn, and one by MP_UNREACH; two announced, and one by MP_REACH. */
	{ { { 16, 4,
	      SPEAKS MARKER "0035 02 0004 080a 080b 0016 800f05 0002 02 0801"
			    "800e0b 0001 01 04 c0000201 00 080c 080d 080e" } },
	  "AS64496 withdraws 10.0.0.0/8 first prefix; AS64496 withdraws 11.0.0.0/8 prefix; "
	  "AS64496 withdraws 100::/8 safi2 prefix; "
	  "AS64496 announces 13.0.0.0/8 +22/4/1 prefix attributes; "
	  "AS64496 announces 14.0.0.0/8 +22/4/1 prefix; "
	  "AS64496 announces 12.0.0.0/8 +22/4/2 prefix attributes; ",
	  { 0 } },
	{ { { 17, 10,
	      "fbf0 fbff 0000 0001 c0000201 c0000209" MARKER
	      "0023 02 0006 00000007 080a 0000 00000008 080b" } },
	  "AS64496 hears withdraws 10.0.0.0/8 #7 first prefix; "
	  "AS64496 hears announces 11.0.0.0/8 #8 +0/2/1 prefix attributes; ",
	  { 0 } },
	{ { { 16, 4, SPEAKS MARKER "0023 02 0000 000a 800e07 0001 80 00 00 080b 080a" } },
	  "AS64496 announces 10.0.0.0/8 +10/4/1 first prefix attributes; ",
	  { [BGP_DAMAGED] = 1 } },
	{ { { 16, 4, SPEAKS MARKER "001d 02 0000 0004 800e 0200 080a" } },
	  "AS64496 announces 10.0.0.0/8 +4/4/1 first prefix attributes; ",
	  { [BGP_DAMAGED] = 1 } },
	{ { { 16, 5, SPEAKS "0006 0001" }, { 16, 4, SPEAKS MARKER "0013 04" } },
	  "AS64496 changes 6>1 first; AS64496 says 4 first; ",
	  { 0 } },
	{ { { 13, 6, "" }, { 13, 1, "00" }, { 11, 0, "" }, { 16, 4, "" } },
	  "",
	  { [BGP_DAMAGED] = 3, [BGP_UNKNOWN_RECORD] = 1 } },
};

static void tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct told told;
		told_init(&told);
		for (const struct step *step = CASES[i].steps; step->hex != NULL; step++) {
			struct mrt_record record = record_of(step);
			mrt_events_tell(&told.events, &record);
		}
		buffer_char(&told.got, '\0');
		assert_string_equal(told.got.bytes, CASES[i].want);
		assert_memory_equal(&told.events.bgp.refusals.count[1], &CASES[i].refused[1],
				    sizeof(CASES[i].refused) - sizeof(CASES[i].refused[0]));
		told_clear(&told);
	}
}

struct counting {
	struct mrt_events events;
	uint64_t told, counted;
};

static void count_route(void *context, const struct bgp_event *event)
{
	struct counting *counting = context;
	counting->told += event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES;
}

static void read_and_count(void *context, const struct mrt_record *record)
{
	struct counting *counting = context;
	mrt_events_tell(&counting->events, record);
	counting->counted += mrt_events_count(&counting->events, record);
}

static void counting_agrees(void **state)
{
	struct counting counting = { 0 };
	struct bgp_sink sink = { .context = &counting, .take = count_route };
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	mrt_events_init(&counting.events, &sink, TEXT(""), 0);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, read_and_count, &counting);
	assert_int_equal(counting.told, 150);
	assert_int_equal(counting.counted, counting.told);
	assert_int_equal(refusals_total(&counting.events.bgp.refusals), 0);
	/* A row that breaks off has the routes before the break. */
	struct step broken = { 13, 2, "00000000 00 0002 0000 00000005 0000 0000" };
	struct mrt_record record = record_of(&broken);
	assert_int_equal(mrt_events_count(&counting.events, &record), 1);
	assert_int_equal(counting.events.bgp.refusals.count[BGP_DAMAGED], 1);
	mrt_events_clear(&counting.events);
	buffer_clear(&sample);
}

static void remembers_places(void **state)
{
	struct step steps[] = { { 13, 1, PEERS },
				{ 13, 2, "00000000 00 0001 0009 00000005 0000" },
				{ 13, 2, "00000000 00 0001 0000 00000005 0000" } };
	struct told told;

	(void)state;
	told_init(&told);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct mrt_record record = record_of(&steps[i]);
		record.offset = 100 * i;
		mrt_events_tell(&told.events, &record);
	}
	assert_int_equal(told.events.bgp.records, 3);
	assert_int_equal(told.events.bgp.refusals.first[BGP_UNKNOWN_PEER].line, 2);
	assert_int_equal(told.events.bgp.refusals.first[BGP_UNKNOWN_PEER].offset, 100);
	for (unsigned reason = 1; reason < BGP_REFUSALS; reason++)
		assert_true(strlen(told.events.bgp.refusals.says[reason]) > 0);
	told_clear(&told);
}

/* Tells the steps and compares; gives how many were refused for `reason`. */
static uint64_t refused_of(const struct step *steps, size_t count, enum bgp_refusal reason,
			   const char *want)
{
	struct told told;

	told_init(&told);
	for (size_t i = 0; i < count; i++) {
		struct mrt_record record = record_of(&steps[i]);
		mrt_events_tell(&told.events, &record);
	}
	buffer_char(&told.got, '\0');
	assert_string_equal(told.got.bytes, want);
	uint64_t refused = told.events.bgp.refusals.count[reason];
	told_clear(&told);
	return refused;
}

#define ROW(peer) "00000000 00 0001 " peer " 00000005 0000"

static void b3_rib_before_peer_index(void **state)
{
	static const struct step steps[] = { { 13, 2, ROW("0000") },
					     { 13, 1, PEERS },
					     { 13, 2, ROW("0000") } };

	(void)state;
	assert_int_equal(refused_of(steps, COUNT_OF(steps), BGP_NO_PEERS,
				    "AS64496 has 0.0.0.0/0 +0/4/0 first prefix attributes; "),
			 1);
}

/* Rows name their peers by the latest table; each table has a number of its own. */
static void b4_two_peer_index_tables(void **state)
{
	static const struct step steps[] = {
		{ 13, 1, PEERS },
		{ 13, 2, ROW("0001") },
		{ 13, 1, "00000007 0000 0001 02 00000001 c0000201 0000fbff" },
		{ 13, 2, ROW("0000") },
		{ 13, 2, ROW("0001") },
	};

	(void)state;
	assert_int_equal(refused_of(steps, COUNT_OF(steps), BGP_UNKNOWN_PEER,
				    "AS4200000000 has 0.0.0.0/0 +0/4/0 first prefix attributes; "
				    "AS64511 has 0.0.0.0/0 +0/4/0 first prefix attributes; "),
			 1);
	struct told told;
	told_init(&told);
	uint64_t before = told.events.peer_table;
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct mrt_record record = record_of(&steps[i]);
		mrt_events_tell(&told.events, &record);
	}
	assert_int_equal(told.events.peer_table, before + 2);
	told_clear(&told);
}

static void b5_peer_index_beyond_the_table(void **state)
{
	static const struct step steps[] = { { 13, 1, PEERS },
					     { 13, 2, ROW("0002") },
					     { 13, 2, ROW("ffff") },
					     { 13, 1, "00000007 0000 0000" },
					     { 13, 2, ROW("0000") } };

	(void)state;
	assert_int_equal(refused_of(steps, COUNT_OF(steps), BGP_UNKNOWN_PEER, ""), 3);
}

/* Announced or not, they are routes like all others; to judge them is for those further down. */
static void d29_d30_defaults_host_routes_and_bogons(void **state)
{
	static const struct step steps[] = {
		{ 16, 4,
		  SPEAKS MARKER "002b 02 0000 0000 00 20c0000201 20ffffffff 087f 080a 20a9fe0001" },
		{ 16, 4,
		  SPEAKS MARKER "003d 02 0000 0026 800e23 0002 01 04 c0000201 00 00 80" V6 "1 "
				"08fd 10fe80 1020 01" },
	};

	(void)state;
	assert_int_equal(refused_of(steps, COUNT_OF(steps), BGP_DAMAGED,
				    "AS64496 announces 0.0.0.0/0 +0/4/1 first prefix attributes; "
				    "AS64496 announces 192.0.2.1/32 +0/4/1 prefix; "
				    "AS64496 announces 255.255.255.255/32 +0/4/1 prefix; "
				    "AS64496 announces 127.0.0.0/8 +0/4/1 prefix; "
				    "AS64496 announces 10.0.0.0/8 +0/4/1 prefix; "
				    "AS64496 announces 169.254.0.1/32 +0/4/1 prefix; "
				    "AS64496 announces ::/0 +38/4/2 first prefix attributes; "
				    "AS64496 announces 2001:db8::1/128 +38/4/2 prefix; "
				    "AS64496 announces fd00::/8 +38/4/2 prefix; "
				    "AS64496 announces fe80::/16 +38/4/2 prefix; "
				    "AS64496 announces 2001::/16 +38/4/2 prefix; "),
			 0);
}

/* The shape of Kirin: nothing is kept of a route once it is told. */
static void d32_a_million_prefixes_of_one_peer(void **state)
{
	enum { MILLION = 1000000, PER_UPDATE = 1000 };
	const struct mrt_session session = mrt_sample_session(64496, "192.0.2.1", "192.0.2.9");
	const asn_t path[] = { 64496, 64500 };
	const struct mrt_route route = { .path = path, .path_count = 2, .next_hop = session.peer };
	struct counting counting = { 0 };
	struct bgp_sink sink = { .context = &counting, .take = count_route };
	static struct prefix prefixes[PER_UPDATE];
	struct buffer bytes;

	(void)state;
	buffer_init(&bytes);
	mrt_events_init(&counting.events, &sink, TEXT(""), 0);
	for (unsigned i = 0; i < MILLION; i += PER_UPDATE) {
		for (unsigned k = 0; k < PER_UPDATE; k++)
			prefixes[k] = (struct prefix){ (uint64_t)(i + k) << 40, 0, 24, FAMILY_V4 };
		bytes.used = 0;
		assert_int_equal(mrt_write_update(&bytes, MRT_SAMPLE_TIME, &session, &route,
						  prefixes, PER_UPDATE),
				 0);
		(void)mrt_walk(mrt_sample_reader(&bytes), 0, read_and_count, &counting);
	}
	assert_int_equal(counting.told, MILLION);
	assert_int_equal(counting.counted, MILLION);
	assert_int_equal(counting.events.peer_room, 0);
	mrt_events_clear(&counting.events);
	buffer_clear(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells),
		cmocka_unit_test(counting_agrees),
		cmocka_unit_test(remembers_places),
		{ "B3 a RIB before its PEER_INDEX_TABLE", b3_rib_before_peer_index, NULL, NULL,
		  NULL },
		{ "B4 two PEER_INDEX_TABLEs", b4_two_peer_index_tables, NULL, NULL, NULL },
		{ "B5 a peer index beyond the table", b5_peer_index_beyond_the_table, NULL, NULL,
		  NULL },
		{ "D29 D30 default, host routes, bogons", d29_d30_defaults_host_routes_and_bogons,
		  NULL, NULL, NULL },
		{ "D32 a million prefixes of one peer", d32_a_million_prefixes_of_one_peer, NULL,
		  NULL, NULL },
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
