#include "wire/as_rel.h"

static const char *const says[AS_REL_REASONS] = {
	[AS_REL_LINE_LONG] = "a line longer than 64 KiB",
	[AS_REL_FIELDS] = "not three or four fields between '|'",
	[AS_REL_ASN] = "an AS that is no number from 1 to 4294967295",
	[AS_REL_RELATION] = "a relation other than -1, 0, 1, 2",
	[AS_REL_SELF] = "an AS linked with itself",
};

void as_rel_init(struct as_rel *rel, const struct as_rel_sink *sink)
{
	*rel = (struct as_rel){ .sink = *sink };
	lines_init(&rel->lines, AS_REL_LINE_MAX);
	refusals_init(&rel->refusals, says, AS_REL_REASONS);
}

void as_rel_clear(struct as_rel *rel)
{
	lines_clear(&rel->lines);
}

/* "# source:topology|BGP|20220501|ripe|rrc00" */
static void take_remark(struct as_rel *rel, struct text line)
{
	struct text fields[3];
	uint32_t day;

	if (line_fields(line, '|', fields, 3) < 3 || fields[2].len != 8 ||
	    !text_starts(text_trim(text_from(fields[0], 1)), TEXT("source:")) ||
	    text_u32(fields[2], &day) < 0)
		return;
	if (rel->first_day == 0 || day < rel->first_day)
		rel->first_day = day;
	if (day > rel->last_day)
		rel->last_day = day;
}

static bool relation_parse(struct text text, enum as_relation *out_relation)
{
	if (text_equal(text, TEXT("-1")))
		*out_relation = AS_PROVIDER_TO_CUSTOMER;
	else if (text_equal(text, TEXT("0")))
		*out_relation = AS_PEER;
	else if (text_equal(text, TEXT("1")) || text_equal(text, TEXT("2")))
		*out_relation = AS_SIBLING;
	else
		return false;
	return true;
}

static enum as_rel_refusal link_parse(struct text line, struct as_link *out_link)
{
	struct text fields[4];
	unsigned count = line_fields(line, '|', fields, 4);
	struct as_link link;

	if (count != 3 && count != 4)
		return AS_REL_FIELDS;
	if (text_u32(fields[0], &link.a) < 0 || text_u32(fields[1], &link.b) < 0 ||
	    link.a == ASN_NONE || link.b == ASN_NONE)
		return AS_REL_ASN;
	if (!relation_parse(fields[2], &link.relation))
		return AS_REL_RELATION;
	if (link.a == link.b)
		return AS_REL_SELF;
	*out_link = link;
	return AS_REL_TAKEN;
}

static int take_line(struct as_rel *rel, const struct line *line)
{
	struct text text = text_trim(line->text);
	struct as_link link;

	if (text.len == 0)
		return 0;
	if (text.at[0] == '#') {
		take_remark(rel, text);
		return 0;
	}
	enum as_rel_refusal reason = line->cut ? AS_REL_LINE_LONG : link_parse(text, &link);
	refusals_count(&rel->refusals, reason, line->place);
	if (reason != AS_REL_TAKEN || rel->sink.on_link == NULL)
		return 0;
	return rel->sink.on_link(rel->sink.context, &link, line->place);
}

static int take_lines(struct as_rel *rel)
{
	int done = 0;

	for (struct line line; done == 0 && lines_next(&rel->lines, &line);)
		done = take_line(rel, &line);
	return done;
}

int as_rel_feed(struct as_rel *rel, struct text piece)
{
	lines_feed(&rel->lines, piece);
	return take_lines(rel);
}

int as_rel_finish(struct as_rel *rel)
{
	lines_finish(&rel->lines);
	return take_lines(rel);
}
