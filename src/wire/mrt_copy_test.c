#include "base/testkit.h"

#include "wire/mrt_copy.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_damage.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

#define V6     "20010db800000000000000000000000"
#define MARKER "ffffffffffffffffffffffffffffffff"

/* A filter that lets events through to a copy. */
struct filter {
	struct mrt_copy copy;
	struct mrt_events events;
	struct buffer out;
	struct bgp_sink next;
	bool (*passes)(const struct bgp_event *event);
	uint64_t passed; /* routes */
};

static void filter_take(void *context, const struct bgp_event *event)
{
	struct filter *filter = context;

	if (event->kind != BGP_LISTS_PEERS && filter->passes != NULL && !filter->passes(event))
		return;
	filter->passed += bgp_event_is_route(event);
	filter->next.take(filter->next.context, event);
}

static void filter_end(void *context, const struct bgp_event *last)
{
	struct filter *filter = context;
	filter->next.end(filter->next.context, last);
}

static void filter_init(struct filter *filter, bool keeps_all,
			bool (*passes)(const struct bgp_event *event))
{
	struct bgp_sink sink = { .context = filter, .take = filter_take, .end = filter_end };

	*filter = (struct filter){ .passes = passes };
	buffer_init(&filter->out);
	mrt_copy_init(&filter->copy, keeps_all, &filter->out);
	filter->next = mrt_copy_sink(&filter->copy);
	mrt_events_init(&filter->events, &sink, TEXT(""), 0);
}

static void filter_clear(struct filter *filter)
{
	mrt_events_clear(&filter->events);
	mrt_copy_clear(&filter->copy);
	buffer_clear(&filter->out);
}

static void filter_record(void *context, const struct mrt_record *record)
{
	struct filter *filter = context;
	mrt_events_tell(&filter->events, record);
}

static void assert_same(const struct buffer *got, struct reader want)
{
	assert_int_equal(got->used, reader_left(&want));
	assert_memory_equal(got->bytes, want.at, got->used);
}

/* A whole file, from hexadecimal. */
static struct reader copied(struct filter *filter, const char *hex)
{
	struct reader bytes = test_hex(hex);
	struct mrt_walk walk = mrt_walk(bytes, 0, filter_record, filter);

	assert_int_equal(walk.framing.lost_bytes, 0);
	return bytes;
}

static void all_of_the_sample_is_the_sample(void **state)
{
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	for (int keeps_all = 0; keeps_all < 2; keeps_all++) {
		struct filter filter;
		filter_init(&filter, keeps_all == 1, NULL);
		(void)mrt_walk(mrt_sample_reader(&sample), 0, filter_record, &filter);
		assert_same(&filter.out, mrt_sample_reader(&sample));
		assert_int_equal(filter.copy.records, filter.events.bgp.records);
		filter_clear(&filter);
	}
	buffer_clear(&sample);
}

static bool is_of_second_peer(const struct bgp_event *event)
{
	return event->peer.asn == 4200000000;
}

static bool nothing(const struct bgp_event *event)
{
	(void)event;
	return false;
}

static void only_what_passes(void **state)
{
	struct filter filter, again;
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	filter_init(&filter, false, is_of_second_peer);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, filter_record, &filter);
	assert_int_equal(filter.passed, 60);
	assert_int_equal(filter.copy.records, 2 + 60);

	/* What was kept is all there is, and stays what it is. */
	filter_init(&again, false, is_of_second_peer);
	(void)mrt_walk(mrt_sample_reader(&filter.out), 0, filter_record, &again);
	assert_int_equal(again.passed, 60);
	assert_int_equal(again.events.bgp.records, 2 + 60);
	assert_same(&again.out, mrt_sample_reader(&filter.out));
	filter_clear(&again);
	filter_clear(&filter);

	filter_init(&filter, false, nothing);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, filter_record, &filter);
	assert_int_equal(filter.out.used, 0);
	filter_clear(&filter);
	buffer_clear(&sample);
}

#define TIME  "6553f100 "
#define PEERS TIME "000d 0001 0000002e 00000007 0000 0002 " PEER1 PEER2
#define PEER1 "02 00000001 c0000201 0000fbf0 "
#define PEER2 "03 00000002 " V6 "1 fa56ea00 "

/* Three entries, of which two are of the second peer. */
static void rows_keep_the_octets_of_their_entries(void **state)
{
	struct filter filter;

	(void)state;
	filter_init(&filter, false, is_of_second_peer);
	(void)copied(&filter, PEERS TIME "000d 0002 00000025 00000009 18c00002 0003 "
					 "0001 00000005 0003 400600 "
					 "0000 00000006 0000 0001 00000007 0000");
	assert_same(&filter.out,
		    test_hex(PEERS TIME "000d 0002 0000001d 00000009 18c00002 0002 "
					"0001 00000005 0003 400600 0001 00000007 0000"));
	filter_clear(&filter);
	/* With path ids, and a row of another family. */
	filter_init(&filter, false, is_of_second_peer);
	(void)copied(&filter, PEERS TIME "000d 0008 0000001f 00000009 00 0002 "
					 "0001 00000005 00000001 0000 "
					 "0000 00000006 00000002 0000");
	assert_same(&filter.out, test_hex(PEERS TIME "000d 0008 00000013 00000009 00 0001 "
						     "0001 00000005 00000001 0000"));
	filter_clear(&filter);
}

/* Microseconds that are none, octets behind a message, records that nobody reads. */
static void every_octet_is_kept(void **state)
{
	static const char *const files[] = {
		TIME "0011 0005 0000001c ffffffff 0000fbf0 0000fbff 0000 0001 c0000201 c0000209 "
		     "0006 0001",
		TIME "0010 0004 00000029 0000fbf0 0000fbff 0000 0001 c0000201 c0000209 " MARKER
		     "0013 04 0000",
		TIME "000b 0000 00000004 01020304 " TIME "000b 0000 00000000" TIME
		     "000b 0000 00000000",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct filter filter;
		filter_init(&filter, true, NULL);
		struct reader bytes = copied(&filter, files[i]);
		assert_same(&filter.out, bytes);
		filter_clear(&filter);
	}
	/* Without any event, and a filter: gone. */
	struct filter filter;
	filter_init(&filter, false, NULL);
	(void)copied(&filter, files[2]);
	assert_int_equal(filter.out.used, 0);
	filter_clear(&filter);
}

/* Two inputs by turns: each row finds its own table before it. */
static void tables_of_peers_come_back(void **state)
{
	struct mrt_events one, two;
	struct buffer files[2], out;
	struct mrt_copy copy;
	struct mrt_record record;

	(void)state;
	for (int keeps_all = 0; keeps_all < 2; keeps_all++) {
		buffer_init(&out);
		mrt_copy_init(&copy, keeps_all == 1, &out);
		struct bgp_sink sink = mrt_copy_sink(&copy);
		mrt_events_init(&one, &sink, TEXT(""), 0);
		mrt_events_init(&two, &sink, TEXT(""), 1);
		struct framing framings[2];
		struct reader in[2];
		for (uint32_t i = 0; i < 2; i++) {
			buffer_init(&files[i]);
			mrt_sample_rib(&files[i], 64500 + i);
			in[i] = mrt_sample_reader(&files[i]);
			mrt_framing_init(&framings[i]);
		}
		for (int i = 0; i < 2 * 3; i++)
			if (mrt_next(&framings[i % 2], &in[i % 2], true, &record) == 1)
				mrt_events_tell(i % 2 == 0 ? &one : &two, &record);
		/* A table before each of the four rows, and each where it stood. */
		assert_int_equal(copy.records, keeps_all == 1 ? 2 + 4 + 4 : 4 + 4);
		struct filter filter;
		filter_init(&filter, false, NULL);
		(void)mrt_walk(mrt_sample_reader(&out), 0, filter_record, &filter);
		assert_int_equal(refusals_total(&filter.events.bgp.refusals), 0);
		filter_clear(&filter);
		mrt_copy_clear(&copy);
		mrt_events_clear(&one);
		mrt_events_clear(&two);
		buffer_clear(&files[0]);
		buffer_clear(&files[1]);
		buffer_clear(&out);
	}
}

/* Of no MRT record: a message with all that BGP4MP can say of it, once, and a change of state. */
static void other_formats_become_bgp4mp(void **state)
{
	struct reader message = test_hex(MARKER "001d 02 0006 00000007 080a 0000");
	struct bgp_event event = {
		.kind = BGP_WITHDRAWS,
		.format = FORMAT_BMP,
		.time_us = 1700000000 * UTC_SECOND + 1,
		.peer = { .address = mrt_sample_address("2001:db8::1"), .asn = 64496 },
		.message_type = 2,
		.message = message,
		.codec = { 2, UINT32_MAX },
	};
	struct mrt_copy copy;
	struct buffer out;

	(void)state;
	buffer_init(&out);
	mrt_copy_init(&copy, false, &out);
	struct bgp_sink sink = mrt_copy_sink(&copy);
	sink.take(sink.context, &event);
	sink.take(sink.context, &event); /* another prefix of the same message */
	sink.end(sink.context, &event);
	assert_same(&out, test_hex(TIME "0011 0008 00000049 00000001 fbf0 0000 0000 0002 " V6
					"1 00000000000000000000000000000000 " MARKER
					"001d 02 0006 00000007 080a 0000"));
	out.used = 0;
	event.kind = BGP_STATE_CHANGES;
	event.message = (struct reader){ 0 };
	event.time_us = 1700000000 * UTC_SECOND;
	event.peer.address = mrt_sample_address("192.0.2.1");
	event.has_local = true;
	event.local = mrt_sample_address("192.0.2.9");
	event.local_asn = 64511;
	event.new_state = 6;
	sink.take(sink.context, &event);
	event.kind = BGP_REPORTS;
	sink.take(sink.context, &event);
	sink.end(sink.context, &event);
	assert_int_equal(copy.unwritten, 1);
	assert_int_equal(copy.records, 2);
	assert_same(&out, test_hex(TIME "0010 0005 00000018 0000fbf0 0000fbff 0000 0001 c0000201 "
					"c0000209 0000 0006"));
	mrt_copy_clear(&copy);
	buffer_clear(&out);
}

static void copy_all(struct reader in)
{
	struct filter filter;

	filter_init(&filter, true, NULL);
	struct mrt_walk walk = mrt_walk(in, 0, filter_record, &filter);
	assert_int_equal(filter.out.used, reader_left(&in) - walk.framing.lost_bytes);
	filter_clear(&filter);
	filter_init(&filter, false, is_of_second_peer);
	(void)mrt_walk(in, 0, filter_record, &filter);
	filter_clear(&filter);
}

static void survives_damage(void **state)
{
	(void)state;
	mrt_sample_damaged(copy_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_the_sample_is_the_sample),
		cmocka_unit_test(only_what_passes),
		cmocka_unit_test(rows_keep_the_octets_of_their_entries),
		cmocka_unit_test(every_octet_is_kept),
		cmocka_unit_test(tables_of_peers_come_back),
		cmocka_unit_test(other_formats_become_bgp4mp),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
