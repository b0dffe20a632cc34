/* decorum feedback: what people say that an incident really was. */
#include <time.h>

#include "base/utc.h"
#include "cli/register.h"

enum {
	OPTION_STORE,
	OPTION_CLASS,
	OPTION_WHO,
	OPTION_WHY,
	OPTION_ASN,
	OPTION_AT,
	OPTION_LIST,
	OPTION_JSON,
};

static void put_text(struct buffer *out, const struct feedback *feedback)
{
	char time[UTC_TEXT_MAX];

	buffer_format(out, "%s ", utc_print(feedback->time_us, time));
	buffer_printable(out, text_of(feedback->source));
	buffer_char(out, ':');
	buffer_printable(out, text_of(feedback->incident));
	if (feedback->asn != ASN_NONE)
		buffer_format(out, " AS%u", feedback->asn);
	buffer_format(out, " %s, says ", feedback_class_name(feedback->class));
	buffer_printable(out, text_of(feedback->who));
	buffer_string(out, "\n    ");
	buffer_printable(out, text_of(feedback->why));
	buffer_char(out, '\n');
}

static void put_json(struct buffer *out, const struct feedback *feedback)
{
	buffer_char(out, '{');
	json_string(out, "source", feedback->source);
	json_string(out, "incident", feedback->incident);
	if (feedback->asn != ASN_NONE)
		json_number(out, "asn", feedback->asn);
	json_string(out, "class", feedback_class_name(feedback->class));
	json_string(out, "who", feedback->who);
	json_string(out, "why", feedback->why);
	json_time(out, "time", feedback->time_us);
	buffer_char(out, '}');
}

/* "grip:moas-1-2": the id may have colons, the source has none. */
static bool incident_of_word(const struct command *command, const char *word, char *source,
			     size_t size, const char **out_incident)
{
	size_t len = strcspn(word, ":");

	if (word[len] == ':' && len > 0 && len < size &&
	    text_is_kept(command, "the id of the incident", word + len + 1)) {
		memcpy(source, word, len);
		source[len] = '\0';
		*out_incident = word + len + 1;
		return true;
	}
	if (word[len] != ':' || len == 0 || len >= size)
		complain(command, "'%s' names no incident; write SOURCE:ID as it is listed", word);
	return false;
}

enum { SOURCE_MAX = 64 };

static enum exit_code list(const struct command *command, const struct arguments *args)
{
	bool json = has(args, OPTION_JSON), first = true, done = true;
	struct register_cursor *cursor;
	char source[SOURCE_MAX];
	const char *incident = NULL;
	asn_t asn = ASN_NONE;
	struct feedback feedback;
	struct buffer out;
	int got = 0;

	if ((args->word_count > 0 &&
	     !incident_of_word(command, args->words[0], source, sizeof(source), &incident)) ||
	    (has(args, OPTION_ASN) && !asn_of_word(command, args->values[OPTION_ASN], &asn)))
		return EXIT_USAGE;
	struct store *store = open_register(command, args, OPTION_STORE, STORE_READ);
	if (store == NULL)
		return EXIT_WORLD;
	if (incident != NULL)
		cursor = store_feedback_on(store, source, incident);
	else
		cursor = has(args, OPTION_ASN) ? store_feedback_about(store, asn)
					       : store_feedback(store);
	buffer_init(&out);
	buffer_string(&out, json ? "{\"feedback\":[" : "");
	while (done && (got = store_feedback_next(cursor, &feedback)) > 0) {
		if (has(args, OPTION_ASN) && feedback.asn != asn)
			continue;
		if (json) {
			json_item(&out, &first);
			put_json(&out, &feedback);
		} else {
			put_text(&out, &feedback);
		}
		done = answer_piece(&out);
	}
	register_cursor_close(cursor);
	buffer_string(&out, json ? "]}\n" : "");
	enum exit_code code = got < 0 ? store_failed(command, store) : EXIT_YES;
	store_close(store);
	return answer(command, &out, code);
}

static bool read_feedback(const struct command *command, const struct arguments *args,
			  struct feedback *feedback, char source[SOURCE_MAX])
{
	if (args->word_count != 1 || !has(args, OPTION_CLASS) || !has(args, OPTION_WHO) ||
	    !has(args, OPTION_WHY)) {
		complain(command,
			 "say of which incident, what it was, who says so and why: decorum "
			 "feedback SOURCE:ID --class typo --who noc@example.net --why "
			 "'a slip'");
		return false;
	}
	feedback->source = source;
	feedback->who = args->values[OPTION_WHO];
	feedback->why = args->values[OPTION_WHY];
	feedback->time_us = (uint64_t)time(NULL) * UTC_SECOND;
	if (!incident_of_word(command, args->words[0], source, SOURCE_MAX, &feedback->incident) ||
	    !text_is_kept(command, "--who", feedback->who) ||
	    !text_is_kept(command, "--why", feedback->why) ||
	    (has(args, OPTION_ASN) &&
	     !asn_of_word(command, args->values[OPTION_ASN], &feedback->asn)))
		return false;
	if (!feedback_class_find(text_of(args->values[OPTION_CLASS]), &feedback->class)) {
		complain(command,
			 "there is no class '%s'; there are disputed, legitimate, typo, "
			 "incident",
			 args->values[OPTION_CLASS]);
		return false;
	}
	if (has(args, OPTION_AT) &&
	    utc_parse(text_of(args->values[OPTION_AT]), &feedback->time_us) < 0) {
		complain(command, "'%s' is not a time; write it like 2026-02-22T15:30:00Z",
			 args->values[OPTION_AT]);
		return false;
	}
	return true;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct feedback feedback = { 0 };
	char source[SOURCE_MAX];

	if (has(args, OPTION_LIST) && args->word_count <= 1)
		return list(command, args);
	if (!read_feedback(command, args, &feedback, source))
		return EXIT_USAGE;
	struct store *store = open_register(command, args, OPTION_STORE, STORE_WRITE);
	if (store == NULL)
		return EXIT_WORLD;
	int err = store_register_begin(store);
	if (err == 0)
		err = store_put_feedback(store, &feedback);
	return close_register(command, store, err);
}

static const char DESCRIBES[] =
	"Notes what somebody says of an incident: that it is disputed (it did not happen like\n"
	"that; until it is decided it still counts), legitimate (intended, by who may), a typo\n"
	"(it happened, by a slip, and counts), or an incident indeed. All that is said is kept\n"
	"with its time; the latest of one incident and network counts.\n\n"
	"--list shows it: all, of one incident, or on one network.";

const struct command command_feedback = {
	.name = "feedback",
	.says = "note what an incident really was, as somebody says",
	.synopsis = "SOURCE:ID --class CLASS --who WHO --why TEXT [--asn AS] [--store FILE]\n"
		    "       decorum feedback --list [SOURCE:ID] [--asn AS] [--json] [--store FILE]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_CLASS] = { "class", 0, "CLASS",
				   "disputed, legitimate, typo or incident" },
		[OPTION_WHO] = { "who", 0, "WHO", "who says so" },
		[OPTION_WHY] = { "why", 0, "TEXT", "and why" },
		[OPTION_ASN] = { "asn", 'a', "AS", "whose score (default: everybody's)" },
		[OPTION_AT] = { "at", 0, "TIME", "when it was said (default: now)" },
		[OPTION_LIST] = { "list", 'l', NULL, "show what was said" },
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
	},
	.examples = {
		{ "decorum feedback grip:moas-1 --class legitimate --who noc@example.net "
		  "--why 'our second site'", "it was meant so" },
	},
	.see_also = { "decorum-participants 1" },
	.run = run,
};
