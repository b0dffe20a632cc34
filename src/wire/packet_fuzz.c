/* Whatever the frame: a verdict; and a payload stands inside the frame. The first octets choose the
 * link layer and what the capture left out. */
#include "base/fuzz.h"

#include "wire/packet.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const enum packet_link links[] = {
		LINK_NULL, LINK_ETHERNET, LINK_PPP,        LINK_PPP_HDLC,
		LINK_RAW,  LINK_C_HDLC,   LINK_LINUX_SLL,  LINK_LOOP,
		LINK_IPV4, LINK_IPV6,     LINK_LINUX_SLL2,
	};
	struct reader in = reader_over(bytes, size);
	enum packet_link link = links[read_u8(&in) % (sizeof(links) / sizeof(links[0]))];
	size_t missing = read_u8(&in);
	struct tcp_segment segment = { 0 };

	if (in.failed)
		return 0;
	assert(packet_link_known(link));
	enum packet_verdict got = packet_read(link, in, reader_left(&in) + missing, &segment);
	assert(got < PACKET_VERDICTS);
	if (got != PACKET_TCP) {
		assert(packet_says[got] != NULL && segment.payload.at == NULL);
		return 0;
	}
	assert(!segment.payload.failed);
	assert(segment.payload.at >= in.at && segment.payload.end <= in.end);
	assert(reader_left(&segment.payload) <= segment.size);
	assert(segment.source.address.family == segment.destination.address.family);
	return 0;
}
