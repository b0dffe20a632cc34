#include "scores/registered.h"

uint64_t registered_count(const struct as_month *in, enum registration_kind kind)
{
	uint64_t count = 0;

	for (size_t i = 0; i < in->registration_count; i++)
		if (in->registrations[i].kind == kind)
			count += in->registrations[i].count;
	return count;
}

bool registered_in_registry(const struct as_month *in)
{
	for (size_t i = 0; i < in->registration_count; i++)
		if (in->registrations[i].kind == REGISTRATION_NETWORK &&
		    !text_equal(in->registrations[i].source, TEXT("peeringdb")))
			return true;
	return false;
}
