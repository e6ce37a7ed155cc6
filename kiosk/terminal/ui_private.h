/* The inside of struct ui: for kiosk/terminal/ui*.c alone, which are the only ones that know
 * curses. */
#ifndef KIOSK_TERMINAL_UI_PRIVATE_H
#define KIOSK_TERMINAL_UI_PRIVATE_H

#include <kiosk/terminal/ui.h>

#include "glyphs.h"
#include "theme.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>

#include <signal.h>
#include <stdint.h>
#include <termios.h>

/* What the bytes that come next belong to. */
enum input_mode {
	INPUT_PLAIN,
	INPUT_CSI,    /* after ESC [ of a sequence that terminfo does not know */
	INPUT_ONE,    /* one more byte of such a sequence, or of ESC O */
	INPUT_STRING, /* after ESC ] and its like: to the end of what was read at once */
	INPUT_PASTE,
	INPUT_MOUSE,     /* after ESC [ < */
	INPUT_OLD_MOUSE, /* after ESC [ M: three bytes */
};

struct input {
	enum input_mode mode;
	int pushed; /* a code read ahead, ERR: none */
	char utf8[4];
	size_t utf8_len;
	char report[24]; /* of the mouse, so far */
	size_t report_len;
	bool after_return;           /* a line feed that follows belongs to it */
	int64_t paste_ms;            /* when the last byte of the paste came */
	int press_row, press_column; /* -1: no button is down */
};

#define SIGNALS_KEPT 4
#define SIDE_MAX     1000 /* rows, columns: what a terminal may have more stays empty */

struct ui {
	SCREEN *screen;
	WINDOW *keys; /* a pad: reading from it never repaints */
	struct termios original;
	struct sigaction signals[SIGNALS_KEPT];
	bool ansi;   /* takes the control sequences of ECMA-48 */
	bool modern; /* an emulator of our days: synchronised output */
	bool ascii, console;
	int gpm;     /* the connection to the console's mouse, -1: none */
	bool titled; /* we pushed the title of the window before we set ours */
	bool high_contrast;
	bool own_colours; /* -1 is allowed as a colour */
	attr_t attributes[STYLE_COUNT];
	int cursor_row, cursor_column; /* -1: hidden */
	struct input input;
};

/* Keys that terminfo has no name for, beyond curses' own and the extended ones. */
enum {
	CODE_PASTE_BEGIN = 0x3000,
	CODE_PASTE_END,
	CODE_MOUSE,
	CODE_OLD_MOUSE,
	CODE_WORD_LEFT,
	CODE_WORD_RIGHT,
	CODE_PAD
};

void ui_keys_init(struct ui *ui);
/* A byte of a mouse report in the SGR form, or in the old one; true when event is complete. */
bool ui_mouse_take(struct input *input, int byte, struct ui_event *event);
bool ui_mouse_take_old(struct input *input, int byte, struct ui_event *event);
/* The left button went down or up; true when event is complete. */
bool ui_mouse_button(struct input *input, bool press, int row, int column, struct ui_event *event);
/* The descriptor of a connection to gpm for the console of that name, -1 where there is no gpm or
 * the terminal is no console. */
int ui_gpm_connect(const char *path, const char *tty);
/* The next complete event from it; false when there is none. A gpm that ended is left. */
bool ui_gpm_next(struct ui *ui, struct ui_event *event);
/* Fills ui->attributes and the colour pairs for the contrast that is set. */
void ui_paint_init(struct ui *ui);
/* terminfo has an entry for the type; NULL: the environment's. */
bool ui_term_known(const char *term);
void ui_send(const char *bytes);

#endif
