/*
 * Audit batch: many audits, one after another: a programme's participants, an economy's networks,
 * or whoever a file names.
 */
#ifndef CLI_AUDIT_BATCH_H
#define CLI_AUDIT_BATCH_H

#include "cli/answer.h"
#include "flow/audit_subject.h"

struct audit_batch {
	const struct command *command;
	const struct opened *opened;
	const struct norm_programme *programme;
	const struct audit_options *options;
	const char *economy; /* NULL: not by economy */
	const char *file;    /* NULL: not by a file; neither: all participants */
	bool is_json, is_csv;
};

/* A line each, and for people a summary. EXIT_NO when any is not conformant. */
enum exit_code audit_all(const struct audit_batch *batch, struct buffer *out);

#endif
