/* Sealing to the uploader's public key (libsodium crypto_box_seal, X25519 + XSalsa20-Poly1305). The
 * kiosk holds only the public key and cannot open what it sealed. A sealed record is: 1 version
 * byte (1), 8 bytes key id (BLAKE2b of the public key), the sealed box. Key files are text: one
 * line "kiosk-public-key:1:BASE64" or "kiosk-secret-key:1:BASE64". */
#ifndef KIOSK_OUTBOX_SEAL_H
#define KIOSK_OUTBOX_SEAL_H

#include <kiosk/base/buf.h>
#include <kiosk/base/content.h>
#include <kiosk/base/status.h>

#include <stdint.h>

#define SEAL_KEY_ID_BYTES 8

struct seal_public {
	uint8_t id[SEAL_KEY_ID_BYTES];
	uint8_t key[32];
};
struct seal_secret; /* in locked memory */

/* explain (may be NULL) gets one line that names the file, what is wrong and the mend.
 * STATUS_NOTFOUND, STATUS_DENIED, STATUS_INVALID. A secret key that others can read is
 * STATUS_DENIED. */
MUST_USE enum status seal_public_read(const char *path, struct content *content,
				      struct buf *explain, struct seal_public *out);
MUST_USE enum status seal_secret_read(const char *path, struct buf *explain,
				      struct seal_secret **out);
void seal_secret_close(struct seal_secret *secret);
const struct seal_public *seal_secret_public(const struct seal_secret *secret);
/* Makes a pair: the secret file 0600, the public one 0644, neither may exist (STATUS_DENIED), both
 * fsynced. */
MUST_USE enum status seal_make_pair(const char *secret_path, const char *public_path);

MUST_USE enum status seal_close_box(const struct seal_public *key, const void *bytes, size_t len,
				    struct buf *out);
/* STATUS_DENIED: sealed to another key. STATUS_CORRUPT: damaged. */
MUST_USE enum status seal_open_box(const struct seal_secret *key, const void *bytes, size_t len,
				   struct buf *out);

#endif
