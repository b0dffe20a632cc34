/* Whatever the file: a copy of everything has every octet that was not lost to damage; a copy of
 * some routes has just these, and copying it again changes nothing. */
#include "base/fuzz.h"

#include "wire/mrt_copy.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_walk.h"

struct copying {
	struct mrt_copy copy;
	struct mrt_events events;
	struct buffer out;
	struct bgp_sink next;
	bool keeps_all;
	uint64_t digest; /* of the routes that passed */
	uint64_t passed;
};

/* Says of a route yes or no, the same in the copy. */
static bool passes(const struct bgp_event *event)
{
	return (prefix_hash(&event->prefix) ^ event->peer.asn ^ event->path_id) % 3 != 0;
}

static void take(void *context, const struct bgp_event *event)
{
	struct copying *copying = context;

	if (!copying->keeps_all && event->kind != BGP_LISTS_PEERS) {
		/* A message passes whole, so what it withdraws would come back. */
		if (event->kind != BGP_HAS || !passes(event))
			return;
		copying->passed++;
		copying->digest = hash_words(copying->digest ^ prefix_hash(&event->prefix),
					     event->peer.asn ^ event->time_us);
		copying->digest =
			hash_words(copying->digest, reader_left(&event->attributes.bytes) ^
							    event->originated ^ event->path_id);
	}
	copying->next.take(copying->next.context, event);
}

static void end(void *context, const struct bgp_event *last)
{
	struct copying *copying = context;
	copying->next.end(copying->next.context, last);
}

static void tell_record(void *context, const struct mrt_record *record)
{
	struct copying *copying = context;
	mrt_events_tell(&copying->events, record);
}

static uint64_t copy_file(struct copying *copying, bool keeps_all, struct reader bytes)
{
	struct bgp_sink sink = { .context = copying, .take = take, .end = end };

	*copying = (struct copying){ .keeps_all = keeps_all };
	buffer_init(&copying->out);
	mrt_copy_init(&copying->copy, keeps_all, &copying->out);
	copying->next = mrt_copy_sink(&copying->copy);
	mrt_events_init(&copying->events, &sink, (struct text){ "", 0 }, 0);
	return mrt_walk(bytes, 0, tell_record, copying).framing.lost_bytes;
}

static void copying_clear(struct copying *copying)
{
	mrt_events_clear(&copying->events);
	mrt_copy_clear(&copying->copy);
	buffer_clear(&copying->out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct copying first, second;

	uint64_t lost = copy_file(&first, true, reader_over(bytes, size));
	assert(first.out.used == size - lost);
	assert(lost > 0 || size == 0 || memcmp(first.out.bytes, bytes, size) == 0);
	copying_clear(&first);

	lost = copy_file(&first, false, reader_over(bytes, size));
	(void)copy_file(&second, false, reader_over(first.out.bytes, first.out.used));
	/* Records that stood apart, or were framed by what is gone, may be framed in another way
	 * when they stand together. */
	if (second.events.bgp.records == first.copy.records) {
		assert(second.passed == first.passed && second.digest == first.digest);
		assert(second.out.used == first.out.used);
		assert(first.out.used == 0 ||
		       memcmp(first.out.bytes, second.out.bytes, first.out.used) == 0);
	}
	copying_clear(&first);
	copying_clear(&second);
	return 0;
}
