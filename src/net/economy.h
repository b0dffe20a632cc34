/*
 * Economy: a country or territory as the registries write it, where it lies, and which registry
 * usually serves it.
 *
 * In:   a code of two letters.
 * Out:  its name, its place among the regions of the United Nations, its registry.
 * Standard: ISO 3166-1 alpha-2, all 249 of 2025-01; UN M49 for the regions. Besides XK, which
 *       registries use, and two that stand in their statistics for no one economy: EU and AP.
 * Pure: a frozen table; safe from any thread.
 *
 * Where M49 divides a sub-region once more, the smaller part stands here: Western Africa, not
 * Sub-Saharan Africa; Caribbean, not Latin America and the Caribbean. M49 does not list Taiwan and
 * Kosovo; they stand with their neighbours.
 */
#ifndef NET_ECONOMY_H
#define NET_ECONOMY_H

#include "net/delegation.h"

struct economy {
	char code[3];
	const char *name;       /* UTF-8 */
	const char *region;     /* "Africa", "Americas", "Antarctica", "Asia", "Europe",
				 * "Oceania"; "" of AP, which spans two */
	const char *sub_region; /* "Western Africa"; "" of AQ, EU and AP */
	enum registry registry; /* whose service region it is in; holders may go elsewhere */
	bool is_iso;            /* false: XK, EU, AP */
};

/* Without regard to case; NULL when there is none. */
const struct economy *economy_find(struct text code);

/* The first by code after NULL, NULL after the last. */
const struct economy *economy_next(const struct economy *last);

#endif
