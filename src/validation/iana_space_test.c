#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "validation/iana_space.h"

static const char *registry_of(const struct prefix *prefix)
{
	static const char *const names[] = {
		[REGISTRY_AFRINIC] = "afrinic", [REGISTRY_APNIC] = "apnic",
		[REGISTRY_ARIN] = "arin",       [REGISTRY_LACNIC] = "lacnic",
		[REGISTRY_RIPENCC] = "ripe",
	};
	enum registry registry;

	return iana_space_find(prefix, &registry) ? names[registry] : "none";
}

static void space_has_its_registry(void **state)
{
	static const struct {
		const char *prefix, *registry;
	} cases[] = {
		{ "1.0.0.0/24", "apnic" },
		{ "2.0.0.0/8", "ripe" },
		{ "8.8.8.0/24", "arin" },
		{ "41.0.0.0/16", "afrinic" },
		{ "200.0.0.0/8", "lacnic" },
		{ "193.0.0.0/21", "ripe" },
		{ "223.255.255.255/32", "apnic" },
		{ "10.0.0.0/8", "none" },
		{ "0.0.0.0/0", "none" },
		{ "2.0.0.0/7", "none" }, /* larger than any of IANA's */
		{ "224.0.0.0/8", "none" },
		{ "255.255.255.255/32", "none" },
		{ "2001:200::/23", "apnic" },
		{ "2001:200::/32", "apnic" },
		{ "2001::/23", "none" },
		{ "2001:db8::/32", "apnic" }, /* within 2001:c00::/23 */
		{ "2001:4200::/23", "afrinic" },
		{ "2400::/12", "apnic" },
		{ "2600::/11", "none" },
		{ "2630::/12", "arin" },
		{ "2801:1::/48", "lacnic" },
		{ "2a0f::/16", "ripe" },
		{ "2a10::/12", "ripe" },
		{ "2c0f:fff0::/32", "afrinic" },
		{ "3fff::/20", "none" },
		{ "::/0", "none" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		print_message("# %s\n", cases[i].prefix);
		struct prefix prefix;
		assert_int_equal(prefix_parse(text_of(cases[i].prefix), &prefix), 0);
		assert_string_equal(registry_of(&prefix), cases[i].registry);
	}
}

/* "001/8" or "2001:0200::/23", as IANA spells them. */
static struct prefix iana_prefix(const char *text)
{
	unsigned high = 0, low = 0, len;
	int end = 0;

	if (sscanf(text, "%u/%u%n", &high, &len, &end) == 2 && end > 0)
		return (struct prefix){ (uint64_t)high << 56, 0, (uint8_t)len, FAMILY_V4 };
	if (sscanf(text, "%x::/%u", &high, &len) != 2)
		assert_int_equal(sscanf(text, "%x:%x::/%u", &high, &low, &len), 3);
	return (struct prefix){ (uint64_t)high << 48 | (uint64_t)low << 32, 0, (uint8_t)len,
				FAMILY_V6 };
}

/* IANA's own files, of 2013: a line "PREFIX whois.REGISTRY.net" out of each record. */
static void agrees_with_iana(void **state)
{
	static const struct {
		const char *member;
		unsigned records, with_registry;
	} files[] = {
		{ "ipv4-address-space.xml", 256, 207 },
		{ "ipv6-unicast-address-assignments.xml", 43, 35 },
	};
	const char *path = test_data("registry/iana-as-numbers+ipv4+ipv6-xml.tar.zst");
	char command[1024], line[128], prefix[64], whois[64], expected[80];
	(void)state;

	if (path == NULL)
		skip();
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		unsigned records = 0, with_registry = 0;
		(void)snprintf(
			command, sizeof(command),
			"tar --zstd -xOf '%s' --wildcards '*/%s' | tr '<>' '\\n\\n' | awk '"
			"/^prefix$/ { getline p; w = \"whois.none.\" } /^whois$/ { getline w }"
			"/^\\/record$/ { print p, w }'",
			path, files[i].member);
		/* NOLINTNEXTLINE(cert-env33-c): a fixed command over a file of the tester's own */
		FILE *lines = popen(command, "r");
		assert_non_null(lines);
		while (fgets(line, sizeof(line), lines) != NULL) {
			assert_int_equal(sscanf(line, "%63s %63s", prefix, whois), 2);
			struct prefix space = iana_prefix(prefix);
			const char *registry = registry_of(&space);
			(void)snprintf(expected, sizeof(expected), "whois.%s.", registry);
			print_message("# %s %s\n", prefix, whois);
			assert_true(strncmp(whois, expected, strlen(expected)) == 0 ||
				    (strcmp(whois, "whois.iana.org") == 0 &&
				     strcmp(registry, "none") == 0));
			with_registry += strcmp(registry, "none") != 0;
			records++;
		}
		assert_int_equal(pclose(lines), 0);
		assert_int_equal(records, files[i].records);
		assert_int_equal(with_registry, files[i].with_registry);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(space_has_its_registry),
		cmocka_unit_test(agrees_with_iana),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
