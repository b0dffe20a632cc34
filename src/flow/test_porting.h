/* For tests: a store as the text of its export, and a text imported into a store. */
#ifndef FLOW_TEST_PORTING_H
#define FLOW_TEST_PORTING_H

#include "base/testkit.h"

#include "flow/store_export.h"
#include "flow/store_import.h"
#include "store/store_register_sample_test.h"
#include "store/store_sample_test.h"

static inline bool port_keep(struct buffer *out)
{
	(void)out;
	return true;
}

/* Appends all that a store holds. */
static inline void port_export(const char *path, struct buffer *out)
{
	const struct export_query query = { 0 };
	struct store *store = sample_open(path, STORE_READ);

	assert_int_equal(store_export(store, &query, out, port_keep), 0);
	store_close(store);
}

static inline void port_on_part(void *context, uint32_t month, bool is_stored, uint64_t lines)
{
	(void)lines;
	if (context != NULL)
		buffer_format(context, "%u %s\n", month, is_stored ? "stored" : "not stored");
}

/* What was refused, as "reason line kind.member"; parts as they come. The store is closed. */
static inline void port_import(struct store *store, struct text text, size_t piece_size,
			       struct buffer *out)
{
	const struct import_sink sink = { out, port_on_part };
	struct store_import import;
	int err = 0;

	store_import_init(&import, store, &sink);
	for (; text.len > 0 && err == 0; text = text_from(text, piece_size))
		err = store_import_feed(&import, text_upto(text, piece_size));
	if (err == 0)
		err = store_import_finish(&import);
	if (err < 0)
		fail_msg("%s", store_message(store));
	for (unsigned reason = 1; out != NULL && reason < IMPORT_REASONS; reason++)
		if (import.refusals.count[reason] > 0)
			buffer_format(
				out, "%u x%lu at %lu %s.%s\n", reason,
				import.refusals.count[reason], import.refusals.first[reason].line,
				import.first[reason].kind != NULL ? import.first[reason].kind : "",
				import.first[reason].member != NULL ? import.first[reason].member
								    : "");
	store_import_clear(&import);
	store_close(store);
}

static inline void port_import_to(const char *path, struct text text, size_t piece_size,
				  struct buffer *out)
{
	port_import(sample_open(path, STORE_WRITE), text, piece_size, out);
}

static inline struct text port_text(const struct buffer *buffer)
{
	return (struct text){ buffer->bytes, buffer->used };
}

#endif
