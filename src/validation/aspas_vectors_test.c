/* Path verification against the vectors that others can use too, where they are at hand. */
#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "validation/test_paths.h"

static struct hops hops;
static struct test_aspas said;

static FILE *open_vectors(const char *name)
{
	const char *path = test_vectors(name);
	return path != NULL ? fopen(path, "r") : NULL;
}

static enum aspa_state state_of(struct text word)
{
	return text_equal_fold(word, TEXT("valid"))     ? ASPA_VALID
	       : text_equal_fold(word, TEXT("unknown")) ? ASPA_UNKNOWN
							: ASPA_INVALID;
}

/* "N,max_up,min_up,max_down,min_down" */
static struct ramps ramps_of_text(struct text text)
{
	uint32_t numbers[5];
	struct text piece;

	for (size_t i = 0; i < 5; i++) {
		assert_true(text_cut(&text, ',', &piece));
		numbers[i] = asn_of_text(text_trim(piece));
	}
	return (struct ramps){ numbers[0], numbers[1], numbers[2], numbers[3], numbers[4] };
}

static void check_vector(struct text line)
{
	struct text columns[4]; /* path, ASPAs, upstream, downstream */
	struct arena arena;

	for (size_t i = 0; i < COUNT_OF(columns); i++)
		assert_true(text_cut(&line, '\t', &columns[i]));
	aspas_of_text(columns[1], &said);
	hops_of_text(&hops, columns[0]);
	const struct aspas *set = aspas_make(&arena, &said);
	struct aspa_verdict verdict = aspa_check(set, &hops, BGP_ROLE_PROVIDER, hops.asns[0]);
	assert_int_equal(verdict.state, state_of(columns[2]));
	verdict = aspa_check(set, &hops, BGP_ROLE_CUSTOMER, hops.asns[0]);
	assert_int_equal(verdict.state, state_of(columns[3]));
	struct ramps got = ramps_of(&verdict), want = ramps_of_text(line);
	assert_memory_equal(&got, &want, sizeof(got));
	arena_clear(&arena);
}

static void shared_vectors(void **state)
{
	FILE *file = open_vectors("aspa-exhaustive-n4.tsv");
	unsigned checked = 0;
	char line[512];

	(void)state;
	if (file == NULL)
		skip();
	while (fgets(line, sizeof(line), file) != NULL) {
		struct text rest = text_of(line), row = TEXT("");
		assert_true(text_line(&rest, &row));
		if (row.len == 0 || row.at[0] == '#')
			continue;
		check_vector(row);
		checked++;
	}
	(void)fclose(file);
	assert_int_equal(checked, 281);
}

/* The value behind "key": in one object, to the next comma or, of a list, the bracket. */
static struct text json_value(struct text object, const char *key)
{
	size_t at = 0;

	while (at < object.len && !text_starts(text_from(object, at), text_of(key)))
		at++;
	struct text value = text_from(object, at + strlen(key));
	bool is_list = value.len > 0 && value.at[0] == '[';
	value = text_from(value, is_list ? 1 : 0);
	return text_upto(value, text_find(value, is_list ? ']' : ','));
}

static void check_nist(struct text object)
{
	struct text up = json_value(object, "\"dir\":"), expect = json_value(object, "\"expect\":");
	struct text ramps = json_value(object, "\"ramps\":");
	struct arena arena;

	hops_of_text(&hops, json_value(object, "\"path\":"));
	struct aspa_verdict verdict =
		aspa_check(aspas_make(&arena, &said), &hops,
			   text_equal(up, TEXT("\"up\"")) ? BGP_ROLE_PROVIDER : BGP_ROLE_CUSTOMER,
			   asn_of_text(json_value(object, "\"neighbor\":")));
	assert_int_equal(verdict.state, state_of(text_upto(text_from(expect, 1), expect.len - 2)));
	if (ramps.len > 0) {
		struct ramps got = ramps_of(&verdict), want = ramps_of_text(ramps);
		assert_memory_equal(&got, &want, sizeof(got));
	}
	arena_clear(&arena);
}

static void shared_nist_vectors(void **state)
{
	FILE *file = open_vectors("aspa-nist.json");
	static char whole[16384];
	unsigned checked = 0;
	size_t used = 0;

	(void)state;
	if (file == NULL)
		skip();
	/* Without blanks; none of the texts that we read has one. */
	for (int c; (c = fgetc(file)) != EOF && used < sizeof(whole);)
		if (c != ' ' && c != '\n')
			whole[used++] = (char)c;
	(void)fclose(file);
	aspas_of_text(TEXT("1:3,4;2:5;3:6;4:6,7;7:0;8:0;10:0;11:10;12:0;13:0;14:13;15:14"), &said);
	struct text rest = { whole, used }, object;
	while (text_cut(&rest, '{', &object)) {
		if (!text_starts(object, TEXT("\"path\":")))
			continue;
		check_nist(object);
		checked++;
	}
	assert_int_equal(checked, 24);
}

static int start(void **state)
{
	(void)state;
	hops_init(&hops);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	hops_clear(&hops);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shared_vectors),
		cmocka_unit_test(shared_nist_vectors),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
