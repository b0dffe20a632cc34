/*
 * Commands: each is one file, ending in one struct that describes it. From these tables come the
 * parsing of the command line, `--help`, the manual pages and the nearest name for a mistyped one.
 *
 * To add one: write cmd_x.c ending in `const struct command command_x`, name it in command.c.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* What a command answers to its caller (a shell): the same everywhere. */
enum exit_code {
	EXIT_YES = 0,   /* done; conformant; valid */
	EXIT_NO = 1,    /* a finding: invalid, not conformant */
	EXIT_USAGE = 2, /* the command line makes no sense */
	EXIT_WORLD = 3, /* the world failed: no such file, nothing usable, disk full */
};

enum { OPTIONS_MAX = 20, GIVEN_MAX = 128, SECTIONS_MAX = 4, EXAMPLES_MAX = 8, SEE_ALSO_MAX = 4 };

struct option_spec {
	const char *name;     /* without the dashes: "store" */
	char letter;          /* 0 for none */
	const char *argument; /* "FILE", or NULL for a switch */
	const char *says;
};

/* Of the manual page only; --help would be too long. */
struct section {
	const char *title; /* "INPUT" */
	const char *says;  /* paragraphs */
};

struct example {
	const char *line;
	const char *says;
};

/* An option as it was given. */
struct given {
	size_t option; /* its place in the table */
	const char *value;
};

/* A parsed command line. Everything is borrowed from argv. */
struct arguments {
	const char *
		values[OPTIONS_MAX]; /* by the option's place in the table; "" for a switch; NULL */
	struct given given[GIVEN_MAX]; /* all options, in order: some may come several times */
	size_t given_count;
	char *const *words; /* what is not an option, in order */
	size_t word_count;
};

struct command {
	const char *name;
	const char *says;                        /* one line: "what it does" */
	const char *synopsis;                    /* "[--store FILE] INPUT..." */
	const char *describes;                   /* paragraphs for --help and the manual */
	struct option_spec options[OPTIONS_MAX]; /* ends with a NULL name */
	struct section sections[SECTIONS_MAX];   /* behind the description; NULL title at the end */
	const char *exit_status;                 /* where the general words would say too little */
	struct example examples[EXAMPLES_MAX];   /* ends with a NULL line */
	const char *see_also[SEE_ALSO_MAX];      /* "decorum-mrt 1"; NULL at the end */
	bool hidden;                             /* not in the overview */
	enum exit_code (*run)(const struct command *command, const struct arguments *args);
};

/* All of them, NULL-terminated, in the order in which a newcomer meets them. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);
/* The command whose name is nearest to a mistyped one, or NULL when none is near. */
const struct command *command_nearest(const char *name);

/* Parses what stands after the command's name. On a mistake says so on stderr and returns false. */
bool command_parse(const struct command *command, int count, char **words,
		   struct arguments *out_args);
static inline bool has(const struct arguments *args, size_t option)
{
	return args->values[option] != NULL;
}
/* The next value of an option that may be given several times, or NULL; start with 0. */
static inline const char *next_value(const struct arguments *args, size_t option, size_t *io_at)
{
	while (*io_at < args->given_count) {
		const struct given *given = &args->given[(*io_at)++];
		if (given->option == option)
			return given->value;
	}
	return NULL;
}

/* What a command answers, unless it says more. */
#define EXIT_STATUS_SAYS "0 yes or done, 1 no or found, 2 wrong usage, 3 the world failed."

/* Help on stdout; the overview of all commands. */
void command_help(const struct command *command);
void command_overview(void);

/* What has a manual page of section 7, and an answer of `decorum help`, beside the commands. */
struct topic {
	const char *name;
	void (*put)(struct buffer *out, bool mdoc);
};

/* Ends with a NULL name. */
extern const struct topic topics[];

const struct topic *topic_find(const char *name);

/* "decorum observe: <sentence>" on stderr, control characters made visible. */
void complain(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
