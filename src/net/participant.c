#include "net/participant.h"

#include "base/sort.h"

static const char *const CLASSES[FEEDBACK_CLASSES] = {
	[FEEDBACK_DISPUTED] = "disputed",
	[FEEDBACK_LEGITIMATE] = "legitimate",
	[FEEDBACK_TYPO] = "typo",
	[FEEDBACK_INCIDENT] = "incident",
};

static int by_asn(const void *a, const void *b)
{
	const struct participant_asn *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	return (x->role > y->role) - (x->role < y->role);
}

size_t participant_asns_sort(struct participant_asn *asns, size_t count)
{
	size_t left = 0;

	sort_items(asns, count, sizeof(*asns), by_asn);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || by_asn(&asns[i], &asns[left - 1]) != 0)
			asns[left++] = asns[i];
	return left;
}

const char *participant_asn_role_name(enum participant_asn_role role)
{
	static const char *const names[PARTICIPANT_ASN_ROLES] = {
		[PARTICIPANT_NETWORK] = "network",
		[PARTICIPANT_ROUTE_SERVER] = "route-server",
		[PARTICIPANT_MEMBER] = "member",
	};

	return names[role];
}

const char *feedback_class_name(enum feedback_class class)
{
	return CLASSES[class];
}

bool feedback_class_find(struct text word, enum feedback_class *out_class)
{
	for (unsigned class = 0; class < FEEDBACK_CLASSES; class ++)
		if (text_equal_fold(word, text_of(CLASSES[class]))) {
			*out_class = (enum feedback_class) class;
			return true;
		}
	return false;
}
