/*
 * Report work: what the parts of report.h share while they collect: the month and the one before,
 * each audited, and texts put together in a line and kept in the report's arena.
 */
#ifndef CLI_REPORT_WORK_H
#define CLI_REPORT_WORK_H

#include "base/buffer.h"
#include "cli/report.h"
#include "flow/audit_subject.h"

/* One audit, with all that it points to. */
struct report_audit {
	struct audit_options options;
	struct audit_desk *desk; /* owned */
	struct stored_month month;
	struct audit audit;
	bool is_there;
};

struct report_work {
	const struct report_order *order;
	struct report *report;
	struct arena *arena; /* the report's */
	struct report_audit now, excused, before;
	struct charge *parties; /* owned: all charges of the incidents in which ours have a part */
	size_t party_count;
	const char *contact; /* of the participant, or "" */
	struct buffer line;  /* what is being put together */
	bool failed;         /* the arena is full */
};

/* What stands in the line, kept; the line begins anew. */
const char *report_take(struct report_work *work);
const char *report_keep(struct report_work *work, const char *text);
/* Zeroed; NULL and failed when the arena is full. At least one item. */
void *report_room(struct report_work *work, size_t count, size_t size);
const char *report_time(struct report_work *work, uint64_t time_us);

/* The network of this number in another audit of the same, or NULL. */
const struct audit_network *report_network_in(const struct report_audit *audit, asn_t asn);

/* These fill their part of the report. Negative: what the store said. */
MUST_CHECK int report_add_networks(struct report_work *work);
MUST_CHECK int report_read_parties(struct report_work *work);
MUST_CHECK int report_add_incidents(struct report_work *work, const struct audit_network *network,
				    struct report_network *out);
void report_add_actions(struct report_work *work);
MUST_CHECK int report_add_data(struct report_work *work);

#endif
