/* decorum validate: may this AS announce this prefix? One route, or a list of millions. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/references.h"
#include "sources/window.h"
#include "wire/lines.h"

enum { OPTION_RPKI, OPTION_IRR, OPTION_STORE, OPTION_MONTH, OPTION_JSON, OPTION_CSV };

enum {
	SESSION_BUDGET_MIB = 1024,
	LINE_MAX_BYTES = 4096, /* of a list */
	COMPLAINTS_MAX = 10,
};

struct validating {
	const struct command *command;
	const struct arguments *args;
	struct authority authority;
	struct arena session; /* owns texts while files are read */
	struct buffer out;
	bool from_files;
	struct prefix prefix; /* the one route, when it is not a list */
	asn_t asn;
	bool first; /* no route of the list has been answered yet */
	uint64_t lines, bad_lines;
};

/* The sentences of Routinator and of the RIPE NCC's validator, which scripts compare with. */
static const char VALID_SAYS[] = "At least one VRP Matches the Route Prefix";
static const char ASN_SAYS[] =
	"At least one VRP Covers the Route Prefix, but no VRP ASN matches the route origin ASN";
static const char LENGTH_SAYS[] =
	"At least one VRP Covers the Route Prefix, but the Route Prefix length is greater than the "
	"maximum length allowed by VRP(s) matching this route origin ASN";
static const char NOT_FOUND_SAYS[] = "No VRP Covers the Route Prefix";

/* In which of Routinator's three lists a covering VRP stands: it looks at the length first. */
enum vrp_list { VRP_MATCHED, VRP_UNMATCHED_AS, VRP_UNMATCHED_LENGTH };

static enum vrp_list list_of(const struct vrp *vrp, const struct prefix *prefix, asn_t origin)
{
	if (prefix->len > vrp->max_length)
		return VRP_UNMATCHED_LENGTH;
	return vrp->asn == origin && origin != ASN_NONE ? VRP_MATCHED : VRP_UNMATCHED_AS;
}

static void put_json_list(struct validating *about, const struct prefix *prefix, asn_t origin,
			  enum vrp_list list, const char *key)
{
	struct buffer *out = &about->out;
	struct vrp vrp;
	char text[PREFIX_TEXT_MAX];
	bool first = true;

	json_key(out, key);
	buffer_char(out, '[');
	for (struct rov_walk walk = rov_covering(about->authority.rov, prefix);
	     rov_walk_next(&walk, &vrp);) {
		if (list_of(&vrp, prefix, origin) != list)
			continue;
		json_item(out, &first);
		buffer_format(out, "{\"asn\":\"AS%u\",\"prefix\":\"%s\",\"max_length\":\"%u\"}",
			      vrp.asn, prefix_print(&vrp.prefix, text), vrp.max_length);
	}
	buffer_char(out, ']');
}

/* Is any covering VRP of this list there? */
static bool has_list(const struct validating *about, const struct prefix *prefix, asn_t origin,
		     enum vrp_list list)
{
	struct vrp vrp;

	for (struct rov_walk walk = rov_covering(about->authority.rov, prefix);
	     rov_walk_next(&walk, &vrp);)
		if (list_of(&vrp, prefix, origin) == list)
			return true;
	return false;
}

static void put_json_irr(struct validating *about, const struct prefix *prefix, asn_t origin)
{
	struct buffer *out = &about->out;
	struct route_object object;
	char text[PREFIX_TEXT_MAX];
	bool first = true;

	json_key(out, "irr");
	buffer_char(out, '{');
	json_string(out, "state", irr_state_name(irr_check(about->authority.irr, prefix, origin)));
	json_key(out, "objects");
	buffer_char(out, '[');
	for (struct irr_walk walk = irr_covering(about->authority.irr, prefix);
	     irr_walk_next(&walk, &object);) {
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "prefix", prefix_print(&object.prefix, text));
		json_number(out, "origin", object.origin);
		json_string(out, "source",
			    authority_source(&about->authority, object.source)->name);
		buffer_char(out, '}');
	}
	buffer_string(out, "]}");
}

static void put_json_validity(struct validating *about, const struct prefix *prefix, asn_t origin)
{
	struct buffer *out = &about->out;
	enum rov_state state = rov_check(about->authority.rov, prefix, origin);

	json_key(out, "validity");
	buffer_char(out, '{');
	if (state == ROV_VALID) {
		json_string(out, "state", "valid");
		json_string(out, "description", VALID_SAYS);
	} else if (state == ROV_NOT_FOUND) {
		json_string(out, "state", "not-found");
		json_string(out, "description", NOT_FOUND_SAYS);
	} else {
		bool as = has_list(about, prefix, origin, VRP_UNMATCHED_AS);
		json_string(out, "state", "invalid");
		json_string(out, "reason", as ? "as" : "length");
		json_string(out, "description", as ? ASN_SAYS : LENGTH_SAYS);
	}
	json_key(out, "VRPs");
	buffer_char(out, '{');
	put_json_list(about, prefix, origin, VRP_MATCHED, "matched");
	put_json_list(about, prefix, origin, VRP_UNMATCHED_AS, "unmatched_as");
	put_json_list(about, prefix, origin, VRP_UNMATCHED_LENGTH, "unmatched_length");
	buffer_string(out, "}}");
}

/* Routinator's object: {"route":..,"validity":{"state","reason","description","VRPs"}}. */
static void put_json_route(struct validating *about, const struct prefix *prefix, asn_t origin)
{
	struct buffer *out = &about->out;
	char text[PREFIX_TEXT_MAX];

	buffer_format(out, "{\"route\":{\"origin_asn\":\"AS%u\",\"prefix\":\"%s\"}", origin,
		      prefix_print(prefix, text));
	if (about->authority.has_rpki)
		put_json_validity(about, prefix, origin);
	if (about->authority.has_irr)
		put_json_irr(about, prefix, origin);
	buffer_char(out, '}');
}

static const char *rov_says(enum rov_state state)
{
	switch (state) {
	case ROV_VALID:
		return "a VRP allows this origin at this length";
	case ROV_INVALID_ASN:
		return "covered by VRPs, but never for this origin";
	case ROV_INVALID_LENGTH:
		return "this origin may, but not at this length";
	case ROV_NOT_FOUND:
		return "no VRP covers the prefix";
	}
	return "";
}

static const char *irr_says(enum irr_state state)
{
	switch (state) {
	case IRR_EXACT:
		return "a route object names this prefix and origin";
	case IRR_COVERED:
		return "a route object for a less specific prefix names this origin";
	case IRR_ORIGIN_MISMATCH:
		return "route objects cover the prefix, but for other origins only";
	case IRR_NOT_FOUND:
		return "no route object covers the prefix";
	}
	return "";
}

static void put_text_route(struct validating *about, const struct prefix *prefix, asn_t origin)
{
	struct buffer *out = &about->out;
	const struct authority *authority = &about->authority;
	enum rov_state rov = rov_check(authority->rov, prefix, origin);
	char text[PREFIX_TEXT_MAX];
	struct vrp vrp;
	struct route_object object;

	buffer_format(out, "%s AS%u\n", prefix_print(prefix, text), origin);
	if (authority->has_rpki)
		buffer_format(out, "  RPKI  %s: %s (RFC 6811 section 2)\n", rov_state_name(rov),
			      rov_says(rov));
	for (struct rov_walk walk = rov_covering(authority->rov, prefix);
	     rov_walk_next(&walk, &vrp);) {
		buffer_format(out, "          VRP %s max %u AS%u, trust anchor ",
			      prefix_print(&vrp.prefix, text), vrp.max_length, vrp.asn);
		const char *anchor = authority_signer(authority, &vrp)->name;
		buffer_printable(out, text_of(anchor[0] != '\0' ? anchor : "-"));
		buffer_char(out, '\n');
	}
	if (!authority->has_irr)
		return;
	enum irr_state irr = irr_check(authority->irr, prefix, origin);
	buffer_format(out, "  IRR   %s: %s\n", irr_state_name(irr), irr_says(irr));
	for (struct irr_walk walk = irr_covering(authority->irr, prefix);
	     irr_walk_next(&walk, &object);) {
		buffer_format(out, "          route %s AS%u, registry ",
			      prefix_print(&object.prefix, text), object.origin);
		const char *source = authority_source(authority, object.source)->name;
		buffer_printable(out, text_of(source[0] != '\0' ? source : "-"));
		buffer_char(out, '\n');
	}
}

/* "prefix,asn,state", and with route objects ",irr-state". */
static void put_csv_route(struct validating *about, const struct prefix *prefix, asn_t origin)
{
	struct buffer *out = &about->out;
	char *at = buffer_room(out, PREFIX_TEXT_MAX + PUT_U64_MAX);

	at = prefix_put(at, prefix);
	*at++ = ',';
	buffer_commit(out, put_u32(at, origin));
	buffer_char(out, ',');
	buffer_string(out, about->authority.has_rpki
				   ? rov_state_name(rov_check(about->authority.rov, prefix, origin))
				   : "not-measured");
	if (about->authority.has_irr) {
		buffer_char(out, ',');
		buffer_string(out, irr_state_name(irr_check(about->authority.irr, prefix, origin)));
	}
	buffer_char(out, '\n');
}

/* "192.0.2.0/24,64500" or with blanks; "AS" before the number is fine. */
static bool read_line(struct text line, struct prefix *out_prefix, asn_t *out_asn)
{
	struct text first, second, rest = line;
	char separator = text_find(line, ',') < line.len ? ',' : ' ';

	if (separator == ',') {
		if (!text_cut(&rest, ',', &first) || !text_cut(&rest, ',', &second))
			return false;
	} else if (!text_word(&rest, &first) || !text_word(&rest, &second)) {
		return false;
	}
	return prefix_parse(text_trim(first), out_prefix) == 0 &&
	       asn_parse(text_trim(second), out_asn) == 0;
}

static void validate_line(struct validating *about, struct text line)
{
	struct prefix prefix;
	asn_t asn;

	about->lines++;
	if (text_trim(line).len == 0 ||
	    (about->lines == 1 && text_starts_fold(line, TEXT("prefix"))))
		return;
	if (!read_line(line, &prefix, &asn)) {
		if (about->bad_lines++ < COMPLAINTS_MAX)
			complain(about->command, "line %llu is no \"prefix,asn\": %.*s",
				 (unsigned long long)about->lines,
				 (int)(line.len < 80 ? line.len : 80), line.at);
		return;
	}
	if (has(about->args, OPTION_JSON)) {
		json_item(&about->out, &about->first);
		put_json_route(about, &prefix, asn);
	} else if (has(about->args, OPTION_CSV)) {
		put_csv_route(about, &prefix, asn);
	} else {
		put_text_route(about, &prefix, asn);
	}
}

static enum exit_code validate_list(struct validating *about)
{
	bool json = has(about->args, OPTION_JSON), going = true;
	struct window *window = window_open("-", NULL);
	struct lines lines;
	struct line line;
	struct text piece = { NULL, 0 };

	if (json)
		buffer_string(&about->out, "{\"validated_routes\":[");
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
	if (json)
		buffer_string(&about->out, "]}\n");
	bool failed = window_error(window) < 0 && about->lines > 0;
	if (window_error(window) < 0)
		complain(about->command, "stdin: %s", window_reason(window));
	window_close(window);
	if (about->bad_lines > COMPLAINTS_MAX)
		complain(about->command, "%llu lines in all could not be read",
			 (unsigned long long)about->bad_lines);
	return failed ? EXIT_WORLD : about->bad_lines > 0 ? EXIT_USAGE : EXIT_YES;
}

/* The route that the command line names. */
static bool read_route(struct validating *about)
{
	const struct command *command = about->command;
	char text[PREFIX_TEXT_MAX];
	bool cut;

	if (prefix_parse_loose(text_of(about->args->words[0]), &about->prefix, &cut) < 0) {
		complain(command, "'%s' is not a prefix; write it like 192.0.2.0/24",
			 about->args->words[0]);
		return false;
	}
	if (cut)
		complain(command, "bits behind the prefix length are set; taken as %s",
			 prefix_print(&about->prefix, text));
	return asn_of_word(command, about->args->words[1], &about->asn);
}

static enum exit_code validate_one(struct validating *about)
{
	if (has(about->args, OPTION_JSON)) {
		buffer_string(&about->out, "{\"validated_route\":");
		put_json_route(about, &about->prefix, about->asn);
		buffer_string(&about->out, "}\n");
	} else if (has(about->args, OPTION_CSV)) {
		put_csv_route(about, &about->prefix, about->asn);
	} else {
		put_text_route(about, &about->prefix, about->asn);
	}
	enum rov_state state = rov_check(about->authority.rov, &about->prefix, about->asn);
	return state == ROV_INVALID_ASN || state == ROV_INVALID_LENGTH ? EXIT_NO : EXIT_YES;
}

static bool load_files(struct validating *about)
{
	const struct references references = {
		.files = { about->args->values[OPTION_RPKI], about->args->values[OPTION_IRR] },
		.at_us = UINT64_MAX,
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

static enum exit_code validate(struct validating *about)
{
	bool list = about->args->word_count == 1;

	if (!list && !read_route(about))
		return EXIT_USAGE;
	if (!(about->from_files ? load_files(about) : load_store(about)))
		return EXIT_WORLD;
	enum exit_code code = list ? validate_list(about) : validate_one(about);
	authority_clear(&about->authority);
	return answer(about->command, &about->out, code);
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct validating about = {
		.command = command,
		.args = args,
		.first = true,
		.from_files = has(args, OPTION_RPKI) || has(args, OPTION_IRR),
	};

	if (args->word_count != 2 && !(args->word_count == 1 && strcmp(args->words[0], "-") == 0)) {
		complain(command,
			 "name a route, `decorum validate 192.0.2.0/24 AS64500`, or - for a "
			 "list of \"prefix,asn\" lines on stdin");
		return EXIT_USAGE;
	}
	buffer_init(&about.out);
	arena_init(&about.session, (size_t)SESSION_BUDGET_MIB << 20);
	enum exit_code code = validate(&about);
	arena_clear(&about.session);
	return code;
}

static const char DESCRIBES[] =
	"Judges one route, or with - a list of \"prefix,asn\" lines from stdin, by VRPs\n"
	"(RFC 6811) and route objects, and names the objects that decided. They come from\n"
	"the files given, or else from a month of the store.\n\n"
	"--json answers like Routinator's validity API; --csv with a line\n"
	"\"prefix,asn,state\" for each route: valid, invalid-asn, invalid-length, not-\n"
	"found. For one route, exit status 1 means that it is invalid.";

const struct command command_validate = {
	.name = "validate",
	.says = "may this AS announce this prefix? RPKI and IRR verdicts with reasons",
	.synopsis = "PREFIX AS | - [--rpki FILE] [--irr FILE] [--json | --csv]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_RPKI] = { "rpki", 'r', "FILE", "VRPs (JSON or CSV)" },
		[OPTION_IRR] = { "irr", 'i', "FILE", "route objects (RPSL)" },
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_JSON] = { "json", 'j', NULL, "as Routinator's JSON" },
		[OPTION_CSV] = { "csv", 'c', NULL, "as lines prefix,asn,state" },
	},
	.examples = {
		{ "decorum validate 193.0.0.0/21 AS3333 --rpki rpki.json", "one route, one file" },
		{ "decorum validate - --rpki rpki.json --csv < routes.csv", "a list" },
	},
	.run = run,
};
