/* Staff PINs: Argon2id strings (libsodium's crypto_pwhash_str, interactive limits). */
#ifndef KIOSK_PIN_H
#define KIOSK_PIN_H

#include <kiosk/base/status.h>

#include <stdbool.h>

#define PIN_DIGITS_MIN 6
#define PIN_DIGITS_MAX 32
#define PIN_HASH_MAX   128

/* 6 to 32 ASCII digits. */
bool pin_well_formed(const char *pin);
/* STATUS_INVALID for a PIN that is not well formed, STATUS_NOMEM when Argon2id cannot get its 64
 * MiB. */
MUST_USE enum status pin_hash(const char *pin, char out[PIN_HASH_MAX]);
/* True when hash is a string that pin_verify can use. */
bool pin_hash_valid(const char *hash);
/* STATUS_OK: right. STATUS_DENIED: wrong. STATUS_NOMEM: could not be computed (not counted as a
 * wrong try). */
MUST_USE enum status pin_verify(const char *hash, const char *pin);

#endif
