#include "flow/reference_registrations.h"
#include "net/rpsl_name.h"

/* What the attributes of an aut-num say, as registries have them. */
static const struct {
	const char *name;
	enum registration_kind kind;
} SAID[] = {
	{ "import", REGISTRATION_IMPORT }, { "mp-import", REGISTRATION_IMPORT },
	{ "export", REGISTRATION_EXPORT }, { "mp-export", REGISTRATION_EXPORT },
	{ "admin-c", REGISTRATION_ADMIN }, { "owner-c", REGISTRATION_ADMIN },  /* LACNIC */
	{ "tech-c", REGISTRATION_TECH },   { "routing-c", REGISTRATION_TECH }, /* LACNIC */
	{ "abuse-c", REGISTRATION_ABUSE },
};

/* REGISTRATION_KINDS for attributes that say nothing here. */
static enum registration_kind kind_of(struct text name)
{
	for (size_t i = 0; i < sizeof(SAID) / sizeof(SAID[0]); i++)
		if (text_equal_fold(name, text_of(SAID[i].name)))
			return SAID[i].kind;
	return REGISTRATION_KINDS;
}

/* Of a person whom old objects name in place of a handle, only that there is one. */
static void keep_handles(struct loading *loading, struct registration registration,
			 struct text line, struct place place)
{
	struct text piece;

	while (text_cut(&line, ',', &piece)) {
		piece = text_trim(piece);
		if (piece.len == 0)
			continue;
		registration.value = rpsl_is_name(piece) ? piece : TEXT("");
		loading_registration(loading, &registration, place);
	}
}

static bool says(const struct rpsl_object *object, const char *name)
{
	const struct rpsl_attribute *attribute = rpsl_find(object, name);

	return attribute != NULL && rpsl_line(attribute->value).len > 0;
}

/* What LACNIC answers may have the person in it, instead of a handle. */
static bool has_person(const struct rpsl_object *object)
{
	return says(object, "person") && (says(object, "e-mail") || says(object, "phone"));
}

static struct text name_of(const struct rpsl_object *object)
{
	const struct rpsl_attribute *name = rpsl_find(object, "as-name");

	if (name == NULL)
		name = rpsl_find(object, "owner"); /* LACNIC */
	return name != NULL ? rpsl_line(name->value) : TEXT("");
}

static void keep_count(struct loading *loading, struct registration registration,
		       enum registration_kind kind, uint32_t count, struct place place)
{
	if (count == 0)
		return;
	registration.kind = kind;
	registration.count = count;
	loading_registration(loading, &registration, place);
}

void registrations_keep_aut_num(struct loading *loading, const struct rpsl_object *object,
				struct place place)
{
	uint32_t lines[REGISTRATION_KINDS + 1] = { 0 }; /* the last is of all others */
	struct registration registration = {
		.asn = object->asn,
		.kind = REGISTRATION_NETWORK,
		.source = object->source,
		.value = name_of(object),
		.count = 1,
		.date = rpsl_date(object),
	};

	if (object->asn == ASN_NONE)
		return; /* RFC 7607: nobody's */
	loading_registration(loading, &registration, place);
	for (size_t i = 0; i < object->attribute_count; i++) {
		const struct rpsl_attribute *attribute = &object->attributes[i];
		struct text line = rpsl_line(attribute->value);
		registration.kind = kind_of(attribute->name);
		lines[registration.kind] += line.len > 0;
		if (registration.kind == REGISTRATION_ADMIN ||
		    registration.kind == REGISTRATION_TECH ||
		    registration.kind == REGISTRATION_ABUSE)
			keep_handles(loading, registration, line, place);
	}
	registration.value = TEXT("");
	keep_count(loading, registration, REGISTRATION_IMPORT, lines[REGISTRATION_IMPORT], place);
	keep_count(loading, registration, REGISTRATION_EXPORT, lines[REGISTRATION_EXPORT], place);
	if (lines[REGISTRATION_ADMIN] == 0)
		keep_count(loading, registration, REGISTRATION_ADMIN, has_person(object), place);
}
