/*
 * Report out: a report as one page of HTML, and its twin as plain text for mail.
 *
 * Promise: the page stands alone: it asks for nothing, runs nothing, and whatever strangers wrote
 * in it is text. The mail has no line of more than REPORT_COLUMNS characters (RFC 5322 2.1.1), and
 * no byte that a terminal takes for a command. Both say the same, in the same order.
 */
#ifndef CLI_REPORT_OUT_H
#define CLI_REPORT_OUT_H

#include "base/buffer.h"
#include "cli/report.h"

enum { REPORT_COLUMNS = 78 };

void report_put_text(struct buffer *out, const struct report *report);
void report_put_html(struct buffer *out, const struct report *report);

#endif
