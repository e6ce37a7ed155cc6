#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 5000

enum status db_status(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return STATUS_OK;
	case SQLITE_NOMEM:
		return STATUS_NOMEM;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STATUS_BUSY;
	case SQLITE_FULL:
		return STATUS_NOSPACE;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return STATUS_CORRUPT;
	case SQLITE_PERM:
	case SQLITE_AUTH:
	case SQLITE_READONLY:
		return STATUS_DENIED;
	case SQLITE_TOOBIG:
		return STATUS_LIMIT;
	case SQLITE_CONSTRAINT: /* the statement's fault, not the file's */
		return STATUS_INVALID;
	default:
		return STATUS_IO;
	}
}

enum status db_run(sqlite3 *db, const char *sql)
{
	return db_status(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

void db_explain(struct buf *explain, const char *path, const char *what, const char *mend)
{
	/* A line for people that does not fit is cut short, nothing else depends on it. */
	if (explain && buf_addf(explain, "%s: %s: %s", path, what, mend))
		buf_truncate(explain, 0);
}

enum status db_sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status status = STATUS_OK;

	if (fd < 0)
		return STATUS_IO;
	if (fsync(fd) != 0 && errno != EINVAL)
		status = STATUS_IO;
	close(fd);
	return status;
}

static enum status make_file(const char *path)
{
	char folder[4096];
	char *slash;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660);

	if (fd < 0) {
		if (errno == EEXIST)
			return STATUS_OK;
		if (errno == ENOSPC || errno == EDQUOT)
			return STATUS_NOSPACE;
		return errno == EACCES || errno == EPERM || errno == EROFS ? STATUS_DENIED
									   : STATUS_IO;
	}
	(void)fchmod(fd, 0660); /* two users share the outbox, whatever the umask */
	close(fd);
	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (!slash)
		return db_sync_folder(".");
	*slash = '\0';
	return db_sync_folder(folder);
}

static int read_int(sqlite3 *db, const char *sql, int *out)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		*out = sqlite3_column_int(statement, 0);
		code = SQLITE_OK;
	}
	sqlite3_finalize(statement);
	return code;
}

/* Another process may make the same schema at the same time: it is made within one transaction. */
static enum status make_schema(sqlite3 *db, const struct db_kind *kind)
{
	char pragmas[128];
	enum status status = db_run(db, "BEGIN IMMEDIATE");
	int version = 0;

	if (status)
		return status;
	status = db_status(read_int(db, "PRAGMA user_version", &version));
	snprintf(pragmas, sizeof(pragmas), "PRAGMA application_id=%d; PRAGMA user_version=%d;",
		 kind->application_id, kind->version);
	if (!status && version == 0 && !(status = db_run(db, kind->schema)))
		status = db_run(db, pragmas);
	if (!status)
		status = db_run(db, "COMMIT");
	if (status)
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

static enum status check_kind(sqlite3 *db, const char *path, const struct db_kind *kind,
			      bool writable, struct buf *explain)
{
	int id = 0, version = 0;
	enum status status = db_status(read_int(db, "PRAGMA user_version", &version));

	if (!status)
		status = db_status(read_int(db, "PRAGMA application_id", &id));
	if (status)
		return status;
	if (version == 0 && id == 0)
		return writable ? make_schema(db, kind) : STATUS_NOTFOUND;
	if (id != kind->application_id) {
		db_explain(explain, path, "is another program's database", "move it away");
		return STATUS_CORRUPT;
	}
	if (version > kind->version) {
		db_explain(explain, path, "was written by a newer version of this program",
			   "install that version again");
		return STATUS_UNSUPPORTED;
	}
	return STATUS_OK;
}

static enum status set_up(sqlite3 *db, const char *path, const struct db_kind *kind, bool writable,
			  struct buf *explain)
{
	enum status status;

	sqlite3_busy_timeout(db, BUSY_MS);
	sqlite3_extended_result_codes(db, 1);
	status = db_run(
		db,
		"PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
		"PRAGMA temp_store=MEMORY; PRAGMA cache_size=-256; PRAGMA foreign_keys=ON;");
	if (!status && !writable)
		status = db_run(db, "PRAGMA query_only=ON");
	if (!status && writable && sqlite3_db_readonly(db, "main") == 1)
		status = STATUS_DENIED;
	return status ? status : check_kind(db, path, kind, writable, explain);
}

static void explain_status(enum status status, const char *path, struct buf *explain)
{
	if (!explain || explain->len > 0)
		return;
	if (status == STATUS_DENIED)
		db_explain(explain, path, "may not be written",
			   "give this user the right to write to the file and its folder");
	else if (status == STATUS_NOSPACE)
		db_explain(explain, path, "the disk is full", "free some space");
	else if (status == STATUS_CORRUPT)
		db_explain(explain, path, "is damaged",
			   "keep a copy of it for repair and move it away");
	else if (status == STATUS_NOTFOUND)
		db_explain(explain, path, "does not exist",
			   "start the kiosk once, or correct outbox.directory");
	else
		db_explain(explain, path, status_text(status), strerror(errno));
}

enum status db_open(const char *path, const struct db_kind *kind, bool writable,
		    struct buf *explain, sqlite3 **out)
{
	/* A reader too: the transaction that a crash cut off must be rolled back before reading.
	 * Where this user may not write, SQLite opens the file for reading. */
	const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
	enum status status = writable ? make_file(path) : STATUS_OK;
	sqlite3 *db = NULL;

	if (!status && !writable && access(path, F_OK) != 0)
		status = STATUS_NOTFOUND;
	if (!status) {
		int code = sqlite3_open_v2(path, &db, flags, NULL);

		status = code == SQLITE_CANTOPEN ? STATUS_DENIED : db_status(code);
	}
	if (!status)
		status = set_up(db, path, kind, writable, explain);
	if (status) {
		explain_status(status, path, explain);
		sqlite3_close(db);
		return status;
	}
	*out = db;
	return STATUS_OK;
}

enum status db_check_pages(sqlite3 *db, const char *path, struct buf *explain)
{
	enum status status = STATUS_CORRUPT;
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL);

	if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW &&
	    strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0)
		status = STATUS_OK;
	sqlite3_finalize(statement);
	if (code != SQLITE_ROW)
		status = db_status(code);
	if (status)
		explain_status(status, path, explain);
	return status;
}

void db_close(sqlite3 *db)
{
	(void)sqlite3_close(db);
}
