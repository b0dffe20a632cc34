/* Help, made from the table of commands. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

enum { OPTION_COLUMN = 26, COMMAND_WIDTH = 15 };

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
	struct text rest = text_of(option->says), line;
	for (pad = pad > 1 ? pad : 1; text_line(&rest, &line); pad = OPTION_COLUMN)
		printf("%*s%.*s\n", pad, "", (int)line.len, line.at);
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
	for (size_t i = 0; i < EXAMPLES_MAX && command->examples[i].line != NULL; i++)
		printf("  %s\n      %s\n", command->examples[i].line, command->examples[i].says);
	printf("\nExit status: %s\n",
	       command->exit_status != NULL ? command->exit_status : EXIT_STATUS_SAYS);
}

void command_overview(void)
{
	printf("Decorum %s, a routing-security observatory.\n\n"
	       "Usage: decorum COMMAND [OPTION...] [ARGUMENT...]\n\n",
	       DECORUM_VERSION);
	for (size_t i = 0; commands[i] != NULL; i++)
		if (!commands[i]->hidden)
			printf("  %-*s  %s\n", COMMAND_WIDTH, commands[i]->name, commands[i]->says);
	printf("\n`decorum COMMAND --help` explains one of them, "
	       "`decorum help filter-expressions` the filters.\n");
}
