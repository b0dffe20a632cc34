#include "base/testkit.h"

#include "wire/community_name.h"

static void names_and_finds(void **state)
{
	uint32_t community = 7;

	(void)state;
	assert_true(text_equal(community_name(0xffffff01), TEXT("no-export")));
	assert_true(text_equal(community_name(0xffffff03), TEXT("no-export-subconfed")));
	assert_true(text_equal(community_name(0xffff029a), TEXT("blackhole")));
	assert_null(community_name(0xfffe029a).at);
	assert_null(community_name(0xffff000a).at);
	assert_true(community_find(TEXT("No-Export"), &community));
	assert_int_equal(community, 0xffffff01);
	assert_true(community_find(TEXT("local-AS"), &community));
	assert_int_equal(community, 0xffffff03);
	assert_false(community_find(TEXT("no-expor"), &community));
	assert_int_equal(community, 0xffffff03);
}

/* Whatever is printed by a name can be found by it. */
static void every_name_is_found(void **state)
{
	unsigned names = 0;

	(void)state;
	for (uint32_t low = 0; low <= 0xffff; low++) {
		uint32_t found = 0;
		struct text name = community_name(0xffff0000 | low);
		if (name.at == NULL)
			continue;
		assert_true(community_find(name, &found));
		assert_int_equal(found, 0xffff0000 | low);
		names++;
	}
	assert_int_equal(names, 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_finds),
		cmocka_unit_test(every_name_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
