/*
 * What every reader of MRT has to survive: a sample cut at every octet, then with every bit
 * flipped, first of a RIB, then of updates. For tests only.
 */
#ifndef WIRE_TEST_MRT_DAMAGE_H
#define WIRE_TEST_MRT_DAMAGE_H

#include "base/testkit.h"
#include "wire/test_mrt_sample.h"

static void mrt_sample_damaged(void (*parse)(struct reader in))
{
	enum { SIZE = 600 }; /* some records of each kind; flips cost its square */
	struct buffer sample;

	buffer_init(&sample);
	mrt_sample_rib(&sample, 1);
	test_every_truncation(sample.bytes, SIZE, parse);
	test_every_bit_flip(sample.bytes, SIZE, parse);
	sample.used = 0;
	mrt_sample_updates(&sample);
	test_every_truncation(sample.bytes, SIZE, parse);
	test_every_bit_flip(sample.bytes, SIZE, parse);
	buffer_clear(&sample);
}

#endif
