/* The entry point that every fuzzer defines. Its name is libFuzzer's choice, not ours. */
#ifndef BASE_FUZZ_H
#define BASE_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/* NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
