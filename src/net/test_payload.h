/*
 * For tests: payloads in few words, one behind the other.
 *
 *	"v 10.0.0.0/8 24 64496; k 64496 a1 spki; a 64496 64501 64502"
 *
 * are a VRP (prefix, max_length, ASN), a router key (ASN, the SKI's octet twenty times, the SPKI)
 * and an ASPA (customer, providers). Random sets speak of few things, so that they meet.
 */
#ifndef NET_TEST_PAYLOAD_H
#define NET_TEST_PAYLOAD_H

#include <stdio.h>

#include "base/buffer.h"
#include "net/payload_set.h"
#include "net/test_prefix.h"

enum { TEST_PROVIDERS = 64 };

struct test_payload {
	char kind; /* 'v', 'k', 'a' */
	struct vrp vrp;
	struct router_key key;
	struct aspa aspa;
	asn_t providers[TEST_PROVIDERS]; /* of the ASPA: see test_payload_give() */
};

static inline struct text test_word(struct text *rest)
{
	struct text word;
	bool there = text_word(rest, &word);

	assert(there);
	return word;
}

static inline uint32_t test_number(struct text *rest)
{
	uint32_t value;
	int result = text_u32(test_word(rest), &value);

	assert(result == 0);
	return value;
}

static inline struct test_payload test_payload(struct text item)
{
	struct test_payload p = { 0 };

	p.kind = test_word(&item).at[0];
	if (p.kind == 'v') {
		int result = prefix_parse(test_word(&item), &p.vrp.prefix);
		assert(result == 0);
		p.vrp.max_length = (uint8_t)test_number(&item);
		p.vrp.asn = test_number(&item);
	} else if (p.kind == 'k') {
		p.key.asn = test_number(&item);
		memset(p.key.ski, test_word(&item).at[0], sizeof(p.key.ski));
		struct text spki = test_word(&item);
		p.key.spki = (const uint8_t *)spki.at;
		p.key.spki_size = spki.len;
	} else {
		assert(p.kind == 'a');
		p.aspa.customer = test_number(&item);
		for (item = text_trim(item); item.len > 0; item = text_trim(item)) {
			assert(p.aspa.provider_count < TEST_PROVIDERS);
			p.providers[p.aspa.provider_count++] = test_number(&item);
		}
	}
	return p;
}

/* What the builder says to it. */
static inline int test_payload_give(struct payload_builder *builder, struct test_payload *p)
{
	if (p->kind == 'v')
		return payload_builder_vrp(builder, &p->vrp);
	if (p->kind == 'k')
		return payload_builder_key(builder, &p->key);
	p->aspa.providers = p->providers;
	return payload_builder_aspa(builder, &p->aspa);
}

/* False when there are no more. */
static inline bool test_item(struct text *rest, struct text *out_item)
{
	return text_cut(rest, ';', out_item) && text_trim(*out_item).len > 0;
}

static inline struct payload_set *test_set(const char *items)
{
	struct payload_builder *builder = payload_builder_new();
	struct text rest = text_of(items), item;

	while (test_item(&rest, &item)) {
		struct test_payload p = test_payload(item);
		int result = test_payload_give(builder, &p);
		assert(result == 0);
	}
	return payload_builder_finish(builder);
}

static inline void test_put_vrps(struct buffer *out, const struct vrp *vrps, size_t count)
{
	char prefix[PREFIX_TEXT_MAX];

	for (size_t i = 0; i < count; i++)
		buffer_format(out, "v %s %u %u; ", prefix_print(&vrps[i].prefix, prefix),
			      vrps[i].max_length, vrps[i].asn);
}

static inline void test_put_keys(struct buffer *out, const struct router_key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_format(out, "k %u %c %.*s; ", keys[i].asn, keys[i].ski[0],
			      (int)keys[i].spki_size, (const char *)keys[i].spki);
}

static inline void test_put_aspa(struct buffer *out, const struct aspa *aspa)
{
	buffer_format(out, "a %u", aspa->customer);
	for (size_t i = 0; i < aspa->provider_count; i++)
		buffer_format(out, " %u", aspa->providers[i]);
	buffer_string(out, "; ");
}

/* The caller clears it. */
static inline struct buffer test_set_text(const struct payload_set *set)
{
	struct buffer out;

	buffer_init(&out);
	test_put_vrps(&out, set->vrps, set->vrp_count);
	test_put_keys(&out, set->keys, set->key_count);
	for (size_t i = 0; i < set->aspa_count; i++)
		test_put_aspa(&out, &set->aspas[i]);
	buffer_char(&out, '\0');
	return out;
}

/* Appends one random payload to the items. */
static inline void test_put_random(struct buffer *items)
{
	static const char *const prefixes[] = { "10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9",
						"2001:db8::/32" };

	if (items->used > 0)
		buffer_string(items, "; ");
	switch (random_below(4)) {
	case 0:
		buffer_format(items, "k %u %c %s", random_below(3), 'a' + (int)random_below(2),
			      random_below(2) == 0 ? "x" : "xy");
		return;
	case 1:
		buffer_format(items, "a %u", random_below(4));
		if (random_below(6) == 0) {
			buffer_string(items, " 0");
			return;
		}
		buffer_format(items, " %u", 1 + random_below(2));
		for (uint32_t provider = 3; provider < 8; provider++)
			if (random_below(3) == 0)
				buffer_format(items, " %u", provider);
		return;
	default:
		buffer_format(items, "v %s %u %u", prefixes[random_below(4)], 32, random_below(3));
	}
}

/* NUL-terminated; empty now and then. The caller clears it. */
static inline struct buffer test_random_items(void)
{
	struct buffer items;

	buffer_init(&items);
	for (uint32_t count = random_below(24); count > 0; count--)
		test_put_random(&items);
	buffer_char(&items, '\0');
	return items;
}

static inline struct payload_set *test_random_set(void)
{
	struct buffer items = test_random_items();
	struct payload_set *set = test_set(items.bytes);

	buffer_clear(&items);
	return set;
}

#endif
