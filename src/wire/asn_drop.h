/*
 * ASN-DROP: AS numbers that Spamhaus holds to be used by criminals.
 *
 * In:       pieces of any size, in one of two layouts that the first character tells:
 *             since 2023 JSON lines (json_records.h): {"asn":64496,"rir":..,"domain":..,"cc":..,
 *             "asname":..}, and last {"type":"metadata","timestamp":..}
 *             before, text: "AS64496 ; EU | EXAMPLE-NET", remarks behind ';'
 * Out:      AS numbers, one by one; refusals; when the list was made, if it says so.
 * Promise:  any bytes are safe; memory stays within that of json_records.h and one line of at most
 *           ASN_DROP_LINE_MAX bytes.
 * Standard: spamhaus.org/drop/asndrop.json, asndrop.txt.
 */
#ifndef WIRE_ASN_DROP_H
#define WIRE_ASN_DROP_H

#include "net/asn.h"
#include "wire/lines.h"

enum { ASN_DROP_LINE_MAX = 4 << 10 };

/* Texts are borrowed for the time of the call, as the file has them; empty where it does not say.
 */
struct asn_drop_entry {
	asn_t asn;
	struct text name, economy;
};

enum asn_drop_refusal {
	ASN_DROP_TAKEN,
	ASN_DROP_LINE_LONG,
	ASN_DROP_ASN,
	ASN_DROP_REASONS,
};

/* What is returned but 0 ends the parse. */
struct asn_drop_sink {
	void *context; /* borrowed */
	int (*on_entry)(void *context, const struct asn_drop_entry *entry, struct place place);
};

struct asn_drop {
	struct refusals refusals; /* places are lines in text, and offsets in JSON */
	uint64_t made_us;         /* 0: it does not say */
	bool is_json;
	struct asn_drop_state *state; /* owned */
};

/* Copies `sink`. From here to the clear, `drop` must stay where it is. */
void asn_drop_init(struct asn_drop *drop, const struct asn_drop_sink *sink);
void asn_drop_clear(struct asn_drop *drop);

/* As json_records_feed() and json_records_finish(); of text, 0 or what the sink said. */
MUST_CHECK int asn_drop_feed(struct asn_drop *drop, struct text piece);
MUST_CHECK int asn_drop_finish(struct asn_drop *drop);

#endif
