/* Buttons: where they stand, what is under the pointer, and their keys. */
#include "parts.h"

#define BUTTON_GAP 2

/* Where a button stands, from the first one's place. */
struct spot {
	int row, column, columns;
};

/* The next one's place behind a spot (columns 0: the first one's). */
static void place(const struct area *area, const struct button *button, struct spot *spot)
{
	int width = button_draw(NULL, area, 0, 0, button->label, false);

	if (spot->columns > 0)
		spot->column += spot->columns + BUTTON_GAP;
	if (spot->column > 0 && spot->column + width > area->columns) {
		spot->column = 0;
		spot->row += button_rows(area);
	}
	spot->columns = width;
}

/* A part of a frame looks broken: a button is drawn whole or not at all. */
static bool in_view(const struct area *area, int row)
{
	return row >= area->scroll && row + button_rows(area) <= area->scroll + area->rows;
}

int parts_buttons(struct ui *ui, const struct area *area, int row, const struct button *buttons,
		  size_t count, size_t focus)
{
	struct spot spot = {0};

	for (size_t i = 0; i < count; i++) {
		place(area, &buttons[i], &spot);
		if (!ui || !in_view(area, row + spot.row))
			continue;
		button_draw(ui, area, row + spot.row, spot.column, buttons[i].label, i == focus);
		if (i == focus)
			ui_cursor(ui, area, row + spot.row + button_rows(area) / 2,
				  spot.column + (area->touch ? 3 : 2));
	}
	return count > 0 ? spot.row + button_rows(area) : 0;
}

size_t parts_button_at(const struct area *area, int row, const struct button *buttons, size_t count,
		       int at_row, int at_column)
{
	struct spot spot = {0};

	for (size_t i = 0; i < count; i++) {
		place(area, &buttons[i], &spot);
		if (at_row >= row + spot.row && at_row < row + spot.row + button_rows(area) &&
		    at_column >= spot.column && at_column < spot.column + spot.columns)
			return i;
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
