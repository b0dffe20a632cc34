/* decorum participants: who takes part in which programme, and with which networks. */
#include <assert.h>

#include "cli/register.h"
#include "cli/register_import.h"
#include "net/economy.h"
#include "wire/csv.h"

enum {
	OPTION_STORE,
	OPTION_PROGRAMME,
	OPTION_NAME,
	OPTION_ASN,
	OPTION_ROUTE_SERVER,
	OPTION_MEMBER,
	OPTION_ECONOMY,
	OPTION_CONTACT,
	OPTION_SINCE,
	OPTION_JSON,
	OPTION_CSV,
};

enum { INDENT = 4, WIDTH = 100, ECONOMIES_MAX = 1024 };

/*
 * list
 */

struct listing {
	struct buffer out;
	bool json, csv;
	bool first;
};

static bool has_role(const struct participant *participant, enum participant_asn_role role)
{
	for (size_t i = 0; i < participant->asn_count; i++)
		if (participant->asns[i].role == role)
			return true;
	return false;
}

/* The numbers of one role, each behind `mark` and with `between` between them. */
static void put_asns(struct buffer *out, const struct participant *participant,
		     enum participant_asn_role role, const char *mark, const char *between)
{
	bool first = true;

	for (size_t i = 0; i < participant->asn_count; i++) {
		if (participant->asns[i].role != role)
			continue;
		buffer_format(out, "%s%s%u", first ? "" : between, mark, participant->asns[i].asn);
		first = false;
	}
}

static void put_text_asns(struct buffer *out, const struct participant *participant,
			  enum participant_asn_role role, const char *says)
{
	struct buffer words;

	if (!has_role(participant, role))
		return;
	buffer_init(&words);
	buffer_string(&words, says);
	put_asns(&words, participant, role, "AS", " ");
	buffer_format(out, "%*s", INDENT, "");
	put_wrapped(out, (struct text){ words.bytes, words.used }, INDENT, WIDTH);
	buffer_clear(&words);
}

static void put_text(struct buffer *out, const struct participant *participant)
{
	buffer_printable(out, text_of(participant->name));
	buffer_format(out, " (%s)", participant->programme);
	if (participant->economies[0] != '\0') {
		buffer_string(out, ", ");
		buffer_printable(out, text_of(participant->economies));
	}
	if (participant->since != 0) {
		buffer_string(out, ", since ");
		put_day(out, participant->since);
	}
	if (participant->contact[0] != '\0') {
		buffer_string(out, ", ");
		buffer_printable(out, text_of(participant->contact));
	}
	buffer_char(out, '\n');
	put_text_asns(out, participant, PARTICIPANT_NETWORK, "");
	put_text_asns(out, participant, PARTICIPANT_ROUTE_SERVER, "route servers ");
	put_text_asns(out, participant, PARTICIPANT_MEMBER, "members ");
}

static void put_csv(struct buffer *out, const struct participant *participant)
{
	csv_text(out, text_of(participant->programme));
	buffer_char(out, ',');
	csv_text(out, text_of(participant->name));
	buffer_char(out, ',');
	csv_text(out, text_of(participant->economies));
	buffer_char(out, ',');
	csv_text(out, text_of(participant->contact));
	buffer_char(out, ',');
	put_day(out, participant->since);
	for (unsigned role = 0; role < PARTICIPANT_ASN_ROLES; role++) {
		buffer_char(out, ',');
		put_asns(out, participant, (enum participant_asn_role)role, "", " ");
	}
	buffer_char(out, '\n');
}

static void json_asns(struct buffer *out, const char *key, const struct participant *participant,
		      enum participant_asn_role role)
{
	json_key(out, key);
	buffer_char(out, '[');
	put_asns(out, participant, role, "", ",");
	buffer_char(out, ']');
}

static void put_json(struct buffer *out, const struct participant *participant)
{
	struct text economies = text_of(participant->economies), economy;
	bool first = true;

	buffer_char(out, '{');
	json_string(out, "programme", participant->programme);
	json_string(out, "name", participant->name);
	json_key(out, "economies");
	buffer_char(out, '[');
	while (text_word(&economies, &economy)) {
		json_item(out, &first);
		buffer_json_string(out, economy);
	}
	buffer_char(out, ']');
	json_string(out, "contact", participant->contact);
	json_day(out, "since", participant->since);
	json_asns(out, "asns", participant, PARTICIPANT_NETWORK);
	json_asns(out, "route_servers", participant, PARTICIPANT_ROUTE_SERVER);
	json_asns(out, "members", participant, PARTICIPANT_MEMBER);
	buffer_char(out, '}');
}

/* All that a cursor walks over, or until stdout takes no more. */
static int list_all(struct listing *listing, struct register_cursor *cursor)
{
	struct participant participant;
	int got = 0;
	bool done = true;

	while (done && (got = store_participant_next(cursor, &participant)) > 0) {
		if (listing->json) {
			json_item(&listing->out, &listing->first);
			put_json(&listing->out, &participant);
		} else if (listing->csv) {
			put_csv(&listing->out, &participant);
		} else {
			put_text(&listing->out, &participant);
		}
		done = answer_piece(&listing->out);
	}
	register_cursor_close(cursor);
	return got < 0 ? got : 0;
}

/* Those that have this number, whatever it is to them. */
static int list_holders(struct listing *listing, struct store *store, const char *programme,
			asn_t asn)
{
	struct register_cursor *cursor = store_holders(store, asn);
	struct register_holder holder;
	struct buffer last; /* programme and name; one may have the number in two roles */
	int got;

	buffer_init(&last);
	while ((got = store_holder_next(cursor, &holder)) > 0) {
		struct buffer key;
		buffer_init(&key);
		buffer_format(&key, "%s %s", holder.programme, holder.name);
		bool again = text_equal((struct text){ last.bytes, last.used },
					(struct text){ key.bytes, key.used });
		buffer_clear(&last);
		last = key;
		if (again || (programme != NULL && strcmp(programme, holder.programme) != 0))
			continue;
		got = list_all(listing,
			       store_participant_named(store, holder.programme, holder.name));
		if (got < 0)
			break;
	}
	buffer_clear(&last);
	register_cursor_close(cursor);
	return got;
}

static enum exit_code list(const struct command *command, const struct arguments *args)
{
	struct listing listing = { .json = has(args, OPTION_JSON),
				   .csv = has(args, OPTION_CSV),
				   .first = true };
	const char *programme = NULL;
	asn_t asn = ASN_NONE;

	if ((has(args, OPTION_PROGRAMME) &&
	     !programme_of_word(command, args->values[OPTION_PROGRAMME], &programme)) ||
	    (has(args, OPTION_ASN) && !asn_of_word(command, args->values[OPTION_ASN], &asn)))
		return EXIT_USAGE;
	struct store *store = open_register(command, args, OPTION_STORE, STORE_READ);
	if (store == NULL)
		return EXIT_WORLD;
	buffer_init(&listing.out);
	if (listing.json)
		buffer_string(&listing.out, "{\"participants\":[");
	else if (listing.csv)
		buffer_string(&listing.out, "programme,name,economies,contact,since,asns,"
					    "route_servers,members\n");
	int err = has(args, OPTION_ASN) ? list_holders(&listing, store, programme, asn)
					: list_all(&listing, store_participants(store, programme));
	if (listing.json)
		buffer_string(&listing.out, "]}\n");
	enum exit_code code = err < 0 ? store_failed(command, store) : EXIT_YES;
	store_close(store);
	return answer(command, &listing.out, code);
}

/*
 * add, remove, import
 */

/* The numbers of one option. */
static bool read_asns(const struct command *command, const struct arguments *args, size_t option,
		      enum participant_asn_role role, struct participant_asn asns[GIVEN_MAX],
		      size_t *io_count)
{
	const char *word;

	for (size_t at = 0; (word = next_value(args, option, &at)) != NULL; (*io_count)++) {
		asns[*io_count].role = role;
		if (!asn_of_word(command, word, &asns[*io_count].asn))
			return false;
	}
	return true;
}

static bool read_economies(const struct command *command, const struct arguments *args,
			   char out[ECONOMIES_MAX])
{
	const char *word;
	size_t used = 0;

	out[0] = '\0';
	for (size_t at = 0; (word = next_value(args, OPTION_ECONOMY, &at)) != NULL;) {
		const struct economy *economy = economy_find(text_of(word));
		if (economy == NULL) {
			complain(command, "'%s' is not an economy; write it like NL", word);
			return false;
		}
		if (used > 0)
			out[used++] = ' ';
		memcpy(out + used, economy->code, sizeof(economy->code));
		used += 2;
	}
	return true;
}

static_assert(GIVEN_MAX * 3 < ECONOMIES_MAX, "as many as can be given");

/* Whose, for add and remove. */
static bool read_who(const struct command *command, const struct arguments *args,
		     const char **out_programme)
{
	if (!has(args, OPTION_PROGRAMME) || !has(args, OPTION_NAME)) {
		complain(command, "name the participant: --programme netops --name 'Example'");
		return false;
	}
	return programme_of_word(command, args->values[OPTION_PROGRAMME], out_programme) &&
	       text_is_kept(command, "--name", args->values[OPTION_NAME]);
}

static int is_there(struct store *store, const struct participant *participant)
{
	struct register_cursor *cursor =
		store_participant_named(store, participant->programme, participant->name);
	struct participant old;
	int got = store_participant_next(cursor, &old);

	register_cursor_close(cursor);
	return got;
}

static enum exit_code add(const struct command *command, const struct arguments *args)
{
	struct participant_asn asns[GIVEN_MAX];
	struct participant participant = { .contact = "", .asns = asns };
	char economies[ECONOMIES_MAX];
	size_t count = 0;

	if (!read_who(command, args, &participant.programme) ||
	    !read_asns(command, args, OPTION_ASN, PARTICIPANT_NETWORK, asns, &count) ||
	    !read_asns(command, args, OPTION_ROUTE_SERVER, PARTICIPANT_ROUTE_SERVER, asns,
		       &count) ||
	    !read_asns(command, args, OPTION_MEMBER, PARTICIPANT_MEMBER, asns, &count) ||
	    !read_economies(command, args, economies) ||
	    (has(args, OPTION_SINCE) &&
	     !day_of_word(command, args->values[OPTION_SINCE], &participant.since)) ||
	    (has(args, OPTION_CONTACT) &&
	     !text_is_kept(command, "--contact", args->values[OPTION_CONTACT])))
		return EXIT_USAGE;
	participant.name = args->values[OPTION_NAME];
	participant.economies = economies;
	if (has(args, OPTION_CONTACT))
		participant.contact = args->values[OPTION_CONTACT];
	participant.asn_count = participant_asns_sort(asns, count);
	struct store *store = open_register(command, args, OPTION_STORE, STORE_WRITE);
	if (store == NULL)
		return EXIT_WORLD;
	int err = store_register_begin(store);
	int found = err == 0 ? is_there(store, &participant) : err;
	err = found < 0 ? found : store_put_participant(store, &participant);
	enum exit_code code = close_register(command, store, err);
	struct buffer out;
	buffer_init(&out);
	if (code == EXIT_YES) {
		buffer_string(&out, found > 0 ? "changed: " : "added: ");
		put_text(&out, &participant);
	}
	return answer(command, &out, code);
}

static enum exit_code delete (const struct command *command, const struct arguments *args) {
	const char *programme;

	if (!read_who(command, args, &programme)) return EXIT_USAGE;
	struct store *store = open_register(command, args, OPTION_STORE, STORE_WRITE);
	if (store == NULL) return EXIT_WORLD;
	int err = store_register_begin(store);
	if (err == 0) err = store_remove_participant(store, programme, args->values[OPTION_NAME]);
	enum exit_code code = close_register(command, store, err);
	if (code == EXIT_NO) complain(command, "%s has no participant '%s'", programme,
				      args->values[OPTION_NAME]);
	return code;
}

static enum exit_code import(const struct command *command, const struct arguments *args)
{
	const char *programme;
	struct buffer out;

	if (args->word_count != 2 || !has(args, OPTION_PROGRAMME)) {
		complain(command, "name a list and its programme: decorum participants import "
				  "list.csv --programme netops");
		return EXIT_USAGE;
	}
	if (!programme_of_word(command, args->values[OPTION_PROGRAMME], &programme))
		return EXIT_USAGE;
	struct store *store = open_register(command, args, OPTION_STORE, STORE_WRITE);
	if (store == NULL)
		return EXIT_WORLD;
	if (store_register_begin(store) < 0) {
		enum exit_code failed = store_failed(command, store);
		store_close(store);
		return failed;
	}
	buffer_init(&out);
	enum exit_code code = register_import(command, args->words[1], programme, store, &out);
	if (code == EXIT_YES)
		code = close_register(command, store, 0);
	else
		store_close(store); /* takes back what was put */
	if (code != EXIT_YES)
		out.used = 0;
	return answer(command, &out, code);
}

static const struct {
	const char *word;
	enum exit_code (*run)(const struct command *command, const struct arguments *args);
	size_t words;
} ACTIONS[] = {
	{ "list", list, 1 },
	{ "add", add, 1 },
	{ "remove", delete, 1 },
	{ "import", import, 2 },
};

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	for (size_t i = 0; args->word_count > 0 && i < sizeof(ACTIONS) / sizeof(ACTIONS[0]); i++) {
		if (strcmp(args->words[0], ACTIONS[i].word) != 0)
			continue;
		if (args->word_count > ACTIONS[i].words) {
			complain(command, "%s takes no word '%s'", ACTIONS[i].word,
				 args->words[ACTIONS[i].words]);
			return EXIT_USAGE;
		}
		return ACTIONS[i].run(command, args);
	}
	complain(command, "say what to do: list, add, remove, or import FILE");
	return EXIT_USAGE;
}

static const char DESCRIBES[] =
	"Keeps the register of participants in a store, beside its months: what they say of\n"
	"themselves, not what was measured.\n\n"
	"`list` shows it, all of it or one programme, or who has an AS number. `add` puts one\n"
	"participant, or replaces the one of that name; names have no case. `remove` takes one\n"
	"out, with its attestations.\n\n"
	"`import` reads a list, packed or not: all of it, or nothing when it is damaged. A\n"
	"participant of the same name is replaced; a contact and a date that the list does not\n"
	"have stay. Nobody is removed. What was refused is said, with its first place.";

static const char LISTS[] =
	"A table of comma-separated values, whose first line names the columns: `Organization\n"
	"Name` or `name`, `Areas` or `economies`, `ASNs`, `route_servers`, `members`,\n"
	"`contact`, `since`, in any order. Several AS numbers or economies stand in one field,\n"
	"separated by semicolons, commas or blanks. What stands in a column such as `Action 1:\n"
	"Filtering` becomes an attestation of the check action-1-claim, by nobody but the\n"
	"participant.\n\n"
	"JSON: a list of objects with the same names as members, or with `areas_served` and\n"
	"`member_since`; `actions` is an object such as {\"1\":\"Yes\"}. `list --json` prints "
	"that\n"
	"layout too.\n\n"
	"An exchange's IX-F export of its members, versions 0.4 to 1.0: its exchanges become\n"
	"participants of ixp, with their route servers and members.\n\n"
	"Two rows of one name with different networks are two participants; the later is kept\n"
	"as \"NAME (AS64500)\".";

const struct command command_participants = {
	.name = "participants",
	.says = "keep who takes part in a programme, and with which networks",
	.synopsis = "list [--programme P] [--asn AS] [--json | --csv] [--store FILE]\n"
		    "       decorum participants import FILE --programme P [--store FILE]\n"
		    "       decorum participants add --programme P --name NAME [--asn AS]... "
		    "[--store FILE]\n"
		    "       decorum participants remove --programme P --name NAME [--store FILE]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_PROGRAMME] = { "programme", 'p', "P", "netops, ixp, cdn or vendor" },
		[OPTION_NAME] = { "name", 'n', "NAME", "the participant's" },
		[OPTION_ASN] = { "asn", 'a', "AS", "a network of its own, several times if need "
						   "be; for list: who has it?" },
		[OPTION_ROUTE_SERVER] = { "route-server", 0, "AS", "an exchange's route server" },
		[OPTION_MEMBER] = { "member", 0, "AS", "a member of the exchange" },
		[OPTION_ECONOMY] = { "economy", 'e', "CC", "where: NL, several times if need be" },
		[OPTION_CONTACT] = { "contact", 0, "ADDR", "where reports go" },
		[OPTION_SINCE] = { "since", 0, "DATE", "when it joined: 2026-02-22" },
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
		[OPTION_CSV] = { "csv", 'c', NULL, "as comma-separated values" },
	},
	.sections = { { "LISTS", LISTS } },
	.examples = {
		{ "decorum participants import participants.csv --programme netops",
		  "from a list" },
		{ "decorum participants add -p ixp -n Exchange --route-server AS64510 "
		  "--member AS64500", "an exchange" },
		{ "decorum participants list --asn AS64500", "who has this network?" },
	},
	.see_also = { "decorum-attest 1", "decorum-feedback 1" },
	.run = run,
};
