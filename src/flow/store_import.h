/*
 * Store import: what store_export() has written, into a store.
 *
 * In:   JSON lines in pieces of any size, any bytes; a store that is open for writing.
 * Out:  months, each replacing what the store had of it, and the register, added to what is there:
 *       participants and attestations of the same name are replaced, feedback that is there already
 *       is not put again. Every refused line is counted by reason.
 * Promise: a month is stored whole or not at all, and so is the register: one refused line, or a
 *       line that is missing, and nothing of it is. Memory is bounded by one line and some 5 MiB.
 *       What is exported again is what was read, byte for byte, if the store was empty before.
 */
#ifndef FLOW_STORE_IMPORT_H
#define FLOW_STORE_IMPORT_H

#include "flow/record.h"
#include "wire/lines.h"

enum {
	/* An input with all its counts, in characters that JSON has long words for. */
	IMPORT_LINE_MAX = 2 << 20,
};

enum import_refusal {
	IMPORT_TAKEN,
	IMPORT_LONG,
	IMPORT_JSON,
	IMPORT_KIND,
	IMPORT_MONTH,
	IMPORT_ORDER,
	IMPORT_MISSING,
	IMPORT_VALUE,
	IMPORT_TEXT,
	IMPORT_METRIC,
	IMPORT_AGREE,
	IMPORT_OWNER,
	IMPORT_COUNT,
	IMPORT_OPEN,
	IMPORT_REASONS,
};

/* What was refused first for a reason: "route", "origin"; NULL where that says nothing. */
struct import_culprit {
	const char *kind, *member;
};

struct import_sink {
	void *context;
	/* A month has come to its end, or the register: 0. */
	void (*on_part)(void *context, uint32_t month, bool is_stored, uint64_t lines);
};

struct import_state;

struct store_import {
	struct refusals refusals;
	struct import_culprit first[IMPORT_REASONS];
	uint64_t parts, parts_stored;
	struct import_state *state; /* owned */
};

/* `store` is borrowed until the clear. */
void store_import_init(struct store_import *import, struct store *store,
		       const struct import_sink *sink);
/* Also takes back what has not come to its end. */
void store_import_clear(struct store_import *import);

/* Negative: the store has failed, and nothing more may come. */
MUST_CHECK int store_import_feed(struct store_import *import, struct text piece);
/* The input is complete. */
MUST_CHECK int store_import_finish(struct store_import *import);

#endif
