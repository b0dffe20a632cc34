#include "flow/test_porting.h"

/* Every kind has a name of its own, members of their own, and an order that they make. */
static void kinds_are_complete(void **state)
{
	enum record_id found;

	(void)state;
	for (unsigned id = 0; id < RECORD_KINDS; id++) {
		const struct record_kind *kind = &record_kinds[id];
		unsigned ranks = 0, highest = 0;
		assert_true(record_find(text_of(kind->name), &found));
		assert_int_equal(found, id);
		assert_true(kind->size <= sizeof(union record_value));
		for (const struct record_field *a = kind->fields; a->name != NULL; a++) {
			for (const struct record_field *b = kind->fields; b < a; b++)
				assert_string_not_equal(a->name, b->name);
			assert_true(a->offset + a->size <= kind->size);
			ranks += a->rank != 0;
			highest = a->rank > highest ? a->rank : highest;
			assert_non_null(a->says);
		}
		assert_int_equal(ranks, highest);
		assert_true(ranks > 0 || id == RECORD_MONTH || !record_is_of_month(id));
	}
	assert_false(record_find(TEXT("Route"), &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_complete),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
