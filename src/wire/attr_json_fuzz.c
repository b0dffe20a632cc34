/* Whatever the block: JSON that another parser takes, and words without control characters. */
#include "base/fuzz.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/attr_json.h"
#include "wire/bgp_text.h"
#include "wire/test_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct number_texts *numbers;
	static uint8_t *path_room;
	static struct buffer out;
	struct reader in = reader_over(bytes, size < 65536 ? size : 65536);
	unsigned choice = read_u8(&in);
	struct attr_block block = {
		.bytes = in,
		.asn_size = (choice & 1) != 0 ? 2 : 4,
		.next_hop = (enum attr_next_hop)(choice / 2 % 3),
	};

	if (numbers == NULL) {
		numbers = memory_alloc(1, sizeof(*numbers));
		number_texts_init(numbers);
		path_room = memory_alloc(1, AS_PATH_ROOM);
	}
	/* No room that an earlier input left, so that a bound that is too small shows. */
	buffer_clear(&out);
	buffer_string(&out, "{\"a\":0");
	attr_json_put(&out, &block, path_room, numbers);
	buffer_char(&out, '}');
	assert(json_is_valid((struct text){ out.bytes, out.used }));

	buffer_clear(&out);
	attr_words_put(&out, &block, path_room, numbers);
	for (size_t i = 0; i < out.used; i++)
		assert(out.bytes[i] >= ' ' && out.bytes[i] <= '~');
	return 0;
}
