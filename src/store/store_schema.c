#include "store/store_schema.h"

#include <assert.h>
#include <stdio.h>

#include "scores/metric.h"

const struct store_table_info store_tables[TABLE_COUNT] = {
	[TABLE_MONTH] = { "month", NULL, "month", 11 },
	[TABLE_METRIC] = { "metric", "id", "id", 10 },
	[TABLE_INPUT] = { "input", "number", "number", 12 },
	[TABLE_INPUT_COUNT] = { "input_count", "input", "input, number", 6 },
	[TABLE_SOURCE] = { "source", "number", "number", 5 },
	[TABLE_PEER] = { "peer", "number", "number", 5 },
	[TABLE_VRP_BLOCK] = { "vrp_block", "first", "first, number", 5 },
	[TABLE_ROUTE_OBJECT_BLOCK] = { "route_object_block", "first", "first, number", 5 },
	[TABLE_ASPA] = { "aspa", "customer", "customer, provider, source", 4 },
	[TABLE_ROUTE] = { "route", "origin", "origin, prefix", 15 },
	[TABLE_PATH_BOGON] = { "path_bogon", "announcer", "announcer, bogon", 10 },
	[TABLE_NEIGHBOUR] = { "neighbour", "asn", "asn, neighbour", 11 },
	[TABLE_CARRIED] = { "carried", "carrier", "carrier, neighbour, prefix, origin", 11 },
	[TABLE_INCIDENT] = { "incident", "number", "number", 15 },
	[TABLE_CHARGE] = { "charge", "asn", "asn, incident, role", 7 },
	[TABLE_SPOOF_TEST] = { "spoof_test", "asn", "asn, number", 12 },
	[TABLE_REGISTRATION] = { "registration", "asn", "asn, number", 11 },
	[TABLE_LOOSE_VRP] = { "loose_vrp", "asn", "asn, prefix, max_length", 5 },
	[TABLE_NETWORK] = { "network", "asn", "asn", 12 },
	[TABLE_SCORE] = { "score", "asn", "asn, metric", 17 },
	[TABLE_ROUTE_SERVER] = { "route_server", "server", "server, metric", 16 },
	[TABLE_RS_FINDING] = { "rs_finding", "server", "server, number", 14 },
	[TABLE_TALLY] = { "tally", "name", "name", 3 },
};

/* clang-format off */

/* The hexadecimal digits of a route's key (see store_blocks.h), read as a number at `at`. instr()
 * answers 0 for a digit that is not there, which is just what "0" stands for. */
#define OCTET(at) \
	"(instr('123456789ABCDEF', substr(key, " at ", 1)) * 16" \
	" + instr('123456789ABCDEF', substr(key, " at " + 1, 1)))"
#define GROUP(at) "':' || lower(substr(key, " at ", 4))"
/* RFC 5952 section 4.2: the longest run of zero groups, of two at least, becomes "::". */
#define RUN(zeros, after) \
	" WHEN instr(groups, '" zeros "')" \
	" THEN substr(groups, 2, max(instr(groups, '" zeros "') - 2, 0)) || '::'" \
	" || substr(groups, instr(groups, '" zeros "') + " after ")\n"
#define STATE(kind, of) \
	"(SELECT name FROM state WHERE kind = '" kind "' AND number = " of ") AS " of
#define SIGHTING \
	"  first_time_us INTEGER NOT NULL, -- when the earliest record that shows it was sent\n" \
	"  first_offset INTEGER NOT NULL,  -- of that record in the unpacked input, bytes\n" \
	"  first_input INTEGER NOT NULL,\n" \
	"  first_peer INTEGER NOT NULL,\n"
#define PLACE \
	"  input INTEGER NOT NULL,\n" \
	"  line INTEGER NOT NULL,   -- of the unpacked input, from 1; 0: it has none\n" \
	"  offset INTEGER NOT NULL, -- bytes\n"
#define MEASURE(now) \
	"  " now "count_1 INTEGER NOT NULL,\n" \
	"  " now "count_2 INTEGER NOT NULL,\n" \
	"  " now "count_3 INTEGER NOT NULL,\n" \
	"  " now "count_4 INTEGER NOT NULL,\n" \
	"  " now "raw REAL NOT NULL,\n" \
	"  " now "score REAL,            -- 0 to 1; NULL: not measured, which is never good\n" \
	"  " now "band INTEGER NOT NULL, -- see the table `state`\n"
#define BLOCKS(name) \
	"CREATE TABLE " name "(\n" \
	"  month INTEGER NOT NULL REFERENCES month,\n" \
	"  first BLOB NOT NULL,      -- the first prefix: family, address, length\n" \
	"  number INTEGER NOT NULL,  -- from 0\n" \
	"  rows INTEGER NOT NULL,    -- in this block\n" \
	"  bytes BLOB NOT NULL,      -- docs/store-schema.md says how they are laid out\n" \
	"  PRIMARY KEY (month, first, number)\n" \
	") STRICT"

const char *const store_schema_sql[] = {
	"CREATE TABLE month( -- one row for each month observed\n"
	"  month INTEGER PRIMARY KEY,         -- 202602 for February 2026\n"
	"  first_time_us INTEGER NOT NULL,    -- microseconds since 1970, UTC; 0: no routes given\n"
	"  last_time_us INTEGER NOT NULL,\n"
	"  judged_at_us INTEGER NOT NULL,\n"
	"  routes INTEGER NOT NULL,           -- distinct (prefix, origin)\n"
	"  vrps INTEGER NOT NULL,             -- distinct\n"
	"  route_objects INTEGER NOT NULL,\n"
	"  given INTEGER NOT NULL,            -- a set of bits: see the table `state`\n"
	"  aspiring REAL NOT NULL,            -- the least score of the band\n"
	"  ready REAL NOT NULL,\n"
	"  peers_min INTEGER NOT NULL         -- by fewer peers a network is not judged\n"
	") STRICT",

	"CREATE TABLE metric( -- what the scores of the month mean\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  id TEXT NOT NULL,\n"
	"  title TEXT NOT NULL,\n"
	"  rule TEXT NOT NULL,\n"
	"  source TEXT NOT NULL,   -- where the rule is published\n"
	"  raw_unit TEXT NOT NULL, -- of score.raw\n"
	"  count_1 TEXT,           -- what score.count_1 counts\n"
	"  count_2 TEXT,\n"
	"  count_3 TEXT,\n"
	"  count_4 TEXT,\n"
	"  PRIMARY KEY (month, id)\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE input( -- one row for each file read\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  number INTEGER NOT NULL,         -- from 0, by path\n"
	"  path TEXT NOT NULL,\n"
	"  kind TEXT NOT NULL,              -- 'mrt', 'rpki-json'...\n"
	"  compression TEXT NOT NULL,       -- 'none', 'gzip'...\n"
	"  digest TEXT NOT NULL,            -- as sha256sum prints it\n"
	"  size_bytes INTEGER NOT NULL,     -- of the file as it is\n"
	"  unpacked_bytes INTEGER NOT NULL,\n"
	"  date_us INTEGER NOT NULL,        -- that the data itself states; 0: none\n"
	"  collector TEXT NOT NULL,\n"
	"  note TEXT NOT NULL,\n"
	"  counts INTEGER NOT NULL,         -- rows of input_count\n"
	"  PRIMARY KEY (month, number)\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE input_count( -- what was read in an input, and what was refused\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  input INTEGER NOT NULL,\n"
	"  number INTEGER NOT NULL,\n"
	"  name TEXT NOT NULL,\n"
	"  value INTEGER NOT NULL,\n"
	"  first_at TEXT, -- where the first one stands\n"
	"  PRIMARY KEY (month, input, number),\n"
	"  FOREIGN KEY (month, input) REFERENCES input\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE source( -- who signed or registered: trust anchors and registries\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  number INTEGER NOT NULL,\n"
	"  input INTEGER NOT NULL,\n"
	"  kind TEXT NOT NULL, -- 'rpki' or 'irr'\n"
	"  name TEXT NOT NULL,\n"
	"  PRIMARY KEY (month, number),\n"
	"  FOREIGN KEY (month, input) REFERENCES input\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE peer( -- the routers that told the collectors\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  number INTEGER NOT NULL,\n"
	"  collector TEXT NOT NULL,\n"
	"  address TEXT NOT NULL,\n"
	"  asn INTEGER NOT NULL,\n"
	"  PRIMARY KEY (month, number)\n"
	") STRICT, WITHOUT ROWID",

	BLOCKS("vrp_block"),
	BLOCKS("route_object_block"),

	"CREATE TABLE aspa( -- who says who its providers are\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  customer INTEGER NOT NULL,\n"
	"  provider INTEGER NOT NULL, -- 0: it has none\n"
	"  source INTEGER NOT NULL,\n"
	"  PRIMARY KEY (month, customer, provider, source),\n"
	"  FOREIGN KEY (month, source) REFERENCES source\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE route( -- one row for each (prefix, origin); `routes` shows it to people\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  origin INTEGER NOT NULL,       -- 0: the path ends in an AS_SET, nobody is charged\n"
	"  prefix BLOB NOT NULL,          -- family, address, length\n"
	"  peers INTEGER NOT NULL,        -- that announced it during the month\n"
	"  peers_last INTEGER NOT NULL,   -- of these, that still did at the end of the data\n"
	"  collectors INTEGER NOT NULL,\n"
	"  days INTEGER NOT NULL,         -- bit d: seen on day d+1\n"
	"  rov INTEGER NOT NULL,          -- this and the next three: see the table `state`\n"
	"  irr INTEGER NOT NULL,\n"
	"  bogon INTEGER NOT NULL,        -- the prefix\n"
	"  bogon_origin INTEGER NOT NULL, -- the origin\n"
	SIGHTING
	"  PRIMARY KEY (month, origin, prefix),\n"
	"  FOREIGN KEY (month, first_input) REFERENCES input,\n"
	"  FOREIGN KEY (month, first_peer) REFERENCES peer\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE path_bogon( -- a bogon AS number in a path, and who let it through\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  announcer INTEGER NOT NULL,\n"
	"  bogon INTEGER NOT NULL,\n"
	"  prefix TEXT NOT NULL,    -- of the earliest route that showed it\n"
	"  days INTEGER NOT NULL,   -- bit d: seen on day d+1\n"
	"  routes INTEGER NOT NULL, -- distinct prefixes\n"
	SIGHTING
	"  PRIMARY KEY (month, announcer, bogon),\n"
	"  FOREIGN KEY (month, first_input) REFERENCES input,\n"
	"  FOREIGN KEY (month, first_peer) REFERENCES peer\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE neighbour( -- what passed between a network and the next one\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  asn INTEGER NOT NULL,\n"
	"  neighbour INTEGER NOT NULL,\n"
	"  relation INTEGER NOT NULL,     -- what the neighbour is to the network: see `state`\n"
	"  is_attested INTEGER NOT NULL,  -- the network's ASPA names the neighbour\n"
	"  sent INTEGER NOT NULL,         -- routes of the network that the neighbour passed on\n"
	"  carried INTEGER NOT NULL,      -- routes of the neighbour that the network passed on\n"
	"  invalid INTEGER NOT NULL,      -- of these: RPKI-invalid\n"
	"  unregistered INTEGER NOT NULL, -- or registered for others only\n"
	"  bogons INTEGER NOT NULL,\n"
	"  offered INTEGER NOT NULL,      -- RPKI-invalid ones that anybody has seen\n"
	"  PRIMARY KEY (month, asn, neighbour)\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE carried( -- routes that a network should not have passed on\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  carrier INTEGER NOT NULL,\n"
	"  neighbour INTEGER NOT NULL, -- whose they are, or who let the bogon through\n"
	"  prefix BLOB NOT NULL,       -- as in route\n"
	"  origin INTEGER NOT NULL,    -- the neighbour, or the bogon behind it\n"
	"  faults INTEGER NOT NULL,    -- a set of bits: see the table `state`\n"
	"  days INTEGER NOT NULL,      -- bit d: on day d+1\n"
	SIGHTING
	"  PRIMARY KEY (month, carrier, neighbour, prefix, origin),\n"
	"  FOREIGN KEY (month, first_input) REFERENCES input,\n"
	"  FOREIGN KEY (month, first_peer) REFERENCES peer\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE incident( -- what went wrong, as its source tells it\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  number INTEGER NOT NULL, -- from 0, by time\n"
	"  source TEXT NOT NULL,    -- 'grip', 'radar'...\n"
	"  id TEXT NOT NULL,        -- as the source calls it\n"
	"  kind INTEGER NOT NULL,   -- see the table `state`\n"
	"  start_us INTEGER NOT NULL,\n"
	"  end_us INTEGER NOT NULL, -- -1: not over\n"
	"  confidence INTEGER NOT NULL, -- 0 to 100; 255: the source does not say\n"
	"  says TEXT NOT NULL,\n"
	"  url TEXT NOT NULL,\n"
	"  prefixes TEXT NOT NULL,      -- the first of them, between blanks\n"
	"  prefix_total INTEGER NOT NULL,\n"
	PLACE
	"  PRIMARY KEY (month, number),\n"
	"  FOREIGN KEY (month, input) REFERENCES input\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE charge( -- who had which part in an incident\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  asn INTEGER NOT NULL,\n"
	"  incident INTEGER NOT NULL,\n"
	"  role INTEGER NOT NULL,     -- see the table `state`\n"
	"  kind INTEGER NOT NULL,     -- this and the next two as in incident\n"
	"  start_us INTEGER NOT NULL,\n"
	"  end_us INTEGER NOT NULL,\n"
	"  PRIMARY KEY (month, asn, incident, role),\n"
	"  FOREIGN KEY (month, incident) REFERENCES incident\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE spoof_test( -- of the month, by CAIDA's Spoofer\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  asn INTEGER NOT NULL,\n"
	"  number INTEGER NOT NULL,\n"
	"  client TEXT NOT NULL,\n"
	"  time_us INTEGER NOT NULL,\n"
	"  session INTEGER NOT NULL,\n"
	"  is_nat INTEGER NOT NULL,\n"
	"  routed INTEGER NOT NULL,  -- this and the next: see the table `state`, kind 'outcome'\n"
	"  private INTEGER NOT NULL,\n"
	PLACE
	"  PRIMARY KEY (month, asn, number),\n"
	"  FOREIGN KEY (month, input) REFERENCES input\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE registration( -- what registries say of a network\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  asn INTEGER NOT NULL,\n"
	"  number INTEGER NOT NULL,\n"
	"  kind INTEGER NOT NULL,  -- see the table `state`\n"
	"  source TEXT NOT NULL,   -- 'RIPE', 'peeringdb'...\n"
	"  value TEXT NOT NULL,    -- a handle, an as-set, a name\n"
	"  count INTEGER NOT NULL, -- how many lines or contacts it stands for\n"
	"  date INTEGER NOT NULL,  -- last touched: 20260222; 0: nobody says\n"
	PLACE
	"  PRIMARY KEY (month, asn, number),\n"
	"  FOREIGN KEY (month, input) REFERENCES input\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE loose_vrp( -- VRPs that permit more than is announced\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  asn INTEGER NOT NULL,\n"
	"  prefix BLOB NOT NULL,\n"
	"  max_length INTEGER NOT NULL,\n"
	"  announced INTEGER NOT NULL, -- routes of that length inside\n"
	"  PRIMARY KEY (month, asn, prefix, max_length)\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE network( -- what is known of a network\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  asn INTEGER NOT NULL,\n"
	"  name TEXT NOT NULL,\n"
	"  organisation TEXT NOT NULL,\n"
	"  organisation_id TEXT NOT NULL, -- the same for all its networks\n"
	"  economy TEXT NOT NULL,         -- ISO 3166\n"
	"  registry TEXT NOT NULL,        -- 'ARIN', 'RIPE NCC'...\n"
	"  size INTEGER NOT NULL,         -- see the table `state`\n"
	"  customers INTEGER NOT NULL,\n"
	"  peers INTEGER NOT NULL,        -- that saw the best seen of its routes\n"
	"  marks INTEGER NOT NULL,        -- a set of bits: see the table `state`\n"
	"  vrps INTEGER NOT NULL,         -- that name it\n"
	"  PRIMARY KEY (month, asn)\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE score( -- one row for each network and metric that was measured\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  asn INTEGER NOT NULL,\n"
	"  metric TEXT NOT NULL, -- the table `metric` names the counts\n"
	MEASURE("")
	MEASURE("now_") /* at the end of the data */
	"  PRIMARY KEY (month, asn, metric),\n"
	"  FOREIGN KEY (month, metric) REFERENCES metric\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE route_server( -- one row for each route server of an exchange and metric\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  server TEXT NOT NULL,       -- as it was named to us\n"
	"  metric TEXT NOT NULL,       -- the table `metric` names the counts\n"
	"  inputs INTEGER NOT NULL,\n"
	"  peers INTEGER NOT NULL,     -- that speak in them\n"
	"  members INTEGER NOT NULL,   -- networks that announced anything to it\n"
	"  routes INTEGER NOT NULL,\n"
	"  stopped INTEGER NOT NULL,   -- of them, marked as filtered\n"
	"  findings INTEGER NOT NULL,  -- with faults; rs_finding keeps the first 100,000\n"
	MEASURE("")
	"  PRIMARY KEY (month, server, metric),\n"
	"  FOREIGN KEY (month, metric) REFERENCES metric\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE rs_finding( -- routes of a route server that have no place there\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  server TEXT NOT NULL,\n"
	"  number INTEGER NOT NULL,    -- from 0, by prefix, origin, member, faults\n"
	"  prefix BLOB NOT NULL,       -- as in route\n"
	"  origin INTEGER NOT NULL,    -- 0: the path ends in an AS_SET\n"
	"  member INTEGER NOT NULL,    -- who told the server\n"
	"  faults INTEGER NOT NULL,    -- a set of bits: see the table `state`, kind 'rs-faults'\n"
	"  rov INTEGER NOT NULL,       -- see the table `state`\n"
	"  blackhole INTEGER NOT NULL, -- 1: it asks for blackholing\n"
	"  stopped INTEGER NOT NULL,   -- 1: marked as filtered\n"
	"  path TEXT NOT NULL,\n"
	"  first_time_us INTEGER NOT NULL, -- of the earliest record that shows it\n"
	"  first_offset INTEGER NOT NULL,\n"
	"  first_input INTEGER NOT NULL,\n"
	"  PRIMARY KEY (month, server, number),\n"
	"  FOREIGN KEY (month, first_input) REFERENCES input\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE tally( -- rows of the month in each table, so that a loss is noticed\n"
	"  month INTEGER NOT NULL REFERENCES month,\n"
	"  name TEXT NOT NULL,\n"
	"  rows INTEGER NOT NULL,\n"
	"  PRIMARY KEY (month, name)\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE state( -- what the numbers mean, or of a set the bits\n"
	"  kind TEXT NOT NULL,\n"
	"  number INTEGER NOT NULL,\n"
	"  name TEXT NOT NULL,\n"
	"  PRIMARY KEY (kind, number)\n"
	") STRICT, WITHOUT ROWID",

	"INSERT INTO state VALUES\n"
	"  ('rov', 0, 'not-found'), ('rov', 1, 'invalid-asn'), ('rov', 2, 'invalid-length'),\n"
	"  ('rov', 3, 'valid'),\n"
	"  ('irr', 0, 'not-found'), ('irr', 1, 'origin-mismatch'), ('irr', 2, 'covered'),\n"
	"  ('irr', 3, 'exact'),\n"
	"  ('bogon', 0, 'no'), ('bogon', 1, 'administrative'), ('bogon', 2, 'full'),\n"
	"  ('band', 0, 'not-measured'), ('band', 1, 'lagging'), ('band', 2, 'aspiring'),\n"
	"  ('band', 3, 'ready'),\n"
	"  ('relation', 0, 'unknown'), ('relation', 1, 'provider'), ('relation', 2, 'customer'),\n"
	"  ('relation', 3, 'peer'), ('relation', 4, 'sibling'),\n"
	"  ('kind', 0, 'leak'), ('kind', 1, 'hijack'),\n"
	"  ('role', 0, 'culprit'), ('role', 1, 'accomplice'), ('role', 2, 'victim'),\n"
	"  ('outcome', 0, 'unknown'), ('outcome', 1, 'blocked'), ('outcome', 2, 'rewritten'),\n"
	"  ('outcome', 3, 'received'),\n"
	"  ('registration', 0, 'network'), ('registration', 1, 'admin'),\n"
	"  ('registration', 2, 'tech'), ('registration', 3, 'noc'), ('registration', 4, 'abuse'),\n"
	"  ('registration', 5, 'other'), ('registration', 6, 'import'),\n"
	"  ('registration', 7, 'export'), ('registration', 8, 'as-set'),\n"
	"  ('size', 0, 'unknown'), ('size', 1, 'stub'), ('size', 2, 'small'),\n"
	"  ('size', 3, 'medium'), ('size', 4, 'large'),\n"
	"  ('marks', 0, 'few-peers'), ('marks', 1, 'route-server'), ('marks', 2, 'asn-drop'),\n"
	"  ('marks', 3, 'bogon'), ('marks', 4, 'undelegated'), ('marks', 5, 'has-aspa'),\n"
	"  ('faults', 0, 'rpki-invalid'), ('faults', 1, 'unregistered'),\n"
	"  ('faults', 2, 'bogon-prefix'), ('faults', 3, 'bogon-asn'), ('faults', 4, 'leaked'),\n"
	"  ('rs-faults', 0, 'rpki-invalid'), ('rs-faults', 1, 'unregistered'),\n"
	"  ('rs-faults', 2, 'outside-as-set'), ('rs-faults', 3, 'bogon-prefix'),\n"
	"  ('rs-faults', 4, 'too-long'), ('rs-faults', 5, 'too-short'),\n"
	"  ('rs-faults', 6, 'bogon-asn'), ('rs-faults', 7, 'as-set'),\n"
	"  ('rs-faults', 8, 'other-first-as'), ('rs-faults', 9, 'tier1-behind'),\n"
	"  ('rs-faults', 10, 'leak'), ('rs-faults', 11, 'aspa-invalid'),\n"
	"  ('rs-faults', 12, 'blackhole-wide'), ('rs-faults', 13, 'blackhole-foreign'),\n"
	"  ('rs-faults', 14, 'blackhole-exported'), ('rs-faults', 15, 'blackhole-forwarded'),\n"
	"  ('given', 0, 'routes'), ('given', 1, 'rpki'), ('given', 2, 'irr'),\n"
	"  ('given', 3, 'aspa'), ('given', 4, 'relations'), ('given', 5, 'leaks'),\n"
	"  ('given', 6, 'hijacks'), ('given', 7, 'spoofer'), ('given', 8, 'registry'),\n"
	"  ('given', 9, 'peering'), ('given', 10, 'asn-drop'), ('given', 11, 'delegations'),\n"
	"  ('given', 12, 'organisations')",

	"CREATE VIEW routes AS -- route, for people\n"
	"SELECT month, origin,\n"
	"  CASE substr(key, 2, 1) WHEN '4' THEN\n"
	"    " OCTET("3") " || '.' ||\n"
	"    " OCTET("5") " || '.' ||\n"
	"    " OCTET("7") " || '.' ||\n"
	"    " OCTET("9") "\n"
	"  ELSE CASE\n"
	"   " RUN(":0:0:0:0:0:0:0:0", "17")
	"   " RUN(":0:0:0:0:0:0:0", "15")
	"   " RUN(":0:0:0:0:0:0", "13")
	"   " RUN(":0:0:0:0:0", "11")
	"   " RUN(":0:0:0:0", "9")
	"   " RUN(":0:0:0", "7")
	"   " RUN(":0:0", "5")
	"    ELSE substr(groups, 2) END\n"
	"  END || '/' || " OCTET("length(key) - 1") " AS prefix,\n"
	"  " OCTET("1") " AS family,\n"
	"  " OCTET("length(key) - 1") " AS length,\n"
	"  peers, peers_last, collectors, days,\n"
	"  " STATE("rov", "rov") ",\n"
	"  " STATE("irr", "irr") ",\n"
	"  " STATE("bogon", "bogon") ",\n"
	"  " STATE("bogon", "bogon_origin") ",\n"
	"  strftime('%Y-%m-%dT%H:%M:%S', first_time_us / 1000000, 'unixepoch')\n"
	"    || printf('.%06dZ', first_time_us % 1000000) AS first_seen,\n"
	"  first_offset, first_input, first_peer\n"
	"FROM (SELECT *, replace(replace(replace(\n"
	"    " GROUP("3") " || " GROUP("7") " || " GROUP("11") " || " GROUP("15") " ||\n"
	"    " GROUP("19") " || " GROUP("23") " || " GROUP("27") " || " GROUP("31") ",\n"
	"    ':0', ':'), ':0', ':'), ':0', ':') AS groups\n"
	"  FROM (SELECT *, hex(prefix) AS key FROM route))",

	"CREATE VIEW scores AS -- score, for people\n"
	"SELECT month, asn, network.name AS name, economy, metric, title, score,\n"
	"  (SELECT name FROM state WHERE kind = 'band' AND number = band) AS band,\n"
	"  raw, raw_unit,\n"
	"  score.count_1, score.count_2, score.count_3, score.count_4, now_score,\n"
	"  (SELECT name FROM state WHERE kind = 'band' AND number = now_band) AS now_band\n"
	"FROM score\n"
	"JOIN metric USING (month) LEFT JOIN network USING (month, asn)\n"
	"WHERE metric.id = score.metric",

	NULL,
};

/* clang-format on */

/* The table `state` holds these numbers: whoever renumbers them makes a new version of the schema.
 */
static_assert(ROV_NOT_FOUND == 0 && ROV_INVALID_ASN == 1 && ROV_INVALID_LENGTH == 2 &&
		      ROV_VALID == 3,
	      "stored");
static_assert(IRR_NOT_FOUND == 0 && IRR_ORIGIN_MISMATCH == 1 && IRR_COVERED == 2 && IRR_EXACT == 3,
	      "stored");
static_assert(BOGON_NO == 0 && BOGON_ADMINISTRATIVE == 1 && BOGON_FULL == 2, "stored");
static_assert(BAND_NOT_MEASURED == 0 && BAND_LAGGING == 1 && BAND_ASPIRING == 2 && BAND_READY == 3,
	      "stored");

static_assert(AS_REL_UNKNOWN == 0 && AS_REL_PROVIDER == 1 && AS_REL_CUSTOMER == 2 &&
		      AS_REL_PEER == 3 && AS_REL_SIBLING == 4,
	      "stored");

void store_insert_sql(enum store_table table, char out_sql[STORE_SQL_MAX])
{
	static const char MARKS[] = "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?";
	const struct store_table_info *info = &store_tables[table];
	int len = 2 * info->columns - 1;

	assert((size_t)len < sizeof(MARKS));
	(void)snprintf(out_sql, STORE_SQL_MAX, "INSERT INTO %s VALUES (%.*s)", info->name, len,
		       MARKS);
}

void store_delete_sql(enum store_table table, char out_sql[STORE_SQL_MAX])
{
	(void)snprintf(out_sql, STORE_SQL_MAX, "DELETE FROM %s WHERE month = ?1",
		       store_tables[table].name);
}

void store_select_sql(enum store_table table, bool by_key, char out_sql[STORE_SQL_MAX])
{
	const struct store_table_info *info = &store_tables[table];

	assert(!by_key || info->key != NULL);
	(void)snprintf(out_sql, STORE_SQL_MAX,
		       "SELECT * FROM %s WHERE month = ?1%s%s%s ORDER BY %s", info->name,
		       by_key ? " AND " : "", by_key ? info->key : "", by_key ? " = ?2" : "",
		       info->order);
}
