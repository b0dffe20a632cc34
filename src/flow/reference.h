/*
 * Reference: everything that was given beside routes, as read from its inputs.
 *
 * In:   inputs of the kinds RPKI, IRR, registry statistics, AS relationships and organisations,
 *       PeeringDB; incidents, spoofer tests, lists of criminal AS numbers.
 * Out:  VRPs, ASPAs, route objects, as-sets, delegations, links, names, registrations, ports at
 *       exchanges, incidents and tests, each with the input it comes from.
 */
#ifndef FLOW_REFERENCE_H
#define FLOW_REFERENCE_H

#include "base/arena.h"
#include "base/index.h"
#include "flow/input.h"
#include "net/as_relation.h"
#include "net/aspa.h"
#include "net/delegation.h"
#include "net/incident.h"
#include "net/network_type.h"
#include "net/registration.h"
#include "net/route_object.h"
#include "net/spoofing.h"
#include "net/vrp.h"
#include "store/store.h"
#include "validation/as_set_draft.h"
#include "validation/freshness.h"
#include "wire/refusals.h"

/* Ceilings, several times what all registries of the world hold together. */
enum {
	REFERENCE_VRPS_MAX = 1 << 24,
	REFERENCE_ASPAS_MAX = 1 << 21,
	REFERENCE_OBJECTS_MAX = 1 << 25,
	REFERENCE_DELEGATIONS_MAX = 1 << 24,
	REFERENCE_LINKS_MAX = 1 << 24,
	REFERENCE_NAMES_MAX = 1 << 22,
	REFERENCE_SOURCES_MAX = UINT16_MAX,
	REFERENCE_REGISTRATIONS_MAX = 1 << 23,
	REFERENCE_CONTACTS_MAX = 1 << 22,
	REFERENCE_PORTS_MAX = 1 << 20,
	REFERENCE_IXES_MAX = 1 << 16,
	REFERENCE_INCIDENTS_MAX = 1 << 20,
	REFERENCE_SPOOF_TESTS_MAX = 1 << 22,
	REFERENCE_DROPPED_ASES_MAX = 1 << 20,
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

/* Texts owned by the session, like all here. */
struct kept_registration {
	struct registration registration;
	uint32_t input;
	struct place place; /* of the object, for who wants to read it */
};

/* What networks and their contacts are joined by: PeeringDB's net_id, or else ARIN's OrgID. */
struct holder_key {
	uint32_t net_id;
	const char *organisation; /* "" for none */
};

/* Whose contacts stand in another object, which may be in another input. */
struct held_asns {
	struct holder_key holder;
	asn_t first, last;
	uint32_t input;
};

struct kept_contact {
	struct holder_key holder;
	enum registration_kind kind;
	uint32_t id;        /* PeeringDB's: the same contact has the same one; or 0 */
	struct text source; /* as the registration's */
	struct text value;
	uint32_t date;
	uint32_t input;
	struct place place;
	bool is_stray; /* since reference_freeze(): no input has its network */
};

/* A network's port at an exchange, as PeeringDB has it. */
struct ix_port {
	asn_t asn;
	uint32_t ix_id;
	struct address v4, v6; /* of family 0 when there is none */
	bool is_rs_peer, operational;
	uint32_t input;
};

struct ix {
	uint32_t id; /* PeeringDB's */
	uint32_t input;
	const char *name, *country;
};

/* What a network says it is. */
struct typed_network {
	asn_t asn;
	uint32_t types; /* a bit for each enum network_type */
	uint32_t input;
};

struct kept_incident {
	struct incident incident; /* texts and arrays owned by the session */
	uint32_t input;           /* the caller's number */
	struct place place;       /* in it */
};

struct kept_spoof_test {
	struct spoof_test test;
	uint32_t input;
	struct place place;
};

/* An AS that a list of criminals names. */
struct dropped_as {
	asn_t asn;
	uint32_t input;
	struct place place;
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
	struct kept_registration *registrations; /* reference_registrations.h */
	size_t registration_count, registration_room;
	struct held_asns *held; /* until reference_freeze() has joined them */
	size_t held_count, held_room;
	struct kept_contact *contacts;
	size_t contact_count, contact_room;
	struct ix_port *ports; /* by AS, then exchange */
	size_t port_count, port_room;
	struct ix *ixes; /* by id */
	size_t ix_count, ix_room;
	struct typed_network *types; /* by AS */
	size_t type_count, type_room;
	struct kept_incident *incidents; /* once frozen, by start, source, id */
	size_t incident_count, incident_room;
	struct kept_spoof_test *spoof_tests; /* once frozen, by AS, time, session */
	size_t spoof_test_count, spoof_test_room;
	struct dropped_as *dropped_ases; /* once frozen, by AS */
	size_t dropped_as_count, dropped_as_room;
	/* Was an input of that kind read, even if it holds none? */
	bool has_leaks, has_hijacks, has_spoofer, has_asn_drop, has_registry, has_peering;
	bool has_rpki, has_aspa, has_irr; /* is there any VRP, any ASPA, any route object? */
};

void reference_init(struct reference *reference, struct arena *session);
void reference_clear(struct reference *reference);

/* Reads the whole input and notes in it what was found, and what is wrong if anything is: what came
 * before a fault is kept. Inputs of other kinds are left alone. */
void reference_load(struct reference *reference, struct input_record *input, struct window *window);

/* What an input of this kind ("rpki-json") is to a verdict; false: nothing. */
bool reference_data_kind(const char *kind, enum data_kind *out_kind);

/* All is in: joins contacts with their networks, sorts what is looked for, and of what several
 * inputs report leaves one: reference_incidents.h. */
void reference_freeze(struct reference *reference);
/* What an AS is called and whose it is; empty texts when nobody says. */
struct network reference_network(const struct reference *reference, asn_t asn);

#endif
