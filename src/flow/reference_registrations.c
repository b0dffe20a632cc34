#include "flow/reference_registrations.h"

#include "base/memory.h"
#include "base/sort.h"

/* A copy that the session owns; false when its budget is spent. */
static bool keep_text(struct reference *reference, struct text text, struct text *out_kept)
{
	if (text.len == 0) {
		*out_kept = TEXT("");
		return true;
	}
	const char *at = arena_text(reference->session, text.at, text.len);
	if (at != NULL)
		*out_kept = (struct text){ at, text.len };
	return at != NULL;
}

static bool keep_source(struct loading *loading, struct text source, struct text *out_kept)
{
	if (!text_equal(loading->registry, source) &&
	    !keep_text(loading->reference, source, &loading->registry))
		return false;
	*out_kept = loading->registry;
	return true;
}

static bool append(struct reference *reference, const struct kept_registration *kept)
{
	if (reference->registration_count == REFERENCE_REGISTRATIONS_MAX)
		return false;
	reference->registrations =
		memory_grow(reference->registrations, &reference->registration_room,
			    reference->registration_count + 1, sizeof(*reference->registrations));
	reference->registrations[reference->registration_count++] = *kept;
	return true;
}

void loading_registration(struct loading *loading, const struct registration *registration,
			  struct place place)
{
	struct kept_registration kept = { *registration, loading->input->stored.number, place };

	if (!keep_source(loading, registration->source, &kept.registration.source) ||
	    !keep_text(loading->reference, registration->value, &kept.registration.value) ||
	    !append(loading->reference, &kept))
		loading->dropped++;
}

void loading_held(struct loading *loading, struct holder_key holder, asn_t first, asn_t last)
{
	struct reference *reference = loading->reference;

	if (reference->held_count == REFERENCE_NAMES_MAX) {
		loading->dropped++;
		return;
	}
	reference->held = memory_grow(reference->held, &reference->held_room,
				      reference->held_count + 1, sizeof(*reference->held));
	holder.organisation = loading_text(loading, text_of(holder.organisation));
	reference->held[reference->held_count++] =
		(struct held_asns){ holder, first, last, loading->input->stored.number };
}

void loading_contact(struct loading *loading, const struct kept_contact *contact)
{
	struct reference *reference = loading->reference;
	struct kept_contact kept = *contact;

	if (reference->contact_count == REFERENCE_CONTACTS_MAX ||
	    !keep_source(loading, contact->source, &kept.source) ||
	    !keep_text(reference, contact->value, &kept.value)) {
		loading->dropped++;
		return;
	}
	kept.input = loading->input->stored.number;
	kept.holder.organisation = loading_text(loading, text_of(contact->holder.organisation));
	reference->contacts =
		memory_grow(reference->contacts, &reference->contact_room,
			    reference->contact_count + 1, sizeof(*reference->contacts));
	reference->contacts[reference->contact_count++] = kept;
}

static int order_of(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int holder_compare(const struct holder_key *a, const struct holder_key *b)
{
	return a->net_id != b->net_id ? order_of(a->net_id, b->net_id)
				      : strcmp(a->organisation, b->organisation);
}

static int held_by_holder(const void *a, const void *b)
{
	const struct held_asns *x = a, *y = b;
	int order = holder_compare(&x->holder, &y->holder);

	if (order == 0)
		order = order_of(x->input, y->input);
	if (order == 0)
		order = order_of(x->first, y->first);
	return order != 0 ? order : order_of(x->last, y->last);
}

/* Contacts that one registration stands for are neighbours. */
static int contact_kin(const struct kept_contact *x, const struct kept_contact *y)
{
	int order = holder_compare(&x->holder, &y->holder);

	if (order == 0)
		order = order_of(x->input, y->input);
	if (order == 0)
		order = order_of(x->kind, y->kind);
	if (order == 0)
		order = text_compare(x->source, y->source);
	return order != 0 ? order : text_compare(x->value, y->value);
}

static int contact_by_holder(const void *a, const void *b)
{
	const struct kept_contact *x = a, *y = b;
	int order = contact_kin(x, y);

	if (order == 0)
		order = order_of(x->id, y->id);
	return order != 0 ? order : order_of(x->place.offset, y->place.offset);
}

static int registration_kin(const struct kept_registration *x, const struct kept_registration *y)
{
	const struct registration *a = &x->registration, *b = &y->registration;
	int order = order_of(a->asn, b->asn);

	if (order == 0)
		order = order_of(a->kind, b->kind);
	if (order == 0)
		order = text_compare(a->source, b->source);
	if (order == 0)
		order = text_compare(a->value, b->value);
	return order != 0 ? order : order_of(x->input, y->input);
}

static int registration_order(const void *a, const void *b)
{
	const struct kept_registration *x = a, *y = b;
	int order = registration_kin(x, y);

	if (order == 0)
		order = order_of(x->place.offset, y->place.offset);
	return order != 0 ? order : order_of(x->registration.count, y->registration.count);
}

/* One registration for a run of contacts that differ in nothing but their id; returns its end. */
static size_t contacts_unite(const struct reference *reference, size_t at,
			     struct kept_registration *out_kept)
{
	const struct kept_contact *first = &reference->contacts[at];
	struct kept_registration kept = {
		.registration = { .kind = first->kind,
				  .source = first->source,
				  .value = first->value,
				  .count = 1,
				  .date = first->date },
		.input = first->input,
		.place = first->place,
	};

	for (at++; at < reference->contact_count; at++) {
		const struct kept_contact *next = &reference->contacts[at];
		if (contact_kin(first, next) != 0)
			break;
		kept.registration.count += next->id != next[-1].id;
		if (next->date > kept.registration.date)
			kept.registration.date = next->date;
	}
	*out_kept = kept;
	return at;
}

/* The networks of a holder, those of one input. */
struct held_run {
	size_t first, end;
};

/* `at` stands at the first of a holder's: those of the contact's input, or else of the last one. */
static struct held_run held_choose(const struct reference *reference, size_t at, uint32_t input)
{
	const struct held_asns *held = reference->held;
	const struct holder_key holder = held[at].holder;
	struct held_run run = { at, at };

	while (run.end < reference->held_count &&
	       holder_compare(&held[run.end].holder, &holder) == 0) {
		if (held[run.end].input != held[run.first].input) {
			if (held[run.first].input == input)
				break;
			run.first = run.end;
		}
		run.end++;
	}
	return run;
}

/* False when there is no more room. */
static bool contact_give(struct reference *reference, struct held_run run,
			 struct kept_registration *kept)
{
	const struct held_asns *held = reference->held;

	for (size_t i = run.first; i < run.end; i++) {
		/* A net that stands twice in an input is one all the same. */
		if (i > run.first && held_by_holder(&held[i - 1], &held[i]) == 0)
			continue;
		for (uint64_t asn = held[i].first; asn <= held[i].last; asn++) {
			kept->registration.asn = (asn_t)asn;
			if (!append(reference, kept))
				return false;
		}
	}
	return true;
}

/* Both lists are by holder, so one walk over them finds all that belongs together. */
static void contacts_join(struct reference *reference)
{
	struct kept_registration kept;
	bool has_room = true;

	for (size_t at = 0, held = 0, end; at < reference->contact_count; at = end) {
		const struct holder_key *holder = &reference->contacts[at].holder;
		end = contacts_unite(reference, at, &kept);
		while (held < reference->held_count &&
		       holder_compare(&reference->held[held].holder, holder) < 0)
			held++;
		bool is_found = held < reference->held_count &&
				holder_compare(&reference->held[held].holder, holder) == 0;
		if (is_found && has_room)
			has_room = contact_give(reference, held_choose(reference, held, kept.input),
						&kept);
		for (size_t i = at; i < end; i++)
			reference->contacts[i].is_stray = !is_found;
	}
}

/* An object that names the same handle twice has it once. */
static void drop_repeated(struct reference *reference)
{
	struct kept_registration *kept = reference->registrations;
	size_t used = 0;

	for (size_t i = 0; i < reference->registration_count; i++)
		if (used == 0 || registration_kin(&kept[used - 1], &kept[i]) != 0 ||
		    kept[used - 1].place.offset != kept[i].place.offset)
			kept[used++] = kept[i];
	reference->registration_count = used;
}

static int port_order(const void *a, const void *b)
{
	const struct ix_port *x = a, *y = b;
	int order = order_of(x->asn, y->asn);

	if (order == 0)
		order = order_of(x->ix_id, y->ix_id);
	if (order == 0)
		order = order_of(x->input, y->input);
	if (order == 0)
		order = address_compare(&x->v4, &y->v4);
	return order != 0 ? order : address_compare(&x->v6, &y->v6);
}

static int ix_order(const void *a, const void *b)
{
	const struct ix *x = a, *y = b;
	int order = order_of(x->id, y->id);

	if (order == 0)
		order = order_of(x->input, y->input);
	return order != 0 ? order : strcmp(x->name, y->name);
}

static int type_order(const void *a, const void *b)
{
	const struct typed_network *x = a, *y = b;
	int order = order_of(x->asn, y->asn);

	if (order == 0)
		order = order_of(x->input, y->input);
	return order != 0 ? order : order_of(x->types, y->types);
}

void registrations_freeze(struct reference *reference)
{
	sort_items(reference->held, reference->held_count, sizeof(*reference->held),
		   held_by_holder);
	sort_items(reference->contacts, reference->contact_count, sizeof(*reference->contacts),
		   contact_by_holder);
	contacts_join(reference);
	sort_items(reference->registrations, reference->registration_count,
		   sizeof(*reference->registrations), registration_order);
	drop_repeated(reference);
	sort_items(reference->ports, reference->port_count, sizeof(*reference->ports), port_order);
	sort_items(reference->ixes, reference->ix_count, sizeof(*reference->ixes), ix_order);
	sort_items(reference->types, reference->type_count, sizeof(*reference->types), type_order);
	for (size_t i = 0; !reference->has_registry && i < reference->registration_count; i++)
		reference->has_registry = !text_equal(
			reference->registrations[i].registration.source, TEXT("peeringdb"));
}

const struct kept_registration *reference_registrations(const struct reference *reference,
							asn_t asn, size_t *out_count)
{
	const struct kept_registration *kept = reference->registrations;
	size_t low = 0, high = reference->registration_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (kept[middle].registration.asn < asn)
			low = middle + 1;
		else
			high = middle;
	}
	size_t end = low;
	while (end < reference->registration_count && kept[end].registration.asn == asn)
		end++;
	*out_count = end - low;
	return end > low ? &kept[low] : NULL;
}

uint64_t reference_strays(const struct reference *reference, uint32_t input)
{
	uint64_t strays = 0;

	for (size_t i = 0; i < reference->contact_count; i++) {
		const struct kept_contact *contact = &reference->contacts[i];
		strays +=
			contact->is_stray && contact->input == input && contact->holder.net_id != 0;
	}
	return strays;
}

uint32_t reference_network_types(const struct reference *reference, asn_t asn)
{
	size_t low = 0, high = reference->type_count;

	/* behind the last of this AS, which is that of the last input */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (reference->types[middle].asn <= asn)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && reference->types[low - 1].asn == asn ? reference->types[low - 1].types
							       : 0;
}
