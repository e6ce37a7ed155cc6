#include <kiosk/terminal/widgets.h>

#include "field.h"

#include <stdlib.h>
#include <string.h>

#define MANY_ROWS 3 /* a field of several lines looks like one from the start */

/* The extent of the field shows even where there is neither colour nor underline. */
static void draw_extent(struct ui *ui, const struct area *area, int row, int column, int width,
			enum style style)
{
	if (!ui_is_ascii(ui))
		ui_blanks(ui, area, row, column, width, style);
	for (int i = 0; ui_is_ascii(ui) && i < width; i++)
		ui_puts(ui, area, row, column + i, style, "_");
}

/* How far the text is scrolled: by half fields, so that there is something to see on both sides of
 * the cursor. */
static int scrolled_off(int cursor, int width)
{
	int step = width / 2 > 0 ? width / 2 : 1;

	return cursor < width ? 0 : ((cursor - width) / step + 1) * step;
}

/* There is more to the left, and to the right (but where the cursor stands). */
static void draw_edges(struct ui *ui, const struct area *area, int row, int column, int width,
		       enum style style, int left, bool more, int cursor)
{
	if (left > 0)
		ui_glyph(ui, area, row, column, style, GLYPH_ELLIPSIS);
	if (more && cursor - left < width - 1)
		ui_glyph(ui, area, row, column + width - 1, style, GLYPH_ELLIPSIS);
}

/* Draws what of the text lies in [left, left + width) cells. */
static void draw_window(struct ui *ui, const struct area *area, int row, int column, int width,
			enum style style, const char *text, int left, int cursor)
{
	size_t len = strlen(text), skip = text_fit(text, len, left), fit;
	int gap = 0;

	/* A wide character that is cut by the left edge is left out. */
	if (text_width(text, skip) < left) {
		skip = text_next(text, len, skip);
		gap = text_width(text, skip) - left;
	}
	fit = text_fit(text + skip, len - skip, width - gap);
	ui_text(ui, area, row, column + gap, style, text + skip, fit);
	draw_edges(ui, area, row, column, width, style, left, skip + fit < len, cursor);
}

static int clusters_before(const char *text, size_t cursor)
{
	int count = 0;

	for (size_t at = 0; at < cursor; at = text_next(text, cursor, at))
		count++;
	return count;
}

static void draw_masked(struct ui *ui, const struct area *area, int row, int column, int width,
			enum style style, int count, int left, int cursor)
{
	for (int i = left; i < count && i < left + width; i++)
		ui_glyph(ui, area, row, column + i - left, style, GLYPH_BULLET);
	draw_edges(ui, area, row, column, width, style, left, count > left + width, cursor);
}

static int draw_one(struct ui *ui, const struct area *area, int row, int column, int width,
		    const struct field *field, const char *text, enum style style, int *cursor_row,
		    int *cursor_column)
{
	size_t len = strlen(text), cursor = field->cursor < len ? field->cursor : len;
	int cells = field->masked ? clusters_before(text, cursor) : text_width(text, cursor);
	int left = scrolled_off(cells, width);

	if (ui && field->masked)
		draw_masked(ui, area, row, column, width, style, clusters_before(text, len), left,
			    cells);
	else if (ui)
		draw_window(ui, area, row, column, width, style, text, left, cells);
	if (cells - left >= width)
		cells = left + width - 1;
	*cursor_row = row;
	*cursor_column = column + cells - left;
	return 1;
}

static int draw_many(struct ui *ui, const struct area *area, int row, int column, int width,
		     const struct field *field, const char *text, enum style style, int *cursor_row,
		     int *cursor_column)
{
	size_t len = strlen(text), cursor = field->cursor < len ? field->cursor : len, count, line;
	struct text_line *lines;
	int rows, cells;

	if (field_lines(text, width, &lines, &count) != STATUS_OK)
		return MANY_ROWS;
	rows = count > MANY_ROWS ? (int)count : MANY_ROWS;
	for (int i = 1; ui && i < rows; i++)
		draw_extent(ui, area, row + i, column, width, style);
	for (size_t i = 0; ui && i < count; i++)
		ui_text(ui, area, row + (int)i, column, style, text + lines[i].offset,
			lines[i].len);
	line = field_line_of(lines, count, cursor);
	cells = text_width(text + lines[line].offset, cursor - lines[line].offset);
	*cursor_row = row + (int)line;
	*cursor_column = column + (cells < width ? cells : width - 1);
	free(lines);
	return rows;
}

int field_draw(struct ui *ui, const struct area *area, int row, int column, int width,
	       const struct field *field, const char *text, const char *placeholder, bool focus,
	       int *cursor_row, int *cursor_column)
{
	enum style style = focus ? STYLE_FIELD_FOCUS : STYLE_FIELD;
	int at_row = row, at_column = column, used;

	if (ui)
		draw_extent(ui, area, row, column, width, style);
	used = (field->many ? draw_many : draw_one)(ui, area, row, column, width, field, text,
						    style, &at_row, &at_column);
	if (ui && !*text && placeholder)
		ui_text(ui, area, row, column, focus ? STYLE_FIELD_FOCUS_HINT : STYLE_FIELD_HINT,
			placeholder, text_fit(placeholder, strlen(placeholder), width));
	if (focus && cursor_row)
		*cursor_row = at_row;
	if (focus && cursor_column)
		*cursor_column = at_column;
	return used;
}
