#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"

extern const struct command command_observe, command_audit, command_explain, command_aggregate,
	command_validate, command_inputs, command_norms, command_participants, command_attest,
	command_feedback, command_report, command_mrt, command_export, command_import,
	command_score_incidents, command_rtr, command_sample, command_manual_page;

/* clang-format off */
const struct command *const commands[] = {
	&command_observe,
	&command_audit,
	&command_explain,
	&command_aggregate,
	&command_validate,
	&command_inputs,
	&command_norms,
	&command_participants,
	&command_attest,
	&command_feedback,
	&command_report,
	&command_mrt,
	&command_export,
	&command_import,
	&command_score_incidents,
	&command_rtr,
	&command_sample,
	&command_manual_page,
	NULL,
	/* clang-format on */
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

enum { NEAR = 2 };

const struct command *command_nearest(const char *name)
{
	const struct command *nearest = NULL;
	unsigned best = NEAR + 1;

	for (size_t i = 0; commands[i] != NULL; i++) {
		unsigned far = text_distance(text_of(name), text_of(commands[i]->name));
		if (far < best) {
			best = far;
			nearest = commands[i];
		}
	}
	return nearest;
}

void complain(const struct command *command, const char *format, ...)
{
	struct buffer shown;
	char sentence[1024];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	buffer_init(&shown);
	buffer_format(&shown, "decorum %s: ", command->name);
	buffer_printable(&shown, text_of(sentence));
	buffer_char(&shown, '\n');
	if (buffer_flush(&shown, STDERR_FILENO) < 0)
		exit(EXIT_WORLD); /* nobody is left to talk to */
	buffer_clear(&shown);
}

static int option_find(const struct command *command, const char *name, size_t len)
{
	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++)
		if (strlen(command->options[i].name) == len &&
		    strncmp(command->options[i].name, name, len) == 0)
			return i;
	return -1;
}

static int letter_find(const struct command *command, char letter)
{
	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++)
		if (command->options[i].letter == letter)
			return i;
	return -1;
}

static void complain_unknown(const struct command *command, const char *word)
{
	const char *nearest = NULL;
	unsigned best = NEAR + 1;

	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		unsigned far = text_distance(text_of(word + strspn(word, "-")),
					     text_of(command->options[i].name));
		if (far < best) {
			best = far;
			nearest = command->options[i].name;
		}
	}
	if (nearest != NULL)
		complain(command, "there is no option %s; did you mean --%s?", word, nearest);
	else
		complain(command, "there is no option %s; see decorum %s --help", word,
			 command->name);
}

/* Takes an option with its value, which may stand in the next word. */
static bool option_take(const struct command *command, int count, char **words, int *at, int option,
			const char *value, struct arguments *args)
{
	const struct option_spec *spec = &command->options[option];

	if (spec->argument == NULL && value != NULL) {
		complain(command, "--%s takes no value", spec->name);
		return false;
	}
	if (spec->argument != NULL && value == NULL) {
		if (*at + 1 >= count) {
			complain(command, "--%s needs a value: --%s %s", spec->name, spec->name,
				 spec->argument);
			return false;
		}
		value = words[++*at];
	}
	if (args->given_count == GIVEN_MAX) {
		complain(command, "more than %d options", GIVEN_MAX);
		return false;
	}
	args->values[option] = value != NULL ? value : "";
	args->given[args->given_count++] = (struct given){ (size_t)option, args->values[option] };
	return true;
}

/* "-mpl": several switches in one word, of which the last may take a value. */
static bool letters_parse(const struct command *command, int count, char **words, int *at,
			  struct arguments *args)
{
	const char *word = words[*at];

	for (size_t i = 1; word[i] != '\0'; i++) {
		int option = letter_find(command, word[i]);
		if (option < 0) {
			complain_unknown(command, word);
			return false;
		}
		bool is_switch = command->options[option].argument == NULL;
		if (!is_switch && word[i + 1] != '\0') {
			complain(command,
				 "-%c in %s needs a value: put it last, with the value behind it",
				 word[i], word);
			return false;
		}
		if (!option_take(command, count, words, at, option, NULL, args))
			return false;
	}
	return true;
}

/* One option, or one word of them, at words[*at]; steps over its argument. */
static bool option_parse(const struct command *command, int count, char **words, int *at,
			 struct arguments *args)
{
	const char *word = words[*at];

	if (word[1] != '-')
		return letters_parse(command, count, words, at, args);
	size_t len = strcspn(word + 2, "=");
	int option = option_find(command, word + 2, len);
	if (option < 0) {
		complain_unknown(command, word);
		return false;
	}
	return option_take(command, count, words, at, option,
			   word[2 + len] == '=' ? word + 2 + len + 1 : NULL, args);
}

bool command_parse(const struct command *command, int count, char **words,
		   struct arguments *out_args)
{
	struct arguments args = { .words = words };
	bool options_end = false;

	/* Words that are no options move to the front, in order; "-" is one of them. */
	for (int at = 0; at < count; at++) {
		char *word = words[at];
		if (!options_end && strcmp(word, "--") == 0)
			options_end = true;
		else if (options_end || word[0] != '-' || word[1] == '\0')
			words[args.word_count++] = word;
		else if (!option_parse(command, count, words, &at, &args))
			return false;
	}
	*out_args = args;
	return true;
}
