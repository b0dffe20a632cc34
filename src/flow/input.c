#include "flow/input.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "sources/feed.h"

static const char *keep(struct input_record *input, const char *text)
{
	const char *kept = arena_text(input->session, text, strlen(text));
	return kept != NULL ? kept : "";
}

void input_init(struct input_record *input, struct arena *session, const char *path)
{
	*input = (struct input_record){
		.session = session,
		.kind = KIND_EMPTY,
		.stored = { .kind = kind_name(KIND_EMPTY),
			    .compression = "none",
			    .digest = "",
			    .collector = "",
			    .note = "" },
	};
	input->stored.path = keep(input, path);
}

void input_count(struct input_record *input, const char *name, uint64_t value, const char *first_at)
{
	struct stored_input *stored = &input->stored;

	if (value == 0 || stored->count_count == INPUT_COUNTS_MAX)
		return;
	stored->counts[stored->count_count++] =
		(struct stored_count){ name, value,
				       first_at != NULL ? keep(input, first_at) : NULL };
}

void input_refusals(struct input_record *input, const struct refusals *refusals, bool has_lines)
{
	char at[48];

	for (unsigned reason = 1; reason < refusals->reasons; reason++) {
		const struct place *first = &refusals->first[reason];
		(void)snprintf(at, sizeof(at), has_lines ? "line %llu" : "byte %llu",
			       (unsigned long long)(has_lines ? first->line : first->offset));
		input_count(input, refusals->says[reason], refusals->count[reason], at);
	}
}

void input_note(struct input_record *input, const char *format, ...)
{
	char note[512];
	va_list args;
	int used = snprintf(note, sizeof(note), "%s%s", input->stored.note,
			    input->stored.note[0] != '\0' ? "; " : "");

	if (used < 0 || (size_t)used >= sizeof(note))
		return;
	va_start(args, format);
	(void)vsnprintf(note + used, sizeof(note) - (size_t)used, format, args);
	va_end(args);
	input->stored.note = keep(input, note);
}

/* Recognises what stands in the window so far; `whole`: there is no more. */
static enum kind kind_so_far(const struct window *window, bool whole)
{
	struct reader start = window_bytes(window);
	struct text text = { (const char *)start.at, reader_left(&start) };

	return kind_check(text_upto(text, KIND_WINDOW), whole);
}

/* Of what comes through a pipe we may have to wait for more, for as long as nothing happens in the
 * network; so what can only be a stream is recognised as soon as it can be. */
static enum kind kind_of_pipe(struct window *window)
{
	for (size_t want = 1; want < KIND_WINDOW;) {
		if (window_fill(window, want) <= 0)
			return kind_so_far(window, true);
		enum kind kind = kind_so_far(window, false);
		if (feed_reads(kind))
			return kind;
		struct reader start = window_bytes(window);
		want = reader_left(&start) + 1;
	}
	return kind_so_far(window, window_fill(window, KIND_WINDOW) <= 0);
}

struct window *input_open(struct input_record *input, const struct window_options *options)
{
	struct window *window = window_open(input->stored.path, options);
	uint64_t read_bytes, size_bytes;

	window_progress(window, &read_bytes, &size_bytes);
	input->once = size_bytes == 0;
	if (input->once)
		input->kind = kind_of_pipe(window);
	else
		input->kind = kind_so_far(window, window_fill(window, KIND_WINDOW) <= 0);
	input->stored.kind = kind_name(input->kind);
	if (!kind_is_usable(input->kind) && window_error(window) == 0)
		input_note(input, "%s", kind_says(input->kind));
	return window;
}

bool input_piece(struct window *window, struct text *io_piece)
{
	window_skip(window, io_piece->len);
	if (window_fill(window, 1) <= 0)
		return false;
	struct reader bytes = window_bytes(window);
	*io_piece = (struct text){ (const char *)bytes.at, reader_left(&bytes) };
	return true;
}

int input_close(struct input_record *input, struct window *window)
{
	int error = window_error(window);

	if (error < 0)
		input_note(input, "%s", window_reason(window));
	int drained = window_drain(window); /* the digest is that of the whole file */
	struct stream_totals totals = window_totals(window);
	input->stored.compression = totals.compression;
	input->stored.size_bytes = totals.size_bytes;
	input->stored.unpacked_bytes = totals.unpacked_bytes;
	input->stored.digest = keep(input, totals.sha256);
	if (totals.trailing_bytes > 0)
		input_note(input, "%llu bytes of garbage behind the packed data",
			   (unsigned long long)totals.trailing_bytes);
	window_close(window);
	return error < 0 ? error : drained;
}

/* "rrc00", "rrc26"... */
static bool is_ris(struct text name)
{
	uint32_t number;

	return name.len == 5 && text_starts(name, TEXT("rrc")) &&
	       text_u32(text_from(name, 3), &number) == 0;
}

bool input_collector_of_path(struct text path, struct text *out_name)
{
	struct text part;
	bool found = false;

	while (text_cut(&path, '/', &part)) {
		/* RIS extracts are called "rrc00.bview..." or "ris.rrc00.updates..." */
		for (struct text rest = part, piece; !found && text_cut(&rest, '.', &piece);) {
			if (is_ris(piece)) {
				*out_name = piece;
				found = true;
			}
		}
		/* A folder, since the names of files go on behind that of the collector. */
		bool is_folder = path.at != NULL;
		if (is_ris(part) || (is_folder && text_starts(part, TEXT("route-views")))) {
			*out_name = part;
			found = true;
		}
	}
	return found;
}
