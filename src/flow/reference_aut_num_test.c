#include "base/testkit.h"

#include "flow/test_registrations.h"

static void aut_nums_have_contacts_and_policy(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    "aut-num: AS64496\nas-name: EXAMPLE # ours\nimport: from AS64497 accept ANY\n"
		    " AS64498\nmp-import: afi ipv6 from AS64497 accept ANY\nimport:\n"
		    "export: to AS64497 announce AS64496\nADMIN-C: AA1-TEST, BB1-TEST\n"
		    "admin-c: AA1-TEST\ntech-c: Jane Doe\nabuse-c: CC1-TEST\n"
		    "last-modified: 2023-03-31T01:17:34Z\nsource: RIPE\n\n"
		    "aut-num: AS64500\nsource: RADB\nchanged: x@example.net 20200102\n\n"
		    "aut-num: AS0\nsource: RADB\n",
		    "rpsl used; aut-num 3;");
	assert_registrations(&desk, "64496 network RIPE EXAMPLE x1 20230331 #0@0\n"
				    "64496 admin RIPE AA1-TEST x1 20230331 #0@0\n"
				    "64496 admin RIPE BB1-TEST x1 20230331 #0@0\n"
				    "64496 tech RIPE  x1 20230331 #0@0\n"
				    "64496 abuse RIPE CC1-TEST x1 20230331 #0@0\n"
				    "64496 import RIPE  x2 20230331 #0@0\n"
				    "64496 export RIPE  x1 20230331 #0@0\n"
				    "64500 network RADB  x1 20200102 #0@301\n");
	desk_clear(&desk);
}

static void lacnic_says_it_in_its_own_words(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk,
		    "aut-num: AS64496\nowner: Example SA\nowner-c: EXA\nrouting-c: EXB\n"
		    "person: Jane Doe\nphone: 1\nchanged: 20200713\n\n"
		    "aut-num: AS64497\nowner: B\nperson: Jane Doe\ne-mail: x@example.net\n\n"
		    "aut-num: AS64498\nowner: C\nperson: Jane Doe\nphone:\n",
		    "rpsl used; aut-num 3;");
	assert_registrations(&desk, "64496 network  Example SA x1 20200713 #0@0\n"
				    "64496 admin  EXA x1 20200713 #0@0\n"
				    "64496 tech  EXB x1 20200713 #0@0\n"
				    "64497 network  B x1 0 #0@108\n"
				    "64497 admin   x1 0 #0@108\n"
				    "64498 network  C x1 0 #0@174\n");
	desk_clear(&desk);
}

/* The figures are those of a script of ten lines. */
static void reads_a_real_registry(void **state)
{
	uint64_t objects[REGISTRATION_KINDS] = { 0 }, lines[REGISTRATION_KINDS] = { 0 };
	struct desk desk;
	(void)state;

	desk_init(&desk);
	if (!test_read_real(&desk, "irr/ripe-nonauth.db.aut-num-202401.zst")) {
		desk_clear(&desk);
		skip();
	}
	reference_freeze(&desk.reference);
	for (size_t i = 0; i < desk.reference.registration_count; i++) {
		const struct registration *registration =
			&desk.reference.registrations[i].registration;
		objects[registration->kind]++;
		lines[registration->kind] += registration->count;
	}
	assert_int_equal(objects[REGISTRATION_NETWORK], 2109);
	assert_int_equal(objects[REGISTRATION_ADMIN], 2109); /* all are called DUMY-RIPE */
	assert_int_equal(objects[REGISTRATION_TECH], 2109);
	assert_int_equal(objects[REGISTRATION_IMPORT], 536);
	assert_int_equal(lines[REGISTRATION_IMPORT], 20450);
	assert_int_equal(objects[REGISTRATION_EXPORT], 541);
	assert_int_equal(lines[REGISTRATION_EXPORT], 20180);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aut_nums_have_contacts_and_policy),
		cmocka_unit_test(lacnic_says_it_in_its_own_words),
		cmocka_unit_test(reads_a_real_registry),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
