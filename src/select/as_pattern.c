#include "select/as_pattern.h"

#include <assert.h>

struct pattern_parser {
	struct text text;
	size_t at;
	unsigned depth;
	struct as_pattern *pattern;
	struct complaint *complaint;
};

/* A part of the pattern: the positions that it can begin and end with, and whether it can be
 * nothing at all. */
struct part {
	uint64_t first, last;
	bool nullable;
};

static int choice_parse(struct pattern_parser *parser, struct part *out_part);

/* The next character that is no blank, or NUL at the end. */
static char peek(struct pattern_parser *parser)
{
	while (parser->at < parser->text.len &&
	       (parser->text.at[parser->at] == ' ' || parser->text.at[parser->at] == '\t'))
		parser->at++;
	return parser->at < parser->text.len ? parser->text.at[parser->at] : '\0';
}

static bool take(struct pattern_parser *parser, char c)
{
	if (peek(parser) != c || parser->at >= parser->text.len)
		return false;
	parser->at++;
	return true;
}

static int position_add(struct pattern_parser *parser, size_t at, asn_t low, asn_t high,
			struct part *out_part)
{
	struct as_pattern *pattern = parser->pattern;

	if (pattern->count == AS_PATTERN_POSITIONS)
		return complaint_set(parser->complaint, at, parser->at - at,
				     "a pattern has at most %d AS numbers and dots",
				     AS_PATTERN_POSITIONS);
	uint64_t bit = UINT64_C(1) << pattern->count;
	pattern->positions[pattern->count].low = low;
	pattern->positions[pattern->count].high = high;
	pattern->count++;
	*out_part = (struct part){ bit, bit, false };
	return 0;
}

static bool is_number(char c)
{
	return (c >= '0' && c <= '9') || c == 'A' || c == 'a' || c == 'S' || c == 's' || c == '-';
}

/* An AS number or a range of them. */
static int number_parse(struct pattern_parser *parser, struct part *out_part)
{
	size_t at = parser->at, len = 0;
	struct text rest = text_from(parser->text, at), low_text;
	asn_t low, high;
	char text[SHOWN_MAX];

	while (len < rest.len && is_number(rest.at[len]))
		len++;
	rest = text_upto(rest, len > 0 ? len : 1);
	parser->at += rest.len;
	struct text high_text = rest;
	if (!text_cut(&high_text, '-', &low_text) || asn_parse(low_text, &low) < 0)
		return complaint_set(parser->complaint, at, rest.len,
				     "'%s' is not part of a pattern: AS numbers, ranges, . ( ) | "
				     "* + ? and ^ $ at its ends",
				     shown(rest, text));
	high = low;
	if (high_text.at != NULL && (asn_parse(high_text, &high) < 0 || high < low))
		return complaint_set(parser->complaint, at, rest.len,
				     "'%s' is not a range; write it like 64512-65534",
				     shown(rest, text));
	return position_add(parser, at, low, high, out_part);
}

static int group_parse(struct pattern_parser *parser, size_t at, struct part *out_part)
{
	if (parser->depth == AS_PATTERN_DEPTH)
		return complaint_set(parser->complaint, at, 1,
				     "parentheses are nested more than %d deep", AS_PATTERN_DEPTH);
	parser->depth++;
	int err = choice_parse(parser, out_part);
	parser->depth--;
	if (err == 0 && !take(parser, ')'))
		return complaint_set(parser->complaint, at, 1, "'(' without its ')'");
	return err;
}

/* Whatever ends `from` may be followed by whatever begins `to`. */
static void link_parts(struct as_pattern *pattern, uint64_t from, uint64_t to)
{
	for (; from != 0; from &= from - 1)
		pattern->follow[__builtin_ctzll(from)] |= to;
}

static int item_parse(struct pattern_parser *parser, struct part *out_part)
{
	struct part part = { 0 };
	int err;

	(void)peek(parser);
	size_t at = parser->at;
	if (take(parser, '('))
		err = group_parse(parser, at, &part);
	else if (take(parser, '.'))
		err = position_add(parser, at, 0, UINT32_MAX, &part);
	else
		err = number_parse(parser, &part);
	if (err < 0)
		return err;
	bool star = take(parser, '*');
	if (star || take(parser, '+'))
		link_parts(parser->pattern, part.last, part.first);
	else
		star = take(parser, '?');
	part.nullable |= star;
	*out_part = part;
	return 0;
}

/* Does the sequence end here? "$" is only known at the end of the pattern. */
static bool at_sequence_end(struct pattern_parser *parser)
{
	char c = peek(parser);

	return parser->at >= parser->text.len || c == '|' || c == ')' ||
	       (c == '$' && parser->at + 1 == parser->text.len);
}

static int sequence_parse(struct pattern_parser *parser, struct part *out_part)
{
	struct part all = { 0, 0, true }, next;

	do {
		int err = item_parse(parser, &next);
		if (err < 0)
			return err;
		link_parts(parser->pattern, all.last, next.first);
		all.first |= all.nullable ? next.first : 0;
		all.last = next.last | (next.nullable ? all.last : 0);
		all.nullable = all.nullable && next.nullable;
	} while (!at_sequence_end(parser));
	*out_part = all;
	return 0;
}

static int choice_parse(struct pattern_parser *parser, struct part *out_part)
{
	struct part all = { 0, 0, false }, next;

	do {
		if (at_sequence_end(parser))
			return complaint_set(parser->complaint, parser->at, 1,
					     "an AS number, '.' or '(' is missing here");
		int err = sequence_parse(parser, &next);
		if (err < 0)
			return err;
		all.first |= next.first;
		all.last |= next.last;
		all.nullable |= next.nullable;
	} while (take(parser, '|'));
	*out_part = all;
	return 0;
}

int as_pattern_parse(struct text text, struct as_pattern *out_pattern,
		     struct complaint *out_complaint)
{
	struct as_pattern pattern = { 0 };
	struct pattern_parser parser = { text_trim(text), 0, 0, &pattern, out_complaint };
	struct part all = { 0, 0, true };
	size_t skipped = parser.text.len > 0 ? (size_t)(parser.text.at - text.at) : 0;

	pattern.from_start = take(&parser, '^');
	bool anchored_nothing = pattern.from_start && peek(&parser) == '$';
	int err = anchored_nothing ? 0 : choice_parse(&parser, &all);
	if (err == 0) {
		pattern.to_end = take(&parser, '$');
		if (peek(&parser) != '\0' || parser.at < parser.text.len)
			err = complaint_set(out_complaint, parser.at, 1,
					    "the pattern should end here");
	}
	if (err < 0) {
		out_complaint->at += skipped;
		return err;
	}
	pattern.first = all.first;
	pattern.last = all.last;
	pattern.nullable = all.nullable;
	*out_pattern = pattern;
	return 0;
}

static bool hop_matches(const struct hops *hops, const struct hop *hop, asn_t low, asn_t high)
{
	for (uint32_t i = 0; i < hop->count; i++) {
		asn_t asn = hops->asns[hop->first + i];
		if (asn >= low && asn <= high)
			return true;
	}
	return false;
}

bool as_pattern_match(const struct as_pattern *pattern, const struct hops *hops)
{
	uint64_t active = 0;

	if (pattern->nullable && !(pattern->from_start && pattern->to_end))
		return true;
	for (uint32_t i = 0; i < hops->count; i++) {
		uint64_t next = i == 0 || !pattern->from_start ? pattern->first : 0;
		for (; active != 0; active &= active - 1)
			next |= pattern->follow[__builtin_ctzll(active)];
		for (; next != 0; next &= next - 1) {
			unsigned p = (unsigned)__builtin_ctzll(next);
			if (hop_matches(hops, &hops->all[i], pattern->positions[p].low,
					pattern->positions[p].high))
				active |= UINT64_C(1) << p;
		}
		if (!pattern->to_end && (active & pattern->last) != 0)
			return true;
		if (active == 0 && pattern->from_start)
			return false;
	}
	return hops->count == 0 ? pattern->nullable : (active & pattern->last) != 0;
}
