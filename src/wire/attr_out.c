#include "wire/attr_out.h"

enum { MARKS_MAX = 16 }; /* commas, quotes, colons, brackets around a label and a value */

void attr_out_init(struct attr_out *out, struct buffer *buffer, const struct number_texts *numbers,
		   bool is_json)
{
	*out = (struct attr_out){
		.buffer = buffer,
		.numbers = numbers,
		.at = buffer_room(buffer, 1),
		.is_json = is_json,
		.lead = ": ",
	};
}

void attr_out_commit(struct attr_out *out)
{
	buffer_commit(out->buffer, out->at);
}

static void put_key(struct attr_out *out, const struct attr_label *label)
{
	char *at = out->at;

	if (!out->is_first)
		*at++ = ',';
	if (label->key.at != NULL) {
		*at++ = '"';
		at = put_bytes(at, label->key.at, label->key.len);
		at = put_bytes(at, "\":", 2);
	}
	out->at = at;
}

/* Sets apart from what stands before, names, and sees to the room for `want` characters of the
 * value. */
static void put_label(struct attr_out *out, const struct attr_label *label, size_t want)
{
	attr_out_room(out, label->key.len + label->words.len + want + MARKS_MAX);
	if (out->is_json) {
		put_key(out, label);
	} else {
		if (out->depth == 0) {
			out->at = put_bytes(out->at, out->lead, strlen(out->lead));
			out->lead = "; ";
		} else if (!out->is_first) {
			*out->at++ = ' ';
		}
		out->at = put_bytes(out->at, label->words.at, label->words.len);
	}
	out->is_first = false;
}

/* The blank behind an attribute's name, if it has one; those of its fields bring their own. */
static void put_blank(struct attr_out *out, const struct attr_label *label)
{
	if (!out->is_json && out->depth == 0 && label->words.len > 0)
		*out->at++ = ' ';
}

void attr_out_begin(struct attr_out *out, struct attr_label label, char bracket)
{
	put_label(out, &label, 0);
	if (out->is_json) {
		*out->at++ = bracket;
		out->is_first = true;
	} else if (out->depth > 0) {
		*out->at++ = '(';
		out->is_first = true;
	}
	out->depth++;
}

void attr_out_end(struct attr_out *out, char bracket)
{
	attr_out_room(out, 1);
	out->depth--;
	if (out->is_json)
		*out->at++ = bracket;
	else if (out->depth > 0)
		*out->at++ = ')';
	out->is_first = false;
}

void attr_out_number(struct attr_out *out, struct attr_label label, uint64_t number)
{
	put_label(out, &label, PUT_U64_MAX);
	put_blank(out, &label);
	out->at = put_u64(out->at, number);
}

static void put_quote(struct attr_out *out)
{
	if (out->is_json)
		*out->at++ = '"';
}

void attr_out_text(struct attr_out *out, struct attr_label label, struct text text)
{
	put_label(out, &label, text.len);
	put_blank(out, &label);
	put_quote(out);
	out->at = put_bytes(out->at, text.at, text.len);
	put_quote(out);
}

void attr_out_foreign(struct attr_out *out, struct attr_label label, struct text text)
{
	put_label(out, &label, 0);
	put_blank(out, &label);
	buffer_commit(out->buffer, out->at);
	if (out->is_json) {
		buffer_json_string(out->buffer, text);
	} else {
		buffer_char(out->buffer, '"');
		buffer_printable(out->buffer, text);
		buffer_char(out->buffer, '"');
	}
	out->at = buffer_room(out->buffer, 1);
}

void attr_out_address(struct attr_out *out, struct attr_label label, const struct address *address)
{
	put_label(out, &label, ADDRESS_TEXT_MAX);
	put_blank(out, &label);
	put_quote(out);
	out->at = address_put(out->at, address);
	put_quote(out);
}

void attr_out_hex(struct attr_out *out, struct attr_label label, struct reader value)
{
	put_label(out, &label, 2 * reader_left(&value));
	put_blank(out, &label);
	put_quote(out);
	out->at = hex_put(out->at, value);
	put_quote(out);
}

void attr_out_true(struct attr_out *out, struct attr_label label)
{
	put_label(out, &label, 4);
	if (out->is_json)
		out->at = put_bytes(out->at, "true", 4);
}

void attr_out_null(struct attr_out *out, struct attr_label label)
{
	if (!out->is_json)
		return;
	put_label(out, &label, 4);
	out->at = put_bytes(out->at, "null", 4);
}
