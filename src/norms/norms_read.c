#include <stdio.h>

#include "norms/names.h"
#include "norms/norms.h"
#include "norms/yaml_fields.h"

enum { TREE_BUDGET = 16 << 20 }; /* the costliest text of 256 KiB needs less */

#define SCORING "scoring.yaml"

static const char *const no_words[] = { NULL };

static const struct norm_check check_defaults = { .metrics = no_words,
						  .combine = NORM_WORST,
						  .share = 1 };
static const struct norm_action action_defaults = { .id = "", .since = "" };
static const struct norm_programme programme_defaults = { .since = "" };
static const struct norm_scoring scoring_defaults = { .aggregate = NORM_MEAN };

/* Small letters, digits and '-': it stands in commands and addresses. */
static bool is_id(const char *word)
{
	return strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(word);
}

static int refuse_id(struct yaml_reading *reading, const struct yaml_node *map)
{
	return yaml_refuse(reading, yaml_child(map, "id")->line,
			   "'id' must be of small letters, digits and '-'");
}

/* "2014-11", or "". */
static bool is_month(const char *word)
{
	struct text month = text_of(word);
	uint32_t number;

	return month.len == 0 ||
	       (month.len == 7 && word[4] == '-' && text_u32(text_upto(month, 4), &number) == 0 &&
		text_u32(text_from(month, 5), &number) == 0 && number >= 1 && number <= 12);
}

static int refuse_month(struct yaml_reading *reading, const struct yaml_node *map)
{
	return yaml_refuse(reading, yaml_child(map, "since")->line,
			   "'since' must be a month: 2014-11");
}

static int check_check(struct yaml_reading *reading, const struct yaml_node *map,
		       const void *filled)
{
	const struct norm_check *check = filled;
	bool is_measured = check->basis == NORM_MEASURED;

	if (!is_id(check->id))
		return refuse_id(reading, map);
	if (is_measured != (check->metrics[0] != NULL))
		return yaml_refuse(reading, map->line, "check '%.40s' is %s, and %s metrics",
				   check->id, norm_basis_name(check->basis),
				   is_measured ? "needs" : "cannot have");
	if (is_measured != (yaml_child(map, "at_least") != NULL))
		return yaml_refuse(reading, map->line, "check '%.40s' is %s, and %s 'at_least'",
				   check->id, norm_basis_name(check->basis),
				   is_measured ? "needs" : "cannot have");
	return 0;
}

static int action_check(struct yaml_reading *reading, const struct yaml_node *map,
			const void *filled)
{
	const struct norm_action *action = filled;
	size_t required = 0;

	if (!is_month(action->since))
		return refuse_month(reading, map);
	for (size_t i = 0; i < action->check_count; i++)
		required += action->checks[i].is_required;
	if (required == 0)
		return yaml_refuse(reading, map->line,
				   "Action %u has no required check: nothing would decide it",
				   action->number);
	return 0;
}

/* Is there a check of this id before it? */
static bool is_taken(const struct norm_programme *programme, const struct norm_check *check)
{
	return norm_check_find(programme, text_of(check->id)) != check;
}

static int checks_unique(struct yaml_reading *reading, const struct yaml_node *map,
			 const struct norm_action *action, const struct norm_programme *programme)
{
	const struct yaml_node *at = yaml_child(map, "checks")->child;

	for (size_t i = 0; i < action->check_count; i++, at = at->next)
		if (is_taken(programme, &action->checks[i]))
			return yaml_refuse(reading, at->line, "check '%.40s' is there twice",
					   action->checks[i].id);
	return 0;
}

static int action_in_order(struct yaml_reading *reading, const struct yaml_node *map,
			   const struct norm_action *actions, size_t at)
{
	if (at > 0 ? actions[at].number <= actions[at - 1].number : actions[at].number == 0)
		return yaml_refuse(reading, map->line,
				   "Actions must be in the order of their numbers, from 1");
	for (size_t i = 0; i < at && actions[at].id[0] != '\0'; i++)
		if (strcmp(actions[i].id, actions[at].id) == 0)
			return yaml_refuse(reading, map->line, "Action '%.40s' is there twice",
					   actions[at].id);
	return 0;
}

static int programme_check(struct yaml_reading *reading, const struct yaml_node *map,
			   const void *filled)
{
	const struct norm_programme *programme = filled;
	const struct yaml_node *actions = yaml_child(map, "actions"), *at = actions->child;
	size_t mandatory = 0;

	if (!is_id(programme->id))
		return refuse_id(reading, map);
	if (!is_month(programme->since))
		return refuse_month(reading, map);
	if (programme->action_count == 0)
		return yaml_refuse(reading, actions->line, "there are no Actions");
	for (size_t i = 0; i < programme->action_count; i++, at = at->next) {
		const struct norm_action *action = &programme->actions[i];
		int result = action_in_order(reading, at, programme->actions, i);
		if (result == 0)
			result = checks_unique(reading, at, action, programme);
		if (result < 0)
			return result;
		mandatory += action->level == NORM_MANDATORY;
	}
	if (programme->join_at_least < mandatory ||
	    programme->join_at_least > programme->action_count)
		return yaml_refuse(
			reading, yaml_child(map, "join")->line,
			"to join takes from %zu Actions, the mandatory ones, to %zu, all",
			mandatory, programme->action_count);
	return 0;
}

static int scoring_check(struct yaml_reading *reading, const struct yaml_node *map,
			 const void *filled)
{
	const struct norm_scoring *scoring = filled;

	if (scoring->aspiring >= scoring->ready)
		return yaml_refuse(reading, yaml_child(map, "aspiring")->line,
				   "'aspiring' must be below 'ready'");
	if (scoring->small_max >= scoring->medium_max)
		return yaml_refuse(reading, yaml_child(map, "small_max")->line,
				   "'small_max' must be below 'medium_max'");
	if (scoring->aggregate == NORM_SUM)
		return yaml_refuse(reading, yaml_child(map, "aggregate")->line,
				   "'aggregate' cannot be sum: scores do not add up");
	return 0;
}

#define AT(member)  .is_required = true, .offset = offsetof(STRUCT, member)
#define MAY(member) .offset = offsetof(STRUCT, member)

#define STRUCT      struct norm_check
static const struct field_table check_table = {
	.thing = "a check",
	.size = sizeof(STRUCT),
	.defaults = &check_defaults,
	.check = check_check,
	.fields =
		(const struct field[]){
			{ "id", FIELD_TEXT, AT(id) },
			{ "title", FIELD_TEXT, AT(title) },
			{ "says", FIELD_TEXT, AT(says) },
			{ "basis", FIELD_NAME, AT(basis), .names = norm_basis_names },
			{ "of", FIELD_NAME, AT(of), .names = norm_subject_names },
			{ "required", FIELD_SWITCH, AT(is_required) },
			{ "metrics", FIELD_WORDS, MAY(metrics) },
			{ "combine", FIELD_NAME, MAY(combine), .names = norm_combine_names },
			{ "at_least", FIELD_SHARE, MAY(at_least) },
			{ "share", FIELD_SHARE, MAY(share) },
			{ "ours", FIELD_SWITCH, MAY(is_ours) },
			{ "source", FIELD_TEXT, AT(source) },
			{ .key = NULL },
		},
};
#undef STRUCT

#define STRUCT struct norm_action
static const struct field_table action_table = {
	.thing = "an Action",
	.size = sizeof(STRUCT),
	.defaults = &action_defaults,
	.check = action_check,
	.fields =
		(const struct field[]){
			{ "number", FIELD_COUNT, AT(number) },
			{ "id", FIELD_TEXT, MAY(id) },
			{ "title", FIELD_TEXT, AT(title) },
			{ "level", FIELD_NAME, AT(level), .names = norm_level_names },
			{ "must", FIELD_TEXT, AT(must) },
			{ "mend", FIELD_TEXT, AT(mend) },
			{ "since", FIELD_TEXT, MAY(since) },
			{ "source", FIELD_TEXT, AT(source) },
			{ "decides", FIELD_NAME, AT(decides), .names = norm_decides_names },
			{ "checks", FIELD_LIST, AT(checks),
			  .count_offset = offsetof(STRUCT, check_count), .table = &check_table },
			{ .key = NULL },
		},
};
#undef STRUCT

#define STRUCT struct norm_programme
static const struct field_table join_table = {
	.thing = "'join'",
	.fields =
		(const struct field[]){
			{ "at_least", FIELD_COUNT, AT(join_at_least) },
			{ "says", FIELD_TEXT, AT(join_says) },
			{ "ours", FIELD_SWITCH, MAY(join_is_ours) },
			{ "source", FIELD_TEXT, AT(join_source) },
			{ .key = NULL },
		},
};

static const struct field_table programme_table = {
	.thing = "a programme",
	.size = sizeof(STRUCT),
	.defaults = &programme_defaults,
	.check = programme_check,
	.fields =
		(const struct field[]){
			{ "id", FIELD_TEXT, AT(id) },
			{ "title", FIELD_TEXT, AT(title) },
			{ "says", FIELD_TEXT, AT(says) },
			{ "since", FIELD_TEXT, MAY(since) },
			{ "source", FIELD_TEXT, AT(source) },
			{ "join", FIELD_PART, .is_required = true, .table = &join_table },
			{ "actions", FIELD_LIST, AT(actions),
			  .count_offset = offsetof(STRUCT, action_count), .table = &action_table },
			{ .key = NULL },
		},
};
#undef STRUCT

#define STRUCT struct norm_scoring
static const struct field_table scoring_table = {
	.thing = "the scoring",
	.size = sizeof(STRUCT),
	.defaults = &scoring_defaults,
	.check = scoring_check,
	.fields =
		(const struct field[]){
			{ "ready", FIELD_SHARE, AT(ready) },
			{ "aspiring", FIELD_SHARE, AT(aspiring) },
			{ "aggregate", FIELD_NAME, AT(aggregate), .names = norm_combine_names },
			{ "peers_min", FIELD_COUNT, AT(peers_min) },
			{ "small_max", FIELD_COUNT, AT(small_max) },
			{ "medium_max", FIELD_COUNT, AT(medium_max) },
			{ "says", FIELD_TEXT, AT(says) },
			{ "source", FIELD_TEXT, AT(source) },
			{ .key = NULL },
		},
};
#undef STRUCT

static int text_fill(struct yaml_reading *reading, struct text yaml,
		     const struct field_table *table, void *out_struct)
{
	const struct yaml_node *root = NULL;
	struct yaml_mistake mistake;
	struct arena scratch;

	arena_init(&scratch, TREE_BUDGET);
	int result = yaml_tree_read(&scratch, yaml, &root, &mistake);
	if (result < 0)
		(void)yaml_refuse(reading, mistake.line, "%s", mistake.says);
	else
		result = yaml_fields_read(reading, root, table, out_struct);
	arena_clear(&scratch);
	return result;
}

/* The place of a programme among those read; a new one comes behind the known ones before it. */
static void programme_put(struct norm_programme *programmes, size_t *io_count,
			  const struct norm_programme *programme)
{
	static const char *const order[] = { "netops", "ixp", "cdn", "vendor", NULL };
	int rank = yaml_name_find(order, programme->id);
	size_t at = 0;

	for (size_t i = 0; i < *io_count; i++)
		if (strcmp(programmes[i].id, programme->id) == 0) {
			programmes[i] = *programme;
			return;
		}
	while (at < *io_count) {
		int other = yaml_name_find(order, programmes[at].id);
		if (rank >= 0 && (other < 0 || other > rank))
			break;
		at++;
	}
	memmove(programmes + at + 1, programmes + at, (*io_count - at) * sizeof(*programmes));
	programmes[at] = *programme;
	(*io_count)++;
}

int norms_read(struct arena *arena, const struct norms_text *texts, size_t count,
	       struct norms *out_norms, char out_message[NORMS_MESSAGE_MAX])
{
	struct norms norms = { 0 };
	struct norm_programme *programmes = arena_alloc(arena, count, sizeof(*programmes));
	bool has_scoring = false;

	for (size_t i = 0; i < count; i++) {
		struct yaml_reading reading = { arena, texts[i].name, out_message,
						NORMS_MESSAGE_MAX };
		struct norm_programme programme;
		bool is_scoring = strcmp(texts[i].name, SCORING) == 0;
		if (programmes == NULL)
			return yaml_refuse_size(&reading);
		int result =
			is_scoring
				? text_fill(&reading, texts[i].yaml, &scoring_table, &norms.scoring)
				: text_fill(&reading, texts[i].yaml, &programme_table, &programme);
		if (result < 0)
			return result;
		has_scoring = has_scoring || is_scoring;
		if (!is_scoring)
			programme_put(programmes, &norms.programme_count, &programme);
	}
	if (!has_scoring) {
		(void)snprintf(out_message, NORMS_MESSAGE_MAX, "there is no " SCORING);
		return ERR_MALFORMED;
	}
	norms.programmes = programmes;
	*out_norms = norms;
	return 0;
}
