/* Whatever the blocks: what is found again is what was put together before, by another memory, and
 * it is one line of eight fields. The first octet says how long the blocks are. */
#include "base/fuzz.h"

#include "wire/attr_text.h"

static void check_line(struct text text)
{
	size_t bars = 0;

	assert(text.len > 0 && text.at[text.len - 1] == '\n');
	for (size_t i = 0; i + 1 < text.len; i++) {
		assert(text.at[i] >= ' ' && text.at[i] <= '~');
		bars += text.at[i] == '|';
	}
	assert(bars == 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct attr_text long_lived, other;

	if (long_lived.ring == NULL) {
		attr_text_init(&long_lived, ATTR_TEXT_LINE);
		attr_text_init(&other, ATTR_TEXT_LINE);
	}
	if (size == 0)
		return 0;
	struct reader in = reader_over(bytes + 1, size - 1);
	while (reader_left(&in) > 0) {
		size_t left = reader_left(&in);
		size_t step = bytes[0] == 0 || bytes[0] > left ? left : bytes[0];
		struct attr_block block = { read_inner(&in, step < 65535 ? step : 65535),
					    left % 2 == 0 ? 2 : 4, (enum attr_next_hop)(left % 3) };
		struct text first = attr_text_find(&long_lived, &block);
		struct text second = attr_text_find(&other, &block);
		struct text again = attr_text_find(&long_lived, &block);
		check_line(first);
		assert(again.at == first.at && again.len == first.len);
		assert(text_equal(first, second));
	}
	return 0;
}
