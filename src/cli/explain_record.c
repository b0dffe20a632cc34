/* What explain says of places: who saw a record, in which file, at which byte; what covers a
 * prefix. */
#include "base/utc.h"
#include "cli/explain.h"

static uint32_t month_of(const struct explaining *about)
{
	return about->opened.month.month;
}

bool explain_failed(struct explaining *about)
{
	(void)store_failed(about->command, about->opened.store);
	return false;
}

/* Who saw it, and when. */
static bool put_peer(struct explaining *about, const struct sighting *sighting)
{
	struct buffer *out = &about->out;
	struct stored_peer peer;
	char address[ADDRESS_TEXT_MAX], at[UTC_TEXT_MAX];

	if (store_peer_find(about->opened.store, month_of(about), sighting->peer, &peer) < 0)
		return explain_failed(about);
	if (about->json) {
		json_string(out, "collector", peer.collector);
		json_string(out, "peer", address_print(&peer.address, address));
		json_number(out, "peer_asn", peer.asn);
		json_time(out, "time", sighting->time_us);
		return true;
	}
	buffer_format(out, "      seen   %s at collector ", utc_print(sighting->time_us, at));
	buffer_printable(out, text_of(peer.collector));
	buffer_format(out, " from %s AS%u\n", address_print(&peer.address, address), peer.asn);
	return true;
}

/* The file that a person can go and look at. */
static bool put_file(struct explaining *about, uint32_t number)
{
	struct buffer *out = &about->out;
	struct stored_input input;

	if (store_input_find(about->opened.store, month_of(about), number, &input) < 0)
		return explain_failed(about);
	if (about->json) {
		json_string(out, "file", input.path);
		json_string(out, "sha256", input.digest);
		return true;
	}
	buffer_string(out, "             in ");
	buffer_printable(out, text_of(input.path));
	return true;
}

bool explain_sighting(struct explaining *about, const struct sighting *sighting)
{
	struct buffer *out = &about->out;

	if (about->json) {
		json_key(out, "record");
		buffer_char(out, '{');
	}
	if (!put_peer(about, sighting) || !put_file(about, sighting->input))
		return false;
	if (about->json) {
		json_number(out, "offset", sighting->offset);
		buffer_char(out, '}');
	} else {
		buffer_format(out, ", byte %llu\n", (unsigned long long)sighting->offset);
	}
	return true;
}

bool explain_place(struct explaining *about, const struct stored_place *place)
{
	struct buffer *out = &about->out;

	if (about->json) {
		json_key(out, "record");
		buffer_char(out, '{');
	}
	if (!put_file(about, place->input))
		return false;
	if (about->json) {
		if (place->line != 0)
			json_number(out, "line", place->line);
		json_number(out, "offset", place->offset);
		buffer_char(out, '}');
		return true;
	}
	if (place->line != 0)
		buffer_format(out, ", line %llu", (unsigned long long)place->line);
	buffer_format(out, ", byte %llu\n", (unsigned long long)place->offset);
	return true;
}

bool explain_input(struct explaining *about, uint32_t number)
{
	struct buffer *out = &about->out;

	if (about->json) {
		json_key(out, "record");
		buffer_char(out, '{');
	}
	if (!put_file(about, number))
		return false;
	buffer_char(out, about->json ? '}' : '\n');
	return true;
}

void explain_vrps(struct explaining *about, const struct prefix *covered)
{
	struct buffer *out = &about->out;
	struct vrp vrp;
	char prefix[PREFIX_TEXT_MAX];
	bool first = true;

	if (about->json) {
		json_key(out, "vrps");
		buffer_char(out, '[');
	}
	for (struct rov_walk walk = rov_covering(about->authority.rov, covered);
	     rov_walk_next(&walk, &vrp);) {
		const struct stored_source *signer = authority_signer(&about->authority, &vrp);
		if (!about->json) {
			buffer_format(out, "      VRP    %s max %u AS%u, trust anchor ",
				      prefix_print(&vrp.prefix, prefix), vrp.max_length, vrp.asn);
			buffer_printable(out,
					 text_of(signer->name[0] != '\0' ? signer->name : "-"));
			buffer_char(out, '\n');
			continue;
		}
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "prefix", prefix_print(&vrp.prefix, prefix));
		json_number(out, "max_length", vrp.max_length);
		json_number(out, "asn", vrp.asn);
		json_string(out, "trust_anchor", signer->name);
		buffer_char(out, '}');
	}
	if (about->json)
		buffer_char(out, ']');
}

void explain_objects(struct explaining *about, const struct prefix *covered)
{
	struct buffer *out = &about->out;
	struct route_object object;
	char prefix[PREFIX_TEXT_MAX];
	bool first = true;

	if (about->json) {
		json_key(out, "route_objects");
		buffer_char(out, '[');
	}
	for (struct irr_walk walk = irr_covering(about->authority.irr, covered);
	     irr_walk_next(&walk, &object);) {
		const char *source = authority_source(&about->authority, object.source)->name;
		if (!about->json) {
			buffer_format(out, "      route  %s AS%u, registry ",
				      prefix_print(&object.prefix, prefix), object.origin);
			buffer_printable(out, text_of(source[0] != '\0' ? source : "-"));
			buffer_char(out, '\n');
			continue;
		}
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "prefix", prefix_print(&object.prefix, prefix));
		json_number(out, "origin", object.origin);
		json_string(out, "source", source);
		buffer_char(out, '}');
	}
	if (about->json)
		buffer_char(out, ']');
}

void explain_days(struct explaining *about, uint32_t days)
{
	struct buffer *out = &about->out;
	bool first = true;

	if (about->json) {
		json_key(out, "days");
		buffer_char(out, '[');
	} else {
		buffer_string(out, "on days ");
	}
	for (unsigned day = 0; day < 31; day++) {
		if ((days >> day & 1) == 0)
			continue;
		buffer_format(out, first ? "%u" : ",%u", day + 1);
		first = false;
	}
	if (about->json)
		buffer_char(out, ']');
}

void explain_since(struct explaining *about, const struct bogon_verdict *verdict)
{
	struct buffer *out = &about->out;
	char day[UTC_TEXT_MAX];

	if (verdict->as_of != 0 && about->json)
		json_string(out, "as_of", utc_day_print(verdict->as_of, day));
	else if (verdict->as_of != 0)
		buffer_format(out, " of %s", utc_day_print(verdict->as_of, day));
	if (verdict->since != 0 && about->json)
		json_string(out, "since", utc_day_print(verdict->since, day));
	else if (verdict->since != 0)
		buffer_format(out, ", since %s", utc_day_print(verdict->since, day));
}
