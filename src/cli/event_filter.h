/*
 * Event filter: what a person gives by --filter and --with, read: the expression, the lists that it
 * names, and the files by which it judges routes.
 */
#ifndef CLI_EVENT_FILTER_H
#define CLI_EVENT_FILTER_H

#include "cli/command.h"
#include "flow/authority.h"
#include "select/selection.h"

struct event_filter {
	const struct command *command;       /* borrowed; whose complaints these are */
	const struct expression *expression; /* NULL: everything passes */
	struct select_validators validators; /* those that were given */
	struct arena session;                /* owns the expression */
	struct arena scratch;                /* owns texts of the lists and references */
	struct authority authority;
	bool has_authority;
};

/*
 * Either text may be NULL. EXIT_YES; or, with a complaint, EXIT_USAGE when the expression makes no
 * sense, EXIT_WORLD when a reference cannot be read. event_filter_clear() it in any case.
 */
enum exit_code event_filter_read(struct event_filter *filter, const struct command *command,
				 const char *expression, const char *with);
void event_filter_clear(struct event_filter *filter);

#endif
