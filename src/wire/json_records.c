#include "wire/json_records.h"

#include <assert.h>

/* What a callback tells yajl, unless it stops the stream. */
enum { GO_ON = 1 };

static void on_long_string(void *context)
{
	struct json_records *r = context;
	r->is_cut = true;
}

static int go_on(struct json_records *r, int result_of_sink)
{
	if (result_of_sink == 0)
		return GO_ON;
	return json_stream_stop(&r->stream, result_of_sink, TEXT("stopped by the receiver"));
}

/* Keys come in the same order again and again: the next rule is the first that is tried. */
static uint8_t find_rule(struct json_records *r, uint8_t in, const struct text *key)
{
	for (unsigned i = 0, at = r->next_rule; i < r->rule_count; i++, at++) {
		at = at < r->rule_count ? at : 0;
		const struct json_rule *rule = &r->rules[at];
		if (rule->in != in || (rule->key == NULL) != (key == NULL))
			continue;
		if (key == NULL || text_equal(*key, text_of(rule->key))) {
			r->next_rule = at + 1;
			return rule->place;
		}
	}
	return JSON_NOWHERE;
}

/* What the value that comes now is. */
static uint8_t place_of_next(struct json_records *r)
{
	if (r->depth == 0)
		return JSON_RECORD;
	const struct json_frame *top = &r->frames[r->depth - 1];
	if (!top->is_array)
		return r->next;
	return top->place == JSON_RECORD ? JSON_RECORD : find_rule(r, top->place, NULL);
}

static struct place place_at(const struct json_records *r, size_t behind)
{
	return (struct place){ .offset = json_stream_offset(&r->stream) - behind };
}

static int on_plain(struct json_records *r, enum json_type type, struct text text)
{
	struct json_value value = { type, text, r->is_cut };

	r->is_cut = false;
	if (r->ignored > 0)
		return GO_ON;
	uint8_t place = place_of_next(r);
	if (place == JSON_RECORD) {
		r->record = 0;
		r->sink.on_start(r->sink.context, place_at(r, 0));
		return go_on(r, r->sink.on_end(r->sink.context));
	}
	if (place != JSON_NOWHERE)
		r->sink.on_value(r->sink.context, place, &value);
	return GO_ON;
}

static int on_null(void *context)
{
	return on_plain(context, JSON_NULL, TEXT(""));
}

static int on_boolean(void *context, int value)
{
	return on_plain(context, value ? JSON_TRUE : JSON_FALSE, TEXT(""));
}

static int on_number(void *context, const char *at, size_t len)
{
	return on_plain(context, JSON_NUMBER, (struct text){ at, len });
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	return on_plain(context, JSON_STRING, (struct text){ (const char *)at, len });
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct json_records *r = context;
	struct text key = { (const char *)at, len };

	r->is_cut = false;
	if (r->ignored == 0)
		r->next = find_rule(r, r->frames[r->depth - 1].place, &key);
	return GO_ON;
}

static int open_container(struct json_records *r, bool is_array)
{
	if (r->ignored + r->depth == JSON_RECORDS_DEPTH_MAX)
		return json_stream_stop(&r->stream, ERR_LIMIT, TEXT("nested more than 32 deep"));
	uint8_t place = r->ignored > 0 ? JSON_NOWHERE : place_of_next(r);
	if (place > JSON_RECORD) {
		const struct json_value value = { .type = JSON_CONTAINER };
		r->sink.on_value(r->sink.context, place, &value);
	}
	if ((r->inner & (UINT64_C(1) << place)) == 0) {
		r->ignored++;
		return GO_ON;
	}
	r->frames[r->depth++] = (struct json_frame){ place, is_array };
	r->next = JSON_NOWHERE;
	if (place != JSON_RECORD)
		return GO_ON;
	r->record = is_array ? 0 : r->depth;
	if (!is_array)
		r->sink.on_start(r->sink.context, place_at(r, 1));
	return GO_ON;
}

static int close_container(struct json_records *r)
{
	if (r->ignored > 0) {
		r->ignored--;
		return GO_ON;
	}
	bool ends_record = r->record == r->depth;
	r->depth--;
	if (!ends_record)
		return GO_ON;
	r->record = 0;
	return go_on(r, r->sink.on_end(r->sink.context));
}

static int on_object(void *context)
{
	return open_container(context, false);
}

static int on_array(void *context)
{
	return open_container(context, true);
}

static int on_close(void *context)
{
	return close_container(context);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_close,
	.yajl_start_array = on_array,
	.yajl_end_array = on_close,
};

void json_records_init(struct json_records *records, const struct json_rule *rules, unsigned count,
		       const struct json_records_sink *sink)
{
	*records = (struct json_records){ .sink = *sink,
					  .rules = rules,
					  .rule_count = count,
					  .inner = UINT64_C(1) << JSON_RECORD };
	for (unsigned i = 0; i < count; i++) {
		assert(rules[i].in < JSON_PLACES_MAX && rules[i].place < JSON_PLACES_MAX);
		records->inner |= UINT64_C(1) << rules[i].in;
	}
	json_stream_init(&records->stream, &callbacks, records, on_long_string);
	(void)yajl_config(records->stream.yajl, yajl_allow_multiple_values, 1);
}

void json_records_clear(struct json_records *records)
{
	json_stream_clear(&records->stream);
}

int json_records_feed(struct json_records *records, struct text piece)
{
	return json_stream_feed(&records->stream, piece);
}

int json_records_finish(struct json_records *records)
{
	return json_stream_finish(&records->stream);
}
