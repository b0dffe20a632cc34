#include "wire/participant_json.h"

enum { GO_ON = 1, DEPTH_MAX = 32 };

static void on_long_string(void *context)
{
	struct participant_json *json = context;
	json->is_cut = true;
}

/* A string, a number, true or false of the participant that is open. */
static int take_value(struct participant_json *json, struct text value)
{
	struct participant_record *record = &json->record;
	bool is_cut = json->is_cut;

	json->is_cut = false;
	if (json->item == 0 || json->field == FIELD_OTHER)
		return GO_ON;
	bool is_direct = json->depth == json->item;
	bool is_inside = json->depth == json->item + 1; /* of a list, or of `actions` */
	bool is_list = (json->arrays >> (json->depth - 1) & 1) != 0;
	bool is_action = json->field == FIELD_ACTION;
	if (is_action ? !is_inside || is_list || json->action == 0
		      : !is_direct && !(is_inside && is_list))
		return GO_ON;
	if (is_cut)
		record_refuse(record, PARTICIPANT_TEXT);
	else if (is_action)
		record_claim(record, json->action, text_of(json->title), value);
	else
		record_set(record, json->field, value);
	return GO_ON;
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	return take_value(context, (struct text){ (const char *)at, len });
}

static int on_number(void *context, const char *at, size_t len)
{
	return take_value(context, (struct text){ at, len });
}

static int on_boolean(void *context, int value)
{
	return take_value(context, value != 0 ? TEXT("Yes") : TEXT("No"));
}

static void take_action_key(struct participant_json *json, struct text key)
{
	struct text title = TEXT("");
	uint32_t number = 0;

	json->action = 0;
	json->title[0] = '\0';
	if (text_u32(key, &number) == 0 && number >= 1 && number <= 99)
		json->action = number;
	else if (participant_action_parse(key, &json->action, &title)) {
		title = text_upto(title, sizeof(json->title) - 1);
		if (title.len > 0)
			memcpy(json->title, title.at, title.len);
		json->title[title.len] = '\0';
	}
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct participant_json *json = context;
	struct text key = { (const char *)at, len };

	json->is_cut = false;
	if (json->item > 0 && json->depth == json->item)
		json->field = participant_field_find(key);
	else if (json->item > 0 && json->depth == json->item + 1 && json->field == FIELD_ACTION)
		take_action_key(json, key);
	return GO_ON;
}

static int open_container(struct participant_json *json, bool is_array)
{
	if (json->depth == DEPTH_MAX)
		return json_stream_stop(&json->stream, ERR_LIMIT, TEXT("nested too deep"));
	/* A list of participants is all there is, or a member of the one object. */
	bool in_list = json->depth > 0 && (json->arrays >> (json->depth - 1) & 1) != 0;
	bool is_item = !is_array && json->item == 0 && in_list && json->depth <= 2 &&
		       (json->depth == 1 || (json->arrays & 1) == 0);
	json->arrays &= ~(UINT64_C(1) << json->depth);
	json->arrays |= (uint64_t)is_array << json->depth;
	json->depth++;
	if (is_item) {
		json->item = json->depth;
		json->field = FIELD_OTHER;
		json->place = (struct place){ .offset = json_stream_offset(&json->stream) - 1 };
		record_start(&json->record);
	}
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
	struct participant_json *json = context;
	json->depth--;
	return GO_ON;
}

static int on_object_end(void *context)
{
	struct participant_json *json = context;

	bool is_item = json->item > 0 && json->depth == json->item;
	json->depth--;
	if (!is_item)
		return GO_ON;
	json->item = 0;
	enum participant_refusal reason = record_end(&json->record);
	refusals_count(&json->refusals, reason, json->place);
	if (reason != PARTICIPANT_TAKEN)
		return GO_ON;
	int said = json->sink.on_participant(json->sink.context, &json->record, json->place);
	return said == 0 ? GO_ON : json_stream_stop(&json->stream, said, TEXT("stopped"));
}

static const yajl_callbacks callbacks = {
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_object_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_array_end,
};

void participant_json_init(struct participant_json *json, const struct participant_sink *sink)
{
	memset(json, 0, sizeof(*json));
	json->sink = *sink;
	record_init(&json->record);
	refusals_init(&json->refusals, participant_refusals, PARTICIPANT_REASONS);
	json_stream_init(&json->stream, &callbacks, json, on_long_string);
}

void participant_json_clear(struct participant_json *json)
{
	json_stream_clear(&json->stream);
	record_clear(&json->record);
}

int participant_json_feed(struct participant_json *json, struct text piece)
{
	return json_stream_feed(&json->stream, piece);
}

int participant_json_finish(struct participant_json *json)
{
	return json_stream_finish(&json->stream);
}
