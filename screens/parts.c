#include "parts.h"

#include <string.h>

#define BOX_PAD_COLUMNS 4 /* between a box's frame and its inside, the frame included */
#define BOX_PAD_ROWS    2
#define MARK_COLUMNS    5
#define MARK_ROWS       3

struct area parts_wide(const struct area *body, int columns)
{
	struct area column = *body;

	column.columns = body->columns - 4 < columns ? body->columns - 4 : columns;
	column.column = body->column + (body->columns - column.columns) / 2;
	return column;
}

struct area parts_column(const struct area *body)
{
	return parts_wide(body, COLUMN_MAX);
}

int parts_margin(const struct area *area, int total, bool centred)
{
	int spare = area->rows - total, wanted = area->rows >= 34 ? 3 : 1;

	if (centred && spare / 3 > wanted)
		return spare / 3;
	if (spare < wanted)
		wanted = spare;
	return wanted > 0 ? wanted : 0;
}

bool parts_single(const struct screen_context *context)
{
	return context->roomy || context->rows < 24 || context->columns < 80;
}

int parts_scroll(int scroll, int row, int rows, int visible, int total)
{
	int last = total > visible ? total - visible : 0, end = row + rows - visible;
	int low = row < end ? row : end, high = row < end ? end : row;

	if (scroll < low)
		scroll = low;
	if (scroll > high)
		scroll = high;
	if (scroll > last)
		scroll = last;
	return scroll < 0 ? 0 : scroll;
}

static bool more_above(const struct area *area)
{
	return area->scroll > 0;
}

static bool more_below(const struct area *area, int total)
{
	return total > area->scroll + area->rows;
}

/* Beside the column; with a frame, as what can be pressed has, where there is room for it. */
static void draw_more(struct ui *ui, const struct area *area, int row, enum glyph glyph)
{
	int at = area->column + area->columns + 1;
	struct area edge = {.row = area->row, .column = at, .rows = area->rows, .columns = 1};

	if (!area->touch || at + MARK_COLUMNS > ui_columns(ui)) {
		ui_glyph(ui, &edge, row, 0, STYLE_ACCENT, glyph);
		return;
	}
	edge.columns = MARK_COLUMNS;
	row = row > 0 ? row - MARK_ROWS + 1 : row;
	ui_frame(ui, &edge, row, 0, MARK_ROWS, MARK_COLUMNS, STYLE_RULE);
	ui_glyph(ui, &edge, row + 1, MARK_COLUMNS / 2, STYLE_ACCENT, glyph);
}

void parts_more(struct ui *ui, const struct area *area, int total)
{
	if (more_above(area))
		draw_more(ui, area, 0, GLYPH_UP);
	if (more_below(area, total))
		draw_more(ui, area, area->rows - 1, GLYPH_DOWN);
}

enum ui_key parts_more_at(const struct area *area, int total, const struct ui_event *event)
{
	int row = event->row - area->row, column = event->column - area->column - area->columns;

	/* The last columns of the text belong to the mark too: a finger is wide. */
	if (column < -2 || column > MARK_COLUMNS || row < -1 || row > area->rows)
		return UI_KEY_NONE;
	if (more_above(area) && row < MARK_ROWS)
		return UI_KEY_PAGE_UP;
	if (more_below(area, total) && row >= area->rows - MARK_ROWS)
		return UI_KEY_PAGE_DOWN;
	return UI_KEY_NONE;
}

struct area parts_box(struct ui *ui, const struct area *body, int rows, int columns)
{
	struct area box = *body, inside;
	int pad = columns + 2 * BOX_PAD_COLUMNS > body->columns ? 2 : BOX_PAD_COLUMNS;

	box.rows = rows + 2 * BOX_PAD_ROWS < body->rows ? rows + 2 * BOX_PAD_ROWS : body->rows;
	box.columns = columns + 2 * pad < body->columns ? columns + 2 * pad : body->columns;
	box.row = body->row + (body->rows - box.rows) / 2;
	box.column = body->column + (body->columns - box.columns) / 2;
	inside = box;
	inside.row += box.rows < rows + 2 * BOX_PAD_ROWS ? 1 : BOX_PAD_ROWS;
	inside.rows -= 2 * (inside.row - box.row);
	inside.column += pad;
	inside.columns -= 2 * pad;
	if (!ui)
		return inside;
	ui_fill(ui, &box, STYLE_TEXT);
	ui_frame(ui, &box, 0, 0, box.rows, box.columns, STYLE_ACCENT);
	return inside;
}

bool parts_inside(const struct area *area, int screen_row, int screen_column, int *row, int *column)
{
	if (screen_row < area->row || screen_row >= area->row + area->rows ||
	    screen_column < area->column || screen_column >= area->column + area->columns)
		return false;
	*row = screen_row - area->row + area->scroll;
	*column = screen_column - area->column;
	return true;
}
