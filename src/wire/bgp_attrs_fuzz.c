/* Whatever the block: attributes lie inside it, looking for one agrees with cutting all, and a path
 * that could be widened can be walked. */
#include "base/fuzz.h"

#include "wire/bgp_attrs.h"

static void check_path(const struct bgp_attrs *attrs, unsigned asn_size)
{
	static uint8_t room[AS_PATH_ROOM];
	struct as_segment segment;
	struct reader path;
	asn_t origin = 0;

	if (bgp_attrs_path(attrs, asn_size, room, &path) < 0)
		return;
	assert(reader_left(&path) <= AS_PATH_ROOM);
	int got = as_path_origin(path, 7, &origin);
	assert(got == 0);
	while ((got = as_path_next(&path, 4, &segment)) > 0)
		assert(reader_left(&segment.asns) == (size_t)segment.count * 4);
	assert(got == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct reader block = reader_over(bytes, size < 65535 ? size : 65535);
	struct bgp_attrs attrs;

	int got = bgp_attrs_read(block, &attrs);
	for (unsigned type = 0; type < BGP_ATTR_TYPES; type++) {
		struct reader value;
		int found = bgp_attr_find(block, (enum bgp_attr_type)type, &value);
		if (!bgp_attrs_has(&attrs, (enum bgp_attr_type)type)) {
			assert(found == got);
			continue;
		}
		assert(found == 1 && value.at == attrs.values[type].at &&
		       value.end == attrs.values[type].end);
		assert(reader_left(&value) + 3 <= reader_left(&block));
	}
	check_path(&attrs, 2);
	check_path(&attrs, 4);
	return 0;
}
