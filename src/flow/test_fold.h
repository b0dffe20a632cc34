/* A fold with one input, fed by scripts, and what it then holds as a text. For tests only. */
#ifndef FLOW_TEST_FOLD_H
#define FLOW_TEST_FOLD_H

#include "base/testkit.h"

#include "flow/fold.h"
#include "flow/test_records.h"
#include "routes/test_announced.h"
#include "wire/test_mrt_walk.h"

struct bench {
	struct fold fold;
	struct fold_input input;
};

static inline void bench_init(struct bench *bench, bool is_lab)
{
	fold_init(&bench->fold, is_lab);
	fold_input_init(&bench->input, 0, 1);
	fold_begin_month(&bench->fold, TEST_EPOCH, false);
}

static inline void bench_clear(struct bench *bench)
{
	test_announced(&bench->fold.announced);
	fold_input_clear(&bench->input);
	fold_clear(&bench->fold);
}

static inline void fold_one(void *context, const struct mrt_record *record)
{
	struct bench *bench = context;
	fold_record(&bench->fold, &bench->input, record);
}

static inline void fold_script(struct bench *bench, const char *script)
{
	struct buffer records;

	buffer_init(&records);
	test_records(&records, script);
	(void)mrt_walk(test_bytes(records.bytes, records.used), 0, fold_one, bench);
	buffer_clear(&records);
}

static inline void put_peers(struct buffer *out, const struct fold *fold, const uint64_t *words)
{
	for (uint32_t i = 0; i < fold->peers.count; i++) {
		char letter = 'a';
		struct address address = fold->peers.all[i].address;
		while (letter < 'a' + TEST_PEER_COUNT) {
			struct bgp_peer peer = test_mrt_peer((unsigned)(letter - 'a'));
			if (address_equal(&peer.address, &address))
				break;
			letter++;
		}
		if (test_bit(words, i))
			buffer_char(out, letter);
	}
}

/* "PREFIX ORIGIN EVER/NOW days MASK", a line for each pair in the order of appearance. */
static inline void describe(struct buffer *out, const struct fold *fold)
{
	const struct announced *announced = &fold->announced;
	char text[PREFIX_TEXT_MAX];

	for (uint32_t row = 0; row < announced->row_count; row++) {
		for (uint32_t pair = announced->rows[row].pairs; pair != PAIR_NONE;
		     pair = announced->pairs[pair].next) {
			buffer_format(out, "%s %u ",
				      prefix_print(&announced->rows[row].prefix, text),
				      announced->pairs[pair].origin);
			put_peers(out, fold, announced_ever(announced, pair));
			buffer_char(out, '/');
			put_peers(out, fold, announced_now(announced, pair));
			buffer_format(out, " days %x\n", announced->pairs[pair].days);
		}
	}
	buffer_char(out, '\0');
}

static inline void assert_announced(const struct bench *bench, const char *expected)
{
	struct buffer said;

	buffer_init(&said);
	describe(&said, &bench->fold);
	assert_string_equal(said.bytes, expected);
	buffer_clear(&said);
}

#endif
