/* Whatever the bytes, and however they are cut: all of a file or nothing, a fault always has a line
 * and a sentence, and what is taken can be applied. */
#include "base/fuzz.h"

#include "wire/slurm_json.h"
#include "wire/test_slurm.h"

/* Into `out` what it says, or how it fails. */
static bool run(struct text input, size_t piece, struct buffer *out, struct slurm *out_slurm)
{
	struct slurm_json json;
	size_t size = input.len;
	int result = 0;

	buffer_init(out);
	slurm_json_init(&json);
	for (; input.len > 0 && result == 0; input = text_from(input, piece))
		result = slurm_json_feed(&json, text_upto(input, piece));
	result = slurm_json_finish(&json, out_slurm);
	assert((result == 0) == (json.fault.line == 0));
	assert((result == 0) == (json.fault.says[0] == '\0'));
	assert(json.fault.offset <= size && json.fault.line <= size + 1);
	if (result == 0)
		test_put_slurm(out, out_slurm);
	else
		buffer_format(
			out, "%d %llu %llu %s %s", result, (unsigned long long)json.fault.line,
			(unsigned long long)json.fault.offset, json.fault.path, json.fault.says);
	slurm_json_clear(&json);
	return result == 0;
}

static void check_slurm(const struct slurm *slurm)
{
	struct payload_set *none = payload_builder_finish(payload_builder_new()), *set;
	char message[SLURM_MESSAGE_MAX];
	struct slurm_effect effect;

	int result = slurm_apply(slurm, SLURM_ASPAS_REPLACE, none, &set, &effect);
	assert(result == 0); /* every assertion is a sound payload */
	assert(effect.vrps_added == set->vrp_count && set->vrp_count <= slurm->vrp_count);
	assert(effect.keys_added == set->key_count && set->key_count <= slurm->key_count);
	bool says = slurm->vrp_count + slurm->key_count + slurm->aspa_count > 0;
	assert(!says || slurm_overlaps(slurm, slurm, message));
	payload_set_release(none);
	payload_set_release(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text input = { size > 0 ? (const char *)bytes : "", size };
	struct buffer whole, cut;
	struct slurm first, second;
	bool is_first = run(input, SIZE_MAX, &whole, &first);
	bool is_second = run(input, 1 + size % 7, &cut, &second);

	assert(is_first == is_second && whole.used == cut.used);
	assert(whole.used == 0 || memcmp(whole.bytes, cut.bytes, whole.used) == 0);
	if (is_first) {
		check_slurm(&first);
		slurm_clear(&first);
		slurm_clear(&second);
	}
	buffer_clear(&whole);
	buffer_clear(&cut);
	return 0;
}
