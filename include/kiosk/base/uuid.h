/* Random identifiers (RFC 4122 version 4, from getrandom(2)). */
#ifndef KIOSK_BASE_UUID_H
#define KIOSK_BASE_UUID_H

#include <kiosk/base/status.h>

#include <stdbool.h>

#define UUID_MAX           37 /* 36 characters and the NUL */
#define UUID_REFERENCE_MAX 9  /* the receipt's reference: the first 8 hex digits and the NUL */

MUST_USE enum status uuid_make(char out[UUID_MAX]);
bool uuid_valid(const char *text);
void uuid_reference(const char uuid[UUID_MAX], char out[UUID_REFERENCE_MAX]);

#endif
