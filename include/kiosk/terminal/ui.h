/* The screen as cells, styles and events; ncursesw behind it. Rows and columns count from 0. Text
 * is UTF-8; widths are terminal cells. Drawing goes to the next frame; ui_show sends what changed.
 */
#ifndef KIOSK_TERMINAL_UI_H
#define KIOSK_TERMINAL_UI_H

#include <kiosk/base/status.h>

#include <stdbool.h>
#include <stddef.h>

struct ui;

struct ui_options {
	const char *term; /* terminal type, NULL: from the environment */
	bool ascii;       /* ASCII forms even on a UTF-8 terminal */
	bool high_contrast;
	int termios_fd; /* a descriptor with the struct termios to give back at the end (left by the
			 * process before this one, see ui_hand_over; ui_open closes it), -1: take
			 * the terminal's own */
};

#define UI_MIN_COLUMNS                                                                             \
	40 /* below this (and UI_MIN_ROWS) only a request for a larger window is shown */
#define UI_MIN_ROWS 12

/* Takes the terminal on descriptors 0 and 1 into raw full screen. STATUS_UNSUPPORTED: no terminal,
 * or a type that cannot move the cursor ("dumb") or that terminfo does not know ("xterm" is tried
 * then); explain gets one line. */
struct buf;
MUST_USE enum status ui_open(const struct ui_options *options, struct buf *explain,
			     struct ui **out);
/* Wipes the screen and its scrollback, gives the terminal back as it was. NULL is allowed. */
void ui_close(struct ui *ui);
/* For a successor in the same terminal: wipes screen and scrollback, drops typed input, leaves the
 * terminal in raw mode and the alternate screen; returns a descriptor (not close-on-exec) that
 * carries the original termios, or -1. The ui is released (measured: endwin before exec would show
 * and echo for milliseconds). */
int ui_hand_over(struct ui *ui);

/* The title of the terminal's window, where it has one; the one before comes back at the end. None
 * with control characters is set. */
void ui_set_title(struct ui *ui, const char *title);
int ui_rows(const struct ui *ui);
int ui_columns(const struct ui *ui);
bool ui_is_ascii(const struct ui *ui);
/* UTF-8, but only the characters that the font of a Linux console holds. */
bool ui_is_console(const struct ui *ui);
void ui_set_contrast(struct ui *ui, bool high);
bool ui_contrast(const struct ui *ui);
/* After SIGWINCH: takes the new size over and repaints everything at the next ui_show. */
void ui_resized(struct ui *ui);

/* Meaning, not colour: each has a 256-, 8- and 0-colour and a high-contrast form in theme.c. */
enum style {
	STYLE_TEXT,
	STYLE_STRONG,
	STYLE_EMPHASIS,
	STYLE_TITLE,
	STYLE_QUESTION,
	STYLE_HINT,
	STYLE_HEADER,
	STYLE_HEADER_STRONG,
	STYLE_FOOTER,
	STYLE_FOOTER_KEY,
	STYLE_ACCENT,
	STYLE_FOCUS,
	STYLE_CHOSEN,
	STYLE_FIELD,
	STYLE_FIELD_FOCUS,
	STYLE_FIELD_HINT,
	STYLE_FIELD_FOCUS_HINT,
	STYLE_ERROR,
	STYLE_WARNING,
	STYLE_SUCCESS,
	STYLE_BUTTON,
	STYLE_BUTTON_FOCUS,
	STYLE_RULE,
	STYLE_FIGURE,
	STYLE_REGION,
	STYLE_REGION_FOCUS,
	STYLE_REGION_CHOSEN,
	STYLE_REGION_CHOSEN_FOCUS,
	STYLE_REGION_MARK,
	STYLE_LEADER,
	STYLE_BAR,
	STYLE_BAR_REST,
	STYLE_QR,
	STYLE_COUNT,
};

/* Glyphs with a UTF-8 and an ASCII form, each one cell wide. */
enum glyph {
	GLYPH_HLINE,
	GLYPH_VLINE,
	GLYPH_CORNER_TL,
	GLYPH_CORNER_TR,
	GLYPH_CORNER_BL,
	GLYPH_CORNER_BR,
	GLYPH_EDGE, /* a thick left edge */
	GLYPH_RADIO_OFF,
	GLYPH_RADIO_ON,
	GLYPH_CHECK_OFF,
	GLYPH_CHECK_ON,
	GLYPH_BULLET,
	GLYPH_POINTER,
	GLYPH_POINTER_BACK, /* its mirror image */
	GLYPH_BAR_FULL,
	GLYPH_BAR_EMPTY,
	GLYPH_UP,
	GLYPH_DOWN,
	GLYPH_ELLIPSIS,
	GLYPH_DOT,
	GLYPH_TICK,
	GLYPH_CROSS,
	GLYPH_COUNT,
};

/* A window onto a canvas: row 0 of the canvas is drawn at screen row `row - scroll`; what falls
 * outside is clipped. */
struct area {
	int row, column;   /* of the upper left cell on the screen */
	int rows, columns; /* size on the screen */
	int scroll;        /* canvas rows above the window */
	bool touch;        /* widgets are drawn large enough for a finger: three rows each */
};

void ui_clear(struct ui *ui);
void ui_fill(struct ui *ui, const struct area *area, enum style style);
/* So many empty cells of a style. */
void ui_blanks(struct ui *ui, const struct area *area, int row, int column, int width,
	       enum style style);
/* A frame of one cell around the area's inside. */
void ui_frame(struct ui *ui, const struct area *area, int row, int column, int rows, int columns,
	      enum style style);
/* Draws one line (no LF) at a canvas position, cut at the area's right edge between grapheme
 * clusters; bytes that are not UTF-8 and control characters appear as '?'. Characters that an ASCII
 * terminal lacks appear as their nearest ASCII form or '?'. Returns the cells used. */
int ui_text(struct ui *ui, const struct area *area, int row, int column, enum style style,
	    const char *text, size_t len);
int ui_puts(struct ui *ui, const struct area *area, int row, int column, enum style style,
	    const char *text);
/* Wraps and draws; returns the rows used. ui NULL: only counts. */
int ui_wrapped(struct ui *ui, const struct area *area, int row, int column, int width,
	       enum style style, const char *text);
/* ui NULL: nothing, for layouts that are only measured. */
void ui_glyph(struct ui *ui, const struct area *area, int row, int column, enum style style,
	      enum glyph glyph);
void ui_hline(struct ui *ui, const struct area *area, int row, int column, int width,
	      enum style style);
/* A bar of width cells, part/whole of it full. Full only when part is
 * the whole. */
void ui_bar(struct ui *ui, const struct area *area, int row, int column, int width, size_t part,
	    size_t whole);
/* Where the real cursor stands after ui_show: always on the focused element (braille and speech
 * readers follow it). A position outside the window is moved to its nearest cell. */
void ui_cursor(struct ui *ui, const struct area *area, int row, int column);
void ui_show(struct ui *ui);
/* Rings, once. */
void ui_bell(struct ui *ui);

/* The prefix keeps clear of curses.h, whose KEY_* are macros. */
enum ui_key {
	UI_KEY_NONE,
	UI_KEY_TEXT, /* a character: text */
	UI_KEY_ENTER,
	UI_KEY_ESCAPE,
	UI_KEY_SPACE,
	UI_KEY_TAB,
	UI_KEY_BACKTAB,
	UI_KEY_UP,
	UI_KEY_DOWN,
	UI_KEY_LEFT,
	UI_KEY_RIGHT,
	UI_KEY_PAGE_UP,
	UI_KEY_PAGE_DOWN,
	UI_KEY_HOME,
	UI_KEY_END,
	UI_KEY_BACKSPACE,
	UI_KEY_DELETE,
	UI_KEY_WORD_LEFT,  /* Ctrl-Left, Alt-B */
	UI_KEY_WORD_RIGHT, /* Ctrl-Right, Alt-F */
	UI_KEY_CUT_WORD,   /* Ctrl-W: the word before the cursor */
	UI_KEY_CUT_BEFORE, /* Ctrl-U: all that stands before it */
	UI_KEY_CUT_BEHIND, /* Ctrl-K */
	UI_KEY_F1,
	UI_KEY_F2,
	UI_KEY_F3,
	UI_KEY_F4,
	UI_KEY_F5,
	UI_KEY_F6,
	UI_KEY_F7,
	UI_KEY_F8,
	UI_KEY_F9,
	UI_KEY_F10,
	UI_KEY_F11,
	UI_KEY_F12,
	UI_KEY_CLICK, /* row, column: a complete click or tap */
	UI_KEY_WHEEL_UP,
	UI_KEY_WHEEL_DOWN,
	UI_KEY_PASTE,  /* a bracketed paste came; it is thrown away */
	UI_KEY_HANGUP, /* the terminal is gone */
};

struct ui_event {
	enum ui_key key;
	char text[8]; /* UI_KEY_TEXT and UI_KEY_SPACE (" "): one UTF-8 character, never a control
			 character */
	int row, column;
};

/* The next event that is complete in the input read so far; UI_KEY_NONE when there is none: then
 * wait for descriptor 0 to be readable. Ctrl-A, E, B, F, D and H are
 * the keys that readline takes them for; other Ctrl keys, bytes that are no UTF-8 and unknown
 * sequences are swallowed. Never blocks for more than the escape delay (25 ms). */
struct ui_event ui_next(struct ui *ui);
/* A second descriptor to wait for: the mouse of a Linux console. -1: there is none. */
int ui_pointer_fd(const struct ui *ui);

#endif
