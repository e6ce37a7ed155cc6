/* The moment of truth: a record is sealed and committed, or nothing was stored. */
#include "files.h"

#include <string.h>
#include <sys/statvfs.h>

#define MAGIC      "KR1"
#define HEAD_BYTES (3 + 36 + 8)
#define FREE_BYTES (2u << 20) /* below this no visit begins */
#define TRIES_MAX  3          /* files that one put may find broken */

struct record {
	const char *id;
	int64_t created_ms;
	const char *questionnaire;
	const char *questionnaire_hash;
	struct buf sealed;
};

/* Id and creation time stand inside the seal too: a row that was tampered with does not open. */
static enum status seal_record(const struct seal_public *key, struct record *record,
			       const void *bytes, size_t len)
{
	uint8_t time[8];
	struct buf plain;
	enum status status;
	int i;

	for (i = 0; i < 8; i++)
		time[i] = (uint8_t)((uint64_t)record->created_ms >> (56 - 8 * i));
	buf_init(&plain, HEAD_BYTES + len, NULL);
	if (!(status = buf_add(&plain, MAGIC, 3)) && !(status = buf_add(&plain, record->id, 36)) &&
	    !(status = buf_add(&plain, time, 8)) && !(status = buf_add(&plain, bytes, len)))
		status = seal_close_box(key, plain.data, plain.len, &record->sealed);
	buf_release(&plain);
	return status;
}

/* STATUS_OK: the id is there already with content of this length; STATUS_NOTFOUND. */
static enum status already_there(struct outbox *outbox, const struct record *record)
{
	enum status status;
	size_t i;

	for (i = 0; i < outbox->count; i++) {
		sqlite3_stmt *statement;
		bool found = false;

		if (outbox->distrusted[i])
			continue;
		statement = files_prepare(outbox->files[i], "SELECT length FROM record WHERE id=?",
					  &status);
		if (!status) {
			sqlite3_bind_text(statement, 1, record->id, -1, SQLITE_STATIC);
			found = sqlite3_step(statement) == SQLITE_ROW &&
				sqlite3_column_int64(statement, 0) ==
					(sqlite3_int64)record->sealed.len;
		}
		sqlite3_finalize(statement);
		if (found)
			return STATUS_OK;
	}
	return STATUS_NOTFOUND;
}

static enum status insert(sqlite3 *db, const struct record *record)
{
	enum status status;
	sqlite3_stmt *statement =
		files_prepare(db,
			      "INSERT INTO record(id, questionnaire, questionnaire_hash, "
			      "created_ms, state, length, sealed)"
			      " VALUES(?,?,?,?,0,?,?)",
			      &status);

	if (!status) {
		sqlite3_bind_text(statement, 1, record->id, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 2, record->questionnaire, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 3, record->questionnaire_hash, -1, SQLITE_STATIC);
		sqlite3_bind_int64(statement, 4, record->created_ms);
		sqlite3_bind_int64(statement, 5, (sqlite3_int64)record->sealed.len);
		sqlite3_bind_blob64(statement, 6, record->sealed.data, record->sealed.len,
				    SQLITE_STATIC);
		status = db_status(sqlite3_step(statement));
	}
	sqlite3_finalize(statement);
	return status;
}

static enum status insert_durably(sqlite3 *db, const struct record *record)
{
	enum status status = db_run(db, "BEGIN IMMEDIATE");

	if (status)
		return status;
	status = insert(db, record);
	if (!status)
		status = db_run(db, "COMMIT");
	if (status)
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

/* The newest file that is still trusted; a new one when there is none. */
static enum status pick_file(struct outbox *outbox, size_t *index)
{
	size_t i = outbox->count;
	enum status status;

	while (i-- > 0)
		if (!outbox->distrusted[i]) {
			*index = i;
			return STATUS_OK;
		}
	status = files_add(outbox);
	*index = outbox->count - 1;
	return status;
}

/* After a failed write or sync the page cache may lie about that file: it is not tried again, the
 * record goes to another. */
static enum status store(struct outbox *outbox, const struct record *record)
{
	enum status status = STATUS_IO;
	bool reserve_used = false;
	size_t index, tries = 0;

	while (tries < TRIES_MAX) {
		status = pick_file(outbox, &index);
		if (status)
			return status;
		status = insert_durably(outbox->files[index], record);
		if (status == STATUS_NOSPACE && !reserve_used && files_release_reserve(outbox)) {
			reserve_used = true;
			continue;
		}
		if (status != STATUS_IO && status != STATUS_CORRUPT && status != STATUS_DENIED)
			break;
		outbox->distrusted[index] = true;
		tries++;
	}
	return status;
}

enum status outbox_put(struct outbox *outbox, const struct seal_public *key,
		       const char id[UUID_MAX], int64_t created_ms, const char *questionnaire,
		       const char *questionnaire_hash, const void *bytes, size_t len)
{
	struct record record = {id, created_ms, questionnaire, questionnaire_hash, {0}};
	enum status status;

	if (!uuid_valid(id))
		return STATUS_INVALID;
	buf_init(&record.sealed, len + 1024, NULL);
	status = seal_record(key, &record, bytes, len);
	if (!status && already_there(outbox, &record) != STATUS_OK)
		status = store(outbox, &record);
	buf_release(&record.sealed);
	return status;
}

enum status outbox_writable(struct outbox *outbox)
{
	struct statvfs disk;
	enum status status;
	size_t index;

	if (statvfs(outbox->folder, &disk) != 0)
		return STATUS_IO;
	if (disk.f_flag & ST_RDONLY)
		return STATUS_DENIED;
	if ((uint64_t)disk.f_bavail * disk.f_frsize < FREE_BYTES)
		return STATUS_NOSPACE;
	files_reserve(outbox);
	status = pick_file(outbox, &index);
	if (!status)
		status = db_run(outbox->files[index],
				"BEGIN IMMEDIATE; UPDATE record SET attempts=attempts WHERE "
				"number=-1; ROLLBACK;");
	if (status && !sqlite3_get_autocommit(outbox->files[index]))
		sqlite3_exec(outbox->files[index], "ROLLBACK", NULL, NULL, NULL);
	return status;
}

enum status outbox_read(struct outbox *outbox, const struct seal_secret *key,
			const char id[UUID_MAX], struct buf *out)
{
	enum status status = STATUS_NOTFOUND;
	struct buf plain;
	size_t i;

	buf_init(&plain, 16u << 20, NULL);
	for (i = 0; i < outbox->count && status == STATUS_NOTFOUND; i++) {
		sqlite3_stmt *statement =
			files_prepare(outbox->files[i],
				      "SELECT sealed, created_ms FROM record WHERE id=?", &status);
		uint64_t time = 0;
		size_t j;

		if (!status) {
			sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
			status = STATUS_NOTFOUND;
		}
		if (status == STATUS_NOTFOUND && sqlite3_step(statement) == SQLITE_ROW &&
		    sqlite3_column_type(statement, 0) == SQLITE_BLOB) {
			int64_t created_ms = sqlite3_column_int64(statement, 1);

			status = seal_open_box(key, sqlite3_column_blob(statement, 0),
					       (size_t)sqlite3_column_bytes(statement, 0), &plain);
			for (j = 0; !status && j < 8 && plain.len >= HEAD_BYTES; j++)
				time = time << 8 | (uint8_t)plain.data[39 + j];
			if (!status &&
			    (plain.len < HEAD_BYTES || memcmp(plain.data, MAGIC, 3) != 0 ||
			     memcmp(plain.data + 3, id, 36) != 0 || time != (uint64_t)created_ms))
				status = STATUS_CORRUPT;
			if (!status)
				status = buf_add(out, plain.data + HEAD_BYTES,
						 plain.len - HEAD_BYTES);
		}
		sqlite3_finalize(statement);
	}
	buf_release(&plain);
	return status;
}
