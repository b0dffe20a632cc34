#include "wire/bgpdump_line.h"

#include <stdlib.h>

#include "base/utc.h"
#include "wire/bgp_text.h"

enum {
	PATH_ID_MAX = 12, /* "|4294967295|" */
	/* Head, kind, peer, prefix and path id; and the copying in whole pieces. */
	LINE_HEAD_MAX = 4 * sizeof(struct line_piece) + PATH_ID_MAX,
};

void bgpdump_line_init(struct bgpdump_printer *printer, const struct bgpdump_style *style,
		       struct buffer *out)
{
	*printer = (struct bgpdump_printer){ .style = *style, .out = out };
	attr_text_init(&printer->attrs, style->is_short      ? ATTR_TEXT_LINE_SHORT
					: style->shows_large ? ATTR_TEXT_LINE_LARGE
							     : ATTR_TEXT_LINE);
}

void bgpdump_line_clear(struct bgpdump_printer *printer)
{
	attr_text_clear(&printer->attrs);
	free(printer->peers.all);
	*printer = (struct bgpdump_printer){ 0 };
}

/* What bgpdump calls the record: with _LOCAL if the collector spoke and _AP with path ids. */
static const char *kind_name(const struct bgp_event *event)
{
	static const char *const messages[2][2][2] = {
		{ { "BGP4MP", "BGP4MP_AP" }, { "BGP4MP_LOCAL", "BGP4MP_LOCAL_AP" } },
		{ { "BGP4MP_ET", "BGP4MP_ET_AP" }, { "BGP4MP_ET_LOCAL", "BGP4MP_ET_LOCAL_AP" } },
	};

	switch (event->format) {
	case FORMAT_TABLE_DUMP:
		return "TABLE_DUMP";
	case FORMAT_TABLE_DUMP_V2:
		return event->has_path_id ? "TABLE_DUMP2_AP" : "TABLE_DUMP2";
	case FORMAT_BGP4MP:
	case FORMAT_BGP4MP_ET:
	case FORMAT_BMP:
	case FORMAT_RIS_LIVE:
	case FORMAT_BGP:
	default:
		return messages[event->format != FORMAT_BGP4MP][event->is_local]
			       [event->codec.path_id_families != 0];
	}
}

/* "02/22/26 15:30:00" */
static char *put_time_for_people(char *at, uint64_t time_us)
{
	struct utc_date date = utc_date_of(time_us);
	unsigned second = (unsigned)(time_us % UTC_DAY / UTC_SECOND);
	const unsigned parts[] = { date.month,    date.day,         date.year % 100,
				   second / 3600, second / 60 % 60, second % 60 };

	for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		*at++ = (char)('0' + parts[i] / 10);
		*at++ = (char)('0' + parts[i] % 10);
		*at++ = "// ::|"[i];
	}
	return at - 1;
}

/* "BGP4MP_ET|1442908800.000123|" */
static void set_head(struct bgpdump_printer *printer, const struct bgp_event *event)
{
	const char *kind = kind_name(event);
	bool is_table = event->format <= FORMAT_TABLE_DUMP_V2;
	uint64_t time_us = is_table && printer->style.shows_change ? event->originated * UTC_SECOND
								   : event->time_us;
	char *at = put_bytes(printer->head.text, kind, strlen(kind));

	*at++ = '|';
	if (printer->style.numbers_records) {
		at = put_u64(at, event->number);
		*at++ = '|';
	}
	at = printer->style.is_short ? put_time_for_people(at, time_us)
				     : put_u64(at, time_us / UTC_SECOND);
	if (event->format > FORMAT_BGP4MP)
		at = utc_fraction_put(at, time_us);
	*at++ = '|';
	line_piece_end(&printer->head, at);
}

static void set_peer(struct line_piece *piece, const struct bgp_peer *peer)
{
	char *at = bgpdump_address_put(piece->text, &peer->address);

	*at++ = '|';
	at = put_u32(at, peer->asn);
	*at++ = '|';
	line_piece_end(piece, at);
}

static const struct line_piece *peer_of_table(struct bgpdump_printer *printer,
					      const struct bgp_event *event)
{
	bool is_new;
	struct line_piece *piece = line_peers_find(&printer->peers, event, &is_new);

	if (is_new)
		set_peer(piece, &event->peer);
	return piece;
}

/* The first event of a record may be one that has no line, so this comes before that is asked. */
static void begin_record(struct bgpdump_printer *printer, const struct bgp_event *event)
{
	set_head(printer, event);
	if (event->format != FORMAT_TABLE_DUMP_V2)
		set_peer(&printer->peer, &event->peer);
}

/* Puts together again those pieces of the line that have changed. */
static const struct line_piece *set_pieces(struct bgpdump_printer *printer,
					   const struct bgp_event *event)
{
	if (printer->style.shows_change && event->kind == BGP_HAS)
		set_head(printer, event);
	if (event->has_new_prefix)
		line_piece_end(&printer->prefix,
			       bgpdump_prefix_put(printer->prefix.text, &event->prefix));
	if (event->has_new_attributes)
		printer->attributes = attr_text_find(&printer->attrs, &event->attributes);
	return event->format == FORMAT_TABLE_DUMP_V2 ? peer_of_table(printer, event)
						     : &printer->peer;
}

static void end_line(struct bgpdump_printer *printer, const char *at)
{
	buffer_commit(printer->out, at);
	printer->lines++;
	drain_if_full(&printer->drain, printer->out);
}

static void print_route(struct bgpdump_printer *printer, const struct bgp_event *event)
{
	const struct line_piece *peer = set_pieces(printer, event);
	struct text attributes = printer->attributes;
	char *at = buffer_room(printer->out, LINE_HEAD_MAX + attributes.len + ATTR_TEXT_SLACK);

	at = line_piece_put(at, &printer->head);
	*at++ = event->kind == BGP_HAS ? 'B' : 'A';
	*at++ = '|';
	at = line_piece_put(at, peer);
	at = line_piece_put(at, &printer->prefix);
	*at++ = '|';
	if (event->has_path_id) {
		at = put_u32(at, event->path_id);
		*at++ = '|';
	}
	for (size_t done = 0; done < attributes.len; done += ATTR_TEXT_SLACK)
		memcpy(at + done, attributes.at + done, ATTR_TEXT_SLACK);
	end_line(printer, at + attributes.len);
}

static void print_withdrawal(struct bgpdump_printer *printer, const struct bgp_event *event)
{
	const struct line_piece *peer = set_pieces(printer, event);
	char *at = buffer_room(printer->out, LINE_HEAD_MAX);

	at = line_piece_put(at, &printer->head);
	at = put_bytes(at, "W|", 2);
	at = line_piece_put(at, peer);
	at = line_piece_put(at, &printer->prefix);
	if (event->has_path_id) {
		*at++ = '|';
		at = put_u32(at, event->path_id);
	}
	*at++ = '\n';
	end_line(printer, at);
}

static void print_state_change(struct bgpdump_printer *printer, const struct bgp_event *event)
{
	const struct line_piece *peer = set_pieces(printer, event);
	char *at = buffer_room(printer->out, LINE_HEAD_MAX);

	set_head(printer, event); /* an OPEN before it may have been said by the other side */
	at = line_piece_put(at, &printer->head);
	at = put_bytes(at, "STATE|", 6);
	at = line_piece_put(at, peer);
	at = put_u32(at, event->old_state);
	*at++ = '|';
	at = put_u32(at, event->new_state);
	*at++ = '\n';
	end_line(printer, at);
}

/* Of tables bgpdump prints unicast only, of updates multicast too; neither has other families. */
static bool has_line(const struct bgp_event *event)
{
	return event->has_prefix && event->nlri == NULL &&
	       (event->kind != BGP_HAS || event->safi == 1);
}

static void take(void *context, const struct bgp_event *event)
{
	struct bgpdump_printer *printer = context;

	if (event->is_first)
		begin_record(printer, event);
	if (bgp_event_is_route(event) && !has_line(event)) {
		printer->unprinted++;
		return;
	}
	switch (event->kind) {
	case BGP_HAS:
	case BGP_ANNOUNCES:
		print_route(printer, event);
		break;
	case BGP_WITHDRAWS:
		print_withdrawal(printer, event);
		break;
	case BGP_STATE_CHANGES:
		print_state_change(printer, event);
		break;
	case BGP_SAYS:
	case BGP_REPORTS:
	case BGP_LISTS_PEERS:
	case BGP_UNREAD:
		break; /* they have no line */
	}
}

struct bgp_sink bgpdump_line_sink(struct bgpdump_printer *printer)
{
	return (struct bgp_sink){ .context = printer, .take = take };
}
