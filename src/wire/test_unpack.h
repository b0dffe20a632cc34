/*
 * Files of the shared test data, unpacked when they are packed with zstd. For tests only: wire/
 * itself opens nothing.
 */
#ifndef WIRE_TEST_UNPACK_H
#define WIRE_TEST_UNPACK_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

#include "base/memory.h"
#include "base/testkit.h"

/* The first `max` bytes of a file, or all. Returns what the caller free()s, or NULL when there is
 * no such file. */
static char *test_unpack(const char *relative_path, size_t max, struct text *out_text)
{
	const char *path = test_data(relative_path);
	FILE *file = path != NULL ? fopen(path, "rb") : NULL;
	bool packed = strstr(relative_path, ".zst") != NULL;
	ZSTD_DStream *stream = ZSTD_createDStream();
	ZSTD_outBuffer out = { 0 };
	char piece[1 << 16], *bytes = NULL;
	size_t room = 0;

	while (file != NULL && out.pos < max) {
		ZSTD_inBuffer in = { piece, fread(piece, 1, sizeof(piece), file), 0 };
		if (in.size == 0)
			break;
		do {
			bytes = memory_grow(bytes, &room, out.pos + sizeof(piece), 1);
			out.dst = bytes;
			out.size = room;
			if (packed) {
				size_t left = ZSTD_decompressStream(stream, &out, &in);
				assert(!ZSTD_isError(left));
			} else {
				memcpy(bytes + out.pos, piece, in.size);
				out.pos += in.size;
				in.pos = in.size;
			}
		} while (in.pos < in.size || out.pos == out.size);
	}
	(void)ZSTD_freeDStream(stream);
	if (file != NULL)
		(void)fclose(file);
	*out_text = (struct text){ bytes, out.pos < max ? out.pos : max };
	return bytes;
}

#endif
