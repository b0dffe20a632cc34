#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "net/test_prefix.h"
#include "validation/bogon.h"
#include "validation/special_purpose.h"

enum { BUDGET = 1 << 28, LINE_SIZE = 256, COMMAND_SIZE = 8192 };

static struct prefix prefix(const char *terminated)
{
	struct prefix prefix;

	if (prefix_parse(text_of(terminated), &prefix) < 0)
		fail_msg("not a prefix: %s", terminated);
	return prefix;
}

static const struct bogons *build(struct arena *arena, const struct delegation *delegations,
				  size_t count)
{
	const struct bogons *bogons;

	arena_init(arena, BUDGET);
	assert_int_equal(bogons_build(arena, delegations, count, 0, &bogons), 0);
	return bogons;
}

static struct delegation block(const char *text, enum delegation_status status,
			       enum registry registry)
{
	return (struct delegation){ .kind = DELEGATION_PREFIX,
				    .prefix = prefix(text),
				    .status = status,
				    .registry = registry };
}

static struct delegation asns(asn_t first, asn_t last, enum delegation_status status)
{
	return (struct delegation){ .kind = DELEGATION_ASN,
				    .asns = { first, last },
				    .status = status,
				    .registry = REGISTRY_LACNIC };
}

static const struct neighbour {
	const char *prefix, *within; /* within: NULL when it is no bogon */
} neighbours[] = {
	{ "0.0.0.0/0", NULL },
	{ "0.0.0.0/8", "0.0.0.0/8" },
	{ "1.0.0.0/24", NULL },
	{ "8.0.0.0/6", NULL },
	{ "10.0.0.0/7", NULL }, /* merely contains special space */
	{ "10.0.0.0/8", "10.0.0.0/8" },
	{ "10.255.255.255/32", "10.0.0.0/8" },
	{ "100.63.0.0/16", NULL },
	{ "100.127.0.0/16", "100.64.0.0/10" },
	{ "100.128.0.0/16", NULL },
	{ "172.15.0.0/16", NULL },
	{ "172.31.0.0/16", "172.16.0.0/12" },
	{ "172.32.0.0/16", NULL },
	{ "192.0.0.0/24", "192.0.0.0/24" },
	{ "192.0.0.0/23", NULL },
	{ "192.0.0.8/30", "192.0.0.0/24" },
	{ "192.0.0.9/32", NULL },
	{ "192.0.0.10/32", NULL },
	{ "192.0.0.11/32", "192.0.0.0/24" },
	{ "192.0.2.0/24", "192.0.2.0/24" },
	{ "192.31.196.0/24", NULL },
	{ "192.52.193.0/24", NULL },
	{ "192.88.99.0/24", "192.88.99.0/24" },
	{ "192.175.48.0/24", NULL },
	{ "198.20.0.0/16", NULL },
	{ "223.255.255.0/24", NULL },
	{ "224.0.0.0/3", NULL },
	{ "239.0.0.0/8", "224.0.0.0/4" },
	{ "240.0.0.0/4", "240.0.0.0/4" },
	{ "255.255.255.255/32", "255.255.255.255/32" },
	{ "::/0", NULL },
	{ "::/8", "::/3" },
	{ "64:ff9b::/96", NULL },
	{ "64:ff9b::/64", "::/3" },
	{ "64:ff9b:1::/48", "64:ff9b:1::/48" },
	{ "100::/64", "100::/64" },
	{ "2000::/3", NULL },
	{ "2001::/16", NULL },
	{ "2001::/32", "2001::/32" },
	{ "2001:1::1/128", NULL },
	{ "2001:1::3/128", NULL },
	{ "2001:1::4/128", "2001::/23" },
	{ "2001:3::/32", NULL },
	{ "2001:4:112::/48", NULL },
	{ "2001:4:113::/48", "2001::/23" },
	{ "2001:10::/28", "2001:10::/28" },
	{ "2001:20::/28", NULL },
	{ "2001:2f:ffff::/48", NULL },
	{ "2001:30::/28", NULL },
	{ "2001:40::/28", "2001::/23" },
	{ "2001:200::/23", NULL },
	{ "2001:db8:1::/48", "2001:db8::/32" },
	{ "2002:c000::/24", "2002::/16" },
	{ "2003::/19", NULL },
	{ "2620:4f:8000::/48", NULL },
	{ "2a00::/12", NULL },
	{ "3ffe::/16", "3ffe::/16" },
	{ "3fff:fff::/32", "3fff::/20" },
	{ "3fff:1000::/20", NULL },
	{ "4000::/16", "4000::/2" },
	{ "5f00::/16", "5f00::/16" },
	{ "8000::/1", "8000::/1" },
	{ "fd00::/8", "fc00::/7" },
	{ "fe80::/64", "fe80::/10" },
	{ "fec0::/10", "fec0::/10" },
	{ "ff02::1/128", "ff00::/8" },
};

static void special_prefixes_and_their_neighbours(void **state)
{
	struct arena arena;
	const struct bogons *bogons = build(&arena, NULL, 0);
	(void)state;

	for (size_t i = 0; i < COUNT_OF(neighbours); i++) {
		struct prefix question = prefix(neighbours[i].prefix);
		struct bogon_verdict verdict = bogon_check_prefix(bogons, &question);
		char text[PREFIX_TEXT_MAX];
		print_message("# %s\n", neighbours[i].prefix);
		assert_int_equal(verdict.kind,
				 neighbours[i].within != NULL ? BOGON_FULL : BOGON_NO);
		assert_int_equal(verdict.kind == BOGON_FULL, verdict.name != NULL);
		if (verdict.kind == BOGON_FULL)
			assert_string_equal(prefix_print(&verdict.within, text),
					    neighbours[i].within);
	}
	arena_clear(&arena);
}

static void verdicts_name_their_rfc(void **state)
{
	struct prefix question = prefix("203.0.113.128/25");
	struct arena arena;
	const struct bogons *bogons = build(&arena, NULL, 0);
	struct bogon_verdict verdict = bogon_check_prefix(bogons, &question);
	(void)state;

	assert_string_equal(verdict.name, "Documentation (TEST-NET-3)");
	assert_string_equal(verdict.reference, "RFC 5737");
	verdict = bogon_check_asn(bogons, 64496);
	assert_string_equal(verdict.name, "Documentation");
	assert_string_equal(verdict.reference, "RFC 5398");
	arena_clear(&arena);
}

/* Since when, and by which day's statistics. */
static void verdicts_name_their_days(void **state)
{
	struct delegation delegations[] = {
		block("45.0.0.0/8", DELEGATION_AVAILABLE, REGISTRY_ARIN),
		block("46.0.0.0/8", DELEGATION_RESERVED, REGISTRY_RIPENCC),
		block("192.0.2.0/24", DELEGATION_RESERVED, REGISTRY_RIPENCC),
		asns(100, 200, DELEGATION_AVAILABLE),
	};
	static const struct {
		const char *prefix;
		uint32_t since, as_of;
	} cases[] = {
		{ "45.1.0.0/16", 20100701, 20260222 },
		{ "46.0.0.0/9", 0, 20260221 },
		{ "192.0.2.0/24", 20100100, 0 },
		{ "10.0.0.0/8", 19960200, 0 },
		{ "2001:db8::/32", 20040700, 0 },
		{ "192.88.99.0/24", 20150300, 0 },
		{ "47.0.0.0/8", 0, 0 },
		{ "192.0.0.9/32", 0, 0 },
	};
	struct arena arena;
	(void)state;

	delegations[0].date = 20100701;
	delegations[0].as_of = 20260222;
	delegations[1].as_of = delegations[2].as_of = 20260221;
	delegations[3].date = 20140101;
	delegations[3].as_of = 20260220;
	const struct bogons *bogons = build(&arena, delegations, COUNT_OF(delegations));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix question = prefix(cases[i].prefix);
		struct bogon_verdict verdict = bogon_check_prefix(bogons, &question);
		print_message("# %s\n", cases[i].prefix);
		assert_int_equal(verdict.since, cases[i].since);
		assert_int_equal(verdict.as_of, cases[i].as_of);
	}
	assert_int_equal(bogon_check_asn(bogons, 150).since, 20140101);
	assert_int_equal(bogon_check_asn(bogons, 150).as_of, 20260220);
	assert_int_equal(bogon_check_asn(bogons, 64496).since, 20081200);
	assert_int_equal(bogon_check_asn(bogons, 64496).as_of, 0);
	assert_int_equal(bogon_check_asn(bogons, 65552).since, 0);
	assert_int_equal(bogon_check_asn(bogons, 201).since, 0);
	arena_clear(&arena);
}

/* Five registries' files are there, and none says anything of 47.0.0.0/8: that proves nothing. */
static void what_no_registry_mentions_is_no_bogon(void **state)
{
	struct delegation delegations[5];
	struct prefix question = prefix("47.0.0.0/8");
	struct arena arena;
	(void)state;

	for (unsigned i = 0; i < COUNT_OF(delegations); i++) {
		delegations[i] = block("45.0.0.0/8", DELEGATION_AVAILABLE, (enum registry)i);
		delegations[i].as_of = 20260222;
	}
	const struct bogons *bogons = build(&arena, delegations, COUNT_OF(delegations));
	assert_int_equal(bogon_check_prefix(bogons, &question).kind, BOGON_NO);
	assert_int_equal(bogon_check_asn(bogons, 4000).kind, BOGON_NO);
	arena_clear(&arena);
}

/* At both ends of every range the fast path and the table must say the same, within and without. */
static void special_as_numbers(void **state)
{
	static const asn_t good[] = { 1, 112, 23455, 23457, 64495, 131072, 4199999999 };
	struct arena arena;
	const struct bogons *bogons = build(&arena, NULL, 0);
	(void)state;

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		assert_false(asn_is_full_bogon(good[i]));
		assert_int_equal(bogon_check_asn(bogons, good[i]).kind, BOGON_NO);
	}
	for (size_t i = 0; i < SPECIAL_ASNS; i++) {
		const struct special_asns *row = &special_asns[i];
		const asn_t ends[] = { row->first - 1, row->first, row->last, row->last + 1 };
		for (size_t e = 0; e < COUNT_OF(ends); e++)
			assert_int_equal(bogon_check_asn(bogons, ends[e]).kind == BOGON_FULL,
					 asn_is_full_bogon(ends[e]));
		assert_string_equal(bogon_check_asn(bogons, row->first).reference, row->reference);
		assert_string_equal(bogon_check_asn(bogons, row->last).reference, row->reference);
	}
	arena_clear(&arena);
}

static void registries_decide_by_longest_match(void **state)
{
	const struct delegation delegations[] = {
		block("45.0.0.0/8", DELEGATION_AVAILABLE, REGISTRY_ARIN),
		block("45.1.0.0/16", DELEGATION_ALLOCATED, REGISTRY_APNIC),
		block("45.1.2.0/24", DELEGATION_RESERVED, REGISTRY_RIPENCC),
		block("45.2.0.0/16", DELEGATION_RESERVED, REGISTRY_AFRINIC),
		block("45.2.0.0/16", DELEGATION_ASSIGNED, REGISTRY_LACNIC), /* they disagree */
		block("2a00::/12", DELEGATION_AVAILABLE, REGISTRY_RIPENCC),
		/* full bogons and what is reachable are none of a registry's business */
		block("192.0.0.0/16", DELEGATION_AVAILABLE, REGISTRY_ARIN),
		block("192.0.2.0/25", DELEGATION_RESERVED, REGISTRY_IANA),
		block("192.0.2.128/25", DELEGATION_ALLOCATED, REGISTRY_IETF),
		block("192.31.196.0/24", DELEGATION_RESERVED, REGISTRY_IANA),
	};
	static const struct {
		const char *prefix;
		enum bogon_kind kind;
		const char *reference;
	} cases[] = {
		{ "45.0.0.0/8", BOGON_ADMINISTRATIVE, "ARIN statistics" },
		{ "45.0.0.0/16", BOGON_ADMINISTRATIVE, "ARIN statistics" },
		{ "44.0.0.0/7", BOGON_NO, NULL },
		{ "45.1.0.0/16", BOGON_NO, NULL },
		{ "45.1.3.0/24", BOGON_NO, NULL },
		{ "45.1.2.0/25", BOGON_ADMINISTRATIVE, "RIPE NCC statistics" },
		{ "45.2.0.0/16", BOGON_NO, NULL },
		{ "46.0.0.0/8", BOGON_NO, NULL }, /* no record proves nothing */
		{ "2a00:1::/32", BOGON_ADMINISTRATIVE, "RIPE NCC statistics" },
		{ "192.0.1.0/24", BOGON_ADMINISTRATIVE, "ARIN statistics" },
		{ "192.0.2.0/24", BOGON_FULL, "RFC 5737" },
		{ "192.0.2.0/26", BOGON_FULL, "RFC 5737" },
		{ "192.0.2.192/26", BOGON_FULL, "RFC 5737" },
		{ "192.31.196.0/24", BOGON_NO, NULL },
	};
	struct arena arena;
	const struct bogons *bogons = build(&arena, delegations, COUNT_OF(delegations));
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix question = prefix(cases[i].prefix);
		struct bogon_verdict verdict = bogon_check_prefix(bogons, &question);
		print_message("# %s\n", cases[i].prefix);
		assert_string_equal(bogon_kind_name(verdict.kind), bogon_kind_name(cases[i].kind));
		if (verdict.kind != BOGON_NO)
			assert_string_equal(verdict.reference, cases[i].reference);
	}
	arena_clear(&arena);
}

static void registries_on_as_numbers(void **state)
{
	const struct delegation delegations[] = {
		asns(100, 200, DELEGATION_AVAILABLE),        asns(150, 250, DELEGATION_RESERVED),
		asns(120, 120, DELEGATION_ASSIGNED),         asns(300, 300, DELEGATION_RESERVED),
		asns(64000, 65000, DELEGATION_ALLOCATED),    asns(110, 110, DELEGATION_AVAILABLE),
		asns(400, UINT32_MAX, DELEGATION_AVAILABLE), asns(500, 500, DELEGATION_AVAILABLE),
	};
	static const struct {
		asn_t asn;
		enum bogon_kind kind;
	} cases[] = {
		{ 99, BOGON_NO },
		{ 100, BOGON_ADMINISTRATIVE },
		{ 110, BOGON_ADMINISTRATIVE },
		{ 119, BOGON_ADMINISTRATIVE },
		{ 120, BOGON_NO },
		{ 121, BOGON_ADMINISTRATIVE },
		{ 200, BOGON_ADMINISTRATIVE },
		{ 250, BOGON_ADMINISTRATIVE },
		{ 251, BOGON_NO },
		{ 300, BOGON_ADMINISTRATIVE },
		{ 301, BOGON_NO },
		{ 500, BOGON_ADMINISTRATIVE },
		{ 64000, BOGON_NO },
		{ 64512, BOGON_FULL },
		{ 4199999999, BOGON_ADMINISTRATIVE },
		{ UINT32_MAX, BOGON_FULL },
	};
	struct arena arena;
	const struct bogons *bogons = build(&arena, delegations, COUNT_OF(delegations));
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bogon_verdict verdict = bogon_check_asn(bogons, cases[i].asn);
		print_message("# %u\n", cases[i].asn);
		assert_string_equal(bogon_kind_name(verdict.kind), bogon_kind_name(cases[i].kind));
	}
	assert_string_equal(bogon_check_asn(bogons, 100).name, "Available, held by nobody");
	assert_string_equal(bogon_check_asn(bogons, 250).name, "Reserved by the registry");
	assert_string_equal(bogon_check_asn(bogons, 100).reference, "LACNIC statistics");
	arena_clear(&arena);
}

/* Free to take unless a record holds it, whatever the order of the records and their overlaps. */
static void random_ranges_agree_with_a_linear_search(void **state)
{
	(void)state;
	srandom(6);
	for (unsigned round = 0; round < 300; round++) {
		struct delegation delegations[40];
		size_t count = random_below(COUNT_OF(delegations) + 1);
		for (size_t i = 0; i < count; i++) {
			asn_t first = 1000 + random_below(200);
			delegations[i] = asns(first, first + random_below(30),
					      (enum delegation_status)random_below(4));
		}
		struct arena arena;
		const struct bogons *bogons = build(&arena, delegations, count);
		for (asn_t asn = 990; asn < 1250; asn++) {
			bool held = false, available = false;
			for (size_t i = 0; i < count; i++) {
				const struct delegation *d = &delegations[i];
				bool inside = asn >= d->asns.first && asn <= d->asns.last;
				held |= inside && d->status <= DELEGATION_ASSIGNED;
				available |= inside && d->status > DELEGATION_ASSIGNED;
			}
			assert_int_equal(bogon_check_asn(bogons, asn).kind,
					 available && !held ? BOGON_ADMINISTRATIVE : BOGON_NO);
		}
		arena_clear(&arena);
	}
}

static void a_full_arena_is_an_error(void **state)
{
	const struct delegation delegations[] = {
		block("45.0.0.0/8", DELEGATION_AVAILABLE, REGISTRY_ARIN),
		asns(100, 200, DELEGATION_AVAILABLE),
	};
	const struct bogons *bogons = NULL;
	struct arena arena;
	int err = ERR_LIMIT;
	(void)state;

	for (size_t budget = 0; err < 0; budget += 16) {
		arena_init(&arena, budget);
		err = bogons_build(&arena, delegations, COUNT_OF(delegations), 0, &bogons);
		assert_true(err == 0 || (err == ERR_LIMIT && bogons == NULL));
		arena_clear(&arena);
	}
}

/* How many prefixes the command prints at the beginning of a line, and how many are full bogons. */
static void count_full(FILE *lines, size_t *out_prefixes, size_t *out_full)
{
	char line[LINE_SIZE];
	struct arena arena;
	const struct bogons *bogons = build(&arena, NULL, 0);

	*out_prefixes = *out_full = 0;
	while (fgets(line, sizeof(line), lines) != NULL) {
		struct text rest = text_of(line), whole, word;
		struct prefix question;
		if (!text_line(&rest, &whole) || !text_word(&whole, &word) ||
		    prefix_parse(word, &question) < 0)
			continue;
		++*out_prefixes;
		*out_full += bogon_check_prefix(bogons, &question).kind == BOGON_FULL;
	}
	arena_clear(&arena);
}

/*
 * Lists of others. Team Cymru's hold the special space (v4: 14 blocks, the whole table but
 * 192.88.99.0/24; v6: all beyond 2000::/3, in pieces, and 2001:db8::/32) among what was
 * unallocated on the day. The CIDR Report's name what was announced: 10/8 never, 172.16/12,
 * 100.64/10 and 198.18/15 every day.
 */
static void lists_of_others(void **state)
{
	static const struct {
		const char *command, *file;
		size_t prefixes, full;
	} lists[] = {
		{ "zstd -dc", "registry/fullbogons-ipv4-202203.txt.zst", 1479, 14 },
		{ "zstd -dc", "registry/fullbogons-ipv4-202403.txt.zst", 703, 14 },
		{ "zstd -dc", "registry/fullbogons-ipv6-202203.txt.zst", 130320, 9 },
		{ "zstd -dc", "registry/fullbogons-ipv6-202403.txt.zst", 143544, 96 },
		{ "tar --zstd -xOf", "registry/cidr-report-bogon-prefixes-daily-201804..06.tar.zst",
		  28221, 11940 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		const char *path = test_data(lists[i].file);
		char command[COMMAND_SIZE];
		size_t prefixes, full;
		if (path == NULL)
			skip();
		(void)snprintf(command, sizeof(command), "%s '%s'", lists[i].command, path);
		/* NOLINTNEXTLINE(cert-env33-c): a fixed command over a file of the tester's own */
		FILE *lines = popen(command, "r");
		assert_non_null(lines);
		count_full(lines, &prefixes, &full);
		(void)pclose(lines);
		print_message("# %s: %zu of %zu\n", lists[i].file, full, prefixes);
		assert_int_equal(prefixes, lists[i].prefixes);
		assert_int_equal(full, lists[i].full);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(special_prefixes_and_their_neighbours),
		cmocka_unit_test(verdicts_name_their_rfc),
		cmocka_unit_test(verdicts_name_their_days),
		cmocka_unit_test(what_no_registry_mentions_is_no_bogon),
		cmocka_unit_test(special_as_numbers),
		cmocka_unit_test(registries_decide_by_longest_match),
		cmocka_unit_test(registries_on_as_numbers),
		cmocka_unit_test(random_ranges_agree_with_a_linear_search),
		cmocka_unit_test(a_full_arena_is_an_error),
		cmocka_unit_test(lists_of_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
