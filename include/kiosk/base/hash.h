/* A content hash for identity, not for secrets: BLAKE2b-256. */
#ifndef KIOSK_BASE_HASH_H
#define KIOSK_BASE_HASH_H

#include <stddef.h>

#define HASH_HEX_MAX 65 /* 64 hex digits and the NUL */

void hash_hex(const void *bytes, size_t len, char out[HASH_HEX_MAX]);

#endif
