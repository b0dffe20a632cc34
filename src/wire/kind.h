/*
 * Kind: what an input is, told from its first bytes and nothing else: not from its name, not from
 * what the sender says.
 *
 * In:   the first bytes of an unpacked input, up to KIND_WINDOW of them.
 * Out:  its kind; for what we cannot use, a sentence for the person who gave it to us.
 * Promise: no input is taken for another kind than its own unless it was made to; what we do not
 *       know is said to be unknown. Damage inside a file does not hide its kind.
 * Standard: that of each format; see the header of its parser.
 */
#ifndef WIRE_KIND_H
#define WIRE_KIND_H

#include "base/text.h"

enum kind {
	/* Read by a parser of ours. */
	KIND_MRT,
	KIND_RPKI_JSON,
	KIND_RPKI_CSV,
	KIND_RPSL,
	KIND_DELEGATED,
	KIND_AS_REL,
	KIND_AS_ORG,
	KIND_RTR,
	KIND_PEERINGDB,
	KIND_GRIP,
	KIND_RADAR,
	KIND_BGPSTREAM_JSON,
	KIND_BGPSTREAM_CSV,
	KIND_SPOOFER,
	KIND_ASN_DROP,
	/* The same, but only to be shown, not observed yet. */
	KIND_PCAP,
	KIND_BGP,
	KIND_BMP,
	KIND_RIS_LIVE,
	/* What people say: for the register, not observed. */
	KIND_PARTICIPANTS,
	KIND_PARTICIPANTS_JSON,
	KIND_IXF_JSON,
	/* Not used. */
	KIND_EMPTY,
	KIND_HTML,
	KIND_WHOIS_ERROR,
	KIND_XML,
	KIND_JSON_UNKNOWN,
	KIND_ARCHIVE,
	KIND_BINARY_UNKNOWN,
	KIND_TEXT_UNKNOWN,
	KINDS,
};

/* Enough for the longest header of an honest file: lists of sources, terms of use, metadata. */
enum { KIND_WINDOW = 64 << 10 };

/* `start` holds the first bytes; `whole` says that there are no more. */
enum kind kind_check(struct text start, bool whole);

/* Can it be observed? */
static inline bool kind_is_usable(enum kind kind)
{
	return kind < KIND_PCAP;
}

/* "mrt", "rpki-json"... Static. */
const char *kind_name(enum kind kind);
/* "an HTML page, not data: the download probably failed". Static. */
const char *kind_says(enum kind kind);

#endif
