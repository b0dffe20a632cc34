/*
 * Digest: the SHA-256 of bytes as they pass (libcrypto), so that a person can compare an input of
 * ours with `sha256sum`.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>

enum { DIGEST_TEXT_MAX = 65 };

struct digest {
	void *context; /* owns an EVP_MD_CTX; NULL once finished */
};

void digest_init(struct digest *digest);
void digest_add(struct digest *digest, const void *bytes, size_t size);
/* Writes 64 hexadecimal digits and a NUL, and frees the context. */
void digest_finish(struct digest *digest, char out_text[DIGEST_TEXT_MAX]);
/* Frees an unfinished digest; harmless after digest_finish(). */
void digest_clear(struct digest *digest);

#endif
