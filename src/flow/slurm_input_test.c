#include "base/testkit.h"

#include "flow/slurm_input.h"
#include "flow/test_folder.h"

static const char one[] =
	"{\"slurmVersion\":1,\"validationOutputFilters\":{\"prefixFilters\":[{\"prefix\":"
	"\"10.0.0.0/8\"}],\"bgpsecFilters\":[]},\"locallyAddedAssertions\":{\"prefixAssertions\":"
	"[],\"bgpsecAssertions\":[]}}";
static const char two[] =
	"{\"slurmVersion\":1,\"validationOutputFilters\":{\"prefixFilters\":[],\"bgpsecFilters\":"
	"[]},\"locallyAddedAssertions\":{\"prefixAssertions\":[{\"asn\":1,\"prefix\":"
	"\"11.0.0.0/8\"}],\"bgpsecAssertions\":[]}}";
static const char inside_one[] =
	"{\"slurmVersion\":1,\"validationOutputFilters\":{\"prefixFilters\":[],\"bgpsecFilters\":"
	"[]},\"locallyAddedAssertions\":{\"prefixAssertions\":[{\"asn\":1,\"prefix\":"
	"\"10.1.0.0/16\"}],\"bgpsecAssertions\":[]}}";

static void files_are_joined(void **state)
{
	static const char *const paths[] = { "one", "two" };
	char note[SLURM_NOTE_MAX];
	struct slurm slurm;
	(void)state;

	test_text_file("one", one);
	test_text_file("two", two);
	assert_int_equal(slurm_input_load(paths, 2, &slurm, note), 0);
	assert_int_equal(slurm.prefix_filter_count, 1);
	assert_int_equal(slurm.vrp_count, 1);
	slurm_clear(&slurm);
	assert_int_equal(slurm_input_load(paths, 1, &slurm, note), 0);
	assert_int_equal(slurm.vrp_count, 0);
	slurm_clear(&slurm);
}

static void a_mistake_in_one_refuses_all(void **state)
{
	static const struct {
		const char *content, *says;
		int error;
	} cases[] = {
		{ "{\n\"slurmVersion\": 1,\n\"extra\": 2}", "bad, line 3: ", ERR_MALFORMED },
		{ "{\"slurmVersion\":", "bad, line 1: ", ERR_TRUNCATED },
		{ "", "bad: is empty", ERR_TRUNCATED },
		{ inside_one,
		  "one and bad speak of the same (RFC 8416 section 4.2): ", ERR_MALFORMED },
	};
	static const char *const paths[] = { "one", "bad" };
	static const char *const nowhere[] = { "one", "nowhere" };
	char note[SLURM_NOTE_MAX];
	struct slurm slurm;
	(void)state;

	test_text_file("one", one);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		test_text_file("bad", cases[i].content);
		assert_int_equal(slurm_input_load(paths, 2, &slurm, note), cases[i].error);
		if (strncmp(note, cases[i].says, strlen(cases[i].says)) != 0)
			assert_string_equal(note, cases[i].says);
	}
	assert_true(slurm_input_load(nowhere, 2, &slurm, note) < 0);
	assert_string_equal(note, "nowhere: cannot be opened: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_joined),
		cmocka_unit_test(a_mistake_in_one_refuses_all),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
