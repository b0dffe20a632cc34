/* decorum: one program, git-style. Finds the command, parses its line, runs it. */
#include <stdio.h>
#include <string.h>

#include "base/index.h"
#include "cli/answer.h"

static enum exit_code unknown(const char *name)
{
	const struct command *nearest = command_nearest(name);

	(void)fprintf(stderr, "decorum: there is no command '%s'", name);
	if (nearest != NULL)
		(void)fprintf(stderr, "; did you mean '%s'?", nearest->name);
	(void)fprintf(stderr, "\n`decorum --help` lists them.\n");
	return EXIT_USAGE;
}

static bool asks_for_help(int count, char **words)
{
	for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++)
		if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0)
			return true;
	return false;
}

static enum exit_code help(bool was_asked, const char *name)
{
	const struct command *about = command_find(name);
	const struct topic *topic = topic_find(name);
	struct buffer out;

	if (topic != NULL) {
		buffer_init(&out);
		topic->put(&out, false);
		return answer(command_find("manual"), &out, EXIT_YES);
	}
	if (about != NULL)
		command_help(about);
	else
		command_overview();
	return was_asked ? EXIT_YES : EXIT_USAGE;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "--help";
	struct arguments args;

	index_draw_key();
	if (strcmp(name, "--version") == 0) {
		printf("decorum %s\n", DECORUM_VERSION);
		return EXIT_YES;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		return (int)help(argc > 1, argc > 2 ? argv[2] : "");
	}
	const struct command *command = command_find(name);
	if (command == NULL)
		return (int)unknown(name);
	if (asks_for_help(argc - 2, argv + 2)) {
		command_help(command);
		return EXIT_YES;
	}
	if (!command_parse(command, argc - 2, argv + 2, &args))
		return EXIT_USAGE;
	return (int)command->run(command, &args);
}
