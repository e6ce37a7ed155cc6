#include <kiosk/base/buf.h>
#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include "termios.h"
#include "ui_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ESCAPE_DELAY_MS 25
#define GPM_SOCKET      "/dev/gpmctl"
#define TITLE_CELLS     100
#define TITLE_MAX       (4 * TITLE_CELLS)                   /* bytes */
#define MODES_ON        "\033[?2004h\033[?1000h\033[?1006h" /* bracketed paste; clicks, SGR form */
#define MODES_OFF       "\033[?1006l\033[?1000l\033[?2004l"
#define WIPE            "\033[H\033[2J\033[3J" /* the screen, then what scrolled off it */

/* newterm takes these over; the event loop has them on a descriptor. */
static const int kept_signals[SIGNALS_KEPT] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

void ui_send(const char *bytes)
{
	size_t len = strlen(bytes);

	while (len > 0) {
		ssize_t sent = write(STDOUT_FILENO, bytes, len);

		if (sent < 0 && errno != EINTR)
			return; /* a terminal that is gone shows in ui_next */
		if (sent > 0) {
			bytes += sent;
			len -= (size_t)sent;
		}
	}
}

/* The program runs in C.UTF-8 whatever the user's locale is; what the terminal shows follows the
 * user's. */
static bool locale_is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strcasestr(value, "UTF-8") || strcasestr(value, "UTF8");
	}
	return false;
}

static SCREEN *start_screen(const char *term)
{
	return newterm(ui_term_known(term) ? term : "xterm", stdout, stdin);
}

static void take_size(void)
{
	struct winsize size = {0};
	int rows, columns;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
		return;
	rows = size.ws_row < SIDE_MAX ? size.ws_row : SIDE_MAX;
	columns = size.ws_col < SIDE_MAX ? size.ws_col : SIDE_MAX;
	if (rows != LINES || columns != COLS)
		resize_term(rows, columns);
}

/* What newterm changed of the signals goes back; Ctrl-Z from elsewhere must not stop the kiosk. */
static void restore_signals(const struct ui *ui)
{
	for (size_t i = 0; i < SIGNALS_KEPT; i++)
		sigaction(kept_signals[i], &ui->signals[i], NULL);
}

/* added: how adding the explanation went. */
static enum status refuse(enum status added)
{
	return added == STATUS_OK ? STATUS_UNSUPPORTED : added;
}

static enum status start(struct ui *ui, const char *term, struct buf *explain)
{
	const char *move;

	for (size_t i = 0; i < SIGNALS_KEPT; i++)
		sigaction(kept_signals[i], NULL, &ui->signals[i]);
	use_tioctl(TRUE);
	ui->screen = start_screen(term);
	restore_signals(ui);
	if (!ui->screen)
		return refuse(buf_adds(explain, _("This terminal's type is unknown: set TERM.")));
	signal(SIGTSTP, SIG_IGN);
	move = tigetstr("cup");
	if (!move || move == (char *)-1)
		return refuse(buf_addf(explain,
				       _("A terminal of type \"%s\" cannot show the kiosk."),
				       termname()));
	ui->ansi = strncmp(move, "\033[", 2) == 0;
	return STATUS_OK;
}

static enum status set_modes(struct ui *ui)
{
	set_escdelay(ESCAPE_DELAY_MS);
	raw();
	noecho();
	nonl();
	typeahead(-1); /* a frame is sent whole even when keys wait */
	ui->keys = newpad(1, 1);
	if (!ui->keys)
		return STATUS_NOMEM;
	keypad(ui->keys, TRUE);
	nodelay(ui->keys, TRUE);
	meta(ui->keys, TRUE);
	take_size();
	ui_keys_init(ui);
	ui_paint_init(ui);
	ui->modern = ui->ansi && COLORS >= 256;
	if (ui->ansi)
		ui_send(MODES_ON);
	return STATUS_OK;
}

static void release(struct ui *ui)
{
	if (ui->gpm >= 0)
		close(ui->gpm);
	if (ui->keys)
		delwin(ui->keys);
	if (ui->screen)
		delscreen(ui->screen);
	free(ui);
}

/* Back to the terminal's own modes; nothing was drawn yet. */
static void abandon(struct ui *ui)
{
	if (ui->screen)
		endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &ui->original);
	restore_signals(ui);
	release(ui);
}

enum status ui_open(const struct ui_options *options, struct buf *explain, struct ui **out)
{
	enum status status;
	struct ui *ui;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return refuse(
			buf_adds(explain, _("The kiosk needs a terminal to show itself on.")));
	ui = calloc(1, sizeof(*ui));
	if (!ui)
		return STATUS_NOMEM;
	ui->high_contrast = options->high_contrast;
	ui->ascii = options->ascii || !locale_is_utf8();
	ui->cursor_row = ui->gpm = -1;
	status = termios_take(options->termios_fd, &ui->original);
	if (status != STATUS_OK) {
		free(ui);
		return status;
	}
	status = start(ui, options->term, explain);
	if (status == STATUS_OK) {
		ui->console = strncmp(termname(), "linux", 5) == 0;
		status = set_modes(ui);
		if (ui->console)
			ui->gpm = ui_gpm_connect(GPM_SOCKET, ttyname(STDIN_FILENO));
	}
	if (status != STATUS_OK) {
		abandon(ui);
		return status;
	}
	if (options->termios_fd >= 0)
		tcflush(STDIN_FILENO, TCIFLUSH); /* typed to the process before this one */
	*out = ui;
	return STATUS_OK;
}

/* terminfo's start string of some types pushes the title, and their end string pops it. */
static bool start_pushes_title(void)
{
	const char *begin = tigetstr("smcup");

	return begin && begin != (char *)-1 && strstr(begin, "\033[22;0;0t");
}

static void pop_title(struct ui *ui)
{
	if (ui->titled)
		ui_send("\033[23;2t");
	ui->titled = false;
}

void ui_set_title(struct ui *ui, const char *title)
{
	size_t len = strlen(title), fit = text_fit(title, len, TITLE_CELLS);
	char sequence[TITLE_MAX + 16];

	if (!ui->modern || tigetflag("XT") <= 0 || text_has_control(title, len, false))
		return;
	if (!start_pushes_title() && !ui->titled) {
		ui_send("\033[22;2t");
		ui->titled = true;
	}
	while (fit > TITLE_MAX) /* a cell of many marks: what ends the title must follow it */
		fit = text_prev(title, len, fit);
	snprintf(sequence, sizeof(sequence), "\033]2;%.*s\033\\", (int)fit, title);
	ui_send(sequence);
}

static void wipe_screen(struct ui *ui)
{
	ui->cursor_row = -1;
	bkgdset(' ');
	erase();
	refresh();
	if (ui->ansi)
		ui_send(WIPE);
}

void ui_close(struct ui *ui)
{
	if (!ui)
		return;
	wipe_screen(ui);
	if (ui->ansi)
		ui_send(MODES_OFF);
	pop_title(ui);
	curs_set(1);
	endwin();
	if (ui->ansi)
		ui_send("\033[3J");
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &ui->original);
	restore_signals(ui);
	release(ui);
}

int ui_hand_over(struct ui *ui)
{
	int fd = termios_give(&ui->original);

	wipe_screen(ui);
	/* The start string pushed the window's title, the successor's will again. */
	if (start_pushes_title())
		ui_send("\033[23;0;0t");
	pop_title(ui);
	tcflush(STDIN_FILENO, TCIFLUSH);
	release(ui);
	return fd;
}

int ui_pointer_fd(const struct ui *ui)
{
	return ui->gpm;
}

int ui_rows(const struct ui *ui)
{
	(void)ui;
	return LINES;
}

int ui_columns(const struct ui *ui)
{
	(void)ui;
	return COLS;
}

bool ui_is_ascii(const struct ui *ui)
{
	return ui->ascii;
}

bool ui_is_console(const struct ui *ui)
{
	return !ui->ascii && ui->console;
}

void ui_resized(struct ui *ui)
{
	(void)ui;
	take_size();
	clearok(curscr, TRUE);
}
