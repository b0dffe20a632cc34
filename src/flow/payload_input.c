#include "flow/payload_input.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "flow/input.h"
#include "wire/rpki_csv.h"
#include "wire/rpki_json.h"

enum { SESSION_BUDGET = 1 << 20 }; /* for a few sentences */

struct loading {
	struct payload_builder *builder;
	uint64_t built_us;
};

static int keep_vrp(void *context, const struct vrp *vrp, const struct rpki_about *about)
{
	struct loading *loading = context;

	(void)about;
	return payload_builder_vrp(loading->builder, vrp);
}

static int keep_aspa(void *context, const struct aspa *aspa, const struct rpki_about *about)
{
	struct loading *loading = context;

	(void)about;
	return payload_builder_aspa(loading->builder, aspa);
}

static int keep_key(void *context, const struct router_key *key, const struct rpki_about *about)
{
	struct loading *loading = context;

	(void)about;
	return payload_builder_key(loading->builder, key);
}

static int keep_built(void *context, uint64_t build_time_us)
{
	struct loading *loading = context;

	loading->built_us = build_time_us;
	return 0;
}

static void note_fault(struct payload_input *out, const struct rpki_fault *fault, int result)
{
	if (result >= 0)
		return;
	(void)snprintf(out->note, sizeof(out->note), "%s at byte %llu",
		       fault->message[0] != '\0' ? fault->message : err_name(result),
		       (unsigned long long)fault->place.offset);
}

/* How many records were refused, and why the first kind of them. */
static void note_refused(struct payload_input *out, const struct refusals *refusals, bool has_lines)
{
	for (unsigned reason = 1; reason < refusals->reasons; reason++) {
		const struct place *first = &refusals->first[reason];
		if (refusals->count[reason] > 0 && out->note[0] == '\0')
			(void)snprintf(
				out->note, sizeof(out->note), "%s, first at %s %llu",
				refusals->says[reason], has_lines ? "line" : "byte",
				(unsigned long long)(has_lines ? first->line : first->offset));
		out->refused += refusals->count[reason];
	}
}

static int load_json(const struct rpki_sink *sink, struct window *window, struct payload_input *out)
{
	struct rpki_json parser;
	struct text piece = { NULL, 0 };
	int result = 0;

	rpki_json_init(&parser, sink);
	while (result == 0 && input_piece(window, &piece))
		result = rpki_json_feed(&parser, piece);
	if (result == 0 && window_error(window) == 0)
		result = rpki_json_finish(&parser);
	note_fault(out, &parser.fault, result);
	note_refused(out, &parser.counts.vrps, false);
	note_refused(out, &parser.counts.aspas, false);
	note_refused(out, &parser.counts.keys, false);
	rpki_json_clear(&parser);
	return result;
}

static int load_csv(const struct rpki_sink *sink, struct window *window, struct payload_input *out)
{
	struct rpki_csv parser;
	struct text piece = { NULL, 0 };
	int result = 0;

	rpki_csv_init(&parser, sink);
	while (result == 0 && input_piece(window, &piece))
		result = rpki_csv_feed(&parser, piece);
	if (result == 0 && window_error(window) == 0)
		result = rpki_csv_finish(&parser);
	note_fault(out, &parser.fault, result);
	note_refused(out, &parser.counts.vrps, true);
	rpki_csv_clear(&parser);
	return result;
}

/* Reads what is in the window, whatever kind it is. */
static int load(struct input_record *input, struct window *window, struct loading *loading,
		struct payload_input *out)
{
	const struct rpki_sink sink = { .context = loading,
					.on_vrp = keep_vrp,
					.on_aspa = keep_aspa,
					.on_metadata = keep_built,
					.on_router_key = keep_key };

	if (window_error(window) < 0)
		return window_error(window);
	if (input->kind == KIND_RPKI_JSON)
		return load_json(&sink, window, out);
	if (input->kind == KIND_RPKI_CSV)
		return load_csv(&sink, window, out);
	(void)snprintf(out->note, sizeof(out->note), "no export of VRPs, but %s",
		       kind_is_usable(input->kind) ? kind_name(input->kind)
						   : kind_says(input->kind));
	return ERR_UNSUPPORTED;
}

/* When the file was written. */
static int look_at(const char *path, struct payload_input *out)
{
	struct stat about;

	if (stat(path, &about) < 0) {
		(void)snprintf(out->note, sizeof(out->note), "%s", strerror(errno));
		return ERR_IO;
	}
	if (!S_ISREG(about.st_mode)) {
		(void)snprintf(out->note, sizeof(out->note), "not a file that can be read again");
		return ERR_UNSUPPORTED;
	}
	out->built_us = (uint64_t)about.st_mtim.tv_sec * 1000000;
	return 0;
}

int payload_input_load(const char *path, struct payload_input *out)
{
	struct loading loading = { NULL, 0 };
	struct input_record input;
	struct arena session;

	*out = (struct payload_input){ 0 };
	int result = look_at(path, out);
	if (result < 0)
		return result;
	arena_init(&session, SESSION_BUDGET);
	input_init(&input, &session, path);
	loading.builder = payload_builder_new();
	struct window *window = input_open(&input, NULL);
	result = load(&input, window, &loading, out);
	if (window_error(window) < 0) {
		result = window_error(window);
		(void)snprintf(out->note, sizeof(out->note), "%s", window_reason(window));
	}
	window_close(window);
	arena_clear(&session);
	if (result < 0) {
		payload_builder_free(loading.builder);
		return result;
	}
	if (loading.built_us > 0)
		out->built_us = loading.built_us;
	out->set = payload_builder_finish(loading.builder);
	return 0;
}
