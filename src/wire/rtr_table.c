#include "wire/rtr_table.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

/* What a PDU says of the payload in front of it. */
struct said {
	uint32_t number; /* which PDU it was */
	bool announces;
};

/* The payload stands first, so that a said one compares like any other. */
struct said_vrp {
	struct vrp vrp;
	struct said said;
};

struct said_key {
	struct router_key key; /* the SPKI is the arena's */
	struct said said;
};

struct said_aspa {
	struct aspa aspa; /* so are providers; none: too many, or a withdrawal */
	struct said said;
};

static int order_of_vrps(const void *a, const void *b)
{
	return vrp_compare(a, b);
}

static int order_of_keys(const void *a, const void *b)
{
	return router_key_compare(a, b);
}

static int order_of_aspas(const void *a, const void *b)
{
	const struct aspa *x = a, *y = b;
	return (x->customer > y->customer) - (x->customer < y->customer);
}

static int order_of_said(const struct said *x, const struct said *y)
{
	return (x->number > y->number) - (x->number < y->number);
}

static int by_vrp_and_number(const void *a, const void *b)
{
	const struct said_vrp *x = a, *y = b;
	int order = order_of_vrps(a, b);
	return order != 0 ? order : order_of_said(&x->said, &y->said);
}

static int by_key_and_number(const void *a, const void *b)
{
	const struct said_key *x = a, *y = b;
	int order = order_of_keys(a, b);
	return order != 0 ? order : order_of_said(&x->said, &y->said);
}

static int by_aspa_and_number(const void *a, const void *b)
{
	const struct said_aspa *x = a, *y = b;
	int order = order_of_aspas(a, b);
	return order != 0 ? order : order_of_said(&x->said, &y->said);
}

static int add_vrp(struct payload_builder *builder, const void *vrp)
{
	return payload_builder_vrp(builder, vrp);
}

static int add_key(struct payload_builder *builder, const void *key)
{
	return payload_builder_key(builder, key);
}

static int add_aspa(struct payload_builder *builder, const void *payload)
{
	const struct aspa *aspa = payload;

	return aspa->provider_count > 0 ? payload_builder_aspa(builder, aspa)
					: payload_builder_too_long(builder, aspa->customer);
}

static void write_vrp(struct buffer *out, unsigned version, bool announces, const void *vrp)
{
	rtr_write_vrp(out, version, announces, vrp);
}

static void write_key(struct buffer *out, unsigned version, bool announces, const void *key)
{
	rtr_write_key(out, version, announces, key);
}

static void write_aspa(struct buffer *out, unsigned version, bool announces, const void *aspa)
{
	rtr_write_aspa(out, version, announces, aspa);
}

static const struct type {
	size_t size;               /* of a payload in a set */
	size_t said_size, said_at; /* of one that was said, and where `struct said` is in it */
	size_t count_max;          /* of those said in one answer */
	bool replaces;             /* an announcement takes the place of one before */
	int (*order)(const void *, const void *);
	int (*order_said)(const void *, const void *);
	int (*add)(struct payload_builder *builder, const void *payload);
	void (*write)(struct buffer *out, unsigned version, bool announces, const void *payload);
} TYPES[RTR_TABLE_TYPES] = {
	[RTR_TABLE_VRPS] = { sizeof(struct vrp), sizeof(struct said_vrp),
			     offsetof(struct said_vrp, said), PAYLOAD_VRPS_MAX, false,
			     order_of_vrps, by_vrp_and_number, add_vrp, write_vrp },
	[RTR_TABLE_KEYS] = { sizeof(struct router_key), sizeof(struct said_key),
			     offsetof(struct said_key, said), PAYLOAD_KEYS_MAX, false,
			     order_of_keys, by_key_and_number, add_key, write_key },
	[RTR_TABLE_ASPAS] = { sizeof(struct aspa), sizeof(struct said_aspa),
			      offsetof(struct said_aspa, said), PAYLOAD_CUSTOMERS_MAX, true,
			      order_of_aspas, by_aspa_and_number, add_aspa, write_aspa },
};

void rtr_table_init(struct rtr_table *table)
{
	*table = (struct rtr_table){ 0 };
	arena_init(&table->memory, RTR_TABLE_MEMORY_MAX);
	buffer_init(&table->faulty);
}

void rtr_table_clear(struct rtr_table *table)
{
	rtr_table_abandon(table);
	rtr_table_flush(table);
	buffer_clear(&table->faulty);
}

void rtr_table_begin(struct rtr_table *table, unsigned version, bool from_nothing)
{
	rtr_table_abandon(table);
	table->receiving = true;
	table->version = version;
	table->from_nothing = from_nothing;
	table->announced_vrp = table->withdrew_aspa = false;
	table->has_customer[0] = table->has_customer[1] = false;
}

void rtr_table_abandon(struct rtr_table *table)
{
	table->receiving = false;
	for (unsigned type = 0; type < RTR_TABLE_TYPES; type++) {
		free(table->lists[type].items);
		table->lists[type] = (struct rtr_table_list){ 0 };
	}
	arena_clear(&table->memory);
}

void rtr_table_flush(struct rtr_table *table)
{
	payload_set_release(table->set);
	table->set = NULL;
}

/* A new last item of a list, or NULL when it is full. */
static void *list_add(struct rtr_table *table, enum rtr_table_type type)
{
	struct rtr_table_list *list = &table->lists[type];

	if (list->count == TYPES[type].count_max)
		return NULL;
	list->items = memory_grow(list->items, &list->room, list->count + 1, TYPES[type].said_size);
	return list->items + list->count++ * TYPES[type].said_size;
}

static struct said next_said(const struct rtr_table *table, enum rtr_table_type type,
			     const struct rtr_pdu *pdu)
{
	return (struct said){ (uint32_t)table->lists[type].count, pdu->announces };
}

static int take_vrp(struct rtr_table *table, const struct rtr_pdu *pdu)
{
	struct said said = next_said(table, RTR_TABLE_VRPS, pdu);
	struct said_vrp *item = list_add(table, RTR_TABLE_VRPS);

	if (item == NULL)
		return ERR_LIMIT;
	*item = (struct said_vrp){ pdu->vrp, said };
	/* 8210bis-27 section 11.2: withdrawals first. */
	table->order_violations += table->version >= 2 && table->announced_vrp && !pdu->announces;
	table->announced_vrp |= pdu->announces;
	return 0;
}

static int take_key(struct rtr_table *table, const struct rtr_pdu *pdu)
{
	struct said said = next_said(table, RTR_TABLE_KEYS, pdu);
	uint8_t *spki = arena_alloc(&table->memory, pdu->key.spki_size, 1);
	struct said_key *item = spki != NULL ? list_add(table, RTR_TABLE_KEYS) : NULL;

	if (item == NULL)
		return ERR_LIMIT;
	memcpy(spki, pdu->key.spki, pdu->key.spki_size);
	*item = (struct said_key){ pdu->key, said };
	item->key.spki = spki;
	return 0;
}

/* 8210bis-27 section 11.2: by customer, announcements first. */
static void watch_order(struct rtr_table *table, const struct rtr_pdu *pdu)
{
	bool announces = pdu->announces;
	bool falls = table->has_customer[announces] &&
		     pdu->aspa.customer < table->last_customer[announces];

	table->order_violations += falls || (announces && table->withdrew_aspa);
	table->has_customer[announces] = true;
	table->last_customer[announces] = pdu->aspa.customer;
	table->withdrew_aspa |= !announces;
}

static int take_aspa(struct rtr_table *table, const struct rtr_pdu *pdu)
{
	struct said said = next_said(table, RTR_TABLE_ASPAS, pdu);
	size_t count = reader_left(&pdu->aspa.providers) / sizeof(asn_t);
	asn_t *providers = NULL;

	if (count > ASPA_PROVIDERS_MAX)
		count = 0;
	if (count > 0) {
		providers = arena_alloc(&table->memory, count, sizeof(asn_t));
		if (providers == NULL)
			return ERR_LIMIT;
		count = rtr_pdu_providers(pdu, providers);
	}
	struct said_aspa *item = list_add(table, RTR_TABLE_ASPAS);
	if (item == NULL)
		return ERR_LIMIT;
	*item = (struct said_aspa){ { pdu->aspa.customer, providers, count }, said };
	if (table->version >= 2)
		watch_order(table, pdu);
	return 0;
}

int rtr_table_take(struct rtr_table *table, const struct rtr_pdu *pdu)
{
	assert(table->receiving);
	if (pdu->type == RTR_ROUTER_KEY)
		return take_key(table, pdu);
	if (pdu->type == RTR_ASPA)
		return take_aspa(table, pdu);
	return take_vrp(table, pdu);
}

static int refuse(struct rtr_table *table, enum rtr_table_type type, const void *payload,
		  bool announces, struct rtr_fault *out_fault)
{
	table->faulty.used = 0;
	TYPES[type].write(&table->faulty, table->version, announces, payload);
	*out_fault = announces ? (struct rtr_fault){ RTR_DUPLICATE_ANNOUNCEMENT,
						     "announces what is already there" }
			       : (struct rtr_fault){ RTR_UNKNOWN_WITHDRAWAL,
						     "withdraws what is not there" };
	return ERR_MALFORMED;
}

/* All that the answer says of one payload, PDU by PDU, starting at number `*io_at` of the sorted
 * list; goes on behind it. */
static int settle(struct rtr_table *table, enum rtr_table_type type, bool present, size_t *io_at,
		  struct payload_builder *builder, struct rtr_fault *out_fault)
{
	const struct type *t = &TYPES[type];
	const struct rtr_table_list *list = &table->lists[type];
	const uint8_t *first = list->items + *io_at * t->said_size, *item = first, *last = first;
	struct said said;

	for (; *io_at < list->count && t->order(first, item) == 0; (*io_at)++) {
		memcpy(&said, item + t->said_at, sizeof(said));
		if (said.announces ? present && !t->replaces : !present)
			return refuse(table, type, item, said.announces, out_fault);
		present = said.announces;
		last = item;
		item += t->said_size;
	}
	return present ? t->add(builder, last) : 0;
}

/* What remains of the payloads of one type that were there, `old`, in order. */
static int merge(struct rtr_table *table, enum rtr_table_type type, const void *old, size_t count,
		 struct payload_builder *builder, struct rtr_fault *out_fault)
{
	const struct type *t = &TYPES[type];
	const struct rtr_table_list *list = &table->lists[type];
	const uint8_t *left = old;
	size_t at = 0;
	int err = 0;

	sort_items(list->items, list->count, t->said_size, t->order_said);
	while (err == 0 && (count > 0 || at < list->count)) {
		int order = count == 0          ? 1
			    : at == list->count ? -1
						: t->order(left, list->items + at * t->said_size);
		if (order < 0)
			err = t->add(builder, left);
		else
			err = settle(table, type, order == 0, &at, builder, out_fault);
		if (order <= 0) {
			left += t->size;
			count--;
		}
	}
	return err;
}

/* The customers that are there, those that are left out among them. */
static int merge_aspas(struct rtr_table *table, const struct payload_set *old,
		       struct payload_builder *builder, struct rtr_fault *out_fault)
{
	size_t count = old->aspa_count + old->aspas_too_long;
	struct aspa *all = memory_alloc(count + 1, sizeof(*all));

	if (old->aspa_count > 0)
		memcpy(all, old->aspas, old->aspa_count * sizeof(*all));
	for (size_t i = 0; i < old->aspas_too_long; i++)
		all[old->aspa_count + i].customer = old->too_long[i];
	sort_items(all, count, sizeof(*all), order_of_aspas);
	int err = merge(table, RTR_TABLE_ASPAS, all, count, builder, out_fault);
	free(all);
	return err;
}

int rtr_table_commit(struct rtr_table *table, struct rtr_fault *out_fault)
{
	static const struct payload_set nothing;
	const struct payload_set *old =
		table->from_nothing || table->set == NULL ? &nothing : table->set;
	struct payload_builder *builder = payload_builder_new();

	assert(table->receiving);
	table->faulty.used = 0;
	*out_fault = (struct rtr_fault){ RTR_INTERNAL_ERROR, "more than this router can hold" };
	int err = merge(table, RTR_TABLE_VRPS, old->vrps, old->vrp_count, builder, out_fault);
	if (err == 0)
		err = merge(table, RTR_TABLE_KEYS, old->keys, old->key_count, builder, out_fault);
	if (err == 0)
		err = merge_aspas(table, old, builder, out_fault);
	rtr_table_abandon(table);
	if (err < 0) {
		payload_builder_free(builder);
		return err;
	}
	struct payload_set *set = payload_builder_finish(builder);
	rtr_table_flush(table);
	table->set = set;
	return 0;
}
