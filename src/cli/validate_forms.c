#include "cli/answer.h"
#include "cli/validating.h"
#include "cli/validity.h"
#include "cli/verdict_out.h"

static void put_text(struct validating *about, const struct question *question,
		     const struct judgement *judgement)
{
	verdict_text_put(&about->out, &about->judge, question, judgement);
}

static void put_json(struct validating *about, const struct question *question,
		     const struct judgement *judgement)
{
	verdict_json_put(&about->out, &about->judge, question, judgement);
}

static void put_json_line(struct validating *about, const struct question *question,
			  const struct judgement *judgement)
{
	put_json(about, question, judgement);
	buffer_char(&about->out, '\n');
}

/* Member for member what Routinator answers, and not one more. */
static void put_routinator(struct validating *about, const struct question *question,
			   const struct judgement *judgement)
{
	char prefix[PREFIX_TEXT_MAX];

	(void)judgement;
	buffer_format(&about->out, "{\"route\":{\"origin_asn\":\"AS%u\",\"prefix\":\"%s\"}",
		      question->origin, prefix_print(&question->prefix, prefix));
	validity_put(&about->out, about->authority.rov, &question->prefix, question->origin);
	buffer_char(&about->out, '}');
}

static void put_field(struct buffer *out, bool known, const char *state)
{
	buffer_char(out, ',');
	buffer_string(out, known ? state : "not-measured");
}

enum rov_state state_before(const struct validating *about, const struct question *question)
{
	return rov_check(about->before.rov, &question->prefix, question->origin);
}

/* "prefix,asn,state", with route objects ",irr", with a role ",aspa,leak,verdict", with --before
 * ",was". */
static void put_csv(struct validating *about, const struct question *question,
		    const struct judgement *judgement)
{
	struct buffer *out = &about->out;
	char *at = buffer_room(out, PREFIX_TEXT_MAX + 1 + PUT_U64_MAX);

	at = prefix_put(at, &question->prefix);
	*at++ = ',';
	buffer_commit(out, put_u32(at, question->origin));
	put_field(out, about->authority.has_rpki, rov_state_name(judgement->rov));
	if (about->authority.has_irr)
		put_field(out, true, irr_state_name(judgement->irr.state));
	if (about->has_role) {
		put_field(out, judgement_measured(judgement, CHECK_ASPA),
			  aspa_state_name(judgement->aspa.state));
		put_field(out, judgement_measured(judgement, CHECK_LEAK),
			  leak_state_name(judgement->leak.state));
		put_field(out, true, verdict_state_name(judgement->verdict.state));
	}
	if (about->has_before)
		put_field(out, true, rov_state_name(state_before(about, question)));
	buffer_char(out, '\n');
}

static void end_text(struct validating *about, const char *closes)
{
	(void)closes;
	verdict_text_data(&about->out, &about->judge);
}

static void end_json(struct validating *about, const char *closes)
{
	buffer_string(&about->out, closes);
	verdict_json_data(&about->out, &about->judge);
	buffer_string(&about->out, "}\n");
}

/* Forms without room for it: what is to be said of the data goes to the person. */
static void end_plain(struct validating *about, const char *closes)
{
	struct text notes, note;
	struct buffer said;

	buffer_string(&about->out, closes);
	buffer_init(&said);
	verdict_text_data(&said, &about->judge);
	notes = (struct text){ said.bytes, said.used };
	while (text_line(&notes, &note))
		complain(about->command, "%.*s", (int)note.len, note.at);
	buffer_clear(&said);
}

static const struct form TEXT_FORM = { "", "", false, put_text, end_text, "", "" };
static const struct form JSON_FORM = {
	"{\"validated_route\":", "{\"validated_routes\":[", true, put_json, end_json, "", "]"
};
static const struct form JSONL_FORM = { "", "", false, put_json_line, end_plain, "", "" };
static const struct form ROUTINATOR_FORM = { "{\"validated_route\":",
					     "{\"validated_routes\":[",
					     true,
					     put_routinator,
					     end_plain,
					     "}\n",
					     "]}\n" };
static const struct form CSV_FORM = { "", "", false, put_csv, end_plain, "", "" };

const struct form *validate_form(const struct arguments *args)
{
	return has(args, OPTION_JSON)         ? &JSON_FORM
	       : has(args, OPTION_JSONL)      ? &JSONL_FORM
	       : has(args, OPTION_ROUTINATOR) ? &ROUTINATOR_FORM
	       : has(args, OPTION_CSV)        ? &CSV_FORM
					      : &TEXT_FORM;
}
