#include "base/testkit.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { KEPT = 64 };

static struct {
	void *base;
	size_t size;
} kept[KEPT];
static size_t kept_next;

struct reader test_bytes(const void *bytes, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = (size + page - 1) / page * page;
	uint8_t *base =
		mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert(base != MAP_FAILED);
	int done = mprotect(base + room, page, PROT_NONE);
	assert(done == 0);
	if (kept[kept_next].base != NULL)
		(void)munmap(kept[kept_next].base, kept[kept_next].size);
	kept[kept_next].base = base;
	kept[kept_next].size = room + page;
	kept_next = (kept_next + 1) % KEPT;

	uint8_t *start = base + room - size;
	if (size > 0)
		memcpy(start, bytes, size);
	return (struct reader){ .at = start, .end = start + size }; /* at the page even if empty */
}

struct reader test_hex(const char *hex)
{
	uint8_t bytes[8192] = { 0 };
	size_t size = 0;
	int taken = 0;

	for (unsigned value; sscanf(hex, " %2x%n", &value, &taken) == 1; size++) {
		assert(size < sizeof(bytes));
		bytes[size] = (uint8_t)value;
		hex += taken;
	}
	assert(hex[strspn(hex, " \n\t")] == '\0');
	return test_bytes(bytes, size);
}

struct text test_text(const void *bytes, size_t size)
{
	struct reader in = test_bytes(bytes, size);
	return (struct text){ (const char *)in.at, size };
}

void test_every_truncation(const void *bytes, size_t size, void (*parse)(struct reader in))
{
	for (size_t cut = 0; cut <= size; cut++)
		parse(test_bytes(bytes, cut));
}

void test_every_bit_flip(const void *bytes, size_t size, void (*parse)(struct reader in))
{
	uint8_t *copy = malloc(size > 0 ? size : 1);

	assert(copy != NULL);
	memcpy(copy, bytes, size);
	for (size_t bit = 0; bit < size * 8; bit++) {
		copy[bit / 8] ^= (uint8_t)(1U << (bit % 8));
		parse(test_bytes(copy, size));
		copy[bit / 8] ^= (uint8_t)(1U << (bit % 8));
	}
	free(copy);
}

static const char *below(const char *variable, const char *relative_path)
{
	static char path[4096];
	const char *root = getenv(variable);

	if (root == NULL || root[0] == '\0') {
		print_message("# no %s in the environment\n", variable);
		return NULL;
	}
	(void)snprintf(path, sizeof(path), "%s/%s", root, relative_path);
	if (access(path, R_OK) == 0)
		return path;
	print_message("# no such file in %s: %s\n", variable, relative_path);
	return NULL;
}

const char *test_data(const char *relative_path)
{
	return below("DECORUM_DATA", relative_path);
}

const char *test_vectors(const char *relative_path)
{
	return below("DECORUM_VECTORS", relative_path);
}
