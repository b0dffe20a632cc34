/* decorum manual: prints a manual page; `make install` uses it. */
#include <ctype.h>

#include "base/roff.h"
#include "cli/answer.h"
#include "select/term.h"

/* Of the latest change to any page. */
#define MANUAL_DATE "November 27, 2026"

const struct topic topics[] = {
	{ "filter-expressions", filter_reference_put },
	{ NULL, NULL },
};

const struct topic *topic_find(const char *name)
{
	for (const struct topic *topic = topics; topic->name != NULL; topic++)
		if (strcmp(topic->name, name) == 0)
			return topic;
	return NULL;
}

static void put_head(struct buffer *out, const char *name, unsigned section)
{
	buffer_string(out, ".Dd " MANUAL_DATE "\n.Dt DECORUM-");
	for (; *name != '\0'; name++)
		buffer_char(out, (char)toupper((unsigned char)*name));
	buffer_format(out, " %u\n.Os\n", section);
}

static void put_options(struct buffer *out, const struct command *command)
{
	if (command->options[0].name == NULL)
		return;
	buffer_string(out, ".Sh OPTIONS\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		const struct option_spec *option = &command->options[i];
		buffer_string(out, ".It ");
		if (option->letter != 0)
			buffer_format(out, "Fl %c , ", option->letter);
		buffer_format(out, "Fl Fl %s", option->name);
		if (option->argument != NULL)
			buffer_format(out, " Ar %s", option->argument);
		buffer_char(out, '\n');
		roff_put(out, text_of(option->says));
	}
	buffer_string(out, ".El\n");
}

static void put_examples(struct buffer *out, const struct command *command)
{
	if (command->examples[0].line != NULL)
		buffer_string(out, ".Sh EXAMPLES\n");
	for (size_t i = 0; i < EXAMPLES_MAX && command->examples[i].line != NULL; i++) {
		if (i > 0)
			buffer_string(out, ".Pp\n");
		roff_put(out, text_of(command->examples[i].says));
		buffer_string(out, ".Bd -literal -offset indent -compact\n");
		roff_literal_put(out, text_of(command->examples[i].line));
		buffer_string(out, ".Ed\n");
	}
}

static void put_see_also(struct buffer *out, const struct command *command)
{
	if (command->see_also[0] != NULL)
		buffer_string(out, ".Sh SEE ALSO\n");
	for (size_t i = 0; i < SEE_ALSO_MAX && command->see_also[i] != NULL; i++) {
		bool is_last = i + 1 == SEE_ALSO_MAX || command->see_also[i + 1] == NULL;
		buffer_format(out, ".Xr %s%s\n", command->see_also[i], is_last ? "" : " ,");
	}
}

static void put_command(struct buffer *out, const struct command *command)
{
	const char *exit_status = command->exit_status;

	put_head(out, command->name, 1);
	buffer_format(out, ".Sh NAME\n.Nm decorum-%s\n.Nd ", command->name);
	roff_put(out, text_of(command->says));
	buffer_format(out, ".Sh SYNOPSIS\n.Nm decorum %s\n", command->name);
	roff_put(out, text_of(command->synopsis));
	buffer_string(out, ".Sh DESCRIPTION\n");
	roff_put(out, text_of(command->describes));
	put_options(out, command);
	for (size_t i = 0; i < SECTIONS_MAX && command->sections[i].title != NULL; i++) {
		buffer_format(out, ".Sh %s\n", command->sections[i].title);
		roff_put(out, text_of(command->sections[i].says));
	}
	buffer_string(out, ".Sh EXIT STATUS\n");
	roff_put(out, text_of(exit_status != NULL ? exit_status : EXIT_STATUS_SAYS));
	put_examples(out, command);
	put_see_also(out, command);
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	const char *name = args->word_count == 1 ? args->words[0] : "";
	const struct command *about = command_find(name);
	const struct topic *topic = topic_find(name);
	struct buffer out;

	if (about == NULL && topic == NULL) {
		complain(command, "name one command, or filter-expressions");
		return EXIT_USAGE;
	}
	buffer_init(&out);
	if (about != NULL) {
		put_command(&out, about);
	} else {
		put_head(&out, topic->name, 7);
		topic->put(&out, true);
	}
	return answer(command, &out, EXIT_YES);
}

static const char DESCRIBES[] =
	"Made from the same tables as --help. Read it with: decorum manual mrt | man -l -";

const struct command command_manual_page = {
	.name = "manual",
	.says = "print the manual page of a command, or of a topic, in mdoc",
	.synopsis = "COMMAND | filter-expressions",
	.describes = DESCRIBES,
	.hidden = true,
	.run = run,
};
