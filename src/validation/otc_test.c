#include "base/testkit.h"

#include <stdio.h>

#include "validation/otc.h"

/* Of ASes in these tests: ours, the neighbour's, somebody else's. */
enum { LOCAL = 64511, REMOTE = 64512, OTHER = 64999 };

/* ASN_NONE: no OTC. */
static const struct {
	bool is_out;
	enum bgp_role role;
	asn_t otc;
	enum otc_action action;
	asn_t then;
} cases[] = {
	{ false, BGP_ROLE_PROVIDER, ASN_NONE, OTC_ACCEPT, ASN_NONE },
	{ false, BGP_ROLE_PROVIDER, REMOTE, OTC_LEAK, REMOTE },
	{ false, BGP_ROLE_PROVIDER, OTHER, OTC_LEAK, OTHER },
	{ false, BGP_ROLE_RS, ASN_NONE, OTC_ACCEPT, ASN_NONE },
	{ false, BGP_ROLE_RS, REMOTE, OTC_LEAK, REMOTE },
	{ false, BGP_ROLE_RS, OTHER, OTC_LEAK, OTHER },
	{ false, BGP_ROLE_PEER, ASN_NONE, OTC_ACCEPT, REMOTE },
	{ false, BGP_ROLE_PEER, REMOTE, OTC_ACCEPT, REMOTE },
	{ false, BGP_ROLE_PEER, OTHER, OTC_LEAK, OTHER },
	{ false, BGP_ROLE_PEER, LOCAL, OTC_LEAK, LOCAL },
	{ false, BGP_ROLE_CUSTOMER, ASN_NONE, OTC_ACCEPT, REMOTE },
	{ false, BGP_ROLE_CUSTOMER, OTHER, OTC_ACCEPT, OTHER },
	{ false, BGP_ROLE_RS_CLIENT, ASN_NONE, OTC_ACCEPT, REMOTE },
	{ false, BGP_ROLE_RS_CLIENT, OTHER, OTC_ACCEPT, OTHER },
	{ false, BGP_ROLE_NONE, ASN_NONE, OTC_ACCEPT, ASN_NONE },
	{ false, BGP_ROLE_NONE, OTHER, OTC_ACCEPT, OTHER },
	{ false, BGP_ROLE_MANY, OTHER, OTC_ACCEPT, OTHER },
	{ true, BGP_ROLE_PROVIDER, ASN_NONE, OTC_SEND, LOCAL },
	{ true, BGP_ROLE_PROVIDER, OTHER, OTC_SEND, OTHER },
	{ true, BGP_ROLE_PEER, ASN_NONE, OTC_SEND, LOCAL },
	{ true, BGP_ROLE_PEER, OTHER, OTC_SUPPRESS, ASN_NONE },
	{ true, BGP_ROLE_RS, ASN_NONE, OTC_SEND, LOCAL },
	{ true, BGP_ROLE_RS, OTHER, OTC_SEND, OTHER },
	{ true, BGP_ROLE_CUSTOMER, ASN_NONE, OTC_SEND, ASN_NONE },
	{ true, BGP_ROLE_CUSTOMER, OTHER, OTC_SUPPRESS, ASN_NONE },
	{ true, BGP_ROLE_RS_CLIENT, ASN_NONE, OTC_SEND, ASN_NONE },
	{ true, BGP_ROLE_RS_CLIENT, OTHER, OTC_SUPPRESS, ASN_NONE },
	{ true, BGP_ROLE_NONE, ASN_NONE, OTC_SEND, ASN_NONE },
	{ true, BGP_ROLE_NONE, OTHER, OTC_SEND, OTHER },
};

static struct otc_verdict ask(bool is_out, enum bgp_role role, asn_t remote, bool has_otc,
			      asn_t otc)
{
	return is_out ? otc_send(role, LOCAL, has_otc, otc)
		      : otc_receive(role, remote, has_otc, otc);
}

static void every_role_both_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct otc_verdict got = ask(cases[i].is_out, cases[i].role, REMOTE,
					     cases[i].otc != ASN_NONE, cases[i].otc);
		print_message("# %s, %s, OTC %u\n", cases[i].is_out ? "out" : "in",
			      cases[i].role < BGP_ROLE_NONE ? bgp_role_name(cases[i].role) : "none",
			      cases[i].otc);
		assert_string_equal(otc_action_name(got.action), otc_action_name(cases[i].action));
		assert_int_equal(got.has_otc, cases[i].then != ASN_NONE);
		assert_int_equal(got.otc, cases[i].then);
	}
}

/* A value is there even if it is AS0, and a value that is not there is not looked at. */
static void presence_is_not_the_value(void **state)
{
	struct otc_verdict got = otc_receive(BGP_ROLE_PROVIDER, REMOTE, true, ASN_NONE);

	(void)state;
	assert_int_equal(got.action, OTC_LEAK);
	got = otc_receive(BGP_ROLE_PROVIDER, REMOTE, false, OTHER);
	assert_int_equal(got.action, OTC_ACCEPT);
	assert_false(got.has_otc);
	assert_int_equal(got.otc, ASN_NONE);
	got = otc_receive(BGP_ROLE_PEER, REMOTE, false, OTHER);
	assert_int_equal(got.action, OTC_ACCEPT);
	got = otc_send(BGP_ROLE_CUSTOMER, LOCAL, false, OTHER);
	assert_int_equal(got.action, OTC_SEND);
}

/* What a provider marks on the way out its customer keeps, and may not send up again. */
static void a_leak_is_caught_on_its_way(void **state)
{
	struct otc_verdict sent = otc_send(BGP_ROLE_PROVIDER, LOCAL, false, ASN_NONE);
	struct otc_verdict taken = otc_receive(BGP_ROLE_CUSTOMER, LOCAL, sent.has_otc, sent.otc);

	(void)state;
	assert_int_equal(taken.otc, LOCAL);
	assert_int_equal(otc_send(BGP_ROLE_CUSTOMER, REMOTE, taken.has_otc, taken.otc).action,
			 OTC_SUPPRESS);
	assert_int_equal(otc_receive(BGP_ROLE_PROVIDER, REMOTE, taken.has_otc, taken.otc).action,
			 OTC_LEAK);
	assert_int_equal(otc_send(BGP_ROLE_PROVIDER, REMOTE, taken.has_otc, taken.otc).otc, LOCAL);
}

static enum bgp_role role_of(struct text word)
{
	enum bgp_role role = BGP_ROLE_NONE;

	if (!text_equal(word, TEXT("-")) && !bgp_role_find(word, &role))
		fail_msg("no role: %.*s", (int)word.len, word.at);
	return role;
}

/* direction, role, remote AS, OTC, action, OTC afterwards */
static void check_vector(const struct text columns[6])
{
	asn_t remote = ASN_NONE, otc = ASN_NONE, then = ASN_NONE;

	assert_int_equal(asn_parse(columns[2], &remote), 0);
	bool has_otc = asn_parse(columns[3], &otc) == 0;
	bool has_then = asn_parse(columns[5], &then) == 0;
	struct otc_verdict got =
		ask(text_equal(columns[0], TEXT("out")), role_of(columns[1]), remote, has_otc, otc);
	assert_true(text_equal(text_of(otc_action_name(got.action)), columns[4]));
	assert_int_equal(got.has_otc, has_then);
	assert_int_equal(got.otc, then);
}

static void shared_vectors(void **state)
{
	const char *path = test_vectors("otc.tsv");
	FILE *file = path != NULL ? fopen(path, "r") : NULL;
	unsigned checked = 0, elsewhere = 0;
	char line[256];

	(void)state;
	if (file == NULL)
		skip();
	while (fgets(line, sizeof(line), file) != NULL) {
		struct text columns[6], rest = text_of(line), row = TEXT("");
		assert_true(text_line(&rest, &row));
		if (row.len == 0 || row.at[0] == '#')
			continue;
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			assert_true(text_cut(&row, '\t', &columns[i]));
		if (text_equal(columns[4], TEXT("treat-as-withdraw"))) {
			elsewhere++; /* wire/bgp_faults_test.c */
			continue;
		}
		check_vector(columns);
		checked++;
	}
	(void)fclose(file);
	assert_int_equal(checked, 22);
	assert_int_equal(elsewhere, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_role_both_ways),
		cmocka_unit_test(presence_is_not_the_value),
		cmocka_unit_test(a_leak_is_caught_on_its_way),
		cmocka_unit_test(shared_vectors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
