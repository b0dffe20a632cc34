/*
 * Kinds of reports: is this JSON or this line one of what others report of networks: incidents,
 * spoofer tests, lists of criminals? Inside of kind.c and kind_json.c.
 */
#ifndef WIRE_KIND_REPORTS_H
#define WIRE_KIND_REPORTS_H

#include "wire/kind.h"

/* Told by keys that no other format has, at any depth of what is there. KINDS: none of them. */
enum kind kind_of_json_reports(struct text text);

/* "AS64496 ; EU | EXAMPLE-NET" */
bool kind_is_asn_drop_line(struct text line);

/* Takes a JSON string off whose opening quote stands first; escapes are left in. False when it does
 * not end. */
bool kind_string_cut(struct text *rest, struct text *out_string);

#endif
