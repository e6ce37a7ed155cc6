#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESERVE_BYTES (512 << 10)

/* Rows without personal data are readable; the response and the server's own words are sealed. */
static const struct db_kind kind = {
	.application_id = 0x4b4f5458, /* "KOTX" */
	.version = 1,
	.schema = "CREATE TABLE record(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL "
		  "UNIQUE,"
		  " questionnaire TEXT NOT NULL, questionnaire_hash TEXT NOT NULL, created_ms "
		  "INTEGER NOT NULL,"
		  " state INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, in_doubt INTEGER "
		  "NOT NULL DEFAULT 0,"
		  " next_try_ms INTEGER NOT NULL DEFAULT 0, boot_id TEXT NOT NULL DEFAULT '',"
		  " http_status INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',"
		  " finished_ms INTEGER NOT NULL DEFAULT 0, server_id TEXT NOT NULL DEFAULT '',"
		  " length INTEGER NOT NULL, sealed BLOB, detail BLOB);"
		  "CREATE INDEX record_open ON record(state, created_ms, number) WHERE state < 2;"
		  "CREATE INDEX record_delivered ON record(finished_ms) WHERE state = 2;",
};

static void file_name(const struct outbox *outbox, size_t index, char path[4096])
{
	if (index == 0)
		snprintf(path, 4096, "%s/outbox.db", outbox->folder);
	else
		snprintf(path, 4096, "%s/outbox-%zu.db", outbox->folder, index + 1);
}

static enum status open_file(struct outbox *outbox, struct buf *explain)
{
	char path[4096];
	enum status status;

	if (outbox->count == OUTBOX_FILES_MAX)
		return STATUS_LIMIT;
	file_name(outbox, outbox->count, path);
	status = db_open(path, &kind, outbox->role != OUTBOX_ROLE_READER, explain,
			 &outbox->files[outbox->count]);
	if (status)
		return status;
	/* The kiosk starts anew for every patient, and a damaged page that it meets sends its
	 * record to another file: reading everything is the others' task. */
	if (outbox->role != OUTBOX_ROLE_KIOSK)
		status = db_check_pages(outbox->files[outbox->count], path, explain);
	if (status)
		db_close(outbox->files[outbox->count]);
	else
		outbox->count++;
	return status;
}

static bool next_exists(const struct outbox *outbox)
{
	char path[4096];

	file_name(outbox, outbox->count, path);
	return outbox->count < OUTBOX_FILES_MAX && access(path, F_OK) == 0;
}

enum status files_refresh(struct outbox *outbox)
{
	enum status status = STATUS_OK;

	while (!status && next_exists(outbox))
		status = open_file(outbox, NULL);
	return status;
}

enum status files_add(struct outbox *outbox)
{
	return open_file(outbox, NULL);
}

static void reserve_name(const struct outbox *outbox, char path[4096])
{
	snprintf(path, 4096, "%s/reserve", outbox->folder);
}

void files_reserve(struct outbox *outbox)
{
	struct stat about;
	char path[4096];
	int fd;

	reserve_name(outbox, path);
	if (outbox->role != OUTBOX_ROLE_KIOSK ||
	    (stat(path, &about) == 0 && about.st_blocks * 512 >= RESERVE_BYTES))
		return;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	if (fd < 0)
		return;
	if (posix_fallocate(fd, 0, RESERVE_BYTES) != 0)
		(void)unlink(path);
	close(fd);
}

bool files_release_reserve(struct outbox *outbox)
{
	char path[4096];

	reserve_name(outbox, path);
	return unlink(path) == 0;
}

static enum status take_lock(struct outbox *outbox, struct buf *explain)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/uploader.lock", outbox->folder);
	outbox->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	if (outbox->lock < 0) {
		db_explain(explain, path, strerror(errno),
			   "give this user the right to write to the folder");
		return STATUS_DENIED;
	}
	if (flock(outbox->lock, LOCK_EX | LOCK_NB) != 0) {
		db_explain(explain, path, "another kiosk-uploader works on this outbox",
			   "stop it first");
		return STATUS_BUSY;
	}
	return STATUS_OK;
}

static enum status make_folder(const struct outbox *outbox, struct buf *explain)
{
	struct stat about;

	if (outbox->role != OUTBOX_ROLE_READER && mkdir(outbox->folder, 0770) == 0)
		return chmod(outbox->folder, 0770) == 0 ? STATUS_OK : STATUS_IO;
	if (stat(outbox->folder, &about) != 0) {
		db_explain(explain, outbox->folder, strerror(errno),
			   "make the folder, or correct outbox.directory");
		return errno == ENOENT ? STATUS_NOTFOUND : STATUS_DENIED;
	}
	if (!S_ISDIR(about.st_mode)) {
		db_explain(explain, outbox->folder, "is no folder", "correct outbox.directory");
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

enum status outbox_open(const char *folder, enum outbox_role role, struct buf *explain,
			struct outbox **out)
{
	struct outbox *outbox;
	enum status status;

	if (strlen(folder) >= sizeof(outbox->folder))
		return STATUS_LIMIT;
	outbox = calloc(1, sizeof(*outbox));
	if (!outbox)
		return STATUS_NOMEM;
	outbox->role = role;
	outbox->lock = -1;
	memcpy(outbox->folder, folder, strlen(folder) + 1);
	clock_boot_id(outbox->boot_id);
	status = make_folder(outbox, explain);
	if (!status && role == OUTBOX_ROLE_UPLOADER)
		status = take_lock(outbox, explain);
	if (!status)
		status = open_file(outbox, explain);
	while (!status && next_exists(outbox))
		status = open_file(outbox, explain);
	if (status) {
		outbox_close(outbox);
		return status;
	}
	files_reserve(outbox);
	*out = outbox;
	return STATUS_OK;
}

void outbox_close(struct outbox *outbox)
{
	size_t i;

	if (!outbox)
		return;
	for (i = 0; i < outbox->count; i++)
		db_close(outbox->files[i]);
	if (outbox->lock >= 0)
		close(outbox->lock);
	free(outbox);
}

sqlite3_stmt *files_prepare(sqlite3 *db, const char *sql, enum status *status)
{
	sqlite3_stmt *statement = NULL;

	*status = db_status(sqlite3_prepare_v2(db, sql, -1, &statement, NULL));
	return statement;
}

static void copy_text(sqlite3_stmt *row, int column, char *out, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(row, column);

	snprintf(out, size, "%s", text ? text : "");
}

void files_row(sqlite3_stmt *row, struct outbox_record *out)
{
	memset(out, 0, sizeof(*out));
	copy_text(row, 0, out->id, sizeof(out->id));
	copy_text(row, 1, out->questionnaire, sizeof(out->questionnaire));
	copy_text(row, 2, out->questionnaire_hash, sizeof(out->questionnaire_hash));
	out->created_ms = sqlite3_column_int64(row, 3);
	out->state = (enum outbox_state)sqlite3_column_int(row, 4);
	out->attempts = sqlite3_column_int(row, 5);
	out->in_doubt = sqlite3_column_int(row, 6) != 0;
	out->next_try_boot_ms = sqlite3_column_int64(row, 7);
	copy_text(row, 8, out->boot_id, sizeof(out->boot_id));
	out->http_status = sqlite3_column_int(row, 9);
	copy_text(row, 10, out->reason, sizeof(out->reason));
	out->finished_ms = sqlite3_column_int64(row, 11);
	copy_text(row, 12, out->server_id, sizeof(out->server_id));
}
