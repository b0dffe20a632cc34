/*
 * Test kit: what every parser's test needs beside cmocka. Linked to tests only.
 *
 * Include this first of all in a `_test.c`; it brings cmocka with the headers that cmocka wants.
 */
#ifndef BASE_TESTKIT_H
#define BASE_TESTKIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/reader.h"
#include "base/text.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Input for a parser whose end touches an unreadable page, so that reading one byte too far crashes
 * even without a sanitizer. Lives until the program ends, but only the last few dozen are kept.
 */
struct reader test_bytes(const void *bytes, size_t size);
/* From hexadecimal digits; blanks are skipped: "0011 0004". */
struct reader test_hex(const char *hex);
struct text test_text(const void *bytes, size_t size);

/* Calls `parse` with the first n bytes, for every n from 0 to `size`. */
void test_every_truncation(const void *bytes, size_t size, void (*parse)(struct reader in));
/* Calls `parse` once for every bit of the input, with that bit flipped. */
void test_every_bit_flip(const void *bytes, size_t size, void (*parse)(struct reader in));

/* Path of a file or folder below the real data (environment DECORUM_DATA) or the shared vectors
 * (DECORUM_VECTORS), or NULL, said in words, when it is not there; the test should then skip(). The
 * result lives until the next call. */
const char *test_data(const char *relative_path);
const char *test_vectors(const char *relative_path);

#endif
