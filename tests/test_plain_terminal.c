/* `kiosk --plain` on a terminal, as a speech console or a braille display has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct site site;
static struct terminal terminal;

static void begin(void)
{
	const char *const env[] = {"TERM=linux", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin",
				   "ASAN_OPTIONS=detect_leaks=0", NULL};
	const char *argv[] = {process_program("KIOSK_PROGRAM"), "--plain", "--config", NULL, NULL};

	site_open(&site, NULL, false);
	argv[3] = site.settings;
	terminal_start(&terminal, argv, env, 60, 80);
	terminal_wait_for(&terminal, "Type 1 to begin.");
}

static void end(void)
{
	terminal_stop(&terminal);
	site_close(&site);
}

static void to_the_name(void)
{
	terminal_send(&terminal, "1\r\r\r");
	terminal_wait_for(&terminal, "Given name.");
}

/* What a program wrote that is more than lines. */
static bool wrote_escapes(void)
{
	return memchr(terminal.raw.data, '\033', terminal.raw.len) != NULL;
}

static void it_writes_lines_and_nothing_else(void **state)
{
	(void)state;
	begin();
	to_the_name();
	terminal_send(&terminal, "Ana\r");
	terminal_wait_for(&terminal, "Family name.");
	assert_false(wrote_escapes());
	/* no word is torn at the edge: the line ends before it */
	assert_true(terminal_shows(&terminal, "/b goes back, /r\n"));
	end();
}

static void the_line_is_edited_by_the_terminal(void **state)
{
	(void)state;
	begin();
	to_the_name();
	terminal_send(&terminal, "An\xC3\xA9\x7F"
				 "a\r"); /* one key erases one character */
	terminal_wait_for(&terminal, "Family name.");
	terminal_send(&terminal, "/b\r");
	terminal_wait_for(&terminal, "Your answer so far: Ana.");
	end();
}

static void nothing_a_patient_presses_leaves(void **state)
{
	(void)state;
	begin();
	to_the_name();
	terminal_send(&terminal, "\x03\x1A\x1C\x04\x13"); /* interrupt, stop, quit, end, pause */
	terminal_send(&terminal, "\x15"
				 "Ana\r"); /* kill the line, and another */
	terminal_wait_for(&terminal, "Family name.");
	terminal_send(&terminal, "/b\r");
	terminal_wait_for(&terminal, "Your answer so far: Ana.");
	end();
}

static void the_screen_is_wiped_at_the_end(void **state)
{
	(void)state;
	begin();
	to_the_name();
	terminal_send(&terminal, "Zephyrine\r/s\r");
	terminal_wait_for(&terminal, "2. Yes, stop.");
	assert_true(terminal_shows(&terminal, "Zephyrine"));
	terminal_send(&terminal, "2\r");
	terminal_wait_for(&terminal, "The visit has ended. Nothing of it stays here.");
	assert_false(terminal_shows(&terminal, "Zephyrine"));
	terminal_wait_for(&terminal, "Type 1 to begin.");
	/* with what has scrolled off it */
	assert_non_null(memmem(terminal.raw.data, terminal.raw.len, "\033[3J", 4));
	assert_false(site_contains(&site, "Zephyrine"));
	end();
}

static void the_terminal_is_given_back(void **state)
{
	struct termios modes;
	int master;

	(void)state;
	begin();
	to_the_name();
	terminal_send(&terminal, "/s\r2\r"); /* the modes pass through a second process */
	terminal_wait_for(&terminal, "The visit has ended.");
	terminal_wait_for(&terminal, "Type 1 to begin.");
	assert_int_equal(tcgetattr(terminal.master, &modes), 0);
	assert_false(modes.c_lflag & ISIG);
	master = dup(terminal.master);
	kill(terminal.pid, SIGTERM);
	assert_int_equal(terminal_wait_exit(&terminal), 0);
	assert_int_equal(tcgetattr(master, &modes), 0);
	close(master);
	assert_true(modes.c_lflag & ISIG);
	assert_int_equal(modes.c_cc[VEOF], 4);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_writes_lines_and_nothing_else),
		cmocka_unit_test(the_line_is_edited_by_the_terminal),
		cmocka_unit_test(nothing_a_patient_presses_leaves),
		cmocka_unit_test(the_screen_is_wiped_at_the_end),
		cmocka_unit_test(the_terminal_is_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
