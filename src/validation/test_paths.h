/* For tests: paths and ASPAs as a person writes them. */
#ifndef VALIDATION_TEST_PATHS_H
#define VALIDATION_TEST_PATHS_H

#include "base/testkit.h"

#include <stdlib.h>

#include "validation/aspas.h"

static inline void hops_of_text(struct hops *hops, struct text text)
{
	static uint8_t room[AS_PATH_ROOM];
	struct reader path = { 0 };

	if (as_path_parse(text, room, &path) < 0 || hops_read(hops, path) < 0)
		fail_msg("not a path: %.*s", (int)text.len, text.at);
}

static inline asn_t asn_of_text(struct text text)
{
	asn_t asn = ASN_NONE;

	if (asn_parse(text, &asn) < 0)
		fail_msg("not an AS: %.*s", (int)text.len, text.at);
	return asn;
}

enum { TEST_ASPAS_MAX = 64, TEST_PROVIDERS_MAX = 64 };

struct test_aspas {
	struct aspa all[TEST_ASPAS_MAX];
	asn_t providers[TEST_ASPAS_MAX][TEST_PROVIDERS_MAX];
	size_t count;
};

/* "64501:64502,64503;64502:0"; nothing or "-" is no ASPA. */
static inline void aspas_of_text(struct text text, struct test_aspas *aspas)
{
	struct text one, piece;

	aspas->count = 0;
	if (text_equal(text, TEXT("-")))
		return;
	while (text_cut(&text, ';', &one)) {
		size_t colon = text_find(one, ':'), count = 0;
		struct text list = text_from(one, colon + 1);
		assert_in_range(aspas->count, 0, TEST_ASPAS_MAX - 1);
		asn_t *providers = aspas->providers[aspas->count];
		while (text_cut(&list, ',', &piece)) {
			assert_in_range(count, 0, TEST_PROVIDERS_MAX - 1);
			providers[count++] = asn_of_text(piece);
		}
		aspas->all[aspas->count++] =
			(struct aspa){ asn_of_text(text_upto(one, colon)), providers, count };
	}
}

enum { TEST_BUDGET = 1 << 26 };

/* The ramps of a verdict, in the order of the vector files. */
struct ramps {
	uint32_t count, max_up, min_up, max_down, min_down;
};

static inline struct ramps ramps_of(const struct aspa_verdict *verdict)
{
	return (struct ramps){ verdict->count, verdict->max_up, verdict->min_up, verdict->max_down,
			       verdict->min_down };
}

static inline const struct aspas *aspas_make(struct arena *arena, const struct test_aspas *from)
{
	const struct aspas *aspas;

	arena_init(arena, TEST_BUDGET);
	assert_int_equal(aspas_build(arena, from->all, from->count, &aspas), 0);
	return aspas;
}

#endif
