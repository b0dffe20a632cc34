/*
 * For tests only: what a cache says, as a line of words, and what a client says, as words again.
 *
 *	notify2/5/7             version 2, session 5, serial 7
 *	response2/5  reset2
 *	end2/5/8  end2/5/8/60/30/600
 *	error2/4/some-text
 *	query2/5/7  ask2        what a router says: Serial Query, Reset Query
 *	+2:192.0.2.0/24-25=64500     a VRP announced, "-2:..." withdrawn
 *	+2:aspa64500=1,2,3      an ASPA; "-2:aspa64500" withdrawn
 *	+2:key64500=7           a router key whose SKI and SPKI are made of sevens
 *	hex:0203...             any bytes
 */
#ifndef WIRE_TEST_RTR_SCRIPT_H
#define WIRE_TEST_RTR_SCRIPT_H

#include "base/testkit.h"

#include <assert.h>

#include "base/buffer.h"
#include "wire/rtr_pdu.h"

enum { TEST_NUMBERS = 6, TEST_SPKI_SIZE = 91 };

/* "5/7/8": how many numbers there were. */
static unsigned test_numbers(struct text rest, char separator, uint32_t out[TEST_NUMBERS])
{
	unsigned count = 0;

	for (struct text piece; count < TEST_NUMBERS && text_cut(&rest, separator, &piece);) {
		int err = text_u32(piece, &out[count++]);
		assert(err == 0);
	}
	return count;
}

static inline struct router_key test_key(asn_t asn, uint32_t filler, uint8_t spki[TEST_SPKI_SIZE])
{
	struct router_key key = { .asn = asn, .spki = spki, .spki_size = TEST_SPKI_SIZE };

	memset(key.ski, (int)filler, sizeof(key.ski));
	memset(spki, (int)filler, TEST_SPKI_SIZE);
	return key;
}

static void test_write_vrp(struct buffer *out, unsigned version, bool announces, struct text word)
{
	struct vrp vrp = { 0 };
	struct text prefix, length;
	uint32_t max_length;

	(void)text_cut(&word, '-', &prefix);
	(void)text_cut(&word, '=', &length);
	int err = prefix_parse(prefix, &vrp.prefix);
	err = err == 0 ? text_u32(length, &max_length) : err;
	err = err == 0 ? text_u32(word, &vrp.asn) : err;
	assert(err == 0);
	vrp.max_length = (uint8_t)max_length;
	rtr_write_vrp(out, version, announces, &vrp);
}

/* "+2:..." */
static void test_write_payload(struct buffer *out, struct text word)
{
	bool announces = word.at[0] == '+';
	unsigned version = (unsigned)word.at[1] - '0';
	struct text name, rest = text_from(word, 3);
	uint32_t numbers[TEST_NUMBERS] = { 0 };
	uint8_t spki[TEST_SPKI_SIZE];

	if (text_starts(rest, TEXT("aspa"))) {
		rest = text_from(rest, 4);
		(void)text_cut(&rest, '=', &name);
		struct aspa aspa = { .providers = numbers };
		aspa.provider_count = rest.at == NULL ? 0 : test_numbers(rest, ',', numbers);
		int err = text_u32(name, &aspa.customer);
		assert(err == 0);
		rtr_write_aspa(out, version, announces, &aspa);
	} else if (text_starts(rest, TEXT("key"))) {
		(void)test_numbers(text_from(rest, 3), '=', numbers);
		struct router_key key = test_key(numbers[0], numbers[1], spki);
		rtr_write_key(out, version, announces, &key);
	} else {
		test_write_vrp(out, version, announces, rest);
	}
}

static void test_write_error(struct buffer *out, unsigned version, struct text rest)
{
	char says[256] = "";
	struct text code;
	uint32_t number;

	(void)text_cut(&rest, '/', &code);
	int err = text_u32(code, &number);
	assert(err == 0);
	if (rest.at != NULL)
		memcpy(says, rest.at, rest.len);
	rtr_write_error(out, version, (enum rtr_error)number, reader_over(NULL, 0), says);
}

static void test_write_end(struct buffer *out, unsigned version, struct text name,
			   const uint32_t n[TEST_NUMBERS], unsigned count)
{
	struct rtr_timers timers = rtr_timers_default;

	assert(text_equal(name, TEXT("end"))); /* or there is no such word */
	if (count > 2)
		timers = (struct rtr_timers){ n[2], n[3], n[4] };
	rtr_write_end_of_data(out, version, (uint16_t)n[0], n[1], timers);
}

static void test_write_word(struct buffer *out, struct text word)
{
	uint32_t n[TEST_NUMBERS] = { 0 };
	struct text name, rest = word;

	if (word.at[0] == '+' || word.at[0] == '-') {
		test_write_payload(out, word);
		return;
	}
	if (text_starts(word, TEXT("hex:"))) {
		char hex[256] = "";
		memcpy(hex, word.at + 4, word.len - 4);
		struct reader bytes = test_hex(hex);
		buffer_text(out, (struct text){ (const char *)bytes.at, reader_left(&bytes) });
		return;
	}
	(void)text_cut(&rest, '/', &name);
	unsigned version = (unsigned)name.at[--name.len] - '0';
	if (text_equal(name, TEXT("error"))) {
		test_write_error(out, version, rest);
		return;
	}
	unsigned count = rest.at != NULL ? test_numbers(rest, '/', n) : 0;
	if (text_equal(name, TEXT("notify")))
		rtr_write_serial_notify(out, version, (uint16_t)n[0], n[1]);
	else if (text_equal(name, TEXT("query")))
		rtr_write_serial_query(out, version, (uint16_t)n[0], n[1]);
	else if (text_equal(name, TEXT("ask")))
		rtr_write_reset_query(out, version);
	else if (text_equal(name, TEXT("response")))
		rtr_write_cache_response(out, version, (uint16_t)n[0]);
	else if (text_equal(name, TEXT("reset")))
		rtr_write_cache_reset(out, version);
	else
		test_write_end(out, version, name, n, count);
}

/* Appends the PDUs of a line. */
static inline void test_write_line(struct buffer *out, const char *line)
{
	struct text rest = text_of(line), word;

	while (text_word(&rest, &word))
		test_write_word(out, word);
}

#endif
