#include "wire/community_name.h"

static const struct {
	uint32_t community;
	const char *name;
} NAMES[] = {
	{ 0xffff0000, "graceful-shutdown" }, /* RFC 8326 */
	{ 0xffff0001, "accept-own" },        /* RFC 7611 */
	{ 0xffff0002, "route-filter-translated-v4" },
	{ 0xffff0003, "route-filter-v4" },
	{ 0xffff0004, "route-filter-translated-v6" },
	{ 0xffff0005, "route-filter-v6" },
	{ 0xffff0006, "llgr-stale" }, /* RFC 9494 */
	{ 0xffff0007, "no-llgr" },    /* RFC 9494 */
	{ 0xffff0008, "accept-own-nexthop" },
	{ 0xffff0009, "standby-pe" },          /* RFC 9026 */
	{ 0xffff029a, "blackhole" },           /* RFC 7999 */
	{ 0xffffff01, "no-export" },           /* RFC 1997 */
	{ 0xffffff02, "no-advertise" },        /* RFC 1997 */
	{ 0xffffff03, "no-export-subconfed" }, /* RFC 1997 */
	{ 0xffffff03, "local-as" },
	{ 0xffffff04, "no-peer" }, /* RFC 3765 */
};

enum { COUNT = sizeof(NAMES) / sizeof(NAMES[0]) };

struct text community_name(uint32_t community)
{
	for (size_t i = 0; community >> 16 == 0xffff && i < COUNT; i++)
		if (NAMES[i].community == community)
			return text_of(NAMES[i].name);
	return (struct text){ NULL, 0 };
}

bool community_find(struct text name, uint32_t *out_community)
{
	for (size_t i = 0; i < COUNT; i++) {
		if (!text_equal_fold(name, text_of(NAMES[i].name)))
			continue;
		*out_community = NAMES[i].community;
		return true;
	}
	return false;
}
