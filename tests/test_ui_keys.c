/* Which events the bytes of a keyboard and a mouse become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/canvas.h"

#include <kiosk/terminal/ui.h>

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct canvas_options usual = {.rows = 24, .columns = 80};

static const char *const key_names[] = {
	[UI_KEY_ENTER] = "ENTER",
	[UI_KEY_ESCAPE] = "ESCAPE",
	[UI_KEY_SPACE] = "SPACE",
	[UI_KEY_TAB] = "TAB",
	[UI_KEY_BACKTAB] = "BACKTAB",
	[UI_KEY_UP] = "UP",
	[UI_KEY_DOWN] = "DOWN",
	[UI_KEY_LEFT] = "LEFT",
	[UI_KEY_RIGHT] = "RIGHT",
	[UI_KEY_PAGE_UP] = "PAGE_UP",
	[UI_KEY_PAGE_DOWN] = "PAGE_DOWN",
	[UI_KEY_HOME] = "HOME",
	[UI_KEY_END] = "END",
	[UI_KEY_BACKSPACE] = "BACKSPACE",
	[UI_KEY_DELETE] = "DELETE",
	[UI_KEY_WORD_LEFT] = "WORD_LEFT",
	[UI_KEY_WORD_RIGHT] = "WORD_RIGHT",
	[UI_KEY_CUT_WORD] = "CUT_WORD",
	[UI_KEY_CUT_BEFORE] = "CUT_BEFORE",
	[UI_KEY_CUT_BEHIND] = "CUT_BEHIND",
	[UI_KEY_WHEEL_UP] = "WHEEL_UP",
	[UI_KEY_WHEEL_DOWN] = "WHEEL_DOWN",
	[UI_KEY_PASTE] = "PASTE",
	[UI_KEY_HANGUP] = "HANGUP",
};

static void say_event(const struct ui_event *event)
{
	if (event->key == UI_KEY_TEXT)
		canvas_say("%s", event->text);
	else if (event->key == UI_KEY_CLICK)
		canvas_say("CLICK:%d:%d", event->row, event->column);
	else if (event->key >= UI_KEY_F1 && event->key <= UI_KEY_F12)
		canvas_say("F%d", (int)(event->key - UI_KEY_F1) + 1);
	else
		canvas_say("%s", key_names[event->key]);
}

/* Says each event, and "." whenever there is nothing to read. */
static void say_events(struct ui *ui, void *context)
{
	struct ui_event event;

	(void)context;
	do {
		event = ui_next(ui);
		if (event.key != UI_KEY_NONE) {
			say_event(&event);
			continue;
		}
		canvas_say(".");
		poll(&(struct pollfd){.fd = STDIN_FILENO, .events = POLLIN}, 1, -1);
	} while (event.key != UI_KEY_HANGUP);
	ui_close(ui);
}

/* The next thing said that is not ".". */
static void listen_event(struct canvas *canvas, char *said, size_t size)
{
	do
		canvas_listen(canvas, said, size);
	while (strcmp(said, ".") == 0);
}

/* The bytes become exactly these events (separated by blanks). A '|' behind them shows that no more
 * came of them. */
static void expect_len(struct canvas *canvas, const char *bytes, size_t len, const char *events)
{
	char all[512] = "", said[64];

	canvas_send(canvas, bytes, len);
	canvas_send(canvas, "|", 1);
	for (;;) {
		listen_event(canvas, said, sizeof(said));
		if (strcmp(said, "|") == 0)
			break;
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", *all ? " " : "",
			 said);
	}
	assert_string_equal(all, events);
	canvas_listen(canvas, said, sizeof(said));
	assert_string_equal(said, "."); /* everything is read */
}

static void expect(struct canvas *canvas, const char *bytes, const char *events)
{
	expect_len(canvas, bytes, strlen(bytes), events);
}

static void open_keys(struct canvas *canvas, const char *term)
{
	struct canvas_options options = usual;
	char said[64];

	options.term = term;
	canvas_open(canvas, &options, say_events, NULL);
	canvas_listen(canvas, said,
		      sizeof(said)); /* until then the terminal is not raw: Ctrl-C would kill */
	assert_string_equal(said, ".");
}

static void test_keys(void **state)
{
	struct canvas canvas;

	(void)state;
	open_keys(&canvas, NULL);
	expect(&canvas, "\033OA\033OB\033OD\033OC", "UP DOWN LEFT RIGHT");
	expect(&canvas, "\033[A\033[B\033[D\033[C", "UP DOWN LEFT RIGHT");
	expect(&canvas, "\033[5~\033[6~\033OH\033OF\033[3~\033[Z",
	       "PAGE_UP PAGE_DOWN HOME END DELETE BACKTAB");
	expect(&canvas, "\033OP\033OQ\033OR\033OS\033[15~\033[17~", "F1 F2 F3 F4 F5 F6");
	expect(&canvas, "\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~", "F7 F8 F9 F10 F11 F12");
	expect(&canvas, "\t\r\x7f\b a", "TAB ENTER BACKSPACE BACKSPACE SPACE a");
	expect(&canvas, "\r\n\n", "ENTER ENTER");           /* a scanner's CR LF is one */
	expect(&canvas, "\033Op\033Oy\033OM", "0 9 ENTER"); /* number pad */
	canvas_close(&canvas);
}

static void test_keys_of_other_terminals(void **state)
{
	struct canvas canvas;

	(void)state;
	open_keys(&canvas, "linux");
	expect(&canvas, "\033[A\033[[A\033[1~\033[4~\033[24~", "UP F1 HOME END F12");
	canvas_close(&canvas);
	open_keys(&canvas, "no-such-terminal"); /* taken for an xterm */
	expect(&canvas, "\033[A\033OA\033[11~\033[[A\033[1~", "UP UP F1 F1 HOME");
	canvas_close(&canvas);
}

static void test_escape_alone(void **state)
{
	struct canvas canvas;
	char said[64];

	(void)state;
	open_keys(&canvas, NULL);
	canvas_send(&canvas, "\033", 1);
	listen_event(&canvas, said, sizeof(said));
	assert_string_equal(said, "ESCAPE");
	expect(&canvas, "\033\033\r", "ESCAPE ESCAPE ENTER");
	canvas_close(&canvas);
}

static void test_nothing_leaves(void **state)
{
	static const char controls[] =
		"\x03\x07\x0c\x0e\x0f\x10\x11\x12\x13\x14\x16\x18\x19\x1a\x1c\x1d\x1e\x1f";
	struct canvas canvas;

	(void)state;
	open_keys(&canvas, NULL);
	expect(&canvas, controls, "");
	expect_len(&canvas, "\0a", 2, "a");
	canvas_close(&canvas);
}

static void test_readlines_keys(void **state)
{
	struct canvas canvas;

	(void)state;
	open_keys(&canvas, NULL);
	expect(&canvas, "\001\005\002\006\004", "HOME END LEFT RIGHT DELETE");
	expect(&canvas, "\027\025\013", "CUT_WORD CUT_BEFORE CUT_BEHIND");
	expect(&canvas, "\033[1;5D\033[1;5C\033Od\033Oc",
	       "WORD_LEFT WORD_RIGHT WORD_LEFT WORD_RIGHT");
	expect(&canvas, "\033b\033f", "WORD_LEFT WORD_RIGHT");
	canvas_close(&canvas);
}

static void test_swallows_unknown_sequences(void **state)
{
	struct canvas canvas;

	(void)state;
	open_keys(&canvas, NULL);
	expect(&canvas, "\033[99z\033[1;5A\033[?1;2c\033[[Xb", "b");
	expect(&canvas, "\033xa", "a"); /* Alt+x */
	expect(&canvas, "\033[<0;1x\033[<zb", "b");
	expect(&canvas, "\033[<0;99999999999999999999999999999999;1Mb", "b");
	canvas_close(&canvas);
}

/* Alt+] and its like must not wait for an end that never comes. */
static void test_no_sequence_locks_the_keyboard(void **state)
{
	static const char *const openers[] = {"\033]", "\033P", "\033_", "\033X", "\033^"};
	struct canvas canvas;
	char said[64];

	(void)state;
	open_keys(&canvas, NULL);
	for (size_t i = 0; i < 5; i++) {
		canvas_send(&canvas, openers[i], 2);
		canvas_listen(&canvas, said, sizeof(said));
		assert_string_equal(said, ".");
		expect(&canvas, "a", "a");
	}
	canvas_close(&canvas);
}

static void test_characters(void **state)
{
	struct canvas canvas;
	char said[64];

	(void)state;
	open_keys(&canvas, NULL);
	expect(&canvas, "zł日😀", "z ł 日 😀");
	expect(&canvas,
	       "\xff\xc3"
	       "a\x80"
	       "b\xe2\x82"
	       "c",
	       "a b c");
	expect(&canvas, "\xc3\r", "ENTER");
	expect(&canvas,
	       "\xc2\x85\xe2\x80\xae\xed\xa0\x80"
	       "d",
	       "d"); /* C1, bidi override, surrogate */
	canvas_send(&canvas, "\xc5", 1);
	do
		canvas_listen(&canvas, said, sizeof(said));
	while (strcmp(said, ".") != 0);
	expect(&canvas, "\x82", "ł");
	canvas_close(&canvas);
}

static void test_paste_is_thrown_away(void **state)
{
	struct canvas canvas;

	(void)state;
	open_keys(&canvas, NULL);
	canvas_wait_raw(&canvas, 0, "\033[?2004h");
	expect(&canvas, "\033[200~secret\rł\033[A\t\033[201~x", "PASTE x");
	canvas_close(&canvas);
}

static void test_mouse(void **state)
{
	struct canvas canvas;

	(void)state;
	open_keys(&canvas, NULL);
	canvas_wait_raw(&canvas, 0, "\033[?1000h\033[?1006h");
	expect(&canvas, "\033[<0;5;3M\033[<0;5;3m", "CLICK:2:4");
	expect(&canvas, "\033[<0;300;3M\033[<0;301;3m", "CLICK:2:299"); /* a finger slides */
	expect(&canvas, "\033[<0;5;3M\033[<0;40;3m", ""); /* drawn away: changed one's mind */
	expect(&canvas, "\033[<2;5;3M\033[<2;5;3m\033[<0;0;0M", "");
	expect(&canvas, "\033[<64;5;3M\033[<65;5;3M", "WHEEL_UP WHEEL_DOWN");
	expect(&canvas, "\033[M %#\033[M#%#", "CLICK:2:4"); /* the old form */
	canvas_close(&canvas);
}

static void test_hang_up(void **state)
{
	struct canvas canvas;
	char said[64];

	(void)state;
	open_keys(&canvas, NULL);
	canvas_hang_up(&canvas);
	listen_event(&canvas, said, sizeof(said));
	assert_string_equal(said, "HANGUP");
	canvas_close(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_keys_of_other_terminals),
		cmocka_unit_test(test_escape_alone),
		cmocka_unit_test(test_nothing_leaves),
		cmocka_unit_test(test_readlines_keys),
		cmocka_unit_test(test_swallows_unknown_sequences),
		cmocka_unit_test(test_no_sequence_locks_the_keyboard),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_paste_is_thrown_away),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_hang_up),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("ui_keys", tests, NULL, NULL);
}
