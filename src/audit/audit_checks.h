/*
 * Inside audit: the work on one audit. audit_checks.c answers its checks, by scores and by what
 * people say; audit.c makes Actions and the verdict of them.
 */
#ifndef AUDIT_AUDIT_CHECKS_H
#define AUDIT_AUDIT_CHECKS_H

#include "audit/audit.h"

struct auditing {
	struct arena *arena;
	const struct audit_subject *subject;
	bool failed; /* the arena is full */
};

/* Of the arena; NULL when it is full. */
void *auditing_room(struct auditing *work, size_t count, size_t size);
/* A copy that the arena owns; "" when it is full. */
const char *auditing_sentence(struct auditing *work, const char *text);

/* These fill all of the check but its norm. */
void auditing_check_measured(struct auditing *work, struct audit_check *check);
void auditing_check_attested(struct auditing *work, struct audit_check *check);

size_t auditing_metric_count(const struct norm_check *norm);
/* Does it do anything on the Internet? Of one that does not, silence says nothing. */
bool auditing_is_seen(const struct audit_network *network);

#endif
