/*
 * RTR news: what is told to the operator, put into words.
 */
#ifndef SERVE_RTR_NEWS_H
#define SERVE_RTR_NEWS_H

#include "base/buffer.h"
#include "net/payload_set.h"

/* Lines, each ended by '\n'. */
struct rtr_news {
	struct buffer alarms, notes;
};

void rtr_news_init(struct rtr_news *news);
void rtr_news_clear(struct rtr_news *news);

/* "723,521 VRPs, 1 router key, 0 ASPAs" */
void rtr_put_size(struct buffer *out, const struct payload_set *set);
/* "+12 -3", in payloads; an ASPA that has other providers now counts as added. */
void rtr_put_change(struct buffer *out, const struct payload_change *change);

#endif
