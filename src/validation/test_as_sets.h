/*
 * As-sets for tests and fuzzers, out of a text. A line is an object:
 *
 *	set RIPE AS-A AS64500 AS-B RADB::AS-C by MAINT-A ANY
 *	as RIPE 64501 AS-A AS-B by MAINT-A
 *
 * "by" stands for mbrs-by-ref of a set, and for mnt-by of an AS. "-" is the source of objects that
 * do not say one.
 */
#ifndef VALIDATION_TEST_AS_SETS_H
#define VALIDATION_TEST_AS_SETS_H

#include "validation/as_sets.h"

/* Returns how many words were refused. */
static inline unsigned test_as_sets_set(struct as_set_draft *draft, struct text line)
{
	struct text source, name, word;
	unsigned refused = 0;
	bool by = false;

	if (!text_word(&line, &source) || !text_word(&line, &name) ||
	    as_set_draft_set(draft, text_equal(source, TEXT("-")) ? TEXT("") : source, name) < 0)
		return 1;
	while (text_word(&line, &word)) {
		if (!by && text_equal(word, TEXT("by")))
			by = true;
		else if (by)
			refused += as_set_draft_by_ref(draft, word) < 0;
		else
			refused += as_set_draft_member(draft, word) < 0;
	}
	return refused;
}

static inline unsigned test_as_sets_as(struct as_set_draft *draft, struct text line)
{
	struct text source, number, word;
	unsigned refused = 0;
	bool by = false;
	asn_t asn;

	if (!text_word(&line, &source) || !text_word(&line, &number) ||
	    asn_parse(number, &asn) < 0 ||
	    as_set_draft_as(draft, text_equal(source, TEXT("-")) ? TEXT("") : source, asn) < 0)
		return 1;
	while (text_word(&line, &word)) {
		if (!by && text_equal(word, TEXT("by")))
			by = true;
		else if (by)
			refused += as_set_draft_maintainer(draft, word) < 0;
		else
			refused += as_set_draft_member_of(draft, word) < 0;
	}
	return refused;
}

static inline unsigned test_as_sets_draft(struct as_set_draft *draft, struct text text)
{
	unsigned refused = 0;
	struct text line, kind;

	while (text_line(&text, &line)) {
		if (!text_word(&line, &kind))
			continue;
		if (text_equal(kind, TEXT("set")))
			refused += test_as_sets_set(draft, line);
		else
			refused += test_as_sets_as(draft, line);
	}
	return refused;
}

#endif
