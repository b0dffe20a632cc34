/* decorum manual: prints a command's manual page; `make install` uses it. */
#include "cli/command.h"

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	const struct command *about = args->word_count == 1 ? command_find(args->words[0]) : NULL;

	if (about == NULL) {
		complain(command, "name one command: decorum manual COMMAND");
		return EXIT_USAGE;
	}
	command_manual(about);
	return EXIT_YES;
}

static const char DESCRIBES[] =
	"Made from the same table as --help. Read it with: decorum manual mrt | man -l -";

const struct command command_manual_page = {
	.name = "manual",
	.says = "print the manual page of a command, in mdoc",
	.synopsis = "COMMAND",
	.describes = DESCRIBES,
	.hidden = true,
	.run = run,
};
