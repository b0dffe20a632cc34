/*
 * Random prefixes for tests of properties. They crowd together, so that sets of them nest, touch
 * and repeat as real ones do. The same at every run: random() starts from a fixed seed.
 */
#ifndef NET_TEST_PREFIX_H
#define NET_TEST_PREFIX_H

#include <assert.h>
#include <stdlib.h>

#include "net/prefix.h"

/* Less than `limit`. */
static inline uint32_t random_below(uint32_t limit)
{
	assert(limit > 0);
	return (uint32_t)random() % limit;
}

/* One of a few addresses, with some bits behind the first 12 flipped. */
static inline struct prefix random_prefix(unsigned family)
{
	static const uint64_t seeds[] = {
		0,
		UINT64_C(0x0a00000000000000),
		UINT64_C(0x2001067800000000),
		UINT64_C(0x20010db8ffff0000),
		UINT64_C(0xffffffffffffffff),
	};
	unsigned bits = family_bits(family);
	unsigned len = random_below(8) == 0 ? random_below(bits + 1) : 12 + random_below(bits - 11);
	struct prefix whole = { seeds[random_below(5)], 0, 0, (uint8_t)family };

	for (unsigned flips = random_below(6); flips > 0; flips--) {
		unsigned bit = random_below(bits);
		if (bit < 64)
			whole.hi ^= UINT64_C(1) << (63 - bit);
		else
			whole.lo ^= UINT64_C(1) << (127 - bit);
	}
	whole.len = (uint8_t)bits;
	whole.hi &= mask_hi(bits);
	return prefix_cut(&whole, len);
}

/* A question that is likely to meet a set of such prefixes: one of them, or longer or shorter. */
static inline struct prefix random_relative(const struct prefix *of)
{
	struct prefix other = random_prefix(of->family);
	unsigned len = random_below(family_bits(of->family) + 1);

	if (len <= of->len)
		return random_below(2) == 0 ? *of : prefix_cut(of, len);
	other.hi = of->hi | (other.hi & ~mask_hi(of->len));
	other.lo = of->lo | (other.lo & ~mask_lo(of->len));
	return prefix_cut(&other, len);
}

#endif
