/* Help and manual pages, made from the table of commands. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

enum { OPTION_COLUMN = 26 };

static int option_width(const struct option_spec *option)
{
	int width = 6 + (int)strlen(option->name);
	return option->argument != NULL ? width + 1 + (int)strlen(option->argument) : width;
}

static void option_help(const struct option_spec *option)
{
	if (option->letter != 0)
		printf("  -%c, --%s", option->letter, option->name);
	else
		printf("      --%s", option->name);
	if (option->argument != NULL)
		printf(" %s", option->argument);
	int pad = OPTION_COLUMN - option_width(option) - 2;
	printf("%*s%s\n", pad > 1 ? pad : 1, "", option->says);
}

void command_help(const struct command *command)
{
	printf("decorum %s: %s\n\nUsage: decorum %s %s\n\n%s\n", command->name, command->says,
	       command->name, command->synopsis, command->describes);
	if (command->options[0].name != NULL)
		printf("\nOptions:\n");
	for (size_t i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++)
		option_help(&command->options[i]);
	if (command->examples[0].line != NULL)
		printf("\nExamples:\n");
	for (size_t i = 0; i < 4 && command->examples[i].line != NULL; i++)
		printf("  %s\n      %s\n", command->examples[i].line, command->examples[i].says);
	printf("\nExit status: 0 yes or done, 1 no or found, 2 wrong usage, 3 the world failed.\n");
}

void command_overview(void)
{
	printf("Decorum %s, a routing-security observatory.\n\n"
	       "Usage: decorum COMMAND [OPTION...] [ARGUMENT...]\n\n",
	       DECORUM_VERSION);
	for (size_t i = 0; commands[i] != NULL; i++)
		if (!commands[i]->hidden)
			printf("  %-10s %s\n", commands[i]->name, commands[i]->says);
	printf("\n`decorum COMMAND --help` explains one of them.\n");
}

/* mdoc takes a line that starts with a dot or an apostrophe for a macro, and \ for an escape; a
 * sentence starts a line of its own. */
static void roff(const char *text)
{
	bool line_start = true;

	for (; *text != '\0'; text++) {
		bool sentence_end = text[0] == '.' && text[1] == ' ';
		if (line_start && (*text == '.' || *text == '\''))
			printf("\\&");
		if (*text == '\\')
			printf("\\e");
		else if (sentence_end)
			printf(".\n");
		else if (line_start && *text == '\n')
			printf(".Pp\n");
		else
			putchar(*text);
		line_start = *text == '\n' || sentence_end;
		text += sentence_end;
	}
	if (!line_start)
		putchar('\n');
}

void command_manual(const struct command *command)
{
	printf(".Dd November 23, 2026\n.Dt DECORUM-%s 1\n.Os\n.Sh NAME\n.Nm decorum-%s\n.Nd ",
	       command->name, command->name);
	roff(command->says);
	printf(".Sh SYNOPSIS\n.Nm decorum %s\n", command->name);
	roff(command->synopsis);
	printf(".Sh DESCRIPTION\n");
	roff(command->describes);
	if (command->options[0].name != NULL)
		printf(".Sh OPTIONS\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		const struct option_spec *option = &command->options[i];
		printf(".It ");
		if (option->letter != 0)
			printf("Fl %c , ", option->letter);
		printf("Fl Fl %s", option->name);
		printf(option->argument != NULL ? " Ar %s\n" : "%s\n",
		       option->argument != NULL ? option->argument : "");
		roff(option->says);
	}
	if (command->options[0].name != NULL)
		printf(".El\n");
	printf(".Sh EXIT STATUS\n0 yes or done, 1 no or found, 2 wrong usage, 3 the world "
	       "failed.\n");
	if (command->examples[0].line != NULL)
		printf(".Sh EXAMPLES\n");
	for (size_t i = 0; i < 4 && command->examples[i].line != NULL; i++) {
		roff(command->examples[i].says);
		printf(".Dl ");
		roff(command->examples[i].line);
	}
}
