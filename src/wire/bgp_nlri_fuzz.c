/* Whatever the bytes: items are found one behind the other within them, their prefixes keep within
 * their family, and their text is one printable line. */
#include "base/fuzz.h"

#include <stdlib.h>

#include "wire/bgp_flowspec.h"
#include "wire/bgp_nlri_text.h"

static const struct {
	uint16_t afi;
	uint8_t safi;
} FAMILIES[] = { { 1, 1 },   { 2, 1 },   { 1, 2 },   { 1, 4 },      { 2, 4 },     { 1, 128 },
		 { 2, 128 }, { 1, 129 }, { 25, 70 }, { 25, 65 },    { 25, 8 },    { 1, 5 },
		 { 1, 132 }, { 1, 133 }, { 2, 133 }, { 1, 134 },    { 2, 134 },   { 25, 134 },
		 { 1, 73 },  { 2, 73 },  { 9, 200 }, { 16388, 71 }, { 16388, 72 } };

static void check(const struct bgp_nlri *nlri, struct buffer *out)
{
	out->used = 0;
	bgp_nlri_put(out, nlri);
	assert(out->used > 0);
	for (size_t i = 0; i < out->used; i++)
		assert(out->bytes[i] >= ' ' && out->bytes[i] <= '~');
	if (nlri->has_prefix) {
		struct prefix cut = prefix_cut(&nlri->prefix, nlri->prefix.len);
		assert(nlri->prefix.len <= family_bits(nlri->prefix.family));
		assert(prefix_equal(&cut, &nlri->prefix));
	}
	assert(reader_left(&nlri->labels) % 3 == 0 && reader_left(&nlri->labels) <= 30);
	if (nlri->kind == BGP_NLRI_FLOWSPEC && nlri->afi != BGP_AFI_L2VPN) {
		/* What is sound has no hexadecimal rest. */
		bool is_sound = bgp_flowspec_check(nlri->value, nlri->afi) == 0;
		buffer_char(out, '\0');
		const char *rest = strstr(out->bytes, " 0x");
		assert(!is_sound || rest == NULL || nlri->has_rd);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct buffer out;
	struct reader in = reader_over(bytes, size);
	unsigned which = read_u8(&in);
	unsigned afi = FAMILIES[which % 23].afi, safi = FAMILIES[which % 23].safi;
	bool has_path_id = (read_u8(&in) & 1) != 0, is_withdrawal = which >= 128;
	struct bgp_nlri nlri;
	int got;

	for (size_t left = reader_left(&in);
	     (got = bgp_nlri_next(&in, afi, safi, has_path_id, is_withdrawal, &nlri)) > 0;
	     left = reader_left(&in)) {
		assert(reader_left(&in) < left);
		assert(nlri.afi == afi && nlri.safi == safi && nlri.has_path_id == has_path_id);
		check(&nlri, &out);
	}
	assert(got < 0 || reader_left(&in) == 0);
	return 0;
}
