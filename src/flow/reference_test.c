#include "base/testkit.h"

#include "flow/test_desk.h"
#include "wire/rtr_pdu.h"

static void assert_vrp(const struct desk *desk, size_t number, const char *prefix,
		       unsigned max_length, asn_t asn, unsigned source)
{
	char text[PREFIX_TEXT_MAX];

	assert_true(number < desk->reference.vrp_count);
	const struct stored_vrp *vrp = &desk->reference.vrps[number];
	assert_string_equal(prefix_print(&vrp->vrp.prefix, text), prefix);
	assert_int_equal(vrp->vrp.max_length, max_length);
	assert_int_equal(vrp->vrp.asn, asn);
	assert_int_equal(vrp->source, source);
}

static void assert_source(const struct desk *desk, size_t number, uint32_t input, const char *kind,
			  const char *name, const char *date)
{
	uint64_t date_us = 0;

	assert_true(number < desk->reference.source_count);
	assert_true(date == NULL || utc_parse(text_of(date), &date_us) == 0);
	const struct stored_source *source = &desk->reference.sources[number];
	assert_int_equal(source->number, number);
	assert_int_equal(source->input, input);
	assert_string_equal(source->kind, kind);
	assert_string_equal(source->name, name);
	assert_int_equal(desk->reference.source_dates_us[number], date_us);
}

#define ROA(prefix, max, asn, anchor)                                                              \
	"{\"asn\":" #asn ",\"prefix\":\"" prefix "\",\"maxLength\":" #max ",\"ta\":\"" anchor "\"" \
	"}"
#define BUILT(time) "{\"metadata\":{\"buildtime\":\"" time "\"},"

static void vrps_have_the_source_of_their_input_and_anchor(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    BUILT("2026-02-22T15:00:00Z") "\"roas\":[" ROA(
			    "192.0.2.0/24", 25, 64500,
			    "ripe") "," ROA("2001:db8::/32", 48, 64501,
					    "apnic") "," ROA("192.0.2.1/24", 24, 64500,
							     "ripe") "," ROA("198.51.100.0/24", 24,
									     0, "ripe") "]}",
		    "rpki-json used of 2026-02-22T15:00:00Z; vrps 3; a VRP whose prefix has bits "
		    "past its length (RFC 9582 4.3) 1 at byte 189;");
	assert_read(&desk,
		    "ASN,IP Prefix,Max Length,Trust Anchor\n"
		    "AS64502,203.0.113.0/24,24,ripe\n"
		    "AS64503,203.0.113.0/24,23,ripe\n",
		    "rpki-csv used; vrps 1; a VRP whose maxLength is shorter than its prefix (RFC "
		    "9582 4.3) 1 at line 3;");
	assert_int_equal(desk.reference.vrp_count, 4);
	assert_vrp(&desk, 0, "192.0.2.0/24", 25, 64500, 0);
	assert_vrp(&desk, 1, "2001:db8::/32", 48, 64501, 1);
	assert_vrp(&desk, 2, "198.51.100.0/24", 24, 0, 0);
	assert_vrp(&desk, 3, "203.0.113.0/24", 24, 64502, 2);
	assert_int_equal(desk.reference.source_count, 3);
	assert_source(&desk, 0, 0, "rpki", "ripe", "2026-02-22T15:00:00Z");
	assert_source(&desk, 1, 0, "rpki", "apnic", "2026-02-22T15:00:00Z");
	assert_source(&desk, 2, 1, "rpki", "ripe", NULL);
	assert_true(desk.reference.has_rpki && !desk.reference.has_irr);
	desk_clear(&desk);
}

static void assert_read_bytes(struct desk *desk, struct buffer *bytes, const char *expected)
{
	struct input_record input = test_load_bytes(&desk->reference, desk->inputs++, bytes);

	test_describe(&desk->said, &input);
	assert_string_equal(desk->said.bytes, expected);
}

/* What a cache answers is as good as a file of the validator behind it. */
static void payloads_of_an_rtr_answer_have_no_anchor(void **state)
{
	const struct vrp vrp = { { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 }, 25, 64500 };
	static const asn_t providers[] = { 64496, 64497 };
	const struct aspa aspa = { 64500, providers, 2 };
	struct buffer answer;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	buffer_init(&answer);
	rtr_write_cache_response(&answer, 2, 7);
	rtr_write_vrp(&answer, 2, true, &vrp);
	rtr_write_aspa(&answer, 2, true, &aspa);
	rtr_write_end_of_data(&answer, 2, 7, 42, rtr_timers_default);
	assert_read_bytes(&desk, &answer, "rtr used; vrps 1; aspas 1;");
	assert_vrp(&desk, 0, "192.0.2.0/24", 25, 64500, 0);
	assert_source(&desk, 0, 0, "rpki", "", NULL);
	assert_int_equal(desk.reference.aspas[0].aspa.provider_count, 2);
	rtr_write_error(&answer, 1, RTR_NO_DATA, reader_over(NULL, 0), "come back later");
	assert_read_bytes(&desk, &answer, "rtr; come back later at byte 0");
	assert_int_equal(desk.reference.vrp_count, 1);
	desk_clear(&desk);
}

static void what_stands_before_a_fault_is_kept(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    BUILT("2026-02-22T15:00:00Z") "\"roas\":[" ROA("192.0.2.0/24", 24, 64500,
								   "ripe") ",{\"asn\":645",
		    "rpki-json used of 2026-02-22T15:00:00Z; vrps 1; "
		    "parse error: premature EOF at byte 132");
	assert_vrp(&desk, 0, "192.0.2.0/24", 24, 64500, 0);
	assert_source(&desk, 0, 0, "rpki", "ripe", "2026-02-22T15:00:00Z");
	/* Metadata behind the list dates it as well. */
	assert_read(&desk,
		    "{\"roas\":[" ROA("192.0.2.0/24", 24, 64500,
				      "ripe") "],\"metadata\":{\"buildtime\":\"2026-02-01\"}}",
		    "rpki-json used of 2026-02-01T00:00:00Z; vrps 1;");
	assert_source(&desk, 1, 1, "rpki", "ripe", "2026-02-01");
	desk_clear(&desk);
}

static void route_objects_have_their_registry_as_source(void **state)
{
	static const struct route_object expected[] = {
		{ { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 }, 64500, 0, 0 },
		{ { UINT64_C(0x20010db8) << 32, 0, 32, FAMILY_V6 }, 64501, 1, 0 },
		{ { UINT64_C(0xcb007100) << 32, 0, 24, FAMILY_V4 }, 64500, 2, 0 },
	};
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    "route: 192.0.2.0/24\norigin: AS64500\nsource: RADB\n\n"
		    "route6: 2001:db8::/32\norigin: AS64501\nsource: RIPE\n\n"
		    "route: 198.51.100.0/24\nsource: RADB\n\n"
		    "as-set: AS-EXAMPLE\nmembers: AS64500\nsource: RADB\n\n"
		    "route: 203.0.113.0/24\norigin: AS64500\n",
		    "rpsl used; route 2; route6 1; as-set 1; "
		    "a route without origin (RFC 2622 section 4) 1 at line 9;");
	assert_int_equal(desk.reference.object_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		const struct route_object *object = &desk.reference.objects[i];
		assert_true(prefix_equal(&object->prefix, &expected[i].prefix));
		assert_int_equal(object->origin, expected[i].origin);
		assert_int_equal(object->source, expected[i].source);
	}
	assert_source(&desk, 0, 0, "irr", "RADB", NULL);
	assert_source(&desk, 1, 0, "irr", "RIPE", NULL);
	assert_source(&desk, 2, 0, "irr", "", NULL);
	assert_true(desk.reference.has_irr && !desk.reference.has_rpki);
	desk_clear(&desk);
}

static void delegations_are_kept(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    "2|ripencc|20260222|3|19830705|20260221|+0100\n"
		    "ripencc|*|asn|*|1|summary\nripencc|*|ipv4|*|2|summary\n"
		    "ripencc|NL|asn|3333|1|19930901|allocated|a\n"
		    "ripencc||ipv4|5.134.16.0|768|20260101|available|\n"
		    "ripencc|FR|ipv4|2.0.0.0|1048576|20100712|borrowed|b\n",
		    "delegated used of 2026-02-21T00:00:00Z; records 2; delegations 3; "
		    "an unknown status 1 at line 6;");
	assert_int_equal(desk.reference.delegation_count, 3); /* 768 addresses: a /23 and a /24 */
	const struct delegation *delegations = desk.reference.delegations;
	assert_int_equal(delegations[0].kind, DELEGATION_ASN);
	assert_int_equal(delegations[0].asns.first, 3333);
	assert_int_equal(delegations[2].prefix.len, 24);
	assert_int_equal(delegations[2].status, DELEGATION_AVAILABLE);
	assert_int_equal(delegations[0].holder.len, 0); /* nothing borrowed is left behind */
	assert_int_equal(desk.reference.source_count, 0);
	assert_false(desk.reference.has_rpki || desk.reference.has_irr);
	desk_clear(&desk);
}

/* More signers than numbers for them: what they signed is counted, not kept. */
static void sources_beyond_the_ceiling_are_counted(void **state)
{
	struct buffer many;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	buffer_init(&many);
	buffer_string(&many, "ASN,IP Prefix,Max Length,Trust Anchor\n");
	for (unsigned i = 0; i < REFERENCE_SOURCES_MAX + 2; i++)
		buffer_format(&many, "AS64500,192.0.2.0/24,24,anchor-%u\n", i);
	buffer_string(&many, "AS64500,192.0.2.0/24,24,anchor-7\n");
	buffer_char(&many, '\0');
	assert_read(&desk, many.bytes, "rpki-csv used; vrps 65538; beyond what is kept 2;");
	assert_int_equal(desk.reference.source_count, REFERENCE_SOURCES_MAX);
	assert_vrp(&desk, REFERENCE_SOURCES_MAX, "192.0.2.0/24", 24, 64500, 7);
	buffer_clear(&many);
	desk_clear(&desk);
}

/* Given, but empty of what is judged by: then nothing is measured, rather than all found bad. */
static void what_holds_nothing_judges_nothing(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk, BUILT("2026-02-22T15:00:00Z") "\"roas\":[]}",
		    "rpki-json of 2026-02-22T15:00:00Z; nothing in it is of use here");
	assert_read(&desk, "aut-num: AS64500\nas-name: EXAMPLE\nsource: RIPE\n",
		    "rpsl used; aut-num 1;");
	assert_false(desk.reference.has_rpki || desk.reference.has_irr);
	desk_clear(&desk);
}

static void other_kinds_are_left_alone(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk, "", "empty; is empty");
	assert_read(&desk, "<!DOCTYPE html><html></html>",
		    "html; an HTML page, not data: the download probably failed");
	reference_freeze(&desk.reference);
	assert_int_equal(desk.reference.vrp_count + desk.reference.object_count, 0);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vrps_have_the_source_of_their_input_and_anchor),
		cmocka_unit_test(payloads_of_an_rtr_answer_have_no_anchor),
		cmocka_unit_test(what_stands_before_a_fault_is_kept),
		cmocka_unit_test(route_objects_have_their_registry_as_source),
		cmocka_unit_test(delegations_are_kept),
		cmocka_unit_test(sources_beyond_the_ceiling_are_counted),
		cmocka_unit_test(what_holds_nothing_judges_nothing),
		cmocka_unit_test(other_kinds_are_left_alone),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
