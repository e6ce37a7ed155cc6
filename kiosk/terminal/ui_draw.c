#include <kiosk/base/text.h>

#include "ui_private.h"

#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define SYNC_BEGIN "\033[?2026h"
#define SYNC_END   "\033[?2026l"
#define SYNC_ROWS  6

static attr_t curses_attributes(unsigned look)
{
	const char *italics = tigetstr("sitm");
	bool slanted = italics && italics != (char *)-1;

	return (look & LOOK_BOLD ? A_BOLD : 0) | (look & LOOK_UNDERLINE ? A_UNDERLINE : 0) |
	       (look & LOOK_REVERSE ? A_REVERSE : 0) | (look & LOOK_DIM ? A_DIM : 0) |
	       (look & LOOK_ITALIC ? (slanted ? A_ITALIC : A_UNDERLINE) : 0);
}

static enum theme theme_for(const struct ui *ui)
{
	if (!has_colors() || COLORS < 8 || COLOR_PAIRS <= STYLE_COUNT)
		return THEME_MONO;
	if (ui->high_contrast)
		return THEME_CONTRAST;
	return COLORS >= 256 ? THEME_256 : THEME_8;
}

static short available(const struct ui *ui, short colour, short own)
{
	if (colour < 0)
		return ui->own_colours ? -1 : own;
	return colour >= COLORS ? (short)(colour & 7) : colour;
}

void ui_paint_init(struct ui *ui)
{
	enum theme theme;

	if (has_colors()) {
		start_color();
		ui->own_colours = use_default_colors() == OK;
	}
	theme = theme_for(ui);
	for (int i = 0; i < STYLE_COUNT; i++) {
		const struct look *look = theme_look(theme, (enum style)i);

		ui->attributes[i] = curses_attributes(look->attributes);
		if (theme == THEME_MONO)
			continue;
		if (look->foreground >= 8 && COLORS == 8)
			ui->attributes[i] |= A_BOLD;
		init_pair((short)(i + 1), available(ui, look->foreground, COLOR_WHITE),
			  available(ui, look->background, COLOR_BLACK));
	}
}

void ui_set_contrast(struct ui *ui, bool high)
{
	if (ui->high_contrast == high)
		return;
	ui->high_contrast = high;
	ui_paint_init(ui);
	clearok(curscr, TRUE);
}

bool ui_contrast(const struct ui *ui)
{
	return ui->high_contrast;
}

static enum glyph_set glyph_set_of(const struct ui *ui)
{
	if (ui->ascii)
		return GLYPHS_ASCII;
	return ui->console ? GLYPHS_CONSOLE : GLYPHS_UTF8;
}

static void make_cell(const struct ui *ui, cchar_t *cell, const wchar_t *text, enum style style)
{
	short pair = has_colors() ? (short)(style + 1) : 0;

	setcchar(cell, text, ui->attributes[style], pair, NULL);
}

/* An empty cell of a style. Multiplexers and viewers erase to the terminal's own ground whatever
 * their entry says: a coloured one is written, with a space that curses does not erase instead. */
static void make_blank(const struct ui *ui, cchar_t *cell, enum style style)
{
	bool coloured = theme_look(theme_for(ui), style)->background >= 0;

	make_cell(ui, cell, coloured && ui->modern && !ui->ascii ? L"\u00a0" : L" ", style);
}

void ui_clear(struct ui *ui)
{
	cchar_t blank, plain;

	make_blank(ui, &blank, STYLE_TEXT);
	setcchar(&plain, L" ", A_NORMAL, 0, NULL);
	bkgrndset(&blank);
	erase();
	bkgrndset(&plain); /* its attributes would be added to every cell that is drawn */
	ui->cursor_row = -1;
}

void ui_fill(struct ui *ui, const struct area *area, enum style style)
{
	cchar_t blank;

	make_blank(ui, &blank, style);
	for (int row = 0; row < area->rows; row++)
		for (int column = 0; column < area->columns; column++)
			mvadd_wch(area->row + row, area->column + column, &blank);
}

/* The screen row of a canvas row, -1 when it lies outside the window. */
static int screen_row(const struct area *area, int row)
{
	int inside = row - area->scroll;

	return inside < 0 || inside >= area->rows ? -1 : area->row + inside;
}

/* One character with the marks that stand on it. */
struct character {
	wchar_t text[CCHARW_MAX + 1];
	int len;
	int cells;
};

static bool is_mark(ucs4_t point)
{
	return uc_is_general_category_withtable(point, UC_CATEGORY_MASK_M) &&
	       wcwidth((wchar_t)point) == 0;
}

/* Where the C library and libunistring disagree about a width, curses would shift the rest of the
 * row. */
static void set_base(const struct ui *ui, struct character *out, ucs4_t point)
{
	int cells = uc_width(point, "UTF-8");

	if (cells < 0)
		cells = 1;
	out->cells = cells;
	if (ui->ascii)
		point = (ucs4_t)glyph_ascii(point);
	else if (point == 0xA0)
		point = ' ';
	out->text[0] = (wchar_t)point;
	out->len = 1;
	if (wcwidth((wchar_t)point) != cells)
		out->text[0] = cells == 1 || ui->ascii ? L'?' : 0xFFFD;
	out->text[1] = 0;
}

/* Takes one character off the text; returns its bytes. Marks without a base and format characters
 * take no cell. */
static size_t take_character(const struct ui *ui, const char *text, size_t len,
			     struct character *out)
{
	const uint8_t *bytes = (const uint8_t *)text;
	ucs4_t point = 0;
	int got = u8_mbtoucr(&point, bytes, len);
	size_t at = got > 0 ? (size_t)got : 1;

	set_base(ui, out, got > 0 ? point : '?');
	while (at < len && out->cells > 0) {
		got = u8_mbtoucr(&point, bytes + at, len - at);
		if (got <= 0 || uc_width(point, "UTF-8") != 0)
			break;
		if (!ui->ascii && is_mark(point) && out->len < CCHARW_MAX) {
			out->text[out->len++] = (wchar_t)point;
			out->text[out->len] = 0;
		}
		at += (size_t)got;
	}
	return at;
}

static void put_character(const struct ui *ui, int y, int x, enum style style,
			  const struct character *character)
{
	cchar_t cell;

	make_cell(ui, &cell, character->text, style);
	mvadd_wch(y, x, &cell);
	/* A stand-in in ASCII is narrower than what it stands for. */
	if (character->cells == 2 && wcwidth(character->text[0]) == 1)
		mvadd_wch(y, x + 1, &cell);
}

/* Draws a grapheme cluster (not where y < 0) or only measures it (ui_draw false). */
static int cluster(const struct ui *ui, int y, int x, enum style style, const char *text,
		   size_t len, bool draw)
{
	int cells = 0;

	for (size_t at = 0; at < len;) {
		struct character character;

		at += take_character(ui, text + at, len - at, &character);
		if (draw && character.cells > 0)
			put_character(ui, y, x + cells, style, &character);
		cells += character.cells;
	}
	return cells;
}

int ui_text(struct ui *ui, const struct area *area, int row, int column, enum style style,
	    const char *text, size_t len)
{
	int y = screen_row(area, row), used = 0;

	for (size_t at = 0; at < len;) {
		size_t next = text_next(text, len, at);
		int x = column + used;
		int cells = cluster(ui, y, 0, style, text + at, next - at, false);

		if (x + cells > area->columns)
			break;
		if (y >= 0 && x >= 0)
			cluster(ui, y, area->column + x, style, text + at, next - at, true);
		used += cells;
		at = next;
	}
	return used;
}

int ui_puts(struct ui *ui, const struct area *area, int row, int column, enum style style,
	    const char *text)
{
	return ui_text(ui, area, row, column, style, text, strlen(text));
}

int ui_wrapped(struct ui *ui, const struct area *area, int row, int column, int width,
	       enum style style, const char *text)
{
	struct text_line *lines;
	size_t count;

	if (text_wrap(text, strlen(text), width, &lines, &count) != STATUS_OK)
		return 1;
	for (size_t i = 0; ui && i < count; i++)
		ui_text(ui, area, row + (int)i, column, style, text + lines[i].offset,
			lines[i].len);
	free(lines);
	return (int)count;
}

void ui_glyph(struct ui *ui, const struct area *area, int row, int column, enum style style,
	      enum glyph glyph)
{
	if (ui)
		ui_puts(ui, area, row, column, style, glyph_text(glyph_set_of(ui), glyph));
}

void ui_hline(struct ui *ui, const struct area *area, int row, int column, int width,
	      enum style style)
{
	for (int i = 0; i < width; i++)
		ui_glyph(ui, area, row, column + i, style, GLYPH_HLINE);
}

void ui_blanks(struct ui *ui, const struct area *area, int row, int column, int width,
	       enum style style)
{
	int y = screen_row(area, row);
	cchar_t blank;

	make_blank(ui, &blank, style);
	for (int x = column; y >= 0 && x < column + width && x < area->columns; x++)
		mvadd_wch(y, area->column + x, &blank);
}

void ui_frame(struct ui *ui, const struct area *area, int row, int column, int rows, int columns,
	      enum style style)
{
	int bottom = row + rows - 1, right = column + columns - 1;

	ui_hline(ui, area, row, column + 1, columns - 2, style);
	ui_hline(ui, area, bottom, column + 1, columns - 2, style);
	for (int i = row + 1; i < bottom; i++) {
		ui_glyph(ui, area, i, column, style, GLYPH_VLINE);
		ui_glyph(ui, area, i, right, style, GLYPH_VLINE);
	}
	ui_glyph(ui, area, row, column, style, GLYPH_CORNER_TL);
	ui_glyph(ui, area, row, right, style, GLYPH_CORNER_TR);
	ui_glyph(ui, area, bottom, column, style, GLYPH_CORNER_BL);
	ui_glyph(ui, area, bottom, right, style, GLYPH_CORNER_BR);
}

void ui_bar(struct ui *ui, const struct area *area, int row, int column, int width, size_t part,
	    size_t whole)
{
	size_t full = whole == 0 ? 0 : part >= whole ? (size_t)width : part * (size_t)width / whole;

	for (int i = 0; i < width; i++) {
		bool filled = (size_t)i < full;

		ui_glyph(ui, area, row, column + i, filled ? STYLE_BAR : STYLE_BAR_REST,
			 filled ? GLYPH_BAR_FULL : GLYPH_BAR_EMPTY);
	}
}

static int clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

void ui_cursor(struct ui *ui, const struct area *area, int row, int column)
{
	ui->cursor_row = area->row + clamp(row - area->scroll, 0, area->rows - 1);
	ui->cursor_column = area->column + clamp(column, 0, area->columns - 1);
}

/* Reads a row and leaves the window's cursor where it is. */
static void read_row(WINDOW *window, int row, cchar_t *cells)
{
	int y = getcury(window), x = getcurx(window);

	mvwin_wchnstr(window, row, 0, cells, COLS);
	wmove(window, y, x);
}

static bool row_changed(int row)
{
	cchar_t now[SIDE_MAX + 1], before[SIDE_MAX + 1];

	read_row(newscr, row, now);
	read_row(curscr, row, before);
	return memcmp(now, before, (size_t)COLS * sizeof(*now)) != 0;
}

/* A frame that changes a few rows comes in one write anyway, and a key's answer is to be short. */
static bool frame_is_large(void)
{
	int changed = 0;

	for (int row = 0; row < LINES && changed < SYNC_ROWS; row++)
		changed += row_changed(row);
	return changed >= SYNC_ROWS;
}

void ui_bell(struct ui *ui)
{
	(void)ui;
	ui_send("\a");
}

void ui_show(struct ui *ui)
{
	bool sync;

	if (ui->cursor_row >= 0)
		move(clamp(ui->cursor_row, 0, LINES - 1), clamp(ui->cursor_column, 0, COLS - 1));
	curs_set(ui->cursor_row >= 0);
	wnoutrefresh(stdscr);
	sync = ui->modern && frame_is_large();
	if (sync)
		ui_send(SYNC_BEGIN);
	doupdate();
	if (sync)
		ui_send(SYNC_END);
}
