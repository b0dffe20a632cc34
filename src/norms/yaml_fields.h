/*
 * YAML fields: from a mapping of a YAML text to a C struct, by a table of what may stand there.
 *
 * In:   a tree, and tables of fields.
 * Out:  the struct; or a sentence with the name of the text and the line: "netops.yaml, line 12:
 *       unknown key 'titel'; did you mean 'title'?"
 * Promise: what is required is there, what is unknown is refused, numbers and names are in range.
 */
#ifndef NORMS_YAML_FIELDS_H
#define NORMS_YAML_FIELDS_H

#include <stdarg.h>

#include "norms/yaml_tree.h"

enum field_kind {
	FIELD_TEXT,   /* const char *; not empty */
	FIELD_COUNT,  /* unsigned */
	FIELD_SHARE,  /* double, 0 to 1 */
	FIELD_SWITCH, /* bool */
	FIELD_NAME,   /* an enum: one of `names`, in the order of its numbers from 0 */
	FIELD_WORDS,  /* const char *const *, NULL-terminated */
	FIELD_LIST,   /* an array of structs by `table`, and its size_t count at `count_offset` */
	FIELD_PART,   /* a mapping by `table` into this same struct */
};

struct field_table;
struct yaml_reading;

struct field {
	const char *key; /* NULL at the end */
	enum field_kind kind;
	bool is_required; /* else what `defaults` of the table says stays */
	size_t offset, count_offset;
	const char *const *names; /* NULL-terminated */
	const struct field_table *table;
};

struct field_table {
	const char *thing; /* "a check" */
	size_t size;
	const void *defaults; /* `size` bytes; NULL for a part */
	const struct field *fields;
	/* What the fields do not say by themselves; or NULL. Refuses with yaml_refuse(). */
	int (*check)(struct yaml_reading *reading, const struct yaml_node *map, const void *filled);
};

struct yaml_reading {
	struct arena *arena; /* owns all that is filled in */
	const char *name;    /* of the text */
	char *message;       /* the sentence, at most `message_size` bytes with its NUL */
	size_t message_size;
};

/* Fills `out_struct` of `table->size` bytes. ERR_MALFORMED or ERR_LIMIT, with the sentence. */
MUST_CHECK int yaml_fields_read(struct yaml_reading *reading, const struct yaml_node *map,
				const struct field_table *table, void *out_struct);

/* Writes "NAME, line N: ..." and returns ERR_MALFORMED. */
int yaml_refuse(struct yaml_reading *reading, unsigned line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The arena is full: writes so and returns ERR_LIMIT. */
int yaml_refuse_size(struct yaml_reading *reading);

/* The number of `word` in a NULL-terminated list, or -1. */
int yaml_name_find(const char *const *names, const char *word);

#endif
