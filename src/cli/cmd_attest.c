/* decorum attest: claims of participants, with their proof. */
#include <stdio.h>
#include <time.h>

#include "audit/audit.h"
#include "base/utc.h"
#include "cli/catalogue.h"
#include "cli/register.h"

enum {
	OPTION_STORE,
	OPTION_SAYS,
	OPTION_LINK,
	OPTION_DATE,
	OPTION_EXPIRES,
	OPTION_AUDITOR,
	OPTION_PRODUCT,
	OPTION_TESTED,
	OPTION_FAILS,
	OPTION_LIST,
	OPTION_NORMS,
	OPTION_JSON,
};

static void put_text(struct buffer *out, const struct attestation *attestation)
{
	buffer_printable(out, text_of(attestation->name));
	buffer_format(out, " (%s) ", attestation->programme);
	buffer_printable(out, text_of(attestation->check));
	if (attestation->product[0] != '\0') {
		buffer_string(out, " of ");
		buffer_printable(out, text_of(attestation->product));
	}
	buffer_format(out, ": %s, ", attestation->holds ? "holds" : "does not hold");
	buffer_string(out, attestation->is_tested ? "tested" : "stated");
	if (attestation->auditor[0] != '\0') {
		buffer_string(out, ", looked at by ");
		buffer_printable(out, text_of(attestation->auditor));
	}
	if (attestation->date != 0) {
		buffer_string(out, ", ");
		put_day(out, attestation->date);
	}
	if (attestation->expires != 0) {
		buffer_string(out, ", until ");
		put_day(out, attestation->expires);
	}
	buffer_string(out, "\n    ");
	buffer_printable(out, text_of(attestation->says));
	if (attestation->link[0] != '\0') {
		buffer_string(out, "\n    ");
		buffer_printable(out, text_of(attestation->link));
	}
	buffer_char(out, '\n');
}

static void put_json(struct buffer *out, const struct attestation *attestation)
{
	buffer_char(out, '{');
	json_string(out, "programme", attestation->programme);
	json_string(out, "name", attestation->name);
	json_string(out, "check", attestation->check);
	json_string(out, "product", attestation->product);
	json_string(out, "auditor", attestation->auditor);
	json_string(out, "says", attestation->says);
	json_string(out, "link", attestation->link);
	json_key(out, "tested");
	buffer_string(out, attestation->is_tested ? "true" : "false");
	json_key(out, "holds");
	buffer_string(out, attestation->holds ? "true" : "false");
	json_day(out, "date", attestation->date);
	json_day(out, "expires", attestation->expires);
	buffer_char(out, '}');
}

static enum exit_code list(const struct command *command, const struct arguments *args)
{
	const char *programme = NULL, *name = args->word_count > 0 ? args->words[1] : NULL;
	bool json = has(args, OPTION_JSON), first = true, done = true;
	struct attestation attestation;
	struct buffer out;
	int got = 0;

	if (name != NULL && !programme_of_word(command, args->words[0], &programme))
		return EXIT_USAGE;
	struct store *store = open_register(command, args, OPTION_STORE, STORE_READ);
	if (store == NULL)
		return EXIT_WORLD;
	buffer_init(&out);
	buffer_string(&out, json ? "{\"attestations\":[" : "");
	struct register_cursor *cursor = store_attestations(store, programme, name);
	while (done && (got = store_attestation_next(cursor, &attestation)) > 0) {
		if (json) {
			json_item(&out, &first);
			put_json(&out, &attestation);
		} else {
			put_text(&out, &attestation);
		}
		done = answer_piece(&out);
	}
	register_cursor_close(cursor);
	buffer_string(&out, json ? "]}\n" : "");
	enum exit_code code = got < 0 ? store_failed(command, store) : EXIT_YES;
	store_close(store);
	return answer(command, &out, code);
}

/* A check of the programme that is attested or tested, or what a list of participants claims of an
 * Action. A measured one is nobody's to attest. */
static bool check_is_attestable(const struct command *command,
				const struct norm_programme *programme, const char *word)
{
	const struct norm_check *check = norm_check_find(programme, text_of(word));
	char claim[AUDIT_CLAIM_MAX];

	for (size_t i = 0; i < programme->action_count; i++)
		if (strcmp(audit_claim_id(programme->actions[i].number, claim), word) == 0)
			return true;
	if (check == NULL)
		complain(command, "'%s' is no check of %s; decorum norms %s shows them", word,
			 programme->id, programme->id);
	else if (check->basis == NORM_MEASURED)
		complain(command, "%s is measured: an attestation of it would decide nothing",
			 word);
	else
		return true;
	return false;
}

static bool check_of_word(const struct command *command, const struct arguments *args,
			  const char *programme, const char *word)
{
	struct arena session;
	struct norms norms;

	arena_init(&session, NORMS_MEMORY_MAX);
	bool good = catalogue_load(command, args->values[OPTION_NORMS], &session, &norms);
	if (good) {
		const struct norm_programme *found = norms_find(&norms, text_of(programme));
		good = found != NULL && check_is_attestable(command, found, word);
	}
	arena_clear(&session);
	return good;
}

static bool option_is_kept(const struct command *command, const struct arguments *args,
			   size_t option, const char **out_text)
{
	char name[32];

	*out_text = "";
	if (!has(args, option))
		return true;
	*out_text = args->values[option];
	(void)snprintf(name, sizeof(name), "--%s", command->options[option].name);
	return text_is_kept(command, name, *out_text);
}

static bool read_days(const struct command *command, const struct arguments *args,
		      struct attestation *attestation)
{
	attestation->date = utc_day_of((uint64_t)time(NULL) * UTC_SECOND);
	if ((has(args, OPTION_DATE) &&
	     !day_of_word(command, args->values[OPTION_DATE], &attestation->date)) ||
	    (has(args, OPTION_EXPIRES) &&
	     !day_of_word(command, args->values[OPTION_EXPIRES], &attestation->expires)))
		return false;
	if (attestation->expires == 0 || attestation->expires >= attestation->date)
		return true;
	complain(command, "it would expire before it begins");
	return false;
}

static bool read_attestation(const struct command *command, const struct arguments *args,
			     struct attestation *attestation)
{
	if (args->word_count != 3 || !has(args, OPTION_SAYS)) {
		complain(command, "say whose, which check, and what: decorum attest netops "
				  "'Example' action-1-claim --says 'we filter customers'");
		return false;
	}
	attestation->name = args->words[1];
	attestation->check = args->words[2];
	attestation->is_tested = has(args, OPTION_TESTED);
	attestation->holds = !has(args, OPTION_FAILS);
	return programme_of_word(command, args->words[0], &attestation->programme) &&
	       text_is_kept(command, "the name", attestation->name) &&
	       check_of_word(command, args, attestation->programme, attestation->check) &&
	       option_is_kept(command, args, OPTION_SAYS, &attestation->says) &&
	       option_is_kept(command, args, OPTION_LINK, &attestation->link) &&
	       option_is_kept(command, args, OPTION_AUDITOR, &attestation->auditor) &&
	       option_is_kept(command, args, OPTION_PRODUCT, &attestation->product) &&
	       read_days(command, args, attestation);
}

static enum exit_code attest(const struct command *command, const struct arguments *args)
{
	struct attestation attestation = { 0 };

	if (!read_attestation(command, args, &attestation))
		return EXIT_USAGE;
	struct store *store = open_register(command, args, OPTION_STORE, STORE_WRITE);
	if (store == NULL)
		return EXIT_WORLD;
	int err = store_register_begin(store);
	if (err == 0)
		err = store_put_attestation(store, &attestation);
	enum exit_code code = close_register(command, store, err);
	if (code == EXIT_NO)
		complain(command, "%s has no participant '%s'; `decorum participants` adds one",
			 attestation.programme, attestation.name);
	return code;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	if (!has(args, OPTION_LIST))
		return attest(command, args);
	if (args->word_count == 0 || args->word_count == 2)
		return list(command, args);
	complain(command, "--list takes a programme and a name, or nothing");
	return EXIT_USAGE;
}

static const char DESCRIBES[] =
	"Notes that a participant claims to pass a check of its programme, and where the proof\n"
	"stands; with --auditor, who looked at it. It is kept apart from what is measured. What\n"
	"the same auditor says of the same check and product again replaces what was said.\n\n"
	"--list shows all attestations, or those of one participant.";

const struct command command_attest = {
	.name = "attest",
	.says = "note what a participant claims, and where the proof stands",
	.synopsis = "PROGRAMME NAME CHECK --says TEXT [--link URL] [--auditor WHO] ... "
		    "[--store FILE]\n"
		    "       decorum attest --list [PROGRAMME NAME] [--json] [--store FILE]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_SAYS] = { "says", 0, "TEXT", "what is claimed, in words" },
		[OPTION_LINK] = { "link", 0, "URL", "where the proof stands" },
		[OPTION_DATE] = { "date", 0, "DATE", "of the claim: 2026-02-22 (default: today)" },
		[OPTION_EXPIRES] = { "expires", 0, "DATE", "when it ends (default: never)" },
		[OPTION_AUDITOR] = { "auditor", 0, "WHO", "who looked at it" },
		[OPTION_PRODUCT] = { "product", 0, "NAME", "of a vendor: which one" },
		[OPTION_TESTED] = { "tested", 0, NULL, "a test was run" },
		[OPTION_FAILS] = { "fails", 0, NULL, "it was looked at, and does not hold" },
		[OPTION_LIST] = { "list", 'l', NULL, "show what is noted" },
		[OPTION_NORMS] = NORMS_OPTION,
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
	},
	.exit_status = "0 done, 1 there is no such participant, 2 wrong usage, 3 the world failed.",
	.examples = {
		{ "decorum attest netops Example coordination-answers --says 'NOC day and night' "
		  "--link https://example.net/noc", "a claim" },
	},
	.see_also = { "decorum-participants 1" },
	.run = run,
};
