#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/as_org.h"
#include "wire/test_unpack.h"

static int print_organisation(void *context, const struct as_org_organisation *organisation,
			      struct place place)
{
	struct buffer *out = context;

	buffer_text(out, organisation->id);
	buffer_char(out, '=');
	buffer_text(out, organisation->name);
	buffer_char(out, '/');
	buffer_text(out, organisation->country);
	buffer_char(out, '/');
	buffer_text(out, organisation->source);
	buffer_format(out, "@%u ", (unsigned)place.line);
	return 0;
}

static int print_as(void *context, const struct as_org_as *as, struct place place)
{
	struct buffer *out = context;

	buffer_format(out, "AS%u=", as->asn);
	buffer_text(out, as->name);
	buffer_char(out, '/');
	buffer_text(out, as->organisation);
	buffer_char(out, '/');
	buffer_text(out, as->source);
	buffer_format(out, "@%u ", (unsigned)place.line);
	return 0;
}

static void read_all(struct text input, size_t piece, struct buffer *out)
{
	struct as_org_sink sink = { out, print_organisation, print_as };
	struct as_org org;

	as_org_init(&org, &sink);
	for (; input.len > 0; input = text_from(input, piece))
		assert_int_equal(as_org_feed(&org, text_upto(input, piece)), 0);
	assert_int_equal(as_org_finish(&org), 0);
	for (unsigned reason = 1; reason < AS_ORG_REASONS; reason++) {
		assert_non_null(org.refusals.says[reason]);
		if (org.refusals.count[reason] > 0)
			buffer_format(out, "refused %u@%u ", reason,
				      (unsigned)org.refusals.first[reason].line);
	}
	as_org_clear(&org);
}

static void check(const char *input, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 7) {
		struct buffer got;
		buffer_init(&got);
		read_all(test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

#define ORG_FORMAT "# format:org_id|changed|org_name|country|source\n"
#define AUT_FORMAT "# format:aut|changed|aut_name|org_id|opaque_id|source\n"

static void reads_text(void **state)
{
	(void)state;
	check("", "");
	check(ORG_FORMAT "X-ARIN|20191028|One, \"Two\"|US|ARIN\n",
	      "X-ARIN=One, \"Two\"/US/ARIN@2 ");
	check("# date: 1\n" ORG_FORMAT "X||||\r\n" AUT_FORMAT "7|1|N|X|o_R|R\n",
	      "X=//@3 AS7=N/X/R@5 ");
	/* The layout before 2020. */
	check("# format:aut|changed|name|org_id|source\n7|1|N|X|R", "AS7=N/X/R@2 ");
	check("#format: org_id|name\nX|\xc3\xa7\xff\n", "X=\xc3\xa7\xff//@2 ");
	check("7|1|N|X|o_R|R\n", "refused 2@1 ");
	check("# format:colour|taste\n1|2\n", "refused 2@2 ");
	check(ORG_FORMAT "X|1|a|b|US|R\nX|1|a\n", "refused 3@2 ");
	check(AUT_FORMAT "AS7|1|N|X|o|R\n0|1|N|X|o|R\n4294967296|1|N|X|o|R\n", "refused 4@2 ");
	check(ORG_FORMAT "|1|a|US|R\n", "refused 5@2 ");
}

static void reads_json_lines(void **state)
{
	(void)state;
	check("{\"type\":\"Organization\",\"organizationId\":\"X-ARIN\",\"name\":\"A \\\"b\\\" "
	      "\\u00e7\","
	      "\"country\":\"US\",\"source\":\"ARIN\",\"changed\":\"20170128\"}\n",
	      "X-ARIN=A \"b\" \xc3\xa7/US/ARIN@1 ");
	check("{\"asn\":\"7\",\"name\":\"N\",\"opaqueId\":\"o\",\"organizationId\":\"X\","
	      "\"source\":\"R\","
	      "\"type\":\"ASN\"}\n{\"asn\":8}",
	      "AS7=N/X/R@1 AS8=//@2 ");
	/* What is inside of other values does not count. */
	check("{\"asn\":7,\"more\":{\"asn\":8,\"name\":\"M\"},\"list\":[{\"name\":1},\"name\"],"
	      "\"name\":null}",
	      "AS7=//@1 ");
	check("{\"asn\":7}{\"asn\":8}\n{\"asn\":9\n{}\n{\"asn\":10}\n",
	      "AS10=//@4 refused 5@3 refused 6@1 ");
	check("{\"asn\":\"7\",\"asn\":\"8\"}\n{\"asn\":true}\n{\"asn\":1.5}\n{\"asn\":-1}\n",
	      "AS8=//@1 refused 4@3 refused 5@2 ");
}

static void reads_tables(void **state)
{
	(void)state;
	check("asn,name,source\n7,Bull,PeeringDB\n", "AS7=Bull//PeeringDB@2 ");
	check("\"asn\",\"name\",\"source\"\r\n7,\"Level 3, "
	      "\"\"Inc\"\"\",\"DB-IP\"\r\n8,\"\",\"\"\n",
	      "AS7=Level 3, \"Inc\"//DB-IP@2 AS8=//@3 ");
	check("asn,name,source\n7,\"open,x\n8,\"a\"b,x\n9,a\n10,a,b,c\n11,a\"b,c\n",
	      "AS11=a\"b//c@6 refused 3@2 ");
	check("colour,taste\n", "refused 2@1 ");
}

static void refuses_long_lines(void **state)
{
	static char input[AS_ORG_LINE_MAX + 2];
	struct buffer got;

	(void)state;
	/* The longest line there can be: all of it passes through the unquoting. */
	memset(input, 'x', sizeof(input));
	memcpy(input, "asn,name\n1,\"", 12);
	memcpy(input + sizeof(input) - 2, "\"\n", 2);
	buffer_init(&got);
	read_all((struct text){ input, sizeof(input) }, SIZE_MAX, &got);
	assert_true(got.used > AS_ORG_LINE_MAX - 32);
	buffer_clear(&got);

	memset(input, 'x', sizeof(input));
	buffer_init(&got);
	read_all((struct text){ input, sizeof(input) }, 1000, &got);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "refused 1@1 ");
	buffer_clear(&got);
}

static void survive(struct reader in)
{
	struct buffer whole, cut;
	struct text input = { (const char *)in.at, reader_left(&in) };

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
	static const char text[] = ORG_FORMAT "X|1|a|US|R\n" AUT_FORMAT "7|1|N|X|o_R|R\n";
	static const char json[] = "{\"asn\":\"7\",\"name\":\"N\\u00e7\",\"x\":[{\"a\":1}]}\n"
				   "{\"organizationId\":\"X\",\"country\":\"US\"}";
	static const char table[] = "\"asn\",\"name\",\"source\"\n7,\"a \"\"b\"\", c\",DB\n";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, survive);
	test_every_bit_flip(text, sizeof(text) - 1, survive);
	test_every_truncation(json, sizeof(json) - 1, survive);
	test_every_bit_flip(json, sizeof(json) - 1, survive);
	test_every_truncation(table, sizeof(table) - 1, survive);
	test_every_bit_flip(table, sizeof(table) - 1, survive);
}

struct counts {
	uint64_t organisations, ases, name_bytes, country_bytes, quotes;
};

static int count_organisation(void *context, const struct as_org_organisation *organisation,
			      struct place place)
{
	struct counts *counts = context;

	(void)place;
	counts->organisations++;
	counts->name_bytes += organisation->name.len;
	counts->country_bytes += organisation->country.len;
	return 0;
}

static int count_as(void *context, const struct as_org_as *as, struct place place)
{
	struct counts *counts = context;

	(void)place;
	counts->ases++;
	counts->name_bytes += as->name.len;
	for (struct text rest = as->name; text_find(rest, '"') < rest.len;) {
		rest = text_from(rest, text_find(rest, '"') + 1);
		counts->quotes++;
	}
	return 0;
}

/* The figures of the first are those of
 *	LC_ALL=C awk -F'|' '!/^#/ { n[NF]++; b += length($3); if (NF == 5) c += length($4) }'
 * and of the tables those of Python's csv.reader. */
static void reads_real_files(void **state)
{
	static const struct {
		const char *path;
		struct counts want;
	} files[] = {
		{ "relations/20220401.as-org2info.txt.zst", { 89976, 109912, 3136744, 179956, 0 } },
		{ "relations/asn2org-asns-20220501.csv.zst", { 0, 91714, 2116661, 0, 3648 } },
		{ "relations/asn2org-asns-20250715.csv.zst", { 0, 99597, 2080556, 0, 3420 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct text input;
		char *owned = test_unpack(files[i].path, SIZE_MAX, &input);
		if (owned == NULL)
			skip();
		struct counts counts = { 0 };
		struct as_org_sink sink = { &counts, count_organisation, count_as };
		struct as_org org;
		as_org_init(&org, &sink);
		assert_int_equal(as_org_feed(&org, input), 0);
		assert_int_equal(as_org_finish(&org), 0);
		assert_int_equal(refusals_total(&org.refusals), 0);
		assert_int_equal(org.refusals.taken, counts.organisations + counts.ases);
		assert_int_equal(counts.organisations, files[i].want.organisations);
		assert_int_equal(counts.ases, files[i].want.ases);
		assert_int_equal(counts.name_bytes, files[i].want.name_bytes);
		assert_int_equal(counts.country_bytes, files[i].want.country_bytes);
		assert_int_equal(counts.quotes, files[i].want.quotes);
		as_org_clear(&org);
		free(owned);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_text),      cmocka_unit_test(reads_json_lines),
		cmocka_unit_test(reads_tables),    cmocka_unit_test(refuses_long_lines),
		cmocka_unit_test(survives_damage), cmocka_unit_test(reads_real_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
