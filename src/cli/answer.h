/*
 * Answer: what the commands share in talking to a person or a script: opening a month of a store,
 * reading arguments, numbers with separators, and writing to stdout without losing anything.
 */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "base/buffer.h"
#include "cli/command.h"
#include "net/asn.h"
#include "store/store.h"

#define STORE_DEFAULT "decorum.db"

/* A month of a store, opened for reading. */
struct opened {
	struct store *store;
	struct stored_month month;
};

/* Opens the store named by option `store_option` (or the default), and the month named by option
 * `month_option` (or the newest). On failure complains and returns false. */
bool open_month(const struct command *command, const struct arguments *args, size_t store_option,
		size_t month_option, struct opened *out_opened);
void close_month(struct opened *opened);

/* Reads an AS number; complains and returns false when it is none. */
bool asn_of_word(const struct command *command, const char *word, asn_t *out_asn);

/* Finds a metric; complains, names all of them, and returns NULL when it is none. */
const struct metric *metric_of_word(const struct command *command, const char *word);

/* Writes the buffer to stdout and frees it; EXIT_WORLD when stdout does not take it, else `code`.
 * A reader that closed the pipe early is no failure. */
enum exit_code answer(const struct command *command, struct buffer *out, enum exit_code code);
/* The same in the middle of a long output, when enough has come together. False: give up. */
bool answer_piece(struct buffer *out);
/* Complains of what the store said. */
enum exit_code store_failed(const struct command *command, const struct store *store);

/* "54.1 %", of `whole`; "-" when that is 0. */
void put_share(struct buffer *out, uint64_t part, uint64_t whole);
/* Pads with blanks up to column `column` of a line that starts at `line_start`. */
void put_column(struct buffer *out, size_t line_start, size_t column);

/* Words, broken into lines of at most `width` columns; all but the first line are indented. They
 * may come from outside. */
void put_wrapped(struct buffer *out, struct text text, size_t indent, size_t width);

/* Pieces of JSON objects: "key":value, with a comma before all but the first after '{'. */
void json_key(struct buffer *out, const char *key);
/* Before an item of a list: a comma, but for the first. */
void json_item(struct buffer *out, bool *io_first);
void json_string(struct buffer *out, const char *key, const char *value);
void json_number(struct buffer *out, const char *key, uint64_t value);
void json_time(struct buffer *out, const char *key, uint64_t time_us); /* null for 0 */
/* Shortest form that keeps nine digits, or null. */
void json_real(struct buffer *out, const char *key, double value, bool known);

#endif
