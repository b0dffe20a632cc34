/* decorum aggregate: how the networks of an economy, a programme, an organisation... fared. */
#include "base/utc.h"
#include "cli/aggregate_out.h"
#include "cli/catalogue.h"

enum {
	OPTION_STORE,
	OPTION_MONTH,
	OPTION_BY,
	OPTION_METRIC,
	OPTION_GROUP,
	OPTION_HISTORY,
	OPTION_ALL,
	OPTION_NORMS,
	OPTION_JSON,
	OPTION_CSV,
};

static bool read_by(const struct command *command, const struct arguments *args,
		    enum group_by *out_by)
{
	struct buffer names;

	if (has(args, OPTION_BY) && group_by_find(text_of(args->values[OPTION_BY]), out_by))
		return true;
	buffer_init(&names);
	for (unsigned by = 0; by < GROUP_KINDS; by++)
		buffer_format(&names, "%s%s", by > 0 ? ", " : "", group_by_name((enum group_by)by));
	if (has(args, OPTION_BY))
		complain(command, "there are no groups by '%s'; there are: %.*s",
			 args->values[OPTION_BY], (int)names.used, names.bytes);
	else
		complain(command, "say by what to group, with --by: %.*s", (int)names.used,
			 names.bytes);
	buffer_clear(&names);
	return false;
}

/* Adds a metric to the set. */
static bool read_metric(const struct command *command, const char *word, uint32_t *io_metrics)
{
	const struct metric *metric = metric_of_word(command, word);

	for (size_t i = 0; metric != NULL && metrics[i] != NULL; i++)
		if (metrics[i] == metric)
			*io_metrics |= UINT32_C(1) << i;
	return metric != NULL;
}

static bool read_wanted(const struct command *command, const struct arguments *args,
			struct groups_wanted *out_wanted)
{
	struct groups_wanted wanted = { .only = args->values[OPTION_GROUP],
					.leave_out = has(args, OPTION_ALL) ? 0 : MARKS_LEFT_OUT };
	const char *word;

	if (args->word_count > 0) {
		complain(command, "takes no words, only options");
		return false;
	}
	if (has(args, OPTION_HISTORY) && has(args, OPTION_MONTH)) {
		complain(command, "--history is of all months, --month of one");
		return false;
	}
	if (!read_by(command, args, &wanted.by))
		return false;
	for (size_t at = 0; (word = next_value(args, OPTION_METRIC, &at)) != NULL;)
		if (!read_metric(command, word, &wanted.metrics))
			return false;
	for (size_t i = 0; metrics[i] != NULL && !has(args, OPTION_METRIC); i++)
		wanted.metrics |= UINT32_C(1) << i;
	*out_wanted = wanted;
	return true;
}

/* The month before `month` in the store, or 0 when there is none. */
static int month_before(struct store *store, uint32_t month, uint32_t *out_before)
{
	struct stored_month stored;
	uint32_t at = 0, before = 0;
	int got;

	while ((got = store_month_next(store, &at, &stored)) > 0 && stored.month < month)
		before = stored.month;
	*out_before = before;
	return got < 0 ? got : 0;
}

/* What is answered, and whether anything was found for it. */
struct answering {
	struct store *store;
	const struct groups_wanted *wanted;
	struct aggregate_out about;
	bool found;
};

/* All months of the store from `first` to `last`, with two of them in memory. Those from `shown` on
 * are printed, and one before them is what the trend is to. 1: stdout takes no more. */
static int put_months(struct answering *answering, uint32_t first, uint32_t shown, uint32_t last)
{
	struct groups now, before = { .count = 0 };
	struct stored_month month;
	bool has_before = false;
	uint32_t at = first > 0 ? first - 1 : 0;
	int got = 0;

	while (got == 0 && at < last &&
	       (got = store_month_next(answering->store, &at, &month)) > 0) {
		got = groups_build(answering->store, &month, answering->wanted, &now);
		if (got < 0)
			break;
		if (month.month >= shown) {
			answering->found |= now.count > 0;
			got = aggregate_put_month(&answering->about, &now,
						  has_before ? &before : NULL)
				      ? 0
				      : 1;
		}
		groups_clear(&before);
		before = now;
		has_before = true;
	}
	groups_clear(&before);
	return got;
}

static enum exit_code answer_with(const struct command *command, const struct arguments *args,
				  struct answering *answering, uint32_t month)
{
	enum exit_code code = EXIT_YES;
	uint32_t before = 0;
	int result = 0;

	aggregate_begin(&answering->about);
	if (!has(args, OPTION_HISTORY))
		result = month_before(answering->store, month, &before);
	if (result == 0)
		result = has(args, OPTION_HISTORY)
				 ? put_months(answering, 0, 0, month)
				 : put_months(answering, before > 0 ? before : month, month, month);
	aggregate_end(&answering->about);
	if (result == ERR_LIMIT) {
		complain(command, "the names of the groups are more than we can hold");
		code = EXIT_WORLD;
	} else if (result < 0) {
		code = store_failed(command, answering->store);
	} else if (!answering->found && has(args, OPTION_GROUP)) {
		complain(command, "there is no %s '%s'; without --group all are shown",
			 group_by_name(answering->wanted->by), args->values[OPTION_GROUP]);
		code = EXIT_NO;
	}
	return answer(command, &answering->about.out, code);
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct groups_wanted wanted;
	struct arena session;
	struct opened opened;
	struct norms norms;

	if (!read_wanted(command, args, &wanted))
		return EXIT_USAGE;
	arena_init(&session, NORMS_MEMORY_MAX);
	if (!catalogue_load(command, args->values[OPTION_NORMS], &session, &norms)) {
		arena_clear(&session);
		return EXIT_WORLD;
	}
	if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &opened)) {
		arena_clear(&session);
		return EXIT_WORLD;
	}
	struct answering answering = {
		.store = opened.store,
		.wanted = &wanted,
		.about = { .form = has(args, OPTION_JSON)  ? AGGREGATE_JSON
				   : has(args, OPTION_CSV) ? AGGREGATE_CSV
							   : AGGREGATE_TABLE,
			   .wanted = &wanted,
			   .scoring = &norms.scoring,
			   .history = has(args, OPTION_HISTORY) },
	};
	enum exit_code code = answer_with(command, args, &answering, opened.month.month);
	close_month(&opened);
	arena_clear(&session);
	return code;
}

static const char DESCRIBES[] =
	"Puts the networks of a month together by what they have in common, and says of each\n"
	"group and metric: how many were measured, the value (the mean of their scores, or\n"
	"what `aggregate` in scoring.yaml says), its trend to the month before that the store\n"
	"has, how the scores are spread, and which share is ready, aspiring and lagging. Who\n"
	"was not measured counts neither as good nor as bad.\n\n"
	"Networks that few peers see, route servers of exchanges and bogon numbers are left\n"
	"out and counted; --all takes them in.\n\n"
	"With one --metric the table has a row a group, else a block a group. --history has a\n"
	"row a month instead, oldest first.";

static const char GROUPS[] =
	"economy: where the organisation is, or else where the number is registered. region and\n"
	"sub-region: of the economy, by the United Nations (M49); of the two that M49 nests, the\n"
	"smaller. rir: the registry that delegated the number. size: by direct customers; a\n"
	"stub has none, and unknown says that no relations were given. organisation: all\n"
	"numbers of one holder; those of which no holder is known are counted as of none.\n\n"
	"programme: numbers that a participant enrolled as its networks (decorum participants),\n"
	"and all networks of the month to compare with. The register knows no months: as it\n"
	"stands now it holds for all of them, so that a trend is of the same networks.";

static const char OUTPUT[] =
	"Median and p10 to p90 lie on a straight line between the two nearest scores (type 7 of\n"
	"Hyndman and Fan, as in NumPy, R and spreadsheets).\n\n"
	"--json is one object: \"by\", \"rule\", \"leaves_out\", with --by size \"sizes\", and\n"
	"\"months\", each with \"month\", \"data_time\", \"trend_since\", \"networks\", "
	"\"left_out\",\n"
	"\"without_group\" and \"groups\": \"id\", \"name\", \"networks\", \"left_out\", "
	"\"unseen\" (enrolled,\n"
	"and nothing known of it that month) and \"summary\", an object a metric with \"id\",\n"
	"\"value\" (0 to 1), \"trend\", \"severities\" (\"id\", \"count\", and \"percentage\" of "
	"those\n"
	"measured), \"measured\", \"mean\", \"median\", \"p10\", \"p25\", \"p75\", \"p90\" and "
	"\"histogram\",\n"
	"the counts of ten bins of equal width. What is not known is null.\n\n"
	"--csv has the same, a row a month, group and metric. Texts that a spreadsheet would\n"
	"take for formulas have an apostrophe before them.";

const struct command command_aggregate = {
	.name = "aggregate",
	.says = "show the scores of economies, programmes, organisations... and their trend",
	.synopsis = "--by WHAT [--metric ID]... [--group NAME] [--month YYYY-MM | --history] "
		    "[--store FILE] [--all] [--norms DIR] [--json | --csv]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_BY] = { "by", 'b', "WHAT", "economy, region, sub-region, rir, programme, "
						   "organisation, size" },
		[OPTION_METRIC] = { "metric", 'M', "ID", "only this one; may come several times" },
		[OPTION_GROUP] = { "group", 'g', "NAME", "only this group, by its id or name" },
		[OPTION_HISTORY] = { "history", 'H', NULL, "all months of the store" },
		[OPTION_ALL] = { "all", 'a', NULL, "with networks that are left out otherwise" },
		[OPTION_NORMS] = NORMS_OPTION,
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
		[OPTION_CSV] = { "csv", 'c', NULL, "as a table for spreadsheets" },
	},
	.sections = { { "GROUPS", GROUPS }, { "OUTPUT", OUTPUT } },
	.exit_status = "0 done, 1 no such group, 2 wrong usage, 3 the world failed.",
	.examples = {
		{ "decorum aggregate --by region --metric M7RPKI", "who signs, by continent" },
		{ "decorum aggregate --by programme -M M3 -M M7IRR --json", "for a script" },
		{ "decorum aggregate --by economy -g NL --history --csv", "through time" },
	},
	.see_also = { "decorum-audit 1", "decorum-participants 1" },
	.run = run,
};
