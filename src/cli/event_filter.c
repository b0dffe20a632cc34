#include "cli/event_filter.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/references.h"
#include "sources/stream.h"

enum {
	/* An expression with its lists of a million prefixes, frozen. */
	SESSION_BUDGET_MIB = 512,
	/* What stands in the lists, and the texts of references. */
	SCRATCH_BUDGET_MIB = 512,
	LIST_MAX = 128 << 20, /* bytes: some eight million prefixes */
	READ_SIZE = 256 << 10,
};

/* A list that the expression names, whole. */
static bool load_list(void *context, struct text path, struct text *out_text,
		      const char **out_reason)
{
	static const struct stream_options options = { .without_digest = true,
						       .unpacked_max = LIST_MAX };
	struct event_filter *filter = context;
	const char *name = arena_text(&filter->scratch, path.at, path.len);
	struct buffer all;
	size_t size = 0;
	int got;

	*out_reason = "there is no more room for lists";
	if (name == NULL)
		return false;
	struct stream *stream = stream_open(name, &options);
	buffer_init(&all);
	while ((got = stream_read(stream, buffer_room(&all, READ_SIZE), READ_SIZE, &size)) > 0)
		all.used += size;
	const char *kept = got == 0 ? arena_text(&filter->scratch, all.bytes, all.used) : NULL;
	if (got < 0)
		*out_reason = arena_text(&filter->scratch, stream_reason(stream),
					 strlen(stream_reason(stream)));
	*out_text = (struct text){ kept, all.used };
	stream_close(stream);
	buffer_clear(&all);
	return kept != NULL;
}

static bool load_references(struct event_filter *filter, const char *with)
{
	const struct references references = { .with = with, .at_us = UINT64_MAX };

	filter->has_authority =
		references_load(filter->command, &references, &filter->scratch, &filter->authority);
	return filter->has_authority;
}

static bool parse(struct event_filter *filter, const char *expression)
{
	const struct authority *authority = &filter->authority;
	const struct expression_world world = {
		.context = filter,
		.load = load_list,
		.has_vrps = filter->has_authority && authority->has_rpki,
		.has_route_objects = filter->has_authority && authority->has_irr,
		.has_bogons = filter->has_authority,
	};
	struct complaint complaint;
	struct buffer says;

	if (expression_parse(&filter->session, text_of(expression), &world, &filter->expression,
			     &complaint) == 0)
		return true;
	complain(filter->command, "the filter cannot be read");
	buffer_init(&says);
	complaint_put(&says, text_of(expression), &complaint);
	if (buffer_flush(&says, STDERR_FILENO) < 0)
		exit(EXIT_WORLD); /* nobody is left to talk to */
	buffer_clear(&says);
	return false;
}

enum exit_code event_filter_read(struct event_filter *filter, const struct command *command,
				 const char *expression, const char *with)
{
	*filter = (struct event_filter){ .command = command };
	arena_init(&filter->session, (size_t)SESSION_BUDGET_MIB << 20);
	arena_init(&filter->scratch, (size_t)SCRATCH_BUDGET_MIB << 20);
	if (with != NULL && !load_references(filter, with))
		return EXIT_WORLD;
	if (filter->has_authority)
		filter->validators =
			(struct select_validators){ filter->authority.rov, filter->authority.irr,
						    filter->authority.bogons };
	return expression == NULL || parse(filter, expression) ? EXIT_YES : EXIT_USAGE;
}

void event_filter_clear(struct event_filter *filter)
{
	if (filter->has_authority)
		authority_clear(&filter->authority);
	arena_clear(&filter->scratch);
	arena_clear(&filter->session);
}
