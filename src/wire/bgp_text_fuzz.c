/* Whatever the value: its text keeps within the room that the header promises, and holds no
 * character that could break a line. */
#include "base/fuzz.h"

#include <stdlib.h>

#include "wire/bgp_text.h"

static struct number_texts numbers;

static void check(const char *text, const char *end, size_t size)
{
	assert(end >= text && (size_t)(end - text) <= BGP_TEXT_PER_BYTE * size + 9);
	for (; text < end; text++)
		assert(*text >= ' ' && *text <= '~' && *text != '|');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct reader in = reader_over(bytes, size);
	char *room = malloc(BGP_TEXT_PER_BYTE * size + BGP_TEXT_SLACK);
	char small[ADDRESS_TEXT_MAX];
	struct address address;

	assert(room != NULL);
	if (numbers.texts[0].size == 0)
		number_texts_init(&numbers);
	check(room, as_path_put(room, in, &numbers), size);
	check(room, communities_put(room, in, &numbers), size);
	free(room);
	if (address_read(&in, size % 2 == 0 ? FAMILY_V4 : FAMILY_V6, &address) == 0)
		check(small, bgpdump_address_put(small, &address), ADDRESS_TEXT_MAX);
	return 0;
}
