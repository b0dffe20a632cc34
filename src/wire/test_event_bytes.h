/*
 * How tests and fuzzers of printers turn bytes of any format into events: a file of MRT, a router's
 * BMP, or bare BGP. For tests only.
 */
#ifndef WIRE_TEST_EVENT_BYTES_H
#define WIRE_TEST_EVENT_BYTES_H

#include "wire/bgp_talk.h"
#include "wire/bmp_events.h"
#include "wire/mrt_events.h"
#include "wire/test_bgp_walk.h"
#include "wire/test_bmp.h"
#include "wire/test_mrt_walk.h"

enum event_bytes_kind { BYTES_MRT, BYTES_BMP, BYTES_BGP, BYTES_KINDS };

struct event_bytes {
	struct mrt_events mrt;
	struct bmp_events bmp;
	struct bgp_events bgp;
	struct bgp_talk talk;
	void (*after)(void *context); /* each record; may be NULL */
	void *context;
};

static void event_bytes_after(const struct event_bytes *bytes)
{
	if (bytes->after != NULL)
		bytes->after(bytes->context);
}

static void event_bytes_mrt(void *context, const struct mrt_record *record)
{
	struct event_bytes *bytes = context;

	mrt_events_tell(&bytes->mrt, record);
	event_bytes_after(bytes);
}

static void event_bytes_bmp(void *context, const struct bmp_message *message)
{
	struct event_bytes *bytes = context;

	bmp_events_tell(&bytes->bmp, message, 0);
	event_bytes_after(bytes);
}

static void event_bytes_bgp(void *context, struct reader message, uint64_t offset)
{
	struct event_bytes *bytes = context;

	bgp_talk_tell(&bytes->talk, &bytes->bgp, 0, message, 0, offset);
	event_bytes_after(bytes);
}

/* Tells the sink all that the bytes say, and faults too (RFC 7606) if it `judges`; `after` is
 * called behind each record. */
static void event_bytes_tell(enum event_bytes_kind kind, bool judges, struct reader in,
			     const struct bgp_sink *sink, void (*after)(void *context),
			     void *context)
{
	static const struct address nobody;
	struct event_bytes bytes = { .after = after, .context = context };

	mrt_events_init(&bytes.mrt, sink, TEXT(""), 0);
	bmp_events_init(&bytes.bmp, sink, TEXT(""));
	bgp_events_init(&bytes.bgp, sink, TEXT(""));
	bgp_talk_init(&bytes.talk, &nobody, &nobody);
	bytes.mrt.bgp.judges = bytes.bmp.bgp.judges = bytes.bgp.judges = judges;
	if (kind == BYTES_MRT)
		(void)mrt_walk(in, 0, event_bytes_mrt, &bytes);
	else if (kind == BYTES_BMP)
		(void)bmp_walk(in, 0, event_bytes_bmp, &bytes);
	else
		(void)bgp_walk(in, 0, event_bytes_bgp, &bytes);
	mrt_events_clear(&bytes.mrt);
	bmp_events_clear(&bytes.bmp);
}

/* Appends a record, message or message around this body: of MRT of a type and subtype at
 * 2023-11-14T22:13:20Z, of BMP or BGP of a type. */
static inline void event_bytes_put(struct buffer *out, enum event_bytes_kind kind, unsigned type,
				   unsigned subtype, const char *hex)
{
	struct buffer body;

	buffer_init(&body);
	test_put_hex(&body, hex);
	if (kind == BYTES_BGP) {
		test_put_bgp(out, type, hex);
	} else if (kind == BYTES_BMP) {
		test_put_bmp(out, BMP_VERSION, type, test_buffer(&body));
	} else {
		test_put(out, 1700000000, 4);
		test_put(out, type, 2);
		test_put(out, subtype, 2);
		test_put(out, body.used, 4);
		buffer_text(out, (struct text){ body.bytes, body.used });
	}
	buffer_clear(&body);
}

/* A sink between that says of every event that all in it is new. What a printer makes of that must
 * be the same. */
static inline void event_bytes_renew(void *context, const struct bgp_event *event)
{
	const struct bgp_sink *sink = context;
	struct bgp_event told = *event;

	told.is_first = told.has_new_prefix = told.has_new_attributes = true;
	sink->take(sink->context, &told);
}

#endif
