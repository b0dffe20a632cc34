/* Whatever the bytes, there is an answer, and none says "empty" of what holds a field. */
#include "base/fuzz.h"
#include "wire/kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text start = { (const char *)bytes, size < KIND_WINDOW ? size : KIND_WINDOW };

	for (unsigned whole = 0; whole < 2; whole++) {
		enum kind kind = kind_check(start, whole);
		assert(kind < KINDS && kind_name(kind) != NULL && kind_says(kind) != NULL);
		assert(kind != KIND_EMPTY || text_find(start, '|') == start.len);
	}
	return 0;
}
