#include "clinic.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct store {
	sqlite3 *db;
	char *received; /* the folder of the readable files */
};

/* A demo's records need to survive the program, not a power cut: no sync. */
static const char schema[] =
	"PRAGMA synchronous=OFF;"
	"CREATE TABLE IF NOT EXISTS resource(id TEXT PRIMARY KEY, version INTEGER NOT NULL,"
	" updated TEXT NOT NULL, system TEXT NOT NULL, value TEXT, key TEXT, body TEXT NOT NULL);"
	"CREATE INDEX IF NOT EXISTS resource_identifier ON resource(value, system);"
	"CREATE UNIQUE INDEX IF NOT EXISTS resource_key ON resource(key);";

static enum status run(struct store *store, const char *sql)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return STATUS_OK;
	fprintf(stderr, "demo-clinic: clinic.db: %s\n", sqlite3_errmsg(store->db));
	return STATUS_IO;
}

static enum status open_db(struct store *store, const char *folder)
{
	char *path = NULL;
	enum status status = STATUS_IO;

	if (asprintf(&path, "%s/clinic.db", folder) < 0)
		return STATUS_NOMEM;
	if (sqlite3_open(path, &store->db) == SQLITE_OK)
		status = run(store, schema);
	else
		fprintf(stderr, "demo-clinic: %s: %s\n", path, sqlite3_errmsg(store->db));
	free(path);
	return status;
}

static enum status make_folder(const char *path)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return STATUS_OK;
	fprintf(stderr, "demo-clinic: %s: %s\n", path, strerror(errno));
	return STATUS_IO;
}

enum status store_open(const char *folder, struct store **out)
{
	struct store *store = calloc(1, sizeof(*store));
	enum status status = store ? make_folder(folder) : STATUS_NOMEM;

	if (!status && asprintf(&store->received, "%s/received", folder) < 0) {
		store->received = NULL;
		status = STATUS_NOMEM;
	}
	if (!status)
		status = make_folder(store->received);
	if (!status)
		status = open_db(store, folder);
	if (!status)
		*out = store;
	else
		store_close(store);
	return status;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	sqlite3_close(store->db);
	free(store->received);
	free(store);
}

enum status store_begin(struct store *store)
{
	return run(store, "BEGIN IMMEDIATE");
}

enum status store_commit(struct store *store)
{
	return run(store, "COMMIT");
}

void store_rollback(struct store *store)
{
	if (!sqlite3_get_autocommit(store->db) && run(store, "ROLLBACK"))
		fprintf(stderr, "demo-clinic: the database could not be rolled back\n");
}

static enum status read_row(sqlite3_stmt *statement, struct stored *out)
{
	struct stored row = {.version = sqlite3_column_int64(statement, 1)};

	snprintf(row.id, sizeof(row.id), "%s", (const char *)sqlite3_column_text(statement, 0));
	snprintf(row.updated, sizeof(row.updated), "%s",
		 (const char *)sqlite3_column_text(statement, 2));
	row.body = strdup((const char *)sqlite3_column_text(statement, 3));
	if (!row.body)
		return STATUS_NOMEM;
	*out = row;
	return STATUS_OK;
}

static enum status append_row(sqlite3_stmt *statement, struct stored_list *list)
{
	struct stored *grown = realloc(list->items, (list->count + 1) * sizeof(*grown));
	enum status status;

	if (!grown)
		return STATUS_NOMEM;
	list->items = grown;
	status = read_row(statement, &grown[list->count]);
	if (!status)
		list->count++;
	return status;
}

enum status store_find(struct store *store, const struct token *token, struct stored_list *out)
{
	static const char sql[] =
		"SELECT id, version, updated, body FROM resource WHERE (?1 IS NULL OR system = ?1)"
		" AND (?2 = '' OR value = ?2) ORDER BY rowid";
	struct stored_list list = {0};
	sqlite3_stmt *statement = NULL;
	enum status status = STATUS_OK;
	int rc = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_text(statement, 1, token ? token->system : NULL, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 2, token ? token->value : "", -1, SQLITE_STATIC);
		while (!status && (rc = sqlite3_step(statement)) == SQLITE_ROW)
			status = append_row(statement, &list);
	}
	if (!status && rc != SQLITE_DONE)
		status = STATUS_IO;
	sqlite3_finalize(statement);
	if (status)
		stored_list_release(&list);
	else
		*out = list;
	return status;
}

enum status store_get(struct store *store, const char *id, bool by_key, struct stored *out)
{
	sqlite3_stmt *statement = NULL;
	enum status status = STATUS_IO;
	int rc = sqlite3_prepare_v2(
		store->db,
		by_key ? "SELECT id, version, updated, body FROM resource WHERE key = ?1"
		       : "SELECT id, version, updated, body FROM resource WHERE id = ?1",
		-1, &statement, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
		rc = sqlite3_step(statement);
		if (rc == SQLITE_ROW)
			status = read_row(statement, out);
		else if (rc == SQLITE_DONE)
			status = STATUS_NOTFOUND;
	}
	sqlite3_finalize(statement);
	return status;
}

enum status store_put(struct store *store, const struct stored *resource,
		      const struct stored_keys *keys)
{
	static const char sql[] =
		"INSERT INTO resource(id, version, updated, system, value, key, body)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(id) DO UPDATE SET version = ?2,"
		" updated = ?3, system = ?4, value = ?5, body = ?7";
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_text(statement, 1, resource->id, -1, SQLITE_STATIC);
		sqlite3_bind_int64(statement, 2, resource->version);
		sqlite3_bind_text(statement, 3, resource->updated, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 4, keys->system ? keys->system : "", -1,
				  SQLITE_STATIC);
		sqlite3_bind_text(statement, 5, keys->value, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 6, keys->idempotency_key, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 7, resource->body, -1, SQLITE_STATIC);
		rc = sqlite3_step(statement);
	}
	sqlite3_finalize(statement);
	if (rc != SQLITE_DONE)
		fprintf(stderr, "demo-clinic: clinic.db: %s\n", sqlite3_errmsg(store->db));
	return rc == SQLITE_DONE ? STATUS_OK : STATUS_IO;
}

enum status store_write_file(struct store *store, const char *name, const char *text)
{
	char *path = NULL, *temporary = NULL;
	enum status status = STATUS_NOMEM;
	FILE *file;

	if (asprintf(&path, "%s/%s.json", store->received, name) < 0) {
		path = NULL;
		goto done;
	}
	if (asprintf(&temporary, "%s/.%s.tmp", store->received, name) < 0) {
		temporary = NULL;
		goto done;
	}
	status = STATUS_IO;
	file = fopen(temporary, "we");
	if (file) {
		bool written = fputs(text, file) >= 0 && fputc('\n', file) != EOF;

		if (fclose(file) == 0 && written && rename(temporary, path) == 0)
			status = STATUS_OK;
	}
	if (status)
		fprintf(stderr, "demo-clinic: %s: %s\n", path, strerror(errno));
done:
	free(temporary);
	free(path);
	return status;
}

void stored_release(struct stored *resource)
{
	free(resource->body);
	resource->body = NULL;
}

void stored_list_release(struct stored_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		stored_release(&list->items[i]);
	free(list->items);
	list->items = NULL;
	list->count = 0;
}
