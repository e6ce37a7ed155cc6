/* What several screens draw alike. */
#ifndef KIOSK_SCREENS_PARTS_H
#define KIOSK_SCREENS_PARTS_H

#include <kiosk/screen.h>
#include <kiosk/terminal/widgets.h>

#define COLUMN_MAX 72 /* cells of a comfortable line */

/* The readable column in the middle of the body; parts_wide: up to so many columns. */
struct area parts_column(const struct area *body);
struct area parts_wide(const struct area *body, int columns);
/* The empty rows above content of total rows: more on a large terminal, none where the content
 * needs every row. centred: what stands alone on the screen goes nearer to the middle. */
int parts_margin(const struct area *area, int total, bool centred);
/* One question at a time: the terminal is smaller than 80x24, or the patient asked for more space.
 */
bool parts_single(const struct screen_context *context);
/* The first row to show so that rows [row, row + rows) are visible in `visible` rows of a canvas of
 * total rows; keeps to scroll where it can. Of rows that are more than fit, some are visible. */
int parts_scroll(int scroll, int row, int rows, int visible, int total);
/* Marks at the right edge of the area that there is more above or below; a click there is the
 * returned key (UI_KEY_PAGE_UP, UI_KEY_PAGE_DOWN), elsewhere UI_KEY_NONE. */
void parts_more(struct ui *ui, const struct area *area, int total);
enum ui_key parts_more_at(const struct area *area, int total, const struct ui_event *event);
/* Clears a framed box of rows x columns (inside measure, less where the body is smaller) in the
 * middle of the body and returns its inside. ui NULL only measures. */
struct area parts_box(struct ui *ui, const struct area *body, int rows, int columns);

/* buttons.c: a row of buttons, one of them with the focus; what does not fit beside stands below.
 */
struct button {
	const char *label;
	enum action_kind action;
};
/* Returns the rows used; ui NULL only measures. */
int parts_buttons(struct ui *ui, const struct area *area, int row, const struct button *buttons,
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
/* The body that frame_draw leaves on a terminal of the context's size, for keys. */
struct area parts_body(const struct screen_context *context);

#endif
