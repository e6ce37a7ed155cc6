/* The keyboard on the screen: where its keys are, what they type, how large they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/terminal/keyboard.h>

#include <stdlib.h>
#include <string.h>

#include "support/site.h"

static const struct area wide = {.row = 2, .rows = 25, .columns = 100, .touch = true};
static const struct area usual = {.row = 2, .rows = 21, .columns = 80};

/* A click on a cell of the keyboard; what it typed. */
static struct ui_event touch(struct keyboard *keyboard, const struct area *body, int row,
			     int column)
{
	struct area area = keyboard_area(keyboard, body);
	struct ui_event event = {
		.key = UI_KEY_CLICK, .row = area.row + row, .column = area.column + column};

	assert_true(keyboard_click(keyboard, &area, &event));
	return event;
}

static void types_what_is_touched(void **state)
{
	struct keyboard keyboard = {0};
	struct ui_event event;

	(void)state;
	keyboard_open(&keyboard, KEYBOARD_TEXT);
	event = touch(&keyboard, &wide, 1, 9);
	assert_int_equal(event.key, UI_KEY_TEXT);
	assert_string_equal(event.text, "q");
	assert_true(keyboard.pressed); /* the key shows that it was taken */
	event = touch(&keyboard, &wide, 7, 4);
	assert_int_equal(event.key, UI_KEY_NONE);
	assert_true(keyboard.shift);
	event = touch(&keyboard, &wide, 0, 9);
	assert_string_equal(event.text, "Q");
	assert_false(keyboard.shift); /* for one letter */
	event = touch(&keyboard, &wide, 7, 95);
	assert_int_equal(event.key, UI_KEY_BACKSPACE);
	event = touch(&keyboard, &wide, 10, 45);
	assert_int_equal(event.key, UI_KEY_SPACE);
	assert_string_equal(event.text, " ");
	event = touch(&keyboard, &wide, 10, 70);
	assert_int_equal(event.key, UI_KEY_F7);
	(void)touch(&keyboard, &wide, 10, 2);
	assert_true(keyboard.symbols);
	event = touch(&keyboard, &wide, 1, 9);
	assert_string_equal(event.text, "1");
	event = touch(&keyboard, &wide, 10, 95);
	assert_int_equal(event.key, UI_KEY_NONE);
	assert_false(keyboard.open);
}

/* Every cell of the area belongs to a key or does nothing; beside it a click is nobody's. */
static void takes_only_its_own_clicks(void **state)
{
	struct keyboard keyboard = {0};
	struct area area;
	struct ui_event event = {.key = UI_KEY_CLICK};

	(void)state;
	assert_int_equal(keyboard_area(&keyboard, &usual).rows, 0);
	area = usual;
	assert_false(keyboard_click(&keyboard, &area, &event)); /* closed */
	keyboard_open(&keyboard, KEYBOARD_NUMBER);
	area = keyboard_area(&keyboard, &usual);
	event.row = area.row - 1;
	assert_false(keyboard_click(&keyboard, &area, &event));
	assert_int_equal(event.key, UI_KEY_CLICK);
	event.row = area.row;
	event.column = 0;
	assert_true(keyboard_click(&keyboard, &area, &event));
	assert_int_equal(event.key, UI_KEY_NONE);
	assert_true(keyboard.open);
}

static void has_pads(void **state)
{
	static const struct {
		enum keyboard_kind kind;
		const char *left, *right; /* beside the 0; "": no key */
	} pads[] = {
		{KEYBOARD_DATE, "/", "-"},   {KEYBOARD_TIME, ":", ""},
		{KEYBOARD_MOMENT, "/", ":"}, {KEYBOARD_PHONE, "+", "-"},
		{KEYBOARD_NUMBER, "-", "."}, {KEYBOARD_DIGITS, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pads) / sizeof(pads[0]); i++) {
		struct keyboard keyboard = {0};

		keyboard_open(&keyboard, pads[i].kind);
		assert_string_equal(touch(&keyboard, &wide, 1, 4).text, "1");
		assert_string_equal(touch(&keyboard, &wide, 7, 22).text, "9");
		assert_string_equal(touch(&keyboard, &wide, 10, 4).text, pads[i].left);
		assert_string_equal(touch(&keyboard, &wide, 10, 13).text, "0");
		assert_int_equal(keyboard.pressed, pads[i].kind != KEYBOARD_DIGITS);
		assert_string_equal(touch(&keyboard, &wide, 10, 22).text, pads[i].right);
		assert_int_equal(touch(&keyboard, &wide, 1, 35).key, UI_KEY_BACKSPACE);
	}
}

/* A key for a finger has 3 rows and 6 columns where there is room; the field keeps its own. */
static void leaves_room_for_the_field(void **state)
{
	static const struct area small = {.rows = 9, .columns = 40};
	struct keyboard keyboard = {0};
	struct area area;

	(void)state;
	keyboard_open(&keyboard, KEYBOARD_TEXT);
	area = keyboard_area(&keyboard, &wide);
	assert_int_equal(area.rows, 12);
	assert_in_range(area.columns / 10, 6, 10);
	assert_int_equal(area.row + area.rows, wide.row + wide.rows);
	area = keyboard_area(&keyboard, &usual);
	assert_int_equal(area.rows, 8);
	assert_in_range(area.columns / 10, 6, 8);
	area = keyboard_area(&keyboard, &small);
	assert_int_equal(area.rows, 4);
	assert_in_range(area.columns, 30, 40);
	assert_string_equal(touch(&keyboard, &small, 0, 1).text, "q");
}

/* --- in the kiosk --- */

/* The letters of the language, ñ and the accented ones too. */
static void has_the_letters_of_the_language(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	site_ask(&site, "types.json", "es");
	site_kiosk(&site, &terminal, true, 30, 100);
	terminal_wait_for(&terminal, "Empezar");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Name you like");
	terminal_send(&terminal, "\033[19~");
	terminal_wait_for(&terminal, "ñ");
	terminal_wait_for(&terminal, "ü");
	terminal_snapshot(&terminal, "100x30/keyboard-es");
	terminal_resize(&terminal, 24, 80);
	terminal_snapshot(&terminal, "80x24/keyboard-es");
	terminal_stop(&terminal);
	site_close(&site);
}

static void begin(struct site *site, struct terminal *terminal, int rows, int columns)
{
	site_open(site, NULL, false);
	site_kiosk(site, terminal, true, rows, columns);
	terminal_wait_for(terminal, "Begin");
	terminal_keys(terminal, "Enter End Enter");
	terminal_wait_for(terminal, "Given name");
}

static void touch_key(struct terminal *terminal, const char *label)
{
	int row, column;

	terminal_wait_for(terminal, label);
	assert_true(terminal_find(terminal, label, &row, &column));
	terminal_click(terminal, row, column + 1);
}

static void opens_when_a_field_is_touched(void **state)
{
	struct terminal terminal;
	struct site site;
	int row, column;

	(void)state;
	begin(&site, &terminal, 24, 80);
	assert_true(terminal_find(&terminal, "Given name", &row, &column));
	terminal_click(&terminal, row + 1, column + 3);
	touch_key(&terminal, "Shift");
	touch_key(&terminal, "  Q  ");
	terminal_wait_for(&terminal, "  q  ");
	terminal_send(&terminal, "uique"); /* the keyboard under the hand works on */
	touch_key(&terminal, "Accent");
	terminal_wait_for(&terminal, "Quiqué");
	touch_key(&terminal, "Delete");
	touch_key(&terminal, "Space");
	touch_key(&terminal, "  w  ");
	terminal_wait_for(&terminal, "Quiqu w");
	touch_key(&terminal, "Done");
	terminal_wait_gone(&terminal, "Shift");
	terminal_key(&terminal, "Tab");
	terminal_send(&terminal, "\033[19~"); /* F8 */
	terminal_wait_for(&terminal, "Shift");
	terminal_snapshot(&terminal, "80x24/keyboard");
	terminal_key(&terminal, "Esc");
	terminal_wait_gone(&terminal, "Shift");
	terminal_wait_for(&terminal, "Given name"); /* Esc closed no more than the keyboard */
	terminal_send(&terminal, "\033[19~");
	terminal_wait_for(&terminal, "Shift");
	terminal_key(&terminal, "Tab");
	terminal_wait_gone(&terminal, "Shift"); /* the field was left */
	terminal_stop(&terminal);
	site_close(&site);
}

static void shows_dates_in_words(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	begin(&site, &terminal, 30, 100);
	terminal_keys(&terminal, "Tab Tab");
	terminal_send(&terminal, "\033[19~");
	touch_key(&terminal, "   3   ");
	touch_key(&terminal, "   /   ");
	touch_key(&terminal, "   4   ");
	terminal_send(&terminal, "-80");
	terminal_wait_for(&terminal, "4 March 1980");
	terminal_snapshot(&terminal, "100x30/keyboard-date");
	terminal_send(&terminal, "\025"
				 "03041980");
	terminal_wait_for(&terminal, "4 March 1980");
	terminal_send(&terminal, "0");
	terminal_wait_gone(&terminal, "4 March 1980");
	terminal_stop(&terminal);
	site_close(&site);
}

static void lets_staff_in_by_touch(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	begin(&site, &terminal, 24, 80);
	terminal_key(&terminal, "F12");
	touch_key(&terminal, "Staff PIN");
	terminal_wait_for(&terminal, "Done");
	for (const char *digit = SITE_PIN; *digit; digit++)
		touch_key(&terminal, (char[]){' ', ' ', *digit, ' ', ' ', '\0'});
	touch_key(&terminal, "Done");
	terminal_wait_for(&terminal, "Reset the visit");
	terminal_stop(&terminal);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_what_is_touched),
		cmocka_unit_test(takes_only_its_own_clicks),
		cmocka_unit_test(has_pads),
		cmocka_unit_test(leaves_room_for_the_field),
		cmocka_unit_test(has_the_letters_of_the_language),
		cmocka_unit_test(opens_when_a_field_is_touched),
		cmocka_unit_test(shows_dates_in_words),
		cmocka_unit_test(lets_staff_in_by_touch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
