#include "wire/tcp_payload.h"

#include "wire/bgp_message.h"

enum {
	MARKER_SIZE = 16,
	BGP_HEADER_SIZE = 19,
	BMP_VERSION = 3,
	BMP_HEADER_SIZE = 6,
	BMP_PEER_SIZE = 42,
	/* A Peer Up holds two OPENs and text; nothing else comes near. */
	BMP_SIZE_MAX = 256 << 10,
};

/* RFC 7854 section 4.1. */
enum bmp_type {
	BMP_ROUTE_MONITORING,
	BMP_STATISTICS,
	BMP_PEER_DOWN,
	BMP_PEER_UP,
	BMP_INITIATION,
	BMP_TERMINATION,
	BMP_ROUTE_MIRRORING,
	BMP_TYPES,
};

enum belief {
	NO,
	CUT,    /* what is there fits, but it ends too early to tell */
	LIKELY, /* a plausible header, that another must confirm */
	SURE,
};

/* RFC 4271 section 4.1: marker, length, type. Only a long length can be wrong, RFC 8654. */
static enum belief bgp_header(struct reader in, size_t *out_size)
{
	size_t left = reader_left(&in);
	const uint8_t *marker = read_bytes(&in, left < MARKER_SIZE ? left : MARKER_SIZE);

	for (size_t i = 0; i < left && i < MARKER_SIZE; i++)
		if (marker[i] != 0xff)
			return NO;
	size_t size = read_u16(&in);
	unsigned type = read_u8(&in);
	if (in.failed)
		return CUT;
	if (size < BGP_HEADER_SIZE || type < BGP_OPEN || type > BGP_ROUTE_REFRESH)
		return NO;
	*out_size = size;
	return LIKELY;
}

/* RFC 7854 section 4.2: is it a header of a peer? Behind it, and `skip` more bytes, comes BGP. */
static enum belief bmp_peer(struct reader in, size_t skip)
{
	size_t size;

	if (reader_left(&in) < BMP_PEER_SIZE + skip)
		return CUT;
	read_skip(&in, BMP_PEER_SIZE + skip);
	enum belief inside = bgp_header(in, &size);
	return inside == LIKELY ? SURE : inside;
}

/* RFC 7854 section 4.4: begins with a piece of information, which fits. */
static enum belief bmp_information(struct reader in, size_t size)
{
	enum { INFORMATION_TYPE_MAX = 15 };
	unsigned type = read_u16(&in);
	size_t length = read_u16(&in);

	if (in.failed)
		return CUT;
	return type <= INFORMATION_TYPE_MAX && length + 4 <= size ? LIKELY : NO;
}

/* RFC 7854 section 4.1. */
static enum belief bmp_header(struct reader in, size_t *out_size)
{
	static const size_t least[BMP_TYPES] = {
		[BMP_ROUTE_MONITORING] = BMP_PEER_SIZE + BGP_HEADER_SIZE,
		[BMP_STATISTICS] = BMP_PEER_SIZE + 4,
		[BMP_PEER_DOWN] = BMP_PEER_SIZE + 1,
		[BMP_PEER_UP] = BMP_PEER_SIZE + 20 + 2 * BGP_HEADER_SIZE,
		[BMP_INITIATION] = 4,
		[BMP_TERMINATION] = 4,
		[BMP_ROUTE_MIRRORING] = BMP_PEER_SIZE + 4,
	};
	size_t left = reader_left(&in);

	if (left > 0 && read_u8(&in) != BMP_VERSION)
		return NO;
	size_t size = read_u32(&in);
	unsigned type = read_u8(&in);
	if (in.failed)
		return CUT;
	if (type >= BMP_TYPES || size < BMP_HEADER_SIZE + least[type] || size > BMP_SIZE_MAX)
		return NO;
	*out_size = size;
	switch (type) {
	case BMP_ROUTE_MONITORING:
		return bmp_peer(in, 0);
	case BMP_PEER_UP:
		return bmp_peer(in, 20);
	case BMP_INITIATION:
	case BMP_TERMINATION:
		return bmp_information(in, size - BMP_HEADER_SIZE);
	default:
		return size <= UINT16_MAX ? LIKELY : NO;
	}
}

/* Does what follows `size` bytes confirm them? CUT when the bytes end before. */
static enum belief confirmed(struct reader front, size_t size, bool whole,
			     enum belief (*header)(struct reader in, size_t *out_size))
{
	size_t next;

	if (reader_left(&front) <= size)
		return !whole ? CUT : reader_left(&front) == size ? SURE : NO;
	read_skip(&front, size);
	enum belief belief = header(front, &next);
	return belief == CUT && !whole ? CUT : belief == NO ? NO : SURE;
}

static enum belief bmp_check(struct reader front, bool whole)
{
	size_t size;
	enum belief belief = bmp_header(front, &size);

	if (belief == LIKELY)
		belief = confirmed(front, size, whole, bmp_header);
	return belief == CUT && whole ? NO : belief;
}

enum stream_protocol stream_protocol(struct reader front, bool whole)
{
	size_t size;
	enum belief bgp = bgp_header(front, &size);

	if (bgp == LIKELY)
		return STREAM_BGP;
	enum belief bmp = bmp_check(front, whole);
	if (bmp == SURE)
		return STREAM_BMP;
	return !whole && (bgp == CUT || bmp == CUT) ? STREAM_UNDECIDED : STREAM_OTHER;
}

/* What begins at the front, seen from its middle? `io_skip` grows by what stands before it. */
static enum stream_protocol begins_here(struct reader front, bool whole, size_t *io_skip)
{
	size_t size;
	enum belief bmp = bmp_check(front, whole), bgp = bgp_header(front, &size);

	if (bmp == SURE)
		return STREAM_BMP;
	if (bgp == LIKELY) {
		enum belief also = confirmed(front, size, whole, bmp_header);
		bgp = confirmed(front, size, whole, bgp_header);
		if (bgp == SURE)
			return STREAM_BGP;
		if (bgp == NO && also == SURE) { /* it was the end of a BMP message */
			*io_skip += size;
			return STREAM_BMP;
		}
		if (bgp == NO && whole && reader_left(&front) < size)
			return STREAM_BGP; /* its end was not captured */
		bgp = also == CUT ? CUT : bgp;
	}
	return !whole && (bgp == CUT || bmp == CUT) ? STREAM_UNDECIDED : STREAM_OTHER;
}

enum stream_protocol stream_seek(struct reader front, bool whole, size_t *out_skip)
{
	size_t skip = 0;

	for (; reader_left(&front) > 0; skip++) {
		enum stream_protocol here = begins_here(front, whole, &skip);
		if (here != STREAM_OTHER) {
			*out_skip = skip;
			return here;
		}
		read_skip(&front, 1);
	}
	*out_skip = skip;
	return whole ? STREAM_OTHER : STREAM_UNDECIDED;
}
