/* Whatever the text: what was read of it is a path that can be walked, without an empty segment,
 * whose ASes are the numbers in the text, in their order. */
#include "base/fuzz.h"

#include "net/as_path.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The next number in the text, whatever stands before it. */
static uint64_t next_number(struct text *rest)
{
	uint64_t number = 0;

	while (rest->len > 0 && !is_digit(rest->at[0]))
		*rest = text_from(*rest, 1);
	assert(rest->len > 0);
	for (; rest->len > 0 && is_digit(rest->at[0]); *rest = text_from(*rest, 1))
		number = number * 10 + (uint64_t)(rest->at[0] - '0');
	return number;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static uint8_t room[AS_PATH_ROOM];
	struct text text = { (const char *)bytes, size };
	struct as_segment segment;
	struct reader path;
	asn_t origin = ASN_NONE;
	int got;

	if (as_path_parse(text, room, &path) < 0)
		return 0;
	got = as_path_origin(path, 7, &origin);
	assert(got == 0);
	while ((got = as_path_next(&path, 4, &segment)) > 0) {
		assert(segment.count > 0);
		for (unsigned i = 0; i < segment.count; i++) {
			uint64_t written = next_number(&text);
			assert(as_segment_asn(&segment, 4) == written);
		}
	}
	assert(got == 0);
	for (; text.len > 0; text = text_from(text, 1))
		assert(!is_digit(text.at[0]));
	return 0;
}
