/*
 * Reference: everything that was given beside routes, as read from its inputs.
 *
 * In:   inputs of the kinds RPKI, IRR, registry statistics, AS relationships and organisations.
 * Out:  VRPs, ASPAs, route objects, as-sets, delegations, links and names, each with the input it
 *       comes from.
 */
#ifndef FLOW_REFERENCE_H
#define FLOW_REFERENCE_H

#include "base/arena.h"
#include "base/index.h"
#include "flow/input.h"
#include "net/as_relation.h"
#include "net/aspa.h"
#include "net/delegation.h"
#include "net/route_object.h"
#include "net/vrp.h"
#include "store/store.h"
#include "validation/as_set_draft.h"
#include "validation/freshness.h"

/* Ceilings, several times what all registries of the world hold together. */
enum {
	REFERENCE_VRPS_MAX = 1 << 24,
	REFERENCE_ASPAS_MAX = 1 << 21,
	REFERENCE_OBJECTS_MAX = 1 << 25,
	REFERENCE_DELEGATIONS_MAX = 1 << 24,
	REFERENCE_LINKS_MAX = 1 << 24,
	REFERENCE_NAMES_MAX = 1 << 22,
	REFERENCE_SOURCES_MAX = UINT16_MAX,
};

struct as_name {
	asn_t asn;
	uint32_t input;
	const char *name;
	const char *organisation_id; /* "" when the file does not say */
};

struct organisation {
	const char *id, *name, *economy;
};

/* One input of them, as far as a verdict must name it. */
struct reference_input {
	uint32_t number; /* the caller's */
	enum data_kind kind;
	const char *path;
	uint64_t date_us;  /* of the data, or else of the file; 0: not known */
	bool date_of_file; /* the data itself does not say */
};

struct sourced_aspa {
	struct aspa aspa; /* providers owned by the session */
	uint16_t source;  /* number of a stored_source */
};

struct reference {
	struct arena *session;   /* borrowed; owns all texts */
	struct stored_vrp *vrps; /* owned, like all arrays here */
	size_t vrp_count, vrp_room;
	struct reference_input *inputs;
	size_t input_count, input_room;
	struct sourced_aspa *aspas;
	size_t aspa_count, aspa_room;
	struct route_object *objects;
	size_t object_count, object_room;
	struct as_set_draft as_sets; /* of all inputs; reference_irr.h freezes them */
	struct delegation *delegations;
	size_t delegation_count, delegation_room;
	struct stored_source
		*sources;          /* (input, trust anchor or registry), numbered as they appear */
	uint64_t *source_dates_us; /* of the sources' inputs; 0: not said */
	size_t source_count, source_room, date_room;
	struct index by_source;
	struct as_link *links;
	size_t link_count, link_room;
	struct as_name *names;
	size_t name_count, name_room;
	struct organisation *organisations;
	size_t organisation_count, organisation_room;
	bool has_rpki, has_aspa, has_irr; /* is there any VRP, any ASPA, any route object? */
};

void reference_init(struct reference *reference, struct arena *session);
void reference_clear(struct reference *reference);

/* Reads the whole input and notes in it what was found, and what is wrong if anything is: what came
 * before a fault is kept. Inputs of other kinds are left alone. */
void reference_load(struct reference *reference, struct input_record *input, struct window *window);

/* What an input of this kind ("rpki-json") is to a verdict; false: nothing. */
bool reference_data_kind(const char *kind, enum data_kind *out_kind);

/* All names are in: sorts them, so that they can be found. */
void reference_freeze(struct reference *reference);
/* What is known of an AS; empty texts when nothing is. */
struct stored_as reference_as(const struct reference *reference, asn_t asn);

#endif
