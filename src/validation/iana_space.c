#include "validation/iana_space.h"

#include "base/text.h"

/* A letter for each registry: A AFRINIC, P APNIC, N ARIN, L LACNIC, R RIPE NCC; '-' where IANA
 * names none. */

/* One for each first octet, sixteen in a line. As of 2013; no /8 has changed hands since. */
static const char ipv4[256 + 1] = "-PRNNR-NNN--NNPN" /* 0 */
				  "NNNNN--NNR-P---R" /* 16 */
				  "N-NNPRNPNAPPNNRN" /* 32 */
				  "NPNRN-N-N-PPPPRN" /* 48 */
				  "NNNNNNNNNNNNNRRR" /* 64 */
				  "RRRRRRRRRRRRRRRR" /* 80 */
				  "NNNNNPAPNAPNNRPP" /* 96 */
				  "PPPPPPPPPPPPPPP-" /* 112 */
				  "NNNNNPNNNNNNNRNN" /* 128 */
				  "NRNNNNPRNPANNNNN" /* 144 */
				  "NNNPNNNNNNNPNNNP" /* 160 */
				  "RLRLPLPPNRLLRLLL" /* 176 */
				  "NRRRAANNLLPPNNNN" /* 192 */
				  "NNPPRR--NRPPPPPP" /* 208 */
				  "----------------" /* 224 */
				  "----------------" /* 240 */;

/* In order; as of 2019-11. The leading 32 bits are all that IANA decides by. */
static const struct {
	uint32_t start;
	uint8_t len;
	char registry;
} ipv6[] = {
	{ 0x20010200, 23, 'P' }, { 0x20010400, 23, 'N' }, { 0x20010600, 23, 'R' },
	{ 0x20010800, 23, 'R' }, { 0x20010a00, 23, 'R' }, { 0x20010c00, 23, 'P' },
	{ 0x20010e00, 23, 'P' }, { 0x20011200, 23, 'L' }, { 0x20011400, 23, 'R' },
	{ 0x20011600, 23, 'R' }, { 0x20011800, 23, 'N' }, { 0x20011a00, 23, 'R' },
	{ 0x20011c00, 22, 'R' }, { 0x20012000, 20, 'R' }, { 0x20013000, 21, 'R' },
	{ 0x20013800, 22, 'R' }, { 0x20014000, 23, 'R' }, { 0x20014200, 23, 'A' },
	{ 0x20014400, 23, 'P' }, { 0x20014600, 23, 'R' }, { 0x20014800, 23, 'N' },
	{ 0x20014a00, 23, 'R' }, { 0x20014c00, 23, 'R' }, { 0x20015000, 20, 'R' },
	{ 0x20018000, 19, 'P' }, { 0x2001a000, 20, 'P' }, { 0x2001b000, 20, 'P' },
	{ 0x20030000, 18, 'R' }, { 0x24000000, 12, 'P' }, { 0x26000000, 12, 'N' },
	{ 0x26100000, 23, 'N' }, { 0x26200000, 23, 'N' }, { 0x26300000, 12, 'N' },
	{ 0x28000000, 12, 'L' }, { 0x2a000000, 12, 'R' }, { 0x2a100000, 12, 'R' },
	{ 0x2c000000, 12, 'A' },
};

static bool registry_of(char letter, enum registry *out_registry)
{
	static const struct {
		char letter;
		enum registry registry;
	} letters[] = {
		{ 'A', REGISTRY_AFRINIC }, { 'P', REGISTRY_APNIC },   { 'N', REGISTRY_ARIN },
		{ 'L', REGISTRY_LACNIC },  { 'R', REGISTRY_RIPENCC },
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].letter == letter) {
			*out_registry = letters[i].registry;
			return true;
		}
	return false;
}

bool iana_space_find(const struct prefix *prefix, enum registry *out_registry)
{
	if (prefix->family == FAMILY_V4)
		return prefix->len >= 8 && registry_of(ipv4[prefix->hi >> 56], out_registry);
	for (size_t i = 0; i < sizeof(ipv6) / sizeof(ipv6[0]); i++) {
		struct prefix space = { (uint64_t)ipv6[i].start << 32, 0, ipv6[i].len, FAMILY_V6 };
		if (prefix_covers(&space, prefix))
			return registry_of(ipv6[i].registry, out_registry);
	}
	return false;
}
