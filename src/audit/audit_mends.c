#include "audit/audit_mends.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utc.h"

enum { SENTENCE_MAX = 512 };

/* Several metrics may ask for the same. */
static bool is_said(const struct mends *mends, const char *sentence)
{
	for (size_t i = 0; i < mends->count; i++)
		if (strcmp(mends->all[i], sentence) == 0)
			return true;
	return false;
}

void mends_say(struct mends *mends, const char *format, ...)
{
	char sentence[SENTENCE_MAX];
	va_list values;

	va_start(values, format);
	int len = vsnprintf(sentence, sizeof(sentence), format, values);
	va_end(values);
	if (len < 0)
		return;
	size_t size = (size_t)len < sizeof(sentence) ? (size_t)len : sizeof(sentence) - 1;
	if (is_said(mends, sentence))
		return;
	if (mends->count == mends->room) {
		size_t room = mends->room > 0 ? 2 * mends->room : 16;
		const char **all = arena_alloc(mends->arena, room, sizeof(*all));
		if (all == NULL) {
			mends->failed = true;
			return;
		}
		if (mends->count > 0)
			memcpy(all, mends->all, mends->count * sizeof(*all));
		mends->all = all;
		mends->room = room;
	}
	const char *kept = arena_text(mends->arena, sentence, size);
	if (kept == NULL)
		mends->failed = true;
	else
		mends->all[mends->count++] = kept;
}

/* Of things that go one sentence each: says `what` in place of the first that is too many. */
struct ration {
	struct mends *mends;
	size_t said, more;
};

static bool may_say(struct ration *ration)
{
	if (ration->said < MENDS_MAX - 1) {
		ration->said++;
		return true;
	}
	ration->more++;
	return false;
}

static void say_more(const struct ration *ration, const char *thing)
{
	if (ration->more > 0)
		mends_say(ration->mends, "... and %zu more %s.", ration->more, thing);
}

static const char *prefix_text(const struct prefix *prefix)
{
	static __thread char text[PREFIX_TEXT_MAX];
	return prefix_print(prefix, text);
}

/* `what`: GIVEN_RPKI, GIVEN_IRR, or either. */
static void mend_registration(struct mends *mends, const struct audit_network *network,
			      uint32_t what)
{
	const struct as_month *month = network->month;
	bool rpki = (what & month->given & GIVEN_RPKI) != 0;
	bool irr = (what & month->given & GIVEN_IRR) != 0;
	struct ration ration = { .mends = mends };
	asn_t asn = month->network.asn;

	for (size_t i = 0; i < month->route_count; i++) {
		const struct judged_route *route = &month->routes[i];
		const char *prefix = prefix_text(&route->prefix);
		bool valid = route->rov == ROV_VALID, registered = irr_is_registered(route->irr);
		bool fine = (rpki && valid) || (irr && registered);
		if (route->bogon == BOGON_FULL || (rpki && irr ? fine : rpki ? valid : registered))
			continue;
		if (!may_say(&ration))
			continue;
		if (rpki && (route->rov == ROV_INVALID_ASN || route->rov == ROV_INVALID_LENGTH))
			mends_say(mends,
				  "%s is RPKI-invalid (%s): sign a ROA for it, maxLength %u, "
				  "AS%u, or stop announcing it.",
				  prefix, rov_state_name(route->rov), route->prefix.len, asn);
		else if (rpki)
			mends_say(mends, "Sign a ROA for %s, maxLength %u, AS%u.", prefix,
				  route->prefix.len, asn);
		else
			mends_say(mends, "Register %s: %s with origin: AS%u.", prefix,
				  route->prefix.family == FAMILY_V4 ? "a route object"
								    : "a route6 object",
				  asn);
	}
	say_more(&ration, "routes");
}

static void mend_bogon_prefixes(struct mends *mends, const struct audit_network *network,
				uint32_t what)
{
	const struct as_month *month = network->month;
	struct ration ration = { .mends = mends };
	(void)what;

	for (size_t i = 0; i < month->route_count; i++)
		if (month->routes[i].bogon == BOGON_FULL && may_say(&ration))
			mends_say(mends, "Stop announcing %s, which is a bogon.",
				  prefix_text(&month->routes[i].prefix));
	say_more(&ration, "bogon prefixes");
}

static void mend_bogon_asns(struct mends *mends, const struct audit_network *network, uint32_t what)
{
	const struct as_month *month = network->month;
	struct ration ration = { .mends = mends };
	(void)what;

	for (size_t i = 0; i < month->path_bogon_count; i++)
		if (may_say(&ration))
			mends_say(mends,
				  "Take AS%u out of the paths that you announce (as of %s): refuse "
				  "or remove private and reserved AS numbers.",
				  month->path_bogons[i].bogon,
				  prefix_text(&month->path_bogons[i].prefix));
	say_more(&ration, "bogon AS numbers");
}

/* `faults`: bits of enum carried_fault. */
static void mend_carried(struct mends *mends, const struct audit_network *network, uint32_t faults)
{
	const struct as_month *month = network->month;
	struct ration ration = { .mends = mends };

	for (size_t i = 0; i < month->carried_count; i++) {
		const struct carried_route *carried = &month->carried[i];
		uint32_t both = carried->faults & faults;
		if (both == 0 || !may_say(&ration))
			continue;
		if ((both & CARRIED_BOGON_ASN) != 0)
			mends_say(mends,
				  "Refuse paths with AS%u behind AS%u on the session with AS%u.",
				  carried->origin, carried->neighbour, carried->neighbour);
		else
			mends_say(mends, "Refuse %s of AS%u, which is %s.",
				  prefix_text(&carried->prefix), carried->neighbour,
				  carried_fault_name((unsigned)__builtin_ctz(both)));
	}
	say_more(&ration, "routes of neighbours");
}

/* Can it be typed into a shell as it is? Ids are strangers' words. */
static bool is_plain(const char *name)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789:._/+-";

	return name[strspn(name, plain)] == '\0';
}

#define PART(kind, role) ((uint32_t)(kind)*INCIDENT_ROLES + (uint32_t)(role))

/* `part`: PART() of what the network did. */
static void mend_incidents(struct mends *mends, const struct audit_network *network, uint32_t part)
{
	const struct as_month *month = network->month;
	struct ration ration = { .mends = mends };
	char since[UTC_TEXT_MAX];

	for (size_t i = 0; i < month->charge_count; i++) {
		const struct charge *charge = &month->charges[i];
		if (PART(charge->kind, charge->role) != part || !may_say(&ration))
			continue;
		mends_say(mends,
			  "Find out how the %s of %s came about (%s), and filter what let it "
			  "happen; if it was none: decorum feedback %s.",
			  incident_kind_name(charge->kind), utc_print(charge->start_us, since),
			  network->incidents[i],
			  is_plain(network->incidents[i]) ? network->incidents[i] : "SOURCE:ID");
	}
	say_more(&ration, "incidents");
}

static void mend_spoofing(struct mends *mends, const struct audit_network *network, uint32_t what)
{
	const struct as_month *month = network->month;
	struct ration ration = { .mends = mends };
	(void)what;

	for (size_t i = 0; i < month->spoof_test_count; i++) {
		const struct spoof_test *test = &month->spoof_tests[i];
		if (test->routed != SPOOF_RECEIVED && test->private_space != SPOOF_RECEIVED)
			continue;
		if (may_say(&ration))
			mends_say(
				mends,
				"Validate source addresses where %s is connected (session %llu of "
				"CAIDA's Spoofer), then test again.",
				prefix_text(&test->client), (unsigned long long)test->session);
	}
	if (month->spoof_test_count == 0)
		mends_say(mends, "Run CAIDA's Spoofer inside AS%u, and let its results be public.",
			  month->network.asn);
	say_more(&ration, "tests");
}

static void mend_loose_vrps(struct mends *mends, const struct audit_network *network, uint32_t what)
{
	const struct as_month *month = network->month;
	struct ration ration = { .mends = mends };
	(void)what;

	for (size_t i = 0; i < month->loose_vrp_count; i++) {
		const struct vrp *vrp = &month->loose_vrps[i].vrp;
		if (may_say(&ration))
			mends_say(mends,
				  "Lower maxLength of the ROA %s-%u, and sign what is announced.",
				  prefix_text(&vrp->prefix), vrp->max_length);
	}
	say_more(&ration, "ROAs");
}

static void mend_aspa(struct mends *mends, const struct audit_network *network, uint32_t what)
{
	const struct as_month *month = network->month;
	struct ration ration = { .mends = mends };
	(void)what;

	for (size_t i = 0; i < month->neighbour_count; i++) {
		const struct neighbour *neighbour = &month->neighbours[i];
		bool upstream = neighbour->sent > 0 && (neighbour->relation == AS_REL_PROVIDER ||
							neighbour->relation == AS_REL_UNKNOWN);
		if (upstream && !neighbour->is_attested && may_say(&ration))
			mends_say(mends, "Name AS%u in the ASPA of AS%u, if it is a provider.",
				  neighbour->neighbour, month->network.asn);
	}
	say_more(&ration, "upstreams");
}

static void mend_policy(struct mends *mends, const struct audit_network *network, uint32_t what)
{
	(void)what;
	mends_say(mends, "Write import: and export: lines into the aut-num of AS%u.",
		  network->month->network.asn);
}

static void mend_contacts(struct mends *mends, const struct audit_network *network, uint32_t what)
{
	(void)what;
	mends_say(mends,
		  "Give AS%u a technical contact at its registry (tech-c), and one of a NOC in "
		  "PeeringDB.",
		  network->month->network.asn);
}

static void mend_stale(struct mends *mends, const struct audit_network *network, uint32_t what)
{
	(void)what;
	mends_say(mends,
		  "Look through the contacts of AS%u at its registry and in PeeringDB, and touch "
		  "them.",
		  network->month->network.asn);
}

static const struct {
	const char *metric;
	void (*mend)(struct mends *mends, const struct audit_network *network, uint32_t what);
	uint32_t what;
} MENDS[] = {
	{ "M1", mend_incidents, PART(INCIDENT_LEAK, INCIDENT_CULPRIT) },
	{ "M1C", mend_incidents, PART(INCIDENT_LEAK, INCIDENT_ACCOMPLICE) },
	{ "M2", mend_incidents, PART(INCIDENT_HIJACK, INCIDENT_CULPRIT) },
	{ "M2C", mend_incidents, PART(INCIDENT_HIJACK, INCIDENT_ACCOMPLICE) },
	{ "M3", mend_bogon_prefixes, 0 },
	{ "M3C", mend_carried, CARRIED_BOGON_PREFIX },
	{ "M4", mend_bogon_asns, 0 },
	{ "M4C", mend_carried, CARRIED_BOGON_ASN },
	{ "M5", mend_spoofing, 0 },
	{ "M6", mend_policy, 0 },
	{ "M7IRR", mend_registration, GIVEN_IRR },
	{ "M7RPKI", mend_registration, GIVEN_RPKI },
	{ "M8", mend_contacts, 0 },
	{ "DASPA", mend_aspa, 0 },
	{ "DCUST", mend_carried, CARRIED_UNREGISTERED },
	{ "DFRESH", mend_stale, 0 },
	{ "DLEAK", mend_carried, CARRIED_LEAK },
	{ "DMAXLEN", mend_loose_vrps, 0 },
	{ "DREG", mend_registration, GIVEN_RPKI | GIVEN_IRR },
	{ "DROV", mend_carried, CARRIED_RPKI_INVALID },
};

void mends_add(struct mends *mends, const struct audit_network *network, const char *metric)
{
	for (size_t i = 0; i < sizeof(MENDS) / sizeof(MENDS[0]); i++)
		if (strcmp(MENDS[i].metric, metric) == 0)
			MENDS[i].mend(mends, network, MENDS[i].what);
}
