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
#include "cli/validity.h"
#include "cli/verdict_out.h"
#include "sources/window.h"
#include "wire/lines.h"

enum {
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
	OPTION_AT,
	OPTION_JSON,
	OPTION_JSONL,
	OPTION_ROUTINATOR,
	OPTION_CSV,
};

enum {
	SESSION_BUDGET_MIB = 2048,
	LINE_MAX_BYTES = 64 << 10, /* of a list: the longest path that anybody has seen, tenfold */
	COMPLAINTS_MAX = 10,
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
	uint64_t at_us;
	struct buffer out;
	bool first; /* no route of the list has been answered yet */
	uint64_t lines, bad_lines;
};

static void put_text(struct validating *about, const struct question *question,
		     const struct judgement *judgement)
{
	verdict_text_put(&about->out, &about->judge, question, judgement);
}

static void put_json(struct validating *about, const struct question *question,
		     const struct judgement *judgement)
{
	verdict_json_put(&about->out, &about->judge, question, judgement);
}

static void put_json_line(struct validating *about, const struct question *question,
			  const struct judgement *judgement)
{
	put_json(about, question, judgement);
	buffer_char(&about->out, '\n');
}

/* Member for member what Routinator answers, and not one more. */
static void put_routinator(struct validating *about, const struct question *question,
			   const struct judgement *judgement)
{
	char prefix[PREFIX_TEXT_MAX];

	(void)judgement;
	buffer_format(&about->out, "{\"route\":{\"origin_asn\":\"AS%u\",\"prefix\":\"%s\"}",
		      question->origin, prefix_print(&question->prefix, prefix));
	validity_put(&about->out, about->authority.rov, &question->prefix, question->origin);
	buffer_char(&about->out, '}');
}

static void put_field(struct buffer *out, bool known, const char *state)
{
	buffer_char(out, ',');
	buffer_string(out, known ? state : "not-measured");
}

/* "prefix,asn,state", with route objects ",irr", with a role ",aspa,leak,verdict". */
static void put_csv(struct validating *about, const struct question *question,
		    const struct judgement *judgement)
{
	struct buffer *out = &about->out;
	char *at = buffer_room(out, PREFIX_TEXT_MAX + 1 + PUT_U64_MAX);

	at = prefix_put(at, &question->prefix);
	*at++ = ',';
	buffer_commit(out, put_u32(at, question->origin));
	put_field(out, about->authority.has_rpki, rov_state_name(judgement->rov));
	if (about->authority.has_irr)
		put_field(out, true, irr_state_name(judgement->irr.state));
	if (about->has_role) {
		bool path = question->path != NULL;
		put_field(out, path, aspa_state_name(judgement->aspa.state));
		put_field(out, path, leak_state_name(judgement->leak.state));
		put_field(out, true, verdict_state_name(judgement->verdict.state));
	}
	buffer_char(out, '\n');
}

static void end_text(struct validating *about, const char *closes)
{
	(void)closes;
	verdict_text_data(&about->out, &about->judge);
}

static void end_json(struct validating *about, const char *closes)
{
	buffer_string(&about->out, closes);
	verdict_json_data(&about->out, &about->judge);
	buffer_string(&about->out, "}\n");
}

/* Forms without room for it: what is to be said of the data goes to the person. */
static void end_plain(struct validating *about, const char *closes)
{
	struct text notes, note;
	struct buffer said;

	buffer_string(&about->out, closes);
	buffer_init(&said);
	verdict_text_data(&said, &about->judge);
	notes = (struct text){ said.bytes, said.used };
	while (text_line(&notes, &note))
		complain(about->command, "%.*s", (int)note.len, note.at);
	buffer_clear(&said);
}

static const struct form TEXT_FORM = { "", "", false, put_text, end_text, "", "" };
static const struct form JSON_FORM = {
	"{\"validated_route\":", "{\"validated_routes\":[", true, put_json, end_json, "", "]"
};
static const struct form JSONL_FORM = { "", "", false, put_json_line, end_plain, "", "" };
static const struct form ROUTINATOR_FORM = { "{\"validated_route\":",
					     "{\"validated_routes\":[",
					     true,
					     put_routinator,
					     end_plain,
					     "}\n",
					     "]}\n" };
static const struct form CSV_FORM = { "", "", false, put_csv, end_plain, "", "" };

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

static bool load_files(struct validating *about)
{
	const char *const *values = about->args->values;
	const struct references references = {
		.files = { values[OPTION_RPKI], values[OPTION_IRR] },
		.with = values[OPTION_WITH],
		.at_us = about->at_us,
	};

	return references_load(about->command, &references, &about->session, &about->authority);
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
		complain(about->command, "%s: %zu sets that it names do not exist, as %.*s", name,
			 as_set->missing_count, (int)missing.len, missing.at);
	}
	if (as_set->loop_count > 0)
		complain(about->command, "%s: %zu sets in it contain themselves", name,
			 as_set->loop_count);
	if (as_set->any + as_set->bad > 0)
		complain(about->command, "%s: %llu members are neither an AS nor a set, or ANY",
			 name, (unsigned long long)(as_set->any + as_set->bad));
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
	if (expand_as_set(about))
		code = list ? validate_list(about) : validate_one(about);
	if (about->judge.as_set != NULL)
		as_set_expansion_clear(&about->as_set);
	authority_clear(&about->authority);
	return answer(about->command, &about->out, code);
}

static const struct form *form_of(const struct arguments *args)
{
	return has(args, OPTION_JSON)         ? &JSON_FORM
	       : has(args, OPTION_JSONL)      ? &JSONL_FORM
	       : has(args, OPTION_ROUTINATOR) ? &ROUTINATOR_FORM
	       : has(args, OPTION_CSV)        ? &CSV_FORM
					      : &TEXT_FORM;
}

static bool words_make_sense(const struct arguments *args)
{
	if (args->word_count == 1)
		return strcmp(args->words[0], "-") == 0 ? !has(args, OPTION_PATH)
							: has(args, OPTION_PATH);
	return args->word_count == 2;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct validating about = {
		.command = command,
		.args = args,
		.form = form_of(args),
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
	enum exit_code code = validate(&about);
	arena_clear(&about.session);
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
		[OPTION_RPKI] = { "rpki", 'r', "FILE", "VRPs and ASPAs (JSON or CSV)" },
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
				       "who sent the route (default: the first of the path)" },
		[OPTION_OTC] = { "otc", 'o', "AS", "the route's attribute Only to Customer" },
		[OPTION_AS_SET] = { "as-set", 'a', "NAME",
				    "must lead to the origin: AS-NAME or SOURCE::AS-NAME" },
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
		{ "decorum validate 192.0.2.0/24 --path \"64496 64500\" --role customer --rpki rpki.json",
		  "a route as our provider sent it" },
		{ "decorum validate - --with data --csv < routes.csv", "a list" },
	},
	.run = run,
};
