/* The Authorization header. Secrets come from files, live only in wiped buffers, and are in no log.
 */
#ifndef KIOSK_DELIVERY_AUTH_H
#define KIOSK_DELIVERY_AUTH_H

#include <kiosk/base/buf.h>
#include <kiosk/settings.h>

/* Adds the header line, nothing for method none. The file is read each time: a renewed token takes
 * effect at once. STATUS_DENIED (logged) when it cannot be read. */
MUST_USE enum status auth_header(const struct settings *settings, struct buf *out);
/* Logs a warning when others can read the secret file. */
void auth_check(const struct settings *settings);

#endif
