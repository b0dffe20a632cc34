/*
 * Roff: plain text put into manual pages (mdoc), where some characters mean something.
 *
 * In:   texts of our own.
 * Out:  lines appended to a buffer. Mandoc and groff show the same characters, and what is copied
 *       from the page can be run.
 */
#ifndef BASE_ROFF_H
#define BASE_ROFF_H

#include "base/buffer.h"

/* Paragraphs, with empty lines between them: words broken into lines anew, each sentence on lines
 * of its own. */
void roff_put(struct buffer *out, struct text text);
/* One line as it is, for an example inside a literal display. */
void roff_literal_put(struct buffer *out, struct text line);

#endif
