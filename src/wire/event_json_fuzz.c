/* Whatever the bytes, of which format the first chooses: every line is one object of JSON, without
 * control characters, no longer than a message can make it; and what is kept from the event before
 * is what would be put together anew. */
#include "base/fuzz.h"

#include "wire/event_json.h"
#include "wire/test_event_bytes.h"
#include "wire/test_json.h"

/* A message of 65,535 octets that is a list of AS numbers or of capabilities, each with its name;
 * BMP has reports of BMP_MESSAGE_MAX. */
enum { EXPANSION = 64 };

struct printing {
	struct event_json kept, renewed;
	struct buffer out, out_renewed;
	struct bgp_sink to_kept, to_renewed;
	size_t line_max;
};

static void take_twice(void *context, const struct bgp_event *event)
{
	struct printing *printing = context;

	printing->to_kept.take(printing->to_kept.context, event);
	event_bytes_renew(&printing->to_renewed, event);
	struct text line = { printing->out.bytes, printing->out.used };
	assert(line.len == printing->out_renewed.used);
	if (line.len == 0)
		return; /* nothing that a line could say */
	assert(memcmp(line.at, printing->out_renewed.bytes, line.len) == 0);
	printing->out.used = printing->out_renewed.used = 0;
	assert(line.len <= printing->line_max && line.at[line.len - 1] == '\n');
	line.len--;
	for (size_t i = 0; i < line.len; i++)
		assert((unsigned char)line.at[i] >= ' ' && line.at[i] != 0x7f);
	assert(json_is_valid(line));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct printing printing;

	if (size == 0)
		return 0;
	if (printing.to_kept.take == NULL) {
		buffer_init(&printing.out);
		buffer_init(&printing.out_renewed);
		event_json_init(&printing.kept, &printing.out);
		event_json_init(&printing.renewed, &printing.out_renewed);
		printing.to_kept = event_json_sink(&printing.kept);
		printing.to_renewed = event_json_sink(&printing.renewed);
	}
	printing.line_max = 4096 + EXPANSION * size;
	struct bgp_sink sink = { .context = &printing, .take = take_twice };
	event_bytes_tell(bytes[0] % BYTES_KINDS, true, reader_over(bytes + 1, size - 1), &sink,
			 NULL, NULL);
	return 0;
}
