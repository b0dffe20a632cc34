#include "base/testkit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/digest.h"
#include "base/memory.h"
#include "store/sqlite.h"
#include "store/store_register_sample_test.h"

static const struct sample sample = { SAMPLE_MONTH, 1, 40 };

struct file {
	uint8_t *bytes;
	size_t size;
};

static struct file file_read(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct file file = { memory_alloc(1 << 20, 1), 0 };

	assert_non_null(in);
	file.size = fread(file.bytes, 1, 1 << 20, in);
	assert_int_equal(fclose(in), 0);
	return file;
}

static void file_write(const char *path, const void *bytes, size_t size)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	assert_int_equal(fclose(out), 0);
}

/* Names, sizes and contents of all files in the folder. */
static void folder_digest(char out_text[DIGEST_TEXT_MAX])
{
	struct dirent **entries;
	struct digest digest;
	int count = scandir(sample_folder, &entries, NULL, alphasort);

	digest_init(&digest);
	for (int i = 0; i < count; i++) {
		digest_add(&digest, entries[i]->d_name, strlen(entries[i]->d_name) + 1);
		if (entries[i]->d_type == DT_REG) {
			struct file file = file_read(sample_path(entries[i]->d_name));
			digest_add(&digest, file.bytes, file.size);
			free(file.bytes);
		}
		free(entries[i]);
	}
	free(entries);
	digest_finish(&digest, out_text);
}

static void sql(const char *path, const char *statements)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, statements, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Opening fails with this code and a sentence that has these words, and changes nothing at all. */
static void refuses(const char *path, enum store_mode mode, int err, const char *words)
{
	char message[STORE_MESSAGE_MAX] = "", before[DIGEST_TEXT_MAX], after[DIGEST_TEXT_MAX];
	char kept[SAMPLE_PATH_MAX];
	struct store *store = NULL;

	(void)snprintf(kept, sizeof(kept), "%s", path); /* sample_path() will be asked again */
	folder_digest(before);
	int got = sqlite_open(kept, mode, 50, &store, message);
	if (got != err || strstr(message, words) == NULL)
		fail_msg("wanted %d, %s; got %d, %s", err, words, got, message);
	assert_null(store);
	folder_digest(after);
	assert_string_equal(before, after);
}

static void makes_a_store(void **state)
{
	(void)state;
	refuses(sample_path("store.db"), STORE_READ, ERR_NOT_FOUND, "no such store");
	refuses(sample_path("no/such/folder.db"), STORE_WRITE, ERR_IO, "No such file");
	store_close(sample_open(sample_path("store.db"), STORE_WRITE));
	struct file file = file_read(sample_path("store.db"));
	assert_memory_equal(file.bytes + 68, "Decm", 4);
	free(file.bytes);
	store_close(sample_open(sample_path("store.db"), STORE_READ));
	store_close(sample_open(sample_path("store.db"), STORE_WRITE));
	store_close(NULL);
}

/* SQLite has notions of its own about some names. */
static void takes_every_path_for_a_path(void **state)
{
	static const char *const names[] = { ":memory:", "file:a?mode=memory", "a#b", "50%41", " ",
					     "-",        "ro?immutable=1" };
	char folder[4096];

	(void)state;
	assert_non_null(getcwd(folder, sizeof(folder)));
	for (int relative = 0; relative < 2; relative++) {
		for (size_t i = 0; i < COUNT_OF(names); i++) {
			const char *name = relative ? names[i] : sample_path(names[i]);
			assert_int_equal(chdir(relative ? sample_folder : folder), 0);
			sample_write(name, &sample);
			struct store *store = sample_open(name, STORE_READ);
			assert_true(sample_is(store, &sample));
			store_close(store);
			assert_int_equal(access(sample_path(names[i]), F_OK), 0);
			assert_int_equal(unlink(sample_path(names[i])), 0);
		}
	}
	assert_int_equal(chdir(folder), 0);
}

static void refuses_what_is_no_store(void **state)
{
	char path[SAMPLE_PATH_MAX];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s", sample_path("other"));
	for (enum store_mode mode = STORE_READ; mode <= STORE_WRITE; mode++) {
		refuses(sample_folder, mode, ERR_UNSUPPORTED, "a folder");
		refuses("/dev/null", mode, ERR_UNSUPPORTED, "not a regular file");

		assert_int_equal(mkfifo(path, 0600), 0);
		refuses(path, mode, ERR_UNSUPPORTED, "not a regular file");
		assert_int_equal(unlink(path), 0);

		file_write(path, "Dear store,\n", 12);
		refuses(path, mode, ERR_UNSUPPORTED, "nor any other SQLite database");

		file_write(path, "SQLite format 3\0", 16);
		refuses(path, mode, ERR_MALFORMED, "damaged");
		assert_int_equal(unlink(path), 0);

		sql(path, "CREATE TABLE precious(thing)");
		refuses(path, mode, ERR_UNSUPPORTED, "of another program");
		sql(path, "PRAGMA application_id = 1234; PRAGMA user_version = 1");
		refuses(path, mode, ERR_UNSUPPORTED, "of another program");
		assert_int_equal(unlink(path), 0);

		file_write(path, "", 0);
		refuses(path, mode, ERR_UNSUPPORTED, "an empty file");
		assert_int_equal(unlink(path), 0);
	}
}

static void refuses_other_versions(void **state)
{
	(void)state;
	sample_write(sample_path("store.db"), &sample);
	sql(sample_path("store.db"), "PRAGMA user_version = 3");
	refuses(sample_path("store.db"), STORE_READ, ERR_UNSUPPORTED, "written by a newer Decorum");
	refuses(sample_path("store.db"), STORE_WRITE, ERR_UNSUPPORTED,
		"written by a newer Decorum");
	sql(sample_path("store.db"), "PRAGMA user_version = 1");
	refuses(sample_path("store.db"), STORE_READ, ERR_UNSUPPORTED,
		"written by an older Decorum");
	sql(sample_path("store.db"), "PRAGMA user_version = 0");
	refuses(sample_path("store.db"), STORE_READ, ERR_MALFORMED, "no schema");
	refuses(sample_path("store.db"), STORE_WRITE, ERR_MALFORMED, "no schema");
}

static void waits_no_longer_than_it_should(void **state)
{
	sqlite3 *db;
	char message[STORE_MESSAGE_MAX];
	struct store *store;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	assert_int_equal(sqlite3_open(sample_path("store.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;"
				      "SELECT * FROM month",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	for (enum store_mode mode = STORE_READ; mode <= STORE_WRITE; mode++) {
		assert_int_equal(sqlite_open(sample_path("store.db"), mode, 50, &store, message),
				 ERR_IO);
		assert_non_null(strstr(message, "another process is using the store"));
	}
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	store_close(sample_open(sample_path("store.db"), STORE_READ));
}

/* As a person without rights, whoever runs this test. Returns the child's exit status. */
static int as_nobody(int (*check)(void))
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(geteuid() == 0 && seteuid(65534) < 0 ? 99 : check());
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

static int reads_but_does_not_write(void)
{
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store = NULL;

	if (store_open(sample_path("store.db"), STORE_READ, &store, message) < 0)
		return 1;
	bool same = sample_is(store, &sample);
	store_close(store);
	if (!same)
		return 2;
	if (store_open(sample_path("store.db"), STORE_WRITE, &store, message) != ERR_IO)
		return 3;
	return strstr(message, "read-only") != NULL ? 0 : 4;
}

static int says_that_a_writer_is_there(void)
{
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store = NULL;

	if (store_open(sample_path("store.db"), STORE_READ, &store, message) != ERR_IO)
		return 1;
	return strstr(message, "interrupted") != NULL ? 0 : 2;
}

/* The test's own person, who may write, does so while nobody, who may not, reads. */
static int notices_a_writer(void)
{
	struct sample next = { SAMPLE_MONTH, 2, 40 };
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store = NULL;
	struct judged_route route;
	int got;

	if (getuid() != 0)
		return 0; /* we have no second person to be */
	if (store_open(sample_path("store.db"), STORE_READ, &store, message) < 0)
		return 1;
	if (seteuid(0) < 0)
		return 2;
	sample_write(sample_path("store.db"), &next);
	struct store_cursor *cursor = store_routes(store, SAMPLE_MONTH);
	while ((got = store_route_next(cursor, &route)) > 0)
		;
	store_cursor_close(cursor);
	bool said = strstr(store_message(store), "read it again") != NULL;
	store_close(store);
	return got == ERR_IO && said ? 0 : 3;
}

static int cannot_even_look(void)
{
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store = NULL;

	if (store_open(sample_path("store.db"), STORE_READ, &store, message) != ERR_IO)
		return 1;
	return strstr(message, "Permission denied") != NULL ? 0 : 2;
}

static void a_read_only_place(void **state)
{
	char before[DIGEST_TEXT_MAX], after[DIGEST_TEXT_MAX];

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	folder_digest(before);
	assert_int_equal(chmod(sample_folder, 0555), 0);
	assert_int_equal(chmod(sample_path("store.db"), 0666), 0);
	assert_int_equal(as_nobody(reads_but_does_not_write), 0);
	assert_int_equal(chmod(sample_path("store.db"), 0444), 0);
	assert_int_equal(as_nobody(reads_but_does_not_write), 0);
	folder_digest(after);
	assert_string_equal(before, after);

	assert_int_equal(as_nobody(notices_a_writer), 0);

	/* Where others' files may be put beside the store, none of ours is. */
	assert_int_equal(chmod(sample_folder, 0777), 0);
	assert_int_equal(chmod(sample_path("store.db"), 0644), 0);
	sample_write(sample_path("store.db"), &sample);
	assert_int_equal(chmod(sample_path("store.db"), 0444), 0);
	folder_digest(before);
	assert_int_equal(as_nobody(reads_but_does_not_write), 0);
	folder_digest(after);
	assert_string_equal(before, after);

	/* What stands in a WAL is not in the file, and whoever cannot read it must not pretend. */
	assert_int_equal(chmod(sample_folder, 0755), 0);
	file_write(sample_path("store.db-wal"), "x", 1);
	assert_int_equal(chmod(sample_folder, 0555), 0);
	assert_int_equal(as_nobody(says_that_a_writer_is_there), 0);

	assert_int_equal(chmod(sample_path("store.db"), 0), 0);
	assert_int_equal(as_nobody(cannot_even_look), 0);
	assert_int_equal(chmod(sample_folder, 0755), 0);
}

/* A store made by an enemy may hold SQL of its own. It is not run. */
static void runs_no_foreign_sql(void **state)
{
	struct sample next = { SAMPLE_MONTH + 1, 1, 40 };

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	sql(sample_path("store.db"),
	    "CREATE TRIGGER evil AFTER INSERT ON input BEGIN DELETE FROM month; END;"
	    "CREATE VIEW mine AS SELECT count(*) FROM routes"); /* harmless */
	sample_write(sample_path("store.db"), &next);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	assert_true(sample_is(store, &sample));
	assert_true(sample_is(store, &next));
	store_close(store);
}

static void refuses_other_tables(void **state)
{
	static const char *const changes[] = {
		"DROP TABLE score",
		"ALTER TABLE route ADD COLUMN colour TEXT",
		"DROP TABLE network; CREATE VIEW network AS SELECT 1, 2, 3, 4, 5",
		"DROP TABLE tally; CREATE VIRTUAL TABLE tally USING fts5(month, name, rows)",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		sample_write(sample_path("store.db"), &sample);
		sql(sample_path("store.db"), changes[i]);
		refuses(sample_path("store.db"), STORE_READ, ERR_MALFORMED, "its tables are not");
		refuses(sample_path("store.db"), STORE_WRITE, ERR_MALFORMED, "its tables are not");
		assert_int_equal(unlink(sample_path("store.db")), 0);
	}
}

/* Neither a long path nor a wild one keeps a person from the reason. */
static void says_why(void **state)
{
	static const char *const names[] = {
		"\033[2Jx\n",
		"a-name-that-is-so-long-that-it-would-leave-no-room-for-anything-else-"
		"if-it-were-shown-whole-which-is-why-only-its-end-is-shown-and-the-reason-after-"
		"it-because-it-is-the-reason-that-a-person-wants-to-know",
	};
	char message[STORE_MESSAGE_MAX];
	struct store *store;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		file_write(sample_path(names[i]), "", 0);
		assert_int_equal(store_open(sample_path(names[i]), STORE_READ, &store, message),
				 ERR_UNSUPPORTED);
		assert_non_null(strstr(message, "an empty file, not a store of Decorum"));
		assert_null(strpbrk(message, "\033\n"));
	}
}

/* Reads all there is of a store that may be anything. */
static int read_all(const char *path, struct buffer *out)
{
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store;
	struct stored_month month;
	uint32_t at = 0;
	int got = store_open(path, STORE_READ, &store, message);

	if (got < 0) {
		assert_true(strlen(message) > 0);
		return got;
	}
	while ((got = store_month_next(store, &at, &month)) > 0 &&
	       (got = sample_read(store, at, out)) == 0)
		;
	if (got == 0)
		got = register_read(store, out);
	assert_true(got >= 0 || strlen(store_message(store)) > 0);
	store_close(store);
	return got;
}

/*
 * Every bit in the header of every page: no crash, and either an error or the very content that was
 * written. Bits that SQLite does not look at when it reads, such as the free space in a page, may
 * change without harm.
 */
static void survives_damaged_page_headers(void **state)
{
	struct buffer want, have;
	size_t noticed = 0, harmless = 0;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	register_write(sample_path("store.db"), 1);
	struct file file = file_read(sample_path("store.db"));
	buffer_init(&want);
	buffer_init(&have);
	sample_print(&sample, &want);
	register_print(1, &want);
	for (size_t page = 0; page < file.size; page += STORE_PAGE_SIZE) {
		size_t start = page == 0 ? 100 : page; /* the file's own header stands before */
		bool interior = file.bytes[start] == 2 || file.bytes[start] == 5;
		size_t end = start + (interior ? 12 : 8);
		for (size_t bit = page * 8; bit < end * 8; bit++) {
			file.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
			file_write(sample_path("flip.db"), file.bytes, file.size);
			have.used = 0;
			int err = read_all(sample_path("flip.db"), &have);
			bool same = err == 0 && have.used == want.used &&
				    memcmp(have.bytes, want.bytes, want.used) == 0;
			if (err == 0 && !same)
				fail_msg("believed byte %zu, bit %zu", bit / 8, bit % 8);
			noticed += err < 0;
			harmless += same;
			file.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
	}
	print_message("# %zu flips: %zu noticed, %zu harmless\n", noticed + harmless, noticed,
		      harmless);
	assert_true(noticed > harmless / 3);
	buffer_clear(&want);
	buffer_clear(&have);
	free(file.bytes);
}

/* Bits anywhere, some of which only change a value; and files that end too early. */
static void survives_damage_anywhere(void **state)
{
	struct buffer out;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	register_write(sample_path("store.db"), 1);
	struct file file = file_read(sample_path("store.db"));
	buffer_init(&out);
	for (size_t bit = 0; bit < file.size * 8; bit += 1999) {
		file.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		file_write(sample_path("flip.db"), file.bytes, file.size);
		out.used = 0;
		(void)read_all(sample_path("flip.db"), &out);
		file.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t size = 1; size < file.size; size += 1021) {
		file_write(sample_path("cut.db"), file.bytes, size);
		out.used = 0;
		assert_true(read_all(sample_path("cut.db"), &out) < 0);
	}
	buffer_clear(&out);
	free(file.bytes);
}

/* Writing into a damaged store fails, or leaves a sound month; it does not crash. */
static void survives_writing_into_damage(void **state)
{
	struct sample next = { SAMPLE_MONTH, 2, 40 };
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	register_write(sample_path("store.db"), 1);
	struct file file = file_read(sample_path("store.db"));
	for (size_t page = 0; page < file.size; page += STORE_PAGE_SIZE) {
		for (size_t byte = page == 0 ? 100 : 0; byte < (page == 0 ? 108 : 8); byte++) {
			file.bytes[page + byte] ^= 0x15;
			file_write(sample_path("flip.db"), file.bytes, file.size);
			if (store_open(sample_path("flip.db"), STORE_WRITE, &store, message) == 0) {
				int err = sample_put(store, &next);
				if (err == 0)
					err = store_commit(store);
				if (err == 0)
					err = register_put(store, 2);
				if (err == 0)
					err = store_register_commit(store);
				assert_true(err == 0 || strlen(store_message(store)) > 0);
				store_close(store);
			}
			file.bytes[page + byte] ^= 0x15;
		}
	}
	free(file.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, sample_setup, sample_teardown)
		TEST(makes_a_store),
		TEST(takes_every_path_for_a_path),
		TEST(refuses_what_is_no_store),
		TEST(refuses_other_versions),
		TEST(waits_no_longer_than_it_should),
		TEST(a_read_only_place),
		TEST(runs_no_foreign_sql),
		TEST(refuses_other_tables),
		TEST(says_why),
		TEST(survives_damaged_page_headers),
		TEST(survives_damage_anywhere),
		TEST(survives_writing_into_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
