#include "flow/store_import.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "flow/record_store.h"

static const char *const says[IMPORT_REASONS] = {
	[IMPORT_LONG] = "a line of more than 2 MiB",
	[IMPORT_JSON] = "no JSON object",
	[IMPORT_KIND] = "a type that this program does not know",
	[IMPORT_MONTH] = "not of the month that the lines before are of",
	[IMPORT_ORDER] = "out of order, or for the second time",
	[IMPORT_MISSING] = "a member is missing",
	[IMPORT_VALUE] = "a member has a value that it cannot have",
	[IMPORT_TEXT] = "a text or list is longer than a store keeps",
	[IMPORT_METRIC] = "a metric, or its rule, that this program does not know",
	[IMPORT_AGREE] = "members contradict each other",
	[IMPORT_OWNER] = "an attestation of nobody who takes part",
	[IMPORT_COUNT] = "lines before the end are missing or too many",
	[IMPORT_OPEN] = "the end is missing: cut short, or only a part was exported",
};

/* Whole blocks of a store. */
enum { BATCH_ROWS = 32 * STORE_BLOCK_ROWS };

enum part { PART_NONE, PART_MONTH, PART_REGISTER };

struct import_state {
	struct store *store;
	struct import_sink sink;
	struct store_import *import;
	struct lines lines;
	struct json_line json;
	struct record_room room;

	enum part part; /* what the lines belong to */
	bool is_spoilt; /* something of it was refused: nothing of it is put any more */
	uint32_t month, last_month;
	uint64_t part_lines;
	struct place place; /* of the line at hand */

	/* The record before, to see the order. */
	bool has_last;
	enum record_id last_id;
	union record_value value;
	struct record_key last;

	/* What is packed into blocks. */
	struct stored_vrp vrps[BATCH_ROWS];
	struct route_object objects[BATCH_ROWS];
	size_t vrp_count, object_count;
};

static void undo(struct import_state *s)
{
	if (s->part != PART_NONE && !s->is_spoilt)
		store_rollback(s->store);
	s->is_spoilt = true;
	s->vrp_count = s->object_count = 0;
}

/* Counts, with what is to blame if it is the first, and takes back the part. */
static int refuse(struct import_state *s, enum import_refusal reason, const char *kind,
		  const char *member)
{
	struct store_import *import = s->import;

	if (import->refusals.count[reason] == 0)
		import->first[reason] = (struct import_culprit){ kind, member };
	refusals_count(&import->refusals, reason, s->place);
	undo(s);
	return 0;
}

static int flush_batches(struct import_state *s)
{
	int err = 0;

	if (s->vrp_count > 0)
		err = store_put_vrps(s->store, s->vrps, s->vrp_count);
	if (err == 0 && s->object_count > 0)
		err = store_put_route_objects(s->store, s->objects, s->object_count);
	s->vrp_count = s->object_count = 0;
	return err;
}

/* Blocks are closed where the family changes, and would be so by one call with all. */
static int put_vrp(struct import_state *s, const struct stored_vrp *vrp)
{
	int err = 0;

	if (s->vrp_count == BATCH_ROWS ||
	    (s->vrp_count > 0 && s->vrps[0].vrp.prefix.family != vrp->vrp.prefix.family))
		err = flush_batches(s);
	s->vrps[s->vrp_count++] = *vrp;
	return err;
}

static int put_object(struct import_state *s, const struct route_object *object)
{
	int err = 0;

	if (s->object_count == BATCH_ROWS ||
	    (s->object_count > 0 && s->objects[0].prefix.family != object->prefix.family))
		err = flush_batches(s);
	s->objects[s->object_count++] = *object;
	return err;
}

/* Was it said before, in the same words, at the same time? 1, 0, or a failure. */
static int is_known(struct store *store, const struct feedback *feedback)
{
	struct register_cursor *cursor =
		store_feedback_on(store, feedback->source, feedback->incident);
	struct feedback old;
	bool same = false;
	int got = 0;

	while (!same && (got = store_feedback_next(cursor, &old)) > 0)
		same = old.asn == feedback->asn && old.class == feedback->class &&
		       old.time_us == feedback->time_us && strcmp(old.who, feedback->who) == 0 &&
		       strcmp(old.why, feedback->why) == 0;
	register_cursor_close(cursor);
	return got < 0 ? got : same;
}

static int put(struct import_state *s, enum record_id id)
{
	const union record_value *value = &s->value;
	int err = 0;

	if (id == RECORD_VRP)
		return put_vrp(s, &value->vrp);
	if (id == RECORD_ROUTE_OBJECT)
		return put_object(s, &value->route_object);
	err = flush_batches(s);
	if (err == 0 && id == RECORD_FEEDBACK) {
		int known = is_known(s->store, &value->feedback);
		if (known != 0)
			return known < 0 ? known : 0;
	}
	if (err == 0)
		err = record_put(s->store, id, value);
	if (err == ERR_NOT_FOUND)
		return refuse(s, IMPORT_OWNER, record_kinds[id].name, NULL);
	return err;
}

/* Of networks or of route servers: one table has both. */
static const struct metric *find_metric(struct text id)
{
	const struct metric *metric = metric_find(id);
	const struct rs_metric *of_servers = rs_metric_find(id);

	return metric == NULL && of_servers != NULL ? &of_servers->is : metric;
}

/* The rules are part of what scores mean: others than ours cannot be stored under our names. */
static bool is_our_rule(const struct stored_metric *said)
{
	const struct metric *metric = find_metric(text_of(said->id));

	if (metric == NULL || strcmp(said->id, metric->id) != 0 ||
	    strcmp(said->title, metric->title) != 0 || strcmp(said->rule, metric->rule) != 0 ||
	    strcmp(said->source, metric->source) != 0 ||
	    strcmp(said->raw_unit, metric->raw_unit) != 0)
		return false;
	size_t i = 0;
	while (said->count_names[i] != NULL && metric->count_names[i] != NULL &&
	       strcmp(said->count_names[i], metric->count_names[i]) == 0)
		i++;
	return said->count_names[i] == metric->count_names[i]; /* both end here */
}

static bool is_in_order(const struct import_state *s, enum record_id id)
{
	if (!s->has_last || id != s->last_id)
		return !s->has_last || id > s->last_id;
	if (!record_is_of_month(id))
		return true; /* names replace each other */
	int order = record_compare(id, &s->last.value, &s->value);
	return order < 0 || (order == 0 && record_kinds[id].may_repeat);
}

static void close_part(struct import_state *s, bool is_stored)
{
	if (s->part == PART_NONE)
		return;
	s->import->parts++;
	s->import->parts_stored += is_stored;
	if (s->sink.on_part != NULL)
		s->sink.on_part(s->sink.context, s->part == PART_MONTH ? s->month : 0, is_stored,
				s->part_lines);
	s->part = PART_NONE;
}

/* Something else begins, or nothing more comes. */
static void break_off(struct import_state *s)
{
	if (s->part == PART_NONE)
		return;
	(void)refuse(s, IMPORT_OPEN, NULL, NULL);
	close_part(s, false);
}

static void open_part(struct import_state *s, enum part part, uint32_t month)
{
	break_off(s);
	s->part = part;
	s->month = month;
	s->is_spoilt = false;
	s->has_last = false;
	s->part_lines = 1;
}

/* What follows when a record cannot be read. */
static enum import_refusal reason_of(enum record_fault fault)
{
	static const enum import_refusal reasons[] = {
		[RECORD_GOOD] = IMPORT_TAKEN,     [RECORD_MISSING] = IMPORT_MISSING,
		[RECORD_WRONG] = IMPORT_VALUE,    [RECORD_TOO_LONG] = IMPORT_TEXT,
		[RECORD_UNKNOWN] = IMPORT_METRIC, [RECORD_CONTRADICTS] = IMPORT_AGREE,
	};

	return reasons[fault];
}

/* `month` belongs to the line; 0: to one of the register. */
static int take_record(struct import_state *s, enum record_id id, uint32_t month)
{
	const char *kind = record_kinds[id].name, *member;
	const enum record_fault fault =
		record_read(id, &s->json, month, &s->room, &s->value, &member);

	if (fault != RECORD_GOOD)
		return refuse(s, reason_of(fault), kind, member);
	if (id == RECORD_METRIC && !is_our_rule(&s->value.metric))
		return refuse(s, IMPORT_METRIC, kind, NULL);
	if (!is_in_order(s, id))
		return refuse(s, IMPORT_ORDER, kind, NULL);
	s->has_last = true;
	s->last_id = id;
	record_key_of(id, &s->value, &s->last);
	if (s->is_spoilt)
		return 0;
	refusals_count(&s->import->refusals, IMPORT_TAKEN, s->place);
	return put(s, id);
}

static int take_month(struct import_state *s, uint32_t month)
{
	const char *member;

	open_part(s, PART_MONTH, month);
	s->is_spoilt = true; /* nothing has begun yet */
	const enum record_fault fault =
		record_read(RECORD_MONTH, &s->json, month, &s->room, &s->value, &member);
	if (fault != RECORD_GOOD)
		return refuse(s, reason_of(fault), "month", member);
	if (month <= s->last_month)
		return refuse(s, IMPORT_ORDER, "month", NULL);
	s->last_month = month;
	refusals_count(&s->import->refusals, IMPORT_TAKEN, s->place);
	s->is_spoilt = false;
	return store_begin(s->store, &s->value.month);
}

static int take_register(struct import_state *s, enum record_id id)
{
	int err = 0;

	if (s->part != PART_REGISTER) {
		open_part(s, PART_REGISTER, 0);
		err = store_register_begin(s->store);
	}
	return err < 0 ? err : take_record(s, id, 0);
}

static int commit(struct import_state *s)
{
	int err = flush_batches(s);

	if (err == 0)
		err = s->part == PART_MONTH ? store_commit(s->store)
					    : store_register_commit(s->store);
	return err;
}

/* The member `month`: 0 when there is none, and `out_wrong` when it is no month. */
static uint32_t month_of(const struct import_state *s, bool *out_wrong)
{
	const struct json_node *last = NULL;
	const struct json_node *node =
		json_line_member(&s->json, json_line_object(&s->json), "month", &last);
	uint32_t month = 0;

	*out_wrong = node != NULL &&
		     (node->type != NODE_TEXT || utc_month_parse(node->text, &month) < 0);
	return month;
}

static int take_end(struct import_state *s, uint32_t month)
{
	const struct json_node *last = NULL;
	const struct json_node *node =
		json_line_member(&s->json, json_line_object(&s->json), "lines", &last);
	uint64_t lines;
	int err = 0;

	if (node == NULL || node->type != NODE_NUMBER || text_u64(node->text, &lines) < 0)
		return refuse(s, node == NULL ? IMPORT_MISSING : IMPORT_VALUE, "end", "lines");
	if (s->part == PART_NONE && month == 0 && lines == 0) {
		refusals_count(&s->import->refusals, IMPORT_TAKEN, s->place);
		return 0; /* a register of nobody */
	}
	if (s->part != (month != 0 ? PART_MONTH : PART_REGISTER) || month != s->month)
		return refuse(s, IMPORT_MONTH, "end", "month");
	s->part_lines--; /* itself */
	if (lines != s->part_lines)
		(void)refuse(s, IMPORT_COUNT, "end", "lines");
	else
		refusals_count(&s->import->refusals, IMPORT_TAKEN, s->place);
	const bool is_good = !s->is_spoilt;
	if (is_good)
		err = commit(s);
	if (err == 0)
		close_part(s, is_good);
	return err;
}

static int take_object(struct import_state *s)
{
	const struct json_node *last = NULL;
	const struct json_node *type =
		json_line_member(&s->json, json_line_object(&s->json), "type", &last);
	bool is_end = type != NULL && text_equal(type->text, TEXT("end")), is_wrong;
	const uint32_t month = month_of(s, &is_wrong);
	enum record_id id;

	if (type == NULL || type->type != NODE_TEXT)
		return refuse(s, IMPORT_MISSING, NULL, "type");
	if (!is_end && !record_find(type->text, &id))
		return refuse(s, IMPORT_KIND, NULL, NULL);
	if (is_wrong)
		return refuse(s, IMPORT_VALUE, is_end ? "end" : record_kinds[id].name, "month");
	if (is_end)
		return take_end(s, month);
	if (!record_is_of_month(id))
		return take_register(s, id);
	if (month == 0)
		return refuse(s, IMPORT_MISSING, record_kinds[id].name, "month");
	if (id == RECORD_MONTH)
		return take_month(s, month);
	if (s->part != PART_MONTH || month != s->month)
		return refuse(s, IMPORT_MONTH, record_kinds[id].name, "month");
	return take_record(s, id, month);
}

static int take_line(struct import_state *s, const struct line *line)
{
	s->place = line->place;
	if (text_trim(line->text).len == 0)
		return 0;
	s->part_lines++;
	if (line->cut)
		return refuse(s, IMPORT_LONG, NULL, NULL);
	int err = json_line_parse(&s->json, line->text);
	if (err < 0)
		return refuse(s, err == ERR_LIMIT ? IMPORT_TEXT : IMPORT_JSON, NULL, NULL);
	return take_object(s);
}

static int take_lines(struct import_state *s)
{
	struct line line;
	int err = 0;

	while (err == 0 && lines_next(&s->lines, &line))
		err = take_line(s, &line);
	return err;
}

void store_import_init(struct store_import *import, struct store *store,
		       const struct import_sink *sink)
{
	struct import_state *s = memory_alloc(1, sizeof(*s));

	*import = (struct store_import){ .state = s };
	refusals_init(&import->refusals, says, IMPORT_REASONS);
	s->store = store;
	s->sink = *sink;
	s->import = import;
	lines_init(&s->lines, IMPORT_LINE_MAX);
	json_line_init(&s->json);
}

void store_import_clear(struct store_import *import)
{
	struct import_state *s = import->state;

	if (s != NULL) {
		undo(s);
		lines_clear(&s->lines);
		json_line_clear(&s->json);
		free(s);
	}
	*import = (struct store_import){ 0 };
}

int store_import_feed(struct store_import *import, struct text piece)
{
	lines_feed(&import->state->lines, piece);
	return take_lines(import->state);
}

int store_import_finish(struct store_import *import)
{
	lines_finish(&import->state->lines);
	int err = take_lines(import->state);

	if (err == 0)
		break_off(import->state);
	return err;
}
