#include "wire/json_stream.h"

#include <assert.h>

enum { ESCAPE_START = 5 }; /* u and four digits, or one letter */

void json_stream_init(struct json_stream *stream, const yajl_callbacks *callbacks, void *context,
		      void (*on_long_string)(void *context))
{
	memset(stream, 0, sizeof(*stream));
	stream->context = context;
	stream->on_long_string = on_long_string;
	stream->yajl = yajl_alloc(callbacks, NULL, context);
	assert(stream->yajl != NULL);
	(void)yajl_config(stream->yajl, yajl_dont_validate_strings, 1);
}

void json_stream_clear(struct json_stream *stream)
{
	if (stream->yajl != NULL)
		yajl_free(stream->yajl);
	stream->yajl = NULL;
}

uint64_t json_stream_offset(const struct json_stream *stream)
{
	return stream->base + yajl_get_bytes_consumed(stream->yajl);
}

static int fail(struct json_stream *stream, int result, uint64_t offset, struct text message)
{
	struct text shown = text_upto(message, JSON_MESSAGE_MAX - 1);

	assert(result != 0);
	memcpy(stream->fault_message, shown.at, shown.len);
	stream->fault_message[shown.len] = '\0';
	stream->fault_offset = offset;
	stream->result = result;
	return result;
}

int json_stream_stop(struct json_stream *stream, int result, struct text message)
{
	(void)fail(stream, result, json_stream_offset(stream), message);
	return 0;
}

/* In the words of yajl: "parse error: trailing garbage". When that comes of the end of the input,
 * it is the end that is wrong if a token or anything else is incomplete. */
static int fail_in_yajl(struct json_stream *stream, bool at_end)
{
	unsigned char *words = yajl_get_error(stream->yajl, 0, NULL, 0);

	assert(words != NULL);
	struct text message = text_of((const char *)words);
	message = text_upto(message, text_find(message, '\n'));
	bool truncated = at_end && (text_starts(message, TEXT("lexical error")) ||
				    text_equal(message, TEXT("parse error: premature EOF")));
	(void)fail(stream, truncated ? ERR_TRUNCATED : ERR_MALFORMED,
		   at_end ? stream->next : json_stream_offset(stream), message);
	yajl_free_error(stream->yajl, words);
	return stream->result;
}

static void watch_char(struct string_watch *string, char c)
{
	if (string->escape > 0) {
		bool short_escape = string->escape == ESCAPE_START && c != 'u';
		string->escape = short_escape ? 0 : (uint8_t)(string->escape - 1);
	} else if (string->inside && c == '\\') {
		string->escape = ESCAPE_START;
	} else if (c == '"') {
		string->inside = !string->inside;
		string->met_quote = true;
	}
}

/* Is the number of quotes odd? Eight bytes at a time, because this sees every byte of the input. */
static bool quotes_odd(struct text part)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7f;
	uint64_t odd = 0, word;

	for (; part.len >= sizeof(word); part = text_from(part, sizeof(word))) {
		memcpy(&word, part.at, sizeof(word));
		word ^= ones * '"';
		odd ^= ~(((word & low) + low) | word | low); /* bit 7 of each byte that is zero */
	}
	bool result = __builtin_parityll(odd);
	for (size_t i = 0; i < part.len; i++)
		result ^= part.at[i] == '"';
	return result;
}

static void watch(struct string_watch *string, struct text part)
{
	bool was_inside = string->inside;

	if (string->escape == 0 && text_find(part, '\\') == part.len) {
		string->met_quote = text_find(part, '"') < part.len;
		string->inside ^= quotes_odd(part);
	} else {
		string->met_quote = false;
		for (size_t i = 0; i < part.len; i++)
			watch_char(string, part.at[i]);
	}
	string->size = was_inside && !string->met_quote ? string->size + part.len : 0;
}

/* How much of `piece` belongs to a string that is long enough as it is. */
static size_t skip_string(struct json_stream *stream, struct text piece)
{
	struct string_watch *string = &stream->string;
	size_t skip = 0;

	if (!string->skipping)
		stream->on_long_string(stream->context);
	while (skip < piece.len && (string->escape > 0 || piece.at[skip] != '"'))
		watch_char(string, piece.at[skip++]);
	string->skipping = skip == piece.len;
	if (!string->skipping)
		string->size = 0;
	return skip;
}

/* Bytes at the end that may belong to a number. */
static size_t bare_at_end(struct text part)
{
	static const char others[] = " \t\r\n,:[]{}\"";
	size_t bare = 0;

	while (bare < part.len &&
	       memchr(others, part.at[part.len - 1 - bare], sizeof(others) - 1) == NULL)
		bare++;
	return bare;
}

static int parse_part(struct json_stream *stream, struct text part)
{
	stream->base = stream->next;
	stream->next += part.len;
	yajl_status status = yajl_parse(stream->yajl, (const unsigned char *)part.at, part.len);
	if (status == yajl_status_client_canceled)
		return stream->result;
	if (status != yajl_status_ok)
		return fail_in_yajl(stream, false);

	watch(&stream->string, part);
	size_t bare = stream->string.inside ? 0 : bare_at_end(part);
	stream->bare = bare == part.len ? stream->bare + bare : bare;

	/* What a number can mean fits in twenty digits. */
	if (stream->bare > JSON_PIECE)
		return fail(stream, ERR_LIMIT, stream->next, TEXT("number without end"));
	return 0;
}

static int parse_piece(struct json_stream *stream, struct text piece)
{
	const struct string_watch *string = &stream->string;

	if (stream->next == 0 && text_starts(piece, TEXT("\xef\xbb\xbf"))) {
		stream->next = 3; /* RFC 8259 section 8.1 */
		piece = text_from(piece, 3);
	}
	while (piece.len > 0 && stream->result == 0) {
		bool too_long = string->size > JSON_STRING_MAX;
		size_t size = piece.len;
		if (string->skipping || (too_long && string->escape == 0)) {
			size = skip_string(stream, piece);
			stream->next += size;
		} else {
			size = too_long ? 1 : size; /* of the escape that must not be cut */
			(void)parse_part(stream, text_upto(piece, size));
		}
		piece = text_from(piece, size);
	}
	return stream->result;
}

static int parse_staged(struct json_stream *stream)
{
	struct text piece = { stream->stage, stream->staged };
	stream->staged = 0;
	return parse_piece(stream, piece);
}

int json_stream_feed(struct json_stream *stream, struct text piece)
{
	while (piece.len > 0 && stream->result == 0) {
		struct text part = text_upto(piece, JSON_PIECE - stream->staged);
		if (part.len == JSON_PIECE) {
			(void)parse_piece(stream, part);
		} else {
			memcpy(stream->stage + stream->staged, part.at, part.len);
			stream->staged += part.len;
			if (stream->staged == JSON_PIECE)
				(void)parse_staged(stream);
		}
		piece = text_from(piece, part.len);
	}
	return stream->result;
}

int json_stream_finish(struct json_stream *stream)
{
	if (stream->result == 0)
		(void)parse_staged(stream);
	if (stream->result != 0)
		return stream->result;
	stream->base = stream->next;
	if (yajl_complete_parse(stream->yajl) != yajl_status_ok && stream->result == 0)
		(void)fail_in_yajl(stream, true);
	return stream->result;
}
