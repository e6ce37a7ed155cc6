/* A random walk through the whole program on its pseudo-terminal: keys, pointer events, resizes,
 * pastes and bad bytes.
 *
 * WALK_EVENTS  how many (default 2,000)
 * WALK_SEED    which ones (default: from the clock; printed)
 *
 * What must hold: the program neither ends nor is killed, no words are cut at the edge of their
 * place, the cursor is seen and stands on words, Back leads to the welcome screen from everywhere,
 * and the terminal is clean at the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site.h"

#include <kiosk/terminal/ui.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LIFE_EVENTS 400 /* between two ways back to the welcome screen */
#define LIVES       8   /* at one kiosk, before the next form */
#define BACK_KEYS   200 /* from everywhere to the welcome screen */

struct walk {
	struct site site;
	struct terminal terminal;
	uint64_t random;
	size_t events, wanted;
	bool shipped;  /* the form is the one that ships */
	char said[64]; /* the last event, for the report */
};

/* xorshift64* (Vigna 2016): the same walk from the same seed. */
static uint64_t random_next(struct walk *walk)
{
	walk->random ^= walk->random >> 12;
	walk->random ^= walk->random << 25;
	walk->random ^= walk->random >> 27;
	return walk->random * UINT64_C(2685821657736338717);
}

static size_t below(struct walk *walk, size_t count)
{
	return (size_t)(random_next(walk) >> 33) % count;
}

#define PICK(walk, list) (list)[below(walk, sizeof(list) / sizeof(*(list)))]

/* --- events --- */

static void send_key(struct walk *walk)
{
	static const char *const keys[] = {
		"Up",    "Down",  "Left",   "Right",  "Tab",       "BackTab", "PageUp", "PageDown",
		"Home",  "End",   "Down",   "Down",   "Tab",       "Tab",     "Enter",  "Enter",
		"Enter", "Space", "Space",  "Esc",    "Backspace", "Delete",  "F1",     "F2",
		"F3",    "F4",    "F5",     "F6",     "F7",        "F8",      "F9",     "F10",
		"F11",   "F12",   "Ctrl-C", "Ctrl-Z", "Ctrl-\\",   "Ctrl-D",  "Ctrl-S",
	};
	const char *key = PICK(walk, keys);

	snprintf(walk->said, sizeof(walk->said), "%s", key);
	terminal_key(&walk->terminal, key);
}

static void send_text(struct walk *walk)
{
	static const char *const texts[] = {
		"1",         "2",
		"3",         "4",
		"5",         "6",
		"7",         "8",
		"9",         "0",
		"a",         "e",
		"z",         "Q",
		"ñ",         "é",
		"日",        "ß",
		"e\xcc\x81", "‏א",
		"’",         "-",
		"/",         ".",
		",",         "@",
		"+",         "(",
		"\\",        "Ana",
		"3/27/1974", "52",
		"😀",         "A\xcc\x8a\xcc\xa3",
		"ﷺ",         "\xe2\x80\x8d",
		"12:30",     "37.5",
		"555 0101",
	};
	const char *text = PICK(walk, texts);

	snprintf(walk->said, sizeof(walk->said), "text %s", text);
	terminal_send(&walk->terminal, text);
}

static void send_pointer(struct walk *walk)
{
	static const int buttons[] = {0, 0, 0, 0, 1, 2, 64, 65, 65, 4, 32};
	int button = PICK(walk, buttons);
	int row = 1 + (int)below(walk, (size_t)walk->terminal.rows + 1);
	int column = 1 + (int)below(walk, (size_t)walk->terminal.columns + 1);
	char bytes[64];
	int len = snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dM\033[<%d;%d;%dm", button, column,
			   row, button, column, row);

	if (below(walk, 10) == 0 && row < 90 && column < 90) /* the old form */
		len = snprintf(bytes, sizeof(bytes), "\033[M%c%c%c\033[M#%c%c", 32 + button,
			       32 + column, 32 + row, 32 + column, 32 + row);
	snprintf(walk->said, sizeof(walk->said), "button %d at %d,%d", button, row, column);
	terminal_send_bytes(&walk->terminal, bytes, (size_t)len);
}

static void send_resize(struct walk *walk)
{
	static const struct {
		int rows, columns;
	} sizes[] = {{24, 80}, {24, 80}, {30, 100}, {50, 160}, {60, 200}, {18, 60}, {12, 40},
		     {25, 80}, {8, 30},  {1, 1},    {3, 300},  {40, 41},  {13, 200}};
	size_t size = below(walk, sizeof(sizes) / sizeof(*sizes));

	snprintf(walk->said, sizeof(walk->said), "resize %dx%d", sizes[size].columns,
		 sizes[size].rows);
	terminal_resize(&walk->terminal, sizes[size].rows, sizes[size].columns);
}

static void send_paste(struct walk *walk)
{
	static const char *const pastes[] = {"\033[200~\033[201~", "\033[200~Ana\r1\r\033[201~",
					     "\033[200~\033[A\033[<0;1;1M\t\t\r\033[201~",
					     "\033[201~", "\033[200~\xff\xfe\x80\x1b\x1b\033[201~"};

	snprintf(walk->said, sizeof(walk->said), "paste");
	terminal_send(&walk->terminal, PICK(walk, pastes));
}

static void send_bytes(struct walk *walk)
{
	static const char *const halves[] = {
		"\033[", "\033O",    "\033[<0;1", "\033]0;x", "\xc3",  "\xe2\x82", "\033[M ",
		"\033P", "\xf0\x9f", "\033[1;5C", "\033b",    "\033f", "\033[1;2P"};
	char bytes[8];
	size_t len = 1 + below(walk, sizeof(bytes));

	snprintf(walk->said, sizeof(walk->said), "bytes");
	if (below(walk, 3) == 0) {
		terminal_send(&walk->terminal, PICK(walk, halves));
		return;
	}
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)below(walk, 256);
	terminal_send_bytes(&walk->terminal, bytes, len);
}

static void send_event(struct walk *walk)
{
	static void (*const kinds[])(struct walk *) = {
		send_key,     send_key,     send_key,     send_key,     send_key,
		send_key,     send_key,     send_key,     send_text,    send_text,
		send_text,    send_text,    send_pointer, send_pointer, send_pointer,
		send_pointer, send_pointer, send_resize,  send_paste,   send_bytes};

	terminal_hear(&walk->terminal);
	walk->terminal.clipped = 0; /* by the clock, at a size that may be another one soon */
	PICK(walk, kinds)(walk);
	walk->events++;
}

/* --- what must hold --- */

static void say_where(struct walk *walk, const char *what)
{
	char *screen = terminal_text(&walk->terminal);
	VTermPos cursor;

	vterm_state_get_cursorpos(vterm_obtain_state(walk->terminal.vterm), &cursor);
	/* cmocka's own messages are short. */
	fprintf(stderr, "%s after event %zu (%s), %dx%d, cursor %s at %d,%d; the screen was:\n%s\n",
		what, walk->events, walk->said, walk->terminal.columns, walk->terminal.rows,
		walk->terminal.cursor ? "shown" : "hidden", cursor.row, cursor.col, screen);
	free(screen);
	fail_msg("%s", what);
}

static bool is_small(const struct walk *walk)
{
	return walk->terminal.rows < UI_MIN_ROWS || walk->terminal.columns < UI_MIN_COLUMNS;
}

static void check(struct walk *walk)
{
	terminal_settle(&walk->terminal);
	if (walk->terminal.master < 0) {
		print_error("status %d\n", terminal_wait_exit(&walk->terminal));
		say_where(walk, "the program ended");
	}
	if (walk->terminal.clipped > 0 && !is_small(walk))
		say_where(walk, "words were cut");
	walk->terminal.clipped = 0;
	if (!is_small(walk) && !terminal_cursor_seen(&walk->terminal))
		say_where(walk, "the cursor is not on anything");
}

static bool at_welcome(struct walk *walk)
{
	return terminal_shows(&walk->terminal, "Begin");
}

/* Back, over and over; a receipt is closed, and a curtain needs the word of somebody who is there:
 * an odd number of keys, since Esc closes its question and opens it again. */
static void back_to_welcome(struct walk *walk)
{
	terminal_send(&walk->terminal,
		      "\033[201~\030"); /* ends what a paste or half a sequence began */
	check(walk);
	terminal_resize(&walk->terminal, 24, 80);
	check(walk);
	for (size_t i = 0; i < BACK_KEYS && !at_welcome(walk); i++) {
		terminal_key(&walk->terminal, i % 7 == 6 ? "Enter" : "Esc");
		check(walk);
	}
	if (!at_welcome(walk))
		say_where(walk, "no way back to the welcome screen");
}

/* What was typed before is gone: a visit that is to be played needs empty fields. */
static void start_over(struct walk *walk)
{
	int row, column;

	assert_true(terminal_find(&walk->terminal, "Begin", &row, &column));
	terminal_click(&walk->terminal, row, column);
	terminal_wait_for(&walk->terminal, "Your privacy");
	terminal_key(&walk->terminal, "F9");
	terminal_wait_for(&walk->terminal, "Start over?");
	terminal_keys(&walk->terminal, "Tab Enter");
	terminal_wait_for(&walk->terminal, "Begin");
}

static void one_life(struct walk *walk)
{
	size_t start = below(walk, 4);

	if (start == 0 && walk->shipped) { /* nobody gets to its end by chance */
		start_over(walk);
		site_visit(&walk->terminal, NULL);
	} else if (start == 1) {
		terminal_keys(&walk->terminal, "Enter End Enter");
	}
	for (size_t i = 0; i < LIFE_EVENTS && walk->events < walk->wanted; i++) {
		send_event(walk);
		check(walk);
	}
	back_to_welcome(walk);
}

static void open_kiosk(struct walk *walk)
{
	static const char *const forms[] = {NULL, NULL, "types.json", "repeats.json", "words.json"};
	const char *form = PICK(walk, forms);

	walk->shipped = !form;
	site_open(&walk->site, NULL, false);
	if (form)
		site_ask(&walk->site, form, NULL);
	site_kiosk(&walk->site, &walk->terminal, true, 24, 80);
	terminal_wait_for(&walk->terminal, "Begin");
}

static void close_kiosk(struct walk *walk)
{
	terminal_end(&walk->terminal);
	assert_int_equal(terminal_wait_exit(&walk->terminal), 0);
	if (!terminal_is_clean(&walk->terminal))
		say_where(walk, "the terminal is not clean");
	terminal_stop(&walk->terminal);
	site_close(&walk->site);
}

static uint64_t number(const char *variable, uint64_t otherwise)
{
	const char *value = getenv(variable);

	return value && *value ? strtoull(value, NULL, 10) : otherwise;
}

static void a_random_walk(void **state)
{
	uint64_t seed = number("WALK_SEED", (uint64_t)time(NULL));
	struct walk walk = {.wanted = (size_t)number("WALK_EVENTS", 2000)};

	(void)state;
	walk.random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
	print_message("walk: seed %" PRIu64 ", %zu events\n", seed, walk.wanted);
	while (walk.events < walk.wanted) {
		open_kiosk(&walk);
		for (size_t life = 0; life < LIVES && walk.events < walk.wanted; life++)
			one_life(&walk);
		close_kiosk(&walk);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_random_walk)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
