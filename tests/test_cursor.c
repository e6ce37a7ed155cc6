/* On every screen the terminal's cursor stands on what has the focus. The pages of questions are
 * walked by the visits of test_plain_visits as well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/focus.h"
#include "support/site.h"

#include <stdio.h>
#include <string.h>

static struct site site;
static struct terminal terminal;

static const struct size {
	int rows, columns;
} sizes[] = {{24, 80}, {30, 100}, {50, 160}, {16, 50}};

static void begin(const char *form, const struct size *size)
{
	site_open(&site, NULL, false);
	if (form)
		site_ask(&site, form, NULL);
	site_kiosk(&site, &terminal, true, size->rows, size->columns);
	terminal_wait_for(&terminal, "Begin");
}

static void end(void)
{
	terminal_stop(&terminal);
	site_close(&site);
}

/* There and back again: once around the screen with Tab, up and down with the arrows. */
static void walk(void)
{
	focus_expect(&terminal);
	focus_key(&terminal, "Tab", 12);
	focus_key(&terminal, "BackTab", 12);
	focus_key(&terminal, "Down", 25);
	focus_key(&terminal, "Right", 3);
	focus_key(&terminal, "Left", 3);
	focus_key(&terminal, "Up", 25);
	focus_key(&terminal, "PageDown", 2);
	focus_key(&terminal, "PageUp", 2);
}

/* Where there is only to read, no key moves a focus away. */
static void read_on(const char *until)
{
	for (int i = 0; i < 30 && !terminal_shows(&terminal, until); i++) {
		focus_key(&terminal, "Down", 2);
		focus_key(&terminal, "End", 1);
		focus_key(&terminal, "Enter", 1);
	}
}

static void outside_the_questions(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		begin(NULL, &sizes[i]);
		walk();
		end();
		begin(NULL, &sizes[i]);
		terminal_keys(&terminal, "Tab Enter");
		terminal_wait_for(&terminal, "What the treatment is");
		read_on("Begin");
		focus_expect(&terminal);
		end();
	}
}

static void on_the_pages_of_questions(void **state)
{
	static const char *const forms[] = {NULL, "types.json", "repeats.json", "words.json",
					    "conditions.json"};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
			begin(forms[i], &sizes[k]);
			focus_key(&terminal, "Enter", 1);
			if (!forms[i])
				read_on("Page 1 of");
			walk();
			for (int page = 0; page < 3; page++) {
				focus_key(&terminal, "F9", 1); /* "Start over?" */
				focus_key(&terminal, "Right", 2);
				terminal_key(&terminal, "Esc");
				focus_expect(&terminal);
				focus_key(&terminal, "Enter", 12); /* faults, or on */
				walk();
			}
			end();
		}
}

static void on_a_visit_to_its_end(void **state)
{
	(void)state;
	site_open(&site, NULL, false);
	site_kiosk(&site, &terminal, true, 24, 80);
	site_visit(&terminal, NULL);
	walk();
	terminal_key(&terminal, "Esc");
	terminal_wait_for(&terminal, "Check your answers");
	walk();
	focus_key(&terminal, "F5", 1);
	walk();
	focus_key(&terminal, "End", 1);
	focus_key(&terminal, "Enter", 1);
	terminal_wait_for(&terminal, "Send my form");
	focus_key(&terminal, "Tab", 2);
	focus_key(&terminal, "Enter", 1);
	terminal_wait_for(&terminal, "abababab");
	walk();
	end();
}

static void in_the_staff_area(void **state)
{
	(void)state;
	begin(NULL, &sizes[0]);
	focus_key(&terminal, "F12", 1);
	terminal_send(&terminal, SITE_PIN);
	focus_expect(&terminal);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Reset the visit");
	walk();
	terminal_keys(&terminal, "3 Enter");
	terminal_wait_for(&terminal, "Nothing waits");
	terminal_settle(&terminal);
	assert_true(terminal_cursor_seen(&terminal));
	end();
}

/* Help and the small window have nothing to choose: the cursor is on their words. */
static void on_words_where_nothing_has_the_focus(void **state)
{
	(void)state;
	begin(NULL, &sizes[0]);
	terminal_key(&terminal, "F1");
	terminal_wait_for(&terminal, "Press Enter or Esc");
	terminal_settle(&terminal);
	assert_true(terminal_cursor_seen(&terminal));
	terminal_key(&terminal, "Esc");
	focus_expect(&terminal);
	terminal_resize(&terminal, 8, 30);
	terminal_settle(&terminal);
	assert_true(terminal_cursor_seen(&terminal));
	terminal_resize(&terminal, 24, 80);
	focus_expect(&terminal);
	end();
}

static void on_the_warning_of_the_idle_clock(void **state)
{
	(void)state;
	site_open(&site, "{\"visitSeconds\":1,\"readingSeconds\":1,\"warningSeconds\":9}", false);
	site_kiosk(&site, &terminal, true, 24, 80);
	terminal_wait_for(&terminal, "Begin");
	focus_key(&terminal, "Enter", 1);
	terminal_wait_for(&terminal, "Are you still there?");
	terminal_settle(&terminal);
	assert_true(terminal_cursor_seen(&terminal));
	focus_key(&terminal, "Enter", 1);
	end();
}

/* The keyboard on the screen types into the field that the cursor stays in; the curtain says how to
 * go on. */
static void under_the_keyboard_and_the_curtain(void **state)
{
	(void)state;
	begin("types.json", &sizes[1]);
	focus_key(&terminal, "Enter", 1);
	focus_key(&terminal, "F8", 1);
	focus_key(&terminal, "Tab", 1);
	focus_key(&terminal, "F8", 1);
	terminal_key(&terminal, "F6");
	terminal_settle(&terminal);
	assert_false(terminal_shows(&terminal, "Name you like"));
	assert_true(terminal_cursor_seen(&terminal));
	terminal_key(&terminal, "Enter");
	focus_expect(&terminal);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outside_the_questions),
		cmocka_unit_test(on_the_pages_of_questions),
		cmocka_unit_test(on_a_visit_to_its_end),
		cmocka_unit_test(in_the_staff_area),
		cmocka_unit_test(on_words_where_nothing_has_the_focus),
		cmocka_unit_test(on_the_warning_of_the_idle_clock),
		cmocka_unit_test(under_the_keyboard_and_the_curtain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
