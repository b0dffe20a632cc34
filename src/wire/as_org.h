/*
 * AS organisations: which networks belong to the same company, and what they are called.
 *
 * In:   text of one of three layouts, in pieces of any size:
 *         CAIDA's text: '|' between fields that "# format:" remarks name, organisations first
 *         CAIDA's JSON lines: {"type":"Organization",...} and {"type":"ASN",...}
 *         a table of names: "asn,name,source", then rows of comma-separated values
 * Out:  organisations and ASes, one by one; refused lines by reason.
 * Promise: any bytes are safe; no memory but two lines of at most AS_ORG_LINE_MAX bytes.
 * Standard: https://publicdata.caida.org/datasets/as-organizations/README.txt; RFC 8259, RFC 4180.
 */
#ifndef WIRE_AS_ORG_H
#define WIRE_AS_ORG_H

#include "net/asn.h"
#include "wire/csv.h"
#include "wire/lines.h"

/* Over a hundred times the longest line seen. */
enum { AS_ORG_LINE_MAX = 64 << 10 };

/* All text is borrowed for the time of the call, and empty where the file does not say. It is as
 * the file has it: any bytes, mostly UTF-8. */
struct as_org_organisation {
	struct text id, name, country, source;
};

struct as_org_as {
	asn_t asn;
	struct text organisation; /* its id */
	struct text name, source;
};

enum as_org_refusal {
	AS_ORG_TAKEN,
	AS_ORG_LINE_LONG,
	AS_ORG_NO_FORMAT,
	AS_ORG_FIELDS,
	AS_ORG_ASN,
	AS_ORG_ID,
	AS_ORG_JSON,
	AS_ORG_REASONS,
};

/* Where they go. A callback may be NULL; what it returns but 0 ends the parse. */
struct as_org_sink {
	void *context; /* borrowed */
	int (*on_organisation)(void *context, const struct as_org_organisation *organisation,
			       struct place place);
	int (*on_as)(void *context, const struct as_org_as *as, struct place place);
};

/* Twice as many as any layout has had. */
enum { AS_ORG_COLUMNS_MAX = 16 };

struct as_org {
	struct lines lines;
	struct as_org_sink sink;
	struct refusals refusals;
	char separator; /* between the fields of a row; 0 before the first format */
	unsigned columns;
	uint8_t column[AS_ORG_COLUMNS_MAX]; /* what each is about */
	struct csv_plain plain;             /* fields without their quotes or escapes */
};

void as_org_init(struct as_org *org, const struct as_org_sink *sink);
void as_org_clear(struct as_org *org);
/* Return 0, or what the sink said; then only as_org_clear() may follow. */
MUST_CHECK int as_org_feed(struct as_org *org, struct text piece);
MUST_CHECK int as_org_finish(struct as_org *org);

#endif
