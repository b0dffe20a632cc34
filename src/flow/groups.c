#include "flow/groups.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/economy.h"
#include "store/store_register.h"

/* Names of 100,000 networks, each as long as any that we saw, take a tenth of it. */
enum { TEXTS_BUDGET = 256 << 20 };

static const char ALL[] = "all";

/* A network in a group. */
struct entry {
	unsigned rank; /* goes before the id in the order of groups */
	const char *id, *name;
	asn_t asn;
	bool is_left_out;
	bool is_unseen;
	uint32_t group; /* once it is known */
};

/* A number that somebody enrolled in a programme. */
struct enrolment {
	asn_t asn;
	const char *programme;
};

struct sample {
	size_t cell; /* group and metric */
	double score;
};

struct grouping {
	struct store *store;
	const struct groups_wanted *wanted;
	struct groups *out;
	struct entry *entries;
	size_t entry_count, entry_room;
	size_t entry_at; /* the first that no score has passed */
	struct sample *samples;
	size_t sample_count, sample_room;
	struct enrolment *enrolments; /* by number and programme, each once */
	size_t enrolment_count, enrolment_room;
	size_t enrolment_at; /* the first that no network has passed */
};

static const char *const names[] = {
	[BY_ECONOMY] = "economy", [BY_REGION] = "region",       [BY_SUB_REGION] = "sub-region",
	[BY_RIR] = "rir",         [BY_PROGRAMME] = "programme", [BY_ORGANISATION] = "organisation",
	[BY_SIZE] = "size",
};

const char *group_by_name(enum group_by by)
{
	return names[by];
}

bool group_by_find(struct text word, enum group_by *out_by)
{
	for (unsigned by = 0; by < GROUP_KINDS; by++)
		if (text_equal_fold(word, text_of(names[by]))) {
			*out_by = (enum group_by)by;
			return true;
		}
	return false;
}

static bool is_wanted(const struct groups_wanted *wanted, const struct entry *entry)
{
	if (wanted->only == NULL)
		return true;
	struct text only = text_of(wanted->only);
	return text_equal_fold(only, text_of(entry->id)) ||
	       (entry->name[0] != '\0' && text_equal_fold(only, text_of(entry->name)));
}

/* Keeps the entry, with texts that outlive the cursor's step. */
static int add(struct grouping *about, struct entry entry)
{
	if (!is_wanted(about->wanted, &entry))
		return 0;
	entry.id = arena_text(&about->out->texts, entry.id, strlen(entry.id));
	entry.name = arena_text(&about->out->texts, entry.name, strlen(entry.name));
	if (entry.id == NULL || entry.name == NULL)
		return ERR_LIMIT;
	about->entries = memory_grow(about->entries, &about->entry_room, about->entry_count + 1,
				     sizeof(entry));
	about->entries[about->entry_count++] = entry;
	return 0;
}

/* The one group that a network is in by itself; "" for none. */
static void name_group(enum group_by by, const struct network *network, struct entry *out_entry)
{
	const struct economy *economy = economy_find(text_of(network->economy));

	out_entry->id = out_entry->name = "";
	if (by == BY_ECONOMY) {
		out_entry->id = economy != NULL ? economy->code : network->economy;
		out_entry->name = economy != NULL ? economy->name : "";
	} else if (by == BY_REGION && economy != NULL) {
		out_entry->id = economy->region;
	} else if (by == BY_SUB_REGION && economy != NULL) {
		out_entry->id = economy->sub_region;
	} else if (by == BY_RIR) {
		out_entry->id = network->registry;
	} else if (by == BY_ORGANISATION) {
		out_entry->id = network->organisation_id;
		out_entry->name = network->organisation;
	} else if (by == BY_SIZE) {
		out_entry->rank = network->size == SIZE_UNKNOWN ? NETWORK_SIZES : network->size;
		out_entry->id = network_size_name(network->size);
	}
}

/* Enrolled numbers below `asn`, of which the month knows nothing. */
static int add_unseen(struct grouping *about, uint64_t below)
{
	int err = 0;

	for (; err == 0 && about->enrolment_at < about->enrolment_count &&
	       about->enrolments[about->enrolment_at].asn < below;
	     about->enrolment_at++) {
		const struct enrolment *enrolment = &about->enrolments[about->enrolment_at];
		err = add(about, (struct entry){ .rank = 1,
						 .id = enrolment->programme,
						 .name = "",
						 .asn = enrolment->asn,
						 .is_unseen = true });
	}
	return err;
}

static int add_enrolled(struct grouping *about, struct entry entry)
{
	int err = add_unseen(about, entry.asn);

	entry.id = ALL;
	entry.name = "";
	if (err == 0)
		err = add(about, entry);
	entry.rank = 1;
	for (; err == 0 && about->enrolment_at < about->enrolment_count &&
	       about->enrolments[about->enrolment_at].asn == entry.asn;
	     about->enrolment_at++) {
		entry.id = about->enrolments[about->enrolment_at].programme;
		err = add(about, entry);
	}
	return err;
}

static int add_network(struct grouping *about, const struct network *network)
{
	struct groups *out = about->out;
	struct entry entry = {
		.asn = network->asn,
		.is_left_out = (network->marks & about->wanted->leave_out) != 0,
	};

	out->networks++;
	out->left_out += entry.is_left_out;
	if (about->wanted->by == BY_PROGRAMME)
		return add_enrolled(about, entry);
	name_group(about->wanted->by, network, &entry);
	if (entry.id[0] != '\0')
		return add(about, entry);
	out->without += !entry.is_left_out;
	return 0;
}

static int by_enrolment(const void *a, const void *b)
{
	const struct enrolment *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	return strcmp(x->programme, y->programme);
}

static void enrol(struct grouping *about, const struct participant *participant,
		  const char *programme)
{
	for (size_t i = 0; i < participant->asn_count; i++) {
		if (participant->asns[i].role != PARTICIPANT_NETWORK)
			continue;
		about->enrolments =
			memory_grow(about->enrolments, &about->enrolment_room,
				    about->enrolment_count + 1, sizeof(*about->enrolments));
		about->enrolments[about->enrolment_count++] =
			(struct enrolment){ participant->asns[i].asn, programme };
	}
}

/* Who enrolled what; two participants of a programme may name the same number. */
static int read_enrolments(struct grouping *about)
{
	struct register_cursor *cursor = store_participants(about->store, NULL);
	struct participant participant;
	size_t kept = 0;
	int got;

	while ((got = store_participant_next(cursor, &participant)) > 0) {
		const char *programme = arena_text(&about->out->texts, participant.programme,
						   strlen(participant.programme));
		if (programme == NULL) {
			got = ERR_LIMIT;
			break;
		}
		enrol(about, &participant, programme);
	}
	register_cursor_close(cursor);
	sort_items(about->enrolments, about->enrolment_count, sizeof(*about->enrolments),
		   by_enrolment);
	for (size_t i = 0; i < about->enrolment_count; i++)
		if (kept == 0 ||
		    by_enrolment(&about->enrolments[kept - 1], &about->enrolments[i]) != 0)
			about->enrolments[kept++] = about->enrolments[i];
	about->enrolment_count = kept;
	return got;
}

static int read_networks(struct grouping *about)
{
	struct store_cursor *cursor = store_networks(about->store, about->out->month.month);
	struct network network;
	int got;

	while ((got = store_network_next(cursor, &network)) > 0) {
		got = add_network(about, &network);
		if (got < 0)
			break;
	}
	store_cursor_close(cursor);
	return got == 0 ? add_unseen(about, UINT64_MAX) : got;
}

static int by_group(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	int order = strcmp(x->id, y->id);
	return order != 0 ? order : (x->asn > y->asn) - (x->asn < y->asn);
}

static int by_asn(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

/* Makes the groups out of the entries, and leaves those by number. */
static void make_groups(struct grouping *about)
{
	struct groups *out = about->out;
	size_t room = 0;

	sort_items(about->entries, about->entry_count, sizeof(*about->entries), by_group);
	for (size_t i = 0; i < about->entry_count; i++) {
		struct entry *entry = &about->entries[i];
		if (i == 0 || entry->rank != out->items[out->count - 1].rank ||
		    strcmp(entry->id, out->items[out->count - 1].id) != 0) {
			out->items =
				memory_grow(out->items, &room, out->count + 1, sizeof(*out->items));
			out->items[out->count++] = (struct group){ .rank = entry->rank,
								   .id = entry->id,
								   .name = entry->name };
		}
		struct group *group = &out->items[out->count - 1];
		entry->group = (uint32_t)(out->count - 1);
		group->unseen += entry->is_unseen;
		group->left_out += entry->is_left_out;
		group->networks += !entry->is_left_out && !entry->is_unseen;
	}
	sort_items(about->entries, about->entry_count, sizeof(*about->entries), by_asn);
}

/* The place of a metric in metrics[]; of those that the store knows. */
static size_t place_of(const struct metric *metric)
{
	size_t place = 0;

	while (metrics[place] != metric)
		place++;
	return place;
}

/* Puts the samples behind one another by cell, in the order in which they came. False when a cell
 * has more than the group has networks: a forged store may have a metric twice, as M3 and as m3. */
static bool place_samples(struct groups *out, const struct sample *samples, size_t count)
{
	size_t cells = out->count * METRICS_MAX;

	out->starts = memory_alloc(cells + 2, sizeof(*out->starts));
	out->scores = memory_alloc(count + 1, sizeof(*out->scores));
	for (size_t i = 0; i < count; i++)
		out->starts[samples[i].cell + 2]++;
	for (size_t i = 2; i < cells + 2; i++)
		out->starts[i] += out->starts[i - 1];
	for (size_t i = 0; i < count; i++)
		out->scores[out->starts[samples[i].cell + 1]++] = samples[i].score;
	for (size_t i = 0; i < cells; i++)
		if (out->starts[i + 1] - out->starts[i] > out->items[i / METRICS_MAX].networks)
			return false;
	return true;
}

/* Gives a score to each group of its network. */
static void add_samples(struct grouping *about, asn_t asn, size_t metric, double score)
{
	while (about->entry_at < about->entry_count && about->entries[about->entry_at].asn < asn)
		about->entry_at++;
	for (size_t i = about->entry_at; i < about->entry_count && about->entries[i].asn == asn;
	     i++) {
		if (about->entries[i].is_left_out || about->entries[i].is_unseen)
			continue;
		about->samples = memory_grow(about->samples, &about->sample_room,
					     about->sample_count + 1, sizeof(*about->samples));
		about->samples[about->sample_count++] =
			(struct sample){ (size_t)about->entries[i].group * METRICS_MAX + metric,
					 score };
	}
}

static int read_scores(struct grouping *about)
{
	struct store_cursor *cursor = store_scores(about->store, about->out->month.month);
	struct stored_score score;
	int got;

	while ((got = store_score_next(cursor, &score)) > 0) {
		size_t place = place_of(score.metric);
		double value = score.measure.score;
		if (!score.measure.measured || (about->wanted->metrics >> place & 1) == 0)
			continue;
		if (!(value >= 0 && value <= 1)) {
			got = store_damaged(about->store, "a score is not between 0 and 1");
			break;
		}
		add_samples(about, score.asn, place, value);
	}
	store_cursor_close(cursor);
	if (got == 0 && !place_samples(about->out, about->samples, about->sample_count))
		got = store_damaged(about->store, "a network has two scores of one metric");
	return got;
}

int groups_build(struct store *store, const struct stored_month *month,
		 const struct groups_wanted *wanted, struct groups *out_groups)
{
	struct groups groups = { .month = *month, .by = wanted->by };
	struct grouping about = { .store = store, .wanted = wanted, .out = &groups };
	int result = 0;

	arena_init(&groups.texts, TEXTS_BUDGET);
	if (wanted->by == BY_PROGRAMME)
		result = read_enrolments(&about);
	if (result == 0)
		result = read_networks(&about);
	if (result == 0) {
		make_groups(&about);
		result = read_scores(&about);
	}
	free(about.entries);
	free(about.enrolments);
	free(about.samples);
	if (result < 0) {
		groups_clear(&groups);
		return result;
	}
	*out_groups = groups;
	return 0;
}

void groups_clear(struct groups *groups)
{
	free(groups->items);
	free(groups->scores);
	free(groups->starts);
	arena_clear(&groups->texts);
	*groups = (struct groups){ 0 };
}

static int in_order(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strcmp(x->id, y->id);
}

const struct group *groups_find(const struct groups *groups, const struct group *like)
{
	if (groups->count == 0)
		return NULL;
	return bsearch(like, groups->items, groups->count, sizeof(*groups->items), in_order);
}

static size_t cell_of(const struct groups *groups, const struct group *group, size_t metric)
{
	return (size_t)(group - groups->items) * METRICS_MAX + metric;
}

size_t groups_measured(const struct groups *groups, const struct group *group, size_t metric)
{
	const size_t *start = &groups->starts[cell_of(groups, group, metric)];

	return start[1] - start[0];
}

struct aggregate groups_aggregate(struct groups *groups, const struct group *group, size_t metric,
				  enum norm_combine rule)
{
	double *scores = groups->scores + groups->starts[cell_of(groups, group, metric)];

	return aggregate_scores(scores, groups_measured(groups, group, metric), group->networks,
				&groups->month.bands, rule);
}
