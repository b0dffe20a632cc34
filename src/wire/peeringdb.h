/*
 * PeeringDB: networks, their contacts and their ports at exchanges, out of the JSON that its API
 * answers and that others archive, as its bytes arrive.
 *
 * In:       pieces of any size of one of these layouts, which may be mixed:
 *             one endpoint's answer: {"data":[...],"meta":{"generated":...}}
 *             all of them: {"net":{"data":[...],"meta":{...}},"org":{...},...}, as CAIDA has it
 *             the same without envelopes: {"ix":[...],"ixlan":[...]}
 *             a bare list: [{...},...]
 *           The class of an item is said by the key of its list, or else told by its members.
 *           Items expanded inside of others (depth=2) are not looked into.
 * Out:      one item after another, up to 16 KiB of input late; counts; after an error, `fault`.
 *           Of people nothing is told: a contact has a role, and ways to reach it or not.
 * Promise:  memory stays within 1 MiB, work is linear in the input. A wrong item is refused whole
 *           and the next one is read; what stands before damage has been delivered. A member given
 *           twice counts as it was given last, null as if it were not there. Texts may hold any
 *           bytes; who shows them makes them safe.
 * Standard: https://www.peeringdb.com/apidocs/ (v2); RFC 8259.
 */
#ifndef WIRE_PEERINGDB_H
#define WIRE_PEERINGDB_H

#include "net/asn.h"
#include "net/network_type.h"
#include "net/prefix.h"
#include "wire/json_stream.h"
#include "wire/refusals.h"

enum {
	/* Real dumps nest five deep, answers with depth=2 eight. */
	PEERINGDB_DEPTH_MAX = 32,
	/* Of a text that is told. PeeringDB itself allows 255 characters. */
	PEERINGDB_TEXT_MAX = 4 << 10,
};

enum peeringdb_class {
	PEERINGDB_NET, /* those up to netfac are told */
	PEERINGDB_ORG,
	PEERINGDB_POC,
	PEERINGDB_IX,
	PEERINGDB_NETIXLAN,
	PEERINGDB_NETFAC,
	PEERINGDB_IXLAN, /* from here on only counted */
	PEERINGDB_IXPFX,
	PEERINGDB_IXFAC,
	PEERINGDB_FAC,
	PEERINGDB_CAMPUS,
	PEERINGDB_CARRIER,
	PEERINGDB_CARRIERFAC,
	PEERINGDB_AS_SET,
	PEERINGDB_CLASSES,
};

/* What a contact is for. */
enum peeringdb_role {
	PEERINGDB_ROLE_OTHER, /* or none */
	PEERINGDB_ABUSE,
	PEERINGDB_MAINTENANCE,
	PEERINGDB_POLICY,
	PEERINGDB_TECHNICAL,
	PEERINGDB_NOC,
	PEERINGDB_PUBLIC_RELATIONS,
	PEERINGDB_SALES,
	PEERINGDB_ROLES,
};

/* Who may see a contact. */
enum peeringdb_visible {
	PEERINGDB_VISIBLE_UNKNOWN,
	PEERINGDB_PRIVATE, /* its network only */
	PEERINGDB_USERS,   /* who has an account */
	PEERINGDB_PUBLIC,
	PEERINGDB_VISIBLES,
};

/* A class has only some of these; what an item does not say is 0, false, empty. Texts are borrowed
 * for the time of the call. */
struct peeringdb_item {
	enum peeringdb_class class;
	uint32_t id, org_id, net_id, ix_id, fac_id;
	asn_t asn;              /* of net and netixlan never 0; netfac's local_asn */
	struct text name;       /* never a person's */
	struct text country;    /* of ix, org, netfac */
	struct text irr_as_set; /* of net, as it was written: "RIPE::AS-EXAMPLE AS-OTHER" */
	uint32_t types;         /* of net: a bit for each enum network_type that it is */
	enum peeringdb_role role;
	enum peeringdb_visible visible;
	bool has_email, has_phone, has_url; /* of poc */
	bool has_ipaddr4, has_ipaddr6;
	struct address ipaddr4, ipaddr6; /* of netixlan */
	bool is_rs_peer, operational;
	uint64_t speed;      /* Mbit/s */
	uint64_t updated_us; /* 0: does not say */
};

enum peeringdb_refusal {
	PEERINGDB_TAKEN,
	PEERINGDB_NO_OBJECT,
	PEERINGDB_NO_CLASS,
	PEERINGDB_TYPE_WRONG,
	PEERINGDB_TEXT_LONG,
	PEERINGDB_NUMBER_BAD,
	PEERINGDB_ADDRESS_BAD,
	PEERINGDB_ID_MISSING,
	PEERINGDB_ASN_BAD,
	PEERINGDB_NET_MISSING,
	PEERINGDB_IX_MISSING,
	PEERINGDB_REASONS,
};

/* What is strange, but costs nothing but itself. */
enum peeringdb_oddity {
	PEERINGDB_NOTHING_ODD,
	PEERINGDB_TIME_BAD,
	PEERINGDB_WORD_UNKNOWN,
	PEERINGDB_LIST_UNKNOWN,
	PEERINGDB_ODDITIES,
};

/* Where items go. The callback may be NULL; what it returns but 0 ends the parse. */
struct peeringdb_sink {
	void *context; /* borrowed */
	/* `place` is where the item's object starts; JSON has no lines. */
	int (*on_item)(void *context, const struct peeringdb_item *item, struct place place);
};

struct peeringdb {
	struct refusals refusals; /* taken: those told */
	struct refusals oddities;
	uint64_t items[PEERINGDB_CLASSES]; /* told, or passed over */
	uint64_t deleted, pending;     /* entries that are gone, or not approved yet: not told */
	uint64_t fault_offset;         /* where reading ended, after an error */
	char fault[JSON_MESSAGE_MAX];  /* "" while there is none */
	struct peeringdb_state *state; /* owned */
};

/* Copies `sink`. From here to the clear, `peeringdb` must stay where it is. */
void peeringdb_init(struct peeringdb *peeringdb, const struct peeringdb_sink *sink);
void peeringdb_clear(struct peeringdb *peeringdb);

/* The next piece of the input. ERR_MALFORMED: not JSON. ERR_LIMIT: nested too deep, or a number
 * without end. Or what the sink said. Anything but 0 stays: all later calls return it. */
MUST_CHECK int peeringdb_feed(struct peeringdb *peeringdb, struct text piece);
/* The input is complete. ERR_TRUNCATED: it ends in the middle; else as peeringdb_feed(). */
MUST_CHECK int peeringdb_finish(struct peeringdb *peeringdb);

/* When it was made: `generated` of its metadata, else the newest `updated` of an item; 0 when
 * neither is there. */
uint64_t peeringdb_date_us(const struct peeringdb *peeringdb);

/* "net", "netixlan": as PeeringDB calls its endpoints. Static. */
const char *peeringdb_class_name(enum peeringdb_class class);
/* False for words that are no class. */
bool peeringdb_class_find(struct text word, enum peeringdb_class *out_class);

#endif
