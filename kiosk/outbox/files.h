/* The set of SQLite files that is the outbox: outbox.db, outbox-2.db, ... in one folder. */
#ifndef KIOSK_OUTBOX_FILES_H
#define KIOSK_OUTBOX_FILES_H

#include "db.h"

#include <kiosk/outbox/outbox.h>

#define OUTBOX_FILES_MAX 64

struct outbox {
	char folder[2048];
	enum outbox_role role;
	size_t count;
	sqlite3 *files[OUTBOX_FILES_MAX];
	bool distrusted[OUTBOX_FILES_MAX]; /* an I/O error was seen: nothing more is put there */
	int lock;                          /* uploader.lock; -1 */
	char boot_id[CLOCK_BOOT_ID_MAX];
};

/* Opens the files that another process may have added. */
enum status files_refresh(struct outbox *outbox);
/* Adds a new file behind the last one. */
MUST_USE enum status files_add(struct outbox *outbox);
/* The space that a full disk leaves for the running visit: given up for one put, taken again later.
 */
void files_reserve(struct outbox *outbox);
bool files_release_reserve(struct outbox *outbox);
/* Prepares sql on a file; NULL with *status on failure. */
sqlite3_stmt *files_prepare(sqlite3 *db, const char *sql, enum status *status);

/* The columns of a record, in the order that files_row reads. */
#define RECORD_COLUMNS                                                                             \
	"id, questionnaire, questionnaire_hash, created_ms, state, attempts, in_doubt, "           \
	"next_try_ms, boot_id, http_status, "                                                      \
	"reason, finished_ms, server_id"
void files_row(sqlite3_stmt *row, struct outbox_record *out);

#endif
