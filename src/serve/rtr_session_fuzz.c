/* Whatever a router sends, however it is cut: what comes back is whole PDUs of one version, bounded
 * by what was asked; an Error Report is never answered; after an error nothing more is said. */
#include "base/fuzz.h"
#include "net/payload_set.h"
#include "serve/rtr_session.h"

enum { VRPS = 200, ANSWERS_MAX = 1 << 9 };

static struct payload_set *set_of(uint32_t asn)
{
	struct payload_builder *builder = payload_builder_new();
	static const uint8_t spki[] = { 1, 2, 3 };
	const asn_t providers[] = { 1, 2 };
	const struct router_key key = { .asn = 1, .spki = spki, .spki_size = sizeof(spki) };
	const struct aspa aspa = { 3, providers, 2 };
	int result = 0;

	for (uint64_t i = 0; i < VRPS; i++) {
		struct vrp vrp = { { i << 40, 0, 24, FAMILY_V4 }, 24, i == 0 ? asn : 1 };
		result = payload_builder_vrp(builder, &vrp);
		assert(result == 0);
	}
	result = payload_builder_key(builder, &key);
	assert(result == 0);
	result = payload_builder_aspa(builder, &aspa);
	assert(result == 0);
	return payload_builder_finish(builder);
}

/* The cache of all inputs: two serials. */
static struct rtr_cache *the_cache(void)
{
	static struct rtr_cache *cache;
	static const uint16_t sessions[RTR_VERSIONS] = { 0, 1, 2 };

	if (cache == NULL) {
		struct payload_set *first = set_of(7), *second = set_of(8);
		cache = rtr_cache_new(sessions, 0);
		(void)rtr_cache_update(cache, first);
		(void)rtr_cache_update(cache, second);
		payload_set_release(first);
		payload_set_release(second);
	}
	return cache;
}

/* What has been said. */
struct heard {
	uint64_t bytes;
	bool fatal;
	int version; /* -1: nothing yet */
};

static void hear(struct heard *heard, const struct buffer *out)
{
	struct reader in = reader_over(out->bytes, out->used);
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	assert(out->used <= RTR_SESSION_OUT_MAX);
	heard->bytes += out->used;
	while (reader_left(&in) > 0) {
		int result = rtr_pdu_next(&in, &pdu, &fault);
		assert(result == 1 && !heard->fatal);
		assert(heard->version < 0 || pdu.version == heard->version);
		heard->version = pdu.version;
		heard->fatal = pdu.type == RTR_ERROR_REPORT && rtr_error_is_fatal(pdu.field);
	}
}

/* The last PDU begun was an Error Report: nothing answers it. */
static void drain(struct rtr_session *session, uint64_t now_ms, struct heard *heard)
{
	struct buffer out;
	bool more = true;

	buffer_init(&out);
	while (more) {
		out.used = 0;
		more = rtr_session_write(session, now_ms, rtr_timers_default, &out);
		assert(!more || out.used > 0);
		hear(heard, &out);
	}
	assert(session->over || !heard->fatal);
	assert(!heard->fatal || session->said != RTR_FINE);
	buffer_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct rtr_session session;
	struct heard heard = { .version = -1 };
	struct reader in = reader_over(bytes, size);
	uint64_t now_ms = 0, taken = 0;

	/* Each query may ask for all. */
	if (size > (size_t)ANSWERS_MAX * 8)
		return 0;
	rtr_session_init(&session, the_cache());
	while (reader_left(&in) > 0 && !session.over) {
		size_t piece = 1 + (in.at[0] * 7 + taken) % 97;
		size_t room = rtr_session_room(&session);
		assert(room > 0); /* all is drained */
		piece = piece < room ? piece : room;
		piece = piece < reader_left(&in) ? piece : reader_left(&in);
		rtr_session_take(&session, read_inner(&in, piece));
		taken += piece;
		now_ms += 1000;
		drain(&session, now_ms, &heard);
	}
	/* A whole answer for each 8 bytes, and what else is said, is the most. */
	assert(heard.bytes <= (taken / 8 + 1) * (VRPS * 20 + 2048));
	if (session.over) {
		uint64_t before = heard.bytes;
		drain(&session, now_ms + RTR_NOTIFY_INTERVAL_MS, &heard);
		assert(heard.bytes == before);
	}
	rtr_session_clear(&session);
	/* One Error Report alone, however it is made, is met with silence. */
	if (size >= 2 && bytes[1] == RTR_ERROR_REPORT)
		assert(heard.bytes == 0);
	return 0;
}
