#include "base/testkit.h"

#include "cli/command.h"

enum { OPTION_STORE, OPTION_JSON };

static const struct command command_probe = {
	.name = "probe",
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "" },
		[OPTION_JSON] = { "json", 'j', NULL, "" },
	},
};

/* A command line of at most eight words, split at blanks; parsing moves its words. */
static bool parse(const char *line, char words[8][16], char *list[8], struct arguments *out_args)
{
	struct text rest = text_of(line), word;
	int count = 0;

	for (; text_word(&rest, &word); count++) {
		assert_true(count < 8 && word.len < 16);
		memcpy(words[count], word.at, word.len);
		words[count][word.len] = '\0';
		list[count] = words[count];
	}
	return command_parse(&command_probe, count, list, out_args);
}

static void takes_what_makes_sense(void **state)
{
	static const struct {
		const char *line;
		const char *store;
		bool json;
		const char *words[3];
	} cases[] = {
		{ "", NULL, false, { NULL } },
		{ "a b", NULL, false, { "a", "b" } },
		{ "--store f a", "f", false, { "a" } },
		{ "a --store=f b", "f", false, { "a", "b" } },
		{ "-s f -j", "f", true, { NULL } },
		{ "-js f a", "f", true, { "a" } },
		{ "-jj", NULL, true, { NULL } },
		{ "a --json b", NULL, true, { "a", "b" } },
		{ "- --json", NULL, true, { "-" } },
		{ "--json -- --store a", NULL, true, { "--store", "a" } },
		{ "--store= a", "", false, { "a" } },
		{ "--store a --store b", "b", false, { NULL } },
		{ "--store -", "-", false, { NULL } },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char words[8][16], *list[8];
		struct arguments args;
		size_t count = 0;
		assert_true(parse(cases[i].line, words, list, &args));
		assert_int_equal(has(&args, OPTION_JSON), cases[i].json);
		assert_int_equal(has(&args, OPTION_STORE), cases[i].store != NULL);
		if (cases[i].store != NULL)
			assert_string_equal(args.values[OPTION_STORE], cases[i].store);
		for (; count < 3 && cases[i].words[count] != NULL; count++)
			assert_string_equal(args.words[count], cases[i].words[count]);
		assert_int_equal(args.word_count, count);
	}
}

static void refuses_what_makes_none(void **state)
{
	static const char *const lines[] = { "--stroe f", "-x",      "--store",     "-s",
					     "--json=1",  "--js",    "-jx",         "-sj",
					     "a --",      "--jsonx", "--store f -q" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		char words[8][16], *list[8];
		struct arguments args = { .word_count = 77 };
		bool fine =
			strcmp(lines[i], "a --") == 0; /* nothing need follow the end of options */
		assert_int_equal(parse(lines[i], words, list, &args), fine);
		assert_int_equal(args.word_count, fine ? 1 : 77);
	}
}

static void knows_its_commands_by_name(void **state)
{
	(void)state;
	for (size_t i = 0; commands[i] != NULL; i++) {
		assert_ptr_equal(command_find(commands[i]->name), commands[i]);
		assert_ptr_equal(command_nearest(commands[i]->name), commands[i]);
	}
	assert_null(command_find("obsreve"));
	assert_string_equal(command_nearest("obsreve")->name, "observe");
	assert_string_equal(command_nearest("audi")->name, "audit");
	assert_null(command_nearest("something else altogether, and long"));
}

/* What help and manual pages are made from. */
static void describes_every_command(void **state)
{
	(void)state;
	for (size_t i = 0; commands[i] != NULL; i++) {
		const struct command *command = commands[i];
		assert_non_null(command->says);
		assert_non_null(command->synopsis);
		assert_true(strlen(command->describes) > strlen(command->says));
		assert_non_null(command->run);
		for (size_t a = 0; a < OPTIONS_MAX && command->options[a].name != NULL; a++) {
			assert_true(strlen(command->options[a].says) > 0);
			for (size_t b = 0; b < a; b++) {
				assert_string_not_equal(command->options[a].name,
							command->options[b].name);
				assert_false(command->options[a].letter != 0 &&
					     command->options[a].letter ==
						     command->options[b].letter);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_makes_sense),
		cmocka_unit_test(refuses_what_makes_none),
		cmocka_unit_test(knows_its_commands_by_name),
		cmocka_unit_test(describes_every_command),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
