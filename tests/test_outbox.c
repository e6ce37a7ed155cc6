#include "support/outbox_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW_MS    1790000000000
#define SERVER_ID "QuestionnaireResponse/12/_history/1"

static void expect_due(struct box *box, int64_t boot_ms, unsigned number)
{
	struct outbox_record record;
	char id[UUID_MAX];
	int64_t next = -7;

	box_id(number, id);
	assert_int_equal(outbox_due(box->outbox, boot_ms, &record, &next), STATUS_OK);
	assert_string_equal(record.id, id);
	assert_int_equal(next, -7);
}

static void expect_none_due(struct box *box, int64_t boot_ms, int64_t expected_next)
{
	struct outbox_record record;
	int64_t next = -7;

	assert_int_equal(outbox_due(box->outbox, boot_ms, &record, &next), STATUS_NOTFOUND);
	assert_int_equal(next, expected_next);
}

static void mark_delivered(struct box *box, unsigned number)
{
	char id[UUID_MAX];

	box_id(number, id);
	assert_int_equal(outbox_delivered(box->outbox, id, 201, SERVER_ID, NOW_MS), STATUS_OK);
}

static void keeps_a_record(void **state)
{
	struct box *box = *state;
	struct outbox_record record;
	struct stat about;
	char path[OUTBOX_PATH_MAX];

	assert_int_equal(box_put(box, 7), STATUS_OK);
	record = box_find(box, 7);
	assert_string_equal(record.questionnaire, BOX_FORM);
	assert_string_equal(record.questionnaire_hash, BOX_HASH);
	assert_int_equal(record.created_ms, 7000);
	assert_int_equal(record.state, OUTBOX_WAITING);
	assert_int_equal(record.attempts, 0);
	assert_false(record.in_doubt);
	assert_int_equal(record.http_status, 0);
	assert_string_equal(record.server_id, "");
	box_open(box, OUTBOX_ROLE_READER);
	box_expect_words(box, 7);

	box_path(box, "outbox.db", path);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 07777, 0660);
}

static void knows_what_is_not_there(void **state)
{
	struct box *box = *state;
	static const char no_uuid[UUID_MAX] = "no uuid";
	struct outbox_record record;
	char id[UUID_MAX];
	struct buf out;

	box_id(9, id);
	buf_init(&out, 4096, NULL);
	assert_int_equal(outbox_find(box->outbox, id, &record), STATUS_NOTFOUND);
	assert_int_equal(outbox_read(box->outbox, box->secret, id, &out), STATUS_NOTFOUND);
	assert_int_equal(outbox_begin(box->outbox, id), STATUS_NOTFOUND);
	assert_int_equal(outbox_delivered(box->outbox, id, 201, "", NOW_MS), STATUS_NOTFOUND);
	assert_int_equal(outbox_later(box->outbox, id, false, 503, "x", 1), STATUS_NOTFOUND);
	assert_int_equal(outbox_retry(box->outbox, id), STATUS_NOTFOUND);
	assert_int_equal(outbox_put(box->outbox, &box->public, no_uuid, 1, "q", "h", "x", 1),
			 STATUS_INVALID);
	expect_none_due(box, 0, -1);
	buf_release(&out);
}

static void puts_an_id_once(void **state)
{
	struct box *box = *state;
	char id[UUID_MAX], path[OUTBOX_PATH_MAX];
	struct stat about;

	box_id(1, id);
	assert_int_equal(box_put(box, 1), STATUS_OK);
	assert_int_equal(box_put(box, 1), STATUS_OK);
	assert_int_equal(box_count(box).waiting, 1);
	/* Other content under the same id is a fault of the caller, and no reason to distrust the
	 * file. */
	assert_int_equal(
		outbox_put(box->outbox, &box->public, id, 1000, BOX_FORM, BOX_HASH, "other", 5),
		STATUS_INVALID);
	box_expect_words(box, 1);
	box_path(box, "outbox-2.db", path);
	assert_int_not_equal(stat(path, &about), 0);
	/* Also after it was delivered: it must not be sent twice. */
	mark_delivered(box, 1);
	assert_int_equal(box_put(box, 1), STATUS_OK);
	assert_int_equal(box_count(box).waiting, 0);
}

static void oldest_is_due_first(void **state)
{
	struct box *box = *state;
	char id[UUID_MAX];

	assert_int_equal(box_put(box, 3), STATUS_OK);
	assert_int_equal(box_put(box, 1), STATUS_OK);
	assert_int_equal(box_put(box, 2), STATUS_OK);
	expect_due(box, 0, 1);
	box_id(1, id);
	assert_int_equal(outbox_later(box->outbox, id, false, 503, "transient", 5000), STATUS_OK);
	expect_due(box, 4999, 2);
	expect_due(box, 5000, 1);
	mark_delivered(box, 2);
	box_id(3, id);
	assert_int_equal(outbox_later(box->outbox, id, true, 0, "timeout", 9000), STATUS_OK);
	expect_none_due(box, 4999, 5000);
	assert_int_equal(outbox_hurry(box->outbox), STATUS_OK);
	expect_due(box, 0, 1);
}

static void deadlines_hold_for_one_boot(void **state)
{
	struct box *box = *state;
	char id[UUID_MAX];

	assert_int_equal(box_put(box, 1), STATUS_OK);
	box_id(1, id);
	assert_int_equal(outbox_later(box->outbox, id, false, 503, "x", 5000000), STATUS_OK);
	expect_none_due(box, 10, 5000000);
	box_edit(box, "outbox.db",
		 "UPDATE record SET boot_id='11111111-2222-4333-8444-555555555555'");
	expect_due(box, 10, 1);
}

static void doubt_survives_reopening(void **state)
{
	struct box *box = *state;
	struct outbox_record record;
	char id[UUID_MAX];

	assert_int_equal(box_put(box, 1), STATUS_OK);
	box_id(1, id);
	assert_int_equal(outbox_begin(box->outbox, id), STATUS_OK);
	box_open(box, OUTBOX_ROLE_UPLOADER);
	record = box_find(box, 1);
	assert_true(record.in_doubt);
	assert_int_equal(record.attempts, 1);
	assert_int_equal(outbox_later(box->outbox, id, false, 429, "throttled", 77), STATUS_OK);
	record = box_find(box, 1);
	assert_false(record.in_doubt);
	assert_int_equal(record.http_status, 429);
	assert_string_equal(record.reason, "throttled");
	assert_int_equal(record.next_try_boot_ms, 77);
	assert_int_equal(record.attempts, 1);
}

/* Whether the bytes stand anywhere in the folder's database or journal. */
static bool file_holds(const struct box *box, const char *name, const void *bytes, size_t len)
{
	char path[OUTBOX_PATH_MAX];
	struct buf content;
	bool holds;

	box_path(box, name, path);
	buf_init(&content, 1u << 24, NULL);
	assert_int_equal(buf_read_file(&content, path), STATUS_OK);
	holds = content.len > 0 && memmem(content.data, content.len, bytes, len) != NULL;
	buf_release(&content);
	return holds;
}

static void delivered_is_wiped(void **state)
{
	struct box *box = *state;
	struct outbox_record record;
	struct buf out;
	char id[UUID_MAX], head[1 + SEAL_KEY_ID_BYTES] = {1};

	memcpy(head + 1, box->public.id, SEAL_KEY_ID_BYTES);
	assert_int_equal(box_put(box, 1), STATUS_OK);
	assert_true(file_holds(box, "outbox.db", head, sizeof(head)));
	assert_false(file_holds(box, "outbox.db", "Garcia", 6));
	mark_delivered(box, 1);
	assert_false(file_holds(box, "outbox.db", head, sizeof(head)));
	assert_false(file_holds(box, "outbox.db-journal", head, sizeof(head)));
	record = box_find(box, 1);
	assert_int_equal(record.state, OUTBOX_DELIVERED);
	assert_int_equal(record.http_status, 201);
	assert_string_equal(record.server_id, SERVER_ID);
	assert_int_equal(record.finished_ms, NOW_MS);
	box_id(1, id);
	buf_init(&out, 4096, NULL);
	assert_int_equal(outbox_read(box->outbox, box->secret, id, &out), STATUS_NOTFOUND);
	buf_release(&out);
	assert_int_equal(outbox_delivered(box->outbox, id, 201, "", NOW_MS), STATUS_NOTFOUND);

	assert_int_equal(outbox_purge(box->outbox, NOW_MS), STATUS_OK);
	assert_int_equal(box_count(box).delivered, 1);
	assert_int_equal(outbox_purge(box->outbox, NOW_MS + 1), STATUS_OK);
	assert_int_equal(box_count(box).delivered, 0);
}

static void rejected_waits_for_staff(void **state)
{
	struct box *box = *state;
	struct outbox_record record;
	char id[UUID_MAX], reason[400];

	assert_int_equal(box_put(box, 1), STATUS_OK);
	box_id(1, id);
	memset(reason, 'r', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	assert_int_equal(outbox_begin(box->outbox, id), STATUS_OK);
	assert_int_equal(outbox_rejected(box->outbox, id, 422, reason, &box->public,
					 "the server's words on Ana", NOW_MS),
			 STATUS_OK);
	record = box_find(box, 1);
	assert_int_equal(record.state, OUTBOX_REJECTED);
	assert_false(record.in_doubt);
	assert_int_equal(strlen(record.reason), OUTBOX_REASON_MAX - 1);
	assert_false(file_holds(box, "outbox.db", "words on Ana", 12));
	expect_none_due(box, 0, -1);
	assert_int_equal(box_count(box).rejected, 1);
	assert_int_equal(outbox_begin(box->outbox, id), STATUS_NOTFOUND);

	assert_int_equal(outbox_retry(box->outbox, id), STATUS_OK);
	assert_int_equal(outbox_retry(box->outbox, id), STATUS_NOTFOUND);
	expect_due(box, 0, 1);
	box_expect_words(box, 1);
	assert_int_equal(outbox_rejected(box->outbox, id, 400, "x", NULL, NULL, NOW_MS), STATUS_OK);
}

struct seen {
	char ids[8][UUID_MAX];
	size_t count, stop_at;
};

static bool see(const struct outbox_record *record, void *context)
{
	struct seen *seen = context;

	assert_true(seen->count < 8);
	memcpy(seen->ids[seen->count++], record->id, UUID_MAX);
	return seen->count != seen->stop_at;
}

static void expect_each(struct box *box, bool delivered, const unsigned *numbers, size_t count)
{
	struct seen seen = {.count = 0};
	char id[UUID_MAX];

	assert_int_equal(outbox_each(box->outbox, delivered, see, &seen), STATUS_OK);
	assert_int_equal(seen.count, count);
	for (size_t i = 0; i < count; i++) {
		box_id(numbers[i], id);
		assert_string_equal(seen.ids[i], id);
	}
}

static void lists_and_counts(void **state)
{
	static const unsigned order[] = {2, 4, 5, 9}, open_ones[] = {2, 5, 9};
	struct box *box = *state;
	struct outbox_counts counts = box_count(box);
	struct seen seen = {.stop_at = 2};
	char id[UUID_MAX];

	assert_int_equal(counts.waiting + counts.rejected + counts.delivered, 0);
	assert_int_equal(counts.oldest_ms, 0);
	for (size_t i = 4; i-- > 0;)
		assert_int_equal(box_put(box, order[i]), STATUS_OK);
	mark_delivered(box, 4);
	box_id(2, id);
	assert_int_equal(outbox_rejected(box->outbox, id, 400, "x", NULL, NULL, NOW_MS), STATUS_OK);
	expect_each(box, true, order, 4);
	expect_each(box, false, open_ones, 3);
	assert_int_equal(outbox_each(box->outbox, true, see, &seen), STATUS_OK);
	assert_int_equal(seen.count, 2);
	counts = box_count(box);
	assert_int_equal(counts.waiting, 2);
	assert_int_equal(counts.rejected, 1);
	assert_int_equal(counts.delivered, 1);
	assert_int_equal(counts.oldest_ms, 2000);
}

static void tells_a_changed_row(void **state)
{
	struct box *box = *state;
	char id[UUID_MAX];
	struct buf out;

	assert_int_equal(box_put(box, 1), STATUS_OK);
	assert_int_equal(box_put(box, 2), STATUS_OK);
	box_edit(box, "outbox.db",
		 "UPDATE record SET created_ms=created_ms+1 WHERE number=1;"
		 "UPDATE record SET sealed=(SELECT sealed FROM record WHERE number=1) "
		 "WHERE number=2");
	buf_init(&out, 4096, NULL);
	for (unsigned number = 1; number <= 2; number++) {
		box_id(number, id);
		assert_int_equal(outbox_read(box->outbox, box->secret, id, &out), STATUS_CORRUPT);
	}
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

static void one_uploader_only(void **state)
{
	struct box *box = *state;
	struct outbox *second = NULL;
	struct buf explain;

	box_open(box, OUTBOX_ROLE_UPLOADER);
	buf_init(&explain, 1024, NULL);
	assert_int_equal(outbox_open(box->folder, OUTBOX_ROLE_UPLOADER, &explain, &second),
			 STATUS_BUSY);
	assert_non_null(strstr(buf_str(&explain), "uploader.lock"));
	assert_null(second);
	assert_int_equal(outbox_open(box->folder, OUTBOX_ROLE_KIOSK, NULL, &second), STATUS_OK);
	outbox_close(second);
	outbox_close(box->outbox);
	box->outbox = NULL;
	box_open(box, OUTBOX_ROLE_UPLOADER);
	buf_release(&explain);
}

static void makes_its_folder_but_not_for_a_reader(void **state)
{
	struct box *box = *state;
	struct outbox *outbox = NULL;
	char path[OUTBOX_PATH_MAX];
	struct stat about;
	struct buf explain;

	box_path(box, "new", path);
	buf_init(&explain, 1024, NULL);
	assert_int_equal(outbox_open(path, OUTBOX_ROLE_READER, &explain, &outbox), STATUS_NOTFOUND);
	assert_non_null(strstr(buf_str(&explain), path));
	assert_int_not_equal(stat(path, &about), 0);
	assert_int_equal(outbox_open(path, OUTBOX_ROLE_KIOSK, NULL, &outbox), STATUS_OK);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 07777, 0770);
	assert_int_equal(outbox_writable(outbox), STATUS_OK);
	outbox_close(outbox);
	buf_release(&explain);
}

/* Writes beyond SQLite's cache within a transaction and dies: the journal is hot. */
static void die_while_writing(const char *path)
{
	sqlite3 *db;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		if (sqlite3_open(path, &db) == SQLITE_OK &&
		    sqlite3_exec(db,
				 "PRAGMA journal_mode=TRUNCATE; PRAGMA cache_size=1; BEGIN;"
				 "UPDATE record SET sealed = zeroblob(100000);"
				 "UPDATE record SET sealed = randomblob(200000);",
				 NULL, NULL, NULL) == SQLITE_OK)
			raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(process_wait(pid, TEST_DEADLINE_MS), 128 + SIGKILL);
}

static void a_reader_comes_after_a_crash(void **state)
{
	struct box *box = *state;
	char path[OUTBOX_PATH_MAX], journal[OUTBOX_PATH_MAX + 16];
	struct stat about;

	assert_int_equal(box_put(box, 1), STATUS_OK);
	outbox_close(box->outbox);
	box->outbox = NULL;
	box_path(box, "outbox.db", path);
	snprintf(journal, sizeof(journal), "%s-journal", path);
	die_while_writing(path);
	assert_int_equal(stat(journal, &about), 0);
	assert_true(about.st_size > 0);
	box_open(box, OUTBOX_ROLE_READER);
	box_expect_words(box, 1);
	assert_int_not_equal(box_put(box, 2), STATUS_OK); /* and it stays a reader */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keeps_a_record, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(knows_what_is_not_there, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(puts_an_id_once, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(oldest_is_due_first, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(deadlines_hold_for_one_boot, box_set_up,
						box_tear_down),
		cmocka_unit_test_setup_teardown(doubt_survives_reopening, box_set_up,
						box_tear_down),
		cmocka_unit_test_setup_teardown(delivered_is_wiped, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(rejected_waits_for_staff, box_set_up,
						box_tear_down),
		cmocka_unit_test_setup_teardown(lists_and_counts, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(tells_a_changed_row, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(one_uploader_only, box_set_up, box_tear_down),
		cmocka_unit_test_setup_teardown(a_reader_comes_after_a_crash, box_set_up,
						box_tear_down),
		cmocka_unit_test_setup_teardown(makes_its_folder_but_not_for_a_reader, box_set_up,
						box_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
