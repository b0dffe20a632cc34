/* Real exports of relying parties, against what jq and Python's csv module say of them. */
#include "base/testkit.h"

#include "wire/rpki_csv.h"
#include "wire/rpki_json.h"
#include "wire/test_unpack.h"

struct sums {
	uint64_t asns, max_lengths, lengths, expiries, v6, trust_anchors;
	uint64_t customers, providers, provider_asns, aspa_expiries;
	uint64_t build_time_us;
	uint64_t key_asns, spki_octets, key_expiries;
};

static int sum_vrp(void *context, const struct vrp *vrp, const struct rpki_about *about)
{
	struct sums *sums = context;

	sums->asns += vrp->asn;
	sums->max_lengths += vrp->max_length;
	sums->lengths += vrp->prefix.len;
	sums->expiries += about->expires_us / 1000000;
	sums->v6 += vrp->prefix.family == FAMILY_V6;
	sums->trust_anchors += about->trust_anchor.len;
	return 0;
}

static int sum_aspa(void *context, const struct aspa *aspa, const struct rpki_about *about)
{
	struct sums *sums = context;

	sums->customers += aspa->customer;
	sums->providers += aspa->provider_count;
	for (size_t i = 0; i < aspa->provider_count; i++)
		sums->provider_asns += aspa->providers[i];
	sums->aspa_expiries += about->expires_us / 1000000;
	return 0;
}

static int sum_key(void *context, const struct router_key *key, const struct rpki_about *about)
{
	struct sums *sums = context;

	sums->key_asns += key->asn;
	sums->spki_octets += key->spki_size;
	sums->key_expiries += about->expires_us / 1000000;
	return 0;
}

static int keep_build_time(void *context, uint64_t build_time_us)
{
	struct sums *sums = context;
	sums->build_time_us = build_time_us;
	return 0;
}

struct export
{
	const char *path;
	uint64_t vrps, aspas, router_keys, asn_bad, prefix_missing, prefix_bad;
	struct sums sums;
};

static void check_counts(const struct export *want, const struct rpki_counts *counts,
			 const struct sums *sums)
{
	uint64_t refused = want->asn_bad + want->prefix_missing + want->prefix_bad;

	assert_int_equal(counts->vrps.taken, want->vrps);
	assert_int_equal(counts->aspas.taken, want->aspas);
	assert_int_equal(counts->keys.taken, want->router_keys);
	assert_int_equal(counts->vrps.count[RPKI_ASN_BAD], want->asn_bad);
	assert_int_equal(counts->vrps.count[RPKI_PREFIX_MISSING], want->prefix_missing);
	assert_int_equal(counts->vrps.count[RPKI_PREFIX_BAD], want->prefix_bad);
	assert_int_equal(refusals_total(&counts->vrps), refused);
	assert_int_equal(refusals_total(&counts->aspas), 0);
	assert_int_equal(refusals_total(&counts->keys), 0);
	assert_memory_equal(sums, &want->sums, sizeof(*sums));
}

static void check_json(const struct export *want, struct text input)
{
	struct sums sums = { 0 };
	struct rpki_sink sink = { &sums, sum_vrp, sum_aspa, keep_build_time, sum_key };
	struct rpki_json json;

	rpki_json_init(&json, &sink);
	for (; input.len > 0; input = text_from(input, 100000))
		assert_int_equal(rpki_json_feed(&json, text_upto(input, 100000)), 0);
	assert_int_equal(rpki_json_finish(&json), 0);
	check_counts(want, &json.counts, &sums);
	rpki_json_clear(&json);
}

static void check_csv(const struct export *want, struct text input)
{
	struct sums sums = { 0 };
	struct rpki_sink sink = { &sums, sum_vrp, sum_aspa, keep_build_time, sum_key };
	struct rpki_csv csv;

	rpki_csv_init(&csv, &sink);
	for (; input.len > 0; input = text_from(input, 1000))
		assert_int_equal(rpki_csv_feed(&csv, text_upto(input, 1000)), 0);
	assert_int_equal(rpki_csv_finish(&csv), 0);
	check_counts(want, &csv.counts, &sums);
	rpki_csv_clear(&csv);
}

static void check_exports(const struct export *exports, size_t count,
			  void (*check)(const struct export *want, struct text input))
{
	for (size_t i = 0; i < count; i++) {
		struct text input;
		char *bytes = test_unpack(exports[i].path, SIZE_MAX, &input);
		if (bytes == NULL)
			skip();
		check(&exports[i], input);
		free(bytes);
	}
}

static void json_agrees_with_jq(void **state)
{
	static const struct export exports[] = {
		{ .path = "rpki/rpki-client-20250720T093135Z.json.zst",
		  .vrps = 723521,
		  .aspas = 100,
		  .router_keys = 2,
		  .sums = { 127969037721, 20404368, 19774100, 1268452082275410, 143155, 3204285,
			    16860288, 545, 49203235, 175306377427, 1753003893000000, 31124, 182,
			    3562425179 } },
		{ .path = "rpki/rpki-client-20250720T100145Z.json.zst",
		  .vrps = 723524,
		  .aspas = 100,
		  .router_keys = 2,
		  .sums = { 127968942705, 20404488, 19774201, 1268457856634165, 143157, 3204299,
			    16860288, 545, 49203235, 175306430949, 1753005703000000, 31124, 182,
			    3562425179 } },
		/* 1698 of the 6647 customers have AS0 in one family, others in the other one */
		{ .path = "rpki/rpki-client-ripe-prepdev-20230504.json.zst",
		  .vrps = 424223,
		  .aspas = 6647,
		  .sums = { 46204895050, 10916481, 10836590, 714084541030230, 100620, 7636014,
			    704924666, 25154, 2658139166, 11188731930032, 1683211927000000, 0, 0,
			    0 } },
		/* 3312 objects: two have no AS number ("AS", ""), one has no prefix (null) */
		{ .path = "rpki/dn42-export_dn42.json.zst",
		  .vrps = 3309,
		  .asn_bad = 2,
		  .prefix_missing = 1,
		  .sums = { .asns = 11913872952235,
			    .max_lengths = 142582,
			    .lengths = 122579,
			    .v6 = 1553,
			    .trust_anchors = 14294,
			    .build_time_us = 1643432200000000 } },
		{ .path = "rpki/dn42-export_rfc8416_dn42.json.zst",
		  .vrps = 3309,
		  .asn_bad = 2,
		  .prefix_missing = 1,
		  .sums = { .asns = 11913872952235,
			    .max_lengths = 142582,
			    .lengths = 122579,
			    .v6 = 1553,
			    .trust_anchors = 14294 } },
		{ .path = "rpki/vrps-massimocandela-test.json.zst",
		  .vrps = 5000,
		  .sums = { .asns = 31590158,
			    .max_lengths = 128809,
			    .lengths = 125006,
			    .v6 = 545 } },
		/* no export, but the differences between two */
		{ .path = "rpki/rpki-client-vrpdiff-20250720T100145Z.json.zst" },
	};

	(void)state;
	check_exports(exports, COUNT_OF(exports), check_json);
}

static void csv_agrees_with_python(void **state)
{
	static const struct export exports[] = {
		/* 15 969 lines: 20 of them have an address without a length */
		{ .path = "rpki/roa-2016-02.csv.zst",
		  .vrps = 15949,
		  .prefix_bad = 20,
		  .sums = { .asns = 806345572,
			    .max_lengths = 391494,
			    .lengths = 381151,
			    .v6 = 2064 } },
		{ .path = "rpki/afrinic-roas-ripe-archive-format-202201.csv.zst",
		  .vrps = 4372,
		  .sums = { .asns = 551922190,
			    .max_lengths = 111217,
			    .lengths = 104078,
			    .expiries = 7680788183822,
			    .v6 = 365 } },
	};

	(void)state;
	check_exports(exports, COUNT_OF(exports), check_csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_agrees_with_jq),
		cmocka_unit_test(csv_agrees_with_python),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
