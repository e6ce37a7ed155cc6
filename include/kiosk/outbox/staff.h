/* What staff did, and how often the PIN was wrong: both durable before anything is shown. One
 * SQLite file, staff.db, in the outbox folder; rows are only added, each with the hash of the one
 * before. No patient data. */
#ifndef KIOSK_OUTBOX_STAFF_H
#define KIOSK_OUTBOX_STAFF_H

#include <kiosk/base/buf.h>
#include <kiosk/base/status.h>

#include <stdint.h>

struct staff_log;

MUST_USE enum status staff_log_open(const char *folder, struct buf *explain,
				    struct staff_log **out);
void staff_log_close(struct staff_log *log);

/* event is one of our own words ("pin-wrong", "reset", "close", ...), detail a word or a record's
 * reference, NULL none. */
MUST_USE enum status staff_log_add(struct staff_log *log, int64_t real_ms, const char *event,
				   const char *detail);

/* Milliseconds until the next PIN may be tried, 0: now. Doubles with every wrong one (from 1 s at
 * the third, capped at 15 min), in boot time: restarting, killing and setting the clock change
 * nothing; after a reboot the whole delay runs again. STATUS_IO when it cannot be known: then no
 * PIN is accepted. */
MUST_USE enum status staff_pin_delay(struct staff_log *log, int64_t boot_ms, int64_t *delay_ms);
/* Commits the failure before it is verified: call it first, then staff_pin_right when the PIN was
 * right. */
MUST_USE enum status staff_pin_try(struct staff_log *log, int64_t boot_ms);
MUST_USE enum status staff_pin_right(struct staff_log *log);

#endif
