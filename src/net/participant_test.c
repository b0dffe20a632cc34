#include "base/testkit.h"

#include "net/participant.h"

static void sorts_numbers(void **state)
{
	struct participant_asn asns[] = {
		{ 64501, PARTICIPANT_MEMBER },      { 64500, PARTICIPANT_MEMBER },
		{ 64501, PARTICIPANT_NETWORK },     { 64501, PARTICIPANT_MEMBER },
		{ UINT32_MAX, PARTICIPANT_MEMBER },
	};
	static const struct participant_asn want[] = {
		{ 64500, PARTICIPANT_MEMBER },
		{ 64501, PARTICIPANT_NETWORK },
		{ 64501, PARTICIPANT_MEMBER },
		{ UINT32_MAX, PARTICIPANT_MEMBER },
	};

	(void)state;
	assert_int_equal(participant_asns_sort(asns, COUNT_OF(asns)), COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		assert_int_equal(asns[i].asn, want[i].asn);
		assert_int_equal(asns[i].role, want[i].role);
	}
	assert_int_equal(participant_asns_sort(NULL, 0), 0);
}

static void finds_classes(void **state)
{
	enum feedback_class class = FEEDBACK_INCIDENT;

	(void)state;
	for (unsigned i = 0; i < FEEDBACK_CLASSES; i++) {
		const char *name = feedback_class_name((enum feedback_class)i);
		assert_true(feedback_class_find(text_of(name), &class));
		assert_int_equal(class, i);
	}
	assert_true(feedback_class_find(TEXT("TYPO"), &class));
	assert_false(feedback_class_find(TEXT("slip"), &class));
	assert_int_equal(class, FEEDBACK_TYPO);
}

static void roles_have_names(void **state)
{
	(void)state;
	assert_string_equal(participant_asn_role_name(PARTICIPANT_NETWORK), "network");
	assert_string_equal(participant_asn_role_name(PARTICIPANT_ROUTE_SERVER), "route-server");
	assert_string_equal(participant_asn_role_name(PARTICIPANT_MEMBER), "member");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_numbers),
		cmocka_unit_test(finds_classes),
		cmocka_unit_test(roles_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
