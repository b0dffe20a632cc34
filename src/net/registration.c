#include "net/registration.h"

const char *registration_kind_name(enum registration_kind kind)
{
	static const char *const names[REGISTRATION_KINDS] = {
		[REGISTRATION_NETWORK] = "network", [REGISTRATION_ADMIN] = "admin",
		[REGISTRATION_TECH] = "tech",       [REGISTRATION_NOC] = "noc",
		[REGISTRATION_ABUSE] = "abuse",     [REGISTRATION_OTHER] = "other",
		[REGISTRATION_IMPORT] = "import",   [REGISTRATION_EXPORT] = "export",
		[REGISTRATION_AS_SET] = "as-set",
	};

	return names[kind];
}
