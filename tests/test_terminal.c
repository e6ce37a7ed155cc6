/* The terminal that the screen tests look through, held against programs whose output is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/process.h"
#include "support/terminal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static void start(struct terminal *terminal, const char *script, int rows, int columns)
{
	const char *const argv[] = {"/bin/sh", "-c", script, NULL};
	const char *const env[] = {"PATH=/usr/bin:/bin", NULL};

	terminal_start(terminal, argv, env, rows, columns);
}

static void shows_what_was_written_where(void **state)
{
	struct terminal terminal;
	int row, column;
	char *text;

	(void)state;
	start(&terminal, "printf 'one\\r\\n\\033[3;5Hna\\303\\257ve\\033[4;1Hgone\\033[2K'; read x",
	      5, 20);
	terminal_wait_for(&terminal, "na\303\257ve");
	assert_true(terminal_find(&terminal, "ve", &row, &column));
	assert_int_equal(row, 2);
	assert_int_equal(column, 7);
	assert_false(terminal_find(&terminal, "gone", &row, &column));
	text = terminal_text(&terminal);
	assert_string_equal(text, "one\n\n    na\303\257ve\n\n\n");
	free(text);
	terminal_stop(&terminal);
}

static void types_clicks_and_resizes(void **state)
{
	struct terminal terminal;

	(void)state;
	start(&terminal,
	      "stty raw -echo; printf ready; head -c 3 | od -An -tx1; head -c 18 | tr '\\033' E;"
	      "until [ \"$(stty size)\" = '10 30' ]; do :; done; printf ' large'",
	      5, 40);
	terminal_wait_for(&terminal, "ready");
	terminal_key(&terminal, "Up");
	terminal_wait_for(&terminal, "1b ");
	terminal_click(&terminal, 2, 7);
	terminal_wait_for(&terminal, "E[<0;8;3ME[<0;8;3m");
	assert_false(terminal_shows(&terminal, "large"));
	terminal_resize(&terminal, 10, 30);
	terminal_wait_for(&terminal, "large");
	terminal_stop(&terminal);
}

static void tells_how_a_program_ended(void **state)
{
	struct terminal terminal;

	(void)state;
	start(&terminal, "exit 7", 5, 20);
	assert_int_equal(terminal_wait_exit(&terminal), 7);
	terminal_stop(&terminal);
	start(&terminal, "kill -9 $$", 5, 20);
	assert_int_equal(terminal_wait_exit(&terminal), 128 + SIGKILL);
	terminal_stop(&terminal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_what_was_written_where),
		cmocka_unit_test(types_clicks_and_resizes),
		cmocka_unit_test(tells_how_a_program_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
