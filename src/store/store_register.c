#include "store/store_register.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/sqlite.h"

enum table {
	PARTICIPANT,
	PARTICIPANT_ASN,
	ATTESTATION,
	FEEDBACK,
};

static const char *const table_names[] = {
	[PARTICIPANT] = "participant",
	[PARTICIPANT_ASN] = "participant_asn",
	[ATTESTATION] = "attestation",
	[FEEDBACK] = "feedback",
};

static int damaged(struct store *store, enum table table)
{
	char what[64];

	(void)snprintf(what, sizeof(what), "an impossible row of %s", table_names[table]);
	return store_damaged(store, what);
}

/*
 * Writing
 */

int store_register_begin(struct store *store)
{
	assert(store->mode == STORE_WRITE && !store->writing);
	int err = sqlite_exec(store, "BEGIN IMMEDIATE");
	if (err < 0)
		return err;
	store->writing = true;
	store->failure = 0;
	return 0;
}

int store_register_commit(struct store *store)
{
	assert(store->writing);
	if (store->failure == 0)
		store->failure = sqlite_exec(store, "COMMIT");
	if (store->failure == 0)
		store->writing = false;
	return store->failure;
}

/* The first failure stays until store_rollback(): see store_write.c. */
static int change_start(struct store *store, const char *sql, struct binding *out_row)
{
	sqlite3_stmt *statement;

	assert(store->writing);
	if (store->failure < 0)
		return store->failure;
	store->failure = sqlite_prepare(store, sql, &statement);
	if (store->failure == 0)
		*out_row = binding_start(statement);
	return store->failure;
}

/* How many rows were changed, or the failure. The statement can be bound and run again. */
static int change_run(struct store *store, const struct binding *row)
{
	if (store->failure == 0 && row->code != SQLITE_OK)
		store->failure = sqlite_fail(store, row->code);
	if (store->failure == 0)
		store->failure = sqlite_step(store, row->statement);
	(void)sqlite3_reset(row->statement); /* says again what the step said */
	return store->failure < 0 ? store->failure : sqlite3_changes(store->db);
}

static int change_finish(struct store *store, const struct binding *row)
{
	int changed = change_run(store, row);

	sqlite3_finalize(row->statement);
	return changed;
}

/* Rows came into a table, or went. Passes on a failure. */
static int tally(struct store *store, enum table table, int64_t more)
{
	struct binding row;

	if (more == 0 ||
	    change_start(store, "UPDATE register_tally SET rows = rows + ?2 WHERE name = ?1",
			 &row) < 0)
		return store->failure;
	bind_text(&row, table_names[table]);
	bind_u64(&row, (uint64_t)more);
	int changed = change_finish(store, &row);
	if (changed == 0)
		store->failure = damaged(store, table);
	return store->failure;
}

/* How many rows of the participant were deleted, or the failure. */
static int delete_of(struct store *store, enum table table, const char *programme, const char *name)
{
	struct binding row;
	char sql[96];

	(void)snprintf(sql, sizeof(sql), "DELETE FROM %s WHERE programme = ?1 AND name = ?2",
		       table_names[table]);
	if (change_start(store, sql, &row) < 0)
		return store->failure;
	bind_text(&row, programme);
	bind_text(&row, name);
	int deleted = change_finish(store, &row);
	int err = tally(store, table, -(int64_t)deleted);
	return err < 0 ? err : deleted;
}

static int put_asns(struct store *store, const struct participant *participant)
{
	struct binding start;

	if (change_start(store, "INSERT INTO participant_asn VALUES (?,?,?,?)", &start) < 0)
		return store->failure;
	for (size_t i = 0; store->failure == 0 && i < participant->asn_count; i++) {
		struct binding row = start;
		bind_text(&row, participant->programme);
		bind_text(&row, participant->name);
		bind_u64(&row, participant->asns[i].asn);
		bind_u64(&row, participant->asns[i].role);
		(void)change_run(store, &row);
	}
	sqlite3_finalize(start.statement);
	return tally(store, PARTICIPANT_ASN, (int64_t)participant->asn_count);
}

int store_put_participant(struct store *store, const struct participant *participant)
{
	struct binding row;

	assert(participant->asn_count <= REGISTER_ASNS_MAX);
	if (delete_of(store, PARTICIPANT_ASN, participant->programme, participant->name) < 0 ||
	    delete_of(store, PARTICIPANT, participant->programme, participant->name) < 0 ||
	    change_start(store, "INSERT INTO participant VALUES (?,?,?,?,?,?)", &row) < 0)
		return store->failure;
	bind_text(&row, participant->programme);
	bind_text(&row, participant->name);
	bind_text(&row, participant->economies);
	bind_text(&row, participant->contact);
	bind_u64(&row, participant->since);
	bind_u64(&row, participant->asn_count);
	int err = tally(store, PARTICIPANT, change_finish(store, &row));
	return err < 0 ? err : put_asns(store, participant);
}

int store_remove_participant(struct store *store, const char *programme, const char *name)
{
	if (delete_of(store, ATTESTATION, programme, name) < 0 ||
	    delete_of(store, PARTICIPANT_ASN, programme, name) < 0)
		return store->failure;
	int deleted = delete_of(store, PARTICIPANT, programme, name);
	return deleted == 0 ? ERR_NOT_FOUND : store->failure;
}

static int delete_attestation(struct store *store, const struct attestation *attestation)
{
	struct binding row;

	if (change_start(store,
			 "DELETE FROM attestation WHERE programme = ?1 AND name = ?2"
			 " AND check_id = ?3 AND product = ?4 AND auditor = ?5",
			 &row) < 0)
		return store->failure;
	bind_text(&row, attestation->programme);
	bind_text(&row, attestation->name);
	bind_text(&row, attestation->check);
	bind_text(&row, attestation->product);
	bind_text(&row, attestation->auditor);
	return tally(store, ATTESTATION, -(int64_t)change_finish(store, &row));
}

int store_put_attestation(struct store *store, const struct attestation *attestation)
{
	struct binding row;

	if (delete_attestation(store, attestation) < 0 ||
	    change_start(store,
			 "INSERT INTO attestation"
			 " SELECT programme, name, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11"
			 " FROM participant WHERE programme = ?1 AND name = ?2",
			 &row) < 0)
		return store->failure;
	bind_text(&row, attestation->programme);
	bind_text(&row, attestation->name);
	bind_text(&row, attestation->check);
	bind_text(&row, attestation->product);
	bind_text(&row, attestation->auditor);
	bind_text(&row, attestation->says);
	bind_text(&row, attestation->link);
	bind_u64(&row, attestation->is_tested);
	bind_u64(&row, attestation->holds);
	bind_u64(&row, attestation->date);
	bind_u64(&row, attestation->expires);
	int inserted = change_finish(store, &row);
	return inserted == 0 ? ERR_NOT_FOUND : tally(store, ATTESTATION, inserted);
}

int store_put_feedback(struct store *store, const struct feedback *feedback)
{
	struct binding row;

	if (change_start(store,
			 "INSERT INTO feedback SELECT ?1, ?2, coalesce(max(number), 0) + 1,"
			 " ?3, ?4, ?5, ?6, ?7 FROM feedback WHERE source = ?1 AND incident = ?2",
			 &row) < 0)
		return store->failure;
	bind_text(&row, feedback->source);
	bind_text(&row, feedback->incident);
	bind_u64(&row, feedback->asn);
	bind_u64(&row, feedback->class);
	bind_text(&row, feedback->who);
	bind_text(&row, feedback->why);
	bind_u64(&row, feedback->time_us);
	return tally(store, FEEDBACK, change_finish(store, &row));
}

/*
 * Reading
 */

struct register_cursor {
	struct store *store; /* borrowed */
	enum table table;
	bool whole;                   /* all rows of the table */
	sqlite3_stmt *statement;      /* owns; NULL after the end and after a failure */
	sqlite3_stmt *networks;       /* owns; of participants: those of one */
	struct participant_asn *asns; /* owns */
	size_t asn_room;
	uint64_t rows; /* seen so far */
	int err;
	struct texts texts;
};

/* Opens a walk over a table, or over the rows that `where` picks. */
static struct register_cursor *cursor_open(struct store *store, enum table table, const char *where,
					   const char *order)
{
	struct register_cursor *cursor = memory_alloc(1, sizeof(*cursor));
	char sql[160];

	cursor->store = store;
	cursor->table = table;
	cursor->whole = where == NULL;
	store->cursors++;
	(void)snprintf(sql, sizeof(sql), "SELECT * FROM %s%s%s ORDER BY %s", table_names[table],
		       where != NULL ? " WHERE " : "", where != NULL ? where : "", order);
	cursor->err = sqlite_prepare(store, sql, &cursor->statement);
	return cursor;
}

/* Binds one or two texts that must outlive this call only. */
static void cursor_bind(struct register_cursor *cursor, const char *first, const char *second)
{
	if (cursor->statement == NULL)
		return;
	(void)sqlite3_bind_text(cursor->statement, 1, first, -1, SQLITE_TRANSIENT);
	if (second != NULL)
		(void)sqlite3_bind_text(cursor->statement, 2, second, -1, SQLITE_TRANSIENT);
}

static int cursor_end(struct register_cursor *cursor, int err)
{
	(void)sqlite3_finalize(cursor->statement);
	(void)sqlite3_finalize(cursor->networks);
	cursor->statement = NULL;
	cursor->networks = NULL;
	return cursor->err = err;
}

void register_cursor_close(struct register_cursor *cursor)
{
	if (cursor == NULL)
		return;
	(void)cursor_end(cursor, 0);
	assert(cursor->store->cursors > 0);
	cursor->store->cursors--;
	texts_clear(&cursor->texts);
	free(cursor->asns);
	free(cursor);
}

/* Damage can make rows vanish without a trace. Only a snapshot holds still between the rows and
 * their tally. */
static int check_tally(struct register_cursor *cursor)
{
	struct store *store = cursor->store;
	sqlite3_stmt *statement;
	uint64_t rows = UINT64_MAX;

	if (store->mode != STORE_READ || !cursor->whole)
		return 0;
	int got = sqlite_prepare(store, "SELECT rows FROM register_tally WHERE name = ?1",
				 &statement);
	if (got < 0)
		return got;
	struct binding key = binding_start(statement);
	bind_text(&key, table_names[cursor->table]);
	got = sqlite_step(store, statement);
	if (got > 0) {
		struct row row = row_start(store, statement, NULL);
		rows = row_u64(&row);
	}
	sqlite3_finalize(statement);
	if (got < 0)
		return got;
	return rows == cursor->rows ? 0 : damaged(store, cursor->table);
}

/* 1 and a row, 0, or an error; the last two for ever. */
static int cursor_step(struct register_cursor *cursor, enum table table, struct row *out_row)
{
	assert(cursor->table == table);
	if (cursor->statement == NULL)
		return cursor->err;
	int got = sqlite_step(cursor->store, cursor->statement);
	if (got < 0)
		return cursor_end(cursor, got);
	if (got == 0) {
		int err = sqlite_check_seal(cursor->store);
		return cursor_end(cursor, err < 0 ? err : check_tally(cursor));
	}
	cursor->rows++;
	cursor->texts.used = 0;
	*out_row = row_start(cursor->store, cursor->statement, &cursor->texts);
	return 1;
}

static int cursor_got(struct register_cursor *cursor, const struct row *row)
{
	return row->failed ? cursor_end(cursor, damaged(cursor->store, cursor->table)) : 1;
}

struct register_cursor *store_participants(struct store *store, const char *programme)
{
	struct register_cursor *cursor = cursor_open(
		store, PARTICIPANT, programme != NULL ? "programme = ?1" : NULL, "programme, name");
	if (programme != NULL)
		cursor_bind(cursor, programme, NULL);
	return cursor;
}

struct register_cursor *store_participant_named(struct store *store, const char *programme,
						const char *name)
{
	struct register_cursor *cursor =
		cursor_open(store, PARTICIPANT, "programme = ?1 AND name = ?2", "programme, name");
	cursor_bind(cursor, programme, name);
	return cursor;
}

/* The networks of the participant that the cursor stands at: as many as it says. */
static int read_networks(struct register_cursor *cursor, struct participant *participant)
{
	int got = 0;
	size_t count = 0;

	if (cursor->networks == NULL)
		got = sqlite_prepare(cursor->store,
				     "SELECT asn, role FROM participant_asn"
				     " WHERE programme = ?1 AND name = ?2 ORDER BY asn, role",
				     &cursor->networks);
	if (got < 0)
		return got;
	struct binding key = binding_start(cursor->networks);
	bind_text(&key, participant->programme);
	bind_text(&key, participant->name);
	cursor->asns = memory_grow(cursor->asns, &cursor->asn_room, participant->asn_count + 1,
				   sizeof(*cursor->asns));
	bool fits = true;
	while (fits && (got = sqlite_step(cursor->store, cursor->networks)) > 0) {
		struct row row = row_start(cursor->store, cursor->networks, NULL);
		asn_t asn = row_u32(&row);
		enum participant_asn_role role = row_upto(&row, PARTICIPANT_ASN_ROLES - 1);
		fits = !row.failed && count < participant->asn_count;
		if (fits)
			cursor->asns[count++] = (struct participant_asn){ asn, role };
	}
	(void)sqlite3_reset(cursor->networks); /* says again what the step said */
	if (got < 0)
		return got;
	participant->asns = cursor->asns;
	return fits && count == participant->asn_count ? 0
						       : damaged(cursor->store, PARTICIPANT_ASN);
}

int store_participant_next(struct register_cursor *cursor, struct participant *out_participant)
{
	struct participant participant;
	struct row row;
	int got = cursor_step(cursor, PARTICIPANT, &row);

	if (got <= 0)
		return got;
	participant.programme = row_text(&row);
	participant.name = row_text(&row);
	participant.economies = row_text(&row);
	participant.contact = row_text(&row);
	participant.since = row_u32(&row);
	participant.asn_count = row_upto(&row, REGISTER_ASNS_MAX);
	got = cursor_got(cursor, &row);
	if (got < 0)
		return got;
	int err = read_networks(cursor, &participant);
	if (err < 0)
		return cursor_end(cursor, err);
	*out_participant = participant;
	return 1;
}

struct register_cursor *store_holders(struct store *store, asn_t asn)
{
	struct register_cursor *cursor =
		cursor_open(store, PARTICIPANT_ASN, "asn = ?1", "programme, name, role");
	if (cursor->statement != NULL)
		(void)sqlite3_bind_int64(cursor->statement, 1, asn);
	return cursor;
}

int store_holder_next(struct register_cursor *cursor, struct register_holder *out_holder)
{
	struct register_holder holder;
	struct row row;
	int got = cursor_step(cursor, PARTICIPANT_ASN, &row);

	if (got <= 0)
		return got;
	holder.programme = row_text(&row);
	holder.name = row_text(&row);
	row_skip(&row); /* asn */
	holder.role = row_upto(&row, PARTICIPANT_ASN_ROLES - 1);
	got = cursor_got(cursor, &row);
	if (got > 0)
		*out_holder = holder;
	return got;
}

struct register_cursor *store_attestations(struct store *store, const char *programme,
					   const char *name)
{
	assert((programme == NULL) == (name == NULL));
	struct register_cursor *cursor = cursor_open(
		store, ATTESTATION, programme != NULL ? "programme = ?1 AND name = ?2" : NULL,
		"programme, name, check_id, product, auditor");
	if (programme != NULL)
		cursor_bind(cursor, programme, name);
	return cursor;
}

int store_attestation_next(struct register_cursor *cursor, struct attestation *out_attestation)
{
	struct attestation attestation;
	struct row row;
	int got = cursor_step(cursor, ATTESTATION, &row);

	if (got <= 0)
		return got;
	attestation.programme = row_text(&row);
	attestation.name = row_text(&row);
	attestation.check = row_text(&row);
	attestation.product = row_text(&row);
	attestation.auditor = row_text(&row);
	attestation.says = row_text(&row);
	attestation.link = row_text(&row);
	attestation.is_tested = row_upto(&row, 1) == 1;
	attestation.holds = row_upto(&row, 1) == 1;
	attestation.date = row_u32(&row);
	attestation.expires = row_u32(&row);
	got = cursor_got(cursor, &row);
	if (got > 0)
		*out_attestation = attestation;
	return got;
}

static const char FEEDBACK_ORDER[] = "source, incident, number";

struct register_cursor *store_feedback(struct store *store)
{
	return cursor_open(store, FEEDBACK, NULL, FEEDBACK_ORDER);
}

struct register_cursor *store_feedback_on(struct store *store, const char *source,
					  const char *incident)
{
	struct register_cursor *cursor =
		cursor_open(store, FEEDBACK, "source = ?1 AND incident = ?2", FEEDBACK_ORDER);
	cursor_bind(cursor, source, incident);
	return cursor;
}

struct register_cursor *store_feedback_about(struct store *store, asn_t asn)
{
	struct register_cursor *cursor = cursor_open(store, FEEDBACK, "asn = ?1", FEEDBACK_ORDER);
	if (cursor->statement != NULL)
		(void)sqlite3_bind_int64(cursor->statement, 1, asn);
	return cursor;
}

int store_feedback_next(struct register_cursor *cursor, struct feedback *out_feedback)
{
	struct feedback feedback;
	struct row row;
	int got = cursor_step(cursor, FEEDBACK, &row);

	if (got <= 0)
		return got;
	feedback.source = row_text(&row);
	feedback.incident = row_text(&row);
	row_skip(&row); /* number */
	feedback.asn = row_u32(&row);
	feedback.class = row_upto(&row, FEEDBACK_CLASSES - 1);
	feedback.who = row_text(&row);
	feedback.why = row_text(&row);
	feedback.time_us = row_u64(&row);
	got = cursor_got(cursor, &row);
	if (got > 0)
		*out_feedback = feedback;
	return got;
}
