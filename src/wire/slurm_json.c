#include "wire/slurm_json.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/sort.h"
#include "wire/json_stream.h"
#include "wire/slurm_member.h"

enum { DEPTH_MAX = 6 }; /* top, section, list, item, providers, and one more */

struct frame {
	enum slurm_place in;
	bool is_array;
	unsigned seen;                     /* a bit for each field */
	size_t count;                      /* elements so far */
	const struct slurm_member *member; /* of the last key */
};

/* An item while it is read. */
struct item {
	struct prefix prefix;
	asn_t asn, customer;
	uint32_t max_length;
	uint8_t ski[ROUTER_KEY_SKI_SIZE];
	size_t spki_size, provider_count;
	uint8_t spki[ROUTER_KEY_SPKI_MAX];
	asn_t providers[ASPA_PROVIDERS_MAX];
};

struct slurm_json_state {
	struct json_stream stream;
	struct slurm slurm;
	struct slurm_fault *fault; /* borrowed */

	struct frame frames[DEPTH_MAX];
	unsigned depth;
	uint32_t version;       /* 0: not yet said */
	bool has_aspas, is_cut; /* the string that comes is not all there */
	struct item item;

	uint32_t *line_ends; /* owned: offsets, so that a fault has a line */
	size_t line_count, line_room;
	uint64_t size;
	bool finished;
};

/* What a callback tells yajl, unless it stops the stream. */
enum { GO_ON = 1 };

static struct frame *top_frame(struct slurm_json_state *s)
{
	return &s->frames[s->depth - 1];
}

static uint64_t line_of(const struct slurm_json_state *s, uint64_t offset)
{
	size_t before = 0, behind = s->line_count;

	while (before < behind) {
		size_t middle = before + (behind - before) / 2;
		if (s->line_ends[middle] < offset)
			before = middle + 1;
		else
			behind = middle;
	}
	return before + 1;
}

/* "locallyAddedAssertions.prefixAssertions[2].asn" */
static void put_path(const struct slurm_json_state *s, char path[SLURM_PATH_MAX])
{
	size_t used = 0;

	path[0] = '\0';
	for (unsigned i = 0; i < s->depth && used < SLURM_PATH_MAX; i++) {
		const struct frame *frame = &s->frames[i];
		int more = 0;
		if (frame->is_array && frame->count > 0)
			more = snprintf(path + used, SLURM_PATH_MAX - used, "[%zu]",
					frame->count - 1);
		else if (frame->member != NULL)
			more = snprintf(path + used, SLURM_PATH_MAX - used, "%s%s",
					used > 0 ? "." : "", frame->member->name);
		used += (size_t)more;
	}
}

/* Returns what a callback must return. */
static int fail(struct slurm_json_state *s, int result, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(struct slurm_json_state *s, int result, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(s->fault->says, sizeof(s->fault->says), format, args);
	va_end(args);
	put_path(s, s->fault->path);
	s->fault->offset = json_stream_offset(&s->stream);
	return json_stream_stop(&s->stream, result, TEXT("not as RFC 8416 wants"));
}

/* What must come next inside of it. */
static enum slurm_shape shape_at(const struct frame *frame)
{
	if (!frame->is_array)
		return frame->member->shape;
	return frame->in == PROVIDERS ? NUMBER : OBJECT;
}

static int misplaced(struct slurm_json_state *s, enum slurm_shape is)
{
	if (s->depth == 0)
		return fail(s, ERR_MALFORMED, "%s where the file's object should stand",
			    slurm_shape_name(is));
	return fail(s, ERR_MALFORMED, "%s where %s should stand", slurm_shape_name(is),
		    slurm_shape_name(shape_at(top_frame(s))));
}

static void on_long_string(void *context)
{
	struct slurm_json_state *s = context;
	s->is_cut = true;
}

static int on_version(struct slurm_json_state *s, uint32_t version)
{
	if (version != 1 && version != 2)
		return fail(s, ERR_UNSUPPORTED,
			    "version %u is none that is read (1 and 2 are); nothing of this file "
			    "is used",
			    version);
	s->version = version;
	if (version == 1 && s->has_aspas)
		return fail(s, ERR_MALFORMED,
			    "the file has ASPAs, which version 1 does not know: say 2");
	return GO_ON;
}

static int add_provider(struct slurm_json_state *s, asn_t provider)
{
	struct item *item = &s->item;

	if (item->provider_count == ASPA_PROVIDERS_MAX)
		return fail(s, ERR_LIMIT, "more than %d providers", ASPA_PROVIDERS_MAX);
	item->providers[item->provider_count++] = provider;
	return GO_ON;
}

static int set_number(struct slurm_json_state *s, enum slurm_field field, uint32_t value)
{
	if (field == VERSION)
		return on_version(s, value);
	if (field == ASN) {
		s->item.asn = value;
	} else if (field == MAX_LENGTH) {
		s->item.max_length = value;
	} else {
		assert(field == CUSTOMER);
		s->item.customer = value;
		if (value == ASN_NONE)
			return fail(s, ERR_MALFORMED,
				    "AS0 is nobody's customer (aspa-profile 3.2)");
	}
	return GO_ON;
}

static int on_number(void *context, const char *at, size_t len)
{
	struct slurm_json_state *s = context;
	struct frame *frame = s->depth > 0 ? top_frame(s) : NULL;
	uint32_t value;

	if (frame == NULL)
		return misplaced(s, NUMBER);
	frame->count += frame->is_array;
	if (shape_at(frame) != NUMBER)
		return misplaced(s, NUMBER);
	if (text_u32((struct text){ at, len }, &value) < 0)
		return fail(s, ERR_MALFORMED,
			    "not a whole number of 0 to 4294967295, written in digits");
	if (frame->is_array)
		return add_provider(s, value);
	return set_number(s, frame->member->field, value);
}

static int on_prefix(struct slurm_json_state *s, struct text text)
{
	bool cut;

	if (prefix_parse_loose(text, &s->item.prefix, &cut) < 0)
		return fail(s, ERR_MALFORMED, "not a prefix such as 192.0.2.0/24 or 2001:db8::/32");
	if (cut)
		return fail(s, ERR_MALFORMED,
			    "an address with bits behind the length of the prefix: write zeros "
			    "there, or a longer prefix");
	return GO_ON;
}

/* RFC 8416 sections 3.3.2, 3.4.2: RFC 4648 section 5, "without trailing '='". */
static int on_base64(struct slurm_json_state *s, struct text text, uint8_t *out, size_t room,
		     size_t *out_size)
{
	if (text.len > 0 && text.at[text.len - 1] == '=')
		return fail(s, ERR_MALFORMED,
			    "base64 stands here without '=' at its end: cut it "
			    "off");
	if (base64_read(text, false, out, room, out_size) < 0 || *out_size == 0)
		return fail(s, ERR_MALFORMED, "not base64 of at most %zu octets", room);
	return GO_ON;
}

static int on_ski(struct slurm_json_state *s, struct text text)
{
	size_t size = sizeof(s->item.ski);
	int result = on_base64(s, text, s->item.ski, sizeof(s->item.ski), &size);

	if (s->stream.result == 0 && size != sizeof(s->item.ski))
		return fail(s, ERR_MALFORMED,
			    "%zu octets, but a key identifier has 20 (RFC 6487 4.8.2)", size);
	return result;
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	struct slurm_json_state *s = context;
	struct text text = { (const char *)at, len };
	struct frame *frame = s->depth > 0 ? top_frame(s) : NULL;
	bool is_cut = s->is_cut;

	s->is_cut = false;
	if (frame == NULL)
		return misplaced(s, STRING);
	frame->count += frame->is_array;
	if (shape_at(frame) != STRING)
		return misplaced(s, STRING);
	if (is_cut && frame->member->field != COMMENT)
		return fail(s, ERR_LIMIT, "a string of more than 64 KiB");
	if (frame->member->field == PREFIX)
		return on_prefix(s, text);
	if (frame->member->field == SKI)
		return on_ski(s, text);
	if (frame->member->field == PUBLIC_KEY)
		return on_base64(s, text, s->item.spki, sizeof(s->item.spki), &s->item.spki_size);
	return GO_ON; /* a comment */
}

static int on_word(struct slurm_json_state *s, const char *word)
{
	if (s->depth > 0)
		top_frame(s)->count += top_frame(s)->is_array;
	return fail(s, ERR_MALFORMED, "%s says nothing here: leave it out", word);
}

static int on_null(void *context)
{
	return on_word(context, "null");
}

static int on_boolean(void *context, int value)
{
	return on_word(context, value ? "true" : "false");
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct slurm_json_state *s = context;
	struct frame *frame = top_frame(s);
	struct text name = { (const char *)at, len };
	const struct slurm_member *member = slurm_member_find(frame->in, name);
	char names[120];

	frame->member = NULL;
	s->is_cut = false;
	if (member == NULL) {
		struct buffer shown;
		buffer_init(&shown);
		buffer_printable(&shown, text_upto(name, 24));
		slurm_member_names(frame->in, ~0U, names, sizeof(names));
		int result = fail(s, ERR_MALFORMED,
				  "no member may be called \"%.*s\" here; these may: %s",
				  (int)shown.used, shown.used > 0 ? shown.bytes : "", names);
		buffer_clear(&shown);
		return result;
	}
	frame->member = member;
	if ((frame->seen & BIT(member->field)) != 0)
		return fail(s, ERR_MALFORMED, "the member stands here twice");
	frame->seen |= BIT(member->field);
	if (member->field == ASPA_LIST) {
		s->has_aspas = true;
		if (s->version == 1)
			return fail(s, ERR_MALFORMED,
				    "version 1 does not know ASPAs: say \"slurmVersion\": 2");
	}
	return GO_ON;
}

static enum slurm_place opened(struct slurm_json_state *s, bool is_array)
{
	if (s->depth == 0)
		return is_array ? OUTSIDE : TOP;
	const struct frame *frame = top_frame(s);
	if (shape_at(frame) != (is_array ? ARRAY : OBJECT))
		return OUTSIDE;
	return frame->is_array ? frame->in : frame->member->opens;
}

static int open_container(struct slurm_json_state *s, bool is_array)
{
	enum slurm_place in = opened(s, is_array);

	if (s->depth > 0)
		top_frame(s)->count += top_frame(s)->is_array;
	if (in == OUTSIDE)
		return misplaced(s, is_array ? ARRAY : OBJECT);
	assert(s->depth < DEPTH_MAX);
	if (!is_array && in >= PREFIX_FILTERS)
		memset(&s->item, 0, offsetof(struct item, spki));
	s->frames[s->depth++] = (struct frame){ .in = in, .is_array = is_array };
	return GO_ON;
}

static int on_object(void *context)
{
	return open_container(context, false);
}

static int on_array(void *context)
{
	return open_container(context, true);
}

static int on_array_end(void *context)
{
	struct slurm_json_state *s = context;
	s->depth--;
	return GO_ON;
}

/* What net/slurm.h said of an entry. */
static int entered(struct slurm_json_state *s, int result)
{
	return result == 0 ? GO_ON
			   : fail(s, result, "more entries than the %d that are kept",
				  SLURM_ENTRIES_MAX);
}

static int end_prefix_assertion(struct slurm_json_state *s, unsigned seen)
{
	const struct item *item = &s->item;
	uint8_t len = item->prefix.len;

	/* RFC 8416 section 3.4.1 */
	if ((seen & BIT(MAX_LENGTH)) != 0 &&
	    (item->max_length < len || item->max_length > family_bits(item->prefix.family)))
		return fail(s, ERR_MALFORMED, "maxPrefixLength must be one of %u to %u here", len,
			    family_bits(item->prefix.family));
	struct vrp vrp = { item->prefix, len, item->asn };
	if ((seen & BIT(MAX_LENGTH)) != 0)
		vrp.max_length = (uint8_t)item->max_length;
	return entered(s, slurm_assert_vrp(&s->slurm, &vrp));
}

static int by_asn(const void *a, const void *b)
{
	asn_t x = *(const asn_t *)a, y = *(const asn_t *)b;
	return (x > y) - (x < y);
}

/* aspa-profile-29 section 3 */
static int end_aspa_assertion(struct slurm_json_state *s)
{
	struct item *item = &s->item;
	struct aspa aspa = { item->customer, item->providers, item->provider_count };

	if (item->provider_count == 0)
		return fail(s, ERR_MALFORMED, "no providers: [0] says that the AS has none");
	sort_items(item->providers, item->provider_count, sizeof(*item->providers), by_asn);
	for (size_t i = 0; i < item->provider_count; i++) {
		if (i > 0 && item->providers[i - 1] == item->providers[i])
			return fail(s, ERR_MALFORMED, "provider AS%u stands here twice",
				    item->providers[i]);
		if (item->providers[i] == item->customer)
			return fail(s, ERR_MALFORMED, "AS%u cannot be its own provider",
				    item->customer);
	}
	if (item->providers[0] == ASN_NONE && item->provider_count > 1)
		return fail(s, ERR_MALFORMED,
			    "AS0 among other providers: it says that there are none");
	return entered(s, slurm_assert_aspa(&s->slurm, &aspa));
}

static int end_item(struct slurm_json_state *s, const struct frame *ended)
{
	const struct item *item = &s->item;
	bool has_asn = (ended->seen & BIT(ASN)) != 0;

	if (ended->in == PREFIX_FILTERS) {
		struct slurm_prefix_filter filter = { (ended->seen & BIT(PREFIX)) != 0, has_asn,
						      item->prefix, item->asn };
		return entered(s, slurm_filter_prefix(&s->slurm, &filter));
	}
	if (ended->in == KEY_FILTERS) {
		struct slurm_key_filter filter = { .has_asn = has_asn,
						   .has_ski = (ended->seen & BIT(SKI)) != 0,
						   .asn = item->asn };
		memcpy(filter.ski, item->ski, sizeof(filter.ski));
		return entered(s, slurm_filter_key(&s->slurm, &filter));
	}
	if (ended->in == ASPA_FILTERS)
		return entered(s, slurm_filter_aspa(&s->slurm, item->customer));
	if (ended->in == PREFIX_ASSERTIONS)
		return end_prefix_assertion(s, ended->seen);
	if (ended->in == ASPA_ASSERTIONS)
		return end_aspa_assertion(s);
	struct router_key key = { .asn = item->asn,
				  .spki = item->spki,
				  .spki_size = item->spki_size };
	memcpy(key.ski, item->ski, sizeof(key.ski));
	return entered(s, slurm_assert_key(&s->slurm, &key));
}

static int on_object_end(void *context)
{
	struct slurm_json_state *s = context;
	const struct frame ended = *top_frame(s);
	struct slurm_wanted wanted = slurm_wanted_in(ended.in);
	unsigned missing = wanted.all & ~ended.seen;
	char names[120];

	s->depth--;
	if (missing != 0) {
		slurm_member_names(ended.in, missing, names, sizeof(names));
		return fail(s, ERR_MALFORMED, "missing: %s%s", names,
			    ended.in < PREFIX_FILTERS && ended.in > TOP
				    ? "; an empty list, [], will do"
				    : "");
	}
	if (wanted.any != 0 && (wanted.any & ended.seen) == 0) {
		slurm_member_names(ended.in, wanted.any, names, sizeof(names));
		return fail(s, ERR_MALFORMED, "a filter of nothing; it needs one of %s", names);
	}
	return ended.in >= PREFIX_FILTERS ? end_item(s, &ended) : GO_ON;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_object_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_array_end,
};

void slurm_json_init(struct slurm_json *json)
{
	struct slurm_json_state *s = memory_alloc(1, sizeof(*s));

	*json = (struct slurm_json){ .state = s };
	s->fault = &json->fault;
	slurm_init(&s->slurm);
	json_stream_init(&s->stream, &callbacks, s, on_long_string);
}

void slurm_json_clear(struct slurm_json *json)
{
	if (json->state != NULL) {
		json_stream_clear(&json->state->stream);
		slurm_clear(&json->state->slurm);
		free(json->state->line_ends);
		free(json->state);
	}
	*json = (struct slurm_json){ 0 };
}

/* Tells the caller of a fault, once there is one. */
static int result_of(struct slurm_json *json, int result)
{
	const struct slurm_json_state *s = json->state;
	struct slurm_fault *fault = &json->fault;

	if (result == 0 || fault->line != 0)
		return result;
	if (fault->says[0] == '\0') { /* it is no JSON */
		fault->offset = s->stream.fault_offset;
		(void)snprintf(fault->says, sizeof(fault->says), "%s", s->stream.fault_message);
	}
	fault->line = line_of(s, fault->offset);
	return result;
}

static void note_lines(struct slurm_json_state *s, struct text piece)
{
	for (size_t at = text_find(piece, '\n'); at < piece.len;
	     at += 1 + text_find(text_from(piece, at + 1), '\n')) {
		s->line_ends = memory_grow(s->line_ends, &s->line_room, s->line_count + 1,
					   sizeof(*s->line_ends));
		s->line_ends[s->line_count++] = (uint32_t)(s->size + at);
	}
	s->size += piece.len;
}

int slurm_json_feed(struct slurm_json *json, struct text piece)
{
	struct slurm_json_state *s = json->state;

	if (s->stream.result == 0 && piece.len > SLURM_JSON_SIZE_MAX - s->size) {
		s->stream.result = ERR_LIMIT;
		s->stream.fault_offset = s->size;
		(void)snprintf(json->fault.says, sizeof(json->fault.says),
			       "larger than %d MiB: no list of exceptions",
			       SLURM_JSON_SIZE_MAX >> 20);
		return result_of(json, ERR_LIMIT);
	}
	if (s->stream.result == 0)
		note_lines(s, piece);
	return result_of(json, json_stream_feed(&s->stream, piece));
}

int slurm_json_finish(struct slurm_json *json, struct slurm *out_slurm)
{
	struct slurm_json_state *s = json->state;
	int result = result_of(json, json_stream_finish(&s->stream));

	assert(!s->finished);
	if (result != 0)
		return result;
	s->finished = true;
	*out_slurm = s->slurm;
	slurm_init(&s->slurm);
	return 0;
}
