#include "base/testkit.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sources/input_list.h"

static char root[] = "/tmp/decorum-input-XXXXXX";

static void make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	(void)close(fd);
}

/* Tests work inside `root`, so that paths are short. */
static int make_tree(void **state)
{
	static const char *const folders[] = { "rrc00", "rrc00/2026.02", "rrc00/.git",
					       "empty", "empty/within",  "other" };
	static const char *const files[] = {
		"rrc00/2026.02/b.gz",
		"rrc00/2026.02/a.gz",
		"rrc00/2026.02/.hidden",
		"rrc00/2026.02/a.gz~",
		"rrc00/#c.gz#",
		"rrc00/c.gz",
		"rrc00/.git/config",
		"rrc00-list.txt",
		"other/file with \n newline",
		"rrc00/2026.02/#not.this",
		"-",
	};
	static const struct {
		const char *to, *path;
	} links[] = {
		{ "../..", "rrc00/2026.02/up" },       { "self", "rrc00/self" },
		{ "2026.02/b.gz", "rrc00/0-link.gz" }, { "nowhere", "rrc00/dangling" },
		{ "rrc00", "linked-folder" },
	};

	(void)state;
	assert_non_null(mkdtemp(root));
	assert_int_equal(chdir(root), 0);
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		assert_int_equal(mkdir(folders[i], 0700), 0);
	for (size_t i = 0; i < COUNT_OF(files); i++)
		make_file(files[i]);
	for (size_t i = 0; i < COUNT_OF(links); i++)
		assert_int_equal(symlink(links[i].to, links[i].path), 0);
	assert_int_equal(link("rrc00/c.gz", "other/c-again.gz"), 0);
	assert_int_equal(mkfifo("other/pipe", 0600), 0);
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

static int remove_tree(void **state)
{
	(void)state;
	return chdir("/") + nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Arguments, and what becomes of them: words and lines separated by '|'. */
static void assert_list(const char *arguments, const char *inputs, const char *refused)
{
	const char *words[16];
	char copy[200], found[2000] = "", lost[2000] = "";
	size_t count = 0;
	struct input_list list;

	(void)snprintf(copy, sizeof(copy), "%s", arguments);
	for (char *rest = copy, *word; (word = strsep(&rest, "|")) != NULL && arguments[0] != '\0';)
		words[count++] = word;
	input_list_init(&list, words, count);
	for (size_t i = 0, at = 0; i < list.count; i++)
		at += (size_t)snprintf(found + at, sizeof(found) - at, "%s%s", i > 0 ? "|" : "",
				       list.inputs[i].path);
	for (size_t i = 0, at = 0; i < list.refused_count; i++)
		at += (size_t)snprintf(lost + at, sizeof(lost) - at, "%s%s: %s", i > 0 ? "|" : "",
				       list.refused[i].path, list.refused[i].reason);
	assert_string_equal(found, inputs);
	assert_string_equal(lost, refused);
	input_list_clear(&list);
}

#define LOST_IN(folder)                                                                            \
	folder "dangling: No such file or directory|" folder                                       \
	       "self: Too many levels of symbolic links"

static void expands_folders(void **state)
{
	(void)state;
	assert_list("", "", "");
	assert_list("rrc00/2026.02",
		    "rrc00/2026.02/#not.this|rrc00/2026.02/a.gz|rrc00/2026.02/b.gz", "");
	assert_list("rrc00",
		    "rrc00/0-link.gz|rrc00/2026.02/#not.this|rrc00/2026.02/a.gz|rrc00/c.gz",
		    LOST_IN("rrc00/"));
	assert_list("other", "other/c-again.gz|other/file with \n newline", "");
}

static void follows_the_links_that_are_named(void **state)
{
	(void)state;
	assert_list("linked-folder/",
		    "linked-folder/0-link.gz|linked-folder/2026.02/#not.this|"
		    "linked-folder/2026.02/a.gz|linked-folder/c.gz",
		    LOST_IN("linked-folder/"));
}

static void keeps_the_name_that_was_given(void **state)
{
	char given[100], expected[300];

	(void)state;
	assert_list("./rrc00/2026.02//",
		    "./rrc00/2026.02//#not.this|./rrc00/2026.02//a.gz|"
		    "./rrc00/2026.02//b.gz",
		    "");
	(void)snprintf(given, sizeof(given), "%s/other", root);
	(void)snprintf(expected, sizeof(expected), "%s/c-again.gz|%s/file with \n newline", given,
		       given);
	assert_list(given, expected, "");
}

static void lets_caches_pass(void **state)
{
	(void)state;
	assert_list("rtr://nowhere|rrc00/c.gz|RTR://[::1]:3323|-",
		    "RTR://[::1]:3323|rrc00/c.gz|rtr://nowhere|-", "");
	assert_list("rtr://a|rtr://b|rtr://a", "rtr://a|rtr://b", "");
	assert_list("rtr:/a", "", "rtr:/a: No such file or directory");
}

static void names_a_file_once(void **state)
{
	(void)state;
	assert_list("rrc00/c.gz|rrc00/c.gz", "rrc00/c.gz", "");
	assert_list("rrc00/c.gz|other/c-again.gz", "other/c-again.gz", "");
	assert_list("other/c-again.gz|rrc00/c.gz", "other/c-again.gz", "");
	assert_list("rrc00/2026.02/b.gz|./rrc00/0-link.gz", "./rrc00/0-link.gz", "");
}

static void does_not_mind_the_order(void **state)
{
	static const char *const orders[] = {
		"-|rrc00-list.txt|rrc00/2026.02|other",
		"other|rrc00/2026.02|-|rrc00-list.txt",
		"rrc00/2026.02/b.gz|rrc00-list.txt|other|-|rrc00/2026.02",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(orders); i++)
		assert_list(orders[i],
			    "other/c-again.gz|other/file with \n newline|rrc00-list.txt|"
			    "rrc00/2026.02/#not.this|rrc00/2026.02/a.gz|rrc00/2026.02/b.gz|-",
			    "");
}

static void tells_stdin_from_a_file_of_that_name(void **state)
{
	(void)state;
	assert_list("-|-", "-", "");
	assert_list("-|./-", "./-|-", "");
}

static void takes_a_pipe_that_is_named(void **state)
{
	(void)state;
	assert_list("other/pipe", "other/pipe", "");
	assert_list("other/.hidden|rrc00/2026.02/.hidden", "rrc00/2026.02/.hidden",
		    "other/.hidden: No such file or directory");
}

static void says_what_leads_nowhere(void **state)
{
	(void)state;
	assert_list("missing", "", "missing: No such file or directory");
	assert_list("empty", "", "empty: No files in this folder");
	assert_list("rrc00/c.gz/x", "", "rrc00/c.gz/x: Not a directory");
	assert_list("||other/pipe", "other/pipe",
		    ": No such file or directory|: No such file or directory");
}

static void has_a_floor(void **state)
{
	struct input_list list;
	char path[1000] = "deep";
	const char *argument = "deep";

	(void)state;
	assert_int_equal(mkdir(path, 0700), 0);
	for (int depth = 1; depth < INPUT_DEPTH_MAX + 3; depth++) {
		memcpy(path + strlen(path), "/d", 3);
		assert_int_equal(mkdir(path, 0700), 0);
		char file[1010];
		(void)snprintf(file, sizeof(file), "%s/f", path);
		make_file(file);
	}
	input_list_init(&list, &argument, 1);
	assert_int_equal(list.count, INPUT_DEPTH_MAX - 1); /* none in "deep" itself */
	assert_int_equal(list.refused_count, 1);
	assert_int_equal(list.refused[0].err, ERR_LIMIT);
	input_list_clear(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expands_folders),
		cmocka_unit_test(follows_the_links_that_are_named),
		cmocka_unit_test(keeps_the_name_that_was_given),
		cmocka_unit_test(lets_caches_pass),
		cmocka_unit_test(names_a_file_once),
		cmocka_unit_test(does_not_mind_the_order),
		cmocka_unit_test(tells_stdin_from_a_file_of_that_name),
		cmocka_unit_test(takes_a_pipe_that_is_named),
		cmocka_unit_test(says_what_leads_nowhere),
		cmocka_unit_test(has_a_floor),
	};
	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
