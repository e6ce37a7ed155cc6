#include "focus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

/* The grounds of kiosk/terminal/theme.c: of the field, and of the pointer or button with the focus.
 * Nothing else between header and footer has them. */
#define FIELD_GROUND 23
#define FOCUS_GROUND 80

#define HEADER_ROWS 2
#define FOOTER_ROWS 1

/* Text that is longer than the screen is read before the focus comes: what is read has the cursor.
 */
static bool reads_on(struct terminal *terminal, VTermPos at)
{
	int row, column;

	return terminal_find(terminal, "Enter Read on", &row, &column) && at.row < row &&
	       at.row + 3 >= row;
}

void focus_expect(struct terminal *terminal)
{
	VTermScreenCell cell;
	VTermPos at;
	char *picture;

	terminal_settle(terminal);
	vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &at);
	vterm_screen_get_cell(terminal->screen, at, &cell);
	if (terminal->cursor && at.row >= HEADER_ROWS && at.row < terminal->rows - FOOTER_ROWS &&
	    VTERM_COLOR_IS_INDEXED(&cell.bg) &&
	    (cell.bg.indexed.idx == FIELD_GROUND || cell.bg.indexed.idx == FOCUS_GROUND))
		return;
	if (terminal->cursor && reads_on(terminal, at))
		return;
	picture = terminal_text(terminal);
	printf("%s\n", picture);
	free(picture);
	fail_msg("the cursor (%s, row %d, column %d) is not on the focus",
		 terminal->cursor ? "shown" : "hidden", at.row, at.col);
}

void focus_key(struct terminal *terminal, const char *key, size_t times)
{
	while (times-- > 0) {
		terminal_key(terminal, key);
		focus_expect(terminal);
	}
}
