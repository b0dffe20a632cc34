#include "store/sqlite.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

/* More than any text or block of ours; a damaged length asks for no more memory than this. */
enum { VALUE_SIZE_MAX = 1 << 20 };

/* Only the end of a long path is shown, so that the reason still fits. */
enum { PATH_SHOWN_MAX = 96 };

/* A path and a name in a schema may hold what a terminal takes for commands. */
__attribute__((format(printf, 3, 4))) static int say(struct store *store, int err,
						     const char *format, ...)
{
	size_t len = strlen(store->path), cut = len > PATH_SHOWN_MAX ? len - PATH_SHOWN_MAX : 0;
	char raw[STORE_MESSAGE_MAX];
	struct buffer shown;
	va_list args;

	int used = snprintf(raw, sizeof(raw), "%s%s: ", cut > 0 ? "..." : "", store->path + cut);
	va_start(args, format);
	(void)vsnprintf(raw + used, sizeof(raw) - (size_t)used, format, args);
	va_end(args);
	buffer_init(&shown);
	buffer_printable(&shown, text_of(raw));
	(void)snprintf(store->message, sizeof(store->message), "%.*s", (int)shown.used,
		       shown.bytes);
	buffer_clear(&shown);
	return err;
}

const char *store_message(const struct store *store)
{
	return store->message;
}

int store_damaged(struct store *store, const char *what)
{
	return say(store, ERR_MALFORMED,
		   "the store is damaged (%s); restore a copy, or observe into a new file", what);
}

/* The errno behind a failure, or 0. A failed COMMIT tells it only to the file that it concerns. */
static int system_reason(sqlite3 *db)
{
	static const int files[] = { SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER };
	int reason = sqlite3_system_errno(db);

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		sqlite3_file *file = NULL;
		if (reason == 0 && sqlite3_file_control(db, "main", files[i], &file) == SQLITE_OK &&
		    file != NULL && file->pMethods != NULL)
			(void)file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &reason);
	}
	return reason;
}

/* `code` is an extended one; its low byte is the kind. */
int sqlite_fail(struct store *store, int code)
{
	int reason;

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return say(store, ERR_IO,
			   "another process is using the store; try again when it has finished");
	case SQLITE_FULL:
		return say(store, ERR_IO,
			   "no space left on the device; what the store held is unchanged");
	case SQLITE_READONLY:
		return say(store, ERR_IO,
			   "cannot be written here: the file or its folder is read-only");
	case SQLITE_NOMEM:
		return say(store, ERR_LIMIT, "out of memory");
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
	case SQLITE_NOLFS:
	case SQLITE_PROTOCOL:
	case SQLITE_INTERRUPT:
		reason = system_reason(store->db);
		return say(store, ERR_IO, "%s (%s)", sqlite3_errstr(code),
			   reason != 0 ? strerror(reason) : "no reason given");
	default: /* no tables of ours, impossible pages, rows that contradict each other */
		return store_damaged(store, sqlite3_errmsg(store->db));
	}
}

int sqlite_exec(struct store *store, const char *sql)
{
	int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? 0 : sqlite_fail(store, code);
}

int sqlite_prepare(struct store *store, const char *sql, sqlite3_stmt **out_statement)
{
	int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out_statement,
				      NULL);
	return code == SQLITE_OK ? 0 : sqlite_fail(store, code);
}

int sqlite_step(struct store *store, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		return 1;
	return code == SQLITE_DONE ? 0 : sqlite_fail(store, code);
}

/* The answer of a statement that yields one number. */
static int ask(struct store *store, const char *sql, int *out_number)
{
	sqlite3_stmt *statement;
	int got = sqlite_prepare(store, sql, &statement);

	if (got < 0)
		return got;
	got = sqlite_step(store, statement);
	if (got > 0)
		*out_number = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return got < 0 ? got : 0;
}

static int check_version(struct store *store, uint32_t version)
{
	if (version == STORE_SCHEMA_VERSION)
		return 0;
	if (version > STORE_SCHEMA_VERSION)
		return say(store, ERR_UNSUPPORTED,
			   "written by a newer Decorum (schema %u, this one knows %u); "
			   "use that one, or observe into a new file",
			   version, STORE_SCHEMA_VERSION);
	if (version > 0)
		return say(store, ERR_UNSUPPORTED,
			   "written by an older Decorum (schema %u, this one needs %u); "
			   "observe its inputs again, into a new file",
			   version, STORE_SCHEMA_VERSION);
	return store_damaged(store, "it has no schema");
}

/* The first hundred bytes of an SQLite database: https://www.sqlite.org/fileformat2.html */
static int check_header(struct store *store, struct reader header)
{
	static const char MAGIC[16] = "SQLite format 3";

	if (reader_left(&header) == 0)
		return say(store, ERR_UNSUPPORTED, "an empty file, not a store of Decorum");
	const uint8_t *magic = read_bytes(&header, sizeof(MAGIC));
	if (magic == NULL || memcmp(magic, MAGIC, sizeof(MAGIC)) != 0)
		return say(store, ERR_UNSUPPORTED,
			   "not a store of Decorum, nor any other SQLite database");
	read_skip(&header, 60 - sizeof(MAGIC));
	uint32_t version = read_u32(&header);
	read_skip(&header, 4);
	uint32_t application = read_u32(&header);
	if (header.failed)
		return store_damaged(store, "it ends within its first hundred bytes");
	if (application != STORE_APPLICATION_ID)
		return say(store, ERR_UNSUPPORTED,
			   "an SQLite database of another program, not a store of Decorum");
	return check_version(store, version);
}

/* Is this ours to open? Looks without touching. */
static int look(struct store *store)
{
	uint8_t bytes[100];
	struct stat info;

	int fd = open(store->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return say(store, ERR_NOT_FOUND, "no such store; `decorum observe` makes one");
	if (fd < 0 || fstat(fd, &info) < 0) {
		int err = say(store, ERR_IO, "cannot be read (%s)", strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		return err;
	}
	ssize_t got = S_ISREG(info.st_mode) ? pread(fd, bytes, sizeof(bytes), 0) : 0;
	(void)close(fd);
	if (S_ISDIR(info.st_mode))
		return say(store, ERR_UNSUPPORTED, "a folder, not a store of Decorum");
	if (!S_ISREG(info.st_mode))
		return say(store, ERR_UNSUPPORTED, "not a regular file, so not a store of Decorum");
	if (got < 0)
		return say(store, ERR_IO, "cannot be read (%s)", strerror(errno));
	return check_header(store, reader_over(bytes, (size_t)got));
}

/* A URI, so that no path is taken for one, nor for SQLite's ":memory:". */
static void put_uri(struct buffer *uri, const char *path, bool immutable)
{
	buffer_string(uri, path[0] == '/' ? "file://" : "file:./");
	for (; *path != '\0'; path++) {
		if (*path == '%' || *path == '?' || *path == '#')
			buffer_format(uri, "%%%02x", (unsigned char)*path);
		else
			buffer_char(uri, *path);
	}
	buffer_string(uri, immutable ? "?immutable=1" : "");
	buffer_char(uri, '\0');
}

/* A store may come from an enemy: what its schema could smuggle in is switched off. */
static int configure(struct store *store, int busy_timeout_ms)
{
	sqlite3 *db = store->db;

	(void)sqlite3_busy_timeout(db, busy_timeout_ms);
	(void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, VALUE_SIZE_MAX);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	/* A month is on the disk before store_commit() returns. Nothing in it is secret, so the
	 * rows that it replaces need not be overwritten with zeros. */
	return sqlite_exec(store, "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;"
				  "PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY;"
				  "PRAGMA journal_size_limit = 1048576");
}

static int connect(struct store *store, const char *path, int flags, int busy_timeout_ms)
{
	struct buffer uri;

	buffer_init(&uri);
	put_uri(&uri, path, (flags & SQLITE_OPEN_READONLY) != 0);
	flags |= SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int code = sqlite3_open_v2(uri.bytes, &store->db, flags, NULL);
	buffer_clear(&uri);
	if (code != SQLITE_OK)
		return sqlite_fail(store, code);
	return configure(store, busy_timeout_ms);
}

static void disconnect(struct store *store)
{
	int code = sqlite3_close(store->db); /* rolls back what was not committed */

	assert(code == SQLITE_OK);
	store->db = NULL;
}

static int use_wal(struct store *store)
{
	sqlite3_stmt *statement;
	int got = sqlite_prepare(store, "PRAGMA journal_mode = WAL", &statement);

	if (got < 0)
		return got;
	got = sqlite_step(store, statement);
	if (got > 0 && strcmp((const char *)sqlite3_column_text(statement, 0), "wal") != 0)
		got = say(store, ERR_IO,
			  "its file system cannot share memory between processes; "
			  "put the store on a local disk");
	sqlite3_finalize(statement);
	return got < 0 ? got : 0;
}

static int make_tables(struct store *store, const char *const *statements)
{
	int err = 0;

	for (; err == 0 && *statements != NULL; statements++)
		err = sqlite_exec(store, *statements);
	return err;
}

/* An empty store. If it is cut short nobody sees it, so it needs no journal on the disk. */
static int fill(struct store *store, const char *path)
{
	char sql[160];
	int err = connect(store, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 0);

	(void)snprintf(sql, sizeof(sql),
		       "PRAGMA page_size = %d; PRAGMA journal_mode = MEMORY; BEGIN;"
		       "PRAGMA application_id = %d; PRAGMA user_version = %d",
		       STORE_PAGE_SIZE, STORE_APPLICATION_ID, STORE_SCHEMA_VERSION);
	if (err == 0)
		err = sqlite_exec(store, sql);
	if (err == 0)
		err = make_tables(store, store_schema_sql);
	if (err == 0)
		err = make_tables(store, store_register_sql);
	if (err == 0)
		err = sqlite_exec(store, "COMMIT");
	if (err == 0)
		err = use_wal(store);
	disconnect(store);
	return err;
}

/* Makes a store under another name and moves it into place, so that it is there whole or not at
 * all. Whatever somebody else has put there in the meantime stays. */
static int create(struct store *store)
{
	struct buffer path;

	buffer_init(&path);
	buffer_format(&path, "%s.new-%d%c", store->path, (int)getpid(), '\0');
	(void)unlink(path.bytes); /* of somebody with our number who was killed in here */
	int err = fill(store, path.bytes);
	if (err == 0 &&
	    renameat2(AT_FDCWD, path.bytes, AT_FDCWD, store->path, RENAME_NOREPLACE) < 0 &&
	    errno != EEXIST)
		err = say(store, ERR_IO, "cannot be made (%s)", strerror(errno));
	(void)unlink(path.bytes); /* not there when all went well */
	buffer_clear(&path);
	return err;
}

/* Does the store hold these very tables? `find` asks for one by its text. */
static int check_tables(struct store *store, sqlite3_stmt *find, const char *const *statements)
{
	int got = 0;

	for (; got >= 0 && *statements != NULL; statements++) {
		if (strncmp(*statements, "CREATE TABLE", 12) != 0)
			continue;
		(void)sqlite3_bind_text(find, 1, *statements, -1, SQLITE_STATIC);
		got = sqlite_step(store, find);
		(void)sqlite3_reset(find);
		if (got == 0)
			got = store_damaged(store, "its tables are not those of its schema");
	}
	return got < 0 ? got : 0;
}

/* Is this the very schema that we know? Views and indices of somebody's own may stand beside it. */
static int check_schema(struct store *store)
{
	sqlite3_stmt *statement = NULL;
	int version = 0, got = ask(store, "PRAGMA user_version", &version);

	if (got == 0)
		got = check_version(store, (uint32_t)version);
	if (got == 0)
		got = sqlite_prepare(store, "SELECT 1 FROM sqlite_schema WHERE sql = ?",
				     &statement);
	if (got < 0)
		return got;
	got = check_tables(store, statement, store_schema_sql);
	if (got == 0)
		got = check_tables(store, statement, store_register_sql);
	sqlite3_finalize(statement);
	return got;
}

/*
 * One snapshot for as long as the store is open: whoever reads several things reads them of the
 * same moment, whatever is written meanwhile. SQLite may write here to recover what a writer that
 * crashed left behind, but not we.
 */
static int start_reading(struct store *store)
{
	int whole = 0;
	int err = sqlite_exec(store, "PRAGMA query_only = ON; BEGIN");

	if (err == 0)
		err = check_schema(store);
	if (err == 0) /* damage can make a month vanish without a trace but this */
		err = ask(store,
			  "SELECT count(*) = (SELECT count(*) FROM month)"
			  " AND count(*) = count(judged_at_us)"
			  " FROM tally LEFT JOIN month USING (month) WHERE name = 'month'",
			  &whole);
	return err == 0 && !whole ? store_damaged(store, "months are missing") : err;
}

static int start_writing(struct store *store)
{
	int err = check_schema(store);
	return err < 0 ? err : use_wal(store);
}

/* Has a writer left behind, or is it writing, what is not yet in the file itself? */
static bool has_wal(const struct store *store)
{
	struct buffer path;
	struct stat info;

	buffer_init(&path);
	buffer_format(&path, "%s-wal%c", store->path, '\0');
	bool has = stat(path.bytes, &info) == 0 && info.st_size > 0;
	buffer_clear(&path);
	return has;
}

/* In a place where we may not write, SQLite cannot keep its lock beside the file. If no writer is
 * at work when we come, the file is whole: it is read as it stands, and must not change. */
static int start_sealed(struct store *store)
{
	if (has_wal(store))
		return say(store, ERR_IO,
			   "a writer is at work or was interrupted, and this place is read-only; "
			   "open it once where it can be written");
	if (stat(store->path, &store->sealed) < 0)
		return say(store, ERR_IO, "cannot be read (%s)", strerror(errno));
	store->is_sealed = true;
	int err = connect(store, store->path, SQLITE_OPEN_READONLY, 0);
	return err < 0 ? err : start_reading(store);
}

int sqlite_check_seal(struct store *store)
{
	struct stat now;

	if (!store->is_sealed)
		return 0;
	if (stat(store->path, &now) == 0 && now.st_ino == store->sealed.st_ino &&
	    now.st_size == store->sealed.st_size &&
	    now.st_mtim.tv_sec == store->sealed.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == store->sealed.st_mtim.tv_nsec)
		return 0;
	return say(store, ERR_IO, "somebody wrote to the store while it was read; read it again");
}

static int start(struct store *store, int busy_timeout_ms)
{
	bool reading = store->mode == STORE_READ;
	bool may_write = faccessat(AT_FDCWD, store->path, W_OK, AT_EACCESS) == 0;

	/* SQLite would try, and leave files of ours beside one that belongs to somebody else. */
	if (!may_write && !reading)
		return sqlite_fail(store, SQLITE_READONLY);
	if (!may_write && !has_wal(store))
		return start_sealed(store);
	int err = connect(store, store->path, SQLITE_OPEN_READWRITE, busy_timeout_ms);
	if (err == 0)
		err = reading ? start_reading(store) : start_writing(store);
	int kind = sqlite3_errcode(store->db) & 0xff;
	if (err != ERR_IO || !reading || (kind != SQLITE_READONLY && kind != SQLITE_CANTOPEN))
		return err;
	disconnect(store);
	return start_sealed(store);
}

int sqlite_open(const char *path, enum store_mode mode, int busy_timeout_ms,
		struct store **out_store, char out_message[STORE_MESSAGE_MAX])
{
	struct store *store = memory_alloc(1, sizeof(*store));
	size_t size = strlen(path) + 1;

	store->path = memcpy(memory_alloc(size, 1), path, size);
	store->mode = mode;
	int err = look(store);
	if (err == ERR_NOT_FOUND && mode == STORE_WRITE) {
		err = create(store);
		if (err == 0)
			err = look(store);
	}
	if (err == 0)
		err = start(store, busy_timeout_ms);
	if (err < 0) {
		memcpy(out_message, store->message, STORE_MESSAGE_MAX);
		store_close(store);
		return err;
	}
	*out_store = store;
	return 0;
}

int store_open(const char *path, enum store_mode mode, struct store **out_store,
	       char out_message[STORE_MESSAGE_MAX])
{
	return sqlite_open(path, mode, BUSY_TIMEOUT_MS, out_store, out_message);
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	assert(store->cursors == 0);
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		sqlite3_finalize(store->inserts[i]);
		sqlite3_finalize(store->finds[i]);
	}
	disconnect(store);
	texts_clear(&store->texts);
	free(store->path);
	free(store);
}
