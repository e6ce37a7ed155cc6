/* The outbox beside other processes, on broken disks and after power cuts. */
#include "support/broken_disk.h"
#include "support/outbox_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int set_up(void **state)
{
	broken_disk_register();
	return box_set_up(state);
}

static int tear_down(void **state)
{
	int result;

	broken_disk_set(DISK_WORKS, NULL);
	result = box_tear_down(state);
	broken_disk_unregister();
	return result;
}

static bool exists(const struct box *box, const char *name)
{
	char path[OUTBOX_PATH_MAX];
	struct stat about;

	box_path(box, name, path);
	return stat(path, &about) == 0;
}

static void expect_drained(struct box *box, const unsigned *numbers, size_t count)
{
	struct outbox_record record;
	char id[UUID_MAX];
	int64_t next;

	for (size_t i = 0; i < count; i++) {
		box_id(numbers[i], id);
		assert_int_equal(outbox_due(box->outbox, 0, &record, &next), STATUS_OK);
		assert_string_equal(record.id, id);
		box_expect_words(box, numbers[i]);
		assert_int_equal(outbox_delivered(box->outbox, id, 201, "", 1), STATUS_OK);
	}
	assert_int_equal(outbox_due(box->outbox, 0, &record, &next), STATUS_NOTFOUND);
	assert_int_equal(next, -1);
}

/* 5 goes to the first file, the next ones to a second while the first one's disk is broken. */
static void goes_to_another_file(struct box *box, enum disk_fault fault)
{
	static const unsigned oldest_first[] = {3, 4, 5};

	assert_int_equal(box_put(box, 5), STATUS_OK);
	broken_disk_set(fault, "outbox.db");
	assert_int_equal(box_put(box, 3), STATUS_OK);
	assert_true(exists(box, "outbox-2.db"));
	broken_disk_set(DISK_WORKS, NULL);
	/* What failed once is not trusted again: nothing of 4 is there. */
	assert_int_equal(box_put(box, 4), STATUS_OK);
	box_edit(box, "outbox.db", "DELETE FROM record WHERE created_ms=4000");
	box_expect_words(box, 4);
	assert_false(exists(box, "outbox-3.db"));
	assert_int_equal(box_count(box).waiting, 3);
	box_open(box, OUTBOX_ROLE_UPLOADER);
	assert_int_equal(box_count(box).waiting, 3);
	expect_drained(box, oldest_first, 3);
}

static void a_failed_sync_goes_to_another_file(void **state)
{
	goes_to_another_file(*state, DISK_SYNC_FAILS);
}

static void a_failed_write_goes_to_another_file(void **state)
{
	goes_to_another_file(*state, DISK_WRITE_FAILS);
}

static void another_process_sees_the_new_file(void **state)
{
	struct box *box = *state;
	struct outbox *kiosk = box->outbox, *uploader;

	assert_int_equal(box_put(box, 1), STATUS_OK);
	assert_int_equal(outbox_open(box->folder, OUTBOX_ROLE_UPLOADER, NULL, &uploader),
			 STATUS_OK);
	broken_disk_set(DISK_SYNC_FAILS, "outbox.db");
	assert_int_equal(box_put(box, 2), STATUS_OK);
	broken_disk_set(DISK_WORKS, NULL);
	box->outbox = uploader;
	assert_int_equal(box_count(box).waiting, 2);
	box_expect_words(box, 2);
	box->outbox = kiosk;
	outbox_close(uploader);
}

/* A commit that was reported as failed may have landed: the record stands in two files. */
static void a_mark_covers_both_copies(void **state)
{
	struct box *box = *state;
	char second[OUTBOX_PATH_MAX], sql[OUTBOX_PATH_MAX + 128], id[UUID_MAX];
	struct outbox_record record;
	int64_t next;

	broken_disk_set(DISK_SYNC_FAILS, "outbox.db");
	assert_int_equal(box_put(box, 1), STATUS_OK);
	broken_disk_set(DISK_WORKS, NULL);
	box_path(box, "outbox-2.db", second);
	snprintf(sql, sizeof(sql),
		 "ATTACH '%s' AS other; INSERT INTO record SELECT * FROM other.record", second);
	box_edit(box, "outbox.db", sql);
	box_id(1, id);
	assert_int_equal(outbox_delivered(box->outbox, id, 200, "", 1), STATUS_OK);
	assert_int_equal(outbox_due(box->outbox, 0, &record, &next), STATUS_NOTFOUND);
	assert_int_equal(box_count(box).waiting, 0);
	assert_int_equal(box_find(box, 1).state, OUTBOX_DELIVERED);
}

static void a_full_disk_stores_nothing(void **state)
{
	struct box *box = *state;
	struct outbox_record record;
	char id[UUID_MAX];

	assert_int_equal(box_put(box, 1), STATUS_OK);
	broken_disk_set(DISK_FULL, NULL);
	assert_int_equal(box_put(box, 2), STATUS_NOSPACE);
	assert_false(exists(box, "outbox-2.db"));
	broken_disk_set(DISK_WORKS, NULL);
	box_id(2, id);
	assert_int_equal(outbox_find(box->outbox, id, &record), STATUS_NOTFOUND);
	box_expect_words(box, 1);
	assert_int_equal(box_put(box, 2), STATUS_OK);
	box_expect_words(box, 2);
	assert_int_equal(outbox_writable(box->outbox), STATUS_OK);
}

static void nothing_works_nothing_is_stored(void **state)
{
	struct box *box = *state;

	broken_disk_set(DISK_SYNC_FAILS, NULL);
	assert_int_equal(box_put(box, 1), STATUS_IO);
	broken_disk_set(DISK_WORKS, NULL);
	box_open(box, OUTBOX_ROLE_KIOSK);
	assert_int_equal(box_count(box).waiting, 0);
	assert_int_equal(box_put(box, 1), STATUS_OK);
	box_expect_words(box, 1);
}

/* Overwrites len bytes of the database from the offset on. */
static void damage(const struct box *box, off_t offset, size_t len)
{
	char path[OUTBOX_PATH_MAX], junk[4096];
	int fd;

	memset(junk, 0xa5, sizeof(junk));
	box_path(box, "outbox.db", path);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0 && len <= sizeof(junk));
	assert_int_equal(pwrite(fd, junk, len, offset), len);
	close(fd);
}

static void expect_corrupt(struct box *box)
{
	struct buf explain;

	buf_init(&explain, 1024, NULL);
	assert_int_equal(outbox_open(box->folder, OUTBOX_ROLE_UPLOADER, &explain, &box->outbox),
			 STATUS_CORRUPT);
	assert_non_null(strstr(buf_str(&explain), "outbox.db"));
	assert_null(strchr(buf_str(&explain), '\n'));
	assert_null(box->outbox);
	buf_release(&explain);
}

static void tells_a_damaged_head(void **state)
{
	struct box *box = *state;

	assert_int_equal(box_put(box, 1), STATUS_OK);
	outbox_close(box->outbox);
	box->outbox = NULL;
	damage(box, 0, 100);
	expect_corrupt(box);
}

static void tells_a_damaged_page(void **state)
{
	struct box *box = *state;

	assert_int_equal(box_put(box, 1), STATUS_OK);
	outbox_close(box->outbox);
	box->outbox = NULL;
	damage(box, 4096, 4096);
	expect_corrupt(box);
}

static void tells_another_programs_database(void **state)
{
	struct box *box = *state;

	outbox_close(box->outbox);
	box->outbox = NULL;
	box_edit(box, "outbox.db", "PRAGMA application_id=1");
	expect_corrupt(box);
}

/* In a child: puts numbers from first on and writes each that is durable to the pipe. */
static void put_many(struct box *box, unsigned first, unsigned count, int report)
{
	struct outbox *outbox;

	if (outbox_open(box->folder, OUTBOX_ROLE_KIOSK, NULL, &outbox))
		_exit(1);
	for (unsigned number = first; number < first + count; number++) {
		char id[UUID_MAX];

		box_id(number, id);
		if (outbox_put(outbox, &box->public, id, (int64_t)number * 1000, BOX_FORM, BOX_HASH,
			       BOX_WORDS, strlen(BOX_WORDS)))
			_exit(2);
		if (write(report, &number, sizeof(number)) != (ssize_t)sizeof(number))
			_exit(3);
	}
	outbox_close(outbox);
	_exit(0);
}

static pid_t start_putting(struct box *box, unsigned first, unsigned count, int *report)
{
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		put_many(box, first, count, ends[1]);
	}
	close(ends[1]);
	*report = ends[0];
	return pid;
}

static void two_processes_put_at_once(void **state)
{
	struct box *box = *state;
	int reports[2];
	pid_t pids[2];

	outbox_close(box->outbox); /* a database does not go through a fork */
	box->outbox = NULL;
	for (unsigned i = 0; i < 2; i++)
		pids[i] = start_putting(box, 1 + 20 * i, 20, &reports[i]);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(process_wait(pids[i], TEST_DEADLINE_MS), 0);
		close(reports[i]);
	}
	box_open(box, OUTBOX_ROLE_READER);
	assert_int_equal(box_count(box).waiting, 40);
	for (unsigned number = 1; number <= 40; number++)
		box_expect_words(box, number);
	assert_false(exists(box, "outbox-2.db"));
}

static void what_was_put_outlives_a_kill(void **state)
{
	struct box *box = *state;
	unsigned number, next = 1;

	outbox_close(box->outbox);
	box->outbox = NULL;
	for (unsigned round = 1; round <= 8; round++) {
		unsigned first = next, reported = 0;
		int report;
		pid_t pid = start_putting(box, first, 100000, &report);

		/* Killed after a different number of puts each time, somewhere in the next one. */
		while (reported < round &&
		       read(report, &number, sizeof(number)) == (ssize_t)sizeof(number))
			reported++;
		assert_int_equal(reported, round);
		assert_int_equal(kill(pid, SIGKILL), 0);
		assert_int_equal(process_wait(pid, TEST_DEADLINE_MS), 128 + SIGKILL);
		while (read(report, &number, sizeof(number)) == (ssize_t)sizeof(number))
			reported++;
		close(report);
		box_open(box, OUTBOX_ROLE_KIOSK);
		for (number = first; number < first + reported; number++)
			box_expect_words(box, number);
		assert_int_equal(box_put(box, first + reported), STATUS_OK);
		next = first + reported + 1;
		outbox_close(box->outbox);
		box->outbox = NULL;
	}
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAULT_TEST(a_failed_sync_goes_to_another_file),
		FAULT_TEST(a_failed_write_goes_to_another_file),
		FAULT_TEST(another_process_sees_the_new_file),
		FAULT_TEST(a_mark_covers_both_copies),
		FAULT_TEST(a_full_disk_stores_nothing),
		FAULT_TEST(nothing_works_nothing_is_stored),
		FAULT_TEST(tells_a_damaged_head),
		FAULT_TEST(tells_a_damaged_page),
		FAULT_TEST(tells_another_programs_database),
		FAULT_TEST(two_processes_put_at_once),
		FAULT_TEST(what_was_put_outlives_a_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
