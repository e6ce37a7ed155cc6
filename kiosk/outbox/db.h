/* SQLite files as this room uses them: rollback journal, fully synchronous, freed pages
 * overwritten. */
#ifndef KIOSK_OUTBOX_DB_H
#define KIOSK_OUTBOX_DB_H

#include <kiosk/base/buf.h>
#include <kiosk/base/status.h>

#include <sqlite3.h>
#include <stdbool.h>

struct db_kind {
	int application_id;
	int version; /* PRAGMA user_version of the schema below */
	const char *schema;
};

/* writable: creates the file (0660, its folder synced) and its schema when missing. explain (may be
 * NULL) gets one line for people. STATUS_NOTFOUND, STATUS_DENIED, STATUS_CORRUPT,
 * STATUS_UNSUPPORTED (a newer version's file), STATUS_BUSY, STATUS_NOSPACE, STATUS_IO. */
MUST_USE enum status db_open(const char *path, const struct db_kind *kind, bool writable,
			     struct buf *explain, sqlite3 **out);
void db_close(sqlite3 *db);
/* Reads every page of the file (the time grows with it): STATUS_CORRUPT when one is damaged. */
MUST_USE enum status db_check_pages(sqlite3 *db, const char *path, struct buf *explain);
/* SQLite's result code as ours; SQLITE_OK, SQLITE_ROW and SQLITE_DONE are STATUS_OK. */
enum status db_status(int code);
MUST_USE enum status db_run(sqlite3 *db, const char *sql);
/* fsync of a folder, so that a file made in it is there after a power cut. */
MUST_USE enum status db_sync_folder(const char *folder);
/* A line for people about a file: what and mend. explain may be NULL. */
void db_explain(struct buf *explain, const char *path, const char *what, const char *mend);

#endif
