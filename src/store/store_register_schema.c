#include "store/store_schema.h"

#include <assert.h>

#include "net/participant.h"

/* clang-format off */

const char *const store_register_sql[] = {
	"CREATE TABLE participant( -- who takes part in a programme\n"
	"  programme TEXT NOT NULL,            -- 'netops', 'ixp', 'cdn', 'vendor'\n"
	"  name TEXT NOT NULL COLLATE NOCASE,\n"
	"  economies TEXT NOT NULL,            -- 'DE AT'\n"
	"  contact TEXT NOT NULL,\n"
	"  since INTEGER NOT NULL,             -- 20260222; 0: nobody says\n"
	"  networks INTEGER NOT NULL,          -- rows in participant_asn\n"
	"  PRIMARY KEY (programme, name)\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE participant_asn( -- with which networks\n"
	"  programme TEXT NOT NULL,\n"
	"  name TEXT NOT NULL COLLATE NOCASE,\n"
	"  asn INTEGER NOT NULL,\n"
	"  role INTEGER NOT NULL,  -- 0: its own network, 1: a route server, 2: a member\n"
	"  PRIMARY KEY (programme, name, asn, role),\n"
	"  FOREIGN KEY (programme, name) REFERENCES participant\n"
	") STRICT, WITHOUT ROWID",
	"CREATE INDEX participant_by_asn ON participant_asn(asn, programme, name, role)",

	"CREATE TABLE attestation( -- a claim with its proof\n"
	"  programme TEXT NOT NULL,\n"
	"  name TEXT NOT NULL COLLATE NOCASE,\n"
	"  check_id TEXT NOT NULL,     -- of the programme's norms\n"
	"  product TEXT NOT NULL,      -- of a vendor; '': all\n"
	"  auditor TEXT NOT NULL,      -- '': only claimed\n"
	"  says TEXT NOT NULL,\n"
	"  link TEXT NOT NULL,\n"
	"  is_tested INTEGER NOT NULL, -- 1: a test was run\n"
	"  holds INTEGER NOT NULL,     -- 0: it was looked at, and does not hold\n"
	"  date INTEGER NOT NULL,      -- 20260222; 0: nobody says\n"
	"  expires INTEGER NOT NULL,   -- 0: never\n"
	"  PRIMARY KEY (programme, name, check_id, product, auditor),\n"
	"  FOREIGN KEY (programme, name) REFERENCES participant\n"
	") STRICT, WITHOUT ROWID",

	"CREATE TABLE feedback( -- what somebody says an incident was\n"
	"  source TEXT NOT NULL,\n"
	"  incident TEXT NOT NULL,\n"
	"  number INTEGER NOT NULL,  -- from 1 for each incident; the highest is the latest\n"
	"  asn INTEGER NOT NULL,     -- whose score it is about; 0: everybody's\n"
	"  class INTEGER NOT NULL,   -- 0: disputed, 1: legitimate, 2: a typo, 3: an incident\n"
	"  who TEXT NOT NULL,\n"
	"  why TEXT NOT NULL,\n"
	"  time_us INTEGER NOT NULL,\n"
	"  PRIMARY KEY (source, incident, number)\n"
	") STRICT, WITHOUT ROWID",
	"CREATE INDEX feedback_by_asn ON feedback(asn, source, incident, number)",

	"CREATE TABLE register_tally( -- rows of each of these tables\n"
	"  name TEXT PRIMARY KEY,\n"
	"  rows INTEGER NOT NULL\n"
	") STRICT, WITHOUT ROWID",
	"INSERT INTO register_tally VALUES"
	" ('participant', 0), ('participant_asn', 0), ('attestation', 0), ('feedback', 0)",

	NULL,
};

/* clang-format on */

/* The tables hold these numbers: whoever renumbers them makes a new version of the schema. */
static_assert(PARTICIPANT_NETWORK == 0 && PARTICIPANT_ROUTE_SERVER == 1 && PARTICIPANT_MEMBER == 2,
	      "stored");
static_assert(FEEDBACK_DISPUTED == 0 && FEEDBACK_LEGITIMATE == 1 && FEEDBACK_TYPO == 2 &&
		      FEEDBACK_INCIDENT == 3,
	      "stored");
