/*
 * decorum audit: does a network, or a participant of a programme, keep its norms? Action by Action,
 * with the scores that the answer rests on; one, or a whole programme.
 */
#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "cli/audit_batch.h"
#include "cli/audit_out.h"
#include "cli/catalogue.h"
#include "cli/register.h"
#include "flow/audit_subject.h"

enum {
	OPTION_STORE,
	OPTION_MONTH,
	OPTION_PROGRAMME,
	OPTION_ALL,
	OPTION_ECONOMY,
	OPTION_FILE,
	OPTION_IF,
	OPTION_FEEDBACK,
	OPTION_NORMS,
	OPTION_JSON,
	OPTION_CSV,
};

#define PROGRAMME_DEFAULT "netops"

enum { WHAT_IFS_MAX = 32 };

struct asked {
	const struct command *command;
	const struct arguments *args;
	struct arena session;
	struct norms norms;
	const struct norm_programme *programme;
	struct what_if what_ifs[WHAT_IFS_MAX];
	struct audit_options options;
	struct opened opened;
	struct buffer out;
};

static bool read_what_ifs(struct asked *asked)
{
	size_t at = 0;

	for (const char *text; (text = next_value(asked->args, OPTION_IF, &at)) != NULL;) {
		struct what_if *what = &asked->what_ifs[asked->options.what_if_count];
		if (asked->options.what_if_count == WHAT_IFS_MAX) {
			complain(asked->command, "at most %d changes at a time", WHAT_IFS_MAX);
			return false;
		}
		if (what_if_parse(text_of(text), what) < 0) {
			complain(
				asked->command,
				"'%s' is no change to try; write 'roa 192.0.2.0/24 max 24', 'route "
				"192.0.2.0/24', 'contact', 'policy', 'filter AS64501', 'aspa "
				"AS64496 AS64497' or 'stop 192.0.2.0/24'",
				text);
			return false;
		}
		asked->options.what_if_count++;
	}
	asked->options.what_ifs = asked->what_ifs;
	return true;
}

static bool read_programme(struct asked *asked)
{
	const char *id = has(asked->args, OPTION_PROGRAMME) ? asked->args->values[OPTION_PROGRAMME]
							    : PROGRAMME_DEFAULT;

	if (!catalogue_load(asked->command, asked->args->values[OPTION_NORMS], &asked->session,
			    &asked->norms))
		return false;
	asked->programme = norms_find(&asked->norms, text_of(id));
	if (asked->programme == NULL)
		complain(asked->command, "no programme '%s'; decorum norms lists them", id);
	return asked->programme != NULL;
}

/* With a programme, a network that it has enrolled is its participant. */
static int find_subject(struct asked *asked, const char *word, struct audit_desk **out_desk,
			const struct audit_subject **out_subject)
{
	struct store *store = asked->opened.store;
	const struct stored_month *month = &asked->opened.month;
	asn_t asn;

	if (!has(asked->args, OPTION_PROGRAMME) && asn_parse(text_of(word), &asn) == 0)
		return audit_subject_of_as(store, month, asn, &asked->options, out_desk,
					   out_subject);
	return audit_subject_of_word(store, month, asked->programme->id, word, &asked->session,
				     &asked->options, out_desk, out_subject);
}

static void put_heading(struct buffer *out, const struct network *network,
			const struct stored_month *month)
{
	char name[UTC_TEXT_MAX], at[UTC_TEXT_MAX];

	buffer_format(out, "AS%u", network->asn);
	if (network->name[0] != '\0') {
		buffer_string(out, "  ");
		buffer_printable(out, text_of(network->name));
	}
	if (network->organisation[0] != '\0') {
		buffer_string(out, ", ");
		buffer_printable(out, text_of(network->organisation));
	}
	if (network->economy[0] != '\0') {
		buffer_string(out, " (");
		buffer_printable(out, text_of(network->economy));
		buffer_char(out, ')');
	}
	if (network->size != SIZE_UNKNOWN)
		buffer_format(out, "; %s, %u customer%s", network_size_name(network->size),
			      network->customers, network->customers == 1 ? "" : "s");
	for (unsigned bit = 0; network_mark_name(bit) != NULL; bit++)
		if ((network->marks >> bit & 1) != 0)
			buffer_format(out, "; %s", network_mark_name(bit));
	buffer_format(
		out, "\nMonth %s, data to %s\n\n", utc_month_print(month->month, name),
		utc_print(month->last_time_us != 0 ? month->last_time_us : month->judged_at_us,
			  at));
}

static void put_rests_on(struct buffer *out, const struct asked *asked, asn_t asn)
{
	const struct stored_month *month = &asked->opened.month;

	buffer_string(out, "\nIt rests on ");
	buffer_thousands(out, month->routes);
	buffer_string(out, " routes seen, ");
	buffer_thousands(out, month->vrps);
	buffer_string(out, " VRPs and ");
	buffer_thousands(out, month->route_objects);
	buffer_format(
		out,
		" route objects.\nOpen a score down to its records: decorum explain AS%u M7RPKI",
		asn);
	if (has(asked->args, OPTION_STORE))
		buffer_format(out, " --store %s", asked->args->values[OPTION_STORE]);
	buffer_char(out, '\n');
}

/* The short form below a network's scores: an Action a line. */
static void put_actions(struct buffer *out, const struct audit *audit)
{
	buffer_format(out, "\n%s: %s\n", audit->programme->title, audit_state_name(audit->verdict));
	for (size_t i = 0; i < audit->action_count; i++) {
		const struct audit_action *action = &audit->actions[i];
		size_t start = out->used;
		buffer_format(out, "  %u  %s (%s)", action->norm->number, action->norm->title,
			      norm_level_name(action->norm->level));
		put_column(out, start, 42);
		buffer_format(out, "%s", audit_state_name(action->state));
		if (action->state != AUDIT_NOT_MEASURED)
			buffer_format(out, ", %s", norm_basis_name(action->basis));
		buffer_char(out, '\n');
	}
	if (audit->verdict != AUDIT_CONFORMANT)
		buffer_format(out, "What to do: decorum audit --programme %s %s\n",
			      audit->programme->id, audit->subject->name);
}

static void put_network_json(struct buffer *out, const struct audit_network *network,
			     const struct stored_month *month)
{
	const struct network *known = &network->month->network;
	char name[UTC_TEXT_MAX];
	bool first = true;

	buffer_char(out, '{');
	json_number(out, "asn", known->asn);
	json_string(out, "month", utc_month_print(month->month, name));
	json_string(out, "name", known->name);
	json_string(out, "organisation", known->organisation);
	json_string(out, "economy", known->economy);
	json_string(out, "registry", known->registry);
	json_string(out, "size", network_size_name(known->size));
	json_number(out, "customers", known->customers);
	json_key(out, "marks");
	buffer_char(out, '[');
	for (unsigned bit = 0; network_mark_name(bit) != NULL; bit++) {
		if ((known->marks >> bit & 1) == 0)
			continue;
		json_item(out, &first);
		buffer_json_string(out, text_of(network_mark_name(bit)));
	}
	buffer_char(out, ']');
	json_time(out, "data_time", month->last_time_us);
	json_time(out, "judged_at", month->judged_at_us);
	scores_put_json(out, network);
	buffer_string(out, "}\n");
}

/* `audit AS`: the scores of a network, and what they mean for network operators. */
static void put_network(struct asked *asked, const struct audit *audit)
{
	const struct audit_network *network = &audit->subject->networks[0];
	const struct as_month *month = network->month;
	struct buffer *out = &asked->out;

	if (has(asked->args, OPTION_JSON)) {
		put_network_json(out, network, &asked->opened.month);
		return;
	}
	put_heading(out, &month->network, &asked->opened.month);
	if (month->network.peers == 0 && month->neighbour_count == 0)
		buffer_format(out, "  AS%u announced nothing that was seen this month.\n\n",
			      month->network.asn);
	scores_put_table(out, network);
	put_actions(out, audit);
	put_rests_on(out, asked, month->network.asn);
}

/* What would be, beside what is. */
static int put_what_if(struct asked *asked, const char *word, const struct audit *would_be)
{
	struct audit_options plain = asked->options, tried = asked->options;
	const struct audit_subject *subject;
	struct audit_desk *desk;
	struct audit audit;

	plain.what_if_count = 0;
	asked->options = plain;
	int got = find_subject(asked, word, &desk, &subject);
	asked->options = tried;
	if (got < 0)
		return got;
	got = audit_build(&asked->session, asked->programme, subject, &audit);
	for (size_t i = 0; got == 0 && i < subject->network_count; i++) {
		buffer_format(&asked->out, "AS%u, %zu change%s tried:\n",
			      subject->networks[i].month->network.asn, tried.what_if_count,
			      tried.what_if_count == 1 ? "" : "s");
		scores_put_changes(&asked->out, &subject->networks[i],
				   &would_be->subject->networks[i]);
		buffer_char(&asked->out, '\n');
	}
	for (size_t i = 0; got == 0 && i < audit.action_count; i++)
		if (audit.actions[i].state != would_be->actions[i].state)
			buffer_format(&asked->out, "Action %u, %s: %s -> %s\n",
				      audit.actions[i].norm->number, audit.actions[i].norm->title,
				      audit_state_name(audit.actions[i].state),
				      audit_state_name(would_be->actions[i].state));
	if (got == 0)
		buffer_format(&asked->out, "Verdict, %s: %s -> %s\n", audit.programme->title,
			      audit_state_name(audit.verdict), audit_state_name(would_be->verdict));
	audit_desk_free(desk);
	return got;
}

static int put_audit(struct asked *asked, const char *word, const struct audit *audit)
{
	if (asked->options.what_if_count > 0 && !has(asked->args, OPTION_JSON))
		return put_what_if(asked, word, audit);
	if (!has(asked->args, OPTION_PROGRAMME)) {
		put_network(asked, audit);
	} else if (has(asked->args, OPTION_JSON)) {
		audit_put_json(&asked->out, audit, &asked->opened.month);
		buffer_char(&asked->out, '\n');
	} else if (has(asked->args, OPTION_CSV)) {
		audit_put_csv_heading(&asked->out, asked->programme);
		audit_put_csv(&asked->out, audit);
	} else {
		audit_put_text(&asked->out, audit, &asked->opened.month);
	}
	return 0;
}

static enum exit_code failed(const struct asked *asked, const char *word, int error)
{
	if (error == ERR_NOT_FOUND) {
		complain(asked->command,
			 "%s does not take part in %s, and is no AS number; decorum participants "
			 "list shows who does",
			 word, asked->programme->id);
		return EXIT_WORLD;
	}
	if (error == ERR_LIMIT) {
		complain(asked->command, "%s is more than can be audited at once", word);
		return EXIT_WORLD;
	}
	return store_failed(asked->command, asked->opened.store);
}

/* 1 when it is known not to be conformant: what could not be measured is no finding. */
static enum exit_code audit_word(struct asked *asked, const char *word)
{
	const struct audit_subject *subject;
	struct audit_desk *desk;
	struct audit audit;
	int got = find_subject(asked, word, &desk, &subject);

	if (got < 0)
		return failed(asked, word, got);
	got = audit_build(&asked->session, asked->programme, subject, &audit);
	if (got == 0)
		got = put_audit(asked, word, &audit);
	bool finding = has(asked->args, OPTION_PROGRAMME) && got == 0 &&
		       audit.verdict == AUDIT_NON_CONFORMANT;
	audit_desk_free(desk);
	if (got < 0)
		return failed(asked, word, got);
	return finding ? EXIT_NO : EXIT_YES;
}

static bool is_batch(const struct arguments *args)
{
	return has(args, OPTION_ALL) || has(args, OPTION_ECONOMY) || has(args, OPTION_FILE);
}

static bool check_usage(const struct command *command, const struct arguments *args)
{
	asn_t asn;

	if (is_batch(args)) {
		if (args->word_count == 0 && !has(args, OPTION_IF))
			return true;
		complain(command, "--all, --economy and --file take no name and no --if");
		return false;
	}
	if (args->word_count != 1) {
		complain(command, "name one network: decorum audit AS64500; or a participant: "
				  "decorum audit --programme netops NAME");
		return false;
	}
	return has(args, OPTION_PROGRAMME) || asn_of_word(command, args->words[0], &asn);
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct asked asked = { .command = command, .args = args };
	enum exit_code code = EXIT_USAGE;

	if (!check_usage(command, args))
		return EXIT_USAGE;
	asked.options.with_feedback = has(args, OPTION_FEEDBACK);
	arena_init(&asked.session, 2 * (size_t)NORMS_MEMORY_MAX);
	if (read_what_ifs(&asked) && read_programme(&asked)) {
		code = EXIT_WORLD;
		if (open_month(command, args, OPTION_STORE, OPTION_MONTH, &asked.opened)) {
			const struct audit_batch batch = {
				.command = command,
				.opened = &asked.opened,
				.programme = asked.programme,
				.options = &asked.options,
				.economy = args->values[OPTION_ECONOMY],
				.file = args->values[OPTION_FILE],
				.is_json = has(args, OPTION_JSON),
				.is_csv = has(args, OPTION_CSV),
			};
			buffer_init(&asked.out);
			code = is_batch(args) ? audit_all(&batch, &asked.out)
					      : audit_word(&asked, args->words[0]);
			close_month(&asked.opened);
			code = answer(command, &asked.out, code);
		}
	}
	arena_clear(&asked.session);
	return code;
}

static const char DESCRIBES[] =
	"Of an AS number alone: its scores, a line a metric, of the month and as of now (what\n"
	"still stands at the end of the data), the band that each falls in, the counts behind\n"
	"it, and what the Actions for network operators make of it.\n\n"
	"With --programme: an audit of a participant, or of a network that takes part in\n"
	"nothing, Action by Action: whether it is kept, whether that was measured, tested or\n"
	"attested, the proofs, what is missing, and what would mend it. What could not be\n"
	"measured is never conformant. `decorum norms` shows the rules.\n\n"
	"--if tries changes out and shows which scores and Actions they would change.";

static const char CHANGES[] =
	"--if may be given several times: 'roa PREFIX [max N]', a ROA that names the network;\n"
	"'route PREFIX', a route object; 'contact', a technical contact in PeeringDB;\n"
	"'policy', import and export lines; 'filter AS', what that neighbour should not have\n"
	"announced is refused; 'aspa AS...', an ASPA with these providers; 'stop PREFIX', the\n"
	"route is not announced. Only the network's own routes are judged again.";

const struct command command_audit = {
	.name = "audit",
	.says = "show what a network or participant is worth by the norms, and what would mend it",
	.synopsis = "[--programme P] AS|NAME [--store FILE] [--month YYYY-MM] [--json]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_PROGRAMME] = { "programme", 'p', "P",
				       "audit by netops, ixp, cdn, vendor or another" },
		[OPTION_ALL] = { "all", 'a', NULL, "all participants of the programme" },
		[OPTION_ECONOMY] = { "economy", 0, "CC", "all networks seen of this economy" },
		[OPTION_FILE] = { "file", 'f', "FILE", "AS numbers or names, one a line, or -" },
		[OPTION_IF] = { "if", 0, "CHANGE", "try a change out: 'roa 192.0.2.0/24 max 24'" },
		[OPTION_FEEDBACK] = { "feedback", 0, NULL,
				      "incidents that feedback calls legitimate do not count" },
		[OPTION_NORMS] = NORMS_OPTION,
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON; of many, an object a line" },
		[OPTION_CSV] = { "csv", 0, NULL, "as a table for spreadsheets" },
	},
	.sections = { { "CHANGES", CHANGES } },
	.exit_status = "0 done or conformant, 1 not conformant, 2 wrong usage, 3 the world "
		       "failed.",
	.examples = {
		{ "decorum audit AS3333", "the scores of the newest month of ./" STORE_DEFAULT },
		{ "decorum audit --programme netops AS3333 --json", "Actions, for a script" },
		{ "decorum audit AS3333 --if 'roa 193.0.0.0/21 max 21'", "try a ROA out" },
		{ "decorum audit --programme netops --all --csv", "a whole programme" },
	},
	.run = run,
};
