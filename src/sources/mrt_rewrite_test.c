/* Real archives written again: as MRT, octet by octet, and as RIS Live, which says the same. */
#include "base/testkit.h"

#include "base/index.h"
#include "sources/window.h"
#include "wire/event_ris.h"
#include "wire/mrt_copy.h"
#include "wire/mrt_events.h"
#include "wire/ris_live.h"
#include "wire/test_mrt_walk.h"

enum { BYTES_MAX = 24 << 20 }; /* of a file, once unpacked */

static const char *const FILES[] = {
	"mrt/updates.20150922.bz2",
	"mrt/updates.20190101.0000.gz",
	"mrt/updates.20260222.1530.bz2",
	"mrt/rib.20150922.bz2",
	"mrt/ris.rrc06.updates.1427846400.gz",
	"mrt/routeviews.jinx.updates.1427846400.bz2",
	"mrt/ixp-185.186.nlix.mrt",
	"mrt/ixp-namex-bgpd-rib-inet.mrt",
	"mrt/ixp-namex-bgpd-rib-inet6.mrt",
	"mrt/small-bird-mrtdump_rib.mrt",
	"mrt/small-bird6-mrtdump_bgp.mrt",
	"mrt/small-openbgpd_rib_table-mp.mrt",
	"mrt/small-quagga_rib.mrt",
	"mrt/bgpdump/bview.20020722.2337.gz",
	"mrt/bgpdump/bview.64k_stream_overflow.gz",
	"mrt/bgpdump/bview.ipv4_unicast_add_path.gz",
	"mrt/bgpdump/bview.ipv6_unicast_add_path.gz",
	"mrt/bgpdump/updates.20020722.2238.gz",
	"mrt/bgpdump/updates.20070211.0141.gz",
	"mrt/bgpdump/updates.20071015.1505.gz",
	"mrt/bgpdump/updates.20100722.2015.gz",
	"mrt/bgpdump/updates.20160811.1600.gz",
	"mrt/bgpdump/updates.et-header.2015.gz",
	"mrt/bgpdump/updates.long_withdrawal.gz",
	"mrt/bgpdump/updates.nlri_mask_trailing_bits.gz",
};

static bool load(const char *relative_path, struct buffer *out)
{
	const char *path = test_data(relative_path);

	if (path == NULL)
		return false;
	struct window *window = window_open(path, NULL);
	while (out->used < BYTES_MAX && window_fill(window, 1) > 0) {
		struct reader in = window_bytes(window);
		buffer_text(out, (struct text){ (const char *)in.at, reader_left(&in) });
		window_skip(window, reader_left(&in));
	}
	window_close(window);
	return true;
}

static struct reader reader_of(const struct buffer *buffer)
{
	return reader_over(buffer->bytes, buffer->used);
}

static void tell_record(void *context, const struct mrt_record *record)
{
	mrt_events_tell(context, record);
}

/* A sink that lets half of the routes through, those of every other prefix. */
struct halving {
	struct bgp_sink next;
	bool is_half;
	uint64_t routes, digest;
};

static void halve(void *context, const struct bgp_event *event)
{
	struct halving *halving = context;

	if (event->kind == BGP_HAS) {
		uint64_t hash = prefix_hash(&event->prefix) ^ event->peer.asn ^ event->path_id;
		if (halving->is_half && hash % 2 == 0)
			return;
		if (hash % 2 == 1) {
			halving->routes++;
			halving->digest = hash_words(halving->digest ^ hash, event->originated);
		}
	}
	halving->next.take(halving->next.context, event);
}

static void halve_end(void *context, const struct bgp_event *last)
{
	struct halving *halving = context;
	halving->next.end(halving->next.context, last);
}

static struct halving copy_file(struct reader bytes, bool is_half, bool keeps_all,
				struct buffer *out)
{
	struct halving halving = { .is_half = is_half };
	struct bgp_sink sink = { .context = &halving, .take = halve, .end = halve_end };
	struct mrt_events events;
	struct mrt_copy copy;

	mrt_copy_init(&copy, keeps_all, out);
	halving.next = mrt_copy_sink(&copy);
	mrt_events_init(&events, &sink, TEXT(""), 0);
	(void)mrt_walk(bytes, 0, tell_record, &events);
	mrt_events_clear(&events);
	mrt_copy_clear(&copy);
	return halving;
}

static void copies_are_the_same_octets(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		struct buffer file = { 0 }, all = { 0 }, half = { 0 }, again = { 0 };
		if (!load(FILES[i], &file))
			continue;
		seen++;
		/* Whole records, none of them damaged. */
		struct mrt_walk walk = mrt_walk(reader_of(&file), 0, NULL, NULL);
		if (walk.framing.lost_bytes > 0)
			file.used = walk.framing.first_loss;
		struct halving whole = copy_file(reader_of(&file), false, true, &all);
		assert_int_equal(all.used, file.used);
		assert_memory_equal(all.bytes, file.bytes, file.used);

		struct halving first = copy_file(reader_of(&file), true, false, &half);
		assert_int_equal(first.routes, whole.routes);
		struct halving second = copy_file(reader_of(&half), true, false, &again);
		assert_int_equal(second.routes, whole.routes);
		assert_int_equal(second.digest, whole.digest);
		assert_int_equal(again.used, half.used);
		buffer_clear(&file);
		buffer_clear(&all);
		buffer_clear(&half);
		buffer_clear(&again);
	}
	if (seen == 0)
		skip();
}

/* Can RIS Live say it without loss? */
static bool is_sayable(const struct bgp_event *event)
{
	return bgp_event_is_route(event) && event->kind != BGP_HAS && event->safi == 1 &&
	       event->codec.path_id_families == 0 && !event->is_local && event->peer.asn != 0;
}

/* What it says of events, in their order. */
struct digesting {
	uint64_t digest, events;
	uint8_t room[AS_PATH_ROOM];
};

static uint64_t hash_bytes(uint64_t hash, struct reader bytes)
{
	while (reader_left(&bytes) > 0)
		hash = hash_words(hash, read_u8(&bytes));
	return hash;
}

/* Segments of one kind that follow each other are one to RIS Live. */
static uint64_t hash_path(uint64_t hash, struct reader path)
{
	struct as_segment segment;

	while (as_path_next(&path, 4, &segment) > 0) {
		bool is_set = segment.type == AS_SET || segment.type == AS_CONFED_SET;
		hash = is_set ? hash_words(hash, UINT64_MAX) : hash;
		for (unsigned i = 0; i < segment.count; i++)
			hash = hash_words(hash, as_segment_asn(&segment, 4));
	}
	return hash;
}

static void digest(void *context, const struct bgp_event *event)
{
	struct digesting *digesting = context;
	struct bgp_attrs attrs;
	struct reader path;

	if (!is_sayable(event))
		return;
	uint64_t hash = hash_words(digesting->digest ^ event->time_us, event->peer.asn);
	hash = hash_words(hash ^ event->peer.address.hi, event->peer.address.lo ^ event->kind);
	hash = hash_words(hash, prefix_hash(&event->prefix));
	if (event->kind == BGP_ANNOUNCES) {
		(void)!bgp_attrs_read(event->attributes.bytes, &attrs);
		if (bgp_attrs_path(&attrs, event->attributes.asn_size, digesting->room, &path) == 0)
			hash = hash_path(hash, path);
		if (bgp_attrs_has(&attrs, BGP_ATTR_COMMUNITIES))
			hash = hash_bytes(hash, attrs.values[BGP_ATTR_COMMUNITIES]);
	}
	digesting->digest = hash;
	digesting->events++;
}

static void pick(void *context, const struct bgp_event *event)
{
	const struct bgp_sink *next = context;

	if (is_sayable(event))
		next->take(next->context, event);
}

static void pick_end(void *context, const struct bgp_event *last)
{
	const struct bgp_sink *next = context;

	if (next->end != NULL)
		next->end(next->context, last);
}

static void tell_file(struct reader bytes, const struct bgp_sink *next)
{
	struct bgp_sink chosen = *next;
	struct bgp_sink sink = { .context = &chosen, .take = pick, .end = pick_end };
	struct mrt_events events;

	mrt_events_init(&events, &sink, TEXT("rrc00"), 0);
	(void)mrt_walk(bytes, 0, tell_record, &events);
	mrt_events_clear(&events);
}

/* Reads the lines, with their "raw" or without. */
static void read_back(const struct buffer *json, bool with_raw, struct digesting *out_there,
		      const char *path)
{
	struct bgp_sink sink = { .context = out_there, .take = digest };
	struct text rest = { json->bytes, json->used }, line;
	struct buffer cut = { 0 };
	struct ris_heard heard;
	struct bgp_events back;
	struct ris_live live;

	out_there->digest = out_there->events = 0;
	ris_live_init(&live);
	bgp_events_init(&back, &sink, TEXT(""));
	while (text_line(&rest, &line)) {
		const char *raw = memmem(line.at, line.len, ",\"raw\":", 7);
		if (!with_raw && raw != NULL) {
			cut.used = 0;
			buffer_text(&cut, text_upto(line, (size_t)(raw - line.at)));
			buffer_string(&cut, "}}");
			line = (struct text){ cut.bytes, cut.used };
		}
		if (ris_live_read(&live, line, (struct place){ 0 }, &heard) == 1)
			ris_live_tell(&back, &heard, 0);
	}
	print_message("# %s %s raw: %llu events of %llu lines, %llu refused\n", path,
		      with_raw ? "with" : "without", (unsigned long long)out_there->events,
		      (unsigned long long)live.refusals.taken,
		      (unsigned long long)refusals_total(&live.refusals));
	ris_live_clear(&live);
	buffer_clear(&cut);
}

static void ris_live_says_the_same(void **state)
{
	static struct digesting here, there;
	unsigned seen = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		struct buffer file = { 0 }, json = { 0 };
		struct event_ris ris;
		if (!load(FILES[i], &file))
			continue;
		seen++;
		here.digest = here.events = 0;
		struct bgp_sink hearing = { .context = &here, .take = digest };
		tell_file(reader_of(&file), &hearing);
		event_ris_init(&ris, &json);
		struct bgp_sink printer = event_ris_sink(&ris);
		tell_file(reader_of(&file), &printer);
		event_ris_clear(&ris);
		for (int with_raw = 0; here.events > 0 && with_raw < 2; with_raw++) {
			read_back(&json, with_raw == 1, &there, FILES[i]);
			assert_int_equal(here.events, there.events);
			assert_int_equal(here.digest, there.digest);
		}
		buffer_clear(&file);
		buffer_clear(&json);
	}
	if (seen == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_the_same_octets),
		cmocka_unit_test(ris_live_says_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
