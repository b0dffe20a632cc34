/*
 * For the tests of a report's two forms: a report in which every text is what a stranger would
 * write who means harm, and every list has something.
 */
#ifndef CLI_TEST_REPORT_H
#define CLI_TEST_REPORT_H

#include "cli/report_out.h"

/* Tags, quotes, a control sequence, a change of direction, no UTF-8, and nowhere to break. */
#define TEST_REPORT_EVIL                                                                           \
	"<script>alert('1')</script>\" onload=x &amp; \x1b[2J \xe2\x80\xae \xff\x01 "              \
	"%s%n "                                                                                    \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"     \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"                                   \
	"\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac"

static const char *const test_report_texts[] = { TEST_REPORT_EVIL, "10 % of it", "" };

static const struct report_check test_report_checks[] = {
	{ TEST_REPORT_EVIL, AUDIT_NON_CONFORMANT, "measured", true, test_report_texts, 3 },
	{ TEST_REPORT_EVIL, AUDIT_NOT_MEASURED, "not measured", false, test_report_texts, 1 },
};

static const struct report_action test_report_actions[] = {
	{ 1, TEST_REPORT_EVIL, "mandatory", AUDIT_NON_CONFORMANT, "measured", "was conformant",
	  TEST_REPORT_EVIL, test_report_checks, 2, test_report_texts, 3 },
	{ 2, "Kept", "recommended", AUDIT_CONFORMANT, "tested", "-", "", test_report_checks, 1,
	  NULL, 0 },
};

static const struct report_score test_report_scores[] = {
	{ .metric = &metric_m1,
	  .month = { .measured = true, .score = 0.49, .band = BAND_LAGGING },
	  .now = { .measured = true, .score = 1, .band = BAND_READY },
	  .without = { .measured = true, .score = 1, .band = BAND_READY },
	  .change = "-51.0",
	  .lines = test_report_texts,
	  .line_count = 2 },
	{ .metric = &metric_dmaxlen, .change = "-" },
};

static const struct report_incident test_report_incidents[] = {
	{ .name = TEST_REPORT_EVIL,
	  .kind = INCIDENT_HIJACK,
	  .role = INCIDENT_CULPRIT,
	  .when = TEST_REPORT_EVIL,
	  .weight = "1",
	  .prefixes = TEST_REPORT_EVIL,
	  .parties = TEST_REPORT_EVIL,
	  .record = TEST_REPORT_EVIL,
	  .says = TEST_REPORT_EVIL,
	  .url = "javascript:alert(1)",
	  .feedback = test_report_texts,
	  .feedback_count = 2,
	  .is_excused = true,
	  .command = "decorum feedback 'a b' --asn AS64496 --class legitimate --who "
		     "'noc and others of a long name' --why WHY --store 'a long name/of a store'",
	  .mail = "mailto:x@example.net?subject=%22",
	  .mail_says = TEST_REPORT_EVIL },
	{ .name = "grip:2",
	  .when = "",
	  .weight = "",
	  .prefixes = "",
	  .parties = "",
	  .record = "",
	  .says = "",
	  .url = "https://example.net/?a=<b>&\"c\"",
	  .command = "decorum feedback grip:2",
	  .mail = "",
	  .mail_says = "" },
};

static const struct report_route test_report_routes[] = {
	{ "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128 (bogon)", "invalid-length", "origin-mismatch",
	  "1,000 peers, 999 at the end", true },
	{ "192.0.2.0/24", "not-found", "not given", "1 peer, gone at the end", false },
};

static const struct report_network test_report_networks[] = {
	{ .asn = 64496,
	  .title = TEST_REPORT_EVIL,
	  .seen = TEST_REPORT_EVIL,
	  .scores = test_report_scores,
	  .score_count = 2,
	  .incidents = test_report_incidents,
	  .incident_count = 2,
	  .routes = test_report_routes,
	  .route_count = 2,
	  .route_total = 3,
	  .mends = test_report_texts,
	  .mend_count = 2 },
	{ .asn = 4294967294, .title = "AS4294967294", .seen = "" },
};

static const struct report_verdict test_report_others[] = { { TEST_REPORT_EVIL,
							      AUDIT_CONFORMANT } };
static const struct report_gap test_report_gaps[] = {
	{ TEST_REPORT_EVIL, TEST_REPORT_EVIL, TEST_REPORT_EVIL }, { "M5", "None.", "" }
};
static const struct report_input test_report_inputs[] = {
	{ TEST_REPORT_EVIL, "mrt", "0123456789abcdef", "2026-02-22", TEST_REPORT_EVIL },
	{ "a", "mrt", "0123456789abcdef", "", "" },
};

static const struct report test_report = {
	.subject = TEST_REPORT_EVIL,
	.programme = TEST_REPORT_EVIL,
	.month = "2026-02",
	.before = "2026-01",
	.data_time = "2026-02-22T16:05:01Z",
	.verdict = AUDIT_NON_CONFORMANT,
	.verdict_says = TEST_REPORT_EVIL,
	.first = TEST_REPORT_EVIL,
	.before_says = TEST_REPORT_EVIL,
	.others = test_report_others,
	.other_count = 1,
	.actions = test_report_actions,
	.action_count = 2,
	.networks = test_report_networks,
	.network_count = 2,
	.any_excused = true,
	.feedback_says = "It would be another.",
	.gaps = test_report_gaps,
	.gap_count = 2,
	.data = test_report_texts,
	.data_count = 2,
	.inputs = test_report_inputs,
	.input_count = 2,
	.input_total = 3,
};

/* Nothing happened, nobody is known. */
static const struct report test_report_empty = {
	.subject = "x",
	.programme = "",
	.month = "2026-02",
	.before = "",
	.data_time = "",
	.verdict_says = "",
	.first = "",
	.before_says = "",
	.feedback_says = "",
};

#endif
