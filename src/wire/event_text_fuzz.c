/* Whatever the bytes, of which format the first chooses: lines that begin with a time, if there is
 * one, and hold nothing that a terminal could take for a command. */
#include "base/fuzz.h"

#include "wire/event_text.h"
#include "wire/test_event_bytes.h"

struct printing {
	struct event_text text;
	struct buffer out;
	bool has_time;
};

static void check_line(const struct printing *printing, struct text line)
{
	if (printing->has_time)
		assert(text_starts(line, TEXT("at some time ")) ||
		       (line.len > 20 && line.at[4] == '-' && line.at[10] == 'T'));
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.at[i];
		assert(c >= ' ' && c != 0x7f);
		/* C1 controls in UTF-8. */
		assert(c != 0xc2 || (i + 1 < line.len && (unsigned char)line.at[i + 1] >= 0xa0));
	}
}

static void check_record(void *context)
{
	struct printing *printing = context;
	struct text rest = { printing->out.bytes, printing->out.used }, line;

	assert(rest.len == 0 || rest.at[rest.len - 1] == '\n');
	while (text_line(&rest, &line))
		check_line(printing, line);
	printing->out.used = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct printing printing;

	if (size == 0)
		return 0;
	if (printing.text.path_room == NULL) {
		buffer_init(&printing.out);
		event_text_init(&printing.text, &printing.out);
		(void)buffer_room(&printing.out, 1);
	}
	enum event_bytes_kind kind = bytes[0] % BYTES_KINDS;
	printing.has_time = false;
	struct bgp_sink sink = event_text_sink(&printing.text);
	event_bytes_tell(kind, true, reader_over(bytes + 1, size - 1), &sink, check_record,
			 &printing);
	return 0;
}
