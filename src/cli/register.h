/*
 * Register: what the commands share that keep what people say: opening the register, reading days
 * and programmes.
 */
#ifndef CLI_REGISTER_H
#define CLI_REGISTER_H

#include "cli/answer.h"
#include "store/store_register.h"

/* Opens the store of option `store_option`, or the default. Complains and returns NULL. */
struct store *open_register(const struct command *command, const struct arguments *args,
			    size_t store_option, enum store_mode mode);
/* Ends what store_register_begin() began, by a commit if all went well, and closes the store.
 * Complains of the store's failure; ERR_NOT_FOUND is the caller's to explain. */
enum exit_code close_register(const struct command *command, struct store *store, int err);

/* These complain and return false. */
bool programme_of_word(const struct command *command, const char *word, const char **out_programme);
/* "2026-02-22" or any time of that day: 20260222. */
bool day_of_word(const struct command *command, const char *word, uint32_t *out_day);
/* Is it there, and short enough to be kept whole? */
bool text_is_kept(const struct command *command, const char *what, const char *text);

/* A day as JSON, null for 0; and as it is, nothing for 0. */
void json_day(struct buffer *out, const char *key, uint32_t day);
void put_day(struct buffer *out, uint32_t day);

#endif
