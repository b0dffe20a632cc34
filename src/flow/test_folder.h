/* A temporary folder that tests work in, so that paths are short and always the same. */
#ifndef FLOW_TEST_FOLDER_H
#define FLOW_TEST_FOLDER_H

#include "base/testkit.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"

static char test_folder[] = "/tmp/decorum-flow-XXXXXX";

static inline int test_folder_make(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(test_folder));
	assert_int_equal(chdir(test_folder), 0);
	return 0;
}

static inline int test_folder_remove_one(const char *path, const struct stat *st, int kind,
					 struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

static inline int test_folder_remove(void **state)
{
	(void)state;
	assert_int_equal(chdir("/"), 0);
	return nftw(test_folder, test_folder_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Writes the buffer to a file, anew, and clears it. */
static inline void test_file(const char *path, struct buffer *content)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(buffer_flush(content, fd), 0);
	assert_int_equal(close(fd), 0);
	buffer_clear(content);
}

static inline void test_text_file(const char *path, const char *text)
{
	struct buffer content;

	buffer_init(&content);
	buffer_string(&content, text);
	test_file(path, &content);
}

#endif
