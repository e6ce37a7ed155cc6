/* Looking: one record, the next one due, all of them, how many. */
#include "files.h"

#include <string.h>

static enum status find_in(sqlite3 *db, const char *id, struct outbox_record *record)
{
	enum status status;
	sqlite3_stmt *statement =
		files_prepare(db, "SELECT " RECORD_COLUMNS " FROM record WHERE id=?", &status);
	int code;

	if (status)
		return status;
	sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		files_row(statement, record);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW    ? STATUS_OK
	       : code == SQLITE_DONE ? STATUS_NOTFOUND
				     : db_status(code);
}

/* Where an id stands in two files, the one that is further on counts. */
enum status outbox_find(struct outbox *outbox, const char id[UUID_MAX],
			struct outbox_record *record)
{
	enum status found = STATUS_NOTFOUND, status = files_refresh(outbox);
	size_t i;

	for (i = 0; !status && i < outbox->count; i++) {
		struct outbox_record here = {0};

		status = find_in(outbox->files[i], id, &here);
		if (status == STATUS_NOTFOUND) {
			status = STATUS_OK;
		} else if (!status && (found || here.state > record->state)) {
			*record = here;
			found = STATUS_OK;
		}
	}
	return status ? status : found;
}

static enum status due_in(struct outbox *outbox, sqlite3 *db, int64_t boot_ms,
			  struct outbox_record *record)
{
	enum status status;
	sqlite3_stmt *statement = files_prepare(
		db,
		"SELECT " RECORD_COLUMNS " FROM record WHERE state=0 AND"
		" (boot_id<>?1 OR next_try_ms<=?2) ORDER BY created_ms, number LIMIT 1",
		&status);
	int code;

	if (status)
		return status;
	sqlite3_bind_text(statement, 1, outbox->boot_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, boot_ms);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		files_row(statement, record);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW    ? STATUS_OK
	       : code == SQLITE_DONE ? STATUS_NOTFOUND
				     : db_status(code);
}

static enum status next_in(sqlite3 *db, int64_t *next)
{
	enum status status;
	sqlite3_stmt *statement =
		files_prepare(db, "SELECT min(next_try_ms) FROM record WHERE state=0", &status);

	if (status)
		return status;
	status = db_status(sqlite3_step(statement));
	if (!status && sqlite3_column_type(statement, 0) == SQLITE_INTEGER) {
		int64_t here = sqlite3_column_int64(statement, 0);

		if (*next < 0 || here < *next)
			*next = here;
	}
	sqlite3_finalize(statement);
	return status;
}

enum status outbox_due(struct outbox *outbox, int64_t boot_ms, struct outbox_record *record,
		       int64_t *next_boot_ms)
{
	enum status found = STATUS_NOTFOUND, status = files_refresh(outbox);
	int64_t next = -1;
	size_t i;

	for (i = 0; !status && i < outbox->count; i++) {
		struct outbox_record here = {0};

		status = due_in(outbox, outbox->files[i], boot_ms, &here);
		if (!status && (found || here.created_ms < record->created_ms)) {
			*record = here;
			found = STATUS_OK;
		}
		if (status == STATUS_NOTFOUND)
			status = next_in(outbox->files[i], &next);
	}
	if (status || !found)
		return status;
	*next_boot_ms = next;
	return STATUS_NOTFOUND;
}

struct cursor {
	sqlite3_stmt *statement;
	bool live;
	struct outbox_record record;
};

static enum status advance(struct cursor *cursor)
{
	int code = sqlite3_step(cursor->statement);

	cursor->live = code == SQLITE_ROW;
	if (cursor->live)
		files_row(cursor->statement, &cursor->record);
	return db_status(code);
}

static enum status open_cursors(struct outbox *outbox, bool delivered, struct cursor *cursors)
{
	static const char open_only[] =
		"SELECT " RECORD_COLUMNS " FROM record WHERE state<2 ORDER BY created_ms, number";
	static const char all[] =
		"SELECT " RECORD_COLUMNS " FROM record ORDER BY created_ms, number";
	enum status status = STATUS_OK;
	size_t i;

	for (i = 0; !status && i < outbox->count; i++) {
		cursors[i].statement =
			files_prepare(outbox->files[i], delivered ? all : open_only, &status);
		if (!status)
			status = advance(&cursors[i]);
	}
	return status;
}

static struct cursor *oldest(struct cursor *cursors, size_t count)
{
	struct cursor *best = NULL;
	size_t i;

	for (i = 0; i < count; i++)
		if (cursors[i].live &&
		    (!best || cursors[i].record.created_ms < best->record.created_ms))
			best = &cursors[i];
	return best;
}

enum status outbox_each(struct outbox *outbox, bool delivered,
			bool (*each)(const struct outbox_record *record, void *context),
			void *context)
{
	struct cursor cursors[OUTBOX_FILES_MAX] = {{0}};
	struct cursor *cursor;
	char last[UUID_MAX] = "";
	enum status status = files_refresh(outbox);
	size_t i;

	if (!status)
		status = open_cursors(outbox, delivered, cursors);
	while (!status && (cursor = oldest(cursors, outbox->count))) {
		/* The same id in two files has one creation time: its copies follow one another. */
		bool again = strcmp(cursor->record.id, last) == 0;

		memcpy(last, cursor->record.id, sizeof(last));
		if (!again && !each(&cursor->record, context))
			break;
		status = advance(cursor);
	}
	for (i = 0; i < outbox->count; i++)
		sqlite3_finalize(cursors[i].statement);
	return status;
}

static enum status count_in(sqlite3 *db, struct outbox_counts *counts)
{
	enum status status;
	sqlite3_stmt *statement = files_prepare(db,
						"SELECT state, count(*), min(created_ms) FROM "
						"record WHERE state<2 GROUP BY state UNION ALL"
						" SELECT 2, count(*), 0 FROM record WHERE state=2",
						&status);
	int code = SQLITE_DONE;

	while (!status && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		size_t count = (size_t)sqlite3_column_int64(statement, 1);
		int64_t created = sqlite3_column_int64(statement, 2);
		int state = sqlite3_column_int(statement, 0);

		if (state == OUTBOX_WAITING)
			counts->waiting += count;
		else if (state == OUTBOX_REJECTED)
			counts->rejected += count;
		else
			counts->delivered += count;
		if (state != OUTBOX_DELIVERED &&
		    (counts->oldest_ms == 0 || created < counts->oldest_ms))
			counts->oldest_ms = created;
	}
	sqlite3_finalize(statement);
	return status ? status : db_status(code);
}

enum status outbox_count(struct outbox *outbox, struct outbox_counts *counts)
{
	struct outbox_counts sum = {0};
	enum status status = files_refresh(outbox);
	size_t i;

	for (i = 0; !status && i < outbox->count; i++)
		status = count_in(outbox->files[i], &sum);
	if (!status)
		*counts = sum;
	return status;
}
