#include "wire/asn_drop.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/json_records.h"

static const char *const says[ASN_DROP_REASONS] = {
	[ASN_DROP_LINE_LONG] = "a line longer than 4 KiB",
	[ASN_DROP_ASN] = "an entry without an AS number from 1 to 4294967295",
};

enum place_of_drop {
	ASN = JSON_PLACE_FIRST,
	NAME,
	ECONOMY,
	TYPE,
	TIMESTAMP,
};

static const struct json_rule rules[] = {
	{ JSON_RECORD, "asn", ASN },
	{ JSON_RECORD, "cc", ECONOMY },
	{ JSON_RECORD, "asname", NAME },
	{ JSON_RECORD, "type", TYPE },
	{ JSON_RECORD, "timestamp", TIMESTAMP },
};

enum { SHORT_MAX = 256 };

/* A copy, because JSON tells one value at a time. */
struct short_text {
	size_t len;
	char bytes[SHORT_MAX];
};

struct asn_drop_state {
	struct asn_drop *drop; /* borrowed */
	struct asn_drop_sink sink;
	bool is_told; /* the layout is known */
	struct lines lines;
	struct json_records records;

	struct place place;
	bool is_metadata;
	uint64_t timestamp_us;
	asn_t asn;
	struct short_text name, economy;
};

static int deliver(struct asn_drop_state *s, const struct asn_drop_entry *entry,
		   enum asn_drop_refusal reason, struct place place)
{
	refusals_count(&s->drop->refusals, reason, place);
	return reason == ASN_DROP_TAKEN ? s->sink.on_entry(s->sink.context, entry, place) : 0;
}

static void on_start(void *context, struct place place)
{
	struct asn_drop_state *s = context;

	s->place = place;
	s->is_metadata = false;
	s->timestamp_us = 0;
	s->asn = ASN_NONE;
	s->name.len = s->economy.len = 0;
}

static void keep(struct short_text *kept, struct text text)
{
	text = text_upto(text, SHORT_MAX);
	if (text.len > 0)
		memcpy(kept->bytes, text.at, text.len);
	kept->len = text.len;
}

static void on_value(void *context, unsigned place, const struct json_value *value)
{
	struct asn_drop_state *s = context;

	if (place == ASN && asn_parse(value->text, &s->asn) < 0)
		s->asn = ASN_NONE;
	else if (place == NAME)
		keep(&s->name, value->text);
	else if (place == ECONOMY)
		keep(&s->economy, value->text);
	else if (place == TYPE)
		s->is_metadata = text_equal(value->text, TEXT("metadata"));
	else if (place == TIMESTAMP && utc_parse(value->text, &s->timestamp_us) < 0)
		s->timestamp_us = 0;
}

static int on_end(void *context)
{
	struct asn_drop_state *s = context;
	const struct asn_drop_entry entry = { s->asn,
					      { s->name.bytes, s->name.len },
					      { s->economy.bytes, s->economy.len } };

	if (s->is_metadata) {
		s->drop->made_us = s->timestamp_us;
		return 0;
	}
	return deliver(s, &entry, s->asn != ASN_NONE ? ASN_DROP_TAKEN : ASN_DROP_ASN, s->place);
}

/* "AS64496 ; EU | EXAMPLE-NET" */
static int take_line(struct asn_drop_state *s, const struct line *line)
{
	struct text rest = text_trim(line->text), asn = TEXT(""), economy = TEXT("");
	struct asn_drop_entry entry = { .asn = ASN_NONE };

	if (rest.len == 0 || rest.at[0] == ';')
		return 0;
	if (line->cut)
		return deliver(s, &entry, ASN_DROP_LINE_LONG, line->place);
	(void)text_cut(&rest, ';', &asn);
	(void)text_cut(&rest, '|', &economy);
	entry.name = text_trim(rest);
	entry.economy = text_trim(economy);
	bool is_good = asn_parse(text_trim(asn), &entry.asn) == 0 && entry.asn != ASN_NONE;
	return deliver(s, &entry, is_good ? ASN_DROP_TAKEN : ASN_DROP_ASN, line->place);
}

static int take_lines(struct asn_drop_state *s)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&s->lines, &line);)
		done = take_line(s, &line);
	return done;
}

void asn_drop_init(struct asn_drop *drop, const struct asn_drop_sink *sink)
{
	struct asn_drop_state *s = memory_alloc(1, sizeof(*s));
	const struct json_records_sink records = { s, on_start, on_value, on_end };

	*drop = (struct asn_drop){ .state = s };
	refusals_init(&drop->refusals, says, ASN_DROP_REASONS);
	s->drop = drop;
	s->sink = *sink;
	lines_init(&s->lines, ASN_DROP_LINE_MAX);
	json_records_init(&s->records, rules, sizeof(rules) / sizeof(rules[0]), &records);
}

void asn_drop_clear(struct asn_drop *drop)
{
	if (drop->state != NULL) {
		json_records_clear(&drop->state->records);
		lines_clear(&drop->state->lines);
		free(drop->state);
	}
	*drop = (struct asn_drop){ 0 };
}

/* Blanks and a byte order mark say nothing of the layout: how many of them there are. */
static size_t blanks_before(struct text piece)
{
	static const char blanks[] = " \t\r\n\xef\xbb\xbf";
	size_t count = 0;

	while (count < piece.len && memchr(blanks, piece.at[count], sizeof(blanks) - 1) != NULL)
		count++;
	return count;
}

static int feed_lines(struct asn_drop_state *s, struct text piece)
{
	lines_feed(&s->lines, piece);
	return take_lines(s);
}

int asn_drop_feed(struct asn_drop *drop, struct text piece)
{
	struct asn_drop_state *s = drop->state;

	if (!s->is_told) {
		size_t blanks = blanks_before(piece);
		s->is_told = blanks < piece.len;
		drop->is_json = s->is_told && (piece.at[blanks] == '{' || piece.at[blanks] == '[');
	}
	if (s->is_told)
		return drop->is_json ? json_records_feed(&s->records, piece) : feed_lines(s, piece);
	/* Both count what stands before the first entry; neither makes anything of it. */
	int result = json_records_feed(&s->records, piece);
	return result == 0 ? feed_lines(s, piece) : result;
}

int asn_drop_finish(struct asn_drop *drop)
{
	if (drop->is_json)
		return json_records_finish(&drop->state->records);
	lines_finish(&drop->state->lines);
	return take_lines(drop->state);
}
