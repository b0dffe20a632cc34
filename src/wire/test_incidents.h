/* Incidents in words, for the tests of their importers. */
#ifndef WIRE_TEST_INCIDENTS_H
#define WIRE_TEST_INCIDENTS_H

#include "base/testkit.h"

#include "base/buffer.h"
#include "base/utc.h"
#include "wire/incident_json.h"

/* "leak radar/leak-1 1700000000..1700000060 80% culprit 64496 victim 64500 192.0.2.0/24 of 3:
 * SAYS;"
 */
static inline int test_print_incident(void *context, const struct incident *incident,
				      struct place place)
{
	struct buffer *out = context;
	char text[PREFIX_TEXT_MAX];

	(void)place;
	buffer_format(out, "%s ", incident_kind_name(incident->kind));
	buffer_text(out, incident->source);
	buffer_char(out, '/');
	buffer_text(out, incident->id);
	buffer_format(out, " %llu..", (unsigned long long)(incident->start_us / UTC_SECOND));
	if (incident->end_us != INCIDENT_OPEN)
		buffer_format(out, "%llu", (unsigned long long)(incident->end_us / UTC_SECOND));
	if (incident->confidence != INCIDENT_CONFIDENCE_UNKNOWN)
		buffer_format(out, " %u%%", incident->confidence);
	for (size_t i = 0; i < incident->party_count; i++)
		buffer_format(out, " %s %u", incident_role_name(incident->parties[i].role),
			      incident->parties[i].asn);
	for (size_t i = 0; i < incident->prefix_count; i++)
		buffer_format(out, " %s", prefix_print(&incident->prefixes[i], text));
	if (incident->prefix_total != incident->prefix_count)
		buffer_format(out, " of %llu", (unsigned long long)incident->prefix_total);
	if (incident->says.len > 0) {
		buffer_string(out, ": ");
		buffer_text(out, incident->says);
	}
	buffer_string(out, "; ");
	return 0;
}

/* "2 outages; 1 benign; 1 unread; refused 5 2 times; " */
static inline void test_print_counts(struct buffer *out, const struct incident_counts *counts)
{
	uint64_t told = counts->told[INCIDENT_LEAK] + counts->told[INCIDENT_HIJACK];

	assert_int_equal(counts->refusals.taken, told + counts->outages + counts->benign);
	if (counts->outages > 0)
		buffer_format(out, "%u outages; ", (unsigned)counts->outages);
	if (counts->benign > 0)
		buffer_format(out, "%u benign; ", (unsigned)counts->benign);
	if (counts->unread > 0)
		buffer_format(out, "%u unread; ", (unsigned)counts->unread);
	for (unsigned reason = 1; reason < INCIDENT_REASONS; reason++) {
		assert_non_null(counts->refusals.says[reason]);
		if (counts->refusals.count[reason] > 0)
			buffer_format(out, "refused %u %u times; ", reason,
				      (unsigned)counts->refusals.count[reason]);
	}
}

static inline void test_read_incidents(enum incident_json_kind kind, struct text input,
				       size_t piece, struct buffer *out)
{
	const struct incident_sink sink = { out, test_print_incident };
	struct incident_json json;
	int result = 0;

	incident_json_init(&json, kind, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, piece))
		result = incident_json_feed(&json, text_upto(input, piece));
	if (result == 0)
		result = incident_json_finish(&json);
	test_print_counts(out, &json.counts);
	if (result != 0)
		buffer_string(out, err_name(result));
	incident_json_clear(&json);
}

static inline void test_check_incidents(enum incident_json_kind kind, const char *input,
					const char *want)
{
	for (size_t piece = 1; piece < 400; piece += 57) {
		struct buffer got;
		buffer_init(&got);
		test_read_incidents(kind, test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

/* However damaged: the same in one piece and in many. */
static inline void test_survive_incidents(enum incident_json_kind kind, struct reader in)
{
	struct text input = { (const char *)in.at, reader_left(&in) };
	struct buffer whole, cut;

	buffer_init(&whole);
	buffer_init(&cut);
	test_read_incidents(kind, input, SIZE_MAX, &whole);
	test_read_incidents(kind, input, 1, &cut);
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

#endif
