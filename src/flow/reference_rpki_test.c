#include "base/testkit.h"

#include "flow/test_desk.h"

static uint64_t figure(const struct input_record *input, const char *name)
{
	for (size_t i = 0; i < input->stored.count_count; i++)
		if (strcmp(input->stored.counts[i].name, name) == 0)
			return input->stored.counts[i].value;
	return 0;
}

static void aspas_are_kept_with_providers_and_source(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	struct input_record first = test_load(
		&desk.reference, 0,
		"{\"roas\":[{\"asn\":64500,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"ta\":"
		"\"ripe\"}],\"aspas\":[{\"customer_asid\":64500,\"providers\":[64498,64496]},"
		"{\"customer_asid\":64501,\"providers\":[64501]}]}");
	struct input_record second = test_load(
		&desk.reference, 1,
		"{\"roas\":[],\"aspas\":[{\"customer\":\"AS64500\",\"providers\":[\"AS0\"]}]}");

	assert_true(first.used && second.used);
	assert_int_equal(figure(&first, "aspas"), 1); /* the other names itself */
	assert_int_equal(desk.reference.aspa_count, 2);
	assert_true(desk.reference.has_aspa);
	const struct sourced_aspa *aspa = desk.reference.aspas;
	assert_int_equal(aspa[0].aspa.customer, 64500);
	assert_int_equal(aspa[0].aspa.provider_count, 2);
	assert_int_equal(aspa[0].aspa.providers[0], 64496);
	assert_int_equal(aspa[0].aspa.providers[1], 64498);
	assert_int_equal(aspa[1].aspa.provider_count, 1);
	assert_int_equal(aspa[1].aspa.providers[0], ASN_NONE);
	/* rpki-client does not say who signed an ASPA. */
	const struct stored_source *sources = desk.reference.sources;
	assert_string_equal(sources[aspa[0].source].name, "");
	assert_int_equal(sources[aspa[0].source].input, 0);
	assert_int_equal(sources[aspa[1].source].input, 1);
	desk_clear(&desk);
}

/* Whole or not at all: what does not fit is counted, and what was kept stays as it was. */
static void an_aspa_that_does_not_fit_is_dropped_whole(void **state)
{
	enum { CUSTOMERS = 200, PROVIDERS = 50, FIRST_PROVIDER = 65000 };
	struct buffer text;
	struct desk desk;
	(void)state;

	buffer_init(&text);
	buffer_string(&text, "{\"roas\":[],\"aspas\":[");
	for (unsigned c = 0; c < CUSTOMERS; c++) {
		buffer_format(&text, "%s{\"customer_asid\":%u,\"providers\":[", c > 0 ? "," : "",
			      c + 1);
		for (unsigned p = 0; p < PROVIDERS; p++)
			buffer_format(&text, "%s%u", p > 0 ? "," : "", FIRST_PROVIDER + p);
		buffer_string(&text, "]}");
	}
	buffer_string(&text, "]}");
	buffer_char(&text, '\0');
	desk_init(&desk);
	desk.session.budget = CUSTOMERS * PROVIDERS * sizeof(asn_t) / 2;
	struct input_record input = test_load(&desk.reference, 0, text.bytes);
	size_t kept = desk.reference.aspa_count;

	assert_true(kept > 0 && kept < CUSTOMERS);
	assert_int_equal(figure(&input, "aspas"), CUSTOMERS);
	assert_int_equal(figure(&input, "beyond what is kept"), CUSTOMERS - kept);
	for (size_t i = 0; i < kept; i++)
		assert_int_equal(desk.reference.aspas[i].aspa.provider_count, PROVIDERS);
	buffer_clear(&text);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aspas_are_kept_with_providers_and_source),
		cmocka_unit_test(an_aspa_that_does_not_fit_is_dropped_whole),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
