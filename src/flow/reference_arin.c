/*
 * ARIN's whois data, which looks like RPSL and is none: AS numbers in ranges, contacts with the
 * organisation that holds them.
 *
 *	ASHandle: AS64496          in bulk: joined by OrgID with
 *	OrgID:    EXAMPLE-1        OrgID:         EXAMPLE-1
 *	ASNumber: 64496 - 64499    OrgTechHandle: NOC1-ARIN
 *
 *	ASNumber: 64496            as the whois server answers: the contacts
 *	...                        that follow are of the AS before them
 *
 *	OrgTechHandle: NOC1-ARIN
 */
#include "flow/reference_registrations.h"
#include "net/rpsl_name.h"

/* More is a block that another registry has got of IANA by way of ARIN. */
enum { ASNS_MAX = 1024 };

static const struct {
	const char *name;
	enum registration_kind kind;
} CONTACTS[] = {
	{ "OrgAdminHandle", REGISTRATION_ADMIN }, { "OrgTechHandle", REGISTRATION_TECH },
	{ "OrgNOCHandle", REGISTRATION_NOC },     { "OrgAbuseHandle", REGISTRATION_ABUSE },
	{ "AdminHandle", REGISTRATION_ADMIN },    { "TechHandle", REGISTRATION_TECH },
	{ "NOCHandle", REGISTRATION_NOC },        { "AbuseHandle", REGISTRATION_ABUSE },
	{ "RTechHandle", REGISTRATION_TECH },     { "RNOCHandle", REGISTRATION_NOC },
	{ "RAbuseHandle", REGISTRATION_ABUSE },
};

static enum registration_kind contact_kind(struct text name)
{
	for (size_t i = 0; i < sizeof(CONTACTS) / sizeof(CONTACTS[0]); i++)
		if (text_equal_fold(name, text_of(CONTACTS[i].name)))
			return CONTACTS[i].kind;
	return REGISTRATION_KINDS;
}

static struct text value_of(const struct rpsl_object *object, const char *name)
{
	const struct rpsl_attribute *attribute = rpsl_find(object, name);

	return attribute != NULL ? rpsl_line(attribute->value) : TEXT("");
}

static struct text source_of(const struct rpsl_object *object)
{
	return object->source.len > 0 ? object->source : TEXT("ARIN");
}

static uint32_t date_of(const struct rpsl_object *object)
{
	uint32_t date = rpsl_day(object, "Updated");

	return date != 0 ? date : rpsl_day(object, "RegDate");
}

/* Blocks that stand in ARIN's data for others: what they hold is registered with them. */
static bool is_another_registry(struct text organisation)
{
	static const char *const others[] = { "AFRINIC", "APNIC", "IANA", "LACNIC", "RIPE" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (text_equal_fold(organisation, text_of(others[i])))
			return true;
	return false;
}

/* "64496", "AS64496", "64496 - 64499". False for what is none. */
static bool range_parse(struct text text, asn_t *out_first, asn_t *out_last)
{
	size_t dash = text_find(text, '-');
	asn_t first, last;

	if (asn_parse(text_trim(text_upto(text, dash)), &first) < 0)
		return false;
	last = first;
	if (dash < text.len && asn_parse(text_trim(text_from(text, dash + 1)), &last) < 0)
		return false;
	if (first == ASN_NONE || last < first || last - first >= ASNS_MAX)
		return false;
	*out_first = first;
	*out_last = last;
	return true;
}

static void keep_for_all(struct loading *loading, struct registration registration,
			 struct place place)
{
	if (loading->arin_first == ASN_NONE)
		return;
	for (uint64_t asn = loading->arin_first; asn <= loading->arin_last; asn++) {
		registration.asn = (asn_t)asn;
		loading_registration(loading, &registration, place);
	}
}

/* The contacts that an object names, of the AS that it is about or that came before. */
static void keep_own_contacts(struct loading *loading, const struct rpsl_object *object,
			      struct place place)
{
	struct registration registration = {
		.source = source_of(object),
		.count = 1,
		.date = date_of(object),
	};

	for (size_t i = 0; i < object->attribute_count; i++) {
		registration.kind = contact_kind(object->attributes[i].name);
		registration.value = rpsl_line(object->attributes[i].value);
		if (registration.kind != REGISTRATION_KINDS && registration.value.len > 0)
			keep_for_all(loading, registration, place);
	}
}

/* A key that lives until the next one is made. */
static struct holder_key holder_of(struct text organisation, char text[RPSL_NAME_MAX + 1])
{
	organisation = text_upto(organisation, RPSL_NAME_MAX);
	if (organisation.len > 0)
		memcpy(text, organisation.at, organisation.len);
	text[organisation.len] = '\0';
	return (struct holder_key){ .organisation = text };
}

static void keep_as(struct loading *loading, const struct rpsl_object *object, struct place place)
{
	struct text organisation = value_of(object, "OrgID");
	struct text numbers = value_of(object, "ASNumber");
	char text[RPSL_NAME_MAX + 1];

	if (numbers.len == 0)
		numbers = value_of(object, "ASHandle");
	if (is_another_registry(organisation))
		return;
	if (!range_parse(numbers, &loading->arin_first, &loading->arin_last)) {
		loading->second[1]++;
		return;
	}
	struct registration registration = {
		.kind = REGISTRATION_NETWORK,
		.source = source_of(object),
		.value = value_of(object, "ASName"),
		.count = 1,
		.date = date_of(object),
	};
	keep_for_all(loading, registration, place);
	keep_own_contacts(loading, object, place);
	if (organisation.len > 0)
		loading_held(loading, holder_of(organisation, text), loading->arin_first,
			     loading->arin_last);
}

static void keep_organisation(struct loading *loading, const struct rpsl_object *object,
			      struct place place)
{
	char text[RPSL_NAME_MAX + 1];
	struct kept_contact contact = {
		.holder = holder_of(value_of(object, "OrgID"), text),
		.source = source_of(object),
		.date = date_of(object),
		.place = place,
	};

	for (size_t i = 0; i < object->attribute_count; i++) {
		contact.kind = contact_kind(object->attributes[i].name);
		contact.value = rpsl_line(object->attributes[i].value);
		if (contact.kind != REGISTRATION_KINDS && contact.value.len > 0)
			loading_contact(loading, &contact);
	}
}

void registrations_keep_arin(struct loading *loading, const struct rpsl_object *object,
			     struct place place)
{
	struct text first = object->attributes[0].name;

	if (text_equal_fold(first, TEXT("ASHandle")) || text_equal_fold(first, TEXT("ASNumber"))) {
		loading->arin_first = ASN_NONE;
		keep_as(loading, object, place);
	} else if (text_equal_fold(first, TEXT("OrgID")) ||
		   text_equal_fold(first, TEXT("OrgName"))) {
		keep_organisation(loading, object, place);
	} else if (contact_kind(first) != REGISTRATION_KINDS) {
		keep_own_contacts(loading, object, place);
	} else {
		loading->arin_first = ASN_NONE; /* what follows is of something else */
	}
}
