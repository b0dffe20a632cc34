/*
 * Attribute JSON: a route's attributes as members of a JSON object, and as words.
 *
 *	,"path":[64496,{"set":[64498,64499]}],"origin_asn":null,"origin":"igp",
 *	"next_hop":"192.0.2.1","communities":["64496:1","no-export"]
 *
 *	: path 64496 {64498,64499}; origin IGP; next hop 192.0.2.1; communities 64496:1 no-export
 *
 * In:   attribute blocks of any quality.
 * Out:  each member with a comma before it, as the object has others (the prefix).
 *       docs/json-lines.md names and describes them all. What is absent is not there; an attribute
 *       that cannot be read, or that has no name here, stands in "attributes".
 * Pure but for the buffer. No text needs an escape, as all are made here.
 */
#ifndef WIRE_ATTR_JSON_H
#define WIRE_ATTR_JSON_H

#include "base/buffer.h"
#include "wire/attr_block.h"

struct number_texts;

/* `path_room` has AS_PATH_ROOM octets, for paths that must be widened. */
void attr_json_put(struct buffer *out, const struct attr_block *block, uint8_t *path_room,
		   const struct number_texts *numbers);
void attr_words_put(struct buffer *out, const struct attr_block *block, uint8_t *path_room,
		    const struct number_texts *numbers);

#endif
