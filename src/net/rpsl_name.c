#include "net/rpsl_name.h"

int rpsl_asn_parse(struct text text, asn_t *out_asn)
{
	return text_starts_fold(text, TEXT("as")) ? asn_parse(text, out_asn) : ERR_MALFORMED;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

bool rpsl_is_name(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_name_char(text.at[i]))
			return false;
	return text.len > 0;
}

bool rpsl_is_set_name(struct text text, struct text start)
{
	struct text name;
	bool found = false;

	while (text_cut(&text, ':', &name)) {
		if (!rpsl_is_name(name))
			return false;
		found = found || text_starts_fold(name, start);
	}
	return found;
}

/* "RIPE::AS-EXAMPLE", as PeeringDB writes it: takes the source off the front. */
static struct text source_cut(struct text *name)
{
	size_t colon = text_find(*name, ':');
	struct text source = text_upto(*name, colon);

	if (colon == 0 || name->len < colon + 2 || name->at[colon + 1] != ':')
		return TEXT("");
	*name = text_from(*name, colon + 2);
	return source;
}

struct as_member as_member_parse(struct text word)
{
	struct as_member member = { .kind = AS_MEMBER_BAD, .source = TEXT(""), .name = word };

	if (word.len == 0 || word.len > RPSL_NAME_MAX)
		return member;
	if (rpsl_asn_parse(word, &member.asn) == 0) {
		/* RFC 7607 section 2 */
		member.kind = member.asn != ASN_NONE ? AS_MEMBER_ASN : AS_MEMBER_BAD;
		return member;
	}
	/* RFC 2622 section 2 keeps both words for itself. */
	if (text_equal_fold(word, TEXT("ANY")) || text_equal_fold(word, TEXT("AS-ANY"))) {
		member.kind = AS_MEMBER_ANY;
		return member;
	}
	member.source = source_cut(&member.name);
	if (!rpsl_is_set_name(member.name, TEXT("as-")) ||
	    (member.source.len > 0 && !rpsl_is_name(member.source)))
		return (struct as_member){ .source = TEXT(""), .name = word };
	member.kind = AS_MEMBER_SET;
	return member;
}
