#include "wire/peeringdb_record.h"

#include "base/utc.h"

static const char *const ROLES[PEERINGDB_ROLES] = {
	[PEERINGDB_ROLE_OTHER] = "",
	[PEERINGDB_ABUSE] = "Abuse",
	[PEERINGDB_MAINTENANCE] = "Maintenance",
	[PEERINGDB_POLICY] = "Policy",
	[PEERINGDB_TECHNICAL] = "Technical",
	[PEERINGDB_NOC] = "NOC",
	[PEERINGDB_PUBLIC_RELATIONS] = "Public Relations",
	[PEERINGDB_SALES] = "Sales",
};

static const char *const VISIBLES[PEERINGDB_VISIBLES] = {
	[PEERINGDB_VISIBLE_UNKNOWN] = "",
	[PEERINGDB_PRIVATE] = "Private",
	[PEERINGDB_USERS] = "Users",
	[PEERINGDB_PUBLIC] = "Public",
};

static const char *const STATUS_NAMES[STATUSES] = { "ok", "pending", "deleted" };

static const struct member {
	const char *name;
	size_t len;
	enum peeringdb_type type;
} members[FIELDS] = {
#define MEMBER(literal, type)                                                                      \
	{                                                                                          \
		(literal), sizeof(literal) - 1, type                                               \
	}
	[ID] = MEMBER("id", NUMBER),
	[ORG_ID] = MEMBER("org_id", NUMBER),
	[NET_ID] = MEMBER("net_id", NUMBER),
	[IX_ID] = MEMBER("ix_id", NUMBER),
	[FAC_ID] = MEMBER("fac_id", NUMBER),
	[ASN] = MEMBER("asn", NUMBER),
	[LOCAL_ASN] = MEMBER("local_asn", NUMBER),
	[SPEED] = MEMBER("speed", NUMBER),
	[NAME] = MEMBER("name", STRING),
	[COUNTRY] = MEMBER("country", STRING),
	[IRR_AS_SET] = MEMBER("irr_as_set", STRING),
	[ADDRESS4] = MEMBER("ipaddr4", STRING),
	[ADDRESS6] = MEMBER("ipaddr6", STRING),
	[INFO_TYPE] = MEMBER("info_type", STRING),
	[ROLE] = MEMBER("role", STRING),
	[VISIBLE] = MEMBER("visible", STRING),
	[EMAIL] = MEMBER("email", STRING),
	[PHONE] = MEMBER("phone", STRING),
	[URL] = MEMBER("url", STRING),
	[STATUS] = MEMBER("status", STRING),
	[UPDATED] = MEMBER("updated", STRING),
	[INFO_TYPES] = MEMBER("info_types", LIST),
	[IS_RS_PEER] = MEMBER("is_rs_peer", FLAG),
	[OPERATIONAL] = MEMBER("operational", FLAG),
	[IXLAN_ID] = MEMBER("ixlan_id", ANYTHING),
	[CARRIER_ID] = MEMBER("carrier_id", ANYTHING),
	[INFO_SCOPE] = MEMBER("info_scope", ANYTHING),
	[RS_ASN] = MEMBER("rs_asn", ANYTHING),
	[PREFIX] = MEMBER("prefix", ANYTHING),
	[MEDIA] = MEMBER("media", ANYTHING),
	[CLLI] = MEMBER("clli", ANYTHING),
	[ADDRESS1] = MEMBER("address1", ANYTHING),
	[CAMPUS_ID] = MEMBER("campus_id", ANYTHING),
	[FAC_SET] = MEMBER("fac_set", ANYTHING),
#undef MEMBER
};

#define BIT(field) (UINT64_C(1) << (field))

/* Who has these members is of this class; the first that fits counts. */
static const struct {
	uint64_t all;
	enum peeringdb_class class;
} SIGNS[] = {
	{ BIT(NET_ID) | BIT(IXLAN_ID), PEERINGDB_NETIXLAN },
	{ BIT(NET_ID) | BIT(ADDRESS4), PEERINGDB_NETIXLAN },
	{ BIT(NET_ID) | BIT(ROLE), PEERINGDB_POC },
	{ BIT(NET_ID) | BIT(FAC_ID), PEERINGDB_NETFAC },
	{ BIT(IX_ID) | BIT(FAC_ID), PEERINGDB_IXFAC },
	{ BIT(CARRIER_ID) | BIT(FAC_ID), PEERINGDB_CARRIERFAC },
	{ BIT(IXLAN_ID) | BIT(PREFIX), PEERINGDB_IXPFX },
	{ BIT(IX_ID) | BIT(RS_ASN), PEERINGDB_IXLAN },
	{ BIT(ASN) | BIT(IRR_AS_SET), PEERINGDB_NET },
	{ BIT(ASN) | BIT(INFO_TYPE), PEERINGDB_NET },
	{ BIT(ASN) | BIT(INFO_SCOPE), PEERINGDB_NET },
	{ BIT(ORG_ID) | BIT(MEDIA), PEERINGDB_IX },
	{ BIT(ORG_ID) | BIT(CLLI), PEERINGDB_FAC },
	{ BIT(ORG_ID) | BIT(CAMPUS_ID), PEERINGDB_FAC },
	{ BIT(ADDRESS1), PEERINGDB_ORG },
	{ BIT(ORG_ID) | BIT(FAC_SET), PEERINGDB_CAMPUS },
};

static void note(struct peeringdb_record *record, enum peeringdb_oddity oddity)
{
	refusals_count(record->oddities, oddity, record->place);
}

/* The first thing that is wrong with an item counts. */
static void refuse(struct peeringdb_record *record, enum peeringdb_refusal reason)
{
	if (record->reason == PEERINGDB_TAKEN)
		record->reason = reason;
}

/* The number of a word; 0, and noted, when it is none of these. */
static unsigned word_find(struct peeringdb_record *record, struct text word,
			  const char *const *words, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (text_equal_fold(word, text_of(words[i])))
			return i;
	note(record, PEERINGDB_WORD_UNKNOWN);
	return 0;
}

static uint32_t type_bit(struct peeringdb_record *record, struct text word)
{
	enum network_type type = NETWORK_UNKNOWN;

	if (!network_type_find(word, &type))
		note(record, PEERINGDB_WORD_UNKNOWN);
	return type != NETWORK_UNKNOWN ? UINT32_C(1) << type : 0;
}

static uint64_t time_of(struct peeringdb_record *record, struct text text)
{
	uint64_t time_us = 0;

	if (utc_parse(text, &time_us) < 0)
		note(record, PEERINGDB_TIME_BAD);
	return time_us;
}

static void set_number(struct peeringdb_record *record, enum peeringdb_field field,
		       struct text value)
{
	asn_t asn;

	if (field == SPEED) {
		if (text_u64(value, &record->numbers[field]) < 0)
			refuse(record, PEERINGDB_NUMBER_BAD);
		return;
	}
	bool is_asn = field == ASN || field == LOCAL_ASN;
	if (is_asn ? asn_parse(value, &asn) < 0 : text_u32(value, &asn) < 0)
		refuse(record, is_asn ? PEERINGDB_ASN_BAD : PEERINGDB_NUMBER_BAD);
	else
		record->numbers[field] = asn;
}

static void set_text(struct peeringdb_record *record, enum peeringdb_field field, struct text value)
{
	struct kept_text *kept = &record->texts[field - NAME];

	if (value.len > PEERINGDB_TEXT_MAX) {
		refuse(record, PEERINGDB_TEXT_LONG);
		return;
	}
	if (value.len > 0)
		memcpy(kept->bytes, value.at, value.len);
	kept->len = value.len;
}

static void set_address(struct peeringdb_record *record, enum peeringdb_field field,
			struct text value)
{
	bool is_v4 = field == ADDRESS4;
	struct address *address = is_v4 ? &record->item.ipaddr4 : &record->item.ipaddr6;

	if (address_parse(value, address) < 0 || address->family != (is_v4 ? FAMILY_V4 : FAMILY_V6))
		refuse(record, PEERINGDB_ADDRESS_BAD);
}

static void set_string(struct peeringdb_record *record, enum peeringdb_field field,
		       struct text value)
{
	if (field < NAME + TEXTS)
		set_text(record, field, value);
	else if (field == ADDRESS4 || field == ADDRESS6)
		set_address(record, field, value);
	else if (field == INFO_TYPE)
		record->type = type_bit(record, value);
	else if (field == ROLE)
		record->item.role = word_find(record, value, ROLES, PEERINGDB_ROLES);
	else if (field == VISIBLE)
		record->item.visible = word_find(record, value, VISIBLES, PEERINGDB_VISIBLES);
	else if (field == STATUS)
		record->status = word_find(record, value, STATUS_NAMES, STATUSES);
	else if (field == UPDATED)
		record->item.updated_us = time_of(record, value);
	/* Of email, phone and url it is enough that they are there. */
}

/* A number may stand in quotes; PeeringDB has done both. Nothing in quotes is as good as null. A
 * list that belongs there does not come this way. */
void peeringdb_record_set(struct peeringdb_record *record, enum peeringdb_field field,
			  enum peeringdb_type is, struct text value)
{
	enum peeringdb_type wanted = members[field].type;

	record->has &= ~BIT(field);
	if (wanted == ANYTHING || (is == STRING && text_trim(value).len == 0))
		return;
	if (is == LIST || (is != wanted && !(wanted == NUMBER && is == STRING))) {
		refuse(record, PEERINGDB_TYPE_WRONG);
		return;
	}
	record->has |= BIT(field);
	if (wanted == NUMBER)
		set_number(record, field, value);
	else if (wanted == STRING)
		set_string(record, field, value);
	else if (field == IS_RS_PEER)
		record->item.is_rs_peer = value.len > 0;
	else
		record->item.operational = value.len > 0;
}

enum peeringdb_field peeringdb_record_key(struct peeringdb_record *record, struct text key)
{
	for (unsigned i = 0, at = record->next_field; i < FIELDS; i++, at++) {
		if (at >= FIELDS)
			at = 0;
		if (members[at].len == key.len && memcmp(members[at].name, key.at, key.len) == 0) {
			record->next_field = at + 1;
			record->named |= BIT(at);
			return (enum peeringdb_field)at;
		}
	}
	return FIELDS;
}

void peeringdb_record_start(struct peeringdb_record *record, struct place place)
{
	record->named = record->has = 0;
	record->next_field = 0;
	record->reason = PEERINGDB_TAKEN;
	record->place = place;
	record->type = record->types = 0;
	record->status = STATUS_OK;
	record->item = (struct peeringdb_item){ 0 };
}

void peeringdb_record_unset(struct peeringdb_record *record, enum peeringdb_field field)
{
	record->has &= ~BIT(field);
}

void peeringdb_record_types(struct peeringdb_record *record)
{
	record->types = 0;
	record->has |= BIT(INFO_TYPES);
}

void peeringdb_record_add_type(struct peeringdb_record *record, enum peeringdb_type is,
			       struct text value)
{
	if (is == STRING)
		record->types |= type_bit(record, value);
	else
		refuse(record, PEERINGDB_TYPE_WRONG);
}

enum peeringdb_class peeringdb_record_class(const struct peeringdb_record *record)
{
	for (size_t i = 0; i < sizeof(SIGNS) / sizeof(SIGNS[0]); i++)
		if ((SIGNS[i].all & ~record->named) == 0)
			return SIGNS[i].class;
	return PEERINGDB_CLASSES;
}

static bool has(const struct peeringdb_record *record, enum peeringdb_field field)
{
	return (record->has & BIT(field)) != 0;
}

static uint64_t number_of(const struct peeringdb_record *record, enum peeringdb_field field)
{
	return has(record, field) ? record->numbers[field] : 0;
}

static struct text text_in(const struct peeringdb_record *record, enum peeringdb_field field)
{
	const struct kept_text *kept = &record->texts[field - NAME];

	return has(record, field) ? (struct text){ kept->bytes, kept->len } : TEXT("");
}

/* What a class must have. */
static enum peeringdb_refusal check(const struct peeringdb_record *record,
				    enum peeringdb_class class)
{
	if (!has(record, ID))
		return PEERINGDB_ID_MISSING;
	if ((class == PEERINGDB_NET || class == PEERINGDB_NETIXLAN) &&
	    number_of(record, ASN) == ASN_NONE)
		return PEERINGDB_ASN_BAD;
	if ((class == PEERINGDB_POC || class == PEERINGDB_NETIXLAN || class == PEERINGDB_NETFAC) &&
	    !has(record, NET_ID))
		return PEERINGDB_NET_MISSING;
	return class == PEERINGDB_NETIXLAN && !has(record, IX_ID) ? PEERINGDB_IX_MISSING
								  : PEERINGDB_TAKEN;
}

/* What was set may have been unset again. */
static void tell(struct peeringdb_record *record, enum peeringdb_class class)
{
	struct peeringdb_item *told = &record->item;

	told->class = class;
	told->id = (uint32_t)number_of(record, ID);
	told->org_id = (uint32_t)number_of(record, ORG_ID);
	told->net_id = (uint32_t)number_of(record, NET_ID);
	told->ix_id = (uint32_t)number_of(record, IX_ID);
	told->fac_id = (uint32_t)number_of(record, FAC_ID);
	told->asn = (asn_t)number_of(record, class == PEERINGDB_NETFAC ? LOCAL_ASN : ASN);
	told->speed = number_of(record, SPEED);
	told->name = class != PEERINGDB_POC ? text_in(record, NAME) : TEXT("");
	told->country = text_in(record, COUNTRY);
	told->irr_as_set = text_in(record, IRR_AS_SET);
	told->types = (has(record, INFO_TYPE) ? record->type : 0) |
		      (has(record, INFO_TYPES) ? record->types : 0);
	told->role = has(record, ROLE) ? told->role : PEERINGDB_ROLE_OTHER;
	told->visible = has(record, VISIBLE) ? told->visible : PEERINGDB_VISIBLE_UNKNOWN;
	told->has_email = has(record, EMAIL);
	told->has_phone = has(record, PHONE);
	told->has_url = has(record, URL);
	told->has_ipaddr4 = has(record, ADDRESS4);
	told->has_ipaddr6 = has(record, ADDRESS6);
	told->is_rs_peer = told->is_rs_peer && has(record, IS_RS_PEER);
	told->operational = told->operational && has(record, OPERATIONAL);
	told->updated_us = has(record, UPDATED) ? told->updated_us : 0;
}

enum peeringdb_status peeringdb_record_status(const struct peeringdb_record *record)
{
	return has(record, STATUS) ? record->status : STATUS_OK;
}

enum peeringdb_refusal peeringdb_record_end(struct peeringdb_record *record,
					    enum peeringdb_class class)
{
	if (record->reason == PEERINGDB_TAKEN)
		record->reason = check(record, class);
	if (record->reason == PEERINGDB_TAKEN)
		tell(record, class);
	return record->reason;
}
