#include "base/fuzz.h"

#include "net/prefix.h"

/* What was read from anywhere is a prefix, and its spelling reads back as itself. */
static void check_prefix(const struct prefix *prefix)
{
	char text[PREFIX_TEXT_MAX];
	struct prefix again = prefix_cut(prefix, prefix->len);

	assert(prefix->len <= family_bits(prefix->family));
	assert(prefix_equal(prefix, &again));
	int err = prefix_parse(text_of(prefix_print(prefix, text)), &again);
	assert(err == 0 && prefix_equal(prefix, &again));
}

static void check_text(struct text text)
{
	struct prefix strict, loose;
	struct address address, again;
	char printed[ADDRESS_TEXT_MAX];
	bool cut = true;

	int err_strict = prefix_parse(text, &strict);
	int err_loose = prefix_parse_loose(text, &loose, &cut);
	assert((err_strict == 0) == (err_loose == 0 && !cut));
	if (err_loose == 0)
		check_prefix(&loose);
	if (err_strict == 0)
		assert(prefix_equal(&strict, &loose));
	if (address_parse(text, &address) == 0) {
		int err = address_parse(text_of(address_print(&address, printed)), &again);
		assert(err == 0 && address_equal(&address, &again));
	}
}

static void check_wire(struct reader in, unsigned family)
{
	size_t before = reader_left(&in);
	struct prefix prefix;

	while (prefix_read(&in, family, &prefix) == 0) {
		check_prefix(&prefix);
		assert(before - reader_left(&in) == 1 + (prefix.len + 7U) / 8);
		before = reader_left(&in);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	check_text((struct text){ (const char *)bytes, size });
	check_wire(reader_over(bytes, size), FAMILY_V4);
	check_wire(reader_over(bytes, size), FAMILY_V6);
	return 0;
}
