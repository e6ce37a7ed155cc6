/* What became of a record: each mark is one durable transaction in every file that holds the id. A
 * record may stand in two files after a failed commit that landed after all; marking both makes
 * them one. */
#include "files.h"

#include <stdarg.h>
#include <string.h>

struct mark {
	const char *sql; /* ?1 is the id */
	int64_t number[4];
	const char *text[2];
	const struct buf *blob;
};

/* Parameters: ?1 id, ?2..?5 numbers, ?6 and ?7 texts, ?8 blob. */
static enum status mark_in(sqlite3 *db, const char *id, const struct mark *mark, int *changed)
{
	enum status status;
	sqlite3_stmt *statement = files_prepare(db, mark->sql, &status);
	int i;

	if (status)
		return status;
	if (id)
		sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
	for (i = 0; i < 4; i++)
		sqlite3_bind_int64(statement, 2 + i, mark->number[i]);
	for (i = 0; i < 2; i++)
		sqlite3_bind_text(statement, 6 + i, mark->text[i] ? mark->text[i] : "", -1,
				  SQLITE_STATIC);
	if (mark->blob && mark->blob->len > 0)
		sqlite3_bind_blob64(statement, 8, mark->blob->data, mark->blob->len, SQLITE_STATIC);
	status = db_status(sqlite3_step(statement));
	if (!status)
		*changed += sqlite3_changes(db);
	sqlite3_finalize(statement);
	return status;
}

/* STATUS_NOTFOUND when an id was given and no file has it in a state that the mark applies to. */
static enum status mark_everywhere(struct outbox *outbox, const char *id, const struct mark *mark)
{
	enum status status = files_refresh(outbox);
	int changed = 0;
	size_t i;

	for (i = 0; !status && i < outbox->count; i++)
		status = mark_in(outbox->files[i], id, mark, &changed);
	return !status && id && changed == 0 ? STATUS_NOTFOUND : status;
}

enum status outbox_begin(struct outbox *outbox, const char id[UUID_MAX])
{
	const struct mark mark = {
		.sql = "UPDATE record SET attempts=attempts+1, in_doubt=1 WHERE id=?1 AND state=0"};

	return mark_everywhere(outbox, id, &mark);
}

enum status outbox_delivered(struct outbox *outbox, const char id[UUID_MAX], int http_status,
			     const char *server_id, int64_t now_ms)
{
	const struct mark mark = {
		.sql = "UPDATE record SET state=2, sealed=NULL, detail=NULL, in_doubt=0, "
		       "http_status=?2, reason='',"
		       " finished_ms=?3, server_id=?6 WHERE id=?1 AND state<>2",
		.number = {http_status, now_ms},
		.text = {server_id},
	};

	return mark_everywhere(outbox, id, &mark);
}

enum status outbox_rejected(struct outbox *outbox, const char id[UUID_MAX], int http_status,
			    const char *reason, const struct seal_public *key, const char *detail,
			    int64_t now_ms)
{
	struct mark mark = {
		.sql = "UPDATE record SET state=1, in_doubt=0, http_status=?2, finished_ms=?3, "
		       "reason=substr(?6,1,199),"
		       " detail=?8 WHERE id=?1 AND state=0",
		.number = {http_status, now_ms},
		.text = {reason},
	};
	enum status status = STATUS_OK;
	struct buf sealed;

	buf_init(&sealed, 1u << 20, NULL);
	mark.blob = &sealed;
	if (detail)
		status = seal_close_box(key, detail, strlen(detail), &sealed);
	if (!status)
		status = mark_everywhere(outbox, id, &mark);
	buf_release(&sealed);
	return status;
}

enum status outbox_later(struct outbox *outbox, const char id[UUID_MAX], bool in_doubt,
			 int http_status, const char *reason, int64_t next_try_boot_ms)
{
	const struct mark mark = {
		.sql = "UPDATE record SET in_doubt=?2, http_status=?3, next_try_ms=?4, "
		       "reason=substr(?6,1,199), boot_id=?7"
		       " WHERE id=?1 AND state=0",
		.number = {in_doubt, http_status, next_try_boot_ms},
		.text = {reason, outbox->boot_id},
	};

	return mark_everywhere(outbox, id, &mark);
}

enum status outbox_retry(struct outbox *outbox, const char id[UUID_MAX])
{
	const struct mark mark = {
		.sql = "UPDATE record SET state=0, finished_ms=0, next_try_ms=0, boot_id='', "
		       "detail=NULL"
		       " WHERE id=?1 AND state=1",
	};

	return mark_everywhere(outbox, id, &mark);
}

enum status outbox_hurry(struct outbox *outbox)
{
	const struct mark mark = {
		.sql = "UPDATE record SET next_try_ms=0 WHERE state=0 AND next_try_ms<>0"};

	return mark_everywhere(outbox, NULL, &mark);
}

enum status outbox_purge(struct outbox *outbox, int64_t before_ms)
{
	const struct mark mark = {
		.sql = "DELETE FROM record WHERE state=2 AND finished_ms<?2",
		.number = {before_ms},
	};

	return mark_everywhere(outbox, NULL, &mark);
}
