#include <kiosk/outbox/staff.h>

#include "db.h"

#include <kiosk/base/clock.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FREE_TRIES   2      /* wrong PINs without a delay */
#define DELAY_CAP_MS 900000 /* 15 min */
#define HASH_BYTES   32

struct staff_log {
	sqlite3 *db;
};

static const struct db_kind kind = {
	.application_id = 0x4b53544c, /* "KSTL" */
	.version = 1,
	.schema = "CREATE TABLE event(number INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT "
		  "NULL,"
		  " event TEXT NOT NULL, detail TEXT, hash BLOB NOT NULL);"
		  "CREATE TABLE pin(one INTEGER PRIMARY KEY CHECK(one=1), wrong INTEGER NOT NULL,"
		  " last_boot_ms INTEGER NOT NULL, boot_id TEXT NOT NULL);"
		  "INSERT INTO pin VALUES(1, 0, 0, '');",
};

enum status staff_log_open(const char *folder, struct buf *explain, struct staff_log **out)
{
	struct staff_log *log;
	enum status status;
	char path[4096];

	if (sodium_init() < 0)
		return STATUS_IO;
	snprintf(path, sizeof(path), "%s/staff.db", folder);
	log = calloc(1, sizeof(*log));
	if (!log)
		return STATUS_NOMEM;
	status = db_open(path, &kind, true, explain, &log->db);
	if (!status)
		status = db_check_pages(log->db, path, explain);
	if (status) {
		db_close(log->db);
		free(log);
		return status;
	}
	*out = log;
	return STATUS_OK;
}

void staff_log_close(struct staff_log *log)
{
	if (!log)
		return;
	db_close(log->db);
	free(log);
}

/* The hash of the newest row; all zero before the first. */
static enum status last_hash(sqlite3 *db, uint8_t hash[HASH_BYTES])
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, "SELECT hash FROM event ORDER BY number DESC LIMIT 1", -1,
				      &statement, NULL);

	memset(hash, 0, HASH_BYTES);
	if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW &&
	    sqlite3_column_bytes(statement, 0) == HASH_BYTES)
		memcpy(hash, sqlite3_column_blob(statement, 0), HASH_BYTES);
	sqlite3_finalize(statement);
	return db_status(code);
}

static void chain(uint8_t hash[HASH_BYTES], int64_t at_ms, const char *event, const char *detail)
{
	crypto_generichash_state state;
	char number[32];

	snprintf(number, sizeof(number), "%lld", (long long)at_ms);
	crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
	crypto_generichash_update(&state, hash, HASH_BYTES);
	crypto_generichash_update(&state, (const uint8_t *)number, strlen(number) + 1);
	crypto_generichash_update(&state, (const uint8_t *)event, strlen(event) + 1);
	crypto_generichash_update(&state, (const uint8_t *)(detail ? detail : ""),
				  detail ? strlen(detail) : 0);
	crypto_generichash_final(&state, hash, HASH_BYTES);
}

static enum status insert_event(sqlite3 *db, int64_t at_ms, const char *event, const char *detail)
{
	sqlite3_stmt *statement = NULL;
	uint8_t hash[HASH_BYTES];
	enum status status = last_hash(db, hash);
	int code;

	if (status)
		return status;
	chain(hash, at_ms, event, detail);
	code = sqlite3_prepare_v2(db,
				  "INSERT INTO event(at_ms, event, detail, hash) VALUES(?,?,?,?)",
				  -1, &statement, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_int64(statement, 1, at_ms);
		sqlite3_bind_text(statement, 2, event, -1, SQLITE_STATIC);
		if (detail)
			sqlite3_bind_text(statement, 3, detail, -1, SQLITE_STATIC);
		sqlite3_bind_blob(statement, 4, hash, HASH_BYTES, SQLITE_STATIC);
		code = sqlite3_step(statement);
	}
	sqlite3_finalize(statement);
	return db_status(code);
}

enum status staff_log_add(struct staff_log *log, int64_t real_ms, const char *event,
			  const char *detail)
{
	enum status status = db_run(log->db, "BEGIN IMMEDIATE");

	if (status)
		return status;
	status = insert_event(log->db, real_ms, event, detail);
	if (!status)
		status = db_run(log->db, "COMMIT");
	if (status)
		sqlite3_exec(log->db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

static int64_t delay_after(int wrong)
{
	int64_t delay = 1000;

	if (wrong <= FREE_TRIES)
		return 0;
	for (wrong -= FREE_TRIES + 1; wrong > 0 && delay < DELAY_CAP_MS; wrong--)
		delay *= 2;
	return delay < DELAY_CAP_MS ? delay : DELAY_CAP_MS;
}

/* After a reboot nobody knows how long the machine was off: the delay starts again, from now. */
static enum status restart_delay(struct staff_log *log, int64_t boot_ms, const char *boot_id)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(log->db, "UPDATE pin SET last_boot_ms=?, boot_id=?", -1,
				      &statement, NULL);

	if (code == SQLITE_OK) {
		sqlite3_bind_int64(statement, 1, boot_ms);
		sqlite3_bind_text(statement, 2, boot_id, -1, SQLITE_STATIC);
		code = sqlite3_step(statement);
	}
	sqlite3_finalize(statement);
	return db_status(code);
}

enum status staff_pin_delay(struct staff_log *log, int64_t boot_ms, int64_t *delay_ms)
{
	char boot_id[CLOCK_BOOT_ID_MAX];
	sqlite3_stmt *statement = NULL;
	int64_t delay = 0, last = 0;
	bool other_boot = false;
	int code = sqlite3_prepare_v2(log->db, "SELECT wrong, last_boot_ms, boot_id FROM pin", -1,
				      &statement, NULL);

	clock_boot_id(boot_id);
	if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *id = (const char *)sqlite3_column_text(statement, 2);

		delay = delay_after(sqlite3_column_int(statement, 0));
		last = sqlite3_column_int64(statement, 1);
		other_boot = delay > 0 && (!id || strcmp(id, boot_id) != 0);
	}
	sqlite3_finalize(statement);
	if (code != SQLITE_ROW)
		return STATUS_IO;
	if (other_boot) {
		if (restart_delay(log, boot_ms, boot_id))
			return STATUS_IO;
		last = boot_ms;
	}
	delay -= boot_ms - last;
	*delay_ms = delay > 0 ? delay : 0;
	return STATUS_OK;
}

enum status staff_pin_try(struct staff_log *log, int64_t boot_ms)
{
	char boot_id[CLOCK_BOOT_ID_MAX];
	enum status status = db_run(log->db, "BEGIN IMMEDIATE");

	if (status)
		return status;
	clock_boot_id(boot_id);
	status = db_run(log->db, "UPDATE pin SET wrong=wrong+1");
	if (!status && sqlite3_changes(log->db) != 1)
		status = STATUS_IO; /* the row is gone: a try that cannot be counted */
	if (!status)
		status = restart_delay(log, boot_ms, boot_id);
	if (!status)
		status = db_run(log->db, "COMMIT");
	if (status)
		sqlite3_exec(log->db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

enum status staff_pin_right(struct staff_log *log)
{
	return db_run(log->db, "UPDATE pin SET wrong=0");
}
