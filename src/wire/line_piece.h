/*
 * Line pieces: parts of printed lines that repeat, kept put together. A table's lines differ from
 * one to the next in the peer and the attributes; the peer's piece is made when it is met first.
 */
#ifndef WIRE_LINE_PIECE_H
#define WIRE_LINE_PIECE_H

#include "base/memory.h"
#include "wire/bgp_event.h"

/* Copied whole whatever its size, which is faster. */
struct line_piece {
	char text[63];
	uint8_t size;
};

static inline void line_piece_end(struct line_piece *piece, const char *end)
{
	piece->size = (uint8_t)(end - piece->text);
}

static inline char *line_piece_put(char *at, const struct line_piece *piece)
{
	memcpy(at, piece->text, sizeof(piece->text));
	return at + piece->size;
}

/* A peer of a PEER_INDEX_TABLE. */
struct line_peer {
	uint64_t table; /* bgp_event.peer_table; 0: none yet */
	struct line_piece piece;
};

struct line_peers {
	struct line_peer *all; /* owned; by number */
	size_t count, room;
};

/* The piece of the event's peer in its table; if `out_is_new`, it is yet to be put together. */
static inline struct line_piece *line_peers_find(struct line_peers *peers,
						 const struct bgp_event *event, bool *out_is_new)
{
	size_t number = event->peer_number;

	if (number >= peers->count) {
		peers->all = memory_grow(peers->all, &peers->room, number + 1, sizeof(*peers->all));
		for (; peers->count <= number; peers->count++)
			peers->all[peers->count].table = 0;
	}
	struct line_peer *peer = &peers->all[number];
	*out_is_new = peer->table != event->peer_table;
	peer->table = event->peer_table;
	return &peer->piece;
}

#endif
