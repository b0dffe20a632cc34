/* Whatever the value: its text keeps within the room that the header promises, and holds no
 * character that could break a line. */
#include "base/fuzz.h"

#include <stdlib.h>

#include "net/as_path.h"
#include "wire/bgp_text.h"

static struct number_texts numbers;

static void check(const char *text, const char *end, size_t size)
{
	assert(end >= text && (size_t)(end - text) <= BGP_TEXT_PER_BYTE * size + 9);
	for (; text < end; text++)
		assert(*text >= ' ' && *text <= '~' && *text != '|');
}

/* What was read of a text is printed as it was written, and read again the same. */
static void check_round_trip(const uint8_t *bytes, size_t size)
{
	static uint8_t first_room[AS_PATH_ROOM], again_room[AS_PATH_ROOM];
	struct reader first, again = { 0 };

	if (as_path_parse((struct text){ (const char *)bytes, size }, first_room, &first) < 0)
		return;
	size_t wire_size = reader_left(&first);
	char *text = malloc(BGP_TEXT_PER_BYTE * wire_size + BGP_TEXT_SLACK);
	assert(text != NULL);
	char *end = as_path_put(text, first, &numbers);
	int err = as_path_parse((struct text){ text, (size_t)(end - text) }, again_room, &again);
	assert(err == 0 && reader_left(&again) == wire_size);
	assert(memcmp(first.at, again.at, wire_size) == 0);
	free(text);
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
	check_round_trip(bytes, size);
	check(room, communities_put(room, in, &numbers), size);
	free(room);
	if (address_read(&in, size % 2 == 0 ? FAMILY_V4 : FAMILY_V6, &address) == 0)
		check(small, bgpdump_address_put(small, &address), ADDRESS_TEXT_MAX);
	return 0;
}
