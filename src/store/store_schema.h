/*
 * Schema: the tables of a store, in one place, as people and programs see them.
 *
 * In:   nothing.
 * Out:  the SQL that makes an empty store, and what the program has to know of each table.
 * Note: docs/store-schema.md explains every column. Whatever changes here is a new version.
 */
#ifndef STORE_STORE_SCHEMA_H
#define STORE_STORE_SCHEMA_H

#include <stdbool.h>

/* How `file` and we ourselves tell a store from any other SQLite database: "Decm". */
#define STORE_APPLICATION_ID 0x4465636d

enum { STORE_SCHEMA_VERSION = 2, STORE_PAGE_SIZE = 8192 };

/* In the order in which they are written and emptied. The tally counts those before it. */
enum store_table {
	TABLE_MONTH,
	TABLE_METRIC,
	TABLE_INPUT,
	TABLE_INPUT_COUNT,
	TABLE_SOURCE,
	TABLE_PEER,
	TABLE_VRP_BLOCK,
	TABLE_ROUTE_OBJECT_BLOCK,
	TABLE_ASPA,
	TABLE_ROUTE,
	TABLE_PATH_BOGON,
	TABLE_NEIGHBOUR,
	TABLE_CARRIED,
	TABLE_INCIDENT,
	TABLE_CHARGE,
	TABLE_SPOOF_TEST,
	TABLE_REGISTRATION,
	TABLE_LOOSE_VRP,
	TABLE_NETWORK,
	TABLE_SCORE,
	TABLE_ROUTE_SERVER,
	TABLE_RS_FINDING,
	TABLE_TALLY,
	TABLE_COUNT,
};

struct store_table_info {
	const char *name;
	const char *key; /* second column of the primary key, by which rows are picked; or NULL */
	const char *order;
	int columns; /* the first is always the month */
};

extern const struct store_table_info store_tables[TABLE_COUNT];

/* The statements that make all tables and views and name the states; NULL-terminated. */
extern const char *const store_schema_sql[];
/* The same for the register, which stands beside the months (store_register.h). */
extern const char *const store_register_sql[];
enum { STORE_SQL_MAX = 256 };

/* "INSERT INTO route VALUES (?,?...)" */
void store_insert_sql(enum store_table table, char out_sql[STORE_SQL_MAX]);
void store_delete_sql(enum store_table table, char out_sql[STORE_SQL_MAX]);
/* The rows of month ?1, all or those of key ?2, in their order. */
void store_select_sql(enum store_table table, bool by_key, char out_sql[STORE_SQL_MAX]);

#endif
