/*
 * Validating: what `decorum validate` is at, and the forms of its answer. Shared by cmd_validate.c
 * and validate_forms.c, of no use to others.
 */
#ifndef CLI_VALIDATING_H
#define CLI_VALIDATING_H

#include "cli/command.h"
#include "cli/route_line.h"
#include "flow/judgement.h"

enum validate_option {
	OPTION_RPKI,
	OPTION_IRR,
	OPTION_WITH,
	OPTION_STORE,
	OPTION_MONTH,
	OPTION_PATH,
	OPTION_ROLE,
	OPTION_NEIGHBOUR,
	OPTION_OTC,
	OPTION_AS_SET,
	OPTION_BEFORE,
	OPTION_AT,
	OPTION_JSON,
	OPTION_JSONL,
	OPTION_ROUTINATOR,
	OPTION_CSV,
};

struct validating;

/* A form of the answer. */
struct form {
	const char *opens, *opens_list; /* what stands before one route, before a list of them */
	bool items;                     /* a comma between routes */
	void (*put)(struct validating *about, const struct question *question,
		    const struct judgement *judgement);
	void (*end)(struct validating *about, const char *closes); /* behind all routes */
	const char *closes, *closes_list;
};

struct validating {
	const struct command *command;
	const struct arguments *args;
	const struct form *form;
	struct arena session; /* owns texts of files */
	struct authority authority;
	struct judge judge;
	struct as_set_expansion as_set; /* when `judge` asks for it */
	struct route_line *route;       /* owned: the one that is being judged */
	struct question session_has;    /* role, neighbour, OTC: the same for all routes */
	bool has_role;
	/* What was said before, and what of it has changed, when it was asked for. */
	bool has_before;
	struct authority before;
	struct arena changes; /* owns `change` */
	struct rov_change change;
	uint64_t touched, changed;
	uint64_t at_us;
	struct buffer out;
	bool first; /* no route of the list has been answered yet */
	uint64_t lines, bad_lines;
};

/* The form that the options name. Static. */
const struct form *validate_form(const struct arguments *args);
/* By the older export. */
enum rov_state state_before(const struct validating *about, const struct question *question);

#endif
