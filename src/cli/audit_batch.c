#include "cli/audit_batch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/audit_out.h"
#include "store/store_register.h"

enum { NAMES_BUDGET = 64 << 20, AUDIT_BUDGET = 64 << 20, LINE_SIZE_MAX = 4096 };

/* Whom to audit: names of participants, and AS numbers. */
struct names {
	struct arena texts;
	const char **all; /* owned */
	size_t count, room;
};

struct running {
	const struct audit_batch *batch;
	struct buffer *out;
	uint64_t states[AUDIT_CONFORMANT + 1];
};

static int names_add(struct names *names, const char *text, size_t len)
{
	const char *kept = arena_text(&names->texts, text, len);

	if (kept == NULL)
		return ERR_LIMIT;
	names->all = memory_grow(names->all, &names->room, names->count + 1, sizeof(*names->all));
	names->all[names->count++] = kept;
	return 0;
}

static int names_of_programme(const struct audit_batch *batch, struct names *names)
{
	struct register_cursor *cursor =
		store_participants(batch->opened->store, batch->programme->id);
	struct participant participant;
	int got;

	while ((got = store_participant_next(cursor, &participant)) > 0)
		if ((got = names_add(names, participant.name, strlen(participant.name))) < 0)
			break;
	register_cursor_close(cursor);
	return got;
}

static int names_of_economy(const struct audit_batch *batch, struct names *names)
{
	struct store_cursor *cursor =
		store_networks(batch->opened->store, batch->opened->month.month);
	struct network network;
	int got;

	while ((got = store_network_next(cursor, &network)) > 0) {
		char name[16];
		if (!text_equal_fold(text_of(network.economy), text_of(batch->economy)))
			continue;
		int len = snprintf(name, sizeof(name), "AS%u", network.asn);
		if ((got = names_add(names, name, (size_t)len)) < 0)
			break;
	}
	store_cursor_close(cursor);
	return got;
}

/* ERR_IO with errno kept. */
static int names_of_file(const struct audit_batch *batch, struct names *names)
{
	bool is_stdin = strcmp(batch->file, "-") == 0;
	FILE *file = is_stdin ? stdin : fopen(batch->file, "re");
	char line[LINE_SIZE_MAX];
	int got = 0;

	if (file == NULL)
		return ERR_IO;
	while (got == 0 && fgets(line, sizeof(line), file) != NULL) {
		struct text text = text_trim(text_upto(text_of(line), strcspn(line, "\n")));
		if (text.len > 0 && text.at[0] != '#')
			got = names_add(names, text.at, text.len);
	}
	if (got == 0 && ferror(file) != 0)
		got = ERR_IO;
	if (!is_stdin)
		(void)fclose(file);
	return got;
}

static void put_line(struct running *running, const struct audit *audit)
{
	struct buffer *out = running->out;
	size_t start = out->used;

	buffer_string(out, "  ");
	buffer_printable(out, text_upto(text_of(audit->subject->name), 40));
	put_column(out, start, 44);
	buffer_string(out, audit_state_name(audit->verdict));
	put_column(out, start, 60);
	for (size_t i = 0; i < audit->action_count; i++) {
		static const char marks[] = { [AUDIT_NOT_MEASURED] = '?',
					      [AUDIT_NON_CONFORMANT] = '-',
					      [AUDIT_CONFORMANT] = '+' };
		buffer_format(out, " %u%c", audit->actions[i].norm->number,
			      marks[audit->actions[i].state]);
	}
	buffer_char(out, '\n');
}

static int audit_name(struct running *running, const char *name)
{
	const struct audit_batch *batch = running->batch;
	const struct stored_month *month = &batch->opened->month;
	const struct audit_subject *subject;
	struct audit_desk *desk;
	struct arena arena;
	struct audit audit;
	asn_t asn;
	bool by_number = (batch->economy != NULL || batch->file != NULL) &&
			 asn_parse(text_of(name), &asn) == 0;
	int got = by_number ? audit_subject_of_as(batch->opened->store, month, asn, batch->options,
						  &desk, &subject)
			    : audit_subject_of_participant(batch->opened->store, month,
							   batch->programme->id, name,
							   batch->options, &desk, &subject);

	if (got == ERR_NOT_FOUND) {
		complain(batch->command, "%s does not take part in %s, and is no AS number", name,
			 batch->programme->id);
		return 0;
	}
	if (got < 0)
		return got;
	arena_init(&arena, AUDIT_BUDGET);
	got = audit_build(&arena, batch->programme, subject, &audit);
	if (got == 0) {
		running->states[audit.verdict]++;
		if (batch->is_json) {
			audit_put_json(running->out, &audit, month);
			buffer_char(running->out, '\n');
		} else if (batch->is_csv) {
			audit_put_csv(running->out, &audit);
		} else {
			put_line(running, &audit);
		}
	}
	arena_clear(&arena);
	audit_desk_free(desk);
	return got;
}

static void put_summary(struct running *running)
{
	struct buffer *out = running->out;
	const uint64_t *states = running->states;

	buffer_string(out, "\n  ");
	buffer_thousands(out, states[AUDIT_CONFORMANT]);
	buffer_string(out, " conformant, ");
	buffer_thousands(out, states[AUDIT_NON_CONFORMANT]);
	buffer_string(out, " not, ");
	buffer_thousands(out, states[AUDIT_NOT_MEASURED]);
	buffer_string(out, " not measured (Actions: + kept, - not, ? not measured)\n");
}

enum exit_code audit_all(const struct audit_batch *batch, struct buffer *out)
{
	struct running running = { .batch = batch, .out = out };
	struct names names = { 0 };
	int got;

	arena_init(&names.texts, NAMES_BUDGET);
	if (batch->file != NULL)
		got = names_of_file(batch, &names);
	else if (batch->economy != NULL)
		got = names_of_economy(batch, &names);
	else
		got = names_of_programme(batch, &names);
	bool file_failed = got == ERR_IO && batch->file != NULL;
	if (file_failed)
		complain(batch->command, "%s: %s", batch->file, strerror(errno));
	if (got == 0 && batch->is_csv && !batch->is_json)
		audit_put_csv_heading(out, batch->programme);
	for (size_t i = 0; got == 0 && i < names.count; i++) {
		got = audit_name(&running, names.all[i]);
		if (got == 0 && !answer_piece(out))
			break;
	}
	if (got == 0 && !batch->is_json && !batch->is_csv)
		put_summary(&running);
	free(names.all);
	arena_clear(&names.texts);
	if (file_failed)
		return EXIT_WORLD;
	if (got < 0)
		return store_failed(batch->command, batch->opened->store);
	return running.states[AUDIT_NON_CONFORMANT] > 0 ? EXIT_NO : EXIT_YES;
}
