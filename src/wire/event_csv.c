#include "wire/event_csv.h"

#include <stdlib.h>

#include "base/utc.h"

enum {
	NUMBER_MAX = 10,
	COMMAS_MAX = 16,
	/* What a line has beside head and attributes: its type, peer, prefix, path id; and the
	 * copying in whole pieces. */
	LINE_REST_MAX = 4 * sizeof(struct line_piece) + NUMBER_MAX + COMMAS_MAX,
};

void event_csv_init(struct event_csv *csv, struct buffer *out)
{
	*csv = (struct event_csv){ .out = out };
	attr_text_init(&csv->attrs, ATTR_TEXT_CSV);
	buffer_string(out, "type,time,collector,peer,peer_asn,prefix,path_id,path,origin,next_hop,"
			   "med,local_pref,communities,large_communities,extended_communities,"
			   "atomic_aggregate,aggregator,otc,old_state,new_state\n");
}

void event_csv_clear(struct event_csv *csv)
{
	attr_text_clear(&csv->attrs);
	buffer_clear(&csv->head);
	free(csv->peers.all);
	*csv = (struct event_csv){ 0 };
}

static void set_peer(struct line_piece *piece, const struct bgp_peer *peer)
{
	char *at = address_put(piece->text, &peer->address);

	*at++ = ',';
	at = put_u32(at, peer->asn);
	*at++ = ',';
	line_piece_end(piece, at);
}

static const struct line_piece *peer_of_table(struct event_csv *csv, const struct bgp_event *event)
{
	bool is_new;
	struct line_piece *piece = line_peers_find(&csv->peers, event, &is_new);

	if (is_new)
		set_peer(piece, &event->peer);
	return piece;
}

/* In quotes, with those inside doubled, when it must be (RFC 4180 section 2). */
static void put_field(struct buffer *out, struct text field)
{
	bool quotes = false;

	for (size_t i = 0; i < field.len && !quotes; i++)
		quotes = strchr(",\"\r\n", field.at[i]) != NULL && field.at[i] != '\0';
	if (quotes)
		buffer_char(out, '"');
	for (size_t i = 0; i < field.len; i++) {
		if (field.at[i] == '"')
			buffer_char(out, '"');
		buffer_char(out, field.at[i]);
	}
	if (quotes)
		buffer_char(out, '"');
}

/* ",2026-02-22T15:30:00Z,rrc00,"; no time when the format knows none. */
static void set_head(struct event_csv *csv, const struct bgp_event *event)
{
	char time[UTC_TEXT_MAX];

	csv->head.used = 0;
	buffer_char(&csv->head, ',');
	if (event->time_us != 0)
		buffer_string(&csv->head, utc_print(event->time_us, time));
	buffer_char(&csv->head, ',');
	put_field(&csv->head, event->collector);
	buffer_char(&csv->head, ',');
}

/* The first event of a record may be one that has no line, so this comes before that is asked. */
static void begin_record(struct event_csv *csv, const struct bgp_event *event)
{
	set_head(csv, event);
	if (event->format != FORMAT_TABLE_DUMP_V2)
		set_peer(&csv->peer, &event->peer);
}

/* Puts the line up to the peer, with room for `more` characters behind. */
static char *begin_line(struct event_csv *csv, const struct bgp_event *event, const char *type,
			size_t more)
{
	const struct line_piece *peer = &csv->peer;

	if (event->format == FORMAT_TABLE_DUMP_V2)
		peer = peer_of_table(csv, event);
	char *at = buffer_room(csv->out, csv->head.used + LINE_REST_MAX + more);
	at = put_bytes(at, type, strlen(type));
	at = put_bytes(at, csv->head.bytes, csv->head.used);
	return line_piece_put(at, peer);
}

static char *put_prefix(struct event_csv *csv, char *at, const struct bgp_event *event)
{
	if (event->has_new_prefix)
		line_piece_end(&csv->prefix, prefix_put(csv->prefix.text, &event->prefix));
	at = line_piece_put(at, &csv->prefix);
	*at++ = ',';
	if (event->has_path_id)
		at = put_u32(at, event->path_id);
	*at++ = ',';
	return at;
}

static void end_line(struct event_csv *csv, const char *at)
{
	buffer_commit(csv->out, at);
	csv->lines++;
	drain_if_full(&csv->drain, csv->out);
}

static void print_route(struct event_csv *csv, const struct bgp_event *event)
{
	if (event->has_new_attributes)
		csv->attributes = attr_text_find(&csv->attrs, &event->attributes);
	struct text attributes = csv->attributes;
	char *at = begin_line(csv, event, event->kind == BGP_HAS ? "route" : "announce",
			      attributes.len + ATTR_TEXT_SLACK);

	at = put_prefix(csv, at, event);
	for (size_t done = 0; done < attributes.len; done += ATTR_TEXT_SLACK)
		memcpy(at + done, attributes.at + done, ATTR_TEXT_SLACK);
	end_line(csv, at + attributes.len);
}

static void print_withdrawal(struct event_csv *csv, const struct bgp_event *event)
{
	char *at = begin_line(csv, event, "withdraw", 0);

	at = put_prefix(csv, at, event);
	end_line(csv, put_bytes(at, ",,,,,,,,,,,,\n", 13));
}

static void print_state_change(struct event_csv *csv, const struct bgp_event *event)
{
	char *at = begin_line(csv, event, "state", 0);

	at = put_bytes(at, ",,,,,,,,,,,,,", 13);
	at = put_u32(at, event->old_state);
	*at++ = ',';
	at = put_u32(at, event->new_state);
	*at++ = '\n';
	end_line(csv, at);
}

static void print_message(struct event_csv *csv, const struct bgp_event *event)
{
	char *at = begin_line(csv, event, event->is_end_of_rib ? "end-of-rib" : "message", 0);

	end_line(csv, put_bytes(at, ",,,,,,,,,,,,,,\n", 15));
}

static void take(void *context, const struct bgp_event *event)
{
	struct event_csv *csv = context;

	if (event->is_first)
		begin_record(csv, event);
	if (bgp_event_is_route(event) && (!event->has_prefix || event->nlri != NULL)) {
		csv->unprinted++;
		return;
	}
	switch (event->kind) {
	case BGP_HAS:
	case BGP_ANNOUNCES:
		print_route(csv, event);
		break;
	case BGP_WITHDRAWS:
		print_withdrawal(csv, event);
		break;
	case BGP_STATE_CHANGES:
		print_state_change(csv, event);
		break;
	case BGP_SAYS:
		print_message(csv, event);
		break;
	case BGP_REPORTS:
		csv->unprinted++;
		break;
	case BGP_LISTS_PEERS:
	case BGP_UNREAD:
		break; /* nothing that a line could say */
	}
}

struct bgp_sink event_csv_sink(struct event_csv *csv)
{
	return (struct bgp_sink){ .context = csv, .take = take };
}
