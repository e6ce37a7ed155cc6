#include "canvas.h"

#include "emulator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define PATIENCE_MS 20000
#define RAW_MAX     (16u << 20)
#define DRAWN       "\033]0;drawn\a"

static int say_fd = -1; /* of the child */

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void run_child(const struct canvas_options *options, canvas_body *body, void *context)
{
	const struct ui_options ui_options = {.high_contrast = options->high_contrast,
					      .termios_fd = -1};
	struct buf explain;
	struct ui *ui;

	setenv("TERM", options->term ? options->term : "xterm-256color", 1);
	setenv("LC_ALL", options->locale ? options->locale : "C.UTF-8", 1);
	setlocale(LC_ALL, "C.UTF-8");
	signal(SIGHUP, SIG_IGN); /* as the kiosk: a terminal that is gone is an event */
	buf_init(&explain, 1000, NULL);
	if (ui_open(&ui_options, &explain, &ui) == STATUS_OK) {
		body(ui, context);
	} else {
		canvas_say("refused: %s", buf_str(&explain));
		body(NULL, context);
	}
	buf_release(&explain);
	_exit(0);
}

void canvas_open(struct canvas *canvas, const struct canvas_options *options, canvas_body *body,
		 void *context)
{
	struct winsize size = {.ws_row = (unsigned short)options->rows,
			       .ws_col = (unsigned short)options->columns};
	int ends[2];

	*canvas = (struct canvas){0};
	buf_init(&canvas->raw, RAW_MAX, NULL);
	assert_int_equal(pipe(ends), 0);
	canvas->pid = forkpty(&canvas->master, NULL, NULL, &size);
	assert_true(canvas->pid >= 0);
	if (canvas->pid == 0) {
		close(ends[0]);
		say_fd = ends[1];
		run_child(options, body, context);
	}
	close(ends[1]);
	canvas->said = ends[0];
	canvas->vterm = vterm_new(options->rows, options->columns);
	vterm_set_utf8(canvas->vterm, 1);
	canvas->screen = vterm_obtain_screen(canvas->vterm);
	vterm_screen_enable_altscreen(canvas->screen, 1);
	vterm_screen_reset(canvas->screen, 1);
}

void canvas_hang_up(struct canvas *canvas)
{
	if (canvas->master >= 0)
		close(canvas->master);
	canvas->master = -1;
}

void canvas_close(struct canvas *canvas)
{
	int status;

	canvas_hang_up(canvas);
	assert_int_equal(waitpid(canvas->pid, &status, 0), canvas->pid);
	close(canvas->said);
	vterm_free(canvas->vterm);
	buf_release(&canvas->raw);
	assert_int_equal(status, 0);
}

void canvas_send(struct canvas *canvas, const char *bytes, size_t len)
{
	assert_int_equal(write(canvas->master, bytes, len), (ssize_t)len);
}

static void read_terminal(struct canvas *canvas)
{
	char bytes[4096];
	ssize_t got = read(canvas->master, bytes, sizeof(bytes));

	if (got <= 0) {
		canvas_hang_up(canvas);
		return;
	}
	assert_int_equal(buf_add(&canvas->raw, bytes, (size_t)got), STATUS_OK);
	emulator_feed(canvas->vterm, &canvas->raw, &canvas->seen);
}

/* Reads the terminal until it or the pipe has something; true when the pipe has. */
static bool wait_some(struct canvas *canvas, int64_t deadline)
{
	struct pollfd ready[2] = {{.fd = canvas->said, .events = POLLIN},
				  {.fd = canvas->master, .events = POLLIN}};
	int64_t left = deadline - now_ms();

	if (left <= 0)
		fail_msg("nothing came in time; the first row is \"%s\"", canvas_row(canvas, 0));
	if (poll(ready, 2, (int)left) > 0 && ready[1].revents)
		read_terminal(canvas);
	return ready[0].revents != 0;
}

void canvas_listen(struct canvas *canvas, char *line, size_t size)
{
	int64_t deadline = now_ms() + PATIENCE_MS;
	size_t len = 0;

	for (;;) {
		char byte;

		while (!wait_some(canvas, deadline))
			continue;
		if (read(canvas->said, &byte, 1) != 1)
			fail_msg("the child ended");
		if (byte == '\n')
			break;
		if (len + 1 < size)
			line[len++] = byte;
	}
	line[len] = '\0';
}

static size_t find_raw(const struct canvas *canvas, size_t from, const char *bytes)
{
	size_t len = strlen(bytes);
	const char *found = NULL;

	if (canvas->raw.len > from)
		found = memmem(canvas->raw.data + from, canvas->raw.len - from, bytes, len);
	return found ? (size_t)(found - canvas->raw.data) + len : 0;
}

size_t canvas_wait_raw(struct canvas *canvas, size_t from, const char *bytes)
{
	int64_t deadline = now_ms() + PATIENCE_MS;
	size_t behind;

	while ((behind = find_raw(canvas, from, bytes)) == 0) {
		assert_true(canvas->master >= 0);
		if (now_ms() > deadline)
			fail_msg("the terminal never got the bytes");
		if (poll(&(struct pollfd){.fd = canvas->master, .events = POLLIN}, 1, 100) > 0)
			read_terminal(canvas);
	}
	return behind;
}

size_t canvas_wait_drawn(struct canvas *canvas)
{
	size_t from = 0;

	canvas->draws++;
	for (int i = 0; i < canvas->draws; i++)
		from = canvas_wait_raw(canvas, from, DRAWN);
	return from;
}

VTermScreenCell canvas_cell(struct canvas *canvas, int row, int column)
{
	VTermScreenCell cell;

	assert_true(vterm_screen_get_cell(canvas->screen, (VTermPos){row, column}, &cell));
	return cell;
}

static size_t put_utf8(char *out, uint32_t point)
{
	mbstate_t state = {0};
	size_t len;

	if (point < 0x80) {
		*out = (char)point;
		return 1;
	}
	len = wcrtomb(out, (wchar_t)point, &state);
	return len == (size_t)-1 ? 0 : len;
}

const char *canvas_row(struct canvas *canvas, int row)
{
	static char text[4096];
	int rows, columns;
	size_t len = 0;

	vterm_get_size(canvas->vterm, &rows, &columns);
	for (int column = 0; column < columns && len < sizeof(text) - 64; column++) {
		VTermScreenCell cell = canvas_cell(canvas, row, column);

		if (cell.chars[0] == (uint32_t)-1)
			continue;          /* the right half of a wide one */
		if (cell.chars[0] == 0xA0) /* an empty cell of a coloured ground */
			cell.chars[0] = ' ';
		if (cell.chars[0] == 0)
			text[len++] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			len += put_utf8(text + len, cell.chars[i]);
	}
	while (len > 0 && text[len - 1] == ' ')
		len--;
	text[len] = '\0';
	return text;
}

void canvas_say(const char *format, ...)
{
	char line[512];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	line[len++] = '\n';
	if (write(say_fd, line, (size_t)len) != len)
		_exit(1);
}

void canvas_drawn(void)
{
	if (write(STDOUT_FILENO, DRAWN, strlen(DRAWN)) < 0)
		_exit(1);
}

void canvas_show_and_wait(struct ui *ui)
{
	ui_show(ui);
	canvas_drawn();
	for (;;) {
		struct ui_event event = ui_next(ui);

		if (event.key == UI_KEY_HANGUP)
			return;
		if (event.key == UI_KEY_TEXT && *event.text == 'q')
			return;
		if (event.key == UI_KEY_NONE)
			poll(&(struct pollfd){.fd = STDIN_FILENO, .events = POLLIN}, 1, -1);
	}
}
