/*
 * A handful of events of all kinds, for tests of filters: made by hand, from documentation numbers.
 * The examples of the manual page are counted over these.
 */
#ifndef SELECT_TEST_EVENTS_H
#define SELECT_TEST_EVENTS_H

#include "base/testkit.h"
#include "base/utc.h"
#include "wire/bgp_event.h"

enum { TEST_EVENTS = 13 };

#define TEST_PATH_IGP "400101 00"

struct test_event_row {
	enum bgp_event_kind kind;
	enum bgp_format format;
	const char *time, *collector, *peer;
	asn_t peer_asn;
	enum bgp_rib rib;
	unsigned afi, safi;
	const char *prefix, *attributes; /* in hexadecimal */
	bool is_malformed;
};

/* The faults of a message, of which filters only ask whether they are there. */
static inline const struct bgp_faults *test_faults(void)
{
	static char somewhere;
	return (const struct bgp_faults *)(const void *)&somewhere;
}

static const struct test_event_row test_event_rows[TEST_EVENTS] = {
	/* 64496 64497 64500; next hop 198.51.100.1, MED 10, 64496:100 and no-export */
	{ BGP_HAS, FORMAT_TABLE_DUMP_V2, "2026-02-22T08:00:00Z", "rrc00", "198.51.100.1", 64496,
	  RIB_UNTOLD, 1, 1, "192.0.2.0/24",
	  "400101 00 40020e 0203 0000fbf0 0000fbf1 0000fbf4 400304 c6336401 800404 0000000a"
	  "c00808 fbf00064 ffffff01",
	  false },
	/* 64499 64499 64500; next hop 2001:db8::1, large 64499:1:2 */
	{ BGP_HAS, FORMAT_TABLE_DUMP_V2, "2026-02-22T08:00:00Z", "rrc00", "2001:db8::2", 64499,
	  RIB_UNTOLD, 1, 1, "192.0.2.0/24",
	  "400101 00 40020e 0203 0000fbf3 0000fbf3 0000fbf4"
	  "800e11 10 20010db8000000000000000000000001 c0200c 0000fbf3 00000001 00000002",
	  false },
	/* 64499 64501 {64502,64503} */
	{ BGP_HAS, FORMAT_TABLE_DUMP_V2, "2026-02-22T08:00:00Z", "rrc00", "2001:db8::2", 64499,
	  RIB_UNTOLD, 2, 1, "2001:db8:1::/48",
	  "400101 00 400214 0202 0000fbf3 0000fbf5 0102 0000fbf6 0000fbf7", false },
	/* 64496 64511; next hop 198.51.100.1, blackhole */
	{ BGP_ANNOUNCES, FORMAT_BGP4MP_ET, "2026-02-22T15:30:00.25Z", "rrc01", "198.51.100.1",
	  64496, RIB_UNTOLD, 1, 1, "192.0.2.128/25",
	  "400101 00 40020a 0202 0000fbf0 0000fbff 400304 c6336401 c00804 ffff029a", false },
	/* 64496 65000 64496 3356: a loop, a private AS number */
	{ BGP_ANNOUNCES, FORMAT_BGP4MP, "2026-02-22T15:30:10Z", "rrc01", "198.51.100.1", 64496,
	  RIB_UNTOLD, 1, 1, "10.0.0.0/8",
	  "400101 00 400212 0204 0000fbf0 0000fde8 0000fbf0 00000d1c", false },
	{ BGP_WITHDRAWS, FORMAT_BGP4MP, "2026-02-22T15:30:20Z", "rrc01", "198.51.100.1", 64496,
	  RIB_UNTOLD, 1, 1, "192.0.2.128/25", NULL, false },
	{ BGP_STATE_CHANGES, FORMAT_BGP4MP, "2026-02-22T15:31:00Z", "rrc01", "2001:db8::2", 64499,
	  RIB_UNTOLD, 0, 0, NULL, NULL, false },
	{ BGP_SAYS, FORMAT_BGP4MP, "2026-02-22T15:31:01Z", "rrc01", "198.51.100.1", 64496,
	  RIB_UNTOLD, 0, 0, NULL, NULL, false },
	{ BGP_REPORTS, FORMAT_BMP, "2026-02-22T15:31:02Z", "router1", NULL, 0, RIB_UNTOLD, 0, 0,
	  NULL, NULL, false },
	/* 64498 64497 64510; LOCAL_PREF 200, ATOMIC_AGGREGATE, AGGREGATOR 64500, rt:64496:1, OTC
	 * 64497 */
	{ BGP_ANNOUNCES, FORMAT_BMP, "2026-02-22T15:31:03Z", "router1", "203.0.113.1", 64498,
	  RIB_IN_POST, 1, 1, "203.0.113.0/24",
	  "400101 00 40020e 0203 0000fbf2 0000fbf1 0000fbfe 400504 000000c8 400600"
	  "c00708 0000fbf4 c0000201 c01008 0002 fbf0 00000001 c02304 0000fbf1",
	  false },
	/* 64499 64500, but something is wrong */
	{ BGP_ANNOUNCES, FORMAT_BGP4MP, "2026-02-22T15:31:04Z", "rrc01", "2001:db8::2", 64499,
	  RIB_UNTOLD, 1, 1, "192.0.2.1/32",
	  "400101 07 40020e 0203 0000fbf0 0000fbf3 0000fbf4 400302 c000", true },
	/* an empty path, EVPN */
	{ BGP_ANNOUNCES, FORMAT_BGP4MP, "2026-02-22T15:31:05Z", "rrc01", "198.51.100.1", 64496,
	  RIB_UNTOLD, 25, 70, NULL, "400101 00 400200", false },
	{ BGP_LISTS_PEERS, FORMAT_TABLE_DUMP_V2, "2026-02-22T08:00:00Z", "rrc00", NULL, 0,
	  RIB_UNTOLD, 0, 0, NULL, NULL, false },
};

/* Fills `out_events`; what they borrow lives until test_bytes() has been asked a few times more. */
static inline void test_events_make(struct bgp_event out_events[TEST_EVENTS])
{
	for (size_t i = 0; i < TEST_EVENTS; i++) {
		const struct test_event_row *row = &test_event_rows[i];
		struct bgp_event *event = &out_events[i];
		*event = (struct bgp_event){
			.kind = row->kind,
			.format = row->format,
			.collector = text_of(row->collector),
			.peer.asn = row->peer_asn,
			.rib = row->rib,
			.afi = row->afi,
			.safi = row->safi,
			.has_prefix = row->prefix != NULL,
			.faults = row->is_malformed ? test_faults() : NULL,
		};
		int err = utc_parse(text_of(row->time), &event->time_us);
		if (row->peer != NULL)
			err |= address_parse(text_of(row->peer), &event->peer.address);
		if (row->prefix != NULL)
			err |= prefix_parse(text_of(row->prefix), &event->prefix);
		assert_int_equal(err, 0);
		if (row->attributes != NULL)
			event->attributes = (struct attr_block){ test_hex(row->attributes), 4,
								 ATTR_NEXT_HOP_ANY };
	}
}

#endif
