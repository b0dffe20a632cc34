#include "base/memory.h"
#include "base/utc.h"
#include "flow/reference_registrations.h"
#include "net/rpsl_name.h"
#include "wire/peeringdb.h"

static const enum registration_kind CONTACT_KINDS[PEERINGDB_ROLES] = {
	[PEERINGDB_ROLE_OTHER] = REGISTRATION_OTHER,       [PEERINGDB_ABUSE] = REGISTRATION_ABUSE,
	[PEERINGDB_MAINTENANCE] = REGISTRATION_OTHER,      [PEERINGDB_POLICY] = REGISTRATION_OTHER,
	[PEERINGDB_TECHNICAL] = REGISTRATION_TECH,         [PEERINGDB_NOC] = REGISTRATION_NOC,
	[PEERINGDB_PUBLIC_RELATIONS] = REGISTRATION_OTHER, [PEERINGDB_SALES] = REGISTRATION_OTHER,
};

/* Of all that comes from there. */
#define SOURCE TEXT("peeringdb")

static uint32_t day_of(const struct peeringdb_item *item)
{
	return item->updated_us != 0 ? utc_day_of(item->updated_us) : 0;
}

/* "AS-EXAMPLE", "RIPE::AS-EXAMPLE", "AS-EXAMPLE@RIPE", "RS-EXAMPLE". */
static bool is_set(struct text word)
{
	struct text name = text_upto(word, text_find(word, '@'));

	return as_member_parse(name).kind == AS_MEMBER_SET ||
	       (name.len <= RPSL_NAME_MAX && rpsl_is_set_name(name, TEXT("rs-")));
}

/* The field has one or more names; people part them by blanks, by commas, or by both. */
static void keep_sets(struct loading *loading, struct registration registration, struct text sets,
		      struct place place)
{
	struct text words, word;

	registration.kind = REGISTRATION_AS_SET;
	while (text_cut(&sets, ',', &words))
		while (text_word(&words, &word)) {
			if (!is_set(word)) {
				loading->second[0]++;
				continue;
			}
			registration.value = word;
			loading_registration(loading, &registration, place);
		}
}

static void keep_net(struct loading *loading, const struct peeringdb_item *item, struct place place)
{
	struct reference *reference = loading->reference;
	const struct registration registration = {
		.asn = item->asn,
		.kind = REGISTRATION_NETWORK,
		.source = SOURCE,
		.value = item->name,
		.count = 1,
		.date = day_of(item),
	};

	loading_registration(loading, &registration, place);
	keep_sets(loading, registration, item->irr_as_set, place);
	loading_held(loading, (struct holder_key){ item->id, "" }, item->asn, item->asn);
	if (item->types == 0)
		return;
	if (reference->type_count == REFERENCE_NAMES_MAX) {
		loading->dropped++;
		return;
	}
	reference->types = memory_grow(reference->types, &reference->type_room,
				       reference->type_count + 1, sizeof(*reference->types));
	reference->types[reference->type_count++] =
		(struct typed_network){ item->asn, item->types, loading->input->stored.number };
}

/* Who cannot be reached is no contact. */
static void keep_poc(struct loading *loading, const struct peeringdb_item *item, struct place place)
{
	const struct kept_contact contact = {
		.holder = { item->net_id, "" },
		.kind = CONTACT_KINDS[item->role],
		.id = item->id,
		.source = SOURCE,
		.value = TEXT(""),
		.date = day_of(item),
		.place = place,
	};

	if (item->has_email || item->has_phone || item->has_url)
		loading_contact(loading, &contact);
	else
		loading->second[1]++;
}

static void keep_port(struct loading *loading, const struct peeringdb_item *item)
{
	struct reference *reference = loading->reference;

	if (reference->port_count == REFERENCE_PORTS_MAX) {
		loading->dropped++;
		return;
	}
	reference->ports = memory_grow(reference->ports, &reference->port_room,
				       reference->port_count + 1, sizeof(*reference->ports));
	struct ix_port *port = &reference->ports[reference->port_count++];
	*port = (struct ix_port){
		.asn = item->asn,
		.ix_id = item->ix_id,
		.is_rs_peer = item->is_rs_peer,
		.operational = item->operational,
		.input = loading->input->stored.number,
	};
	if (item->has_ipaddr4)
		port->v4 = item->ipaddr4;
	if (item->has_ipaddr6)
		port->v6 = item->ipaddr6;
}

static void keep_ix(struct loading *loading, const struct peeringdb_item *item)
{
	struct reference *reference = loading->reference;

	if (reference->ix_count == REFERENCE_IXES_MAX) {
		loading->dropped++;
		return;
	}
	reference->ixes = memory_grow(reference->ixes, &reference->ix_room, reference->ix_count + 1,
				      sizeof(*reference->ixes));
	reference->ixes[reference->ix_count++] = (struct ix){
		.id = item->id,
		.input = loading->input->stored.number,
		.name = loading_text(loading, item->name),
		.country = loading_text(loading, item->country),
	};
}

static int keep_item(void *context, const struct peeringdb_item *item, struct place place)
{
	struct loading *loading = context;

	if (item->class == PEERINGDB_NET)
		keep_net(loading, item, place);
	else if (item->class == PEERINGDB_POC)
		keep_poc(loading, item, place);
	else if (item->class == PEERINGDB_NETIXLAN)
		keep_port(loading, item);
	else if (item->class == PEERINGDB_IX)
		keep_ix(loading, item);
	return 0;
}

int load_peeringdb(struct loading *loading, struct window *window)
{
	struct input_record *input = loading->input;
	struct peeringdb parser;
	struct text piece = { NULL, 0 };
	const struct peeringdb_sink sink = { .context = loading, .on_item = keep_item };
	int result = 0;

	peeringdb_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = peeringdb_feed(&parser, piece);
	if (result == 0)
		result = peeringdb_finish(&parser);
	for (unsigned class = 0; class < PEERINGDB_CLASSES; class ++)
		input_count(input, peeringdb_class_name(class), parser.items[class], NULL);
	input_count(input, "deleted", parser.deleted, NULL);
	input_count(input, "pending", parser.pending, NULL);
	input_count(input, "names of sets that are none", loading->second[0], NULL);
	input_count(input, "contacts whom nothing reaches", loading->second[1], NULL);
	input_refusals(input, &parser.refusals, false);
	input_refusals(input, &parser.oddities, false);
	if (parser.fault[0] != '\0')
		input_note(input, "%s at byte %llu", parser.fault,
			   (unsigned long long)parser.fault_offset);
	input->stored.date_us = peeringdb_date_us(&parser);
	input->used = parser.refusals.taken > 0;
	peeringdb_clear(&parser);
	return result;
}
