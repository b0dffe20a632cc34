#include "wire/participant_record.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "net/economy.h"

const char *const participant_refusals[PARTICIPANT_REASONS] = {
	[PARTICIPANT_LINE_LONG] = "a line longer than 64 KiB",
	[PARTICIPANT_HEADING] = "a row below no heading that names a name and more",
	[PARTICIPANT_FIELDS] = "not as many fields as the heading names, or a quote left open",
	[PARTICIPANT_NAME] = "a participant without a name",
	[PARTICIPANT_TEXT] = "a text with a zero byte, or of more than 1,023 bytes",
	[PARTICIPANT_ASN] = "an AS that is no number from 1 to 4294967295",
	[PARTICIPANT_ECONOMY] = "an economy that is no code of ISO 3166",
	[PARTICIPANT_DATE] = "a date that is none",
	[PARTICIPANT_MANY] = "more AS numbers or Actions than anybody has",
};

static const struct {
	const char *name;
	enum participant_field field;
} field_names[] = {
	{ "Organization Name", FIELD_NAME },
	{ "Organisation Name", FIELD_NAME },
	{ "name", FIELD_NAME },
	{ "Areas", FIELD_ECONOMIES },
	{ "areas_served", FIELD_ECONOMIES },
	{ "economies", FIELD_ECONOMIES },
	{ "ASNs", FIELD_ASNS },
	{ "route_servers", FIELD_ROUTE_SERVERS },
	{ "members", FIELD_MEMBERS },
	{ "contact", FIELD_CONTACT },
	{ "member_since", FIELD_SINCE },
	{ "since", FIELD_SINCE },
	{ "actions", FIELD_ACTION },
};

enum participant_field participant_field_find(struct text name)
{
	for (size_t i = 0; i < sizeof(field_names) / sizeof(field_names[0]); i++)
		if (text_equal_fold(name, text_of(field_names[i].name)))
			return field_names[i].field;
	return FIELD_OTHER;
}

bool participant_action_parse(struct text heading, unsigned *out_number, struct text *out_title)
{
	size_t colon = text_find(heading, ':');
	uint32_t number;

	if (!text_starts_fold(heading, TEXT("Action ")))
		return false;
	struct text digits = text_trim(text_from(text_upto(heading, colon), strlen("Action ")));
	if (text_u32(digits, &number) < 0 || number == 0 || number > 99)
		return false;
	*out_number = number;
	*out_title = text_trim(text_from(heading, colon + 1));
	return true;
}

void record_init(struct participant_record *record)
{
	*record = (struct participant_record){ 0 };
}

void record_clear(struct participant_record *record)
{
	free(record->asns);
	*record = (struct participant_record){ 0 };
}

void record_start(struct participant_record *record)
{
	record->participant = (struct participant){ .programme = "",
						    .name = record->name,
						    .economies = record->economies,
						    .contact = record->contact };
	record->claim_count = 0;
	record->asns_given = 0;
	record->reason = PARTICIPANT_TAKEN;
	record->name[0] = record->contact[0] = record->economies[0] = '\0';
}

void record_refuse(struct participant_record *record, enum participant_refusal reason)
{
	if (record->reason == PARTICIPANT_TAKEN)
		record->reason = reason;
}

static void set_text(struct participant_record *record, struct text text,
		     char out[PARTICIPANT_TEXT_MAX])
{
	if (text.len >= PARTICIPANT_TEXT_MAX || text_find(text, '\0') < text.len) {
		record_refuse(record, PARTICIPANT_TEXT);
		return;
	}
	if (text.len > 0)
		memcpy(out, text.at, text.len);
	out[text.len] = '\0';
}

static void add_asn(struct participant_record *record, enum participant_asn_role role,
		    struct text word)
{
	asn_t asn;

	if (asn_parse(word, &asn) < 0 || asn == ASN_NONE) {
		record_refuse(record, PARTICIPANT_ASN);
		return;
	}
	if (record->asns_given == PARTICIPANT_ASNS_MAX) {
		record_refuse(record, PARTICIPANT_MANY);
		return;
	}
	record->asns = memory_grow(record->asns, &record->asn_room, record->asns_given + 1,
				   sizeof(*record->asns));
	record->asns[record->asns_given++] = (struct participant_asn){ asn, role };
}

/* In capitals, each once. */
static void add_economy(struct participant_record *record, struct text word)
{
	const struct economy *economy = economy_find(word);
	size_t used = strlen(record->economies);

	if (economy == NULL) {
		record_refuse(record, PARTICIPANT_ECONOMY);
		return;
	}
	for (size_t at = 0; at + 2 <= used; at += 3)
		if (memcmp(record->economies + at, economy->code, 2) == 0)
			return;
	assert(used + 4 <= PARTICIPANT_ECONOMIES_MAX);
	(void)snprintf(record->economies + used, PARTICIPANT_ECONOMIES_MAX - used, "%s%s",
		       used > 0 ? " " : "", economy->code);
}

static void set_since(struct participant_record *record, struct text text)
{
	uint64_t time_us;

	if (text.len == 0)
		return;
	if (utc_parse(text, &time_us) < 0)
		record_refuse(record, PARTICIPANT_DATE);
	else
		record->participant.since = utc_day_of(time_us);
}

static void add_word(struct participant_record *record, enum participant_field field,
		     struct text word)
{
	if (field == FIELD_ECONOMIES)
		add_economy(record, word);
	else if (field == FIELD_ROUTE_SERVERS)
		add_asn(record, PARTICIPANT_ROUTE_SERVER, word);
	else
		add_asn(record, field == FIELD_MEMBERS ? PARTICIPANT_MEMBER : PARTICIPANT_NETWORK,
			word);
}

/* Words with any of "; ," between them. */
static void add_words(struct participant_record *record, enum participant_field field,
		      struct text value)
{
	struct text part, word;

	while (text_cut(&value, ';', &part))
		for (struct text piece; text_cut(&part, ',', &piece);)
			while (text_word(&piece, &word))
				add_word(record, field, word);
}

void record_set(struct participant_record *record, enum participant_field field, struct text value)
{
	value = text_trim(value);
	if (field == FIELD_NAME)
		set_text(record, value, record->name);
	else if (field == FIELD_CONTACT)
		set_text(record, value, record->contact);
	else if (field == FIELD_SINCE)
		set_since(record, value);
	else if (field != FIELD_OTHER && field != FIELD_ACTION)
		add_words(record, field, value);
}

void record_claim(struct participant_record *record, unsigned action, struct text title,
		  struct text value)
{
	value = text_trim(value);
	if (value.len == 0)
		return;
	if (record->claim_count == PARTICIPANT_CLAIMS_MAX) {
		record_refuse(record, PARTICIPANT_MANY);
		return;
	}
	size_t size = title.len + 2 + value.len;
	if (size >= PARTICIPANT_TEXT_MAX || text_find(title, '\0') < title.len ||
	    text_find(value, '\0') < value.len) {
		record_refuse(record, PARTICIPANT_TEXT);
		return;
	}
	struct participant_claim *claim = &record->claims[record->claim_count++];
	claim->action = action;
	claim->holds = !text_equal_fold(value, TEXT("No"));
	(void)snprintf(claim->says, sizeof(claim->says), "%.*s%s%.*s", (int)title.len,
		       title.len > 0 ? title.at : "", title.len > 0 ? ": " : "", (int)value.len,
		       value.at);
}

enum participant_refusal record_end(struct participant_record *record)
{
	if (record->name[0] == '\0')
		record_refuse(record, PARTICIPANT_NAME);
	record->participant.asn_count = participant_asns_sort(record->asns, record->asns_given);
	record->participant.asns = record->asns;
	return record->reason;
}
