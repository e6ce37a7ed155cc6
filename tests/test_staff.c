#include <kiosk/outbox/staff.h>

#include "support/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MS   100000
#define PATH_BYTES (FOLDER_MAX + 32)
#define CAP_MS     900000

struct fixture {
	char folder[FOLDER_MAX], path[PATH_BYTES];
	struct staff_log *log;
};

static void reopen(struct fixture *fixture)
{
	staff_log_close(fixture->log);
	fixture->log = NULL;
	assert_int_equal(staff_log_open(fixture->folder, NULL, &fixture->log), STATUS_OK);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	folder_make(fixture->folder);
	snprintf(fixture->path, sizeof(fixture->path), "%s/staff.db", fixture->folder);
	reopen(fixture);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	staff_log_close(fixture->log);
	folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static int64_t delay_at(const struct fixture *fixture, int64_t boot_ms)
{
	int64_t delay = -1;

	assert_int_equal(staff_pin_delay(fixture->log, boot_ms, &delay), STATUS_OK);
	return delay;
}

static void try_wrongly(const struct fixture *fixture, int times, int64_t boot_ms)
{
	while (times-- > 0)
		assert_int_equal(staff_pin_try(fixture->log, boot_ms), STATUS_OK);
}

static void edit(const struct fixture *fixture, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void delay_doubles_up_to_a_cap(void **state)
{
	static const int64_t delays[] = {0,     0,     1000,   2000,   4000,   8000,   16000,
					 32000, 64000, 128000, 256000, 512000, CAP_MS, CAP_MS};
	struct fixture *fixture = *state;

	assert_int_equal(delay_at(fixture, START_MS), 0);
	for (size_t i = 0; i < sizeof(delays) / sizeof(*delays); i++) {
		try_wrongly(fixture, 1, START_MS);
		assert_int_equal(delay_at(fixture, START_MS), delays[i]);
	}
	try_wrongly(fixture, 60, START_MS);
	assert_int_equal(delay_at(fixture, START_MS), CAP_MS);
}

static void delay_runs_out(void **state)
{
	struct fixture *fixture = *state;

	try_wrongly(fixture, 4, START_MS);
	assert_int_equal(delay_at(fixture, START_MS + 500), 1500);
	assert_int_equal(delay_at(fixture, START_MS + 1999), 1);
	assert_int_equal(delay_at(fixture, START_MS + 2000), 0);
	assert_int_equal(delay_at(fixture, START_MS + 5000), 0);
	/* The next wrong one counts on from there. */
	try_wrongly(fixture, 1, START_MS + 5000);
	assert_int_equal(delay_at(fixture, START_MS + 5000), 4000);
}

static void delay_outlives_a_restart(void **state)
{
	struct fixture *fixture = *state;

	try_wrongly(fixture, 5, START_MS);
	reopen(fixture);
	assert_int_equal(delay_at(fixture, START_MS + 1000), 3000);
	try_wrongly(fixture, 1, START_MS + 1000);
	reopen(fixture);
	assert_int_equal(delay_at(fixture, START_MS + 1000), 8000);
}

static void delay_begins_again_after_a_reboot(void **state)
{
	struct fixture *fixture = *state;

	try_wrongly(fixture, 5, START_MS);
	edit(fixture, "UPDATE pin SET boot_id='11111111-2222-4333-8444-555555555555'");
	reopen(fixture);
	assert_int_equal(delay_at(fixture, 70), 4000);
	assert_int_equal(delay_at(fixture, 1070), 3000);
	reopen(fixture);
	assert_int_equal(delay_at(fixture, 4069), 1);
	assert_int_equal(delay_at(fixture, 4070), 0);
}

static void right_pin_resets(void **state)
{
	struct fixture *fixture = *state;

	try_wrongly(fixture, 6, START_MS);
	assert_int_equal(staff_pin_right(fixture->log), STATUS_OK);
	assert_int_equal(delay_at(fixture, START_MS), 0);
	reopen(fixture);
	try_wrongly(fixture, 2, START_MS);
	assert_int_equal(delay_at(fixture, START_MS), 0);
	try_wrongly(fixture, 1, START_MS);
	assert_int_equal(delay_at(fixture, START_MS), 1000);
}

static void no_pin_when_the_delay_cannot_be_known(void **state)
{
	struct fixture *fixture = *state;
	int64_t delay = -1;

	edit(fixture, "DELETE FROM pin");
	assert_int_equal(staff_pin_delay(fixture->log, START_MS, &delay), STATUS_IO);
	assert_int_equal(delay, -1);
	assert_int_not_equal(staff_pin_try(fixture->log, START_MS), STATUS_OK);
}

#define EVENTS 4

/* The hashes of all events, in order; the test fails when there are not EVENTS of them. */
static void read_hashes(const struct fixture *fixture, char hashes[EVENTS][65])
{
	sqlite3_stmt *statement;
	sqlite3 *db;
	size_t count = 0;

	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT hex(hash) FROM event ORDER BY number", -1,
					    &statement, NULL),
			 SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		assert_true(count < EVENTS);
		snprintf(hashes[count++], 65, "%s",
			 (const char *)sqlite3_column_text(statement, 0));
	}
	assert_int_equal(count, EVENTS);
	sqlite3_finalize(statement);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void add_events(struct fixture *fixture, const char *second)
{
	assert_int_equal(staff_log_add(fixture->log, 1000, "reset", NULL), STATUS_OK);
	assert_int_equal(staff_log_add(fixture->log, 1000, second, NULL), STATUS_OK);
	reopen(fixture);
	assert_int_equal(staff_log_add(fixture->log, 1000, "reset", NULL), STATUS_OK);
	assert_int_equal(staff_log_add(fixture->log, 1001, "retry", "0A1B2C3D"), STATUS_OK);
}

static void events_are_chained(void **state)
{
	struct fixture *fixture = *state, *changed, *same;
	char hashes[EVENTS][65], others[EVENTS][65];
	void *other_state;

	add_events(fixture, "reset");
	read_hashes(fixture, hashes);
	for (size_t i = 0; i < EVENTS; i++)
		for (size_t k = 0; k < i; k++) /* equal events, but each follows another */
			assert_string_not_equal(hashes[i], hashes[k]);

	set_up(&other_state);
	same = other_state;
	add_events(same, "reset");
	read_hashes(same, others);
	for (size_t i = 0; i < EVENTS; i++)
		assert_string_equal(hashes[i], others[i]);
	tear_down(&other_state);

	set_up(&other_state);
	changed = other_state;
	add_events(changed, "close");
	read_hashes(changed, others);
	assert_string_equal(hashes[0], others[0]);
	for (size_t i = 1; i < EVENTS; i++)
		assert_string_not_equal(hashes[i], others[i]);
	tear_down(&other_state);
}

static void refuses_a_damaged_file(void **state)
{
	struct fixture *fixture = *state;
	struct buf explain;

	staff_log_close(fixture->log);
	fixture->log = NULL;
	file_write(fixture->path, "this is no database, and it is long enough to be looked at "
				  "as one would look at a database's head: it says nothing.");
	buf_init(&explain, 1024, NULL);
	assert_int_equal(staff_log_open(fixture->folder, &explain, &fixture->log), STATUS_CORRUPT);
	assert_non_null(strstr(buf_str(&explain), "staff.db"));
	assert_null(fixture->log);
	buf_release(&explain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(delay_doubles_up_to_a_cap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(delay_runs_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(delay_outlives_a_restart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(delay_begins_again_after_a_reboot, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(right_pin_resets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_pin_when_the_delay_cannot_be_known, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(events_are_chained, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_a_damaged_file, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
