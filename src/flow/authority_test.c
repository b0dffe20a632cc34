#include "base/testkit.h"

#include "base/utc.h"
#include "flow/authority.h"
#include "flow/test_reference.h"
#include "store/store_sample_test.h"

enum { SESSION_BUDGET = 1 << 20 };

/* 2026-02-22 */
#define TEST_JUDGED_US (UINT64_C(1771718400) * UTC_SECOND)

struct desk {
	struct arena session;
	struct reference reference;
	struct authority authority;
	uint32_t inputs;
};

static void desk_init(struct desk *desk)
{
	*desk = (struct desk){ 0 };
	arena_init(&desk->session, SESSION_BUDGET);
	reference_init(&desk->reference, &desk->session);
}

static void desk_clear(struct desk *desk)
{
	authority_clear(&desk->authority);
	reference_clear(&desk->reference);
	arena_clear(&desk->session);
}

static void load(struct desk *desk, const char *text)
{
	struct input_record input = test_load(&desk->reference, desk->inputs++, text);
	assert_true(input.used);
}

/* One VRP of one trust anchor, exported at that time; the AS number tells which it is. */
static void load_dated(struct desk *desk, const char *time, const char *anchor, asn_t asn)
{
	struct buffer text;

	buffer_init(&text);
	buffer_format(&text,
		      "{\"metadata\":{\"buildtime\":\"%s\"},\"roas\":[{\"asn\":%u,\"prefix\":"
		      "\"192.0.2.0/24\",\"maxLength\":24,\"ta\":\"%s\"}]}",
		      time, asn, anchor);
	buffer_char(&text, '\0');
	load(desk, text.bytes);
	buffer_clear(&text);
}

/* Expects the VRPs of these AS numbers to count at that time: "1 2". */
static void assert_counts(struct desk *desk, const char *time, const char *asns)
{
	struct buffer said;
	uint64_t time_us;

	assert_int_equal(utc_parse(text_of(time), &time_us), 0);
	authority_clear(&desk->authority);
	assert_int_equal(authority_from_reference(&desk->reference, time_us, &desk->authority), 0);
	buffer_init(&said);
	for (size_t i = 0; i < desk->authority.vrp_count; i++)
		buffer_format(&said, "%s%u", i > 0 ? " " : "", desk->authority.vrps[i].vrp.asn);
	buffer_char(&said, '\0');
	assert_string_equal(said.bytes, asns);
	assert_int_equal(rov_count(desk->authority.rov), desk->authority.vrp_count);
	buffer_clear(&said);
}

static void of_an_anchor_the_newest_that_is_not_too_new_counts(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load(&desk, "ASN,IP Prefix,Max Length,Trust Anchor\nAS9,192.0.2.0/24,24,ripe\n");
	load_dated(&desk, "2026-02-10T00:00:00Z", "ripe", 2);
	load_dated(&desk, "2026-02-20T00:00:00Z", "ripe", 3);
	load_dated(&desk, "2026-02-01T00:00:00Z", "ripe", 1);
	load_dated(&desk, "2026-02-15T00:00:00Z", "apnic", 5);
	load(&desk, "ASN,IP Prefix,Max Length,Trust Anchor\nAS7,192.0.2.0/24,24,arin\n");
	load(&desk, "ASN,IP Prefix,Max Length,Trust Anchor\nAS8,192.0.2.0/24,24,arin\n");

	assert_counts(&desk, "2026-01-31", "1 5 7 8"); /* all too new: the oldest */
	assert_counts(&desk, "2026-02-01", "1 5 7 8");
	assert_counts(&desk, "2026-02-09T23:59:59Z", "1 5 7 8");
	assert_counts(&desk, "2026-02-10", "2 5 7 8");
	assert_counts(&desk, "2026-02-19T23:59:59Z", "2 5 7 8");
	assert_counts(&desk, "2026-03-01", "3 5 7 8");
	desk_clear(&desk);
}

static void snapshots_of_one_moment_are_united(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_counts(&desk, "2026-02-22", "");
	assert_false(desk.authority.has_rpki || desk.authority.has_irr);
	load_dated(&desk, "2026-02-22T00:00:00Z", "ripe", 2);
	load_dated(&desk, "2026-02-22T00:00:00Z", "ripe", 1);
	assert_counts(&desk, "2026-02-22", "1 2");
	assert_true(desk.authority.has_rpki);
	desk_clear(&desk);
}

static void load_example(struct desk *desk)
{
	load(desk, "ASN,IP Prefix,Max Length,Trust Anchor\n"
		   "AS64501,2001:db8::/32,48,apnic\n"
		   "AS64500,192.0.2.0/24,24,ripe\n"
		   "AS64500,192.0.2.0/24,24,apnic\n"
		   "AS64500,192.0.2.0/24,25,apnic\n"
		   "AS64500,192.0.2.0/24,24,ripe\n");
	load(desk, "route: 198.51.100.0/24\norigin: AS64500\nsource: RIPE\n\n"
		   "route: 192.0.2.0/24\norigin: AS64500\nsource: RADB\n\n"
		   "route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n\n"
		   "route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n");
}

static const char *signer(const struct authority *authority, const char *prefix,
			  unsigned max_length, asn_t asn)
{
	struct vrp vrp = { .max_length = (uint8_t)max_length, .asn = asn };

	assert_int_equal(prefix_parse(text_of(prefix), &vrp.prefix), 0);
	return authority_signer(authority, &vrp)->name;
}

static void what_several_say_counts_once(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load_example(&desk);
	assert_counts(&desk, "2026-02-22", "64500 64500 64501");
	assert_true(desk.authority.has_rpki && desk.authority.has_irr);
	/* Both signed it; the one that stands first is named. */
	assert_string_equal(signer(&desk.authority, "192.0.2.0/24", 24, 64500), "apnic");
	assert_string_equal(signer(&desk.authority, "192.0.2.0/24", 25, 64500), "apnic");
	assert_string_equal(signer(&desk.authority, "2001:db8::/32", 48, 64501), "apnic");
	/* An object of two registries is two. */
	assert_int_equal(desk.authority.object_count, 3);
	assert_int_equal(irr_count(desk.authority.irr), 3);
	const struct route_object *objects = desk.authority.objects;
	assert_string_equal(authority_source(&desk.authority, objects[0].source)->name, "RIPE");
	assert_string_equal(authority_source(&desk.authority, objects[1].source)->name, "RADB");
	assert_int_equal(objects[2].prefix.hi, UINT64_C(0xc6336400) << 32);
	desk_clear(&desk);
}

/* "64500 of 2026-02-10; ...": whose ASPAs count, and of what date is the input that says so. */
static void print_aspas(struct buffer *out, const struct authority *authority)
{
	char date[UTC_TEXT_MAX];

	out->used = 0;
	for (size_t i = 0; i < authority->aspa_count; i++) {
		const struct sourced_aspa *aspa = &authority->aspas[i];
		const struct reference_input *input =
			authority_input(authority, authority_source(authority, aspa->source));
		assert_non_null(input);
		buffer_format(out, "%s%u", i > 0 ? "; " : "", aspa->aspa.customer);
		for (size_t p = 0; p < aspa->aspa.provider_count; p++)
			buffer_format(out, " %u", aspa->aspa.providers[p]);
		buffer_format(out, " of %s", utc_print(input->date_us, date));
	}
	buffer_char(out, '\0');
}

#define ASPAS_OF(time, list)                                                                       \
	"{\"metadata\":{\"buildtime\":\"" time "\"},\"roas\":[],\"aspas\":[" list "]}"

static void aspas_count_as_vrps_do_and_know_their_date(void **state)
{
	struct desk desk;
	struct buffer said;
	size_t count;
	(void)state;

	desk_init(&desk);
	buffer_init(&said);
	load(&desk, ASPAS_OF("2026-02-10T00:00:00Z",
			     "{\"customer_asid\":64501,\"providers\":[64496]},"
			     "{\"customer_asid\":64500,\"providers\":[64497,64496]}"));
	load(&desk,
	     ASPAS_OF("2026-02-20T00:00:00Z", "{\"customer_asid\":64500,\"providers\":[64498]}"));
	assert_counts(&desk, "2026-02-12", "");
	print_aspas(&said, &desk.authority);
	assert_string_equal(said.bytes, "64500 64496 64497 of 2026-02-10T00:00:00Z; "
					"64501 64496 of 2026-02-10T00:00:00Z");
	assert_true(desk.authority.has_aspa && !desk.authority.has_rpki);
	(void)authority_aspas_of(&desk.authority, 64500, &count);
	assert_int_equal(count, 1);
	assert_ptr_equal(authority_aspas_of(&desk.authority, 64501, &count),
			 &desk.authority.aspas[1]);
	assert_int_equal(count, 1);
	(void)authority_aspas_of(&desk.authority, 64502, &count);
	assert_int_equal(count, 0);

	assert_counts(&desk, "2026-02-21", "");
	print_aspas(&said, &desk.authority);
	assert_string_equal(said.bytes, "64500 64498 of 2026-02-20T00:00:00Z");
	buffer_clear(&said);
	desk_clear(&desk);
}

/* As fresh as the oldest input that still counts. */
static void assert_fresh(struct desk *desk, const char *time, enum data_kind kind,
			 enum freshness_state expected, unsigned days)
{
	struct freshness freshness;
	uint64_t time_us;

	assert_int_equal(utc_parse(text_of(time), &time_us), 0);
	authority_clear(&desk->authority);
	assert_int_equal(authority_from_reference(&desk->reference, time_us, &desk->authority), 0);
	assert_true(authority_freshness(&desk->authority, kind, time_us, &freshness));
	assert_int_equal(freshness.state, expected);
	assert_int_equal(freshness.age_us, days * UTC_DAY);
}

static void the_oldest_input_that_counts_says_how_fresh(void **state)
{
	struct freshness freshness;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load_dated(&desk, "2026-02-10", "ripe", 2);
	load_dated(&desk, "2026-02-20", "ripe", 3);
	assert_fresh(&desk, "2026-02-20", DATA_RPKI, FRESHNESS_FRESH, 0);
	assert_fresh(&desk, "2026-02-23", DATA_RPKI, FRESHNESS_STALE, 3);
	load_dated(&desk, "2026-02-19", "apnic", 4);
	assert_fresh(&desk, "2026-02-20", DATA_RPKI, FRESHNESS_FRESH, 1);
	assert_fresh(&desk, "2026-02-23", DATA_RPKI, FRESHNESS_STALE, 4);
	load(&desk, "route: 198.51.100.0/24\norigin: AS64500\nsource: RIPE\n");
	assert_fresh(&desk, "2026-02-23", DATA_IRR, FRESHNESS_UNDATED, 0);
	assert_false(authority_freshness(&desk.authority, DATA_RELATIONS, 0, &freshness));
	desk_clear(&desk);
}

/* What nobody held on that day, and when that was. */
static void statistics_of_the_day_count(void **state)
{
	static const struct {
		const char *time;
		uint32_t as_of; /* 0: somebody holds it */
	} cases[] = {
		{ "2026-02-01T00:00:00Z", 20260201 }, { "2026-02-21T23:59:59Z", 20260201 },
		{ "2026-02-22T00:00:00Z", 0 },        { "2026-03-31T00:00:00Z", 0 },
		{ "2026-04-01T12:00:00Z", 20260401 }, { "2025-01-01T00:00:00Z", 20260201 },
	};
	struct prefix question;
	uint64_t time_us;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load(&desk, "2|ripencc|1|2|19830705|20260222|+0100\n"
		    "ripencc|NL|ipv4|5.134.16.0|1024|20260220|allocated|a\n"
		    "ripencc|NL|asn|3333|1|20260220|allocated|a\n");
	load(&desk, "2|ripencc|1|2|19830705|20260201|+0100\n"
		    "ripencc||ipv4|5.134.16.0|1024|20250701|available|\n"
		    "ripencc||asn|3333|1||reserved|\n");
	load(&desk, "2|ripencc|1|2|19830705|20260401|+0100\n"
		    "ripencc||ipv4|5.134.16.0|1024||reserved|\n"
		    "ripencc||asn|3333|1||available|\n");
	assert_int_equal(prefix_parse(TEXT("5.134.17.0/24"), &question), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		authority_clear(&desk.authority);
		assert_int_equal(utc_parse(text_of(cases[i].time), &time_us), 0);
		assert_int_equal(
			authority_from_reference(&desk.reference, time_us, &desk.authority), 0);
		struct bogon_verdict space = bogon_check_prefix(desk.authority.bogons, &question);
		struct bogon_verdict as = bogon_check_asn(desk.authority.bogons, 3333);
		print_message("# %s\n", cases[i].time);
		assert_int_equal(space.kind, cases[i].as_of != 0 ? BOGON_ADMINISTRATIVE : BOGON_NO);
		assert_int_equal(as.kind, space.kind);
		assert_int_equal(space.as_of, cases[i].as_of);
		assert_int_equal(as.as_of, cases[i].as_of);
		assert_int_equal(space.since, cases[i].as_of == 20260201 ? 20250701 : 0);
		if (cases[i].as_of != 0)
			assert_string_equal(space.reference, "RIPE NCC statistics");
	}
	desk_clear(&desk);
}

/* Of one object said twice, the newer date. */
static void the_newest_date_of_an_object_counts(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load(&desk,
	     "route: 192.0.2.0/24\norigin: AS64500\nlast-modified: 2018-09-04\nsource: RIPE\n\n"
	     "route: 192.0.2.0/24\norigin: AS64500\nlast-modified: 2020-09-04\nsource: RIPE\n\n"
	     "route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n");
	assert_counts(&desk, "2026-02-22", "");
	assert_int_equal(desk.authority.object_count, 1);
	assert_int_equal(desk.authority.objects[0].date, 20200904);
	desk_clear(&desk);
}

static void write_month(const char *path, const struct authority *authority)
{
	struct store *store = sample_open(path, STORE_WRITE);
	const struct stored_month month = { .month = SAMPLE_MONTH,
					    .vrps = authority->vrp_count,
					    .route_objects = authority->object_count,
					    .given = (authority->has_rpki ? GIVEN_RPKI : 0) |
						     (authority->has_aspa ? GIVEN_ASPA : 0) |
						     (authority->has_irr ? GIVEN_IRR : 0) };
	int result = store_begin(store, &month);

	for (size_t i = 0; result == 0 && i < authority->source_count; i++)
		result = store_put_source(store, &authority->sources[i]);
	if (result == 0)
		result = store_put_vrps(store, authority->vrps, authority->vrp_count);
	if (result == 0)
		result =
			store_put_route_objects(store, authority->objects, authority->object_count);
	for (size_t i = 0; i < authority->aspa_count; i++) {
		const struct sourced_aspa *aspa = &authority->aspas[i];
		for (size_t p = 0; result == 0 && p < aspa->aspa.provider_count; p++) {
			struct stored_aspa stored = { aspa->aspa.customer, aspa->aspa.providers[p],
						      aspa->source };
			result = store_put_aspa(store, &stored);
		}
	}
	assert_int_equal(result, 0);
	assert_int_equal(store_commit(store), 0);
	store_close(store);
}

/* All that an authority says, in its order. */
static void print(struct buffer *out, const struct authority *authority)
{
	buffer_format(out, "%d %d %d %zu %zu %zu\n", authority->has_rpki, authority->has_aspa,
		      authority->has_irr, rov_count(authority->rov), irr_count(authority->irr),
		      aspas_count(authority->aspa_set));
	for (size_t i = 0; i < authority->source_count; i++)
		sample_print_source(out, authority_source(authority, (unsigned)i));
	for (size_t i = 0; i < authority->vrp_count; i++)
		sample_print_vrp(out, &authority->vrps[i]);
	for (size_t i = 0; i < authority->object_count; i++)
		sample_print_object(out, &authority->objects[i]);
	for (size_t i = 0; i < authority->aspa_count; i++) {
		const struct sourced_aspa *aspa = &authority->aspas[i];
		buffer_format(out, "aspa of %u by %u:", aspa->aspa.customer, aspa->source);
		for (size_t p = 0; p < aspa->aspa.provider_count; p++)
			buffer_format(out, " %u", aspa->aspa.providers[p]);
		buffer_char(out, '\n');
	}
	buffer_char(out, '\0');
}

/* What each trust anchor says of the same customer. */
static void load_aspas(struct desk *desk)
{
	load(desk, ASPAS_OF("2026-02-22T00:00:00Z",
			    "{\"customer_asid\":64500,\"providers\":[64496,64498],\"ta\":\"ripe\"},"
			    "{\"customer_asid\":64500,\"providers\":[64497],\"ta\":\"arin\"},"
			    "{\"customer_asid\":64501,\"providers\":[64496],\"ta\":\"ripe\"}"));
}

static void a_store_says_what_was_stored(void **state)
{
	struct authority stored;
	struct buffer want, have;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	load_example(&desk);
	load_aspas(&desk);
	assert_counts(&desk, "2026-02-22", "64500 64500 64501");
	assert_int_equal(desk.authority.aspa_count, 3);
	write_month("same.db", &desk.authority);
	struct store *store = sample_open("same.db", STORE_READ);
	assert_int_equal(authority_from_store(store, SAMPLE_MONTH, &stored), 0);
	assert_int_equal(authority_from_store(store, SAMPLE_MONTH + 1, &stored), ERR_NOT_FOUND);
	store_close(store);
	buffer_init(&want);
	buffer_init(&have);
	print(&want, &desk.authority);
	print(&have, &stored);
	assert_string_equal(have.bytes, want.bytes);
	assert_string_equal(signer(&stored, "192.0.2.0/24", 25, 64500), "apnic");
	buffer_clear(&want);
	buffer_clear(&have);
	authority_clear(&stored);
	desk_clear(&desk);
}

enum { RANDOM_ROWS = 400, REACHES = 40, REACH_PREFIXES = 12 };

/* Few addresses and many lengths, so that much covers much. */
static struct prefix random_prefix(void)
{
	bool is_v6 = rand() % 2 == 0;
	struct prefix whole = { (uint64_t)(rand() % 256) << 56 & UINT64_C(0xf100000000000000), 0, 0,
				is_v6 ? FAMILY_V6 : FAMILY_V4 };

	whole.hi |= (uint64_t)(rand() % 4) << 46;
	return prefix_cut(&whole, 8 + (unsigned)rand() % 17);
}

static void load_random(struct desk *desk)
{
	char prefix[PREFIX_TEXT_MAX];
	struct buffer vrps, objects;

	buffer_init(&vrps);
	buffer_init(&objects);
	buffer_string(&vrps, "ASN,IP Prefix,Max Length,Trust Anchor\n");
	for (unsigned i = 0; i < RANDOM_ROWS; i++) {
		struct prefix at = random_prefix();
		buffer_format(&vrps, "AS%u,%s,%u,%s\n", 64496 + i % 16, prefix_print(&at, prefix),
			      at.len, i % 3 == 0 ? "ripe" : "arin");
		at = random_prefix();
		buffer_format(&objects, "%s: %s\norigin: AS%u\nsource: RADB\n\n",
			      at.family == FAMILY_V6 ? "route6" : "route",
			      prefix_print(&at, prefix), 64496 + i % 16);
	}
	buffer_char(&vrps, '\0');
	buffer_char(&objects, '\0');
	load(desk, vrps.bytes);
	load(desk, objects.bytes);
	buffer_clear(&vrps);
	buffer_clear(&objects);
}

/* All that covers a prefix, who says so, and the ASPA of its customer. */
static void print_near(struct buffer *out, const struct authority *authority,
		       const struct prefix *prefix, asn_t customer)
{
	struct route_object object;
	struct vrp vrp;
	size_t count;

	for (struct rov_walk walk = rov_covering(authority->rov, prefix);
	     rov_walk_next(&walk, &vrp);)
		buffer_format(out, "%s %u %u %s\n", sample_prefix_text(&vrp.prefix), vrp.max_length,
			      vrp.asn, authority_signer(authority, &vrp)->name);
	for (struct irr_walk walk = irr_covering(authority->irr, prefix);
	     irr_walk_next(&walk, &object);)
		buffer_format(out, "%s %u %s\n", sample_prefix_text(&object.prefix), object.origin,
			      authority_source(authority, object.source)->name);
	const struct sourced_aspa *aspas = authority_aspas_of(authority, customer, &count);
	for (size_t i = 0; i < count; i++)
		buffer_format(out, "%u: %zu providers by %u\n", customer,
			      aspas[i].aspa.provider_count, aspas[i].source);
}

static void what_is_near_is_all_that_is_asked(void **state)
{
	static const asn_t customers[] = { 64500, 64500, 64501, 64502 };
	struct prefix prefixes[REACH_PREFIXES];
	struct authority all, near;
	struct buffer want, have;
	struct desk desk;
	(void)state;

	srand(20260222);
	desk_init(&desk);
	load_random(&desk);
	load_aspas(&desk);
	assert_int_equal(authority_from_reference(&desk.reference, TEST_JUDGED_US, &desk.authority),
			 0);
	write_month("near.db", &desk.authority);
	struct store *store = sample_open("near.db", STORE_READ);
	assert_int_equal(authority_from_store(store, SAMPLE_MONTH, &all), 0);
	buffer_init(&want);
	buffer_init(&have);
	for (unsigned round = 0; round < REACHES; round++) {
		const struct authority_reach reach = { prefixes, round % (REACH_PREFIXES + 1),
						       customers, round % 5 };
		for (size_t i = 0; i < reach.prefix_count; i++)
			prefixes[i] = random_prefix();
		assert_int_equal(authority_from_store_near(store, SAMPLE_MONTH, &reach, &near), 0);
		assert_true(near.has_rpki && near.has_irr && near.has_aspa);
		assert_true(near.vrp_count < all.vrp_count || all.vrp_count == 0);
		for (size_t i = 0; i < reach.prefix_count; i++) {
			asn_t customer = i < reach.customer_count ? customers[i] : 64503;
			print_near(&want, &all, &prefixes[i], customer);
			print_near(&have, &near, &prefixes[i], customer);
		}
		assert_int_equal(have.used, want.used);
		assert_true(want.used == 0 || memcmp(have.bytes, want.bytes, want.used) == 0);
		authority_clear(&near);
	}
	assert_true(want.used > 1000);
	store_close(store);
	buffer_clear(&want);
	buffer_clear(&have);
	authority_clear(&all);
	desk_clear(&desk);
}

/* A store is not believed: whoever is named as signer or registry must be there. */
static void a_store_that_names_nobody_is_refused(void **state)
{
	struct stored_source sources[] = { { 0, 0, "rpki", "ripe" }, { 2, 0, "irr", "RADB" } };
	struct stored_vrp vrp = { { { 0, 0, 8, FAMILY_V4 }, 8, 64500 }, 0 };
	struct route_object object = { { 0, 0, 8, FAMILY_V4 }, 64500, 0, 0 };
	static const struct {
		uint16_t vrp_source, object_source;
		size_t source_count;
	} cases[] = { { 1, 0, 1 }, { 0, 1, 1 }, { UINT16_MAX, 0, 1 }, { 0, 0, 0 }, { 0, 0, 2 } };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct authority authority = { .vrps = &vrp,
					       .vrp_count = 1,
					       .objects = &object,
					       .object_count = 1,
					       .sources = sources,
					       .source_count = cases[i].source_count };
		vrp.source = cases[i].vrp_source;
		object.source = cases[i].object_source;
		write_month("forged.db", &authority);
		struct store *store = sample_open("forged.db", STORE_READ);
		assert_int_equal(authority_from_store(store, SAMPLE_MONTH, &authority),
				 ERR_MALFORMED);
		assert_non_null(strstr(store_message(store), "sources are missing"));
		store_close(store);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_an_anchor_the_newest_that_is_not_too_new_counts),
		cmocka_unit_test(snapshots_of_one_moment_are_united),
		cmocka_unit_test(what_several_say_counts_once),
		cmocka_unit_test(aspas_count_as_vrps_do_and_know_their_date),
		cmocka_unit_test(the_oldest_input_that_counts_says_how_fresh),
		cmocka_unit_test(statistics_of_the_day_count),
		cmocka_unit_test(the_newest_date_of_an_object_counts),
		cmocka_unit_test(a_store_says_what_was_stored),
		cmocka_unit_test(what_is_near_is_all_that_is_asked),
		cmocka_unit_test(a_store_that_names_nobody_is_refused),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
