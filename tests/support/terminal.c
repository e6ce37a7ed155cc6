#include "terminal.h"

#include "emulator.h"
#include "terminal_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 30000
#define RAW_MAX     (64u << 20)

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What the emulator answers to the program's questions. */
static void answer(const char *bytes, size_t len, void *context)
{
	const struct terminal *terminal = context;

	(void)!write(terminal->master, bytes, len);
}

static int note_property(VTermProp property, VTermValue *value, void *context)
{
	struct terminal *terminal = context;

	if (property == VTERM_PROP_CURSORVISIBLE)
		terminal->cursor = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = note_property};

void terminal_start(struct terminal *terminal, const char *const *argv, const char *const *env,
		    int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	int awake[2];

	*terminal = (struct terminal){.rows = rows, .columns = columns};
	assert_int_equal(pipe2(awake, O_NONBLOCK | O_CLOEXEC), 0);
	terminal->awake = awake[0];
	buf_init(&terminal->raw, RAW_MAX, NULL);
	terminal->vterm = vterm_new(rows, columns);
	vterm_set_utf8(terminal->vterm, 1);
	vterm_output_set_callback(terminal->vterm, answer, terminal);
	terminal->screen = vterm_obtain_screen(terminal->vterm);
	vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
	vterm_screen_enable_altscreen(terminal->screen, 1);
	vterm_screen_reset(terminal->screen, 1);
	terminal->pid = forkpty(&terminal->master, NULL, NULL, &size);
	assert_true(terminal->pid >= 0);
	if (terminal->pid == 0) {
		dup2(awake[1], TERMINAL_AWAKE_FD);
		execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
		_exit(127);
	}
	close(awake[1]);
}

void terminal_hear(struct terminal *terminal)
{
	char words[256];
	ssize_t got;

	while ((got = read(terminal->awake, words, sizeof(words))) > 0) {
		terminal->watched = true;
		for (ssize_t i = 0; i < got; i++) {
			if (words[i] == TERMINAL_CLIPPED)
				terminal->clipped++;
			else
				terminal->asleep = words[i] == TERMINAL_ASLEEP;
		}
	}
}

static void reap(struct terminal *terminal, int options)
{
	int status;

	if (terminal->ended || waitpid(terminal->pid, &status, options) != terminal->pid)
		return;
	terminal->ended = true;
	terminal->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void terminal_stop(struct terminal *terminal)
{
	if (!terminal->ended) {
		kill(terminal->pid, SIGKILL);
		reap(terminal, 0);
	}
	if (terminal->master >= 0)
		close(terminal->master);
	close(terminal->awake);
	vterm_free(terminal->vterm);
	buf_release(&terminal->raw);
}

/* Reads for at most wait_ms; false when the program has closed the terminal. */
static bool pump(struct terminal *terminal, int wait_ms)
{
	struct pollfd ready = {terminal->master, POLLIN, 0};
	char bytes[4096];
	ssize_t got;

	if (terminal->master < 0)
		return false;
	if (poll(&ready, 1, wait_ms) <= 0)
		return true;
	got = read(terminal->master, bytes, sizeof(bytes));
	if (got <= 0) { /* EIO: the other end is closed */
		close(terminal->master);
		terminal->master = -1;
		return false;
	}
	assert_int_equal(buf_add(&terminal->raw, bytes, (size_t)got), STATUS_OK);
	emulator_feed(terminal->vterm, &terminal->raw, &terminal->seen);
	return true;
}

void terminal_send_bytes(struct terminal *terminal, const char *bytes, size_t len)
{
	if (len == 0)
		return; /* nothing would come to rest */
	terminal_hear(terminal);
	if (terminal->watched) /* else what it says of the bytes before could be taken for these */
		terminal_settle(terminal);
	assert_true(terminal->master >= 0);
	terminal->asleep = false;
	assert_int_equal(write(terminal->master, bytes, len), (ssize_t)len);
	(void)pump(terminal, 0);
}

void terminal_send(struct terminal *terminal, const char *bytes)
{
	terminal_send_bytes(terminal, bytes, strlen(bytes));
}

static const struct {
	const char *name, *bytes;
} keys[] = {
	{"Enter", "\r"},         {"Esc", "\033"},       {"Tab", "\t"},
	{"BackTab", "\033[Z"},   {"Up", "\033OA"},      {"Down", "\033OB"},
	{"Right", "\033OC"},     {"Left", "\033OD"},    {"Space", " "},
	{"Home", "\033OH"},      {"End", "\033OF"},     {"PageUp", "\033[5~"},
	{"PageDown", "\033[6~"}, {"Backspace", "\177"}, {"Delete", "\033[3~"},
	{"F1", "\033OP"},        {"F2", "\033OQ"},      {"F3", "\033OR"},
	{"F4", "\033OS"},        {"F5", "\033[15~"},    {"F9", "\033[20~"},
	{"F6", "\033[17~"},      {"F7", "\033[18~"},    {"F8", "\033[19~"},
	{"F10", "\033[21~"},     {"F11", "\033[23~"},   {"F12", "\033[24~"},
	{"Ctrl-C", "\003"},      {"Ctrl-Z", "\032"},    {"Ctrl-\\", "\034"},
	{"Ctrl-D", "\004"},      {"Ctrl-S", "\023"},
};

void terminal_key(struct terminal *terminal, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i].name, name) == 0) {
			terminal_send(terminal, keys[i].bytes);
			return;
		}
	terminal_send(terminal, name);
}

void terminal_keys(struct terminal *terminal, const char *names)
{
	char copy[1024], *name, *rest = copy;

	snprintf(copy, sizeof(copy), "%s", names);
	while ((name = strsep(&rest, " ")))
		terminal_key(terminal, name);
}

void terminal_click(struct terminal *terminal, int row, int column)
{
	char bytes[64];

	snprintf(bytes, sizeof(bytes), "\033[<0;%d;%dM\033[<0;%d;%dm", column + 1, row + 1,
		 column + 1, row + 1);
	terminal_send(terminal, bytes);
}

void terminal_resize(struct terminal *terminal, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	terminal_hear(terminal);
	terminal->asleep =
		terminal->asleep && rows == terminal->rows && columns == terminal->columns;
	terminal->rows = rows;
	terminal->columns = columns;
	vterm_set_size(terminal->vterm, rows, columns);
	assert_int_equal(ioctl(terminal->master, TIOCSWINSZ, &size), 0);
}

static void add_cell(const VTermScreenCell *cell, struct buf *out)
{
	size_t i;

	if (cell->chars[0] == (uint32_t)-1) /* the right half of a wide character */
		return;
	if (cell->chars[0] == 0 || cell->chars[0] == 0xA0) {
		assert_int_equal(buf_adds(out, " "), STATUS_OK);
		return;
	}
	for (i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		char utf8[8];
		uint32_t point = cell->chars[i];
		size_t len = 0;

		if (point < 0x80) {
			utf8[len++] = (char)point;
		} else {
			int shift = point < 0x800 ? 6 : point < 0x10000 ? 12 : 18;

			utf8[len++] = (char)((shift == 6    ? 0xc0
					      : shift == 12 ? 0xe0
							    : 0xf0) |
					     point >> shift);
			for (shift -= 6; shift >= 0; shift -= 6)
				utf8[len++] = (char)(0x80 | (point >> shift & 0x3f));
		}
		assert_int_equal(buf_add(out, utf8, len), STATUS_OK);
	}
}

char *terminal_text(struct terminal *terminal)
{
	struct buf out;
	char *copy;
	int row, column;

	buf_init(&out, 1u << 20, NULL);
	for (row = 0; row < terminal->rows; row++) {
		for (column = 0; column < terminal->columns; column++) {
			VTermScreenCell cell;

			vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
			add_cell(&cell, &out);
		}
		while (out.len > 0 && out.data[out.len - 1] == ' ')
			buf_truncate(&out, out.len - 1);
		assert_int_equal(buf_adds(&out, "\n"), STATUS_OK);
	}
	copy = strdup(buf_str(&out));
	assert_non_null(copy);
	buf_release(&out);
	return copy;
}

bool terminal_shows(struct terminal *terminal, const char *text)
{
	char *screen;
	bool found;

	while (pump(terminal, 0) && poll(&(struct pollfd){terminal->master, POLLIN, 0}, 1, 0) > 0)
		;
	screen = terminal_text(terminal);
	found = strstr(screen, text) != NULL;
	free(screen);
	return found;
}

static void give_up(struct terminal *terminal, const char *what, const char *text)
{
	char *screen = terminal_text(terminal);

	print_error("%s \"%s\"; the screen was:\n%s\n", what, text, screen);
	free(screen);
	fail();
}

static void wait_until(struct terminal *terminal, const char *text, bool wanted)
{
	int64_t deadline = now_ms() + PATIENCE_MS;

	while (terminal_shows(terminal, text) != wanted) {
		if (now_ms() > deadline || !pump(terminal, 50))
			give_up(terminal, wanted ? "never saw" : "never lost", text);
	}
}

void terminal_wait_for(struct terminal *terminal, const char *text)
{
	wait_until(terminal, text, true);
}

void terminal_wait_gone(struct terminal *terminal, const char *text)
{
	wait_until(terminal, text, false);
}

int terminal_wait_exit(struct terminal *terminal)
{
	int64_t deadline = now_ms() + PATIENCE_MS;

	while (!terminal->ended) {
		if (now_ms() > deadline)
			give_up(terminal, "the program did not end", "");
		if (!pump(terminal, 20))
			poll(NULL, 0, 5);
		reap(terminal, WNOHANG);
	}
	while (pump(terminal, 0) && poll(&(struct pollfd){terminal->master, POLLIN, 0}, 1, 0) > 0)
		;
	return terminal->status;
}

void terminal_settle(struct terminal *terminal)
{
	int64_t deadline = now_ms() + PATIENCE_MS;
	struct pollfd fds[2];

	for (;;) {
		while (pump(terminal, 0) &&
		       poll(&(struct pollfd){terminal->master, POLLIN, 0}, 1, 0) > 0)
			;
		if (terminal->asleep || terminal->master < 0)
			return;
		terminal_hear(terminal);
		if (terminal->asleep)
			continue; /* what it drew before it said so */
		if (now_ms() > deadline)
			give_up(terminal, "the program never came to rest", "");
		fds[0] = (struct pollfd){terminal->master, POLLIN, 0};
		fds[1] = (struct pollfd){terminal->awake, POLLIN, 0};
		(void)poll(fds, 2, 50);
	}
}

bool terminal_cursor_seen(struct terminal *terminal)
{
	VTermPos at;
	VTermScreenCell cell;

	vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &at);
	for (int column = 0; terminal->cursor && column < terminal->columns; column++) {
		vterm_screen_get_cell(terminal->screen, (VTermPos){at.row, column}, &cell);
		if (cell.chars[0] > ' ' || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
			return true;
	}
	return false;
}

void terminal_end(struct terminal *terminal)
{
	assert_int_equal(kill(terminal->pid, SIGTERM), 0);
}

/* The last place in what the program wrote; NULL. */
static const char *last_of(const struct terminal *terminal, const char *bytes)
{
	const char *last = NULL, *at = buf_str(&terminal->raw), *end = at + terminal->raw.len;

	while ((at = memmem(at, (size_t)(end - at), bytes, strlen(bytes))))
		last = at++;
	return last;
}

static bool is_off(const struct terminal *terminal, const char *on, const char *off)
{
	const char *last_on = last_of(terminal, on), *last_off = last_of(terminal, off);

	return !last_on || (last_off && last_off > last_on);
}

/* Nothing but sequences that begin with ESC [ or are of two bytes, and returns. */
static bool only_sequences(const char *at)
{
	for (; *at; at++) {
		if (*at == '\r' || *at == '\n')
			continue;
		if (*at++ != '\033')
			return false;
		if (*at == '[')
			at += 1 + strcspn(at + 1, "ABCDEFGHIJKLMPSTXZabcdefghlmnpqrstux");
	}
	return true;
}

bool terminal_is_clean(struct terminal *terminal)
{
	const char *wiped = last_of(terminal, "\033[2J");

	return wiped && only_sequences(wiped) && last_of(terminal, "\033[3J") > wiped &&
	       is_off(terminal, "\033[?1000h", "\033[?1000l") &&
	       is_off(terminal, "\033[?1006h", "\033[?1006l") &&
	       is_off(terminal, "\033[?2004h", "\033[?2004l") &&
	       is_off(terminal, "\033[?1049h", "\033[?1049l");
}

bool terminal_find(struct terminal *terminal, const char *text, int *row, int *column)
{
	char *screen = terminal_text(terminal), *line, *rest = screen, *found = NULL;
	int at = 0;

	while ((line = strsep(&rest, "\n")) && !(found = strstr(line, text)))
		at++;
	if (found) {
		const char *c;

		*row = at;
		*column = 0;
		for (c = line; c < found; c++) /* cells: every character here is one wide */
			*column += (*c & 0xc0) != 0x80;
	}
	free(screen);
	return found != NULL;
}
