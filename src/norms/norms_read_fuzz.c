/*
 * Fuzzer of norms_read(): the first byte says what the text is called, the rest is the text. What
 * is read holds what norms.h promises; what is refused has a sentence.
 */
#include <string.h>

#include "base/fuzz.h"
#include "norms/norms.h"

enum { BUDGET = 1 << 20 };

static void check_check(const struct norm_programme *programme, const struct norm_check *check)
{
	assert(norm_check_find(programme, text_of(check->id)) == check);
	assert(check->title[0] != '\0' && check->says[0] != '\0' && check->source[0] != '\0');
	assert((check->basis == NORM_MEASURED) == (check->metrics[0] != NULL));
	assert(check->at_least >= 0 && check->at_least <= 1);
	assert(check->share >= 0 && check->share <= 1);
	assert(norm_basis_name(check->basis) != NULL && norm_subject_name(check->of) != NULL);
	assert(norm_combine_name(check->combine) != NULL);
}

static void programme_check(const struct norm_programme *programme)
{
	unsigned last = 0;

	assert(programme->action_count > 0);
	assert(programme->join_at_least <= programme->action_count);
	for (size_t i = 0; i < programme->action_count; i++) {
		const struct norm_action *action = &programme->actions[i];
		size_t required = 0;
		assert(action->number > last);
		last = action->number;
		assert(norm_action_find(programme, last) == action);
		for (size_t k = 0; k < action->check_count; k++) {
			check_check(programme, &action->checks[k]);
			required += action->checks[k].is_required;
		}
		assert(required > 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char message[NORMS_MESSAGE_MAX] = "";
	struct norms norms;
	struct arena arena;

	if (size == 0)
		return 0;
	const struct norms_text texts[] = {
		norms_built_in[0],
		{ (bytes[0] & 1) == 0 ? "fuzz.yaml" : "scoring.yaml",
		  { (const char *)bytes + 1, size - 1 } },
	};
	arena_init(&arena, BUDGET);
	int result = norms_read(&arena, texts, 2, &norms, message);
	assert((result == 0) == (message[0] == '\0'));
	assert(strlen(message) < NORMS_MESSAGE_MAX);
	if (result == 0) {
		assert(norms.scoring.aspiring < norms.scoring.ready);
		for (size_t i = 0; i < norms.programme_count; i++)
			programme_check(&norms.programmes[i]);
	}
	arena_clear(&arena);
	return 0;
}
