#include "wire/participant_list.h"

#include <stdio.h>

void participant_list_init(struct participant_list *list, const struct participant_sink *sink)
{
	*list = (struct participant_list){ .sink = *sink };
	lines_init(&list->lines, PARTICIPANT_LINE_MAX);
	csv_plain_init(&list->plain, PARTICIPANT_LINE_MAX);
	record_init(&list->record);
	refusals_init(&list->refusals, participant_refusals, PARTICIPANT_REASONS);
}

void participant_list_clear(struct participant_list *list)
{
	lines_clear(&list->lines);
	csv_plain_clear(&list->plain);
	record_clear(&list->record);
	*list = (struct participant_list){ 0 };
}

static struct participant_column column_parse(struct text name)
{
	struct participant_column column = { .field = participant_field_find(name) };
	struct text title;

	if (participant_action_parse(name, &column.action, &title)) {
		column.field = FIELD_ACTION;
		title = text_upto(title, sizeof(column.title) - 1);
		if (title.len > 0)
			memcpy(column.title, title.at, title.len);
	} else if (column.field == FIELD_ACTION) {
		column.field = FIELD_OTHER;
	}
	return column;
}

/* A name, and something that is of use to us. */
bool participant_heading_check(const struct text *fields, unsigned count)
{
	bool has_name = false, has_more = false;

	for (unsigned i = 0; i < count; i++) {
		enum participant_field field = column_parse(text_trim(fields[i])).field;
		has_name = has_name || field == FIELD_NAME;
		has_more = has_more || field == FIELD_ASNS || field == FIELD_ACTION;
	}
	return has_name && has_more;
}

static void take_heading(struct participant_list *list, const struct line *line)
{
	struct text fields[PARTICIPANT_COLUMNS_MAX] = { { NULL, 0 } };
	unsigned count =
		line->cut ? 0
			  : csv_fields(&list->plain, line->text, fields, PARTICIPANT_COLUMNS_MAX);

	list->met_heading = true;
	if (count > PARTICIPANT_COLUMNS_MAX || !participant_heading_check(fields, count)) {
		refusals_count(&list->refusals, PARTICIPANT_HEADING, line->place);
		return;
	}
	list->has_heading = true;
	list->columns = count;
	for (unsigned i = 0; i < count; i++)
		list->column[i] = column_parse(text_trim(fields[i]));
}

static enum participant_refusal row_parse(struct participant_list *list, const struct line *line)
{
	struct participant_record *record = &list->record;
	struct text fields[PARTICIPANT_COLUMNS_MAX];

	if (line->cut)
		return PARTICIPANT_LINE_LONG;
	if (!list->has_heading)
		return PARTICIPANT_HEADING;
	unsigned count = csv_fields(&list->plain, line->text, fields, PARTICIPANT_COLUMNS_MAX);
	if (count != list->columns)
		return PARTICIPANT_FIELDS;
	record_start(record);
	for (unsigned i = 0; i < count; i++) {
		const struct participant_column *column = &list->column[i];
		if (column->field == FIELD_ACTION)
			record_claim(record, column->action, text_of(column->title), fields[i]);
		else
			record_set(record, column->field, fields[i]);
	}
	return record_end(record);
}

static int take_line(struct participant_list *list, const struct line *line)
{
	list->plain.used = 0;
	if (text_trim(line->text).len == 0)
		return 0;
	if (!list->met_heading) {
		take_heading(list, line);
		return 0;
	}
	enum participant_refusal reason = row_parse(list, line);
	refusals_count(&list->refusals, reason, line->place);
	if (reason != PARTICIPANT_TAKEN)
		return 0;
	return list->sink.on_participant(list->sink.context, &list->record, line->place);
}

static int take_lines(struct participant_list *list)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&list->lines, &line);)
		done = take_line(list, &line);
	return done;
}

int participant_list_feed(struct participant_list *list, struct text piece)
{
	lines_feed(&list->lines, piece);
	return take_lines(list);
}

int participant_list_finish(struct participant_list *list)
{
	lines_finish(&list->lines);
	return take_lines(list);
}
