#include "outbox_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void box_path(const struct box *box, const char *name, char out[OUTBOX_PATH_MAX])
{
	snprintf(out, OUTBOX_PATH_MAX, "%s/%s", box->folder, name);
}

int box_set_up(void **state)
{
	struct box *box = calloc(1, sizeof(*box));
	char secret[OUTBOX_PATH_MAX], public[OUTBOX_PATH_MAX];

	assert_non_null(box);
	folder_make(box->folder);
	box_path(box, "secret.key", secret);
	box_path(box, "public.key", public);
	assert_int_equal(seal_make_pair(secret, public), STATUS_OK);
	assert_int_equal(seal_secret_read(secret, NULL, &box->secret), STATUS_OK);
	box->public = *seal_secret_public(box->secret);
	box_open(box, OUTBOX_ROLE_KIOSK);
	*state = box;
	return 0;
}

int box_tear_down(void **state)
{
	struct box *box = *state;

	outbox_close(box->outbox);
	seal_secret_close(box->secret);
	folder_remove(box->folder);
	free(box);
	return 0;
}

void box_open(struct box *box, enum outbox_role role)
{
	outbox_close(box->outbox);
	box->outbox = NULL;
	assert_int_equal(outbox_open(box->folder, role, NULL, &box->outbox), STATUS_OK);
}

void box_id(unsigned number, char out[UUID_MAX])
{
	snprintf(out, UUID_MAX, "%08x-0000-4000-8000-000000000000", number);
}

enum status box_put(struct box *box, unsigned number)
{
	char id[UUID_MAX];

	box_id(number, id);
	return outbox_put(box->outbox, &box->public, id, (int64_t)number * 1000, BOX_FORM, BOX_HASH,
			  BOX_WORDS, strlen(BOX_WORDS));
}

void box_expect_words(struct box *box, unsigned number)
{
	char id[UUID_MAX];
	struct buf out;

	box_id(number, id);
	buf_init(&out, 4096, NULL);
	assert_int_equal(outbox_read(box->outbox, box->secret, id, &out), STATUS_OK);
	assert_string_equal(buf_str(&out), BOX_WORDS);
	buf_release(&out);
}

struct outbox_record box_find(struct box *box, unsigned number)
{
	struct outbox_record record;
	char id[UUID_MAX];

	box_id(number, id);
	assert_int_equal(outbox_find(box->outbox, id, &record), STATUS_OK);
	assert_string_equal(record.id, id);
	return record;
}

struct outbox_counts box_count(struct box *box)
{
	struct outbox_counts counts;

	assert_int_equal(outbox_count(box->outbox, &counts), STATUS_OK);
	return counts;
}

void box_edit(const struct box *box, const char *name, const char *sql)
{
	char path[OUTBOX_PATH_MAX];
	sqlite3 *db;

	box_path(box, name, path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}
