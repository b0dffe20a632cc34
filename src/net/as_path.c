#include "net/as_path.h"

enum { SEGMENT_HEADER = 2, SEGMENT_COUNT_MAX = 255, ASN_OCTETS = 4 };

int as_path_next(struct reader *path, unsigned asn_size, struct as_segment *out_segment)
{
	if (reader_left(path) == 0)
		return path->failed ? ERR_TRUNCATED : 0;
	unsigned type = read_u8(path);
	unsigned count = read_u8(path);
	const uint8_t *asns = read_bytes(path, (size_t)count * asn_size);

	if (type < AS_SET || type > AS_CONFED_SET)
		return ERR_MALFORMED; /* RFC 7606 section 7.2 */
	if (asns == NULL)
		return ERR_TRUNCATED;
	out_segment->type = (enum as_segment_type)type;
	out_segment->count = count;
	out_segment->asns = reader_over(asns, (size_t)count * asn_size);
	return 1;
}

int as_path_origin(struct reader path, asn_t own, asn_t *out_origin)
{
	struct as_segment segment, last = { .count = 0 };
	int got;

	while ((got = as_path_next(&path, 4, &segment)) > 0)
		if (segment.count > 0)
			last = segment;
	if (got < 0)
		return got;
	if (last.count == 0 || last.type == AS_CONFED_SEQUENCE || last.type == AS_CONFED_SET) {
		*out_origin = own;
	} else if (last.type == AS_SET) {
		*out_origin = ASN_NONE;
	} else {
		read_skip(&last.asns, ((size_t)last.count - 1) * 4);
		*out_origin = read_u32(&last.asns);
	}
	return 0;
}

/* A path that is being written. `count` stands in the header of the segment at `segment`. */
struct writing {
	uint8_t *room;
	size_t used;
	size_t segment;
	unsigned count; /* 0: no segment is open */
	enum as_segment_type type;
	bool in_brackets;
};

static bool is_set(enum as_segment_type type)
{
	return type == AS_SET || type == AS_CONFED_SET;
}

static int put_asn(struct writing *to, asn_t asn)
{
	bool begins = to->count == 0 || to->count == SEGMENT_COUNT_MAX;
	size_t need = ASN_OCTETS + (begins ? SEGMENT_HEADER : 0);

	if (to->used + need > AS_PATH_ROOM || (to->count == SEGMENT_COUNT_MAX && is_set(to->type)))
		return ERR_LIMIT;
	if (begins) { /* a longer sequence goes on in a segment of its own */
		to->segment = to->used;
		to->room[to->used++] = (uint8_t)to->type;
		to->used++;
		to->count = 0;
	}
	to->room[to->segment + 1] = (uint8_t)++to->count;
	for (unsigned shift = 32; shift > 0; shift -= 8)
		to->room[to->used++] = (uint8_t)(asn >> (shift - 8));
	return 0;
}

static void begin(struct writing *to, enum as_segment_type type, bool in_brackets)
{
	to->type = type;
	to->count = 0;
	to->in_brackets = in_brackets;
}

static bool type_of_bracket(char open, enum as_segment_type *out_type)
{
	switch (open) {
	case '{':
		*out_type = AS_SET;
		return true;
	case '(':
		*out_type = AS_CONFED_SEQUENCE;
		return true;
	case '[':
		*out_type = AS_CONFED_SET;
		return true;
	default:
		return false;
	}
}

static char closing_bracket(enum as_segment_type type)
{
	return type == AS_SET ? '}' : type == AS_CONFED_SEQUENCE ? ')' : ']';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The AS at the front of `rest`. */
static int take_asn(struct text *rest, struct writing *to)
{
	size_t len = 0;
	asn_t asn;

	while (len < rest->len && is_word(rest->at[len]))
		len++;
	if (len == 0 || asn_parse(text_upto(*rest, len), &asn) < 0)
		return ERR_MALFORMED;
	*rest = text_from(*rest, len);
	return put_asn(to, asn);
}

/* The bracket or AS at the front of `rest`. `after_comma`: something must follow that is no end. */
static int take_item(struct text *rest, struct writing *to, bool after_comma)
{
	enum as_segment_type type;

	if (to->in_brackets && rest->at[0] == closing_bracket(to->type)) {
		/* RFC 7606 section 7.2: there is no empty segment. */
		if (to->count == 0 || after_comma)
			return ERR_MALFORMED;
		begin(to, AS_SEQUENCE, false);
	} else if (!to->in_brackets && type_of_bracket(rest->at[0], &type)) {
		begin(to, type, true);
	} else {
		return take_asn(rest, to);
	}
	*rest = text_from(*rest, 1);
	return 0;
}

static struct text skip_blanks(struct text text)
{
	size_t blanks = 0;

	while (blanks < text.len && is_blank(text.at[blanks]))
		blanks++;
	return text_from(text, blanks);
}

/* A comma stands between two items, never in front of one or behind the last. */
static bool take_comma(struct text *rest, const struct writing *to)
{
	bool may = to->in_brackets ? to->count > 0 : to->used > 0;

	if (!may || rest->len == 0 || rest->at[0] != ',')
		return false;
	*rest = skip_blanks(text_from(*rest, 1));
	return true;
}

int as_path_parse(struct text text, uint8_t room[AS_PATH_ROOM], struct reader *out_path)
{
	struct writing to = { .room = room, .type = AS_SEQUENCE };
	struct text rest = skip_blanks(text);
	bool after_comma = false;

	while (rest.len > 0) {
		int err = take_item(&rest, &to, after_comma);
		if (err < 0)
			return err;
		rest = skip_blanks(rest);
		after_comma = take_comma(&rest, &to);
	}
	if (to.in_brackets || after_comma)
		return ERR_MALFORMED;
	*out_path = reader_over(room, to.used);
	return 0;
}
