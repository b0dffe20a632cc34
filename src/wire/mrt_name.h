/*
 * MRT names: what the standards call each type of record. RFC 6396 sections 4, 5.2 and appendix B;
 * RFC 6397; RFC 8050.
 *
 * In:  the numbers of a record's header.
 * Out: names that live as long as the program.
 * Pure.
 */
#ifndef WIRE_MRT_NAME_H
#define WIRE_MRT_NAME_H

/* "TABLE_DUMP_V2", or NULL for a type that nobody has defined. */
const char *mrt_name_of_type(unsigned type);

/* "RIB_IPV4_UNICAST": the subtype's name; the type's name if it has no subtypes; or NULL when
 * nobody has defined it. */
const char *mrt_type_name(unsigned type, unsigned subtype);

#endif
