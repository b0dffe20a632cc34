/* For tests and fuzzers of SLURM: what a file says, in the words of net/slurm_test.c. */
#ifndef WIRE_TEST_SLURM_H
#define WIRE_TEST_SLURM_H

#include "base/buffer.h"
#include "net/slurm.h"

static inline void test_put_bytes(struct buffer *out, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		buffer_format(out, "%02x", bytes[i]);
}

/* "-v 10.0.0.0/8 1;-k * 0102..;-a 1;v 10.0.0.0/8-9 1;k 1 0102.. 3059;a 1 2 3;" */
static inline void test_put_slurm(struct buffer *out, const struct slurm *slurm)
{
	char prefix[PREFIX_TEXT_MAX];

	for (size_t i = 0; i < slurm->prefix_filter_count; i++) {
		const struct slurm_prefix_filter *filter = &slurm->prefix_filters[i];
		buffer_format(out, "-v %s",
			      filter->has_prefix ? prefix_print(&filter->prefix, prefix) : "*");
		if (filter->has_asn)
			buffer_format(out, " %u;", filter->asn);
		else
			buffer_string(out, " *;");
	}
	for (size_t i = 0; i < slurm->key_filter_count; i++) {
		const struct slurm_key_filter *filter = &slurm->key_filters[i];
		if (filter->has_asn)
			buffer_format(out, "-k %u ", filter->asn);
		else
			buffer_string(out, "-k * ");
		if (filter->has_ski)
			test_put_bytes(out, filter->ski, sizeof(filter->ski));
		else
			buffer_char(out, '*');
		buffer_char(out, ';');
	}
	for (size_t i = 0; i < slurm->aspa_filter_count; i++)
		buffer_format(out, "-a %u;", slurm->aspa_filters[i]);
	for (size_t i = 0; i < slurm->vrp_count; i++)
		buffer_format(out, "v %s-%u %u;", prefix_print(&slurm->vrps[i].prefix, prefix),
			      slurm->vrps[i].max_length, slurm->vrps[i].asn);
	for (size_t i = 0; i < slurm->key_count; i++) {
		buffer_format(out, "k %u ", slurm->keys[i].asn);
		test_put_bytes(out, slurm->keys[i].ski, sizeof(slurm->keys[i].ski));
		buffer_char(out, ' ');
		test_put_bytes(out, slurm->keys[i].spki, slurm->keys[i].spki_size);
		buffer_char(out, ';');
	}
	for (size_t i = 0; i < slurm->aspa_count; i++) {
		buffer_format(out, "a %u", slurm->aspas[i].customer);
		for (size_t k = 0; k < slurm->aspas[i].provider_count; k++)
			buffer_format(out, " %u", slurm->aspas[i].providers[k]);
		buffer_char(out, ';');
	}
}

#endif
