/* What the parser of PeeringDB tells, as text. For tests and fuzzers only, which also check here,
 * with every item, that it keeps its promises. */
#ifndef WIRE_PEERINGDB_TRANSCRIPT_H
#define WIRE_PEERINGDB_TRANSCRIPT_H

#include "base/buffer.h"
#include "base/utc.h"
#include "wire/peeringdb.h"

struct peeringdb_transcript {
	struct buffer text;
	uint64_t items;
	uint64_t stop_after;   /* items; 0: never */
	uint64_t blanks;       /* that stood before the input */
	bool with_fault_place; /* of a token in two pieces, yajl says either end */
};

enum { PEERINGDB_STOPPED = -77 };

static inline void transcript_number(struct buffer *out, const char *name, uint64_t number)
{
	if (number != 0)
		buffer_format(out, " %s %llu", name, (unsigned long long)number);
}

static inline void transcript_text(struct buffer *out, const char *name, struct text text)
{
	assert(text.len <= PEERINGDB_TEXT_MAX);
	if (text.len == 0)
		return;
	buffer_format(out, " %s '", name);
	buffer_printable(out, text);
	buffer_char(out, '\'');
}

static inline void transcript_flag(struct buffer *out, const char *name, bool flag)
{
	if (flag)
		buffer_format(out, " %s", name);
}

static inline void transcript_address(struct buffer *out, bool has, const struct address *address,
				      unsigned family)
{
	char text[ADDRESS_TEXT_MAX];

	if (!has)
		return;
	assert(address->family == family);
	buffer_format(out, " %s", address_print(address, text));
}

/* What only some classes have. */
static inline void transcript_members(struct buffer *out, const struct peeringdb_item *item)
{
	transcript_text(out, "name", item->name);
	transcript_text(out, "country", item->country);
	transcript_text(out, "set", item->irr_as_set);
	for (unsigned type = NETWORK_UNKNOWN; type < NETWORK_TYPES; type++)
		if ((item->types & UINT32_C(1) << type) != 0)
			buffer_format(out, " [%s]", network_type_name((enum network_type)type));
	transcript_number(out, "role", item->role);
	transcript_number(out, "visible", item->visible);
	transcript_flag(out, "email", item->has_email);
	transcript_flag(out, "phone", item->has_phone);
	transcript_flag(out, "url", item->has_url);
	transcript_address(out, item->has_ipaddr4, &item->ipaddr4, FAMILY_V4);
	transcript_address(out, item->has_ipaddr6, &item->ipaddr6, FAMILY_V6);
	transcript_flag(out, "rs-peer", item->is_rs_peer);
	transcript_flag(out, "operational", item->operational);
	transcript_number(out, "speed", item->speed);
}

/* "net 7 org 3 AS64496 name 'Example' [NSP] updated 2022-10-06T00:00:00Z @9\n" */
static inline int transcript_item(void *context, const struct peeringdb_item *item,
				  struct place place)
{
	struct peeringdb_transcript *t = context;
	struct buffer *out = &t->text;
	char time[UTC_TEXT_MAX];

	assert(item->class <= PEERINGDB_NETFAC && place.line == 0 && place.offset >= t->blanks);
	assert(item->class != PEERINGDB_POC || item->name.len == 0); /* it is a person's */
	assert(item->asn != ASN_NONE ||
	       (item->class != PEERINGDB_NET && item->class != PEERINGDB_NETIXLAN));
	assert((item->types & ~((UINT32_C(1) << NETWORK_TYPES) - 2)) == 0);
	buffer_format(out, "%s %u", peeringdb_class_name(item->class), item->id);
	transcript_number(out, "org", item->org_id);
	transcript_number(out, "net", item->net_id);
	transcript_number(out, "ix", item->ix_id);
	transcript_number(out, "fac", item->fac_id);
	if (item->asn != ASN_NONE)
		buffer_format(out, " AS%u", item->asn);
	transcript_members(out, item);
	if (item->updated_us != 0)
		buffer_format(out, " updated %s", utc_print(item->updated_us, time));
	buffer_format(out, " @%llu\n", (unsigned long long)(place.offset - t->blanks));
	return ++t->items == t->stop_after ? PEERINGDB_STOPPED : 0;
}

static inline void transcript_refusals(const struct peeringdb_transcript *t, struct buffer *out,
				       const char *what, const struct refusals *refusals)
{
	for (unsigned reason = 1; reason < refusals->reasons; reason++)
		if (refusals->count[reason] > 0)
			buffer_format(
				out, "%s %u x%llu @%llu\n", what, reason,
				(unsigned long long)refusals->count[reason],
				(unsigned long long)(refusals->first[reason].offset - t->blanks));
}

/* Then all that was counted, the date, and how it ended. */
static inline void transcript_finish(struct peeringdb_transcript *t, int result,
				     const struct peeringdb *db)
{
	struct buffer *out = &t->text;
	char time[UTC_TEXT_MAX];
	uint64_t told = 0;

	for (unsigned class = 0; class < PEERINGDB_CLASSES; class ++) {
		told += class <= PEERINGDB_NETFAC ? db->items[class] : 0;
		if (class > PEERINGDB_NETFAC && db->items[class] > 0)
			buffer_format(out, "%s x%llu\n",
				      peeringdb_class_name((enum peeringdb_class) class),
				      (unsigned long long)db->items[class]);
	}
	assert(told == t->items && told == db->refusals.taken);
	transcript_refusals(t, out, "refused", &db->refusals);
	transcript_refusals(t, out, "odd", &db->oddities);
	if (db->deleted + db->pending > 0)
		buffer_format(out, "deleted %llu, pending %llu\n", (unsigned long long)db->deleted,
			      (unsigned long long)db->pending);
	if (peeringdb_date_us(db) != 0)
		buffer_format(out, "of %s\n", utc_print(peeringdb_date_us(db), time));
	assert((result == 0) == (db->fault[0] == '\0'));
	if (result == 0)
		return;
	buffer_format(out, "%s: %s", result == PEERINGDB_STOPPED ? "stopped" : err_name(result),
		      db->fault);
	if (t->with_fault_place)
		buffer_format(out, " @%llu", (unsigned long long)db->fault_offset);
	buffer_char(out, '\n');
}

static inline struct peeringdb_sink transcript_sink(struct peeringdb_transcript *t)
{
	return (struct peeringdb_sink){ t, transcript_item };
}

#endif
