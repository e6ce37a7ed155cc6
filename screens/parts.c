#include "parts.h"

#include <string.h>

struct area parts_column(const struct area *body)
{
	struct area column = *body;

	column.columns = body->columns - 4 < COLUMN_MAX ? body->columns - 4 : COLUMN_MAX;
	column.column = body->column + (body->columns - column.columns) / 2;
	return column;
}

int parts_scroll(int scroll, int row, int rows, int visible, int total)
{
	int last = total > visible ? total - visible : 0;

	if (row + rows > scroll + visible)
		scroll = row + rows - visible;
	if (row < scroll)
		scroll = row;
	if (scroll > last)
		scroll = last;
	return scroll < 0 ? 0 : scroll;
}

void parts_more(struct ui *ui, const struct area *area, int total)
{
	struct area edge = {.row = area->row,
			    .column = area->column + area->columns + 1,
			    .rows = area->rows,
			    .columns = 1};

	if (area->scroll > 0)
		ui_glyph(ui, &edge, 0, 0, STYLE_ACCENT, GLYPH_UP);
	if (total > area->scroll + area->rows)
		ui_glyph(ui, &edge, area->rows - 1, 0, STYLE_ACCENT, GLYPH_DOWN);
}

static void draw_sides(struct ui *ui, const struct area *box)
{
	int i;

	for (i = 1; i < box->rows - 1; i++) {
		ui_glyph(ui, box, i, 0, STYLE_RULE, GLYPH_VLINE);
		ui_glyph(ui, box, i, box->columns - 1, STYLE_RULE, GLYPH_VLINE);
	}
	ui_glyph(ui, box, 0, 0, STYLE_RULE, GLYPH_CORNER_TL);
	ui_glyph(ui, box, 0, box->columns - 1, STYLE_RULE, GLYPH_CORNER_TR);
	ui_glyph(ui, box, box->rows - 1, 0, STYLE_RULE, GLYPH_CORNER_BL);
	ui_glyph(ui, box, box->rows - 1, box->columns - 1, STYLE_RULE, GLYPH_CORNER_BR);
}

struct area parts_box(struct ui *ui, const struct area *body, int rows, int columns)
{
	struct area box = {.rows = rows + 4 < body->rows ? rows + 4 : body->rows,
			   .columns = columns + 8 < body->columns ? columns + 8 : body->columns};
	struct area inside;

	box.row = body->row + (body->rows - box.rows) / 2;
	box.column = body->column + (body->columns - box.columns) / 2;
	inside = (struct area){.row = box.row + 2,
			       .column = box.column + 4,
			       .rows = box.rows - 4,
			       .columns = box.columns - 8};
	if (!ui)
		return inside;
	ui_fill(ui, &box, STYLE_TEXT);
	ui_hline(ui, &box, 0, 0, box.columns, STYLE_RULE);
	ui_hline(ui, &box, box.rows - 1, 0, box.columns, STYLE_RULE);
	draw_sides(ui, &box);
	return inside;
}

#define BUTTON_GAP 2

void parts_buttons(struct ui *ui, const struct area *area, int row, const struct button *buttons,
		   size_t count, size_t focus)
{
	int column = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (i == focus)
			ui_cursor(ui, area, row, column + 2);
		column += button_draw(ui, area, row, column, buttons[i].label, i == focus) +
			  BUTTON_GAP;
	}
}

size_t parts_button_at(const struct area *area, int row, const struct button *buttons, size_t count,
		       int at_row, int at_column)
{
	int column = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		int width = button_draw(NULL, area, row, column, buttons[i].label, false);

		if (at_row == row && at_column >= column && at_column < column + width)
			return i;
		column += width + BUTTON_GAP;
	}
	return count;
}

struct action parts_buttons_key(const struct ui_event *event, const struct button *buttons,
				size_t count, size_t *focus)
{
	struct action action = {.kind = ACTION_REDRAW};

	switch (event->key) {
	case UI_KEY_LEFT:
	case UI_KEY_UP:
	case UI_KEY_BACKTAB:
		*focus = *focus > 0 ? *focus - 1 : count - 1;
		break;
	case UI_KEY_RIGHT:
	case UI_KEY_DOWN:
	case UI_KEY_TAB:
		*focus = *focus + 1 < count ? *focus + 1 : 0;
		break;
	case UI_KEY_ENTER:
	case UI_KEY_SPACE:
		action.kind = buttons[*focus].action;
		break;
	default:
		action.kind = ACTION_NONE;
	}
	return action;
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
