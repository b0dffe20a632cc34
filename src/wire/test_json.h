/* For tests and fuzzers: is this JSON? */
#ifndef WIRE_TEST_JSON_H
#define WIRE_TEST_JSON_H

#include <yajl/yajl_parse.h>

#include "base/text.h"

static inline bool json_is_valid(struct text text)
{
	yajl_handle handle = yajl_alloc(NULL, NULL, NULL);
	bool is_valid =
		yajl_parse(handle, (const unsigned char *)text.at, text.len) == yajl_status_ok &&
		yajl_complete_parse(handle) == yajl_status_ok;

	yajl_free(handle);
	return is_valid;
}

#endif
