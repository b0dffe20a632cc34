#include "base/testkit.h"

#include "wire/peeringdb_transcript.h"

/* Feeds in pieces of `size`; the transcript is NUL-terminated. */
static int run(struct text input, size_t size, struct peeringdb_transcript *t)
{
	struct peeringdb_sink sink = transcript_sink(t);
	struct peeringdb db;
	int result = 0;

	t->with_fault_place = true;
	buffer_init(&t->text);
	peeringdb_init(&db, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, size))
		result = peeringdb_feed(&db, text_upto(input, size));
	result = peeringdb_finish(&db);
	assert_int_equal(peeringdb_finish(&db), result); /* it stays */
	transcript_finish(t, result, &db);
	buffer_char(&t->text, '\0');
	peeringdb_clear(&db);
	return result;
}

/* Examples stand here with ' for ". */
static struct text quoted(const char *input)
{
	static char bytes[4096];
	size_t size = 0;

	for (; input[size] != '\0'; size++) {
		assert_in_range(size, 0, sizeof(bytes) - 1);
		bytes[size] = input[size] == '\'' ? '"' : input[size];
	}
	return test_text(bytes, size);
}

struct example {
	const char *input, *want;
};

static void check_all(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct peeringdb_transcript t = { 0 };
		(void)run(quoted(examples[i].input), SIZE_MAX, &t);
		if (strcmp(t.text.bytes, examples[i].want) != 0)
			print_message("of %s\n", examples[i].input);
		assert_string_equal(t.text.bytes, examples[i].want);
		buffer_clear(&t.text);
	}
}

#define STAMP  "'created':'2010-07-29T00:00:00Z','updated':'2022-10-06T01:02:03Z','status':'ok'"
#define DATED  "updated 2022-10-06T01:02:03Z"
#define NEWEST "of 2022-10-06T01:02:03Z\n"

static const struct example layouts[] = {
	/* One endpoint's answer; the class is told by members. */
	{ "{'data':[{'id':7,'org_id':3,'name':'Example','aka':'','asn':64496,"
	  "'irr_as_set':'RIPE::AS-EXAMPLE','info_type':'NSP','info_types':['NSP','Route Server'],"
	  "'info_scope':'Europe'," STAMP "}],'meta':{'generated':1665014400.459}}",
	  "net 7 org 3 AS64496 name 'Example' set 'RIPE::AS-EXAMPLE' [NSP] [Route Server] " DATED
	  " @9\nof 2022-10-06T00:00:00Z\n" },
	/* All of them, metadata first or last. */
	{ "{'net':{'meta':{'generated':1665014400},'data':[{'id':7,'asn':64496}]},"
	  "'poc':{'data':[{'id':1,'net_id':7,'role':'NOC','visible':'Public','name':'Jane Doe',"
	  "'phone':'','email':'noc@example.net','url':null}],'meta':{'generated':1665018000}},"
	  "'org':{'data':[{'id':3,'name':'Example Org','country':'NL'}]},'carrier':{'data':[{}]}}",
	  "net 7 AS64496 @48\n"
	  "poc 1 net 7 role 5 visible 3 email @86\n"
	  "org 3 name 'Example Org' country 'NL' @253\n"
	  "carrier x1\nof 2022-10-06T01:00:00Z\n" },
	/* Without envelopes. */
	{ "{'ix':[{'id':1,'org_id':2,'name':'EX-IX','country':'DE','media':'Ethernet'," STAMP
	  "}],'ixlan':[{'id':1,'ix_id':1,'rs_asn':0}],'ixpfx':[{},{}]}",
	  "ix 1 org 2 name 'EX-IX' country 'DE' " DATED " @7\nixlan x1\nixpfx x2\n" NEWEST },
	/* Nothing around it. */
	{ "[{'id':589,'net_id':120,'ix_id':1,'name':'EX-IX','ixlan_id':1,'notes':'','speed':10000,"
	  "'asn':64497,'ipaddr4':'192.0.2.1','ipaddr6':'2001:db8::1','is_rs_peer':true,"
	  "'operational':true," STAMP "}]",
	  "netixlan 589 net 120 ix 1 AS64497 name 'EX-IX' 192.0.2.1 2001:db8::1 rs-peer "
	  "operational speed 10000 " DATED " @1\n" NEWEST },
};

static void reads_every_layout(void **state)
{
	(void)state;
	check_all(layouts, COUNT_OF(layouts));
}

static void members_tell_the_class(void **state)
{
	static const struct example examples[] = {
		{ "[{'id':1,'net_id':2,'role':'Policy'}]", "poc 1 net 2 role 3 @1\n" },
		{ "[{'id':1,'net_id':2,'fac_id':3,'local_asn':64496,'country':'FR'}]",
		  "netfac 1 net 2 fac 3 AS64496 country 'FR' @1\n" },
		{ "[{'id':1,'asn':64496,'irr_as_set':''}]", "net 1 AS64496 @1\n" },
		{ "[{'id':1,'asn':64496,'info_scope':null}]", "net 1 AS64496 @1\n" },
		{ "[{'id':1,'org_id':2,'media':'Ethernet'}]", "ix 1 org 2 @1\n" },
		{ "[{'id':1,'address1':'','name':'x'}]", "org 1 name 'x' @1\n" },
		{ "[{'id':1,'org_id':2,'clli':''},{'ix_id':1,'fac_id':2},{'ixlan_id':1,'prefix':''}"
		  ","
		  "{'ix_id':1,'rs_asn':0},{'carrier_id':1,'fac_id':2},{'org_id':1,'fac_set':[]}]",
		  "ixlan x1\nixpfx x1\nixfac x1\nfac x1\ncampus x1\ncarrierfac x1\n" },
		{ "[{'id':1,'asn':64496}]", "refused 2 x1 @1\n" },
	};
	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* I1, I5, I6, I9; F3, F4, F9, F15: what is wrong costs the item, and the next one is read. */
static void refuses_whole_items(void **state)
{
	static const struct example examples[] = {
		{ "{'net':[7,null,[],'x',{'id':1,'asn':64496}]}",
		  "net 1 AS64496 @22\nrefused 1 x4 @9\n" },
		{ "{'net':[{'id':1,'asn':'AS64496'},{'id':'2','asn':'64497'}]}",
		  "net 1 AS64496 @8\nnet 2 AS64497 @33\n" },
		{ "{'net':[{'id':1,'asn':-1},{'id':1,'asn':4294967296},{'id':1,'asn':1.5},"
		  "{'id':1,'asn':0},{'id':1,'asn':null},{'id':1},{'id':1,'asn':1e400}]}",
		  "refused 8 x7 @8\n" },
		{ "{'net':[{'asn':1},{'id':null,'asn':1},{'id':-1,'asn':1},{'id':{},'asn':1},"
		  "{'id':true,'asn':1}]}",
		  "refused 3 x2 @56\nrefused 5 x1 @38\nrefused 7 x2 @8\n" },
		{ "{'net':[{'id':1,'asn':64496,'name':['x']},{'id':1,'asn':64496,'name':7}]}",
		  "refused 3 x2 @8\n" },
		{ "{'net':[{'id':1,'asn':64496,'info_types':{'a':'NSP'}},"
		  "{'id':1,'asn':64496,'info_types':'NSP'},{'id':1,'asn':64496,'info_types':[1]}]}",
		  "refused 3 x3 @8\n" },
		{ "{'poc':[{'id':1},{'id':1,'net_id':2}],'netixlan':[{'id':1,'asn':1,'net_id':1}]}",
		  "poc 1 net 2 @17\nrefused 9 x1 @8\nrefused 10 x1 @50\n" },
		{ "{'netixlan':[{'id':1,'asn':1,'net_id':1,'ix_id':1,'ipaddr4':'2001:db8::1'},"
		  "{'id':1,'asn':1,'net_id':1,'ix_id':1,'ipaddr6':'192.0.2.1'},"
		  "{'id':1,'asn':1,'net_id':1,'ix_id':1,'ipaddr4':'192.0.2.1/24'},"
		  "{'id':1,'asn':1,'net_id':1,'ix_id':1,'speed':-5}]}",
		  "refused 5 x1 @198\nrefused 6 x3 @13\n" },
		{ "{'netixlan':[{'id':1,'asn':1,'net_id':1,'ix_id':1,'is_rs_peer':'yes'}]}",
		  "refused 3 x1 @13\n" },
		/* twice: the last counts */
		{ "{'net':[{'id':1,'asn':64496,'name':'a','name':'b','info_type':'NSP',"
		  "'info_type':null},{'id':1,'asn':64496}]}",
		  "net 1 AS64496 name 'b' @8\nnet 1 AS64496 @86\n" },
		{ "{'poc':[{'id':1,'net_id':1,'email':'a','email':null,'role':'NOC','role':null}]}",
		  "poc 1 net 1 @8\n" },
	};
	(void)state;
	check_all(examples, COUNT_OF(examples));
}

static void odd_things_cost_nothing_else(void **state)
{
	static const struct example examples[] = {
		{ "{'net':[{'id':1,'asn':64496,'info_type':'Pigeons','updated':'yesterday',"
		  "'status':'fine'}]}",
		  "net 1 AS64496 @8\nodd 1 x1 @8\nodd 2 x2 @8\n" },
		{ "{'net':[{'id':1,'asn':64496,'info_type':'Not Disclosed','info_types':[]}]}",
		  "net 1 AS64496 @8\n" },
		{ "{'poc':[{'id':1,'net_id':2,'role':'Poet','visible':'Nobody'}]}",
		  "poc 1 net 2 @8\nodd 2 x2 @8\n" },
		{ "{'nets':[{'id':1,'asn':1}],'meta':{'generated':'x'},'x':{'data':[{}]}}",
		  "odd 1 x1 @50\nodd 3 x2 @9\n" },
	};
	(void)state;
	check_all(examples, COUNT_OF(examples));
}

static void tells_what_is_published_only(void **state)
{
	static const struct example examples[] = {
		{ "{'net':[{'id':1,'asn':null,'status':'deleted'},{'id':2,'asn':1,'status':'"
		  "pending'},"
		  "{'id':3,'asn':64496,'status':'ok'}]}",
		  "net 3 AS64496 @83\ndeleted 1, pending 1\n" },
	};
	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* F1, F2, F13, I7, I8: answers that are none. */
static void takes_shapes_that_say_nothing(void **state)
{
	static const struct example examples[] = {
		{ "{}", "" },
		{ "[]", "" },
		{ "null", "" },
		{ "{'data':[]}", "" },
		{ "{'data':null,'meta':[]}", "odd 3 x1 @21\n" },
		{ "{'meta':{'error':'429 Too Many Requests'}}", "" },
		{ "{'net':{'data':{'id':1}}}", "odd 3 x1 @16\n" },
		{ "", "truncated: parse error: premature EOF @0\n" },
		{ "<html>", "malformed: lexical error: invalid char in json text. @1\n" },
		{ "[],", "malformed: parse error: trailing garbage @3\n" },
	};
	(void)state;
	check_all(examples, COUNT_OF(examples));
}

/* I2, F11, F12: any bytes, of any length. */
static void texts_have_a_ceiling(void **state)
{
	static const size_t sizes[] = { PEERINGDB_TEXT_MAX, PEERINGDB_TEXT_MAX + 1, 200 << 10 };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct peeringdb_transcript t = { 0 };
		struct buffer input;
		buffer_init(&input);
		buffer_string(&input, "{\"net\":[{\"id\":1,\"asn\":64496,\"notes\":\"");
		for (size_t n = 0; n < sizes[i]; n++)
			buffer_char(&input, '\xff');
		buffer_string(&input, "\",\"name\":\"");
		for (size_t n = 0; n < sizes[i]; n++)
			buffer_char(&input, 'x');
		buffer_string(&input, "\"},{\"id\":2,\"asn\":64497,\"name\":\"\\u202e<b>=1\"}]}");
		assert_int_equal(run((struct text){ input.bytes, input.used }, 1000, &t), 0);
		assert_int_equal(t.items, i == 0 ? 2 : 1);
		assert_non_null(strstr(t.text.bytes, "net 2 AS64497 name "));
		assert_true((strstr(t.text.bytes, "refused 4 x1 @8") != NULL) == (i > 0));
		buffer_clear(&input);
		buffer_clear(&t.text);
	}
}

/* F10 */
static void limits_depth(void **state)
{
	struct peeringdb_transcript t = { 0 };
	char input[PEERINGDB_DEPTH_MAX + 2];
	(void)state;

	memset(input, '[', sizeof(input));
	assert_int_equal(run(test_text(input, sizeof(input)), SIZE_MAX, &t), ERR_LIMIT);
	assert_non_null(strstr(t.text.bytes, "nested more than 32 deep @33"));
	buffer_clear(&t.text);
}

static void the_receiver_can_stop_it(void **state)
{
	struct peeringdb_transcript t = { .stop_after = 1 };
	(void)state;

	assert_int_equal(run(quoted("{'net':[{'id':1,'asn':1},{'id':2,'asn':2}]}"), 7, &t),
			 PEERINGDB_STOPPED);
	assert_string_equal(t.text.bytes, "net 1 AS1 @8\nstopped: stopped by the receiver @24\n");
	buffer_clear(&t.text);
}

static void a_receiver_may_want_nothing(void **state)
{
	const struct peeringdb_sink sink = { 0 };
	struct peeringdb db;
	(void)state;

	peeringdb_init(&db, &sink);
	assert_int_equal(peeringdb_feed(&db, quoted(layouts[0].input)), 0);
	assert_int_equal(peeringdb_finish(&db), 0);
	assert_int_equal(db.items[PEERINGDB_NET], 1);
	peeringdb_clear(&db);
	peeringdb_clear(&db);
}

static void classes_have_names(void **state)
{
	enum peeringdb_class found;
	(void)state;

	for (unsigned class = 0; class < PEERINGDB_CLASSES; class ++) {
		assert_true(peeringdb_class_find(text_of(peeringdb_class_name(class)), &found));
		assert_int_equal(found, class);
	}
	assert_false(peeringdb_class_find(TEXT("data"), &found));
}

static void cuts_change_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(layouts); i++)
		for (size_t size = 1; size < 60; size += 7) {
			struct peeringdb_transcript t = { 0 };
			(void)run(quoted(layouts[i].input), size, &t);
			assert_string_equal(t.text.bytes, layouts[i].want);
			buffer_clear(&t.text);
		}
}

/* F14: what a shorter input tells is what the whole tells first. */
static void survives_truncation(void **state)
{
	char input[1024];
	(void)state;

	for (size_t i = 0; i < COUNT_OF(layouts); i++) {
		struct text whole = quoted(layouts[i].input);
		assert_in_range(whole.len, 0, sizeof(input));
		memcpy(input, whole.at, whole.len);
		for (size_t size = 0; size < whole.len; size++) {
			struct peeringdb_transcript t = { 0 };
			assert_int_equal(run(test_text(input, size), SIZE_MAX, &t), ERR_TRUNCATED);
			const char *told = t.text.bytes;
			for (uint64_t n = 0; n < t.items; n++)
				told = strchr(told, '\n') + 1;
			assert_memory_equal(t.text.bytes, layouts[i].want,
					    (size_t)(told - t.text.bytes));
			buffer_clear(&t.text);
		}
	}
}

static void survive(struct reader in)
{
	struct peeringdb_transcript t = { 0 };
	struct text input = { (const char *)in.at, reader_left(&in) };

	(void)run(input, SIZE_MAX, &t); /* the transcript checks the items */
	buffer_clear(&t.text);
}

static void survives_flips(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(layouts); i++) {
		struct text input = quoted(layouts[i].input);
		test_every_bit_flip(input.at, input.len, survive);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_layout),
		cmocka_unit_test(members_tell_the_class),
		cmocka_unit_test(refuses_whole_items),
		cmocka_unit_test(odd_things_cost_nothing_else),
		cmocka_unit_test(tells_what_is_published_only),
		cmocka_unit_test(takes_shapes_that_say_nothing),
		cmocka_unit_test(texts_have_a_ceiling),
		cmocka_unit_test(limits_depth),
		cmocka_unit_test(the_receiver_can_stop_it),
		cmocka_unit_test(a_receiver_may_want_nothing),
		cmocka_unit_test(classes_have_names),
		cmocka_unit_test(cuts_change_nothing),
		cmocka_unit_test(survives_truncation),
		cmocka_unit_test(survives_flips),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
