#include "base/testkit.h"

#include "net/test_payload.h"
#include "serve/rtr_news.h"

static void expect(struct buffer *out, const char *want)
{
	buffer_char(out, '\0');
	assert_string_equal(out->bytes, want);
	buffer_clear(out);
}

static void sizes_and_changes_are_counted_by_kind(void **state)
{
	struct payload_set *older = test_set("v 10.0.0.0/8 8 1; k 1 a x; a 1 2; a 2 3; a 3 4");
	struct payload_set *newer = test_set("v 11.0.0.0/8 8 1; v 12.0.0.0/8 8 1; a 1 9; a 3 4");
	struct payload_change *change = payload_change_between(older, newer);
	struct buffer out;
	(void)state;

	buffer_init(&out);
	rtr_put_size(&out, older);
	expect(&out, "1 VRP, 1 router key, 3 ASPAs");
	rtr_put_change(&out, change);
	expect(&out, "+3 -3");
	struct payload_set large = { .vrp_count = 723521, .key_count = 1000, .aspa_count = 999 };
	rtr_put_size(&out, &large);
	expect(&out, "723,521 VRPs, 1,000 router keys, 999 ASPAs");
	large.vrp_count = 1000000;
	rtr_put_size(&out, &large);
	expect(&out, "1,000,000 VRPs, 1,000 router keys, 999 ASPAs");
	large.aspas_too_long = 1;
	rtr_put_size(&out, &large);
	expect(&out, "1,000,000 VRPs, 1,000 router keys, 999 ASPAs, without those of 1 customer "
		     "with more than 10000 providers");
	payload_change_release(change);
	payload_set_release(older);
	payload_set_release(newer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_and_changes_are_counted_by_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
