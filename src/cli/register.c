#include "cli/register.h"

#include "base/utc.h"

enum { KEPT_MAX = 1024 }; /* of a name or an address; a list has no longer ones either */

struct store *open_register(const struct command *command, const struct arguments *args,
			    size_t store_option, enum store_mode mode)
{
	const char *path = has(args, store_option) ? args->values[store_option] : STORE_DEFAULT;
	char message[STORE_MESSAGE_MAX];
	struct store *store = NULL;

	if (store_open(path, mode, &store, message) == 0)
		return store;
	complain(command, "%s", message);
	return NULL;
}

enum exit_code close_register(const struct command *command, struct store *store, int err)
{
	enum exit_code code = EXIT_YES;

	if (err == 0)
		err = store_register_commit(store);
	if (err < 0 && err != ERR_NOT_FOUND)
		code = store_failed(command, store);
	store_close(store); /* takes back what is not committed */
	return err == ERR_NOT_FOUND ? EXIT_NO : code;
}

bool programme_of_word(const struct command *command, const char *word, const char **out_programme)
{
	static const char *const programmes[] = { "netops", "ixp", "cdn", "vendor" };

	for (size_t i = 0; i < sizeof(programmes) / sizeof(programmes[0]); i++)
		if (text_equal_fold(text_of(word), text_of(programmes[i]))) {
			*out_programme = programmes[i];
			return true;
		}
	complain(command, "there is no programme '%s'; there are netops, ixp, cdn, vendor", word);
	return false;
}

bool day_of_word(const struct command *command, const char *word, uint32_t *out_day)
{
	uint64_t time_us;

	if (utc_parse(text_of(word), &time_us) < 0) {
		complain(command, "'%s' is not a day; write it like 2026-02-22", word);
		return false;
	}
	*out_day = utc_day_of(time_us);
	return true;
}

bool text_is_kept(const struct command *command, const char *what, const char *text)
{
	size_t len = strlen(text);

	if (len > 0 && len < KEPT_MAX)
		return true;
	if (len == 0)
		complain(command, "%s is empty", what);
	else
		complain(command, "%s is longer than %d bytes", what, KEPT_MAX - 1);
	return false;
}

void json_day(struct buffer *out, const char *key, uint32_t day)
{
	char text[UTC_TEXT_MAX];

	if (day != 0) {
		json_string(out, key, utc_day_print(day, text));
		return;
	}
	json_key(out, key);
	buffer_string(out, "null");
}

void put_day(struct buffer *out, uint32_t day)
{
	char text[UTC_TEXT_MAX];

	if (day != 0)
		buffer_string(out, utc_day_print(day, text));
}
