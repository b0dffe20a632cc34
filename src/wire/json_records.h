/*
 * JSON records: a list of records out of JSON, each value told under the name of its place. Shared
 * by the parsers of what other programs report; each brings a table of the places that it knows.
 *
 * In:       pieces of any size (json_stream.h): one record, an array of them, an object that holds
 *           them under keys that the table knows, or several of these one behind the other (JSON
 *           lines). A record inside of a record makes the outer one a page that holds records.
 * Out:      calls of the sink, in the order of the input.
 * Promise:  what the table does not know is passed over unseen; memory stays that of json_stream.h;
 *           work is linear in the input. Nothing is followed deeper than JSON_RECORDS_DEPTH_MAX.
 *           What stands before damage has been told; what stands behind it is not.
 * Standard: RFC 8259.
 */
#ifndef WIRE_JSON_RECORDS_H
#define WIRE_JSON_RECORDS_H

#include "wire/json_stream.h"
#include "wire/refusals.h"

enum {
	JSON_RECORDS_DEPTH_MAX = 32,
	JSON_PLACES_MAX = 64,
	JSON_NOWHERE = 0, /* of no interest */
	JSON_RECORD = 1,  /* a record, or what holds records */
	JSON_PLACE_FIRST, /* the caller's own from here on */
};

struct json_rule {
	uint8_t in;      /* the container that it is about */
	const char *key; /* NULL: the elements of an array */
	uint8_t place;   /* what stands there */
};

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_CONTAINER, /* an array or object starts; what is in it follows if a rule knows it */
};

struct json_value {
	enum json_type type;
	struct text text; /* of a number as it is written, of a string; borrowed */
	bool is_cut;      /* the string was longer; see json_stream.h */
};

/* What on_end() returns but 0 ends the parse. A record that is no object is told as an empty one;
 * a value may also come outside of records, from what holds them. */
struct json_records_sink {
	void *context;
	void (*on_start)(void *context, struct place place);
	void (*on_value)(void *context, unsigned place, const struct json_value *value);
	int (*on_end)(void *context);
};

struct json_frame {
	uint8_t place;
	bool is_array;
};

struct json_records {
	struct json_stream stream;
	struct json_records_sink sink;
	const struct json_rule *rules; /* static */
	unsigned rule_count, next_rule;
	uint64_t inner; /* a bit for each place in which a rule knows something */

	struct json_frame frames[JSON_RECORDS_DEPTH_MAX];
	unsigned depth;
	unsigned ignored; /* containers open that mean nothing; they stand above all frames */
	unsigned record;  /* the depth of the record that is read; 0: none */
	uint8_t next;     /* place of the value that the last key stands for */
	bool is_cut;      /* the string that comes is not all there */
};

/* `rules` are static. From here to the clear, `records` must stay where it is. */
void json_records_init(struct json_records *records, const struct json_rule *rules, unsigned count,
		       const struct json_records_sink *sink);
void json_records_clear(struct json_records *records);

/* ERR_MALFORMED: not JSON. ERR_LIMIT: nested too deep, or a number without end. Or what the sink
 * said. Anything but 0 stays. */
MUST_CHECK int json_records_feed(struct json_records *records, struct text piece);
/* The input is complete. ERR_TRUNCATED: it ends in the middle; else as json_records_feed(). */
MUST_CHECK int json_records_finish(struct json_records *records);

#endif
