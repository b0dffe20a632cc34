#include "base/testkit.h"

#include "flow/reference_registrations.h"
#include "flow/test_registrations.h"

#define OK "\"updated\":\"\",\"status\":\"ok\"}"

/* Before or after their nets, in the same input or another; each once. */
static void contacts_find_their_networks(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(
		&desk,
		"{\"poc\":[{\"id\":1,\"net_id\":7,\"role\":\"NOC\",\"email\":\"x\"," OK
		",{\"id\":2,\"net_id\":7,\"role\":\"NOC\",\"phone\":\"x\",\"updated\":"
		"\"2022-10-06\"}"
		",{\"id\":2,\"net_id\":7,\"role\":\"NOC\",\"phone\":\"x\"}"
		",{\"id\":3,\"net_id\":7,\"role\":\"Technical\",\"url\":\"x\"}"
		",{\"id\":4,\"net_id\":7,\"role\":\"Technical\",\"email\":\"\"}"
		",{\"id\":5,\"net_id\":7,\"role\":\"Abuse\",\"email\":\"x\"}"
		",{\"id\":6,\"net_id\":7,\"role\":\"Sales\",\"email\":\"x\"}"
		",{\"id\":7,\"net_id\":9,\"role\":\"NOC\",\"email\":\"x\"}]}",
		"peeringdb used of 2022-10-06T00:00:00Z; poc 8; contacts whom nothing reaches 1;");
	assert_read(&desk,
		    "{\"net\":[{\"id\":7,\"asn\":64496," OK ",{\"id\":7,\"asn\":64496," OK "]}",
		    "peeringdb used; net 2;");
	assert_registrations(&desk, "64496 network peeringdb  x1 0 #1@8\n"
				    "64496 network peeringdb  x1 0 #1@56\n"
				    "64496 tech peeringdb  x1 0 #0@193\n"
				    "64496 noc peeringdb  x2 20221006 #0@8\n"
				    "64496 abuse peeringdb  x1 0 #0@292\n"
				    "64496 other peeringdb  x1 0 #0@339\n");
	assert_int_equal(reference_strays(&desk.reference, 0), 1);
	assert_int_equal(reference_strays(&desk.reference, 1), 0);
	desk_clear(&desk);
}

/* A net_id that has changed hands means what its own dump says. */
static void contacts_stay_with_their_dump(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	for (unsigned i = 0; i < 2; i++)
		assert_read(&desk,
			    i == 0 ? "{\"net\":[{\"id\":7,\"asn\":64496," OK "],"
				     "\"poc\":[{\"id\":1,\"net_id\":7,\"email\":\"x\"}]}"
				   : "{\"net\":[{\"id\":7,\"asn\":64497," OK "],"
				     "\"poc\":[{\"id\":1,\"net_id\":7,\"email\":\"x\"}]}",
			    "peeringdb used; net 1; poc 1;");
	assert_read(&desk, "[{\"id\":1,\"net_id\":7,\"role\":\"NOC\",\"email\":\"x\"," OK "]",
		    "peeringdb used; poc 1;");
	assert_registrations(&desk, "64496 network peeringdb  x1 0 #0@8\n"
				    "64496 other peeringdb  x1 0 #0@64\n"
				    "64497 network peeringdb  x1 0 #1@8\n"
				    "64497 noc peeringdb  x1 0 #2@1\n"
				    "64497 other peeringdb  x1 0 #1@64\n");
	desk_clear(&desk);
}

static void registrations_are_found_by_as(void **state)
{
	size_t count;
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_null(reference_registrations(&desk.reference, 64496, &count));
	assert_int_equal(count, 0);
	assert_read(&desk,
		    "aut-num: AS64499\ntech-c: A1\nsource: X\n\naut-num: AS64496\nsource: X\n",
		    "rpsl used; aut-num 2;");
	reference_freeze(&desk.reference);
	const struct kept_registration *found =
		reference_registrations(&desk.reference, 64499, &count);
	assert_int_equal(count, 2);
	assert_int_equal(found[1].registration.kind, REGISTRATION_TECH);
	assert_int_equal(found[0].place.line, 1);
	assert_non_null(reference_registrations(&desk.reference, 64496, &count));
	assert_int_equal(count, 1);
	assert_null(reference_registrations(&desk.reference, 64497, &count));
	assert_null(reference_registrations(&desk.reference, 64500, &count));
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contacts_find_their_networks),
		cmocka_unit_test(contacts_stay_with_their_dump),
		cmocka_unit_test(registrations_are_found_by_as),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
