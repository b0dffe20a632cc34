/*
 * A sample register for tests: made values of every kind, written to a store, and printed both as
 * they were made and as they were read. Another variant gives other values.
 */
#ifndef STORE_STORE_REGISTER_SAMPLE_TEST_H
#define STORE_STORE_REGISTER_SAMPLE_TEST_H

#include "store/store_register.h"
#include "store/store_sample_test.h"

enum { REGISTER_PARTICIPANTS = 6, REGISTER_ASNS = 40, REGISTER_FEEDBACK = 5 };

static const char *const register_programmes[] = { "cdn", "ixp", "netops" };

struct register_entry {
	char name[32];
	struct participant_asn asns[REGISTER_ASNS];
	struct participant participant;
	struct attestation attestation;
};

/* Two of each programme, by programme and name. */
static inline void register_make(uint32_t variant, uint32_t i, struct register_entry *entry)
{
	size_t count = (i + variant) * 7 % REGISTER_ASNS;
	const char *programme = register_programmes[i / 2];

	(void)snprintf(entry->name, sizeof(entry->name), "Example \xc3\xa7 %u", i);
	for (uint32_t n = 0; n < count; n++)
		entry->asns[n] = (struct participant_asn){ 64496 + n, (n + variant) % 3 };
	entry->participant = (struct participant){
		.programme = programme,
		.name = entry->name,
		.economies = i % 2 == 0 ? "DE AT" : "",
		.contact = variant % 2 == 0 ? "noc@example.net" : "",
		.since = 20260222 + variant,
		.asns = entry->asns,
		.asn_count = count,
	};
	entry->attestation = (struct attestation){
		.programme = programme,
		.name = entry->name,
		.check = "action-1-claim",
		.says = variant % 2 == 0 ? "yes" : "no",
		.link = "https://example.net/proof",
		.auditor = i % 2 == 0 ? "" : "an auditor",
		.product = "",
		.is_tested = i % 2 == 0,
		.holds = variant % 2 == 0,
		.date = 20260101 + i,
		.expires = i == 0 ? 0 : 20270101,
	};
}

/* Feedback is only ever added: a higher variant has all of the lower ones before its own. */
static inline struct feedback register_feedback(uint32_t variant, uint32_t i)
{
	return (struct feedback){
		.source = "bgpstream",
		.incident = i < 3 ? "a" : "b",
		.asn = i == 2 ? 0 : 64500 + i % 2,
		.class = (enum feedback_class)((i + variant) % FEEDBACK_CLASSES),
		.who = "noc@example.net",
		.why = variant % 2 == 0 ? "a slip" : "it was meant so",
		.time_us = UINT64_C(1700000000000000) + variant,
	};
}

/* Everything but the commit. Returns the first error. */
static inline int register_put(struct store *store, uint32_t variant)
{
	struct register_entry entry;
	int err = store_register_begin(store);

	for (uint32_t i = 0; err == 0 && i < REGISTER_PARTICIPANTS; i++) {
		register_make(variant, i, &entry);
		err = store_put_participant(store, &entry.participant);
		if (err == 0)
			err = store_put_attestation(store, &entry.attestation);
	}
	for (uint32_t i = 0; err == 0 && i < REGISTER_FEEDBACK; i++) {
		struct feedback feedback = register_feedback(variant, i);
		err = store_put_feedback(store, &feedback);
	}
	return err;
}

static inline void register_write(const char *path, uint32_t variant)
{
	struct store *store = sample_open(path, STORE_WRITE);

	assert_int_equal(register_put(store, variant), 0);
	assert_int_equal(store_register_commit(store), 0);
	store_close(store);
}

static inline void register_print_participant(struct buffer *out, const struct participant *p)
{
	buffer_format(out, "participant %s|%s|%s|%s|%u", p->programme, p->name, p->economies,
		      p->contact, p->since);
	for (size_t i = 0; i < p->asn_count; i++)
		buffer_format(out, " %u/%s", p->asns[i].asn,
			      participant_asn_role_name(p->asns[i].role));
	buffer_char(out, '\n');
}

static inline void register_print_attestation(struct buffer *out, const struct attestation *a)
{
	buffer_format(out, "attestation %s|%s|%s|%s|%s|%s|%s|%d|%d|%u|%u\n", a->programme, a->name,
		      a->check, a->says, a->link, a->auditor, a->product, a->is_tested, a->holds,
		      a->date, a->expires);
}

static inline void register_print_feedback(struct buffer *out, const struct feedback *f)
{
	buffer_format(out, "feedback %s:%s AS%u %s|%s|%s|%lu\n", f->source, f->incident, f->asn,
		      feedback_class_name(f->class), f->who, f->why, f->time_us);
}

/* What the register should say when `variants` of them, from 1 on, were written one after another;
 * 0: an empty one. */
static inline void register_print(uint32_t variants, struct buffer *out)
{
	struct register_entry entry;

	for (uint32_t i = 0; variants > 0 && i < REGISTER_PARTICIPANTS; i++) {
		register_make(variants, i, &entry);
		register_print_participant(out, &entry.participant);
	}
	for (uint32_t i = 0; variants > 0 && i < REGISTER_PARTICIPANTS; i++) {
		register_make(variants, i, &entry);
		register_print_attestation(out, &entry.attestation);
	}
	for (uint32_t first = 0; first < REGISTER_FEEDBACK; first += 3) /* by incident */
		for (uint32_t variant = 1; variant <= variants; variant++)
			for (uint32_t i = first; i < first + 3 && i < REGISTER_FEEDBACK; i++) {
				struct feedback feedback = register_feedback(variant, i);
				register_print_feedback(out, &feedback);
			}
}

/* What it does say. Returns the first error; what was read until then is printed. */
static inline int register_read(struct store *store, struct buffer *out)
{
	struct participant participant;
	struct attestation attestation;
	struct feedback feedback;
	int got;

	struct register_cursor *cursor = store_participants(store, NULL);
	while ((got = store_participant_next(cursor, &participant)) > 0)
		register_print_participant(out, &participant);
	register_cursor_close(cursor);
	if (got < 0)
		return got;
	cursor = store_attestations(store, NULL, NULL);
	while ((got = store_attestation_next(cursor, &attestation)) > 0)
		register_print_attestation(out, &attestation);
	register_cursor_close(cursor);
	if (got < 0)
		return got;
	cursor = store_feedback(store);
	while ((got = store_feedback_next(cursor, &feedback)) > 0)
		register_print_feedback(out, &feedback);
	register_cursor_close(cursor);
	return got;
}

/* Does the register say just what these variants made it say? */
static inline bool register_is(struct store *store, uint32_t variants)
{
	struct buffer want, have;

	buffer_init(&want);
	buffer_init(&have);
	register_print(variants, &want);
	int err = register_read(store, &have);
	bool same = err == 0 && want.used == have.used &&
		    (want.used == 0 || memcmp(want.bytes, have.bytes, want.used) == 0);
	buffer_clear(&want);
	buffer_clear(&have);
	return same;
}

#endif
