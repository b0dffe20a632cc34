#include "base/testkit.h"

#include "base/buffer.h"
#include "base/utc.h"
#include "wire/asn_drop.h"
#include "wire/test_unpack.h"

#define ENTRY                                                                                      \
	"{\"asn\":64496,\"rir\":\"arin\",\"domain\":\"x.example\",\"cc\":\"US\",\"asname\":\"X\"}" \
	"\n"
#define METADATA "{\"type\":\"metadata\",\"timestamp\":1709006105,\"size\":17905,\"records\":201}\n"

static int print_entry(void *context, const struct asn_drop_entry *entry, struct place place)
{
	struct buffer *out = context;

	buffer_format(out, "AS%u ", entry->asn);
	buffer_text(out, entry->economy);
	buffer_char(out, ' ');
	buffer_text(out, entry->name);
	buffer_format(out, "@%u/%u ", (unsigned)place.line, (unsigned)place.offset);
	return 0;
}

static void read_all(struct text input, size_t piece, struct buffer *out)
{
	const struct asn_drop_sink sink = { out, print_entry };
	struct asn_drop drop;
	int result = 0;

	asn_drop_init(&drop, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, piece))
		result = asn_drop_feed(&drop, text_upto(input, piece));
	if (result == 0)
		result = asn_drop_finish(&drop);
	if (drop.made_us != 0)
		buffer_format(out, "made %llu ", (unsigned long long)(drop.made_us / UTC_SECOND));
	for (unsigned reason = 1; reason < ASN_DROP_REASONS; reason++) {
		assert_non_null(drop.refusals.says[reason]);
		if (drop.refusals.count[reason] > 0)
			buffer_format(out, "refused %u %u times ", reason,
				      (unsigned)drop.refusals.count[reason]);
	}
	if (result != 0)
		buffer_string(out, err_name(result));
	asn_drop_clear(&drop);
}

static void check(const char *input, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 9) {
		struct buffer got;
		buffer_init(&got);
		read_all(test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

static void reads_json_lines(void **state)
{
	(void)state;
	check(ENTRY METADATA, "AS64496 US X@0/0 made 1709006105 ");
	check("\xef\xbb\xbf\n" ENTRY "{\"asn\":\"AS64497\"}", "AS64496 US X@0/4 AS64497  @0/75 ");
	check("[{\"asn\":64496},{}]", "AS64496  @0/1 refused 2 1 times ");
	check("{\"asn\":0}{\"asn\":4294967296}{\"asn\":-1}{\"asn\":null}{\"asn\":[64496]}"
	      "{\"asname\":\"x\"}",
	      "refused 2 6 times ");
	check(ENTRY "{\"asn\":", "AS64496 US X@0/0 truncated");
	check("{\"asn\":1}\nx", "AS1  @0/0 malformed");
}

static void reads_text(void **state)
{
	(void)state;
	check("; Spamhaus ASN-DROP\n; x\n\nAS64496 ; EU | EXAMPLE-A\nAS64497\r\n",
	      "AS64496 EU EXAMPLE-A@4/25 AS64497  @5/50 ");
	check(" \n\nAS64496;US|a | b ; c\n", "AS64496 US a | b ; c@3/3 ");
	check("AS0 ; EU | X\nASX ; EU\n4294967296\n", "refused 2 3 times ");
	check("", "");
	check("\n \n", "");
}

static void refuses_long_lines(void **state)
{
	static char input[ASN_DROP_LINE_MAX + 1];
	struct buffer got;

	(void)state;
	memset(input, '1', sizeof(input));
	buffer_init(&got);
	read_all((struct text){ input, sizeof(input) }, 100, &got);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "refused 1 1 times ");
	buffer_clear(&got);
}

static void survive(struct reader in)
{
	struct text input = { (const char *)in.at, reader_left(&in) };
	struct buffer whole, cut;

	buffer_init(&whole);
	buffer_init(&cut);
	read_all(input, SIZE_MAX, &whole);
	read_all(input, 1, &cut);
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char json[] = "\n" ENTRY METADATA;
	static const char text[] = "\n; x\nAS64496 ; EU | EXAMPLE-A\nAS64497\n";

	(void)state;
	test_every_truncation(json, sizeof(json) - 1, survive);
	test_every_bit_flip(json, sizeof(json) - 1, survive);
	test_every_truncation(text, sizeof(text) - 1, survive);
	test_every_bit_flip(text, sizeof(text) - 1, survive);
}

static int add_asn(void *context, const struct asn_drop_entry *entry, struct place place)
{
	uint64_t *sum = context;

	(void)place;
	*sum += entry->asn;
	return 0;
}

/* The figures are those of Python's json over the same lines: one record is the metadata. */
static void reads_a_real_file(void **state)
{
	struct text tar;
	char *owned = test_unpack("incidents/spamhaus-drop-edrop-asndrop-20240228.tar.zst",
				  SIZE_MAX, &tar);
	uint64_t sum = 0;
	const struct asn_drop_sink sink = { &sum, add_asn };
	struct asn_drop drop;

	(void)state;
	if (owned == NULL)
		skip();
	while (tar.len > 0 && !text_starts(tar, TEXT("{\"asn\"")))
		tar = text_from(tar, 512);
	asn_drop_init(&drop, &sink);
	assert_int_equal(asn_drop_feed(&drop, text_upto(tar, 18070)), 0);
	assert_int_equal(asn_drop_finish(&drop), 0);
	assert_int_equal(drop.refusals.taken, 201);
	assert_int_equal(sum, 30473721);
	assert_int_equal(refusals_total(&drop.refusals), 0);
	assert_int_equal(drop.made_us / UTC_SECOND, 1709006105);
	asn_drop_clear(&drop);
	free(owned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_json_lines),   cmocka_unit_test(reads_text),
		cmocka_unit_test(refuses_long_lines), cmocka_unit_test(survives_damage),
		cmocka_unit_test(reads_a_real_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
