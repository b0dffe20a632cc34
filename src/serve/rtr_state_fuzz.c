/* Whatever the file holds: it is refused, or what comes of it writes the same file again. To get
 * past the digest, bytes are also taken for a body, under a head that fits them. */
#include "base/digest.h"
#include "base/fuzz.h"
#include "serve/rtr_state.h"

static void parse(struct text bytes)
{
	struct payload_set *set = NULL;
	struct rtr_state state;
	struct payload_set *again = NULL;
	struct rtr_state second;
	struct buffer out;

	int result = rtr_state_parse(bytes, &state, &set);
	if (result < 0) {
		assert(set == NULL);
		return;
	}
	buffer_init(&out);
	rtr_state_put(&out, &state, set);
	result = rtr_state_parse((struct text){ out.bytes, out.used }, &second, &again);
	assert(result == 0 && second.serial == state.serial);
	/* Nothing is lost, but customers with lists that are too long, which no set holds. */
	assert(payload_set_equal(set, again));
	payload_set_release(set);
	payload_set_release(again);
	buffer_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text text = { (const char *)bytes, size };
	char sum[DIGEST_TEXT_MAX];
	struct buffer file;
	struct digest digest;

	parse(text);
	buffer_init(&file);
	buffer_format(&file, "decorum rtr state 1\nsessions 1 2 3\nserial 4 saved 5 size %zu\n",
		      size);
	digest_init(&digest);
	digest_add(&digest, file.bytes, file.used);
	digest_add(&digest, bytes, size);
	digest_finish(&digest, sum);
	buffer_format(&file, "sha256 %s\n", sum);
	buffer_text(&file, text);
	parse((struct text){ file.bytes, file.used });
	buffer_clear(&file);
	return 0;
}
