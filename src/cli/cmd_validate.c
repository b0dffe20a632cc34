/* decorum validate: may this AS announce this prefix? One route, or a list of millions. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utc.h"
#include "cli/answer.h"
#include "cli/references.h"
#include "cli/route_line.h"
#include "cli/validating.h"
#include "sources/window.h"
#include "wire/lines.h"

enum {
	SESSION_BUDGET_MIB = 2048,
	LINE_MAX_BYTES = 64 << 10, /* of a list: the longest path that anybody has seen, tenfold */
	COMPLAINTS_MAX = 10,
};

/* Judges the route at hand. */
static struct judgement judge_it(struct validating *about, struct question *out_question)
{
	const struct route_line *route = about->route;
	struct judgement judgement;

	*out_question = about->session_has;
	out_question->prefix = route->prefix;
	out_question->origin = route->origin;
	out_question->path = route->has_path ? &route->hops : NULL;
	judge_route(&about->judge, out_question, &judgement);
	return judgement;
}

/* Only what a change of VRPs touches can have changed; nothing else is judged. */
static bool has_changed(struct validating *about)
{
	const struct question question = { .prefix = about->route->prefix,
					   .origin = about->route->origin };

	if (!rov_change_touches(&about->change, &question.prefix))
		return false;
	about->touched++;
	bool changed = rov_check(about->authority.rov, &question.prefix, question.origin) !=
		       state_before(about, &question);
	about->changed += changed;
	return changed;
}

/* With a role even a lone AS is a path: that of a neighbour's own route. */
static bool read_line(struct validating *about, struct text line)
{
	struct route_line *route = about->route;
	char asn[PUT_U64_MAX];

	if (!route_line_read(route, line))
		return false;
	if (route->has_path || !about->has_role)
		return true;
	return route_line_path(route,
			       (struct text){ asn, (size_t)(put_u32(asn, route->origin) - asn) });
}

static void validate_line(struct validating *about, struct text line)
{
	struct question question;

	about->lines++;
	if (text_trim(line).len == 0 ||
	    (about->lines == 1 && text_starts_fold(line, TEXT("prefix"))))
		return;
	if (!read_line(about, line)) {
		if (about->bad_lines++ < COMPLAINTS_MAX)
			complain(about->command, "line %llu is no \"prefix,asn\": %.*s",
				 (unsigned long long)about->lines,
				 (int)(line.len < 80 ? line.len : 80), line.at);
		return;
	}
	if (about->has_before && !has_changed(about))
		return;
	struct judgement judgement = judge_it(about, &question);
	if (about->form->items)
		json_item(&about->out, &about->first);
	about->form->put(about, &question, &judgement);
}

static enum exit_code validate_list(struct validating *about)
{
	struct window *window = window_open("-", NULL);
	struct text piece = { NULL, 0 };
	struct lines lines;
	struct line line;
	bool going = true;

	buffer_string(&about->out, about->form->opens_list);
	lines_init(&lines, LINE_MAX_BYTES);
	while (going && input_piece(window, &piece)) {
		lines_feed(&lines, piece);
		while (lines_next(&lines, &line))
			validate_line(about, line.text);
		going = answer_piece(&about->out);
	}
	lines_finish(&lines);
	while (going && lines_next(&lines, &line))
		validate_line(about, line.text);
	lines_clear(&lines);
	about->form->end(about, about->form->closes_list);
	bool failed = window_error(window) < 0 && about->lines > 0;
	if (window_error(window) < 0)
		complain(about->command, "stdin: %s", window_reason(window));
	window_close(window);
	if (about->bad_lines > COMPLAINTS_MAX)
		complain(about->command, "%llu lines in all could not be read",
			 (unsigned long long)about->bad_lines);
	return failed ? EXIT_WORLD : about->bad_lines > 0 ? EXIT_USAGE : EXIT_YES;
}

static enum exit_code validate_one(struct validating *about)
{
	struct question question;
	struct judgement judgement = judge_it(about, &question);

	buffer_string(&about->out, about->form->opens);
	about->form->put(about, &question, &judgement);
	about->form->end(about, about->form->closes);
	return judgement.verdict.state == VERDICT_UNAUTHORISED ? EXIT_NO : EXIT_YES;
}

/* What the command line says of the session: role, neighbour, OTC. */
static bool read_session(struct validating *about)
{
	const char *const *values = about->args->values;
	struct question *session = &about->session_has;

	session->role = BGP_ROLE_NONE;
	about->has_role = values[OPTION_ROLE] != NULL;
	if (about->has_role && !bgp_role_find(text_of(values[OPTION_ROLE]), &session->role)) {
		complain(about->command,
			 "'%s' is no role; ours is one of provider, customer, peer, rs, rs-client, "
			 "or collector when nobody knows",
			 values[OPTION_ROLE]);
		return false;
	}
	if (values[OPTION_NEIGHBOUR] != NULL &&
	    !asn_of_word(about->command, values[OPTION_NEIGHBOUR], &session->neighbour))
		return false;
	session->has_otc = values[OPTION_OTC] != NULL;
	return !session->has_otc || asn_of_word(about->command, values[OPTION_OTC], &session->otc);
}

/* The route that the command line names: PREFIX AS, or PREFIX with --path, or all three. */
static bool read_route(struct validating *about)
{
	const struct command *command = about->command;
	const struct arguments *args = about->args;
	struct route_line *route = about->route;
	const char *path = args->values[OPTION_PATH];
	char text[PREFIX_TEXT_MAX];
	asn_t origin = ASN_NONE;
	bool cut;

	if (prefix_parse_loose(text_of(args->words[0]), &route->prefix, &cut) < 0) {
		complain(command, "'%s' is not a prefix; write it like 192.0.2.0/24",
			 args->words[0]);
		return false;
	}
	if (cut)
		complain(command, "bits behind the prefix length are set; taken as %s",
			 prefix_print(&route->prefix, text));
	if (args->word_count == 2 && !asn_of_word(command, args->words[1], &origin))
		return false;
	if (path == NULL && !about->has_role) {
		route->origin = origin;
		return true;
	}
	if (!route_line_path(route, text_of(path != NULL ? path : args->words[1]))) {
		complain(
			command,
			"'%s' is no path; write it like \"64496 64499 64500\", the neighbour first",
			path != NULL ? path : args->words[1]);
		return false;
	}
	if (args->word_count == 2 && route->origin != origin) {
		complain(command, "the path ends in AS%u, not in AS%u", route->origin, origin);
		return false;
	}
	return true;
}

static bool read_time(struct validating *about)
{
	const char *at = about->args->values[OPTION_AT];

	about->at_us = (uint64_t)time(NULL) * UTC_SECOND;
	if (at == NULL || utc_parse(text_of(at), &about->at_us) == 0)
		return true;
	complain(about->command,
		 "'%s' is no time; write it like 2026-02-22 or "
		 "2026-02-22T15:30:00Z",
		 at);
	return false;
}

/* All that an option names, behind those named before. */
static bool add_files(const struct validating *about, size_t option, struct references *references,
		      size_t *io_count)
{
	const char *path;
	size_t at = 0;

	while ((path = next_value(about->args, option, &at)) != NULL) {
		if (*io_count == REFERENCES_MAX) {
			complain(about->command, "more than %d files; name their folder by --with",
				 REFERENCES_MAX);
			return false;
		}
		references->files[(*io_count)++] = path;
	}
	return true;
}

static bool load_files(struct validating *about)
{
	struct references references = { .with = about->args->values[OPTION_WITH],
					 .at_us = about->at_us };
	size_t count = 0;

	return add_files(about, OPTION_RPKI, &references, &count) &&
	       add_files(about, OPTION_IRR, &references, &count) &&
	       references_load(about->command, &references, &about->session, &about->authority);
}

/* The VRPs of an older export, and the difference. */
static bool load_before(struct validating *about)
{
	const struct references references = {
		.files = { about->args->values[OPTION_BEFORE] },
		.at_us = UINT64_MAX,
	};
	const struct rov_change *change = &about->change;

	if (references.files[0] == NULL)
		return true;
	if (!references_load(about->command, &references, &about->session, &about->before))
		return false;
	about->has_before = true;
	if (authority_changes(&about->before, &about->authority, &about->changes, &about->change) <
	    0) {
		complain(about->command, "more has changed than we can hold");
		return false;
	}
	complain(about->command, "%zu VRPs have come and %zu have gone", change->announced_count,
		 change->withdrawn_count);
	return true;
}

static bool load_store(struct validating *about)
{
	struct opened opened;

	if (!open_month(about->command, about->args, OPTION_STORE, OPTION_MONTH, &opened))
		return false;
	int loaded = authority_from_store(opened.store, opened.month.month, &about->authority);
	if (loaded < 0)
		(void)store_failed(about->command, opened.store);
	close_month(&opened);
	return loaded == 0;
}

static bool load(struct validating *about)
{
	const struct arguments *args = about->args;
	bool files = has(args, OPTION_RPKI) || has(args, OPTION_IRR) || has(args, OPTION_WITH);

	return files ? load_files(about) : load_store(about);
}

/* What of an as-set a person must know before trusting what it leads to. */
static void complain_of_as_set(const struct validating *about, const char *name)
{
	const struct as_set_expansion *as_set = &about->as_set;
	const struct as_sets *sets = about->authority.as_sets;
	uint32_t homonyms = as_set->visits[0].homonyms;

	if (homonyms > 0)
		complain(about->command,
			 "%s: there are %u more as-sets of this name; this is the one of %.*s",
			 name, homonyms, (int)as_set_visited(as_set, 0).source.len,
			 as_set_visited(as_set, 0).source.at);
	if (as_set->missing_count > 0) {
		struct text missing = as_sets_word(sets, as_set->missing[0].name);
		complain(about->command,
			 "%s: sets that it names and that do not exist: %zu, as %.*s", name,
			 as_set->missing_count, (int)missing.len, missing.at);
	}
	if (as_set->loop_count > 0)
		complain(about->command, "%s: sets in it that contain themselves: %zu", name,
			 as_set->loop_count);
	uint64_t useless = as_set->any + as_set->bad;
	if (useless > 0)
		complain(about->command,
			 "%s: members that are neither an AS nor a set, or ANY: %llu", name,
			 (unsigned long long)useless);
}

/* "SOURCE::AS-NAME", or "AS-NAME" of any. */
static bool expand_as_set(struct validating *about)
{
	const char *given = about->args->values[OPTION_AS_SET];
	struct text name = given != NULL ? text_of(given) : TEXT(""), source = { NULL, 0 };
	const char *colons = given != NULL ? strstr(given, "::") : NULL;

	if (given == NULL)
		return true;
	if (colons != NULL) {
		source = (struct text){ given, (size_t)(colons - given) };
		name = text_of(colons + 2);
	}
	int result = as_sets_expand(about->authority.as_sets, colons != NULL ? &source : NULL, name,
				    NULL, &about->as_set);
	if (result == ERR_NOT_FOUND) {
		complain(about->command, "there is no as-set %s in what was given", given);
		return false;
	}
	if (result < 0) {
		complain(about->command, "%s: %s", given, about->as_set.limit);
		as_set_expansion_clear(&about->as_set);
		return false;
	}
	complain_of_as_set(about, given);
	about->judge.as_set = &about->as_set;
	return true;
}

static enum exit_code validate(struct validating *about)
{
	const struct arguments *args = about->args;
	bool list = args->word_count == 1 && strcmp(args->words[0], "-") == 0;

	if (!read_session(about) || !read_time(about) || (!list && !read_route(about)))
		return EXIT_USAGE;
	if (!load(about))
		return EXIT_WORLD;
	judge_init(&about->judge, &about->authority, about->at_us);
	enum exit_code code = EXIT_WORLD;
	if (expand_as_set(about) && load_before(about))
		code = list ? validate_list(about) : validate_one(about);
	if (about->judge.as_set != NULL)
		as_set_expansion_clear(&about->as_set);
	if (about->has_before) {
		complain(about->command,
			 "of %llu lines %llu were judged again, and %llu have changed",
			 (unsigned long long)about->lines, (unsigned long long)about->touched,
			 (unsigned long long)about->changed);
		authority_clear(&about->before);
	}
	authority_clear(&about->authority);
	return answer(about->command, &about->out, code);
}

static bool words_make_sense(const struct arguments *args)
{
	bool list = args->word_count == 1 && strcmp(args->words[0], "-") == 0;

	if (has(args, list ? OPTION_PATH : OPTION_BEFORE))
		return false;
	return list || args->word_count == 2 || (args->word_count == 1 && has(args, OPTION_PATH));
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct validating about = {
		.command = command,
		.args = args,
		.form = validate_form(args),
		.first = true,
	};

	if (!words_make_sense(args)) {
		complain(command,
			 "name a route, `decorum validate 192.0.2.0/24 AS64500`, or one with its "
			 "path, `decorum validate 192.0.2.0/24 --path \"64496 64500\"`, or - for a "
			 "list on stdin");
		return EXIT_USAGE;
	}
	about.route = memory_alloc(1, sizeof(*about.route));
	route_line_init(about.route);
	buffer_init(&about.out);
	arena_init(&about.session, (size_t)SESSION_BUDGET_MIB << 20);
	arena_init(&about.changes, (size_t)SESSION_BUDGET_MIB << 20);
	enum exit_code code = validate(&about);
	arena_clear(&about.session);
	arena_clear(&about.changes);
	route_line_clear(about.route);
	free(about.route);
	return code;
}

static const char DESCRIBES[] =
	"Judges one route, or with - a list from stdin, and says why: RPKI origin\n"
	"validation (RFC 6811), route objects, bogons, and of routes with a path ASPA,\n"
	"Only to Customer (RFC 9234) and route leaks (RFC 7908). Every reason names the\n"
	"objects that decided, who published them and when. They come from the files\n"
	"given, or else from a month of the store.\n\n"
	"The verdict is authorised, unauthorised or unproven, with a confidence. What\n"
	"speaks against a route outweighs what speaks for it. Data older than its kind\n"
	"allows (RPKI a day, IRR and registries three, relations two months) still judges,\n"
	"is said to be old, and lowers the confidence by one step.\n\n"
	"Lines of a list are \"prefix,asn\" or \"prefix,path\", the neighbour first in the\n"
	"path. For one route, exit status 1 means that it is unauthorised.";

static const char ROLES[] =
	"--role is ours at that end of the session, as in RFC 9234 and in router\n"
	"configurations: `provider` means that the neighbour is our customer. Roles provider,\n"
	"peer, rs and rs-client verify by ASPA's upstream procedure, customer by the\n"
	"downstream one. Of a collector's peers nobody knows what they are; `collector`, and no\n"
	"role at all, take the downstream procedure, which permits more, and say so.\n\n"
	"A leak by OTC depends on our role alone, whether the neighbour sent one or not.\n"
	"With a role, the neighbour itself is seen to leak: a customer that sends us what its\n"
	"other provider told it.";

static const char FORMS[] =
	"--json is one object with Routinator's members \"route\" and \"validity\", and beside\n"
	"them \"irr\", \"bogon\", \"aspa\", \"leak\" and \"verdict\"; \"data\" names every input "
	"with its\n"
	"age. --jsonl has such an object a line. --routinator is what Routinator answers and\n"
	"not one member more. --csv is prefix,asn,rpki; with route objects a column irr; with\n"
	"--role aspa,leak,verdict. Dates are UTC; what has none in itself has its file's.";

const struct command command_validate = {
	.name = "validate",
	.says = "may this AS announce this prefix? A verdict with every reason",
	.synopsis = "PREFIX AS | PREFIX --path PATH | - [--rpki FILE] [--irr FILE]\n"
		    "                   [--with PATH] [--role ROLE] [--json | --csv | ...]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_RPKI] = { "rpki", 'r', "FILE", "VRPs, ASPAs: JSON, CSV, rtr://HOST:PORT;\n"
				  "several times, like --irr, if need be" },
		[OPTION_IRR] = { "irr", 'i', "FILE", "route objects (RPSL)" },
		[OPTION_WITH] = { "with", 'w', "PATH",
				  "more to judge by: a file, or a folder, of VRPs, route objects,\n"
				  "registry statistics, AS relationships, organisations" },
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_PATH] = { "path", 'p', "PATH", "the AS path, the neighbour first" },
		[OPTION_ROLE] = { "role", 'R', "ROLE",
				  "what we are to the neighbour: provider, customer, peer, rs,\n"
				  "rs-client; collector: nobody knows" },
		[OPTION_NEIGHBOUR] = { "neighbour", 'n', "AS",
				       "who sent the route: the path must begin with it" },
		[OPTION_OTC] = { "otc", 'o', "AS", "the route's attribute Only to Customer" },
		[OPTION_AS_SET] = { "as-set", 'a', "NAME",
				    "must lead to the origin: AS-NAME or SOURCE::AS-NAME" },
		[OPTION_BEFORE] = { "before", 'b', "FILE",
				    "of a list, only routes whose origin validation was another\n"
				    "by this older export" },
		[OPTION_AT] = { "at", 't', "TIME", "judge as of then (default: now)" },
		[OPTION_JSON] = { "json", 'j', NULL, "one JSON object, of a list as well" },
		[OPTION_JSONL] = { "jsonl", 'l', NULL, "a JSON object a line" },
		[OPTION_ROUTINATOR] = { "routinator", 0, NULL, "as Routinator's validity API" },
		[OPTION_CSV] = { "csv", 'c', NULL, "as lines prefix,asn,state" },
	},
	.sections = {
		{ "ROLES", ROLES },
		{ "OUTPUT", FORMS },
	},
	.examples = {
		{ "decorum validate 193.0.0.0/21 AS3333 --rpki rpki.json", "one route, one file" },
		{ "decorum validate 192.0.2.0/24 --path \"64496 64500\" --role peer --rpki v.json",
		  "a route as a peer sent it" },
		{ "decorum validate - --with data --csv < routes.csv", "a list" },
		{ "decorum validate - --rpki new.json --before old.json --csv < routes.csv",
		  "what a change of VRPs changes" },
	},
	.run = run,
};
