#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/test_rpsl.h"
#include "wire/test_unpack.h"

static void reads_objects(void **state)
{
	(void)state;
	check("", "");
	check("\n\n \t\n# only\n% remarks\n", "");
	check("route: 192.0.2.0/24\norigin: AS1\nsource: RIPE\n",
	      "route 192.0.2.0/24 AS1 RIPE[3]@1:0 ");
	check("\xef\xbb\xbfROUTE6:2001:db8::/32\r\nOrigin:\tas65550\r\n\r\n\r\nmntner: M",
	      "route6 2001:db8::/32 AS65550 [2]@1:0 mntner M [1]@5:46 ");
	check("route: 192.0.2.0/24 # why\ndescr:\norigin: AS1 # who\nsource: RIPE # Filtered\n",
	      "route 192.0.2.0/24 AS1 RIPE[4]@1:0 ");
	check("route:\n 192.0.2.0/24\n+\n# a remark ends nothing\norigin:\n+AS1\n",
	      "route 192.0.2.0/24 AS1 [2]@1:0 ");
	check("% whois\n\n% more\naut-num: AS4294967295\nimport: from AS1 accept ANY\n",
	      "aut-num AS4294967295 [2]@4:16 ");
	check("as-set: AS-X\n\nas-set: as1:AS-Y:AS2\n\nroute-set: RS-Z\n",
	      "as-set AS-X [1]@1:0 as-set as1:AS-Y:AS2 [1]@3:14 route-set RS-Z [1]@5:36 ");
	check("inetnum: 192.0.2.0 - 192.0.2.130\n\ninetnum: 10.0.0.0/8\n\ninet6num: "
	      "2001:db8::/33\n",
	      "inetnum 192.0.2.0-192.0.2.130 [1]@1:0 inetnum 10.0.0.0-10.255.255.255 [1]@3:34 "
	      "inet6num 2001:db8::-2001:db8:7fff:ffff:ffff:ffff:ffff:ffff [1]@5:55 ");
	check("person: J\xf6rg Doe # here\nsource: X\n\nschema: FOO\n\norganisation: ORG-A\n",
	      "person J\xf6rg Doe X[2]@1:0 other FOO [1]@4:35 organisation ORG-A [1]@6:48 ");
}

/* Files of a registry, one after another, have no blank line between them. */
static void divides_what_is_put_together(void **state)
{
	(void)state;
	check("as-set: AS-X\nsource: D\nas-set: AS-Y\nsource: D\nroute: 192.0.2.0/24\norigin: AS1\n"
	      "source: D\nremarks: behind\naut-num: AS7\nsource: D\n",
	      "as-set AS-X D[2]@1:0 as-set AS-Y D[2]@3:23 route 192.0.2.0/24 AS1 D[4]@5:46 "
	      "aut-num AS7 D[2]@9:104 ");
	/* Without a source it is the class itself that must come again... */
	check("schema: A\nkey: route\nschema: B\n", "other A [2]@1:0 other B [1]@3:21 ");
	/* ...because some registries name one object in another. */
	check("inetnum: 192.0.2.0/24\naut-num: AS7\nsource: L\n",
	      "inetnum 192.0.2.0-192.0.2.255 L[3]@1:0 ");
	check("junk\nsource: D\nmntner: M\n", "mntner M [1]@3:15 refused 2@1 ");
}

static void refuses_by_reason(void **state)
{
	static const struct {
		const char *object;
		enum rpsl_refusal want;
	} cases[] = {
		{ "junk", RPSL_LINE_BAD },
		{ " continued", RPSL_LINE_BAD },
		{ "+", RPSL_LINE_BAD },
		{ "mntner: M\nno colon here", RPSL_LINE_BAD },
		{ "mntner: M\nbad name: x", RPSL_LINE_BAD },
		{ ": x", RPSL_LINE_BAD },
		{ "<html>: x", RPSL_LINE_BAD },
		{ "mntner:", RPSL_KEY_MISSING },
		{ "route: # 192.0.2.0/24\norigin: AS1", RPSL_KEY_MISSING },
		{ "route: 192.0.2.0/33\norigin: AS1", RPSL_PREFIX_BAD },
		{ "route: 192.0.2.0\norigin: AS1", RPSL_PREFIX_BAD },
		{ "route: 192.0.2.0/24 AS1\norigin: AS1", RPSL_PREFIX_BAD },
		{ "route: 192.0.2.0/24^+\norigin: AS1", RPSL_PREFIX_BAD },
		{ "route: 2001:db8::/32\norigin: AS1", RPSL_PREFIX_BAD },
		{ "route6: 192.0.2.0/24\norigin: AS1", RPSL_PREFIX_BAD },
		{ "route6: 2001:db8::/129\norigin: AS1", RPSL_PREFIX_BAD },
		{ "route: 192.0.2.1/24\norigin: AS1", RPSL_HOST_BITS },
		{ "route6: 2001:db8::1/64\norigin: AS1", RPSL_HOST_BITS },
		{ "route: 192.0.2.0/24", RPSL_ORIGIN_MISSING },
		{ "route: 192.0.2.0/24\norigin:  # AS1", RPSL_ORIGIN_MISSING },
		{ "route: 192.0.2.0/24\norigin: AS1\norigin: AS2", RPSL_ORIGIN_MANY },
		{ "route: 192.0.2.0/24\norigin: AS1, AS2", RPSL_ORIGIN_MANY },
		{ "route: 192.0.2.0/24\norigin: AS-1", RPSL_ORIGIN_BAD },
		{ "route: 192.0.2.0/24\norigin: AS1.10", RPSL_ORIGIN_BAD },
		{ "route: 192.0.2.0/24\norigin: AS4294967296", RPSL_ORIGIN_BAD },
		{ "route: 192.0.2.0/24\norigin: 1", RPSL_ORIGIN_BAD },
		{ "route: 192.0.2.0/24\norigin: AS", RPSL_ORIGIN_BAD },
		{ "aut-num: 1", RPSL_ASN_BAD },
		{ "aut-num: AS1.10", RPSL_ASN_BAD },
		{ "aut-num: AS1 AS2", RPSL_ASN_BAD },
		{ "as-set: FOO", RPSL_SET_NAME_BAD },
		{ "as-set: RS-FOO", RPSL_SET_NAME_BAD },
		{ "as-set: AS1:AS2", RPSL_SET_NAME_BAD },
		{ "as-set: AS-A::AS-B", RPSL_SET_NAME_BAD },
		{ "as-set: AS-<script>", RPSL_SET_NAME_BAD },
		{ "as-set: AS-A AS-B", RPSL_SET_NAME_BAD },
		{ "route-set: AS-FOO", RPSL_SET_NAME_BAD },
		{ "inetnum: 192.0.2.1", RPSL_RANGE_BAD },
		{ "inetnum: 192.0.2.1 - 192.0.2.0", RPSL_RANGE_BAD },
		{ "inetnum: 192.0.2.1/24", RPSL_RANGE_BAD },
		{ "inetnum: 2001:db8::/32", RPSL_RANGE_BAD },
		{ "inetnum: 192.0.2.0 - 2001:db8::", RPSL_RANGE_BAD },
		{ "inetnum: 200.3/16", RPSL_RANGE_BAD },
		{ "inet6num: 192.0.2.0/24", RPSL_RANGE_BAD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rpsl rpsl;
		rpsl_init(&rpsl, &(struct rpsl_sink){ 0 });
		assert_int_equal(rpsl_feed(&rpsl, TEXT("poem: P\n\n")), 0);
		assert_int_equal(rpsl_feed(&rpsl, text_of(cases[i].object)), 0);
		assert_int_equal(rpsl_feed(&rpsl, TEXT("\n\nrole: R\n")), 0);
		assert_int_equal(rpsl_finish(&rpsl), 0);
		assert_int_equal(rpsl.refusals.count[cases[i].want], 1);
		assert_int_equal(rpsl.refusals.first[cases[i].want].line, 3);
		assert_int_equal(rpsl.refusals.first[cases[i].want].offset, 9);
		assert_int_equal(refusals_total(&rpsl.refusals), 1);
		assert_int_equal(rpsl.refusals.taken, 2);
		assert_int_equal(rpsl.without_source, 2);
		rpsl_clear(&rpsl);
	}
}

static int print_items(void *context, const struct rpsl_object *object, struct place place)
{
	static const char *const names[] = { "members", "MP-Members", "mnt-by", "absent" };
	struct buffer *out = context;
	struct text item;

	(void)place;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct rpsl_items items = rpsl_items(object, names[i]);
		while (rpsl_next(&items, &item)) {
			buffer_text(out, item);
			buffer_char(out, ' ');
		}
		buffer_string(out, "| ");
	}
	buffer_text(out, rpsl_line(rpsl_find(object, "status")->value));
	assert_null(rpsl_find(object, "absent"));
	return 0;
}

static void finds_attributes_and_items(void **state)
{
	static const char input[] = "as-set: AS-X\n"
				    "members: AS1,AS2 , AS-Y # one, two\n"
				    "\tAS3\r\n"
				    "+\n"
				    "# AS9\n"
				    "+,, AS4:AS-Z\n"
				    " # AS8\n"
				    "mnt-by: A-MNT B-MNT\n"
				    "members:\n"
				    "MEMBERS: AS5\n"
				    "mp-members: 192.0.2.0/24^+, RS-A^24\n"
				    "mnt-by:C-MNT\n"
				    "status: # none\n"
				    "  ASSIGNED PA  # really\n"
				    "  more\n";
	static const char want[] = "AS1 AS2 AS-Y AS3 AS4:AS-Z AS5 | 192.0.2.0/24^+ RS-A^24 | "
				   "A-MNT B-MNT C-MNT | | ASSIGNED PA";
	struct buffer got;
	struct rpsl_sink sink = { &got, print_items };
	struct rpsl rpsl;

	(void)state;
	buffer_init(&got);
	rpsl_init(&rpsl, &sink);
	assert_int_equal(rpsl_feed(&rpsl, TEXT(input)), 0);
	assert_int_equal(rpsl_finish(&rpsl), 0);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, want);
	buffer_clear(&got);
	rpsl_clear(&rpsl);
}

static int count_object(void *context, const struct rpsl_object *object, struct place place)
{
	uint64_t *items = context;
	struct text item;

	(void)place;
	for (struct rpsl_items it = rpsl_items(object, "members"); rpsl_next(&it, &item);)
		(*items)++;
	return 0;
}

/* Feeds `lines` times `line` as one object, then another object. */
static void feed_large(const char *line, size_t lines, uint64_t *out_items, struct rpsl *rpsl)
{
	struct rpsl_sink sink = { out_items, count_object };

	*out_items = 0;
	rpsl_init(rpsl, &sink);
	assert_int_equal(rpsl_feed(rpsl, TEXT("as-set: AS-X\nmembers: AS1\n")), 0);
	for (size_t i = 0; i < lines; i++)
		assert_int_equal(rpsl_feed(rpsl, text_of(line)), 0);
	assert_int_equal(rpsl_feed(rpsl, TEXT("\n\nas-set: AS-Y\nmembers: AS1\n")), 0);
	assert_int_equal(rpsl_finish(rpsl), 0);
}

static void bounds_objects(void **state)
{
	struct rpsl rpsl;
	uint64_t items;

	(void)state;
	feed_large("members: AS4200000000\n", 100000, &items, &rpsl);
	assert_int_equal(items, 100002);
	rpsl_clear(&rpsl);
	feed_large(" AS4200000000,\n", 100000, &items, &rpsl);
	assert_int_equal(items, 100002);
	rpsl_clear(&rpsl);

	/* Too many attributes; too many bytes in lines, in one line, in a continuation. */
	static const struct {
		const char *line;
		size_t lines;
	} cases[] = {
		{ "a:\n", RPSL_ATTRIBUTES_MAX },
		{ "remarks: 0123456789012345678901234567890123456789012345678901234\n",
		  RPSL_OBJECT_MAX / 60 },
		{ " 0123456789012345678901234567890123456789012345678901234567890\n",
		  RPSL_OBJECT_MAX / 60 },
		{ "01234567890123456789012345678901234567890123456789", RPSL_OBJECT_MAX / 40 },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		feed_large(cases[i].line, cases[i].lines, &items, &rpsl);
		assert_int_equal(rpsl.refusals.count[RPSL_TOO_LARGE], 1);
		assert_int_equal(refusals_total(&rpsl.refusals), 1);
		assert_int_equal(items, 1);
		rpsl_clear(&rpsl);
	}
}

static int stop_at_second(void *context, const struct rpsl_object *object, struct place place)
{
	unsigned *seen = context;

	(void)object;
	(void)place;
	return ++*seen == 2 ? ERR_LIMIT : 0;
}

/* The second object ends at a class name, at a blank line, at the end. */
static void stops_when_the_sink_says_so(void **state)
{
	static const char *const inputs[] = { "poem: A\npoem: B\npoem: C\n\npoem: D\n",
					      "poem: A\n\npoem: B\n\npoem: C\n",
					      "poem: A\n\npoem: B" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(inputs); i++) {
		unsigned seen = 0;
		struct rpsl_sink sink = { &seen, stop_at_second };
		struct rpsl rpsl;
		rpsl_init(&rpsl, &sink);
		int done = rpsl_feed(&rpsl, text_of(inputs[i]));
		if (done == 0)
			done = rpsl_finish(&rpsl);
		assert_int_equal(done, ERR_LIMIT);
		assert_int_equal(seen, 2);
		rpsl_clear(&rpsl);
	}
}

static void survive(struct reader in)
{
	struct buffer whole, cut;
	struct text input = { (const char *)in.at, reader_left(&in) };

	buffer_init(&whole);
	buffer_init(&cut);
	read_all(input, SIZE_MAX, &whole);
	read_all(input, 1, &cut);
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char input[] =
		"% dump\n\nroute: 192.0.2.0/24\norigin: AS65550\n"
		"descr: a # b\n+ c\nsource: R\r\n\n"
		"as-set: AS-X\nmembers: AS1, AS2,\n\tAS3\nsource: R\n"
		"inetnum: 10.0.0.0 - 10.0.0.9\n\nroute6: 2001:db8::/32\norigin: AS1";

	(void)state;
	test_every_truncation(input, sizeof(input) - 1, survive);
	test_every_bit_flip(input, sizeof(input) - 1, survive);
}

struct counts {
	uint64_t attributes, members, mbrs_by_ref, member_of, mnt_by, imports;
};

static uint64_t items_count(const struct rpsl_object *object, const char *name)
{
	uint64_t count = 0;
	struct text item;

	for (struct rpsl_items items = rpsl_items(object, name); rpsl_next(&items, &item);)
		count++;
	return count;
}

static int count_all(void *context, const struct rpsl_object *object, struct place place)
{
	struct counts *counts = context;

	(void)place;
	counts->attributes += object->attribute_count;
	counts->members += items_count(object, "members");
	counts->mbrs_by_ref += items_count(object, "mbrs-by-ref");
	counts->member_of += items_count(object, "member-of");
	counts->mnt_by += items_count(object, "mnt-by");
	counts->imports += items_count(object, "import") + items_count(object, "mp-import");
	return 0;
}

/* The figures are those of a few lines of Python that split the same files with re.split(). */
static void reads_real_files(void **state)
{
	static const struct {
		const char *path;
		enum rpsl_class class;
		uint64_t objects;
		struct counts want;
	} files[] = {
		{ "irr/ripe.db.as-set-202401.zst",
		  RPSL_AS_SET,
		  25174,
		  { 723229, 324477, 542, 0, 29376, 0 } },
		{ "irr/ripe-nonauth.db.route-202401.zst",
		  RPSL_ROUTE,
		  52082,
		  { 781461, 0, 0, 347, 54732, 0 } },
		{ "irr/ripe-nonauth.db.route6-202401.zst",
		  RPSL_ROUTE6,
		  1356,
		  { 20058, 0, 0, 126, 1572, 0 } },
		{ "irr/ripe-nonauth.db.aut-num-202401.zst",
		  RPSL_AUT_NUM,
		  2109,
		  { 79051, 0, 0, 18, 2343, 47894 + 61306 } },
		{ "irr/rpsl-AS3257-autnum.txt.zst",
		  RPSL_AUT_NUM,
		  1,
		  { 9567, 0, 0, 0, 2, 11664 + 11142 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct text input;
		char *owned = test_unpack(files[i].path, SIZE_MAX, &input);
		if (owned == NULL)
			skip();
		struct counts counts = { 0 };
		struct rpsl_sink sink = { &counts, count_all };
		struct rpsl rpsl;
		rpsl_init(&rpsl, &sink);
		assert_int_equal(rpsl_feed(&rpsl, input), 0);
		assert_int_equal(rpsl_finish(&rpsl), 0);
		assert_int_equal(refusals_total(&rpsl.refusals), 0);
		assert_int_equal(rpsl.refusals.taken, files[i].objects);
		assert_int_equal(rpsl.objects[files[i].class], files[i].objects);
		assert_int_equal(rpsl.without_source, 0);
		assert_memory_equal(&counts, &files[i].want, sizeof(counts));
		rpsl_clear(&rpsl);
		free(owned);
	}
}

/* Feeds the files of a tar archive one after another. Returns how many there are. */
static unsigned feed_tar(struct text archive, struct rpsl *rpsl)
{
	enum { BLOCK = 512, SIZE_AT = 124, TYPE_AT = 156 };
	struct reader in = reader_over(archive.at, archive.len);
	unsigned files = 0;

	while (reader_left(&in) >= BLOCK) {
		const uint8_t *header = read_bytes(&in, BLOCK);
		size_t size = strtoul((const char *)header + SIZE_AT, NULL, 8);
		const uint8_t *bytes = read_bytes(&in, size);
		if (header[TYPE_AT] == '0') {
			files++;
			int done = rpsl_feed(rpsl, (struct text){ (const char *)bytes, size });
			assert_int_equal(done, 0);
		}
		read_skip(&in, (BLOCK - size % BLOCK) % BLOCK);
	}
	return files;
}

/* The figures are those of: ls data/CLASS | wc -l */
static void reads_a_collection_of_files(void **state)
{
	struct text input;
	char *owned = test_unpack("irr/dn42-registry-rpsl-20231022.tar.zst", SIZE_MAX, &input);
	struct rpsl rpsl;

	(void)state;
	if (owned == NULL)
		skip();
	rpsl_init(&rpsl, &(struct rpsl_sink){ 0 });
	assert_int_equal(feed_tar(input, &rpsl), 12480);
	assert_int_equal(rpsl_finish(&rpsl), 0);
	assert_int_equal(rpsl.objects[RPSL_AUT_NUM], 2981);
	assert_int_equal(rpsl.objects[RPSL_AS_SET], 92);
	assert_int_equal(rpsl.objects[RPSL_ROUTE_SET], 2);
	assert_int_equal(rpsl.objects[RPSL_AS_BLOCK], 9);
	assert_int_equal(rpsl.objects[RPSL_INET6NUM], 2241);
	assert_int_equal(rpsl.objects[RPSL_INETNUM], 2682 - 1);
	/* A private registry: it lets 50 of 2,311 and 54 of 2,132 have several origins. */
	assert_int_equal(rpsl.objects[RPSL_ROUTE], 2311 - 50);
	assert_int_equal(rpsl.objects[RPSL_ROUTE6], 2132 - 54);
	assert_int_equal(rpsl.refusals.count[RPSL_ORIGIN_MANY], 50 + 54);
	/* 172.23.161.64 - 172.23.159.96 */
	assert_int_equal(rpsl.refusals.count[RPSL_RANGE_BAD], 1);
	/* Two files that are no RPSL at all. */
	assert_int_equal(rpsl.refusals.count[RPSL_LINE_BAD], 8);
	assert_int_equal(refusals_total(&rpsl.refusals), 104 + 1 + 8);
	rpsl_clear(&rpsl);
	free(owned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_objects),
		cmocka_unit_test(divides_what_is_put_together),
		cmocka_unit_test(refuses_by_reason),
		cmocka_unit_test(finds_attributes_and_items),
		cmocka_unit_test(bounds_objects),
		cmocka_unit_test(stops_when_the_sink_says_so),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(reads_real_files),
		cmocka_unit_test(reads_a_collection_of_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
