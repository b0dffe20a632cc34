#include "wire/attr_json.h"

#include "wire/attr_fields.h"
#include "wire/attr_out.h"

void attr_json_put(struct buffer *out, const struct attr_block *block, uint8_t *path_room,
		   const struct number_texts *numbers)
{
	struct attr_out members;

	attr_out_init(&members, out, numbers, true);
	attr_fields_put(&members, block, path_room);
	attr_out_commit(&members);
}

void attr_words_put(struct buffer *out, const struct attr_block *block, uint8_t *path_room,
		    const struct number_texts *numbers)
{
	struct attr_out words;

	attr_out_init(&words, out, numbers, false);
	attr_fields_put(&words, block, path_room);
	attr_out_commit(&words);
}
