/* decorum norms: the programmes, their Actions, how each is checked and where that is published. */
#include "cli/answer.h"
#include "cli/catalogue.h"

enum { OPTION_JSON, OPTION_NORMS };

enum {
	WIDTH = 100,
	COLUMN_ACTIONS = 12,
	COLUMN_MANDATORY = 21,
	COLUMN_JOIN = 32,
	COLUMN_TITLE = 41,
};

static void put_paragraph(struct buffer *out, size_t indent, const char *label, const char *says)
{
	size_t start = out->used;

	buffer_format(out, "%*s", (int)indent, "");
	buffer_string(out, label);
	put_wrapped(out, text_of(says), out->used - start, WIDTH);
}

static const char *source_label(bool is_ours)
{
	return is_ours ? "our rule; source: " : "source: ";
}

static void put_rule(struct buffer *out, const struct norm_check *check)
{
	buffer_string(out, norm_basis_name(check->basis));
	if (check->basis != NORM_MEASURED)
		return;
	buffer_string(out, ": ");
	if (check->metrics[1] != NULL)
		buffer_format(out, "%s of ", norm_combine_name(check->combine));
	for (size_t i = 0; check->metrics[i] != NULL; i++) {
		buffer_string(out, i > 0 ? ", " : "");
		buffer_printable(out, text_of(check->metrics[i]));
	}
	buffer_format(out, " at least %.4g %%", check->at_least * 100);
	if (check->share < 1)
		buffer_format(out, ", for %.4g %% of the %s", check->share * 100,
			      norm_subject_name(check->of));
}

/* "required  filtering-incidents  measured: worst of M2, M2C at least 60 % (ours)" */
static void put_check_line(struct buffer *out, const struct norm_check *check)
{
	size_t start = out->used;

	buffer_format(out, "    %s", check->is_required ? "required" : "informs");
	put_column(out, start, 14);
	buffer_printable(out, text_of(check->id));
	put_column(out, start, 38);
	put_rule(out, check);
	buffer_string(out, check->is_ours ? " (ours)\n" : "\n");
}

static void put_action_title(struct buffer *out, const struct norm_action *action)
{
	buffer_format(out, "Action %u", action->number);
	if (action->id[0] != '\0') {
		buffer_string(out, ", ");
		buffer_printable(out, text_of(action->id));
	}
	buffer_string(out, ": ");
	buffer_printable(out, text_of(action->title));
	buffer_format(out, ", %s\n", norm_level_name(action->level));
}

static void put_check(struct buffer *out, const struct norm_check *check)
{
	buffer_string(out, "\n  ");
	buffer_printable(out, text_of(check->id));
	buffer_string(out, ": ");
	buffer_printable(out, text_of(check->title));
	buffer_format(out, "\n    %s, of the %s; ", check->is_required ? "required" : "informs",
		      norm_subject_name(check->of));
	put_rule(out, check);
	buffer_char(out, '\n');
	put_paragraph(out, 4, "", check->says);
	put_paragraph(out, 4, source_label(check->is_ours), check->source);
}

static void put_action(struct buffer *out, const struct norm_programme *programme,
		       const struct norm_action *action)
{
	buffer_printable(out, text_of(programme->title));
	buffer_string(out, ", ");
	put_action_title(out, action);
	put_paragraph(out, 2, "must: ", action->must);
	put_paragraph(out, 2, "mend: ", action->mend);
	if (action->since[0] != '\0')
		put_paragraph(out, 2, "since: ", action->since);
	put_paragraph(out, 2, "source: ", action->source);
	put_paragraph(out, 2, "decides: ",
		      action->decides == NORM_ALL ? "all required checks must pass; one without an "
						    "answer leaves the Action open"
						  : "one required check that passes suffices");
	for (size_t i = 0; i < action->check_count; i++)
		put_check(out, &action->checks[i]);
}

static void put_programme(struct buffer *out, const struct norm_programme *programme)
{
	buffer_printable(out, text_of(programme->id));
	buffer_string(out, ": ");
	buffer_printable(out, text_of(programme->title));
	if (programme->since[0] != '\0')
		buffer_format(out, ", since %s", programme->since);
	buffer_char(out, '\n');
	put_paragraph(out, 2, "", programme->says);
	put_paragraph(out, 2, "source: ", programme->source);
	buffer_format(out, "\nTo join: %u of %zu Actions\n", programme->join_at_least,
		      programme->action_count);
	put_paragraph(out, 2, "", programme->join_says);
	put_paragraph(out, 2, source_label(programme->join_is_ours), programme->join_source);
	for (size_t i = 0; i < programme->action_count; i++) {
		const struct norm_action *action = &programme->actions[i];
		buffer_char(out, '\n');
		put_action_title(out, action);
		for (size_t k = 0; k < action->check_count; k++)
			put_check_line(out, &action->checks[k]);
	}
}

static unsigned mandatory_count(const struct norm_programme *programme)
{
	unsigned count = 0;

	for (size_t i = 0; i < programme->action_count; i++)
		count += programme->actions[i].level == NORM_MANDATORY;
	return count;
}

static void put_overview(struct buffer *out, const struct norms *norms)
{
	buffer_string(out, "PROGRAMME   ACTIONS  MANDATORY  TO JOIN  TITLE\n");
	for (size_t i = 0; i < norms->programme_count; i++) {
		const struct norm_programme *programme = &norms->programmes[i];
		size_t start = out->used;
		buffer_printable(out, text_of(programme->id));
		put_column(out, start, COLUMN_ACTIONS);
		buffer_u64(out, programme->action_count);
		put_column(out, start, COLUMN_MANDATORY);
		buffer_u64(out, mandatory_count(programme));
		put_column(out, start, COLUMN_JOIN);
		buffer_u64(out, programme->join_at_least);
		put_column(out, start, COLUMN_TITLE);
		buffer_printable(out, text_of(programme->title));
		buffer_char(out, '\n');
	}
	buffer_char(out, '\n');
	put_paragraph(out, 0, "Scores: ", norms->scoring.says);
	put_paragraph(out, 0, "source: ", norms->scoring.source);
}

static void json_bool(struct buffer *out, const char *key, bool value)
{
	json_key(out, key);
	buffer_string(out, value ? "true" : "false");
}

static void json_check(struct buffer *out, const struct norm_check *check)
{
	bool is_measured = check->basis == NORM_MEASURED, first = true;

	buffer_char(out, '{');
	json_string(out, "id", check->id);
	json_string(out, "title", check->title);
	json_string(out, "says", check->says);
	json_string(out, "basis", norm_basis_name(check->basis));
	json_string(out, "of", norm_subject_name(check->of));
	json_bool(out, "required", check->is_required);
	json_key(out, "metrics");
	buffer_char(out, '[');
	for (size_t i = 0; check->metrics[i] != NULL; i++) {
		json_item(out, &first);
		buffer_json_string(out, text_of(check->metrics[i]));
	}
	buffer_char(out, ']');
	json_string(out, "combine", norm_combine_name(check->combine));
	json_real(out, "at_least", check->at_least, is_measured);
	json_real(out, "share", check->share, true);
	json_bool(out, "ours", check->is_ours);
	json_string(out, "source", check->source);
	buffer_char(out, '}');
}

static void json_action(struct buffer *out, const struct norm_action *action)
{
	bool first = true;

	buffer_char(out, '{');
	json_number(out, "number", action->number);
	json_string(out, "id", action->id);
	json_string(out, "title", action->title);
	json_string(out, "level", norm_level_name(action->level));
	json_string(out, "must", action->must);
	json_string(out, "mend", action->mend);
	json_string(out, "since", action->since);
	json_string(out, "source", action->source);
	json_string(out, "decides", norm_decides_name(action->decides));
	json_key(out, "checks");
	buffer_char(out, '[');
	for (size_t i = 0; i < action->check_count; i++) {
		json_item(out, &first);
		json_check(out, &action->checks[i]);
	}
	buffer_string(out, "]}");
}

static void json_programme(struct buffer *out, const struct norm_programme *programme)
{
	bool first = true;

	buffer_char(out, '{');
	json_string(out, "id", programme->id);
	json_string(out, "title", programme->title);
	json_string(out, "says", programme->says);
	json_string(out, "since", programme->since);
	json_string(out, "source", programme->source);
	json_key(out, "join");
	buffer_char(out, '{');
	json_number(out, "at_least", programme->join_at_least);
	json_string(out, "says", programme->join_says);
	json_bool(out, "ours", programme->join_is_ours);
	json_string(out, "source", programme->join_source);
	buffer_char(out, '}');
	json_key(out, "actions");
	buffer_char(out, '[');
	for (size_t i = 0; i < programme->action_count; i++) {
		json_item(out, &first);
		json_action(out, &programme->actions[i]);
	}
	buffer_string(out, "]}");
}

static void json_norms(struct buffer *out, const struct norms *norms)
{
	const struct norm_scoring *scoring = &norms->scoring;
	bool first = true;

	buffer_char(out, '{');
	json_key(out, "scoring");
	buffer_char(out, '{');
	json_real(out, "ready", scoring->ready, true);
	json_real(out, "aspiring", scoring->aspiring, true);
	json_string(out, "aggregate", norm_combine_name(scoring->aggregate));
	json_number(out, "peers_min", scoring->peers_min);
	json_number(out, "small_max", scoring->small_max);
	json_number(out, "medium_max", scoring->medium_max);
	json_string(out, "says", scoring->says);
	json_string(out, "source", scoring->source);
	buffer_char(out, '}');
	json_key(out, "programmes");
	buffer_char(out, '[');
	for (size_t i = 0; i < norms->programme_count; i++) {
		json_item(out, &first);
		json_programme(out, &norms->programmes[i]);
	}
	buffer_string(out, "]}");
}

/* By number, or by the id of the stricter tier. */
static const struct norm_action *action_of_word(const struct norm_programme *programme,
						const char *word)
{
	uint32_t number;

	if (text_u32(text_of(word), &number) == 0)
		return norm_action_find(programme, number);
	for (size_t i = 0; i < programme->action_count; i++)
		if (text_equal_fold(text_of(word), text_of(programme->actions[i].id)))
			return &programme->actions[i];
	return NULL;
}

static void complain_programme(const struct command *command, const struct norms *norms,
			       const char *word)
{
	struct buffer known;

	buffer_init(&known);
	for (size_t i = 0; i < norms->programme_count; i++)
		buffer_format(&known, "%s%s", i > 0 ? ", " : "", norms->programmes[i].id);
	complain(command, "there is no programme '%s'; there are %.*s", word, (int)known.used,
		 known.bytes);
	buffer_clear(&known);
}

static enum exit_code put_answer(const struct command *command, const struct arguments *args,
				 const struct norms *norms, struct buffer *out)
{
	bool json = has(args, OPTION_JSON);

	if (args->word_count == 0) {
		(json ? json_norms : put_overview)(out, norms);
		return EXIT_YES;
	}
	const struct norm_programme *programme = norms_find(norms, text_of(args->words[0]));
	if (programme == NULL) {
		complain_programme(command, norms, args->words[0]);
		return EXIT_USAGE;
	}
	if (args->word_count == 1) {
		(json ? json_programme : put_programme)(out, programme);
		return EXIT_YES;
	}
	const struct norm_action *action = action_of_word(programme, args->words[1]);
	if (action == NULL) {
		complain(command, "%s has no Action '%s'; see decorum norms %s", programme->id,
			 args->words[1], programme->id);
		return EXIT_USAGE;
	}
	if (json)
		json_action(out, action);
	else
		put_action(out, programme, action);
	return EXIT_YES;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct arena session;
	struct norms norms;
	struct buffer out;

	if (args->word_count > 2) {
		complain(command,
			 "name a programme, and one of its Actions: decorum norms netops 4");
		return EXIT_USAGE;
	}
	arena_init(&session, NORMS_MEMORY_MAX);
	if (!catalogue_load(command, args->values[OPTION_NORMS], &session, &norms)) {
		arena_clear(&session);
		return EXIT_WORLD;
	}
	buffer_init(&out);
	enum exit_code code = put_answer(command, args, &norms, &out);
	if (code == EXIT_YES && has(args, OPTION_JSON))
		buffer_char(&out, '\n');
	arena_clear(&session);
	return answer(command, &out, code);
}

static const char DESCRIBES[] =
	"What is asked of networks, exchanges, content networks and vendors: the programmes,\n"
	"their Actions, how each is checked, which score passes, and where that is\n"
	"published. What is not published is a rule of ours, and says so.\n\n"
	"A check is measured (from data that anybody has), tested (somebody ran a test) or\n"
	"attested (somebody says so, with a proof). Required checks decide an Action, the\n"
	"others inform. ACTION is a number, or an id such as RS-01.\n\n"
	"The norms are data: copy a text of norms/ into a folder, change it, and name the\n"
	"folder with --norms.";

const struct command command_norms = {
	.name = "norms",
	.says = "show what is asked for, how it is checked, and where that is published",
	.synopsis = "[PROGRAMME [ACTION]] [--json] [--norms DIR]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON, with every text" },
		[OPTION_NORMS] = NORMS_OPTION,
	},
	.examples = {
		{ "decorum norms", "all programmes" },
		{ "decorum norms netops 4", "one Action whole" },
	},
	.run = run,
};
