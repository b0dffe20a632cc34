/* For tests and fuzzers of RTR: a PDU in words, and a PDU written again from what was read. */
#ifndef WIRE_TEST_RTR_H
#define WIRE_TEST_RTR_H

#include <assert.h>
#include <stdlib.h>

#include "wire/rtr_pdu.h"

static inline void test_put_hex(struct buffer *out, struct reader bytes)
{
	while (reader_left(&bytes) > 0)
		buffer_format(out, "%02x", read_u8(&bytes));
}

/* "2 Serial Query 7: 42"; "1 IPv4 Prefix 0: + 192.0.2.0/24-24 AS64500" */
static inline void test_put_rtr(struct buffer *out, const struct rtr_pdu *pdu)
{
	char prefix[PREFIX_TEXT_MAX];
	struct reader rest;

	buffer_format(out, "%u %s %u", pdu->version, rtr_type_name(pdu->type), pdu->field);
	switch (pdu->type) {
	case RTR_SERIAL_NOTIFY:
	case RTR_SERIAL_QUERY:
		buffer_format(out, ": %u", pdu->serial);
		break;
	case RTR_IPV4_PREFIX:
	case RTR_IPV6_PREFIX:
		buffer_format(out, ": %c %s-%u AS%u", pdu->announces ? '+' : '-',
			      prefix_print(&pdu->vrp.prefix, prefix), pdu->vrp.max_length,
			      pdu->vrp.asn);
		break;
	case RTR_END_OF_DATA:
		buffer_format(out, ": %u", pdu->end.serial);
		if (pdu->end.has_timers)
			buffer_format(out, " %u %u %u", pdu->end.timers.refresh,
				      pdu->end.timers.retry, pdu->end.timers.expire);
		break;
	case RTR_ROUTER_KEY:
		buffer_format(out, ": %c AS%u ", pdu->announces ? '+' : '-', pdu->key.asn);
		test_put_hex(out, reader_over(pdu->key.ski, sizeof(pdu->key.ski)));
		buffer_char(out, ' ');
		test_put_hex(out, reader_over(pdu->key.spki, pdu->key.spki_size));
		break;
	case RTR_ERROR_REPORT:
		buffer_format(out, ": %s <", rtr_error_name(pdu->field));
		test_put_hex(out, pdu->error.pdu);
		buffer_string(out, "> ");
		buffer_printable(out, pdu->error.text);
		break;
	case RTR_ASPA:
		buffer_format(out, ": %c AS%u", pdu->announces ? '+' : '-', pdu->aspa.customer);
		for (rest = pdu->aspa.providers; reader_left(&rest) > 0;)
			buffer_format(out, " %u", read_u32(&rest));
		break;
	default:
		break;
	}
}

/* An Error Report whose text is more than we write, or whose code is none of ours, or an ASPA with
 * more providers than we take, is not written: then false. */
static inline bool test_rtr_rewrite(struct buffer *out, const struct rtr_pdu *pdu)
{
	asn_t *providers;
	struct aspa aspa;
	char *text;

	switch (pdu->type) {
	case RTR_SERIAL_NOTIFY:
		rtr_write_serial_notify(out, pdu->version, pdu->field, pdu->serial);
		return true;
	case RTR_SERIAL_QUERY:
		rtr_write_serial_query(out, pdu->version, pdu->field, pdu->serial);
		return true;
	case RTR_RESET_QUERY:
		rtr_write_reset_query(out, pdu->version);
		return true;
	case RTR_CACHE_RESPONSE:
		rtr_write_cache_response(out, pdu->version, pdu->field);
		return true;
	case RTR_CACHE_RESET:
		rtr_write_cache_reset(out, pdu->version);
		return true;
	case RTR_END_OF_DATA:
		rtr_write_end_of_data(out, pdu->version, pdu->field, pdu->end.serial,
				      pdu->end.timers);
		return true;
	case RTR_IPV4_PREFIX:
	case RTR_IPV6_PREFIX:
		rtr_write_vrp(out, pdu->version, pdu->announces, &pdu->vrp);
		return true;
	case RTR_ROUTER_KEY:
		rtr_write_key(out, pdu->version, pdu->announces, &pdu->key);
		return true;
	case RTR_ERROR_REPORT:
		if (pdu->field >= RTR_ERRORS || pdu->error.text.len > 1024 ||
		    memchr(pdu->error.text.at, '\0', pdu->error.text.len) != NULL)
			return false;
		text = strndup(pdu->error.text.at, pdu->error.text.len);
		rtr_write_error(out, pdu->version, (enum rtr_error)pdu->field, pdu->error.pdu,
				text);
		free(text);
		return true;
	default:
		assert(pdu->type == RTR_ASPA);
		providers = calloc(ASPA_PROVIDERS_MAX, sizeof(*providers));
		aspa = (struct aspa){ pdu->aspa.customer, providers,
				      rtr_pdu_providers(pdu, providers) };
		if (aspa.provider_count > 0 || !pdu->announces)
			rtr_write_aspa(out, pdu->version, pdu->announces, &aspa);
		free(providers);
		return aspa.provider_count > 0 || !pdu->announces;
	}
}

#endif
