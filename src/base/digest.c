#include "base/digest.h"

#include <assert.h>
#include <openssl/evp.h>

void digest_init(struct digest *digest)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	assert(context != NULL);
	int started = EVP_DigestInit_ex(context, EVP_sha256(), NULL);
	assert(started == 1);
	digest->context = context;
}

void digest_add(struct digest *digest, const void *bytes, size_t size)
{
	int added = EVP_DigestUpdate(digest->context, bytes, size);
	assert(added == 1);
}

void digest_finish(struct digest *digest, char out_text[DIGEST_TEXT_MAX])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	int finished = EVP_DigestFinal_ex(digest->context, sum, &size);

	assert(finished == 1 && size == (DIGEST_TEXT_MAX - 1) / 2);
	for (unsigned i = 0; i < size; i++) {
		out_text[2 * i] = hex[sum[i] >> 4];
		out_text[2 * i + 1] = hex[sum[i] & 15];
	}
	out_text[DIGEST_TEXT_MAX - 1] = '\0';
	digest_clear(digest);
}

void digest_clear(struct digest *digest)
{
	EVP_MD_CTX_free(digest->context);
	digest->context = NULL;
}
