/* Whatever the bytes: a line that is taken as a record is printed as one that is read again, and
 * that one is printed as the same. */
#include "base/fuzz.h"
#include "flow/record.h"

static struct record_room room;
static struct record_key key;

static bool read_line(struct text text, union record_value *out, enum record_id *out_id,
		      struct json_line *line)
{
	const struct json_node *last = NULL;
	const char *member;

	if (json_line_parse(line, text) < 0)
		return false;
	const struct json_node *type =
		json_line_member(line, json_line_object(line), "type", &last);
	return type != NULL && record_find(type->text, out_id) &&
	       record_read(*out_id, line, 2026 * 12 + 1, &room, out, &member) == RECORD_GOOD;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text text = { (const char *)bytes, size };
	struct buffer first, second;
	union record_value value;
	struct json_line line;
	enum record_id id;

	if (size > RECORD_TEXT_MAX / 3)
		return 0; /* each byte that is no UTF-8 becomes three: the text would be too long */
	json_line_init(&line);
	buffer_init(&first);
	buffer_init(&second);
	if (read_line(text, &value, &id, &line)) {
		record_key_of(id, &value, &key);
		assert(record_compare(id, &key.value, &value) == 0);
		record_put_json(&first, id, "2026-02", &value);
		record_put_csv(&first, id, "2026-02", &value);
		text = (struct text){ first.bytes, first.used };
		text = text_upto(text, text_find(text, '\n'));
		const bool again = read_line(text, &value, &id, &line);
		assert(again);
		record_put_json(&second, id, "2026-02", &value);
		assert(second.used == text.len + 1 &&
		       memcmp(first.bytes, second.bytes, text.len) == 0);
	}
	buffer_clear(&first);
	buffer_clear(&second);
	json_line_clear(&line);
	return 0;
}
