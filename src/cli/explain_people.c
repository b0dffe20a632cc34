/* What explain says of what people do and say: spoofer tests, registrations, VRPs that permit more
 * than is announced. */
#include <stdio.h>

#include "base/utc.h"
#include "cli/explain.h"
#include "scores/metric.h"

enum { URL_MAX = 96 };

static void put_text_field(struct buffer *out, const char *key, struct text text)
{
	json_key(out, key);
	buffer_json_string(out, text);
}

static void put_flag(struct buffer *out, const char *key, bool value)
{
	json_key(out, key);
	buffer_string(out, value ? "true" : "false");
}

static bool find_spoof_tests(struct explaining *about)
{
	for (size_t i = 0; i < about->as.spoof_test_count; i++) {
		const struct spoof_test *test = &about->as.spoof_tests[i];
		bool got_out =
			test->routed == SPOOF_RECEIVED || test->private_space == SPOOF_RECEIVED;
		explain_add(about, i, got_out ? 0 : 1);
	}
	return true;
}

static bool put_spoof_test(struct explaining *about, size_t at)
{
	const struct spoof_test *test = &about->as.spoof_tests[at];
	struct buffer *out = &about->out;
	char prefix[PREFIX_TEXT_MAX], time[UTC_TEXT_MAX], url[URL_MAX];

	(void)snprintf(url, sizeof(url), "https://spoofer.caida.org/report.php?sessionid=%llu",
		       (unsigned long long)test->session);
	(void)prefix_print(&test->client, prefix);
	if (about->json) {
		json_number(out, "session", test->session);
		json_string(out, "url", url);
		json_string(out, "client", prefix);
		json_time(out, "time", test->time_us);
		json_string(out, "routed", spoof_outcome_name(test->routed));
		json_string(out, "private", spoof_outcome_name(test->private_space));
		put_flag(out, "nat", test->is_nat);
	} else {
		buffer_format(
			out,
			"  %-22s %s; with a source that is announced: %s, with a private one: "
			"%s%s\n      test   %s\n",
			prefix, utc_print(test->time_us, time), spoof_outcome_name(test->routed),
			spoof_outcome_name(test->private_space),
			test->is_nat ? "; behind a NAT" : "", url);
	}
	return explain_place(about, &about->room.stored_tests[at].place);
}

/* The kinds of which one metric is made. */
static bool counts(const struct explaining *about, enum registration_kind kind)
{
	const struct metric *metric = about->explained->metric;
	bool is_contact = kind == REGISTRATION_NETWORK || kind == REGISTRATION_ADMIN ||
			  kind == REGISTRATION_TECH || kind == REGISTRATION_NOC;

	if (metric == &metric_m6)
		return kind == REGISTRATION_NETWORK || kind == REGISTRATION_IMPORT ||
		       kind == REGISTRATION_EXPORT;
	return is_contact;
}

static bool find_registrations(struct explaining *about)
{
	for (size_t i = 0; i < about->as.registration_count; i++)
		if (counts(about, about->as.registrations[i].kind))
			explain_add(about, i, 0);
	return true;
}

static bool put_registration(struct explaining *about, size_t at)
{
	const struct registration *registration = &about->as.registrations[at];
	struct buffer *out = &about->out;
	char day[UTC_TEXT_MAX];
	bool is_dated = registration->date != 0;

	if (about->json) {
		json_string(out, "kind", registration_kind_name(registration->kind));
		put_text_field(out, "source", registration->source);
		put_text_field(out, "value", registration->value);
		json_number(out, "count", registration->count);
		if (is_dated)
			json_string(out, "date", utc_day_print(registration->date, day));
	} else {
		buffer_format(out, "  %-10s ", registration_kind_name(registration->kind));
		buffer_printable(out, registration->value);
		buffer_string(out, registration->value.len > 0 ? ", " : "");
		if (registration->count > 1)
			buffer_format(out, "%u of them, ", registration->count);
		buffer_string(out, "says ");
		buffer_printable(out, registration->source);
		if (is_dated)
			buffer_format(out, ", last touched %s",
				      utc_day_print(registration->date, day));
		buffer_char(out, '\n');
	}
	return explain_place(about, &about->room.stored_registrations[at].place);
}

static bool find_loose_vrps(struct explaining *about)
{
	for (size_t i = 0; i < about->as.loose_vrp_count; i++)
		explain_add(about, i, 0);
	return true;
}

/* How many prefixes of the greatest length it permits, where that fits. */
static void put_permitted(struct explaining *about, const struct loose_vrp *loose)
{
	struct buffer *out = &about->out;
	unsigned longer = (unsigned)loose->vrp.max_length - loose->vrp.prefix.len;

	if (about->json) {
		json_number(out, "announced", loose->announced);
		json_key(out, "permitted");
		if (longer < 64)
			buffer_u64(out, UINT64_C(1) << longer);
		else
			buffer_format(out, "\"2^%u\"", longer);
		return;
	}
	buffer_string(out, "; announced ");
	buffer_thousands(out, loose->announced);
	buffer_format(out, " of the ");
	if (longer < 64)
		buffer_thousands(out, UINT64_C(1) << longer);
	else
		buffer_format(out, "2^%u", longer);
	buffer_format(out, " /%u that it permits\n", loose->vrp.max_length);
}

static bool put_loose_vrp(struct explaining *about, size_t at)
{
	const struct loose_vrp *loose = &about->as.loose_vrps[at];
	struct buffer *out = &about->out;
	char prefix[PREFIX_TEXT_MAX];

	(void)prefix_print(&loose->vrp.prefix, prefix);
	const struct stored_source *signer = authority_signer_find(&about->authority, &loose->vrp);
	if (signer == NULL) {
		(void)store_damaged(about->opened.store, "a loose VRP is not among the VRPs");
		return explain_failed(about);
	}
	if (about->json) {
		json_string(out, "prefix", prefix);
		json_number(out, "max_length", loose->vrp.max_length);
		json_string(out, "trust_anchor", signer->name);
	} else {
		buffer_format(out, "  %-22s max %u, trust anchor ", prefix, loose->vrp.max_length);
		buffer_printable(out, text_of(signer->name[0] != '\0' ? signer->name : "-"));
	}
	put_permitted(about, loose);
	return explain_input(about, signer->input);
}

static const struct prefix *prefix_of_loose_vrp(const struct explaining *about, size_t at)
{
	return &about->as.loose_vrps[at].vrp.prefix;
}

const struct explain_list explain_spoof_tests = {
	.key = "evidence",
	.find = find_spoof_tests,
	.put = put_spoof_test,
};

const struct explain_list explain_registrations = {
	.key = "evidence",
	.find = find_registrations,
	.put = put_registration,
};

const struct explain_list explain_loose_vrps = {
	.key = "evidence",
	.find = find_loose_vrps,
	.put = put_loose_vrp,
	.prefix_of = prefix_of_loose_vrp,
};
