/*
 * Verdict out: a judgement, as people read it and as programs do, with every reason: what each
 * check says and by which rule, the objects that decided, who published them and when.
 */
#ifndef CLI_VERDICT_OUT_H
#define CLI_VERDICT_OUT_H

#include "base/buffer.h"
#include "flow/judgement.h"

/* Lines: the route and its verdict, then each check with its objects. */
void verdict_text_put(struct buffer *out, const struct judge *judge,
		      const struct question *question, const struct judgement *judgement);
/* Lines: which data was used, of when, and what of it is old. Once for all routes. */
void verdict_text_data(struct buffer *out, const struct judge *judge);

/* One object: Routinator's "route" and "validity", and beside them "irr", "bogon", "aspa", "leak",
 * "verdict". docs/validity-json.md. */
void verdict_json_put(struct buffer *out, const struct judge *judge,
		      const struct question *question, const struct judgement *judgement);
/* "data":[..], a member: each input with its date, age and whether it is fresh. */
void verdict_json_data(struct buffer *out, const struct judge *judge);

#endif
