/*
 * For tests: sets of VRPs, random and real, and RFC 6811 to the letter to compare with.
 */
#ifndef VALIDATION_TEST_VRPS_H
#define VALIDATION_TEST_VRPS_H

#include <stdio.h>

#include "base/memory.h"
#include "base/testkit.h"
#include "net/test_prefix.h"
#include "net/vrp.h"
#include "validation/rov.h"

enum { TEST_COMMAND_SIZE = 1024, TEST_LINE_SIZE = 256 };

/* Two exports of rpki-client, half an hour apart. */
#define TEST_EXPORT_OLDER "rpki/rpki-client-20250720T093135Z.json.zst"
#define TEST_EXPORT_NEWER "rpki/rpki-client-20250720T100145Z.json.zst"

static inline struct prefix prefix_from(const char *terminated)
{
	struct prefix prefix;

	if (prefix_parse(text_of(terminated), &prefix) < 0)
		fail_msg("not a prefix: %s", terminated);
	return prefix;
}

static inline struct vrp random_vrp(void)
{
	struct vrp vrp = { .prefix = random_prefix(random_below(2) ? FAMILY_V4 : FAMILY_V6) };
	unsigned spare = family_bits(vrp.prefix.family) - vrp.prefix.len;

	vrp.max_length = (uint8_t)(vrp.prefix.len + random_below(spare + 1));
	vrp.asn = random_below(4);
	return vrp;
}

/* One to `max` of them, duplicates and prefixes with several among them. */
static inline size_t random_vrps(struct vrp *vrps, size_t max)
{
	size_t count = 1 + random_below((uint32_t)max);

	for (size_t i = 0; i < count; i++) {
		vrps[i] = random_vrp();
		if (i > 0 && random_below(4) == 0) {
			vrps[i] = vrps[random_below((uint32_t)i)];
			vrps[i].asn = random_below(4);
		}
	}
	return count;
}

static inline bool vrp_equal(const struct vrp *a, const struct vrp *b)
{
	return prefix_equal(&a->prefix, &b->prefix) && a->max_length == b->max_length &&
	       a->asn == b->asn;
}

/* RFC 6811 section 2 to the letter, over all VRPs. */
static inline enum rov_state rov_slowly(const struct vrp *vrps, size_t count,
					const struct prefix *prefix, asn_t origin)
{
	bool covered = false, named = false;

	for (size_t i = 0; i < count; i++) {
		if (!prefix_covers(&vrps[i].prefix, prefix))
			continue;
		covered = true;
		bool matches = vrps[i].asn == origin && origin != 0;
		if (matches && prefix->len <= vrps[i].max_length)
			return ROV_VALID;
		named |= matches;
	}
	return named ? ROV_INVALID_LENGTH : covered ? ROV_INVALID_ASN : ROV_NOT_FOUND;
}

/* The VRPs of an export of rpki-client, to be freed; NULL when it is not there. */
static inline struct vrp *real_vrps(const char *relative_path, size_t *out_count)
{
	const char *path = test_data(relative_path);
	char command[TEST_COMMAND_SIZE], line[TEST_LINE_SIZE], text[PREFIX_TEXT_MAX];
	struct vrp *vrps = NULL;
	size_t count = 0, room = 0;

	if (path == NULL)
		return NULL;
	assert_in_range(snprintf(command, sizeof(command), "zstd -dcq '%s'", path), 1,
			sizeof(command) - 1);
	FILE *export = popen(command, "r");
	assert_non_null(export);
	while (fgets(line, sizeof(line), export) != NULL) {
		unsigned asn, max_length;
		if (sscanf(line, " { \"asn\": %u, \"prefix\": \"%51[^\"]\", \"maxLength\": %u",
			   &asn, text, &max_length) != 3)
			continue;
		vrps = memory_grow(vrps, &room, count + 1, sizeof(*vrps));
		vrps[count++] = (struct vrp){ prefix_from(text), (uint8_t)max_length, asn };
	}
	assert_int_equal(pclose(export), 0);
	*out_count = count;
	return vrps;
}

#endif
