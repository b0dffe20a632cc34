#include "net/asn.h"

int asn_parse(struct text text, asn_t *out_asn)
{
	return text_u32(text_starts_fold(text, TEXT("as")) ? text_from(text, 2) : text, out_asn);
}
