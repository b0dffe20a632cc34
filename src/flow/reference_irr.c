#include "flow/reference_irr.h"

#include "base/memory.h"
#include "flow/reference_registrations.h"

/* Adds what did not fit, or is no word of its kind, to what is told of the input. */
static void note_as_set(struct loading *loading, int err)
{
	loading->dropped += err == ERR_LIMIT;
	loading->second[0] += err == ERR_MALFORMED;
}

static void keep_as_set(struct loading *loading, const struct rpsl_object *object)
{
	struct as_set_draft *draft = &loading->reference->as_sets;
	struct rpsl_items members = rpsl_items(object, "members");
	struct rpsl_items by_refs = rpsl_items(object, "mbrs-by-ref");
	int err = as_set_draft_set(draft, object->source, object->key);
	struct text item;

	note_as_set(loading, err);
	if (err < 0)
		return;
	while (rpsl_next(&members, &item))
		note_as_set(loading, as_set_draft_member(draft, item));
	while (rpsl_next(&by_refs, &item))
		note_as_set(loading, as_set_draft_by_ref(draft, item));
}

/* Of an AS, what it says of the sets that it is in; most say nothing. */
static void keep_membership(struct loading *loading, const struct rpsl_object *object)
{
	struct as_set_draft *draft = &loading->reference->as_sets;
	struct rpsl_items maintainers = rpsl_items(object, "mnt-by");
	struct rpsl_items sets = rpsl_items(object, "member-of");
	struct text item;

	if (rpsl_find(object, "member-of") == NULL)
		return;
	int err = as_set_draft_as(draft, object->source, object->asn);
	note_as_set(loading, err);
	if (err < 0)
		return;
	while (rpsl_next(&maintainers, &item))
		note_as_set(loading, as_set_draft_maintainer(draft, item));
	while (rpsl_next(&sets, &item))
		note_as_set(loading, as_set_draft_member_of(draft, item));
}

static void keep_as(struct loading *loading, const struct rpsl_object *object, struct place place)
{
	const struct rpsl_attribute *name = rpsl_find(object, "as-name");

	if (name != NULL)
		loading_name(loading, object->asn, rpsl_line(name->value), TEXT(""));
	keep_membership(loading, object);
	registrations_keep_aut_num(loading, object, place);
}

static void keep_route(struct loading *loading, const struct rpsl_object *object)
{
	struct reference *reference = loading->reference;
	struct route_object route = object->route;

	if (reference->object_count == REFERENCE_OBJECTS_MAX ||
	    loading_source(loading, "irr", object->source, &route.source) < 0) {
		loading->dropped++;
		return;
	}
	reference->objects = memory_grow(reference->objects, &reference->object_room,
					 reference->object_count + 1, sizeof(*reference->objects));
	reference->objects[reference->object_count++] = route;
}

static int keep_object(void *context, const struct rpsl_object *object, struct place place)
{
	struct loading *loading = context;

	if (object->class == RPSL_ROUTE || object->class == RPSL_ROUTE6)
		keep_route(loading, object);
	else if (object->class == RPSL_AS_SET)
		keep_as_set(loading, object);
	else if (object->class == RPSL_AUT_NUM)
		keep_as(loading, object, place);
	else if (object->class == RPSL_OTHER)
		registrations_keep_arin(loading, object, place);
	return 0;
}

int reference_load_rpsl(struct loading *loading, struct window *window)
{
	struct rpsl parser;
	struct text piece = { NULL, 0 };
	const struct rpsl_sink sink = { .context = loading, .on_object = keep_object };
	int result = 0;

	rpsl_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = rpsl_feed(&parser, piece);
	if (result == 0)
		result = rpsl_finish(&parser);
	for (unsigned class = 0; class < RPSL_CLASSES; class ++)
		input_count(loading->input, rpsl_class_name(class), parser.objects[class], NULL);
	input_count(loading->input, "names of sets that are none", loading->second[0], NULL);
	input_count(loading->input, "AS numbers of ARIN's that are none", loading->second[1], NULL);
	input_refusals(loading->input, &parser.refusals, true);
	loading->input->used = parser.refusals.taken > 0;
	rpsl_clear(&parser);
	return result;
}

int reference_as_sets(const struct reference *reference, struct arena *snapshot,
		      const struct as_sets **out_sets)
{
	struct text order[IRR_SOURCES];

	for (size_t i = 0; i < IRR_SOURCES; i++)
		order[i] = text_of(irr_source_name(i));
	return as_sets_build(snapshot, &reference->as_sets, order, IRR_SOURCES, out_sets);
}

int reference_irr_sources(const struct stored_source *sources, size_t count, struct arena *snapshot,
			  const struct irr_source **out_sources)
{
	struct irr_source *worth = arena_alloc(snapshot, count, sizeof(*worth));

	if (worth == NULL)
		return ERR_LIMIT;
	/* Others than of kind "irr" stay worth nothing, and no route object has them. */
	for (size_t i = 0; i < count; i++)
		if (strcmp(sources[i].kind, "irr") == 0)
			worth[i] = irr_source_find(text_of(sources[i].name));
	*out_sources = worth;
	return 0;
}
