/*
 * Errors: a function that can fail returns 0 or more on success, or one of these.
 *
 * Only what a caller can act on is listed. A broken invariant is not an error but a bug of ours:
 * use assert(), which stays on in release builds. Bad input is refused as a value, with a reason.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
	ERR_TRUNCATED = -1,   /* the input ends too early; more bytes may help */
	ERR_MALFORMED = -2,   /* the input breaks its format; more bytes will not help */
	ERR_LIMIT = -3,       /* a budget that we chose is spent; the caller sheds load */
	ERR_IO = -4,          /* the operating system refused; errno says why */
	ERR_UNSUPPORTED = -5, /* well-formed, but a kind or version that we do not read */
	ERR_NOT_FOUND = -6,   /* the thing asked for does not exist */
	ERR_USAGE = -7,       /* the person asked for something that makes no sense */
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* "truncated", "malformed"... for a sentence to a person. */
static inline const char *err_name(int err)
{
	switch (err) {
	case ERR_TRUNCATED:
		return "truncated";
	case ERR_MALFORMED:
		return "malformed";
	case ERR_LIMIT:
		return "limit reached";
	case ERR_IO:
		return "input/output error";
	case ERR_UNSUPPORTED:
		return "unsupported";
	case ERR_NOT_FOUND:
		return "not found";
	case ERR_USAGE:
		return "wrong usage";
	default:
		return "ok";
	}
}

#endif
