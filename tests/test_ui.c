/* ui on a real terminal: what it draws, how it comes and goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/canvas.h"

#include <kiosk/terminal/ui.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const struct canvas_options usual = {.rows = 24, .columns = 80};
static const struct area whole = {0, 0, 24, 80, 0, false};

/* --- drawing --- */

static void draw_text(struct ui *ui, void *context)
{
	const struct area box = {1, 2, 3, 6, 1, false};
	int used;

	(void)context;
	ui_clear(ui);
	ui_puts(ui, &whole, 0, 0, STYLE_TEXT,
		"a\xff"
		"b\x01"
		"c");
	ui_puts(ui, &box, 0, 0, STYLE_TEXT, "above");
	ui_puts(ui, &box, 1, 0, STYLE_TEXT, "cut at the edge");
	used = ui_puts(ui, &box, 2, 1, STYLE_TEXT, "日本語"); /* the third would be half outside */
	ui_puts(ui, &box, 3, -2, STYLE_TEXT, "12345");
	ui_puts(ui, &box, 4, 0, STYLE_TEXT, "below");
	ui_puts(ui, &whole, 6, 0, STYLE_TEXT,
		"e\xcc\x81|\xe2\x80\xae|"); /* e and an accent; a bidi override */
	ui_wrapped(ui, &whole, 8, 1, 9, STYLE_TEXT, "one two three\nfour");
	ui_bar(ui, &whole, 12, 0, 10, 3, 10);
	ui_hline(ui, &whole, 13, 0, 3, STYLE_RULE);
	ui_cursor(ui, &box, 9, 99);
	canvas_say("%d %d", used,
		   ui_wrapped(NULL, NULL, 0, 0, 9, STYLE_TEXT, "one two three\nfour"));
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void test_draws_text(void **state)
{
	struct canvas canvas;
	VTermPos cursor;
	char said[80];

	(void)state;
	canvas_open(&canvas, &usual, draw_text, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "4 3");
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 0), "a?b?c");
	assert_string_equal(canvas_row(&canvas, 1), "  cut at");
	assert_string_equal(canvas_row(&canvas, 2), "   日本");
	assert_string_equal(canvas_row(&canvas, 3), "  345");
	assert_string_equal(canvas_row(&canvas, 4), "");
	assert_string_equal(canvas_row(&canvas, 6), "e\xcc\x81||");
	assert_string_equal(canvas_row(&canvas, 8), " one two");
	assert_string_equal(canvas_row(&canvas, 9), " three");
	assert_string_equal(canvas_row(&canvas, 10), " four");
	assert_string_equal(canvas_row(&canvas, 12), "━━━───────");
	assert_string_equal(canvas_row(&canvas, 13), "───");
	vterm_state_get_cursorpos(vterm_obtain_state(canvas.vterm), &cursor);
	assert_int_equal(cursor.row, 3);
	assert_int_equal(cursor.col, 7);
	canvas_close(&canvas);
}

static void draw_foreign(struct ui *ui, void *context)
{
	(void)context;
	ui_clear(ui);
	ui_puts(ui, &whole, 0, 0, STYLE_TEXT, "Łukasz Gómez – “ok” ▒ ß e\xcc\x81 日");
	ui_glyph(ui, &whole, 1, 0, STYLE_TEXT, GLYPH_VLINE);
	canvas_say("%s", ui_is_ascii(ui) ? "ascii" : "utf-8");
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void test_ascii_where_the_locale_is_not_utf8(void **state)
{
	static const char *const plain[] = {"C", "POSIX", "en_US.ISO-8859-1"};
	static const char *const utf8[] = {"C.UTF-8", "en_US.utf8"};
	struct canvas canvas;
	char said[80];

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct canvas_options options = usual;

		options.locale = i < 3 ? plain[i] : utf8[i - 3];
		canvas_open(&canvas, &options, draw_foreign, NULL);
		canvas_listen(&canvas, said, sizeof(said));
		canvas_wait_drawn(&canvas);
		assert_string_equal(said, i < 3 ? "ascii" : "utf-8");
		assert_string_equal(canvas_row(&canvas, 0),
				    i < 3 ? "Lukasz Gomez - \"ok\" # s e ??"
					  : "Łukasz Gómez – “ok” ▒ ß e\xcc\x81 日");
		assert_string_equal(canvas_row(&canvas, 1), i < 3 ? "|" : "│");
		canvas_close(&canvas);
	}
}

static void draw_styles(struct ui *ui, void *context)
{
	(void)context;
	ui_clear(ui);
	for (int i = 0; i < STYLE_COUNT; i++)
		ui_puts(ui, &whole, i % 24, i / 24 * 2, (enum style)i, "x");
	canvas_show_and_wait(ui);
	ui_set_contrast(ui, true);
	ui_clear(ui);
	ui_puts(ui, &whole, 0, 0, STYLE_FOCUS, "x");
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void test_focus_shows_on_every_terminal(void **state)
{
	static const char *const terms[] = {"xterm-256color", "xterm", "linux", "vt220"};
	struct canvas canvas;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct canvas_options options = usual;
		VTermScreenCell text, focus;

		options.term = terms[i];
		canvas_open(&canvas, &options, draw_styles, NULL);
		canvas_wait_drawn(&canvas);
		text = canvas_cell(&canvas, STYLE_TEXT, 0);
		focus = canvas_cell(&canvas, STYLE_FOCUS, 0);
		assert_true(focus.attrs.reverse || !vterm_color_is_equal(&text.bg, &focus.bg));
		canvas_send(&canvas, "q", 1);
		canvas_wait_drawn(&canvas);
		text = canvas_cell(&canvas, 5, 5);
		focus = canvas_cell(&canvas, 0, 0);
		assert_true(focus.attrs.reverse || !vterm_color_is_equal(&text.bg, &focus.bg));
		canvas_close(&canvas);
	}
}

static void take_resize(struct ui *ui, void *context)
{
	sigset_t resized;
	int signal_number;

	(void)context;
	sigemptyset(&resized);
	sigaddset(&resized, SIGWINCH);
	sigprocmask(SIG_BLOCK, &resized, NULL);
	canvas_say("%d %d", ui_rows(ui), ui_columns(ui));
	sigwait(&resized, &signal_number);
	ui_resized(ui);
	canvas_say("%d %d", ui_rows(ui), ui_columns(ui));
	ui_clear(ui);
	ui_puts(ui, &(struct area){39, 110, 1, 10, 0, false}, 0, 0, STYLE_TEXT, "corner");
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void test_takes_a_new_size(void **state)
{
	struct canvas canvas;
	char said[80];

	(void)state;
	canvas_open(&canvas, &usual, take_resize, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "24 80");
	vterm_set_size(canvas.vterm, 40, 120);
	assert_int_equal(
		ioctl(canvas.master, TIOCSWINSZ, &(struct winsize){.ws_row = 40, .ws_col = 120}),
		0);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "40 120");
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 39) + 110, "corner");
	canvas_close(&canvas);
}

/* --- coming and going --- */

static bool same_termios(const struct termios *one, const struct termios *other)
{
	return one->c_iflag == other->c_iflag && one->c_oflag == other->c_oflag &&
	       one->c_cflag == other->c_cflag && one->c_lflag == other->c_lflag &&
	       memcmp(one->c_cc, other->c_cc, sizeof(one->c_cc)) == 0;
}

static bool sent(const struct canvas *canvas, size_t from, size_t to, const char *bytes)
{
	return memmem(canvas->raw.data + from, to - from, bytes, strlen(bytes)) != NULL;
}

static void hand_over(struct ui *ui, void *context)
{
	struct ui_options options = {.termios_fd = -1};
	struct termios raw, between, after;
	struct sigaction action;
	struct buf explain;
	enum status status;

	(void)context;
	tcgetattr(STDIN_FILENO, &raw);
	sigaction(SIGINT, NULL, &action);
	canvas_say("%s", action.sa_handler == SIG_DFL ? "default" : "caught");
	ui_puts(ui, &whole, 0, 0, STYLE_TEXT, "secret");
	ui_show(ui);
	canvas_drawn();
	options.termios_fd = ui_hand_over(ui);
	canvas_drawn();
	tcgetattr(STDIN_FILENO, &between);
	canvas_say("%s",
		   options.termios_fd >= 0 && same_termios(&raw, &between) ? "raw" : "changed");
	buf_init(&explain, 100, NULL);
	status = ui_open(&options, &explain, &ui);
	if (status == STATUS_OK)
		ui_close(ui);
	canvas_drawn();
	tcgetattr(STDIN_FILENO, &after);
	canvas_say("%s", (after.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG)
				 ? "given back"
				 : "still raw");
}

static void test_hand_over(void **state)
{
	struct canvas canvas;
	size_t begin, end;
	char said[64];

	(void)state;
	canvas_open(&canvas, &usual, hand_over, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "default");
	begin = canvas_wait_drawn(&canvas);
	end = canvas_wait_drawn(&canvas);
	assert_false(sent(&canvas, 0, end, "\033[?1049l"));
	assert_true(sent(&canvas, begin, end, "\033[2J\033[3J"));
	assert_true(sent(&canvas, begin, end, "\033[23;0;0t"));
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "raw");
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "given back");
	canvas_wait_drawn(&canvas);
	assert_true(sent(&canvas, end, canvas.raw.len, "\033[?1049l"));
	canvas_close(&canvas);
}

static void open_and_close(struct ui *ui, void *context)
{
	struct termios after;

	(void)context;
	ui_close(ui);
	tcgetattr(STDIN_FILENO, &after);
	canvas_say("%s", after.c_lflag & ICANON ? "as before" : "raw");
	canvas_drawn();
}

static void test_close_gives_everything_back(void **state)
{
	struct canvas canvas;
	char said[64];

	(void)state;
	canvas_open(&canvas, &usual, open_and_close, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "as before");
	canvas_wait_drawn(&canvas);
	assert_true(sent(&canvas, 0, canvas.raw.len, "\033[?1006l\033[?1000l\033[?2004l"));
	assert_true(sent(&canvas, 0, canvas.raw.len, "\033[?1049l"));
	canvas_close(&canvas);
}

static void refused(struct ui *ui, void *context)
{
	struct termios after;

	(void)context;
	tcgetattr(STDIN_FILENO, &after);
	canvas_say("%s", !ui && after.c_lflag & ICANON ? "as before" : "raw");
}

static void test_refuses_a_terminal_without_a_cursor(void **state)
{
	struct canvas_options options = usual;
	struct canvas canvas;
	char said[200];

	(void)state;
	options.term = "dumb";
	canvas_open(&canvas, &options, refused, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "refused: A terminal of type \"dumb\" cannot show the kiosk.");
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "as before");
	canvas_close(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_draws_text),
		cmocka_unit_test(test_ascii_where_the_locale_is_not_utf8),
		cmocka_unit_test(test_focus_shows_on_every_terminal),
		cmocka_unit_test(test_takes_a_new_size),
		cmocka_unit_test(test_hand_over),
		cmocka_unit_test(test_close_gives_everything_back),
		cmocka_unit_test(test_refuses_a_terminal_without_a_cursor),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("ui", tests, NULL, NULL);
}
