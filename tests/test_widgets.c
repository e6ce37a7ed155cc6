/* Lists, fields, buttons, the body map and QR codes: their layout, their editing, what the focus
 * costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/canvas.h"

#include <kiosk/terminal/widgets.h>

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct canvas_options usual = {.rows = 24, .columns = 80};
static const struct area whole = {0, 0, 24, 80, 0, false};

/* --- options --- */

static const struct option_view options[] = {
	{"Face", NULL, true},
	{"Neck and the upper part of the chest", NULL, false},
	{"Scalp", "Where the hair is thin", false},
	{"Hands", NULL, true},
};

static void get_option(const void *context, size_t index, struct option_view *out)
{
	(void)context;
	*out = options[index];
}

static void draw_options(struct ui *ui, void *context)
{
	struct option_list list = {.count = 4, .get = get_option, .multiple = true, .focus = 2};
	int focus_row = -1, used;

	(void)context;
	ui_clear(ui);
	used = option_list_draw(ui, &whole, 1, 2, 30, &list, &focus_row);
	canvas_say("%d %d %d", used, option_list_draw(NULL, NULL, 1, 2, 30, &list, NULL),
		   focus_row);
	list.multiple = false;
	list.focus = 4;
	option_list_draw(ui, &whole, 10, 2, 30, &list, &focus_row);
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void test_options(void **state)
{
	struct canvas canvas;
	char said[64];

	(void)state;
	canvas_open(&canvas, &usual, draw_options, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "6 6 4");
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 1), "   [✓] 1  Face");
	assert_string_equal(canvas_row(&canvas, 2), "   [ ] 2  Neck and the upper");
	assert_string_equal(canvas_row(&canvas, 3), "          part of the chest");
	assert_string_equal(canvas_row(&canvas, 4), "  ▸[ ] 3  Scalp");
	assert_string_equal(canvas_row(&canvas, 5), "          Where the hair is thin");
	assert_string_equal(canvas_row(&canvas, 6), "   [✓] 4  Hands");
	assert_string_equal(canvas_row(&canvas, 10), "    ◉  1  Face");
	assert_string_equal(canvas_row(&canvas, 13), "    ○  3  Scalp");
	canvas_close(&canvas);
}

static void test_options_ascii(void **state)
{
	struct canvas_options plain = usual;
	struct canvas canvas;

	(void)state;
	plain.locale = "C";
	canvas_open(&canvas, &plain, draw_options, NULL);
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 1), "   [x] 1  Face");
	assert_string_equal(canvas_row(&canvas, 4), "  >[ ] 3  Scalp");
	assert_string_equal(canvas_row(&canvas, 10), "   (*) 1  Face");
	assert_string_equal(canvas_row(&canvas, 13), "   ( ) 3  Scalp");
	canvas_close(&canvas);
}

static void test_option_rows(void **state)
{
	const struct option_list list = {.count = 4, .get = get_option, .focus = 4};
	static const size_t at[] = {0, 1, 1, 2, 2, 3, 4, 4};
	int row, rows;

	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(option_list_at(&list, 30, i), at[i]);
	assert_int_equal(option_list_at(&list, 30, -1), 4);
	option_list_rows(&list, 30, 2, &row, &rows);
	assert_int_equal(row, 3);
	assert_int_equal(rows, 2);
	option_list_rows(&list, 30, 0, &row, &rows);
	assert_int_equal(row, 0);
	assert_int_equal(rows, 1);
}

static void move_focus(struct ui *ui, void *context)
{
	struct option_list list = {.count = 4, .get = get_option, .multiple = true};
	struct ui_event event;

	(void)context;
	do {
		int row = 0;

		ui_clear(ui);
		option_list_draw(ui, &whole, 2, 4, 60, &list, &row);
		ui_cursor(ui, &whole, row, 4);
		ui_show(ui);
		canvas_drawn();
		while ((event = ui_next(ui)).key == UI_KEY_NONE)
			poll(&(struct pollfd){.fd = STDIN_FILENO, .events = POLLIN}, 1, -1);
		if (event.key == UI_KEY_DOWN)
			list.focus++;
	} while (event.key != UI_KEY_HANGUP);
	ui_close(ui);
}

static void test_focus_moves_in_few_bytes(void **state)
{
	const size_t mark = strlen("\033]0;drawn\a");
	struct canvas canvas;
	size_t before, after;

	(void)state;
	canvas_open(&canvas, &usual, move_focus, NULL);
	before = canvas_wait_drawn(&canvas);
	for (int i = 0; i < 3; i++) {
		canvas_send(&canvas, "\033OB", 3);
		after = canvas_wait_drawn(&canvas);
		assert_in_range(after - before - mark, 1, 60);
		before = after;
	}
	canvas_close(&canvas);
}

/* --- fields --- */

static bool press(struct field *field, enum ui_key key, char *text, size_t size, size_t max)
{
	const struct ui_event event = {.key = key};

	return field_key(field, &event, text, size, max);
}

static bool type(struct field *field, const char *character, char *text, size_t size, size_t max)
{
	struct ui_event event = {.key = *character == ' ' ? UI_KEY_SPACE : UI_KEY_TEXT};

	snprintf(event.text, sizeof(event.text), "%s", character);
	return field_key(field, &event, text, size, max);
}

static void test_field_edits(void **state)
{
	struct field field = {0};
	char text[12] = "";

	(void)state;
	assert_true(type(&field, "Ł", text, sizeof(text), 4));
	assert_true(type(&field, "o", text, sizeof(text), 4));
	assert_true(press(&field, UI_KEY_LEFT, text, sizeof(text), 4));
	assert_int_equal(field.cursor, 2);
	assert_true(type(&field, " ", text, sizeof(text), 4));
	assert_string_equal(text, "Ł o");
	assert_true(type(&field, "日", text, sizeof(text), 4));
	assert_false(type(&field, "x", text, sizeof(text), 4)); /* four characters */
	assert_true(press(&field, UI_KEY_HOME, text, sizeof(text), 4));
	assert_false(press(&field, UI_KEY_LEFT, text, sizeof(text), 4));
	assert_false(press(&field, UI_KEY_BACKSPACE, text, sizeof(text), 4));
	assert_true(press(&field, UI_KEY_DELETE, text, sizeof(text), 4));
	assert_string_equal(text, " 日o");
	assert_true(press(&field, UI_KEY_END, text, sizeof(text), 4));
	assert_false(press(&field, UI_KEY_DELETE, text, sizeof(text), 4));
	assert_true(press(&field, UI_KEY_BACKSPACE, text, sizeof(text), 4));
	assert_true(press(&field, UI_KEY_BACKSPACE, text, sizeof(text), 4));
	assert_string_equal(text, " ");
	for (size_t i = 2; i < sizeof(text); i++)
		assert_int_equal(text[i], 0); /* nothing of what was deleted is left */
	assert_false(press(&field, UI_KEY_ENTER, text, sizeof(text), 4));
	assert_false(press(&field, UI_KEY_UP, text, sizeof(text), 4));
	assert_false(press(&field, UI_KEY_F1, text, sizeof(text), 4));
}

static void test_field_is_bounded(void **state)
{
	struct field field = {.cursor = 99};
	char text[4] = "ab";

	(void)state;
	assert_false(type(&field, "ł", text, sizeof(text), 0));
	assert_true(type(&field, "c", text, sizeof(text), 0));
	assert_false(type(&field, "d", text, sizeof(text), 0));
	assert_string_equal(text, "abc");
}

static void test_field_takes_whole_clusters(void **state)
{
	struct field field = {.cursor = 4};
	char text[16] = "xe\xcc\x81";

	(void)state;
	assert_true(press(&field, UI_KEY_LEFT, text, sizeof(text), 0));
	assert_int_equal(field.cursor, 1);
	assert_true(press(&field, UI_KEY_DELETE, text, sizeof(text), 0));
	assert_string_equal(text, "x");
}

static void test_field_keeps_whole_clusters(void **state)
{
	struct field field = {0};
	char text[32] = "n";

	(void)state;
	assert_true(type(&field, "o", text, sizeof(text), 0));
	assert_true(press(&field, UI_KEY_END, text, sizeof(text), 0));
	assert_true(type(&field, "\xcc\x83", text, sizeof(text), 0)); /* a mark on the n */
	assert_string_equal(text, "on\xcc\x83");
	assert_int_equal(field.cursor, 4);
	assert_true(press(&field, UI_KEY_BACKSPACE, text, sizeof(text), 0));
	assert_string_equal(text, "o");
	snprintf(text, sizeof(text), "ax\xcc\x81z");
	field.cursor = 1;
	assert_true(press(&field, UI_KEY_DELETE, text, sizeof(text), 0));
	assert_string_equal(text, "az");
	assert_int_equal(field.cursor, 1);
}

static void test_field_knows_words(void **state)
{
	struct field field = {.cursor = 15};
	char text[32] = "María de la Paz";

	(void)state;
	field.cursor = strlen(text);
	assert_true(press(&field, UI_KEY_WORD_LEFT, text, sizeof(text), 0));
	assert_true(press(&field, UI_KEY_WORD_LEFT, text, sizeof(text), 0));
	assert_string_equal(text + field.cursor, "la Paz");
	assert_true(press(&field, UI_KEY_WORD_RIGHT, text, sizeof(text), 0));
	assert_string_equal(text + field.cursor, " Paz");
	assert_true(press(&field, UI_KEY_CUT_WORD, text, sizeof(text), 0));
	assert_string_equal(text, "María de  Paz");
	assert_true(press(&field, UI_KEY_CUT_BEHIND, text, sizeof(text), 0));
	assert_string_equal(text, "María de ");
	assert_true(press(&field, UI_KEY_CUT_WORD, text, sizeof(text), 0));
	assert_string_equal(text, "María ");
	assert_true(press(&field, UI_KEY_CUT_BEFORE, text, sizeof(text), 0));
	assert_string_equal(text, "");
	for (size_t i = 0; i < sizeof(text); i++)
		assert_int_equal(text[i], 0);
	assert_false(press(&field, UI_KEY_CUT_WORD, text, sizeof(text), 0));
	assert_false(press(&field, UI_KEY_WORD_RIGHT, text, sizeof(text), 0));
}

static void test_field_puts_accents(void **state)
{
	struct field field = {.cursor = 4};
	char text[32] = "MUN~", tight[2] = "e";

	(void)state;
	assert_false(press(&field, UI_KEY_F7, text, sizeof(text), 0));
	field.cursor = 3;
	assert_true(press(&field, UI_KEY_F7, text, sizeof(text), 0));
	assert_string_equal(text, "MUÑ~");
	assert_int_equal(field.cursor, 4);
	for (int i = 0; i < 5; i++)
		assert_true(press(&field, UI_KEY_F7, text, sizeof(text), 0));
	assert_string_equal(text, "MUN~"); /* a round */
	assert_int_equal(field.cursor, 3);
	snprintf(text, sizeof(text), "e\xcc\x81"); /* é in two parts */
	field.cursor = 3;
	assert_true(press(&field, UI_KEY_F7, text, sizeof(text), 0));
	assert_string_equal(text, "è");
	snprintf(text, sizeof(text), "\U0001D160\u0344\u0344"); /* NFC makes more of it */
	field.cursor = strlen(text);
	assert_false(press(&field, UI_KEY_F7, text, sizeof(text), 0));
	snprintf(text, sizeof(text), "?");
	field.cursor = 1;
	assert_true(press(&field, UI_KEY_F7, text, sizeof(text), 0));
	assert_string_equal(text, "¿");
	field.cursor = 1;
	assert_false(press(&field, UI_KEY_F7, tight, sizeof(tight), 0));
	assert_string_equal(tight, "e");
	field.cursor = 0;
	assert_false(press(&field, UI_KEY_F7, text, sizeof(text), 0));
}

static void test_field_of_lines(void **state)
{
	struct field field = {.many = true, .width = 8};
	char text[40] = "one two three\nfo";

	(void)state;
	/* drawn as "one two", "three", "fo" */
	field.cursor = 6;
	assert_true(press(&field, UI_KEY_DOWN, text, sizeof(text), 0));
	assert_int_equal(field.cursor, 13);
	assert_true(press(&field, UI_KEY_DOWN, text, sizeof(text), 0));
	assert_int_equal(field.cursor, 16);
	assert_false(press(&field, UI_KEY_DOWN, text, sizeof(text), 0)); /* the focus may leave */
	assert_true(press(&field, UI_KEY_UP, text, sizeof(text), 0));
	assert_int_equal(field.cursor, 10);
	assert_true(press(&field, UI_KEY_HOME, text, sizeof(text), 0));
	assert_int_equal(field.cursor, 8);
	assert_true(press(&field, UI_KEY_END, text, sizeof(text), 0));
	assert_int_equal(field.cursor, 13);
	assert_true(press(&field, UI_KEY_ENTER, text, sizeof(text), 0));
	assert_string_equal(text, "one two three\n\nfo");
	field.cursor = 0;
	assert_false(press(&field, UI_KEY_UP, text, sizeof(text), 0));
}

static void draw_fields(struct ui *ui, void *context)
{
	const char *const name = "Maximiliane Alexandra";
	struct field middle = {.cursor = 12}, end = {.cursor = 21},
		     pin = {.masked = true, .cursor = 3}, longest = {.masked = true, .cursor = 21};
	struct field notes = {.many = true, .cursor = 8}, empty = {0};
	int row[5], column[5], used;

	(void)context;
	ui_clear(ui);
	field_draw(ui, &whole, 0, 2, 10, &middle, name, NULL, true, &row[0], &column[0]);
	field_draw(ui, &whole, 1, 2, 10, &end, name, NULL, true, &row[1], &column[1]);
	field_draw(ui, &whole, 2, 2, 10, &pin, "12ł4", NULL, true, &row[2], &column[2]);
	field_draw(ui, &whole, 11, 2, 10, &longest, name, NULL, true, &row[0], &used);
	row[0] = 0;
	used = field_draw(ui, &whole, 4, 2, 10, &notes, "one two three\n\nx", NULL, true, &row[3],
			  &column[3]);
	field_draw(ui, &whole, 10, 2, 12, &empty, "", "DD/MM/YYYY", true, &row[4], &column[4]);
	canvas_say("%d:%d %d:%d %d:%d %d:%d %d:%d %d", row[0], column[0], row[1], column[1], row[2],
		   column[2], row[3], column[3], row[4], column[4], used);
	canvas_say("%d", field_draw(NULL, NULL, 0, 0, 10, &notes, "", NULL, false, NULL, NULL));
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void test_field_draws(void **state)
{
	struct canvas canvas;
	char said[128];

	(void)state;
	canvas_open(&canvas, &usual, draw_fields, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "0:9 1:8 2:5 5:2 10:2 4");
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "3");
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 0), "  …liane Al…");
	assert_string_equal(canvas_row(&canvas, 1), "  …andra");
	assert_string_equal(canvas_row(&canvas, 2), "  ••••");
	assert_string_equal(canvas_row(&canvas, 11), "  …•••••");
	assert_string_equal(canvas_row(&canvas, 4), "  one two");
	assert_string_equal(canvas_row(&canvas, 5), "  three");
	assert_string_equal(canvas_row(&canvas, 7), "  x");
	assert_string_equal(canvas_row(&canvas, 10), "  DD/MM/YYYY");
	canvas_close(&canvas);
}

/* However the cursor is moved, it stands within the field and on its character. */
static void test_cursor_stays_in_the_field(void **state)
{
	static const char text[] = "日本語 mixed with ascii é and 日本語";

	(void)state;
	for (int width = 4; width < 50; width += 3) {
		for (size_t cursor = 0; cursor <= strlen(text); cursor++) {
			struct field field = {.cursor = cursor};
			int row = -1, column = -1;

			field_draw(NULL, NULL, 7, 100, width, &field, text, NULL, true, &row,
				   &column);
			assert_int_equal(row, 7);
			assert_in_range(column, 100, 100 + width - 1);
		}
	}
}

/* --- the rest --- */

static const char figure_text[] =
	"region h 1\nregion a 2\nsize 5 2\ndrawing\n\\o/\n |\nascii\n\\o/\n |\nmask\n"
	".h...\n...aa\nend\n";

static void draw_rest(struct ui *ui, void *context)
{
	const bool chosen[] = {false, true};
	struct report report;
	struct figure *figure;
	int columns = 0, used, wide, narrow;

	report_init(&report);
	if (figure_load(context, NULL, &report, &figure) != STATUS_OK)
		_exit(1);
	ui_clear(ui);
	body_map_draw(ui, &whole, 0, 4, &(struct body_map){figure, 0, 0, chosen, "en"});
	used = button_draw(ui, &whole, 4, 4, "Weiter", true);
	wide = qr_draw(ui, &whole, 4, 40, "1f8a3c20", &columns);
	narrow = qr_draw(ui, &(struct area){0, 0, 24, 20, 0, false}, 0, 0, "1f8a3c20", &(int){0});
	canvas_say("%d %d %d %d %d", used, button_draw(NULL, NULL, 0, 0, "Weiter", true), wide,
		   narrow, columns);
	figure_close(figure);
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void test_figure_button_and_code(void **state)
{
	char path[] = "/tmp/kiosk-widgets-XXXXXX", said[64];
	struct canvas_options plain = usual;
	VTermScreenCell focus, figure;
	struct canvas canvas;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, figure_text, strlen(figure_text)), (ssize_t)strlen(figure_text));
	close(fd);
	canvas_open(&canvas, &usual, draw_rest, path);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(
		said, "10 10 15 0 29"); /* a code of version 1: 21 modules and the quiet zone */
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 0), "    \\o/");
	assert_string_equal(canvas_row(&canvas, 1), "     | ✓▒");
	assert_memory_equal(canvas_row(&canvas, 4), "    ▸ Weiter ◂", 18);
	focus = canvas_cell(&canvas, 0, 5);
	figure = canvas_cell(&canvas, 0, 4);
	assert_false(vterm_color_is_equal(&focus.fg, &figure.fg));
	assert_int_not_equal(canvas_cell(&canvas, 5, 43).chars[0], 0x2588); /* the quiet zone */
	assert_int_equal(canvas_cell(&canvas, 6, 44).chars[0], 0x2588); /* the finder's corner */
	canvas_close(&canvas);
	plain.locale = "C";
	canvas_open(&canvas, &plain, draw_rest, path);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "10 10 0 0 0"); /* no code without half blocks */
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 1), "     | x:");
	canvas_close(&canvas);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_options_ascii),
		cmocka_unit_test(test_option_rows),
		cmocka_unit_test(test_focus_moves_in_few_bytes),
		cmocka_unit_test(test_field_edits),
		cmocka_unit_test(test_field_is_bounded),
		cmocka_unit_test(test_field_takes_whole_clusters),
		cmocka_unit_test(test_field_of_lines),
		cmocka_unit_test(test_field_keeps_whole_clusters),
		cmocka_unit_test(test_field_knows_words),
		cmocka_unit_test(test_field_puts_accents),
		cmocka_unit_test(test_field_draws),
		cmocka_unit_test(test_cursor_stays_in_the_field),
		cmocka_unit_test(test_figure_button_and_code),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("widgets", tests, NULL, NULL);
}
