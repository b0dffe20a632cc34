/* Whatever the message: events keep their promises, what is passed over gives none, and the same
 * message without its header says the same. The first two octets choose the codec. */
#include "base/fuzz.h"

#include "base/index.h"
#include "wire/bgp_events.h"
#include "wire/bgp_message.h"

struct checking {
	uint64_t digest, told, ends;
	bool wants;
};

static void check_event(void *context, const struct bgp_event *event)
{
	struct checking *checking = context;

	assert(checking->wants);
	assert(event->is_first == (checking->told == 0));
	if (bgp_event_is_route(event)) {
		assert(event->kind != BGP_HAS && event->message_type == BGP_UPDATE);
		assert(event->has_new_prefix && (event->has_prefix || event->nlri != NULL));
		assert(!event->has_prefix ||
		       event->prefix.len <= family_bits(event->prefix.family));
		assert(event->nlri != NULL || (event->safi >= 1 && event->safi <= 3));
		assert(!event->has_path_id || event->codec.path_id_families != 0);
		checking->digest =
			hash_words(checking->digest, prefix_hash(&event->prefix) ^ event->path_id);
	} else {
		assert(event->kind == BGP_SAYS && event->is_first);
		assert(!event->is_end_of_rib || event->message_type == BGP_UPDATE);
	}
	if (event->kind == BGP_ANNOUNCES)
		assert(reader_left(&event->attributes.bytes) <= 65535);
	checking->digest = hash_words(checking->digest ^ event->message_type, event->kind);
	checking->told++;
}

static bool wants(void *context, const struct bgp_event *event, unsigned known)
{
	const struct checking *checking = context;

	(void)event;
	assert(known == (BGP_KNOWS_RECORD | BGP_KNOWS_PEER));
	return checking->wants;
}

static void end(void *context, const struct bgp_event *last)
{
	struct checking *checking = context;

	(void)last;
	checking->ends++;
}

static struct checking hear(struct reader bytes, const struct bgp_codec *codec, bool wanted,
			    bool with_header)
{
	struct checking checking = { .wants = wanted };
	struct bgp_sink sink = { &checking, check_event, wants, end };
	struct bgp_message message;
	struct bgp_events events;

	bgp_events_init(&events, &sink, (struct text){ "", 0 });
	struct bgp_telling telling = bgp_telling_begin(&events, FORMAT_BGP, 0, 0);
	if (with_header)
		bgp_tell_message(&telling, bytes, codec);
	else if (bgp_message_read(&bytes, &message) == 0)
		bgp_tell_body(&telling, message.type, message.body, codec);
	bgp_telling_end(&telling);
	assert(checking.ends == (checking.told > 0) && events.records == 1);
	assert(wanted || checking.told == 0);
	assert(!telling.passed_over || !wanted);
	return checking;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size < 2)
		return 0;
	struct bgp_codec codec = { bytes[0] % 2 == 0 ? 2 : 4, bytes[1] };
	struct reader message = reader_over(bytes + 2, size - 2);
	struct checking whole = hear(message, &codec, true, true);
	struct checking bare = hear(message, &codec, true, false);

	assert(whole.digest == bare.digest && whole.told == bare.told);
	(void)hear(message, &codec, false, true);
	return 0;
}
