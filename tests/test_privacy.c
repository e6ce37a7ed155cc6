/* What hides a visit and what helps with it: the curtain, masked fields, help on every screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/process.h"
#include "support/site.h"

#include <stdlib.h>
#include <string.h>

#define F6 "\033[17~"

static void begin(struct site *site, struct terminal *terminal, int rows, int columns)
{
	site_kiosk(site, terminal, true, rows, columns);
	terminal_wait_for(terminal, "Begin");
	terminal_keys(terminal, "Enter End Enter");
	terminal_wait_for(terminal, "Given name");
}

/* Nothing of the visit stands in any cell, and a key brings it back only by the answer. */
static void the_curtain_hides_everything(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	begin(&site, &terminal, 24, 80);
	terminal_send(&terminal, "Ana");
	terminal_wait_for(&terminal, "Ana");
	terminal_send(&terminal, F6);
	terminal_wait_for(&terminal, "Press any key or touch here.");
	assert_false(terminal_shows(&terminal, "Ana"));
	assert_false(terminal_shows(&terminal, "name"));
	assert_false(terminal_shows(&terminal, "Page"));
	terminal_snapshot(&terminal, "80x24/curtain");
	terminal_send(&terminal, "x");
	terminal_wait_for(&terminal, "Are you still filling in your form?");
	terminal_snapshot(&terminal, "80x24/curtain-asks");
	terminal_send(&terminal, "y\033[24~\033OP\033OS"); /* F12, F1, F4 lead nowhere */
	terminal_key(&terminal, "Esc");
	terminal_wait_for(&terminal, "Press any key or touch here.");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Are you still filling in your form?");
	assert_false(terminal_shows(&terminal, "Ana"));
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Given name");
	terminal_wait_for(&terminal, "Ana");
	assert_false(terminal_shows(&terminal, "Anax")); /* no key was passed on */
	terminal_stop(&terminal);
	site_close(&site);
}

static void the_curtain_starts_over(void **state)
{
	struct terminal terminal;
	struct site site;
	int row, column;

	(void)state;
	site_open(&site, NULL, false);
	begin(&site, &terminal, 30, 100);
	terminal_send(&terminal, F6);
	terminal_wait_for(&terminal, "Press any key");
	terminal_click(&terminal, 3, 3);
	terminal_wait_for(&terminal, "Start over");
	assert_true(terminal_find(&terminal, "Start over", &row, &column));
	terminal_click(&terminal, row, column);
	terminal_wait_for(&terminal, "Begin");
	terminal_send(&terminal, F6); /* there is no visit to hide */
	terminal_key(&terminal, "F1");
	terminal_wait_for(&terminal, "Help");
	terminal_stop(&terminal);
	site_close(&site);
}

/* The clock runs on behind it, and keys of passers-by keep nothing alive. */
static void the_curtain_ends_with_the_visit(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, "{'visitSeconds': 0.5, 'readingSeconds': 100, 'warningSeconds': 3}",
		  false);
	begin(&site, &terminal, 24, 80);
	terminal_send(&terminal, "Ana" F6);
	terminal_wait_for(&terminal, "The form will be erased in");
	assert_false(terminal_shows(&terminal, "Ana"));
	terminal_send(&terminal, "x");
	terminal_wait_for(&terminal, "Begin");
	terminal_stop(&terminal);
	site_close(&site);
}

static void fields_can_be_masked(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	site_set(&site, "form",
		 "{'maskedFields': {'system': 'http://loinc.org', 'code': '30525-0'}}");
	begin(&site, &terminal, 24, 80);
	terminal_keys(&terminal, "Tab Tab Tab");
	terminal_send(&terminal, "52");
	terminal_wait_for(&terminal, "••");
	assert_false(terminal_shows(&terminal, "52"));
	terminal_key(&terminal, "F5");
	terminal_wait_for(&terminal, "52");
	terminal_key(&terminal, "F5");
	terminal_wait_gone(&terminal, "52");
	terminal_stop(&terminal);
	site_close(&site);
}

static void help_knows_the_question(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	begin(&site, &terminal, 24, 80);
	terminal_keys(&terminal, "Tab Tab Tab F1");
	terminal_wait_for(&terminal, "This question");
	terminal_wait_for(&terminal, "How old are you?");
	terminal_wait_for(&terminal, "Your age in years");
	assert_false(terminal_shows(&terminal, "Our staff are glad"));
	terminal_key(&terminal, "PageDown"); /* keys that the footer had no room for are there */
	terminal_wait_for(&terminal, "Keyboard");
	terminal_wait_for(&terminal, "Hide the form");
	terminal_wait_for(&terminal, "Staff");
	terminal_wait_for(&terminal, "Our staff are glad");
	terminal_key(&terminal, "PageUp");
	terminal_wait_for(&terminal, "This question");
	terminal_key(&terminal, "F1");
	terminal_wait_gone(&terminal, "This question");
	terminal_stop(&terminal);
	site_close(&site);
}

static void help_stands_over_dialogs_and_staff(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	begin(&site, &terminal, 24, 80);
	terminal_key(&terminal, "F9");
	terminal_wait_for(&terminal, "Start over?");
	terminal_key(&terminal, "F1");
	terminal_wait_for(&terminal, "Here you can end your visit.");
	terminal_key(&terminal, "Esc");
	terminal_wait_for(&terminal, "Start over?"); /* back to what it was asked for */
	terminal_key(&terminal, "Esc");
	terminal_wait_gone(&terminal, "Start over?");
	terminal_key(&terminal, "F12");
	terminal_wait_for(&terminal, "Staff PIN");
	terminal_key(&terminal, "F1");
	terminal_wait_for(&terminal, "Staff type their PIN here.");
	terminal_key(&terminal, "Esc");
	terminal_wait_for(&terminal, "Staff PIN");
	terminal_stop(&terminal);
	site_close(&site);
}

static bool rang(struct terminal *terminal, size_t from)
{
	(void)terminal_shows(terminal, "x");
	return memchr(terminal->raw.data + from, '\a', terminal->raw.len - from) != NULL;
}

/* A key that cannot be taken, with the bell and without. */
static void the_bell_rings_where_it_is_asked_for(void **state)
{
	(void)state;
	for (int bell = 0; bell < 2; bell++) {
		struct terminal terminal;
		struct site site;
		size_t from;

		site_open(&site, NULL, false);
		site_set(&site, "theme", bell ? "{'bell': true}" : "{'bell': false}");
		begin(&site, &terminal, 24, 80);
		from = terminal.raw.len;
		terminal_send(&terminal, "A");
		terminal_wait_for(&terminal, "A");
		assert_false(rang(&terminal, from));
		terminal_send(&terminal, "\033[21~"); /* F10 */
		for (int64_t end = test_now_ms() + TEST_DEADLINE_MS; bell && !rang(&terminal, from);
		     test_pause())
			assert_true(test_now_ms() < end);
		terminal_send(&terminal, "na");
		terminal_wait_for(&terminal, "Ana");
		assert_int_equal(rang(&terminal, from), bell);
		terminal_stop(&terminal);
		site_close(&site);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_curtain_hides_everything),
		cmocka_unit_test(the_curtain_starts_over),
		cmocka_unit_test(the_curtain_ends_with_the_visit),
		cmocka_unit_test(fields_can_be_masked),
		cmocka_unit_test(help_knows_the_question),
		cmocka_unit_test(help_stands_over_dialogs_and_staff),
		cmocka_unit_test(the_bell_rings_where_it_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
