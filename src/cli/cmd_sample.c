/*
 * decorum sample: writes a small Internet in the field's real formats, made of numbers reserved for
 * documentation (RFC 5737, 3849, 5398): one network of each fate.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utc.h"
#include "cli/answer.h"
#include "wire/mrt_write.h"

/* 2026-02-22T16:00:00Z */
#define SAMPLE_TIME_US (UINT64_C(1771776000) * UTC_SECOND)

enum { COLLECTOR_ASN = 64511, PATH_MAX_HOPS = 4 };

static const struct {
	const char *address;
	asn_t asn;
} PEERS[] = {
	{ "198.51.100.1", 64496 },
	{ "198.51.100.2", 64497 },
	{ "2001:db8:ffff::1", 64496 },
};

enum { PEER_COUNT = sizeof(PEERS) / sizeof(PEERS[0]) };

/* Who announces what, behind the peer's own AS. */
static const struct {
	const char *prefix;
	asn_t path[PATH_MAX_HOPS];
} ROUTES[] = {
	/* AS64500 does all well. */
	{ "192.0.2.0/24", { 64500 } },
	{ "2001:db8:500::/48", { 64500 } },
	/* AS64501 announces longer prefixes than it signed for, and one that is somebody else's. */
	{ "198.51.100.0/24", { 64498, 64501 } },
	{ "198.51.100.128/25", { 64498, 64501 } },
	{ "192.0.2.64/26", { 64498, 64501 } },
	{ "2001:db8:501::/48", { 64498, 64501 } },
	/* AS64502 has registered nothing. */
	{ "203.0.113.0/24", { 64498, 64502 } },
	{ "2001:db8:502::/48", { 64502 } },
	/* AS64503 announces private space, and lets a customer with a private number through. */
	{ "10.64.0.0/16", { 64503 } },
	{ "203.0.113.128/25", { 64503, 64512 } },
	{ "2001:db8:503::/48", { 64503 } },
};

enum { ROUTE_COUNT = sizeof(ROUTES) / sizeof(ROUTES[0]) };

static const char VRPS[] =
	"{\"metadata\":{\"buildtime\":\"2026-02-22T15:30:00Z\"},\n"
	" \"roas\":[\n"
	"  {\"asn\":64500,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24,\"ta\":\"sample\"},\n"
	"  {\"asn\":64500,\"prefix\":\"2001:db8:500::/48\",\"maxLength\":48,\"ta\":\"sample\"},\n"
	"  {\"asn\":64501,\"prefix\":\"198.51.100.0/24\",\"maxLength\":24,\"ta\":\"sample\"},\n"
	"  {\"asn\":64501,\"prefix\":\"2001:db8:501::/48\",\"maxLength\":48,\"ta\":\"sample\"},\n"
	"  {\"asn\":64503,\"prefix\":\"2001:db8:503::/48\",\"maxLength\":48,\"ta\":\"sample\"}],\n"
	" \"aspas\":[{\"customer_asid\":64500,\"providers\":[64496,64497]}]}\n";

static const char REGISTRY[] =
	"route:          192.0.2.0/24\norigin:         AS64500\nmnt-by:         MNT-A\n"
	"source:         SAMPLE\n\n"
	"route6:         2001:db8:500::/48\norigin:         AS64500\nmnt-by:         MNT-A\n"
	"source:         SAMPLE\n\n"
	"route:          198.51.100.0/24\norigin:         AS64501\nmnt-by:         MNT-B\n"
	"source:         SAMPLE\n\n"
	"route6:         2001:db8:500::/40\norigin:         AS64503\nmnt-by:         MNT-D\n"
	"source:         SAMPLE\n\n"
	"as-set:         AS64498:AS-CUSTOMERS\nmembers:        AS64501, AS64502\n"
	"mnt-by:         MNT-E\nsource:         SAMPLE\n";

static const char DELEGATED[] = "2|ripencc|20260222|4|19830705|20260222|+0000\n"
				"ripencc|*|ipv4|*|2|summary\n"
				"ripencc|*|asn|*|1|summary\n"
				"ripencc|*|ipv6|*|1|summary\n"
				"ripencc|NL|ipv4|192.0.2.0|256|20200101|allocated|a\n"
				"ripencc|DE|ipv4|198.51.100.0|256|20200101|allocated|b\n"
				"ripencc|NL|asn|64500|1|20200101|allocated|a\n"
				"ripencc|NL|ipv6|2001:db8::|32|20200101|allocated|a\n";

static const char NAMES[] = "# format:org_id|changed|org_name|country|source\n"
			    "ORG-A|20260101|Clean Networks|NL|SAMPLE\n"
			    "ORG-B|20260101|Careless Carrier|DE|SAMPLE\n"
			    "ORG-C|20260101|Unregistered Ltd|FR|SAMPLE\n"
			    "ORG-D|20260101|Bogon Broadband|BR|SAMPLE\n"
			    "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
			    "64500|20260101|CLEAN|ORG-A||SAMPLE\n"
			    "64501|20260101|CARELESS|ORG-B||SAMPLE\n"
			    "64502|20260101|UNREGISTERED|ORG-C||SAMPLE\n"
			    "64503|20260101|BOGON|ORG-D||SAMPLE\n";

static struct bgp_peer peer_of(size_t number)
{
	struct bgp_peer peer = { .bgp_id = (uint32_t)number + 1, .asn = PEERS[number].asn };
	int parsed = address_parse(text_of(PEERS[number].address), &peer.address);

	assert(parsed == 0); /* constants of ours */
	return peer;
}

static struct prefix prefix_of(const char *text)
{
	struct prefix prefix = { .family = FAMILY_V4 };
	int parsed = prefix_parse(text_of(text), &prefix);

	assert(parsed == 0); /* constants of ours */
	return prefix;
}

/* The route as this peer announces it: its own AS in front. */
static struct mrt_route route_of(const struct bgp_peer *peer, const asn_t *path,
				 asn_t out_path[PATH_MAX_HOPS + 1])
{
	struct mrt_route route = { .path = out_path, .next_hop = peer->address };

	out_path[route.path_count++] = peer->asn;
	for (size_t i = 0; i < PATH_MAX_HOPS && path[i] != 0; i++)
		out_path[route.path_count++] = path[i];
	return route;
}

static int write_table(struct buffer *out)
{
	struct bgp_peer peers[PEER_COUNT];
	int result = 0;

	for (size_t i = 0; i < PEER_COUNT; i++)
		peers[i] = peer_of(i);
	mrt_write_peers(out, SAMPLE_TIME_US, 1, TEXT("sample"), peers, PEER_COUNT);
	for (size_t i = 0; result == 0 && i < ROUTE_COUNT; i++) {
		struct prefix prefix = prefix_of(ROUTES[i].prefix);
		struct mrt_route_of_peer entries[PEER_COUNT];
		struct mrt_route routes[PEER_COUNT];
		asn_t paths[PEER_COUNT][PATH_MAX_HOPS + 1];
		size_t count = 0;
		for (unsigned p = 0; p < PEER_COUNT; p++) {
			if (peers[p].address.family != prefix.family)
				continue;
			routes[count] = route_of(&peers[p], ROUTES[i].path, paths[count]);
			entries[count] = (struct mrt_route_of_peer){
				p, (uint32_t)(SAMPLE_TIME_US / UTC_SECOND) - 86400, &routes[count]
			};
			count++;
		}
		result = mrt_write_rib(out, SAMPLE_TIME_US, (uint32_t)i, &prefix, entries, count);
	}
	return result;
}

/* Five minutes later AS64501 gives up what is not its own, as one of the peers hears. */
static int write_updates(struct buffer *out)
{
	const struct bgp_peer peer = peer_of(0);
	struct prefix prefix = prefix_of("192.0.2.64/26");
	struct mrt_session session = { .peer_asn = peer.asn,
				       .local_asn = COLLECTOR_ASN,
				       .peer = peer.address,
				       .local = { .hi = UINT64_C(0xc63364fe) << 32,
						  .family = FAMILY_V4 } };
	uint64_t time_us = SAMPLE_TIME_US + 300 * UTC_SECOND;
	asn_t path[PATH_MAX_HOPS + 1];
	static const asn_t behind[PATH_MAX_HOPS] = { 64500 };
	struct mrt_route route = route_of(&peer, behind, path);
	int result = mrt_write_update(out, time_us, &session, NULL, &prefix, 1);

	prefix = prefix_of("192.0.2.0/24");
	if (result == 0)
		result = mrt_write_update(out, time_us + UTC_SECOND, &session, &route, &prefix, 1);
	return result;
}

static bool write_file(const struct command *command, const char *folder, const char *name,
		       struct buffer *content)
{
	char path[4096];
	int length = snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = length > 0 && (size_t)length < sizeof(path)
			 ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)
			 : -1;
	bool written = fd >= 0 && buffer_flush(content, fd) == 0;

	if (fd >= 0 && close(fd) < 0)
		written = false;
	if (!written)
		complain(command, "cannot write %s/%s: %s", folder, name, strerror(errno));
	buffer_clear(content);
	return written;
}

static bool write_text(const struct command *command, const char *folder, const char *name,
		       const char *text)
{
	struct buffer content;

	buffer_init(&content);
	buffer_string(&content, text);
	return write_file(command, folder, name, &content);
}

static bool write_routes(const struct command *command, const char *folder, const char *name,
			 int (*write)(struct buffer *out))
{
	struct buffer content;

	buffer_init(&content);
	if (write(&content) < 0) {
		complain(command, "%s does not fit its format", name);
		buffer_clear(&content);
		return false;
	}
	return write_file(command, folder, name, &content);
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	if (args->word_count != 1) {
		complain(command, "name the folder to write: decorum sample DIR");
		return EXIT_USAGE;
	}
	const char *folder = args->words[0];
	if (mkdir(folder, 0755) < 0 && errno != EEXIST) {
		complain(command, "cannot make %s: %s", folder, strerror(errno));
		return EXIT_WORLD;
	}
	bool written = write_routes(command, folder, "rib.20260222.1600.mrt", write_table) &&
		       write_routes(command, folder, "updates.20260222.1600.mrt", write_updates) &&
		       write_text(command, folder, "vrps.json", VRPS) &&
		       write_text(command, folder, "irr.db", REGISTRY) &&
		       write_text(command, folder, "delegated-extended", DELEGATED) &&
		       write_text(command, folder, "as-org.txt", NAMES);
	return written ? EXIT_YES : EXIT_WORLD;
}

static const char DESCRIBES[] =
	"Writes a table dump, updates, VRPs, route objects, registry statistics and names\n"
	"of a made-up Internet to DIR, all in their real formats and made of numbers\n"
	"reserved for documentation: AS64500 does all well, AS64501 announces what it may\n"
	"not, AS64502 has registered nothing, AS64503 announces private space. Observe it\n"
	"with --lab, which takes documentation numbers for ordinary ones.";

const struct command command_sample = {
	.name = "sample",
	.says = "write a small Internet to try Decorum with",
	.synopsis = "DIR",
	.describes = DESCRIBES,
	.examples = { { "decorum sample try && decorum observe --lab --store try.db try",
			"then: decorum audit AS64501 --store try.db" } },
	.run = run,
};
