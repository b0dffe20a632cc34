/* Whatever the bytes: every step makes progress or ends, what is borrowed lies inside, a fault has
 * a code that may answer it, and what is well-formed reads the same when written again. */
#include "base/fuzz.h"

#include "wire/test_rtr.h"

static bool is_inside(struct reader outer, const void *at, size_t size)
{
	const uint8_t *first = at;
	return size == 0 || (first >= outer.at && first + size <= outer.end);
}

static void check_borrowed(const struct rtr_pdu *pdu)
{
	const struct reader whole = pdu->whole;

	switch (pdu->type) {
	case RTR_ROUTER_KEY:
		assert(pdu->key.spki_size > 0 && pdu->key.spki_size <= ROUTER_KEY_SPKI_MAX);
		assert(is_inside(whole, pdu->key.spki, pdu->key.spki_size));
		break;
	case RTR_ERROR_REPORT:
		assert(is_inside(whole, pdu->error.pdu.at, reader_left(&pdu->error.pdu)));
		assert(is_inside(whole, pdu->error.text.at, pdu->error.text.len));
		assert(reader_left(&pdu->error.pdu) + pdu->error.text.len + 16 ==
		       reader_left(&whole));
		break;
	case RTR_ASPA:
		assert(is_inside(whole, pdu->aspa.providers.at, reader_left(&pdu->aspa.providers)));
		break;
	case RTR_IPV4_PREFIX:
	case RTR_IPV6_PREFIX: {
		struct prefix cut = prefix_cut(&pdu->vrp.prefix, pdu->vrp.prefix.len);
		assert(prefix_equal(&cut, &pdu->vrp.prefix));
		assert(pdu->vrp.prefix.len <= pdu->vrp.max_length);
		assert(pdu->vrp.max_length <= family_bits(pdu->vrp.prefix.family));
		break;
	}
	default:
		break;
	}
}

static void check_rewritten(const struct rtr_pdu *pdu)
{
	struct buffer first, second, said, said_again;
	struct rtr_fault fault;
	struct rtr_pdu again;

	buffer_init(&first);
	if (!test_rtr_rewrite(&first, pdu))
		return;
	buffer_init(&second);
	buffer_init(&said);
	buffer_init(&said_again);
	struct reader in = reader_over(first.bytes, first.used);
	assert(first.used == reader_left(&pdu->whole));
	int got = rtr_pdu_next(&in, &again, &fault);
	assert(got == 1 && reader_left(&in) == 0);
	bool wrote = test_rtr_rewrite(&second, &again);
	assert(wrote && first.used == second.used);
	assert(memcmp(first.bytes, second.bytes, first.used) == 0);
	again.field = pdu->field; /* bits of it may be reserved */
	test_put_rtr(&said, pdu);
	test_put_rtr(&said_again, &again);
	assert(said.used == said_again.used);
	assert(memcmp(said.bytes, said_again.bytes, said.used) == 0);
	buffer_clear(&first);
	buffer_clear(&second);
	buffer_clear(&said);
	buffer_clear(&said_again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct reader in = reader_over(bytes, size);

	for (;;) {
		struct reader before = in;
		struct rtr_fault fault = { RTR_FINE, NULL };
		struct rtr_pdu pdu;
		int got = rtr_pdu_next(&in, &pdu, &fault);
		if (got == 0) {
			assert(in.at == before.at && !in.failed);
			return 0;
		}
		assert(is_inside(before, pdu.whole.at, reader_left(&pdu.whole)));
		if (got < 0) {
			assert(got == ERR_MALFORMED && fault.code < RTR_ERRORS);
			assert(fault.says != NULL && rtr_error_is_fatal(fault.code));
			if (in.at == before.at)
				return 0;
			continue;
		}
		assert(fault.code == RTR_FINE);
		assert(in.at == before.at + reader_left(&pdu.whole) && in.at > before.at);
		check_borrowed(&pdu);
		check_rewritten(&pdu);
	}
}
