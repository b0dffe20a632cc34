#include "base/fuzz.h"

#include "net/rpsl_name.h"

/* What was read as a member is one, and lies inside the word. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text word = { (const char *)bytes, size };
	struct as_member member = as_member_parse(word);
	asn_t asn;

	assert(member.name.len + member.source.len <= size);
	switch (member.kind) {
	case AS_MEMBER_ASN:
		assert(member.asn != ASN_NONE && rpsl_asn_parse(word, &asn) == 0 &&
		       asn == member.asn);
		break;
	case AS_MEMBER_SET:
		assert(rpsl_is_set_name(member.name, TEXT("as-")));
		assert(member.name.at + member.name.len == word.at + word.len);
		assert(member.source.len == 0 ||
		       (rpsl_is_name(member.source) && member.source.at == word.at &&
			size == member.source.len + 2 + member.name.len));
		break;
	case AS_MEMBER_ANY:
	case AS_MEMBER_BAD:
		break;
	}
	return 0;
}
