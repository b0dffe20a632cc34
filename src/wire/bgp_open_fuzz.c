/* Whatever the body of an OPEN: the capabilities lie inside it, the summary agrees with them, and
 * two sides understand the same thing by it. */
#include "base/fuzz.h"

#include "wire/bgp_open.h"

static void check_session(const struct bgp_open *ours, const struct bgp_open *theirs)
{
	struct bgp_session here, there;

	bgp_session_init(&here, ours, theirs);
	bgp_session_init(&there, theirs, ours);
	assert(here.sent.codec.path_id_families == there.received.codec.path_id_families);
	assert(here.received.codec.path_id_families == there.sent.codec.path_id_families);
	assert(here.sent.codec.asn_size == there.sent.codec.asn_size);
	assert((here.sent.codec.asn_size == 4) == (ours->has_as4 && theirs->has_as4));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct bgp_open other = { .asn = 64496,
					       .has_as4 = true,
					       .path_ids_sent = BGP_IPV4_UNICAST,
					       .path_ids_received = BGP_IPV6_UNICAST };
	struct bgp_route_refresh refresh;
	struct bgp_capability capability;
	struct bgp_open open;
	unsigned bad = 0;
	bool has_as4 = false;

	if (bgp_route_refresh_read(reader_over(bytes, size), &refresh) == 0)
		assert(reader_left(&refresh.filters) == size - 4);
	if (bgp_open_read(reader_over(bytes, size), &open) < 0)
		return 0;
	struct bgp_capabilities walk = open.each;
	int got;
	while ((got = bgp_capability_next(&walk, &capability)) > 0) {
		bool well_formed = bgp_capability_is_well_formed(&capability);
		bad += !well_formed;
		has_as4 |= well_formed && capability.code == BGP_CAP_AS4;
		assert(reader_left(&capability.value) < size);
		(void)bgp_capability_name(capability.code);
	}
	assert(got == 0 && bad == open.bad_capabilities && has_as4 == open.has_as4);
	assert(has_as4 || open.asn == open.asn2);
	assert(open.role <= BGP_ROLE_MANY && bgp_open_check(&open) <= 11);
	assert(open.host.len + open.domain.len + open.software.len < size);
	check_session(&open, &other);
	check_session(&open, &open);
	return 0;
}
