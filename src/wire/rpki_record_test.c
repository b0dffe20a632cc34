#include "base/testkit.h"

#include "wire/rpki_record.h"
#include "wire/rpki_transcript.h"

struct bench {
	struct rpki_transcript t;
	struct rpki_counts counts;
	struct rpki_record record;
	uint64_t records;
};

static void bench_init(struct bench *bench)
{
	struct rpki_sink sink = transcript_sink(&bench->t);

	*bench = (struct bench){ 0 };
	rpki_counts_init(&bench->counts);
	rpki_record_init(&bench->record, &sink, &bench->counts);
}

/* Expects the payloads so far, and forgets them. */
static void check(struct bench *bench, const char *want)
{
	buffer_char(&bench->t.text, '\0');
	assert_string_equal(bench->t.text.bytes, want);
	bench->t.text.used = 0;
}

static void bench_clear(struct bench *bench)
{
	rpki_record_clear(&bench->record);
	buffer_clear(&bench->t.text);
}

/* `providers` are separated by blanks. */
static void put_aspa(struct bench *bench, const char *customer, const char *providers,
		     const char *expires, bool family_only)
{
	struct rpki_record *record = &bench->record;
	struct text rest = text_of(providers), provider;

	rpki_record_start(record, (struct place){ .offset = ++bench->records });
	rpki_record_set(record, RPKI_CUSTOMER, text_of(customer));
	rpki_record_set(record, RPKI_EXPIRES, text_of(expires));
	rpki_record_providers(record);
	while (text_word(&rest, &provider))
		rpki_record_provider(record, provider);
	assert_int_equal(rpki_record_aspa(record, family_only), 0);
}

/* The whole record is refused, never a shortened list delivered. */
static void limits_providers(void **state)
{
	static const unsigned counts[] = { 9999, ASPA_PROVIDERS_MAX, ASPA_PROVIDERS_MAX + 1, 16381,
					   50000 };
	struct bench bench;

	(void)state;
	bench_init(&bench);
	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		rpki_record_start(&bench.record, (struct place){ .offset = i });
		rpki_record_set(&bench.record, RPKI_CUSTOMER, TEXT("1"));
		rpki_record_providers(&bench.record);
		for (unsigned at = 0; at < counts[i]; at++) {
			char digits[PUT_U64_MAX];
			size_t len = (size_t)(put_u32(digits, at + 2) - digits);
			rpki_record_provider(&bench.record, (struct text){ digits, len });
		}
		assert_int_equal(rpki_record_aspa(&bench.record, false), 0);
	}
	assert_int_equal(bench.t.payloads, 2);
	assert_int_equal(bench.counts.aspas.taken, 2);
	assert_int_equal(bench.counts.aspas.count[RPKI_PROVIDERS_TOO_MANY], 3);
	assert_int_equal(bench.counts.aspas.first[RPKI_PROVIDERS_TOO_MANY].offset, 2);
	bench_clear(&bench);
}

static void unites_families(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	put_aspa(&bench, "7", "5 3", "40", true);
	put_aspa(&bench, "6", "0", "20", true);
	put_aspa(&bench, "9", "9", "20", true);
	check(&bench, "");
	put_aspa(&bench, "6", "0", "10", true);
	put_aspa(&bench, "7", "4 5", "30", true);
	put_aspa(&bench, "8", "1", "0", true);
	put_aspa(&bench, "9", "8", "20", true);
	assert_int_equal(rpki_record_unite(&bench.record), 0);
	/* of 9 nothing: it was refused in one family */
	check(&bench, "AS6 < 0 until 10\nAS7 < 3 4 5 until 30\nAS8 < 1\n");
	assert_int_equal(bench.counts.aspas.taken, 3);
	assert_int_equal(refusals_total(&bench.counts.aspas), 1);

	/* and nothing stays behind; AS0 leaves a union that has other members */
	put_aspa(&bench, "9", "8", "20", true);
	put_aspa(&bench, "6", "0", "10", true);
	put_aspa(&bench, "6", "2", "0", true);
	assert_int_equal(rpki_record_unite(&bench.record), 0);
	check(&bench, "AS6 < 2 until 10\nAS9 < 8 until 20\n");
	assert_int_equal(rpki_record_unite(&bench.record), 0);
	check(&bench, "");
	bench_clear(&bench);
}

/* A union can be too long though its halves are not. */
static void limits_unions(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	for (unsigned family = 0; family < 2; family++) {
		rpki_record_start(&bench.record, (struct place){ .offset = family + 4 });
		rpki_record_set(&bench.record, RPKI_CUSTOMER, TEXT("1"));
		for (unsigned at = 0; at < ASPA_PROVIDERS_MAX; at++) {
			char digits[PUT_U64_MAX];
			size_t len = (size_t)(put_u32(digits, at + 2 + family) - digits);
			rpki_record_provider(&bench.record, (struct text){ digits, len });
		}
		assert_int_equal(rpki_record_aspa(&bench.record, true), 0);
	}
	assert_int_equal(rpki_record_unite(&bench.record), 0);
	check(&bench, "");
	assert_int_equal(bench.counts.aspas.count[RPKI_PROVIDERS_TOO_MANY], 1);
	assert_int_equal(bench.counts.aspas.first[RPKI_PROVIDERS_TOO_MANY].offset, 4);
	bench_clear(&bench);
}

/* More than can be held: none is delivered, because any could be half of one. */
static void limits_families(void **state)
{
	struct bench bench;
	char customer[PUT_U64_MAX + 1];

	(void)state;
	bench_init(&bench);
	for (unsigned i = 0; i <= RPKI_HELD_MAX; i++) {
		*put_u32(customer, 1000 + i) = '\0';
		put_aspa(&bench, customer, "3", "0", true);
	}
	put_aspa(&bench, "7", "0 8", "0", true);
	assert_int_equal(rpki_record_unite(&bench.record), 0);
	put_aspa(&bench, "7", "8", "0", false);
	put_aspa(&bench, "6", "8", "0", true);
	assert_int_equal(rpki_record_unite(&bench.record), 0);
	check(&bench, "AS7 < 8\nAS6 < 8\n");
	assert_int_equal(bench.counts.aspas.count[RPKI_FAMILIES_TOO_MANY], 1);
	assert_int_equal(bench.counts.aspas.first[RPKI_FAMILIES_TOO_MANY].offset,
			 RPKI_HELD_MAX + 1);
	assert_int_equal(bench.counts.aspas.count[RPKI_AS0_WITH_OTHERS], 1);
	bench_clear(&bench);
}

static void has_a_sentence_for_every_reason(void **state)
{
	struct rpki_counts counts;

	(void)state;
	rpki_counts_init(&counts);
	const struct refusals *all[] = { &counts.vrps, &counts.aspas, &counts.oddities };
	for (size_t i = 0; i < COUNT_OF(all); i++)
		for (unsigned reason = 1; reason < all[i]->reasons; reason++)
			assert_non_null(all[i]->says[reason]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_providers),
		cmocka_unit_test(unites_families),
		cmocka_unit_test(limits_unions),
		cmocka_unit_test(limits_families),
		cmocka_unit_test(has_a_sentence_for_every_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
