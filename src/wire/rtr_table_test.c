#include "base/testkit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "net/test_prefix.h"
#include "wire/rtr_table.h"
#include "wire/test_rtr_script.h"

static int take_line(struct rtr_table *table, const char *line)
{
	struct rtr_fault fault;
	struct buffer bytes;
	struct rtr_pdu pdu;
	int err = 0;

	buffer_init(&bytes);
	test_write_line(&bytes, line);
	struct reader in = reader_over(bytes.bytes, bytes.used);
	while (err == 0 && reader_left(&in) > 0) {
		assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
		err = rtr_table_take(table, &pdu);
	}
	buffer_clear(&bytes);
	return err;
}

static int answer(struct rtr_table *table, bool from_nothing, const char *line,
		  struct rtr_fault *out_fault)
{
	rtr_table_begin(table, 2, from_nothing);
	assert_int_equal(take_line(table, line), 0);
	return rtr_table_commit(table, out_fault);
}

static void refuses_with_the_pdu(void **state)
{
	static const struct {
		const char *line, *pdu;
		enum rtr_error code;
	} cases[] = {
		{ "+2:11.0.0.0/8-8=1 +2:10.0.0.0/8-8=1", "+2:10.0.0.0/8-8=1",
		  RTR_DUPLICATE_ANNOUNCEMENT },
		{ "-2:10.0.0.0/8-8=1 -2:10.0.0.0/8-8=1", "-2:10.0.0.0/8-8=1",
		  RTR_UNKNOWN_WITHDRAWAL },
		{ "-2:10.0.0.0/8-9=1", "-2:10.0.0.0/8-9=1", RTR_UNKNOWN_WITHDRAWAL },
		{ "-2:2001:db8::/32-32=1", "-2:2001:db8::/32-32=1", RTR_UNKNOWN_WITHDRAWAL },
		{ "+2:key1=2", "+2:key1=2", RTR_DUPLICATE_ANNOUNCEMENT },
		{ "-2:key1=3", "-2:key1=3", RTR_UNKNOWN_WITHDRAWAL },
		{ "-2:aspa9", "-2:aspa9", RTR_UNKNOWN_WITHDRAWAL },
		{ "-2:aspa5 -2:aspa5", "-2:aspa5", RTR_UNKNOWN_WITHDRAWAL },
	};
	struct rtr_table table;
	struct rtr_fault fault;
	struct buffer want;

	(void)state;
	buffer_init(&want);
	rtr_table_init(&table);
	assert_int_equal(answer(&table, true, "+2:10.0.0.0/8-8=1 +2:key1=2 +2:aspa5=6", &fault), 0);
	const struct payload_set *set = table.set;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(answer(&table, false, cases[i].line, &fault), ERR_MALFORMED);
		assert_int_equal(fault.code, cases[i].code);
		want.used = 0;
		test_write_line(&want, cases[i].pdu);
		assert_int_equal(table.faulty.used, want.used);
		assert_memory_equal(table.faulty.bytes, want.bytes, want.used);
		assert_ptr_equal(table.set, set);
	}
	assert_int_equal(payload_set_count(set), 3);
	buffer_clear(&want);
	rtr_table_clear(&table);
}

/* A router would not write a list that is too long, a cache may. */
static int take_aspa_of(struct rtr_table *table, asn_t customer, unsigned providers)
{
	uint32_t size = RTR_HEADER_SIZE + 4 + 4 * providers;
	uint32_t *words = memory_alloc(size / 4, sizeof(*words));
	struct reader in = reader_over(words, size);
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	words[0] = __builtin_bswap32(providers > 0 ? 0x020b0100 : 0x020b0000);
	words[1] = __builtin_bswap32(size);
	words[2] = __builtin_bswap32(customer);
	for (unsigned i = 0; i < providers; i++)
		words[3 + i] = __builtin_bswap32(i + 1);
	assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
	int err = rtr_table_take(table, &pdu);
	free(words);
	return err;
}

/* A list that is too long costs its own customer, who is there all the same. */
static void leaves_out_what_is_too_long(void **state)
{
	static const struct {
		unsigned providers; /* 0: withdrawn */
		size_t in_set, left_out;
		int err;
	} steps[] = {
		{ ASPA_PROVIDERS_MAX, 2, 0, 0 },
		{ ASPA_PROVIDERS_MAX + 1, 1, 1, 0 },
		{ 16380, 1, 1, 0 },
		{ 0, 1, 0, 0 },
		{ 0, 1, 0, ERR_MALFORMED },
		{ 16380, 1, 1, 0 },
		{ 1, 2, 0, 0 },
		{ 0, 1, 0, 0 },
	};
	struct rtr_table table;
	struct rtr_fault fault;

	(void)state;
	rtr_table_init(&table);
	assert_int_equal(answer(&table, true, "+2:aspa5=6", &fault), 0);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		rtr_table_begin(&table, 2, false);
		assert_int_equal(take_aspa_of(&table, 3, steps[i].providers), 0);
		assert_int_equal(rtr_table_commit(&table, &fault), steps[i].err);
		assert_int_equal(table.set->aspa_count, steps[i].in_set);
		assert_int_equal(table.set->aspas_too_long, steps[i].left_out);
	}
	rtr_table_clear(&table);
}

static void forgets_what_was_not_committed(void **state)
{
	struct rtr_table table;
	struct rtr_fault fault;

	(void)state;
	rtr_table_init(&table);
	rtr_table_begin(&table, 2, true);
	assert_int_equal(take_line(&table, "+2:10.0.0.0/8-8=1 +2:key1=1"), 0);
	assert_int_equal(answer(&table, true, "+2:11.0.0.0/8-8=1", &fault), 0);
	assert_int_equal(payload_set_count(table.set), 1);
	struct payload_set *held = payload_set_hold(table.set);
	rtr_table_begin(&table, 2, false);
	assert_int_equal(take_line(&table, "-2:11.0.0.0/8-8=1"), 0);
	rtr_table_abandon(&table);
	assert_ptr_equal(table.set, held);
	/* Whoever holds a set keeps it. */
	rtr_table_flush(&table);
	assert_null(table.set);
	assert_int_equal(payload_set_count(held), 1);
	payload_set_release(held);
	rtr_table_clear(&table);
}

static void has_room_for_so_many_customers(void **state)
{
	struct rtr_table table;
	int err = 0;
	unsigned taken = 0;

	(void)state;
	rtr_table_init(&table);
	rtr_table_begin(&table, 2, true);
	/* Lists of 10,000 spend the memory first. */
	while (err == 0 && taken < PAYLOAD_CUSTOMERS_MAX) {
		err = take_aspa_of(&table, taken, ASPA_PROVIDERS_MAX);
		taken += err == 0;
	}
	assert_int_equal(err, ERR_LIMIT);
	assert_true(taken > RTR_TABLE_MEMORY_MAX / (4 * ASPA_PROVIDERS_MAX) - 100);
	assert_true(taken <= RTR_TABLE_MEMORY_MAX / (4 * ASPA_PROVIDERS_MAX));
	rtr_table_clear(&table);
}

/* Random answers over few payloads, against an array of what is there. */
enum { THINGS = 30 };

static void write_thing(struct buffer *line, unsigned thing, bool announces, unsigned providers)
{
	buffer_format(line, "%c2:", announces ? '+' : '-');
	if (thing < 10)
		buffer_format(line, "10.%u.0.0/16-%u=1 ", thing / 2, 16 + thing % 2);
	else if (thing < 20)
		buffer_format(line, "key%u=%u ", thing / 2, thing % 2);
	else if (announces)
		buffer_format(line, "aspa%u=%u ", thing, providers);
	else
		buffer_format(line, "aspa%u ", thing);
}

static bool set_is(const struct payload_set *set, const unsigned there[THINGS])
{
	size_t count = 0;

	for (unsigned i = 0; i < THINGS; i++)
		count += there[i] != 0;
	for (size_t i = 0; i < set->vrp_count; i++) {
		unsigned thing = (unsigned)(set->vrps[i].prefix.hi >> 48 & 0xff) * 2 +
				 (set->vrps[i].max_length - 16);
		count -= there[thing] != 0;
	}
	for (size_t i = 0; i < set->key_count; i++)
		count -= there[set->keys[i].asn * 2 + set->keys[i].spki[0]] != 0;
	for (size_t i = 0; i < set->aspa_count; i++)
		count -= there[set->aspas[i].customer] == set->aspas[i].providers[0];
	return count == 0;
}

/* Says in `line` some changes, and does them to `there`. True when the cache keeps to the rules. */
static bool random_answer(struct buffer *line, unsigned there[THINGS])
{
	bool honest = random_below(4) > 0, good = true;

	line->used = 0;
	for (unsigned i = random_below(40); i > 0; i--) {
		unsigned thing = random_below(THINGS), to = 1 + random_below(9);
		bool is_aspa = thing >= 20, is_there = there[thing] != 0;
		bool announces = honest ? !is_there : random_below(2) == 0;
		if (honest && is_aspa)
			announces |= random_below(2) == 0;
		good &= announces ? is_aspa || !is_there : is_there;
		there[thing] = announces ? to : 0;
		write_thing(line, thing, announces, to);
	}
	buffer_char(line, '\0');
	return good;
}

static void follows_any_answer(void **state)
{
	unsigned there[THINGS] = { 0 };
	struct rtr_table table;
	struct rtr_fault fault;
	struct buffer line;
	size_t refused = 0;

	(void)state;
	srandom(1);
	rtr_table_init(&table);
	buffer_init(&line);
	for (unsigned round = 0; round < 20000; round++) {
		unsigned next[THINGS] = { 0 };
		bool from_nothing = round == 0 || random_below(20) == 0;
		if (!from_nothing)
			memcpy(next, there, sizeof(next));
		bool good = random_answer(&line, next);
		int err = answer(&table, from_nothing, line.bytes, &fault);
		assert_int_equal(err, good ? 0 : ERR_MALFORMED);
		refused += !good;
		if (good)
			memcpy(there, next, sizeof(there));
		assert_true(table.set == NULL || set_is(table.set, there));
	}
	assert_true(refused > 1000 && refused < 19000);
	buffer_clear(&line);
	rtr_table_clear(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_with_the_pdu),
		cmocka_unit_test(leaves_out_what_is_too_long),
		cmocka_unit_test(forgets_what_was_not_committed),
		cmocka_unit_test(has_room_for_so_many_customers),
		cmocka_unit_test(follows_any_answer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
