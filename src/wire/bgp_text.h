/*
 * BGP text: paths, communities and addresses as the field reads them, spelled like bgpdump.
 *
 * In:   values as they stand on the wire.
 * Out:  characters at a bare cursor; each function returns the position behind them.
 * Room: at most BGP_TEXT_PER_BYTE characters for each byte of the value, and BGP_TEXT_SLACK more,
 *       into which the functions may scribble behind the position that they return.
 */
#ifndef WIRE_BGP_TEXT_H
#define WIRE_BGP_TEXT_H

#include "base/buffer.h"
#include "net/prefix.h"

enum {
	/* Three for a two-octet AS number ("65535 ") and the header of an empty set ("{} "); a
	 * community has up to thirteen for its four octets ("no-advertise "). */
	BGP_TEXT_PER_BYTE = 4,
	BGP_TEXT_SLACK = 16,
};

/*
 * The texts of all small numbers: communities consist of them, paths for the greater part. Looking
 * one up is faster than making it, whose time goes by digits that no processor can foresee.
 */
enum { NUMBER_TEXTS = 1 << 16 };

struct number_text {
	char digits[7]; /* all are copied, whatever the size */
	uint8_t size;
};

struct number_texts {
	struct number_text texts[NUMBER_TEXTS];
};

void number_texts_init(struct number_texts *numbers);

/* At most ten characters, and seven are written whatever the number. */
static inline char *number_put(char *at, uint32_t number, const struct number_texts *numbers)
{
	if (number >= NUMBER_TEXTS)
		return put_u32(at, number);
	const struct number_text *text = &numbers->texts[number];
	memcpy(at, text->digits, sizeof(text->digits));
	return at + text->size;
}

/* A four-octet path: "64496 64497 {64498,64499}", a confederation in () or [] (RFC 5065). What
 * cannot be a path is "! Error !". */
char *as_path_put(char *at, struct reader path, const struct number_texts *numbers);

/* The value of a COMMUNITIES attribute: "64496:100 no-export". */
char *communities_put(char *at, struct reader value, const struct number_texts *numbers);

/* One of twelve octets: "64496:1:2" (RFC 8092 section 5). */
char *large_community_put(char *at, struct reader *in, const struct number_texts *numbers);
/* The value of a LARGE_COMMUNITIES attribute: "64496:1:2 64496:3:4". */
char *large_communities_put(char *at, struct reader value, const struct number_texts *numbers);
/* Every octet in two hexadecimal digits, lower case: twice as many characters. */
char *hex_put(char *at, struct reader value);

/* A route distinguisher: "64496:100", "192.0.2.1:100" (RFC 4364 section 4.2); "0x" and sixteen
 * digits for one of another type. At most RD_TEXT_MAX. */
enum { RD_TEXT_MAX = 24 };
char *rd_put(char *at, uint64_t rd);

/*
 * IPv6 as bgpdump spells it, which differs from RFC 5952: a single zero group becomes "::" too, and
 * IPv4-compatible addresses show their last 32 bits as IPv4 like IPv4-mapped ones. IPv4 as
 * everybody does. At most ADDRESS_TEXT_MAX characters; no NUL.
 */
char *bgpdump_address_put(char *at, const struct address *address);
/* "192.0.2.0/24" in that spelling. */
char *bgpdump_prefix_put(char *at, const struct prefix *prefix);

#endif
