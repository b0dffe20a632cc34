/*
 * RPSL: the objects of an Internet Routing Registry.  RFC 2622, RFC 2725, RFC 4012.
 *
 * In:   a registry's dump, a whois answer, or files of objects one after another, in pieces of any
 *       size. Remarks of dumps and whois servers (lines starting with '#' or '%') are skipped.
 * Out:  objects, one by one: class, key, attributes; what route, route6, aut-num, inetnum and
 *       inet6num are about is decoded. Refused objects by reason.
 * Promise: an object is given whole or refused whole. Any bytes are safe; memory is bounded by
 *       RPSL_OBJECT_MAX and RPSL_ATTRIBUTES_MAX. Values keep their bytes (often Latin-1).
 *
 * An object ends at a blank line. Since collections of files often have none between them, it ends
 * as well where its own class comes again, or where a known class comes after its "source:".
 */
#ifndef WIRE_RPSL_H
#define WIRE_RPSL_H

#include "net/route_object.h"
#include "wire/lines.h"

enum {
	/* The largest object seen, AS3257's aut-num, has 470 KiB; as-sets with 50,000 members and
	 * route-sets with as many prefixes stay below 2 MiB. */
	RPSL_OBJECT_MAX = 8 << 20,
	/* As many as members that fit into such an object, one a line. */
	RPSL_ATTRIBUTES_MAX = 1 << 18,
};

enum rpsl_class {
	RPSL_OTHER,
	RPSL_ROUTE,
	RPSL_ROUTE6,
	RPSL_AS_SET,
	RPSL_ROUTE_SET,
	RPSL_AUT_NUM,
	RPSL_INETNUM,
	RPSL_INET6NUM,
	RPSL_ORGANISATION,
	RPSL_ROLE,
	RPSL_PERSON,
	RPSL_MNTNER,
	RPSL_AS_BLOCK,
	RPSL_DOMAIN,
	RPSL_FILTER_SET,
	RPSL_INET_RTR,
	RPSL_IRT,
	RPSL_KEY_CERT,
	RPSL_PEERING_SET,
	RPSL_POEM,
	RPSL_POETIC_FORM,
	RPSL_RTR_SET,
	RPSL_CLASSES,
};

/* "as-set"; "other" for RPSL_OTHER. Static. */
const char *rpsl_class_name(enum rpsl_class class);
/* Without regard to case; RPSL_OTHER for names that we do not know. */
enum rpsl_class rpsl_class_find(struct text name);

struct rpsl_attribute {
	struct text name;
	struct text value; /* continuation lines stand behind "\n"; comments are still in it */
};

/* Borrowed for the time of the call. */
struct rpsl_object {
	enum rpsl_class class;
	struct text key;    /* value of the first attribute */
	struct text source; /* empty when the object does not say */
	const struct rpsl_attribute *attributes;
	size_t attribute_count;
	union {
		struct route_object route; /* RPSL_ROUTE, RPSL_ROUTE6; its `source` is left 0, and
					    * its `date` is that of rpsl_date() */
		asn_t asn;                 /* RPSL_AUT_NUM */
		struct {
			struct address first, last;
		} range; /* RPSL_INETNUM, RPSL_INET6NUM; need not be a prefix */
	};
};

enum rpsl_refusal {
	RPSL_TAKEN,
	RPSL_TOO_LARGE,
	RPSL_LINE_BAD,
	RPSL_KEY_MISSING,
	RPSL_PREFIX_BAD,
	RPSL_HOST_BITS,
	RPSL_ORIGIN_MISSING,
	RPSL_ORIGIN_MANY,
	RPSL_ORIGIN_BAD,
	RPSL_ASN_BAD,
	RPSL_SET_NAME_BAD,
	RPSL_RANGE_BAD,
	RPSL_REASONS,
};

/* Where objects go. The callback may be NULL; what it returns but 0 ends the parse. */
struct rpsl_sink {
	void *context; /* borrowed */
	/* `place` is the object's first line. */
	int (*on_object)(void *context, const struct rpsl_object *object, struct place place);
};

struct rpsl {
	struct lines lines;
	struct rpsl_sink sink;
	struct refusals refusals;
	uint64_t objects[RPSL_CLASSES]; /* taken, by class */
	uint64_t without_source;        /* of the taken ones */

	/* The object that is being put together. */
	bool open;
	bool has_source;
	enum rpsl_refusal reason; /* the first thing that is wrong with it */
	struct place place;
	char *bytes; /* owns; names and values, end to end */
	size_t used, room;
	struct rpsl_attribute *attributes; /* owns; they know their place once all is together */
	size_t attribute_count, attribute_room;
};

void rpsl_init(struct rpsl *rpsl, const struct rpsl_sink *sink);
void rpsl_clear(struct rpsl *rpsl);
/* Return 0, or what the sink said; then only rpsl_clear() may follow. */
MUST_CHECK int rpsl_feed(struct rpsl *rpsl, struct text piece);
MUST_CHECK int rpsl_finish(struct rpsl *rpsl);

/* The first attribute of that name, without regard to case; borrowed, or NULL. */
const struct rpsl_attribute *rpsl_find(const struct rpsl_object *object, const char *name);

/* When it was last touched, as far as it says: the day of last-modified:, else of the newest
 * changed:, else of created:. 20260222, or 0. */
uint32_t rpsl_date(const struct rpsl_object *object);
/* The day that the first attribute of that name says, or 0. */
uint32_t rpsl_day(const struct rpsl_object *object, const char *name);

/* The first line of a value that says something, without its comment. */
struct text rpsl_line(struct text value);

/*
 * The items of all attributes of one name, as of `members:` or `mnt-by:`, wherever commas, blanks,
 * comments and line ends stand:
 *
 *	struct text item;
 *	for (struct rpsl_items items = rpsl_items(object, "members"); rpsl_next(&items, &item);)
 *		...
 */
struct rpsl_items {
	const struct rpsl_object *object;
	const char *name; /* borrowed */
	size_t next;      /* attribute */
	struct text lines, pieces, words;
};

struct rpsl_items rpsl_items(const struct rpsl_object *object, const char *name);
bool rpsl_next(struct rpsl_items *items, struct text *out_item);

#endif
