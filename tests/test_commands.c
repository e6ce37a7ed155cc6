/* Commands of the settings in the kiosk: larger letters, and the printer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/process.h"
#include "support/site.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char said[FOLDER_MAX + 16]; /* what the scripts wrote down */

/* A script in the site's folder, with $said; its path. */
static const char *script(const struct site *site, const char *name, const char *body)
{
	static char path[4][FOLDER_MAX + 32];
	static int next;
	char text[1024];

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", site->folder, name);
	snprintf(said, sizeof(said), "%s/said", site->folder);
	snprintf(text, sizeof(text), "#!/bin/sh\nsaid=%s\n%s\n", said, body);
	file_write(path[next], text);
	assert_int_equal(chmod(path[next], 0700), 0);
	return path[next];
}

static void set_text_commands(struct site *site, const char *larger, const char *normal)
{
	char members[1024];

	snprintf(members, sizeof(members), "{'textLarger': ['%s', 'a b'], 'textNormal': ['%s']}",
		 larger, normal);
	site_set(site, "commands", members);
}

static void wait_said(const char *expected)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;

	for (;;) {
		char *text = file_read(said);
		bool same = text && strcmp(text, expected) == 0;

		if (!same && test_now_ms() >= end)
			fail_msg("the commands said \"%s\", not \"%s\"", text ? text : "",
				 expected);
		free(text);
		if (same)
			return;
		test_pause();
	}
}

static void begin(struct site *site, struct terminal *terminal)
{
	site_kiosk(site, terminal, true, 24, 80);
	terminal_wait_for(terminal, "Begin");
	terminal_keys(terminal, "Enter End Enter");
	terminal_wait_for(terminal, "Given name");
}

/* The command has the terminal and changes its size; the layout follows, there and back. */
static void letters_grow_and_shrink(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	set_text_commands(
		&site,
		script(&site, "larger", "echo \"larger <$1>\" >>$said; stty rows 14 cols 50"),
		script(&site, "normal", "echo normal >>$said; stty rows 24 cols 80"));
	begin(&site, &terminal);
	terminal_key(&terminal, "F3");
	terminal_wait_for(&terminal, "Question 1 of");
	terminal_wait_gone(&terminal, "Family name");
	wait_said("larger <a b>\n");
	terminal_key(&terminal, "F3");
	terminal_wait_for(&terminal, "Family name");
	wait_said("larger <a b>\nnormal\n");
	terminal_stop(&terminal);
	site_close(&site);
}

/* The next patient finds the letters as they were. */
static void letters_end_with_the_visit(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	set_text_commands(&site, script(&site, "larger", "echo larger >>$said"),
			  script(&site, "normal", "echo normal >>$said"));
	begin(&site, &terminal);
	terminal_key(&terminal, "F3");
	wait_said("larger\n");
	terminal_key(&terminal, "F9");
	terminal_wait_for(&terminal, "Start over?");
	terminal_keys(&terminal, "Right Enter");
	terminal_wait_for(&terminal, "Begin");
	wait_said("larger\nnormal\n");
	terminal_key(&terminal, "F12"); /* where nobody made them larger, nothing is run */
	terminal_wait_for(&terminal, "Staff PIN");
	terminal_send(&terminal, SITE_PIN "\r");
	terminal_wait_for(&terminal, "Close the kiosk");
	terminal_keys(&terminal, "4 Enter");
	assert_int_equal(terminal_wait_exit(&terminal), 0);
	wait_said("larger\nnormal\n");
	terminal_stop(&terminal);
	site_close(&site);
}

/* A window that became too small for anything goes back by itself. */
static void too_large_letters_go_back(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	set_text_commands(&site,
			  script(&site, "larger", "echo larger >>$said; stty rows 8 cols 30"),
			  script(&site, "normal", "echo normal >>$said; stty rows 24 cols 80"));
	begin(&site, &terminal);
	terminal_key(&terminal, "F3");
	wait_said("larger\nnormal\n");
	terminal_wait_for(&terminal, "Family name");
	terminal_stop(&terminal);
	site_close(&site);
}

/* The key does what it can all the same, and the log says why, without a patient's word. */
static void a_command_that_fails_is_told(void **state)
{
	struct terminal terminal;
	struct site site;
	char log[FOLDER_MAX + 16], *text;

	(void)state;
	site_open(&site, NULL, false);
	snprintf(log, sizeof(log), "{'file': '%s/log'}", site.folder);
	site_set(&site, "log", log);
	snprintf(log, sizeof(log), "%s/log", site.folder);
	set_text_commands(&site, script(&site, "larger", "exit 3"), "true");
	begin(&site, &terminal);
	terminal_send(&terminal, "Wilhelmina");
	terminal_key(&terminal, "F3");
	terminal_wait_for(&terminal, "Question 1 of");
	text = file_read(log);
	assert_non_null(text);
	assert_non_null(strstr(text, "exit status 3"));
	assert_null(strstr(text, "Wilhelmina"));
	free(text);
	terminal_stop(&terminal);
	site_close(&site);
}

static void set_printer(struct site *site, const char *printer)
{
	const char *config = getenv("KIOSK_CONFIG_DIR");
	char members[PATH_MAX + 64], absolute[PATH_MAX];

	assert_non_null(realpath(config ? config : "config", absolute));
	snprintf(members, sizeof(members), "{'print': ['%s']}", printer);
	site_set(site, "commands", members);
	snprintf(members, sizeof(members), "{'aftercare': '%s/pages/en/aftercare.md'}", absolute);
	site_set(site, "pages", members);
}

/* The sheet as plain text, nothing of the patient, no markup. */
static void the_sheet_is_printed(void **state)
{
	struct terminal terminal;
	struct site site;
	char *text;

	(void)state;
	site_open(&site, NULL, false);
	set_printer(&site, script(&site, "print", "cat >$said.part; mv $said.part $said"));
	site_kiosk(&site, &terminal, true, 24, 80);
	site_visit(&terminal, NULL);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "abababab");
	terminal_wait_for(&terminal, "Print the aftercare sheet");
	terminal_keys(&terminal, "Right Space");
	terminal_wait_for(&terminal, "The sheet is at the printer.");
	text = file_read(said);
	assert_non_null(text);
	assert_true(strlen(text) > 200);
	assert_null(strstr(text, "abababab"));
	assert_null(strchr(text, '#'));
	assert_non_null(strstr(text, "November")); /* counted from the day of the visit */
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		assert_true(strcspn(line, "\n") <= 3 * 72);
	free(text);
	terminal_stop(&terminal);
	site_close(&site);
}

static void a_printer_that_fails_is_told(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	set_printer(&site, "no-such-printer");
	site_kiosk(&site, &terminal, true, 24, 80);
	site_visit(&terminal, NULL);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Print the aftercare sheet");
	terminal_keys(&terminal, "Right Enter");
	terminal_wait_for(&terminal, "The printer did not take the sheet.");
	terminal_keys(&terminal, "Left Enter");
	terminal_wait_for(&terminal, "Begin");
	terminal_stop(&terminal);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_grow_and_shrink),
		cmocka_unit_test(letters_end_with_the_visit),
		cmocka_unit_test(too_large_letters_go_back),
		cmocka_unit_test(a_command_that_fails_is_told),
		cmocka_unit_test(the_sheet_is_printed),
		cmocka_unit_test(a_printer_that_fails_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
