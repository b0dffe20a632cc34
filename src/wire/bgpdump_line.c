#include "wire/bgpdump_line.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/bgp_text.h"

enum {
	PATH_ID_MAX = 12, /* "|4294967295|" */
	/* Head, kind, peer, prefix and path id; and the copying in whole pieces. */
	LINE_HEAD_MAX = 4 * sizeof(struct line_piece) + PATH_ID_MAX,
};

static void take_event(void *context, const struct mrt_event *event);

void bgpdump_line_init(struct bgpdump_printer *printer)
{
	struct mrt_sink sink = { printer, take_event };

	*printer = (struct bgpdump_printer){ 0 };
	mrt_events_init(&printer->events, &sink);
	attr_text_init(&printer->attrs);
}

void bgpdump_line_clear(struct bgpdump_printer *printer)
{
	mrt_events_clear(&printer->events);
	attr_text_clear(&printer->attrs);
	free(printer->peers);
	*printer = (struct bgpdump_printer){ 0 };
}

void bgpdump_line_restart(struct bgpdump_printer *printer)
{
	mrt_events_restart(&printer->events);
	printer->peers_of_table = 0;
}

static void piece_end(struct line_piece *piece, const char *end)
{
	piece->size = (uint8_t)(end - piece->text);
}

static char *put_piece(char *at, const struct line_piece *piece)
{
	memcpy(at, piece->text, sizeof(piece->text));
	return at + piece->size;
}

/* What bgpdump calls the record: with _LOCAL if the collector spoke and _AP with path ids. */
static const char *kind_name(const struct mrt_event *event)
{
	static const char *const messages[2][2][2] = {
		{ { "BGP4MP", "BGP4MP_AP" }, { "BGP4MP_LOCAL", "BGP4MP_LOCAL_AP" } },
		{ { "BGP4MP_ET", "BGP4MP_ET_AP" }, { "BGP4MP_ET_LOCAL", "BGP4MP_ET_LOCAL_AP" } },
	};

	switch (event->record->type) {
	case MRT_TABLE_DUMP:
		return "TABLE_DUMP";
	case MRT_TABLE_DUMP_V2:
		return event->has_path_id ? "TABLE_DUMP2_AP" : "TABLE_DUMP2";
	default:
		return messages[event->record->type == MRT_BGP4MP_ET][event->is_local]
			       [event->has_path_id];
	}
}

/* "BGP4MP_ET|1442908800.000123|" */
static void set_head(struct line_piece *head, const struct mrt_event *event)
{
	const char *kind = kind_name(event);
	uint64_t time_us = event->record->time_us;
	char *at = put_bytes(head->text, kind, strlen(kind));

	*at++ = '|';
	at = put_u64(at, time_us / UTC_SECOND);
	if (event->record->type == MRT_BGP4MP_ET) {
		/* Six digits, by way of a seventh in front of them that becomes the point. */
		char *point = at;
		at = put_u64(at, time_us % UTC_SECOND + UTC_SECOND);
		*point = '.';
	}
	*at++ = '|';
	piece_end(head, at);
}

static void set_peer(struct line_piece *piece, const struct mrt_peer *peer)
{
	char *at = bgpdump_address_put(piece->text, &peer->address);

	*at++ = '|';
	at = put_u32(at, peer->asn);
	*at++ = '|';
	piece_end(piece, at);
}

/* The peers of a new table, all at once. */
static void set_peers(struct bgpdump_printer *printer)
{
	const struct mrt_events *events = &printer->events;

	printer->peers = memory_grow(printer->peers, &printer->peer_room, events->peer_count,
				     sizeof(*printer->peers));
	for (size_t i = 0; i < events->peer_count; i++)
		set_peer(&printer->peers[i], &events->peers[i]);
	printer->peers_of_table = events->tables;
}

/* Puts together again those pieces of the line that have changed. */
static const struct line_piece *set_pieces(struct bgpdump_printer *printer,
					   const struct mrt_event *event)
{
	bool has_table = event->record->type == MRT_TABLE_DUMP_V2;

	if (event->is_first) {
		set_head(&printer->head, event);
		if (!has_table)
			set_peer(&printer->peer, &event->peer);
		else if (printer->peers_of_table != printer->events.tables)
			set_peers(printer);
	}
	if (event->has_new_prefix)
		piece_end(&printer->prefix,
			  bgpdump_prefix_put(printer->prefix.text, &event->prefix));
	if (event->has_new_attributes)
		printer->attributes = attr_text_find(&printer->attrs, &event->attributes);
	return has_table ? &printer->peers[event->peer_number] : &printer->peer;
}

static void end_line(struct bgpdump_printer *printer, const char *at)
{
	buffer_commit(printer->out, at);
	printer->lines++;
	drain_if_full(&printer->drain, printer->out);
}

static void print_route(struct bgpdump_printer *printer, const struct mrt_event *event)
{
	const struct line_piece *peer = set_pieces(printer, event);
	struct text attributes = printer->attributes;
	char *at = buffer_room(printer->out, LINE_HEAD_MAX + attributes.len + ATTR_TEXT_SLACK);

	at = put_piece(at, &printer->head);
	*at++ = event->kind == MRT_HAS ? 'B' : 'A';
	*at++ = '|';
	at = put_piece(at, peer);
	at = put_piece(at, &printer->prefix);
	*at++ = '|';
	if (event->has_path_id) {
		at = put_u32(at, event->path_id);
		*at++ = '|';
	}
	for (size_t done = 0; done < attributes.len; done += ATTR_TEXT_SLACK)
		memcpy(at + done, attributes.at + done, ATTR_TEXT_SLACK);
	end_line(printer, at + attributes.len);
}

static void print_withdrawal(struct bgpdump_printer *printer, const struct mrt_event *event)
{
	const struct line_piece *peer = set_pieces(printer, event);
	char *at = buffer_room(printer->out, LINE_HEAD_MAX);

	at = put_piece(at, &printer->head);
	at = put_bytes(at, "W|", 2);
	at = put_piece(at, peer);
	at = put_piece(at, &printer->prefix);
	if (event->has_path_id) {
		*at++ = '|';
		at = put_u32(at, event->path_id);
	}
	*at++ = '\n';
	end_line(printer, at);
}

static void print_state_change(struct bgpdump_printer *printer, const struct mrt_event *event)
{
	const struct line_piece *peer = set_pieces(printer, event);
	char *at = buffer_room(printer->out, LINE_HEAD_MAX);

	at = put_piece(at, &printer->head);
	at = put_bytes(at, "STATE|", 6);
	at = put_piece(at, peer);
	at = put_u32(at, event->old_state);
	*at++ = '|';
	at = put_u32(at, event->new_state);
	*at++ = '\n';
	end_line(printer, at);
}

static void take_event(void *context, const struct mrt_event *event)
{
	struct bgpdump_printer *printer = context;

	switch (event->kind) {
	case MRT_HAS:
		if (event->safi == 1)
			print_route(printer, event);
		else
			printer->unprinted++;
		break;
	case MRT_ANNOUNCES:
		print_route(printer, event);
		break;
	case MRT_WITHDRAWS:
		print_withdrawal(printer, event);
		break;
	case MRT_STATE_CHANGES:
		print_state_change(printer, event);
		break;
	case MRT_SAYS:
		break; /* other messages have no line */
	}
}

void bgpdump_line_print(struct bgpdump_printer *printer, const struct mrt_record *record,
			struct buffer *out)
{
	printer->out = out;
	mrt_events_read(&printer->events, record);
}
