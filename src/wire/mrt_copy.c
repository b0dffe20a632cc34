#include "wire/mrt_copy.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/mrt_write.h"

enum { COUNT_SIZE = 2 }; /* of a row's entries */

void mrt_copy_init(struct mrt_copy *copy, bool keeps_all, struct buffer *out)
{
	*copy = (struct mrt_copy){ .out = out, .keeps_all = keeps_all };
}

void mrt_copy_clear(struct mrt_copy *copy)
{
	for (size_t i = 0; i < copy->table_count; i++)
		buffer_clear(&copy->tables[i].record);
	free(copy->tables);
	buffer_clear(&copy->row);
	*copy = (struct mrt_copy){ 0 };
}

static void put_reader(struct buffer *out, struct reader bytes)
{
	buffer_text(out, (struct text){ (const char *)bytes.at, reader_left(&bytes) });
}

static void end_record(struct mrt_copy *copy)
{
	copy->records++;
	drain_if_full(&copy->drain, copy->out);
}

/* The upper half of a table's number is that of its input. */
static size_t input_of(uint64_t table)
{
	return (size_t)(table >> 32);
}

static void keep_table(struct mrt_copy *copy, const struct bgp_event *event)
{
	size_t input = input_of(event->peer_table);

	copy->tables =
		memory_grow(copy->tables, &copy->table_room, input + 1, sizeof(*copy->tables));
	if (copy->table_count <= input)
		copy->table_count = input + 1; /* new memory is zeroed */
	struct mrt_copy_table *table = &copy->tables[input];
	table->number = event->peer_table;
	table->record.used = 0;
	put_reader(&table->record, event->record->whole);
}

/* Before a record that refers to a table. Of rows before the first table there is none. */
static void write_table(struct mrt_copy *copy, const struct bgp_event *event)
{
	size_t input = input_of(event->peer_table);

	if (copy->written_table == event->peer_table || input >= copy->table_count ||
	    copy->tables[input].number != event->peer_table)
		return;
	const struct buffer *record = &copy->tables[input].record;
	buffer_text(copy->out, (struct text){ record->bytes, record->used });
	copy->written_table = event->peer_table;
	end_record(copy);
}

static void copy_record(struct mrt_copy *copy, const struct mrt_record *record)
{
	put_reader(copy->out, record->whole);
	end_record(copy);
}

/* Some of its entries: the row up to their count, the count, and those that came. */
static void write_row(struct mrt_copy *copy, const struct mrt_record *record, const struct rib *rib)
{
	struct buffer *out = copy->out;
	struct reader body = record->body;
	size_t head = (size_t)(rib->entries.at - body.at) - COUNT_SIZE;
	size_t start = mrt_write_begin(out, record->time_us, MRT_TABLE_DUMP_V2, record->subtype);

	put_reader(out, read_inner(&body, head));
	buffer_char(out, (char)(copy->row_count >> 8));
	buffer_char(out, (char)(copy->row_count & 0xff));
	buffer_text(out, (struct text){ copy->row.bytes, copy->row.used });
	mrt_write_end(out, start);
	end_record(copy);
}

static void end_row(struct mrt_copy *copy, const struct bgp_event *event)
{
	struct rib rib;
	int got = rib_read_any(event->record, &rib);

	assert(got == 0); /* it had entries */
	write_table(copy, event);
	if (copy->row_count == rib.count)
		copy_record(copy, event->record);
	else
		write_row(copy, event->record, &rib);
}

static void take_mrt(struct mrt_copy *copy, const struct bgp_event *event)
{
	bool is_table = event->format == FORMAT_TABLE_DUMP_V2;

	if (event->kind == BGP_LISTS_PEERS)
		keep_table(copy, event);
	if (copy->keeps_all) {
		if (copy->is_copied)
			return;
		copy->is_copied = true;
		if (event->kind == BGP_LISTS_PEERS)
			copy->written_table = event->peer_table;
		else if (is_table)
			write_table(copy, event);
		copy_record(copy, event->record);
	} else if (event->kind == BGP_HAS && is_table) {
		put_reader(&copy->row, event->entry);
		copy->row_count++;
	} else if (event->kind != BGP_LISTS_PEERS && event->kind != BGP_UNREAD &&
		   !copy->is_copied) {
		copy->is_copied = true;
		copy_record(copy, event->record);
	}
}

/* Both sides of the peer's family, as a record wants them. */
static struct mrt_session session_of(const struct bgp_event *event)
{
	struct mrt_session session = {
		.peer_asn = event->peer.asn,
		.peer = event->peer.address,
		.asn_size = event->codec.asn_size == 2 ? 2 : 4,
		.has_path_ids = event->codec.path_id_families != 0,
		.is_local = event->is_local,
	};
	if (session.peer.family == 0)
		session.peer.family = FAMILY_V4;
	session.local.family = session.peer.family;
	if (event->has_local) {
		session.local_asn = event->local_asn;
		if (event->local.family == session.peer.family)
			session.local = event->local;
	}
	return session;
}

static void take_other(struct mrt_copy *copy, const struct bgp_event *event)
{
	struct mrt_session session = session_of(event);

	if (event->kind == BGP_STATE_CHANGES) {
		session.asn_size = 4;
		mrt_write_state_change(copy->out, event->time_us, &session, event->old_state,
				       event->new_state);
	} else if (event->kind == BGP_REPORTS || reader_left(&event->message) == 0) {
		copy->unwritten++;
		return;
	} else if (event->message.at != copy->latest.at) {
		copy->latest = event->message;
		mrt_write_message(copy->out, event->time_us, &session, event->message);
	} else {
		return; /* another event of the same message */
	}
	end_record(copy);
}

static void take(void *context, const struct bgp_event *event)
{
	struct mrt_copy *copy = context;

	if (event->record != NULL)
		take_mrt(copy, event);
	else
		take_other(copy, event);
}

static void end(void *context, const struct bgp_event *last)
{
	struct mrt_copy *copy = context;

	if (copy->row_count > 0)
		end_row(copy, last);
	copy->row_count = 0;
	copy->row.used = 0;
	copy->is_copied = false;
	copy->latest = (struct reader){ 0 };
}

struct bgp_sink mrt_copy_sink(struct mrt_copy *copy)
{
	return (struct bgp_sink){ .context = copy, .take = take, .end = end };
}
