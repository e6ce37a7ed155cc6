/* What the server said when it refused a record: sealed like the record, because its words may echo
 * a patient's. */
#include "files.h"

static enum status read_in(sqlite3 *db, const struct seal_secret *key, const char *id,
			   struct buf *out)
{
	enum status status;
	sqlite3_stmt *statement =
		files_prepare(db, "SELECT detail FROM record WHERE id=? AND state=1", &status);
	int code;

	if (status)
		return status;
	sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW && sqlite3_column_type(statement, 0) == SQLITE_BLOB)
		status = seal_open_box(key, sqlite3_column_blob(statement, 0),
				       (size_t)sqlite3_column_bytes(statement, 0), out);
	else
		status = code == SQLITE_ROW || code == SQLITE_DONE ? STATUS_NOTFOUND
								   : db_status(code);
	sqlite3_finalize(statement);
	return status;
}

enum status outbox_read_detail(struct outbox *outbox, const struct seal_secret *key,
			       const char id[UUID_MAX], struct buf *out)
{
	enum status status = STATUS_NOTFOUND;
	size_t i;

	for (i = 0; i < outbox->count && status == STATUS_NOTFOUND; i++)
		status = read_in(outbox->files[i], key, id, out);
	return status;
}
