#include "net/incident.h"

const char *incident_kind_name(enum incident_kind kind)
{
	static const char *const names[INCIDENT_KINDS] = {
		[INCIDENT_LEAK] = "leak",
		[INCIDENT_HIJACK] = "hijack",
	};

	return names[kind];
}

const char *incident_role_name(enum incident_role role)
{
	static const char *const names[INCIDENT_ROLES] = {
		[INCIDENT_CULPRIT] = "culprit",
		[INCIDENT_ACCOMPLICE] = "accomplice",
		[INCIDENT_VICTIM] = "victim",
	};

	return names[role];
}
