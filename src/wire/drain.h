/*
 * Drain: where a printer's text goes when much has come together in the middle of a record. An
 * update of 64 KiB can say gigabytes, every prefix with all the attributes; so a printer must not
 * wait for the record's end.
 */
#ifndef WIRE_DRAIN_H
#define WIRE_DRAIN_H

#include "base/buffer.h"

struct drain {
	void *context;
	void (*empty)(void *context, struct buffer *full); /* leaves `full` empty */
};

/* To be called behind every line. Without a drain the buffer grows. */
static inline void drain_if_full(const struct drain *drain, struct buffer *buffer)
{
	if (buffer->used >= BUFFER_PIECE && drain->empty != NULL)
		drain->empty(drain->context, buffer);
}

#endif
