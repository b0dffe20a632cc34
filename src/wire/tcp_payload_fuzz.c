/* Whatever the bytes: an answer; the whole is never undecided; what is once decided stays so when
 * more bytes come; and a stream fed piece by piece, dropping what is to be passed over, gives the
 * same first message. The first octet says how long the pieces are. */
#include "base/fuzz.h"

#include "wire/tcp_payload.h"

static void check_growing(struct reader in, size_t piece)
{
	size_t left = reader_left(&in), skip = 0, want_skip = 0, dropped = 0;
	enum stream_protocol want = stream_protocol(in, false), got = STREAM_UNDECIDED;

	for (size_t size = 0; size < left && got == STREAM_UNDECIDED; size += piece)
		got = stream_protocol(reader_over(in.at, size < left ? size : left), false);
	assert(got == STREAM_UNDECIDED || got == want);

	want = stream_seek(in, false, &want_skip);
	got = STREAM_UNDECIDED;
	for (size_t size = 0; got == STREAM_UNDECIDED && dropped + size < left;) {
		size = dropped + size + piece < left ? size + piece : left - dropped;
		got = stream_seek(reader_over(in.at + dropped, size), false, &skip);
		assert(skip <= size && got != STREAM_OTHER);
		dropped += skip;
		size -= skip;
	}
	assert(got == want && dropped == want_skip);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	struct reader in = reader_over(bytes + 1, size - 1);
	size_t skip = 0;

	assert(stream_protocol(in, true) != STREAM_UNDECIDED);
	assert(stream_seek(in, true, &skip) != STREAM_UNDECIDED && skip <= size - 1);
	check_growing(in, (size_t)bytes[0] + 1);
	return 0;
}
