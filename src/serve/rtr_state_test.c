#include "base/testkit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/test_payload.h"
#include "serve/rtr_state.h"

static const struct rtr_state state_kept = { { 4711, 0, 65535 }, 4294967295U, 1753453058000000 };
static const char items[] = "v 10.0.0.0/8 9 1; v 2001:db8::/32 48 2; k 1 a xyz; a 2 1 3; a 3 0";

static struct buffer bytes_of(const char *of)
{
	struct payload_set *set = test_set(of);
	struct buffer out;

	buffer_init(&out);
	rtr_state_put(&out, &state_kept, set);
	payload_set_release(set);
	return out;
}

static void expect_state(const struct rtr_state *state, struct payload_set *set, const char *of)
{
	struct payload_set *want = test_set(of);

	assert_memory_equal(state->sessions, state_kept.sessions, sizeof(state->sessions));
	assert_int_equal(state->serial, state_kept.serial);
	assert_int_equal(state->saved_us, state_kept.saved_us);
	assert_true(payload_set_equal(set, want));
	assert_int_equal(set->references, 1);
	payload_set_release(set);
	payload_set_release(want);
}

static void what_is_kept_comes_back(void **state)
{
	static const char *const cases[] = { "", items };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer bytes = bytes_of(cases[i]);
		struct rtr_state got;
		struct payload_set *set;
		assert_int_equal(rtr_state_parse(test_text(bytes.bytes, bytes.used), &got, &set),
				 0);
		expect_state(&got, set, cases[i]);
		buffer_clear(&bytes);
	}
	srandom(1);
	for (size_t i = 0; i < 200; i++) {
		struct buffer random = test_random_items();
		struct buffer bytes = bytes_of(random.bytes);
		struct rtr_state got;
		struct payload_set *set;
		assert_int_equal(rtr_state_parse(test_text(bytes.bytes, bytes.used), &got, &set),
				 0);
		expect_state(&got, set, random.bytes);
		buffer_clear(&bytes);
		buffer_clear(&random);
	}
}

static void the_head_can_be_read_by_people(void **state)
{
	struct buffer bytes = bytes_of("");
	(void)state;

	buffer_char(&bytes, '\0');
	/* The digest is that of the lines above it, as `sha256sum` has it. */
	assert_string_equal(
		bytes.bytes,
		"decorum rtr state 1\n"
		"sessions 4711 0 65535\n"
		"serial 4294967295 saved 1753453058000000 size 0\n"
		"sha256 ebecbfec3a590660e77966d792a9b233e612978128dcff68e1362276cc54ce3b\n");
	buffer_clear(&bytes);
}

static size_t refused;

static void parse_refused(struct reader in)
{
	struct rtr_state got = { .serial = 77 };
	struct payload_set *set = NULL;
	struct text text = { (const char *)in.at, reader_left(&in) };
	int result = rtr_state_parse(text, &got, &set);

	if (result == 0) { /* only the whole of it, see below */
		payload_set_release(set);
		return;
	}
	assert_true(result == ERR_MALFORMED || result == ERR_UNSUPPORTED);
	assert_null(set);
	assert_int_equal(got.serial, 77);
	refused++;
}

static void damage_is_noticed_wherever_it_is(void **state)
{
	struct buffer bytes = bytes_of(items);
	(void)state;

	refused = 0;
	test_every_truncation(bytes.bytes, bytes.used, parse_refused);
	assert_true(refused >= bytes.used);
	refused = 0;
	test_every_bit_flip(bytes.bytes, bytes.used, parse_refused);
	assert_int_equal(refused, bytes.used * 8);
	buffer_char(&bytes, 'x');
	refused = 0;
	parse_refused(test_bytes(bytes.bytes, bytes.used));
	assert_int_equal(refused, 1);
	buffer_clear(&bytes);
}

static char folder[] = "/tmp/decorum-state-XXXXXX";

static int folder_make(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	return chdir(folder);
}

static int folder_remove(void **state)
{
	(void)state;
	(void)unlink("state");
	assert_int_equal(chdir("/"), 0);
	return rmdir(folder);
}

static void a_file_is_there_whole_or_not_at_all(void **state)
{
	struct payload_set *set = test_set(items), *got = NULL;
	struct rtr_state kept;
	char path[64];
	(void)state;

	assert_int_equal(rtr_state_load("state", &kept, &got), ERR_NOT_FOUND);
	assert_int_equal(rtr_state_save("state", &state_kept, set), 0);
	assert_int_equal(rtr_state_load("state", &kept, &got), 0);
	expect_state(&kept, got, items);
	(void)snprintf(path, sizeof(path), "%s/state", folder);
	assert_int_equal(rtr_state_save(path, &state_kept, set), 0);
	assert_int_equal(rtr_state_load(path, &kept, &got), 0);
	expect_state(&kept, got, items);
	assert_int_not_equal(access("state.new", F_OK), 0);
	/* What cannot be written leaves what is there. */
	assert_int_equal(mkdir("state.new", 0700), 0);
	errno = 0;
	assert_int_equal(rtr_state_save("state", &state_kept, set), ERR_IO);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(rmdir("state.new"), 0);
	assert_int_equal(rtr_state_load("state", &kept, &got), 0);
	expect_state(&kept, got, items);
	assert_int_equal(rtr_state_save("nowhere/state", &state_kept, set), ERR_IO);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(rtr_state_load(".", &kept, &got), ERR_UNSUPPORTED);
	assert_int_equal(truncate("state", 30), 0);
	got = NULL;
	assert_int_equal(rtr_state_load("state", &kept, &got), ERR_MALFORMED);
	assert_null(got);
	payload_set_release(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_comes_back),
		cmocka_unit_test(the_head_can_be_read_by_people),
		cmocka_unit_test(damage_is_noticed_wherever_it_is),
		cmocka_unit_test(a_file_is_there_whole_or_not_at_all),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
