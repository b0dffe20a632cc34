/*
 * Audit out: an audit as people read it and as scripts do.
 */
#ifndef CLI_AUDIT_OUT_H
#define CLI_AUDIT_OUT_H

#include "audit/audit.h"
#include "cli/answer.h"

/* Action by Action: state, what it rests on, what is missing, what would mend it. */
void audit_put_text(struct buffer *out, const struct audit *audit,
		    const struct stored_month *month);
/* One object, without the end of the line:
 * {"programme":..,"subject":..,"verdict":..,"actions":[{"number":1,...}]}; docs/audit-json.md. */
void audit_put_json(struct buffer *out, const struct audit *audit,
		    const struct stored_month *month);
/* One row of a batch, and its heading: programme, subject, networks, verdict, a column an Action.
 */
void audit_put_csv_heading(struct buffer *out, const struct norm_programme *programme);
void audit_put_csv(struct buffer *out, const struct audit *audit);

/* The metrics of one network as a table: the month beside the moment at its end. */
void scores_put_table(struct buffer *out, const struct audit_network *network);
void scores_put_json(struct buffer *out, const struct audit_network *network);
/* Of two, what has changed; the second is what would be. */
void scores_put_changes(struct buffer *out, const struct audit_network *is,
			const struct audit_network *would_be);

#endif
