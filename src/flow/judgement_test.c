#include "base/testkit.h"

#include "flow/judgement.h"
#include "flow/test_desk.h"

/* One of each kind of data, all of one day. */
static const char RPKI[] =
	"{\"metadata\":{\"buildtime\":\"2026-02-22T00:00:00Z\"},\"roas\":["
	"{\"asn\":3333,\"prefix\":\"193.0.0.0/21\",\"maxLength\":21,\"ta\":\"ripe\"}],"
	"\"aspas\":[{\"customer_asid\":3333,\"providers\":[1103,1257]}]}";
static const char REGISTERED[] =
	"route: 193.0.8.0/24\norigin: AS3333\nlast-modified: 2024-01-01T00:00:00Z\nsource: RIPE\n\n"
	"route: 193.0.9.0/24\norigin: AS3333\nlast-modified: 2024-01-01T00:00:00Z\nsource: RADB\n\n"
	"route: 193.0.10.0/24\norigin: AS3333\nlast-modified: 2001-01-01T00:00:00Z\n"
	"source: RIPE\n\n"
	"as-set: AS-ONE\nmembers: AS3333\nsource: RIPE\n";
static const char DELEGATED[] = "2|ripencc|20260222|3|19830705|20260222|+0100\n"
				"ripencc|NL|ipv4|193.0.0.0|2560|20000101|allocated|a\n"
				"ripencc|NL|ipv4|193.0.10.0|1024|20100101|allocated|b\n"
				"ripencc||ipv4|193.1.0.0|65536||available\n";
static const char RELATIONS[] = "# source:topology|BGP|20260201|ris|rrc00\n1103|3333|-1\n"
				"1257|3333|-1\n1103|1257|0\n1257|5|-1\n";

static const char *const TEXTS[] = { RPKI, REGISTERED, DELEGATED, RELATIONS };

static const struct {
	const char *about, *prefix, *path;
	enum bgp_role role;
	asn_t otc;
	const char *at, *says; /* "VERDICT CONFIDENCE[ CHECK BEARING[ stale]]..." */
} cases[] = {
	{ "signed", "193.0.0.0/21", "3333", BGP_ROLE_NONE, 0, "2026-02-22",
	  "authorised high rpki for irr open bogon open aspa open leak open" },
	{ "signed, by data of two days ago", "193.0.0.0/21", "3333", BGP_ROLE_NONE, 0, "2026-02-24",
	  "authorised medium rpki for stale irr open bogon open aspa open stale leak open" },
	{ "too long", "193.0.0.0/24", "3333", BGP_ROLE_NONE, 0, "2026-02-22",
	  "unauthorised high rpki against irr open bogon open aspa open leak against" },
	{ "registered where it belongs", "193.0.8.0/24", "3333", BGP_ROLE_NONE, 0, "2026-02-22",
	  "authorised medium rpki open irr for bogon open aspa open leak open" },
	{ "registered elsewhere", "193.0.9.0/24", "3333", BGP_ROLE_NONE, 0, "2026-02-22",
	  "authorised low rpki open irr for bogon open aspa open leak open" },
	{ "registered by who held it before", "193.0.10.0/24", "3333", BGP_ROLE_NONE, 0,
	  "2026-02-22", "unproven none rpki open irr open bogon open aspa open leak open" },
	{ "held by nobody", "193.1.0.0/24", "3333", BGP_ROLE_NONE, 0, "2026-02-22",
	  "unproven none rpki open irr open bogon against aspa open leak open" },
	{ "private space", "10.0.0.0/24", "3333", BGP_ROLE_NONE, 0, "2026-02-22",
	  "unauthorised high rpki open irr open bogon against aspa open leak open" },
	{ "a private number in the path", "193.0.0.0/21", "64512 1103 3333", BGP_ROLE_NONE, 0,
	  "2026-02-22", "unauthorised high rpki for irr open bogon against aspa open leak open" },
	{ "an example's numbers", "192.0.2.0/24", "64500", BGP_ROLE_NONE, 0, "2026-02-22",
	  "unproven none rpki open irr open bogon open aspa open leak open" },
	{ "up, as attested", "193.0.0.0/21", "1103 3333", BGP_ROLE_PROVIDER, 0, "2026-02-22",
	  "authorised high rpki for irr open bogon open aspa open leak open" },
	{ "up, against the ASPA", "193.0.0.0/21", "5 3333", BGP_ROLE_PROVIDER, 0, "2026-02-22",
	  "unauthorised high rpki for irr open bogon open aspa against leak against" },
	{ "down, where it may", "193.0.0.0/21", "5 1257 3333", BGP_ROLE_CUSTOMER, 0, "2026-02-22",
	  "authorised high rpki for irr open bogon open aspa open leak open" },
	{ "from one provider to the other", "193.0.0.0/21", "1103 3333 1257", BGP_ROLE_NONE, 0,
	  "2026-02-22",
	  "unauthorised high rpki against irr open bogon open aspa open leak against" },
	{ "marked for customers", "193.0.0.0/21", "1103 3333", BGP_ROLE_PEER, 7, "2026-02-22",
	  "unauthorised high rpki for irr open bogon open aspa open leak against" },
	{ "marked by the peer itself", "193.0.0.0/21", "1103 3333", BGP_ROLE_PEER, 1103,
	  "2026-02-22", "authorised high rpki for irr open bogon open aspa open leak open" },
};

static void describe(struct buffer *out, const struct judgement *judgement)
{
	out->used = 0;
	buffer_format(out, "%s %s", verdict_state_name(judgement->verdict.state),
		      confidence_name(judgement->verdict.confidence));
	for (unsigned check = 0; check < CHECKS; check++) {
		const struct finding *finding = &judgement->findings[check];
		if (finding->bearing == BEARING_NOT_MEASURED)
			continue;
		buffer_format(out, " %s %s%s", check_name(check), bearing_name(finding->bearing),
			      finding->stale ? " stale" : "");
		struct reason reason = judgement_reason(judgement, check);
		assert_true(reason.state[0] != '\0' && reason.says[0] != '\0' &&
			    reason.rule[0] != '\0');
	}
	buffer_char(out, '\0');
}

static uint64_t time_of(const char *text)
{
	uint64_t time_us = 0;
	assert_int_equal(utc_parse(text_of(text), &time_us), 0);
	return time_us;
}

static void hops_of(const char *path, struct hops *hops, asn_t *out_origin)
{
	static uint8_t room[AS_PATH_ROOM];
	struct reader octets;

	assert_int_equal(as_path_parse(text_of(path), room, &octets), 0);
	assert_int_equal(hops_read(hops, octets), 0);
	assert_int_equal(as_path_origin(octets, ASN_NONE, out_origin), 0);
}

/* The dump of route objects has no date of its own; here it has the day of all others. */
static void load_all(struct desk *desk)
{
	for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
		assert_true(test_load(&desk->reference, desk->inputs++, TEXTS[i]).used);
	desk->reference.inputs[1].date_us = time_of("2026-02-22");
}

static void routes_of_every_fate(void **state)
{
	struct authority authority;
	struct judge judge;
	struct desk desk;
	struct hops hops;
	(void)state;

	desk_init(&desk);
	hops_init(&hops);
	load_all(&desk);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct question question = { .path = &hops,
					     .role = cases[i].role,
					     .has_otc = cases[i].otc != 0,
					     .otc = cases[i].otc };
		struct judgement judgement;
		uint64_t at_us = time_of(cases[i].at);

		print_message("# %s\n", cases[i].about);
		assert_int_equal(prefix_parse(text_of(cases[i].prefix), &question.prefix), 0);
		hops_of(cases[i].path, &hops, &question.origin);
		assert_int_equal(authority_from_reference(&desk.reference, at_us, &authority), 0);
		judge_init(&judge, &authority, at_us);
		judge_route(&judge, &question, &judgement);
		describe(&desk.said, &judgement);
		assert_string_equal(desk.said.bytes, cases[i].says);
		authority_clear(&authority);
	}
	hops_clear(&hops);
	desk_clear(&desk);
}

/* What was not given is not measured, and proves nothing. */
static void nothing_given_nothing_measured(void **state)
{
	struct question question = { .origin = 3333, .role = BGP_ROLE_NONE };
	struct judgement judgement;
	struct authority authority;
	struct judge judge;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_int_equal(prefix_parse(TEXT("193.0.0.0/21"), &question.prefix), 0);
	assert_int_equal(authority_from_reference(&desk.reference, 0, &authority), 0);
	judge_init(&judge, &authority, 0);
	judge_route(&judge, &question, &judgement);
	describe(&desk.said, &judgement);
	assert_string_equal(desk.said.bytes, "unproven none bogon open");
	authority_clear(&authority);
	desk_clear(&desk);
}

/* One path, by what stands in `vrps`; "" for nothing at all. */
static void assert_alone(const char *vrps, const char *prefix, const char *path, const char *says)
{
	struct question question = { .role = BGP_ROLE_NONE };
	uint64_t at_us = time_of("2026-02-22");
	struct judgement judgement;
	struct authority authority;
	struct judge judge;
	struct desk desk;
	struct hops hops;

	desk_init(&desk);
	hops_init(&hops);
	if (vrps[0] != '\0')
		assert_true(test_load(&desk.reference, 0, vrps).used);
	question.path = &hops;
	assert_int_equal(prefix_parse(text_of(prefix), &question.prefix), 0);
	hops_of(path, &hops, &question.origin);
	assert_int_equal(authority_from_reference(&desk.reference, at_us, &authority), 0);
	judge_init(&judge, &authority, at_us);
	judge_route(&judge, &question, &judgement);
	describe(&desk.said, &judgement);
	assert_string_equal(desk.said.bytes, says);
	authority_clear(&authority);
	hops_clear(&hops);
	desk_clear(&desk);
}

/* A path is not called unattested where no ASPA was given; what is wrong in itself is. And what
 * VRPs alone show of a leak is told, though nothing is known of the path. */
static void what_was_not_given_is_not_measured(void **state)
{
	static const char vrps[] =
		"{\"metadata\":{\"buildtime\":\"2026-02-22T00:00:00Z\"},\"roas\":["
		"{\"asn\":3333,\"prefix\":\"193.0.0.0/21\",\"maxLength\":21}]}";
	(void)state;

	assert_alone("", "193.0.0.0/21", "1103 3333", "unproven none bogon open");
	assert_alone("", "193.0.0.0/21", "1103 {3333}",
		     "unauthorised high bogon open aspa against");
	assert_alone(vrps, "193.0.0.0/21", "1103 3333", "authorised high rpki for bogon open");
	assert_alone(vrps, "193.0.0.0/24", "1103 3333",
		     "unauthorised high rpki against bogon open leak against");
}

/* Who takes routes only from an as-set takes none of others. */
static void an_as_set_may_be_asked(void **state)
{
	static const struct {
		asn_t origin;
		const char *says;
	} asked[] = {
		{ 3333, "authorised medium rpki open irr for as-set open bogon open" },
		{ 3334, "unauthorised medium rpki open irr open as-set against bogon open" },
		{ ASN_NONE, "unauthorised medium rpki open irr open as-set against bogon open" },
	};
	struct as_set_expansion expansion;
	struct authority authority;
	struct judge judge;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load_all(&desk);
	uint64_t at_us = time_of("2026-02-22");
	assert_int_equal(authority_from_reference(&desk.reference, at_us, &authority), 0);
	assert_int_equal(as_sets_expand(authority.as_sets, NULL, TEXT("AS-ONE"), NULL, &expansion),
			 0);
	judge_init(&judge, &authority, at_us);
	judge.as_set = &expansion;
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		struct question question = { .origin = asked[i].origin, .role = BGP_ROLE_NONE };
		struct judgement judgement;
		assert_int_equal(prefix_parse(TEXT("193.0.8.0/24"), &question.prefix), 0);
		judge_route(&judge, &question, &judgement);
		describe(&desk.said, &judgement);
		assert_string_equal(desk.said.bytes, asked[i].says);
	}
	as_set_expansion_clear(&expansion);
	authority_clear(&authority);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(routes_of_every_fate),
		cmocka_unit_test(nothing_given_nothing_measured),
		cmocka_unit_test(what_was_not_given_is_not_measured),
		cmocka_unit_test(an_as_set_may_be_asked),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
