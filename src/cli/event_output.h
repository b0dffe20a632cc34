/*
 * Event output: where the events of `decorum mrt` go: through the filter, if there is one, to one
 * of the printers, and what is printed to a file.
 */
#ifndef CLI_EVENT_OUTPUT_H
#define CLI_EVENT_OUTPUT_H

#include "select/selection.h"
#include "wire/bgpdump_line.h"
#include "wire/event_csv.h"
#include "wire/event_json.h"
#include "wire/event_ris.h"
#include "wire/event_text.h"
#include "wire/mrt_copy.h"

enum event_form { FORM_WORDS, FORM_BGPDUMP, FORM_JSON, FORM_RIS, FORM_CSV, FORM_MRT, FORM_COUNT };

struct event_output {
	enum event_form form;
	int fd;
	int write_errno; /* why `fd` takes no more; 0: it does */
	struct buffer out;
	struct bgp_sink printer;
	union {
		struct event_text words;
		struct bgpdump_printer bgpdump;
		struct event_json json;
		struct event_ris ris;
		struct event_csv csv;
		struct mrt_copy mrt;
	} with;
	uint64_t routes; /* told, if they were wanted */

	bool has_filter;
	struct selection selection;
	/* What differs between the event passed last and the one to come, because of those that
	 * were not. */
	bool missed_first, missed_prefix, missed_attributes;
	bool passed; /* an event of this record has */
};

/* `expression` may be NULL; then `validators` is not looked at. */
void event_output_init(struct event_output *output, enum event_form form,
		       const struct bgpdump_style *style, int fd,
		       const struct expression *expression,
		       const struct select_validators *validators);
void event_output_clear(struct event_output *output);

/* What takes events for the output. */
struct bgp_sink event_output_sink(struct event_output *output);

/* Writes what has come together. Of what nobody takes nothing is kept. */
void event_output_flush(struct event_output *output);
/* Events that the form cannot say. */
uint64_t event_output_unprinted(const struct event_output *output);
/* Why, to stand behind their number. */
const char *event_output_unsaid(const struct event_output *output);

#endif
