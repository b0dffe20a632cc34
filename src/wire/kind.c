#include "wire/kind.h"

#include <assert.h>

#include "base/reader.h"
#include "net/prefix.h"
#include "wire/bgpstream_csv.h"
#include "wire/kind_json.h"
#include "wire/kind_reports.h"
#include "wire/lines.h"
#include "wire/mrt.h"
#include "wire/participant_list.h"
#include "wire/rpsl.h"
#include "wire/rtr_pdu.h"
#include "wire/tcp_payload.h"

static const struct {
	const char *name, *says;
} kinds[KINDS] = {
	[KIND_MRT] = { "mrt", "routes or updates as MRT records" },
	[KIND_RPKI_JSON] = { "rpki-json", "an RPKI validator's export as JSON" },
	[KIND_RPKI_CSV] = { "rpki-csv", "an RPKI validator's export as a table" },
	[KIND_RPSL] = { "rpsl", "objects of an Internet Routing Registry" },
	[KIND_DELEGATED] = { "delegated", "a number registry's statistics" },
	[KIND_AS_REL] = { "as-rel", "AS relationships" },
	[KIND_AS_ORG] = { "as-org", "AS names and organisations" },
	[KIND_RTR] = { "rtr", "an RTR answer: what a cache of the RPKI tells routers" },
	[KIND_PEERINGDB] = { "peeringdb", "what networks say of themselves in PeeringDB" },
	[KIND_GRIP] = { "grip", "suspicious route changes, as GRIP reports them" },
	[KIND_RADAR] = { "radar", "route leaks or hijacks, as Cloudflare Radar reports them" },
	[KIND_BGPSTREAM_JSON] = { "bgpstream-json", "route leaks and hijacks of bgpstream.com" },
	[KIND_BGPSTREAM_CSV] = { "bgpstream-csv", "a table of route leaks and hijacks" },
	[KIND_SPOOFER] = { "spoofer", "tests of CAIDA's Spoofer project" },
	[KIND_ASN_DROP] = { "asn-drop", "Spamhaus' list of criminal AS numbers" },
	[KIND_PCAP] = { "pcap", "captured packets: `decorum mrt` reads them, they are not observed "
				"yet" },
	[KIND_BGP] = { "bgp", "bare BGP messages: `decorum mrt` reads them, they are not observed "
			      "yet" },
	[KIND_BMP] = { "bmp", "BMP messages: `decorum mrt` reads them, they are not observed yet" },
	[KIND_RIS_LIVE] = { "ris-live", "lines of RIS Live: `decorum mrt` reads them, they are not "
					"observed yet" },
	[KIND_PARTICIPANTS] = { "participants", "a table of participants: `decorum participants "
						"import` reads it" },
	[KIND_PARTICIPANTS_JSON] = { "participants-json", "a list of participants: `decorum "
							  "participants import` reads it" },
	[KIND_IXF_JSON] = { "ixf-json", "an exchange's list of members: `decorum participants "
					"import` reads it" },
	[KIND_EMPTY] = { "empty", "empty: the download probably failed" },
	[KIND_HTML] = { "html", "an HTML page, not data: the download probably failed" },
	[KIND_WHOIS_ERROR] = { "whois-error", "a whois server's refusal, not data" },
	[KIND_XML] = { "xml", "an XML document; we read none" },
	[KIND_JSON_UNKNOWN] = { "json", "JSON of a shape that we do not know; perhaps a server's "
					"error message" },
	[KIND_ARCHIVE] = { "archive", "still packed: an archive inside, or a compression that we "
				      "do not know" },
	[KIND_BINARY_UNKNOWN] = { "binary", "binary data of a kind that we do not know" },
	[KIND_TEXT_UNKNOWN] = { "text", "text of a kind that we do not know" },
};

const char *kind_name(enum kind kind)
{
	return kinds[kind].name;
}

const char *kind_says(enum kind kind)
{
	return kinds[kind].says;
}

enum {
	MARKUP_WINDOW = 1024, /* an HTML page says what it is before that */
	FIELDS = 12,          /* of a line; no format of ours has more */
	RPSL_NAME_MAX = 32,   /* of attributes; "aggr-mtd", "last-modified" */
	CONTROL_SHARE = 50,   /* text has fewer control characters than one in so many */
};

static const struct {
	size_t offset;
	const char *magic; /* none has a NUL */
	enum kind kind;
} magics[] = {
	{ 0, "\x1f\x8b", KIND_ARCHIVE },         /* gzip */
	{ 0, "\x1f\x9d", KIND_ARCHIVE },         /* compress */
	{ 0, "BZh", KIND_ARCHIVE },              /* bzip2 */
	{ 0, "\x28\xb5\x2f\xfd", KIND_ARCHIVE }, /* zstd */
	{ 0, "\xfd\x37zXZ", KIND_ARCHIVE },      /* xz */
	{ 0, "PK\x03\x04", KIND_ARCHIVE },       /* zip */
	{ 0, "7z\xbc\xaf", KIND_ARCHIVE },       /* 7-Zip */
	{ 0, "\x04\x22\x4d\x18", KIND_ARCHIVE }, /* lz4 */
	{ 257, "ustar", KIND_ARCHIVE },          /* tar since POSIX.1-1988 */
	{ 0, "\xd4\xc3\xb2\xa1", KIND_PCAP },    /* pcap, little end first */
	{ 0, "\xa1\xb2\xc3\xd4", KIND_PCAP },
	{ 0, "\x4d\x3c\xb2\xa1", KIND_PCAP }, /* pcap with nanoseconds */
	{ 0, "\xa1\xb2\x3c\x4d", KIND_PCAP },
};

static enum kind magic_find(struct text start)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (text_starts(text_from(start, magics[i].offset), text_of(magics[i].magic)))
			return magics[i].kind;
	return KINDS;
}

/* draft-ietf-opsawg-pcapng section 4.1. The block type alone is blank lines, the same in both byte
 * orders; the magic behind the length tells. */
static bool is_pcapng(struct text start)
{
	struct text magic = text_from(start, 8);

	return text_starts(start, TEXT("\x0a\x0d\x0d\x0a")) &&
	       (text_starts(magic, TEXT("\x1a\x2b\x3c\x4d")) ||
		text_starts(magic, TEXT("\x4d\x3c\x2b\x1a")));
}

/* KINDS when it is neither BGP nor BMP. */
static enum kind messages_check(struct text start, bool whole)
{
	switch (stream_protocol(reader_over(start.at, start.len), whole)) {
	case STREAM_BGP:
		return KIND_BGP;
	case STREAM_BMP:
		return KIND_BMP;
	case STREAM_UNDECIDED:
	case STREAM_OTHER:
		break;
	}
	return KINDS;
}

enum plausibility {
	IMPOSSIBLE,
	POSSIBLE, /* of a type that only other records beside it make credible */
	CERTAIN,
};

/* Reads one MRT header and skips its body. RFC 6396 sections 2 and 4, RFC 8050. */
static enum plausibility mrt_header_check(struct reader *in)
{
	enum { SUBTYPE_MAX = 20 };

	read_skip(in, 4); /* any time */
	unsigned type = read_u16(in), subtype = read_u16(in);
	uint32_t length = read_u32(in);

	if (in->failed || subtype > SUBTYPE_MAX || length > MRT_BODY_MAX)
		return IMPOSSIBLE;
	read_skip(in, length);
	switch (type) {
	case MRT_TABLE_DUMP:
	case MRT_TABLE_DUMP_V2:
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		return CERTAIN;
	case MRT_BGP:
	case 9:  /* BGP4PLUS, deprecated */
	case 10: /* BGP4PLUS_01, deprecated */
	case 11: /* OSPFv2 */
	case 32: /* IS-IS and IS-IS_ET */
	case 33:
	case 48: /* OSPFv3 and OSPFv3_ET */
	case 49:
	case 64: /* RIB of GateD and of old Zebra */
		return POSSIBLE;
	default:
		return IMPOSSIBLE;
	}
}

/* The types of today are four in 65,536, their subtypes a dozen, their length has an octet that is
 * always zero: one header is enough, so that a file damaged behind it is still MRT. The others are
 * believed when they end where the file does or where another header stands. */
static bool is_mrt(struct text start, bool whole)
{
	struct reader in = reader_over(start.at, start.len);
	enum plausibility first = mrt_header_check(&in);

	if (first != POSSIBLE || in.failed)
		return first == CERTAIN;
	if (reader_left(&in) == 0)
		return whole;
	return mrt_header_check(&in) != IMPOSSIBLE;
}

/* A Cache Response and the header of what may follow it, of the same version; or an Error Report,
 * whose three lengths must agree. RFC 8210 sections 5.5 to 5.11. */
static bool is_rtr(struct text start)
{
	struct reader in = reader_over(start.at, start.len);
	struct rtr_pdu first, next;
	struct rtr_fault fault;

	if (rtr_pdu_next(&in, &first, &fault) <= 0)
		return false;
	if (first.type == RTR_ERROR_REPORT)
		return first.field < RTR_ERRORS;
	struct reader header = in;
	unsigned version = read_u8(&header), type = read_u8(&header);
	return first.type == RTR_CACHE_RESPONSE && reader_left(&in) >= RTR_HEADER_SIZE &&
	       version == first.version && type >= RTR_IPV4_PREFIX && type <= RTR_ASPA &&
	       type != RTR_CACHE_RESET && rtr_pdu_next(&in, &next, &fault) >= 0;
}

static enum kind markup_check(struct text text)
{
	text = text_upto(text, MARKUP_WINDOW);
	while (text.len > 0) {
		if (text_starts_fold(text, TEXT("<!doctype html")) ||
		    text_starts_fold(text, TEXT("<html")) || text_starts_fold(text, TEXT("<head")))
			return KIND_HTML;
		text = text_from(text, 1);
		text = text_from(text, text_find(text, '<'));
	}
	return KIND_XML;
}

/* The line formats; each is told by one line of it. */
static bool is_as_rel(const struct text *fields, unsigned count)
{
	static const char *const relations[] = { "-1", "0", "1", "2", NULL };
	uint32_t asn;

	return (count == 3 || count == 4) && text_u32(fields[0], &asn) == 0 &&
	       text_u32(fields[1], &asn) == 0 && kind_is_one_of(fields[2], relations);
}

static bool is_delegated(const struct text *fields, unsigned count)
{
	static const char *const registries[] = { "afrinic", "apnic", "arin", "lacnic", "ripencc",
						  "iana",    "ietf",  "nro",  NULL };
	static const char *const types[] = { "asn", "ipv4", "ipv6", NULL };
	uint64_t number;

	if (count < 6)
		return false;
	if (kind_is_one_of(fields[0], registries))
		return kind_is_one_of(fields[2], types);
	return kind_is_one_of(fields[1], registries) && text_u64(fields[2], &number) == 0 &&
	       text_u64(fields[3], &number) == 0;
}

static struct text unquoted(struct text text)
{
	text = text_trim(text);
	if (text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"')
		text = text_upto(text_from(text, 1), text.len - 2);
	return text;
}

/* "16079,194.209.159.0/24,24", perhaps with the ROA's address before it. */
static bool is_rpki_row(const struct text *fields, unsigned count)
{
	uint32_t asn, max_length;
	struct prefix prefix;
	bool cut;

	for (unsigned i = 0; i + 2 < count; i++)
		if (asn_parse(fields[i], &asn) == 0 &&
		    prefix_parse_loose(fields[i + 1], &prefix, &cut) == 0)
			return fields[i + 2].len == 0 || text_u32(fields[i + 2], &max_length) == 0;
	return false;
}

static bool has_field(const struct text *fields, unsigned count, const char *const *names)
{
	for (unsigned i = 0; i < count; i++)
		if (kind_is_one_of(fields[i], names))
			return true;
	return false;
}

static enum kind table_check(const struct text *fields, unsigned count)
{
	static const char *const asns[] = { "asn", NULL };
	static const char *const names[] = { "name", NULL };
	static const char *const prefixes[] = { "IP Prefix", "ip_prefix", "prefix", NULL };
	static const char *const max_lengths[] = { "Max Length",      "max_length",
						   "maxLength",       "Max Prefix Length",
						   "maxPrefixLength", NULL };

	if (is_rpki_row(fields, count))
		return KIND_RPKI_CSV;
	if (bgpstream_csv_is_heading(fields, count))
		return KIND_BGPSTREAM_CSV;
	if (participant_heading_check(fields, count))
		return KIND_PARTICIPANTS;
	if (!has_field(fields, count, asns))
		return KINDS;
	if (has_field(fields, count, prefixes) && has_field(fields, count, max_lengths))
		return KIND_RPKI_CSV;
	return kind_is_one_of(fields[0], asns) && has_field(fields, count, names) ? KIND_AS_ORG
										  : KINDS;
}

static enum kind line_check(struct text line)
{
	struct text fields[FIELDS];
	unsigned count = line_fields(line, '|', fields, FIELDS);

	if (kind_is_asn_drop_line(line))
		return KIND_ASN_DROP;
	if (count > 1 && count <= FIELDS) {
		if (is_as_rel(fields, count))
			return KIND_AS_REL;
		return is_delegated(fields, count) ? KIND_DELEGATED : KINDS;
	}
	count = line_fields(line, ',', fields, FIELDS);
	if (count < 2 || count > FIELDS)
		return KINDS;
	for (unsigned i = 0; i < count; i++)
		fields[i] = unquoted(fields[i]);
	return table_check(fields, count);
}

static bool is_attribute_name(struct text name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') &&
		    c != '-' && c != '_')
			return false;
	}
	return name.len > 0 && name.len <= RPSL_NAME_MAX;
}

/* Does a first line by itself tell an object? For "route" its key must, the word is common. */
static bool is_rpsl_start(enum rpsl_class class, struct text key)
{
	struct prefix prefix;
	bool cut;

	if (class == RPSL_ROUTE || class == RPSL_ROUTE6)
		return prefix_parse_loose(key, &prefix, &cut) == 0;
	return class == RPSL_AS_SET || class == RPSL_ROUTE_SET || class == RPSL_AUT_NUM ||
	       class == RPSL_INETNUM || class == RPSL_INET6NUM;
}

/* ARIN's whois data looks like RPSL, but for the names: "ASHandle: AS64496". */
static bool is_arin_start(struct text name, struct text key)
{
	static const char *const names[] = { "ASHandle", "ASNumber", NULL };
	asn_t asn;

	key = text_trim(text_upto(key, text_find(key, '-')));
	return kind_is_one_of(name, names) && asn_parse(key, &asn) == 0;
}

/* How the lines of a text look when it is read as RPSL. */
struct rpsl_look {
	unsigned lines, good; /* without blank lines and remarks */
	bool first;           /* the next line is an object's first */
	bool sourced;         /* or is, if it has a class that we know: see rpsl.h */
	bool known;           /* we know the class of this object */
	bool found;           /* there is an object without doubt */
};

static void rpsl_look_at(struct rpsl_look *look, struct text line)
{
	size_t colon = text_find(line, ':');
	struct text name = text_trim(text_upto(line, colon));
	bool first = look->first;

	look->lines++;
	look->first = false;
	if (line.at[0] == ' ' || line.at[0] == '\t' || line.at[0] == '+') {
		look->good++;
		return;
	}
	if (colon == line.len || !is_attribute_name(name))
		return;
	look->good++;
	enum rpsl_class class = rpsl_class_find(name);
	bool is_source = text_equal_fold(name, TEXT("source"));
	if (first || (look->sourced && class != RPSL_OTHER)) {
		struct text key = rpsl_line(text_from(line, colon + 1));
		look->known = class != RPSL_OTHER || text_equal_fold(name, TEXT("OrgID"));
		look->found = look->found || is_rpsl_start(class, key) || is_arin_start(name, key);
		look->sourced = false;
	}
	look->sourced = look->sourced || is_source;
	/* Objects of the other classes ("role", "domain") must say who keeps them. */
	if (look->known && (is_source || text_equal_fold(name, TEXT("mnt-by"))))
		look->found = true;
}

static bool is_rpsl(struct text rest)
{
	struct rpsl_look look = { .first = true };

	for (struct text line; text_line(&rest, &line);) {
		if (text_trim(line).len == 0)
			look.first = true;
		else if (line.at[0] != '#' && line.at[0] != '%')
			rpsl_look_at(&look, line);
	}
	return look.found && look.good >= look.lines - look.lines / 10;
}

/* What remarks alone say; KINDS when nothing. */
static enum kind remark_check(struct text line)
{
	struct text remark = text_trim(text_from(line, 1));

	if (line.at[0] == '%')
		return KIND_WHOIS_ERROR;
	if (text_starts(remark, TEXT("format:org_id|")) || text_starts(remark, TEXT("format:aut|")))
		return KIND_AS_ORG;
	return text_starts(remark, TEXT("source:topology|")) ? KIND_AS_REL : KINDS;
}

/* The kind that more than half of the first lines are of; one damaged line changes nothing. */
static enum kind lines_vote(struct text rest)
{
	unsigned votes[KINDS + 1] = { 0 }, total = 0;
	enum kind remarks = KINDS;

	for (struct text line; total < KIND_LINES_MAX && text_line(&rest, &line);) {
		line = text_trim(line);
		if (line.len == 0)
			continue;
		if (line.at[0] == '#' || line.at[0] == '%' || line.at[0] == ';') {
			enum kind says = remark_check(line);
			remarks = says != KINDS ? says : remarks;
			continue;
		}
		enum kind kind = line_check(line);
		if (total == 0 && (kind == KIND_AS_ORG || kind == KIND_BGPSTREAM_CSV ||
				   kind == KIND_PARTICIPANTS))
			return kind; /* the heading; rows alone could be anything */
		votes[kind]++;
		total++;
	}
	for (unsigned kind = 0; kind < KINDS; kind++)
		if (2 * votes[kind] > total)
			return (enum kind)kind;
	return total == 0 || remarks == KIND_AS_ORG ? remarks : KINDS;
}

static bool is_binary(struct text text)
{
	size_t control = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c == 0)
			return true;
		control +=
			c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1b';
	}
	return control > text.len / CONTROL_SHARE;
}

static enum kind lines_check(struct text text, bool whole)
{
	while (!whole && text.len > 0 && text.at[text.len - 1] != '\n')
		text.len--; /* the last line is not all there */
	enum kind kind = lines_vote(text);
	if (kind != KINDS && kind != KIND_WHOIS_ERROR)
		return kind;
	if (is_rpsl(text))
		return KIND_RPSL;
	return kind == KIND_WHOIS_ERROR ? kind : KIND_TEXT_UNKNOWN;
}

static enum kind text_check(struct text text, bool whole)
{
	if (text.at[0] == '<')
		return markup_check(text);
	if (text.at[0] == '{' || text.at[0] == '[')
		return kind_of_json(text);
	return lines_check(text, whole);
}

enum kind kind_check(struct text start, bool whole)
{
	assert(start.len == 0 || start.at != NULL);
	if (is_mrt(start, whole))
		return KIND_MRT;
	if (is_rtr(start))
		return KIND_RTR;
	enum kind binary = magic_find(start);
	if (binary == KINDS)
		binary = is_pcapng(start) ? KIND_PCAP : messages_check(start, whole);
	if (binary != KINDS)
		return binary;
	if (text_starts(start, TEXT("\xef\xbb\xbf")))
		start = text_from(start, 3);
	struct text text = kind_skip_blanks(start);
	if (text.len == 0)
		return KIND_EMPTY;
	enum kind kind = text_check(text, whole);
	return kind >= KIND_EMPTY && is_binary(text) ? KIND_BINARY_UNKNOWN : kind;
}
