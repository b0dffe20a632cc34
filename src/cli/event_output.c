#include "cli/event_output.h"

#include <errno.h>

static void empty(void *context, struct buffer *full)
{
	struct event_output *output = context;

	if (output->write_errno == 0 && buffer_flush(full, output->fd) < 0)
		output->write_errno = errno;
	full->used = 0;
}

static void count(void *context, const struct bgp_event *event)
{
	(void)context;
	(void)event;
}

static void choose_printer(struct event_output *output, const struct bgpdump_style *style)
{
	const struct drain drain = { output, empty };
	struct buffer *out = &output->out;

	switch (output->form) {
	case FORM_WORDS:
		event_text_init(&output->with.words, out);
		output->with.words.drain = drain;
		output->printer = event_text_sink(&output->with.words);
		break;
	case FORM_BGPDUMP:
		bgpdump_line_init(&output->with.bgpdump, style, out);
		output->with.bgpdump.drain = drain;
		output->printer = bgpdump_line_sink(&output->with.bgpdump);
		break;
	case FORM_JSON:
		event_json_init(&output->with.json, out);
		output->with.json.drain = drain;
		output->printer = event_json_sink(&output->with.json);
		break;
	case FORM_RIS:
		event_ris_init(&output->with.ris, out);
		output->with.ris.drain = drain;
		output->printer = event_ris_sink(&output->with.ris);
		break;
	case FORM_CSV:
		event_csv_init(&output->with.csv, out);
		output->with.csv.drain = drain;
		output->printer = event_csv_sink(&output->with.csv);
		break;
	case FORM_MRT:
		mrt_copy_init(&output->with.mrt, !output->has_filter, out);
		output->with.mrt.drain = drain;
		output->printer = mrt_copy_sink(&output->with.mrt);
		break;
	case FORM_COUNT:
		output->printer = (struct bgp_sink){ .take = count };
		break;
	}
}

void event_output_init(struct event_output *output, enum event_form form,
		       const struct bgpdump_style *style, int fd,
		       const struct expression *expression,
		       const struct select_validators *validators)
{
	*output = (struct event_output){ .form = form, .fd = fd, .has_filter = expression != NULL };
	buffer_init(&output->out);
	if (output->has_filter)
		selection_init(&output->selection, expression, validators);
	choose_printer(output, style);
}

void event_output_clear(struct event_output *output)
{
	switch (output->form) {
	case FORM_WORDS:
		event_text_clear(&output->with.words);
		break;
	case FORM_BGPDUMP:
		bgpdump_line_clear(&output->with.bgpdump);
		break;
	case FORM_JSON:
		event_json_clear(&output->with.json);
		break;
	case FORM_RIS:
		event_ris_clear(&output->with.ris);
		break;
	case FORM_CSV:
		event_csv_clear(&output->with.csv);
		break;
	case FORM_MRT:
		mrt_copy_clear(&output->with.mrt);
		break;
	case FORM_COUNT:
		break;
	}
	if (output->has_filter)
		selection_clear(&output->selection);
	buffer_clear(&output->out);
}

void event_output_flush(struct event_output *output)
{
	if (output->out.used > 0)
		empty(output, &output->out);
}

uint64_t event_output_unprinted(const struct event_output *output)
{
	switch (output->form) {
	case FORM_BGPDUMP:
		return output->with.bgpdump.unprinted;
	case FORM_CSV:
		return output->with.csv.unprinted;
	case FORM_RIS:
		return output->with.ris.unprinted;
	case FORM_MRT:
		return output->with.mrt.unwritten;
	case FORM_WORDS:
	case FORM_JSON:
	case FORM_COUNT:
	default:
		return 0;
	}
}

const char *event_output_unsaid(const struct event_output *output)
{
	switch (output->form) {
	case FORM_BGPDUMP:
		return "has no line, as with bgpdump: multicast of tables, families but IP";
	case FORM_CSV:
		return "has no row: families without plain prefixes, reports of routers";
	case FORM_RIS:
		return "has no line: what RIS Live does not send";
	case FORM_MRT:
		return "has no record: what MRT cannot say";
	case FORM_WORDS:
	case FORM_JSON:
	case FORM_COUNT:
	default:
		return "is not printed";
	}
}

static void hand_on(struct event_output *output, const struct bgp_event *event)
{
	output->passed = true;
	output->routes += event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES;
	output->printer.take(output->printer.context, event);
}

static void take(void *context, const struct bgp_event *event)
{
	hand_on(context, event);
}

static void end(void *context, const struct bgp_event *last)
{
	struct event_output *output = context;

	if (output->passed && output->printer.end != NULL)
		output->printer.end(output->printer.context, last);
	output->passed = false;
}

/* Printers keep the pieces that an event shares with the one before; of what the filter held back
 * they must hear all the same that something has changed. */
static void take_wanted(void *context, const struct bgp_event *event)
{
	struct event_output *output = context;
	bool is_wanted = event->kind == BGP_LISTS_PEERS ||
			 selection_check(&output->selection, event, BGP_KNOWS_ALL) == SELECT_YES;

	output->missed_first |= event->is_first;
	output->missed_prefix |= event->has_new_prefix;
	output->missed_attributes |= event->has_new_attributes;
	if (!is_wanted)
		return;
	if (output->missed_first == event->is_first &&
	    output->missed_prefix == event->has_new_prefix &&
	    output->missed_attributes == event->has_new_attributes) {
		hand_on(output, event);
	} else {
		struct bgp_event told = *event;
		told.is_first = output->missed_first;
		told.has_new_prefix = output->missed_prefix;
		told.has_new_attributes = output->missed_attributes;
		hand_on(output, &told);
	}
	output->missed_first = output->missed_prefix = output->missed_attributes = false;
}

static bool wants(void *context, const struct bgp_event *event, unsigned known)
{
	struct event_output *output = context;
	return selection_check(&output->selection, event, known) != SELECT_NO;
}

struct bgp_sink event_output_sink(struct event_output *output)
{
	struct bgp_sink sink = { .context = output, .take = take, .end = end };

	if (output->has_filter) {
		sink.take = take_wanted;
		sink.wants = wants;
	}
	return sink;
}
