#include "net/participant.h"

static const char *const CLASSES[FEEDBACK_CLASSES] = {
	[FEEDBACK_DISPUTED] = "disputed",
	[FEEDBACK_LEGITIMATE] = "legitimate",
	[FEEDBACK_TYPO] = "typo",
	[FEEDBACK_INCIDENT] = "incident",
};

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
