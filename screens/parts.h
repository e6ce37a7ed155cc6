/* What several screens draw alike. */
#ifndef KIOSK_SCREENS_PARTS_H
#define KIOSK_SCREENS_PARTS_H

#include <kiosk/screen.h>
#include <kiosk/terminal/widgets.h>

#define COLUMN_MAX 76 /* cells of a comfortable line */

/* The readable column in the middle of the body. */
struct area parts_column(const struct area *body);
/* The first row to show so that rows [row, row + rows) are visible in `visible` rows of a canvas of
 * total rows; keeps to scroll where it can. */
int parts_scroll(int scroll, int row, int rows, int visible, int total);
/* Marks at the right edge of the area that there is more above or below. */
void parts_more(struct ui *ui, const struct area *area, int total);
/* Clears a framed box of rows x columns (inside measure) in the middle of the body and returns its
 * inside. */
struct area parts_box(struct ui *ui, const struct area *body, int rows, int columns);

/* A row of buttons, one of them with the focus. */
struct button {
	const char *label;
	enum action_kind action;
};
void parts_buttons(struct ui *ui, const struct area *area, int row, const struct button *buttons,
		   size_t count, size_t focus);
/* The button at a canvas cell, count when none. */
size_t parts_button_at(const struct area *area, int row, const struct button *buttons, size_t count,
		       int at_row, int at_column);
/* Arrows and Tab move the focus; Enter and Space give the button's action. */
struct action parts_buttons_key(const struct ui_event *event, const struct button *buttons,
				size_t count, size_t *focus);

/* The canvas cell of the area under a screen cell; false when it is outside. */
bool parts_inside(const struct area *area, int screen_row, int screen_column, int *row,
		  int *column);
/* The body as the context knows it, for keys (draw is given the same). */
struct area parts_body(const struct screen_context *context);

#endif
