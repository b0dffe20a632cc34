#include "sources/pcap_reader.h"

#include <errno.h>
#include <inttypes.h>
#include <pcap/pcap.h>

#include "base/utc.h"

enum { READ_SIZE = 64 << 10 };

void pcap_reader_init(struct pcap_reader *r, struct window *window, const struct tcp_sink *sink)
{
	*r = (struct pcap_reader){ .window = window };
	tcp_streams_init(&r->streams, sink);
	refusals_init(&r->refusals, packet_says, PACKET_VERDICTS);
}

static void close_pcap(struct pcap_reader *r)
{
	if (r->pcap != NULL)
		pcap_close(r->pcap); /* and the file with it */
	r->pcap = NULL;
	r->file = NULL;
	r->ended = true;
}

struct window *pcap_reader_release(struct pcap_reader *r)
{
	struct window *window = r->window;

	close_pcap(r);
	r->window = NULL;
	return window;
}

void pcap_reader_clear(struct pcap_reader *r)
{
	close_pcap(r);
	tcp_streams_clear(&r->streams);
	if (r->window != NULL)
		window_close(r->window);
	r->window = NULL;
}

/* What libpcap reads from, through stdio; see fopencookie(3). */
static ssize_t cookie_read(void *cookie, char *into, size_t room)
{
	struct window *window = cookie;

	if (window_fill(window, 1) <= 0)
		return window_error(window) < 0 ? -1 : 0;
	struct reader in = window_bytes(window);
	size_t left = reader_left(&in), size = room < left ? room : left;
	memcpy(into, read_bytes(&in, size), size);
	window_skip(window, size);
	return (ssize_t)size;
}

/* Only so that ftello() can tell where libpcap stands, which is what we gave less what stdio still
 * holds. */
static int cookie_seek(void *cookie, off64_t *io_offset, int whence)
{
	const struct window *window = cookie;

	if (whence != SEEK_CUR || *io_offset != 0) {
		errno = ESPIPE;
		return -1;
	}
	*io_offset = (off64_t)window_offset(window);
	return 0;
}

static uint64_t offset_of(const struct pcap_reader *r)
{
	off_t offset = r->file != NULL ? ftello(r->file) : -1;

	return offset >= 0 ? (uint64_t)offset : window_offset(r->window);
}

static int fail(struct pcap_reader *r, int error, const char *reason)
{
	r->error = error;
	r->error_offset = offset_of(r);
	(void)snprintf(r->reason, sizeof(r->reason),
		       "%s (behind frame %" PRIu64 ", byte %" PRIu64 ")", reason, r->frames,
		       r->error_offset);
	return 0;
}

/* libpcap gives no codes, but two of its sentences are about an input that ends too early. */
static int fail_as_told(struct pcap_reader *r, const char *told)
{
	int error = window_error(r->window);

	if (error < 0)
		return fail(r, error, window_reason(r->window));
	bool is_cut = strncmp(told, "truncated dump file", strlen("truncated dump file")) == 0;
	return fail(r, is_cut ? ERR_TRUNCATED : ERR_MALFORMED, told);
}

static int fail_link(struct pcap_reader *r, int link)
{
	const char *name = pcap_datalink_val_to_description_or_dlt(link);
	char reason[PCAP_REASON_MAX / 2];

	(void)snprintf(reason, sizeof(reason),
		       "captured on a link of a kind that we do not read: %s", name);
	return fail(r, ERR_UNSUPPORTED, reason);
}

/* Some of libpcap's numbers are not those of the file. 0, or ERR_UNSUPPORTED. */
static int link_of(int datalink, enum packet_link *out_link)
{
	unsigned link = datalink == DLT_RAW ? (unsigned)LINK_RAW : (unsigned)datalink;

	if (!packet_link_known(link))
		return ERR_UNSUPPORTED;
	*out_link = (enum packet_link)link;
	return 0;
}

static int start(struct pcap_reader *r)
{
	static const cookie_io_functions_t functions = { .read = cookie_read, .seek = cookie_seek };
	char told[PCAP_ERRBUF_SIZE] = "";

	r->started = true;
	r->file = fopencookie(r->window, "rb", functions);
	if (r->file == NULL)
		return fail(r, ERR_IO, "cannot be opened");
	/* Unbuffered, stdio would ask for one octet at a time. */
	(void)setvbuf(r->file, NULL, _IOFBF, READ_SIZE);
	r->pcap = pcap_fopen_offline_with_tstamp_precision(r->file, PCAP_TSTAMP_PRECISION_MICRO,
							   told);
	if (r->pcap == NULL) {
		(void)fail_as_told(r, told);
		(void)fclose(r->file);
		r->file = NULL;
		return 0;
	}
	int link = pcap_datalink(r->pcap);
	return link_of(link, &r->link) < 0 ? fail_link(r, link) : 1;
}

/* Times in pcap are 32 bits, which libpcap takes for signed. */
static void note_time(struct pcap_reader *r, const struct timeval *time)
{
	int64_t seconds = time->tv_sec;

	if (seconds < 0)
		seconds += INT64_C(1) << 32;
	if (seconds < 0 || seconds > UINT32_MAX || time->tv_usec < 0 ||
	    (uint64_t)time->tv_usec >= UTC_SECOND)
		r->wrong_times++;
	else
		r->time_us = (uint64_t)seconds * UTC_SECOND + (uint64_t)time->tv_usec;
}

static int take_frame(struct pcap_reader *r, const struct pcap_pkthdr *header, const uint8_t *bytes,
		      uint64_t offset)
{
	struct place place = { .line = ++r->frames, .offset = offset };
	struct tcp_segment segment;

	r->frame_offset = offset;
	note_time(r, &header->ts);
	enum packet_verdict verdict =
		packet_read(r->link, reader_over(bytes, header->caplen), header->len, &segment);
	refusals_count(&r->refusals, verdict, place);
	if (verdict != PACKET_TCP)
		return 0;
	r->cut_segments += reader_left(&segment.payload) < segment.size;
	return tcp_streams_take(&r->streams, &segment, r->time_us, r->frames);
}

/* 1 and a frame, 0 when there is no more. */
static int next_frame(struct pcap_reader *r, struct pcap_pkthdr **out_header,
		      const uint8_t **out_bytes)
{
	int got = pcap_next_ex(r->pcap, out_header, out_bytes);
	if (got == 1)
		return 1;
	return got == PCAP_ERROR ? fail_as_told(r, pcap_geterr(r->pcap)) : 0;
}

int pcap_reader_step(struct pcap_reader *r)
{
	struct pcap_pkthdr *header;
	const uint8_t *bytes;

	if (r->ended)
		return 0;
	bool is_open = r->started || start(r) == 1;
	uint64_t offset = offset_of(r);
	if (is_open && next_frame(r, &header, &bytes) == 1) {
		int result = take_frame(r, header, bytes, offset);
		if (result != 0)
			close_pcap(r);
		return result != 0 ? result : 1;
	}
	close_pcap(r);
	return tcp_streams_finish(&r->streams);
}
