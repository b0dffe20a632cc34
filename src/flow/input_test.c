#include "base/testkit.h"

#include "flow/input.h"
#include "flow/test_folder.h"
#include "sources/packing.h"
#include "wire/test_bmp.h"
#include "wire/test_mrt_sample.h"

enum { SESSION_BUDGET = 1 << 20 };

static void the_path_shows_the_collector(void **state)
{
	static const struct {
		const char *path, *name; /* NULL: it shows none */
	} cases[] = {
		{ "data.ris.ripe.net/rrc00/2026.02/bview.20260222.0000.gz", "rrc00" },
		{ "/archive/route-views.linx/bgpdata/2026.02/RIBS/rib.20260222.1600.bz2",
		  "route-views.linx" },
		{ "route-views6/bgpdata/2026.02/UPDATES/updates.20260222.1600.bz2",
		  "route-views6" },
		{ "rrc00.bview.20260222.0000.gz", "rrc00" },
		{ "ris.rrc26.updates.1427846400.gz", "rrc26" },
		{ "a/rrc01/b/rrc02/bview.gz", "rrc02" },
		{ "rrc01/ris.rrc02.updates.gz", "rrc01" },
		{ "bgpdata/2026.02/RIBS/rib.20260222.1600.bz2", NULL },
		/* The name of a file goes on behind that of the collector. */
		{ "route-views.linx.rib.20260222.1600.bz2", NULL },
		{ "routeviews.jinx.updates.1427846400.bz2", NULL },
		{ "rrc0/rrc000/rrcXX/bview.gz", NULL },
		{ "myrrc00/bview.gz", NULL },
		{ "-", NULL },
		{ "", NULL },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text name = TEXT("untouched");
		bool shown = input_collector_of_path(
			test_text(cases[i].path, strlen(cases[i].path)), &name);
		assert_int_equal(shown, cases[i].name != NULL);
		assert_true(text_equal(name, text_of(shown ? cases[i].name : "untouched")));
	}
}

static void figures_are_noted_unless_zero(void **state)
{
	static const char *const says[] = { NULL, "first reason", "second reason", "third reason" };
	struct refusals refusals;
	struct input_record input;
	struct arena session;
	(void)state;

	arena_init(&session, SESSION_BUDGET);
	input_init(&input, &session, "some/path");
	refusals_init(&refusals, says, COUNT_OF(says));
	refusals_count(&refusals, 0, (struct place){ 0 });
	refusals_count(&refusals, 3, (struct place){ .line = 7, .offset = 70 });
	refusals_count(&refusals, 3, (struct place){ .line = 9, .offset = 90 });
	refusals_count(&refusals, 1, (struct place){ .line = 8, .offset = 80 });
	input_count(&input, "nothing", 0, NULL);
	input_count(&input, "vrps", 5, NULL);
	input_refusals(&input, &refusals, true);
	input_refusals(&input, &refusals, false);

	static const struct stored_count expected[] = {
		{ "vrps", 5, NULL },
		{ "first reason", 1, "line 8" },
		{ "third reason", 2, "line 7" },
		{ "first reason", 1, "byte 80" },
		{ "third reason", 2, "byte 70" },
	};
	assert_int_equal(input.stored.count_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_string_equal(input.stored.counts[i].name, expected[i].name);
		assert_int_equal(input.stored.counts[i].value, expected[i].value);
		if (expected[i].first_at == NULL)
			assert_null(input.stored.counts[i].first_at);
		else
			assert_string_equal(input.stored.counts[i].first_at, expected[i].first_at);
	}
	for (unsigned i = 0; i < 2 * INPUT_COUNTS_MAX; i++)
		input_count(&input, "more", 1, NULL);
	assert_int_equal(input.stored.count_count, INPUT_COUNTS_MAX);
	arena_clear(&session);
}

static void notes_add_up_to_a_limit(void **state)
{
	struct input_record input;
	struct arena session;
	(void)state;

	arena_init(&session, SESSION_BUDGET);
	input_init(&input, &session, "p");
	assert_string_equal(input.stored.note, "");
	input_note(&input, "line %d is wrong", 7);
	assert_string_equal(input.stored.note, "line 7 is wrong");
	input_note(&input, "%s", "so is the rest");
	assert_string_equal(input.stored.note, "line 7 is wrong; so is the rest");
	for (unsigned i = 0; i < 100; i++)
		input_note(&input, "and more of it");
	assert_in_range(strlen(input.stored.note), 400, 511);
	assert_true(text_starts(text_of(input.stored.note), TEXT("line 7 is wrong; so")));
	arena_clear(&session);

	/* Without memory for texts there are none. */
	arena_init(&session, 1);
	input_init(&input, &session, "a/long/path");
	input_note(&input, "something");
	assert_string_equal(input.stored.path, "");
	assert_string_equal(input.stored.note, "");
	arena_clear(&session);
}

static const char VRPS[] = "ASN,IP Prefix,Max Length,Trust Anchor\nAS64500,192.0.2.0/24,24,ripe\n";
/* As sha256sum says. */
static const char VRPS_DIGEST[] =
	"9e8dc40ccf61c8557e75a7acf0c57b512cb89cfadfeb0bf0870ffdd275e1c601";

static void an_input_is_known_by_its_content(void **state)
{
	(void)state;
	for (size_t packing = 0; packing < PACKING_COUNT; packing++) {
		uint8_t plain[sizeof(VRPS)];
		struct text piece = { NULL, 0 };
		struct buffer packed, read;
		struct input_record input;
		struct arena session;

		buffer_init(&packed);
		buffer_init(&read);
		arena_init(&session, SESSION_BUDGET);
		memcpy(plain, VRPS, sizeof(VRPS));
		pack(&packed, PACKINGS[packing], plain, sizeof(VRPS) - 1);
		size_t size = packed.used;
		test_file("a.mrt", &packed);
		input_init(&input, &session, "a.mrt");
		struct window_options options = { .threads = 1 + (unsigned)packing % 2 };
		struct window *window = input_open(&input, &options);
		assert_int_equal(input.kind, KIND_RPKI_CSV);
		assert_string_equal(input.stored.kind, "rpki-csv");
		while (input_piece(window, &piece))
			buffer_text(&read, piece);
		assert_int_equal(read.used, sizeof(VRPS) - 1);
		assert_memory_equal(read.bytes, VRPS, read.used);
		assert_int_equal(input_close(&input, window), 0);
		assert_string_equal(input.stored.compression, PACKINGS[packing]);
		assert_int_equal(input.stored.size_bytes, size);
		assert_int_equal(input.stored.unpacked_bytes, sizeof(VRPS) - 1);
		assert_string_equal(input.stored.note, "");
		if (packing == 0)
			assert_string_equal(input.stored.digest, VRPS_DIGEST);
		assert_int_equal(strlen(input.stored.digest), 64);
		buffer_clear(&read);
		arena_clear(&session);
	}
}

static void what_is_of_no_use_says_why(void **state)
{
	static const struct {
		const char *content, *kind, *note; /* how the note begins */
		int closed;
	} cases[] = {
		{ "<!DOCTYPE html><html><body>404</body></html>", "html", "an HTML page", 0 },
		{ "what is this\n", "text", "", 0 },
		{ "", "empty", "", ERR_TRUNCATED },
		{ NULL, "empty", "", ERR_NOT_FOUND },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct input_record input;
		struct arena session;
		arena_init(&session, SESSION_BUDGET);
		if (cases[i].content != NULL)
			test_text_file("what", cases[i].content);
		input_init(&input, &session, cases[i].content != NULL ? "what" : "nothing");
		struct window *window = input_open(&input, NULL);
		assert_string_equal(input.stored.kind, cases[i].kind);
		assert_int_equal(input_close(&input, window), cases[i].closed);
		assert_string_not_equal(input.stored.note, "");
		assert_true(text_starts(text_of(input.stored.note), text_of(cases[i].note)));
		assert_null(strchr(input.stored.note, ';')); /* said once */
		arena_clear(&session);
	}
}

/* Nothing more may come for hours: what is there must be enough, though the pipe stays open. */
static void a_pipe_is_recognised_as_soon_as_it_can_be(void **state)
{
	static const char bgp[] = "04 fbf0 00b4 c0000201 00";
	(void)state;

	for (unsigned i = 0; i < 3; i++) {
		static const enum kind kinds[] = { KIND_BMP, KIND_BGP, KIND_MRT };
		struct input_record input;
		struct arena session;
		struct buffer bytes, body;
		char path[32];
		int ends[2];
		arena_init(&session, SESSION_BUDGET);
		buffer_init(&bytes);
		buffer_init(&body);
		test_put_hex(&body, "0002 0002 7231");
		if (kinds[i] == KIND_BMP) { /* another message bears the first out */
			test_put_bmp(&bytes, BMP_VERSION, BMP_INITIATION, test_buffer(&body));
			test_put_bmp(&bytes, BMP_VERSION, BMP_INITIATION, test_buffer(&body));
		}
		if (kinds[i] == KIND_BGP)
			test_put_bgp(&bytes, 1, bgp);
		if (kinds[i] == KIND_MRT)
			mrt_sample_updates(&bytes);
		assert_int_equal(pipe(ends), 0);
		assert_int_equal(buffer_flush(&bytes, ends[1]), 0);
		(void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
		input_init(&input, &session, path);
		(void)alarm(20); /* rather than wait for ever */
		struct window *window = input_open(&input, NULL);
		(void)alarm(0);
		assert_true(input.once);
		assert_string_equal(input.stored.kind, kind_name(kinds[i]));
		assert_int_equal(close(ends[1]), 0);
		assert_int_equal(input_close(&input, window), 0);
		assert_int_equal(close(ends[0]), 0);
		buffer_clear(&body);
		buffer_clear(&bytes);
		arena_clear(&session);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_path_shows_the_collector),
		cmocka_unit_test(figures_are_noted_unless_zero),
		cmocka_unit_test(notes_add_up_to_a_limit),
		cmocka_unit_test(an_input_is_known_by_its_content),
		cmocka_unit_test(what_is_of_no_use_says_why),
		cmocka_unit_test(a_pipe_is_recognised_as_soon_as_it_can_be),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
