#include "cli/answer.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utc.h"

bool open_month(const struct command *command, const struct arguments *args, size_t store_option,
		size_t month_option, struct opened *out_opened)
{
	const char *path = has(args, store_option) ? args->values[store_option] : STORE_DEFAULT;
	char message[STORE_MESSAGE_MAX];
	struct opened opened;
	uint32_t month = 0;
	int found;

	if (has(args, month_option) &&
	    utc_month_parse(text_of(args->values[month_option]), &month) < 0) {
		complain(command, "'%s' is not a month; write it like 2026-02",
			 args->values[month_option]);
		return false;
	}
	if (store_open(path, STORE_READ, &opened.store, message) < 0) {
		complain(command, "%s", message);
		return false;
	}
	found = has(args, month_option) ? store_month_find(opened.store, month, &opened.month)
					: store_month_latest(opened.store, &opened.month);
	if (found < 0) {
		if (found == ERR_NOT_FOUND)
			complain(command,
				 has(args, month_option)
					 ? "%s holds nothing of %s"
					 : "%s is empty; `decorum observe` fills it%s",
				 path, has(args, month_option) ? args->values[month_option] : "");
		else
			complain(command, "%s", store_message(opened.store));
		store_close(opened.store);
		return false;
	}
	*out_opened = opened;
	return true;
}

void close_month(struct opened *opened)
{
	store_close(opened->store);
}

bool asn_of_word(const struct command *command, const char *word, asn_t *out_asn)
{
	if (asn_parse(text_of(word), out_asn) == 0)
		return true;
	complain(command, "'%s' is not an AS number; write it like AS64500", word);
	return false;
}

const struct metric *metric_of_word(const struct command *command, const char *word)
{
	const struct metric *metric = metric_find(text_of(word));
	struct buffer names;

	if (metric != NULL)
		return metric;
	buffer_init(&names);
	for (size_t i = 0; metrics[i] != NULL; i++)
		buffer_format(&names, " %s", metrics[i]->id);
	complain(command, "there is no metric '%s'; there are:%.*s", word, (int)names.used,
		 names.bytes);
	buffer_clear(&names);
	return NULL;
}

enum exit_code answer(const struct command *command, struct buffer *out, enum exit_code code)
{
	int flushed = buffer_flush(out, STDOUT_FILENO);
	int reason = errno;

	buffer_clear(out);
	if (flushed == 0 || reason == EPIPE)
		return code;
	complain(command, "cannot write the answer: %s", strerror(reason));
	return EXIT_WORLD;
}

bool answer_piece(struct buffer *out)
{
	return buffer_flush_if_full(out, STDOUT_FILENO) == 0;
}

enum exit_code store_failed(const struct command *command, const struct store *store)
{
	complain(command, "%s", store_message(store));
	return EXIT_WORLD;
}

void put_share(struct buffer *out, uint64_t part, uint64_t whole)
{
	if (whole == 0)
		buffer_string(out, "-");
	else
		buffer_format(out, "%.1f %%", 100.0 * (double)part / (double)whole);
}

void put_column(struct buffer *out, size_t line_start, size_t column)
{
	do {
		buffer_char(out, ' ');
	} while (out->used - line_start < column);
}

void put_wrapped(struct buffer *out, struct text text, size_t indent, size_t width)
{
	size_t column = indent;
	struct text word;

	while (text_word(&text, &word)) {
		if (column > indent && column + 1 + word.len > width) {
			buffer_format(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			buffer_char(out, ' ');
			column++;
		}
		buffer_printable(out, word);
		column += word.len;
	}
	buffer_char(out, '\n');
}

void json_key(struct buffer *out, const char *key)
{
	if (out->used > 0 && out->bytes[out->used - 1] != '{')
		buffer_char(out, ',');
	buffer_json_string(out, text_of(key));
	buffer_char(out, ':');
}

void json_item(struct buffer *out, bool *io_first)
{
	if (!*io_first)
		buffer_char(out, ',');
	*io_first = false;
}

void json_string(struct buffer *out, const char *key, const char *value)
{
	json_key(out, key);
	buffer_json_string(out, text_of(value));
}

void json_number(struct buffer *out, const char *key, uint64_t value)
{
	json_key(out, key);
	buffer_u64(out, value);
}

void json_time(struct buffer *out, const char *key, uint64_t time_us)
{
	char text[UTC_TEXT_MAX];

	json_key(out, key);
	if (time_us == 0)
		buffer_string(out, "null");
	else
		buffer_json_string(out, text_of(utc_print(time_us, text)));
}

void json_real(struct buffer *out, const char *key, double value, bool known)
{
	json_key(out, key);
	if (known)
		buffer_format(out, "%.9g", value);
	else
		buffer_string(out, "null");
}
