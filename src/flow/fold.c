#include "flow/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <xxhash.h>

#include "base/memory.h"
#include "base/utc.h"
#include "validation/bogon.h"
#include "validation/documentation.h"
#include "wire/bgp4mp.h"
#include "wire/bgp_attrs.h"
#include "wire/bgp_message.h"
#include "wire/mrt_table.h"

static const char *const SAYS[FOLD_REASONS] = {
	[FOLD_RECORD] = "record does not decode",
	[FOLD_TYPE] = "record of a type that says nothing of routes",
	[FOLD_NO_PEERS] = "RIB row before any PEER_INDEX_TABLE",
	[FOLD_PEER] = "peer number outside the PEER_INDEX_TABLE",
	[FOLD_ENTRY] = "RIB row ends before its entries do",
	[FOLD_ATTRIBUTES] = "attribute reaches past its block",
	[FOLD_AS_PATH] = "AS_PATH missing or malformed",
	[FOLD_PREFIX] = "prefix malformed",
	[FOLD_MESSAGE] = "BGP message with wrong marker or length",
	[FOLD_MULTICAST] = "route of another table than the unicast one",
	[FOLD_FULL] = "beyond what is kept",
};

void fold_init(struct fold *fold, bool is_lab)
{
	*fold = (struct fold){ .is_lab = is_lab, .path_room = memory_alloc(AS_PATH_ROOM, 1) };
	peers_init(&fold->peers);
	announced_init(&fold->announced);
	carriers_init(&fold->carriers);
	bogon_paths_init(&fold->bogon_paths);
	leak_paths_init(&fold->leak_paths);
}

void fold_watch_leaks(struct fold *fold, const struct relations *relations)
{
	assert(fold->relations == NULL);
	fold->relations = relations;
	hops_init(&fold->hops);
}

void fold_clear(struct fold *fold)
{
	peers_clear(&fold->peers);
	announced_clear(&fold->announced);
	carriers_clear(&fold->carriers);
	bogon_paths_clear(&fold->bogon_paths);
	leak_paths_clear(&fold->leak_paths);
	if (fold->relations != NULL)
		hops_clear(&fold->hops);
	free(fold->path_room);
}

void fold_input_init(struct fold_input *input, uint32_t number, uint16_t collector)
{
	*input = (struct fold_input){ .number = number, .collector = collector };
	refusals_init(&input->refusals, SAYS, FOLD_REASONS);
}

void fold_input_clear(struct fold_input *input)
{
	free(input->peers);
	input->peers = NULL;
}

void fold_begin_month(struct fold *fold, uint64_t time_us, bool carry)
{
	fold->month_start_us = utc_month_start(utc_month_of(time_us));
	fold->latest_us = time_us;
	fold->day = (unsigned)((time_us - fold->month_start_us) / UTC_DAY);
	if (carry) {
		carriers_begin_month(&fold->carriers, &fold->announced);
		announced_begin_month(&fold->announced);
		for (unsigned day = 1; day <= fold->day; day++)
			announced_begin_day(&fold->announced, day);
	} else {
		carriers_clear(&fold->carriers);
		announced_clear(&fold->announced);
	}
	bogon_paths_clear(&fold->bogon_paths);
	leak_paths_begin_month(&fold->leak_paths);
}

static void refuse(struct fold_input *input, enum fold_refusal reason,
		   const struct mrt_record *record)
{
	refusals_count(&input->refusals, reason, (struct place){ .offset = record->offset });
}

/* What we want to know of a path. */
struct survey {
	asn_t origin;
	asn_t carrier;           /* beside the origin, or ASN_NONE */
	struct bogon_hops bogon; /* of the leftmost that somebody announced; no announcer: none */
	uint32_t leak;           /* that the path shows, or LEAK_PATH_NONE */
};

/* AS_TRANS is at home where AS numbers have two octets (RFC 6793 section 4.2.3). */
static bool is_bogon(const struct fold *fold, asn_t asn, unsigned asn_size)
{
	return __builtin_expect(asn_is_full_bogon(asn), 0) &&
	       !(fold->is_lab && asn_is_documentation(asn)) && !(asn == ASN_TRANS && asn_size == 2);
}

/* The hops before the one that is looked at, towards the collector; prepends count once. */
struct trail {
	asn_t last, before_last; /* ASN_NONE at the start */
};

static void survey_hop(const struct fold *fold, unsigned asn_size, struct survey *survey, asn_t hop,
		       const struct trail *trail)
{
	if (is_bogon(fold, hop, asn_size) && survey->bogon.announcer == ASN_NONE &&
	    trail->last != ASN_NONE && !is_bogon(fold, trail->last, asn_size))
		survey->bogon = (struct bogon_hops){ hop, trail->last, trail->before_last };
}

static void survey_segment(const struct fold *fold, unsigned asn_size, struct survey *survey,
			   struct as_segment *segment, struct trail *trail)
{
	for (unsigned i = 0; i < segment->count; i++) {
		asn_t hop = read_u32(&segment->asns);
		survey_hop(fold, asn_size, survey, hop, trail);
		if (segment->type == AS_SEQUENCE && hop != trail->last) /* a set has no order */
			*trail = (struct trail){ hop, trail->last };
	}
}

/* RFC 7908 types 1 to 4, where it is known who leaked and who took it. Of inferred peers we are not
 * sure enough: low confidence charges nobody. */
static bool is_leak(const struct leak_verdict *leak)
{
	return leak->state == LEAK_FOUND && leak->confidence != CONFIDENCE_LOW &&
	       leak->is_located && leak->type != LEAK_REORIGINATION &&
	       leak->type != LEAK_INTERNAL_PREFIXES && leak->sent_to != ASN_NONE;
}

/* The leak that a path shows; each path is looked at once. What there is no room for is as if there
 * were none: counts stop, and the findings stand. */
static uint32_t survey_leak(struct fold *fold, struct reader path)
{
	static const struct leak_context nothing = { 0 };
	size_t size = reader_left(&path);
	uint32_t leak = LEAK_PATH_NONE;

	if (fold->relations == NULL)
		return LEAK_PATH_NONE;
	struct reader bytes = path;
	uint64_t hash = XXH3_64bits(read_bytes(&bytes, size), size);
	if (leak_paths_known(&fold->leak_paths, hash, &leak))
		return leak;
	if (hops_read(&fold->hops, path) == 0) {
		struct leak_verdict verdict = leak_check(fold->relations, &fold->hops, &nothing);
		if (is_leak(&verdict) && leak_paths_number(&fold->leak_paths, verdict.leaker,
							   verdict.sent_to, &leak) < 0)
			leak = LEAK_PATH_NONE;
	}
	leak_paths_learn(&fold->leak_paths, hash, leak);
	return leak;
}

/*
 * One pass over a four-octet path: its origin (RFC 6811 section 2, RFC 8481), who stands beside it,
 * and the bogon nearest to us. Hops of a confederation are the business of its members and are not
 * looked at.
 */
static int survey_path(struct fold *fold, struct reader path, unsigned asn_size, asn_t own,
		       struct survey *out_survey)
{
	const struct reader whole = path;
	struct survey survey = { .origin = own };
	struct as_segment segment;
	struct trail trail = { ASN_NONE, ASN_NONE };
	int got;

	while ((got = as_path_next(&path, 4, &segment)) > 0) {
		if (segment.count == 0)
			continue;
		if (segment.type == AS_CONFED_SEQUENCE || segment.type == AS_CONFED_SET) {
			survey.origin = own;
			survey.carrier = ASN_NONE;
			continue;
		}
		survey_segment(fold, asn_size, &survey, &segment, &trail);
		bool set = segment.type == AS_SET;
		survey.origin = set ? ASN_NONE : trail.last;
		survey.carrier = set ? ASN_NONE : trail.before_last;
	}
	survey.leak = got < 0 ? LEAK_PATH_NONE : survey_leak(fold, whole);
	*out_survey = survey;
	return got;
}

/* The path of a block in four-octet form. Only two-octet blocks need all attributes cut. */
static enum fold_refusal path_find(struct fold *fold, struct reader block, unsigned asn_size,
				   struct reader *out_path)
{
	struct bgp_attrs attrs;

	if (asn_size == 4) {
		int found = bgp_attr_find(block, BGP_ATTR_AS_PATH, out_path);
		return found < 0 ? FOLD_ATTRIBUTES : found == 0 ? FOLD_AS_PATH : FOLD_TAKEN;
	}
	if (bgp_attrs_read(block, &attrs) < 0)
		return FOLD_ATTRIBUTES;
	if (!bgp_attrs_has(&attrs, BGP_ATTR_AS_PATH) ||
	    bgp_attrs_path(&attrs, asn_size, fold->path_room, out_path) < 0)
		return FOLD_AS_PATH;
	return FOLD_TAKEN;
}

/* What is the same for all routes of one record and peer. */
struct news {
	struct fold *fold;
	struct fold_input *input;
	const struct mrt_record *record;
	struct witness witness;
	bool has_path_ids;
};

/* Who passed it on, now that it stands in the table. */
static int note_carriers(const struct news *news, uint32_t row, const struct survey *survey)
{
	struct fold *fold = news->fold;
	int got = 0;

	if (survey->carrier != ASN_NONE && survey->origin != ASN_NONE) { /* AS0 is nobody's */
		uint32_t pair = announced_find_pair(&fold->announced, row, survey->origin);
		got = carriers_add(&fold->carriers, pair, survey->carrier, fold->day,
				   &news->witness);
	}
	if (got == 0 && survey->bogon.announcer != ASN_NONE)
		got = bogon_paths_add(&fold->bogon_paths, &survey->bogon,
				      &fold->announced.rows[row].prefix, row, fold->day,
				      &news->witness);
	if (survey->leak != LEAK_PATH_NONE)
		leak_paths_see(&fold->leak_paths, survey->leak, &fold->announced.rows[row].prefix,
			       survey->origin, row, fold->day, &news->witness);
	return got;
}

static void announce(const struct news *news, uint32_t row, const struct survey *survey,
		     uint32_t path_id)
{
	struct fold *fold = news->fold;
	int got = news->has_path_ids ? announced_add_path(&fold->announced, row, survey->origin,
							  fold->day, &news->witness, path_id)
				     : announced_add(&fold->announced, row, survey->origin,
						     fold->day, &news->witness);
	if (got == 0)
		got = note_carriers(news, row, survey);
	if (got < 0)
		refuse(news->input, FOLD_FULL, news->record);
	else
		news->input->announced++;
}

static int peer_number(struct fold *fold, const struct fold_input *input,
		       const struct address *address, asn_t asn, uint32_t *out_number)
{
	struct peer peer = { .address = *address, .asn = asn, .collector = input->collector };
	return peers_intern(&fold->peers, &peer, out_number);
}

/* RFC 6396 section 4.3.1: rows refer to the latest table, of which a file may hold several. */
static enum fold_refusal fold_peer_index(struct fold *fold, struct fold_input *input,
					 const struct mrt_record *record)
{
	struct peer_index index;
	struct bgp_peer peer;
	bool first_table = !input->has_table;
	int got = peer_index_read(record->body, &index);

	input->peer_count = 0;
	while (got >= 0 && (got = peer_index_next(&index, &peer)) > 0) {
		uint32_t number;
		if (peer_number(fold, input, &peer.address, peer.asn, &number) < 0)
			return FOLD_FULL;
		input->peers = memory_grow(input->peers, &input->peer_room, input->peer_count + 1,
					   sizeof(*input->peers));
		input->peers[input->peer_count++] = number;
		if (first_table)
			announced_withdraw_peer(&fold->announced, number);
	}
	input->has_table = true;
	return got < 0 ? FOLD_RECORD : FOLD_TAKEN;
}

void fold_introduce(struct fold *fold, const struct fold_input *input,
		    const struct mrt_record *first)
{
	struct peer_index index;
	struct bgp_peer peer;
	uint32_t number;

	if (first->type != MRT_TABLE_DUMP_V2 || first->subtype != MRT_PEER_INDEX_TABLE ||
	    peer_index_read(first->body, &index) < 0)
		return;
	while (peer_index_next(&index, &peer) > 0)
		if (peer_number(fold, input, &peer.address, peer.asn, &number) < 0)
			return; /* said when the record itself is folded */
}

static enum fold_refusal fold_entry(const struct news *row_news, uint32_t row,
				    const struct rib_entry *entry)
{
	struct news news = *row_news;
	const struct fold_input *input = news.input;
	struct reader path;
	struct survey survey;

	if (entry->peer >= input->peer_count)
		return FOLD_PEER;
	enum fold_refusal refusal = path_find(news.fold, entry->attributes, 4, &path);
	if (refusal != FOLD_TAKEN)
		return refusal;
	uint32_t peer = input->peers[entry->peer];
	if (survey_path(news.fold, path, 4, news.fold->peers.all[peer].asn, &survey) < 0)
		return FOLD_AS_PATH;
	news.witness.peer = peer;
	announce(&news, row, &survey, entry->path_id);
	return FOLD_TAKEN;
}

static enum fold_refusal fold_rib(const struct news *news)
{
	struct rib rib;
	struct rib_entry entry;
	uint32_t row;
	struct news row_news = *news;
	int got = rib_read(news->record, &rib);

	if (got < 0)
		return got == ERR_UNSUPPORTED ? FOLD_TYPE : FOLD_RECORD;
	if (rib.safi != 1)
		return FOLD_MULTICAST;
	if (!news->input->has_table)
		return FOLD_NO_PEERS;
	if (announced_row(&news->fold->announced, &rib.prefix, &row) < 0)
		return FOLD_FULL;
	row_news.has_path_ids = rib.has_path_ids;
	while ((got = rib_entry_next(&rib, &entry)) > 0) {
		enum fold_refusal refusal = fold_entry(&row_news, row, &entry);
		if (refusal != FOLD_TAKEN)
			refuse(news->input, refusal, news->record);
	}
	return got < 0 ? FOLD_ENTRY : FOLD_TAKEN;
}

static enum fold_refusal fold_table_dump(const struct news *news)
{
	struct news own = *news;
	struct table_dump dump;
	struct reader path;
	struct survey survey;
	uint32_t row;
	int got = table_dump_read(news->record, &dump);

	if (got < 0)
		return got == ERR_UNSUPPORTED ? FOLD_TYPE : FOLD_RECORD;
	enum fold_refusal refusal = path_find(news->fold, dump.attributes, dump.asn_size, &path);
	if (refusal != FOLD_TAKEN)
		return refusal;
	if (survey_path(news->fold, path, dump.asn_size, dump.peer_asn, &survey) < 0)
		return FOLD_AS_PATH;
	if (peer_number(news->fold, news->input, &dump.peer, dump.peer_asn, &own.witness.peer) <
		    0 ||
	    announced_row(&news->fold->announced, &dump.prefix, &row) < 0)
		return FOLD_FULL;
	announce(&own, row, &survey, 0);
	return FOLD_TAKEN;
}

static enum fold_refusal withdraw_all(const struct news *news, struct reader nlri, unsigned family)
{
	struct announced *announced = &news->fold->announced;
	struct prefix prefix;
	uint32_t path_id;
	int got;

	while ((got = nlri_next(&nlri, family, news->has_path_ids, &prefix, &path_id)) > 0) {
		uint32_t row = announced_find(announced, &prefix);
		news->input->withdrawn++;
		if (row == PAIR_NONE)
			continue;
		if (news->has_path_ids)
			announced_withdraw_path(announced, row, news->witness.peer, path_id);
		else
			announced_withdraw(announced, row, news->witness.peer);
	}
	return got < 0 ? FOLD_PREFIX : FOLD_TAKEN;
}

static enum fold_refusal announce_all(const struct news *news, struct reader nlri, unsigned family,
				      const struct survey *survey)
{
	struct prefix prefix;
	uint32_t path_id, row;
	int got;

	while ((got = nlri_next(&nlri, family, news->has_path_ids, &prefix, &path_id)) > 0) {
		if (announced_row(&news->fold->announced, &prefix, &row) < 0)
			return FOLD_FULL;
		announce(news, row, survey, path_id);
	}
	return got < 0 ? FOLD_PREFIX : FOLD_TAKEN;
}

static enum fold_refusal fold_mp_unreach(const struct news *news, const struct bgp_attrs *attrs)
{
	struct mp_nlri mp;

	if (!bgp_attrs_has(attrs, BGP_ATTR_MP_UNREACH))
		return FOLD_TAKEN;
	if (mp_unreach_read(attrs->values[BGP_ATTR_MP_UNREACH], &mp) < 0)
		return FOLD_ATTRIBUTES;
	if (mp.family == 0 || mp.safi != 1)
		return FOLD_MULTICAST;
	return withdraw_all(news, mp.nlri, mp.family);
}

static enum fold_refusal fold_announced(const struct news *news, const struct bgp_update *update,
					const struct bgp_attrs *attrs, const struct bgp4mp *bgp4mp)
{
	struct mp_nlri mp = { 0 };
	struct reader path;
	struct survey survey;
	bool has_mp = bgp_attrs_has(attrs, BGP_ATTR_MP_REACH);

	if (has_mp && mp_reach_read(attrs->values[BGP_ATTR_MP_REACH], &mp) < 0)
		return FOLD_ATTRIBUTES;
	if (reader_left(&update->announced) == 0 && reader_left(&mp.nlri) == 0)
		return FOLD_TAKEN;
	if (!bgp_attrs_has(attrs, BGP_ATTR_AS_PATH) ||
	    bgp_attrs_path(attrs, bgp4mp->asn_size, news->fold->path_room, &path) < 0 ||
	    survey_path(news->fold, path, bgp4mp->asn_size, bgp4mp->peer_asn, &survey) < 0)
		return FOLD_AS_PATH;
	enum fold_refusal refusal = announce_all(news, update->announced, FAMILY_V4, &survey);
	if (refusal != FOLD_TAKEN || !has_mp)
		return refusal;
	if (mp.family == 0 || mp.safi != 1)
		return FOLD_MULTICAST;
	return announce_all(news, mp.nlri, mp.family, &survey);
}

static enum fold_refusal fold_update(const struct news *news, struct reader body,
				     const struct bgp4mp *bgp4mp)
{
	struct bgp_update update;
	struct bgp_attrs attrs;

	if (bgp_update_read(body, &update) < 0)
		return FOLD_MESSAGE;
	enum fold_refusal refusal = withdraw_all(news, update.withdrawn, FAMILY_V4);
	if (refusal != FOLD_TAKEN)
		return refusal;
	if (bgp_attrs_read(update.attributes, &attrs) < 0)
		return FOLD_ATTRIBUTES;
	refusal = fold_mp_unreach(news, &attrs);
	if (refusal != FOLD_TAKEN)
		return refusal;
	return fold_announced(news, &update, &attrs, bgp4mp);
}

static enum fold_refusal fold_bgp4mp(const struct news *news)
{
	struct news own = *news;
	struct bgp4mp bgp4mp;
	struct bgp_message message;
	int got = bgp4mp_read(news->record, &bgp4mp);

	if (got < 0)
		return got == ERR_UNSUPPORTED ? FOLD_TYPE : FOLD_RECORD;
	if (bgp4mp.is_local)
		return FOLD_TAKEN; /* what the collector said itself is no observation */
	if (peer_number(news->fold, news->input, &bgp4mp.peer, bgp4mp.peer_asn, &own.witness.peer) <
	    0)
		return FOLD_FULL;
	if (bgp4mp.is_state_change) {
		news->input->state_changes++;
		if (bgp4mp.new_state != BGP_STATE_ESTABLISHED)
			announced_withdraw_peer(&news->fold->announced, own.witness.peer);
		return FOLD_TAKEN;
	}
	if (bgp_message_read(&bgp4mp.message, &message) < 0)
		return FOLD_MESSAGE;
	own.has_path_ids = bgp4mp.has_path_ids;
	return message.type == BGP_UPDATE ? fold_update(&own, message.body, &bgp4mp) : FOLD_TAKEN;
}

/* Lets the fold's day follow the data's time, which never runs backwards. */
static void follow_time(struct fold *fold, uint64_t time_us)
{
	if (time_us <= fold->latest_us)
		return;
	fold->latest_us = time_us;
	unsigned day = (unsigned)((time_us - fold->month_start_us) / UTC_DAY);
	assert(day < 31);
	while (fold->day < day)
		announced_begin_day(&fold->announced, ++fold->day);
}

void fold_record(struct fold *fold, struct fold_input *input, const struct mrt_record *record)
{
	const struct news news = {
		.fold = fold,
		.input = input,
		.record = record,
		.witness = { .time_us = record->time_us,
			     .offset = record->offset,
			     .input = input->number },
	};
	enum fold_refusal refusal;

	follow_time(fold, record->time_us);
	switch (record->type) {
	case MRT_TABLE_DUMP_V2:
		refusal = record->subtype == MRT_PEER_INDEX_TABLE
				  ? fold_peer_index(fold, input, record)
				  : fold_rib(&news);
		break;
	case MRT_TABLE_DUMP:
		refusal = fold_table_dump(&news);
		break;
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		refusal = fold_bgp4mp(&news);
		break;
	default:
		refusal = FOLD_TYPE;
	}
	refuse(input, refusal, record);
}
