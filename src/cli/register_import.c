#include "cli/register_import.h"

#include "audit/audit.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/index.h"
#include "base/memory.h"
#include "base/sort.h"
#include "flow/input.h"
#include "wire/ixf_json.h"
#include "wire/participant_json.h"
#include "wire/participant_list.h"

enum {
	SESSION_BUDGET = 1 << 20, /* for a few sentences */
	NAMES_BUDGET = 64 << 20,
	/* The largest list of members has some 1,100; all exchanges together some 40,000. */
	ROWS_MAX = 1 << 20,
};

static_assert((int)PARTICIPANT_ASNS_MAX <= (int)REGISTER_ASNS_MAX, "what is read can be kept");

/* How often something was met, and where first. */
struct met {
	uint64_t count;
	struct place first;
};

struct ixf_row {
	uint32_t exchange;
	struct participant_asn asn;
};

struct importing {
	const struct command *command;
	const char *path, *programme;
	struct store *store;
	bool has_lines; /* places are lines, not bytes */

	struct arena names; /* of those met in this file */
	const char **name;  /* owns */
	size_t name_room;
	struct index index;

	uint64_t read, asns, claims, added, changed, same;
	struct met repeated, renamed, bare;
	bool has_told; /* a person why the file cannot be used */

	struct ixf_exchange *exchanges; /* owns */
	size_t exchange_count, exchange_room;
	struct ixf_row *rows; /* owns */
	size_t row_count, row_room;
};

static void meet(struct met *met, struct place place)
{
	if (met->count++ == 0)
		met->first = place;
}

/* Names have no case. */
static uint64_t hash_name(const char *name)
{
	uint64_t hash = 0;

	for (; *name != '\0'; name++) {
		uint8_t c = (uint8_t)*name;
		hash = hash_words(hash, c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	return hash;
}

/* 1 when the file had the name before, 0 when it is new and now noted, or ERR_LIMIT. */
static int note_name(struct importing *import, const char *name)
{
	uint64_t hash = hash_name(name);

	for (struct probe p = index_probe(&import->index, hash); index_next(&import->index, &p);)
		if (text_equal_fold(text_of(import->name[p.id]), text_of(name)))
			return 1;
	uint32_t id = import->index.count;
	const char *copy = arena_text(&import->names, name, strlen(name));
	if (copy == NULL)
		return ERR_LIMIT;
	import->name = memory_grow(import->name, &import->name_room, (size_t)id + 1,
				   sizeof(*import->name));
	import->name[id] = copy;
	index_add(&import->index, hash, id);
	return 0;
}

static bool same_asns(const struct participant *a, const struct participant *b)
{
	if (a->asn_count != b->asn_count)
		return false;
	for (size_t i = 0; i < a->asn_count; i++)
		if (a->asns[i].asn != b->asns[i].asn || a->asns[i].role != b->asns[i].role)
			return false;
	return true;
}

static bool same(const struct participant *a, const struct participant *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->economies, b->economies) == 0 &&
	       strcmp(a->contact, b->contact) == 0 && a->since == b->since && same_asns(a, b);
}

/* Puts it, unless the register says the same already. What the list does not say stays as it was:
 * few lists have contacts or dates. */
static int put(struct importing *import, struct participant *participant)
{
	struct register_cursor *cursor =
		store_participant_named(import->store, import->programme, participant->name);
	struct participant old;
	char contact[PARTICIPANT_TEXT_MAX];

	int got = store_participant_next(cursor, &old);
	if (got > 0) {
		(void)snprintf(contact, sizeof(contact), "%s", old.contact);
		if (participant->contact[0] == '\0')
			participant->contact = contact;
		if (participant->since == 0)
			participant->since = old.since;
	}
	bool is_same = got > 0 && same(&old, participant);
	register_cursor_close(cursor);
	if (got < 0)
		return got;
	import->added += got == 0;
	import->changed += got > 0 && !is_same;
	import->same += is_same;
	return is_same ? 0 : store_put_participant(import->store, participant);
}

static int put_claim(struct importing *import, const char *name,
		     const struct participant_claim *claim)
{
	char check[AUDIT_CLAIM_MAX];
	struct attestation attestation = { .programme = import->programme,
					   .name = name,
					   .check = audit_claim_id(claim->action, check),
					   .says = claim->says,
					   .link = "",
					   .auditor = "",
					   .product = "",
					   .holds = claim->holds };

	import->claims++;
	return store_put_attestation(import->store, &attestation);
}

/* Does this file say again what it said of the participant of this name? */
static int is_repeated(struct importing *import, const struct participant *participant)
{
	struct register_cursor *cursor =
		store_participant_named(import->store, import->programme, participant->name);
	struct participant before;
	int got = store_participant_next(cursor, &before);

	if (got > 0)
		got = participant->asn_count == 0 || same_asns(&before, participant);
	register_cursor_close(cursor);
	return got;
}

/* Two rows of one name are two participants: organisations of the same name in different places, or
 * one that joined with each of its networks by itself, and claims other things of each. The later
 * is told by its first number. 1: it is a new one. */
static int tell_apart(struct importing *import, struct participant *participant, struct place place,
		      char name[PARTICIPANT_TEXT_MAX + 16])
{
	int got = note_name(import, participant->name);

	if (got <= 0)
		return got < 0 ? got : 1;
	got = is_repeated(import, participant);
	if (got == 0) {
		(void)snprintf(name, PARTICIPANT_TEXT_MAX + 16, "%s (AS%u)", participant->name,
			       participant->asns[0].asn);
		participant->name = name;
		got = note_name(import, name);
		if (got == 0)
			meet(&import->renamed, place);
	}
	if (got > 0)
		meet(&import->repeated, place);
	return got < 0 ? got : got == 0;
}

static int take_participant(struct importing *import, struct participant *participant,
			    const struct participant_record *record, struct place place)
{
	char name[PARTICIPANT_TEXT_MAX + 16];

	participant->programme = import->programme;
	int is_new = tell_apart(import, participant, place, name);
	if (is_new <= 0)
		return is_new;
	if (participant->asn_count == 0)
		meet(&import->bare, place);
	int err = put(import, participant);
	for (size_t i = 0; err == 0 && record != NULL && i < record->claim_count; i++)
		err = put_claim(import, participant->name, &record->claims[i]);
	return err;
}

static int on_participant(void *context, const struct participant_record *record,
			  struct place place)
{
	struct importing *import = context;
	struct participant participant = record->participant;

	import->read++;
	import->asns += record->asns_given;
	return take_participant(import, &participant, record, place);
}

static int on_exchange(void *context, const struct ixf_exchange *exchange, struct place place)
{
	struct importing *import = context;

	(void)place;
	if (import->exchange_count == ROWS_MAX)
		return ERR_LIMIT;
	import->exchanges = memory_grow(import->exchanges, &import->exchange_room,
					import->exchange_count + 1, sizeof(*import->exchanges));
	import->exchanges[import->exchange_count++] = *exchange;
	return 0;
}

static int on_member(void *context, const struct ixf_member *member, struct place place)
{
	struct importing *import = context;

	(void)place;
	for (size_t i = 0; i < member->connection_count; i++) {
		const struct ixf_connection *connection = &member->connections[i];
		if (import->row_count == ROWS_MAX)
			return ERR_LIMIT;
		import->rows = memory_grow(import->rows, &import->row_room, import->row_count + 1,
					   sizeof(*import->rows));
		import->rows[import->row_count++] = (struct ixf_row){ connection->exchange,
								      { member->asn,
									connection->role } };
	}
	return 0;
}

static int by_exchange(const void *a, const void *b)
{
	const struct ixf_row *x = a, *y = b;
	return (x->exchange > y->exchange) - (x->exchange < y->exchange);
}

/* The first row of the exchange, or where it would stand. */
static size_t rows_from(const struct importing *import, uint64_t exchange)
{
	size_t before = 0, behind = import->row_count;

	while (before < behind) {
		size_t middle = before + (behind - before) / 2;
		if (import->rows[middle].exchange < exchange)
			before = middle + 1;
		else
			behind = middle;
	}
	return before;
}

static int take_exchange(struct importing *import, const struct ixf_exchange *exchange)
{
	size_t first = rows_from(import, exchange->id);
	size_t count = rows_from(import, (uint64_t)exchange->id + 1) - first;
	struct participant_asn *asns = memory_alloc(count + 1, sizeof(*asns));

	for (size_t i = 0; i < count; i++)
		asns[i] = import->rows[first + i].asn;
	struct participant participant = { .name = exchange->name,
					   .economies = exchange->country,
					   .contact = exchange->contact,
					   .asns = asns,
					   .asn_count = participant_asns_sort(asns, count) };
	int err = ERR_LIMIT;
	if (participant.asn_count <= REGISTER_ASNS_MAX) {
		import->read++;
		import->asns += participant.asn_count;
		err = take_participant(import, &participant, NULL, (struct place){ 0 });
	}
	free(asns);
	return err;
}

/* A file may have its members before its exchanges, so these wait for the end. */
static int take_exchanges(struct importing *import)
{
	int err = 0;

	if (import->row_count > 0)
		sort_items(import->rows, import->row_count, sizeof(*import->rows), by_exchange);
	for (size_t i = 0; err == 0 && i < import->exchange_count; i++)
		err = take_exchange(import, &import->exchanges[i]);
	return err;
}

/*
 * What came of it
 */

static void put_place(struct buffer *out, const struct importing *import, struct place first)
{
	if (import->has_lines)
		buffer_format(out, " (first at line %llu)\n", (unsigned long long)first.line);
	else if (first.offset > 0)
		buffer_format(out, " (first at byte %llu)\n", (unsigned long long)first.offset);
	else
		buffer_char(out, '\n');
}

static void put_met(struct buffer *out, const struct importing *import, const struct met *met,
		    const char *says)
{
	if (met->count == 0)
		return;
	buffer_string(out, "  ");
	buffer_thousands(out, met->count);
	buffer_format(out, " %s", says);
	put_place(out, import, met->first);
}

static void put_refusals(struct buffer *out, const struct importing *import,
			 const struct refusals *refusals)
{
	for (unsigned reason = 1; reason < refusals->reasons; reason++) {
		if (refusals->count[reason] == 0)
			continue;
		buffer_string(out, "  ");
		buffer_thousands(out, refusals->count[reason]);
		buffer_format(out, " refused: %s", refusals->says[reason]);
		put_place(out, import, refusals->first[reason]);
	}
}

static void report(const struct importing *import, const struct refusals *refusals,
		   struct buffer *out)
{
	buffer_format(out, "%s: ", import->programme);
	buffer_number_of(out, import->read, "participant");
	buffer_string(out, " read, ");
	buffer_number_of(out, import->asns, "AS number");
	buffer_string(out, ", ");
	buffer_number_of(out, import->claims, "claim");
	buffer_string(out, "\n  ");
	buffer_thousands(out, import->added);
	buffer_string(out, " added, ");
	buffer_thousands(out, import->changed);
	buffer_string(out, " changed, ");
	buffer_thousands(out, import->same);
	buffer_string(out, " as they were\n");
	put_met(out, import, &import->repeated, "said again what the file had said before");
	put_met(out, import, &import->renamed,
		"of a name that the file had before: kept as \"NAME (AS...)\"");
	put_met(out, import, &import->bare, "without any AS number");
	put_refusals(out, import, refusals);
}

/*
 * Reading
 */

static int read_list(struct importing *import, struct window *window, struct buffer *out)
{
	struct participant_sink sink = { import, on_participant };
	struct text piece = { NULL, 0 };
	struct participant_list list;
	int result = 0;

	import->has_lines = true;
	participant_list_init(&list, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = participant_list_feed(&list, piece);
	if (result == 0 && window_error(window) == 0)
		result = participant_list_finish(&list);
	report(import, &list.refusals, out);
	participant_list_clear(&list);
	return result;
}

/* A fault of JSON itself is told at once; the store's are told by the caller. */
static void complain_of_json(struct importing *import, const struct json_stream *stream, int result)
{
	import->has_told = result < 0 && strcmp(stream->fault_message, "stopped") != 0;
	if (import->has_told)
		complain(import->command, "%s: %s at byte %llu; nothing was imported", import->path,
			 stream->fault_message, (unsigned long long)stream->fault_offset);
}

static int read_json(struct importing *import, struct window *window, struct buffer *out)
{
	struct participant_sink sink = { import, on_participant };
	struct text piece = { NULL, 0 };
	struct participant_json json;
	int result = 0;

	participant_json_init(&json, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = participant_json_feed(&json, piece);
	if (result == 0 && window_error(window) == 0)
		result = participant_json_finish(&json);
	complain_of_json(import, &json.stream, result);
	report(import, &json.refusals, out);
	participant_json_clear(&json);
	return result;
}

static int read_ixf(struct importing *import, struct window *window, struct buffer *out)
{
	struct ixf_sink sink = { import, on_exchange, on_member };
	struct text piece = { NULL, 0 };
	struct ixf_json json;
	int result = 0;

	ixf_json_init(&json, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = ixf_json_feed(&json, piece);
	if (result == 0 && window_error(window) == 0)
		result = ixf_json_finish(&json);
	complain_of_json(import, &json.stream, result);
	if (result == 0)
		result = take_exchanges(import);
	report(import, &json.refusals, out);
	ixf_json_clear(&json);
	return result;
}

static enum exit_code read_file(struct importing *import, const struct input_record *input,
				struct window *window, struct buffer *out)
{
	const char *path = input->stored.path;
	int result = 0;

	if (window_error(window) == 0 && input->kind == KIND_PARTICIPANTS)
		result = read_list(import, window, out);
	else if (window_error(window) == 0 && input->kind == KIND_PARTICIPANTS_JSON)
		result = read_json(import, window, out);
	else if (window_error(window) == 0 && input->kind == KIND_IXF_JSON)
		result = read_ixf(import, window, out);
	else if (window_error(window) == 0) {
		complain(import->command, "%s is no list of participants, but %s", path,
			 kind_says(input->kind));
		return EXIT_WORLD;
	}
	if (window_error(window) < 0) {
		complain(import->command, "%s: %s; nothing was imported", path,
			 window_reason(window));
		return EXIT_WORLD;
	}
	if (result == ERR_LIMIT && !import->has_told)
		complain(import->command,
			 "%s is larger than any list of participants; nothing was "
			 "imported",
			 path);
	else if (result < 0 && !import->has_told && store_message(import->store)[0] != '\0')
		(void)store_failed(import->command, import->store);
	return result < 0 ? EXIT_WORLD : EXIT_YES;
}

enum exit_code register_import(const struct command *command, const char *path,
			       const char *programme, struct store *store, struct buffer *out)
{
	struct importing import = {
		.command = command, .path = path, .programme = programme, .store = store
	};
	struct input_record input;
	struct arena session;

	arena_init(&session, SESSION_BUDGET);
	arena_init(&import.names, NAMES_BUDGET);
	index_init(&import.index);
	input_init(&input, &session, path);
	struct window *window = input_open(&input, NULL);
	enum exit_code code = EXIT_WORLD;
	if (input.kind == KIND_IXF_JSON && strcmp(programme, "ixp") != 0) {
		complain(command, "%s tells of exchanges: --programme ixp", path);
		code = EXIT_USAGE;
	} else {
		code = read_file(&import, &input, window, out);
	}
	window_close(window);
	index_clear(&import.index);
	arena_clear(&import.names);
	arena_clear(&session);
	free(import.name);
	free(import.exchanges);
	free(import.rows);
	return code;
}
