/* What damage costs: bits flipped, pieces overwritten, lost or added in MRT files, and how many of
 * the undamaged records are lost with the damaged ones. */
#include "base/testkit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "sources/input_list.h"
#include "sources/window.h"
#include "wire/bgp4mp.h"
#include "wire/mrt_table.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

enum {
	FILE_MAX = 8 << 20,    /* bytes of a file that are damaged; cut after a record */
	STRETCH_MAX = 1 << 18, /* bytes behind a burst that are looked at */
	BURST = 4096,          /* the longest */
	BEFORE = 4,            /* records before the damage that are looked at */
	FLIPS = 600,           /* of each kind for each file */
	BURSTS = 60,
	LENGTHS_MAX = 4096, /* octets of length fields inside a record that are known */
	LOST_MAX = 4,       /* undamaged records that the worst damage may cost */
};

/* A file in memory and where its records begin; one more offset says where the last ends. */
struct mrt_file {
	const char *path;
	struct buffer bytes;
	uint64_t *starts;
	size_t count, room;
};

enum kind { HEADER_LENGTH, INNER_LENGTH, ANY_BIT, OVERWRITTEN, ZEROED, REMOVED, INSERTED, KINDS };

static const char *const KIND_SAYS[KINDS] = {
	"a bit of a header's length", "a bit of a length inside", "any bit",
	"16 octets overwritten",      "4096 octets zeroed",       "100 octets removed",
	"100 octets inserted",
};

/* The share of undamaged records that must survive, in each file. */
#define SURVIVING 0.999

struct tally {
	uint64_t events, others, lost;
	uint64_t worst;
	double least; /* share that survived of a file */
};

static struct tally tallies[KINDS];

/* Numbers that look random and are the same on every machine. */
static uint64_t random_below(uint64_t limit)
{
	static uint64_t state = 1;
	state = hash_words(state, 0x5eed);
	return (state >> 32) * limit >> 32;
}

static void keep_start(void *context, const struct mrt_record *record)
{
	struct mrt_file *file = context;

	file->starts =
		memory_grow(file->starts, &file->room, file->count + 2, sizeof(*file->starts));
	file->starts[file->count++] = record->offset;
}

static void find_records(struct mrt_file *file)
{
	struct reader in = mrt_sample_reader(&file->bytes);
	struct mrt_walk whole = mrt_walk(in, 0, keep_start, file);

	assert_int_equal(whole.framing.lost_records, 0);
	assert_true(file->count > 0);
	file->starts[file->count] = file->bytes.used;
}

static void file_clear(struct mrt_file *file)
{
	buffer_clear(&file->bytes);
	free(file->starts);
}

/* The record that the octet at `offset` belongs to. */
static size_t record_at(const struct mrt_file *file, uint64_t offset)
{
	size_t low = 0, high = file->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (file->starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* What became of records `from` to `to`, of which those from `first` to `last` are damaged. */
struct damage {
	size_t from, to, first, last;
	uint64_t shift_at; /* what stood from here on in the file now stands `shift` further */
	int64_t shift;
};

/* How many undamaged records are no longer found in the bytes, which begin with record `from`.
 * Framing remembers nothing, so behind the first undamaged record all is as it was. */
static uint64_t lost_records(const struct mrt_file *file, struct reader in,
			     const struct damage *damage)
{
	size_t next = damage->from;
	uint64_t lost = 0;
	struct framing framing;
	struct mrt_record record;

	mrt_framing_init(&framing);
	framing.offset = file->starts[damage->from];
	while (next < damage->to && mrt_next(&framing, &in, true, &record) == 1) {
		for (; next < damage->to; next++) {
			if (next == damage->first)
				next = damage->last + 1;
			uint64_t start = file->starts[next];
			if (start >= damage->shift_at)
				start += (uint64_t)damage->shift;
			if (next >= damage->to || start > record.offset)
				break;
			if (start < record.offset ||
			    framing.offset - start != file->starts[next + 1] - file->starts[next])
				lost++;
			else if (next > damage->last)
				return lost;
		}
	}
	if (next <= damage->first)
		lost -= damage->last - damage->first + 1;
	return lost + damage->to - next;
}

static void count_loss(const struct mrt_file *file, enum kind kind, const struct damage *damage,
		       uint64_t lost)
{
	struct tally *tally = &tallies[kind];
	size_t others = file->count - (damage->last - damage->first + 1);

	tally->events++;
	tally->others += others;
	tally->lost += lost;
	if (lost > tally->worst)
		tally->worst = lost;
	if (lost > LOST_MAX)
		print_message("# %s: %s of record %zu of %zu at %u costs %u others\n", file->path,
			      KIND_SAYS[kind], damage->first, file->count,
			      (unsigned)file->starts[damage->first], (unsigned)lost);
}

static struct damage damage_of(const struct mrt_file *file, uint64_t from, uint64_t to)
{
	struct damage damage = { .first = record_at(file, from), .last = record_at(file, to - 1) };

	damage.from = damage.first > BEFORE ? damage.first - BEFORE : 0;
	damage.to = file->count;
	damage.shift_at = UINT64_MAX;
	return damage;
}

static void flip(struct mrt_file *file, enum kind kind, uint64_t offset)
{
	struct damage damage = damage_of(file, offset, offset + 1);
	uint64_t start = file->starts[damage.from];
	char bit = (char)(1 << random_below(8));

	file->bytes.bytes[offset] ^= bit;
	struct reader in = reader_over(file->bytes.bytes + start, file->bytes.used - start);
	count_loss(file, kind, &damage, lost_records(file, in, &damage));
	file->bytes.bytes[offset] ^= bit;
}

/* Where length fields stand: as many as `offsets` has room for. */
struct lengths {
	const uint8_t *base;
	uint64_t offsets[LENGTHS_MAX];
	size_t count;
};

/* The field that ends where the reader stands. */
static void note_length(struct lengths *lengths, const uint8_t *end, size_t size)
{
	if (end < lengths->base || end >= lengths->base + FILE_MAX)
		return; /* an empty field borrows nothing */
	for (; size > 0 && lengths->count < LENGTHS_MAX; size--)
		lengths->offsets[lengths->count++] = (uint64_t)(end - size - lengths->base);
}

static void note_attributes(struct lengths *lengths, struct reader block)
{
	while (reader_left(&block) > 0 && !block.failed) {
		unsigned size = (read_u16(&block) & 0x1000) != 0 ? 2 : 1;
		size_t length = size == 2 ? read_u16(&block) : read_u8(&block);
		if (!block.failed)
			note_length(lengths, block.at, size);
		read_skip(&block, length);
	}
}

static void note_message(struct lengths *lengths, struct reader message)
{
	read_skip(&message, 18);
	note_length(lengths, message.at, 2);
	unsigned type = read_u8(&message);
	size_t withdrawn = read_u16(&message);
	if (type != 2 || message.failed)
		return;
	note_length(lengths, message.at, 2);
	read_skip(&message, withdrawn);
	size_t attributes = read_u16(&message);
	if (message.failed)
		return;
	note_length(lengths, message.at, 2);
	note_attributes(lengths, read_inner(&message, attributes));
}

static void note_lengths(struct lengths *lengths, const struct mrt_record *record)
{
	struct bgp4mp bgp4mp;
	struct rib rib;
	struct rib_entry entry;
	struct table_dump dump;

	if (bgp4mp_read(record, &bgp4mp) == 0 && !bgp4mp.is_state_change) {
		note_message(lengths, bgp4mp.message);
	} else if (rib_read(record, &rib) == 0) {
		note_length(lengths, record->body.at + 5, 1);
		note_length(lengths, rib.entries.at, 2);
		while (rib_entry_next(&rib, &entry) > 0) {
			note_length(lengths, entry.attributes.at, 2);
			note_attributes(lengths, entry.attributes);
		}
	} else if (table_dump_read(record, &dump) == 0) {
		note_length(lengths, dump.attributes.at, 2);
		note_attributes(lengths, dump.attributes);
	} else if (record->type == MRT_TABLE_DUMP_V2 && reader_left(&record->body) >= 8) {
		note_length(lengths, record->body.at + 6, 2);
		note_length(lengths, record->body.at + 8, 2);
	}
}

static void flip_inside(struct mrt_file *file, size_t victim)
{
	static struct lengths lengths;
	struct reader in = mrt_sample_reader(&file->bytes);
	struct framing framing;
	struct mrt_record record;

	lengths.base = in.at;
	lengths.count = 0;
	mrt_framing_init(&framing);
	read_skip(&in, file->starts[victim]);
	if (mrt_next(&framing, &in, true, &record) == 1)
		note_lengths(&lengths, &record);
	if (lengths.count > 0)
		flip(file, INNER_LENGTH, lengths.offsets[random_below(lengths.count)]);
}

static void burst(struct mrt_file *file, enum kind kind)
{
	static char stretch[MRT_BODY_MAX];
	size_t size = kind == OVERWRITTEN ? 16 : kind == ZEROED ? BURST : 100;
	if (file->bytes.used < 2 * size)
		return;
	uint64_t at = random_below(file->bytes.used - size);
	struct damage damage = damage_of(file, at, kind == INSERTED ? at + 1 : at + size);
	if (kind == INSERTED && at == file->starts[damage.first])
		return; /* between two records: nothing is damaged */
	uint64_t start = file->starts[damage.from], end = at + size + STRETCH_MAX;

	damage.to = end < file->bytes.used ? record_at(file, end) : file->count;
	end = file->starts[damage.to];
	size_t used = end - start;
	assert_true(used + size <= sizeof(stretch));
	memcpy(stretch, file->bytes.bytes + start, used);
	char *place = stretch + (at - start);
	if (kind == REMOVED) {
		memmove(place, place + size, used - (at - start) - size);
		used -= size;
		damage.shift = -(int64_t)size;
	} else if (kind == INSERTED) {
		memmove(place + size, place, used - (at - start));
		used += size;
		damage.shift = (int64_t)size;
	}
	if (damage.shift != 0)
		damage.shift_at = at + (kind == REMOVED ? size : 0);
	for (size_t i = 0; kind != REMOVED && i < size; i++)
		place[i] = kind == ZEROED ? 0 : (char)random_below(256);
	struct reader in = reader_over(stretch, used);
	count_loss(file, kind, &damage, lost_records(file, in, &damage));
	if (tallies[kind].events % 16 == 0) { /* the same however the bytes arrive */
		struct mrt_walk whole = mrt_walk(in, 0, NULL, NULL);
		struct mrt_walk pieces = mrt_walk(in, 1 + random_below(9000), NULL, NULL);
		assert_true(mrt_walk_equal(&whole, &pieces));
	}
}

static void damage_file(struct mrt_file *file)
{
	struct tally before[KINDS];

	memcpy(before, tallies, sizeof(before));
	for (unsigned i = 0; i < FLIPS; i++) {
		size_t victim = random_below(file->count);
		flip(file, HEADER_LENGTH, file->starts[victim] + 8 + random_below(4));
		flip_inside(file, victim);
		flip(file, ANY_BIT, random_below(file->bytes.used));
	}
	for (unsigned i = 0; i < BURSTS; i++)
		for (enum kind kind = OVERWRITTEN; kind < KINDS; kind++)
			burst(file, kind);
	for (enum kind kind = 0; kind < KINDS; kind++) {
		struct tally *tally = &tallies[kind];
		uint64_t others = tally->others - before[kind].others;
		uint64_t lost = tally->lost - before[kind].lost;
		double kept = others > 0 ? 1 - (double)lost / (double)others : 1;
		if (tally->least == 0 || kept < tally->least)
			tally->least = kept;
	}
}

static void check_tallies(void)
{
	for (enum kind kind = 0; kind < KINDS; kind++) {
		const struct tally *tally = &tallies[kind];
		assert_true(tally->events > 0);
		print_message("# %s, %u times: %.5f %% of the others survive, in the worst file "
			      "%.4f %%; at most %u are lost\n",
			      KIND_SAYS[kind], (unsigned)tally->events,
			      100 - 100 * (double)tally->lost / (double)tally->others,
			      100 * tally->least, (unsigned)tally->worst);
		assert_true(tally->least >= SURVIVING);
		assert_in_range(tally->worst, 0, LOST_MAX);
	}
}

static void damage_costs_the_damaged_record(void **state)
{
	struct mrt_file file = { .path = "sample" };

	(void)state;
	buffer_init(&file.bytes);
	mrt_sample(&file.bytes);
	find_records(&file);
	memset(tallies, 0, sizeof(tallies));
	for (unsigned i = 0; i < 5; i++)
		damage_file(&file);
	file_clear(&file);
	check_tallies();
}

/* The first FILE_MAX octets of a file, or all. */
static void unpack(struct mrt_file *file)
{
	struct window *window = window_open(file->path, NULL);

	while (file->bytes.used < FILE_MAX && window_fill(window, 1) > 0) {
		struct reader in = window_bytes(window);
		size_t size = reader_left(&in);
		buffer_text(&file->bytes, (struct text){ (const char *)in.at, size });
		window_skip(window, size);
	}
	if (!window_ended(window)) {
		struct framing framing;
		struct mrt_record record;
		struct reader in = mrt_sample_reader(&file->bytes);
		mrt_framing_init(&framing);
		while (mrt_next(&framing, &in, false, &record) == 1)
			continue;
		file->bytes.used = framing.offset;
	}
	window_close(window);
}

static void the_same_in_real_files(void **state)
{
	const char *folder = test_data("mrt");
	struct input_list list;

	(void)state;
	if (folder == NULL)
		skip();
	input_list_init(&list, &folder, 1);
	memset(tallies, 0, sizeof(tallies));
	for (size_t i = 0; i < list.count; i++) {
		struct mrt_file file = { .path = list.inputs[i].path };
		buffer_init(&file.bytes);
		unpack(&file);
		find_records(&file);
		damage_file(&file);
		file_clear(&file);
	}
	input_list_clear(&list);
	check_tallies();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damage_costs_the_damaged_record),
		cmocka_unit_test(the_same_in_real_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
