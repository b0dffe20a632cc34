#include "base/testkit.h"

#include "wire/participant_list.h"
#include "wire/test_participants.h"
#include "wire/test_unpack.h"

static void read_all(struct text input, size_t piece, struct buffer *out)
{
	struct participant_sink sink = { out, test_participant_put };
	struct participant_list list;

	participant_list_init(&list, &sink);
	for (; input.len > 0; input = text_from(input, piece))
		assert_int_equal(participant_list_feed(&list, text_upto(input, piece)), 0);
	assert_int_equal(participant_list_finish(&list), 0);
	test_refusals_put(out, &list.refusals);
	participant_list_clear(&list);
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

#define HEADING "Organization Name,Areas,ASNs,Action 1: Filtering,Action 2: Anti-spoofing\n"

static void reads_tables(void **state)
{
	(void)state;
	check("", "");
	check("\xef\xbb\xbf" HEADING "Example,DE;AT,64501;64500,Yes,No\n",
	      "Example|DE AT||0|64500/network 64501/network|1+Filtering: Yes|2-Anti-spoofing: No"
	      "@2 ");
	/* Whatever separates them, however often one stands there. */
	check(HEADING "\"A, \"\"B\"\"\",\"de, at DE\",\"AS64500, 64501;;as64500\",,\r\n",
	      "A, \"B\"|DE AT||0|64500/network 64501/network@2 ");
	check("ASNs,name,Action 4: Global Validation\n\n64500,\xc3\xa7\xff,IRR;RPKI\n",
	      "\xc3\xa7\xff|||0|64500/network|4+Global Validation: IRR;RPKI@3 ");
	check("name,economies,asns,route_servers,members,contact,since,colour\n"
	      "X,NL,,64510,64500 64501,noc@example.net,2026-02-22,red\n",
	      "X|NL|noc@example.net|20260222|64500/member 64501/member 64510/route-server@2 ");
	check(HEADING "No numbers,DE,,,\n", "No numbers|DE||0|@2 ");
}

static void refuses(void **state)
{
	(void)state;
	check("colour,taste\nred,sweet\n", "refused 2@1 ");
	check("name,colour\nX,red\n", "refused 2@1 ");
	check(HEADING "X,DE,64500,Yes\nX,DE,\"64500,Yes,No\nX,DE,64500,Yes,No\n",
	      "X|DE||0|64500/network|1+Filtering: Yes|2-Anti-spoofing: No@4 refused 3@2 ");
	check(HEADING " ,DE,64500,,\n", "refused 4@2 ");
	check(HEADING "X,DE,0,,\nX,DE,AS,,\nX,DE,4294967296,,\nX,DE,64500.1,,\n", "refused 6@2 ");
	check(HEADING "X,Germany,64500,,\nX,D1,64500,,\n", "refused 7@2 ");
	check("name,ASNs,since\nX,64500,yesterday\n", "refused 8@2 ");
}

static void refuses_what_is_too_long(void **state)
{
	static char input[PARTICIPANT_LINE_MAX + 400];
	static const char heading[] = "name,ASNs\n";
	struct buffer got;

	(void)state;
	for (size_t size = 1023; size < PARTICIPANT_LINE_MAX + 300;
	     size += size < 1024 ? 1 : 65000) {
		static const char *const wants[] = { "refused 5@2 ", "refused 1@2 " };
		memset(input, 'x', sizeof(input));
		memcpy(input, heading, sizeof(heading) - 1);
		memcpy(input + sizeof(heading) - 1 + size, ",1\n", 3);
		buffer_init(&got);
		read_all((struct text){ input, sizeof(heading) - 1 + size + 3 }, 1000, &got);
		buffer_char(&got, '\0');
		if (size == 1023)
			assert_true(strstr(got.bytes, "x|||0|1/network@2 ") != NULL);
		else
			assert_string_equal(got.bytes, wants[size > PARTICIPANT_LINE_MAX - 3]);
		buffer_clear(&got);
	}
	/* More numbers than anybody has do not fit in a line, but Actions do. */
	buffer_init(&got);
	buffer_string(&got, "name");
	for (unsigned i = 1; i <= PARTICIPANT_CLAIMS_MAX + 1; i++)
		buffer_format(&got, ",Action %u: A", i);
	buffer_string(&got, "\nX");
	for (unsigned i = 1; i <= PARTICIPANT_CLAIMS_MAX + 1; i++)
		buffer_string(&got, ",Yes");
	buffer_char(&got, '\0');
	check(got.bytes, "refused 9@2 ");
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
	static const char table[] = HEADING "\"A, \"\"B\"\"\",DE;AT,64500;64501,Yes,No\n"
					    "X,NL,AS65536,,Yes;RPKI\n";

	(void)state;
	test_every_truncation(table, sizeof(table) - 1, survive);
	test_every_bit_flip(table, sizeof(table) - 1, survive);
}

struct counts {
	uint64_t participants, asns, claims, name_bytes, economies;
};

static int count(void *context, const struct participant_record *record, struct place place)
{
	struct counts *counts = context;

	(void)place;
	counts->participants++;
	counts->asns += record->asns_given;
	counts->claims += record->claim_count;
	counts->name_bytes += strlen(record->participant.name);
	counts->economies += (strlen(record->participant.economies) + 1) / 3;
	return 0;
}

/* The figures are those of Python's csv.reader. */
static void reads_real_files(void **state)
{
	static const struct {
		const char *path;
		struct counts want;
	} files[] = {
		{ "participants/manrs_isps.csv", { 668, 849, 2672, 12207, 1031 } },
		{ "participants/manrs_cdns.csv", { 18, 21, 108, 226, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct text input;
		char *owned = test_unpack(files[i].path, SIZE_MAX, &input);
		if (owned == NULL)
			skip();
		struct counts counts = { 0 };
		struct participant_sink sink = { &counts, count };
		struct participant_list list;
		participant_list_init(&list, &sink);
		assert_int_equal(participant_list_feed(&list, input), 0);
		assert_int_equal(participant_list_finish(&list), 0);
		assert_int_equal(refusals_total(&list.refusals), 0);
		assert_int_equal(counts.participants, files[i].want.participants);
		assert_int_equal(counts.asns, files[i].want.asns);
		assert_int_equal(counts.claims, files[i].want.claims);
		assert_int_equal(counts.name_bytes, files[i].want.name_bytes);
		assert_int_equal(counts.economies, files[i].want.economies);
		participant_list_clear(&list);
		free(owned);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_tables),
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_what_is_too_long),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(reads_real_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
