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
	"  {\"asn\":64503,\"prefix\":\"2001:db8:503::/48\",\"maxLength\":56,\"ta\":\"sample\"}],\n"
	" \"aspas\":[{\"customer_asid\":64500,\"providers\":[64496,64497]},\n"
	"  {\"customer_asid\":64503,\"providers\":[64496]}]}\n";

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
	"mnt-by:         MNT-E\nsource:         SAMPLE\n\n"
	"aut-num:        AS64500\nas-name:        CLEAN\n"
	"import:         from AS64496 accept ANY\nimport:         from AS64497 accept ANY\n"
	"export:         to AS64496 announce AS64500\n"
	"export:         to AS64497 announce AS64500\n"
	"admin-c:        CA1-SAMPLE\ntech-c:         CA2-SAMPLE\nmnt-by:         MNT-A\n"
	"last-modified:  2025-11-03T09:00:00Z\nsource:         SAMPLE\n\n"
	"aut-num:        AS64501\nas-name:        CARELESS\n"
	"import:         from AS64498 accept ANY\n"
	"tech-c:         CB1-SAMPLE\nmnt-by:         MNT-B\n"
	"last-modified:  2022-06-15T09:00:00Z\nsource:         SAMPLE\n";

/* AS64503 uses a number that no registry has given out. */
static const char DELEGATED[] = "2|ripencc|20260222|7|19830705|20260222|+0000\n"
				"ripencc|*|ipv4|*|2|summary\n"
				"ripencc|*|asn|*|4|summary\n"
				"ripencc|*|ipv6|*|1|summary\n"
				"ripencc|NL|ipv4|192.0.2.0|256|20200101|allocated|a\n"
				"ripencc|DE|ipv4|198.51.100.0|256|20200101|allocated|b\n"
				"ripencc|DE|asn|64496|3|20200101|allocated|e\n"
				"ripencc|NL|asn|64500|1|20200101|allocated|a\n"
				"ripencc|DE|asn|64501|1|20200101|allocated|b\n"
				"ripencc|FR|asn|64502|1|20200101|allocated|c\n"
				"ripencc|NL|ipv6|2001:db8::|32|20200101|allocated|a\n";

static const char NAMES[] = "# format:org_id|changed|org_name|country|source\n"
			    "ORG-A|20260101|Clean Networks|NL|SAMPLE\n"
			    "ORG-B|20260101|Careless Carrier|DE|SAMPLE\n"
			    "ORG-C|20260101|Unregistered Ltd|FR|SAMPLE\n"
			    "ORG-D|20260101|Bogon Broadband|BR|SAMPLE\n"
			    "ORG-E|20260101|First Transit|DE|SAMPLE\n"
			    "ORG-F|20260101|Second Transit|US|SAMPLE\n"
			    "ORG-G|20260101|Regional Carrier|DE|SAMPLE\n"
			    "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
			    "64496|20260101|FIRST|ORG-E||SAMPLE\n"
			    "64497|20260101|SECOND|ORG-F||SAMPLE\n"
			    "64498|20260101|REGIONAL|ORG-G||SAMPLE\n"
			    "64500|20260101|CLEAN|ORG-A||SAMPLE\n"
			    "64501|20260101|CARELESS|ORG-B||SAMPLE\n"
			    "64502|20260101|UNREGISTERED|ORG-C||SAMPLE\n"
			    "64503|20260101|BOGON|ORG-D||SAMPLE\n";

/* Who buys from whom. */
static const char LINKS[] = "# source:topology|BGP|20260222|sample|sample\n"
			    "64496|64497|0|bgp\n"
			    "64496|64498|-1|bgp\n"
			    "64496|64500|-1|bgp\n"
			    "64496|64502|-1|bgp\n"
			    "64496|64503|-1|bgp\n"
			    "64497|64498|-1|bgp\n"
			    "64497|64500|-1|bgp\n"
			    "64497|64503|-1|bgp\n"
			    "64498|64501|-1|bgp\n"
			    "64498|64502|-1|bgp\n";

/* AS64503 has an entry and nobody to call; AS64510 is the route server of an exchange. */
static const char PEERINGDB[] =
	"{\"org\":{\"data\":[\n"
	"{\"id\":1,\"name\":\"Clean Networks\",\"address1\":\"\",\"country\":\"NL\","
	"\"updated\":\"2025-01-01T09:00:00Z\",\"status\":\"ok\"},\n"
	"{\"id\":2,\"name\":\"Sample Exchange\",\"address1\":\"\",\"country\":\"NL\","
	"\"updated\":\"2025-01-01T09:00:00Z\",\"status\":\"ok\"}]},\n"
	"\"net\":{\"data\":[\n"
	"{\"id\":1,\"org_id\":1,\"name\":\"Clean Networks\",\"asn\":64500,\"irr_as_set\":\"\","
	"\"info_type\":\"Content\",\"updated\":\"2025-09-01T09:00:00Z\",\"status\":\"ok\"},\n"
	"{\"id\":2,\"org_id\":3,\"name\":\"Bogon Broadband\",\"asn\":64503,"
	"\"irr_as_set\":\"\",\"info_type\":\"Cable/DSL/ISP\","
	"\"updated\":\"2023-10-01T09:00:00Z\",\"status\":\"ok\"},\n"
	"{\"id\":3,\"org_id\":4,\"name\":\"Regional Carrier\",\"asn\":64498,"
	"\"irr_as_set\":\"AS64498:AS-CUSTOMERS\",\"info_type\":\"NSP\","
	"\"updated\":\"2024-12-01T09:00:00Z\",\"status\":\"ok\"},\n"
	"{\"id\":4,\"org_id\":2,\"name\":\"Sample Exchange route server\",\"asn\":64510,"
	"\"irr_as_set\":\"\",\"info_type\":\"Route Server\","
	"\"updated\":\"2025-01-01T09:00:00Z\",\"status\":\"ok\"}],\n"
	"\"meta\":{\"generated\":1771718400}},\n"
	"\"poc\":{\"data\":[\n"
	"{\"id\":1,\"net_id\":1,\"role\":\"NOC\",\"visible\":\"Public\","
	"\"email\":\"noc@example.net\",\"updated\":\"2025-09-01T09:00:00Z\","
	"\"status\":\"ok\"},\n"
	"{\"id\":2,\"net_id\":3,\"role\":\"Technical\",\"visible\":\"Public\","
	"\"email\":\"noc@example.net\",\"updated\":\"2024-12-01T09:00:00Z\","
	"\"status\":\"ok\"},\n"
	"{\"id\":3,\"net_id\":2,\"role\":\"Sales\",\"visible\":\"Public\","
	"\"email\":\"noc@example.net\",\"updated\":\"2023-10-01T09:00:00Z\","
	"\"status\":\"ok\"}]},\n"
	"\"ix\":{\"data\":[\n"
	"{\"id\":1,\"org_id\":2,\"name\":\"SAMPLE-IX\",\"country\":\"NL\","
	"\"media\":\"Ethernet\",\"updated\":\"2025-01-01T09:00:00Z\",\"status\":\"ok\"}]},\n"
	"\"netixlan\":{\"data\":[\n"
	"{\"id\":1,\"net_id\":1,\"ix_id\":1,\"ixlan_id\":1,\"asn\":64500,"
	"\"ipaddr4\":\"203.0.113.201\",\"speed\":10000,\"is_rs_peer\":true,"
	"\"operational\":true,\"updated\":\"2025-01-01T09:00:00Z\",\"status\":\"ok\"},\n"
	"{\"id\":2,\"net_id\":3,\"ix_id\":1,\"ixlan_id\":1,\"asn\":64498,"
	"\"ipaddr4\":\"203.0.113.202\",\"speed\":10000,\"is_rs_peer\":true,"
	"\"operational\":true,\"updated\":\"2025-01-01T09:00:00Z\",\"status\":\"ok\"},\n"
	"{\"id\":3,\"net_id\":4,\"ix_id\":1,\"ixlan_id\":1,\"asn\":64510,"
	"\"ipaddr4\":\"203.0.113.210\",\"speed\":10000,\"is_rs_peer\":false,"
	"\"operational\":true,\"updated\":\"2025-01-01T09:00:00Z\",\"status\":\"ok\"}]}}\n";

/* Since two hours before the table AS64501 announces a part of AS64500's prefix. */
static const char HIJACKS[] =
	"{\"data\":[{\"id\":\"submoas-1771768800-64501\",\"event_type\":\"submoas\",\n"
	" \"view_ts\":1771768800,\"finished_ts\":null,\n"
	" \"pfx_events\":[{\"details\":{\"sub_pfx\":\"192.0.2.64/26\","
	"\"super_pfx\":\"192.0.2.0/24\",\n"
	"  \"sub_aspaths\":\"64496 64498 64501:64497 64498 64501\","
	"\"super_aspaths\":\"64496 64500\"}}],\n"
	" \"summary\":{\"attackers\":[64501],\"victims\":[64500],"
	"\"prefixes\":[\"192.0.2.64/26\"],\n"
	"  \"inference_result\":{\"primary_inference\":{\"suspicion_level\":90,"
	"\"confidence\":80,\n"
	"   \"explanation\":\"RPKI-invalid and registered for nobody\"}}}}],"
	"\"recordsTotal\":1}\n";

/* For three quarters of an hour AS64502 passed on to AS64498 what it had from AS64496. */
static const char LEAKS[] =
	"{\"success\":true,\"errors\":[],\"result\":{\"asn_info\":[{\"asn\":64502,"
	"\"org_name\":\"Unregistered Ltd\",\"country_code\":\"FR\"}],\n"
	" \"events\":[{\"id\":1001,\"detected_ts\":\"2026-02-20T08:01:00\",\"finished\":true,\n"
	"  \"leak_asn\":64502,\"leak_seg\":[64498,64502,64496],\"leak_type\":1,\"leak_count\":6,\n"
	"  \"min_ts\":\"2026-02-20T08:00:00\",\"max_ts\":\"2026-02-20T08:45:00\",\n"
	"  \"origin_count\":3,\"peer_count\":2,\"prefix_count\":40}]},\n"
	" \"result_info\":{\"count\":1,\"page\":1}}\n";

/* Packets with false sources do not leave AS64500, and leave AS64502. */
static const char SPOOFER[] =
	"{\"hydra:member\":[\n"
	" {\"session\":1900001,\"timestamp\":\"2026-02-18T10:00:00+00:00\",\"asn4\":64500,"
	"\"client4\":\"192.0.2.0/24\",\n"
	"  \"nat4\":false,\"routedspoof\":\"blocked\",\"privatespoof\":\"blocked\"},\n"
	" {\"session\":1900002,\"timestamp\":\"2026-02-19T20:00:00+00:00\",\"asn4\":64502,"
	"\"client4\":\"203.0.113.0/24\",\n"
	"  \"nat4\":false,\"routedspoof\":\"received\",\"privatespoof\":\"blocked\"}]}\n";

static const char ASN_DROP[] =
	"{\"asn\":64501,\"rir\":\"ripencc\",\"domain\":\"careless.example\",\"cc\":\"DE\","
	"\"asname\":\"CARELESS\"}\n"
	"{\"type\":\"metadata\",\"timestamp\":1771718400,\"records\":1}\n";

static const char PARTICIPANTS[] =
	"Organization Name,Areas,ASNs,contact,since,Action 1: Filtering,Action 2: Anti-spoofing,"
	"Action 3: Coordination,Action 4: Global Validation\n"
	"Clean Networks,NL,64500,noc@example.net,2024-03-01,Yes,Yes,Yes,IRR;RPKI\n"
	"Careless Carrier,DE,64501,,2023-05-01,Yes,No,Yes,IRR\n"
	"Regional Carrier,DE,64498,noc@example.net,2025-06-01,Yes,No,Yes,No\n";

/* What is text. */
static const struct {
	const char *name, *content;
} FILES[] = {
	{ "vrps.json", VRPS },
	{ "irr.db", REGISTRY },
	{ "delegated-extended", DELEGATED },
	{ "as-org.txt", NAMES },
	{ "as-rel.txt", LINKS },
	{ "peeringdb.json", PEERINGDB },
	{ "grip.json", HIJACKS },
	{ "radar.json", LEAKS },
	{ "spoofer.json", SPOOFER },
	{ "asndrop.json", ASN_DROP },
	{ "participants.csv", PARTICIPANTS },
};

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
		       write_routes(command, folder, "updates.20260222.1600.mrt", write_updates);
	for (size_t i = 0; written && i < sizeof(FILES) / sizeof(FILES[0]); i++)
		written = write_text(command, folder, FILES[i].name, FILES[i].content);
	return written ? EXIT_YES : EXIT_WORLD;
}

static const char DESCRIBES[] =
	"Writes a made-up Internet to DIR: a table dump, updates, VRPs and ASPAs, a routing\n"
	"registry, registry statistics, names, links, PeeringDB, incidents, spoofer tests, a\n"
	"list of criminal ASes and a table of participants, all in their real formats and\n"
	"made of numbers reserved for documentation. AS64500 does all well; AS64501 announces\n"
	"what it may not; AS64502 has registered nothing, leaks routes and lets spoofed\n"
	"packets out; AS64503 announces private space; AS64498 passes on all that AS64501\n"
	"and AS64502 announce. Observe it with --lab, which takes documentation numbers for\n"
	"ordinary ones.";

const struct command command_sample = {
	.name = "sample",
	.says = "write a small Internet to try Decorum with",
	.synopsis = "DIR",
	.describes = DESCRIBES,
	.examples = { { "decorum sample try && decorum observe --lab --store try.db try",
			"then: decorum audit AS64501 --store try.db" },
		      { "decorum participants import try/participants.csv -p netops --store try.db",
			"who of them takes part in MANRS for network operators" } },
	.run = run,
};
